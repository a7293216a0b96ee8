//! Finds all overlaps of an office, in the order in which they claim dollars: what the district covers, what
//! several buy, platforms beyond the limit, two that do one job, two that teach the same standards; and two
//! records that look like one, which claim none.

#[cfg(test)]
mod tests;

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::claims::Claims;
use super::duplicate::{Absorbed, of_product};
use super::facts::{PaidLine, ProductJob};
use super::identity::{self, KnownProduct, Sign};
use super::paired::{PairedProduct, PairedProducts, take_keepers};
use super::parts::act_by;
use super::platforms::{Platforms, platforms};
use super::similar::{Pairs, ProductInYear, pairs};
use super::standards::WouldBe;
use super::{Member, Overlap, standards};
use crate::domain::money::Cents;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

/// What overlaps are found in.
#[derive(Debug, Clone, Default)]
pub struct OverlapFacts {
    /// Every line that pays in the year.
    pub lines: Vec<PaidLine>,
    /// What each product is for, those too that nobody pays for.
    pub jobs: Vec<ProductJob>,
    /// How many students each school has; 0 where nobody said.
    pub students: HashMap<SchoolId, i64>,
    /// How many learning platforms the policy allows.
    pub platforms: usize,
    /// Every product as it is known, to see which are one.
    pub records: Vec<KnownProduct>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundOverlaps {
    /// The overlaps, in the order in which they claim.
    pub overlaps: Vec<Overlap>,
    /// Seats of district lines that school buyers would use: line, school, seats.
    pub absorbed: Absorbed,
}

/// Finds them all at once. A district is looked at group by group (`meetings`), which finds the same; this is what that
/// is measured by.
pub fn find(facts: &OverlapFacts, today: NaiveDate) -> FoundOverlaps {
    let many = too_many(facts, today);
    let ids = facts.jobs.iter().map(|job| job.product);
    let all: BTreeSet<ProductId> = ids.chain(facts.lines.iter().map(|l| l.product)).collect();
    let platforms = many.as_ref().map(|(platforms, _)| platforms);
    let found = find_of(facts, &all, platforms, today);
    let mut overlaps = found.overlaps;
    overlaps.extend(many.map(|(_, overlap)| overlap));
    overlaps.extend(same_records(facts, &identity::alike(&facts.records), today));
    overlaps.sort_by_key(Overlap::place);
    FoundOverlaps {
        overlaps,
        absorbed: found.absorbed,
    }
}

/// What some products lose, in the order of claims.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LostByProducts {
    /// The overlaps in which they lose: of one product, and against another one.
    pub overlaps: Vec<Overlap>,
    /// Seats of district lines that school buyers would use: line, school, seats.
    pub absorbed: Absorbed,
    /// What they lose as platforms too many, which is told in one overlap with all other platforms.
    pub beyond: Vec<Member>,
    /// As pairs see them.
    pub paired: PairedProducts,
}

/// What these products lose. The facts are theirs and those of everything that they meet: what serves a function of
/// theirs, and what teaches what they teach. A dollar is of one product, so that it is claimed here or nowhere.
pub fn find_of(
    facts: &OverlapFacts,
    wanted: &BTreeSet<ProductId>,
    platforms: Option<&Platforms>,
    today: NaiveDate,
) -> LostByProducts {
    let lines = by_product(&facts.lines);
    let lines_of = |id: ProductId| lines.get(&id).cloned().unwrap_or_default();
    let mut claims = Claims::default();
    let mut found = LostByProducts::default();
    for (id, lines) in lines.iter().filter(|(id, _)| wanted.contains(id)) {
        let (overlaps, absorbed) = of_product(lines, today, &mut claims);
        found.overlaps.extend(overlaps);
        found.absorbed.extend(absorbed);
        if let Some(many) = platforms.filter(|many| many.are_of(*id)) {
            found.beyond.extend(many.members(lines, &mut claims));
        }
    }
    let candidate = |job| ProductInYear::new(job, &lines_of(job.product), today);
    let candidates = facts.jobs.iter().map(|job| (job.product, candidate(job)));
    let candidates: BTreeMap<ProductId, ProductInYear> = candidates.collect();
    let alike = alike(&candidates, wanted, today);
    let seen = candidates.iter().filter(|(id, _)| wanted.contains(id));
    let seen = seen.map(|(id, one)| (*id, PairedProduct::of(one, &lines_of(*id))));
    found.paired = seen.collect();
    take_keepers(&mut found.paired, &alike);
    let taught = taught_alike(&candidates, wanted, lines_of, today);
    for pair in alike.values().chain(taught.values()) {
        let (keeper, loser) = (lines_of(pair.keeper), lines_of(pair.loser));
        found
            .overlaps
            .extend(pair.overlap(&keeper, &loser, &mut claims));
    }
    found
}

