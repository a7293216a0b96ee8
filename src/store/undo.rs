//! Takes back a change set, and puts it back: from history, never from a copy.
//! Undo is itself a change set; nothing in history is ever edited.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::domain::change::may_undo;
use crate::domain::person::{Actor, Role};
use crate::domain::put::{ChangeSetId, Stamp};
use crate::domain::record::{Kind, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::domain::region::REGION;
use crate::domain::setting::READING;
use crate::domain::zone::Zone;

use super::actor::acting;
use super::convert::from_json;
use super::history::Labels;
use super::saved::not_again;
use super::writer::{Heading, RightsAsked, Writer};
use super::{Error, Store, whole};

/// The first change set opens the office; without it nobody may do anything.
const FOUNDING: ChangeSetId = ChangeSetId(1);

/// What was taken back or put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reverted {
    /// The change set that did it.
    pub change_set: ChangeSetId,
    /// What it took back, in a few words: `import of 372 products`.
    pub title: String,
    /// How many records it touched.
    pub records: usize,
    /// Did it put back what was taken back before, by whatever command?
    pub put_back: bool,
}

/// The changes that undo takes back without a number, the newest first.
const MINE: &str = "who = ?1 AND deed IN ('do', 'redo') AND undone_by IS NULL AND id > 1";

/// The changes that redo puts back, the newest first: none once I have changed something else.
const TAKEN_BACK: &str = "who = ?1 AND deed = 'undo' AND undone_by IS NULL
     AND id > (SELECT ifnull(max(id), 0) FROM change_set WHERE who = ?1 AND deed = 'do')";

/// The same, whatever I have changed since.
const TAKEN_BACK_ONCE: &str = "who = ?1 AND deed = 'undo' AND undone_by IS NULL";

/// A change that undo would take back, or redo would put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// Its number.
    pub change_set: ChangeSetId,
    /// The change in a few words.
    pub title: String,
    /// When it was made, RFC 3339 in UTC.
    pub at: String,
    /// How many records it wrote.
    pub records: usize,
    /// Did it take back another one, so that whoever takes it back puts that back?
    pub is_undo: bool,
}

/// A change set, as far as undo needs it.
struct Set {
    id: ChangeSetId,
    who: String,
    title: String,
    /// Does it take back another one?
    is_undo: bool,
}

/// One line of history.
struct HistoryStep {
    record: RecordRef,
    deed: String,
    field: Option<String>,
    old: Value,
    version: i64,
}

impl HistoryStep {
    fn same_write(&self, other: &HistoryStep) -> bool {
        (self.record, self.version) == (other.record, other.version) && self.deed == other.deed
    }
}

impl Store {
    /// What undo takes back where it is given no number; none where there is nothing of mine.
    pub fn my_last(&self, stamp: &Stamp) -> Result<Option<LastChange>, Error> {
        self.newest_of(MINE, stamp)
    }

    /// What redo puts back; none where there is nothing of mine.
    pub fn my_taken_back(&self, stamp: &Stamp) -> Result<Option<LastChange>, Error> {
        self.newest_of(TAKEN_BACK, stamp)
    }

    /// What I took back last, though I have changed something else since; none where there is nothing of mine.
    pub fn my_taken_back_once(&self, stamp: &Stamp) -> Result<Option<LastChange>, Error> {
        self.newest_of(TAKEN_BACK_ONCE, stamp)
    }

    /// The change set of this number, whoever made it.
    pub fn change_set(&self, id: ChangeSetId) -> Result<Option<LastChange>, Error> {
        self.newest("id = ?1", [id])
    }

    fn newest_of(&self, which: &str, stamp: &Stamp) -> Result<Option<LastChange>, Error> {
        self.newest(which, [&stamp.who])
    }

    fn newest(&self, which: &str, of: impl rusqlite::Params) -> Result<Option<LastChange>, Error> {
        let sql = format!(
            "SELECT id, title, \"at\", deed = 'undo',
                    (SELECT count(*) FROM (SELECT DISTINCT kind, record FROM history WHERE change_set = s.id))
             FROM change_set s WHERE {which} ORDER BY id DESC LIMIT 1"
        );
        let read = |row: &rusqlite::Row| {
            Ok(LastChange {
                change_set: row.get(0)?,
                title: row.get(1)?,
                at: row.get(2)?,
                is_undo: row.get(3)?,
                records: row.get::<_, i64>(4)?.unsigned_abs() as usize,
            })
        };
        let mut ask = self.conn.prepare_cached(&sql)?;
        Ok(ask.query_row(of, read).optional()?)
    }

