//! One office file for several logins of one computer: the group, and what its directory must be like.
//!
//! `create` makes it so for `hallpass init --shared GROUP`; `place_on_disk` checks it at each opening. SQLite makes
//! -wal and -shm anew whenever the last person leaves, so they must get the file's group whoever comes first.

use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use super::companions::its_files;
use super::error::{Error, plain, quoted, shown};
use crate::domain::setting::SharedPlace;

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

/// How a file that is made for this group lies at `path`, whose directory is there.
pub(super) fn place_of(path: &Path, group: u32) -> Result<SharedPlace, Error> {
    let path = std::path::absolute(path).map_err(|error| Error::from_io(&error, path))?;
    let directory = path.parent().unwrap_or(Path::new("/"));
    let directory = fs::canonicalize(directory).map_err(|error| Error::from_io(&error, &path))?;
    let found = fs::metadata(&directory).map_err(|error| Error::from_io(&error, &path))?;
    let path = directory.join(path.file_name().unwrap_or_default());
    Ok(SharedPlace {
        owner: rustix::process::geteuid().as_raw(),
        group,
        directory: found.mode() & 0o7777,
        file: 0o660,
        path: path.to_string_lossy().into_owned(),
    })
}

/// What is not as it was meant of an office file and what lies beside it: a sentence each, with the command that mends
/// it. Asks the disk and not the person's rights, and so says the same to root.
pub(super) fn misfits(path: &Path, meant: &SharedPlace) -> Vec<String> {
    let directory = path.parent().unwrap_or(Path::new("/"));
    let mut wrong = Vec::new();
    if let Ok(found) = fs::metadata(directory) {
        let at = (directory, format!("its directory {}", shown(directory)));
        wrong.extend(other_group(&at, &found, meant.group));
        let sticky = "is sticky, and there only the owner can write the file";
        if found.mode() & STICKY != 0 {
            wrong.push(misfit(&at, sticky, "chmod -t"));
        }
        wrong.extend(other_mode(&at, found.mode() & !STICKY, meant.directory));
    }
    for file in its_files(path) {
        let Ok(found) = fs::symlink_metadata(&file) else {
            continue;
        };
        let at = (file.as_path(), shown(&file));
        // Whoever may write the directory can lay one there, and a command would go on to what it names.
        if found.is_symlink() {
            let is = "is a link, which hallpass never makes, and whose target is not to be changed for it";
            wrong.push(misfit(&at, is, "rm"));
            continue;
        }
        // Those beside it are made for whoever comes first, and belong to them.
        if file == path && found.uid() != meant.owner {
            let (is, should) = (found.uid(), meant.owner);
            let is = format!("is user {is}'s and not user {should}'s");
            wrong.push(misfit(&at, &is, &format!("chown {should}")));
        }
        wrong.extend(other_group(&at, &found, meant.group));
        wrong.extend(other_mode(&at, found.mode(), meant.file));
    }
    wrong
}

/// What is wrong with a place that is called so, and the command that mends it.
fn misfit((path, called): &(&Path, String), is: &str, command: &str) -> String {
    format!("{called} {is}; mend it with: {command} {}", quoted(path))
}

fn other_group(at: &(&Path, String), found: &Metadata, should: u32) -> Option<String> {
    let is = found.gid();
    (is != should).then(|| {
        let is = format!("is of group {is} and not of {should}");
        misfit(at, &is, &format!("chgrp {should}"))
    })
}

fn other_mode(at: &(&Path, String), is: u32, should: u32) -> Option<String> {
    let is = is & 0o7777;
    (is != should).then(|| {
        let is = format!("has mode {is:04o} and not {should:04o}");
        misfit(at, &is, &format!("chmod {should:04o}"))
    })
}

/// What everybody on the computer may do with a file that is meant for one person, with the command that mends it.
pub(super) fn open_to_all(path: &Path) -> Option<String> {
    let mode = fs::metadata(path).ok()?.mode();
    (mode & 0o007 != 0).then(|| {
        format!(
            "everybody on this computer may read or write {} (mode {:04o}); mend it with: chmod o-rwx {}",
            shown(path),
            mode & 0o7777,
            quoted(path)
        )
    })
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

    /// Each is wrong in one way; the command that is told makes it right.
    #[test]
    fn what_is_not_as_it_was_meant_is_told_with_what_mends_it() {
        let group = rustix::process::getegid().as_raw();
        let spoil: [(&str, &str); 12] = [
            ("chmod g-s .", "has mode 0770 and not 2770"),
            ("chmod 2777 .", "has mode 2777 and not 2770"),
            ("chmod g-w .", "has mode 2750 and not 2770"),
            ("chmod +t .", "is sticky"),
            ("chmod 600 office.db", "has mode 0600 and not 0660"),
            ("chmod 666 office.db", "has mode 0666 and not 0660"),
            ("chmod 644 office.db-wal", "office.db-wal has mode 0644"),
            ("chmod 600 office.db-shm", "office.db-shm has mode 0600"),
            (
                "chmod 640 office.db-editing",
                "office.db-editing has mode 0640",
            ),
            ("chmod 1660 office.db", "has mode 1660 and not 0660"),
            // Whose target is somebody else's: what is advised must not go through it.
            (
                "rm office.db-editing; touch else; ln -s else office.db-editing",
                "office.db-editing is a link",
            ),
            (
                "rm office.db-shm; ln -s /etc/shadow office.db-shm",
                "office.db-shm is a link",
            ),
        ];
        let other: [(&str, &str); 4] = [
            ("chgrp 4711 .", "is of group 4711 and not of"),
            ("chgrp 4711 office.db", "office.db is of group 4711"),
            ("chgrp 4711 office.db-wal", "office.db-wal is of group 4711"),
            ("chown 4711 office.db", "is user 4711's and not user 0's"),
        ];
        // Only root gives away what it has.
        let root = rustix::process::geteuid().is_root();
        let other = other.iter().filter(|_| root);
        for (spoiled, told) in spoil.iter().chain(other) {
            let dir = tempfile::tempdir().unwrap();
            let run = |line: &str| {
                let mut shell = Command::new("sh");
                let done = shell.args(["-c", line]).current_dir(dir.path()).status();
                assert!(done.unwrap().success(), "{line}");
            };
            give_directory(dir.path(), group).unwrap();
            run("umask 007; touch office.db office.db-wal office.db-shm office.db-editing");
            let path = fs::canonicalize(dir.path()).unwrap().join("office.db");
            let meant = place_of(&path, group).unwrap();
            assert_eq!(misfits(&path, &meant), [""; 0]);
            run(spoiled);
            let wrong = misfits(&path, &meant);
            assert!(
                wrong.len() == 1 && wrong[0].contains(told),
                "{spoiled}: {wrong:?}"
            );
            run(wrong[0].split_once("; mend it with: ").unwrap().1);
            assert_eq!(misfits(&path, &meant), [""; 0], "{spoiled}");
        }
    }
}
