//! The open rows of the queue, found in the records.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::cases::{RequestsWanted, cases};
use super::rows::{QueueOrder, due_case, due_order, due_row, order, row};
use super::stock::{self, CalledProduct};
use crate::domain::product::ProductId;
use crate::domain::review::QueueRow;
use crate::store::Error;
use crate::store::desk::Desk;
use crate::store::labels::NamesById;

/// A row with what it is sorted by.
pub(super) type OrderedRow = (QueueOrder, QueueRow);

/// The open rows of every product, or of only these, in no order.
pub(super) fn found(
    conn: &Connection,
    only: Option<&BTreeSet<ProductId>>,
    today: NaiveDate,
) -> Result<Vec<OrderedRow>, Error> {
    let mut desk = Desk::new(conn)?;
    let names = NamesById::read(conn)?;
    let mut open = Vec::new();
    match only {
        None => open = cases(conn, &mut desk, RequestsWanted::Open, today)?,
        Some(only) => {
            for product in only {
                let wanted = RequestsWanted::OpenOf(*product);
                open.append(&mut cases(conn, &mut desk, wanted, today)?);
            }
        }
    }
    let begun: HashSet<ProductId> = open.iter().map(|case| case.product.id).collect();
    let mut of: HashMap<ProductId, CalledProduct> = HashMap::new();
    let mut due = Vec::new();
    stock::each_called(conn, &Desk::new(conn)?, (only, today), |called| {
        // What a trigger calls for stands in the queue as if it were triaged.
        if begun.contains(&called.product.id) {
            of.insert(called.product.id, called);
        } else if let Some(case) = due_case(conn, &mut desk, &called)? {
            let row = due_row(&case, &called, &names, today);
            due.push((due_order(&called, row.clock.due_on), row));
        }
        Ok(())
    })?;
    let mut found = Vec::new();
    for case in open {
        let row = row(&case, of.get(&case.product.id), &names, today);
        found.push((order(&case, row.clock.due_on), row));
    }
    found.append(&mut due);
    Ok(found)
}
