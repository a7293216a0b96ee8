//! The records of the office that parcels are made of.

use rusqlite::{Connection, OptionalExtension};

use super::super::convert::records;
use super::super::{Error, Store};
use crate::domain::contract::{Contract, ContractId, Line};
use crate::domain::person::Person;
use crate::domain::product::{Product, ProductId};
use crate::domain::region::pack::{ProductRecords, pack};
use crate::domain::region::parcel::Parcel;
use crate::domain::region::share::{SharePolicy, SharedField};
use crate::domain::region::withheld::WithheldNames;
use crate::domain::request::Request;
use crate::domain::school::{School, SchoolId};

/// Makes the parcels of products from the file as it stands.
pub(super) struct ParcelMaker<'m> {
    conn: &'m Connection,
    policy: &'m SharePolicy,
    schools: Vec<School>,
    withheld: WithheldNames,
}

impl<'m> ParcelMaker<'m> {
    /// For what is shared under a policy; prices are read whatever the policy of prices hides from whoever asks.
    pub(super) fn of(store: &'m Store, policy: &'m SharePolicy) -> Result<ParcelMaker<'m>, Error> {
        let conn = store.all_prices();
        let schools: Vec<School> = records(conn, "ORDER BY id", [])?;
        let people: Vec<Person> = records(conn, "ORDER BY id", [])?;
        let mut withheld = WithheldNames::default();
        for person in &people {
            withheld.person(&person.name, &person.login, person.email.as_deref());
        }
        let mut asked =
            conn.prepare("SELECT DISTINCT name FROM requester WHERE name IS NOT NULL")?;
        for name in asked.query_map([], |row| row.get::<_, String>(0))? {
            withheld.named(&name?);
        }
        if !policy.lets(SharedField::Schools) {
            schools.iter().for_each(|school| withheld.school(school));
        }
        Ok(ParcelMaker {
            conn,
            policy,
            schools,
            withheld,
        })
    }

    /// The parcel of a product; none of one that is gone, archived, or stands for another.
    pub(super) fn of_product(&self, product: ProductId) -> Result<Option<Parcel>, Error> {
        let found: Vec<Product> = records(self.conn, "WHERE id = ?1", [product])?;
        let Some(record) = found.into_iter().next() else {
            return Ok(None);
        };
        let vendor = match record.vendor {
            Some(vendor) => {
                let mut ask = self
                    .conn
                    .prepare_cached("SELECT name FROM vendor WHERE id = ?1")?;
                ask.query_row([vendor], |row| row.get(0)).optional()?
            }
            None => None,
        };
        let by_product = "WHERE product = ?1 ORDER BY id";
        let lines: Vec<Line> = records(self.conn, by_product, [product])?;
        let bought = lines.into_iter().filter_map(|line| {
            let contract = self.contract(line.contract).transpose()?;
            Some(contract.map(|contract| (line, contract)))
        });
        let bought = bought.collect::<Result<_, Error>>()?;
        let mut agreements = records(self.conn, by_product, [product])?;
        if let Some(vendor) = record.vendor {
            let of_all = "WHERE vendor = ?1 AND product IS NULL ORDER BY id";
            agreements.extend(records(self.conn, of_all, [vendor])?);
        }
        let reviewed: Vec<Request> = records(
            self.conn,
            "WHERE product = ?1 AND decided_on IS NOT NULL ORDER BY decided_on DESC, id DESC LIMIT 1",
            [product],
        )?;
        let reviewed = reviewed.into_iter().next();
        let answers = match &reviewed {
            Some(request) => records(self.conn, "WHERE request = ?1 ORDER BY id", [request.id])?,
            None => Vec::new(),
        };
        let whole = ProductRecords {
            vendor,
            aliases: records(self.conn, by_product, [product])?,
            decisions: records(self.conn, by_product, [product])?,
            agreements,
            alignments: records(self.conn, by_product, [product])?,
            bought,
            reviewed,
            answers,
            asked_by: self.requesters(product)?,
            product: record,
        };
        let school = |id: SchoolId| {
            let found = self.schools.iter().find(|school| school.id == id);
            found.map(|school| school.name.clone())
        };
        Ok(pack(&whole, &school, &self.withheld, self.policy))
    }

    fn requesters(&self, product: ProductId) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT name FROM requester WHERE product = ?1 AND name IS NOT NULL";
        let mut ask = self.conn.prepare_cached(sql)?;
        let names = ask.query_map([product], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    fn contract(&self, contract: ContractId) -> Result<Option<Contract>, Error> {
        let found: Vec<Contract> = records(self.conn, "WHERE id = ?1", [contract])?;
        Ok(found.into_iter().next())
    }
}
