//! Who answers for the products that are paid for or in use, how far people are trained in them, and how what
//! somebody holds goes to somebody else.

mod handover;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::convert::records;
use super::fiscal::{UsedProduct, in_use, in_use_anew, merged};
use super::head::Head;
use super::labels::{product_names, product_names_of};
use super::{Error, Store};
use crate::domain::inventory::Training;
use crate::domain::overlap::build::MergedProducts;
use crate::domain::ownership::{CoverageRow, Held, OwnershipRow, TrainingState, post};
use crate::domain::person::{Owner, OwnerRole, Person, PersonId};
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};

pub(super) use self::handover::handover;

impl Store {
    /// Every product that is paid for or in use, with who answers for it: the dearest of those nobody
    /// answers for first.
    pub fn ownership(&self, today: NaiveDate) -> Result<Vec<OwnershipRow>, Error> {
        self.at_once(|| {
            let (here, merged) = in_use(&self.conn, today)?;
            let mut rows = owned(&self.conn, here, &merged, today)?;
            sort(&mut rows);
            Ok(rows)
        })
    }

    /// The same as the records stand now, of how it stood then: only the products are looked at that what was written
    /// since reaches. None where that may be every product.
    pub fn ownership_again(
        &self,
        rows: &[OwnershipRow],
        then: Head,
        today: NaiveDate,
    ) -> Result<Option<Vec<OwnershipRow>>, Error> {
        self.at_once(|| {
            let Some(anew) = in_use_anew(&self.conn, then, today)? else {
                return Ok(None);
            };
            let others = rows
                .iter()
                .filter(|row| !anew.reached.contains(&row.product));
            let mut rows: Vec<OwnershipRow> = others.cloned().collect();
            rows.extend(owned(&self.conn, anew.used, &anew.merged, today)?);
            sort(&mut rows);
            Ok(Some(rows))
        })
    }

    /// Training by product and school, where it was planned or held: where most people are missing first.
    pub fn coverage(&self, today: NaiveDate) -> Result<Vec<CoverageRow>, Error> {
        self.at_once(|| coverage(&self.conn, today))
    }

    /// What somebody holds: what a handover would move.
    pub fn held_by(&self, login: &str, today: NaiveDate) -> Result<Vec<Held>, Error> {
        self.at_once(|| handover::held_by(&self.conn, login, today))
    }

    /// What of that another person may not decide, by its name.
    pub fn beyond(&self, from: &str, to: &str, today: NaiveDate) -> Result<Vec<String>, Error> {
        self.at_once(|| handover::beyond(&self.conn, (from, to), today))
    }
}

/// Who answers for each of these products.
fn owned(
    conn: &Connection,
    here: Vec<UsedProduct>,
    merged: &MergedProducts,
    today: NaiveDate,
) -> Result<Vec<OwnershipRow>, Error> {
    let names = product_names_of(conn, here.iter().map(|used| &used.product))?;
    let people: HashMap<PersonId, Person> = records::<Person>(conn, "", [])?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let all: Vec<Owner> = records(conn, "", [])?;
    let mut owners: HashMap<ProductId, Vec<&Owner>> = HashMap::new();
    for owner in &all {
        let product = stands_for(merged, owner.product);
        owners.entry(product).or_default().push(owner);
    }
    let rows = here
        .into_iter()
        .map(|used| {
            let id = used.product;
            let owners = owners.get(&id).map_or(&[][..], Vec::as_slice);
            let posts = OwnerRole::ALL.iter();
            OwnershipRow {
                product: id,
                name: names.get(&id).cloned().unwrap_or_default(),
                cost: used.cost,
                hidden: used.hidden,
                people: used.people,
                posts: posts
                    .map(|role| post(*role, owners, |id| people.get(&id), today))
                    .collect(),
            }
        })
        .collect();
    Ok(rows)
}

/// The dearest of those nobody answers for first.
fn sort(rows: &mut [OwnershipRow]) {
    rows.sort_by(|a, b| {
        let order = |row: &OwnershipRow| (row.is_owned(), Reverse(row.cost), Reverse(row.people));
        let named = || (&a.name, a.product).cmp(&(&b.name, b.product));
        order(a).cmp(&order(b)).then_with(named)
    });
}

/// The record that stands for a product, where some were merged.
fn stands_for(merged: &HashMap<ProductId, ProductId>, product: ProductId) -> ProductId {
    merged.get(&product).copied().unwrap_or(product)
}

fn coverage(conn: &Connection, today: NaiveDate) -> Result<Vec<CoverageRow>, Error> {
    let merged = merged(conn)?;
    let names = product_names(conn)?;
    let schools: HashMap<SchoolId, School> = records::<School>(conn, "WHERE open = 1", [])?
        .into_iter()
        .map(|school| (school.id, school))
        .collect();
    let mut sessions: BTreeMap<(ProductId, SchoolId), Vec<Training>> = BTreeMap::new();
    for training in records::<Training>(conn, "", [])? {
        let key = (stands_for(&merged, training.product), training.school);
        sessions.entry(key).or_default().push(training);
    }
    let mut rows: Vec<CoverageRow> = sessions
        .iter()
        .filter_map(|((product, school), sessions)| {
            let school = schools.get(school)?;
            Some(CoverageRow {
                product: *product,
                product_name: names.get(product).cloned().unwrap_or_default(),
                school: school.id,
                school_code: school.code.clone(),
                school_name: school.name.clone(),
                trained: TrainingState::of(sessions, today),
            })
        })
        .collect();
    rows.sort_by(|a, b| {
        let order = |row: &CoverageRow| (!row.trained.is_gap(), Reverse(row.trained.missing()));
        order(a)
            .cmp(&order(b))
            .then_with(|| (&a.product_name, &a.school_code).cmp(&(&b.product_name, &b.school_code)))
    });
    Ok(rows)
}
