use super::*;
use crate::domain::grade::Grades;
use crate::domain::policy::{Base, Systems};
use crate::domain::product::DataUse;
use crate::domain::record::Value;
use crate::domain::review::testing::{blank, case, monday, person, reviewer, text};
use crate::domain::school::SchoolId;
use crate::domain::status::StatusWord;

fn ask() -> Intake {
    Intake {
        what: "Blooket".into(),
        product: Wanted::New {
            name: "Blooket".into(),
            url: Some("blooket.com".into()),
        },
        school: Some(SchoolId(3)),
        requester: Some("M. Silva".into()),
        role: Some("teacher".into()),
        reason: Some("Review games".into()),
        grades: "4".parse().unwrap(),
        subject: None,
        seats: Some(54),
        cost: Some(Cents(19_900)),
        fund: Some("PTO".into()),
        needed_by: None,
        sign_in: None,
        data: Some(DataUse::Pii),
        instructional: Some(true),
        trigger: Trigger::New,
        sponsor: None,
        note: None,
        take: false,
        give_to: None,
        found_at: Schools::All,
    }
}

fn known() -> IntakeFacts {
    IntakeFacts {
        product: None,
        open: None,
        asked: Vec::new(),
        covered_by: Vec::new(),
        not_for_them: None,
        closed: None,
        taught: Grades::UNSAID,
        other_lms: Vec::new(),
        same_job: Vec::new(),
        buyers: Vec::new(),
        best_seat: None,
        since: None,
        next_number: 428,
        technical_edition: 3,
        curricular_edition: 1,
        policy: Arc::new(Policy::of(Base::Hybrid)),
    }
}

fn ours(free: Option<i64>, answer: StatusWord) -> Ours {
    Ours {
        product: ProductId(7),
        name: "Edpuzzle".into(),
        same: true,
        place: "5 schools".into(),
        seats: free.map(|free| (500, free)),
        cost: None,
        hidden: false,
        ends: None,
        answer,
    }
}

fn value(put: &Put, field: &str) -> Option<Value> {
    let (_, given) = put.fields.iter().find(|(name, _)| *name == field)?;
    match given {
        Given::Value(value) => Some(value.clone()),
        Given::Made(n) => Some(Value::Int(-(*n as i64) - 1)),
    }
}

fn kinds(puts: &[Put]) -> Vec<Kind> {
    puts.iter().map(|p| p.kind).collect()
}

#[test]
fn a_new_product_is_made_asked_for_and_triaged_at_once() {
    let mut asked = ask();
    asked.note = Some("called twice".into());
    let puts = puts(&asked, &known(), &person(2, "huang", "helpdesk"), monday()).unwrap();
    assert_eq!(
        kinds(&puts),
        [Kind::Product, Kind::Request, Kind::Requester, Kind::Note]
    );
    for (put, field, expected) in [
        (0, "name", text("Blooket")),
        (0, "first_seen", text("2026-03-02")),
        (0, "data", text("pii")),
        (0, "instructional", Value::Int(1)),
        (1, "number", text("R-428")),
        (1, "product", Value::Int(-1)),
        (1, "state", text("triaged")),
        (1, "tier", Value::Int(2)),
        (1, "technical_edition", Value::Int(3)),
        (1, "received_on", text("2026-03-02")),
        (1, "trigger", text("new")),
        (2, "request", Value::Int(-2)),
        (2, "product", Value::Int(-1)),
        (2, "name", text("M. Silva")),
        (2, "cost_cents", Value::Int(19_900)),
        (2, "asked_on", text("2026-03-02")),
        (3, "record", Value::Int(-2)),
        (3, "by", text("huang")),
    ] {
        assert_eq!(value(&puts[put], field), Some(expected), "{field}");
    }
    assert_eq!(value(&puts[1], "owner"), None);
}

#[test]
fn its_risk_is_what_is_said_of_it() {
    for (data, core, cost, tier) in [
        (Some(DataUse::None), false, 0, 0),
        (Some(DataUse::None), false, 1, 1),
        (Some(DataUse::Login), false, 0, 1),
        (Some(DataUse::Pii), false, 0, 2),
        (None, false, 0, 2),
        (Some(DataUse::Sensitive), false, 0, 3),
        (Some(DataUse::None), true, 0, 3),
        (Some(DataUse::Login), false, 5_000_000, 3),
        (Some(DataUse::Login), false, 4_999_999, 1),
    ] {
        let asked = Intake {
            data,
            cost: Some(Cents(cost)),
            ..ask()
        };
        let mut known = known();
        let mut product = case().product;
        product.data = None;
        product.core = Some(core);
        known.product = Some(product);
        let puts = puts(&asked, &known, &reviewer(), monday()).unwrap();
        let request = puts.iter().find(|p| p.kind == Kind::Request).unwrap();
        assert_eq!(
            value(request, "tier"),
            Some(Value::Int(tier)),
            "{data:?} {core} {cost}"
        );
    }
}

