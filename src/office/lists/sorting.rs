//! The order of a list: by which of its columns, and which way round.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{ListColumn, ListColumns, Sort, Viewer};
use crate::domain::text;
use crate::exchange::write::TableCell;

impl<R> ListColumns<R> {
    /// The sort menu: letters with what they are called.
    pub fn orders(&self) -> Vec<(char, &'static str)> {
        let sorts = self.sorts.chars().filter_map(|letter| self.sort_of(letter));
        sorts.map(|(_, sort)| (sort.letter, sort.label)).collect()
    }

    fn sort_of(&self, letter: char) -> Option<(&ListColumn<R>, &Sort<R>)> {
        let sorts = self.all.iter();
        let mut sorts = sorts.filter_map(|column| Some((column, column.sort.as_ref()?)));
        sorts.find(|(_, sort)| sort.letter == letter)
    }

    /// Sorts rows by the column with this letter; equals stay as they stand. The order is the same for everybody and
    /// on every day: by nothing that a cell takes from its viewer.
    pub fn sort(&self, rows: &mut [&R], letter: char, reversed: bool) {
        let Some((column, sort)) = self.sort_of(letter) else {
            return;
        };
        let by = sort.by.unwrap_or(column.cell);
        let nobody = Viewer::nobody();
        let rank = |row: &&R| rank(by(row, &nobody), sort.least_first);
        if reversed {
            rows.sort_by_cached_key(|row| Reverse(rank(row)));
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
        TableCell::Blank => Rank::Unknown,
        TableCell::Text(words) | TableCell::Json(_, words) => Rank::Word(text::fold(&words)),
        TableCell::List(words) => Rank::Word(text::fold(&words.join(" "))),
        TableCell::Day(day) => Rank::Day(day),
        TableCell::Cents(amount) => number(amount.0),
        TableCell::Count(n) | TableCell::Percent(n) | TableCell::Decimal(n) => number(n),
        TableCell::Flag(yes) => number(i64::from(yes)),
    }
}
