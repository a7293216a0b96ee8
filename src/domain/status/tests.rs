//! The resolver by tables: every verdict and word, dates to the day. Scopes, shortages and sentences have
//! files of their own.

mod announced;
mod model;
mod scopes;
mod shortages;
mod spoken;

use super::*;
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::Grade;
use crate::domain::inventory::{Runs, Switch};
use crate::domain::policy::{AgreementEnded, Base, Policy, Unlisted};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `Lincoln` (K to 5), `Lincoln 3` for its grade 3, `any` for the district; all on March 10 2026.
fn asked(text: &str) -> Question {
    let mut words = text.split(' ');
    let school = words.next().filter(|w| *w != "any").map(|_| SchoolFacts {
        id: named("Lincoln").id,
        name: "Lincoln ES".to_owned(),
        code: Some("LIN".to_owned()),
        grades: "K-5".parse().unwrap(),
    });
    let grade = words.next().map(|g| g.parse::<Grade>().unwrap());
    Question {
        school,
        schools: 3,
        grade,
        audience: None,
        today: day("2026-03-10"),
        unlisted: Unlisted::Ask,
        agreement_ended: AgreementEnded::Condition,
    }
}

fn named(name: &str) -> NamedSchool {
    let (id, name) = match name {
        "Lincoln" => (1, "Lincoln ES"),
        "Adams" => (2, "Adams ES"),
        _ => (3, "Madison HS"),
    };
    NamedSchool {
        id: SchoolId(id),
        name: name.to_owned(),
        ..NamedSchool::default()
    }
}

/// `denied at Lincoln,Adams for K-2 on 2025-02-01 until 2026-06-30 who staff if Teachers_only`, the next
/// decision after a bar.
fn decisions(text: &str) -> Vec<ApprovalFact> {
    let decision = |text: &str| {
        let mut words = text.split_whitespace();
        let status = ApprovalStatus::from_word(words.next().unwrap()).unwrap();
        let mut fact = ApprovalFact {
            status,
            ..ApprovalFact::default()
        };
        while let (Some(key), Some(value)) = (words.next(), words.next()) {
            let sentence = value.replace('_', " ");
            match key {
                "at" => fact.schools = Some(value.split(',').map(named).collect()),
                "for" => fact.grades = value.parse().unwrap(),
                "on" => fact.decided_on = Some(day(value)),
                "from" => fact.from = Some(day(value)),
                "until" => fact.until = Some(day(value)),
                "who" if value == "staff" => fact.audience = Audience::Staff,
                "who" => fact.audience = Audience::Student,
                "if" => fact.conditions.push(sentence),
                "was" => fact.was_allowed = true,
                _ => fact.reason = Some(sentence),
            }
        }
        fact
    };
    let texts = text.split('|').filter(|t| !t.trim().is_empty());
    in_effect(texts.map(decision).collect())
}

fn kahoot(text: &str) -> StatusFacts {
    let product = ProductFacts {
        id: ProductId(7),
        name: "Kahoot!".to_owned(),
        edition: Some("EDU".to_owned()),
        ..ProductFacts::default()
    };
    StatusFacts {
        product,
        approvals: decisions(text),
        ..StatusFacts::default()
    }
}

/// The code and the word.
fn ruled(question: &str, text: &str) -> String {
    let answer = answer(&asked(question), &kahoot(text));
    let code = serde_json::to_value(answer.verdict).unwrap();
    format!("{} {}", code.as_str().unwrap(), answer.word)
}

fn seats(allotted: i64, used: Option<i64>) -> LicenseFact {
    LicenseFact {
        purchased: Some(allotted),
        allotted: Some(allotted),
        used,
        free: used.map(|used| (allotted - used).max(0)),
        ..LicenseFact::default()
    }
}

fn device(name: &str, grades: &str, fit: Option<Runs>) -> DeviceFact {
    DeviceFact {
        device: name.to_owned(),
        grades: grades.parse().unwrap(),
        fit,
        ..DeviceFact::default()
    }
}

fn nearpod() -> Alternative {
    Alternative {
        product: "Nearpod".to_owned(),
        answer: StatusWord::Yes,
        named: false,
        licensed_here: true,
        free: Some(9),
        only: None,
        licensed_everywhere: true,
        conditions: Vec::new(),
    }
}

