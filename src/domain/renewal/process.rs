//! What may be done about a renewal, and what it writes: a decision, a notice, an owner, a deletion. The store loads the case
//! inside the transaction and writes the puts; screens ask `choices` first.

use crate::domain::counted::counted;
use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use std::iter;

use super::agenda::{RenewalDecision, RenewalDeed};
use super::dates::{DateRules, Dates, Ending, dates};
use super::running::{GoneTerm, Running, days_after, decided};
use super::{Cause, Choice, Renewal, Term};
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, Line, Reducible};
use crate::domain::money::Cents;
use crate::domain::notice::fits_the_term;
use crate::domain::person::{Actor, PersonId, Role, Roles};
use crate::domain::put::{Given, Put};
use crate::domain::record::{Kind, Record};
use crate::domain::rights::RightHolder;
use crate::domain::school::{SchoolId, Schools};

/// One contract in the term that runs now, and what bears on its renewal.
#[derive(Debug, Clone)]
pub struct RenewalCase {
    /// The contract and what it pays for, its terms rolled over to today.
    pub now: Running,
    /// The dates of its running term's end.
    pub dates: Dates,
    /// Everything that was decided for its terms' ends.
    pub decisions: Vec<Renewal>,
    /// The district's calendar.
    pub calendar: Calendar,
    /// What the policy adds to the paper.
    pub rules: DateRules,
    /// Has its last term ended, or has the same buyer's next contract begun?
    pub ended: bool,
}

impl RenewalCase {
    /// What was decided for the running term's end.
    pub fn decision(&self) -> Option<&Renewal> {
        decided(&self.decisions, self.dates.term_end)
    }

    /// What was decided for the end of the term that is on record as running.
    fn decision_on_record(&self) -> Option<&Renewal> {
        let gone = self.now.gone.first();
        decided(
            &self.decisions,
            gone.map_or(self.dates.term_end, |gone| gone.ends),
        )
    }
}

/// Carries a deed out on a case: what to write, or a sentence that says why not and what to do.
pub fn act(
    case: &RenewalCase,
    deed: &RenewalDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    may(case, actor)?;
    let number = &case.now.contract.number;
    match deed {
        RenewalDeed::Decide(decision) => decide(case, decision, actor, today),
        RenewalDeed::NoticeSent { on, proof } => {
            if *on > today {
                return Err(Refusal::new("on", format!("{on} is still to come"))
                    .then("; ", "say the day it was sent"));
            }
            if let Some(kept) = to_withdraw(case) {
                return Ok(vec![withdrawn(kept, proof.clone())]);
            }
            let ending = told_by(case, *on)?;
            let mut put = Put::id(ending.id).with("notice_sent", Some(*on));
            if let Some(proof) = proof {
                put = put.with("notice_proof", Some(proof.clone()));
            }
            Ok(vec![put])
        }
        RenewalDeed::ConfirmNotice { count, unit } => {
            let term = (case.now.contract.term_start, case.now.contract.term_end);
            fits_the_term(term, *count, *unit, &case.calendar)?;
            let read = Contract {
                notice: Some(*count),
                notice_unit: Some(*unit),
                ..case.now.contract.clone()
            };
            let put = Put::id(read.id)
                .with("notice", read.notice)
                .with("notice_unit", read.notice_unit);
            Ok(iter::once(put).chain(due_anew(case, &read)).collect())
        }
        RenewalDeed::ConfirmRenewal { renews } => {
            let read = Contract {
                auto_renew: Some(*renews),
                ..case.now.contract.clone()
            };
            let put = Put::id(read.id).with("auto_renew", read.auto_renew);
            Ok(iter::once(put).chain(due_anew(case, &read)).collect())
        }
        RenewalDeed::Take => Ok(vec![owned(case, actor.id)]),
        RenewalDeed::Assign { person } => Ok(vec![owned(case, *person)]),
        RenewalDeed::Deletion {
            requested,
            due,
            confirmed,
        } => {
            let ending = ending(case)?;
            if confirmed.is_some() && requested.or(ending.deletion_requested).is_none() {
                let why =
                    format!("{number}: say first when the vendor was told to delete our data");
                return Err(Refusal::new("requested", why).of(number));
            }
            let mut put = Put::id(ending.id);
            for (field, day) in [
                ("deletion_requested", requested),
                ("deletion_due", due),
                ("deletion_confirmed", confirmed),
            ] {
                if day.is_some() {
                    put = put.with(field, *day);
                }
            }
            Ok(vec![put])
        }
    }
}

