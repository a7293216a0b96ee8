//! The writes about renewals: what the days that went by have done, and what a person decides.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::held::{Held, held, one};
use super::row::Desk;
use crate::domain::person::Actor;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::{Column, Value};
use crate::domain::renewal::agenda::RenewalDeed;
use crate::domain::renewal::process::{Passed, RenewalCase, act, roll_over};
use crate::store::Error;
use crate::store::writer::{Heading, Outcome, Writer};

/// Who it is in history that turns terms over.
pub(super) const SYSTEM: &str = "hallpass";

/// Writes down what the days have done to all contracts, or to one; gives how many it touched.
pub(in crate::store) fn rolled_over(
    tx: &Transaction,
    only: Option<i64>,
    today: NaiveDate,
) -> Result<usize, Error> {
    let mut cases = held(tx, only, today)?;
    cases.retain(|case| !case.followed && may_have_changed(case, today));
    if cases.is_empty() {
        return Ok(0);
    }
    let desk = Desk::read(tx, &cases, today)?;
    let stamp = by_itself(today);
    let mut writer = Writer::new(tx, heading(&stamp, "terms that went by"));
    let mut touched = 0;
    for case in &cases {
        let mut wrote = false;
        for put in passed(tx, &desk, case, today)? {
            wrote |= writer.put(&put, &[])?.outcome != Outcome::Unchanged;
        }
        touched += usize::from(wrote);
    }
    Ok(touched)
}

/// The stamp of what the days do.
pub(in crate::store) fn by_itself(today: NaiveDate) -> Stamp {
    Stamp {
        who: SYSTEM.into(),
        origin: String::new(),
        at: today.and_time(NaiveTime::MIN).and_utc(),
        today,
    }
}

/// The heading of what the days do.
pub(in crate::store) fn heading<'s>(stamp: &'s Stamp, title: &str) -> Heading<'s> {
    Heading {
        stamp,
        deed: "do",
        title: title.into(),
        reason: None,
        undoes: None,
        made_up: false,
    }
}

/// Is there anything to write, perhaps? Most contracts are neither over nor renew by themselves. What is
/// only assumed, because nobody knows whether it renews by itself, is no fact to write down.
fn may_have_changed(case: &Held, today: NaiveDate) -> bool {
    let undecided = !case.decision().is_some_and(|d| d.choice.settles());
    let passed = case.contract.term_end < today && !case.now.assumed;
    passed || (case.contract.auto_renew == Some(true) && undecided)
}

fn passed(
    conn: &Connection,
    desk: &Desk,
    case: &Held,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let dates = desk.dates(&case.now);
    let locked = dates.cancel_by.is_some_and(|day| day < today);
    if case.now.gone.is_empty() && !case.now.over && !locked {
        return Ok(Vec::new());
    }
    let (_, used) = desk.used.seats(&case.contract, &case.lines);
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
fn known_since(conn: &Connection, case: &Held) -> Result<Option<NaiveDate>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT district_day(s.\"at\") FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'contract' AND h.record = ?1 AND h.deed = 'add' ORDER BY h.seq LIMIT 1",
    )?;
    let day: Option<Value> = statement
        .query_row([case.contract.id.0], |r| r.get(0))
        .optional()?;
    Ok(day.and_then(|day| NaiveDate::from_value(&day)))
}

/// What a deed writes; its contract is rolled over already.
pub(in crate::store) fn puts(
    tx: &Transaction,
    contract: i64,
    deed: &RenewalDeed,
    who: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let case = one(tx, contract, today)?;
    if case.is_over() && matches!(deed, RenewalDeed::Decide(_)) {
        let why = format!(
            "{} has ended; there is nothing to decide",
            case.contract.number
        );
        return Err(Error::Refused(why));
    }
    let desk = Desk::read(tx, std::slice::from_ref(&case), today)?;
    act(&renewal_case(&desk, case), deed, who, today).map_err(Error::Refused)
}

/// The case as the rules look at it.
pub(super) fn renewal_case(desk: &Desk, case: Held) -> RenewalCase {
    RenewalCase {
        dates: desk.dates(&case.now),
        contract: case.now.contract,
        lines: case.now.lines,
        decisions: case.decisions,
        calendar: (*desk.calendar).clone(),
    }
}
