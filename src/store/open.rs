//! Opens the office file, and refuses in one sentence what must not be opened.
//!
//! `Store` calls this once per process. The order matters: look at the file from outside, at its first bytes, and only
//! then through SQLite; a file that is refused is left as it was, without anything beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::companions::beside;
use super::error::{Error, quoted};
use super::guard::Guard;
pub use super::header::APPLICATION_ID;
use super::header::{self, Connected};
use super::place_on_disk::{self, OfficeFile, ReadOnly};
use super::{backup, busy, migrate, settings, structure};
use crate::store::Access;

/// Before this SQLite can damage a file that two people have open (its "WAL-reset" mistake).
const OLDEST_SQLITE: i32 = 3_051_003;

/// An office file, ready to use. Whoever takes it apart drops the connection before the guard.
#[derive(Debug)]
pub struct OpenedFile {
    /// The connection, with every setting made.
    pub conn: Connection,
    /// Notices when the file is swapped underneath.
    pub guard: Guard,
    /// What it can be used for: `Read` also when writing was asked for and is not possible.
    pub access: Access,
    /// Why it is read-only although writing was asked for.
    pub read_only: Option<ReadOnly>,
    /// The layout it had before, where opening it has brought it up to date.
    pub upgraded_from: Option<i32>,
}

/// Opens the office file at `path`, upgrading an older layout when it may be written.
pub fn open(path: &Path, access: Access) -> Result<OpenedFile, Error> {
    open_patiently(path, access, busy::PATIENCE)
}

/// As `open`, waiting at most `patience` for others, now and at each later save.
pub fn open_patiently(
    path: &Path,
    access: Access,
    patience: Duration,
) -> Result<OpenedFile, Error> {
    let sqlite = rusqlite::version_number();
    if sqlite < OLDEST_SQLITE {
        return Err(Error::Sql(format!(
            "this hallpass was built with SQLite {sqlite}, which is not safe for several people"
        )));
    }
    let place = place_on_disk::find(path)?;
    let connected = header::check(&place)?;
    connect(&place, connected, access, patience).map_err(|error| explain(error, &place))
}

/// A connection to a file that is ours and not newer. Closing it does not fold someone's -wal into the file.
fn accepted(place: &OfficeFile, patience: Duration) -> Result<Connection, Error> {
    let flags = match place.read_only {
        None => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Some(_) => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut conn = Connection::open_with_flags(&place.path, flags)?;
    busy::wait_up_to(&mut conn, patience)?;
    settings::distrust(&conn)?;
    // Until the file is accepted, closing must not fold someone's -wal into it.
    let log_left_behind =
        fs::metadata(beside(&place.path, "-wal")).is_ok_and(|found| found.len() > 0);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log_left_behind)?;
    accept(&conn, &place.path).map_err(|error| match error {
        Error::Sql(detail) => Error::Damaged {
            path: place.path.clone(),
            detail,
        },
        other => other,
    })?;
    Ok(conn)
}

fn connect(
    place: &OfficeFile,
    connected: Connected,
    access: Access,
    patience: Duration,
) -> Result<OpenedFile, Error> {
    let mut conn = accepted(place, patience)?;
    let upgraded_from = bring_up_to_date(&mut conn, place)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let granted = if place.read_only.is_some() {
        Access::Read
    } else {
        access
    };
    settings::apply(&mut conn, granted)?;
    let guard = Guard::new(&place.path, connected)?;
    if guard.file() != place.identity {
        return Err(Error::Swapped {
            path: place.path.clone(),
        });
    }
    Ok(OpenedFile {
        conn,
        guard,
        access: granted,
        read_only: place.read_only.clone().filter(|_| access == Access::Write),
        upgraded_from,
    })
}

/// A file of an older layout, as it was looked at: nothing in it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlderFile {
    /// Its absolute name.
    pub path: PathBuf,
    /// Its layout.
    pub layout: i32,
    /// What is wrong with its pages and its links; empty where it is sound. More is known once it is brought up to date.
    pub problems: Vec<String>,
}

