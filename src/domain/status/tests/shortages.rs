//! What is missing though it is allowed: licenses, seats, switches, devices, training.

use super::*;
use crate::domain::money::Cents;
use crate::domain::school::Schools;

#[test]
fn licenses_are_counted_on_the_day() {
    let of = |metering| LicenseFact {
        seats: metering,
        ..LicenseFact::default()
    };
    let (site, free) = (of(Metering::Site), of(Metering::Free));
    let ends = |date| LicenseFact {
        last_day: Some(day(date)),
        ..seats(24, Some(19))
    };
    let starts = LicenseFact {
        first_day: Some(day("2026-03-11")),
        ..seats(24, None)
    };
    let starts_today = LicenseFact {
        first_day: Some(day("2026-03-10")),
        ..seats(24, Some(19))
    };
    let (yes, full, none) = (
        Verdict::Yes,
        Verdict::LicenceFull,
        Verdict::ApprovedNoLicence,
    );
    for (licenses, verdict, words, left) in [
        (vec![], yes, "not known", None),
        (vec![free], yes, "none needed", None),
        (vec![site.clone()], yes, "site license", None),
        (vec![seats(24, Some(19))], yes, "5 seats free", Some(5)),
        (vec![seats(24, Some(23))], yes, "1 seat free", Some(1)),
        (
            vec![seats(24, None)],
            yes,
            "24 seats, use not counted",
            None,
        ),
        (vec![seats(1, None)], yes, "1 seat, use not counted", None),
        (
            vec![LicenseFact::default()],
            yes,
            "licensed, seats not counted",
            None,
        ),
        (vec![seats(24, Some(24))], full, "no seat free", Some(0)),
        (vec![seats(24, Some(30))], full, "no seat free", Some(0)),
        (
            vec![seats(24, Some(24)), seats(2, Some(1))],
            yes,
            "1 seat free",
            Some(1),
        ),
        (
            vec![seats(24, Some(24)), seats(200, None)],
            yes,
            "224 seats, 24 used, free not known",
            None,
        ),
        (vec![seats(24, Some(24)), site], yes, "site license", None),
        (vec![seats(0, Some(0))], none, "none here", Some(0)),
        (vec![ends("2026-03-10")], yes, "5 seats free", Some(5)),
        (
            vec![ends("2026-03-09")],
            none,
            "ended Mon Mar 09 2026",
            None,
        ),
        (vec![starts], none, "starts Wed Mar 11 2026", None),
        (vec![starts_today], yes, "5 seats free", Some(5)),
    ] {
        let facts = StatusFacts {
            licenses,
            ..kahoot("approved")
        };
        let answer = answer(&asked("Lincoln"), &facts);
        let got = (
            answer.verdict,
            answer.four.entitlement.as_str(),
            answer.seats.free,
        );
        assert_eq!(got, (verdict, words, left), "{:?}", facts.licenses);
        assert_eq!(answer.word == StatusWord::Yes, verdict == yes);
    }
}

#[test]
fn a_license_elsewhere_has_to_be_joined_or_bought() {
    let place = |place: &str, free| SeatsElsewhere {
        place: place.to_owned(),
        free,
    };
    let purchaser = Some("P. Nguyen".to_owned());
    let facts = StatusFacts {
        elsewhere: vec![
            place("Oak MS", Some(2)),
            place("Elm ES", Some(0)),
            place("Adams ES", Some(13)),
            place("Pine ES", None),
        ],
        price: Some(Cents(1_250)),
        people: Contacts {
            purchaser,
            ..Contacts::default()
        },
        ..kahoot("approved")
    };
    let answer = answer(&asked("Lincoln"), &facts);
    assert_eq!(
        (answer.verdict, answer.word),
        (Verdict::ApprovedNoLicence, StatusWord::YesConditions)
    );
    assert_eq!(answer.conditions, ["A license has to be bought first."]);
    assert_eq!(
        answer.next_step,
        "Ask P. Nguyen; Adams ES has 13 seats free. A seat: $12.50 year price."
    );
    let said = "Kahoot! EDU is approved at Lincoln ES, but the school has no license. Ask P. Nguyen; Adams ES has 13 seats free.";
    assert_eq!(answer.say, said);
}

