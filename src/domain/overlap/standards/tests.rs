//! O4: what fires, what must not, and the dollars by hand.

use super::*;
use crate::domain::contract::LineId;
use crate::domain::grade::Grades;
use crate::domain::overlap::board::WouldBeRow;
use crate::domain::overlap::engine::{OverlapFacts, find, would_be};
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
            verifier: None,
        })
        .collect()
}

fn found(lines: &[PaidLine], jobs: &[ProductJob], alignments: &[Alignment]) -> Vec<Overlap> {
    find(&facts(lines, jobs, alignments, &[]), today()).overlaps
}

/// What they are found in; each pair of standards is one relation.
fn facts(
    lines: &[PaidLine],
    jobs: &[ProductJob],
    alignments: &[Alignment],
    same: &[(i64, i64)],
) -> OverlapFacts {
    let mut by = AlignedBy {
        today: today(),
        recheck: 24,
        ..AlignedBy::default()
    };
    for one in alignments {
        let days = StandardDays::new(true, None, None);
        by.standards.extend(one.item.map(|item| (item, days)));
    }
    for (one, other) in same {
        for (one, other) in [(*one, *other), (*other, *one)] {
            let same = by.same.entry(StandardId(one)).or_default();
            same.push(StandardId(other));
        }
    }
    let mut taught = leaves(alignments, &by, |id| id);
    let mut jobs = jobs.to_vec();
    for job in &mut jobs {
        let taught = taught.remove(&job.product).unwrap_or_default();
        (job.leaves, job.joined) = (taught.leaves, taught.joined);
    }
    OverlapFacts {
        lines: lines.to_vec(),
        jobs,
        ..OverlapFacts::default()
    }
}

/// The vector of the made-up district: 14 standards of each, 10 of them the same ones; the cheaper costs $1,387.50, and the
/// shared standards are about three of the four grades of its school.
fn fourteen() -> (Vec<PaidLine>, Vec<ProductJob>, Vec<Alignment>) {
    let place = |cents| {
        let mut line = line(1, ZEARN, None, &[(SchoolId(10), 1, 100, Some(90))]);
        line.places[0].grades = 0b1111;
        line.places[0].cost = Cents(cents);
        line
    };
    let (mut zearn, ixl) = (place(900_000), place(138_750));
    zearn.id = LineId(2);
    let ixl = PaidLine {
        product: IXL,
        ..ixl
    };
    let of = |product, first: std::ops::Range<i64>, more: std::ops::Range<i64>| {
        let items: Vec<i64> = first.chain(more).collect();
        let mut all = aligned(product, 0..14);
        for (one, item) in all.iter_mut().zip(items) {
            one.item = Some(StandardId(item));
            one.grades = Grades::of_bits(0b0111);
        }
        all
    };
    let mut all = of(ZEARN, 1..11, 21..25);
    all.extend(of(IXL, 1..11, 31..35));
    (
        vec![ixl, zearn],
        vec![job(ZEARN, &[], 90), job(IXL, &[], 40)],
        all,
    )
}

#[test]
fn two_standards_are_shared_where_one_relation_says_that_they_are_the_same() {
    let (lines, jobs, all) = fourteen();
    let stake = |same: &[(i64, i64)]| {
        let found = find(&facts(&lines, &jobs, &all, same), today()).overlaps;
        let [pair] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(pair.kind, OverlapKind::SameStandards);
        pair.at_stake
    };
    // O4: 12 of 14 by three of four grades of 138,750; two of the 12 are the same by one relation each.
    assert_eq!(stake(&[(21, 31), (32, 22)]), Cents(89_196));
    // O4b: by two relations each they are not, and 10 of 14 are left.
    assert_eq!(
        stake(&[(21, 91), (91, 31), (22, 92), (92, 32)]),
        Cents(74_330)
    );
    assert_eq!(stake(&[]), Cents(74_330));
    // One stands once, however many it is the same as: 11 of 14 by three of four are 81,763.39 cents.
    assert_eq!(stake(&[(21, 31), (22, 31), (23, 31)]), Cents(81_763));
    // What is the same as one that both have is no second pair, unless the other has one more for it too: then each of the
    // two stands with the other's.
    assert_eq!(stake(&[(21, 1)]), Cents(74_330));
    assert_eq!(stake(&[(21, 1), (31, 1)]), Cents(81_763));
}

#[test]
fn what_is_to_be_looked_at_again_is_told_and_costs_nothing() {
    let (lines, jobs, mut all) = fourteen();
    let same = [(21, 31), (22, 32)];
    // O4c: three of the 12.
    for at in [0, 1, 11] {
        all[at].on = "2020-01-06".parse().ok();
    }
    let facts_now = facts(&lines, &jobs, &all, &same);
    assert_eq!(find(&facts_now, today()).overlaps, []);
    let pair = WouldBe {
        products: (ZEARN, IXL),
        shared: 12,
        recheck: 3,
    };
    assert_eq!(would_be(&facts_now, today()), [pair]);
    let told = WouldBeRow {
        products: ("Zearn".into(), "IXL".into()),
        pair,
    };
    let told = told.told();
    assert_eq!(
        told,
        "Zearn and IXL: 12 shared standards would be, 3 need a recheck"
    );
    // One that holds more, and it is a pair, of which nothing is to be told.
    all[11].on = Some(today());
    let facts_now = facts(&lines, &jobs, &all, &same);
    assert_eq!(find(&facts_now, today()).overlaps.len(), 1);
    assert_eq!(would_be(&facts_now, today()), []);
    // Nor of two that are at no school together.
    all[11].on = None;
    all[11].status = AlignmentStatus::Claimed;
    let mut apart = lines.clone();
    apart[1].places[0].school = SchoolId(30);
    assert_eq!(would_be(&facts(&apart, &jobs, &all, &same), today()), []);
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
    assert_eq!(pair.schools[..], [SchoolId(10)]);
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
