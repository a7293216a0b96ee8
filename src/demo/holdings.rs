//! Deals of the made-up district as they were carried out: their terms, the seats of each school,
//! and how many people used them on any day. `contracts` writes them down, `inventory` and `usage`
//! count them. Seats of the schools add up to the quantity; terms follow without a gap.

use crate::demo::made::{DealTerm, SignedDeal};
use crate::domain::contract::{ContractId, LineId};
use chrono::NaiveDate;

use crate::domain::money::Cents;

use super::days;
use super::known::{Deal, Ends};
use super::made::{Campus, CatalogueItem, counts_seats};
use super::making::Making;

/// A product's deal, with its terms up to the present one.
pub(super) fn holding(
    making: &mut Making,
    n: usize,
    item: &CatalogueItem,
    deal: &'static Deal,
) -> SignedDeal {
    let schools = match deal.buyer {
        Some(code) => (0..making.schools.len())
            .filter(|s| making.schools[*s].code == code)
            .collect(),
        None => making.places(deal.at),
    };
    let leaning = schools.iter().map(|_| making.rng.i64(-9..=9)).collect();
    let campuses: Vec<Campus> = schools.iter().map(|s| making.schools[*s]).collect();
    let terms = terms(making, deal, &campuses);
    let since = terms
        .first()
        .map_or(days::after(item.seen, 12), |term| term.start);
    SignedDeal {
        item: n,
        deal,
        terms,
        schools,
        leaning,
        since,
    }
}

/// The first and last day of a deal's term, so many terms before the present one.
pub(super) fn span(deal: &Deal, today: NaiveDate, back: i32) -> (NaiveDate, NaiveDate) {
    let last = match deal.ends {
        Ends::June(years_on) => days::fiscal_year_end(today, years_on),
        Ends::In(ahead) => days::after(today, ahead),
    };
    let end = |back: i32| days::months_before(last, (back * deal.years * 12).unsigned_abs());
    (days::after(end(back + 1), 1), end(back))
}

fn terms(making: &mut Making, deal: &Deal, campuses: &[Campus]) -> Vec<DealTerm> {
    let mut unit = deal.unit;
    let mut terms = Vec::new();
    for back in 0..deal.terms {
        let (start, end) = span(deal, making.today, back);
        let quantity = deal.quantity - deal.step * i64::from(back);
        let signed = days::before(start, making.rng.i64(9..46));
        terms.push(DealTerm {
            start,
            end,
            signed: signed.min(days::before(making.today, 6)),
            quantity,
            unit,
            seats: seats(deal, quantity, campuses),
            papers: (ContractId(0), LineId(0), 0),
        });
        // Each year's price is the one before with the yearly increase.
        for _ in 0..deal.years {
            unit = unit * 10_000 / (10_000 + deal.escalator.unwrap_or_default());
        }
    }
    terms.reverse();
    terms
}

fn seats(deal: &Deal, quantity: i64, campuses: &[Campus]) -> Vec<i64> {
    if !counts_seats(deal.model) {
        return Vec::new();
    }
    let weights: Vec<u64> = campuses
        .iter()
        .map(|campus| campus.people(deal.audience).unsigned_abs())
        .collect();
    let parts = Cents(quantity).split(&weights);
    parts.into_iter().map(|part| part.0).collect()
}