#[test]
fn what_was_not_said_leaves_the_product_as_it_is() {
    let mut known = known();
    known.product = Some(case().product);
    let asked = Intake {
        data: None,
        instructional: Some(true),
        product: Wanted::Known(ProductId(7)),
        ..ask()
    };
    let written = puts(&asked, &known, &reviewer(), monday()).unwrap();
    assert_eq!(kinds(&written), [Kind::Request, Kind::Requester]);
    assert_eq!(value(&written[0], "product"), Some(Value::Int(7)));
    let gone = IntakeFacts {
        product: None,
        ..known
    };
    let why = puts(&asked, &gone, &reviewer(), monday())
        .unwrap_err()
        .to_string();
    assert_eq!(why, "Blooket is no longer on the list; look it up again");
}

#[test]
fn an_ask_joins_the_open_request_once() {
    let mut known = known();
    known.product = Some(case().product);
    known.open = Some(case().request);
    known.asked = case().requesters;
    let huang = person(2, "huang", "helpdesk");
    let asked = Intake {
        product: Wanted::Known(ProductId(7)),
        ..ask()
    };
    let joined = puts(&asked, &known, &huang, monday()).unwrap();
    assert_eq!(kinds(&joined), [Kind::Requester]);
    assert_eq!(value(&joined[0], "request"), Some(Value::Int(5)));
    known.asked.push(blank(
        2,
        &[
            ("request", Value::Int(5)),
            ("product", Value::Int(7)),
            ("school", Value::Int(3)),
            ("name", text("m. silva")),
            ("asked_on", text("2026-03-02")),
        ],
    ));
    assert_eq!(puts(&asked, &known, &huang, monday()), Ok(Vec::new()));
    let elsewhere = Intake {
        school: Some(SchoolId(4)),
        ..asked.clone()
    };
    assert_eq!(puts(&elsewhere, &known, &huang, monday()).unwrap().len(), 1);
    let next_day = monday().succ_opt().unwrap();
    assert_eq!(puts(&asked, &known, &huang, next_day).unwrap().len(), 1);
}

#[test]
fn an_ask_does_not_narrow_a_review_that_a_trigger_began_for_every_school() {
    let mut known = known();
    let mut everywhere = case();
    everywhere.request.trigger = Trigger::Renewal;
    everywhere.requesters.clear();
    assert_eq!(everywhere.schools(), Schools::All);
    known.product = Some(everywhere.product.clone());
    known.open = Some(everywhere.request.clone());
    let huang = person(2, "huang", "helpdesk");
    let asked = Intake {
        product: Wanted::Known(ProductId(7)),
        ..ask()
    };
    let joined = puts(&asked, &known, &huang, monday()).unwrap();
    assert_eq!(kinds(&joined), [Kind::Requester, Kind::Requester]);
    let school = |put: &Put| value(put, "school");
    assert_eq!(school(&joined[0]), Some(Value::Null));
    assert_eq!(school(&joined[1]), Some(Value::Int(3)));
    // As it is once that was saved.
    let row = |id: i64, school: Value, name: Value| {
        let (request, product) = (Value::Int(5), Value::Int(7));
        let of = [
            ("request", request),
            ("product", product),
            ("school", school),
            ("name", name),
        ];
        blank(id, &of)
    };
    everywhere.requesters = vec![
        row(1, Value::Null, Value::Null),
        row(2, Value::Int(3), text("M. Silva")),
    ];
    assert_eq!(everywhere.schools(), Schools::All);
    assert_eq!(everywhere.people().count(), 1);
    known.asked = everywhere.requesters;
    let elsewhere = Intake {
        school: Some(SchoolId(4)),
        ..asked
    };
    assert_eq!(puts(&elsewhere, &known, &huang, monday()).unwrap().len(), 1);
}

#[test]
fn many_asks_may_make_it_the_boards() {
    let mut known = known();
    known.product = Some(case().product);
    let mut open = case().request;
    open.state = RequestState::DecisionPending;
    known.open = Some(open);
    known.asked = case().requesters;
    let asked = Intake {
        product: Wanted::Known(ProductId(7)),
        cost: Some(Cents(4_960_000)),
        ..ask()
    };
    let joined = puts(&asked, &known, &reviewer(), monday()).unwrap();
    assert_eq!(kinds(&joined), [Kind::Request, Kind::Requester]);
    assert_eq!(value(&joined[0], "tier"), Some(Value::Int(3)));
    assert_eq!(value(&joined[0], "state"), Some(text("in_review")));
}

