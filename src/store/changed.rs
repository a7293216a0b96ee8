//! What has been written since a line of history: whoever keeps an answer asks here whether it still stands.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::convert::from_json;
use super::head::Head;
use super::{Error, Store};
use crate::domain::product::ProductId;
use crate::domain::record::{Kind, Value};

/// More lines of history than this are not looked through: so much is read again as a whole.
const MANY: usize = 2_000;

/// What was written since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistorySince {
    /// These, and nothing else.
    Only(WrittenSince),
    /// Perhaps everything: another file was put in this one's place, or it is too much to look through.
    Everything,
}

/// Which nouns were written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrittenSince {
    /// Records of these.
    kinds: BTreeSet<Kind>,
    /// Is a product somewhere where it was not, or not any more?
    moved: bool,
}

impl HistorySince {
    /// Was nothing written at all?
    pub fn is_nothing(&self) -> bool {
        matches!(self, HistorySince::Only(written) if written.kinds.is_empty())
    }

    /// Was a record of one of these nouns written?
    pub fn touches(&self, kinds: &[Kind]) -> bool {
        match self {
            HistorySince::Only(written) => kinds.iter().any(|kind| written.kinds.contains(kind)),
            HistorySince::Everything => true,
        }
    }

    /// Is a product somewhere where it was not, or not any more?
    pub fn moves_products(&self) -> bool {
        match self {
            HistorySince::Only(written) => written.moved,
            HistorySince::Everything => true,
        }
    }
}

impl Store {
    /// Where history stands.
    pub fn head(&self) -> Result<Head, Error> {
        Head::now(&self.conn)
    }

    /// What was written since history stood there.
    pub fn changed_since(&self, then: Head) -> Result<HistorySince, Error> {
        let now = self.head()?;
        if !now.follows(then) {
            return Ok(HistorySince::Everything);
        }
        let mut written = WrittenSince::default();
        if now == then {
            return Ok(HistorySince::Only(written));
        }
        let Some(lines) = lines_since(&self.conn, then.seq)? else {
            return Ok(HistorySince::Everything);
        };
        for line in lines {
            let moved = line.deed != "set" || line.field.as_deref() == Some("product");
            written.moved |= line.kind == Kind::Inventory && moved;
            written.kinds.insert(line.kind);
        }
        Ok(HistorySince::Only(written))
    }
}

impl Store {
    /// The products that everything written since is about, before and after; none where something is about more than the
    /// products that it names, or too much was written to look through.
    pub fn products_since(&self, then: Head) -> Result<Option<BTreeSet<ProductId>>, Error> {
        let now = self.head()?;
        if !now.follows(then) {
            return Ok(None);
        }
        let Some(lines) = lines_since(&self.conn, then.seq)? else {
            return Ok(None);
        };
        let mut products = BTreeSet::new();
        for line in lines {
            // What people say, and what they say of standards: nothing of a product depends on it.
            let beside = matches!(
                line.kind,
                Kind::Note
                    | Kind::Word
                    | Kind::Digest
                    | Kind::Alert
                    | Kind::PersonKey
                    | Kind::Standard
                    | Kind::Framework
                    | Kind::Relation
                    | Kind::Route
                    | Kind::Alignment
            );
            if beside {
                continue;
            }
            if line.kind.position("product").is_none() {
                return Ok(None);
            }
            let named = line.names(&self.conn, "product")?;
            if named.is_empty() {
                return Ok(None);
            }
            products.extend(named.into_iter().map(ProductId));
        }
        Ok(Some(products))
    }
}

/// What one line of history says was written.
pub(super) struct WrittenLine {
    pub(super) kind: Kind,
    pub(super) record: i64,
    pub(super) deed: String,
    pub(super) field: Option<String>,
    old: Value,
    new: Value,
}

/// The lines after this one; none where they are too many to look through, or of a noun that is not known here.
pub(super) fn lines_since(conn: &Connection, seq: i64) -> Result<Option<Vec<WrittenLine>>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, record, deed, field, old, new FROM history WHERE seq > ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([seq])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let Some(kind) = Kind::from_word(&kind).filter(|_| lines.len() < MANY) else {
            return Ok(None);
        };
        lines.push(WrittenLine {
            kind,
            record: row.get(1)?,
            deed: row.get(2)?,
            field: row.get(3)?,
            old: row.get(4)?,
            new: row.get(5)?,
        });
    }
    Ok(Some(lines))
}

