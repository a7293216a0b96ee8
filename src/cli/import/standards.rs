//! `hallpass import standards`: frameworks from CASE packages, OpenSALT's sheets, Learning Commons' lines or any table.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::RecordsArgs;
use super::notes::LISTED;
use super::progress::{ImportProgress, Stop};
use crate::cli::print::{self, Form};
use crate::cli::standard_input::{self, PipedFile};
use crate::cli::{Context, Failure};
use crate::domain::counted::counted;
use crate::domain::standards::incoming::{IncomingPackage, SaidOfPackage};
use crate::domain::text;
use crate::exchange::standards::read;
use crate::exchange::text_file;
use crate::office::import::{Applied, RecordOutcome, Watched};
use crate::office::standards::StandardsImport;

/// What only frameworks are said.
#[derive(Debug, Args)]
pub(super) struct StandardsArgs {
    /// For standards: the name of the framework, where a table has no column for it, or which one of several
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    /// For standards: what people are to type for the framework
    #[arg(long, value_name = "NAME")]
    short: Option<String>,
    /// For standards: the district does not teach by it; gaps and coverage are not told in it
    #[arg(long)]
    theirs: bool,
    /// For standards: take a package that is older than what is here
    #[arg(long)]
    older: bool,
}

impl StandardsArgs {
    /// Refuses them where something else is brought in.
    pub(super) fn are_unsaid(&self) -> Result<(), Failure> {
        if self.framework.is_none() && self.short.is_none() && !self.theirs && !self.older {
            return Ok(());
        }
        Err(Failure::refused(
            "--framework, --short, --theirs and --older are about standards",
            "leave them out, or write: hallpass import standards FILE",
        ))
    }

    pub(super) fn run(&self, context: &Context, import: &RecordsArgs) -> Result<(), Failure> {
        if import.template {
            print::bytes(TEMPLATE.as_bytes());
            return Ok(());
        }
        let other = !import.map.is_empty() || import.sheet.is_some() || import.header.is_some();
        if other || import.encoding.is_some() || import.skip_bad {
            return Err(Failure::refused(
                "--map, --sheet, --header, --encoding and --skip-bad are not for standards",
                "name the columns framework, code and statement; a package is taken whole",
            ));
        }
        let piped = import
            .files
            .iter()
            .any(|file| standard_input::is_meant(file));
        let kept = piped.then(PipedFile::all).transpose()?;
        let path = |file: &PathBuf| match &kept {
            Some(kept) if standard_input::is_meant(file) => kept.path().to_path_buf(),
            _ => file.clone(),
        };
        let paths: Vec<PathBuf> = import.files.iter().map(path).collect();
        let done = self.import(context, import, &paths);
        match (done, kept) {
            (Err(Failure::Refused(what, hint)), Some(kept)) => {
                let hint = hint.map(|hint| kept.said(&hint));
                Err(Failure::Refused(kept.said(&what), hint))
            }
            (done, _) => done,
        }
    }

    fn import(
        &self,
        context: &Context,
        import: &RecordsArgs,
        paths: &[PathBuf],
    ) -> Result<(), Failure> {
        let mut context = context.clone();
        if context.id.is_some() {
            for path in paths {
                context = context.reading(text_file::open(path)?)?;
            }
        }
        let mut office = context.office()?;
        let framework = self.framework.as_deref();
        let read = read(paths, framework)?;
        for fact in &read.facts {
            print::notice(fact);
        }
        let said = SaidOfPackage {
            ours: self.theirs.then_some(false),
            older: self.older,
            short: self.short.as_deref().map(|short| text::clean(short).text),
        };
        if said.short.is_some() && read.packages.len() > 1 {
            return Err(Failure::refused(
                format!(
                    "the files have {} frameworks, and one short name is said",
                    read.packages.len()
                ),
                "say which with --framework NAME",
            ));
        }
        let names: Vec<String> = import.files.iter().map(|file| named(file)).collect();
        let request = StandardsImport {
            packages: &read.packages,
            said: &said,
            files: &names.join(", "),
            saves: !import.dry_run,
        };
        let stop = Stop::listen();
        let length: usize = read
            .packages
            .iter()
            .map(|one| one.items.len() + one.links.len())
            .sum();
        let progress = ImportProgress::of(
            length as u64,
            if import.dry_run { "trying" } else { "saving" },
        );
        let carried = office.import_standards(&request, &mut |watched| {
            if let Watched::Written(done) = watched {
                progress.set_position(done as u64);
            }
            stop.asked()
        });
        progress.end();
        let (told, applied) = carried?;
        tell(&context, import, &told, &applied);
        Ok(())
    }
}

