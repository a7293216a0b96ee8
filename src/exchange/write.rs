//! A table of typed cells, written in any format people ask for. The command line and the screens build the `Table`.
//! Spreadsheets never take an exported text for a formula, and the same table gives the same bytes every time.

mod excel_csv;
mod json_rows;
mod made;
mod plain;
mod rows;
pub(super) mod spreadsheet;
mod words;

pub use json_rows::{JsonLayout, JsonRows, RowKeys};
pub use rows::RowWriter;

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::guard::guarded;
use super::value::listed;
use crate::domain::money::{Cents, HIDDEN};
use crate::domain::text::{shown, shown_lines};

/// Formats a table can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, UTF-8.
    Csv,
    /// The same for whoever opens it in Excel, which is told that it is UTF-8 and changes no text of it.
    ExcelCsv,
    /// Excel workbook with one sheet.
    Xlsx,
    /// An array of objects, one a row.
    Json,
    /// A table in Markdown.
    Markdown,
    /// Aligned columns for reading.
    Text,
}

/// What a column holds: decides its alignment, its number format and its name in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Money; in JSON the name ends in `_cents`.
    Cents,
    /// Days.
    Day,
    /// Percentages.
    Percent,
    /// Numbers with two decimals.
    Decimal,
    /// Yes or no.
    Flag,
    /// Several texts in one cell; an array in JSON, `;` between elsewhere.
    List,
}

impl Holds {
    /// Numbers and money end at the same place.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Holds::Count | Holds::Cents | Holds::Percent | Holds::Decimal
        )
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its header, which is the field's name where the table can be imported again.
    pub name: String,
    /// What kind of value its cells hold, which says how each format writes them.
    pub holds: Holds,
    /// Do its amounts of all rows make a sum, each dollar once?
    pub summed: bool,
}

impl TableColumn {
    /// A column of that name.
    pub fn new(name: &str, holds: Holds) -> TableColumn {
        TableColumn {
            name: name.to_owned(),
            holds,
            summed: false,
        }
    }

    /// The same with a sum below, or without.
    #[must_use]
    pub fn summed(self, summed: bool) -> TableColumn {
        TableColumn { summed, ..self }
    }

    /// Its name where people and spreadsheets see it: a column may be called after a record, as each school's is.
    fn heading(&self) -> Cow<'_, str> {
        shown(&self.name)
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Nothing; `null` in JSON.
    Blank,
    /// An amount that the policy hides from whoever asks: its own word, and `null` in JSON, where the row says so.
    Hidden,
    /// Words.
    Text(String),
    /// A whole number.
    Count(i64),
    /// An amount of money.
    Cents(Cents),
    /// A day.
    Day(NaiveDate),
    /// Hundredths of a percent.
    Percent(i64),
    /// Hundredths of a plain number.
    Decimal(i64),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
    /// What JSON says in full, and the same in words for every other format.
    Json(Value, String),
}

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet, heading of the page.
    pub title: String,
    /// The columns, in order.
    pub columns: Vec<TableColumn>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<TableCell>>,
}

impl Table {
    /// Writes the table to `out`. `created` is what an XLSX file says about its age; no clock is read.
    pub fn write(
        &self,
        format: Format,
        created: DateTime<Utc>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if format == Format::Text {
            return plain::text(self, out);
        }
        let columns = self.columns.clone();
        let mut rows = RowWriter::begin(&self.title, columns, (format, created), out)?;
        for row in &self.rows {
            rows.row(row)?;
        }
        rows.end()
    }
}

/// The cell as an importer (ours, or a spreadsheet's) reads it back: numbers bare, texts guarded.
fn importable(item: &TableCell) -> String {
    match item {
        TableCell::Blank => String::new(),
        TableCell::Hidden => HIDDEN.to_owned(),
        TableCell::Text(text) | TableCell::Json(_, text) => {
            guarded(&shown_lines(text)).into_owned()
        }
        TableCell::List(texts) => guarded(&shown_lines(&listed(texts))).into_owned(),
        TableCell::Count(n) => n.to_string(),
        TableCell::Cents(amount) => {
            let sign = if amount.0 < 0 { "-" } else { "" };
            format!(
                "{sign}{}.{:02}",
                amount.0.unsigned_abs() / 100,
                amount.0.unsigned_abs() % 100
            )
        }
        TableCell::Day(day) => day.to_string(),
        TableCell::Percent(hundredths) | TableCell::Decimal(hundredths) => decimal(*hundredths),
        TableCell::Flag(yes) => yes_no(*yes).to_owned(),
    }
}

