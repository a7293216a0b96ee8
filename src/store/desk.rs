//! What rules are asked with, whichever noun they are about: the policy, the calendar, and the checklists.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::Error;
use super::convert::records;
use crate::domain::calendar::{Calendar, CalendarDay};
use crate::domain::checklist::{self, ChecklistEdition};
use crate::domain::policy::Policy;
use crate::domain::record::{Column, Value};
use crate::domain::request::Track;

/// What every case shares: the policy, the calendar, and the checklists read so far.
pub(super) struct Desk {
    pub(super) policy: Arc<Policy>,
    pub(super) calendar: Arc<Calendar>,
    /// The day this office's file began, where it has any history.
    pub(super) founded_on: Option<NaiveDate>,
    lists: HashMap<(Track, i64), Arc<ChecklistEdition>>,
    newest: Option<(i64, i64)>,
}

impl Desk {
    pub(super) fn new(conn: &Connection) -> Result<Desk, Error> {
        let mut statement = conn.prepare_cached("SELECT \"key\", value FROM setting")?;
        let settings = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let settings: BTreeMap<String, String> = settings.collect::<rusqlite::Result<_>>()?;
        let days = records::<CalendarDay>(conn, "", [])?;
        let first = "SELECT substr(min(\"at\"), 1, 10) FROM change_set";
        let founded_on: Value = conn.prepare_cached(first)?.query_row([], |r| r.get(0))?;
        Ok(Desk {
            policy: Arc::new(Policy::read(&settings)),
            calendar: Arc::new(Calendar::new(&days)),
            founded_on: NaiveDate::from_value(&founded_on),
            lists: HashMap::new(),
            newest: None,
        })
    }

    /// One edition of a checklist.
    pub(super) fn list(
        &mut self,
        conn: &Connection,
        track: Track,
        edition: i64,
    ) -> Result<Arc<ChecklistEdition>, Error> {
        if let Some(list) = self.lists.get(&(track, edition)) {
            return Ok(Arc::clone(list));
        }
        let list = if edition == 1 {
            checklist::shipped(track)
        } else {
            let sql = "SELECT text FROM checklist WHERE track = ?1 AND edition = ?2";
            let text: Option<String> = conn
                .prepare_cached(sql)?
                .query_row((track.word(), edition), |r| r.get(0))
                .optional()?;
            let text = text.ok_or_else(|| Error::Missing {
                what: format!("{track} checklist {edition}"),
            })?;
            Arc::new(checklist::parse(track, edition, &text).map_err(Error::Refused)?)
        };
        self.lists.insert((track, edition), Arc::clone(&list));
        Ok(list)
    }

    /// The editions, technical and curricular, that a review begun now is given.
    pub(super) fn newest(&mut self, conn: &Connection) -> Result<(i64, i64), Error> {
        if let Some(known) = self.newest {
            return Ok(known);
        }
        let sql = "SELECT ifnull(max(edition), 1) FROM checklist WHERE track = ?1";
        let mut statement = conn.prepare_cached(sql)?;
        let mut of = |track: Track| statement.query_row([track.word()], |r| r.get(0));
        Ok(*self
            .newest
            .insert((of(Track::Technical)?, of(Track::Curricular)?)))
    }
}
