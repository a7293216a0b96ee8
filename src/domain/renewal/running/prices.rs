//! What the terms after the first one cost.

use super::tests::{contract, day, decision, line};
use super::*;
use chrono::Days;
use proptest::prelude::*;

/// A contract of a first term from one day to another, renewed by so many months.
fn of(first: &str, last: &str, months: i64) -> Contract {
    Contract {
        term_start: Some(day(first)),
        term_end: day(last),
        renew_months: Some(months),
        ..contract(true)
    }
}

fn price_on(contract: &Contract, total: i64, today: &str) -> (i64, i64) {
    let lines = [line(None, None, Some(total))];
    let now = running(contract, &lines, &[], &[], day(today));
    let price = now.price();
    (price.0, now.contract.a_year(price).0)
}

#[test]
fn a_renewal_costs_a_years_price_for_as_long_as_it_lasts() {
    for (first, last, months, total, today, price, a_year) in [
        // Three years for $90,000, then year by year.
        (
            "2024-07-01",
            "2027-06-30",
            12,
            9_000_000,
            "2027-06-30",
            9_000_000,
            3_000_000,
        ),
        (
            "2024-07-01",
            "2027-06-30",
            12,
            9_000_000,
            "2027-07-01",
            3_000_000,
            3_000_000,
        ),
        (
            "2024-07-01",
            "2027-06-30",
            24,
            9_000_000,
            "2027-07-01",
            6_000_000,
            3_000_000,
        ),
        // Five years for $6,000, then year by year, the second of these.
        (
            "2021-07-01",
            "2026-06-30",
            12,
            600_000,
            "2027-07-01",
            120_000,
            120_000,
        ),
        // A year for $1,200, then month by month, the fifth of these.
        (
            "2025-07-01",
            "2026-06-30",
            1,
            120_000,
            "2026-11-01",
            10_000,
            120_000,
        ),
        // A month, a quarter and half a year go on as they are.
        (
            "2026-07-01",
            "2026-07-31",
            1,
            10_000,
            "2026-10-01",
            10_000,
            120_000,
        ),
        (
            "2026-07-01",
            "2026-09-30",
            3,
            30_000,
            "2026-11-29",
            30_000,
            120_000,
        ),
        (
            "2026-07-01",
            "2026-12-31",
            6,
            60_000,
            "2027-01-01",
            60_000,
            120_000,
        ),
        // 289 days for $28,900.00, then a year at $100.00 a day.
        (
            "2026-09-15",
            "2027-06-30",
            12,
            2_890_000,
            "2027-07-01",
            3_650_000,
            3_650_000,
        ),
    ] {
        let found = price_on(&of(first, last, months), total, today);
        assert_eq!(found, (price, a_year), "{first} {last} {months} {today}");
    }
}

#[test]
fn a_yearly_increase_comes_with_each_renewal_and_a_quote_takes_its_place() {
    let rises = Contract {
        escalator_bp: Some(1_000),
        ..of("2026-07-01", "2027-06-30", 12)
    };
    for (today, price) in [
        ("2027-06-30", 100_000),
        ("2027-07-01", 110_000),
        ("2028-07-01", 121_000),
        ("2029-08-01", 133_100),
    ] {
        assert_eq!(price_on(&rises, 100_000, today).0, price, "{today}");
    }
    let quoted = Contract {
        quote_cents: Some(Cents(104_000)),
        ..rises.clone()
    };
    assert_eq!(price_on(&quoted, 100_000, "2027-07-01").0, 104_000);
    assert_eq!(price_on(&quoted, 100_000, "2028-07-01").0, 114_400);
    // Month by month it comes once a year, not twelve times.
    let monthly = Contract {
        escalator_bp: Some(1_000),
        ..of("2026-07-01", "2026-07-31", 1)
    };
    for (today, price) in [
        ("2027-06-30", 10_000),
        ("2027-07-01", 11_000),
        ("2028-06-30", 11_000),
        ("2028-07-01", 12_100),
    ] {
        assert_eq!(price_on(&monthly, 10_000, today).0, price, "{today}");
    }
}

#[test]
fn what_was_agreed_is_not_raised_again() {
    let rises = Contract {
        escalator_bp: Some(1_000),
        ..of("2024-07-01", "2027-06-30", 12)
    };
    let agreed = Renewal {
        cents: Some(Cents(2_500_000)),
        ..decision("2027-06-30", Choice::Renew)
    };
    let lines = [line(None, None, Some(9_000_000))];
    let now = running(&rises, &lines, &[agreed], &[], day("2027-07-01"));
    assert_eq!(now.price(), Cents(2_500_000));
}

#[test]
fn each_line_costs_its_part_and_one_without_a_price_stays_without() {
    let lines = [
        line(Some(100), Some(300), None),
        line(None, None, Some(60_000)),
        line(Some(50), None, None),
    ];
    let three_years = of("2024-07-01", "2027-06-30", 12);
    let now = running(&three_years, &lines, &[], &[], day("2027-07-01"));
    let told: Vec<_> = now
        .lines
        .iter()
        .map(|l| (l.quantity, l.unit_cents, l.price()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(100), Some(Cents(100)), Some(Cents(10_000))),
            (None, None, Some(Cents(20_000))),
            (Some(50), None, None),
        ]
    );
}

#[test]
fn a_quote_for_a_month_is_one_for_a_month() {
    let monthly = Contract {
        quote_cents: Some(Cents(11_000)),
        ..of("2026-07-01", "2026-07-31", 1)
    };
    let lines = [line(None, None, Some(10_000))];
    let now = running(&monthly, &lines, &[], &[], day("2026-07-15"));
    assert_eq!(next_year(&now, None), (Cents(132_000), true));
}

proptest! {
    #[test]
    fn a_years_price_stays_what_it_is_from_term_to_term(
        price in 0i64..10_000_000_000, first in 1u32..=72, months in 1i64..=60, rolls in 1u64..40,
    ) {
        let start = day("2020-07-01");
        let contract = Contract {
            term_start: Some(start),
            term_end: start + Months::new(first) - Days::new(1),
            renew_months: Some(months),
            ..contract(true)
        };
        let a_year = contract.a_year(Cents(price));
        let today = contract.term_end + Days::new(rolls * 28);
        let now = running(&contract, &[line(None, None, Some(price))], &[], &[], today);
        // A term's price is rounded to the cent once: half a cent on the term, and on each year's price.
        let off = (now.contract.a_year(now.price()).0 - a_year.0).abs();
        prop_assert!(off * months <= 6 + months, "{off}");
    }
}
