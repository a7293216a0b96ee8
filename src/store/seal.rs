//! The seals of history: each change set has one, made of the seal before it, of what the set says and of its lines.
//!
//! Each save makes the seals of its sets, inside its own transaction, and `check` makes all of them again: whoever
//! changes, adds or takes out a line by another program breaks the chain there. Whoever can write the file can also
//! make the whole chain anew; that shows by its end, which `backup` and `check` say, beside one that was written down.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Statement};
use sha2::{Digest, Sha256};

use super::Error;
use super::error::plain;
use crate::domain::put::{ChangeSetId, hex};

/// Where history ends: its newest change set and the seal of it, which speaks for all before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSeal {
    /// The change set's number.
    pub change_set: ChangeSetId,
    /// Its seal, 64 hexadecimal digits.
    pub seal: String,
}

impl LastSeal {
    /// Enough of the seal to compare by eye.
    fn short(&self) -> &str {
        self.seal.get(..16).unwrap_or(&self.seal)
    }

    /// The same in words: two files of which they are the same have the same history.
    pub fn sentence(&self) -> String {
        format!(
            "Its history ends at change set {}, seal {}.",
            self.change_set,
            self.short()
        )
    }
}

/// What of a change set is sealed: all but `undone_by`, which a later set says as well, and the seal.
const SET: &str = r#"SELECT id, "at", who, origin, deed, title, reason, undoes, login, clock, deed_id, deed_words
                     FROM change_set WHERE id = ?1"#;
/// What of its lines is sealed.
const LINES: &str = "SELECT seq, kind, record, deed, field, old, new, version FROM history
                     WHERE change_set = ?1 ORDER BY seq";

/// The end of history; none before the first change.
pub(super) fn last(conn: &Connection) -> Result<Option<LastSeal>, Error> {
    let sql = "SELECT id, ifnull(seal, '') FROM change_set ORDER BY id DESC LIMIT 1";
    let read = |row: &Row| {
        Ok(LastSeal {
            change_set: row.get(0)?,
            seal: row.get(1)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([], read).optional()?)
}

/// Seals the change sets after this end, or all where there was none, the oldest first: those that were just made, and
/// no other. What lay there without a seal was not made here, and `check` goes on saying so. Gives the newest of them;
/// none where none was made.
pub(super) fn seal_after(
    conn: &Connection,
    end: Option<&LastSeal>,
) -> Result<Option<ChangeSetId>, Error> {
    let told = end.map(|end| end.change_set);
    let mut made = conn
        .prepare_cached("SELECT id, seal FROM change_set WHERE id > ifnull(?1, 0) ORDER BY id")?;
    let made = made.query_map([told], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let made: Vec<(ChangeSetId, Option<String>)> = made.collect::<Result<_, _>>()?;
    let Some((newest, _)) = made.last() else {
        return Ok(None);
    };
    let newest = *newest;
    let mut before = end.map(|end| end.seal.clone());
    before.take_if(|seal| seal.is_empty());
    let mut sealing = Sealing::new(conn)?;
    let mut keep = conn.prepare_cached("UPDATE change_set SET seal = ?2 WHERE id = ?1")?;
    for (id, seal) in made {
        // A dump of an older layout may say seals as well; they stay as they are.
        before = Some(if let Some(seal) = seal {
            seal
        } else {
            let seal = sealing.seal(id, before.as_deref())?;
            keep.execute((id, &seal))?;
            seal
        });
    }
    Ok(Some(newest))
}

/// What is wrong with history, in sentences; nothing where it is as hallpass wrote it.
pub(super) fn check(conn: &Connection) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    let founded = "SELECT EXISTS (SELECT 1 FROM setting) AND NOT EXISTS (SELECT 1 FROM change_set)";
    if conn.query_row(founded, [], |row| row.get(0))? {
        problems.push("history is gone: not even the founding of the office is in it".to_owned());
    }
    problems.extend(first_misfit(conn)?);
    problems.extend(first_gap(conn, "change_set", "id", "change set")?);
    problems.extend(first_gap(conn, "history", "seq", "line")?);
    problems.extend(first_found(
        conn,
        "SELECT seq FROM history WHERE change_set NOT IN (SELECT id FROM change_set) ORDER BY seq LIMIT 1",
        |line| format!("line {line} of history belongs to no change set"),
    )?);
    problems.extend(first_found(
        conn,
        "SELECT s.id FROM change_set s LEFT JOIN change_set by ON by.id = s.undone_by
         WHERE by.undoes IS NOT s.id AND s.undone_by IS NOT NULL
            OR s.undone_by IS NULL AND s.id IN (SELECT undoes FROM change_set WHERE undoes IS NOT NULL)
         ORDER BY s.id LIMIT 1",
        |set| format!("whether change set {set} was undone is not as history says"),
    )?);
    Ok(problems)
}

/// The first change set whose seal is not what it should be after the one before it.
fn first_misfit(conn: &Connection) -> Result<Option<String>, Error> {
    let mut sets =
        conn.prepare("SELECT id, seal, who, \"at\", title FROM change_set ORDER BY id")?;
    let mut rows = sets.query([])?;
    let mut sealing = Sealing::new(conn)?;
    let mut before: Option<String> = None;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        let seal: Option<String> = row.get(1)?;
        if seal.as_ref() != Some(&sealing.seal(id, before.as_deref())?) {
            let (who, at, title): (String, String, String) =
                (row.get(2)?, row.get(3)?, row.get(4)?);
            return Ok(Some(plain(&format!(
                "history was changed by something else than hallpass at change set {id} ({who}, {at}: {title}), \
                 or right before it"
            ))));
        }
        before = seal;
    }
    Ok(None)
}

/// The first number that is missing in a table which numbers its rows from 1 on.
fn first_gap(
    conn: &Connection,
    table: &str,
    number: &str,
    what: &str,
) -> Result<Option<String>, Error> {
    let counted = format!(
        "SELECT count(*) = ifnull(max({number}), 0) AND ifnull(min({number}), 1) = 1 FROM {table}"
    );
    if conn.query_row(&counted, [], |row| row.get(0))? {
        return Ok(None);
    }
    let sql = format!(
        "SELECT n FROM (SELECT 1 AS n UNION ALL SELECT {number} + 1 FROM {table})
         WHERE n NOT IN (SELECT {number} FROM {table}) ORDER BY n LIMIT 1"
    );
    first_found(conn, &sql, |missing| {
        format!("{what} {missing} is missing from history, and later ones are there")
    })
}

fn first_found(
    conn: &Connection,
    sql: &str,
    say: impl FnOnce(i64) -> String,
) -> Result<Option<String>, Error> {
    let found = conn.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(found.map(say))
}

/// Makes seals.
struct Sealing<'c> {
    set: Statement<'c>,
    lines: Statement<'c>,
}

