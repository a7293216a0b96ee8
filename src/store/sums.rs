//! What a product comes to at all its places together, as the file keeps it (`schema/0018_sums.sql`): the rows of its
//! inventory are not read for it. Where use was counted apart from the inventory, the newest count of each place decides,
//! and only `seats` can tell.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use super::Error;
use super::convert::id_list;
use crate::domain::product::ProductId;
use crate::domain::school::{SchoolId, Schools};

/// What the inventory says of a product at all its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct PlacedSums {
    /// Seats in use, where anybody counted.
    pub(in crate::store) used: Option<i64>,
    /// Of these, the seats that the district bought and no school.
    pub(in crate::store) used_of_district: Option<i64>,
}

/// The sums of those of these products that are placed somewhere.
pub(in crate::store) fn sums(
    conn: &Connection,
    products: &[ProductId],
) -> Result<HashMap<ProductId, PlacedSums>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT product, iif(counted > 0, used, NULL), iif(district_counted > 0, district_used, NULL) FROM spread
         WHERE product IN (SELECT value FROM json_each(?1)) AND places > 0",
    )?;
    let rows = ask.query_map([id_list(products)], |row| {
        let sums = PlacedSums {
            used: row.get(1)?,
            used_of_district: row.get(2)?,
        };
        Ok((row.get(0)?, sums))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of these products whose use was counted apart from the inventory.
pub(in crate::store) fn counted_apart(
    conn: &Connection,
    products: &[ProductId],
) -> Result<HashSet<ProductId>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT value FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM usage WHERE product = value)",
    )?;
    let rows = ask.query_map([id_list(products)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of these products of which the inventory has a row that names no buyer at a school for which a school bought it:
/// whose it is only `seats` can tell.
pub(in crate::store) fn buyer_unsaid(
    conn: &Connection,
    products: &[ProductId],
) -> Result<Vec<ProductId>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT DISTINCT l.product FROM line l JOIN contract c ON c.id = l.contract
         WHERE c.buyer IS NOT NULL AND l.product IN (SELECT value FROM json_each(?1))
             AND EXISTS (SELECT 1 FROM inventory i WHERE i.product = l.product AND i.buyer IS NULL
                 AND i.school IN (SELECT value FROM json_each(ifnull(l.schools, json_array(c.buyer)))))",
    )?;
    let rows = ask.query_map([id_list(products)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Seats of a product in use by one purchase at these schools, as the inventory counts them; none where nobody counted.
pub(in crate::store) fn used_at(
    conn: &Connection,
    (product, buyer): (ProductId, Option<SchoolId>),
    schools: &Schools,
) -> Result<Option<i64>, Error> {
    let named = match schools {
        Schools::All => None,
        Schools::Only(ids) => Some(id_list(ids)),
    };
    let here = match named {
        Some(_) => "AND school IN (SELECT value FROM json_each(?3))",
        None => "AND ?3 IS NULL",
    };
    let sql = format!("SELECT sum(used) FROM inventory WHERE product = ?1 AND buyer IS ?2 {here}");
    let mut ask = conn.prepare_cached(&sql)?;
    Ok(ask.query_row(params![product, buyer, named], |row| row.get(0))?)
}
