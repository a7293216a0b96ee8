//! How the records of a review are written: a request as it comes in, a change of its state, several records
//! as one deed.

use chrono::NaiveDate;

use super::MadeUpReview;
use crate::demo::making::Making;
use crate::domain::change::Change;
use crate::domain::put::Put;
use crate::domain::request::{RequestId, RequestState};

/// A change of a request's state.
pub(super) fn state(id: RequestId, state: RequestState) -> Put {
    Put::id(id).with("state", state)
}

/// A request as it comes in.
pub(super) fn coming_in(making: &Making, review: &MadeUpReview, number: &str) -> Put {
    state(review.id, RequestState::Submitted)
        .with("number", number.to_owned())
        .with("product", making.items[review.item].id)
        .with("trigger", review.trigger)
        .with("technical_edition", 1)
        .with("curricular_edition", 1)
        .with("received_on", review.received)
}

/// Writes several records as one deed.
pub(super) fn together(
    making: &mut Making,
    day: NaiveDate,
    who: &str,
    what: &str,
    puts: Vec<Put>,
    reason: Option<&str>,
) {
    let (what, reason) = (what.to_owned(), reason.map(str::to_owned));
    let change = Change::SaveAll { what, puts, reason };
    making.past.did(day, who, change);
}
