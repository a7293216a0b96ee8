//! Everything a rule about one request may look at, as it stands in the file at that moment.
//! The store fills it in; `process`, `gate` and `clock` only look.

use std::sync::Arc;

use crate::domain::approval::Approval;
use crate::domain::calendar::Calendar;
use crate::domain::checklist::ChecklistEdition;
use crate::domain::money::Cents;
use crate::domain::policy::Policy;
use crate::domain::product::{DataUse, Product};
use crate::domain::request::{Condition, ItemAnswer, Pause, Request, Requester, Track, Trigger};
use crate::domain::school::{SchoolId, Schools};

/// One request and what bears on it.
#[derive(Debug, Clone)]
pub struct ReviewCase {
    /// As it stands on the day asked about.
    pub request: Request,
    /// The product under review.
    pub product: Product,
    /// Who asked; where a trigger began it, the schools that have it.
    pub requesters: Vec<Requester>,
    /// The technical checklist in the edition the review began with.
    pub technical: Arc<ChecklistEdition>,
    /// The curricular checklist, likewise.
    pub curricular: Arc<ChecklistEdition>,
    /// What was said so far.
    pub answers: Vec<ItemAnswer>,
    /// What must be kept to.
    pub conditions: Vec<Condition>,
    /// When the clock stood still.
    pub pauses: Vec<Pause>,
    /// Every decision about the product, of any scope and time.
    pub approvals: Vec<Approval>,
    /// The district's policy.
    pub policy: Arc<Policy>,
    /// The district's calendar.
    pub calendar: Arc<Calendar>,
    /// The `n` of the next request's `R-n`, for asks that go on without it; read where a deed is done.
    pub next_number: i64,
}

impl ReviewCase {
    /// The schools the request is about: those that asked; every school where the district did, or
    /// where nobody asked.
    pub fn schools(&self) -> Schools {
        let asked: Option<Vec<SchoolId>> = self.requesters.iter().map(|r| r.school).collect();
        asked.map_or(Schools::All, Schools::only)
    }

    /// The people who asked. Where a trigger began the review, a row without a word of anybody's says
    /// only at which school.
    pub fn people(&self) -> impl Iterator<Item = &Requester> {
        let asked = self.request.trigger == Trigger::New;
        self.requesters
            .iter()
            .filter(move |one| asked || one.is_said())
    }

    /// Its risk: what was settled, else what the facts say.
    pub fn tier(&self) -> i64 {
        let settled = self.request.tier;
        let product = &self.product;
        settled.unwrap_or_else(|| {
            tier(
                product.data,
                product.core == Some(true),
                self.cost(),
                &self.policy,
            )
        })
    }

    /// Does the policy ask for this checklist here? The technical one always.
    pub fn asks(&self, track: Track) -> bool {
        if track == Track::Technical {
            return true;
        }
        let teaches = self.product.instructional != Some(false);
        let matters = self.product.core == Some(true) || self.tier() >= 2 || self.district_pays();
        self.policy.tracks.asks_curricular(teaches, matters)
    }

    /// Does the district itself ask for something that costs, or is it to pay?
    pub fn district_pays(&self) -> bool {
        self.requesters.iter().any(|r| {
            let fund = r.fund.as_deref().unwrap_or_default().to_lowercase();
            let costs = r.cost_cents.is_some_and(|c| c > Cents(0));
            costs && (r.school.is_none() || fund.contains("district"))
        })
    }

    /// Is a school to buy it for itself?
    pub fn school_buys(&self) -> bool {
        let pays = |r: &Requester| r.school.is_some() && r.cost_cents.is_some_and(|c| c > Cents(0));
        self.requesters.iter().any(pays) && !self.district_pays()
    }

    /// What is asked for would cost a year, all asks together.
    pub fn cost(&self) -> Cents {
        Cents(
            self.requesters
                .iter()
                .filter_map(|r| r.cost_cents)
                .map(|c| c.0)
                .sum(),
        )
    }
}

/// The risk of a product by what it learns about people, whether it is core material, and what it would
/// cost a year: 0 to 3. What nobody said about its data counts as student data.
pub fn tier(data: Option<DataUse>, core: bool, cost: Cents, policy: &Policy) -> i64 {
    match data {
        _ if core || cost >= policy.board_threshold() => 3,
        Some(DataUse::Sensitive) => 3,
        Some(DataUse::Pii) | None => 2,
        Some(DataUse::Login) => 1,
        Some(DataUse::None) => i64::from(cost > Cents(0)),
    }
}
