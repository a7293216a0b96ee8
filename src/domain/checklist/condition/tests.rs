//! Conditions against facts: true, false with its sentence, and not known.

use super::*;

fn when(text: &str) -> When {
    When::read(text, &["C05"]).unwrap()
}

fn grades(text: &str) -> Grades {
    text.parse().unwrap()
}

/// A free web site without any data, for high schools.
fn plain() -> ConditionFacts<'static> {
    ConditionFacts {
        data: Some(DataUse::None),
        students: Some(true),
        paid: Some(false),
        instructional: Some(true),
        core: Some(false),
        kind: Some(ProductKind::Web),
        grades: grades("9-12"),
        grades_complete: true,
        several_schools: Some(false),
        tier: 0,
        title_funds: Some(false),
        pilot: Some(false),
        items: vec![("C05", Some(false))],
    }
}

#[test]
fn a_condition_holds_or_says_why_not() {
    for (text, why_not) in [
        ("logins", Some("nobody signs in")),
        ("pii", Some("no student data")),
        ("sensitive", Some("no sensitive data")),
        ("paid", Some("free of charge")),
        ("not free", Some("free of charge")),
        ("free", None),
        ("instructional", None),
        ("not instructional", Some("it teaches")),
        ("core", Some("not core material")),
        ("extension", Some("not an extension")),
        ("not web", Some("a web site")),
        ("students or not service", None),
        ("several_schools", Some("one school only")),
        ("title_funds", Some("no Title money")),
        ("grades under 13", Some("no pupils under 13")),
        ("grades under 15", None),
        ("tier 0", None),
        ("not tier 0", Some("risk tier 0")),
        ("tier 2 or tier 3", Some("risk tier 0")),
        ("pilot or core", Some("no pilot, not core material")),
        ("pii and paid", Some("no student data")),
        ("free and pii", Some("no student data")),
        ("not (free or pii)", Some("free of charge")),
        (
            "not (free and students)",
            Some("free of charge, students use it"),
        ),
        ("free or pii and pii", None),
        ("(free or pii) and pii", Some("no student data")),
        ("C05", Some("C05 is n/a")),
        ("LOGINS", Some("nobody signs in")),
    ] {
        let when = when(text);
        assert_eq!(when.holds(&plain()), Some(why_not.is_none()), "{text}");
        assert_eq!(when.why_not(&plain()).as_deref(), why_not, "{text}");
    }
}

#[test]
fn student_data_and_risk_are_told_apart() {
    for (data, holds) in [
        (DataUse::None, [false, false, false]),
        (DataUse::Login, [true, false, false]),
        (DataUse::Pii, [true, true, false]),
        (DataUse::Sensitive, [true, true, true]),
    ] {
        let facts = ConditionFacts {
            data: Some(data),
            ..plain()
        };
        let held = ["logins", "pii", "sensitive"].map(|text| when(text).holds(&facts));
        assert_eq!(held, holds.map(Some), "{data}");
    }
}

#[test]
fn what_nobody_knows_leaves_an_item_asked() {
    let nothing = ConditionFacts::default();
    for text in [
        "logins",
        "pii",
        "students",
        "paid",
        "not free",
        "instructional",
        "core",
        "extension",
        "not web",
        "several_schools",
        "title_funds",
        "pilot",
        "ai",
        "oauth",
        "chat",
        "grades under 13",
        "C05",
        "pii and tier 0",
        "pii or tier 3",
        "not (pii and tier 0)",
    ] {
        assert_eq!(when(text).holds(&nothing), None, "{text}");
        assert_eq!(when(text).why_not(&nothing), None, "{text}");
    }
    // One known part is enough where it settles the whole.
    assert_eq!(
        when("pii and tier 3").why_not(&nothing).unwrap(),
        "risk tier 0"
    );
    assert_eq!(when("pii or tier 0").holds(&nothing), Some(true));
}

#[test]
fn the_youngest_grade_asked_for_decides_on_age() {
    for (asked, complete, holds) in [
        ("7", true, Some(true)),
        ("8", true, Some(false)),
        ("PK", true, Some(true)),
        ("6-8", true, Some(true)),
        ("6-8", false, Some(true)),
        ("9-12", false, None),
        ("", false, None),
    ] {
        let facts = ConditionFacts {
            grades: grades(asked),
            grades_complete: complete,
            ..plain()
        };
        assert_eq!(when("grades under 13").holds(&facts), holds, "{asked}");
    }
}

#[test]
fn a_condition_that_cannot_be_read_says_which_word() {
    for (text, says) in [
        ("", "a condition word is missing at the end"),
        ("pii and", "a condition word is missing at the end"),
        ("and pii", "`and` stands where a condition word should"),
        ("pii paid", "`paid` stands where `and` or `or` should"),
        ("pii)", "`)` stands where `and` or `or` should"),
        ("(pii", "a parenthesis is not closed"),
        ("not", "a condition word is missing at the end"),
        ("tier 4", "after `tier` stands 0, 1, 2 or 3"),
        ("tier", "after `tier` stands 0, 1, 2 or 3"),
        ("grades K-5", "after `grades` stands `under` and an age"),
        (
            "grades under K",
            "after `grades under` stands an age from 5 to 19",
        ),
    ] {
        assert_eq!(
            When::read(text, &[]).unwrap_err().to_string(),
            says,
            "{text}"
        );
    }
    let later = When::read("C06", &["C05"]).unwrap_err().to_string();
    assert!(later.starts_with("`C06` is no condition word;"), "{later}");
    let deep = "(".repeat(300);
    assert_eq!(
        When::read(&deep, &[]).unwrap_err().to_string(),
        "a condition has at most 200 characters"
    );
}
