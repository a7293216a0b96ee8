//! Reads standards from a table: OpenSALT's sheets, old and new, or any with a framework, a code and a statement. Columns
//! are known by what they are called; what else stands in a row is kept.

mod other_sheets;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use serde_json::{Map, Value};

use self::other_sheets::{associations, document};
use super::item::{day, grades, not_grades};
use crate::domain::standards::guid;
use crate::domain::standards::package::{CHILD, Package, ReadFramework, ReadItem, ReadLink};
use crate::domain::text::{self, key};
use crate::exchange::ReadError;
use crate::exchange::header::HeaderFit;
use crate::exchange::sheet::{FileCell, ReadOptions, Sheet, SheetRow};

/// What columns of items are called, folded, and what they hold.
const COLUMNS: &[(&str, &str)] = &[
    (
        "framework",
        "framework standardsframework standardset frameworktitle document",
    ),
    (
        "code",
        "code humancodingscheme standardcode statementcode standard",
    ),
    (
        "statement",
        "statement fullstatement description standardstatement",
    ),
    ("guid", "guid identifier caseid caseidentifier uuid"),
    ("parent", "parent ischildof parentcode childof"),
    ("level", "smartlevel"),
    (
        "grades",
        "grades grade educationlevel gradelevel gradelevels gradeband",
    ),
    ("kind", "kind cfitemtype itemtype type standardtype"),
    ("weight", "weight priority"),
    ("short", "abbreviatedstatement short shortstatement"),
    ("seq", "sequencenumber sequence order"),
    ("starts", "starts statusstartdate"),
    ("ends", "ends statusenddate"),
    ("changed", "lastchangedatetime changed"),
    ("isPartOf", "ispartof"),
    ("replacedBy", "replacedby"),
    ("exemplar", "exemplar"),
    ("hasSkillLevel", "hasskilllevel"),
    ("isRelatedTo", "isrelatedto"),
    ("isPeerOf", "ispeerof"),
    ("precedes", "precedes"),
    ("exactMatchOf", "exactmatchof"),
    ("conceptKeywords", "conceptkeywords keywords"),
    ("notes", "notes"),
    ("language", "language"),
    ("listEnumeration", "listenumeration"),
];

/// Columns that say how an item is related to another.
const RELATED: &[&str] = &[
    "isPartOf",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isRelatedTo",
    "isPeerOf",
    "precedes",
    "exactMatchOf",
];

/// Columns that stay with an item as CASE names them.
const KEPT: &[&str] = &["conceptKeywords", "notes", "language", "listEnumeration"];

fn known(header: &str) -> Option<&'static str> {
    let folded = key(header);
    let found = COLUMNS
        .iter()
        .find(|(_, words)| words.split(' ').any(|word| word == folded));
    found.map(|(name, _)| *name)
}

fn judge(headers: &[String]) -> HeaderFit {
    let found: BTreeSet<&str> = headers.iter().filter_map(|header| known(header)).collect();
    // A sheet that describes the framework has an identifier and a description too.
    let describes = headers.iter().any(|header| key(header) == "adoptionstatus");
    let statement = found.contains("statement") && !describes;
    HeaderFit {
        complete: statement && (found.contains("code") || found.contains("guid")),
        known: found.len(),
    }
}

/// One row, by the names of its columns.
struct ItemRow<'r> {
    row: &'r SheetRow,
    columns: &'r HashMap<&'static str, usize>,
}

impl ItemRow<'_> {
    fn text(&self, column: &str) -> Option<String> {
        let cell = self.row.cells.get(*self.columns.get(column)?)?;
        let text = match cell {
            // A spreadsheet takes `01` for 1 and a level of 1.10 for 1.1; what it shows is all there is.
            FileCell::Empty | FileCell::Broken(_) => return None,
            other => other.to_string(),
        };
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn line(&self, column: &str) -> Option<String> {
        self.text(column)
            .map(|text| text::clean(&text).text)
            .filter(|text| !text.is_empty())
    }

    fn refused(&self, why: &str) -> ReadError {
        ReadError::new(
            format!("row {}: {why}", self.row.number),
            "Nothing was saved. Correct the row.",
        )
    }
}

