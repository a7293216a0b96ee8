//! What decisions have left to do, over all contracts.

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::contract::{Contract, Line};
use crate::domain::product::{DataUse, Product};
use crate::domain::renewal::Renewal;
use crate::domain::renewal::agenda::ToDo;
use crate::domain::renewal::to_do::{self as leaving_to_do, Leaving};
use crate::store::Error;
use crate::store::convert::records;
use crate::store::labels::NamesById;
use crate::store::terms::{ContractInTerm, grouped, to_be_sent_by};

/// Decisions that leave something to do.
const LEAVES: &str = "(choice IN ('cancel', 'lapse', 'replace', 'consolidate', 'defer')
    OR (choice IN ('renew', 'smaller', 'coterm')
        AND ifnull(notice_sent, deletion_requested) IS NOT NULL))";

/// What is left to do, the earliest day first.
pub(super) fn to_dos(conn: &Connection, today: NaiveDate) -> Result<Vec<ToDo>, Error> {
    let of_contracts = format!("IN (SELECT contract FROM renewal WHERE {LEAVES})");
    let contracts = records::<Contract>(conn, &format!("WHERE id {of_contracts} ORDER BY id"), [])?;
    if contracts.is_empty() {
        return Ok(Vec::new());
    }
    let names = NamesById::read(conn)?;
    let lines = records::<Line>(conn, &format!("WHERE contract {of_contracts}"), [])?;
    let lines = grouped(lines, |line| line.contract);
    let decisions = records::<Renewal>(conn, &format!("WHERE {LEAVES}"), [])?;
    let decisions = to_be_sent_by(conn, &contracts, decisions)?;
    let decisions = grouped(decisions, |decision| decision.contract);
    let rest = format!("WHERE id IN (SELECT product FROM line WHERE contract {of_contracts})");
    let products = records::<Product>(conn, &rest, [])?;
    let products = grouped(products, |product| product.id);
    let mut found = Vec::new();
    for contract in &contracts {
        let id = contract.id;
        let lines = lines.get(&id).map_or(&[][..], Vec::as_slice);
        let of_line = |line: &Line| products.get(&line.product).and_then(|p| p.first());
        let about: Vec<&Product> = lines.iter().filter_map(of_line).collect();
        let decisions = decisions.get(&id).map_or(&[][..], Vec::as_slice);
        found.extend(left(contract, &about, decisions, &names, today));
    }
    found.sort_by_key(|to_do| to_do.by);
    Ok(found)
}

/// What is left to do about one contract.
pub(super) fn of_one(
    conn: &Connection,
    case: &ContractInTerm,
    names: &NamesById,
    today: NaiveDate,
) -> Result<Vec<ToDo>, Error> {
    let rest = "WHERE id IN (SELECT product FROM line WHERE contract = ?1)";
    let products = records::<Product>(conn, rest, [case.contract.id])?;
    let products: Vec<&Product> = products.iter().collect();
    Ok(left(
        &case.contract,
        &products,
        &case.decisions,
        names,
        today,
    ))
}

fn left(
    contract: &Contract,
    products: &[&Product],
    decisions: &[Renewal],
    names: &NamesById,
    today: NaiveDate,
) -> Vec<ToDo> {
    let vendor = contract.vendor.and_then(|vendor| names.vendor(vendor));
    let owner = contract.owner.and_then(|who| names.person(who, today));
    let holds_data = |product: &&Product| product.data != Some(DataUse::None);
    let leaving = Leaving {
        contract,
        vendor: vendor.as_deref().unwrap_or("the vendor"),
        owner: owner.as_ref().map(|who| who.login.as_str()),
        holds_data: products.iter().any(holds_data),
    };
    leaving_to_do::to_dos(&leaving, decisions, today)
}