#[test]
fn whoever_takes_it_has_it() {
    let take = Intake {
        take: true,
        ..ask()
    };
    let taken = puts(&take, &known(), &reviewer(), monday()).unwrap();
    assert_eq!(value(&taken[1], "state"), Some(text("in_review")));
    assert_eq!(value(&taken[1], "owner"), Some(Value::Int(1)));
    let why = puts(&take, &known(), &person(2, "huang", "helpdesk"), monday())
        .unwrap_err()
        .to_string();
    assert!(why.ends_with("enter it without taking it"), "{why}");
    let mut open = IntakeFacts {
        product: Some(case().product),
        open: Some(case().request),
        ..known()
    };
    let joined = puts(&take, &open, &reviewer(), monday()).unwrap();
    assert_eq!(value(&joined[0], "owner"), Some(Value::Int(1)));
    if let Some(request) = &mut open.open {
        request.owner = Some(PersonId(8));
    }
    let why = puts(&take, &open, &reviewer(), monday())
        .unwrap_err()
        .to_string();
    assert_eq!(
        why,
        "R-5 is open already, and somebody has it; see it there"
    );
}

#[test]
fn a_trigger_begins_a_review_that_nobody_asked_for() {
    let due = Intake {
        school: None,
        requester: None,
        reason: None,
        product: Wanted::Known(ProductId(7)),
        trigger: Trigger::Age,
        cost: None,
        grades: Grades::UNSAID,
        data: None,
        ..ask()
    };
    let mut known = known();
    known.product = Some(case().product);
    known.policy = Arc::new(Policy::of(Base::Centralized));
    known.covered_by = vec![ours(Some(3), StatusWord::Yes)];
    let puts = puts(&due, &known, &reviewer(), monday()).unwrap();
    assert_eq!(kinds(&puts), [Kind::Request]);
    assert_eq!(value(&puts[0], "trigger"), Some(text("age")));
    // It counts from the day it was called for, which no taking makes later.
    let received = |since: Option<&str>, trigger: Trigger| {
        let known = IntakeFacts {
            since: since.map(|day| day.parse().unwrap()),
            ..known.clone()
        };
        let intake = Intake {
            trigger,
            ..due.clone()
        };
        let puts = super::puts(&intake, &known, &reviewer(), monday()).unwrap();
        value(&puts[0], "received_on")
    };
    let today = monday().to_string();
    for trigger in [Trigger::Age, Trigger::Discovered, Trigger::Renewal] {
        assert_eq!(
            received(Some("2025-04-01"), trigger),
            Some(text("2025-04-01"))
        );
        assert_eq!(received(Some("2099-01-01"), trigger), Some(text(&today)));
        assert_eq!(received(None, trigger), Some(text(&today)));
    }
}

#[test]
fn what_is_covered_already_is_blocked_warned_of_or_passed() {
    let silent = Intake {
        reason: Some(" ".into()),
        role: None,
        ..ask()
    };
    let with_reason = Intake {
        role: None,
        ..ask()
    };
    for (base, covering, asked, refused) in [
        (
            Base::Centralized,
            ours(Some(3), StatusWord::Yes),
            &with_reason,
            Some("Edpuzzle at 5 schools (3 seats free) covers this already; use that"),
        ),
        (
            Base::Centralized,
            ours(Some(0), StatusWord::Yes),
            &with_reason,
            None,
        ),
        (
            Base::Centralized,
            ours(Some(3), StatusWord::No),
            &with_reason,
            None,
        ),
        (
            Base::Hybrid,
            ours(None, StatusWord::YesConditions),
            &silent,
            Some("Edpuzzle at 5 schools covers this already; give the reason"),
        ),
        (
            Base::Hybrid,
            ours(Some(3), StatusWord::Yes),
            &with_reason,
            None,
        ),
        (
            Base::Decentralized,
            ours(Some(3), StatusWord::Yes),
            &silent,
            None,
        ),
    ] {
        let mut known = known();
        known.policy = Arc::new(Policy::of(base));
        known.covered_by = vec![covering];
        let result = puts(asked, &known, &reviewer(), monday());
        match refused {
            None => assert!(result.is_ok(), "{base}: {result:?}"),
            Some(says) => {
                let why = result.unwrap_err().to_string();
                assert!(why.starts_with(says), "{base}: {why}");
            }
        }
    }
}