/// The cell as a person reads it, on one line.
pub fn readable(item: &TableCell) -> String {
    match item {
        TableCell::Text(text) | TableCell::Json(_, text) => shown(text).into_owned(),
        TableCell::List(texts) => shown(&texts.join("; ")).into_owned(),
        TableCell::Cents(amount) => amount.to_string(),
        TableCell::Percent(hundredths) => format!("{}%", decimal(*hundredths)),
        other => importable(other),
    }
}

fn decimal(hundredths: i64) -> String {
    let (sign, n) = (
        if hundredths < 0 { "-" } else { "" },
        hundredths.unsigned_abs(),
    );
    let text = format!("{sign}{}.{:02}", n / 100, n % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// What writing came to, as it was told: whoever stops reading is no error, and the library's own conversion forgets that.
fn written(why: csv::Error) -> io::Error {
    match why.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub fn sample() -> Table {
        let columns = [
            ("product", Holds::Text),
            ("seats", Holds::Count),
            ("total", Holds::Cents),
            ("term_end", Holds::Day),
            ("used", Holds::Percent),
            ("auto_renew", Holds::Flag),
            ("schools", Holds::List),
        ];
        let blanks = vec![TableCell::Blank; 6];
        let mut hostile = vec![TableCell::Text("=cmd|'/c calc'!A1".to_owned())];
        hostile.extend(blanks);
        Table {
            title: "Contracts".to_owned(),
            columns: columns
                .map(|(name, holds)| TableColumn::new(name, holds))
                .to_vec(),
            rows: vec![
                vec![
                    TableCell::Text("Letterloop, \"Plus\"".to_owned()),
                    TableCell::Count(-3),
                    TableCell::Cents(Cents(-198_050)),
                    TableCell::Day(NaiveDate::from_ymd_opt(2027, 6, 30).unwrap()),
                    TableCell::Percent(8_350),
                    TableCell::Flag(true),
                    TableCell::List(vec!["LIN".to_owned(), "OAK".to_owned()]),
                ],
                hostile,
            ],
        }
    }

    pub fn bytes(format: Format) -> Vec<u8> {
        let mut out = Vec::new();
        sample()
            .write(format, DateTime::UNIX_EPOCH, &mut out)
            .unwrap();
        out
    }

    #[test]
    fn csv_keeps_numbers_bare_and_guards_text() {
        assert_eq!(
            String::from_utf8(bytes(Format::Csv)).unwrap(),
            "product,seats,total,term_end,used,auto_renew,schools\n\
             \"Letterloop, \"\"Plus\"\"\",-3,-1980.50,2027-06-30,83.5,yes,LIN; OAK\n\
             '=cmd|'/c calc'!A1,,,,,,\n"
        );
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_is_written() {
        let table = Table {
            rows: vec![vec![
                TableCell::Text("a\u{1b}[2J\u{9b}b\u{202e}\nc\u{b}".to_owned()),
                TableCell::List(vec!["d\u{7}".to_owned(), "e".to_owned()]),
            ]],
            columns: ["one", "tw\u{1b}o"]
                .map(|name| TableColumn::new(name, Holds::Text))
                .to_vec(),
            title: "t\u{1b}".to_owned(),
        };
        let written = |format| {
            let mut out = Vec::new();
            table.write(format, DateTime::UNIX_EPOCH, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Format::Csv), "one,tw?o\n\"a?[2J?b?\nc \",d?; e\n");
        assert!(written(Format::Markdown).starts_with("# t?\n"));
        assert!(written(Format::Markdown).ends_with("| a?[2J?b? c  | d?; e |\n"));
        // JSON says what is kept, in letters that do nothing.
        let json = written(Format::Json);
        assert!(
            !json.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'),
            "{json:?}"
        );
        let rows: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(rows[0]["one"], "a\u{1b}[2J\u{9b}b\u{202e}\nc\u{b}");
    }

    #[test]
    fn json_says_cents_and_null() {
        let rows: Value = serde_json::from_slice(&bytes(Format::Json)).unwrap();
        assert_eq!(
            rows[0],
            json!({"product": "Letterloop, \"Plus\"", "seats": -3, "total_cents": -198_050, "term_end": "2027-06-30",
                   "used": 83.5, "auto_renew": true, "schools": ["LIN", "OAK"]})
        );
        assert_eq!(rows[1]["product"], "=cmd|'/c calc'!A1");
        assert_eq!(rows[1]["total_cents"], Value::Null);
        let empty = Table {
            rows: Vec::new(),
            ..sample()
        };
        let mut out = Vec::new();
        empty
            .write(Format::Json, DateTime::UNIX_EPOCH, &mut out)
            .unwrap();
        assert_eq!(out, b"[]\n");
    }
}
