//! What is a row of a table and what only stands beside it.

use super::super::columns::ImportKind;
use super::*;

fn row(number: u64, text: &str) -> SheetRow {
    let cell = |text: &str| match text {
        "" => FileCell::Empty,
        text => FileCell::Text(text.to_owned()),
    };
    SheetRow {
        number,
        cells: text.split(';').map(cell).collect(),
        cleaned: Vec::new(),
        too_long: None,
        hidden: false,
        merged: Vec::new(),
        swallowed: Vec::new(),
    }
}

/// The rows that stay, and what is said of the others.
fn shaped(kind: ImportKind, table: &str) -> (Vec<u64>, Vec<String>) {
    let mut lines = table.lines();
    let headers: Vec<String> = lines
        .next()
        .unwrap()
        .split(';')
        .map(str::to_owned)
        .collect();
    let mapping = Mapping::find(kind, &headers, &[]).unwrap();
    let mut shape = RowShape::new(&mapping);
    let mut kept = Vec::new();
    for (at, line) in lines.enumerate() {
        kept.extend(
            shape
                .take(row(at as u64 + 2, line))
                .into_iter()
                .map(|r| r.number),
        );
    }
    kept.extend(shape.rest().map(|row| row.number));
    let notes = shape.finish();
    (kept, notes.iter().map(Complaint::to_string).collect())
}

#[test]
fn totals_are_set_aside_with_a_note() {
    let table = "School;Enrollment\nJuniper;412\nFerry;1180\nDistrict Total;1,592";
    let (kept, notes) = shaped(ImportKind::Schools, table);
    assert_eq!(kept, [2, 3]);
    assert_eq!(
        notes,
        [
            "row 4, School `District Total`: looks like a total (it is the sum of the rows above); it was left out"
        ]
    );
    // Groups with their own totals, then all of it; a row of sums without a word.
    let table =
        "School;Enrollment\nA;1\nB;2\nElementary Total;3\nC;4\nMiddle total;4\nGrand total;7\n;7";
    assert_eq!(shaped(ImportKind::Schools, table).0, [2, 3, 5]);
    let table = "Product;Vendor\nQuillbarrow;Pinfold\nGrand Total;";
    assert_eq!(shaped(ImportKind::Products, table).0, [2]);
}

#[test]
fn a_name_that_has_the_word_total_is_a_name() {
    let table = "School;Enrollment\nA;1\nB;2\nTotal Learning Academy;5\nTotal Hope;3";
    // The last one's three is the sum of one and two, but not of all above.
    let (kept, notes) = shaped(ImportKind::Schools, table);
    assert_eq!((&kept[..], notes.len()), (&[2, 3, 4, 5][..], 0));
    let table = "Product;Status\nQuillbarrow;approved\nTotal;approved\nTotal Reader;denied";
    assert_eq!(shaped(ImportKind::Approvals, table).0, [2, 3, 4]);
    assert_eq!(
        shaped(ImportKind::Schools, "School;Enrollment\nTotal;5").0,
        [2]
    );
}

