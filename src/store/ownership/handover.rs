//! What somebody holds, and how all of it goes to somebody else: roles of products and who stands in,
//! contracts, requests and conditions that are open, alerts.

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};

use crate::domain::contract::{Contract, ContractId};
use crate::domain::overlap::alert::{Alert, AlertState};
use crate::domain::overlap::name;
use crate::domain::ownership::Held;
use crate::domain::person::{Owner, Person, PersonId, Role};
use crate::domain::put::Put;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;
use crate::domain::renewal::process::acts_for;
use crate::domain::request::{Condition, Request};
use crate::store::convert::records;
use crate::store::history::Labels;
use crate::store::writer::{Done, RecordOutcome, Writer};
use crate::store::{Error, one};

/// All that a person holds.
struct PersonHolds {
    owners: Vec<Owner>,
    contracts: Vec<ContractId>,
    requests: Vec<Request>,
    conditions: Vec<Condition>,
    alerts: Vec<Alert>,
}

impl PersonHolds {
    fn of(conn: &Connection, person: PersonId, today: NaiveDate) -> Result<PersonHolds, Error> {
        let id = [person.0];
        let mut owners: Vec<Owner> =
            records(conn, "WHERE person = ?1 OR deputy = ?1 ORDER BY id", id)?;
        // What is over stays as it was.
        owners.retain(|owner| owner.until.is_none_or(|until| until >= today));
        let mut contracts =
            conn.prepare_cached("SELECT id FROM contract WHERE owner = ?1 ORDER BY id")?;
        let contracts = contracts.query_map(id, |row| row.get(0))?;
        let mut requests: Vec<Request> = records(conn, "WHERE owner = ?1 ORDER BY id", id)?;
        requests.retain(|request| request.state.is_open());
        let open = "WHERE owner = ?1 AND met_on IS NULL ORDER BY id";
        let mut alerts: Vec<Alert> = records(conn, "WHERE owner = ?1 ORDER BY id", id)?;
        alerts.retain(|alert| alert.state != AlertState::Dismissed);
        Ok(PersonHolds {
            contracts: contracts.collect::<rusqlite::Result<_>>()?,
            conditions: records(conn, open, id)?,
            owners,
            requests,
            alerts,
        })
    }
}

/// What somebody holds.
pub(super) fn held_by(
    conn: &Connection,
    login: &str,
    today: NaiveDate,
) -> Result<Vec<Held>, Error> {
    let person = named(conn, login)?;
    let held = PersonHolds::of(conn, person.id, today)?;
    let mut labels = Labels::new(conn);
    let mut all = Vec::new();
    let mut add = |kind, what: &str, name| {
        all.push(Held {
            kind,
            what: what.to_owned(),
            name,
        });
    };
    for owner in held.owners {
        let role = if owner.person == person.id {
            owner.role.word().to_owned()
        } else {
            format!("deputy {}", owner.role)
        };
        add(Kind::Owner, &role, labels.of(owner.product)?);
    }
    for id in held.contracts {
        add(Kind::Contract, "contract", labels.of(id)?);
    }
    for request in held.requests {
        add(Kind::Request, "request", labels.of(request.id)?);
    }
    for condition in held.conditions {
        add(Kind::Condition, "condition", condition.text);
    }
    for alert in held.alerts {
        let called = format!("{} {}", name(&alert.fingerprint), alert.title);
        add(Kind::Alert, "overlap", called);
    }
    Ok(all)
}

/// What of it another person may not decide, by its name: contracts that others bought, reviews and conditions without a
/// reviewer's role, overlaps without that of renewals.
pub(super) fn beyond(
    conn: &Connection,
    (from, to): (&str, &str),
    today: NaiveDate,
) -> Result<Vec<String>, Error> {
    let (from, to) = (named(conn, from)?, named(conn, to)?);
    let held = PersonHolds::of(conn, from.id, today)?;
    let mut labels = Labels::new(conn);
    let mut found = Vec::new();
    for id in held.contracts {
        let contract: Contract = one(conn, id)?;
        if !acts_for(contract.buyer, &to.roles, &to.schools) {
            found.push(contract.number);
        }
    }
    if !to.roles.review() {
        for request in held.requests {
            found.push(labels.of(request.id)?);
        }
        found.extend(held.conditions.into_iter().map(|condition| condition.text));
    }
    if !to.roles.allow(Role::Renewals) {
        let alerts = held.alerts.iter();
        found.extend(alerts.map(|alert| name(&alert.fingerprint)));
    }
    Ok(found)
}

/// Moves all of it.
pub(in crate::store) fn handover(
    tx: &Transaction,
    writer: &mut Writer,
    (from, to): (&str, &str),
    today: NaiveDate,
    done: &mut Vec<Done>,
) -> Result<(), Error> {
    let (from, to) = (named(tx, from)?, named(tx, to)?);
    if from.id == to.id {
        let why = Refusal::from(format!("`{}` has it already", to.login));
        return Err(Error::refused(why.then("; ", "name somebody else")));
    }
    if to.has_left(today) {
        let why = Refusal::from(format!("`{}` has left", to.login));
        return Err(Error::refused(
            why.then("; ", "hand over to somebody who is here"),
        ));
    }
    let held = PersonHolds::of(tx, from.id, today)?;
    for owner in &held.owners {
        role(tx, writer, owner, (from.id, to.id), done)?;
    }
    let records = held
        .contracts
        .iter()
        .map(|id| RecordRef::from(*id))
        .chain(held.requests.iter().map(|r| r.id.into()))
        .chain(held.conditions.iter().map(|c| c.id.into()))
        .chain(held.alerts.iter().map(|a| a.id.into()));
    for record in records {
        let put = Put::id(record).with("owner", Some(to.id));
        done.push(writer.put(&put, &[])?);
    }
    Ok(())
}

/// One role of a product. Nobody is their own deputy, and nobody has a role twice.
fn role(
    tx: &Transaction,
    writer: &mut Writer,
    owner: &Owner,
    (from, to): (PersonId, PersonId),
    done: &mut Vec<Done>,
) -> Result<(), Error> {
    if owner.person == from {
        let key = (owner.product, owner.role.word(), to.0);
        let has = "WHERE product = ?1 AND role = ?2 AND person = ?3";
        if !records::<Owner>(tx, has, key)?.is_empty() {
            writer.remove(owner.id.into())?;
            done.push(Done {
                record: owner.id.into(),
                outcome: RecordOutcome::Changed(Vec::new()),
            });
            return Ok(());
        }
        let deputy = owner.deputy.filter(|deputy| *deputy != to);
        let put = Put::id(owner.id).with("person", to).with("deputy", deputy);
        done.push(writer.put(&put, &[])?);
        return Ok(());
    }
    let deputy = Some(to).filter(|to| owner.person != *to);
    let put = Put::id(owner.id).with("deputy", deputy);
    done.push(writer.put(&put, &[])?);
    Ok(())
}

/// The person with this login.
fn named(conn: &Connection, login: &str) -> Result<Person, Error> {
    let found = records::<Person>(conn, "WHERE login = ?1", [login])?.pop();
    found.ok_or_else(|| {
        let why = Refusal::from(format!("nobody has the login `{login}`"));
        Error::refused(why.then("; ", "see: hallpass people list"))
    })
}
