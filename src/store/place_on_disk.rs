//! Where the office file stands: is it one plain file, on a local disk, and may this person write it?
//!
//! `open` and `create` ask before the database is touched; each answer is a sentence with the command that mends it.
//! Looks only by `stat`, `statfs` and `access`, which leave files and locks alone.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::Access;
use rustix::io::Errno;

use super::companions::beside;
use super::error::{Error, quoted, shown};
use super::group;

/// Device and inode: which file this is, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    /// The identity of a file that was looked at.
    pub fn of(found: &Metadata) -> Self {
        Self {
            device: found.dev(),
            inode: found.ino(),
        }
    }
}

/// An office file that may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeFile {
    /// The file, links resolved.
    pub path: PathBuf,
    /// Which file it is.
    pub identity: Identity,
    /// Why it can only be read; none when it can be written.
    pub read_only: Option<ReadOnly>,
    /// Nobody here can write it nor make anything beside it, and nothing lies there: it is read as it lies.
    pub at_rest: bool,
}

/// Why a file can only be read, and what would change that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOnly {
    /// What stands in the way.
    pub reason: String,
    /// The command or request that mends it.
    pub fix: String,
}

impl ReadOnly {
    /// The same as an error, for someone who wants to write.
    pub fn into_error(self, path: &Path) -> Error {
        Error::ReadOnly {
            path: path.to_path_buf(),
            reason: self.reason,
            fix: self.fix,
        }
    }
}

/// Magic numbers (`statfs`) of file systems that several computers can write at once.
const NETWORK: [(u64, &str); 13] = [
    (0x6969, "nfs"),
    (0x517B, "smb"),
    (0xFF53_4D42, "cifs"),
    (0xFE53_4D42, "smb2"),
    (0x6573_5546, "fuse"),
    (0x0102_1997, "9p"),
    (0x5346_414F, "afs"),
    (0x00C3_6400, "ceph"),
    (0x7375_7245, "coda"),
    (0x0116_1970, "gfs2"),
    (0x7461_636F, "ocfs2"),
    (0x0BD0_0BD0, "lustre"),
    (0x786F_4256, "vboxsf"),
];

/// Finds the office file at `path` and says whether it can be written.
pub fn find(path: &Path) -> Result<OfficeFile, Error> {
    find_with(path, &file_system)
}

/// As `find`, with the kind of file system told by `file_system` (tests cannot mount one).
pub fn find_with(
    path: &Path,
    file_system: &dyn Fn(&Path) -> io::Result<u64>,
) -> Result<OfficeFile, Error> {
    let path = fs::canonicalize(path).map_err(|error| not_found(path, &error))?;
    let found = fs::symlink_metadata(&path).map_err(|error| not_found(&path, &error))?;
    one_plain_file(&path, &found)?;
    let directory = path.parent().unwrap_or(Path::new("/"));
    for place in [path.as_path(), directory] {
        refuse_network(place, &path, file_system)?;
    }
    if found.len() == 0 {
        return Err(not_ours(&path, "it is empty"));
    }
    if rustix::fs::access(&path, Access::READ_OK).is_err() {
        return Err(Error::NoPlace {
            reason: "you may not read it".into(),
            fix: format!(
                "ask its owner for the right to read and write it: {}",
                owner(&found)
            ),
            path,
        });
    }
    let read_only = read_only(&path, directory, &found)?;
    if read_only.is_none() {
        group::check(&path, directory, &found)?;
    }
    let beside_it = [beside(&path, "-wal"), beside(&path, "-shm")];
    let nothing_beside = beside_it
        .iter()
        .all(|path| fs::symlink_metadata(path).is_err());
    let at_rest = read_only.is_some()
        && nothing_beside
        && rustix::fs::access(directory, Access::WRITE_OK | Access::EXEC_OK).is_err();
    Ok(OfficeFile {
        identity: Identity::of(&found),
        path,
        read_only,
        at_rest,
    })
}

/// Refuses a directory on a network file system, before a file is made in it.
pub fn refuse_network_directory(directory: &Path, path: &Path) -> Result<(), Error> {
    refuse_network(directory, path, &file_system)
}

fn not_found(path: &Path, error: &io::Error) -> Error {
    let directory_is_there = path
        .parent()
        .is_none_or(|parent| parent.as_os_str().is_empty() || parent.is_dir());
    match error.kind() {
        io::ErrorKind::NotFound if fs::symlink_metadata(path).is_ok() => Error::NoPlace {
            path: path.to_path_buf(),
            reason: "it is a link to a file that is not there".into(),
            fix: "mend the link, or name the office file itself with --db FILE".into(),
        },
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory if !directory_is_there => {
            Error::NoPlace {
                path: path.to_path_buf(),
                reason: "its directory does not exist".into(),
                fix: "check the name; `hallpass init` makes the directory together with the file"
                    .into(),
            }
        }
        io::ErrorKind::NotFound => Error::NoFile {
            path: path.to_path_buf(),
        },
        _ => Error::from_io(error, path),
    }
}

fn one_plain_file(path: &Path, found: &Metadata) -> Result<(), Error> {
    let kind = found.file_type();
    if kind.is_dir() {
        return Err(not_ours(path, "it is a directory"));
    }
    if kind.is_fifo() || kind.is_socket() || kind.is_char_device() || kind.is_block_device() {
        return Err(not_ours(path, "it is a pipe, a socket or a device"));
    }
    if found.nlink() > 1 {
        let named = quoted(path);
        return Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!(
                "it has {} names (hard links), and people who use different names would overwrite each other",
                found.nlink()
            ),
            fix: format!(
                "find the others with `find / -xdev -samefile {named}` and delete all but one"
            ),
        });
    }
    Ok(())
}

