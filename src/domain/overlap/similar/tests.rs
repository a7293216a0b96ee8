//! O3: what fires, what must not, and the dollars by hand.

use crate::domain::money::Cents;
use crate::domain::overlap::engine::{OverlapFacts, find};
use crate::domain::overlap::facts::{PaidLine, ProductJob};
use crate::domain::overlap::testing::{day, job, line, today};
use crate::domain::overlap::{Overlap, OverlapKind, ProposedKeeper};
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

const QUIZ: FunctionId = FunctionId(7);
const ANOTHER: FunctionId = FunctionId(8);
const NEARPOD: ProductId = ProductId(1);
const EDPUZZLE: ProductId = ProductId(2);

fn similar(lines: &[PaidLine], jobs: &[ProductJob]) -> Vec<Overlap> {
    let facts = OverlapFacts {
        lines: lines.to_vec(),
        jobs: jobs.to_vec(),
        ..OverlapFacts::default()
    };
    let mut found = find(&facts, today()).overlaps;
    found.retain(|overlap| overlap.kind == OverlapKind::SameFunction);
    found
}

/// Two quiz tools at school 10, the second also at 20, where nothing else is.
fn two() -> (Vec<PaidLine>, Vec<ProductJob>) {
    let lines = vec![
        line(1, NEARPOD, None, &[(SchoolId(10), 5_000, 100, Some(90))]),
        line(
            2,
            EDPUZZLE,
            None,
            &[
                (SchoolId(10), 3_000, 100, Some(40)),
                (SchoolId(20), 1_000, 30, Some(20)),
            ],
        ),
    ];
    (
        lines,
        vec![job(NEARPOD, &[QUIZ], 90), job(EDPUZZLE, &[QUIZ], 60)],
    )
}

#[test]
fn two_of_one_job_at_one_school_are_a_pair_that_costs_what_the_less_used_costs_there() {
    let (lines, jobs) = two();
    let found = similar(&lines, &jobs);
    let [pair] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(pair.products, [NEARPOD, EDPUZZLE]);
    assert_eq!(pair.keeper, Some(ProposedKeeper::Product(NEARPOD)));
    assert_eq!(pair.schools[..], [SchoolId(10)]);
    assert_eq!(pair.function, Some(QUIZ));
    assert_eq!(pair.at_stake, Cents(300_000));
    // Were it the other one that goes, 5,000 dollars would be saved.
    assert_eq!(pair.savings, (Cents(300_000), Cents(500_000)));
    assert_eq!(pair.act_by, Some(day("2027-04-01")));
    let stakes: Vec<(i64, Cents)> = pair.members.iter().map(|m| (m.line.0, m.stake)).collect();
    assert_eq!(stakes, [(2, Cents(300_000))]);
}

#[test]
fn used_alike_the_cheaper_one_stays() {
    let (lines, mut jobs) = two();
    jobs[1].active = 90;
    let found = similar(&lines, &jobs);
    assert_eq!(found[0].keeper, Some(ProposedKeeper::Product(EDPUZZLE)));
    assert_eq!(found[0].at_stake, Cents(500_000));
    assert_eq!(found[0].savings, (Cents(300_000), Cents(500_000)));
}

#[test]
fn each_school_keeps_its_own_best_and_no_grade_is_in_two_pairs() {
    let lines = [
        line(1, ProductId(1), None, &[(SchoolId(10), 900, 9, None)]),
        line(
            2,
            ProductId(2),
            None,
            &[(SchoolId(10), 800, 9, None), (SchoolId(20), 700, 9, None)],
        ),
        line(
            3,
            ProductId(3),
            None,
            &[(SchoolId(10), 600, 9, None), (SchoolId(20), 500, 9, None)],
        ),
    ];
    let jobs = [
        job(ProductId(1), &[QUIZ], 30),
        job(ProductId(2), &[QUIZ], 20),
        job(ProductId(3), &[QUIZ], 10),
    ];
    let found = similar(&lines, &jobs);
    let pairs: Vec<_> = found
        .iter()
        .map(|o| (&o.products[..], o.keeper, &o.schools[..], o.at_stake))
        .collect();
    let keeps = |id| Some(ProposedKeeper::Product(ProductId(id)));
    assert_eq!(
        pairs,
        [
            (
                &[ProductId(1), ProductId(2)][..],
                keeps(1),
                &[SchoolId(10)][..],
                Cents(80_000)
            ),
            (
                &[ProductId(1), ProductId(3)][..],
                keeps(1),
                &[SchoolId(10)][..],
                Cents(60_000)
            ),
            (
                &[ProductId(2), ProductId(3)][..],
                keeps(2),
                &[SchoolId(20)][..],
                Cents(50_000)
            ),
        ]
    );
}

