//! A district's own files through the whole program: what comes in, what is told, what stays as it was.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::desk::Desk;
use crate::support::imports::{again, counts, list};
use crate::support::length::Sample;
use crate::support::program::{Answer, District, text};

/// Every import kind, in the order in which one names the other.
const KINDS: [&str; 16] = [
    "schools",
    "people",
    "products",
    "approvals",
    "contracts",
    "inventory",
    "usage",
    "training",
    "owners",
    "agreements",
    "provisioning",
    "devices",
    "compatibility",
    "calendar",
    "requests",
    "alignments",
];

/// A district with the templates of all kinds in it.
fn example() -> District {
    District::made_once("example", || {
        let district = District::new();
        for kind in KINDS {
            let table = district.run(&["import", kind, "--template"]).ok().out;
            let file = district.file(&format!("{kind}.csv"), table);
            district.import(kind, &file, &[]).ok();
        }
        district
    })
}

#[test]
fn every_template_imports_and_importing_it_again_changes_nothing() {
    let district = District::new();
    for kind in KINDS {
        let table = district.run(&["import", kind, "--template"]).ok().out;
        let file = district.file(&format!("{kind}.csv"), table);
        let told = district.import(kind, &file, &[]).ok().json();
        assert_eq!(counts(&told), (2, 2, 0, 0), "{kind}");
        assert!(list(&told, "warnings").is_empty(), "{kind}: {told}");
        let told = again(&district, kind, &file, &[]);
        assert_eq!(counts(&told), (2, 0, 0, 2), "{kind}");
    }
}

#[test]
fn an_import_undone_leaves_every_record_as_it_was() {
    let district = example();
    let before = district.records();
    // Adds, changes, and both at once.
    district.take(
        "products",
        "name,vendor,grades,aliases\nLetterloop,Brightwater Learning,K-5,LLR\nGlobelet,Atlas Press,,\n",
    );
    assert!(district.records() != before);
    district.run(&["undo"]).ok();
    assert!(district.records() == before);
    district.run(&["redo"]).ok();
    assert!(district.records() != before);
    district.run(&["undo"]).ok();
    assert!(district.records() == before);
}

#[test]
fn undoing_every_import_gives_back_the_empty_office() {
    let district = District::new();
    let empty = district.records();
    let mut saved = Vec::new();
    for kind in KINDS {
        let table = district.run(&["import", kind, "--template"]).ok().out;
        let file = district.file(&format!("{kind}.csv"), table);
        let told = district.import(kind, &file, &[]).ok().json();
        saved.push(told["change_set"].to_string());
    }
    for set in saved.iter().rev() {
        district.run(&["undo", set]).ok();
    }
    assert!(district.records() == empty);
}

/// A table of the inventory with a row for each of so many schools and products.
fn placements(schools: usize, products: usize) -> String {
    let rows = (0..products).flat_map(|product| (0..schools).map(move |school| (school, product)));
    rows.fold(String::new(), |mut table, (school, product)| {
        writeln!(table, "S{school:03},Tool {product:03},{product},{school}").unwrap();
        table
    })
}

/// A district with 100 schools and 90 products, each of a name of its own.
fn hundred_schools() -> District {
    District::made_once("hundred schools", || {
        let district = District::new();
        let schools = (0..100).map(|n| format!("School {n:03},S{n:03}\n"));
        district.take(
            "schools",
            &format!("name,code\n{}", schools.collect::<String>()),
        );
        let products = (0..90).map(|n| format!("Tool {n:03}\n"));
        district.take(
            "products",
            &format!("name\n{}", products.collect::<String>()),
        );
        district
    })
}

#[test]
fn a_long_file_comes_in_as_short_ones_do_and_goes_as_one() {
    const HEAD: &str = "school,product,seats,used\n";
    let rows = placements(100, 90);
    let (first, last) =
        rows.split_at(rows.len() / 2 + rows[rows.len() / 2..].find('\n').unwrap() + 1);
    let short = hundred_schools();
    short.take("inventory", &format!("{HEAD}{first}"));
    short.take("inventory", &format!("{HEAD}{last}S000,Zorple,1,1\n"));

    let long = hundred_schools();
    let empty = long.records();
    // A product that the long file makes on its way, twice, and a row that comes again.
    let file = format!("{HEAD}{rows}S000,Zorple,1,1\nS003,Tool 000,0,3\n");
    let file = long.file("long.csv", file);
    let shown = long
        .run(&["import", "inventory", file.to_str().unwrap(), "--dry-run"])
        .ok();
    let lines: Vec<&str> = shown.out.lines().collect();
    let n = lines.len();
    assert_eq!(
        &lines[n - 3..],
        [
            "row 9002: + product name `Zorple`, first_seen `2026-03-10`",
            "row 9002: + inventory school `School 000`, product `Zorple`, seats `1`, used `1`",
            "9002 read, 9001 added, 0 changed, 0 unchanged, 1 repeated.",
        ]
    );
    assert_eq!(
        lines[n - 3 - 9_000],
        "row 2: + inventory school `School 000`, product `Tool 000`, seats `0`, used `0`"
    );
    assert_eq!(long.records(), empty);
    let told = long.import("inventory", &file, &[]).ok().json();
    assert_eq!(counts(&told), (9_002, 9_001, 0, 0));
    assert_eq!(told["repeated"], 1);
    assert_eq!(long.records(), short.records());
    let again = again(&long, "inventory", &file, &[]);
    assert_eq!(counts(&again), (9_002, 0, 0, 9_001));
    long.run(&["undo", &told["change_set"].to_string()]).ok();
    assert_eq!(long.records(), empty);
}

