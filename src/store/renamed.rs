//! What an import gave another name, which is told besides the count of what changed: whoever brought the file in may
//! have meant another record.

use std::fmt;

use super::{Applied, Error, Store};
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
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
    pub fn renamed(&self, applied: &Applied) -> Result<Vec<Renamed>, Error> {
        let mut found = Vec::new();
        for one in &applied.rows.renamed {
            let number = if let Some(product) = one.record.of::<ProductId>() {
                format!("P-{product}")
            } else if let Some(school) = one.record.of::<SchoolId>() {
                self.get::<School>(school)?.code
            } else {
                continue;
            };
            found.push(Renamed {
                row: one.row,
                record: one.record,
                number,
                from: one.from.clone(),
                to: one.to.clone(),
                by: if one.by_number { "registry_id" } else { "code" },
            });
        }
        Ok(found)
    }
}
