//! A consistent copy of the office file while people work in it, and the question whether the file is sound.
//!
//! `hallpass backup FILE` and `hallpass check` call this, and `open` before an upgrade. Copying the file itself would
//! miss what is still in the -wal, so the copy is made by SQLite, in one step: smaller steps never end under writers.

use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::companions::beside;
use super::error::{Error, plain};
use super::guard::Guard;
use super::new_file::NewFile;
use super::{busy, convert, placed, settings, structure};
use crate::domain::counted::counted;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;

/// The most problems `check` lists of one kind.
const ENOUGH: usize = 20;

/// Copies the office file behind `conn` to `target`, which must not exist; checks the copy before it gets its name.
///
/// Answers the absolute name of the copy. It can be opened, or put in the office file's place, as it is.
pub fn backup(conn: &Connection, target: &Path) -> Result<PathBuf, Error> {
    backup_seen(conn, target, |_| Ok(()))
}

/// As `backup`, and shows the copy to `besides` before it gets its name.
pub(super) fn backup_seen(
    conn: &Connection,
    target: &Path,
    besides: impl FnOnce(&Connection) -> Result<(), Error>,
) -> Result<PathBuf, Error> {
    let new = NewFile::begin(target)?;
    copy(conn, new.path(), SoundnessCheck::Quick, besides)
        .map_err(|error| blamed(error, conn, target))?;
    new.finish()
}

/// Names the file an error of copying is about: what cannot be read is the office file, what cannot be written the copy.
pub(super) fn blamed(error: Error, from: &Connection, target: &Path) -> Error {
    match (&error, from.path()) {
        (Error::Damaged { .. }, Some(office)) => error.at(Path::new(office)),
        _ => error.at(target),
    }
}

/// The room for pages while all of them are looked at, in KiB as SQLite writes it.
const CHECK_ROOM: i64 = -24_000;

/// What is wrong with the office file; empty when it is sound. Reads the whole file.
pub fn check(conn: &Connection, guard: &Guard) -> Vec<String> {
    let mut problems = unsound_office(conn);
    if let Err(swapped) = guard.check() {
        problems.push(swapped.to_string());
    }
    problems
}

/// What is wrong with the office in a file, wherever that file is.
pub(super) fn unsound_office(conn: &Connection) -> Vec<String> {
    // First, so that nothing is read through what another program has put there.
    let mut problems =
        structure::strange(conn).unwrap_or_else(|error| vec![plain(&error.to_string())]);
    if problems.is_empty() {
        problems = unsound(conn, "integrity_check");
    }
    if problems.is_empty() {
        problems = misfits(conn).unwrap_or_else(|error| vec![plain(&error.to_string())]);
    }
    if problems.is_empty() {
        problems = miscounts(conn).unwrap_or_else(|error| vec![plain(&error.to_string())]);
    }
    problems
}

/// What is worth knowing of a file that is sound.
pub fn warnings(guard: &Guard) -> Vec<String> {
    let wal = guard.wal_bytes();
    let grown = (wal > settings::WAL_LIMIT).then(|| {
        format!(
            "the -wal file has grown to {} MB: many people save at once, or someone has stopped hallpass halfway; \
             it shrinks by itself once the others are done",
            wal / 1_048_576
        )
    });
    grown.into_iter().collect()
}

/// A copy of the file as it is, before the upgrade to layout `number`; an earlier copy is kept.
pub(super) fn beside_before_upgrade(path: &Path, number: i32) -> Result<PathBuf, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    let first = beside(path, &format!(".before-{number}"));
    let others = (2..100).map(|n| beside(&first, &format!("-{n}")));
    let free = std::iter::once(first.clone())
        .chain(others)
        .find(|name| std::fs::symlink_metadata(name).is_err());
    backup(&conn, &free.unwrap_or(first))
}

/// How much of a copy is looked at before it gets its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SoundnessCheck {
    /// Nothing: it is kept as it is, because it is damaged.
    AsItIs,
    /// Every page.
    Quick,
    /// Every page, and every index against its rows.
    Whole,
}

impl SoundnessCheck {
    /// What is wrong with the copy; an error where that could not be found out.
    fn problem(self, copy: &Connection) -> Result<Option<String>, Error> {
        let check = match self {
            SoundnessCheck::AsItIs => return Ok(None),
            SoundnessCheck::Quick => "quick_check",
            SoundnessCheck::Whole => "integrity_check",
        };
        let found = pages(copy, check).and_then(|found| Ok((found, dangling(copy)?)));
        match found {
            Ok((pages, links)) => Ok(pages.into_iter().chain(links).next()),
            Err(Error::Damaged { detail, .. }) => Ok(Some(detail)),
            Err(other) => Err(other),
        }
    }
}

