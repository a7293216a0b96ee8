//! Standard input as a file: `hallpass import products -`. A table is looked over before it is read, so that
//! what comes through a pipe is kept in a file of its own until the command ends. What names pupils is kept in memory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::exchange::scratch::folder_hint;

use super::Failure;
use crate::exchange::{ReadError, results, text_file};

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
                format!("{}; or name a file", folder_hint()),
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

    /// The same of a text that is there already.
    pub(super) fn of(text: &[u8]) -> Result<PipedFile, Failure> {
        let kept = PipedFile::new().and_then(|(kept, mut file)| {
            file.write_all(text)?;
            Ok(kept)
        });
        kept.map_err(|error| {
            let why = format!("what was said could not be kept in a file: {error}");
            Failure::refused(why, folder_hint())
        })
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

/// Most bytes taken from a pipe into memory.
const MOST_IN_MEMORY: u64 = 300 << 20;

/// What came through the pipe, in memory and in no folder, under a name that this process alone can open. It is gone with
/// this value.
pub(super) struct PipedInMemory {
    path: PathBuf,
    _file: File,
}

impl PipedInMemory {
    /// Reads standard input to its end; more than fits is refused.
    #[cfg(target_os = "linux")]
    pub(super) fn all() -> Result<PipedInMemory, Failure> {
        use std::os::fd::{AsFd, AsRawFd};

        use rustix::fs::{MemfdFlags, memfd_create};
        use zeroize::Zeroizing;

        let failed = |error: io::Error| {
            Failure::refused(
                format!("{NAME} could not be held in memory: {error}"),
                "name the files",
            )
        };
        // Before the first pupil is in memory.
        results::leave_no_core_dump()?;
        let held = memfd_create("results", MemfdFlags::CLOEXEC);
        let mut file = File::from(held.map_err(|error| failed(error.into()))?);
        // Not by the buffer of standard input, which nobody wipes.
        let pipe = io::stdin().as_fd().try_clone_to_owned().map_err(failed)?;
        let mut pipe = File::from(pipe);
        let mut some = Zeroizing::new(vec![0; 64 << 10]);
        let mut all = 0;
        loop {
            let got = match pipe.read(&mut some) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                got => got.map_err(failed)?,
            };
            if got == 0 {
                break;
            }
            all += got as u64;
            if all > MOST_IN_MEMORY {
                return Err(Failure::refused(
                    format!(
                        "{NAME} goes on beyond {} MB, more than is held in memory",
                        MOST_IN_MEMORY >> 20
                    ),
                    "name the file at the host, or give groups alone: standard, school, grade, n and below",
                ));
            }
            file.write_all(&some[..got]).map_err(failed)?;
        }
        let path = format!("/proc/self/fd/{}", file.as_raw_fd()).into();
        Ok(PipedInMemory { path, _file: file })
    }

    /// Elsewhere there is no such file.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn all() -> Result<PipedInMemory, Failure> {
        Err(Failure::refused(
            format!("{NAME} would be kept on disk for a while here, and results name pupils"),
            "name the files",
        ))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A sentence about it as one about standard input.
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
