//! `hallpass checklist`: the questions a review asks, out as a text a district edits, and in again as
//! its next edition. Reviews that have begun keep the edition they began with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::checklist::{self, ChecklistEdition, LONGEST};
use crate::domain::request::Track;
use crate::exchange::save::save;
use crate::office::Office;
use crate::office::lists::checklist::{CHECKLIST, QuestionRow, SHOWN};

use super::export::not_the_office_file;
use super::print::{self, Form};
use super::{Context, Failure, standard_input, values};

/// `hallpass checklist`
#[derive(Debug, Args)]
pub(super) struct ChecklistArgs {
    #[command(subcommand)]
    deed: ChecklistCommand,
}

#[derive(Debug, Subcommand)]
enum ChecklistCommand {
    /// The items that reviews begin with now, or those of one edition
    Show {
        /// Which checklist; both where none is named
        #[arg(value_parser = values::one_of::<Track>())]
        track: Option<Track>,
        /// Which edition; the newest where none is named
        #[arg(long, requires = "track")]
        edition: Option<i64>,
    },
    /// Write a checklist as TOML text, to edit and import
    Export {
        /// Which checklist
        #[arg(value_parser = values::one_of::<Track>())]
        track: Track,
        /// The file to make; stdout where none is named, or -
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Which edition; the newest where none is named
        #[arg(long)]
        edition: Option<i64>,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Take an edited text as the next edition
    Import {
        /// Which checklist
        #[arg(value_parser = values::one_of::<Track>())]
        track: Track,
        /// The text; - reads standard input
        file: PathBuf,
    },
}

impl ChecklistArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            ChecklistCommand::Show { track, edition } => show(context, *track, *edition),
            ChecklistCommand::Export {
                track,
                output,
                edition,
                force,
            } => export(context, *track, *edition, output.as_deref(), *force),
            ChecklistCommand::Import { track, file } => import(context, *track, file),
        }
    }
}

fn show(context: &Context, track: Option<Track>, edition: Option<i64>) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let tracks = track.map_or_else(|| Track::ALL.to_vec(), |track| vec![track]);
    let mut rows = Vec::new();
    for track in tracks {
        rows.extend(QuestionRow::of(&*edition_of(&office, track, edition)?));
    }
    print::list(context.form, &CHECKLIST, SHOWN, &rows, &office.viewer());
    Ok(())
}

/// The edition named, which must be here, or the newest.
fn edition_of(
    office: &Office,
    track: Track,
    edition: Option<i64>,
) -> Result<Arc<ChecklistEdition>, Failure> {
    let newest = office.newest_edition(track)?;
    let edition = edition.unwrap_or(newest);
    let list = office.checklist(track, edition)?;
    list.ok_or_else(|| {
        Failure::NotFound(format!(
            "there is no edition {edition} of the {track} checklist; the newest is {newest}"
        ))
    })
}

fn export(
    context: &Context,
    track: Track,
    edition: Option<i64>,
    output: Option<&Path>,
    force: bool,
) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let edition = edition_of(&office, track, edition)?.edition;
    let text = office.checklist_text(track, edition)?;
    let Some(path) = print::file(output) else {
        if context.form == Form::Json {
            print::json(&json!({ "track": track.word(), "edition": edition, "text": text }));
        } else {
            print::text(&text);
        }
        return Ok(());
    };
    not_the_office_file(&office, path)?;
    save(path, force, text.as_bytes())?;
    let file = path.display().to_string();
    let said = format!(
        "Edition {edition} of the {track} checklist in {file}. Edit it, then: hallpass checklist import {track} FILE"
    );
    let value = json!({ "track": track.word(), "edition": edition, "file": file });
    print::done(context.form, &value, &said);
    Ok(())
}

fn import(context: &Context, track: Track, file: &Path) -> Result<(), Failure> {
    let (text, from) = standard_input::text(file, LONGEST as u64)?;
    let mut office = context.reading(text.as_bytes())?.office()?;
    let newest = edition_of(&office, track, None)?;
    let edition = newest.edition + 1;
    let list = checklist::parse(track, edition, &text).map_err(|why| {
        Failure::refused(
            format!("{from}: {why}"),
            "nothing was changed; correct the file and import it again",
        )
    })?;
    if list.items == newest.items {
        return Err(Failure::refused(
            format!(
                "nothing new: {from} is what edition {} of the {track} checklist says",
                newest.edition
            ),
            format!("edit it first; see: hallpass checklist show {track}"),
        ));
    }
    let receipt = office.next_edition(&list, &text)?;
    if context.form == Form::Json {
        print::json(&json!({
            "track": track.word(), "edition": edition, "items": list.items.len(),
            "change_set": receipt.change_set,
        }));
        return Ok(());
    }
    print::line(&receipt.said);
    let keep = "Reviews that have begun keep theirs.";
    print::notice(&Context::with_undo(keep, &receipt));
    Ok(())
}