#[test]
fn a_long_file_changes_what_is_here_and_is_refused_whole_with_row_and_column() {
    const HEAD: &str = "school,product,seats,used\n";
    let district = hundred_schools();
    let rows = placements(100, 90);
    let file = district.file("long.csv", format!("{HEAD}{rows}"));
    district.import("inventory", &file, &[]).ok();
    // Each seat count is another one.
    let more = rows.replace(",Tool 000,0,", ",Tool 000,7,");
    let file = district.file("more.csv", format!("{HEAD}{more}"));
    let shown = district
        .run(&["import", "inventory", file.to_str().unwrap(), "--dry-run"])
        .ok();
    let first = shown.out.lines().next().unwrap();
    assert_eq!(
        first,
        "row 2: ~ inventory Tool 000 at School 000: seats `0` -> `7`"
    );
    assert!(
        shown
            .out
            .ends_with("9000 read, 0 added, 100 changed, 8900 unchanged.\n"),
        "{}",
        shown.out
    );

    let before = district.records();
    let bad = format!("{HEAD}{more}S004,Tool 001,1,5\nS005,Tool 001,many,5\n");
    let file = district.file("bad.csv", bad);
    let refused = district.import("inventory", &file, &[]);
    let told = refused.json();
    let rejected: Vec<String> = list(&told, "rejected")
        .iter()
        .map(|one| {
            format!(
                "{} {} `{}` {}",
                one["row"],
                text(&one["column"]),
                text(&one["value"]),
                text(&one["reason"])
            )
        })
        .collect();
    // Row 106 is S004 of the second product: 2 + 100 + 4.
    assert_eq!(
        rejected[0],
        "9002 used `5` row 106 says something else of the same inventory; keep one of the two"
    );
    assert!(
        rejected[1].starts_with("9003 seats `many` "),
        "{rejected:?}"
    );
    assert_eq!((rejected.len(), refused.code), (2, 1));
    assert_eq!(district.records(), before);
}

/// What a table would change: what the dry run says, and that it changed nothing.
fn rehearse(district: &District, kind: &str, file: &Path) -> Json {
    let before = district.dump();
    let told = district.import(kind, file, &["--dry-run"]).ok().json();
    assert!(
        district.dump() == before,
        "a dry run of {kind} changed something"
    );
    told
}

#[test]
fn a_dry_run_shows_exactly_what_the_run_then_does() {
    let district = example();
    let tables = [
        (
            "schools",
            "name,code,grades,enrollment\nJuniper Hill K-8,JUN,PK-8,430\nPond Street,,K-5,\nFerry Street High School,FER,9-12,1180\n",
        ),
        (
            "products",
            "name,vendor,function,grades\nLetterloop,Brightwater Learning,Spelling,K-4\nGlobelet,Atlas Press,Maps,\n",
        ),
        (
            "contracts",
            "number,product,vendor,ends,seats,total,schools\nC-2026-014,Letterloop,,6/30/2028,1300,\"$5,850.00\",\nN2,Globelet,Atlas Press,12/31/2026,,$99,JUN;FER\n",
        ),
        (
            "inventory",
            "school,product,seats\nJUN,Letterloop,280\nFER,Globelet,30\n",
        ),
    ];
    for (kind, table) in tables {
        let file = district.file(&format!("{kind}.csv"), table);
        let shown = rehearse(&district, kind, &file);
        let done = district.import(kind, &file, &[]).ok().json();
        assert_eq!(counts(&shown), counts(&done), "{kind}");
        assert_eq!(
            (&shown["change_set"], &shown["warnings"]),
            (&Json::Null, &done["warnings"])
        );
        let set = &done["change_set"];
        let dump = district.dump();
        let lines: Vec<Json> = dump
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let written = lines
            .iter()
            .filter(|l| l["table"] == "history" && &l["change_set"] == set);
        let mut written: Vec<String> = written.map(history_line).collect();
        let mut announced: Vec<String> = list(&shown, "changes")
            .iter()
            .flat_map(change_lines)
            .collect();
        written.sort();
        announced.sort();
        assert_eq!(announced, written, "{kind}");
    }
}

fn plain(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn history_line(line: &Json) -> String {
    let (kind, id) = (text(&line["kind"]), &line["record"]);
    if line["deed"] == "add" {
        return format!("{kind} is added");
    }
    let (old, new) = (plain(&line["old"]), plain(&line["new"]));
    format!("{kind} {id} {}: {old} -> {new}", text(&line["field"]))
}

fn change_lines(change: &Json) -> Vec<String> {
    let (kind, id) = (text(&change["entity"]), &change["id"]);
    if change["deed"] == "add" {
        return vec![format!("{kind} is added")];
    }
    let fields = list(change, "fields").iter();
    fields
        .map(|f| {
            let (old, new) = (plain(&f["old"]), plain(&f["new"]));
            format!("{kind} {id} {}: {old} -> {new}", text(&f["field"]))
        })
        .collect()
}

#[test]
fn a_dry_run_for_people_lists_rows_and_ends_with_the_tally() {
    let district = example();
    let file = district.file(
        "inventory.csv",
        "school,product,seats\nJUN,Letterloop,280\n",
    );
    let file = file.to_str().unwrap();
    let shown = district
        .run(&["import", "inventory", file, "--dry-run"])
        .ok();
    assert_eq!(
        shown.out,
        "row 2: ~ inventory Letterloop at Juniper Hill Elementary: seats `300` -> `280`\n\
         1 read, 0 added, 1 changed, 0 unchanged.\n"
    );
    assert!(shown.err.contains("seats    <-  seats    280"));
    let file = district.file(
        "contracts.csv",
        "number,product,vendor,ends,total,schools\nN3,Globelet,Atlas Press,12/31/2026,$99,JUN;FER\n",
    );
    let file = file.to_str().unwrap();
    let shown = district
        .run(&["import", "contracts", file, "--dry-run"])
        .ok();
    let said: Vec<&str> = shown.out.lines().collect();
    assert_eq!(
        said[..4],
        [
            "row 2: + vendor name `Atlas Press`",
            "row 2: + product name `Globelet`, first_seen `2026-03-10`, vendor `Atlas Press`",
            "row 2: + contract number `N3`, vendor `Atlas Press`, term_end `2026-12-31`, notice_basis `sent`",
            "row 2: + line product `Globelet`, contract `N3`, total_cents `$99.00`, schools `Juniper Hill Elementary, Ferry Street High School`",
        ]
    );
    assert!(
        shown
            .err
            .ends_with("Nothing was saved: this was a dry run.\n")
    );
}

#[test]
fn columns_are_told_with_map_and_sheets_with_sheet() {
    let district = District::new();
    let file = district.file("list.csv", "A thing,Maker\nGlobelet,Atlas Press\n");
    let refused = district.import("products", &file, &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("--map"), "{}", refused.err);
    let mapped = ["--map", "name=A thing", "--map", "vendor=B"];
    let told = district.import("products", &file, &mapped).ok().json();
    assert_eq!(counts(&told), (1, 1, 0, 0));
    assert_eq!(district.all("vendor")[0]["name"], "Atlas Press");
    let wrong = district.import("products", &file, &["--map", "name=A thin"]);
    assert!(
        wrong.err.contains("no column `A thin`") && wrong.err.contains("A thing"),
        "{}",
        wrong.err
    );

    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, product) in [("Old", "Fractionary"), ("New", "Letterloop")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write(0, 0, "name").unwrap();
        sheet.write(1, 0, product).unwrap();
    }
    let file = district.path("book.xlsx");
    book.save(&file).unwrap();
    district.import("products", &file, &["--sheet", "new"]).ok();
    let names: Vec<Json> = district
        .all("product")
        .iter()
        .map(|p| p["name"].clone())
        .collect();
    assert_eq!(names, ["Globelet", "Letterloop"]);
    let missing = district.import("products", &file, &["--sheet", "Newer"]);
    assert!(missing.err.contains("It has: Old, New"), "{}", missing.err);
}

