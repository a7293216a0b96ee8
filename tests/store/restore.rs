//! A backup put back in the place of the office file while others have it open.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use hallpass::domain::change::Change;
use hallpass::domain::put::{Put, SeenRecord, Target};
use hallpass::domain::record::Record;
use hallpass::domain::school::{School, SchoolId};
use hallpass::store::migrate;
use hallpass::store::open::APPLICATION_ID;
use hallpass::store::{Access, Error, LostBy, ReadyBackup, Restored, Store};

use crate::support::office_file::raw;
use crate::support::overlaps::overlaps;
use crate::support::{Office, new_office, office, roles_and_schools, stamp, today};

fn backup(office: &Office, name: &str) -> PathBuf {
    office
        .store
        .backup(&office.dir.path().join(name))
        .unwrap()
        .0
}

fn restore(store: &mut Store, file: &Path) -> Result<Restored, Error> {
    let ready = ReadyBackup::of(file, store.path())?;
    store.put_back(ready, &stamp("ada"))
}

fn rename(store: &Store, id: i64, name: &str) -> Change {
    let seen: School = store.get(SchoolId(id)).unwrap();
    let mut put = Put::id(SchoolId(id)).with("name", name.to_owned());
    put.target = Target::Id(
        id,
        Some(SeenRecord {
            version: seen.version,
            values: seen.values(),
        }),
    );
    Change::Save {
        what: seen.name,
        put,
        reason: None,
    }
}

fn names(store: &Store) -> Vec<String> {
    let schools = store.all::<School>().unwrap();
    schools.into_iter().map(|school| school.name).collect()
}

#[test]
fn the_office_is_as_the_backup_was_and_what_it_was_until_then_is_kept_and_can_be_put_back() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let (then, file) = (office.dump(), backup(&office, "then.db"));
    office.school("Oak Hill MS", "OAK");
    office.school("Frostholm MS", "FRO");
    let until_now = office.dump();

    let ready = ReadyBackup::of(&file, office.store.path()).unwrap();
    let would = office.store.would_lose(&ready, &stamp("ada")).unwrap();
    assert_eq!(would.changes, 2);
    let by: Vec<String> = would.by.iter().map(LostBy::sentence).collect();
    assert_eq!(by, ["2 by ada"]);
    assert_eq!(would.since.as_deref(), Some("2026-03-10T09:40:00Z"));
    assert_eq!(office.dump(), until_now, "to ask changes nothing");

    let restored = office.store.put_back(ready, &stamp("ada")).unwrap();
    assert_eq!(restored.lost, would);
    assert_eq!(restored.damage, None);
    assert_eq!(office.dump(), then);
    assert_eq!(office.store.check(), [""; 0]);
    let kept = restored
        .kept
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert_eq!(
        kept,
        format!("office-before-restore-20260310-094000-{}.db", would.seq)
    );

    restore(&mut office.store, &restored.kept).unwrap();
    assert_eq!(office.dump(), until_now);
}

#[test]
fn others_who_have_it_open_read_what_was_put_back_and_save_into_it() {
    let mut office = overlaps();
    let file = backup(&office, "then.db");
    let then = office.store.overlaps(today()).unwrap().at_stake;
    // The alert of Gimkit goes with its dearer contract.
    let line = office
        .store
        .all::<hallpass::domain::contract::Line>()
        .unwrap();
    for line in &line[2..4] {
        office.save(Put::id(line.id).with("quantity", 1_i64));
    }
    let mut other = Store::open(office.store.path(), Access::Write).unwrap();
    let seen = other.data_version().unwrap();
    let now = other.overlaps(today()).unwrap().at_stake;
    assert_ne!(
        now, then,
        "the test must change what is kept between questions"
    );

    restore(&mut office.store, &file).unwrap();
    assert_ne!(other.data_version().unwrap(), seen);
    assert_eq!(other.overlaps(today()).unwrap().at_stake, then);
    assert_eq!(office.store.overlaps(today()).unwrap().at_stake, then);

    // The same line of history is reached again, by another way.
    assert!(other.look_again().unwrap());
    let change = rename(&other, 1, "Maple Grove ES");
    other.apply(&change, &stamp("ada")).unwrap();
    assert!(names(&office.store).contains(&"Maple Grove ES".to_owned()));
}

