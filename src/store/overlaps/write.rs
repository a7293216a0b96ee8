//! The writes about overlaps: what people say about an alert, and two records that become one.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Transaction, params};

use super::office::{self, Read};
use super::rows::{Called, said};
use crate::domain::change::{Given, Put};
use crate::domain::contract::{Contract, Line};
use crate::domain::inventory::Inventory;
use crate::domain::overlap::engine::find;
use crate::domain::overlap::process::{AlertCase, AlertDeed, Involved, Keeper, Written, act};
use crate::domain::overlap::{Overlap, OverlapKind};
use crate::domain::product::{Alias, AliasKind, Product, ProductId};
use crate::domain::record::{Kind, Value};
use crate::domain::review::case::Actor;
use crate::store::Error;
use crate::store::convert::records;
use crate::store::one;
use crate::store::writer::{Done, Writer};

/// What a deed writes. Plans also decide the ends of contracts.
pub(in crate::store) fn deed(
    tx: &Transaction,
    fingerprint: &str,
    deed: &AlertDeed,
    who: &Actor,
    today: NaiveDate,
) -> Result<Written, Error> {
    let read = office::read(tx, None, today)?;
    let found = find(&read.facts, today);
    let overlap = found
        .overlaps
        .into_iter()
        .find(|o| o.fingerprint == fingerprint);
    let overlap = overlap.ok_or_else(|| {
        Error::Refused(format!(
            "{} is not there any more: the records no longer show it",
            crate::domain::overlap::name(fingerprint)
        ))
    })?;
    let called = Called::read(tx, &read)?;
    let case = AlertCase {
        title: called.title(&overlap),
        said: said(tx)?.remove(fingerprint),
        proposed: proposed(&overlap, &read),
        contracts: involved(&overlap, &read, today),
        overlap,
    };
    act(&case, deed, who, today).map_err(Error::Refused)
}

/// Who should stay: of one product a contract, else a product.
fn proposed(overlap: &Overlap, read: &Read) -> Option<Keeper> {
    let keeper = overlap.keeper?;
    if !matches!(
        overlap.kind,
        OverlapKind::SameProduct | OverlapKind::Covered
    ) {
        return Some(Keeper::Product(keeper));
    }
    let line = read.facts.lines.iter().find(|line| line.id == keeper)?;
    Some(Keeper::Contract(line.contract))
}

/// The contracts of an overlap: those of its members, and those of its products at its schools.
pub(super) fn involved(overlap: &Overlap, read: &Read, today: NaiveDate) -> Vec<Involved> {
    let schools: HashSet<i64> = overlap.schools.iter().copied().collect();
    let losing: HashSet<i64> = overlap
        .members
        .iter()
        .filter(|m| m.stake.0 > 0)
        .map(|m| m.line)
        .collect();
    let mut by_contract: BTreeMap<i64, Vec<&crate::domain::overlap::facts::PaidLine>> =
        BTreeMap::new();
    for line in &read.facts.lines {
        let about = overlap.products.contains(&line.product) && line.last >= today;
        let there = Some(line.id) == overlap.keeper
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
            let lines = by_contract.get(&case.contract.id.0)?;
            let seats: Option<i64> = lines.iter().map(|line| line.quantity).sum();
            let at_stake: i64 = lines
                .iter()
                .flat_map(|line| line.places.iter().map(move |place| (line.id, place)))
                .filter(|(line, place)| losing.contains(line) && schools.contains(&place.school))
                .map(|(_, place)| place.seats)
                .sum();
            Some(Involved {
                contract: case.contract.id.0,
                number: case.contract.number.clone(),
                products: lines.iter().map(|line| line.product).collect(),
                term_end: case.now.contract.term_end,
                auto_renew: case.now.contract.auto_renew,
                seats: seats.map(|all| (all, at_stake)),
                whole: case
                    .now
                    .lines
                    .iter()
                    .all(|line| lines.iter().any(|l| l.id == line.id.0)),
                settled: case.decision().is_some_and(|d| d.choice.settles()),
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
    from: i64,
    into: i64,
) -> Result<Done, Error> {
    let (old, new) = (one::<Product>(tx, from)?, one::<Product>(tx, into)?);
    refuse(&old, &new)?;
    for kind in Kind::ALL {
        for field in kind
            .fields()
            .iter()
            .filter(|f| f.refers == Some(Kind::Product))
        {
            for id in naming(tx, *kind, field.name, from)? {
                moved(tx, writer, *kind, field.name, id, into)?;
            }
        }
    }
    if old.name != new.name {
        let known: Vec<Alias> = records(tx, "WHERE product = ?1", [into])?;
        if !known.iter().any(|alias| alias.alias == old.name) {
            let alias = Put::keyed(Kind::Alias)
                .with("product", ProductId(into))
                .with("alias", old.full_name())
                .with("kind", AliasKind::Other);
            writer.put(&alias, &[])?;
        }
    }
    let gone = Put::id(Kind::Product, from)
        .with("archived", true)
        .with("merged_into", Some(ProductId(into)));
    writer.put(&gone, &[])
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
    Err(Error::Refused(why))
}

/// Records of a noun that name the product in this field.
fn naming(tx: &Transaction, kind: Kind, field: &str, product: i64) -> Result<Vec<i64>, Error> {
    let sql = format!("SELECT id FROM {kind} WHERE \"{field}\" = ?1 ORDER BY id");
    let mut statement = tx.prepare_cached(&sql)?;
    let ids = statement.query_map([product], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// The record that says of the new product what this one would.
fn twin(
    tx: &Transaction,
    kind: Kind,
    id: i64,
    field: &str,
    into: i64,
) -> Result<Option<i64>, Error> {
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
        .query_row(params![id, into], |row| row.get(0))
        .optional()?)
}

/// One record that named the old product names the new one, or makes room where another says the same.
fn moved(
    tx: &Transaction,
    writer: &mut Writer,
    kind: Kind,
    field: &'static str,
    id: i64,
    into: i64,
) -> Result<(), Error> {
    let given = |value: Value| {
        let mut put = Put::id(kind, id);
        put.fields.push((field, Given::Value(value)));
        put
    };
    if kind == Kind::Product && id == into {
        // Nothing replaces itself.
        return writer.put(&given(Value::Null), &[]).map(drop);
    }
    let Some(other) = twin(tx, kind, id, field, into)? else {
        return writer.put(&given(Value::Int(into)), &[]).map(drop);
    };
    match kind {
        // Money is never dropped: a contract with a line for each is put right first.
        Kind::Line => {
            let line = one::<Line>(tx, id)?;
            let number = one::<Contract>(tx, line.contract.0)?.number;
            Err(Error::Refused(format!(
                "contract {number} has a line for each of the two; make it one line first"
            )))
        }
        Kind::Inventory => {
            let (a, b) = (one::<Inventory>(tx, id)?, one::<Inventory>(tx, other)?);
            let both = Put::id(kind, other)
                .with("seats", sum(a.seats, b.seats))
                .with("used", sum(a.used, b.used));
            writer.put(&both, &[])?;
            writer.remove(kind, id)
        }
        Kind::Usage | Kind::Training => writer.put(&given(Value::Int(into)), &[]).map(drop),
        _ => writer.remove(kind, id),
    }
}

fn sum(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}
