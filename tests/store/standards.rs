//! Standards in the file: what an upgrade makes of those that a file had called verified.

use std::path::{Path, PathBuf};

use crate::support::office_file::raw;
use hallpass::domain::overlap::alert::{Alert, AlertState};
use hallpass::domain::put::Stamp;
use hallpass::domain::standards::Alignment;
use hallpass::domain::standards::claim::{AlignmentStatus, WITHOUT_A_NAME};
use hallpass::office::Office;
use hallpass::store::{Access, Store};

use super::upgrade::thaw;

fn ada() -> Stamp {
    let at = "2026-03-11T15:00:00Z".parse().unwrap();
    Stamp::own("ada", at, "2026-03-11".parse().unwrap())
}

/// 12 and 14 standards were verified by a word in a file, one was claimed; O-f3vk0 rested on them and was dismissed.
fn upgraded(store: &Store) {
    let all: Vec<Alignment> = store.all().unwrap();
    assert_eq!(all.len(), 27);
    assert!(all.iter().all(|one| one.status == AlignmentStatus::Claimed));
    let noted = |one: &&Alignment| one.note.as_deref() == Some(WITHOUT_A_NAME);
    assert_eq!(all.iter().filter(noted).count(), 26);
    let alerts: Vec<Alert> = store.all().unwrap();
    let [alert] = &alerts[..] else {
        panic!("{alerts:?}")
    };
    assert_eq!(
        (alert.state, alert.code, alert.until),
        (AlertState::Open, None, None)
    );
    assert_eq!(
        alert.reason.as_deref(),
        Some("it rested on standards that were verified without a name")
    );
}

#[test]
fn what_a_file_called_verified_is_claimed_and_what_rested_on_it_closes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    thaw(&path, 10, include_str!("../schema/v10.sql"));
    let store = Store::open(&path, Access::Write).unwrap();
    assert_eq!(store.upgraded_from(), Some(10));
    upgraded(&store);
    assert_eq!(store.check(), [""; 0], "sealed, and whole");
    drop(store);
    let again = Store::open(&path, Access::Write).unwrap();
    assert_eq!(again.upgraded_from(), None);
}

#[test]
fn nothing_is_told_where_nothing_was_verified() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    thaw(&path, 10, include_str!("../schema/v10.sql"));
    raw(&path, "UPDATE alignment SET status = 'claimed'");
    let store = Store::open(&path, Access::Write).unwrap();
    let alerts: Vec<Alert> = store.all().unwrap();
    assert_eq!(alerts[0].state, AlertState::Dismissed);
    let all: Vec<Alignment> = store.all().unwrap();
    assert!(all.iter().all(|one| one.note.is_none()));
}

/// A dump of that layout, made from today's by what it lacked.
#[test]
fn a_dump_of_the_layout_before_is_read_as_the_upgrade_reads_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    thaw(&path, 10, include_str!("../schema/v10.sql"));
    let mut store = Store::open(&path, Access::Write).unwrap();
    let mut dump = Vec::new();
    store.dump(&mut dump).unwrap();
    let mut older = String::new();
    for line in String::from_utf8(dump).unwrap().lines() {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        let object = line.as_object_mut().unwrap();
        let last = object.get("change_set").or(object.get("id")).cloned();
        match object.get("table").and_then(|table| table.as_str()) {
            Some("change_set" | "history") if last == Some(7.into()) => continue,
            Some("alignment") => {
                let noted = !object["note"].is_null();
                for later in
                    "module item says source claimed_on by on sampled met evidence note".split(' ')
                {
                    object.remove(later);
                }
                if noted {
                    object.insert("status".into(), "verified".into());
                }
            }
            Some("alert") => {
                object.insert("state".into(), "dismissed".into());
                object.insert("code".into(), "complementary".into());
                object.insert("until".into(), "2026-06-30".into());
            }
            _ => {}
        }
        if object.contains_key("layout") {
            object.insert("layout".into(), 10.into());
        }
        if object.contains_key("end") {
            object.insert("end".into(), older.lines().count().into());
        }
        older.push_str(&format!("{line}\n"));
    }
    let path = dir.path().join("new.db");
    Store::from_dump(&path, &mut older.as_bytes(), &ada()).unwrap();
    let loaded = Store::open(&path, Access::Write).unwrap();
    upgraded(&loaded);
    assert_eq!(loaded.check(), [""; 0]);
}

/// The old file, upgraded: 26 standards, and Letterloop at Juniper Hill, 4,000 dollars, all of whose 12 standards Vowelwend
/// teaches for the same grades.
fn old_file(dir: &Path) -> PathBuf {
    let path = dir.join("old.db");
    thaw(&path, 10, include_str!("../schema/v10.sql"));
    drop(Store::open(&path, Access::Write).unwrap());
    path
}

/// What each of these is to be told, in dollars.
fn told(path: &Path, logins: [&str; 4]) -> [Option<i64>; 4] {
    let store = Store::open(path, Access::Write).unwrap();
    logins.map(|login| {
        let told = store.unnamed_to_tell(login, ada().today).unwrap();
        assert!(told.is_none_or(|told| told.claims == 26), "{told:?}");
        told.map(|told| told.less.0)
    })
}

#[test]
fn what_rested_on_a_word_in_a_file_is_told_once_to_each_it_is_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = old_file(dir.path());
    raw(
        &path,
        "INSERT INTO person VALUES (3, 1, 'kim', 'Kim', NULL, 'technical', NULL, NULL)",
    );
    let all = ["ada", "root", "kim", "nobody"];
    assert_eq!(told(&path, all), [Some(400_000), Some(400_000), None, None]);
    let mut store = Store::open(&path, Access::Write).unwrap();
    store.unnamed_told("ada", &ada()).unwrap();
    drop(store);
    assert_eq!(told(&path, all), [None, Some(400_000), None, None]);
    // A reviewer of one school sees no price of the district's, and is told nothing.
    raw(
        &path,
        "UPDATE person SET roles = 'curricular', schools = '[1]' WHERE login = 'kim';
         INSERT INTO setting VALUES (77, 1, 'policy.prices', 'own-and-total')",
    );
    assert_eq!(told(&path, all), [None, Some(400_000), None, None]);
    raw(&path, "UPDATE setting SET value = 'all' WHERE id = 77");
    assert_eq!(told(&path, all), [None, Some(400_000), Some(400_000), None]);
    // Whoever left is told nothing more.
    raw(
        &path,
        "UPDATE person SET left_on = '2026-03-01' WHERE login = 'root'",
    );
    assert_eq!(told(&path, all), [None, None, Some(400_000), None]);
}

#[test]
fn a_digest_tells_it_and_then_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let path = old_file(dir.path());
    let mut office = Office::of_command(Store::open(&path, Access::Write).unwrap(), ada());
    let person = office.person("ada").unwrap().unwrap();
    let mut line = |tells: bool| {
        let digest = office.digest(&person).unwrap();
        let mut sections = digest.sections.into_iter();
        let section = sections.find(|section| section.key == "unnamed");
        if tells {
            assert!(office.digest_told("ada").unwrap());
        }
        section.map(|section| section.lines[0].what.clone())
    };
    let told = "Overlaps (O4) are $4,000.00 less: 26 standards that a file called verified, without a name, are only \
                claimed now. hallpass standards --claimed";
    assert_eq!(line(false).as_deref(), Some(told));
    assert_eq!(line(true).as_deref(), Some(told));
    assert_eq!(line(true), None);
    drop(office);
    assert_eq!(Store::open(&path, Access::Write).unwrap().check(), [""; 0]);
}
