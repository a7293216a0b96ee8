//! Opening and making the office file: what is refused, in which words, and that it stays untouched.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use crate::support::office_file::{add_note, everything, names, notes, office, raw};
use hallpass::store::Access;
use hallpass::store::backup::{check, warnings};
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::migrate;
use hallpass::store::open::open;
use hallpass::store::write::{data_version, in_write};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

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
    // The rest hit the empty part of a page; the more tables stand empty, the more of that there is.
    assert!(noticed > 20, "only {noticed} of 150 were noticed");
}

/// Each of these let `check` say that all is well while people's words were lost, or made it run for ever.
const PLANTED: [(&str, &str); 4] = [
    (
        "CREATE TRIGGER eat AFTER INSERT ON note BEGIN DELETE FROM note WHERE id = NEW.id; END",
        "the trigger `eat` on `note` is not hallpass's",
    ),
    (
        "CREATE TRIGGER forget BEFORE INSERT ON history BEGIN SELECT RAISE(IGNORE); END",
        "the trigger `forget` on `history` is not hallpass's",
    ),
    (
        "DROP TRIGGER history_never_changes",
        "the trigger `history_never_changes` is missing",
    ),
    (
        "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE school RENAME TO _litestream_school;
         CREATE VIEW school AS WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT * FROM n",
        "`school` is a view, where hallpass has a table",
    ),
];

#[test]
fn what_another_program_planted_is_refused_by_name_and_left_alone() {
    for (sql, said) in PLANTED {
        let (dir, path) = office();
        raw(&path, sql);
        let before = everything(dir.path());
        for access in [Access::Write, Access::Read] {
            let error = open(&path, access).expect_err(sql);
            assert!(matches!(error, Error::Strange { .. }), "{error:?}");
            assert!(error.to_string().contains(said), "{error}");
            assert!(error.hint().unwrap().contains("backup"), "{error:?}");
        }
        assert!(before == everything(dir.path()), "{sql}");
    }
}

#[test]
fn what_is_planted_while_somebody_is_in_the_file_is_found_by_a_check() {
    for (sql, said) in PLANTED {
        let (_dir, path) = office();
        let opened = open(&path, Access::Read).unwrap();
        assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
        raw(&path, sql);
        let problems = check(&opened.conn, &opened.guard);
        assert!(problems.iter().any(|line| line == said), "{problems:?}");
    }
}

