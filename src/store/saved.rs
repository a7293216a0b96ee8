//! Was a deed saved already? Whoever got no answer asks by the name the deed was given (`--id`), and it is not done twice.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::history::{Labels, deed_of};
use super::{Error, Store};
use crate::domain::put::{ChangeSetId, Stamp};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;

/// A change as it was saved, for whoever asks again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedChange {
    /// Its number, which undo names.
    pub change_set: ChangeSetId,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The change in a few words.
    pub what: String,
    /// The change set that took it back; none where it holds.
    pub undone_by: Option<ChangeSetId>,
    /// The records it wrote, each once and in order, with their name as it is now.
    pub records: Vec<(RecordRef, String)>,
}

/// Refuses to do a deed again that was saved under the same name.
///
/// # Errors
///
/// `SavedBefore` with its change set; `Refused` where another deed, or somebody else's, has the name.
pub(super) fn not_again(conn: &Connection, stamp: &Stamp) -> Result<(), Error> {
    let Some(id) = &stamp.id else {
        return Ok(());
    };
    let sql = "SELECT id, who, deed_words FROM change_set WHERE deed_id = ?1";
    let found = conn
        .prepare_cached(sql)?
        .query_row([&id.text], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((change_set, who, words)): Option<(ChangeSetId, String, Option<String>)> = found
    else {
        return Ok(());
    };
    if who == stamp.who && words.as_ref() == Some(&id.words) {
        return Err(Error::SavedBefore { change_set });
    }
    Err(Error::refused(
        Refusal::from(format!(
            "another deed has the id `{}`: change set {change_set}, by {who}",
            id.text
        ))
        .then("; ", "give each deed an id of its own"),
    ))
}

/// Was this deed saved? Asked of the file anew, by the name of the deed, for whoever lost the answer: a connection on which
/// a save failed may not know what has reached the disk. Gives its change set.
///
/// # Errors
///
/// Where the file cannot be read.
pub fn was_saved(file: &Path, stamp: &Stamp) -> Result<Option<ChangeSetId>, Error> {
    let store = Store::look(file)?;
    let Some(id) = &stamp.id else {
        return Ok(None);
    };
    let sql = "SELECT id FROM change_set WHERE deed_id = ?1 AND who = ?2";
    let mut ask = store.conn.prepare_cached(sql)?;
    let found = ask.query_row((&id.text, &stamp.who), |row| row.get(0));
    Ok(found.optional()?)
}

impl Store {
    /// `SavedBefore` where this deed was saved already, under the name it is given; asked once more when it is saved.
    ///
    /// # Errors
    ///
    /// Also `Refused`, where another deed has the name.
    pub fn not_again(&self, stamp: &Stamp) -> Result<(), Error> {
        not_again(&self.conn, stamp)
    }

    /// What a change set did.
    pub fn saved(&self, change_set: ChangeSetId) -> Result<SavedChange, Error> {
        self.at_once(|| {
            let sql = "SELECT \"at\", deed, title, undone_by FROM change_set WHERE id = ?1";
            let found = self
                .conn
                .prepare_cached(sql)?
                .query_row([change_set], |row| {
                    let (deed, title): (String, String) = (row.get(1)?, row.get(2)?);
                    Ok((row.get(0)?, deed_of(&deed, title), row.get(3)?))
                })
                .optional()?;
            let (at, what, undone_by) = found.ok_or_else(|| Error::Missing {
                what: format!("change set {change_set}"),
            })?;
            let mut lines = self.conn.prepare_cached(
                "SELECT kind, record FROM history WHERE change_set = ?1 GROUP BY kind, record ORDER BY min(seq)",
            )?;
            let rows = lines.query_map([change_set], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?))
            })?;
            let mut labels = Labels::new(&self.conn);
            let mut records = Vec::new();
            for row in rows {
                let (word, id) = row?;
                if let Some(kind) = Kind::from_word(&word) {
                    let record = RecordRef { kind, id };
                    records.push((record, labels.of(record)?));
                }
            }
            Ok(SavedChange {
                change_set,
                at,
                what,
                undone_by,
                records,
            })
        })
    }
}
