//! Which products' parcels a line of history can have changed.

use rusqlite::Connection;

use super::super::Error;
use super::super::changed::WrittenLine;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::domain::region::withheld::WithheldNames;

/// What a line of history can have changed.
pub(super) enum TouchedParcels {
    /// These products' parcels.
    Products(Vec<ProductId>),
    /// Somebody is known by one of these names, or is not any more, so that no text may name them, or may again; and
    /// these products' parcels.
    Naming(Vec<String>, Vec<ProductId>),
    /// Perhaps every parcel.
    All,
}

/// The products of a vendor.
const OF_VENDOR: &str = "SELECT id FROM product WHERE vendor = ?1";

/// Every text of a product that goes unless it names somebody.
const TEXTS: &str = "SELECT product, ifnull(conditions, '') || ' ' || ifnull(reason, '') FROM approval
    UNION ALL SELECT product, alias FROM alias
    UNION ALL SELECT p.id, v.name FROM product p JOIN vendor v ON v.id = p.vendor
    UNION ALL SELECT product, kind FROM agreement WHERE product IS NOT NULL
    UNION ALL SELECT p.id, a.kind FROM product p JOIN agreement a ON a.vendor = p.vendor AND a.product IS NULL";

/// The products of which a text says one of these names.
pub(super) fn naming(conn: &Connection, names: &[String]) -> Result<Vec<ProductId>, Error> {
    let mut withheld = WithheldNames::default();
    names.iter().for_each(|name| withheld.named(name));
    let mut ask = conn.prepare_cached(TEXTS)?;
    let mut rows = ask.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if withheld.named_in(&row.get::<_, String>(1)?) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// What one line can have changed of what is shared.
pub(super) fn touched(conn: &Connection, line: &WrittenLine) -> Result<TouchedParcels, Error> {
    let products =
        |ids: Vec<i64>| TouchedParcels::Products(ids.into_iter().map(ProductId).collect());
    let by = |sql: &str, ids: Vec<i64>| -> Result<TouchedParcels, Error> {
        let mut found = Vec::new();
        for id in ids {
            let mut ask = conn.prepare_cached(sql)?;
            let rows = ask.query_map([id], |row| row.get::<_, i64>(0))?;
            found.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        Ok(products(found))
    };
    Ok(match line.kind {
        Kind::Product => products(vec![line.record]),
        Kind::Alias | Kind::Approval | Kind::Alignment | Kind::Line | Kind::Request => {
            products(line.names(conn, "product")?)
        }
        Kind::Requester => {
            let own = line.names(conn, "product")?.into_iter().map(ProductId);
            TouchedParcels::Naming(line.texts(conn, "name")?, own.collect())
        }
        Kind::Vendor => by(OF_VENDOR, vec![line.record])?,
        Kind::Agreement => {
            let mut own = line.names(conn, "product")?;
            if let TouchedParcels::Products(all) = by(OF_VENDOR, line.names(conn, "vendor")?)? {
                own.extend(all.iter().map(|product| product.0));
            }
            products(own)
        }
        Kind::Contract => by(
            "SELECT product FROM line WHERE contract = ?1",
            vec![line.record],
        )?,
        Kind::ItemAnswer => by(
            "SELECT product FROM request WHERE id = ?1",
            line.names(conn, "request")?,
        )?,
        // Whoever is known here, and each school, is looked for in every text.
        Kind::Person | Kind::School => TouchedParcels::All,
        Kind::Setting
        | Kind::Function
        | Kind::Purpose
        | Kind::Device
        | Kind::Owner
        | Kind::Inventory
        | Kind::Provisioning
        | Kind::Compatibility
        | Kind::PersonKey
        | Kind::Training
        | Kind::Usage
        | Kind::Note
        | Kind::Condition
        | Kind::CalendarDay
        | Kind::Checklist
        | Kind::Pause
        | Kind::Funding
        | Kind::Share
        | Kind::Term
        | Kind::Renewal
        | Kind::Alert
        | Kind::Framework
        | Kind::Standard
        | Kind::Relation
        | Kind::Measure
        | Kind::Route
        | Kind::Digest
        | Kind::Word
        | Kind::Incident => products(Vec::new()),
    })
}
