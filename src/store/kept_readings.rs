//! Readings of results as rows, and how one is kept, replaced and forgotten: bands of groups, outside history, whole.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, Transaction, params};

use super::convert::records;
use super::desk::Desk;
use super::writer::{Done, RecordOutcome, Writer};
use super::{Error, Store};
use crate::domain::person::Actor;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::{Column, Kind, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::domain::setting::{READING, Setting};
use crate::domain::standards::reading::{KeptReading, ReadingDeed};

/// A reading as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReading {
    /// Its number.
    pub id: i64,
    /// The test.
    pub test: String,
    /// The window of the test.
    pub window: String,
    /// The first day of a result, where the files said.
    pub starts: Option<NaiveDate>,
    /// The last one.
    pub ends: Option<NaiveDate>,
    /// What counted as below, in words.
    pub cut: String,
    /// The smallest group of which something was told.
    pub least_group: u32,
    /// The local day on which it was read.
    pub read_on: Option<NaiveDate>,
    /// The login of who read it.
    pub by: String,
    /// How many groups it has.
    pub groups: u32,
    /// How many of them are too small to be told.
    pub too_few: u32,
}

impl StoredReading {
    fn of(row: &Row) -> rusqlite::Result<StoredReading> {
        let day = |at: usize| -> rusqlite::Result<Option<NaiveDate>> {
            let value: Value = row.get(at)?;
            Ok(NaiveDate::from_value(&value))
        };
        Ok(StoredReading {
            id: row.get(0)?,
            test: row.get(1)?,
            window: row.get(2)?,
            starts: day(3)?,
            ends: day(4)?,
            cut: row.get(5)?,
            least_group: row.get(6)?,
            read_on: day(7)?,
            by: row.get(8)?,
            groups: row.get(9)?,
            too_few: row.get(10)?,
        })
    }

    /// The day by which a reading is older than another.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        self.ends.or(self.read_on)
    }
}

const READINGS: &str = r#"SELECT id, test, "window", starts, ends, cut, least_group, read_on, "by", groups, too_few
                          FROM reading"#;

