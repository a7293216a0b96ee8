use super::*;
use crate::domain::contract::ContractId;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::{PersonId, Roles};
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Value};
use crate::domain::renewal::RenewalId;
use crate::domain::renewal::dates::{DateRules, Ending, dates};
use crate::domain::renewal::to_do::{Leaving, to_dos};
use crate::domain::school::SchoolId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record of which only these fields are said.
fn record<R: Record>(said: &[(&str, Value)]) -> R {
    let of = |name: &str| said.iter().find(|(said, _)| *said == name);
    let values: Vec<Value> = R::FIELDS
        .iter()
        .map(|f| of(f.name).map_or_else(|| (f.blank)(), |(_, value)| value.clone()))
        .collect();
    R::from_values(1, 1, &values).unwrap()
}

/// A year of a district's contract, 60 days of notice.
fn contract(auto_renew: bool) -> Contract {
    record(&[
        ("number", "C-7".to_owned().to_value()),
        ("term_start", day("2026-07-01").to_value()),
        ("term_end", day("2027-06-30").to_value()),
        ("auto_renew", auto_renew.to_value()),
        ("notice", 60_i64.to_value()),
        ("notice_unit", NoticeUnit::Days.to_value()),
        ("notice_basis", NoticeBasis::Sent.to_value()),
    ])
}

/// A thousand seats for $10,000.00.
fn line() -> Line {
    record(&[
        ("contract", ContractId(1).to_value()),
        ("product", ProductId(5).to_value()),
        ("quantity", 1_000_i64.to_value()),
        ("total_cents", Cents(1_000_000).to_value()),
    ])
}

fn case(contract: Contract, lines: Vec<Line>) -> RenewalCase {
    let calendar = Calendar::default();
    RenewalCase {
        dates: dates(
            &Ending::of(&contract, false),
            &calendar,
            &DateRules::default(),
        ),
        now: Running::recorded(&contract, &lines, &[], &[]),
        decisions: Vec::new(),
        calendar,
        rules: DateRules::default(),
        ended: false,
    }
}

fn actor(roles: &str, schools: Schools) -> Actor {
    Actor {
        id: PersonId(1),
        login: "mo".into(),
        roles: Roles::read(roles).unwrap(),
        schools,
    }
}

fn mo() -> Actor {
    actor("renewals", Schools::All)
}

/// A decision that says all its choice needs, of a case whose last day to decide is 2027-04-23.
fn decision(choice: Choice) -> RenewalDecision {
    let until = match choice {
        Choice::Defer => Some(day("2027-04-01")),
        Choice::Coterm => Some(day("2027-07-30")),
        _ => None,
    };
    RenewalDecision {
        choice,
        cause: None,
        reason: Some("counted in March".into()),
        quantity: (choice == Choice::Smaller).then_some(800),
        cents: None,
        until,
        replacement: (choice == Choice::Replace).then_some(ProductId(9)),
        goal_result: None,
    }
}

fn refusal(case: &RenewalCase, deed: RenewalDeed, today: &str) -> String {
    act(case, &deed, &mo(), day(today)).unwrap_err().to_string()
}

/// A put as text: `renewal choice=cancel ...`, the fields that say something.
fn text(put: &Put) -> String {
    let fields = put.fields.iter().filter_map(|(name, given)| match given {
        Given::Value(Value::Null) => None,
        Given::Value(value) => Some(format!(" {name}={value}")),
        Given::Made(n) => Some(format!(" {name}=made{n}")),
    });
    format!("{}{}", put.kind, fields.collect::<String>())
}

