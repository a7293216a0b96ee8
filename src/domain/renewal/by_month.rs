//! A fiscal year by month: what is to be decided, and what the terms that end in each month cost.
//! Terms that are over count what they did cost, the running one its price, later ones what is expected.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::Choice;
use super::agenda::AgendaRow;
use super::ahead::AheadByContract;
use super::dates::Terms;
use super::fiscal::FiscalYears;
use super::running::{increase, raised};
use super::unknown::Unpriced;
use crate::domain::contract::{Contract, ContractId};
use crate::domain::cost::Length;
use crate::domain::cost::length::{Elapsed, renewal_months};
use crate::domain::counted::percent;
use crate::domain::money::Cents;

/// What has to be decided in one month, and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalMonth {
    /// The first day of the month.
    pub first: NaiveDate,
    /// Contracts whose day to decide lies in it, where nobody has decided.
    pub deciding: usize,
    /// What those cost a year.
    pub to_decide: Cents,
    /// What the terms that end in it cost.
    pub ending: Cents,
}

/// What comes up for renewal in a fiscal year, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByMonth {
    /// The year in which it ends.
    pub year: i32,
    /// The twelve months, the first of the fiscal year first.
    pub months: Vec<RenewalMonth>,
    /// How much of all that ends is expected, not agreed.
    pub expected: Cents,
    /// The same by the vendors' own word.
    pub quoted: Cents,
    /// Contracts of which a term ends in the year at a price that nobody knows: they are in none of the sums.
    pub without_price: Unpriced,
}

impl ByMonth {
    /// What all its terms that end cost.
    pub fn whole(&self) -> Cents {
        self.months.iter().map(|month| month.ending).sum()
    }

    /// The month in which most ends, and its part to the nearest percent.
    pub fn most(&self) -> Option<(NaiveDate, i64)> {
        let most = self.months.iter().rev().max_by_key(|month| month.ending)?;
        Some((most.first, percent(most.ending.0, self.whole().0)?))
    }

    /// Counts a term that is still to come, where it ends in the year. Does it lack a price?
    fn expect(&mut self, end: NaiveDate, cost: Option<Cents>, quoted: bool) -> bool {
        let Some(month) = self.month(end) else {
            return false;
        };
        month.ending += cost.unwrap_or_default();
        self.expected += cost.unwrap_or_default();
        if quoted {
            self.quoted += cost.unwrap_or_default();
        }
        cost.is_none()
    }

    fn month(&mut self, day: NaiveDate) -> Option<&mut RenewalMonth> {
        let same = |first: NaiveDate| (first.year(), first.month()) == (day.year(), day.month());
        self.months.iter_mut().find(|month| same(month.first))
    }
}

