//! Rules about the whole, which records break only together: they are asked once a change is written, whatever it
//! was. Of a file they say which rows are at fault.

pub(super) mod fault;

use std::collections::{HashMap, HashSet};

use rusqlite::Transaction;

use self::fault::AtFault;
use super::error::Error;
use super::writer::Done;
use super::{order, parts};
use crate::domain::person::PersonId;
use crate::domain::put::{ChangeSetId, Put, RefusedRow};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;

/// The rules that a change of records of these nouns breaks.
pub(super) fn broken(
    tx: &Transaction,
    kinds: &[Kind],
    change_set: Option<ChangeSetId>,
) -> Result<Vec<AtFault>, Error> {
    let mut broken = Vec::new();
    if kinds.contains(&Kind::Person) {
        broken.extend(without_an_admin(tx, change_set)?);
    }
    if kinds.contains(&Kind::Contract) {
        broken.extend(order::one_holder(tx, change_set)?);
    }
    for (kind, called) in [(Kind::Funding, "funding"), (Kind::Share, "schools' shares")] {
        if kinds.contains(&kind) {
            broken.extend(parts::at_most_whole(tx, (kind, called), change_set)?);
        }
    }
    Ok(broken)
}

/// The refusal of a change that breaks rules; none where it breaks none. `puts` are those of a file, with what they
/// did: its rows are told, where rows are at fault.
pub(super) fn refused<'p>(
    broken: Vec<AtFault>,
    puts: impl Iterator<Item = (&'p Put, &'p Done)>,
) -> Result<(), Error> {
    let mut rows: Vec<RefusedRow> = Vec::new();
    if !broken.is_empty() {
        let mut written: HashMap<RecordRef, Vec<&Put>> = HashMap::new();
        for (put, done) in puts.filter(|(put, _)| put.row > 0) {
            written.entry(done.record).or_default().push(put);
        }
        let mut told = HashSet::new();
        for fault in &broken {
            let records = fault.records.iter();
            let puts = records.filter_map(|record| written.get(record));
            for put in puts.flatten().filter(|put| told.insert(put.row)) {
                let said = |field: &&&str| put.fields.iter().any(|(name, _)| name == *field);
                let field = fault.fields.iter().find(said).or(fault.fields.first());
                rows.push(RefusedRow {
                    row: put.row,
                    of: (fault.kind, field.copied().unwrap_or_default()),
                    why: fault.why.clone(),
                });
            }
        }
    }
    match broken.into_iter().next() {
        None => Ok(()),
        Some(fault) if rows.is_empty() => Err(Error::Refused(fault.why)),
        Some(_) => Err(Error::Rows(rows)),
    }
}

/// Without an admin nobody could add people again, nor make another admin: those who were it until this change. One
/// whose last day is set does not stay.
fn without_an_admin(
    tx: &Transaction,
    change_set: Option<ChangeSetId>,
) -> Result<Option<AtFault>, Error> {
    let left: bool = tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM person WHERE instr(';' || roles || ';', ';admin;') > 0
             AND left_on IS NULL AND schools IS NULL)",
        )?
        .query_row([], |r| r.get(0))?;
    if left {
        return Ok(None);
    }
    let mut were = tx.prepare_cached(
        "SELECT record FROM history WHERE change_set = ?1 AND kind = 'person'
         AND (field = 'left_on' OR (field = 'roles' AND instr(';' || old || ';', ';admin;') > 0))",
    )?;
    let were = were.query_map([change_set], |row| row.get(0).map(|id: PersonId| id.into()))?;
    Ok(Some(AtFault {
        kind: Kind::Person,
        fields: &["roles", "left_on"],
        records: were.collect::<Result<_, _>>()?,
        why: Refusal::from("then nobody would be admin here")
            .then("; ", "make somebody else admin first"),
    }))
}
