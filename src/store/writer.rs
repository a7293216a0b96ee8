//! Writes records inside one transaction and keeps history of every field.
//! The only file that inserts, updates or deletes a record; `apply` and `undo` call it.

mod hidden;
mod notes;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use rusqlite::{
    Connection, OptionalExtension, Statement, Transaction, ffi, params, params_from_iter,
};

use crate::domain::field::spoken;
use crate::domain::inventory::Usage;
use crate::domain::person::Actor;
use crate::domain::product::Alias;
use crate::domain::put::{ChangeSetId, Given, HistoryLine, Put, SeenRecord, Stamp, Target};
pub use crate::domain::put::{Done, RecordOutcome};
use crate::domain::record::{Column, Kind, Record, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::store::convert::json;

use super::prices::HiddenPrices;
use super::rights::{self, RecordWrite, WrittenHow};
use super::unique::{self, NamesBorne};
use super::{Error, convert};

/// The fields by which a record is told from others of its name.
const NAMING: [&str; 4] = ["name", "edition", "vendor", "merged_into"];

/// A statement that is prepared when it is first wanted, and kept: an import runs it a million times.
struct LazyStatement<'t> {
    sql: String,
    statement: Option<Statement<'t>>,
}

impl<'t> LazyStatement<'t> {
    fn new(sql: String) -> LazyStatement<'t> {
        LazyStatement {
            sql,
            statement: None,
        }
    }

    fn ready(&mut self, tx: &'t Transaction<'t>) -> Result<&mut Statement<'t>, Error> {
        Ok(match &mut self.statement {
            Some(statement) => statement,
            none => none.insert(tx.prepare(&self.sql)?),
        })
    }
}

/// The statements of one noun.
struct Statements<'t> {
    by_id: LazyStatement<'t>,
    by_key: LazyStatement<'t>,
    insert: LazyStatement<'t>,
    next_id: i64,
}

/// A record as it stands in the file.
struct StandingRecord {
    record: RecordRef,
    version: i64,
    values: Vec<Value>,
}

/// Writes a record as the program's own deed: it is nobody's last change, so undo never takes it back instead of what a
/// person did.
pub(super) fn put_by_program(
    tx: &Transaction,
    stamp: &Stamp,
    title: String,
    put: &Put,
) -> Result<(), Error> {
    let stamp = Stamp {
        who: SYSTEM.into(),
        id: None,
        ..stamp.clone()
    };
    let heading = Heading {
        stamp: &stamp,
        deed: "do",
        title,
        reason: None,
        undoes: None,
        made_up: false,
    };
    Writer::new(tx, heading).put(put, &[]).map(drop)
}

/// What a change set says of itself.
pub(super) struct Heading<'h> {
    /// Who, from where, when.
    pub(super) stamp: &'h Stamp,
    /// `do`, `undo` or `redo`.
    pub(super) deed: &'static str,
    /// The change in a few words.
    pub(super) title: String,
    /// The reason as history keeps it; none where nobody said.
    pub(super) reason: Option<String>,
    /// The change set this takes back.
    pub(super) undoes: Option<ChangeSetId>,
    /// Is it the past of a demo? Nobody is asked whether those it names might have written it.
    pub(super) made_up: bool,
}

/// Who it is in history where nobody acts and the days go by.
pub(super) const SYSTEM: &str = "hallpass";

/// The stamp of what the days do: when the day begins in the district.
pub(super) fn of_the_days(conn: &Connection, today: NaiveDate) -> Result<Stamp, Error> {
    let mut ask = conn.prepare_cached("SELECT district_begins(?1)")?;
    let at: Option<String> = ask.query_row([today.to_string()], |row| row.get(0))?;
    let at = at.and_then(|at| DateTime::parse_from_rfc3339(&at).ok());
    let at = at.map_or_else(
        || today.and_time(NaiveTime::MIN).and_utc(),
        |at| at.to_utc(),
    );
    Ok(Stamp {
        login: String::new(),
        ..Stamp::own(SYSTEM, at, today)
    })
}

