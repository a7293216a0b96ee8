//! The form in which the made-up products with a story of their own are written down.
//! The stories themselves are tables: `learning`, `classroom` and `systems`. Days are counted from
//! `today`; prices are cents. Only this folder uses it.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::contract::PriceModel;
use crate::domain::inventory::Runs;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::OwnerRole;
use crate::domain::product::{AliasKind, ProductKind};
use crate::domain::school::Level;

mod classroom;
mod learning;
mod systems;

/// Which schools.
#[derive(Debug, Clone, Copy)]
pub(super) enum Where {
    /// Every school.
    All,
    /// Every school of these kinds.
    Levels(&'static [Level]),
    /// The schools of these codes.
    Codes(&'static [&'static str]),
}

pub(super) const ES: Where = Where::Levels(&[Level::Elementary]);
pub(super) const MS: Where = Where::Levels(&[Level::Middle]);
pub(super) const HS: Where = Where::Levels(&[Level::High]);
/// Elementary and middle schools.
pub(super) const ES_MS: Where = Where::Levels(&[Level::Elementary, Level::Middle]);
/// Middle and high schools.
pub(super) const MS_HS: Where = Where::Levels(&[Level::Middle, Level::High]);

/// A product with a story.
#[derive(Debug)]
pub(super) struct StoryProduct {
    pub(super) name: &'static str,
    pub(super) edition: Option<&'static str>,
    pub(super) vendor: &'static str,
    /// One of the functions of `words`.
    pub(super) function: &'static str,
    pub(super) kind: ProductKind,
    pub(super) grades: &'static str,
    pub(super) subjects: Option<&'static str>,
    pub(super) lms: bool,
    pub(super) archived: bool,
    /// Name of the product that replaces it.
    pub(super) successor: Option<&'static str>,
    pub(super) asked: i64,
    /// Days ago it was first seen; more than four years means it was there from the beginning.
    pub(super) seen: i64,
    pub(super) aliases: &'static [(AliasKind, &'static str)],
    pub(super) rulings: &'static [StoryRuling],
    pub(super) deals: &'static [Deal],
    /// Device, result, what was seen.
    pub(super) tests: &'static [(&'static str, Runs, Option<&'static str>)],
    pub(super) owners: &'static [(OwnerRole, &'static str)],
    /// Days ago, who, the words.
    pub(super) notes: &'static [(i64, &'static str, &'static str)],
    pub(super) measure: Option<StoryUse>,
    /// Schools where it is not switched on yet: the code, and which switch.
    pub(super) switches: &'static [(&'static str, Gap)],
    pub(super) training: Option<StoryTraining>,
    /// Kind of agreement with its vendor, the days from today it ends, what it names.
    pub(super) agreement: Option<(&'static str, Option<i64>, &'static str)>,
}

/// A product nobody did anything about.
pub(super) const PLAIN: StoryProduct = StoryProduct {
    name: "",
    edition: None,
    vendor: "",
    function: "",
    kind: ProductKind::Web,
    grades: "",
    subjects: None,
    lms: false,
    archived: false,
    successor: None,
    asked: 3,
    seen: 2000,
    aliases: &[],
    rulings: &[],
    deals: &[],
    tests: &[],
    owners: &[],
    notes: &[],
    measure: None,
    switches: &[],
    training: None,
    agreement: None,
};

/// A switch that is not on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The web filter blocks it.
    Filter,
    /// Classes were asked for and have not come.
    Roster,
    /// Sign-in with district accounts is off.
    SignIn,
}

/// A decision in one scope, and what it was before.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoryRuling {
    pub(super) status: ApprovalStatus,
    pub(super) at: Where,
    pub(super) grades: &'static str,
    pub(super) audience: Option<Audience>,
    pub(super) conditions: &'static [&'static str],
    /// Days ago it came to the present status.
    pub(super) decided: i64,
    /// Days ago it was first approved, where the present status is a later one.
    pub(super) was: Option<i64>,
    /// Days from today of the last day; negative for the past.
    pub(super) until: Option<i64>,
    pub(super) reason: &'static str,
}

