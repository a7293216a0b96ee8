//! Fiscal years, and what part of a price falls into each. A year is named by the year it ends in.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::money::Cents;

/// When the district's fiscal years begin; July in most states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYears {
    first_month: u32,
}

impl Default for FiscalYears {
    fn default() -> FiscalYears {
        FiscalYears { first_month: 7 }
    }
}

impl FiscalYears {
    /// Years that begin on the first of this month; none where there is no such month.
    pub fn beginning_in(month: u32) -> Option<FiscalYears> {
        (1..=12)
            .contains(&month)
            .then_some(FiscalYears { first_month: month })
    }

    /// The year this day lies in: 2027 for 2026-07-01 to 2027-06-30.
    pub fn of(self, day: NaiveDate) -> i32 {
        let begun = day.month() >= self.first_month && self.first_month > 1;
        day.year() + i32::from(begun)
    }

    /// The first day of a year.
    pub fn first_day(self, year: i32) -> NaiveDate {
        let begins_in = year - i32::from(self.first_month > 1);
        NaiveDate::from_ymd_opt(begins_in, self.first_month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day of a year.
    pub fn last_day(self, year: i32) -> NaiveDate {
        self.first_day(year + 1) - Days::new(1)
    }

    /// The first days of a year's twelve months.
    pub fn months(self, year: i32) -> [NaiveDate; 12] {
        let first = self.first_day(year);
        std::array::from_fn(|n| first + Months::new(n as u32))
    }

    /// Shares a price out to the years its term touches, by days, to the cent (largest remainder).
    /// Nothing where the term ends before it begins.
    pub fn split(self, price: Cents, first: NaiveDate, last: NaiveDate) -> Vec<(i32, Cents)> {
        if last < first {
            return Vec::new();
        }
        let years: Vec<i32> = (self.of(first)..=self.of(last)).collect();
        let days: Vec<u64> = years
            .iter()
            .map(|year| {
                let from = first.max(self.first_day(*year));
                let to = last.min(self.last_day(*year));
                (to - from).num_days().max(-1).unsigned_abs() + 1
            })
            .collect();
        years.into_iter().zip(price.split(&days)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_named_by_its_end() {
        let july = FiscalYears::default();
        for (on, year) in [
            ("2026-06-30", 2026),
            ("2026-07-01", 2027),
            ("2026-12-31", 2027),
            ("2027-01-01", 2027),
        ] {
            assert_eq!(july.of(day(on)), year, "{on}");
        }
        assert_eq!(july.first_day(2027), day("2026-07-01"));
        assert_eq!(july.last_day(2027), day("2027-06-30"));
        let january = FiscalYears::beginning_in(1).unwrap();
        assert_eq!(january.of(day("2026-12-31")), 2026);
        assert_eq!(january.first_day(2026), day("2026-01-01"));
        assert_eq!(FiscalYears::beginning_in(13), None);
    }

    #[test]
    fn a_price_is_shared_out_by_days() {
        let parts =
            FiscalYears::default().split(Cents(3_650_000), day("2026-09-15"), day("2027-09-14"));
        assert_eq!(parts, [(2027, Cents(2_890_000)), (2028, Cents(760_000))]);
        let none = FiscalYears::default().split(Cents(1), day("2026-09-15"), day("2026-09-14"));
        assert!(none.is_empty());
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_price(
            cents in 0i64..1_000_000_000_000, from in 0u64..36_500, days in 0u64..4_000, month in 1u32..=12,
        ) {
            let first = day("1990-01-01") + Days::new(from);
            let years = FiscalYears::beginning_in(month).unwrap();
            let parts = years.split(Cents(cents), first, first + Days::new(days));
            prop_assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Cents>(), Cents(cents));
            for (year, _) in &parts {
                prop_assert_eq!(years.of(years.first_day(*year)), *year);
                prop_assert_eq!(years.of(years.last_day(*year)), *year);
            }
        }
    }
}
