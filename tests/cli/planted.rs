//! Hostile text that another program wrote into the office file, past everything that cleans: every column of every table
//! that holds words. Then every view and page is drawn, every command asked and every file written: nothing that comes out
//! acts on a terminal, hides, turns the reading direction, or is a formula. Tables, views, keys, commands and kinds of
//! export are walked from the program's own lists, so that a new one is in here by itself.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader};
use hallpass::domain::record::{Kind, Shape};
use hallpass::store::{Access, Store};
use hallpass::tui::command::{Command, Tab};
use hallpass::tui::effect::Effect;
use hallpass::tui::keymap::{KeyContext, KeyRow, TABLE};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::desk::Desk;
use super::support::Office;
use super::support::fuzz::{SLY, harmful};
use super::support::hostile::formula;
use super::support::length::Sample;
use super::support::reviews::reviews;
use super::support::screen::Screen;

/// Words in tables that are no noun's: who changed what, in whose words.
const OTHERS: [(&str, &[&str]); 12] = [
    (
        "change_set",
        &["who", "title", "reason", "login", "deed_words"],
    ),
    ("history", &[]),
    ("reading", &["test", "window", "cut", "by"]),
    ("gap", &[]),
    ("found_year", &[]),
    ("found_overlap", &[]),
    ("found_waste", &[]),
    ("found_holes", &[]),
    ("found_queue", &[]),
    ("found_review", &[]),
    ("spread", &[]),
    ("placed", &[]),
];
/// What the first record of a noun is asked for by stays as it is, so that commands find it.
const ASKED_BY: [(&str, &str); 7] = [
    ("request", "number"),
    ("contract", "number"),
    ("school", "code"),
    ("person", "login"),
    ("product", "registry_id"),
    ("school", "registry_id"),
    ("digest", "login"),
];

/// The columns of words of every table.
fn columns_of_words(raw: &Connection) -> Vec<(String, String)> {
    let mut tables = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut found = Vec::new();
    for table in tables.map(Result::unwrap) {
        let noun = Kind::ALL.iter().find(|kind| kind.word() == table);
        let words: Vec<&str> = match noun {
            Some(kind) => {
                let fields = kind.fields().iter();
                fields
                    .filter(|field| matches!(field.shape, Shape::Text | Shape::Lines))
                    .map(|field| field.name)
                    .collect()
            }
            None => OTHERS
                .iter()
                .find(|(name, _)| *name == table)
                .unwrap_or_else(|| panic!("which columns of {table} hold words?"))
                .1
                .to_vec(),
        };
        found.extend(
            words
                .into_iter()
                .map(|column| (table.clone(), column.to_owned())),
        );
    }
    assert!(found.len() > 80, "{}", found.len());
    found
}

/// One record of each noun that there is none of, of words and of the first of each choice, as far as the rules of the file
/// let it.
fn fill(raw: &Connection) {
    // An edition of a checklist is a document of its own.
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Checklist) {
        let table = kind.word();
        let count = |what: &str| raw.query_row(what, [], |row| row.get::<_, i64>(0)).unwrap();
        if count(&format!("SELECT count(*) FROM \"{table}\"")) > 0 {
            continue;
        }
        let (mut names, mut values) = (vec!["version".to_owned()], vec!["1".to_owned()]);
        for field in kind.fields() {
            names.push(format!("\"{}\"", field.name));
            values.push(match field.shape {
                _ if field.name == "rest" => "NULL".to_owned(),
                // What is verified says by whom, and more.
                _ if (table, field.name) == ("alignment", "status") => "'claimed'".to_owned(),
                Shape::Text | Shape::Lines => "'words'".to_owned(),
                _ if field.optional => "NULL".to_owned(),
                Shape::Word(words) | Shape::Words(words) => format!("'{}'", words[0]),
                Shape::Day => "'2026-03-01'".to_owned(),
                Shape::Grades => "'K-5'".to_owned(),
                Shape::Schools => "NULL".to_owned(),
                Shape::Count => "2".to_owned(),
                Shape::YesNo | Shape::Money | Shape::Record(_) => "1".to_owned(),
            });
        }
        let (names, values) = (names.join(", "), values.join(", "));
        let made = format!("INSERT INTO \"{table}\" ({names}) VALUES ({values})");
        raw.execute(&made, [])
            .unwrap_or_else(|why| panic!("{made}: {why}"));
    }
}

