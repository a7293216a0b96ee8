//! Readings of results as they are asked for and carried out. What is deleted is overwritten (`secure_delete`), and the
//! -wal is emptied behind it, so that nothing of it stays beside.

use std::collections::HashMap;

use rusqlite::{Params, Row, params};

use super::actor;
use super::apply::Applied;
use super::kept_readings::{StoredReading, readings};
use super::{Error, Store, write};
use crate::domain::change::Change;
use crate::domain::grade::Grade;
use crate::domain::put::Stamp;
use crate::domain::school::SchoolId;
use crate::domain::standards::bands::{GroupBands, ShareBand, SizeBand};
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

    /// Each gap of a reading, those that are not told among them, one after another: there may be more of them than should be
    /// held at once. In the order of standards, schools and grades; of one school where it is named.
    pub fn each_gap(
        &self,
        reading: i64,
        school: Option<SchoolId>,
        each: impl FnMut(KeptGap) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match school {
            Some(school) => self.each_where(
                "reading = ?1 AND school = ?2",
                params![reading, school],
                each,
            ),
            None => self.each_where("reading = ?1", [reading], each),
        }
    }

    /// The gaps of a reading in one standard.
    pub fn gaps_in(&self, reading: i64, standard: StandardId) -> Result<Vec<KeptGap>, Error> {
        self.gaps_where("reading = ?1 AND standard = ?2", params![reading, standard])
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
        let mut gaps = Vec::new();
        self.each_where(which, given, |gap| {
            gaps.push(gap);
            Ok(())
        })?;
        Ok(gaps)
    }

    fn each_where(
        &self,
        which: &str,
        given: impl Params,
        mut each: impl FnMut(KeptGap) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sql = format!(
            "SELECT standard, school, grade, n_band, below_band, wide FROM gap WHERE {which}
             ORDER BY standard, school, grade"
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let mut rows = ask.query(given)?;
        // The same few words stand in all rows: each is read once.
        let mut grades: ReadWords<Grade> = ReadWords::default();
        let mut sizes: ReadWords<SizeBand> = ReadWords::default();
        let mut shares: ReadWords<ShareBand> = ReadWords::default();
        while let Some(row) = rows.next()? {
            let grade = grades.read(text(row, 2)?, |word| word.parse().ok());
            let grade = grade.ok_or_else(|| Error::Sql("a grade of a gap is none".to_owned()))?;
            let size = sizes.read(text(row, 3)?, |word| word.parse().ok());
            let below = shares.read(text(row, 4)?, ShareBand::from_word);
            each(KeptGap {
                standard: row.get(0)?,
                school: row.get(1)?,
                grade,
                bands: size
                    .zip(below)
                    .map(|(size, below)| GroupBands { size, below }),
                wide: row.get(5)?,
            })?;
        }
        Ok(())
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

/// The text of a column; nothing where none is in it.
fn text<'r>(row: &'r Row, column: usize) -> Result<&'r str, Error> {
    let text = row.get_ref(column)?.as_str_or_null();
    let text = text.map_err(|error| Error::Sql(error.to_string()))?;
    Ok(text.unwrap_or_default())
}

/// What a few words mean, each read when it is first met.
struct ReadWords<T>(Vec<(Box<str>, Option<T>)>);

impl<T> Default for ReadWords<T> {
    fn default() -> ReadWords<T> {
        ReadWords(Vec::new())
    }
}

impl<T: Copy> ReadWords<T> {
    fn read(&mut self, word: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if let Some((_, known)) = self.0.iter().find(|(known, _)| **known == *word) {
            return *known;
        }
        let found = read(word);
        self.0.push((word.into(), found));
        found
    }
}
