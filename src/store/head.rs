//! Where the history of the office file stands: what is kept of an answer, or of a plan, is kept up to there.

use rusqlite::Connection;

use super::Error;
use crate::domain::put::HistoryLine;

/// The newest line of history, in the file as it was put there last.
///
/// A file that was put back from a backup may end at a lower line than the one before it, or at the same line of other
/// words. So the number alone says nothing: whatever compares two of these asks first whether they are of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Moves when the whole file is put back, or upgraded; nothing else that hallpass does changes it.
    era: i64,
    /// The newest line of history; 0 where there is none yet.
    pub(super) seq: i64,
}

impl Head {
    /// As the connection sees the file.
    pub(super) fn now(conn: &Connection) -> Result<Head, Error> {
        Ok(Head {
            era: era(conn)?,
            seq: newest(conn)?,
        })
    }

    /// An earlier line of the same file.
    pub(super) fn at(conn: &Connection, seq: i64) -> Result<Head, Error> {
        Ok(Head {
            era: era(conn)?,
            seq,
        })
    }

    /// The earlier of the two, where they are of one file; else neither says what was read.
    pub fn earlier(self, other: Head) -> Option<Head> {
        let seq = self.seq.min(other.seq);
        self.follows(other).then_some(Head { seq, ..self })
    }

    /// That line of history, where both are of one file.
    pub fn line_in(self, now: Head) -> Option<HistoryLine> {
        now.follows(self).then_some(HistoryLine(self.seq))
    }

    /// Is it of the same file as this one, so that all history after the earlier says what changed?
    pub(super) fn follows(self, earlier: Head) -> bool {
        self.era == earlier.era
    }
}

/// SQLite's own count of how often the structure was written: the copy of a backup into the file moves it on.
pub(super) fn era(conn: &Connection) -> Result<i64, Error> {
    let mut ask = conn.prepare_cached("PRAGMA schema_version")?;
    Ok(ask.query_row([], |row| row.get(0))?)
}

/// The newest line of history; 0 where there is none yet.
pub(super) fn newest(conn: &Connection) -> Result<i64, Error> {
    let sql = "SELECT ifnull(max(seq), 0) FROM history";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
