//! What claims on a product come to, by hand.

use super::*;
use crate::domain::standards::claim::AlignmentId;
use crate::domain::standards::framework::FrameworkId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn framework(id: i64, short: &str, ours: bool) -> Framework {
    Framework {
        id: FrameworkId(id),
        version: 1,
        guid: short.to_lowercase(),
        short: short.to_owned(),
        title: format!("{short} Standards"),
        creator: None,
        subject: None,
        language: None,
        edition: None,
        case_version: None,
        adoption: None,
        licence: None,
        url: None,
        starts: None,
        ends: None,
        changed_at: None,
        ours,
        rest: None,
    }
}

fn standard(id: i64, framework: i64, code: &str, grades: &str) -> Standard {
    Standard {
        id: StandardId(id),
        version: 1,
        framework: FrameworkId(framework),
        guid: format!("g{id}"),
        code: Some(code.to_owned()),
        code_key: None,
        other_code: None,
        statement: "It says".to_owned(),
        short: None,
        kind: None,
        grades: grades.parse().unwrap(),
        parent: None,
        seq: None,
        leaf: true,
        weight: 2,
        waived: None,
        starts: None,
        ends: None,
        changed_at: None,
        rest: None,
    }
}

fn claim(id: i64, item: i64, status: AlignmentStatus, says: &str) -> Alignment {
    let seen = status != AlignmentStatus::Claimed;
    Alignment {
        id: AlignmentId(id),
        version: 1,
        product: ProductId(1),
        framework: "WEX".to_owned(),
        standard: format!("said {item}"),
        leaf: true,
        status,
        role: None,
        grades: Grades::UNSAID,
        module: None,
        item: Some(StandardId(item)),
        says: Claimant::from_word(says),
        source: None,
        claimed_on: None,
        by: seen.then_some(PersonId(7)),
        on: seen.then(|| day("2026-03-12")),
        sampled: seen.then_some(3),
        met: seen.then_some(2),
        evidence: None,
        note: None,
        verifier: None,
    }
}

fn taught(claims: &[Alignment], today: &str) -> Taught {
    let standards = [
        standard(1, 1, "R.3.1", "3"),
        standard(2, 1, "R.4.1", "4"),
        standard(3, 1, "R.4.2", "4"),
        standard(4, 2, "X.1", "K-12"),
    ];
    Taught::of(
        claims,
        &TaughtFacts {
            frameworks: &[framework(1, "WEX", true), framework(2, "ELS", false)],
            standards: &standards.into_iter().map(|one| (one.id, one)).collect(),
            logins: &HashMap::from([(PersonId(7), "bo".to_owned())]),
            today: (day(today), 24),
        },
    )
}

use AlignmentStatus::{Claimed, Rejected, Verified};

#[test]
fn a_standard_counts_once_by_its_best_claim_and_no_claim_as_verified() {
    let said = taught(
        &[
            claim(1, 1, Verified, "vendor"),
            claim(2, 1, Claimed, "state"),
            claim(3, 2, Claimed, "vendor"),
            claim(4, 2, Claimed, "state"),
            claim(5, 3, Rejected, "vendor"),
            claim(6, 4, Claimed, "vendor"),
        ],
        "2026-11-29",
    );
    assert_eq!(
        said.lines(),
        [
            "WEX: 1 verified (bo, Mar 12 2026), 1 only claimed (state, vendor), 1 rejected (bo)",
            "ELS (not ours): 1 only claimed (vendor)",
        ]
    );
    assert_eq!(
        said.proven(),
        [
            "WEX: 1 verified standard, grades 3; 1 only claimed",
            "ELS: 1 only claimed"
        ]
    );
    let grade = |text: &str| text.parse::<Grades>().unwrap().iter().next().unwrap();
    assert_eq!(said.for_grade(TaughtState::Verified, grade("3")), 1);
    assert_eq!(said.for_grade(TaughtState::Verified, grade("4")), 0);
    // What is not ours counts for no grade of ours.
    assert_eq!(said.for_grade(TaughtState::Claimed, grade("4")), 1);
    assert_eq!(said.for_grade(TaughtState::Claimed, grade("3")), 0);
}

#[test]
fn what_is_old_is_not_verified_and_a_code_of_no_framework_here_says_so() {
    let old = taught(&[claim(1, 1, Verified, "vendor")], "2028-03-13");
    assert_eq!(old.lines(), ["WEX: 1 to be looked at again (bo)"]);
    let mut unknown = claim(2, 9, Claimed, "vendor");
    (unknown.item, unknown.framework) = (None, "Elsewhere 9".to_owned());
    unknown.standard = "Q.1".to_owned();
    let mut within = unknown.clone();
    (within.framework, within.says) = ("wex standards".to_owned(), None);
    let said = taught(&[unknown, within], "2026-11-29");
    assert_eq!(
        said.lines(),
        [
            "WEX: 1 only claimed",
            "Elsewhere 9 (not imported): 1 only claimed (vendor)"
        ]
    );
}

#[test]
fn what_only_tests_a_standard_does_not_teach_it() {
    let mut tests = claim(1, 1, Verified, "vendor");
    tests.role = Some(AlignmentRole::Assessment);
    let mut again = tests.clone();
    again.says = Claimant::from_word("state");
    let said = taught(&[tests, again], "2026-11-29");
    assert_eq!(
        (said.lines().len(), said.tests()),
        (0, Some("1 standard".into()))
    );
    assert!(!said.is_empty() && taught(&[], "2026-11-29").is_empty());
}

#[test]
fn a_code_is_told_from_other_words() {
    assert_eq!(
        codes_in(
            "Half of grade 4 fall short of 4.NF.B.3, and CCSS-M:3.OA.A.1 (fall). 20% more-or-less, v2"
        ),
        ["4.NF.B.3", "CCSS-M:3.OA.A.1"]
    );
    assert!(codes_in("Review games on Fridays").is_empty());
}

#[test]
fn what_a_product_shares_is_counted_by_proof() {
    let said = taught(
        &[
            claim(1, 1, Verified, "vendor"),
            claim(2, 2, Claimed, "vendor"),
            claim(3, 3, Rejected, "vendor"),
        ],
        "2026-11-29",
    );
    let key = |code: &str| ("WEX".to_owned(), code_key(code));
    let wanted = [key("R.3.1"), key("R.4.1"), key("R.4.2"), key("R.9")];
    assert_eq!(said.among(&HashSet::from(wanted)), (1, 1));
    let same = |verified, claimed, of| TeachesSame {
        product: ProductId(1),
        name: "Vowelwend".to_owned(),
        answer: StatusWord::Yes,
        verified,
        claimed,
        of,
    };
    assert_eq!(
        same(1, 1, 4).words(),
        "teaches 2 of 4 standards, 1 verified"
    );
    assert_eq!(
        same(0, 2, 4).words(),
        "teaches 2 of 4 standards, only claimed"
    );
    assert_eq!(same(1, 0, 1).words(), "teaches it, verified");
}
