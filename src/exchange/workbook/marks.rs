//! What an `.xlsx` sheet says beside its values: hidden rows, merged cells, and formulas whose value no program
//! has computed. calamine passes over these in silence, so the sheet's own part is walked once more.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::cells::Cells;
use super::{FileCell, ReadError, damaged};

/// What stands for a value that was never computed.
pub(super) const NO_VALUE: &str =
    "a formula without a value; open and save the file in the spreadsheet program";

/// Marks the cells of the sheet of this name. The archive must have passed `package::kind`.
pub(super) fn mark(path: &Path, sheet: &str, cells: &mut Cells) -> Result<(), ReadError> {
    let file = File::open(path).map_err(|e| ReadError::from_io(path, &e))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged(path))?;
    let Some(part) = part_of(&mut zip, sheet) else {
        return Ok(());
    };
    let Ok(part) = zip.by_name(&part) else {
        return Ok(());
    };
    let marks = walk(part).ok_or_else(|| damaged(path))?;
    for (row, column) in marks.no_value {
        cells.put_absent(row, column, FileCell::Broken(NO_VALUE.to_owned()))?;
    }
    for (column, top, bottom) in marks.merged {
        cells.merge(column, top, bottom)?;
    }
    cells.hide(marks.hidden);
    Ok(())
}

/// The name of the part a sheet is kept in.
fn part_of<R: Read + Seek>(zip: &mut ZipArchive<R>, sheet: &str) -> Option<String> {
    let names = zip
        .file_names()
        .filter_map(Result::ok)
        .map(|n| n.to_string());
    let names: Vec<String> = names.collect();
    let book = names
        .iter()
        .find(|n| n.to_lowercase().ends_with("workbook.xml"))?;
    let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder);
    let rels = format!("{folder}/_rels/workbook.xml.rels");
    let rels = rels.trim_start_matches('/').to_lowercase();
    let rels = names.iter().find(|n| n.to_lowercase() == rels)?;
    let is_named = |tag: &BytesStart<'_>| attribute(tag, "name").is_some_and(|n| n == sheet);
    let id = first(zip, book, "sheet", is_named)?.remove("id")?;
    let is_it = |tag: &BytesStart<'_>| attribute(tag, "Id").is_some_and(|i| i == id);
    let target = first(zip, rels, "Relationship", is_it)?.remove("Target")?;
    let wanted = match target.strip_prefix('/') {
        Some(whole) => whole.to_lowercase(),
        None => format!("{folder}/{target}")
            .trim_start_matches('/')
            .to_lowercase(),
    };
    names.into_iter().find(|n| n.to_lowercase() == wanted)
}

/// The attributes, by their local names, of the first such element that fits.
fn first<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    part: &str,
    element: &str,
    fits: impl Fn(&BytesStart<'_>) -> bool,
) -> Option<HashMap<String, String>> {
    let mut xml = reader(zip.by_name(part).ok()?);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == element && fits(&tag) => {
                let mut all = tag.attributes();
                let all = all.with_checks(false).filter_map(Result::ok);
                let pair = |a: quick_xml::events::attributes::Attribute<'_>| {
                    let value = a.normalized_value(XmlVersion::Implicit1_0).ok()?;
                    Some((a.key.local_name().as_ref().to_owned(), value.into_owned()))
                };
                return Some(all.filter_map(pair).collect());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// A reader set as calamine sets its own, so that both see the same document.
pub(super) fn reader<R: Read>(part: R) -> Reader<BufReader<R>> {
    let mut xml = Reader::from_reader(BufReader::new(part));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    xml
}

/// What was found, rows and columns from 0.
#[derive(Default)]
struct SheetMarks {
    hidden: Vec<usize>,
    no_value: Vec<(usize, usize)>,
    /// Column, first row, last row.
    merged: Vec<(usize, usize, usize)>,
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    formula: bool,
    value: bool,
    in_value: bool,
    is_text: bool,
}

fn walk(part: impl Read) -> Option<SheetMarks> {
    let mut xml = reader(part);
    let (mut marks, mut open) = (SheetMarks::default(), OpenCell::default());
    let (mut row, mut column) = (0, 0);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => {
                    if let Some(told) = attribute(&tag, "r").and_then(|r| r.parse::<usize>().ok()) {
                        row = told.saturating_sub(1);
                    }
                    if attribute(&tag, "hidden").is_some_and(|h| h == "1" || h == "true") {
                        marks.hidden.push(row);
                    }
                }
                "c" => {
                    if let Some((r, c)) = attribute(&tag, "r").and_then(|r| place(&r)) {
                        (row, column) = (r, c);
                    }
                    open = OpenCell {
                        is_text: attribute(&tag, "t").is_some_and(|t| t == "str"),
                        ..OpenCell::default()
                    };
                }
                "f" => open.formula = true,
                "v" => {
                    open.in_value = true;
                    // A text without a letter is a value; a number without a digit is none.
                    open.value |= open.is_text;
                }
                "is" => open.value = true,
                "mergeCell" => {
                    let whole = attribute(&tag, "ref").unwrap_or_default();
                    let ends = whole.split_once(':');
                    let ends = ends.and_then(|(a, b)| Some((place(a)?, place(b)?)));
                    if let Some(((top, left), (bottom, _))) = ends {
                        marks.merged.push((left, top, bottom));
                    }
                }
                _ => {}
            },
            Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) if open.in_value => {
                open.value = true;
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" => open.in_value = false,
                "c" => {
                    if open.formula && !open.value {
                        marks.no_value.push((row, column));
                    }
                    open = OpenCell::default();
                    column += 1;
                }
                "row" => (row, column) = (row + 1, 0),
                _ => {}
            },
            Event::Eof => return Some(marks),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found = all
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|a| a.key.as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// Row and column, from 0, of `AB12`.
fn place(text: &str) -> Option<(usize, usize)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let one = |column: usize, letter: char| {
        let digit = letter.to_ascii_uppercase() as usize - 'A' as usize + 1;
        column.checked_mul(26)?.checked_add(digit)
    };
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let column = letters.chars().try_fold(0, one)?;
    Some((row.parse::<usize>().ok()?.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_nought() {
        for (text, at) in [("A1", (0, 0)), ("$C$4", (3, 2)), ("AB12", (11, 27))] {
            assert_eq!(place(text), Some(at), "{text}");
        }
        for text in ["", "A", "12", "A0", "é1"] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn hidden_rows_merged_cells_and_formulas_without_a_value_are_found() {
        let sheet = r#"<worksheet><sheetData>
            <row r="1"><c r="A1"><v>1</v></c></row>
            <row r="3" hidden="1"><c r="B3"><f>A1</f></c><c><f>A1</f><v></v></c></row>
            <row hidden="true"><c t="str"><f>""</f><v></v></c><c><f>A1</f><v>7</v></c></row>
            <row r="9" hidden="0"><c><f>A1</f><v/></c></row>
            </sheetData><mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="B9:D9"/></mergeCells></worksheet>"#;
        let marks = walk(sheet.as_bytes()).unwrap();
        assert_eq!(marks.hidden, [2, 3]);
        assert_eq!(marks.no_value, [(2, 1), (2, 2), (8, 0)]);
        assert_eq!(marks.merged, [(0, 0, 2), (1, 8, 8)]);
    }
}
