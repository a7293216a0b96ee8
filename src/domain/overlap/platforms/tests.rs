//! O6: what fires, what must not, and the dollars by hand.

use crate::domain::money::Cents;
use crate::domain::overlap::engine::{OverlapFacts, find};
use crate::domain::overlap::facts::{PaidLine, ProductJob};
use crate::domain::overlap::testing::{day, job, line, today};
use crate::domain::overlap::{Overlap, OverlapKind, ProposedKeeper};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

fn platform(product: ProductId) -> ProductJob {
    ProductJob {
        lms: true,
        ..job(product, &[], 0)
    }
}

fn too_many(lines: &[PaidLine], jobs: &[ProductJob]) -> Vec<Overlap> {
    let facts = OverlapFacts {
        lines: lines.to_vec(),
        jobs: jobs.to_vec(),
        students: [(10, 500), (20, 300), (30, 100)]
            .map(|(school, students)| (SchoolId(school), students))
            .into(),
        platforms: 2,
        records: Vec::new(),
    };
    let mut found = find(&facts, today()).overlaps;
    found.retain(|overlap| overlap.kind == OverlapKind::TooManyLms);
    found
}

/// Three platforms at three schools; the third school has the fewest students.
fn three() -> (Vec<PaidLine>, Vec<ProductJob>) {
    let lines = vec![
        line(1, ProductId(1), None, &[(SchoolId(10), 9_000, 500, None)]),
        line(2, ProductId(2), None, &[(SchoolId(20), 8_000, 300, None)]),
        line(3, ProductId(3), None, &[(SchoolId(30), 7_000, 100, None)]),
    ];
    (
        lines,
        vec![
            platform(ProductId(1)),
            platform(ProductId(2)),
            platform(ProductId(3)),
        ],
    )
}

#[test]
fn platforms_beyond_the_limit_are_those_that_reach_the_fewest() {
    let (lines, jobs) = three();
    let found = too_many(&lines, &jobs);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].keeper, Some(ProposedKeeper::Product(ProductId(1))));
    assert_eq!(found[0].products, [1, 2, 3].map(ProductId));
    assert_eq!(found[0].schools[..], [SchoolId(30)]);
    assert_eq!(found[0].at_stake, Cents(700_000));
    assert_eq!(too_many(&lines[..2], &jobs[..2]), [], "two are allowed");
}

#[test]
fn a_second_platform_for_the_same_grades_of_a_school_is_too_many() {
    let (mut lines, jobs) = three();
    lines[1].places[0].school = SchoolId(10);
    lines[1].places[0].grades = 0b0110;
    let found = too_many(&lines[..2], &jobs[..2]);
    assert_eq!(found[0].schools[..], [SchoolId(10)]);
    // One of its two grades.
    assert_eq!(found[0].at_stake, Cents(400_000));
}

#[test]
fn a_free_platform_counts_and_costs_nothing() {
    let (lines, mut jobs) = three();
    jobs[2].free_at = vec![(SchoolId(30), 0b11)];
    let found = too_many(&lines[..2], &jobs);
    assert_eq!(found[0].schools[..], [SchoolId(30)]);
    assert_eq!(found[0].at_stake, Cents(0));
}

#[test]
fn these_are_no_platforms_too_many() {
    type Trap = fn(&mut [PaidLine], &mut [ProductJob]);
    let traps: &[(&str, Trap)] = &[
        ("for training staff", |lines, _| lines[2].students = false),
        ("of a partner school", |_, jobs| {
            jobs[2].population = Some("virtual school".into());
        }),
        ("a portfolio", |_, jobs| jobs[2].lms = false),
        ("over", |lines, _| lines[2].last = day("2026-09-30")),
    ];
    for (what, spring) in traps {
        let (mut lines, mut jobs) = three();
        spring(&mut lines, &mut jobs);
        assert_eq!(too_many(&lines, &jobs), [], "{what}");
    }
}
