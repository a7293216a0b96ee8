//! One table out of any file a district has: text or spreadsheet, always the same rows of cells.
//! The importer opens a `Sheet`, shows its facts and headers, and walks the rows; it never sees the format again.

mod source;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Complaint;
use super::decode::Encoding;
use super::header::{self, HeaderFit, HeaderRow, Judge, LOOKED_AT};
use super::refusal::ReadError;
use source::{Source, empty};

pub use super::cell::{FileCell, letter};
pub use super::facts::{FileFacts, FileFormat};

/// One row below the header. Rows with nothing in them are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The row a person sees in a spreadsheet.
    pub number: u64,
    /// As many cells as there are headers.
    pub cells: Vec<FileCell>,
    /// Places of cells that lost characters which could harm a terminal.
    pub cleaned: Vec<usize>,
    /// Why the row must not be trusted: cells stand beyond the last header, so that it is probably shifted,
    /// or a cell has taken other rows into it.
    pub too_long: Option<Complaint>,
    /// Is the row hidden in its spreadsheet?
    pub hidden: bool,
    /// Cells that hold because they are merged with one above: their places, and the first and last row
    /// of the merged ones.
    pub merged: Vec<(usize, u64, u64)>,
    /// Places of cells with line breaks behind which the text looks like rows.
    pub swallowed: Vec<usize>,
}

/// Most columns a file may have.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// A row as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub number: u64,
    pub cells: Vec<FileCell>,
    pub hidden: bool,
    pub merged: Vec<(usize, u64, u64)>,
    pub swallowed: Vec<usize>,
    cleaned: Vec<usize>,
}

impl Raw {
    pub(super) fn new(number: u64, cells: Vec<FileCell>) -> Raw {
        Raw {
            number,
            cells,
            ..Raw::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| *c == FileCell::Empty)
    }
}

/// How a file is to be read, as far as a person or the import says.
#[derive(Clone, Copy, Default)]
pub struct ReadOptions<'h> {
    /// The sheet of a spreadsheet; else the first that has the columns, or holds anything.
    pub sheet: Option<&'h str>,
    /// The row with the names of the columns, as a spreadsheet counts; else the one that fits best.
    pub header: Option<u64>,
    /// How its text is encoded; else as it looks.
    pub encoding: Option<Encoding>,
    /// Says how well names fit; without one the first row that holds anything is the header.
    pub judge: Option<Judge<'h>>,
}

/// An open table: its headers are known, its rows come one by one.
pub struct Sheet {
    facts: FileFacts,
    headers: Vec<String>,
    fit: HeaderFit,
    notes: Vec<Complaint>,
    source: Source,
    /// Rows that were looked at for the header and stand below it.
    below: VecDeque<Raw>,
    ahead: VecDeque<SheetRow>,
    consumed: Arc<AtomicU64>,
}

impl Sheet {
    /// Opens `path`, whatever its format, and reads up to the first row below the header, which is the first
    /// row that holds anything.
    /// `sheet_name` chooses among the sheets of a spreadsheet; without one the first that holds anything is read.
    pub fn open(path: &Path, sheet_name: Option<&str>) -> Result<Sheet, ReadError> {
        Sheet::read(
            path,
            &ReadOptions {
                sheet: sheet_name,
                ..ReadOptions::default()
            },
        )
    }

    /// Opens `path`, whatever its format, finds the sheet and the row with the names of the columns, and
    /// reads up to the first row below them.
    pub fn read(path: &Path, how: &ReadOptions) -> Result<Sheet, ReadError> {
        let first = One::open(path, how)?;
        if how.sheet.is_some() || how.judge.is_none() || first.fits() {
            return first.sheet;
        }
        // A cover sheet comes first and has no such columns; the sheets behind it may.
        let mut passed = vec![first.name.clone()];
        for name in first.others.iter().take(MOST_SHEETS) {
            let how = ReadOptions {
                sheet: Some(name),
                ..*how
            };
            let other = One::open(path, &how)?;
            if other.fits() {
                let mut sheet = other.sheet?;
                sheet
                    .notes
                    .extend(passed.iter().map(|name| passed_over(name)));
                return Ok(sheet);
            }
            passed.push(name.clone());
        }
        first
            .sheet
            .map_err(|error| pointing_on(error, &first.others))
    }