    /// Takes back my last change, or the change set named (mine; an admin may name anybody's).
    /// Refused, with the reason, where somebody changed one of its records since.
    pub fn undo(&mut self, named: Option<ChangeSetId>, stamp: &Stamp) -> Result<Reverted, Error> {
        let zone = self.zone().clone();
        self.write(stamp, |tx| taken_back(tx, named, stamp, &zone))
    }

    /// Whether a change set can be taken back as the records stand now: refused, with the reason, where it cannot.
    /// Nothing is saved.
    pub fn may_take_back(&mut self, named: ChangeSetId, stamp: &Stamp) -> Result<(), Error> {
        let zone = self.zone().clone();
        let ended = self.write_on_any_day(stamp, |tx| {
            taken_back(tx, Some(named), stamp, &zone)?;
            Err::<(), Error>(Error::Cancelled)
        });
        match ended {
            Err(Error::Cancelled) => Ok(()),
            other => other,
        }
    }

    /// Puts back what I last took back, unless I have changed something else since.
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Reverted, Error> {
        let zone = self.zone().clone();
        self.write(stamp, |tx| {
            let actor = acting(tx, stamp)?;
            not_again(tx, stamp)?;
            let Some(ready) = set(tx, TAKEN_BACK, params![stamp.who])? else {
                let why = Refusal::from("there is nothing of yours to redo");
                return Err(match set(tx, TAKEN_BACK_ONCE, params![stamp.who])? {
                    None => Error::refused(why),
                    Some(once) => Error::refused(why.then(
                        ": ",
                        format!(
                            "you changed something since you took back `{}`; hallpass undo {} puts it back",
                            once.title, once.id
                        ),
                    )),
                });
            };
            revert(tx, &ready, stamp, (&actor, &zone))
        })
    }
}

fn taken_back(
    tx: &Transaction,
    named: Option<ChangeSetId>,
    stamp: &Stamp,
    zone: &Zone,
) -> Result<Reverted, Error> {
    let actor = acting(tx, stamp)?;
    not_again(tx, stamp)?;
    let set = match named {
        Some(id) => set(tx, "id = ?1", params![id])?.ok_or_else(|| Error::Missing {
            what: format!("change set {id}"),
        })?,
        None => set(tx, MINE, params![stamp.who])?
            .ok_or_else(|| Error::refused("there is nothing of yours to undo"))?,
    };
    if set.who != stamp.who && !actor.roles.allow(Role::Admin) {
        let why = Refusal::from(format!("change set {} is {}'s", set.id, set.who));
        return Err(Error::refused(
            why.then("; ", "only they or an admin may undo it"),
        ));
    }
    if set.id == FOUNDING {
        return Err(Error::refused("the opening of the office cannot be undone"));
    }
    let undone: Option<ChangeSetId> = tx.query_row(
        "SELECT undone_by FROM change_set WHERE id = ?1",
        [set.id],
        |r| r.get(0),
    )?;
    if let Some(by) = undone {
        return Err(Error::refused(format!(
            "change set {} was already undone, by {by}",
            set.id
        )));
    }
    revert(tx, &set, stamp, (&actor, zone))
}

fn set(tx: &Transaction, rest: &str, args: impl rusqlite::Params) -> Result<Option<Set>, Error> {
    let sql = format!(
        "SELECT id, who, title, deed = 'undo' FROM change_set WHERE {rest} ORDER BY id DESC LIMIT 1"
    );
    let read = |r: &rusqlite::Row| {
        Ok(Set {
            id: r.get(0)?,
            who: r.get(1)?,
            title: r.get(2)?,
            is_undo: r.get(3)?,
        })
    };
    Ok(tx.query_row(&sql, args, read).optional()?)
}

/// Is it by this change set that the office takes part in its region?
fn joined_region(tx: &Transaction, set: ChangeSetId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM history h JOIN setting s ON s.id = h.record
        WHERE h.change_set = ?1 AND h.kind = 'setting' AND h.deed = 'add' AND s.key = ?2)";
    Ok(tx.query_row(sql, params![set, REGION], |row| row.get(0))?)
}

