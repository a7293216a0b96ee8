//! CSV for somebody who double-clicks it: with the mark by which Excel knows UTF-8, and no text that Excel would take for a
//! day, a time or a number. Scripts read the plain one.

use std::io::{self, Write};

use super::{TableCell, TableColumn, importable, written};
use crate::exchange::guard::guarded;
use crate::exchange::value::day::month_named;

/// By this Excel knows that a file is UTF-8.
const MARK: &str = "\u{feff}";
/// Stands before a text that Excel would change. It looks like nothing, and an import takes it off again.
const BLANK: char = '\u{a0}';

/// The mark and the names of the columns; the rows follow.
pub(super) fn begin<'o>(
    columns: &[TableColumn],
    out: &'o mut dyn Write,
) -> io::Result<csv::Writer<&'o mut dyn Write>> {
    out.write_all(MARK.as_bytes())?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let names = columns.iter();
    csv.write_record(names.map(|column| kept(guarded(&column.heading()).into_owned())))
        .map_err(written)?;
    Ok(csv)
}

/// The cell as Excel leaves it.
pub(super) fn cell(item: &TableCell) -> String {
    match item {
        TableCell::Text(_) | TableCell::List(_) | TableCell::Json(..) => kept(importable(item)),
        other => importable(other),
    }
}

fn kept(text: String) -> String {
    if is_changed(&text) {
        format!("{BLANK}{text}")
    } else {
        text
    }
}

/// Would Excel make a day, a time or another number of this text?
fn is_changed(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut parts = text
        .split(|c: char| "/-:., ".contains(c))
        .filter(|part| !part.is_empty());
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let month = |part: &str| month_named(part).is_some();
    let hour = |part: &str| {
        ["a", "p", "am", "pm"].contains(&part.trim_start_matches(|c: char| c.is_ascii_digit()))
    };
    // `1e5` is a number to Excel.
    let power = |part: &str| {
        part.split_once('e')
            .is_some_and(|(a, b)| digits(a) && digits(b) && !a.is_empty())
    };
    parts.all(|part| digits(part) || month(part) || hour(part) || power(part))
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Holds, Table};
    use super::*;
    use chrono::DateTime;

    #[test]
    fn what_excel_would_change_is_kept_as_it_is() {
        for changed in [
            "11/19",
            "3-5",
            "0012",
            "12-Sep",
            "Mar 5",
            "1e5",
            "3:30 pm",
            "2026-03-10",
            "9-12, 6",
            "1.2.3",
        ] {
            assert!(is_changed(changed), "{changed}");
        }
        for stays in [
            "K-5", "C-117", "Quill 3", "60 days", "", "PK", "11 of 19", "May", "LIN; OAK",
        ] {
            assert!(!is_changed(stays), "{stays}");
        }
    }

    #[test]
    fn excel_knows_the_letters_and_changes_no_text() {
        let table = Table {
            title: "t".to_owned(),
            columns: ["product", "technical", "seats"]
                .map(|name| TableColumn::new(name, Holds::Text))
                .to_vec(),
            rows: vec![vec!["¡Avancemos!".into(), "11/19".into(), 7.into()]],
        };
        let mut out = Vec::new();
        table
            .write(Format::ExcelCsv, DateTime::UNIX_EPOCH, &mut out)
            .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{feff}product,technical,seats\r\n¡Avancemos!,\u{a0}11/19,7\r\n"
        );
    }
}
