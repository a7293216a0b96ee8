//! A fiscal year by month: what is to be decided, and what the terms that end in each month cost.
//! Terms that are over count what they did cost, the running one its price, later ones what is expected.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::Choice;
use super::agenda::AgendaRow;
use super::dates::Terms;
use super::fiscal::FiscalYears;
use crate::domain::contract::Contract;
use crate::domain::money::Cents;

/// One month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// Contracts whose day to decide lies in it, where nobody has decided.
    pub deciding: usize,
    /// What those cost a year.
    pub to_decide: Cents,
    /// What the terms that end in it cost.
    pub ending: Cents,
}

/// A fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByMonth {
    /// The year in which it ends.
    pub year: i32,
    /// Its twelve months.
    pub months: Vec<Month>,
    /// How much of all that ends is expected, not agreed.
    pub expected: Cents,
    /// The same by the vendors' own word.
    pub quoted: Cents,
}

impl ByMonth {
    /// What all its terms that end cost.
    pub fn whole(&self) -> Cents {
        self.months.iter().map(|month| month.ending).sum()
    }

    /// The month in which most ends, and its part in percent.
    pub fn most(&self) -> Option<(NaiveDate, i64)> {
        let whole = self.whole().0;
        let most = self.months.iter().rev().max_by_key(|month| month.ending)?;
        (whole > 0).then(|| (most.first, most.ending.0 * 100 / whole))
    }

    fn month(&mut self, day: NaiveDate) -> Option<&mut Month> {
        let same = |first: NaiveDate| (first.year(), first.month()) == (day.year(), day.month());
        self.months.iter_mut().find(|month| same(month.first))
    }
}

/// The year, of these contracts in their running terms and of terms that are over: their last days and
/// what they cost.
pub fn by_month<'r>(
    year: i32,
    years: FiscalYears,
    rows: impl IntoIterator<Item = &'r AgendaRow>,
    contracts: &[Contract],
    over: &[(NaiveDate, Cents)],
) -> ByMonth {
    let blank = |first| Month {
        first,
        deciding: 0,
        to_decide: Cents(0),
        ending: Cents(0),
    };
    let mut found = ByMonth {
        year,
        months: years.months(year).map(blank).to_vec(),
        expected: Cents(0),
        quoted: Cents(0),
    };
    for (ended, cost) in over {
        if let Some(month) = found.month(*ended) {
            month.ending += *cost;
        }
    }
    let last = years.last_day(year);
    let by_id: HashMap<i64, &Contract> = contracts.iter().map(|c| (c.id.0, c)).collect();
    for row in rows {
        if let Some(month) = found.month(row.dates.decide_by).filter(|_| row.is_open()) {
            month.deciding += 1;
            month.to_decide += row.annual.unwrap_or_default();
        }
        if let Some(month) = found.month(row.dates.term_end) {
            month.ending += row.annual.unwrap_or_default();
        }
        let goes_on = row.may_renew() && !row.decision.is_some_and(Choice::ends);
        let contract = by_id.get(&row.contract);
        let Some(contract) = contract.filter(|_| goes_on && row.dates.term_end < last) else {
            continue;
        };
        let terms = Terms::of(contract);
        let next_year = row.next_year.unwrap_or_default();
        let mut end = terms.after(row.dates.term_end);
        while end <= last {
            if let Some(month) = found.month(end) {
                month.ending += next_year;
                found.expected += next_year;
                if row.quoted {
                    found.quoted += next_year;
                }
            }
            let next = terms.after(end);
            if next <= end {
                break;
            }
            end = next;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::renewal::testing::{day, row};

    #[test]
    fn each_month_sums_what_ends_in_it_and_what_is_to_be_decided() {
        let mut rows = vec![
            row(1, "Nearpod", "2026-05-12", "2026-03-10"),
            row(2, "Canvas", "2026-06-30", "2026-03-10"),
        ];
        rows[1].annual = Some(Cents(600_000));
        rows[1].decision = Some(Choice::Renew);
        let years = FiscalYears::default();
        let over = [(day("2025-08-31"), Cents(100_000))];
        let found = by_month(2026, years, &rows, &[], &over);
        let ending: Vec<(u32, i64)> = found
            .months
            .iter()
            .filter(|month| month.ending > Cents(0))
            .map(|month| (month.first.month(), month.ending.0))
            .collect();
        assert_eq!(ending, [(8, 100_000), (5, 198_000), (6, 600_000)]);
        let deciding: Vec<u32> = found
            .months
            .iter()
            .filter(|month| month.deciding > 0)
            .map(|month| month.first.month())
            .collect();
        assert_eq!(deciding, [3], "what is decided needs nobody any more");
        assert_eq!(found.whole(), Cents(898_000));
        assert_eq!(found.most(), Some((day("2026-06-01"), 66)));
        assert_eq!(found.expected, Cents(0));
    }
}
