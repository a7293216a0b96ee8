//! Every record as JSON Lines, and back: the promise that nobody's data is locked in.
//! A dump holds the nouns in an order in which each may name the ones before it, then the history,
//! so loading a dump and dumping again gives the same bytes. The last line counts the others: half a dump is none.

use std::fs::OpenOptions;
use std::io::{self, BufRead, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Transaction, params_from_iter};
use serde_json::{Map, Value as Json};

use crate::domain::put::Stamp;
use crate::domain::record::{Column, Kind, Value};
use crate::domain::standards::claim::{AlignmentStatus, WITHOUT_A_NAME};
use crate::domain::text;

use super::convert::{from_json, json};
use super::new_file::NewFile;
use super::{Error, Store, actor, backup, convert, create, migrate, placed, seal};

/// The first line of a dump, which names its layout.
const FORMAT: &str = "hallpass-dump-1";

/// No record is longer; a file without line ends must not fill the memory.
const LONGEST_LINE: u64 = 16_000_000;

/// Fields that a dump of an older layout does not have; they load as blank. Any other that is missing
/// was lost on the way.
const LATER: &[(Kind, &[&str])] = &[
    (
        Kind::Product,
        &[
            "version_seen",
            "data",
            "instructional",
            "core",
            "population",
            "provided",
            "merged_into",
        ],
    ),
    (Kind::Function, &["broad"]),
    (Kind::Training, &["next_on"]),
    (
        Kind::Contract,
        &[
            "signed_on",
            "board_approved_on",
            "first_end",
            "renew_months",
            "notice_method",
            "send_to",
            "max_term_months",
            "escalator_kind",
            "nonappropriation",
            "early_exit",
            "documents",
            "parent",
            "quote_cents",
            "quote_on",
            "goal",
        ],
    ),
    (
        Kind::Line,
        &[
            "cost_kind",
            "min_quantity",
            "true_up",
            "reducible",
            "allocation",
        ],
    ),
    (
        Kind::Approval,
        &[
            "request",
            "version_reviewed",
            "deletion_requested",
            "deletion_due",
            "deletion_confirmed",
            "deletion_evidence",
        ],
    ),
    (
        Kind::Alignment,
        &[
            "module",
            "item",
            "says",
            "source",
            "claimed_on",
            "by",
            "on",
            "sampled",
            "met",
            "evidence",
            "note",
            "verifier",
        ],
    ),
];

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
    "login",
    "clock",
    "deed_id",
    "deed_words",
    "seal",
];
/// What of a change set a dump of an older layout does not have.
const LATER_OF_CHANGE_SET: &[&str] = &["login", "clock", "deed_id", "deed_words", "seal"];
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

/// Readings of results and their gaps, which a dump holds only where that is asked for.
const GAPS: [(&str, &[&str]); 2] = [
    (
        "reading",
        &[
            "id",
            "test",
            "window",
            "starts",
            "ends",
            "cut",
            "least_group",
            "read_on",
            "by",
            "source_sha256",
            "groups",
            "too_few",
        ],
    ),
    (
        "gap",
        &[
            "reading",
            "standard",
            "school",
            "grade",
            "n_band",
            "below_band",
            "wide",
        ],
    ),
];

/// Are readings of results dumped? They are kept outside history, to be forgotten; a dump may lie about for years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DumpedGaps {
    /// They are left out, and the first line says so where there are any.
    LeftOut,
    /// They are taken.
    Taken,
}

/// What came of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedDump {
    /// How many lines it has.
    pub lines: usize,
    /// What is wrong with its history, in sentences; nothing where it is as hallpass wrote it.
    pub problems: Vec<String>,
}

impl Store {
    /// Writes every record and all history as JSON Lines. Gives the number of lines.
    /// Readings of results are left out.
    pub fn dump(&mut self, out: &mut dyn Write) -> Result<usize, Error> {
        self.dump_with(out, DumpedGaps::LeftOut)
    }

