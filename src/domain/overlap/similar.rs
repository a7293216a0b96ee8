//! Two products, one job: the same function at the same school, grade and subject (O3), and more learning
//! platforms than the policy allows (O6, which comes first).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claims, WHOLE, part_of};
use super::facts::{Job, PaidLine};
use super::{Member, Overlap, OverlapKind, fingerprint};
use crate::domain::money::Cents;

/// A product of a group, with the lines that pay for it.
pub struct Candidate<'f> {
    /// The product.
    pub job: &'f Job,
    /// Its lines, by id.
    pub lines: Vec<&'f PaidLine>,
}

impl Candidate<'_> {
    fn cost(&self) -> Cents {
        self.lines.iter().map(|line| line.cost()).sum()
    }

    /// Where it is used, paid or free: the grades of each school.
    fn presence(&self) -> BTreeMap<i64, u16> {
        let mut at: BTreeMap<i64, u16> = BTreeMap::new();
        let paid = self.lines.iter().flat_map(|line| &line.places);
        let paid = paid.map(|place| (place.school, place.grades));
        for (school, grades) in paid.chain(self.job.free_at.iter().copied()) {
            *at.entry(school).or_default() |= grades;
        }
        at
    }
}

/// Do the two do the same job for the same people?
fn alike(a: &Job, b: &Job) -> bool {
    let unbound = a.subjects.is_empty() || b.subjects.is_empty();
    a.core == b.core
        && a.population == b.population
        && (unbound
            || a.subjects
                .iter()
                .any(|subject| b.subjects.contains(subject)))
}

/// The overlap of products that serve one function. Who is used most is kept, at each school among those
/// it has; of two used alike the cheaper one, then the one that was here first.
pub fn of_function(candidates: &[Candidate], claims: &mut Claims) -> Option<Overlap> {
    ranked_group(OverlapKind::SameFunction, candidates, claims, |c| {
        (Reverse(c.job.active), c.cost(), c.job.product)
    })
}

/// Learning platforms beyond those the policy allows: the ones that reach the most are kept.
pub fn of_platforms(
    candidates: &[Candidate],
    allowed: usize,
    enrollment: &dyn Fn(i64) -> i64,
    claims: &mut Claims,
) -> Option<Overlap> {
    let reach = |c: &Candidate| {
        c.presence()
            .keys()
            .map(|school| enrollment(*school))
            .sum::<i64>()
    };
    let mut ranked: Vec<(i64, &Candidate)> = candidates
        .iter()
        .filter(|c| !c.presence().is_empty())
        .map(|c| (reach(c), c))
        .collect();
    ranked.sort_by_key(|(reach, c)| (Reverse(*reach), c.job.product));
    let mut losers = BTreeSet::new();
    let mut parts = Vec::new();
    for (place, (_, candidate)) in ranked.iter().enumerate() {
        let before = &ranked[..place];
        let before: Vec<BTreeMap<i64, u16>> = before.iter().map(|(_, c)| c.presence()).collect();
        for line in &candidate.lines {
            for at in &line.places {
                let same_band = before.iter().filter_map(|p| p.get(&at.school));
                let shared = same_band.fold(0, |all, grades| all | grades) & at.grades;
                let lost = if place >= allowed { at.grades } else { shared };
                if lost != 0 {
                    losers.insert(candidate.job.product);
                    parts.push((*line, at.school, lost));
                }
            }
        }
        if place >= allowed {
            losers.insert(candidate.job.product);
        }
    }
    let keeper = ranked.first().map(|(_, c)| c.job.product)?;
    let products: Vec<i64> = ranked.iter().map(|(_, c)| c.job.product).collect();
    (!losers.is_empty()).then(|| group(OverlapKind::TooManyLms, products, keeper, &parts, claims))
}

fn ranked_group<K: Ord>(
    kind: OverlapKind,
    candidates: &[Candidate],
    claims: &mut Claims,
    rank: impl Fn(&Candidate) -> K,
) -> Option<Overlap> {
    let mut ranked: Vec<&Candidate> = candidates.iter().collect();
    ranked.sort_by_key(|candidate| rank(candidate));
    let presence: Vec<BTreeMap<i64, u16>> = ranked.iter().map(|c| c.presence()).collect();
    let mut products = BTreeSet::new();
    let mut parts = Vec::new();
    let mut keeper = None;
    for (place, candidate) in ranked.iter().enumerate() {
        let better: Vec<usize> = (0..place)
            .filter(|n| alike(ranked[*n].job, candidate.job))
            .collect();
        for (school, grades) in &presence[place] {
            let kept = better
                .iter()
                .filter(|n| presence[**n].get(school).is_some_and(|g| g & grades != 0));
            let mut shared = 0;
            for n in kept {
                shared |= presence[*n].get(school).copied().unwrap_or(0) & grades;
                products.insert(ranked[*n].job.product);
                keeper = keeper.or(Some(ranked[*n].job.product));
            }
            if shared == 0 {
                continue;
            }
            products.insert(candidate.job.product);
            for line in &candidate.lines {
                if line.at(*school).is_some() {
                    parts.push((*line, *school, shared));
                }
            }
        }
    }
    let products: Vec<i64> = products.into_iter().collect();
    let overlap = group(kind, products, keeper?, &parts, claims);
    (overlap.at_stake > Cents(0)).then_some(overlap)
}

fn group(
    kind: OverlapKind,
    mut products: Vec<i64>,
    keeper: i64,
    parts: &[(&PaidLine, i64, u16)],
    claims: &mut Claims,
) -> Overlap {
    let mut members = Vec::new();
    let mut cells = Vec::new();
    for (line, school, grades) in parts {
        let Some(place) = line.at(*school).map(|at| &line.places[at]) else {
            continue;
        };
        cells.push((*school, place.grades & grades));
        members.push(Member {
            line: line.id,
            product: line.product,
            school: *school,
            cost: place.cost,
            stake: part_of(place.cost, place.part(*grades)),
            claimed: claims.claim((line.id, *school), place.grades, *grades, WHOLE),
            excess: Cents(0),
        });
    }
    products.sort_unstable();
    cells.sort_unstable();
    cells.dedup();
    let mut schools: Vec<i64> = cells.iter().map(|(school, _)| *school).collect();
    schools.dedup();
    Overlap {
        kind,
        fingerprint: fingerprint(kind, &products, &cells),
        products,
        schools,
        at_stake: members.iter().map(|member| member.stake).sum(),
        keeper: Some(keeper),
        function: None,
        act_by: parts.iter().filter_map(|(line, ..)| line.act_by).min(),
        members,
    }
}