/// This person answers for the contract from now on.
fn owned(case: &RenewalCase, person: PersonId) -> Put {
    Put::id(case.now.contract.id).with("owner", Some(person))
}

/// May somebody with these roles, who acts for these schools, decide about a contract that this school bought, or the
/// district?
pub fn acts_for(buyer: Option<SchoolId>, roles: &Roles, schools: &Schools) -> bool {
    let theirs = match (schools, buyer) {
        (Schools::All, _) => true,
        (Schools::Only(own), Some(buyer)) => own.contains(&buyer),
        (Schools::Only(_), None) => false,
    };
    roles.allow(Role::Admin) || (theirs && RightHolder::Renewals.includes(roles).is_ok())
}

/// May this person decide about this contract? Somebody who acts for schools, about what they bought.
fn may(case: &RenewalCase, actor: &Actor) -> Result<(), Refusal> {
    if actor.roles.allow(Role::Admin) {
        return Ok(());
    }
    RightHolder::Renewals.includes(&actor.roles)?;
    if acts_for(case.now.contract.buyer, &actor.roles, &actor.schools) {
        return Ok(());
    }
    let number = &case.now.contract.number;
    let why = Refusal::from(format!("{number} was not bought by your schools")).of(number);
    Err(why.then("; ", "leave it to those who bought it, or to the district"))
}

/// The newest decision by which the contract ends.
fn ending(case: &RenewalCase) -> Result<&Renewal, Refusal> {
    let ends = case.decisions.iter().filter(|d| d.choice.ends());
    ends.max_by_key(|d| d.cycle_end).ok_or_else(|| {
        let number = &case.now.contract.number;
        let why = Refusal::from(format!("{number} is not to end")).of(number);
        why.then("; ", "cancel it first")
    })
}

/// The decision by which the contract ends that a notice of this day is for: the first whose day it is in time for, else
/// the newest.
fn told_by(case: &RenewalCase, on: NaiveDate) -> Result<&Renewal, Refusal> {
    let newest = ending(case)?;
    let unsent = |d: &&Renewal| d.choice.ends() && d.notice_sent.is_none();
    let in_time = |d: &&Renewal| d.notice_due.is_some_and(|due| on <= due);
    let waiting = case.decisions.iter().filter(unsent).filter(in_time);
    Ok(waiting.min_by_key(|d| d.cycle_end).unwrap_or(newest))
}

/// The vendor's day of what was decided, as the paper has it that somebody just read.
fn due_anew(case: &RenewalCase, read: &Contract) -> Option<Put> {
    let ending = case.decision_on_record().filter(|d| d.choice.ends())?;
    let of = Ending {
        term_end: ending.cycle_end,
        ..Ending::of(read, false)
    };
    let due = dates(&of, &case.calendar, &case.rules).cancel_by;
    Some(Put::id(ending.id).with("notice_due", due))
}

/// The newest decision, where by it a contract goes on whose vendor was told otherwise.
fn to_withdraw(case: &RenewalCase) -> Option<&Renewal> {
    let told = |d: &&Renewal| d.choice.ends() || d.is_to_withdraw();
    let newest = case.decisions.iter().filter(told);
    let newest = newest.max_by_key(|d| d.cycle_end);
    newest.filter(|d| d.is_to_withdraw())
}

