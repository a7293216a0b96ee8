//! The worked example of the rule book, to the cent, and what must hold for any district.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::claims::Claims;
use crate::domain::overlap::duplicate;
use crate::domain::overlap::facts::Job;
use crate::domain::overlap::similar::{self, Candidate};
use crate::domain::policy::{Base, PREFIX, Policy};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A line of `product` bought by `buyer` for these places: school, dollars, seats, used.
fn line(
    id: i64,
    product: i64,
    buyer: Option<i64>,
    places: &[(i64, i64, i64, Option<i64>)],
) -> PaidLine {
    PaidLine {
        id,
        contract: id,
        root: id,
        product,
        buyer,
        first: Some(day("2026-07-01")),
        last: day("2027-06-30"),
        students: true,
        staff: true,
        limited: true,
        quantity: Some(places.iter().map(|place| place.2).sum()),
        seat_price: None,
        min_quantity: None,
        act_by: Some(day("2027-04-01")),
        reducible: true,
        unowned: false,
        unwatched: true,
        places: places
            .iter()
            .map(|(school, dollars, seats, used)| Place {
                school: *school,
                grades: 0b11,
                cost: Cents(dollars * 100),
                seats: *seats,
                used: *used,
                unfit: 0,
                untrained: false,
            })
            .collect(),
    }
}

const OAK: i64 = 1;
const ELM: i64 = 2;
const PINE: i64 = 3;

fn worked_example() -> (Vec<PaidLine>, Vec<Job>) {
    let site = |mut line: PaidLine| {
        line.limited = false;
        line.reducible = false;
        line
    };
    let mut reads = line(4, 30, Some(ELM), &[(ELM, 6_000, 400, Some(80))]);
    reads.places[0].unfit = WHOLE / 4 * 3;
    let mut quiz = line(5, 40, Some(PINE), &[(PINE, 3_000, 600, Some(560))]);
    quiz.unowned = true;
    let lines = vec![
        site(line(1, 10, None, &[(OAK, 30_000, 2_000, Some(1_900))])),
        line(2, 20, None, &[(OAK, 12_000, 1_000, Some(700))]),
        line(3, 20, Some(OAK), &[(OAK, 4_500, 300, Some(300))]),
        reads,
        quiz,
        site(line(6, 50, Some(PINE), &[(PINE, 2_400, 500, Some(90))])),
    ];
    let quizzes = |product, active| Job {
        product,
        functions: vec![7],
        active,
        ..Job::default()
    };
    (lines, vec![quizzes(40, 560), quizzes(50, 90)])
}

fn overlaps(lines: &[PaidLine], jobs: &[Job]) -> (Vec<Overlap>, Vec<(i64, i64, i64)>) {
    let today = day("2026-11-25");
    let mut claims = Claims::default();
    let mut by_product: BTreeMap<i64, Vec<&PaidLine>> = BTreeMap::new();
    for line in lines {
        by_product.entry(line.product).or_default().push(line);
    }
    let (mut found, mut absorbed) = (Vec::new(), Vec::new());
    for lines in by_product.values() {
        let (overlaps, seats) = duplicate::of_product(lines, today, &mut claims);
        found.extend(overlaps);
        absorbed.extend(seats);
    }
    let candidates: Vec<Candidate> = jobs
        .iter()
        .map(|job| Candidate {
            job,
            lines: by_product.get(&job.product).cloned().unwrap_or_default(),
        })
        .collect();
    found.extend(similar::of_function(&candidates, &mut claims));
    (found, absorbed)
}

fn ledger(lines: &[PaidLine], jobs: &[Job]) -> (Totals, Vec<Cell>) {
    let (overlaps, absorbed) = overlaps(lines, jobs);
    let said = Said::of(&overlaps, &absorbed);
    let spare = Policy::of(Base::Hybrid).spare_seats;
    let cells = lines.iter().flat_map(|line| cells(line, &said, spare));
    let cells: Vec<Cell> = cells.collect();
    let mut totals = Totals::default();
    cells.iter().for_each(|cell| totals.add(cell, 1));
    (totals, cells)
}

#[test]
fn the_worked_example_to_the_cent() {
    let (lines, jobs) = worked_example();
    let (found, _) = overlaps(&lines, &jobs);
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
    let idle = line(1, 10, Some(ELM), &[(ELM, 1_000, 100, Some(60))]);
    let unused = |spare: &str| {
        let said = BTreeMap::from([(format!("{PREFIX}spare_seats"), spare.to_owned())]);
        let spare = Policy::read(&said).spare_seats;
        let cells = cells(&idle, &Said::default(), spare);
        cells[0].taken[Factor::Untrained as usize].net
    };
    for (spare, dollars) in [("0", 400), ("10", 300), ("40", 0), ("100", 0)] {
        assert_eq!(unused(spare), Cents(dollars * 100), "{spare}%");
    }
}
