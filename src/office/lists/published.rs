//! What is given out to anybody: the columns of `hallpass publish`.

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
            .terminal("PRODUCT"),
        PublicColumn::new("answer", Holds::Text, |r, _| site::answer(r).into()).terminal("ANSWER"),
        PublicColumn::new("grades", Holds::Text, |r, _| {
            TableCell::known(&r.allowed_grades().to_string())
        })
        .terminal("GRADES"),
        PublicColumn::new("schools", Holds::List, |r, _| schools(r).into()).terminal("SCHOOLS"),
        PublicColumn::new("conditions", Holds::List, |r, _| conditions(r).into()),
        PublicColumn::new("page", Holds::Text, |r, _| site::page(r).into()),
    ],
    &[SHOWN],
);

/// `all`, `all but Adams ES`, or names.
fn schools(product: &PublicProduct) -> Vec<String> {
    let places = product.answer.places.iter();
    let named = places.flat_map(|place| match &place.at {
        PublicSchools::All => vec!["all".to_owned()],
        PublicSchools::AllBut(names) => {
            names.iter().map(|name| format!("all but {name}")).collect()
        }
        PublicSchools::Only(names) => names.clone(),
    });
    named.collect()
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
