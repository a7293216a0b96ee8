//! Opening, making, upgrading and copying the office file: what is refused, in which words, and that it stays untouched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use hallpass::store::backup::{backup, check};
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::migrate::{self, Step};
use hallpass::store::open::{Access, Opened, open, upgrade};
use hallpass::store::write::{data_version, in_write};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use tempfile::TempDir;

/// An office file of a few pages, closed, in a directory of its own. `note` is the tests' own table.
fn office() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    drop(create(&path, None).unwrap());
    raw(
        &path,
        "CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT)",
    );
    let text = "word ".repeat(100);
    raw(
        &path,
        &format!(
            "WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 40)
             INSERT INTO note SELECT n, '{text}' FROM count"
        ),
    );
    (dir, path)
}

/// Statements no connection of the store would allow, made behind its back.
fn raw(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Every name in the directory with its bytes. Only while nothing in this process has the file open.
fn everything(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let plain = entry.file_type().unwrap().is_file();
            let bytes = if plain {
                fs::read(entry.path()).unwrap()
            } else {
                Vec::new()
            };
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

fn notes(conn: &Connection) -> i64 {
    conn.query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap()
}

fn add_note(opened: &mut Opened, n: i64) -> Result<(), Error> {
    in_write(&mut opened.conn, &opened.guard, |tx| {
        tx.execute("INSERT INTO note VALUES (?1, 'new')", [n])?;
        Ok(())
    })
}

#[test]
fn what_is_not_a_sound_office_file_is_refused_in_words_and_left_alone() {
    type Row = (&'static str, fn(&Path), &'static str, &'static str);
    let table: [Row; 17] = [
        (
            "a text file",
            |p| fs::write(p, "School,Product\n".repeat(90)).unwrap(),
            "NotOurs",
            "not a database",
        ),
        (
            "an empty file",
            |p| fs::write(p, "").unwrap(),
            "NotOurs",
            "it is empty",
        ),
        (
            "a spreadsheet",
            |p| fs::write(p, b"PK\x03\x04rest of the zip").unwrap(),
            "NotOurs",
            "spreadsheet",
        ),
        (
            "a file of zeros",
            |p| fs::write(p, [0; 9000]).unwrap(),
            "NotOurs",
            "not a database",
        ),
        (
            "only the magic words",
            |p| fs::write(p, b"SQLite format 3\0").unwrap(),
            "NotOurs",
            "not a",
        ),
        (
            "another program's",
            |p| raw(p, "PRAGMA application_id = 1; PRAGMA user_version = 1"),
            "NotOurs",
            "another program",
        ),
        (
            "another program's, unnumbered",
            |p| raw(p, "PRAGMA application_id = 0"),
            "NotOurs",
            "another program",
        ),
        (
            "a newer layout",
            |p| raw(p, "PRAGMA user_version = 9999"),
            "NewerFile",
            "newer hallpass",
        ),
        (
            "no layout number",
            |p| raw(p, "PRAGMA user_version = 0"),
            "Damaged",
            "layout number is 0",
        ),
        (
            "a negative layout number",
            |p| raw(p, "PRAGMA user_version = -3"),
            "Damaged",
            "layout number is -3",
        ),
        (
            "another way of keeping it",
            |p| raw(p, "PRAGMA journal_mode = delete"),
            "NoPlace",
            "journal mode delete",
        ),
        (
            "cut to half",
            |p| cut(p, |len| len / 2),
            "Damaged",
            "disk error or a damaged file",
        ),
        (
            "cut to its header",
            |p| cut(p, |_| 100),
            "Damaged",
            "disk error or a damaged file",
        ),
        (
            "a list of tables of garbage",
            |p| overwrite(p, 100, &[0xA5; 3000]),
            "Damaged",
            "disk error or a damaged file",
        ),
        (
            "a directory",
            |p| {
                fs::remove_file(p).unwrap();
                fs::create_dir(p).unwrap();
            },
            "NotOurs",
            "it is a directory",
        ),
        (
            "a pipe",
            |p| {
                fs::remove_file(p).unwrap();
                fifo(p);
            },
            "NotOurs",
            "a pipe",
        ),
        (
            "a second name",
            |p| fs::hard_link(p, p.with_extension("two")).unwrap(),
            "NoPlace",
            "2 names (hard links)",
        ),
    ];
    for (what, spoil, kind, words) in table {
        for access in [Access::Write, Access::Read] {
            let (dir, path) = office();
            spoil(&path);
            let before = everything(dir.path());
            let error = open(&path, access).expect_err(what);
            assert!(format!("{error:?}").starts_with(kind), "{what}: {error:?}");
            assert!(error.to_string().contains(words), "{what}: {error}");
            assert!(error.to_string().contains("office.db"), "{what}: {error}");
            assert!(error.hint().is_some(), "{what}: no hint");
            assert!(
                before == everything(dir.path()),
                "{what}: something was touched"
            );
        }
    }
}

fn cut(path: &Path, to: fn(u64) -> u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(to(file.metadata().unwrap().len())).unwrap();
}

fn overwrite(path: &Path, at: usize, with: &[u8]) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at..at + with.len()].copy_from_slice(with);
    fs::write(path, bytes).unwrap();
}

fn fifo(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode};
    rustix::fs::mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

#[test]
fn an_upgrade_still_in_the_wal_is_seen_and_the_wal_is_left_as_it_was() {
    let (dir, path) = office();
    let newer = Connection::open(&path).unwrap();
    newer
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .unwrap();
    newer.execute_batch("PRAGMA user_version = 9999").unwrap();
    drop(newer);
    let mut before = everything(dir.path());
    assert!(before["office.db-wal"].len() > 4096);
    assert!(matches!(
        open(&path, Access::Write),
        Err(Error::NewerFile { found: 9999, .. })
    ));
    let mut after = everything(dir.path());
    // The -shm is only an index, made anew by whoever reads first.
    before.remove("office.db-shm");
    after.remove("office.db-shm");
    assert!(before == after);
}

#[test]
fn any_flipped_bit_of_the_header_is_survived() {
    let (_dir, path) = office();
    let sound = fs::read(&path).unwrap();
    let mut refused = 0;
    for bit in 0..800 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        let mut bytes = sound.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &bytes).unwrap();
        match open(&path, Access::Write) {
            Ok(opened) => {
                check(&opened.conn, &opened.guard);
            }
            Err(error) => {
                refused += 1;
                assert!(
                    error.hint().is_some() && !error.to_string().is_empty(),
                    "bit {bit}"
                );
            }
        }
        let after = everything(dir.path());
        assert_eq!(after.keys().collect::<Vec<_>>(), ["office.db"], "bit {bit}");
        assert!(
            after["office.db"] == bytes,
            "bit {bit}: the file was changed"
        );
    }
    assert!(refused > 250, "only {refused} of 800 were noticed");
}

