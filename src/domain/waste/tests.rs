//! An example worked out by hand, to the cent, and what must hold for any district.

use std::collections::BTreeMap;

use super::*;
use crate::domain::contract::LineId;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::engine::{FoundOverlaps, OverlapFacts, find};
use crate::domain::overlap::facts::ProductJob;
use crate::domain::overlap::testing::{job, line, today};
use crate::domain::policy::{Base, PREFIX, Policy};
use crate::domain::product::FunctionId;
use crate::domain::school::SchoolId;

const OAK: SchoolId = SchoolId(1);
const ELM: SchoolId = SchoolId(2);
const PINE: SchoolId = SchoolId(3);

fn worked_example() -> (Vec<PaidLine>, Vec<ProductJob>) {
    let site = |mut line: PaidLine| {
        line.limited = false;
        line.reducible = false;
        line
    };
    let mut reads = line(4, ProductId(30), Some(ELM), &[(ELM, 6_000, 400, Some(80))]);
    reads.places[0].unfit = WHOLE_CELL / 4 * 3;
    let mut quiz = line(
        5,
        ProductId(40),
        Some(PINE),
        &[(PINE, 3_000, 600, Some(560))],
    );
    quiz.unowned = true;
    let lines = vec![
        site(line(
            1,
            ProductId(10),
            None,
            &[(OAK, 30_000, 2_000, Some(1_900))],
        )),
        line(2, ProductId(20), None, &[(OAK, 12_000, 1_000, Some(700))]),
        line(3, ProductId(20), Some(OAK), &[(OAK, 4_500, 300, Some(300))]),
        reads,
        quiz,
        site(line(
            6,
            ProductId(50),
            Some(PINE),
            &[(PINE, 2_400, 500, Some(90))],
        )),
    ];
    (
        lines,
        vec![
            job(ProductId(40), &[FunctionId(7)], 560),
            job(ProductId(50), &[FunctionId(7)], 90),
        ],
    )
}

fn overlaps(lines: &[PaidLine], jobs: &[ProductJob]) -> FoundOverlaps {
    let facts = OverlapFacts {
        lines: lines.to_vec(),
        jobs: jobs.to_vec(),
        platforms: 2,
        ..OverlapFacts::default()
    };
    find(&facts, today())
}

fn ledger(lines: &[PaidLine], jobs: &[ProductJob]) -> (Totals, Vec<WasteCell>) {
    let found = overlaps(lines, jobs);
    let said = OverlapClaims::of(&found.overlaps, &found.absorbed);
    let spare = Policy::of(Base::Hybrid).spare_seats;
    let cells = lines.iter().flat_map(|line| cells(line, &said, spare));
    let cells: Vec<WasteCell> = cells.collect();
    let mut totals = Totals::default();
    cells.iter().for_each(|cell| totals.add(cell, 1));
    (totals, cells)
}

#[test]
fn the_worked_example_to_the_cent() {
    let (lines, jobs) = worked_example();
    let found = overlaps(&lines, &jobs).overlaps;
    let kinds: Vec<(OverlapKind, Cents)> = found.iter().map(|o| (o.kind, o.at_stake)).collect();
    assert_eq!(
        kinds,
        [
            (OverlapKind::Covered, Cents(450_000)),
            (OverlapKind::SameFunction, Cents(240_000)),
        ]
    );
    let (totals, cells) = ledger(&lines, &jobs);
    let nets: Vec<[i64; 4]> = cells
        .iter()
        .map(|c| c.taken.map(|t| t.net.0 / 100))
        .collect();
    assert_eq!(
        nets,
        [
            [0, 0, 0, 0],
            [0, 0, 0, 0],
            [0, 4_500, 0, 0],
            [4_500, 0, 150, 0],
            [0, 0, 0, 3_000],
            [0, 2_400, 0, 0],
        ]
    );
    assert_eq!(totals.spend, Cents(5_790_000));
    assert_eq!(totals.at_risk, Cents(1_455_000));
    assert_eq!(totals.gross, Cents(2_100_000));
    let gross = |n: usize| totals.factors[n].gross;
    assert_eq!(
        [gross(0), gross(1), gross(2), gross(3)].map(|c| c.0 / 100),
        [4_500, 6_900, 6_600, 3_000]
    );
    assert!(!totals.check_inputs());
}

