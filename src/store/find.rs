//! What the finder is filled with: every product's names, and how sought-after it is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params_from_iter};

use crate::domain::approval::Audience;
use crate::domain::find::{AskedNames, FinderEntry, SchoolName, host_of};
use crate::domain::grade::Grades;
use crate::domain::product::{ProductId, with_edition};
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;
use crate::domain::status::StatusAnswer;
use crate::domain::text::fold;

use super::convert::id_list;
use super::{Error, Scope, Store};

/// How often each product was looked up here since the last save. A save of its own for every look would move the number
/// by which all other sessions see that somebody saved, and would be waited for by the disk: so they are counted here and
/// written along with whatever is saved next, or at the end. Where a session is cut off they are lost, which only has a
/// product come up a little later.
#[derive(Debug, Default)]
pub(super) struct LookUps(RefCell<BTreeMap<ProductId, i64>>);

impl LookUps {
    fn of(&self, product: ProductId) -> i64 {
        self.0.borrow().get(&product).copied().unwrap_or(0)
    }

    /// Writes them into what is being saved. No change of a record: it moves no version and leaves no history.
    pub(super) fn write_along(&self, tx: &Transaction) -> Result<(), Error> {
        let counted = self.0.borrow();
        if counted.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "UPDATE {} SET asked = asked + ?2 WHERE id = ?1",
            Kind::Product
        );
        let mut statement = tx.prepare_cached(&sql)?;
        for looked_up in counted.iter() {
            statement.execute(looked_up)?;
        }
        Ok(())
    }

    /// That save is kept.
    pub(super) fn are_written(&self) {
        self.0.take();
    }
}

impl Store {
    /// Every product that is not archived, as the finder knows it.
    pub fn find_entries(&self) -> Result<Vec<FinderEntry>, Error> {
        self.entries(None)
    }

    /// The products that are named for sure by one of these readings, as the finder knows them; `firsts` are the letters
    /// with which their names begin. Found by indexes of names, however many products there are.
    pub fn entries_named(
        &self,
        firsts: &BTreeSet<char>,
        asked: &AskedNames,
    ) -> Result<Vec<FinderEntry>, Error> {
        let mut ids: BTreeSet<ProductId> = BTreeSet::new();
        let mut by_name = self.conn.prepare_cached(
            "SELECT lower(name), edition, id FROM product
             WHERE archived = 0 AND lower(name) >= ?1 AND lower(name) < ?2",
        )?;
        let mut by_alias = self.conn.prepare_cached(
            "SELECT lower(alias), NULL, product FROM alias
             WHERE kind IN ('former', 'other') AND lower(alias) >= ?1 AND lower(alias) < ?2",
        )?;
        for names in [&mut by_name, &mut by_alias] {
            for range in ranges(firsts) {
                let mut rows = names.query(range)?;
                while let Some(row) = rows.next()? {
                    let name = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                    let edition = row.get_ref(1)?.as_str_or_null();
                    if asked.name(name, edition.map_err(rusqlite::Error::from)?) {
                        ids.insert(row.get(2)?);
                    }
                }
            }
        }
        let mut by_number = self.conn.prepare_cached(
            "SELECT ifnull(merged_into, id) FROM product
             WHERE registry_id IS NOT NULL AND lower(registry_id) = lower(?1)",
        )?;
        for number in asked.numbers() {
            let ours = number.strip_prefix("P-").or(number.strip_prefix("p-"));
            ids.extend(ours.and_then(|number| number.parse().ok().map(ProductId)));
            for id in by_number.query_map([number], |row| row.get(0))? {
                ids.insert(id?);
            }
        }
        let hosts = asked.hosts();
        if !hosts.is_empty() {
            // Few words are an address, and no index knows what is written of one.
            let mut by_address = self.conn.prepare_cached(
                "SELECT id, url FROM product WHERE archived = 0 AND url IS NOT NULL
                 UNION ALL SELECT product, alias FROM alias WHERE kind = 'host'",
            )?;
            let mut rows = by_address.query([])?;
            while let Some(row) = rows.next()? {
                let address = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                if host_of(address).is_some_and(|host| hosts.contains(&host)) {
                    ids.insert(row.get(0)?);
                }
            }
        }
        self.entries(Some(&id_list(&ids)))
    }

