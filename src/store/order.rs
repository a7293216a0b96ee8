//! A contract's number is its own, however it is typed. A purchase order is one contract's, with what was
//! released from it; no two others share it. One for what no review has approved is rejected or warned
//! about, as the policy says; contracts that come in a file are signed already, and only warned about.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction, params};

use super::convert::records;
use super::desk::Desk;
use super::whole::fault::AtFault;
use super::{Error, Store, chain, one};
use crate::domain::approval::Approval;
use crate::domain::contract::{Contract, ContractId, Line};
use crate::domain::money::Cents;
use crate::domain::names::number_key;
use crate::domain::policy::{Ordered, Policy};
use crate::domain::product::{Product, ProductId};
use crate::domain::put::ChangeSetId;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::review::case::tier;

/// The contracts that a change set gave the number or the purchase order of another one, written in another way or
/// not. What was so before it stands.
pub(super) fn one_holder(
    tx: &Transaction,
    change_set: Option<ChangeSetId>,
) -> Result<Vec<AtFault>, Error> {
    let mut touched = tx.prepare_cached(
        "SELECT DISTINCT record FROM history WHERE change_set = ?1 AND kind = 'contract'
         AND (deed = 'add' OR field IN ('number', 'po', 'parent'))",
    )?;
    let touched: Vec<ContractId> = touched
        .query_map([change_set], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let contracts = records::<Contract>(tx, "ORDER BY id", [])?;
    let mut found = one_number(&contracts, &touched);
    let parents: HashMap<ContractId, ContractId> = contracts
        .iter()
        .filter_map(|contract| Some((contract.id, contract.parent?)))
        .collect();
    let mut holders: HashMap<String, Vec<&Contract>> = HashMap::new();
    for contract in &contracts {
        let po = number_key(contract.po.as_deref().unwrap_or_default());
        if !po.is_empty() {
            holders.entry(po).or_default().push(contract);
        }
    }
    for sharing in holders.values() {
        let mine = |c: &&&Contract| touched.contains(&c.id);
        for one in sharing.iter().filter(mine) {
            let family = chain::end(one.id, &parents);
            let other = sharing
                .iter()
                .find(|c| chain::end(c.id, &parents) != family);
            found.extend(other.map(|other| at_fault(one, &["po", "parent"], said(one, other))));
        }
    }
    Ok(found)
}

fn at_fault(one: &Contract, fields: &'static [&'static str], why: Refusal) -> AtFault {
    AtFault {
        kind: Kind::Contract,
        fields,
        records: vec![one.id.into()],
        why,
    }
}

fn one_number(contracts: &[Contract], touched: &[ContractId]) -> Vec<AtFault> {
    let mut found = Vec::new();
    let mut holders: HashMap<String, Vec<&Contract>> = HashMap::new();
    for contract in contracts {
        let alike = holders.entry(number_key(&contract.number)).or_default();
        alike.push(contract);
    }
    for sharing in holders.values().filter(|sharing| sharing.len() > 1) {
        let mine = |c: &&&Contract| touched.contains(&c.id);
        for one in sharing.iter().filter(mine) {
            let other = sharing.iter().find(|c| c.id != one.id);
            found.extend(other.map(|other| {
                let why = format!(
                    "contract {} is here already, and {} is the same number",
                    other.number, one.number
                );
                let why = Refusal::new("number", why);
                let next = "change that one, or choose another number";
                at_fault(one, &["number"], why.then("; ", next))
            }));
        }
    }
    found
}

fn said(one: &Contract, other: &Contract) -> Refusal {
    let other = &other.number;
    let po = one.po.as_deref().unwrap_or_default();
    let why = format!("contract {other} has the PO {po} already");
    let next = format!("correct it, or name {other} as parent");
    Refusal::new("po", why).then("; ", next)
}

/// Refuses a change set with a purchase order that the policy rejects: its term is still to begin, and
/// no review has approved the product. A contract that runs already was paid; its product stands in the
/// queue instead.
pub(super) fn reviewed(
    tx: &Transaction,
    change_set: Option<ChangeSetId>,
    today: NaiveDate,
) -> Result<(), Error> {
    for ordered in unreviewed(tx, change_set, today)? {
        if let Ordered::Rejected(why) = ordered {
            return Err(Error::refused(why));
        }
    }
    Ok(())
}

impl Store {
    /// What is to be told of the purchase orders of a change set that went through.
    pub fn order_warnings(
        &self,
        change_set: Option<ChangeSetId>,
        today: NaiveDate,
    ) -> Result<Vec<String>, Error> {
        let found = unreviewed(&self.conn, change_set, today)?;
        Ok(found.iter().map(|one| one.words().to_owned()).collect())
    }
}

fn unreviewed(
    conn: &Connection,
    change_set: Option<ChangeSetId>,
    today: NaiveDate,
) -> Result<Vec<Ordered>, Error> {
    let lines = records::<Line>(
        conn,
        "WHERE contract IN (SELECT id FROM contract WHERE ifnull(po, '') <> '' AND term_start >= ?2)
         AND (contract IN (SELECT record FROM history WHERE change_set = ?1 AND kind = 'contract'
                  AND (deed = 'add' OR field IN ('po', 'term_start')))
              OR id IN (SELECT record FROM history WHERE change_set = ?1 AND kind = 'line'
                  AND deed = 'add')) ORDER BY id",
        params![change_set, today.to_string()],
    )?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let policy = Desk::new(conn)?.policy;
    let mut found = Vec::new();
    for line in lines {
        let cost = line.price().unwrap_or_default();
        found.extend(order(conn, &policy, line.product, cost, today)?);
    }
    Ok(found)
}

/// Does an approval of this product hold, at any school?
pub(super) fn approved(
    conn: &Connection,
    product: ProductId,
    today: NaiveDate,
) -> Result<bool, Error> {
    let approvals = records::<Approval>(conn, "WHERE product = ?1", [product])?;
    let holds = |a: &Approval| a.status.allows() && a.until.is_none_or(|day| day >= today);
    Ok(approvals.iter().any(holds))
}

/// What becomes of an order for this product; none where a review approved it.
fn order(
    conn: &Connection,
    policy: &Policy,
    product: ProductId,
    cost: Cents,
    today: NaiveDate,
) -> Result<Option<Ordered>, Error> {
    if approved(conn, product, today)? {
        return Ok(None);
    }
    let product = one::<Product>(conn, product)?;
    let tier = tier(product.data, product.core == Some(true), cost, policy);
    Ok(Some(policy.order(&product.full_name(), tier)))
}
