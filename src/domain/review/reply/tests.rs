use chrono::NaiveDate;

use super::*;
use crate::domain::product::ProductId;
use crate::domain::request::{ItemResult, Outcome, RequestId, WaitingOn};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::{appeal_by, clock};
use crate::domain::review::testing::{TestDesk, answer, case, reviewer};
use crate::domain::review::{Decision, PersonName, QueueRow, ReviewDeed, Score};

/// What the store makes of a case, as far as the mail looks at it.
fn sheet(case: &ReviewCase, today: NaiveDate) -> ReviewSheet {
    let mut decisions = case.approvals.clone();
    decisions.reverse();
    let pause = case.pauses.iter().find(|p| p.until.is_none());
    let what = |p: &crate::domain::request::Pause| p.what.clone().unwrap_or_default();
    ReviewSheet {
        row: QueueRow {
            request: Some(RequestId(5)),
            name: "R-5".into(),
            product: ProductId(7),
            product_name: case.product.name.clone(),
            vendor: None,
            place: "Jefferson MS".into(),
            codes: std::sync::Arc::default(),
            schools: case.schools(),
            trigger: case.request.trigger,
            why: String::new(),
            state: case.request.state,
            tier: case.tier(),
            clock: clock(case, today),
            technical: Score::default(),
            curricular: Score::default(),
            owner: case.request.owner.map(|id| PersonName {
                id,
                login: "ortiz".into(),
                name: "M. Ortiz".into(),
                left: false,
            }),
            cost: None,
            asks: 1,
            waiting: pause.map(|p| (p.waiting_on, what(p), p.since)),
        },
        request: case.request.clone(),
        url: None,
        data: None,
        instructional: None,
        answered_by: case.request.answered_by.map(|_| "Kahoot! EDU".into()),
        requesters: case
            .requesters
            .iter()
            .map(|r| (r.clone(), "Jefferson MS".into()))
            .collect(),
        lists: Vec::new(),
        ours: Vec::new(),
        on_file: Vec::new(),
        notes: Vec::new(),
        claims: Vec::new(),
        blocking: Vec::new(),
        outcomes: Vec::new(),
        yours: Vec::new(),
        may: Vec::new(),
        conditions: case.conditions.clone(),
        pauses: case.pauses.clone(),
        decisions,
        asks: Vec::new(),
        appeal_by: appeal_by(case),
        again_afterwards: None,
        support: case.school_buys().then(|| case.policy.who_supports()),
    }
}

fn asked() -> TestDesk {
    let mut case = case();
    case.requesters[0].name = Some("J. Park".into());
    TestDesk::new(case).done(&ReviewDeed::Take, &reviewer())
}

fn decision(outcome: Outcome, reason: &str) -> Decision {
    Decision {
        outcome,
        reason: reason.into(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::UNSAID,
        until: None,
        alternative: None,
    }
}

fn told(desk: &TestDesk) -> String {
    reply(&sheet(&desk.case, desk.today))
}

#[test]
fn yes_says_where_until_when_on_what_conditions_and_whom_to_ask() {
    let desk = asked().answered(ItemResult::Partial).on("2026-03-12");
    let mut yes = decision(Outcome::Conditional, "it fits unit 4");
    yes.conditions = vec!["Train teachers first".into()];
    let desk = desk.done(&ReviewDeed::Decide(yes), &reviewer());
    assert_eq!(
        told(&desk),
        "R-5 Edpuzzle (Jefferson MS)\n\n\
         To J. Park:\n\n\
         Yes, with conditions. Edpuzzle may be used at Jefferson MS for grades 6-8 until March 12, 2028, as follows:\n\n\
         1. Train teachers first\n2. Item T01: seen it\n\n\
         Why: it fits unit 4.\n\n\
         Support: the school supports it, the technology office as far as it can.\n\n\
         You can ask for this to be decided again until March 26, 2026.\n\n\
         Questions: M. Ortiz, about R-5.\n"
    );
}

#[test]
fn no_says_why_what_else_and_by_when_to_appeal() {
    let desk = asked().answered(ItemResult::Pass);
    let desk = desk
        .done(&answer("T02", ItemResult::Fail), &reviewer())
        .on("2026-03-12");
    let mut no = decision(Outcome::Deny, "it sells data!");
    no.alternative = Some(ProductId(8));
    let desk = desk.done(&ReviewDeed::Decide(no), &reviewer());
    assert_eq!(
        told(&desk),
        "R-5 Edpuzzle (Jefferson MS)\n\n\
         To J. Park:\n\n\
         No. Edpuzzle may not be used at Jefferson MS for grades 6-8.\n\n\
         Why: it sells data!\n\n\
         Use instead: Kahoot! EDU.\n\n\
         You can ask for this to be decided again until March 26, 2026.\n\n\
         Questions: M. Ortiz, about R-5.\n"
    );
}

#[test]
fn every_state_has_its_words() {
    let begun = asked();
    let on = WaitingOn::Vendor;
    let waiting = begun.clone().done(
        &ReviewDeed::Wait {
            on,
            what: "agreement".into(),
        },
        &reviewer(),
    );
    let returned = begun.clone().done(
        &ReviewDeed::Return {
            reason: "which grades?".into(),
        },
        &reviewer(),
    );
    let reason = || "we have it".to_owned();
    let duplicate = ReviewDeed::Duplicate {
        answered_by: ProductId(8),
        reason: reason(),
    };
    let denied = begun.clone().answered(ItemResult::Pass);
    let denied = denied.done(
        &ReviewDeed::Decide(decision(Outcome::Deny, "ads")),
        &reviewer(),
    );
    let appeal = ReviewDeed::Appeal {
        reason: "no ads now".into(),
    };
    for (desk, says, not) in [
        (
            begun.clone(),
            "in review. The answer is due March 30, 2026.\n\nPlease do not use it",
            "vendor",
        ),
        (waiting, "waits for its vendor: agreement.", "due"),
        (returned, "Missing: which grades?", "due"),
        (
            begun.clone().done(&duplicate, &reviewer()),
            "Why: we have it.\n\nUse instead: Kahoot! EDU.",
            "due",
        ),
        (
            begun.clone().done(
                &ReviewDeed::Withdraw {
                    reason: String::new(),
                },
                &reviewer(),
            ),
            "was withdrawn.",
            "Why",
        ),
        (
            denied.done(&appeal, &reviewer()),
            "due March 23, 2026.\n\nUntil then what was decided holds: it may not be used at Jefferson MS",
            "Why",
        ),
    ] {
        let mail = told(&desk);
        assert!(mail.contains(says), "{}: {mail}", desk.state());
        assert!(!mail.contains(not), "{}: {mail}", desk.state());
    }
}

#[test]
fn what_is_reviewed_again_may_go_on() {
    let mut desk = asked();
    desk.case.request.trigger = Trigger::Age;
    assert!(!told(&desk).contains("do not use"));
}

#[test]
fn a_final_answer_names_no_appeal() {
    let desk = asked().answered(ItemResult::Pass);
    let desk = desk.done(
        &ReviewDeed::Decide(decision(Outcome::Deny, "ads")),
        &reviewer(),
    );
    let desk = desk.done(
        &ReviewDeed::Appeal {
            reason: "please".into(),
        },
        &reviewer(),
    );
    let chief = crate::domain::review::testing::admin();
    let desk = desk
        .on("2026-03-09")
        .done(&ReviewDeed::Decide(decision(Outcome::Approve, "")), &chief);
    let mail = told(&desk);
    assert!(
        mail.contains("decided again after an appeal; it is final."),
        "{mail}"
    );
    assert!(!mail.contains("You can ask"), "{mail}");
}
