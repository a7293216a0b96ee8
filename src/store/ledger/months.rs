//! The ledger at the end of each month, by the records as they stood then: a copy of the records aside,
//! from which history is walked backwards.

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
    let mut past = RecordsThen::copy(conn)?;
    let mut trend = Vec::new();
    let mut day = today;
    while trend.len() < MONTHS {
        let month = day.with_day(1).unwrap_or(day);
        trend.push((month, at_the_end_of(&past.records, day)?));
        let Some(before) = month.pred_opt().filter(|day| opened <= Some(*day)) else {
            break;
        };
        past.back_to(conn, before)?;
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
}

impl RecordsThen {
    /// As they stand now.
    fn copy(conn: &Connection) -> Result<RecordsThen, Error> {
        let mut records = aside::database()?;
        migrate::upgrade_with(&mut records, migrate::STEPS, |_| Ok(()))?;
        // What stood once was checked then; rules that came later do not bind it.
        records.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")?;
        let triggers: Vec<String> = {
            let mut named =
                records.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")?;
            let names = named.query_map([], |row| row.get(0))?;
            names.collect::<rusqlite::Result<_>>()?
        };
        for name in triggers {
            records.execute_batch(&format!("DROP TRIGGER {name}"))?;
        }
        let tx = records.transaction()?;
        for kind in Kind::ALL.iter().filter(|kind| moves_a_dollar(**kind)) {
            let columns = convert::columns(*kind);
            let mut all = conn.prepare(&format!("SELECT id, version, {columns} FROM {kind}"))?;
            let mut insert = tx.prepare(&inserting(*kind))?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let (id, _, values) = convert::values(*kind, row)?;
                insert.execute(params_from_iter([Value::Int(id)].iter().chain(&values)))?;
            }
        }
        placed::keep_none(&tx)?;
        tx.commit()?;
        let newest = "SELECT ifnull(max(id), 0) FROM change_set";
        Ok(RecordsThen {
            records,
            set: conn.query_row(newest, [], |row| row.get(0))?,
        })
    }

    /// Takes back what was done after this day, the newest first.
    fn back_to(&mut self, conn: &Connection, day: NaiveDate) -> Result<(), Error> {
        let newest = "SELECT ifnull(max(id), 0) FROM change_set WHERE district_day(\"at\") <= ?1";
        let set: ChangeSetId = conn.query_row(newest, [day.to_string()], |row| row.get(0))?;
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
