//! Single cells of the table of products by schools.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::in_force::schools_of;
use crate::domain::counted::percent;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::seats::SeatsSource;
use crate::store::seats::{SeatsWanted, UseMeasure, stocks};
use crate::store::terms::{LineInTerm, lines_in_term};
use crate::store::{Error, Store};

/// A product at a school, all its purchases together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell {
    /// The id of what is or is not there.
    pub product: ProductId,
    /// The id of the school of the column.
    pub school: SchoolId,
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
        percent(self.used?, self.seats?)
    }
}

impl Store {
    /// These products at these schools, where they are there at all.
    pub fn cells(
        &self,
        products: &[ProductId],
        schools: &[SchoolId],
        today: NaiveDate,
    ) -> Result<Vec<MatrixCell>, Error> {
        let people = self.people_of_schools()?;
        let mut stocks = stocks(
            &self.conn,
            SeatsWanted::products(products),
            UseMeasure::Active,
            today,
        )?;
        let mut cells = Vec::new();
        for product in products {
            let mut lines = Vec::new();
            let which = "WHERE product = ?1";
            for LineInTerm { contract, line, .. } in
                lines_in_term(&self.conn, which, [product], today)?
            {
                if contract.covers(today) {
                    let buyer = contract.buyer;
                    lines.push((buyer, schools_of(&line.schools, buyer, &people)));
                }
            }
            let stock = stocks.remove(product).unwrap_or_default();
            let reaches = |of: Option<SchoolId>, school: SchoolId| {
                let mut of_buyer = lines.iter().filter(|(buyer, _)| *buyer == of);
                of_buyer.any(|(_, reached)| reached.contains(&school))
            };
            let mut buyers: BTreeSet<_> = lines.iter().map(|(buyer, _)| *buyer).collect();
            let stock = stock.attached(&buyers, reaches);
            buyers.extend(stock.given.iter().map(|row| row.buyer));
            let purchases = stock.purchases(&buyers, |of, school, named| {
                named == SeatsSource::Inventory || reaches(of, school)
            });
            let mut here: BTreeMap<SchoolId, MatrixCell> = BTreeMap::new();
            let places = purchases.iter();
            let places =
                places.flat_map(|(buyer, bought)| bought.places.iter().map(|p| (*buyer, p)));
            for (buyer, place) in places.filter(|(_, place)| schools.contains(&place.school)) {
                let cell = cell(&mut here, *product, place.school);
                cell.seats = add(cell.seats, place.allotted);
                cell.used = add(cell.used, place.used);
                cell.bought_here |= buyer == Some(place.school);
            }
            for (buyer, reached) in &lines {
                for school in schools.iter().filter(|s| reached.contains(s)) {
                    let cell = cell(&mut here, *product, *school);
                    cell.bought_here |= *buyer == Some(*school);
                }
            }
            cells.extend(here.into_values());
        }
        Ok(cells)
    }
}

fn cell(
    here: &mut BTreeMap<SchoolId, MatrixCell>,
    product: ProductId,
    school: SchoolId,
) -> &mut MatrixCell {
    here.entry(school).or_insert(MatrixCell {
        product,
        school,
        seats: None,
        used: None,
        bought_here: false,
    })
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}
