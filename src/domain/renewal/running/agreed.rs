//! What was agreed about a contract's price, and for how long: a year's price is this exact number. Prices of
//! terms of other lengths are made from it, so that none is made from a rounded one, and terms that follow
//! each other cost together what was agreed, to half a cent.

use chrono::NaiveDate;

use super::{GoneTerm, cost, decided, for_known, seats};
use crate::domain::contract::{Contract, Line};
use crate::domain::cost::Length;
use crate::domain::cost::length::{Elapsed, in_part, months_apart, renewal_months};
use crate::domain::money::Cents;
use crate::domain::renewal::{Choice, Renewal, Term};

/// The lines with the prices that were agreed, and how long a term they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) lines: Vec<Line>,
    pub(super) of: Length,
    /// How long terms at this price ran after the one that it was agreed for.
    pub(super) gone: Elapsed,
}

/// The same of all lines together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) price: Cents,
    pub(super) of: Length,
    pub(super) gone: Elapsed,
}

impl Rate {
    fn agreed_anew(price: Cents, of: Length) -> Rate {
        Rate {
            price,
            of,
            gone: Elapsed::default(),
        }
    }

    /// Does a term of this length that follows cost so much? Or did it, when each term was rounded by itself?
    fn gives(self, price: Option<Cents>, length: Length) -> bool {
        price == Some(self.of.priced_after(self.price, self.gone, length))
            || price == Some(self.of.priced_as(self.price, length))
    }
}

impl Agreed {
    /// As the records have it: where a contract renewed, its price may have been made from that of a term
    /// before, which is among its terms on record.
    pub(super) fn recorded(
        contract: &Contract,
        lines: &[Line],
        decisions: &[Renewal],
        past: &[Term],
    ) -> Agreed {
        let mut agreed = Agreed {
            lines: lines.to_vec(),
            of: Length::of(contract),
            gone: Elapsed::default(),
        };
        if !contract.has_renewed() || past.is_empty() {
            return agreed;
        }
        let mut terms: Vec<RecordedTerm> = past.iter().map(RecordedTerm::from).collect();
        terms.push(RecordedTerm {
            starts: contract.term_start,
            ends: contract.term_end,
            price: lines
                .iter()
                .any(|l| l.price().is_some())
                .then(|| total(lines)),
            seats: seats(lines),
        });
        if let Some(rate) = rate_of(contract, &mut terms, decisions, contract.term_end) {
            for_known(&mut agreed.lines, |_| rate.price);
            agreed.of = rate.of;
            agreed.gone = rate.gone;
        }
        agreed
    }

    /// From now on it is this price, for a term of this length.
    pub(super) fn anew(&mut self, price: Cents, of: Length) {
        cost(&mut self.lines, price);
        self.of = of;
        self.gone = Elapsed::default();
    }

    /// What it comes to in a year, to the nearest cent.
    pub(super) fn a_year(&self) -> Cents {
        self.of.a_year(total(&self.lines))
    }

    /// What the line of a contract comes to in a year, to the nearest cent.
    pub(super) fn line_a_year(&self, line: &Line) -> Option<Cents> {
        Some(self.of.a_year(self.line(line)?.price()?))
    }

    /// What one seat of a line comes to in a year.
    pub(super) fn seat_a_year(&self, line: &Line) -> Option<Cents> {
        let agreed = self.line(line)?;
        if let Some(seat) = agreed.unit_cents {
            return Some(self.of.a_year(seat));
        }
        let seats = agreed.quantity.filter(|seats| *seats > 0)?;
        Some(Cents(self.of.a_year(agreed.price()?).0 / seats))
    }

    fn line(&self, line: &Line) -> Option<&Line> {
        self.lines.iter().find(|agreed| agreed.id == line.id)
    }

    /// The lines with their prices for the term that follows, which is so long.
    pub(super) fn next(&mut self, length: Length) -> Vec<Line> {
        let mut lines = self.lines.clone();
        let price = |agreed| self.of.priced_after(agreed, self.gone, length);
        for_known(&mut lines, price);
        self.gone = self.gone.and(length);
        lines
    }

    /// A yearly increase comes with every renewal; with shorter ones once for each year of them.
    pub(super) fn rises(&mut self, contract: &Contract, ends: NaiveDate) {
        let more = increase(contract, ends);
        if more != 0 {
            for_known(&mut self.lines, |price| raised(price, more));
            self.gone = Elapsed::default();
        }
    }
}

