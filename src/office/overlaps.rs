//! The overlaps view's questions, and the deeds on alerts: what is done with one key is one change, on
//! however many of them.

use super::Office;
use crate::domain::change::Change;
use crate::domain::overlap::alert::Alert;
use crate::domain::overlap::process::AlertDeed;
use crate::domain::person::{Actor, Person};
use crate::office::ask::Answer;
use crate::office::ask::overlap::{Board, Doing, Known, Merging, Subject};
use crate::store::Error;

impl Office {
    pub(super) fn overlaps(&self) -> Result<Board, Error> {
        let today = self.today();
        Ok(Board {
            today,
            board: self.store.alert_board(today)?,
        })
    }

    pub(super) fn overlap(&self, fingerprint: &str) -> Result<Known, Error> {
        let stamp = (self.clock)();
        let people = self.store.all::<Person>()?.into_iter();
        let mut people = people.filter(|person| person.login == stamp.who);
        let actor = people.next().map(|person| Actor {
            id: person.id.0,
            login: person.login,
            roles: person.roles,
            schools: person.schools,
        });
        Ok(Known {
            sheet: self.store.overlap(fingerprint, &stamp.who, stamp.today)?,
            otherwise: self.store.overlap_otherwise(fingerprint, stamp.today)?,
            case: self.store.overlap_case(fingerprint, stamp.today)?,
            actor,
        })
    }

    pub(super) fn overlapping(&mut self, doing: &Doing) -> Result<Answer, Error> {
        let stamp = (self.clock)();
        let changes: Vec<Change> = doing
            .subjects
            .iter()
            .map(|subject| change(subject, &doing.deed))
            .collect();
        let what = doing.title();
        let change = match <[Change; 1]>::try_from(changes) {
            Ok([one]) => one,
            Err(changes) => Change::Together {
                what: what.clone(),
                changes,
            },
        };
        if !self.store.apply(&change, &stamp)?.changed() {
            return Ok(Answer::Done(format!("{what}: it already was so.")));
        }
        Ok(Answer::Done(match doing.subjects.as_slice() {
            [one] => self.told(one, doing)?,
            _ => format!("{what}. u takes them back."),
        }))
    }

    /// What happened, and how to take it back.
    fn told(&self, subject: &Subject, doing: &Doing) -> Result<String, Error> {
        let what = &subject.what;
        Ok(match &doing.deed {
            AlertDeed::Take => format!("You took {what}. u gives it back."),
            AlertDeed::Assign { .. } => format!("{what} has a new owner. u takes it back."),
            AlertDeed::Plan { .. } => {
                let name = what.split_whitespace().next().unwrap_or_default();
                let follows = doing.follows.as_deref().unwrap_or("as proposed");
                format!("Planned {name}: {follows}. u takes it back.")
            }
            AlertDeed::Dismiss { .. } => {
                let said = self.store.all::<Alert>()?.into_iter();
                let mut said = said.filter(|said| said.fingerprint == subject.fingerprint);
                let until = said.next().and_then(|said| said.until);
                let until = until.map_or_else(String::new, |day| {
                    format!(" until {}", day.format("%a %b %d %Y"))
                });
                format!("Dismissed {what}{until}. u takes it back.")
            }
            AlertDeed::Reopen => format!("{what} is open again. u takes it back."),
        })
    }

    pub(super) fn merge(&mut self, merging: &Merging) -> Result<Answer, Error> {
        let change = Change::Merge {
            what: merging.what(),
            from: merging.from.0,
            into: merging.into.0,
            reason: merging.reason.clone(),
        };
        self.store.apply(&change, &(self.clock)())?;
        Ok(Answer::Done(format!(
            "Merged {}; both names find it. u makes two of it again.",
            merging.what()
        )))
    }
}

/// The deed on this alert.
fn change(subject: &Subject, deed: &AlertDeed) -> Change {
    Change::Overlap {
        what: subject.what.clone(),
        fingerprint: subject.fingerprint.clone(),
        deed: deed.clone(),
    }
}
