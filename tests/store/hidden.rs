//! Prices that the policy hides cannot be worked out of the sums and parts that it does not.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use hallpass::domain::change::Change;
use hallpass::domain::contract::{ContractId, Line};
use hallpass::domain::money::Cents;
use hallpass::domain::person::{Person, PersonId};
use hallpass::domain::policy::Policy;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::agenda::AgendaFilter;
use hallpass::domain::review::QueueFilter;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Access, CardTotal, Error, Overview, Scope, Store};

use crate::support::district::district;
use crate::support::{Office, office, stamp, today};

/// Who buys: the district, or a school by its place.
#[derive(Clone, Copy)]
enum By {
    District,
    /// `ben` acts for this one only.
    Own,
    Adams,
    Cedar,
}

/// Each a product, who bought it, and dollars a year for each line of its one contract.
type Purchases<'p> = &'p [(usize, By, &'p [i64])];

/// An office whose policy shows own prices and the total, with purchases.
struct Bought {
    office: Office,
    products: Vec<ProductId>,
}

fn bought(products: usize, purchases: Purchases) -> Bought {
    let mut office = office();
    let schools = [
        ("Lincoln ES", "LIN"),
        ("Adams ES", "ADA"),
        ("Cedar ES", "CED"),
    ];
    let schools = schools.map(|(name, code)| office.school(name, code));
    for school in schools {
        office.save(Put::id(SchoolId(school)).with("enrollment", Some(100_i64)));
    }
    let products: Vec<ProductId> = (0..products)
        .map(|at| {
            let put = Put::new(Kind::Product).with("name", format!("Product {at}"));
            ProductId(office.save(put))
        })
        .collect();
    for (number, (product, by, lines)) in purchases.iter().enumerate() {
        let buyer = match by {
            By::District => None,
            By::Own => Some(schools[0]),
            By::Adams => Some(schools[1]),
            By::Cedar => Some(schools[2]),
        };
        let contract = office.save(
            Put::new(Kind::Contract)
                .with("number", format!("C-{number}"))
                .with("notice_basis", "sent".to_owned())
                .with(
                    "term_start",
                    Some("2025-07-01".parse::<chrono::NaiveDate>().unwrap()),
                )
                .with(
                    "term_end",
                    "2026-06-30".parse::<chrono::NaiveDate>().unwrap(),
                )
                .with("buyer", buyer.map(SchoolId)),
        );
        for (at, dollars) in lines.iter().enumerate() {
            // A second line of a contract is of the product after it.
            let line = Put::keyed(Kind::Line)
                .with("contract", ContractId(contract))
                .with("product", products[product + at])
                .with("total_cents", Some(Cents(dollars * 100)));
            office.save(line);
        }
    }
    let ben = office.person("ben", "technical");
    let own = Schools::only(vec![SchoolId(schools[0])]);
    office.save(Put::id(PersonId(ben)).with("schools", own));
    office.save(Policy::put("prices", "own-and-total").unwrap());
    Bought { office, products }
}

impl Bought {
    /// The sum on the card of a product as `ben` sees it.
    fn total(&self, product: usize) -> Option<CardTotal> {
        let scope = Scope {
            school: None,
            grade: None,
            today: today(),
        };
        let store = &self.office.store;
        let prices = store.visible_prices("ben", today()).unwrap();
        let card = store.card(self.products[product], scope, None).unwrap();
        card.showing(&prices).total
    }

    fn overview(&self) -> Overview {
        let store = &self.office.store;
        let prices = store.visible_prices("ben", today()).unwrap();
        store.overview_for(today(), &prices).unwrap()
    }
}

/// Hundreds of dollars apart, so that a sum tells which prices are in it.
const DOLLARS: i64 = 100;

#[test]
fn a_sum_that_would_tell_what_one_other_buyer_pays_is_not_told() {
    use By::{Adams, Cedar, District, Own};
    let one = Some(CardTotal::WouldTellOne);
    let told = |dollars: i64| Some(CardTotal::Told(Cents(dollars * 100)));
    let cases: [(Purchases, Option<CardTotal>); 8] = [
        // Everything is one's own: there is nothing to hide.
        (&[(0, Own, &[DOLLARS])], None),
        (&[(0, Own, &[DOLLARS]), (0, Adams, &[200])], one),
        (&[(0, Own, &[DOLLARS]), (0, District, &[200])], one),
        // Nobody has to buy it oneself to read it off.
        (&[(0, District, &[200])], one),
        // Two contracts of one buyer are what one buyer pays.
        (&[(0, Adams, &[200]), (0, Adams, &[400])], one),
        // What is free takes nothing away.
        (&[(0, Adams, &[200]), (0, Cedar, &[0])], one),
        (
            &[(0, Own, &[DOLLARS]), (0, Adams, &[200]), (0, Cedar, &[400])],
            told(700),
        ),
        (&[(0, District, &[800]), (0, Cedar, &[400])], told(1_200)),
    ];
    for (at, (purchases, expected)) in cases.into_iter().enumerate() {
        assert_eq!(bought(1, purchases).total(0), expected, "case {at}");
    }
}

#[test]
fn nor_is_the_sum_of_all_where_it_would() {
    use By::{Adams, Cedar, District, Own};
    let dollars = |dollars: i64| Some(Cents(dollars * 100));
    let cases: [(Purchases, Option<Cents>); 6] = [
        (&[(0, Own, &[DOLLARS])], dollars(100)),
        (&[(0, Own, &[DOLLARS]), (1, District, &[200])], None),
        (
            &[
                (0, Own, &[DOLLARS]),
                (1, District, &[200]),
                (2, District, &[400]),
            ],
            dollars(700),
        ),
        // One contract of two products.
        (&[(0, Own, &[DOLLARS]), (1, District, &[200, 400])], None),
        // The card of the first product tells 600, which leaves 800 for the second.
        (
            &[
                (0, Adams, &[200]),
                (0, Cedar, &[400]),
                (1, District, &[800]),
            ],
            None,
        ),
        // And where it leaves nothing, it tells nothing new.
        (&[(0, Adams, &[200]), (0, Cedar, &[400])], dollars(600)),
    ];
    for (at, (purchases, expected)) in cases.into_iter().enumerate() {
        assert_eq!(bought(3, purchases).overview().cost, expected, "case {at}");
    }
}

#[test]
fn a_part_of_a_hidden_price_is_hidden_with_it() {
    use By::{District, Own};
    // A third of it by students, of whom each of the three schools has as many: 100 of 300.
    let office = bought(
        3,
        &[
            (0, Own, &[DOLLARS]),
            (1, District, &[900]),
            (2, District, &[300]),
        ],
    );
    let overview = office.overview();
    let own = overview.schools.iter().find(|row| row.school.code == "LIN");
    let own = own.unwrap();
    assert_eq!(
        (own.kept_back, own.cost, own.hidden),
        (false, Some(Cents(10_000)), 2)
    );
    let store = &office.office.store;
    let prices = store.visible_prices("ben", today()).unwrap();
    let placed = store.placed_in(&overview, Some(own.school.id)).unwrap();
    let placed: Vec<_> = placed
        .into_iter()
        .map(|row| row.showing(&prices))
        .map(|row| (row.product, row.kept_back, row.cost))
        .collect();
    let expected = [
        (office.products[1], true, None),
        (office.products[2], true, None),
        (office.products[0], false, Some(Cents(10_000))),
    ];
    for row in expected {
        assert!(placed.contains(&row), "{row:?} in {placed:?}");
    }
}

#[test]
fn whoever_may_not_see_all_prices_plans_nothing_where_all_are_read() {
    let mut bought = bought(1, &[(0, By::District, &[DOLLARS])]);
    let store = &mut bought.office.store;
    let (path, ben) = (store.path().to_owned(), stamp("ben"));
    store.is_asked_by(&ben).unwrap();
    let mut planned = 0;
    let mut plan = |store: &Store| -> Result<Change, Error> {
        planned += 1;
        let lines = store.all::<Line>()?;
        assert!(lines.iter().all(|line| line.total_cents.is_none()));
        // Somebody else is quicker each time.
        let put = Put::new(Kind::Product).with("name", format!("Quicker {planned}"));
        let quicker = Change::SaveAll {
            what: "it".into(),
            puts: vec![put],
            reason: None,
        };
        Store::open(&path, Access::Write)?.apply(&quicker, &stamp("ada"))?;
        Ok(quicker)
    };
    let ended = store.apply_planned(&mut plan, |change| change, &ben, &mut |_| {
        ControlFlow::Continue(())
    });
    assert!(matches!(ended, Err(Error::Busy { .. })), "{ended:?}");
    assert_eq!(planned, 3);
}

/// A day that follows from a price is the same for everybody, also for whoever may not see the price.
#[test]
fn whoever_may_not_see_a_price_is_told_the_same_days() {
    let mut made_up = district("2026-03-10");
    let today = made_up.today;
    let hides = Change::Save {
        what: "the policy".into(),
        put: Policy::put("prices", "own-and-total").unwrap(),
        reason: None,
    };
    made_up.store.apply(&hides, &stamp("ada")).unwrap();
    let days = |store: &Store| {
        let all = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        let contracts = store.agenda(&all, today).unwrap().into_iter();
        let contracts: BTreeMap<String, _> = contracts
            .map(|row| {
                (
                    row.number,
                    (row.dates.decide_by, row.dates.act_by, row.severity),
                )
            })
            .collect();
        let reviews = store.queue(&QueueFilter::default(), today).unwrap();
        let reviews: BTreeMap<String, _> = reviews
            .into_iter()
            .map(|row| (row.name, (row.tier, row.clock.due_on, row.clock.late())))
            .collect();
        (contracts, reviews)
    };
    let seen_by_all = days(&made_up.store);
    let people = made_up.all::<Person>().into_iter();
    let mut few = people.filter(|who| matches!(who.schools, Schools::Only(_)));
    let login = few.next().unwrap().login;
    let asks = Stamp {
        today,
        ..stamp(&login)
    };
    made_up.store.is_asked_by(&asks).unwrap();
    let rows = made_up
        .store
        .agenda(&AgendaFilter::default(), today)
        .unwrap();
    assert!(rows.iter().filter(|row| row.hidden).count() > 20);
    assert!(rows.iter().all(|row| !row.hidden || row.annual.is_none()));
    assert_eq!(days(&made_up.store), seen_by_all);
}
