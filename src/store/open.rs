//! Opens the office file, and refuses in one sentence what must not be opened.
//!
//! `Store` calls this once per process. The order matters: look at the file from outside, at its first bytes, and only
//! then through SQLite; a file that is refused is left as it was, without anything beside it.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::companions::beside;
use super::error::{Error, quoted};
use super::guard::Guard;
pub use super::header::APPLICATION_ID;
use super::header::{self, Connected};
use super::place_on_disk::{self, Identity, OfficeFile, ReadOnly};
use super::{actor, backup, busy, migrate, settings, structure};
use crate::domain::person::Role;
use crate::domain::put::Stamp;
use crate::domain::school::Schools;
use crate::domain::setting::{SHARED, SharedPlace};
use crate::store::Access;

/// Before this SQLite can damage a file that two people have open (its "WAL-reset" mistake).
const OLDEST_SQLITE: i32 = 3_051_003;

/// An office file, ready to use. Whoever takes it apart drops the connection before the guard.
#[derive(Debug)]
pub struct OpenedFile {
    /// The connection, with every setting made.
    pub conn: Connection,
    /// What the connection leaves beside the file.
    pub companions: LeftCompanions,
    /// Notices when the file is swapped underneath.
    pub guard: Guard,
    /// What it can be used for: `Read` also when writing was asked for and is not possible.
    pub access: Access,
    /// Why it is read-only although writing was asked for.
    pub read_only: Option<ReadOnly>,
    /// The layout it had before, where opening it has brought it up to date.
    pub upgraded_from: Option<i32>,
}

/// Opens the office file at `path`, upgrading an older layout when it may be written and nobody else shares it.
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
    let older = OlderLayout::BroughtUpBy(None);
    connect(&place, connected, (access, older), patience).map_err(|error| explain(error, &place))
}

/// What becomes of a file of an older layout.
#[derive(Debug, Clone, Copy)]
pub(super) enum OlderLayout<'s> {
    /// It is brought up to date: one's own by whoever may write it, one that others share by an admin of the office alone,
    /// who has to be known. It is closed to older programs from then on.
    BroughtUpBy(Option<&'s Stamp>),
    /// It stays as it is, and is not opened.
    LeftAlone,
}

/// A file that is opened to be asked.
pub(super) struct AskedFile {
    /// SQLite itself lets nothing be written on its connection.
    pub opened: OpenedFile,
    /// Why nobody can write it; none where it can be written.
    pub read_only: Option<ReadOnly>,
}

/// Opens the office file to be asked.
///
/// # Errors
///
/// Also `OldLayout` where the file has an older one and is to be left alone.
pub(super) fn to_be_asked(path: &Path, older: OlderLayout<'_>) -> Result<AskedFile, Error> {
    let place = place_on_disk::find(path)?;
    let connected = header::check(&place)?;
    let asked = (Access::Read, older);
    let opened = connect(&place, connected, asked, busy::PATIENCE)
        .map_err(|error| explain(error, &place))?;
    Ok(AskedFile {
        opened,
        read_only: place.read_only,
    })
}

/// A connection that writes, to the file that this guard watches.
pub(super) fn to_be_written(guard: &Guard) -> Result<Connection, Error> {
    once_more(guard, OpenFlags::SQLITE_OPEN_READ_WRITE, Access::Write)
}

/// One more connection that only reads, to the file that this guard watches.
pub(super) fn to_be_read(guard: &Guard) -> Result<Connection, Error> {
    once_more(guard, OpenFlags::SQLITE_OPEN_READ_ONLY, Access::Read)
}

fn once_more(guard: &Guard, flags: OpenFlags, access: Access) -> Result<Connection, Error> {
    let opened = || {
        guard.check()?;
        let mut conn = if guard.is_at_rest() {
            lying(guard.path())?
        } else {
            raw(guard.path(), flags, busy::PATIENCE)?
        };
        settings::apply(&mut conn, access)?;
        // What was opened between the two is what was there all along.
        guard.check()?;
        Ok(conn)
    };
    opened().map_err(|error: Error| error.at(guard.path()))
}

/// The -wal and the -shm beside the file, which a connection that only reads makes and cannot take away: only one that
/// may write can, the last to leave. Ends after the connection.
#[derive(Debug)]
pub struct LeftCompanions {
    path: PathBuf,
    identity: Identity,
    /// Whoever looks may write the file, as far as anybody knows.
    pub(super) take_away: bool,
}

impl LeftCompanions {
    /// The same, for whoever takes nothing away.
    pub(super) fn left_alone(&self) -> LeftCompanions {
        LeftCompanions {
            path: self.path.clone(),
            identity: self.identity,
            take_away: false,
        }
    }

    /// Nothing is written, and nothing happens where somebody else is in.
    fn away(&self) -> Result<(), Error> {
        let conn = raw(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE,
            Duration::ZERO,
        )?;
        migrate::version(&conn)?;
        Ok(())
    }
}

impl Drop for LeftCompanions {
    fn drop(&mut self) {
        let same = fs::symlink_metadata(&self.path)
            .is_ok_and(|found| Identity::of(&found) == self.identity);
        // Where something is in it somebody saves, or was stopped halfway: it is theirs, or the next one's who saves.
        let empty = fs::metadata(beside(&self.path, "-wal")).is_ok_and(|log| log.len() == 0);
        if self.take_away && same && empty {
            // Where they cannot be taken away they lie there, and whoever leaves next takes them.
            let _ = self.away();
        }
    }
}

fn raw(path: &Path, access: OpenFlags, patience: Duration) -> Result<Connection, Error> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut conn = Connection::open_with_flags(path, flags)?;
    busy::wait_up_to(&mut conn, patience)?;
    settings::distrust(&conn)?;
    Ok(conn)
}

