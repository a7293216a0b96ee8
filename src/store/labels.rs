//! What rows call the schools, vendors, people and products that records name by their id.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::Error;
use super::convert::{id_list, read, text};
use crate::domain::person::PersonId;
use crate::domain::product::{ProductId, VendorId};
use crate::domain::review::PersonName;
use crate::domain::school::{SchoolId, Schools};

/// What records are called, by id, for rows that print them.
pub(super) struct NamesById {
    pub(super) schools: HashMap<SchoolId, String>,
    pub(super) codes: Arc<HashMap<SchoolId, String>>,
    vendors: HashMap<VendorId, String>,
    /// With the last day here of those who leave or left.
    people: HashMap<PersonId, (PersonName, Option<NaiveDate>)>,
}

impl NamesById {
    pub(super) fn read(conn: &Connection) -> Result<NamesById, Error> {
        let (mut schools, mut codes) = (HashMap::new(), HashMap::new());
        let mut ask = conn.prepare_cached("SELECT id, name, code FROM school")?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            let id: SchoolId = row.get(0)?;
            schools.insert(id, text(row, 1)?);
            codes.insert(id, text(row, 2)?);
        }
        let mut ask = conn.prepare_cached("SELECT id, name FROM vendor")?;
        let vendors = ask.query_map([], |row| Ok((row.get(0)?, text(row, 1)?)))?;
        let vendors = vendors.collect::<rusqlite::Result<_>>()?;
        let mut ask = conn.prepare_cached("SELECT id, login, name, left_on FROM person")?;
        let people = ask.query_map([], |row| {
            let person = PersonName {
                id: row.get(0)?,
                login: text(row, 1)?,
                name: text(row, 2)?,
                left: false,
            };
            let left_on = read(row, 3, |day| day.parse().ok())?;
            Ok((person.id, (person, left_on)))
        })?;
        Ok(NamesById {
            codes: Arc::new(codes),
            schools,
            vendors,
            people: people.collect::<rusqlite::Result<_>>()?,
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

    /// Somebody, as they stand on this day.
    pub(super) fn person(&self, id: PersonId, today: NaiveDate) -> Option<PersonName> {
        let (person, left_on) = self.people.get(&id)?;
        Some(PersonName {
            left: left_on.is_some_and(|day| day <= today),
            ..person.clone()
        })
    }
}

/// What schools are called by their codes.
pub(super) fn school_codes(conn: &Connection) -> Result<HashMap<SchoolId, String>, Error> {
    let mut ask = conn.prepare_cached("SELECT id, code FROM school")?;
    let codes = ask.query_map([], |row| Ok((row.get(0)?, text(row, 1)?)))?;
    Ok(codes.collect::<rusqlite::Result<_>>()?)
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
