//! Results of a test, from files to a reading: what the files call schools and standards becomes the office's own, counts
//! become bands, and only these go on.

use std::collections::{BTreeMap, HashMap};

use super::{Error, Office};
use crate::domain::change::Change;
use crate::domain::grade::{Grade, Grades};
use crate::domain::names::{Match, Names};
use crate::domain::put::ChangeSetId;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::domain::standards::Measure;
use crate::domain::standards::bands::LeastGroup;
use crate::domain::standards::codes::StandardCodes;
use crate::domain::standards::framework::{StandardId, code_key};
use crate::domain::standards::hiding::CountedGroup;
use crate::domain::standards::reading::{KeptReading, ReadingDeed, kept};
use crate::domain::text::{clean, key};
use crate::domain::word::EVERY_FILE;
use crate::exchange::ReadError;
use crate::exchange::results::{
    self, LeftOutResults, ReadResults, ResultsRequest, TestParts, WrittenGroup,
};
use crate::store::{Applied, StoredReading};

/// More than one in twenty rows without a school or without a standard: the file is not what it is taken for.
const MOST_UNKNOWN: u64 = 20;

/// What is to be done with what was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct ResultsPlan {
    /// May it take the place of a reading of the same test and window?
    pub replace: bool,
    /// Is it only tried?
    pub dry_run: bool,
    /// Are rows whose school or standard is not known left out, however many there are?
    pub skip_bad: bool,
}

/// What files of results came to. Counts of rows and groups; nothing of a pupil.
#[derive(Debug, Clone)]
pub struct ResultsOutcome {
    /// The test.
    pub test: String,
    /// The window.
    pub window: String,
    /// What counted as below.
    pub cut: String,
    /// The smallest group of which something is told.
    pub least: LeastGroup,
    /// How many files were read.
    pub files: usize,
    /// The columns that were read, by name.
    pub columns: Vec<String>,
    /// Rows with results.
    pub rows: u64,
    /// Rows of which something counted.
    pub used: u64,
    /// The others.
    pub left_out: LeftOutResults,
    /// Groups in a standard.
    pub groups: usize,
    /// Of these, told in bands.
    pub told: usize,
    /// Too small to be told.
    pub too_few: u32,
    /// Hidden beside one that is.
    pub hidden_with: u32,
    /// What is no standard here, with how many results name it; last and without a word what each stands in fewer than
    /// `SELDOM` rows of pupils.
    pub unknown_standards: Vec<(String, u64)>,
    /// What is no school here, with how many rows name it; in the same way.
    pub unknown_schools: Vec<(String, u64)>,
    /// The number of the reading and of its change, where it was saved.
    pub saved: Option<(i64, Option<ChangeSetId>)>,
    /// Was what an older reading left in the file's side file taken out of it?
    pub emptied: bool,
}

/// Why results were not read.
#[derive(Debug)]
pub enum ResultsFault {
    /// The files' fault.
    Fault(ReadError),
    /// The office says no.
    Store(Error),
}

impl From<ReadError> for ResultsFault {
    fn from(error: ReadError) -> ResultsFault {
        ResultsFault::Fault(error)
    }
}

impl From<Error> for ResultsFault {
    fn from(error: Error) -> ResultsFault {
        ResultsFault::Store(error)
    }
}

