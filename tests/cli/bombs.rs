//! Hostile spreadsheets, made here, are refused in bounded memory and time; harmless oddities are read.

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hallpass::exchange::sheet::{FileCell, Sheet};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Largest memory the whole test process may ever have held.
const MOST_MEMORY_KB: u64 = 700 * 1024;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>"#;

const FRAME: [(&str, &str); 4] = [
    ("[Content_Types].xml", TYPES),
    ("_rels/.rels", RELS),
    ("xl/workbook.xml", BOOK),
    ("xl/_rels/workbook.xml.rels", BOOK_RELS),
];

pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn xlsx(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{HEADER}{rows}</sheetData></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = FRAME.map(|(n, t)| (n, t.as_bytes())).to_vec();
    parts.push(("xl/worksheets/sheet1.xml", sheet.as_bytes()));
    parts.extend(more);
    archive(&parts)
}

pub(super) fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Tab">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An old workbook: a compound file whose only stream holds these records.
fn xls(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend((data.len() as u16).to_le_bytes());
        stream.extend(data);
    }
    // Small streams live elsewhere in a compound file; this one is made large.
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() as u32 / 512;
    let (end, free) = (0xFFFF_FFFEu32, 0xFFFF_FFFFu32);
    let mut file = vec![0u8; 512];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    file[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    for (at, word) in [(44, 1), (48, 1), (56, 4096), (60, end), (68, end)] {
        file[at..at + 4].copy_from_slice(&u32::to_le_bytes(word));
    }
    file[76..512].fill(0xFF);
    file[76..80].fill(0);
    let mut table = vec![0xFFFF_FFFDu32, end];
    table.extend((1..=sectors).map(|at| if at == sectors { end } else { at + 2 }));
    table.resize(128, free);
    file.extend(table.iter().flat_map(|w| w.to_le_bytes()));
    let mut directory = vec![0u8; 512];
    let entries = [
        ("Root Entry", 5u8, end, 0u32),
        ("Workbook", 2, 2, stream.len() as u32),
    ];
    for (entry, (name, kind, start, length)) in directory.chunks_mut(128).zip(entries) {
        for (i, unit) in name.encode_utf16().enumerate() {
            entry[i * 2..i * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64..66].copy_from_slice(&(name.len() as u16 * 2 + 2).to_le_bytes());
        entry[66] = kind;
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
    }
    file.extend(directory);
    file.extend(stream);
    file
}

/// A sheet with these cells: row, column and text, all from 0.
pub(super) fn xls_sheet(claimed: Option<Vec<u8>>, cells: &[(u16, u16, &str)]) -> Vec<u8> {
    let claimed = claimed.map(|c| (0x0200, c));
    xls_sheet_with(claimed.into_iter().collect(), cells)
}

/// The same behind these records of its sheet.
fn xls_sheet_with(more: Vec<(u16, Vec<u8>)>, cells: &[(u16, u16, &str)]) -> Vec<u8> {
    let begin = |kind: u8| (0x0809, [vec![0, 6, kind], vec![0; 13]].concat());
    let globals = 4 + 16 + 4 + 11 + 4;
    let bound = [&u32::to_le_bytes(globals)[..], &[0, 0, 3, 0], b"Old"].concat();
    let mut records = vec![begin(5), (0x0085, bound), (0x000A, vec![]), begin(16)];
    records.extend(more);
    for (row, column, text) in cells {
        let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        data.extend((text.len() as u16).to_le_bytes());
        data.push(0);
        data.extend(text.as_bytes());
        records.push((0x0204, data));
    }
    records.push((0x000A, vec![]));
    xls(&records)
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// What is said when the file is refused, which must not take long even in a debug build.
    fn refused(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.put(name, bytes);
        let start = Instant::now();
        let error = Sheet::open(&path, None)
            .err()
            .unwrap_or_else(|| panic!("{name} was taken"));
        let took = start.elapsed();
        assert!(took < Duration::from_secs(30), "{name}: {took:?}");
        println!(
            "{name}: {} bytes, {took:?}, {} MB at most: {error}",
            bytes.len(),
            peak_kb() / 1024
        );
        error.what
    }
}

fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

fn assert_small() {
    assert!(peak_kb() < MOST_MEMORY_KB, "{} KB", peak_kb());
}

#[test]
fn a_cell_at_the_far_corner_is_refused() {
    let folder = Folder::new();
    let far = xlsx(
        r#"<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>"#,
        &[],
    );
    assert!(far.len() < 3_000);
    assert!(folder.refused("far.xlsx", &far).contains("row 1048576"));
    let wide = xlsx(r#"<row r="2"><c r="ALM2"><v>1</v></c></row>"#, &[]);
    assert!(folder.refused("wide.xlsx", &wide).contains("column ALM"));
    let cell =
        "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let rows =
        format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>");
    assert!(
        folder
            .refused("rows.ods", &ods(&rows))
            .contains("row 50002")
    );
    let wide = cell.replace(
        "<table:table-cell ",
        "<table:table-cell table:number-columns-repeated=\"16384\" ",
    );
    let wide = format!("<table:table-row>{wide}</table:table-row>");
    assert!(
        folder
            .refused("columns.ods", &ods(&wide))
            .contains("column ALM")
    );
    let far = xls_sheet(None, &[(0, 0, "name"), (65_535, 255, "x")]);
    assert!(folder.refused("far.xls", &far).contains("row 65536"));
    let claims = [vec![0; 4], vec![0xFF; 4], vec![0, 0, 0, 1, 0, 0]].concat();
    let claimed = xls_sheet(Some(claims), &[(0, 0, "name")]);
    assert!(folder.refused("claims.xls", &claimed).contains("damaged"));
    assert_small();
}

#[test]
fn what_inflates_without_end_is_refused() {
    let folder = Folder::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in FRAME {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
        .unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..110 {
        zip.write_all(&blanks).unwrap();
    }
    let honest = zip.finish().unwrap().into_inner();
    assert!(honest.len() < 400_000);
    assert!(
        folder
            .refused("inflates.xlsx", &honest)
            .contains("unpacks to more than 100 MB")
    );
    // The same, but it says of itself that it is 1,000 bytes.
    let mut liar = honest;
    let size = (110u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..liar.len() - 4)
        .filter(|at| liar[*at..at + 4] == size)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&1_000u32.to_le_bytes());
    }
    let said = folder.refused("liar.xlsx", &liar);
    assert!(
        said.contains("unpacks to more") || said.contains("damaged"),
        "{said}"
    );
    assert_small();
}

#[test]
fn parts_that_grow_in_memory_are_refused() {
    let folder = Folder::new();
    let styles = format!(
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        "<xf/>".repeat(1 << 20)
    );
    let said = folder.refused(
        "styles.xlsx",
        &xlsx("", &[("xl/styles.xml", styles.as_bytes())]),
    );
    assert!(said.contains("unpacks to more than"), "{said}");
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(100);
    let rows = format!("<row>{cells}</row>").repeat(60);
    let said = folder.refused(
        "shared.xlsx",
        &xlsx(&rows, &[("xl/sharedStrings.xml", shared.as_bytes())]),
    );
    assert!(said.contains("too many cells"), "{said}");
    let names: Vec<String> = (0..300).map(|n| format!("xl/media/{n}.png")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
    let said = folder.refused("parts.xlsx", &xlsx("", &parts));
    assert!(said.contains("more than 200 parts"), "{said}");
    assert_small();
}

#[test]
fn more_shared_texts_than_there_can_be_are_refused() {
    let folder = Folder::new();
    let row = r#"<row r="2"><c r="A2" t="s"><v>0</v></c></row>"#;
    let shared = |sst: &str| {
        let part = format!("{sst}<si><t>Oak</t></si></sst>");
        xlsx(row, &[("xl/sharedStrings.xml", part.as_bytes())])
    };
    let padding = format!("<!--{}-->", "x".repeat(200_000));
    for (name, sst) in [
        (
            "hundred-gigabytes",
            r#"<sst uniqueCount="4294967295">"#.to_owned(),
        ),
        (
            "beyond-counting",
            r#"<sst uniqueCount="18446744073709551615">"#.to_owned(),
        ),
        (
            "no-number-at-all",
            r#"<sst uniqueCount="99999999999999999999">"#.to_owned(),
        ),
        (
            "one-too-many",
            r#"<s:sst xmlns:s="s" count="1" uniqueCount="70">"#.to_owned(),
        ),
        (
            "said-late",
            format!(r"{padding}<sst uniqueCount = '4294967295'>"),
        ),
    ] {
        let said = folder.refused(&format!("{name}.xlsx"), &shared(&sst));
        assert!(said.contains("is damaged"), "{name}: {said}");
    }
    for (name, sst) in [("right", r#"<sst uniqueCount="1">"#), ("unsaid", "<sst>")] {
        let path = folder.put(name, &shared(sst));
        let rows: Vec<_> = Sheet::open(&path, None)
            .unwrap()
            .map(|r| r.unwrap())
            .collect();
        assert_eq!(rows[0].cells[0], FileCell::Text("Oak".to_owned()), "{name}");
    }
    assert_small();
}

#[test]
fn merged_cells_over_merged_cells_are_refused() {
    let folder = Folder::new();
    let rows: Vec<String> = (2..3_000)
        .map(|r| format!(r#"<row r="{r}"><c r="B{r}"><v>1</v></c></row>"#))
        .collect();
    let rows = rows.concat();
    let merged = r#"<mergeCell ref="B2:B2999"/>"#.repeat(20_000);
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet><sheetData>{HEADER}{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = FRAME.map(|(n, t)| (n, t.as_bytes())).to_vec();
    parts.push(("xl/worksheets/sheet1.xml", sheet.as_bytes()));
    assert!(
        folder
            .refused("merged.xlsx", &archive(&parts))
            .contains("too many merged cells")
    );
    assert_small();
}

#[test]
fn a_damaged_file_costs_an_error_and_no_more() {
    let folder = Folder::new();
    let whole = xlsx(r#"<row r="2"><c r="A2"><v>1</v></c></row>"#, &[]);
    let old = xls_sheet(None, &[(0, 0, "name"), (1, 0, "Oak")]);
    for (name, bytes) in [("cut.xlsx", &whole), ("cut.xls", &old)] {
        for part in 1..8 {
            // An old workbook's stream ends in zeros here, so that a cut near its end loses nothing.
            if name == "cut.xlsx" || part < 3 {
                folder.refused(name, &bytes[..bytes.len() * part / 8]);
            }
        }
    }
    for at in (0..old.len()).step_by(7) {
        let mut bent = old.clone();
        bent[at] ^= 0xFF;
        // Taken or refused, but never a crash and never without end.
        let _ = Sheet::open(&folder.put("bent.xls", &bent), None).map(Iterator::count);
    }
    let mut circle = old;
    circle[516..520].copy_from_slice(&1u32.to_le_bytes());
    assert!(folder.refused("circle.xls", &circle).contains("damaged"));
    assert_small();
}

#[test]
fn harmless_oddities_are_read() {
    let folder = Folder::new();
    let old = folder.put(
        "old.xls",
        &xls_sheet(None, &[(2, 1, "name"), (3, 1, "Oak"), (5, 1, "Elm")]),
    );
    let sheet = Sheet::open(&old, None).unwrap();
    assert_eq!(sheet.facts().sheet.as_deref(), Some("Old"));
    let rows: Vec<_> = sheet
        .map(|r| r.unwrap())
        .map(|r| (r.number, r.cells[1].to_string()))
        .collect();
    assert_eq!(rows, [(4, "Oak".to_owned()), (6, "Elm".to_owned())]);

    // What LibreOffice writes around a small table: empty repeats to the end of the sheet.
    let text = |t: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>"
        )
    };
    let table = format!(
        "<table:table-row>{}{}<table:table-cell table:number-columns-repeated=\"16382\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-05T00:00:00\"><text:p>03/05/26</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1.5\"><office:annotation><text:p>a note</text:p></office:annotation><text:p>1.50</text:p></table:table-cell></table:table-row>\
        <table:table-row>{}</table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
        text("day"),
        text("n"),
        text("Tom &amp; <text:span>Ann&#233;</text:span>")
    );
    let path = folder.put("libre.ods", &ods(&table));
    let rows: Vec<_> = Sheet::open(&path, Some("tab"))
        .unwrap()
        .map(|r| r.unwrap())
        .collect();
    let day = FileCell::Day("2026-03-05".parse().unwrap());
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[1].number, &rows[1].cells[..]),
        (3, &[day, FileCell::Number(1.5)][..])
    );
    assert_eq!(
        rows[2].cells[0],
        FileCell::Text("Tom & Ann\u{e9}".to_owned())
    );
    let missing = Sheet::open(&path, Some("Other")).err().unwrap();
    assert!(missing.what.contains("no sheet `Other`") && missing.hint.contains("Tab"));

    // Whole columns coloured in Excel: empty cells far away take no room.
    let styled = xlsx(
        r#"<row r="2"><c r="A2"><v>7</v></c></row><row r="900000"><c r="XFD900000" s="0"/></row>"#,
        &[],
    );
    assert_eq!(
        Sheet::open(&folder.put("styled.xlsx", &styled), None)
            .unwrap()
            .count(),
        1
    );
}

#[test]
fn a_hidden_row_of_an_old_workbook_is_known() {
    let folder = Folder::new();
    // A row record: its place, its span, its height, and a bit that says it is hidden.
    let row = |at: u16, flags: u16| {
        let mut data = vec![0u8; 16];
        data[..2].copy_from_slice(&at.to_le_bytes());
        data[12..14].copy_from_slice(&flags.to_le_bytes());
        (0x0208u16, data)
    };
    let cells = [(0, 0, "name"), (1, 0, "Linden"), (2, 0, "Juniper")];
    let book = xls_sheet_with(vec![row(1, 0x0100), row(2, 0x0120)], &cells);
    let path = folder.put("hidden.xls", &book);
    let rows: Vec<_> = Sheet::open(&path, None)
        .unwrap()
        .map(|r| r.unwrap())
        .collect();
    let hidden: Vec<(u64, bool)> = rows.iter().map(|r| (r.number, r.hidden)).collect();
    assert_eq!(hidden, [(2, false), (3, true)]);
}
