//! What keeps pupils out of everything while results are read: no core dump, and buffers that are wiped.
//!
//! Wiped are the bytes as they are read, the cells of the row that is read, and what is kept for each pupil and
//! standard, which is a number made by a key of this run only. Not ours to wipe are the system's own cache of the file,
//! and the few kilobytes in which a zip archive is unpacked or JSON is taken apart.

use std::path::Path;

use rustix::process::{Resource, Rlimit};
use zeroize::Zeroize;

use crate::exchange::ReadError;

/// No part of this process is written to disk when it dies, and no other program of the same person may look into it.
pub(super) fn no_core_dumps(path: &Path) -> Result<(), ReadError> {
    let none = Rlimit {
        current: Some(0),
        maximum: rustix::process::getrlimit(Resource::Core).maximum,
    };
    let refused = |error: rustix::io::Errno| {
        ReadError::new(
            format!(
                "{} was not read: core dumps could not be turned off: {error}",
                path.display()
            ),
            "Results name pupils; read them where `ulimit -c 0` is allowed.",
        )
    };
    rustix::process::setrlimit(Resource::Core, none).map_err(refused)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(refused)?;
    Ok(())
}

/// Bytes that are wiped when they are let go, and when they outgrow their place.
#[derive(Default)]
pub(super) struct WipedBytes(Vec<u8>);

impl WipedBytes {
    pub(super) fn zeros(length: usize) -> WipedBytes {
        WipedBytes(vec![0; length])
    }

    /// Twice as long, with what is in it.
    pub(super) fn double(&mut self) {
        let mut more = vec![0; self.0.len() * 2];
        more[..self.0.len()].copy_from_slice(&self.0);
        self.0.zeroize();
        self.0 = more;
    }
}

impl std::ops::Deref for WipedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::DerefMut for WipedBytes {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Drop for WipedBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
