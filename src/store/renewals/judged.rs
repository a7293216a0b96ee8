//! What was decided for the end of a contract's term, by the paper as a save has it now: with the term's last day, where that
//! was corrected, and with the vendor's day, by which also a notice is judged that was sent before.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};

use crate::domain::contract::{Contract, ContractId};
use crate::domain::day::full;
use crate::domain::put::{ChangeSetId, Put};
use crate::domain::record::{Column, Value};
use crate::domain::renewal::dates::{Ending, dates};
use crate::domain::renewal::running::decided;
use crate::domain::renewal::{Renewal, Term};
use crate::store::Error;
use crate::store::desk::Desk;
use crate::store::terms::{grouped, of_these};
use crate::store::writer::Writer;

/// The fields of a contract from which the vendor's last day follows, as a list in SQL.
const PAPER: &str = "'term_start', 'term_end', 'auto_renew', 'notice', 'notice_unit', 'notice_basis', 'notice_method'";

/// What a save wrote of a contract's paper.
#[derive(Default)]
struct PaperBefore {
    /// The last day of its term before, where that was written.
    term_end: Option<NaiveDate>,
    /// Was it written whether it renews by itself?
    renews: bool,
}

/// Judges the decisions about the contracts whose paper the open change set wrote: they are written into it too. Tells what
/// became of each notice, a sentence each.
pub(in crate::store) fn judged_anew(
    tx: &Transaction,
    writer: &mut Writer,
) -> Result<Vec<String>, Error> {
    let Some(set) = writer.change_set() else {
        return Ok(Vec::new());
    };
    let before = paper_before(tx, set)?;
    let ids: Vec<ContractId> = before.keys().copied().collect();
    let mut decisions = grouped(of_these::<Renewal>(tx, "contract", &ids)?, |d| d.contract);
    let decided_of: Vec<ContractId> = ids
        .into_iter()
        .filter(|id| decisions.contains_key(id))
        .collect();
    if decided_of.is_empty() {
        return Ok(Vec::new());
    }
    let past = grouped(of_these::<Term>(tx, "contract", &decided_of)?, |t| {
        t.contract
    });
    let desk = Desk::new(tx)?;
    let rules = desk.policy.renewal_rules();
    let mut told = Vec::new();
    for contract in of_these::<Contract>(tx, "id", &decided_of)? {
        let id = contract.id;
        let decisions = decisions.remove(&id).unwrap_or_default();
        let past = past.get(&id).map_or(&[][..], Vec::as_slice);
        let Some(paper) = before.get(&id) else {
            continue;
        };
        let Some(decision) = still_about(&contract, paper, &decisions, past) else {
            continue;
        };
        let mut put = Put::id(decision.id);
        if decision.cycle_end != contract.term_end {
            put = put.with("cycle_end", contract.term_end);
        }
        // What was read in as history has no such day, and says how it came out.
        let has_day = decision.notice_due.is_some() || paper.renews;
        let due = dates(&Ending::of(&contract, false), &desk.calendar, &rules).cancel_by;
        if decision.choice.ends() && has_day && due != decision.notice_due {
            put = put.with("notice_due", due);
            told.push(sentence(&contract, decision, due));
        }
        if !put.fields.is_empty() {
            writer.put(&put, &[])?;
        }
    }
    Ok(told)
}

/// The contracts whose paper this change set wrote over.
fn paper_before(
    conn: &Connection,
    set: ChangeSetId,
) -> Result<BTreeMap<ContractId, PaperBefore>, Error> {
    let mut ask = conn.prepare_cached(&format!(
        "SELECT record, field, old FROM history
         WHERE change_set = ?1 AND kind = 'contract' AND deed = 'set' AND field IN ({PAPER})"
    ))?;
    let mut rows = ask.query([set])?;
    let mut before: BTreeMap<ContractId, PaperBefore> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let paper = before.entry(row.get(0)?).or_default();
        match row.get_ref(1)?.as_str() {
            Ok("term_end") => paper.term_end = NaiveDate::from_value(&row.get::<_, Value>(2)?),
            Ok("auto_renew") => paper.renews = true,
            _ => {}
        }
    }
    Ok(before)
}

/// What was decided for the end of the term that is on record: also for its last day before that was corrected. Where the
/// record has another term since, none.
fn still_about<'d>(
    contract: &Contract,
    paper: &PaperBefore,
    decisions: &'d [Renewal],
    past: &[Term],
) -> Option<&'d Renewal> {
    let end = contract.term_end;
    let Some(before) = paper.term_end.filter(|before| *before != end) else {
        return decided(decisions, end);
    };
    let another = contract.term_start.is_some_and(|first| first > before)
        || past.iter().any(|term| term.ends >= end)
        || decided(decisions, end).is_some();
    decided(decisions, before).filter(|_| !another)
}

/// `C-5: the notice sent on Sun May 10 2026 is late by the paper as it reads now, which wants it by Wed Apr 01 2026 (before:
/// Sat May 16 2026)`.
fn sentence(contract: &Contract, decision: &Renewal, due: Option<NaiveDate>) -> String {
    let number = &contract.number;
    let before = decision.notice_due;
    let before = before.map_or_else(String::new, |day| format!(" (before: {})", full(day)));
    match (decision.notice_sent, due) {
        (_, None) => format!("{number}: by the paper as it reads now no notice is needed{before}"),
        (Some(sent), Some(due)) => {
            let judged = if sent > due { "late" } else { "in time" };
            format!(
                "{number}: the notice sent on {} is {judged} by the paper as it reads now, which wants it by {}{before}",
                full(sent),
                full(due)
            )
        }
        (None, Some(due)) => format!(
            "{number}: its notice is to be sent by {}{before}",
            full(due)
        ),
    }
}
