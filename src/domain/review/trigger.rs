//! What calls for the review of a product that nobody is reviewing: stock nobody ever looked at, and
//! decisions that time, use or the vendor has overtaken. Pure rules over what is known of one
//! product; the store gathers it and makes a row of the queue of what is found.

mod rules;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use crate::domain::approval::{Agreement, Approval, ApprovalStatus, Audience};
use crate::domain::contract::ContractId;
use crate::domain::grade::Grades;
use crate::domain::inventory::Compatibility;
use crate::domain::money::Cents;
use crate::domain::policy::Tracks;
use crate::domain::product::{DataUse, Product};
use crate::domain::request::{Incident, Trigger};
use crate::domain::school::{SchoolId, Schools};

/// A term of a contract in force, as far as it is about the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermInForce {
    /// The id of its contract.
    pub contract: ContractId,
    /// The first day covered.
    pub start: Option<NaiveDate>,
    /// The last day covered.
    pub end: NaiveDate,
    /// Does it renew by itself? Not known where empty.
    pub auto_renew: Option<bool>,
    /// The schools it is for; the buyer's own where a school bought it for itself.
    pub schools: Schools,
    /// The grades it is for.
    pub grades: Grades,
    /// What it costs a year; nothing where that is not known.
    pub a_year: Cents,
    /// The same, also where it is hidden from whoever asks: for the days that follow from it, which are told to all.
    pub weighed: Cents,
    /// Is it known what it costs?
    pub priced: bool,
}

/// A school that has the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolWithProduct {
    /// The id of the school.
    pub school: SchoolId,
    /// The first day it was there.
    pub since: Option<NaiveDate>,
}

/// How many of those who could use it do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adoption {
    /// Who used it.
    pub active: i64,
    /// Who could.
    pub of: i64,
    /// The last day of the newest window that was counted.
    pub counted_on: NaiveDate,
}

/// How many people are trained, of how many that should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainedCount {
    /// Are.
    pub trained: i64,
    /// Should be.
    pub target: i64,
}

/// What is known of one product that may call for its review.
#[derive(Debug, Clone)]
pub struct TriggerFacts<'a> {
    /// As its record stands.
    pub product: &'a Product,
    /// The day its present version was entered.
    pub version_since: Option<NaiveDate>,
    /// The day it was first entered in this office's file, looked up where nobody ever decided.
    pub entered_on: Option<NaiveDate>,
    /// Every decision about it.
    pub approvals: &'a [Approval],
    /// Its contracts in force.
    pub terms: &'a [TermInForce],
    /// Where it is.
    pub places: &'a [SchoolWithProduct],
    /// How it runs on each device that was tried.
    pub tests: &'a [Compatibility],
    /// Agreements about data: those of its vendor that name it or name no product.
    pub agreements: &'a [&'a Agreement],
    /// What happened with it.
    pub incidents: &'a [Incident],
    /// How much it is used, where that was counted.
    pub adoption: Option<Adoption>,
    /// Who is trained, where anybody should be.
    pub trained: Option<TrainedCount>,
}

/// A class of device that a school issues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issued {
    /// `chromebook`, in small letters.
    pub device: String,
    /// The day it was entered.
    pub since: NaiveDate,
    /// The day its oldest system version last changed.
    pub floor_on: Option<NaiveDate>,
}

/// What is the same for every product.
#[derive(Debug, Clone, Default)]
pub struct District {
    /// The grades of each school.
    pub grades: HashMap<SchoolId, Grades>,
    /// The devices each school issues.
    pub devices: HashMap<SchoolId, Vec<Issued>>,
    /// Each kind of these once, gathered when it is first asked for.
    pub kinds: OnceCell<BTreeSet<Issued>>,
    /// A decision older than so many months is looked at again.
    pub review_months: u32,
    /// Each day on which the policy came to ask for other checklists: what it asked before, what then.
    pub tracks: Vec<(NaiveDate, Tracks, Tracks)>,
}

impl District {
    fn kinds_issued(&self) -> &BTreeSet<Issued> {
        self.kinds
            .get_or_init(|| self.devices.values().flatten().cloned().collect())
    }
}

/// One reason for a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// Which rule it is.
    pub trigger: Trigger,
    /// The day it began, from which the service level of the review counts.
    pub since: NaiveDate,
    /// The reason, without a full stop: `the decision is 26 months old`.
    pub why: String,
}

/// Everything that calls for a review of the product, the most urgent first. Nothing for a product
/// that is archived, denied, retired or on its way out: no review would bring it back.
pub fn fired(facts: &TriggerFacts, district: &District, today: NaiveDate) -> Vec<Fired> {
    let look = DecisionsOnDay::new(facts, district, today);
    if facts.product.archived || look.is_gone() {
        return Vec::new();
    }
    rules::RULES.iter().filter_map(|rule| rule(&look)).collect()
}

/// All reasons in one sentence, the most urgent first.
pub fn why(fired: &[Fired]) -> String {
    let all: Vec<&str> = fired.iter().map(|one| one.why.as_str()).collect();
    all.join("; ")
}

/// Where stock that nobody ever reviewed stands among its like: how sensitive its data is, by what
/// is spent on it a year. The highest is looked at first.
pub fn weight(product: &Product, spend: Cents) -> (i64, i64) {
    let sensitive = match product.data {
        Some(DataUse::Sensitive) => 4,
        Some(DataUse::Pii) | None => 3,
        Some(DataUse::Login) => 2,
        Some(DataUse::None) => 1,
    };
    (spend.0.saturating_mul(sensitive), sensitive)
}

