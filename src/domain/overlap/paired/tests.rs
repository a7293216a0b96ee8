//! A product that is looked at with those alone that decide about it loses what it loses among all.

use fastrand::Rng;
use proptest::prelude::*;

use super::*;
use crate::domain::overlap::engine::{LostByProducts, OverlapFacts, find_of, seen_alone, too_many};
use crate::domain::overlap::facts::{Leaf, ProductJob};
use crate::domain::overlap::meetings::Meetings;
use crate::domain::overlap::testing::{district, job, line, today};
use crate::domain::overlap::{Overlap, OverlapPlace, loser};
use crate::domain::product::FunctionId;
use crate::domain::school::SchoolId;

fn of(facts: &OverlapFacts, ids: &BTreeSet<ProductId>) -> OverlapFacts {
    let mut some = facts.clone();
    some.lines.retain(|line| ids.contains(&line.product));
    some.jobs.retain(|job| ids.contains(&job.product));
    some
}

fn lost(
    facts: &OverlapFacts,
    with: &BTreeSet<ProductId>,
    by: &BTreeSet<ProductId>,
) -> LostByProducts {
    let many = too_many(facts, today());
    let platforms = many.as_ref().map(|(platforms, _)| platforms);
    find_of(&of(facts, with), by, platforms, today())
}

fn all(facts: &OverlapFacts) -> BTreeSet<ProductId> {
    facts.jobs.iter().map(|job| job.product).collect()
}

fn by_place(lost: &LostByProducts) -> BTreeMap<OverlapPlace, Overlap> {
    let overlaps = lost.overlaps.iter();
    overlaps.map(|one| (one.place(), one.clone())).collect()
}

fn of_loser(
    lost: &LostByProducts,
    wanted: impl Fn(ProductId) -> bool,
) -> BTreeMap<OverlapPlace, Overlap> {
    let mut overlaps = by_place(lost);
    overlaps.retain(|place, _| loser(*place).is_some_and(&wanted));
    overlaps
}

/// Counts something of a product anew, or has a line of it cost something else, and tells which.
fn counted_anew(rng: &mut Rng, facts: &mut OverlapFacts) -> BTreeSet<ProductId> {
    let at = rng.usize(0..facts.jobs.len());
    let product = facts.jobs[at].product;
    let lines = facts.lines.iter_mut();
    let places = lines
        .filter(|line| line.product == product)
        .flat_map(|line| &mut line.places);
    match rng.u8(0..4) {
        0 => facts.jobs[at].active += rng.i64(1..70),
        1 => places.for_each(|place| place.used = Some(rng.i64(0..50))),
        2 => places.for_each(|place| place.cost += Cents(rng.i64(0..2))),
        _ => facts.jobs[at].core = rng.bool(),
    }
    BTreeSet::from([product])
}

/// Three quizzes at one school: one for mathematics stays against one for everything, so that this one keeps nobody else
/// from staying. Who looks at the third without the first, because the second teaches what it teaches, has it lose.
#[test]
fn one_that_teaches_the_same_stays_or_not_by_who_stays_against_it() {
    let [mathematics, everything, science] = [1, 2, 3].map(ProductId);
    let quiz = |product, active, subject: Option<&str>, leaves: std::ops::Range<u64>| {
        let leaf = |standard| Leaf {
            framework: 1,
            standard,
            recheck: false,
            grades: 0b11,
        };
        ProductJob {
            subjects: subject.map(str::to_owned).into_iter().collect(),
            leaves: leaves.map(leaf).collect(),
            ..job(product, &[FunctionId(1)], active)
        }
    };
    let bought = |product: ProductId| {
        let place = (SchoolId(1), 1_000, 100, Some(80));
        line(product.0, product, None, &[place])
    };
    let facts = OverlapFacts {
        jobs: vec![
            quiz(mathematics, 150, Some("math"), 0..0),
            quiz(everything, 100, None, 0..2),
            quiz(science, 50, Some("science"), 1..3),
        ],
        lines: vec![bought(mathematics), bought(everything), bought(science)],
        ..OverlapFacts::default()
    };
    let whole = lost(&facts, &all(&facts), &all(&facts));
    let of_science = of_loser(&whole, |id| id == science);
    assert!(of_science.is_empty());
    let alone = |with: &BTreeSet<ProductId>| by_place(&lost(&facts, with, &[science].into()));
    assert!(!alone(&[everything, science].into()).is_empty());
    let with = decided_by(science, &Meetings::of(&facts.jobs), &whole.paired).unwrap();
    assert_eq!(alone(&with), of_science);
}

proptest! {
    #[test]
    fn who_decides_about_a_product_is_enough_to_find_what_it_loses(seed in any::<u64>()) {
        let facts = district(&mut Rng::with_seed(seed));
        let meetings = Meetings::of(&facts.jobs);
        let all = all(&facts);
        let whole = lost(&facts, &all, &all);
        prop_assert_eq!(whole.paired.len(), all.len());
        for product in &all {
            let with = decided_by(*product, &meetings, &whole.paired).unwrap();
            let alone = lost(&facts, &with, &BTreeSet::from([*product]));
            prop_assert_eq!(by_place(&alone), of_loser(&whole, |id| id == *product));
            prop_assert_eq!(&alone.paired[product], &whole.paired[product]);
            let beyond = whole.beyond.iter().filter(|member| member.product == *product);
            prop_assert_eq!(alone.beyond, beyond.cloned().collect::<Vec<_>>());
        }
    }

    #[test]
    fn who_does_not_see_a_change_loses_what_it_lost(seed in any::<u64>()) {
        let rng = &mut Rng::with_seed(seed);
        let mut facts = district(rng);
        for _ in 0..6 {
            let before = lost(&facts, &all(&facts), &all(&facts));
            let many = too_many(&facts, today());
            let products = counted_anew(rng, &mut facts);
            let meetings = Meetings::of(&facts.jobs);
            let now = seen_alone(&facts, &products, today());
            let mut reached = products.clone();
            let mut moved = false;
            for product in &products {
                match since(*product, &meetings.met_by(*product), &before.paired, &now) {
                    PairedSince::Same => {}
                    PairedSince::Priced => {
                        reached.extend(meetings.taught_with(*product));
                        let of = before.overlaps.iter().filter(|one| one.products.contains(product));
                        reached.extend(of.filter_map(|one| loser(one.place())));
                    }
                    PairedSince::Moved => moved = true,
                }
            }
            // Which platforms are too many is asked by itself.
            let now_many = too_many(&facts, today());
            let same_many = many.map(|(one, _)| one.mark()) == now_many.map(|(one, _)| one.mark());
            if !moved && same_many {
                let after = lost(&facts, &all(&facts), &all(&facts));
                let not_reached = |id: ProductId| !reached.contains(&id);
                prop_assert_eq!(of_loser(&after, not_reached), of_loser(&before, not_reached));
            }
        }
    }
}

#[test]
fn a_change_is_seen_by_others_or_not() {
    let rng = &mut Rng::with_seed(11);
    let mut kinds = [0; 3];
    for _ in 0..60 {
        let mut facts = district(rng);
        let before = lost(&facts, &all(&facts), &all(&facts));
        let products = counted_anew(rng, &mut facts);
        let meetings = Meetings::of(&facts.jobs);
        let now = seen_alone(&facts, &products, today());
        for product in &products {
            let met = meetings.met_by(*product);
            kinds[since(*product, &met, &before.paired, &now) as usize] += 1;
        }
    }
    assert!(kinds.iter().all(|times| *times > 0), "{kinds:?}");
}
