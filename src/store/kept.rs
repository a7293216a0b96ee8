//! Backups that are kept in a folder: one is made and verified, then the rule says which older ones go.
//!
//! `hallpass backup --keep` calls this. Only one run is at work in a folder at a time, so whatever half-made file of
//! ours is found there was left by a run that was killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDateTime;
use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::backup::{self, SoundnessCheck};
use super::error::Error;
use super::new_file::{self, NewFile};
use super::seal::{self, LastSeal};
use super::{busy, head};
use crate::domain::backup::{BackupMoment, KeepRule};

/// What one run made, kept and removed. Files by their absolute names, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBackups {
    /// The backup that was made.
    pub made: PathBuf,
    /// The newest line of history in it.
    pub seq: i64,
    /// The newest change set in it, with its seal.
    pub last: Option<LastSeal>,
    /// The backups that are in the folder now, the one just made among them.
    pub kept: Vec<PathBuf>,
    /// Those that the rule let go.
    pub removed: Vec<PathBuf>,
    /// Half-made files of runs that were killed, removed as well.
    pub swept: Vec<PathBuf>,
    /// Those that the rule let go and that could not be removed, each with the reason.
    pub stuck: Vec<(PathBuf, String)>,
}

/// Makes a backup of the office file behind `conn` in `folder`, named by the district's time `at`, and removes what
/// the rule lets go. Where no backup can be made, none is removed.
pub(super) fn backup_into(
    conn: &Connection,
    office: &Path,
    folder: &Path,
    rule: KeepRule,
    at: NaiveDateTime,
) -> Result<KeptBackups, Error> {
    let folder = std::path::absolute(folder).map_err(|error| Error::from_io(&error, folder))?;
    let name = stem(office);
    let turn = our_turn(&folder)?;
    let swept = if turn.is_some() {
        new_file::sweep_all(&folder, |target| {
            BackupMoment::of_file(&name, target).is_some()
        })
    } else {
        Vec::new()
    };
    // The copy is of this moment, however long it takes, and so its name can be known before it is made.
    let moment = conn.unchecked_transaction()?;
    let made = BackupMoment::new(at, head::newest(conn)?);
    let target = folder.join(made.file(&name));
    let new = NewFile::begin(&target)?;
    let mut last = None;
    backup::copy(conn, new.path(), SoundnessCheck::Whole, |copy| {
        last = seal::last(copy)?;
        let seq = head::newest(copy)?;
        if seq == made.seq {
            return Ok(());
        }
        Err(Error::Damaged {
            path: PathBuf::new(),
            detail: format!(
                "its history ends at line {}, and that of the copy at {seq}",
                made.seq
            ),
        })
    })
    .map_err(|error| backup::blamed(error, conn, &target))?;
    moment.finish()?;
    let about = fs::metadata(office).map_err(|error| Error::from_io(&error, office))?;
    new.like(&about);
    let path = new.finish()?;
    let there = backups_in(&folder, &name)?;
    let gone = rule.lets_go(&there, made);
    let (mut removed, mut stuck) = (Vec::new(), Vec::new());
    for one in gone.iter().rev() {
        let file = folder.join(one.file(&name));
        match fs::remove_file(&file) {
            Ok(()) => removed.push(file),
            Err(error) => stuck.push((file, error.to_string())),
        }
    }
    let kept = there.iter().rev().filter(|one| !gone.contains(one));
    Ok(KeptBackups {
        made: path,
        seq: made.seq,
        last,
        kept: kept.map(|one| folder.join(one.file(&name))).collect(),
        removed,
        swept,
        stuck,
    })
}

/// What the office file is called, without its ending: backups are named by it.
pub(super) fn stem(office: &Path) -> String {
    let stem = office.file_stem().unwrap_or(office.as_os_str());
    stem.to_string_lossy().into_owned()
}

/// The backups of this office in a folder, oldest first: plain files of a name that hallpass gives.
fn backups_in(folder: &Path, name: &str) -> Result<Vec<BackupMoment>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::from_io(&error, folder))?;
    let mut found: Vec<BackupMoment> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| BackupMoment::of_file(name, entry.file_name().to_str()?))
        .collect();
    found.sort();
    Ok(found)
}

/// Waits for other runs in the folder. None where its disk knows no locks: there nothing is swept but what is old.
fn our_turn(folder: &Path) -> Result<Option<File>, Error> {
    let Ok(handle) = File::open(folder) else {
        // Whoever makes the file says what is wrong with the folder.
        return Ok(None);
    };
    let since = Instant::now();
    loop {
        match flock(&handle, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Some(handle)),
            Err(Errno::WOULDBLOCK | Errno::INTR) if since.elapsed() < busy::PATIENCE => busy::nap(),
            Err(Errno::WOULDBLOCK) => {
                return Err(Error::Busy {
                    holder: Some(format!(
                        "another backup into {} is at work",
                        folder.display()
                    )),
                });
            }
            Err(_) => return Ok(None),
        }
    }
}
