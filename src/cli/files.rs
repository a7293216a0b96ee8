//! Getting everything out and in again: dump, load, check. These work on the office file as a whole, also
//! where it is damaged or not there yet, and so ask the store and not the office.

use std::io::{BufRead, BufReader, Read, stdin};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::exchange::text_file;
use crate::office::Office;
use crate::store::{self, Access, DumpedGaps, LastSeal, OlderFile, Store};

use super::print::{self, Form, StdoutText};
use super::standard_input;
use super::{Context, Failure, OpenedOffice, backup};

/// `hallpass dump`
#[derive(Debug, Args)]
pub(super) struct DumpArgs {
    /// The file to make; stdout where none is named, or -
    file: Option<PathBuf>,
    /// The same, as export has it
    #[arg(short, long, value_name = "FILE", conflicts_with = "file")]
    output: Option<PathBuf>,
    /// Also the readings of results, in bands of groups, which are left out else
    #[arg(long)]
    gaps: bool,
}

impl DumpArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let OpenedOffice {
            mut store, stamp, ..
        } = context.office_file_for(Access::Read)?;
        if !store.visible_prices(&stamp.who, stamp.today)?.include(None) {
            return Err(Failure::refused(
                "a dump holds all prices, and the policy hides those of others from you",
                "somebody who acts for the whole district makes it",
            ));
        }
        let gaps = if self.gaps {
            store.may_read_results(&stamp)?;
            DumpedGaps::Taken
        } else {
            DumpedGaps::LeftOut
        };
        if let Some(path) = print::file(self.file.as_deref().or(self.output.as_deref())) {
            let (path, lines) = store.dump_to(path, gaps)?;
            let file = path.display().to_string();
            let value = json!({ "file": file, "lines": lines });
            print::done(context.form, &value, &format!("{lines} lines in {file}"));
        } else {
            // Half a dump is seen to be one: its last line counts the others.
            print::streamed(StdoutText::AsItIs, |out| {
                store.dump_with(out, gaps).map(|_| ())
            })?;
        }
        Ok(())
    }
}

/// `hallpass load`
#[derive(Debug, Args)]
pub(super) struct LoadArgs {
    /// The dump; - reads standard input
    file: PathBuf,
}

/// Most bytes taken from a pipe as a dump; one that is cut there is refused for its missing end.
const MOST_DUMP: u64 = 8 << 30;

impl LoadArgs {
    fn name(&self) -> String {
        if standard_input::is_meant(&self.file) {
            standard_input::NAME.to_owned()
        } else {
            self.file.display().to_string()
        }
    }

    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut dump: Box<dyn BufRead> = if standard_input::is_meant(&self.file) {
            Box::new(BufReader::new(stdin().take(MOST_DUMP)))
        } else {
            Box::new(BufReader::new(text_file::open(&self.file)?))
        };
        let stamp = context.stamp_in(&context.world.zone);
        let loaded = Store::from_dump(&context.db, &mut *dump, &stamp);
        let (path, loaded) = loaded.map_err(|error| match error {
            store::Error::Refused(why) => Failure::refused(
                format!("{}, {why}", self.name()),
                "no office file was made; dump it again where it came from",
            ),
            other => other.into(),
        })?;
        let file = path.display().to_string();
        let said = format!("{} lines loaded into {file}", loaded.lines);
        let value = json!({ "file": file, "lines": loaded.lines, "problems": loaded.problems });
        print::done(context.form, &value, &said);
        for problem in &loaded.problems {
            print::notice(&format!(
                "It is not as it was dumped: {problem}. hallpass check says so from now on."
            ));
        }
        Ok(())
    }
}

/// What `hallpass check` found.
struct CheckedFile {
    path: PathBuf,
    /// None where it cannot be read.
    layout: Option<i32>,
    problems: Vec<String>,
    /// Of a file that is not sound nothing more is asked.
    warnings: Vec<String>,
    /// Where its history ends.
    last: Option<LastSeal>,
}

impl CheckedFile {
    fn of(context: &Context) -> Result<CheckedFile, Failure> {
        let store = match context.looked_at_file() {
            Ok(store) => store,
            // What is only looked at is not brought up to date for it.
            Err(Failure::Store(store::Error::OldLayout { .. })) => {
                let older = OlderFile::look(&context.db)?;
                return Ok(CheckedFile {
                    warnings: vec![older.sentence()],
                    path: older.path,
                    layout: Some(older.layout),
                    problems: older.problems,
                    last: None,
                });
            }
            // That it is damaged is the answer to this question, not a failure to answer it.
            Err(Failure::Store(
                error @ (store::Error::Damaged { .. } | store::Error::Strange { .. }),
            )) => {
                return Ok(CheckedFile {
                    path: context.db.clone(),
                    layout: None,
                    problems: vec![error.to_string()],
                    warnings: Vec::new(),
                    last: None,
                });
            }
            // Who may act is written in the file as well: where that is damaged nobody is known any more.
            Err(Failure::Store(unknown @ store::Error::Refused(_))) => {
                let (store, _) = context.at_the_door()?;
                if store.check().is_empty() {
                    return Err(unknown.into());
                }
                store
            }
            Err(other) => return Err(other),
        };
        let mut problems = store.check();
        if problems.is_empty() {
            problems = store.misplaced()?;
        }
        let warnings = if problems.is_empty() {
            store.warnings()?
        } else {
            Vec::new()
        };
        let mut found = CheckedFile {
            path: store.path().to_owned(),
            layout: store.layout().ok(),
            problems,
            warnings,
            last: store.last_seal().ok().flatten(),
        };
        if found.problems.is_empty() {
            let stamp = context.stamp_in(&context.world.zone);
            let miscounted = Office::of_command(store, stamp).check_holes()?;
            found.problems.extend(miscounted);
        }
        Ok(found)
    }
}

/// `hallpass check`
pub(super) fn check(context: &Context) -> Result<(), Failure> {
    context.is_no_table()?;
    let CheckedFile {
        path,
        layout,
        problems,
        warnings,
        last,
    } = CheckedFile::of(context)?;
    let file = path.display().to_string();
    if context.form == Form::Json {
        print::json(&json!({
            "ok": problems.is_empty(), "file": file, "schema_version": layout, "problems": problems,
            "warnings": warnings, "head": backup::head(last.as_ref()),
        }));
    } else if problems.is_empty() {
        print::line(&format!("{file} is sound."));
    } else {
        problems.iter().for_each(|problem| print::line(problem));
    }
    if context.form != Form::Json {
        warnings.iter().for_each(|warning| print::notice(warning));
        // Where history was changed its end says nothing.
        if let Some(last) = last.filter(|_| problems.is_empty()) {
            print::notice(&last.sentence());
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unsound)
    }
}
