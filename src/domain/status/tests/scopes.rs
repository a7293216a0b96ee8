//! Several decisions at once: the newest speaks, then the narrower; what a scope leaves out.

use super::*;

#[test]
fn the_newest_decision_wins_and_of_one_day_the_narrower_one() {
    for (question, text, expected) in [
        ("Lincoln", "approved | denied at Lincoln", "STOP NO"),
        ("Lincoln", "denied | approved at Lincoln", "YES YES"),
        ("Lincoln", "approved | denied at Adams", "YES YES"),
        (
            "Lincoln",
            "approved on 2025-01-01 | denied on 2025-02-01",
            "STOP NO",
        ),
        (
            "Lincoln",
            "approved on 2025-03-01 | denied on 2025-02-01",
            "YES YES",
        ),
        (
            "Lincoln",
            "approved on 2025-02-01 | denied on 2025-02-01",
            "STOP NO",
        ),
        (
            "Lincoln",
            "denied at Lincoln on 2025-01-01 | approved on 2025-02-01",
            "YES YES",
        ),
        (
            "Lincoln",
            "approved at Lincoln on 2025-01-01 | denied on 2025-02-01",
            "STOP NO",
        ),
        (
            "Lincoln",
            "denied on 2025-01-01 | approved at Lincoln on 2025-02-01",
            "YES YES",
        ),
        (
            "Lincoln",
            "retired on 2025-01-01 | pilot at Lincoln on 2025-02-01",
            "YES YES",
        ),
        (
            "Lincoln 2",
            "approved at Lincoln on 2025-01-01 | denied for K-2 on 2025-02-01",
            "STOP NO",
        ),
        (
            "Lincoln 3",
            "approved at Lincoln on 2025-01-01 | denied for K-2 on 2025-02-01",
            "YES YES",
        ),
        (
            "Lincoln",
            "approved | conditional at Lincoln if Teachers_only",
            "YES_IF YES, CONDITIONS",
        ),
        ("Lincoln 2", "approved | denied for K-2", "STOP NO"),
        (
            "Lincoln 2",
            "denied for K-2 | approved at Lincoln",
            "YES YES",
        ),
        ("Lincoln 3", "approved | denied for K-2", "YES YES"),
        ("Lincoln 4", "conditional | approved for 3-5", "YES YES"),
    ] {
        both_ways(question, text, expected);
    }
}

#[test]
fn conditions_that_were_met_are_no_conditions_any_more() {
    let text = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    for (status, conditions, met, left) in [
        (
            ApprovalStatus::Conditional,
            text(&["Form filed", "Teacher led"]),
            text(&["Form filed"]),
            (ApprovalStatus::Conditional, text(&["Teacher led"])),
        ),
        (
            ApprovalStatus::Conditional,
            text(&["Form filed"]),
            text(&["Form filed"]),
            (ApprovalStatus::Approved, Vec::new()),
        ),
        // A pilot stays one, and conditions that are not on record are not met.
        (
            ApprovalStatus::Pilot,
            text(&["Form filed"]),
            text(&["Form filed"]),
            (ApprovalStatus::Pilot, Vec::new()),
        ),
        (
            ApprovalStatus::Conditional,
            Vec::new(),
            text(&["Form filed"]),
            (ApprovalStatus::Conditional, Vec::new()),
        ),
    ] {
        assert_eq!(unmet(status, conditions, &met), left);
    }
}

#[test]
fn a_decision_without_a_day_is_as_new_as_its_record() {
    let mut facts = kahoot("approved at Lincoln on 2026-01-01 | denied");
    facts.approvals[1].recorded_on = Some(day("2025-12-31"));
    assert_eq!(answer(&asked("Lincoln"), &facts).word, StatusWord::Yes);
    facts.approvals[1].recorded_on = Some(day("2026-01-02"));
    assert_eq!(answer(&asked("Lincoln"), &facts).word, StatusWord::No);
    // A day of its own goes before the day of the record.
    facts.approvals[1].from = Some(day("2025-12-31"));
    assert_eq!(answer(&asked("Lincoln"), &facts).word, StatusWord::Yes);
}

