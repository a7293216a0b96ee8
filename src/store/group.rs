//! One office file for several logins of one computer: the group, and what its directory must be like.
//!
//! `create` makes it so for `hallpass init --shared GROUP`; `place_on_disk` checks it at each opening. SQLite makes
//! -wal and -shm anew whenever the last person leaves, so they must get the file's group whoever comes first.

use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use super::error::{Error, plain, quoted};

const GROUP_MAY_WRITE: u32 = 0o020;
const SET_GROUP_ID: u32 = 0o2000;
const STICKY: u32 = 0o1000;

/// Number of the group called `name` (or of that number), as the computer's user directory knows it.
pub fn number_of(name: &str) -> Result<u32, Error> {
    if let Ok(number) = name.parse() {
        return Ok(number);
    }
    let answer = Command::new("getent")
        .arg("group")
        .arg("--")
        .arg(name)
        .output();
    answer
        .ok()
        .and_then(|answer| {
            let line = String::from_utf8_lossy(&answer.stdout).into_owned();
            line.split(':').nth(2)?.trim().parse().ok()
        })
        .ok_or_else(|| Error::refused(format!("this computer has no group called {}", plain(name))))
}

/// Gives a directory that was just made to the group: 2770, so that whatever is made in it is the group's too.
pub(super) fn give_directory(directory: &Path, group: u32) -> Result<(), Error> {
    std::os::unix::fs::chown(directory, None, Some(group))
        .and_then(|()| fs::set_permissions(directory, Permissions::from_mode(0o2770)))
        .map_err(|error| Error::from_io(&error, directory))
}

/// Refuses an existing directory in which the group's people would lock each other out.
pub(super) fn check_directory(directory: &Path, group: u32) -> Result<(), Error> {
    let found = fs::metadata(directory).map_err(|error| Error::from_io(&error, directory))?;
    let wanted = SET_GROUP_ID | 0o070;
    if found.gid() == group && found.mode() & (wanted | STICKY) == wanted {
        return Ok(());
    }
    let named = quoted(directory);
    Err(Error::NoPlace {
        path: directory.to_path_buf(),
        reason: format!("people of group {group} could not all write there"),
        fix: format!(
            "choose a directory that does not exist yet, or: chgrp {group} {named} && chmod 2770 {named} && chmod -t {named}"
        ),
    })
}

/// Refuses a group's file where the -wal and -shm made by this person would shut the others out.
pub(super) fn check(path: &Path, directory: &Path, found: &Metadata) -> Result<(), Error> {
    let me = rustix::process::geteuid();
    // As root SQLite gives the companions to the file's owner and group itself.
    if found.mode() & GROUP_MAY_WRITE == 0 || me.is_root() {
        return Ok(());
    }
    let around = fs::metadata(directory).map_err(|error| Error::from_io(&error, directory))?;
    let (file, named) = (quoted(path), quoted(directory));
    let companions_group = if around.mode() & SET_GROUP_ID == 0 {
        rustix::process::getegid().as_raw()
    } else {
        around.gid()
    };
    if companions_group != found.gid() {
        let group = found.gid();
        return Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!(
                "it is shared with group {group}, but files made beside it would belong to group {companions_group} \
                 and shut the others out"
            ),
            fix: format!(
                "chgrp {group} {named} && chmod 2770 {named} (or, if it is yours alone: chmod g-w {file})"
            ),
        });
    }
    // Linux refuses to open another's file in such a directory (fs.protected_regular), so SQLite would see it read-only.
    if around.mode() & STICKY != 0 && found.uid() != me.as_raw() {
        return Err(Error::NoPlace {
            path: path.to_path_buf(),
            reason: format!(
                "its directory {named} is sticky, and there only the owner can write the file"
            ),
            fix: "with nobody in it, move it to a directory of its own with mode 2770".into(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_by_name_or_number() {
        assert_eq!(number_of("4711"), Ok(4711));
        assert!(matches!(
            number_of("no-such-group-here"),
            Err(Error::Refused(_))
        ));
        assert!(matches!(number_of("--help"), Err(Error::Refused(_))));
    }

    #[test]
    fn a_shared_directory_needs_the_group_its_mark_and_no_sticky_bit() {
        let mine = rustix::process::getegid().as_raw();
        for (mode, good) in [
            (0o2770, true),
            (0o2775, true),
            (0o770, false),
            (0o2750, false),
            (0o3770, false),
        ] {
            let dir = tempfile::tempdir().unwrap();
            std::os::unix::fs::chown(dir.path(), None, Some(mine)).unwrap();
            fs::set_permissions(dir.path(), Permissions::from_mode(mode)).unwrap();
            assert_eq!(check_directory(dir.path(), mine).is_ok(), good, "{mode:o}");
        }
    }
}
