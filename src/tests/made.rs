//! Office files that take a while to make, made once and copied. `tests/support` takes this file too.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Office files that are made once a test program and then copied, each by a name of its own.
pub struct Made(Mutex<BTreeMap<String, Arc<OnceLock<Vec<u8>>>>>);

impl Made {
    pub const fn new() -> Made {
        Made(Mutex::new(BTreeMap::new()))
    }

    /// Writes a copy of the file of this name for its owner alone, as hallpass would; `make` makes it the first
    /// time and leaves it closed.
    pub fn copy_to(&self, path: &Path, name: &str, make: impl FnOnce(&Path)) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = Arc::clone(made.entry(name.to_owned()).or_default());
        // Others may be made meanwhile: this one may need them.
        drop(made);
        let bytes = entry.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("office.db");
            make(&path);
            std::fs::read(&path).unwrap()
        });
        let mut file = OpenOptions::new();
        let file = file.write(true).create_new(true).mode(0o600).open(path);
        file.unwrap().write_all(bytes).unwrap();
    }
}
