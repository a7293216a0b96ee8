//! The zip of a gradebook and the CSV files inside, each a stream; what its manifest says of them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::exchange::results::called;
use crate::exchange::results::columns::ResultColumns;
use crate::exchange::results::rows::{ResultRow, ResultRows};
use crate::exchange::{ReadError, text_file};

/// More files than this in the archive, or more bytes in one of them, are no gradebook.
const MOST_FILES: usize = 200;
const MOST_BYTES: u64 = 4 << 30;

pub(super) type Archive = ZipArchive<BufReader<File>>;

pub(super) fn archive(path: &Path) -> Result<Archive, ReadError> {
    let file = text_file::open(path)?;
    let damaged = |_| {
        ReadError::new(
            format!("{} is a zip archive that cannot be unpacked", called(path)),
            "Export it again.",
        )
    };
    let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > MOST_FILES {
        return Err(ReadError::new(
            format!("{} has more than {MOST_FILES} files inside", called(path)),
            "Name the gradebook alone.",
        ));
    }
    Ok(archive)
}

/// The place of a file inside, by its name without folders.
fn place(archive: &Archive, wanted: &str) -> Option<usize> {
    let names = archive.file_names().enumerate();
    let mut named = names.filter_map(|(at, name)| Some((at, name.ok()?.to_lowercase())));
    let wanted = wanted.to_lowercase();
    let found = named.find(|(_, name)| name.rsplit('/').next() == Some(wanted.as_str()));
    found.map(|(at, _)| at)
}

/// Is it a gradebook, and no spreadsheet?
pub(in crate::exchange::results) fn is_archive(path: &Path) -> Result<bool, ReadError> {
    let archive = archive(path)?;
    let has = |name| place(&archive, name).is_some();
    Ok(has("manifest.csv") || has("results.csv") || has("lineItems.csv"))
}

/// Calls `each` with every row of a file inside and the places of its columns; nothing where it is not there.
pub(super) fn each_row<const N: usize>(
    archive: &mut Archive,
    name: &str,
    columns: [&str; N],
    mut each: impl FnMut(ResultRow, [Option<usize>; N]) -> Result<(), ReadError>,
) -> Result<bool, ReadError> {
    let Some(at) = place(archive, name) else {
        return Ok(false);
    };
    let entry = archive.by_index(at).map_err(|_| {
        ReadError::new(
            format!("{name} cannot be unpacked"),
            "Export the gradebook again, without a password.",
        )
    })?;
    let mut rows = ResultRows::open(entry.take(MOST_BYTES), name.to_owned())?;
    let found = ResultColumns::new(rows.headers()?);
    let places = columns.map(|column| found.at(&[column]));
    while let Some(row) = rows.next()? {
        each(row, places)?;
    }
    Ok(true)
}

pub(super) fn cell<'r>(row: &ResultRow<'r>, at: Option<usize>) -> &'r [u8] {
    at.map_or(b"", |at| row.cell(at))
}

pub(super) fn text(row: &ResultRow, at: Option<usize>) -> String {
    at.map(|at| row.text(at)).unwrap_or_default()
}

pub(super) fn is_deleted(row: &ResultRow, at: Option<usize>) -> bool {
    cell(row, at).eq_ignore_ascii_case(b"tobedeleted")
}

pub(super) fn absent(path: &Path, what: &str) -> ReadError {
    ReadError::new(
        format!("{} has no {what}", called(path)),
        "Export the gradebook with results and with learning objectives of results or line items, in bulk.",
    )
}

/// The manifest says of each file whether it is all there is.
pub(super) fn check_manifest(archive: &mut Archive, path: &Path) -> Result<(), ReadError> {
    let mut said: HashMap<String, String> = HashMap::new();
    each_row(
        archive,
        "manifest.csv",
        ["propertyName", "value"],
        |row, [name, value]| {
            said.insert(
                text(&row, name).to_lowercase(),
                text(&row, value).to_lowercase(),
            );
            Ok(())
        },
    )?;
    let is = |file: &str, word: &str| {
        said.get(&format!("file.{}", file.to_lowercase()))
            .is_some_and(|v| v == word)
    };
    let objectives = ["resultLearningObjectiveIds", "lineItemLearningObjectiveIds"];
    if is("results", "absent") {
        return Err(absent(path, "results"));
    }
    if objectives.iter().all(|file| is(file, "absent")) {
        return Err(absent(path, "objectives"));
    }
    let mut all = objectives.iter().chain(&["results", "lineItems"]);
    match all.find(|file| is(file, "delta")) {
        Some(file) => Err(ReadError::new(
            format!("{} has only what changed of {file}", called(path)),
            "Export the gradebook in bulk: groups are counted from all of it.",
        )),
        None => Ok(()),
    }
}
