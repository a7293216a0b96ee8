//! Who changed what, newest first, in words: ids become names, cents become dollars.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::domain::money::Cents;
use crate::domain::person::PersonId;
use crate::domain::put::ChangeSetId;
use crate::domain::record::{Column, Kind, RecordRef, Shape, Value};
use crate::domain::renewal::agenda::Recent;
use crate::domain::school::Schools;

use super::{Error, Store};

/// One line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number; history is ordered by it, never by the clock.
    pub seq: i64,
    /// When, RFC 3339; in UTC as the store gives it.
    pub at: String,
    /// The login of who did it.
    pub who: String,
    /// The terminal or address; empty where nobody knows.
    pub place: String,
    /// The login that the operating system knew of whoever sat there; none in history older than that.
    pub login: Option<String>,
    /// What the clock said, RFC 3339, where `at` was rehearsed.
    pub clock: Option<String>,
    /// The change in a few words: `import of 372 products`; an undo says so.
    pub what: String,
    /// What the record is.
    pub entity: Kind,
    /// Which record of that noun was written.
    pub id: i64,
    /// The record's name, as it is now.
    pub name: String,
    /// The field; none where the record came to be or went.
    pub field: Option<String>,
    /// What it was.
    pub old: String,
    /// What it became; `added` or `removed` for a whole record.
    pub new: String,
    /// Why, where the person said.
    pub reason: Option<String>,
    /// The number of the change it was part of; undo names it.
    pub change_set: ChangeSetId,
}

impl HistoryEntry {
    /// What was done, and of a note its words: `note on Edpuzzle: Ask Bob`.
    pub fn told(&self) -> String {
        match self.entity {
            Kind::Note if self.field.is_none() => with_words(&self.what, Some(&self.new)),
            _ => self.what.clone(),
        }
    }

    /// Who did it: `dana for kim`, where the one sat there and the other is whom it counts for.
    pub fn by(&self) -> String {
        match &self.login {
            Some(login) if *login != self.who => format!("{login} for {}", self.who),
            _ => self.who.clone(),
        }
    }
}

/// Which lines of history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Of this record, and of what belongs to it.
    pub about: Option<RecordRef>,
    /// Of decisions about it, too, that were taken back, so that their own records are gone. For a story alone: all
    /// history of decisions is looked through for them, which a card has no time for.
    pub taken_back: bool,
    /// By this login.
    pub person: Option<String>,
    /// From this day of the district on.
    pub since: Option<NaiveDate>,
    /// Older than this line, for the next page.
    pub before: Option<i64>,
    /// Not more than so many.
    pub limit: usize,
}

impl Store {
    /// Lines of history, newest first.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, Error> {
        let mut entries = Vec::new();
        self.each_history(filter, |entry| {
            entries.push(entry);
            Ok(())
        })?;
        Ok(entries)
    }

    /// Tells lines of history one by one, newest first: of a large district they are millions.
    pub fn each_history(
        &self,
        filter: &HistoryFilter,
        mut tell: impl FnMut(HistoryEntry) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut wanted: Vec<String> = vec!["1".into()];
        let mut args: Vec<Value> = Vec::new();
        if let Some(record) = filter.about {
            args.push(Value::Int(record.id));
            let mut any = vec![about(record.kind, args.len())];
            if filter.taken_back {
                any.extend(taken_back(record.kind, args.len()));
            }
            wanted.push(format!("({})", any.join(" OR ")));
        }
        if let Some(person) = &filter.person {
            args.push(Value::Text(person.clone()));
            wanted.push(format!("s.who = ?{}", args.len()));
        }
        if let Some(since) = filter.since {
            args.push(Value::Text(self.begins(since)));
            wanted.push(format!("s.\"at\" >= ?{}", args.len()));
        }
        if let Some(before) = filter.before {
            args.push(Value::Int(before));
            wanted.push(format!("h.seq < ?{}", args.len()));
        }
        args.push(Value::Int(filter.limit as i64));
        let sql = format!(
            "SELECT h.seq, s.\"at\", s.who, s.origin, s.deed, s.title, h.kind, h.record, h.deed, h.field,
                    h.old, h.new, s.reason, s.id, s.login, s.clock
             FROM history h JOIN change_set s ON s.id = h.change_set
             WHERE {} ORDER BY h.seq DESC LIMIT ?{}",
            wanted.join(" AND "),
            args.len()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&args))?;
        let mut labels = Labels::new(&self.conn);
        while let Some(row) = rows.next()? {
            tell(entry(row, &mut labels)?)?;
        }
        Ok(())
    }

    /// The day on which each person came to be known here.
    pub fn known_since(&self) -> Result<HashMap<PersonId, NaiveDate>, Error> {
        let sql =
            "SELECT h.record, min(s.\"at\") FROM history h JOIN change_set s ON s.id = h.change_set
                   WHERE h.kind = 'person' GROUP BY h.record";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut since = HashMap::new();
        while let Some(row) = rows.next()? {
            let (person, at): (i64, String) = (row.get(0)?, row.get(1)?);
            let day = self.zone().day_of(&at);
            since.extend(day.map(|day| (PersonId(person), day)));
        }
        Ok(since)
    }

    /// A record's name as people say it: `Lincoln ES`, `Kahoot! EDU at Lincoln ES`.
    pub fn label(&self, record: impl Into<RecordRef>) -> Result<String, Error> {
        Labels::new(&self.conn).of(record)
    }

    /// What a field of this noun says, in the words history uses.
    pub fn spell(&self, kind: Kind, field: &str, value: &Value) -> Result<String, Error> {
        Labels::new(&self.conn).spell(kind, field, value)
    }
}