impl TriggerFacts<'_> {
    /// Is it anywhere, or paid for?
    pub fn in_use(&self) -> bool {
        !self.places.is_empty() || !self.terms.is_empty()
    }

    /// What its contracts cost a year.
    pub fn spend(&self) -> Cents {
        self.terms.iter().map(|term| term.a_year).sum()
    }

    /// The same, also of what is hidden from whoever asks.
    pub fn weighed(&self) -> Cents {
        self.terms.iter().map(|term| term.weighed).sum()
    }
}

/// Does the end of one of its contracts come near, so that it counts who is trained in it?
pub fn ends_soon(terms: &[TermInForce], today: NaiveDate) -> bool {
    rules::nearest_end(terms, today).is_some()
}

/// The schools that have it or are paid for; every school where the district pays and nobody says
/// which have it, or where nothing is known.
pub fn schools(places: &[SchoolWithProduct], terms: &[TermInForce]) -> Schools {
    let mut ids: Vec<SchoolId> = places.iter().map(|place| place.school).collect();
    for term in terms {
        match &term.schools {
            Schools::Only(more) => ids.extend(more),
            Schools::All if places.is_empty() => return Schools::All,
            Schools::All => {}
        }
    }
    Schools::only(ids)
}

/// The decisions of a product, sorted out for one day.
struct DecisionsOnDay<'a> {
    facts: &'a TriggerFacts<'a>,
    district: &'a District,
    today: NaiveDate,
    /// Decisions that hold, for or against, and that no later one took away.
    holding: Vec<&'a Approval>,
    /// Of these, the ones under which it may be used for good.
    allowing: Vec<&'a Approval>,
    /// Decisions whose last day has passed, and that were for a time only.
    ended: Vec<&'a Approval>,
}

impl<'a> DecisionsOnDay<'a> {
    fn new(
        facts: &'a TriggerFacts<'a>,
        district: &'a District,
        today: NaiveDate,
    ) -> DecisionsOnDay<'a> {
        let real = facts.approvals.iter().filter(|a| is_decision(a));
        let begun = real.filter(|a| a.from.is_none_or(|day| day <= today));
        let holds = |a: &&Approval| left(a) || a.until.is_none_or(|day| day >= today);
        let (mut holding, ended): (Vec<_>, Vec<_>) = begun.partition(holds);
        let going: Vec<&Approval> = holding.iter().copied().filter(|a| is_going(a)).collect();
        holding.retain(|a| is_going(a) || !going.iter().any(|end| takes_away(end, a)));
        let stays = |a: &&&Approval| a.status.allows() && !is_going(a);
        DecisionsOnDay {
            allowing: holding.iter().filter(stays).copied().collect(),
            ended,
            holding,
            facts,
            district,
            today,
        }
    }

    /// Is every decision that holds one against it?
    fn is_gone(&self) -> bool {
        !self.holding.is_empty() && self.holding.iter().all(|a| is_going(a))
    }

    /// Did nobody ever decide?
    fn never_decided(&self) -> bool {
        self.holding.is_empty() && self.ended.is_empty()
    }

    /// The day of the newest decision that allows it.
    fn decided(&self) -> Option<NaiveDate> {
        self.allowing.iter().filter_map(|a| decided_on(a)).max()
    }

    /// Was it decided with this in sight?
    fn answered(&self, since: NaiveDate) -> bool {
        self.decided().is_some_and(|day| day >= since)
    }

    /// Does anybody care: is it allowed, or in use?
    fn matters(&self) -> bool {
        !self.allowing.is_empty() || self.facts.in_use()
    }

    fn days_ago(&self, days: u64) -> NaiveDate {
        before(self.today, days)
    }
}

/// Did anybody decide, and does that still count?
pub fn is_decision(approval: &Approval) -> bool {
    !matches!(
        approval.status,
        ApprovalStatus::Discovered | ApprovalStatus::UnderReview | ApprovalStatus::Superseded
    )
}

/// Retired or about to be: a last day ends the use, not the decision.
fn left(approval: &Approval) -> bool {
    use ApprovalStatus::{Closed, DataDeletionPending, Retired, Retiring};
    matches!(
        approval.status,
        Retiring | Retired | DataDeletionPending | Closed
    )
}

/// Denied, retired or going: no review would bring it back. A suspension waits for one.
fn is_going(approval: &Approval) -> bool {
    left(approval) || approval.status == ApprovalStatus::Denied
}

/// Is `end` of the same day or later, and about everybody and everywhere that the other decision is?
fn takes_away(end: &Approval, other: &Approval) -> bool {
    covers(end, &other.schools, other) && decided_on(end) >= decided_on(other)
}

/// Is it about everybody at these schools whom the other decision is about?
fn covers(wide: &Approval, schools: &Schools, other: &Approval) -> bool {
    let audience = |a: &Approval| a.audience.unwrap_or_default();
    let there = match schools {
        Schools::All => wide.schools == Schools::All,
        Schools::Only(ids) => ids.iter().all(|id| wide.schools.covers(*id)),
    };
    let grades = wide.grades.is_unsaid()
        || (!other.grades.is_unsaid() && wide.grades.common(other.grades) == other.grades);
    let people = audience(wide) == Audience::Both || audience(wide) == audience(other);
    there && grades && people
}

fn decided_on(approval: &Approval) -> Option<NaiveDate> {
    approval.decided_on.or(approval.from)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests;
