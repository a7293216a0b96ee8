//! Opens a file by what it is, whatever its name says: text, spreadsheet or calendar; each gives its rows one by one.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::{Raw, ReadOptions};
use crate::exchange::cell::cleaned;
use crate::exchange::delimited::TextRecords;
use crate::exchange::facts::{FileFacts, FileFormat};
use crate::exchange::refusal::{self, Looks};
use crate::exchange::workbook::{self, SheetRows};
use crate::exchange::{Complaint, ReadError, calendar_file, text_file};

/// Where the rows come from.
pub(super) enum Source {
    Text(Box<TextRecords>),
    Grid(SheetRows),
    Made(std::vec::IntoIter<Raw>),
}

impl Source {
    /// The next row that holds anything, its texts clean.
    pub(super) fn next(&mut self) -> Option<Result<Raw, ReadError>> {
        loop {
            let next = match self {
                Source::Text(records) => records.next()?,
                Source::Grid(grid) => Ok(grid.next()?),
                Source::Made(rows) => Ok(rows.next()?),
            };
            let mut raw = match next {
                Ok(raw) => raw,
                Err(error) => return Some(Err(error)),
            };
            (raw.cells, raw.cleaned) = cleaned(raw.cells);
            if !raw.is_empty() {
                return Some(Ok(raw));
            }
        }
    }
}

/// A file that was opened: what is known of it, its rows, and the visible sheets that are not read.
pub(super) struct OpenedSheet {
    pub(super) facts: FileFacts,
    pub(super) source: Source,
    pub(super) others: Vec<String>,
    /// What the file says that is in none of its rows.
    pub(super) notes: Vec<Complaint>,
}

/// Opens a file and looks at its beginning.
pub(super) fn open(
    path: &Path,
    how: &ReadOptions,
    consumed: &Arc<AtomicU64>,
) -> Result<OpenedSheet, ReadError> {
    let from_io = |e| ReadError::from_io(path, &e);
    let file = text_file::open(path)?;
    let bytes = file.metadata().map_err(from_io)?.len();
    let mut head = Vec::with_capacity(4096);
    (&file).take(4096).read_to_end(&mut head).map_err(from_io)?;
    if head.is_empty() {
        return Err(empty(path));
    }
    match refusal::looks(&head) {
        Looks::Text => {
            if let Some(name) = how.sheet {
                return Err(ReadError::by_option(
                    format!("{} is text, it has no sheet `{name}`", path.display()),
                    "Leave --sheet out.",
                ));
            }
            let (records, facts) = TextRecords::open(path, file, how.encoding, consumed)?;
            Ok(OpenedSheet {
                facts,
                source: Source::Text(Box::new(records)),
                others: Vec::new(),
                notes: Vec::new(),
            })
        }
        Looks::Zip | Looks::Compound => {
            if how.encoding.is_some() {
                return Err(ReadError::by_option(
                    format!(
                        "{} is a spreadsheet, which says its own encoding",
                        path.display()
                    ),
                    "Leave --encoding out.",
                ));
            }
            let (grid, facts, others) = workbook::open(path, bytes, how.sheet)?;
            Ok(OpenedSheet {
                facts,
                source: Source::Grid(grid),
                others,
                notes: Vec::new(),
            })
        }
        Looks::Calendar => {
            let calendar = calendar_file::read(path)?;
            Ok(OpenedSheet {
                facts: FileFacts {
                    format: FileFormat::Calendar,
                    encoding: None,
                    sheet: None,
                    other_sheets: Vec::new(),
                    names_in: (1, 1),
                    bytes: calendar.bytes,
                },
                source: Source::Made(calendar.rows.into_iter()),
                others: Vec::new(),
                notes: calendar.notes,
            })
        }
        Looks::Other(what, hint) => Err(ReadError::new(
            format!(
                "{} is {what}, not a table of rows and columns",
                path.display()
            ),
            hint,
        )),
    }
}

/// A file with nothing in it.
pub(super) fn empty(path: &Path) -> ReadError {
    ReadError::new(
        format!("{} is empty", path.display()),
        "Export it again; its first row must name the columns.",
    )
}