/// A file as history names it.
fn named(file: &Path) -> String {
    if standard_input::is_meant(file) {
        return standard_input::NAME.to_owned();
    }
    let name = file
        .file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy();
    text::clean(&name).text
}

fn tell(context: &Context, import: &RecordsArgs, told: &[IncomingPackage], applied: &Applied) {
    let mut counts = (0, 0, 0);
    for done in &applied.done {
        match done.outcome {
            RecordOutcome::Added => counts.0 += 1,
            RecordOutcome::Changed(_) => counts.1 += 1,
            RecordOutcome::Unchanged => counts.2 += 1,
        }
    }
    let saved = applied.change_set.filter(|_| !import.dry_run);
    if context.form == Form::Json {
        let files: Vec<String> = import
            .files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        print::json(&json!({
            "kind": "standards", "files": files, "frameworks": told.iter().map(json).collect::<Vec<Json>>(),
            "added": counts.0, "changed": counts.1, "unchanged": counts.2, "change_set": saved,
        }));
        return;
    }
    for one in told {
        let IncomingPackage {
            short,
            items,
            added,
            changed,
            gone,
            outside,
            touched,
            found,
            notes,
            ..
        } = one;
        print::line(&format!(
            "{short}: {}; {added} new, changed {}, gone {}",
            counted(*items, "standard"),
            changed.len(),
            gone.len()
        ));
        for note in notes {
            print::line(&format!("note: {note}"));
        }
        if *outside > 0 {
            print::line(&format!(
                "kept although they point outside this file: {}",
                counted(*outside, "relation")
            ));
        }
        if *found > 0 {
            print::line(&format!(
                "found in it now: {} by code",
                counted(*found, "claim")
            ));
        }
        for (what, list) in [
            ("changed", changed),
            ("gone, ends today", gone),
            ("to be looked at again", touched),
        ] {
            for line in list.iter().take(LISTED) {
                print::line(&format!("{what}: {line}"));
            }
            if list.len() > LISTED {
                print::line(&format!(
                    "... and {} more {what}; --json lists all",
                    list.len() - LISTED
                ));
            }
        }
    }
    print::line(&format!(
        "{} added, {} changed, {} unchanged.",
        counted(counts.0, "record"),
        counts.1,
        counts.2
    ));
    print::notice(&match (import.dry_run, saved) {
        (true, _) => "Nothing was saved: this was a dry run.".to_owned(),
        (false, Some(set)) => {
            format!("Saved as change set {set}. hallpass undo {set} takes it back.")
        }
        (false, None) => "Nothing has changed.".to_owned(),
    });
}

fn json(one: &IncomingPackage) -> Json {
    json!({
        "short": one.short, "items": one.items, "new": one.added, "changed": one.changed, "gone": one.gone,
        "outside": one.outside, "touched": one.touched, "found": one.found, "notes": one.notes,
    })
}

/// An example of a table.
const TEMPLATE: &str = "framework,code,statement,parent,grades,kind,weight,guid\n\
    Wexmoor Reading Standards 2023,R.3,Reading in grade 3,,3,Cluster,,\n\
    Wexmoor Reading Standards 2023,R.3.1,Retell a story in order,R.3,3,Standard,3,\n";
