//! What the terms after the first one cost.

use super::tests::{contract, day, decision, line};
use super::*;
use crate::domain::cost::length::first_day;
use crate::domain::renewal::TermId;
use crate::domain::renewal::fiscal::FiscalYears;
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
    (price.0, now.a_year().0)
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

#[test]
fn a_years_price_is_not_made_from_a_months_that_was_rounded() {
    for (first, last, months, total, today, price, a_year) in [
        // $100.00 a year is $8.33 a month, which would be $99.96: the second of three costs a cent more.
        (
            "2025-07-01",
            "2026-06-30",
            1,
            10_000,
            "2026-10-01",
            833,
            10_000,
        ),
        (
            "2025-07-01",
            "2026-06-30",
            1,
            10_000,
            "2026-11-01",
            834,
            10_000,
        ),
        // A thousand dollars for a year, then by the quarter: 250.00; by two months: 166.67.
        (
            "2025-07-01",
            "2026-06-30",
            2,
            100_000,
            "2026-11-01",
            16_667,
            100_000,
        ),
        // $100.00 for three years is $33.33 a year, and $66.67 for two, which would be $33.34 a year.
        (
            "2023-07-01",
            "2026-06-30",
            24,
            10_000,
            "2026-11-01",
            6_667,
            3_333,
        ),
    ] {
        let found = price_on_record(&of(first, last, months), total, today);
        assert_eq!(
            found,
            [(price, a_year); 2],
            "{first} {last} {months} {today}"
        );
    }
    // It rises by ten percent from the exact price: $110.00, a month $9.17.
    let rises = Contract {
        escalator_bp: Some(1_000),
        ..of("2025-07-01", "2026-06-30", 1)
    };
    let found = price_on_record(&rises, 10_000, "2027-08-01");
    assert_eq!(found, [(917, 11_000); 2]);
}

#[test]
fn what_was_agreed_anew_is_the_price_even_where_it_is_the_same_to_the_cent() {
    let monthly = of("2025-07-01", "2026-06-30", 1);
    let agreed = Renewal {
        cents: Some(Cents(833)),
        ..decision("2026-08-31", Choice::Renew)
    };
    let lines = [line(None, None, Some(10_000))];
    let decided = [agreed];
    let now = running(&monthly, &lines, &decided, &[], day("2026-11-01"));
    assert_eq!((now.price(), now.a_year()), (Cents(833), Cents(9_996)));
    let past = kept(&now);
    let again = running(
        &now.contract,
        &now.lines,
        &decided,
        &past,
        day("2026-11-01"),
    );
    assert_eq!(again.a_year(), Cents(9_996));
}

#[test]
fn a_price_that_somebody_corrected_says_what_a_year_costs() {
    let monthly = of("2025-07-01", "2026-06-30", 1);
    let lines = [line(None, None, Some(10_000))];
    let now = running(&monthly, &lines, &[], &[], day("2026-11-01"));
    let past = kept(&now);
    let corrected = [line(None, None, Some(900))];
    let again = running(&now.contract, &corrected, &[], &past, day("2027-02-01"));
    assert_eq!((again.price(), again.a_year()), (Cents(900), Cents(10_800)));
}

#[test]
fn twelve_months_at_a_years_price_cost_that_price() {
    let monthly = of("2025-07-01", "2026-06-30", 1);
    let lines = [line(None, None, Some(10_000))];
    let now = running(&monthly, &lines, &[], &[], day("2027-06-15"));
    let months: Vec<i64> = now.gone[1..]
        .iter()
        .map(|gone| gone.price.unwrap().0)
        .collect();
    assert_eq!(months[..3], [833, 834, 833]);
    assert_eq!(months.iter().sum::<i64>() + now.price().0, 10_000);
    // Terms that were written down when each was rounded by itself were not agreed anew.
    let mut past = kept(&now);
    for term in &mut past[1..] {
        term.total_cents = Some(Cents(833));
    }
    let rounded = [line(None, None, Some(833))];
    let again = running(&now.contract, &rounded, &[], &past, day("2027-06-15"));
    assert_eq!(again.a_year(), Cents(10_000));
}

#[test]
fn a_later_term_that_somebody_cut_short_costs_what_is_written_for_its_days() {
    // A year for $365.00, then another; its last day is corrected to its tenth, its price is not.
    let yearly = of("2025-07-01", "2026-06-30", 12);
    let lines = [line(None, None, Some(36_500))];
    let now = running(&yearly, &lines, &[], &[], day("2026-07-05"));
    let past = kept(&now);
    let cut = Contract {
        term_end: day("2026-07-10"),
        ..now.contract.clone()
    };
    let today = day("2026-07-05");
    // $365.00 for ten days is $36.50 a day, whether or not the terms before are known.
    let told = [&past[..], &[]].map(|past| running(&cut, &now.lines, &[], past, today).a_year());
    assert_eq!(told, [Cents(1_332_250); 2]);
    let next = running(&cut, &now.lines, &[], &past, day("2026-07-11"));
    assert_eq!(next.price(), Cents(1_332_250));
}