#[test]
fn a_suspension_yields_to_its_end_or_to_a_newer_decision_as_broad() {
    for (text, expected) in [
        (
            "approved at Lincoln on 2025-01-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved at Lincoln on 2025-03-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved at Adams on 2025-03-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved on 2025-03-01 | suspended at Lincoln on 2025-02-01",
            "YES YES",
        ),
        (
            "approved for PK-12 on 2025-03-01 | suspended on 2025-02-01",
            "YES YES",
        ),
        (
            "approved for K-5 on 2025-03-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved who staff on 2025-03-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        ("approved on 2025-03-01 | suspended", "STOP NO"),
        ("approved | suspended on 2025-02-01", "STOP NO"),
        (
            "approved on 2025-01-01 | suspended until 2026-03-09",
            "YES YES",
        ),
    ] {
        both_ways("Lincoln", text, expected);
    }
}

#[test]
fn what_is_in_force_stays_in_force_while_it_is_reviewed_again() {
    for (text, expected) in [
        ("approved | under_review", "YES YES"),
        ("denied | under_review", "STOP NO"),
        ("pilot at Lincoln | under_review", "YES YES"),
        ("pilot at Adams | under_review", "IN_REVIEW IN REVIEW"),
        ("under_review at Adams", "NOT_REVIEWED NOT ASKED"),
        ("approved until 2026-01-01 | under_review", "STOP EXPIRED"),
        ("approved until 2026-01-01 | approved", "YES YES"),
        ("approved until 2026-01-01 | denied", "STOP NO"),
        (
            "approved at Lincoln until 2026-01-01 | approved at Adams",
            "STOP EXPIRED",
        ),
    ] {
        both_ways("Lincoln", text, expected);
    }
}

#[test]
fn outside_the_scope_is_not_asked_unless_it_was_excluded() {
    for (question, text, expected) in [
        ("Lincoln", "pilot at Adams", "NOT_FOR_SCOPE NOT ASKED"),
        (
            "Lincoln",
            "approved at Adams,Madison",
            "NOT_FOR_SCOPE NOT ASKED",
        ),
        ("Lincoln", "approved at Adams | denied for K-2", "STOP NO"),
        ("Lincoln", "denied at Adams", "NOT_REVIEWED NOT ASKED"),
        ("Lincoln", "approved for 9-12", "NOT_FOR_SCOPE NOT ASKED"),
        ("Lincoln", "approved for 3-8", "YES_IF YES, CONDITIONS"),
        ("Lincoln", "approved for PK-8", "YES YES"),
        (
            "Lincoln",
            "conditional for 3-5 | approved",
            "YES_IF YES, CONDITIONS",
        ),
        (
            "Lincoln",
            "approved | denied for K-2",
            "YES_IF YES, CONDITIONS",
        ),
        ("Lincoln", "denied for K-2", "STOP NO"),
        ("Lincoln", "approved who staff", "YES_IF YES, CONDITIONS"),
        (
            "Lincoln",
            "approved who staff | approved who student",
            "YES YES",
        ),
        ("Lincoln 2", "approved for 3-5", "NOT_FOR_SCOPE NOT ASKED"),
        ("Lincoln 3", "approved for 3-5", "YES YES"),
        ("Lincoln 5", "approved for 3-5", "YES YES"),
        ("Lincoln 3", "approved who staff", "YES_IF YES, CONDITIONS"),
        ("any 3", "approved who staff", "YES_IF YES, CONDITIONS"),
        (
            "Lincoln 3",
            "approved who staff | denied who student",
            "STOP NO",
        ),
        (
            "Lincoln 3",
            "approved who student | denied who staff",
            "YES YES",
        ),
        (
            "Lincoln 3",
            "approved for 6-8 who staff",
            "NOT_FOR_SCOPE NOT ASKED",
        ),
        (
            "any",
            "approved | denied at Lincoln",
            "YES_IF YES, CONDITIONS",
        ),
        ("any", "approved at Lincoln | approved at Adams", "YES YES"),
        (
            "any",
            "approved at Adams | conditional at Lincoln",
            "YES_IF YES, CONDITIONS",
        ),
        ("any", "denied at Lincoln", "STOP NO"),
        ("any", "denied | approved at Lincoln", "YES YES"),
    ] {
        both_ways(question, text, expected);
    }
}

#[test]
fn the_scope_is_told_in_words() {
    for (question, text, where_) in [
        ("Lincoln", "approved", "district"),
        ("Lincoln", "approved at Lincoln", "Lincoln ES"),
        ("Lincoln", "approved at Lincoln,Adams,Madison", "3 schools"),
        ("Lincoln", "approved at Adams", "Adams ES"),
        ("Lincoln", "", ""),
        (
            "any",
            "approved at Lincoln | approved at Adams,Lincoln",
            "2 schools",
        ),
        ("any", "approved at Lincoln | approved", "district"),
        ("any", "under_review at Madison", "Madison HS"),
    ] {
        assert_eq!(
            answer(&asked(question), &kahoot(text)).where_,
            where_,
            "{text}"
        );
    }
}

#[test]
fn where_no_grade_is_left_with_a_yes_the_answer_is_the_stop() {
    let breach =
        "approved for K-2 on 2025-07-01 | suspended at Lincoln for K-2 on 2025-10-01 why Breach";
    for (question, expected) in [
        ("Lincoln", "STOP NO"),
        ("Lincoln 1", "STOP NO"),
        ("Lincoln 4", "NOT_FOR_SCOPE NOT ASKED"),
    ] {
        both_ways(question, breach, expected);
    }
    assert_eq!(
        answer(&asked("Lincoln"), &kahoot(breach)).say,
        "No. Kahoot! EDU must not be used for now at Lincoln ES for grades K to 2: Breach; nobody has decided about grades 3 to 5. Please stop using it now."
    );
    // Two halves, both stopped by what is newer and wider.
    let halves =
        "approved for K-2 on 2025-01-01 | conditional for 3-5 on 2025-01-02 | denied on 2025-02-01";
    both_ways("Lincoln", halves, "STOP NO");
    // One half is left.
    let half = "approved on 2025-01-01 | denied for K-2 on 2025-02-01";
    both_ways("Lincoln", half, "YES_IF YES, CONDITIONS");
    let left = answer(&asked("Lincoln"), &kahoot(half));
    assert_eq!(left.conditions, ["Not for grades K to 2."]);
}

/// The order in which decisions are told does not matter.
fn both_ways(question: &str, text: &str, expected: &str) {
    let reversed: Vec<&str> = text.split('|').rev().collect();
    for text in [text, &reversed.join("|")] {
        assert_eq!(ruled(question, text), expected, "{question}: {text}");
    }
}

/// Decisions that follow each other are one answer, up to the last day of the last; at the district up to the first day on
/// which less is allowed.
#[test]
fn an_approval_that_goes_on_lasts_as_long_as_what_goes_on() {
    for (question, text, until) in [
        (
            "Lincoln",
            "approved until 2026-03-31 | approved at Lincoln from 2026-04-01 until 2028-03-31",
            Some("2028-03-31"),
        ),
        (
            "Lincoln 3",
            "approved until 2026-03-31 | approved for 3-5 from 2026-04-01",
            None,
        ),
        (
            "Lincoln",
            "approved until 2026-03-31 | approved from 2026-04-01 until 2026-06-30 | approved from 2026-07-01 until 2027-06-30",
            Some("2027-06-30"),
        ),
        (
            "any",
            "approved until 2026-03-31 | approved from 2026-04-01 until 2028-03-31",
            Some("2028-03-31"),
        ),
        // A day between, fewer grades, other conditions, another school.
        (
            "Lincoln",
            "approved until 2026-03-31 | approved from 2026-04-02",
            Some("2026-03-31"),
        ),
        (
            "Lincoln",
            "approved until 2026-03-31 | approved for K-2 from 2026-04-01",
            Some("2026-03-31"),
        ),
        (
            "Lincoln",
            "approved until 2026-03-31 | conditional from 2026-04-01 if Ask_first",
            Some("2026-03-31"),
        ),
        (
            "Lincoln",
            "approved until 2026-03-31 | approved at Adams from 2026-04-01",
            Some("2026-03-31"),
        ),
        (
            "Lincoln",
            "approved until 2026-03-31 | approved from 2026-04-01 until 2028-03-31 | denied from 2026-05-01",
            Some("2026-04-30"),
        ),
        // Of grades that end apart, the first end, at a school and in the district.
        (
            "Lincoln",
            "approved for K-2 until 2027-06-30 | approved for 3-5 until 2028-06-30",
            Some("2027-06-30"),
        ),
        (
            "any",
            "approved for K-2 until 2027-06-30 | approved for 3-12 until 2028-06-30",
            Some("2027-06-30"),
        ),
        (
            "any",
            "approved at Adams for K-2 until 2027-06-30 | approved at Adams for 3-5 until 2028-06-30",
            Some("2027-06-30"),
        ),
        (
            "any",
            "approved until 2028-06-30 | pilot at Adams on 2026-01-01 until 2026-06-30",
            Some("2028-06-30"),
        ),
    ] {
        let answer = answer(&asked(question), &kahoot(text));
        assert_eq!(answer.valid_until, until.map(day), "{question}: {text}");
        if let Some(until) = until.filter(|_| question == "Lincoln")
            && answer.next_step.starts_with("Go ahead")
        {
            let last = short_date(day(until));
            assert_eq!(
                answer.next_step,
                format!("Go ahead; the last day is {last}."),
                "{text}"
            );
        }
    }
    let answer = answer(
        &asked("Lincoln"),
        &kahoot("approved until 2026-03-31 | approved at Lincoln from 2026-04-01 until 2028-03-31"),
    );
    assert_eq!(
        answer.say,
        "Yes. Kahoot! EDU is approved at Lincoln ES until March 31, 2028."
    );
}

/// An older approval that has not ended holds again; that is said before the day, and after it.
#[test]
fn what_holds_again_after_a_newer_decision_is_said_beforehand() {
    for (text, said) in [
        (
            "approved on 2025-01-01 | conditional at Lincoln on 2026-01-01 until 2026-06-30 if Pilot_data_agreement",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026 (from July 1, 2026 what was decided before holds again: approved, without conditions), on this condition: Pilot data agreement.",
        ),
        (
            "approved on 2025-01-01 | approved on 2026-01-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026 (from July 1, 2026 what was decided before holds again: approved).",
        ),
        (
            "denied on 2025-01-01 | approved on 2026-01-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026 (from July 1, 2026 what was decided before holds again: denied).",
        ),
        (
            "approved on 2025-01-01 | denied on 2026-01-01 until 2026-06-30",
            "No. Kahoot! EDU was decided against until June 30, 2026 (from July 1, 2026 what was decided before holds again: approved).",
        ),
        (
            "approved on 2025-01-01 until 2026-06-30 | approved on 2026-01-01 until 2026-06-30",
            "Yes. Kahoot! EDU is approved at Lincoln ES until June 30, 2026.",
        ),
    ] {
        assert_eq!(answer(&asked("Lincoln"), &kahoot(text)).say, said, "{text}");
    }
    let again = "approved on 2025-01-01 | conditional on 2026-01-01 until 2026-03-09 if Short";
    assert_eq!(
        answer(&asked("Lincoln"), &kahoot(again)).reason,
        "Approved at Lincoln ES; a newer approval ended Mon Mar 09 2026, and what was decided before it holds again."
    );
    let before = Question {
        today: day("2026-03-09"),
        ..asked("Lincoln")
    };
    assert_eq!(
        again_afterwards(&before, &kahoot(again)).as_deref(),
        Some(
            "From March 10, 2026 what was decided before holds again: approved, without conditions."
        )
    );
    assert_eq!(again_afterwards(&asked("Lincoln"), &kahoot(again)), None);
}

/// Who asks for students or for staff is answered for them alone.
#[test]
fn a_question_for_students_or_staff_is_about_them() {
    let whose = [Audience::Student, Audience::Staff];
    for (text, answers) in [
        (
            "approved",
            [
                "Yes. Kahoot! EDU is approved at Lincoln ES for students.",
                "Yes. Kahoot! EDU is approved at Lincoln ES for staff.",
            ],
        ),
        (
            "approved who staff",
            [
                "Kahoot! EDU is approved for staff only, not for students.",
                "Yes. Kahoot! EDU is approved at Lincoln ES for staff.",
            ],
        ),
        (
            "approved who student",
            [
                "Yes. Kahoot! EDU is approved at Lincoln ES for students.",
                "Kahoot! EDU is approved for students only, not for staff. Ask for a review if you need it.",
            ],
        ),
        (
            "approved on 2026-01-01 | denied who student on 2026-02-01 why ads",
            [
                "No. Kahoot! EDU was decided against for students: ads.",
                "Yes. Kahoot! EDU is approved at Lincoln ES for staff.",
            ],
        ),
    ] {
        for (people, said) in whose.into_iter().zip(answers) {
            let question = Question {
                audience: Some(people),
                ..asked("Lincoln")
            };
            assert_eq!(answer(&question, &kahoot(text)).say, said, "{text}");
        }
    }
}
