//! Decisions of the made-up district: those of the stories as written there, those of everyday
//! products by chance. A decision is first asked for, then made, then looked at again each year.

use chrono::NaiveDate;

use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::put::Put;
use crate::domain::record::Lines;
use crate::domain::request::RequestId;

use super::chances::chance;
use super::known::StoryRuling;
use super::made::EnteredDecision;
use super::making::Making;
use super::{days, people};

/// Decides about every product that somebody decided about.
pub(super) fn decide(making: &mut Making) {
    let opening = days::after(making.start, 3);
    let mut first = Vec::new();
    for (n, item) in making.items.clone().iter().enumerate() {
        match item.known {
            Some(known) => {
                for ruling in known.rulings {
                    rule(making, n, ruling, opening, &mut first);
                }
            }
            None => {
                if let Some(ruling) = chance(making, item) {
                    rule(making, n, &ruling, opening, &mut first);
                }
            }
        }
    }
    let who = making.one_of(&["pvandelune"], opening);
    let what = format!("{} approvals from approved-list.csv", first.len());
    making.past.imported(opening, &who, what, first);
}

/// Enters one decision with its past.
fn rule(
    making: &mut Making,
    nth: usize,
    ruling: &StoryRuling,
    opening: NaiveDate,
    first: &mut Vec<Put>,
) {
    let item = making.items[nth].clone();
    let id = making.past.handle();
    let what = format!("approval of {}", item.label);
    let decided = making.ago(ruling.decided).max(item.seen);
    let begun = ruling
        .was
        .map_or(decided, |was| making.ago(was).max(item.seen));
    let reviewers = [people::TECHNICAL, people::CURRICULAR].concat();
    let pending = matches!(
        ruling.status,
        ApprovalStatus::UnderReview | ApprovalStatus::Discovered
    );
    let scope = Put::id(ApprovalId(id))
        .with("product", item.id)
        .with("schools", making.scope(ruling.at))
        .with("grades", ruling.grades.parse().unwrap_or(Grades::UNSAID))
        .with("audience", ruling.audience);
    let mut entered = EnteredDecision {
        item: nth,
        id: ApprovalId(id),
        ruling: *ruling,
        asked: decided,
        day: decided,
        until: None,
        answer: None,
        request: None,
    };
    if pending {
        let who = making.one_of(&reviewers, decided);
        let put = scope.with("status", ruling.status);
        making.past.saved(decided, &who, &what, put);
        making.entered.push(entered);
        return;
    }
    let until = ruling.until.map(|ahead| days::after(making.today, ahead));
    let verdicts = verdicts(making, ruling, begun, decided, until);
    let Some((verdict, renewals)) = verdicts.split_first() else {
        return;
    };
    let who = making.one_of(&reviewers, verdict.day);
    entered.answer = Some((verdict.status, who.clone(), verdict.day));
    if begun <= opening {
        first.push(verdict.put(scope, &who, Some(begun)));
    } else {
        let asked = days::before(begun, making.rng.i64(6..50)).max(item.seen);
        let clerk = making.one_of(people::TECHNICAL, asked);
        let put = scope.with("status", ApprovalStatus::UnderReview);
        making.past.saved(asked, &clerk, &what, put);
        let mut put = verdict.put(Put::id(ApprovalId(id)), &who, Some(begun));
        entered.asked = asked;
        if is_told(making, &entered) {
            let request = RequestId(making.past.handle());
            entered.request = Some(request);
            put = put
                .with("request", Some(request))
                .with("version_reviewed", item.facts.version);
        }
        making
            .past
            .saved_because(verdict.day, &who, &what, put, verdict.reason);
    }
    for verdict in renewals {
        let day = verdict.day.max(days::after(opening, 1));
        let who = making.one_of(&reviewers, day);
        let put = verdict.put(Put::id(ApprovalId(id)), &who, None);
        making
            .past
            .saved_because(day, &who, &what, put, verdict.reason);
    }
    entered.until = verdicts.last().and_then(|verdict| verdict.until);
    entered.day = verdicts.last().map_or(decided, |verdict| verdict.day);
    making.entered.push(entered);
}

/// Is the review that led to a decision told from its beginning? Of the lately decided all are, of
/// the stories some; for the rest the papers are not here.
fn is_told(making: &Making, entered: &EnteredDecision) -> bool {
    let Some((_, _, day)) = entered.answer else {
        return false;
    };
    let lately = (making.today - day).num_days() < 35;
    let item = &making.items[entered.item];
    let story = item.known.is_some() && (entered.id.0 % 7 == 0 || item.label == "Screenwarden");
    (lately || story) && days::working_day(entered.asked) < days::working_day(day)
}

/// One state a decision went through.
struct ApprovalState {
    day: NaiveDate,
    status: ApprovalStatus,
    conditions: &'static [&'static str],
    until: Option<NaiveDate>,
    reason: &'static str,
}

impl ApprovalState {
    fn put(&self, scope: Put, who: &str, from: Option<NaiveDate>) -> Put {
        let conditions = self.conditions.iter().map(|c| (*c).to_owned()).collect();
        let put = scope
            .with("status", self.status)
            .with("conditions", Lines(conditions))
            .with("until", self.until)
            .with("reason", Some(self.reason.to_owned()))
            .with("decided_by", Some(who.to_owned()))
            .with("decided_on", Some(self.day));
        match from {
            Some(_) => put.with("from", from),
            None => put,
        }
    }
}

/// First the decision; then, where it held for a year at a time, each time it was prolonged; then
/// what it came to be, where that is another status.
fn verdicts(
    making: &Making,
    ruling: &StoryRuling,
    begun: NaiveDate,
    decided: NaiveDate,
    until: Option<NaiveDate>,
) -> Vec<ApprovalState> {
    let later = begun < decided;
    let (status, reason) = match (later, ruling.conditions) {
        (false, _) => (ruling.status, ruling.reason),
        (true, []) => (ApprovalStatus::Approved, "Both checklists passed."),
        (true, _) => (
            ApprovalStatus::Conditional,
            "May be used as the conditions say.",
        ),
    };
    let until = until.map(|day| day.max(begun));
    let state = |day, status, until, reason| ApprovalState {
        day,
        status,
        conditions: ruling.conditions,
        until,
        reason,
    };
    let mut verdicts = vec![state(begun, status, until, reason)];
    let last = days::before(if later { decided } else { making.today }, 30);
    for year in 1..5 {
        let year_end = days::after(begun, 365 * year);
        let Some(end) = until.filter(|end| year_end < *end && year_end < last) else {
            break;
        };
        if let Some(verdict) = verdicts.last_mut() {
            verdict.until = Some(year_end);
        }
        let day = days::before(year_end, 12);
        let why = "Reviewed again; holds for another year.";
        verdicts.push(state(day, status, Some(end), why));
    }
    if let Some(verdict) = verdicts.last_mut() {
        // The reason that stands is the one that explains the decision.
        verdict.reason = reason;
    }
    if later {
        verdicts.push(state(decided, ruling.status, until, ruling.reason));
    }
    if let Some(verdict) = verdicts.last_mut()
        && verdict.status == ApprovalStatus::Retired
    {
        // That it is gone holds for good.
        verdict.until = None;
    }
    verdicts
}
