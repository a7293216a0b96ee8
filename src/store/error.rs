//! What can go wrong with the office file, in words a person can act on.
//!
//! Every file of the store returns this; cli and tui print `Display` (what happened) and `hint` (what to do now).
//! The database's own errors are translated here and never leave the store. Nothing here knows about screens.

use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use crate::domain::put::{ChangeSetId, RefusedRow};
use crate::domain::refusal::Refusal;
use crate::domain::text::shell_word;

/// Everything the store can answer instead of what was asked. Nothing was saved, whichever it is but `Unclear`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another person's write held the file longer than our patience; the change is worth trying again.
    #[error("the office file was busy for too long{}", holder.as_ref().map(|who| format!(": {who}")).unwrap_or_default())]
    Busy {
        /// Who seems to hold it, when the caller can tell.
        holder: Option<String>,
    },
    /// Somebody else changed the same field since it was read.
    #[error("{who} changed {what} on {when}: {field} is now {theirs}")]
    Conflict {
        /// Login of the other person.
        who: String,
        /// When they saved, as it should be shown.
        when: String,
        /// The record, by its name.
        what: String,
        /// The field in question, as people call it.
        field: String,
        /// The value that is stored now.
        theirs: String,
    },
    /// The record is gone, or never was.
    #[error("there is no {what}")]
    Missing {
        /// What was looked for.
        what: String,
    },
    /// A rule says no; the words are the domain's.
    #[error("{0}")]
    Refused(Refusal),
    /// Rules say no to rows of a file, each with its own reason.
    #[error("{}", rows(.0))]
    Rows(Vec<RefusedRow>),
    /// There is no file of that name.
    #[error("there is no office file at {}", shown(path))]
    NoFile {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something is there, but hallpass did not make it.
    #[error("{} is not an office file: {reason}", shown(path))]
    NotOurs {
        /// The file, left as it was.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A later hallpass has changed the file's layout.
    #[error(
        "{} was made by a newer hallpass (layout {found}, this one knows up to {known})",
        shown(path)
    )]
    NewerFile {
        /// The file, left as it was.
        path: PathBuf,
        /// The layout number in the file.
        found: i32,
        /// The newest layout number this program knows.
        known: i32,
    },
    /// An older hallpass made the file, and it was only looked at.
    #[error("{} has layout {found}, and today's is {known}", shown(path))]
    OldLayout {
        /// The file, left as it was.
        path: PathBuf,
        /// The layout number in the file.
        found: i32,
        /// The newest layout number this program knows.
        known: i32,
    },
    /// An older hallpass made the file, others share it, and whoever opens it may not change its layout for them.
    #[error(
        "{} has layout {found}, and today's is {known}: brought up to date, it is closed to everybody who has an older \
         hallpass, and others share it",
        shown(path)
    )]
    UpgradeForAll {
        /// The file, left as it was.
        path: PathBuf,
        /// The layout number in the file.
        found: i32,
        /// The newest layout number this program knows.
        known: i32,
        /// The logins of the office's admins.
        admins: Vec<String>,
    },
    /// The file, or the disk under it, does not give back what was written.
    #[error(
        "{} cannot be read properly (a disk error or a damaged file): {detail}",
        shown(path)
    )]
    Damaged {
        /// The file; empty when not known.
        path: PathBuf,
        /// What the database said.
        detail: String,
    },
    /// A backup that is not to be put back.
    #[error("{} is not sound, and nothing was put back: {detail}", shown(path))]
    Unsound {
        /// The backup, left as it was.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// Another program has put something into the file's structure, or taken something of ours out.
    #[error("{} is not built as hallpass builds it: {what}", shown(path))]
    Strange {
        /// The file, left as it was.
        path: PathBuf,
        /// What is strange, a sentence without its end for each thing.
        what: String,
    },
    /// The disk answered a save with an error; what was there before is as it was.
    #[error(
        "{} could not be written: its disk answered with an error ({detail})",
        shown(path)
    )]
    Disk {
        /// The file; empty when not known.
        path: PathBuf,
        /// What the database said.
        detail: String,
    },
    /// The disk failed at the last step of a save, when all of it was written but maybe not kept. Whoever has the file
    /// open does not see it; after a crash it may be there. The next save that goes through settles it.
    #[error(
        "it is not known whether this was saved: the disk of {} answered the last step with an error ({detail})",
        shown(path)
    )]
    Unclear {
        /// The file; empty when not known.
        path: PathBuf,
        /// What the database said.
        detail: String,
    },
    /// Reading may be possible, writing is not.
    #[error("{} is read-only: {reason}", shown(path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why it cannot be written.
        reason: String,
        /// What would mend it.
        fix: String,
    },
    /// The region's server did not do what was asked, or cannot be asked; the office file is as it was.
    #[error("{what}")]
    Region {
        /// What happened, a sentence without its end.
        what: String,
        /// What to do now.
        next: String,
        /// Nothing is wrong but that it cannot be asked now: the same is worth trying later.
        away: bool,
    },
    /// The place cannot hold an office file.
    #[error("{} cannot be used: {reason}", shown(path))]
    NoPlace {
        /// The file or directory at fault.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What would mend it.
        fix: String,
    },
    /// The file is on a file system shared between computers.
    #[error(
        "{} is on a network file system ({fs}), where two computers can damage it without any error",
        shown(path)
    )]
    Network {
        /// The file.
        path: PathBuf,
        /// The kind of file system.
        fs: String,
    },
    /// The file was moved, deleted or replaced while it was open.
    #[error(
        "{} was moved, deleted or replaced while hallpass had it open",
        shown(path)
    )]
    Swapped {
        /// Where it was opened.
        path: PathBuf,
    },
    /// A file that was to be made is there already.
    #[error("{} exists already", shown(path))]
    Exists {
        /// The file in the way, left as it was.
        path: PathBuf,
    },
    /// The disk, or the person's share of it, is full.
    #[error("there is no space left on the disk for {}", shown(path))]
    Full {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// The deed was saved already, under the name it was given: nothing is to be done.
    #[error("was saved, change set {change_set}")]
    SavedBefore {
        /// Its number.
        change_set: ChangeSetId,
    },
    /// The person, or a signal, stopped it.
    #[error("stopped before it was done")]
    Cancelled,
    /// Anything else the database said; a mistake in hallpass rather than in the file.
    #[error("the office file refused a statement: {0}")]
    Sql(String),
}

