//! Which request the words of a command mean, and carrying out what is done on it.

use crate::domain::request::RequestId;
use crate::domain::review::{QueueRow, ReviewDeed};
use crate::office::deed::review::{QueueDeeds, QueueSubject, ReviewDone};
use crate::office::named::NamedRequest;
use crate::office::{Error, Office};

use super::super::Failure;
use super::super::find::nearest;

/// What a word names: a request, or a product whose review is due and not begun.
pub(in crate::cli) enum Found {
    Request(QueueSubject),
    Due(Box<QueueRow>),
}

/// What `R-418`, `418` or `P-31` names, which must be something.
pub(in crate::cli) fn find(office: &Office, word: &str) -> Result<Found, Failure> {
    match office.request_named(word)? {
        NamedRequest::Request(on) => Ok(Found::Request(on)),
        NamedRequest::Due(row) => Ok(Found::Due(row)),
        NamedRequest::NotDue(name) => Err(Failure::NotFound(format!(
            "nothing calls for a review of {name}; ask for one with: hallpass request new"
        ))),
        NamedRequest::Nothing(near) => Err(Failure::NotFound(format!(
            "no request is called `{word}`{}",
            nearest(&near)
        ))),
    }
}

/// The request a word names; a review that is only due must have been begun.
pub(in crate::cli) fn request(office: &Office, word: &str) -> Result<QueueSubject, Failure> {
    match find(office, word)? {
        Found::Request(named) => Ok(named),
        Found::Due(row) => Err(Failure::refused(
            format!("nobody has begun the review of {}", row.product_name),
            format!("begin it with: hallpass review take {}", row.name),
        )),
    }
}

/// The same, but a review that is only due is begun and taken first; what that came to.
pub(in crate::cli) fn begun(
    office: &mut Office,
    word: &str,
) -> Result<(QueueSubject, Option<ReviewDone>), Failure> {
    match find(office, word)? {
        Found::Request(named) => Ok((named, None)),
        Found::Due(row) => {
            let did = office.review(&QueueDeeds::one(QueueSubject::of(&row), ReviewDeed::Take))?;
            let Some(request) = did.open else {
                return Err(Failure::Refused(did.receipt.said, None));
            };
            let row = office.sheet(request)?.row;
            Ok((QueueSubject::of(&row), Some(did)))
        }
    }
}

/// Carries out a deed on a request.
pub(in crate::cli) fn act(
    office: &mut Office,
    on: &QueueSubject,
    deed: ReviewDeed,
) -> Result<ReviewDone, Error> {
    office.review(&QueueDeeds::one(on.clone(), deed))
}

/// The record of a request that has one.
pub(in crate::cli) fn id(on: &QueueSubject) -> RequestId {
    on.request.unwrap_or_default()
}
