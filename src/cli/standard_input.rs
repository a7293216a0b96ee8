//! Standard input as a file: `hallpass import products -`. A table is looked over before it is read, so that
//! what comes through a pipe is kept in a file of its own until the command ends.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::exchange::{ReadError, text_file};

/// Most bytes taken from a pipe as a table.
const MOST: u64 = 256 << 20;

/// What people call it in place of a file.
pub(super) const NAME: &str = "standard input";

/// Does this name stand for standard input?
pub(super) fn is_meant(path: &Path) -> bool {
    ["-", "/dev/stdin"]
        .iter()
        .any(|name| path == Path::new(name))
}

/// The text of a file of at most `most` bytes that a person wrote, or of standard input where the name stands for it,
/// with what the file is called.
pub(super) fn text(file: &Path, most: u64) -> Result<(String, String), Failure> {
    if !is_meant(file) {
        return Ok((text_file::read(file, most)?, file.display().to_string()));
    }
    let kept = PipedFile::all()?;
    let text = text_file::read(kept.path(), most).map_err(|error| ReadError {
        what: kept.said(&error.what),
        ..error
    })?;
    Ok((text, NAME.to_owned()))
}

/// What came through the pipe, in a file that is gone with this value.
pub(super) struct PipedFile {
    path: PathBuf,
}

impl PipedFile {
    /// Reads standard input to its end; more than a table can be is refused.
    pub(super) fn all() -> Result<PipedFile, Failure> {
        let failed = |error: io::Error| {
            Failure::refused(
                format!("{NAME} could not be kept: {error}"),
                "make room in the folder for temporary files, or name a file",
            )
        };
        let (kept, mut file) = PipedFile::new().map_err(failed)?;
        let mut pipe = io::stdin().lock().take(MOST + 1);
        if io::copy(&mut pipe, &mut file).map_err(failed)? > MOST {
            return Err(Failure::refused(
                format!(
                    "{NAME} goes on beyond {} MB, too much for a table",
                    MOST >> 20
                ),
                "save it in a file and name that",
            ));
        }
        Ok(kept)
    }

    fn new() -> io::Result<(PipedFile, File)> {
        let folder = std::env::temp_dir();
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for n in 0..100 {
            let path = folder.join(format!("hallpass-{}-{n}.in", std::process::id()));
            let made = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            match made {
                Ok(file) => return Ok((PipedFile { path }, file)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A sentence about the file as one about standard input.
    pub(super) fn said(&self, sentence: &str) -> String {
        sentence.replace(&self.path.display().to_string(), NAME)
    }
}

impl Drop for PipedFile {
    fn drop(&mut self) {
        // A temporary file that cannot be removed is the system's to sweep away.
        let _ = fs::remove_file(&self.path);
    }
}
