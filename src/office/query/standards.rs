//! What the Standards view asks of the office: a page of what is listed there, and everything about one gap.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::standards::coverage::CoverCount;
use crate::domain::standards::framework::StandardId;
use crate::office::gaps::{GapRow, IdleRow, PlacedOffer, StackRow};
use crate::office::standards::ClaimToVerify;

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ListedGaps {
    /// Those that something is left open of.
    #[default]
    Holes,
    /// All that are told.
    All,
}

/// Which gaps, in which order, and which of them: for rows that can be seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BoardOf {
    /// Holes or all.
    pub listed: ListedGaps,
    /// At this school; at all where none is named.
    pub school: Option<SchoolId>,
    /// Only those that say all these words.
    pub words: String,
    /// The letter of the sort menu; the worst first where it names nothing.
    pub by: char,
    /// The other way round.
    pub reversed: bool,
    /// Their places in that order, from 0.
    pub rows: Range<usize>,
}

/// What names a gap: the number of its reading, the standard, the school, the grade.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GapKey {
    /// The reading that told it.
    pub reading: i64,
    /// The standard.
    pub standard: StandardId,
    /// Where.
    pub school: SchoolId,
    /// The grade.
    pub grade: Grade,
}

/// `3/204/12/4`, as the saved place keeps it.
impl fmt::Display for GapKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GapKey {
            reading,
            standard,
            school,
            grade,
        } = self;
        write!(f, "{reading}/{}/{}/{grade}", standard.0, school.0)
    }
}

/// The text names no gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a gap")]
pub struct NotAGap;

impl FromStr for GapKey {
    type Err = NotAGap;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<GapKey, NotAGap> {
        let mut parts = text.split('/');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let read = number().zip(number()).zip(number());
        let ((reading, standard), school) = read.ok_or(NotAGap)?;
        let grade = parts.next().and_then(|grade| grade.parse().ok());
        Ok(GapKey {
            reading,
            standard: StandardId(standard),
            school: SchoolId(school),
            grade: grade.ok_or(NotAGap)?,
        })
    }
}

/// A page of gaps, and what is said of all of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GapsBoard {
    /// The frameworks they are told in, with the grades: `Wexmoor Reading 2023, grades 3-5`; empty where there is none.
    pub about: String,
    /// The windows they were told in: `fall 2026`.
    pub windows: String,
    /// What is missing before there can be any, and what to do about it.
    pub missing: Option<String>,
    /// Why whoever asks sees none.
    pub kept_back: Option<String>,
    /// How many are holes, at the school that was asked for.
    pub holes: usize,
    /// How many are told there.
    pub told: usize,
    /// How many say the words that were asked for.
    pub fitting: usize,
    /// The place of the first row.
    pub first: usize,
    /// The rows that were asked for.
    pub rows: Vec<(GapKey, GapRow)>,
    /// Groups of which nothing is told, by school, most first.
    pub too_few: Vec<(String, usize)>,
}

/// A product that a person may verify for a gap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verifiable {
    /// The product.
    pub product: ProductId,
    /// As it is called.
    pub name: String,
    /// The part of it that is claimed; empty for the whole.
    pub module: String,
    /// The standard that is claimed, so that it can be named: `CCSS-M:4.NF.B.3`.
    pub code: String,
}

/// Everything about one gap.
#[derive(Clone, PartialEq, Debug)]
pub struct GapDetails {
    /// Which it is.
    pub key: GapKey,
    /// As the list has it.
    pub row: GapRow,
    /// `Star Math, Sep 8 to 26`.
    pub told_by: String,
    /// What may be used, in order; then what comes before it, and what is only related.
    pub offers: Vec<PlacedOffer>,
    /// Its need, what is open, what would change it and what to do first: a sentence each.
    pub said: Vec<String>,
    /// What a person may verify, in the order of the offers.
    pub verifiable: Vec<Verifiable>,
    /// How many tasks a verification takes.
    pub tasks: usize,
    /// The standard so that it can be named: `CCSS-M:4.NF.B.3`.
    pub named: String,
    /// Why whoever asks may not say anything of standards.
    pub no_saying: Option<String>,
    /// Why whoever asks may not route anything there.
    pub no_routing: Option<String>,
}

/// Which standards are crossed with products: those that say all the words, and which of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CrossOf {
    /// At this school; wherever it is best where none is named.
    pub school: Option<SchoolId>,
    /// Only those that say all these words.
    pub words: String,
    /// Their places in the order of their codes, from 0.
    pub rows: Range<usize>,
}

/// What a product is for a standard, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CoverMark {
    /// Verified, and it may be used.
    Usable,
    /// Verified, but seats, training or the switch are missing.
    Short,
    /// Only claimed.
    Claimed,
    /// Aligned to the area above it only.
    Wider,
    /// Nothing.
    Nothing,
}

