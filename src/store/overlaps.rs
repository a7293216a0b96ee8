//! The questions about overlaps and the waste ledger, and what people do with them. Nothing of it is kept
//! but what people said: the rest is found in the records as they stand (`domain::overlap`).

mod fill;
mod handover;
mod kept;
mod office;
mod ownership;
mod past;
mod rows;
mod sheet;
mod touched;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Access, Error, Store};
use crate::domain::overlap::board::{AlertBoard, AlertSheet, IfCancelled, Ledger, Measured};
use crate::domain::overlap::engine::Found;
use crate::domain::overlap::process::AlertCase;
use crate::domain::ownership::{CoverageRow, OwnershipRow};
use crate::domain::waste::Totals;

pub(super) use self::handover::handover;
use self::kept::Answers;
pub(super) use self::kept::Kept;
pub(super) use self::write::{deed, held, merge, naming};

impl Store {
    /// All alerts of this fiscal year: the dearest first, those the records no longer show last.
    pub fn overlaps(&self, today: NaiveDate) -> Result<AlertBoard, Error> {
        Ok(AlertBoard::clone(&*self.alert_board(today)?))
    }

    /// The same, without a copy of its rows.
    pub fn alert_board(&self, today: NaiveDate) -> Result<Arc<AlertBoard>, Error> {
        self.answers(None, today, |answers| answers.board(&self.conn))
    }

    /// Everything about one alert; `login` is who looks.
    pub fn overlap(
        &self,
        fingerprint: &str,
        login: &str,
        today: NaiveDate,
    ) -> Result<AlertSheet, Error> {
        self.answers(None, today, |answers| {
            let found = (&answers.read, &answers.found);
            sheet::sheet(&self.conn, found, fingerprint, login, today)
        })
    }

    /// What a deed on the alert of a fingerprint looks at, so that it can be said beforehand what the deed
    /// writes; none where the records no longer show it.
    pub fn overlap_case(
        &self,
        fingerprint: &str,
        today: NaiveDate,
    ) -> Result<Option<AlertCase>, Error> {
        self.answers(None, today, |answers| {
            let found = (&answers.read, &answers.found);
            write::case(&self.conn, found, fingerprint, today)
        })
    }

    /// What is lost if what should stay of an alert ends, and another of its sides stays.
    pub fn overlap_otherwise(
        &self,
        fingerprint: &str,
        today: NaiveDate,
    ) -> Result<Vec<IfCancelled>, Error> {
        self.answers(None, today, |answers| {
            let found = (&answers.read, &answers.found);
            sheet::otherwise(&self.conn, found, fingerprint, today)
        })
    }

    /// The waste ledger of a fiscal year, of this one where none is named.
    pub fn waste(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        Ok(Ledger::clone(&*self.ledger(year, today)?))
    }

    /// The same, without a copy of its lines.
    pub fn ledger(&self, year: Option<i32>, today: NaiveDate) -> Result<Arc<Ledger>, Error> {
        self.answers(year, today, |answers| answers.ledger(&self.conn))
    }

    /// Every product that is paid for or in use, with who answers for it: the dearest of those nobody
    /// answers for first.
    pub fn ownership(&self, today: NaiveDate) -> Result<Vec<OwnershipRow>, Error> {
        self.answers(None, today, |answers| {
            ownership::ownership(&self.conn, &answers.read, today)
        })
    }

    /// Training by product and school, where it was planned or held: where most people are missing first.
    pub fn coverage(&self, today: NaiveDate) -> Result<Vec<CoverageRow>, Error> {
        self.answers(None, today, |answers| {
            ownership::coverage(&self.conn, &answers.read, today)
        })
    }

    /// How much of what is paid for this fiscal year is measured.
    pub fn measured(&self, today: NaiveDate) -> Result<Measured, Error> {
        self.answers(None, today, |answers| Ok(rows::measured(&answers.read)))
    }

    /// The ledger's sums at the end of each of the last twelve months, by the records as they stood then:
    /// the month's first day with the sums, the earliest first; this month as of today. It reads
    /// everything twelve times: ask it of a store of its own (`apart`), in a thread that nobody waits for.
    pub fn trend(&self, today: NaiveDate) -> Result<Vec<(NaiveDate, Totals)>, Error> {
        self.at_once(|| past::trend(&self.conn, today))
    }

    /// The same file, opened once more for reading: for a thread of its own.
    pub fn apart(&self) -> Result<Store, Error> {
        let mut store = Store::open(self.path(), Access::Read)?;
        store.keep_days_of(self.zone.clone())?;
        Ok(store)
    }

    /// Asks what is kept, as it stands at one moment.
    fn answers<T>(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        question: impl FnOnce(&mut Answers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.at_once(|| self.kept.ask(&self.conn, year, today, question))
    }

    /// What somebody holds, as what and its name: what a handover would move.
    pub fn held_by(&self, login: &str, today: NaiveDate) -> Result<Vec<(String, String)>, Error> {
        self.at_once(|| handover::held_by(&self.conn, login, today))
    }

    /// The fingerprint that a word names: `O-x7k2q`, or `x7k2q` for the same. Several may begin alike:
    /// then the dearest is meant.
    pub fn overlap_named(&self, word: &str, today: NaiveDate) -> Result<Option<String>, Error> {
        let word = word.trim().to_ascii_lowercase();
        let start = word.strip_prefix("o-").unwrap_or(&word);
        if start.len() < 5 {
            return Ok(None);
        }
        let board = self.overlaps(today)?;
        let mut rows = board.rows.into_iter();
        let named = rows.find(|row| row.fingerprint.starts_with(start));
        Ok(named.map(|row| row.fingerprint))
    }
}
