//! Spreadsheet files: `.xlsx` and `.xls` through calamine, `.ods` by a small reader of our own,
//! each only after its guard has seen that reading it cannot run away with memory.
//! `sheet` calls `open` and gets a `SheetRows`: the cells of one sheet, bounded in rows, columns, cells and text.

mod cells;
mod legacy;
mod marks;
mod opendocument;
mod package;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{CellErrorType, Data, DataRef, Reader, SheetVisible, Style, Xls, Xlsx};

use super::refusal::ReadError;
use super::sheet::{FileCell, FileFacts, FileFormat, MOST_COLUMNS};
use super::text_file;
use cells::Cells;
use package::WorkbookKind;

pub(super) use cells::SheetRows;

/// Most rows a spreadsheet may have, the header among them.
const MOST_ROWS: usize = 50_001;
/// Most cells that hold something, in one sheet.
pub(super) const MOST_CELLS: usize = 4_000_000;
/// Most bytes of text in one sheet; a shared text counts each time it is used.
const MOST_TEXT: usize = 100 << 20;
/// Largest spreadsheet file taken in.
const MOST_BYTES: u64 = 64 << 20;

fn too_big(found: String, limit: &str) -> ReadError {
    ReadError::new(
        format!("the sheet has {found}, beyond what hallpass reads from a spreadsheet ({limit})"),
        "Delete what does not belong to the table, or save the sheet as CSV, which may have more rows.",
    )
}

/// One sheet that was read, and the names of those that were not.
struct Chosen {
    name: String,
    others: Vec<String>,
    /// Those of the others that a person sees.
    visible: Vec<String>,
    cells: Cells,
}

/// Opens a spreadsheet file of `bytes` bytes and reads one sheet of it; gives the names of the other sheets
/// that a person sees, too.
pub(super) fn open(
    path: &Path,
    bytes: u64,
    sheet_name: Option<&str>,
) -> Result<(SheetRows, FileFacts, Vec<String>), ReadError> {
    if bytes > MOST_BYTES {
        return Err(ReadError::new(
            format!(
                "{} is larger than 64 MB, too large for a spreadsheet",
                path.display()
            ),
            "Save the sheet as CSV and import that.",
        ));
    }
    let name = path.to_owned();
    let path = path.to_owned();
    let wanted = sheet_name.map(str::to_owned);
    // A thread of its own: a library that panics over a damaged file then costs an error, not the program.
    let work = std::thread::spawn(move || read(&path, wanted.as_deref()));
    let (format, chosen) = work.join().unwrap_or_else(|_| Err(damaged(&name)))?;
    let facts = FileFacts {
        format,
        encoding: None,
        sheet: Some(chosen.name),
        other_sheets: chosen.others,
        names_in: (1, 1),
        bytes,
    };
    Ok((SheetRows::new(chosen.cells), facts, chosen.visible))
}

fn read(path: &Path, wanted: Option<&str>) -> Result<(FileFormat, Chosen), ReadError> {
    let open = || text_file::open(path);
    match package::kind(path, open()?)? {
        WorkbookKind::Xlsx => {
            let book = Xlsx::new(BufReader::new(open()?)).map_err(|e| calamine_says(path, &e))?;
            Ok((FileFormat::Xlsx, xlsx(path, book, wanted)?))
        }
        WorkbookKind::Ods => {
            let sheets = opendocument::read(path, open()?)?;
            Ok((FileFormat::Ods, choose(path, sheets, &[], wanted)?))
        }
        WorkbookKind::Xls => {
            let hidden = legacy::check(path, open()?)?;
            let book = Xls::new(BufReader::new(open()?)).map_err(|e| calamine_says(path, &e))?;
            Ok((FileFormat::Xls, xls(path, book, &hidden, wanted)?))
        }
    }
}

fn calamine_says(path: &Path, error: &dyn std::fmt::Display) -> ReadError {
    let words = error.to_string();
    if words.contains("assword") {
        return ReadError::new(
            format!("{} is protected with a password", path.display()),
            "Open it, save a copy without the password, and import that.",
        );
    }
    ReadError {
        what: format!("{} is damaged: {}", path.display(), super::cut(&words, 80)),
        ..damaged(path)
    }
}

/// The file claims to be a spreadsheet but does not hold together.
fn damaged(path: &Path) -> ReadError {
    ReadError::new(
        format!(
            "{} is damaged: it is no complete spreadsheet file",
            path.display()
        ),
        "Open it in a spreadsheet program, save it as .xlsx under a new name, and import that.",
    )
}

fn no_such_sheet(path: &Path, wanted: &str, names: &[String]) -> ReadError {
    ReadError::new(
        format!("{} has no sheet `{wanted}`", path.display()),
        format!("It has: {}.", super::cut(&names.join(", "), 200)),
    )
}

/// Picks the wanted sheet, or the first that holds anything and is not hidden.
fn choose(
    path: &Path,
    sheets: Vec<(String, Cells)>,
    hidden: &[String],
    wanted: Option<&str>,
) -> Result<Chosen, ReadError> {
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let mut sheets = sheets;
    sheets.sort_by_key(|(name, _)| hidden.contains(name));
    let mut sheets = sheets.into_iter();
    let found = match wanted {
        Some(wanted) => sheets
            .find(|(name, _)| same_name(name, wanted))
            .ok_or_else(|| no_such_sheet(path, wanted, &names))?,
        None => sheets
            .find(|(_, cells)| !cells.is_empty())
            .unwrap_or_default(),
    };
    Ok(chosen(found, names, hidden))
}

fn chosen((name, cells): (String, Cells), names: Vec<String>, hidden: &[String]) -> Chosen {
    let others: Vec<String> = names.into_iter().filter(|n| *n != name).collect();
    let seen = others.iter().filter(|n| !hidden.contains(n));
    Chosen {
        visible: seen.cloned().collect(),
        others,
        name,
        cells,
    }
}

fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn xlsx(
    path: &Path,
    mut book: Xlsx<BufReader<File>>,
    wanted: Option<&str>,
) -> Result<Chosen, ReadError> {
    let mut sheets = book.sheets_metadata().to_vec();
    // Hidden sheets hold lookups and leftovers: read one only when nothing else is there, or when named.
    sheets.sort_by_key(|s| s.visible != SheetVisible::Visible);
    let unseen = sheets.iter().filter(|s| s.visible != SheetVisible::Visible);
    let hidden: Vec<String> = unseen.map(|s| s.name.clone()).collect();
    let names: Vec<String> = sheets.into_iter().map(|s| s.name).collect();
    let tried: Vec<&String> = match wanted {
        None => names.iter().collect(),
        Some(wanted) => names.iter().filter(|n| same_name(n, wanted)).collect(),
    };
    if let (Some(wanted), true) = (wanted, tried.is_empty()) {
        return Err(no_such_sheet(path, wanted, &names));
    }
    let mut found = (String::new(), Cells::default());
    for name in tried {
        let mut cells = Cells::default();
        // A chart sheet is no sheet of cells.
        let Ok(mut reader) = book.worksheet_cells_reader(name) else {
            continue;
        };
        let percent: Vec<bool> = reader.styles().iter().map(is_percent).collect();
        let mut next = || reader.next_cell_with_style_id();
        while let Some((cell, style)) = next().map_err(|e| calamine_says(path, &e))? {
            let (row, column) = cell.get_position();
            let value = match from_xlsx(cell.get_value()) {
                FileCell::Number(n) if percent.get(style) == Some(&true) => shown_percent(n),
                value => value,
            };
            cells.put(row as usize, column as usize, value)?;
        }
        marks::mark(path, name, &mut cells)?;
        found = (name.clone(), cells);
        if !found.1.is_empty() {
            break;
        }
    }
    Ok(chosen(found, names, &hidden))
}

fn xls(
    path: &Path,
    mut book: Xls<BufReader<File>>,
    hidden_rows: &[Vec<usize>],
    wanted: Option<&str>,
) -> Result<Chosen, ReadError> {
    let mut sheets = Vec::new();
    for (at, name) in book.sheet_names().into_iter().enumerate() {
        // Safe here, and the only way in: `legacy::check` has bounded the rectangle.
        let range = book
            .worksheet_range(&name)
            .map_err(|e| calamine_says(path, &e))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Cells::default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row + top as usize, column + left as usize);
            cells.put(row, column, from_xls(value))?;
        }
        for merged in book.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            let [top, bottom] = [merged.start, merged.end].map(|(row, _)| row as usize);
            cells.merge(merged.start.1 as usize, top, bottom)?;
        }
        cells.hide(hidden_rows.get(at).into_iter().flatten().copied());
        sheets.push((name, cells));
    }
    let sheet_meta = book.sheets_metadata().iter();
    let unseen = sheet_meta.filter(|s| s.visible != SheetVisible::Visible);
    let hidden: Vec<String> = unseen.map(|s| s.name.clone()).collect();
    choose(path, sheets, &hidden, wanted)
}

fn from_xls(value: &Data) -> FileCell {
    match value {
        Data::String(text) | Data::DurationIso(text) => FileCell::Text(text.clone()),
        Data::Int(n) => FileCell::Number(*n as f64),
        Data::Float(n) => FileCell::Number(*n),
        Data::Bool(yes) => FileCell::Bool(*yes),
        Data::DateTime(at) => day(at),
        Data::DateTimeIso(text) => iso_day(text),
        Data::Error(error) => broken(error),
        Data::Empty => FileCell::Empty,
    }
}

/// Does the cell show its number times a hundred, with a percent sign?
fn is_percent(style: &Style) -> bool {
    let format = style.number_format.as_ref();
    format.is_some_and(|f| {
        // What stands in quotes or behind a backslash is words, not a format.
        let outside: String = f.format_code.split('"').step_by(2).collect();
        outside.replace("\\%", "").contains('%') || matches!(f.format_id, Some(9 | 10))
    })
}

/// A percentage is kept as 0.34 and shown as 34%: what people see is what they mean.
fn shown_percent(share: f64) -> FileCell {
    FileCell::Text(format!("{}%", (share * 1e4).round() / 100.0))
}

fn from_xlsx(value: &DataRef<'_>) -> FileCell {
    match value {
        DataRef::SharedString(text) => FileCell::Text((*text).to_owned()),
        other => from_xls(&Data::from(other.clone())),
    }
}

fn day(at: &calamine::ExcelDateTime) -> FileCell {
    match at.as_datetime() {
        Some(day) if at.is_datetime() && at.as_f64() >= 1.0 => FileCell::Day(day.date()),
        _ => FileCell::Broken(format!(
            "this is a time of day ({}), not a day",
            at.as_f64()
        )),
    }
}

/// An ISO day, with or without a time behind it.
fn iso_day(text: &str) -> FileCell {
    match text.get(..10).and_then(|d| d.parse().ok()) {
        // An instant is not yet the day before its time: that depends on the zone.
        Some(day) if !text.ends_with('Z') => FileCell::Day(day),
        _ => FileCell::Text(text.to_owned()),
    }
}

fn broken(error: &CellErrorType) -> FileCell {
    match error {
        // "Not available" is an answer; the other errors are a formula that failed.
        CellErrorType::NA => FileCell::Text("#N/A".to_owned()),
        error => FileCell::Broken(format!(
            "the spreadsheet shows {error} here; mend the formula or type the value"
        )),
    }
}
