//! Who may write what, whichever way it comes in: the same rule for a form, a command and a file.

use crate::support::{Office, roles_and_schools, stamp, today};
use hallpass::domain::approval::{Approval, ApprovalId, ApprovalStatus};
use hallpass::domain::change::Change;
use hallpass::domain::contract::ContractId;
use hallpass::domain::grade::Grades;
use hallpass::domain::inventory::{InventoryId, Runs};
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::product::{AliasKind, DataUse, ProductId};
use hallpass::domain::put::{Put, Target};
use hallpass::domain::record::{Kind, RecordRef};
use hallpass::domain::renewal::Choice;
use hallpass::domain::renewal::agenda::{RenewalDecision, RenewalDeed};
use hallpass::domain::request::{ItemResult, Outcome, Request, RequestId};
use hallpass::domain::review::{Decision, Intake, ReviewDeed, Wanted};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Error, HistoryFilter};

/// One record, the three ways it can come in.
fn ways(put: &Put) -> [Change; 3] {
    let what = || "it".to_owned();
    [
        Change::Import {
            what: what(),
            puts: vec![put.clone()],
        },
        Change::Save {
            what: what(),
            put: put.clone(),
            reason: None,
        },
        Change::SaveAll {
            what: what(),
            puts: vec![put.clone()],
            reason: None,
        },
    ]
}

/// Does each way end as said? Whatever is refused changes nothing; whatever goes through is undone again.
fn ends(office: &mut Office, who: &str, put: &Put, refused: Option<&str>) {
    for change in ways(put) {
        let before = office.dump();
        match (office.store.apply(&change, &stamp(who)), refused) {
            (Ok(applied), None) => {
                assert!(applied.changed(), "{who}: {put:?}");
                office
                    .store
                    .undo(applied.change_set, &stamp("ada"))
                    .unwrap();
            }
            (Err(Error::Refused(why)), Some(says)) => {
                assert!(why.to_string().contains(says), "{who}: {put:?}: {why}");
                assert_eq!(office.dump(), before, "{who}: {put:?}");
            }
            (ended, _) => panic!("{who}: {put:?}: {ended:?}, not {refused:?}"),
        }
    }
}

fn product(office: &mut Office, name: &str, data: DataUse) -> i64 {
    let put = Put::new(Kind::Product).with("name", name.to_owned());
    office.save(put.with("data", Some(data)))
}

fn approval(product: i64, status: ApprovalStatus) -> Put {
    Put::keyed(Kind::Approval)
        .with("product", product)
        .with("status", status)
}

#[test]
fn an_approval_by_any_way_is_asked_as_a_review_is() {
    let mut office = roles_and_schools();
    // The hybrid policy: a school decides at tiers 0 and 1, the district at 2, the committee never.
    let open = product(&mut office, "Erakettle", DataUse::None);
    let pupils = product(&mut office, "Storyloam", DataUse::Pii);
    let at = |put: Put, schools: &[SchoolId]| put.with("schools", Schools::only(schools.to_vec()));
    let reviewers = Some("technical and curricular reviewers decide");
    for (who, put, refused) in [
        (
            "renewals",
            approval(pupils, ApprovalStatus::Approved),
            reviewers,
        ),
        (
            "renewals",
            approval(open, ApprovalStatus::Denied),
            reviewers,
        ),
        (
            "helpdesk",
            approval(open, ApprovalStatus::Approved),
            Some("the help desk reads"),
        ),
        (
            "technical",
            approval(pupils, ApprovalStatus::Approved),
            None,
        ),
        (
            "curricular",
            approval(open, ApprovalStatus::Conditional),
            None,
        ),
        (
            "t1",
            at(approval(pupils, ApprovalStatus::Approved), &[SchoolId(1)]),
            Some("the district decides at tier 2"),
        ),
        (
            "t1",
            at(approval(open, ApprovalStatus::Approved), &[SchoolId(1)]),
            None,
        ),
        (
            "t1",
            at(
                approval(open, ApprovalStatus::Approved),
                &[SchoolId(1), SchoolId(2)],
            ),
            Some("about other schools than yours"),
        ),
        (
            "t1",
            approval(open, ApprovalStatus::Approved),
            Some("about other schools than yours"),
        ),
        ("ada", approval(pupils, ApprovalStatus::Approved), None),
        // That something was seen in use is a fact, and nobody's decision.
        (
            "renewals",
            approval(pupils, ApprovalStatus::Discovered),
            None,
        ),
    ] {
        ends(&mut office, who, &put, refused);
    }
}

