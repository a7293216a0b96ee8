//! What was found of this fiscal year, kept in the office file: for the next session, for a command, and for whoever asks
//! every morning. It goes with the day and the line of history that it holds for; what came after is looked at by whoever
//! reads it. Nobody's records are in it: all of it can be found again.

mod check;
mod texts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::json;

pub(in crate::store) use self::check::check;

use self::texts::{overlap_of, overlap_text, product_of, product_text};
use super::YearAnswers;
use super::found::{FoundAnew, SameSchools, Unkept, YearFound};
use crate::domain::contract::ContractId;
use crate::domain::overlap::board::AlertBoard;
use crate::domain::overlap::build::Year;
use crate::domain::overlap::{Overlap, OverlapPlace};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::store::desk::Desk;
use crate::store::head::{self, Head};
use crate::store::{Error, Store, busy, open, write};

/// So long it waits for others before it leaves what it wrote beside the file, for them to fold in.
pub(in crate::store) const AT_THE_END: Duration = Duration::from_millis(50);

/// By which rules it was found and in which form it is kept: another hallpass finds it anew.
const MADE_BY: &str = concat!(env!("CARGO_PKG_VERSION"), ", schools by runs, pairs");

/// A school of an alert, with its code.
type AlertSchool = (SchoolId, Arc<str>);

/// How many alerts are open, at each school and in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptCounts {
    /// In the whole district.
    pub open: usize,
    /// By school, those that are about it.
    pub at: HashMap<SchoolId, usize>,
}

impl KeptCounts {
    /// Those of a board.
    pub fn of(board: &AlertBoard) -> KeptCounts {
        let mut counts = KeptCounts::default();
        // Overlaps about the same schools share them: these are gone through once.
        let mut alike: HashMap<*const AlertSchool, (&[AlertSchool], usize)> = HashMap::new();
        for row in board.rows.iter().filter(|row| row.standing.is_open()) {
            counts.open += 1;
            let of = alike.entry(row.schools.as_ptr());
            of.or_insert((&row.schools, 0)).1 += 1;
        }
        for (schools, open) in alike.into_values() {
            for (school, _) in schools {
                *counts.at.entry(*school).or_default() += open;
            }
        }
        counts
    }
}

/// For which day, year and line of history something is kept.
struct KeptFor {
    day: String,
    year: i32,
    seq: i64,
}

/// For what it is kept, where it was found by today's rules.
fn kept_for(conn: &Connection) -> Result<Option<KeptFor>, Error> {
    let sql = "SELECT day, year, seq FROM found_year WHERE made_by = ?1";
    let mut ask = conn.prepare_cached(sql)?;
    let kept = ask.query_row([MADE_BY], |row| {
        Ok(KeptFor {
            day: row.get(0)?,
            year: row.get(1)?,
            seq: row.get(2)?,
        })
    });
    Ok(kept.optional()?)
}

/// How many alerts are open; none where nobody looked on this day, or something was changed since.
pub(super) fn counts(conn: &Connection, today: NaiveDate) -> Result<Option<KeptCounts>, Error> {
    let Some(kept) = kept_for(conn)? else {
        return Ok(None);
    };
    if kept.day != today.to_string() || kept.seq != head::newest(conn)? {
        return Ok(None);
    }
    let sql = "SELECT open, open_at FROM found_year";
    let (open, at): (i64, String) = conn
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let at: HashMap<i64, usize> = serde_json::from_str(&at).unwrap_or_default();
    Ok(Some(KeptCounts {
        open: open as usize,
        at: at
            .into_iter()
            .map(|(id, open)| (SchoolId(id), open))
            .collect(),
    }))
}