/// Whoever takes back an undo puts back what it took back: it is a redo, and is asked and told as one.
fn revert(
    tx: &Transaction,
    set: &Set,
    stamp: &Stamp,
    (actor, zone): (&Actor, &Zone),
) -> Result<Reverted, Error> {
    let steps = steps(tx, set.id)?;
    // What was mine to do once may not be any more.
    let kinds: Vec<Kind> = steps.iter().map(|step| step.record.kind).collect();
    if is_of_readings(tx, set.id)? {
        let why = Refusal::from("a reading has no undo: it is kept outside history");
        return Err(Error::refused(why.then(
            "; ",
            "forget it with hallpass gaps forget, or read again with --replace",
        )));
    }
    may_undo(&kinds, &actor.roles).map_err(Error::Refused)?;
    if kinds.contains(&Kind::Setting) && joined_region(tx, set.id)? {
        let why = Refusal::from(
            "that would forget the region, and what it has of this district would stay there",
        );
        return Err(Error::refused(why.then(
            "; ",
            "take it out and take part no more: hallpass region leave",
        )));
    }
    let heading = Heading {
        stamp,
        deed: if set.is_undo { "redo" } else { "undo" },
        title: set.title.clone(),
        reason: None,
        undoes: Some(set.id),
        made_up: false,
    };
    let mut writer = Writer::new(tx, heading);
    // Whoever enters an ask takes it back, for whichever school it is.
    writer.ask(if kinds.contains(&Kind::Requester) {
        RightsAsked::Everything(actor)
    } else if set.is_undo {
        RightsAsked::Redone(actor)
    } else {
        RightsAsked::Undone(actor)
    });
    let mut newest: HashMap<RecordRef, i64> = HashMap::new();
    for step in &steps {
        let version = newest.entry(step.record).or_insert(step.version);
        *version = step.version.max(*version);
    }
    for (record, version) in &newest {
        let now = writer.version(*record)?;
        let gone = steps
            .iter()
            .any(|s| s.record == *record && s.deed == "remove");
        let as_left = if gone {
            now.is_none()
        } else {
            now == Some(*version)
        };
        if as_left {
            continue;
        }
        if let Some(since) = changed_since(tx, set.id, *record, zone)? {
            let turned = if set.is_undo { "put back" } else { "undone" };
            let why = format!("`{}` cannot be {turned}: {since}", set.title);
            return Err(Error::refused(why));
        }
    }
    let backwards: Vec<&HistoryStep> = steps.iter().rev().collect();
    for run in backwards.chunk_by(|a, b| a.same_write(b)) {
        if let Err(why) = step_back(&mut writer, run) {
            return Err(match why {
                Error::Refused(why) if writer.has_clashed => {
                    in_its_place(tx, set, writer.in_the_way, why)?
                }
                other => other,
            });
        }
    }
    let broken = whole::broken(tx, &kinds, writer.change_set())?;
    whole::refused(broken, std::iter::empty())?;
    let by = writer.change_set().ok_or_else(|| {
        let turn = if set.is_undo { "put back" } else { "undo" };
        Error::refused(format!("there was nothing to {turn}"))
    })?;
    tx.execute(
        "UPDATE change_set SET undone_by = ?2 WHERE id = ?1",
        [set.id, by],
    )?;
    Ok(Reverted {
        change_set: by,
        title: set.title.clone(),
        records: newest.len(),
        put_back: set.is_undo,
    })
}

/// Something that was entered since has the place of a record that would come back: it has to go first.
fn in_its_place(
    tx: &Transaction,
    set: &Set,
    other: Option<RecordRef>,
    why: Refusal,
) -> Result<Error, Error> {
    let turned = if set.is_undo { "put back" } else { "undone" };
    let why = why.after(format_args!("`{}` cannot be {turned}: ", set.title));
    let since = other
        .map(|other| added_since(tx, set.id, other))
        .transpose()?;
    let brought = since.flatten().map(|(by, title)| {
        let same = if title == set.title { " again" } else { "" };
        format!("change set {by} ({title}) brought it in{same}; ")
    });
    let next = format!(
        "{}take that back first, then hallpass undo {} does it",
        brought.unwrap_or_default(),
        set.id
    );
    Ok(Error::refused(why.then("; ", next)))
}

