//! What lies beside the office file and is called after it: the -wal and the -shm of SQLite, who edits
//! what, and copies of its own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file in which sessions say what they edit is called so after the office file.
pub(super) const EDITING: &str = "-editing";

/// The path with `suffix` after its whole name: SQLite calls its companions so.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// An office file with what lies beside it while somebody is in it, the file itself first.
pub fn its_files(path: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", EDITING].map(|suffix| beside(path, suffix))
}
