//! How long a term is, and what a price for all of it comes to in a year or in a term of another length.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::contract::Contract;
use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::renewal::dates::Terms;

/// Months of a renewal where the paper says none.
const A_YEAR: i64 = 12;

/// How long a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Whole months.
    Months(i64),
    /// Days, where they are no whole months.
    Days(i64),
}

impl fmt::Display for Length {
    /// `12 months`, `1 month`, `289 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Length::Months(months) => (months, "month"),
            Length::Days(days) => (days, "day"),
        };
        f.write_str(&counted(*count, unit))
    }
}

impl Length {
    /// A year.
    pub const YEAR: Length = Length::Months(A_YEAR);

    /// From the first day to the last. It is whole months where the last day is either so many months
    /// after the day before the first, or the day before so many months after the first; the two differ
    /// at the end of a month.
    pub fn between(first: NaiveDate, last: NaiveDate) -> Length {
        let apart = months_apart(first, last);
        let before = first.pred_opt();
        let ends = |months: i64| {
            let months = u32::try_from(months).ok().filter(|n| *n > 0)?;
            let months = Months::new(months);
            let after_before = before.and_then(|day| day.checked_add_months(months));
            let before_after = first.checked_add_months(months).and_then(|d| d.pred_opt());
            let whole = after_before == Some(last) || before_after == Some(last);
            whole.then_some(())
        };
        let whole = (apart..=apart + 1).find(|months| ends(*months).is_some());
        whole.map_or_else(
            || Length::Days((last - first).num_days() + 1),
            Length::Months,
        )
    }

    /// The length of the term that is on record. One that renewed is as long as its renewals, whatever
    /// day a short month cut its end to; one whose beginning nobody wrote down is taken to be as long
    /// as its renewals too, and never longer than a year.
    pub fn of(contract: &Contract) -> Length {
        let renewed = Terms::of(contract).first_end() < contract.term_end;
        if renewed {
            return Length::Months(renewal_months(contract));
        }
        Length::entered(
            contract.term_start,
            contract.term_end,
            contract.renew_months,
        )
    }

    /// The length of a first term, by its first day where it is known, its last one, and the months of its
    /// renewals where they are said.
    pub fn entered(first: Option<NaiveDate>, last: NaiveDate, renew_months: Option<i64>) -> Length {
        let renewals = renew_months.unwrap_or(A_YEAR).clamp(1, A_YEAR);
        first.map_or(Length::Months(renewals), |first| {
            Length::between(first, last)
        })
    }

    /// In parts of a year of which all years have the same number: a twelfth of a year for a month, one
    /// of 365 for a day.
    fn parts(self) -> i64 {
        match self {
            Length::Months(months) => months.max(1) * 365,
            Length::Days(days) => days.max(1) * A_YEAR,
        }
    }

    /// What a price for a term of this length comes to in a year, to the nearest cent.
    pub fn a_year(self, price: Cents) -> Cents {
        self.priced_as(price, Length::YEAR)
    }

    /// What a term of another length costs at the yearly price of this one, to the nearest cent.
    pub fn priced_as(self, price: Cents, other: Length) -> Cents {
        in_part(price, other.parts(), self.parts())
    }

    /// What a term of another length costs at the yearly price of this one, where so much time went by at
    /// that price already: what all of it costs to the nearest cent, without what was paid before. So terms
    /// that follow each other cost together what was agreed, however often a cent is rounded.
    pub fn priced_after(self, price: Cents, gone: Elapsed, other: Length) -> Cents {
        let until = |time: Elapsed| in_part(price, time.0, self.parts());
        until(gone.and(other)) - until(gone)
    }
}

/// How long a price has held: none of it where it was just agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elapsed(i64);

impl Elapsed {
    /// That and a term more.
    #[must_use]
    pub fn and(self, term: Length) -> Elapsed {
        Elapsed(self.0.saturating_add(term.parts()))
    }
}

/// How many months a renewal lasts: a year where none is said.
pub fn renewal_months(contract: &Contract) -> i64 {
    contract.renew_months.unwrap_or(A_YEAR).clamp(1, 1_200)
}

/// By how many months the month of the second day is after that of the first.
pub fn months_apart(first: NaiveDate, last: NaiveDate) -> i64 {
    let years = i64::from(last.year()) - i64::from(first.year());
    years * A_YEAR + i64::from(last.month()) - i64::from(first.month())
}

/// The first day of the term on record; where nobody wrote it down, as its length is taken to be.
pub fn first_day(contract: &Contract) -> NaiveDate {
    let guessed = || {
        let months = renewal_months(contract).min(A_YEAR);
        let months = Months::new(u32::try_from(months).unwrap_or(1));
        let after = contract.term_end.checked_add_days(Days::new(1))?;
        after.checked_sub_months(months)
    };
    let first = contract.term_start.or_else(guessed);
    first.unwrap_or(contract.term_end)
}