/// Columns that are no words of anybody's though they hold text: what they are is read by a rule of its own, or says which
/// record it is.
const NO_WORDS: [(&str, &str); 7] = [
    ("setting", "key"),
    ("checklist", "text"),
    ("framework", "rest"),
    ("standard", "rest"),
    ("relation", "rest"),
    ("alert", "fingerprint"),
    ("key", "fingerprint"),
];

/// Writes hostile text into every column of words, as far as the file's own rules let it.
fn plant(path: &Path) {
    let raw = Connection::open(path).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    // A different piece for each row and column; half of them in front, where a formula begins.
    raw.create_scalar_function("sly", 3, FunctionFlags::SQLITE_UTF8, |given| {
        let (old, row, column): (Option<rusqlite::types::Value>, i64, i64) =
            (given.get(0)?, given.get(1)?, given.get(2)?);
        let old = match old {
            Some(rusqlite::types::Value::Text(old)) => old,
            _ => String::new(),
        };
        let piece = |n: i64| SLY[(n.unsigned_abs() as usize) % SLY.len()];
        let (first, second) = (piece(row * 7 + column), piece(row * 11 + column * 3 + 1));
        Ok(if (row + column) % 2 == 0 {
            format!("{first}{old}{second}{row}")
        } else {
            format!("{old}{first}x{second}")
        })
    })
    .unwrap();
    let mut ask = raw
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let triggers: Vec<(String, String)> = ask
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(ask);
    for (name, _) in &triggers {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    fill(&raw);
    raw.execute_batch(
        "INSERT INTO reading (test, \"window\", cut, least_group, read_on, \"by\", source_sha256, groups, too_few) \
         VALUES ('test', 'spring', 'cut', 10, '2026-03-01', 'ada', 'x', 0, 0); \
         INSERT INTO digest (version, login, told_on) VALUES (1, 'nguyen', '2026-03-01'), (1, 'kim', '2026-03-01')",
    )
    .unwrap();
    let mut planted = BTreeSet::new();
    for (n, (table, column)) in columns_of_words(&raw).iter().enumerate() {
        if NO_WORDS.contains(&(table.as_str(), column.as_str())) {
            continue;
        }
        let spared = if ASKED_BY.contains(&(table.as_str(), column.as_str())) {
            "rowid > 1"
        } else {
            "1"
        };
        // Settings have their own spelling each; the district's name is words, and so is who acts.
        let spared = match (table.as_str(), column.as_str()) {
            ("setting", _) => "key = 'district'",
            _ => spared,
        };
        let changed = raw
            .execute(
                &format!("UPDATE OR IGNORE \"{table}\" SET \"{column}\" = sly(\"{column}\", rowid, {n}) WHERE {spared}"),
                [],
            )
            .unwrap();
        if changed > 0 {
            planted.insert((table.clone(), column.clone()));
        }
    }
    let history = raw
        .execute(
            "UPDATE history SET deed = 'set', field = 'name', old = sly(old, seq, 1), new = sly(new, seq, 2) \
             WHERE kind IN ('product', 'school', 'vendor', 'person')",
            [],
        )
        .unwrap();
    assert!(history > 0);
    let all: BTreeSet<_> = columns_of_words(&raw).into_iter().collect();
    let left_out: Vec<_> = all
        .difference(&planted)
        .filter(|(table, column)| !NO_WORDS.contains(&(table.as_str(), column.as_str())))
        .collect();
    assert!(left_out.is_empty(), "not planted: {left_out:?}");
    for (_, sql) in &triggers {
        raw.execute_batch(sql).unwrap();
    }
}

#[track_caller]
fn harmless(what: &str, text: &str) {
    if let Some(line) = text.split('\n').find(|line| line.chars().any(harmful)) {
        panic!("{what}: {line:?}");
    }
}

fn no_formula(what: &str, csv: &str) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv.as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            assert!(!formula(cell), "{what}: {cell:?}");
        }
    }
}