/// What the vendor was told does not hold any more, and the vendor knows. The proof is that of this letter.
fn withdrawn(kept: &Renewal, proof: Option<String>) -> Put {
    Put::id(kept.id)
        .with("notice_sent", None::<NaiveDate>)
        .with("notice_proof", proof)
        .with("deletion_requested", None::<NaiveDate>)
        .with("deletion_due", None::<NaiveDate>)
}

/// Each choice, and why it cannot be taken now.
pub fn choices(
    case: &RenewalCase,
    actor: &Actor,
    today: NaiveDate,
) -> Vec<(Choice, Option<Refusal>)> {
    let offered = Choice::ALL.iter().filter(|choice| **choice != Choice::None);
    let why_not = |choice: Choice| {
        may(case, actor)
            .and_then(|()| possible(case, choice, today))
            .err()
    };
    offered.map(|choice| (*choice, why_not(*choice))).collect()
}

fn possible(case: &RenewalCase, choice: Choice, today: NaiveDate) -> Result<(), Refusal> {
    let number = &case.now.contract.number;
    let renews = case.now.contract.auto_renew;
    let refused = |why: String| Refusal::new("choice", why);
    if case.ended {
        let why = format!("{number} has ended; there is nothing to decide");
        return Err(refused(why).of(number));
    }
    match choice {
        Choice::Cancel if renews == Some(false) => {
            let why = format!("{number} ends by itself on {}", case.dates.term_end);
            Err(refused(why).of(number).then("; ", "let it lapse instead"))
        }
        Choice::Lapse if renews == Some(true) => {
            let why = format!("{number} renews by itself");
            Err(refused(why).of(number).then("; ", "cancel it instead"))
        }
        Choice::Lapse if renews.is_none() => {
            let why = format!("it is not known whether {number} renews by itself");
            let next = "cancel it, or say first that it does not";
            Err(refused(why).of(number).then("; ", next))
        }
        Choice::Defer if today >= case.dates.decide_by => {
            let last = case.dates.decide_by;
            let why = format!("the day to decide was {last}; it can be put off no longer");
            Err(refused(why))
        }
        Choice::Smaller if never_reducible(&case.now.lines) => {
            let why = format!("{number} cannot be made smaller: its lines say never");
            Err(refused(why).of(number))
        }
        Choice::Smaller if case.now.seats().is_none() => {
            let why = format!("{number} counts no seats that could be fewer");
            Err(refused(why).of(number))
        }
        Choice::None => Err(refused(
            "no decision is recorded by itself once the day has passed".to_owned(),
        )),
        _ => Ok(()),
    }
}

fn never_reducible(lines: &[Line]) -> bool {
    !lines.is_empty() && lines.iter().all(|l| l.reducible == Some(Reducible::Never))
}

fn decide(
    case: &RenewalCase,
    decision: &RenewalDecision,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    possible(case, decision.choice, today)?;
    let cents = complete(case, decision, today)?;
    let notice_due = case.dates.cancel_by;
    let notice_due = notice_due.filter(|_| decision.choice.ends());
    let mut put = Put::keyed(Kind::Renewal)
        .with("contract", case.now.contract.id)
        .with("cycle_end", case.dates.term_end)
        .with("choice", decision.choice)
        .with("cause", decision.cause)
        .with("reason", decision.reason.clone())
        .with("quantity", decision.quantity)
        .with("cents", cents)
        .with("until", decision.until)
        .with("replacement", decision.replacement)
        .with("decided_by", Some(actor.login.clone()))
        .with("decided_on", Some(today))
        .with("notice_due", notice_due);
    // What was sent before it was to go on is no notice of this end.
    let before = case.decision().filter(|d| d.choice.goes_on());
    if before.is_some() && !decision.choice.goes_on() {
        put = put
            .with("notice_sent", None::<NaiveDate>)
            .with("notice_proof", None::<String>);
    }
    if decision.goal_result.is_some() {
        put = put.with("goal_result", decision.goal_result.clone());
    }
    Ok(vec![put])
}

