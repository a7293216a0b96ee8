//! Finds all overlaps of an office, in the order in which they claim dollars: what the district covers, what
//! several buy, platforms beyond the limit, two that do one job (domain rules E).

use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};

use chrono::NaiveDate;

use super::Overlap;
use super::claims::Claims;
use super::duplicate::{Absorbed, of_product};
use super::facts::{Job, PaidLine};
use super::identity::{self, Record};
use super::similar::{Candidate, Pair, pairs, platforms};
use crate::domain::money::Cents;

/// What overlaps are found in.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every line that pays in the year.
    pub lines: Vec<PaidLine>,
    /// Every product.
    pub jobs: Vec<Job>,
    /// Students of each school.
    pub students: HashMap<i64, i64>,
    /// How many learning platforms the policy allows.
    pub platforms: usize,
    /// Every product as it is known, to see which are one.
    pub records: Vec<Record>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The overlaps, in the order in which they claim.
    pub overlaps: Vec<Overlap>,
    /// Seats of district lines that school buyers would use: line, school, seats.
    pub absorbed: Absorbed,
}

/// Finds them all.
pub fn find(facts: &Facts, today: NaiveDate) -> Found {
    let mut claims = Claims::default();
    let mut found = Found::default();
    let mut by_product: BTreeMap<i64, Vec<&PaidLine>> = BTreeMap::new();
    for line in &facts.lines {
        by_product.entry(line.product).or_default().push(line);
    }
    for lines in by_product.values() {
        let (overlaps, absorbed) = of_product(lines, today, &mut claims);
        found.overlaps.extend(overlaps);
        found.absorbed.extend(absorbed);
    }
    let candidates: BTreeMap<i64, Candidate> = facts
        .jobs
        .iter()
        .map(|job| {
            let lines = by_product.get(&job.product).map_or(&[][..], Vec::as_slice);
            (job.product, Candidate::new(job, lines, today))
        })
        .collect();
    let lms: Vec<&Candidate> = candidates.values().filter(|c| is_platform(c.job)).collect();
    let students = |school: i64| facts.students.get(&school).copied().unwrap_or(0);
    if let Some(many) = platforms(&lms, facts.platforms, &students, today) {
        found.overlaps.push(many.overlap(&lms, &mut claims));
    }
    for (ids, (function, pair)) in alike(&facts.jobs, &candidates, today) {
        let (keeper, loser) = (&candidates[&ids.0], &candidates[&ids.1]);
        let overlap = pair.overlap(function, keeper, loser, &mut claims);
        found.overlaps.extend(overlap);
    }
    let active: HashMap<i64, i64> = facts.jobs.iter().map(|j| (j.product, j.active)).collect();
    for (pair, sign) in identity::alike(&facts.records) {
        let lines = |id| by_product.get(&id).map_or(&[][..], Vec::as_slice);
        let masked = masked(lines(pair.0), lines(pair.1), today);
        let used = |id: i64| active.get(&id).copied().unwrap_or(0);
        let keeper = if used(pair.1) > used(pair.0) {
            pair.1
        } else {
            pair.0
        };
        found
            .overlaps
            .push(identity::overlap(pair, sign, keeper, masked));
    }
    found
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

/// A platform for special people is beside the others, not too much.
fn is_platform(job: &Job) -> bool {
    job.lms && job.population.is_none()
}

/// The pairs of all functions, each once, with the first function it was met in.
fn alike(
    jobs: &[Job],
    candidates: &BTreeMap<i64, Candidate>,
    today: NaiveDate,
) -> BTreeMap<(i64, i64), (i64, Pair)> {
    let mut by_function: BTreeMap<i64, Vec<&Candidate>> = BTreeMap::new();
    for job in jobs {
        for function in &job.functions {
            let group = by_function.entry(*function).or_default();
            group.push(&candidates[&job.product]);
        }
    }
    let mut found: BTreeMap<(i64, i64), (i64, Pair)> = BTreeMap::new();
    for (function, group) in by_function {
        for pair in pairs(&group, today) {
            match found.entry((pair.keeper, pair.loser)) {
                Entry::Vacant(new) => drop(new.insert((function, pair))),
                Entry::Occupied(mut known) => known.get_mut().1.join(&pair),
            }
        }
    }
    found
}
