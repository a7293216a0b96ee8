//! Finds all overlaps of an office, in the order in which they claim dollars: what the district covers, what
//! several buy, platforms beyond the limit, two that do one job, two that teach the same standards; and two
//! records that look like one, which claim none.

mod renewed;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};

use chrono::NaiveDate;

pub use self::renewed::{Changed, Engine};
use super::claims::Claims;
use super::duplicate::{Absorbed, of_product};
use super::facts::{PaidLine, ProductJob};
use super::identity::{self, KnownProduct, Sign};
use super::parts::act_by;
use super::platforms::platforms;
use super::similar::{Pairs, ProductInYear, pairs};
use super::{Overlap, standards};
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

/// Finds them all. `Engine` finds the same and keeps it; this is what it is measured by.
pub fn find(facts: &OverlapFacts, today: NaiveDate) -> FoundOverlaps {
    let mut claims = Claims::default();
    let mut found = FoundOverlaps::default();
    let lines = by_product(&facts.lines);
    let lines_of = |id: ProductId| lines.get(&id).cloned().unwrap_or_default();
    for lines in lines.values() {
        let (overlaps, absorbed) = of_product(lines, today, &mut claims);
        found.overlaps.extend(overlaps);
        found.absorbed.extend(absorbed);
    }
    let candidate = |job| ProductInYear::new(job, &lines_of(job.product), today);
    let candidates = facts.jobs.iter().map(|job| (job.product, candidate(job)));
    let candidates: BTreeMap<ProductId, ProductInYear> = candidates.collect();
    let lms: Vec<&ProductInYear> = candidates.values().filter(|c| is_platform(c.job)).collect();
    let students = |school: SchoolId| facts.students.get(&school).copied().unwrap_or(0);
    if let Some(many) = platforms(&lms, facts.platforms, &students, today) {
        let (mut members, mut first) = (Vec::new(), None);
        for one in lms {
            let lines = lines_of(one.job.product);
            let lost = many.members(&lines, &mut claims);
            first = first.into_iter().chain(act_by(&lost, &lines)).min();
            members.extend(lost);
        }
        found.overlaps.push(many.overlap(members, first));
    }
    let alike = alike(candidates.values(), today);
    let taught = taught_alike(candidates.values(), lines_of, today);
    for pair in alike.values().chain(taught.values()) {
        let (keeper, loser) = (lines_of(pair.keeper), lines_of(pair.loser));
        found
            .overlaps
            .extend(pair.overlap(&keeper, &loser, &mut claims));
    }
    let used = |id: ProductId| candidates.get(&id).map_or(0, |c| c.job.active);
    for (ids, sign) in identity::alike(&facts.records) {
        let overlap = same(ids, sign, (used(ids.0), used(ids.1)), lines_of, today);
        found.overlaps.push(overlap);
    }
    found
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
fn is_platform(job: &ProductJob) -> bool {
    job.lms && job.population.is_none()
}

/// The pairs of all functions, each once, with the first function it was met in.
fn alike<'c>(candidates: impl Iterator<Item = &'c ProductInYear<'c>>, today: NaiveDate) -> Pairs {
    let mut by_function: BTreeMap<FunctionId, Vec<&ProductInYear>> = BTreeMap::new();
    for candidate in candidates {
        for function in &candidate.job.functions {
            by_function.entry(*function).or_default().push(candidate);
        }
    }
    let mut found = Pairs::new();
    for (function, group) in by_function {
        for (ids, pair) in pairs(function, &group, today) {
            match found.entry(ids) {
                Entry::Vacant(new) => drop(new.insert(pair)),
                Entry::Occupied(mut known) => known.get_mut().join(&pair),
            }
        }
    }
    found
}

/// The pairs that teach the same standards.
fn taught_alike<'c, 'f>(
    candidates: impl Iterator<Item = &'c ProductInYear<'c>>,
    lines: impl Fn(ProductId) -> Vec<&'f PaidLine>,
    today: NaiveDate,
) -> Pairs {
    let taught: Vec<&ProductInYear> = candidates.filter(|c| !c.job.leaves.is_empty()).collect();
    let mut found = Pairs::new();
    for (at, a) in taught.iter().enumerate() {
        for b in &taught[at + 1..] {
            if let Some(pair) = standards::pair(a, b, &lines, today) {
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
