//! What the made-up district consists of once it is made: people, schools, products, deals, agreements and
//! decisions. `making` gathers them; the other files of this folder make them.

use chrono::NaiveDate;

use crate::domain::approval::{ApprovalId, ApprovalStatus, Audience};
use crate::domain::contract::{ContractId, LineId, PriceModel};
use crate::domain::person::PersonId;
use crate::domain::product::{ProductId, VendorId};
use crate::domain::request::RequestId;
use crate::domain::school::{Level, SchoolId};

use super::facts::ReviewFacts;
use super::known::{Deal, StoryProduct, StoryRuling};

/// A decision that was entered, for whoever tells what became of it.
#[derive(Debug, Clone)]
pub(super) struct EnteredDecision {
    /// The product's place in the list.
    pub(super) item: usize,
    pub(super) id: ApprovalId,
    /// What it came to.
    pub(super) ruling: StoryRuling,
    /// The day it was asked for.
    pub(super) asked: NaiveDate,
    /// The day of the latest word on it.
    pub(super) day: NaiveDate,
    /// The last day it holds.
    pub(super) until: Option<NaiveDate>,
    /// What the first answer was, by whom and when; none while nobody answered.
    pub(super) answer: Option<(ApprovalStatus, String, NaiveDate)>,
    /// The handle of the request it answers, where one is told.
    pub(super) request: Option<RequestId>,
}

/// A person of the district.
#[derive(Debug, Clone)]
pub(super) struct Colleague {
    /// By which word the tables of this folder name the person.
    pub(super) key: &'static str,
    /// The login in the file.
    pub(super) login: String,
    pub(super) id: PersonId,
    pub(super) joined: NaiveDate,
    pub(super) left: Option<NaiveDate>,
}

/// A school of the district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Campus {
    pub(super) id: SchoolId,
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    /// What kind of school.
    pub(super) level: Level,
    /// How many students now.
    pub(super) students: i64,
    /// How many teachers and staff now.
    pub(super) staff: i64,
}

impl Campus {
    /// How many people here belong to an audience.
    pub(super) fn people(&self, audience: Audience) -> i64 {
        match audience {
            Audience::Student => self.students,
            Audience::Staff => self.staff,
            Audience::Both => self.students + self.staff,
        }
    }
}

/// A product of the catalogue.
#[derive(Debug, Clone)]
pub(super) struct CatalogueItem {
    pub(super) id: ProductId,
    /// Its name with its edition.
    pub(super) label: String,
    /// The handle of its vendor.
    pub(super) vendor: VendorId,
    /// The place of its function among the `words::JOBS`.
    pub(super) job: usize,
    /// What is known of it since the reviews ask.
    pub(super) facts: ReviewFacts,
    /// The day it entered the office file.
    pub(super) seen: NaiveDate,
    /// Its own story, where it has one.
    pub(super) known: Option<&'static StoryProduct>,
}

/// A deal as it was carried out.
#[derive(Debug, Clone)]
pub(super) struct SignedDeal {
    /// The product's place in the list.
    pub(super) item: usize,
    /// What was agreed.
    pub(super) deal: &'static Deal,
    /// The terms, oldest first; none where nothing is paid.
    pub(super) terms: Vec<DealTerm>,
    /// The schools it covers, by their place in the list.
    pub(super) schools: Vec<usize>,
    /// How much more or less than elsewhere it is used, school by school, in percent.
    pub(super) leaning: Vec<i64>,
    pub(super) since: NaiveDate,
}

/// One term of a deal.
#[derive(Debug, Clone)]
pub(super) struct DealTerm {
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) signed: NaiveDate,
    pub(super) quantity: i64,
    pub(super) unit: i64,
    /// Seats of each school; empty where the price does not count seats.
    pub(super) seats: Vec<i64>,
    /// The handles of its contract and of the line, and the contract's number, once written down.
    pub(super) papers: (ContractId, LineId, usize),
}

impl SignedDeal {
    /// The term that holds on a day, else the one before, else the first.
    pub(super) fn term(&self, day: NaiveDate) -> Option<&DealTerm> {
        let begun = self.terms.iter().rev().find(|term| term.start <= day);
        begun.or(self.terms.first())
    }

    /// The last day covered; none where nothing is paid.
    pub(super) fn ends(&self) -> Option<NaiveDate> {
        self.terms.last().map(|term| term.end)
    }

    /// Seats at the nth school it covers, where seats are counted.
    pub(super) fn seats(&self, nth: usize, day: NaiveDate) -> Option<i64> {
        self.term(day)?.seats.get(nth).copied()
    }

    /// People of the nth school who use it on a day.
    pub(super) fn used(
        &self,
        nth: usize,
        campus: &Campus,
        day: NaiveDate,
        today: NaiveDate,
    ) -> i64 {
        let (first, now) = self.deal.used;
        let span = (today - self.since).num_days().max(1);
        let gone = (day - self.since).num_days().clamp(0, span);
        let share = first + (now - first) * gone / span;
        let share = (share + self.leaning.get(nth).copied().unwrap_or_default()).clamp(2, 100);
        let people = campus.people(self.deal.audience);
        let seats = self.seats(nth, day);
        let most = if self.deal.model == PriceModel::PerDevice {
            seats.unwrap_or(people)
        } else {
            seats.unwrap_or(people).min(people)
        };
        if self.deal.over == Some(campus.code) && gone > span / 2 {
            return seats.unwrap_or(people) + 2;
        }
        most * share / 100
    }
}

/// Does the price count seats?
pub(super) fn counts_seats(model: PriceModel) -> bool {
    use PriceModel::{Concurrent, PerDevice, PerStudent, PerTeacher};
    matches!(model, Concurrent | PerDevice | PerStudent | PerTeacher)
}

/// An agreement with a maker of everyday products.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) vendor: VendorId,
    pub(super) kind: &'static str,
    pub(super) elements: &'static str,
    /// The last day it holds.
    pub(super) until: NaiveDate,
}
