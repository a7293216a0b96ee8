//! What a table is, whatever file it came from: rows, headers, and what is refused.

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
        .map(|r| (r.number, r.cells.iter().map(FileCell::to_string).collect()))
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
    let rows: Vec<SheetRow> = Sheet::open(file.path(), None)
        .unwrap()
        .map(|r| r.unwrap())
        .collect();
    assert_eq!(rows[0].cells, [FileCell::Text("1".into()), FileCell::Empty]);
    assert_eq!((&rows[1].too_long, rows[1].cells.len()), (&None, 2));
    let complaint = rows[2].too_long.clone().unwrap();
    assert_eq!((complaint.row, complaint.column.as_str()), (4, "column C"));
}

#[test]
fn harmful_characters_are_taken_out_and_said() {
    let file = file("a,b\nx\u{1b}[2Jy,' =1\n\u{202E},\u{a0} z\n".as_bytes());
    let rows: Vec<SheetRow> = Sheet::open(file.path(), None)
        .unwrap()
        .map(|r| r.unwrap())
        .collect();
    assert_eq!(
        rows[0].cells,
        [FileCell::Text("x[2Jy".into()), FileCell::Text("=1".into())]
    );
    assert_eq!(rows[0].cleaned, [0]);
    assert_eq!(rows[1].cells, [FileCell::Empty, FileCell::Text("z".into())]);
}

fn columns(names: &[String]) -> HeaderFit {
    let known = names
        .iter()
        .filter(|n| ["name", "code"].contains(&n.as_str()));
    let known = known.count();
    HeaderFit {
        complete: known == 2,
        known,
    }
}

#[test]
fn the_header_is_found_or_told() {
    let file = file(b"Schools 2026\n\nnote\nname,code\nLinden,LIN\n");
    let how = ReadOptions {
        judge: Some(&columns),
        ..ReadOptions::default()
    };
    let sheet = Sheet::read(file.path(), &how).unwrap();
    assert_eq!((sheet.headers().len(), sheet.facts().names_in), (2, (4, 4)));
    assert_eq!(
        sheet.notes()[0].to_string(),
        "row 4: the column names are in this row; rows 1 to 3 are not read"
    );
    assert_eq!(sheet.map(|r| r.unwrap().number).collect::<Vec<_>>(), [5]);
    let told = ReadOptions {
        header: Some(3),
        ..how
    };
    let sheet = Sheet::read(file.path(), &told).unwrap();
    assert_eq!(
        (sheet.headers(), sheet.fits()),
        (&["note".to_owned()][..], false)
    );
    let told = ReadOptions {
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
    let rows: Vec<SheetRow> = Sheet::open(file.path(), None)
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
    assert_eq!(row.cells[0], FileCell::Text("Avanc\u{e9}".into()));
    let FileCell::Broken(why) = &row.cells[1] else {
        panic!("{row:?}")
    };
    assert!(
        why.starts_with("reads `Caf\u{FFFD}` with a byte that is not UTF-8"),
        "{why}"
    );
    let how = ReadOptions {
        encoding: Encoding::named("windows-1252"),
        ..ReadOptions::default()
    };
    let row = Sheet::read(file.path(), &how)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(row.cells[1], FileCell::Text("Caf\u{e9}".into()));
}

#[test]
fn samples_do_not_use_up_rows_and_the_bar_reaches_the_end() {
    let file = file(b"a,b\n,2\n1,\n");
    let mut sheet = Sheet::open(file.path(), None).unwrap();
    assert_eq!(sheet.samples().unwrap(), ["1", "2"]);
    assert_eq!(sheet.by_ref().count(), 2);
    assert_eq!(sheet.consumed(), sheet.facts().bytes);
}
