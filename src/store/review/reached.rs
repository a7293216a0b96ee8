//! Which products' rows of the queue what was written since a line of history reaches.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::store::Error;
use crate::store::changed::{WrittenLine, lines_since};

/// What a change of a record reaches of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing.
    Nothing,
    /// Perhaps everything.
    Everything,
    /// The rows of the product that it is.
    Product,
    /// The rows of the product that it is about.
    OfProduct,
    /// Those of the product of its request, and of its own.
    OfRequest,
    /// Those of all products of the contract that it is.
    Contract,
    /// Those of all products of its contract, and of its own.
    OfContract,
}

/// The one list of what each noun reaches.
fn reach(kind: Kind) -> Reach {
    match kind {
        Kind::Note
        | Kind::Digest
        | Kind::PersonKey
        | Kind::Word
        | Kind::Owner
        | Kind::Function
        | Kind::Purpose
        | Kind::Alias
        | Kind::Provisioning
        | Kind::Framework
        | Kind::Standard
        | Kind::Relation
        | Kind::Measure
        | Kind::Alignment
        | Kind::Route
        | Kind::Alert
        | Kind::Share
        | Kind::Funding => Reach::Nothing,
        Kind::Setting
        | Kind::Vendor
        | Kind::School
        | Kind::Device
        | Kind::Person
        | Kind::CalendarDay
        | Kind::Checklist
        | Kind::Agreement => Reach::Everything,
        Kind::Product => Reach::Product,
        Kind::Approval
        | Kind::Inventory
        | Kind::Usage
        | Kind::Training
        | Kind::Compatibility
        | Kind::Incident
        | Kind::Request => Reach::OfProduct,
        Kind::Requester | Kind::Pause | Kind::ItemAnswer | Kind::Condition => Reach::OfRequest,
        Kind::Contract => Reach::Contract,
        Kind::Renewal | Kind::Term | Kind::Line => Reach::OfContract,
    }
}

/// The products whose rows may be others since this line; none where it may be all of them.
pub(in crate::store) fn products_since(
    conn: &Connection,
    seq: i64,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    let Some(lines) = lines_since(conn, seq)? else {
        return Ok(None);
    };
    let mut products = BTreeSet::new();
    for line in &lines {
        match products_of(conn, line)? {
            Some(of_line) => products.extend(of_line.into_iter().map(ProductId)),
            None => return Ok(None),
        }
    }
    Ok(Some(products))
}

fn products_of(conn: &Connection, line: &WrittenLine) -> Result<Option<Vec<i64>>, Error> {
    let mut products = match reach(line.kind) {
        Reach::Nothing | Reach::Contract => Vec::new(),
        Reach::Everything => return Ok(None),
        Reach::Product => vec![line.record],
        Reach::OfProduct => line.names(conn, "product")?,
        Reach::OfRequest | Reach::OfContract => match line.kind.position("product") {
            Some(_) => line.names(conn, "product")?,
            None => Vec::new(),
        },
    };
    match reach(line.kind) {
        Reach::OfRequest => {
            let mut of = conn.prepare_cached("SELECT product FROM request WHERE id = ?1")?;
            for request in line.names(conn, "request")? {
                products.extend(
                    of.query_row([request], |row| row.get::<_, i64>(0))
                        .optional()?,
                );
            }
        }
        Reach::Contract => products.extend(products_in(conn, line.record)?),
        Reach::OfContract => {
            for contract in line.names(conn, "contract")? {
                products.extend(products_in(conn, contract)?);
            }
        }
        _ => {}
    }
    Ok(Some(products))
}

fn products_in(conn: &Connection, contract: i64) -> Result<Vec<i64>, Error> {
    let mut of = conn.prepare_cached("SELECT product FROM line WHERE contract = ?1")?;
    let found = of.query_map([contract], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Does a change of a record of this noun reach the queue?
#[cfg(test)]
pub(crate) fn reaches_queue(kind: Kind) -> bool {
    reach(kind) != Reach::Nothing
}
