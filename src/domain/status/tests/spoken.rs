//! What is said aloud, and what is offered instead.

use super::*;
use crate::domain::school::Schools;

const INSTEAD: &str = " Please use Nearpod instead, which is already paid for here.";

#[test]
fn an_allowed_use_is_said_with_its_limits() {
    for (question, text, said) in [
        (
            "Lincoln",
            "approved",
            "Yes. Kahoot! EDU is approved at Lincoln ES.",
        ),
        (
            "Lincoln",
            "approved who staff",
            "Yes. Kahoot! EDU is approved at Lincoln ES, on this condition: For staff only.",
        ),
        (
            "Lincoln 3",
            "approved for 3-5 who staff",
            "Yes. Kahoot! EDU is approved at Lincoln ES for grade 3, on this condition: For staff only.",
        ),
        (
            "Lincoln 3",
            "approved for 3-5 who staff | approved for 9-12 who student",
            "Yes. Kahoot! EDU is approved at Lincoln ES for grade 3, on this condition: For staff only.",
        ),
        (
            "Lincoln",
            "pilot at Lincoln",
            "Yes. Kahoot! EDU is in a pilot at Lincoln ES.",
        ),
        (
            "Lincoln 4",
            "approved for 3-5 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES for grade 4 until June 30, 2026.",
        ),
        (
            "Lincoln",
            "conditional for 3-5 if Teacher_accounts_only. if Students_join_by_code.",
            "Yes. Kahoot! EDU is approved at Lincoln ES, on these conditions: Teacher accounts only; Students join by code; Grades 3 to 5 only.",
        ),
        (
            "Lincoln",
            "conditional",
            "Yes. Kahoot! EDU is approved at Lincoln ES, on this condition: Ask the technology office for the conditions; they are not on record.",
        ),
        (
            "any",
            "approved",
            "Yes. Kahoot! EDU is approved at all schools.",
        ),
        (
            "any",
            "approved at Adams,Madison",
            "Yes. Kahoot! EDU is approved at Adams ES and Madison HS. Elsewhere, please use Nearpod, which is already paid for.",
        ),
        (
            "any",
            "approved at Adams until 2027-06-30 | conditional at Madison until 2026-12-21 if Teachers_only.",
            "Yes. Kahoot! EDU is approved at Adams ES and Madison HS. At Adams ES: yes until June 30, 2027. At Madison HS: yes until December 21, 2026, on condition: Teachers only. Elsewhere, please use Nearpod, which is already paid for.",
        ),
        (
            "any",
            "approved until 2027-06-30 | pilot at Lincoln on 2026-01-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at all schools. At all other schools: yes until June 30, 2027. At Lincoln ES: yes, in a pilot until June 30, 2026.",
        ),
        (
            "any",
            "approved at Adams for 3-5 until 2027-06-30 | approved at Madison until 2027-06-30",
            "Yes. Kahoot! EDU is approved at Adams ES and Madison HS until June 30, 2027. Elsewhere, please use Nearpod, which is already paid for.",
        ),
    ] {
        assert_eq!(say(question, text), said, "{text}");
    }
}

#[test]
fn a_refusal_says_why_and_what_to_use_instead() {
    for (question, text, said) in [
        (
            "Lincoln",
            "denied why shows_ads.",
            "No. Kahoot! EDU was decided against: shows ads.",
        ),
        (
            "Lincoln",
            "suspended at Lincoln why data_incident",
            "No. Kahoot! EDU must not be used for now at Lincoln ES: data incident.",
        ),
        (
            "Lincoln",
            "retired from 2025-07-01",
            "No. Kahoot! EDU is no longer in use since July 1, 2025.",
        ),
        (
            "Lincoln",
            "approved until 2026-01-31",
            "Not now. The approval of Kahoot! EDU ended on January 31, 2026.",
        ),
        (
            "Lincoln",
            "under_review until 2026-03-24",
            "Not yet. Please do not use Kahoot! EDU with students until we answer, by March 24, 2026.",
        ),
        (
            "Lincoln",
            "discovered",
            "Nobody has asked about Kahoot! EDU yet, so it is not approved at Lincoln ES.",
        ),
        (
            "Lincoln",
            "approved at Adams,Madison",
            "Kahoot! EDU is approved at Adams ES and Madison HS only, not asked for at Lincoln ES yet.",
        ),
        (
            "Lincoln",
            "pilot at Adams",
            "Kahoot! EDU is in a pilot at Adams ES only, not asked for at Lincoln ES yet.",
        ),
        (
            "Lincoln 2",
            "approved for 3-5",
            "Kahoot! EDU is approved for grades 3 to 5 only, not for grade 2.",
        ),
        (
            "Lincoln 4",
            "approved for K-2 | suspended at Lincoln for K-2",
            "Kahoot! EDU is approved for grades K to 2 at other schools only, not asked for at Lincoln ES yet.",
        ),
        (
            "Lincoln 4",
            "approved at Adams,Lincoln for K-2 | suspended at Lincoln for K-2",
            "Kahoot! EDU is approved at Adams ES only, not asked for at Lincoln ES yet.",
        ),
        (
            "Lincoln 4",
            "approved for K-2 | approved at Lincoln for 5-5 | suspended at Lincoln for K-2",
            "Kahoot! EDU is approved for grade 5 only, not for grade 4.",
        ),
        (
            "Lincoln",
            "approved from 2026-08-01",
            "Kahoot! EDU is approved from August 1, 2026 on, not yet.",
        ),
    ] {
        assert_eq!(say(question, text), format!("{said}{INSTEAD}"), "{text}");
    }
}