/// A framework of the table on its way in.
#[derive(Default)]
struct TableReading {
    package: Package,
    levels: HashMap<String, String>,
    leveled: Vec<(String, String)>,
    by_code: HashMap<String, String>,
    unknown: BTreeSet<String>,
}

/// Reads a table; gives its frameworks and what the file is.
pub(super) fn read(
    path: &Path,
    framework: Option<&str>,
) -> Result<(Vec<Package>, String), ReadError> {
    let options = ReadOptions {
        judge: Some(&judge),
        ..ReadOptions::default()
    };
    let mut sheet = Sheet::read(path, &options)?;
    let mut columns = HashMap::new();
    for (at, header) in sheet.headers().iter().enumerate() {
        if let Some(name) = known(header) {
            columns.entry(name).or_insert(at);
        }
    }
    for (needed, what) in [("statement", "a statement"), ("code", "a code")] {
        let other = needed == "code" && columns.contains_key("guid");
        if !columns.contains_key(needed) && !other {
            return Err(ReadError::new(
                format!(
                    "{} has no column with {what} of each standard",
                    path.display()
                ),
                "A table of standards has framework, code and statement; parent, grades, kind, weight and guid besides.",
            ));
        }
    }
    let document = document(path, &sheet)?;
    let mut all: Vec<(String, TableReading)> = Vec::new();
    for row in sheet.by_ref() {
        let row = row?;
        let row = ItemRow {
            row: &row,
            columns: &columns,
        };
        if RowIs::of(&row) == RowIs::Empty {
            continue;
        }
        let named = row
            .line("framework")
            .or_else(|| framework.map(str::to_owned));
        let named = named.or_else(|| document.as_ref().map(|document| document.title.clone()));
        let Some(named) = named else {
            return Err(ReadError::by_option(
                format!(
                    "{} does not say of which framework its standards are",
                    path.display()
                ),
                "Say it with --framework NAME, or in a column `framework`.",
            ));
        };
        if columns.contains_key("framework")
            && framework.is_some_and(|wanted| key(wanted) != key(&named))
        {
            continue;
        }
        let place = all.iter().position(|(name, _)| key(name) == key(&named));
        let place = place.unwrap_or_else(|| {
            all.push((named.clone(), TableReading::default()));
            all.len() - 1
        });
        all[place].1.item(&row)?;
    }
    let facts = sheet.facts().to_string();
    let links = associations(path, &sheet)?;
    let packages = all.into_iter().map(|(name, reading)| {
        let own = document
            .clone()
            .filter(|document| key(&document.title) == key(&name));
        reading.done(
            own.unwrap_or(ReadFramework {
                title: name,
                ..ReadFramework::default()
            }),
            &links,
        )
    });
    Ok((packages.collect(), facts))
}

/// Is there anything of an item in a row?
#[derive(PartialEq)]
enum RowIs {
    Empty,
    Item,
}

impl RowIs {
    fn of(row: &ItemRow) -> RowIs {
        let said = ["statement", "code", "guid"]
            .iter()
            .any(|column| row.text(column).is_some());
        if said { RowIs::Item } else { RowIs::Empty }
    }
}