#[test]
fn damage_anywhere_gives_an_error_or_a_problem_and_never_a_panic() {
    let (_dir, path) = office();
    let sound = fs::read(&path).unwrap();
    let mut random = fastrand::Rng::with_seed(20_261_123);
    let mut noticed = 0;
    for round in 0..150 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        let mut bytes = sound.clone();
        let page = random.usize(0..bytes.len() / 4096) * 4096;
        for byte in &mut bytes[page + random.usize(0..100)..page + 200 + random.usize(0..3000)] {
            *byte = random.u8(..);
        }
        fs::write(&path, &bytes).unwrap();
        let problems = match open(&path, Access::Read) {
            Ok(opened) => check(&opened.conn, &opened.guard),
            Err(error) => vec![error.to_string()],
        };
        assert!(
            !problems.iter().any(|line| line.contains(char::is_control)),
            "round {round}: {problems:?}"
        );
        noticed += usize::from(!problems.is_empty());
    }
    assert!(noticed > 100, "only {noticed} of 150 were noticed");
}

#[test]
fn what_is_not_there_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("office.db");
    assert!(
        matches!(open(&missing, Access::Write), Err(Error::NoFile { path }) if path == missing)
    );
    let far = dir.path().join("no/such/office.db");
    assert!(
        matches!(open(&far, Access::Write), Err(Error::NoPlace { reason, .. }) if reason.contains("directory does not exist"))
    );
    let looped = dir.path().join("loop.db");
    symlink(&looped, &looped).unwrap();
    assert!(matches!(
        open(&looped, Access::Write),
        Err(Error::NoPlace { .. })
    ));
    let under_a_file = dir.path().join("file");
    fs::write(&under_a_file, "x").unwrap();
    assert!(matches!(
        open(&under_a_file.join("office.db"), Access::Write),
        Err(Error::NoPlace { .. })
    ));
    fs::remove_file(under_a_file).unwrap();
    assert_eq!(
        everything(dir.path()).into_keys().collect::<Vec<_>>(),
        ["loop.db"]
    );
}