#[test]
fn each_part_of_a_school_is_said_where_its_terms_differ() {
    for (question, text, said) in [
        (
            "Lincoln",
            "approved for K-2 | conditional for 3-5 if Teacher_led",
            "Yes. Kahoot! EDU is approved at Lincoln ES. Grades K to 2: yes. Grades 3 to 5: on condition: Teacher led.",
        ),
        (
            "Lincoln 1",
            "approved for K-2 | conditional for 3-5 if Teacher_led",
            "Yes. Kahoot! EDU is approved at Lincoln ES for grade 1.",
        ),
        (
            "Lincoln",
            "approved who staff | conditional who students if Teacher_led",
            "Yes. Kahoot! EDU is approved at Lincoln ES. Students: on condition: Teacher led. Staff: yes.",
        ),
        (
            "Lincoln",
            "approved for K-2 until 2026-06-30 | approved for 3-5",
            "Yes. Kahoot! EDU is approved at Lincoln ES. Grades K to 2: yes until June 30, 2026. Grades 3 to 5: yes.",
        ),
        (
            "Lincoln",
            "approved for K-1 | conditional for 2-3 if Teacher_led",
            "Yes. Kahoot! EDU is approved at Lincoln ES. Grades K to 1: yes. Grades 2 to 3: on condition: Teacher led. For all: Grades K to 3 only.",
        ),
    ] {
        let answer = answer(&asked(question), &kahoot(text));
        assert_eq!(answer.say, said, "{text}");
    }
    let parts = "approved for K-2 | conditional for 3-5 if Teacher_led";
    let parts = answer(&asked("Lincoln"), &kahoot(parts));
    assert_eq!(parts.conditions, ["Grades 3 to 5: Teacher led."]);
    assert_eq!(parts.verdict, Verdict::YesIf);
}

/// Who asks for a grade that the school has not is told so, and not sent to ask for a review.
#[test]
fn a_grade_that_the_school_has_not_is_said() {
    for (text, said) in [
        (
            "approved for 3-5",
            "Kahoot! EDU is approved for grades 3 to 5 only, not for grade 12 (the school has K-5).",
        ),
        (
            "approved at Adams",
            "Kahoot! EDU is approved at Adams ES only, not asked for at Lincoln ES yet (the school has K-5).",
        ),
    ] {
        let facts = StatusFacts {
            alternatives: vec![nearpod()],
            ..kahoot(text)
        };
        let found = answer(&asked("Lincoln 12"), &facts);
        assert_eq!(
            found.say,
            format!("{said} Say a grade that the school has.")
        );
        assert_eq!(found.next_step, "Say a grade that the school has.");
        let found = answer(&asked("Lincoln 2"), &facts);
        assert!(!found.say.contains("the school has"), "{}", found.say);
    }
}

