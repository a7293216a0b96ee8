//! `hallpass import results`: what a test tells of groups. Counts and names of columns are printed, never a cell.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::counted::counted;
use crate::exchange::results::{Cut, ResultsRequest, TextScale};
use crate::office::Office;
use crate::office::results::{ResultsFault, ResultsOutcome, ResultsPlan, SELDOM};

use crate::cli::print::{self, Form};
use crate::cli::standard_input::{self, PipedInMemory};
use crate::cli::{Context, Failure};

/// `hallpass import results`
#[derive(Debug, Args)]
pub(super) struct ResultsArgs {
    /// The files of one test and window: a table with standard, school, grade, n and below is best; a OneRoster 1.2
    /// gradebook (.zip), the files of Star, MAP Growth, i-Ready, STAAR Interim, ILEARN and CMAS, or Ed-Fi's JSON; - reads
    /// standard input, which is held in memory
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What counts as below: under so many percent, or a level and all under it; else as is usual for the test
    #[arg(long, value_name = "N%|LEVEL", value_parser = cut)]
    below: Option<Cut>,
    /// The test, where the files do not say it
    #[arg(long, value_name = "NAME")]
    test: Option<String>,
    /// The window of the test, such as "fall 2026"; of several in the files the one to read
    #[arg(long, value_name = "NAME")]
    window: Option<String>,
    /// What the words of a score mean: "1=below,2=below,3=at"
    #[arg(long, value_name = "MAP", value_parser = scale)]
    scale: Option<TextScale>,
    /// The column that names the school
    #[arg(long, value_name = "COLUMN")]
    school_column: Option<String>,
    /// Each row is a pupil of its own: there is no column that tells one from another
    #[arg(long)]
    rows_are_pupils: bool,
    /// Take the place of what was read of this test and window, which is then gone
    #[arg(long)]
    replace: bool,
    /// Show what would be kept, and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out what has no school or standard that is known here, however much it is
    #[arg(long)]
    skip_bad: bool,
}

fn cut(text: &str) -> Result<Cut, String> {
    Cut::read(text).ok_or_else(|| "write 70% or the name of a level".to_owned())
}

fn scale(text: &str) -> Result<TextScale, String> {
    let why = "write each word once with what it means, below or at: 1=below,2=below,3=at";
    TextScale::read(text).ok_or_else(|| why.to_owned())
}

impl From<ResultsFault> for Failure {
    fn from(fault: ResultsFault) -> Failure {
        match fault {
            ResultsFault::Fault(error) => error.into(),
            ResultsFault::Store(error) => error.into(),
        }
    }
}

