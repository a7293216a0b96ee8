//! Text of any kind as every name and note of a district, what every command then says of it, and the way out
//! to files and in again.
use std::path::Path;

use calamine::Reader;

use super::program::{Answer, District};

/// Characters no output may hold: what acts on a terminal, hides, or turns the reading direction.
fn harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069
            | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

#[track_caller]
pub fn harmless(what: &str, answer: &Answer) {
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

pub fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| (*c).to_owned()).collect()
}

/// Takes a table in every form of the command: listing, dry run, JSON. Bad rows are left out.
pub fn import(district: &District, kind: &str, rows: &[Vec<String>]) {
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
pub fn flood(district: &District, texts: &[String]) {
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
            row(&[&format!("login{n}"), text, &format!("{text}@"), "helpdesk"]),
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
pub fn look(district: &District) {
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
pub fn formula(cell: &str) -> bool {
    let bare = cell.trim_start();
    let number = bare.replace(['$', ',', '%'], "").parse::<f64>().is_ok();
    bare.starts_with([
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]) && !number
}

/// Exports everything both ways: no cell is a formula, and all of it comes back unchanged.
pub fn out_and_in_again(district: &District) {
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
}
