//! Who may do which deed, and where a request must stand for it.

use super::{RequestState, ReviewDeed, decider};
use crate::domain::person::{Actor, Person, Role};
use crate::domain::request::Track;
use crate::domain::review::QueueRow;
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::appeal_by;

/// May this person do anything on this request? Somebody who acts for schools acts on requests that are
/// about one of them.
pub fn may_act(case: &ReviewCase, actor: &Actor) -> Result<(), String> {
    if actor.roles.0.is_empty() {
        return Err(
            "you have no role here; an admin gives you one with: hallpass people role".into(),
        );
    }
    let theirs = case.schools().meets(&actor.schools);
    if theirs || actor.roles.allow(Role::Admin) {
        Ok(())
    } else {
        Err(format!(
            "{} is about other schools than yours; leave it to theirs, or to the district",
            case.request.number
        ))
    }
}

/// May this person do such a thing?
pub(super) fn may_do(case: &ReviewCase, deed: &ReviewDeed, actor: &Actor) -> Result<(), String> {
    let returned = case.request.state == RequestState::Returned;
    match deed {
        // What whoever asked wants done; anybody here passes it on.
        ReviewDeed::Resubmit | ReviewDeed::Withdraw { .. } | ReviewDeed::Appeal { .. } => Ok(()),
        ReviewDeed::Resume | ReviewDeed::Reopen { .. } if returned => Ok(()),
        ReviewDeed::Answer { item, .. } => may_answer(case, item, actor),
        ReviewDeed::Decide(_) => decider::may_decide(case, actor),
        _ if actor.roles.review() => Ok(()),
        _ => Err(format!(
            "{} is for technical and curricular reviewers; ask one of them, or leave a note",
            doing(deed)
        )),
    }
}

/// May this person take such a row of the queue: a reviewer, of its schools where they act for some?
pub fn may_take(row: &QueueRow, person: &Person) -> bool {
    let theirs = row.schools.meets(&person.schools) || person.roles.allow(Role::Admin);
    theirs && person.roles.review()
}

/// May this person take back what a review decided? The error says who may.
pub fn may_review(actor: &Actor) -> Result<(), String> {
    if actor.roles.review() {
        return Ok(());
    }
    Err("technical and curricular reviewers decide: ask one of them to take it back".into())
}

/// Which checklist an item is of.
pub(super) fn track_of(case: &ReviewCase, item: &str) -> Result<Track, String> {
    [&case.technical, &case.curricular]
        .into_iter()
        .find(|list| list.items.iter().any(|i| i.id == item))
        .map(|list| list.track)
        .ok_or_else(|| {
            format!(
                "no item {item} is on the checklists of {}; see: hallpass review show {0}",
                case.request.number
            )
        })
}

fn may_answer(case: &ReviewCase, item: &str, actor: &Actor) -> Result<(), String> {
    let (role, who) = match track_of(case, item)? {
        Track::Technical => (Role::Technical, "technical"),
        Track::Curricular => (Role::Curricular, "curricular"),
    };
    if actor.roles.allow(role) {
        Ok(())
    } else {
        Err(format!(
            "{item} is for a {who} reviewer; assign {} to one, or leave a note",
            case.request.number
        ))
    }
}

/// Does the request stand where this can be done?
pub(super) fn stands_for(case: &ReviewCase, deed: &ReviewDeed) -> Result<(), String> {
    if states(deed).contains(&case.request.state) {
        Ok(())
    } else {
        Err(instead(case, deed))
    }
}

