//! Tells one review of the made-up district: it comes in, somebody takes it, the vendor owes
//! something, the checklists are answered, it is decided, its conditions are met.

use chrono::NaiveDate;

use super::answers::{self, tier};
use super::records::{coming_in, state, together};
use super::stories::MadeUpAnswer;
use super::words::{ALREADY, CONDITIONS, DENIALS, OWED};
use super::{End, MadeUpReview, ReviewVerdict, Writes, asks, open};
use crate::demo::making::Making;
use crate::demo::{days, people};
use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::person::PersonId;
use crate::domain::put::Put;
use crate::domain::record::Lines;
use crate::domain::request::{ConditionId, ItemResult, PauseId, RequestState, Track, WaitingOn};

/// Tells a review under its number.
pub(super) fn tell(making: &mut Making, review: &MadeUpReview, number: &str) {
    let what = format!("{number} {}", making.items[review.item].label);
    match &review.end {
        End::Open(story) => open::tell(making, review, story, number, &what),
        End::Decided(verdict) => {
            receive(making, review, number, &what, verdict.day);
            work(making, review, verdict, &what);
            decide(making, review, verdict, &what);
        }
        End::Withdrawn(day, why) => {
            receive(making, review, number, &what, *day);
            let put =
                state(review.id, RequestState::Withdrawn).with("reason", Some((*why).to_owned()));
            close(making, review, *day, &what, put, why);
        }
        End::Duplicate(day, answer) => {
            receive(making, review, number, &what, *day);
            let put = state(review.id, RequestState::Duplicate)
                .with("answered_by", Some(*answer))
                .with("reason", Some(ALREADY.to_owned()));
            close(making, review, *day, &what, put, ALREADY);
        }
    }
}

/// What is closed without a decision stands still from that day on.
fn close(
    making: &mut Making,
    review: &MadeUpReview,
    day: NaiveDate,
    what: &str,
    put: Put,
    why: &str,
) {
    let day = day.min(days::before(making.today, 1));
    let who = making.one_of(people::TECHNICAL, day);
    let still = Put::id(PauseId(making.past.handle()))
        .with("request", review.id)
        .with("waiting_on", WaitingOn::Requester)
        .with("since", day);
    together(making, day, &who, what, vec![still, put], Some(why));
}

fn receive(making: &mut Making, review: &MadeUpReview, number: &str, what: &str, end: NaiveDate) {
    let who = making.one_of(people::TECHNICAL, review.received);
    let mut first = vec![coming_in(making, review, number)];
    let mut later = Vec::new();
    for (day, put) in asks::asks(making, review, end) {
        if day <= review.received {
            first.push(put);
        } else {
            later.push((day, put));
        }
    }
    together(making, review.received, &who, what, first, None);
    for (day, put) in later {
        let who = making.one_of(people::TECHNICAL, day);
        let asked = format!("ask for {what}");
        making.past.saved(day, &who, &asked, put);
    }
}

/// Who holds a login, where it is one of the made-up people's.
fn person(making: &Making, login: &str) -> Option<PersonId> {
    let found = making.people.iter().find(|p| p.login == login);
    found.map(|person| person.id)
}

/// Whoever decided in the end, or somebody else while that person was not here yet.
fn hand(making: &mut Making, login: &str, day: NaiveDate) -> String {
    let here = making
        .people
        .iter()
        .any(|p| p.login == login && p.joined <= day);
    if here {
        login.to_owned()
    } else {
        making.one_of(&["pvandelune"], day)
    }
}

/// From the desk to the last answer.
fn work(making: &mut Making, review: &MadeUpReview, verdict: &ReviewVerdict, what: &str) {
    let span = (verdict.day - review.received).num_days();
    let at = |tenths: i64| {
        let day = days::working_day(days::after(review.received, span * tenths / 10));
        day.max(review.received)
    };
    let who = hand(making, &verdict.by, at(2));
    let put = state(review.id, RequestState::InReview)
        .with("tier", Some(tier(making, review)))
        .with("owner", person(making, &who));
    making.past.saved(at(2), &who, what, put);
    if span > 14 && making.chance(45) {
        wait(making, review, verdict, what, (at(3), at(6)));
    }
    let said = said(verdict);
    let technical = hand(making, &verdict.by, at(7));
    let curricular = making.one_of(people::CURRICULAR, at(8));
    let lists = [
        (Track::Technical, technical, at(7)),
        (Track::Curricular, curricular, at(8)),
    ];
    for (track, by, day) in lists {
        let puts = answers::answers(making, review, track, 100, &said, (&by, day));
        if !puts.is_empty() {
            together(making, day, &by, what, puts, None);
        }
    }
}

