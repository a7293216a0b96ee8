//! What may be done on a request, by whom, and what it writes: the state machine of a review. Every deed
//! is asked in the same order: is it this person's request, may the person do such a thing, does the
//! request stand where it can be done. Whoever is refused is told what to do instead.

mod answer;
mod decide;
mod decider;
mod moves;
mod points;
mod rights;
mod scope;

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

pub use decider::{decider, may_write_decision};
pub(in crate::domain::review) use moves::withdrawn;
pub(in crate::domain::review) use rights::no_role;
pub use rights::{DeedPart, may_act, may_review, may_see_to, may_take, may_take_back};

use super::case::ReviewCase;
use super::{Applies, ReviewDeed, gate};
use crate::domain::person::{Actor, PersonId};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::request::{ConditionId, Outcome, RequestState, Track, WaitingOn};
use moves::{again, moved, pause, resumed, returned, said, settled, stopped, words};

/// What a deed writes. The error is a sentence that says what to do instead.
pub fn act(
    case: &ReviewCase,
    deed: &ReviewDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    rights::may_act(case, actor)?;
    rights::may_do(case, deed, actor)?;
    rights::stands_for(case, deed)?;
    let number = &case.request.number;
    match deed {
        ReviewDeed::Validate => Ok(vec![moved(case, RequestState::Validated)]),
        ReviewDeed::Return { reason } => {
            let what = said(reason).ok_or_else(|| {
                let why = format!("say what is missing, so that who asked for {number} knows");
                Refusal::new("reason", why).of(number)
            })?;
            Ok(returned(case, what, today))
        }
        ReviewDeed::Duplicate {
            answered_by,
            reason,
        } => {
            let request = moved(case, RequestState::Duplicate)
                .with("answered_by", Some(*answered_by))
                .with("reason", words(reason));
            Ok(stopped(case, request, today))
        }
        ReviewDeed::Withdraw { reason } if case.request.state == RequestState::Appealed => {
            Ok(vec![
                moved(case, RequestState::Decided).with("reason", words(reason)),
            ])
        }
        ReviewDeed::Withdraw { reason } => Ok(withdrawn(case, reason, today)),
        ReviewDeed::Triage { tier } => moves::triaged(case, *tier),
        ReviewDeed::Take => moves::taken(case, actor),
        ReviewDeed::GiveBack => moves::given_back(case, actor),
        ReviewDeed::Assign { person } => moves::assigned(case, *person),
        ReviewDeed::Answer { .. } => answer::answered(case, deed, actor, today),
        ReviewDeed::Wait {
            on: WaitingOn::Requester,
            what,
        } => Ok(returned(case, what, today)),
        ReviewDeed::Wait { on, what } => Ok(vec![
            settled(case, moved(case, RequestState::AwaitingVendor)),
            pause(case, *on, what, today),
        ]),
        ReviewDeed::Resubmit | ReviewDeed::Resume => Ok(resumed(case, again(case), today)),
        ReviewDeed::Decide(decision) => decide::decided(case, decision, actor, today),
        ReviewDeed::Condition {
            id,
            owner,
            due_on,
            met_on,
        } => moves::condition(case, *id, *owner, *due_on, *met_on, today),
        ReviewDeed::Appeal { reason } => moves::appealed(case, reason, today),
        ReviewDeed::Reopen { reason } => {
            let request = again(case)
                .with("reason", words(reason))
                .with("answered_by", None::<ProductId>);
            Ok(resumed(case, request, today))
        }
    }
}

/// The deeds this person may do now, by the command's word.
pub fn may(case: &ReviewCase, actor: &Actor, today: NaiveDate) -> Vec<&'static str> {
    let can = |deed: &ReviewDeed| act(case, deed, actor, today).is_ok();
    let mut words: Vec<&'static str> = samples()
        .into_iter()
        .filter(|(_, deed)| can(deed))
        .map(|(word, _)| word)
        .collect();
    if !tracks_of(case, actor, today).is_empty() {
        words.push("answer");
    }
    let outcomes = outcomes(case, actor, today);
    if outcomes.iter().any(|(_, why_not)| why_not.is_none()) {
        words.push("decide");
    }
    if case.conditions.iter().any(|one| can(&met(one.id, today))) {
        words.push("condition");
    }
    words
}

