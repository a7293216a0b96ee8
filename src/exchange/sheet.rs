//! One table out of any file a district has: text or spreadsheet, always the same rows of cells.
//! The importer opens a `Sheet`, shows its facts and headers, and walks the rows; it never sees the format again.

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Complaint;
use super::calendar_file;
use super::cell::cleaned;
use super::decode::Encoding;
use super::delimited::Records;
use super::header::{self, Fit, Found, Judge, LOOKED_AT};
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
    pub cells: Vec<Cell>,
    pub hidden: bool,
    pub merged: Vec<(usize, u64, u64)>,
    pub swallowed: Vec<usize>,
    cleaned: Vec<usize>,
}

impl Raw {
    pub(super) fn new(number: u64, cells: Vec<Cell>) -> Raw {
        Raw {
            number,
            cells,
            ..Raw::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| *c == Cell::Empty)
    }
}

/// How a file is to be read, as far as a person or the import says.
#[derive(Clone, Copy, Default)]
pub struct How<'h> {
    /// The sheet of a spreadsheet; else the first that has the columns, or holds anything.
    pub sheet: Option<&'h str>,
    /// The row with the names of the columns, as a spreadsheet counts; else the one that fits best.
    pub header: Option<u64>,
    /// How its text is encoded; else as it looks.
    pub encoding: Option<Encoding>,
    /// Says how well names fit; without one the first row that holds anything is the header.
    pub judge: Option<Judge<'h>>,
}

pub(super) enum Source {
    Text(Box<Records>),
    Grid(Grid),
    Made(std::vec::IntoIter<Raw>),
}

