//! O2 and O1: what fires, what must not, and the dollars by hand.

use super::*;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::overlap::testing::{day, line, today};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

const OAK: SchoolId = SchoolId(10);
const ELM: SchoolId = SchoolId(20);
const PINE: SchoolId = SchoolId(30);
const MATHPAL: ProductId = ProductId(7);

fn found(lines: &[PaidLine]) -> (Vec<Overlap>, Absorbed) {
    let lines: Vec<&PaidLine> = lines.iter().collect();
    of_product(&lines, today(), &mut Claims::default())
}

fn dollars(lines: &[PaidLine]) -> Vec<(OverlapKind, i64)> {
    let found = found(lines).0.into_iter();
    found.map(|o| (o.kind, o.at_stake.0 / 100)).collect()
}

/// 1,000 seats of the district, 700 used, and 300 that Oak bought.
fn covered() -> Vec<PaidLine> {
    vec![
        line(1, MATHPAL, None, &[(OAK, 12_000, 1_000, Some(700))]),
        line(2, MATHPAL, Some(OAK), &[(OAK, 4_500, 300, Some(300))]),
    ]
}

#[test]
fn what_a_school_bought_is_covered_as_far_as_the_district_has_seats() {
    let mut lines = covered();
    let (overlaps, absorbed) = found(&lines);
    let [overlap] = &overlaps[..] else {
        panic!("{overlaps:?}")
    };
    assert_eq!(overlap.kind, OverlapKind::Covered);
    assert_eq!(overlap.at_stake, Cents(450_000));
    assert_eq!(
        (overlap.keeper, &overlap.schools[..]),
        (Some(ProposedKeeper::Line(LineId(1))), &[OAK][..])
    );
    assert_eq!(absorbed, [(LineId(1), OAK, 300)]);
    // 100 of the 300 that are needed.
    lines[0].places[0].used = Some(900);
    assert_eq!(dollars(&lines), [(OverlapKind::Covered, 1_500)]);
    assert_eq!(found(&lines).1, [(LineId(1), OAK, 100)]);
    // A licence of the whole site has room for everybody.
    lines[0].limited = false;
    assert_eq!(dollars(&lines), [(OverlapKind::Covered, 4_500)]);
    // Where it was counted that nobody uses Oak's own, it needs none of the district's, which has none left.
    lines[0].limited = true;
    lines[0].places[0].used = Some(1_000);
    assert_eq!(dollars(&lines), []);
    lines[1].places[0].used = Some(0);
    assert_eq!(dollars(&lines), [(OverlapKind::Covered, 4_500)]);
    assert_eq!(found(&lines).1, []);
}

#[test]
fn seats_of_the_district_whose_use_nobody_counted_are_not_spare() {
    let mut lines = covered();
    lines[0].places[0].used = None;
    assert_eq!(dollars(&lines), []);
    // 600 seats at Oak with 500 in use, 400 at Elm that nobody counted: 100 of the 300 that are needed.
    lines[0].places = line(
        1,
        MATHPAL,
        None,
        &[(OAK, 7_200, 600, Some(500)), (ELM, 4_800, 400, None)],
    )
    .places;
    assert_eq!(dollars(&lines), [(OverlapKind::Covered, 1_500)]);
    // Nobody at Elm uses one.
    lines[0].places[1].used = Some(0);
    assert_eq!(dollars(&lines), [(OverlapKind::Covered, 4_500)]);
}

#[test]
fn the_dearest_purchases_are_covered_first_and_no_seat_twice() {
    let mut lines = covered();
    let elm = line(0, ProductId(0), None, &[(ELM, 0, 0, Some(0))]).places;
    lines[0].places.extend(elm);
    lines.push(line(3, MATHPAL, Some(ELM), &[(ELM, 9_000, 200, Some(200))]));
    // Elm's 200 of the 300 spare seats, then 100 of Oak's 300.
    let (overlaps, absorbed) = found(&lines);
    assert_eq!(overlaps[0].at_stake, Cents(900_000 + 150_000));
    assert_eq!(absorbed, [(LineId(1), ELM, 200), (LineId(1), OAK, 100)]);
}

#[test]
fn these_are_not_covered() {
    type Trap = fn(&mut [PaidLine]);
    let traps: &[(&str, Trap)] = &[
        ("the district begins later", |lines| {
            lines[0].first = Some(day("2027-01-01"));
        }),
        ("the district's has ended", |lines| {
            lines[0].last = day("2026-10-31");
        }),
        ("they meet for less than a month", |lines| {
            lines[1].first = Some(day("2026-11-10"));
            lines[0].last = day("2026-12-01");
        }),
        ("the grades are not in it", |lines| {
            lines[0].places[0].grades = 0b1100;
        }),
        ("the school is not in it", |lines| {
            lines[0].places[0].school = ELM;
        }),
        ("no seats are left", |lines| {
            lines[0].places[0].used = Some(1_000);
        }),
        ("one is for staff", |lines| {
            lines[0].students = false;
            lines[1].staff = false;
        }),
        ("it was released from the district's own", |lines| {
            lines[1].root = ContractId(1);
        }),
        ("it was donated", |lines| lines[1].places[0].cost = Cents(0)),
    ];
    for (what, spring) in traps {
        let mut lines = covered();
        spring(&mut lines);
        assert_eq!(found(&lines), (vec![], vec![]), "{what}");
    }
}