#[test]
fn what_was_seen_before_is_not_saved_over_what_was_put_back() {
    let mut office = office();
    let linden = office.school("Linden ES", "LIN");
    let file = backup(&office, "then.db");
    office
        .store
        .apply(&rename(&office.store, linden, "Lost Name"), &stamp("ada"))
        .unwrap();
    // A form is opened on the name that will be lost, by somebody who does not look up.
    let mut other = Store::open(office.store.path(), Access::Write).unwrap();
    let form = rename(&other, linden, "Typed Name");

    restore(&mut office.store, &file).unwrap();
    let refused = other.apply(&form, &stamp("ada")).unwrap_err();
    assert!(
        refused.to_string().contains("a backup was put back"),
        "{refused}"
    );
    // Now the record counts as many versions as the form saw, with another name.
    office
        .store
        .apply(&rename(&office.store, linden, "Other Name"), &stamp("ada"))
        .unwrap();
    assert!(other.look_again().unwrap());
    assert!(!other.look_again().unwrap());
    assert!(matches!(
        other.apply(&form, &stamp("ada")),
        Err(Error::Conflict { theirs, .. }) if theirs == "Other Name"
    ));
    assert_eq!(names(&other), ["Other Name"]);
}

#[test]
fn names_that_were_looked_up_before_are_looked_up_again() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let file = backup(&office, "then.db");
    office.school("Oak Hill MS", "OAK");
    let at = office.store.looked_up().unwrap();
    restore(&mut office.store, &file).unwrap();
    let change = rename(&office.store, 1, "Linden Elementary");
    let planned = office.store.apply_as_looked_up(&change, &stamp("ada"), at);
    assert_eq!(planned.unwrap().map(|applied| applied.change_set), None);
}

#[test]
fn only_an_admin_puts_a_backup_back() {
    let mut office = roles_and_schools();
    let file = backup(&office, "then.db");
    let before = office.dump();
    for who in ["helpdesk", "technical", "renewals", "r1", "nobody-known"] {
        let ready = ReadyBackup::of(&file, office.store.path()).unwrap();
        assert!(matches!(
            office.store.would_lose(&ready, &stamp(who)),
            Err(Error::Refused(_))
        ));
        let refused = office.store.put_back(ready, &stamp(who)).unwrap_err();
        assert!(
            refused.to_string().contains("only an admin"),
            "{who}: {refused}"
        );
    }
    assert_eq!(office.dump(), before);
}

#[test]
fn what_is_no_sound_backup_of_this_office_is_refused_and_nothing_is_left_behind() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let good = backup(&office, "good.db");
    let before = office.dump();
    let dir = office.dir.path().to_path_buf();
    let made = |name: &str, harm: &dyn Fn(&Path)| {
        let path = dir.join(name);
        fs::copy(&good, &path).unwrap();
        harm(&path);
        path
    };
    let raw_sql = |sql: &'static str| move |path: &Path| raw(path, sql);
    let newer = format!("PRAGMA user_version = {}", migrate::newest() + 1);
    let cases: Vec<(PathBuf, &str)> = vec![
        (dir.join("none.db"), "it does not exist"),
        (dir.clone(), "a directory"),
        (office.store.path().to_path_buf(), "the office file itself"),
        (
            made("text.db", &|path| fs::write(path, "not one").unwrap()),
            "not an office file",
        ),
        (
            made("cut.db", &|path| {
                let bytes = fs::read(path).unwrap();
                fs::write(path, &bytes[..bytes.len() - 8192]).unwrap();
            }),
            "cut.db",
        ),
        (
            made("page.db", &|path| {
                spoil_a_page(path);
            }),
            "is not sound, and nothing was put back",
        ),
        (
            made("newer.db", &|path| raw(path, &newer)),
            "made by a newer hallpass",
        ),
        (
            made(
                "planted.db",
                &raw_sql("CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END"),
            ),
            "not built as hallpass builds it",
        ),
        (
            made(
                "misfit.db",
                &raw_sql("PRAGMA ignore_check_constraints = ON; UPDATE school SET enrollment = -5"),
            ),
            "not sound",
        ),
        (
            new_office().store.backup(&dir.join("other.db")).unwrap().0,
            "a backup of another office",
        ),
        (
            made("used.db", &|path| {
                fs::write(path.with_file_name("used.db-wal"), "rest").unwrap();
            }),
            "it is in use, or was copied without hallpass",
        ),
    ];
    let mut there: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    there.sort();
    for (file, why) in &cases {
        let refused = restore(&mut office.store, file).unwrap_err();
        assert!(
            refused.to_string().contains(why),
            "{}: {refused}",
            file.display()
        );
        assert!(!refused.to_string().contains("hallpass-new"), "{refused}");
        let mut now: Vec<_> = fs::read_dir(&dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        now.sort();
        assert_eq!(now, there, "{}", file.display());
    }
    assert_eq!(office.dump(), before);
}

