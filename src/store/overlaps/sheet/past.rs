//! Since when the records show an alert, and what was said and done about it.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::parties::Party;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::overlap::alert::Alert;
use crate::domain::product::ProductId;
use crate::store::Error;
use crate::store::convert::id_list;
use crate::store::history::deed_of;

/// So much of the past is told.
const TOLD: i64 = 40;

/// The first day on which two sides were on record.
pub(super) fn found_on(conn: &Connection, parties: &[Party]) -> Result<Option<NaiveDate>, Error> {
    let mut first = conn.prepare_cached(
        "SELECT min(district_day(s.\"at\")) FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.deed = 'add' AND h.kind = ?1 AND h.record IN (SELECT value FROM json_each(?2))",
    )?;
    let mut days: Vec<NaiveDate> = Vec::new();
    for party in parties {
        let lines: Vec<LineId> = party.lines.iter().map(|line| line.paid.id).collect();
        let (kind, ids) = if lines.is_empty() {
            ("product", id_list(&[party.product]))
        } else {
            ("line", id_list(&lines))
        };
        let day: Option<String> = first.query_row(params![kind, ids], |row| row.get(0))?;
        days.extend(day.and_then(|day| day.parse::<NaiveDate>().ok()));
    }
    days.sort_unstable();
    Ok(days.get(1).copied())
}

/// What was said and done, newest first: when, who, what.
pub(super) fn past(
    conn: &Connection,
    said: Option<&Alert>,
    parties: &[Party],
) -> Result<Vec<(String, String, String)>, Error> {
    let alert = said.map(|said| said.id);
    let lines = parties.iter().flat_map(|party| &party.lines);
    let lines: Vec<LineId> = lines.map(|line| line.paid.id).collect();
    let contracts = parties.iter().flat_map(Party::contracts);
    let contracts: Vec<ContractId> = contracts.map(|(id, _)| id).collect();
    let products: Vec<ProductId> = parties.iter().map(|party| party.product).collect();
    let mut sets = conn.prepare_cached(
        "SELECT s.\"at\", s.who, s.deed, s.title, s.reason FROM change_set s WHERE s.id IN (
             SELECT change_set FROM history WHERE kind = 'alert' AND record = ?1
             UNION SELECT change_set FROM history
                 WHERE kind = 'line' AND record IN (SELECT value FROM json_each(?2))
             UNION SELECT change_set FROM history
                 WHERE kind = 'contract' AND record IN (SELECT value FROM json_each(?3)))
         ORDER BY s.id DESC LIMIT ?4",
    )?;
    let name = said.map(|said| {
        format!(
            "{} {}: ",
            crate::domain::overlap::name(&said.fingerprint),
            said.title
        )
    });
    let args = params![alert, id_list(&lines), id_list(&contracts), TOLD];
    let mut past: Vec<(String, String, String)> = Vec::new();
    let mut rows = sets.query(args)?;
    while let Some(row) = rows.next()? {
        let (deed, title): (String, String) = (row.get(2)?, row.get(3)?);
        let reason: Option<String> = row.get(4)?;
        let mut what = deed_of(&deed, title);
        if let Some(name) = &name {
            what = what.replacen(name, "", 1);
        }
        if let Some(reason) = reason {
            what = format!("{what}: {reason}");
        }
        past.push((row.get(0)?, row.get(1)?, what));
    }
    let mut notes = conn.prepare_cached(
        "SELECT \"at\", \"by\", text FROM note WHERE (about = 'alert' AND record = ?1)
             OR (about = 'contract' AND record IN (SELECT value FROM json_each(?2)))
             OR (about = 'product' AND record IN (SELECT value FROM json_each(?3)))
         ORDER BY id DESC LIMIT ?4",
    )?;
    let args = params![alert, id_list(&contracts), id_list(&products), TOLD];
    let mut rows = notes.query(args)?;
    while let Some(row) = rows.next()? {
        let text: String = row.get(2)?;
        past.push((row.get(0)?, row.get(1)?, format!("\"{text}\"")));
    }
    past.sort_by_key(|(at, ..)| Reverse(at.clone()));
    past.truncate(TOLD as usize);
    Ok(past)
}
