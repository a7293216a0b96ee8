//! What each product that somebody says teaches a standard is at each school, as the resolver answers today: read when it is
//! first asked for, and kept until a record that it rests on is written.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::domain::grade::{Grade, Grades};
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::office::Error;
use crate::store::{CoverAnswer, CoverAnswers, Store};

/// Answers by school, a product at its place in each.
pub(super) struct SchoolAnswers {
    today: NaiveDate,
    products: Vec<ProductId>,
    known: HashMap<SchoolId, Vec<Option<CoverAnswers>>>,
}

impl SchoolAnswers {
    /// Those of these products; none is read yet.
    pub(super) fn new(products: BTreeSet<ProductId>, today: NaiveDate) -> SchoolAnswers {
        SchoolAnswers {
            today,
            products: products.into_iter().collect(),
            known: HashMap::new(),
        }
    }

    /// Takes over what another read of the same products: what they are at schools is not told by who claims what of them.
    pub(super) fn take_over(&mut self, other: SchoolAnswers) {
        if other.today != self.today {
            return;
        }
        for (school, mut known) in other.known {
            let places = self.products.iter().map(|product| {
                let place = other.products.binary_search(product).ok()?;
                known.get_mut(place)?.take()
            });
            let places = places.collect();
            self.known.insert(school, places);
        }
    }

    /// What these are is read anew when it is next asked for.
    pub(super) fn forget(&mut self, products: &BTreeSet<ProductId>) {
        for known in self.known.values_mut() {
            for product in products {
                if let Ok(place) = self.products.binary_search(product) {
                    known[place] = None;
                }
            }
        }
    }

    /// The products, in order.
    pub(super) fn products(&self) -> &[ProductId] {
        &self.products
    }

    /// Where a product stands among them.
    pub(super) fn place(&self, product: ProductId) -> Option<usize> {
        self.products.binary_search(&product).ok()
    }

    /// Reads at once what every product is at these schools in their grades, before all of it is asked.
    pub(super) fn read_all<'s>(
        &mut self,
        store: &Store,
        schools: impl Iterator<Item = &'s School>,
    ) -> Result<(), Error> {
        let new = |school: &&School| {
            let known = self.known.get(&school.id);
            known.is_none_or(|known| known.iter().any(Option::is_none))
        };
        let wanted = schools
            .filter(new)
            .map(|one| (one.id, one.grades.or_every()));
        let wanted: Vec<(SchoolId, Grades)> = wanted.collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let all = self.products.clone();
        self.read(store, &all, &wanted)
    }

    fn read(
        &mut self,
        store: &Store,
        products: &[ProductId],
        schools: &[(SchoolId, Grades)],
    ) -> Result<(), Error> {
        let (all, known) = (&self.products, &mut self.known);
        let keep = |product: ProductId, school: SchoolId, found: CoverAnswers| {
            let of_school = known.entry(school).or_insert_with(|| vec![None; all.len()]);
            if let Ok(place) = all.binary_search(&product) {
                of_school[place] = Some(found);
            }
        };
        store.cover_answers(products, schools, self.today, keep)
    }

    /// What the product at this place is at a school in a grade.
    pub(super) fn at(
        &mut self,
        store: &Store,
        (school, grade): (SchoolId, Grade),
        place: usize,
    ) -> Result<Option<CoverAnswer>, Error> {
        // A grade that its school does not have may have a gap all the same.
        if let Some(answer) = self.of(school, place).and_then(|known| known.of(grade)) {
            return Ok(Some(answer));
        }
        let product = self.products.get(place).copied();
        let every = Grades::span(Grade::PK, Grade::LAST);
        self.read(store, product.as_slice(), &[(school, every)])?;
        Ok(self.of(school, place).and_then(|known| known.of(grade)))
    }

    fn of(&self, school: SchoolId, place: usize) -> Option<&CoverAnswers> {
        self.known.get(&school)?.get(place)?.as_ref()
    }
}
