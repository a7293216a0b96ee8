//! Backups that are kept in a folder: one is made and verified, then the rule says which older ones go.
//!
//! `hallpass backup --keep` calls this. Only one run is at work in a folder at a time, so whatever half-made file of
//! ours is found there was left by a run that was killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDateTime;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::backup::{self, SoundnessCheck};
use super::error::Error;
use super::new_file::{self, NewFile};
use super::seal::{self, LastSeal};
use super::{busy, head};
use crate::domain::backup::{BackupMoment, KeepRule};
use crate::domain::refusal::Refusal;

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
    if folder.is_file() {
        let why = format!("{} is a file, and --keep wants a folder", folder.display());
        let next = "name the folder that backups are kept in, or leave --keep out to make one file";
        return Err(Error::refused(Refusal::from(why).then("; ", next)));
    }
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
    let mut made = BackupMoment::new(at, head::newest(conn)?);
    // Another office of the same file name may have made one in this second, or this office itself.
    while fs::symlink_metadata(folder.join(made.file(&name))).is_ok() {
        made = made.a_second_later();
    }
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
    let mut there = backups_in(&folder, &name)?;
    let ours = founding(conn)?;
    there.retain(|one| *one == made || is_of(&folder.join(one.file(&name)), &ours));
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

/// What tells an office from others, in each of its copies, of whatever layout: how it was opened.
fn founding(conn: &Connection) -> rusqlite::Result<String> {
    let opening = "SELECT \"at\" || char(10) || who || char(10) || title || char(10) ||
        (SELECT group_concat(ifnull(quote(new), ''), char(10)) FROM
            (SELECT new FROM history WHERE change_set = 1 ORDER BY seq))
        FROM change_set WHERE id = 1";
    conn.query_row(opening, [], |row| row.get(0))
}

/// Is a file a backup of the office that was opened so? One that cannot be read is nobody's, and is left alone.
fn is_of(file: &Path, ours: &str) -> bool {
    // Nobody writes a backup: it is read as it is, and nothing is put beside it.
    let escaped = |text: String, sign: char| {
        let code = format!("%{:02X}", u32::from(sign));
        text.replace(sign, &code)
    };
    let Some(path) = file.to_str() else {
        return false;
    };
    let path = ['%', '?', '#'].into_iter().fold(path.to_owned(), escaped);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let opened = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags);
    opened
        .and_then(|conn| founding(&conn))
        .is_ok_and(|theirs| theirs == ours)
}

/// The backups of this name in a folder, oldest first: plain files of a name that hallpass gives.
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
