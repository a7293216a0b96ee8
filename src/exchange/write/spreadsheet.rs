//! Writes a table as an Excel workbook: real numbers, real dates, a header that stays, no formulas.

use std::io::{self, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Table, TableCell, importable};
use crate::exchange::guard::guarded;

/// Most characters Excel takes in one cell.
const LONGEST: usize = 32_767;

pub(super) fn write(table: &Table, created: DateTime<Utc>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = build(table, created).map_err(|e| io::Error::other(e.to_string()))?;
    out.write_all(&bytes)
}

fn build(table: &Table, created: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(created.year()).unwrap_or(1970);
    let made = ExcelDateTime::from_ymd(year, created.month() as u8, created.day() as u8)?.and_hms(
        created.hour() as u16,
        created.minute() as u8,
        f64::from(created.second()),
    )?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (at, column) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, guarded(&column.heading()), &bold)?;
        sheet.set_column_width(at as u16, width(table, at))?;
    }
    let formats = [
        Format::new().set_num_format("$#,##0.00"),
        Format::new().set_num_format("yyyy-mm-dd"),
    ];
    for (row, items) in table.rows.iter().enumerate() {
        for (column, item) in items.iter().enumerate() {
            put(sheet, row as u32 + 1, column as u16, item, &formats)?;
        }
    }
    book.save_to_buffer()
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    item: &TableCell,
    formats: &[Format; 2],
) -> Result<(), XlsxError> {
    let [money, day] = formats;
    match item {
        TableCell::Blank => {}
        TableCell::Count(n) => {
            sheet.write_number(row, column, *n as f64)?;
        }
        TableCell::Percent(hundredths) | TableCell::Decimal(hundredths) => {
            sheet.write_number(row, column, *hundredths as f64 / 100.0)?;
        }
        TableCell::Cents(amount) => {
            sheet.write_number_with_format(row, column, amount.0 as f64 / 100.0, money)?;
        }
        TableCell::Day(date) if (1900..=9999).contains(&date.year()) => {
            let date =
                ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &date, day)?;
        }
        TableCell::Hidden
        | TableCell::Text(_)
        | TableCell::List(_)
        | TableCell::Flag(_)
        | TableCell::Day(_)
        | TableCell::Json(..) => {
            let text: String = importable(item).chars().take(LONGEST).collect();
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// Wide enough for the header and the first rows, never wider than a screen can bear.
fn width(table: &Table, column: usize) -> f64 {
    let cells = table.rows.iter().take(50).filter_map(|row| row.get(column));
    let longest = cells
        .map(|item| importable(item).chars().count())
        .max()
        .unwrap_or(0);
    let longest = longest.max(table.columns[column].name.chars().count());
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
    use super::super::tests::{bytes, sample};
    use super::super::{Format, TableCell};
    use crate::exchange::sheet::{FileCell, Sheet};

    #[test]
    fn a_workbook_is_the_same_each_time_and_comes_back_as_it_was() {
        assert_eq!(bytes(Format::Xlsx), bytes(Format::Xlsx));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes(Format::Xlsx)).unwrap();
        let sheet = Sheet::open(file.path(), None).unwrap();
        assert_eq!(sheet.facts().sheet.as_deref(), Some("Contracts"));
        assert_eq!(sheet.headers()[2], "total");
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
