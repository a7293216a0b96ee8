//! A retiring row and one that is due to be reviewed again end or flag what is allowed, and allow nothing themselves.

use super::*;

fn said(question: &str, today: &str, text: &str) -> String {
    let question = Question {
        today: day(today),
        ..asked(question)
    };
    answer(&question, &kahoot(text)).say
}

#[test]
fn what_is_announced_of_a_no_or_of_what_nobody_asked_for_makes_no_yes() {
    for row in [
        "retiring on 2026-02-01 until 2026-06-30",
        "re_review_due on 2026-02-01",
    ] {
        for (question, text, expected) in [
            ("Lincoln", "denied on 2025-01-01", "STOP NO"),
            ("Lincoln", "suspended on 2025-01-01", "STOP NO"),
            ("Lincoln", "retired on 2025-01-01", "STOP NO"),
            (
                "Lincoln",
                "approved on 2024-01-01 | denied on 2025-01-01",
                "STOP NO",
            ),
            (
                "Lincoln",
                "approved at Adams on 2025-01-01",
                "NOT_FOR_SCOPE NOT ASKED",
            ),
            (
                "Lincoln 2",
                "approved for 3-5 on 2025-01-01",
                "NOT_FOR_SCOPE NOT ASKED",
            ),
            (
                "Lincoln 2",
                "approved who staff on 2025-01-01 | denied who student on 2025-01-01",
                "STOP NO",
            ),
            (
                "Lincoln",
                "approved on 2025-01-01 until 2025-06-30",
                "STOP EXPIRED",
            ),
        ] {
            for both in [format!("{text} | {row}"), format!("{row} | {text}")] {
                assert_eq!(ruled(question, &both), expected, "{both}");
            }
        }
    }
}

#[test]
fn what_is_announced_keeps_grades_people_places_and_conditions() {
    for (question, text, expected) in [
        (
            "Lincoln",
            "conditional on 2025-01-01 if Teacher_led. | retiring on 2026-02-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026, on this condition: Teacher led. After that it may not be used any more.",
        ),
        (
            "Lincoln",
            "approved for 3-5 who staff on 2025-01-01 | re_review_due on 2026-02-01",
            "Yes. Kahoot! EDU is approved at Lincoln ES, on these conditions: Grades 3 to 5 only; For staff only.",
        ),
        (
            "any",
            "approved at Adams on 2025-01-01 | retiring on 2026-02-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Adams ES until June 30, 2026. After that it may not be used any more.",
        ),
        (
            "any",
            "approved on 2025-01-01 | retiring at Adams on 2026-02-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at all schools. At all other schools: yes. At Adams ES: yes until June 30, 2026.",
        ),
        (
            "Lincoln",
            "pilot on 2025-01-01 until 2026-05-31 | re_review_due on 2026-02-01",
            "Yes. Kahoot! EDU is in a pilot at Lincoln ES until May 31, 2026.",
        ),
        (
            "Lincoln",
            "conditional on 2025-01-01 | retiring on 2026-02-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026, on this condition: Ask the technology office for the conditions. After that it may not be used any more.",
        ),
    ] {
        assert_eq!(said(question, "2026-03-10", text), expected, "{text}");
    }
    // An end of the approval's own that comes first stays its end.
    let text = "approved on 2025-01-01 until 2026-04-30 | retiring on 2026-02-01 until 2026-06-30";
    assert!(said("Lincoln", "2026-03-10", text).contains("until April 30, 2026"));
}

#[test]
fn after_the_last_day_of_a_retiring_row_no_older_approval_comes_back() {
    for text in [
        "approved on 2025-01-01 | retiring on 2026-02-01 until 2026-03-09",
        "approved on 2025-01-01 until 2028-06-30 | retiring at Lincoln on 2026-02-01 until 2026-03-09",
        "approved on 2024-01-01 | conditional on 2025-01-01 if Short | retiring on 2026-02-01 until 2026-03-09",
        "approved on 2024-01-01 | retiring on 2025-02-01 until 2026-03-09 was approved",
        "approved on 2025-01-01 | retiring on 2025-02-01 until 2026-03-09 | re_review_due on 2026-02-01",
    ] {
        assert_eq!(ruled("Lincoln", text), "STOP NO", "{text}");
        assert!(
            said("Lincoln", "2026-03-10", text).starts_with(
                "No. Kahoot! EDU is no longer in use at Lincoln ES since March 10, 2026"
            ) || said("Lincoln", "2026-03-10", text)
                .starts_with("No. Kahoot! EDU is no longer in use since March 10, 2026"),
            "{}",
            said("Lincoln", "2026-03-10", text)
        );
        let before = said("Lincoln", "2026-03-09", text);
        assert!(before.contains("until March 9, 2026"), "{before}");
    }
    for (text, expected) in [
        // A newer decision does.
        (
            "approved on 2025-01-01 | retiring on 2026-02-01 until 2026-03-09 | approved on 2026-02-20",
            "YES YES",
        ),
        // Whom the row is not about keeps what was decided.
        (
            "approved on 2025-01-01 | retiring at Adams on 2026-02-01 until 2026-03-09",
            "YES YES",
        ),
        // It is retired for those for whom it was allowed.
        (
            "approved who staff on 2025-01-01 | retiring on 2026-02-01 until 2026-03-09",
            "STOP NO",
        ),
    ] {
        assert_eq!(ruled("Lincoln", text), expected, "{text}");
    }
}

#[test]
fn a_row_that_was_the_approval_or_is_the_first_stands_for_it() {
    for (text, expected) in [
        ("retiring on 2026-02-01 until 2026-06-30", "YES_UNTIL YES"),
        (
            "re_review_due on 2026-02-01 if Short",
            "YES_IF YES, CONDITIONS",
        ),
        (
            "re_review_due at Lincoln on 2026-02-01 | approved at Adams on 2026-02-02",
            "YES YES",
        ),
        (
            "approved at Adams on 2025-01-01 | re_review_due at Lincoln on 2026-02-01 was approved",
            "YES YES",
        ),
        (
            "superseded on 2025-01-01 | retiring on 2026-02-01 until 2026-06-30",
            "YES_UNTIL YES",
        ),
    ] {
        assert_eq!(ruled("Lincoln", text), expected, "{text}");
    }
}
