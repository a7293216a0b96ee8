//! What each deed but answers and decisions writes.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

use super::decider;
use crate::domain::person::{Actor, PersonId, Role};
use crate::domain::policy::Appeal;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::request::{ConditionId, RequestState, WaitingOn};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::appeal_by;
use crate::domain::review::gate;

/// Where a request stands by what is known of it: complete, begun, or not begun.
pub(super) fn standing_state(case: &ReviewCase) -> RequestState {
    let standing = gate::standing(&gate::sheets(case));
    let begun = case.request.owner.is_some() || case.answers.iter().any(|a| a.answer.is_some());
    if standing.blank.is_empty() && standing.unknown.is_empty() {
        RequestState::DecisionPending
    } else if begun {
        RequestState::InReview
    } else {
        RequestState::Triaged
    }
}

pub(super) fn request(case: &ReviewCase) -> Put {
    Put::id(case.request.id)
}

pub(super) fn moved(case: &ReviewCase, state: RequestState) -> Put {
    request(case).with("state", state)
}

/// With its risk settled, where nobody has done so.
pub(super) fn settled(case: &ReviewCase, put: Put) -> Put {
    match case.request.tier {
        Some(_) => put,
        None => put.with("tier", Some(case.tier())),
    }
}

pub(super) fn pause(case: &ReviewCase, on: WaitingOn, what: &str, today: NaiveDate) -> Put {
    Put::new(Kind::Pause)
        .with("request", case.request.id)
        .with("waiting_on", on)
        .with("what", words(what))
        .with("since", today)
}

/// Lets the clock go on.
pub(super) fn unpaused(case: &ReviewCase, today: NaiveDate) -> impl Iterator<Item = Put> + '_ {
    let open = case.pauses.iter().filter(|pause| pause.until.is_none());
    open.map(move |pause| Put::id(pause.id).with("until", Some(today.max(pause.since))))
}

pub(super) fn returned(case: &ReviewCase, what: &str, today: NaiveDate) -> Vec<Put> {
    let mut puts = vec![moved(case, RequestState::Returned).with("reason", words(what))];
    puts.extend(unpaused(case, today));
    puts.push(pause(case, WaitingOn::Requester, what, today));
    puts
}

/// Nobody has to do anything more. The clock stands still from here, which is also how the day on which
/// it stopped is known.
pub(super) fn stopped(case: &ReviewCase, request: Put, today: NaiveDate) -> Vec<Put> {
    let mut puts = vec![request];
    puts.extend(unpaused(case, today));
    puts.push(pause(case, WaitingOn::Requester, "", today));
    puts
}

/// Taken back on this day.
pub(in crate::domain::review) fn withdrawn(
    case: &ReviewCase,
    reason: &str,
    on: NaiveDate,
) -> Vec<Put> {
    let request = moved(case, RequestState::Withdrawn).with("reason", words(reason));
    stopped(case, request, on)
}

/// Back to where it stands by what is known of it.
pub(super) fn again(case: &ReviewCase) -> Put {
    settled(case, moved(case, standing_state(case)))
}

pub(super) fn resumed(case: &ReviewCase, request: Put, today: NaiveDate) -> Vec<Put> {
    let mut puts = vec![request];
    puts.extend(unpaused(case, today));
    puts
}

pub(super) fn triaged(case: &ReviewCase, tier: Option<i64>) -> Result<Vec<Put>, Refusal> {
    let mut after = case.clone();
    // What was settled gives way to what the facts say now.
    after.request.tier = tier;
    let tier = after.tier();
    if !(0..=3).contains(&tier) {
        return Err(Refusal::new("tier", format!("there is no tier {tier}"))
            .then("; ", "a tier is 0, 1, 2 or 3"));
    }
    let state = match case.request.state {
        RequestState::AwaitingVendor => RequestState::AwaitingVendor,
        _ => standing_state(&after),
    };
    Ok(vec![moved(case, state).with("tier", Some(tier))])
}

