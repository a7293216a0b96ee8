//! What the words of results mean here: which standard and which school each is, and whether enough of them are known.

use std::collections::{BTreeMap, HashMap};

use crate::domain::grade::{Grade, Grades};
use crate::domain::names::{Match, Names};
use crate::domain::school::SchoolId;
use crate::domain::standards::Measure;
use crate::domain::standards::codes::StandardCodes;
use crate::domain::standards::framework::{StandardId, code_key};
use crate::domain::standards::hiding::CountedGroup;
use crate::domain::text::key;
use crate::domain::word::EVERY_FILE;
use crate::exchange::ReadError;
use crate::exchange::results::{ReadResults, TestParts, WrittenGroup};

/// More than one in twenty rows without a school or without a standard: the file is not what it is taken for.
const MOST_UNKNOWN: u64 = 20;

/// The standards that the district says each part of this test speaks of, with the grades in which it does.
pub(super) fn measures(
    all: &[Measure],
    read: &ReadResults,
) -> HashMap<String, Vec<(Grades, StandardId)>> {
    let tests = [key(&read.test), key(&read.maker)];
    let mut parts: HashMap<String, Vec<(Grades, StandardId)>> = HashMap::new();
    for measure in all
        .iter()
        .filter(|measure| tests.contains(&key(&measure.test)))
    {
        let part = parts.entry(code_key(&measure.part)).or_default();
        part.push((measure.grades, measure.standard));
    }
    parts
}

/// What the words of results mean here.
pub(super) struct ResultWords {
    pub(super) names: Names,
    pub(super) codes: StandardCodes,
    pub(super) measures: HashMap<String, Vec<(Grades, StandardId)>>,
    pub(super) parts: TestParts,
}

impl ResultWords {
    fn school(&self, said: &str) -> Option<SchoolId> {
        let heard = self.names.words.heard((EVERY_FILE, "school"));
        let meant = heard.and_then(|heard| heard.get(&key(said)));
        match self
            .names
            .school(meant.map_or(said, |meaning| meaning.ours.as_str()))
        {
            Match::One(school) => Some(school),
            Match::None | Match::Several(_) => None,
        }
    }

    /// The standards that a part of the test speaks of in a grade.
    fn standards(&self, said: &str, grade: Grade) -> Vec<StandardId> {
        if self.parts == TestParts::Standards
            && let Match::One(standard) = self.codes.find_tested(said)
        {
            return vec![standard];
        }
        let measured = self
            .measures
            .get(&code_key(said))
            .map_or(&[][..], Vec::as_slice);
        let fits = |grades: Grades| grades.is_unsaid() || grades.contains(grade);
        measured
            .iter()
            .filter(|(grades, _)| fits(*grades))
            .map(|(_, standard)| *standard)
            .collect()
    }

    fn is_known(&self, said: &str) -> bool {
        let coded = self.parts == TestParts::Standards
            && matches!(self.codes.find_tested(said), Match::One(_));
        coded || self.measures.contains_key(&code_key(said))
    }

    pub(super) fn join(&self, read: &ReadResults) -> JoinedGroups {
        let unknown =
            |rows: &[(String, u64)], known: &dyn Fn(&str) -> bool| -> Vec<(String, u64)> {
                let rows = rows.iter().cloned();
                let unknown = rows.filter(|(word, rows)| *rows > 0 && !known(word));
                let seldom = |(_, rows): &(String, u64)| read.names_pupils && *rows < SELDOM;
                let (hidden, mut told): (Vec<_>, Vec<_>) = unknown.partition(seldom);
                let hidden: u64 = hidden.iter().map(|(_, rows)| rows).sum();
                told.extend((hidden > 0).then(|| (String::new(), hidden)));
                told
            };
        let unknown_standards = unknown(&read.standard_rows, &|word| self.is_known(word));
        let several = unknown_standards.iter().find(|(word, _)| {
            let coded = self.parts == TestParts::Standards && !word.is_empty();
            coded && matches!(self.codes.find_tested(word), Match::Several(_))
        });
        JoinedGroups {
            groups: self.groups(&read.groups),
            several: several.map(|(word, _)| word.clone()),
            unknown_standards,
            unknown_schools: unknown(&read.school_rows, &|word| self.school(word).is_some()),
        }
    }

