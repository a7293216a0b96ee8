//! What people say about an overlap alert. The alert itself is computed and kept nowhere; kept is who took
//! it, what was planned for it, or why it is none.

use chrono::NaiveDate;

use super::OverlapKind;
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::record::{record, words};
use crate::domain::refusal::Refusal;

words! {
    /// How far an alert is.
    AlertState {
        /// Nobody said anything.
        Open = "open",
        /// Somebody took it.
        Acknowledged = "acknowledged",
        /// What to do is decided, and waits for a renewal.
        Planned = "planned",
        /// Somebody said it is none, for now.
        Dismissed = "dismissed",
    }
}

words! {
    /// What is to be done about an overlap.
    Action {
        /// One contract of the district instead of several.
        Convert = "convert",
        /// What is too many ends with its term.
        Cancel = "cancel",
        /// Fewer seats.
        Shrink = "shrink",
        /// One of the products goes.
        Retire = "retire",
        /// Two records become one.
        Merge = "merge",
        /// The function is too broad to compare products by.
        Split = "split",
    }
}

words! {
    /// Why an alert is none.
    DismissCode {
        /// Each does a part of the work.
        Complementary = "complementary",
        /// The editions differ in what matters.
        EditionDiffers = "edition-differs",
        /// One is for special people.
        SpecialPopulation = "special-population",
        /// A contract binds until its end.
        ContractBound = "contract-bound",
        /// It costs less apart.
        CheaperApart = "cheaper-apart",
        /// One of them does another job.
        WrongCategory = "wrong-category",
        /// They are two products.
        WrongIdentity = "wrong-identity",
        /// It is so, and may stay so.
        Accepted = "accepted",
    }
}

impl DismissCode {
    /// As a person says it.
    pub fn means(self) -> &'static str {
        match self {
            DismissCode::Complementary => "each does a part of the work",
            DismissCode::EditionDiffers => "the editions differ in what matters",
            DismissCode::SpecialPopulation => "one is for special students",
            DismissCode::ContractBound => "a contract binds until its end",
            DismissCode::CheaperApart => "it costs less apart",
            DismissCode::WrongCategory => "one of them does another job",
            DismissCode::WrongIdentity => "they are two products",
            DismissCode::Accepted => "it is so, and may stay so",
        }
    }
}

record! {
    /// What people said about an overlap, by its fingerprint.
    Alert(AlertId) keyed by ["fingerprint"] {
        /// Which overlap.
        fingerprint: String,
        /// Which of the seven ways of paying twice.
        kind: OverlapKind,
        /// What it was called when somebody said something: `Gimkit Pro`.
        title: String,
        /// How far it is.
        state: AlertState,
        /// Who took it.
        owner: Option<PersonId>,
        /// What is to be done.
        action: Option<Action>,
        /// The product that stays.
        keeper: Option<ProductId>,
        /// The contract that stays, where the product is one.
        keeper_contract: Option<ContractId>,
        /// The contract whose end is waited for.
        waits_for: Option<ContractId>,
        /// Why it is none.
        code: Option<DismissCode>,
        /// In words.
        reason: Option<String>,
        /// The last day a dismissal holds.
        until: Option<NaiveDate>,
        /// What was at stake when somebody said something.
        stake_cents: Cents,
        /// Who planned or dismissed it.
        said_by: Option<String>,
        /// The local date on which they did.
        said_on: Option<NaiveDate>,
    } check(alert) {
        if alert.fingerprint.is_empty() {
            return Err(Refusal::new("fingerprint", "an alert is named by its fingerprint"));
        }
        match alert.state {
            AlertState::Dismissed if alert.code.is_none() => {
                Err(Refusal::new("code", "dismissing an alert needs a reason code"))
            }
            AlertState::Dismissed if alert.until.is_none() => {
                Err(Refusal::new("until", "a dismissal needs a last day, so that somebody looks again"))
            }
            AlertState::Planned if alert.action.is_none() => {
                Err(Refusal::new("action", "a plan says what is to be done"))
            }
            AlertState::Acknowledged if alert.owner.is_none() => {
                Err(Refusal::new("owner", "an alert is taken by somebody"))
            }
            _ => Ok(()),
        }
    }
}