/// What was not as it should be, as the conditions or the denial say.
fn said(verdict: &ReviewVerdict) -> Vec<MadeUpAnswer> {
    if verdict.status == ApprovalStatus::Denied {
        let item = answers::item(DENIALS, verdict.reason);
        return item
            .map(|item| (item, ItemResult::Fail, verdict.reason))
            .into_iter()
            .collect();
    }
    let part = |text: &&'static str| {
        let item = answers::item(CONDITIONS, text)?;
        Some((item, ItemResult::Partial, *text))
    };
    verdict.conditions.iter().filter_map(part).collect()
}

fn wait(
    making: &mut Making,
    review: &MadeUpReview,
    verdict: &ReviewVerdict,
    what: &str,
    (since, until): (NaiveDate, NaiveDate),
) {
    let owed = making.pick(OWED).unwrap_or_default();
    let who = hand(making, &verdict.by, since);
    let pause = making.past.handle();
    let put = Put::id(PauseId(pause))
        .with("request", review.id)
        .with("waiting_on", WaitingOn::Vendor)
        .with("what", Some(owed.to_owned()))
        .with("since", since);
    let waits = state(review.id, RequestState::AwaitingVendor);
    together(making, since, &who, what, vec![put, waits], Some(owed));
    let put = Put::id(PauseId(pause)).with("until", Some(until));
    let goes_on = state(review.id, RequestState::InReview);
    together(making, until, &who, what, vec![put, goes_on], None);
}

fn decide(making: &mut Making, review: &MadeUpReview, verdict: &ReviewVerdict, what: &str) {
    let day = verdict.day;
    let mut puts = Vec::new();
    let mut met = Vec::new();
    for text in verdict.conditions {
        let id = making.past.handle();
        let mut put = Put::id(ConditionId(id))
            .with("request", review.id)
            .with("item", answers::item(CONDITIONS, text).map(str::to_owned))
            .with("text", (*text).to_owned());
        if making.chance(60) {
            let due = days::after(day, making.rng.i64(20..120));
            put = put
                .with("owner", person(making, &verdict.by))
                .with("due_on", Some(due));
            met.push((id, days::before(due, making.rng.i64(-9..15)).max(day)));
        }
        puts.push(put);
    }
    puts.push(
        state(review.id, RequestState::Decided)
            .with("decided_on", Some(day))
            .with("answered_by", verdict.instead),
    );
    if let Some(writes) = verdict.writes {
        puts.extend(approval(making, review, verdict, writes));
    }
    together(making, day, &verdict.by, what, puts, Some(verdict.reason));
    for (id, day) in met {
        if day < making.today && making.chance(80) {
            let put = Put::id(ConditionId(id)).with("met_on", Some(day));
            let who = making.one_of(people::TECHNICAL, day);
            let condition = format!("condition of {what}");
            making.past.saved(day, &who, &condition, put);
        }
    }
}

/// The approval a verdict writes; the one whose place it takes comes first.
fn approval(
    making: &mut Making,
    review: &MadeUpReview,
    verdict: &ReviewVerdict,
    writes: Writes,
) -> Vec<Put> {
    let item = making.items[review.item].clone();
    let conditions = verdict.conditions.iter().map(|c| (*c).to_owned()).collect();
    let (mut puts, id) = match writes {
        Writes::On(id) => (Vec::new(), id),
        Writes::First => (Vec::new(), ApprovalId(making.past.handle())),
        Writes::InPlaceOf(old) => {
            let old = Put::id(old).with("status", ApprovalStatus::Superseded);
            (vec![old], ApprovalId(making.past.handle()))
        }
    };
    let put = Put::id(id)
        .with("product", item.id)
        .with("schools", making.scope(review.at))
        .with("grades", review.grades.parse().unwrap_or(Grades::UNSAID))
        .with("audience", review.audience)
        .with("status", verdict.status)
        .with("conditions", Lines(conditions))
        .with("from", Some(verdict.day))
        .with("until", verdict.until)
        .with("reason", Some(verdict.reason.to_owned()))
        .with("decided_by", Some(verdict.by.clone()))
        .with("decided_on", Some(verdict.day))
        .with("request", Some(review.id))
        .with("version_reviewed", item.facts.version);
    puts.push(put);
    puts
}
