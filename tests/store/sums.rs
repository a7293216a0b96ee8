//! The sums that the file keeps of products are what their places come to, whatever was changed since.

use std::path::Path;

use hallpass::domain::change::Change;
use hallpass::domain::inventory::{Inventory, InventoryId};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::agenda::AgendaFilter;
use hallpass::domain::review::QueueFilter;
use hallpass::store::{Access, Store};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::support::overlaps::{GIMKIT, MAPLE, NEARPOD, ROOSEVELT, SEESAW, overlaps};
use crate::support::{Office, stamp, today};

/// Something somebody does to what is placed.
#[derive(Debug, Clone)]
enum PlacingDeed {
    Place {
        product: i64,
        school: i64,
        buyer: Option<i64>,
        used: Option<i64>,
    },
    Take(usize),
    /// The row of another school, product or buyer.
    Move(usize, &'static str, i64),
    Count(i64, i64, i64),
    Merge(i64, i64),
    Archive(i64),
    Close(i64),
    Undo,
}

fn deed() -> impl Strategy<Value = PlacingDeed> {
    let (product, school) = (1i64..5, 1i64..4);
    let buyer = prop::option::of(school.clone());
    let used = prop::option::of(0i64..50);
    let field = prop::sample::select(vec!["school", "product", "buyer"]);
    prop_oneof![
        6 => (product.clone(), school.clone(), buyer, used)
            .prop_map(|(product, school, buyer, used)| PlacingDeed::Place { product, school, buyer, used }),
        2 => (0usize..8).prop_map(PlacingDeed::Take),
        2 => (0usize..8, field, school.clone()).prop_map(|(n, field, id)| PlacingDeed::Move(n, field, id)),
        1 => (product.clone(), school.clone(), 0i64..50).prop_map(|(p, s, n)| PlacingDeed::Count(p, s, n)),
        1 => (product.clone(), product.clone()).prop_map(|(a, b)| PlacingDeed::Merge(a, b)),
        1 => product.prop_map(PlacingDeed::Archive),
        1 => school.prop_map(PlacingDeed::Close),
        3 => Just(PlacingDeed::Undo),
    ]
}

fn save(put: Put) -> Change {
    Change::Save {
        what: "it".into(),
        put,
        reason: None,
    }
}

/// Does it, where it may be done.
fn carry_out(store: &mut Store, deed: &PlacingDeed) {
    let row = |store: &Store, n: usize| -> Option<InventoryId> {
        store.all::<Inventory>().unwrap().get(n).map(|row| row.id)
    };
    let change = match *deed {
        PlacingDeed::Place {
            product,
            school,
            buyer,
            used,
        } => Some(save(
            Put::keyed(Kind::Inventory)
                .with("product", product)
                .with("school", school)
                .with("buyer", buyer)
                .with("used", used),
        )),
        PlacingDeed::Take(n) => row(store, n).map(|id| Change::Remove {
            what: "it".into(),
            record: id.into(),
            reason: "it".into(),
        }),
        PlacingDeed::Move(n, "buyer", id) => {
            row(store, n).map(|row| save(Put::id(row).with("buyer", Some(id))))
        }
        PlacingDeed::Move(n, field, id) => {
            row(store, n).map(|row| save(Put::id(row).with(field, id)))
        }
        PlacingDeed::Count(product, school, people) => Some(save(
            Put::keyed(Kind::Usage)
                .with("product", product)
                .with("school", Some(school))
                .with("from", today() - chrono::Days::new(30))
                .with("to", today() - chrono::Days::new(1))
                .with("active", Some(people)),
        )),
        PlacingDeed::Merge(from, into) => Some(Change::Merge {
            what: "it".into(),
            from: ProductId(from),
            into: ProductId(into),
            reason: None,
        }),
        PlacingDeed::Archive(product) => {
            Some(save(Put::id(ProductId(product)).with("archived", true)))
        }
        PlacingDeed::Close(school) => Some(save(
            Put::id(hallpass::domain::school::SchoolId(school)).with("open", false),
        )),
        PlacingDeed::Undo => {
            let _ = store.undo(None, &stamp("ada"));
            None
        }
    };
    if let Some(change) = change {
        // What a rule refuses leaves everything as it was.
        let _ = store.apply(&change, &stamp("ada"));
    }
}

/// A copy of the file in which a count of use that is still to come is on record for each product: it counts nothing,
/// and has every place of the product looked at. Its places are kept in their rows alone.
fn looked_at_place_by_place(store: &Store, path: &Path) -> Store {
    let copy = path.with_extension("slow");
    let _ = std::fs::remove_file(&copy);
    store.backup(&copy).unwrap();
    let conn = Connection::open(&copy).unwrap();
    conn.execute_batch(
        "INSERT INTO usage (version, product, \"from\", \"to\", active)
         SELECT 1, id, '2099-01-01', '2099-01-31', 7 FROM product;
         UPDATE placed SET places = NULL",
    )
    .unwrap();
    drop(conn);
    Store::open(&copy, Access::Write).unwrap()
}

fn everything() -> AgendaFilter {
    AgendaFilter {
        all: true,
        ended: true,
        ..AgendaFilter::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_the_places_come_to(deeds in prop::collection::vec(deed(), 1..16)) {
        let Office { dir, mut store } = overlaps();
        let path = dir.path().join("office.db");
        for deed in &deeds {
            carry_out(&mut store, deed);
        }
        prop_assert_eq!(store.check(), [""; 0]);
        let slow = looked_at_place_by_place(&store, &path);
        prop_assert_eq!(store.ownership(today()).unwrap(), slow.ownership(today()).unwrap());
        let agenda = |store: &Store| store.agenda(&everything(), today()).unwrap();
        prop_assert_eq!(agenda(&store), agenda(&slow));
        prop_assert_eq!(store.overview(today()).unwrap(), slow.overview(today()).unwrap());
        prop_assert_eq!(store.placed(None, today()).unwrap(), slow.placed(None, today()).unwrap());
        let queue = |store: &Store| store.queue(&QueueFilter::default(), today()).unwrap();
        prop_assert_eq!(queue(&store), queue(&slow));
    }
}

/// People who use what a contract pays for, as its row tells.
fn used(store: &Store, number: &str) -> Option<i64> {
    let rows = store.agenda(&everything(), today()).unwrap();
    let row = rows.into_iter().find(|row| row.number == number).unwrap();
    row.used
}

fn placed(office: &mut Office, product: i64, school: i64, buyer: Option<i64>, used: i64) {
    office.save(
        Put::keyed(Kind::Inventory)
            .with("product", product)
            .with("school", school)
            .with("buyer", buyer)
            .with("used", Some(used)),
    );
}

#[test]
fn a_contract_is_used_by_those_at_its_schools_who_have_its_purchase() {
    let mut office = overlaps();
    placed(&mut office, NEARPOD, MAPLE, None, 40);
    placed(&mut office, NEARPOD, MAPLE, Some(ROOSEVELT), 5);
    placed(&mut office, GIMKIT, MAPLE, Some(ROOSEVELT), 3);
    // Roosevelt's Nearpod is for Roosevelt alone: 250 there, and not the 5 at Maple.
    assert_eq!(used(&office.store, "C-130"), Some(250));
    // Its Gimkit likewise: 12; Jefferson's 31.
    assert_eq!(used(&office.store, "C-125"), Some(12));
    assert_eq!(used(&office.store, "C-124"), Some(31));
    // The district's Seesaw is at Maple, 100; Maple's own 50 are another purchase.
    assert_eq!(used(&office.store, "C-100"), Some(100));
    assert_eq!(used(&office.store, "C-101"), Some(50));
    // People who use a product anywhere, whoever bought it: 250 + 40 + 5 and 100 + 50.
    let owners = office.store.ownership(today()).unwrap();
    let people = |product: i64| {
        let row = owners.iter().find(|row| row.product == ProductId(product));
        row.unwrap().people
    };
    assert_eq!((people(NEARPOD), people(SEESAW)), (295, 150));
}

#[test]
fn places_that_are_kept_in_one_value_are_made_by_a_save_and_looked_at_anew_by_a_check() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    let raw = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let kept = |sql: &str| -> i64 {
        let conn = Connection::open(&path).unwrap();
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let missing = "SELECT count(*) FROM placed WHERE places IS NULL";
    let rows = "SELECT count(*) FROM inventory";
    assert!(kept(rows) > 0);
    assert_eq!(kept(missing), 0);
    assert_eq!(office.store.check(), [""; 0]);
    let product = kept("SELECT product FROM inventory ORDER BY id LIMIT 1");
    // Another program's hand takes the value away, and the next save of anybody makes it anew.
    raw("UPDATE inventory SET seats = 7 WHERE id = (SELECT min(id) FROM inventory)");
    assert_eq!(kept(missing), 1);
    assert_eq!(office.store.check(), [""; 0]);
    office.save(Put::new(Kind::Vendor).with("name", "Anybody".to_owned()));
    assert_eq!(kept(missing), 0);
    assert_eq!(office.store.check(), [""; 0]);
    let said =
        format!("product {product}: kept as at other places than those that the inventory has");
    for sql in [
        "UPDATE placed SET places = x'4403' WHERE product = ",
        "UPDATE placed SET places = x'ffff' WHERE product = ",
        "DELETE FROM placed WHERE product = ",
    ] {
        raw(&format!("{sql}{product}"));
        assert_eq!(office.store.check(), [said.as_str()], "{sql}");
    }
}