/// The year, of these contracts in their running terms and of terms that are over: their last days and
/// what they cost. `ahead` are contracts whose next terms follow from more than their record.
pub fn by_month<'r>(
    year: i32,
    years: FiscalYears,
    rows: impl IntoIterator<Item = &'r AgendaRow>,
    (contracts, ahead): (&[Contract], &AheadByContract),
    over: &[(NaiveDate, Option<Cents>)],
) -> ByMonth {
    let blank = |first| RenewalMonth {
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
        without_price: Unpriced::default(),
    };
    for (ended, cost) in over {
        if let Some(month) = found.month(*ended) {
            month.ending += cost.unwrap_or_default();
            if cost.is_none() {
                found.without_price.add(false);
            }
        }
    }
    let last = years.last_day(year);
    let by_id: HashMap<ContractId, &Contract> = contracts.iter().map(|c| (c.id, c)).collect();
    for row in rows {
        if let Some(month) = found.month(row.dates.decide_by).filter(|_| row.is_open()) {
            month.deciding += 1;
            month.to_decide += row.annual.unwrap_or_default();
        }
        let mut lacks = false;
        if let Some(month) = found.month(row.dates.term_end) {
            month.ending += row.price.unwrap_or_default();
            lacks = row.price.is_none();
        }
        if let Some(ahead) = ahead.get(&row.contract) {
            for (end, cost) in ahead.until(last) {
                lacks |= found.expect(end, cost, row.quoted);
            }
            if lacks {
                found.without_price.add(row.hidden);
            }
            continue;
        }
        let goes_on = row.may_renew() && !row.ends();
        let contract = by_id.get(&row.contract);
        let Some(contract) = contract.filter(|_| goes_on && row.dates.term_end < last) else {
            if lacks {
                found.without_price.add(row.hidden);
            }
            continue;
        };
        let terms = Terms::of(contract);
        let renewed = Contract {
            first_end: Some(terms.first_end()),
            ..Contract::clone(contract)
        };
        // A renewal costs a year's price for as long as it lasts.
        let renewal = Length::Months(renewal_months(contract));
        let mut gone = Elapsed::default();
        let mut end = terms.after(row.dates.term_end);
        let agreed = row.quoted || row.decision.is_some_and(Choice::goes_on);
        let mut a_year = if agreed || increase(&renewed, end) != 0 {
            row.next_year
        } else {
            // Renewals shorter than a year rise once for each year of them.
            row.annual
        };
        while end <= last {
            let price = |a_year| Length::YEAR.priced_after(a_year, gone, renewal);
            let next = a_year.map(price);
            gone = gone.and(renewal);
            lacks |= found.expect(end, next, row.quoted);
            let after = terms.after(end);
            if after <= end {
                break;
            }
            end = after;
            let more = increase(&renewed, end);
            if more != 0 {
                a_year = a_year.map(|price| raised(price, more));
                gone = Elapsed::default();
            }
        }
        if lacks {
            found.without_price.add(row.hidden);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notice::NoticeBasis;
    use crate::domain::record::{Column, Record, Value};
    use crate::domain::renewal::testing::{day, row};

    /// One that is renewed month by month; its id is 1.
    fn monthly_until(end: &str) -> Contract {
        let said = [
            ("number", "C-1".to_owned().to_value()),
            ("term_end", day(end).to_value()),
            ("notice_basis", NoticeBasis::Sent.to_value()),
            ("renew_months", 1_i64.to_value()),
        ];
        let value = |name: &str| said.iter().find(|(said, _)| *said == name);
        let fields = Contract::FIELDS.iter();
        let values = fields.map(|f| value(f.name).map_or_else(|| (f.blank)(), |(_, v)| v.clone()));
        Contract::from_values(1, 1, &values.collect::<Vec<Value>>()).unwrap()
    }

    #[test]
    fn each_month_sums_what_ends_in_it_and_what_is_to_be_decided() {
        let mut rows = vec![
            row(1, "Nearpod", "2026-05-12", "2026-03-10"),
            row(2, "Canvas", "2026-06-30", "2026-03-10"),
        ];
        rows[1].price = Some(Cents(600_000));
        rows[1].decision = Some(Choice::Renew);
        let years = FiscalYears::default();
        let none = AheadByContract::new();
        let over = [(day("2025-08-31"), Some(Cents(100_000)))];
        let found = by_month(2026, years, &rows, (&[], &none), &over);
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
        assert_eq!(found.most(), Some((day("2026-06-01"), 67)));
        assert_eq!((found.expected, found.without_price.all()), (Cents(0), 0));
    }

    /// What a year costs rises with every renewal, with shorter ones once for each year of them, as in the ledger.
    #[test]
    fn years_ahead_rise_at_each_renewal() {
        let years = FiscalYears::default();
        let none = AheadByContract::new();
        let rises = |end: &str, months: i64| Contract {
            renew_months: Some(months),
            escalator_bp: Some(500),
            ..monthly_until(end)
        };
        let mut yearly = row(1, "Mathly", "2027-06-30", "2027-03-01");
        yearly.price = Some(Cents(400_000));
        yearly.annual = yearly.price;
        yearly.next_year = Some(Cents(420_000));
        yearly.quoted = false;
        let of = |year, row: &AgendaRow, contract: &Contract| {
            by_month(
                year,
                years,
                [row],
                (std::slice::from_ref(contract), &none),
                &[],
            )
            .whole()
        };
        let contract = rises("2027-06-30", 12);
        let told = [2027, 2028, 2029, 2030].map(|year| of(year, &yearly, &contract));
        assert_eq!(told, [400_000, 420_000, 441_000, 463_050].map(Cents));
        // Three years at once rise once in three years.
        let contract = rises("2027-06-30", 36);
        let told = [2028, 2030, 2033].map(|year| of(year, &yearly, &contract));
        assert_eq!(told, [0, 1_260_000, 1_323_000].map(Cents));
        // $100.00 a month: the twelfth month after the first is the first that costs more.
        let mut monthly = row(1, "Nearpod", "2027-06-30", "2027-03-01");
        monthly.price = Some(Cents(10_000));
        monthly.annual = Some(Cents(120_000));
        monthly.next_year = Some(Cents(126_000));
        monthly.quoted = false;
        let contract = rises("2027-06-30", 1);
        let told = [2028, 2029].map(|year| of(year, &monthly, &contract));
        assert_eq!(told, [120_500, 126_525].map(Cents));
    }

    #[test]
    fn a_term_costs_its_own_price_however_long_it_is() {
        let years = FiscalYears::default();
        let none = AheadByContract::new();
        // $100.00 a month: what ended in May, June's, and none of a year's price in either.
        let mut monthly = row(1, "Nearpod", "2026-04-30", "2026-03-10");
        monthly.price = Some(Cents(10_000));
        monthly.annual = Some(Cents(120_000));
        monthly.next_year = Some(Cents(120_000));
        let contracts = [monthly_until("2026-04-30")];
        let found = by_month(2026, years, [&monthly], (&contracts, &none), &[]);
        let ending = |n: usize| found.months[n].ending;
        assert_eq!([9, 10, 11].map(ending), [Cents(10_000); 3]);
        assert_eq!(
            (found.whole(), found.expected),
            (Cents(30_000), Cents(20_000))
        );
        // $100.00 a year is $100.00 for twelve months, of which none costs a third of a cent.
        let years_price = Some(Cents(10_000));
        let mut cheap = row(1, "Nearpod", "2025-06-30", "2025-03-10");
        cheap.next_year = years_price;
        let found = by_month(
            2026,
            years,
            [&cheap],
            (&[monthly_until("2025-06-30")], &none),
            &[],
        );
        let ending: Vec<i64> = found.months.iter().map(|month| month.ending.0).collect();
        assert_eq!(ending[..4], [833, 834, 833, 833]);
        assert_eq!(found.whole(), Cents(10_000));
        // Three years for $300.00 end once, at $300.00.
        let mut long = row(2, "Canvas", "2026-06-30", "2026-03-10");
        long.price = Some(Cents(30_000));
        long.annual = Some(Cents(10_000));
        assert_eq!(
            by_month(2026, years, [&long], (&[], &none), &[]).whole(),
            Cents(30_000)
        );
        // What nobody knows is counted, once a contract, and only where a term ends in the year.
        monthly.price = None;
        monthly.annual = None;
        monthly.next_year = None;
        let over = [(day("2025-08-31"), None)];
        let found = by_month(2026, years, [&monthly, &long], (&contracts, &none), &over);
        assert_eq!(
            (found.whole(), found.without_price.all()),
            (Cents(30_000), 2)
        );
        assert_eq!(
            by_month(2024, years, [&monthly], (&[], &none), &[])
                .without_price
                .all(),
            0
        );
    }
}