impl Office {
    /// Reads files of results, and keeps what they tell of groups.
    pub fn read_results(
        &mut self,
        request: &ResultsRequest,
        plan: ResultsPlan,
    ) -> Result<ResultsOutcome, ResultsFault> {
        let stamp = self.stamp();
        self.store.may_read_results(&stamp)?;
        let mut read = results::read(request)?;
        // What a person types is cleaned as what a file says is.
        read.test = clean(&read.test).text;
        read.window = clean(&read.window).text;
        if read.test.is_empty() {
            let why = "the test has no name";
            return Err(
                ReadError::by_option(why, "Say it with --test, such as --test Star.").into(),
            );
        }
        if read.window.is_empty() {
            return Err(ReadError::by_option(
                format!(
                    "the files do not say of which window of {} they are",
                    read.test
                ),
                "Say it with --window, such as --window \"fall 2026\".",
            )
            .into());
        }
        let joined = self.joined(&read)?;
        if !plan.skip_bad {
            joined.mostly_known(&read)?;
        }
        self.enrolled(&joined)?;
        let policy = self.store.policy()?;
        let least = LeastGroup::new(policy.least_group.0).map_err(Error::Refused)?;
        let wide = read.parts == TestParts::Areas;
        let (gaps, too_few, hidden_with) = kept(&joined.groups, least, wide);
        let mut outcome = ResultsOutcome {
            test: read.test.clone(),
            window: read.window.clone(),
            cut: read.cut.clone(),
            least,
            files: read.files,
            columns: read.columns,
            rows: read.rows,
            used: read.used,
            left_out: read.left_out,
            groups: gaps.len(),
            told: gaps.iter().filter(|gap| gap.bands.is_some()).count(),
            too_few,
            hidden_with,
            unknown_standards: joined.unknown_standards,
            unknown_schools: joined.unknown_schools,
            saved: None,
            emptied: true,
        };
        if gaps.is_empty() {
            let why =
                Refusal::from("no group of a standard and a school known here is in the files");
            return Err(Error::refused(why.then(
                "; ",
                "bring in the standards first: hallpass import standards FILE",
            ))
            .into());
        }
        let deed = ReadingDeed::Keep {
            reading: KeptReading {
                test: read.test,
                window: read.window,
                starts: read.starts,
                ends: read.ends,
                cut: read.cut,
                least,
                sha256: read.sha256,
                gaps,
                too_few,
                hidden_with,
            },
            replace: plan.replace,
        };
        if plan.dry_run {
            let change = Change::Reading(Box::new(deed));
            self.store.rehearse(
                &change,
                &stamp,
                &mut |_| std::ops::ControlFlow::Continue(()),
            )?;
            return Ok(outcome);
        }
        let (applied, emptied) = self.store.apply_reading(deed, &stamp)?;
        self.catch_up();
        let same =
            |one: &StoredReading| (&one.test, &one.window) == (&outcome.test, &outcome.window);
        let kept = self.store.readings()?.into_iter().find(same);
        outcome.saved = kept.map(|reading| (reading.id, applied.change_set));
        outcome.emptied = emptied;
        Ok(outcome)
    }

    /// Forgets readings. False where somebody else has the file open, and the side file keeps them until they leave.
    pub fn forget_readings(&mut self, deed: ReadingDeed) -> Result<(Applied, bool), Error> {
        let stamp = self.stamp();
        let done = self.store.apply_reading(deed, &stamp)?;
        self.catch_up();
        Ok(done)
    }

    fn joined(&self, read: &ReadResults) -> Result<JoinedGroups, Error> {
        let words = ResultWords {
            names: self.store.names()?,
            codes: self.store.standard_codes()?,
            measures: measures(&self.store.all::<Measure>()?, read),
            parts: read.parts,
        };
        Ok(words.join(read))
    }

    /// More pupils of one group than its school has are the same ones twice.
    fn enrolled(&self, joined: &JoinedGroups) -> Result<(), Error> {
        let enrolled = self.store.enrollments()?;
        let too_many = joined.groups.iter().find(|(_, group)| {
            let most = enrolled.get(&group.school).copied();
            most.is_some_and(|most| i64::from(group.pupils) * 100 > most * 110)
        });
        let Some((_, group)) = too_many else {
            return Ok(());
        };
        let school = self.store.label(group.school)?;
        let why = format!(
            "grade {} of {school} has more pupils in the files than the school has",
            group.grade
        );
        Err(Error::refused(Refusal::from(why).then(
            "; ",
            "look whether the same pupils stand there twice, or whether its enrollment is old",
        )))
    }
}

/// The standards that the district says each part of this test speaks of, with the grades in which it does.
fn measures(all: &[Measure], read: &ReadResults) -> HashMap<String, Vec<(Grades, StandardId)>> {
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
struct ResultWords {
    names: Names,
    codes: StandardCodes,
    measures: HashMap<String, Vec<(Grades, StandardId)>>,
    parts: TestParts,
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

    fn join(&self, read: &ReadResults) -> JoinedGroups {
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
        JoinedGroups {
            groups: self.groups(&read.groups),
            unknown_standards: unknown(&read.standard_rows, &|word| self.is_known(word)),
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
struct JoinedGroups {
    groups: Vec<(StandardId, CountedGroup)>,
    unknown_standards: Vec<(String, u64)>,
    unknown_schools: Vec<(String, u64)>,
}

impl JoinedGroups {
    /// Refuses files of which more than one row in twenty has no school or no standard that is known here.
    fn mostly_known(&self, read: &ReadResults) -> Result<(), ReadError> {
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