#[test]
fn a_link_opens_the_file_it_leads_to() {
    let (dir, path) = office();
    let link = dir.path().join("link.db");
    symlink("office.db", &link).unwrap();
    let mut opened = open(&link, Access::Write).unwrap();
    assert_eq!(opened.guard.path().file_name(), path.file_name());
    add_note(&mut opened, 100).unwrap();
    assert!(!dir.path().join("link.db-wal").exists());
    drop(opened);
    assert_eq!(notes(&open(&path, Access::Read).unwrap().conn), 41);
}

#[test]
fn a_new_office_file_is_private_complete_and_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made/for/it/office.db");
    let opened = create(&path, None).unwrap();
    assert_eq!(opened.access, Access::Write);
    assert_eq!(opened.read_only, None);
    assert_eq!(migrate::version(&opened.conn), Ok(migrate::newest()));
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
    drop(opened);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(
        fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777,
        0o700
    );
    assert_eq!(
        everything(path.parent().unwrap())
            .into_keys()
            .collect::<Vec<_>>(),
        ["office.db"]
    );
}

#[test]
fn making_one_never_replaces_anything() {
    for in_the_way in ["office.db", "office.db-wal", "office.db-shm"] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(in_the_way), "theirs").unwrap();
        let before = everything(dir.path());
        let error = create(&dir.path().join("office.db"), None).unwrap_err();
        assert!(
            matches!(&error, Error::Exists { path } if path.ends_with(in_the_way)),
            "{error:?}"
        );
        assert!(before == everything(dir.path()));
    }
}

#[test]
fn a_shared_file_belongs_to_the_group_with_its_directory() {
    let mine = rustix::process::getegid().as_raw();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("shared/office.db");
    let mut opened = create(&path, Some(&mine.to_string())).unwrap();
    in_write(&mut opened.conn, &opened.guard, |_| Ok(())).unwrap();
    for (name, mode) in [
        ("", 0o2770),
        ("office.db", 0o660),
        ("office.db-wal", 0o660),
        ("office.db-shm", 0o660),
    ] {
        let found = fs::metadata(dir.path().join("shared").join(name)).unwrap();
        assert_eq!((found.mode() & 0o7777, found.gid()), (mode, mine), "{name}");
    }
    let unfit = dir.path().join("office.db");
    fs::set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
    let error = create(&unfit, Some(&mine.to_string())).unwrap_err();
    assert!(error.hint().unwrap().contains("chmod 2770"), "{error}");
    assert!(!unfit.exists());
}