#[test]
fn every_choice_for_every_role_in_every_situation() {
    use Choice::{Cancel, Defer, Lapse, Smaller};
    let uncounted = Line {
        quantity: None,
        ..line()
    };
    let fixed = Line {
        reducible: Some(Reducible::Never),
        ..line()
    };
    let situations: [(&str, RenewalCase, &str, &[Choice]); 6] = [
        (
            "renews",
            case(contract(true), vec![line()]),
            "2027-03-10",
            &[Lapse],
        ),
        (
            "ends by itself",
            case(contract(false), vec![line()]),
            "2027-03-10",
            &[Cancel],
        ),
        (
            "our day has passed",
            case(contract(true), vec![line()]),
            "2027-04-26",
            &[Lapse, Defer],
        ),
        (
            "the vendor's too",
            case(contract(true), vec![line()]),
            "2027-05-03",
            &[Lapse, Defer],
        ),
        (
            "no seats",
            case(contract(true), vec![uncounted]),
            "2027-03-10",
            &[Lapse, Smaller],
        ),
        (
            "never fewer",
            case(contract(true), vec![fixed]),
            "2027-03-10",
            &[Lapse, Smaller],
        ),
    ];
    for (situation, case, today, impossible) in situations {
        for role in ["helpdesk", "technical", "curricular", "renewals", "admin"] {
            let actor = actor(role, Schools::All);
            let decides = matches!(role, "renewals" | "admin");
            let offered = choices(&case, &actor, day(today));
            assert_eq!(offered.len(), Choice::ALL.len() - 1);
            for (choice, why_not) in offered {
                let expected = decides && !impossible.contains(&choice);
                let told = format!("{situation}, {role}, {choice}: {why_not:?}");
                assert_eq!(why_not.is_none(), expected, "{told}");
                let deed = RenewalDeed::Decide(decision(choice));
                let done = act(&case, &deed, &actor, day(today));
                assert_eq!(done.err(), why_not, "{told}");
            }
        }
    }
}

#[test]
fn nothing_is_decided_about_what_has_ended() {
    for auto_renew in [true, false] {
        let mut case = case(contract(auto_renew), vec![line()]);
        case.ended = true;
        for (choice, why_not) in choices(&case, &mo(), day("2027-07-10")) {
            let told = why_not.unwrap().to_string();
            assert_eq!(
                told, "C-7 has ended; there is nothing to decide",
                "{choice}"
            );
            assert_eq!(
                refusal(&case, RenewalDeed::Decide(decision(choice)), "2027-07-10"),
                told
            );
        }
    }
}

#[test]
fn nobody_decides_what_is_decided_by_itself() {
    let case = case(contract(true), vec![line()]);
    let deed = RenewalDeed::Decide(decision(Choice::None));
    assert!(refusal(&case, deed, "2027-03-10").contains("by itself"));
}

#[test]
fn who_acts_for_a_school_decides_about_what_it_bought() {
    let own = Contract {
        buyer: Some(SchoolId(3)),
        ..contract(true)
    };
    for (contract, roles, schools, may) in [
        (
            contract(true),
            "renewals",
            Schools::only(vec![SchoolId(3)]),
            false,
        ),
        (
            contract(true),
            "admin",
            Schools::only(vec![SchoolId(3)]),
            true,
        ),
        (
            own.clone(),
            "renewals",
            Schools::only(vec![SchoolId(3), SchoolId(4)]),
            true,
        ),
        (
            own.clone(),
            "renewals",
            Schools::only(vec![SchoolId(4)]),
            false,
        ),
        (own, "renewals", Schools::All, true),
    ] {
        let told = format!("{:?} {roles} {schools:?}", contract.buyer);
        let case = case(contract, vec![line()]);
        let deed = RenewalDeed::Decide(decision(Choice::Cancel));
        let done = act(&case, &deed, &actor(roles, schools), day("2027-03-10"));
        assert_eq!(done.is_ok(), may, "{told}");
    }
}