/// Approved everywhere two years ago.
pub(super) const APPROVED: StoryRuling = StoryRuling {
    status: ApprovalStatus::Approved,
    at: Where::All,
    grades: "",
    audience: None,
    conditions: &[],
    decided: 730,
    was: None,
    until: None,
    reason: "Both checklists passed.",
};

/// What was agreed to be paid, for how long, for whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deal {
    /// The school that buys; the district where none is named.
    pub(super) buyer: Option<&'static str>,
    pub(super) at: Where,
    pub(super) grades: &'static str,
    pub(super) audience: Audience,
    pub(super) model: PriceModel,
    /// How many now, and how many fewer in each earlier term.
    pub(super) quantity: i64,
    pub(super) step: i64,
    /// Cents for one, now.
    pub(super) unit: i64,
    pub(super) ends: Ends,
    /// How many terms there were, with the present one, and how many years each lasts.
    pub(super) terms: i32,
    pub(super) years: i32,
    pub(super) auto: bool,
    pub(super) notice: Option<(i64, NoticeUnit)>,
    pub(super) basis: NoticeBasis,
    pub(super) fund: &'static str,
    pub(super) owner: Option<&'static str>,
    pub(super) escalator: Option<i64>,
    /// Of a hundred seats, how many were in use at first and are now.
    pub(super) used: (i64, i64),
    /// A school where two more are in use than there are seats.
    pub(super) over: Option<&'static str>,
    /// Words left on the present contract.
    pub(super) note: Option<&'static str>,
}

/// The district buys for every student, by fiscal years, with 60 days' notice.
pub(super) const DISTRICT: Deal = Deal {
    buyer: None,
    at: Where::All,
    grades: "",
    audience: Audience::Student,
    model: PriceModel::PerStudent,
    quantity: 0,
    step: 0,
    unit: 0,
    ends: Ends::June(0),
    terms: 3,
    years: 1,
    auto: true,
    notice: Some((60, NoticeUnit::Days)),
    basis: NoticeBasis::Sent,
    fund: "General",
    owner: Some("gferrandine"),
    escalator: None,
    used: (80, 85),
    over: None,
    note: None,
};

/// A school buys for its teachers, with 30 days' notice, and nobody answers for it.
pub(super) const SCHOOL: Deal = Deal {
    audience: Audience::Staff,
    model: PriceModel::PerTeacher,
    terms: 2,
    notice: Some((30, NoticeUnit::Days)),
    fund: "School budget",
    owner: None,
    ..DISTRICT
};

/// Taken without paying; no contract.
pub(super) const FREE: Deal = Deal {
    model: PriceModel::Free,
    terms: 0,
    owner: None,
    ..DISTRICT
};

/// When the present term ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ends {
    /// On June 30 of this fiscal year, or so many years later.
    June(i32),
    /// So many days from today; negative where it has ended and was not renewed.
    In(i64),
}

/// How use is measured, month by month.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoryUse {
    /// What counts as active.
    pub(super) definition: &'static str,
    /// For how many months.
    pub(super) months: usize,
    /// Also school by school, for the last ten months?
    pub(super) by_school: bool,
    /// The source gives a share of all students and no counts.
    pub(super) share_only: bool,
}

/// Counted for all four years, for the district.
pub(super) const SIGNED_IN: StoryUse = StoryUse {
    definition: "signed in at least once in the month",
    months: 48,
    by_school: false,
    share_only: false,
};

/// Who must be trained, and how far that has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoryTraining {
    /// Of a hundred of the staff who should be, how many are.
    pub(super) reached: i64,
    pub(super) required: bool,
    pub(super) minutes: i64,
}

/// Every product with a story.
pub(super) fn all() -> impl Iterator<Item = &'static StoryProduct> {
    [learning::KNOWN, classroom::KNOWN, systems::KNOWN]
        .into_iter()
        .flatten()
}
