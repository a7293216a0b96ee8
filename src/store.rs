//! The one door to the office file: open it, change it, ask it. Only this room speaks SQL.
//!
//! A change goes in by `apply` and out again by `undo`; every question is one method that copies
//! its rows out and ends, so no read is held open while a person thinks.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::domain::record::Record;

mod apply;
mod convert;
mod dump;
mod error;
mod history;
mod names;
mod open;
mod undo;
mod writer;

pub use apply::{Applied, Watch};
pub use error::Error;
pub use history::{Entry, HistoryFilter};
pub use undo::Reverted;
pub use writer::{Done, Outcome};

/// An open office file.
pub struct Store {
    conn: Connection,
    guard: open::Guard,
}

impl Store {
    /// Makes a new, empty office file.
    pub fn create(path: &Path) -> Result<Store, Error> {
        let (conn, guard) = open::create(path)?;
        Ok(Store { conn, guard })
    }

    /// The value of a setting, if it was ever set.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM setting WHERE \"key\" = ?1";
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([key], |r| r.get(0))
            .optional()?)
    }

    /// All records of a noun, oldest first.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, Error> {
        convert::records(&self.conn, "ORDER BY id", [])
    }

    /// One record by id.
    pub fn get<R: Record>(&self, id: i64) -> Result<R, Error> {
        let mut found = convert::records(&self.conn, "WHERE id = ?1", [id])?;
        found.pop().ok_or_else(|| Error::Missing {
            what: format!("{} {id}", R::KIND),
        })
    }

    fn write<T>(
        &mut self,
        body: impl FnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        open::in_write(&mut self.conn, &self.guard, body)
    }
}