#[test]
fn what_a_choice_needs_is_asked_for() {
    type Change = fn(&mut RenewalDecision);
    let asks: [(Choice, Change, &str); 15] = [
        (Choice::Cancel, |d| d.reason = None, "needs a reason"),
        (
            Choice::Cancel,
            |d| d.reason = Some(" ".into()),
            "needs a reason",
        ),
        (
            Choice::Cancel,
            |d| (d.reason, d.cause) = (None, Some(Cause::Other)),
            "which other reason",
        ),
        (
            Choice::Renew,
            |d| d.cents = Some(Cents(-1)),
            "cannot be negative",
        ),
        (
            Choice::Smaller,
            |d| d.quantity = None,
            "how many of its 1000 seats",
        ),
        (Choice::Smaller, |d| d.quantity = Some(1_000), "not fewer"),
        (
            Choice::Smaller,
            |d| d.quantity = Some(499),
            "500 is the fewest",
        ),
        (Choice::Replace, |d| d.replacement = None, "which product"),
        (
            Choice::Replace,
            |d| d.replacement = Some(ProductId(5)),
            "cannot replace itself",
        ),
        (Choice::Defer, |d| d.until = None, "by 2027-04-23"),
        (
            Choice::Defer,
            |d| d.until = Some(day("2027-03-10")),
            "after 2027-03-10",
        ),
        (
            Choice::Defer,
            |d| d.until = Some(day("2027-04-24")),
            "by 2027-04-23",
        ),
        (Choice::Coterm, |d| d.until = None, "common last day"),
        (
            Choice::Coterm,
            |d| d.until = Some(day("2027-06-30")),
            "after 2027-06-30",
        ),
        (Choice::Coterm, |d| d.reason = None, "needs a reason"),
    ];
    let least = Line {
        min_quantity: Some(500),
        ..line()
    };
    let case = case(contract(true), vec![least]);
    for (choice, change, says) in asks {
        let mut decision = decision(choice);
        change(&mut decision);
        let why = refusal(&case, RenewalDeed::Decide(decision), "2027-03-10");
        assert!(why.contains(says) && why.contains("C-7"), "{choice}: {why}");
    }
    let mut cause_alone = decision(Choice::Cancel);
    (cause_alone.reason, cause_alone.cause) = (None, Some(Cause::Unused));
    let deed = RenewalDeed::Decide(cause_alone);
    assert!(act(&case, &deed, &mo(), day("2027-03-10")).is_ok());
}

#[test]
fn a_goal_is_asked_for_before_it_goes_on_and_kept() {
    let bought_for = Contract {
        goal: Some("every third grader reads".into()),
        ..contract(true)
    };
    let case = case(bought_for, vec![line()]);
    for choice in [Choice::Renew, Choice::Smaller] {
        let mut decision = decision(choice);
        let why = refusal(&case, RenewalDeed::Decide(decision.clone()), "2027-03-10");
        assert!(why.contains("every third grader reads"), "{why}");
        decision.goal_result = Some("two of three do".into());
        let puts = act(
            &case,
            &RenewalDeed::Decide(decision),
            &mo(),
            day("2027-03-10"),
        )
        .unwrap();
        assert!(text(&puts[0]).contains("goal_result=two of three do"));
    }
    let ends = RenewalDeed::Decide(decision(Choice::Cancel));
    assert!(act(&case, &ends, &mo(), day("2027-03-10")).is_ok());
}

#[test]
fn a_decision_is_written_with_the_day_its_notice_is_due() {
    let of = |auto, choice| {
        let case = case(contract(auto), vec![line()]);
        let deed = RenewalDeed::Decide(decision(choice));
        let puts = act(&case, &deed, &mo(), day("2027-03-10")).unwrap();
        assert_eq!(puts.len(), 1);
        text(&puts[0])
    };
    let by = "reason=counted in March";
    let who = "decided_by=mo decided_on=2027-03-10";
    let start = "renewal contract=1 cycle_end=2027-06-30";
    assert_eq!(
        of(true, Choice::Cancel),
        format!("{start} choice=cancel {by} {who} notice_due=2027-04-30")
    );
    assert_eq!(
        of(false, Choice::Lapse),
        format!("{start} choice=lapse {by} {who}")
    );
    assert_eq!(
        of(true, Choice::Renew),
        format!("{start} choice=renew {by} {who}")
    );
    // 30 more days of a year that cost $10,000.00.
    assert_eq!(
        of(true, Choice::Coterm),
        format!("{start} choice=coterm {by} cents=82192 until=2027-07-30 {who}")
    );
}