#[test]
fn rows_that_cannot_be_read_are_listed_and_then_nothing_is_saved() {
    let district = example();
    let before = district.dump();
    let table = "number,product,term_end,seats,total,bought_by\n\
        N1,Globelet,2027-06-30,12,$10,\nN2,Globelet,someday,12,$10,\n\
        N3,,2027-06-30,12.5,10 EUR,\nN4,Globelet,2027-06-30,1,$1,Nowhere\n";
    let file = district.file("contracts.csv", table);
    let refused = district.import("contracts", &file, &[]);
    assert_eq!(refused.code, 1);
    assert!(district.dump() == before);
    let told = refused.json();
    let rejected: Vec<(u64, &str, &str)> = list(&told, "rejected")
        .iter()
        .map(|r| {
            assert!(text(&r["reason"]).len() > 10, "{r}");
            (
                r["row"].as_u64().unwrap(),
                text(&r["column"]),
                text(&r["value"]),
            )
        })
        .collect();
    assert_eq!(
        rejected,
        [
            (3, "term_end", "someday"),
            (4, "seats", "12.5"),
            (4, "total", "10 EUR"),
            (4, "product", ""),
            (5, "bought_by", "Nowhere"),
        ]
    );
    assert!(
        refused
            .err
            .contains("error: 3 rows of 4 cannot be read; nothing was saved")
    );
    let told = district
        .import("contracts", &file, &["--skip-bad"])
        .ok()
        .json();
    assert_eq!(counts(&told), (4, 1, 0, 0));
    assert_eq!(list(&told, "rejected").len(), 5);
    assert_eq!(district.all("contract").len(), 3);
    again(&district, "contracts", &file, &["--skip-bad"]);
}

#[test]
fn many_notes_of_one_kind_are_folded_and_rejected_rows_come_first() {
    let district = District::new();
    let mut table = "name,staff,enrollment\n".to_owned();
    for n in 0..80 {
        table.push_str(&format!("School {n},{n}.4,100\n"));
    }
    table.push_str("Oak,12,-999\nElm,12,many\n");
    let file = district.file("schools.csv", table);
    let file = file.to_str().unwrap();
    let said = district
        .run(&["import", "schools", file, "--skip-bad"])
        .ok();
    let lines: Vec<&str> = said.err.lines().filter(|l| !l.contains("<-")).collect();
    assert_eq!(
        lines[1..7],
        [
            "row 83, enrollment `many`: is not a number; write digits, as in 1,980 or 12.50 (left out)",
            "row 2, staff `0.4`: read as 0, the nearest whole number (note)",
            "row 3, staff `1.4`: read as 1, the nearest whole number (note)",
            "row 4, staff `2.4`: read as 2, the nearest whole number (note)",
            "... and 77 more like it; --json lists all",
            "row 82, enrollment `-999`: `-999` means not known; left blank (note)",
        ],
        "{}",
        said.err
    );
}

#[test]
fn names_are_matched_through_aliases_former_names_codes_and_numbers() {
    let district = example();
    district.take(
        "inventory",
        "school,product,seats\nJuniper Hill Elementary,LL Reader,301\n",
    );
    district.take(
        "inventory",
        "school,product,seats\n990000100001,letter  loop,302\n",
    );
    let vendor = "{\"table\":\"vendor\",\"id\":9,\"version\":1,\"name\":\"Newname\",\"former_names\":\"Oldname\\nOlder Name\",\"support\":null}";
    assert_eq!(district.all("product").len(), 3);
    assert_eq!(district.all("inventory").len(), 2);
    assert_eq!(district.all("inventory")[0]["seats"], 302);
    // Nothing on the command line gives a vendor a former name yet; a dump may.
    let dump = district.dump();
    let (rest, last) = dump.trim_end().rsplit_once('\n').unwrap();
    let end = serde_json::from_str::<Json>(last).unwrap()["end"]
        .as_u64()
        .unwrap()
        + 1;
    let (before, after) = rest.split_at(rest.find("{\"table\":\"function\"").unwrap());
    let dump = format!("{before}{vendor}\n{after}\n{{\"end\":{end}}}\n");
    let other = District::new();
    std::fs::remove_file(other.db()).unwrap();
    let file = other.file("office.jsonl", dump);
    other.run(&["load", file.to_str().unwrap()]).ok();
    other.take("products", "name,vendor\nGlobelet,older name\n");
    let all = other.all("product");
    let globelet = all.iter().find(|p| p["name"] == "Globelet").unwrap();
    assert_eq!(globelet["vendor"], 9);
    assert_eq!(other.all("vendor").len(), 3);
}