#[test]
fn what_is_free_needs_no_license_and_what_was_ever_paid_for_does() {
    let elsewhere = vec![SeatsElsewhere {
        place: "Adams ES".to_owned(),
        free: None,
    }];
    let verdict = |facts: StatusFacts| answer(&asked("Lincoln"), &facts).verdict;
    let held = StatusFacts {
        elsewhere,
        paid: true,
        ..kahoot("approved")
    };
    assert_eq!(verdict(held.clone()), Verdict::ApprovedNoLicence);
    let free = StatusFacts { free: true, ..held };
    assert_eq!(verdict(free.clone()), Verdict::Yes);
    let off = SwitchFacts {
        sso: Some(Switch::Off),
        ..SwitchFacts::default()
    };
    let switches = Some(off);
    assert_eq!(
        verdict(StatusFacts { switches, ..free }),
        Verdict::NeedsSetup
    );
    // The only license there was has ended, at another school.
    let paid = StatusFacts {
        paid: true,
        ..kahoot("approved")
    };
    assert_eq!(verdict(paid), Verdict::ApprovedNoLicence);
    assert_eq!(verdict(kahoot("approved")), Verdict::Yes);
}

#[test]
fn what_nobody_paid_for_costs_what_it_was_asked_for_at() {
    let bought = "A license has to be bought first.";
    let ask = "Ask the technology office before anyone buys.";
    let limit = "; a school may spend $1,000.00";
    for (cents, spend, words, step) in [
        (None, Some(100_000), "not known", "Go ahead.".to_owned()),
        (
            Some(0),
            Some(100_000),
            "none needed",
            "Go ahead.".to_owned(),
        ),
        (
            Some(500_000),
            Some(100_000),
            "none here",
            format!("{ask} Asked for at $5,000.00 year price{limit}."),
        ),
        (
            Some(50_000),
            Some(100_000),
            "none here",
            format!("{ask} Asked for at $500.00 year price."),
        ),
        (
            Some(500_000),
            None,
            "none here",
            format!("{ask} Asked for at $5,000.00 year price."),
        ),
    ] {
        let facts = StatusFacts {
            asked_price: cents.map(Cents),
            asked_here: cents.map(Cents),
            school_spend: spend.map(Cents),
            ..kahoot("approved")
        };
        let answer = answer(&asked("Lincoln"), &facts);
        let told = (answer.four.entitlement.as_str(), &answer.next_step);
        assert_eq!(told, (words, &step), "{cents:?}");
        let missing = answer.conditions.iter().any(|c| c == bought);
        assert_eq!(missing, cents.is_some_and(|cents| cents > 0), "{cents:?}");
    }
}

/// A yes for the district is no license for its schools.
#[test]
fn a_yes_for_the_district_says_where_a_license_reaches() {
    let adams = named("Adams");
    let other = named("Lincoln");
    let told = |text: &str, schools: &[&NamedSchool]| {
        let facts = StatusFacts {
            licenses: vec![LicenseFact {
                schools: Schools::only(schools.iter().map(|school| school.id).collect()),
                ..seats(24, Some(19))
            }],
            licensed_schools: schools.iter().map(|school| (*school).clone()).collect(),
            ..kahoot(text)
        };
        let answer = answer(&asked("any"), &facts);
        (answer.four.entitlement, answer.next_step, answer.say)
    };
    for (text, schools, license, next, say) in [
        (
            "approved",
            vec![&adams],
            "5 seats free, at Adams ES only",
            "Go ahead where it is licensed.",
            "Yes. Kahoot! EDU is approved at all schools, licensed at Adams ES only.",
        ),
        (
            "approved at Adams,Lincoln",
            vec![&other],
            "5 seats free, at Lincoln ES only",
            "Go ahead where it is licensed.",
            "Yes. Kahoot! EDU is approved at Adams ES and Lincoln ES, licensed at Lincoln ES only.",
        ),
        (
            "approved at Adams if quiet",
            vec![&other],
            "5 seats free, at other schools only",
            "Keep to the conditions.",
            "Yes. Kahoot! EDU is approved at Adams ES, licensed at other schools only, on this condition: Quiet.",
        ),
        (
            "approved at Adams",
            vec![&adams, &other],
            "5 seats free",
            "Go ahead.",
            "Yes. Kahoot! EDU is approved at Adams ES.",
        ),
        (
            "approved",
            vec![],
            "5 seats free",
            "Go ahead.",
            "Yes. Kahoot! EDU is approved at all schools.",
        ),
    ] {
        let said = told(text, &schools);
        let wanted = (license.to_owned(), next.to_owned(), say.to_owned());
        assert_eq!(said, wanted, "{text}");
    }
}

