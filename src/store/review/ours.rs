//! What the district owns already that would answer a request: the product itself held elsewhere,
//! and products that do the same.

use chrono::NaiveDate;
use rusqlite::params;

use super::stock::holdings;
use crate::domain::product::{FunctionId, Product, ProductId};
use crate::domain::review::Ours;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::store::labels::NamesById;
use crate::store::prices::hidden_contracts;
use crate::store::status::{Scope, StatusReader};
use crate::store::{Error, Store, one, seats};

/// So many products are looked at, and so many shown.
const LOOKED_AT: usize = 24;
const SHOWN: usize = 8;
/// Shorter words name nothing.
const SHORTEST: usize = 3;

impl Store {
    /// What is ours already of this product, or of what the words name, and of what does the same:
    /// what may be used at the school and has seats free first. Without a school the district.
    pub fn ours(
        &self,
        product: Option<ProductId>,
        words: &str,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<Vec<Ours>, Error> {
        self.at_once(|| StatusReader::new(&self.conn).ours(product, words, school, today))
    }
}

impl StatusReader<'_> {
    /// As `Store::ours`.
    pub(in crate::store) fn ours(
        &self,
        product: Option<ProductId>,
        words: &str,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<Vec<Ours>, Error> {
        let same = match product {
            Some(id) => vec![id],
            None => self.called_like(words)?,
        };
        let mut found = self.alike(&same, words)?;
        found.truncate(LOOKED_AT);
        let names = NamesById::read(self.conn)?;
        let hidden = hidden_contracts(self.conn)?;
        let mut ours = Vec::new();
        for id in same.iter().copied().chain(found) {
            let scope = Scope {
                school,
                grade: None,
                today,
            };
            let held = holdings(self.conn, id, today)?;
            if held.terms.is_empty() && held.places.is_empty() {
                continue;
            }
            let product = one::<Product>(self.conn, id)?;
            ours.push(Ours {
                product: id,
                name: product.full_name(),
                same: same.contains(&id),
                place: names.place(&held.schools()),
                seats: self.seats(id, today)?,
                cost: (!held.terms.is_empty() && held.terms.iter().all(|t| t.priced))
                    .then(|| held.terms.iter().map(|t| t.a_year).sum()),
                hidden: held.terms.iter().any(|t| hidden.contains(&t.contract)),
                ends: held.terms.iter().map(|t| t.end).max(),
                answer: self.brief_answer(id, scope, None)?.word,
            });
        }
        let free = |o: &Ours| o.seats.map_or(0, |(_, free)| free);
        ours.sort_by_key(|o| (!o.answer.allows(), !o.same, std::cmp::Reverse(free(o))));
        ours.truncate(SHOWN);
        Ok(ours)
    }

    /// Products whose name, or another name, begins with these words.
    fn called_like(&self, words: &str) -> Result<Vec<ProductId>, Error> {
        let wanted = text::key(words);
        if wanted.chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT id, name FROM product WHERE archived = 0
             UNION ALL SELECT a.product, a.alias FROM alias a JOIN product p ON p.id = a.product
                 WHERE p.archived = 0 AND a.kind IN ('former', 'other')
             ORDER BY 1",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, name): (ProductId, String) = (row.get(0)?, row.get(1)?);
            if text::key(&name).starts_with(&wanted) && !found.contains(&id) {
                found.push(id);
            }
        }
        found.truncate(LOOKED_AT);
        Ok(found)
    }

    /// Other products of the same functions, or of a function these words name; the most spread first.
    fn alike(&self, same: &[ProductId], words: &str) -> Result<Vec<ProductId>, Error> {
        let mut functions = Vec::new();
        let mut of = self
            .conn
            .prepare_cached("SELECT function FROM purpose WHERE product = ?1")?;
        for id in same {
            for function in of.query_map([id], |r| r.get::<_, FunctionId>(0))? {
                functions.push(function?);
            }
        }
        let wanted = text::key(words);
        if wanted.chars().count() >= SHORTEST {
            let mut all = self.conn.prepare_cached("SELECT id, name FROM function")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let name: String = row.get(1)?;
                if text::key(&name).contains(&wanted) {
                    functions.push(row.get(0)?);
                }
            }
        }
        let mut served = self.conn.prepare_cached(
            "SELECT p.id, (SELECT count(*) FROM inventory i WHERE i.product = p.id) AS spread
             FROM purpose b JOIN product p ON p.id = b.product
             WHERE b.function = ?1 AND p.archived = 0
               AND (EXISTS (SELECT 1 FROM inventory i WHERE i.product = p.id)
                    OR EXISTS (SELECT 1 FROM line l WHERE l.product = p.id))
             ORDER BY spread DESC, p.id LIMIT ?2",
        )?;
        let mut found: Vec<(i64, ProductId)> = Vec::new();
        functions.sort_unstable();
        functions.dedup();
        for function in functions {
            let rows = served.query_map(params![function, LOOKED_AT as i64], |r| {
                Ok((r.get(1)?, r.get(0)?))
            })?;
            for row in rows {
                found.push(row?);
            }
        }
        found.retain(|(_, id)| !same.contains(id));
        found.sort_unstable_by_key(|(spread, id)| (std::cmp::Reverse(*spread), *id));
        found.dedup();
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    /// Seats given to schools where their use was counted, and those of them that nobody uses.
    fn seats(&self, product: ProductId, today: NaiveDate) -> Result<Option<(i64, i64)>, Error> {
        let stock = seats::stock(self.conn, product, today)?;
        let buyers = stock.given.iter().map(|row| row.buyer).collect();
        let purchases = stock.purchases(&buyers, |_, _, _| true);
        let given = purchases.into_values().flat_map(|bought| bought.places);
        let counted = given.filter_map(|place| {
            let (seats, used) = (place.allotted?, place.used?);
            Some((seats, (seats - used).max(0)))
        });
        Ok(counted.reduce(|sum, more| (sum.0 + more.0, sum.1 + more.1)))
    }
}
