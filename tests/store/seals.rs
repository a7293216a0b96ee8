//! The seals of history: what another program changes, adds or takes out shows in `check`.

use std::path::Path;

use hallpass::domain::change::Change;
use hallpass::domain::put::{ChangeSetId, DeedId, Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::store::migrate;
use hallpass::store::open::APPLICATION_ID;
use hallpass::store::{Access, LastSeal, Store};
use rusqlite::Connection;

use crate::support::office_file::raw;
use crate::support::{Office, new_office, stamp};

/// Change sets 1 (founding) to 4 (an undo of 3), each with lines; 2 has a reason and every other field of a set.
fn four_sets() -> Office {
    let mut office = new_office();
    let put = Put::new(Kind::School)
        .with("name", "Oak MS".to_owned())
        .with("code", "OAK".to_owned())
        .with("open", true);
    let change = Change::Save {
        what: "Oak MS".into(),
        put,
        reason: Some("it opened".into()),
    };
    let rehearsed = Stamp {
        login: "dana".into(),
        place: "pts/3".into(),
        clock: Some("2026-11-29T12:00:00Z".parse().unwrap()),
        id: Some(DeedId {
            text: "x7".into(),
            words: "0123".into(),
        }),
        ..stamp("ada")
    };
    office.person("dana", "admin");
    office.store.apply(&change, &rehearsed).unwrap();
    office.person("kim", "helpdesk");
    office.store.undo(None, &stamp("ada")).unwrap();
    office
}

/// Changes the file as another program would, past the triggers, and puts those back.
fn tampered(store: &Store, sql: &str) {
    let conn = Connection::open(store.path()).unwrap();
    let mut ask = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let rows = ask.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    let triggers: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    let drop = triggers
        .iter()
        .map(|(name, _)| format!("DROP TRIGGER {name};"));
    let drop = drop.collect::<Vec<_>>().concat();
    let make = triggers.iter().map(|(_, sql)| format!("{sql};"));
    let make = make.collect::<Vec<_>>().concat();
    raw(
        store.path(),
        &format!(
            "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {drop} {sql}; {make}"
        ),
    );
}

/// What `check` says of the file after that.
fn said(sql: &str) -> Vec<String> {
    let office = four_sets();
    assert_eq!(office.store.check(), [""; 0]);
    tampered(&office.store, sql);
    office.store.check()
}

#[track_caller]
fn named(sql: &str, set: i64) {
    let said = said(sql);
    let named =
        format!("history was changed by something else than hallpass at change set {set} (");
    assert!(
        said.iter().any(|line| line.starts_with(&named)),
        "{sql}: {said:?}"
    );
}

#[test]
fn each_column_of_a_change_set_is_sealed() {
    for column in [
        "\"at\"",
        "who",
        "origin",
        "title",
        "reason",
        "login",
        "clock",
        "deed_id",
        "deed_words",
        "seal",
    ] {
        named(
            &format!("UPDATE change_set SET {column} = {column} || 'x' WHERE id = 3"),
            3,
        );
        named(
            &format!("UPDATE change_set SET {column} = 'x' WHERE id = 4"),
            4,
        );
    }
    named("UPDATE change_set SET deed = 'do' WHERE id = 5", 5);
    named("UPDATE change_set SET undoes = 3 WHERE id = 5", 5);
    named("UPDATE change_set SET seal = NULL WHERE id = 2", 2);
}

#[test]
fn each_column_of_a_line_is_sealed() {
    for (column, other) in [
        ("kind", "'vendor'"),
        ("record", "record + 1"),
        ("deed", "'set'"),
        ("field", "'name'"),
        ("old", "'was'"),
        ("new", "1"),
        ("version", "version + 1"),
    ] {
        named(
            &format!(
                "UPDATE history SET {column} = {other} WHERE seq = (SELECT min(seq) FROM history WHERE change_set = 3)"
            ),
            3,
        );
    }
    named("UPDATE history SET change_set = 4 WHERE change_set = 3", 3);
    named(
        "UPDATE history SET seq = seq + 1000 WHERE change_set = 5",
        5,
    );
}

#[test]
fn lines_that_were_added_or_taken_out_are_noticed() {
    named("DELETE FROM history WHERE change_set = 3", 3);
    named(
        "INSERT INTO history (change_set, kind, record, deed, version) VALUES (2, 'note', 1, 'add', 1)",
        2,
    );
    let gone = said("DELETE FROM history WHERE seq = 2");
    assert!(
        gone.contains(&"line 2 is missing from history, and later ones are there".to_owned()),
        "{gone:?}"
    );
    let gone =
        said("DELETE FROM history WHERE change_set = 3; DELETE FROM change_set WHERE id = 3");
    assert!(
        gone.contains(&"change set 3 is missing from history, and later ones are there".to_owned()),
        "{gone:?}"
    );
    assert!(gone[0].contains("at change set 4 ("), "{gone:?}");
    let first =
        said("DELETE FROM history WHERE change_set = 1; DELETE FROM change_set WHERE id = 1");
    assert!(
        first
            .contains(&"change set 1 is missing from history, and later ones are there".to_owned()),
        "{first:?}"
    );
}

/// A line of a set that is gone is dangling to SQLite, which says so first.
#[test]
fn a_line_of_no_change_set_is_noticed() {
    let said = said("UPDATE history SET change_set = 99 WHERE seq = 3");
    assert!(
        said.iter()
            .any(|line| line.contains("row 3 of history points to a row of change_set")),
        "{said:?}"
    );
}

#[test]
fn what_says_that_a_set_was_undone_is_asked_of_the_set_that_undid_it() {
    for sql in [
        "UPDATE change_set SET undone_by = NULL WHERE id = 4",
        "UPDATE change_set SET undone_by = 4 WHERE id = 3",
    ] {
        let set = if sql.contains("NULL") { 4 } else { 3 };
        assert_eq!(
            said(sql),
            [format!(
                "whether change set {set} was undone is not as history says"
            )]
        );
    }
}

fn last(store: &Store) -> LastSeal {
    store.last_seal().unwrap().unwrap()
}

/// Whoever made the whole chain anew is caught by the end that was written down before.
#[test]
fn a_chain_that_was_made_anew_ends_otherwise() {
    let mut office = four_sets();
    let before = last(&office.store);
    assert_eq!(before.change_set, ChangeSetId(5));
    // A dump of a layout that knew no seals is sealed when it is loaded, whatever was written into it.
    let forged = of_layout_8(&office.dump()).replace("it opened", "it closed");
    let path = office.dir.path().join("forged.db");
    let (path, loaded) = Store::from_dump(&path, &mut forged.as_bytes(), &stamp("ada")).unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let forged = Store::open(&path, Access::Write).unwrap();
    assert_eq!(forged.check(), [""; 0]);
    assert_eq!(last(&forged).change_set, before.change_set);
    assert_ne!(last(&forged).seal, before.seal);
    let (_, made) = forged.backup(&office.dir.path().join("copy.db")).unwrap();
    assert_eq!(made, Some(last(&forged)));
}

/// A dump as layout 8 wrote it, which knew neither login nor seal.
fn of_layout_8(dump: &str) -> String {
    let lines = dump
        .replace(&format!("\"layout\":{}", migrate::newest()), "\"layout\":8")
        .lines()
        .map(|line| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            if line["table"] == "change_set" {
                for later in ["login", "clock", "deed_id", "deed_words", "seal"] {
                    line.as_object_mut().unwrap().remove(later);
                }
            }
            format!("{line}\n")
        })
        .collect::<Vec<_>>();
    lines.concat()
}