#[test]
fn nobody_writes_over_a_review_that_is_open() {
    let mut office = roles_and_schools();
    let id = product(&mut office, "Erakettle", DataUse::None);
    let asked = Intake {
        school: Some(SchoolId(1)),
        reason: Some("Better lessons".into()),
        requester: Some("J. Park".into()),
        ..Intake::of("Erakettle", Wanted::Known(ProductId(id)))
    };
    office
        .store
        .apply(&Change::Intake(Box::new(asked)), &stamp("helpdesk"))
        .unwrap();
    for who in ["ada", "technical"] {
        let put = approval(id, ApprovalStatus::Approved);
        ends(&mut office, who, &put, Some("R-1 is open about Erakettle"));
        let there = put
            .clone()
            .with("schools", Schools::only(vec![SchoolId(1)]));
        ends(&mut office, who, &there, Some("hallpass review decide R-1"));
        let elsewhere = put.with("schools", Schools::only(vec![SchoolId(2)]));
        ends(&mut office, who, &elsewhere, None);
        // What must stop now stops at once.
        ends(
            &mut office,
            who,
            &approval(id, ApprovalStatus::Suspended),
            None,
        );
    }
}

#[test]
fn a_decision_that_stands_is_changed_and_removed_by_those_who_might_make_it() {
    let mut office = roles_and_schools();
    let pupils = product(&mut office, "Storyloam", DataUse::Pii);
    let id = office.save(approval(pupils, ApprovalStatus::Denied));
    let lifted = Put::id(ApprovalId(id)).with("status", ApprovalStatus::Approved);
    ends(
        &mut office,
        "renewals",
        &lifted,
        Some("technical and curricular reviewers decide"),
    );
    ends(
        &mut office,
        "t1",
        &lifted,
        Some("the district decides at tier 2"),
    );
    ends(&mut office, "technical", &lifted, None);
    let mut gone = Put::id(ApprovalId(id));
    gone.target = Target::Gone(id, office.store.seen(ApprovalId(id)).unwrap());
    ends(
        &mut office,
        "renewals",
        &gone,
        Some("technical and curricular reviewers decide"),
    );
    let removed = Change::Remove {
        what: "approval of Storyloam".into(),
        record: ApprovalId(id).into(),
        reason: "a mistake".into(),
    };
    office
        .store
        .apply(&removed, &stamp("renewals"))
        .unwrap_err();
    office.store.apply(&removed, &stamp("technical")).unwrap();
}

#[test]
fn a_list_decided_before_hallpass_says_so_in_the_history_of_each_row() {
    let mut office = roles_and_schools();
    let ids = ["Erakettle", "Storyloam", "Saysparrow"]
        .map(|name| product(&mut office, name, DataUse::Pii));
    let list = Change::Import {
        what: "3 approvals from approved.csv".into(),
        puts: ids
            .map(|id| approval(id, ApprovalStatus::Approved))
            .to_vec(),
    };
    office.store.apply(&list, &stamp("ada")).unwrap();
    for approval in office.store.all::<Approval>().unwrap() {
        let lines = office.store.history(&HistoryFilter {
            about: Some(approval.id.into()),
            limit: 9,
            ..HistoryFilter::default()
        });
        let lines = lines.unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].reason.as_deref(), Some("decided before hallpass"));
    }
}

