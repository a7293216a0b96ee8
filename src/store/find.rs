//! What the finder is filled with: every product's names, and how sought-after it is.

use std::collections::HashMap;

use crate::domain::find::{Entry, SchoolName};
use crate::domain::record::Kind;

use super::{Error, Store};

impl Store {
    /// Every product that is not archived, as the finder knows it.
    pub fn find_entries(&self) -> Result<Vec<Entry>, Error> {
        let mut also = self.other_names()?;
        let spread = self.spread()?;
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.name || ifnull(' ' || p.edition, ''), v.name, p.asked
             FROM product p LEFT JOIN vendor v ON v.id = p.vendor WHERE p.archived = 0 ORDER BY p.id",
        )?;
        let mut rows = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            entries.push(Entry {
                id,
                name: row.get(1)?,
                also: also.remove(&id).unwrap_or_default(),
                vendor: row.get(2)?,
                asked: row.get(3)?,
                spread: spread.get(&id).copied().unwrap_or(0),
            });
        }
        Ok(entries)
    }

    /// Every open school by code and name, in order of name.
    pub fn school_names(&self) -> Result<Vec<SchoolName>, Error> {
        let sql = "SELECT id, code, name FROM school WHERE open = 1 ORDER BY name, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| {
            Ok(SchoolName {
                id: r.get(0)?,
                code: r.get(1)?,
                name: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers that somebody looked up this product's answer, so that it comes up sooner.
    /// No change of the record: it moves no version and leaves no history.
    pub fn asked(&mut self, product: i64) -> Result<(), Error> {
        self.write(|tx| {
            let sql = format!(
                "UPDATE {} SET asked = asked + 1 WHERE id = ?1",
                Kind::Product
            );
            tx.prepare_cached(&sql)?.execute([product])?;
            Ok(())
        })
    }

    fn other_names(&self) -> Result<HashMap<i64, Vec<String>>, Error> {
        let sql = "SELECT product, alias FROM alias WHERE kind IN ('former', 'other') ORDER BY product, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut names: HashMap<i64, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            names.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(names)
    }

    fn spread(&self) -> Result<HashMap<i64, i64>, Error> {
        let sql = "SELECT product, count(*) FROM inventory GROUP BY product";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
