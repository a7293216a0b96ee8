use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::contract::ContractId;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::product::ProductId;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Column, Record, Value};
use crate::domain::renewal::dates::{DateRules, dates};
use crate::domain::renewal::process::{Passed, roll_over};
use chrono::Days;
use proptest::prelude::*;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record<R: Record>(said: &[(&str, Value)]) -> R {
    let of = |name: &str| said.iter().find(|(said, _)| *said == name);
    let values: Vec<Value> = R::FIELDS
        .iter()
        .map(|f| of(f.name).map_or_else(|| (f.blank)(), |(_, value)| value.clone()))
        .collect();
    R::from_values(1, 1, &values).unwrap()
}

pub(super) fn contract(auto_renew: bool) -> Contract {
    record(&[
        ("number", "C-7".to_owned().to_value()),
        ("term_start", day("2025-07-01").to_value()),
        ("term_end", day("2026-06-30").to_value()),
        ("auto_renew", auto_renew.to_value()),
        ("notice", 60_i64.to_value()),
        ("notice_unit", NoticeUnit::Days.to_value()),
        ("notice_basis", NoticeBasis::Sent.to_value()),
    ])
}

pub(super) fn line(seats: Option<i64>, unit: Option<i64>, total: Option<i64>) -> Line {
    record(&[
        ("contract", ContractId(1).to_value()),
        ("product", ProductId(5).to_value()),
        ("quantity", seats.to_value()),
        ("unit_cents", unit.map(Cents).to_value()),
        ("total_cents", total.map(Cents).to_value()),
    ])
}

pub(super) fn decision(cycle_end: &str, choice: Choice) -> Renewal {
    record(&[
        ("contract", ContractId(1).to_value()),
        ("cycle_end", day(cycle_end).to_value()),
        ("choice", choice.to_value()),
    ])
}

fn text(put: &Put) -> String {
    let fields = put.fields.iter().map(|(name, given)| match given {
        Given::Value(value) => format!(" {name}={value}"),
        Given::Made(n) => format!(" {name}=made{n}"),
    });
    format!("{}{}", put.kind, fields.collect::<String>())
}

/// What a roll-over writes about a contract that was entered on this day, whose 700 seats are in use.
fn rolled(
    contract: &Contract,
    lines: &[Line],
    decisions: &[Renewal],
    known_since: &str,
    today: &str,
) -> Vec<String> {
    let today = day(today);
    let now = running(contract, lines, decisions, &[], today);
    let ending = Ending::of(&now.contract, false);
    let passed = Passed {
        contract,
        lines,
        decisions,
        cancel_by: dates(&ending, &Calendar::default(), &DateRules::default()).cancel_by,
        now: &now,
        used: Some(700),
        known_since: day(known_since),
    };
    roll_over(&passed, today).iter().map(text).collect()
}

const NOBODY: &str = "choice=none reason=renewed by itself";

#[test]
fn nothing_is_written_while_nothing_went_by() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    for today in ["2025-07-01", "2026-05-01"] {
        let written = rolled(&contract(true), &lines, &[], "2025-07-01", today);
        assert_eq!(written, [""; 0], "{today}");
    }
    let decided = [decision("2026-06-30", Choice::Renew)];
    let written = rolled(
        &contract(true),
        &lines,
        &decided,
        "2025-07-01",
        "2026-06-30",
    );
    assert_eq!(written, [""; 0]);
}

#[test]
fn a_term_that_is_over_is_kept_and_the_next_one_runs() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    let written = rolled(&contract(true), &lines, &[], "2025-07-01", "2026-07-01");
    assert_eq!(
        written,
        [
            "term contract=1 ends=2026-06-30 starts=2025-07-01 total_cents=500000 seats=1000 used=700"
                .to_owned(),
            format!("renewal contract=1 cycle_end=2026-06-30 {NOBODY}"),
            "contract term_start=2026-07-01 term_end=2027-06-30 first_end=2026-06-30".to_owned(),
        ]
    );
}

