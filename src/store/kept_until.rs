//! Something that was read of the records and is kept from one question to the next, until a record is written that it
//! rests on: what costs most to read is seldom what somebody has just changed.

use std::fmt;

use rusqlite::Connection;

use super::Error;
use super::changed::{WrittenLine, lines_since};
use super::head::Head;
use crate::domain::record::Kind;

/// The records that something rests on: of each noun that they come and go, and of those that stay these fields; every
/// field where none is named.
pub(super) type RestsOnFields = &'static [(Kind, &'static [&'static str])];

/// What was read, with where history stood.
pub(super) struct KeptUntilWritten<T>(Option<(Head, T)>);

impl<T> Default for KeptUntilWritten<T> {
    fn default() -> Self {
        KeptUntilWritten(None)
    }
}

impl<T> fmt::Debug for KeptUntilWritten<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read_at = self.0.as_ref().map(|(head, _)| *head);
        write!(f, "read at {read_at:?}")
    }
}

impl<T: Clone> KeptUntilWritten<T> {
    /// As the records stand now: what is kept, or what `read` gives; in the read transaction in which it is used.
    pub(super) fn current(
        &mut self,
        conn: &Connection,
        rests_on: RestsOnFields,
        read: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = Head::now(conn)?;
        // Taken out, so that a read that fails leaves nothing behind.
        let kept = match self.0.take() {
            Some((then, kept)) if then == now || stands(conn, then, rests_on)? => kept,
            _ => read()?,
        };
        self.0 = Some((now, kept.clone()));
        Ok(kept)
    }
}

/// Was nothing written since then that this rests on?
fn stands(conn: &Connection, then: Head, rests_on: RestsOnFields) -> Result<bool, Error> {
    if !Head::now(conn)?.follows(then) {
        return Ok(false);
    }
    let lines = lines_since(conn, then.seq)?;
    Ok(lines.is_some_and(|lines| !lines.iter().any(|line| reaches(line, rests_on))))
}

/// Is this line of history about something that it rests on?
fn reaches(line: &WrittenLine, rests_on: RestsOnFields) -> bool {
    rests_on.iter().any(|(kind, fields)| {
        let named = line
            .field
            .as_deref()
            .filter(|_| line.deed == "set" && !fields.is_empty());
        line.kind == *kind && named.is_none_or(|field| fields.contains(&field))
    })
}
