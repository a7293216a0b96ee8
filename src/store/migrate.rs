//! Brings an office file to today's layout: the numbered files of schema/, one after the other.
//!
//! `create` starts at 0, `open` at the file's own number (`PRAGMA user_version`). All steps run in one immediate
//! transaction, so an upgrade that fails leaves the file as it was. Only this module changes the file's structure.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::error::Error;
use super::{placed, seal};

/// One numbered file of schema/.
#[derive(Debug, Clone, Copy)]
pub struct SchemaStep {
    /// The layout number the file has after this step.
    pub number: i32,
    /// The file's name in schema/.
    pub name: &'static str,
    /// What it does to the file, in SQL.
    pub sql: &'static str,
}

/// Every file of schema/, in order, as `schema/embed.rs` finds them. A released one is never edited: a change is a new
/// file.
pub const STEPS: &[SchemaStep] = include!(concat!(env!("OUT_DIR"), "/steps.rs"));

/// The mark (`store::structure`) of what all the steps make, told by a line `-- Mark: N` of the last file of schema/;
/// `cargo test --lib structure` tells the one of a new file. To run the steps takes longer than most commands, so a file
/// of the newest layout is known by this alone; where it differs, and for an older layout, the steps say what should be
/// there.
pub(super) const NEWEST_MARK: u64 = include!(concat!(env!("OUT_DIR"), "/mark.rs"));

/// The first layout that knows what is not known.
pub const KNOWS_UNKNOWN: i32 = 5;

/// The first layout in which a name is one record's.
const TELLS_DOUBLES: i32 = 7;

/// The first layout in which only a person verifies that a product teaches a standard.
pub const KNOWS_CLAIMS: i32 = 11;

/// The first layout whose history is sealed.
pub const SEALED: i32 = 9;

/// The first layout that keeps all places of a product in one value.
const PLACED: i32 = 19;

/// The statements by which what nobody ever said of a contract becomes unknown: the second half of the
/// step to that layout. Loading a dump of an older one needs them as well.
pub fn healing() -> &'static str {
    half(KNOWS_UNKNOWN, "\n-- Healing\n")
}

/// The statements by which history is told of standards that a file called verified, and what rested on them closes: the
/// second half of the step to that layout. Loading a dump of an older one needs them as well.
pub fn claims() -> &'static str {
    half(KNOWS_CLAIMS, "\n-- Claims\n")
}

/// The statements by which the first record of each name is told from its doubles: the second half of the step to
/// that layout. Every load of a dump needs them, since a dump does not say it.
pub fn numbering() -> &'static str {
    half(TELLS_DOUBLES, "\n-- Numbering\n")
}

/// What comes after a mark in the step to this layout.
fn half(layout: i32, mark: &str) -> &'static str {
    let step = STEPS.iter().find(|step| step.number == layout);
    let halves = step.and_then(|step| step.sql.split_once(mark));
    halves.map_or("", |(_, after)| after)
}

/// The layout number this program reads and writes.
pub fn newest() -> i32 {
    last(STEPS)
}

/// The layout number of the file behind a connection.
pub fn version(conn: &Connection) -> Result<i32, Error> {
    let mut ask = conn.prepare_cached("PRAGMA user_version")?;
    Ok(ask.query_row([], |row| row.get(0))?)
}

/// `NewerFile` when `found` is beyond what this program knows.
pub fn refuse_newer(found: i32, path: &Path) -> Result<(), Error> {
    if found <= newest() {
        return Ok(());
    }
    Err(Error::NewerFile {
        path: path.to_path_buf(),
        found,
        known: newest(),
    })
}

/// Runs the steps the file has not had yet and answers the number it had before.
///
/// `keep_copy` is called once, with the lock held, before a file that already has a layout is changed. If another
/// process has upgraded the file meanwhile, nothing is done.
pub fn upgrade_with(
    conn: &mut Connection,
    steps: &[SchemaStep],
    keep_copy: impl FnOnce(i32) -> Result<(), Error>,
) -> Result<i32, Error> {
    // A step may rebuild a table others point to; cannot be switched inside a transaction, is checked before COMMIT.
    conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&tx)?;
    if from < last(steps) {
        if from > 0 {
            keep_copy(from)?;
        }
        let told = if from >= SEALED {
            seal::last(&tx)?
        } else {
            None
        };
        for step in steps.iter().filter(|step| step.number > from) {
            tx.execute_batch(step.sql)
                .map_err(|error| in_step(step, error.into()))?;
        }
        refuse_dangling(&tx)?;
        if last(steps) >= PLACED {
            placed::make_anew(&tx)?;
        }
        if last(steps) >= SEALED {
            seal::seal_after(&tx, told.as_ref())?;
        }
        tx.pragma_update(None, "user_version", last(steps))?;
    }
    tx.commit().map_err(Error::of_commit)?;
    Ok(from)
}

