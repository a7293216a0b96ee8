//! One table out of any file a district has: text or spreadsheet, always the same rows of cells.
//! The importer opens a `Sheet`, shows its facts and headers, and walks the rows; it never sees the format again.

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Complaint;
use super::cell::cleaned;
use super::delimited::Records;
use super::refusal::{self, Looks, ReadError};
use super::text_file;
use super::workbook::{self, Grid};

pub use super::cell::{Cell, letter};
pub use super::facts::{Facts, Format};

/// One row below the header. Rows with nothing in them are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row a person sees in a spreadsheet.
    pub number: u64,
    /// As many cells as there are headers.
    pub cells: Vec<Cell>,
    /// Places of cells that lost characters which could harm a terminal.
    pub cleaned: Vec<usize>,
    /// Set when cells stand beyond the last header: the row is probably shifted and must not be trusted.
    pub too_long: Option<Complaint>,
}

/// Most columns a file may have.
pub(super) const MOST_COLUMNS: usize = 200;

pub(super) enum Source {
    Text(Box<Records>),
    Grid(Grid),
}

impl Source {
    /// The next row as it stands in the file: its number and its raw cells.
    fn next(&mut self) -> Option<Result<(u64, Vec<Cell>), ReadError>> {
        match self {
            Source::Text(records) => records.next(),
            Source::Grid(grid) => grid.next().map(Ok),
        }
    }
}

/// An open table: its headers are known, its rows come one by one.
pub struct Sheet {
    facts: Facts,
    headers: Vec<String>,
    source: Source,
    ahead: VecDeque<Row>,
    consumed: Arc<AtomicU64>,
}