impl OlderFile {
    /// Looks at a file of an older layout without bringing it up to date; none where it is of today's.
    pub fn look(path: &Path) -> Result<Option<OlderFile>, Error> {
        let place = place_on_disk::find(path)?;
        let _connected = header::check(&place)?;
        let conn = accepted(&place, busy::PATIENCE)?;
        let layout = migrate::version(&conn)?;
        Ok((layout != migrate::newest()).then(|| OlderFile {
            layout,
            problems: backup::unsound(&conn, "integrity_check"),
            path: place.path.clone(),
        }))
    }

    /// What is to be known of it beside that.
    pub fn sentence(&self) -> String {
        format!(
            "It has layout {}, and today's is {}: its pages and links were looked at as they are, and nothing was changed. \
             hallpass brings it up to date when it is opened next, or restored.",
            self.layout,
            migrate::newest()
        )
    }
}

/// A file that nobody else knows, brought to today's layout; no copy of it is kept, for it is one. Gives the layout it
/// had, if that was an older one.
pub(super) fn prepared(path: &Path) -> Result<(Connection, Connected, Option<i32>), Error> {
    let place = place_on_disk::find(path)?;
    let connected = header::check(&place)?;
    let mut conn = accepted(&place, busy::PATIENCE)?;
    let found = migrate::upgrade_with(&mut conn, migrate::STEPS, |_| Ok(()))?;
    let upgraded_from = (found != migrate::newest()).then_some(found);
    Ok((conn, connected, upgraded_from))
}

/// Ours, not newer, kept in the way we keep it, and built as we build it.
fn accept(conn: &Connection, path: &Path) -> Result<(), Error> {
    let id: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != APPLICATION_ID {
        return Err(Error::NotOurs {
            path: path.to_path_buf(),
            reason: "it is another program's database".into(),
        });
    }
    let found = migrate::version(conn)?;
    migrate::refuse_newer(found, path)?;
    if found < 1 {
        return Err(Error::Damaged {
            path: path.to_path_buf(),
            detail: format!("its layout number is {found}"),
        });
    }
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!(
                "another program has changed how it is kept (journal mode {mode}, not wal)"
            ),
            fix: format!(
                "with nobody in it: sqlite3 {} 'PRAGMA journal_mode = wal'",
                quoted(path)
            ),
        });
    }
    match structure::strange(conn)? {
        strange if strange.is_empty() => Ok(()),
        strange => Err(Error::Strange {
            path: path.to_path_buf(),
            what: strange.join("; "),
        }),
    }
}

/// Whoever may write the file upgrades it, also to read: after a new hallpass the first question is often one.
/// Gives the layout the file had, if that was an older one.
fn bring_up_to_date(conn: &mut Connection, place: &OfficeFile) -> Result<Option<i32>, Error> {
    let found = migrate::version(conn)?;
    if found == migrate::newest() {
        return Ok(None);
    }
    if place.read_only.is_some() {
        return Err(Error::ReadOnly {
            path: place.path.clone(),
            reason: format!(
                "its layout ({found}) is older than this hallpass and must be upgraded first"
            ),
            fix: "let someone who may write it open it once".into(),
        });
    }
    upgrade(conn, &place.path, migrate::STEPS)?;
    Ok(Some(found))
}

/// Upgrades an open file, with a copy of it as it was beside it (`office.db.before-2`); the copy goes if the upgrade fails
/// for sure.
pub fn upgrade(
    conn: &mut Connection,
    path: &Path,
    steps: &[migrate::SchemaStep],
) -> Result<(), Error> {
    let mut copy = None;
    let done = migrate::upgrade_with(conn, steps, |from| {
        copy = Some(backup::beside_before_upgrade(path, from + 1)?);
        Ok(())
    });
    if done
        .as_ref()
        .is_err_and(|error| !matches!(error, Error::Unclear { .. }))
    {
        copy.map(fs::remove_file);
    }
    done.map(|_| ())
}

/// Adds the file's name, and says "read-only" where SQLite could only say that it cannot open.
fn explain(error: Error, place: &OfficeFile) -> Error {
    match (error.at(&place.path), &place.read_only) {
        (Error::NoPlace { .. } | Error::ReadOnly { .. }, Some(why)) => {
            why.clone().into_error(&place.path)
        }
        (error, _) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sqlite_we_carry_is_safe_for_several_people() {
        assert!(rusqlite::version_number() >= OLDEST_SQLITE);
    }
}
