//! What schools have and pay for: sums that agree with each other, to the cent.

use std::collections::BTreeSet;

use crate::support;
use crate::support::district::district;
use crate::support::harlow::harlow;
use crate::support::today;
use hallpass::domain::money::Cents;
use hallpass::domain::person::PersonId;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::Schools;
use hallpass::store::Placed;

#[test]
fn each_dollar_is_counted_once() {
    let office = harlow();
    let overview = office.store.overview(today()).unwrap();
    assert_eq!(overview.cost, Some(Cents(29_713_000)));
    let by_product: Cents = overview.products.iter().map(|row| row.cost).sum();
    assert_eq!(Some(by_product), overview.cost);
    for row in &overview.schools {
        let id = Some(row.school.id);
        let placed = office.store.placed_in(&overview, id).unwrap();
        let sum: Cents = placed.iter().filter_map(|p| p.cost).sum();
        let unused: Cents = placed.iter().filter_map(Placed::unused).sum();
        let products: BTreeSet<ProductId> = placed.iter().map(|p| p.product).collect();
        assert_eq!(
            (products.len(), Some(sum), unused),
            (row.products, row.cost, row.unused)
        );
    }
    let everywhere = office.store.placed(None, today()).unwrap();
    let sum: Cents = everywhere.iter().filter_map(|p| p.cost).sum();
    assert_eq!(Some(sum), overview.cost);
}

/// One school's list reads only what may reach the school, and says what the list of the whole district says of it.
#[test]
fn a_school_alone_has_what_it_has_in_the_district() {
    let (made_up, harlow) = (district("2026-03-10"), harlow());
    for store in [&made_up.store, &harlow.store] {
        let overview = store.overview(today()).unwrap();
        for row in &overview.schools {
            let at = Some(row.school.id);
            let alone = store.placed(at, today()).unwrap();
            assert_eq!(alone, store.placed_in(&overview, at).unwrap());
            assert!(!alone.is_empty(), "{}", row.school.name);
        }
    }
}

/// Bought by the district and by the school it is one product all the same; and so is one with seats and no contract.
#[test]
fn a_product_that_two_bought_is_one_product_of_the_school() {
    let mut office = harlow();
    let overview = office.store.overview(today()).unwrap();
    let counts = |office: &support::Office| -> Vec<usize> {
        let overview = office.store.overview(today()).unwrap();
        overview.schools.iter().map(|row| row.products).collect()
    };
    let before = counts(&office);
    for row in &overview.schools {
        let school = row.school.id;
        let placed = office.store.placed_in(&overview, Some(school)).unwrap();
        for bought in placed.iter().filter(|one| one.buyer.is_none()) {
            let own = Put::keyed(Kind::Inventory)
                .with("school", school)
                .with("product", bought.product)
                .with("buyer", Some(school))
                .with("seats", Some(5_i64));
            office.save(own);
        }
    }
    assert_eq!(counts(&office), before);
}

#[test]
fn a_closed_school_bears_nothing_and_the_others_bear_its_part() {
    let mut office = harlow();
    let before = office.store.overview(today()).unwrap();
    let oak = before.schools.iter().find(|row| row.school.code == "OAK");
    let oak = oak.unwrap().school.id;
    office.save(Put::id(oak).with("open", false));
    let after = office.store.overview(today()).unwrap();
    assert_eq!(after.schools.len(), 13);
    assert_eq!(after.cost, before.cost);
}

/// What a closed school bought itself is in no row, and said beside the sum once.
#[test]
fn the_rows_and_what_is_at_no_open_school_come_to_the_sum() {
    let mut office = harlow();
    let told = |office: &support::Office| {
        let all = office.store.overview(today()).unwrap();
        let rows: Cents = all.schools.iter().filter_map(|row| row.cost).sum();
        let at_none = all.at_no_school().unwrap_or_default();
        assert_eq!(Some(rows + at_none), all.cost);
        let products: Cents = all.products.iter().map(|row| row.cost).sum();
        assert_eq!(Some(products), all.cost);
        (at_none, all.cost)
    };
    let (at_none, before) = told(&office);
    assert_eq!(at_none, Cents(0));
    let lincoln = office.store.overview(today()).unwrap();
    let lincoln = lincoln.schools.iter().find(|row| row.school.code == "LIN");
    let lincoln = lincoln.unwrap().school.id;
    office.save(Put::id(lincoln).with("open", false));
    // Lincoln bought one product itself, for $1,150.
    assert_eq!(told(&office), (Cents(115_000), before));
    office.save(Put::id(lincoln).with("open", true));
    assert_eq!(told(&office), (Cents(0), before));
}

#[test]
fn a_school_sees_its_own_prices_and_the_districts_sum_where_the_policy_says_so() {
    let mut office = harlow();
    let overview = office.store.overview(today()).unwrap();
    let lincoln = overview.schools.iter().find(|row| row.school.code == "LIN");
    let lincoln = lincoln.unwrap().school.id;
    let person = office.person("lin", "helpdesk");
    let own = Put::id(PersonId(person)).with("schools", Schools::only(vec![lincoln]));
    office.save(own);
    let seen = |office: &support::Office| {
        let prices = office.store.visible_prices("lin", today()).unwrap();
        let overview = office.store.overview_for(today(), &prices).unwrap();
        let placed = office.store.placed(None, today()).unwrap().into_iter();
        let placed: Vec<Placed> = placed.map(|row| row.showing(&prices)).collect();
        (overview, placed)
    };
    let (all, _) = seen(&office);
    assert!(all.schools.iter().all(|row| !row.kept_back));
    let knob = Put::keyed(Kind::Setting)
        .with("key", "policy.prices".to_owned())
        .with("value", "own-and-total".to_owned());
    office.save(knob);
    let (some, placed) = seen(&office);
    assert_eq!(some.cost, all.cost);
    for row in &some.schools {
        // It bought one product itself for $1,150, and bears a part of nine of the district's contracts.
        let expected = if row.school.id == lincoln {
            (false, Some(Cents(115_000)), 9)
        } else {
            (true, None, row.hidden)
        };
        assert_eq!((row.kept_back, row.cost, row.hidden), expected);
    }
    for row in &placed {
        let own = row.buyer == Some(lincoln);
        assert_eq!((row.kept_back, row.cost > Some(Cents(0))), (!own, own));
    }
}