#[test]
fn a_name_of_what_is_decided_is_given_by_those_who_might_decide_it() {
    let mut office = roles_and_schools();
    let decided = product(&mut office, "Zorple", DataUse::None);
    let elsewhere = product(&mut office, "Quillbert", DataUse::None);
    let seen = product(&mut office, "Mapster", DataUse::None);
    office.save(approval(decided, ApprovalStatus::Approved));
    office.save(approval(seen, ApprovalStatus::Discovered));
    let linden = Schools::only(vec![SchoolId(1)]);
    office.save(approval(elsewhere, ApprovalStatus::Denied).with("schools", linden));
    let named = |id: i64, name: &str| Put::id(ProductId(id)).with("name", name.to_owned());
    let also = |id: i64, name: &str| {
        let put = Put::keyed(Kind::Alias).with("product", id);
        put.with("alias", name.to_owned())
            .with("kind", AliasKind::Other)
    };
    let no = Some(
        "has a decided approval, which holds for each of its names: ask a technical or curricular",
    );
    for (who, put, refused) in [
        ("renewals", named(decided, "Globelet"), no),
        ("technical", named(decided, "Globelet"), None),
        ("curricular", named(decided, "Globelet"), None),
        ("ada", named(decided, "Globelet"), None),
        // Linden's reviewer decides for Linden alone.
        ("t1", named(decided, "Globelet"), no),
        ("t1", named(elsewhere, "Globelet"), None),
        ("r1", named(elsewhere, "Globelet"), no),
        // The same name in other letters, and what nobody decided about.
        ("renewals", named(decided, "ZORPLE"), None),
        ("renewals", named(seen, "Globelet"), None),
        (
            "renewals",
            Put::id(ProductId(decided)).with("url", Some("https://zorple.example".to_owned())),
            None,
        ),
        (
            "renewals",
            Put::id(ProductId(decided)).with("edition", Some("Plus".to_owned())),
            no,
        ),
        ("renewals", also(decided, "the reading app"), no),
        ("renewals", also(seen, "the reading app"), None),
        ("technical", also(decided, "the reading app"), None),
        // What is one product's name is no other's, whoever says so.
        (
            "ada",
            also(decided, "mapster"),
            Some("`mapster` is a name of Mapster (P-3) already"),
        ),
        (
            "technical",
            also(seen, "Zorple"),
            Some("`Zorple` is a name of Zorple (P-1) already"),
        ),
    ] {
        ends(&mut office, who, &put, refused);
    }
    office.save(also(decided, "Zorp"));
    ends(
        &mut office,
        "ada",
        &also(seen, "zorp"),
        Some("`zorp` is a name of Zorple (P-1) already"),
    );
}

#[test]
fn what_was_seen_to_fail_runs_only_where_a_technical_reviewer_says_so() {
    let mut office = roles_and_schools();
    let product = product(&mut office, "Zorple", DataUse::None);
    let test = |device: &str, result: Runs| {
        let put = Put::keyed(Kind::Compatibility).with("product", product);
        put.with("device", device.to_owned()).with("result", result)
    };
    office.save(test("chromebook", Runs::Fails));
    office.save(test("ipad", Runs::Partial));
    let no = Some("what was seen to fail is taken back by technical reviewers and by admins");
    for (who, put, refused) in [
        ("renewals", test("chromebook", Runs::Works), no),
        ("curricular", test("chromebook", Runs::Partial), no),
        ("technical", test("chromebook", Runs::Works), None),
        ("ada", test("chromebook", Runs::Works), None),
        (
            "renewals",
            test("chromebook", Runs::Fails).with("note", Some("Does not start.".to_owned())),
            None,
        ),
        ("renewals", test("ipad", Runs::Works), None),
        ("renewals", test("mac", Runs::Works), None),
        (
            "helpdesk",
            test("ipad", Runs::Works),
            Some("the help desk reads"),
        ),
    ] {
        ends(&mut office, who, &put, refused);
    }
    // Whoever says by mistake that it fails takes that back.
    let put = test("mac", Runs::Fails);
    let what = "it".to_owned();
    let change = Change::Save {
        what,
        put,
        reason: None,
    };
    let done = office.store.apply(&change, &stamp("renewals")).unwrap();
    office
        .store
        .undo(done.change_set, &stamp("renewals"))
        .unwrap();
}