/// These products as pairs see them, without those that they are paired with.
pub fn seen_alone(
    facts: &OverlapFacts,
    products: &BTreeSet<ProductId>,
    today: NaiveDate,
) -> PairedProducts {
    let lines = by_product(&facts.lines);
    let wanted = facts.jobs.iter();
    let wanted = wanted.filter(|job| products.contains(&job.product));
    let seen = wanted.map(|job| {
        let lines = lines.get(&job.product).map_or(&[][..], Vec::as_slice);
        let product = ProductInYear::new(job, lines, today);
        (job.product, PairedProduct::of(&product, lines))
    });
    seen.collect()
}

/// The learning platforms beyond those allowed, and the overlap that they make. The facts are those of all platforms.
pub fn too_many(facts: &OverlapFacts, today: NaiveDate) -> Option<(Platforms, Overlap)> {
    let lines = by_product(&facts.lines);
    let lines_of = |id: ProductId| lines.get(&id).cloned().unwrap_or_default();
    let mut jobs: Vec<&ProductJob> = facts.jobs.iter().filter(|job| is_platform(job)).collect();
    jobs.sort_by_key(|job| job.product);
    let lms = jobs.into_iter();
    let lms = lms.map(|job| ProductInYear::new(job, &lines_of(job.product), today));
    let lms: Vec<ProductInYear> = lms.collect();
    let students = |school: SchoolId| facts.students.get(&school).copied().unwrap_or(0);
    let all: Vec<&ProductInYear> = lms.iter().collect();
    let many = platforms(&all, facts.platforms, &students, today)?;
    let (mut members, mut first) = (Vec::new(), None);
    let mut claims = Claims::default();
    for one in lms {
        let lines = lines_of(one.job.product);
        // What is bought twice comes first.
        of_product(&lines, today, &mut claims);
        let lost = many.members(&lines, &mut claims);
        first = first.into_iter().chain(act_by(&lost, &lines)).min();
        members.extend(lost);
    }
    let overlap = many.overlap(members, first);
    Some((many, overlap))
}

/// The overlaps of records that look like one. The facts are those of these records.
pub fn same_records(
    facts: &OverlapFacts,
    signs: &BTreeMap<(ProductId, ProductId), Sign>,
    today: NaiveDate,
) -> Vec<Overlap> {
    let lines = by_product(&facts.lines);
    let lines_of = |id: ProductId| lines.get(&id).cloned().unwrap_or_default();
    let jobs = facts.jobs.iter().map(|job| (job.product, job.active));
    let active: HashMap<ProductId, i64> = jobs.collect();
    let used = |id: ProductId| active.get(&id).copied().unwrap_or(0);
    signs
        .iter()
        .map(|(ids, sign)| same(*ids, *sign, (used(ids.0), used(ids.1)), lines_of, today))
        .collect()
}

/// The pairs that would teach the same standards if somebody looked again at what was verified.
pub fn would_be(facts: &OverlapFacts, today: NaiveDate) -> Vec<WouldBe> {
    let lines = by_product(&facts.lines);
    let taught = facts.jobs.iter().filter(|job| !job.leaves.is_empty());
    let candidates = taught.map(|job| {
        let lines = lines.get(&job.product).map_or(&[][..], Vec::as_slice);
        ProductInYear::new(job, lines, today)
    });
    let candidates: Vec<ProductInYear> = candidates.collect();
    standards::would_be(&candidates, today)
}