impl Source {
    /// The next row that holds anything, its texts clean.
    fn next(&mut self) -> Option<Result<Raw, ReadError>> {
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

/// An open table: its headers are known, its rows come one by one.
pub struct Sheet {
    facts: Facts,
    headers: Vec<String>,
    fit: Fit,
    notes: Vec<Complaint>,
    source: Source,
    /// Rows that were looked at for the header and stand below it.
    below: VecDeque<Raw>,
    ahead: VecDeque<Row>,
    consumed: Arc<AtomicU64>,
}

impl Sheet {
    /// Opens `path`, whatever its format, and reads up to the first row below the header, which is the first
    /// row that holds anything.
    /// `sheet_name` chooses among the sheets of a spreadsheet; without one the first that holds anything is read.
    pub fn open(path: &Path, sheet_name: Option<&str>) -> Result<Sheet, ReadError> {
        Sheet::read(
            path,
            &How {
                sheet: sheet_name,
                ..How::default()
            },
        )
    }

    /// Opens `path`, whatever its format, finds the sheet and the row with the names of the columns, and
    /// reads up to the first row below them.
    pub fn read(path: &Path, how: &How) -> Result<Sheet, ReadError> {
        let first = One::open(path, how)?;
        if how.sheet.is_some() || how.judge.is_none() || first.fits() {
            return first.sheet;
        }
        // A cover sheet comes first and has no such columns; the sheets behind it may.
        let mut passed = vec![first.name.clone()];
        for name in first.others.iter().take(MOST_SHEETS) {
            let how = How {
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
        how: &How,
        mut facts: Facts,
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
            return Err(ReadError::new(
                format!("{} has nothing in row {told}", path.display()),
                "Say with --header in which row the names of the columns are, as a spreadsheet counts.",
            ));
        }
        let judge: Judge = how.judge.unwrap_or(&|_| Fit::default());
        let cells: Vec<&[Cell]> = rows.iter().map(|raw| &raw.cells[..]).collect();
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
    pub fn facts(&self) -> &Facts {
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
                .find(|c| **c != Cell::Empty)
                .map(Cell::to_string)
                .unwrap_or_default()
        };
        Ok((0..self.headers.len()).map(first).collect())
    }

    fn pull(&mut self) -> Option<Result<Row, ReadError>> {
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
        let too_long = beyond.find(|(_, c)| **c != Cell::Empty).map(|(at, cell)| {
            let column = format!("column {}", letter(at));
            let reason =
                "stands beyond the last header; a comma inside a cell needs quotes around the cell";
            Complaint::new(number, &column, &cell.to_string(), reason)
        });
        cells.resize(width, Cell::Empty);
        let mut places = raw.cleaned;
        places.retain(|at| *at < width);
        let mut merged = raw.merged;
        merged.retain(|(at, ..)| *at < width);
        Some(Ok(Row {
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
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
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
    fn open(path: &Path, how: &How) -> Result<One, ReadError> {
        let consumed = Arc::new(AtomicU64::new(0));
        let opened = open_source(path, how, &consumed)?;
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
        ..error
    }
}

/// Says where the names were found, where a person would not look for them first.
fn header_notes(found: &Found, rows: &VecDeque<Raw>, told: Option<u64>) -> Vec<Complaint> {
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

/// A file that was opened: what is known of it, its rows, and the visible sheets that are not read.
struct Opened {
    facts: Facts,
    source: Source,
    others: Vec<String>,
    /// What the file says that is in none of its rows.
    notes: Vec<Complaint>,
}

fn open_source(path: &Path, how: &How, consumed: &Arc<AtomicU64>) -> Result<Opened, ReadError> {
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
                return Err(ReadError::new(
                    format!("{} is text, it has no sheet `{name}`", path.display()),
                    "Leave --sheet out.",
                ));
            }
            let (records, facts) = Records::open(path, file, how.encoding, consumed)?;
            Ok(Opened {
                facts,
                source: Source::Text(Box::new(records)),
                others: Vec::new(),
                notes: Vec::new(),
            })
        }
        Looks::Zip | Looks::Compound => {
            if how.encoding.is_some() {
                return Err(ReadError::new(
                    format!(
                        "{} is a spreadsheet, which says its own encoding",
                        path.display()
                    ),
                    "Leave --encoding out.",
                ));
            }
            let (grid, facts, others) = workbook::open(path, bytes, how.sheet)?;
            Ok(Opened {
                facts,
                source: Source::Grid(grid),
                others,
                notes: Vec::new(),
            })
        }
        Looks::Calendar => {
            let calendar = calendar_file::read(path)?;
            Ok(Opened {
                facts: Facts {
                    format: Format::Calendar,
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

fn empty(path: &Path) -> ReadError {
    ReadError::new(
        format!("{} is empty", path.display()),
        "Export it again; its first row must name the columns.",
    )
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

    fn columns(names: &[String]) -> Fit {
        let known = names
            .iter()
            .filter(|n| ["name", "code"].contains(&n.as_str()));
        let known = known.count();
        Fit {
            complete: known == 2,
            known,
        }
    }

    #[test]
    fn the_header_is_found_or_told() {
        let file = file(b"Schools 2026\n\nnote\nname,code\nLinden,LIN\n");
        let how = How {
            judge: Some(&columns),
            ..How::default()
        };
        let sheet = Sheet::read(file.path(), &how).unwrap();
        assert_eq!((sheet.headers().len(), sheet.facts().names_in), (2, (4, 4)));
        assert_eq!(
            sheet.notes()[0].to_string(),
            "row 4: the column names are in this row; rows 1 to 3 are not read"
        );
        assert_eq!(sheet.map(|r| r.unwrap().number).collect::<Vec<_>>(), [5]);
        let told = How {
            header: Some(3),
            ..how
        };
        let sheet = Sheet::read(file.path(), &told).unwrap();
        assert_eq!(
            (sheet.headers(), sheet.fits()),
            (&["note".to_owned()][..], false)
        );
        let told = How {
            header: Some(2),
            ..how
        };
        let error = Sheet::read(file.path(), &told).err().unwrap();
        assert!(error.what.ends_with("has nothing in row 2"), "{error}");
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
    fn a_quote_left_open_is_refused_with_its_row() {
        for (bytes, what) in [
            (
                &b"a,b\nx,\"y\nz,w\nu,v\n"[..],
                "FILE: a quote opened in row 2 is never closed; what follows (2 lines) would be lost",
            ),
            (
                b"a\tb\nx\t\"y",
                "FILE: a quote opened in row 2 is never closed",
            ),
            (
                b"sep=;\na;b\nx;\"y\nz;\"w; v\"\n",
                "FILE: a quote opened in row 3 runs on over 1 line and ends inside another cell; \
                 those rows would be lost",
            ),
        ] {
            assert_eq!(refused(bytes), what);
        }
    }

    #[test]
    fn a_cell_that_looks_as_if_it_had_taken_rows_is_marked() {
        let file = file(b"a,b,c\nx,\"y,t\nz,12\",t\nx,\"two, and\nlines\",t\nx,y,\"t\nx,y,12\"\n");
        let rows: Vec<Row> = Sheet::open(file.path(), None)
            .unwrap()
            .map(|r| r.unwrap())
            .collect();
        assert_eq!((rows[0].number, &rows[0].swallowed[..]), (2, &[1][..]));
        assert!(rows[1].swallowed.is_empty());
        assert_eq!((rows[2].number, &rows[2].swallowed[..]), (4, &[2][..]));
    }

    #[test]
    fn a_byte_that_means_nothing_costs_its_cell_and_no_more() {
        let file = file(b"a,b\nAvanc\xC3\xA9,Caf\xE9\n\xC3\xA9t\xC3\xA9,x\n");
        let mut sheet = Sheet::open(file.path(), None).unwrap();
        assert_eq!(sheet.facts().encoding, Some(Encoding::Utf8));
        let row = sheet.next().unwrap().unwrap();
        assert_eq!(row.cells[0], Cell::Text("Avanc\u{e9}".into()));
        let Cell::Broken(why) = &row.cells[1] else {
            panic!("{row:?}")
        };
        assert!(
            why.starts_with("reads `Caf\u{FFFD}` with a byte that is not UTF-8"),
            "{why}"
        );
        let how = How {
            encoding: Encoding::named("windows-1252"),
            ..How::default()
        };
        let row = Sheet::read(file.path(), &how)
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(row.cells[1], Cell::Text("Caf\u{e9}".into()));
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
