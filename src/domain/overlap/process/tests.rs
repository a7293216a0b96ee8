//! What a plan writes about the contracts that do not stay, and what it leaves as somebody decided it.

use super::*;
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::overlap::ProposedKeeper;
use crate::domain::person::Roles;
use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 100 seats of product 2, of which 22 are at the school the alert is about.
fn leaving(settled: Option<Choice>) -> Involved {
    Involved {
        contract: ContractId(2),
        number: "C-2".into(),
        products: vec![ProductId(2)],
        term_end: day("2027-06-30"),
        may_renew: true,
        seats: Some((100, 22)),
        whole: true,
        decided: settled.map(|choice| (choice, Some("kim".to_owned()))),
        settled: settled.is_some_and(Choice::settles),
        loses: true,
    }
}

fn staying() -> Involved {
    Involved {
        contract: ContractId(1),
        number: "C-1".into(),
        products: vec![ProductId(1)],
        loses: false,
        ..leaving(None)
    }
}

fn overlap() -> Overlap {
    Overlap {
        kind: OverlapKind::SameFunction,
        fingerprint: "aaaaabbbbbcc".into(),
        products: vec![ProductId(1), ProductId(2)],
        schools: [SchoolId(1)].into(),
        at_stake: Cents(22_000),
        savings: (Cents(22_000), Cents(22_000)),
        masked: Cents(0),
        sign: None,
        members: Vec::new(),
        keeper: Some(ProposedKeeper::Product(ProductId(1))),
        function: None,
        act_by: None,
    }
}

fn somebody(schools: Schools) -> Actor {
    Actor {
        id: PersonId(1),
        login: "ada".into(),
        roles: Roles(vec![Role::Renewals]),
        schools,
    }
}

fn planned(
    involved: Involved,
    action: Option<Action>,
) -> Result<Vec<(ContractId, RenewalDeed)>, Refusal> {
    let case = AlertCase {
        overlap: overlap(),
        title: "One + Two".into(),
        said: None,
        contracts: vec![staying(), involved],
        proposed: Some(Keeper::Product(ProductId(1))),
    };
    let deed = AlertDeed::Plan {
        keeper: None,
        action,
        reason: None,
    };
    act(&case, &deed, &somebody(Schools::All), day("2026-11-25")).map(|written| written.endings)
}

fn decided(involved: Involved, action: Option<Action>) -> Vec<(ContractId, Choice, Option<i64>)> {
    let endings = planned(involved, action).unwrap().into_iter();
    endings
        .map(|(contract, deed)| match deed {
            RenewalDeed::Decide(one) => (contract, one.choice, one.quantity),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_smaller_contract_keeps_the_seats_that_the_alert_is_not_about() {
    let shrink = Some(Action::Shrink);
    assert_eq!(
        decided(leaving(None), shrink),
        [(ContractId(2), Choice::Smaller, Some(78))]
    );
    let all = Involved {
        seats: Some((30, 30)),
        ..leaving(None)
    };
    assert_eq!(
        decided(all, shrink),
        [(ContractId(2), Choice::Smaller, Some(0))]
    );
    // Where no seats are counted there is no smaller number to decide.
    let none = Involved {
        seats: None,
        ..leaving(None)
    };
    assert_eq!(decided(none, shrink), []);
}

#[test]
fn a_plan_that_wants_something_else_than_was_decided_is_refused_and_names_who_decided() {
    for (settled, action, says) in [
        (Choice::Renew, None, "decide C-2 cancel"),
        (Choice::Smaller, None, "decide C-2 cancel"),
        (Choice::Renew, Some(Action::Shrink), "decide C-2 smaller"),
    ] {
        let refused = planned(leaving(Some(settled)), action)
            .unwrap_err()
            .to_string();
        assert!(
            refused.starts_with(&format!("C-2 is decided by kim already: {settled}"))
                && refused.contains(says),
            "{refused}"
        );
    }
    let unsigned = Involved {
        decided: Some((Choice::Renew, None)),
        settled: true,
        ..leaving(None)
    };
    let refused = planned(unsigned, None).unwrap_err().to_string();
    assert!(
        refused.starts_with("C-2 is decided already: renew"),
        "{refused}"
    );
}

#[test]
fn what_ends_already_or_is_made_smaller_already_is_left_as_it_was_decided() {
    for (settled, action) in [
        (Choice::Cancel, None),
        (Choice::Lapse, None),
        (Choice::Consolidate, Some(Action::Shrink)),
        (Choice::Smaller, Some(Action::Shrink)),
    ] {
        assert_eq!(decided(leaving(Some(settled)), action), [], "{settled}");
    }
    let with_others = Involved {
        whole: false,
        ..leaving(Some(Choice::Cancel))
    };
    assert_eq!(decided(with_others, None), []);
}

/// Nothing is offered that would be refused.
#[test]
fn somebody_of_some_schools_is_offered_what_is_about_those_alone_or_about_none() {
    let all = ["take", "plan", "dismiss"];
    let overlap_at = |schools: &[SchoolId]| Overlap {
        schools: schools.into(),
        ..overlap()
    };
    let identity = Overlap {
        kind: OverlapKind::Identity,
        ..overlap_at(&[])
    };
    for (overlap, mine, offered) in [
        (
            overlap_at(&[SchoolId(1)]),
            Schools::only(vec![SchoolId(1)]),
            &all[..],
        ),
        (
            overlap_at(&[SchoolId(1)]),
            Schools::only(vec![SchoolId(1), SchoolId(2)]),
            &all,
        ),
        (
            overlap_at(&[SchoolId(1)]),
            Schools::only(vec![SchoolId(2)]),
            &[],
        ),
        (
            overlap_at(&[SchoolId(1), SchoolId(2)]),
            Schools::only(vec![SchoolId(2)]),
            &[],
        ),
        (overlap_at(&[SchoolId(1), SchoolId(2)]), Schools::All, &all),
        (
            identity,
            Schools::only(vec![SchoolId(2)]),
            &["take", "dismiss"],
        ),
    ] {
        let actor = somebody(mine);
        assert_eq!(
            may(None, Some(&overlap), false, &actor),
            offered,
            "{actor:?}"
        );
    }
}

/// A cancellation whose vendor was not told in time ends nothing: a plan decides the end anew.
#[test]
fn what_was_decided_in_vain_is_decided_anew_by_a_plan_and_said_to_be_so() {
    for choice in [Choice::Cancel, Choice::Replace, Choice::Consolidate] {
        let untold = Involved {
            settled: false,
            ..leaving(Some(choice))
        };
        let anew = [(ContractId(2), Choice::Cancel, None)];
        assert_eq!(decided(untold.clone(), None), anew, "{choice}");
        assert_eq!(decided(leaving(Some(choice)), None), [], "{choice}");
        let told = |involved| {
            let case = AlertCase {
                overlap: overlap(),
                title: "One + Two".into(),
                said: None,
                contracts: vec![staying(), involved],
                proposed: None,
            };
            case.stays_decided()
        };
        let vain = "though the vendor is not known to have been told in time";
        assert!(told(untold).contains(vain), "{choice}");
        assert!(!told(leaving(Some(choice))).contains(vain), "{choice}");
    }
}
