//! Files at random, of every kind that can be imported: tables of nasty cells, and well-formed files that are spoilt. Each
//! is refused whole or taken, soon; what is taken holds nothing that acts on a terminal, neither inside nor on the way out;
//! and the same file again changes nothing.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Data, Reader};
use hallpass::domain::change::Change;
use hallpass::domain::field::ImportKind;
use hallpass::domain::zone::Zone;
use hallpass::exchange::import::ImportRequest;
use hallpass::exchange::template::template;
use hallpass::exchange::write::{Format, Table};
use hallpass::exchange::{Complaint, ReadError};
use hallpass::office::Office as Desk;
use hallpass::office::import::{Applied, ImportLookup};
use hallpass::store::{Access, Error, Store};
use proptest::prelude::*;
use proptest::sample::select;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};

use super::bombs::{archive, ods, xls_sheet};
use super::support::fuzz::{Spoilt, harmful, sly_text, spoil, spoilt, tries};
use super::support::{Office, made_once, office, stamp, today};

/// What one file may take on a busy machine, read and saved and written out in a debug build.
const LONGEST_TRY: Duration = Duration::from_secs(30);

/// Numbers, days and words that a cell can be read as, and at the edge of it.
const EDGES: [&str; 44] = [
    "0",
    "-1",
    "1",
    "12",
    "1e308",
    "9223372036854775807",
    "92233720368547758.07",
    "-9223372036854775808",
    "99999999999999999999999999",
    "$1,234.56",
    "(500.00)",
    "1.234,56 \u{20ac}",
    "NaN",
    "inf",
    "0x10",
    "50%",
    "1000%",
    "0001-01-01",
    "9999-12-31",
    "1899-12-31",
    "2026-02-30",
    "02/03/2026",
    "31/12/26",
    "June 31, 2026",
    "46082",
    "2958466",
    "262143-12-31",
    "2026-07-01T23:59:60Z",
    "K-5",
    "PK-12",
    "12-K",
    "99",
    "yes",
    "no",
    "n/a",
    "all",
    "TBD",
    "district",
    "60 days",
    "999999999999 years",
    "approved",
    "Letterloop",
    "LIN; FRO | LIN;;",
    "   ",
];

#[derive(Debug)]
enum Failed {
    Store(Error),
    Read(ReadError),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Store(error)
    }
}

impl From<ReadError> for Failed {
    fn from(error: ReadError) -> Failed {
        Failed::Read(error)
    }
}

/// What a file comes to, and whether it is left as it is since rows of it cannot be taken.
struct Planned {
    change: Change,
    refused: bool,
    said: Vec<Complaint>,
}

fn bring(
    office: &mut Desk,
    kind: ImportKind,
    path: &Path,
    skip_bad: bool,
) -> Result<(Planned, Applied), Failed> {
    let zone = Zone::utc();
    let request = ImportRequest {
        kind,
        path,
        sheet: None,
        header: None,
        encoding: None,
        told: &[],
        meant: &[],
        today: today(),
        zone: &zone,
    };
    let mut plan = |lookup: &ImportLookup| -> Result<Planned, Failed> {
        let recognised = request.recognise()?;
        let plan =
            lookup.plan::<Failed>(&request, recognised, &mut |_| ControlFlow::Continue(()))?;
        Ok(Planned {
            refused: !plan.rejected.is_empty() && (!skip_bad || plan.rejected_rows == plan.read),
            said: plan
                .warnings
                .iter()
                .chain(&plan.rejected)
                .cloned()
                .collect(),
            change: plan.change(kind, path),
        })
    };
    office.bring_in(
        &mut plan,
        |planned| &planned.change,
        |planned| !planned.refused,
        &mut |_| ControlFlow::Continue(()),
    )
}

/// An office in which every name is known that the templates of all kinds name.
fn furnished() -> Office {
    made_once("every template", || {
        let Office { dir, store } = office();
        let path = store.path().to_owned();
        let mut desk = Desk::new(store, Box::new(|| stamp("ada")));
        for kind in ImportKind::ALL {
            let file = dir.path().join(format!("{kind}.csv"));
            std::fs::write(&file, template(kind)).unwrap();
            if let Err(why) = bring(&mut desk, kind, &file, true) {
                panic!("{kind}: {why:?}");
            }
        }
        drop(desk);
        let store = Store::open(&path, Access::Write).unwrap();
        Office { dir, store }
    })
}

