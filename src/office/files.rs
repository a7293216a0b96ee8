//! Questions about files: which paths begin as typed, and a copy of the office file beside it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Office;
use crate::domain::text;
use crate::store::{Error, its_files};

/// Paths brought at once.
const SHOWN: usize = 200;
/// Copies of one day that get a number.
const COPIES: usize = 100;

impl Office {
    /// What begins like the path typed: files and folders, the latter ending in `/`. Names that would
    /// not survive being typed are left out.
    pub(super) fn paths(&self, typed: &str) -> Vec<String> {
        let (folder, begun) = match typed.rfind('/') {
            Some(at) => typed.split_at(at + 1),
            None => ("", typed),
        };
        let Ok(entries) =
            std::fs::read_dir(self.path(if folder.is_empty() { "." } else { folder }))
        else {
            return Vec::new();
        };
        let mut found: Vec<String> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let hidden = name.starts_with('.') && !begun.starts_with('.');
                if hidden || !name.starts_with(begun) || text::clean(&name).text != name {
                    return None;
                }
                let slash = if entry.path().is_dir() { "/" } else { "" };
                Some(format!("{folder}{name}{slash}"))
            })
            .collect();
        found.sort();
        found.truncate(SHOWN);
        found
    }

    /// The path meant, `~` being the person's own folder.
    pub(super) fn path(&self, typed: &str) -> PathBuf {
        match (typed.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        }
    }

    /// Is this the office file or one that is kept beside it? Looks only: opening it would drop its locks.
    pub fn is_its_file(&self, path: &Path) -> bool {
        let identity = |path: &Path| fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
        let Some(target) = identity(path) else {
            return false;
        };
        let mut its = its_files(self.store.path()).into_iter();
        its.any(|file| identity(&file) == Some(target))
    }

    pub(super) fn backup(&self) -> Result<String, Error> {
        let file = self.store.path();
        let today = self.today();
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let named = |copy: usize| {
            let number = if copy == 1 {
                String::new()
            } else {
                format!("-{copy}")
            };
            file.with_file_name(format!("{stem}-{today}{number}.db"))
        };
        let free = |path: &PathBuf| std::fs::symlink_metadata(path).is_err();
        let target = (1..COPIES).map(named).find(free);
        let (copy, _) = self
            .store
            .backup(&target.unwrap_or_else(|| named(COPIES)))?;
        Ok(format!("Copied to {}.", plain(&copy)))
    }
}

/// A path on one line, safe to show.
fn plain(path: &Path) -> String {
    text::clean(&path.display().to_string()).text
}
