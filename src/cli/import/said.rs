//! One row that was said at the prompt, taken in by the rules of a file with that row.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::DateTime;

use crate::cli::standard_input::PipedFile;
use crate::cli::{Context, Failure};
use crate::domain::change::Change;
use crate::domain::renewal::unknown::Unknowns;
use crate::exchange::Complaint;
use crate::exchange::columns::ImportKind;
use crate::exchange::decode::Encoding;
use crate::exchange::import::ImportRequest;
use crate::exchange::write::{Format, Table};
use crate::office::import::{ImportLookup, Tally};

/// What the history calls the file it would have been in.
const PROMPT: &str = "the prompt";

/// The row, as it was read.
struct SaidRow {
    rejected: Vec<Complaint>,
    warnings: Vec<Complaint>,
    taken: usize,
    change: Change,
    tried: bool,
}

/// What came of the row.
pub(in crate::cli) struct SaidOutcome {
    /// Why it cannot be taken.
    pub(in crate::cli) rejected: Vec<Complaint>,
    /// What was read in an unexpected way.
    pub(in crate::cli) warnings: Vec<Complaint>,
    /// Whether it made a record, changed one, or changed nothing.
    pub(in crate::cli) tally: Tally,
    /// What a contract leaves open.
    pub(in crate::cli) unknown: Unknowns,
}

/// Takes the row of this table in, or only tries it.
pub(in crate::cli) fn take_row(
    context: &Context,
    kind: ImportKind,
    row: &Table,
    only_tried: bool,
) -> Result<SaidOutcome, Failure> {
    let mut text = Vec::new();
    row.write(Format::Csv, DateTime::UNIX_EPOCH, &mut text)?;
    let file = PipedFile::of(&text)?;
    let mut office = context.office()?;
    let zone = office.zone().clone();
    let request = ImportRequest {
        kind,
        path: file.path(),
        sheet: None,
        header: Some(1),
        encoding: Encoding::named("utf-8"),
        told: &[],
        meant: &[],
        today: office.today(),
        zone: &zone,
    };
    let mut plan = |lookup: &ImportLookup| -> Result<SaidRow, Failure> {
        let read = &mut |_| ControlFlow::Continue(());
        let plan = lookup.plan::<Failure>(&request, request.recognise()?, read)?;
        Ok(SaidRow {
            rejected: plan.rejected.clone(),
            warnings: plan.warnings.clone(),
            taken: plan.counts().taken(),
            tried: only_tried,
            change: plan.change(kind, Path::new(PROMPT)),
        })
    };
    let (row, applied) = office.bring_in(
        &mut plan,
        |row| &row.change,
        |row| !row.tried && row.rejected.is_empty(),
        &mut |_| ControlFlow::Continue(()),
    )?;
    Ok(SaidOutcome {
        rejected: row.rejected,
        warnings: row.warnings,
        tally: applied.tally(kind.noun(), row.taken),
        unknown: applied.unknown,
    })
}