/// The change set after that one which added this record, and its title.
fn added_since(
    tx: &Transaction,
    set: ChangeSetId,
    record: RecordRef,
) -> Result<Option<(ChangeSetId, String)>, Error> {
    let mut ask = tx.prepare_cached(
        "SELECT s.id, s.title FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = ?1 AND h.record = ?2 AND h.deed = 'add' AND s.id > ?3 ORDER BY s.id DESC LIMIT 1",
    )?;
    let added = params![record.kind.word(), record.id, set];
    Ok(ask
        .query_row(added, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Was it a deed on readings of results? The one line that history has of a reading is a setting, of a key that no other
/// setting has; where the reading is forgotten it is gone, and held by the line that removed it.
fn is_of_readings(tx: &Transaction, set: ChangeSetId) -> Result<bool, Error> {
    let mut ask = tx.prepare_cached(
        r#"SELECT EXISTS (SELECT 1 FROM history h WHERE h.change_set = ?1 AND h.kind = 'setting' AND (
             EXISTS (SELECT 1 FROM setting t WHERE t.id = h.record AND substr(t."key", 1, length(?2)) = ?2)
             OR EXISTS (SELECT 1 FROM history gone WHERE gone.kind = h.kind AND gone.record = h.record
               AND gone.deed = 'remove' AND substr(json_extract(gone.old, '$[0]'), 1, length(?2)) = ?2)))"#,
    )?;
    Ok(ask.query_row(params![set, READING], |row| row.get(0))?)
}

/// Takes back one write of one record: all its fields at once, so that no rule sees half of it.
fn step_back(writer: &mut Writer, run: &[&HistoryStep]) -> Result<(), Error> {
    let Some(step) = run.first() else {
        return Ok(());
    };
    match step.deed.as_str() {
        "add" => writer.remove(step.record),
        "remove" => {
            let held: Vec<serde_json::Value> =
                serde_json::from_str(step.old.text().unwrap_or_default()).map_err(bad_history)?;
            let values: Option<Vec<Value>> = held.iter().map(from_json).collect();
            let values = values.ok_or_else(|| bad_history("a value that is no field"))?;
            writer.restore(step.record, step.version + 1, &values)
        }
        _ => {
            let mut fields = Vec::new();
            for step in run {
                let name = step.field.as_deref().unwrap_or_default();
                let place = step.record.kind.position(name);
                fields.push((
                    place.ok_or_else(|| bad_history("a field that is no more"))?,
                    step.old.clone(),
                ));
            }
            writer.set(step.record, &fields)
        }
    }
}

fn bad_history(why: impl std::fmt::Display) -> Error {
    Error::Sql(format!("history holds {why}"))
}

fn steps(tx: &Transaction, set: ChangeSetId) -> Result<Vec<HistoryStep>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT kind, record, deed, field, old, version FROM history WHERE change_set = ?1 ORDER BY seq",
    )?;
    let rows = statement.query_map([set], |r| {
        let kind: String = r.get(0)?;
        Ok((kind, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
    })?;
    rows.map(|row| {
        let (kind, id, deed, field, old, version) = row?;
        let kind = Kind::from_word(&kind).ok_or_else(|| bad_history(format!("the noun {kind}")))?;
        Ok(HistoryStep {
            record: RecordRef { kind, id },
            deed,
            field,
            old,
            version,
        })
    })
    .collect()
}

/// Who changed this record after that change set, in words; none where all that came after was
/// itself taken back.
fn changed_since(
    tx: &Transaction,
    set: ChangeSetId,
    record: RecordRef,
    zone: &Zone,
) -> Result<Option<String>, Error> {
    let mut statement = tx.prepare_cached(
        r#"SELECT DISTINCT s.id, s.undoes, s.who, s.title, s."at" FROM history h
           JOIN change_set s ON s.id = h.change_set
           WHERE h.kind = ?1 AND h.record = ?2 AND s.id > ?3 ORDER BY s.id"#,
    )?;
    let mut rows = statement.query(params![record.kind.word(), record.id, set])?;
    let mut standing: Vec<(ChangeSetId, String)> = Vec::new();
    let name = Labels::new(tx).of(record)?;
    while let Some(row) = rows.next()? {
        let (id, undoes): (ChangeSetId, Option<ChangeSetId>) = (row.get(0)?, row.get(1)?);
        if standing
            .last()
            .is_some_and(|(last, _)| Some(*last) == undoes)
        {
            standing.pop();
            continue;
        }
        let (who, title, at): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let at = zone.minute(&at);
        standing.push((
            id,
            format!("{who} has changed {name} since ({title}, {at})"),
        ));
    }
    Ok(standing.pop().map(|(_, words)| words))
}
