//! Hostile text from outside, imported as every kind of name and note: whatever a command then prints acts on no
//! terminal, hides nothing, turns no reading direction, and leaves no formula in an export.
//! The naughty strings and escape streams are read where they are; without them those tests say `skipped`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/program.rs"]
mod program;
#[path = "support/real_files.rs"]
mod real_files;

use std::path::Path;

use calamine::{Data, Reader};
use proptest::prelude::*;

use program::{Answer, District};
use real_files::data;

/// Characters no output may hold: what acts on a terminal, hides, or turns the reading direction.
fn harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069
            | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

#[track_caller]
fn harmless(what: &str, answer: &Answer) {
    for said in [&answer.out, &answer.err] {
        if let Some(line) = said.split('\n').find(|l| l.chars().any(harmful)) {
            panic!("{what} prints {line:?}");
        }
    }
    assert!(
        matches!(answer.code, 0 | 1 | 3 | 4),
        "{what} ended with {}: {}",
        answer.code,
        answer.err
    );
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row).unwrap();
    }
    out.into_inner().unwrap()
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| (*c).to_owned()).collect()
}

/// Takes a table in every form of the command: listing, dry run, JSON. Bad rows are left out.
fn import(district: &District, kind: &str, rows: &[Vec<String>]) {
    let file = district.file(&format!("{kind}.csv"), csv(rows));
    let file = file.to_str().unwrap();
    for more in [
        &["--dry-run", "--skip-bad"][..],
        &["--dry-run", "--json"],
        &["--skip-bad", "--json"],
        &["--skip-bad"],
    ] {
        let answer = district.run(&[&["import", kind, file], more].concat());
        harmless(&format!("import {kind} {more:?}"), &answer);
        assert!(
            answer.code == 0 || !more.contains(&"--skip-bad"),
            "{}",
            answer.err
        );
    }
}

/// Imports these texts as every name and note there is. Each name gets a number, so that no two are one.
fn flood(district: &District, texts: &[String]) {
    let numbered = |what: &str| -> Vec<String> {
        let name = |(n, text): (usize, &String)| format!("{text} {what}{n}");
        texts.iter().enumerate().map(name).collect()
    };
    let (products, vendors, schools) = (numbered("p"), numbered("v"), numbered("s"));
    let code = |n: usize| format!("Q{n}");
    let mut tables = vec![
        (
            "schools",
            vec![row(&["name", "code", "registry_id", "level"])],
        ),
        (
            "products",
            vec![row(&[
                "name", "vendor", "url", "edition", "function", "subjects", "aliases",
            ])],
        ),
        (
            "approvals",
            vec![row(&["product", "status", "conditions", "reason"])],
        ),
        (
            "compatibility",
            vec![row(&["product", "device", "result", "note"])],
        ),
        (
            "contracts",
            vec![row(&[
                "number", "product", "term_end", "vendor", "fund", "po",
            ])],
        ),
        (
            "inventory",
            vec![row(&["school", "product", "seats", "used"])],
        ),
        (
            "usage",
            vec![row(&["product", "from", "to", "active", "definition"])],
        ),
        ("people", vec![row(&["login", "name", "email", "roles"])]),
        ("agreements", vec![row(&["vendor", "kind", "link"])]),
        ("devices", vec![row(&["school", "device", "os_min"])]),
    ];
    for (n, text) in texts.iter().enumerate() {
        let (product, vendor, school, code) = (&products[n], &vendors[n], &schools[n], code(n));
        let rows = [
            row(&[school, &code, &format!("{text}{n}"), text]),
            row(&[
                product,
                vendor,
                text,
                "",
                text,
                text,
                &format!("{text} a{n}"),
            ]),
            row(&[product, "conditional", text, text]),
            row(&[product, &format!("{text}{n}"), "works", text]),
            row(&[
                &format!("{text}{n}"),
                product,
                "2027-06-30",
                vendor,
                text,
                text,
            ]),
            row(&[&code, product, "10", "5"]),
            row(&[product, "2026-01-01", "2026-01-31", "5", text]),
            row(&[&format!("login{n}"), text, text, "helpdesk"]),
            row(&[vendor, text, text]),
            row(&[&code, &format!("d{n}"), text]),
        ];
        for ((_, table), row) in tables.iter_mut().zip(rows) {
            table.push(row);
        }
    }
    for (kind, table) in &tables {
        import(district, kind, table);
    }
}

