//! A purchase order is one contract's, with what was released from it; no two others share it.

use std::collections::HashMap;

use rusqlite::Transaction;

use super::Error;
use super::convert::records;
use crate::domain::contract::{Contract, ContractId};
use crate::domain::names::po_key;

/// Releases of releases looked through before a chain is taken for a ring.
const DEEPEST: usize = 32;

/// Refuses a change set that gave a contract the purchase order of another one. What was so before it
/// stands.
pub(super) fn one_holder(tx: &Transaction, change_set: Option<i64>) -> Result<(), Error> {
    let mut touched = tx.prepare_cached(
        "SELECT DISTINCT record FROM history WHERE change_set = ?1 AND kind = 'contract'
         AND (deed = 'add' OR field IN ('po', 'parent'))",
    )?;
    let touched: Vec<i64> = touched
        .query_map([change_set], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if touched.is_empty() {
        return Ok(());
    }
    let contracts = records::<Contract>(tx, "ORDER BY id", [])?;
    let parents: HashMap<ContractId, ContractId> = contracts
        .iter()
        .filter_map(|contract| Some((contract.id, contract.parent?)))
        .collect();
    let mut holders: HashMap<String, Vec<&Contract>> = HashMap::new();
    for contract in &contracts {
        let po = po_key(contract.po.as_deref().unwrap_or_default());
        if !po.is_empty() {
            holders.entry(po).or_default().push(contract);
        }
    }
    for sharing in holders.values() {
        let mine = |c: &&&Contract| touched.contains(&c.id.0);
        for one in sharing.iter().filter(mine) {
            let family = master(one.id, &parents);
            let other = sharing.iter().find(|c| master(c.id, &parents) != family);
            if let Some(other) = other {
                return Err(Error::Refused(said(one, other)));
            }
        }
    }
    Ok(())
}

/// What a contract was released from, and that from, to the first.
fn master(of: ContractId, parents: &HashMap<ContractId, ContractId>) -> ContractId {
    let up = std::iter::successors(Some(of), |id| parents.get(id).copied());
    up.take(DEEPEST).last().unwrap_or(of)
}

fn said(one: &Contract, other: &Contract) -> String {
    format!(
        "contract {} has the PO {} already; correct it, or name {0} as parent",
        other.number,
        one.po.as_deref().unwrap_or_default(),
    )
}