#[test]
fn a_seal_tells_two_histories_apart_and_is_the_same_for_one() {
    let (mut first, second) = (four_sets(), four_sets());
    assert_eq!(last(&first.store), last(&second.store));
    first.person("lee", "helpdesk");
    assert_eq!(last(&first.store).change_set, ChangeSetId(6));
    assert_eq!(first.store.check(), [""; 0]);
}

#[test]
fn a_dump_keeps_the_seals_and_one_of_an_older_layout_is_sealed_when_it_is_loaded() {
    let mut office = four_sets();
    let dump = office.dump();
    let load = |name: &str, text: &str| {
        let path = office.dir.path().join(name);
        Store::from_dump(&path, &mut text.as_bytes(), &stamp("ada")).unwrap();
        Store::open(&path, Access::Write).unwrap()
    };
    let mut same = load("same.db", &dump);
    assert_eq!((last(&same), same.check()), (last(&office.store), vec![]));
    let mut again = Vec::new();
    same.dump(&mut again).unwrap();
    assert!(again == dump.as_bytes(), "the same bytes");

    let forged = load("forged.db", &dump.replace("it opened", "it closed"));
    assert!(forged.check()[0].contains("at change set 3 ("));

    let older = load("older.db", &of_layout_8(&dump));
    assert_eq!(
        (last(&older).change_set, older.check()),
        (ChangeSetId(5), vec![])
    );
}

