//! What is done to rows of the review queue, and what became of it.

use chrono::NaiveDate;

use crate::domain::product::ProductId;
use crate::domain::region::claims::NeighbourClaims;
use crate::domain::request::{Request, RequestId, Trigger};
use crate::domain::review::{QueueRow, ReviewDeed};
use crate::domain::school::Schools;
use crate::office::Receipt;

/// A row of the queue that something is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueSubject {
    /// The request; none where a trigger put the product here and nobody has begun.
    pub request: Option<RequestId>,
    /// The id of the product.
    pub product: ProductId,
    /// Why it is here.
    pub trigger: Trigger,
    /// The schools it is about.
    pub schools: Schools,
    /// `R-418 Edpuzzle`.
    pub what: String,
}

impl QueueSubject {
    /// What a row is about.
    pub fn of(row: &QueueRow) -> QueueSubject {
        QueueSubject {
            request: row.request,
            product: row.product,
            trigger: row.trigger,
            schools: row.schools.clone(),
            what: format!("{} {}", row.name, row.product_name),
        }
    }

    /// What a request is about that somebody has begun; `what` is its number and product.
    pub fn of_request(request: &Request, what: String) -> QueueSubject {
        QueueSubject {
            request: Some(request.id),
            product: request.product,
            trigger: request.trigger,
            schools: Schools::All,
            what,
        }
    }
}

/// Deeds done to rows of the queue, all or none. Where nobody has begun a row, its request is
/// made first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueDeeds {
    /// The rows of the queue it is done to, all or none.
    pub subjects: Vec<QueueSubject>,
    /// What is done to each of them.
    pub deeds: Vec<ReviewDeed>,
}

impl QueueDeeds {
    /// One deed on one row.
    pub fn one(subject: QueueSubject, deed: ReviewDeed) -> QueueDeeds {
        QueueDeeds {
            subjects: vec![subject],
            deeds: vec![deed],
        }
    }

    /// What is done to how many, in a few words.
    pub fn title(&self) -> String {
        let deed = self
            .deeds
            .first()
            .map(ReviewDeed::title)
            .unwrap_or_default();
        match self.subjects.as_slice() {
            [one] => format!("{}: {} items answered", one.what, self.deeds.len()),
            more => format!("{} requests: {deed}", more.len()),
        }
    }

    /// Whether it makes a request where there was none.
    pub fn begins(&self) -> bool {
        self.subjects.iter().any(|s| s.request.is_none())
    }
}

/// What a neighbour decided about a product is taken into its review here, as claims to check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenClaims {
    /// The id of the product here.
    pub product: ProductId,
    /// What it is called here.
    pub called: String,
    /// What the neighbour decided and answered.
    pub claims: NeighbourClaims,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReviewDone {
    /// What happened.
    pub receipt: Receipt,
    /// The request to go to.
    pub open: Option<RequestId>,
    /// The words for whoever asked, where something was decided or sent back.
    pub reply: Option<Reply>,
    /// Was something decided?
    pub decided: bool,
    /// The last day by which that decision is looked at again; none for a denial.
    pub again: Option<NaiveDate>,
}

impl ReviewDone {
    /// Nothing but what happened.
    pub fn of(receipt: Receipt) -> ReviewDone {
        ReviewDone {
            receipt,
            ..ReviewDone::default()
        }
    }

    /// As the message line has it, with the keys of the screens.
    pub fn with_keys(&self) -> String {
        let again = self
            .again
            .map(|day| format!(" Again by {}.", day.format("%b %d %Y")));
        let mail = if self.reply.is_some() {
            " L opens the reply."
        } else {
            ""
        };
        let told = self.receipt.with_keys();
        format!("{told}{}{mail}", again.unwrap_or_default())
    }
}

/// The words for whoever asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// `R-418 Edpuzzle`.
    pub what: String,
    /// The mail to who asked, ready to be sent.
    pub text: String,
}
