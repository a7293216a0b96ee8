//! Lists as files: a table made of what a view lists, written beside what was written before.
//! Called by `office` in the worker thread, and by views for the words. Overwrites nothing.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::product::ProductId;
use crate::domain::put::Stamp;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::exchange::save::save_new;
use crate::exchange::write::{Format, Holds, Table, TableCell, TableColumn};
use crate::office::lists::Viewer;
use crate::office::lists::matrix::{BEFORE_SCHOOLS, MATRIX};
use crate::store::{Error, MatrixCell, Overview, ProductRow};

/// So many files of one name and day.
const MOST: u32 = 999;

/// Why nothing was written there, and what to do about it.
pub fn refused(directory: &Path, error: &io::Error) -> Error {
    let why = format!("Nothing was written to {}: {error}", directory.display());
    Error::refused(Refusal::from(why).then(". ", "HALLPASS_EXPORT_DIR names another place"))
}

/// Writes the table to `NAME-YYYY-MM-DD.csv` in the directory, or `-2`, `-3`... where that is taken;
/// gives the path. The directory is made where it is missing.
pub fn write(
    directory: &Path,
    name: &str,
    table: &Table,
    format: Format,
    stamp: &Stamp,
) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    let stem = format!("{}-{}", tidy(name), stamp.today);
    let mut bytes = Vec::new();
    table.write(format, stamp.at, &mut bytes)?;
    new_file(directory, &stem, ending(format), &bytes)
}

/// Writes text that is a file already, in the same way.
pub fn write_text(
    directory: &Path,
    name: &str,
    ending: &str,
    text: &str,
    stamp: &Stamp,
) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    let stem = format!("{}-{}", tidy(name), stamp.today);
    new_file(directory, &stem, ending, text.as_bytes())
}

/// Under the first name that is free.
fn new_file(directory: &Path, stem: &str, ending: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let path = match number {
            1 => directory.join(format!("{stem}.{ending}")),
            number => directory.join(format!("{stem}-{number}.{ending}")),
        };
        match save_new(&path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST => {
                number += 1;
            }
            other => return other.map(|()| path),
        }
    }
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Csv | Format::ExcelCsv => "csv",
        Format::Xlsx => "xlsx",
        Format::Json => "json",
        Format::Markdown => "md",
        Format::Text => "txt",
    }
}

/// Letters and digits, in a form every file system takes.
fn tidy(name: &str) -> String {
    let mut out = String::new();
    for c in text::fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(60);
    let out = out.trim_end_matches('-');
    if out.is_empty() { "list" } else { out }.to_owned()
}

/// Products by schools: the percent of seats in use; `yes` where a product is there but its seats are
/// not counted.
pub fn matrix(
    overview: &Overview,
    products: &[ProductId],
    schools: &[SchoolId],
    cells: &[MatrixCell],
) -> Table {
    let known: HashMap<ProductId, &ProductRow> = overview
        .products
        .iter()
        .map(|row| (row.product, row))
        .collect();
    let codes: HashMap<SchoolId, &str> = overview
        .schools
        .iter()
        .map(|row| (row.school.id, row.school.code.as_str()))
        .collect();
    let cells: HashMap<(ProductId, SchoolId), &MatrixCell> = cells
        .iter()
        .map(|cell| ((cell.product, cell.school), cell))
        .collect();
    let rows: Vec<&ProductRow> = products
        .iter()
        .filter_map(|id| known.get(id).copied())
        .collect();
    let schools: Vec<SchoolId> = schools
        .iter()
        .filter(|school| codes.contains_key(school))
        .copied()
        .collect();
    let mut table = MATRIX.table(rows.iter().copied(), &Viewer::nobody());
    let before = table
        .columns
        .iter()
        .position(|column| column.name == BEFORE_SCHOOLS);
    let at = before.map_or(0, |before| before + 1);
    let heads = schools.iter().filter_map(|school| codes.get(school));
    let heads = heads.map(|code| TableColumn::new(code, Holds::Text));
    table.columns.splice(at..at, heads);
    for (product, items) in rows.iter().zip(&mut table.rows) {
        let cell = |school: &SchoolId| match cells.get(&(product.product, *school)) {
            None => TableCell::Blank,
            Some(cell) => match cell.used_pct() {
                Some(percent) => TableCell::Count(percent),
                None => TableCell::Text("yes".to_owned()),
            },
        };
        items.splice(at..at, schools.iter().map(cell));
    }
    "Percent of seats used, products by schools".clone_into(&mut table.title);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_file_names() {
        for (name, expected) in [
            ("Lincoln ES", "lincoln-es"),
            ("../../etc/passwd", "etc-passwd"),
            ("École Nº 1!", "ecole-no-1"),
            ("日本", "list"),
        ] {
            assert_eq!(tidy(name), expected);
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let inside = directory.path().join("deep");
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        let stamp = Stamp::own("ada", chrono::DateTime::UNIX_EPOCH, day);
        let table = Table {
            title: "Schools".into(),
            columns: vec![TableColumn::new("school", Holds::Text)],
            rows: vec![vec![TableCell::Text("=1+1".into())]],
        };
        for name in [
            "schools-2026-03-10.csv",
            "schools-2026-03-10-2.csv",
            "schools-2026-03-10-3.csv",
        ] {
            let path = write(&inside, "Schools", &table, Format::Csv, &stamp).unwrap();
            assert_eq!(path, inside.join(name));
            assert_eq!(fs::read_to_string(path).unwrap(), "school\n'=1+1\n");
        }
    }
}
