//! One cell of a table, whatever file it came from, and the cleaning every text cell goes through.
//! `sheet` hands cells out; `value` reads them.

use std::fmt;

use chrono::NaiveDate;

use super::guard;
use crate::domain::text::clean_long;

/// Longest text a cell may hold, in bytes; beyond it a quote was surely left open.
const LONGEST_CELL: usize = 65_536;
/// One cell, as the file means it. Text is clean and trimmed.
#[derive(Debug, Clone, PartialEq)]
pub enum FileCell {
    /// Nothing, or only blanks.
    Empty,
    /// Words. Every cell of a CSV file is this or `Empty`.
    Text(String),
    /// A spreadsheet number.
    Number(f64),
    /// A spreadsheet date, its time of day left out.
    Day(NaiveDate),
    /// A spreadsheet truth value.
    Bool(bool),
    /// A cell that holds no value at all; the sentence says why. It is shown as nothing.
    Broken(String),
}

impl fmt::Display for FileCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileCell::Empty | FileCell::Broken(_) => Ok(()),
            FileCell::Text(text) => f.write_str(text),
            FileCell::Number(n) => write!(f, "{n}"),
            FileCell::Day(day) => write!(f, "{day}"),
            FileCell::Bool(yes) => f.write_str(if *yes { "TRUE" } else { "FALSE" }),
        }
    }
}

/// Cleans every text cell, and says which lost something.
pub(super) fn cleaned(cells: Vec<FileCell>) -> (Vec<FileCell>, Vec<usize>) {
    let mut changed = Vec::new();
    let cells = cells.into_iter().enumerate().map(|(at, cell)| {
        let FileCell::Text(raw) = cell else { return cell };
        if raw.len() > LONGEST_CELL {
            return FileCell::Broken(
                "this cell is longer than 65,536 characters; a quote was probably opened and never closed".to_owned(),
            );
        }
        let bare = guard::unguarded(&raw).trim();
        if bare.is_empty() {
            return FileCell::Empty;
        }
        let plain = bare.bytes().all(|b| (b' '..=b'~').contains(&b));
        if plain && !bare.contains("  ") {
            return FileCell::Text(bare.to_owned());
        }
        let clean = clean_long(bare);
        if clean.changed {
            changed.push(at);
        }
        match clean.text.trim() {
            "" => FileCell::Empty,
            text => FileCell::Text(text.to_owned()),
        }
    });
    (cells.collect(), changed)
}

/// The letters a spreadsheet shows over a column: 0 is `A`, 27 is `AB`.
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_run_as_in_a_spreadsheet() {
        for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(at), name);
        }
    }
}
