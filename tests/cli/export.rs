//! Out again: exports that import unchanged, dumps that load whole or not at all, copies that are sound.

use std::os::unix::fs::PermissionsExt;

use super::desk::{Desk, fields};

const KINDS: [&str; 15] = [
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
];

/// `-` after `-o` is what is written without it, and no file of that name.
#[test]
fn a_dash_is_standard_output() {
    let desk = Desk::furnished();
    for line in [
        "export products --format csv",
        "export queue --format json",
        "export renewals --format ics",
        "checklist export technical",
        "renewal packet",
        "renewal letter C-117",
    ] {
        let said = desk.run(&format!("{line} -o -").split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 0, "{line}: {}", said.err);
        assert_eq!(said.out, desk.ok(line), "{line}");
        assert!(!said.out.is_empty(), "{line}");
    }
    assert_eq!(desk.ok("dump -"), desk.ok("dump"));
    assert!(!desk.path("-").exists(), "{:?}", desk.names());
    let sheet = desk.fails("export products --format xlsx -o -", 1);
    assert!(sheet.contains("a spreadsheet is no text"), "{sheet}");
}

#[test]
fn an_export_imports_back_and_changes_nothing() {
    let desk = Desk::furnished();
    for kind in KINDS {
        for format in ["csv", "xlsx"] {
            let file = format!("{kind}-out.{format}");
            desk.ok(&format!("export {kind} -o {file}"));
            let told = desk.json(&format!("import {kind} {file}"));
            assert!(told["read"].as_u64() > Some(0), "{file}: {told}");
            assert_eq!(told["unchanged"], told["read"], "{file}: {told}");
            assert_eq!(told["change_set"], serde_json::Value::Null, "{file}");
            assert_eq!(told["warnings"].to_string(), "[]", "{file}");
        }
    }
}

#[test]
fn a_whole_districts_export_imports_back_and_changes_nothing() {
    let desk = Desk::demo();
    for kind in KINDS {
        desk.ok(&format!("export {kind} -o out.csv --force"));
        let told = desk.json(&format!("import {kind} out.csv --dry-run"));
        assert!(told["read"].as_u64() > Some(0), "{kind}");
        assert_eq!(told["unchanged"], told["read"], "{kind}: {told}");
    }
}

#[test]
fn an_export_furnishes_another_office_the_same() {
    let desk = Desk::furnished();
    desk.ok("init --district Twin --db twin.db");
    for kind in KINDS {
        desk.ok(&format!("export {kind} -o {kind}-out.csv"));
        desk.ok(&format!("import {kind} {kind}-out.csv --db twin.db"));
    }
    for kind in KINDS {
        let [here, there] = ["", " --db twin.db"].map(|at| desk.ok(&format!("export {kind}{at}")));
        assert_eq!(here, there, "{kind}");
    }
}

#[test]
fn the_formats_are_what_they_say() {
    let desk = Desk::furnished();
    let csv = desk.ok("export contracts");
    assert!(
        csv.starts_with(
            "product,term_end,number,vendor,bought_by,schools,term_start,auto_renew,notice,"
        ),
        "{csv}"
    );
    assert!(csv.contains("Quill Pad EDU,2026-08-31,C-117,Brightwater,district,Lincoln ES; Oak Hill MS,2025-09-01,yes,60 days,received,per_student,200,9.90,1980.00,Title I,PO-1,nguyen,3.5,6,certified,"), "{csv}");
    assert!(
        csv.contains(
            ",percent,Title I 66.67% (10-221) promise by 2026-06-30 end by 2026-09-30; PTO 33.33%,\
             Lincoln ES 60%; Oak Hill MS 10%; district 30%,,\n"
        ),
        "{csv}"
    );
    let json = desk.json("export contracts");
    assert_eq!(
        json,
        serde_json::from_str::<serde_json::Value>(&desk.ok("export contracts --format json"))
            .unwrap()
    );
    assert_eq!(
        fields(&json[0]),
        "product term_end number vendor bought_by schools term_start auto_renew notice notice_basis model quantity unit_price_cents total_cents fund po owner escalator \
         renew_months notice_method send_to signed_on board_approved_on max_term_months escalator_kind nonappropriation \
         early_exit documents parent quote_cents quote_on goal cost_kind min_quantity true_up reducible allocation funding shares grades audience"
    );
    assert_eq!(
        (&json[0]["total_cents"], &json[0]["schools"][1]),
        (&198_000.into(), &"Oak Hill MS".into())
    );
    assert!(
        desk.ok("export schools --format md")
            .starts_with("# schools\n\n| name | code |")
    );
    assert_eq!(
        desk.ok("export history --csv").lines().count(),
        desk.ok("history --csv --limit 100000").lines().count()
    );
    assert!(
        desk.fails("export schools --format ics", 1)
            .contains("cannot be written as a calendar")
    );
    assert!(
        desk.fails("export schools --format xlsx", 1)
            .contains("hint: name its file: -o schools.xlsx")
    );
}

