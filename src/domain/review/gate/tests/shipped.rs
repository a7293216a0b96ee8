//! The shipped lists on a case: which items answer themselves, and that no answers get past a must.

use crate::domain::policy::{POLICY, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::*;
use crate::domain::approval::{Approval, ApprovalId, ApprovalStatus, Audience};
use crate::domain::calendar::Calendar;
use crate::domain::checklist::shipped;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::product::{DataUse, Product, ProductId, ProductKind};
use crate::domain::record::Lines;
use crate::domain::request::{
    ItemAnswerId, Request, RequestId, RequestState, Requester, RequesterId, Track, Trigger,
};
use crate::domain::school::{SchoolId, Schools};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn product() -> Product {
    Product {
        id: ProductId(1),
        version: 1,
        name: "Quill Pad".into(),
        vendor: None,
        edition: None,
        url: None,
        kind: None,
        subjects: None,
        grades: Grades::UNSAID,
        lms: false,
        registry_id: None,
        first_seen: None,
        successor: None,
        archived: false,
        asked: 0,
        version_seen: None,
        data: None,
        instructional: None,
        core: None,
        population: None,
        provided: None,
        merged_into: None,
    }
}

fn ask() -> Requester {
    Requester {
        id: RequesterId(1),
        version: 1,
        request: RequestId(1),
        product: ProductId(1),
        school: Some(SchoolId(1)),
        name: None,
        role: None,
        reason: None,
        grades: Grades::UNSAID,
        subject: None,
        seats: None,
        cost_cents: None,
        fund: None,
        needed_by: None,
        sign_in: None,
        asked_on: None,
    }
}

fn decided(status: ApprovalStatus, audience: Option<Audience>) -> Approval {
    Approval {
        id: ApprovalId(1),
        version: 1,
        product: ProductId(1),
        status,
        schools: Schools::All,
        grades: Grades::UNSAID,
        audience,
        conditions: Lines::default(),
        from: None,
        until: None,
        reason: None,
        decided_by: None,
        decided_on: None,
        request: None,
        version_reviewed: None,
        deletion_requested: None,
        deletion_due: None,
        deletion_confirmed: None,
        deletion_evidence: None,
    }
}

/// One school asks for a product nobody knows anything of, in a district that asks both lists.
fn case() -> ReviewCase {
    let policy = BTreeMap::from([(POLICY.to_owned(), "centralized".to_owned())]);
    ReviewCase {
        request: Request {
            id: RequestId(1),
            version: 1,
            number: "R-1".into(),
            product: ProductId(1),
            trigger: Trigger::New,
            state: RequestState::InReview,
            tier: None,
            owner: None,
            technical_edition: 1,
            curricular_edition: 1,
            received_on: day(),
            decided_on: None,
            appealed_on: None,
            answered_by: None,
            sponsor: None,
            reason: None,
        },
        product: product(),
        requesters: vec![ask()],
        technical: shipped(Track::Technical),
        curricular: shipped(Track::Curricular),
        answers: Vec::new(),
        conditions: Vec::new(),
        pauses: Vec::new(),
        approvals: Vec::new(),
        policy: Arc::new(Policy::read(&policy)),
        calendar: Arc::new(Calendar::default()),
        next_number: 0,
    }
}

fn answer(item: &str, answer: Option<ItemResult>, note: Option<&str>) -> ItemAnswer {
    ItemAnswer {
        id: ItemAnswerId(1),
        version: 3,
        request: RequestId(1),
        item: item.into(),
        answer,
        note: note.map(str::to_owned),
        evidence: None,
        by: Some("nguyen".into()),
        on: Some(day()),
    }
}

/// The items that answered themselves n/a, with why.
fn not_asked(case: &ReviewCase) -> Vec<String> {
    let sheets = sheets(case);
    let items = sheets.iter().flat_map(|list| &list.items);
    items
        .filter_map(|one| match &one.applies {
            Applies::No(why) => Some(format!("{}: {why}", one.item.id)),
            Applies::Yes => None,
        })
        .collect()
}

fn gate_of(case: &ReviewCase, id: &str) -> Gate {
    let sheets = sheets(case);
    let mut items = sheets.iter().flat_map(|list| &list.items);
    items.find(|one| one.item.id == id).unwrap().item.gate
}

#[test]
fn a_product_nobody_knows_is_asked_everything_but_what_its_schools_tell() {
    assert_eq!(not_asked(&case()), ["T07: one school only"]);
}

#[test]
fn a_free_site_without_data_is_asked_little_and_says_why() {
    let mut case = case();
    case.product.data = Some(DataUse::None);
    case.product.kind = Some(ProductKind::Web);
    case.product.instructional = Some(true);
    case.product.core = Some(false);
    case.requesters[0].cost_cents = Some(Cents(0));
    case.requesters[0].grades = "9-12".parse().unwrap();
    case.answers = vec![answer(
        "C05",
        Some(ItemResult::Na),
        Some("nothing like it here"),
    )];
    assert_eq!(
        not_asked(&case),
        [
            "T03: a web site",
            "T06: nobody signs in",
            "T07: nobody signs in",
            "T09: nobody signs in",
            "T10: not an extension",
            "T11: nobody signs in",
            "T12: no student data",
            "T13: no student data",
            "T14: no student data",
            "T15: no pupils under 13",
            "T17: risk tier 0",
            "T20: no student data",
            "T22: nobody signs in",
            "T23: free of charge",
            "T24: free of charge",
            "C12: risk tier 0",
            "C13: free of charge",
            "C14: risk tier 0",
            "C18: C05 is n/a",
            "C19: not core material",
        ]
    );
}

#[test]
fn a_tool_for_staff_alone_is_known_by_what_was_decided() {
    let mut case = case();
    case.product.data = Some(DataUse::Login);
    for (approvals, staff_only) in [
        (vec![], false),
        (
            vec![decided(ApprovalStatus::Approved, Some(Audience::Staff))],
            true,
        ),
        (
            vec![decided(ApprovalStatus::Denied, Some(Audience::Staff))],
            false,
        ),
        (vec![decided(ApprovalStatus::Approved, None)], false),
        (
            vec![
                decided(ApprovalStatus::Approved, Some(Audience::Staff)),
                decided(ApprovalStatus::Approved, Some(Audience::Both)),
            ],
            false,
        ),
    ] {
        case.approvals = approvals;
        let found = not_asked(&case);
        assert_eq!(
            found.contains(&"C10: staff only".to_owned()),
            staff_only,
            "{found:?}"
        );
    }
}

#[test]
fn evidence_is_a_must_where_title_money_pays() {
    let mut case = case();
    for (fund, gate) in [
        (None, Gate::MustIf),
        (Some("Title I"), Gate::MustIf),
        (Some("general"), Gate::Should),
    ] {
        case.requesters[0].fund = fund.map(str::to_owned);
        assert_eq!(gate_of(&case, "C07"), gate, "{fund:?}");
    }
}

#[test]
fn success_is_a_must_for_what_is_or_would_be_a_pilot() {
    let mut case = case();
    case.product.data = Some(DataUse::Pii);
    assert_eq!(gate_of(&case, "C14"), Gate::Should);
    let standing_now = standing(&sheets(&case));
    assert_eq!(standing_now.pilot_needs, ["C14"]);
    let only_that = ChecklistStanding {
        pilot_needs: standing_now.pilot_needs,
        ..ChecklistStanding::default()
    };
    assert_eq!(
        refusal(&only_that, Outcome::Pilot).unwrap().to_string(),
        "C14 is a must for a pilot and is not met"
    );
    assert_eq!(refusal(&only_that, Outcome::Approve), None);

    case.answers = vec![answer("C14", Some(ItemResult::Pass), None)];
    assert!(standing(&sheets(&case)).pilot_needs.is_empty());

    case.approvals = vec![decided(ApprovalStatus::Pilot, None)];
    assert_eq!(gate_of(&case, "C14"), Gate::MustIf);
    case.approvals.clear();
    case.request.tier = Some(3);
    assert_eq!(gate_of(&case, "C14"), Gate::MustIf);
}

#[test]
fn what_is_given_up_is_asked_once_something_of_ours_was_named() {
    let mut case = case();
    for (said, applies) in [
        (None, true),
        (Some(ItemResult::Unknown), true),
        (Some(ItemResult::Pass), true),
        (Some(ItemResult::Na), false),
    ] {
        case.answers = vec![answer("C05", said, Some("Nearpod has no quizzes"))];
        let found = not_asked(&case).contains(&"C18: C05 is n/a".to_owned());
        assert_eq!(found, !applies, "{said:?}");
    }
}

#[test]
fn a_sheet_carries_what_was_said() {
    let mut case = case();
    case.answers = vec![answer("T05", Some(ItemResult::Unknown), Some("asked Bo"))];
    let sheets = sheets(&case);
    let one = sheets[0]
        .items
        .iter()
        .find(|one| one.item.id == "T05")
        .unwrap();
    assert_eq!(one.note.as_deref(), Some("asked Bo"));
    assert_eq!(
        (one.by.as_deref(), one.on, one.version),
        (Some("nguyen"), Some(day()), 3)
    );
    let blank = &sheets[0].items[0];
    assert_eq!((blank.answer, blank.version), (None, 0));
}

#[test]
fn a_list_the_policy_does_not_ask_for_is_shown_and_does_not_count() {
    let mut case = case();
    case.product.instructional = Some(false);
    let sheets = sheets(&case);
    assert_eq!((sheets[1].asked, sheets[1].items.len()), (false, 19));
    assert_eq!(scores(&case).1, Score::default());
}

fn results() -> impl Strategy<Value = Option<ItemResult>> {
    let of = [None]
        .into_iter()
        .chain(ItemResult::ALL.iter().copied().map(Some));
    prop::sample::select(of.collect::<Vec<_>>())
}

/// Mostly passes, so that a whole list is sometimes decidable.
fn mostly_pass() -> impl Strategy<Value = Option<ItemResult>> {
    prop_oneof![30 => Just(Some(ItemResult::Pass)), 1 => results()]
}

fn reviewed() -> impl Strategy<Value = ReviewCase> {
    let data = prop::option::of(prop::sample::select(DataUse::ALL.to_vec()));
    let said = prop::option::of(any::<bool>());
    let answers = prop::collection::vec((mostly_pass(), prop::option::of(Just("why"))), 45);
    (data, said, prop::option::of(0..3_i64), answers).prop_map(|(data, teaches, cost, answers)| {
        let mut case = case();
        case.product.data = data;
        case.product.instructional = teaches;
        case.requesters[0].cost_cents = cost.map(Cents);
        let lists = [case.technical.clone(), case.curricular.clone()];
        let items = lists.iter().flat_map(|list| &list.items);
        case.answers = items
            .zip(answers)
            .map(|(item, (said, note))| answer(&item.id, said, note))
            .collect();
        case
    })
}

proptest! {
    #[test]
    fn no_answers_get_past_a_must(case in reviewed()) {
        let sheets = sheets(&case);
        let musts: Vec<&ItemSheet> = sheets
            .iter()
            .filter(|list| list.asked)
            .flat_map(|list| &list.items)
            .filter(|one| one.applies == Applies::Yes && one.item.gate != Gate::Should)
            .collect();
        let any = |result: Option<ItemResult>| musts.iter().any(|one| one.answer == result);
        let standing = standing(&sheets);
        let allowed = |outcome| refusal(&standing, outcome).is_none();
        let open = any(None) || any(Some(ItemResult::Unknown));
        let failed = any(Some(ItemResult::Fail));
        let unsafe_ = musts
            .iter()
            .any(|one| one.item.safety && one.answer == Some(ItemResult::Fail));

        let yes = Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Deny);
        if open {
            prop_assert!(yes.into_iter().all(|outcome| !allowed(*outcome)));
        }
        prop_assert_eq!(blocking(&standing).is_empty() || failed, allowed(Outcome::Deny));
        if allowed(Outcome::Approve) {
            let met = |one: &&ItemSheet| {
                matches!(one.answer, Some(ItemResult::Pass | ItemResult::Na))
            };
            prop_assert!(musts.iter().all(met));
        }
        if allowed(Outcome::Conditional) {
            prop_assert!(!failed);
        }
        if allowed(Outcome::Pilot) {
            prop_assert!(!unsafe_);
        }
        let partial = musts.iter().filter(|one| one.answer == Some(ItemResult::Partial));
        prop_assert_eq!(made_conditions(&sheets).len(), partial.count());
    }

    #[test]
    fn the_queue_counts_as_the_sheets_do(case in reviewed()) {
        let sheets = sheets(&case);
        prop_assert_eq!(scores(&case), (score(&sheets[0]), score(&sheets[1])));
    }
}
