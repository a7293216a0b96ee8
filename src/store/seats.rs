//! What is on record about the seats of products, read in one pass: rows of the inventory and the newest
//! counts of use. What they come to is decided in `domain::seats`.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use super::Error;
use super::placed::{self, PlacesByProduct};
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Value};
use crate::domain::school::SchoolId;
use crate::domain::seats::{Count, InventorySeats, SeatsOnRecord};

/// What is counted as use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum UseMeasure {
    /// People who used it in the window: seats in use.
    Active,
    /// People who ever used it: what the ledger takes from the seats.
    Activated,
    /// Accounts made.
    Provisioned,
    /// The most at once.
    Peak,
}

impl UseMeasure {
    fn column(self) -> &'static str {
        match self {
            UseMeasure::Active => "active",
            UseMeasure::Activated => "activated",
            UseMeasure::Provisioned => "provisioned",
            UseMeasure::Peak => "peak",
        }
    }
}

/// Which records: of these products, of this school, or all.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::store) struct SeatsWanted<'p> {
    pub(in crate::store) products: Option<&'p [ProductId]>,
    pub(in crate::store) school: Option<SchoolId>,
}

impl<'p> SeatsWanted<'p> {
    /// Of these products, at all schools.
    pub(in crate::store) fn products(products: &'p [ProductId]) -> SeatsWanted<'p> {
        SeatsWanted {
            products: Some(products),
            school: None,
        }
    }
}

/// A row of the inventory with its product and its own id.
struct SeatsHeld {
    product: ProductId,
    id: i64,
    given: InventorySeats,
}

/// The stocks of these products on a day, each under its product. A product of which nothing is on
/// record is not there.
pub(in crate::store) fn stocks(
    conn: &Connection,
    of: SeatsWanted,
    measure: UseMeasure,
    today: NaiveDate,
) -> Result<HashMap<ProductId, SeatsOnRecord>, Error> {
    let mut stocks = HashMap::new();
    each(conn, of, measure, today, |product, stock| {
        stocks.insert(product, stock);
    })?;
    Ok(stocks)
}

/// The stock of one product on a day, by the people who use it.
pub(in crate::store) fn stock(
    conn: &Connection,
    product: ProductId,
    today: NaiveDate,
) -> Result<SeatsOnRecord, Error> {
    let mut stocks = stocks(
        conn,
        SeatsWanted::products(&[product]),
        UseMeasure::Active,
        today,
    )?;
    Ok(stocks.remove(&product).unwrap_or_default())
}

/// Tells the stock of each product in order of product, one at a time: a large district has a million
/// places. A count that ends after today counts nothing yet.
pub(in crate::store) fn each(
    conn: &Connection,
    of: SeatsWanted,
    measure: UseMeasure,
    today: NaiveDate,
    mut tell: impl FnMut(ProductId, SeatsOnRecord),
) -> Result<(), Error> {
    let count = measure.column();
    let mut wanted = vec!["?1 IS ?1", "?2 IS ?2"];
    if of.products.is_some() {
        wanted.push("product IN (SELECT value FROM json_each(?1))");
    }
    if of.school.is_some() {
        wanted.push("school = ?2");
    }
    let wanted = wanted.join(" AND ");
    let mut usage = conn.prepare_cached(&format!(
        "SELECT product, school, max(\"to\"), {count} FROM usage
         WHERE {wanted} AND {count} IS NOT NULL AND \"to\" <= ?3 GROUP BY product, school ORDER BY product"
    ))?;
    let products = of.products.map(super::convert::id_list);
    let mut usage = usage.query(params![products, of.school, today.to_value()])?;
    let mut counted = usage.next()?.map(counted_row).transpose()?;
    let mut inventory = InventoryInOrder::of(conn, of)?;
    loop {
        let next = inventory.product().into_iter();
        let next = next
            .chain(counted.iter().map(|(product, ..)| *product))
            .min();
        let Some(product) = next else { return Ok(()) };
        let mut stock = SeatsOnRecord::default();
        while let Some((_, school, count)) = counted.take_if(|(of, ..)| *of == product) {
            match school {
                Some(school) => drop(stock.counted.insert(school, count)),
                None => stock.whole = Some(count),
            }
            counted = usage.next()?.map(counted_row).transpose()?;
        }
        let mut given = inventory.given(product)?;
        let rows = given.iter_mut().enumerate();
        let undated = rows.filter_map(|(at, row)| (!dated(row, &stock)).then_some(at));
        let undated: Vec<usize> = undated.collect();
        stock.given = given;
        if !undated.is_empty() {
            let ids = inventory.ids(product)?;
            let undated = undated.iter().filter_map(|at| Some((*ids.get(*at)?, *at)));
            date(conn, &undated.collect::<Vec<_>>(), &mut stock)?;
        }
        if stock != SeatsOnRecord::default() {
            tell(product, stock);
        }
    }
}

/// The inventory, product by product in order of id.
struct InventoryInOrder<'c> {
    conn: &'c Connection,
    /// Products of which there may be some, the next of them last.
    products: Vec<ProductId>,
    places: PlacesByProduct<'c>,
    /// Where one school's is wanted: all of it, in order of product.
    of_school: Option<Vec<SeatsHeld>>,
}

