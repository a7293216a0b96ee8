//! What a contract's line costs a year, and which school bears how much of it.
//! Pure arithmetic in cents; every split sums exactly to what was split.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::contract::{Contract, Line};
use super::money::Cents;

impl Contract {
    /// Does it cover this day? One that renews by itself goes on past its last day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.term_start.is_none_or(|first| first <= day)
            && (self.auto_renew || day <= self.term_end)
    }

    /// What a price for the whole term comes to in a year. A term of a year or less, or of unknown
    /// length, costs its price; a longer one its price by its years, a year being 365.25 days
    /// unless the term is a whole number of years.
    pub fn a_year(&self, total: Cents) -> Cents {
        let Some(first) = self.term_start else {
            return total;
        };
        let days = (self.term_end - first).num_days() + 1;
        if days <= 366 {
            return total;
        }
        let whole_years = (days * 100 + 18_262) / 36_525;
        let off = (days * 100 - whole_years * 36_525).abs();
        if off <= 100 {
            return Cents(total.0 / whole_years);
        }
        Cents((i128::from(total.0) * 36_525 / (i128::from(days) * 100)) as i64)
    }
}

/// Which of these terms are in force on this day. A term that renewed by itself is over as soon as
/// the same buyer's next term for the product has begun.
pub fn in_force(terms: &[(Contract, Line)], day: NaiveDate) -> Vec<bool> {
    let key = |(contract, line): &(Contract, Line)| (line.product, contract.buyer);
    let mut newest: HashMap<_, NaiveDate> = HashMap::new();
    for term in terms {
        if let Some(start) = term.0.term_start.filter(|start| *start <= day) {
            let known = newest.entry(key(term)).or_insert(start);
            *known = start.max(*known);
        }
    }
    let next_begun = |term| {
        newest
            .get(&key(term))
            .is_some_and(|start| *start > term.0.term_end)
    };
    terms
        .iter()
        .map(|term| term.0.covers(day) && !next_begun(term))
        .collect()
}

impl Line {
    /// The price of the whole term: as written, else quantity times unit price.
    pub fn price(&self) -> Option<Cents> {
        let counted = || Some(Cents(self.unit_cents?.0.checked_mul(self.quantity?)?));
        self.total_cents.or_else(counted)
    }
}

/// A school that a line covers, as far as sharing the cost goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// Seats it holds of this purchase.
    pub seats: i64,
    /// Its students.
    pub enrollment: i64,
}

/// Each bearer's part of a yearly cost: by seats where any are counted, else by enrollment, else
/// evenly.
pub fn shares(cost: Cents, bearers: &[Bearer]) -> Vec<Cents> {
    let weigh = |of: fn(&Bearer) -> i64| -> Vec<u64> {
        bearers
            .iter()
            .map(|b| u64::try_from(of(b)).unwrap_or(0))
            .collect()
    };
    let seats = weigh(|b| b.seats);
    if seats.iter().any(|s| *s > 0) {
        cost.split(&seats)
    } else {
        cost.split(&weigh(|b| b.enrollment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::{ContractId, LineId, NoticeBasis};
    use crate::domain::grade::Grades;
    use crate::domain::product::ProductId;
    use crate::domain::record::Schools;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn contract(start: Option<&str>, end: &str, auto_renew: bool) -> Contract {
        Contract {
            id: ContractId(1),
            version: 1,
            number: "C-1".into(),
            vendor: None,
            buyer: None,
            term_start: start.map(day),
            term_end: day(end),
            auto_renew,
            notice: None,
            notice_unit: None,
            notice_basis: NoticeBasis::Sent,
            fund: None,
            po: None,
            owner: None,
            escalator_bp: None,
        }
    }

    #[test]
    fn a_year_of_a_term() {
        for (start, end, total, year) in [
            (Some("2025-07-01"), "2026-06-30", 100_000, 100_000),
            (Some("2024-07-01"), "2027-06-30", 300_000, 100_000),
            (Some("2026-01-01"), "2026-03-31", 5_000, 5_000),
            (None, "2026-06-30", 9_900, 9_900),
            (Some("2025-07-01"), "2026-12-31", 54_900, 36_525),
        ] {
            assert_eq!(
                contract(start, end, false).a_year(Cents(total)),
                Cents(year),
                "{start:?} {end}"
            );
        }
    }

    #[test]
    fn covers_its_first_and_last_day_and_goes_on_where_it_renews() {
        for (on, auto, covered) in [
            ("2025-06-30", false, false),
            ("2025-07-01", false, true),
            ("2026-06-30", false, true),
            ("2026-07-01", false, false),
            ("2026-07-01", true, true),
        ] {
            let contract = contract(Some("2025-07-01"), "2026-06-30", auto);
            assert_eq!(contract.covers(day(on)), covered, "{on} {auto}");
        }
    }

    #[test]
    fn the_next_term_ends_the_one_that_renewed_by_itself() {
        let line = |product| Line {
            id: LineId(1),
            version: 1,
            contract: ContractId(1),
            product: ProductId(product),
            model: None,
            quantity: None,
            unit_cents: None,
            total_cents: None,
            schools: Schools::All,
            grades: Grades::UNSAID,
            audience: None,
        };
        let terms = [
            (contract(Some("2024-07-01"), "2025-06-30", true), line(1)),
            (contract(Some("2025-07-01"), "2026-06-30", true), line(1)),
            (contract(Some("2024-07-01"), "2025-06-30", true), line(2)),
        ];
        for (on, expected) in [
            ("2025-06-30", [true, false, true]),
            ("2025-07-01", [false, true, true]),
            ("2027-01-01", [false, true, true]),
        ] {
            assert_eq!(in_force(&terms, day(on)), expected, "{on}");
        }
    }

    #[test]
    fn schools_share_by_seats_else_by_students() {
        let bearer = |seats, enrollment| Bearer { seats, enrollment };
        assert_eq!(
            shares(Cents(100), &[bearer(3, 0), bearer(1, 900)]),
            [Cents(75), Cents(25)]
        );
        assert_eq!(
            shares(Cents(100), &[bearer(0, 300), bearer(0, 100)]),
            [Cents(75), Cents(25)]
        );
        assert_eq!(
            shares(Cents(101), &[bearer(0, 0), bearer(0, 0)]),
            [Cents(51), Cents(50)]
        );
    }
}
