//! `hallpass waste`: how much of a fiscal year's spending is at risk, why, and what of it can be stopped.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::overlap::board::{Ledger, LedgerLine};
use crate::domain::waste::Factor;
use crate::exchange::write::{Holds, Item, Table};

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass waste`
#[derive(Debug, Args)]
pub(super) struct Waste {
    /// The fiscal year, named by the one it ends in; this one where none is named
    #[arg(long, value_name = "YEAR")]
    fy: Option<i32>,
}

impl Waste {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let ledger = store.waste(self.fy, context.stamp.today)?;
        if context.form == Form::Json {
            print::json(&json(&ledger));
            return Ok(());
        }
        print::table(context.form, &table(&ledger), &[]);
        Ok(())
    }
}

/// The ledger as JSON.
pub(super) fn json(ledger: &Ledger) -> Json {
    let totals = &ledger.totals;
    let factors = Factor::ALL.iter().zip(&totals.factors);
    let factors: serde_json::Map<String, Json> = factors
        .map(|(factor, taken)| {
            let sums = json!({ "net_cents": taken.net.0, "gross_cents": taken.gross.0 });
            (factor.word().to_owned(), sums)
        })
        .collect();
    json!({
        "fy": ledger.year, "spend_cents": totals.spend.0, "at_risk_cents": totals.at_risk.0,
        "gross_cents": totals.gross.0, "stoppable_cents": totals.stoppable.0,
        "locked_cents": totals.locked.0, "unmeasured_cents": totals.unmeasured.0,
        "factors": factors, "lines": ledger.lines.iter().map(line).collect::<Vec<Json>>(),
    })
}

fn line(line: &LedgerLine) -> Json {
    let cell = &line.cell;
    let net = |factor: usize| cell.taken[factor].net.0;
    json!({
        "contract": line.number, "product": line.product_name, "school": line.school_code,
        "cost_cents": cell.cost.0, "at_risk_cents": cell.at_risk().0,
        "incompatible_cents": net(0), "overlap_cents": net(1), "untrained_cents": net(2),
        "unowned_cents": net(3), "unmeasured_cents": cell.unmeasured.0,
        "stoppable": cell.stoppable, "untrained": cell.untrained,
    })
}

/// The ledger as a table, cell by cell.
pub(super) fn table(ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "waste",
        &[
            ("contract", Holds::Text),
            ("product", Holds::Text),
            ("school", Holds::Text),
            ("cost", Holds::Cents),
            ("incompatible", Holds::Cents),
            ("overlap", Holds::Cents),
            ("untrained", Holds::Cents),
            ("unowned", Holds::Cents),
            ("at_risk", Holds::Cents),
            ("unmeasured", Holds::Cents),
            ("stoppable", Holds::Flag),
        ],
    );
    table.rows = ledger.lines.iter().map(cells).collect();
    table
}

fn cells(line: &LedgerLine) -> Vec<Item> {
    let cell = &line.cell;
    vec![
        line.number.as_str().into(),
        line.product_name.as_str().into(),
        line.school_code.as_str().into(),
        cell.cost.into(),
        cell.taken[0].net.into(),
        cell.taken[1].net.into(),
        cell.taken[2].net.into(),
        cell.taken[3].net.into(),
        cell.at_risk().into(),
        cell.unmeasured.into(),
        cell.stoppable.into(),
    ]
}