/// What stands for each value that commands ask for.
fn value(of: &str) -> Option<&'static str> {
    Some(match of {
        "SCHOOL" => "LIN",
        "REQUEST" => "R-1",
        "CONTRACT" => "C-117",
        "ID" => "O-00000",
        "LOGIN" => "nguyen",
        "PRODUCT" | "WORDS" => "7001",
        "REASON" | "TEXT" => "why not",
        "CODE" => "complementary",
        "OUTCOME" => "approve",
        "CHOICE" => "cancel",
        "ANSWER" => "yes",
        "LENGTH" => "60 days",
        "CODES" | "FRAMEWORK" | "OTHER" => "words",
        "HOW" => "same",
        "LINK" => "https://x.example",
        "DIR" => "pages",
        "DATE" | "DAY" => "2026-03-09",
        "N" | "NUMBER" | "WORD" | "CHANGE_SET" | "RULING" => "1",
        // A region that is refused before anything is asked of a network.
        "URL" => "postgresql://a@region.example/b?sslrootcert=/nowhere.pem",
        "ITEM" => "T01",
        "TRACK" => "technical",
        "KIND" => "products",
        "FILE" | "FILES" => "given.csv",
        "NAME" => "Numberly",
        "ROLES" => "helpdesk",
        "KEY" => "unlisted",
        "VALUE" => "blocked",
        "USER" | "TYPE" => "ssh-ed25519",
        _ => return None,
    })
}

/// What makes another file, changes this host, or says only what the program itself says.
const NOT_OF_THE_OFFICE: [&str; 8] = [
    "demo",
    "init",
    "load",
    "setup",
    "ssh-session",
    "completions",
    "man",
    "help",
];

/// Every command of the program by its help, with a value for all it needs.
fn every_command(desk: &Desk, words: &[String], found: &mut Vec<Vec<String>>) {
    let asked: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    let help = desk.run(&asked).out;
    let below: Vec<&str> = help
        .split("\nCommands:\n")
        .nth(1)
        .into_iter()
        .flat_map(|rest| rest.split("\n\n").next().unwrap().lines())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !NOT_OF_THE_OFFICE.contains(name))
        .collect();
    let usage = help
        .lines()
        .find_map(|line| line.strip_prefix("Usage: hallpass "))
        .unwrap();
    // Of options of which one is needed the first, and a code with what it weighs.
    let usage = usage.replace("<CODE... 1|2|3>", "<CODES> 2");
    let usage = match usage
        .split_once("<--")
        .map(|(before, rest)| (before, rest.split_once(">>")))
    {
        Some((before, Some((either, behind)))) => {
            format!(
                "{before}--{}{behind}",
                either.split('|').next().unwrap_or_default()
            )
        }
        _ => usage,
    };
    if !usage.contains("COMMAND") {
        let mut line = Vec::new();
        for word in usage.split(' ') {
            let bare = word.trim_end_matches("...");
            let within = |open, close| {
                bare.strip_prefix(open)
                    .and_then(|rest| rest.strip_suffix(close))
            };
            match (within('<', '>'), within('[', ']')) {
                (Some(needed), _) => line.push(
                    value(needed)
                        .unwrap_or_else(|| panic!("{usage}: no value for {needed}"))
                        .to_owned(),
                ),
                // What may be left out is said where there is something to say.
                (None, Some(may_be)) => line.extend(value(may_be).map(str::to_owned)),
                (None, None) => line.push(word.to_owned()),
            }
        }
        found.push(line);
    }
    for name in below {
        every_command(desk, &[words, &[name.to_owned()]].concat(), found);
    }
}

