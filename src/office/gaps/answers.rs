//! What each product that somebody says teaches a standard is at each school, as the resolver answers today: read when it is
//! first asked for, and kept until a record that it rests on is written.

use std::collections::hash_map::Entry;
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
    known: HashMap<SchoolId, Vec<Option<AnswerNumber>>>,
    distinct: DistinctAnswers,
}

/// Where an answer stands among those that differ.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct AnswerNumber(u32);

/// Each answer once: most products are the same at many schools.
#[derive(Default)]
struct DistinctAnswers {
    answers: Vec<CoverAnswers>,
    numbers: HashMap<CoverAnswers, AnswerNumber>,
}

impl DistinctAnswers {
    fn number(&mut self, found: CoverAnswers) -> AnswerNumber {
        match self.numbers.entry(found) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let number = AnswerNumber(self.answers.len() as u32);
                self.answers.push(new.key().clone());
                *new.insert(number)
            }
        }
    }
}

impl SchoolAnswers {
    /// Those of these products; none is read yet.
    pub(super) fn new(products: BTreeSet<ProductId>, today: NaiveDate) -> SchoolAnswers {
        SchoolAnswers {
            today,
            products: products.into_iter().collect(),
            known: HashMap::new(),
            distinct: DistinctAnswers::default(),
        }
    }

    /// Takes over what another read of the same products: what they are at schools is not told by who claims what of them.
    pub(super) fn take_over(&mut self, other: SchoolAnswers) {
        if other.today != self.today {
            return;
        }
        for school in other.known.keys() {
            let places = self.products.iter().map(|product| {
                let answers = other.of(*school, other.place(*product)?)?;
                Some(self.distinct.number(answers.clone()))
            });
            let places = places.collect();
            self.known.insert(*school, places);
        }
    }

    /// What these are is read anew when it is next asked for.
    pub(super) fn forget(&mut self, products: &BTreeSet<ProductId>) {
        // Answers of nobody any more are let go of with all others, before they are more than those that are known.
        if self.distinct.answers.len() > self.products.len() * self.known.len() {
            self.known.clear();
            self.distinct = DistinctAnswers::default();
        }
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
        let (all, known, distinct) = (&self.products, &mut self.known, &mut self.distinct);
        let keep = |product: ProductId, school: SchoolId, found: CoverAnswers| {
            let of_school = known.entry(school).or_insert_with(|| vec![None; all.len()]);
            if let Ok(place) = all.binary_search(&product) {
                of_school[place] = Some(distinct.number(found));
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
        if let Some(answer) = self.of(school, place).and_then(|known| known.of(grade)) {
            return Ok(Some(answer));
        }
        // A grade that its school does not have may have a gap all the same.
        let product = self.products.get(place).copied();
        let every = Grades::span(Grade::PK, Grade::LAST);
        self.read(store, product.as_slice(), &[(school, every)])?;
        Ok(self.of(school, place).and_then(|known| known.of(grade)))
    }

    /// What was read of the product at this place at a school.
    fn of(&self, school: SchoolId, place: usize) -> Option<&CoverAnswers> {
        let number = (*self.known.get(&school)?.get(place)?)?;
        self.distinct.answers.get(number.0 as usize)
    }

    /// For each product the place of the first that is the same as it at every school that was read, in what was read of it.
    pub(super) fn first_alike(&self) -> Vec<usize> {
        let mut firsts: HashMap<Vec<Option<AnswerNumber>>, usize> = HashMap::new();
        let places = 0..self.products.len();
        let firsts = places.map(|place| {
            let schools = self.known.values();
            let answers = schools.map(|known| known.get(place).copied().flatten());
            *firsts.entry(answers.collect()).or_insert(place)
        });
        firsts.collect()
    }
}
