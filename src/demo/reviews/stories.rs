//! The stories of the requests of the made-up district that are still open: in every state, two of them late,
//! some taken by nobody.

use crate::demo::known::{MS_HS, Where};
use crate::domain::request::{ItemResult, RequestState, Trigger, WaitingOn};

/// An answer that is not a plain pass: the item, what it came to, the remark.
pub(super) type MadeUpAnswer = (&'static str, ItemResult, &'static str);

/// How many stories are of products that `approvals` left under review.
pub(in crate::demo) const EVERYDAY: usize = 2;

/// Which product a story is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum StoryOf {
    /// The one of this name.
    Named(&'static str),
    /// The next everyday one that is under review.
    UnderReview,
    /// The next that nobody ever decided about.
    Fresh,
}

/// One ask of a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoryAsk {
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
pub(super) type StoryWait = (WaitingOn, &'static str, i64, Option<i64>);

/// An open request; days are days ago.
#[derive(Debug)]
pub(super) struct OpenStory {
    pub(super) of: StoryOf,
    pub(super) trigger: Trigger,
    pub(super) state: RequestState,
    pub(super) tier: Option<i64>,
    pub(super) owner: Option<&'static str>,
    pub(super) received: i64,
    pub(super) at: Where,
    pub(super) grades: &'static str,
    pub(super) asks: &'static [StoryAsk],
    /// Of a hundred items that apply, so many are answered: technical, curricular.
    pub(super) answered: (usize, usize),
    /// Answers that are not a plain pass.
    pub(super) said: &'static [MadeUpAnswer],
    pub(super) waits: &'static [StoryWait],
    /// Decided so many days ago, and appealed.
    pub(super) appealed: Option<(i64, i64)>,
    pub(super) reason: Option<&'static str>,
    pub(super) sponsor: Option<&'static str>,
}

const ASK: StoryAsk = StoryAsk {
    code: "",
    role: "teacher",
    reason: "",
    grades: "",
    seats: None,
    cost: None,
    needed: None,
    ago: 0,
};

const STORY: OpenStory = OpenStory {
    of: StoryOf::Fresh,
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
pub(super) const STORIES: &[OpenStory] = &[
    OpenStory {
        of: StoryOf::Named("Numblebee"), state: RequestState::InReview, tier: Some(1), owner: Some("msollowby"), received: 24,
        at: Where::Codes(&["OXM"]), grades: "2-5", sponsor: Some("Alda Marrowby, principal of Oxmarsh ES"),
        asks: &[
            StoryAsk { code: "OXM", role: "principal", reason: "Our math nights are built on it.", grades: "2-5", seats: Some(120), cost: Some(60_000), needed: Some(45), ago: 24 },
            StoryAsk { code: "LAR", reason: "Heard of it from Oxmarsh.", grades: "3-4", seats: Some(48), ago: 17, ..ASK },
            StoryAsk { code: "CED", reason: "For the after-school club.", grades: "2-5", seats: Some(25), ago: 6, ..ASK },
        ],
        answered: (60, 30),
        said: &[("T16", ItemResult::Unknown, "The terms speak of partners; asked which."), ("T23", ItemResult::Partial, "Counts by class, not by school.")],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Clipthorpe"), trigger: Trigger::Renewal, state: RequestState::DecisionPending, tier: Some(2), owner: Some("nhalvessen"), received: 18,
        at: MS_HS, answered: (100, 100),
        said: &[("T18", ItemResult::Partial, "Older videos have no captions; the vendor adds them by June.")],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Draftlark Campus"), trigger: Trigger::PolicyChange, state: RequestState::AwaitingVendor, tier: Some(2), owner: Some("pvandelune"), received: 30,
        at: Where::Levels(&[crate::domain::school::Level::High]), answered: (70, 40),
        said: &[("T19", ItemResult::Unknown, "A new helper writes along; who reads the drafts?")],
        waits: &[(WaitingOn::Vendor, "list of sub-processors", 19, None)],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Labrook"), trigger: Trigger::Version, state: RequestState::InReview, tier: Some(2), owner: Some("msollowby"), received: 9,
        at: Where::Levels(&[crate::domain::school::Level::High]), answered: (35, 0), ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Buzzlecap"), trigger: Trigger::NewUse, state: RequestState::Validated, received: 2, at: Where::Codes(&["MAR", "FRO"]),
        sponsor: Some("Edmer Tollivant, science department"),
        asks: &[
            StoryAsk { code: "MAR", role: "department head", reason: "Our ninth graders know it from middle school.", grades: "9-12", seats: Some(60), cost: Some(357_000), ago: 2, ..ASK },
            StoryAsk { code: "FRO", reason: "For exit tickets in biology.", grades: "9", seats: Some(30), ago: 1, ..ASK },
        ],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Spellquarry"), trigger: Trigger::Discovered, state: RequestState::Submitted, received: 1, at: Where::Codes(&["LAR", "WRE", "CED"]), grades: "1-4",
        asks: &[StoryAsk { code: "WRE", role: "librarian", reason: "The classes use it already; may they?", grades: "1-4", ago: 1, ..ASK }],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Robotwig"), trigger: Trigger::Renewal, state: RequestState::InReview, tier: Some(1), owner: Some("rtembrook"), received: 8,
        at: Where::Codes(&["JES"]), answered: (80, 50),
        said: &[("C14", ItemResult::Partial, "Both classes finished the course; the test comes in April.")],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Moodlantern"), trigger: Trigger::Agreement, state: RequestState::AwaitingVendor, tier: Some(3), owner: Some("dquillfane"), received: 47,
        at: MS_HS, answered: (85, 60),
        said: &[("T14", ItemResult::Unknown, "The agreement ended; the new text is with their lawyers."), ("C16", ItemResult::Partial, "The letter to families names the old terms.")],
        waits: &[(WaitingOn::Requester, "who sees the answers", 40, Some(36)), (WaitingOn::Vendor, "signed agreement", 25, None)],
        ..STORY
    },
    OpenStory {
        of: StoryOf::Named("Songbarrow"), trigger: Trigger::Incident, state: RequestState::InReview, tier: Some(3), owner: Some("msollowby"), received: 12,
        at: Where::Codes(&["WRE", "OXM", "MON"]), answered: (25, 0),
        said: &[("T12", ItemResult::Fail, "The account list could be read without signing in.")],
        ..STORY
    },
    OpenStory {
        of: StoryOf::UnderReview, state: RequestState::Triaged, tier: Some(2), received: 44,
        asks: &[
            StoryAsk { code: "MON", reason: "My course for next year is planned on it.", seats: Some(28), cost: Some(42_000), needed: Some(70), ago: 44, ..ASK },
            StoryAsk { code: "JES", role: "department head", reason: "One product for the whole department, please.", seats: Some(90), ago: 20, ..ASK },
        ],
        ..STORY
    },
    OpenStory {
        of: StoryOf::UnderReview, state: RequestState::Appealed, tier: Some(2), owner: Some("dquillfane"), received: 40, appealed: Some((9, 2)),
        asks: &[StoryAsk { code: "FRO", reason: "It is the only one with our dialect.", seats: Some(30), ago: 40, ..ASK }],
        answered: (100, 100),
        said: &[("T16", ItemResult::Fail, "Shows advertising on the start page.")],
        reason: Some("The vendor says the school edition shows no advertising."),
        ..STORY
    },
    OpenStory {
        of: StoryOf::Fresh, state: RequestState::Returned, tier: None, owner: Some("pvandelune"), received: 15,
        asks: &[StoryAsk { code: "PIN", reason: "For the tablets.", seats: None, ago: 15, ..ASK }],
        waits: &[(WaitingOn::Requester, "grades and who pays", 14, None)],
        reason: Some("For which grades, and who pays? Then we can begin."),
        ..STORY
    },
    OpenStory {
        of: StoryOf::Fresh, state: RequestState::Draft, received: 1,
        asks: &[StoryAsk { code: "GRA", reason: "Asked on the phone; will send the rest.", seats: Some(15), ago: 1, ..ASK }],
        ..STORY
    },
];
