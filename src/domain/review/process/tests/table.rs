//! Every deed in every state by every role: allowed or refused, and with what sentence.

use super::super::{act, may};
use crate::domain::person::{Actor, PersonId};
use crate::domain::product::ProductId;
use crate::domain::record::Value;
use crate::domain::request::{ConditionId, ItemResult, Outcome, RequestState, WaitingOn};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::testing::{
    TestDesk, admin, answer, blank, case, day, monday, person, reviewer, text,
};
use crate::domain::review::{Decision, ReviewDeed};
use crate::domain::school::{SchoolId, Schools};

const ROLES: [&str; 6] = [
    "",
    "helpdesk",
    "renewals",
    "technical",
    "curricular",
    "admin",
];

fn deny() -> ReviewDeed {
    decide(Outcome::Deny, &[], None)
}

fn decide(outcome: Outcome, conditions: &[&str], until: Option<&str>) -> ReviewDeed {
    ReviewDeed::Decide(Decision {
        outcome,
        reason: "ads".into(),
        conditions: conditions.iter().map(|text| (*text).into()).collect(),
        schools: None,
        grades: crate::domain::grade::Grades::UNSAID,
        until: until.map(day),
        alternative: None,
    })
}

/// What a decision before this one asked for, and that still holds.
const CONDITION: ConditionId = ConditionId(77);

/// The request in this state, as it may well be: complete where it is to be decided, paused where it
/// waits, decided on Monday where it was; with a condition to keep.
fn standing(state: RequestState) -> ReviewCase {
    let begun = TestDesk::new(case());
    let complete = || TestDesk::new(case()).answered(ItemResult::Pass);
    let desk = match state {
        RequestState::Triaged => begun,
        RequestState::InReview => begun.done(&ReviewDeed::Take, &person(8, "boyd", "technical")),
        RequestState::DecisionPending => complete(),
        RequestState::Returned => begun.done(
            &ReviewDeed::Return {
                reason: "grades".into(),
            },
            &reviewer(),
        ),
        RequestState::AwaitingVendor => {
            let on = WaitingOn::Vendor;
            complete().done(
                &ReviewDeed::Wait {
                    on,
                    what: "agreement".into(),
                },
                &reviewer(),
            )
        }
        RequestState::Duplicate => {
            let reason = "have it".to_owned();
            begun.done(
                &ReviewDeed::Duplicate {
                    answered_by: ProductId(8),
                    reason,
                },
                &reviewer(),
            )
        }
        RequestState::Withdrawn => begun.done(
            &ReviewDeed::Withdraw {
                reason: "moved".into(),
            },
            &reviewer(),
        ),
        RequestState::Decided => complete().done(&deny(), &reviewer()),
        RequestState::Appealed => {
            let desk = complete().done(&deny(), &reviewer());
            desk.done(
                &ReviewDeed::Appeal {
                    reason: "no ads".into(),
                },
                &person(2, "huang", "helpdesk"),
            )
        }
        RequestState::Draft | RequestState::Submitted | RequestState::Validated => {
            let mut desk = begun;
            desk.case.request.state = state;
            desk.case.request.tier = None;
            desk
        }
    };
    assert_eq!(desk.state(), state);
    let mut case = desk.case;
    case.conditions = vec![blank(
        CONDITION.0,
        &[
            ("request", Value::Int(5)),
            ("text", text("turn the ads off")),
        ],
    )];
    case
}

