//! Upgrading the office file, and copying it: all of it or nothing, and the old one is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/office_file.rs"]
mod office_file;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use hallpass::domain::approval::{Approval, ApprovalStatus, Audience};
use hallpass::domain::record::Schools;
use hallpass::domain::status::Word;
use hallpass::store::backup::{backup, check};
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::migrate::{self, Step};
use hallpass::store::open::{APPLICATION_ID, Access, open, upgrade};
use hallpass::store::{Scope, Store};
use office_file::{add_note, everything, names, notes, office, raw};
use rusqlite::Connection;

fn next_steps(sql: &'static str) -> Vec<Step> {
    let mut steps = migrate::STEPS.to_vec();
    steps.push(Step {
        number: migrate::newest() + 1,
        name: "next.sql",
        sql,
    });
    steps
}

#[test]
fn an_upgrade_keeps_a_copy_of_the_file_as_it_was() {
    let (dir, path) = office();
    let mut conn = Connection::open(&path).unwrap();
    upgrade(
        &mut conn,
        &path,
        &next_steps("CREATE TABLE later (n); DELETE FROM scrap;"),
    )
    .unwrap();
    assert_eq!(migrate::version(&conn), Ok(migrate::newest() + 1));
    drop(conn);
    let copy = dir
        .path()
        .join(format!("office.db.before-{}", migrate::newest() + 1));
    assert_eq!(notes(&open(&copy, Access::Read).unwrap().conn), 40);
    assert_eq!(everything(dir.path()).len(), 2);
    assert!(matches!(
        open(&path, Access::Write),
        Err(Error::NewerFile { .. })
    ));
}

#[test]
fn an_upgrade_that_fails_changes_nothing() {
    for (what, sql) in [
        (
            "a mistake in it",
            "CREATE TABLE later (n); UPDATE scrap SET text = ''; SELECT nonsense;",
        ),
        (
            "rows without their parent",
            "CREATE TABLE later (n REFERENCES scrap (n)); INSERT INTO later VALUES (777);",
        ),
    ] {
        let (dir, path) = office();
        let before = everything(dir.path());
        let mut conn = Connection::open(&path).unwrap();
        upgrade(&mut conn, &path, &next_steps(sql)).expect_err(what);
        drop(conn);
        assert!(before == everything(dir.path()), "{what}");
    }
}

/// Add `tests/schema/v{N}.sql` (the `.dump` of a filled file) whenever layout N is released.
#[test]
fn every_frozen_layout_upgrades_to_todays_and_keeps_its_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    let mut tried = 0;
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let dump = entry.unwrap().path();
        let name = dump.file_name().unwrap().to_string_lossy().into_owned();
        let Some(number) = name
            .strip_prefix('v')
            .and_then(|rest| rest.strip_suffix(".sql"))
        else {
            continue;
        };
        let number: i32 = number.parse().expect("a dump is called v{N}.sql");
        upgrades_and_keeps_its_rows(number, &fs::read_to_string(&dump).unwrap());
        tried += 1;
    }
    if tried == 0 {
        println!("skipped: there is no tests/schema/v*.sql");
    }
}

/// Writes the file a dump was taken of.
fn thaw(path: &Path, number: i32, dump: &str) {
    raw(
        path,
        &format!(
            "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}; PRAGMA journal_mode = wal;"
        ),
    );
}

fn upgrades_and_keeps_its_rows(number: i32, dump: &str) {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("old.db"), dir.path().join("new.db"));
    thaw(&old, number, dump);
    let counts_before = rows_by_table(&Connection::open(&old).unwrap());
    assert!(
        counts_before.values().any(|rows| *rows > 0),
        "v{number}.sql holds no rows"
    );
    let upgraded = open(&old, Access::Write).unwrap();
    assert_eq!(migrate::version(&upgraded.conn), Ok(migrate::newest()));
    assert_eq!(check(&upgraded.conn, &upgraded.guard), [""; 0], "v{number}");
    let counts_after = rows_by_table(&upgraded.conn);
    for (table, rows) in counts_before {
        assert_eq!(
            counts_after.get(&table),
            Some(&rows),
            "rows of {table} after upgrading v{number}"
        );
    }
    let fresh = create(&new, None).unwrap();
    assert_eq!(
        structure(&upgraded.conn),
        structure(&fresh.conn),
        "v{number} upgraded is not what a new file is"
    );
}

