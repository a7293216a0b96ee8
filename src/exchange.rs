//! Where a district's own files come in and go out: bytes on one side, typed rows on the other.
//! The command line and the import worker call it; it never sees the store, the terminal or the clock.
//!
//! In: `sheet::Sheet::open` → rows of cells → `columns::Mapping` says which cell means what → `record::Reader` reads it.
//! Out: a `write::Table` as CSV, XLSX, JSON, Markdown or aligned text; dates as `ics`, a vendor's `letter`,
//! the board's `packet`.

mod calendar_file;
mod cell;
pub mod columns;
pub mod decode;
mod delimited;
mod facts;
pub mod guard;
mod header;
mod html;
pub mod ics;
pub mod import;
pub mod letter;
pub mod packet;
pub mod plan;
pub mod record;
mod refusal;
pub mod results;
pub mod route_page;
pub mod save;
pub mod scratch;
mod shape;
pub mod sheet;
pub mod site;
pub mod standards;
pub mod template;
pub mod text_file;
pub mod value;
mod workbook;
pub mod write;

use std::fmt;

pub use header::HeaderFit;
pub use refusal::ReadError;

/// What is wrong, or worth knowing, about one cell of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The row a person sees in a spreadsheet; the header is usually 1.
    pub row: u64,
    /// The column's header as the file has it.
    pub column: String,
    /// What the cell says, cut to a readable length.
    pub value: String,
    /// A sentence: what happened and what to do now.
    pub reason: String,
}

impl fmt::Display for Complaint {
    /// Where it is and what is wrong: `row 4, Cost `x`: is not a number`. What is about no row names none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row > 0 {
            write!(f, "row {}", self.row)?;
            if !self.column.is_empty() {
                write!(f, ", {}", self.column)?;
            }
            if !self.value.is_empty() {
                write!(f, " `{}`", self.value)?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.reason)
    }
}

/// Longest value repeated in a complaint, in characters.
const SHOWN: usize = 60;

impl Complaint {
    /// A complaint about `value` in `column` of `row`; a long value is cut.
    pub fn new(row: u64, column: &str, value: &str, reason: impl Into<String>) -> Complaint {
        Complaint {
            row,
            column: column.to_owned(),
            value: cut(value, SHOWN),
            reason: reason.into(),
        }
    }
}

/// The first `most` characters on one line, with `…` where something was left out.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut line: String = text
        .chars()
        .take(most)
        .map(|c| if c == '\n' { ' ' } else { c })
        .collect();
    if text.chars().nth(most).is_some() {
        line.pop();
        line.push('\u{2026}');
    }
    line
}
