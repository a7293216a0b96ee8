//! Spreadsheets as people keep them: titles, two rows of names, merged and hidden rows, totals, cover sheets,
//! stray quotes and stray bytes. What is not read is said; what cannot be read is refused with its row.

use std::io::{Cursor, Write};

use serde_json::{Value as Json, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::program::{District, text};

/// A sheet of a workbook made here: its name, its rows, and what stands behind them.
struct Tab<'t> {
    name: &'t str,
    hidden: bool,
    rows: String,
    merged: &'t str,
}

/// Rows of texts, `|` between cells; a cell that begins with `<` is taken as it is.
fn rows(table: &str) -> String {
    let cell = |text: &str| match text {
        "" => "<c/>".to_owned(),
        raw if raw.starts_with('<') => raw.to_owned(),
        text => format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#),
    };
    let row = |(at, line): (usize, &str)| {
        let (hidden, line) = match line.strip_prefix("hidden ") {
            Some(line) => (r#" hidden="1""#, line),
            None => ("", line),
        };
        let cells: String = line.split('|').map(cell).collect();
        format!(r#"<row r="{}"{hidden}>{cells}</row>"#, at + 1)
    };
    table.lines().enumerate().map(row).collect()
}

fn tab<'t>(name: &'t str, table: &str) -> Tab<'t> {
    Tab {
        name,
        hidden: false,
        rows: rows(table),
        merged: "",
    }
}

