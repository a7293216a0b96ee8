//! The open rows of the queue, kept in the office file: for the next session, for a command, and for whoever asks every
//! morning. They go with the day and the line of history that they hold for; what was written after that is looked at by
//! whoever reads them. Nobody's records are in them: all of it can be found again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::found::{OrderedRow, found};
use super::packed::{pack, take};
use super::reached::{few_products_since, products_since};
use super::rows::QueueOrder;
use crate::domain::counted::counted;
use crate::domain::product::ProductId;
use crate::domain::review::QueueRow;
use crate::store::head::{self, Head};
use crate::store::{Error, Store, busy, days, fiscal, labels, open, write as save};

/// By which rules they were found and in which form they are kept: another hallpass finds them anew.
const MADE_BY: &str = concat!(env!("CARGO_PKG_VERSION"), ", rows by product");

/// For what rows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
struct QueueKeptFor {
    made_by: String,
    day: String,
    seq: i64,
}

impl QueueKeptFor {
    fn read(conn: &Connection) -> Result<Option<QueueKeptFor>, Error> {
        let mut ask = conn.prepare_cached("SELECT made_by, day, seq FROM found_queue")?;
        let kept = ask.query_row([], |row| {
            Ok(QueueKeptFor {
                made_by: row.get(0)?,
                day: row.get(1)?,
                seq: row.get(2)?,
            })
        });
        Ok(kept.optional()?)
    }

    /// Do they hold for this day, by today's rules, in the file as it stands?
    fn holds_for(&self, conn: &Connection, day: &str) -> Result<bool, Error> {
        Ok(self.made_by == MADE_BY && self.day == day && self.seq <= head::newest(conn)?)
    }
}

/// The rows that are kept for this day, with where history stood, in no order; none where none are, or another hallpass has
/// found them.
pub(super) fn read(
    conn: &Connection,
    today: NaiveDate,
) -> Result<Option<(Head, Vec<OrderedRow>)>, Error> {
    let Some(kept) = QueueKeptFor::read(conn)? else {
        return Ok(None);
    };
    if !kept.holds_for(conn, &today.to_string())? {
        return Ok(None);
    }
    let at = Head::at(conn, kept.seq)?;
    Ok(rows(conn)?.map(|rows| (at, rows)))
}

/// All rows that are kept; none where one is not whole.
fn rows(conn: &Connection) -> Result<Option<Vec<OrderedRow>>, Error> {
    let codes = Arc::new(labels::school_codes(conn)?);
    let mut ask = conn.prepare_cached("SELECT reviews FROM found_review")?;
    let mut values = ask.query([])?;
    let mut rows = Vec::new();
    while let Some(value) = values.next()? {
        let mut left = value.get_ref(0)?.as_blob().unwrap_or(&[0]);
        while !left.is_empty() {
            let Some(row) = take(&mut left, &codes) else {
                return Ok(None);
            };
            rows.push(row);
        }
    }
    Ok(Some(rows))
}

/// Keeps rows that were found for this day when history stood there, on a connection of its own that is closed again. Nothing
/// is kept where something was saved since, and nothing where what is kept says the same but for a few products.
pub(super) fn write(
    store: &Store,
    (today, at): (NaiveDate, Head),
    rows: &[(&QueueOrder, &QueueRow)],
) -> Result<(), Error> {
    let now = QueueKeptFor {
        made_by: MADE_BY.to_owned(),
        day: today.to_string(),
        seq: at.seq,
    };
    // What is otherwise is looked for before anybody has to wait for it.
    let differs = store.at_once(|| {
        let conn = &store.conn;
        let before = QueueKeptFor::read(conn)?;
        if let Some(kept) = &before
            && kept.holds_for(conn, &now.day)?
            && few_products_since(conn, kept.seq)?.is_some()
        {
            return Ok(None);
        }
        let mut values: BTreeMap<ProductId, Vec<u8>> = BTreeMap::new();
        for (order, row) in rows {
            pack((order, row), values.entry(row.product).or_default());
        }
        let gone = all_but_the_same(conn, &mut values)?;
        Ok(Some((before, values, gone)))
    })?;
    let Some((before, values, gone)) = differs else {
        return Ok(());
    };
    let mut conn = open::to_be_written(&store.guard)?;
    days::know_days(&conn, store.zone.clone())?;
    save::in_write(&conn, &store.guard, |tx| {
        if Head::now(tx)? == at && QueueKeptFor::read(tx)? == before {
            put(tx, &now, &values, &gone)?;
        }
        Ok(())
    })?;
    // Nothing is left beside the file, where nobody else is in it: whoever only reads cannot take it away.
    busy::wait_up_to(&mut conn, fiscal::AT_THE_END)?;
    save::empty_log(&conn);
    Ok(())
}

