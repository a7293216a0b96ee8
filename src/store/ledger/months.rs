//! The ledger at the end of each month, by the records as they stood then: a copy of the records aside,
//! from which history is walked backwards.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, params_from_iter};

use crate::domain::put::ChangeSetId;
use crate::domain::record::{Kind, Value};
use crate::domain::waste::Totals;
use crate::store::convert::from_json;
use crate::store::fiscal::touched::moves_a_dollar;
use crate::store::fiscal::{YearRules, each_group, platforms};
use crate::store::{Error, aside, convert, migrate, placed};

/// So many months are looked back on, this one among them.
const MONTHS: usize = 12;

/// The sums of each month, the earliest first; of months before the office opened there are none.
pub(super) fn trend(
    conn: &Connection,
    today: NaiveDate,
) -> Result<Vec<(NaiveDate, Totals)>, Error> {
    let opened: Option<String> = conn.query_row(
        "SELECT district_day(min(\"at\")) FROM change_set",
        [],
        |row| row.get(0),
    )?;
    let opened: Option<NaiveDate> = opened.and_then(|day| day.parse().ok());
    let mut past: Option<RecordsThen> = None;
    let mut trend = Vec::new();
    let mut day = today;
    loop {
        let month = day.with_day(1).unwrap_or(day);
        let records = past.as_ref().map_or(conn, |past| &past.records);
        trend.push((month, at_the_end_of(records, day)?));
        let before = month.pred_opt().filter(|day| opened <= Some(*day));
        let Some(before) = before.filter(|_| trend.len() < MONTHS) else {
            break;
        };
        past = Some(match past {
            Some(mut past) => {
                past.back_to(conn, before)?;
                past
            }
            None => RecordsThen::copy(conn, before)?,
        });
        day = before;
    }
    trend.reverse();
    Ok(trend)
}

fn at_the_end_of(conn: &Connection, day: NaiveDate) -> Result<Totals, Error> {
    // Two records of one product cost nothing by themselves, and are not looked for.
    let rules = YearRules::read(conn, None, day)?;
    let (many, _) = platforms(conn, &rules)?;
    let mut totals = Totals::default();
    each_group(conn, &rules, &rules.meetings.groups(None), &many, |group| {
        group.cells.iter().for_each(|cell| totals.add(cell, 1));
        Ok(())
    })?;
    Ok(totals)
}

/// The records as they stood.
struct RecordsThen {
    records: Connection,
    /// The newest change set that is in them.
    set: ChangeSetId,
    /// What was never copied.
    later: RecordsLater,
}

/// Records that were added after a change set and not removed since: by noun, in order of id.
#[derive(Default)]
struct RecordsLater(BTreeMap<Kind, Vec<i64>>);

impl RecordsLater {
    fn since(conn: &Connection, set: ChangeSetId) -> Result<RecordsLater, Error> {
        let mut lines = conn.prepare_cached(
            "SELECT kind, record, deed = 'add' FROM history
             WHERE change_set > ?1 AND deed IN ('add', 'remove')",
        )?;
        let mut rows = lines.query([set])?;
        let mut later = RecordsLater::default();
        let mut removed: HashSet<(Kind, i64)> = HashSet::new();
        while let Some(row) = rows.next()? {
            let kind = convert::read(row, 0, Kind::from_word)?;
            let Some(kind) = kind.filter(|kind| moves_a_dollar(*kind)) else {
                continue;
            };
            if row.get(2)? {
                later.0.entry(kind).or_default().push(row.get(1)?);
            } else {
                removed.insert((kind, row.get(1)?));
            }
        }
        for (kind, ids) in &mut later.0 {
            ids.retain(|id| !removed.contains(&(*kind, *id)));
            ids.sort_unstable();
        }
        Ok(later)
    }

    fn has(&self, kind: Kind, id: i64) -> bool {
        let ids = self.0.get(&kind);
        ids.is_some_and(|ids| ids.binary_search(&id).is_ok())
    }
}

