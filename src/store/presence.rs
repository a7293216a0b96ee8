//! The file beside the office file in which sessions say what they edit: a slot a session, held by a lock of the kernel
//! on the slot's bytes, so that whoever dies says nothing any more at once. Nothing is written into the database.
//!
//! The locks are those of an open file description (`F_OFD_SETLK`): closing the file elsewhere in the process drops none
//! of them. A slot is only believed while it is held. Where the file cannot be made or opened there is no presence,
//! and nobody is told: it is advice.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::companions::{EDITING, beside};
use super::place_on_disk::Identity;
use crate::domain::presence::{Editing, SLOT};

/// Most sessions that say what they edit at one moment; those after them say nothing.
const MOST: u64 = 1024;

/// What this session says, and where it reads what others say.
#[derive(Debug)]
pub struct Presence {
    office: PathBuf,
    open: Option<OpenSlots>,
}

/// The file as it was opened, and the slot in it that is held.
#[derive(Debug)]
struct OpenSlots {
    file: File,
    identity: Identity,
    mine: Option<u64>,
}

impl Presence {
    /// That of the office at this path; nothing is opened yet.
    pub(super) fn of(office: &Path) -> Presence {
        Presence {
            office: office.to_path_buf(),
            open: None,
        }
    }

    /// Says what this session edits, in place of what it said before; none lets others know that it edits nothing.
    pub fn say(&mut self, editing: Option<&Editing>) {
        let Some(editing) = editing else {
            // Closing the file lets go of the slot; whoever looks opens it again.
            self.open = None;
            return;
        };
        self.look(true);
        let said = self.open.as_mut().map(|open| open.say(editing));
        if said.is_some_and(|said| said.is_err()) {
            self.open = None;
        }
    }

    /// What other sessions say that they edit.
    pub fn others(&mut self) -> Vec<Editing> {
        self.look(false);
        let said = self.open.as_ref().map(OpenSlots::others);
        said.unwrap_or_default()
    }

    /// Opens the file, unless the one that is open still has its name; where `makes` is said it is made.
    fn look(&mut self, makes: bool) {
        let path = beside(&self.office, EDITING);
        let there = fs::symlink_metadata(&path).ok();
        let same = |open: &OpenSlots| there.as_ref().map(Identity::of) == Some(open.identity);
        if !self.open.as_ref().is_some_and(same) {
            self.open = OpenSlots::open(&path, &self.office, makes);
        }
    }
}

impl OpenSlots {
    fn open(path: &Path, office: &Path, makes: bool) -> Option<OpenSlots> {
        let file = match options().open(path) {
            Ok(file) => file,
            Err(error) if makes && error.kind() == io::ErrorKind::NotFound => make(path, office)?,
            Err(_) => return None,
        };
        let found = file.metadata().ok()?;
        (found.is_file() && found.nlink() == 1).then(|| OpenSlots {
            identity: Identity::of(&found),
            file,
            mine: None,
        })
    }

    fn say(&mut self, editing: &Editing) -> io::Result<()> {
        let slot = match self.mine {
            Some(slot) => slot,
            None => self.take()?,
        };
        self.mine = Some(slot);
        self.file.write_all_at(&editing.to_slot(), at(slot))
    }

    /// Holds the first slot that nobody holds.
    fn take(&self) -> io::Result<u64> {
        for slot in 0..MOST {
            if kernel::hold(&self.file, at(slot), SLOT as u64)? {
                return Ok(slot);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    fn others(&self) -> Vec<Editing> {
        let long = self.file.metadata().map_or(0, |found| found.len());
        let slots = 0..(long / SLOT as u64).min(MOST);
        let held = slots.filter(|slot| {
            Some(*slot) != self.mine && kernel::is_held(&self.file, at(*slot), SLOT as u64)
        });
        let said = held.filter_map(|slot| {
            let mut bytes = [0; SLOT];
            self.file.read_exact_at(&mut bytes, at(slot)).ok()?;
            Editing::of_slot(&bytes)
        });
        said.collect()
    }
}

/// Where a slot begins, in bytes.
fn at(slot: u64) -> u64 {
    slot * SLOT as u64
}

/// To read and to write, and through no link; nor does it wait where somebody put a pipe.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    options
}

/// A new file that whoever may use the office file may use: with its mode, and made by root with its owner and group, as
/// SQLite makes those beside it.
fn make(path: &Path, office: &Path) -> Option<File> {
    let meant = fs::metadata(office).ok()?;
    let made = options().create_new(true).mode(0o600).open(path);
    let file = match made {
        Ok(file) => file,
        // Somebody was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return options().open(path).ok();
        }
        Err(_) => return None,
    };
    let root = rustix::process::geteuid().is_root();
    let given = if root {
        std::os::unix::fs::fchown(&file, Some(meant.uid()), Some(meant.gid()))
    } else {
        Ok(())
    };
    let mode = Permissions::from_mode(meant.mode() & 0o666);
    let given = given.and_then(|()| file.set_permissions(mode));
    given.is_ok().then_some(file)
}

/// The kernel's locks on ranges of bytes, which belong to the open file and go with it.
#[cfg(target_os = "linux")]
mod kernel {
    use std::fs::File;
    use std::io;

    use nix::errno::Errno;
    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;

