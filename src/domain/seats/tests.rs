//! Seats by hand: 100 bought, AAA and BBB and CCC share them.

use super::*;
use crate::domain::school::SchoolId;

const AAA: SchoolId = SchoolId(1);
const BBB: SchoolId = SchoolId(2);
const CCC: SchoolId = SchoolId(3);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn place(
    school: SchoolId,
    allotted: impl Into<Option<i64>>,
    used: impl Into<Option<i64>>,
) -> SeatsAtSchool {
    SeatsAtSchool {
        school,
        allotted: allotted.into(),
        used: used.into(),
    }
}

fn given(
    school: SchoolId,
    buyer: Option<SchoolId>,
    allotted: Option<i64>,
    count: Option<Count>,
) -> InventorySeats {
    InventorySeats {
        school,
        buyer,
        allotted,
        count,
    }
}

fn count(used: i64, on: &str) -> Count {
    Count {
        used,
        on: Some(day(on)),
    }
}

fn of(places: &[SeatsAtSchool]) -> PurchasedSeats {
    PurchasedSeats {
        places: places.to_vec(),
        whole: None,
    }
}

#[test]
fn what_a_school_was_given_is_its_own_and_the_others_share_the_rest() {
    let some = of(&[place(AAA, 60, 10)]);
    for (bought, school, free) in [
        (Some(100), AAA, Some(50)),
        (Some(100), BBB, Some(40)),
        (Some(60), BBB, Some(0)),
        (Some(50), BBB, Some(0)),
        (None, AAA, Some(50)),
        (None, BBB, None),
    ] {
        assert_eq!(some.free_at(bought, school), free, "{bought:?} {school}");
    }
    // More are in use than were bought, or nearly all: what is set aside cannot be free.
    let many = of(&[place(AAA, 300, 280), place(BBB, 700, 300)]);
    for (bought, at_b) in [(1_000, 400), (900, 320), (600, 20), (580, 0), (400, 0)] {
        assert_eq!(many.free_at(Some(bought), BBB), Some(at_b), "{bought}");
    }
    // All are set aside: nothing is left for BBB, whatever is in use.
    assert_eq!(of(&[place(AAA, 100, 10)]).free_at(Some(100), BBB), Some(0));
    assert_eq!(
        of(&[place(AAA, 100, None)]).free_at(Some(100), BBB),
        Some(0)
    );
    // AAA uses more than it was given: 70 of 100 are gone.
    assert_eq!(of(&[place(AAA, 60, 70)]).free_at(Some(100), BBB), Some(30));
    assert_eq!(of(&[place(AAA, 60, 70)]).free_at(Some(100), AAA), Some(0));
    // Used without being given: 100 - max(60, 10) - 25 = 15, and for CCC the same.
    let three = of(&[place(AAA, 60, 10), place(BBB, None, 25)]);
    assert_eq!(three.free_at(Some(100), BBB), Some(15));
    assert_eq!(three.free_at(Some(100), CCC), Some(15));
    assert_eq!(three.seats(Some(100), None).free, Some(65));
}

#[test]
fn what_nobody_counted_is_not_free() {
    for places in [
        vec![],
        vec![place(AAA, None, None)],
        vec![place(AAA, 60, None)],
        vec![place(AAA, None, None), place(BBB, None, None)],
    ] {
        for school in [Some(AAA), Some(BBB), None] {
            let seats = of(&places).seats(Some(100), school);
            assert_eq!(
                (seats.used, seats.free),
                (None, None),
                "{places:?} {school:?}"
            );
        }
    }
    let half = of(&[place(AAA, None, 20), place(BBB, None, None)]);
    assert_eq!(half.free_at(Some(100), AAA), None);
    assert_eq!(half.free_at(Some(20), BBB), Some(0));
    assert_eq!(half.seats(Some(100), None).free, None);
    assert_eq!(half.seats(Some(100), None).used, Some(20));
}

#[test]
fn the_newest_count_that_has_one_is_taken() {
    let row = |n| given(AAA, None, Some(150), n);
    let mut stock = SeatsOnRecord {
        given: vec![row(Some(count(20, "2026-08-01")))],
        counted: BTreeMap::from([
            (AAA, count(140, "2026-10-31")),
            (BBB, count(150, "2026-10-31")),
        ]),
        whole: None,
    };
    let district = BTreeSet::from([None]);
    let places = |stock: &SeatsOnRecord| stock.purchases(&district, |_, _, _| true)[&None].clone();
    let used = |stock: &SeatsOnRecord| places(stock).used();
    assert_eq!(
        places(&stock).places,
        [place(AAA, 150, 140), place(BBB, None, 150)]
    );
    stock.given[0].count = Some(count(20, "2026-10-31"));
    assert_eq!(used(&stock), Some(170));
    stock.given[0].count = None;
    assert_eq!(used(&stock), Some(290));
    // A count of the whole district speaks once it is newer than all others, and only then.
    stock.whole = Some(count(300, "2026-10-31"));
    assert_eq!(used(&stock), Some(290));
    stock.whole = Some(count(300, "2026-11-01"));
    assert_eq!(used(&stock), Some(300));
    assert_eq!(places(&stock).free_at(Some(310), CCC), Some(10));
    assert_eq!(places(&stock).seats(Some(310), None).free, Some(10));
}

