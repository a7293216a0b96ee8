use std::sync::Arc;

use super::*;
use crate::domain::policy::{IntakeMonths, Policy};
use crate::domain::request::{ItemResult, Outcome, WaitingOn};
use crate::domain::review::testing::{TestDesk, admin, case, closures, day, person, reviewer};
use crate::domain::review::{Decision, ReviewDeed};

/// Thanksgiving, and winter from December 21 to January 1.
fn winter() -> Vec<&'static str> {
    vec![
        "2026-11-26",
        "2026-11-27",
        "2026-12-21",
        "2026-12-22",
        "2026-12-23",
        "2026-12-24",
        "2026-12-25",
        "2026-12-28",
        "2026-12-29",
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
    ]
}

fn received(on: &str, tier: i64) -> ReviewCase {
    let mut case = case();
    case.calendar = Arc::new(closures(&winter()));
    case.request.received_on = day(on);
    case.request.tier = Some(tier);
    case
}

fn decide(outcome: Outcome) -> ReviewDeed {
    ReviewDeed::Decide(Decision {
        outcome,
        reason: "because".into(),
        conditions: Vec::new(),
        schools: None,
        grades: crate::domain::grade::Grades::UNSAID,
        until: None,
        alternative: None,
    })
}

#[test]
fn the_answer_is_due_so_many_working_days_after_it_came() {
    // Counted by hand on a wall calendar: tier 1 from Monday Dec 14 is Dec 15-18 (4), Jan 4-8 (9), Jan 11.
    for (on, tier, due) in [
        ("2026-12-14", 0, "2026-12-17"),
        ("2026-12-14", 1, "2027-01-11"),
        ("2026-12-14", 2, "2027-01-25"),
        ("2026-11-23", 3, "2027-01-20"),
        ("2026-12-18", 0, "2027-01-06"),
        ("2026-12-25", 0, "2027-01-06"),
        ("2026-12-12", 0, "2026-12-16"),
    ] {
        let clock = clock(&received(on, tier), day(on));
        assert_eq!(clock.due_on, day(due), "tier {tier} from {on}");
        assert_eq!((clock.our_days, clock.total_days), (0, 0));
    }
}

#[test]
fn days_go_by_and_are_late_across_the_closure() {
    let case = received("2026-12-14", 1);
    for (today, ours, left, late) in [
        ("2026-12-15", 1, 9, 0),
        ("2026-12-18", 4, 6, 0),
        ("2026-12-29", 4, 6, 0),
        ("2027-01-04", 5, 5, 0),
        ("2027-01-11", 10, 0, 0),
        ("2027-01-13", 12, -2, 2),
    ] {
        let clock = clock(&case, day(today));
        assert_eq!(
            (clock.our_days, clock.working_days_left, clock.late()),
            (ours, left, late),
            "{today}"
        );
        assert_eq!(clock.total_days, ours);
    }
}

#[test]
fn a_pause_stands_still_and_moves_the_day_it_is_due() {
    // Received Mon Dec 7; paused Thu Dec 10 to Tue Jan 5: Dec 11, 14-18, Jan 4, 5 are 8 working days.
    let on = WaitingOn::Vendor;
    let mut asked = received("2026-12-07", 1);
    asked.request.state = RequestState::InReview;
    let desk = TestDesk::new(asked).on("2026-12-10");
    let desk = desk.done(
        &ReviewDeed::Wait {
            on,
            what: "agreement".into(),
        },
        &reviewer(),
    );
    for (today, ours, total, left, due) in [
        ("2026-12-10", 3, 3, 7, "2027-01-04"),
        ("2026-12-14", 3, 5, 7, "2027-01-06"),
        ("2027-01-05", 3, 11, 7, "2027-01-14"),
    ] {
        let clock = clock(&desk.case, day(today));
        let found = (
            clock.our_days,
            clock.total_days,
            clock.working_days_left,
            clock.due_on,
        );
        assert_eq!(found, (ours, total, left, day(due)), "{today}");
        assert!(clock.paused);
    }
    let desk = desk.on("2027-01-05").done(&ReviewDeed::Resume, &reviewer());
    let later = clock(&desk.case, day("2027-01-08"));
    assert_eq!(
        (later.our_days, later.total_days, later.working_days_left),
        (6, 14, 4)
    );
    assert_eq!(later.due_on, day("2027-01-14"));
    assert!(!later.paused);
}

