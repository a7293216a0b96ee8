//! How many holes each school has, kept in the office file with the day and the line of history that it holds for: for the
//! next session, which shows the number on its tab, and for the dashboard. It goes with the readings that it was counted of, and
//! can be counted again at any time.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value as Json, json};

use super::head::Head;
use super::{Error, Store, busy, fiscal, open, write};
use crate::domain::grade::Grade;
use crate::domain::school::SchoolId;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::Tenths;

/// By which rules it was counted: another hallpass counts anew.
const MADE_BY: &str = env!("CARGO_PKG_VERSION");

/// The holes of one school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolHoles {
    /// The school.
    pub school: SchoolId,
    /// How many there are.
    pub holes: usize,
    /// The standard, the grade and the score of the worst, where there is any.
    pub worst: Option<(StandardId, Grade, Tenths)>,
}

impl Store {
    /// What is kept of this day, with where history stood when it was counted: whoever asks looks at what was written since.
    pub fn kept_holes(&self, today: NaiveDate) -> Result<Option<(Head, Vec<SchoolHoles>)>, Error> {
        self.at_once(|| {
            let Some((seq, at)) = kept(&self.conn, today)? else {
                return Ok(None);
            };
            let at: Vec<Json> = serde_json::from_str(&at).unwrap_or_default();
            let holes = at.iter().map(read).collect::<Option<Vec<_>>>();
            let newest = super::head::newest(&self.conn)?;
            let head = Head::at(&self.conn, seq)?;
            Ok(holes.filter(|_| seq <= newest).map(|holes| (head, holes)))
        })
    }

    /// Keeps what was counted on this day when history stood there, on a connection of its own that is closed again. Nothing is
    /// kept where something was saved since, and nothing where this is kept already.
    pub fn keep_holes(&self, at: Head, today: NaiveDate, holes: &[SchoolHoles]) {
        // Where no connection that may write is to be opened, none is for this either. Whoever asks next counts anew.
        if self.keeps_found && self.companions.take_away {
            let _ = self.write_holes(at, today, holes);
        }
    }

    fn write_holes(&self, at: Head, today: NaiveDate, holes: &[SchoolHoles]) -> Result<(), Error> {
        let is_kept = |conn: &Connection| -> Result<bool, Error> {
            Ok(kept(conn, today)?.is_some_and(|(seq, _)| seq == at.seq))
        };
        if is_kept(&self.conn)? {
            return Ok(());
        }
        let at_schools: Vec<Json> = holes.iter().map(written).collect();
        let mut conn = open::to_be_written(&self.guard)?;
        super::days::know_days(&conn, self.zone.clone())?;
        write::in_write(&conn, &self.guard, |tx| {
            if Head::now(tx)? == at && !is_kept(tx)? {
                tx.prepare_cached(
                    "INSERT OR REPLACE INTO found_holes (id, made_by, day, seq, at_schools)
                     VALUES (1, ?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    MADE_BY,
                    today.to_string(),
                    at.seq,
                    json!(at_schools).to_string()
                ])?;
            }
            Ok(())
        })?;
        // Nothing is left beside the file, where nobody else is in it: whoever only reads cannot take it away.
        busy::wait_up_to(&mut conn, fiscal::AT_THE_END)?;
        write::empty_log(&conn);
        Ok(())
    }
}

/// What is kept of a day, by today's rules: the line of history, and the schools.
fn kept(conn: &Connection, today: NaiveDate) -> Result<Option<(i64, String)>, Error> {
    let sql = "SELECT seq, at_schools FROM found_holes WHERE made_by = ?1 AND day = ?2";
    let mut ask = conn.prepare_cached(sql)?;
    let kept = ask.query_row([MADE_BY, today.to_string().as_str()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    Ok(kept.optional()?)
}

fn written(one: &SchoolHoles) -> Json {
    let worst = one
        .worst
        .map(|(standard, grade, score)| json!([standard.0, grade.number(), score.0]));
    json!([one.school.0, one.holes, worst])
}

fn read(one: &Json) -> Option<SchoolHoles> {
    let worst = one.get(2)?;
    let worst = match worst {
        Json::Null => None,
        worst => Some((
            StandardId(worst.get(0)?.as_i64()?),
            Grade::new(i8::try_from(worst.get(1)?.as_i64()?).ok()?)?,
            Tenths(worst.get(2)?.as_u64()?),
        )),
    };
    Some(SchoolHoles {
        school: SchoolId(one.get(0)?.as_i64()?),
        holes: usize::try_from(one.get(1)?.as_u64()?).ok()?,
        worst,
    })
}
