//! What of the records becomes a paid line.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, ContractId, PriceModel};
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::overlap::testing::{day, today};
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Record, Value};
use crate::domain::renewal::dates::{DateRules, Ending, dates};
use crate::domain::renewal::running::running;
use crate::domain::school::SchoolId;
use chrono::{Datelike, Months};
use proptest::prelude::*;

const OAK: SchoolId = SchoolId(10);

fn record<R: Record>(id: i64, said: &[(&str, Value)]) -> R {
    let of = |name: &str| said.iter().find(|(said, _)| *said == name);
    let values: Vec<Value> = R::FIELDS
        .iter()
        .map(|f| of(f.name).map_or_else(|| (f.blank)(), |(_, value)| value.clone()))
        .collect();
    R::from_values(id, 1, &values).unwrap()
}

fn contract(said: &[(&str, Value)]) -> Contract {
    let year = [
        ("number", "C-1".to_owned().to_value()),
        ("term_start", day("2026-07-01").to_value()),
        ("term_end", day("2027-06-30").to_value()),
        ("notice_basis", NoticeBasis::Sent.to_value()),
        ("auto_renew", Some(false).to_value()),
    ];
    record(1, &[said, &year].concat())
}

fn line(id: i64, said: &[(&str, Value)]) -> Line {
    let of = [
        ("contract", ContractId(1).to_value()),
        ("product", ProductId(7).to_value()),
        ("quantity", Some(100_i64).to_value()),
        ("total_cents", Some(Cents(120_000)).to_value()),
    ];
    record(id, &[said, &of].concat())
}

/// Oak has 100 seats, 80 people, and 30 of them at once.
fn placed() -> SchoolsAndProducts {
    let site = SchoolSize {
        students: 500,
        staff: 40,
        ..SchoolSize::default()
    };
    let item = ProductInUse {
        peak: [(OAK, 30)].into(),
        ..ProductInUse::default()
    };
    let stock = StockAtSchool {
        school: OAK,
        seats: Some(100),
        used: Some(80),
        activated: None,
    };
    SchoolsAndProducts {
        sites: Arc::new([(OAK, site)].into()),
        items: [(ProductId(7), item)].into(),
        stock: [((ProductId(7), None), vec![stock])].into(),
        ..SchoolsAndProducts::default()
    }
}

fn paid(contract: &Contract, lines: &[Line]) -> Vec<PaidLine> {
    let now = running(contract, lines, &[], &[], today());
    let dates = dates(
        &Ending::of(contract, false),
        &Calendar::default(),
        &DateRules::default(),
    );
    let purchase = ContractTerms {
        now: &now,
        root: ContractId(1),
        past: &[],
        decisions: &[],
        dates: &dates,
        followed: false,
    };
    let year = Year {
        name: 2027,
        years: FiscalYears::default(),
    };
    paid_lines(&purchase, &placed(), year, today())
}

/// What the contract costs in a fiscal year, as it stands on a day.
fn spend(contract: &Contract, lines: &[Line], year: i32, on: NaiveDate) -> i64 {
    let now = running(contract, lines, &[], &[], on);
    let dates = dates(
        &Ending::of(&now.contract, false),
        &Calendar::default(),
        &DateRules::default(),
    );
    let purchase = ContractTerms {
        now: &now,
        root: ContractId(1),
        past: &[],
        decisions: &[],
        dates: &dates,
        followed: false,
    };
    let year = Year {
        name: year,
        years: FiscalYears::default(),
    };
    let lines = paid_lines(&purchase, &placed(), year, on);
    lines.iter().map(|line| line.cost().0).sum()
}

fn of(said: &[(&str, Value)], total: i64) -> (Contract, [Line; 1]) {
    let price = ("total_cents", Some(Cents(total)).to_value());
    (contract(said), [line(1, &[price])])
}

#[test]
fn a_year_costs_every_term_that_falls_into_it_gone_by_or_still_to_come() {
    let renews = ("auto_renew", Some(true).to_value());
    let months = |n: i64| ("renew_months", Some(n).to_value());
    let ends = |day_: &str| ("term_end", day(day_).to_value());
    let monthly = of(&[ends("2026-07-31"), months(1), renews.clone()], 10_000);
    let quarterly = of(&[ends("2026-09-30"), months(3), renews.clone()], 30_000);
    let half = of(&[ends("2026-12-31"), months(6), renews.clone()], 60_000);
    for (contract, lines) in [&monthly, &quarterly, &half] {
        for on in ["2026-07-01", "2026-10-01", "2027-02-15", "2027-06-30"] {
            let on = day(on);
            assert_eq!(spend(contract, lines, 2027, on), 120_000, "{on}");
            assert_eq!(spend(contract, lines, 2029, on), 120_000, "{on}");
        }
    }
    let begins = ("term_start", day("2024-07-01").to_value());
    let (contract, lines) = of(&[begins, months(12), renews.clone()], 9_000_000);
    for on in ["2027-06-30", "2027-07-01"] {
        assert_eq!(spend(&contract, &lines, 2028, day(on)), 3_000_000, "{on}");
    }
    // Ten percent more each year; a year that nobody renews costs nothing.
    let more = ("escalator_bp", Some(1_000_i64).to_value());
    let (contract, lines) = of(&[more, renews], 100_000);
    for on in ["2027-06-30", "2027-07-01", "2029-08-01"] {
        assert_eq!(spend(&contract, &lines, 2028, day(on)), 110_000, "{on}");
        assert_eq!(spend(&contract, &lines, 2030, day(on)), 133_100, "{on}");
    }
    let ends = ("auto_renew", false.to_value());
    let (contract, lines) = of(&[ends], 100_000);
    assert_eq!(spend(&contract, &lines, 2028, day("2026-10-01")), 0);
}

