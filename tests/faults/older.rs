//! An older program in a file that a newer one upgrades, and this one in a file that a still newer one upgrades: the
//! file is upgraded or whoever is too late is refused, and nothing in it is lost or damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use hallpass::store::migrate::{self, SchemaStep};
use hallpass::store::open::{APPLICATION_ID, open_patiently, upgrade};
use hallpass::store::{Access, Error, Store};
use rusqlite::{Connection, TransactionBehavior};
use tempfile::TempDir;

use crate::deeds::{Doing, Seat, all, note, office};
use crate::plants::seal;
use crate::support::office_file::raw;
use crate::support::stamp;

/// Every layout that was ever released and whose file is kept, with its number.
fn frozen() -> Vec<(i32, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    let names = fs::read_dir(folder).unwrap();
    let mut frozen: Vec<(i32, String)> = names
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let number = path.file_name()?.to_str()?.strip_prefix('v')?;
            let number = number.strip_suffix(".sql")?.parse().unwrap();
            Some((number, fs::read_to_string(&path).unwrap()))
        })
        .collect();
    frozen.sort();
    assert!(frozen.len() >= 5);
    frozen
}

fn thawed(number: i32, dump: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    raw(
        &path,
        &format!(
            "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}; PRAGMA journal_mode = wal;"
        ),
    );
    (dir, path)
}

/// A program of this layout, which has the file open as each of them had it.
struct OldProgram {
    conn: Connection,
    knows: i32,
}

impl OldProgram {
    fn opens(path: &Path, knows: i32) -> OldProgram {
        let conn = Connection::open(path).unwrap();
        conn.busy_timeout(Duration::from_secs(10)).unwrap();
        conn.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;",
        )
        .unwrap();
        OldProgram { conn, knows }
    }

    /// Saves a note as every release did: it looks at the layout first, with the file held; `during` happens before
    /// it is saved. Whether it was.
    fn saves(&mut self, text: &str, during: impl FnOnce()) -> bool {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .unwrap();
        let layout: i32 = tx
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        if layout > self.knows {
            return false;
        }
        tx.execute_batch(&format!(
            "INSERT INTO change_set (\"at\", who, origin, deed, title)
             VALUES ('2026-03-10T09:40:00Z', 'ada', '', 'do', 'note on it');
             INSERT INTO note (version, about, record, text, \"by\", \"at\")
             VALUES (1, 'product', 1, '{text}', 'ada', '2026-03-10T09:40:00Z');
             INSERT INTO history (change_set, kind, record, deed, version)
             VALUES ((SELECT max(id) FROM change_set), 'note', (SELECT max(id) FROM note), 'add', 1);"
        ))
        .unwrap();
        if self.knows >= migrate::SEALED {
            let newest = "SELECT max(id) FROM change_set";
            let set = tx.query_row(newest, [], |row| row.get(0)).unwrap();
            let sql = "UPDATE change_set SET seal = ?2 WHERE id = ?1";
            tx.execute(sql, (set, seal(&tx, set))).unwrap();
        }
        during();
        tx.commit().unwrap();
        true
    }
}

fn notes(store: &mut Store, text: &str) -> usize {
    let mut dump = Vec::new();
    store.dump(&mut dump).unwrap();
    let dump = String::from_utf8(dump).unwrap();
    let notes = dump
        .lines()
        .filter(|line| line.contains("\"table\":\"note\""));
    notes.filter(|line| line.contains(text)).count()
}

#[test]
fn what_an_older_program_saved_is_kept_by_the_upgrade_and_what_comes_after_is_refused() {
    for (number, dump) in frozen() {
        let (_dir, path) = thawed(number, &dump);
        let mut old = OldProgram::opens(&path, number);
        assert!(old.saves("in good time", || {}));
        // It is still in the older program's log alone.
        let mut new = Store::open(&path, Access::Write).unwrap();
        assert_eq!(new.upgraded_from(), Some(number));
        assert!(!old.saves("too late", || {}), "layout {number}");
        drop(old);
        assert_eq!(new.check(), [""; 0], "layout {number}");
        assert_eq!(
            (notes(&mut new, "in good time"), notes(&mut new, "too late")),
            (1, 0)
        );
        drop(new);
        let again = Store::open(&path, Access::Write).unwrap();
        assert_eq!((again.upgraded_from(), again.check()), (None, vec![]));
    }
}