#[test]
fn near_duplicates_are_told_and_both_are_kept() {
    let district = example();
    let told = district.take("products", "name\nLeterloop\n");
    let note = &list(&told, "warnings")[0];
    assert_eq!(
        (text(&note["value"]), text(&note["reason"])),
        (
            "Leterloop",
            "looks like `Letter Loop`, which is here already; both are kept"
        )
    );
    assert_eq!(district.all("product").len(), 4);
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let district = example();
    let before = district.dump();
    let table = "school,product,seats\nJUN,Letterloop,5\nFER,Letterloop,6\nJUN,LL Reader,7\n";
    let file = district.file("inventory.csv", table);
    let refused = district.import("inventory", &file, &[]);
    assert_eq!(refused.code, 1);
    assert_eq!(
        refused.json()["rejected"],
        json!([{
            "row": 4, "column": "seats", "value": "7",
            "reason": "row 2 says something else of the same inventory; keep one of the two"
        }])
    );
    assert!(district.dump() == before);
}

/// Two contracts of one product and the same days, which differ in what they cost.
const TWO: &str = "product,term_start,term_end,quantity,total\n\
    Zorple,2026-07-01,2027-06-30,100,1000\nZorple,2026-07-01,2027-06-30,50,600\n";

/// What is said of the first row that cannot be taken.
fn first_refusal(district: &District, kind: &str, table: &str) -> String {
    let before = district.dump();
    let file = district.file("refused.csv", table);
    let refused = district.import(kind, &file, &[]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(district.dump() == before);
    let told = refused.json();
    let one = &told["rejected"][0];
    format!(
        "{} {}: {}",
        one["row"],
        text(&one["column"]),
        text(&one["reason"])
    )
}

#[test]
fn a_contract_without_its_number_is_never_guessed_among_several() {
    let district = District::new();
    district.take("contracts", TWO);
    let names = "product,term_start,term_end,quantity,total\n";
    let day = "Zorple,2026-07-01,2027-06-30";
    let which = "2 number: fits C-1 and C-2; write the number in a contract column";
    let asked = [
        (format!("{names}{day},120,1200\n"), which),
        (format!("{names}{day},100,999\n"), which),
        (format!("{names}{day},120,1200\n{day},130,1300\n"), which),
        // The first is about C-1, as it says; the two others may both be C-2.
        (
            format!("{names}{day},100,1000\n{day},120,1200\n{day},130,1300\n"),
            "3 number: rows 3 and 4 all fit C-2; write the number in a contract column, and a number of its own \
             for what is not here yet",
        ),
        // Says what both say, so the other row may be either.
        (
            format!("{names}{day},,\n{day},120,1200\n"),
            "3 number: fits C-1 and C-2; write the number in a contract column",
        ),
    ];
    for (table, why) in asked {
        assert_eq!(
            first_refusal(&district, "contracts", &table),
            why,
            "{table}"
        );
    }
    let costs = |district: &District| -> Vec<i64> {
        let lines = district.all("line");
        lines
            .iter()
            .map(|line| line["total_cents"].as_i64().unwrap())
            .collect()
    };
    // The other one is about C-1, so this is C-2; and a number says it of itself.
    district.take(
        "contracts",
        &format!("{names}{day},55,700\n{day},100,1000\n"),
    );
    assert_eq!(costs(&district), [100_000, 70_000]);
    district.take(
        "contracts",
        &format!("contract,{names}C-1,{day},100,1100\n,{day},55,800\n"),
    );
    assert_eq!(costs(&district), [110_000, 80_000]);
    // Both are here already, so a third is new.
    district.take(
        "contracts",
        &format!("{names}{day},100,1100\n{day},7,70\n{day},55,800\n"),
    );
    assert_eq!(costs(&district), [110_000, 80_000, 7_000]);
}

#[test]
fn like_contracts_without_numbers_come_again_unchanged_in_any_order() {
    let district = District::new();
    let rows = [
        "Zorple,2026-07-01,2027-06-30,,,Title I 60%; General 40%",
        "Zorple,2026-07-01,2027-06-30,100,1000,",
        "Zorple,2026-07-01,2027-06-30,50,600,General",
        "Zorple,2026-07-01,2027-06-30,50,600,Title I",
        "Quillbert,2026-07-01,2027-06-30,50,600,",
    ];
    let table = |order: [usize; 5]| {
        let rows = order.map(|at| rows[at]).join("\n");
        format!("product,term_start,term_end,quantity,total,funding\n{rows}\n")
    };
    let told = district.take("contracts", &table([0, 1, 2, 3, 4]));
    assert_eq!(counts(&told), (5, 5, 0, 0));
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]] {
        let file = district.file("again.csv", table(order));
        assert_eq!(
            counts(&again(&district, "contracts", &file, &[])),
            (5, 0, 0, 5),
            "{order:?}"
        );
    }
}

#[test]
fn what_more_than_one_record_fits_names_them_all() {
    let district = District::new();
    district.take(
        "products",
        "name,edition,vendor\nZorple,Free,Oddfellow\nZorple,Plus,\n",
    );
    let people = "login,name,roles\nkay1,M. Kay,technical\nkay2,M. Kay,renewals\n";
    district.take("people", people);
    for (kind, table, why) in [
        (
            "approvals",
            "product,status\nZorple,approved\n",
            "2 product: fits Zorple Free of Oddfellow and Zorple Plus without a vendor; add a vendor column, or the edition \
             to the name",
        ),
        (
            "products",
            "name,grades\nzorple,K-5\n",
            "2 name: fits Zorple Free of Oddfellow and Zorple Plus without a vendor; tell them apart by vendor or edition",
        ),
        (
            "owners",
            "product,role,person\nQuillbert,trainer,M. Kay\n",
            "2 person: fits kay1 and kay2; write the login of the one that is meant",
        ),
    ] {
        assert_eq!(first_refusal(&district, kind, table), why);
    }
}