fn deeds() -> Vec<(&'static str, ReviewDeed)> {
    let reason = || "because".to_owned();
    vec![
        ("validate", ReviewDeed::Validate),
        ("return", ReviewDeed::Return { reason: reason() }),
        ("resubmit", ReviewDeed::Resubmit),
        (
            "duplicate",
            ReviewDeed::Duplicate {
                answered_by: ProductId(8),
                reason: reason(),
            },
        ),
        ("withdraw", ReviewDeed::Withdraw { reason: reason() }),
        ("triage", ReviewDeed::Triage { tier: Some(1) }),
        ("take", ReviewDeed::Take),
        ("give-back", ReviewDeed::GiveBack),
        (
            "assign",
            ReviewDeed::Assign {
                person: PersonId(4),
            },
        ),
        ("answer T01", answer("T01", ItemResult::Pass)),
        ("answer C01", answer("C01", ItemResult::Pass)),
        (
            "wait",
            ReviewDeed::Wait {
                on: WaitingOn::Vendor,
                what: reason(),
            },
        ),
        (
            "wait for the requester",
            ReviewDeed::Wait {
                on: WaitingOn::Requester,
                what: reason(),
            },
        ),
        ("resume", ReviewDeed::Resume),
        ("decide deny", deny()),
        ("decide approve", decide(Outcome::Approve, &[], None)),
        (
            "decide conditional",
            decide(Outcome::Conditional, &["no ads"], None),
        ),
        (
            "decide pilot",
            decide(Outcome::Pilot, &[], Some("2026-06-12")),
        ),
        (
            "condition",
            ReviewDeed::Condition {
                id: CONDITION,
                owner: Some(PersonId(4)),
                due_on: None,
                met_on: None,
            },
        ),
        ("appeal", ReviewDeed::Appeal { reason: reason() }),
        ("reopen", ReviewDeed::Reopen { reason: reason() }),
    ]
}

const DEEDS: usize = 21;

/// For each deed the states, by letter, in which a technical reviewer, a curricular one, an admin and the
/// help desk may do it. States: d raft, s ubmitted, b ack, u plicate, v alidated, t riaged, r eview,
/// a waiting, p ending, D ecided, A ppealed, w ithdrawn.
const TABLE: [(&str, [&str; 4]); DEEDS] = [
    ("validate", ["s", "s", "s", ""]),
    ("return", ["svtrap", "svtrap", "svtrap", ""]),
    ("resubmit", ["db", "db", "db", "db"]),
    ("duplicate", ["sbvtrap", "sbvtrap", "sbvtrap", ""]),
    (
        "withdraw",
        ["dsbvtrapA", "dsbvtrapA", "dsbvtrapA", "dsbvtrapA"],
    ),
    ("triage", ["svtrap", "svtrap", "svtrap", ""]),
    // Somebody else has the one in review; nobody of the first panel takes an appeal.
    ("take", ["svtapA", "svtapA", "svtapA", ""]),
    // Only an admin gives back what somebody else has; the others belong to nobody.
    ("give-back", ["", "", "r", ""]),
    ("assign", ["svtrapA", "svtrapA", "svtrapA", ""]),
    ("answer T01", ["svtrap", "", "svtrap", ""]),
    ("answer C01", ["", "svtrap", "svtrap", ""]),
    ("wait", ["svtrp", "svtrp", "svtrp", ""]),
    ("wait for the requester", ["svtrp", "svtrp", "svtrp", ""]),
    ("resume", ["ab", "ab", "ab", "b"]),
    // Complete ones only: those begun have blank musts.
    ("decide deny", ["apA", "apA", "apA", ""]),
    ("decide approve", ["apA", "apA", "apA", ""]),
    ("decide conditional", ["apA", "apA", "apA", ""]),
    ("decide pilot", ["apA", "apA", "apA", ""]),
    // What must be kept to outlasts the review.
    (
        "condition",
        ["dsbuvtrapDAw", "dsbuvtrapDAw", "dsbuvtrapDAw", ""],
    ),
    ("appeal", ["D", "D", "D", "D"]),
    ("reopen", ["buw", "buw", "buw", "b"]),
];

fn letter(state: RequestState) -> char {
    match state {
        RequestState::Draft => 'd',
        RequestState::Submitted => 's',
        RequestState::Returned => 'b',
        RequestState::Duplicate => 'u',
        RequestState::Validated => 'v',
        RequestState::Triaged => 't',
        RequestState::InReview => 'r',
        RequestState::AwaitingVendor => 'a',
        RequestState::DecisionPending => 'p',
        RequestState::Decided => 'D',
        RequestState::Appealed => 'A',
        RequestState::Withdrawn => 'w',
    }
}

