//! The reviews of the made-up district: who asked for what, what came of it, what is still open.
//! `gather` finds the reviews behind the decisions of `approvals` and those that came later; here
//! they get their numbers in the order they came in, and are told.

use chrono::NaiveDate;

use crate::domain::approval::{ApprovalId, ApprovalStatus, Audience};
use crate::domain::product::ProductId;
use crate::domain::request::{RequestId, Trigger};

use super::known::Where;
use super::making::Making;

mod answers;
mod asks;
mod closed;
mod gather;
mod open;
mod records;
pub(super) mod stories;
mod words;

/// The number of the first request.
const FIRST: usize = 101;

/// A review from its beginning to where it is now.
#[derive(Debug, Clone)]
struct MadeUpReview {
    /// The handle.
    id: RequestId,
    /// The product's place in the list.
    item: usize,
    trigger: Trigger,
    received: NaiveDate,
    /// Where it is wanted, and for which grades.
    at: Where,
    grades: &'static str,
    audience: Option<Audience>,
    end: End,
}

/// Where a review is now.
#[derive(Debug, Clone)]
enum End {
    Decided(ReviewVerdict),
    /// Taken back by who asked: when, why.
    Withdrawn(NaiveDate, &'static str),
    /// Answered by another product: when, which.
    Duplicate(NaiveDate, ProductId),
    /// Still open; a story says how far it is.
    Open(&'static stories::OpenStory),
}

/// What was decided.
#[derive(Debug, Clone)]
struct ReviewVerdict {
    day: NaiveDate,
    /// The login.
    by: String,
    status: ApprovalStatus,
    conditions: &'static [&'static str],
    reason: &'static str,
    /// For a denial, what to use instead.
    instead: Option<ProductId>,
    until: Option<NaiveDate>,
    /// The approval it writes; none where `approvals` has written it.
    writes: Option<Writes>,
}

/// How a verdict is kept.
#[derive(Debug, Clone, Copy)]
enum Writes {
    /// On the approval that was under review or discovered.
    On(ApprovalId),
    /// As the first approval of the product.
    First,
    /// As a new approval that takes the place of this one.
    InPlaceOf(ApprovalId),
}

/// Tells every review.
pub(super) fn tell(making: &mut Making) {
    let mut reviews = gather::behind(making);
    reviews.extend(gather::after(making));
    reviews.extend(open::stories(making));
    reviews.sort_by_key(|review| review.received);
    for (number, review) in (FIRST..).zip(reviews) {
        closed::tell(making, &review, &format!("R-{number}"));
    }
}