/// Imports the file, and looks at all that becomes of it.
fn harmless_file(
    kind: ImportKind,
    name: &str,
    bytes: &[u8],
    skip_bad: bool,
) -> Result<(), TestCaseError> {
    let begun = Instant::now();
    let Office { dir, mut store } = furnished();
    let mut before = Vec::new();
    store.dump(&mut before).unwrap();
    let db = store.path().to_owned();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut office = Desk::new(store, Box::new(|| stamp("ada")));
    let took = bring(&mut office, kind, &path, skip_bad);
    let mut after = Vec::new();
    Store::open(&db, Access::Write)
        .unwrap()
        .dump(&mut after)
        .unwrap();
    match &took {
        Err(Failed::Read(why)) => prop_assert!(!why.what.is_empty() && !why.hint.is_empty()),
        Ok(_) | Err(Failed::Store(Error::Refused(_) | Error::Rows(_))) => {}
        Err(Failed::Store(other)) => prop_assert!(false, "{:?}", other),
    }
    let taken =
        matches!(&took, Ok((planned, applied)) if !planned.refused && applied.change_set.is_some());
    if !taken {
        prop_assert!(before == after, "refused, and not whole");
        return Ok(());
    }
    clean(std::str::from_utf8(&after).unwrap())?;
    let again = bring(&mut office, kind, &path, skip_bad);
    let again = again.map_err(|why| TestCaseError::fail(format!("again: {why:?}")))?;
    prop_assert!(
        again.1.change_set.is_none(),
        "the same file again changes something"
    );
    for kind in ImportKind::ALL {
        let table = exported(&office, kind);
        for format in [Format::Csv, Format::Json, Format::Markdown, Format::Xlsx] {
            harmless_table(&table, format)?;
        }
    }
    let mut out = Vec::new();
    exported(&office, kind)
        .write(Format::Csv, stamp("ada").at, &mut out)
        .unwrap();
    let path = dir.path().join("out.csv");
    std::fs::write(&path, out).unwrap();
    let again = bring(&mut office, kind, &path, false);
    let again = again.map_err(|why| TestCaseError::fail(format!("exported: {why:?}")))?;
    prop_assert!(
        !again.0.refused,
        "exported and refused: {:?}",
        again
            .0
            .said
            .iter()
            .map(Complaint::to_string)
            .collect::<Vec<_>>()
    );
    prop_assert!(
        again.1.change_set.is_none(),
        "what was exported changes something"
    );
    let took = begun.elapsed();
    prop_assert!(took < LONGEST_TRY, "took {took:?}");
    Ok(())
}

/// No text of any record or of history holds what acts on a terminal, hides or turns.
fn clean(dump: &str) -> Result<(), TestCaseError> {
    fn texts(json: &serde_json::Value, found: &mut Vec<String>) {
        match json {
            serde_json::Value::String(text) => found.push(text.clone()),
            serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
            serde_json::Value::Object(all) => all.values().for_each(|one| texts(one, found)),
            _ => {}
        }
    }
    for line in dump.lines() {
        let mut found = Vec::new();
        texts(&serde_json::from_str(line).unwrap(), &mut found);
        for text in found {
            prop_assert!(!text.chars().any(harmful), "kept: {text:?} in {line}");
        }
    }
    Ok(())
}

/// Would a spreadsheet take this cell for a formula?
fn formula(cell: &str) -> bool {
    let bare = cell.trim_start();
    let number = bare.replace(['$', ',', '%'], "").parse::<f64>().is_ok();
    bare.starts_with([
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]) && !number
}