#[test]
fn a_total_of_any_list_is_no_record_of_it() {
    for (kind, table, kept) in [
        (
            ImportKind::Products,
            "Product;Vendor\nA;Pinfold\nB;Pinfold\nTotal;2",
            &[2, 3][..],
        ),
        (
            ImportKind::Products,
            "Product;Vendor\nA;P\nB;P\nC;P\nTOTAL PRODUCTS;3",
            &[2, 3, 4],
        ),
        (
            ImportKind::Products,
            "Product;Vendor\nA;Pinfold\nCount: 12;",
            &[2],
        ),
        (
            ImportKind::Products,
            "Product;Vendor\nTotal;\nA;Pinfold",
            &[3],
        ),
        (
            ImportKind::Products,
            "Product;Registry ID\nA;7\nB;8\nTotal number of products;2",
            &[2, 3],
        ),
        (ImportKind::Products, "Product\nA\nB\nTotal: 2", &[2, 3]),
        (
            ImportKind::Schools,
            "School;Enrollment\nTotal;30\nA;10\nB;20",
            &[3, 4],
        ),
        (
            ImportKind::Approvals,
            "Product;Status\nA;approved\nCount;1",
            &[2],
        ),
        (
            ImportKind::Contracts,
            "Product;Ends;Cost\nA;2027-06-30;5\nSum;;$5.00",
            &[2],
        ),
        (
            ImportKind::Inventory,
            "School;Product;Seats\nJUN;A;5\nTotal seats;;5",
            &[2],
        ),
        (ImportKind::People, "Login;Name\nkim;Kim Lee\nTotal;1", &[2]),
        // Names, and what has facts of its own.
        (
            ImportKind::Products,
            "Product;Vendor\nA;Pinfold\nTotal Math;",
            &[2, 3],
        ),
        (
            ImportKind::Products,
            "Product;Vendor\nTotal Math;Pinfold\nTotal;Pinfold",
            &[2, 3],
        ),
        (
            ImportKind::Products,
            "Product;Registry ID\nA;7\nTotal;9",
            &[2, 3],
        ),
        (
            ImportKind::Products,
            "Product;Vendor\nA;Pinfold\nCount On It;\n12;",
            &[2, 3, 4],
        ),
        (
            ImportKind::Schools,
            "School;Code\nSchool 12;S12\nSchool 13;S13",
            &[2, 3],
        ),
    ] {
        let (rows, notes) = shaped(kind, table);
        assert_eq!(rows, kept, "{table}");
        assert_eq!(
            rows.len() + notes.len(),
            table.lines().count() - 1,
            "{notes:?}"
        );
    }
}

#[test]
fn footnotes_stand_below_the_table_or_are_rows() {
    let table = "Product;Vendor\n* Starboard;\nQuillbarrow;Pinfold\n* list as of 10/1/2026;\nAsk the technology office for what is missing here.;";
    let (kept, notes) = shaped(ImportKind::Products, table);
    assert_eq!(kept, [2, 3]);
    assert_eq!(notes.len(), 2);
    assert!(
        notes[0].starts_with("row 4, Product `* list as of"),
        "{notes:?}"
    );
}

#[test]
fn names_said_again_are_no_row() {
    let table = "Product;Vendor\nQuillbarrow;Pinfold\nPRODUCT;Vendor\nGullwing;Vendor";
    assert_eq!(shaped(ImportKind::Products, table).0, [2, 4]);
}

#[test]
fn a_merged_number_counts_once_and_a_merged_name_everywhere() {
    let headers = ["Product", "Vendor", "Ends", "Cost"].map(str::to_owned);
    let mapping = Mapping::find(ImportKind::Contracts, &headers, &[]).unwrap();
    let mut shape = RowShape::new(&mapping);
    shape.take(row(2, "A;Pinfold;2027-06-30;4200"));
    let mut below = row(3, "B;Pinfold;2027-06-30;4200");
    below.merged = vec![(1, 2, 3), (3, 2, 3)];
    below.hidden = true;
    let rows = shape.take(below);
    assert_eq!(rows[0].cells[1].to_string(), "Pinfold");
    assert_eq!(rows[0].cells[3], FileCell::Empty);
    let notes: Vec<String> = shape.finish().iter().map(Complaint::to_string).collect();
    assert_eq!(
        notes,
        [
            "row 3, Cost `4200`: is merged over rows 2 to 3; it counts once, in row 2",
            "row 3: this row is hidden in the spreadsheet, and was read; delete what shall not count"
        ]
    );
}

#[test]
fn a_cell_that_took_rows_is_distrusted_where_one_line_is_wanted() {
    let headers = ["Product", "Status", "Reason"].map(str::to_owned);
    let mapping = Mapping::find(ImportKind::Approvals, &headers, &[]).unwrap();
    let mut shape = RowShape::new(&mapping);
    let mut taken = row(2, "A\nB, x;approved;fine");
    taken.swallowed = vec![0];
    let why = shape.take(taken).remove(0).too_long.unwrap();
    assert!(why.reason.starts_with("a quote opened in row 2"), "{why}");
    let mut note = row(3, "A;approved;one,\ntwo, three");
    note.swallowed = vec![2];
    assert_eq!(shape.take(note).remove(0).too_long, None);
}

#[test]
fn rows_are_listed_shortly() {
    assert_eq!(spans(&[4, 7, 8, 9]), "4, 7 to 9");
}