/// A yes at some schools is never the headline of all.
#[test]
fn the_headline_says_where() {
    for (question, text, headline) in [
        ("any", "approved at Lincoln", "YES at 1 of 3 schools"),
        (
            "any",
            "conditional at Lincoln,Adams if Short",
            "YES, CONDITIONS at 2 of 3 schools",
        ),
        ("any", "approved", "YES"),
        ("any", "denied at Adams", "NO at 1 of 3 schools"),
        (
            "any",
            "approved at Adams until 2026-03-01",
            "EXPIRED at 1 of 3 schools",
        ),
        (
            "any",
            "under_review at Adams",
            "IN REVIEW at 1 of 3 schools",
        ),
        ("any", "denied", "NO"),
        ("any", "", "NOT ASKED"),
        ("any 3", "approved at Lincoln for 6-8", "NOT ASKED"),
        ("Lincoln", "approved at Lincoln", "YES at Lincoln ES"),
        ("Lincoln", "approved at Adams", "NOT ASKED at Lincoln ES"),
    ] {
        let answer = answer(&asked(question), &kahoot(text));
        assert_eq!(answer.headline, headline, "{question}: {text}");
        assert_eq!(format!("{}{}", answer.word, answer.at()), headline);
    }
    // One of the two has closed since.
    let few = Question {
        schools: 1,
        ..asked("any")
    };
    let answer = answer(&few, &kahoot("approved at Lincoln,Adams"));
    assert_eq!(answer.headline, "YES at 2 schools");
}

#[test]
fn each_status_has_its_verdict_and_word() {
    for (status, expected) in [
        ("discovered", "NOT_REVIEWED NOT ASKED"),
        ("under_review", "IN_REVIEW IN REVIEW"),
        ("pilot", "YES YES"),
        ("approved", "YES YES"),
        ("conditional", "YES_IF YES, CONDITIONS"),
        ("re_review_due", "YES YES"),
        ("denied", "STOP NO"),
        ("suspended", "STOP NO"),
        ("retiring", "YES YES"),
        ("retired", "STOP NO"),
        ("superseded", "NOT_REVIEWED NOT ASKED"),
        ("data_deletion_pending", "STOP NO"),
        ("closed", "STOP NO"),
    ] {
        for question in ["Lincoln", "any", "Lincoln 3"] {
            assert_eq!(ruled(question, status), expected, "{status}");
            assert_eq!(
                ruled(question, &format!("{status} at Lincoln")),
                expected,
                "{status} listed"
            );
        }
    }
    assert_eq!(ruled("Lincoln", ""), "NOT_REVIEWED NOT ASKED");
}

#[test]
fn the_last_day_still_counts() {
    for (text, expected) in [
        ("approved until 2026-03-09", "STOP EXPIRED"),
        ("approved until 2026-03-10", "YES_UNTIL YES"),
        ("approved until 2026-03-11", "YES_UNTIL YES"),
        ("pilot until 2026-03-09", "STOP EXPIRED"),
        ("retiring until 2026-03-10", "YES_UNTIL YES"),
        ("retiring until 2026-03-09", "STOP NO"),
        ("denied until 2026-03-10", "STOP NO"),
        ("denied until 2026-03-09", "NOT_REVIEWED NOT ASKED"),
        ("under_review until 2026-03-09", "IN_REVIEW IN REVIEW"),
        ("approved from 2026-03-10", "YES YES"),
        ("approved from 2026-03-11", "NOT_FOR_SCOPE NO"),
        ("denied from 2026-03-11 | approved", "YES_UNTIL YES"),
    ] {
        assert_eq!(ruled("Lincoln", text), expected, "{text}");
    }
}

#[test]
fn a_decision_that_was_replaced_counts_for_nothing() {
    for (text, expected) in [
        (
            "superseded on 2026-03-01 | approved on 2025-01-01",
            "YES YES",
        ),
        ("superseded on 2026-03-01 | denied on 2025-01-01", "STOP NO"),
        ("superseded until 2026-03-09", "NOT_REVIEWED NOT ASKED"),
        ("superseded from 2026-03-11", "NOT_REVIEWED NOT ASKED"),
        (
            "superseded at Lincoln | under_review",
            "IN_REVIEW IN REVIEW",
        ),
        (
            "superseded | approved at Madison",
            "NOT_FOR_SCOPE NOT ASKED",
        ),
    ] {
        assert_eq!(ruled("Lincoln", text), expected, "{text}");
    }
}

#[test]
fn the_tail_of_a_retirement_reads_as_retired() {
    for status in ["retired", "data_deletion_pending", "closed"] {
        let facts = kahoot(&format!("{status} from 2026-01-31 why Nobody_used_it"));
        let answer = answer(&asked("Lincoln"), &facts);
        assert_eq!(answer.four.approval, "retired", "{status}");
        assert!(
            answer.reason.starts_with("Retired since Sat Jan 31 2026"),
            "{}",
            answer.reason
        );
        assert!(answer.say.contains("Nobody used it"), "{}", answer.say);
    }
}

#[test]
fn an_incident_stops_the_use_until_a_newer_decision_as_wide() {
    for (text, expected) in [
        (
            "approved on 2025-01-01 | suspended on 2026-03-01 from 2026-03-01",
            "STOP NO",
        ),
        (
            "approved at Lincoln on 2025-01-01 | suspended on 2026-03-01",
            "STOP NO",
        ),
        (
            "approved on 2026-03-02 | suspended on 2026-03-01",
            "YES YES",
        ),
    ] {
        assert_eq!(ruled("Lincoln", text), expected, "{text}");
    }
}

