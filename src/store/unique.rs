//! Two products of one name, edition and vendor, or two vendors of one name, cannot come to be: whoever writes the
//! second is told of the first, and the file itself refuses it. An older file may hold such a double already, which
//! its layout tells from the first (`twin`). To make one of two records moves contracts and decisions, which a person
//! does with `overlap merge`; until then both stand, and a check names them.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::error::plain;
use super::{Error, one};
use crate::domain::names::names_another;
use crate::domain::product::{Alias, AliasKind, Product, Vendor};
use crate::domain::record::{Kind, Record, Value};

/// The most doubles that are named.
const NAMED: i64 = 20;

/// Refuses a record whose name another one bears.
pub(super) fn ask(tx: &Transaction, kind: Kind, id: i64, values: &[Value]) -> Result<(), Error> {
    let (found, name) = match kind {
        Kind::Vendor => {
            let vendor = Vendor::from_values(id, 0, values)?;
            let mut other = tx.prepare_cached(
                "SELECT id FROM vendor WHERE lower(name) = lower(?1) AND id <> ?2",
            )?;
            let found: Option<i64> = other
                .query_row(params![vendor.name, id], |row| row.get(0))
                .optional()?;
            (found, vendor.name)
        }
        Kind::Product => {
            let product = Product::from_values(id, 0, values)?;
            if product.merged_into.is_some() {
                return Ok(());
            }
            let mut other = tx.prepare_cached(
                "SELECT id FROM product WHERE lower(name) = lower(?1)
                 AND lower(ifnull(edition, '')) = lower(ifnull(?2, '')) AND vendor IS ?3
                 AND merged_into IS NULL AND id <> ?4",
            )?;
            let vendor = product.vendor.map(|vendor| vendor.0);
            let found: Option<i64> = other
                .query_row(params![product.name, product.edition, vendor, id], |row| {
                    row.get(0)
                })
                .optional()?;
            (found, product.full_name())
        }
        _ => return Ok(()),
    };
    match found {
        None => Ok(()),
        Some(_) => Err(Error::refused(format!(
            "there is a {kind} called `{name}` already; use that one, or give this one a name of its own"
        ))),
    }
}

/// Two records of one name that were made one are two again when that is taken back: they were two before no
/// second could take a name. The one that comes back is told from the other as an upgrade does it. Is this such
/// a change?
pub(super) fn comes_back(
    tx: &Transaction,
    kind: Kind,
    (was, will): (&[Value], &[Value]),
    id: i64,
) -> Result<bool, Error> {
    if kind != Kind::Product {
        return Ok(false);
    }
    let (was, will) = (
        Product::from_values(id, 0, was)?,
        Product::from_values(id, 0, will)?,
    );
    let Some(into) = was.merged_into.filter(|_| will.merged_into.is_none()) else {
        return Ok(false);
    };
    let other = one::<Product>(tx, into.0)?;
    let edition = |product: &Product| product.edition.clone().unwrap_or_default();
    let same = other.name.eq_ignore_ascii_case(&will.name)
        && edition(&other).eq_ignore_ascii_case(&edition(&will))
        && other.vendor == will.vendor;
    if same {
        tx.prepare_cached("UPDATE product SET twin = id WHERE id = ?1")?
            .execute([id])?;
    }
    Ok(same)
}

/// Refuses another name of a product that is one of another product's already: whoever says it would mean both.
pub(super) fn ask_alias(conn: &Connection, alias: &Alias) -> Result<(), Error> {
    if !matches!(alias.kind, AliasKind::Former | AliasKind::Other) {
        return Ok(());
    }
    let mut other = conn.prepare_cached(
        "SELECT id FROM product WHERE lower(name) = lower(?1) AND merged_into IS NULL AND id <> ?2
         UNION ALL SELECT id FROM product
             WHERE lower(name || ' ' || edition) = lower(?1) AND merged_into IS NULL AND id <> ?2
         UNION ALL SELECT a.product FROM alias a JOIN product p ON p.id = a.product
             WHERE p.merged_into IS NULL AND p.id <> ?2 AND a.id <> ?3 AND lower(a.alias) = lower(?1)
             AND a.kind IN ('former', 'other')
         LIMIT 1",
    )?;
    let other: Option<i64> = other
        .query_row(params![alias.alias, alias.product, alias.id.0], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(other) = other else { return Ok(()) };
    let name = one::<Product>(conn, other)?.full_name();
    Err(Error::refused(names_another(
        &alias.alias,
        &format!("{name} (P-{other})"),
    )))
}

/// Doubles that an older hallpass let in, a sentence each.
pub(super) fn doubled(conn: &Connection) -> Result<Vec<String>, Error> {
    let mut found = conn.prepare_cached(
        "SELECT 'products', name || ifnull(' ' || edition, ''), count(*) FROM product
             WHERE merged_into IS NULL GROUP BY lower(name), lower(ifnull(edition, '')), vendor
             HAVING count(*) > 1
         UNION ALL SELECT 'vendors', name, count(*) FROM vendor GROUP BY lower(name) HAVING count(*) > 1
         LIMIT ?1",
    )?;
    let rows = found.query_map([NAMED], |row| {
        let (nouns, name, count): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let mend = match nouns.as_str() {
            "products" => "make them one with: hallpass overlap merge",
            _ => "give all but one another name",
        };
        Ok(plain(&format!(
            "{count} {nouns} are called `{name}`: {mend}"
        )))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::{STEPS, upgrade_with};

    #[test]
    fn an_upgrade_tells_the_first_of_a_name_from_its_doubles() {
        let mut conn = Connection::open_in_memory().unwrap();
        upgrade_with(&mut conn, &STEPS[..6], |_| Ok(())).unwrap();
        conn.execute_batch(
            "INSERT INTO vendor (id, version, name) VALUES (3, 1, 'Oddfellow'), (5, 1, 'ODDFELLOW'), (6, 1, 'Marl');
             INSERT INTO product (id, version, name, edition, vendor, grades, lms, archived, asked, merged_into)
             VALUES (1, 1, 'Numberly', NULL, NULL, '', 0, 0, 0, 4), (2, 1, 'numberly', NULL, NULL, '', 0, 0, 0, NULL),
                    (4, 1, 'Numberly', '', NULL, '', 0, 0, 0, NULL), (7, 1, 'Numberly', 'EDU', NULL, '', 0, 0, 0, NULL),
                    (8, 1, 'Numberly', NULL, 3, '', 0, 0, 0, NULL), (9, 1, 'Numberly', 'edu', NULL, '', 0, 0, 0, NULL);",
        )
        .unwrap();
        upgrade_with(&mut conn, STEPS, |_| Ok(())).unwrap();
        let twins = |table: &str| -> Vec<(i64, i64)> {
            let sql = format!("SELECT id, twin FROM {table} ORDER BY id");
            let mut statement = conn.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(
            twins("product"),
            [(1, 0), (2, 0), (4, 4), (7, 0), (8, 0), (9, 9)]
        );
        assert_eq!(twins("vendor"), [(3, 0), (5, 5), (6, 0)]);
        assert_eq!(doubled(&conn).unwrap().len(), 3);
    }
}
