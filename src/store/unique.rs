//! Two products of one name, edition and vendor, or two vendors of one name, cannot come to be: whoever writes the
//! second is told of the first, and the file itself refuses what is spelled alike. An older file may hold such a double
//! already, which its layout tells from the first (`twin`). To make one of two records moves contracts and decisions,
//! which a person does with `overlap merge`; until then both stand, and a check names them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::convert::{columns, values};
use super::error::plain;
use super::{Error, one};
use crate::domain::names::names_another;
use crate::domain::product::{Alias, AliasId, AliasKind, Product, ProductId, Vendor, VendorId};
use crate::domain::record::{Kind, Record, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::domain::text::key;

/// The most doubles that are named.
const NAMED: usize = 20;

/// Which records bear which names. Another name of a product, and a vendor's name, are folded as whoever looks for one
/// folds them (`text::key`): `Quill-Bert` is `quillbert`. A product's own name is told from others but for case, as the
/// file itself holds it: two that differ in a space or a hyphen are shown as an overlap, for somebody to say whether they
/// are one. What is folded no index finds, so it is read once a change set, where one is written, and kept as it writes.
#[derive(Default)]
pub(super) struct NamesBorne {
    vendors: Option<Bearers>,
    /// By what products may be called.
    products: Option<Bearers>,
}

/// Who bears each name.
type Bearers = HashMap<NameKey, Vec<RecordRef>>;

/// A name as it may be borne once.
#[derive(PartialEq, Eq, Hash)]
enum NameKey {
    Vendor(String),
    /// A product's name and edition, with its vendor.
    Product(String, String, Option<VendorId>),
    /// Whatever a product may be called by: its name, its name with its edition, another or a former name.
    Called(String),
}

impl NamesBorne {
    /// The other record that bears this one's name, and why that refuses it; none where there is no other.
    pub(super) fn ask(
        &mut self,
        conn: &Connection,
        record: RecordRef,
        values: &[Value],
    ) -> Result<Option<(RecordRef, Refusal)>, Error> {
        let RecordRef { kind, id } = record;
        let borne = match kind {
            Kind::Vendor => {
                let name = key(&Vendor::from_values(id, 0, values)?.name);
                let bearers = read(&mut self.vendors, conn, &[Kind::Vendor])?;
                let bearers = bearers.get(&NameKey::Vendor(name)).into_iter().flatten();
                let mut others = bearers.filter_map(|other| other.of::<VendorId>());
                others
                    .find(|other| other.0 != id)
                    .map(|other| one::<Vendor>(conn, other))
                    .transpose()?
                    .map(|other| (RecordRef::from(other.id), other.name))
            }
            Kind::Product => {
                let other = other_of_that_name(conn, &Product::from_values(id, 0, values)?)?;
                other
                    .map(|other| one::<Product>(conn, other))
                    .transpose()?
                    .map(|other| (RecordRef::from(other.id), other.full_name()))
            }
            _ => None,
        };
        Ok(borne.map(|(other, name)| {
            let why = Refusal::from(format!("there is a {kind} called `{name}` already"));
            let next = "use that one, or give this one a name of its own";
            (other, why.then("; ", next))
        }))
    }

    /// Refuses another name of a product that is one of another product's already: whoever says it would mean both.
    pub(super) fn ask_alias(&mut self, conn: &Connection, alias: &Alias) -> Result<(), Error> {
        if !matches!(alias.kind, AliasKind::Former | AliasKind::Other) {
            return Ok(());
        }
        let called = NameKey::Called(key(&alias.alias));
        let products = read(&mut self.products, conn, &[Kind::Product, Kind::Alias])?;
        let Some(borne) = products.get(&called) else {
            return Ok(());
        };
        let others = borne
            .iter()
            .filter(|one| **one != RecordRef::from(alias.id));
        for other in others {
            let product = match other.of::<AliasId>() {
                Some(id) => Some(one::<Alias>(conn, id)?.product),
                None => other.of::<ProductId>(),
            };
            let Some(product) = product else { continue };
            let product = one::<Product>(conn, product)?;
            if product.id == alias.product || product.merged_into.is_some() {
                continue;
            }
            let name = format!("{} (P-{})", product.full_name(), product.id);
            return Err(Error::refused(names_another(&alias.alias, &name)));
        }
        Ok(())
    }

    /// A record was written: as it was, and as it is; none where it is new, or gone.
    pub(super) fn written(
        &mut self,
        record: RecordRef,
        was: Option<&[Value]>,
        is: Option<&[Value]>,
    ) -> Result<(), Error> {
        let bearers = match record.kind {
            Kind::Vendor => &mut self.vendors,
            Kind::Product | Kind::Alias => &mut self.products,
            _ => return Ok(()),
        };
        let Some(by_key) = bearers else {
            return Ok(());
        };
        if let Some(was) = was {
            for key in keys(record, was)? {
                if let Some(borne) = by_key.get_mut(&key) {
                    borne.retain(|one| *one != record);
                }
            }
        }
        if let Some(is) = is {
            for key in keys(record, is)? {
                by_key.entry(key).or_default().push(record);
            }
        }
        Ok(())
    }
}

/// What is kept of these nouns, read the first time that it is asked for.
fn read<'k>(
    kept: &'k mut Option<Bearers>,
    conn: &Connection,
    kinds: &[Kind],
) -> Result<&'k Bearers, Error> {
    let bearers = match kept.take() {
        Some(bearers) => bearers,
        None => bearers(conn, kinds)?,
    };
    Ok(kept.insert(bearers))
}

