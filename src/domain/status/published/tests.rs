//! Where a product is said to be allowed, by decisions.

use super::*;
use crate::domain::policy::Unlisted;
use crate::domain::school::SchoolId;
use crate::domain::status::{LicenseFact, Metering};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn school(id: i64) -> NamedSchool {
    let names = ["Adams ES", "Lincoln ES", "Madison HS"];
    NamedSchool {
        id: SchoolId(id),
        name: names[id as usize - 1].to_owned(),
        ..NamedSchool::default()
    }
}

fn decision(status: ApprovalStatus, schools: &[i64], grades: &str, on: &str) -> ApprovalFact {
    let named: Vec<NamedSchool> = schools.iter().map(|id| school(*id)).collect();
    ApprovalFact {
        status,
        schools: (!named.is_empty()).then_some(named),
        grades: grades.parse().unwrap(),
        decided_on: Some(day(on)),
        decided_by: Some("okonjary".to_owned()),
        reason: Some("The board paid $4,731".to_owned()),
        ..ApprovalFact::default()
    }
}

/// About the district, on March 10 2026.
fn question() -> Question {
    Question {
        school: None,
        schools: 3,
        grade: None,
        audience: None,
        today: day("2026-03-10"),
        unlisted: Unlisted::Ask,
        agreement_ended: AgreementEnded::Condition,
    }
}

fn told(approvals: Vec<ApprovalFact>) -> Option<PublicAnswer> {
    let facts = StatusFacts {
        approvals,
        ..StatusFacts::default()
    };
    published(&question(), &facts, &[1, 2, 3].map(school))
}

/// `all but Adams ES: K-2 Both`
fn words(answer: &PublicAnswer) -> Vec<String> {
    let places = answer.places.iter().map(|place| {
        let at = match &place.at {
            PublicSchools::All => "all".to_owned(),
            PublicSchools::AllBut(names) => format!("all but {}", names.join(", ")),
            PublicSchools::Only(names) => names.join(", "),
        };
        let uses = place.uses.iter();
        let uses = uses.map(|one| format!("{} {}", one.grades, one.audience.word()));
        format!("{at}: {}", uses.collect::<Vec<_>>().join("; "))
    });
    places.collect()
}

/// What is allowed and not paid for is no plain yes, as at the desk.
#[test]
fn a_license_that_has_to_be_bought_first_is_said() {
    let license = |schools: &[i64], last: &str| LicenseFact {
        seats: Metering::Site,
        schools: Schools::Only(schools.iter().copied().map(SchoolId).collect()),
        last_day: Some(day(last)),
        ..LicenseFact::default()
    };
    let approved = |schools: &[i64]| {
        vec![decision(
            ApprovalStatus::Approved,
            schools,
            "",
            "2025-08-01",
        )]
    };
    for (approvals, licenses, paid, said) in [
        (approved(&[]), vec![], false, None),
        (
            approved(&[]),
            vec![],
            true,
            Some("A license has to be bought first."),
        ),
        (
            approved(&[]),
            vec![license(&[1, 2], "2026-06-30")],
            true,
            Some("A license has to be bought first at Madison HS."),
        ),
        (
            approved(&[]),
            vec![license(&[1], "2026-06-30")],
            true,
            Some("A license has to be bought first, but at Adams ES."),
        ),
        (
            approved(&[1]),
            vec![license(&[1], "2026-06-30")],
            true,
            None,
        ),
        (
            approved(&[1]),
            vec![license(&[1], "2025-06-30")],
            true,
            Some("A license has to be bought first."),
        ),
        (
            approved(&[]),
            vec![license(&[1, 2, 3], "2026-06-30")],
            true,
            None,
        ),
    ] {
        let facts = StatusFacts {
            approvals,
            licenses,
            paid,
            ..StatusFacts::default()
        };
        let told = published(&question(), &facts, &[1, 2, 3].map(school)).unwrap();
        assert_eq!(told.for_all.first().map(String::as_str), said);
        assert_eq!(told.conditional, said.is_some());
    }
}

#[test]
fn what_is_not_allowed_is_never_covered_by_what_is() {
    use ApprovalStatus::{Approved, Denied};
    let district = || decision(Approved, &[], "", "2025-08-01");
    let plain = told(vec![district()]).unwrap();
    assert_eq!(words(&plain), ["all:  both"]);
    assert!(!plain.conditional);
    // A newer stop for some grades of one school.
    let cut = vec![district(), decision(Denied, &[1], "K-2", "2025-09-01")];
    assert_eq!(
        words(&told(cut).unwrap()),
        ["all but Adams ES:  both", "Adams ES: PK, 3-12 both"]
    );
    // For one school alone, and nobody decided about the others.
    let one = vec![decision(Approved, &[2, 3], "3-5", "2025-08-01")];
    assert_eq!(
        words(&told(one).unwrap()),
        ["Lincoln ES, Madison HS: 3-5 both"]
    );
    assert_eq!(
        told(vec![district(), decision(Denied, &[], "", "2026-01-01")]),
        None
    );
    assert_eq!(told(Vec::new()), None);
}

#[test]
fn conditions_are_told_and_nobody_is_named() {
    use ApprovalStatus::{Approved, Conditional};
    let mut teachers = decision(Approved, &[], "6-8", "2025-08-01");
    teachers.audience = Audience::Staff;
    teachers.conditions = vec!["teacher accounts only".to_owned()];
    let unsaid = decision(Conditional, &[3], "9-12", "2025-08-01");
    let answer = told(vec![teachers, unsaid]).unwrap();
    assert!(answer.conditional);
    assert_eq!(
        words(&answer),
        [
            "all but Madison HS: 6-8 staff",
            "Madison HS: 6-8 staff; 9-12 both"
        ]
    );
    assert_eq!(
        answer.places[0].uses[0].conditions,
        ["Teacher accounts only."]
    );
    assert_eq!(
        answer.places[1].uses[1].conditions,
        ["Ask the technology office for the conditions."]
    );
    let all = format!("{answer:?}");
    assert!(!all.contains("okonjary") && !all.contains("4,731"), "{all}");
}
