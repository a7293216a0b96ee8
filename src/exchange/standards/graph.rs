//! Reads the JSON Lines of Learning Commons' knowledge graph: frameworks, their items, and relationships, in one file or
//! in several. A file holds many frameworks; the one that is wanted is named.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use serde_json::{Map, Value};

use super::item::{Members, grades, not_grades};
use crate::domain::standards::guid;
use crate::domain::standards::package::{
    CHILD, DEEPEST, Package, ReadFramework, ReadItem, ReadLink,
};
use crate::domain::text::key;
use crate::exchange::ReadError;

/// Frameworks that are named where one has to be chosen.
const NAMED: usize = 12;

/// What the lines of all files hold.
#[derive(Default)]
pub(super) struct GraphFiles {
    frameworks: Vec<(String, ReadFramework)>,
    items: Vec<ReadItem>,
    /// Child, parent.
    under: Vec<(String, String)>,
    links: Vec<ReadLink>,
    /// What a node's own number is in the numbers of CASE.
    numbers: HashMap<String, String>,
    unknown: BTreeSet<String>,
}

impl GraphFiles {
    /// Takes in the lines of a file; gives how many there are.
    pub(super) fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<usize, ReadError> {
        let mut count = 0;
        for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            let failed = |why: String| {
                ReadError::new(
                    format!("{}, line {}: {why}", path.display(), at + 1),
                    "Nothing was saved. Correct the line, or get the file again.",
                )
            };
            let object: Map<String, Value> =
                serde_json::from_slice(line).map_err(|why| failed(why.to_string()))?;
            self.line(flat(object)).map_err(failed)?;
            count += 1;
        }
        Ok(count)
    }

    fn line(&mut self, object: Map<String, Value>) -> Result<(), String> {
        if object.contains_key("relationshipType") {
            return self.relationship(&object);
        }
        let mut members = Members(object);
        let own = members
            .0
            .get("identifier")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let guid = members.guid("caseIdentifierUUID");
        let guid = guid.or_else(|| {
            members
                .0
                .get("caseIdentifierURI")
                .and_then(Value::as_str)
                .and_then(guid::read)
        });
        let guid = guid.or_else(|| own.as_deref().and_then(guid::read));
        let guid =
            guid.ok_or("there is neither a caseIdentifierUUID nor an identifier that is one")?;
        if let Some(own) = own {
            self.numbers.insert(own, guid.clone());
        }
        let code = members.words("statementCode")?;
        let is_item = code.is_some()
            || members.0.contains_key("statementType")
            || members.0.contains_key("description") && !members.0.contains_key("name");
        if !is_item {
            let name = members.words("name")?;
            let (state, subject) = (
                members.words("jurisdiction")?,
                members.words("academicSubject")?,
            );
            let made: Vec<&str> = [state.as_deref(), subject.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            let title = name.unwrap_or_else(|| made.join(" "));
            if title.is_empty() {
                return Err("a framework has neither a name nor a jurisdiction".into());
            }
            let document = ReadFramework {
                guid: Some(guid.clone()),
                title,
                creator: state,
                subject,
                adoption: members.words("adoptionStatus")?,
                licence: members.words("license")?,
                changed_at: members.plain("dateModified")?,
                rest: None,
                ..ReadFramework::default()
            };
            self.frameworks.push((guid, document));
            return Ok(());
        }
        let statement = members.long("description")?;
        let statement = statement
            .or_else(|| code.clone())
            .ok_or("an item has neither a description nor a code")?;
        let levels = members.list("gradeLevel");
        let kind = members.words("statementType")?;
        self.items.push(ReadItem {
            known_as: guid.clone(),
            guid: Some(guid),
            code,
            other_code: members.words("alternateStatementCode")?,
            statement,
            kind,
            grades: grades(&levels, &mut self.unknown),
            changed_at: members.plain("dateModified")?,
            // What is no longer current has no day on which it ended: that is kept as it is told.
            rest: members.rest(),
            ..ReadItem::default()
        });
        Ok(())
    }

    fn relationship(&mut self, object: &Map<String, Value>) -> Result<(), String> {
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::trim);
        let side = |names: &[&str]| names.iter().find_map(|name| text(name)).map(str::to_owned);
        let source = side(&["sourceEntityValue", "sourceIdentifier", "source"]);
        let target = side(&["targetEntityValue", "targetIdentifier", "target"]);
        let (Some(source), Some(target)) = (source, target) else {
            return Err("a relationship lacks a side".into());
        };
        let word = text("relationshipType").unwrap_or_default();
        if matches!(word, "hasChild" | "hasStandard") {
            self.under.push((target, source));
            return Ok(());
        }
        let association = match word {
            "relatesTo" => "isRelatedTo".to_owned(),
            "buildsTowards" => "precedes".to_owned(),
            "hasPart" => "ext:hasPart".to_owned(),
            "isChildOf" => CHILD.to_owned(),
            other => format!("ext:{other}"),
        };
        self.links.push(ReadLink {
            origin: source,
            destination: target,
            association,
            ..ReadLink::default()
        });
        Ok(())
    }

    /// The frameworks that have items here: the one that is named, where there are several.
    pub(super) fn packages(self, wanted: Option<&str>) -> Result<Vec<Package>, ReadError> {
        if self.items.is_empty() && self.frameworks.is_empty() {
            return Ok(Vec::new());
        }
        let number = |said: &String| {
            let known = self.numbers.get(said).cloned();
            known
                .or_else(|| guid::read(said))
                .unwrap_or_else(|| said.clone())
        };
        let mut parents: HashMap<String, Vec<String>> = HashMap::new();
        for (child, parent) in &self.under {
            parents
                .entry(number(child))
                .or_default()
                .push(number(parent));
        }
        let documents: BTreeSet<&str> = self
            .frameworks
            .iter()
            .map(|(guid, _)| guid.as_str())
            .collect();
        let mut of: HashMap<&str, &str> = HashMap::new();
        for item in &self.items {
            let mut at = item.known_as.as_str();
            for _ in 0..=DEEPEST {
                let Some(above) = parents.get(at).and_then(|all| all.first()) else {
                    break;
                };
                at = above;
                if documents.contains(at) {
                    of.insert(&item.known_as, at);
                    break;
                }
            }
        }
        let counted: BTreeSet<&str> = of.values().copied().collect();
        let mut chosen: Vec<&(String, ReadFramework)> = self.frameworks.iter().collect();
        chosen.retain(|(guid, document)| match wanted {
            Some(wanted) => {
                key(wanted) == key(&document.title) || guid::read(wanted).as_deref() == Some(guid)
            }
            None => counted.contains(guid.as_str()),
        });
        let one = match &chosen[..] {
            [one] => *one,
            [] => {
                return Err(ReadError::by_option(
                    "the files have no framework with standards, or none that is called so",
                    "Give the files of frameworks, of items and of relationships together; name one with --framework NAME.",
                ));
            }
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .take(NAMED)
                    .map(|(_, document)| document.title.as_str())
                    .collect();
                return Err(ReadError::by_option(
                    format!(
                        "the files have {} frameworks: {}",
                        several.len(),
                        names.join("; ")
                    ),
                    "Say which with --framework NAME, by its title or its guid.",
                ));
            }
        };
        let mine: BTreeSet<&str> = of
            .iter()
            .filter(|(_, of)| **of == one.0)
            .map(|(item, _)| *item)
            .collect();
        let mut links = Vec::new();
        let mut items = Vec::new();
        for item in self
            .items
            .iter()
            .filter(|item| mine.contains(item.known_as.as_str()))
        {
            for (seq, parent) in parents
                .get(&item.known_as)
                .into_iter()
                .flatten()
                .enumerate()
            {
                links.push(ReadLink {
                    origin: item.known_as.clone(),
                    destination: parent.clone(),
                    association: CHILD.to_owned(),
                    seq: (seq > 0).then_some(seq as i64 + 1),
                    rest: None,
                });
            }
            items.push(item.clone());
        }
        for link in &self.links {
            let (origin, destination) = (number(&link.origin), number(&link.destination));
            if mine.contains(origin.as_str()) || mine.contains(destination.as_str()) {
                links.push(ReadLink {
                    origin,
                    destination,
                    ..link.clone()
                });
            }
        }
        Ok(vec![Package {
            document: one.1.clone(),
            items,
            links,
            notes: not_grades(&self.unknown).into_iter().collect(),
            partial: false,
        }])
    }
}

/// A node as some releases write it: what it says stands in `properties`.
fn flat(mut object: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::Object(properties)) = object.shift_remove("properties") {
        for (name, value) in properties {
            object.entry(name).or_insert(value);
        }
    }
    object
}