/// Another product of this one's name, edition and vendor, found by the index that holds them to one.
fn other_of_that_name(conn: &Connection, product: &Product) -> Result<Option<ProductId>, Error> {
    if product.merged_into.is_some() {
        return Ok(None);
    }
    let mut other = conn.prepare_cached(
        "SELECT id FROM product WHERE lower(name) = lower(?1)
         AND lower(ifnull(edition, '')) = lower(ifnull(?2, '')) AND ifnull(vendor, 0) = ifnull(?3, 0)
         AND merged_into IS NULL AND id <> ?4",
    )?;
    let named = params![product.name, product.edition, product.vendor, product.id];
    Ok(other.query_row(named, |row| row.get(0)).optional()?)
}

/// Who bears the names of these nouns.
fn bearers(conn: &Connection, kinds: &[Kind]) -> Result<Bearers, Error> {
    let mut by_key = Bearers::new();
    for kind in kinds.iter().copied() {
        let sql = format!(
            "SELECT id, version, {} FROM {kind} ORDER BY id",
            columns(kind)
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, _, values) = values(kind, row)?;
            let record = RecordRef { kind, id };
            for key in keys(record, &values)? {
                by_key.entry(key).or_default().push(record);
            }
        }
    }
    Ok(by_key)
}

/// The names that a record bears, its own first. A product that was made one with another bears none.
fn keys(record: RecordRef, values: &[Value]) -> Result<Vec<NameKey>, Error> {
    let id = record.id;
    Ok(match record.kind {
        Kind::Vendor => vec![NameKey::Vendor(key(
            &Vendor::from_values(id, 0, values)?.name
        ))],
        Kind::Product => {
            let product = Product::from_values(id, 0, values)?;
            if product.merged_into.is_some() {
                return Ok(Vec::new());
            }
            let edition = product.edition.as_deref().unwrap_or_default();
            let vendor = product.vendor;
            let name = key(&product.name);
            let full = key(&product.full_name());
            let mut keys = vec![NameKey::Product(
                product.name.to_ascii_lowercase(),
                edition.to_ascii_lowercase(),
                vendor,
            )];
            keys.extend((full != name).then_some(NameKey::Called(full)));
            keys.push(NameKey::Called(name));
            keys
        }
        Kind::Alias => {
            let alias = Alias::from_values(id, 0, values)?;
            match alias.kind {
                AliasKind::Former | AliasKind::Other => vec![NameKey::Called(key(&alias.alias))],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    })
}

/// Two records of one name that were made one are two again when that is taken back: they were two before no
/// second could take a name. The one that comes back is told from the other as an upgrade does it. Is this such
/// a change?
pub(super) fn comes_back(
    tx: &Transaction,
    record: RecordRef,
    (was, will): (&[Value], &[Value]),
) -> Result<bool, Error> {
    let Some(product) = record.of::<ProductId>() else {
        return Ok(false);
    };
    let (was, will) = (
        Product::from_values(product.0, 0, was)?,
        Product::from_values(product.0, 0, will)?,
    );
    let Some(into) = was.merged_into.filter(|_| will.merged_into.is_none()) else {
        return Ok(false);
    };
    let other = one::<Product>(tx, into)?;
    let edition = |product: &Product| product.edition.clone().unwrap_or_default();
    let same = other.name.eq_ignore_ascii_case(&will.name)
        && edition(&other).eq_ignore_ascii_case(&edition(&will))
        && other.vendor == will.vendor;
    if same {
        tx.prepare_cached("UPDATE product SET twin = id WHERE id = ?1")?
            .execute([product])?;
    }
    Ok(same)
}

/// Doubles that an older hallpass let in, a sentence each.
pub(super) fn doubled(conn: &Connection) -> Result<Vec<String>, Error> {
    let mut doubles: Vec<(RecordRef, usize)> = bearers(conn, &[Kind::Vendor, Kind::Product])?
        .into_iter()
        .filter(|(key, borne)| borne.len() > 1 && !matches!(key, NameKey::Called(_)))
        .filter_map(|(_, borne)| borne.first().map(|one| (*one, borne.len())))
        .collect();
    doubles.sort_unstable_by_key(|(one, _)| (one.kind != Kind::Product, one.id));
    let told = doubles.into_iter().take(NAMED).map(|(record, count)| {
        let kind = record.kind;
        let (name, mend) = match record.of::<ProductId>() {
            Some(id) => (
                one::<Product>(conn, id)?.full_name(),
                "make them one with: hallpass overlap merge",
            ),
            None => (
                one::<Vendor>(conn, VendorId(record.id))?.name,
                "give all but one another name",
            ),
        };
        Ok(plain(&format!(
            "{count} {kind}s are called `{name}`: {mend}"
        )))
    });
    told.collect()
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
