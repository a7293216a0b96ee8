//! How long a request has been with the office, and when its answer is due. Counted in working days of
//! the district's calendar; days on which somebody else had it do not count.

use chrono::NaiveDate;

use crate::domain::policy::Appeal;
use crate::domain::request::{Pause, RequestState};

use super::ReviewClock;
use super::case::ReviewCase;

/// The days of a request as of today. An appeal has days of its own, from the day it was filed.
pub fn clock(case: &ReviewCase, today: NaiveDate) -> ReviewClock {
    let request = &case.request;
    let appealed = request.appealed_on.filter(|filed| {
        request.state == RequestState::Appealed || request.decided_on.is_some_and(|d| d >= *filed)
    });
    let policy = &case.policy;
    let (received_on, starts, allowed) = if let Some(filed) = appealed {
        (filed, filed, policy.appeal_answer_days.0)
    } else {
        let received = request.received_on;
        (received, policy.opens(received), service_days(case))
    };
    let ends = ended(case).unwrap_or(today);
    let paused_days = paused_days(case, starts, ends);
    let our_days = case.calendar.working_days(starts, ends) - paused_days;
    let due_in = u32::try_from(i64::from(allowed) + paused_days).unwrap_or(allowed);
    let due_on = case.calendar.after(starts, due_in);
    ReviewClock {
        received_on,
        due_on,
        our_days,
        total_days: case.calendar.working_days(received_on, ends),
        days_left: (due_on - ends).num_days(),
        working_days_left: i64::from(allowed) - our_days,
        paused: request.state.is_open() && standing_still(case).is_some(),
    }
}

/// The last day on which the decision can be appealed; none where it cannot: it is not decided, it was
/// appealed before, or the policy has no appeal.
pub fn appeal_by(case: &ReviewCase) -> Option<NaiveDate> {
    let request = &case.request;
    let may = request.state == RequestState::Decided
        && request.appealed_on.is_none()
        && case.policy.appeal != Appeal::None;
    let decided = request.decided_on.filter(|_| may)?;
    let days = case.policy.appeal_file_days.0;
    Some(case.calendar.after(decided, days))
}

/// The pause that has not ended, if there is one.
pub fn standing_still(case: &ReviewCase) -> Option<&Pause> {
    case.pauses.iter().find(|pause| pause.until.is_none())
}

/// Until its risk is settled the office owes it a look, not an answer.
fn service_days(case: &ReviewCase) -> u32 {
    match case.request.state {
        RequestState::Draft | RequestState::Submitted | RequestState::Validated
            if case.request.tier.is_none() =>
        {
            case.policy.intake_days.0
        }
        _ => case.policy.service_days(case.tier()),
    }
}

/// The day on which there was nothing left to do. A request that was withdrawn, or that something else
/// answers, has stood still since that day.
fn ended(case: &ReviewCase) -> Option<NaiveDate> {
    match case.request.state {
        RequestState::Decided => case.request.decided_on,
        RequestState::Withdrawn | RequestState::Duplicate => {
            standing_still(case).map(|pause| pause.since)
        }
        _ => None,
    }
}

/// Working days after the first day, up to the last, on which it stood still; days on which it did so
/// for two reasons count once.
fn paused_days(case: &ReviewCase, first: NaiveDate, last: NaiveDate) -> i64 {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = case
        .pauses
        .iter()
        .map(|pause| {
            (
                pause.since.max(first),
                pause.until.unwrap_or(last).min(last),
            )
        })
        .filter(|(since, until)| since < until)
        .collect();
    spans.sort_unstable();
    let mut counted_to = first;
    let mut days = 0;
    for (since, until) in spans {
        days += case.calendar.working_days(since.max(counted_to), until);
        counted_to = counted_to.max(until);
    }
    days
}

#[cfg(test)]
mod tests;