pub(super) fn readings(
    conn: &Connection,
    rest: &str,
    args: impl rusqlite::Params,
) -> Result<Vec<StoredReading>, Error> {
    let mut ask = conn.prepare_cached(&format!("{READINGS} {rest}"))?;
    let found = ask.query_map(args, StoredReading::of)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Carries out a deed on readings. The setting that it writes is its line in history.
pub(super) fn write(
    tx: &Transaction,
    writer: &mut Writer,
    deed: &ReadingDeed,
    (actor, stamp): (&Actor, &Stamp),
) -> Result<Done, Error> {
    ReadingDeed::allowed_to_act(actor).map_err(Error::Refused)?;
    // What was counted of groups goes with them.
    tx.execute("DELETE FROM found_holes", [])?;
    match deed {
        ReadingDeed::Keep { reading, replace } => keep(tx, writer, reading, *replace, stamp),
        ReadingDeed::ForgetWindow(window) => {
            let all = readings(tx, "", [])?;
            let is_of = |one: &StoredReading| one.window.eq_ignore_ascii_case(window.trim());
            forget(tx, writer, all.into_iter().filter(is_of).collect())?
                .ok_or_else(|| nothing(&format!("no reading is of the window {window}")))
        }
        ReadingDeed::ForgetBefore(day) => {
            let all = readings(tx, "", [])?;
            let is_before = |one: &StoredReading| one.day().is_some_and(|of| of < *day);
            forget(tx, writer, all.into_iter().filter(is_before).collect())?
                .ok_or_else(|| nothing(&format!("no reading is from before {day}")))
        }
    }
}

fn nothing(why: &str) -> Error {
    Error::refused(Refusal::from(why.to_owned()).then("; ", "hallpass gaps lists what is kept"))
}

impl Store {
    /// Was this window of a test read after this person was told a digest last? By the order of both in history.
    pub fn read_since_told(&self, login: &str, test: &str, window: &str) -> Result<bool, Error> {
        let sql = "SELECT
             ifnull((SELECT max(h.change_set) FROM history h JOIN setting s ON h.record = s.id
                 WHERE h.kind = 'setting' AND s.\"key\" = ?1), 0)
             > ifnull((SELECT max(h.change_set) FROM history h JOIN digest d ON h.record = d.id
                 WHERE h.kind = 'digest' AND d.login = ?2), 0)";
        let mut ask = self.conn.prepare_cached(sql)?;
        Ok(ask.query_row([key(test, window).as_str(), login], |row| row.get(0))?)
    }
}

fn key(test: &str, window: &str) -> String {
    format!("{READING}{} {}", test.to_lowercase(), window.to_lowercase())
}

fn keep(
    tx: &Transaction,
    writer: &mut Writer,
    reading: &KeptReading,
    replace: bool,
    stamp: &Stamp,
) -> Result<Done, Error> {
    let same = readings(
        tx,
        "WHERE test = ?1 COLLATE NOCASE AND \"window\" = ?2 COLLATE NOCASE",
        [&reading.test, &reading.window],
    )?;
    if let Some(other) = same.first().filter(|_| !replace) {
        let on = other
            .read_on
            .map_or(String::new(), |day| format!(" on {day}"));
        let why = format!("{} {} was read already{on}", other.test, other.window);
        return Err(Error::refused(Refusal::from(why).then(
            "; ",
            "read it again with --replace, and what was read then is gone",
        )));
    }
    delete(tx, &same)?;
    let KeptReading {
        starts, ends, gaps, ..
    } = reading;
    tx.prepare_cached(
        r#"INSERT INTO reading (test, "window", starts, ends, cut, least_group, read_on, "by", source_sha256, groups, too_few)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"#,
    )?
    .execute(params![
        reading.test,
        reading.window,
        starts.to_value(),
        ends.to_value(),
        reading.cut,
        reading.least.pupils(),
        stamp.today.to_value(),
        stamp.who,
        reading.sha256,
        gaps.len() as i64,
        reading.too_few,
    ])?;
    let id = tx.last_insert_rowid();
    let mut insert = tx.prepare_cached(
        "INSERT INTO gap (reading, standard, school, grade, n_band, below_band, wide) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for gap in gaps {
        insert.execute(params![
            id,
            gap.standard,
            gap.school,
            gap.grade.to_string(),
            gap.bands.map(|bands| bands.size.to_string()),
            gap.bands.map(|bands| bands.below.word()),
            gap.wide,
        ])?;
    }
    let said = format!("{}: {}", stamp.today, reading.counts());
    let line = Put::keyed(Kind::Setting)
        .with("key", key(&reading.test, &reading.window))
        .with("value", said);
    let done = writer.put(&line, &[])?;
    forget_oldest(tx, writer, &reading.test)?;
    Ok(done)
}

/// More windows of a test than are kept: the oldest are forgotten.
fn forget_oldest(tx: &Transaction, writer: &mut Writer, test: &str) -> Result<(), Error> {
    let most = Desk::new(tx)?.policy.gap_windows_kept.0 as usize;
    let mut of_test = readings(tx, "WHERE test = ?1 COLLATE NOCASE", [test])?;
    of_test.sort_by_key(|reading| std::cmp::Reverse((reading.day(), reading.id)));
    let old = of_test.into_iter().skip(most).collect();
    forget(tx, writer, old).map(drop)
}

/// Deletes readings, and the settings that were their lines; the last of these is what was done. None where there were none.
fn forget(
    tx: &Transaction,
    writer: &mut Writer,
    all: Vec<StoredReading>,
) -> Result<Option<Done>, Error> {
    delete(tx, &all)?;
    let mut done = None;
    for reading in &all {
        let lines = records::<Setting>(
            tx,
            "WHERE \"key\" = ?1",
            [key(&reading.test, &reading.window)],
        )?;
        for line in lines {
            let record = RecordRef::from(line.id);
            writer.remove(record)?;
            done = Some(Done {
                record,
                outcome: RecordOutcome::Changed(Vec::new()),
            });
        }
    }
    Ok(done)
}

fn delete(tx: &Transaction, all: &[StoredReading]) -> Result<(), Error> {
    for reading in all {
        tx.prepare_cached("DELETE FROM gap WHERE reading = ?1")?
            .execute([reading.id])?;
        tx.prepare_cached("DELETE FROM reading WHERE id = ?1")?
            .execute([reading.id])?;
    }
    Ok(())
}