#[test]
fn a_term_in_a_leap_year_costs_the_same_before_it_runs() {
    // 366 days from 2027-09-15 for $36,600.00: 290 of them lie in the fiscal year 2028.
    let begins = ("term_start", day("2026-09-15").to_value());
    let ends = ("term_end", day("2027-09-14").to_value());
    let renews = ("auto_renew", Some(true).to_value());
    let (contract, lines) = of(&[begins, ends, renews], 3_660_000);
    for on in ["2027-03-01", "2027-10-01"] {
        // 76 of 365 days of the first term, 290 of 366 of the second.
        assert_eq!(spend(&contract, &lines, 2028, day(on)), 762_082 + 2_900_000);
    }
}

#[test]
fn what_is_free_costs_nothing_whatever_the_list_says() {
    let free = line(1, &[("model", Some(PriceModel::Free).to_value())]);
    assert_eq!(paid(&contract(&[]), &[free])[0].cost(), Cents(0));
}

proptest! {
    #[test]
    fn the_shares_of_the_years_add_up_to_the_price_of_the_term(
        price in 0i64..10_000_000_000, from in 0u64..3_000, days in 0u64..2_000, second in 0i64..1_000_000,
    ) {
        let first = day("2020-01-01") + Days::new(from);
        let last = first + Days::new(days);
        let (term, lines) = of(
            &[
                ("term_start", first.to_value()),
                ("term_end", last.to_value()),
                ("auto_renew", false.to_value()),
            ],
            price,
        );
        let other = line(2, &[("total_cents", Some(Cents(second)).to_value())]);
        let lines = [lines[0].clone(), other];
        let years = (first.year()..=last.year() + 1).map(|year| spend(&term, &lines, year, first));
        prop_assert_eq!(years.sum::<i64>(), price + second);
    }

    #[test]
    fn a_fiscal_year_costs_the_same_on_all_its_days(
        months in 1i64..=36, length in 1u32..=36, price in 0i64..10_000_000, day_of in 0u64..700,
    ) {
        let first = day("2024-07-01");
        let (term, lines) = of(
            &[
                ("term_start", first.to_value()),
                ("term_end", (first + Months::new(length) - Days::new(1)).to_value()),
                ("auto_renew", Some(true).to_value()),
                ("renew_months", Some(months).to_value()),
            ],
            price,
        );
        let at = |on| spend(&term, &lines, 2026, on);
        prop_assert_eq!(at(first), at(first + Days::new(day_of)));
    }
}

#[test]
fn licences_and_support_count_and_training_and_setting_up_do_not() {
    let of = |id, kind: CostKind| line(id, &[("cost_kind", Some(kind).to_value())]);
    let lines = [
        of(1, CostKind::Licence),
        of(2, CostKind::PdTraining),
        of(3, CostKind::Implementation),
        of(4, CostKind::Support),
        line(5, &[]),
    ];
    let counted: Vec<i64> = paid(&contract(&[]), &lines)
        .iter()
        .map(|l| l.id.0)
        .collect();
    assert_eq!(counted, [1, 4, 5]);
}

#[test]
fn seats_for_use_at_once_are_in_use_by_the_most_at_once() {
    let used = |said: &[(&str, Value)]| paid(&contract(&[]), &[line(1, said)])[0].places[0].used;
    assert_eq!(used(&[]), Some(80));
    let at_once = Some(PriceModel::Concurrent).to_value();
    assert_eq!(used(&[("model", at_once)]), Some(30));
}

#[test]
fn what_the_district_was_quoted_is_told_by_the_seat() {
    let quoted = contract(&[("quote_cents", Some(Cents(200_000)).to_value())]);
    let half = line(2, &[("product", ProductId(8).to_value())]);
    let lines = paid(&quoted, &[line(1, &[]), half]);
    // Half of what is asked, for 100 seats; $12.00 are paid.
    assert_eq!(lines[0].quote, Some(Cents(1_000)));
    assert_eq!(lines[0].seat_price, Some(Cents(1_200)));
    assert_eq!(paid(&contract(&[]), &[line(1, &[])])[0].quote, None);
}

#[test]
fn a_gift_has_no_price_to_compare_with() {
    let free = line(1, &[("total_cents", Some(Cents(0)).to_value())]);
    let gift = &paid(&contract(&[]), &[free])[0];
    assert_eq!((gift.seat_price, gift.cost()), (None, Cents(0)));
}

#[test]
fn a_term_over_the_turn_of_the_year_costs_this_year_its_days_of_it() {
    let long = contract(&[("term_end", day("2028-06-29").to_value())]);
    let cost = paid(&long, &[line(1, &[])])[0].cost();
    // 365 of 730 days.
    assert_eq!(cost, Cents(60_000));
}

#[test]
fn only_what_can_still_be_cancelled_can_be_stopped() {
    // Today is November 25; the term ends on June 30. Nobody said how long notice takes: 90 days.
    for (auto_renew, notice, stoppable, act) in [
        (Some(true), Some(60_i64), true, true),
        (None, None, true, true),
        // 230 days before the end is November 12.
        (Some(true), Some(230), false, false),
        // What ends by itself has nothing to cancel, and still a day by which somebody decides.
        (Some(false), None, false, true),
    ] {
        let said = [
            ("auto_renew", auto_renew.to_value()),
            ("notice", notice.to_value()),
            ("notice_unit", notice.map(|_| NoticeUnit::Days).to_value()),
        ];
        let found = paid(&contract(&said), &[line(1, &[])]);
        let found: Vec<(bool, bool)> = found
            .iter()
            .map(|line| (line.stoppable, line.act_by.is_some()))
            .collect();
        assert_eq!(found, [(stoppable, act)], "{auto_renew:?} {notice:?}");
    }
}
