//! What may be done about a renewal, and what it writes (domain rules F4). The store loads the case
//! inside the transaction and writes the puts; screens ask `choices` first.

use chrono::{Days, NaiveDate};

use crate::domain::change::Put;
use crate::domain::contract::{Contract, Line, NoticeUnit, Reducible};
use crate::domain::money::Cents;
use crate::domain::person::Role;
use crate::domain::record::Kind;
use crate::domain::review::case::Actor;

use super::agenda::{RenewalDecision, RenewalDeed};
use super::dates::{Dates, Terms, length, notice_before};
use super::{Cause, Choice, Renewal, Term};
use crate::domain::calendar::Calendar;

/// One contract in the term that runs now, and what bears on its renewal.
#[derive(Debug, Clone)]
pub struct RenewalCase {
    /// The contract, its terms rolled over to today.
    pub contract: Contract,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The dates of its running term's end.
    pub dates: Dates,
    /// Everything that was decided for its terms' ends.
    pub decisions: Vec<Renewal>,
    /// The district's calendar.
    pub calendar: Calendar,
}

impl RenewalCase {
    /// What was decided for the running term's end.
    pub fn decision(&self) -> Option<&Renewal> {
        decided(&self.decisions, self.dates.term_end)
    }

    /// Seats bought in all lines together; none where no line counts them.
    pub fn seats(&self) -> Option<i64> {
        let counted: Vec<i64> = self.lines.iter().filter_map(|line| line.quantity).collect();
        (!counted.is_empty()).then(|| counted.iter().sum())
    }

    /// The price of the running term, all lines together.
    pub fn price(&self) -> Cents {
        self.lines.iter().filter_map(Line::price).sum()
    }
}

fn decided(decisions: &[Renewal], cycle_end: NaiveDate) -> Option<&Renewal> {
    decisions.iter().find(|d| d.cycle_end == cycle_end)
}

