//! `hallpass overlaps`: where the district pays twice, how much, and until when it can be mended.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::money::Basis;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::board::{AlertRow, MemberRow};
use crate::exchange::write::{Holds, Table, TableCell};

use super::print::{self, Form};
use super::{Context, Failure, values};

/// `hallpass overlaps`
#[derive(Debug, Args)]
pub(super) struct Overlaps {
    /// Only this kind
    #[arg(long, value_parser = values::one_of::<OverlapKind>())]
    kind: Option<OverlapKind>,
    /// Those that are done with: dismissed, resolved, closed
    #[arg(long)]
    closed: bool,
}

impl Overlaps {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let mut rows = store.overlaps(context.stamp.today)?.rows;
        rows.retain(|row| {
            self.kind.is_none_or(|kind| row.kind == kind) && row.standing.is_open() != self.closed
        });
        if context.form == Form::Json {
            print::json(&list(&rows));
            return Ok(());
        }
        if rows.is_empty() {
            print::notice("No overlaps like that.");
        }
        print::table(context.form, &table(&rows), &SHOWN);
        Ok(())
    }
}

/// Alerts as JSON.
pub(super) fn list(rows: &[AlertRow]) -> Json {
    rows.iter().map(row).collect()
}

/// One alert as JSON.
pub(super) fn row(row: &AlertRow) -> Json {
    let names = |pairs: &[(i64, String)]| -> Vec<String> {
        pairs.iter().map(|(_, name)| name.clone()).collect()
    };
    json!({
        "id": row.name, "kind": row.kind.word(), "title": row.title,
        "products": names(&row.products), "schools": names(&row.schools),
        "at_stake_cents": row.at_stake.0, "basis": Basis::FyShare.word(),
        "act_by": row.act_by.map(|day| day.to_string()),
        "state": row.standing.word(), "owner": row.owner.as_ref().map(|who| &who.login),
        "why": row.why, "members": row.members.iter().chain(&row.kept).map(member).collect::<Vec<Json>>(),
        "savings_cents": [row.savings.0.0, row.savings.1.0], "masked_cents": row.masked.0,
        "keeper": row.keeper, "returned": row.returned,
    })
}

fn member(member: &MemberRow) -> Json {
    json!({
        "contract": member.number, "product": member.product_name, "school": member.school_code,
        "cost_cents": member.cost.0, "claimed_cents": member.claimed.0,
    })
}

const SHOWN: [(&str, &str); 7] = [
    ("id", "ID"),
    ("type", "TYPE"),
    ("title", "WHAT"),
    ("schools", "WHERE"),
    ("at_stake", "AT STAKE"),
    ("act_by", "ACT BY"),
    ("owner", "OWNER"),
];

/// Alerts as a table, for people and spreadsheets.
pub(super) fn table(rows: &[AlertRow]) -> Table {
    let mut table = Table::new(
        "overlaps",
        &[
            ("id", Holds::Text),
            ("kind", Holds::Text),
            ("type", Holds::Text),
            ("title", Holds::Text),
            ("schools", Holds::Text),
            ("at_stake", Holds::Cents),
            ("act_by", Holds::Day),
            ("state", Holds::Text),
            ("owner", Holds::Text),
            ("why", Holds::Text),
        ],
    );
    table.rows = rows.iter().map(cells).collect();
    table
}

fn cells(row: &AlertRow) -> Vec<TableCell> {
    let schools: Vec<&str> = row.schools.iter().map(|(_, code)| code.as_str()).collect();
    vec![
        row.name.as_str().into(),
        row.kind.word().into(),
        row.kind.spoken().into(),
        row.title.as_str().into(),
        schools.join(", ").into(),
        row.at_stake.into(),
        row.act_by.into(),
        row.standing.word().into(),
        row.owner.as_ref().map(|who| who.login.clone()).into(),
        row.why.as_str().into(),
    ]
}
