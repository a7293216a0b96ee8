//! Domain values to SQLite's and back. The only file that knows both.

use std::cell::OnceCell;
use std::fmt::Display;
use std::sync::LazyLock;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};

use crate::domain::approval::ApprovalId;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::note::NoteId;
use crate::domain::overlap::alert::AlertId;
use crate::domain::person::PersonId;
use crate::domain::product::{FunctionId, ProductId, VendorId};
use crate::domain::put::ChangeSetId;
use crate::domain::record::{Field, Kind, Misfit, Record, RecordRef, RowCell, Value};
use crate::domain::request::{ItemAnswerId, RequestId};
use crate::domain::school::{DeviceId, SchoolId};
use crate::domain::setting::SettingId;
use crate::domain::standards::claim::AlignmentId;
use crate::domain::standards::framework::{FrameworkId, MeasureId, RelationId, StandardId};
use crate::domain::standards::routed::RouteId;

use super::Error;

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(*n)),
            Value::Text(t) => ToSqlOutput::Borrowed(ValueRef::Text(t.as_bytes())),
        })
    }
}

impl FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Value> {
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Int(n),
            ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
            ValueRef::Real(_) | ValueRef::Blob(_) => {
                return Err(rusqlite::types::FromSqlError::InvalidType);
            }
        })
    }
}

/// The id of a record is bound and read as its number.
macro_rules! ids {
    ($($id:ty),+ $(,)?) => {$(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<$id> {
                i64::column_result(value).map(Self)
            }
        }
    )+};
}

ids!(
    AlertId,
    AlignmentId,
    ApprovalId,
    ChangeSetId,
    ContractId,
    DeviceId,
    FrameworkId,
    FunctionId,
    ItemAnswerId,
    LineId,
    MeasureId,
    NoteId,
    PersonId,
    ProductId,
    RelationId,
    RequestId,
    RouteId,
    SchoolId,
    SettingId,
    StandardId,
    VendorId
);

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Error {
        Error::Sql(misfit.to_string())
    }
}

/// A noun's columns, quoted, comma-separated, in the noun's order: `"name", "from"`.
pub(super) fn columns(kind: Kind) -> &'static str {
    // An answer reads records a dozen times, and a list of them has hundreds of answers.
    static COLUMNS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let quoted = |kind: &Kind| {
            let fields = kind.fields().iter();
            let quoted: Vec<String> = fields.map(|f| format!("\"{}\"", f.name)).collect();
            quoted.join(", ")
        };
        Kind::ALL.iter().map(quoted).collect()
    });
    COLUMNS.get(kind as usize).map_or("", String::as_str)
}

/// A row of `SELECT id, version, <columns>`, as the noun's values.
pub(super) fn values(kind: Kind, row: &rusqlite::Row) -> rusqlite::Result<(i64, i64, Vec<Value>)> {
    let values = (0..kind.fields().len())
        .map(|i| row.get(i + 2))
        .collect::<rusqlite::Result<_>>()?;
    Ok((row.get(0)?, row.get(1)?, values))
}

/// Which tables records are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadTables {
    /// As whoever asks may see them.
    AsSeen,
    /// Those of the file itself, which have also the prices that are hidden from whoever asks. Such a price is told to
    /// nobody; a day that follows from it is.
    OfFile,
}

/// All records of one noun that `rest` chooses: `WHERE product = ?1 ORDER BY name`.
pub(super) fn records<R: Record>(
    conn: &rusqlite::Connection,
    rest: &str,
    args: impl rusqlite::Params,
) -> Result<Vec<R>, Error> {
    records_of(conn, ReadTables::AsSeen, rest, args)
}

/// The same from these tables.
pub(super) fn records_of<R: Record>(
    conn: &rusqlite::Connection,
    tables: ReadTables,
    rest: &str,
    args: impl rusqlite::Params,
) -> Result<Vec<R>, Error> {
    let mut found = Vec::new();
    each_record_of(conn, tables, rest, args, |record| {
        found.push(record);
        Ok(())
    })?;
    Ok(found)
}

/// The same as far as these fields: the others are as if nobody had said anything, and nobody looks at them. For those of
/// which a large district has thousands to be looked at, and which are wide.
pub(super) fn records_as_far<R: Record>(
    conn: &rusqlite::Connection,
    fields: &[&str],
    rest: &str,
    args: impl rusqlite::Params,
) -> Result<Vec<R>, Error> {
    let blanks: Vec<Value> = R::FIELDS.iter().map(|field| (field.blank)()).collect();
    let at = |field: &Field| fields.iter().position(|name| *name == field.name);
    let at: Vec<Option<usize>> = R::FIELDS.iter().map(at).collect();
    let quoted: Vec<String> = fields.iter().map(|name| format!("\"{name}\"")).collect();
    let sql = format!(
        "SELECT id, version, {} FROM {} {rest}",
        quoted.join(", "),
        R::KIND
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(args)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let cell = |field: usize| match at.get(field).copied().flatten() {
            Some(at) => Ok(row_cell(row, at + 2)?),
            None => Ok(blanks.get(field).map_or(RowCell::Null, RowCell::of)),
        };
        found.push(R::from_cells::<Error>(row.get(0)?, row.get(1)?, cell)?);
    }
    Ok(found)
}

