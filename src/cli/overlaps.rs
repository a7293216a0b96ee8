//! `hallpass overlaps`: where the district pays twice, how much, and until when it can be mended.

use clap::Args;
use serde_json::Value as Json;

use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::board::{AlertRow, WouldBeRow};
use crate::office::lists::Viewer;
use crate::office::lists::overlaps::{BY_STATE, OVERLAPS, SHOWN};

use super::print::{self, Form};
use super::waste::tell_left_out;
use super::{Context, Failure, values};

/// `hallpass overlaps`
#[derive(Debug, Args)]
pub(super) struct OverlapsArgs {
    /// Only this kind
    #[arg(long, help = kinds(), value_parser = values::one_of::<OverlapKind>())]
    kind: Option<OverlapKind>,
    /// Those that are done with: dismissed, resolved, closed
    #[arg(long)]
    closed: bool,
}

/// What each kind is; of one without a tab, where it is told instead.
fn kinds() -> String {
    let kinds = OverlapKind::ALL.iter().map(|kind| {
        let described = kind.described();
        let elsewhere = match described.tab {
            Some(_) => "",
            None => " (told where it is asked for and at its review, never listed)",
        };
        format!("{} {}{elsewhere}", kind.word(), described.spoken)
    });
    format!("Only this kind: {}", kinds.collect::<Vec<_>>().join(", "))
}

impl OverlapsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let office = context.asked_office()?;
        let is_wanted = |row: &AlertRow| {
            self.kind.is_none_or(|kind| row.kind == kind) && row.standing.is_open() != self.closed
        };
        let board = office.overlaps()?.board;
        office.keep_found();
        let viewer = office.viewer();
        if self.kind == Some(OverlapKind::SameStandards) && !self.closed {
            let would_be = office.would_be_overlaps()?;
            let told = would_be.iter().map(WouldBeRow::told);
            told.for_each(|line| print::notice(&format!("{line}.")));
        }
        if context.form == Form::Json {
            print::list_as_json(&OVERLAPS, &viewer, &|tell| {
                office.each_overlap(&is_wanted, tell)
            })?;
            return Ok(());
        }
        if !board.rows.iter().any(is_wanted) {
            print::notice("No overlaps like that.");
        }
        if self.closed && context.form != Form::Csv {
            let mut rows: Vec<&AlertRow> = board.rows.iter().filter(|row| is_wanted(row)).collect();
            OVERLAPS.sort(&mut rows, BY_STATE, false);
            let rows: Vec<AlertRow> = rows.into_iter().cloned().collect();
            print::list_in_bands(context.form, &OVERLAPS, SHOWN, (&rows, BY_STATE), &viewer);
            tell_left_out(context.form, board.without_price);
            return Ok(());
        }
        print::rows_told(context.form, &OVERLAPS, SHOWN, &viewer, &|tell| {
            if context.form == Form::Csv {
                return office.each_overlap(&is_wanted, tell);
            }
            let mut rows = board.rows.iter().filter(|row| is_wanted(row));
            rows.try_for_each(tell)
        })?;
        tell_left_out(context.form, board.without_price);
        Ok(())
    }
}

/// One alert as JSON.
pub(super) fn row(row: &AlertRow) -> Json {
    OVERLAPS.object(row, &Viewer::nobody()).into()
}