impl<'c> Sealing<'c> {
    fn new(conn: &'c Connection) -> Result<Sealing<'c>, Error> {
        Ok(Sealing {
            set: conn.prepare(SET)?,
            lines: conn.prepare(LINES)?,
        })
    }

    /// The seal of a change set after the one before it.
    fn seal(&mut self, id: ChangeSetId, before: Option<&str>) -> Result<String, Error> {
        let mut hash = Sha256::new();
        add(&mut hash, before.map_or(ValueRef::Null, ValueRef::from));
        for statement in [&mut self.set, &mut self.lines] {
            let columns = statement.column_count();
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    add(&mut hash, row.get_ref(column)?);
                }
            }
        }
        Ok(hex(&hash.finalize()))
    }
}

/// One value: a letter for its kind, then a number in 8 bytes, or the length of a text and the text. So no two lists
/// of values are written alike.
fn add(hash: &mut Sha256, value: ValueRef<'_>) {
    let sized = |hash: &mut Sha256, kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    match value {
        ValueRef::Null => hash.update(b"n"),
        ValueRef::Integer(n) => {
            hash.update(b"i");
            hash.update(n.to_be_bytes());
        }
        // Nothing that hallpass writes; another program's must not pass for something else.
        ValueRef::Real(n) => {
            hash.update(b"r");
            hash.update(n.to_bits().to_be_bytes());
        }
        ValueRef::Text(text) => sized(hash, b't', text),
        ValueRef::Blob(bytes) => sized(hash, b'b', bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(values: &[ValueRef<'_>]) -> String {
        let mut hash = Sha256::new();
        values.iter().for_each(|value| add(&mut hash, *value));
        hex(&hash.finalize())
    }

    /// By hand: `printf 'ni\0\0\0\0\0\0\0\1t\0\0\0\0\0\0\0\3ada' | sha256sum`.
    #[test]
    fn a_seal_can_be_made_again_without_hallpass() {
        let values = [ValueRef::Null, ValueRef::Integer(1), ValueRef::Text(b"ada")];
        assert_eq!(
            sealed(&values),
            "a7f8e26abaa85be4af3613932f381e37d5a294a32f77682231ad87c96fbf24bc"
        );
    }

    #[test]
    fn no_two_lists_of_values_are_sealed_alike() {
        let lists: [&[ValueRef<'_>]; 6] = [
            &[ValueRef::Text(b"ab"), ValueRef::Text(b"c")],
            &[ValueRef::Text(b"a"), ValueRef::Text(b"bc")],
            &[ValueRef::Text(b"abc")],
            &[ValueRef::Blob(b"abc")],
            &[ValueRef::Text(b"1"), ValueRef::Null],
            &[ValueRef::Integer(1), ValueRef::Null],
        ];
        let seals: std::collections::BTreeSet<String> =
            lists.iter().map(|list| sealed(list)).collect();
        assert_eq!(seals.len(), lists.len());
    }
}
