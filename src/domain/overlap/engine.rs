//! Finds all overlaps of an office, in the order in which they claim dollars: what the district covers, what
//! several buy, platforms beyond the limit, two that do one job (domain rules E).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::Overlap;
use super::claims::Claims;
use super::duplicate::{Absorbed, of_product};
use super::facts::{Job, PaidLine};
use super::similar::{Candidate, of_function, of_platforms};

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
    let candidate = |job| candidate(job, &by_product);
    let platforms: Vec<Candidate> = facts
        .jobs
        .iter()
        .filter(|job| job.lms && job.population.is_none())
        .map(candidate)
        .collect();
    let students = |school: i64| facts.students.get(&school).copied().unwrap_or(0);
    found.overlaps.extend(of_platforms(
        &platforms,
        facts.platforms,
        &students,
        &mut claims,
    ));
    let mut by_function: BTreeMap<i64, Vec<&Job>> = BTreeMap::new();
    for job in &facts.jobs {
        for function in &job.functions {
            by_function.entry(*function).or_default().push(job);
        }
    }
    for (function, jobs) in by_function {
        let group: Vec<Candidate> = jobs.into_iter().map(candidate).collect();
        if let Some(mut overlap) = of_function(&group, &mut claims) {
            overlap.function = Some(function);
            found.overlaps.push(overlap);
        }
    }
    found
}

fn candidate<'f>(job: &'f Job, lines: &BTreeMap<i64, Vec<&'f PaidLine>>) -> Candidate<'f> {
    Candidate {
        job,
        lines: lines.get(&job.product).cloned().unwrap_or_default(),
    }
}
