use super::*;
use crate::domain::inventory::TrainingId;
use crate::domain::person::{OwnerId, PersonId, Roles};
use crate::domain::product::ProductId;
use crate::domain::school::{SchoolId, Schools};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn person(id: i64, left: Option<&str>) -> Person {
    Person {
        id: PersonId(id),
        version: 1,
        login: format!("p{id}"),
        name: format!("Person {id}"),
        email: None,
        roles: Roles::default(),
        schools: Schools::All,
        left_on: left.map(day),
    }
}

fn owner(id: i64, person: i64, deputy: Option<i64>, days: (Option<&str>, Option<&str>)) -> Owner {
    Owner {
        id: OwnerId(id),
        version: 1,
        product: ProductId(1),
        role: OwnerRole::Manager,
        person: PersonId(person),
        deputy: deputy.map(PersonId),
        since: days.0.map(day),
        until: days.1.map(day),
    }
}

#[test]
fn a_role_is_filled_by_whoever_is_here_now() {
    let people = [
        person(1, None),
        person(2, Some("2026-01-31")),
        person(3, None),
    ];
    let now = day("2026-03-10");
    let said = |owners: &[Owner]| {
        let owners: Vec<&Owner> = owners.iter().collect();
        let by_id = |id: PersonId| people.iter().find(|p| p.id == id);
        let post = post(OwnerRole::Manager, &owners, by_id, now);
        (post.filled, post.person.map(|who| who.id.0))
    };
    let ever = (None, None);
    assert_eq!(said(&[]), (Filled::Nobody, None));
    assert_eq!(said(&[owner(1, 1, None, ever)]), (Filled::Held, Some(1)));
    assert_eq!(said(&[owner(1, 2, None, ever)]), (Filled::Left, Some(2)));
    assert_eq!(
        said(&[owner(1, 2, Some(3), ever)]),
        (Filled::ByDeputy, Some(2))
    );
    let over = owner(1, 1, None, (None, Some("2026-03-09")));
    assert_eq!(said(std::slice::from_ref(&over)), (Filled::Ended, Some(1)));
    let later = owner(2, 3, None, (Some("2026-03-11"), None));
    assert_eq!(said(&[over.clone(), later]), (Filled::Later, Some(3)));
    // Of several, whoever is here.
    let gone = owner(3, 2, None, ever);
    assert_eq!(
        said(&[gone, over, owner(4, 3, None, ever)]),
        (Filled::Held, Some(3))
    );
}

#[test]
fn training_is_a_gap_below_four_fifths_of_its_target() {
    let session = |target, trained, on: Option<&str>, next: Option<&str>| Training {
        id: TrainingId(1),
        version: 1,
        product: ProductId(1),
        school: SchoolId(1),
        audience: None,
        target,
        trained: Some(trained),
        on: on.map(day),
        next_on: next.map(day),
        minutes: None,
        required: false,
    };
    let now = day("2026-03-10");
    let of = |sessions: &[Training]| TrainingState::of(sessions, now);
    let two = of(&[
        session(Some(10), 7, Some("2026-01-10"), Some("2026-05-01")),
        session(Some(10), 8, Some("2026-02-10"), Some("2026-04-01")),
    ]);
    assert_eq!(
        (two.percent(), two.is_gap(), two.missing()),
        (Some(75), true, 5)
    );
    assert_eq!(two.last_on, Some(day("2026-02-10")));
    assert_eq!(two.next_on, Some(day("2026-04-01")));
    // Nobody said that what was planned took place.
    let planned = of(&[session(Some(10), 8, Some("2026-01-10"), Some("2026-03-01"))]);
    assert_eq!(planned.last_on, Some(day("2026-01-10")));
    assert_eq!(planned.next_on, None);
    let still_to_come = of(&[session(Some(10), 0, Some("2026-03-10"), None)]);
    assert_eq!(
        (still_to_come.last_on, still_to_come.next_on),
        (None, Some(now))
    );
    // Of a session to come nobody is trained yet; from its day on they are.
    for (on, trained) in [("2026-09-01", 3), ("2026-03-11", 3), ("2026-03-10", 11)] {
        let both = of(&[
            session(Some(5), 3, Some("2026-01-10"), None),
            session(Some(10), 8, Some(on), None),
        ]);
        assert_eq!((both.trained, both.target), (trained, Some(15)), "{on}");
    }
    assert!(!of(&[session(Some(10), 8, None, None)]).is_gap());
    let open = of(&[session(None, 3, None, None)]);
    assert_eq!((open.percent(), open.is_gap()), (None, false));
}