fn refuse_network(
    place: &Path,
    path: &Path,
    file_system: &dyn Fn(&Path) -> io::Result<u64>,
) -> Result<(), Error> {
    let kind = file_system(place).map_err(|error| Error::from_io(&error, place))?;
    match NETWORK.iter().find(|(magic, _)| *magic == kind) {
        Some((_, name)) => Err(Error::Network {
            path: path.to_path_buf(),
            fs: (*name).to_string(),
        }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn file_system(place: &Path) -> io::Result<u64> {
    // The kernel gives 32 bits; a signed type would turn the large ones negative.
    Ok(u64::from(rustix::fs::statfs(place)?.f_type as u32))
}

/// Elsewhere the numbers mean other things, so nothing is refused.
#[cfg(not(target_os = "linux"))]
fn file_system(_place: &Path) -> io::Result<u64> {
    Ok(0)
}

/// Why this person can only read; an error where even reading would harm the file's owner.
fn read_only(path: &Path, directory: &Path, found: &Metadata) -> Result<Option<ReadOnly>, Error> {
    let directory_writable = rustix::fs::access(directory, Access::WRITE_OK | Access::EXEC_OK);
    let companions = [beside(path, "-wal"), beside(path, "-shm")];
    if let Err(refusal) = rustix::fs::access(path, Access::WRITE_OK) {
        let mine = rustix::process::geteuid().as_raw() == found.uid();
        let why = file_cannot_be_written(path, found, refusal, mine);
        // Reading makes -wal and -shm where they are missing, and made by a stranger they lock the owner out.
        let all_there = companions.iter().all(|path| path.exists());
        if directory_writable.is_ok() && !mine && !all_there {
            return Err(why.into_error(path));
        }
        return Ok(Some(why));
    }
    if directory_writable.is_err() {
        return Ok(Some(ReadOnly {
            reason: format!("you may not write its directory {}", shown(directory)),
            fix: format!(
                "chmod u+wx {}, or ask its owner for the right to write there",
                quoted(directory)
            ),
        }));
    }
    Ok(companions
        .iter()
        .find_map(|companion| companion_cannot_be_written(path, companion)))
}

fn file_cannot_be_written(path: &Path, found: &Metadata, refusal: Errno, mine: bool) -> ReadOnly {
    let (reason, fix) = match refusal {
        Errno::ROFS => (
            "its disk is mounted read-only",
            "copy it, with a -wal beside it if there is one, to a disk that can be written"
                .to_string(),
        ),
        _ if mine => (
            "you may read the file but not write it",
            format!("chmod u+w {}*", quoted(path)),
        ),
        _ => (
            "you may read the file but not write it",
            format!("ask its owner for the right to write it: {}", owner(found)),
        ),
    };
    ReadOnly {
        reason: reason.to_string(),
        fix,
    }
}

fn companion_cannot_be_written(path: &Path, companion: &Path) -> Option<ReadOnly> {
    if !companion.exists()
        || rustix::fs::access(companion, Access::READ_OK | Access::WRITE_OK).is_ok()
    {
        return None;
    }
    Some(ReadOnly {
        reason: format!(
            "you may not write {}, which belongs to it",
            shown(companion)
        ),
        fix: format!(
            "have its owner run: chmod --reference={} {}",
            quoted(path),
            quoted(companion)
        ),
    })
}

fn not_ours(path: &Path, reason: &str) -> Error {
    Error::NotOurs {
        path: path.to_path_buf(),
        reason: reason.to_string(),
    }
}

fn owner(found: &Metadata) -> String {
    format!("user number {}", found.uid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    const EXT4: u64 = 0xEF53;

    fn a_file(dir: &Path) -> PathBuf {
        let path = dir.join("office.db");
        fs::write(&path, "x").unwrap();
        path
    }

    #[test]
    fn network_file_systems_are_refused_by_name_and_local_ones_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = a_file(dir.path());
        for (magic, name) in NETWORK {
            let error = find_with(&path, &|_| Ok(magic)).unwrap_err();
            assert!(
                matches!(&error, Error::Network { fs, .. } if fs == name),
                "{error:?}"
            );
            let only_its_directory = |place: &Path| Ok(if place.is_dir() { magic } else { EXT4 });
            assert!(matches!(
                find_with(&path, &only_its_directory),
                Err(Error::Network { .. })
            ));
        }
        // ext4, xfs, btrfs, zfs, tmpfs, overlayfs
        for magic in [
            EXT4,
            0x5846_5342,
            0x9123_683E,
            0x2FC1_2FC1,
            0x0102_1994,
            0x794C_7630,
        ] {
            find_with(&path, &|_| Ok(magic)).unwrap();
        }
    }

    #[test]
    fn a_link_leads_to_the_file_itself() {
        let dir = tempfile::tempdir().unwrap();
        let path = a_file(dir.path());
        let link = dir.path().join("link.db");
        symlink(&path, &link).unwrap();
        assert_eq!(find(&link).unwrap(), find(&path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(
            find(&link)
                .unwrap_err()
                .to_string()
                .contains("a link to a file that is not there")
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("office.db");
        assert_eq!(
            find(&missing),
            Err(Error::NoFile {
                path: missing.clone()
            })
        );
        let error = find(&dir.path().join("no/such/office.db")).unwrap_err();
        assert!(
            error.to_string().contains("its directory does not exist"),
            "{error}"
        );
    }

    #[test]
    fn companions_keep_the_whole_name() {
        assert_eq!(
            beside(Path::new("/a/office.db"), "-wal"),
            PathBuf::from("/a/office.db-wal")
        );
    }
}
