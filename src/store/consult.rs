//! Answers whoever plans an import, as the file stands before it: what the policy would say to an ask
//! typed in by hand, and whether a review approved what was bought.

use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::actor::actor;
use super::review::ours::OursReader;
use super::{Error, Store, order, rights, terms};
use crate::domain::contract::ContractId;
use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use crate::domain::review::intake::{Consulted, IntakeFacts};

/// A product, or none that anybody knew, a school, or the district, and grades.
type AskedPlace = (Option<ProductId>, (Option<SchoolId>, Grades));

/// The file, as an import asks it.
pub struct Consult<'s> {
    store: &'s Store,
    login: String,
    today: NaiveDate,
    /// What was said of the places asked about last.
    known: RefCell<HashMap<AskedPlace, Arc<IntakeFacts>>>,
    /// Remembers what it has read of products, which rows have in common.
    reader: OursReader<'s>,
}

/// Of so many places it is remembered what was said.
const KNOWN: usize = 500;

impl Store {
    /// The file on this day, to be asked by this person's import.
    pub fn consult(&self, login: &str, today: NaiveDate) -> Result<Consult<'_>, Error> {
        Ok(Consult {
            store: self,
            login: login.to_owned(),
            today,
            known: RefCell::default(),
            reader: OursReader::by(self.status_reader()?),
        })
    }
}

impl Consulted for Consult<'_> {
    fn known(
        &self,
        product: Option<ProductId>,
        (school, grades): (Option<SchoolId>, Grades),
    ) -> Result<Arc<IntakeFacts>, Refusal> {
        // A product nobody knew is nowhere.
        let place = (product, (school.filter(|_| product.is_some()), grades));
        if let Some(known) = self.known.borrow().get(&place) {
            return Ok(Arc::clone(known));
        }
        let known = self
            .store
            .known_by(&self.reader, place.0, place.1, self.today);
        let known = Arc::new(known.map_err(Error::into_refusal)?);
        let mut all = self.known.borrow_mut();
        if all.len() >= KNOWN {
            all.clear();
        }
        all.insert(place, Arc::clone(&known));
        Ok(known)
    }

    fn may_name(&self, product: ProductId) -> Result<(), Refusal> {
        let conn = &self.store.conn;
        let actor = actor(conn, &self.login, self.today);
        let may = actor.and_then(|actor| rights::named(conn, product, &actor));
        may.map_err(Error::into_refusal)
    }

    fn approved(&self, product: ProductId) -> Result<bool, Refusal> {
        order::approved(&self.store.conn, product, self.today).map_err(Error::into_refusal)
    }

    fn gone_on(
        &self,
        contract: ContractId,
        starts: Option<NaiveDate>,
        ends: NaiveDate,
    ) -> Result<Option<NaiveDate>, Refusal> {
        let gone_on = terms::gone_on(&self.store.conn, contract, starts, ends);
        gone_on.map_err(Error::into_refusal)
    }
}