/// Is everything said that this choice needs? Gives the price of the next term, where it is known.
fn complete(
    case: &RenewalCase,
    decision: &RenewalDecision,
    today: NaiveDate,
) -> Result<Option<Cents>, Refusal> {
    let number = &case.now.contract.number;
    let silent = decision
        .reason
        .as_deref()
        .is_none_or(|r| r.trim().is_empty());
    let wrong = |field, why: &str| Refusal::new(field, format!("{number}: {why}")).of(number);
    match decision.cause {
        None if silent => return Err(wrong("reason", "a decision needs a reason")),
        Some(Cause::Other) if silent => {
            return Err(wrong("reason", "say which other reason it is"));
        }
        _ => {}
    }
    if decision.cents.is_some_and(|cents| cents < Cents(0)) {
        return Err(wrong("cents", "a price cannot be negative"));
    }
    match decision.choice {
        Choice::Smaller => smaller(case, decision)?,
        Choice::Replace if decision.replacement.is_none() => {
            return Err(wrong("replacement", "say which product takes its place"));
        }
        Choice::Replace => {
            let itself = |line: &Line| Some(line.product) == decision.replacement;
            if case.now.lines.iter().any(itself) {
                return Err(wrong("replacement", "a product cannot replace itself"));
            }
        }
        Choice::Defer => deferred(case, decision, today)?,
        Choice::Coterm => return coterm(case, decision),
        _ => {}
    }
    let goes_on = matches!(decision.choice, Choice::Renew | Choice::Smaller);
    if let (true, Some(goal), None) = (goes_on, &case.now.contract.goal, &decision.goal_result) {
        let why = format!("{number} was bought to reach: {goal}");
        return Err(Refusal::new("goal_result", why)
            .of(number)
            .then(". ", "Say what became of it before it goes on"));
    }
    Ok(decision.cents)
}

fn smaller(case: &RenewalCase, decision: &RenewalDecision) -> Result<(), Refusal> {
    let number = &case.now.contract.number;
    let refused = |why: String| Err(Refusal::new("quantity", why).of(number));
    let bought = case.now.seats().unwrap_or(0);
    let Some(wanted) = decision.quantity else {
        return refused(format!(
            "{number}: say how many of its {} stay",
            counted(bought, "seat")
        ));
    };
    let fewest: i64 = case.now.lines.iter().filter_map(|l| l.min_quantity).sum();
    if wanted >= bought {
        return refused(format!(
            "{number} has {}; {wanted} is not fewer",
            counted(bought, "seat")
        ));
    }
    let fewest = fewest.max(1);
    if wanted < fewest {
        return refused(format!(
            "{number}: {fewest} is the fewest that can be bought"
        ));
    }
    Ok(())
}

fn deferred(
    case: &RenewalCase,
    decision: &RenewalDecision,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let (number, last) = (&case.now.contract.number, case.dates.decide_by);
    match decision.until {
        Some(day) if today < day && day <= last => Ok(()),
        _ => {
            let why =
                format!("{number}: say on which day to ask again, after {today} and by {last}");
            Err(Refusal::new("until", why).of(number))
        }
    }
}

/// The price of the days up to the common end: what the next term costs by the day, times the days. None
/// where nobody knows the price.
fn coterm(case: &RenewalCase, decision: &RenewalDecision) -> Result<Option<Cents>, Refusal> {
    let (number, end) = (&case.now.contract.number, case.dates.term_end);
    let Some(until) = decision.until.filter(|until| *until > end) else {
        let why = format!("{number}: say the common last day, after {end}");
        return Err(Refusal::new("until", why).of(number));
    };
    let by_the_day = || days_after(&case.now, (until - end).num_days());
    Ok(decision.cents.or_else(by_the_day))
}

/// A contract as its record stands, and what is known of the days since.
#[derive(Debug, Clone, Copy)]
pub struct Passed<'p> {
    /// The contract as its record stands.
    pub contract: &'p Contract,
    /// Its lines, as recorded.
    pub lines: &'p [Line],
    /// Everything that was decided for its terms' ends.
    pub decisions: &'p [Renewal],
    /// The term that runs now.
    pub now: &'p Running,
    /// The vendor's last day in that term.
    pub cancel_by: Option<NaiveDate>,
    /// Seats in use, where counted.
    pub used: Option<i64>,
    /// The day the contract was entered: nobody can have decided before.
    pub known_since: NaiveDate,
}