#[test]
fn who_may_submit_is_the_policys() {
    let with = |role: Option<&str>, sponsor: Option<&str>| Intake {
        role: role.map(str::to_owned),
        sponsor: sponsor.map(str::to_owned),
        ..ask()
    };
    for (base, asked, ok) in [
        (Base::Centralized, with(Some("teacher"), None), false),
        (
            Base::Centralized,
            with(Some("teacher"), Some("Dr. Lee")),
            true,
        ),
        (
            Base::Centralized,
            with(Some("Assistant Principal"), None),
            true,
        ),
        (
            Base::Centralized,
            with(Some("math department head"), None),
            true,
        ),
        (Base::Centralized, with(None, None), true),
        (Base::Hybrid, with(Some("teacher"), None), true),
        (Base::Decentralized, with(Some("teacher"), None), true),
    ] {
        let mut known = known();
        known.policy = Arc::new(Policy::of(base));
        let result = puts(&asked, &known, &reviewer(), monday());
        assert_eq!(result.is_ok(), ok, "{base} {:?}: {result:?}", asked.role);
    }
    let nobody = person(3, "new", "");
    assert!(puts(&ask(), &known(), &nobody, monday()).is_err());
}

#[test]
fn one_lms_more_says_what_it_replaces() {
    let mut known = known();
    let mut product = case().product;
    product.lms = true;
    known.product = Some(product);
    known.other_lms = vec!["Canvas".into(), "Moodle".into()];
    let silent = Intake {
        reason: None,
        product: Wanted::Known(ProductId(7)),
        ..ask()
    };
    let why = puts(&silent, &known, &reviewer(), monday())
        .unwrap_err()
        .to_string();
    assert_eq!(
        why,
        "the district keeps to 2 LMS and has Canvas, Moodle; say in the reason which one this replaces"
    );
    let because = |reason: &str| Intake {
        reason: Some(reason.into()),
        role: None,
        ..silent.clone()
    };
    assert!(puts(&because("Teachers like it"), &known, &reviewer(), monday()).is_err());
    assert!(
        puts(
            &because("Takes the place of moodle"),
            &known,
            &reviewer(),
            monday()
        )
        .is_ok()
    );
    assert_eq!(advice(&because("instead of Moodle"), &known), []);
    let mut policy = Policy::of(Base::Hybrid);
    policy.lms = Systems {
        most: 2,
        warn: true,
    };
    known.policy = Arc::new(policy);
    assert!(puts(&silent, &known, &reviewer(), monday()).is_ok());
    assert_eq!(
        advice(&because("Teachers like it"), &known),
        [Advice::new(
            "product",
            "the district keeps to 2 LMS and has Canvas, Moodle; say in the reason which one this replaces"
        )],
        "whatever the reason"
    );
}

#[test]
fn what_is_covered_is_weighed_where_the_policy_warns_and_only_told_where_it_informs() {
    let mut known = known();
    known.covered_by = vec![ours(Some(3), StatusWord::Yes)];
    for (covered, said) in [(Covered::Warn, 1), (Covered::Inform, 0)] {
        let mut policy = Policy::of(Base::Hybrid);
        policy.covered = covered;
        known.policy = Arc::new(policy);
        let asked = Intake {
            role: None,
            ..ask()
        };
        let told = advice(&asked, &known);
        assert_eq!(told.len(), said, "{covered:?}: {told:?}");
    }
}

#[test]
fn the_policy_advises_on_an_ask_that_it_takes() {
    let told = |base: Base| {
        let known = IntakeFacts {
            same_job: vec!["Quizlet".into()],
            buyers: vec!["Adams ES".into()],
            best_seat: Some(Cents(300)),
            policy: Arc::new(Policy::of(base)),
            ..known()
        };
        (
            may_ask(&ask(), &known).map_err(|refusal| refusal.field),
            advice(&ask(), &known)
                .iter()
                .map(|advice| advice.field)
                .collect::<Vec<_>>(),
        )
    };
    let (role, product) = ("role", "product");
    assert_eq!(
        told(Base::Centralized),
        (Err(Some(role)), vec![product, product])
    );
    assert_eq!(told(Base::Hybrid), (Ok(()), vec![role, product, product]));
    assert_eq!(told(Base::Decentralized), (Ok(()), vec![product]));
    let mut again = ask();
    again.trigger = Trigger::Age;
    assert_eq!(advice(&again, &known()), []);
}