/// What is kept of a fiscal year, of this one where none is named, as of this day.
pub(super) fn read(
    conn: &Connection,
    year: Option<i32>,
    today: NaiveDate,
) -> Result<Option<YearFound>, Error> {
    let Some(kept) = kept_for(conn)? else {
        return Ok(None);
    };
    let other_year = year.is_some_and(|year| year != kept.year);
    if other_year || kept.day != today.to_string() || kept.seq > head::newest(conn)? {
        return Ok(None);
    }
    let sql = "SELECT platforms, unpriced FROM found_year";
    let (platforms, unpriced): (i64, String) = conn
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let unpriced: Vec<i64> = serde_json::from_str(&unpriced).unwrap_or_default();
    let mut overlaps = BTreeMap::new();
    let mut known = SameSchools::default();
    let mut ask = conn.prepare_cached("SELECT fingerprint, found FROM found_overlap")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let (fingerprint, found): (String, String) = (row.get(0)?, row.get(1)?);
        let Some(found) = overlap_of(fingerprint, &found, &mut known) else {
            return Ok(None);
        };
        overlaps.insert(found.overlap.place(), found);
    }
    let (mut waste, mut paired) = (BTreeMap::new(), BTreeMap::new());
    let mut ask = conn.prepare_cached("SELECT product, found FROM found_waste")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let product: ProductId = row.get(0)?;
        let Some((lost, seen)) = product_of(product, row.get_ref(1)?.as_str().unwrap_or_default())
        else {
            return Ok(None);
        };
        waste.extend(lost.map(|lost| (product, lost)));
        paired.extend(seen.map(|seen| (product, seen)));
    }
    let years = Desk::new(conn)?.policy.fiscal_years();
    Ok(Some(YearFound {
        today,
        year: Year {
            name: kept.year,
            years,
        },
        head: Head::at(conn, kept.seq)?,
        overlaps,
        waste,
        unpriced: unpriced.into_iter().map(ContractId).collect(),
        platforms: platforms.cast_unsigned(),
        paired,
        unkept: Unkept::nothing(kept.seq),
    }))
}

/// The overlap of a fingerprint as it was found last, whatever has changed since.
pub(super) fn overlap(conn: &Connection, fingerprint: &str) -> Result<Option<Overlap>, Error> {
    let sql = "SELECT found FROM found_overlap WHERE fingerprint = ?1";
    let mut ask = conn.prepare_cached(sql)?;
    let found: Option<String> = ask.query_row([fingerprint], |row| row.get(0)).optional()?;
    let found = found
        .and_then(|found| overlap_of(fingerprint.to_owned(), &found, &mut SameSchools::default()));
    Ok(found.map(|found| found.overlap))
}

/// Keeps what was found, on a connection of its own that is closed again. Nothing is kept where something was saved since.
pub(super) fn write(
    store: &Store,
    answers: &mut YearAnswers,
    count: impl FnOnce(&mut YearAnswers) -> Result<KeptCounts, Error>,
) -> Result<(), Error> {
    let found = &answers.found;
    let (seq, day) = (found.head.seq, found.today.to_string());
    let is_kept = |conn: &Connection| -> Result<bool, Error> {
        let kept = kept_for(conn)?;
        Ok(kept.is_some_and(|kept| kept.seq == seq && kept.day == day))
    };
    if found.year.years.of(found.today) != found.year.name {
        return Ok(());
    }
    if is_kept(&store.conn)? {
        if store.head()? == found.head {
            answers.found.unkept = Unkept::nothing(seq);
        }
        return Ok(());
    }
    let counts = store.at_once(|| count(answers))?;
    let found = &mut answers.found;
    let mut is_there = false;
    let mut conn = open::to_be_written(&store.guard)?;
    crate::store::days::know_days(&conn, store.zone.clone())?;
    write::in_write(&conn, &store.guard, |tx| {
        if Head::now(tx)? == found.head {
            if !is_kept(tx)? {
                put(tx, found, &counts)?;
            }
            is_there = true;
        }
        Ok(())
    })?;
    if is_there {
        found.unkept = Unkept::nothing(found.head.seq);
    }
    // Nothing is left beside the file, where nobody else is in it: whoever only reads cannot take it away.
    busy::wait_up_to(&mut conn, AT_THE_END)?;
    write::empty_log(&conn);
    Ok(())
}

/// Writes what is otherwise than it was: what was found anew since, where the file has what holds for then. Else what is
/// kept is gone through row by row, and none of it is held.
fn put(tx: &Transaction, found: &YearFound, counts: &KeptCounts) -> Result<(), Error> {
    let kept = kept_for(tx)?
        .filter(|kept| kept.day == found.today.to_string() && kept.year == found.year.name);
    match (&found.unkept, kept) {
        (Unkept::Since(anew), Some(kept)) if kept.seq == anew.seq => put_anew(tx, found, anew)?,
        _ => {
            put_overlaps(tx, found)?;
            put_products(tx, found)?;
        }
    }
    let at: BTreeMap<i64, usize> = counts.at.iter().map(|(id, open)| (id.0, *open)).collect();
    let unpriced: Vec<i64> = found.unpriced.iter().map(|id| id.0).collect();
    tx.prepare_cached(
        "INSERT OR REPLACE INTO found_year
         (id, made_by, day, year, seq, platforms, unpriced, open, open_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        MADE_BY,
        found.today.to_string(),
        found.year.name,
        found.head.seq,
        found.platforms.cast_signed(),
        json!(unpriced).to_string(),
        counts.open as i64,
        json!(at).to_string(),
    ])?;
    Ok(())
}

