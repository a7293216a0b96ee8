//! Which products' parcels a line of history can have changed.

use rusqlite::Connection;

use super::super::Error;
use super::super::changed::WrittenLine;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;

/// What a line of history can have changed.
pub(super) enum TouchedParcels {
    /// These products' parcels.
    Products(Vec<ProductId>),
    /// Perhaps every parcel.
    All,
}

/// The products of a vendor.
const OF_VENDOR: &str = "SELECT id FROM product WHERE vendor = ?1";

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
        Kind::Alias
        | Kind::Approval
        | Kind::Alignment
        | Kind::Line
        | Kind::Request
        | Kind::Requester => products(line.names(conn, "product")?),
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