    /// A school that the files write in two ways is one, and its pupils add up. Two parts that speak of one standard have
    /// the same pupils: the one that tested more is told.
    fn groups(&self, written: &[WrittenGroup]) -> Vec<(StandardId, CountedGroup)> {
        type Cell = (StandardId, SchoolId, Grade);
        let mut by_part: BTreeMap<(Cell, &str), (u32, u32)> = BTreeMap::new();
        for group in written {
            let Some(school) = self.school(&group.school) else {
                continue;
            };
            for standard in self.standards(&group.standard, group.grade) {
                let cell = (standard, school, group.grade);
                let counts = by_part.entry((cell, &group.standard)).or_default();
                *counts = (counts.0 + group.pupils, counts.1 + group.below);
            }
        }
        let mut cells: BTreeMap<Cell, (u32, u32)> = BTreeMap::new();
        for ((cell, _), (pupils, below)) in by_part {
            let told = cells.entry(cell).or_insert((pupils, below));
            // Of as many the fewer below, so that "at least" stays true.
            if (pupils, std::cmp::Reverse(below)) > (told.0, std::cmp::Reverse(told.1)) {
                *told = (pupils, below);
            }
        }
        let group = |((standard, school, grade), (pupils, below))| {
            (
                standard,
                CountedGroup {
                    school,
                    grade,
                    pupils,
                    below,
                },
            )
        };
        cells.into_iter().map(group).collect()
    }
}

/// A word that stands in fewer rows than this, where a school or a standard should, is not told: in a row whose cells are
/// shifted it is a pupil's.
pub const SELDOM: u64 = 10;

/// Groups of standards and schools that are known here. The counts are gone with this value.
pub(super) struct JoinedGroups {
    pub(super) groups: Vec<(StandardId, CountedGroup)>,
    pub(super) unknown_standards: Vec<(String, u64)>,
    pub(super) unknown_schools: Vec<(String, u64)>,
    /// The first of these that several frameworks have a standard of.
    several: Option<String>,
}

impl JoinedGroups {
    /// Refuses files of which more than one row in twenty has no school or no standard that is known here.
    pub(super) fn mostly_known(&self, read: &ReadResults) -> Result<(), ReadError> {
        let sum = |words: &[(String, u64)]| words.iter().map(|(_, rows)| rows).sum::<u64>();
        let named = |words: &[(String, u64)]| {
            let words = words.iter().filter(|(word, _)| !word.is_empty());
            let names = words.take(5).map(|(word, _)| format!("`{word}`"));
            names.collect::<Vec<_>>().join(", ")
        };
        for (what, unsaid, unknown, all) in [
            (
                "school",
                read.left_out.no_school,
                &self.unknown_schools,
                read.rows,
            ),
            (
                "standard",
                read.left_out.no_standard,
                &self.unknown_standards,
                sum(&read.standard_rows) + read.left_out.no_standard,
            ),
        ] {
            let without = unsaid + sum(unknown);
            if without * MOST_UNKNOWN > all {
                if let (Some(code), "standard") = (&self.several, what) {
                    return Err(ReadError::new(
                        format!("several frameworks have a standard `{code}`"),
                        format!(
                            "Write which, as in CCSS-M:{code}, or say by which the district teaches: hallpass standards \
                             disown FRAMEWORK."
                        ),
                    ));
                }
                let by = match what {
                    // A test that tells areas names no standard.
                    "standard" => "code, and parts of a test by hallpass import measures",
                    _ => "code and name",
                };
                let which = match named(unknown).as_str() {
                    "" => String::new(),
                    names => format!(": {names}"),
                };
                return Err(ReadError::by_option(
                    format!("{without} of {all} results have no {what} that is known here{which}"),
                    format!(
                        "Bring in what is missing, or leave these out with --skip-bad; the {what}s of a file are \
                         matched by {by}."
                    ),
                ));
            }
        }
        Ok(())
    }
}