    /// The same, with or without readings of results.
    pub fn dump_with(&mut self, out: &mut dyn Write, gaps: DumpedGaps) -> Result<usize, Error> {
        let tx = self.conn.transaction()?;
        let mut lines = 1;
        let mut first = serde_json::json!({ "format": FORMAT, "layout": migrate::newest() });
        let has_gaps: bool = tx.query_row("SELECT EXISTS (SELECT 1 FROM reading)", [], |row| {
            row.get(0)
        })?;
        if has_gaps {
            let said = match gaps {
                DumpedGaps::LeftOut => "left out; --gaps takes them",
                DumpedGaps::Taken => "taken",
            };
            first["gaps"] = said.into();
        }
        line(out, &first)?;
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
        if gaps == DumpedGaps::Taken {
            for (name, columns) in GAPS {
                let order = if name == "gap" { "1, 2, 3, 4" } else { "1" };
                let select = format!("SELECT {} FROM {name} ORDER BY {order}", quoted(columns));
                lines += table(&tx, out, name, &select, columns)?;
            }
        }
        for (name, columns) in [("change_set", CHANGE_SET), ("history", HISTORY)] {
            let select = format!("SELECT {} FROM {name} ORDER BY 1", quoted(columns));
            lines += table(&tx, out, name, &select, columns)?;
        }
        line(out, &serde_json::json!({ "end": lines }))?;
        Ok(lines + 1)
    }

    /// Writes the dump to a new file, which appears whole or not at all, for its owner alone.
    /// Gives its absolute name and the number of lines. `Exists` if anything is there.
    pub fn dump_to(&mut self, target: &Path, gaps: DumpedGaps) -> Result<(PathBuf, usize), Error> {
        let new = NewFile::begin(target)?;
        let failed = |error: io::Error| Error::from_io(&error, target);
        let file = OpenOptions::new().write(true).open(new.path());
        let mut out = BufWriter::new(file.map_err(failed)?);
        let lines = self
            .dump_with(&mut out, gaps)
            .map_err(|error| error.at(target))?;
        out.flush().map_err(failed)?;
        Ok((new.finish()?, lines))
    }

    /// Makes an office file from a dump: whole, or not at all. Gives its absolute name and what was
    /// loaded. The error names the line; `Exists` if anything is at `path`; refused for whoever would be
    /// somebody else in it and may not.
    pub fn from_dump(
        path: &Path,
        dump: &mut dyn BufRead,
        stamp: &Stamp,
    ) -> Result<(PathBuf, LoadedDump), Error> {
        create::create_filled(path, None, |tx| {
            let lines = fill(tx, dump)?;
            actor::may_act_as(tx, stamp)?;
            let problems = seal::check(tx)?;
            Ok(LoadedDump { lines, problems })
        })
    }
}

fn fill(tx: &Transaction, dump: &mut dyn BufRead) -> Result<usize, Error> {
    // A product may name a successor that comes later; all is checked at the end.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let (mut read, mut whole, mut layout) = (0, false, 0);
    let mut text = Vec::new();
    while next_line(dump, &mut text)? {
        read += 1;
        let at = |why: String| Error::refused(format!("line {read}: {why}"));
        if whole {
            return Err(at("there is more after the end of the dump".into()));
        }
        if read == 1 {
            layout = layout_of(&text);
        }
        whole = load_line(tx, &text, read, layout).map_err(|why| match why {
            Error::Refused(why) => Error::Refused(why.after(format_args!("line {read}: "))),
            Error::Sql(why) => at(why),
            other => other,
        })?;
    }
    if !whole {
        let why = match read {
            0 => "this is not a dump of hallpass",
            _ => "the dump stops here, before its last line; make it again",
        };
        return Err(Error::refused(format!("line {}: {why}", read.max(1))));
    }
    if layout < migrate::KNOWS_UNKNOWN {
        tx.execute_batch(migrate::healing())?;
    }
    tx.execute_batch(migrate::numbering())?;
    placed::make_anew(tx)?;
    let told = seal::last(tx)?;
    if layout < migrate::KNOWS_CLAIMS {
        tx.execute_batch(migrate::claims())?;
    }
    // A newer dump has the seals it was dumped with, and what has none was not made by hallpass.
    let sealed = told.filter(|_| layout >= migrate::SEALED);
    seal::seal_after(tx, sealed.as_ref())?;
    match backup::dangling(tx)?.into_iter().next() {
        Some(problem) => Err(Error::refused(format!("the dump is not whole: {problem}"))),
        None => Ok(read),
    }
}

/// The layout the dumped file had, from the first line; before layout 5 none was said.
fn layout_of(first: &[u8]) -> i32 {
    let first: Option<Json> = serde_json::from_slice(first).ok();
    let said = first.and_then(|first| first.get("layout").and_then(Json::as_i64));
    said.and_then(|layout| i32::try_from(layout).ok())
        .unwrap_or(0)
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
    let json = json.to_string();
    writeln!(out, "{}", text::json_safe(&json)).map_err(|e| unwritten(&e))
}