#[test]
fn for_reading_only_nothing_can_be_saved() {
    let (_dir, path) = office();
    let mut opened = open(&path, Access::Read).unwrap();
    assert_eq!(opened.access, Access::Read);
    assert_eq!(
        opened.read_only, None,
        "it was asked for, so nothing is to be explained"
    );
    assert!(matches!(
        add_note(&mut opened, 100),
        Err(Error::ReadOnly { .. })
    ));
    opened
        .conn
        .execute_batch("PRAGMA query_only = OFF")
        .unwrap_err();
    assert_eq!(notes(&opened.conn), 40);
}

#[test]
fn a_save_is_whole_or_not_at_all() {
    let (_dir, path) = office();
    let mut opened = open(&path, Access::Write).unwrap();
    let refused: Result<(), Error> = in_write(&mut opened.conn, &opened.guard, |tx| {
        tx.execute("DELETE FROM note", [])?;
        Err(Error::Refused("not today".into()))
    });
    assert_eq!(refused, Err(Error::Refused("not today".into())));
    assert_eq!(notes(&opened.conn), 40);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), Error> = in_write(&mut opened.conn, &opened.guard, |tx| {
            tx.execute("DELETE FROM note", [])?;
            panic!("a mistake in the body");
        });
    }));
    assert!(panicked.is_err());
    add_note(&mut opened, 100).unwrap();
    assert_eq!(notes(&opened.conn), 41);
}

#[test]
fn only_the_saves_of_others_move_the_data_version() {
    let (_dir, path) = office();
    let (mut mine, mut theirs) = (
        open(&path, Access::Write).unwrap(),
        open(&path, Access::Write).unwrap(),
    );
    let at_first = data_version(&mine.conn).unwrap();
    add_note(&mut mine, 100).unwrap();
    assert_eq!(data_version(&mine.conn), Ok(at_first));
    add_note(&mut theirs, 101).unwrap();
    assert_ne!(data_version(&mine.conn), Ok(at_first));
}