/// A term, as the records tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordedTerm {
    starts: Option<NaiveDate>,
    ends: NaiveDate,
    price: Option<Cents>,
    seats: Option<i64>,
}

impl From<&Term> for RecordedTerm {
    fn from(term: &Term) -> RecordedTerm {
        RecordedTerm {
            starts: term.starts,
            ends: term.ends,
            price: term.total_cents,
            seats: term.seats,
        }
    }
}

impl From<&GoneTerm> for RecordedTerm {
    fn from(gone: &GoneTerm) -> RecordedTerm {
        RecordedTerm {
            starts: gone.starts,
            ends: gone.ends,
            price: gone.price,
            seats: gone.seats,
        }
    }
}

/// What was agreed that the price of the term that ended on a day follows from. A term whose price is to the
/// cent what the one before it gives was made from that one, as a roll-over does; any other price was agreed
/// anew.
pub(super) fn rate_of(
    contract: &Contract,
    terms: &mut Vec<RecordedTerm>,
    decisions: &[Renewal],
    ends: NaiveDate,
) -> Option<Rate> {
    terms.retain(|term| term.ends <= ends);
    terms.sort_by_key(|term| term.ends);
    terms.dedup_by_key(|term| term.ends);
    let mut agreed: Option<Rate> = None;
    let mut before: Option<&RecordedTerm> = None;
    for term in terms.iter() {
        let length = length(contract, term);
        let own = term.price.map(|price| Rate::agreed_anew(price, length));
        let last = before.replace(term);
        let decision = last.and_then(|last| decided(decisions, last.ends));
        let decision = decision.filter(|d| d.choice.goes_on());
        // A term cut short to end with others costs its days, and says nothing of the ones after it.
        let is_cut = |d: &Renewal| d.choice == Choice::Coterm && d.until == Some(term.ends);
        if decisions.iter().any(is_cut) {
            if term.ends == ends {
                return own;
            }
            continue;
        }
        let made = agreed
            .filter(|_| last.is_some_and(|last| last.ends.succ_opt() == term.starts))
            .filter(|_| decision.is_none_or(|d| d.cents.is_none()))
            .map(|rate| {
                let fewer = decision.is_some_and(|d| d.quantity.is_some());
                let more = increase(contract, term.ends);
                if !fewer && more == 0 {
                    return rate;
                }
                let seats = term.seats.zip(last.and_then(|last| last.seats));
                let resized = |(now, then)| in_part(rate.price, now, then);
                let price = seats.filter(|_| fewer).map_or(rate.price, resized);
                Rate::agreed_anew(raised(price, more), rate.of)
            });
        let made = made.filter(|rate| rate.gives(term.price, length));
        let made = made.map(|rate| Rate {
            gone: rate.gone.and(length),
            ..rate
        });
        agreed = made.or(own);
    }
    agreed.filter(|_| before.is_some_and(|last| last.ends == ends))
}

/// How long a term on record was: one that renewed is as long as its renewals, whatever day a short month
/// cut its end to. The contract's own may have been cut short by hand.
fn length(contract: &Contract, term: &RecordedTerm) -> Length {
    if term.ends == contract.term_end {
        return Length::of(contract);
    }
    let renewed = contract.first_end.is_some_and(|first| term.ends > first);
    match term.starts.filter(|_| !renewed) {
        Some(first) => Length::between(first, term.ends),
        None if renewed => Length::Months(renewal_months(contract)),
        None => Length::entered(None, term.ends, contract.renew_months),
    }
}

/// By how many hundredths of a percent the price rises for the term that ends on a day.
pub(in crate::domain::renewal) fn increase(contract: &Contract, ends: NaiveDate) -> i64 {
    let months = renewal_months(contract);
    let renewed = contract.first_end.map(|first| months_apart(first, ends));
    let full_year = renewed.is_some_and(|n| n >= months && n / 12 > (n - months) / 12);
    contract.escalator_bp.filter(|_| full_year).unwrap_or(0)
}

/// A price with its increase, in hundredths of a percent.
pub(in crate::domain::renewal) fn raised(price: Cents, more: i64) -> Cents {
    in_part(price, 10_000 + more, 10_000)
}

fn total(lines: &[Line]) -> Cents {
    lines.iter().filter_map(Line::price).sum()
}