#[test]
fn fewer_seats_and_a_term_cut_short_leave_the_price_of_a_year_exact() {
    // Half of 10 seats for $100.00 a year is $50.00 a year, $4.17 a month.
    let monthly = of("2025-07-01", "2026-06-30", 1);
    let lines = [line(Some(10), None, Some(10_000))];
    let fewer = Renewal {
        quantity: Some(5),
        ..decision("2026-08-31", Choice::Smaller)
    };
    // Twelve days of October for $3.00, then a month again.
    let cut = Renewal {
        until: Some(day("2026-10-12")),
        cents: Some(Cents(300)),
        ..decision("2026-09-30", Choice::Coterm)
    };
    let decided = [fewer, cut];
    for (today, price, a_year) in [
        ("2026-08-31", 834, 10_000),
        ("2026-09-30", 417, 5_000),
        // $3.00 x 365 / 12 days.
        ("2026-10-12", 300, 9_125),
        // $4.17 of $8.33 for two months was September.
        ("2026-10-13", 416, 5_000),
        ("2026-12-01", 417, 5_000),
    ] {
        let mut told = Vec::new();
        let now = running(&monthly, &lines, &decided, &[], day(today));
        told.push((now.price().0, now.a_year().0));
        let (contract, lines, past) = written(&monthly, &lines, &decided, day("2026-08-15"));
        let (contract, lines, past) = rolled_on(
            &contract,
            &lines,
            &decided,
            past,
            day("2026-10-05"),
            day(today),
        );
        let now = running(&contract, &lines, &decided, &past, day(today));
        told.push((now.price().0, now.a_year().0));
        assert_eq!(told, [(price, a_year); 2], "{today}");
    }
}

/// The price and a year's, as read from the first record, and from what roll-overs wrote down every 50 days.
fn price_on_record(first: &Contract, total: i64, today: &str) -> [(i64, i64); 2] {
    let today = day(today);
    let lines = vec![line(None, None, Some(total))];
    let read = running(first, &lines, &[], &[], today);
    let (mut contract, mut lines, mut past) = written(first, &lines, &[], first.term_end);
    let mut on = first.term_end;
    while on < today {
        (contract, lines, past) = rolled_on(&contract, &lines, &[], past, on, today);
        on = on + Days::new(50);
    }
    let kept = running(&contract, &lines, &[], &past, today);
    [read, kept].map(|now| (now.price().0, now.a_year().0))
}

type Records = (Contract, Vec<Line>, Vec<Term>);

/// What the records hold once the days up to one have been written down.
fn written(contract: &Contract, lines: &[Line], decided: &[Renewal], on: NaiveDate) -> Records {
    rolled_on(contract, lines, decided, Vec::new(), on, on)
}

/// The same of records that had terms; nothing where that day is still to come.
fn rolled_on(
    contract: &Contract,
    lines: &[Line],
    decided: &[Renewal],
    mut past: Vec<Term>,
    on: NaiveDate,
    today: NaiveDate,
) -> Records {
    let now = running(contract, lines, decided, &past, on.min(today));
    past.extend(kept(&now));
    (now.contract, now.lines, past)
}

/// The terms that went by, as a roll-over keeps them.
fn kept(now: &Running) -> Vec<Term> {
    let gone = now.gone.iter();
    let terms = gone.map(|gone| Term {
        id: TermId::default(),
        version: 1,
        contract: now.contract.id,
        starts: gone.starts,
        ends: gone.ends,
        total_cents: gone.price,
        seats: gone.seats,
        used: None,
    });
    terms.collect()
}

proptest! {
    #[test]
    fn a_years_price_stays_what_it_is_from_term_to_term(
        price in 0i64..10_000_000_000, first in 1u32..=60, months in 1i64..=60, rolls in 1u64..80,
        every in 1u64..400, from in 0u64..400,
    ) {
        let start = day("2020-07-01") + Days::new(from);
        let contract = Contract {
            term_start: Some(start),
            term_end: start + Months::new(first) - Days::new(1),
            renew_months: Some(months),
            ..contract(true)
        };
        let a_year = contract.a_year(Cents(price));
        let today = contract.term_end + Days::new(rolls * 28);
        let lines = vec![line(None, None, Some(price))];
        let now = running(&contract, &lines, &[], &[], today);
        prop_assert_eq!(now.a_year(), a_year);
        // The exact price of a year times months / 12 is the price of all terms since to half a cent, however
        // many: both are times the first term's months, x 2 so that half a cent is whole.
        let since = now.gone.iter().skip(1).filter_map(|gone| gone.price).chain([now.price()]);
        let terms = now.gone.len() as i64;
        let since = since.sum::<Cents>();
        let off = i128::from(price) * i128::from(months * terms) - i128::from(since.0) * i128::from(first);
        prop_assert!(off.abs() * 2 <= i128::from(first), "{off}");
        // Its shares by fiscal year are all of it.
        let shares = FiscalYears::default();
        let shares = shares.split(now.price(), first_day(&now.contract), now.contract.term_end);
        prop_assert_eq!(shares.iter().map(|(_, part)| *part).sum::<Cents>(), now.price());
        // Written down or not, it is the same.
        let mut on = contract.term_end;
        let mut records: Records = (contract, lines, Vec::new());
        while on < today {
            let (contract, lines, past) = records;
            records = rolled_on(&contract, &lines, &[], past, on, today);
            on = on + Days::new(every);
        }
        let (contract, lines, past) = records;
        let kept = running(&contract, &lines, &[], &past, today);
        prop_assert_eq!((kept.price(), kept.a_year()), (now.price(), a_year));
    }
}
