//! What the rows of all files of one reading come to, while they are read.

use chrono::NaiveDate;

use super::counter::{GroupKey, HashedPupil, PupilCounter, ResultMoment};
use crate::domain::grade::Grade;
use crate::exchange::ReadError;

/// Rows that were not used, by the first reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOutResults {
    /// They name no school.
    pub no_school: u64,
    /// They name no grade, or none that is one.
    pub no_grade: u64,
    /// They name no standard and no part of a test.
    pub no_standard: u64,
    /// Their results do not stand: not finished, not valid, without a score.
    pub not_final: u64,
    /// Scores, of a row or of one objective of it, that do not say of how many points they are.
    pub no_most: u64,
}

/// More different words than this in a column are not what the column is taken for.
const MOST_STANDARDS: usize = 30_000;
const MOST_SCHOOLS: usize = 5_000;
const MOST_WINDOWS: usize = 50;

/// Where and when a row's results were.
#[derive(Clone, Copy)]
pub(super) struct ResultPlace {
    pub(super) school: u32,
    pub(super) grade: Grade,
    pub(super) window: u32,
    pub(super) at: ResultMoment,
}

/// What was read so far.
#[derive(Default)]
pub(super) struct ResultTally {
    pub(super) counter: PupilCounter,
    pub(super) rows: u64,
    pub(super) used: u64,
    pub(super) left_out: LeftOutResults,
    /// Results of each standard, and rows of each school, by the numbers of their words.
    standard_rows: Vec<u64>,
    school_rows: Vec<u64>,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl ResultTally {
    /// The number of a school that a row names.
    pub(super) fn school(&mut self, school: &str) -> u32 {
        let number = self.counter.schools.number(school);
        add(&mut self.school_rows, number);
        number
    }

    /// Counts a result of a pupil in a part of the test.
    pub(super) fn result(
        &mut self,
        pupil: HashedPupil,
        part: &str,
        place: ResultPlace,
        below: bool,
    ) {
        let standard = self.counter.standards.number(part);
        self.result_in(pupil, standard, place, below);
    }

    /// The same, in a part that has its number already.
    pub(super) fn result_in(
        &mut self,
        pupil: HashedPupil,
        standard: u32,
        place: ResultPlace,
        below: bool,
    ) {
        add(&mut self.standard_rows, standard);
        let key = GroupKey {
            standard,
            school: place.school,
            grade: place.grade,
            window: place.window,
        };
        self.counter.count(pupil, key, place.at, below);
        if let Some(day) = place.at.day() {
            self.first = Some(self.first.map_or(day, |first| first.min(day)));
            self.last = Some(self.last.map_or(day, |last| last.max(day)));
        }
    }

    /// Refuses words that cannot be what their columns are taken for: nothing of a pupil is told by mistake.
    pub(super) fn check(&self, file: &str) -> Result<(), ReadError> {
        for (what, words, most) in [
            ("standards", self.counter.standards.all(), MOST_STANDARDS),
            ("schools", self.counter.schools.all(), MOST_SCHOOLS),
            ("windows", self.counter.windows.all(), MOST_WINDOWS),
        ] {
            if words.len() > most {
                return Err(ReadError::new(
                    format!("{file} names more than {most} different {what}"),
                    "Check that its columns hold what they say.",
                ));
            }
        }
        Ok(())
    }

    /// The first and the last day of the results.
    pub(super) fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.first, self.last)
    }

    /// The results of each standard as it is written.
    pub(super) fn standard_rows(&self) -> Vec<(String, u64)> {
        told(self.counter.standards.all(), &self.standard_rows)
    }

    /// The rows of each school as it is written.
    pub(super) fn school_rows(&self) -> Vec<(String, u64)> {
        told(self.counter.schools.all(), &self.school_rows)
    }
}

fn add(rows: &mut Vec<u64>, number: u32) {
    let at = number as usize;
    if rows.len() <= at {
        rows.resize(at + 1, 0);
    }
    rows[at] += 1;
}

fn told(words: &[String], rows: &[u64]) -> Vec<(String, u64)> {
    let mut told: Vec<(String, u64)> = words.iter().cloned().zip(rows.iter().copied()).collect();
    told.sort_unstable();
    told
}
