//! All that a district shares of one product: lists in a fixed order, as the region's tables have them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::product::ProductId;

/// All that is shared of one product. Its lists are in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its number in the district's office.
    pub product: ProductId,
    /// Its name, with the edition.
    pub name: String,
    /// The name folded.
    pub key: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// Its other names.
    pub aliases: Vec<SharedName>,
    /// By what it may be found to be another district's.
    pub signs: Vec<SharedSign>,
    /// What was decided.
    pub decisions: Vec<SharedDecision>,
    /// What its review answered.
    pub answers: Vec<SharedAnswer>,
    /// What it was verified to teach.
    pub alignments: Vec<SharedAlignment>,
    /// What was agreed.
    pub agreements: Vec<SharedAgreement>,
    /// When terms end.
    pub terms: Vec<SharedTerm>,
    /// What a unit costs.
    pub prices: Vec<SharedPrice>,
    /// How many facts were more than a region takes of one product, and stay here.
    pub left_out: usize,
    /// How many texts stay here because they name somebody.
    pub naming: usize,
}

/// One other name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedName {
    /// As it is said.
    pub name: String,
}

/// One sign: its family (`name`, `page`, `number`) and what is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedSign {
    /// Which kind of sign.
    pub family: &'static str,
    /// What another's must be to be the same.
    pub sign: String,
}

/// One decision. Days are the district's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedDecision {
    /// Its stance, as `Stance` spells it.
    pub stance: &'static str,
    /// Where it holds: `all schools`, `3 schools`, or their names.
    pub scope: String,
    /// Does it hold at all schools and in all grades, for whomever it is?
    pub whole: bool,
    /// The grades; empty for all.
    pub grades: String,
    /// For whom.
    pub audience: Option<String>,
    /// On what conditions, one a line.
    pub conditions: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// The first day on which it holds.
    pub starts: Option<NaiveDate>,
    /// The last.
    pub ends: Option<NaiveDate>,
}

/// What one item of a checklist came to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedAnswer {
    /// Which checklist.
    pub track: &'static str,
    /// Which edition of it; 1 is the same in every district.
    pub edition: i64,
    /// The item.
    pub item: String,
    /// What it came to.
    pub answer: &'static str,
}

/// One standard that somebody verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedAlignment {
    /// Of which set of standards.
    pub framework: String,
    /// Its code there.
    pub standard: String,
    /// Does it teach or test it?
    pub role: Option<String>,
    /// For which grades; empty for all.
    pub grades: String,
    /// When that was verified.
    pub verified_on: Option<NaiveDate>,
}

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedAgreement {
    /// Which kind: `DPA`.
    pub kind: String,
    /// Its first day.
    pub starts: Option<NaiveDate>,
    /// Its last.
    pub ends: Option<NaiveDate>,
}

/// One month in which a term ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedTerm {
    /// The first day of the month.
    pub ends: NaiveDate,
}

/// About what a unit costs in one term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SharedPrice {
    /// The unit: `per_student`.
    pub unit: &'static str,
    /// The least it can be, in cents.
    pub low: i64,
    /// What it is below; none for the highest band.
    pub high: Option<i64>,
    /// The first day of the month in which the term ends; the last month of all where terms do not go.
    pub ends: NaiveDate,
}