fn harmless_table(table: &Table, format: Format) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    table.write(format, stamp("ada").at, &mut out).unwrap();
    if format == Format::Xlsx {
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(out)).unwrap();
        let sheet = book.sheet_names()[0].clone();
        prop_assert_eq!(
            book.worksheet_formula(&sheet).unwrap().used_cells().count(),
            0
        );
        for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
            if let Data::String(text) = cell {
                prop_assert!(!text.chars().any(harmful), "{text:?}");
            }
        }
        return Ok(());
    }
    let text = String::from_utf8(out).unwrap();
    prop_assert!(!text.chars().any(harmful), "{format:?}: {text:?}");
    if format == Format::Csv {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            prop_assert!(!formula(&cell), "{cell:?}");
        }
    }
    Ok(())
}

/// A cell of a table before its column is known.
#[derive(Debug, Clone)]
enum Cell {
    /// What a made-up row of the template says there.
    Example(bool),
    Text(String),
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        12 => any::<bool>().prop_map(Cell::Example),
        4 => select(EDGES.to_vec()).prop_map(|text| Cell::Text(text.into())),
        4 => sly_text().prop_map(Cell::Text),
        2 => Just(Cell::Text(String::new())),
        // One in some hundred is as long as a cell can be, and longer.
        1 => (sly_text(), prop_oneof![30 => 0usize..20, 1 => Just(70_000)])
            .prop_map(|(text, times)| Cell::Text(format!("{}{text}", "x".repeat(times)))),
    ]
}

/// A table for a kind of file: its head, and its rows as texts.
fn table() -> impl Strategy<Value = (ImportKind, Vec<Vec<String>>)> {
    let kind = select(ImportKind::ALL.to_vec());
    let rows = prop::collection::vec(prop::collection::vec(cell(), 40), 0..6);
    let head = prop_oneof![4 => Just(None), 1 => sly_text().prop_map(Some)];
    (kind, any::<u64>(), rows, head).prop_map(|(kind, which, rows, head)| {
        let fields = kind.fields().iter().enumerate();
        let fields: Vec<_> = fields
            .filter(|(at, field)| {
                field.examples != [""; 2]
                    && (!field.examples[0].is_empty() && at % 5 == 0 || which >> (at % 64) & 1 == 1)
            })
            .map(|(_, field)| field)
            .collect();
        let mut table = vec![
            fields
                .iter()
                .map(|field| field.name.to_owned())
                .collect::<Vec<_>>(),
        ];
        for row in rows {
            let cell = |(cell, field): (&Cell, &&hallpass::domain::field::ImportField)| match cell {
                Cell::Example(second) => field.examples[usize::from(*second)].to_owned(),
                Cell::Text(text) => text.clone(),
            };
            table.push(row.iter().zip(&fields).map(cell).collect());
        }
        if let Some(junk) = head {
            table[0].push(junk.clone());
            table[1..].iter_mut().for_each(|row| row.push(junk.clone()));
        }
        (kind, table)
    })
}

/// The table as text in one of the ways that programs write it.
fn delimited(table: &[Vec<String>], (between, end, quoted): (char, &str, u8)) -> String {
    let cell = |text: &String| match quoted {
        // Quotes as they come: what stands inside ends the cell early.
        0 => text.clone(),
        1 => format!("\"{text}\""),
        _ => format!("\"{}\"", text.replace('"', "\"\"")),
    };
    let line = |row: &Vec<String>| {
        row.iter()
            .map(cell)
            .collect::<Vec<_>>()
            .join(&between.to_string())
    };
    table.iter().map(|row| line(row) + end).collect()
}

