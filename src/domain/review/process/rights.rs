//! Who may do which deed, and where a request must stand for it.

use super::{RequestState, ReviewDeed, decider};
use crate::domain::person::{Actor, Person, Role};
use crate::domain::refusal::Refusal;
use crate::domain::request::Track;
use crate::domain::review::QueueRow;
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::appeal_by;

/// May this person do anything on this request? Somebody who acts for schools acts on requests that are
/// about one of them.
pub fn may_act(case: &ReviewCase, actor: &Actor) -> Result<(), Refusal> {
    if actor.roles.0.is_empty() {
        return Err(no_role());
    }
    let theirs = case.schools().meets(&actor.schools);
    if theirs || actor.roles.allow(Role::Admin) {
        Ok(())
    } else {
        let number = &case.request.number;
        let why = Refusal::from(format!("{number} is about other schools than yours")).of(number);
        Err(why.then("; ", "leave it to theirs, or to the district"))
    }
}

/// May this person do such a thing?
pub(super) fn may_do(case: &ReviewCase, deed: &ReviewDeed, actor: &Actor) -> Result<(), Refusal> {
    let returned = case.request.state == RequestState::Returned;
    match deed {
        // What whoever asked wants done; anybody here passes it on.
        ReviewDeed::Resubmit | ReviewDeed::Withdraw { .. } | ReviewDeed::Appeal { .. } => Ok(()),
        ReviewDeed::Resume | ReviewDeed::Reopen { .. } if returned => Ok(()),
        ReviewDeed::Answer { item, .. } => may_answer(case, item, actor),
        ReviewDeed::Decide(_) => decider::may_decide(case, actor),
        _ if actor.roles.review() => Ok(()),
        _ => {
            let why = format!("{} is for technical and curricular reviewers", doing(deed));
            Err(Refusal::from(why).then("; ", "ask one of them, or leave a note"))
        }
    }
}

/// May this person be named as the one who sees to a condition: somebody who may say that it is met?
pub fn may_see_to(case: &ReviewCase, person: &Actor) -> Result<(), Refusal> {
    if person.roles.review() && may_act(case, person).is_ok() {
        return Ok(());
    }
    let why = format!(
        "`{}` could not say that it is met: that is for technical and curricular reviewers of its schools",
        person.login
    );
    Err(Refusal::new("owner", why)
        .of(&case.request.number)
        .then("; ", "name one of them"))
}

/// May this person take such a row of the queue: a reviewer, of its schools where they act for some?
pub fn may_take(row: &QueueRow, person: &Person) -> bool {
    let theirs = row.schools.meets(&person.schools) || person.roles.allow(Role::Admin);
    theirs && person.roles.review()
}

/// May this person take back what a review decided? The error says who may.
pub fn may_review(actor: &Actor) -> Result<(), Refusal> {
    if actor.roles.review() {
        return Ok(());
    }
    let why = Refusal::from("technical and curricular reviewers decide");
    Err(why.then(": ", "ask one of them to take it back"))
}

/// Somebody without a role changes nothing.
pub(in crate::domain::review) fn no_role() -> Refusal {
    Refusal::from("you have no role here")
        .then("; ", "an admin gives you one with: hallpass people role")
}

/// What a deed on a request wrote, as far as it tells who may take it back.
#[derive(Debug, Clone, Copy)]
pub enum DeedPart<'w> {
    /// The request went from one state to another.
    Moved(RequestState, RequestState),
    /// The clock was stopped or goes on; the request says by which deed.
    Clock,
    /// The answer to this item.
    Answer(&'w str),
    /// That a condition is met, or is not yet.
    Condition,
    /// What was decided.
    Decision,
}

/// May this person take back what a deed wrote, or put it back? They are asked what the deed asked them.
pub fn may_take_back(case: &ReviewCase, part: DeedPart, actor: &Actor) -> Result<(), Refusal> {
    // What whoever asked wants done; anybody here passes it on.
    let passed_on = |state: RequestState| {
        matches!(
            state,
            RequestState::Returned | RequestState::Withdrawn | RequestState::Appealed
        )
    };
    may_act(case, actor)?;
    match part {
        DeedPart::Clock => Ok(()),
        DeedPart::Moved(was, will) if passed_on(was) || passed_on(will) => Ok(()),
        DeedPart::Answer(item) if track_of(case, item).is_ok() => may_answer(case, item, actor),
        DeedPart::Decision => decider::may_settle(case, actor),
        DeedPart::Moved(..) | DeedPart::Answer(_) | DeedPart::Condition => may_review(actor),
    }
}

/// Which checklist an item is of.
pub(super) fn track_of(case: &ReviewCase, item: &str) -> Result<Track, Refusal> {
    [&case.technical, &case.curricular]
        .into_iter()
        .find(|list| list.items.iter().any(|i| i.id == item))
        .map(|list| list.track)
        .ok_or_else(|| {
            let number = &case.request.number;
            let why = format!("no item {item} is on the checklists of {number}");
            Refusal::new("item", why)
                .of(number)
                .then("; ", format!("see: hallpass review show {number}"))
        })
}

fn may_answer(case: &ReviewCase, item: &str, actor: &Actor) -> Result<(), Refusal> {
    let (role, who) = match track_of(case, item)? {
        Track::Technical => (Role::Technical, "technical"),
        Track::Curricular => (Role::Curricular, "curricular"),
    };
    if actor.roles.allow(role) {
        Ok(())
    } else {
        let number = &case.request.number;
        let why = Refusal::new("item", format!("{item} is for a {who} reviewer")).of(number);
        Err(why.then("; ", format!("assign {number} to one, or leave a note")))
    }
}

/// Does the request stand where this can be done?
pub(super) fn stands_for(case: &ReviewCase, deed: &ReviewDeed) -> Result<(), Refusal> {
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
fn instead(case: &ReviewCase, deed: &ReviewDeed) -> Refusal {
    let number = &case.request.number;
    let refused = |stands: &str, next: &str| {
        Refusal::from(format!("{number} {stands}"))
            .of(number)
            .then(": ", next)
    };
    match (case.request.state, deed) {
        (RequestState::Draft, _) => refused("is a draft", "resubmit it to send it"),
        (RequestState::Returned, _) => refused(
            "is back with who asked",
            "resubmit it when what was missing has come",
        ),
        (RequestState::Duplicate, _) => {
            refused("is answered by what is decided", "reopen it first")
        }
        (RequestState::Withdrawn, _) => refused("was withdrawn", "reopen it first"),
        (RequestState::Decided, _) => match appeal_by(case) {
            Some(last) => refused(
                "is decided",
                &format!("appeal it by {last}, or enter a new request"),
            ),
            None => refused("is decided", "enter a new request"),
        },
        (RequestState::Appealed, ReviewDeed::Answer { .. }) => refused(
            "is appealed and decided on what was known",
            "new facts make a new request",
        ),
        (RequestState::Appealed, _) => refused("is appealed", "decide it, or withdraw the appeal"),
        (_, ReviewDeed::Resubmit | ReviewDeed::Reopen { .. }) => {
            refused("is open already", "go on with the review")
        }
        (_, ReviewDeed::Resume) => refused("waits for nobody", "go on with the review"),
        (_, ReviewDeed::Appeal { .. }) => refused("is not decided", "there is nothing to appeal"),
        (RequestState::AwaitingVendor, _) => refused("waits for the vendor", "resume it first"),
        (RequestState::Submitted | RequestState::Validated, _) => {
            refused("has no tier", "triage it, or take it, first")
        }
        (state, _) => refused(
            &format!("is {}, past that", state.spoken()),
            "go on with the review",
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