/// `row 3: REASON`, and how many rows more.
fn rows(refused: &[RefusedRow]) -> String {
    let more = match refused.len() {
        0 | 1 => String::new(),
        n => format!("; and {} rows more", n - 1),
    };
    let first = refused.first();
    first.map_or_else(String::new, |first| {
        format!("row {}: {}{more}", first.row, first.why)
    })
}

impl Error {
    /// A refusal of no one field, in these words.
    pub fn refused(why: impl Into<Refusal>) -> Self {
        Self::Refused(why.into())
    }

    /// The rule that said no; of any other error what happened, as a refusal of no one field.
    pub(super) fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(why) => why,
            other => other.to_string().into(),
        }
    }

    /// Is this how a save ends of which nobody knows whether it has reached the disk? Whoever wants to know asks the file
    /// by the name of the deed.
    pub fn is_lost_answer(&self) -> bool {
        matches!(
            self,
            Self::Busy { .. }
                | Self::NoFile { .. }
                | Self::Damaged { .. }
                | Self::Disk { .. }
                | Self::Unclear { .. }
                | Self::ReadOnly { .. }
                | Self::NoPlace { .. }
                | Self::Swapped { .. }
                | Self::Full { .. }
                | Self::Sql(_)
        )
    }

    /// What the person can do now; none where the message says all there is.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Busy { .. } => "someone's long save is still running; try again in a moment".to_string(),
            Self::Conflict { .. } => "look at their value, then save again".to_string(),
            Self::Missing { .. } | Self::Refused(_) | Self::SavedBefore { .. } => return None,
            Self::Rows(_) => "nothing was saved; correct those rows, or take them out of the file".to_string(),
            Self::NoFile { .. } => {
                "make one with: hallpass init --district NAME, or name another with --db FILE".to_string()
            }
            Self::NotOurs { .. } => "nothing was changed; name the office file with --db FILE".to_string(),
            Self::NewerFile { .. } => "nothing was changed; ask for the newer hallpass".to_string(),
            Self::OldLayout { path, .. } => format!(
                "nothing was changed; bring it up to date by any command that asks, as whoever looks after it: hallpass --db {} people list",
                quoted(path)
            ),
            Self::UpgradeForAll { admins, .. } => format!(
                "nothing was changed; work on with the hallpass you had until an admin of the office opens it with this one, once \
                 everybody has it{}",
                match admins.as_slice() {
                    [] => String::new(),
                    some => format!(": {}", some.join(", ")),
                }
            ),
            Self::Damaged { path, .. } => format!(
                "stop working in it, keep a copy of it with its -wal file, run: hallpass --db {} check",
                quoted(path)
            ),
            Self::Unsound { .. } => "take another backup; hallpass --db FILE check says of each whether it is sound".to_string(),
            Self::Disk { .. } => {
                "nothing was saved; see whether the disk, or your share of it, is full, then try again".to_string()
            }
            Self::Unclear { .. } => {
                "see whether the disk, or your share of it, is full, then look whether it is there before you do it again; \
                 a deed that was given its name with --id is not done twice"
                    .to_string()
            }
            Self::Strange { path, .. } => format!(
                "another program has changed it, or its disk has, and nothing was done in it; put back a copy that hallpass backup \
                 made, or with nobody in it take out what is not hallpass's: sqlite3 {}",
                quoted(path)
            ),
            Self::ReadOnly { fix, .. } | Self::NoPlace { fix, .. } => fix.clone(),
            Self::Region { next, .. } => next.clone(),
            Self::Network { .. } => {
                "keep it on a local disk of one computer; others join there by ssh".to_string()
            }
            Self::Swapped { .. } => {
                "your last change was not saved; leave hallpass, put the file back if needed, open it again".to_string()
            }
            Self::Exists { .. } => "it was kept as it is; choose another name, or move it away first".to_string(),
            Self::Full { .. } => "nothing was saved; free some space and try again".to_string(),
            Self::Cancelled => "nothing was changed".to_string(),
            Self::Sql(_) => "nothing was saved; this is a mistake in hallpass, please report the line above".to_string(),
        };
        Some(hint)
    }

    /// The same error with the file it is about, where the database could not name it.
    #[must_use]
    pub fn at(mut self, file: &Path) -> Self {
        match &mut self {
            Self::NotOurs { path, .. }
            | Self::Damaged { path, .. }
            | Self::Strange { path, .. }
            | Self::Disk { path, .. }
            | Self::Unclear { path, .. }
            | Self::ReadOnly { path, .. }
            | Self::NoPlace { path, .. }
            | Self::Swapped { path }
            | Self::Full { path }
                if path.as_os_str().is_empty() =>
            {
                *path = file.to_path_buf();
            }
            _ => {}
        }
        self
    }

    /// The same error about this file, whichever it was said of: of a copy that nobody has heard of.
    #[must_use]
    pub(super) fn about(mut self, file: &Path) -> Self {
        match &mut self {
            Self::NoFile { path }
            | Self::NotOurs { path, .. }
            | Self::NewerFile { path, .. }
            | Self::OldLayout { path, .. }
            | Self::UpgradeForAll { path, .. }
            | Self::Damaged { path, .. }
            | Self::Unsound { path, .. }
            | Self::Strange { path, .. }
            | Self::Disk { path, .. }
            | Self::Unclear { path, .. }
            | Self::ReadOnly { path, .. }
            | Self::NoPlace { path, .. }
            | Self::Network { path, .. }
            | Self::Swapped { path }
            | Self::Exists { path }
            | Self::Full { path } => *path = file.to_path_buf(),
            Self::Busy { .. }
            | Self::Conflict { .. }
            | Self::Missing { .. }
            | Self::Refused(_)
            | Self::Rows(_)
            | Self::SavedBefore { .. }
            | Self::Region { .. }
            | Self::Cancelled
            | Self::Sql(_) => {}
        }
        self
    }

    /// What the database answered to the end of a save: where it could not say that the disk keeps what is written,
    /// nobody knows whether it does.
    pub(super) fn of_commit(error: rusqlite::Error) -> Self {
        let unsynced = error.sqlite_error().is_some_and(|code| {
            [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC].contains(&code.extended_code)
        });
        match Self::from(error) {
            Self::Disk { path, detail } if unsynced => Self::Unclear { path, detail },
            other => other,
        }
    }

    /// A file-system error about `path`, in words.
    pub(super) fn from_io(error: &std::io::Error, path: &Path) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full { path }
            }
            ErrorKind::AlreadyExists => Self::Exists { path },
            ErrorKind::NotFound => Self::NoPlace {
                path,
                reason: "it does not exist".into(),
                fix: "check the name".into(),
            },
            ErrorKind::PermissionDenied => Self::NoPlace {
                path,
                reason: "you may not use it".into(),
                fix: "ask its owner for the right to read and write there, or choose another place"
                    .into(),
            },
            ErrorKind::ReadOnlyFilesystem => Self::NoPlace {
                path,
                reason: "its disk is mounted read-only".into(),
                fix: "choose a disk that can be written".into(),
            },
            _ => Self::NoPlace {
                path,
                reason: plain(&error.to_string()),
                fix: "choose another place, or look after the disk".into(),
            },
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let (code, said) = match &error {
            rusqlite::Error::SqliteFailure(code, said) => {
                (*code, said.clone().unwrap_or_else(|| code.to_string()))
            }
            rusqlite::Error::SqlInputError { error, msg, .. } => (*error, msg.clone()),
            rusqlite::Error::QueryReturnedNoRows => {
                return Self::Missing {
                    what: "such record".into(),
                };
            }
            other => return Self::Sql(plain(&other.to_string())),
        };
        let path = PathBuf::new();
        let said = plain(&said);
        match (code.code, code.extended_code) {
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy { holder: None },
            (_, ffi::SQLITE_READONLY_DBMOVED) => Self::Swapped { path },
            (_, ffi::SQLITE_CONSTRAINT_TRIGGER) => Self::Refused(said.into()),
            (ErrorCode::ReadOnly, _) => Self::ReadOnly {
                path,
                reason: "you may read it, but not write it or its directory".into(),
                fix: "ask its owner for the right to write both the file and its directory".into(),
            },
            (ErrorCode::NotADatabase, _) => Self::NotOurs {
                path,
                reason: "it is not a database".into(),
            },
            (ErrorCode::DiskFull, _) | (ErrorCode::SystemIoFailure, ffi::SQLITE_IOERR_SHMSIZE) => {
                Self::Full { path }
            }
            (ErrorCode::OperationInterrupted, _) => Self::Cancelled,
            (ErrorCode::TooBig, _) => {
                Self::Refused("a text is longer than the office file takes (2 MB)".into())
            }
            (ErrorCode::CannotOpen, _) => Self::NoPlace {
                path,
                reason: "it, or the -wal and -shm files beside it, could not be opened".into(),
                fix: "ask for the right to write the file and its directory, and see whether the disk has room left"
                    .into(),
            },
            (ErrorCode::SystemIoFailure, extended) if !READING.contains(&extended) => Self::Disk {
                path,
                detail: format!("{said} ({extended})"),
            },
            (ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure, extended) => Self::Damaged {
                path,
                detail: format!("{said} ({extended})"),
            },
            _ => Self::Sql(said),
        }
    }
}