/// The text in one of the encodings that there are, whole or not.
fn encoded(text: &str, how: u8) -> Vec<u8> {
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match how {
        0 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        1 => [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat(),
        2 => [vec![0xfe, 0xff], utf16(u16::to_be_bytes)].concat(),
        3 => [vec![0xff, 0xfe], utf16(u16::to_le_bytes), vec![0x41]].concat(),
        4 => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect(),
        5 => [text.as_bytes(), b"\xff\xfe\xc3"].concat(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The table as a workbook: texts, and what a spreadsheet has made of them.
fn workbook(table: &[Vec<String>], which: u64) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    for (at, row) in table.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            let (line, place) = (at as u32, column as u16);
            let short: String = text.chars().take(32_000).collect();
            let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
            // What cannot be written so is left out.
            let _ = match (at, which >> ((at * 7 + column) % 60) & 7, number) {
                (1.., 0, _) => sheet
                    .write_formula(line, place, Formula::new("=1+1").set_result(short))
                    .map(|_| ()),
                (1.., 1, _) => sheet.write_boolean(line, place, true).map(|_| ()),
                (1.., 2, _) => {
                    let day_of = ExcelDateTime::from_ymd(
                        1900 + (which % 8_000) as u16,
                        2,
                        1 + (column % 28) as u8,
                    );
                    day_of
                        .and_then(|at| sheet.write_datetime_with_format(line, place, at, &day))
                        .map(|_| ())
                }
                (1.., 3, Some(number)) => sheet.write_number(line, place, number).map(|_| ()),
                _ => sheet.write_string(line, place, short).map(|_| ()),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// A well-formed file of a kind in each form that is read.
fn well_formed(kind: ImportKind, form: usize) -> (&'static str, Vec<u8>) {
    let text = template(kind);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    match form {
        0 => ("spoilt.csv", text.into_bytes()),
        1 => ("spoilt.xlsx", workbook(&rows, 0x7777_7777_7777_7777)),
        2 => {
            let cell = |text: &String| {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
            };
            let row = |row: &Vec<String>| {
                format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>())
            };
            ("spoilt.ods", ods(&rows.iter().map(row).collect::<String>()))
        }
        3 => {
            let cells = rows.iter().enumerate().flat_map(|(at, row)| {
                row.iter().enumerate().map(move |(column, text)| (at as u16, column as u16, text.as_str()))
            });
            ("spoilt.xls", xls_sheet(None, &cells.collect::<Vec<_>>()))
        }
        _ => (
            "spoilt.ics",
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nDTSTAMP:20260101T000000Z\r\n\
              DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261128\r\nSUMMARY:No school\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n\
              END:VEVENT\r\nEND:VCALENDAR\r\n"
                .to_vec(),
        ),
    }
}

/// An archive whose parts are spoilt and packed again, so that what unpacks them does not notice.
fn repacked(bytes: &[u8], part: usize, ways: &[Spoilt]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut inside = Vec::new();
        file.read_to_end(&mut inside).unwrap();
        parts.push((file.name().unwrap().into_owned(), inside));
    }
    let part = part % parts.len();
    parts[part].1 = spoil(&parts[part].1, ways);
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, inside)| (name.as_str(), &inside[..]))
        .collect();
    archive(&parts)
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn any_table_is_refused_whole_or_taken_clean(
        (kind, table) in table(),
        between in select(vec![',', ',', ';', '\t', '|']),
        end in select(vec!["\n", "\r\n", "\r", "\n\n", "\u{2028}"]),
        quoted in 0u8..6,
        how in 0u8..12,
        ways in spoilt(),
        skip_bad in any::<bool>(),
    ) {
        let text = delimited(&table, (between, end, quoted));
        let ways = if how % 2 == 0 { ways } else { Vec::new() };
        harmless_file(kind, "any.csv", &spoil(&encoded(&text, how), &ways), skip_bad)?;
    }

    #[test]
    fn any_workbook_is_refused_whole_or_taken_clean((kind, table) in table(), which in any::<u64>()) {
        harmless_file(kind, "any.xlsx", &workbook(&table, which), true)?;
    }
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn a_spoilt_file_is_refused_whole_or_taken_clean(
        kind in select(ImportKind::ALL.to_vec()),
        form in 0usize..5,
        part in any::<usize>(),
        ways in spoilt(),
        packed in any::<bool>(),
    ) {
        let kind = if form == 4 { ImportKind::Calendar } else { kind };
        let (name, whole) = well_formed(kind, form);
        let bytes = if matches!(form, 1 | 2) && packed {
            repacked(&whole, part, &ways)
        } else {
            spoil(&whole, &ways)
        };
        harmless_file(kind, name, &bytes, true)?;
    }
}

/// All records of a kind, as a file has them.
fn exported(office: &Desk, kind: ImportKind) -> Table {
    let mut rows = Vec::new();
    let told = office.each_record(kind, |row| {
        rows.push(row.to_vec());
        Ok(())
    });
    told.unwrap();
    Table {
        title: kind.name().to_owned(),
        columns: Desk::record_columns(kind),
        rows,
    }
}