/// The heading of what the days do by themselves.
pub(super) fn by_itself<'s>(stamp: &'s Stamp, title: &str) -> Heading<'s> {
    Heading {
        stamp,
        deed: "do",
        title: title.into(),
        reason: None,
        undoes: None,
        made_up: false,
    }
}

/// One change set being written. It comes to be with its first line of history,
/// so a change that changes nothing leaves nothing.
pub(super) struct Writer<'t> {
    tx: &'t Transaction<'t>,
    heading: Heading<'t>,
    change_set: Option<ChangeSetId>,
    statements: HashMap<Kind, Statements<'t>>,
    history: LazyStatement<'t>,
    asked: RightsAsked<'t>,
    names: NamesBorne,
    hidden_prices: HiddenPrices,
    /// Has another record what the one that was written last may hold alone?
    pub(super) has_clashed: bool,
    /// That other record, where it is known.
    pub(super) in_the_way: Option<RecordRef>,
}

/// Which records are written by right of a person's own, and not by a deed whose rule is asked already.
#[derive(Clone, Copy)]
pub(super) enum RightsAsked<'t> {
    /// No record: the deed has rules of its own.
    Nothing,
    /// Every record, as this person says it is.
    Everything(&'t Actor),
    /// All, where a change is taken back.
    Undone(&'t Actor),
    /// All, where what was taken back is put back.
    Redone(&'t Actor),
}

impl<'t> Writer<'t> {
    /// Will write under this heading.
    pub(super) fn new(tx: &'t Transaction<'t>, heading: Heading<'t>) -> Writer<'t> {
        Writer {
            tx,
            heading,
            change_set: None,
            statements: HashMap::new(),
            history: LazyStatement::new(
                "INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                    .to_owned(),
            ),
            asked: RightsAsked::Nothing,
            names: NamesBorne::default(),
            hidden_prices: HiddenPrices::default(),
            has_clashed: false,
            in_the_way: None,
        }
    }

    /// From now on these records are asked for.
    pub(super) fn ask(&mut self, asked: RightsAsked<'t>) {
        self.asked = asked;
    }

    /// May the record be written so?
    fn may(
        &mut self,
        record: RecordRef,
        was: Option<&[Value]>,
        will: Option<&[Value]>,
    ) -> Result<(), Error> {
        let (actor, how) = match self.asked {
            RightsAsked::Everything(actor) => (actor, WrittenHow::Said),
            RightsAsked::Undone(actor) => (actor, WrittenHow::Undone),
            RightsAsked::Redone(actor) => (actor, WrittenHow::Redone),
            RightsAsked::Nothing => return Ok(()),
        };
        if self.heading.made_up {
            return Ok(());
        }
        let written = RecordWrite {
            record,
            was,
            will,
            how,
        };
        rights::ask(self.tx, &written, actor, self.heading.stamp.today)?;
        match will {
            Some(will) if record.kind == Kind::Alias => {
                let alias = Alias::from_values(record.id, 0, will)?;
                self.names.ask_alias(self.tx, &alias)
            }
            _ => Ok(()),
        }
    }

    /// Does it write the past of a demo?
    pub(super) fn makes_up(&self) -> bool {
        self.heading.made_up
    }

    /// Where it writes.
    pub(super) fn transaction(&self) -> &'t Transaction<'t> {
        self.tx
    }

    /// The change set's number, once something was written.
    pub(super) fn change_set(&self) -> Option<ChangeSetId> {
        self.change_set
    }

    /// Writes one put; `made` are the ids of the puts before it.
    pub(super) fn put(&mut self, put: &Put, made: &[Done]) -> Result<Done, Error> {
        self.put_after(put, MadeBefore::Held(made))
    }

    /// Writes one put after others.
    pub(super) fn put_after(&mut self, put: &Put, made: MadeBefore) -> Result<Done, Error> {
        let kind = put.kind;
        self.prepare(kind)?;
        let fields = resolve(put, made)?;
        let standing = match &put.target {
            Target::Gone(id, seen) => return self.gone(RecordRef { kind, id: *id }, seen),
            Target::New => None,
            Target::Id(id, _) => Some(self.standing(RecordRef { kind, id: *id })?),
            Target::Keyed => self.by_key(kind, &fields)?,
            Target::Made(n) => {
                let id = earlier(made, *n)?;
                Some(self.standing(RecordRef { kind, id })?)
            }
        };
        match standing {
            None => self.add(kind, &fields),
            Some(standing) => {
                self.may_price(&standing, &fields)?;
                if let Target::Id(_, Some(seen)) = &put.target {
                    self.unchanged_since(&standing, seen, &fields)?;
                }
                self.change(standing, &fields)
            }
        }
    }

    /// Adds back a record that was removed, under its own id.
    pub(super) fn restore(
        &mut self,
        record: RecordRef,
        version: i64,
        values: &[Value],
    ) -> Result<(), Error> {
        self.prepare(record.kind)?;
        self.may(record, None, Some(values))?;
        self.ask_name(record, values)?;
        self.insert(record, version, values)
    }

    /// Sets fields (by their place in the noun) to values, whatever they were; the caller has
    /// checked the version.
    pub(super) fn set(
        &mut self,
        record: RecordRef,
        fields: &[(usize, Value)],
    ) -> Result<(), Error> {
        self.prepare(record.kind)?;
        let standing = self.standing(record)?;
        self.change(standing, fields).map(drop)
    }

    /// Takes a record out that is as it was seen.
    fn gone(&mut self, record: RecordRef, seen: &SeenRecord) -> Result<Done, Error> {
        let standing = self.standing(record)?;
        if let Some(at) = (0..seen.values.len()).find(|i| seen.values[*i] != standing.values[*i]) {
            return Err(self.conflict(&standing, at)?);
        }
        self.remove(record)?;
        Ok(Done {
            record,
            outcome: RecordOutcome::Changed(Vec::new()),
        })
    }

    /// Takes a record out; what it held goes to history.
    pub(super) fn remove(&mut self, record: RecordRef) -> Result<(), Error> {
        let kind = record.kind;
        self.prepare(kind)?;
        let standing = self.standing(record)?;
        self.may(record, Some(&standing.values), None)?;
        self.without_notes(record)?;
        let held = serde_json::to_string(&standing.values.iter().map(json).collect::<Vec<_>>())
            .map_err(|e| Error::Sql(e.to_string()))?;
        self.tx
            .prepare_cached(&format!("DELETE FROM {kind} WHERE id = ?1"))?
            .execute([record.id])
            .map_err(|e| still_needed(e, kind))?;
        self.names.written(record, Some(&standing.values), None)?;
        self.keep(
            "remove",
            record,
            None,
            &Value::Text(held),
            &Value::Null,
            standing.version + 1,
        )
    }

    /// The version of a record now, if it is here.
    pub(super) fn version(&mut self, record: RecordRef) -> Result<Option<i64>, Error> {
        let sql = format!("SELECT version FROM {} WHERE id = ?1", record.kind);
        Ok(self
            .tx
            .prepare_cached(&sql)?
            .query_row([record.id], |r| r.get(0))
            .optional()?)
    }

    fn prepare(&mut self, kind: Kind) -> Result<(), Error> {
        if self.statements.contains_key(&kind) {
            return Ok(());
        }
        let columns = convert::columns(kind);
        let select = format!("SELECT id, version, {columns} FROM {kind}");
        let key: Vec<String> = kind
            .key()
            .iter()
            .enumerate()
            .map(|(i, k)| format!("\"{k}\" IS ?{}", i + 1))
            .collect();
        let marks = vec!["?"; kind.fields().len() + 2].join(", ");
        // Every record that ever was has an `add` in history, so an id is never used twice.
        let next_id: i64 = self.tx.query_row(
            "SELECT ifnull(max(record), 0) + 1 FROM history WHERE kind = ?1",
            [kind.word()],
            |r| r.get(0),
        )?;
        let statements = Statements {
            by_id: LazyStatement::new(format!("{select} WHERE id = ?1")),
            by_key: LazyStatement::new(format!("{select} WHERE {}", key.join(" AND "))),
            insert: LazyStatement::new(format!(
                "INSERT INTO {kind} (id, version, {columns}) VALUES ({marks})"
            )),
            next_id,
        };
        self.statements.insert(kind, statements);
        Ok(())
    }

    fn of(&mut self, kind: Kind) -> Result<&mut Statements<'t>, Error> {
        self.statements
            .get_mut(&kind)
            .ok_or_else(|| Error::Sql(format!("{kind} was not prepared")))
    }

    fn standing(&mut self, record: RecordRef) -> Result<StandingRecord, Error> {
        let tx = self.tx;
        let statement = self.of(record.kind)?.by_id.ready(tx)?;
        let found = statement
            .query_row([record.id], |row| convert::values(record.kind, row))
            .optional()?;
        let (_, version, values) = found.ok_or_else(|| Error::Missing {
            what: record.to_string(),
        })?;
        Ok(StandingRecord {
            record,
            version,
            values,
        })
    }

    fn by_key(
        &mut self,
        kind: Kind,
        fields: &[(usize, Value)],
    ) -> Result<Option<StandingRecord>, Error> {
        let tx = self.tx;
        let key: Vec<Value> = kind
            .key()
            .iter()
            .map(|name| {
                let given = fields.iter().find(|(p, _)| kind.fields()[*p].name == *name);
                given.map_or_else(
                    || {
                        kind.fields()
                            .iter()
                            .find(|f| f.name == *name)
                            .map_or(Value::Null, |f| (f.blank)())
                    },
                    |(_, value)| value.clone(),
                )
            })
            .collect();
        let statement = self.of(kind)?.by_key.ready(tx)?;
        let found = statement
            .query_row(params_from_iter(&key), |row| convert::values(kind, row))
            .optional()?;
        Ok(found.map(|(id, version, values)| StandingRecord {
            record: RecordRef { kind, id },
            version,
            values,
        }))
    }

    fn add(&mut self, kind: Kind, fields: &[(usize, Value)]) -> Result<Done, Error> {
        let mut values: Vec<Value> = kind.fields().iter().map(|f| (f.blank)()).collect();
        for (position, value) in fields {
            values[*position] = value.clone();
        }
        let id = self.of(kind)?.next_id;
        let record = RecordRef { kind, id };
        kind.check(id, &values).map_err(Error::Refused)?;
        self.counted(kind, &values)?;
        self.may(record, None, Some(&values))?;
        self.ask_name(record, &values)?;
        self.insert(record, 1, &values)?;
        if let Some(statements) = self.statements.get_mut(&kind) {
            statements.next_id = id + 1;
        }
        Ok(Done {
            record,
            outcome: RecordOutcome::Added,
        })
    }

    /// The one rule of a noun that needs the day: use is not counted before it happens.
    fn counted(&self, kind: Kind, values: &[Value]) -> Result<(), Error> {
        let to = kind.position("to").filter(|_| kind == Kind::Usage);
        match to.and_then(|at| NaiveDate::from_value(&values[at])) {
            Some(to) => Usage::check_counted(to, self.heading.stamp.today).map_err(Error::Refused),
            None => Ok(()),
        }
    }

    /// Refuses a record whose name another one bears.
    fn ask_name(&mut self, record: RecordRef, values: &[Value]) -> Result<(), Error> {
        let Some((other, why)) = self.names.ask(self.tx, record, values)? else {
            return Ok(());
        };
        self.has_clashed = true;
        self.in_the_way = Some(other);
        Err(Error::refused(why))
    }

    /// A rule of the file itself said no to these values: a sentence instead of SQLite's.
    fn clash(&mut self, error: rusqlite::Error, kind: Kind, values: &[Value]) -> Error {
        self.has_clashed = rule_broken(&error) == Some(ffi::SQLITE_CONSTRAINT_UNIQUE);
        if self.has_clashed {
            self.in_the_way = self.told_apart_so(kind, values).ok().flatten();
            return Error::Refused(self.already_there(kind, values));
        }
        error.into()
    }

    /// What is there already: `there already is a calendar day with the day 2026-12-25 and the kind holiday: Winter
    /// break`. Of a field that names another record only that it is the same.
    fn already_there(&self, kind: Kind, values: &[Value]) -> Refusal {
        let said = told_apart_by(kind).iter().filter_map(|name| {
            let at = kind.position(name)?;
            let called = spoken(kind, name);
            Some(match &values[at] {
                Value::Text(value) => format!("the {called} {value}"),
                _ => format!("the same {called}"),
            })
        });
        let said: Vec<String> = said.collect();
        let there = self
            .in_the_way
            .and_then(|other| self.what_people_call(other));
        let there = there.map_or_else(String::new, |name| format!(": {name}"));
        let one = kind.one_spoken();
        let why = format!("there already is {one} with {}{there}", said.join(" and "));
        Refusal::from(why).then("; ", "change that one, or give other values")
    }

    /// The words by which people know a record that stands in the file; none where it has none.
    fn what_people_call(&self, record: RecordRef) -> Option<String> {
        let mut names = ["name", "title", "note"].into_iter();
        let name = names.find(|name| record.kind.position(name).is_some())?;
        let sql = format!("SELECT \"{name}\" FROM {} WHERE id = ?1", record.kind);
        let found = self.tx.query_row(&sql, [record.id], |row| row.get(0));
        found.ok().flatten()
    }

    /// The record that has these values in the fields by which its kind is told apart.
    fn told_apart_so(&self, kind: Kind, values: &[Value]) -> Result<Option<RecordRef>, Error> {
        let fields = told_apart_by(kind);
        let same: Vec<String> = fields
            .iter()
            .map(|name| format!("\"{name}\" IS ?"))
            .collect();
        let places = fields.iter().filter_map(|name| kind.position(name));
        let sql = format!("SELECT id FROM {kind} WHERE {}", same.join(" AND "));
        let mut ask = self.tx.prepare(&sql)?;
        let id = ask.query_row(params_from_iter(places.map(|at| &values[at])), |row| {
            row.get(0)
        });
        Ok(id.optional()?.map(|id| RecordRef { kind, id }))
    }

    fn insert(&mut self, record: RecordRef, version: i64, values: &[Value]) -> Result<(), Error> {
        self.on_something(record.kind, values)?;
        let tx = self.tx;
        let statement = self.of(record.kind)?.insert.ready(tx)?;
        let head = [Value::Int(record.id), Value::Int(version)];
        statement
            .execute(params_from_iter(head.iter().chain(values)))
            .map_err(|e| self.clash(e, record.kind, values))?;
        self.names.written(record, None, Some(values))?;
        self.keep("add", record, None, &Value::Null, &Value::Null, version)
    }

    fn change(
        &mut self,
        standing: StandingRecord,
        fields: &[(usize, Value)],
    ) -> Result<Done, Error> {
        let record = standing.record;
        let kind = record.kind;
        let mut values = standing.values.clone();
        for (position, value) in fields {
            values[*position] = value.clone();
        }
        let changed: Vec<usize> = (0..values.len())
            .filter(|i| values[*i] != standing.values[*i])
            .collect();
        if changed.is_empty() {
            return Ok(Done {
                record,
                outcome: RecordOutcome::Unchanged,
            });
        }
        if let Some(seen) = self.heading.stamp.seen {
            self.nobody_wrote_after(seen, &standing, &changed)?;
        }
        kind.check(record.id, &values).map_err(Error::Refused)?;
        if kind.position("to").is_some_and(|at| changed.contains(&at)) {
            self.counted(kind, &values)?;
        }
        self.may(record, Some(&standing.values), Some(&values))?;
        let named = |i: &usize| NAMING.contains(&kind.fields()[*i].name);
        let undoes = self.heading.undoes.is_some();
        let is_back = undoes && unique::comes_back(self.tx, record, (&standing.values, &values))?;
        if changed.iter().any(named) && !is_back {
            self.ask_name(record, &values)?;
        }
        let sets: Vec<String> = changed
            .iter()
            .enumerate()
            .map(|(n, i)| format!("\"{}\" = ?{}", kind.fields()[*i].name, n + 3))
            .collect();
        let sql = format!(
            "UPDATE {kind} SET version = ?2, {} WHERE id = ?1",
            sets.join(", ")
        );
        let version = standing.version + 1;
        let head = [Value::Int(record.id), Value::Int(version)];
        let new = changed.iter().map(|i| &values[*i]);
        self.tx
            .prepare_cached(&sql)?
            .execute(params_from_iter(head.iter().chain(new)))
            .map_err(|e| self.clash(e, kind, &values))?;
        self.names
            .written(record, Some(&standing.values), Some(&values))?;
        let mut told = Vec::new();
        for i in changed {
            let (name, old) = (kind.fields()[i].name, &standing.values[i]);
            self.keep("set", record, Some(name), old, &values[i], version)?;
            told.push((name, old.clone(), values[i].clone()));
        }
        Ok(Done {
            record,
            outcome: RecordOutcome::Changed(told),
        })
    }

    /// By the fields and not by the version, which a file that was put back from a backup may count a second time. A
    /// newer one is no conflict while nobody touched the fields this person changes. A decision
    /// is of everything that was on the screen, so there any field somebody touched is one.
    fn unchanged_since(
        &self,
        standing: &StandingRecord,
        seen: &SeenRecord,
        fields: &[(usize, Value)],
    ) -> Result<(), Error> {
        for (position, was) in seen.values.iter().enumerate() {
            let given = fields.iter().find(|(at, _)| *at == position);
            let mine = match given {
                Some((_, mine)) => mine,
                None if standing.record.kind.is_decision() => was,
                None => continue,
            };
            let theirs = &standing.values[position];
            if was != theirs && mine != theirs {
                return Err(self.conflict(standing, position)?);
            }
        }
        Ok(())
    }

    /// Did nobody else set one of these fields, by their places in the noun, after that line of history? Somebody who made
    /// the record after it set them all; what the days did nobody decided.
    fn nobody_wrote_after(
        &self,
        seen: HistoryLine,
        standing: &StandingRecord,
        fields: &[usize],
    ) -> Result<(), Error> {
        if self.heading.undoes.is_some() {
            return Ok(());
        }
        let record = standing.record;
        let mut ask = self.tx.prepare_cached(
            "SELECT h.field, s.who, s.\"at\" FROM history h JOIN change_set s ON s.id = h.change_set
             WHERE h.kind = ?1 AND h.record = ?2 AND h.seq > ?3 AND s.who NOT IN (?4, ?5) ORDER BY h.seq DESC",
        )?;
        let who = &self.heading.stamp.who;
        let mut rows = ask.query(params![record.kind.word(), record.id, seen.0, who, SYSTEM])?;
        // The field that comes first in the noun is told: what was decided comes before what follows from it.
        let mut first: Option<(usize, String, String)> = None;
        while let Some(row) = rows.next()? {
            let set: Option<String> = row.get(0)?;
            let wrote = |at: &usize| {
                let name = record.kind.fields()[*at].name;
                set.as_deref().is_none_or(|set| set == name)
            };
            let written = fields.iter().copied().filter(wrote).min();
            if let Some(at) = written.filter(|at| first.as_ref().is_none_or(|one| *at < one.0)) {
                first = Some((at, row.get(1)?, row.get(2)?));
            }
        }
        match first {
            None => Ok(()),
            Some((at, who, when)) => Err(Error::Conflict {
                who,
                when,
                what: record.to_string(),
                field: spoken(record.kind, record.kind.fields()[at].name),
                theirs: standing.values[at].to_string(),
            }),
        }
    }

    /// Somebody set this field, by its place in the noun, since.
    fn conflict(&self, standing: &StandingRecord, position: usize) -> Result<Error, Error> {
        let field = standing.record.kind.fields()[position].name;
        let (who, when) = self.last_touched(standing.record, field)?;
        Ok(Error::Conflict {
            who,
            when,
            what: standing.record.to_string(),
            field: spoken(standing.record.kind, field),
            theirs: standing.values[position].to_string(),
        })
    }

    fn last_touched(&self, record: RecordRef, field: &str) -> Result<(String, String), Error> {
        let sql = r#"SELECT s.who, s."at" FROM history h JOIN change_set s ON s.id = h.change_set
            WHERE h.kind = ?1 AND h.record = ?2 AND h.field IS ?3 ORDER BY h.seq DESC LIMIT 1"#;
        let found = self
            .tx
            .query_row(sql, params![record.kind.word(), record.id, field], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    fn begin(&mut self) -> Result<ChangeSetId, Error> {
        if let Some(id) = self.change_set {
            return Ok(id);
        }
        let Heading {
            stamp,
            deed,
            title,
            reason,
            undoes,
            made_up: _,
        } = &self.heading;
        self.tx.execute(
            r#"INSERT INTO change_set ("at", who, origin, deed, title, reason, undoes, login, clock, deed_id, deed_words)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"#,
            params![
                instant(stamp.at),
                stamp.who,
                stamp.place,
                deed,
                title,
                reason,
                undoes,
                Some(&stamp.login).filter(|login| !login.is_empty()),
                stamp.clock.map(instant),
                stamp.id.as_ref().map(|id| &id.text),
                stamp.id.as_ref().map(|id| &id.words),
            ],
        )?;
        Ok(*self
            .change_set
            .insert(ChangeSetId(self.tx.last_insert_rowid())))
    }

    #[allow(clippy::too_many_arguments)] // one line of history has these columns
    fn keep(
        &mut self,
        deed: &str,
        record: RecordRef,
        field: Option<&str>,
        old: &Value,
        new: &Value,
        version: i64,
    ) -> Result<(), Error> {
        let change_set = self.begin()?;
        self.history.ready(self.tx)?.execute(params![
            change_set,
            record.kind.word(),
            record.id,
            deed,
            field,
            old,
            new,
            version
        ])?;
        Ok(())
    }
}

/// An instant as the file keeps it: `2026-03-10T09:40:12Z`.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The records that earlier puts of a change made or met, by their places.
#[derive(Clone, Copy)]
pub(super) enum MadeBefore<'m> {
    /// Of each put.
    Held(&'m [Done]),
    /// Of those that later ones may name.
    Kept(&'m HashMap<usize, i64>),
}

fn earlier(made: MadeBefore, n: usize) -> Result<i64, Error> {
    let id = match made {
        MadeBefore::Held(done) => done.get(n).map(|one| one.record.id),
        MadeBefore::Kept(ids) => ids.get(&n).copied(),
    };
    id.ok_or_else(|| Error::Sql(format!("nothing was made at {n}")))
}

fn resolve(put: &Put, made: MadeBefore) -> Result<Vec<(usize, Value)>, Error> {
    put.fields
        .iter()
        .map(|(name, given)| {
            let position = put
                .kind
                .position(name)
                .ok_or_else(|| no_field(put.kind, name))?;
            let value = match given {
                Given::Value(value) => value.clone(),
                Given::Made(n) => Value::Int(earlier(made, *n)?),
            };
            Ok((position, value))
        })
        .collect()
}

fn no_field(kind: Kind, field: &str) -> Error {
    Error::Sql(format!("{kind} has no field {field}"))
}

/// The fields of which no two records of a noun may hold the same.
fn told_apart_by(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::School => &["code"],
        // Each by itself; the guid is what it is found by.
        Kind::Framework => &["short", "guid"],
        Kind::Product | Kind::Vendor => &["name"],
        _ => kind.key(),
    }
}

/// A record cannot go while another names it, nor a school while the scope of anything does.
fn still_needed(error: rusqlite::Error, kind: Kind) -> Error {
    let by_record = rule_broken(&error) == Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
    let by_scope = rule_broken(&error) == Some(ffi::SQLITE_CONSTRAINT_TRIGGER);
    if by_record || (by_scope && kind == Kind::School) {
        let kind = kind.spoken();
        return Error::refused(format!("something entered since still needs this {kind}"));
    }
    error.into()
}

/// Which kind of rule of the file a statement broke, as SQLite numbers them.
fn rule_broken(error: &rusqlite::Error) -> Option<i32> {
    Some(error.sqlite_error()?.extended_code)
}

#[cfg(test)]
mod tests;