/// What the days that went by have done to a contract: terms that are over are kept, the next one
/// runs, and where nobody decided by the day that is recorded. Nothing where nothing went by.
pub fn roll_over(passed: &Passed, today: NaiveDate) -> Vec<Put> {
    let Passed {
        contract,
        lines,
        decisions,
        now,
        used,
        ..
    } = *passed;
    let mut puts = Vec::new();
    // The count of today is that of the term that was recorded as running, of no earlier or later one.
    let counts = std::iter::once(used).chain(std::iter::repeat(None));
    puts.extend(
        now.gone
            .iter()
            .zip(counts)
            .map(|(gone, used)| past_term(contract, gone, used)),
    );
    let nobody = undecided(passed, today)
        .into_iter()
        .filter_map(|(cycle_end, day, what)| {
            (passed.known_since <= day)
                .then(|| nobody_decided(contract, decided(decisions, cycle_end), cycle_end, &what))
        });
    puts.extend(nobody);
    puts.extend(difference(contract, &now.contract, contract.id));
    for (before, after) in lines.iter().zip(&now.lines) {
        puts.extend(difference(before, after, before.id));
    }
    puts
}

/// Terms for whose end nobody decided by the day: the term's last day, the day, and what came of it.
fn undecided(passed: &Passed, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate, String)> {
    let open = |cycle_end: NaiveDate| {
        decided(passed.decisions, cycle_end).is_none_or(|d| d.choice == Choice::Defer)
    };
    let gone = passed.now.gone.iter().map(|gone| gone.ends);
    let gone = gone.map(|ends| (ends, ends, "renewed by itself".to_owned()));
    let now = &passed.now.contract;
    let end = now.term_end;
    let running = match passed.cancel_by {
        _ if passed.now.over && passed.now.gone.last().is_none_or(|gone| gone.ends != end) => {
            Some((end, end, "ended by itself".to_owned()))
        }
        Some(day) if !passed.now.over && day < today => {
            let what = format!("the last day, {day}, passed");
            Some((end, day, what))
        }
        _ => None,
    };
    gone.chain(running).filter(|(end, ..)| open(*end)).collect()
}

fn past_term(contract: &Contract, gone: &GoneTerm, used: Option<i64>) -> Put {
    Put::keyed(Kind::Term)
        .with("contract", contract.id)
        .with("ends", gone.ends)
        .with("starts", gone.starts)
        .with("total_cents", gone.price)
        .with("seats", gone.seats)
        .with("used", used)
}

fn nobody_decided(
    contract: &Contract,
    deferred: Option<&Renewal>,
    cycle_end: NaiveDate,
    what: &str,
) -> Put {
    let put_off = deferred.and_then(|d| d.until);
    let reason = match put_off {
        Some(until) => format!("put off until {until}; {what}"),
        None => what.to_owned(),
    };
    Put::keyed(Kind::Renewal)
        .with("contract", contract.id)
        .with("cycle_end", cycle_end)
        .with("choice", Choice::None)
        .with("reason", Some(reason))
}

/// What makes the one record into the other.
fn difference<R: Record>(before: &R, after: &R, id: R::Id) -> Option<Put> {
    let mut put = Put::id(id);
    let values = before.values().into_iter().zip(after.values());
    for (field, (before, after)) in R::FIELDS.iter().zip(values) {
        if before != after {
            put = put.with(field.name, Given::Value(after));
        }
    }
    (!put.fields.is_empty()).then_some(put)
}

/// Past terms and this one, newest first, as the sheet shows them.
pub fn newest_first(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_by_key(|term| std::cmp::Reverse(term.ends));
    terms
}

#[cfg(test)]
mod tests;
