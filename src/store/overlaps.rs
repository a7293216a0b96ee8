//! The questions about overlaps, and what people do with them. Nothing of it is kept
//! but what people said: the rest is found in the records as they stand (`domain::overlap`).

mod rows;
mod sheet;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Error, Store};
use crate::domain::overlap::board::{AlertBoard, AlertSheet, IfCancelled};
use crate::domain::overlap::process::AlertCase;

pub(super) use self::rows::{OverlapNames, said};
pub(super) use self::write::{deed, merge};

impl Store {
    /// All alerts of this fiscal year: the dearest first, those the records no longer show last.
    pub fn overlaps(&self, today: NaiveDate) -> Result<AlertBoard, Error> {
        Ok(AlertBoard::clone(&*self.alert_board(today)?))
    }

    /// The same, without a copy of its rows.
    pub fn alert_board(&self, today: NaiveDate) -> Result<Arc<AlertBoard>, Error> {
        self.year(None, today, |year| {
            year.board(|year| rows::board(&self.conn, &year.read, &year.found, year.today))
        })
    }

    /// Everything about one alert; `login` is who looks.
    pub fn overlap(
        &self,
        fingerprint: &str,
        login: &str,
        today: NaiveDate,
    ) -> Result<AlertSheet, Error> {
        self.year(None, today, |year| {
            let found = (&year.read, &year.found);
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
        self.year(None, today, |year| {
            let found = (&year.read, &year.found);
            write::case(&self.conn, found, fingerprint, today)
        })
    }

    /// What is lost if what should stay of an alert ends, and another of its sides stays.
    pub fn overlap_otherwise(
        &self,
        fingerprint: &str,
        today: NaiveDate,
    ) -> Result<Vec<IfCancelled>, Error> {
        self.year(None, today, |year| {
            let found = (&year.read, &year.found);
            sheet::otherwise(&self.conn, found, fingerprint, today)
        })
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
