//! The other sheets of OpenSALT's workbook: one describes the framework, one relates items.

use std::collections::HashMap;
use std::path::Path;

use crate::domain::standards::guid;
use crate::domain::standards::package::{CHILD, ReadFramework, ReadLink};
use crate::domain::text::{self, key};
use crate::exchange::ReadError;
use crate::exchange::sheet::Sheet;
use crate::exchange::standards::item::day;

/// The sheet of a workbook in which OpenSALT describes the framework.
const DOCUMENT: &str = "CF Doc";
/// The sheet in which it relates items.
const ASSOCIATIONS: &str = "CF Association";

fn other<'s>(sheet: &'s Sheet, name: &str) -> Option<&'s String> {
    sheet
        .facts()
        .other_sheets
        .iter()
        .find(|other| key(other) == key(name))
}

/// The rows of another sheet of the workbook, as texts by the folded names of its columns; none where it has no such
/// sheet, or nothing in it.
fn rows(path: &Path, sheet: &Sheet, name: &str) -> Vec<HashMap<String, String>> {
    let Some(name) = other(sheet, name) else {
        return Vec::new();
    };
    // A sheet with names and no rows is as good as none.
    let Ok(mut open) = Sheet::open(path, Some(name)) else {
        return Vec::new();
    };
    let headers: Vec<String> = open.headers().iter().map(|header| key(header)).collect();
    let mut rows = Vec::new();
    while let Some(Ok(row)) = open.next() {
        let cells = row.cells.iter().map(ToString::to_string);
        let row = headers
            .iter()
            .cloned()
            .zip(cells)
            .filter(|(_, cell)| !cell.is_empty());
        rows.push(row.collect());
    }
    rows
}

pub(super) fn document(path: &Path, sheet: &Sheet) -> Result<Option<ReadFramework>, ReadError> {
    let mut rows = rows(path, sheet, DOCUMENT).into_iter();
    let Some(row) = rows.next() else {
        return Ok(None);
    };
    let said = |name: &str| {
        row.get(name)
            .map(|said| text::clean(said).text)
            .filter(|said| !said.is_empty())
    };
    let Some(title) = said("title") else {
        return Err(ReadError::new(
            format!(
                "the sheet `{DOCUMENT}` of {} names no title",
                path.display()
            ),
            "Give the framework a title there.",
        ));
    };
    Ok(Some(ReadFramework {
        guid: said("identifier").as_deref().and_then(guid::read),
        short: None,
        title,
        creator: said("creator"),
        subject: said("subject"),
        language: said("language"),
        edition: said("version"),
        case_version: None,
        adoption: said("adoptionstatus"),
        licence: said("licensetitle").or_else(|| said("license")),
        url: said("officialsourceurl"),
        starts: said("statusstartdate").as_deref().and_then(day),
        ends: said("statusenddate").as_deref().and_then(day),
        changed_at: said("lastchangedate").or_else(|| said("lastchangedatetime")),
        rest: None,
    }))
}

pub(super) fn associations(path: &Path, sheet: &Sheet) -> Result<Vec<ReadLink>, ReadError> {
    let mut links = Vec::new();
    for row in rows(path, sheet, ASSOCIATIONS) {
        let side = |side: &str| {
            let names = ["identifier", "humancodingscheme", "uri"];
            let said = names
                .iter()
                .find_map(|name| row.get(&format!("{side}node{name}")));
            said.map(|said| text::clean(said).text)
        };
        let association = row.get("associationtype").map(|word| association(word));
        let (Some(association), Some(origin), Some(destination)) =
            (association, side("origin"), side("destination"))
        else {
            return Err(ReadError::new(
                format!(
                    "the sheet `{ASSOCIATIONS}` of {} has a row without both sides and a type",
                    path.display()
                ),
                "Nothing was saved. Complete the row, or take it out.",
            ));
        };
        links.push(ReadLink {
            origin,
            destination,
            association,
            seq: row.get("sequencenumber").and_then(|seq| seq.parse().ok()),
            rest: None,
        });
    }
    Ok(links)
}

/// CASE's word for an association, however a sheet spells it: `Is Related To`.
pub(super) fn association(word: &str) -> String {
    const WORDS: &[&str] = &[
        CHILD,
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
        "hasSkillLevel",
        "isTranslationOf",
    ];
    let found = WORDS.iter().find(|known| known.to_lowercase() == key(word));
    found.map_or_else(|| text::clean(word).text, |known| (*known).to_owned())
}