#[test]
fn how_many_places_a_product_has_is_kept_with_each_of_them_and_counted_anew_by_a_check() {
    let (_dir, path) = office();
    let opened = open(&path, Access::Read).unwrap();
    let kept = || -> Vec<(i64, i64)> {
        let sql = "SELECT product, places FROM spread WHERE places > 0 ORDER BY product";
        let mut ask = opened.conn.prepare(sql).unwrap();
        let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    raw(
        &path,
        "INSERT INTO school (id, version, name, code, grades, open) VALUES (1, 1, 'Adams', 'A', '', 1), (2, 1, 'Burr', 'B', '', 1);
         INSERT INTO product (id, version, name, grades, lms, archived, asked)
             VALUES (1, 1, 'Kettle', '', 0, 0, 0), (2, 1, 'Lantern', '', 0, 0, 0);
         INSERT INTO inventory (id, version, school, product) VALUES (1, 1, 1, 1), (2, 1, 2, 1), (3, 1, 1, 2)",
    );
    assert_eq!(kept(), [(1, 2), (2, 1)]);
    raw(
        &path,
        "UPDATE inventory SET product = 2, seats = 5 WHERE id = 1",
    );
    assert_eq!(kept(), [(1, 1), (2, 2)]);
    raw(
        &path,
        "UPDATE inventory SET seats = 6; DELETE FROM inventory WHERE id = 2",
    );
    assert_eq!(kept(), [(2, 2)]);
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
    raw(
        &path,
        "UPDATE spread SET places = 7 WHERE product = 1; DELETE FROM spread WHERE product = 2",
    );
    assert_eq!(
        check(&opened.conn, &opened.guard),
        [
            "product 1: kept as at 7 places, and the inventory has it at 0",
            "product 2: kept as at 0 places, and the inventory has it at 2"
        ]
    );
}

#[test]
fn what_is_in_use_of_a_product_is_kept_with_each_place_and_counted_anew_by_a_check() {
    let (_dir, path) = office();
    let opened = open(&path, Access::Read).unwrap();
    // Product, places, in use, counted at, in use of the district's, counted at.
    let kept = || -> Vec<[i64; 6]> {
        let sql =
            "SELECT product, places, used, counted, district_used, district_counted FROM spread
                   WHERE places > 0 ORDER BY product";
        let mut ask = opened.conn.prepare(sql).unwrap();
        let rows = ask.query_map([], |row| {
            let mut values = [0; 6];
            for (at, value) in values.iter_mut().enumerate() {
                *value = row.get(at)?;
            }
            Ok(values)
        });
        rows.unwrap().map(Result::unwrap).collect()
    };
    raw(
        &path,
        "INSERT INTO school (id, version, name, code, grades, open) VALUES (1, 1, 'Adams', 'A', '', 1), (2, 1, 'Burr', 'B', '', 1);
         INSERT INTO product (id, version, name, grades, lms, archived, asked)
             VALUES (1, 1, 'Kettle', '', 0, 0, 0), (2, 1, 'Lantern', '', 0, 0, 0);
         INSERT INTO inventory (id, version, school, product, buyer, used)
             VALUES (1, 1, 1, 1, NULL, 30), (2, 1, 2, 1, 2, 12), (3, 1, 1, 2, NULL, NULL)",
    );
    assert_eq!(kept(), [[1, 2, 42, 2, 30, 1], [2, 1, 0, 0, 0, 0]]);
    // Nobody counts any more; a nought is counted; the school's own becomes the district's, and another product's.
    raw(&path, "UPDATE inventory SET used = NULL WHERE id = 1");
    assert_eq!(kept(), [[1, 2, 12, 1, 0, 0], [2, 1, 0, 0, 0, 0]]);
    raw(&path, "UPDATE inventory SET used = 0 WHERE id = 3");
    assert_eq!(kept(), [[1, 2, 12, 1, 0, 0], [2, 1, 0, 1, 0, 1]]);
    raw(&path, "UPDATE inventory SET buyer = NULL WHERE id = 2");
    assert_eq!(kept(), [[1, 2, 12, 1, 12, 1], [2, 1, 0, 1, 0, 1]]);
    raw(
        &path,
        "UPDATE inventory SET product = 2, used = 5 WHERE id = 2",
    );
    assert_eq!(kept(), [[1, 1, 0, 0, 0, 0], [2, 2, 5, 2, 5, 2]]);
    raw(&path, "DELETE FROM inventory WHERE id = 2");
    assert_eq!(kept(), [[1, 1, 0, 0, 0, 0], [2, 1, 0, 1, 0, 1]]);
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
    raw(
        &path,
        "UPDATE spread SET used = 9 WHERE product = 1; UPDATE spread SET district_used = 4 WHERE product = 2",
    );
    assert_eq!(
        check(&opened.conn, &opened.guard),
        [
            "product 1: kept as with 9 seats in use, and the inventory has 0",
            "product 2: kept as with 4 seats in use of those that the district bought, and the inventory has 0"
        ]
    );
}

#[test]
fn a_check_says_that_the_file_was_swapped() {
    let (dir, path) = office();
    let opened = open(&path, Access::Read).unwrap();
    fs::rename(&path, dir.path().join("moved.db")).unwrap();
    fs::write(&path, "another").unwrap();
    let problems = check(&opened.conn, &opened.guard);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("was moved, deleted or replaced"),
        "{problems:?}"
    );
}

#[test]
fn a_long_wal_is_worth_a_word_and_no_fault() {
    let (dir, path) = office();
    let opened = open(&path, Access::Read).unwrap();
    assert_eq!(warnings(&opened.guard), [""; 0]);
    let wal = fs::OpenOptions::new()
        .write(true)
        .open(dir.path().join("office.db-wal"));
    wal.unwrap().set_len(65 * 1024 * 1024).unwrap();
    let told = warnings(&opened.guard);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("the -wal file has grown to 65 MB"),
        "{told:?}"
    );
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
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
    assert_eq!(names(dir.path()), ["loop.db"]);
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
    assert_eq!(names(path.parent().unwrap()), ["office.db"]);
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
    let opened = create(&path, Some(&mine.to_string())).unwrap();
    in_write(&opened.conn, &opened.guard, |_| Ok(())).unwrap();
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
    let refused: Result<(), Error> = in_write(&opened.conn, &opened.guard, |tx| {
        tx.execute("DELETE FROM _litestream_scrap", [])?;
        Err(Error::Refused("not today".into()))
    });
    assert_eq!(refused, Err(Error::Refused("not today".into())));
    assert_eq!(notes(&opened.conn), 40);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), Error> = in_write(&opened.conn, &opened.guard, |tx| {
            tx.execute("DELETE FROM _litestream_scrap", [])?;
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

#[test]
fn a_full_disk_is_named_and_work_goes_on_when_there_is_room_again() {
    let (_dir, path) = office();
    let mut opened = open(&path, Access::Write).unwrap();
    let room = |pages: u32| format!("PRAGMA max_page_count = {pages}");
    opened.conn.execute_batch(&room(1)).unwrap();
    let answer = in_write(&opened.conn, &opened.guard, |tx| {
        for n in 100..200 {
            tx.execute(
                "INSERT INTO _litestream_scrap VALUES (?1, ?2)",
                (n, "long ".repeat(200)),
            )?;
        }
        Ok(())
    });
    assert_eq!(
        answer,
        Err(Error::Full {
            path: opened.guard.path().to_path_buf()
        })
    );
    assert_eq!(notes(&opened.conn), 40);
    opened.conn.execute_batch(&room(1_000_000)).unwrap();
    add_note(&mut opened, 100).unwrap();
    assert_eq!(notes(&opened.conn), 41);
}
