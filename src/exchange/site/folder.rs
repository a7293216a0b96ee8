//! Puts a site where a web server reads it: written whole beside the folder, then the two change places in one step, so
//! that nobody ever reads half of it and what is no longer public is gone. A folder that hallpass did not make is kept.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with, syncfs};
use serde_json::{Value, json};

use super::SiteFile;
use crate::exchange::ReadError;

/// The file by which a folder is known as one that hallpass made; it lists the others.
const MARK: &str = "hallpass-site.json";
/// What it says.
const MADE_BY: &str = "hallpass publish";

/// What became of the pages of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReplacedSite {
    /// Pages that were not there before.
    pub new: usize,
    /// Pages that were there, and are gone.
    pub gone: usize,
}

/// What such a site would change in the folder, without changing it. The error says why it is kept as it is.
pub fn compared(folder: &Path, files: &[SiteFile]) -> Result<ReplacedSite, ReadError> {
    let places = SitePlaces::of(folder)?;
    let before = ours(&places.folder)?.unwrap_or_default();
    Ok(difference(&before, files))
}

/// Are pages of ours in the folder?
pub fn is_ours(folder: &Path) -> bool {
    listed(folder).is_some()
}

/// Makes the folder, or puts the site in the place of the one that hallpass made there before.
pub fn put(folder: &Path, files: &[SiteFile]) -> Result<ReplacedSite, ReadError> {
    let places = SitePlaces::of(folder)?;
    let before = ours(&places.folder)?;
    let written = |why: io::Error| {
        ReadError::new(
            format!("{} could not be written: {why}", folder.display()),
            "Name a folder in one that you may write to, with room left on its disk.",
        )
    };
    // What a publish that was killed left behind.
    for left in [&places.new, &places.old] {
        clear(left)?;
    }
    let lock = write(&places.new, files).map_err(written)?;
    let swapped = match before {
        Some(_) => swap(&places),
        None => fs::rename(&places.new, &places.folder),
    };
    drop(lock);
    swapped.map_err(written)?;
    for left in [&places.new, &places.old] {
        clear(left)?;
    }
    Ok(difference(&before.unwrap_or_default(), files))
}

/// Where the folder is, where the next one is written, and where the last one stands while they change places.
struct SitePlaces {
    folder: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl SitePlaces {
    fn of(folder: &Path) -> Result<SitePlaces, ReadError> {
        let Some(name) = folder.file_name() else {
            return Err(ReadError::new(
                format!("{} has no name that could be swapped", folder.display()),
                "Name a folder of its own, such as /srv/www/apps.",
            ));
        };
        let beside = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            folder.with_file_name(hidden)
        };
        Ok(SitePlaces {
            folder: folder.to_owned(),
            new: beside(".new"),
            old: beside(".old"),
        })
    }
}

/// The files of a folder that hallpass made; none where nothing is there. Anything else is refused.
fn ours(folder: &Path) -> Result<Option<BTreeSet<String>>, ReadError> {
    let there = match folder.symlink_metadata() {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        there => there.map_err(|why| ReadError::from_io(folder, &why))?,
    };
    let not_ours = |what: String| {
        ReadError::new(
            format!("{what}, and was kept"),
            "Name a folder that is not there yet; hallpass makes it, and replaces it the next time.",
        )
    };
    if !there.is_dir() {
        return Err(not_ours(format!("{} is no folder", folder.display())));
    }
    let Some(listed) = listed(folder) else {
        return Err(not_ours(format!(
            "{} was not made by hallpass publish",
            folder.display()
        )));
    };
    let mut found = Vec::new();
    walk(folder, "", &mut found).map_err(|why| ReadError::from_io(folder, &why))?;
    let foreign: Vec<String> = found
        .into_iter()
        .filter(|path| path != MARK && !listed.contains(path))
        .collect();
    if let Some(first) = foreign.first() {
        let more = match foreign.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        return Err(ReadError::new(
            format!(
                "{} has {first}{more}, which hallpass did not make, and was kept",
                folder.display()
            ),
            "Move it out of the folder: all that is there is replaced.",
        ));
    }
    Ok(Some(listed))
}

/// What the mark of a folder lists; none where there is no mark of ours.
fn listed(folder: &Path) -> Option<BTreeSet<String>> {
    let mark = fs::read(folder.join(MARK)).ok()?;
    let mark: Value = serde_json::from_slice(&mark).ok()?;
    let files = mark["files"].as_array()?.iter();
    let files = files.map(|file| file.as_str().map(str::to_owned));
    (mark["made_by"] == MADE_BY).then(|| files.collect())?
}

/// Every file below a folder, by its path from there; a link is a file.
fn walk(folder: &Path, below: &str, found: &mut Vec<String>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}

/// Takes away what stands in a place where only hallpass writes; refuses where somebody is writing there now, or where
/// it is not ours.
fn clear(left: &Path) -> Result<(), ReadError> {
    // One that was made and not yet marked is empty.
    if fs::remove_dir(left).is_ok() {
        return Ok(());
    }
    if ours(left)?.is_none() {
        return Ok(());
    }
    let mark = File::open(left.join(MARK)).map_err(|why| ReadError::from_io(left, &why))?;
    if mark.try_lock().is_err() {
        return Err(ReadError::new(
            format!("somebody else publishes there now: {}", left.display()),
            "Try again when they are done.",
        ));
    }
    fs::remove_dir_all(left).map_err(|why| ReadError::from_io(left, &why))
}

/// Writes the site to a new folder, its mark first; the lock that is held meanwhile says that somebody does.
fn write(folder: &Path, files: &[SiteFile]) -> io::Result<File> {
    let made = |folder: &Path| {
        DirBuilder::new().mode(0o755).create(folder)?;
        // Whatever the mask of whoever publishes: a web server reads it.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
    };
    made(folder)?;
    let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mark = json!({ "made_by": MADE_BY, "files": names });
    let lock = put_file(&folder.join(MARK), format!("{mark:#}\n").as_bytes())?;
    let _ = lock.try_lock();
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent().filter(|parent| !parent.exists()) {
            made(parent)?;
        }
        put_file(&path, &file.bytes)?;
    }
    // Where a file system cannot be asked for it, what is lost in a power cut is published again the next night.
    let _ = syncfs(&lock);
    Ok(lock)
}

fn put_file(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o644)
        .open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o644))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// The new folder and the one that is there change places.
fn swap(places: &SitePlaces) -> io::Result<()> {
    let SitePlaces { folder, new, old } = places;
    if renameat_with(CWD, new, CWD, folder, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    // Not every file system can do it in one step.
    fs::rename(folder, old)?;
    fs::rename(new, folder)
}

fn difference(before: &BTreeSet<String>, files: &[SiteFile]) -> ReplacedSite {
    let is_page = |path: &&str| path.starts_with("products/");
    let now: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let pages = now.iter().copied().filter(is_page);
    let gone = before.iter().map(String::as_str).filter(is_page);
    ReplacedSite {
        new: pages.filter(|page| !before.contains(*page)).count(),
        gone: gone.filter(|page| !now.contains(page)).count(),
    }
}

#[cfg(test)]
mod tests;