/// Runs every command that shows what is stored, in every form.
fn look(district: &District) {
    let schools = [
        &["schools"][..],
        &["inventory", "Q0"],
        &["people", "list"],
        &["history", "--limit", "5000"],
        &["status", "p0", "Q0"],
        &["status", "p1"],
        &["status", "zzqqj"],
        &["product", "p2"],
        &["product", "p3", "p4"],
        &["check"],
        &["undo"],
        &["redo"],
    ];
    for command in schools {
        for form in [None, Some("--json"), Some("--csv"), Some("--plain")] {
            let args: Vec<&str> = command.iter().copied().chain(form).collect();
            harmless(&args.join(" "), &district.run(&args));
        }
    }
    harmless("dump", &district.run(&["dump"]));
    for kind in EXPORTED {
        for format in ["csv", "json", "md"] {
            let args = ["export", kind, "--format", format];
            harmless(&args.join(" "), &district.run(&args).ok());
        }
    }
}

const EXPORTED: [&str; 11] = [
    "schools",
    "products",
    "approvals",
    "compatibility",
    "contracts",
    "inventory",
    "usage",
    "people",
    "agreements",
    "devices",
    "history",
];

/// Would a spreadsheet take this cell for a formula?
fn formula(cell: &str) -> bool {
    let bare = cell.trim_start();
    let number = bare.replace(['$', ',', '%'], "").parse::<f64>().is_ok();
    bare.starts_with([
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]) && !number
}

/// Exports everything both ways: no cell is a formula, and all of it comes back unchanged.
fn out_and_in_again(district: &District) {
    let before = district.dump();
    for kind in EXPORTED {
        let path = district.path(&format!("{kind}.csv"));
        district
            .run(&["export", kind, "-o", path.to_str().unwrap(), "--force"])
            .ok();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(&path)
            .unwrap();
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!formula(cell), "{kind}.csv holds {cell:?}");
            }
        }
        let book = district.path(&format!("{kind}.xlsx"));
        district
            .run(&["export", kind, "-o", book.to_str().unwrap(), "--force"])
            .ok();
        workbook(&book);
        let rows = csv::Reader::from_path(&path).unwrap().records().count();
        if kind == "history" || rows == 0 {
            continue;
        }
        for file in [path, book] {
            let answer = district.import(kind, &file, &[]).ok();
            let told = answer.json();
            assert!(
                told["change_set"].is_null(),
                "{kind} came back changed: {told}"
            );
        }
    }
    assert!(district.dump() == before);
}

fn workbook(path: &Path) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).unwrap();
    assert_eq!(formulas.used_cells().count(), 0, "{}", path.display());
    for (_, _, cell) in book.worksheet_range(&name).unwrap().used_cells() {
        if let Data::String(text) = cell {
            assert!(!formula(text), "{} holds {text:?}", path.display());
        }
    }
}

#[test]
fn naughty_strings_as_every_name_and_note() {
    let Some(path) = data("nasty/blns/blns.json") else {
        return;
    };
    let texts: Vec<String> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let district = District::new();
    flood(&district, &texts);
    look(&district);
    out_and_in_again(&district);
}

#[test]
fn escape_streams_as_every_name_and_note() {
    let Some(folder) = data("nasty/xterm_escape") else {
        return;
    };
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let stream = String::from_utf8_lossy(&bytes).replace('\0', "");
        let part: String = stream.chars().take(2_000).collect();
        // The beginning alone as well: an escape right where the cell begins.
        texts.push(stream.chars().take(20).collect());
        texts.push(part);
    }
    texts.sort();
    assert!(texts.len() > 100);
    let district = District::new();
    flood(&district, &texts);
    look(&district);
    out_and_in_again(&district);
}

