//! What people note stays on a record that is here.

use rusqlite::{OptionalExtension, params};

use crate::domain::put::ChangeSetId;
use crate::domain::record::{Kind, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::store::Error;
use crate::store::history::Labels;

use super::Writer;

impl Writer<'_> {
    /// A note names its record in no way that the file itself holds it to: what somebody noted stays readable where
    /// it was left, so a record with notes is not taken out.
    pub(super) fn without_notes(&mut self, record: RecordRef) -> Result<(), Error> {
        let note = self
            .tx
            .prepare_cached(
                "SELECT n.\"by\", n.\"at\", (SELECT max(h.change_set) FROM history h
                     WHERE h.kind = 'note' AND h.record = n.id AND h.deed = 'add')
                 FROM note n WHERE n.about = ?1 AND n.record = ?2 ORDER BY n.id DESC LIMIT 1",
            )?
            .query_row(params![record.kind.word(), record.id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((by, at, set)): Option<(String, String, Option<ChangeSetId>)> = note else {
            return Ok(());
        };
        let name = Labels::new(self.tx).of(record)?;
        let why = Refusal::from(format!("{by} has left a note on {name} ({at})"));
        let first = set.map(|set| format!("that is taken back first: hallpass undo {set}"));
        Err(Error::Refused(match first {
            Some(first) => why.then("; ", first),
            None => why,
        }))
    }

    /// A note is on a record that is here.
    pub(super) fn on_something(&mut self, kind: Kind, values: &[Value]) -> Result<(), Error> {
        if kind != Kind::Note {
            return Ok(());
        }
        let (about, id) = match values {
            [Value::Text(about), Value::Int(id), ..] => (Kind::from_word(about), *id),
            _ => (None, 0),
        };
        let about = about.map(|kind| RecordRef { kind, id });
        let here = match about {
            Some(record) => self.version(record)?.is_some(),
            None => false,
        };
        if here {
            return Ok(());
        }
        let what = about.map_or_else(|| "its record".to_owned(), |record| record.to_string());
        let why = Refusal::from(format!("{what} is gone, and the note would be on nothing"));
        Err(Error::Refused(why.then("; ", "leave it elsewhere")))
    }
}