#[test]
fn the_other_deeds() {
    let mut case = case(contract(true), vec![line()]);
    let sent = |on: &str, proof: Option<&str>| RenewalDeed::NoticeSent {
        on: day(on),
        proof: proof.map(str::to_owned),
    };
    let deletion = |requested: Option<&str>, confirmed: Option<&str>| RenewalDeed::Deletion {
        requested: requested.map(day),
        due: None,
        confirmed: confirmed.map(day),
    };
    let confirm = |count, unit| RenewalDeed::ConfirmNotice { count, unit };
    assert!(refusal(&case, sent("2027-03-09", None), "2027-03-10").contains("cancel it first"));
    case.decisions = vec![record(&[
        ("contract", ContractId(1).to_value()),
        ("cycle_end", day("2027-06-30").to_value()),
        ("choice", Choice::Cancel.to_value()),
    ])];
    assert!(refusal(&case, sent("2027-03-11", None), "2027-03-10").contains("still to come"));
    let unasked = deletion(None, Some("2027-03-10"));
    assert!(refusal(&case, unasked, "2027-03-10").contains("told to delete"));
    for (count, unit, says) in [
        (366, NoticeUnit::Days, "longer than the term"),
        (13, NoticeUnit::Months, "longer than the term"),
        (-1, NoticeUnit::Days, "negative"),
    ] {
        let why = refusal(&case, confirm(count, unit), "2027-03-10");
        assert!(why.contains(says), "{count} {unit}: {why}");
    }
    for (deed, written) in [
        (
            sent("2027-03-10", Some("scan.pdf")),
            "renewal notice_sent=2027-03-10 notice_proof=scan.pdf",
        ),
        (sent("2027-03-10", None), "renewal notice_sent=2027-03-10"),
        (
            confirm(90, NoticeUnit::Days),
            "contract notice=90 notice_unit=days",
        ),
        (
            confirm(12, NoticeUnit::Months),
            "contract notice=12 notice_unit=months",
        ),
        (
            RenewalDeed::Assign {
                person: PersonId(4),
            },
            "contract owner=4",
        ),
        (
            deletion(Some("2027-07-01"), Some("2027-08-01")),
            "renewal deletion_requested=2027-07-01 deletion_confirmed=2027-08-01",
        ),
    ] {
        let puts = act(&case, &deed, &mo(), day("2027-03-10")).unwrap();
        // What the paper says of the notice moves the day for that of the decision, too.
        let puts = puts
            .iter()
            .map(text)
            .filter(|put| !put.contains("notice_due"));
        assert_eq!(puts.collect::<Vec<_>>(), [written]);
    }
}

/// A day that is in time for the first of two is of that one.
#[test]
fn a_notice_is_for_the_decision_whose_day_it_is_in_time_for() {
    let mut case = case(contract(true), vec![line()]);
    let cancel = |id: i64, end: &str, due: &str| Renewal {
        id: RenewalId(id),
        ..record(&[
            ("contract", ContractId(1).to_value()),
            ("cycle_end", day(end).to_value()),
            ("choice", Choice::Cancel.to_value()),
            ("notice_due", day(due).to_value()),
        ])
    };
    case.decisions = vec![
        cancel(1, "2026-06-30", "2026-04-30"),
        cancel(2, "2027-06-30", "2027-04-30"),
    ];
    for (on, id) in [("2026-04-30", 1), ("2026-05-01", 2), ("2027-05-01", 2)] {
        let deed = RenewalDeed::NoticeSent {
            on: day(on),
            proof: None,
        };
        let puts = act(&case, &deed, &mo(), day("2027-05-10")).unwrap();
        assert_eq!(puts[0].target, Put::id(RenewalId(id)).target, "{on}");
    }
}

