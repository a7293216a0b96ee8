//! Gives a framework back: as a CASE package with all that came with it, or as a table that is read again.

use serde_json::{Map, Value, json};

use super::item::day;
use crate::domain::grade::Grade;
use crate::domain::standards::framework::{Framework, Relation, Standard, StandardId};
use crate::domain::standards::guid;
use crate::domain::standards::package::CHILD;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};

/// A framework with all that is kept of it.
#[derive(Debug)]
pub struct StandardsOut {
    /// The framework.
    pub framework: Framework,
    /// Its standards, in the order they came.
    pub standards: Vec<Standard>,
    /// What it says of how they are related.
    pub relations: Vec<Relation>,
}

/// What was kept as JSON; nothing where nothing was, or where it is none.
fn kept(rest: Option<&str>) -> Map<String, Value> {
    let value = rest.and_then(|rest| serde_json::from_str(rest).ok());
    match value {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// An object on its way out: what came with it, and what is kept beside.
struct MembersOut(Map<String, Value>);

impl MembersOut {
    /// As it came, where it came in another spelling.
    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value
            && !self.0.contains_key(name)
        {
            self.0.insert(name.to_owned(), value.into());
        }
    }

    fn day(&mut self, name: &str, value: Option<chrono::NaiveDate>) {
        let came = self.0.get(name).and_then(Value::as_str).and_then(day);
        if let Some(value) = value
            && came != Some(value)
        {
            self.0.insert(name.to_owned(), value.to_string().into());
        }
    }

    fn link(&mut self, name: &str, title: &str, guid: &str) {
        if !self.0.contains_key(name) {
            let uri = uri(guid);
            self.0.insert(
                name.to_owned(),
                json!({ "title": title, "identifier": guid, "uri": uri }),
            );
        }
    }
}

fn uri(guid: &str) -> String {
    format!("urn:uuid:{guid}")
}

/// The framework as a CASE package. `now` stands where its makers did not say when something was changed, since CASE
/// wants an instant: RFC 3339, UTC.
pub fn package(out: &StandardsOut, now: &str) -> Value {
    let framework = &out.framework;
    let mut rest = kept(framework.rest.as_deref());
    let mut taken = |name: &str| match rest.shift_remove(name) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let (document, more) = (taken("CFDocument"), taken("CFPackage"));
    let mut document = MembersOut(document);
    document.text("identifier", Some(&framework.guid));
    document.text("uri", Some(&uri(&framework.guid)));
    document.text(
        "creator",
        Some(framework.creator.as_deref().unwrap_or(&framework.title)),
    );
    document.text("title", Some(&framework.title));
    document.text(
        "lastChangeDateTime",
        Some(framework.changed_at.as_deref().unwrap_or(now)),
    );
    document.text("caseVersion", framework.case_version.as_deref());
    document.text("officialSourceURL", framework.url.as_deref());
    if let Some(subject) = &framework.subject
        && !document.0.contains_key("subject")
    {
        document.0.insert("subject".into(), json!([subject]));
    }
    if let Some(licence) = &framework.licence {
        document.link("licenseURI", licence, &guid::made(&["licence", licence]));
    }
    document.text("language", framework.language.as_deref());
    document.text("version", framework.edition.as_deref());
    document.text("adoptionStatus", framework.adoption.as_deref());
    document.day("statusStartDate", framework.starts);
    document.day("statusEndDate", framework.ends);
    let mut items = Vec::with_capacity(out.standards.len());
    let mut associations = Vec::with_capacity(out.standards.len() + out.relations.len());
    let by_id: std::collections::HashMap<StandardId, &Standard> =
        out.standards.iter().map(|one| (one.id, one)).collect();
    let titles: std::collections::HashMap<&str, &str> = out
        .standards
        .iter()
        .map(|one| (one.guid.as_str(), one.called()))
        .collect();
    for standard in &out.standards {
        let mut rest = kept(standard.rest.as_deref());
        let child = rest.shift_remove(CHILD);
        items.push(item(standard, rest, now));
        let Some(Value::Object(child)) = child else {
            continue;
        };
        let above = standard.parent.and_then(|parent| by_id.get(&parent));
        let above = above.map_or(
            (framework.title.as_str(), framework.guid.as_str()),
            |above| (above.called(), above.guid.as_str()),
        );
        let mut child = MembersOut(child);
        let own = guid::made(&[CHILD, &standard.guid, above.1]);
        child.text("identifier", Some(&own));
        child.text("uri", Some(&uri(&own)));
        child.text("associationType", Some(CHILD));
        child.link("originNodeURI", standard.called(), &standard.guid);
        child.link("destinationNodeURI", above.0, above.1);
        if let Some(seq) = standard.seq {
            child.0.insert("sequenceNumber".into(), seq.into());
        }
        child.text(
            "lastChangeDateTime",
            Some(standard.changed_at.as_deref().unwrap_or(now)),
        );
        associations.push(Value::Object(child.0));
    }
    for relation in &out.relations {
        let mut said = MembersOut(kept(relation.rest.as_deref()));
        let own = guid::made(&[
            &relation.association,
            &relation.origin,
            &relation.destination,
        ]);
        let title = |guid: &str| {
            titles
                .get(guid)
                .map_or_else(|| guid.to_owned(), |title| (*title).to_owned())
        };
        said.text("identifier", Some(&own));
        said.text("uri", Some(&uri(&own)));
        said.text("associationType", Some(&relation.association));
        said.link("originNodeURI", &title(&relation.origin), &relation.origin);
        said.link(
            "destinationNodeURI",
            &title(&relation.destination),
            &relation.destination,
        );
        said.text("lastChangeDateTime", Some(now));
        associations.push(Value::Object(said.0));
    }
    let mut package = Map::new();
    package.insert("CFDocument".into(), Value::Object(document.0));
    package.insert("CFItems".into(), Value::Array(items));
    package.insert("CFAssociations".into(), Value::Array(associations));
    package.extend(more);
    Value::Object(package)
}

fn item(standard: &Standard, rest: Map<String, Value>, now: &str) -> Value {
    let mut item = MembersOut(rest);
    item.text("identifier", Some(&standard.guid));
    item.text("uri", Some(&uri(&standard.guid)));
    item.text("humanCodingScheme", standard.code.as_deref());
    item.text("fullStatement", Some(&standard.statement));
    item.text("abbreviatedStatement", standard.short.as_deref());
    item.text("alternateStatementCode", standard.other_code.as_deref());
    item.text("CFItemType", standard.kind.as_deref());
    let levels = ["educationLevel", "educationalLevel"];
    if !standard.grades.is_unsaid() && !levels.iter().any(|name| item.0.contains_key(*name)) {
        let levels: Vec<Value> = standard.grades.iter().map(level).collect();
        item.0.insert("educationLevel".into(), levels.into());
    }
    item.day("statusStartDate", standard.starts);
    item.day("statusEndDate", standard.ends);
    item.text(
        "lastChangeDateTime",
        Some(standard.changed_at.as_deref().unwrap_or(now)),
    );
    Value::Object(item.0)
}

/// A grade as CASE writes it: `PK`, `KG`, `03`.
fn level(grade: Grade) -> Value {
    match grade.number() {
        -1 => "PK".into(),
        0 => "KG".into(),
        number => format!("{number:02}").into(),
    }
}

/// Frameworks as one table, a row a standard, which is read again as they are.
pub fn table(all: &[StandardsOut]) -> Table {
    const COLUMNS: &[(&str, Holds)] = &[
        ("framework", Holds::Text),
        ("code", Holds::Text),
        ("statement", Holds::Text),
        ("parent", Holds::Text),
        ("grades", Holds::Text),
        ("kind", Holds::Text),
        ("weight", Holds::Count),
        ("guid", Holds::Text),
        ("short", Holds::Text),
        ("seq", Holds::Count),
        ("starts", Holds::Day),
        ("ends", Holds::Day),
    ];
    let text =
        |said: Option<&str>| said.map_or(TableCell::Blank, |said| TableCell::Text(said.to_owned()));
    let mut rows = Vec::new();
    for out in all {
        let by_id: std::collections::HashMap<StandardId, &Standard> =
            out.standards.iter().map(|one| (one.id, one)).collect();
        for standard in &out.standards {
            let parent = standard.parent.and_then(|parent| by_id.get(&parent));
            let grades = standard.grades.to_string();
            rows.push(vec![
                TableCell::Text(out.framework.title.clone()),
                text(standard.code.as_deref()),
                TableCell::Text(standard.statement.clone()),
                text(parent.map(|parent| parent.guid.as_str())),
                text(Some(grades.as_str()).filter(|grades| !grades.is_empty())),
                text(standard.kind.as_deref()),
                TableCell::Count(standard.weight),
                TableCell::Text(standard.guid.clone()),
                text(standard.short.as_deref()),
                standard.seq.map_or(TableCell::Blank, TableCell::Count),
                standard.starts.map_or(TableCell::Blank, TableCell::Day),
                standard.ends.map_or(TableCell::Blank, TableCell::Day),
            ]);
        }
    }
    Table {
        title: "standards".into(),
        columns: COLUMNS
            .iter()
            .map(|(name, holds)| TableColumn::new(name, *holds))
            .collect(),
        rows,
    }
}