impl TableReading {
    fn item(&mut self, row: &ItemRow) -> Result<(), ReadError> {
        let code = row.line("code");
        let own = row.line("guid");
        let Some(statement) = row.text("statement") else {
            let called = code.or(own).unwrap_or_default();
            return Err(row.refused(&format!("`{called}` has no statement")));
        };
        let guid = own.as_deref().and_then(guid::read);
        let known_as = guid.clone().or(own).or_else(|| code.clone());
        let known_as = known_as.ok_or_else(|| row.refused("there is neither a code nor a guid"))?;
        let weight = match row
            .line("weight")
            .map(|said| said.to_lowercase())
            .as_deref()
        {
            None => None,
            Some("3" | "priority" | "power" | "major" | "yes") => Some(3),
            Some("2" | "usual" | "no") => Some(2),
            Some("1" | "supporting") => Some(1),
            Some(said) => {
                return Err(row.refused(&format!(
                    "`{said}` is no weight: write 3 (priority), 2 (usual) or 1 (supporting)"
                )));
            }
        };
        let levels: Vec<String> = row.text("grades").into_iter().collect();
        let mut rest = Map::new();
        for name in KEPT {
            if let Some(said) = row.text(name) {
                rest.insert((*name).to_owned(), Value::String(said));
            }
        }
        if let Some(level) = row.line("level") {
            self.levels.insert(level.clone(), known_as.clone());
            self.leveled.push((known_as.clone(), level));
        }
        if let Some(code) = &code {
            self.by_code
                .entry(key(code))
                .or_insert_with(|| known_as.clone());
        }
        let seq = row.line("seq").and_then(|seq| seq.parse().ok());
        let mut link = |association: &str, destination: String, seq| {
            self.package.links.push(ReadLink {
                origin: known_as.clone(),
                destination,
                association: association.to_owned(),
                seq,
                rest: None,
            });
        };
        if let Some(parent) = row.line("parent") {
            link(CHILD, parent, seq);
        }
        for association in RELATED {
            for other in row
                .text(association)
                .iter()
                .flat_map(|all| all.split([',', ';', '\n']))
            {
                let other = text::clean(other).text;
                if !other.is_empty() {
                    link(association, other, None);
                }
            }
        }
        self.package.items.push(ReadItem {
            known_as,
            guid,
            code,
            other_code: None,
            statement,
            short: row.line("short"),
            kind: row.line("kind"),
            grades: grades(&levels, &mut self.unknown),
            weight,
            starts: row.line("starts").and_then(|said| day(&said)),
            ends: row.line("ends").and_then(|said| day(&said)),
            changed_at: row.line("changed"),
            rest: (!rest.is_empty()).then(|| Value::Object(rest).to_string()),
        });
        Ok(())
    }

    /// The package, its links by what its items are known as.
    fn done(mut self, document: ReadFramework, more: &[ReadLink]) -> Package {
        for (item, level) in &self.leveled {
            let mut above = level.as_str();
            while let Some((up, last)) = above.rsplit_once('.') {
                above = up;
                if let Some(parent) = self.levels.get(up) {
                    let own = level
                        .rsplit_once('.')
                        .map_or(level.as_str(), |(_, own)| own);
                    let seq = if up.len() + last.len() + 1 == level.len() {
                        own.parse().ok()
                    } else {
                        None
                    };
                    self.package.links.push(ReadLink {
                        origin: item.clone(),
                        destination: parent.clone(),
                        association: CHILD.to_owned(),
                        seq,
                        rest: None,
                    });
                    break;
                }
            }
        }
        self.package.links.extend_from_slice(more);
        let names: BTreeSet<&str> = self
            .package
            .items
            .iter()
            .map(|item| item.known_as.as_str())
            .collect();
        let mean = |said: &str| {
            if names.contains(said) {
                return said.to_owned();
            }
            let guid = guid::read(said);
            let own = guid.clone().filter(|guid| names.contains(guid.as_str()));
            let own = own.or_else(|| self.by_code.get(&key(said)).cloned());
            own.or(guid).unwrap_or_else(|| said.to_owned())
        };
        let mut links = Vec::with_capacity(self.package.links.len());
        for link in &self.package.links {
            links.push(ReadLink {
                origin: mean(&link.origin),
                destination: mean(&link.destination),
                ..link.clone()
            });
        }
        // A sheet names an item beside itself where it stands at the top.
        links.retain(|link| link.origin != link.destination);
        self.package.links = links;
        self.package.notes.extend(not_grades(&self.unknown));
        self.package.document = document;
        self.package.partial = true;
        self.package
    }
}