pub(super) fn taken(case: &ReviewCase, actor: &Actor) -> Result<Vec<Put>, Refusal> {
    let state = case.request.state;
    let number = &case.request.number;
    let untouched = matches!(
        state,
        RequestState::Submitted | RequestState::Validated | RequestState::Triaged
    );
    match case.request.owner {
        Some(owner) if owner == actor.id && !untouched => {
            return Err(Refusal::from(format!("you have {number} already")).of(number));
        }
        Some(owner) if owner != actor.id => {
            return Err(Refusal::from(format!("somebody else has {number}"))
                .of(number)
                .then("; ", "assign it to yourself once you have agreed on it"));
        }
        _ => {}
    }
    if state == RequestState::Appealed {
        decider::may_decide(case, actor)?;
    }
    let mut after = case.clone();
    after.request.owner = Some(actor.id);
    let state = if untouched {
        standing_state(&after)
    } else {
        state
    };
    let put = moved(case, state).with("owner", Some(actor.id));
    Ok(vec![settled(case, put)])
}

pub(super) fn given_back(case: &ReviewCase, actor: &Actor) -> Result<Vec<Put>, Refusal> {
    let number = &case.request.number;
    let Some(owner) = case.request.owner else {
        let why = format!("nobody has {number}; there is nothing to give back");
        return Err(Refusal::from(why).of(number));
    };
    if owner != actor.id && !actor.roles.allow(Role::Admin) {
        let why = Refusal::from(format!("somebody else has {number}")).of(number);
        return Err(why.then("; ", "only they, or an admin, give it back"));
    }
    let mut after = case.clone();
    after.request.owner = None;
    let state = match case.request.state {
        RequestState::InReview => standing_state(&after),
        other => other,
    };
    Ok(vec![moved(case, state).with("owner", None::<PersonId>)])
}

pub(super) fn assigned(case: &ReviewCase, person: PersonId) -> Result<Vec<Put>, Refusal> {
    if case.request.owner == Some(person) {
        let number = &case.request.number;
        return Err(Refusal::new("person", format!("{number} is theirs already")).of(number));
    }
    let state = match case.request.state {
        RequestState::Submitted | RequestState::Validated => RequestState::Triaged,
        other => other,
    };
    let put = moved(case, state).with("owner", Some(person));
    Ok(vec![settled(case, put)])
}

pub(super) fn condition(
    case: &ReviewCase,
    id: ConditionId,
    owner: Option<PersonId>,
    due_on: Option<NaiveDate>,
    met_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    if !case.conditions.iter().any(|c| c.id == id) {
        let number = &case.request.number;
        return Err(
            Refusal::new("id", format!("{number} has no such condition"))
                .of(number)
                .then("; ", "look again"),
        );
    }
    if met_on.is_some_and(|day| day > today) {
        return Err(
            Refusal::new("met_on", "a condition is met today or was before")
                .then("; ", "write that day"),
        );
    }
    let mut put = Put::id(id);
    if let Some(owner) = owner {
        put = put.with("owner", Some(owner));
    }
    if due_on.is_some() {
        put = put.with("due_on", due_on);
    }
    if met_on.is_some() {
        put = put.with("met_on", met_on);
    }
    if put.fields.is_empty() {
        return Err("say who sees to the condition, by when, or when it was met".into());
    }
    Ok(vec![put])
}

pub(super) fn appealed(
    case: &ReviewCase,
    reason: &str,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    let number = &case.request.number;
    let stands = |why: String| Refusal::from(why).then("; ", "new facts make a new request");
    if case.policy.appeal == Appeal::None {
        let why = "the policy has no appeal: what was decided stands";
        return Err(stands(why.to_owned()));
    }
    if case.request.appealed_on.is_some() {
        let why = format!("{number} was appealed once, and that is final");
        return Err(stands(why).of(number));
    }
    match appeal_by(case) {
        Some(last) if today <= last => {}
        Some(last) => {
            return Err(stands(format!("{number} could be appealed until {last}")).of(number));
        }
        None => return Err(stands(format!("nobody knows when {number} was decided")).of(number)),
    }
    let reason = said(reason).ok_or_else(|| {
        Refusal::new(
            "reason",
            format!("say why {number} should be decided again"),
        )
        .of(number)
    })?;
    Ok(vec![
        moved(case, RequestState::Appealed)
            .with("appealed_on", Some(today))
            .with("owner", None::<PersonId>)
            .with("reason", Some(reason.to_owned())),
    ])
}

/// The words, where there are any.
pub(super) fn said(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

pub(super) fn words(text: &str) -> Option<String> {
    said(text).map(str::to_owned)
}