#[test]
fn two_records_become_one_only_where_their_decisions_might_be_written() {
    let mut office = roles_and_schools();
    let pupils = product(&mut office, "Storyloam", DataUse::Pii);
    let other = product(&mut office, "Story Loam Basic", DataUse::Pii);
    office.save(approval(other, ApprovalStatus::Approved));
    let merge = Change::Merge {
        what: "Story Loam Basic into Storyloam".into(),
        from: ProductId(other),
        into: ProductId(pupils),
        reason: None,
    };
    let refused = office.store.apply(&merge, &stamp("renewals")).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("technical and curricular reviewers decide"),
        "{refused}"
    );
    office.store.apply(&merge, &stamp("technical")).unwrap();
}

#[test]
fn somebody_of_one_school_writes_what_is_about_that_school() {
    let mut office = roles_and_schools();
    let tool = product(&mut office, "Erakettle", DataUse::None);
    let district = Some("about the whole district");
    let others = Some("about other schools than yours");
    let contract = |number: &str| {
        Put::keyed(Kind::Contract)
            .with("number", number.to_owned())
            .with("term_end", today())
            .with("notice_basis", "sent".to_owned())
    };
    let theirs = office.save(contract("C-1").with("buyer", Some(2_i64)));
    let seats = |school: SchoolId| {
        Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", tool)
            .with("seats", Some(30_i64))
    };
    let placed = office.save(seats(SchoolId(2)));
    for (put, refused) in [
        (contract("C-7"), district),
        (contract("C-7").with("buyer", Some(2_i64)), others),
        (contract("C-7").with("buyer", Some(1_i64)), None),
        (
            Put::id(ContractId(theirs)).with("po", Some("PO-1".to_owned())),
            others,
        ),
        // Nor is another school's record made one's own.
        (
            Put::id(ContractId(theirs)).with("buyer", Some(1_i64)),
            others,
        ),
        (
            Put::keyed(Kind::Line)
                .with("contract", theirs)
                .with("product", tool),
            others,
        ),
        (seats(SchoolId(1)), None),
        (seats(SchoolId(2)).with("used", Some(3_i64)), others),
        (Put::id(InventoryId(placed)).with("school", 1_i64), others),
        (
            Put::new(Kind::School)
                .with("name", "New ES".to_owned())
                .with("code", "NEW".to_owned())
                .with("open", true),
            district,
        ),
        (Put::id(SchoolId(1)).with("enrollment", Some(400_i64)), None),
        (
            Put::id(SchoolId(2)).with("enrollment", Some(400_i64)),
            others,
        ),
        (
            Put::new(Kind::Product).with("name", "Numberly".to_owned()),
            None,
        ),
    ] {
        ends(&mut office, "r1", &put, refused);
        ends(&mut office, "renewals", &put, None);
    }
}

/// Acts for these schools from now on.
fn acts_for(office: &mut Office, login: &str, schools: Schools) {
    let put = Put::keyed(Kind::Person).with("login", login.to_owned());
    office.save(put.with("schools", schools));
}