/// So many parts of an amount, to the nearest cent; half a cent is rounded up.
pub fn in_part(amount: Cents, part: i64, of: i64) -> Cents {
    let of = i128::from(of.max(1));
    let whole = i128::from(amount.0) * i128::from(part);
    let cents = (whole * 2 + of).div_euclid(of * 2);
    Cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn whole_months_by_either_way_of_counting() {
        for (first, last, length) in [
            ("2026-07-01", "2027-06-30", Length::Months(12)),
            ("2026-07-01", "2026-07-31", Length::Months(1)),
            ("2026-07-01", "2026-09-30", Length::Months(3)),
            ("2025-07-01", "2026-12-31", Length::Months(18)),
            ("2024-07-01", "2027-06-30", Length::Months(36)),
            // The day before is Jan 30, a month later Feb 28; the first itself would give Feb 27.
            ("2026-01-31", "2026-02-28", Length::Months(1)),
            ("2026-01-31", "2026-02-27", Length::Months(1)),
            // From one leap day to the day before the next year's, either way.
            ("2028-02-29", "2029-02-28", Length::Months(12)),
            ("2028-02-29", "2029-02-27", Length::Months(12)),
            ("2026-09-15", "2027-09-14", Length::Months(12)),
            ("2026-09-15", "2027-06-30", Length::Days(289)),
            ("2026-07-01", "2026-07-01", Length::Days(1)),
            ("2025-07-01", "2026-07-01", Length::Days(366)),
        ] {
            assert_eq!(
                Length::between(day(first), day(last)),
                length,
                "{first} {last}"
            );
        }
    }

    #[test]
    fn a_year_of_a_price() {
        for (length, price, year) in [
            (Length::Months(1), 10_000, 120_000),
            (Length::Months(3), 30_000, 120_000),
            (Length::Months(6), 60_000, 120_000),
            (Length::Months(12), 99_999, 99_999),
            (Length::Months(36), 9_000_000, 3_000_000),
            // 74,999.99 x 12 / 18 = 49,999.9933
            (Length::Months(18), 7_499_999, 4_999_999),
            // 3 x 12 / 24 = 1.5, rounded up.
            (Length::Months(24), 3, 2),
            // 28,900.00 x 365 / 289 = 36,500.00
            (Length::Days(289), 2_890_000, 3_650_000),
            (Length::Days(366), 36_600, 36_500),
        ] {
            assert_eq!(length.a_year(Cents(price)), Cents(year), "{length:?}");
        }
        // 90,000.00 for 36 months is 60,000.00 for 24.
        let long = Length::Months(36);
        assert_eq!(
            long.priced_as(Cents(9_000_000), Length::Months(24)),
            Cents(6_000_000)
        );
    }

    #[test]
    fn terms_that_follow_each_other_cost_together_what_was_agreed() {
        let monthly = |n: usize, a_year: i64| {
            let mut gone = Elapsed::default();
            let price = |_| {
                let month = Length::Months(1);
                let price = Length::YEAR.priced_after(Cents(a_year), gone, month);
                gone = gone.and(month);
                price.0
            };
            (0..n).map(price).collect::<Vec<i64>>()
        };
        // 8.333..., 16.666..., 25.00, and so on.
        assert_eq!(monthly(6, 10_000), [833, 834, 833, 833, 834, 833]);
        assert_eq!(monthly(12, 10_000).iter().sum::<i64>(), 10_000);
        assert_eq!(monthly(12, 100), [8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8]);
        assert_eq!(monthly(24, 12_000), [1_000; 24]);
    }

    proptest! {
        #[test]
        fn a_years_price_times_months_is_the_terms_price(
            price in 0i64..100_000_000_000, months in 1i64..=120,
        ) {
            let a_year = Length::Months(months).a_year(Cents(price));
            // Within half a cent a year: |year x months / 12 - price| <= months / 12 / 2, times 24.
            let off = (a_year.0 * months - price * 12).abs();
            prop_assert!(off * 2 <= months, "{off}");
        }

        #[test]
        fn a_term_of_whole_months_is_seen_as_such(from in 0u64..20_000, months in 1u32..=120) {
            let first = day("1990-01-01") + Days::new(from);
            let last = first + Months::new(months) - Days::new(1);
            prop_assert_eq!(Length::between(first, last), Length::Months(i64::from(months)));
            let last = first - Days::new(1) + Months::new(months);
            prop_assert_eq!(Length::between(first, last), Length::Months(i64::from(months)));
        }
    }
}