fn workbook(tabs: &[Tab]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut sheets, mut rels) = (String::new(), String::new());
    for (at, tab) in tabs.iter().enumerate() {
        let hidden = if tab.hidden { r#" state="hidden""# } else { "" };
        sheets += &format!(
            r#"<sheet name="{}" sheetId="{at}" r:id="rId{at}"{hidden}/>"#,
            tab.name
        );
        rels += &format!(
            r#"<Relationship Id="rId{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s{at}.xml"/>"#
        );
        let merged: Vec<String> = tab
            .merged
            .split_whitespace()
            .map(|m| format!(r#"<mergeCell ref="{m}"/>"#))
            .collect();
        let merged = merged.concat();
        part(
            &format!("xl/worksheets/s{at}.xml"),
            &format!(
                "<worksheet><sheetData>{}</sheetData><mergeCells>{merged}</mergeCells></worksheet>",
                tab.rows
            ),
        );
    }
    part("[Content_Types].xml", "<Types/>");
    part(
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    );
    part(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"#
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships>{rels}</Relationships>"),
    );
    zip.finish().unwrap().into_inner()
}

fn reasons(told: &Json, sort: &str) -> Vec<String> {
    let all = told[sort].as_array().unwrap().iter();
    all.map(|c| format!("{}: {}", c["row"], text(&c["reason"])))
        .collect()
}

fn names(district: &District, noun: &str) -> Vec<String> {
    let all = district.all(noun);
    let mut names: Vec<String> = all.iter().map(|r| text(&r["name"]).to_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_quote_never_closed_is_refused_with_the_row_it_began_at() {
    let district = District::new();
    let before = district.dump();
    for (name, bytes, row) in [
        (
            "inch.csv",
            "name,vendor,description\nA,P,fine\nB,P,\"a 12\"\" tablet\nC,P,ok\nD,P,ok\n",
            3,
        ),
        (
            "name.csv",
            "name,vendor\nA,P\nB,\"Marsh Lane\nC,P\nD,P\n",
            3,
        ),
        ("tab.tsv", "name\tvendor\nA\t\"P\nB\tP\n", 2),
        (
            "later.csv",
            "name,vendor\nA,P\n\"B,P\nC,\"\"\"P, Q\"\nD,P\n",
            3,
        ),
    ] {
        let file = district.file(name, bytes);
        for more in [&[][..], &["--skip-bad"]] {
            let answer = district.import("products", &file, more);
            assert_eq!(answer.code, 1, "{name}: {answer:?}");
            let said = format!("a quote opened in row {row} ");
            assert!(answer.err.contains(&said), "{name}: {}", answer.err);
        }
    }
    // Closed cleanly by an inch mark rows later: only what one cell took tells.
    let file = district.file("clean.csv", "name,vendor\nA,P\nB,\"P\nC,Q\nD,12\"\nE,P\n");
    let told = district.import("products", &file, &[]);
    assert_eq!(told.code, 1);
    assert!(
        reasons(&told.json(), "rejected")[0].starts_with("3: a quote opened in row 3"),
        "{told:?}"
    );
    assert!(district.dump() == before);
}

#[test]
fn a_line_break_that_belongs_to_a_name_or_a_note_is_kept() {
    let district = District::new();
    let told = district.take(
        "approvals",
        "product,status,reason\n\"Quill\nbarrow\",approved,\"One, two\nthree, four\"\n",
    );
    assert_eq!(told["added"], json!(1), "{told}");
    assert_eq!(names(&district, "product"), ["Quill barrow"]);
    assert_eq!(
        district.all("approval")[0]["reason"],
        json!("One, two\nthree, four")
    );
}

#[test]
fn a_list_of_one_column_may_break_a_name_and_not_swallow_rows() {
    let district = District::new();
    let told = district.take("products", "name\n\"Quill\nbarrow\"\nGullwing\n");
    assert_eq!(told["added"], json!(2), "{told}");
    assert_eq!(names(&district, "product"), ["Gullwing", "Quill barrow"]);
    for table in [
        // A quote before a name, closed by the inches of a later row.
        "name\n\"Letterloop\ntablet 12\"\nDraftsmith\n",
        "name\n\"Letterloop\nDraftsmith\nInkwell\"\n",
    ] {
        let file = district.file("one.csv", table);
        let answer = district.import("products", &file, &[]);
        assert_eq!(answer.code, 1, "{table}");
    }
}

/// An OpenDocument sheet with these rows.
fn open_document(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Tab">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn hidden_rows_and_merged_cells_of_an_open_document_are_told_too() {
    let district = District::new();
    let cell =
        |text: &str| format!(r"<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let rows = [
        row(&(cell("Product") + &cell("Vendor"))),
        row(&(cell("Quillbarrow")
            + r#"<table:table-cell table:number-rows-spanned="2"><text:p>Marsh Lane</text:p></table:table-cell>"#)),
        row(&(cell("Gullwing") + "<table:covered-table-cell/>")),
        format!(
            r#"<table:table-row table:visibility="filter">{}{}</table:table-row>"#,
            cell("Inkwell"),
            cell("Pinfold")
        ),
    ];
    let file = district.file("list.ods", open_document(&rows.concat()));
    let told = district.import("products", &file, &[]).ok().json();
    assert_eq!(told["added"], json!(3), "{told}");
    assert_eq!(
        reasons(&told, "warnings"),
        ["4: this row is hidden in the spreadsheet, and was read; delete what shall not count"]
    );
    let mut vendors: Vec<Json> = district
        .all("product")
        .iter()
        .map(|p| p["vendor"].clone())
        .collect();
    vendors.dedup();
    assert_eq!(vendors.len(), 2, "{vendors:?}");
}

#[test]
fn one_bad_byte_names_its_row_and_leaves_the_others_alone() {
    let district = District::new();
    let bytes = [
        "name,vendor\n¡Avancemos!,Élan\nSí,Élan\n".as_bytes(),
        b"Caf\xE9,Pinfold\nGullwing,Pinfold\n",
    ]
    .concat();
    let file = district.file("onebad.csv", &bytes);
    let answer = district.import("products", &file, &[]);
    assert_eq!(answer.code, 1);
    let why = reasons(&answer.json(), "rejected");
    assert_eq!(why.len(), 1);
    assert!(
        why[0].starts_with("4: reads `Caf\u{FFFD}` with a byte that is not UTF-8"),
        "{why:?}"
    );
    district.import("products", &file, &["--skip-bad"]).ok();
    assert_eq!(
        names(&district, "product"),
        ["Gullwing", "Sí", "¡Avancemos!"]
    );
    let other = District::new();
    // Cyrillic letters: no program can know the encoding, a person can.
    let file = other.file("cyrillic.csv", b"name\n\xCF\xF0\xE8\xEC\xE5\xF0\n");
    other
        .import("products", &file, &["--encoding", "windows-1251"])
        .ok();
    assert_eq!(names(&other, "product"), ["Пример"]);
    let wrong = other.import("products", &file, &["--encoding", "cp437"]);
    assert_eq!(wrong.code, 2);
    let book = other.file("b.xlsx", workbook(&[tab("One", "name\nA")]));
    let wrong = other.import("products", &book, &["--encoding", "utf-8"]);
    assert!(wrong.err.contains("Leave --encoding out"), "{}", wrong.err);
}

#[test]
fn the_names_are_found_below_titles_and_over_two_rows() {
    let district = District::new();
    let told = district.take(
        "contracts",
        "Software list 2026-27\n\nProduct,Vendor,Expiration Date,Cost\nQuillbarrow,Marsh Lane,2027-06-30,4200\n",
    );
    assert_eq!(
        (&told["read"], &told["added"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    assert_eq!(
        reasons(&told, "warnings"),
        ["3: the column names are in this row; row 1 is not read"]
    );
    let book = workbook(&[Tab {
        merged: "C2:D2",
        ..tab(
            "Renewals",
            "Technology Services\nProduct|Vendor|Term||Cost\n||Start|End|\nGullwing|Pinfold|2026-07-01|2027-06-30|100",
        )
    }]);
    let file = district.file("two.xlsx", book);
    let told = district.import("contracts", &file, &[]).ok().json();
    assert_eq!(
        (&told["read"], &told["added"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    let contracts = district.all("contract");
    let gullwing = contracts.iter().find(|c| c["number"] == "C-2").unwrap();
    assert_eq!(
        (&gullwing["term_start"], &gullwing["term_end"]),
        (&json!("2026-07-01"), &json!("2027-06-30"))
    );
    // Names that nothing knows, below a title: said by the person.
    let file = district.file("odd.csv", "List\nSoft,Until\nDovetail,2027-06-30\n");
    let map = [
        "--map",
        "product=Soft",
        "--map",
        "term_end=B",
        "--header",
        "2",
    ];
    let told = district.import("contracts", &file, &map).ok().json();
    assert_eq!(
        (&told["read"], &told["added"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    let wrong = district.import("contracts", &file, &["--header", "9"]);
    assert!(wrong.err.contains("has nothing in row 9"), "{}", wrong.err);
    let wrong = district.import("contracts", &file, &[]);
    assert!(wrong.err.contains("--header ROW"), "{}", wrong.err);
}

#[test]
fn a_cover_sheet_is_passed_over_and_hidden_sheets_are_not_looked_for() {
    let district = District::new();
    let list = "Product|Vendor\nQuillbarrow|Marsh Lane";
    let file = district.file(
        "cover.xlsx",
        workbook(&[
            tab("Readme", "Ask Kim"),
            tab("About", "a|b\nc|d"),
            tab("Licenses", list),
        ]),
    );
    let told = district.import("products", &file, &[]).ok().json();
    assert_eq!(told["added"], json!(1));
    assert_eq!(
        reasons(&told, "warnings"),
        [
            "0: the sheet `Readme` has no such columns and was passed over; --sheet names another",
            "0: the sheet `About` has no such columns and was passed over; --sheet names another"
        ]
    );
    let file = district.file(
        "hidden.xlsx",
        workbook(&[
            tab("Readme", "Ask Kim"),
            Tab {
                hidden: true,
                ..tab("Old", list)
            },
        ]),
    );
    let refused = district.import("products", &file, &[]);
    assert_eq!(refused.code, 1, "{refused:?}");
    district.import("products", &file, &["--sheet", "old"]).ok();
}

#[test]
fn merged_names_hold_for_all_their_rows_and_merged_prices_once() {
    let district = District::new();
    let book = workbook(&[Tab {
        merged: "B2:B4 D2:D3",
        ..tab(
            "One",
            "Product|Vendor|Ends|Cost\nA|Pinfold|2027-06-30|300\nB||2027-06-30|\nC||2027-06-30|50\nD||2027-06-30|20",
        )
    }]);
    let file = district.file("merged.xlsx", book);
    let told = district.import("contracts", &file, &[]).ok().json();
    assert_eq!(told["added"], json!(4), "{told}");
    assert_eq!(
        reasons(&told, "warnings"),
        ["3: is merged over rows 2 to 3; it counts once, in row 2"]
    );
    let vendors: Vec<bool> = district
        .all("contract")
        .iter()
        .map(|c| c["vendor"].is_null())
        .collect();
    assert_eq!(vendors, [false, false, false, true]);
    let mut costs: Vec<Json> = district
        .all("line")
        .iter()
        .map(|l| l["total_cents"].clone())
        .collect();
    costs.sort_by_key(Json::to_string);
    assert_eq!(
        costs,
        [json!(2_000), json!(30_000), json!(5_000), Json::Null]
    );
}

#[test]
fn totals_footnotes_and_hidden_rows_are_told() {
    let district = District::new();
    let told = district.take(
        "schools",
        "School,Enrollment\nJuniper Hill Elementary,412\nFerry Street High,1180\n,\nDistrict Total,\"1,592\"\n",
    );
    assert_eq!((&told["read"], &told["added"]), (&json!(2), &json!(2)));
    assert_eq!(
        reasons(&told, "warnings"),
        ["5: looks like a total (it is the sum of the rows above); it was left out"]
    );
    let book = workbook(&[tab(
        "One",
        "Product|Vendor\nA|P\nhidden B|P\nhidden C|P\nGrand Total|\n* list as of 10/1/2026|",
    )]);
    let file = district.file("hidden.xlsx", book);
    let told = district.import("products", &file, &[]).ok().json();
    assert_eq!(told["added"], json!(3), "{told}");
    assert_eq!(
        reasons(&told, "warnings"),
        [
            "3: 2 rows are hidden in the spreadsheet, and were read: 3 to 4; delete what shall not count",
            "5: looks like a total; it was left out",
            "6: looks like a footnote below the table; it was left out"
        ]
    );
}

#[test]
fn a_formula_without_a_value_is_told_never_blank() {
    let district = District::new();
    let book = workbook(&[tab(
        "One",
        "Product|Ends|Cost|Note\nA|2027-06-30|<c><f>2*50</f><v>100</v></c>|x\nB|2027-06-30|<c><f>2*50</f></c>|<c><f>1</f></c>",
    )]);
    let file = district.file("formula.xlsx", book);
    let refused = district.import("contracts", &file, &[]);
    assert_eq!(refused.code, 1);
    let told = refused.json();
    assert_eq!(
        told["rejected"],
        json!([{ "row": 3, "column": "Cost", "value": "", "reason": "a formula without a value; open and save the file in the spreadsheet program" }])
    );
}

#[test]
fn a_thousand_columns_are_read_in_either_format() {
    let district = District::new();
    let line = |first: &str, other: &str, wide: usize, mark: &str| {
        let more: Vec<String> = (1..wide).map(|n| format!("{other}{n}")).collect();
        format!("{first}{mark}{}", more.join(mark))
    };
    let table = |wide, mark| {
        format!(
            "{}\n{}\n",
            line("name", "x", wide, mark),
            line("A", "y", wide, mark)
        )
    };
    let csv = district.file("wide.csv", table(1_000, ","));
    district.import("products", &csv, &[]).ok();
    let xlsx = district.file("wide.xlsx", workbook(&[tab("One", &table(1_000, "|"))]));
    let told = district.import("products", &xlsx, &[]).ok().json();
    assert_eq!(told["unchanged"], json!(1));
    let csv = district.file("wider.csv", table(1_001, ","));
    let refused = district.import("products", &csv, &[]);
    assert!(
        refused.err.contains("1001 columns, more than 1,000"),
        "{}",
        refused.err
    );
    let xlsx = district.file("wider.xlsx", workbook(&[tab("One", &table(1_001, "|"))]));
    let refused = district.import("products", &xlsx, &[]);
    assert!(refused.err.contains("1,000 columns"), "{}", refused.err);
}

#[test]
fn columns_of_one_name_matter_only_where_one_is_read() {
    let district = District::new();
    let told = district.take("products", "Product,Notes,Vendor,Notes\nA,one,P,two\n");
    assert_eq!(told["added"], json!(1));
    let file = district.file("twice.csv", "Product,Vendor,Vendor\nB,P,Q\n");
    let refused = district.import("products", &file, &[]);
    assert!(
        refused
            .err
            .contains("two columns are named `Vendor` (B and C)"),
        "{}",
        refused.err
    );
    district
        .import("products", &file, &["--map", "vendor=C"])
        .ok();
    assert_eq!(names(&district, "vendor"), ["P", "Q"]);
}

#[test]
fn a_published_calendar_is_a_calendar() {
    let district = District::new();
    let event = |lines: &str| {
        format!("BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{lines}\r\nEND:VEVENT\r\n")
    };
    let file = district.file(
        "c.ics",
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}{}{}{}END:VCALENDAR\r\n",
            event("SUMMARY:Winter Recess - District Closed\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20270102"),
            event("SUMMARY:Board of Education Meeting\r\nDTSTART:20270112T190000"),
            event("SUMMARY:Early Dismissal\r\nDTSTART;VALUE=DATE:20270113\r\nDTEND;VALUE=DATE:20270114"),
            event("SUMMARY:Spirit Week\r\nDTSTART;VALUE=DATE:20270118"),
        ),
    );
    let told = district.import("calendar", &file, &[]).ok().json();
    let days = district.all("calendar_day");
    let kept: Vec<(&str, &str)> = days
        .iter()
        .map(|d| (text(&d["day"]), text(&d["kind"])))
        .collect();
    // Nine days from December 24 to January 1, and the meeting.
    assert_eq!(kept.len(), 10, "{kept:?}");
    assert_eq!(kept[0], ("2026-12-24", "closure"));
    assert_eq!(kept[8], ("2027-01-01", "closure"));
    assert_eq!(kept[9], ("2027-01-12", "board"));
    let said = reasons(&told, "warnings");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("14: half days are working days"),
        "{said:?}"
    );
    assert!(said[1].starts_with("20: does not say plainly"), "{said:?}");
    let again = district.import("calendar", &file, &[]).ok().json();
    assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)));
    let refused = district.import("schools", &file, &[]);
    assert!(
        refused.err.contains("hallpass import calendar FILE"),
        "{}",
        refused.err
    );
}

#[test]
fn nought_as_a_spreadsheet_writes_it_and_a_credit_that_makes_its_contract_cheaper() {
    let district = District::new();
    let head = "Contract Number,Product,Vendor,End Date,Total\n";
    let table = format!(
        "{head}PO-7,Quillbarrow,Marsh Lane,2027-06-30,4200\n\
         PO-7,Multi-product discount,Marsh Lane,2027-06-30,(600.00)\n\
         PO-8,Gullwing,Pinfold,2027-06-30,$ -   \n"
    );
    let told = district.take("contracts", &table);
    assert_eq!(
        reasons(&told, "warnings")[0],
        "3: is a credit of $600.00; row 2 of PO-7 comes to $3,600.00 with it"
    );
    let totals = |district: &District| -> Vec<Json> {
        let lines = district.all("line").into_iter();
        lines.map(|line| line["total_cents"].clone()).collect()
    };
    assert_eq!(totals(&district), [json!(360_000), json!(0)]);
    assert_eq!(names(&district, "product"), ["Gullwing", "Quillbarrow"]);
    // Again it is the same, and takes nothing off a second time.
    let told = district.take("contracts", &table);
    assert_eq!((&told["added"], &told["changed"]), (&json!(0), &json!(0)));
    assert_eq!(totals(&district), [json!(360_000), json!(0)]);
}

#[test]
fn a_credit_belongs_to_the_line_of_its_product_and_is_refused_where_that_is_not_known() {
    let district = District::new();
    let head = "Contract Number,Product,Quantity,Unit price,End Date,Total\n";
    // It may stand above its line, whose price is that of 40 seats.
    let told = district.take(
        "contracts",
        &format!(
            "{head}PO-9,Gullwing,,,2027-06-30,-$100.00\n\
             PO-9,Gullwing,40,$12.50,2027-06-30,\n\
             PO-9,Quillbarrow,,,2027-06-30,900\n"
        ),
    );
    assert_eq!(
        reasons(&told, "warnings")[0],
        "2: is a credit of $100.00; row 3 of PO-9 comes to $400.00 with it"
    );
    for (rows, why) in [
        (
            "PO-1,A,,,2027-06-30,500\nPO-1,B,,,2027-06-30,500\nPO-1,Discount,,,2027-06-30,(60)\n",
            "the contract has several rows. Write in this row the product that became cheaper",
        ),
        (
            "PO-2,A,,,2027-06-30,50\nPO-2,Discount,,,2027-06-30,(60)\n",
            "the row it belongs to costs $50.00, which is less",
        ),
        (
            "PO-3,A,,,2027-06-30,\nPO-3,Discount,,,2027-06-30,(60)\n",
            "the row it belongs to has no price",
        ),
        (
            "PO-6,A,,,2027-06-30,70\nPO-8,B,,,2027-06-30,90\nPO-6,B,,,2027-06-30,(60)\n",
            "no other row of PO-6 is of B",
        ),
        (
            "PO-4,Discount,,,2027-06-30,(60)\nPO-5,A,,,2027-06-30,70\n",
            "no other row of the file is of that contract",
        ),
        (
            "PO-2,A,,,2027-06-30,500\nPO-2,B,,,2027-06-30,(60)\n",
            "no row of PO-2 is of B; write the product that became cheaper as its row has it",
        ),
        (
            "PO-5,A,,,2027-06-30,70\n,Discount,,,2027-06-30,(60)\n",
            "is a credit; write the number of its contract in this row",
        ),
    ] {
        let file = district.file("credit.csv", format!("{head}{rows}"));
        let answer = district.import("contracts", &file, &[]);
        assert_eq!(answer.code, 1, "{rows}");
        let said = reasons(&answer.json(), "rejected");
        assert!(said.len() == 1 && said[0].contains(why), "{said:?}");
    }
}

/// A credit of a contract of which a row cannot be taken may be of that row: it is not taken off another one.
#[test]
fn a_credit_of_a_row_that_is_left_out_is_taken_off_no_other_row() {
    let head = "Contract Number,Product,End Date,Total\nPO-1,Gullwing,2027-06-30,500\n";
    for (rows, column, value) in [
        (
            "PO-1,Quillbarrow,2027-06-30,x\nPO-1,Quillbarrow,2027-06-30,(60.00)\n",
            "Product",
            "Quillbarrow",
        ),
        (
            "PO-1,Quillbarrow,2027-06-30,x\npo 1,Discount,2027-06-30,(60.00)\n",
            "Total",
            "(60.00)",
        ),
        (
            "PO-1,Gullwing,2028-06-30,500\nPO-1,Discount,2027-06-30,60.00-\n",
            "Total",
            "60.00-",
        ),
    ] {
        let district = District::new();
        let file = district.file("credit.csv", format!("{head}{rows}"));
        let told = district
            .import("contracts", &file, &["--skip-bad"])
            .ok()
            .json();
        let rejected = told["rejected"].as_array().unwrap();
        assert_eq!(rejected.len(), 2, "{rows}: {told}");
        let of = ["row", "column", "value"].map(|name| rejected[1][name].clone());
        assert_eq!(of, [json!(4), json!(column), json!(value)], "{told}");
        assert_eq!(district.all("line")[0]["total_cents"], json!(50_000));
    }
}

#[test]
fn credits_that_are_alike_are_kept_as_one_and_the_note_says_what_both_would_be() {
    let district = District::new();
    let head = "Contract Number,Product,End Date,Total\nPO-1,Gullwing,2027-06-30,500\n";
    let two = format!("{head}{0}{0}", "PO-1,Discount,2027-06-30,(60.00)\n");
    let told = district.take("contracts", &two);
    let notes = told["warnings"].as_array().unwrap();
    let note = notes.iter().find(|note| note["column"] == "Total").unwrap();
    assert_eq!(note["value"], "(60.00)");
    assert_eq!(
        note["reason"],
        "is a credit of $60.00; row 2 of PO-1 comes to $440.00 with it. 2 rows say it and are kept as one: if each was \
         given, write one row of $120.00"
    );
    assert_eq!(district.all("line")[0]["total_cents"], json!(44_000));
}

#[test]
fn a_credit_and_a_half_day_are_counted_as_what_they_are() {
    let district = District::new();
    let head = "Contract Number,Product,End Date,Total\nPO-7,Quillbarrow,2027-06-30,4200\n";
    for (off, left) in [
        ("600.00 CR", 360_000),
        ("CR 500.00", 370_000),
        ("400.00-", 380_000),
        ("($300)", 390_000),
    ] {
        let table = format!("{head}PO-7,Discount,2027-06-30,{off}\n");
        let file = district.file("credit.csv", table);
        let file = file.to_str().unwrap();
        let told = district.run(&["import", "contracts", file]).ok().out;
        assert!(
            told.contains("2 read, ")
                && told.contains(" 0 unchanged, 1 credit taken off its line."),
            "{told}"
        );
        assert_eq!(district.all("line")[0]["total_cents"], json!(left));
        let again = district
            .run(&["import", "contracts", file, "--json"])
            .ok()
            .json();
        let counted = ["read", "unchanged", "credits", "set_aside"].map(|name| again[name].clone());
        assert_eq!(counted, [json!(2), json!(1), json!(1), json!(0)]);
    }
    let days = "day,kind\n2026-11-25,half day\n2026-11-26,holiday\n2026-12-18,early dismissal\n";
    let file = district.file("days.csv", days);
    let told = district
        .run(&["import", "calendar", file.to_str().unwrap()])
        .ok()
        .out;
    assert_eq!(
        told,
        "3 read, 1 added, 0 changed, 0 unchanged, 2 half days, not closed days.\n"
    );
    let told = district.take("calendar", "day,kind\n2026-11-25,half day\n");
    let counted = ["read", "unchanged", "half_days"].map(|name| told[name].clone());
    assert_eq!(counted, [json!(1), json!(0), json!(1)]);
}

/// Devices of one school as the office has them.
fn devices(district: &District) -> Vec<String> {
    let mut all: Vec<String> = district
        .all("device")
        .iter()
        .map(|d| {
            let [device, os_min, until] = ["device", "os_min", "until"].map(|f| match &d[f] {
                Json::String(text) => text.clone(),
                _ => "-".to_owned(),
            });
            format!("{device} {} {os_min} {until}", d["share"])
        })
        .collect();
    all.sort();
    all
}

#[test]
fn devices_listed_one_by_one_are_counted_into_shares() {
    let district = District::new();
    district.take(
        "schools",
        "name,code\nLinden Hollow,LIN\nFerry Street High,FER\n",
    );
    let head = "deviceId,serialNumber,status,model,osVersion,orgUnitPath,autoUpdateExpiration\n";
    let rows = "d1,S1,ACTIVE,Marlow Chromebook 11,126.0.6478.222,/Schools/Linden Hollow/Students,2029-06-01\n\
                d2,S2,ACTIVE,Marlow Chromebook 11,126.0.6478.57,/Schools/LIN/Staff,2027-06-01\n\
                d3,S3,ACTIVE,Pinfold 300e,9.1,/Schools/Linden Hollow/Students,2028-06-01\n\
                d4,S4,DEPROVISIONED,Marlow Chromebook 11,100.0,/Schools/Linden Hollow,2024-06-01\n\
                d5,S5,ACTIVE,Marlow Chromebook 14,120.0,/Schools/Ferry Street HS/Lab,2030-06-01\n\
                d2,S2,ACTIVE,Marlow Chromebook 11,126.0.6478.57,/Schools/LIN/Staff,2027-06-01\n";
    let told = district.take("devices", &format!("{head}{rows}"));
    assert_eq!(
        [
            "read",
            "devices",
            "added",
            "unchanged",
            "repeated",
            "set_aside"
        ]
        .map(|n| told[n].as_u64()),
        [6, 4, 3, 0, 1, 1].map(Some)
    );
    let said = reasons(&told, "warnings").join("\n");
    for note in [
        "2: counted as chromebook",
        "4: counted under its own name; if it is a chromebook, an ipad, a windows or a mac computer, say so \
         once: --map \"device:Pinfold 300e=chromebook\"",
        "5: is not in use; the row is set aside",
        "2: the first day a chromebook here gets its last update; the last one gets it on 2029-06-01",
    ] {
        assert!(said.contains(note), "{note}\n{said}");
    }
    // 2 of 3 and 1 of 3 at Linden Hollow; the oldest version and the first day are the ones that bind.
    assert_eq!(
        devices(&district),
        [
            "Pinfold 300e 33 9.1 2028-06-01",
            "chromebook 100 120.0 2030-06-01",
            "chromebook 67 126.0.6478.57 2027-06-01",
        ]
    );
    let again = district.take("devices", &format!("{head}{rows}"));
    assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)));
    assert_eq!(again["unchanged"], json!(3));
}

#[test]
fn a_device_at_no_school_that_can_be_read_is_asked_about_and_settled_once() {
    let district = District::new();
    district.take(
        "schools",
        "name,code\nLinden Hollow,LIN\nFerry Street High,FER\n",
    );
    let table = "School,Device,Serial\n\
                 LIN,iPad,S1\n\
                 /Loaners,iPad,S2\n\
                 /Loaners,iPad,S3\n\
                 /Schools/Ferry Strt High/Lab,Chromebook,S4\n\
                 /LIN/FER,Chromebook,S5\n\
                 FER,Chromebook,S1\n";
    let file = district.file("list.csv", table);
    let before = district.dump();
    let answer = district.import("devices", &file, &[]);
    assert_eq!(answer.code, 1);
    assert_eq!(
        reasons(&answer.json(), "rejected"),
        [
            "3: no part of it is a school; say once which one has these devices: --map \"school:/Loaners=CODE\"",
            "4: no part of it is a school, as was said of row 3",
            "5: no part of it is a school; `Ferry Strt High` is nearest to Ferry Street High (FER). If it is that \
             one, say so once: --map \"school:Ferry Strt High=FER\"",
            "6: 2 of its parts are schools: LIN, FER. Say once which one has these devices: \
             --map \"school:/LIN/FER=CODE\"",
            "7: row 2 has this serial number at another school or as another device; keep one of the two",
        ]
    );
    assert_eq!(before, district.dump());
    let good = district.file("good.csv", table.replace("FER,Chromebook,S1\n", ""));
    let maps = [
        "--map",
        "school:/Loaners=LIN",
        "--map",
        "school:Ferry Strt High=FER",
        "--map",
        "school:/LIN/FER=FER",
    ];
    district.import("devices", &good, &maps).ok();
    assert_eq!(devices(&district), ["chromebook 100 - -", "ipad 100 - -"]);
    // What was said is remembered.
    let again = district.import("devices", &good, &[]).ok().json();
    assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)));
}

#[test]
fn everyday_names_of_columns_are_known() {
    let district = District::new();
    district.take("schools", "name,code\nLinden Hollow,LIN\n");
    let file = district.file(
        "contracts.csv",
        "Software Title,# of Licenses,Cost per Student,Begin Date,End Date,Managed By,Campus,Extended Cost\n\
         Quillbarrow,30,2.50,2026-07-01,2027-06-30,ada,LIN,75.00\n",
    );
    let answer = district
        .run(&["import", "contracts", file.to_str().unwrap()])
        .ok();
    assert!(!answer.err.contains("not read"), "{}", answer.err);
    let line = &district.all("line")[0];
    assert_eq!(
        (&line["quantity"], &line["unit_cents"], &line["total_cents"]),
        (&json!(30), &json!(250), &json!(7_500))
    );
    let contract = &district.all("contract")[0];
    assert_eq!(contract["term_start"], json!("2026-07-01"));
    assert!(!contract["owner"].is_null());
    district.take(
        "inventory",
        "School,Software Title,Total Seats,Assigned\nLIN,Quillbarrow,30,12\n",
    );
    let placed = &district.all("inventory")[0];
    assert_eq!(
        (&placed["seats"], &placed["used"]),
        (&json!(30), &json!(12))
    );
    district.take(
        "approvals",
        "Software Title,Approved?,Approved Until\nQuillbarrow,Yes,2027-06-30\n",
    );
    assert_eq!(district.all("approval")[0]["until"], json!("2027-06-30"));
    for (name, product) in [
        ("No. of licenses", "A"),
        ("Licenses Purchased", "B"),
        ("Purchased", "C"),
    ] {
        let table = format!("Product,End Date,{name}\n{product},2027-06-30,4\n");
        district.take("contracts", &table);
    }
    let lines = district.all("line");
    assert!(
        lines[1..].iter().all(|line| line["quantity"] == json!(4)),
        "{lines:?}"
    );
}

#[test]
fn standard_input_is_a_file_and_a_pipe_by_name_is_none() {
    let district = District::new();
    let said = |args: &[&str], input: &[u8]| district.run_with(args, input).ok().json();
    let told = said(&["import", "products", "-", "--json"], b"name\nA\nB\n");
    assert_eq!((&told["file"], &told["added"]), (&json!("-"), &json!(2)));
    let book = workbook(&[tab("One", "name\nA\nC")]);
    let told = said(&["import", "products", "/dev/stdin", "--json"], &book);
    assert_eq!((&told["added"], &told["unchanged"]), (&json!(1), &json!(1)));
    let refused = district.run_with(&["import", "products", "-"], b"");
    assert!(
        refused.err.starts_with("error: standard input is empty"),
        "{}",
        refused.err
    );
    assert!(district.dump().contains("2 products from standard input"));

    let dump = district.dump();
    let other = district.path("other.db");
    let other = other.to_str().unwrap();
    let load = ["--db", other, "load", "-"];
    district.run_with(&load, dump.as_bytes()).ok();
    assert_eq!(district.run(&["--db", other, "dump"]).ok().out, dump);

    let pipe = district.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let third = district.path("third.db");
    let (pipe, third) = (pipe.to_str().unwrap(), third.to_str().unwrap());
    for args in [
        &["import", "products", pipe][..],
        &["--db", third, "load", pipe],
        &["checklist", "import", "technical", pipe],
    ] {
        let refused = district.run(args);
        assert_eq!(refused.code, 1, "{args:?}: {refused:?}");
        assert!(
            refused.err.contains("is not a plain file"),
            "{args:?}: {}",
            refused.err
        );
    }
}

#[test]
fn control_bytes_of_a_file_come_out_nowhere() {
    let district = District::new();
    district.take("products", "name\nQuillbarrow\n");
    // Another program, or a dump made by hand, has put into a name what no import would.
    let planted = "Quill\\u001b[2Jbar\\u0007\\u202erow\\u009bx";
    let dump = district.dump().replace("Quillbarrow", planted);
    let other = district.path("other.db");
    let other = other.to_str().unwrap();
    let load = ["--db", other, "load", "-"];
    district.run_with(&load, dump.as_bytes()).ok();
    let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    for format in ["csv", "md", "json"] {
        let out = district.path(&format!("out.{format}"));
        let path = out.to_str().unwrap();
        let export = [
            "--db", other, "export", "products", "--format", format, "-o", path,
        ];
        district.run(&export).ok();
        let written = std::fs::read_to_string(&out).unwrap();
        assert!(written.contains("Quill"), "{format}: {written}");
        assert!(!written.contains(harmful), "{format}: {written:?}");
    }
    let error = district
        .run(&["--db", "/no/such\u{b}file\u{c}x\u{85}", "check"])
        .err;
    assert!(!error.contains(harmful), "{error:?}");
}
