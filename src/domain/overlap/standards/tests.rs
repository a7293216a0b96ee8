//! O4: what fires, what must not, and the dollars by hand.

use super::*;
use crate::domain::overlap::engine::{OverlapFacts, find};
use crate::domain::overlap::testing::{job, line, today};
use crate::domain::overlap::{Overlap, ProposedKeeper};
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;
use crate::domain::standards::claim::{AlignmentId, AlignmentStatus};

const ZEARN: ProductId = ProductId(1);
const IXL: ProductId = ProductId(2);

fn aligned(product: ProductId, standards: std::ops::Range<i64>) -> Vec<Alignment> {
    standards
        .map(|n| Alignment {
            id: AlignmentId(product.0 * 1_000 + n),
            version: 1,
            product,
            framework: "CCSS Math 2010".into(),
            standard: format!("3.NF.A.{n}"),
            leaf: true,
            status: AlignmentStatus::Verified,
            role: Some(AlignmentRole::Instruction),
            grades: crate::domain::grade::Grades::default(),
            module: None,
            item: None,
            says: None,
            source: None,
            claimed_on: None,
            by: None,
            on: Some(today()),
            sampled: None,
            met: None,
            evidence: None,
            note: None,
        })
        .collect()
}

fn found(lines: &[PaidLine], jobs: &[ProductJob], alignments: &[Alignment]) -> Vec<Overlap> {
    let by = AlignedBy {
        today: today(),
        recheck: 24,
        ..AlignedBy::default()
    };
    let mut leaves = leaves(alignments, &by, |id| id);
    let mut jobs = jobs.to_vec();
    for job in &mut jobs {
        job.leaves = leaves.remove(&job.product).unwrap_or_default();
    }
    let facts = OverlapFacts {
        lines: lines.to_vec(),
        jobs,
        ..OverlapFacts::default()
    };
    find(&facts, today()).overlaps
}

/// 15 of the 20 standards of the one are among the 30 of the other.
fn two() -> (Vec<PaidLine>, Vec<ProductJob>, Vec<Alignment>) {
    let lines = vec![
        line(
            1,
            ZEARN,
            None,
            &[
                (SchoolId(10), 8_000, 100, Some(90)),
                (SchoolId(20), 500, 9, None),
            ],
        ),
        line(2, IXL, None, &[(SchoolId(10), 4_000, 100, Some(40))]),
    ];
    let jobs = vec![job(ZEARN, &[], 90), job(IXL, &[], 40)];
    let mut alignments = aligned(ZEARN, 0..30);
    alignments.extend(aligned(IXL, 15..35));
    (lines, jobs, alignments)
}

#[test]
fn two_that_teach_the_same_standards_cost_the_shared_part_of_the_cheaper() {
    let (lines, jobs, alignments) = two();
    let found = found(&lines, &jobs, &alignments);
    let [pair] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(pair.kind, OverlapKind::SameStandards);
    assert_eq!(
        (pair.keeper, &pair.products[..]),
        (Some(ProposedKeeper::Product(ZEARN)), &[ZEARN, IXL][..])
    );
    assert_eq!(pair.schools, [SchoolId(10)]);
    // 15 of 20, of 4,000 dollars and of 8,000.
    assert_eq!(pair.at_stake, Cents(300_000));
    assert_eq!(pair.savings, (Cents(300_000), Cents(600_000)));
    assert_eq!(pair.members[0].claimed, WHOLE_CELL / 4 * 3);
}

#[test]
fn only_the_grades_that_the_shared_standards_are_about_are_at_stake() {
    let (lines, jobs, mut alignments) = two();
    for one in &mut alignments {
        // The cells of the lines are of the two lowest grades.
        one.grades = [crate::domain::grade::Grade::new(-1).unwrap()]
            .into_iter()
            .collect();
    }
    assert_eq!(
        found(&lines, &jobs, &alignments)[0].at_stake,
        Cents(150_000)
    );
}

#[test]
fn one_job_comes_before_the_same_standards() {
    let (lines, mut jobs, alignments) = two();
    jobs.iter_mut()
        .for_each(|job| job.functions = vec![FunctionId(7)]);
    let found = found(&lines, &jobs, &alignments);
    let kinds: Vec<_> = found
        .iter()
        .map(|o| (o.kind, o.members[0].claimed))
        .collect();
    assert_eq!(
        kinds,
        [
            (OverlapKind::SameFunction, WHOLE_CELL),
            (OverlapKind::SameStandards, 0)
        ]
    );
}

#[test]
fn these_share_no_standards() {
    type Trap = fn(&mut [PaidLine], &mut [ProductJob], &mut Vec<Alignment>);
    let of_ixl = |all: &mut Vec<Alignment>, make: fn(&mut Alignment)| {
        all.iter_mut()
            .filter(|one| one.product == IXL)
            .for_each(make);
    };
    let traps: &[(&str, Trap)] = &[
        ("what is to be looked at again", |_, _, all| {
            // Six of the 15 that are shared, so that nine are left.
            let long_ago = "2020-01-06".parse().ok();
            all.iter_mut().take(21).for_each(|one| one.on = long_ago);
        }),
        ("clusters", |_, _, all| {
            all.iter_mut().for_each(|one| one.leaf = false);
        }),
        ("a vendor's word", |_, _, all| {
            all.retain(|one| one.product == ZEARN);
            let mut claims = aligned(IXL, 15..35);
            claims
                .iter_mut()
                .for_each(|one| one.status = AlignmentStatus::Claimed);
            all.extend(claims);
        }),
        ("nine", |_, _, all| {
            all.retain(|one| one.product == ZEARN);
            all.extend(aligned(IXL, 21..33));
        }),
        ("55 percent", |_, _, all| {
            all.retain(|one| one.product == ZEARN);
            all.extend(aligned(IXL, 19..39));
        }),
        ("core and beside it", |_, jobs, _| jobs[0].core = true),
        ("another school", |lines, _, _| {
            lines[1].places[0].school = SchoolId(30);
        }),
        ("other grades", |lines, _, _| {
            lines[1].places[0].grades = 0b1100;
        }),
        ("nobody pays for the cheaper", |lines, _, _| {
            lines[1].places[0].cost = Cents(0);
        }),
    ];
    for (what, spring) in traps {
        let (mut lines, mut jobs, mut alignments) = two();
        spring(&mut lines, &mut jobs, &mut alignments);
        assert_eq!(found(&lines, &jobs, &alignments), [], "{what}");
    }
    let (lines, jobs, all) = two();
    for (what, make) in [
        (
            "an old edition",
            (|one| one.framework = "CCSS Math 2003".into()) as fn(&mut Alignment),
        ),
        ("tested, and taught", |one| {
            one.role = Some(AlignmentRole::Assessment);
        }),
        ("nobody said which", |one| one.role = None),
        ("standards for other grades", |one| {
            one.grades = crate::domain::grade::Grade::new(12).into_iter().collect();
        }),
    ] {
        let mut all = all.clone();
        of_ixl(&mut all, make);
        assert_eq!(found(&lines, &jobs, &all), [], "{what}");
    }
}
