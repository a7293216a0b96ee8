//! Tells the requests of the made-up district that are still open, each by its story.

use chrono::NaiveDate;

use super::answers::answers;
use super::records::{coming_in, state, together};
use super::stories::{OpenStory, STORIES, StoryOf, StoryWait};
use super::{End, MadeUpReview, asks, gather};
use crate::demo::made::EnteredDecision;
use crate::demo::making::Making;
use crate::demo::{days, people};
use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::put::Put;
use crate::domain::request::{PauseId, RequestId, RequestState, Track};

/// The stories, each with its product.
pub(super) fn stories(making: &mut Making) -> Vec<MadeUpReview> {
    let everyday = |making: &Making, e: &&EnteredDecision| {
        making.items[e.item].known.is_none() && e.ruling.status == ApprovalStatus::UnderReview
    };
    let mut waiting: Vec<EnteredDecision> = making
        .entered
        .iter()
        .filter(|e| everyday(making, e))
        .cloned()
        .collect();
    waiting.sort_by_key(|e| e.day);
    let mut fresh = gather::undecided(making);
    fresh.retain(|item| !gather::is_sighted(making, *item));
    let mut found = Vec::new();
    for story in STORIES {
        let (item, at, grades) = match story.of {
            StoryOf::Named(label) => {
                let place = making.items.iter().position(|item| item.label == label);
                (place, story.at, story.grades)
            }
            StoryOf::UnderReview => match waiting.pop() {
                Some(e) => (Some(e.item), e.ruling.at, e.ruling.grades),
                None => continue,
            },
            StoryOf::Fresh => (fresh.pop(), story.at, story.grades),
        };
        let Some(item) = item else { continue };
        let seen = making.items[item].seen;
        found.push(MadeUpReview {
            id: RequestId(making.past.handle()),
            item,
            trigger: story.trigger,
            received: days::working_day(making.ago(story.received)).max(seen),
            at,
            grades,
            audience: None,
            end: End::Open(story),
        });
    }
    found
}

/// Tells an open request up to where it is.
pub(super) fn tell(
    making: &mut Making,
    review: &MadeUpReview,
    story: &OpenStory,
    number: &str,
    what: &str,
) {
    let who = making.one_of(people::TECHNICAL, review.received);
    let first = if story.state == RequestState::Draft {
        RequestState::Draft
    } else {
        RequestState::Submitted
    };
    let sponsor = story.sponsor.map(str::to_owned);
    let request = coming_in(making, review, number)
        .with("state", first)
        .with("sponsor", sponsor);
    let mut puts = vec![request];
    for ask in story.asks {
        let day = days::working_day(making.ago(ask.ago)).max(review.received);
        let put = asks::put(making, review, ask, day);
        if day == review.received {
            puts.push(put);
        } else {
            let asked = format!("ask for {what}");
            making.past.saved(day, &who, &asked, put);
        }
    }
    together(making, review.received, &who, what, puts, None);
    if story.state != first {
        go_on(making, review, story, what);
    }
}

fn go_on(making: &mut Making, review: &MadeUpReview, story: &OpenStory, what: &str) {
    let day = days::working_day(days::after(review.received, 1)).max(review.received);
    let who = match story.owner {
        Some(key) => making.one_of(&[key], day),
        None => making.one_of(people::TECHNICAL, day),
    };
    let owner = story.owner.and_then(|key| making.person_id(key));
    let mut put = Put::id(review.id)
        .with("tier", story.tier)
        .with("owner", owner);
    let waits = story.waits.iter().any(|(_, _, _, until)| until.is_none());
    let worked = story.answered != (0, 0);
    put = match (waits, worked) {
        (false, false) => put.with("state", story.state),
        (_, true) => put.with("state", RequestState::InReview),
        (true, false) => put,
    };
    making.past.saved(day, &who, what, put);
    answer(making, review, story, &who, what);
    for wait in story.waits {
        pause(making, review, story, wait, &who, what);
    }
    if let Some((decided, appealed)) = story.appealed {
        appeal(making, review, story, (decided, appealed), &who, what);
    } else if worked && !waits && story.state != RequestState::InReview {
        let day = days::before(making.today, 2);
        making
            .past
            .saved(day, &who, what, state(review.id, story.state));
    }
}

fn answer(making: &mut Making, review: &MadeUpReview, story: &OpenStory, who: &str, what: &str) {
    let half = (making.today - review.received).num_days() / 2;
    let day = days::working_day(days::before(making.today, half)).max(review.received);
    let (technical, curricular) = story.answered;
    let curricular_by = making.one_of(people::CURRICULAR, day);
    let lists = [
        (Track::Technical, technical, who.to_owned()),
        (Track::Curricular, curricular, curricular_by),
    ];
    for (track, share, by) in lists {
        let puts = answers(making, review, track, share, story.said, (&by, day));
        if !puts.is_empty() {
            together(making, day, &by, what, puts, None);
        }
    }
}

fn pause(
    making: &mut Making,
    review: &MadeUpReview,
    story: &OpenStory,
    (on, owed, since, until): &StoryWait,
    who: &str,
    what: &str,
) {
    let id = making.past.handle();
    let since = days::working_day(making.ago(*since)).max(review.received);
    let put = Put::id(PauseId(id))
        .with("request", review.id)
        .with("waiting_on", *on)
        .with("what", Some((*owed).to_owned()))
        .with("since", since);
    match until {
        None => {
            let waits =
                state(review.id, story.state).with("reason", story.reason.map(str::to_owned));
            together(making, since, who, what, vec![put, waits], Some(owed));
        }
        Some(ago) => {
            let until = days::working_day(making.ago(*ago)).max(since);
            making.past.saved_because(since, who, what, put, owed);
            let put = Put::id(PauseId(id)).with("until", Some(until));
            making.past.saved(until, who, what, put);
        }
    }
}

/// Denied, and asked to decide again.
fn appeal(
    making: &mut Making,
    review: &MadeUpReview,
    story: &OpenStory,
    (decided, appealed): (i64, i64),
    who: &str,
    what: &str,
) {
    let on = |ago| days::working_day(making.ago(ago));
    let (day, again) = (on(decided), on(appealed));
    let why = "Shows advertising to students.";
    let put = state(review.id, RequestState::Decided).with("decided_on", Some(day));
    let mut puts = vec![put];
    if let Some(approval) = approval_of(making, review.item) {
        puts.push(denied(approval, review.id, why, who, day));
    }
    together(making, day, who, what, puts, Some(why));
    let said = story.reason.unwrap_or_default();
    let put = state(review.id, RequestState::Appealed)
        .with("appealed_on", Some(again))
        .with("reason", Some(said.to_owned()));
    let clerk = making.one_of(people::TECHNICAL, again);
    making.past.saved_because(again, &clerk, what, put, said);
}

fn approval_of(making: &Making, item: usize) -> Option<ApprovalId> {
    let found = making.entered.iter().find(|e| e.item == item)?;
    Some(found.id)
}

fn denied(id: ApprovalId, request: RequestId, why: &str, who: &str, day: NaiveDate) -> Put {
    Put::id(id)
        .with("status", ApprovalStatus::Denied)
        .with("from", Some(day))
        .with("reason", Some(why.to_owned()))
        .with("decided_by", Some(who.to_owned()))
        .with("decided_on", Some(day))
        .with("request", Some(request))
}
