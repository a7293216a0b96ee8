//! What other programs may do to the file: triggers and views put in or taken out, history edited, added to, taken out
//! and sealed anew in part, pages exchanged, bytes changed. `hallpass check` finds each by its name, and never hangs.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fastrand::Rng;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::length;
use crate::support::desk::{Desk, PROGRAM};
use crate::support::office_file::raw;

/// A check that takes longer hangs.
const HANGS: Duration = Duration::from_secs(20);

/// What is done to a closed office file, and what `check` must say of it; one of these.
struct Plant {
    act: Box<dyn Fn(&Path)>,
    what: String,
    says: Vec<String>,
}

fn sql(sql: String, says: String) -> Plant {
    Plant {
        what: sql.clone(),
        act: Box::new(move |path| raw(path, &format!("PRAGMA foreign_keys = OFF; {sql}"))),
        says: vec![says],
    }
}

/// As `sql`, past the triggers of history, which are put back.
fn past_triggers(sql: String, says: &[String]) -> Plant {
    Plant {
        what: sql.clone(),
        act: Box::new(move |path| {
            let triggers = list(
                path,
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
            );
            let drop = triggers
                .iter()
                .map(|row| format!("DROP TRIGGER {};", row[0]));
            let make = triggers.iter().map(|row| format!("{};", row[1]));
            let (drop, make): (String, String) = (drop.collect(), make.collect());
            raw(
                path,
                &format!(
                    "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {drop} {sql}; {make}"
                ),
            );
        }),
        says: says.to_vec(),
    }
}

fn bytes(what: String, act: impl Fn(&mut Vec<u8>) + 'static, says: &[&str]) -> Plant {
    Plant {
        what,
        act: Box::new(move |path| {
            let mut bytes = fs::read(path).unwrap();
            act(&mut bytes);
            fs::write(path, bytes).unwrap();
        }),
        says: says.iter().map(|says| (*says).to_owned()).collect(),
    }
}

