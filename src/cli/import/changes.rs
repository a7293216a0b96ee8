//! What a file changes, or would change: row by row, in the words that history uses.

use std::collections::HashMap;
use std::ops::ControlFlow;

use serde_json::{Map, Value as Json, json};

use crate::cli::{Failure, print};
use crate::domain::change::Change;
use crate::domain::put::{Done, Given, Put, RecordOutcome, Target};
use crate::domain::record::{self, RecordRef, Value};
use crate::exchange::plan::TriedPuts;
use crate::office::Office;
use crate::office::import::{Applied, Renamed};

/// The puts of a file, each with what became of it, or would.
pub(super) enum PutsDone<'c> {
    /// Of a file whose puts are held.
    Held(&'c [Put], &'c [Done]),
    /// Of a long one.
    Kept(&'c mut TriedPuts),
}

impl<'c> PutsDone<'c> {
    /// What a change did; of a long import what was told meanwhile.
    pub(super) fn of(
        change: &'c Change,
        applied: &'c Applied,
        told: &'c mut TriedPuts,
    ) -> PutsDone<'c> {
        if change.is_long() {
            PutsDone::Kept(told)
        } else {
            PutsDone::Held(change.imported(), &applied.done)
        }
    }

    fn each(
        &mut self,
        tell: &mut dyn FnMut(&Put, &Done) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let tried = match self {
            PutsDone::Held(puts, done) => {
                let mut both = puts.iter().zip(done.iter());
                return both.try_for_each(|(put, done)| tell(put, done));
            }
            PutsDone::Kept(tried) => tried,
        };
        let mut failed = None;
        tried.each(&mut |put, done| {
            failed = tell(put, done).err();
            match failed {
                None => ControlFlow::Continue(()),
                Some(_) => ControlFlow::Break(()),
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// Lists what every row changed, or would.
pub(super) fn list_changes(office: &Office, mut changes: PutsDone) -> Result<(), Failure> {
    let words_of = ChangeWords::new(office, &mut changes)?;
    changes.each(&mut |put, done| {
        match &done.outcome {
            RecordOutcome::Unchanged => {}
            RecordOutcome::Added => {
                let mut words = Vec::new();
                for (field, given) in &put.fields {
                    if *given != Given::Value(Value::Null) {
                        let value = words_of.given(put.kind, field, given)?;
                        words.push(format!("{field} `{value}`"));
                    }
                }
                print::line(&format!(
                    "row {}: + {} {}",
                    put.row,
                    put.kind,
                    words.join(", ")
                ));
            }
            RecordOutcome::Changed(fields) => {
                let name = office.label(done.record)?;
                let mut words = Vec::new();
                for (field, old, new) in fields {
                    let old = words_of.value(put.kind, field, old)?;
                    let new = words_of.value(put.kind, field, new)?;
                    words.push(format!("{field} `{old}` -> `{new}`"));
                }
                print::line(&format!(
                    "row {}: ~ {} {name}: {}",
                    put.row,
                    put.kind,
                    words.join(", ")
                ));
            }
        }
        Ok(())
    })
}

/// What fields are given, in the words history will use. Records that a rehearsal made are gone again
/// and are named by what the file says of them.
struct ChangeWords<'w> {
    office: &'w Office,
    /// What names the records that are made, by themselves.
    made: HashMap<RecordRef, String>,
    /// What names the records that puts make or meet, by the puts' places: those that others may name.
    places: HashMap<usize, NamedByPut>,
}

/// A record that a put is about.
enum NamedByPut {
    Met(RecordRef),
    Made(String),
}

impl<'w> ChangeWords<'w> {
    fn new(office: &'w Office, changes: &mut PutsDone) -> Result<ChangeWords<'w>, Failure> {
        let all = matches!(changes, PutsDone::Held(..));
        let mut words_of = ChangeWords {
            office,
            made: HashMap::new(),
            places: HashMap::new(),
        };
        let mut place = 0;
        changes.each(&mut |put, done| {
            let name = named(put);
            let is_made = done.outcome == RecordOutcome::Added;
            if is_made && !name.is_empty() {
                words_of.made.insert(done.record, name.clone());
            }
            // Of a long file no other put is named by one.
            if all || put.target == Target::New {
                let named = if is_made {
                    NamedByPut::Made(name)
                } else {
                    NamedByPut::Met(done.record)
                };
                words_of.places.insert(place, named);
            }
            place += 1;
            Ok(())
        })?;
        Ok(words_of)
    }

    fn given(&self, kind: record::Kind, field: &str, given: &Given) -> Result<String, Failure> {
        match given {
            Given::Value(value) => self.value(kind, field, value),
            Given::Made(at) => match self.places.get(at) {
                Some(NamedByPut::Met(record)) => Ok(self.office.label(*record)?),
                Some(NamedByPut::Made(name)) => Ok(name.clone()),
                None => Ok(String::new()),
            },
        }
    }

    fn value(&self, kind: record::Kind, field: &str, value: &Value) -> Result<String, Failure> {
        let place = kind.position(field);
        let refers = place.and_then(|place| kind.fields()[place].refers);
        if let (Some(kind), Value::Int(id)) = (refers, value)
            && let Some(name) = self.made.get(&RecordRef { kind, id: *id })
        {
            return Ok(name.clone());
        }
        Ok(self.office.spell(kind, field, value)?)
    }
}

/// The name or number a put gives a new record.
fn named(put: &Put) -> String {
    let naming = put
        .fields
        .iter()
        .find(|(field, _)| matches!(*field, "name" | "number"));
    match naming {
        Some((_, Given::Value(name))) => name.to_string(),
        _ => String::new(),
    }
}

/// The same as JSON, as the last field of this head: told one by one, for of a long file they are as many as its rows.
pub(super) fn tell_changes(head: &Map<String, Json>, mut changes: PutsDone) -> Result<(), Failure> {
    print::json_objects((head, "changes"), |tell| {
        changes.each(&mut |put, done| {
            let (row, entity) = (put.row, put.kind.word());
            match &done.outcome {
                RecordOutcome::Unchanged => Ok(()),
                RecordOutcome::Added => {
                    tell(&json!({ "row": row, "entity": entity, "deed": "add" }))
                }
                RecordOutcome::Changed(fields) => {
                    let fields: Vec<Json> = fields
                        .iter()
                        .map(|(f, old, new)| json!({ "field": f, "old": old.to_string(), "new": new.to_string() }))
                        .collect();
                    tell(&json!({ "row": row, "entity": entity, "deed": "change", "id": done.record.id, "fields": fields }))
                }
            }
        })
    })
}

/// A new name as JSON.
pub(super) fn rename(renamed: &Renamed) -> Json {
    let Renamed {
        row,
        record,
        number,
        from,
        to,
        by,
    } = renamed;
    json!({ "row": row, "entity": record.kind.word(), "id": record.id, "number": number, "old": from, "new": to, "by": by })
}