#[test]
fn two_pauses_over_the_same_days_count_once() {
    let mut asked = received("2026-12-07", 1);
    let desk = TestDesk::new(asked.clone()).on("2026-12-08");
    let desk = desk.done(
        &ReviewDeed::Return {
            reason: "grades".into(),
        },
        &reviewer(),
    );
    asked.pauses = desk.case.pauses.clone();
    let mut second = asked.pauses[0].clone();
    second.since = day("2026-12-09");
    second.until = Some(day("2026-12-11"));
    asked.pauses[0].until = Some(day("2026-12-10"));
    asked.pauses.push(second);
    // Dec 9, 10 and 11.
    let clock = clock(&asked, day("2026-12-14"));
    assert_eq!((clock.our_days, clock.total_days), (2, 5));
}

#[test]
fn a_decision_stops_the_clock_and_a_withdrawal_does() {
    let desk = TestDesk::new(received("2026-12-07", 1)).answered(ItemResult::Pass);
    let desk = desk
        .on("2026-12-17")
        .done(&decide(Outcome::Approve), &reviewer());
    let later = clock(&desk.case, day("2027-02-01"));
    assert_eq!(
        (later.our_days, later.total_days, later.working_days_left),
        (8, 8, 2)
    );
    assert_eq!(later.due_on, day("2027-01-04"), "the day it was due");
    let withdrawn = TestDesk::new(received("2026-12-07", 1)).on("2026-12-10");
    let withdrawn = withdrawn.done(
        &ReviewDeed::Withdraw {
            reason: "moved".into(),
        },
        &reviewer(),
    );
    let later = clock(&withdrawn.case, day("2027-02-01"));
    assert_eq!(
        (later.our_days, later.total_days, later.paused),
        (3, 3, false)
    );
    let again = withdrawn.on("2026-12-16").done(
        &ReviewDeed::Reopen {
            reason: "back".into(),
        },
        &reviewer(),
    );
    let later = clock(&again.case, day("2026-12-17"));
    assert_eq!(
        (later.our_days, later.total_days),
        (4, 8),
        "the days between were nobody's"
    );
}

#[test]
fn an_appeal_has_its_own_days() {
    let desk = TestDesk::new(received("2026-12-01", 2)).answered(ItemResult::Pass);
    let desk = desk
        .on("2026-12-10")
        .done(&decide(Outcome::Deny), &reviewer());
    // Ten working days after Thu Dec 10: Dec 11, 14-18 (6), Jan 4-7 (10).
    assert_eq!(appeal_by(&desk.case), Some(day("2027-01-07")));
    let huang = person(2, "huang", "helpdesk");
    let desk = desk.on("2027-01-07").done(
        &ReviewDeed::Appeal {
            reason: "no".into(),
        },
        &huang,
    );
    assert_eq!(appeal_by(&desk.case), None, "once");
    let open = clock(&desk.case, day("2027-01-11"));
    assert_eq!(open.received_on, day("2027-01-07"));
    assert_eq!(
        (
            open.due_on,
            open.our_days,
            open.working_days_left,
            open.days_left
        ),
        (day("2027-01-28"), 2, 13, 17)
    );
    let desk = desk
        .on("2027-01-12")
        .done(&decide(Outcome::Approve), &admin());
    let closed = clock(&desk.case, day("2027-03-01"));
    assert_eq!((closed.our_days, closed.working_days_left), (3, 12));
    assert_eq!(appeal_by(&desk.case), None, "final");
}

#[test]
fn an_untriaged_request_is_owed_a_look_and_a_batch_its_month() {
    let mut case = received("2026-12-14", 1);
    case.request.state = RequestState::Submitted;
    case.request.tier = None;
    assert_eq!(clock(&case, day("2026-12-14")).due_on, day("2026-12-16"));
    let mut policy = Policy::clone(&case.policy);
    policy.intake = IntakeMonths(vec![2, 9]);
    let mut case = received("2026-12-14", 0);
    case.policy = Arc::new(policy);
    let waiting = clock(&case, day("2027-01-11"));
    assert_eq!(
        waiting.due_on,
        day("2027-02-04"),
        "three days after Monday, February 1"
    );
    assert_eq!((waiting.our_days, waiting.total_days), (0, 10));
}
