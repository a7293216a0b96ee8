//! One contract as a row of the agenda.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::used::{UsedByLine, covered};
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::notice::length;
use crate::domain::policy::Policy;
use crate::domain::product::ProductId;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::{Dates, Ending, Severity, dates};
use crate::domain::renewal::running::{Running, next_year};
use crate::domain::renewal::{Choice, Funding};
use crate::store::Error;
use crate::store::desk;
use crate::store::labels::{NamesById, product_names};
use crate::store::terms::{ContractInTerm, dates_of, grouped, of_these};
use crate::store::unpriced::hidden_contracts;

/// What rows are made with: the policy, the calendar, names; and counts of what the contracts are about that are looked at.
pub(super) struct AgendaDesk {
    pub(super) policy: Arc<Policy>,
    pub(super) calendar: Arc<Calendar>,
    pub(super) names: NamesById,
    pub(super) products: HashMap<ProductId, String>,
    pub(super) used: UsedByLine,
    pub(super) funding: HashMap<LineId, Vec<Funding>>,
    /// Contracts whose price the policy hides from whoever asks.
    hidden: HashSet<ContractId>,
}

impl AgendaDesk {
    /// For these contracts.
    pub(super) fn read(
        conn: &Connection,
        cases: &[ContractInTerm],
        today: NaiveDate,
    ) -> Result<AgendaDesk, Error> {
        let mut desk = AgendaDesk::new(conn)?;
        desk.look_at(conn, cases, today)?;
        Ok(desk)
    }

    /// For no contract yet.
    pub(super) fn new(conn: &Connection) -> Result<AgendaDesk, Error> {
        let common = desk::Desk::new(conn)?;
        Ok(AgendaDesk {
            policy: common.policy,
            calendar: common.calendar,
            names: NamesById::read(conn)?,
            used: UsedByLine::default(),
            products: product_names(conn)?,
            funding: HashMap::new(),
            hidden: hidden_contracts(conn)?,
        })
    }

    /// From here on for these contracts.
    pub(super) fn look_at(
        &mut self,
        conn: &Connection,
        cases: &[ContractInTerm],
        today: NaiveDate,
    ) -> Result<(), Error> {
        let lines = cases.iter().flat_map(|case| &case.lines);
        let ids: Vec<LineId> = lines.map(|line| line.id).collect();
        self.used = UsedByLine::read(conn, cases, today)?;
        self.funding = grouped(of_these(conn, "line", &ids)?, |f: &Funding| f.line);
        Ok(())
    }

    /// The dates of the end of a contract's running term.
    pub(super) fn dates(&self, case: &ContractInTerm) -> Dates {
        dates_of(case, &case.now, &self.policy, &self.calendar)
    }

    /// The same, of its last term where another contract follows.
    pub(super) fn dates_of(&self, case: &ContractInTerm) -> Dates {
        let last = case.followed.then(|| case.last_term());
        let now = last.as_ref().unwrap_or(&case.now);
        dates_of(case, now, &self.policy, &self.calendar)
    }

    /// The row of a contract.
    pub(super) fn row(&self, case: &ContractInTerm, today: NaiveDate) -> AgendaRow {
        let last = case.followed.then(|| case.last_term());
        let now = last.as_ref().unwrap_or(&case.now);
        let contract = &now.contract;
        let dates = dates_of(case, now, &self.policy, &self.calendar);
        let decision = case.decision();
        let seats = self.used.seats(&now.lines);
        let annual = now.known_price().map(|_| now.a_year());
        let (next_year, quoted) = next_year(now, decision);
        // What follows from no price is no price; the vendor's word is one.
        let next_year = Some(next_year).filter(|_| quoted || annual.is_some());
        let schools = covered(contract, &now.lines);
        let deferred = decision.filter(|d| d.choice == Choice::Defer);
        let vendor = contract.vendor;
        let lines = dearest_first(&now.lines);
        let untold = case.untold(today);
        // What was to end before the running term went on because the vendor's day passed.
        let went_on = untold.is_some_and(|untold| untold.cycle_end < contract.term_end);
        let severity = if went_on {
            Severity::Locked
        } else {
            dates.severity(today)
        };
        AgendaRow {
            contract: contract.id,
            number: contract.number.clone(),
            product: self.called(&lines),
            products: lines.iter().map(|line| line.product).collect(),
            vendor: vendor.and_then(|id| self.names.vendor(id)),
            scope: self.names.place(&schools),
            schools,
            auto_renew: contract.auto_renew,
            notice: notice(contract, &self.policy),
            severity,
            next_chance: self.next_chance(now, &dates, today),
            dates,
            annual,
            hidden: self.hidden.contains(&contract.id),
            price: now.known_price(),
            next_year,
            quoted,
            seats: seats.bought,
            used: seats.used,
            measured: seats.measured,
            owner: contract.owner.and_then(|who| self.names.person(who, today)),
            decision: decision.map(|d| d.choice),
            ask_again: deferred.and_then(|d| d.until),
            funds: self.funds(contract, &lines),
            ended: case.is_over(),
            untold,
            buyer: contract.buyer,
        }
    }

    /// The vendor's last day in the next term, where that of this one has passed.
    fn next_chance(&self, now: &Running, this: &Dates, today: NaiveDate) -> Option<NaiveDate> {
        this.cancel_by.filter(|day| *day < today)?;
        let terms = now.terms;
        let rules = self.policy.renewal_rules();
        let mut over = this.term_end;
        // Renewals may be shorter than the notice they need: the first whose day has not passed.
        loop {
            let contract = Contract {
                term_start: over.succ_opt(),
                term_end: terms.after(over),
                ..now.contract.clone()
            };
            let day = dates(&Ending::of(&contract, false), &self.calendar, &rules).cancel_by?;
            if day >= today {
                return Some(day);
            }
            if contract.term_end <= over {
                return None;
            }
            over = contract.term_end;
        }
    }

    /// `Nearpod`, `Nearpod and 2 more`.
    fn called(&self, lines: &[&Line]) -> String {
        let name = |line: &&&Line| self.product(line.product);
        let Some(first) = lines.first().as_ref().map(name) else {
            return "nothing on record".to_owned();
        };
        match lines.len() - 1 {
            0 => first,
            more => format!("{first} and {more} more"),
        }
    }

    pub(super) fn product(&self, id: ProductId) -> String {
        let name = self.products.get(&id).cloned();
        name.unwrap_or_else(|| format!("product {id}"))
    }

    fn funds(&self, contract: &Contract, lines: &[&Line]) -> Vec<String> {
        let mut funds: Vec<String> = Vec::new();
        let of_lines = lines.iter().filter_map(|line| self.funding.get(&line.id));
        for funding in of_lines.flatten() {
            if !funds.contains(&funding.source) {
                funds.push(funding.source.clone());
            }
        }
        if funds.is_empty() {
            funds.extend(contract.fund.clone());
        }
        funds
    }
}

fn dearest_first(lines: &[Line]) -> Vec<&Line> {
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by_key(|line| (Reverse(line.price()), line.id));
    lines
}

/// `60 days`; `90 days?` where it is assumed; empty where none is needed.
fn notice(contract: &Contract, policy: &Policy) -> String {
    match contract.notice.zip(contract.notice_unit) {
        Some((count, unit)) => length(count, unit),
        None if contract.may_renew() => format!("{} days?", policy.assumed_notice.0),
        None => String::new(),
    }
}
