//! Several decisions at once: the narrower wins, then the newer; what a scope leaves out.

use super::*;

#[test]
fn the_narrower_decision_wins_then_the_newer_one() {
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
            "STOP NO",
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
fn a_suspension_holds_for_narrower_approvals_until_one_lifts_it() {
    for (text, expected) in [
        (
            "approved at Lincoln on 2025-01-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved at Lincoln on 2025-03-01 | suspended on 2025-02-01",
            "YES YES",
        ),
        (
            "approved at Adams on 2025-03-01 | suspended on 2025-02-01",
            "STOP NO",
        ),
        (
            "approved on 2025-03-01 | suspended at Lincoln on 2025-02-01",
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
        (
            "Lincoln",
            "approved at Adams | denied for K-2",
            "NOT_FOR_SCOPE NO",
        ),
        ("Lincoln", "denied at Adams", "NOT_REVIEWED NOT ASKED"),
        ("Lincoln", "approved for 9-12", "NOT_FOR_SCOPE NOT ASKED"),
        ("Lincoln", "approved for 3-8", "YES_IF YES, CONDITIONS"),
        ("Lincoln", "approved for PK-8", "YES YES"),
        ("Lincoln", "conditional for 3-5 | approved", "YES YES"),
        (
            "Lincoln",
            "approved | denied for K-2",
            "YES_IF YES, CONDITIONS",
        ),
        ("Lincoln", "denied for K-2", "STOP NO"),
        ("Lincoln", "approved who staff", "YES YES"),
        ("Lincoln 2", "approved for 3-5", "NOT_FOR_SCOPE NOT ASKED"),
        ("Lincoln 3", "approved for 3-5", "YES YES"),
        ("Lincoln 5", "approved for 3-5", "YES YES"),
        ("Lincoln 3", "approved who staff", "NOT_FOR_SCOPE NO"),
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

/// The order in which decisions are told does not matter.
fn both_ways(question: &str, text: &str, expected: &str) {
    let reversed: Vec<&str> = text.split('|').rev().collect();
    for text in [text, &reversed.join("|")] {
        assert_eq!(ruled(question, text), expected, "{question}: {text}");
    }
}