/// What one of the options may say, as the help tells it.
fn choices(help: &str, before: &str) -> Vec<String> {
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = help.rsplit(before).next().unwrap();
    let list = rest.split("[possible values: ").nth(1).unwrap();
    let list = list.split(']').next().unwrap();
    list.split(',').map(|word| word.trim().to_owned()).collect()
}

#[test]
fn no_command_and_no_file_lets_planted_text_out() {
    let desk = Desk::furnished();
    desk.ok("policy set public approved-and-conditions --reason asked");
    plant(&desk.path("office.db"));
    desk.file("given.csv", "name\nQuill Pad\n");
    let help = desk.run(&["export", "--help"]).out;
    let mut sample = Sample::one_of(2, "exports of what was planted");
    for (nth, kind) in choices(&help, "<KIND>").into_iter().enumerate() {
        for (at, format) in choices(&help, "--format <FORMAT>").into_iter().enumerate() {
            if !sample.takes(nth + at) {
                continue;
            }
            let file = format!("out-{kind}.{format}");
            let said = desk.run(&["export", &kind, "-o", &file]);
            harmless(&file, &said.err);
            assert!(matches!(said.code, 0 | 1), "{file}: {}", said.err);
            if said.code == 1 {
                assert!(format == "ics", "{file}: {}", said.err);
                continue;
            }
            let bytes = std::fs::read(desk.path(&file)).unwrap();
            if format == "xlsx" {
                harmless_workbook(&file, bytes);
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            // A calendar's lines end in both.
            let text = if format == "ics" {
                text.replace("\r\n", "\n")
            } else {
                text
            };
            harmless(&file, &text);
            if format == "csv" {
                no_formula(&file, &text);
            }
        }
    }
    let mut commands = Vec::new();
    every_command(&desk, &[], &mut commands);
    assert!(commands.len() > 60, "{}", commands.len());
    let made = [
        &["renewal", "packet", "-o", "packet.md"][..],
        &["renewal", "letter", "C-117", "-o", "letter.md"],
        &["renewal", "letter", "C-117", "-o", "letter.txt"],
        &["checklist", "export", "technical", "-o", "checklist.json"],
        &["request", "show", "R-1", "--reply"],
        &["digest", "--for", "nguyen", "--dry-run", "--mail"],
        &["history", "--limit", "5000"],
        &["status", "7001", "LIN"],
        &["dump", "dump.jsonl"],
    ];
    let mut made: Vec<Vec<String>> = made
        .iter()
        .map(|line| line.iter().map(|word| (*word).to_owned()).collect())
        .collect();
    made.extend(commands);
    let mut no_value = Vec::new();
    let mut sample = Sample::one_of(4, "commands about what was planted");
    let forms = [None, Some("--json"), Some("--csv"), Some("--plain")];
    for (nth, command) in made.iter().enumerate() {
        for (_, form) in (0..).zip(forms).filter(|(at, _)| sample.takes(nth + at)) {
            let line: Vec<&str> = command.iter().map(String::as_str).chain(form).collect();
            let said = desk.run(&line);
            let what = line.join(" ");
            harmless(&what, &said.out);
            harmless(&what, &said.err);
            assert!(
                matches!(said.code, 0 | 1 | 3 | 4),
                "{what} ended with {}: {}",
                said.code,
                said.err
            );
            // To a machine every answer is one value; a dump has one on each line, and sshd reads lines of its own.
            let lines = ["dump", "authorized-keys"].contains(&command[0].as_str());
            if form == Some("--json") && said.code == 0 && !lines {
                let value = serde_json::from_str::<serde_json::Value>(&said.out);
                if value.is_err() {
                    no_value.push(format!("{what}: {:?}", said.out));
                }
            }
            // What is no list is told as it is without the option.
            let head = said.out.lines().next().unwrap_or_default();
            let list = head.contains(',')
                && head
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "_,".contains(c));
            if form == Some("--csv") && list {
                no_formula(&what, &said.out);
            }
        }
    }
    assert!(no_value.is_empty(), "{}", no_value.join("\n"));
    for file in [
        "packet.md",
        "letter.md",
        "letter.txt",
        "checklist.json",
        "dump.jsonl",
    ] {
        harmless(file, &std::fs::read_to_string(desk.path(file)).unwrap());
    }
    // Which products are public depends on what the commands did before.
    let folders = ["pages", "pages/products"].map(|folder| std::fs::read_dir(desk.path(folder)));
    let files = folders.into_iter().flatten().flatten();
    let mut pages = 0;
    for path in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
    {
        let (page, text) = (
            path.display().to_string(),
            std::fs::read_to_string(&path).unwrap(),
        );
        harmless(&page, &text);
        let scripts = text.matches("<script").count();
        let is_page = path.extension().is_some_and(|end| end == "html");
        assert!(!is_page || scripts < 2, "{page}: {text}");
        pages += 1;
    }
    assert!(pages >= 5, "{pages}");
}

