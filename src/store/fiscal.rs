//! What is paid for and in use in a fiscal year, and what overlaps in it: what the overlaps, the ledger and the
//! list of owners look at. It is kept until a change touches it: to ask again costs nothing, and after a change
//! only what it touched is read again.

mod facts;
mod in_use;
mod products;
pub(super) mod touched;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use self::touched::Touched;
use super::head::Head;
use super::{Error, Store};
use crate::domain::overlap::board::{AlertBoard, Ledger};
use crate::domain::overlap::engine::{Engine, FoundOverlaps};
use crate::domain::product::ProductId;

pub(super) use self::facts::{YearFacts, read};
pub(super) use self::in_use::in_use;

/// This year's answers and another year's are kept.
const YEARS: usize = 2;

/// The years that are kept, the one asked last first.
#[derive(Default)]
pub(super) struct YearCache(RefCell<Vec<YearAnswers>>);

impl fmt::Debug for YearCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} years", self.0.borrow().len())
    }
}

/// A fiscal year, as of a day and a line of history.
pub(super) struct YearAnswers {
    pub(super) today: NaiveDate,
    /// Up to where history is in it.
    head: Head,
    pub(super) read: YearFacts,
    engine: Engine,
    pub(super) found: FoundOverlaps,
    board: Option<Arc<AlertBoard>>,
    ledger: Option<Arc<Ledger>>,
}

impl YearAnswers {
    fn read(conn: &Connection, year: Option<i32>, today: NaiveDate) -> Result<YearAnswers, Error> {
        let read = facts::read(conn, year, today)?;
        let engine = Engine::new(read.facts.clone(), today);
        Ok(YearAnswers {
            today,
            head: Head::now(conn)?,
            found: engine.found(),
            engine,
            read,
            board: None,
            ledger: None,
        })
    }

    /// Are these about the year on the day?
    fn are_of(&self, year: Option<i32>, today: NaiveDate) -> bool {
        let year = year.unwrap_or_else(|| self.read.year.years.of(today));
        self.today == today && self.read.year.name == year
    }

    /// As the records stand now.
    fn renewed(mut self, conn: &Connection) -> Result<YearAnswers, Error> {
        let head = Head::now(conn)?;
        if head == self.head {
            return Ok(self);
        }
        let touched = if head.follows(self.head) {
            Touched::since(conn, self.head.seq)?
        } else {
            None
        };
        let Some(touched) = touched else {
            return YearAnswers::read(conn, Some(self.read.year.name), self.today);
        };
        if !touched.is_nothing() {
            let changed = facts::read_again(conn, &mut self.read, &touched, self.today)?;
            let records = touched.names.then(|| self.read.facts.records.clone());
            self.engine.update(changed, records);
            self.found = self.engine.found();
        }
        // Names and what people said may have changed.
        Ok(YearAnswers {
            head,
            board: None,
            ledger: None,
            ..self
        })
    }

    /// The alerts of the year, by `make` where they are not kept yet.
    pub(super) fn board(
        &mut self,
        make: impl FnOnce(&YearAnswers) -> Result<AlertBoard, Error>,
    ) -> Result<Arc<AlertBoard>, Error> {
        if let Some(board) = &self.board {
            return Ok(Arc::clone(board));
        }
        let board = Arc::new(make(self)?);
        Ok(Arc::clone(self.board.insert(board)))
    }

    /// The ledger of the year, by `make` where it is not kept yet.
    pub(super) fn ledger(
        &mut self,
        make: impl FnOnce(&YearAnswers) -> Result<Ledger, Error>,
    ) -> Result<Arc<Ledger>, Error> {
        if let Some(ledger) = &self.ledger {
            return Ok(Arc::clone(ledger));
        }
        let ledger = Arc::new(make(self)?);
        Ok(Arc::clone(self.ledger.insert(ledger)))
    }
}

impl YearCache {
    /// Asks what is kept of a fiscal year, of this one where none is named, after reading what is not.
    fn ask<T>(
        &self,
        conn: &Connection,
        year: Option<i32>,
        today: NaiveDate,
        question: impl FnOnce(&mut YearAnswers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut kept = self.0.borrow_mut();
        let known = kept.iter().position(|answers| answers.are_of(year, today));
        // Taken out, so that a read that fails half way leaves nothing behind.
        let known = known.map(|at| kept.remove(at));
        let mut answers = match known {
            Some(answers) => answers.renewed(conn)?,
            None => YearAnswers::read(conn, year, today)?,
        };
        let answer = question(&mut answers);
        kept.truncate(YEARS - 1);
        kept.insert(0, answers);
        answer
    }
}

impl Store {
    /// Asks a fiscal year, this one where none is named, as it stands at one moment.
    pub(super) fn year<T>(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        question: impl FnOnce(&mut YearAnswers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.at_once(|| self.years.ask(&self.conn, year, today, question))
    }
}

/// Products that were merged, with what they are now.
pub(super) fn merged(conn: &Connection) -> Result<HashMap<ProductId, ProductId>, Error> {
    products::merged(conn)
}
