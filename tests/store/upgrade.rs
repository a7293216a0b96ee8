//! Upgrading the office file, and copying it: all of it or nothing, and the old one is kept.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::support::office_file::{add_note, everything, names, notes, office, raw};
use hallpass::domain::approval::{Approval, ApprovalStatus, Audience};
use hallpass::domain::contract::Contract;
use hallpass::domain::notice::NoticeUnit;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{ChangeSetId, Stamp};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::status::StatusWord;
use hallpass::store::Access;
use hallpass::store::backup::{backup, check};
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::migrate::{self, SchemaStep};
use hallpass::store::open::{APPLICATION_ID, open, upgrade};
use hallpass::store::{HistoryFilter, OlderFile, Scope, Store};
use rusqlite::Connection;

fn next_steps(sql: &'static str) -> Vec<SchemaStep> {
    let mut steps = migrate::STEPS.to_vec();
    steps.push(SchemaStep {
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
        &next_steps("CREATE TABLE later (n); DELETE FROM _litestream_scrap;"),
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
            "CREATE TABLE later (n); UPDATE _litestream_scrap SET text = ''; SELECT nonsense;",
        ),
        (
            "rows without their parent",
            "CREATE TABLE later (n REFERENCES _litestream_scrap (n)); INSERT INTO later VALUES (777);",
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
    assert!(tried > 0, "there is no tests/schema/v*.sql");
}

/// Writes the file a dump was taken of.
pub fn thaw(path: &Path, number: i32, dump: &str) {
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
    let healed = healing(&upgraded.conn);
    for (table, rows) in counts_before {
        let more = healed.get(table.as_str()).copied().unwrap_or(0);
        assert_eq!(
            counts_after.get(&table),
            Some(&(rows + more)),
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

/// How many rows of history the upgrade itself wrote.
fn healing(conn: &Connection) -> BTreeMap<&'static str, i64> {
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get(0)).unwrap();
    let set = "SELECT id FROM change_set
               WHERE title IN ('what nobody said is not known', 'what nobody verified is claimed')";
    BTreeMap::from([
        (
            "change_set",
            count(&format!("SELECT count(*) FROM ({set})")),
        ),
        (
            "history",
            count(&format!(
                "SELECT count(*) FROM history WHERE change_set IN ({set})"
            )),
        ),
    ])
}

/// A file of layout 4 with these statements on top, opened.
fn healed(dir: &Path, more: &str) -> Store {
    let path = dir.join("old.db");
    thaw(&path, 4, include_str!("../schema/v4.sql"));
    raw(&path, &format!("PRAGMA foreign_keys = OFF; {more}"));
    Store::open(&path, Access::Write).unwrap()
}

fn contract(store: &Store, number: &str) -> Contract {
    let id = store.contract_named(number).unwrap().unwrap();
    store.get(id).unwrap()
}

fn ada() -> Stamp {
    let at = "2026-11-04T08:00:00Z".parse().unwrap();
    Stamp::own("ada", at, "2026-11-04".parse().unwrap())
}

/// Ada's import gave `C-1` no word of its renewal, the others say that they renew.
#[test]
fn a_no_that_no_file_gave_becomes_unknown_and_what_was_done_before_can_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = healed(
        dir.path(),
        "INSERT INTO change_set VALUES (30, '2026-11-03T00:00:00Z', 'ada', '', 'do', 'import of 1 contracts from l.csv', NULL, NULL, NULL);
         INSERT INTO contract (id, version, number, term_end, auto_renew, notice_basis)
         VALUES (30, 1, 'C-30', '2027-06-30', 0, 'sent');
         INSERT INTO history (change_set, kind, record, deed, version) VALUES (30, 'contract', 30, 'add', 1);",
    );
    assert_eq!(store.upgraded_from(), Some(4));
    let healed = store.healed().unwrap().unwrap();
    assert_eq!(
        (healed.change_set, healed.auto_renew, healed.notice),
        (ChangeSetId(31), 2, 0)
    );
    assert_eq!(contract(&store, "C-1").auto_renew, None);
    assert_eq!(contract(&store, "C-7").auto_renew, Some(true));
    let told = store
        .history(&HistoryFilter {
            limit: 10,
            ..HistoryFilter::default()
        })
        .unwrap();
    let told: Vec<_> = told
        .iter()
        .filter(|line| line.change_set == ChangeSetId(31))
        .collect();
    assert_eq!(
        (
            told[0].who.as_str(),
            told[0].field.as_deref(),
            told[0].change_set
        ),
        ("hallpass", Some("auto_renew"), ChangeSetId(31))
    );
    store.undo(Some(ChangeSetId(30)), &ada()).unwrap();
    assert_eq!(store.contract_named("C-30"), Ok(None));
    store.redo(&ada()).unwrap();
    assert_eq!(contract(&store, "C-30").auto_renew, None);
    drop(store);
    let again = Store::open(&dir.path().join("old.db"), Access::Write).unwrap();
    assert_eq!(again.upgraded_from(), None, "told once");
}

/// Each contract as history has it, and what of it becomes unknown.
#[test]
fn only_what_nobody_gave_becomes_unknown() {
    const IMPORT: &str = "import of 1 contracts from l.csv";
    const FORM: &str = "added C";
    // What added it, its no or yes and days of notice; then what set a field to what: title, deed, field, new.
    type Set = (&'static str, &'static str, &'static str, i64);
    type Known = (Option<bool>, Option<i64>);
    type Held = (
        &'static str,
        &'static str,
        (i64, i64),
        &'static [Set],
        Known,
    );
    let kinds: [Held; 9] = [
        ("C-20", FORM, (0, 0), &[], (Some(false), Some(0))),
        ("C-21", IMPORT, (0, 60), &[], (None, Some(60))),
        ("C-22", IMPORT, (1, 0), &[], (Some(true), None)),
        ("C-23", IMPORT, (0, 0), &[], (None, None)),
        (
            "C-24",
            IMPORT,
            (0, 30),
            &[
                ("changed C-24", "do", "auto_renew", 1),
                ("changed C-24", "do", "auto_renew", 0),
            ],
            (Some(false), Some(30)),
        ),
        (
            "C-25",
            IMPORT,
            (0, 30),
            &[
                ("changed C-25", "do", "auto_renew", 1),
                ("changed C-25", "undo", "auto_renew", 0),
            ],
            (None, Some(30)),
        ),
        (
            "C-26",
            IMPORT,
            (0, 30),
            &[
                (IMPORT, "do", "auto_renew", 1),
                (IMPORT, "do", "auto_renew", 0),
            ],
            (Some(false), Some(30)),
        ),
        (
            "C-27",
            IMPORT,
            (1, 0),
            &[("C-27 Letterloop: notice is 0 days", "do", "notice", 0)],
            (Some(true), Some(0)),
        ),
        (
            "C-28",
            IMPORT,
            (1, 0),
            &[(IMPORT, "do", "notice", 0)],
            (Some(true), None),
        ),
    ];
    let (mut sql, mut set) = (String::new(), 100);
    let mut change = |sql: &mut String, title: &str, deed: &str| {
        set += 1;
        sql.push_str(&format!(
            "INSERT INTO change_set VALUES ({set}, '2026-11-03T00:00:00Z', 'ada', '', '{deed}', '{title}', NULL, NULL, NULL);"
        ));
        set
    };
    for (at, (number, added, (renews, notice), sets, _)) in kinds.iter().enumerate() {
        let id = at + 20;
        let by = change(&mut sql, added, "do");
        let version = sets.len() + 1;
        sql.push_str(&format!(
            "INSERT INTO contract (id, version, number, term_end, auto_renew, notice, notice_unit, notice_basis)
             VALUES ({id}, {version}, '{number}', '2027-06-30', {renews}, {notice}, 'days', 'sent');
             INSERT INTO history (change_set, kind, record, deed, version) VALUES ({by}, 'contract', {id}, 'add', 1);"
        ));
        for (n, (title, deed, field, new)) in sets.iter().enumerate() {
            let by = change(&mut sql, title, deed);
            let (old, version) = (1 - new, n + 2);
            sql.push_str(&format!(
                "INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
                 VALUES ({by}, 'contract', {id}, 'set', '{field}', {old}, {new}, {version});"
            ));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let mut store = healed(dir.path(), &sql);
    for (number, .., known) in &kinds {
        let now = contract(&store, number);
        assert_eq!((now.auto_renew, now.notice), *known, "{number}");
        assert_eq!(now.notice.is_some(), now.notice_unit.is_some(), "{number}");
    }
    let told = store.healed().unwrap().unwrap();
    // With C-1 of the file itself.
    assert_eq!((told.auto_renew, told.notice), (4, 3));
    store.undo(Some(told.change_set), &ada()).unwrap();
    let back = contract(&store, "C-23");
    assert_eq!(
        (back.auto_renew, back.notice, back.notice_unit),
        (Some(false), Some(0), Some(NoticeUnit::Days))
    );
    assert_eq!(store.healed(), Ok(None));
}

/// A dump says which layout it is of; what was dumped before it did is healed when it is loaded.
#[test]
fn a_dump_of_an_older_layout_is_healed_when_it_is_loaded() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = healed(dir.path(), "");
    store.undo(Some(ChangeSetId(23)), &ada()).unwrap();
    let mut dump = Vec::new();
    store.dump(&mut dump).unwrap();
    let load = |name: &str, text: &str| {
        let path = dir.path().join(name);
        Store::from_dump(&path, &mut text.as_bytes(), &ada()).unwrap();
        Store::open(&path, Access::Write).unwrap()
    };
    let text = String::from_utf8(dump).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(
        first,
        format!(
            r#"{{"format":"hallpass-dump-1","layout":{}}}"#,
            migrate::newest()
        )
    );
    let mut same = load("same.db", &text);
    assert_eq!(contract(&same, "C-1").auto_renew, Some(false));
    let mut again = Vec::new();
    same.dump(&mut again).unwrap();
    assert!(text.as_bytes() == again, "the same bytes");
    let old = load(
        "old_dump.db",
        &format!("{{\"format\":\"hallpass-dump-1\"}}\n{rest}"),
    );
    assert_eq!(contract(&old, "C-1").auto_renew, None);
    assert_eq!(old.healed().unwrap().map(|told| told.auto_renew), Some(1));
    assert_eq!(old.check(), [""; 0]);
}

/// The layout number of a file may be damaged; a step that the file has had already fails.
#[test]
fn the_step_to_what_is_unknown_is_taken_once() {
    let (_dir, path) = office();
    let mut conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 4).unwrap();
    let error = migrate::upgrade_with(&mut conn, migrate::STEPS, |_| Ok(())).unwrap_err();
    assert!(error.to_string().contains("0005_unknown.sql"), "{error}");
    assert_eq!(migrate::version(&conn), Ok(4));
}

/// Layout 2 builds the table of approvals anew; whoever asks is told the same as before.
#[test]
fn approvals_of_the_first_layout_keep_their_answers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    thaw(&path, 1, include_str!("../schema/v1.sql"));
    let store = Store::open(&path, Access::Write).unwrap();
    let approvals: Vec<Approval> = store.all().unwrap();
    assert_eq!(approvals.len(), 2);
    assert_eq!(approvals[0].status, ApprovalStatus::Approved);
    assert_eq!(approvals[0].audience, Some(Audience::Student));
    assert_eq!(approvals[0].until, Some("2028-06-30".parse().unwrap()));
    assert_eq!(
        approvals[1].schools,
        Schools::only(vec![SchoolId(1), SchoolId(2)])
    );
    assert_eq!(
        approvals[1].conditions.0,
        ["No student accounts", "teacher-led only"]
    );
    assert!(approvals.iter().all(|a| a.request.is_none()));
    let scope = Scope {
        school: Some(SchoolId(1)),
        grade: None,
        today: "2026-11-03".parse().unwrap(),
    };
    for (product, conditions) in [
        (1, &["Grades K to 3 only."][..]),
        (2, &["No student accounts.", "Teacher-led only."]),
    ] {
        let answer = store.brief_answer(ProductId(product), scope, None).unwrap();
        assert_eq!(answer.word, StatusWord::YesConditions, "product {product}");
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
    // Nothing reads where money comes from in order to open a file.
    let raw = rusqlite::Connection::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'funding'";
    let page: u32 = raw.query_row(sql, [], |row| row.get(0)).unwrap();
    let page = page as usize;
    drop(raw);
    let mut bytes = fs::read(&path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
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
        "PRAGMA foreign_keys = OFF; CREATE TABLE _litestream_child (n REFERENCES _litestream_scrap (n)); INSERT INTO _litestream_child VALUES (777)",
    );
    let opened = open(&path, Access::Read).unwrap();
    let problems = check(&opened.conn, &opened.guard);
    assert_eq!(
        problems,
        ["row 1 of _litestream_child points to a row of _litestream_scrap that is not there"]
    );
}

/// Whoever only looks at a file changes nothing of it, and puts nothing beside it.
#[test]
fn an_older_file_is_looked_at_as_it_is() {
    for (layout, schema) in [
        (1, include_str!("../schema/v1.sql")),
        (4, include_str!("../schema/v4.sql")),
        (7, include_str!("../schema/v7.sql")),
        (10, include_str!("../schema/v10.sql")),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.db");
        thaw(&path, layout, schema);
        let before = std::fs::read(&path).unwrap();
        let older = OlderFile::look(&path).unwrap();
        assert_eq!((older.layout, &older.problems[..]), (layout, &[][..]));
        let says = format!(
            "It has layout {layout}, and today's is {}: ",
            migrate::newest()
        );
        assert!(older.sentence().starts_with(&says), "{}", older.sentence());
        assert!(std::fs::read(&path).unwrap() == before, "{layout}");
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            1,
            "{layout}"
        );
        // A link that leads nowhere is told.
        raw(
            &path,
            "PRAGMA foreign_keys = OFF;
             INSERT INTO alias (product, alias, kind, version) VALUES (999, 'x', 'former', 1);",
        );
        let broken = OlderFile::look(&path).unwrap();
        assert_eq!(broken.problems.len(), 1, "{:?}", broken.problems);
        // Only looked at, it is left alone; of today's layout there is nothing to say.
        raw(&path, "DELETE FROM alias WHERE product = 999;");
        let left_alone = Store::look(&path).unwrap_err();
        assert!(
            matches!(left_alone, Error::OldLayout { .. }),
            "{left_alone}"
        );
        drop(Store::open(&path, Access::Write).unwrap());
        drop(Store::look(&path).unwrap());
    }
}

/// Brought up to date it is closed to everybody who has an older program, so that is not done by whoever comes first.
#[test]
fn a_shared_file_of_an_older_layout_is_brought_up_to_date_by_an_admin_of_the_office_alone() {
    for (layout, schema, admin, others) in [
        (
            4,
            include_str!("../schema/v4.sql"),
            "ada",
            ["rdoe", "mkay", "nobody"],
        ),
        (
            10,
            include_str!("../schema/v10.sql"),
            "root",
            ["ada", "nobody", ""],
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.db");
        thaw(&path, layout, schema);
        let place = fs::canonicalize(&path).unwrap();
        raw(
            &path,
            &format!(
                "INSERT INTO setting (version, \"key\", value) VALUES (1, 'shared', '0:1001 2770 0660 {}');",
                place.display()
            ),
        );
        let before = everything(dir.path());
        let as_who = |login: &str| {
            let stamp = Stamp {
                login: login.into(),
                who: login.into(),
                ..ada()
            };
            Store::open_as(&path, Access::Write, &stamp)
        };
        let nobody_known = Store::open(&path, Access::Read).map(|_| ());
        for refused in others
            .iter()
            .map(|login| as_who(login).map(|_| ()))
            .chain([nobody_known])
        {
            let error = refused.unwrap_err();
            let Error::UpgradeForAll {
                found, ref admins, ..
            } = error
            else {
                panic!("{error}");
            };
            assert_eq!((found, &admins[..]), (layout, &[admin.to_owned()][..]));
            let hint = error.hint().unwrap();
            assert!(hint.contains("the hallpass you had"), "{hint}");
            assert!(hint.ends_with(&format!(": {admin}")), "{hint}");
        }
        assert!(before == everything(dir.path()), "layout {layout}");
        let store = as_who(admin).unwrap();
        assert_eq!(store.upgraded_from(), Some(layout));
        drop(store);
        let copy = format!("old.db.before-{}", layout + 1);
        assert!(dir.path().join(copy).exists());
        // A copy of one's own is brought up to date by whoever has it.
        let own = tempfile::tempdir().unwrap();
        let mine = own.path().join("mine.db");
        thaw(&mine, layout, schema);
        drop(Store::open(&mine, Access::Write).unwrap());
        // From then on it is everybody's again.
        drop(as_who(others[0]).unwrap());
    }
}
