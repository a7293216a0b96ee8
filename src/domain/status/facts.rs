//! What the resolver must be told: the question, and the four kinds of facts that answer it.
//! The store fills these in for one product at one school (or for the district as a whole); nothing
//! here knows where they were kept.

use chrono::NaiveDate;

use super::StatusWord;
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::{Grade, Grades};
use crate::domain::inventory::{Runs, Switch};
use crate::domain::money::Cents;
use crate::domain::policy::{AgreementEnded, Unlisted};
use crate::domain::product::{ProductId, with_edition};
use crate::domain::school::{SchoolId, Schools};

/// "Can it be used there?", without the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Where; nothing asks about the district as a whole.
    pub school: Option<SchoolFacts>,
    /// How many schools of the district are open.
    pub schools: usize,
    /// By students of which grade; nothing asks about anybody.
    pub grade: Option<Grade>,
    /// Is it asked for students alone, or for staff alone?
    pub audience: Option<Audience>,
    /// The day the answer is for.
    pub today: NaiveDate,
    /// What the policy makes of a product nobody has reviewed.
    pub unlisted: Unlisted,
    /// What the policy makes of a privacy agreement that ended.
    pub agreement_ended: AgreementEnded,
}

/// The school asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchoolFacts {
    /// The id of the school.
    pub id: SchoolId,
    /// Its name, as people say it.
    pub name: String,
    /// The code that the district writes for it: `LIN`; none where it has none.
    pub code: Option<String>,
    /// The grades it teaches; unsaid when not known.
    pub grades: Grades,
}

/// Everything known that bears on the answer for one product.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatusFacts {
    /// The product asked about.
    pub product: ProductFacts,
    /// Every decision on record for it, for any scope and any time.
    pub approvals: Vec<ApprovalFact>,
    /// The licenses that cover the school asked about, ended ones too; all of the district's when no
    /// school is asked about.
    pub licenses: Vec<LicenseFact>,
    /// What the schools are called that licenses reach which run, where they are few and no school is asked about.
    pub licensed_schools: Vec<NamedSchool>,
    /// Schools (or the district) that hold a running license which does not cover the school asked
    /// about. Empty when no school is asked about.
    pub elsewhere: Vec<SeatsElsewhere>,
    /// Does or did anybody in the district pay for it, or hold seats of it?
    pub paid: bool,
    /// What it costs a year by whoever asked for it last and said so: all there is of what nobody ever paid for.
    pub asked_price: Option<Cents>,
    /// The same by whoever asked last for the place asked about: it, or the whole district. What another school would pay
    /// is not its price.
    pub asked_here: Option<Cents>,
    /// What a school may spend a year by the policy; none where that has no limit.
    pub school_spend: Option<Cents>,
    /// Does it cost nothing? Then it needs no license anywhere.
    pub free: bool,
    /// The last day of the privacy agreement, where there was one and none holds today.
    pub agreement_ended: Option<NaiveDate>,
    /// What a seat costs a year, if known: for whoever has to buy.
    pub price: Option<Cents>,
    /// What is switched on at the school asked about; nothing when not known or no school is asked about.
    pub switches: Option<SwitchFacts>,
    /// The kinds of devices issued at the school asked about (or in the district), and how it runs there.
    pub devices: Vec<DeviceFact>,
    /// Training, if any is on record for the school asked about (or the district).
    pub training: Option<TrainingFact>,
    /// Who to ask.
    pub people: Contacts,
    /// Products for the same job, in any order; only allowed ones are offered.
    pub alternatives: Vec<Alternative>,
}

/// The product asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductFacts {
    /// The id of the product.
    pub id: ProductId,
    /// Its name today, without the edition.
    pub name: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// `EDU`, `free`, `Plus`.
    pub edition: Option<String>,
    /// The former or other name by which it was found.
    pub alias: Option<String>,
    /// Taken off the list for good.
    pub archived: bool,
    /// The product to use in its place.
    pub successor: Option<String>,
    /// Its risk by what is known of it, 0 to 3.
    pub tier: i64,
}

/// One decision on record: what it says, for whom, and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApprovalFact {
    /// What was decided.
    pub status: ApprovalStatus,
    /// The schools it is for; nothing means every school.
    pub schools: Option<Vec<NamedSchool>>,
    /// The grades it is for; unsaid means every grade.
    pub grades: Grades,
    /// Who may use it.
    pub audience: Audience,
    /// What must be kept to, one sentence each.
    pub conditions: Vec<String>,
    /// The first day it holds; nothing means always before.
    pub from: Option<NaiveDate>,
    /// The last day it holds; nothing means without end. For a review: the day it is due.
    pub until: Option<NaiveDate>,
    /// Why, or for a review the stage it is in.
    pub reason: Option<String>,
    /// Who decided, or for a review who has it.
    pub decided_by: Option<String>,
    /// When it was decided, or for a review asked for.
    pub decided_on: Option<NaiveDate>,
    /// When it was written down: of a decision without a day that is all there is to tell whether it is
    /// newer than another.
    pub recorded_on: Option<NaiveDate>,
    /// Is it for some schools, although the whole district had asked?
    pub asked_everywhere: bool,
    /// Of one that only announces something: did it allow the use itself before it was marked so?
    pub was_allowed: bool,
}

