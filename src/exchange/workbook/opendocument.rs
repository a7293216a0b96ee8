//! Reads the tables of an `.ods` file as a stream of cells.
//! calamine builds whole rectangles, in which a few bytes (`number-rows-repeated`) can ask for gigabytes;
//! here an empty repeat costs nothing and a filled one counts against the limits cell by cell.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::marks::NO_VALUE;
use super::{Cells, FileCell, ReadError, damaged, iso_day};

/// All tables in order, each with its filled cells. The archive must have passed `package::kind`.
pub(super) fn read(path: &Path, file: File) -> Result<Vec<(String, Cells)>, ReadError> {
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged(path))?;
    if let Ok(manifest) = zip.by_name("META-INF/manifest.xml") {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut BufReader::new(manifest), &mut text)
            .map_err(|_| damaged(path))?;
        if text.contains("encryption-data") {
            return Err(super::calamine_says(path, &"password"));
        }
    }
    let content = zip.by_name("content.xml").map_err(|_| damaged(path))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    DocumentReader::default().read(path, &mut xml)
}

/// Where the reader stands in the document.
#[derive(Default)]
struct DocumentReader {
    tables: Vec<(String, Cells)>,
    row: usize,
    row_repeat: usize,
    column: usize,
    /// The filled cells of the row being read, with how often each is repeated.
    filled: Vec<(usize, usize, FileCell)>,
    /// The cell being read: its type, its value attribute and its repeat.
    cell: Option<(String, Option<String>, usize)>,
    /// The row being read is hidden.
    hidden: bool,
    /// The cell being read is a formula.
    formula: bool,
    /// How many rows the cell being read is merged over.
    rows: usize,
    /// Cells of the table merged over rows: column, first and last row.
    merged: Vec<(usize, usize, usize)>,
    text: String,
    paragraphs: usize,
    /// Depth inside a comment, whose words are not the cell's.
    aside: usize,
    /// Depth of tables; a table inside a cell is not read.
    depth: usize,
}

impl DocumentReader {
    fn read(
        mut self,
        path: &Path,
        xml: &mut Reader<impl BufRead>,
    ) -> Result<Vec<(String, Cells)>, ReadError> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml
                .read_event_into(&mut buffer)
                .map_err(|_| damaged(path))?
            {
                Event::Start(tag) => self.start(&tag),
                Event::End(tag) => self.end(tag.name().as_ref())?,
                Event::Text(text) if self.reading() => {
                    self.text.push_str(&text.xml10_content());
                }
                Event::GeneralRef(name) if self.reading() => match name.resolve_char_ref() {
                    Ok(Some(c)) => self.text.push(c),
                    _ => self
                        .text
                        .push_str(resolve_predefined_entity(&name.xml10_content()).unwrap_or("")),
                },
                Event::Eof => return Ok(self.tables),
                _ => {}
            }
        }
    }

    fn reading(&self) -> bool {
        self.cell.is_some() && self.paragraphs > 0 && self.aside == 0
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table" => {
                self.depth += 1;
                if self.depth == 1 {
                    let name = attribute(tag, "table:name").unwrap_or_default();
                    self.tables.push((name, Cells::default()));
                    self.row = 0;
                }
            }
            "table:table-row" if self.depth == 1 => {
                self.row_repeat = repeat(tag, "table:number-rows-repeated");
                self.column = 0;
                let seen = attribute(tag, "table:visibility");
                self.hidden = seen.is_some_and(|seen| seen != "visible");
            }
            "table:table-cell" | "table:covered-table-cell" if self.depth == 1 => {
                let kind = attribute(tag, "office:value-type").unwrap_or_default();
                let value = [
                    "office:value",
                    "office:date-value",
                    "office:boolean-value",
                    "office:string-value",
                ]
                .iter()
                .find_map(|name| attribute(tag, name));
                let times = repeat(tag, "table:number-columns-repeated");
                self.cell = Some((kind, value, times));
                self.formula = attribute(tag, "table:formula").is_some();
                self.rows = repeat(tag, "table:number-rows-spanned");
                self.text.clear();
                self.paragraphs = 0;
            }
            "office:annotation" => self.aside += 1,
            "text:p" if self.aside == 0 => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "text:s" if self.reading() => self.text.push(' '),
            "text:tab" if self.reading() => self.text.push('\t'),
            "text:line-break" if self.reading() => self.text.push('\n'),
            _ => {}
        }
    }

    fn end(&mut self, tag: &str) -> Result<(), ReadError> {
        match tag {
            "table:table" => {
                self.depth = self.depth.saturating_sub(1);
                if let (0, Some((_, cells))) = (self.depth, self.tables.last_mut()) {
                    for (column, top, bottom) in self.merged.drain(..) {
                        cells.merge(column, top, bottom)?;
                    }
                }
            }
            "office:annotation" => self.aside = self.aside.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" if self.depth == 1 => {
                if let Some((kind, value, times)) = self.cell.take() {
                    let cell = match value_of(&kind, value, &self.text) {
                        FileCell::Empty if self.formula && kind.is_empty() => {
                            FileCell::Broken(NO_VALUE.to_owned())
                        }
                        cell => cell,
                    };
                    if self.rows > 1 && cell != FileCell::Empty {
                        let last = self.row.saturating_add(self.rows - 1);
                        self.merged.push((self.column, self.row, last));
                    }
                    if cell != FileCell::Empty {
                        self.filled.push((self.column, times, cell));
                    }
                    self.column = self.column.saturating_add(times);
                }
            }
            "table:table-row" if self.depth == 1 => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some((_, cells)) = self.tables.last_mut() else {
            return Ok(());
        };
        if !self.filled.is_empty() {
            let last = self.row.saturating_add(self.row_repeat);
            for row in self.row..last {
                for (column, times, cell) in &self.filled {
                    for at in *column..column.saturating_add(*times) {
                        cells.put(row, at, cell.clone())?;
                    }
                }
            }
        }
        if self.hidden && !self.filled.is_empty() {
            cells.hide(self.row..self.row.saturating_add(self.row_repeat));
        }
        self.filled.clear();
        self.row = self.row.saturating_add(self.row_repeat);
        Ok(())
    }
}

fn value_of(kind: &str, value: Option<String>, text: &str) -> FileCell {
    let number = || value.as_deref().and_then(|v| v.parse::<f64>().ok());
    match kind {
        "percentage" if number().is_some() => super::shown_percent(number().unwrap_or_default()),
        "float" | "currency" if number().is_some() => {
            FileCell::Number(number().unwrap_or_default())
        }
        "date" => iso_day(value.as_deref().unwrap_or(text)),
        "boolean" => FileCell::Bool(value.as_deref() == Some("true")),
        _ if text.is_empty() => match value {
            Some(value) if !value.is_empty() => FileCell::Text(value),
            _ => FileCell::Empty,
        },
        _ if text.starts_with('#') && text != "#N/A" && text.ends_with(['!', '?']) => {
            FileCell::Broken(format!(
                "the spreadsheet shows {text} here; mend the formula or type the value"
            ))
        }
        _ => FileCell::Text(text.to_owned()),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

fn repeat(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}