impl<'c> InventoryInOrder<'c> {
    fn of(conn: &'c Connection, of: SeatsWanted) -> Result<InventoryInOrder<'c>, Error> {
        let of_school = of.school.map(|school| at_school(conn, school));
        let of_school = of_school.transpose()?;
        let mut products = match (&of_school, of.products) {
            (Some(rows), None) => rows.iter().map(|row| row.product).collect(),
            (_, Some(these)) => these.to_vec(),
            (None, None) => placed::products(conn)?,
        };
        products.sort_unstable_by(|a, b| b.cmp(a));
        products.dedup();
        Ok(InventoryInOrder {
            conn,
            products,
            places: PlacesByProduct::new(conn)?,
            of_school,
        })
    }

    /// The next product.
    fn product(&self) -> Option<ProductId> {
        self.products.last().copied()
    }

    /// What is given of this product, where it is the next one; the counts have no day yet.
    fn given(&mut self, product: ProductId) -> Result<Vec<InventorySeats>, Error> {
        if self.products.pop_if(|next| *next == product).is_none() {
            return Ok(Vec::new());
        }
        if let Some(rows) = self.rows(product) {
            return Ok(rows.iter().map(|row| row.given).collect());
        }
        let places = self.places.of(product)?;
        let given = places.iter().map(|place| InventorySeats {
            school: place.school,
            buyer: place.buyer,
            allotted: place.seats,
            count: place.used.map(|used| Count { used, on: None }),
        });
        Ok(given.collect())
    }

    /// The ids of the same rows, in their order.
    fn ids(&self, product: ProductId) -> Result<Vec<i64>, Error> {
        if let Some(rows) = self.rows(product) {
            return Ok(rows.iter().map(|row| row.id).collect());
        }
        placed::ids(self.conn, product)
    }

    /// Of one school's inventory, the rows of this product.
    fn rows(&self, product: ProductId) -> Option<&[SeatsHeld]> {
        let rows = self.of_school.as_deref()?;
        let first = rows.partition_point(|row| row.product < product);
        let end = rows.partition_point(|row| row.product <= product);
        rows.get(first..end)
    }
}

/// The inventory of a school, in order of product.
fn at_school(conn: &Connection, school: SchoolId) -> Result<Vec<SeatsHeld>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT product, school, buyer, seats, used, id FROM inventory WHERE school = ?1 ORDER BY product",
    )?;
    let rows = ask.query_and_then([school], held)?;
    rows.collect()
}

fn held(row: &Row) -> Result<SeatsHeld, Error> {
    let used: Option<i64> = row.get(4)?;
    Ok(SeatsHeld {
        product: row.get(0)?,
        id: row.get(5)?,
        given: InventorySeats {
            school: row.get(1)?,
            buyer: row.get(2)?,
            allotted: row.get(3)?,
            count: used.map(|used| Count { used, on: None }),
        },
    })
}

fn counted_row(row: &Row) -> Result<(ProductId, Option<SchoolId>, Count), Error> {
    let on: Value = row.get(2)?;
    let used = row.get(3)?;
    let on = NaiveDate::from_value(&on);
    Ok((row.get(0)?, row.get(1)?, Count { used, on }))
}

/// The inventory says how many, not when they were counted: that is the day it was last written down. False where that
/// is to be looked up: only where another count disagrees.
fn dated(given: &mut InventorySeats, stock: &SeatsOnRecord) -> bool {
    let Some(own) = &mut given.count else {
        return true;
    };
    let other = stock.counted.get(&given.school);
    let agrees = stock.whole.is_none() && other.is_none_or(|other| other.used == own.used);
    if agrees {
        own.on = other.and_then(|other| other.on);
    }
    agrees
}

/// Looks up for these rows of the inventory, each with its place among the product's, when their counts were last
/// written down: of all in one go.
fn date(
    conn: &Connection,
    undated: &[(i64, usize)],
    stock: &mut SeatsOnRecord,
) -> Result<(), Error> {
    if undated.is_empty() {
        return Ok(());
    }
    let mut written = conn.prepare_cached(
        "SELECT h.record, substr(max(s.\"at\"), 1, 10) FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'inventory' AND h.record IN (SELECT value FROM json_each(?1))
             AND (h.deed = 'add' OR h.field = 'used') GROUP BY h.record",
    )?;
    let ids: Vec<i64> = undated.iter().map(|(id, _)| *id).collect();
    let days = written.query_map([super::convert::id_list(&ids)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let days: HashMap<i64, Value> = days.collect::<rusqlite::Result<_>>()?;
    for (id, at) in undated {
        if let Some(own) = &mut stock.given[*at].count {
            own.on = days.get(id).and_then(NaiveDate::from_value);
        }
    }
    Ok(())
}