    fn begin(
        path: &Path,
        how: &ReadOptions,
        mut facts: FileFacts,
        mut source: Source,
        consumed: Arc<AtomicU64>,
    ) -> Result<Sheet, ReadError> {
        let mut rows = VecDeque::new();
        let most = match (how.judge, how.header) {
            (None, _) => 1,
            (_, Some(_)) => 2,
            (_, None) => LOOKED_AT,
        };
        while rows.len() < most
            && let Some(raw) = source.next().transpose()?
        {
            if how.header.is_none_or(|told| told <= raw.number) {
                rows.push_back(raw);
            }
        }
        let first = rows.front().map(|raw| raw.number);
        if let (Some(told), true) = (how.header, first != how.header) {
            return Err(ReadError::by_option(
                format!("{} has nothing in row {told}", path.display()),
                "Say with --header in which row the names of the columns are, as a spreadsheet counts.",
            ));
        }
        let judge: Judge = how.judge.unwrap_or(&|_| HeaderFit::default());
        let cells: Vec<&[FileCell]> = rows.iter().map(|raw| &raw.cells[..]).collect();
        let found = header::find(&cells, judge, how.header.is_some() || how.judge.is_none());
        let Some(found) = found else {
            return Err(empty(path));
        };
        few_enough(&found.names)?;
        let upper = rows[found.at].number;
        facts.names_in = (upper, rows[found.at + found.rows - 1].number);
        let notes = header_notes(&found, &rows, how.header);
        let mut sheet = Sheet {
            facts,
            headers: found.names,
            fit: found.fit,
            notes,
            source,
            below: rows.split_off(found.at + found.rows),
            ahead: VecDeque::new(),
            consumed,
        };
        match sheet.pull().transpose()? {
            Some(row) => sheet.ahead.push_back(row),
            None => {
                return Err(ReadError::new(
                    format!("{} has a header and no rows", path.display()),
                    "Export it again with its rows.",
                ));
            }
        }
        Ok(sheet)
    }

    /// What is worth knowing about where the table was found.
    pub fn notes(&self) -> &[Complaint] {
        &self.notes
    }

    /// A refusal of this sheet's columns, with the file's other sheets named.
    pub(super) fn pointing_on(&self, error: ReadError) -> ReadError {
        pointing_on(error, &self.facts.other_sheets)
    }

    /// Is there a column for all that is needed, as far as the judge says?
    pub fn fits(&self) -> bool {
        self.fit.complete
    }

    /// The header cells, in order, clean; a nameless column is an empty text.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What is known about the file.
    pub fn facts(&self) -> &FileFacts {
        &self.facts
    }

    /// Bytes of the file read so far, for a progress bar; reaches `facts().bytes` at the end.
    pub fn consumed(&self) -> u64 {
        match &self.source {
            Source::Text(_) => self.consumed.load(Ordering::Relaxed),
            Source::Grid(grid) => (self.facts.bytes as f64 * grid.done()) as u64,
            Source::Made(_) => self.facts.bytes,
        }
    }

    /// For each column the first value found in the next few rows, which stay to be read.
    pub fn samples(&mut self) -> Result<Vec<String>, ReadError> {
        while self.ahead.len() < 25 {
            match self.pull().transpose()? {
                Some(row) => self.ahead.push_back(row),
                None => break,
            }
        }
        let first = |column: usize| {
            let mut cells = self.ahead.iter().map(|row| &row.cells[column]);
            cells
                .find(|c| **c != FileCell::Empty)
                .map(FileCell::to_string)
                .unwrap_or_default()
        };
        Ok((0..self.headers.len()).map(first).collect())
    }