#[test]
fn what_is_decided_for_a_later_day_is_said_before_it_comes() {
    for (question, text, verdict, until, said) in [
        (
            "Lincoln",
            "approved on 2026-01-01 | denied at Lincoln from 2026-03-20",
            Verdict::YesUntil,
            Some("2026-03-19"),
            "Yes. Kahoot! EDU is approved at Lincoln ES until March 19, 2026; denied from March 20, 2026.",
        ),
        (
            "Lincoln",
            "approved | denied at Adams from 2026-03-20",
            Verdict::Yes,
            None,
            "Yes. Kahoot! EDU is approved at Lincoln ES.",
        ),
        (
            "Lincoln",
            "approved | suspended for K-2 from 2026-03-20",
            Verdict::Yes,
            None,
            "Yes. Kahoot! EDU is approved at Lincoln ES; suspended for grades K to 2 from March 20, 2026.",
        ),
        (
            "Lincoln 1",
            "approved | suspended for K-2 from 2026-03-20",
            Verdict::YesUntil,
            Some("2026-03-19"),
            "Yes. Kahoot! EDU is approved at Lincoln ES for grade 1 until March 19, 2026; suspended from March 20, 2026.",
        ),
        (
            "Lincoln",
            "pilot until 2026-05-31 | approved from 2026-06-01",
            Verdict::YesUntil,
            Some("2026-05-31"),
            "Yes. Kahoot! EDU is in a pilot at Lincoln ES until May 31, 2026; approved from June 1, 2026.",
        ),
        (
            "Lincoln",
            "denied | conditional from 2026-08-01 if Teacher_led",
            Verdict::Stop,
            None,
            "No. Kahoot! EDU was decided against; approved from August 1, 2026, on condition: Teacher led.",
        ),
    ] {
        let answer = answer(&asked(question), &kahoot(text));
        assert_eq!(answer.say, said, "{text}");
        assert_eq!(
            (answer.verdict, answer.valid_until),
            (verdict, until.map(day))
        );
    }
}

#[test]
fn what_was_decided_against_before_or_for_others_is_told() {
    for (text, said) in [
        (
            "denied until 2026-03-09 why Sells_data",
            "Kahoot! EDU was decided against until March 9, 2026: Sells data; nothing is decided since, so it is not approved at Lincoln ES.",
        ),
        (
            "suspended at Lincoln until 2026-02-28",
            "Kahoot! EDU was suspended at Lincoln ES until February 28, 2026; nothing is decided since, so it is not approved at Lincoln ES.",
        ),
        (
            "denied at Adams",
            "Nobody has asked about Kahoot! EDU at Lincoln ES yet; it is not allowed at Adams ES, so it is not approved at Lincoln ES.",
        ),
    ] {
        let answer = answer(&asked("Lincoln"), &kahoot(text));
        let said = format!("{said} Please do not use it with students until it has been reviewed.");
        assert_eq!(answer.say, said, "{text}");
        assert_eq!(answer.verdict, Verdict::NotReviewed);
    }
}

#[test]
fn an_ended_privacy_agreement_does_what_the_policy_says() {
    let told = |policy: AgreementEnded, text: &str| {
        let mut question = asked("Lincoln");
        question.agreement_ended = policy;
        let facts = StatusFacts {
            agreement_ended: Some(day("2026-03-09")),
            ..kahoot(text)
        };
        let found = answer(&question, &facts);
        (found.verdict, found.word, found.reason, found.say)
    };
    let ended = "the privacy agreement ended Mon Mar 09 2026";
    let (verdict, word, reason, say) = told(AgreementEnded::Tell, "approved");
    assert_eq!((verdict, word), (Verdict::Yes, StatusWord::Yes));
    assert_eq!(reason, format!("Approved at Lincoln ES; {ended}."));
    assert_eq!(say, "Yes. Kahoot! EDU is approved at Lincoln ES.");
    let (verdict, word, reason, say) = told(AgreementEnded::Condition, "approved");
    assert_eq!((verdict, word), (Verdict::YesIf, StatusWord::YesConditions));
    assert_eq!(
        reason,
        format!("Approved at Lincoln ES, with 1 condition; {ended}.")
    );
    assert!(
        say.ends_with("The privacy agreement has to be renewed: it ended Mon Mar 09 2026."),
        "{say}"
    );
    let (verdict, word, reason, say) = told(AgreementEnded::Stop, "conditional if Teacher_led");
    assert_eq!((verdict, word), (Verdict::Stop, StatusWord::No));
    assert_eq!(reason, "The privacy agreement ended Mon Mar 09 2026.");
    assert_eq!(
        say,
        "No. The privacy agreement for Kahoot! EDU ended on March 9, 2026, and without one it may not be used at Lincoln ES."
    );
    // It changes nothing where the answer is no already.
    for policy in [
        AgreementEnded::Tell,
        AgreementEnded::Condition,
        AgreementEnded::Stop,
    ] {
        assert_eq!(told(policy, "denied").2, "Denied.");
    }
}

