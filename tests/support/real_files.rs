//! Real files by other people, read where they are: `HALLPASS_TEST_DATA`, or `../shared/data` beside the project.

use std::path::{Path, PathBuf};

/// A file or folder of that collection, where it is there; else says so.
pub fn data(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("HALLPASS_TEST_DATA").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}
