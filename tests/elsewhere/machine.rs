//! What this machine has of programs, and who runs the tests on it.

use std::path::PathBuf;

/// A user without any right; also the number of its group.
pub const NOBODY: u32 = 65_534;

/// Where a program is that this machine may have.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let mut named = folders.map(|folder| folder.join(name));
    named.find(|path| path.is_absolute() && path.is_file())
}

/// A program of PostgreSQL's server, where Debian puts it or on the path; the newest version.
pub fn postgres(name: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut found: Vec<PathBuf> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin").join(name)))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop().or_else(|| program(name))
}

/// Does root run them?
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
