//! Makes a new office file, empty and ready, where there is none.
//!
//! `hallpass init`, `demo` and `load` call this. It is built under another name and appears complete, so a crash
//! halfway leaves no half-made file that later openings would stumble over.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Transaction};

use super::error::Error;
use super::header::APPLICATION_ID;
use super::new_file::{NewFile, make_directory};
use super::open::{self, OpenedFile};
use super::settings::Access;
use super::{group, migrate, place_on_disk};

/// Makes `path`, with its directory if need be, and opens it for writing.
///
/// The file is its owner's alone (0600), or with `shared` also that group's (0660); the group is a name or a number,
/// and its directory must let the whole group write. `Exists` if anything is there.
pub fn create(path: &Path, shared: Option<&str>) -> Result<OpenedFile, Error> {
    let (path, ()) = create_filled(path, shared, |_| Ok(()))?;
    open::open(&path, Access::Write)
}

/// As `create`, with what `fill` writes into it before it appears: a file that cannot be filled, or cannot be opened
/// once it is, never does. Gives its absolute name.
pub fn create_filled<T>(
    path: &Path,
    shared: Option<&str>,
    fill: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
) -> Result<(PathBuf, T), Error> {
    let path = std::path::absolute(path).map_err(|error| Error::from_io(&error, path))?;
    let group = shared.map(group::number_of).transpose()?;
    if std::fs::symlink_metadata(&path).is_ok() {
        return Err(Error::Exists { path });
    }
    let directory = path.parent().unwrap_or(Path::new("/"));
    let directory_is_new = make_directory(directory)?;
    place_on_disk::refuse_network_directory(directory, &path)?;
    if let Some(group) = group {
        if directory_is_new {
            group::give_directory(directory, group)?;
        } else {
            group::check_directory(directory, group)?;
        }
    }
    let new = NewFile::begin(&path)?;
    if let Some(group) = group {
        new.share_with(group)?;
    }
    let filled = build(new.path(), fill).map_err(|error| error.at(&path))?;
    prove(new.path(), &path)?;
    Ok((new.finish()?, filled))
}

/// Opens the new file once while nobody else knows it: a disk that failed halfway may have kept less than it said.
fn prove(made: &Path, path: &Path) -> Result<(), Error> {
    match open::open(made, Access::Write) {
        Ok(_) => Ok(()),
        Err(Error::Full { .. }) => Err(Error::Full {
            path: path.to_path_buf(),
        }),
        Err(error) => Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!("its disk did not keep what was written to it ({error})"),
            fix: "see whether that disk is full, or choose another".into(),
        }),
    }
}

fn build<T>(
    path: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::upgrade_with(&mut conn, migrate::STEPS, |_| Ok(()))?;
    conn.execute_batch("PRAGMA foreign_keys = ON")?;
    let tx = conn.transaction()?;
    let filled = fill(&tx)?;
    tx.commit()?;
    let mode: String =
        conn.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!("its disk keeps no write-ahead log (it answered {mode})"),
            fix: "choose a local disk of this computer".into(),
        });
    }
    conn.close().map_err(|(_, error)| error)?;
    Ok(filled)
}
