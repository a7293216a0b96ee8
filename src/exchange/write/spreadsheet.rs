//! Writes a table as an Excel workbook that can be sent as it is: real numbers and dates, a header in words that stays and
//! filters, totals, and one page wide on paper. No formulas.

use std::io::{self, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::words::heading_in_words;
use super::{Table, TableCell, importable};
use crate::domain::money::Cents;
use crate::domain::text::shown;
use crate::exchange::guard::guarded;

/// Most characters Excel takes in one cell.
const LONGEST: usize = 32_767;
/// Most characters of what is printed above each page.
const LONGEST_HEADER: usize = 200;
/// US letter.
const PAPER: u8 = 1;

pub(super) fn write(table: &Table, created: DateTime<Utc>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = book(&[table], created).map_err(|e| io::Error::other(e.to_string()))?;
    out.write_all(&bytes)
}

/// Several tables as one workbook, a sheet each.
pub(in crate::exchange) fn book(
    tables: &[&Table],
    created: DateTime<Utc>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(created.year()).unwrap_or(1970);
    let made = ExcelDateTime::from_ymd(year, created.month() as u8, created.day() as u8)?.and_hms(
        created.hour() as u16,
        created.minute() as u8,
        f64::from(created.second()),
    )?;
    let title = tables.first().map_or("", |table| table.title.as_str());
    let properties = DocProperties::new().set_title(capital(&shown(title)));
    book.set_properties(&properties.set_creation_datetime(&made));
    for table in tables {
        fill(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.title))?;
    let last_column = (table.columns.len() as u16).saturating_sub(1);
    let last_row = table.rows.len() as u32;
    let looks = CellLooks::new();
    for (at, column) in table.columns.iter().enumerate() {
        let heading = heading_in_words(&column.heading());
        sheet.write_string_with_format(0, at as u16, guarded(&heading), &looks.heading)?;
        sheet.set_column_width(at as u16, width(table, at, &heading))?;
    }
    for (row, items) in table.rows.iter().enumerate() {
        for (column, item) in items.iter().enumerate() {
            put(sheet, row as u32 + 1, column as u16, item, &looks)?;
        }
    }
    totals(sheet, table, &looks)?;
    sheet.set_freeze_panes(1, 0)?;
    if !table.columns.is_empty() {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    on_paper(sheet, &table.title)
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

/// How cells look, by what they hold.
struct CellLooks {
    heading: Format,
    text: Format,
    money: Format,
    day: Format,
    percent: Format,
    total: Format,
    total_money: Format,
}

impl CellLooks {
    fn new() -> CellLooks {
        let money = "$#,##0.00;[Red]-$#,##0.00";
        let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        CellLooks {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            money: Format::new()
                .set_num_format(money)
                .set_align(FormatAlign::Top),
            day: Format::new()
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Top),
            // The number stays what it is in every other format: 83.5, not 0.835.
            percent: Format::new()
                .set_num_format("0.##\"%\"")
                .set_align(FormatAlign::Top),
            total_money: total.clone().set_num_format(money),
            total,
        }
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    item: &TableCell,
    looks: &CellLooks,
) -> Result<(), XlsxError> {
    match item {
        TableCell::Blank => {}
        TableCell::Count(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &looks.text)?;
        }
        TableCell::Decimal(hundredths) => {
            sheet.write_number_with_format(row, column, *hundredths as f64 / 100.0, &looks.text)?;
        }
        TableCell::Percent(hundredths) => {
            let percent = *hundredths as f64 / 100.0;
            sheet.write_number_with_format(row, column, percent, &looks.percent)?;
        }
        TableCell::Cents(amount) => {
            sheet.write_number_with_format(row, column, dollars(*amount), &looks.money)?;
        }
        TableCell::Day(date) if (1900..=9999).contains(&date.year()) => {
            let date =
                ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &date, &looks.day)?;
        }
        TableCell::Hidden
        | TableCell::Text(_)
        | TableCell::List(_)
        | TableCell::Flag(_)
        | TableCell::Day(_)
        | TableCell::Json(..) => {
            let text: String = importable(item).chars().take(LONGEST).collect();
            sheet.write_string_with_format(row, column, text, &looks.text)?;
        }
    }
    Ok(())
}

/// Below all rows the sum of each column that has one, and of how many rows an amount is missing in it.
fn totals(sheet: &mut Worksheet, table: &Table, looks: &CellLooks) -> Result<(), XlsxError> {
    let row = table.rows.len() as u32 + 1;
    let summed: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].summed)
        .collect();
    if summed.is_empty() || table.rows.is_empty() {
        return Ok(());
    }
    let mut missing = 0;
    for at in &summed {
        let amounts = table.rows.iter().map(|row| match row.get(*at) {
            Some(TableCell::Cents(amount)) => Some(*amount),
            _ => None,
        });
        let known: Cents = amounts.clone().flatten().sum();
        if *at == summed[0] {
            missing = amounts.filter(Option::is_none).count();
        }
        sheet.write_number_with_format(row, *at as u16, dollars(known), &looks.total_money)?;
    }
    let label = match missing {
        0 => format!("Total of {}", table.rows.len()),
        n => format!("Total of {}, {n} without an amount", table.rows.len()),
    };
    if let Some(place) = (0..table.columns.len()).find(|at| !summed.contains(at)) {
        sheet.write_string_with_format(row, place as u16, label, &looks.total)?;
    }
    Ok(())
}

fn dollars(amount: Cents) -> f64 {
    amount.0 as f64 / 100.0
}

/// A capital first.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Wide enough for the words of its heading and the first rows, never wider than a screen can bear.
fn width(table: &Table, column: usize, heading: &str) -> f64 {
    let cells = table.rows.iter().take(50).filter_map(|row| row.get(column));
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
