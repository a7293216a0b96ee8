//! Is the file built as hallpass builds it? A trigger, a view or a table that another program put there, or one of
//! ours that is gone, could lose or change what people save without a word.
//!
//! `open` asks before anything in the file is read, `check` asks again. What the file should be is what the steps of
//! schema/ make, up to the file's own layout number.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::Error;
use super::migrate;
use crate::domain::text;

/// The most strange things that are named.
const NAMED: usize = 20;

/// What a file is built of: tables, indexes, triggers and views, by name.
type Structure = BTreeMap<String, Object>;

/// One of them, as `sqlite_schema` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Object {
    sort: String,
    on: String,
    sql: String,
}

/// What is strange in the file's structure, a sentence each; nothing where it is hallpass's own.
pub(super) fn strange(conn: &Connection) -> Result<Vec<String>, Error> {
    let layout = migrate::version(conn)?;
    let found = read(conn)?;
    if layout == migrate::newest() && mark(&found) == migrate::NEWEST_MARK {
        return Ok(Vec::new());
    }
    Ok(differences(&made(layout)?, &found))
}

/// A number that differs where two structures differ (FNV-1a).
fn mark(structure: &Structure) -> u64 {
    let texts = structure
        .iter()
        .flat_map(|(name, object)| [name, &object.sort, &object.on, &object.sql]);
    texts
        .flat_map(|text| text.bytes().chain([0]))
        .fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
            (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// What the steps of schema/ make, up to this layout number.
fn made(layout: i32) -> Result<Structure, Error> {
    let steps: Vec<_> = migrate::STEPS
        .iter()
        .filter(|step| step.number <= layout)
        .copied()
        .collect();
    let mut conn = Connection::open_in_memory()?;
    migrate::upgrade_with(&mut conn, &steps, |_| Ok(()))?;
    read(&conn)
}

fn read(conn: &Connection) -> Result<Structure, Error> {
    let mut ask =
        conn.prepare("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema")?;
    let mut rows = ask.query([])?;
    let mut structure = Structure::new();
    while let Some(row) = rows.next()? {
        let object = Object {
            sort: row.get(0)?,
            on: row.get(2)?,
            sql: row.get(3)?,
        };
        if !object.is_the_systems() {
            structure.insert(row.get(1)?, object);
        }
    }
    Ok(structure)
}

impl Object {
    /// Tables that SQLite, or Litestream which copies the file away, keeps there for itself.
    fn is_the_systems(&self) -> bool {
        matches!(self.sort.as_str(), "table" | "index")
            && (self.on.starts_with("_litestream_")
                || self.on.starts_with("sqlite_")
                || self.sql.is_empty())
    }
}

fn differences(expected: &Structure, found: &Structure) -> Vec<String> {
    let shown = |name: &str| text::clean(name).text;
    let missing = expected.iter().filter_map(|(name, ours)| {
        let sort = &ours.sort;
        match found.get(name) {
            None => Some(format!("the {sort} `{name}` is missing")),
            Some(theirs) if theirs.sort != *sort => {
                let theirs = shown(&theirs.sort);
                Some(format!(
                    "`{name}` is a {theirs}, where hallpass has a {sort}"
                ))
            }
            Some(theirs) if theirs != ours => {
                Some(format!("the {sort} `{name}` is not as hallpass makes it"))
            }
            Some(_) => None,
        }
    });
    let planted = found
        .iter()
        .filter(|(name, _)| !expected.contains_key(*name))
        .map(|(name, theirs)| {
            let (sort, name, on) = (shown(&theirs.sort), shown(name), shown(&theirs.on));
            match sort.as_str() {
                "trigger" | "index" => format!("the {sort} `{name}` on `{on}` is not hallpass's"),
                _ => format!("the {sort} `{name}` is not hallpass's"),
            }
        });
    planted.chain(missing).take(NAMED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(layout: i32) -> Connection {
        let steps: Vec<_> = migrate::STEPS
            .iter()
            .filter(|s| s.number <= layout)
            .copied()
            .collect();
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::upgrade_with(&mut conn, &steps, |_| Ok(())).unwrap();
        conn
    }

    #[test]
    fn the_newest_layout_is_known_by_its_mark() {
        let newest = mark(&made(migrate::newest()).unwrap());
        assert_eq!(
            newest,
            migrate::NEWEST_MARK,
            "end the last file of schema/ with `-- Mark: ` and the left number, in groups of three"
        );
    }

    #[test]
    fn every_layout_is_what_its_steps_make() {
        for layout in 1..=migrate::newest() {
            assert_eq!(strange(&office(layout)), Ok(vec![]), "layout {layout}");
        }
    }

    #[test]
    fn what_was_put_in_or_taken_out_is_named() {
        for (sql, said) in [
            (
                "CREATE TRIGGER gone AFTER INSERT ON note BEGIN DELETE FROM note; END",
                "the trigger `gone` on `note` is not hallpass's",
            ),
            (
                "CREATE TRIGGER _litestream_t AFTER INSERT ON note BEGIN DELETE FROM note; END",
                "the trigger `_litestream_t` on `note` is not hallpass's",
            ),
            (
                "CREATE VIEW v AS SELECT 1",
                "the view `v` is not hallpass's",
            ),
            ("CREATE TABLE t (n)", "the table `t` is not hallpass's"),
            (
                "CREATE UNIQUE INDEX i ON note (text)",
                "the index `i` on `note` is not hallpass's",
            ),
            (
                "CREATE TABLE \"a\u{1b}[2J\" (n)",
                "the table `a[2J` is not hallpass's",
            ),
            (
                "DROP TRIGGER history_never_changes",
                "the trigger `history_never_changes` is missing",
            ),
            ("DROP INDEX note_about", "the index `note_about` is missing"),
            (
                "ALTER TABLE note ADD COLUMN more TEXT",
                "the table `note` is not as hallpass makes it",
            ),
            (
                "DROP TRIGGER history_never_changes;
                 CREATE TRIGGER history_never_changes BEFORE UPDATE ON history BEGIN SELECT 1; END",
                "the trigger `history_never_changes` is not as hallpass makes it",
            ),
        ] {
            let conn = office(migrate::newest());
            conn.execute_batch(sql).unwrap();
            assert_eq!(strange(&conn), Ok(vec![said.to_owned()]), "{sql}");
        }
    }

    #[test]
    fn a_view_in_place_of_a_table_is_named_and_not_read() {
        let conn = office(migrate::newest());
        conn.execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TABLE term; CREATE VIEW term AS
             WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n",
        )
        .unwrap();
        assert_eq!(
            strange(&conn).unwrap(),
            ["`term` is a view, where hallpass has a table"]
        );
    }

    #[test]
    fn what_sqlite_and_litestream_keep_for_themselves_is_left_to_them() {
        let conn = office(migrate::newest());
        conn.execute_batch(
            "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER, UNIQUE (seq)); ANALYZE;",
        )
        .unwrap();
        assert_eq!(strange(&conn), Ok(vec![]));
    }

    #[test]
    fn another_layout_number_than_the_files_own_is_noticed() {
        let conn = office(migrate::newest());
        conn.execute_batch("PRAGMA user_version = 3").unwrap();
        assert!(!strange(&conn).unwrap().is_empty());
    }
}