#[test]
fn several_terms_that_went_by_are_each_kept() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    let quarterly = Contract {
        renew_months: Some(3),
        ..contract(true)
    };
    let written = rolled(&quarterly, &lines, &[], "2026-08-01", "2026-11-05");
    assert_eq!(
        written,
        [
            "term contract=1 ends=2026-06-30 starts=2025-07-01 total_cents=500000 seats=1000 used=700"
                .to_owned(),
            "term contract=1 ends=2026-09-30 starts=2026-07-01 total_cents=125000 seats=1000 used="
                .to_owned(),
            // The term that ended before the contract was entered was nobody's here to decide.
            format!("renewal contract=1 cycle_end=2026-09-30 {NOBODY}"),
            "renewal contract=1 cycle_end=2026-12-31 choice=none \
             reason=the last day, 2026-10-30, passed"
                .to_owned(),
            "contract term_start=2026-10-01 term_end=2026-12-31 first_end=2026-06-30".to_owned(),
            // A quarter costs a quarter of what the year did.
            "line total_cents=125000".to_owned(),
        ]
    );
}

#[test]
fn seats_and_price_go_on_as_agreed() {
    let agreed = |quantity: Option<i64>, cents: Option<i64>| Renewal {
        quantity,
        cents: cents.map(Cents),
        ..decision("2026-06-30", Choice::Smaller)
    };
    for (line, agreed, expected) in [
        // Fewer seats, no price said: a seat costs what it did.
        (
            line(Some(1_000), None, Some(500_000)),
            agreed(Some(800), None),
            (Some(800), None, Some(400_000)),
        ),
        (
            line(Some(1_000), Some(500), None),
            agreed(Some(800), None),
            (Some(800), Some(500), None),
        ),
        (
            line(Some(1_000), Some(500), Some(500_000)),
            agreed(Some(800), None),
            (Some(800), Some(500), Some(400_000)),
        ),
        (
            line(Some(3), None, Some(1_000)),
            agreed(Some(2), None),
            (Some(2), None, Some(667)),
        ),
        // A price said holds, and the old price of a seat does not.
        (
            line(Some(1_000), Some(500), Some(500_000)),
            agreed(Some(800), Some(440_000)),
            (Some(800), Some(550), Some(440_000)),
        ),
        (
            line(Some(1_000), Some(500), None),
            agreed(Some(3), Some(1_000)),
            (Some(3), None, Some(1_000)),
        ),
        (
            line(None, None, Some(500_000)),
            agreed(None, Some(450_000)),
            (None, None, Some(450_000)),
        ),
        (
            line(None, None, None),
            agreed(Some(4), None),
            (Some(4), None, None),
        ),
    ] {
        let told = format!("{:?} {:?}", line.quantity, agreed.quantity);
        let now = running(&contract(true), &[line], &[agreed], &[], day("2026-07-01"));
        let [line] = now.lines.as_slice() else {
            panic!("{told}");
        };
        let found = (
            line.quantity,
            line.unit_cents.map(|c| c.0),
            line.total_cents.map(|c| c.0),
        );
        assert_eq!(found, expected, "{told}");
        assert_eq!(now.gone.len(), 1);
    }
}

#[test]
fn several_lines_change_alike_and_sum_to_what_was_agreed() {
    let lines = [
        line(Some(600), None, Some(300_001)),
        line(None, None, Some(99_999)),
        line(Some(300), None, Some(100_000)),
    ];
    let agreed = Renewal {
        quantity: Some(450),
        cents: Some(Cents(250_001)),
        ..decision("2026-06-30", Choice::Smaller)
    };
    let now = running(&contract(true), &lines, &[agreed], &[], day("2026-07-01"));
    let seats: Vec<Option<i64>> = now.lines.iter().map(|line| line.quantity).collect();
    assert_eq!(seats, [Some(300), None, Some(150)]);
    assert_eq!(now.price(), Cents(250_001));
}

#[test]
fn the_vendors_quote_is_the_price_of_the_next_term_and_of_no_other() {
    let quoted = Contract {
        quote_cents: Some(Cents(530_000)),
        quote_on: Some(day("2026-03-01")),
        ..contract(true)
    };
    let lines = [line(Some(1_000), None, Some(500_000))];
    let now = running(&quoted, &lines, &[], &[], day("2026-07-01"));
    assert_eq!(now.price(), Cents(530_000));
    assert_eq!(
        (now.contract.quote_cents, now.contract.quote_on),
        (None, None)
    );
    let fewer = Renewal {
        quantity: Some(800),
        ..decision("2026-06-30", Choice::Smaller)
    };
    // 800 of the 1,000 seats that the quote is for.
    let now = running(&quoted, &lines, &[fewer], &[], day("2026-07-01"));
    assert_eq!(now.price(), Cents(424_000));
}

