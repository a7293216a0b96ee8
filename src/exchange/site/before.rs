//! What the pages in a folder say of each product, and what a new list says otherwise.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use serde_json::Value;

use super::{LIST, PublicSite, answer, at_in_words, machine_row};
use crate::domain::product::ProductId;
use crate::domain::published::{GivenOutChange, NOT_PUBLIC};

/// What is told of a product: all of it for a program, and in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ToldOf {
    answer: String,
    at: String,
    all: Value,
}

/// What a site would say otherwise than the folder does, in order of product; nothing where no pages of ours are there.
pub fn changes(folder: &Path, site: &PublicSite, today: NaiveDate) -> Vec<GivenOutChange> {
    let Some(before) = told_before(folder) else {
        return Vec::new();
    };
    let now = site.products.iter().map(|product| {
        let told = ToldOf {
            answer: answer(product).to_owned(),
            at: at_in_words(product, site.schools),
            all: comparable(machine_row(product, site.schools)),
        };
        (product.id, told)
    });
    let now: HashMap<ProductId, ToldOf> = now.collect();
    let mut products: Vec<ProductId> = before.keys().chain(now.keys()).copied().collect();
    products.sort_unstable();
    products.dedup();
    let changed = products.into_iter().filter_map(|product| {
        let (was, is) = (before.get(&product)?, now.get(&product));
        let (was, is) = match is {
            None => (was.answer.clone(), NOT_PUBLIC.to_owned()),
            Some(is) if is.all == was.all => return None,
            Some(is) if is.answer != was.answer => (was.answer.clone(), is.answer.clone()),
            Some(is) if is.at != was.at => (
                format!("{} ({})", was.answer, was.at),
                format!("{} ({})", is.answer, is.at),
            ),
            Some(is) => (
                was.answer.clone(),
                format!("{} at other schools", is.answer),
            ),
        };
        Some(GivenOutChange {
            on: today,
            product,
            was,
            is,
        })
    });
    changed.collect()
}

fn told_before(folder: &Path) -> Option<HashMap<ProductId, ToldOf>> {
    let list = fs::read(folder.join(LIST)).ok()?;
    let list: Value = serde_json::from_slice(&list).ok()?;
    let products = list["products"].as_array()?.iter();
    let told = products.filter_map(|row| {
        let told = ToldOf {
            answer: row["answer"].as_str()?.to_owned(),
            at: row["where"].as_str()?.to_owned(),
            all: comparable(row.clone()),
        };
        // What is kept of a change has these between its parts.
        let plain = |text: &str| !text.contains(['|', ';']);
        (plain(&told.answer) && plain(&told.at)).then_some((ProductId(row["id"].as_i64()?), told))
    });
    Some(told.collect())
}

/// Without its name, which may change while the answer does not.
fn comparable(mut row: Value) -> Value {
    if let Some(row) = row.as_object_mut() {
        row.remove("name");
    }
    row
}