/// What was done lately to a record and to what belongs to it, newest first; each change once, with the
/// record's own fields that it changed.
pub(super) fn lately(
    conn: &Connection,
    kind: Kind,
    id: i64,
    limit: usize,
) -> Result<Vec<Recent>, Error> {
    let sql = format!(
        "SELECT s.\"at\", s.who, s.deed, s.title,
                (SELECT group_concat(DISTINCT field) FROM history
                 WHERE change_set = s.id AND kind = '{kind}' AND record = ?1 AND deed = 'set'),
                (SELECT n.text FROM history h JOIN note n ON n.id = h.record
                 WHERE h.change_set = s.id AND h.kind = 'note' AND h.deed = 'add' AND n.about = '{kind}' AND n.record = ?1)
         FROM change_set s
         WHERE s.id IN (SELECT h.change_set FROM history h WHERE {})
         ORDER BY s.id DESC LIMIT ?2",
        about(kind, 1)
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let done = statement.query_map(params![id, limit as i64], |row| {
        let (deed, title): (String, String) = (row.get(2)?, row.get(3)?);
        let fields: Option<String> = row.get(4)?;
        let what = format!("{}{}", deed_of(&deed, title), named(fields.as_deref()));
        let words: Option<String> = row.get(5)?;
        Ok(Recent {
            at: row.get(0)?,
            who: row.get(1)?,
            what: with_words(&what.replace('_', " "), words.as_deref()),
        })
    })?;
    Ok(done.collect::<rusqlite::Result<_>>()?)
}

/// What was done, with the words of a note on one line.
fn with_words(what: &str, words: Option<&str>) -> String {
    let words = words.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
    match words.filter(|words| !words.is_empty()) {
        Some(words) => format!("{what}: {words}"),
        None => what.to_owned(),
    }
}

/// The first fields of a list, and how many more there are.
fn named(fields: Option<&str>) -> String {
    let fields: Vec<&str> = fields.map_or_else(Vec::new, |fields| fields.split(',').collect());
    match fields.as_slice() {
        [] => String::new(),
        [a, b, c, rest @ ..] if !rest.is_empty() => {
            format!(" ({a}, {b}, {c} and {} more)", rest.len())
        }
        few => format!(" ({})", few.join(", ")),
    }
}

/// What a change set did, and whether it took something back.
pub(super) fn deed_of(deed: &str, title: String) -> String {
    match deed {
        "undo" => format!("undid: {title}"),
        "redo" => format!("redid: {title}"),
        _ => title,
    }
}

fn entry(row: &rusqlite::Row, labels: &mut Labels) -> Result<HistoryEntry, Error> {
    let (set_deed, title): (String, String) = (row.get(4)?, row.get(5)?);
    let (kind, deed): (String, String) = (row.get(6)?, row.get(8)?);
    let kind = Kind::from_word(&kind).ok_or_else(|| Error::Sql(format!("history of a {kind}")))?;
    let (id, field): (i64, Option<String>) = (row.get(7)?, row.get(9)?);
    let record = RecordRef { kind, id };
    let (old, new): (Value, Value) = (row.get(10)?, row.get(11)?);
    let (old, new) = match deed.as_str() {
        "add" if kind == Kind::Note => (String::new(), labels.of(record)?),
        "add" => (String::new(), "added".to_owned()),
        "remove" => (String::new(), "removed".to_owned()),
        _ => {
            let name = field.as_deref().unwrap_or_default();
            (
                labels.spell(kind, name, &old)?,
                labels.spell(kind, name, &new)?,
            )
        }
    };
    let what = deed_of(&set_deed, title);
    Ok(HistoryEntry {
        seq: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        place: row.get(3)?,
        login: row.get(14)?,
        clock: row.get(15)?,
        what,
        entity: kind,
        id,
        name: labels.of(record)?,
        field,
        old,
        new,
        reason: row.get(12)?,
        change_set: row.get(13)?,
    })
}

/// The condition "of this record or of what belongs to it", its id being parameter `n`.
fn about(kind: Kind, n: usize) -> String {
    let mut any = vec![
        format!("(h.kind = '{kind}' AND h.record = ?{n})"),
        format!(
            "(h.kind = 'note' AND h.record IN (SELECT id FROM note WHERE about = '{kind}' AND record = ?{n}))"
        ),
    ];
    // What is placed at a school belongs to the product's story; a school's own is its devices.
    for owned in Kind::ALL {
        let belongs = match (kind, owned) {
            (Kind::School, Kind::Device) => true,
            (Kind::School, _) => false,
            _ => *owned != Kind::Note,
        };
        for field in owned
            .fields()
            .iter()
            .filter(|f| belongs && f.refers == Some(kind) && *owned != kind)
        {
            any.push(format!(
                "(h.kind = '{owned}' AND h.record IN (SELECT id FROM {owned} WHERE \"{}\" = ?{n}))",
                field.name
            ));
        }
    }
    if kind == Kind::Contract {
        any.extend([Kind::Funding, Kind::Share].map(|of_line| {
            format!(
                "(h.kind = '{of_line}' AND h.record IN (SELECT id FROM {of_line}
                   WHERE line IN (SELECT id FROM line WHERE contract = ?{n})))"
            )
        }));
    }
    format!("({})", any.join(" OR "))
}

