//! Single cells of the table of products by schools.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use super::USED;
use super::in_force::schools_of;
use crate::domain::contract::Line;
use crate::domain::record::{Column, Schools};
use crate::store::convert::records;
use crate::store::renewals::standing_one;
use crate::store::{Error, Store};

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
        let wanted = Schools::only(schools.to_vec()).to_value();
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
                let contract = standing_one(&self.conn, line.contract.0, today)?;
                if !contract.covers(today) {
                    continue;
                }
                let buyer = contract.buyer.map(|b| b.0);
                let reached = schools_of(&line.schools, buyer, &people);
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