/// The older program is in the midst of a save while the newer one wants to upgrade: it waits, and takes that save along.
#[test]
fn an_upgrade_waits_for_the_save_of_an_older_program() {
    for (number, dump) in frozen() {
        let (_dir, path) = thawed(number, &dump);
        let mut old = OldProgram::opens(&path, number);
        thread::scope(|scope| {
            let (begun, begins) = mpsc::channel();
            let path = &path;
            let newer = scope.spawn(move || {
                begins.recv().unwrap();
                Store::open(path, Access::Write).unwrap().upgraded_from()
            });
            let saved = old.saves("at the same time", || {
                begun.send(()).unwrap();
                // Who does not wait is refused, and nothing is changed.
                let hasty = open_patiently(path, Access::Write, Duration::from_millis(20));
                assert!(matches!(hasty, Err(Error::Busy { .. })), "layout {number}");
            });
            assert!(saved);
            assert_eq!(newer.join().unwrap(), Some(number));
        });
        assert!(!old.saves("too late", || {}));
        drop(old);
        let mut store = Store::open(&path, Access::Write).unwrap();
        assert_eq!(store.check(), [""; 0], "layout {number}");
        assert_eq!(notes(&mut store, "at the same time"), 1);
    }
}

/// An older program that reads while the file is upgraded goes on reading what it began with, and cannot write from there.
#[test]
fn an_older_program_that_reads_during_an_upgrade_sees_the_file_as_it_was() {
    for (number, dump) in frozen() {
        let (_dir, path) = thawed(number, &dump);
        let old = OldProgram::opens(&path, number);
        let lines = || -> i64 {
            let sql = "SELECT count(*) FROM history";
            old.conn.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        old.conn.execute_batch("BEGIN").unwrap();
        let before = lines();
        let mut new = Store::open(&path, Access::Write).unwrap();
        new.apply(&note("a newer note"), &stamp("ada")).unwrap();
        assert_eq!(lines(), before, "layout {number}");
        let write = old.conn.execute_batch("UPDATE note SET text = 'x'");
        let busy = write.unwrap_err().sqlite_error_code();
        assert_eq!(busy, Some(rusqlite::ErrorCode::DatabaseBusy));
        old.conn.execute_batch("ROLLBACK").unwrap();
        drop(old);
        assert_eq!(new.check(), [""; 0]);
        assert_eq!(notes(&mut new, "a newer note"), 1);
    }
}

/// All rows of all tables, past what this program knows of them.
fn rows(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    let mut ask = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let tables = ask.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut rows = Vec::new();
    for table in tables.map(Result::unwrap) {
        let mut ask = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = ask.column_count();
        let mut found = ask.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values = (0..columns).map(|n| format!("{:?}", row.get_ref(n).unwrap()));
            rows.push(format!(
                "{table}: {}",
                values.collect::<Vec<_>>().join(", ")
            ));
        }
    }
    rows
}

/// What a newer program might do to the file.
fn newer(path: &Path) {
    let mut steps = migrate::STEPS.to_vec();
    steps.push(SchemaStep {
        number: migrate::newest() + 1,
        name: "next.sql",
        sql: "ALTER TABLE note ADD COLUMN mood TEXT; CREATE TABLE later (n);
              DROP TRIGGER history_never_changes;",
    });
    let mut conn = Connection::open(path).unwrap();
    upgrade(&mut conn, path, &steps).unwrap();
}

#[test]
fn every_deed_is_refused_in_a_file_that_a_newer_program_has_upgraded_meanwhile() {
    let mut refused = 0;
    for case in all() {
        if let Doing::Files(_) = case.doing {
            continue;
        }
        let dir = tempfile::tempdir().unwrap();
        (case.folder)(dir.path());
        let path = dir.path().join("office.db");
        let mut seat = Seat::take(&case.doing, dir.path());
        newer(&path);
        let before = rows(&path);
        let told = seat.act(&case.doing, dir.path());
        drop(seat);
        assert!(rows(&path) == before, "{}: {told:?}", case.name);
        match told {
            Err(told) => {
                assert!(told.contains("newer hallpass"), "{}: {told}", case.name);
                refused += 1;
            }
            // What only reads goes on with what it knows, and a look-up is only counted in the session.
            Ok(()) => assert!(
                ["Export", "Dates", "Backup", "LookedUp"].contains(&case.name.as_str()),
                "{} was done",
                case.name
            ),
        }
    }
    assert!(refused > 25, "{refused}");
}

#[test]
fn a_file_of_a_newer_program_is_opened_by_nobody_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    office(dir.path());
    let path = dir.path().join("office.db");
    newer(&path);
    let before = fs::read(&path).unwrap();
    for access in [Access::Read, Access::Write] {
        let refused = Store::open(&path, access).unwrap_err();
        assert!(matches!(refused, Error::NewerFile { .. }), "{refused:?}");
    }
    assert!(fs::read(&path).unwrap() == before);
}
