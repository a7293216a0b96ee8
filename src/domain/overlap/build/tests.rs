//! What of the records becomes a paid line.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, ContractId, NoticeBasis, PriceModel};
use crate::domain::overlap::testing::{day, today};
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Record, Value};
use crate::domain::renewal::dates::{Ending, Rules, dates};
use crate::domain::renewal::running::running;

const OAK: i64 = 10;

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
fn office() -> Office {
    let site = Site {
        students: 500,
        staff: 40,
        ..Site::default()
    };
    let item = Item {
        peak: [(OAK, 30)].into(),
        ..Item::default()
    };
    let stock = Stock {
        school: OAK,
        seats: Some(100),
        used: Some(80),
    };
    Office {
        sites: [(OAK, site)].into(),
        items: [(7, item)].into(),
        stock: [((7, None), vec![stock])].into(),
        ..Office::default()
    }
}

fn paid(contract: &Contract, lines: &[Line]) -> Vec<PaidLine> {
    let now = running(contract, lines, &[], &[], today());
    let dates = dates(
        &Ending::of(contract, false),
        &Calendar::default(),
        &Rules::default(),
    );
    let purchase = Purchase {
        now: &now,
        root: 1,
        past: &[],
        decision: None,
        dates: &dates,
        followed: false,
    };
    let year = Year {
        name: 2027,
        years: FiscalYears::default(),
    };
    paid_lines(&purchase, &office(), year, today())
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
    let counted: Vec<i64> = paid(&contract(&[]), &lines).iter().map(|l| l.id).collect();
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
