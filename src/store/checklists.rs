//! Checklists: the editions the program ships and those a district made of them.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::checklist::{self, ChecklistEdition, SHIPPED};
use crate::domain::request::Track;

use super::{Error, Store};

impl Store {
    /// One edition of a checklist.
    pub fn checklist(&self, track: Track, edition: i64) -> Result<Arc<ChecklistEdition>, Error> {
        list(&self.conn, track, edition)
    }

    /// The same as the text it was written in.
    pub fn checklist_text(&self, track: Track, edition: i64) -> Result<String, Error> {
        text(&self.conn, track, edition)
    }

    /// The edition that reviews begin with now.
    pub fn newest_edition(&self, track: Track) -> Result<i64, Error> {
        newest(&self.conn, track)
    }
}

/// One edition of a checklist.
pub(super) fn list(
    conn: &Connection,
    track: Track,
    edition: i64,
) -> Result<Arc<ChecklistEdition>, Error> {
    if edition == SHIPPED {
        return Ok(checklist::shipped(track));
    }
    let list = checklist::parse(track, edition, &text(conn, track, edition)?);
    list.map(Arc::new).map_err(|why| {
        Error::Refused(why.after(format_args!("edition {edition} of the {track} checklist: ")))
    })
}

/// The edition that reviews begin with now.
pub(super) fn newest(conn: &Connection, track: Track) -> Result<i64, Error> {
    let sql = "SELECT max(edition) FROM checklist WHERE track = ?1";
    let own: Option<i64> = conn
        .prepare_cached(sql)?
        .query_row([track.word()], |row| row.get(0))?;
    Ok(own.unwrap_or(SHIPPED))
}

fn text(conn: &Connection, track: Track, edition: i64) -> Result<String, Error> {
    if edition == SHIPPED {
        return Ok(checklist::shipped_text(track).into());
    }
    let sql = "SELECT text FROM checklist WHERE track = ?1 AND edition = ?2";
    conn.prepare_cached(sql)?
        .query_row((track.word(), edition), |row| row.get(0))
        .optional()?
        .ok_or_else(|| Error::Missing {
            what: format!("edition {edition} of the {track} checklist"),
        })
}