#[test]
fn what_does_not_run_is_told_of_a_pilot_too() {
    for (text, said) in [
        ("approved", "is approved but does not run on iPad"),
        ("pilot at Lincoln", "is in a pilot but does not run on iPad"),
    ] {
        let facts = StatusFacts {
            devices: vec![device("iPad", "", Some(Runs::Fails))],
            ..kahoot(text)
        };
        let found = answer(&asked("Lincoln"), &facts);
        assert_eq!(found.verdict, Verdict::WontRun);
        assert!(found.say.contains(said), "{}", found.say);
    }
}

#[test]
fn a_product_off_the_list_names_its_successor() {
    let mut facts = kahoot("approved");
    facts.product.archived = true;
    facts.product.successor = Some("Quizizz".to_owned());
    let gone = answer(&asked("Lincoln"), &facts);
    assert_eq!((gone.verdict, gone.word), (Verdict::Stop, StatusWord::No));
    assert_eq!(
        gone.say,
        "No. Kahoot! EDU is no longer in use. Please use Quizizz instead."
    );
    facts.product.archived = false;
    facts.approvals = decisions("retiring until 2026-06-30");
    let going = answer(&asked("Lincoln"), &facts);
    assert!(
        going
            .say
            .ends_with("until June 30, 2026. After that, please use Quizizz.")
    );
}

#[test]
fn a_name_the_caller_knows_is_said_with_the_name_today() {
    let mut facts = kahoot("approved");
    facts.product.alias = Some("Quizmaster".to_owned());
    let answer = answer(&asked("Lincoln"), &facts);
    assert_eq!(
        answer.say,
        "Yes. Kahoot! EDU (also called Quizmaster) is approved at Lincoln ES."
    );
    assert_eq!(answer.matched_alias.as_deref(), Some("Quizmaster"));
}

#[test]
fn an_unlisted_product_names_what_is_near() {
    let near = ["Kahoot! EDU".to_owned()];
    let unnamed = Unnamed {
        words: "kahutt",
        nearest: &near,
        unknown: &[],
        rest_is_listed: false,
        ..Unnamed::default()
    };
    let answer = not_listed(unnamed, &[], &asked("Lincoln"));
    assert_eq!(
        (answer.verdict, answer.word),
        (Verdict::NotListed, StatusWord::NotAsked)
    );
    let said =
        "Kahutt is not on our list, so nobody has asked about it yet. Did you mean Kahoot! EDU?";
    assert_eq!(answer.say, said);
    let unnamed = Unnamed {
        nearest: &[],
        ..unnamed
    };
    let answer = not_listed(unnamed, &[nearpod()], &asked("Lincoln"));
    assert!(answer.say.ends_with(INSTEAD));
    // The rest names a product that is listed: only the school is wrong, if it is one.
    let unknown = ["linkoln".to_owned()];
    let unnamed = Unnamed {
        words: "kahoot linkoln",
        nearest: &near,
        unknown: &unknown,
        rest_is_listed: true,
        ..Unnamed::default()
    };
    let answer = not_listed(unnamed, &[], &asked("any"));
    let said = "Kahoot! EDU is on our list, but no school is called \"linkoln\". \
                Which school do you mean?";
    assert_eq!(answer.say, said);
    // What only begins like a name is not said to be listed.
    let begun = Unnamed {
        rest_is_listed: false,
        ..unnamed
    };
    let said = "No school is called \"linkoln\". Did you mean Kahoot! EDU?";
    assert_eq!(not_listed(begun, &[], &asked("any")).say, said);
    // A school was named: nothing of the words is taken for another.
    let said =
        "Kahoot! EDU is on our list, but \"linkoln\" names nothing here. Did you mean Kahoot! EDU?";
    let answer = not_listed(unnamed, &[], &asked("Lincoln"));
    assert_eq!(answer.say, said);
    assert!(!answer.reason.contains("school"), "{}", answer.reason);
    let said = "Kahoot linkoln is not on our list, so nobody has asked about it yet. \
                Did you mean Kahoot! EDU?";
    let begun = not_listed(begun, &[], &asked("Lincoln"));
    assert_eq!(begun.say, said);
}

