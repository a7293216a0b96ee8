//! Puts finished bytes into a file: never over an existing one unasked, never half of it.
//! Exports and templates are saved through here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::ReadError;

/// Writes `bytes` to `path`, readable by its owner alone. An existing file is kept unless `force`;
/// with it the new file takes its place in one step, and a link is replaced, not followed.
pub fn save(path: &Path, force: bool, bytes: &[u8]) -> Result<(), ReadError> {
    save_as_written(path, force, |file| file.write_all(bytes))
}

/// The same for what `write` writes bit by bit. Where that fails nothing is there.
pub fn save_as_written(
    path: &Path,
    force: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ReadError> {
    if path.is_dir() {
        return Err(super::refusal::directory(path));
    }
    if !force && path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    // Of a link what it leads to: `/dev/stdout` is one.
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        return Err(ReadError::new(
            format!("{} is a pipe or a device and was kept", path.display()),
            "Name a plain file; without -o a table goes to the terminal or a pipe.",
        ));
    }
    let done = if force {
        put(write, path, |beside| fs::rename(beside, path))
    } else {
        put_new(write, path)
    };
    done.map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => ReadError::new(
            format!("{} could not be written: {e}", path.display()),
            "Name a file in a folder you may write to, with room left on its disk.",
        ),
    })
}

/// Writes `bytes` to a new file, readable by its owner alone, which appears whole or not at all; `AlreadyExists` where
/// anything is there.
pub fn save_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_new(|file| file.write_all(bytes), path)
}

fn put_new(write: impl FnOnce(&mut dyn Write) -> io::Result<()>, path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // A link, unlike a rename, fails when somebody made the file meanwhile.
    put(write, path, |beside| fs::hard_link(beside, path))
}

/// Writes a file beside the one that it is to be, and gives it that name.
fn put(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    path: &Path,
    name: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let beside = beside(path);
    let done = create(&beside).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        name(&beside)
    });
    // The file beside is ours; that it may be gone already, or stay, changes nothing.
    let _ = fs::remove_file(&beside);
    done
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    let name = format!(
        ".{}.{:08x}.part",
        name.unwrap_or_default(),
        fastrand::u32(..)
    );
    path.with_file_name(name)
}

fn exists(path: &Path) -> ReadError {
    ReadError::by_option(
        format!("{} exists already and was kept", path.display()),
        "Choose another name, or replace it with --force.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn what_is_not_a_file_is_never_replaced() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let folder = tempfile::tempdir().unwrap();
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        symlink("/dev/null", &link).unwrap();
        for path in [&pipe, &link] {
            let before = fs::symlink_metadata(path).unwrap();
            let refused = save(path, true, b"text").unwrap_err();
            assert!(
                refused.what.contains("a pipe or a device"),
                "{}",
                refused.what
            );
            let after = fs::symlink_metadata(path).unwrap();
            assert_eq!(before.file_type(), after.file_type());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn an_existing_file_is_kept_unless_forced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        save(&path, false, b"one").unwrap();
        assert!(
            save(&path, false, b"two")
                .unwrap_err()
                .what
                .contains("exists already")
        );
        assert_eq!(fs::read(&path).unwrap(), b"one");
        save(&path, true, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_not_followed_and_a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, b"keep").unwrap();
        symlink(&target, &link).unwrap();
        assert!(save(&link, false, b"x").is_err());
        save(&link, true, b"x").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"keep");
        assert!(save(folder.path(), true, b"x").is_err());
        assert!(save(&folder.path().join("no/such"), false, b"x").is_err());
    }
}
