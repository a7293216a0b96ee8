//! What is placed at the schools of a large made-up district and how it does there: the inventory, switches, tests on
//! devices, training, use.

use crate::domain::inventory::{Runs, Switch};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;

use super::{Grown, MadeUpFile, chance, one};
use crate::demo::days::whole_months;

/// The nth pair of a school and a product that is placed there, both by their places. Half of what a school has every
/// school has; the other half are other products at each, as far as there are enough.
fn pair(grown: &Grown, n: usize) -> (usize, usize) {
    let (school, nth) = (n % grown.schools, n / grown.schools);
    let each = grown.inventory.div_ceil(grown.schools);
    let common = each / 2;
    if nth < common {
        return (school, nth);
    }
    let others = grown.products - common;
    (school, common + (school * 61 + nth - common) % others)
}

pub(super) fn inventory(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Inventory, "rows of inventory", "seats-of-all.csv");
    MadeUpFile::new(at, grown.inventory, move |n, rng| {
        let (school, product) = pair(&of, n);
        let school = SchoolId(of.id(Kind::School, school));
        let seats = one(rng, &[30, 60, 120, 300, 600]);
        let buyer = chance(rng, 24).then_some(school);
        let used = chance(rng, 85).then(|| rng.i64(0..=seats));
        Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", ProductId(of.id(Kind::Product, product)))
            .with("buyer", buyer)
            .with("seats", Some(seats))
            .with("used", used)
            .with("since", Some(of.day(-rng.i64(20..1_500))))
    })
}

pub(super) fn switches(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Provisioning, "switches", "sign-in-of-all.csv");
    let rows = grown.inventory.min(grown.products - grown.products / 8);
    MadeUpFile::new(at, rows, move |n, rng| {
        let (school, product) = pair(&of, n);
        let all = [
            Switch::On,
            Switch::On,
            Switch::Off,
            Switch::Pending,
            Switch::NotApplicable,
        ];
        let mut put = Put::keyed(Kind::Provisioning)
            .with("product", ProductId(of.id(Kind::Product, product)))
            .with("school", Some(SchoolId(of.id(Kind::School, school))));
        for field in ["sso", "roster", "filter", "extension", "oauth"] {
            put = put.with(field, Some(one(rng, &all)));
        }
        put
    })
}

pub(super) fn tests(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Compatibility, "tests", "tests-of-all.csv");
    MadeUpFile::new(at, grown.products / 3 * 2, move |n, rng| {
        let result = one(
            rng,
            &[
                Runs::Works,
                Runs::Works,
                Runs::Works,
                Runs::Partial,
                Runs::Fails,
            ],
        );
        Put::keyed(Kind::Compatibility)
            .with("product", ProductId(of.id(Kind::Product, n / 2 * 3)))
            .with("device", ["ipad", "chromebook"][n % 2].to_owned())
            .with("result", result)
            .with("on", Some(of.day(-rng.i64(10..500))))
    })
}

pub(super) fn training(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Training, "rows of training", "training-of-all.csv");
    MadeUpFile::new(at, grown.inventory / 50, move |n, rng| {
        let (school, product) = pair(&of, n * 50);
        let target = rng.i64(5..90);
        Put::keyed(Kind::Training)
            .with("product", ProductId(of.id(Kind::Product, product)))
            .with("school", SchoolId(of.id(Kind::School, school)))
            .with("target", Some(target))
            .with("trained", Some(rng.i64(0..=target)))
            .with("on", Some(of.day(-rng.i64(5..400))))
            .with("minutes", Some(one(rng, &[60, 90, 180])))
    })
}

pub(super) fn usage(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Usage, "rows of use", "sign-ins-of-all.csv");
    let months = whole_months(of.day(-200), of.today);
    let rows = if months.is_empty() {
        0
    } else {
        grown.inventory / 16
    };
    MadeUpFile::new(at, rows, move |n, rng| {
        let (school, product) = pair(&of, n / months.len() * 16);
        let (from, to) = months[n % months.len()];
        let accounts = rng.i64(20..600);
        let activated = rng.i64(0..=accounts);
        let active = rng.i64(0..=activated);
        Put::keyed(Kind::Usage)
            .with("product", ProductId(of.id(Kind::Product, product)))
            .with("school", Some(SchoolId(of.id(Kind::School, school))))
            .with("from", from)
            .with("to", to)
            .with("provisioned", Some(accounts))
            .with("activated", Some(activated))
            .with("active", Some(active))
            .with("peak", Some(rng.i64(0..=active)))
            .with(
                "definition",
                Some("signed in at least once in the month".to_owned()),
            )
    })
}

#[cfg(test)]
mod pairs {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_product_is_placed_twice_at_a_school() {
        for (schools, products, inventory) in
            [(7, 40, 200), (3, 10, 30), (1, 5, 5), (200, 90, 9_000)]
        {
            let grown = Grown {
                today: chrono::NaiveDate::MIN,
                founder: String::new(),
                schools,
                products,
                inventory,
                people: 1,
                vendors: 1,
                contracts: 1,
                first: [(Kind::School, 1); 6],
            };
            let pairs: HashSet<_> = (0..inventory).map(|n| pair(&grown, n)).collect();
            assert_eq!(pairs.len(), inventory, "{schools} {products}");
            assert!(pairs.iter().all(|(s, p)| *s < schools && *p < products));
        }
    }
}