#[test]
fn every_deed_in_every_state_by_every_role() {
    let deeds = deeds();
    let mut tried = 0;
    for state in RequestState::ALL {
        let case = standing(*state);
        for (name, deed) in &deeds {
            let row = TABLE.iter().find(|(n, _)| n == name).unwrap().1;
            for role in ROLES {
                let column = match role {
                    "technical" => row[0],
                    "curricular" => row[1],
                    "admin" => row[2],
                    // Renewals pass on what people want, as the help desk does.
                    "helpdesk" | "renewals" => row[3],
                    _ => "",
                };
                let result = act(&case, deed, &person(4_000, "nguyen", role), monday());
                let allowed = column.contains(letter(*state));
                assert_eq!(
                    result.is_ok(),
                    allowed,
                    "{name} in {state} by `{role}`: {result:?}"
                );
                if let Err(why) = result {
                    let told = why.to_string().contains([':', ';']);
                    assert!(
                        told,
                        "{name} in {state} by `{role}` says not what to do: {why}"
                    );
                }
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 12 * DEEDS * 6);
}

#[test]
fn the_words_on_offer_are_those_that_are_allowed() {
    for state in RequestState::ALL {
        let case = standing(*state);
        for role in ROLES {
            let actor = person(4_000, "nguyen", role);
            let mut offered = may(&case, &actor, monday());
            offered.sort_unstable();
            let mut allowed: Vec<&str> = deeds()
                .into_iter()
                .filter(|(_, deed)| act(&case, deed, &actor, monday()).is_ok())
                .map(|(name, _)| name.split(' ').next().unwrap())
                .collect();
            allowed.sort_unstable();
            allowed.dedup();
            assert_eq!(offered, allowed, "{state} by `{role}`");
        }
    }
}

#[test]
fn whoever_is_refused_is_told_what_to_do() {
    let helpdesk = person(2, "huang", "helpdesk");
    let technical = person(8, "boyd", "technical");
    for (state, deed, actor, says) in [
        (
            RequestState::Triaged,
            ReviewDeed::Take,
            &person(3, "new", ""),
            "you have no role here; an admin gives you one with: hallpass people role",
        ),
        (
            RequestState::Triaged,
            ReviewDeed::Take,
            &helpdesk,
            "taking a review is for technical and curricular reviewers; ask one of them, or leave a note",
        ),
        (
            RequestState::Triaged,
            answer("C01", ItemResult::Pass),
            &technical,
            "C01 is for a curricular reviewer; assign R-5 to one, or leave a note",
        ),
        (
            RequestState::Triaged,
            answer("X9", ItemResult::Pass),
            &technical,
            "no item X9 is on the checklists of R-5; see: hallpass review show R-5",
        ),
        (
            RequestState::InReview,
            ReviewDeed::Take,
            &reviewer(),
            "somebody else has R-5; assign it to yourself once you have agreed on it",
        ),
        (
            RequestState::InReview,
            deny(),
            &reviewer(),
            "R-5 cannot be decided so: T01, T02 and C01 are blank",
        ),
        (
            RequestState::Returned,
            ReviewDeed::Take,
            &technical,
            "R-5 is back with who asked: resubmit it when what was missing has come",
        ),
        (
            RequestState::AwaitingVendor,
            ReviewDeed::Wait {
                on: WaitingOn::Vendor,
                what: "x".into(),
            },
            &technical,
            "R-5 waits for the vendor: resume it first",
        ),
        (
            RequestState::Withdrawn,
            ReviewDeed::Take,
            &technical,
            "R-5 was withdrawn: reopen it first",
        ),
        (
            RequestState::Duplicate,
            ReviewDeed::Take,
            &technical,
            "R-5 is answered by what is decided: reopen it first",
        ),
        (
            RequestState::Decided,
            deny(),
            &admin(),
            "R-5 is decided: appeal it by 2026-03-16, or enter a new request",
        ),
        (
            RequestState::Appealed,
            answer("T01", ItemResult::Pass),
            &technical,
            "R-5 is appealed and decided on what was known: new facts make a new request",
        ),
        (
            RequestState::Appealed,
            deny(),
            &reviewer(),
            "R-5 was appealed: somebody decides it who neither decided nor answered it before",
        ),
        (
            RequestState::Submitted,
            deny(),
            &reviewer(),
            "R-5 has no tier: triage it, or take it, first",
        ),
        (
            RequestState::Draft,
            ReviewDeed::Take,
            &technical,
            "R-5 is a draft: resubmit it to send it",
        ),
        (
            RequestState::Triaged,
            ReviewDeed::Return {
                reason: "  ".into(),
            },
            &technical,
            "say what is missing, so that who asked for R-5 knows",
        ),
        (
            RequestState::InReview,
            ReviewDeed::Triage { tier: Some(4) },
            &technical,
            "there is no tier 4; a tier is 0, 1, 2 or 3",
        ),
    ] {
        let why = act(&standing(state), &deed, actor, monday());
        let why = why.expect_err(says).to_string();
        assert!(why.starts_with(says), "{state} {deed:?}: {why}");
    }
}

#[test]
fn somebody_of_a_school_acts_on_what_is_about_it() {
    let at = |school: SchoolId| Actor {
        schools: Schools::only(vec![school]),
        ..person(6, "silva", "technical")
    };
    assert!(
        act(
            &standing(RequestState::Triaged),
            &ReviewDeed::Take,
            &at(SchoolId(3)),
            monday()
        )
        .is_ok()
    );
    let why = act(
        &standing(RequestState::Triaged),
        &ReviewDeed::Take,
        &at(SchoolId(4)),
        monday(),
    )
    .unwrap_err()
    .to_string();
    assert_eq!(
        why,
        "R-5 is about other schools than yours; leave it to theirs, or to the district"
    );
}

#[test]
fn a_review_goes_its_way() {
    let ortiz = reviewer();
    let mut desk = TestDesk::new(standing(RequestState::Submitted));
    desk = desk.done(&ReviewDeed::Take, &ortiz);
    assert_eq!(desk.state(), RequestState::InReview);
    assert_eq!(desk.case.request.owner, Some(PersonId(1)));
    assert_eq!(desk.case.request.tier, Some(2), "student data");
    desk = desk.done(&ReviewDeed::GiveBack, &ortiz);
    assert_eq!(
        (desk.state(), desk.case.request.owner),
        (RequestState::Triaged, None)
    );
    desk = desk.done(&answer("T01", ItemResult::Pass), &ortiz);
    assert_eq!(
        desk.state(),
        RequestState::InReview,
        "the first answer begins it"
    );
    desk = desk.answered(ItemResult::Pass);
    assert_eq!(
        desk.state(),
        RequestState::DecisionPending,
        "shoulds may stay blank"
    );
    desk = desk.done(&answer("C01", ItemResult::Unknown), &ortiz);
    assert_eq!(desk.state(), RequestState::InReview);
    let on = WaitingOn::Vendor;
    desk = desk.done(
        &ReviewDeed::Wait {
            on,
            what: "agreement".into(),
        },
        &ortiz,
    );
    desk = desk.done(&answer("C01", ItemResult::Pass), &ortiz);
    assert_eq!(desk.state(), RequestState::AwaitingVendor, "it still waits");
    desk = desk.on("2026-03-05").done(&ReviewDeed::Resume, &ortiz);
    assert_eq!(desk.state(), RequestState::DecisionPending);
    assert_eq!(desk.case.pauses[0].until, Some(day("2026-03-05")));
    assert_eq!(desk.case.pauses[0].what.as_deref(), Some("agreement"));
    desk = desk.done(
        &ReviewDeed::Return {
            reason: "which grades?".into(),
        },
        &ortiz,
    );
    assert_eq!(desk.case.pauses[1].waiting_on, WaitingOn::Requester);
    assert_eq!(desk.case.request.reason.as_deref(), Some("which grades?"));
    desk = desk.done(&ReviewDeed::Resubmit, &person(2, "huang", "helpdesk"));
    assert_eq!(desk.state(), RequestState::DecisionPending);
}

#[test]
fn a_note_is_not_an_answer() {
    let noted = |note: &str| ReviewDeed::Answer {
        item: "T01".into(),
        answer: None,
        note: Some(note.into()),
        evidence: None,
        seen: None,
    };
    let boyd = person(8, "boyd", "technical");
    let desk = TestDesk::new(case()).done(&noted("asked the vendor"), &boyd);
    assert_eq!(desk.state(), RequestState::Triaged);
    let desk = desk.done(&answer("T01", ItemResult::Fail), &reviewer());
    let desk = desk.done(&noted("  "), &boyd);
    let standing = &desk.case.answers[0];
    assert_eq!(standing.answer, Some(ItemResult::Fail));
    assert_eq!(standing.note, None);
    assert_eq!(
        standing.by.as_deref(),
        Some("ortiz"),
        "who answered, not who noted"
    );
}
