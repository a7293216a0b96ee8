//! What rules are asked with, whichever noun they are about: the policy, the calendar, and the checklists.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::Error;
use super::convert::records;
use super::head::Head;
use crate::domain::calendar::{Calendar, CalendarDay};
use crate::domain::checklist::{self, ChecklistEdition};
use crate::domain::policy::Policy;
use crate::domain::record::{Column, Value};
use crate::domain::request::Track;

/// A desk as it was read last, with how far history went then: every change of a setting, a calendar day or a checklist
/// writes a line of it, so that nothing older than that is answered from. Only for reads outside of a write, whose
/// history comes after its rows.
#[derive(Default)]
pub(super) struct DeskCache(RefCell<Option<(Head, Desk)>>);

impl fmt::Debug for DeskCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read_at = self.0.borrow().as_ref().map(|(head, _)| *head);
        write!(f, "the desk at {read_at:?}")
    }
}

impl DeskCache {
    /// The desk as the records stand now; in the same read transaction as what it is used with.
    pub(super) fn current(&self, conn: &Connection) -> Result<Desk, Error> {
        let head = Head::now(conn)?;
        let mut kept = self.0.borrow_mut();
        if let Some((_, desk)) = kept.as_ref().filter(|(read_at, _)| *read_at == head) {
            return Ok(desk.clone());
        }
        let desk = Desk::new(conn)?;
        *kept = Some((head, desk.clone()));
        Ok(desk)
    }
}

/// What every case shares: the policy, the calendar, and the checklists read so far.
#[derive(Clone)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::DayKind;
    use crate::domain::change::Change;
    use crate::domain::policy::Unlisted;
    use crate::domain::put::{Put, Stamp};
    use crate::domain::record::Kind;
    use crate::store::{Access, Store};

    #[test]
    fn what_a_colleague_changes_of_policy_and_calendar_is_seen_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        let monday: NaiveDate = "2026-03-09".parse().unwrap();
        let nine = monday.and_hms_opt(9, 0, 0).unwrap().and_utc();
        let stamp = Stamp::own("ada", nine, monday);
        let mut colleague = Store::create(&path, None).unwrap();
        let founding = Change::Found {
            district: "Harlow".into(),
            policy: "hybrid".into(),
            founder: ("ada".into(), "Ada Reyes".into()),
            zone: Some("Etc/UTC".into()),
            demo: false,
            rehearsal: false,
        };
        colleague.apply(&founding, &stamp).unwrap();
        let mine = Store::open(&path, Access::Read).unwrap();
        let seen = || {
            let desk = mine.desk.current(&mine.conn).unwrap();
            let unlisted = desk.policy.unlisted;
            (unlisted, desk.calendar.works_on(monday))
        };
        let mut save = |put: Put| {
            let change = Change::Save {
                what: "it".into(),
                put,
                reason: None,
            };
            colleague.apply(&change, &stamp).unwrap();
        };
        let said = |word: &str| {
            Put::keyed(Kind::Setting)
                .with("key", "policy.unlisted".to_owned())
                .with("value", word.to_owned())
        };
        save(said("ask"));
        assert_eq!(seen(), (Unlisted::Ask, true));
        save(said("blocked"));
        assert_eq!(seen(), (Unlisted::Blocked, true));
        save(
            Put::keyed(Kind::CalendarDay)
                .with("day", monday)
                .with("kind", DayKind::Holiday),
        );
        assert_eq!(seen(), (Unlisted::Blocked, false));
        colleague.undo(None, &stamp).unwrap();
        assert_eq!(seen(), (Unlisted::Blocked, true));
    }
}