fn refused(ended: Result<hallpass::store::Reverted, Error>) -> String {
    match ended {
        Err(Error::Refused(why)) => why.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_taken_back_or_put_back_is_asked_by_schools_too() {
    let mut office = roles_and_schools();
    let tool = product(&mut office, "Erakettle", DataUse::None);
    let contract = Put::keyed(Kind::Contract)
        .with("number", "C-7".to_owned())
        .with("term_end", today())
        .with("notice_basis", "sent".to_owned())
        .with("buyer", Some(1_i64));
    let decided =
        approval(tool, ApprovalStatus::Approved).with("schools", Schools::only(vec![SchoolId(1)]));
    let seats = Put::keyed(Kind::Inventory)
        .with("school", 1_i64)
        .with("product", tool)
        .with("seats", Some(30_i64));
    for (who, put) in [("r1", contract), ("t1", decided), ("r1", seats)] {
        for change in ways(&put) {
            let done = office.store.apply(&change, &stamp(who)).unwrap();
            acts_for(&mut office, who, Schools::only(vec![SchoolId(2)]));
            let before = office.dump();
            let why = refused(office.store.undo(done.change_set, &stamp(who)));
            assert!(why.contains("other schools than yours"), "{who}: {why}");
            assert_eq!(office.dump(), before);

            acts_for(&mut office, who, Schools::only(vec![SchoolId(1)]));
            office.store.undo(done.change_set, &stamp(who)).unwrap();
            acts_for(&mut office, who, Schools::only(vec![SchoolId(2)]));
            let before = office.dump();
            let why = refused(office.store.redo(&stamp(who)));
            assert!(why.contains("other schools than yours"), "{who}: {why}");
            assert_eq!(office.dump(), before);

            acts_for(&mut office, who, Schools::only(vec![SchoolId(1)]));
            office.store.redo(&stamp(who)).unwrap();
            office.store.undo(None, &stamp(who)).unwrap();
        }
    }
}

#[test]
fn an_approval_taken_back_is_not_put_back_over_a_review_that_is_open() {
    let mut office = roles_and_schools();
    let tool = product(&mut office, "Erakettle", DataUse::None);
    let listed = Change::Import {
        what: "1 approval from approved.csv".into(),
        puts: vec![approval(tool, ApprovalStatus::Approved)],
    };
    let done = office.store.apply(&listed, &stamp("technical")).unwrap();
    office
        .store
        .undo(done.change_set, &stamp("technical"))
        .unwrap();
    let asked = Intake {
        school: Some(SchoolId(1)),
        reason: Some("Better lessons".into()),
        requester: Some("J. Park".into()),
        ..Intake::of("Erakettle", Wanted::Known(ProductId(tool)))
    };
    office
        .store
        .apply(&Change::Intake(Box::new(asked)), &stamp("helpdesk"))
        .unwrap();
    let why = refused(office.store.redo(&stamp("technical")));
    assert!(why.contains("R-1 is open about Erakettle"), "{why}");
}

#[test]
fn a_deed_on_a_request_is_taken_back_by_those_who_act_for_its_schools() {
    let mut office = roles_and_schools();
    let tool = product(&mut office, "Erakettle", DataUse::None);
    let asked = Intake {
        school: Some(SchoolId(1)),
        reason: Some("Better lessons".into()),
        requester: Some("J. Park".into()),
        ..Intake::of("Erakettle", Wanted::Known(ProductId(tool)))
    };
    let asked = Change::Intake(Box::new(asked));
    acts_for(&mut office, "helpdesk", Schools::only(vec![SchoolId(2)]));
    let entered = office.store.apply(&asked, &stamp("helpdesk")).unwrap();
    // Whoever enters an ask takes it back, for whichever school it is.
    office
        .store
        .undo(entered.change_set, &stamp("helpdesk"))
        .unwrap();
    office.store.redo(&stamp("helpdesk")).unwrap();
    let request = office.store.all::<Request>().unwrap()[0].id;
    let take = Change::Review {
        what: "R-1 Erakettle".into(),
        request,
        deed: ReviewDeed::Take,
    };
    let taken = office.store.apply(&take, &stamp("t1")).unwrap();
    acts_for(&mut office, "t1", Schools::only(vec![SchoolId(2)]));
    let why = refused(office.store.undo(taken.change_set, &stamp("t1")));
    assert!(
        why.contains("R-1 is about other schools than yours"),
        "{why}"
    );
    acts_for(
        &mut office,
        "t1",
        Schools::only(vec![SchoolId(1), SchoolId(2)]),
    );
    office.store.undo(taken.change_set, &stamp("t1")).unwrap();
}

/// Enters an ask of the school 1 for a product, and gives the request's id.
fn asked_for(office: &mut Office, name: &str) -> RequestId {
    let tool = product(office, name, DataUse::None);
    let asked = Intake {
        school: Some(SchoolId(1)),
        reason: Some("Better lessons".into()),
        requester: Some("J. Park".into()),
        ..Intake::of(
            name,
            Wanted::Known(hallpass::domain::product::ProductId(tool)),
        )
    };
    let asked = Change::Intake(Box::new(asked));
    office.store.apply(&asked, &stamp("helpdesk")).unwrap();
    office.store.all::<Request>().unwrap()[0].id
}

fn deed_on(request: RequestId, deed: ReviewDeed) -> Change {
    Change::Review {
        what: "R-1 Erakettle".into(),
        request,
        deed,
    }
}

/// Every item of its technical checklist passes.
fn answer_all(office: &mut Office, request: RequestId) {
    for n in 1..=26 {
        let pass = ReviewDeed::Answer {
            item: format!("T{n:02}"),
            answer: Some(Some(ItemResult::Pass)),
            note: None,
            evidence: None,
            seen: None,
        };
        let change = deed_on(request, pass);
        match office.store.apply(&change, &stamp("technical")) {
            Ok(_) => {}
            Err(Error::Refused(why)) => assert!(why.to_string().contains("n/a by itself"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
}

/// Each deed of a review, taken back by whoever did it, once they act for other schools and once they have
/// another role: asked what the deed asked.
#[test]
fn what_a_review_wrote_is_taken_back_by_those_who_might_write_it() {
    let mut office = roles_and_schools();
    let request = asked_for(&mut office, "Erakettle");
    let answer = ReviewDeed::Answer {
        item: "T01".into(),
        answer: Some(Some(ItemResult::Pass)),
        note: None,
        evidence: None,
        seen: None,
    };
    let deny = ReviewDeed::Decide(Decision {
        outcome: Outcome::Deny,
        reason: "It shows advertisements".into(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::UNSAID,
        until: None,
        alternative: None,
    });
    for (deed, other_role) in [
        (answer, "curricular"),
        (ReviewDeed::Take, "renewals"),
        (deny, "renewals"),
    ] {
        if matches!(deed, ReviewDeed::Decide(_)) {
            answer_all(&mut office, request);
        }
        let change = deed_on(request, deed);
        let about = change.title();
        let done = office.store.apply(&change, &stamp("t1")).unwrap();
        acts_for(&mut office, "t1", Schools::only(vec![SchoolId(2)]));
        let why = refused(office.store.undo(done.change_set, &stamp("t1")));
        assert!(why.contains("other schools than yours"), "{about}: {why}");
        acts_for(&mut office, "t1", Schools::only(vec![SchoolId(1)]));
        office.person("t1", other_role);
        let why = refused(office.store.undo(done.change_set, &stamp("t1")));
        assert!(why.contains("reviewer"), "{about}: {why}");
        office.person("t1", "technical");
        office.store.undo(done.change_set, &stamp("t1")).unwrap();
    }
}

/// The help desk passes on that whoever asked wants it no more, and takes that back.
#[test]
fn a_withdrawal_that_was_passed_on_is_taken_back_by_whoever_passed_it_on() {
    let mut office = roles_and_schools();
    let request = asked_for(&mut office, "Erakettle");
    let withdraw = deed_on(
        request,
        ReviewDeed::Withdraw {
            reason: "Not needed".into(),
        },
    );
    let done = office.store.apply(&withdraw, &stamp("helpdesk")).unwrap();
    let set = done.change_set;
    acts_for(&mut office, "helpdesk", Schools::only(vec![SchoolId(2)]));
    let why = refused(office.store.undo(set, &stamp("helpdesk")));
    assert!(why.contains("other schools than yours"), "{why}");
    acts_for(&mut office, "helpdesk", Schools::All);
    office.store.undo(set, &stamp("helpdesk")).unwrap();
}

/// What was decided for a contract's end is taken back by those who decide renewals.
#[test]
fn a_decided_end_is_taken_back_by_those_who_decide_ends() {
    let mut office = roles_and_schools();
    let tool = product(&mut office, "Erakettle", DataUse::None);
    let contract = office.save(
        Put::keyed(Kind::Contract)
            .with("number", "C-7".to_owned())
            .with("term_end", today() + chrono::Days::new(100))
            .with("auto_renew", Some(true))
            .with("notice_basis", "sent".to_owned())
            .with("buyer", Some(1_i64)),
    );
    let line = Put::new(Kind::Line).with("contract", contract);
    office.save(line.with("product", tool));
    let decide = Change::Renewal {
        what: "C-7 Erakettle".into(),
        contract: ContractId(contract),
        deed: RenewalDeed::Decide(RenewalDecision {
            choice: Choice::Cancel,
            cause: None,
            reason: Some("Nobody uses it".into()),
            quantity: None,
            cents: None,
            until: None,
            replacement: None,
            goal_result: None,
        }),
    };
    let done = office.store.apply(&decide, &stamp("r1")).unwrap();
    office.person("r1", "technical");
    let why = refused(office.store.undo(done.change_set, &stamp("r1")));
    assert!(why.contains("people with the role renewals"), "{why}");
    office.person("r1", "renewals");
    acts_for(&mut office, "r1", Schools::only(vec![SchoolId(2)]));
    let why = refused(office.store.undo(done.change_set, &stamp("r1")));
    assert!(why.contains("other schools than yours"), "{why}");
    acts_for(&mut office, "r1", Schools::only(vec![SchoolId(1)]));
    office.store.undo(done.change_set, &stamp("r1")).unwrap();
    office.person("r1", "technical");
    let why = refused(office.store.redo(&stamp("r1")));
    assert!(why.contains("people with the role renewals"), "{why}");
}

#[test]
fn a_merge_is_offered_to_those_who_may_make_it_and_to_nobody_else() {
    let mut office = roles_and_schools();
    let twins = ["Storyloam", "Story Loam Basic"].map(|name| {
        office.save(
            Put::new(Kind::Product)
                .with("name", name.to_owned())
                .with("data", Some(DataUse::None))
                .with("registry_id", Some("reg-77".to_owned())),
        )
    });
    let placed = Put::keyed(Kind::Inventory)
        .with("product", twins[0])
        .with("seats", Some(30_i64));
    let at = |school: SchoolId| placed.clone().with("school", school);
    let district = "helpdesk technical curricular renewals ada";
    let approved = approval(twins[1], ApprovalStatus::Approved);
    let at_linden = approved
        .clone()
        .with("schools", Schools::only(vec![SchoolId(1)]));
    for (puts, may) in [
        (vec![], "technical curricular renewals ada t1 r1"),
        (
            vec![at(SchoolId(1))],
            "technical curricular renewals ada t1 r1",
        ),
        (vec![at(SchoolId(2))], "technical curricular renewals ada"),
        (vec![at_linden], "technical curricular ada t1"),
        (vec![approved], "technical curricular ada"),
    ] {
        let made: Vec<i64> = puts.iter().map(|put| office.save(put.clone())).collect();
        let board = office.store.overlaps(today()).unwrap();
        let mut rows = board.rows.iter();
        let pair = rows.find(|row| row.kind == OverlapKind::Identity).unwrap();
        for who in district.split(' ').chain(["t1", "r1"]) {
            let sheet = office.store.overlap(&pair.fingerprint, who, today());
            let sheet = sheet.unwrap();
            let offered = sheet.may.contains(&"merge");
            assert_eq!(
                offered,
                may.split(' ').any(|one| one == who),
                "{who} {puts:?}"
            );
            assert_eq!(offered, sheet.merge_refused.is_none(), "{who} {puts:?}");
            for (from, into) in [(0, 1), (1, 0)] {
                let merge = Change::Merge {
                    what: "one into the other".into(),
                    from: ProductId(twins[from]),
                    into: ProductId(twins[into]),
                    reason: None,
                };
                match office.store.apply(&merge, &stamp(who)) {
                    Ok(done) => {
                        assert!(offered, "{who} {puts:?}");
                        office.store.undo(done.change_set, &stamp(who)).unwrap();
                    }
                    Err(Error::Refused(why)) => {
                        assert_eq!(sheet.merge_refused.as_ref(), Some(&why), "{who} {puts:?}");
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
        for (id, put) in made.iter().zip(&puts) {
            let removed = Change::Remove {
                what: "it".into(),
                record: RecordRef {
                    kind: put.kind,
                    id: *id,
                },
                reason: "only tried".into(),
            };
            office.store.apply(&removed, &stamp("ada")).unwrap();
        }
    }
}