#[test]
fn the_worst_fact_wins() {
    let mut facts = kahoot("approved");
    let verdict = |facts: &StatusFacts| answer(&asked("Lincoln"), facts).verdict;
    facts.switches = Some(SwitchFacts {
        sso: Some(Switch::Off),
        ..SwitchFacts::default()
    });
    assert_eq!(verdict(&facts), Verdict::NeedsSetup);
    facts.licenses = vec![seats(10, Some(10))];
    assert_eq!(verdict(&facts), Verdict::LicenceFull);
    facts.licenses[0].last_day = Some(day("2025-06-30"));
    assert_eq!(verdict(&facts), Verdict::ApprovedNoLicence);
    facts.approvals = decisions("approved if Teachers_only");
    assert_eq!(verdict(&facts), Verdict::YesIf);
    facts.devices = vec![device("iPad", "", Some(Runs::Fails))];
    assert_eq!(verdict(&facts), Verdict::WontRun);
    facts.approvals = decisions("approved at Madison");
    assert_eq!(verdict(&facts), Verdict::NotForScope);
    facts.approvals = decisions("under_review");
    assert_eq!(verdict(&facts), Verdict::InReview);
    facts.approvals = decisions("under_review | denied");
    assert_eq!(verdict(&facts), Verdict::Stop);
}

#[test]
fn the_json_has_the_promised_fields() {
    let answer = answer(&asked("Lincoln"), &kahoot("approved until 2026-03-31"));
    let json = serde_json::to_value(answer).unwrap();
    let promised = "product_id product vendor matched_alias verdict answer reason conditions valid_until where seats \
                    next_step alternatives say four";
    for field in promised.split_whitespace() {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert_eq!(json["verdict"], "YES_UNTIL");
    assert_eq!(json["answer"], "YES");
    assert_eq!(json["valid_until"], "2026-03-31");
    for (verdict, code) in [
        (Verdict::NotListed, "NOT_LISTED"),
        (Verdict::ApprovedNoLicence, "APPROVED_NO_LICENCE"),
        (Verdict::LicenceFull, "LICENCE_FULL"),
        (Verdict::WontRun, "WONT_RUN"),
    ] {
        assert_eq!(serde_json::to_value(verdict).unwrap(), code);
    }
    for word in [
        StatusWord::Yes,
        StatusWord::YesConditions,
        StatusWord::InReview,
        StatusWord::NotAsked,
        StatusWord::Expired,
        StatusWord::No,
    ] {
        assert_eq!(serde_json::to_value(word).unwrap(), word.text());
    }
}

#[test]
fn what_nobody_reviewed_is_blocked_asked_for_or_used_at_low_risk_as_the_policy_says() {
    let told = |tier: i64| {
        Base::ALL.iter().map(move |base| {
            let mut question = asked("Lincoln");
            question.unlisted = Policy::of(*base).unlisted;
            let mut facts = StatusFacts::default();
            facts.product.name = "Blooket".into();
            facts.product.tier = tier;
            let found = answer(&question, &facts);
            assert_eq!(
                (found.verdict, found.word),
                (Verdict::NotReviewed, StatusWord::NotAsked)
            );
            (found.next_step, found.say)
        })
    };
    let asks = "Ask the office to review it.";
    let low: Vec<_> = told(1).collect();
    assert_eq!(
        low[0].0,
        "Ask the office to review it; it is blocked until it is decided."
    );
    assert!(
        low[0]
            .1
            .ends_with("it is blocked until it is decided. Please do not use it.")
    );
    assert_eq!(low[1].0, asks);
    assert!(
        low[1]
            .1
            .ends_with("Please do not use it with students until it has been reviewed.")
    );
    assert_eq!(
        low[2].0,
        "Go ahead without student data; ask before it gets any."
    );
    assert!(low[2].1.ends_with("Please give it no student data."));
    let high: Vec<_> = told(2).collect();
    assert_eq!(high[2].0, asks);
    assert_eq!(high[1], high[2]);
}

#[test]
fn what_nobody_listed_is_answered_as_the_policy_says() {
    let told: Vec<String> = Base::ALL
        .iter()
        .map(|base| {
            let mut question = asked("Lincoln");
            question.unlisted = Policy::of(*base).unlisted;
            let unnamed = Unnamed {
                words: "Zorblax",
                ..Unnamed::default()
            };
            not_listed(unnamed, &[], &question).next_step
        })
        .collect();
    assert!(told[0].ends_with("it is blocked until then."));
    assert_eq!(told[1], "Ask the office to review it.");
    assert!(told[2].starts_with("Go ahead where it is free"));
}