impl ResultsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let piped = self
            .files
            .iter()
            .filter(|file| standard_input::is_meant(file));
        let kept = match piped.count() {
            0 => None,
            1 => Some(PipedInMemory::all()?),
            _ => {
                return Err(Failure::refused(
                    "standard input is named twice, and comes once",
                    "name it once",
                ));
            }
        };
        let path = |file: &PathBuf| match &kept {
            Some(kept) if standard_input::is_meant(file) => kept.path().to_path_buf(),
            _ => file.clone(),
        };
        let paths: Vec<PathBuf> = self.files.iter().map(path).collect();
        let done = self.read(context, &mut office, &paths);
        match (done, kept) {
            (Err(Failure::Refused(what, hint)), Some(kept)) => {
                let hint = hint.map(|hint| kept.said(&hint));
                Err(Failure::Refused(kept.said(&what), hint))
            }
            (done, _) => done,
        }
    }

    fn read(
        &self,
        context: &Context,
        office: &mut Office,
        paths: &[PathBuf],
    ) -> Result<(), Failure> {
        let request = ResultsRequest {
            files: paths,
            below: self.below.as_ref(),
            test: self.test.as_deref(),
            window: self.window.as_deref(),
            scale: self.scale.as_ref(),
            school_column: self.school_column.as_deref(),
            rows_are_pupils: self.rows_are_pupils,
        };
        let plan = ResultsPlan {
            replace: self.replace,
            dry_run: self.dry_run,
            skip_bad: self.skip_bad,
        };
        let read = office.read_results(&request, plan)?;
        if context.form == Form::Json {
            print::json(&ResultsArgs::json_of(&read));
            return Ok(());
        }
        self.tell(&read);
        Ok(())
    }

    fn json_of(read: &ResultsOutcome) -> Json {
        let words = |words: &[(String, u64)], name: &str| -> Json {
            words
                .iter()
                .map(|(word, rows)| {
                    let word = Some(word).filter(|word| !word.is_empty());
                    json!({ (name): word, "rows": rows })
                })
                .collect()
        };
        json!({
            "test": read.test, "window": read.window, "cut": read.cut, "least_group": read.least.pupils(),
            "files": read.files, "rows": read.rows, "used": read.used,
            "left_out": {
                "no_school": read.left_out.no_school, "no_grade": read.left_out.no_grade,
                "no_standard": read.left_out.no_standard, "not_final": read.left_out.not_final, "no_most": read.left_out.no_most,
            },
            "groups": read.groups, "told": read.told, "too_few": read.too_few, "hidden_with": read.hidden_with,
            "unknown_standards": words(&read.unknown_standards, "code"),
            "unknown_schools": words(&read.unknown_schools, "school"),
            "columns": read.columns,
            "reading": read.saved.map(|(reading, _)| reading),
            "change_set": read.saved.and_then(|(_, set)| set).map(|set| set.0),
        })
    }

    fn tell(&self, read: &ResultsOutcome) {
        print::line(&format!(
            "{} {}; below is: {}",
            read.test, read.window, read.cut
        ));
        print::line(&format!("Columns read: {}", read.columns.join(", ")));
        print::line(&format!(
            "{}, {} used{}",
            counted(read.rows, "row"),
            read.used,
            left_out(read)
        ));
        print::line(&format!(
            "{}: {} told, {} under {} pupils and not told, {} hidden beside one of these",
            counted(read.groups as u64, "group"),
            read.told,
            read.too_few,
            read.least.pupils(),
            read.hidden_with
        ));
        for (what, words) in [
            ("standard", &read.unknown_standards),
            ("school", &read.unknown_schools),
        ] {
            for (word, rows) in words.iter().take(LISTED) {
                let word = if word.is_empty() {
                    format!("what each stands in fewer than {SELDOM} rows and may be a pupil's")
                } else {
                    format!("`{word}`")
                };
                print::line(&format!(
                    "not known as a {what}, left out: {word} ({})",
                    counted(*rows, "row")
                ));
            }
            if words.len() > LISTED {
                print::line(&format!(
                    "... and {} more; --json lists all",
                    words.len() - LISTED
                ));
            }
        }
        if self.dry_run {
            print::notice("Nothing was saved: this was a dry run.");
        } else {
            print::notice(
                "Kept as bands of groups; no pupil is in the office. hallpass gaps shows them.",
            );
            if !read.emptied {
                print::notice(STILL_BESIDE);
            }
        }
        let files = self.files.iter();
        let files = files.filter(|file| !standard_input::is_meant(file));
        let files: Vec<String> = files.map(|file| file.display().to_string()).collect();
        if files.is_empty() {
            print::notice("Nothing of what came through the pipe is kept.");
            return;
        }
        print::notice(&format!(
            "The files are yours to delete: {}",
            files.join(", ")
        ));
    }
}

/// Said where the side file could not be emptied.
pub(in crate::cli) const STILL_BESIDE: &str = "Somebody else has the office open: what was replaced or forgotten leaves the file beside it (-wal) once they \
     close it.";

/// So many words that are not known are listed.
const LISTED: usize = 10;

fn left_out(read: &ResultsOutcome) -> String {
    let reasons = [
        (read.left_out.no_school, "without a school"),
        (read.left_out.no_grade, "without a grade"),
        (read.left_out.no_standard, "without a standard"),
        (read.left_out.not_final, "not final"),
        (read.left_out.no_most, "without the most points there are"),
    ];
    let said = reasons.iter().filter(|(rows, _)| *rows > 0);
    said.fold(String::new(), |told, (rows, why)| {
        format!("{told}, {rows} {why}")
    })
}