/// Layout 2 builds the table of approvals anew; whoever asks is told the same as before.
#[test]
fn approvals_of_the_first_layout_keep_their_answers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    thaw(&path, 1, include_str!("schema/v1.sql"));
    let store = Store::open(&path, Access::Write).unwrap();
    let approvals: Vec<Approval> = store.all().unwrap();
    assert_eq!(approvals.len(), 2);
    assert_eq!(approvals[0].status, ApprovalStatus::Approved);
    assert_eq!(approvals[0].audience, Some(Audience::Student));
    assert_eq!(approvals[0].until, Some("2028-06-30".parse().unwrap()));
    assert_eq!(approvals[1].schools, Schools::only(vec![1, 2]));
    assert_eq!(
        approvals[1].conditions.0,
        ["No student accounts", "teacher-led only"]
    );
    assert!(approvals.iter().all(|a| a.request.is_none()));
    let scope = Scope {
        school: Some(1),
        grade: None,
        today: "2026-11-03".parse().unwrap(),
    };
    for (product, conditions) in [
        (1, &["Grades K to 3 only."][..]),
        (2, &["No student accounts.", "Teacher-led only."]),
    ] {
        let answer = store.brief_answer(product, scope, None).unwrap();
        assert_eq!(answer.word, Word::YesConditions, "product {product}");
        assert_eq!(answer.conditions, conditions, "product {product}");
    }
}

fn structure(conn: &Connection) -> Vec<(String, String, String)> {
    let mut ask = conn
        .prepare(
            "SELECT s.type, s.name, group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk, ', ')
             FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c GROUP BY s.type, s.name ORDER BY 1, 2",
        )
        .unwrap();
    ask.query_map([], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        ))
    })
    .unwrap()
    .map(Result::unwrap)
    .collect()
}

fn rows_by_table(conn: &Connection) -> BTreeMap<String, i64> {
    let mut ask = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let names: Vec<String> = ask
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    names
        .into_iter()
        .map(|name| {
            let rows = conn
                .query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| {
                    row.get(0)
                })
                .unwrap();
            (name, rows)
        })
        .collect()
}

#[test]
fn a_copy_has_what_is_still_in_the_wal_and_is_an_office_file_itself() {
    let (dir, path) = office();
    let mut opened = open(&path, Access::Write).unwrap();
    add_note(&mut opened, 100).unwrap();
    assert!(opened.guard.wal_bytes() > 0);
    let target = dir.path().join("copy.db");
    assert_eq!(backup(&opened.conn, &target), Ok(target.clone()));
    assert_eq!(fs::metadata(&target).unwrap().mode() & 0o777, 0o600);
    assert!(!dir.path().join("copy.db-wal").exists());
    let mut copy = open(&target, Access::Write).unwrap();
    assert_eq!(notes(&copy.conn), 41);
    add_note(&mut copy, 101).unwrap();
    assert_eq!(notes(&opened.conn), 41);
}

#[test]
fn a_copy_that_cannot_be_made_leaves_nothing_behind() {
    let (dir, path) = office();
    let mut bytes = fs::read(&path).unwrap();
    let half = bytes.len() / 2 / 4096 * 4096;
    bytes[half..half + 4096].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let opened = open(&path, Access::Read).unwrap();
    assert!(!check(&opened.conn, &opened.guard).is_empty());
    assert!(matches!(
        backup(&opened.conn, &dir.path().join("copy.db")),
        Err(Error::Damaged { .. })
    ));
    let existing = dir.path().join("kept.txt");
    fs::write(&existing, "kept").unwrap();
    assert_eq!(
        backup(&opened.conn, &existing),
        Err(Error::Exists {
            path: existing.clone()
        })
    );
    assert!(matches!(
        backup(&opened.conn, &dir.path().join("no/copy.db")),
        Err(Error::NoPlace { .. })
    ));
    drop(opened);
    assert_eq!(names(dir.path()), ["kept.txt", "office.db"]);
    assert_eq!(fs::read_to_string(existing).unwrap(), "kept");
}

#[test]
fn rows_that_point_to_nothing_are_a_problem() {
    let (_dir, path) = office();
    raw(
        &path,
        "PRAGMA foreign_keys = OFF; CREATE TABLE child (n REFERENCES scrap (n)); INSERT INTO child VALUES (777)",
    );
    let opened = open(&path, Access::Read).unwrap();
    let problems = check(&opened.conn, &opened.guard);
    assert_eq!(
        problems,
        ["row 1 of child points to a row of scrap that is not there"]
    );
}
