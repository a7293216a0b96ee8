//! What rows call the schools, vendors, people and products that records name by their id.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::Error;
use super::convert::{id_list, records};
use crate::domain::person::{Person, PersonId};
use crate::domain::product::{ProductId, Vendor, VendorId};
use crate::domain::review::PersonName;
use crate::domain::school::{School, SchoolId, Schools};

/// What records are called, by id, for rows that print them.
pub(super) struct NamesById {
    pub(super) schools: HashMap<SchoolId, String>,
    pub(super) codes: Arc<HashMap<SchoolId, String>>,
    vendors: HashMap<VendorId, String>,
    people: HashMap<PersonId, PersonName>,
}

impl NamesById {
    pub(super) fn read(conn: &Connection) -> Result<NamesById, Error> {
        let schools = records::<School>(conn, "", [])?;
        let codes: HashMap<SchoolId, String> =
            schools.iter().map(|s| (s.id, s.code.clone())).collect();
        let schools = schools.into_iter();
        let vendors = records::<Vendor>(conn, "", [])?.into_iter();
        let people = records::<Person>(conn, "", [])?.into_iter();
        Ok(NamesById {
            codes: Arc::new(codes),
            schools: schools.map(|s| (s.id, s.name)).collect(),
            vendors: vendors.map(|v| (v.id, v.name)).collect(),
            people: people.map(|p| (p.id, PersonName::from(p))).collect(),
        })
    }

    /// `Jefferson MS`, `5 schools`, `district`.
    pub(super) fn place(&self, schools: &Schools) -> String {
        match schools {
            Schools::All => "district".to_owned(),
            Schools::Only(ids) => match ids.as_slice() {
                [one] => self.school(*one),
                more => format!("{} schools", more.len()),
            },
        }
    }

    pub(super) fn school(&self, id: SchoolId) -> String {
        let name = self.schools.get(&id).cloned();
        name.unwrap_or_else(|| format!("school {id}"))
    }

    pub(super) fn vendor(&self, id: VendorId) -> Option<String> {
        self.vendors.get(&id).cloned()
    }

    pub(super) fn person(&self, id: PersonId) -> Option<PersonName> {
        self.people.get(&id).cloned()
    }
}

/// Every product's name, with its edition.
pub(super) fn product_names(conn: &Connection) -> Result<HashMap<ProductId, String>, Error> {
    let sql = "SELECT id, name || ifnull(' ' || edition, '') FROM product";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The same of these.
pub(super) fn product_names_of<'i>(
    conn: &Connection,
    products: impl IntoIterator<Item = &'i ProductId>,
) -> Result<HashMap<ProductId, String>, Error> {
    let sql = "SELECT id, name || ifnull(' ' || edition, '') FROM product
               WHERE id IN (SELECT value FROM json_each(?1))";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([id_list(products)], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