const SLY: [&str; 26] = [
    "\u{1b}[2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}P+q\u{1b}\\",
    "\u{9b}31m",
    "\u{9d}0;x\u{9c}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{e0041}",
    "\u{8}\u{8}\u{8}",
    "\r",
    "\n",
    "\t",
    "\u{7f}",
    "\u{301}",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'",
    "\"",
    ";",
    "|",
];

#[test]
fn hostile_words_on_the_command_line_and_in_file_names_are_only_shown() {
    let district = District::new();
    flood(&district, &SLY.map(str::to_owned));
    look(&district);
    out_and_in_again(&district);
    for (n, sly) in SLY.iter().enumerate() {
        let name = format!("x{sly}{n}.csv");
        let header = format!("name,\"a{}b\",grades\n", sly.replace('"', ""));
        let file = district.file(&name, format!("{header}Thing {n},1,K-99\n"));
        let file = file.to_str().unwrap();
        let told = format!("name=a{sly}b");
        let field = format!("{sly}=name");
        let missing = format!("{file}.no");
        for args in [
            &["import", "products", file][..],
            &["import", "products", file, "--json"],
            &["import", "products", file, "--skip-bad"],
            &["import", "products", file, "--map", &told],
            &["import", "products", file, "--map", &field],
            &["import", "products", file, "--sheet", sly],
            &["import", "products", &missing],
            &["status", sly],
            &["status", sly, "--school", sly],
            &["status", "p0", "--grade", sly],
            &["product", sly],
            &["inventory", sly],
            &["history", sly],
            &["history", "--person", sly],
            &["people", "add", sly, "--name", sly, "--roles", "helpdesk"],
            &["people", "add", "zz", "--name", "Z", "--roles", sly],
            &["people", "list"],
            &["schools", "--as", sly],
            &["import", "schools", file, "--as", sly],
            &["schools", "--db", &missing],
            &["backup", &missing],
            &["load", &missing],
            &["export", "products", "-o", &missing],
        ] {
            let answer = district.run(args);
            // Usage errors repeat what was typed, too.
            let code = if answer.code == 2 { 1 } else { answer.code };
            harmless(&format!("{args:?}"), &Answer { code, ..answer });
        }
    }
}

#[test]
fn a_name_that_begins_like_a_formula_is_harmless_outside_and_the_same_inside() {
    let names = [
        "=1+1",
        "=HYPERLINK(\"http://x\")",
        "+Plus",
        "-Minus",
        "@At",
        "'=quoted",
        "''two",
        "\u{ff1d}wide",
        "-5",
        "+1 555",
        "=",
        "@",
    ];
    let district = District::new();
    let mut rows = vec![row(&["name", "vendor", "aliases"])];
    for (n, name) in names.iter().enumerate() {
        rows.push(row(&[name, name, &format!("{name}{n}")]));
    }
    import(&district, "products", &rows);
    let stored: Vec<String> = district
        .all("product")
        .iter()
        .map(|p| p["name"].as_str().unwrap().to_owned())
        .collect();
    for name in ["=1+1", "+Plus", "-Minus", "@At", "-5"] {
        assert!(stored.iter().any(|s| s == name), "{name}: {stored:?}");
    }
    out_and_in_again(&district);
    let out = district.path("products.csv");
    let other = District::new();
    other.import("products", &out, &[]).ok();
    assert!(other.all("product") == district.all("product"));
    assert!(other.all("alias") == district.all("alias"));
}

#[test]
fn a_separator_inside_a_list_item_survives_the_way_out_and_in_again() {
    let district = District::new();
    flood(
        &district,
        &["P+q\\;".to_owned(), "a\\|b; c".to_owned(), ";".to_owned()],
    );
    out_and_in_again(&district);
}

fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(SLY.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 ]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.concat().replace('\0', ""))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_imported_is_harmless(texts in prop::collection::vec(hostile(), 5..25)) {
        let district = District::new();
        flood(&district, &texts);
        look(&district);
        out_and_in_again(&district);
    }
}