impl WrittenLine {
    /// What the record names in a field now, and what it named before.
    pub(super) fn names(&self, conn: &Connection, field: &str) -> Result<Vec<i64>, Error> {
        let values = self.values(conn, field)?.into_iter();
        Ok(values.filter_map(|value| value.int()).collect())
    }

    /// What the record says in a field now, and what it said before.
    pub(super) fn texts(&self, conn: &Connection, field: &str) -> Result<Vec<String>, Error> {
        let values = self.values(conn, field)?.into_iter();
        let texts = values.filter_map(|value| value.text().map(str::to_owned));
        Ok(texts.collect())
    }

    /// What the record holds in a field now, and what it held before.
    fn values(&self, conn: &Connection, field: &str) -> Result<Vec<Value>, Error> {
        let kind = self.kind;
        let sql = format!("SELECT \"{field}\" FROM {kind} WHERE id = ?1");
        let mut statement = conn.prepare_cached(&sql)?;
        let now: Option<Value> = statement
            .query_row([self.record], |row| row.get(0))
            .optional()?;
        let mut all: Vec<Value> = now.into_iter().collect();
        if self.deed == "remove" {
            let held: Option<Vec<serde_json::Value>> =
                serde_json::from_str(self.old.text().unwrap_or_default()).ok();
            let place = kind.position(field);
            let was = held
                .zip(place)
                .and_then(|(held, place)| from_json(held.get(place)?));
            all.extend(was);
        } else if self.field.as_deref() == Some(field) {
            all.extend([self.old.clone(), self.new.clone()]);
        }
        Ok(all)
    }
}

/// What a test sees of the connection on which questions are asked.
#[cfg(test)]
pub(crate) mod seen {
    use std::collections::BTreeSet;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Mutex};

    use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
    use rusqlite::trace::{TraceEvent, TraceEventCodes};

    use crate::store::Store;

    impl Store {
        /// The tables that are read from here on.
        pub(crate) fn tables_read(&mut self) -> Arc<Mutex<BTreeSet<String>>> {
            let seen = Arc::new(Mutex::new(BTreeSet::new()));
            let tables = Arc::clone(&seen);
            let note = move |context: AuthContext<'_>| {
                if let AuthAction::Read { table_name, .. } = context.action {
                    tables.lock().unwrap().insert(table_name.to_owned());
                }
                Authorization::Allow
            };
            self.conn.authorizer(Some(note)).unwrap();
            seen
        }

        /// The statements that are run from here on: where it is asked, and where it is written once somebody has saved.
        pub(crate) fn statements_run(&mut self) -> Arc<Mutex<BTreeSet<String>>> {
            let seen = Arc::new(Mutex::new(BTreeSet::new()));
            for conn in std::iter::once(&mut self.conn).chain(self.writer.opened_mut().ok()) {
                let statements = Arc::clone(&seen);
                let note = move |event: TraceEvent<'_>| {
                    if let TraceEvent::Stmt(statement, _) = event {
                        statements
                            .lock()
                            .unwrap()
                            .insert(statement.sql().into_owned());
                    }
                };
                conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note))
                    .unwrap();
            }
            seen
        }

        /// How SQLite would carry out a statement, a line each.
        pub(crate) fn plan_of(&self, sql: &str) -> Vec<String> {
            let mut ask = self
                .conn
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let mut rows = ask.raw_query();
            let mut lines = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                lines.push(row.get(3).unwrap());
            }
            lines
        }

        /// The steps SQLite takes from here on to answer; a row that is read takes several.
        pub(crate) fn steps_taken(&mut self) -> Arc<AtomicU64> {
            let seen = Arc::new(AtomicU64::new(0));
            let steps = Arc::clone(&seen);
            let count = move || {
                steps.fetch_add(1, Ordering::Relaxed);
                false
            };
            self.conn.progress_handler(1, Some(count)).unwrap();
            seen
        }
    }
}
