//! A file that appears whole or not at all, and never in place of another.
//!
//! `create` and `backup` build under a temporary name in the same directory, then give it its real name in one step.
//! What was begun and not finished is swept away, with the companions SQLite made beside it: by whoever gave up, or,
//! where that process was killed, by the next one that makes a file in the same directory.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, FlockOperation, OFlags, RenameFlags, flock};

use super::companions::beside;
use super::error::Error;

/// What SQLite may leave beside a file; beside a new file an old one would be taken for its own.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How the name of a file in the making ends.
const ENDING: &str = ".hallpass-new";

/// A file that was touched within this time may have been begun just now, and not be locked yet.
const SETTLED: Duration = Duration::from_mins(1);

/// A file in the making; dropped before `finish`, it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    target: PathBuf,
    temporary: PathBuf,
    /// Held locked as long as this process lives, so that nobody takes it for left behind.
    _alive: File,
}

impl NewFile {
    /// Makes an empty file (mode 0600) that is to become `target`, which must not exist.
    pub fn begin(target: &Path) -> Result<Self, Error> {
        let target = std::path::absolute(target).map_err(|error| Error::from_io(&error, target))?;
        let (Some(directory), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(Error::Exists { path: target });
        };
        if !directory.is_dir() {
            return Err(Error::NoPlace {
                path: directory.to_path_buf(),
                reason: "this directory does not exist".into(),
                fix: "check the name, or make the directory first".into(),
            });
        }
        refuse_leftovers(&target)?;
        sweep(directory);
        let hidden = format!(
            ".{}.{:08x}{ENDING}",
            name.to_string_lossy(),
            fastrand::u32(..)
        );
        let temporary = directory.join(hidden);
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temporary);
        match made {
            Ok(alive) => {
                // Where a disk knows no locks nothing is ever swept either.
                let _ = flock(&alive, FlockOperation::NonBlockingLockExclusive);
                Ok(Self {
                    target,
                    temporary,
                    _alive: alive,
                })
            }
            Err(error) => Err(cannot_make(&error, directory)),
        }
    }

    /// Where to build it. Nobody may have it open when `finish` is called.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// Gives it to a group that may read and write it (mode 0660).
    pub fn share_with(&self, group: u32) -> Result<(), Error> {
        chown(&self.temporary, None, Some(group))
            .and_then(|()| fs::set_permissions(&self.temporary, Permissions::from_mode(0o660)))
            .map_err(|error| Error::from_io(&error, &self.temporary))
    }

    /// Gives it the owner, the group and the mode of another file as far as this person may: never wider than that
    /// one, and for its maker alone where the disk knows no such things.
    pub fn like(&self, other: &Metadata) {
        if rustix::process::geteuid().is_root() {
            let _ = chown(&self.temporary, Some(other.uid()), None);
        }
        let grouped = chown(&self.temporary, None, Some(other.gid())).is_ok();
        // Its group is another one then, whose people were not meant.
        let bits = if grouped { 0o777 } else { 0o707 };
        let _ = fs::set_permissions(&self.temporary, Permissions::from_mode(other.mode() & bits));
    }

    /// Puts it under its name, safe against a power cut; `Exists` if somebody was faster.
    pub fn finish(self) -> Result<PathBuf, Error> {
        let failed = |error: std::io::Error| Error::from_io(&error, &self.target);
        File::open(&self.temporary)
            .and_then(|file| file.sync_all())
            .map_err(failed)?;
        refuse_leftovers(&self.target)?;
        rename_to_free_name(&self.temporary, &self.target).map_err(failed)?;
        if let Some(directory) = self.target.parent() {
            let kept = File::open(directory).and_then(|directory| directory.sync_all());
            if let Err(error) = kept {
                // Ours, as it has just been given the name, and not to be relied on.
                let _ = fs::remove_file(&self.target);
                return Err(failed(error));
            }
        }
        Ok(self.target.clone())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After `finish` the name is gone and nothing is removed.
        remove(&self.temporary);
    }
}

/// Makes the missing directories of `path` for the person alone (0700); true when the last one is new.
pub fn make_directory(directory: &Path) -> Result<bool, Error> {
    if directory.is_dir() {
        return Ok(false);
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map(|()| true)
        .map_err(|error| cannot_make(&error, directory))
}

/// Takes away what processes that were killed have left half made. Nothing depends on it, so nothing is said.
fn sweep(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let old = || {
            let changed = entry.metadata().and_then(|about| about.modified()).ok()?;
            changed.elapsed().ok().filter(|age| *age > SETTLED)
        };
        if !name.starts_with('.') || !name.ends_with(ENDING) || old().is_none() {
            continue;
        }
        if is_abandoned(&entry.path()) {
            remove(&entry.path());
        }
    }
}

/// Takes away what was begun, however lately, to become one of the files that are `meant`, and what SQLite left beside
/// it, also where that is all there is. Only for whoever knows that nobody else is beginning such a file in this
/// directory. Gives the names of what was begun.
pub(super) fn sweep_all(directory: &Path, meant: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut begun = BTreeSet::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        let itself = COMPANIONS.iter().find_map(|end| name.strip_suffix(end));
        let itself = itself.unwrap_or(name);
        let target = itself
            .strip_prefix('.')
            .and_then(|hidden| hidden.strip_suffix(ENDING)?.rsplit_once('.'));
        if target.is_some_and(|(target, _)| meant(target)) {
            begun.insert(directory.join(itself));
        }
    }
    begun.retain(|one| fs::symlink_metadata(one).is_err() || is_abandoned(one));
    begun.iter().for_each(|one| remove(one));
    begun.into_iter().collect()
}

