//! A file of our own for what a long file comes to and is too much to hold. It has no name, so nothing of it is left
//! whatever ends the program. It lies in the folder for temporary files (`TMPDIR`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crate::domain::text::shown;

/// Bytes that are appended, and read at any place.
#[derive(Debug)]
pub(super) struct Scratch {
    file: File,
    end: u64,
}

impl Scratch {
    /// An empty one.
    pub(super) fn new() -> io::Result<Scratch> {
        let folder = std::env::temp_dir();
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for n in 0..100 {
            let path = folder.join(format!("hallpass-{}-{n}.tmp", std::process::id()));
            let made = OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            match made {
                Ok(file) => {
                    fs::remove_file(&path)?;
                    return Ok(Scratch { file, end: 0 });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Appends these bytes; gives the place of the first.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.end;
        self.file.write_all_at(bytes, at)?;
        self.end += bytes.len() as u64;
        Ok(at)
    }

    /// Reads as many bytes as fit, from this place on.
    pub(super) fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.file.read_exact_at(bytes, at)
    }

    /// The file itself.
    pub(super) fn into_file(self) -> File {
        self.file
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        self.end
    }
}

/// What is told where it cannot be kept or read.
pub(super) fn told(error: &io::Error) -> (String, String) {
    (
        format!("what the file comes to could not be kept while it is read: {error}"),
        folder_hint(),
    )
}

/// What to do where nothing can be kept in the folder for temporary files, without a full stop.
pub fn folder_hint() -> String {
    hint_of(&std::env::temp_dir())
}

fn hint_of(folder: &Path) -> String {
    let named = shown(&folder.display().to_string()).into_owned();
    if folder.is_dir() {
        format!("make room in {named}, the folder for temporary files, or name another with TMPDIR")
    } else {
        format!(
            "make {named}, the folder for temporary files, which is not there, or name another with TMPDIR"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_to_be_made_and_one_that_is_full_needs_room() {
        let dir = tempfile::tempdir().unwrap();
        let there = dir.path().display().to_string();
        assert_eq!(
            hint_of(dir.path()),
            format!(
                "make room in {there}, the folder for temporary files, or name another with TMPDIR"
            )
        );
        assert_eq!(
            hint_of(&dir.path().join("gone")),
            format!(
                "make {there}/gone, the folder for temporary files, which is not there, or name another with TMPDIR"
            )
        );
    }
}
