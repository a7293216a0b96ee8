//! The guard before a zipped spreadsheet: what is inside, and does it stay small when inflated?
//! Every part is inflated once here, into nothing, so that no lie in the directory counts.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{ReadError, damaged};

/// Kinds of spreadsheet file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    Xlsx,
    Ods,
    Xls,
}

/// Most bytes all parts may have together, inflated.
const MOST_INFLATED: u64 = 100 << 20;
/// Most parts (sheets, styles, pictures) that a workbook may have.
const MOST_PARTS: usize = 200;
/// Most bytes of the shared texts, which the reader keeps in memory all at once.
const MOST_SHARED_TEXT: u64 = 48 << 20;
/// Fewest bytes a shared text takes: `<si/>`. Whoever claims more texts than fit in is lying.
const SHORTEST_TEXT: u64 = 5;
/// Most bytes of any other part (styles, lists of parts): five bytes of it can become hundreds in memory.
const MOST_SMALL_PART: u64 = 4 << 20;
/// Parts that may be large: they are read as a stream, or not at all.
const BULKY: [&str; 9] = [
    "worksheets/",
    "content.xml",
    "media/",
    "pictures/",
    "pivotcache/",
    "drawings/",
    "embeddings/",
    "comments",
    ".bin",
];

/// Says what a spreadsheet file is, once it is known to be harmless to open.
pub(super) fn kind(path: &Path, mut file: File) -> Result<WorkbookKind, ReadError> {
    let mut magic = [0; 4];
    let failed = |e: io::Error| ReadError::from_io(path, &e);
    file.read_exact(&mut magic).map_err(|_| damaged(path))?;
    if magic == *b"\xD0\xCF\x11\xE0" {
        return Ok(WorkbookKind::Xls);
    }
    if counted_parts(&mut file).map_err(failed)? > MOST_PARTS {
        return Err(too_many_parts(path));
    }
    file.rewind().map_err(failed)?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged(path))?;
    if zip.len() > MOST_PARTS {
        return Err(too_many_parts(path));
    }
    let kind = named(path, &zip)?;
    inflate(path, &mut zip)?;
    Ok(kind)
}

/// Parts the archive's own end record claims, read without building a directory of them.
fn counted_parts(file: &mut File) -> io::Result<usize> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(66_000)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let ends = tail.windows(12).filter(|w| w.starts_with(b"PK\x05\x06"));
    let counts = ends.map(|w| usize::from(u16::from_le_bytes([w[10], w[11]])));
    Ok(counts.max().unwrap_or(0))
}

fn too_many_parts(path: &Path) -> ReadError {
    ReadError::new(
        format!(
            "{} has more than {MOST_PARTS} parts inside, too many for a table",
            path.display()
        ),
        "Copy the sheet alone into a new workbook, or save it as CSV.",
    )
}

fn named<R: Read + Seek>(path: &Path, zip: &ZipArchive<R>) -> Result<WorkbookKind, ReadError> {
    let names: Vec<String> = zip
        .file_names()
        .filter_map(Result::ok)
        .map(|n| n.to_lowercase())
        .collect();
    let has = |part: &str| names.iter().any(|n| n == part);
    let begins = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    let name = path.display();
    if has("xl/workbook.bin") {
        return Err(ReadError::new(
            format!("{name} is a binary workbook (.xlsb), which hallpass does not read"),
            "Open it in Excel and save it as .xlsx.",
        ));
    }
    if has("xl/workbook.xml") || begins("xl/") {
        return Ok(WorkbookKind::Xlsx);
    }
    if has("content.xml") && has("mimetype") {
        return Ok(WorkbookKind::Ods);
    }
    if begins("word/") || begins("ppt/") {
        return Err(ReadError::new(
            format!("{name} is a document or presentation, not a spreadsheet"),
            "Copy its table into a spreadsheet, save that as .xlsx or CSV, and import it.",
        ));
    }
    Err(ReadError::new(
        format!("{name} is a zip archive, not a spreadsheet"),
        "Unpack it and import the files inside one by one.",
    ))
}

fn inflate<R: Read + Seek>(path: &Path, zip: &mut ZipArchive<R>) -> Result<(), ReadError> {
    let too_large = |limit: u64| {
        ReadError::new(
            format!(
                "{} unpacks to more than {} MB, far too much for a table",
                path.display(),
                limit >> 20
            ),
            "If it is a real table, save the sheet as CSV and import that.",
        )
    };
    let mut declared = 0u64;
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(|_| damaged(path))?;
        declared = declared.saturating_add(part.size());
    }
    if declared > MOST_INFLATED {
        return Err(too_large(MOST_INFLATED));
    }
    let mut left = MOST_INFLATED;
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|e| unreadable(path, &e))?;
        let name = part.name().unwrap_or_default().to_lowercase();
        let own = match name.as_str() {
            n if n.ends_with("sharedstrings.xml") => MOST_SHARED_TEXT,
            n if BULKY.iter().any(|part| n.contains(part)) => MOST_INFLATED,
            _ => MOST_SMALL_PART,
        };
        let most = own.min(left);
        let got = io::copy(&mut part.take(most + 1), &mut io::sink()).map_err(|_| damaged(path))?;
        if got > most {
            return Err(too_large(most.max(1 << 20)));
        }
        if name.ends_with("sharedstrings.xml") {
            let part = zip.by_index(at).map_err(|e| unreadable(path, &e))?;
            if claimed_texts(part) > got / SHORTEST_TEXT {
                return Err(damaged(path));
            }
        }
        left -= got;
    }
    Ok(())
}

/// How many shared texts a part claims to have; `u64::MAX` for a claim that cannot be read. The reader makes
/// room for as many before it has seen one.
fn claimed_texts(part: impl Read) -> u64 {
    let mut xml = super::marks::reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "sst" => {
                let mut all = tag.attributes();
                let claims = all.with_checks(false).map(|attribute| {
                    let Ok(attribute) = attribute else {
                        return u64::MAX;
                    };
                    if !attribute.key.as_ref().ends_with("uniqueCount") {
                        return 0;
                    }
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                    value.map_or(u64::MAX, |text| text.parse().unwrap_or(u64::MAX))
                });
                return claims.max().unwrap_or(0);
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

fn unreadable(path: &Path, error: &zip::result::ZipError) -> ReadError {
    let words = error.to_string().to_lowercase();
    if words.contains("password") {
        return super::calamine_says(path, &"password");
    }
    damaged(path)
}
