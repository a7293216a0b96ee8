//! The writes about renewals: what the days that went by have done, and what a person decides.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::row::AgendaDesk;
use crate::domain::contract::ContractId;
use crate::domain::person::Actor;
use crate::domain::put::Put;
use crate::domain::record::{Column, Value};
use crate::domain::renewal::agenda::RenewalDeed;
use crate::domain::renewal::process::{Passed, RenewalCase, act, roll_over};
use crate::store::Error;
use crate::store::terms::{ContractInTerm, each_held, one};
use crate::store::writer::{RecordOutcome, Writer, by_itself, of_the_days};

/// Writes down what the days have done to all contracts, or to one; gives how many it touched.
pub(in crate::store) fn rolled_over(
    tx: &Transaction,
    only: Option<ContractId>,
    today: NaiveDate,
) -> Result<usize, Error> {
    let mut desk = None;
    // By contract; read before anything is written.
    let mut passed_by: Vec<Vec<Put>> = Vec::new();
    let look = |mut cases: Vec<ContractInTerm>| {
        cases.retain(|case| !case.followed && may_have_changed(case, today));
        if cases.is_empty() {
            return Ok(());
        }
        let desk = match &mut desk {
            Some(desk) => desk,
            none => none.insert(AgendaDesk::new(tx)?),
        };
        desk.look_at(tx, &cases, today)?;
        for case in &cases {
            passed_by.push(passed(tx, desk, case, today)?);
        }
        Ok(())
    };
    each_held(tx, only, today, look)?;
    let stamp = of_the_days(tx, today)?;
    let mut writer = Writer::new(tx, by_itself(&stamp, "terms that went by"));
    let mut touched = 0;
    for puts in passed_by {
        let mut wrote = false;
        for put in puts {
            wrote |= writer.put(&put, &[])?.outcome != RecordOutcome::Unchanged;
        }
        touched += usize::from(wrote);
    }
    Ok(touched)
}

/// Is there anything to write, perhaps? Most contracts are neither over nor renew by themselves. What is
/// only assumed, because nobody knows whether it renews by itself, is no fact to write down.
fn may_have_changed(case: &ContractInTerm, today: NaiveDate) -> bool {
    let undecided = !case.decision().is_some_and(|d| d.choice.settles());
    let passed = case.contract.term_end < today && !case.now.assumed;
    case.now.untold.is_none() && (passed || (case.contract.auto_renew == Some(true) && undecided))
}

fn passed(
    conn: &Connection,
    desk: &AgendaDesk,
    case: &ContractInTerm,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let dates = desk.dates(case);
    let locked = dates.cancel_by.is_some_and(|day| day < today);
    if case.now.gone.is_empty() && !case.now.over && !locked {
        return Ok(Vec::new());
    }
    let used = desk.used.seats(&case.lines).used;
    let passed = Passed {
        contract: &case.contract,
        lines: &case.lines,
        decisions: &case.decisions,
        now: &case.now,
        cancel_by: dates.cancel_by,
        used,
        known_since: known_since(conn, case)?.unwrap_or(today),
    };
    Ok(roll_over(&passed, today))
}

/// The day the contract was entered.
fn known_since(conn: &Connection, case: &ContractInTerm) -> Result<Option<NaiveDate>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT district_day(s.\"at\") FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'contract' AND h.record = ?1 AND h.deed = 'add' ORDER BY h.seq LIMIT 1",
    )?;
    let day: Option<Value> = statement
        .query_row([case.contract.id], |r| r.get(0))
        .optional()?;
    Ok(day.and_then(|day| NaiveDate::from_value(&day)))
}

/// What a deed writes; its contract is rolled over already.
pub(in crate::store) fn puts(
    tx: &Transaction,
    contract: ContractId,
    deed: &RenewalDeed,
    who: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let case = one(tx, contract, today)?;
    let desk = AgendaDesk::read(tx, std::slice::from_ref(&case), today)?;
    act(&renewal_case(&desk, case), deed, who, today).map_err(Error::Refused)
}

/// The case as the rules look at it.
pub(super) fn renewal_case(desk: &AgendaDesk, case: ContractInTerm) -> RenewalCase {
    RenewalCase {
        dates: desk.dates(&case),
        ended: case.is_over(),
        now: case.now,
        decisions: case.decisions,
        calendar: (*desk.calendar).clone(),
        rules: desk.policy.renewal_rules(),
    }
}