#[test]
fn an_upgrade_seals_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let thawed = |name: &str| {
        let path = dir.path().join(name);
        thaw(&path);
        Store::open(&path, Access::Write).unwrap()
    };
    let first = thawed("first.db");
    assert_eq!(first.upgraded_from(), Some(7));
    assert_eq!(first.check(), [""; 0]);
    assert_eq!(last(&first).seal.len(), 64);
    // The upgrade is in history itself, with its second: two within one are sealed alike.
    let alike = (0..5).any(|n| {
        let two = ["a", "b"].map(|name| last(&thawed(&format!("{name}{n}.db"))));
        two[0] == two[1]
    });
    assert!(alike, "two upgrades of one file are sealed differently");
}

fn thaw(path: &Path) {
    let dump = include_str!("../schema/v7.sql");
    raw(
        path,
        &format!(
            "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 7; PRAGMA journal_mode = wal;"
        ),
    );
}

/// What lies there without a seal was not made by hallpass, and no later save makes it so.
#[test]
fn no_save_seals_what_another_program_put_there() {
    for forged in [
        "INSERT INTO change_set (\"at\", who, origin, deed, title) VALUES ('2020-01-06T08:00:00Z', 'ada', '', 'do', 'kim');
         INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
         VALUES (6, 'person', 1, 'set', 'name', 'x', 'y', 2)",
        "UPDATE change_set SET who = 'kim', seal = NULL WHERE id = 5",
        "UPDATE change_set SET seal = NULL",
    ] {
        let mut office = four_sets();
        tampered(&office.store, forged);
        let told = office.store.check();
        assert!(told[0].contains("history was changed by something else"), "{told:?}");
        // The triggers that were put back count as a change of the structure.
        office.store.look_again().unwrap();
        office.person("bo", "helpdesk");
        assert_eq!(office.store.check()[0], told[0], "{forged}");
    }
}

#[test]
fn a_history_that_was_emptied_is_told_of() {
    let office = four_sets();
    tampered(&office.store, "DELETE FROM history; DELETE FROM change_set");
    assert_eq!(
        office.store.check()[0],
        "history is gone: not even the founding of the office is in it"
    );
}

/// A dump says with which seals it was made; one without them was made by somebody else.
#[test]
fn a_dump_whose_seals_were_taken_out_is_told_of_when_it_is_loaded() {
    let mut office = four_sets();
    let bare = office
        .dump()
        .lines()
        .map(|line| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            if line["table"] == "change_set" {
                line["who"] = "kim".into();
                line["seal"] = serde_json::Value::Null;
            }
            line.to_string()
        })
        .collect::<Vec<_>>()
        .join("\n");
    let path = office.dir.path().join("bare.db");
    let (path, loaded) = Store::from_dump(&path, &mut bare.as_bytes(), &stamp("ada")).unwrap();
    assert!(
        loaded.problems[0].contains("at change set 1 ("),
        "{loaded:?}"
    );
    let opened = Store::open(&path, Access::Write).unwrap();
    assert_eq!(opened.check()[0], loaded.problems[0]);
}
