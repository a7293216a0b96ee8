//! Terms that went by: each was signed as a contract of its own, and goes on as the newest one, which
//! keeps what the earlier ones cost and what was decided at their ends.

use chrono::NaiveDate;

use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::renewal::{Cause, Choice};

use super::super::making::Making;
use super::super::{days, people};
use super::{Present, present};
use crate::demo::made::DealTerm;

/// From this price on a contract keeps its history.
const DEAR: Cents = Cents(900_000);

/// Keeps the terms of every contract.
pub(super) fn keep(making: &mut Making) {
    let day = days::working_day(days::before(making.today, 2));
    let mut puts = Vec::new();
    for kept in present(making) {
        let terms = &kept.holding.terms;
        for pair in terms.windows(2) {
            let reason = format!("goes on as C-{}", pair[1].papers.2);
            puts.push(decision(
                pair[0].papers.0,
                &pair[0],
                Choice::Consolidate,
                reason,
            ));
        }
        let dear = kept.price() >= DEAR || kept.holding.deal.owner.is_none();
        if dear && kept.term.start <= making.today {
            history(making, &kept, &mut puts);
        }
    }
    let who = making.one_of(people::ADMIN, day);
    let what = "terms gone by from contract-history.csv".to_owned();
    making.past.imported(day, &who, what, puts);
}

fn decision(contract: ContractId, term: &DealTerm, choice: Choice, reason: String) -> Put {
    Put::keyed(Kind::Renewal)
        .with("contract", contract)
        .with("cycle_end", term.end)
        .with("choice", choice)
        .with("reason", Some(reason))
}

/// What the earlier terms cost, how far they were used, and what was decided at their ends.
fn history(making: &Making, kept: &Present, puts: &mut Vec<Put>) {
    let holding = &kept.holding;
    for pair in holding.terms.windows(2) {
        let (term, next) = (&pair[0], &pair[1]);
        let seats = (!term.seats.is_empty()).then_some(term.quantity);
        let used = seats.map(|_| used(making, kept, term.end));
        puts.push(
            Put::keyed(Kind::Term)
                .with("contract", kept.contract)
                .with("starts", Some(term.start))
                .with("ends", term.end)
                .with("total_cents", Some(Cents(term.unit * term.quantity)))
                .with("seats", seats)
                .with("used", used),
        );
        let put = if holding.deal.owner.is_none() {
            let reason = "renewed by itself".to_owned();
            decision(kept.contract, term, Choice::None, reason)
        } else {
            let (choice, cause, reason) = verdict(term, next);
            decision(kept.contract, term, choice, reason.to_owned())
                .with("cause", cause)
                .with("quantity", seats.map(|_| next.quantity))
                .with("cents", Some(Cents(next.unit * next.quantity)))
                .with("decided_by", Some("gferrandine".to_owned()))
                .with("decided_on", Some(next.signed.min(term.end)))
        };
        puts.push(put);
    }
}

fn verdict(term: &DealTerm, next: &DealTerm) -> (Choice, Option<Cause>, &'static str) {
    if next.quantity < term.quantity {
        (Choice::Smaller, Some(Cause::Unused), "fewer use it")
    } else if next.unit > term.unit {
        (
            Choice::Renew,
            None,
            "in use; the increase is the one agreed",
        )
    } else {
        (Choice::Renew, None, "in use; the same price again")
    }
}

fn used(making: &Making, kept: &Present, day: NaiveDate) -> i64 {
    let schools = kept.holding.schools.iter().enumerate();
    let here = schools.map(|(nth, school)| {
        let campus = &making.schools[*school];
        kept.holding.used(nth, campus, day, making.today)
    });
    here.sum()
}
