//! The one place where a save begins and ends, and the question whether others have saved.
//!
//! `apply` calls `in_write` for each change; the worker asks `data_version` when it is idle. No person is ever waited
//! for in here: a save is short, or everyone else waits too.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::Error;
use super::guard::Guard;
use super::{migrate, placed, seal};
use crate::domain::put::ChangeSetId;

/// Runs `body` in one immediate transaction and saves it, or changes nothing.
///
/// `Swapped` if the file was moved or replaced before or while it was saved: what `body` did is then not to be called
/// saved. `NewerFile` if a newer hallpass has upgraded the file since it was opened. `Unclear` where the disk failed at
/// the very end.
pub fn in_write<T>(
    conn: &Connection,
    guard: &Guard,
    body: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    in_write_making(conn, guard, body).map(|(answer, _)| answer)
}

/// The same, which also gives the newest change set that it made.
pub(super) fn in_write_making<T>(
    conn: &Connection,
    guard: &Guard,
    body: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
) -> Result<(T, Option<ChangeSetId>), Error> {
    let answer = save(conn, guard, body).map_err(|error| error.at(guard.path()));
    match answer {
        // A swapped file shows itself in strange errors; that it was swapped is the better answer.
        Err(
            Error::Damaged { .. }
            | Error::Disk { .. }
            | Error::Unclear { .. }
            | Error::Sql(_)
            | Error::NoPlace { .. }
            | Error::ReadOnly { .. },
        )
        | Ok(_) => {
            guard.check()?;
        }
        Err(_) => {}
    }
    answer
}

fn save<T>(
    conn: &Connection,
    guard: &Guard,
    body: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
) -> Result<(T, Option<ChangeSetId>), Error> {
    guard.check()?;
    guard.check_log(frames(conn)?)?;
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    guard.check()?;
    migrate::refuse_newer(migrate::version(&tx)?, guard.path())?;
    let end = seal::last(&tx)?;
    let answer = body(&tx)?;
    placed::make_anew(&tx)?;
    let made = seal::seal_after(&tx, end.as_ref())?;
    commit(tx)?;
    guard.check_log(frames(conn)?)?;
    Ok((answer, made))
}

fn commit(tx: Transaction<'_>) -> Result<(), Error> {
    #[cfg(test)]
    if let Some(fault) = fault::AT_COMMIT.with(std::cell::RefCell::take) {
        return fault(tx);
    }
    tx.commit().map_err(Error::of_commit)
}

/// Folds the -wal into the file and empties it. False where somebody else reads the file just now, or the disk fails: it
/// is done by whoever leaves last.
pub(super) fn empty_log(conn: &Connection) -> bool {
    let told = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    told == Ok(0_i64)
}

/// How many pages SQLite counts in the -wal, without folding any into the file.
fn frames(conn: &Connection) -> Result<u64, Error> {
    let mut ask = conn.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?;
    let counted: i64 = ask.query_row([], |row| row.get("log"))?;
    Ok(counted.try_into().unwrap_or(0))
}

/// A number that changes when another connection has saved; our own saves leave it. About 10 µs.
pub fn data_version(conn: &Connection) -> Result<i64, Error> {
    let mut ask = conn.prepare_cached("PRAGMA data_version")?;
    Ok(ask.query_row([], |row| row.get(0))?)
}

/// What goes wrong in a test in the moment of a save.
#[cfg(test)]
pub(crate) mod fault {
    use std::cell::RefCell;

    use super::{Error, Transaction};

    type Fault = Box<dyn FnOnce(Transaction<'_>) -> Result<(), Error>>;

    thread_local! {
        pub(crate) static AT_COMMIT: RefCell<Option<Fault>> = const { RefCell::new(None) };
    }
}
