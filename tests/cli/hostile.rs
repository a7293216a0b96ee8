//! Names that would steer a terminal, pipes that close, disks that are full: no harm, one clear error.

use super::desk::Desk;

/// What must never come out of the program: controls but for the line end, direction marks, hidden characters.
fn harmless(what: &str, text: &str) {
    let bad = text.chars().find(|c| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    assert_eq!(bad, None, "{what}: {text:?}");
}

const NASTY: [&str; 6] = [
    "\u{1b}[31mRed\u{1b}[0m",
    "\u{1b}]0;owned\u{7}Title",
    "abc\u{202e}cba",
    "zero\u{200b}width",
    "\u{9b}2J",
    "back\u{8}space",
];

#[test]
fn hostile_names_reach_no_terminal_and_no_pipe() {
    let desk = Desk::furnished();
    let mut rows = "name,vendor\n".to_owned();
    NASTY
        .iter()
        .for_each(|name| rows.push_str(&format!("{name},{name} Inc\n")));
    desk.file("nasty.csv", &rows);
    desk.ok("import products nasty.csv");
    // And what another program might have written past all cleaning.
    let raw = rusqlite::Connection::open(desk.path("office.db")).unwrap();
    for (n, name) in NASTY.iter().enumerate() {
        raw.execute(
            "UPDATE product SET name = ?1 WHERE id = ?2",
            (name, n as i64 + 1),
        )
        .unwrap();
        raw.execute(
            "UPDATE school SET name = ?1 WHERE id = ?2",
            (format!("Lincoln {name}"), n as i64 + 1),
        )
        .unwrap();
    }
    drop(raw);
    let lines = [
        "schools",
        "inventory LIN",
        "history",
        "people list",
        "status red",
        "product red",
        "export products",
        "export history",
        "export schools --format md",
        "dump",
        "check",
        "undo",
        "redo",
        "inventory zz",
        "history Lincoln",
    ];
    for line in lines {
        for form in ["", " --json", " --csv", " --plain"] {
            let line = format!("{line}{form}");
            let said = desk.run(&line.split(' ').collect::<Vec<_>>());
            harmless(&line, &said.out);
            harmless(&line, &said.err);
            if form == " --json"
                && !said.out.is_empty()
                && !line.starts_with("dump")
                && !line.contains("md")
            {
                serde_json::from_str::<serde_json::Value>(&said.out).expect(&line);
            }
        }
    }
}

#[test]
fn hostile_words_of_a_command_line_are_not_repeated_raw() {
    let desk = Desk::empty();
    for nasty in NASTY {
        for args in [
            vec![nasty],
            vec!["schools", nasty],
            vec!["inventory", nasty],
            vec!["history", nasty],
            vec!["status", nasty],
            vec!["export", nasty],
            vec!["undo", nasty],
            vec!["schools", "--now", nasty],
            vec!["schools", "--db", nasty],
            vec!["people", "add", "x", "--name", nasty, "--roles", nasty],
            vec!["import", "schools", nasty],
            vec!["load", nasty, "--db", "new.db"],
            vec!["schools", "--as", nasty],
        ] {
            let said = desk.run(&args);
            harmless(&format!("{args:?}"), &said.out);
            harmless(&format!("{args:?}"), &said.err);
        }
    }
    // What somebody unknown left beside it is taken away by the next who is known.
    desk.ok("check");
    assert_eq!(desk.names(), ["office.db"]);
}

#[test]
fn an_exported_name_is_no_formula_and_comes_back_as_it_was() {
    let desk = Desk::empty();
    let names = ["=1+1", "+cmd", "-2", "@SUM(A1)", "'quoted"];
    let rows: Vec<String> = names.iter().map(|name| format!("{name}\n")).collect();
    desk.file("formulas.csv", &format!("name\n{}", rows.concat()));
    desk.ok("import products formulas.csv");
    let csv = desk.ok("export products");
    for line in csv.lines().skip(1) {
        assert!(!line.starts_with(['=', '+', '-', '@']), "{csv}");
    }
    let json = desk.json("export products");
    let back: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    assert_eq!(back, names);
    for file in ["out.csv", "out.xlsx"] {
        desk.ok(&format!("export products -o {file}"));
        assert_eq!(
            desk.json(&format!("import products {file}"))["unchanged"],
            names.len()
        );
    }
}

fn many_products(count: usize) -> String {
    let rows = (0..count).map(|n| format!("Product {n} with a long name to fill pipes\n"));
    std::iter::once("name\n".to_owned()).chain(rows).collect()
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = Desk::furnished();
    desk.file("many.csv", &many_products(3_000));
    desk.ok("import products many.csv");
    for line in [
        "history --limit 5000",
        "history --limit 5000 --json",
        "export products",
        "dump",
        "man",
    ] {
        let said = desk.shell(&format!("set -o pipefail; \"$H\" {line} | head -1"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{line}");
        assert_eq!(said.out.lines().count(), 1, "{line}");
    }
    let closed = desk.shell("\"$H\" people role ada 'admin;technical' >&- 2>&-");
    assert_eq!(closed.code, 0);
    assert_eq!(
        desk.json("people list")[0]["roles"].to_string(),
        r#"["technical","admin"]"#
    );
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let desk = Desk::furnished();
    for line in [
        "schools",
        "history --json",
        "dump",
        "export products",
        "man",
        "--help",
    ] {
        let said = desk.shell(&format!("\"$H\" {line} > /dev/full"));
        assert_eq!(said.code, 1, "{line}: {}", said.err);
        assert!(
            said.err.contains("the answer could not be written"),
            "{line}: {}",
            said.err
        );
    }
}

#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_half_done() {
    let desk = Desk::furnished();
    desk.file("many.csv", &many_products(2_000));
    let (dump, before) = (desk.ok("dump"), desk.names());
    // A limit on the size of files stands for a disk with little room.
    for line in [
        "import products many.csv",
        "dump big.jsonl",
        "backup big.db",
        "export history -o big.csv",
        "load dump.jsonl --db big.db",
        "init --district X --db big.db",
    ] {
        desk.file("dump.jsonl", &dump);
        let said = desk.shell(&format!("ulimit -f 4; \"$H\" {line}"));
        assert_eq!(said.code, 1, "{line}: {}{}", said.out, said.err);
        assert!(
            said.err.contains("error: ") && said.err.contains("hint: "),
            "{line}: {}",
            said.err
        );
        std::fs::remove_file(desk.path("dump.jsonl")).unwrap();
        // What SQLite could not fold in for want of room stays beside the file, whole.
        let beside = |name: &String| name.ends_with("-wal") || name.ends_with("-shm");
        let names: Vec<String> = desk.names().into_iter().filter(|n| !beside(n)).collect();
        assert_eq!(names, before, "{line}");
    }
    assert_eq!(desk.ok("dump"), dump);
}
