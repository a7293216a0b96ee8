//! `hallpass import`: a district's own file in, shown before it is saved, saved whole or not at all.

mod changes;
mod notes;
mod progress;
mod results;
mod said;
mod standards;

pub(super) use results::STILL_BESIDE;
pub(super) use said::take_row;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use self::changes::{PutsDone, list_changes, rename, tell_changes};
use self::notes::{LISTED, NOTES, REJECTED, complaints, list_complaints};
use self::progress::{ImportProgress, Stop};
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::put::ChangeSetId;
use crate::domain::renewal::unknown::Unknowns;
use crate::exchange::columns::{ImportKind, MappedColumn, Meant};
use crate::exchange::decode::Encoding;
use crate::exchange::import::{ImportRequest, Recognised};
use crate::exchange::plan::{Counts, TriedPuts};
use crate::exchange::{Complaint, ReadError, template, text_file};
use crate::office::Office;
use crate::office::import::{Applied, ImportLookup, Tally, Watched};

use super::print::{self, Form};
use super::standard_input::{self, PipedFile};
use super::{Context, Failure, values};

/// What a file comes to, by the names the office knew.
struct ImportOutcome {
    counts: Counts,
    requests: usize,
    devices: usize,
    folded: String,
    warnings: Vec<Complaint>,
    rejected: Vec<Complaint>,
    change: Change,
    /// Is it left as it is, since rows of it cannot be taken?
    refused: bool,
    /// Is it only tried?
    tried: bool,
}

/// `hallpass import`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    other: Option<OtherFiles>,
    // Beside the others, and not among them: of arguments that hold further ones clap does not see that they were given.
    #[command(flatten)]
    standards: standards::StandardsArgs,
    #[command(flatten)]
    records: Option<RecordsArgs>,
}

/// Files whose rows are no records.
#[derive(Debug, Subcommand)]
enum OtherFiles {
    /// Results of a test, as counts of groups: no pupil is kept
    Results(results::ResultsArgs),
}

impl ImportArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match (&self.other, &self.records) {
            (Some(OtherFiles::Results(results)), _) => results.run(context),
            (None, Some(records)) => records.run(context, &self.standards),
            (None, None) => Err(Failure::refused(
                "no kind of file was named",
                "hallpass help import lists them",
            )),
        }
    }
}

/// A file whose rows are records.
#[derive(Debug, Args)]
struct RecordsArgs {
    /// What the rows are
    #[arg(value_parser = values::named(&BroughtIn::all(), BroughtIn::name))]
    kind: BroughtIn,
    /// The file: CSV, TSV, .xlsx, .ods or .xls; a calendar may be .ics, standards CASE .json or .jsonl, in one file or
    /// several; - reads standard input
    #[arg(required_unless_present = "template", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which column is which field: FIELD=COLUMN, FIELD=COLUMN:mdy or :dmy, FIELD= for none; or what a word
    /// in the file means, remembered for the next file: "FIELD:THEIR WORD=OURS"
    #[arg(long = "map", value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// The sheet of a spreadsheet
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The row with the names of the columns, as a spreadsheet counts; else the one that fits best
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u64).range(1..))]
    header: Option<u64>,
    /// How the text is encoded (utf-8, windows-1252, shift_jis); else as it looks
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out the rows that cannot be read, and take the others
    #[arg(long)]
    skip_bad: bool,
    /// Write an example file instead
    #[arg(long)]
    template: bool,
}

/// What files bring in.
#[derive(Debug, Clone, Copy)]
enum BroughtIn {
    /// Rows of one kind.
    Rows(ImportKind),
    /// Frameworks with their standards.
    Standards,
}

impl BroughtIn {
    fn all() -> Vec<BroughtIn> {
        let rows = ImportKind::ALL.into_iter().map(BroughtIn::Rows);
        rows.chain([BroughtIn::Standards]).collect()
    }

    fn name(self) -> &'static str {
        match self {
            BroughtIn::Rows(kind) => kind.name(),
            BroughtIn::Standards => "standards",
        }
    }
}

/// An import of rows of one kind.
struct RowsImport<'a> {
    args: &'a RecordsArgs,
    kind: ImportKind,
    file: Option<&'a Path>,
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| {
        "write utf-8, utf-16le, windows-1252, windows-1251, iso-8859-2, mac-roman, shift_jis, gbk, big5, \
         ibm866 or another name that the web uses; a file in cp437 or cp850 must be saved as UTF-8 first"
            .to_owned()
    })
}

/// What `--map` says: which column is which field, and what a word means.
#[derive(Default)]
struct MapOptions {
    told: Vec<MappedColumn>,
    meant: Vec<Meant>,
}

