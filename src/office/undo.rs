//! Taking back and putting back: at once by one key, or first said and done by a second.
//!
//! One key is enough for a deed of this sitting that was about a few things. What is larger, what a file brought, and
//! what was done before the sitting or in another one is nothing that a person has in mind who presses a key.

use chrono::{DateTime, NaiveDate, Utc};

use super::Office;
use super::deed::{Deed, DeedDone};
use crate::domain::counted::counted;
use crate::domain::day::full;
use crate::domain::put::ChangeSetId;
use crate::store::{Error, LastChange, Reverted};

/// The most things a deed is about, or records a change set wrote, that are taken back before anybody says what they
/// are.
pub const FEW: usize = 5;

/// The most records that are tried to be taken back before that is offered.
const TRIED: usize = 200;

/// Which way a change set is turned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Revert {
    /// My last change.
    Undo,
    /// What I last took back.
    Redo,
    /// The change set of a line of history.
    Line(ChangeSetId),
}

impl Office {
    /// Takes back a change set; my last change where none is named.
    pub fn undo(&mut self, change_set: Option<ChangeSetId>) -> Result<Reverted, Error> {
        let undone = self.store.undo(change_set, &self.stamp())?;
        self.catch_up();
        Ok(undone)
    }

    /// Puts back what I last took back.
    pub fn redo(&mut self) -> Result<Reverted, Error> {
        let redone = self.store.redo(&self.stamp())?;
        self.catch_up();
        Ok(redone)
    }

    /// What undo takes back where no change set is named, and the day it was made; none where there is nothing of mine.
    pub fn my_last(&self) -> Result<Option<(LastChange, Option<NaiveDate>)>, Error> {
        let last = self.store.my_last(&self.stamp())?;
        Ok(last.map(|last| {
            let day = self.day_of(&last);
            (last, day)
        }))
    }

    /// Takes back my last change, or says first what that would be; `said` is the change set that was said.
    pub(super) fn undo_by_key(&mut self, said: Option<ChangeSetId>) -> Result<DeedDone, Error> {
        self.turn_by_key(Revert::Undo, said)
    }

    /// Puts back what I last took back, or says first what that would be; `said` is the change set that was said.
    pub(super) fn redo_by_key(&mut self, said: Option<ChangeSetId>) -> Result<DeedDone, Error> {
        self.turn_by_key(Revert::Redo, said)
    }

    /// Takes back the change set of a line of history, or says first what that would be; `said` is the change set that
    /// was said.
    pub(super) fn take_back_line(
        &mut self,
        change_set: ChangeSetId,
        said: Option<ChangeSetId>,
    ) -> Result<DeedDone, Error> {
        self.turn_by_key(Revert::Line(change_set), said)
    }

    /// A deed of the screens was done: whether one key takes it back.
    pub(super) fn remember(&mut self, deed: &Deed) {
        let made = self.store.made();
        self.has_saved |= made.is_some();
        self.one_key
            .extend(made.filter(|_| deed.things().is_some_and(|things| things <= FEW)));
    }

    fn turn_by_key(&mut self, turn: Revert, said: Option<ChangeSetId>) -> Result<DeedDone, Error> {
        let stamp = self.stamp();
        let ready = match turn {
            Revert::Undo => self.store.my_last(&stamp)?,
            Revert::Redo => self.store.my_taken_back(&stamp)?,
            Revert::Line(change_set) => self.store.change_set(change_set)?,
        };
        // What was changed meanwhile has nothing to do with what was taken back, so that it is not lost; but nobody
        // has it in mind any more.
        let once = match turn {
            Revert::Redo if ready.is_none() => self.store.my_taken_back_once(&stamp)?,
            _ => None,
        };
        let is_old = once.is_some();
        // Where nothing can be turned that is said, however much it is.
        let last = ready.or(once).filter(|_| self.can_save());
        let known = |last: &LastChange| !is_old && self.one_key.contains(&last.change_set);
        let one_key = last.as_ref().is_none_or(known);
        if let Some(last) = &last
            && !one_key
            && said != Some(last.change_set)
        {
            // What would be refused is not offered; what is large is tried once it was said.
            if last.records <= TRIED {
                let tried = self.store.may_take_back(last.change_set, &stamp);
                tried.map_err(|why| self.before_this_sitting(turn, last, why))?;
            }
            return Ok(DeedDone::asked(self.in_words(turn, last), last.change_set));
        }
        let turned = match turn {
            Revert::Redo if !is_old => self.redo()?,
            Revert::Line(change_set) => self.undo(Some(change_set))?,
            Revert::Undo | Revert::Redo => self.undo(last.as_ref().map(|last| last.change_set))?,
        };
        if one_key || turned.records <= FEW {
            self.one_key.insert(turned.change_set);
        }
        Ok(DeedDone::told(turned.told("u", "U")))
    }

    /// Why my last change cannot be taken back. Whoever has changed nothing since the screens were opened has something
    /// else in mind than what became of a change of long ago.
    fn before_this_sitting(&self, turn: Revert, last: &LastChange, why: Error) -> Error {
        match why {
            Error::Refused(_) if turn == Revert::Undo && !self.has_saved => {
                Error::refused(format!(
                    "you have done nothing here yet, and `{}`, of before, cannot be undone any more",
                    last.title
                ))
            }
            other => other,
        }
    }

    /// `u again takes back 6 records, done today at 09:40: import of 6 schools`.
    fn in_words(&self, turn: Revert, last: &LastChange) -> String {
        let key = if turn == Revert::Redo { "U" } else { "u" };
        let does = if last.is_undo {
            "puts back"
        } else {
            "takes back"
        };
        let records = counted(last.records, "record");
        let when = match self.day_of(last) {
            // `2026-03-10T09:40:00Z`, by the clock of the district.
            Some(day) if day == self.today() => {
                let wall = self.zone().wall(&last.at);
                format!("today at {}", wall.get(11..16).unwrap_or(&wall))
            }
            Some(day) => format!("on {}", full(day)),
            None => format!("at {}", last.at),
        };
        let title = &last.title;
        format!("{key} again {does} {records}, done {when}: {title}. Any other key leaves it.")
    }

    fn day_of(&self, change: &LastChange) -> Option<NaiveDate> {
        let at = DateTime::parse_from_rfc3339(&change.at).ok()?;
        Some(self.zone().day(at.with_timezone(&Utc)))
    }
}