/// Carries a deed out on a case: what to write, or a sentence that says why not and what to do.
pub fn act(
    case: &RenewalCase,
    deed: &RenewalDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, String> {
    may(actor)?;
    let number = &case.contract.number;
    match deed {
        RenewalDeed::Decide(decision) => decide(case, decision, actor, today),
        RenewalDeed::NoticeSent { on, proof } => {
            let ending = ending(case)?;
            if *on > today {
                return Err(format!("{on} is still to come; say the day it was sent"));
            }
            let mut put = Put::id(Kind::Renewal, ending.id.0).with("notice_sent", Some(*on));
            if let Some(proof) = proof {
                put = put.with("notice_proof", Some(proof.clone()));
            }
            Ok(vec![put])
        }
        RenewalDeed::ConfirmNotice { count, unit } => {
            fits_the_term(&case.contract, *count, *unit, &case.calendar)?;
            let put = Put::id(Kind::Contract, case.contract.id.0)
                .with("notice", Some(*count))
                .with("notice_unit", Some(*unit));
            Ok(vec![put])
        }
        RenewalDeed::Assign { person } => {
            let put = Put::id(Kind::Contract, case.contract.id.0).with("owner", Some(*person));
            Ok(vec![put])
        }
        RenewalDeed::Deletion {
            requested,
            due,
            confirmed,
        } => {
            let ending = ending(case)?;
            if confirmed.is_some() && requested.or(ending.deletion_requested).is_none() {
                return Err(format!(
                    "{number}: say first when the vendor was told to delete our data"
                ));
            }
            let mut put = Put::id(Kind::Renewal, ending.id.0);
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

/// May this person decide renewals at all?
fn may(actor: &Actor) -> Result<(), String> {
    if actor.roles.allow(Role::Renewals) {
        Ok(())
    } else {
        Err("renewals are decided by people with the role renewals, or an admin".into())
    }
}

/// The newest decision by which the contract ends.
fn ending(case: &RenewalCase) -> Result<&Renewal, String> {
    let ends = case.decisions.iter().filter(|d| d.choice.ends());
    ends.max_by_key(|d| d.cycle_end).ok_or_else(|| {
        let number = &case.contract.number;
        format!("{number} is not to end; cancel it first")
    })
}

/// Refuses a notice that would have to be given before the term has begun.
pub fn fits_the_term(
    contract: &Contract,
    count: i64,
    unit: NoticeUnit,
    calendar: &Calendar,
) -> Result<(), String> {
    if count < 0 {
        return Err("a notice cannot be negative".into());
    }
    let raw = notice_before(contract.term_end, count, unit, calendar);
    match contract.term_start {
        Some(start) if raw < start => Err(format!(
            "a notice of {} is longer than the term, which began on {start}",
            length(count, unit)
        )),
        _ => Ok(()),
    }
}

/// Each choice, and why it cannot be taken now.
pub fn choices(
    case: &RenewalCase,
    actor: &Actor,
    today: NaiveDate,
) -> Vec<(Choice, Option<String>)> {
    let offered = Choice::ALL.iter().filter(|choice| **choice != Choice::None);
    let why_not = |choice: Choice| {
        may(actor)
            .and_then(|()| possible(case, choice, today))
            .err()
    };
    offered.map(|choice| (*choice, why_not(*choice))).collect()
}

fn possible(case: &RenewalCase, choice: Choice, today: NaiveDate) -> Result<(), String> {
    let number = &case.contract.number;
    let renews = case.contract.auto_renew;
    match choice {
        Choice::Cancel if !renews => Err(format!(
            "{number} ends by itself on {}; let it lapse instead",
            case.dates.term_end
        )),
        Choice::Lapse if renews => Err(format!("{number} renews by itself; cancel it instead")),
        Choice::Defer if today >= case.dates.decide_by => Err(format!(
            "the day to decide was {}; it can be put off no longer",
            case.dates.decide_by
        )),
        Choice::Smaller if never_reducible(&case.lines) => Err(format!(
            "{number} cannot be made smaller: its lines say never"
        )),
        Choice::Smaller if case.seats().is_none() => {
            Err(format!("{number} counts no seats that could be fewer"))
        }
        Choice::None => Err("no decision is recorded by itself once the day has passed".into()),
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
) -> Result<Vec<Put>, String> {
    possible(case, decision.choice, today)?;
    let cents = complete(case, decision, today)?;
    let renews = case.contract.auto_renew;
    let notice_due = case
        .dates
        .cancel_by
        .filter(|_| renews && decision.choice.ends());
    let mut put = Put::keyed(Kind::Renewal)
        .with("contract", case.contract.id)
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
) -> Result<Option<Cents>, String> {
    let number = &case.contract.number;
    let silent = decision
        .reason
        .as_deref()
        .is_none_or(|r| r.trim().is_empty());
    match decision.cause {
        None if silent => return Err(format!("{number}: a decision needs a reason")),
        Some(Cause::Other) if silent => {
            return Err(format!("{number}: say which other reason it is"));
        }
        _ => {}
    }
    if decision.cents.is_some_and(|cents| cents < Cents(0)) {
        return Err(format!("{number}: a price cannot be negative"));
    }
    match decision.choice {
        Choice::Smaller => smaller(case, decision)?,
        Choice::Replace if decision.replacement.is_none() => {
            return Err(format!("{number}: say which product takes its place"));
        }
        Choice::Replace => {
            let itself = |line: &Line| Some(line.product.0) == decision.replacement;
            if case.lines.iter().any(itself) {
                return Err(format!("{number}: a product cannot replace itself"));
            }
        }
        Choice::Defer => deferred(case, decision, today)?,
        Choice::Coterm => return coterm(case, decision).map(Some),
        _ => {}
    }
    let goes_on = matches!(decision.choice, Choice::Renew | Choice::Smaller);
    if let (true, Some(goal), None) = (goes_on, &case.contract.goal, &decision.goal_result) {
        return Err(format!(
            "{number} was bought to reach: {goal}. Say what became of it before it goes on"
        ));
    }
    Ok(decision.cents)
}

fn smaller(case: &RenewalCase, decision: &RenewalDecision) -> Result<(), String> {
    let number = &case.contract.number;
    let bought = case.seats().unwrap_or(0);
    let Some(wanted) = decision.quantity else {
        return Err(format!("{number}: say how many of its {bought} seats stay"));
    };
    let fewest: i64 = case.lines.iter().filter_map(|l| l.min_quantity).sum();
    if wanted >= bought {
        return Err(format!(
            "{number} has {bought} seats; {wanted} is not fewer"
        ));
    }
    if wanted < fewest.max(1) {
        return Err(format!(
            "{number}: {} is the fewest that can be bought",
            fewest.max(1)
        ));
    }
    Ok(())
}

fn deferred(
    case: &RenewalCase,
    decision: &RenewalDecision,
    today: NaiveDate,
) -> Result<(), String> {
    let last = case.dates.decide_by;
    match decision.until {
        Some(day) if today < day && day <= last => Ok(()),
        _ => Err(format!(
            "{}: say on which day to ask again, after {today} and by {last}",
            case.contract.number
        )),
    }
}

/// The price of the days up to the common end: the daily price times the days.
fn coterm(case: &RenewalCase, decision: &RenewalDecision) -> Result<Cents, String> {
    let (number, end) = (&case.contract.number, case.dates.term_end);
    let Some(until) = decision.until.filter(|until| *until > end) else {
        return Err(format!("{number}: say the common last day, after {end}"));
    };
    if let Some(cents) = decision.cents {
        return Ok(cents);
    }
    let first = case.contract.term_start.unwrap_or(end - Days::new(364));
    let term = (end - first).num_days() + 1;
    let more = (until - end).num_days();
    let cents = i128::from(case.price().0) * i128::from(more);
    let half = i128::from(term) / 2;
    Ok(Cents(((cents + half) / i128::from(term)) as i64))
}

/// What the days that went by have done to a contract: terms that are over are kept, the next one
/// runs, and where nobody decided that is recorded. Nothing where nothing went by.
pub fn roll_over(
    contract: &Contract,
    lines: &[Line],
    decisions: &[Renewal],
    used: Option<i64>,
    today: NaiveDate,
) -> Vec<Put> {
    let over = contract.term_end;
    if !contract.auto_renew || over >= today {
        return Vec::new();
    }
    let decision = decided(decisions, over);
    if decision.is_some_and(|d| d.choice.ends()) {
        let ended = Put::id(Kind::Contract, contract.id.0).with("auto_renew", false);
        return vec![
            ended,
            past_term(contract, lines, contract.term_start, over, used),
        ];
    }
    let mut puts = vec![past_term(contract, lines, contract.term_start, over, used)];
    let mut ends = Terms::of(contract).since(over, today);
    if let Some(until) = decision
        .filter(|d| d.choice == Choice::Coterm)
        .and_then(|d| d.until)
    {
        ends = vec![until];
    }
    let mut last = over;
    for end in &ends {
        if decided(decisions, last).is_none() {
            puts.push(nobody_decided(contract, last));
        }
        if *end < today {
            let next = last + Days::new(1);
            puts.push(past_term(contract, lines, Some(next), *end, None));
            last = *end;
        }
    }
    if let Some(end) = ends.last() {
        puts.push(
            Put::id(Kind::Contract, contract.id.0)
                .with("first_end", Some(contract.first_end.unwrap_or(over)))
                .with("term_start", Some(last + Days::new(1)))
                .with("term_end", *end),
        );
    }
    puts.extend(decision.into_iter().filter_map(|d| agreed(lines, d)));
    puts
}

fn past_term(
    contract: &Contract,
    lines: &[Line],
    starts: Option<NaiveDate>,
    ends: NaiveDate,
    used: Option<i64>,
) -> Put {
    let price: Option<Cents> = lines.iter().map(Line::price).sum::<Option<Cents>>();
    let counted: Vec<i64> = lines.iter().filter_map(|line| line.quantity).collect();
    let seats = (!counted.is_empty()).then(|| counted.iter().sum::<i64>());
    Put::keyed(Kind::Term)
        .with("contract", contract.id)
        .with("ends", ends)
        .with("starts", starts)
        .with("total_cents", price)
        .with("seats", seats)
        .with("used", used)
}

fn nobody_decided(contract: &Contract, cycle_end: NaiveDate) -> Put {
    Put::keyed(Kind::Renewal)
        .with("contract", contract.id)
        .with("cycle_end", cycle_end)
        .with("choice", Choice::None)
        .with(
            "reason",
            Some("renewed by itself, nobody decided".to_owned()),
        )
}

/// Seats and price that were agreed for the next term, where one line takes them.
fn agreed(lines: &[Line], decision: &Renewal) -> Option<Put> {
    let [line] = lines else { return None };
    if decision.quantity.is_none() && decision.cents.is_none() {
        return None;
    }
    let mut put = Put::id(Kind::Line, line.id.0);
    if decision.quantity.is_some() {
        put = put.with("quantity", decision.quantity);
    }
    if decision.cents.is_some() {
        put = put.with("total_cents", decision.cents);
    }
    Some(put)
}

/// Past terms and this one, newest first, as the sheet shows them.
pub fn newest_first(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_by_key(|term| std::cmp::Reverse(term.ends));
    terms
}
