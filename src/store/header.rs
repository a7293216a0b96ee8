//! The first hundred bytes of a file, read before SQLite is let near it.
//!
//! `open` asks, so that a file that is not ours, or is newer, is refused without so much as a -wal beside it.
//! A process must never open and close a file it has a connection to (that drops SQLite's locks), so each file is
//! looked at before its first connection only; further openings rely on the same checks made through SQLite.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Mutex, PoisonError};

use rustix::fs::OFlags;

use super::error::Error;
use super::migrate;
use super::place_on_disk::{Identity, OfficeFile};

/// Marks an office file among SQLite files (`PRAGMA application_id`): "HPAS".
pub const APPLICATION_ID: i32 = 0x4850_4153;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// How many connections this process has to each file.
static CONNECTED: Mutex<BTreeMap<Identity, usize>> = Mutex::new(BTreeMap::new());

/// Says that this process has a connection to a file; must live at least as long as the connection.
#[derive(Debug)]
pub struct Connected(Identity);

impl Connected {
    fn count(connected: &mut BTreeMap<Identity, usize>, identity: Identity) -> Self {
        *connected.entry(identity).or_default() += 1;
        Self(identity)
    }

    /// A claim without a look at the file.
    #[cfg(test)]
    pub fn to(identity: Identity) -> Self {
        Self::count(&mut CONNECTED.lock().unwrap(), identity)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let mut connected = CONNECTED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = connected.get_mut(&self.0) {
            *count -= 1;
        }
        connected.retain(|_, count| *count > 0);
    }
}

/// Refuses what is not an office file, or a newer one. Call before each connection to `place`.
pub fn check(place: &OfficeFile) -> Result<Connected, Error> {
    let mut connected = CONNECTED.lock().unwrap_or_else(PoisonError::into_inner);
    if !connected.contains_key(&place.identity) {
        judge(place, &first_bytes(place)?)?;
    }
    Ok(Connected::count(&mut connected, place.identity))
}

fn first_bytes(place: &OfficeFile) -> Result<Vec<u8>, Error> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let mut bytes = Vec::with_capacity(100);
    OpenOptions::new()
        .read(true)
        .custom_flags(flags as i32)
        .open(&place.path)
        .and_then(|file| file.take(100).read_to_end(&mut bytes))
        .map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::NotFound => {
                Error::from_io(&error, &place.path)
            }
            _ => Error::Damaged {
                path: place.path.clone(),
                detail: error.to_string(),
            },
        })?;
    Ok(bytes)
}

fn judge(place: &OfficeFile, bytes: &[u8]) -> Result<(), Error> {
    let not_ours = |reason: &str| {
        Err(Error::NotOurs {
            path: place.path.clone(),
            reason: reason.to_string(),
        })
    };
    if bytes.starts_with(b"PK\x03\x04") {
        return not_ours(
            "it is a spreadsheet or another zip file (hallpass import reads spreadsheets)",
        );
    }
    if !bytes.starts_with(MAGIC) {
        return not_ours("it is not a database");
    }
    let (Some(found), Some(id)) = (number_at(bytes, 60), number_at(bytes, 68)) else {
        return not_ours("it is cut off after its first bytes");
    };
    if id != APPLICATION_ID {
        return not_ours("it is another program's database");
    }
    migrate::refuse_newer(found, &place.path)
}

fn number_at(bytes: &[u8], at: usize) -> Option<i32> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(i32::from_be_bytes(four))
}
