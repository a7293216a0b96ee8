//! The open requests of some products, for whoever is about to ask for one of them again.

use chrono::NaiveDate;

use super::cases::{RequestsWanted, cases, open_on};
use super::rows::row;
use crate::domain::product::ProductId;
use crate::domain::request::RequestId;
use crate::domain::review::QueueRow;
use crate::store::desk::Desk;
use crate::store::labels::NamesById;
use crate::store::{Error, Store};

impl Store {
    /// The open requests of these products.
    pub fn open_for(
        &self,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<Vec<QueueRow>, Error> {
        self.at_once(|| {
            let mut found = Vec::new();
            let sql = format!(
                "SELECT id FROM request WHERE product = ?1 AND {}",
                open_on(today)
            );
            for product in products {
                let mut statement = self.conn.prepare_cached(&sql)?;
                let ids = statement.query_map([product], |r| r.get::<_, RequestId>(0))?;
                found.extend(ids.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            if found.is_empty() {
                return Ok(Vec::new());
            }
            let mut desk = Desk::new(&self.conn)?;
            let names = NamesById::read(&self.conn)?;
            let mut rows = Vec::new();
            for id in found {
                for case in cases(&self.conn, &mut desk, RequestsWanted::One(id), today)? {
                    rows.push(row(&case, None, &names, today));
                }
            }
            Ok(rows)
        })
    }
}