/// A school in a decision's scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedSchool {
    /// Is it closed? Then nobody is told that it may be used there.
    pub closed: bool,
    /// The id of the school.
    pub id: SchoolId,
    /// Its name, as people say it.
    pub name: String,
    /// The grades it teaches; unsaid when not known.
    pub grades: Grades,
}

/// A license that covers the place asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LicenseFact {
    /// How use is limited.
    pub seats: Metering,
    /// Seats bought in all.
    pub purchased: Option<i64>,
    /// Seats set aside for the school asked about.
    pub allotted: Option<i64>,
    /// Seats in use at the place; nothing where nobody counted.
    pub used: Option<i64>,
    /// Seats free there, as `domain::seats` finds them; nothing where nobody knows.
    pub free: Option<i64>,
    /// The schools it reaches.
    pub schools: Schools,
    /// `district`, or the school that pays.
    pub bought_by: String,
    /// The contract's number.
    pub contract: Option<String>,
    /// The first day covered.
    pub first_day: Option<NaiveDate>,
    /// The last day covered; nothing when not known or without end.
    pub last_day: Option<NaiveDate>,
    /// Is it settled that nothing goes on after that day: was it cancelled, or does it not renew?
    pub ends: bool,
}

impl LicenseFact {
    /// Does it run on this day?
    pub(super) fn runs(&self, day: NaiveDate) -> bool {
        self.has_begun(day) && self.last_day.is_none_or(|last| last >= day)
    }

    /// Has it begun by this day?
    pub(super) fn has_begun(&self, day: NaiveDate) -> bool {
        self.first_day.is_none_or(|first| first <= day)
    }
}

/// The schools that those of these licenses reach which run on this day; none where none runs.
pub fn licensed(licenses: &[LicenseFact], day: NaiveDate) -> Option<Schools> {
    let running = licenses.iter().filter(|license| license.runs(day));
    let schools = running.map(|license| license.schools.clone());
    schools.reduce(|all, more| all.and(&more))
}

/// How a license limits use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Metering {
    /// So many seats.
    #[default]
    Seats,
    /// Everybody at the place: site, district and school licenses.
    Site,
    /// Costs nothing, so nothing has to be bought.
    Free,
}

/// A running license that does not cover the school asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatsElsewhere {
    /// The school that has it, or `district`.
    pub place: String,
    /// Seats nobody uses there, if counted.
    pub free: Option<i64>,
}

/// What has been switched on at a school; nothing where it is not on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SwitchFacts {
    /// Sign-in with the school account.
    pub sso: Option<Switch>,
    /// Class lists sent to it.
    pub roster: Option<Switch>,
    /// Let through by the web filter.
    pub filter: Option<Switch>,
    /// Browser extension allowed.
    pub extension: Option<Switch>,
    /// Access to school accounts allowed.
    pub oauth: Option<Switch>,
}

/// One kind of device issued at the place asked about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviceFact {
    /// `Chromebook`, `iPad`.
    pub device: String,
    /// The share of all devices there, in percent, if known.
    pub share: Option<i64>,
    /// The grades that get it; unsaid means every grade.
    pub grades: Grades,
    /// How the product runs on it; nothing where nobody tried.
    pub fit: Option<Runs>,
    /// What the tester noted.
    pub note: Option<String>,
    /// When it was tried.
    pub tested_on: Option<NaiveDate>,
}

/// Training on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrainingFact {
    /// Nobody may use it untrained.
    pub required: bool,
    /// How many should be trained.
    pub target: Option<i64>,
    /// How many are.
    pub trained: i64,
    /// The next session, if one is planned.
    pub next: Option<NaiveDate>,
}

/// Who to ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contacts {
    /// Looks after the product.
    pub manager: Option<String>,
    /// May buy it.
    pub purchaser: Option<String>,
    /// Helps those who use it.
    pub support: Option<String>,
}

/// Another product for the same job.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Alternative {
    /// Its name, with the edition.
    pub product: String,
    /// Its own answer for the same question.
    pub answer: StatusWord,
    /// Was it named to whoever asked, in a decision against the product?
    #[serde(skip)]
    pub named: bool,
    /// Paid for at the place asked about.
    pub licensed_here: bool,
    /// Seats nobody uses there, if counted.
    pub free: Option<i64>,
    /// Where it may be used, where that is not all of what was asked about: `at Adams ES and Madison HS`.
    #[serde(skip)]
    pub only: Option<String>,
    /// Is it paid for wherever it may be asked about: at the school, or at every one?
    #[serde(skip)]
    pub licensed_everywhere: bool,
    /// What must be kept to or is still missing, as its own answer has it.
    #[serde(skip)]
    pub conditions: Vec<String>,
}

impl ProductFacts {
    /// The name with the edition, unless it says so already.
    pub fn full_name(&self) -> String {
        with_edition(&self.name, self.edition.as_deref())
    }
}