impl Sheet {
    /// Opens `path`, whatever its format, and reads up to the first row below the header.
    /// `sheet_name` chooses among the sheets of a spreadsheet; without one the first that holds anything is read.
    pub fn open(path: &Path, sheet_name: Option<&str>) -> Result<Sheet, ReadError> {
        let consumed = Arc::new(AtomicU64::new(0));
        let (facts, mut source) = open_source(path, sheet_name, &consumed)?;
        let header = loop {
            match source.next().transpose()? {
                None => return Err(empty(path)),
                Some((_, cells)) => {
                    let (cells, _) = cleaned(cells);
                    if cells.iter().any(|c| *c != Cell::Empty) {
                        break cells;
                    }
                }
            }
        };
        let headers = headers(&header)?;
        let mut sheet = Sheet {
            facts,
            headers,
            source,
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

    /// The header cells, in order, clean; a nameless column is an empty text.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What is known about the file.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Bytes of the file read so far, for a progress bar; reaches `facts().bytes` at the end.
    pub fn consumed(&self) -> u64 {
        match &self.source {
            Source::Text(_) => self.consumed.load(Ordering::Relaxed),
            Source::Grid(grid) => (self.facts.bytes as f64 * grid.done()) as u64,
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
                .find(|c| **c != Cell::Empty)
                .map(Cell::to_string)
                .unwrap_or_default()
        };
        Ok((0..self.headers.len()).map(first).collect())
    }

    fn pull(&mut self) -> Option<Result<Row, ReadError>> {
        loop {
            let (number, cells) = match self.source.next()? {
                Ok(raw) => raw,
                Err(e) => return Some(Err(e)),
            };
            let (mut cells, mut places) = cleaned(cells);
            if cells.iter().all(|c| *c == Cell::Empty) {
                continue;
            }
            let width = self.headers.len();
            let too_long = cells
                .iter()
                .enumerate()
                .skip(width)
                .find(|(_, c)| **c != Cell::Empty)
                .map(|(at, cell)| {
                    let column = format!("column {}", letter(at));
                    let reason = "stands beyond the last header; a comma inside a cell needs quotes around the cell";
                    Complaint::new(number, &column, &cell.to_string(), reason)
                });
            cells.resize(width, Cell::Empty);
            places.retain(|at| *at < width);
            return Some(Ok(Row {
                number,
                cells,
                cleaned: places,
                too_long,
            }));
        }
    }
}

impl Iterator for Sheet {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
        match self.ahead.pop_front() {
            Some(row) => Some(Ok(row)),
            None => self.pull(),
        }
    }
}

fn open_source(
    path: &Path,
    sheet_name: Option<&str>,
    consumed: &Arc<AtomicU64>,
) -> Result<(Facts, Source), ReadError> {
    let from_io = |e| ReadError::from_io(path, &e);
    let file = text_file::open(path)?;
    let about = file.metadata().map_err(from_io)?;
    let mut head = Vec::with_capacity(4096);
    (&file).take(4096).read_to_end(&mut head).map_err(from_io)?;
    if head.is_empty() {
        return Err(empty(path));
    }
    match refusal::looks(&head) {
        Looks::Text => {
            if let Some(name) = sheet_name {
                return Err(ReadError::new(
                    format!("{} is text, it has no sheet `{name}`", path.display()),
                    "Leave --sheet out.",
                ));
            }
            let (records, facts) = Records::open(path, file, consumed)?;
            Ok((facts, Source::Text(Box::new(records))))
        }
        Looks::Zip | Looks::Compound => {
            let (grid, facts) = workbook::open(path, about.len(), sheet_name)?;
            Ok((facts, Source::Grid(grid)))
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

fn empty(path: &Path) -> ReadError {
    ReadError::new(
        format!("{} is empty", path.display()),
        "Export it again; its first row must name the columns.",
    )
}

fn headers(cells: &[Cell]) -> Result<Vec<String>, ReadError> {
    let last = cells.iter().rposition(|c| *c != Cell::Empty).unwrap_or(0);
    let names: Vec<String> = cells[..=last]
        .iter()
        .map(|c| {
            c.to_string()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    if names.len() > MOST_COLUMNS {
        return Err(ReadError::new(
            format!(
                "the file has {} columns, more than {MOST_COLUMNS}",
                names.len()
            ),
            "Keep the columns that matter and delete the others.",
        ));
    }
    for (at, name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        if let Some(before) = names[..at].iter().position(|n| n == name) {
            return Err(ReadError::new(
                format!(
                    "two columns are named `{}` ({} and {})",
                    super::cut(name, 40),
                    letter(before),
                    letter(at)
                ),
                "Rename one of them in the file's first row.",
            ));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn rows(bytes: &[u8]) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
        let file = file(bytes);
        let sheet = Sheet::open(file.path(), None).unwrap();
        let headers = sheet.headers().to_vec();
        let rows = sheet
            .map(|r| r.unwrap())
            .map(|r| (r.number, r.cells.iter().map(Cell::to_string).collect()))
            .collect();
        (headers, rows)
    }

    fn refused(bytes: &[u8]) -> String {
        let file = file(bytes);
        let error = Sheet::open(file.path(), None).err().unwrap();
        assert!(!error.hint.is_empty());
        error
            .what
            .replace(&file.path().display().to_string(), "FILE")
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let (headers, rows) = rows(b"\n;;\nname;code\n\"two\nlines\";T\n\n;\nlast;L");
        assert_eq!(headers, ["name", "code"]);
        let row = |n, a: &str, b: &str| (n, vec![a.to_owned(), b.to_owned()]);
        assert_eq!(rows, [row(4, "two\nlines", "T"), row(7, "last", "L")]);
    }

    #[test]
    fn short_rows_are_padded_and_long_rows_reported() {
        let file = file(b"a,b,\n1\n1,2,\n1,2,3\n");
        let rows: Vec<Row> = Sheet::open(file.path(), None)
            .unwrap()
            .map(|r| r.unwrap())
            .collect();
        assert_eq!(rows[0].cells, [Cell::Text("1".into()), Cell::Empty]);
        assert_eq!((&rows[1].too_long, rows[1].cells.len()), (&None, 2));
        let complaint = rows[2].too_long.clone().unwrap();
        assert_eq!((complaint.row, complaint.column.as_str()), (4, "column C"));
    }

    #[test]
    fn harmful_characters_are_taken_out_and_said() {
        let file = file("a,b\nx\u{1b}[2Jy,' =1\n\u{202E},\u{a0} z\n".as_bytes());
        let rows: Vec<Row> = Sheet::open(file.path(), None)
            .unwrap()
            .map(|r| r.unwrap())
            .collect();
        assert_eq!(
            rows[0].cells,
            [Cell::Text("x[2Jy".into()), Cell::Text("=1".into())]
        );
        assert_eq!(rows[0].cleaned, [0]);
        assert_eq!(rows[1].cells, [Cell::Empty, Cell::Text("z".into())]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_sentence() {
        for (bytes, what) in [
            (&b""[..], "FILE is empty"),
            (b"\n\n , \n", "FILE is empty"),
            (b"name,code\n\n", "FILE has a header and no rows"),
            (
                b"{\"a\": [1]}",
                "FILE is a JSON file, not a table of rows and columns",
            ),
            (b"a,b,a\n1,2,3\n", "two columns are named `a` (A and C)"),
            (
                &[1, 0, 0, 0, 2, 3, 0, 0, 7],
                "FILE is not text and not a spreadsheet",
            ),
            (
                b"PK\x03\x04 and no more",
                "FILE is damaged: it is no complete spreadsheet file",
            ),
        ] {
            assert_eq!(refused(bytes), what);
        }
        let folder = Sheet::open(Path::new("/"), None).err().unwrap();
        assert_eq!(folder.what, "/ is a folder, not a file");
        let missing = Sheet::open(Path::new("/no/such.csv"), None).err().unwrap();
        assert_eq!(missing.what, "there is no file /no/such.csv");
    }

    #[test]
    fn samples_do_not_use_up_rows_and_the_bar_reaches_the_end() {
        let file = file(b"a,b\n,2\n1,\n");
        let mut sheet = Sheet::open(file.path(), None).unwrap();
        assert_eq!(sheet.samples().unwrap(), ["1", "2"]);
        assert_eq!(sheet.by_ref().count(), 2);
        assert_eq!(sheet.consumed(), sheet.facts().bytes);
    }
}