    /// Holds these bytes; false where somebody else does.
    pub(super) fn hold(file: &File, from: u64, length: u64) -> io::Result<bool> {
        match fcntl(file, FcntlArg::F_OFD_SETLK(&range(from, length))) {
            Ok(_) => Ok(true),
            Err(Errno::EAGAIN | Errno::EACCES) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }

    /// Does another open file hold any of these bytes?
    pub(super) fn is_held(file: &File, from: u64, length: u64) -> bool {
        let mut asked = range(from, length);
        let asked_of = fcntl(file, FcntlArg::F_OFD_GETLK(&mut asked));
        asked_of.is_ok() && asked.l_type != libc::F_UNLCK as i16
    }

    fn range(from: u64, length: u64) -> libc::flock {
        libc::flock {
            l_type: libc::F_WRLCK as i16,
            l_whence: libc::SEEK_SET as i16,
            l_start: from as i64,
            l_len: length as i64,
            // It must be 0 for a lock of an open file.
            l_pid: 0,
        }
    }
}

/// Elsewhere no session says anything.
#[cfg(not(target_os = "linux"))]
mod kernel {
    use std::fs::File;
    use std::io;

    pub(super) fn hold(_file: &File, _from: u64, _length: u64) -> io::Result<bool> {
        Ok(false)
    }

    pub(super) fn is_held(_file: &File, _from: u64, _length: u64) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Kind, RecordRef};

    fn editing(who: &str, id: i64) -> Editing {
        let kind = Kind::Product;
        Editing {
            who: who.to_owned(),
            record: RecordRef { kind, id },
        }
    }

    /// The office file of this mode in a folder of its own.
    fn office(mode: u32) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    #[test]
    fn each_session_has_a_slot_and_hears_all_others() {
        let (_dir, path) = office(0o660);
        let mut sessions: Vec<Presence> = (0..40).map(|_| Presence::of(&path)).collect();
        assert_eq!(sessions[0].others(), []);
        assert!(!beside(&path, EDITING).exists(), "nothing is made to look");
        for (session, id) in sessions.iter_mut().zip(0..) {
            session.say(Some(&editing("kim", id)));
        }
        for (at, session) in sessions.iter_mut().enumerate() {
            let heard: Vec<i64> = session.others().iter().map(|one| one.record.id).collect();
            let all_but_me: Vec<i64> = (0..40).filter(|id| *id != at as i64).collect();
            assert_eq!(heard, all_but_me);
        }
        // One says something else, one nothing, one is gone, and a slot that is free is taken again.
        sessions[0].say(Some(&editing("kim", 100)));
        sessions[1].say(None);
        drop(sessions.remove(2));
        let mut new = Presence::of(&path);
        let heard: Vec<i64> = new.others().iter().map(|one| one.record.id).collect();
        assert_eq!(heard[..3], [100, 3, 4]);
        new.say(Some(&editing("lee", 7)));
        let long = fs::metadata(beside(&path, EDITING)).unwrap().len();
        assert_eq!(long, 40 * SLOT as u64);
    }

    #[test]
    fn the_file_is_for_those_whom_the_office_file_is_for() {
        for mode in [0o600, 0o660] {
            let (_dir, path) = office(mode);
            Presence::of(&path).say(Some(&editing("kim", 1)));
            let found = fs::metadata(beside(&path, EDITING)).unwrap();
            assert_eq!(found.mode() & 0o7777, mode);
            assert_eq!(found.gid(), fs::metadata(&path).unwrap().gid());
        }
    }

    #[test]
    fn what_is_no_file_of_ours_is_left_alone_and_there_is_no_presence() {
        type Game = fn(&Path);
        let games: [Game; 4] = [
            |path| fs::create_dir(path).unwrap(),
            |path| {
                fs::write(path.with_file_name("other"), "").unwrap();
                std::os::unix::fs::symlink(path.with_file_name("other"), path).unwrap();
            },
            |path| {
                fs::write(path.with_file_name("other"), "").unwrap();
                fs::hard_link(path.with_file_name("other"), path).unwrap();
            },
            |path| {
                let made = std::process::Command::new("mkfifo").arg(path).status();
                assert!(made.unwrap().success());
            },
        ];
        for game in games {
            let (dir, path) = office(0o600);
            game(&beside(&path, EDITING));
            let (mut one, mut other) = (Presence::of(&path), Presence::of(&path));
            one.say(Some(&editing("kim", 1)));
            assert_eq!(other.others(), []);
            let untouched = fs::read(dir.path().join("other")).unwrap_or_default();
            assert!(untouched.is_empty());
        }
    }

    #[test]
    fn a_file_that_was_taken_away_is_made_anew_and_nonsense_in_a_slot_is_nobody() {
        let (_dir, path) = office(0o600);
        let (mut one, mut other) = (Presence::of(&path), Presence::of(&path));
        one.say(Some(&editing("kim", 1)));
        assert_eq!(other.others(), [editing("kim", 1)]);
        fs::remove_file(beside(&path, EDITING)).unwrap();
        assert_eq!(other.others(), []);
        one.say(Some(&editing("kim", 2)));
        assert_eq!(other.others(), [editing("kim", 2)]);
        let slots = beside(&path, EDITING);
        fs::write(&slots, [0xff; 300]).unwrap();
        assert_eq!(other.others(), []);
        // It is cut off or grows under them, and nothing comes of that.
        fs::write(&slots, "").unwrap();
        assert_eq!(other.others(), []);
        one.say(Some(&editing("kim", 3)));
        assert_eq!(other.others(), [editing("kim", 3)]);
    }
}