/// Written row by row, as a line, as a file and as a table it is the same list.
#[test]
fn a_list_that_is_exported_is_the_one_that_the_command_prints() {
    let desk = Desk::demo();
    for list in ["queue", "overlaps", "waste"] {
        let told = desk.ok(&format!("{list} --json"));
        let exported = desk.ok(&format!("export {list} --format json"));
        let value: serde_json::Value = serde_json::from_str(&exported).unwrap();
        let file = format!("{list}.json");
        desk.ok(&format!("export {list} -o {file}"));
        let written = std::fs::read_to_string(desk.path(&file)).unwrap();
        assert_eq!(written, format!("{value:#}\n"), "{list}");
        assert_eq!(
            desk.ok(&format!("{list} --csv")).lines().next(),
            desk.ok(&format!("export {list}")).lines().next(),
            "{list}"
        );
        if list == "overlaps" {
            // The command leaves out what is done with.
            let both = [exported, told].map(|text| {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                value.as_array().unwrap().len()
            });
            assert!(both[0] >= both[1], "{both:?}");
            continue;
        }
        assert_eq!(exported, told, "{list}");
        assert!(!told.trim_end().contains('\n'), "{list}");
    }
}

#[test]
fn an_existing_file_is_kept_unless_forced_and_the_office_file_always() {
    let desk = Desk::furnished();
    let before = desk.names();
    desk.ok("export schools -o out.csv");
    let first = std::fs::read(desk.path("out.csv")).unwrap();
    assert_eq!(
        std::fs::metadata(desk.path("out.csv"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    assert!(
        desk.fails("export people -o out.csv", 1)
            .contains("exists already and was kept")
    );
    assert_eq!(std::fs::read(desk.path("out.csv")).unwrap(), first);
    desk.ok("export people -o out.csv --force");
    assert_ne!(std::fs::read(desk.path("out.csv")).unwrap(), first);
    std::os::unix::fs::symlink("office.db", desk.path("link.csv")).unwrap();
    for (file, says) in [
        ("office.db", "is the office file itself"),
        ("link.csv", "is the office file itself"),
        ("no/such/out.csv", "could not be written"),
        (".", "folder"),
    ] {
        let err = desk.fails(&format!("export people -o {file} --force"), 1);
        assert!(err.contains(says), "{file}: {err}");
    }
    std::fs::remove_file(desk.path("link.csv")).unwrap();
    std::fs::remove_file(desk.path("out.csv")).unwrap();
    assert_eq!(desk.names(), before, "nothing is left beside");
}

#[test]
fn somebody_who_left_is_exported_without_roles() {
    let desk = Desk::furnished();
    desk.ok("people leave nguyen");
    assert!(
        desk.ok("export people")
            .contains("nguyen,P. Nguyen,nguyen@harlow.example,,\n")
    );
    desk.ok("export people -o people-out.csv");
    assert_eq!(
        desk.json("import people people-out.csv")["change_set"],
        serde_json::Value::Null
    );
}

#[test]
fn a_dump_loads_to_the_same_dump() {
    let desk = Desk::furnished();
    desk.ok("undo");
    desk.ok("dump one.jsonl");
    assert_eq!(
        desk.ok("dump"),
        std::fs::read_to_string(desk.path("one.jsonl")).unwrap()
    );
    assert_eq!(
        std::fs::metadata(desk.path("one.jsonl"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    desk.ok("load one.jsonl --db deep/two.db");
    assert_eq!(desk.ok("dump --db deep/two.db"), desk.ok("dump"));
    assert_eq!(desk.json("check --db deep/two.db")["ok"], true);
    desk.ok("redo --db deep/two.db");
    assert!(desk.fails("dump one.jsonl", 1).contains("exists already"));
    assert!(desk.fails("dump office.db", 1).contains("exists already"));
    assert!(
        desk.fails("dump no/such/dump.jsonl", 1)
            .contains("this directory does not exist")
    );
    assert!(desk.fails("load one.jsonl", 1).contains("exists already"));
}

#[test]
fn a_dump_that_cannot_be_loaded_leaves_nothing_behind() {
    let desk = Desk::furnished();
    let dump = desk.ok("dump");
    let cut = |from_end: usize| dump[..dump.len() - from_end].to_owned();
    let without = |what: &str| {
        let rest = dump.split_inclusive('\n').filter(|l| !l.contains(what));
        rest.collect::<String>()
    };
    let before = desk.names();
    for (broken, says) in [
        (String::new(), "line 1: this is not a dump of hallpass"),
        (
            "name,code\nLincoln,LIN\n".to_owned(),
            "line 1: this is not a line of a dump",
        ),
        (cut(4), "this is not a line of a dump"),
        (cut(dump.len() / 2), "this is not a line of a dump"),
        (without("\"end\""), "before its last line"),
        (without("\"table\":\"device\""), "lines are missing"),
        (
            dump.replace("\"product\":1", "\"product\":999"),
            "points to a row of product that is not there",
        ),
        (
            dump.replace("\"status\":\"denied\"", "\"status\":\"maybe\""),
            "approval",
        ),
        (format!("{dump}{dump}"), "there is more after the end"),
    ] {
        desk.file("broken.jsonl", &broken);
        let said = desk.run(&["load", "broken.jsonl", "--db", "new.db"]);
        assert_eq!(said.code, 1, "{says}");
        assert!(
            said.err.contains("broken.jsonl, ") && said.err.contains(says),
            "{says}: {}",
            said.err
        );
        std::fs::remove_file(desk.path("broken.jsonl")).unwrap();
        assert_eq!(desk.names(), before, "{says}");
    }
    for (file, says) in [
        ("none.jsonl", "there is no file none.jsonl"),
        (".", "is a folder"),
    ] {
        let said = desk.run(&["load", file, "--db", "new.db"]);
        assert_eq!(said.code, 1);
        assert!(said.err.contains(says), "{}", said.err);
    }
    assert_eq!(desk.names(), before);
}

#[test]
fn a_backup_is_an_office_file_and_check_tells_the_sound_from_the_damaged() {
    let desk = Desk::furnished();
    let copy = desk.ok("backup copy.db");
    assert_eq!(
        copy.trim(),
        std::fs::canonicalize(desk.path("copy.db"))
            .unwrap()
            .to_str()
            .unwrap()
    );
    assert_eq!(desk.ok("dump --db copy.db"), desk.ok("dump"));
    assert!(desk.fails("backup copy.db", 1).contains("exists already"));
    assert!(desk.fails("backup office.db", 1).contains("exists already"));
    assert!(desk.ok("check").ends_with("is sound.\n"));

    let raw = rusqlite::Connection::open(desk.path("copy.db")).unwrap();
    raw.execute_batch("UPDATE school SET name = '  ', grades = 'all' WHERE id = 1")
        .unwrap();
    drop(raw);
    let said = desk.run(&["check", "--db", "copy.db"]);
    assert_eq!((said.code, said.err.as_str()), (4, ""));
    assert!(said.out.contains("school"), "{}", said.out);

    let mut bytes = std::fs::read(desk.path("office.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5a);
    std::fs::write(desk.path("damaged.db"), bytes).unwrap();
    let said = desk.run(&["check", "--json", "--db", "damaged.db"]);
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        fields(&told),
        "ok file schema_version problems warnings head"
    );
    assert_eq!(told["ok"], false);
    assert!(!told["problems"].as_array().unwrap().is_empty());
    let said = desk.fails("history --db damaged.db", 1);
    assert!(said.contains("damaged.db' check"), "{said}");
}

#[test]
fn a_workbook_with_its_headings_in_words_imports_back_and_changes_nothing() {
    let desk = Desk::furnished();
    for kind in KINDS {
        desk.ok(&format!("export {kind} -o {kind}-out.xlsx"));
        let told = desk.json(&format!("import {kind} {kind}-out.xlsx --dry-run"));
        assert!(told["read"].as_u64() > Some(0), "{kind}");
        assert_eq!(told["unchanged"], told["read"], "{kind}: {told}");
    }
}

#[test]
fn a_csv_for_excel_keeps_every_text_and_is_read_again() {
    let desk = Desk::furnished();
    let script = desk.ok("export products");
    let excel = desk.ok("export products --excel");
    assert!(script.starts_with("name,"), "{script}");
    assert!(excel.starts_with("\u{feff}name,"), "{excel}");
    // Numberly is for grades 3 to 5, which Excel takes for a day in March.
    assert!(
        script.contains(",3-5,") && !script.contains('\u{a0}'),
        "{script}"
    );
    assert!(excel.contains(",\u{a0}3-5,"), "{excel}");
    for kind in KINDS {
        desk.ok(&format!("export {kind} --excel -o {kind}-excel.csv"));
        let told = desk.json(&format!("import {kind} {kind}-excel.csv --dry-run"));
        assert_eq!(told["unchanged"], told["read"], "{kind}: {told}");
    }
    let refused = desk.fails("export products --excel --format xlsx -o p.xlsx", 1);
    assert!(refused.contains("--excel is about CSV"), "{refused}");
}