/// Rows of texts.
fn list(path: &Path, sql: &str) -> Vec<Vec<String>> {
    let conn = Connection::open(path).unwrap();
    let mut ask = conn.prepare(sql).unwrap();
    let columns = ask.column_count();
    let rows = ask
        .query_map([], |row| {
            (0..columns)
                .map(|n| row.get_ref(n).map(|value| text(value)))
                .collect::<Result<Vec<_>, _>>()
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        other => format!("{other:?}"),
    }
}

/// What is built into the file otherwise than hallpass builds it.
fn of_the_structure(path: &Path) -> Vec<Plant> {
    let mut plants = Vec::new();
    for row in list(
        path,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql <> '' ORDER BY 1, 2",
    ) {
        let (sort, name, table) = (&row[0], &row[1], &row[2]);
        match sort.as_str() {
            "trigger" => {
                plants.push(sql(
                    format!("DROP TRIGGER {name}"),
                    format!("the trigger `{name}` is missing"),
                ));
                plants.push(sql(
                    format!(
                        "DROP TRIGGER {name};
                         CREATE TRIGGER {name} BEFORE DELETE ON \"{table}\" BEGIN SELECT 1; END"
                    ),
                    format!("the trigger `{name}` is not as hallpass makes it"),
                ));
            }
            "index" => plants.push(sql(
                format!("DROP INDEX {name}"),
                format!("the index `{name}` is missing"),
            )),
            _ if name.starts_with("sqlite_") => {}
            _ => {
                plants.push(sql(
                    format!(
                        "CREATE TRIGGER eat AFTER INSERT ON \"{name}\" BEGIN DELETE FROM \"{name}\"; END"
                    ),
                    format!("the trigger `eat` on `{name}` is not hallpass's"),
                ));
                // It never ends.
                plants.push(sql(
                    format!(
                        "PRAGMA legacy_alter_table = ON; ALTER TABLE \"{name}\" RENAME TO _litestream_x;
                         CREATE VIEW \"{name}\" AS WITH RECURSIVE n (id) AS
                         (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT * FROM n"
                    ),
                    format!("`{name}` is a view, where hallpass has a table"),
                ));
                plants.push(sql(
                    format!("ALTER TABLE \"{name}\" ADD COLUMN planted TEXT"),
                    format!("the table `{name}` is not as hallpass makes it"),
                ));
            }
        }
    }
    plants
}

/// The seal of a change set, made as `store::seal` makes it.
pub fn seal(conn: &Connection, set: i64) -> String {
    fn add(hash: &mut Sha256, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => hash.update(b"n"),
            ValueRef::Integer(n) => {
                hash.update(b"i");
                hash.update(n.to_be_bytes());
            }
            ValueRef::Text(text) => {
                hash.update(b"t");
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
            other => panic!("{other:?}"),
        }
    }
    let mut hash = Sha256::new();
    for sql in [
        "SELECT seal FROM change_set WHERE id = ?1 - 1",
        r#"SELECT id, "at", who, origin, deed, title, reason, undoes, login, clock, deed_id, deed_words
           FROM change_set WHERE id = ?1"#,
        "SELECT seq, kind, record, deed, field, old, new, version FROM history WHERE change_set = ?1 ORDER BY seq",
    ] {
        let mut ask = conn.prepare(sql).unwrap();
        let columns = ask.column_count();
        let mut rows = ask.query([set]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for n in 0..columns {
                add(&mut hash, row.get_ref(n).unwrap());
            }
        }
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// What is done to history.
fn of_history(path: &Path) -> Vec<Plant> {
    let changed = |set: &str| {
        format!("history was changed by something else than hallpass at change set {set} (")
    };
    let sets = list(path, "SELECT id FROM change_set ORDER BY id");
    let (middle, newest) = (
        sets[sets.len() / 2][0].clone(),
        sets[sets.len() - 1][0].clone(),
    );
    let mut plants = Vec::new();
    for (column, other) in [
        ("\"at\"", "'2020-01-01T00:00:00Z'"),
        ("who", "'kim'"),
        ("origin", "'elsewhere'"),
        ("title", "title || '.'"),
        ("reason", "'because'"),
        ("login", "'kim'"),
        ("clock", "'2020-01-01T00:00:00Z'"),
        ("deed_id", "'x'"),
        ("deed_words", "'x'"),
        ("seal", "upper(seal)"),
        ("seal", "NULL"),
    ] {
        for set in [&middle, &newest] {
            let sql = format!("UPDATE change_set SET {column} = {other} WHERE id = {set}");
            plants.push(past_triggers(sql, &[changed(set)]));
        }
    }
    for (column, other) in [
        ("kind", "'note'"),
        ("record", "record + 1"),
        ("deed", "'remove'"),
        ("field", "'planted'"),
        ("old", "'was'"),
        ("new", "'is'"),
        ("version", "version + 1"),
    ] {
        let line = format!("(SELECT max(seq) FROM history WHERE change_set = {middle})");
        let sql = format!("UPDATE history SET {column} = {other} WHERE seq = {line}");
        plants.push(past_triggers(sql, &[changed(&middle)]));
    }
    for seq in 1..=8 {
        plants.push(past_triggers(
            format!("DELETE FROM history WHERE seq = {seq}"),
            &[changed("1"), changed("2"), changed("3")],
        ));
    }
    plants.push(past_triggers(
        format!("DELETE FROM history WHERE change_set = {newest}; DELETE FROM change_set WHERE id = {middle}"),
        &["points to a row of change_set".into()],
    ));
    plants.push(past_triggers(
        format!("DELETE FROM history WHERE change_set = {middle}; DELETE FROM change_set WHERE id = {middle}"),
        &[format!("change set {middle} is missing from history")],
    ));
    plants.push(past_triggers(
        "DELETE FROM history; DELETE FROM change_set".into(),
        &["history is gone".into()],
    ));
    plants.push(past_triggers(
        format!(
            "INSERT INTO history (change_set, kind, record, deed, version) VALUES ({newest}, 'note', 1, 'add', 1)"
        ),
        &[changed(&newest)],
    ));
    // Made anew in part: this set's seal is right, that of the next is not.
    for set in 2..sets.len() as i64 - 1 {
        let mut plant = past_triggers(
            format!("UPDATE change_set SET who = 'kim' WHERE id = {set}"),
            &[changed(&(set + 1).to_string())],
        );
        let edited = plant.act;
        plant.what = format!("{} and sealed anew", plant.what);
        plant.act = Box::new(move |path| {
            edited(path);
            let anew = seal(&Connection::open(path).unwrap(), set);
            let sealed = format!("UPDATE change_set SET seal = '{anew}' WHERE id = {set}");
            (past_triggers(sealed, &[]).act)(path);
        });
        plants.push(plant);
    }
    plants
}

/// What is done to the bytes of the file.
fn of_the_bytes(path: &Path, random: &mut Rng) -> Vec<Plant> {
    let damaged = [
        "disk error or a damaged file",
        "out of order",
        "missing from index",
        "Tree ",
        "wrong # of entries",
        "row ",
        "not as hallpass makes it",
    ];
    let rows = list(
        path,
        "SELECT pageno FROM dbstat WHERE name <> 'sqlite_schema' AND ncell > 0 ORDER BY 1",
    );
    let pages: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    let mut plants = Vec::new();
    for _ in 0..25 {
        let two = random.choose_multiple(pages.iter().copied(), 2);
        let (a, b) = (two[0].min(two[1]), two[0].max(two[1]));
        plants.push(bytes(
            format!("pages {a} and {b} exchanged"),
            move |bytes| {
                let (first, second) = bytes.split_at_mut((b - 1) * 4096);
                first[(a - 1) * 4096..a * 4096].swap_with_slice(&mut second[..4096]);
            },
            &damaged,
        ));
    }
    // A letter of a title, which stands in no index.
    for title in list(path, "SELECT title FROM change_set ORDER BY id")
        .into_iter()
        .skip(2)
        .take(4)
    {
        let title = title[0].clone();
        plants.push(bytes(
            format!("a letter of {title:?} changed"),
            move |bytes| {
                let at = bytes
                    .windows(title.len())
                    .rposition(|found| found == title.as_bytes());
                bytes[at.unwrap()] ^= 1;
            },
            &["history was changed by something else than hallpass at change set"],
        ));
    }
    plants
}

/// What `check` says of the file, and how it ends; none where it does not.
fn checked(path: &Path) -> Option<(i32, String)> {
    let mut child = Command::new(PROGRAM)
        .args(["check", "--db"])
        .arg(path)
        .env_clear()
        .env("HOME", path.parent().unwrap())
        .env("HALLPASS_USER", "ada")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > HANGS {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    Some((output.status.code().unwrap_or(-1), said))
}

#[test]
fn whatever_another_program_did_to_the_file_is_found_by_a_check() {
    let desk = Desk::furnished();
    let path = desk.path("office.db");
    let mut random = Rng::with_seed(20_261_129);
    let mut structure = of_the_structure(&path);
    let there = structure.len();
    if !length::is_long() {
        random.shuffle(&mut structure);
        structure.truncate(40);
    }
    let history = of_history(&path);
    let bytes = of_the_bytes(&path, &mut random);
    let (of_history, of_bytes) = (history.len(), bytes.len());
    let plants: Vec<Plant> = structure.into_iter().chain(history).chain(bytes).collect();
    assert_eq!(checked(&path).map(|(code, _)| code), Some(0));
    let mut wrong = Vec::new();
    for plant in &plants {
        let dir = tempfile::tempdir().unwrap();
        let planted = dir.path().join("office.db");
        fs::copy(&path, &planted).unwrap();
        (plant.act)(&planted);
        match checked(&planted) {
            None => wrong.push(format!("{}: hangs", plant.what)),
            Some((code, said)) => {
                let named = plant.says.iter().any(|says| said.contains(says));
                if ![1, 4].contains(&code) || !named {
                    wrong.push(format!("{}: ended with {code}, said {said}", plant.what));
                }
            }
        }
    }
    println!(
        "{} plants ({of_history} in history, {of_bytes} in bytes; {there} are known of the structure); {} not found",
        plants.len(),
        wrong.len()
    );
    assert!(plants.len() >= 100, "only {} plants", plants.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
