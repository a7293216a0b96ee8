//! Which products are under review, and where: what the words of many answers take of open requests.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::cases::open_on;
use crate::domain::product::ProductId;
use crate::domain::request::{RequestId, RequestState};
use crate::domain::school::{SchoolId, Schools};
use crate::store::Error;

/// At which schools products are under review: all that the word of an answer takes of open requests, read of all products
/// at once.
pub(in crate::store) struct UnderReview(HashMap<ProductId, Vec<Schools>>);

impl UnderReview {
    pub(in crate::store) fn read(
        conn: &Connection,
        today: NaiveDate,
    ) -> Result<UnderReview, Error> {
        // What is not sent yet nobody has asked for.
        let sql = format!(
            "SELECT request.id, request.product, requester.id, requester.school
             FROM request LEFT JOIN requester ON requester.request = request.id
             WHERE {} AND state <> '{}' ORDER BY request.id",
            open_on(today),
            RequestState::Draft
        );
        let mut ask = conn.prepare_cached(&sql)?;
        let mut rows = ask.query([])?;
        // None is every school, also where nobody asked.
        let mut asked: BTreeMap<(RequestId, ProductId), Option<Vec<SchoolId>>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let requester: Option<i64> = row.get(2)?;
            let school: Option<SchoolId> = row.get(3)?;
            let named = asked
                .entry((row.get(0)?, row.get(1)?))
                .or_insert(Some(Vec::new()));
            match (requester, school, named.as_mut()) {
                (Some(_), Some(school), Some(named)) => named.push(school),
                (Some(_), None, _) => *named = None,
                _ => {}
            }
        }
        let mut reviews: HashMap<ProductId, Vec<Schools>> = HashMap::new();
        for ((_, product), named) in asked {
            let schools = named.map_or(Schools::All, Schools::only);
            reviews.entry(product).or_default().push(schools);
        }
        Ok(UnderReview(reviews))
    }

    /// The schools of each open request for this product.
    pub(in crate::store) fn of(&self, product: ProductId) -> &[Schools] {
        self.0.get(&product).map_or(&[], Vec::as_slice)
    }
}