#[test]
fn a_name_in_a_file_does_not_move_an_approval() {
    let district = District::new();
    let catalogue = "name,registry_id,aliases\nZorple,77,Zorp\nMapster,88,\nQuillbert,99,\n";
    district.take("products", catalogue);
    district.take(
        "approvals",
        "product,status\nZorple,approved\nMapster,denied\n",
    );
    district.take("people", "login,name,roles\nrita,Rita Vane,renewals\n");
    let by = |who: &str, kind: &str, table: &str| {
        let file = district.file("by.csv", table);
        let file = file.to_str().unwrap();
        district.run(&["--as", who, "import", kind, file, "--json", "--skip-bad"])
    };
    let decided = "Zorple (P-1) has a decided approval, which holds for each of its names: ask a technical or \
        curricular reviewer of its schools, or an admin, to name it so";
    for (who, table, told) in [
        (
            "rita",
            "name,registry_id\nZorple Q,77\n",
            json!([2, "name", "Zorple Q", decided]),
        ),
        (
            "rita",
            "name,aliases\nZorple,the reading app\n",
            json!([2, "aliases", "the reading app", decided]),
        ),
        (
            "ada",
            "name,registry_id\nMapster,77\n",
            json!([
                2,
                "name",
                "Mapster",
                "fits Zorple (P-1) by its registry id and Mapster (P-2) by its name; \
                correct one of the two"
            ]),
        ),
        (
            "ada",
            "name,aliases\nZorple,MAPSTER\n",
            json!([
                2,
                "aliases",
                "MAPSTER",
                "`MAPSTER` is a name of Mapster (P-2) already; leave it out here, or \
                make the two one with: hallpass overlap merge"
            ]),
        ),
        (
            "ada",
            "name,aliases\nQuillbert,Zorp\n",
            json!([
                2,
                "aliases",
                "Zorp",
                "`Zorp` is a name of Zorple (P-1) already; leave it out here, or make \
                the two one with: hallpass overlap merge"
            ]),
        ),
    ] {
        let before = district.dump();
        let refused = by(who, "products", table);
        assert_eq!(refused.code, 1, "{refused:?}");
        let one = &refused.json()["rejected"][0];
        assert_eq!(
            json!([one["row"], one["column"], one["value"], one["reason"]]),
            told
        );
        assert!(district.dump() == before);
    }
    // What nobody decided about has another name, and that is told; so it is where an admin says so.
    let told = by("rita", "products", "name,registry_id\nQuillbert Go,99\n")
        .ok()
        .json();
    let renamed = json!([{
        "row": 2, "entity": "product", "id": 3, "number": "P-3", "old": "Quillbert", "new": "Quillbert Go",
        "by": "registry_id"
    }]);
    assert_eq!(told["renamed"], renamed);
    let file = district.file("named.csv", "name,registry_id\nZorple Q,77\n");
    let said = district
        .run(&["import", "products", file.to_str().unwrap()])
        .ok()
        .out;
    assert!(
        said.starts_with(
            "renamed: Zorple to Zorple Q (P-1, by its registry id)\n1 read, 0 added, 1 changed"
        ),
        "{said}"
    );
}

#[test]
fn a_school_is_one_by_its_code_and_its_number_and_a_new_name_is_told() {
    let district = District::new();
    district.take(
        "schools",
        "name,code,registry_id\nLinden ES,LIN,11\nFrostholm MS,FRO,22\n",
    );
    let both = "2 code: fits Frostholm MS (FRO) by its code and Linden ES (LIN) by its registry id; correct one \
        of the two";
    for name in ["Linden ES", "Frostholm MS", "Harlow HS"] {
        let table = format!("name,code,registry_id\n{name},FRO,11\n");
        assert_eq!(first_refusal(&district, "schools", &table), both);
    }
    for (table, renamed) in [
        (
            "name,code\nLinden Hollow ES,LIN\n",
            "Linden ES to Linden Hollow ES (LIN, by its code)",
        ),
        (
            "name,registry_id\nFrostholm Prep,22\n",
            "Frostholm MS to Frostholm Prep (FRO, by its registry id)",
        ),
        (
            "name,code,registry_id\nLinden,LIN,11\n",
            "Linden Hollow ES to Linden (LIN, by its registry id)",
        ),
    ] {
        let file = district.file("schools.csv", table);
        let said = district
            .run(&["import", "schools", file.to_str().unwrap()])
            .ok()
            .out;
        assert!(said.starts_with(&format!("renamed: {renamed}\n")), "{said}");
    }
}