#[test]
fn an_upgrade_by_a_newer_hallpass_stops_the_saves_of_an_older_one_still_open() {
    let (_dir, path) = office();
    let mut opened = open(&path, Access::Write).unwrap();
    raw(&path, "PRAGMA user_version = 9999");
    assert!(matches!(
        add_note(&mut opened, 100),
        Err(Error::NewerFile { found: 9999, .. })
    ));
    assert_eq!(notes(&opened.conn), 40);
}

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
        &next_steps("CREATE TABLE later (n); DELETE FROM note;"),
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
            "CREATE TABLE later (n); UPDATE note SET text = ''; SELECT nonsense;",
        ),
        (
            "rows without their parent",
            "CREATE TABLE later (n REFERENCES note (n)); INSERT INTO later VALUES (777);",
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

fn upgrades_and_keeps_its_rows(number: i32, dump: &str) {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("old.db"), dir.path().join("new.db"));
    let id = hallpass::store::open::APPLICATION_ID;
    raw(
        &old,
        &format!(
            "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {id}; PRAGMA user_version = {number}; PRAGMA journal_mode = wal;"
        ),
    );
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

fn structure(conn: &Connection) -> Vec<(String, String, String)> {
    let mut ask = conn.prepare(
        "SELECT s.type, s.name, group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk, ', ')
         FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c GROUP BY s.type, s.name ORDER BY 1, 2",
    );
    if ask.is_err() {
        ask = conn.prepare("SELECT type, name, '' FROM sqlite_schema ORDER BY 1, 2");
    }
    ask.unwrap()
        .query_map([], |row| {
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
    assert_eq!(
        everything(dir.path()).into_keys().collect::<Vec<_>>(),
        ["kept.txt", "office.db"]
    );
    assert_eq!(fs::read_to_string(existing).unwrap(), "kept");
}

#[test]
fn rows_that_point_to_nothing_are_a_problem() {
    let (_dir, path) = office();
    raw(
        &path,
        "PRAGMA foreign_keys = OFF; CREATE TABLE child (n REFERENCES note (n)); INSERT INTO child VALUES (777)",
    );
    let opened = open(&path, Access::Read).unwrap();
    let problems = check(&opened.conn, &opened.guard);
    assert_eq!(
        problems,
        ["row 1 of child points to a row of note that is not there"]
    );
}

/// Permissions do not bind root, so as root the test runs itself again as the nobody user.
#[test]
fn without_the_right_to_write_it_says_so() {
    if !rustix::process::geteuid().is_root() {
        as_a_plain_person();
        return;
    }
    let (nobody, me) = (65_534, std::env::current_exe().unwrap());
    let again = Command::new(me)
        .args([
            "--exact",
            "without_the_right_to_write_it_says_so",
            "--nocapture",
        ])
        .env("TMPDIR", "/tmp")
        .uid(nobody)
        .gid(nobody)
        .output();
    match again {
        Ok(output) => assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        ),
        Err(error) => println!("skipped: cannot run as another user than root ({error})"),
    }
}

fn as_a_plain_person() {
    a_read_only_file_of_mine();
    a_read_only_directory();
    an_unreadable_file();
    a_directory_where_nothing_can_be_made();
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn a_read_only_file_of_mine() {
    let (dir, path) = office();
    mode(&path, 0o400);
    let mut opened = open(&path, Access::Write).unwrap();
    assert_eq!(opened.access, Access::Read);
    assert!(opened.read_only.clone().unwrap().fix.contains("chmod u+w"));
    assert_eq!(notes(&opened.conn), 40);
    assert!(matches!(
        add_note(&mut opened, 100),
        Err(Error::ReadOnly { .. })
    ));
    drop(opened);
    mode(&path, 0o600);
    let half_mended = open(&path, Access::Write).unwrap();
    assert!(
        half_mended.read_only.unwrap().reason.contains("office.db-"),
        "its companions are still read-only"
    );
    drop(half_mended.conn);
    for name in everything(dir.path()).keys() {
        mode(&dir.path().join(name), 0o600);
    }
    let mut opened = open(&path, Access::Write).unwrap();
    add_note(&mut opened, 100).unwrap();
    drop(opened);
    assert_eq!(
        everything(dir.path()).into_keys().collect::<Vec<_>>(),
        ["office.db"]
    );
}

fn a_read_only_directory() {
    let (dir, path) = office();
    let before = everything(dir.path());
    mode(dir.path(), 0o500);
    let alone = open(&path, Access::Write);
    mode(dir.path(), 0o700);
    let error = alone.expect_err("there is nowhere to put the -wal");
    assert!(
        matches!(&error, Error::ReadOnly { reason, .. } if reason.contains("directory")),
        "{error:?}"
    );
    assert!(before == everything(dir.path()));

    let first = open(&path, Access::Write).unwrap();
    mode(dir.path(), 0o500);
    let beside_a_writer = open(&path, Access::Write);
    mode(dir.path(), 0o700);
    let opened = beside_a_writer.unwrap();
    assert_eq!((opened.access, notes(&opened.conn)), (Access::Read, 40));
    assert!(opened.read_only.unwrap().reason.contains("directory"));
    drop(first);
}

fn an_unreadable_file() {
    let (_dir, path) = office();
    mode(&path, 0o000);
    let error = open(&path, Access::Write).unwrap_err();
    assert!(
        matches!(&error, Error::NoPlace { reason, .. } if reason.contains("may not read")),
        "{error:?}"
    );
}

fn a_directory_where_nothing_can_be_made() {
    let dir = tempfile::tempdir().unwrap();
    mode(dir.path(), 0o500);
    for name in ["office.db", "new/office.db"] {
        let error = create(&dir.path().join(name), None).unwrap_err();
        assert!(
            matches!(&error, Error::NoPlace { reason, .. } if reason.contains("may not make files")),
            "{error:?}"
        );
    }
    mode(dir.path(), 0o700);
}