fn unwritten(error: &io::Error) -> Error {
    match Error::from_io(error, Path::new("")) {
        full @ Error::Full { .. } => full,
        _ => Error::refused(format!("the dump could not be written: {error}")),
    }
}

fn next_line(dump: &mut dyn BufRead, text: &mut Vec<u8>) -> Result<bool, Error> {
    text.clear();
    let mut bounded = dump.take(LONGEST_LINE);
    let bytes = bounded
        .read_until(b'\n', text)
        .map_err(|e| Error::refused(format!("the dump cannot be read: {e}")))?;
    Ok(bytes > 0)
}

/// Takes one line; says whether it was the last of a whole dump.
fn load_line(tx: &Transaction, text: &[u8], number: usize, layout: i32) -> Result<bool, Error> {
    let refused = |why: &str| Error::refused(why);
    let object: Map<String, Json> =
        serde_json::from_slice(text).map_err(|_| refused("this is not a line of a dump"))?;
    if number == 1 {
        let known = object.get("format").and_then(Json::as_str) == Some(FORMAT);
        return if known {
            Ok(false)
        } else {
            Err(refused("this is not a dump of hallpass"))
        };
    }
    if let Some(lines) = object.get("end") {
        return if lines.as_u64() == Some(number as u64 - 1) {
            Ok(true)
        } else {
            Err(refused("lines are missing from the dump; make it again"))
        };
    }
    let name = object
        .get("table")
        .and_then(Json::as_str)
        .ok_or_else(|| refused("no table is named"))?;
    let kind = Kind::from_word(name);
    let mut columns: Vec<&str> = match (kind, name) {
        (Some(kind), _) => ["id", "version"]
            .into_iter()
            .chain(kind.fields().iter().map(|f| f.name))
            .collect(),
        (None, "change_set") => CHANGE_SET.to_vec(),
        (None, "history") => HISTORY.to_vec(),
        (None, name) if GAPS.iter().any(|(table, _)| *table == name) => {
            let columns = GAPS.iter().find(|(table, _)| *table == name);
            columns.map_or_else(Vec::new, |(_, columns)| columns.to_vec())
        }
        _ => return Err(refused(&format!("there is no table `{name}`"))),
    };
    let mut values = Vec::with_capacity(columns.len());
    let mut blank = 0;
    for column in &columns {
        let value = match (object.get(*column), kind) {
            (None, Some(kind)) if is_later(kind, column) => {
                blank += 1;
                let place = kind.position(column);
                place.map(|place| (kind.fields()[place].blank)())
            }
            (None, None) if name == "change_set" && LATER_OF_CHANGE_SET.contains(column) => {
                blank += 1;
                Some(Value::Null)
            }
            (given, _) => given.and_then(from_json),
        };
        values.push(
            value.ok_or_else(|| refused(&format!("`{column}` is missing or not a plain value")))?,
        );
    }
    if object.len() + blank != columns.len() + 1 {
        return Err(refused("it names a field this hallpass does not know"));
    }
    if kind == Some(Kind::Alignment) && layout < migrate::KNOWS_CLAIMS {
        only_claimed(&mut values[2..]);
    }
    if let Some(kind) = kind {
        kind.check(values[0].int().unwrap_or_default(), &values[2..])
            .map_err(Error::Refused)?;
    }
    if let Some(Kind::Product | Kind::Vendor) = kind {
        // Each counts as a double until all are here.
        columns.push("twin");
        values.push(values[0].clone());
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {name} ({}) VALUES ({marks})", quoted(&columns));
    tx.prepare_cached(&sql)?
        .execute(params_from_iter(&values))?;
    Ok(false)
}

/// What an older layout holds for verified has nobody's name, and so is a claim, as the step to that layout makes it.
fn only_claimed(values: &mut [Value]) {
    let place = |field| Kind::Alignment.position(field);
    let (Some(status), Some(note)) = (place("status"), place("note")) else {
        return;
    };
    if values[status].text() == Some(AlignmentStatus::Verified.word()) {
        values[status] = AlignmentStatus::Claimed.to_value();
        values[note] = Value::Text(WITHOUT_A_NAME.into());
    }
}

fn is_later(kind: Kind, field: &str) -> bool {
    LATER
        .iter()
        .any(|(of, fields)| *of == kind && fields.contains(&field))
}
