//! The requests of the made-up district that are still open, one story each: in every state, two of
//! them late, some taken by nobody.

use chrono::NaiveDate;

use super::answers::{Said, answers};
use super::told::{coming_in, state, together};
use super::{End, Review, asks, gather};
use crate::demo::known::{MS_HS, Where};
use crate::demo::making::{Entered, Making};
use crate::demo::{days, people};
use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::request::{ItemResult, RequestId, RequestState, Track, Trigger, WaitingOn};

/// How many stories are of products that `approvals` left under review.
pub(in crate::demo) const EVERYDAY: usize = 2;

/// Which product a story is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// The one of this name.
    Named(&'static str),
    /// The next everyday one that is under review.
    UnderReview,
    /// The next that nobody ever decided about.
    Fresh,
}

/// One ask of a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask {
    pub(super) code: &'static str,
    pub(super) role: &'static str,
    pub(super) reason: &'static str,
    pub(super) grades: &'static str,
    pub(super) seats: Option<i64>,
    /// Cents a year.
    pub(super) cost: Option<i64>,
    /// Needed in so many days from the ask.
    pub(super) needed: Option<i64>,
    /// Days ago it was asked.
    pub(super) ago: i64,
}

/// Days on which the clock stood still: who owes, what, days ago it began and ended.
type Wait = (WaitingOn, &'static str, i64, Option<i64>);

/// An open request; days are days ago.
#[derive(Debug)]
pub(super) struct Story {
    of: Of,
    trigger: Trigger,
    pub(super) state: RequestState,
    tier: Option<i64>,
    owner: Option<&'static str>,
    received: i64,
    at: Where,
    grades: &'static str,
    asks: &'static [Ask],
    /// Of a hundred items that apply, so many are answered: technical, curricular.
    answered: (usize, usize),
    /// Answers that are not a plain pass.
    said: &'static [Said],
    waits: &'static [Wait],
    /// Decided so many days ago, and appealed.
    appealed: Option<(i64, i64)>,
    reason: Option<&'static str>,
    sponsor: Option<&'static str>,
}

const ASK: Ask = Ask {
    code: "",
    role: "teacher",
    reason: "",
    grades: "",
    seats: None,
    cost: None,
    needed: None,
    ago: 0,
};

const STORY: Story = Story {
    of: Of::Fresh,
    trigger: Trigger::New,
    state: RequestState::Submitted,
    tier: None,
    owner: None,
    received: 1,
    at: Where::All,
    grades: "",
    asks: &[],
    answered: (0, 0),
    said: &[],
    waits: &[],
    appealed: None,
    reason: None,
    sponsor: None,
};

#[rustfmt::skip] // one fact a line
const STORIES: &[Story] = &[
    Story {
        of: Of::Named("Numblebee"), state: RequestState::InReview, tier: Some(1), owner: Some("msollowby"), received: 24,
        at: Where::Codes(&["OXM"]), grades: "2-5", sponsor: Some("Alda Marrowby, principal of Oxmarsh ES"),
        asks: &[
            Ask { code: "OXM", role: "principal", reason: "Our math nights are built on it.", grades: "2-5", seats: Some(120), cost: Some(60_000), needed: Some(45), ago: 24 },
            Ask { code: "LAR", reason: "Heard of it from Oxmarsh.", grades: "3-4", seats: Some(48), ago: 17, ..ASK },
            Ask { code: "CED", reason: "For the after-school club.", grades: "2-5", seats: Some(25), ago: 6, ..ASK },
        ],
        answered: (60, 30),
        said: &[("T16", ItemResult::Unknown, "The terms speak of partners; asked which."), ("T23", ItemResult::Partial, "Counts by class, not by school.")],
        ..STORY
    },
    Story {
        of: Of::Named("Clipthorpe"), trigger: Trigger::Renewal, state: RequestState::DecisionPending, tier: Some(2), owner: Some("nhalvessen"), received: 18,
        at: MS_HS, answered: (100, 100),
        said: &[("T18", ItemResult::Partial, "Older videos have no captions; the vendor adds them by June.")],
        ..STORY
    },
    Story {
        of: Of::Named("Draftlark Campus"), trigger: Trigger::PolicyChange, state: RequestState::AwaitingVendor, tier: Some(2), owner: Some("pvandelune"), received: 30,
        at: Where::Levels(&[crate::domain::school::Level::High]), answered: (70, 40),
        said: &[("T19", ItemResult::Unknown, "A new helper writes along; who reads the drafts?")],
        waits: &[(WaitingOn::Vendor, "list of sub-processors", 19, None)],
        ..STORY
    },
    Story {
        of: Of::Named("Labrook"), trigger: Trigger::Version, state: RequestState::InReview, tier: Some(2), owner: Some("msollowby"), received: 9,
        at: Where::Levels(&[crate::domain::school::Level::High]), answered: (35, 0), ..STORY
    },
    Story {
        of: Of::Named("Buzzlecap"), trigger: Trigger::NewUse, state: RequestState::Validated, received: 2, at: Where::Codes(&["MAR", "FRO"]),
        sponsor: Some("Edmer Tollivant, science department"),
        asks: &[
            Ask { code: "MAR", role: "department head", reason: "Our ninth graders know it from middle school.", grades: "9-12", seats: Some(60), cost: Some(357_000), ago: 2, ..ASK },
            Ask { code: "FRO", reason: "For exit tickets in biology.", grades: "9", seats: Some(30), ago: 1, ..ASK },
        ],
        ..STORY
    },
    Story {
        of: Of::Named("Spellquarry"), trigger: Trigger::Discovered, state: RequestState::Submitted, received: 1, at: Where::Codes(&["LAR", "WRE", "CED"]), grades: "1-4",
        asks: &[Ask { code: "WRE", role: "librarian", reason: "The classes use it already; may they?", grades: "1-4", ago: 1, ..ASK }],
        ..STORY
    },
    Story {
        of: Of::Named("Robotwig"), trigger: Trigger::Renewal, state: RequestState::InReview, tier: Some(1), owner: Some("rtembrook"), received: 8,
        at: Where::Codes(&["JES"]), answered: (80, 50),
        said: &[("C14", ItemResult::Partial, "Both classes finished the course; the test comes in April.")],
        ..STORY
    },
    Story {
        of: Of::Named("Moodlantern"), trigger: Trigger::Agreement, state: RequestState::AwaitingVendor, tier: Some(3), owner: Some("dquillfane"), received: 47,
        at: MS_HS, answered: (85, 60),
        said: &[("T14", ItemResult::Unknown, "The agreement ended; the new text is with their lawyers."), ("C16", ItemResult::Partial, "The letter to families names the old terms.")],
        waits: &[(WaitingOn::Requester, "who sees the answers", 40, Some(36)), (WaitingOn::Vendor, "signed agreement", 25, None)],
        ..STORY
    },
    Story {
        of: Of::Named("Songbarrow"), trigger: Trigger::Incident, state: RequestState::InReview, tier: Some(3), owner: Some("msollowby"), received: 12,
        at: Where::Codes(&["WRE", "OXM", "MON"]), answered: (25, 0),
        said: &[("T12", ItemResult::Fail, "The account list could be read without signing in.")],
        ..STORY
    },
    Story {
        of: Of::UnderReview, state: RequestState::Triaged, tier: Some(2), received: 44,
        asks: &[
            Ask { code: "MON", reason: "My course for next year is planned on it.", seats: Some(28), cost: Some(42_000), needed: Some(70), ago: 44, ..ASK },
            Ask { code: "JES", role: "department head", reason: "One product for the whole department, please.", seats: Some(90), ago: 20, ..ASK },
        ],
        ..STORY
    },
    Story {
        of: Of::UnderReview, state: RequestState::Appealed, tier: Some(2), owner: Some("dquillfane"), received: 40, appealed: Some((9, 2)),
        asks: &[Ask { code: "FRO", reason: "It is the only one with our dialect.", seats: Some(30), ago: 40, ..ASK }],
        answered: (100, 100),
        said: &[("T16", ItemResult::Fail, "Shows advertising on the start page.")],
        reason: Some("The vendor says the school edition shows no advertising."),
        ..STORY
    },
    Story {
        of: Of::Fresh, state: RequestState::Returned, tier: None, owner: Some("pvandelune"), received: 15,
        asks: &[Ask { code: "PIN", reason: "For the tablets.", seats: None, ago: 15, ..ASK }],
        waits: &[(WaitingOn::Requester, "grades and who pays", 14, None)],
        reason: Some("For which grades, and who pays? Then we can begin."),
        ..STORY
    },
    Story {
        of: Of::Fresh, state: RequestState::Draft, received: 1,
        asks: &[Ask { code: "GRA", reason: "Asked on the phone; will send the rest.", seats: Some(15), ago: 1, ..ASK }],
        ..STORY
    },
];

/// The stories, each with its product.
pub(super) fn stories(making: &mut Making) -> Vec<Review> {
    let everyday = |making: &Making, e: &&Entered| {
        making.items[e.item].known.is_none() && e.ruling.status == ApprovalStatus::UnderReview
    };
    let mut waiting: Vec<Entered> = making
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
            Of::Named(label) => {
                let place = making.items.iter().position(|item| item.label == label);
                (place, story.at, story.grades)
            }
            Of::UnderReview => match waiting.pop() {
                Some(e) => (Some(e.item), e.ruling.at, e.ruling.grades),
                None => continue,
            },
            Of::Fresh => (fresh.pop(), story.at, story.grades),
        };
        let Some(item) = item else { continue };
        let seen = making.items[item].seen;
        found.push(Review {
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
pub(super) fn tell(making: &mut Making, review: &Review, story: &Story, number: &str, what: &str) {
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

fn go_on(making: &mut Making, review: &Review, story: &Story, what: &str) {
    let day = days::working_day(days::after(review.received, 1)).max(review.received);
    let who = match story.owner {
        Some(key) => making.one_of(&[key], day),
        None => making.one_of(people::TECHNICAL, day),
    };
    let owner = story.owner.and_then(|key| making.person_id(key));
    let mut put = Put::id(Kind::Request, review.id.0)
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

fn answer(making: &mut Making, review: &Review, story: &Story, who: &str, what: &str) {
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
    review: &Review,
    story: &Story,
    (on, owed, since, until): &Wait,
    who: &str,
    what: &str,
) {
    let id = making.past.handle();
    let since = days::working_day(making.ago(*since)).max(review.received);
    let put = Put::id(Kind::Pause, id)
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
            let put = Put::id(Kind::Pause, id).with("until", Some(until));
            making.past.saved(until, who, what, put);
        }
    }
}

/// Denied, and asked to decide again.
fn appeal(
    making: &mut Making,
    review: &Review,
    story: &Story,
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
    Put::id(Kind::Approval, id.0)
        .with("status", ApprovalStatus::Denied)
        .with("from", Some(day))
        .with("reason", Some(why.to_owned()))
        .with("decided_by", Some(who.to_owned()))
        .with("decided_on", Some(day))
        .with("request", Some(request))
}