#[test]
fn words_of_several_products_ask_which_one() {
    let near = ["Kahoot! EDU", "Kahoot! Free", "Nearpod"].map(str::to_owned);
    let begun = Unnamed {
        words: "kahoot",
        nearest: &near,
        begun: 2,
        ..Unnamed::default()
    };
    let told = not_listed(begun, &[nearpod()], &asked("Lincoln"));
    assert_eq!(told.reason, "2 products begin so; say which one.");
    assert_eq!(
        told.say,
        "2 products begin with \"kahoot\". Which one do you mean: Kahoot! EDU or Kahoot! Free?"
    );
    let several = Unnamed {
        begun: 0,
        several: 2,
        ..begun
    };
    let told = not_listed(several, &[], &asked("Lincoln"));
    assert_eq!(
        told.reason,
        "The words name several products; ask about one at a time."
    );
    assert_eq!(
        told.say,
        "I can tell of one product at a time. Which one do you mean: Kahoot! EDU or Kahoot! Free?"
    );
}

/// What is approved or paid for at some schools only is nothing that every school is sent to.
#[test]
fn what_some_schools_may_use_is_not_for_all_others() {
    let district = asked("any");
    let licensed = |everywhere| LicenseFact {
        schools: if everywhere {
            Schools::All
        } else {
            Schools::Only(vec![SchoolId(1)])
        },
        seats: Metering::Site,
        ..LicenseFact::default()
    };
    let other = |text: &str, everywhere| {
        let facts = StatusFacts {
            licenses: vec![licensed(everywhere)],
            ..kahoot(text)
        };
        alternative(&district, &facts).unwrap()
    };
    for (other, said) in [
        (
            other("approved", true),
            "Elsewhere, please use Kahoot! EDU, which is already paid for.",
        ),
        (other("approved", false), ""),
        (other("approved at Lincoln", true), ""),
    ] {
        let facts = StatusFacts {
            alternatives: vec![other.clone()],
            ..kahoot("approved at Adams")
        };
        let answer = answer(&district, &facts);
        let head = "Yes. Kahoot! EDU is approved at Adams ES.";
        let whole = [head, said].join(" ");
        assert_eq!(answer.say, whole.trim_end(), "{other:?}");
    }
    let facts = StatusFacts {
        alternatives: vec![other("approved at Lincoln,Madison", true)],
        ..kahoot("denied why shows_ads.")
    };
    assert_eq!(
        answer(&district, &facts).say,
        "No. Kahoot! EDU was decided against: shows ads. Kahoot! EDU is approved for the same job at Lincoln ES and Madison HS."
    );
}

#[test]
fn only_allowed_alternatives_are_offered_those_paid_for_first() {
    let other = |product: &str, answer, licensed_here| Alternative {
        product: product.to_owned(),
        answer,
        named: false,
        licensed_here,
        free: None,
        only: None,
        licensed_everywhere: licensed_here,
        conditions: Vec::new(),
    };
    let alternatives = vec![
        other("Blooket", StatusWord::No, true),
        other("Gimkit", StatusWord::Yes, false),
        other("Quizizz", StatusWord::YesConditions, true),
        nearpod(),
    ];
    let answer = answer(
        &asked("Lincoln"),
        &StatusFacts {
            alternatives,
            ..kahoot("")
        },
    );
    let names: Vec<&str> = answer
        .alternatives
        .iter()
        .map(|a| a.product.as_str())
        .collect();
    assert_eq!(names, ["Nearpod", "Quizizz", "Gimkit"]);
    // What a decision named comes first, be it not paid for here.
    let named = Alternative {
        named: true,
        ..other("Gimkit", StatusWord::YesConditions, false)
    };
    let told = super::answer(
        &asked("Lincoln"),
        &StatusFacts {
            alternatives: vec![nearpod(), named],
            ..kahoot("denied")
        },
    );
    assert!(
        told.say.ends_with("Please use Gimkit instead."),
        "{}",
        told.say
    );
}

#[test]
fn grades_are_said_as_people_say_them() {
    for (grades, said) in [
        ("3-5", "grades 3 to 5"),
        ("4", "grade 4"),
        ("6, 9-12", "grades 6, 9 to 12"),
        ("K-2", "grades K to 2"),
        ("", ""),
    ] {
        assert_eq!(phrase::grades(grades.parse().unwrap()), said);
    }
}

fn say(question: &str, text: &str) -> String {
    let alternatives = vec![nearpod()];
    answer(
        &asked(question),
        &StatusFacts {
            alternatives,
            ..kahoot(text)
        },
    )
    .say
}