/// The checklists this person may answer today, technical first; one the policy does not ask for is left out.
pub fn tracks_of(case: &ReviewCase, actor: &Actor, today: NaiveDate) -> Vec<Track> {
    let lists = [&case.technical, &case.curricular].into_iter();
    let open = lists.filter(|list| case.asks(list.track));
    let mine = open.filter(|list| {
        let mut items = list.items.iter();
        items.any(|item| act(case, &noted(&item.id), actor, today).is_ok())
    });
    mine.map(|list| list.track).collect()
}

/// Is there anything left for this person to do on it today: an item of theirs that is blank, or a decision
/// they may make? What somebody was asked about and has not answered yet is not theirs to do.
pub fn has_work_for(case: &ReviewCase, actor: &Actor, today: NaiveDate) -> bool {
    let theirs = tracks_of(case, actor, today);
    let sheets = gate::sheets(case);
    let blank = sheets
        .iter()
        .filter(|list| theirs.contains(&list.track))
        .flat_map(|list| &list.items)
        .any(|one| one.applies == Applies::Yes && one.answer.is_none());
    blank
        || outcomes(case, actor, today)
            .iter()
            .any(|(_, why_not)| why_not.is_none())
}

/// Each outcome, and why this person may not decide so today.
pub fn outcomes(
    case: &ReviewCase,
    actor: &Actor,
    today: NaiveDate,
) -> Vec<(Outcome, Option<Refusal>)> {
    let sheets = gate::sheets(case);
    let standing = gate::standing(&sheets);
    let decide = |outcome| ReviewDeed::Decide(decide::sample(outcome, today));
    let each = Outcome::ALL.iter().map(|outcome| {
        let barred = rights::may_act(case, actor)
            .and_then(|()| rights::may_do(case, &decide(*outcome), actor))
            .and_then(|()| rights::stands_for(case, &decide(*outcome)))
            .err();
        (
            *outcome,
            barred.or_else(|| decide::refusal(case, &standing, *outcome)),
        )
    });
    each.collect()
}

/// One deed for each word of the command line that needs nothing of the request.
fn samples() -> Vec<(&'static str, ReviewDeed)> {
    let reason = || "as is".to_owned();
    let wait = ReviewDeed::Wait {
        on: WaitingOn::Vendor,
        what: reason(),
    };
    let duplicate = ReviewDeed::Duplicate {
        answered_by: ProductId(0),
        reason: reason(),
    };
    vec![
        ("validate", ReviewDeed::Validate),
        ("triage", ReviewDeed::Triage { tier: None }),
        ("take", ReviewDeed::Take),
        ("give-back", ReviewDeed::GiveBack),
        (
            "assign",
            ReviewDeed::Assign {
                person: PersonId(0),
            },
        ),
        ("wait", wait),
        ("resume", ReviewDeed::Resume),
        ("return", ReviewDeed::Return { reason: reason() }),
        ("resubmit", ReviewDeed::Resubmit),
        ("duplicate", duplicate),
        ("withdraw", ReviewDeed::Withdraw { reason: reason() }),
        ("reopen", ReviewDeed::Reopen { reason: reason() }),
        ("appeal", ReviewDeed::Appeal { reason: reason() }),
    ]
}

/// What was asked for is so.
fn met(condition: ConditionId, today: NaiveDate) -> ReviewDeed {
    ReviewDeed::Condition {
        id: condition,
        owner: None,
        due_on: None,
        met_on: Some(today),
    }
}

/// A remark on one item, which whoever may answer it may leave.
fn noted(item: &str) -> ReviewDeed {
    ReviewDeed::Answer {
        item: item.to_owned(),
        answer: None,
        note: Some(String::new()),
        evidence: None,
        seen: None,
    }
}

#[cfg(test)]
mod tests;
