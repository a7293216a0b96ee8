//! No product, vendor or school of the made-up district has the name of a real one.

use std::collections::HashSet;
use std::fs;

use hallpass::domain::product::{Alias, Product, Vendor};
use hallpass::domain::school::School;
use hallpass::domain::text;
use libtest_mimic::Trial;

use crate::made_up::district;
use crate::needs::{Need, data, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; no_name_is_a_real_one)
}

fn no_name_is_a_real_one() {
    let (products, schools) = (data("products/products_info.csv"), data("schools"));
    let catalogue = fs::read(products).unwrap();
    let mut reader = csv::Reader::from_reader(catalogue.as_slice());
    let real: HashSet<String> = reader
        .records()
        .flat_map(|row| {
            let row = row.unwrap();
            [text::key(&row[2]), text::key(&row[3])]
        })
        .collect();
    assert!(real.len() > 500);
    let district = district("2026-03-10");
    let made_up = (district.all::<Product>().into_iter().map(|p| p.name))
        .chain(district.all::<Vendor>().into_iter().map(|v| v.name))
        .chain(district.all::<Alias>().into_iter().map(|a| a.alias));
    for name in made_up {
        assert!(!real.contains(&text::key(&name)), "{name} is real");
    }
    for file in [
        "hifld_florida_public_schools.csv",
        "nces_alabama_2020-21.csv",
        "seattle_public_schools.csv",
    ] {
        let bytes = fs::read(schools.join(file)).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_uppercase();
        for school in district.all::<School>() {
            let own = school.name.rsplit_once(' ').unwrap().0.to_uppercase();
            assert!(!text.contains(&own), "{own} is in {file}");
        }
    }
}
