//! One alert with everything that bears on it: its sides next to each other, what they would be if they
//! were one, what ends if those that do not stay end, and where the dollars come from.

mod effects;
mod formula;
mod parties;
mod past;

use std::collections::HashMap;

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use rusqlite::Connection;

use self::parties::{Party, parties};
use super::rows::{OverlapNames, cells, gone_row, row};
use crate::domain::money::Cents;
use crate::domain::overlap::board::{AlertRow, AlertSheet, Combined, IfCancelled, Side};
use crate::domain::overlap::{Overlap, name, process};
use crate::domain::person::Actor;
use crate::store::actor::actor;
use crate::store::alerts::said_of;
use crate::store::fiscal::{FoundOverlap, OverlapInFull};
use crate::store::review::ours::OursReader;
use crate::store::{Error, rights};

/// The sheet of an alert, in full where the records show it; `login` is who looks.
pub(super) fn sheet(
    (conn, called, ours): (&Connection, &OverlapNames, &OursReader),
    (full, fingerprint): (Option<&OverlapInFull>, &str),
    login: &str,
    today: NaiveDate,
) -> Result<AlertSheet, Error> {
    let said = said_of(conn, fingerprint)?;
    let actor = actor(conn, login, today)?;
    let Some(OverlapInFull { read, overlap }) = full else {
        let alert = said.as_ref().ok_or_else(|| Error::Missing {
            what: format!("overlap {}", name(fingerprint)),
        })?;
        return Ok(AlertSheet {
            row: gone_row(called, alert, today),
            sides: Vec::new(),
            combined: None,
            effects: Vec::new(),
            formula: Vec::new(),
            found_on: None,
            past: past::past(conn, Some(alert), &[])?,
            may: process::may(said.as_ref(), None, false, &actor),
            merge_refused: None,
            said,
        });
    };
    let parties = parties(read, called, overlap, said.as_ref(), today);
    let found = FoundOverlap::of(overlap.clone());
    let row = AlertRow {
        cells: Some(cells(called, read, overlap)),
        ..row(called, &found, (said.as_ref(), today), &mut HashMap::new())
    };
    let sides = parties
        .iter()
        .map(|party| party.side(conn, (read, called), overlap, today));
    let sides = sides.collect::<Result<Vec<Side>, _>>()?;
    let combined = combined(overlap, &parties, &sides);
    let merge_refused = merge_refused(conn, overlap, &actor, today)?;
    let unites = merge_refused.is_none();
    Ok(AlertSheet {
        sides,
        effects: effects::if_cancelled((conn, ours), (read, called), overlap, &parties, today)?,
        formula: formula::formula(&row, overlap, &parties, combined.as_ref()),
        found_on: past::found_on(conn, &parties)?,
        past: past::past(conn, said.as_ref(), &parties)?,
        may: process::may(said.as_ref(), Some(overlap), unites, &actor),
        merge_refused,
        combined,
        row,
        said,
    })
}

/// Why this person may not make one record of the two.
fn merge_refused(
    conn: &Connection,
    overlap: &Overlap,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Option<Refusal>, Error> {
    let [a, b] = overlap.products[..] else {
        return Ok(None);
    };
    match rights::unite(conn, [a, b], actor, today) {
        Ok(()) => Ok(None),
        Err(Error::Refused(why)) => Ok(Some(why)),
        Err(other) => Err(other),
    }
}

/// What is lost if the sides that should stay end, and one of the others stays.
pub(super) fn otherwise(
    (conn, called, ours): (&Connection, &OverlapNames, &OursReader),
    OverlapInFull { read, overlap }: &OverlapInFull,
    today: NaiveDate,
) -> Result<Vec<IfCancelled>, Error> {
    let said = said_of(conn, &overlap.fingerprint)?;
    let mut parties = parties(read, called, overlap, said.as_ref(), today);
    for party in &mut parties {
        party.stays = !party.stays;
    }
    parties.sort_by_key(|party| !party.stays);
    effects::if_cancelled((conn, ours), (read, called), overlap, &parties, today)
}

/// All sides as one, under the side that stays.
fn combined(overlap: &Overlap, parties: &[Party], sides: &[Side]) -> Option<Combined> {
    let kept = parties.first().filter(|party| party.stays)?;
    let side = sides.first()?;
    let used = sides.iter().map(|side| side.used).fold(None, sum);
    // One product on two records: both purchases stay, under one name.
    if overlap.kind.is_of_records() {
        let seats = parties.iter().map(Party::seats).fold(None, sum);
        return Some(Combined {
            keeps: kept.label.clone(),
            seats,
            used,
            more_seats: 0,
            more_cost: None,
            cost: sides.iter().map(|side| side.cost).sum(),
            hidden: sides.iter().any(|side| side.hidden),
            term_end: kept.term_end(),
            stop_by: None,
        });
    }
    let seats = kept.seats();
    let more_seats = seats.map_or(0, |seats| (used.unwrap_or(0) - seats).max(0));
    let price = kept.lines.iter().find_map(|line| line.paid.seat_price);
    let more_cost = price.filter(|_| more_seats > 0);
    Some(Combined {
        keeps: kept.named(),
        seats,
        used,
        more_seats,
        more_cost: more_cost.map(|price| Cents(price.0.saturating_mul(more_seats))),
        cost: side.cost,
        hidden: side.hidden,
        term_end: kept.term_end(),
        stop_by: overlap.act_by,
    })
}

/// Both, where either is known.
fn sum(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}
