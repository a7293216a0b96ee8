//! What is given out to anybody: the columns of `hallpass publish`.

use std::collections::BTreeSet;

use super::{ListColumn, ListColumns};
use crate::domain::published::PublicProduct;
use crate::domain::status::PublicSchools;
use crate::exchange::site;
use crate::exchange::write::{Holds, TableCell};

type PublicColumn = ListColumn<PublicProduct>;

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &["product", "answer", "grades", "schools"];

/// Every product that is public.
pub const PUBLISHED: ListColumns<PublicProduct> = ListColumns::of_commands(
    "published",
    &[
        PublicColumn::new("product_id", Holds::Count, |r, _| r.id.into()),
        PublicColumn::new("product", Holds::Text, |r, _| r.name.as_str().into())
            .shrinks(16)
            .terminal("PRODUCT"),
        PublicColumn::new("answer", Holds::Text, |r, _| site::answer(r).into()).terminal("ANSWER"),
        PublicColumn::new("grades", Holds::Text, |r, _| {
            TableCell::known(&r.allowed_grades().to_string())
        })
        .terminal("GRADES"),
        PublicColumn::new("schools", Holds::List, |r, _| schools(r).into())
            .shrinks(10)
            .terminal("SCHOOLS"),
        PublicColumn::new("conditions", Holds::List, |r, _| conditions(r).into()),
        PublicColumn::new("page", Holds::Text, |r, _| site::page(r).into()),
    ],
    &[SHOWN],
);

/// `all`, `all but Adams ES, Madison HS`, or names.
fn schools(product: &PublicProduct) -> Vec<String> {
    let places = product.answer.places.iter();
    let told = places.filter(|place| product.told_at(place).next().is_some());
    let (mut but, mut only): (Option<Vec<&str>>, BTreeSet<&str>) = (None, BTreeSet::new());
    for place in told {
        match &place.at {
            PublicSchools::All => but = Some(Vec::new()),
            PublicSchools::AllBut(names) => but = Some(texts(names).collect()),
            PublicSchools::Only(names) => only.extend(texts(names)),
        }
    }
    match but {
        None => only.into_iter().map(str::to_owned).collect(),
        Some(mut names) => {
            names.retain(|name| !only.contains(name));
            let all = match names.as_slice() {
                [] => "all".to_owned(),
                names => format!("all but {}", names.join(", ")),
            };
            vec![all]
        }
    }
}

fn texts(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

fn conditions(product: &PublicProduct) -> Vec<String> {
    let answer = &product.answer;
    let uses = answer.places.iter().flat_map(|place| &place.uses);
    let mut all = answer.for_all.clone();
    for text in uses.flat_map(|one| &one.conditions) {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}