#[test]
fn what_was_cancelled_ends_on_its_day() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    for choice in [
        Choice::Cancel,
        Choice::Replace,
        Choice::Consolidate,
        Choice::Lapse,
    ] {
        let decided = [decision("2026-06-30", choice)];
        let on = |today| rolled(&contract(true), &lines, &decided, "2025-07-01", today);
        assert_eq!(on("2026-06-30"), [""; 0]);
        assert_eq!(
            on("2027-09-01"),
            [
                "term contract=1 ends=2026-06-30 starts=2025-07-01 total_cents=500000 seats=1000 used=700",
                "contract auto_renew=0",
            ],
            "{choice}"
        );
        let standing = as_decided(contract(true), decided.first(), day("2026-03-01"));
        assert!(standing.covers(day("2026-06-30")) && !standing.covers(day("2026-07-01")));
    }
}

/// Until the vendor's day it is to end; after it, only by a notice that was sent by then.
#[test]
fn what_was_to_end_ends_by_a_notice_in_time_alone() {
    let due = "2026-05-01";
    for choice in [Choice::Cancel, Choice::Replace, Choice::Consolidate] {
        for (sent, today, ends) in [
            (None, "2026-05-01", true),
            (None, "2026-05-02", false),
            (None, "2026-07-01", false),
            (Some("2026-05-01"), "2026-07-01", true),
            (Some("2026-05-02"), "2026-05-02", false),
            (Some("2026-05-02"), "2028-07-01", false),
        ] {
            let decided = Renewal {
                notice_due: Some(day(due)),
                notice_sent: sent.map(day),
                ..decision("2026-06-30", choice)
            };
            let on = format!("{choice} {sent:?} {today}");
            let renews = contract(true);
            assert_eq!(goes_on(&renews, Some(&decided), day(today)), !ends, "{on}");
            assert!(
                !goes_on(&contract(false), Some(&decided), day(today)),
                "{on}"
            );
            let now = running(&renews, &[], &[decided], &[], day(today));
            let gone = day(today) > renews.term_end;
            assert_eq!(now.over, gone && ends, "{on}");
            let untold = (gone && !ends).then_some(renews.term_end);
            assert_eq!(now.untold, untold, "{on}");
            assert_eq!(
                now.contract.term_end > renews.term_end,
                untold.is_some(),
                "{on}"
            );
        }
    }
}

#[test]
fn what_does_not_renew_by_itself_goes_on_only_where_somebody_said_so() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    let ended = rolled(&contract(false), &lines, &[], "2025-07-01", "2026-07-01");
    let nobody = "renewal contract=1 cycle_end=2026-06-30 choice=none \
                  reason=ended by itself";
    assert_eq!(ended, [nobody]);
    let unknown = rolled(&contract(false), &lines, &[], "2026-07-01", "2026-08-01");
    assert_eq!(unknown, [""; 0]);
    for choice in [Choice::Lapse, Choice::Negotiate, Choice::Consolidate] {
        let decided = [decision("2026-06-30", choice)];
        let written = rolled(
            &contract(false),
            &lines,
            &decided,
            "2025-07-01",
            "2026-07-01",
        );
        assert_eq!(written, [""; 0], "{choice}");
    }
    let renewed = [decision("2026-06-30", Choice::Renew)];
    let written = rolled(
        &contract(false),
        &lines,
        &renewed,
        "2025-07-01",
        "2026-07-01",
    );
    assert_eq!(written.len(), 2);
    assert_eq!(
        written[1],
        "contract term_start=2026-07-01 term_end=2027-06-30 first_end=2026-06-30"
    );
    let standing = as_decided(contract(false), renewed.first(), day("2026-07-01"));
    assert!(standing.covers(day("2026-07-01")));
}