/// The condition "of a decision about this record that was taken back, so that its own record is gone", the id of what it was
/// about being parameter `n`.
fn taken_back(kind: Kind, n: usize) -> Vec<String> {
    let mut any = Vec::new();
    for decision in [Kind::Renewal, Kind::Approval] {
        // What is left of one is its fields, in their order.
        let fields = decision.fields().iter().enumerate();
        for (at, _) in fields.filter(|(_, field)| field.refers == Some(kind)) {
            any.push(format!(
                "(h.kind = '{decision}' AND h.record IN (SELECT record FROM history
                   WHERE kind = '{decision}' AND deed = 'remove' AND iif(json_valid(old), old ->> {at} = ?{n}, 0)))"
            ));
        }
    }
    any
}

/// No more names are known at a time.
const KNOWN: usize = 10_000;

/// Names of records, looked up once each.
pub(super) struct Labels<'c> {
    conn: &'c Connection,
    known: HashMap<RecordRef, String>,
}

impl<'c> Labels<'c> {
    /// Reads them here.
    pub(super) fn new(conn: &'c Connection) -> Labels<'c> {
        Labels {
            conn,
            known: HashMap::new(),
        }
    }

    /// A record's name as people say it, also of one that is gone; its noun and number where that is not known.
    pub(super) fn of(&mut self, record: impl Into<RecordRef>) -> Result<String, Error> {
        let record = record.into();
        let RecordRef { kind, id } = record;
        if let Some(name) = self.known.get(&record) {
            return Ok(name.clone());
        }
        let sql = format!("SELECT {} FROM {kind} t WHERE t.id = ?1", naming(kind));
        let found: Option<Option<String>> = self
            .conn
            .prepare_cached(&sql)?
            .query_row([id], |r| r.get(0))
            .optional()?;
        let name = match found.flatten() {
            Some(name) => name,
            None => self.of_gone(record)?.unwrap_or_else(|| record.to_string()),
        };
        if self.known.len() == KNOWN {
            self.known.clear();
        }
        self.known.insert(record, name.clone());
        Ok(name)
    }

    /// The same of a record that is gone, by what it held when it was taken out; none where that is not known, or
    /// where it is what people wrote or who they are.
    fn of_gone(&mut self, record: RecordRef) -> Result<Option<String>, Error> {
        let RecordRef { kind, id } = record;
        let personal = [
            Kind::Note,
            Kind::Condition,
            Kind::Person,
            Kind::PersonKey,
            Kind::Requester,
            Kind::Digest,
        ];
        if personal.contains(&kind) {
            return Ok(None);
        }
        let fields = kind.fields().iter().enumerate();
        let held: Vec<String> = fields
            .map(|(place, field)| {
                format!("json_extract(h.old, '$[{place}]') AS \"{}\"", field.name)
            })
            .collect();
        let sql = format!(
            "SELECT {} FROM (SELECT ?2 AS id, {} FROM history h
                 WHERE h.kind = ?1 AND h.record = ?2 AND h.deed = 'remove' ORDER BY h.seq DESC LIMIT 1) t",
            naming(kind),
            held.join(", ")
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let name: Option<Option<String>> = ask
            .query_row(params![kind.to_string(), id], |row| row.get(0))
            .optional()?;
        Ok(name.flatten())
    }

    /// A field's value in words.
    fn spell(&mut self, kind: Kind, field: &str, value: &Value) -> Result<String, Error> {
        let Some(place) = kind.position(field) else {
            return Ok(value.to_string());
        };
        let field = kind.fields()[place];
        Ok(match (field.shape, field.refers, value) {
            (Shape::Schools, ..) => match Schools::from_value(value) {
                Some(Schools::Only(ids)) => {
                    let names: Result<Vec<String>, Error> =
                        ids.iter().map(|id| self.of(*id)).collect();
                    names?.join(", ")
                }
                _ => "every school".to_owned(),
            },
            (Shape::YesNo, _, Value::Int(n)) => if *n == 0 { "no" } else { "yes" }.to_owned(),
            (Shape::Money, _, Value::Int(n)) => Cents(*n).to_string(),
            (Shape::Lines, ..) => value.to_string().replace('\n', "; "),
            (_, Some(refers), Value::Int(id)) => self.of(RecordRef {
                kind: refers,
                id: *id,
            })?,
            _ => value.to_string(),
        })
    }
}

/// The SQL expression that names a record of this noun; `t` is its row.
fn naming(kind: Kind) -> &'static str {
    const PRODUCT: &str = "(SELECT name FROM product WHERE id = t.product)";
    const AT_SCHOOL: &str = "(SELECT name FROM product WHERE id = t.product) || ' at ' ||
        ifnull((SELECT name FROM school WHERE id = t.school), 'every school')";
    match kind {
        Kind::Setting => "t.\"key\"",
        Kind::Vendor | Kind::Function | Kind::School | Kind::Person => "t.name",
        Kind::Product => "t.name || CASE WHEN t.edition IS NULL THEN '' ELSE ' ' || t.edition END",
        Kind::Alias => "t.alias",
        Kind::Purpose | Kind::Owner | Kind::Approval | Kind::Line => PRODUCT,
        Kind::Device => "t.device || ' at ' || (SELECT name FROM school WHERE id = t.school)",
        Kind::Contract => "t.number",
        Kind::Inventory | Kind::Provisioning | Kind::Training | Kind::Usage => AT_SCHOOL,
        Kind::Compatibility => {
            "(SELECT name FROM product WHERE id = t.product) || ' on ' || t.device"
        }
        Kind::PersonKey => {
            "'key ' || t.id || ' of ' || (SELECT login FROM person WHERE id = t.person)"
        }
        Kind::Agreement => "t.kind || ' with ' || (SELECT name FROM vendor WHERE id = t.vendor)",
        Kind::Note | Kind::Condition => "t.text",
        Kind::CalendarDay => "t.kind || ' ' || t.day",
        Kind::Checklist => "t.track || ' checklist ' || t.edition",
        Kind::Request => "t.number || ' ' || (SELECT name FROM product WHERE id = t.product)",
        Kind::Requester => {
            "ifnull(t.name, 'somebody') || ' asking for ' || (SELECT name FROM product WHERE id = t.product)"
        }
        Kind::Pause => "'pause of ' || (SELECT number FROM request WHERE id = t.request)",
        Kind::ItemAnswer => "(SELECT number FROM request WHERE id = t.request) || ' ' || t.item",
        Kind::Funding | Kind::Share => {
            "(SELECT c.number || ' ' || p.name FROM line l JOIN contract c ON c.id = l.contract
              JOIN product p ON p.id = l.product WHERE l.id = t.line)"
        }
        Kind::Term => "(SELECT number FROM contract WHERE id = t.contract) || ' until ' || t.ends",
        Kind::Renewal => {
            "(SELECT number FROM contract WHERE id = t.contract) || ' after ' || t.cycle_end"
        }
        Kind::Alert => "'overlap of ' || t.title",
        Kind::Framework => "t.short",
        Kind::Standard => "ifnull(t.code, substr(t.statement, 1, 60))",
        Kind::Relation => {
            "ifnull((SELECT code FROM standard WHERE guid = t.origin), t.origin) || ' ' || t.kind || ' '
             || ifnull((SELECT code FROM standard WHERE guid = t.destination), t.destination)"
        }
        Kind::Measure => "t.test || ' ' || t.part",
        Kind::Route => {
            "(SELECT ifnull(code, statement) FROM standard WHERE id = t.standard) || ' to '
             || (SELECT name FROM product WHERE id = t.product)"
        }
        Kind::Alignment => {
            "(SELECT name FROM product WHERE id = t.product) || ' to ' || t.standard"
        }
        Kind::Digest => "'digest of ' || t.login",
        Kind::Word => "t.field || ' ' || t.theirs",
        Kind::Incident => "t.kind || ' with ' || (SELECT name FROM product WHERE id = t.product)",
    }
}
