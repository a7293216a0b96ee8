//! Writes a table as an Excel workbook that can be sent as it is: real numbers and dates, a header in words that stays and
//! filters, totals, and one page wide on paper. No formulas.

use std::io::{self, BufWriter, Seek, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::words::heading_in_words;
use super::{Table, TableCell, TableColumn, importable};
use crate::domain::money::Cents;
use crate::domain::text::{capital, shown};
use crate::exchange::guard::kept_as_text;
use crate::exchange::scratch::{Scratch, folder_hint};

use self::cells::{CellLooks, dollars, put};

mod cells;

/// Most characters of what is printed above each page.
const LONGEST_HEADER: usize = 200;
/// US letter.
const PAPER: u8 = 1;

/// So many rows say how wide the columns are.
const MEASURED: usize = 50;

/// A workbook of one sheet that takes its rows one by one.
pub(super) struct SheetWriter {
    book: Workbook,
    rows: FilledSheet,
}

impl SheetWriter {
    pub(super) fn begin(
        title: &str,
        columns: Vec<TableColumn>,
        created: DateTime<Utc>,
    ) -> io::Result<SheetWriter> {
        let begun = || {
            let mut book = empty(title, created)?;
            let sheet = book.add_worksheet_with_constant_memory()?;
            let rows = FilledSheet::begin(sheet, title, columns)?;
            Ok(SheetWriter { book, rows })
        };
        begun().map_err(|why| does_not_fit(&why))
    }

    pub(super) fn row(&mut self, row: &[TableCell]) -> io::Result<()> {
        let sheet = self.book.worksheet_from_index(0);
        sheet
            .and_then(|sheet| self.rows.row(sheet, row))
            .map_err(|why| does_not_fit(&why))
    }

    /// The end of the workbook, which goes through a file of our own: of a long list it is too much to hold.
    pub(super) fn end(mut self, out: &mut dyn Write) -> io::Result<()> {
        let sheet = self.book.worksheet_from_index(0);
        sheet
            .and_then(|sheet| self.rows.end(sheet))
            .map_err(|why| does_not_fit(&why))?;
        let mut file = Scratch::new()
            .map_err(|error| not_kept(&error))?
            .into_file();
        let made = self.book.save_to_writer(BufWriter::new(&file));
        made.map_err(|why| does_not_fit(&why))?;
        file.rewind()?;
        io::copy(&mut file, out).map(drop)
    }
}

fn does_not_fit(why: &XlsxError) -> io::Error {
    match why {
        XlsxError::TempFileError(_, error) | XlsxError::IoError(error) => not_kept(error),
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}

fn not_kept(error: &io::Error) -> io::Error {
    let next = folder_hint();
    let why = format!("its rows could not be kept meanwhile ({error}): {next}");
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Several tables as one workbook, a sheet each.
pub(in crate::exchange) fn book(
    tables: &[&Table],
    created: DateTime<Utc>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = empty(tables.first().map_or("", |table| &table.title), created)?;
    for table in tables {
        let sheet = book.add_worksheet_with_constant_memory()?;
        let mut rows = FilledSheet::begin(sheet, &table.title, table.columns.clone())?;
        for row in &table.rows {
            rows.row(sheet, row)?;
        }
        rows.end(sheet)?;
    }
    book.save_to_buffer()
}

/// A workbook that has no sheet yet.
fn empty(title: &str, created: DateTime<Utc>) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(created.year()).unwrap_or(1970);
    let made = ExcelDateTime::from_ymd(year, created.month() as u8, created.day() as u8)?.and_hms(
        created.hour() as u16,
        created.minute() as u8,
        f64::from(created.second()),
    )?;
    let properties = DocProperties::new().set_title(capital(&shown(title)));
    book.set_properties(&properties.set_creation_datetime(&made));
    Ok(book)
}

/// The rows of a sheet, as they come. They go into a file of the system's own that nobody else sees and that is gone
/// with the workbook, so that a million of them are not held.
struct FilledSheet {
    columns: Vec<TableColumn>,
    looks: CellLooks,
    /// The first rows, until the columns are measured by them.
    first: Option<Vec<Vec<TableCell>>>,
    /// How many rows are written below the header.
    written: u32,
    sums: Vec<ColumnSum>,
}

/// What a column comes to so far.
struct ColumnSum {
    at: usize,
    known: Cents,
    /// Rows without an amount in it.
    missing: usize,
}

impl FilledSheet {
    fn begin(
        sheet: &mut Worksheet,
        title: &str,
        columns: Vec<TableColumn>,
    ) -> Result<FilledSheet, XlsxError> {
        sheet.set_name(sheet_name(title))?;
        sheet.set_freeze_panes(1, 0)?;
        on_paper(sheet, title)?;
        let summed = (0..columns.len()).filter(|at| columns[*at].summed);
        let sums = summed.map(|at| ColumnSum {
            at,
            known: Cents(0),
            missing: 0,
        });
        Ok(FilledSheet {
            sums: sums.collect(),
            columns,
            looks: CellLooks::new(),
            first: Some(Vec::new()),
            written: 0,
        })
    }

    fn row(&mut self, sheet: &mut Worksheet, row: &[TableCell]) -> Result<(), XlsxError> {
        let Some(first) = &mut self.first else {
            return self.put(sheet, row);
        };
        first.push(row.to_vec());
        if first.len() < MEASURED {
            return Ok(());
        }
        self.measured(sheet)
    }

    /// What stands below all rows, and the filter over them.
    fn end(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.measured(sheet)?;
        self.totals(sheet)?;
        if let Some(last) = self.columns.len().checked_sub(1) {
            sheet.autofilter(0, 0, self.written, last as u16)?;
        }
        Ok(())
    }

    /// Writes the header and the rows that were kept back; nothing where it has.
    fn measured(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(first) = self.first.take() else {
            return Ok(());
        };
        for (at, column) in self.columns.iter().enumerate() {
            let heading = heading_in_words(&column.heading());
            let look = &self.looks.heading;
            sheet.write_string_with_format(0, at as u16, kept_as_text(&heading), look)?;
            sheet.set_column_width(at as u16, width(&first, at, &heading))?;
        }
        first.iter().try_for_each(|row| self.put(sheet, row))
    }

    fn put(&mut self, sheet: &mut Worksheet, row: &[TableCell]) -> Result<(), XlsxError> {
        self.written += 1;
        for (column, item) in row.iter().enumerate() {
            put(sheet, self.written, column as u16, item, &self.looks)?;
        }
        for sum in &mut self.sums {
            match row.get(sum.at) {
                Some(TableCell::Cents(amount)) => sum.known += *amount,
                _ => sum.missing += 1,
            }
        }
        Ok(())
    }

    /// Below all rows the sum of each column that has one, and of how many rows an amount is missing in it.
    fn totals(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let row = self.written + 1;
        let Some(missing) = self.sums.first().map(|sum| sum.missing) else {
            return Ok(());
        };
        if self.written == 0 {
            return Ok(());
        }
        for sum in &self.sums {
            let look = &self.looks.total_money;
            sheet.write_number_with_format(row, sum.at as u16, dollars(sum.known), look)?;
        }
        let label = match missing {
            0 => format!("Total of {}", self.written),
            n => format!("Total of {}, {n} without an amount", self.written),
        };
        if let Some(place) = self.columns.iter().position(|column| !column.summed) {
            sheet.write_string_with_format(row, place as u16, label, &self.looks.total)?;
        }
        Ok(())
    }
}

/// One page wide, lying, with its title above and its page below.
fn on_paper(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    let title: String = capital(&shown(title))
        .chars()
        .take(LONGEST_HEADER)
        .collect();
    sheet.set_paper_size(PAPER);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_header(format!("&L&\"-,Bold\"&12{}", title.replace('&', "&&")));
    sheet.set_footer("&L&A&RPage &P of &N");
    Ok(())
}

/// Wide enough for the words of its heading and the first rows, never wider than a screen can bear.
fn width(first: &[Vec<TableCell>], column: usize, heading: &str) -> f64 {
    let cells = first.iter().filter_map(|row| row.get(column));
    let longest = cells
        .map(|item| importable(item).chars().count())
        .max()
        .unwrap_or(0);
    let word = heading.split(' ').map(|word| word.chars().count()).max();
    // Beside the name stands the button of the filter.
    let longest = longest.max(word.unwrap_or(0) + 3);
    (longest as f64 + 2.0).clamp(8.0, 50.0)
}

/// A name Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, no quote at either end.
fn sheet_name(title: &str) -> String {
    let plain = title
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c });
    let name: String = plain.take(31).collect();
    match name.trim_matches(|c: char| c == '\'' || c.is_whitespace()) {
        "" => "Sheet1".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::super::tests::{bytes, sample};
    use super::super::{Format, Holds, TableCell, TableColumn};
    use super::*;
    use crate::exchange::sheet::{FileCell, Sheet};

    /// The text of a part of the workbook.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        let mut part = zip.by_name(name).unwrap();
        part.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_workbook_is_the_same_each_time_and_comes_back_as_it_was() {
        assert_eq!(bytes(Format::Xlsx), bytes(Format::Xlsx));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes(Format::Xlsx)).unwrap();
        let sheet = Sheet::open(file.path(), None).unwrap();
        assert_eq!(sheet.facts().sheet.as_deref(), Some("Contracts"));
        assert_eq!(sheet.headers()[2..4], ["Total", "Term end"]);
        let rows: Vec<_> = sheet.map(|r| r.unwrap().cells).collect();
        let TableCell::Day(day) = sample().rows[0][3] else {
            panic!("a day")
        };
        assert_eq!(
            rows[0],
            [
                FileCell::Text("Letterloop, \"Plus\"".into()),
                FileCell::Number(-3.0),
                FileCell::Number(-1980.5),
                FileCell::Day(day),
                FileCell::Number(83.5),
                FileCell::Text("yes".into()),
                FileCell::Text("LIN; OAK".into()),
            ]
        );
        assert_eq!(rows[1][0], FileCell::Text("=cmd|'/c calc'!A1".into()));
    }

    #[test]
    fn text_that_begins_like_a_formula_stands_without_an_apostrophe_and_comes_back_the_same() {
        let texts = [
            "=1+1", "+1", "@x", "-5", "'=1", "''=1", "'tis", "'", "plain",
        ];
        let table = Table {
            title: "t".to_owned(),
            columns: vec![TableColumn::new("words", Holds::Text)],
            rows: texts.map(|text| vec![text.into()]).to_vec(),
        };
        let written = book(&[&table], DateTime::UNIX_EPOCH).unwrap();
        let held = part(&written, "xl/worksheets/sheet1.xml");
        assert!(
            held.contains(">=1+1</t>") && !held.contains(">'=1+1</t>"),
            "{held}"
        );
        assert!(!held.contains("<f>"), "{held}");
        // Whoever edits the cell keeps a text.
        assert!(part(&written, "xl/styles.xml").contains("quotePrefix=\"1\""));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), written).unwrap();
        let sheet = Sheet::open(file.path(), None).unwrap();
        let read: Vec<_> = sheet.map(|row| row.unwrap().cells[0].clone()).collect();
        assert_eq!(read, texts.map(|text| FileCell::Text(text.into())));
    }

    #[test]
    fn a_sheet_filters_fits_its_paper_and_has_its_title_there() {
        let mut table = sample();
        table.title = "Contracts & terms".to_owned();
        let sheet = part(
            &book(&[&table], DateTime::UNIX_EPOCH).unwrap(),
            "xl/worksheets/sheet1.xml",
        );
        for wanted in [
            "<autoFilter ref=\"A1:G3\"/>",
            "orientation=\"landscape\"",
            "fitToHeight=\"0\"",
            "<pageSetUpPr fitToPage=\"1\"/>",
            "state=\"frozen\"",
            "Contracts &amp;&amp; terms",
            "&amp;RPage &amp;P of &amp;N",
        ] {
            assert!(sheet.contains(wanted), "{wanted}: {sheet}");
        }
        assert!(!sheet.contains("<f>"), "{sheet}");
    }

    #[test]
    fn what_has_a_sum_is_summed_and_what_lacks_an_amount_is_counted() {
        let amount = |n: i64| TableCell::Cents(Cents(n));
        let rows = [
            ("a", amount(10_050), amount(5)),
            ("b", TableCell::Blank, amount(5)),
            ("c", TableCell::Hidden, amount(5)),
            ("d", amount(-50), amount(5)),
        ];
        let table = Table {
            title: "t".to_owned(),
            columns: vec![
                TableColumn::new("product", Holds::Text),
                TableColumn::new("cost", Holds::Cents).summed(true),
                // Such as a price of one seat.
                TableColumn::new("seat", Holds::Cents),
            ],
            rows: rows
                .map(|(name, cost, seat)| vec![name.into(), cost, seat])
                .to_vec(),
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), book(&[&table], DateTime::UNIX_EPOCH).unwrap()).unwrap();
        let sheet = Sheet::open(file.path(), None).unwrap();
        let rows: Vec<_> = sheet.map(|r| r.unwrap().cells).collect();
        assert_eq!(rows.len(), 5);
        let last = &rows[4];
        assert_eq!(
            last[0],
            FileCell::Text("Total of 4, 2 without an amount".into())
        );
        assert_eq!(last[1], FileCell::Number(100.0));
        assert!(last.get(2).is_none_or(|cell| *cell == FileCell::Empty));
    }

    #[test]
    fn rows_beyond_those_that_measure_the_columns_are_written_filtered_and_summed() {
        let row = |n: i64| {
            let amount = TableCell::Cents(Cents(n * 100));
            let amount = if n % 10 == 0 {
                TableCell::Blank
            } else {
                amount
            };
            vec![format!("Tool {n}").as_str().into(), amount]
        };
        let table = Table {
            title: "t".to_owned(),
            columns: vec![
                TableColumn::new("product", Holds::Text),
                TableColumn::new("cost", Holds::Cents).summed(true),
            ],
            rows: (1..=120).map(row).collect(),
        };
        let mut out = Vec::new();
        table
            .write(Format::Xlsx, DateTime::UNIX_EPOCH, &mut out)
            .unwrap();
        assert!(part(&out, "xl/worksheets/sheet1.xml").contains("<autoFilter ref=\"A1:B121\"/>"));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), out).unwrap();
        let sheet = Sheet::open(file.path(), None).unwrap();
        let rows: Vec<_> = sheet.map(|r| r.unwrap().cells).collect();
        assert_eq!(rows.len(), 121);
        for (at, n) in [(0, 1), (49, 50), (50, 51), (118, 119)] {
            assert_eq!(rows[at][0], FileCell::Text(format!("Tool {n}")));
        }
        assert_eq!(rows[118][1], FileCell::Number(119.0));
        // 1 to 120 are 7,260, less 10, 20 and so on to 120, which are 780.
        assert_eq!(
            rows[120],
            [
                FileCell::Text("Total of 120, 12 without an amount".into()),
                FileCell::Number(6480.0)
            ]
        );
    }

    #[test]
    fn titles_become_names_a_workbook_takes() {
        for (title, name) in [
            ("Schools: 2026/27", "Schools  2026 27"),
            ("''", "Sheet1"),
            ("", "Sheet1"),
        ] {
            assert_eq!(super::sheet_name(title), name);
        }
    }
}