#[test]
fn a_term_that_ends_with_others_costs_its_days_and_the_one_after_a_whole_year() {
    let autumn = Contract {
        term_start: Some(day("2025-09-15")),
        term_end: day("2026-09-14"),
        ..contract(true)
    };
    let lines = [line(Some(1_000), None, Some(3_650_000))];
    let coterm = Renewal {
        until: Some(day("2027-06-30")),
        cents: Some(Cents(2_890_000)),
        ..decision("2026-09-14", Choice::Coterm)
    };
    let decided = [coterm];
    let short = running(&autumn, &lines, &decided, &[], day("2026-09-15"));
    assert_eq!(short.contract.term_start, Some(day("2026-09-15")));
    assert_eq!(short.contract.term_end, day("2027-06-30"));
    assert_eq!(short.price(), Cents(2_890_000));
    // Rolled over in one go, and from the record as it stood in between.
    let whole = running(&autumn, &lines, &decided, &[], day("2027-07-01"));
    let kept: Term = record(&[
        ("contract", ContractId(1).to_value()),
        ("ends", day("2026-09-14").to_value()),
        ("total_cents", Cents(3_650_000).to_value()),
    ]);
    let later = running(
        &short.contract,
        &short.lines,
        &decided,
        &[kept],
        day("2027-07-01"),
    );
    for now in [whole, later] {
        assert_eq!(now.contract.term_end, day("2028-06-30"));
        assert_eq!(now.price(), Cents(3_650_000));
    }
}

#[test]
fn once_the_vendors_day_has_passed_it_is_on_record_that_nobody_decided() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    let passed = "the last day, 2026-05-01, passed";
    let start = "renewal contract=1 cycle_end=2026-06-30 choice=none reason=";
    for (decided, known_since, today, expected) in [
        (vec![], "2025-07-01", "2026-05-01", None),
        (
            vec![],
            "2025-07-01",
            "2026-05-02",
            Some(format!("{start}{passed}")),
        ),
        (vec![], "2026-05-02", "2026-05-20", None),
        (
            vec![decision("2026-06-30", Choice::None)],
            "2025-07-01",
            "2026-05-20",
            None,
        ),
        (
            vec![decision("2026-06-30", Choice::Cancel)],
            "2025-07-01",
            "2026-05-20",
            None,
        ),
        (
            vec![decision("2026-06-30", Choice::Negotiate)],
            "2025-07-01",
            "2026-05-20",
            None,
        ),
        (
            vec![Renewal {
                until: Some(day("2026-04-01")),
                ..decision("2026-06-30", Choice::Defer)
            }],
            "2025-07-01",
            "2026-05-20",
            Some(format!("{start}put off until 2026-04-01; {passed}")),
        ),
    ] {
        let written = rolled(&contract(true), &lines, &decided, known_since, today);
        let expected: Vec<String> = expected.into_iter().collect();
        assert_eq!(written, expected, "{today} {decided:?}");
    }
}

#[test]
fn the_board_decides_from_its_threshold_on_and_about_more_than_a_year() {
    let year = contract(true);
    let longer = Contract {
        term_start: Some(day("2025-06-30")),
        ..contract(true)
    };
    let may_last = Contract {
        max_term_months: Some(36),
        ..contract(true)
    };
    for (contract, cost, needed) in [
        (&year, 4_999_999, false),
        (&year, 5_000_000, true),
        (&longer, 100, true),
        (&may_last, 100, true),
    ] {
        let found = needs_board(contract, Cents(cost), Cents(5_000_000));
        assert_eq!(found, needed, "{:?} {cost}", contract.term_start);
    }
}

