//! A fiscal year by month sums to what the ledger says is spent in it, whatever became of the contracts.

use chrono::{Months, NaiveDate};
use hallpass::domain::contract::ContractId;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::{NoticeBasis, NoticeUnit};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::Choice;
use hallpass::office::Office as Asked;
use hallpass::office::query::renewal::YearOf;
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::store::{Access, Store};
use proptest::prelude::*;

use crate::support::{Office, ada_on, office};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A month's last day.
fn month_end(year: i32, month: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    (first + Months::new(1)).pred_opt().unwrap()
}

/// A contract that renews by itself in terms that each lie in one fiscal year.
#[derive(Debug, Clone)]
struct Made {
    /// Months of a term: its last day is counted from the fiscal year's.
    months: u32,
    /// How many terms before June 2027 its first one ends.
    before: u32,
    cents: i64,
    raise: Option<i64>,
    decided: Option<Decided>,
}

#[derive(Debug, Clone, Copy)]
enum Decided {
    /// The notice was sent in time, or nobody knows.
    Ends(Choice, bool),
    /// Agreed again, perhaps at another price.
    Renew(Option<i64>),
    /// Until the next June 30.
    Coterm(Option<i64>),
}

fn made() -> impl Strategy<Value = Made> {
    let price = || prop::option::of(10_000i64..500_000);
    let ends = prop::sample::select(vec![Choice::Cancel, Choice::Replace, Choice::Consolidate]);
    let decided = prop_oneof![
        2 => (ends, any::<bool>()).prop_map(|(choice, sent)| Decided::Ends(choice, sent)),
        1 => price().prop_map(Decided::Renew),
        2 => price().prop_map(Decided::Coterm),
    ];
    let months = prop::sample::select(vec![1u32, 3, 6, 12]);
    let raise = prop::option::of(1i64..900);
    (
        months,
        0u32..5,
        10_000i64..900_000,
        raise,
        prop::option::of(decided),
    )
        .prop_map(|(months, before, cents, raise, decided)| Made {
            months,
            before,
            cents,
            // What rises within a year is another matter.
            raise: raise.filter(|_| months == 12),
            decided,
        })
}

/// The office's district with these contracts, each for a product of its own.
fn district(contracts: &[Made]) -> Office {
    let mut office = office();
    office.school("Linden ES", "LIN");
    for (n, made) in contracts.iter().enumerate() {
        let back = made.months * made.before;
        let first = NaiveDate::from_ymd_opt(2027, 6, 1).unwrap() - Months::new(back);
        let end = month_end(
            chrono::Datelike::year(&first),
            chrono::Datelike::month(&first),
        );
        let start = first + Months::new(1) - Months::new(made.months);
        let product = office.save(Put::new(Kind::Product).with("name", format!("Product {n}")));
        let contract = office.save(
            Put::new(Kind::Contract)
                .with("number", format!("C-{n}"))
                .with("term_start", Some(start))
                .with("term_end", end)
                .with("auto_renew", true)
                .with("renew_months", Some(i64::from(made.months)))
                .with("escalator_bp", made.raise)
                .with("notice", Some(10_i64))
                .with("notice_unit", Some(NoticeUnit::Days))
                .with("notice_basis", NoticeBasis::Sent),
        );
        office.save(
            Put::new(Kind::Line)
                .with("contract", ContractId(contract))
                .with("product", ProductId(product))
                .with("total_cents", Some(Cents(made.cents))),
        );
        let Some(decided) = made.decided else {
            continue;
        };
        let due = end - chrono::Days::new(10);
        let decision = Put::keyed(Kind::Renewal)
            .with("contract", ContractId(contract))
            .with("cycle_end", end)
            .with("decided_on", Some(due));
        let decision = match decided {
            Decided::Ends(choice, sent) => decision
                .with("choice", choice)
                .with("notice_due", Some(due))
                .with("notice_sent", sent.then_some(due)),
            Decided::Renew(cents) => decision
                .with("choice", Choice::Renew)
                .with("cents", cents.map(Cents)),
            Decided::Coterm(cents) => {
                let next = (2020..2040).map(|year| month_end(year, 6));
                let until = next.into_iter().find(|last| *last > end);
                decision
                    .with("choice", Choice::Coterm)
                    .with("until", until)
                    .with("cents", cents.map(Cents))
            }
        };
        office.save(decision);
    }
    office
}

/// What the months of these fiscal years come to, and what the ledger says of each.
fn both(office: &Office, on: NaiveDate) -> Vec<(i32, Cents, Cents)> {
    let store = Store::open(&office.dir.path().join("office.db"), Access::Write).unwrap();
    let mut asked = Asked::new(store, Box::new(move || ada_on(on)));
    let mut years = Vec::new();
    for year in 2026..=2030 {
        let of = YearOf {
            year,
            school: None,
            words: String::new(),
        };
        let Answer::FiscalYear(months) = asked.answer(&Query::FiscalYear(of)).unwrap() else {
            panic!("a year was asked for");
        };
        let ledger = office.store.waste_of(Some(year), on, None).unwrap();
        years.push((year, months.whole(), ledger.totals.spend));
    }
    years
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_months_of_a_fiscal_year_sum_to_what_the_ledger_says(
        contracts in prop::collection::vec(made(), 1..5),
        on in prop::sample::select(vec!["2026-08-15", "2027-07-02", "2028-01-15"]),
    ) {
        let mut office = district(&contracts);
        let on = day(on);
        for (year, months, ledger) in both(&office, on) {
            prop_assert_eq!(months, ledger, "{} on {}", year, on);
        }
        // What is written down changes nothing.
        office.store.roll_over(&ada_on(on)).unwrap();
        for (year, months, ledger) in both(&office, on) {
            prop_assert_eq!(months, ledger, "{} on {}, rolled over", year, on);
        }
    }
}

/// One cancelled without a notice, one with, one that is to end with the fiscal year: each term once.
#[test]
fn a_term_that_went_by_is_counted_once() {
    for (decided, of_2027, of_2028) in [
        (Decided::Ends(Choice::Cancel, false), 50_000, 50_000),
        (Decided::Ends(Choice::Cancel, true), 50_000, 0),
        (Decided::Renew(Some(60_000)), 50_000, 60_000),
    ] {
        let made = Made {
            months: 12,
            before: 0,
            cents: 50_000,
            raise: None,
            decided: Some(decided),
        };
        let mut office = district(&[made]);
        let on = day("2027-07-02");
        for _ in 0..2 {
            let years = both(&office, on);
            assert_eq!(
                years[1],
                (2027, Cents(of_2027), Cents(of_2027)),
                "{decided:?}"
            );
            assert_eq!(
                years[2],
                (2028, Cents(of_2028), Cents(of_2028)),
                "{decided:?}"
            );
            office.store.roll_over(&ada_on(on)).unwrap();
        }
    }
}