#[test]
fn a_backup_of_an_older_layout_is_brought_up_to_date_and_stays_itself_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let dump = include_str!("../schema/v4.sql");
    let [path, old] = ["office.db", "old.db"].map(|name| dir.path().join(name));
    for path in [&path, &old] {
        raw(
            path,
            &format!(
                "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 4;
                 PRAGMA journal_mode = wal;"
            ),
        );
    }
    let bytes = fs::read(&old).unwrap();
    let mut store = Store::open(&path, Access::Write).unwrap();
    let schools = names(&store);
    let admin = store.all::<hallpass::domain::person::Person>().unwrap();
    let admin = admin
        .iter()
        .find(|one| one.roles.allow(hallpass::domain::person::Role::Admin));
    let who = stamp(&admin.unwrap().login);
    store.apply(&rename(&store, 1, "Later Name"), &who).unwrap();

    let ready = ReadyBackup::of(&old, store.path()).unwrap();
    assert_eq!(ready.upgraded_from, Some(4));
    store.put_back(ready, &who).unwrap();
    assert_eq!(store.layout(), Ok(migrate::newest()));
    assert_eq!(names(&store), schools);
    assert_eq!(store.check(), [""; 0]);
    assert_eq!(fs::read(&old).unwrap(), bytes);
}

#[test]
fn where_the_office_file_is_gone_the_backup_becomes_one() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let (dump, file) = (office.dump(), backup(&office, "then.db"));
    let elsewhere = tempfile::tempdir().unwrap();
    let place = elsewhere.path().join("office.db");
    let (made, _, history) = ReadyBackup::becomes(&file, &place, &stamp("ada")).unwrap();
    assert!(history.is_empty(), "{history:?}");
    let mut out = Vec::new();
    Store::open(&made, Access::Write)
        .unwrap()
        .dump(&mut out)
        .unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), dump);
    assert!(matches!(
        ReadyBackup::becomes(&file, &place, &stamp("ada")),
        Err(Error::Exists { .. })
    ));
}

#[test]
fn a_damaged_office_file_is_kept_as_it_is_and_the_backup_mends_it() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let (then, file) = (office.dump(), backup(&office, "then.db"));
    let path = office.store.path().to_path_buf();
    drop(office.store);
    spoil_a_page(&path);

    let mut store = Store::open(&path, Access::Write).unwrap();
    assert!(!store.check().is_empty());
    let restored = restore(&mut store, &file).unwrap();
    assert!(restored.damage.is_some());
    assert!(restored.kept.is_file());
    assert_eq!(store.check(), [""; 0]);
    let mut out = Vec::new();
    store.dump(&mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), then);
}

#[test]
fn beside_people_who_save_all_the_time_nothing_is_lost_but_what_is_said() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    let file = backup(&office, "then.db");
    let path = office.store.path().to_path_buf();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let (path, done) = (&path, &done);
                scope.spawn(move || {
                    let mut store = Store::open(path, Access::Write).unwrap();
                    let (mut saved, mut refused, mut round) = (0, 0, 0);
                    while !done.load(Ordering::Relaxed) {
                        round += 1;
                        let change = rename(&store, 1, &format!("Linden {writer} {round}"));
                        match store.apply(&change, &stamp("ada")) {
                            Ok(_) => saved += 1,
                            Err(Error::Conflict { .. }) => {}
                            Err(Error::Refused(why)) => {
                                assert!(why.to_string().contains("backup was put back"), "{why}");
                                assert!(store.look_again().unwrap());
                                refused += 1;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    }
                    (saved, refused)
                })
            })
            .collect();
        for _ in 0..6 {
            std::thread::sleep(std::time::Duration::from_millis(60));
            let restored = restore(&mut office.store, &file).unwrap();
            // What is kept ends where it was said to end: nobody saved in between.
            let kept = Store::open(&restored.kept, Access::Read).unwrap();
            let head = kept.history(&hallpass::store::HistoryFilter {
                limit: 1,
                ..Default::default()
            });
            assert_eq!(head.unwrap()[0].seq, restored.lost.seq);
            drop(kept);
            fs::remove_file(&restored.kept).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for writer in writers {
            let (saved, _) = writer.join().unwrap();
            assert!(saved > 0);
        }
    });
    assert_eq!(office.store.check(), [""; 0]);
}

/// Spoils a page that nothing reads in order to open a file: the first of those that say where money comes from.
fn spoil_a_page(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'funding'";
    let page: usize = conn.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap() as usize;
    drop(conn);
    let mut bytes = fs::read(path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    fs::write(path, bytes).unwrap();
}
