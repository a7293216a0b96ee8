//! Files that are read as they are: any plain file, and a whole text file that a person wrote by hand, such as a
//! checklist: small, and UTF-8.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use super::{ReadError, refusal};

/// Opens a plain file to read. A pipe or a device is refused: it could keep everybody waiting for ever.
pub fn open(path: &Path) -> Result<File, ReadError> {
    let from_io = |error| ReadError::from_io(path, &error);
    // Not to wait is asked for from the first moment on, as another thing may take the file's place.
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags as i32)
        .open(path)
        .map_err(from_io)?;
    let about = file.metadata().map_err(from_io)?;
    if about.is_dir() {
        return Err(refusal::directory(path));
    }
    if !about.is_file() {
        return Err(ReadError::new(
            format!("{} is not a plain file", path.display()),
            "Save it in a file and name that, or give it to standard input and name `-`.",
        ));
    }
    Ok(file)
}

/// Reads a file of at most `most` bytes as text with LF line ends and no byte order mark.
pub fn read(path: &Path, most: u64) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    // One byte more than is allowed tells that there is more, however long the file goes on.
    open(path)?
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ReadError::from_io(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(ReadError::new(
            format!("{} is larger than {} KB", path.display(), most / 1024),
            "Check that it is the file you meant.",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(good);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        ReadError::new(
            format!("{} is not UTF-8 text: see line {line}", path.display()),
            "Save it again as UTF-8 in your editor.",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n"))
}
