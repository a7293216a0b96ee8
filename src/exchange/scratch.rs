//! A file of our own for what a long file comes to and is too much to hold. It has no name, so nothing of it is left
//! whatever ends the program. It lies in the folder for temporary files (`TMPDIR`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};

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

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        self.end
    }
}

/// What is told where it cannot be kept or read.
pub(super) fn told(error: &io::Error) -> (String, &'static str) {
    (
        format!("what the file comes to could not be kept while it is read: {error}"),
        "Make room in the folder for temporary files, or name another with TMPDIR.",
    )
}
