//! Readings of results as they are asked for and carried out. What is deleted is overwritten (`secure_delete`), and the
//! -wal is emptied behind it, so that nothing of it stays beside.

use std::collections::HashMap;

use rusqlite::{Params, params};

use super::actor;
use super::apply::Applied;
use super::kept_readings::{StoredReading, readings};
use super::{Error, Store, write};
use crate::domain::change::Change;
use crate::domain::grade::Grade;
use crate::domain::put::Stamp;
use crate::domain::record::{Column, Value};
use crate::domain::school::SchoolId;
use crate::domain::standards::bands::{GroupBands, ShareBand};
use crate::domain::standards::codes::StandardCodes;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::reading::{KeptGap, ReadingDeed};

impl Store {
    /// All readings, the newest first.
    pub fn readings(&self) -> Result<Vec<StoredReading>, Error> {
        let mut all = readings(&self.conn, "", [])?;
        all.sort_by_key(|reading| std::cmp::Reverse((reading.day(), reading.id)));
        Ok(all)
    }

    /// The gaps of a reading, those that are not told among them.
    pub fn gaps(&self, reading: i64) -> Result<Vec<KeptGap>, Error> {
        self.gaps_where("reading = ?1", [reading])
    }

    /// The gap of one group in a reading; none where the reading does not know it.
    pub fn gap_of(
        &self,
        reading: i64,
        standard: StandardId,
        (school, grade): (SchoolId, Grade),
    ) -> Result<Option<KeptGap>, Error> {
        let one = "reading = ?1 AND standard = ?2 AND school = ?3 AND grade = ?4";
        let given = params![reading, standard, school, grade.to_string()];
        Ok(self.gaps_where(one, given)?.pop())
    }

    fn gaps_where(&self, which: &str, given: impl Params) -> Result<Vec<KeptGap>, Error> {
        let sql = format!(
            "SELECT standard, school, grade, n_band, below_band, wide FROM gap WHERE {which}
             ORDER BY standard, school, grade"
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let found = ask.query_map(given, |row| {
            let grade: String = row.get(2)?;
            let size: Option<String> = row.get(3)?;
            let below: Value = row.get(4)?;
            let size = size.and_then(|size| size.parse().ok());
            let bands = size.zip(ShareBand::from_value(&below));
            Ok((
                KeptGap {
                    standard: row.get(0)?,
                    school: row.get(1)?,
                    grade: Grade::K,
                    bands: bands.map(|(size, below)| GroupBands { size, below }),
                    wide: row.get(5)?,
                },
                grade,
            ))
        })?;
        let with_grade = found.map(|one| {
            let (gap, grade) = one?;
            let grade = grade
                .parse()
                .map_err(|_| Error::Sql(format!("`{grade}` is no grade")))?;
            Ok(KeptGap { grade, ..gap })
        });
        with_grade.collect()
    }

    /// Carries out a deed on readings, and empties the -wal of what was deleted. False where somebody else has the file
    /// open just now, or the disk fails, and it stays there until all have left.
    pub fn apply_reading(
        &mut self,
        deed: ReadingDeed,
        stamp: &Stamp,
    ) -> Result<(Applied, bool), Error> {
        let applied = self.apply(&Change::Reading(Box::new(deed)), stamp)?;
        // On the connection that saved: one that only reads cannot empty it.
        let conn = self.writer.open().unwrap_or(&self.conn);
        // It is saved, whatever comes of this.
        Ok((applied, write::empty_log(conn)))
    }

    /// Every standard by what people and files call it.
    pub fn standard_codes(&self) -> Result<StandardCodes, Error> {
        let sql = "SELECT s.id, s.guid, s.code, f.short, f.ours FROM standard s JOIN framework f ON f.id = s.framework
                   ORDER BY s.id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let mut rows = ask.query([])?;
        let mut codes = StandardCodes::default();
        while let Some(row) = rows.next()? {
            let (guid, code, short): (String, Option<String>, String) =
                (row.get(1)?, row.get(2)?, row.get(3)?);
            codes.add(row.get(0)?, &guid, code.as_deref(), (&short, row.get(4)?));
        }
        Ok(codes)
    }

    /// Refuses whoever may not read results, before a file of pupils is opened.
    pub fn may_read_results(&self, stamp: &Stamp) -> Result<(), Error> {
        let actor = actor::actor(&self.conn, &stamp.who, stamp.today)?;
        ReadingDeed::allowed_to_act(&actor).map_err(Error::Refused)
    }

    /// Where a school has pupils, how many: to see whether a file has the same ones twice.
    pub fn enrollments(&self) -> Result<HashMap<SchoolId, i64>, Error> {
        let sql = "SELECT id, enrollment FROM school WHERE enrollment > 0";
        let mut ask = self.conn.prepare_cached(sql)?;
        let found = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