#[test]
fn an_order_of_days_that_could_be_either_is_asked_about() {
    let district = example();
    let before = district.dump();
    let file = district.file(
        "contracts.csv",
        "number,product,ends\nN1,Letterloop,03/04/2027\nN2,Letterloop,05/06/2027\n",
    );
    let refused = district.import("contracts", &file, &[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains(":mdy") && refused.err.contains(":dmy"),
        "{}",
        refused.err
    );
    assert!(district.dump() == before);
    for (order, day) in [("mdy", "2027-03-04"), ("dmy", "2027-04-03")] {
        let told = format!("term_end=ends:{order}");
        district.import("contracts", &file, &["--map", &told]).ok();
        let all = district.all("contract");
        let first = all.iter().find(|c| c["number"] == "N1").unwrap();
        assert_eq!(first["term_end"], day);
    }
}

#[test]
fn an_unknown_school_is_refused_an_unknown_product_or_vendor_is_made() {
    let district = example();
    let before = district.dump();
    for (kind, table) in [
        ("inventory", "school,product\nNowhere,Letterloop\n"),
        (
            "approvals",
            "product,status,schools\nLetterloop,approved,JUN; Nowhere\n",
        ),
        (
            "contracts",
            "product,ends,bought_by\nLetterloop,2027-06-30,Nowhere\n",
        ),
        (
            "usage",
            "product,from,to,school\nLetterloop,2026-01-01,2026-01-31,Nowhere\n",
        ),
        ("training", "product,school\nLetterloop,Nowhere\n"),
        ("people", "login,schools\nzed,Nowhere\n"),
        ("devices", "school,device\nNowhere,ipad\n"),
        ("provisioning", "product,school\nLetterloop,Nowhere\n"),
    ] {
        let file = district.file("table.csv", table);
        let refused = district.import(kind, &file, &[]);
        assert_eq!(refused.code, 1, "{kind}");
        let told = refused.json();
        let bad = &list(&told, "rejected")[0];
        assert_eq!(bad["value"], "Nowhere", "{kind}: {told}");
        assert!(district.dump() == before, "{kind}");
    }
    let told = district.take(
        "contracts",
        "product,vendor,ends\nGlobelet,Atlas Press,2027-06-30\n",
    );
    assert_eq!(counts(&told), (1, 1, 0, 0));
    let all = district.all("product");
    let made = all.iter().find(|p| p["name"] == "Globelet").unwrap();
    assert_eq!(made["first_seen"], "2026-03-10");
    assert!(
        district
            .all("vendor")
            .iter()
            .any(|v| v["name"] == "Atlas Press")
    );
}

#[test]
fn the_help_desk_and_strangers_may_not_import() {
    let district = example();
    let file = district.file("products.csv", "name\nGlobelet\n");
    let before = district.dump();
    for (who, why) in [
        ("mkay", "the help desk reads and leaves notes and requests"),
        ("zed", "nobody here has the login `zed`"),
    ] {
        for more in [&["--as", who][..], &["--as", who, "--dry-run"]] {
            let refused = district.import("products", &file, more);
            assert_eq!(refused.code, 1, "{who}");
            assert!(refused.err.contains(why), "{}", refused.err);
        }
    }
    let people = district.file("people.csv", "login,roles\nzed,admin\n");
    let refused = district.import("people", &people, &["--as", "rdoe"]);
    assert!(refused.err.contains("only an admin"), "{}", refused.err);
    assert!(district.dump() == before);
}

#[test]
fn a_blank_cell_takes_nothing_away() {
    let district = example();
    let before = district.records();
    for (kind, table) in [
        (
            "schools",
            "name,code,grades,enrollment,staff\nJuniper Hill Elementary,JUN,,,\n",
        ),
        (
            "products",
            "name,vendor,url,edition\nLetterloop,,,District\n",
        ),
        ("people", "login,name,roles\nrdoe,,\n"),
        (
            "contracts",
            "number,product,ends,seats,total\nC-2026-014,Letterloop,2027-06-30,,\n",
        ),
        ("inventory", "school,product,seats,used\nJUN,Letterloop,,\n"),
    ] {
        let told = district.take(kind, table);
        assert_eq!(counts(&told), (1, 0, 0, 1), "{kind}");
    }
    assert!(district.records() == before);
}

#[test]
fn what_a_name_matches_keeps_its_own_spelling() {
    let district = example();
    let before = district.records();
    for (kind, table) in [
        ("products", "name\nLL READER\n"),
        ("schools", "name\njuniper hill ELEMENTARY\n"),
    ] {
        assert_eq!(counts(&district.take(kind, table)), (1, 0, 0, 1), "{kind}");
    }
    assert!(district.records() == before);
}

#[test]
fn what_is_exported_imports_back_unchanged() {
    let district = example();
    district.take(
        "schools",
        "name,code,grades\nÉlan Académie,ELA,K-2\n\"Oak, the \"\"old\"\" one\",OAK,9-12\n=Sum(A1),SUM,K\n",
    );
    let before = district.dump();
    for kind in KINDS {
        for format in ["csv", "xlsx"] {
            let file = district.path(&format!("{kind}.{format}"));
            let name = file.to_str().unwrap();
            let made = district.run(&["export", kind, "-o", name, "--force"]);
            made.ok();
            let told = again(&district, kind, &file, &[]);
            assert!(
                list(&told, "warnings").is_empty(),
                "{kind} {format}: {told}"
            );
        }
    }
    assert!(district.dump() == before);
}

/// Twenty contracts as a table: header, then rows. Every letter of it is in Windows-1252.
fn contracts() -> Vec<Vec<String>> {
    let mut rows = vec![
        [
            "Contract Number",
            "Product",
            "Vendor",
            "Start Date",
            "End Date",
            "Auto Renew",
            "Seats",
            "Total Cost",
            "Price Increase",
            "Fund",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for n in 0..20 {
        rows.push(vec![
            format!("K-{n:02}"),
            format!("Caf\u{e9} Number {n}"),
            format!("\u{c9}diteur {}, Inc.", n % 3),
            format!("{}/{}/2026", 1 + n % 12, 13 + n % 15),
            format!("{}/{}/2027", 1 + n % 12, 13 + n % 15),
            if n % 2 == 0 { "Yes" } else { "No" }.to_owned(),
            (n * 10).to_string(),
            format!("${},980.{:02}", 1 + n, n),
            format!("{}%", n),
            if n % 4 == 0 { "T\u{ed}tulo I" } else { "" }.to_owned(),
        ]);
    }
    rows
}

fn delimited(mark: &str, end: &str) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                if cell.contains([',', ';']) {
                    format!("\"{cell}\"")
                } else {
                    cell.clone()
                }
            })
            .collect();
        cells.join(mark) + end
    };
    contracts().iter().map(line).collect()
}

