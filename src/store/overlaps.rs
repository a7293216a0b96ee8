//! The questions about overlaps, and what people do with them. What people said is on record: the rest is found in the
//! records as they stand (`domain::overlap`, `store::fiscal`).

mod in_full;
mod rows;
mod sheet;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;

use super::fiscal::{KeptCounts, YearAnswers, YearRules};
use super::{Error, Store};
use crate::domain::overlap::board::{AlertBoard, AlertRow, AlertSheet, IfCancelled, WouldBeRow};
use crate::domain::overlap::engine::would_be;
use crate::domain::overlap::process::AlertCase;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

pub(super) use self::rows::{KeptNames, OverlapNames, contracts_of_lines};
pub(super) use self::write::{deed, merge};

impl Store {
    /// All alerts of this fiscal year: the dearest first, those the records no longer show last.
    pub fn overlaps(&self, today: NaiveDate) -> Result<AlertBoard, Error> {
        Ok(AlertBoard::clone(&*self.alert_board(today)?))
    }

    /// The same, without a copy of its rows.
    pub fn alert_board(&self, today: NaiveDate) -> Result<Arc<AlertBoard>, Error> {
        self.year(None, today, |year| self.board(year))
    }

    /// The alerts that are about one school, each with what of it is at stake there.
    pub fn alerts_at(&self, today: NaiveDate, school: SchoolId) -> Result<AlertBoard, Error> {
        self.year(None, today, |year| {
            let board = self.board(year)?;
            let waste = self.waste_in(year, Some(school))?;
            let about = |row: &&AlertRow| row.schools.iter().any(|(id, _)| *id == school);
            let rows = board.rows.iter().filter(about).map(|row| AlertRow {
                at_stake_here: Some(waste.at_stake_here(&row.fingerprint)),
                ..row.clone()
            });
            let rows: Vec<AlertRow> = rows.collect();
            let open = rows.iter().filter(|row| row.standing.is_open());
            Ok(AlertBoard {
                at_stake: open.map(AlertRow::at_stake_listed).sum(),
                closed: board.closed,
                without_price: board.without_price,
                rows,
            })
        })
    }

    /// Keeps in the file what was found of this year, so that nobody else has to look for it; does nothing where it is
    /// there, or where whoever asks may not write the file or not see all prices. What was found goes with the line of
    /// history that it holds for, so that it is never taken for newer than it is.
    pub fn keep_found(&self, today: NaiveDate) {
        self.keep_year(today, |year| {
            let board = self.board(year)?;
            Ok(KeptCounts::of(&board))
        });
    }

    fn board(&self, year: &mut YearAnswers) -> Result<Arc<AlertBoard>, Error> {
        year.board(|found| {
            let called = self.overlap_names.current(&self.conn)?;
            rows::board(&self.conn, &called, found)
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
            let full = year.in_full(&self.conn, fingerprint)?;
            let called = self.overlap_names.current(&self.conn)?;
            let about = (full.as_deref(), fingerprint);
            self.with_ours(today, |ours| {
                sheet::sheet((&self.conn, &called, ours), about, login, today)
            })
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
            let full = year.in_full(&self.conn, fingerprint)?;
            let called = self.overlap_names.current(&self.conn)?;
            let case = full.map(|full| write::case((&self.conn, &called), &full, today));
            case.transpose()
        })
    }

    /// What is lost if what should stay of an alert ends, and another of its sides stays.
    pub fn overlap_otherwise(
        &self,
        fingerprint: &str,
        today: NaiveDate,
    ) -> Result<Vec<IfCancelled>, Error> {
        self.year(None, today, |year| {
            match year.in_full(&self.conn, fingerprint)? {
                Some(full) => {
                    let called = self.overlap_names.current(&self.conn)?;
                    self.with_ours(today, |ours| {
                        sheet::otherwise((&self.conn, &called, ours), &full, today)
                    })
                }
                None => Ok(Vec::new()),
            }
        })
    }

    /// Pairs of products that would teach the same standards if somebody looked again at what was verified.
    pub fn would_be_overlaps(&self, today: NaiveDate) -> Result<Vec<WouldBeRow>, Error> {
        self.at_once(|| {
            let sql = "SELECT DISTINCT product FROM alignment WHERE status = 'verified'";
            let mut ask = self.conn.prepare_cached(sql)?;
            let verified = ask.query_map([], |row| row.get::<_, ProductId>(0))?;
            let verified: Vec<ProductId> = verified.collect::<rusqlite::Result<_>>()?;
            if verified.is_empty() {
                return Ok(Vec::new());
            }
            let rules = YearRules::read(&self.conn, None, today)?;
            let taught = verified.into_iter().map(|product| rules.canonical(product));
            let read = rules.facts(&self.conn, &taught.collect())?;
            let names = self.product_names()?;
            let called = |product| names.get(&product).cloned().unwrap_or_default();
            let pairs = would_be(&read.facts, today).into_iter();
            let rows = pairs.map(|pair| WouldBeRow {
                products: (called(pair.products.0), called(pair.products.1)),
                pair,
            });
            Ok(rows.collect())
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
        let board = self.alert_board(today)?;
        let mut rows = board.rows.iter();
        let named = rows.find(|row| row.fingerprint.starts_with(start));
        Ok(named.map(|row| row.fingerprint.clone()))
    }
}
