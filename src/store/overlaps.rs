//! The questions about overlaps and the waste ledger, and what people do with them. Nothing of it is kept
//! but what people said: the rest is found in the records as they stand (`domain::overlap`).

mod handover;
mod office;
mod ownership;
mod rows;
mod sheet;
mod write;

use chrono::NaiveDate;

use super::{Error, Store};
use crate::domain::overlap::board::{AlertBoard, AlertSheet, Ledger};
use crate::domain::overlap::engine::{Found, find};
use crate::domain::ownership::{CoverageRow, OwnershipRow};

pub(super) use self::handover::handover;
pub(super) use self::write::{deed, merge};

impl Store {
    /// All alerts of this fiscal year: the dearest first, those the records no longer show last.
    pub fn overlaps(&self, today: NaiveDate) -> Result<AlertBoard, Error> {
        self.at_once(|| {
            let read = office::read(&self.conn, None, today)?;
            let found = find(&read.facts, today);
            rows::board(&self.conn, &read, &found, today)
        })
    }

    /// Everything about one alert; `login` is who looks.
    pub fn overlap(
        &self,
        fingerprint: &str,
        login: &str,
        today: NaiveDate,
    ) -> Result<AlertSheet, Error> {
        self.at_once(|| {
            let read = office::read(&self.conn, None, today)?;
            let found = find(&read.facts, today);
            sheet::sheet(&self.conn, (&read, &found), fingerprint, login, today)
        })
    }

    /// The waste ledger of a fiscal year, of this one where none is named.
    pub fn waste(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        self.at_once(|| {
            let read = office::read(&self.conn, year, today)?;
            let found = find(&read.facts, today);
            rows::ledger(&self.conn, &read, &found, today)
        })
    }

    /// Every product that is paid for or in use, with who answers for it: the dearest of those nobody
    /// answers for first.
    pub fn ownership(&self, today: NaiveDate) -> Result<Vec<OwnershipRow>, Error> {
        self.at_once(|| {
            let read = office::read(&self.conn, None, today)?;
            ownership::ownership(&self.conn, &read, today)
        })
    }

    /// Training by product and school, where it was planned or held: where most people are missing first.
    pub fn coverage(&self, today: NaiveDate) -> Result<Vec<CoverageRow>, Error> {
        self.at_once(|| {
            let read = office::read(&self.conn, None, today)?;
            ownership::coverage(&self.conn, &read, today)
        })
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
