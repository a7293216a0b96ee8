//! Every record as JSON Lines, and back: the promise that nobody's data is locked in.
//! A dump holds the nouns in an order in which each may name the ones before it, then the history,
//! so loading a dump and dumping again gives the same bytes.

use std::io::{BufRead, Write};

use rusqlite::{Transaction, params_from_iter};
use serde_json::{Map, Value as Json};

use crate::domain::record::{Kind, Value};

use super::writer::{from_json, json};
use super::{Error, Store, convert};

/// The first line of a dump, which names its layout.
const FORMAT: &str = "hallpass-dump-1";

const CHANGE_SET: &[&str] = &[
    "id",
    "at",
    "who",
    "origin",
    "deed",
    "title",
    "reason",
    "undoes",
    "undone_by",
];
const HISTORY: &[&str] = &[
    "seq",
    "change_set",
    "kind",
    "record",
    "deed",
    "field",
    "old",
    "new",
    "version",
];

impl Store {
    /// Writes every record and all history as JSON Lines. Gives the number of lines.
    pub fn dump(&mut self, out: &mut dyn Write) -> Result<usize, Error> {
        let tx = self.conn.transaction()?;
        let mut lines = 1;
        line(out, &serde_json::json!({ "format": FORMAT }))?;
        for kind in Kind::ALL {
            let columns = convert::columns(*kind);
            let names: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
            let select = format!("SELECT id, version, {columns} FROM {kind} ORDER BY id");
            let head = ["id", "version"]
                .into_iter()
                .chain(names)
                .collect::<Vec<_>>();
            lines += table(&tx, out, kind.word(), &select, &head)?;
        }
        for (name, columns) in [("change_set", CHANGE_SET), ("history", HISTORY)] {
            let select = format!("SELECT {} FROM {name} ORDER BY 1", quoted(columns));
            lines += table(&tx, out, name, &select, columns)?;
        }
        Ok(lines)
    }

    /// Fills an empty office file from a dump, in one transaction. The error names the line.
    pub fn load(&mut self, dump: &mut dyn BufRead) -> Result<usize, Error> {
        self.write(|tx| {
            let used: bool =
                tx.query_row("SELECT EXISTS (SELECT 1 FROM history)", [], |r| r.get(0))?;
            if used {
                return Err(Error::Refused(
                    "this office file is not empty; load into a new one".into(),
                ));
            }
            // A product may name a successor that comes later; all is checked at the end.
            tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
            let mut read = 0;
            let mut text = String::new();
            while next_line(dump, &mut text)? {
                read += 1;
                load_line(tx, &text, read).map_err(|why| match why {
                    Error::Refused(why) | Error::Sql(why) => {
                        Error::Refused(format!("line {read}: {why}"))
                    }
                    other => other,
                })?;
            }
            if read == 0 {
                return Err(Error::Refused(
                    "line 1: this is not a dump of hallpass".into(),
                ));
            }
            Ok(read)
        })
    }
}

fn quoted(columns: &[&str]) -> String {
    columns
        .iter()
        .map(|c| format!("\"{c}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

fn table(
    tx: &Transaction,
    out: &mut dyn Write,
    name: &str,
    select: &str,
    columns: &[&str],
) -> Result<usize, Error> {
    let mut statement = tx.prepare(select)?;
    let mut rows = statement.query([])?;
    let mut lines = 0;
    while let Some(row) = rows.next()? {
        // `table` cannot clash with a field; `kind` would, with the kind of a product.
        let mut object = Map::from_iter([("table".to_owned(), Json::from(name))]);
        for (i, column) in columns.iter().enumerate() {
            object.insert((*column).to_owned(), json(&row.get::<_, Value>(i)?));
        }
        line(out, &Json::Object(object))?;
        lines += 1;
    }
    Ok(lines)
}

fn line(out: &mut dyn Write, json: &Json) -> Result<(), Error> {
    writeln!(out, "{json}").map_err(|e| unwritten(&e))
}

fn unwritten(error: &std::io::Error) -> Error {
    Error::Refused(format!("the dump could not be written: {error}"))
}

fn next_line(dump: &mut dyn BufRead, text: &mut String) -> Result<bool, Error> {
    text.clear();
    let bytes = dump
        .read_line(text)
        .map_err(|e| Error::Refused(format!("the dump cannot be read: {e}")))?;
    Ok(bytes > 0)
}

fn load_line(tx: &Transaction, text: &str, number: usize) -> Result<(), Error> {
    let refused = |why: &str| Error::Refused(why.to_owned());
    let object: Map<String, Json> =
        serde_json::from_str(text).map_err(|_| refused("this is not a line of a dump"))?;
    if number == 1 {
        let known = object.get("format").and_then(Json::as_str) == Some(FORMAT);
        return if known {
            Ok(())
        } else {
            Err(refused("this is not a dump of hallpass"))
        };
    }
    let name = object
        .get("table")
        .and_then(Json::as_str)
        .ok_or_else(|| refused("no table is named"))?;
    let columns: Vec<&str> = match (Kind::from_word(name), name) {
        (Some(kind), _) => ["id", "version"]
            .into_iter()
            .chain(kind.fields().iter().map(|f| f.name))
            .collect(),
        (None, "change_set") => CHANGE_SET.to_vec(),
        (None, "history") => HISTORY.to_vec(),
        _ => return Err(refused(&format!("there is no table `{name}`"))),
    };
    let mut values = Vec::with_capacity(columns.len());
    for column in &columns {
        let value = object.get(*column).and_then(from_json);
        values.push(
            value.ok_or_else(|| refused(&format!("`{column}` is missing or not a plain value")))?,
        );
    }
    if object.len() != columns.len() + 1 {
        return Err(refused("it names a field this hallpass does not know"));
    }
    if let Some(kind) = Kind::from_word(name) {
        kind.check(values[0].int().unwrap_or_default(), &values[2..])
            .map_err(Error::Refused)?;
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {name} ({}) VALUES ({marks})", quoted(&columns));
    tx.prepare_cached(&sql)?
        .execute(params_from_iter(&values))?;
    Ok(())
}