#[test]
fn the_policy_says_how_many_seats_may_stay_empty() {
    let idle = line(1, ProductId(10), Some(ELM), &[(ELM, 1_000, 100, Some(60))]);
    let unused = |spare: &str| {
        let said = BTreeMap::from([(format!("{PREFIX}spare_seats"), spare.to_owned())]);
        let spare = Policy::read(&said).spare_seats;
        let cells = cells(&idle, &OverlapClaims::default(), spare);
        cells[0].taken[Factor::Untrained as usize].net
    };
    for (spare, dollars) in [("0", 400), ("10", 300), ("40", 0), ("100", 0)] {
        assert_eq!(unused(spare), Cents(dollars * 100), "{spare}%");
    }
}

#[test]
fn idle_seats_are_a_matter_of_training_or_of_too_many_seats() {
    let mut idle = line(
        1,
        ProductId(10),
        None,
        &[(OAK, 1_000, 100, Some(60)), (ELM, 1_000, 100, Some(70))],
    );
    idle.places[0].untrained = true;
    let (totals, _) = ledger(&[idle], &[]);
    // 30 of Oak's 100 and 20 of Elm's, beyond the 10 that may stay empty.
    assert_eq!(
        (totals.untrained, totals.right_size),
        (Cents(30_000), Cents(20_000))
    );
    assert_eq!(totals.at_risk, Cents(50_000));
}

#[test]
fn idle_seats_of_a_site_are_told_at_no_dollars_unless_it_can_shrink() {
    let mut site = line(1, ProductId(10), None, &[(OAK, 1_000, 100, Some(60))]);
    (site.limited, site.reducible) = (false, false);
    let (totals, cells) = ledger(&[site.clone()], &[]);
    assert_eq!((totals.at_risk, cells[0].idle), (Cents(0), 30));
    site.reducible = true;
    let (totals, cells) = ledger(&[site], &[]);
    assert_eq!((totals.at_risk, cells[0].idle), (Cents(30_000), 0));
}

#[test]
fn what_nobody_counted_is_told_apart_and_not_as_idle() {
    let (totals, _) = ledger(
        &[line(1, ProductId(10), None, &[(OAK, 1_000, 100, None)])],
        &[],
    );
    assert_eq!(
        (totals.at_risk, totals.unmeasured),
        (Cents(0), Cents(100_000))
    );
}

#[test]
fn nobody_answering_counts_where_money_is_about_to_be_spent() {
    for (unowned, unwatched, dollars) in [
        (true, true, 1_000),
        (true, false, 0),
        (false, true, 0),
        (false, false, 0),
    ] {
        let mut line = line(1, ProductId(10), None, &[(OAK, 1_000, 100, Some(95))]);
        (line.unowned, line.unwatched) = (unowned, unwatched);
        line.stoppable = false;
        let (totals, _) = ledger(&[line], &[]);
        assert_eq!(totals.at_risk, Cents(dollars * 100));
        assert_eq!(
            (totals.stoppable, totals.locked),
            (Cents(0), totals.at_risk)
        );
    }
}

#[test]
fn an_overlap_takes_its_part_of_what_still_fits() {
    let mut half = line(1, ProductId(10), Some(ELM), &[(ELM, 1_000, 100, Some(100))]);
    half.places[0].unfit = WHOLE_CELL / 2;
    let mut said = OverlapClaims::default();
    said.claimed.insert((LineId(1), ELM), WHOLE_CELL / 2);
    let spare = Policy::of(Base::Hybrid).spare_seats;
    let cell = &cells(&half, &said, spare)[0];
    // Half of $1,000.00 does not fit, and half of the other half is paid twice.
    assert_eq!(cell.taken.map(|taken| taken.net.0), [50_000, 25_000, 0, 0]);
    assert_eq!(cell.taken[1].gross, Cents(50_000));
}