impl RecordsThen {
    /// As they stood at the end of this day. What was added later is not copied: after a large import that is nearly all.
    fn copy(conn: &Connection, day: NaiveDate) -> Result<RecordsThen, Error> {
        let mut then = RecordsThen {
            records: aside::database()?,
            set: newest_set(conn, None)?,
            later: RecordsLater::since(conn, newest_set(conn, Some(day))?)?,
        };
        let records = &mut then.records;
        migrate::upgrade_with(records, migrate::STEPS, |_| Ok(()))?;
        // What stood once was checked then; rules that came later do not bind it.
        records.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")?;
        for (name, _) in made(records, "trigger")? {
            records.execute_batch(&format!("DROP TRIGGER {name}"))?;
        }
        // An index is made in one go of all rows, in their order.
        let indexes = made(records, "index")?;
        for (name, _) in &indexes {
            records.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        let tx = records.transaction()?;
        for kind in Kind::ALL.iter().filter(|kind| moves_a_dollar(**kind)) {
            let columns = convert::columns(*kind);
            let mut all = conn.prepare(&format!("SELECT id, version, {columns} FROM {kind}"))?;
            let mut insert = tx.prepare(&inserting(*kind))?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                if then.later.has(*kind, row.get(0)?) {
                    continue;
                }
                let (id, _, values) = convert::values(*kind, row)?;
                insert.execute(params_from_iter([Value::Int(id)].iter().chain(&values)))?;
            }
        }
        for (_, sql) in indexes {
            tx.execute_batch(&sql)?;
        }
        tx.commit()?;
        then.back_to(conn, day)?;
        Ok(then)
    }

    /// Takes back what was done after this day, the newest first.
    fn back_to(&mut self, conn: &Connection, day: NaiveDate) -> Result<(), Error> {
        let set = newest_set(conn, Some(day))?;
        let mut lines = conn.prepare_cached(
            "SELECT kind, record, deed, field, old FROM history
             WHERE change_set > ?1 AND change_set <= ?2 ORDER BY seq DESC",
        )?;
        let tx = self.records.transaction()?;
        let mut rows = lines.query([set, self.set])?;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            let Some(kind) = Kind::from_word(&kind).filter(|kind| moves_a_dollar(*kind)) else {
                continue;
            };
            let (id, deed): (i64, String) = (row.get(1)?, row.get(2)?);
            let old: Value = row.get(4)?;
            match deed.as_str() {
                "add" if self.later.has(kind, id) => {}
                "add" => {
                    let sql = format!("DELETE FROM {kind} WHERE id = ?1");
                    tx.prepare_cached(&sql)?.execute([id])?;
                }
                "remove" => {
                    let values = removed_values(kind, &old);
                    let mut insert = tx.prepare_cached(&inserting(kind))?;
                    insert.execute(params_from_iter([Value::Int(id)].iter().chain(&values)))?;
                }
                _ => {
                    let field: String = row.get(3)?;
                    if kind.position(&field).is_some() {
                        let sql = format!("UPDATE {kind} SET \"{field}\" = ?2 WHERE id = ?1");
                        let args = [Value::Int(id), old];
                        tx.prepare_cached(&sql)?.execute(params_from_iter(&args))?;
                    }
                }
            }
        }
        drop(rows);
        placed::keep_none(&tx)?;
        tx.commit()?;
        self.set = set;
        Ok(())
    }
}

/// The newest change set of this day or an earlier one, or of all.
fn newest_set(conn: &Connection, day: Option<NaiveDate>) -> Result<ChangeSetId, Error> {
    let newest =
        "SELECT ifnull(max(id), 0) FROM change_set WHERE ?1 IS NULL OR district_day(\"at\") <= ?1";
    let day = day.map(|day| day.to_string());
    Ok(conn.query_row(newest, [day], |row| row.get(0))?)
}

/// The triggers or the indexes of a database that a statement made, each with its name.
fn made(conn: &Connection, what: &str) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT name, sql FROM sqlite_master WHERE type = ?1 AND sql IS NOT NULL";
    let mut named = conn.prepare(sql)?;
    let made = named.query_map([what], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(made.collect::<rusqlite::Result<_>>()?)
}

fn inserting(kind: Kind) -> String {
    let marks = vec!["?"; kind.fields().len()].join(", ");
    let columns = convert::columns(kind);
    format!("INSERT INTO {kind} (id, version, {columns}) VALUES (?, 0, {marks})")
}

/// What a record held that was taken out; a field that came later was blank.
fn removed_values(kind: Kind, old: &Value) -> Vec<Value> {
    let held: Vec<serde_json::Value> =
        serde_json::from_str(old.text().unwrap_or_default()).unwrap_or_default();
    let fields = kind.fields().iter().enumerate();
    fields
        .map(|(place, field)| {
            let value = held.get(place).and_then(from_json);
            value.unwrap_or_else(|| (field.blank)())
        })
        .collect()
}
