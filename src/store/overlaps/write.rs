//! The writes about overlaps: what people say about an alert, and two records that become one.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::rows::OverlapNames;
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::money::Cents;
use crate::domain::note::NoteId;
use crate::domain::overlap::alert::{Action, AlertState};
use crate::domain::overlap::process::{AlertCase, AlertDeed, AlertWrites, Involved, Keeper, act};
use crate::domain::overlap::{Overlap, OverlapKind, ProposedKeeper, fingerprint};
use crate::domain::person::Actor;
use crate::domain::product::{Alias, AliasKind, Product, ProductId};
use crate::domain::put::{Given, Put};
use crate::domain::record::{Column, Kind, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::store::alerts::said_of;
use crate::store::convert::records;
use crate::store::convert::{held_values, naming};
use crate::store::fiscal::{OverlapInFull, YearFacts, overlap_now};
use crate::store::writer::{Done, Writer};
use crate::store::{Error, one, rights};

/// What a deed writes. Plans also decide the ends of contracts.
pub(in crate::store) fn deed(
    tx: &Transaction,
    fingerprint: &str,
    deed: &AlertDeed,
    who: &Actor,
    today: NaiveDate,
) -> Result<AlertWrites, Error> {
    let full = overlap_now(tx, fingerprint, today)?.ok_or_else(|| {
        Error::refused(format!(
            "{} is not there any more: the records no longer show it",
            crate::domain::overlap::name(fingerprint)
        ))
    })?;
    let case = case((tx, &OverlapNames::read(tx)?), &full, today)?;
    act(&case, deed, who, today).map_err(Error::Refused)
}

/// An alert and what bears on a deed.
pub(super) fn case(
    (conn, called): (&Connection, &OverlapNames),
    OverlapInFull { read, overlap }: &OverlapInFull,
    today: NaiveDate,
) -> Result<AlertCase, Error> {
    Ok(AlertCase {
        title: called.title(overlap),
        said: said_of(conn, &overlap.fingerprint)?,
        proposed: proposed(overlap, read),
        contracts: involved(overlap, read, today),
        overlap: overlap.clone(),
    })
}

/// Who should stay: of one product a contract, else a product.
fn proposed(overlap: &Overlap, read: &YearFacts) -> Option<Keeper> {
    match overlap.keeper? {
        ProposedKeeper::Product(product) => Some(Keeper::Product(product)),
        ProposedKeeper::Line(keeper) => {
            let line = read.facts.lines.iter().find(|line| line.id == keeper)?;
            Some(Keeper::Contract(line.contract))
        }
    }
}

/// The contracts of an overlap: those of its members, and those of its products at its schools.
pub(super) fn involved(overlap: &Overlap, read: &YearFacts, today: NaiveDate) -> Vec<Involved> {
    let schools: HashSet<SchoolId> = overlap.schools.iter().copied().collect();
    let losing: HashSet<LineId> = overlap
        .members
        .iter()
        .filter(|m| m.stake.0 > 0)
        .map(|m| m.line)
        .collect();
    let mut by_contract: BTreeMap<ContractId, Vec<&crate::domain::overlap::facts::PaidLine>> =
        BTreeMap::new();
    for line in &read.facts.lines {
        let about = overlap.products.contains(&line.product) && line.last >= today;
        let there = overlap.keeps_line(line.id)
            || line
                .places
                .iter()
                .any(|place| schools.contains(&place.school));
        if losing.contains(&line.id) || (about && there) {
            by_contract.entry(line.contract).or_default().push(line);
        }
    }
    let cases = read.cases.iter();
    cases
        .filter_map(|(case, _)| {
            let lines = by_contract.get(&case.contract.id)?;
            let seats: Option<i64> = lines.iter().map(|line| line.quantity).sum();
            let at_stake: i64 = lines
                .iter()
                .flat_map(|line| line.places.iter().map(move |place| (line.id, place)))
                .filter(|(line, place)| losing.contains(line) && schools.contains(&place.school))
                .map(|(_, place)| place.seats)
                .sum();
            Some(Involved {
                contract: case.contract.id,
                number: case.contract.number.clone(),
                products: lines.iter().map(|line| line.product).collect(),
                term_end: case.now.contract.term_end,
                may_renew: case.now.contract.may_renew(),
                seats: seats.map(|all| (all, at_stake)),
                whole: case
                    .now
                    .lines
                    .iter()
                    .all(|line| lines.iter().any(|l| l.id == line.id)),
                decided: case.decision().map(|d| (d.choice, d.decided_by.clone())),
                settled: case.decision().is_some_and(|d| d.settles(today)),
                loses: lines.iter().any(|line| losing.contains(&line.id)),
            })
        })
        .collect()
}

/// Makes two records of one product one: everything that names `from` names `into` from now on. The old
/// record is kept out of the lists, so that its number still leads there.
pub(in crate::store) fn merge(
    tx: &Transaction,
    writer: &mut Writer,
    (from, into): (ProductId, ProductId),
    (who, today): (&Actor, NaiveDate),
) -> Result<Done, Error> {
    let (old, new) = (one::<Product>(tx, from)?, one::<Product>(tx, into)?);
    refuse(&old, &new)?;
    if !writer.makes_up() {
        rights::unite(tx, [from, into], who, today)?;
    }
    // First, so that its names are nobody's when the other record takes them.
    let gone = Put::id(from)
        .with("archived", true)
        .with("merged_into", Some(into));
    writer.put(&gone, &[])?;
    for kind in Kind::ALL {
        for field in kind
            .fields()
            .iter()
            .filter(|f| f.refers == Some(Kind::Product))
        {
            for record in naming(tx, *kind, field.name, from)? {
                moved(tx, writer, record, field.name, into)?;
            }
        }
    }
    for note in notes(tx, from)? {
        let put = Put::id(note).with("record", into.0);
        writer.put(&put, &[])?;
    }
    old_names(tx, writer, &old, &new)?;
    // What was seen as two is planned to be one, and is by this.
    let mut pair = [from, into];
    pair.sort_unstable();
    let alert = Put::keyed(Kind::Alert)
        .with(
            "fingerprint",
            fingerprint(OverlapKind::Identity, &pair, &[]),
        )
        .with("kind", OverlapKind::Identity)
        .with(
            "title",
            format!("{} + {}", new.full_name(), old.full_name()),
        )
        .with("state", AlertState::Planned)
        .with("action", Some(Action::Merge))
        .with("keeper", Some(new.id))
        .with("stake_cents", Cents(0))
        .with("said_by", Some(who.login.clone()))
        .with("said_on", Some(today));
    writer.put(&alert, &[])
}

/// The names of the record that goes lead to the one that stays.
fn old_names(
    tx: &Transaction,
    writer: &mut Writer,
    old: &Product,
    new: &Product,
) -> Result<(), Error> {
    let known: Vec<Alias> = records(tx, "WHERE product = ?1", [new.id])?;
    let mut known: HashSet<String> = known.into_iter().map(|alias| alias.alias).collect();
    known.extend([new.name.clone(), new.full_name()]);
    for name in [old.full_name(), old.name.clone()] {
        if known.insert(name.clone()) {
            let alias = Put::keyed(Kind::Alias)
                .with("product", new.id)
                .with("alias", name)
                .with("kind", AliasKind::Other);
            writer.put(&alias, &[])?;
        }
    }
    Ok(())
}

/// The notes on a product, oldest first.
fn notes(tx: &Transaction, product: ProductId) -> Result<Vec<NoteId>, Error> {
    let sql = "SELECT id FROM note WHERE about = 'product' AND record = ?1 ORDER BY id";
    let mut statement = tx.prepare_cached(sql)?;
    let ids = statement.query_map([product], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

fn refuse(old: &Product, new: &Product) -> Result<(), Error> {
    let why = if old.id == new.id {
        format!("{} cannot be merged with itself", old.name)
    } else if new.merged_into.is_some() {
        format!(
            "{} was itself merged into another record; merge into that one",
            new.name
        )
    } else if old.merged_into.is_some() {
        format!("{} was merged into another record already", old.name)
    } else {
        return Ok(());
    };
    Err(Error::refused(why))
}

/// The record that says of the new product what this one would.
fn twin(
    tx: &Transaction,
    RecordRef { kind, id }: RecordRef,
    field: &str,
    into: ProductId,
) -> Result<Option<RecordRef>, Error> {
    if !kind.key().contains(&field) {
        return Ok(None);
    }
    let others = kind.key().iter().filter(|name| **name != field);
    let same: Vec<String> = others
        .map(|name| format!("AND a.\"{name}\" IS b.\"{name}\""))
        .collect();
    let sql = format!(
        "SELECT b.id FROM {kind} a JOIN {kind} b ON b.id <> a.id AND b.\"{field}\" = ?2 {}
         WHERE a.id = ?1 ORDER BY b.id LIMIT 1",
        same.join(" ")
    );
    let mut statement = tx.prepare_cached(&sql)?;
    Ok(statement
        .query_row(params![id, into], |row| {
            row.get(0).map(|id| RecordRef { kind, id })
        })
        .optional()?)
}

/// One record that named the old product names the new one, or makes room where another says the same.
fn moved(
    tx: &Transaction,
    writer: &mut Writer,
    record: RecordRef,
    field: &'static str,
    into: ProductId,
) -> Result<(), Error> {
    let given = |value: Value| {
        let mut put = Put::id(record);
        put.fields.push((field, Given::Value(value)));
        put
    };
    if record == into.into() {
        // Nothing replaces itself.
        return writer.put(&given(Value::Null), &[]).map(drop);
    }
    let Some(other) = twin(tx, record, field, into)? else {
        return writer.put(&given(into.to_value()), &[]).map(drop);
    };
    match record.kind {
        // Money is never dropped: a contract with a line for each is put right first.
        Kind::Line => {
            let line = one::<Line>(tx, LineId(record.id))?;
            let number = one::<Contract>(tx, line.contract)?.number;
            let why = Refusal::from(format!("contract {number} has a line for each of the two"));
            Err(Error::refused(why.then("; ", "make it one line first")))
        }
        // Each is a decision of its own day, and of its own review.
        Kind::Approval => writer.put(&given(into.to_value()), &[]).map(drop),
        _ => {
            let both = joined(tx, record, other)?;
            writer.remove(record)?;
            writer.put(&both, &[]).map(drop)
        }
    }
}

/// What the record that stays says once it says what the other one said too: seats and accounts of both,
/// the larger of two counts of the same people, and what only the other one knew.
fn joined(tx: &Transaction, goes: RecordRef, stays: RecordRef) -> Result<Put, Error> {
    let (old, new) = (held_values(tx, goes)?, held_values(tx, stays)?);
    let kind = stays.kind;
    let mut put = Put::id(stays);
    for (place, field) in kind.fields().iter().enumerate() {
        let both = match (kind, field.name, &old[place], &new[place]) {
            (_, "since", Value::Text(a), Value::Text(b)) => Value::Text(a.min(b).clone()),
            (
                Kind::Inventory | Kind::Usage,
                "seats" | "used" | "provisioned" | "activated" | "active" | "peak",
                Value::Int(a),
                Value::Int(b),
            ) => Value::Int(a + b),
            (Kind::Training, "target" | "trained" | "required", Value::Int(a), Value::Int(b)) => {
                Value::Int(*a.max(b))
            }
            (_, _, known, Value::Null) if !kind.key().contains(&field.name) => known.clone(),
            _ => continue,
        };
        put.fields.push((field.name, Given::Value(both)));
    }
    Ok(put)
}