#[test]
fn a_yes_for_a_grade_says_where_the_school_has_it_not() {
    for (grades, question, told) in [
        (
            "K-5",
            "Lincoln 6",
            "approved at Lincoln ES for grade 6 (the school has K-5)",
        ),
        ("K-5", "Lincoln 5", "approved at Lincoln ES for grade 5"),
        ("", "Lincoln 6", "approved at Lincoln ES for grade 6"),
    ] {
        let mut question = asked(question);
        if let Some(school) = &mut question.school {
            school.grades = grades.parse().unwrap();
        }
        let answer = answer(&question, &kahoot("approved"));
        assert_eq!(answer.word, StatusWord::Yes, "{told}");
        assert_eq!(answer.reason, format!("A{}.", &told[1..]));
        assert!(answer.say.contains(told), "{}", answer.say);
    }
}

#[test]
fn a_school_is_told_no_yes_for_grades_that_it_has_not() {
    for (taught, told) in [
        ("", "At Lincoln ES, grades PK, 6 to 12: yes."),
        ("K-5", "At Lincoln ES: on condition: Ask first."),
        ("K-8", "At Lincoln ES, grades 6 to 8: yes."),
    ] {
        let mut facts = kahoot("approved|conditional at Lincoln for K-5 if Ask_first");
        for school in facts
            .approvals
            .iter_mut()
            .flat_map(|a| a.schools.iter_mut().flatten())
        {
            school.grades = taught.parse().unwrap();
        }
        let answer = answer(&asked("any"), &facts);
        assert!(answer.say.contains(told), "{taught}: {}", answer.say);
        let other = answer.say.contains("6 to 12");
        assert_eq!(other, taught.is_empty(), "{taught}: {}", answer.say);
    }
}

#[test]
fn what_is_not_switched_on_is_named() {
    let sso = |sso| SwitchFacts {
        sso,
        ..SwitchFacts::default()
    };
    let some = SwitchFacts {
        roster: Some(Switch::Pending),
        filter: Some(Switch::Off),
        ..sso(Some(Switch::On))
    };
    for (switches, verdict, words) in [
        (
            Some(some),
            Verdict::NeedsSetup,
            "web filter off, class lists pending",
        ),
        (Some(sso(Some(Switch::On))), Verdict::Yes, "on"),
        (Some(sso(Some(Switch::NotApplicable))), Verdict::Yes, "on"),
        (Some(sso(None)), Verdict::Yes, "not known"),
        (None, Verdict::Yes, "not known"),
    ] {
        let answer = answer(
            &asked("Lincoln"),
            &StatusFacts {
                switches,
                ..kahoot("approved")
            },
        );
        assert_eq!(
            (answer.verdict, answer.four.provisioning.as_str()),
            (verdict, words)
        );
        let missing = ["To be switched on first: class lists and web filter."];
        assert_eq!(answer.conditions == missing, verdict == Verdict::NeedsSetup);
    }
}