    /// The products of these ids, as SQL takes them; all where none are named.
    fn entries(&self, of: Option<&str>) -> Result<Vec<FinderEntry>, Error> {
        let only = |field: &str| match of {
            Some(_) => format!("AND {field} IN (SELECT value FROM json_each(?1))"),
            None => String::new(),
        };
        let mut also = self.other_names("other", of)?;
        let mut former = self.other_names("former", of)?;
        let mut hosts = self.other_names("host", of)?;
        let mut numbers = self.numbers(of)?;
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT p.id, p.name, p.edition, v.name, p.asked, ifnull(s.places, 0), p.registry_id, p.url
             FROM product p LEFT JOIN vendor v ON v.id = p.vendor LEFT JOIN spread s ON s.product = p.id
             WHERE p.archived = 0 {} ORDER BY p.id",
            only("p.id")
        ))?;
        let mut rows = statement.query(params_from_iter(of))?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let (name, edition): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let own: Option<String> = row.get(6)?;
            let merged = numbers.remove(&id).unwrap_or_default();
            let url: Option<String> = row.get(7)?;
            let hosts = hosts.remove(&id).unwrap_or_default();
            entries.push(FinderEntry {
                id,
                name: with_edition(&name, edition.as_deref()),
                also: also.remove(&id).unwrap_or_default(),
                former: former.remove(&id).unwrap_or_default(),
                numbers: own.into_iter().chain(merged).collect(),
                addresses: url.into_iter().chain(hosts).collect(),
                vendor: row.get(3)?,
                asked: row.get::<_, i64>(4)? + self.look_ups.of(id),
                spread: row.get(5)?,
            });
        }
        Ok(entries)
    }

    /// The open schools whose code or name begins with one of these letters, or with none, as `school_names` has them.
    pub fn school_names_begun(&self, firsts: &BTreeSet<char>) -> Result<Vec<SchoolName>, Error> {
        let mut found: BTreeMap<SchoolId, SchoolName> = BTreeMap::new();
        for field in ["name", "code"] {
            let mut statement = self.conn.prepare_cached(&format!(
                "SELECT id, code, name FROM school WHERE open = 1 AND lower({field}) >= ?1 AND lower({field}) < ?2"
            ))?;
            for range in ranges(firsts) {
                for school in statement.query_map(range, school_name)? {
                    let school = school?;
                    found.insert(school.id, school);
                }
            }
        }
        let mut found: Vec<SchoolName> = found.into_values().collect();
        found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(found)
    }

    /// An open school by code and name.
    pub fn school_name(&self, id: SchoolId) -> Result<Option<SchoolName>, Error> {
        let sql = "SELECT id, code, name FROM school WHERE open = 1 AND id = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([id], school_name).optional()?)
    }

    /// Every closed school by code and name, in order of name.
    pub fn closed_schools(&self) -> Result<Vec<SchoolName>, Error> {
        let sql = "SELECT id, code, name FROM school WHERE open = 0 ORDER BY name, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], school_name)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every open school by code and name, in order of name.
    pub fn school_names(&self) -> Result<Vec<SchoolName>, Error> {
        let sql = "SELECT id, code, name FROM school WHERE open = 1 ORDER BY name, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], school_name)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The answer about a product for these grades and people, for no grade in particular where none are said. Of
    /// several grades the worst answer is told; its reason names the grade. `alias` is the other name by
    /// which the product was found.
    pub fn answer_for(
        &self,
        product: ProductId,
        scope: Scope,
        (grades, audience): (Grades, Option<Audience>),
        alias: Option<&str>,
    ) -> Result<StatusAnswer, Error> {
        self.at_once(|| {
            let of = |grade| {
                let scope = Scope { grade, ..scope };
                self.answer_to(product, (scope, audience), alias.map(str::to_owned))
            };
            let each = grades.iter().map(|grade| of(Some(grade)));
            let each = each.collect::<Result<Vec<StatusAnswer>, Error>>()?;
            match each.into_iter().min_by_key(|answer| answer.verdict) {
                Some(worst) => Ok(worst),
                None => of(None),
            }
        })
    }

    /// Remembers that somebody looked up this product's answer, so that it comes up sooner; in the file with the next
    /// save, or by `keep_look_ups`.
    pub fn asked(&self, product: ProductId) {
        *self.look_ups.0.borrow_mut().entry(product).or_default() += 1;
    }

    /// Writes down what was looked up since the last save, for whoever leaves: somebody who may do anything here, for
    /// whoever only reads writes nothing.
    pub fn keep_look_ups(&mut self, stamp: &Stamp) -> Result<(), Error> {
        if self.look_ups.0.borrow().is_empty() {
            return Ok(());
        }
        self.write(stamp, |_| Ok(()))
    }

    /// Names of this kind, by product.
    fn other_names(
        &self,
        kind: &str,
        of: Option<&str>,
    ) -> Result<HashMap<ProductId, Vec<String>>, Error> {
        match of {
            None => {
                let sql = "SELECT product, alias FROM alias WHERE kind = ?1 ORDER BY product, id";
                self.words_by_product(sql, [kind])
            }
            Some(of) => {
                let sql = "SELECT product, alias FROM alias WHERE kind = ?1
                           AND product IN (SELECT value FROM json_each(?2)) ORDER BY product, id";
                self.words_by_product(sql, [kind, of])
            }
        }
    }

    /// Numbers in the outside catalogue of records that were merged, by the product that stays.
    fn numbers(&self, of: Option<&str>) -> Result<HashMap<ProductId, Vec<String>>, Error> {
        let only = match of {
            Some(_) => "AND merged_into IN (SELECT value FROM json_each(?1))",
            None => "",
        };
        let sql = format!(
            "SELECT merged_into, registry_id FROM product
             WHERE merged_into IS NOT NULL AND registry_id IS NOT NULL {only} ORDER BY merged_into"
        );
        self.words_by_product(&sql, params_from_iter(of))
    }

    fn words_by_product(
        &self,
        sql: &str,
        given: impl rusqlite::Params,
    ) -> Result<HashMap<ProductId, Vec<String>>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        let mut words: HashMap<ProductId, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            words.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(words)
    }

    /// The one product that the finder knows whose name, with its edition, is spelled like these words, case and accents
    /// aside; none where there is none, or several. Found by an index, however many products there are.
    pub fn product_spelled(&self, words: &str) -> Result<Option<ProductId>, Error> {
        let spelled = fold(words.trim());
        if !spelled.is_ascii() {
            return Ok(None);
        }
        let mut found: BTreeSet<ProductId> = BTreeSet::new();
        let mut take = |row: &Row| -> rusqlite::Result<()> {
            let (name, edition): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            if fold(&with_edition(&name, edition.as_deref())) == spelled {
                found.insert(row.get(0)?);
            }
            Ok(())
        };
        let mut by_name = self.conn.prepare_cached(
            "SELECT id, name, edition FROM product WHERE archived = 0 AND lower(name) = ?1",
        )?;
        // Where the name ends and the edition begins nobody has said.
        let ends = spelled.match_indices(' ').map(|(at, _)| at);
        for end in ends.chain([spelled.len()]) {
            let mut rows = by_name.query([&spelled[..end]])?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
        }
        let mut beyond = self.conn.prepare_cached(
            "SELECT id, name, edition FROM product
             WHERE archived = 0 AND name || ifnull(edition, '') GLOB '*[^ -~]*'",
        )?;
        let mut rows = beyond.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        let mut found = found.into_iter();
        Ok(found.next().filter(|_| found.next().is_none()))
    }
}

fn school_name(row: &Row) -> rusqlite::Result<SchoolName> {
    Ok(SchoolName {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
    })
}

/// From where to where an index of folded names holds those that begin with one of these letters, and those that begin
/// with none.
fn ranges(firsts: &BTreeSet<char>) -> Vec<[Value; 2]> {
    let text = |text: String| Value::Text(text);
    let after = |c: char| char::from_u32(c as u32 + 1).unwrap_or(c);
    let begun = firsts
        .iter()
        .map(|c| [text(c.to_string()), text(after(*c).to_string())]);
    let other = [("", "0"), (":", "a")].map(|(from, to)| [text(from.into()), text(to.into())]);
    // Every text comes before every other value.
    let beyond = [text("{".into()), Value::Blob(Vec::new())];
    begun.chain(other).chain([beyond]).collect()
}