/// What SQLite says when the disk does not give back what was written.
const READING: [i32; 5] = [
    ffi::SQLITE_IOERR,
    ffi::SQLITE_IOERR_READ,
    ffi::SQLITE_IOERR_SHORT_READ,
    ffi::SQLITE_IOERR_CORRUPTFS,
    ffi::SQLITE_IOERR_DATA,
];

/// A path for people: control characters, which could steer a terminal, become `�`.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str().is_empty() {
        "the office file".to_string()
    } else {
        plain(&path.display().to_string())
    }
}

/// A path as one word of a shell command the person can paste.
pub(super) fn quoted(path: &Path) -> String {
    shell_word(&plain(&path.display().to_string()))
}

/// One line of text from outside without control characters.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_code(code: i32) -> Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    #[test]
    fn each_code_of_the_database_has_its_word() {
        type Row = (i32, fn(&Error) -> bool);
        let table: [Row; 18] = [
            (ffi::SQLITE_BUSY, |e| matches!(e, Error::Busy { .. })),
            (ffi::SQLITE_BUSY_SNAPSHOT, |e| {
                matches!(e, Error::Busy { .. })
            }),
            (ffi::SQLITE_BUSY_RECOVERY, |e| {
                matches!(e, Error::Busy { .. })
            }),
            (ffi::SQLITE_READONLY, |e| {
                matches!(e, Error::ReadOnly { .. })
            }),
            (ffi::SQLITE_READONLY_DIRECTORY, |e| {
                matches!(e, Error::ReadOnly { .. })
            }),
            (ffi::SQLITE_READONLY_DBMOVED, |e| {
                matches!(e, Error::Swapped { .. })
            }),
            (ffi::SQLITE_FULL, |e| matches!(e, Error::Full { .. })),
            (ffi::SQLITE_CORRUPT, |e| matches!(e, Error::Damaged { .. })),
            (ffi::SQLITE_IOERR_READ, |e| {
                matches!(e, Error::Damaged { .. })
            }),
            (ffi::SQLITE_IOERR_WRITE, |e| matches!(e, Error::Disk { .. })),
            (ffi::SQLITE_IOERR_FSYNC, |e| matches!(e, Error::Disk { .. })),
            (ffi::SQLITE_IOERR_SHMOPEN, |e| {
                matches!(e, Error::Disk { .. })
            }),
            // The index beside the file could not grow: there is no room on the disk.
            (ffi::SQLITE_IOERR_SHMSIZE, |e| {
                matches!(e, Error::Full { .. })
            }),
            (ffi::SQLITE_NOTADB, |e| matches!(e, Error::NotOurs { .. })),
            (ffi::SQLITE_CANTOPEN, |e| matches!(e, Error::NoPlace { .. })),
            (ffi::SQLITE_INTERRUPT, |e| matches!(e, Error::Cancelled)),
            (ffi::SQLITE_TOOBIG, |e| matches!(e, Error::Refused(_))),
            (ffi::SQLITE_ERROR, |e| matches!(e, Error::Sql(_))),
        ];
        for (code, expected) in table {
            let error = from_code(code);
            assert!(expected(&error), "code {code} became {error:?}");
        }
    }

    #[test]
    fn a_disk_error_is_never_announced_as_lost_data() {
        let error = from_code(ffi::SQLITE_CORRUPT).at(Path::new("/srv/office.db"));
        let text = format!("{error} {}", error.hint().unwrap());
        assert!(text.contains("disk error or a damaged file"), "{text}");
        for word in ["destroyed", "lost", "malformed beyond"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(text.contains("/srv/office.db"), "{text}");
    }

    #[test]
    fn a_hostile_file_name_cannot_steer_the_terminal_or_the_shell() {
        let path = PathBuf::from("/tmp/\u{1b}]0;x\u{7}'; rm x");
        assert_eq!(quoted(&path), r"'/tmp/�]0;x�'\''; rm x'");
        assert!(
            !Error::NoFile { path }
                .to_string()
                .contains(char::is_control)
        );
    }
}