const REMOVE_OVERLAP: &str =
    "DELETE FROM found_overlap WHERE rank = ?1 AND first = ?2 AND second = ?3";
const ADD_OVERLAP: &str =
    "INSERT OR REPLACE INTO found_overlap (rank, first, second, fingerprint, found)
     VALUES (?1, ?2, ?3, ?4, ?5)";
const REMOVE_PRODUCT: &str = "DELETE FROM found_waste WHERE product = ?1";
const ADD_PRODUCT: &str = "INSERT OR REPLACE INTO found_waste (product, found) VALUES (?1, ?2)";

/// Writes what was found anew.
fn put_anew(tx: &Transaction, found: &YearFound, anew: &FoundAnew) -> Result<(), Error> {
    let mut remove = tx.prepare_cached(REMOVE_OVERLAP)?;
    let mut add = tx.prepare_cached(ADD_OVERLAP)?;
    for (rank, first, second) in &anew.places {
        match found.overlaps.get(&(*rank, *first, *second)) {
            Some(one) => add.execute(params![
                rank,
                first,
                second,
                one.overlap.fingerprint,
                overlap_text(one)
            ])?,
            None => remove.execute(params![rank, first, second])?,
        };
    }
    let mut remove = tx.prepare_cached(REMOVE_PRODUCT)?;
    let mut add = tx.prepare_cached(ADD_PRODUCT)?;
    for product in &anew.products {
        match product_text(found, *product) {
            Some(text) => add.execute(params![product, text])?,
            None => remove.execute([product])?,
        };
    }
    Ok(())
}

fn put_overlaps(tx: &Transaction, found: &YearFound) -> Result<(), Error> {
    let (mut same, mut gone) = (BTreeSet::new(), Vec::new());
    let mut ask =
        tx.prepare_cached("SELECT rank, first, second, fingerprint, found FROM found_overlap")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let place: OverlapPlace = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (fingerprint, text): (String, String) = (row.get(3)?, row.get(4)?);
        match found.overlaps.get(&place) {
            Some(now) if now.overlap.fingerprint == fingerprint && overlap_text(now) == text => {
                same.insert(place);
            }
            Some(_) => {}
            None => gone.push(place),
        }
    }
    drop(rows);
    let mut remove = tx.prepare_cached(REMOVE_OVERLAP)?;
    for (rank, first, second) in gone {
        remove.execute(params![rank, first, second])?;
    }
    let mut add = tx.prepare_cached(ADD_OVERLAP)?;
    let new = found.overlaps.iter();
    for (place, one) in new.filter(|(place, _)| !same.contains(*place)) {
        let (rank, first, second) = place;
        let fingerprint = &one.overlap.fingerprint;
        add.execute(params![rank, first, second, fingerprint, overlap_text(one)])?;
    }
    Ok(())
}

fn put_products(tx: &Transaction, found: &YearFound) -> Result<(), Error> {
    let (mut same, mut gone) = (BTreeSet::new(), Vec::new());
    let mut ask = tx.prepare_cached("SELECT product, found FROM found_waste")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let (product, text): (ProductId, String) = (row.get(0)?, row.get(1)?);
        match product_text(found, product) {
            Some(now) if now == text => {
                same.insert(product);
            }
            Some(_) => {}
            None => gone.push(product),
        }
    }
    drop(rows);
    let mut remove = tx.prepare_cached(REMOVE_PRODUCT)?;
    for product in gone {
        remove.execute([product])?;
    }
    let mut add = tx.prepare_cached(ADD_PRODUCT)?;
    let all: BTreeSet<&ProductId> = found.waste.keys().chain(found.paired.keys()).collect();
    for product in all.into_iter().filter(|product| !same.contains(*product)) {
        add.execute(params![product, product_text(found, *product)])?;
    }
    Ok(())
}
