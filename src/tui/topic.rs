//! What a text that is being written is about, and what a person is picked for. Both come back to the view
//! with what was typed or picked; a topic is also the key under which a half-written text is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::contract::ContractId;
use crate::domain::person::{OwnerRole, PersonId};
use crate::domain::product::ProductId;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::request::{ConditionId, RequestId};
use crate::office::deed::review::QueueSubject;
use crate::office::query::form::FormOpening;

/// What a text is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Topic {
    /// A note on a record; the name is what people call the record.
    Note {
        /// What the record is.
        #[serde(with = "noun")]
        kind: Kind,
        /// Which record of that noun.
        record: i64,
        /// `Nearpod`, `R-418 Edpuzzle`.
        name: String,
    },
    /// The review of a request.
    Review {
        /// The id of the request.
        request: RequestId,
        /// What is written about it: a note, a reason, an answer.
        text: ReviewText,
    },
    /// A contract among the renewals.
    Renewal {
        /// The id of the contract.
        contract: ContractId,
        /// What is written about it: a reason, a count of seats, a day.
        text: RenewalText,
    },
    /// One alert of the overlaps.
    Overlap {
        /// What the alert is known by.
        fingerprint: String,
        /// What is written about it: a reason, or in words what is so.
        text: OverlapText,
    },
    /// A gap of the standards.
    Standard {
        /// What the gap is known by, and the product it is about; `-` where it is about none.
        about: String,
        /// What is written about it.
        text: StandardText,
    },
    /// The fields of a form.
    Form {
        /// What the record is.
        #[serde(with = "noun")]
        kind: Kind,
        /// The record; none for a new one.
        id: Option<i64>,
        /// The product or contract a new record belongs to.
        of: Option<i64>,
    },
    /// A request for the product of this name, else for what is said here; empty where neither is known yet.
    Request(String),
    /// The last day of somebody who leaves.
    LastDay(PersonId),
    /// A public key of this person.
    PublicKey(PersonId),
    /// Why the district's policy changes: the name of the setting.
    Policy(String),
}

/// What is written while a request is reviewed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum ReviewText {
    /// A note on this item of a checklist, or why it is answered so.
    Note(String),
    /// Where the proof of this item is.
    Evidence(String),
    /// By which day this condition is to be met.
    Due(ConditionId),
    /// The conditions of an approval, one a line.
    Conditions,
    /// Until which day a pilot goes.
    Pilot,
    /// Why it is denied.
    Deny,
    /// Why what we own will do.
    Duplicate,
    /// What is missing.
    Return,
    /// What the vendor owes us.
    Wait,
    /// Why it was taken back.
    Withdraw,
    /// What the appeal says.
    Appeal,
    /// Why it begins again.
    Reopen,
}

/// What is written about a contract among the renewals. The first five belong to a decision being made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum RenewalText {
    /// The day to ask again, or the common end.
    Day,
    /// How many seats stay.
    Seats,
    /// What takes its place.
    Product,
    /// What became of its goal.
    Goal,
    /// Why.
    Reason,
    /// The day its notice was sent, and where the proof is.
    Sent,
    /// The day the vendor was asked to delete the data, and the day due.
    Asked,
    /// The day the data was deleted.
    Gone,
    /// How much notice its paper asks for.
    Notice,
}

/// What is written about an overlap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum OverlapText {
    /// The day it comes back.
    Day,
    /// Why it is none, or what it waits for.
    Reason,
    /// Why the plan is so.
    Why,
}

/// What is written about a standard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum StandardText {
    /// Where this one of the sampled tasks is, counted from 1.
    Task(usize),
    /// Why no product is wanted.
    Waive,
    /// Why a product does not teach it.
    Reject,
}

impl Topic {
    /// What is typed into this form.
    pub fn form(opening: &FormOpening) -> Topic {
        let mut given = opening.given.iter();
        let of = given.find(|(field, _)| ["product", "contract"].contains(field));
        Topic::Form {
            kind: opening.kind,
            id: opening.id,
            of: of
                .and_then(|(_, value)| value.int())
                .filter(|_| opening.id.is_none()),
        }
    }

    /// The record that is decided by it, where it says so itself.
    pub fn record(&self) -> Option<RecordRef> {
        match self {
            Topic::Review { request, .. } => Some((*request).into()),
            Topic::Renewal { contract, .. } => Some((*contract).into()),
            Topic::LastDay(person) => Some((*person).into()),
            _ => None,
        }
    }

    /// Whether the text is part of what is decided about the record under the keys. A note is beside it.
    pub fn decides(&self) -> bool {
        matches!(
            self,
            Topic::Review { .. }
                | Topic::Renewal { .. }
                | Topic::Overlap { .. }
                | Topic::Standard { .. }
                | Topic::LastDay(_)
        )
    }

    /// Whether a half-written text about it is there again at the next start. A key is not: somebody may have pasted
    /// a private one, which is written nowhere.
    pub fn outlasts_sitting(&self) -> bool {
        !matches!(self, Topic::PublicKey(_))
    }

    /// The request it is about.
    pub fn request(&self) -> Option<RequestId> {
        match self {
            Topic::Review { request, .. } => Some(*request),
            Topic::Note { kind, record, .. } if *kind == Kind::Request => Some(RequestId(*record)),
            _ => None,
        }
    }
}

/// What somebody is picked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Assignment {
    /// To answer for the rows the keys act on.
    Rows,
    /// To have these rows of the queue.
    Requests(Vec<QueueSubject>),
    /// To see to a condition of a request.
    Condition {
        /// The id of the request.
        request: RequestId,
        /// The id of the condition.
        condition: ConditionId,
    },
    /// To answer for products.
    Owner {
        /// The ids of the products.
        products: Vec<ProductId>,
        /// In this role; else in each of the needed ones that nobody fills.
        role: Option<OwnerRole>,
        /// `Nearpod`, `3 products`.
        what: String,
    },
    /// To take over everything that the person with this login holds.
    Handover(String),
}

/// A noun as its word.
mod noun {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::record::Kind;

    // serde hands over the field as it is declared.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub fn serialize<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.word())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        let word = String::deserialize(from)?;
        let unknown = || D::Error::custom(format!("{word} is no noun"));
        Kind::from_word(&word).ok_or_else(unknown)
    }
}

/// Half-written texts in the saved place: pairs of a topic and its text. What an older or newer program kept
/// in another form is left out.
pub(super) mod kept {
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::Value;

    use super::{BTreeMap, Topic};

    pub fn serialize<S: Serializer>(
        drafts: &BTreeMap<Topic, String>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(drafts)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Topic, String>, D::Error> {
        let pairs = match Value::deserialize(from)? {
            Value::Array(pairs) => pairs,
            _ => Vec::new(),
        };
        let read = |pair: Value| serde_json::from_value(pair).ok();
        Ok(pairs.into_iter().filter_map(read).collect())
    }
}
