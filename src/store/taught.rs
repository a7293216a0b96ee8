//! Reads what products teach, by the claims on them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::convert::records;
use super::{Error, Store};
use crate::domain::person::{Person, PersonId};
use crate::domain::product::ProductId;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::{Alignment, Framework, Standard};
use crate::domain::taught::{Taught, TaughtFacts};

impl Store {
    /// What a product teaches, those that were merged into it among it.
    pub fn taught(&self, product: ProductId, today: NaiveDate) -> Result<Taught, Error> {
        let mut of_each = self.taught_of(&[product], today)?;
        Ok(of_each.remove(&product).unwrap_or_default())
    }

    /// The same of several products; one of which nothing is claimed is left out.
    pub fn taught_of(
        &self,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<HashMap<ProductId, Taught>, Error> {
        let mut claims: HashMap<ProductId, Vec<Alignment>> = HashMap::new();
        let mut standards: HashMap<StandardId, Standard> = HashMap::new();
        for product in products {
            const OF: &str =
                "product IN (SELECT id FROM product WHERE id = ?1 OR merged_into = ?1)";
            let all: Vec<Alignment> =
                records(&self.conn, &format!("WHERE {OF} ORDER BY id"), [product])?;
            if all.is_empty() {
                continue;
            }
            claims.insert(*product, all);
            let rest = format!("WHERE id IN (SELECT item FROM alignment WHERE {OF})");
            let about = records::<Standard>(&self.conn, &rest, [product])?;
            standards.extend(about.into_iter().map(|one| (one.id, one)));
        }
        if claims.is_empty() {
            return Ok(HashMap::new());
        }
        let frameworks: Vec<Framework> = self.frameworks()?;
        let people = self.all::<Person>()?.into_iter();
        let logins: HashMap<PersonId, String> =
            people.map(|person| (person.id, person.login)).collect();
        let facts = TaughtFacts {
            frameworks: &frameworks,
            standards: &standards,
            logins: &logins,
            today: (today, self.policy()?.recheck_standards.0),
        };
        let taught = claims
            .into_iter()
            .map(|(product, claims)| (product, Taught::of(&claims, &facts)));
        Ok(taught.collect())
    }
}
