//! What a file changes, or would change: row by row, in the words that history uses.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::cli::{Failure, print};
use crate::domain::put::{Given, Put};
use crate::domain::record::{self, RecordRef, Value};
use crate::office::Office;
use crate::office::import::{Applied, RecordOutcome, Renamed};

/// Lists what every row changed, or would.
pub(super) fn list_changes(
    office: &Office,
    puts: &[Put],
    applied: &Applied,
) -> Result<(), Failure> {
    let words_of = ChangeWords::new(office, puts, applied);
    for (put, done) in puts.iter().zip(&applied.done) {
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
    }
    Ok(())
}

/// What fields are given, in the words history will use. Records that a rehearsal made are gone again
/// and are named by what the file says of them.
struct ChangeWords<'w> {
    office: &'w Office,
    puts: &'w [Put],
    applied: &'w Applied,
    made: HashMap<RecordRef, usize>,
}

impl<'w> ChangeWords<'w> {
    fn new(office: &'w Office, puts: &'w [Put], applied: &'w Applied) -> ChangeWords<'w> {
        let added = puts.iter().zip(&applied.done).enumerate();
        let added = added.filter(|(_, (_, done))| done.outcome == RecordOutcome::Added);
        ChangeWords {
            office,
            puts,
            applied,
            made: added.map(|(at, (_, done))| (done.record, at)).collect(),
        }
    }

    fn given(&self, kind: record::Kind, field: &str, given: &Given) -> Result<String, Failure> {
        match given {
            Given::Value(value) => self.value(kind, field, value),
            Given::Made(at) => match (self.puts.get(*at), self.applied.done.get(*at)) {
                (Some(_), Some(done)) if done.outcome != RecordOutcome::Added => {
                    Ok(self.office.label(done.record)?)
                }
                (put, _) => Ok(put.map(named).unwrap_or_default()),
            },
        }
    }

    fn value(&self, kind: record::Kind, field: &str, value: &Value) -> Result<String, Failure> {
        let place = kind.position(field);
        let refers = place.and_then(|place| kind.fields()[place].refers);
        if let (Some(kind), Value::Int(id)) = (refers, value)
            && let Some(at) = self.made.get(&RecordRef { kind, id: *id })
        {
            return Ok(named(&self.puts[*at]));
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

/// The same as JSON.
pub(super) fn changes(puts: &[Put], applied: &Applied) -> Json {
    let told = puts.iter().zip(&applied.done).filter_map(|(put, done)| match &done.outcome {
        RecordOutcome::Unchanged => None,
        RecordOutcome::Added => Some(json!({ "row": put.row, "entity": put.kind.word(), "deed": "add" })),
        RecordOutcome::Changed(fields) => {
            let fields: Vec<Json> = fields
                .iter()
                .map(|(f, old, new)| json!({ "field": f, "old": old.to_string(), "new": new.to_string() }))
                .collect();
            Some(json!({ "row": put.row, "entity": put.kind.word(), "deed": "change", "id": done.record.id, "fields": fields }))
        }
    });
    told.collect()
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