fn last(steps: &[SchemaStep]) -> i32 {
    steps.last().map_or(0, |step| step.number)
}

/// Says which file failed, unless the reason has nothing to do with what the file says.
fn in_step(step: &SchemaStep, error: Error) -> Error {
    match error {
        Error::Sql(said) => Error::Sql(format!("{}: {said}", step.name)),
        Error::Refused(said) => Error::Sql(format!("{}: {said}", step.name)),
        other => other,
    }
}

fn refuse_dangling(conn: &Connection) -> Result<(), Error> {
    let mut ask = conn.prepare("PRAGMA foreign_key_check")?;
    if ask.exists([])? {
        return Err(Error::Sql(
            "an upgrade would leave rows that point to nothing".into(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_schema_are_numbered_without_a_gap() {
        for (step, number) in STEPS.iter().zip(1..) {
            assert_eq!(step.number, number);
            let begins = format!("{number:04}_");
            assert!(step.name.starts_with(&begins), "{}", step.name);
        }
    }

    fn step(number: i32, sql: &'static str) -> SchemaStep {
        SchemaStep {
            number,
            name: "000N_test.sql",
            sql,
        }
    }

    fn structure(conn: &Connection) -> Vec<String> {
        let mut ask = conn
            .prepare("SELECT sql FROM sqlite_schema ORDER BY name")
            .unwrap();
        ask.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn a_failing_step_takes_the_earlier_ones_back() {
        let mut conn = Connection::open_in_memory().unwrap();
        upgrade_with(&mut conn, &[step(1, "CREATE TABLE a (n);")], |_| Ok(())).unwrap();
        let before = structure(&conn);
        for bad in [
            "CREATE TABLE c (n); SELECT nonsense;",
            "CREATE TABLE a (n);",
        ] {
            let steps = [step(1, ""), step(2, "CREATE TABLE b (n);"), step(3, bad)];
            let error = upgrade_with(&mut conn, &steps, |_| Ok(())).unwrap_err();
            assert!(error.to_string().contains("000N_test.sql"), "{error}");
            assert_eq!(structure(&conn), before, "{bad}");
            assert_eq!(version(&conn), Ok(1), "{bad}");
        }
    }

    #[test]
    fn a_step_may_rebuild_a_table_but_not_leave_rows_without_their_parent() {
        let mut conn = Connection::open_in_memory().unwrap();
        let first = step(
            1,
            "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (of INTEGER REFERENCES parent (id));
             INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);",
        );
        upgrade_with(&mut conn, &[first], |_| Ok(())).unwrap();
        let error = upgrade_with(&mut conn, &[first, step(2, "DELETE FROM parent;")], |_| {
            Ok(())
        })
        .unwrap_err();
        assert!(error.to_string().contains("point to nothing"), "{error}");
        let rebuild = "CREATE TABLE next (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO next (id) SELECT id FROM parent;
                       DROP TABLE parent; ALTER TABLE next RENAME TO parent;";
        assert_eq!(
            upgrade_with(&mut conn, &[first, step(2, rebuild)], |_| Ok(())),
            Ok(1)
        );
        assert_eq!(version(&conn), Ok(2));
    }

    #[test]
    fn the_copy_comes_before_the_first_change_and_only_where_there_is_something_to_keep() {
        let mut conn = Connection::open_in_memory().unwrap();
        let steps = [
            step(1, "CREATE TABLE a (n);"),
            step(2, "CREATE TABLE b (n);"),
        ];
        upgrade_with(&mut conn, &steps[..1], |_| Err(Error::Cancelled)).unwrap();
        let before = structure(&conn);
        assert_eq!(
            upgrade_with(&mut conn, &steps, |_| Err(Error::Cancelled)),
            Err(Error::Cancelled)
        );
        assert_eq!(structure(&conn), before);
        let mut copied = None;
        upgrade_with(&mut conn, &steps, |from| {
            copied = Some(from);
            Ok(())
        })
        .unwrap();
        assert_eq!(copied, Some(1));
        assert_eq!(
            upgrade_with(&mut conn, &steps, |_| Err(Error::Cancelled)),
            Ok(2),
            "a second time there is nothing to do"
        );
    }
}
