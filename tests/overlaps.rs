//! Alerts as a person meets them: what is said next to what, and what saying something about one does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/overlaps.rs"]
mod district;
mod support;

use district::{SEESAW, alert, overlaps};
use hallpass::domain::change::Put;
use hallpass::domain::money::Cents;
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::board::AlertSheet;
use hallpass::domain::ownership::Filled;
use hallpass::domain::person::OwnerRole;
use hallpass::domain::record::Kind;
use support::{Office, today};

fn sheet(office: &Office, kind: OverlapKind) -> AlertSheet {
    let row = alert(&office.store, kind).unwrap();
    let sheet = office.store.overlap(&row.fingerprint, "nguyen", today());
    sheet.unwrap()
}

#[test]
fn what_the_district_covers_stands_next_to_what_covers_it() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::Covered);
    let sides: Vec<_> = sheet
        .sides
        .iter()
        .map(|side| {
            (
                side.label.as_str(),
                side.seats,
                side.used,
                side.cost,
                side.stays,
            )
        })
        .collect();
    assert_eq!(
        sides,
        [
            ("district", Some(400), Some(100), Cents(400_000), true),
            ("Maple ES", Some(60), Some(50), Cents(54_000), false),
        ]
    );
    let combined = sheet.combined.unwrap();
    assert_eq!(
        (
            combined.keeps.as_str(),
            combined.seats,
            combined.used,
            combined.more_seats
        ),
        ("C-100", Some(400), Some(150), 0)
    );
    assert_eq!(combined.stop_by, sheet.row.act_by);
    assert_eq!(
        sheet.formula,
        [
            "What a school pays for seats the district has to spare is at stake.",
            "C-101 at MAP: all of $540.00.",
            "At stake: $540.00.",
        ]
    );
    assert_eq!(sheet.found_on, Some(today()));
    assert_eq!(sheet.may, ["take", "plan", "dismiss"]);
}

#[test]
fn combining_two_purchases_says_how_many_seats_to_buy_and_for_how_much() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::SameProduct);
    let combined = sheet.combined.unwrap();
    // 31 and 12 people on the 40 seats of the cheaper purchase, at $60.00 a seat.
    assert_eq!(
        (combined.keeps.as_str(), combined.used),
        ("C-124", Some(43))
    );
    assert_eq!(
        (combined.more_seats, combined.more_cost),
        (3, Some(Cents(18_000)))
    );
    assert!(
        sheet
            .formula
            .contains(&"Needs 3 more seats, about $180.00.".to_owned())
    );
    // 38 seats at $70.00, $10.00 above the best price.
    assert_eq!(sheet.row.at_stake, Cents(38_000));
}

#[test]
fn ending_a_product_says_what_is_lost_and_what_does_the_same() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::SameFunction);
    let labels: Vec<&str> = sheet.sides.iter().map(|side| side.label.as_str()).collect();
    assert_eq!(labels, ["Nearpod", "Edpuzzle"]);
    let [effect] = sheet.effects.as_slice() else {
        panic!("one contract ends, not {:?}", sheet.effects);
    };
    assert_eq!(effect.what, "C-131 Edpuzzle");
    assert_eq!(effect.schools, ["Roosevelt MS"]);
    assert_eq!(effect.grades.to_string(), "K-8");
    assert_eq!((effect.people, effect.trained), (Some(90), 12));
    assert_eq!(effect.integrations, ["sso at Roosevelt MS"]);
    assert_eq!(effect.alternatives, ["Nearpod"]);
}

#[test]
fn products_nobody_answers_for_come_first_with_the_roles_that_are_empty() {
    let mut office = overlaps();
    let own = |role: &str, person: i64| {
        Put::keyed(Kind::Owner)
            .with("product", SEESAW)
            .with("role", role.to_owned())
            .with("person", person)
    };
    for role in ["evaluator", "manager", "purchaser"] {
        office.save(own(role, 2));
    }
    office.save(own("trainer", 3));
    office.save(Put::id(Kind::Person, 3).with("left_on", Some(today())));
    let rows = office.store.ownership(today()).unwrap();
    let names: Vec<(&str, bool)> = rows
        .iter()
        .map(|r| (r.name.as_str(), r.is_owned()))
        .collect();
    assert_eq!(
        names,
        [
            ("Gimkit Pro", false),
            ("Nearpod", false),
            ("Edpuzzle", false),
            ("Seesaw", true)
        ]
    );
    assert_eq!(rows[3].cost, Cents(454_000));
    let gaps: Vec<_> = rows[3]
        .gaps()
        .map(|post| (post.role, post.filled))
        .collect();
    assert_eq!(
        gaps,
        [
            (OwnerRole::Support, Filled::Nobody),
            (OwnerRole::Trainer, Filled::Left)
        ]
    );
    assert_eq!(rows[0].gaps().count(), 5);
}

#[test]
fn training_is_told_by_product_and_school_with_its_gaps() {
    let office = overlaps();
    let rows = office.store.coverage(today()).unwrap();
    let [row] = rows.as_slice() else {
        panic!("one row, not {rows:?}");
    };
    assert_eq!(
        (row.product_name.as_str(), row.school_code.as_str()),
        ("Edpuzzle", "ROO")
    );
    assert_eq!(
        (row.trained.percent(), row.trained.is_gap()),
        (Some(60), true)
    );
}