#[test]
fn devices_that_fail_stop_it_and_devices_that_partly_fail_limit_it() {
    const FAILS: Option<Runs> = Some(Runs::Fails);
    const PARTIAL: Option<Runs> = Some(Runs::Partial);
    const WORKS: Option<Runs> = Some(Runs::Works);
    let (yes, limited, no) = (Verdict::Yes, Verdict::YesIf, Verdict::WontRun);
    let ipad = |fit| device("iPad", "", fit);
    let mac = |fit| device("mac", "", fit);
    let by_grade = vec![
        device("iPad", "K-2", FAILS),
        device("Chromebook", "3-5", WORKS),
    ];
    let unissued = DeviceFact {
        share: Some(0),
        ..mac(WORKS)
    };
    for (question, devices, verdict, words) in [
        ("Lincoln", vec![], yes, "not known"),
        ("Lincoln", vec![ipad(None)], yes, "not tested"),
        ("Lincoln", vec![ipad(WORKS)], yes, "works"),
        (
            "Lincoln",
            vec![ipad(WORKS), mac(None)],
            yes,
            "works, not tested on mac",
        ),
        ("Lincoln", vec![ipad(FAILS)], no, "fails on iPad"),
        ("Lincoln", vec![ipad(FAILS), unissued], no, "fails on iPad"),
        (
            "Lincoln",
            vec![ipad(FAILS), mac(FAILS)],
            no,
            "fails on iPad and mac",
        ),
        (
            "Lincoln",
            vec![ipad(FAILS), mac(None)],
            limited,
            "fails on iPad",
        ),
        ("Lincoln", vec![ipad(PARTIAL)], limited, "in part on iPad"),
        ("Lincoln 1", by_grade.clone(), no, "fails on iPad"),
        ("Lincoln 4", by_grade.clone(), yes, "works"),
        ("Lincoln", by_grade, limited, "fails on iPad"),
    ] {
        let answer = answer(
            &asked(question),
            &StatusFacts {
                devices,
                ..kahoot("approved")
            },
        );
        assert_eq!(
            (answer.verdict, answer.four.fit.as_str()),
            (verdict, words),
            "{question}"
        );
    }
    let note = Some("no sound".to_owned());
    let some = DeviceFact {
        share: Some(40),
        note,
        ..ipad(PARTIAL)
    };
    let answer = answer(
        &asked("Lincoln"),
        &StatusFacts {
            devices: vec![some],
            ..kahoot("approved")
        },
    );
    assert_eq!(
        answer.conditions,
        ["Works only in part on iPad (40% of the devices there): no sound."]
    );
}

#[test]
fn required_training_is_a_condition_until_enough_are_trained() {
    for (required, target, trained, condition) in [
        (
            true,
            Some(46),
            31,
            Some("Training first: 31 of 46 people are trained."),
        ),
        (true, Some(46), 46, None),
        (
            true,
            None,
            0,
            Some("Training first: nobody is trained yet."),
        ),
        (true, None, 3, None),
        (false, Some(46), 0, None),
    ] {
        let training = Some(TrainingFact {
            required,
            target,
            trained,
            next: None,
        });
        let answer = answer(
            &asked("Lincoln"),
            &StatusFacts {
                training,
                ..kahoot("approved")
            },
        );
        assert_eq!(answer.conditions.first().map(String::as_str), condition);
        assert_eq!(answer.verdict == Verdict::YesIf, condition.is_some());
    }
}

#[test]
fn what_is_missing_comes_before_the_other_conditions() {
    let licenses = vec![seats(24, Some(24))];
    let facts = StatusFacts {
        licenses,
        ..kahoot("conditional if Teachers_only")
    };
    let answer = answer(&asked("Lincoln"), &facts);
    assert_eq!(answer.verdict, Verdict::YesIf);
    let missing = "A seat has to be freed or bought first: all 24 seats are taken.";
    assert_eq!(answer.conditions, [missing, "Teachers only."]);
    assert_eq!(
        answer.next_step,
        "Ask the technology office before anyone buys."
    );
}
