//! What would be open at a school without a product: the standards that nothing else there covers today.

use std::collections::BTreeSet;

use super::desk::GapDesk;
use super::opens::{OpenedAt, only_covered_by};
use crate::domain::product::ProductId;
use crate::domain::school::{School, Schools};
use crate::domain::standards::framework::StandardId;
use crate::office::{Error, Office};
use crate::store::Store;

impl Office {
    /// What would be open without these products, for each group of them: what is covered today at an open school where the
    /// group is wanted, in a grade, by nothing else that may be used there. Seats are to be enough for one pupil.
    pub fn opened_without(
        &self,
        groups: &[(Vec<ProductId>, Schools)],
    ) -> Result<Vec<Vec<OpenedAt>>, Error> {
        if self.store.frameworks()?.iter().all(|one| !one.ours) {
            return Ok(groups.iter().map(|_| Vec::new()).collect());
        }
        let mut desk = GapDesk::new(self)?;
        let mut schools = self.store.all::<School>()?;
        schools.retain(|school| school.open);
        let opened = groups.iter().map(|(products, places)| {
            let products: BTreeSet<ProductId> = products.iter().copied().collect();
            let standards = desk.led_to(&products);
            let mut opened = Vec::new();
            for school in schools.iter().filter(|one| places.covers(one.id)) {
                let mut codes = Vec::new();
                for standard in &standards {
                    if desk.opens(&self.store, *standard, (school, &products))? {
                        codes.push(*standard);
                    }
                }
                if !codes.is_empty() {
                    opened.push(OpenedAt {
                        school: school.id,
                        school_name: school.name.clone(),
                        standards: desk.codes(codes.iter()),
                    });
                }
            }
            Ok(opened)
        });
        opened.collect()
    }
}

impl GapDesk {
    /// The standards that are told and have none below them, and that lead to one of these products.
    fn led_to(&mut self, products: &BTreeSet<ProductId>) -> Vec<StandardId> {
        let aligned = self
            .parts
            .keys()
            .any(|(product, _)| products.contains(product));
        if !aligned {
            return Vec::new();
        }
        let mut leaves: Vec<StandardId> = self.told_leaves().map(|one| one.id).collect();
        leaves.retain(|standard| {
            let Some(node) = self.node(*standard) else {
                return false;
            };
            let reach = self.reach(node);
            reach
                .parts
                .iter()
                .any(|(product, _)| products.contains(product))
        });
        leaves.sort_unstable();
        leaves
    }

    /// Is it covered at a school in one of its grades, and would not be without these products?
    fn opens(
        &mut self,
        store: &Store,
        standard: StandardId,
        (school, products): (&School, &BTreeSet<ProductId>),
    ) -> Result<bool, Error> {
        for grade in self.grades_at(standard, school).iter() {
            let offers = self.offers(store, (standard, false), (school.id, grade))?;
            if only_covered_by(products, &offers, 1) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