/// Is the process gone that was making it?
fn is_abandoned(unfinished: &Path) -> bool {
    OpenOptions::new()
        .read(true)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(unfinished)
        .is_ok_and(|file| flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok())
}

/// Removes an unfinished file with its companions.
fn remove(temporary: &Path) {
    let _ = fs::remove_file(temporary);
    for companion in COMPANIONS {
        let _ = fs::remove_file(beside(temporary, companion));
    }
}

fn cannot_make(error: &std::io::Error, directory: &Path) -> Error {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => Error::NoPlace {
            path: directory.to_path_buf(),
            reason: "you may not make files in this directory".into(),
            fix: "choose a directory of yours with --db FILE, or ask for the right to write there"
                .into(),
        },
        std::io::ErrorKind::NotADirectory | std::io::ErrorKind::AlreadyExists => Error::NoPlace {
            path: directory.to_path_buf(),
            reason: "part of this name is a file, not a directory".into(),
            fix: "check the name".into(),
        },
        _ => Error::from_io(error, directory),
    }
}

fn refuse_leftovers(target: &Path) -> Result<(), Error> {
    let mut names = vec![target.to_path_buf()];
    names.extend(COMPANIONS.map(|companion| beside(target, companion)));
    match names
        .into_iter()
        .find(|name| fs::symlink_metadata(name).is_ok())
    {
        Some(path) => Err(Error::Exists { path }),
        None => Ok(()),
    }
}

fn rename_to_free_name(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::io::Errno;
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems cannot promise it; `refuse_leftovers` has just looked.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => fs::rename(from, to),
        done => Ok(done?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn it_appears_whole_under_its_name_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let new = NewFile::begin(&dir.path().join("copy.db")).unwrap();
        fs::write(new.path(), "all of it").unwrap();
        assert!(!dir.path().join("copy.db").exists());
        let path = new.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "all of it");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(names(dir.path()), ["copy.db"]);
    }

    #[test]
    fn given_up_it_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let new = NewFile::begin(&dir.path().join("copy.db")).unwrap();
        for companion in COMPANIONS {
            fs::write(beside(new.path(), companion), "x").unwrap();
        }
        drop(new);
        assert_eq!(names(dir.path()), [""; 0]);
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_what_is_being_made_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let long_ago = std::time::SystemTime::now() - Duration::from_secs(90);
        let left = |name: &str| {
            let path = dir.path().join(name);
            fs::write(&path, "half").unwrap();
            File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(long_ago)
                .unwrap();
        };
        left(".a.db.0000002a.hallpass-new");
        left(".a.db.0000002a.hallpass-new-journal");
        left(".theirs.new");
        left("a.hallpass-new");
        fs::write(
            dir.path().join(".b.db.0000002b.hallpass-new"),
            "begun just now",
        )
        .unwrap();
        let alive = NewFile::begin(&dir.path().join("c.db")).unwrap();
        File::options()
            .write(true)
            .open(alive.path())
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        drop(NewFile::begin(&dir.path().join("d.db")).unwrap());
        alive.finish().unwrap();
        assert_eq!(
            names(dir.path()),
            [
                ".b.db.0000002b.hallpass-new",
                ".theirs.new",
                "a.hallpass-new",
                "c.db"
            ]
        );
    }

    #[test]
    fn what_is_known_to_be_left_behind_is_swept_at_once_with_what_lies_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            ".a.db.0000002a.hallpass-new",
            ".a.db.0000002a.hallpass-new-wal",
            ".a.db.0000002b.hallpass-new-journal",
            ".b.db.0000002c.hallpass-new",
            "a.db",
        ] {
            fs::write(dir.path().join(name), "half").unwrap();
        }
        let alive = NewFile::begin(&dir.path().join("a.db.1")).unwrap();
        let swept = sweep_all(dir.path(), |target| target.starts_with("a.db"));
        assert_eq!(
            swept,
            [
                dir.path().join(".a.db.0000002a.hallpass-new"),
                dir.path().join(".a.db.0000002b.hallpass-new")
            ]
        );
        drop(alive);
        assert_eq!(names(dir.path()), [".b.db.0000002c.hallpass-new", "a.db"]);
    }

    #[test]
    fn whatever_is_there_stays() {
        for in_the_way in ["copy.db", "copy.db-wal", "copy.db-journal"] {
            let dir = tempfile::tempdir().unwrap();
            let (target, old) = (dir.path().join("copy.db"), dir.path().join(in_the_way));
            let late = NewFile::begin(&target).unwrap();
            fs::write(&old, "old").unwrap();
            assert_eq!(
                NewFile::begin(&target).unwrap_err(),
                Error::Exists { path: old.clone() }
            );
            assert_eq!(
                late.finish().unwrap_err(),
                Error::Exists { path: old.clone() }
            );
            assert_eq!(fs::read_to_string(&old).unwrap(), "old");
            assert_eq!(names(dir.path()), [in_the_way]);
        }
    }

    #[test]
    fn a_missing_directory_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = NewFile::begin(&dir.path().join("no/copy.db")).unwrap_err();
        assert!(matches!(error, Error::NoPlace { path, .. } if path == dir.path().join("no")));
    }
}