impl CoverMark {
    /// All, best first.
    pub const ALL: [CoverMark; 5] = [
        CoverMark::Usable,
        CoverMark::Short,
        CoverMark::Claimed,
        CoverMark::Wider,
        CoverMark::Nothing,
    ];

    /// As it stands in a cell.
    pub fn sign(self) -> &'static str {
        match self {
            CoverMark::Usable => "#",
            CoverMark::Short => "+",
            CoverMark::Claimed => "c",
            CoverMark::Wider => "w",
            CoverMark::Nothing => ".",
        }
    }

    /// The same in words.
    pub fn word(self) -> &'static str {
        match self {
            CoverMark::Usable => "usable",
            CoverMark::Short => "short or blocked",
            CoverMark::Claimed => "only claimed",
            CoverMark::Wider => "wider only",
            CoverMark::Nothing => "nothing",
        }
    }
}

/// One standard crossed with the products.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrossRow {
    /// The standard.
    pub standard: StandardId,
    /// Its code.
    pub code: String,
    /// What it says.
    pub statement: String,
    /// What each product is for it, in the order of the products.
    pub marks: Vec<CoverMark>,
}

/// Standards by products.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CrossTable {
    /// The products that are aligned to most standards, with their names.
    pub products: Vec<(ProductId, String)>,
    /// How many standards say the words that were asked for.
    pub all: usize,
    /// The place of the first row.
    pub first: usize,
    /// The rows that were asked for.
    pub rows: Vec<CrossRow>,
}

/// How far one school is covered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverRow {
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// By grade, in the order of the grades; none where it has no standard there.
    pub by_grade: Vec<Option<CoverCount>>,
    /// Of all its grades.
    pub all: CoverCount,
}

/// How far every open school is covered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CoverTable {
    /// The grades that any of them has.
    pub grades: Vec<Grade>,
    /// The schools, by name.
    pub rows: Vec<CoverRow>,
}

/// All about a standard, in lines under titles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StandardPage {
    /// Which it is.
    pub standard: Option<StandardId>,
    /// What it is called, with its framework.
    pub title: String,
    /// Titles, each with its lines.
    pub parts: Vec<(&'static str, Vec<String>)>,
}

/// Which list of standards and products.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PageOf {
    /// One standard bought three times and more at one school.
    #[default]
    Stacks,
    /// Bought for nobody's gap.
    Idle,
    /// Claimed and not verified.
    Claimed,
}

/// Which rows of such a list, in which order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListOf {
    /// The list.
    pub page: PageOf,
    /// At this school; at all where none is named.
    pub school: Option<SchoolId>,
    /// Only those that say all these words.
    pub words: String,
    /// The letter of the sort menu.
    pub by: char,
    /// The other way round.
    pub reversed: bool,
    /// Their places in that order, from 0.
    pub rows: Range<usize>,
}

/// The rows of such a list.
#[derive(Clone, PartialEq, Debug)]
pub enum ListedRows {
    /// Bought three times over.
    Stacks(Vec<StackRow>),
    /// Bought for nobody's gap.
    Idle(Vec<IdleRow>),
    /// Claimed and not verified.
    Claimed(Vec<ClaimToVerify>),
}

/// A page of such a list.
#[derive(Clone, PartialEq, Debug)]
pub struct ListedStandards {
    /// How many there are in all.
    pub all: usize,
    /// How many say the words that were asked for.
    pub fitting: usize,
    /// The rows that were asked for.
    pub rows: ListedRows,
    /// Why whoever asks sees nothing that rests on gaps.
    pub kept_back: Option<String>,
    /// How many tasks a verification takes.
    pub tasks: usize,
    /// Why whoever asks may not say anything of standards.
    pub no_saying: Option<String>,
}

/// How many holes there are at each school.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OpenHoles {
    /// By school; none at those that are not named.
    pub at: HashMap<SchoolId, usize>,
}

impl OpenHoles {
    /// At one school where it is named, else in all.
    pub fn count(&self, school: Option<SchoolId>) -> usize {
        match school {
            Some(school) => self.at.get(&school).copied().unwrap_or_default(),
            None => self.at.values().sum(),
        }
    }
}

/// How many there are of each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StandardCounts {
    /// Bought three times over.
    pub stacks: usize,
    /// Bought for nobody's gap.
    pub idle: usize,
    /// Claimed and not verified.
    pub claimed: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_gap_is_read_back() {
        for text in ["3/204/12/4", "1/1/1/K", "9/8/7/PK"] {
            assert_eq!(text.parse::<GapKey>().unwrap().to_string(), text);
        }
        for text in ["", "3/204/12", "3/204/12/40", "a/204/12/4"] {
            assert!(text.parse::<GapKey>().is_err(), "{text}");
        }
    }
}
