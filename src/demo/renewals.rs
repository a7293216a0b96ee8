//! The renewals of the made-up district: what is known of each contract's end, which terms went by,
//! and what was decided for them. Nothing here is by chance, so that the rest stays as it is.

use chrono::NaiveDate;

use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;

use super::days;
use super::made::{DealTerm, SignedDeal};
use super::making::Making;

mod decided;
mod papers;
mod past;

/// Tells all there is to tell of renewals.
pub(super) fn tell(making: &mut Making) {
    papers::read(making);
    past::keep(making);
    decided::decide(making);
}

/// A contract in the term that runs, or its last one.
#[derive(Debug, Clone)]
struct Present {
    /// What was bought, and its terms.
    holding: SignedDeal,
    /// The product's name with its edition.
    label: String,
    /// The handles of the contract and its line.
    contract: ContractId,
    line: LineId,
    /// `C-117`.
    number: String,
    term: DealTerm,
}

impl Present {
    fn price(&self) -> Cents {
        Cents(self.term.unit * self.term.quantity)
    }

    /// `C-117, Nearpod`.
    fn what(&self) -> String {
        format!("{}, {}", self.number, self.label)
    }

    /// So many days ago, but after the contract was written down.
    fn ago(&self, making: &Making, ago: i64) -> NaiveDate {
        let written = days::after(self.term.signed, 3).max(days::after(making.start, 12));
        let day = days::working_day(days::before(making.today, ago).max(written));
        day.min(making.today)
    }
}

/// Every contract in its running term.
fn present(making: &Making) -> Vec<Present> {
    let held = making.holdings.iter();
    let found = held.filter_map(|holding| {
        let term = holding.terms.last()?.clone();
        let item = &making.items[holding.item];
        let (contract, line, number) = term.papers;
        Some(Present {
            holding: holding.clone(),
            label: item.label.clone(),
            contract,
            line,
            number: format!("C-{number}"),
            term,
        })
    });
    found.collect()
}

/// The contract of a product, bought by the school of this code or by the district.
fn named(making: &Making, label: &str, buyer: Option<&str>) -> Option<Present> {
    let mut all = present(making).into_iter();
    all.find(|p| p.label == label && p.holding.deal.buyer == buyer)
}
