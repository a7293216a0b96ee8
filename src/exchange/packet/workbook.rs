//! The packet as a workbook: a sheet with the sums, and one with the items.

use std::io;

use chrono::{DateTime, Utc};

use super::sums::{PacketSum, by_fund, by_kind};
use super::{BoardItem, PacketHead};
use crate::exchange::write::{Holds, Table, TableCell, spreadsheet};

/// The sums, and the items as they stand in this table.
pub fn workbook(
    head: &PacketHead,
    items: &[BoardItem],
    table: &Table,
    created: DateTime<Utc>,
) -> io::Result<Vec<u8>> {
    let mut summary = Table::new(
        "Summary",
        &[
            ("of", Holds::Text),
            ("items", Holds::Count),
            ("this_year", Holds::Cents),
            ("asked_a_year", Holds::Cents),
            ("change", Holds::Cents),
            ("change_pct", Holds::Percent),
            ("without_an_amount", Holds::Count),
        ],
    );
    let kinds = by_kind(items).into_iter();
    let kinds = kinds.map(|(name, sum)| (name.to_owned(), sum));
    let funds = by_fund(items).into_iter();
    let funds = funds.map(|(name, sum)| (format!("Fund: {name}"), sum));
    summary.rows = kinds
        .chain(funds)
        .map(|(name, sum)| row(name, &sum))
        .collect();
    if items.is_empty() {
        summary.rows.push(sentence(head.nothing()));
    }
    summary.rows.push(sentence(format!(
        "{}; {}; as of {}",
        head.title, head.district, head.today
    )));
    let mut listed = table.clone();
    "Items".clone_into(&mut listed.title);
    let made = spreadsheet::book(&[&summary, &listed], created);
    made.map_err(|why| io::Error::other(why.to_string()))
}

/// A row that says something and counts nothing.
fn sentence(said: String) -> Vec<TableCell> {
    let mut row = vec![TableCell::Text(said)];
    row.resize(7, TableCell::Blank);
    row
}

fn row(name: String, sum: &PacketSum) -> Vec<TableCell> {
    let compared = sum.change().map(|_| sum.now);
    vec![
        name.into(),
        (sum.items as i64).into(),
        compared.into(),
        sum.asked.into(),
        sum.change().into(),
        sum.change_bp().map_or(TableCell::Blank, TableCell::Percent),
        (sum.left_out.all() as i64).into(),
    ]
}
