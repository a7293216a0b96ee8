//! The order of a list: by which line of its sort menu, and which way round.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{ListColumns, Viewer};
use crate::domain::text;
use crate::exchange::write::TableCell;

impl<R> ListColumns<R> {
    /// The sort menu: letters with what they are called, there and on line 2.
    pub fn orders(&self) -> Vec<(char, &'static str)> {
        let sorts = self.sorts.iter();
        sorts.map(|sort| (sort.letter, sort.word)).collect()
    }

    /// Sorts rows by the line of the menu with this letter; equals stay as they stand. The order is the same for
    /// everybody and on every day: by nothing that a cell takes from its viewer.
    pub fn sort(&self, rows: &mut [&R], letter: char, reversed: bool) {
        let Some(sort) = self.sorts.iter().find(|sort| sort.letter == letter) else {
            return;
        };
        let Some(column) = sort.column else {
            if reversed {
                rows.reverse();
            }
            return;
        };
        let Some(by) = sort.by.or_else(|| Some(self.get(column)?.cell)) else {
            return;
        };
        let nobody = Viewer::nobody();
        let rank = |row: &&R| rank(by(row, &nobody), sort.least_first);
        // Turned round too, what is not known is last.
        let is_unknown = |rank: &Rank| *rank == Rank::Unknown;
        if reversed {
            rows.sort_by_cached_key(|row| {
                let rank = rank(row);
                (is_unknown(&rank), Reverse(rank))
            });
        } else {
            rows.sort_by_cached_key(rank);
        }
    }
}

/// Where a cell stands among its like. Not known comes last, in the order of the variants.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(i64),
    Word(String),
    Day(NaiveDate),
    Unknown,
}

fn rank(cell: TableCell, least_first: bool) -> Rank {
    // Turned round bit by bit, the largest number is the smallest, and none overflows.
    let number = |n: i64| Rank::Number(if least_first { n } else { !n });
    match cell {
        TableCell::Blank | TableCell::Hidden => Rank::Unknown,
        TableCell::Text(words) | TableCell::Json(_, words) => Rank::Word(text::fold(&words)),
        TableCell::List(words) => Rank::Word(text::fold(&words.join(" "))),
        TableCell::Day(day) => Rank::Day(day),
        TableCell::Cents(amount) => number(amount.0),
        TableCell::Count(n) | TableCell::Percent(n) | TableCell::Decimal(n) => number(n),
        TableCell::Flag(yes) => number(i64::from(yes)),
    }
}