/// The same table as people keep it in Excel: real dates, money and percent formats.
fn workbook() -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("m/d/yyyy");
    let money = Format::new().set_num_format("$#,##0.00");
    let percent = Format::new().set_num_format("0%");
    for (at, row) in contracts().iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let place = (at as u32, column as u16);
            match column {
                _ if at == 0 || cell.is_empty() => {
                    sheet.write_string(place.0, place.1, cell).unwrap();
                }
                3 | 4 => {
                    let parts: Vec<u16> = cell.split('/').map(|p| p.parse().unwrap()).collect();
                    let date =
                        ExcelDateTime::from_ymd(parts[2], parts[0] as u8, parts[1] as u8).unwrap();
                    sheet
                        .write_datetime_with_format(place.0, place.1, &date, &day)
                        .unwrap();
                }
                5 => {
                    sheet
                        .write_boolean(place.0, place.1, cell == "Yes")
                        .unwrap();
                }
                6 => {
                    let seats: f64 = cell.parse().unwrap();
                    sheet.write_number(place.0, place.1, seats).unwrap();
                }
                7 => {
                    let amount: f64 = cell.replace(['$', ','], "").parse().unwrap();
                    sheet
                        .write_number_with_format(place.0, place.1, amount, &money)
                        .unwrap();
                }
                8 => {
                    let share: f64 = cell.trim_end_matches('%').parse::<f64>().unwrap() / 100.0;
                    sheet
                        .write_number_with_format(place.0, place.1, share, &percent)
                        .unwrap();
                }
                _ => {
                    sheet.write_string(place.0, place.1, cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A dump without what the clock said of each change, and without the seals that hold it.
fn without_the_clock(dump: &str) -> String {
    let line = |line: &str| {
        let mut line: Json = serde_json::from_str(line).unwrap();
        if line["table"] == "change_set" {
            line["clock"] = Json::Null;
            line["seal"] = Json::Null;
        }
        format!("{line}\n")
    };
    dump.lines().map(line).collect()
}

#[test]
fn the_same_contracts_in_any_encoding_or_format_give_the_same_office() {
    let comma = delimited(",", "\r\n");
    let utf16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    // In these texts Windows-1252 is the low byte of each character.
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let files = [
        ("UTF-8", comma.clone().into_bytes()),
        ("UTF-8 with a mark", format!("\u{feff}{comma}").into_bytes()),
        ("UTF-16", utf16(&delimited("\t", "\r\n"))),
        ("Windows-1252", latin(&comma)),
        ("CR only", delimited(",", "\r").into_bytes()),
        ("LF and semicolons", delimited(";", "\n").into_bytes()),
        ("Excel", workbook()),
    ];
    let mut first: Option<String> = None;
    for (what, bytes) in files {
        let district = District::new();
        let file = district.file("contracts", bytes);
        let told = district.import("contracts", &file, &[]).ok().json();
        assert_eq!(counts(&told), (20, 20, 0, 0), "{what}");
        assert!(list(&told, "warnings").is_empty(), "{what}: {told}");
        again(&district, "contracts", &file, &[]);
        let dump = without_the_clock(&district.dump());
        let first = first.get_or_insert_with(|| dump.clone());
        for (a, b) in first.lines().zip(dump.lines()) {
            assert_eq!(a, b, "{what}");
        }
        assert!(*first == dump, "{what}");
    }
    let dump = first.unwrap();
    assert!(dump.contains("Caf\u{e9} Number 7") && dump.contains("\u{c9}diteur 1, Inc."));
    assert!(dump.contains("\"escalator_bp\":700") && dump.contains("\"total_cents\":898007"));
}

#[test]
fn a_percent_cell_of_a_spreadsheet_means_what_it_shows() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["product", "from", "to", "pct_access"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    let formats = [
        "0%",
        "0.00%",
        "#,##0.0%;[Red]-0.0%",
        "General",
        "0\" % of 100\"",
    ];
    let numbers = [0.34, 0.3456, 0.07, 34.5, 12.0];
    for (row, (format, number)) in formats.iter().zip(numbers).enumerate() {
        let row = row as u32 + 1;
        sheet.write_string(row, 0, "Letterloop").unwrap();
        let day = format!("2026-01-{row:02}");
        sheet.write_string(row, 1, &day).unwrap();
        sheet.write_string(row, 2, &day).unwrap();
        let format = Format::new().set_num_format(*format);
        sheet
            .write_number_with_format(row, 3, number, &format)
            .unwrap();
    }
    let district = example();
    let file = district.file("usage.xlsx", book.save_to_buffer().unwrap());
    district.import("usage", &file, &[]).ok();
    let all = district.all("usage");
    let shares: Vec<i64> = all[2..]
        .iter()
        .map(|u| u["active_ppm"].as_i64().unwrap())
        .collect();
    assert_eq!(shares, [340_000, 345_600, 70_000, 345_000, 120_000]);
}

#[test]
fn what_an_import_brought_is_counted_in_words() {
    let district = example();
    for (kind, table, says) in [
        (
            "schools",
            "name,code\nOne ES,ONE\n",
            "import of 1 school from ",
        ),
        (
            "people",
            "login,name\nzed,Zed\nyan,Yan\n",
            "import of 2 people from ",
        ),
        (
            "inventory",
            "school,product,seats\nJUN,Abacus,4\n",
            "import of 1 row of inventory from ",
        ),
    ] {
        district.take(kind, table);
        let undone = district.run(&["undo"]).ok();
        let told = format!("{}{}", undone.out, undone.err);
        assert!(told.contains(says), "{told}");
    }
}

/// Imports on a terminal and presses Ctrl-C once the screen shows `mark`; gives the exit code and all that was shown.
fn interrupted(district: &District, file: &Path, mark: &str) -> (u32, String) {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::{Read, Write};
    let size = PtySize {
        rows: 24,
        cols: 80,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
    command.env("HALLPASS_DB", district.db());
    command.env("HALLPASS_USER", "ada");
    command.env("TERM", "xterm");
    command.args(["import", "inventory", file.to_str().unwrap()]);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let (mut shown, mut bytes, mut pressed) = (String::new(), [0; 4096], false);
    while let Ok(got @ 1..) = screen.read(&mut bytes) {
        shown.push_str(&String::from_utf8_lossy(&bytes[..got]));
        if !pressed && shown.contains(mark) {
            keys.write_all(b"\x03").unwrap();
            pressed = true;
        }
    }
    assert!(pressed, "never saw `{mark}`: {shown}");
    (child.wait().unwrap().exit_code(), shown)
}

#[test]
fn ctrl_c_in_the_middle_of_a_big_import_leaves_the_file_as_it_was() {
    let district = example();
    let mut schools = "name,code\n".to_owned();
    let mut table = "school,product,seats\n".to_owned();
    for n in 0..20_000 {
        if n < 100 {
            schools.push_str(&format!("School {n},S{n}\n"));
        }
        table.push_str(&format!("S{},Product {},{}\n", n % 100, n / 100, n % 90));
    }
    district.take("schools", &schools);
    let file = district.file("inventory.csv", table);
    let before = district.dump();
    for mark in ["reading [#", "saving [#"] {
        let (code, shown) = interrupted(&district, &file, mark);
        assert_eq!(code, 130, "{mark}: {shown}");
        assert!(shown.contains("stopped; nothing was changed"), "{shown}");
        assert!(district.dump() == before, "{mark}");
        let check = district.run(&["check"]).ok();
        let lines: Vec<&str> = check.err.lines().collect();
        assert!(
            matches!(lines[..], [end] if end.starts_with("Its history ends at")),
            "{check:?}"
        );
    }
    // And the next one is taken as if nothing had happened.
    let told = district.import("inventory", &file, &[]).ok().json();
    assert_eq!(counts(&told), (20_000, 20_000, 0, 0));
}

/// Every weird value in every field of every kind: taken or refused in words, never half done.
#[test]
fn no_value_in_any_field_breaks_the_program() {
    let district = example();
    let values = [
        "-1",
        "0",
        "999999999999",
        "1e9",
        "=1+1",
        "TBD",
        "unknown",
        "x;;y",
        ";",
        "2026-02-30",
        "31/12/2026",
        "(12.50)",
        "-$5",
        "100%",
        "150%",
        "yes",
        "K-5",
        "Z9",
        "12-Sep",
        "0.5",
        "JUN",
        "all",
        "60 days",
        "-999",
        "\u{1b}[2J",
        "'",
        "\"\"\"\"",
        "rdoe",
        "letter loop",
    ];
    let before = district.dump();
    // Rows that come alone: the values in turn, in every fourth column; at length in every column.
    let mut sample = Sample::one_of(4, "columns with a weird value in a file of one row");
    let mut alone = 0;
    for (nth, kind) in KINDS.into_iter().enumerate() {
        let template = district.run(&["import", kind, "--template"]).ok().out;
        let mut lines = template.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let row: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut table = template.lines().next().unwrap().to_owned() + "\n";
        for column in 0..header.len() {
            for value in values {
                let mut row = row.clone();
                row[column] = value;
                table.push_str(&format!("{}\n", row.join(",")));
            }
        }
        let file = district.file("weird.csv", &table);
        let answer = district.import(kind, &file, &["--skip-bad", "--dry-run"]);
        assert!(
            matches!(answer.code, 0 | 1) && !answer.err.contains("is not possible"),
            "{kind}: {answer:?}"
        );
        // A rule of the file itself that the plan did not foresee would say so here.
        for clumsy in [
            "constraint",
            "CHECK",
            "SQL",
            "UNIQUE",
            "panicked",
            "datatype",
        ] {
            assert!(!answer.err.contains(clumsy), "{kind}: {}", answer.err);
        }
        assert!(district.dump() == before, "{kind}");
        // One by one, each is taken whole or refused whole.
        for column in (0..header.len()).filter(|column| sample.takes(nth + column)) {
            let mut row = row.clone();
            row[column] = values[alone % values.len()];
            alone += 1;
            let file = district.file(
                "one.csv",
                format!("{}\n{}\n", header.join(","), row.join(",")),
            );
            let Answer { code, err, .. } = district.import(kind, &file, &["--dry-run"]);
            assert!(matches!(code, 0 | 1), "{kind} {column}: {err}");
        }
    }
    assert!(alone >= values.len(), "{alone}");
}

/// What came in again since stands where it would come back: that is said, with the number that brought it.
#[test]
fn what_was_imported_again_since_is_named_where_an_undo_of_its_undo_is_asked() {
    let district = Desk::empty();
    district.file(
        "p.csv",
        "name,vendor\nQuizstead,Oddfellow\nDrawbridge,Oddfellow\n",
    );
    let set = |line: &str| district.json(line)["change_set"].as_i64().unwrap();
    let first = set("import products p.csv");
    district.ok(&format!("undo {first}"));
    let taken_back = first + 1;
    let again = set("import products p.csv");
    let why = district.fails(&format!("undo {taken_back}"), 1);
    let brought = format!("change set {again} (import of 2 products");
    assert!(why.contains(&brought), "{why}");
    assert!(
        why.contains("brought it in again; take that back first"),
        "{why}"
    );
    district.ok(&format!("undo {again}"));
    district.ok(&format!("undo {taken_back}"));
    assert_eq!(
        district
            .json("export products --format json")
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

/// An address that a browser would run, or that leads into somebody's machine, is kept as it was said, and told.
#[test]
fn an_address_that_is_of_no_web_page_is_told() {
    let desk = Desk::empty();
    desk.file(
        "p.csv",
        "name,url\nQuizstead,javascript:alert(1)\nDrawbridge,file:///etc/passwd\nTimber,timber.example\n",
    );
    let told = desk.json("import products p.csv");
    let warned: Vec<&Json> = told["warnings"].as_array().unwrap().iter().collect();
    let values: Vec<&str> = warned
        .iter()
        .map(|w| w["value"].as_str().unwrap())
        .collect();
    assert_eq!(values, ["javascript:alert(1)", "file:///etc/passwd"]);
    let why = warned[0]["reason"].as_str().unwrap();
    assert!(why.contains("never a link"), "{why}");
}