/// 40 seats at Oak for $60.00 each, and 38 at Elm for $70.00.
fn two_schools() -> Vec<PaidLine> {
    let mut lines = vec![
        line(1, MATHPAL, Some(OAK), &[(OAK, 2_400, 40, Some(31))]),
        line(2, MATHPAL, Some(ELM), &[(ELM, 2_660, 38, Some(12))]),
    ];
    lines[0].seat_price = Some(Cents(6_000));
    lines[1].seat_price = Some(Cents(7_000));
    lines
}

#[test]
fn two_buyers_apart_lose_what_is_paid_above_the_best_price() {
    let mut lines = two_schools();
    let overlap = found(&lines).0.remove(0);
    assert_eq!(overlap.kind, OverlapKind::SameProduct);
    assert_eq!(overlap.at_stake, Cents(38_000));
    assert_eq!(overlap.keeper, Some(ProposedKeeper::Line(LineId(1))));
    let member = &overlap.members[0];
    assert_eq!(
        (member.line, member.claimed, member.excess),
        (LineId(2), 0, Cents(38_000))
    );
    // The vendor asks the district for $50.00: 40 times 10 more and 38 times 20 more.
    lines.push(line(3, MATHPAL, None, &[(PINE, 6_500, 100, Some(90))]));
    lines[2].seat_price = Some(Cents(6_500));
    lines[2].quote = Some(Cents(5_000));
    assert_eq!(dollars(&lines), [(OverlapKind::SameProduct, 1_160)]);
}

#[test]
fn two_buyers_for_the_same_grades_of_a_school_lose_the_cheaper() {
    let mut lines = two_schools();
    lines[0].places[0].school = ELM;
    lines[0].places[0].grades = 0b0110;
    // One of its two grades, and no price difference besides.
    assert_eq!(dollars(&lines), [(OverlapKind::SameProduct, 1_200)]);
    assert_eq!(found(&lines).0[0].members[0].claimed, WHOLE_CELL / 2);
}

#[test]
fn these_are_not_bought_twice() {
    type Trap = fn(&mut [PaidLine]);
    let traps: &[(&str, Trap)] = &[
        ("released from one master", |lines| {
            (lines[0].root, lines[1].root) = (ContractId(9), ContractId(9));
        }),
        ("one buyer", |lines| lines[1].buyer = Some(OAK)),
        ("another school year", |lines| {
            lines[0].first = Some(day("2025-07-01"));
            lines[0].last = day("2026-06-30");
        }),
        ("the next school year", |lines| {
            lines[1].first = Some(day("2027-06-10"));
        }),
        ("the better price was a gift", |lines| {
            lines[0].places[0].cost = Cents(0);
            lines[0].seat_price = None;
        }),
        ("the better price is for many", |lines| {
            lines[0].min_quantity = Some(39);
        }),
        ("for staff and for students", |lines| {
            lines[0].students = false;
            lines[1].staff = false;
        }),
        ("the price is not by seats", |lines| {
            lines[1].limited = false;
        }),
        ("alike", |lines| lines[1].seat_price = Some(Cents(6_000))),
    ];
    for (what, spring) in traps {
        let mut lines = two_schools();
        spring(&mut lines);
        assert_eq!(dollars(&lines), [], "{what}");
    }
}

#[test]
fn another_edition_is_another_product() {
    use crate::domain::overlap::engine::{OverlapFacts, find};
    for mut lines in [covered(), two_schools()] {
        lines[1].product.0 += 1;
        let facts = OverlapFacts {
            lines,
            ..OverlapFacts::default()
        };
        assert_eq!(find(&facts, today()).overlaps, []);
    }
}

#[test]
fn the_best_price_is_one_that_is_still_paid() {
    let priced = |id, buyer, dollars: i64| PaidLine {
        seat_price: Some(Cents(dollars * 100)),
        ..line(
            id,
            ProductId(7),
            Some(buyer),
            &[(buyer, dollars * 20, 20, Some(20))],
        )
    };
    let over = PaidLine {
        last: day("2026-08-31"),
        ..priced(1, SchoolId(4), 50)
    };
    let (next, other) = (priced(2, SchoolId(4), 50), priced(3, SchoolId(5), 60));
    let mut claims = Claims::default();
    let (found, _) = of_product(&[&over, &next, &other], today(), &mut claims);
    let found: Vec<_> = found
        .iter()
        .map(|o| (o.kind, o.keeper, o.at_stake))
        .collect();
    assert_eq!(
        found,
        [(
            OverlapKind::SameProduct,
            Some(ProposedKeeper::Line(LineId(2))),
            Cents(200 * 100)
        )]
    );
}