#[test]
fn next_year_costs_what_was_agreed_else_quoted_else_this_and_its_increase() {
    let at = |contract: Contract, decided: Option<Renewal>| {
        let lines = [line(Some(1_000), None, Some(500_000))];
        let now = running(&contract, &lines, &[], &[], day("2026-03-01"));
        let (cents, word) = next_year(&now, decided.as_ref());
        (cents.0, word)
    };
    let rises = Contract {
        escalator_bp: Some(350),
        ..contract(true)
    };
    let quoted = Contract {
        quote_cents: Some(Cents(1_590_000)),
        renew_months: Some(36),
        ..rises.clone()
    };
    let smaller = |cents: Option<i64>| Renewal {
        quantity: Some(500),
        cents: cents.map(Cents),
        ..decision("2026-06-30", Choice::Smaller)
    };
    assert_eq!(at(contract(true), None), (500_000, false));
    assert_eq!(at(rises.clone(), None), (517_500, false));
    assert_eq!(at(quoted.clone(), None), (530_000, true));
    // Fewer seats rise as all would have: half of $5,175.00, and half of a quote that is for all of them.
    assert_eq!(at(rises.clone(), Some(smaller(None))), (258_750, false));
    assert_eq!(at(quoted.clone(), Some(smaller(None))), (265_000, false));
    assert_eq!(
        at(quoted.clone(), Some(smaller(Some(900_000)))),
        (300_000, true)
    );
    // Days up to a common end cost what the next term costs by the day: 184 of 365 of $5,175.00; of three years
    // for $15,900.00; of this year's price where nothing is agreed.
    let by_the_day = |contract: Contract, price: Option<i64>| {
        let lines = [line(Some(1_000), None, price)];
        let now = running(&contract, &lines, &[], &[], day("2026-03-01"));
        days_after(&now, 184)
    };
    let price = Some(500_000);
    assert_eq!(by_the_day(rises.clone(), price), Some(Cents(260_877)));
    assert_eq!(by_the_day(quoted, price), Some(Cents(267_178)));
    assert_eq!(by_the_day(contract(true), price), Some(Cents(252_055)));
    assert_eq!(by_the_day(rises, None), None);
}

/// What the office says the next term costs is what it costs once it runs.
#[test]
fn fewer_seats_cost_next_year_what_they_were_said_to() {
    let lines = [line(Some(1_000), None, Some(500_000))];
    let rises = Contract {
        escalator_bp: Some(350),
        ..contract(true)
    };
    let quoted = Contract {
        quote_cents: Some(Cents(530_000)),
        ..rises.clone()
    };
    let fewer = Renewal {
        quantity: Some(620),
        ..decision("2026-06-30", Choice::Smaller)
    };
    for contract in [contract(true), rises, quoted] {
        let this = running(&contract, &lines, &[], &[], day("2026-03-01"));
        let (said, _) = next_year(&this, Some(&fewer));
        let decided = std::slice::from_ref(&fewer);
        let next = running(&contract, &lines, decided, &[], day("2026-07-01"));
        assert_eq!((next.price(), next.a_year()), (said, said));
    }
}

#[test]
fn a_last_day_changed_by_hand_is_where_terms_are_counted_from() {
    let extended = Contract {
        first_end: Some(day("2025-06-30")),
        term_end: day("2026-12-31"),
        ..contract(true)
    };
    let now = running(&extended, &[], &[], &[], day("2027-01-01"));
    assert_eq!(now.contract.term_end, day("2027-12-31"));
}

proptest! {
    #[test]
    fn terms_follow_each_other_day_by_day_and_rolling_over_again_writes_nothing(
        months in 1i64..40, first in 0u64..4_000, days in 0u64..4_000, price in 0i64..10_000_000,
        cut in prop::option::of(1u64..500), seats in prop::option::of(1i64..2_000),
    ) {
        let end = day("2019-01-01") + Days::new(first);
        let contract = Contract {
            renew_months: Some(months),
            term_start: Some(end - Days::new(200)),
            term_end: end,
            ..contract(true)
        };
        let decided: Vec<Renewal> = cut.iter().map(|more| Renewal {
            until: Some(end + Days::new(*more)),
            cents: Some(Cents(price / 3)),
            ..decision(&end.to_string(), Choice::Coterm)
        }).collect();
        let lines = [line(seats, None, Some(price))];
        let today = end + Days::new(days);
        let now = running(&contract, &lines, &decided, &[], today);
        prop_assert!(now.contract.term_end >= today && !now.over);
        let mut starts = contract.term_start;
        for gone in &now.gone {
            prop_assert_eq!(gone.starts, starts);
            prop_assert!(gone.ends < today);
            starts = gone.ends.succ_opt();
        }
        prop_assert_eq!(now.contract.term_start, starts);
        let again = running(&now.contract, &now.lines, &decided, &[], today);
        prop_assert_eq!((again.gone.len(), &again.contract, &again.lines), (0, &now.contract, &now.lines));
    }
}