#[test]
fn who_loses_to_one_keeps_nobody_else_from_staying() {
    let lines = [
        line(1, ProductId(1), None, &[(SchoolId(10), 900, 9, None)]),
        line(2, ProductId(2), None, &[(SchoolId(10), 800, 9, None)]),
        line(3, ProductId(3), None, &[(SchoolId(10), 700, 9, None)]),
    ];
    let mut jobs = [
        job(ProductId(1), &[QUIZ], 30),
        job(ProductId(2), &[QUIZ], 20),
        job(ProductId(3), &[QUIZ], 10),
    ];
    jobs[0].subjects = vec!["math".into()];
    jobs[2].subjects = vec!["science".into()];
    // The one for any subject goes; then science has only its own.
    let found = similar(&lines, &jobs);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].products, [1, 2].map(ProductId));
}

#[test]
fn a_pair_met_in_several_functions_is_one_alert() {
    let (lines, mut jobs) = two();
    for job in &mut jobs {
        job.functions = vec![QUIZ, ANOTHER];
    }
    let found = similar(&lines, &jobs);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].at_stake, Cents(300_000));
    assert_eq!(found[0].members[0].claimed, super::WHOLE_CELL);
}

#[test]
fn only_the_grades_that_both_serve_are_at_stake() {
    let (mut lines, jobs) = two();
    lines[0].places[0].grades = 0b0011;
    lines[1].places[0].grades = 0b0110;
    let found = similar(&lines, &jobs);
    // One of two grades of each.
    assert_eq!(found[0].at_stake, Cents(150_000));
    assert_eq!(found[0].savings, (Cents(150_000), Cents(250_000)));
}

#[test]
fn what_is_used_free_counts_as_there() {
    let (lines, mut jobs) = two();
    jobs[0].free_at = vec![(SchoolId(10), 0b11)];
    let found = similar(&lines[1..], &jobs);
    assert_eq!(found[0].at_stake, Cents(300_000));
    assert_eq!(found[0].savings, (Cents(0), Cents(300_000)));
}

#[test]
fn these_are_no_pairs() {
    type Trap = fn(&mut [PaidLine], &mut [ProductJob]);
    let traps: &[(&str, Trap)] = &[
        ("core and beside it", |_, jobs| jobs[0].core = true),
        ("English learners", |_, jobs| {
            jobs[1].population = Some("EL".into());
        }),
        ("special education", |_, jobs| {
            jobs[0].population = Some("SPED".into());
        }),
        ("assistive technology", |_, jobs| {
            jobs[1].population = Some("assistive".into());
        }),
        ("other subjects", |_, jobs| {
            jobs[0].subjects = vec!["math".into()];
            jobs[1].subjects = vec!["science".into()];
        }),
        (
            "bundled, given by the state or a grant, or of a broad function",
            |_, jobs| {
                // The facts leave such functions out.
                jobs[1].functions.clear();
            },
        ),
        ("other functions", |_, jobs| {
            jobs[1].functions = vec![ANOTHER];
        }),
        ("other grades", |lines, _| {
            lines[0].places[0].grades = 0b1100;
        }),
        ("another school", |lines, _| {
            lines[0].places[0].school = SchoolId(30);
        }),
        ("staff and students", |lines, _| {
            lines[0].students = false;
            lines[1].staff = false;
        }),
        ("it ended", |lines, _| lines[0].last = day("2026-10-31")),
        ("one follows the other", |lines, _| {
            lines[0].last = day("2027-01-15");
            lines[1].first = Some(day("2027-01-01"));
        }),
        ("nobody pays for the one that could go", |lines, _| {
            lines[1]
                .places
                .iter_mut()
                .for_each(|place| place.cost = Cents(0));
        }),
    ];
    for (what, spring) in traps {
        let (mut lines, mut jobs) = two();
        spring(&mut lines, &mut jobs);
        assert_eq!(similar(&lines, &jobs), [], "{what}");
    }
}