/// Lines by product, each product's by id.
fn by_product(lines: &[PaidLine]) -> BTreeMap<ProductId, Vec<&PaidLine>> {
    let mut by_product: BTreeMap<ProductId, Vec<&PaidLine>> = BTreeMap::new();
    for line in lines {
        by_product.entry(line.product).or_default().push(line);
    }
    for lines in by_product.values_mut() {
        lines.sort_by_key(|line| line.id);
    }
    by_product
}

/// A platform for special people is beside the others, not too much.
pub(super) fn is_platform(job: &ProductJob) -> bool {
    job.lms && job.population.is_none()
}

/// The pairs in which these products could go, each once, with the first function it was met in.
fn alike(
    candidates: &BTreeMap<ProductId, ProductInYear>,
    wanted: &BTreeSet<ProductId>,
    today: NaiveDate,
) -> Pairs {
    let mut by_function: BTreeMap<FunctionId, Vec<&ProductInYear>> = BTreeMap::new();
    for candidate in candidates.values() {
        for function in &candidate.job.functions {
            by_function.entry(*function).or_default().push(candidate);
        }
    }
    by_function.retain(|_, group| group.iter().any(|c| wanted.contains(&c.job.product)));
    let mut found = Pairs::new();
    for (function, group) in by_function {
        let pairs = pairs(function, &group, today).into_iter();
        for (ids, pair) in pairs.filter(|((_, loser), _)| wanted.contains(loser)) {
            match found.entry(ids) {
                Entry::Vacant(new) => drop(new.insert(pair)),
                Entry::Occupied(mut known) => known.get_mut().join(&pair),
            }
        }
    }
    found
}

/// The pairs that teach the same standards, of which one of these products could go.
fn taught_alike<'f>(
    candidates: &BTreeMap<ProductId, ProductInYear>,
    wanted: &BTreeSet<ProductId>,
    lines: impl Fn(ProductId) -> Vec<&'f PaidLine>,
    today: NaiveDate,
) -> Pairs {
    let taught = candidates.values().filter(|c| !c.job.leaves.is_empty());
    let taught: Vec<&ProductInYear> = taught.collect();
    let is_wanted = |one: &ProductInYear| wanted.contains(&one.job.product);
    let mut found = Pairs::new();
    for (at, a) in taught.iter().enumerate() {
        for b in &taught[at + 1..] {
            if !is_wanted(a) && !is_wanted(b) {
                continue;
            }
            let pair = standards::pair(a, b, &lines, today);
            if let Some(pair) = pair.filter(|pair| wanted.contains(&pair.loser)) {
                found.insert((pair.keeper, pair.loser), pair);
            }
        }
    }
    found
}

/// Two records that look like one: the one that is used more would stay.
fn same<'f>(
    (a, b): (ProductId, ProductId),
    sign: Sign,
    used: (i64, i64),
    lines: impl Fn(ProductId) -> Vec<&'f PaidLine>,
    today: NaiveDate,
) -> Overlap {
    let keeper = if used.1 > used.0 { b } else { a };
    let masked = masked(&lines(a), &lines(b), today);
    identity::overlap((a, b), sign, keeper, masked)
}

/// What would be bought twice were the products of these lines one, beyond what is already.
fn masked(a: &[&PaidLine], b: &[&PaidLine], today: NaiveDate) -> Cents {
    let at_stake = |lines: &[&PaidLine]| -> Cents {
        let (overlaps, _) = of_product(lines, today, &mut Claims::default());
        overlaps.iter().map(|overlap| overlap.at_stake).sum()
    };
    if a.is_empty() || b.is_empty() {
        return Cents(0);
    }
    let both = at_stake(&[a, b].concat());
    (both - at_stake(a) - at_stake(b)).max(Cents(0))
}
