//! What was read and found, kept until a change touches it: to ask again costs nothing, and after a change
//! only what it touched is read again.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::Found;
use super::office::{self, Read};
use super::rows;
use super::touched::{Touched, newest};
use crate::domain::overlap::board::{AlertBoard, Ledger};
use crate::domain::overlap::engine::Engine;
use crate::store::Error;

/// This year's answers and another year's are kept.
const YEARS: usize = 2;

/// The answers that are kept.
#[derive(Default)]
pub(in crate::store) struct Kept(RefCell<Vec<Answers>>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} years", self.0.borrow().len())
    }
}

/// The answers about a fiscal year, as of a day and a line of history.
pub(super) struct Answers {
    today: NaiveDate,
    seq: i64,
    pub(super) read: Read,
    engine: Engine,
    pub(super) found: Found,
    board: Option<Arc<AlertBoard>>,
    ledger: Option<Arc<Ledger>>,
}

impl Answers {
    fn read(conn: &Connection, year: Option<i32>, today: NaiveDate) -> Result<Answers, Error> {
        let read = office::read(conn, year, today)?;
        let engine = Engine::new(read.facts.clone(), today);
        Ok(Answers {
            today,
            seq: newest(conn)?,
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
    fn renewed(mut self, conn: &Connection) -> Result<Answers, Error> {
        let seq = newest(conn)?;
        if seq == self.seq {
            return Ok(self);
        }
        let Some(touched) = Touched::since(conn, self.seq)? else {
            return Answers::read(conn, Some(self.read.year.name), self.today);
        };
        if !touched.is_nothing() {
            let changed = office::read_again(conn, &mut self.read, &touched, self.today)?;
            let records = touched.names.then(|| self.read.facts.records.clone());
            self.engine.update(changed, records);
            self.found = self.engine.found();
        }
        // Names and what people said may have changed.
        Ok(Answers {
            seq,
            board: None,
            ledger: None,
            ..self
        })
    }

    pub(super) fn board(&mut self, conn: &Connection) -> Result<Arc<AlertBoard>, Error> {
        if let Some(board) = &self.board {
            return Ok(Arc::clone(board));
        }
        let board = Arc::new(rows::board(conn, &self.read, &self.found, self.today)?);
        Ok(Arc::clone(self.board.insert(board)))
    }

    pub(super) fn ledger(&mut self, conn: &Connection) -> Result<Arc<Ledger>, Error> {
        if let Some(ledger) = &self.ledger {
            return Ok(Arc::clone(ledger));
        }
        let ledger = Arc::new(rows::ledger(conn, &self.read, &self.found, self.today)?);
        Ok(Arc::clone(self.ledger.insert(ledger)))
    }
}

impl Kept {
    /// Asks what is kept of a fiscal year, of this one where none is named, after reading what is not.
    pub(super) fn ask<T>(
        &self,
        conn: &Connection,
        year: Option<i32>,
        today: NaiveDate,
        question: impl FnOnce(&mut Answers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut kept = self.0.borrow_mut();
        let known = kept.iter().position(|answers| answers.are_of(year, today));
        // Taken out, so that a read that fails half way leaves nothing behind.
        let known = known.map(|at| kept.remove(at));
        let mut answers = match known {
            Some(answers) => answers.renewed(conn)?,
            None => Answers::read(conn, year, today)?,
        };
        let answer = question(&mut answers);
        kept.truncate(YEARS - 1);
        kept.insert(0, answers);
        answer
    }
}
