//! The terms that follow the one that runs, as they were decided and as the paper says.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::running::Running;
use super::{Renewal, Term};
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;

/// A contract in its running term, with what decides about those that follow.
#[derive(Debug, Clone)]
pub struct TermsAhead {
    now: Running,
    decisions: Vec<Renewal>,
    past: Vec<Term>,
    today: NaiveDate,
}

/// Of some contracts, by contract.
pub type AheadByContract = HashMap<ContractId, TermsAhead>;

impl TermsAhead {
    /// Of a contract as it runs on this day, with all its decisions and all its terms on record.
    pub fn new(
        now: Running,
        decisions: Vec<Renewal>,
        past: Vec<Term>,
        today: NaiveDate,
    ) -> TermsAhead {
        TermsAhead {
            now,
            decisions,
            past,
            today,
        }
    }

    /// The last days of the terms that follow, up to this day, with what each costs, where that is known.
    pub fn until(&self, last: NaiveDate) -> Vec<(NaiveDate, Option<Cents>)> {
        let follows = |term: &Running| term.followed_by(&self.decisions, &self.past, self.today);
        let mut found = Vec::new();
        let mut next = follows(&self.now);
        while let Some(term) = next.filter(|term| term.contract.term_end <= last) {
            found.push((term.contract.term_end, term.known_price()));
            next = follows(&term);
        }
        found
    }
}
