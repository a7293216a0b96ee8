//! "Can they use it there?" answered from what is on record: four facts (approval, license, switches,
//! devices), twelve verdicts, six words, one sentence to say aloud. Pure; both faces and the exports ask
//! [`answer`] and print what it says. The verdicts are tried in the order of `rules.rs`.

mod announced;
mod approval;
mod decided;
mod facts;
mod fit;
mod license;
mod phrase;
mod published;
mod rules;

pub use announced::in_effect;
pub use decided::decided_at;
pub use facts::{
    Alternative, ApprovalFact, Contacts, DeviceFact, LicenseFact, Metering, NamedSchool,
    ProductFacts, Question, SchoolFacts, SeatsElsewhere, StatusFacts, SwitchFacts, TrainingFact,
    licensed,
};
pub use license::seats;
pub use phrase::{NAMED, date_in_words, short_date};
pub use published::{PublicAnswer, PublicPlace, PublicSchools, PublicUse, published};
pub use rules::Unnamed;

pub use crate::domain::seats::Seats;

use crate::domain::approval::ApprovalStatus;
use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The twelve answers, worst first: the first that fits is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// No such product on the list.
    NotListed,
    /// Denied, suspended, retired, or the approval has ended.
    Stop,
    /// Asked for, not decided, and nothing in force meanwhile.
    InReview,
    /// Known, never decided.
    NotReviewed,
    /// Allowed, but not for this school or grade.
    NotForScope,
    /// Does not run on the devices there.
    WontRun,
    /// Allowed, with conditions to keep.
    YesIf,
    /// Allowed, but nobody has bought it for this place.
    ApprovedNoLicence,
    /// Allowed and bought, but every seat is taken.
    LicenceFull,
    /// Allowed and bought, but something is not switched on.
    NeedsSetup,
    /// Allowed until a day.
    YesUntil,
    /// Allowed.
    Yes,
}

/// The six words on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StatusWord {
    /// Use it.
    #[serde(rename = "YES")]
    Yes,
    /// Use it as the conditions say.
    #[serde(rename = "YES, CONDITIONS")]
    YesConditions,
    /// Asked, not decided: not with students.
    #[serde(rename = "IN REVIEW")]
    InReview,
    /// Nobody asked yet.
    #[serde(rename = "NOT ASKED")]
    NotAsked,
    /// Was allowed; the approval has ended.
    #[serde(rename = "EXPIRED")]
    Expired,
    /// Decided: not with students or their data.
    #[serde(rename = "NO")]
    No,
}

impl StatusWord {
    /// As it is printed.
    pub fn text(self) -> &'static str {
        match self {
            StatusWord::Yes => "YES",
            StatusWord::YesConditions => "YES, CONDITIONS",
            StatusWord::InReview => "IN REVIEW",
            StatusWord::NotAsked => "NOT ASKED",
            StatusWord::Expired => "EXPIRED",
            StatusWord::No => "NO",
        }
    }

    /// May it be used, with or without conditions?
    pub fn allows(self) -> bool {
        matches!(self, StatusWord::Yes | StatusWord::YesConditions)
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// The whole answer; its JSON is the element of `results` in `hallpass status --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusAnswer {
    /// The product; nothing when it is not listed.
    pub product_id: Option<ProductId>,
    /// Its name with the edition, or what was asked for.
    pub product: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// The former or other name by which it was found.
    pub matched_alias: Option<String>,
    /// Which answer it is, as scripts read it.
    pub verdict: Verdict,
    /// One of the six words a person at the desk says.
    #[serde(rename = "answer")]
    pub word: StatusWord,
    /// Why, in one sentence.
    pub reason: String,
    /// What must be kept to or is still missing; what is missing comes first.
    pub conditions: Vec<String>,
    /// The last day an allowed use holds.
    pub valid_until: Option<NaiveDate>,
    /// Where the decision holds: `district`, a school's name, `3 schools`; empty where there is none.
    #[serde(rename = "where")]
    pub where_: String,
    /// Seats at the place asked about.
    pub seats: Seats,
    /// What to do now.
    pub next_step: String,
    /// Whom to ask.
    pub who: Option<String>,
    /// Allowed products for the same job, those paid for here first.
    pub alternatives: Vec<Alternative>,
    /// What to say to a caller: one or two sentences, complete.
    pub say: String,
    /// The four facts in a few words each.
    pub four: Four,
    /// The day the answer is true.
    pub as_of: NaiveDate,
    /// The word, and where it holds if that is not everywhere: `YES at 1 of 3 schools`, `NO at Adams ES`.
    pub headline: String,
}

