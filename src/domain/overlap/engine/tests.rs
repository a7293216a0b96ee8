//! What must hold in any district.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fastrand::Rng;
use proptest::prelude::*;

use super::*;
use crate::domain::contract::LineId;
use crate::domain::overlap::claims::WHOLE_CELL;
use crate::domain::overlap::meetings::Meetings;
use crate::domain::overlap::testing::{changed, district, today};
use crate::domain::overlap::{OverlapPlace, loser};
use crate::domain::policy::{Base, Policy};
use crate::domain::school::SchoolId;
use crate::domain::waste::{Factor, OverlapClaims, Totals, WasteCell, cells};

fn claimed(found: &FoundOverlaps) -> BTreeMap<(LineId, SchoolId), i64> {
    let mut claimed: BTreeMap<(LineId, SchoolId), i64> = BTreeMap::new();
    for member in found.overlaps.iter().flat_map(|overlap| &overlap.members) {
        *claimed.entry((member.line, member.school)).or_default() += member.claimed;
    }
    claimed
}

fn ledger<'o>(
    facts: &OverlapFacts,
    counted: impl IntoIterator<Item = &'o Overlap>,
    absorbed: &Absorbed,
) -> (Totals, Vec<WasteCell>) {
    let said = OverlapClaims::of(counted, absorbed);
    let spare = Policy::of(Base::Hybrid).spare_seats;
    let all = facts.lines.iter();
    let all: Vec<WasteCell> = all.flat_map(|line| cells(line, &said, spare)).collect();
    let mut totals = Totals::default();
    all.iter().for_each(|cell| totals.add(cell, 1));
    (totals, all)
}

/// Finds what these products lose, all where none are named, and puts it where it was.
fn find_again(
    facts: &OverlapFacts,
    reached: Option<&BTreeSet<ProductId>>,
    kept: &mut BTreeMap<OverlapPlace, Overlap>,
) {
    let gone = |place: &OverlapPlace| {
        loser(*place).is_none_or(|id| reached.is_none_or(|reached| reached.contains(&id)))
    };
    kept.retain(|place, _| !gone(place));
    let of = |ids: &BTreeSet<ProductId>| OverlapFacts {
        lines: (facts
            .lines
            .iter()
            .filter(|l| ids.contains(&l.product))
            .cloned())
        .collect(),
        jobs: (facts
            .jobs
            .iter()
            .filter(|j| ids.contains(&j.product))
            .cloned())
        .collect(),
        ..facts.clone()
    };
    let meetings = Meetings::of(&facts.jobs);
    let many = too_many(&of(meetings.platforms()), today());
    let platforms = many.as_ref().map(|(platforms, _)| platforms);
    let mut found = Vec::new();
    for group in meetings.groups(reached) {
        let lost = find_of(&of(&group.with), &group.wanted, platforms, today());
        found.extend(lost.overlaps);
    }
    for (ids, sign) in identity::alike(&facts.records) {
        let facts = of(&BTreeSet::from([ids.0, ids.1]));
        found.extend(same_records(
            &facts,
            &BTreeMap::from([(ids, sign)]),
            today(),
        ));
    }
    found.extend(many.map(|(_, overlap)| overlap));
    kept.extend(found.into_iter().map(|overlap| (overlap.place(), overlap)));
}

fn overlaps(kept: &BTreeMap<OverlapPlace, Overlap>) -> Vec<Overlap> {
    kept.values().cloned().collect()
}

