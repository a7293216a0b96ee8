//! A reading: what one test in one window told of groups, in bands. It is kept outside history, which keeps for ever
//! what it is told; a newer reading takes its place whole, and it is forgotten whole.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::bands::{GroupBands, LeastGroup};
use super::framework::StandardId;
use super::hiding::{CountedGroup, Telling, tellings};
use crate::domain::counted::counted;
use crate::domain::grade::Grade;
use crate::domain::person::{Actor, Roles};
use crate::domain::refusal::Refusal;
use crate::domain::rights::{RightHolder, may_write_at};
use crate::domain::school::{SchoolId, Schools};

/// What is kept of one group in one standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptGap {
    /// The standard.
    pub standard: StandardId,
    /// The school.
    pub school: SchoolId,
    /// The grade.
    pub grade: Grade,
    /// How many were tested and which share of them is below; none where that is not told.
    pub bands: Option<GroupBands>,
    /// Is it known only for the area above the standard?
    pub wide: bool,
}

/// A reading as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReading {
    /// The test: `Star`.
    pub test: String,
    /// Its window: `fall 2026`.
    pub window: String,
    /// The first day of a result, where the files say.
    pub starts: Option<NaiveDate>,
    /// The last one.
    pub ends: Option<NaiveDate>,
    /// What counted as below, in words.
    pub cut: String,
    /// The smallest group of which something is told.
    pub least: LeastGroup,
    /// The SHA-256 of the files.
    pub sha256: String,
    /// The groups.
    pub gaps: Vec<KeptGap>,
    /// How many of them are smaller than the least group.
    pub too_few: u32,
    /// How many are hidden beside one that is.
    pub hidden_with: u32,
}

impl KeptReading {
    /// How many groups it has and of what: all that history is told.
    pub fn counts(&self) -> String {
        let source: String = self.sha256.chars().take(4).collect();
        let (groups, too_few) = (self.gaps.len(), self.too_few);
        let groups = counted(groups, "group");
        format!("{groups}, {too_few} too few, source {source}…")
    }
}

/// Turns counted groups into what is kept of them: bands, and nothing of those that are too small or would give
/// one away. The counts end here.
pub fn kept(
    groups: &[(StandardId, CountedGroup)],
    least: LeastGroup,
    wide: bool,
) -> (Vec<KeptGap>, u32, u32) {
    let mut by_standard: BTreeMap<StandardId, Vec<CountedGroup>> = BTreeMap::new();
    for (standard, group) in groups {
        by_standard.entry(*standard).or_default().push(*group);
    }
    let (mut gaps, mut too_few, mut hidden_with) = (Vec::new(), 0, 0);
    for (standard, mut groups) in by_standard {
        groups.sort_unstable_by_key(|group| (group.school, group.grade));
        for (group, telling) in groups.iter().zip(tellings(&groups, least)) {
            let told = || GroupBands::of(group.pupils, group.below, least);
            let bands = match telling {
                Telling::Told => told(),
                Telling::TooFew | Telling::HiddenWith => None,
            };
            too_few += u32::from(telling == Telling::TooFew);
            hidden_with += u32::from(telling == Telling::HiddenWith);
            gaps.push(KeptGap {
                standard,
                school: group.school,
                grade: group.grade,
                bands,
                wide,
            });
        }
    }
    (gaps, too_few, hidden_with)
}

/// What somebody does with readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadingDeed {
    /// Keeps a reading; in the place of one of the same test and window only where that is said.
    Keep {
        /// The reading.
        reading: KeptReading,
        /// May it take the place of another?
        replace: bool,
    },
    /// Forgets the readings of this window, of every test.
    ForgetWindow(String),
    /// Forgets the readings that ended, or were read where their end is not known, before this day.
    ForgetBefore(NaiveDate),
}

impl ReadingDeed {
    /// The deed in a few words, for history. Of the groups only how many there are.
    pub fn title(&self) -> String {
        match self {
            ReadingDeed::Keep { reading, .. } => {
                let (test, window) = (reading.test.to_lowercase(), &reading.window);
                format!("read {test} {window}: {}", reading.counts())
            }
            ReadingDeed::ForgetWindow(window) => format!("forgot the readings of {window}"),
            ReadingDeed::ForgetBefore(day) => format!("forgot the readings before {day}"),
        }
    }

    /// What it is about.
    pub fn what(&self) -> &str {
        match self {
            ReadingDeed::Keep { reading, .. } => &reading.test,
            ReadingDeed::ForgetWindow(window) => window,
            ReadingDeed::ForgetBefore(_) => "readings",
        }
    }

    /// May somebody with these roles do it?
    pub fn allowed_to(roles: &Roles) -> Result<(), Refusal> {
        let why = "results are read and forgotten by people with the role curricular, or an admin";
        RightHolder::Curricular
            .includes(roles)
            .map_err(|_| Refusal::from(why))
    }

    /// May this person? A reading is about all schools of the district.
    pub fn allowed_to_act(actor: &Actor) -> Result<(), Refusal> {
        ReadingDeed::allowed_to(&actor.roles)?;
        may_write_at(&Schools::All, actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_counts_is_bands() {
        let group = |standard, grade, pupils, below| {
            let group = CountedGroup {
                school: SchoolId(1),
                grade: Grade::new(grade).unwrap(),
                pupils,
                below,
            };
            (StandardId(standard), group)
        };
        // P1 in one standard; in the other nothing is small.
        let counted = [
            group(1, 3, 31, 12),
            group(1, 4, 7, 3),
            group(1, 5, 12, 5),
            group(2, 3, 28, 19),
        ];
        let (gaps, too_few, hidden_with) = kept(&counted, LeastGroup::USUAL, false);
        let told: Vec<_> = gaps
            .iter()
            .map(|gap| {
                let bands = gap
                    .bands
                    .map(|bands| format!("{} {}", bands.size, bands.below));
                (
                    gap.standard.0,
                    gap.grade.number(),
                    bands.unwrap_or_default(),
                )
            })
            .collect();
        let is = |standard, grade, bands: &str| (standard, grade, bands.to_owned());
        assert_eq!(
            told,
            [
                is(1, 3, "20-49 20-39"),
                is(1, 4, ""),
                is(1, 5, ""),
                is(2, 3, "20-49 60-79")
            ]
        );
        assert_eq!((too_few, hidden_with), (1, 1));
        let reading = KeptReading {
            test: "Star".into(),
            window: "fall 2026".into(),
            starts: None,
            ends: None,
            cut: "Developing and under".into(),
            least: LeastGroup::USUAL,
            sha256: "9f2cab".into(),
            gaps,
            too_few,
            hidden_with,
        };
        let deed = ReadingDeed::Keep {
            reading,
            replace: false,
        };
        assert_eq!(
            deed.title(),
            "read star fall 2026: 4 groups, 1 too few, source 9f2c…"
        );
    }
}