/// Copies the file behind `from` into the empty file `to`, and looks at the copy, `besides` whether it is whole.
pub(super) fn copy(
    from: &Connection,
    to: &Path,
    depth: SoundnessCheck,
    besides: impl FnOnce(&Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    // Nobody else knows the copy, and a network disk could not lock it.
    copy.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF")?;
    {
        let work = Backup::new(from, &mut copy)?;
        let since = std::time::Instant::now();
        while work.step(-1)? != StepResult::Done {
            if since.elapsed() > busy::PATIENCE {
                return Err(Error::Busy { holder: None });
            }
            busy::nap();
        }
    }
    if let Some(problem) = depth.problem(&copy)? {
        return Err(Error::Damaged {
            path: PathBuf::new(),
            detail: problem,
        });
    }
    besides(&copy)?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

pub(super) fn unsound(conn: &Connection, check: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for found in [pages(conn, check), dangling(conn)] {
        match found {
            Ok(found) => problems.extend(found),
            Err(error) => problems.push(plain(&error.to_string())),
        }
    }
    // A file that cannot be read fails both ways in the same words.
    problems.dedup();
    problems
}

/// Looks at all pages. Each row is looked for in each index of its table, all over the file: with room for few pages
/// most of the work were reading the same ones again.
fn pages(conn: &Connection, check: &str) -> Result<Vec<String>, Error> {
    let room: i64 = conn.query_row("PRAGMA cache_size", [], |row| row.get(0))?;
    conn.execute_batch(&format!("PRAGMA cache_size = {CHECK_ROOM}"))?;
    let lines = told_pages(conn, check);
    conn.execute_batch(&format!("PRAGMA cache_size = {room}; PRAGMA shrink_memory"))?;
    Ok(lines?
        .iter()
        .filter(|line| *line != "ok")
        .map(|line| plain(line))
        .collect())
}

fn told_pages(conn: &Connection, check: &str) -> Result<Vec<String>, Error> {
    let mut ask = conn.prepare(&format!("PRAGMA {check}({ENOUGH})"))?;
    let lines = ask.query_map([], |row| row.get::<_, String>(0))?;
    Ok(lines.collect::<rusqlite::Result<_>>()?)
}

/// Rows that point to a row that is not there.
pub(super) fn dangling(conn: &Connection) -> Result<Vec<String>, Error> {
    let mut ask = conn.prepare("PRAGMA foreign_key_check")?;
    let lines = ask.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let row: Option<i64> = row.get(1)?;
        let row = row.map_or_else(String::new, |row| format!(" {row}"));
        Ok(format!(
            "row{row} of {table} points to a row of {parent} that is not there"
        ))
    })?;
    let lines = lines.take(ENOUGH).collect::<Result<Vec<_>, _>>()?;
    Ok(lines.iter().map(|line| plain(line)).collect())
}

/// Products of which something else is kept than what the inventory comes to. A copy made by `dump` and loaded counts anew.
fn miscounts(conn: &Connection) -> Result<Vec<String>, Error> {
    // Both one below the other, summed by product: to look each up among the others would take as many looks as there are pairs.
    let mut ask = conn.prepare(
        "SELECT product, sum(places) FILTER (WHERE kept > 0), sum(places) FILTER (WHERE kept < 0),
             sum(used) FILTER (WHERE kept > 0), sum(used) FILTER (WHERE kept < 0),
             sum(district_used) FILTER (WHERE kept > 0), sum(district_used) FILTER (WHERE kept < 0)
         FROM (SELECT 1 AS kept, product, places, used, counted, district_used, district_counted FROM spread
             UNION ALL SELECT -1, product, count(*), ifnull(sum(used), 0), count(used),
                 ifnull(sum(used) FILTER (WHERE buyer IS NULL), 0), count(used) FILTER (WHERE buyer IS NULL)
             FROM inventory GROUP BY product)
         GROUP BY product HAVING sum(kept * places) <> 0 OR sum(kept * used) <> 0 OR sum(kept * counted) <> 0
             OR sum(kept * district_used) <> 0 OR sum(kept * district_counted) <> 0
         ORDER BY product LIMIT ?1",
    )?;
    let found = ask.query_map([ENOUGH as i64], |row| {
        let product: ProductId = row.get(0)?;
        let sum = |at: usize| -> rusqlite::Result<i64> { Ok(row.get::<_, Option<i64>>(at)?.unwrap_or(0)) };
        let pair = |at: usize| -> rusqlite::Result<(i64, i64)> { Ok((sum(at)?, sum(at + 1)?)) };
        let (places, used, districts) = (pair(1)?, pair(3)?, pair(5)?);
        let differ = |pair: (i64, i64)| pair.0 != pair.1;
        Ok(match () {
            () if differ(places) => format!(
                "product {product}: kept as at {}, and the inventory has it at {}",
                counted(places.0, "place"),
                places.1
            ),
            () if differ(used) => format!(
                "product {product}: kept as with {} in use, and the inventory has {}",
                counted(used.0, "seat"),
                used.1
            ),
            () => format!(
                "product {product}: kept as with {} in use of those that the district bought, and the inventory has {}",
                counted(districts.0, "seat"),
                districts.1
            ),
        })
    })?;
    let mut problems: Vec<String> = found.collect::<rusqlite::Result<_>>()?;
    let strange = placed::strange(conn, ENOUGH - problems.len())?;
    problems.extend(strange.into_iter().map(|product| {
        format!("product {product}: kept as at other places than those that the inventory has")
    }));
    Ok(problems)
}

/// Records that break their noun's own rule: nothing hallpass writes, but another program may have.
fn misfits(conn: &Connection) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    for kind in Kind::ALL {
        let columns = convert::columns(*kind);
        let mut ask = conn.prepare(&format!("SELECT id, version, {columns} FROM {kind}"))?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            let (id, _, values) = convert::values(*kind, row)?;
            if let Err(why) = kind.check(id, &values) {
                problems.push(plain(&format!("{kind} {id}: {why}")));
            }
            if problems.len() == ENOUGH {
                return Ok(problems);
            }
        }
    }
    Ok(problems)
}