/// What stands between another product and whoever is sent to it is said with it.
#[test]
fn a_product_to_use_instead_comes_with_what_it_asks_for() {
    let question = asked("Lincoln");
    let other = |text: &str, license: Option<LicenseFact>| {
        let mut facts = kahoot(text);
        facts.product.name = "Gimkit".to_owned();
        facts.paid = true;
        facts.licenses = license.into_iter().collect();
        alternative(&question, &facts)
    };
    let plain = || other("approved", Some(seats(18, Some(3))));
    let staff = other("approved who staff", Some(seats(18, Some(3))));
    let full = other("approved", Some(seats(18, Some(18))));
    let unbought = other("approved", None);
    for (alternatives, said) in [
        (
            vec![plain()],
            "Please use Gimkit EDU instead, which is already paid for here.",
        ),
        (
            vec![staff.clone()],
            "Gimkit EDU is approved for the same job, on this condition: For staff only.",
        ),
        (
            vec![full.clone()],
            "Gimkit EDU is approved for the same job, on this condition: A seat has to be freed or bought first: all 18 seats are taken.",
        ),
        (
            vec![unbought.clone()],
            "Gimkit EDU is approved for the same job, on this condition: A license has to be bought first.",
        ),
        // Whoever asks for nothing comes first.
        (
            vec![unbought, full, staff, plain()],
            "Please use Gimkit EDU instead, which is already paid for here.",
        ),
    ] {
        let facts = StatusFacts {
            alternatives: alternatives.into_iter().map(Option::unwrap).collect(),
            ..kahoot("denied")
        };
        let answer = answer(&question, &facts);
        assert_eq!(
            answer.say,
            format!("No. Kahoot! EDU was decided against. {said}")
        );
    }
}

#[test]
fn a_license_that_ends_for_certain_ends_the_use() {
    let license = |last: &str, ends| LicenseFact {
        last_day: Some(day(last)),
        ends,
        ..seats(18, Some(3))
    };
    let told = |text: &str, licenses: Vec<LicenseFact>| {
        let facts = StatusFacts {
            licenses,
            ..kahoot(text)
        };
        answer(&asked("Lincoln"), &facts)
    };
    let until = "approved until 2027-05-29";
    for (text, license, valid, next) in [
        (
            until,
            license("2027-03-22", true),
            "2027-03-22",
            "Go ahead; the last day is Mon Mar 22 2027, on which the license ends.",
        ),
        (
            "approved",
            license("2027-03-22", true),
            "2027-03-22",
            "Go ahead; the last day is Mon Mar 22 2027, on which the license ends.",
        ),
        (
            until,
            license("2027-06-30", true),
            "2027-05-29",
            "Go ahead; the last day is Sat May 29 2027.",
        ),
        // One that may go on ends nothing.
        (
            until,
            license("2027-03-22", false),
            "2027-05-29",
            "Go ahead; the last day is Sat May 29 2027.",
        ),
    ] {
        let answer = told(text, vec![license.clone()]);
        assert_eq!(answer.valid_until, Some(day(valid)), "{text} {license:?}");
        assert_eq!(answer.next_step, next);
        let says = answer.say.contains("; its license ends March 22, 2027");
        assert_eq!(says, valid == "2027-03-22", "{}", answer.say);
    }
    // The next one is bought already.
    let next = LicenseFact {
        first_day: Some(day("2027-03-23")),
        ..license("2028-03-22", true)
    };
    let answer = told(until, vec![license("2027-03-22", true), next]);
    assert_eq!(answer.valid_until, Some(day("2027-05-29")));
}

#[test]
fn a_school_that_is_left_out_is_left_out_of_what_is_said_of_all() {
    for (text, said, headline) in [
        (
            "approved on 2025-01-01 | suspended at Lincoln on 2025-06-01",
            "approved at all schools but Lincoln ES",
            "YES, CONDITIONS at all but 1 school",
        ),
        (
            "approved on 2025-01-01 | denied at Lincoln,Adams on 2025-06-01",
            "approved at all schools but Adams ES and Lincoln ES",
            "YES, CONDITIONS at all but 2 schools",
        ),
        ("approved", "approved at all schools", "YES"),
    ] {
        let answer = answer(&asked("any"), &kahoot(text));
        assert!(answer.say.contains(said), "{}", answer.say);
        assert_eq!(answer.headline, headline);
    }
}
