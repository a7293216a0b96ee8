//! The overlaps view's questions, and the deeds on alerts: what is done with one key is one change, on
//! however many of them.

use std::sync::Arc;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::day::full;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::alert::Alert;
use crate::domain::overlap::board::{AlertRow, WouldBeRow};
use crate::domain::overlap::process::{AlertDeed, Keeper};
use crate::domain::person::Actor;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::office::deed::overlap::{OverlapDeeds, OverlapSubject, ProductMerge};
use crate::office::gaps::OpenedAt;
use crate::office::query::overlap::{AlertDetails, Board, BoardAt};
use crate::store::{Error, KeptCounts};

impl Office {
    /// Where the district pays twice, as the records stand today.
    pub fn overlaps(&self) -> Result<Board, Error> {
        let today = self.today();
        Ok(Board {
            today,
            board: self.store.alert_board(today)?,
        })
    }

    /// The same about one school, each with what is at stake there.
    pub fn overlaps_at(&self, school: SchoolId) -> Result<BoardAt, Error> {
        let today = self.today();
        Ok(BoardAt {
            school,
            open: KeptCounts::of(&*self.store.alert_board(today)?),
            board: Board {
                today,
                board: Arc::new(self.store.alerts_at(today, school)?),
            },
        })
    }

    /// Tells the rows that are wanted with their cells, one by one, for a file.
    pub fn each_overlap(
        &self,
        is_wanted: &dyn Fn(&AlertRow) -> bool,
        tell: &mut dyn FnMut(&AlertRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.store.each_overlap(self.today(), is_wanted, tell)
    }

    /// Keeps in the file what was found of overlaps and waste, for whoever asks next.
    pub fn keep_found(&self) {
        self.store.keep_found(self.today());
    }

    /// How many alerts are open, by what was found last; none where nobody has looked since the last change.
    pub fn open_overlaps(&self) -> Result<Option<KeptCounts>, Error> {
        self.store.open_overlaps(self.today())
    }

    /// Everything about the alert with this fingerprint, and what a deed on it would write.
    pub fn overlap(&self, fingerprint: &str) -> Result<AlertDetails, Error> {
        let stamp = self.stamp();
        let actor = self.person(&stamp.who)?.map(Actor::from);
        let sheet = self.store.overlap(fingerprint, &stamp.who, stamp.today)?;
        Ok(AlertDetails {
            opens: self.opened_by(&sheet.row, None)?,
            sheet,
            otherwise: self.store.overlap_otherwise(fingerprint, stamp.today)?,
            case: self.store.overlap_case(fingerprint, stamp.today)?,
            actor,
        })
    }

    /// Pairs of products that would teach the same standards if somebody looked again at what was verified.
    pub fn would_be_overlaps(&self) -> Result<Vec<WouldBeRow>, Error> {
        self.store.would_be_overlaps(self.today())
    }

    /// The alert that a word names: `O-x7k2q`, or the beginning of its fingerprint.
    pub fn overlap_named(&self, word: &str) -> Result<Option<AlertRow>, Error> {
        let fingerprint = self.store.overlap_named(word, self.today())?;
        let board = self.overlaps()?.board;
        let mut rows = board.rows.iter();
        let named = rows.find(|row| Some(&row.fingerprint) == fingerprint.as_ref());
        Ok(named.cloned())
    }

    /// Refuses a plan without a reason for an alert whose other side is all that covers a gap somewhere.
    fn says_why(&self, doing: &OverlapDeeds) -> Result<(), Error> {
        let AlertDeed::Plan { keeper, reason, .. } = &doing.deed else {
            return Ok(());
        };
        if reason.as_ref().is_some_and(|said| !said.trim().is_empty()) {
            return Ok(());
        }
        let stays = match keeper {
            Some(Keeper::Product(product)) => Some(*product),
            _ => None,
        };
        let board = self.overlaps()?.board;
        for subject in &doing.subjects {
            let named = |row: &&AlertRow| row.fingerprint == subject.fingerprint;
            let Some(row) = board.rows.iter().find(named) else {
                continue;
            };
            if row.kind != OverlapKind::SameStandards {
                continue;
            }
            let stamp = self.stamp();
            let sheet = self
                .store
                .overlap(&row.fingerprint, &stamp.who, stamp.today)?;
            let opened = self.opened_by(&sheet.row, stays)?;
            if !opened.is_empty() {
                let told: Vec<String> = opened.iter().map(OpenedAt::told).collect();
                let why = format!("{} {}", row.name, told.join(", and "));
                let next = "say why it is planned all the same, with a reason";
                return Err(Error::refused(Refusal::new("reason", why).then("; ", next)));
            }
        }
        Ok(())
    }

    /// Carries out a deed on alerts, all or none of them.
    ///
    /// # Errors
    ///
    /// Refused, among others, where a plan would open standards at a school and nobody says why.
    pub fn overlapping(&mut self, doing: &OverlapDeeds) -> Result<Receipt, Error> {
        self.says_why(doing)?;
        let changes: Vec<Change> = doing
            .subjects
            .iter()
            .map(|subject| change(subject, &doing.deed))
            .collect();
        let what = doing.title();
        let change = Change::together(&what, changes);
        let applied = self.apply(&change)?;
        if !applied.changed() {
            return Ok(Receipt::unchanged(format!("{what}: it already was so.")));
        }
        let set = applied.change_set;
        Ok(match doing.subjects.as_slice() {
            [one] if doing.deed == AlertDeed::Take => {
                Receipt::of(format!("You took {}.", one.what), set).undone("gives it back")
            }
            [one] => {
                let said = self.said(one, doing)?;
                Receipt::of(said + &self.stays_decided(doing)?, set)
            }
            _ => Receipt::of(format!("{what}.{}", self.stays_decided(doing)?), set)
                .undone("takes them back"),
        })
    }

    /// What happened to one alert, in a sentence.
    fn said(&self, subject: &OverlapSubject, doing: &OverlapDeeds) -> Result<String, Error> {
        let what = &subject.what;
        Ok(match &doing.deed {
            AlertDeed::Take => format!("You took {what}."),
            AlertDeed::Assign { .. } => format!("{what} has a new owner."),
            AlertDeed::Plan { .. } => {
                let name = what.split_whitespace().next().unwrap_or_default();
                let follows = doing.follows.as_deref().unwrap_or("as proposed");
                format!("Planned {name}: {follows}.")
            }
            AlertDeed::Dismiss { .. } => {
                let said = self.store.all::<Alert>()?.into_iter();
                let mut said = said.filter(|said| said.fingerprint == subject.fingerprint);
                let until = said.next().and_then(|said| said.until);
                let until = until.map_or_else(String::new, |day| format!(" until {}", full(day)));
                format!("Dismissed {what}{until}.")
            }
            AlertDeed::Reopen => format!("{what} is open again."),
        })
    }

    /// What a plan decided before, and a deed that takes it back leaves so: sentences after what happened.
    fn stays_decided(&self, doing: &OverlapDeeds) -> Result<String, Error> {
        if !matches!(doing.deed, AlertDeed::Reopen | AlertDeed::Dismiss { .. }) {
            return Ok(String::new());
        }
        let subjects = doing.subjects.iter();
        let cases = subjects.map(|one| self.store.overlap_case(&one.fingerprint, self.today()));
        cases
            .map(|case| Ok(case?.map_or_else(String::new, |case| case.stays_decided())))
            .collect()
    }

    /// Makes one record of two of the same product; the names and the number of the one that goes lead to the
    /// other.
    pub fn merge(&mut self, merging: &ProductMerge) -> Result<Receipt, Error> {
        let change = Change::Merge {
            what: merging.what(),
            from: merging.from.0,
            into: merging.into.0,
            reason: merging.reason.clone(),
        };
        let applied = self.apply(&change)?;
        let said = format!("Merged {}; both names find it.", merging.what());
        Ok(Receipt::of(said, applied.change_set).undone("makes two of it again"))
    }
}

/// The deed on this alert.
fn change(subject: &OverlapSubject, deed: &AlertDeed) -> Change {
    Change::Overlap {
        what: subject.what.clone(),
        fingerprint: subject.fingerprint.clone(),
        deed: deed.clone(),
    }
}