/// What one writes about a notice and about our data, and what is left to do.
#[test]
fn what_goes_on_after_the_vendor_was_told_that_it_ends_is_to_be_withdrawn() {
    let told = |choice: Choice, sent: Option<&str>, asked: Option<&str>| -> Renewal {
        record(&[
            ("contract", ContractId(1).to_value()),
            ("cycle_end", day("2027-06-30").to_value()),
            ("choice", choice.to_value()),
            ("notice_sent", sent.map(day).to_value()),
            (
                "notice_proof",
                sent.map(|_| "scan.pdf".to_owned()).to_value(),
            ),
            ("deletion_requested", asked.map(day).to_value()),
        ])
    };
    let contract = contract(true);
    let left = |decision: Renewal| -> Vec<String> {
        let leaving = Leaving {
            contract: &contract,
            vendor: "Plume Press",
            owner: None,
            holds_data: false,
        };
        let found = to_dos(&leaving, &[decision], day("2027-03-10")).into_iter();
        found.map(|to_do| to_do.what).collect()
    };
    let (sent, asked) = (Some("2027-03-01"), Some("2027-03-02"));
    for (choice, sent, asked, says) in [
        (
            Choice::Renew,
            sent,
            None,
            "our notice of 2027-03-01: withdraw it in writing",
        ),
        (
            Choice::Smaller,
            None,
            asked,
            "on 2027-03-02 to delete our data: withdraw it",
        ),
        (Choice::Coterm, sent, asked, "withdraw both in writing"),
    ] {
        let left = left(told(choice, sent, asked));
        assert!(left.len() == 1 && left[0].contains(says), "{left:?}");
    }
    for choice in [Choice::Renew, Choice::Negotiate, Choice::Defer] {
        assert!(left(told(choice, None, None)).is_empty(), "{choice:?}");
    }
    assert!(left(told(Choice::Negotiate, sent, None)).is_empty());
    // A letter withdraws it; a decision that it ends after all begins with no notice, and one that it goes on keeps
    // what the vendor was told.
    let mut case = case(contract.clone(), vec![line()]);
    case.decisions = vec![told(Choice::Renew, sent, asked)];
    let letter = RenewalDeed::NoticeSent {
        on: day("2027-03-10"),
        proof: Some("back.pdf".into()),
    };
    let written = |case: &RenewalCase, deed: &RenewalDeed| -> Vec<(&'static str, Value)> {
        let puts = act(case, deed, &mo(), day("2027-03-10")).unwrap();
        let about = ["notice_sent", "notice_proof", "deletion_requested"];
        let fields = puts.into_iter().flat_map(|put| put.fields);
        let fields = fields.filter(|(name, _)| about.contains(name));
        let value = |given| match given {
            Given::Value(value) => value,
            Given::Made(n) => panic!("made {n}"),
        };
        fields.map(|(name, given)| (name, value(given))).collect()
    };
    let withdrawn = [
        ("notice_sent", Value::Null),
        ("notice_proof", Some("back.pdf".to_owned()).to_value()),
        ("deletion_requested", Value::Null),
    ];
    assert_eq!(written(&case, &letter), withdrawn);
    let decide = |choice| RenewalDeed::Decide(decision(choice));
    let afresh = [("notice_sent", Value::Null), ("notice_proof", Value::Null)];
    assert_eq!(written(&case, &decide(Choice::Cancel)), afresh);
    assert_eq!(written(&case, &decide(Choice::Smaller)), []);
    case.decisions = vec![told(Choice::Cancel, sent, None)];
    assert_eq!(written(&case, &decide(Choice::Renew)), []);
    assert_eq!(written(&case, &decide(Choice::Replace)), []);
}

#[test]
fn on_the_day_to_decide_it_is_put_off_no_longer() {
    let case = case(contract(true), vec![line()]);
    assert_eq!(case.dates.decide_by, day("2027-04-23"));
    for (today, may) in [("2027-04-22", true), ("2027-04-23", false)] {
        let offered = choices(&case, &mo(), day(today));
        let (_, why_not) = offered
            .iter()
            .find(|(choice, _)| *choice == Choice::Defer)
            .unwrap();
        assert_eq!(why_not.is_none(), may, "{today}: {why_not:?}");
    }
}