/// A year is a year, also from a day that only leap years have, and from the first to the last of a month.
#[test]
fn more_than_twelve_months_are_for_the_board() {
    for (start, end, board) in [
        ("2028-02-29", "2029-02-28", false),
        ("2028-02-29", "2029-03-01", true),
        ("2027-03-01", "2028-02-29", false),
        ("2027-03-01", "2028-02-28", false),
        ("2027-03-01", "2028-03-01", true),
        ("2026-07-01", "2027-06-30", false),
        ("2026-07-01", "2027-07-01", true),
        ("2026-09-15", "2027-09-14", false),
        ("2026-09-15", "2027-09-15", true),
    ] {
        let contract = Contract {
            term_start: Some(day(start)),
            term_end: day(end),
            ..contract(true)
        };
        let asked = needs_board(&contract, Cents(100_000), Cents(5_000_000));
        assert_eq!(asked, board, "{start}..{end}");
    }
}

/// The k-th end is counted from the first, whatever the record has come to since.
#[test]
fn a_term_that_ends_with_its_month_goes_on_to_the_end_of_one() {
    let ends = |start: Option<&str>, end: &str, months: i64, through: &str| {
        let mut now = Contract {
            term_start: start.map(day),
            term_end: day(end),
            renew_months: Some(months),
            ..contract(true)
        };
        let whole = running(&now, &[], &[], &[], day(through)).contract.term_end;
        // The same, written down after each term.
        while now.term_end < day(through) {
            let next = now.term_end + chrono::Days::new(1);
            now = running(&now, &[], &[], &[], next).contract;
        }
        assert_eq!(now.term_end, whole, "{start:?} {end}");
        whole.to_string()
    };
    for (start, end, months, through, last) in [
        (
            Some("2025-03-01"),
            "2026-02-28",
            12,
            "2028-02-01",
            "2028-02-29",
        ),
        (None, "2026-02-28", 12, "2028-02-01", "2028-02-29"),
        (
            Some("2026-06-01"),
            "2026-06-30",
            1,
            "2026-07-15",
            "2026-07-31",
        ),
        (
            Some("2026-06-01"),
            "2026-06-30",
            1,
            "2027-02-15",
            "2027-02-28",
        ),
        (
            Some("2026-06-15"),
            "2026-06-30",
            1,
            "2026-07-15",
            "2026-07-30",
        ),
        (
            Some("2026-05-16"),
            "2026-06-15",
            1,
            "2026-08-01",
            "2026-08-15",
        ),
        (
            Some("2025-01-31"),
            "2026-01-30",
            1,
            "2026-03-15",
            "2026-03-30",
        ),
    ] {
        assert_eq!(ends(start, end, months, through), last, "{start:?} {end}");
    }
}

#[test]
fn nothing_is_decided_about_what_may_renew() {
    let unknown = Contract {
        auto_renew: None,
        ..contract(true)
    };
    let today = day("2027-09-01");
    let now = running(&unknown, &[], &[], &[], today);
    assert!(now.assumed && !now.over);
    assert_eq!(now.contract.term_end, day("2028-06-30"));
    assert_eq!(now.contract.auto_renew, None);
    // Somebody renewed the first term; nobody knows of the second.
    let renewed = decision("2026-06-30", Choice::Renew);
    let once = running(
        &unknown,
        &[],
        std::slice::from_ref(&renewed),
        &[],
        day("2026-09-01"),
    );
    assert!(!once.assumed);
    assert!(running(&unknown, &[], &[renewed], &[], today).assumed);
    // Somebody ended the first: there is no second, whatever the paper says.
    let ended = decision("2026-06-30", Choice::Cancel);
    let over = running(&unknown, &[], std::slice::from_ref(&ended), &[], today);
    assert!(over.over && !over.assumed);
    assert_eq!(over.contract.auto_renew, Some(false));
    for (decided, stands) in [
        (None, None),
        (Some(&ended), Some(false)),
        (Some(&decision("2026-06-30", Choice::Renew)), Some(true)),
        (Some(&decision("2026-06-30", Choice::None)), None),
    ] {
        let stood = as_decided(unknown.clone(), decided, today);
        assert_eq!(stood.auto_renew, stands, "{decided:?}");
    }
    assert!(
        !unknown.covers(day("2026-07-01")) && unknown.covers(day("2026-06-30")),
        "nobody is told that a license goes on which perhaps does not"
    );
}