impl RecordsArgs {
    fn run(&self, context: &Context, standards: &standards::StandardsArgs) -> Result<(), Failure> {
        let BroughtIn::Rows(kind) = self.kind else {
            return standards.run(context, self);
        };
        if self.template {
            let rows = template::template(kind);
            if context.form == Form::Json {
                print::json(&json!({ "kind": kind.name(), "template": rows }));
            } else {
                print::bytes(rows.as_bytes());
            }
            return Ok(());
        }
        standards.are_unsaid()?;
        let file = match &self.files[..] {
            [] => None,
            [file] => Some(file.as_path()),
            _ => {
                return Err(Failure::refused(
                    format!("{} come from one file at a time", kind.name()),
                    "name one file; the next is imported after it",
                ));
            }
        };
        let rows = RowsImport {
            args: self,
            kind,
            file,
        };
        rows.run(context)
    }
}

impl RowsImport<'_> {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut said = MapOptions::default();
        for text in &self.args.map {
            match Meant::parse(text) {
                Some(word) => said.meant.push(word?),
                None => said.told.push(MappedColumn::parse(text)?),
            }
        }
        let file = self.file.unwrap_or(Path::new(""));
        let kept = standard_input::is_meant(file)
            .then(PipedFile::all)
            .transpose()?;
        let done = self.import(context, &said, kept.as_ref().map_or(file, PipedFile::path));
        match (done, kept) {
            (Err(Failure::Refused(what, hint)), Some(kept)) => {
                let hint = hint.map(|hint| kept.said(&hint));
                Err(Failure::Refused(kept.said(&what), hint))
            }
            (done, _) => done,
        }
    }

    fn import(&self, context: &Context, said: &MapOptions, path: &Path) -> Result<(), Failure> {
        let mut office = match &context.id {
            Some(_) => context.reading(text_file::open(path)?)?.office()?,
            None => context.office()?,
        };
        let zone = office.zone().clone();
        let request = ImportRequest {
            kind: self.kind,
            path,
            sheet: self.args.sheet.as_deref(),
            header: self.args.header,
            encoding: self.args.encoding,
            told: &said.told,
            meant: &said.meant,
            today: office.today(),
            zone: &zone,
        };
        let recognised = request.recognise()?;
        show_columns(&recognised);
        let stop = Stop::listen();
        let mut recognised = Some(recognised);
        let progress = ImportProgress::of(
            0,
            if self.args.dry_run {
                "trying"
            } else {
                "saving"
            },
        );
        let mut plan = |lookup: &ImportLookup| -> Result<ImportOutcome, Failure> {
            // A second time the file is read from its start.
            let recognised = recognised.take().map_or_else(|| request.recognise(), Ok)?;
            let planned = self.plan(lookup, (&request, recognised), &stop)?;
            progress.set_length(planned.change.count() as u64);
            Ok(planned)
        };
        // What is tried once more is told once.
        let mut told = TriedPuts::default();
        let mut watch = |watched: Watched| {
            match watched {
                Watched::Written(done) => {
                    progress.set_position(done as u64);
                    if done == 0 {
                        told.clear();
                    }
                }
                Watched::One(put, done) if self.args.dry_run => told.push(put, done),
                Watched::One(..) => return ControlFlow::Continue(()),
            }
            stop.asked()
        };
        let carried = office.bring_in(
            &mut plan,
            |planned| &planned.change,
            |planned| !planned.tried && !planned.refused,
            &mut watch,
        );
        progress.end();
        let (planned, applied) = carried?;
        if planned.refused {
            return Err(self.refuse(context, &planned));
        }
        self.tell(context, &office, (&planned, &applied), &mut told)
    }

    /// Reads the rows and plans what to write by the names the office knows now.
    fn plan(
        &self,
        lookup: &ImportLookup,
        (request, recognised): (&ImportRequest, Recognised),
        stop: &Stop,
    ) -> Result<ImportOutcome, Failure> {
        let progress = ImportProgress::of(recognised.facts.bytes, "reading");
        let mut read = |bytes| {
            progress.set_position(bytes);
            stop.asked()
        };
        let plan = lookup.plan::<Failure>(request, recognised, &mut read);
        progress.end();
        if stop.asked().is_break() {
            return Err(Failure::Stopped);
        }
        let plan = plan?;
        Ok(ImportOutcome {
            counts: plan.counts(),
            warnings: plan.warnings.clone(),
            rejected: plan.rejected.clone(),
            requests: plan.requests.len(),
            devices: plan.devices,
            folded: plan.folded(),
            refused: !plan.rejected.is_empty()
                && (!self.args.skip_bad || plan.rejected_rows == plan.read),
            tried: self.args.dry_run,
            change: plan.change(self.kind, self.named()),
        })
    }

    /// The file as people are told of it.
    fn named(&self) -> &Path {
        match self.file {
            Some(path) if standard_input::is_meant(path) => Path::new(standard_input::NAME),
            path => path.unwrap_or(Path::new("")),
        }
    }

    fn tell(
        &self,
        context: &Context,
        office: &Office,
        (planned, applied): (&ImportOutcome, &Applied),
        told: &mut TriedPuts,
    ) -> Result<(), Failure> {
        let ImportOutcome {
            counts,
            requests,
            devices,
            warnings,
            rejected,
            folded,
            change,
            ..
        } = planned;
        let counts = *counts;
        let done = PutsDone::of(change, applied, told);
        let tally = applied.tally(self.kind.noun(), counts.taken());
        let renames = office.renamed(applied)?;
        if context.form == Form::Json {
            let mut told = self.json(counts, tally, warnings, rejected, applied.change_set);
            if self.kind == ImportKind::Requests {
                told["requests"] = (*requests).into();
            }
            if *devices > 0 {
                told["devices"] = (*devices).into();
            }
            if self.kind == ImportKind::Contracts {
                let Unknowns {
                    auto_renew,
                    notice,
                    price,
                    ..
                } = applied.unknown;
                told["not_known"] =
                    json!({ "auto_renew": auto_renew, "notice": notice, "price": price });
            }
            if self.kind == ImportKind::Contracts {
                told["notices"] = applied.judged.clone().into();
            }
            told["renamed"] = renames.iter().map(rename).collect();
            if self.args.dry_run {
                told["change_set"] = Json::Null;
                if let Json::Object(head) = &told {
                    return tell_changes(head, done);
                }
            }
            print::json(&told);
            return Ok(());
        }
        list_complaints("left out", rejected, REJECTED);
        list_complaints("note", warnings, NOTES);
        if self.args.dry_run {
            list_changes(office, done)?;
        }
        for renamed in renames.iter().take(LISTED) {
            print::line(&renamed.to_string());
        }
        if renames.len() > LISTED {
            let more = renames.len() - LISTED;
            print::line(&format!("... and {more} more renamed; --json lists all"));
        }
        for judged in applied.judged.iter().take(LISTED) {
            print::line(judged);
        }
        if applied.judged.len() > LISTED {
            let more = applied.judged.len() - LISTED;
            print::line(&format!("... and {more} more notices are judged anew"));
        }
        print::line(&format!(
            "{folded}{} read, {} added, {} changed, {} unchanged{}.",
            counts.read,
            tally.added,
            tally.changed,
            tally.unchanged,
            counts.besides(),
        ));
        if let Some(said) = applied.unknown.sentence() {
            print::line(&format!("{said}; hallpass renewals --unknown lists them."));
        }
        print::notice(&match (self.args.dry_run, applied.change_set) {
            (true, _) => "Nothing was saved: this was a dry run.".to_owned(),
            (false, Some(set)) => {
                format!("Saved as change set {set}. hallpass undo {set} takes it back.")
            }
            (false, None) => counts.nothing(),
        });
        Ok(())
    }

    fn refuse(&self, context: &Context, plan: &ImportOutcome) -> Failure {
        let Counts { read, left_out, .. } = plan.counts;
        if context.form == Form::Json {
            let none = Tally::default();
            print::json(&self.json(plan.counts, none, &plan.warnings, &plan.rejected, None));
        } else {
            list_complaints("cannot be read", &plan.rejected, REJECTED);
            list_complaints("note", &plan.warnings, NOTES);
        }
        if left_out == read {
            return Failure::refused(
                format!("nothing was saved: {}", plan.counts.none_read()),
                "do what is said of each row",
            );
        }
        let rows = counted(left_out, "row");
        Failure::refused(
            format!("{rows} of {read} cannot be read; nothing was saved"),
            "correct them, or add --skip-bad to take the others",
        )
    }

    fn json(
        &self,
        counts: Counts,
        tally: Tally,
        warnings: &[Complaint],
        rejected: &[Complaint],
        change_set: Option<ChangeSetId>,
    ) -> Json {
        let file = self.file.map(|f| f.display().to_string());
        json!({
            "kind": self.kind.name(), "file": file, "read": counts.read,
            "added": tally.added, "changed": tally.changed, "unchanged": tally.unchanged,
            "warnings": complaints(warnings), "rejected": complaints(rejected), "change_set": change_set,
            "repeated": counts.repeated, "set_aside": counts.aside, "credits": counts.credits,
            "half_days": counts.half_days,
        })
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::refused(error.what, error.hint)
    }
}

fn show_columns(recognised: &Recognised) {
    for line in recognised.facts.to_string().lines() {
        print::notice(line);
    }
    let mapping = &recognised.mapping;
    for line in mapping.describe(&recognised.samples).lines() {
        print::notice(line);
    }
    if let Some(line) = mapping.not_read() {
        print::notice(&line);
    }
}