/// A connection to a file at rest: without a log, which SQLite could not make beside it, and without locks. Should somebody
/// elsewhere begin to write it after all, its -wal appears, and whoever asks the guard is told.
fn lying(path: &Path) -> Result<Connection, Error> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    raw(Path::new(&uri), flags, busy::PATIENCE)
}

/// A connection to a file that is ours and not newer. Closing it does not fold someone's -wal into the file.
fn accepted(place: &OfficeFile, access: Access, patience: Duration) -> Result<Connection, Error> {
    let flags = match (access, &place.read_only) {
        (Access::Write, None) => OpenFlags::SQLITE_OPEN_READ_WRITE,
        _ => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let conn = if place.at_rest {
        lying(&place.path)?
    } else {
        raw(&place.path, flags, patience)?
    };
    // Until the file is accepted, closing must not fold someone's -wal into it.
    let log_left_behind =
        fs::metadata(beside(&place.path, "-wal")).is_ok_and(|found| found.len() > 0);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log_left_behind)?;
    accept(&conn, place).map_err(|error| match error {
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
    (access, older): (Access, OlderLayout<'_>),
    patience: Duration,
) -> Result<OpenedFile, Error> {
    let mut companions = LeftCompanions {
        path: place.path.clone(),
        identity: place.identity,
        take_away: place.read_only.is_none() && !matches!(older, OlderLayout::LeftAlone),
    };
    let mut conn = accepted(place, access, patience)?;
    let found = migrate::version(&conn)?;
    let upgraded_from = (found != migrate::newest()).then_some(found);
    if upgraded_from.is_some() {
        match older {
            OlderLayout::LeftAlone => {
                return Err(Error::OldLayout {
                    path: place.path.clone(),
                    found,
                    known: migrate::newest(),
                });
            }
            // Whoever may not write it is told that, and of others' programs nothing.
            OlderLayout::BroughtUpBy(by) if place.read_only.is_none() => {
                may_upgrade(&conn, place, found, by)?;
            }
            OlderLayout::BroughtUpBy(_) => {}
        }
        drop(conn);
        bring_up_to_date(place, found, patience)?;
        conn = accepted(place, access, patience)?;
    }
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
    companions.take_away = place.read_only.is_none();
    Ok(OpenedFile {
        conn,
        companions,
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
    /// Looks at a file of an older layout without bringing it up to date.
    pub fn look(path: &Path) -> Result<OlderFile, Error> {
        let place = place_on_disk::find(path)?;
        let _connected = header::check(&place)?;
        let conn = accepted(&place, Access::Write, busy::PATIENCE)?;
        Ok(OlderFile {
            layout: migrate::version(&conn)?,
            problems: backup::unsound(&conn, "integrity_check"),
            path: place.path.clone(),
        })
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
    let mut conn = accepted(&place, Access::Write, busy::PATIENCE)?;
    let found = migrate::upgrade_with(&mut conn, migrate::STEPS, |_| Ok(()))?;
    let upgraded_from = (found != migrate::newest()).then_some(found);
    Ok((conn, connected, upgraded_from))
}

/// Ours, not newer, kept in the way we keep it, and built as we build it.
fn accept(conn: &Connection, place: &OfficeFile) -> Result<(), Error> {
    let path = place.path.as_path();
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
    // Read as it lies it has no log, whatever it says of itself.
    if mode != "wal" && !place.at_rest {
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

/// Upgrades it also where it is only to be read: after a new hallpass the first question is often one.
/// On a connection of its own, which is closed again.
fn bring_up_to_date(place: &OfficeFile, found: i32, patience: Duration) -> Result<(), Error> {
    if place.read_only.is_some() {
        return Err(Error::ReadOnly {
            path: place.path.clone(),
            reason: format!(
                "its layout ({found}) is older than this hallpass and must be upgraded first"
            ),
            fix: "let someone who may write it open it once".into(),
        });
    }
    let mut conn = accepted(place, Access::Write, patience)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    upgrade(&mut conn, &place.path, migrate::STEPS)
}

/// Is a file of this older layout this person's to bring up to date?
fn may_upgrade(
    conn: &Connection,
    place: &OfficeFile,
    found: i32,
    by: Option<&Stamp>,
) -> Result<(), Error> {
    if !is_shared(conn, &place.path)? {
        return Ok(());
    }
    if let Some(stamp) = by
        && let Ok(actor) = actor::acting(conn, stamp)
        && actor.roles.allow(Role::Admin)
        && actor.schools == Schools::All
    {
        return Ok(());
    }
    // Logins and roles are kept as they were from the first layout on.
    let mut people = conn.prepare(
        "SELECT login FROM person WHERE instr(';' || roles || ';', ';admin;') > 0
         AND left_on IS NULL AND schools IS NULL ORDER BY login",
    )?;
    let admins = people.query_map([], |row| row.get(0))?;
    Err(Error::UpgradeForAll {
        path: place.path.clone(),
        found,
        known: migrate::newest(),
        admins: admins.collect::<Result<_, _>>()?,
    })
}

/// Is the file one that several accounts of the system write, as it says itself, or by its mode?
fn is_shared(conn: &Connection, path: &Path) -> Result<bool, Error> {
    let said: Option<String> = conn
        .prepare("SELECT value FROM setting WHERE \"key\" = ?1")?
        .query_row([SHARED], |row| row.get(0))
        .optional()?;
    // A copy elsewhere is whose it is.
    let meant = said.and_then(|said| SharedPlace::read(&said));
    let said = meant.is_some_and(|meant| Path::new(&meant.path) == path);
    let others = fs::metadata(path).is_ok_and(|about| about.mode() & 0o022 != 0);
    Ok(said || others)
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
