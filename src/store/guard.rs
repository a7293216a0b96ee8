//! Notices when the office file, or its -wal or -shm, is moved, deleted or replaced while we have it open.
//!
//! `write` asks before and after each save: without it SQLite gladly saves into a file that no longer has a name.
//! Looks at the file and its -shm only by `stat`: opening either here and closing it again would drop SQLite's locks
//! on it. The -wal has none, so its first bytes are read.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::companions::beside;
use super::error::Error;
use super::header::Connected;
use super::place_on_disk::Identity;

/// What the file and its two companions were when the connection was made. Outlives the connection it guards.
#[derive(Debug, Clone)]
pub struct Guard {
    path: PathBuf,
    wal: PathBuf,
    shm: PathBuf,
    seen: SeenFile,
    _connected: Arc<Connected>,
}

/// The office file with its two companions, as this process opened them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SeenFile {
    file: Identity,
    wal: Option<Identity>,
    shm: Option<Identity>,
}

impl Guard {
    /// Remembers the three files. The connection must have read once, so that the companions are there.
    pub(super) fn new(path: &Path, connected: Connected) -> Result<Self, Error> {
        let (wal, shm) = (beside(path, "-wal"), beside(path, "-shm"));
        let seen = look(path, &wal, &shm).ok_or_else(|| Error::Swapped {
            path: path.to_path_buf(),
        })?;
        Ok(Self {
            path: path.to_path_buf(),
            wal,
            shm,
            seen,
            _connected: Arc::new(connected),
        })
    }

    /// `Swapped` unless all three are what they were, under one name only. About 10 µs.
    pub fn check(&self) -> Result<(), Error> {
        if look(&self.path, &self.wal, &self.shm).as_ref() == Some(&self.seen) {
            Ok(())
        } else {
            Err(Error::Swapped {
                path: self.path.clone(),
            })
        }
    }

    /// `Swapped` unless the -wal holds all of the `frames` that SQLite counts in it: emptied or overwritten in place
    /// it is still the same file, and what is saved into it is gone when the next process looks.
    pub fn check_log(&self, frames: u64) -> Result<(), Error> {
        if frames == 0 || log_holds(&self.wal, frames).unwrap_or(false) {
            Ok(())
        } else {
            Err(Error::Swapped {
                path: self.path.clone(),
            })
        }
    }

    /// Was nothing beside it when the connection was made, as where it is read as it lies?
    pub(super) fn is_at_rest(&self) -> bool {
        self.seen.wal.is_none() && self.seen.shm.is_none()
    }

    /// The office file, links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Size of the -wal in bytes; 0 when there is none.
    pub fn wal_bytes(&self) -> u64 {
        fs::metadata(&self.wal).map_or(0, |found| found.len())
    }

    /// Device and inode of the file that was opened.
    pub(super) fn file(&self) -> Identity {
        self.seen.file
    }
}

/// A -wal begins with one of these two numbers.
const LOG_MAGIC: [u32; 2] = [0x377f_0682, 0x377f_0683];
/// Bytes of its header, and of the header of each page in it.
const LOG_HEADER: u64 = 32;
const FRAME_HEADER: u64 = 24;

fn log_holds(wal: &Path, frames: u64) -> std::io::Result<bool> {
    let mut file = File::open(wal)?;
    let mut head = [0_u8; 12];
    file.read_exact(&mut head)?;
    let number = |at: usize| {
        let bytes = [head[at], head[at + 1], head[at + 2], head[at + 3]];
        u32::from_be_bytes(bytes)
    };
    let page = u64::from(number(8));
    let needed = LOG_HEADER + frames.saturating_mul(page + FRAME_HEADER);
    Ok(LOG_MAGIC.contains(&number(0)) && file.metadata()?.len() >= needed)
}

/// SQLite maps the -shm in pieces of this many bytes; reading one that was cut off ends the process.
const SHM_PIECE: u64 = 32_768;

/// None when the file is gone or has a second name (a hard link would have a -wal of its own).
fn look(path: &Path, wal: &Path, shm: &Path) -> Option<SeenFile> {
    let file = fs::symlink_metadata(path).ok()?;
    let companion = |path: &Path| {
        fs::symlink_metadata(path)
            .ok()
            .map(|found| Identity::of(&found))
    };
    (file.nlink() == 1).then(|| SeenFile {
        file: Identity::of(&file),
        wal: companion(wal),
        shm: companion(shm).filter(|_| fs::metadata(shm).is_ok_and(|m| m.len() >= SHM_PIECE)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_files() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        for name in [path.clone(), beside(&path, "-wal"), beside(&path, "-shm")] {
            fs::write(name, vec![b'x'; 32_768]).unwrap();
        }
        (dir, path)
    }

    fn guard(path: &Path) -> Guard {
        let identity = Identity::of(&fs::metadata(path).unwrap());
        Guard::new(path, Connected::to(identity)).unwrap()
    }

    #[test]
    fn every_game_with_the_three_files_is_noticed() {
        type Game = (&'static str, fn(&Path));
        let games: [Game; 7] = [
            ("the file deleted", |path| fs::remove_file(path).unwrap()),
            ("the file moved", |path| {
                fs::rename(path, beside(path, ".old")).unwrap();
            }),
            ("another put in its place", |path| {
                fs::write(beside(path, ".new"), "x").unwrap();
                fs::rename(beside(path, ".new"), path).unwrap();
            }),
            ("the -wal deleted", |path| {
                fs::remove_file(beside(path, "-wal")).unwrap();
            }),
            ("the -shm made anew", |path| {
                fs::write(beside(path, ".new"), vec![b'x'; 32_768]).unwrap();
                fs::rename(beside(path, ".new"), beside(path, "-shm")).unwrap();
            }),
            ("the -shm emptied", |path| {
                fs::write(beside(path, "-shm"), "").unwrap();
            }),
            ("a second name", |path| {
                fs::hard_link(path, beside(path, ".two")).unwrap();
            }),
        ];
        for (what, play) in games {
            let (_dir, path) = three_files();
            let guard = guard(&path);
            guard.check().unwrap();
            play(&path);
            assert_eq!(guard.check(), Err(Error::Swapped { path }), "{what}");
        }
    }

    #[test]
    fn ordinary_growth_is_not_a_swap() {
        let (_dir, path) = three_files();
        let guard = guard(&path);
        fs::write(beside(&path, "-wal"), vec![b'x'; 40_000]).unwrap();
        guard.check().unwrap();
        assert_eq!(guard.wal_bytes(), 40_000);
    }
}
