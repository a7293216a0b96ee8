//! What a decision needs, what it writes, and what it takes the place of.

use std::sync::Arc;

use super::super::{act, decider, outcomes};
use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::person::Actor;
use crate::domain::policy::{Base, Decider, Limit, PilotOnFailure, Policy};
use crate::domain::product::ProductId;
use crate::domain::record::Value;
use crate::domain::request::{ItemResult, Outcome, RequestState, Track};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::testing::{
    TestDesk, admin, answer, blank, case, costing, day, monday, person, reviewer, text,
};
use crate::domain::review::{Decision, ReviewDeed};
use crate::domain::school::{SchoolId, Schools};

fn decision(outcome: Outcome) -> Decision {
    Decision {
        outcome,
        reason: "good for class".into(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::UNSAID,
        until: None,
        alternative: None,
    }
}

fn decide(outcome: Outcome) -> ReviewDeed {
    ReviewDeed::Decide(decision(outcome))
}

fn approval(id: i64, status: &str, schools: Option<&str>, grades: &str) -> Approval {
    let mut fields = vec![
        ("product", Value::Int(7)),
        ("status", text(status)),
        ("grades", text(grades)),
    ];
    if let Some(schools) = schools {
        fields.push(("schools", text(schools)));
    }
    blank(id, &fields)
}

#[test]
fn an_approval_says_where_until_when_and_why() {
    let desk = TestDesk::new(case()).answered(ItemResult::Pass);
    let desk = desk
        .on("2026-03-12")
        .done(&decide(Outcome::Approve), &reviewer());
    assert_eq!(desk.state(), RequestState::Decided);
    assert_eq!(desk.case.request.decided_on, Some(day("2026-03-12")));
    let made = &desk.case.approvals[0];
    assert_eq!(made.status, ApprovalStatus::Approved);
    assert_eq!(made.schools, Schools::only(vec![SchoolId(3)]));
    assert_eq!(made.grades.to_string(), "6-8");
    assert_eq!(made.from, Some(day("2026-03-12")));
    assert_eq!(
        made.until,
        Some(day("2028-03-12")),
        "24 months under the hybrid policy"
    );
    assert_eq!(made.reason.as_deref(), Some("good for class"));
    assert_eq!(made.decided_by.as_deref(), Some("ortiz"));
    assert_eq!(made.request.map(|r| r.0), Some(5));
    assert_eq!(made.version_reviewed.as_deref(), Some("4.2"));
}

#[test]
fn a_must_in_part_makes_a_condition_beside_those_that_are_said() {
    let desk = TestDesk::new(case()).answered(ItemResult::Partial);
    let why = act(&desk.case, &decide(Outcome::Approve), &reviewer(), monday())
        .unwrap_err()
        .to_string();
    assert!(why.contains("T01"), "{why}");
    let mut with = decision(Outcome::Conditional);
    with.conditions = vec![
        "sign the\nagreement".into(),
        "  ".into(),
        "sign the agreement".into(),
    ];
    let desk = desk.done(&ReviewDeed::Decide(with), &reviewer());
    let kept: Vec<(Option<&str>, &str)> = desk
        .case
        .conditions
        .iter()
        .map(|c| (c.item.as_deref(), c.text.as_str()))
        .collect();
    let expected = [
        (None, "sign the agreement"),
        (Some("T01"), "Item T01: seen it"),
    ];
    assert_eq!(kept, expected);
    let lines = &desk.case.approvals[0].conditions.0;
    assert_eq!(lines, &["sign the agreement", "Item T01: seen it"]);
    assert_eq!(desk.case.approvals[0].status, ApprovalStatus::Conditional);
}

#[test]
fn a_failed_must_leaves_a_denial_or_a_pilot() {
    for (item, safe, allowed) in [
        (
            "T01",
            PilotOnFailure::Allowed,
            &[Outcome::Pilot, Outcome::Deny][..],
        ),
        ("T01", PilotOnFailure::Never, &[Outcome::Deny]),
        ("T02", PilotOnFailure::Allowed, &[Outcome::Deny]),
    ] {
        let mut policy = Policy::of(Base::Hybrid);
        policy.pilot_on_failure = safe;
        let asked = ReviewCase {
            policy: Arc::new(policy),
            ..case()
        };
        let desk = TestDesk::new(asked).answered(ItemResult::Pass);
        let desk = desk.done(&answer(item, ItemResult::Fail), &reviewer());
        let open: Vec<Outcome> = outcomes(&desk.case, &reviewer(), monday())
            .into_iter()
            .filter(|(_, why_not)| why_not.is_none())
            .map(|(outcome, _)| outcome)
            .collect();
        assert_eq!(open, allowed, "{item} {safe}");
    }
}

#[test]
fn each_outcome_needs_what_it_needs() {
    let ready = TestDesk::new(case()).answered(ItemResult::Pass);
    let with = |outcome, change: &dyn Fn(&mut Decision)| {
        let mut decision = decision(outcome);
        change(&mut decision);
        act(
            &ready.case,
            &ReviewDeed::Decide(decision),
            &reviewer(),
            monday(),
        )
    };
    let nothing = |_: &mut Decision| {};
    for (result, says) in [
        (
            with(Outcome::Deny, &|d| d.reason.clear()),
            "a denial needs a reason",
        ),
        (
            with(Outcome::Deny, &|d| d.conditions.push("x".into())),
            "a denial has no conditions",
        ),
        (
            with(Outcome::Approve, &|d| d.conditions.push("x".into())),
            "with conditions it is conditional",
        ),
        (
            with(Outcome::Conditional, &nothing),
            "say on what conditions",
        ),
        (with(Outcome::Pilot, &nothing), "a pilot needs a last day"),
        (
            with(Outcome::Approve, &|d| d.until = Some(day("2026-03-01"))),
            "2026-03-01 is past",
        ),
        (
            with(Outcome::Deny, &|d| d.alternative = Some(ProductId(7))),
            "a product is no alternative to itself",
        ),
        (
            with(Outcome::Approve, &|d| d.grades = "K-8".parse().unwrap()),
            "grades 6-8 were asked for",
        ),
    ] {
        let why = result.expect_err(says).to_string();
        assert!(why.starts_with(says), "{why}");
    }
    for result in [
        with(Outcome::Deny, &|d| d.grades = "K-8".parse().unwrap()),
        with(Outcome::Approve, &|d| d.grades = "7".parse().unwrap()),
        with(Outcome::Approve, &|d| d.schools = Some(Schools::All)),
        with(Outcome::Approve, &|d| d.until = Some(monday())),
        with(Outcome::Pilot, &|d| d.until = Some(day("2026-06-12"))),
    ] {
        assert!(result.is_ok(), "{result:?}");
    }
}

#[test]
fn a_decision_ends_what_it_replaces_and_leaves_the_rest() {
    let older = || {
        vec![
            approval(1, "approved", Some("[3]"), "7"),
            approval(2, "under_review", Some("[3]"), "6-8"),
            approval(3, "conditional", None, ""),
            approval(4, "denied", Some("[3]"), "6-8"),
            approval(5, "denied", Some("[3]"), "6"),
            approval(6, "discovered", Some("[3]"), "6-8"),
            approval(7, "approved", Some("[4]"), "6-8"),
            approval(8, "retired", Some("[3]"), "6-8"),
            approval(9, "approved", Some("[3]"), ""),
        ]
    };
    for outcome in [Outcome::Approve, Outcome::Deny] {
        let asked = ReviewCase {
            approvals: older(),
            ..case()
        };
        let desk = TestDesk::new(asked)
            .answered(ItemResult::Pass)
            .done(&decide(outcome), &reviewer());
        let superseded: Vec<i64> = desk
            .case
            .approvals
            .iter()
            .filter(|a| a.status == ApprovalStatus::Superseded)
            .map(|a| a.id.0)
            .collect();
        assert_eq!(superseded, [1, 2, 4, 6], "{outcome}");
    }
    let desk = TestDesk::new(case())
        .answered(ItemResult::Pass)
        .done(&decide(Outcome::Deny), &reviewer());
    assert_eq!(desk.case.approvals[0].until, None, "a no does not lapse");
}

#[test]
fn an_appeal_is_decided_once_by_somebody_else() {
    let ready = TestDesk::new(case()).answered(ItemResult::Pass);
    let decided = ready
        .on("2026-03-12")
        .done(&decide(Outcome::Deny), &reviewer());
    let appeal = ReviewDeed::Appeal {
        reason: "the ads are gone".into(),
    };
    let huang = person(2, "huang", "helpdesk");
    let late = decided
        .clone()
        .on("2026-03-27")
        .act(&appeal, &huang)
        .unwrap_err()
        .to_string();
    assert_eq!(
        late,
        "R-5 could be appealed until 2026-03-26; new facts make a new request"
    );
    let desk = decided.on("2026-03-26").done(&appeal, &huang);
    let pilot = ReviewDeed::Decide(Decision {
        until: Some(day("2026-06-12")),
        ..decision(Outcome::Pilot)
    });
    let why = desk
        .clone()
        .act(&pilot, &reviewer())
        .unwrap_err()
        .to_string();
    assert!(why.contains("neither decided nor answered"), "{why}");
    let school = Actor {
        schools: Schools::only(vec![SchoolId(3)]),
        ..person(6, "silva", "technical")
    };
    assert!(
        desk.clone().act(&pilot, &school).is_err(),
        "a pair of the district answers appeals"
    );
    let nguyen = person(4, "nguyen", "curricular");
    let mut desk = desk.done(&ReviewDeed::Take, &nguyen).done(&pilot, &nguyen);
    let statuses: Vec<ApprovalStatus> = desk.case.approvals.iter().map(|a| a.status).collect();
    assert_eq!(
        statuses,
        [ApprovalStatus::Superseded, ApprovalStatus::Pilot]
    );
    let why = desk.act(&appeal, &huang).unwrap_err().to_string();
    assert_eq!(
        why,
        "R-5 was appealed once, and that is final; new facts make a new request"
    );
}

#[test]
fn who_only_answered_items_is_of_the_first_panel_too_and_an_appeal_begins_with_nobody() {
    let chief = admin();
    let appeal = ReviewDeed::Appeal {
        reason: "the ads are gone".into(),
    };
    // `ortiz` answers and owns it, `chief` decides.
    let desk = TestDesk::new(case())
        .done(&ReviewDeed::Take, &reviewer())
        .answered(ItemResult::Pass)
        .done(&decide(Outcome::Deny), &chief)
        .done(&appeal, &person(2, "huang", "helpdesk"));
    assert_eq!(desk.state(), RequestState::Appealed);
    assert_eq!(
        desk.case.request.owner, None,
        "whoever had it is not to answer the appeal"
    );
    for first_panel in [reviewer(), chief] {
        let why = desk
            .clone()
            .act(&decide(Outcome::Approve), &first_panel)
            .unwrap_err()
            .to_string();
        assert!(why.contains("neither decided nor answered"), "{why}");
    }
    desk.done(
        &decide(Outcome::Approve),
        &person(4, "nguyen", "curricular"),
    );
}

#[test]
fn a_withdrawn_appeal_leaves_the_decision() {
    let desk = TestDesk::new(case())
        .answered(ItemResult::Pass)
        .done(&decide(Outcome::Deny), &reviewer());
    let desk = desk.done(
        &ReviewDeed::Appeal {
            reason: "please".into(),
        },
        &reviewer(),
    );
    let desk = desk.done(
        &ReviewDeed::Withdraw {
            reason: "fine".into(),
        },
        &reviewer(),
    );
    assert_eq!(desk.state(), RequestState::Decided);
    assert_eq!(desk.case.approvals[0].status, ApprovalStatus::Denied);
}

#[test]
fn what_an_appeal_lifts_binds_nobody() {
    let mut first = decision(Outcome::Conditional);
    first.conditions = vec!["grade 8 only".into(), "train first".into()];
    let desk = TestDesk::new(case())
        .answered(ItemResult::Pass)
        .done(&ReviewDeed::Decide(first), &reviewer());
    let desk = desk.done(
        &ReviewDeed::Appeal {
            reason: "all grades".into(),
        },
        &reviewer(),
    );
    let mut second = decision(Outcome::Conditional);
    second.conditions = vec!["train first".into()];
    let desk = desk.done(&ReviewDeed::Decide(second), &admin());
    let open: Vec<&str> = desk
        .case
        .conditions
        .iter()
        .filter(|c| c.met_on.is_none())
        .map(|c| c.text.as_str())
        .collect();
    assert_eq!(open, ["train first"]);
    assert_eq!(desk.case.approvals[1].conditions.0, ["train first"]);
}

/// The same request under each of the three policies: who decides, and with which checklists.
#[test]
fn three_policies_decide_the_same_request_three_ways() {
    let principal = Actor {
        schools: Schools::only(vec![SchoolId(3)]),
        ..person(6, "silva", "technical")
    };
    let other = Actor {
        schools: Schools::only(vec![SchoolId(4)]),
        ..person(7, "park", "technical")
    };
    let district = person(4, "nguyen", "technical");
    for (base, tier, failed, who, curricular, may) in [
        // committee; curricular always; only the admin may
        (
            Base::Centralized,
            0,
            false,
            Decider::Committee,
            true,
            [false, false, false, true],
        ),
        (
            Base::Centralized,
            3,
            false,
            Decider::Committee,
            true,
            [false, false, false, true],
        ),
        (
            Base::Hybrid,
            1,
            false,
            Decider::School,
            false,
            [true, false, true, true],
        ),
        (
            Base::Hybrid,
            1,
            true,
            Decider::School,
            false,
            [true, false, true, true],
        ),
        (
            Base::Hybrid,
            2,
            false,
            Decider::District,
            true,
            [false, false, true, true],
        ),
        (
            Base::Decentralized,
            2,
            false,
            Decider::School,
            false,
            [true, false, true, true],
        ),
        (
            Base::Decentralized,
            3,
            false,
            Decider::School,
            false,
            [true, false, true, true],
        ),
        (
            Base::Decentralized,
            1,
            true,
            Decider::District,
            false,
            [false, false, true, true],
        ),
    ] {
        let mut asked = ReviewCase {
            policy: Arc::new(Policy::of(base)),
            ..case()
        };
        asked.request.tier = Some(tier);
        let t01 = if failed {
            ItemResult::Fail
        } else {
            ItemResult::Pass
        };
        let desk = TestDesk::new(asked)
            .answered(ItemResult::Pass)
            .done(&answer("T01", t01), &reviewer());
        let label = format!("{base} tier {tier} failed {failed}");
        assert_eq!(decider(&desk.case), who, "{label}");
        assert_eq!(desk.case.asks(Track::Curricular), curricular, "{label}");
        let deny = decide(Outcome::Deny);
        let can = [&principal, &other, &district, &admin()]
            .map(|actor| act(&desk.case, &deny, actor, monday()).is_ok());
        assert_eq!(can, may, "{label}");
    }
}

#[test]
fn a_school_decides_what_it_may_spend() {
    let principal = Actor {
        schools: Schools::only(vec![SchoolId(3)]),
        ..person(6, "silva", "technical")
    };
    for (cents, limit, ok) in [
        (
            100_000,
            Limit(Some(crate::domain::money::Cents(100_000))),
            true,
        ),
        (
            100_001,
            Limit(Some(crate::domain::money::Cents(100_000))),
            false,
        ),
        (100_001, Limit(None), true),
    ] {
        let mut policy = Policy::of(Base::Hybrid);
        policy.school_spend = limit;
        let mut asked = costing(
            ReviewCase {
                policy: Arc::new(policy),
                ..case()
            },
            cents,
        );
        asked.request.tier = Some(1);
        let desk = TestDesk::new(asked).answered(ItemResult::Pass);
        let result = act(&desk.case, &decide(Outcome::Approve), &principal, monday());
        assert_eq!(result.is_ok(), ok, "{cents}: {result:?}");
        if let Err(why) = result {
            assert_eq!(
                why.to_string(),
                "it costs $1,000.01, a school may spend $1,000.00: a reviewer of the district decides R-5"
            );
        }
    }
}