    fn pull(&mut self) -> Option<Result<SheetRow, ReadError>> {
        let raw = match self.below.pop_front() {
            Some(raw) => raw,
            None => match self.source.next()? {
                Ok(raw) => raw,
                Err(error) => return Some(Err(error)),
            },
        };
        let (number, mut cells) = (raw.number, raw.cells);
        let width = self.headers.len();
        let mut beyond = cells.iter().enumerate().skip(width);
        let too_long = beyond.find(|(_, c)| **c != FileCell::Empty).map(|(at, cell)| {
            let column = format!("column {}", letter(at));
            let reason =
                "stands beyond the last header; a comma inside a cell needs quotes around the cell";
            Complaint::new(number, &column, &cell.to_string(), reason)
        });
        cells.resize(width, FileCell::Empty);
        let mut places = raw.cleaned;
        places.retain(|at| *at < width);
        let mut merged = raw.merged;
        merged.retain(|(at, ..)| *at < width);
        Some(Ok(SheetRow {
            number,
            cells,
            cleaned: places,
            too_long,
            hidden: raw.hidden,
            merged,
            swallowed: raw.swallowed,
        }))
    }
}

impl Iterator for Sheet {
    type Item = Result<SheetRow, ReadError>;

    fn next(&mut self) -> Option<Result<SheetRow, ReadError>> {
        match self.ahead.pop_front() {
            Some(row) => Some(Ok(row)),
            None => self.pull(),
        }
    }
}

/// Most sheets that are tried for one that has the columns.
const MOST_SHEETS: usize = 12;

/// One sheet of a file.
struct One {
    name: String,
    /// The visible sheets that were not read.
    others: Vec<String>,
    /// The table on it, or why there is none.
    sheet: Result<Sheet, ReadError>,
}

impl One {
    /// Opens a sheet; a file that cannot be opened at all is an error of its own.
    fn open(path: &Path, how: &ReadOptions) -> Result<One, ReadError> {
        let consumed = Arc::new(AtomicU64::new(0));
        let opened = source::open(path, how, &consumed)?;
        let name = opened.facts.sheet.clone().unwrap_or_default();
        let mut sheet = Sheet::begin(path, how, opened.facts, opened.source, consumed);
        if let Ok(sheet) = &mut sheet {
            sheet.notes.extend(opened.notes);
        }
        Ok(One {
            name,
            others: opened.others,
            sheet,
        })
    }

    fn fits(&self) -> bool {
        self.sheet.as_ref().is_ok_and(|sheet| sheet.fit.complete)
    }
}

fn passed_over(name: &str) -> Complaint {
    let why = format!(
        "the sheet `{name}` has no such columns and was passed over; --sheet names another"
    );
    Complaint::new(0, "", "", why)
}

/// The same refusal, with the other sheets named.
fn pointing_on(error: ReadError, others: &[String]) -> ReadError {
    if others.is_empty() {
        return error;
    }
    let names = super::cut(&others.join("`, `"), 200);
    ReadError {
        hint: format!(
            "{} Its other sheets are `{names}`; --sheet NAME reads one.",
            error.hint
        ),
        by_option: true,
        ..error
    }
}

/// Says where the names were found, where a person would not look for them first.
fn header_notes(found: &HeaderRow, rows: &VecDeque<Raw>, told: Option<u64>) -> Vec<Complaint> {
    let row = rows[found.at].number;
    let mut notes = Vec::new();
    if told.is_none() && found.at > 0 {
        let (first, last) = (rows[0].number, rows[found.at - 1].number);
        let above = if first == last {
            format!("row {first} is")
        } else {
            format!("rows {first} to {last} are")
        };
        let why = format!("the column names are in this row; {above} not read");
        notes.push(Complaint::new(row, "", "", why));
    }
    if found.rows == 2 {
        let below = rows[found.at + 1].number;
        let why = format!("the column names are in this row and in row {below}");
        notes.push(Complaint::new(row, "", "", why));
    }
    notes
}

fn few_enough(names: &[String]) -> Result<(), ReadError> {
    if names.len() > MOST_COLUMNS {
        return Err(ReadError::new(
            format!("the file has {} columns, more than 1,000", names.len()),
            "Keep the columns that matter and delete the others.",
        ));
    }
    Ok(())
}