/// Tells all records of one noun that `rest` chooses one by one.
pub(super) fn each_record<R: Record>(
    conn: &rusqlite::Connection,
    rest: &str,
    args: impl rusqlite::Params,
    tell: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    each_record_of(conn, ReadTables::AsSeen, rest, args, tell)
}

fn each_record_of<R: Record>(
    conn: &rusqlite::Connection,
    tables: ReadTables,
    rest: &str,
    args: impl rusqlite::Params,
    mut tell: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let whose = match tables {
        ReadTables::AsSeen => "",
        ReadTables::OfFile => "main.",
    };
    let sql = format!(
        "SELECT id, version, {} FROM {whose}{} {rest}",
        columns(R::KIND),
        R::KIND
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(args)?;
    while let Some(row) = rows.next()? {
        let cell = |field| Ok(row_cell(row, field + 2)?);
        tell(R::from_cells::<Error>(row.get(0)?, row.get(1)?, cell)?)?;
    }
    Ok(())
}

/// A field of a row, without a copy of its text.
fn row_cell<'r>(row: &'r rusqlite::Row, at: usize) -> rusqlite::Result<RowCell<'r>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => RowCell::Null,
        ValueRef::Integer(n) => RowCell::Int(n),
        ValueRef::Text(text) => RowCell::Text(String::from_utf8_lossy(text)),
        // No field holds one: it is told as what no value can be made of.
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            row.get::<_, Value>(at)?;
            RowCell::Null
        }
    })
}

/// A text that is always there, of a row that is read without the rest of its record.
pub(super) fn text(row: &rusqlite::Row, at: usize) -> rusqlite::Result<String> {
    let text = row.get_ref(at)?.as_bytes()?;
    Ok(String::from_utf8_lossy(text).into_owned())
}

/// A text read by `read`, without a copy of it; none where there is none or it cannot be read.
pub(super) fn read<T>(
    row: &rusqlite::Row,
    at: usize,
    read: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    Ok(row.get_ref(at)?.as_str_or_null()?.and_then(read))
}

/// A value as JSON: null, a number or a text.
pub(super) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Int(n) => (*n).into(),
        Value::Text(t) => t.clone().into(),
    }
}

/// A JSON null, whole number or text as a value; anything else is not one.
pub(super) fn from_json(json: &serde_json::Value) -> Option<Value> {
    match json {
        serde_json::Value::Null => Some(Value::Null),
        serde_json::Value::Number(n) => n.as_i64().map(Value::Int),
        serde_json::Value::String(t) => Some(Value::Text(t.clone())),
        _ => None,
    }
}

/// What a record holds, in the noun's order.
pub(super) fn held_values(
    conn: &rusqlite::Connection,
    RecordRef { kind, id }: RecordRef,
) -> Result<Vec<Value>, Error> {
    let columns = columns(kind);
    let sql = format!("SELECT id, version, {columns} FROM {kind} WHERE id = ?1");
    let mut statement = conn.prepare_cached(&sql)?;
    let (_, _, held) = statement.query_row([id], |row| values(kind, row))?;
    Ok(held)
}

/// Records of a noun that name this id in a field.
pub(super) fn naming(
    conn: &rusqlite::Connection,
    kind: Kind,
    field: &str,
    named: impl Into<RecordRef>,
) -> Result<Vec<RecordRef>, Error> {
    let sql = format!("SELECT id FROM {kind} WHERE \"{field}\" = ?1 ORDER BY id");
    let mut statement = conn.prepare_cached(&sql)?;
    let ids = statement.query_map([named.into().id], |row| {
        row.get(0).map(|id| RecordRef { kind, id })
    })?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Ids as SQL takes them, for `IN (SELECT value FROM json_each(?1))`: `[3,17]`.
pub(super) fn id_list<'i, I: Display + 'i>(ids: impl IntoIterator<Item = &'i I>) -> String {
    let ids: Vec<String> = ids.into_iter().map(I::to_string).collect();
    format!("[{}]", ids.join(","))
}

/// What is read when it is first asked for, and known from then on; what cannot be read is tried again.
pub(super) fn read_once<T>(
    known: &OnceCell<T>,
    read: impl FnOnce() -> Result<T, Error>,
) -> Result<&T, Error> {
    if let Some(known) = known.get() {
        return Ok(known);
    }
    let now = read()?;
    Ok(known.get_or_init(|| now))
}
