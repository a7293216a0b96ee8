//! Which products' rows of the queue what was written since a line of history reaches.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::contract::ContractId;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::store::Error;
use crate::store::changed::{WrittenLine, lines_since};

/// What a change of a record reaches of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QueueReach {
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
fn reach(kind: Kind) -> QueueReach {
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
        | Kind::Funding => QueueReach::Nothing,
        Kind::Setting
        | Kind::Vendor
        | Kind::School
        | Kind::Device
        | Kind::Person
        | Kind::CalendarDay
        | Kind::Checklist
        | Kind::Agreement => QueueReach::Everything,
        Kind::Product => QueueReach::Product,
        Kind::Approval
        | Kind::Inventory
        | Kind::Usage
        | Kind::Training
        | Kind::Compatibility
        | Kind::Incident
        | Kind::Request => QueueReach::OfProduct,
        Kind::Requester | Kind::Pause | Kind::ItemAnswer | Kind::Condition => QueueReach::OfRequest,
        Kind::Contract => QueueReach::Contract,
        Kind::Renewal | Kind::Term | Kind::Line => QueueReach::OfContract,
    }
}

/// The rows of so many products are read again by themselves; of more, the whole queue at once.
const FEW: usize = 8;

/// The products whose rows may be others since this line; none where they are more than a few, or it may be all of them.
pub(super) fn few_products_since(
    conn: &Connection,
    seq: i64,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    let reached = products_since(conn, seq)?;
    Ok(reached.filter(|products| products.len() <= FEW))
}

/// The products whose rows may be others since this line; none where it may be all of them.
pub(in crate::store) fn products_since(
    conn: &Connection,
    seq: i64,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    products_by(conn, seq, products_of)
}

/// The products of which something else may be told since this line: where they are, what they cost, whether they may be
/// used; none where it may be all of them.
pub(super) fn products_told_since(
    conn: &Connection,
    seq: i64,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    products_by(conn, seq, |conn, line| match line.kind {
        // The queue looks at none of these.
        Kind::Owner | Kind::Provisioning | Kind::Purpose => Ok(Some(line.names(conn, "product")?)),
        _ => products_of(conn, line),
    })
}

/// The products that each line since this one reaches; none where one may reach all.
fn products_by(
    conn: &Connection,
    seq: i64,
    of: impl Fn(&Connection, &WrittenLine) -> Result<Option<Vec<i64>>, Error>,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    let Some(lines) = lines_since(conn, seq)? else {
        return Ok(None);
    };
    let mut products = BTreeSet::new();
    for line in &lines {
        match of(conn, line)? {
            Some(of_line) => products.extend(of_line.into_iter().map(ProductId)),
            None => return Ok(None),
        }
    }
    Ok(Some(products))
}

fn products_of(conn: &Connection, line: &WrittenLine) -> Result<Option<Vec<i64>>, Error> {
    let mut products = match reach(line.kind) {
        QueueReach::Nothing | QueueReach::Contract => Vec::new(),
        QueueReach::Everything => return Ok(None),
        QueueReach::Product => vec![line.record],
        QueueReach::OfProduct => line.names(conn, "product")?,
        QueueReach::OfRequest | QueueReach::OfContract => match line.kind.position("product") {
            Some(_) => line.names(conn, "product")?,
            None => Vec::new(),
        },
    };
    match reach(line.kind) {
        QueueReach::OfRequest => {
            let mut of = conn.prepare_cached("SELECT product FROM request WHERE id = ?1")?;
            for request in line.names(conn, "request")? {
                products.extend(
                    of.query_row([request], |row| row.get::<_, i64>(0))
                        .optional()?,
                );
            }
        }
        QueueReach::Contract => products.extend(products_in(conn, ContractId(line.record))?),
        QueueReach::OfContract => {
            for contract in line.names(conn, "contract")? {
                products.extend(products_in(conn, ContractId(contract))?);
            }
        }
        _ => {}
    }
    Ok(Some(products))
}

fn products_in(conn: &Connection, contract: ContractId) -> Result<Vec<i64>, Error> {
    let mut of = conn.prepare_cached("SELECT product FROM line WHERE contract = ?1")?;
    let found = of.query_map([contract], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Does a change of a record of this noun reach the queue?
#[cfg(test)]
pub(crate) fn reaches_queue(kind: Kind) -> bool {
    reach(kind) != QueueReach::Nothing
}
