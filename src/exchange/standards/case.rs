//! Reads a CASE 1.0 or 1.1 package (`CFPackage`), item by item, so that no tree of all its values stands in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::item::{Members, grades, not_grades};
use crate::domain::standards::framework::RelationKind;
use crate::domain::standards::guid;
use crate::domain::standards::package::{Package, ReadFramework, ReadItem, ReadLink};
use crate::domain::text;
use crate::exchange::ReadError;

/// A package on its way in.
#[derive(Default)]
struct PackageReading {
    package: Package,
    document: bool,
    /// Members of the package itself that have no place of their own, such as definitions.
    more: Map<String, Value>,
    /// What stands for the document's other members.
    document_rest: Map<String, Value>,
    not_grades: BTreeSet<String>,
    /// Words for associations that CASE does not know, and how many of each.
    strange: BTreeMap<String, usize>,
}

/// Reads a whole package.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Package, ReadError> {
    let mut reading = PackageReading::default();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = PackageSeed(&mut reading)
        .deserialize(&mut json)
        .and_then(|()| json.end());
    read.map_err(|why| {
        ReadError::new(
            format!(
                "{} is no CASE package that can be read: {why}",
                path.display()
            ),
            "Nothing was saved. Correct it there, or get the package again.",
        )
    })?;
    if !reading.document {
        return Err(ReadError::new(
            format!("{} has no CFDocument", path.display()),
            "Give a CASE package (CFPackage), or a table with framework, code and statement.",
        ));
    }
    Ok(reading.done())
}

impl PackageReading {
    fn framework(&mut self, object: Map<String, Value>) -> Result<(), String> {
        let mut members = Members(object);
        let guid = members
            .guid("identifier")
            .ok_or("CFDocument: `identifier` is no GUID")?;
        let title = members.words("title")?.ok_or("CFDocument has no title")?;
        self.package.document = ReadFramework {
            guid: Some(guid),
            short: None,
            title,
            creator: members.words("creator")?,
            subject: match &members.list("subject")[..] {
                [] => None,
                all => Some(text::clean(&all.join(", ")).text),
            },
            language: members.words("language")?,
            edition: members.words("version")?,
            case_version: members.words("caseVersion")?,
            adoption: members.words("adoptionStatus")?,
            licence: licence(&members.0),
            url: members.words("officialSourceURL")?,
            starts: members.day("statusStartDate"),
            ends: members.day("statusEndDate"),
            changed_at: members.plain("lastChangeDateTime")?,
            rest: None,
        };
        self.document_rest = members.0;
        self.document = true;
        Ok(())
    }

    fn item(&mut self, object: Map<String, Value>) -> Result<(), String> {
        let mut members = Members(object);
        let number = self.package.items.len() + 1;
        let code = members.words("humanCodingScheme")?;
        let called = || code.clone().unwrap_or_else(|| format!("item {number}"));
        let guid = members.guid("identifier");
        let guid = guid.ok_or_else(|| format!("`{}`: `identifier` is no GUID", called()))?;
        let statement = members
            .long("fullStatement")
            .map_err(|why| format!("`{}`: {why}", called()))?;
        let statement = statement.ok_or_else(|| format!("`{}` has no fullStatement", called()))?;
        let mut levels = members.list("educationLevel");
        levels.extend(members.list("educationalLevel"));
        self.package.items.push(ReadItem {
            known_as: guid.clone(),
            guid: Some(guid),
            other_code: members.words("alternateStatementCode")?,
            statement,
            short: members.words("abbreviatedStatement")?,
            kind: members.words("CFItemType")?,
            grades: grades(&levels, &mut self.not_grades),
            weight: None,
            starts: members.day("statusStartDate"),
            ends: members.day("statusEndDate"),
            changed_at: members.plain("lastChangeDateTime")?,
            rest: members.rest(),
            code,
        });
        Ok(())
    }

    fn link(&mut self, object: Map<String, Value>) -> Result<(), String> {
        let mut members = Members(object);
        let association = members
            .words("associationType")?
            .ok_or("an association has no associationType")?;
        let node = |name: &str| {
            let node = members.0.get(name);
            let said = match node {
                Some(Value::Object(node)) => node.get("identifier").or_else(|| node.get("uri")),
                other => other,
            };
            let said = said
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|said| !said.is_empty());
            let said =
                said.ok_or_else(|| format!("an association ({association}) has no {name}"))?;
            Ok::<String, String>(guid::read(said).unwrap_or_else(|| text::clean(said).text))
        };
        let (origin, destination) = (node("originNodeURI")?, node("destinationNodeURI")?);
        let known = RelationKind::of_association(&association) != RelationKind::Other;
        if !known && !association.starts_with("ext:") {
            *self.strange.entry(association.clone()).or_default() += 1;
        }
        self.package.links.push(ReadLink {
            origin,
            destination,
            seq: members.number("sequenceNumber"),
            rest: members.rest(),
            association,
        });
        Ok(())
    }

    fn done(mut self) -> Package {
        let mut rest = Map::new();
        for (name, members) in [("CFDocument", self.document_rest), ("CFPackage", self.more)] {
            if !members.is_empty() {
                rest.insert(name.to_owned(), Value::Object(members));
            }
        }
        self.package.document.rest = (!rest.is_empty()).then(|| Value::Object(rest).to_string());
        self.package.notes.extend(not_grades(&self.not_grades));
        let strange = self.strange.into_iter().map(|(word, count)| {
            format!("`{word}` is no association of CASE; {count} of it are kept as they are")
        });
        self.package.notes.extend(strange);
        self.package
    }
}

/// Where the licence is: its address, or its title where there is none.
fn licence(document: &Map<String, Value>) -> Option<String> {
    let said = document.get("licenseURI")?;
    let said = match said {
        Value::Object(link) => link.get("uri").or_else(|| link.get("title")),
        other => Some(other),
    };
    let said = text::clean(said?.as_str()?).text;
    (!said.is_empty()).then_some(said)
}

struct PackageSeed<'r>(&'r mut PackageReading);

impl<'de> DeserializeSeed<'de> for PackageSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PackageSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a CASE package with a CFDocument")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "CFDocument" => {
                    let document = members.next_value()?;
                    self.0.framework(document).map_err(A::Error::custom)?;
                }
                "CFItems" => members.next_value_seed(Each(self.0, PackageReading::item))?,
                "CFAssociations" => members.next_value_seed(Each(self.0, PackageReading::link))?,
                _ => {
                    self.0.more.insert(name, members.next_value()?);
                }
            }
        }
        Ok(())
    }
}

/// What becomes of one object of a list.
type Take = fn(&mut PackageReading, Map<String, Value>) -> Result<(), String>;

/// A list whose objects are taken one by one.
struct Each<'r>(&'r mut PackageReading, Take);

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        // Some writers give an empty object for an empty list.
        match members.next_entry::<IgnoredAny, IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("CFItems and CFAssociations are lists")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while let Some(object) = all.next_element()? {
            (self.1)(self.0, object).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
