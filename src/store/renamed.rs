//! What an import gave another name, which is told besides the count of what changed: whoever brought the file in may
//! have meant another record.

use std::fmt;

use super::{Applied, Error, RecordOutcome, Store};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::{RecordRef, Value};
use crate::domain::school::{School, SchoolId};

/// A product or a school that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The row of the file.
    pub row: u64,
    /// Which record.
    pub record: RecordRef,
    /// What names it besides: `P-12`, or the code of a school.
    pub number: String,
    /// What it was called.
    pub from: String,
    /// What it is called.
    pub to: String,
    /// The field it was met by.
    pub by: &'static str,
}

impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Renamed {
            number,
            from,
            to,
            by,
            ..
        } = self;
        let by = by.replace('_', " ");
        write!(f, "renamed: {from} to {to} ({number}, by its {by})")
    }
}

impl Store {
    /// The products and schools that an import renamed, in the order of its rows.
    pub fn renamed(&self, puts: &[Put], applied: &Applied) -> Result<Vec<Renamed>, Error> {
        let mut found = Vec::new();
        for (put, done) in puts.iter().zip(&applied.done) {
            let RecordOutcome::Changed(fields) = &done.outcome else {
                continue;
            };
            let name = fields.iter().find(|(field, ..)| *field == "name");
            let Some((_, Value::Text(from), Value::Text(to))) = name else {
                continue;
            };
            // What a record was met by stayed as it was.
            let stayed = put.fields.iter().any(|(field, _)| *field == "registry_id")
                && fields.iter().all(|(field, ..)| *field != "registry_id");
            let number = if let Some(product) = done.record.of::<ProductId>() {
                format!("P-{product}")
            } else if let Some(school) = done.record.of::<SchoolId>() {
                self.get::<School>(school)?.code
            } else {
                continue;
            };
            found.push(Renamed {
                row: put.row,
                record: done.record,
                number,
                from: from.clone(),
                to: to.clone(),
                by: if stayed { "registry_id" } else { "code" },
            });
        }
        Ok(found)
    }
}