impl StatusAnswer {
    /// Where it holds, if that is not everywhere, to follow its word: ` at 1 of 3 schools`.
    pub fn at(&self) -> &str {
        let at = self.headline.strip_prefix(self.word.text());
        at.unwrap_or_default()
    }

    /// Where it was decided, if not for the district, to follow its word in a list of several: ` at 11 schools`.
    pub fn only_at(&self) -> String {
        match self.where_.as_str() {
            "" | "district" => String::new(),
            at => format!(" at {at}"),
        }
    }
}

/// The four facts behind an answer, in a few words each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Four {
    /// May it be used: `approved`, `denied`, `never reviewed`.
    pub approval: String,
    /// Is it paid for: `5 seats free`, `site license`, `none needed`.
    pub entitlement: String,
    /// Is it switched on: `on`, `sign-in off`, `not known`.
    pub provisioning: String,
    /// Does it run: `works`, `fails on iPad`, `not tested`.
    pub fit: String,
}

/// What is left of an approval once some of its conditions were met: those that were not, and where none is left of those
/// that were made, an approval without any.
pub fn unmet(
    status: ApprovalStatus,
    conditions: Vec<String>,
    met: &[String],
) -> (ApprovalStatus, Vec<String>) {
    let made = conditions.len();
    let left: Vec<String> = conditions
        .into_iter()
        .filter(|c| !met.contains(c))
        .collect();
    let all_met = made > 0 && left.is_empty() && status == ApprovalStatus::Conditional;
    let status = if all_met {
        ApprovalStatus::Approved
    } else {
        status
    };
    (status, left)
}

/// The answer for a listed product: the first rule that fits gives it.
pub fn answer(question: &Question, facts: &StatusFacts) -> StatusAnswer {
    rules::first_that_fits(&rules::StatusCase::new(question, facts))
}

/// That an older decision holds again once the one in force has ended, as a sentence: `From July 1, 2027 what was decided
/// before holds again: approved, without conditions.` None where that is not so.
pub fn again_afterwards(question: &Question, facts: &StatusFacts) -> Option<String> {
    let case = rules::StatusCase::new(question, facts);
    case.record
        .change()
        .filter(|change| change.ends.is_some())?;
    let told = case.known_change(date_in_words);
    let told = told.trim().trim_matches(['(', ')']);
    (!told.is_empty()).then(|| phrase::sentence(told))
}

/// Grades that nothing on record tells apart, together: decisions and devices are all for each of them or for none. One answer
/// is the answer for all of these, but for the name of the grade in its words.
pub fn alike(facts: &StatusFacts, grades: Grades) -> Vec<Grades> {
    let decided = facts.approvals.iter().map(|one| one.grades);
    let limits: Vec<Grades> = decided
        .chain(facts.devices.iter().map(|one| one.grades))
        .filter(|limit| !limit.is_unsaid())
        .collect();
    let mut alike: Vec<(Vec<bool>, u16)> = Vec::new();
    for grade in grades.iter() {
        let told: Vec<bool> = limits.iter().map(|limit| limit.contains(grade)).collect();
        let bits = Grades::from_iter([grade]).bits();
        match alike.iter_mut().find(|(known, _)| *known == told) {
            Some((_, all)) => *all |= bits,
            None => alike.push((told, bits)),
        }
    }
    let groups = alike.into_iter().map(|(_, bits)| Grades::of_bits(bits));
    groups.collect()
}

/// A product as one to use in place of another, as it is answered itself; none where it may not be used either.
pub fn alternative(question: &Question, facts: &StatusFacts) -> Option<Alternative> {
    rules::StatusCase::new(question, facts).as_alternative()
}

/// The answer for words that name no product.
pub fn not_listed(
    unnamed: Unnamed,
    alternatives: &[Alternative],
    question: &Question,
) -> StatusAnswer {
    rules::not_listed(unnamed, alternatives, question)
}

#[cfg(test)]
mod tests;
