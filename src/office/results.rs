//! Results of a test, from files to a reading: what the files call schools and standards becomes the office's own, counts
//! become bands, and only these go on.

mod words;

use super::{Error, Office};
use crate::domain::change::Change;
use crate::domain::put::ChangeSetId;
use crate::domain::refusal::Refusal;
use crate::domain::standards::Measure;
use crate::domain::standards::bands::LeastGroup;
use crate::domain::standards::reading::{KeptReading, ReadingDeed, kept};
use crate::domain::text::clean;
use crate::exchange::ReadError;
use crate::exchange::results::{self, LeftOutResults, ReadResults, ResultsRequest, TestParts};
use crate::store::{Applied, StoredReading};
use words::{JoinedGroups, ResultWords, measures};

pub use words::SELDOM;

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
