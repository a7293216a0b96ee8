//! Deals of the made-up district as they were carried out: their terms, the seats of each school,
//! and how many people used them on any day. `contracts` writes them down, `inventory` and `usage`
//! count them. Seats of the schools add up to the quantity; terms follow without a gap.

use chrono::NaiveDate;

use crate::domain::contract::PriceModel;
use crate::domain::money::Cents;

use super::days;
use super::known::{Deal, Ends};
use super::making::{Campus, Item, Making};

/// A deal as it was carried out.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    /// The product's place in the list.
    pub(super) item: usize,
    /// What was agreed.
    pub(super) deal: &'static Deal,
    /// The terms, oldest first; none where nothing is paid.
    pub(super) terms: Vec<Term>,
    /// The schools it covers, by their place in the list.
    pub(super) schools: Vec<usize>,
    /// How much more or less than elsewhere it is used, school by school, in percent.
    pub(super) leaning: Vec<i64>,
    /// The first day.
    pub(super) since: NaiveDate,
}

/// One term of a deal.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) signed: NaiveDate,
    pub(super) quantity: i64,
    pub(super) unit: i64,
    /// Seats of each school; empty where the price does not count seats.
    pub(super) seats: Vec<i64>,
    /// The handles of its contract and of the line, and the contract's number, once written down.
    pub(super) papers: (i64, i64, usize),
}

impl Holding {
    /// The term that holds on a day, else the one before, else the first.
    pub(super) fn term(&self, day: NaiveDate) -> Option<&Term> {
        let begun = self.terms.iter().rev().find(|term| term.start <= day);
        begun.or(self.terms.first())
    }

    /// The last day covered; none where nothing is paid.
    pub(super) fn ends(&self) -> Option<NaiveDate> {
        self.terms.last().map(|term| term.end)
    }

    /// Seats at the nth school it covers, where seats are counted.
    pub(super) fn seats(&self, nth: usize, day: NaiveDate) -> Option<i64> {
        self.term(day)?.seats.get(nth).copied()
    }

    /// People of the nth school who use it on a day.
    pub(super) fn used(
        &self,
        nth: usize,
        campus: &Campus,
        day: NaiveDate,
        today: NaiveDate,
    ) -> i64 {
        let (first, now) = self.deal.used;
        let span = (today - self.since).num_days().max(1);
        let gone = (day - self.since).num_days().clamp(0, span);
        let share = first + (now - first) * gone / span;
        let share = (share + self.leaning.get(nth).copied().unwrap_or_default()).clamp(2, 100);
        let people = campus.people(self.deal.audience);
        let seats = self.seats(nth, day);
        let most = if self.deal.model == PriceModel::PerDevice {
            seats.unwrap_or(people)
        } else {
            seats.unwrap_or(people).min(people)
        };
        if self.deal.over == Some(campus.code) && gone > span / 2 {
            return seats.unwrap_or(people) + 2;
        }
        most * share / 100
    }
}

/// Does the price count seats?
fn counts_seats(model: PriceModel) -> bool {
    use PriceModel::{Concurrent, PerDevice, PerStudent, PerTeacher};
    matches!(model, Concurrent | PerDevice | PerStudent | PerTeacher)
}

/// A product's deal, with its terms up to the present one.
pub(super) fn holding(making: &mut Making, n: usize, item: &Item, deal: &'static Deal) -> Holding {
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
    Holding {
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

fn terms(making: &mut Making, deal: &Deal, campuses: &[Campus]) -> Vec<Term> {
    let mut unit = deal.unit;
    let mut terms = Vec::new();
    for back in 0..deal.terms {
        let (start, end) = span(deal, making.today, back);
        let quantity = deal.quantity - deal.step * i64::from(back);
        let signed = days::before(start, making.rng.i64(9..46));
        terms.push(Term {
            start,
            end,
            signed: signed.min(days::before(making.today, 6)),
            quantity,
            unit,
            seats: seats(deal, quantity, campuses),
            papers: (0, 0, 0),
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
