//! What schools have and pay for: sums that agree with each other, to the cent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/harlow.rs"]
mod harlow;
mod support;

use hallpass::domain::change::Put;
use hallpass::domain::money::Cents;
use hallpass::domain::record::Kind;
use hallpass::store::Placed;
use harlow::harlow;
use support::today;

#[test]
fn each_dollar_is_counted_once() {
    let office = harlow();
    let overview = office.store.overview(today()).unwrap();
    assert_eq!(overview.cost(), Cents(29_713_000));
    let by_product: Cents = overview.products.iter().map(|row| row.cost).sum();
    assert_eq!(by_product, overview.cost());
    for row in &overview.schools {
        let id = Some(row.school.id.0);
        let placed = office.store.placed_in(&overview, id).unwrap();
        let sum: Cents = placed.iter().map(|p| p.cost).sum();
        let unused: Cents = placed.iter().map(Placed::unused).sum();
        assert_eq!(
            (placed.len(), sum, unused),
            (row.products, row.cost, row.unused)
        );
    }
    let everywhere = office.store.placed(None, today()).unwrap();
    let sum: Cents = everywhere.iter().map(|p| p.cost).sum();
    assert_eq!(sum, overview.cost());
}

#[test]
fn a_closed_school_bears_nothing_and_the_others_bear_its_part() {
    let mut office = harlow();
    let before = office.store.overview(today()).unwrap();
    let oak = before.schools.iter().find(|row| row.school.code == "OAK");
    let oak = oak.unwrap().school.id.0;
    office.save(Put::id(Kind::School, oak).with("open", false));
    let after = office.store.overview(today()).unwrap();
    assert_eq!(after.schools.len(), 13);
    assert_eq!(after.cost(), before.cost());
}
