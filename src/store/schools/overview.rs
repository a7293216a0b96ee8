//! The district at a glance: a sum for each school, a sum for each product, and single cells of the
//! table of both. Sums are made while reading, so memory grows with schools plus products only.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::params;

use super::{SchoolRow, USED, covered, unused};
use crate::domain::contract::{Contract, Line};
use crate::domain::money::Cents;
use crate::domain::school::School;
use crate::store::convert::records;
use crate::store::{Error, Store};

/// Every open school and every product that is somewhere, each with its sums.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// The schools, in order of name.
    pub schools: Vec<SchoolRow>,
    /// The products, in order of name.
    pub products: Vec<ProductRow>,
    /// Contracts in force.
    pub contracts: usize,
}

impl Overview {
    /// What all schools bear together, a year: each dollar counted once.
    pub fn cost(&self) -> Cents {
        self.schools.iter().map(|row| row.cost).sum()
    }
}

/// A product with what all schools have of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductRow {
    /// The product's id.
    pub product: i64,
    /// Its name, with the edition.
    pub name: String,
    /// Seats at all schools; none where nobody counted.
    pub seats: Option<i64>,
    /// Of the seats whose use was counted: how many there are, and how many are in use.
    pub counted: (i64, i64),
    /// What it costs all schools, a year.
    pub cost: Cents,
    /// The part of that cost that stands for seats known to be unused.
    pub unused: Cents,
    /// The login of who manages it.
    pub owner: Option<String>,
}

impl ProductRow {
    /// Seats in use for each hundred seats whose use was counted.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = self.counted;
        (seats > 0).then(|| (used * 200 + seats) / (seats * 2))
    }
}

/// A product at a school, all its purchases together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell {
    /// The product.
    pub product: i64,
    /// The school.
    pub school: i64,
    /// Seats there; none where the licence counts no seats or nobody said.
    pub seats: Option<i64>,
    /// Seats in use; none where nobody counted.
    pub used: Option<i64>,
    /// Did the school buy any of it itself?
    pub bought_here: bool,
}

impl MatrixCell {
    /// Seats in use for each hundred seats.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = (self.seats.filter(|s| *s > 0)?, self.used?);
        Some((used * 200 + seats) / (seats * 2))
    }
}

impl Store {
    /// The whole district on this day.
    pub fn overview(&self, today: NaiveDate) -> Result<Overview, Error> {
        let people = self.people_of_schools()?;
        let mut at_school: HashMap<i64, (usize, Cents, Cents)> = HashMap::new();
        let mut counts = self.conn.prepare_cached(
            "SELECT school, count(*) FROM (SELECT DISTINCT school, product, buyer FROM inventory) GROUP BY school",
        )?;
        let mut rows = counts.query([])?;
        while let Some(row) = rows.next()? {
            at_school.entry(row.get(0)?).or_default().0 = row.get::<_, i64>(1)? as usize;
        }
        let mut products = self.placed_products()?;
        let contracts = self.each_line(None, &people, today, |line, parts| {
            let product = products.entry(line.product).or_default();
            for part in parts {
                let (seats, used) = part.held.unwrap_or_default();
                let spare = unused(part.cost, seats, used);
                let school = at_school.entry(part.school).or_default();
                school.0 += usize::from(part.held.is_none());
                school.1 += part.cost;
                school.2 += spare;
                product.cost += part.cost;
                product.unused += spare;
            }
        })?;
        let mut schools = records::<School>(&self.conn, "ORDER BY name, id", [])?;
        schools.retain(|s| s.open);
        let schools = schools.into_iter().map(|school| {
            let (products, cost, unused) = at_school.get(&school.id.0).copied().unwrap_or_default();
            SchoolRow {
                school,
                products,
                cost,
                unused,
            }
        });
        Ok(Overview {
            schools: schools.collect(),
            products: self.named(products)?,
            contracts,
        })
    }

    /// These products at these schools, where they are there at all.
    pub fn cells(
        &self,
        products: &[i64],
        schools: &[i64],
        today: NaiveDate,
    ) -> Result<Vec<MatrixCell>, Error> {
        let people = self.people_of_schools()?;
        let sql = format!(
            "SELECT i.school, i.seats, {USED}, i.buyer IS i.school FROM inventory i
             WHERE i.product = ?1 AND i.school IN (SELECT value FROM json_each(?2))"
        );
        let mut placed = self.conn.prepare_cached(&sql)?;
        let wanted = crate::domain::record::Schools::only(schools.to_vec());
        let wanted = crate::domain::record::Column::to_value(&wanted);
        let mut cells = Vec::new();
        for product in products {
            let mut here: BTreeMap<i64, MatrixCell> = BTreeMap::new();
            let mut rows = placed.query(params![product, wanted])?;
            while let Some(row) = rows.next()? {
                let school = row.get(0)?;
                let cell = here
                    .entry(school)
                    .or_insert_with(|| empty(*product, school));
                cell.seats = add(cell.seats, row.get(1)?);
                cell.used = add(cell.used, row.get(2)?);
                cell.bought_here |= row.get::<_, bool>(3)?;
            }
            for line in records::<Line>(&self.conn, "WHERE product = ?1", [product])? {
                let contract = self.get::<Contract>(line.contract.0)?;
                if !contract.covers(today) {
                    continue;
                }
                let buyer = contract.buyer.map(|b| b.0);
                let reached = covered(&line.schools, buyer, &people);
                for school in schools.iter().filter(|s| reached.contains(s)) {
                    let cell = here
                        .entry(*school)
                        .or_insert_with(|| empty(*product, *school));
                    cell.bought_here |= buyer == Some(*school);
                }
            }
            cells.extend(here.into_values());
        }
        Ok(cells)
    }

    /// Each product that stands in the inventory, with its seats.
    fn placed_products(&self) -> Result<HashMap<i64, ProductRow>, Error> {
        let sql = format!(
            "SELECT product, sum(seats), sum(iif(used IS NULL, 0, ifnull(seats, 0))), sum(iif(seats IS NULL, 0, used))
             FROM (SELECT i.product, i.seats, {USED} AS used FROM inventory i
                   WHERE i.school IN (SELECT id FROM school WHERE open = 1)) GROUP BY product"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = HashMap::new();
        while let Some(row) = rows.next()? {
            let used: Option<i64> = row.get(3)?;
            let product = ProductRow {
                seats: row.get(1)?,
                counted: (row.get(2)?, used.unwrap_or(0)),
                ..ProductRow::default()
            };
            found.insert(row.get(0)?, product);
        }
        Ok(found)
    }

    fn named(&self, mut sums: HashMap<i64, ProductRow>) -> Result<Vec<ProductRow>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.name || ifnull(' ' || p.edition, ''),
                    (SELECT who.login FROM owner o JOIN person who ON who.id = o.person
                     WHERE o.product = p.id AND o.role = 'manager' AND who.left_on IS NULL ORDER BY o.id LIMIT 1)
             FROM product p ORDER BY p.name, p.id",
        )?;
        let mut rows = statement.query([])?;
        let mut named = Vec::new();
        while let Some(row) = rows.next()? {
            let product = row.get(0)?;
            if let Some(sum) = sums.remove(&product) {
                named.push(ProductRow {
                    product,
                    name: row.get(1)?,
                    owner: row.get(2)?,
                    ..sum
                });
            }
        }
        Ok(named)
    }
}

fn empty(product: i64, school: i64) -> MatrixCell {
    MatrixCell {
        product,
        school,
        seats: None,
        used: None,
        bought_here: false,
    }
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}