proptest! {
    #[test]
    fn what_is_found_group_by_group_is_what_is_found_at_once(seed in any::<u64>()) {
        let rng = &mut Rng::with_seed(seed);
        let mut facts = district(rng);
        for _ in 0..4 {
            let mut by_groups = BTreeMap::new();
            find_again(&facts, None, &mut by_groups);
            prop_assert_eq!(overlaps(&by_groups), find(&facts, today()).overlaps);
            changed(rng, &mut facts);
        }
    }

    #[test]
    fn what_is_found_again_where_a_change_reaches_is_what_is_found_afresh(seed in any::<u64>()) {
        let rng = &mut Rng::with_seed(seed);
        let mut facts = district(rng);
        let mut kept = BTreeMap::new();
        find_again(&facts, None, &mut kept);
        for _ in 0..4 {
            let before = Meetings::of(&facts.jobs);
            let products = changed(rng, &mut facts);
            let after = Meetings::of(&facts.jobs);
            let met = |id: &ProductId| before.met_by(*id).into_iter().chain(after.met_by(*id));
            let mut reached: BTreeSet<ProductId> = products.iter().flat_map(met).collect();
            reached.extend(before.platforms());
            reached.extend(after.platforms());
            find_again(&facts, Some(&reached), &mut kept);
            prop_assert_eq!(overlaps(&kept), find(&facts, today()).overlaps);
        }
    }

    #[test]
    fn no_dollar_is_at_risk_twice_and_the_parts_add_up(seed in any::<u64>()) {
        let facts = district(&mut Rng::with_seed(seed));
        let found = find(&facts, today());
        for (cell, part) in claimed(&found) {
            prop_assert!((0..=WHOLE_CELL).contains(&part), "{:?}: {}", cell, part);
        }
        let (totals, all) = ledger(&facts, &found.overlaps, &found.absorbed);
        for cell in &all {
            prop_assert!(Cents(0) <= cell.at_risk() && cell.at_risk() <= cell.cost, "{:?}", cell);
            for taken in cell.taken {
                prop_assert!(Cents(0) <= taken.net && taken.gross <= cell.cost, "{:?}", cell);
            }
        }
        let paid: Cents = facts.lines.iter().map(PaidLine::cost).sum();
        prop_assert_eq!(totals.spend, paid);
        prop_assert!(totals.at_risk <= totals.spend);
        let parts: Cents = totals.factors.iter().map(|taken| taken.net).sum();
        prop_assert_eq!(totals.at_risk, parts);
        prop_assert_eq!(totals.at_risk, totals.stoppable + totals.locked);
        let of_cells: Cents = all.iter().map(WasteCell::at_risk).sum();
        prop_assert_eq!(totals.at_risk, of_cells);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(seed in any::<u64>()) {
        let rng = &mut Rng::with_seed(seed);
        let mut facts = district(rng);
        let found = find(&facts, today());
        rng.shuffle(&mut facts.lines);
        rng.shuffle(&mut facts.jobs);
        rng.shuffle(&mut facts.records);
        prop_assert_eq!(find(&facts, today()), found);
    }

    #[test]
    fn a_dismissal_raises_no_other_alert(seed in any::<u64>()) {
        let rng = &mut Rng::with_seed(seed);
        let facts = district(rng);
        let found = find(&facts, today());
        let (_, all) = ledger(&facts, &found.overlaps, &found.absorbed);
        for dismissed in 0..found.overlaps.len() {
            let mut rest: Vec<&Overlap> = found.overlaps.iter().collect();
            rest.remove(dismissed);
            let (_, fewer) = ledger(&facts, rest.iter().copied(), &found.absorbed);
            for (cell, before) in fewer.iter().zip(&all) {
                let overlap = Factor::Overlap as usize;
                prop_assert!(cell.taken[overlap].net <= before.taken[overlap].net, "{:?}", cell);
            }
        }
    }
}

#[test]
fn random_districts_have_overlaps_of_every_kind() {
    let rng = &mut Rng::with_seed(7);
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    let mut claiming = BTreeSet::new();
    for _ in 0..300 {
        for overlap in find(&district(rng), today()).overlaps {
            *kinds.entry(overlap.kind.word()).or_default() += 1;
            if overlap.members.iter().any(|member| member.claimed > 0) {
                claiming.insert(overlap.kind.word());
            }
        }
    }
    for kind in ["O1", "O2", "O3", "O4", "O5", "O6"] {
        assert!(
            kinds.get(kind).copied().unwrap_or(0) >= 10,
            "{kind}: {kinds:?}"
        );
        assert_eq!(claiming.contains(kind), kind != "O5", "{kind}");
    }
}