/// The states in which a deed can be done.
pub(super) fn states(deed: &ReviewDeed) -> &'static [RequestState] {
    use RequestState::{
        Appealed, AwaitingVendor, Decided, DecisionPending, Draft, Duplicate, InReview, Returned,
        Submitted, Triaged, Validated, Withdrawn,
    };
    match deed {
        ReviewDeed::Validate => &[Submitted],
        ReviewDeed::Return { .. } | ReviewDeed::Answer { .. } | ReviewDeed::Triage { .. } => &[
            Submitted,
            Validated,
            Triaged,
            InReview,
            AwaitingVendor,
            DecisionPending,
        ],
        ReviewDeed::Resubmit => &[Draft, Returned],
        ReviewDeed::Duplicate { .. } => &[
            Submitted,
            Returned,
            Validated,
            Triaged,
            InReview,
            AwaitingVendor,
            DecisionPending,
        ],
        ReviewDeed::Withdraw { .. } => &[
            Draft,
            Submitted,
            Returned,
            Validated,
            Triaged,
            InReview,
            AwaitingVendor,
            DecisionPending,
            Appealed,
        ],
        ReviewDeed::Take | ReviewDeed::GiveBack | ReviewDeed::Assign { .. } => &[
            Submitted,
            Validated,
            Triaged,
            InReview,
            AwaitingVendor,
            DecisionPending,
            Appealed,
        ],
        ReviewDeed::Wait { .. } => &[Submitted, Validated, Triaged, InReview, DecisionPending],
        ReviewDeed::Resume => &[AwaitingVendor, Returned],
        ReviewDeed::Decide(_) => &[Triaged, InReview, AwaitingVendor, DecisionPending, Appealed],
        ReviewDeed::Condition { .. } => RequestState::ALL,
        ReviewDeed::Appeal { .. } => &[Decided],
        ReviewDeed::Reopen { .. } => &[Returned, Duplicate, Withdrawn],
    }
}

/// Why it cannot be done as the request stands, and what can.
fn instead(case: &ReviewCase, deed: &ReviewDeed) -> String {
    let number = &case.request.number;
    match (case.request.state, deed) {
        (RequestState::Draft, _) => format!("{number} is a draft: resubmit it to send it"),
        (RequestState::Returned, _) => {
            format!("{number} is back with who asked: resubmit it when what was missing has come")
        }
        (RequestState::Duplicate, _) => {
            format!("{number} is answered by what is decided: reopen it first")
        }
        (RequestState::Withdrawn, _) => format!("{number} was withdrawn: reopen it first"),
        (RequestState::Decided, _) => match appeal_by(case) {
            Some(last) => {
                format!("{number} is decided: appeal it by {last}, or enter a new request")
            }
            None => format!("{number} is decided: enter a new request"),
        },
        (RequestState::Appealed, ReviewDeed::Answer { .. }) => format!(
            "{number} is appealed and decided on what was known: new facts make a new request"
        ),
        (RequestState::Appealed, _) => {
            format!("{number} is appealed: decide it, or withdraw the appeal")
        }
        (_, ReviewDeed::Resubmit | ReviewDeed::Reopen { .. }) => {
            format!("{number} is open already: go on with the review")
        }
        (_, ReviewDeed::Resume) => format!("{number} waits for nobody: go on with the review"),
        (_, ReviewDeed::Appeal { .. }) => {
            format!("{number} is not decided: there is nothing to appeal")
        }
        (RequestState::AwaitingVendor, _) => {
            format!("{number} waits for the vendor: resume it first")
        }
        (RequestState::Submitted | RequestState::Validated, _) => {
            format!("{number} has no tier: triage it, or take it, first")
        }
        (state, _) => format!(
            "{number} is {}, past that: go on with the review",
            state.spoken()
        ),
    }
}

fn doing(deed: &ReviewDeed) -> &'static str {
    match deed {
        ReviewDeed::Validate => "validating a request",
        ReviewDeed::Return { .. } => "sending a request back",
        ReviewDeed::Resubmit => "sending a request again",
        ReviewDeed::Duplicate { .. } => "closing a request as answered",
        ReviewDeed::Withdraw { .. } => "withdrawing a request",
        ReviewDeed::Triage { .. } => "settling a tier",
        ReviewDeed::Take => "taking a review",
        ReviewDeed::GiveBack => "giving a review back",
        ReviewDeed::Assign { .. } => "assigning a review",
        ReviewDeed::Answer { .. } => "answering a checklist",
        ReviewDeed::Wait { .. } => "stopping the clock",
        ReviewDeed::Resume => "letting the clock go on",
        ReviewDeed::Decide(_) => "deciding",
        ReviewDeed::Condition { .. } => "changing a condition",
        ReviewDeed::Appeal { .. } => "appealing",
        ReviewDeed::Reopen { .. } => "reopening a request",
    }
}