fn harmless_workbook(file: &str, bytes: Vec<u8>) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert_eq!(
        book.worksheet_formula(&sheet).unwrap().used_cells().count(),
        0,
        "{file}"
    );
    for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
        if let Data::String(text) = cell {
            // The cell says that it is text: what begins like a formula is none.
            harmless(file, text);
        }
    }
}

/// What is on the screen, and what was handed to the terminal's clipboard.
fn drawn(screen: &Screen, what: &str) {
    harmless(what, &screen.text());
    for effect in &screen.effects {
        if let Effect::Copy(text) | Effect::CopyToFile(text) = effect {
            // A row to be pasted has tabs between its cells.
            harmless(&format!("{what}, copied"), &text.replace('\t', " "));
            for row in text.split('\n').filter(|row| row.contains('\t')) {
                assert!(!row.split('\t').any(formula), "{what}, copied: {row:?}");
            }
        }
    }
}

#[test]
fn no_screen_lets_planted_text_out() {
    let Office { dir, store } = reviews();
    let path = store.path().to_owned();
    drop(store);
    plant(&path);
    let store = Store::open(&path, Access::Write).unwrap();
    let mut screen = Screen::new(Office { dir, store }, (140, 40));
    let mut sample = Sample::one_of(3, "keys in a view with what was planted");
    for (at, tab) in Tab::ALL.into_iter().enumerate() {
        let there = TABLE
            .iter()
            .find(|row| row.command == Command::Show(tab))
            .unwrap()
            .key();
        let is_in_each_view = |row: &&KeyRow| {
            matches!(row.context, KeyContext::Global | KeyContext::Everywhere)
                && !matches!(
                    row.command,
                    Command::Quit | Command::Demo | Command::Suspend
                )
        };
        for (nth, row) in TABLE.iter().filter(is_in_each_view).enumerate() {
            if !sample.takes(at + nth) {
                continue;
            }
            let what = format!("{} on {}", row.key(), tab.name());
            screen.press(there);
            drawn(&screen, &what);
            screen.press(row.key());
            drawn(&screen, &what);
            // What has opened, one step in.
            screen.press("Enter");
            drawn(&screen, &format!("Enter after {what}"));
            screen.press("Esc").press("Esc").press("Esc");
        }
        screen.resize(80, 24);
        drawn(&screen, tab.name());
        screen.resize(140, 40);
    }
    let keys = sample.tried();
    assert!(keys > sample.share(200), "{keys}");
    for (file, text) in screen.exports() {
        harmless(&file, &text);
    }
}