#[test]
fn a_count_of_a_school_is_not_counted_for_two_buyers() {
    let own = Some(AAA);
    let buyers = BTreeSet::from([None, own]);
    let covers = |buyer: Option<SchoolId>, school, _| buyer.is_none_or(|b| b == school);
    let mut stock = SeatsOnRecord {
        given: vec![
            given(AAA, None, Some(30), None),
            given(AAA, own, Some(20), None),
        ],
        counted: BTreeMap::from([(AAA, count(45, "2026-10-31"))]),
        whole: None,
    };
    let used = |stock: &SeatsOnRecord, buyer| {
        let purchases = stock.purchases(&buyers, covers);
        purchases[&buyer].at(AAA).and_then(|place| place.used)
    };
    assert_eq!(
        (used(&stock, None), used(&stock, own)),
        (Some(30), Some(15))
    );
    // One row has a newer count of its own: the other has the rest.
    stock.given[1].count = Some(count(5, "2026-11-15"));
    assert_eq!((used(&stock, None), used(&stock, own)), (Some(40), Some(5)));
    // No row at all: the school's own purchase, not the district's.
    stock.given.clear();
    assert_eq!((used(&stock, None), used(&stock, own)), (None, Some(45)));
}

#[test]
fn a_row_without_a_buyer_is_of_the_only_one_who_bought_for_its_school() {
    let row = |school, buyer| given(school, buyer, Some(100), Some(count(40, "2026-10-31")));
    let own = Some(AAA);
    let cases = [
        ("its own", vec![row(AAA, None)], vec![(own, AAA)], vec![own]),
        (
            "another's",
            vec![row(BBB, None)],
            vec![(own, AAA), (own, BBB)],
            vec![own],
        ),
        (
            "for others",
            vec![row(BBB, None)],
            vec![(own, AAA)],
            vec![None],
        ),
        (
            "the district's",
            vec![row(AAA, None)],
            vec![(None, AAA), (own, AAA)],
            vec![None],
        ),
        (
            "the district's for others",
            vec![row(AAA, None)],
            vec![(None, BBB), (own, AAA)],
            vec![own],
        ),
        (
            "two",
            vec![row(AAA, None)],
            vec![(own, AAA), (Some(BBB), AAA)],
            vec![None],
        ),
        (
            "told already",
            vec![row(AAA, None), row(AAA, own)],
            vec![(own, AAA)],
            vec![None, own],
        ),
        ("nobody", vec![row(AAA, None)], Vec::new(), vec![None]),
    ];
    for (what, given, bought, buyers) in cases {
        let stock = SeatsOnRecord {
            given,
            ..SeatsOnRecord::default()
        };
        let who = bought.iter().map(|(buyer, _)| *buyer).collect();
        let told = stock.attached(&who, |buyer, school| bought.contains(&(buyer, school)));
        let told: Vec<_> = told.given.iter().map(|row| row.buyer).collect();
        assert_eq!(told, buyers, "{what}");
    }
}

#[test]
fn seats_are_said_as_they_are_known() {
    let said = |purchased, allotted, used, free| {
        let seats = Seats {
            purchased,
            allotted,
            used,
            free,
        };
        seats.words()
    };
    let (some, all) = (Some(15), Some(300));
    for (words, seats) in [
        ("15, 4 used, 11 free", said(all, some, Some(4), Some(11))),
        ("15, 18 used, 0 free", said(some, None, Some(18), Some(0))),
        ("15, use not counted", said(None, some, None, None)),
        (
            "15, 4 used, free not known",
            said(some, None, Some(4), None),
        ),
        (
            "300 bought, 150 used here, 0 free",
            said(all, None, Some(150), Some(0)),
        ),
        ("300 bought, 40 free", said(all, None, None, Some(40))),
    ] {
        assert_eq!(seats.as_deref(), Some(words));
    }
    assert_eq!(said(None, None, Some(4), None), None);
}
