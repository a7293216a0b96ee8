//! Whatever people do, in whatever order: no decision with an unknown must, no lost condition, no request
//! that nobody can move.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::super::may;
use crate::domain::grade::Grades;
use crate::domain::person::{Actor, PersonId};
use crate::domain::policy::{Base, Policy};
use crate::domain::product::ProductId;
use crate::domain::request::{ItemResult, Outcome, RequestState, WaitingOn};
use crate::domain::review::testing::{TestDesk, admin, case, person, reviewer};
use crate::domain::review::{Decision, ReviewDeed, gate};

fn deed() -> impl Strategy<Value = ReviewDeed> {
    let reason = || "because".to_owned();
    let item = prop::sample::select(vec!["T01", "T02", "T03", "C01", "C02"]);
    let result = prop::option::weighted(0.9, prop::sample::select(ItemResult::ALL));
    let note = prop::option::weighted(0.8, Just("noted".to_owned()));
    let answer = (item, result, note).prop_map(|(item, answer, note)| ReviewDeed::Answer {
        item: item.into(),
        answer: Some(answer),
        note,
        evidence: None,
        seen: None,
    });
    let outcome = prop::sample::select(Outcome::ALL);
    let decide = (outcome, prop::option::of(Just("train first".to_owned()))).prop_map(
        move |(outcome, condition)| {
            ReviewDeed::Decide(Decision {
                outcome,
                reason: "because".into(),
                conditions: condition.into_iter().collect(),
                schools: None,
                grades: Grades::UNSAID,
                until: Some("2027-06-30".parse().unwrap()),
                alternative: None,
            })
        },
    );
    let on = prop::sample::select(WaitingOn::ALL);
    prop_oneof![
        12 => answer,
        4 => decide,
        1 => on.prop_map(|on| ReviewDeed::Wait { on, what: "agreement".into() }),
        4 => prop::sample::select(vec![
            ReviewDeed::Validate,
            ReviewDeed::Return { reason: reason() },
            ReviewDeed::Resubmit,
            ReviewDeed::Duplicate { answered_by: ProductId(8), reason: reason() },
            ReviewDeed::Withdraw { reason: reason() },
            ReviewDeed::Triage { tier: None },
            ReviewDeed::Triage { tier: Some(0) },
            ReviewDeed::Take,
            ReviewDeed::GiveBack,
            ReviewDeed::Assign { person: PersonId(4) },
            ReviewDeed::Resume,
            ReviewDeed::Appeal { reason: reason() },
            ReviewDeed::Reopen { reason: reason() },
        ]),
    ]
}

fn people() -> Vec<Actor> {
    vec![
        reviewer(),
        admin(),
        person(2, "huang", "helpdesk"),
        person(4, "nguyen", "curricular"),
        person(8, "boyd", "technical"),
    ]
}

/// Everything that must hold of a request at any time.
fn sound(before: &TestDesk, after: &TestDesk, deed: &ReviewDeed) -> Result<(), TestCaseError> {
    let case = &after.case;
    let state = after.state();
    let sheets = gate::sheets(&before.case);
    if let ReviewDeed::Decide(decision) = deed {
        let standing = gate::standing(&sheets);
        let no = decision.outcome == Outcome::Deny && !standing.failed.is_empty();
        prop_assert!(no || standing.blank.is_empty());
        prop_assert!(no || standing.unknown.is_empty());
        let made = case.approvals.last().unwrap();
        let lines = &made.conditions.0;
        let mut wanted: Vec<String> = decision.conditions.clone();
        if decision.outcome != Outcome::Deny {
            wanted.extend(
                gate::made_conditions(&sheets)
                    .into_iter()
                    .map(|(_, text)| text),
            );
        }
        prop_assert_eq!(lines, &wanted);
        for text in lines {
            let kept = case
                .conditions
                .iter()
                .filter(|c| c.text == *text && c.met_on.is_none());
            prop_assert_eq!(kept.count(), 1, "{}", text);
        }
        let live = case
            .approvals
            .iter()
            .filter(|a| a.status.allows() || a.status.forbids());
        prop_assert_eq!(live.count(), 1, "one decision holds");
    } else {
        prop_assert!(case.conditions == before.case.conditions);
    }
    let decided = matches!(state, RequestState::Decided | RequestState::Appealed);
    prop_assert_eq!(decided, !case.approvals.is_empty());
    let open = case.pauses.iter().filter(|p| p.until.is_none()).count();
    let waits = matches!(
        state,
        RequestState::Returned
            | RequestState::AwaitingVendor
            | RequestState::Withdrawn
            | RequestState::Duplicate
    );
    prop_assert_eq!(
        open,
        usize::from(waits),
        "the clock stands still while it waits"
    );
    let final_one = state == RequestState::Decided;
    let movable = people()
        .iter()
        .any(|actor| !may(case, actor, after.today).is_empty());
    prop_assert!(movable || final_one, "nobody can move it: {}", state);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_people_do_breaks_a_request(
        base in prop::sample::select(Base::ALL),
        start in prop::sample::select(vec![
            RequestState::Draft,
            RequestState::Submitted,
            RequestState::Validated,
            RequestState::Triaged,
        ]),
        deeds in prop::collection::vec((deed(), 0..5usize, 0..4u64), 1..60),
    ) {
        let mut first = case();
        first.policy = Arc::new(Policy::of(base));
        first.request.state = start;
        if start != RequestState::Triaged {
            first.request.tier = None;
        }
        let mut desk = TestDesk::new(first);
        for (deed, who, days) in deeds {
            desk.today = desk.today + chrono::Days::new(days);
            let before = desk.clone();
            match desk.act(&deed, &people()[who]) {
                Ok(()) => sound(&before, &desk, &deed)?,
                Err(why) => prop_assert!(!why.reason.is_empty()),
            }
        }
    }
}

/// The sequences above would prove nothing if none of them came to a decision and an appeal.
#[test]
fn sequences_do_come_to_decisions_and_appeals() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let mut desk = TestDesk::new(case());
        for _ in 0..60 {
            let (deed, who) = (deed(), 0..5usize).new_tree(&mut runner).unwrap().current();
            if desk.act(&deed, &people()[who]).is_ok() {
                reached.insert(desk.state());
            }
        }
    }
    let all = RequestState::ALL.len() - 3;
    assert_eq!(
        reached.len(),
        all,
        "all but draft, submitted and validated: {reached:?}"
    );
}