/// Takes away the values that are kept already, and answers the products of which others are kept and none is to be.
fn all_but_the_same(
    conn: &Connection,
    values: &mut BTreeMap<ProductId, Vec<u8>>,
) -> Result<Vec<ProductId>, Error> {
    let mut gone = Vec::new();
    let mut ask = conn.prepare_cached("SELECT product, reviews FROM found_review")?;
    let mut kept = ask.query([])?;
    while let Some(row) = kept.next()? {
        let product: ProductId = row.get(0)?;
        match values.get(&product) {
            Some(value) if row.get_ref(1)?.as_blob() == Ok(value) => {
                values.remove(&product);
            }
            Some(_) => {}
            None => gone.push(product),
        }
    }
    Ok(gone)
}

fn put(
    tx: &Transaction,
    now: &QueueKeptFor,
    values: &BTreeMap<ProductId, Vec<u8>>,
    gone: &[ProductId],
) -> Result<(), Error> {
    let mut remove = tx.prepare_cached("DELETE FROM found_review WHERE product = ?1")?;
    for product in gone {
        remove.execute([product])?;
    }
    let keep = "INSERT OR REPLACE INTO found_review (product, reviews) VALUES (?1, ?2)";
    let mut keep = tx.prepare_cached(keep)?;
    for (product, value) in values {
        keep.execute(params![product, value])?;
    }
    let keep = "INSERT OR REPLACE INTO found_queue (id, made_by, day, seq) VALUES (1, ?1, ?2, ?3)";
    tx.prepare_cached(keep)?
        .execute(params![now.made_by, now.day, now.seq])?;
    Ok(())
}

/// A check looks at the rows of so many products, drawn by lot.
const LOOKED_AT: i64 = 500;

/// What is wrong with the rows that are kept; nothing where they are those that the records show.
pub(in crate::store) fn check(conn: &Connection) -> Result<Option<String>, Error> {
    let Some(kept) = QueueKeptFor::read(conn)? else {
        return Ok(None);
    };
    let said = |why: &str| {
        Ok(Some(format!(
            "what is kept of the queue is not what the records show: {why}"
        )))
    };
    if !kept.holds_for(conn, &kept.day)? {
        return Ok(None);
    }
    let Ok(day) = kept.day.parse::<NaiveDate>() else {
        return said("its day is no day");
    };
    let Some(written) = products_since(conn, kept.seq)? else {
        return Ok(None);
    };
    let Some(mut all) = rows(conn)? else {
        return said("it cannot be read");
    };
    let mut draw = conn.prepare("SELECT id FROM product ORDER BY random() LIMIT ?1")?;
    let drawn = draw.query_map([LOOKED_AT], |row| row.get(0))?;
    let mut drawn: BTreeSet<ProductId> = drawn.collect::<rusqlite::Result<_>>()?;
    drawn.retain(|product| !written.contains(product));
    let mut fresh = found(conn, Some(&drawn), day)?;
    all.retain(|(_, row)| drawn.contains(&row.product));
    for rows in [&mut all, &mut fresh] {
        rows.sort_by_key(|(order, _)| *order);
    }
    if all == fresh {
        return Ok(None);
    }
    let differs = |product: &&ProductId| {
        let of = |rows: &[OrderedRow]| -> Vec<OrderedRow> {
            let of = rows.iter().filter(|(_, row)| row.product == **product);
            of.cloned().collect()
        };
        of(&all) != of(&fresh)
    };
    let differ = drawn.iter().filter(differs).count();
    said(&format!(
        "the rows of {} differ",
        counted(differ, "product")
    ))
}
