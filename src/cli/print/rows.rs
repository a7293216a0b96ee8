//! Rows as they come: a table for people, JSON and CSV for programs. However many there are, what is held is one.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use chrono::DateTime;
use serde_json::{Map, Value as Json};

use super::{Form, StdoutText, aloud_columns, broken, ended, streamed, terminal_columns};
use crate::domain::text;
use crate::exchange::write::{Format, JsonLayout, JsonRows, RowWriter, TableCell, TableColumn};
use crate::office::Error;
use crate::office::lists::{ListColumns, RowBand, TerminalColumn, Viewer};

/// The widest a column gets where a person reads it on a terminal.
const WIDEST: usize = 60;
/// The room that a cell of several has where nobody sees how wide the answer gets: in a pipe or a file.
const PIPED: usize = 120;

/// A list in the form wanted: people see the columns of `shown`, JSON and CSV have all.
pub fn list<'r, R: 'static>(
    form: Form,
    columns: &ListColumns<R>,
    shown: &[&str],
    rows: impl IntoIterator<Item = &'r R> + Clone,
    viewer: &Viewer,
) {
    // Rows that are here come to the end; what became of stdout is remembered.
    let _ = rows_told(form, columns, shown, viewer, &|tell| {
        rows.clone().into_iter().try_for_each(tell)
    });
}

/// The same of rows in the order of this letter of the list's sort menu: where they fall into bands people see what
/// stands above each. In a pipe the answer is rows alone, aligned as they are.
pub fn list_in_bands<R: 'static>(
    form: Form,
    columns: &ListColumns<R>,
    shown: &[&str],
    (rows, letter): (&[R], char),
    viewer: &Viewer,
) {
    let all: Vec<&R> = rows.iter().collect();
    let bands = columns.bands(&all, letter);
    let each: EachRow<R> = &|tell| rows.iter().try_for_each(tell);
    let _ = told_in_bands(form, columns, shown, viewer, (each, &bands));
}

/// The same of rows that are not held: `each` tells them one by one, once more for each time it is asked.
pub fn rows_told<R: 'static>(
    form: Form,
    columns: &ListColumns<R>,
    shown: &[&str],
    viewer: &Viewer,
    each: EachRow<R>,
) -> Result<(), Error> {
    told_in_bands(form, columns, shown, viewer, (each, &[]))
}

fn told_in_bands<R: 'static>(
    form: Form,
    columns: &ListColumns<R>,
    shown: &[&str],
    viewer: &Viewer,
    (each, bands): (EachRow<R>, &[RowBand]),
) -> Result<(), Error> {
    let format = match form {
        Form::Text => return aligned_rows(&columns.shown(shown, viewer, room()), bands, each),
        Form::Plain => return rows_aloud(&columns.aloud(shown, viewer, room()), bands, each),
        Form::Json => Format::Json,
        Form::Csv => Format::Csv,
    };
    let file = columns.file(viewer);
    // None of the text formats has a date.
    let made = (format, DateTime::UNIX_EPOCH);
    ended_rows(streamed(StdoutText::of(format), |out| {
        let mut rows = RowWriter::begin(columns.name, file.columns(), made, out)?;
        take_each(each, |row| rows.row(&file.cells(row)))?;
        Ok(rows.end()?)
    }))
}

/// Rows as one JSON value, each as it comes, indented where a person reads it; where there is a head, as the last field
/// of it, under this name.
pub fn json_rows(
    columns: &[TableColumn],
    head: Option<(&Map<String, Json>, &str)>,
    each: EachRow<[TableCell]>,
) -> Result<(), Error> {
    ended_rows(streamed(StdoutText::AsItIs, |out| {
        let mut rows = RowWriter::objects(columns, layout(), head, out)?;
        take_each(each, |row| rows.row(row))?;
        Ok(rows.end()?)
    }))
}

/// The rows of a list as one JSON array, as the command of its name answers; `each` tells them one by one.
pub fn list_as_json<R: 'static>(
    columns: &ListColumns<R>,
    viewer: &Viewer,
    each: EachRow<R>,
) -> Result<(), Error> {
    let file = columns.json_file(viewer);
    json_rows(&file.columns(), None, &|tell| {
        each(&mut |row| tell(&file.cells(row)))
    })
}

/// Objects of any fields as one JSON value: as the last field of this head, under this name.
pub fn json_objects<E: From<Error>>(
    head: (&Map<String, Json>, &str),
    each: impl FnOnce(&mut TakeRow<Json, E>) -> Result<(), E>,
) -> Result<(), E> {
    ended_rows(streamed(StdoutText::AsItIs, |out| {
        let mut objects = JsonRows::begin(layout(), Some(head), out)?;
        take_each(each, |object| objects.object(object))?;
        Ok(objects.end()?)
    }))
}

/// How JSON is laid out on stdout: indented where a person reads it.
pub fn layout() -> JsonLayout {
    if io::stdout().is_terminal() {
        JsonLayout::Indented
    } else {
        JsonLayout::OneLine
    }
}

/// What takes a row that is told.
pub type TakeRow<'t, R, E = Error> = dyn FnMut(&R) -> Result<(), E> + 't;
/// What tells rows one by one.
pub type EachRow<'e, R> = &'e dyn Fn(&mut TakeRow<R>) -> Result<(), Error>;

/// Why rows were not told to their end.
#[derive(Debug)]
pub enum RowsError<E = Error> {
    /// They could not be written.
    Out(io::Error),
    /// They could not be read.
    Unread(E),
}

impl<E> From<io::Error> for RowsError<E> {
    fn from(error: io::Error) -> RowsError<E> {
        RowsError::Out(error)
    }
}

/// Takes each row, and no more once one could not be written.
pub fn take_each<R: ?Sized, E: From<Error>>(
    each: impl FnOnce(&mut TakeRow<R, E>) -> Result<(), E>,
    mut take: impl FnMut(&R) -> io::Result<()>,
) -> Result<(), RowsError<E>> {
    let mut lost = None;
    let told = each(&mut |row| {
        take(row).map_err(|error| {
            lost = Some(error);
            Error::Cancelled.into()
        })
    });
    match lost {
        Some(error) => Err(RowsError::Out(error)),
        None => told.map_err(RowsError::Unread),
    }
}

/// How the telling of rows ended: what became of stdout is remembered.
fn ended_rows<E>(done: Result<(), RowsError<E>>) -> Result<(), E> {
    match done {
        Ok(()) => Ok(()),
        Err(RowsError::Out(error)) => {
            ended(Err(error));
            Ok(())
        }
        Err(RowsError::Unread(error)) => Err(error),
    }
}

/// The room that a cell of several has, such as the schools of a row: half of the terminal.
fn room() -> usize {
    if !io::stdout().is_terminal() {
        return PIPED;
    }
    let half = terminal_columns(&io::stdout()).map(|columns| columns / 2);
    half.filter(|half| *half > 0).unwrap_or(WIDEST).min(WIDEST)
}

fn aligned_rows<R>(
    columns: &[TerminalColumn<R>],
    bands: &[RowBand],
    each: EachRow<R>,
) -> Result<(), Error> {
    let widest = io::stdout().is_terminal().then_some(WIDEST);
    let write = |out: &mut dyn Write| aligned(columns, bands, widest, each, out);
    ended_rows(streamed(StdoutText::AsItIs, write))
}

fn rows_aloud<R>(
    columns: &[TerminalColumn<R>],
    bands: &[RowBand],
    each: EachRow<R>,
) -> Result<(), Error> {
    let wide = aloud_columns(&io::stdout());
    let write = |out: &mut dyn Write| linear(columns, bands, wide, each, out);
    ended_rows(streamed(StdoutText::AsItIs, write))
}

/// What a column says of a row; nothing in it acts on a terminal.
fn safe<R>(column: &TerminalColumn<R>, row: &R) -> String {
    let told = column.text(row);
    let safe = match text::shown(&told) {
        Cow::Borrowed(_) => None,
        Cow::Owned(safe) => Some(safe),
    };
    safe.unwrap_or(told)
}

/// Row by row, twice: first for how wide the columns are, so that a long list takes no memory.
fn aligned<R>(
    columns: &[TerminalColumn<R>],
    bands: &[RowBand],
    widest: Option<usize>,
    each: EachRow<R>,
    out: &mut dyn Write,
) -> Result<(), RowsError> {
    let titles = columns.iter().map(|column| text::width(column.title));
    let mut widths: Vec<usize> = titles.collect();
    each(&mut |row| {
        for (width, column) in widths.iter_mut().zip(columns) {
            let cell = text::width(&safe(column, row));
            *width = cell.min(widest.unwrap_or(usize::MAX)).max(*width);
        }
        Ok(())
    })
    .map_err(RowsError::Unread)?;
    let line = |out: &mut dyn Write, told: &dyn Fn(&TerminalColumn<R>) -> String| {
        let cells: Vec<String> = columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| {
                let cell = told(column);
                if column.right {
                    text::pad_left(&cell, *width)
                } else {
                    text::pad(&cell, *width)
                }
            })
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())
    };
    line(out, &|column| column.title.to_owned())?;
    // Whoever reads a pipe by lines gets rows alone.
    let mut headings = Headings::above(if widest.is_some() { bands } else { &[] });
    take_each(each, |row| {
        if let Some(band) = headings.next() {
            writeln!(out, "{}: {}", band.heading, band.told)?;
        }
        line(out, &|column| safe(column, row))
    })
}

/// What stands above rows as they go by.
struct Headings<'b> {
    bands: std::slice::Iter<'b, RowBand>,
    /// So many rows more are of the band that was told last.
    left: usize,
}

impl<'b> Headings<'b> {
    fn above(bands: &'b [RowBand]) -> Headings<'b> {
        Headings {
            bands: bands.iter(),
            left: 0,
        }
    }

    /// The band that begins with the row that comes next, if any does.
    fn next(&mut self) -> Option<&'b RowBand> {
        if self.left > 0 {
            self.left -= 1;
            return None;
        }
        let band = self.bands.by_ref().find(|band| band.rows > 0)?;
        self.left = band.rows - 1;
        Some(band)
    }
}

/// `Lincoln ES: students 412, products 12.` Blank cells are not said. Above the rows of a band: `Asked for: 12, 3 late.`
/// On a terminal so wide a row goes on in the next line between two words.
fn linear<R>(
    columns: &[TerminalColumn<R>],
    bands: &[RowBand],
    wide: Option<usize>,
    each: EachRow<R>,
    out: &mut dyn Write,
) -> Result<(), RowsError> {
    let Some((first, others)) = columns.split_first() else {
        return Ok(());
    };
    let mut headings = Headings::above(bands);
    let mut told = |line: &str| {
        let lines = broken(line, wide);
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    take_each(each, |row| {
        if let Some(band) = headings.next() {
            let heading = text::capital(&band.heading.to_lowercase());
            told(&format!("{heading}: {}.", band.told))?;
        }
        let facts = others.iter().map(|column| (column, safe(column, row)));
        let facts: Vec<String> = facts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| match column.title.to_lowercase() {
                whole if whole.is_empty() => text,
                title => format!("{title} {text}"),
            })
            .collect();
        let name = safe(first, row);
        match facts.join(", ") {
            none if none.is_empty() => told(&format!("{name}.")),
            facts => told(&format!("{name}: {facts}.")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (&'static str, &'static str);

    #[test]
    fn people_see_columns_safe_and_in_line() {
        let columns: [TerminalColumn<Row>; 2] = [
            TerminalColumn::new("SCHOOL", false, |row: &Row| row.0.to_owned()),
            TerminalColumn::new("N", true, |row: &Row| row.1.to_owned()),
        ];
        let rows = [("Lincoln\u{1b}[2J", "412"), ("Oak \u{6f22}", "")];
        let each: EachRow<Row> = &|tell| rows.iter().try_for_each(tell);
        let aligned = |widest| {
            let mut out = Vec::new();
            super::aligned(&columns, &[], widest, each, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            aligned(None),
            "SCHOOL         N\nLincoln?[2J  412\nOak \u{6f22}\n"
        );
        assert_eq!(aligned(Some(8)).lines().nth(1), Some("Lincoln~  412"));
        let mut told = Vec::new();
        linear(&columns, &[], None, each, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(told, "Lincoln?[2J: n 412.\nOak \u{6f22}.\n");
        let mut told = Vec::new();
        linear(&columns, &[], Some(16), each, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(told, "Lincoln?[2J: n\n412.\nOak \u{6f22}.\n");
        let bands = ["LARGE", "NOT COUNTED"].map(|heading| RowBand::new(heading.into(), 1, ""));
        let mut told = Vec::new();
        linear(&columns, &bands, None, each, &mut told).unwrap();
        super::aligned(&columns, &bands, Some(8), each, &mut told).unwrap();
        super::aligned(&columns, &bands, None, each, &mut told).unwrap();
        assert_eq!(
            String::from_utf8(told).unwrap(),
            "Large: 1.\nLincoln?[2J: n 412.\nNot counted: 1.\nOak \u{6f22}.\n\
             SCHOOL      N\nLARGE: 1\nLincoln~  412\nNOT COUNTED: 1\nOak \u{6f22}\n\
             SCHOOL         N\nLincoln?[2J  412\nOak \u{6f22}\n"
        );
    }

    #[test]
    fn rows_end_where_one_cannot_be_written_and_where_one_cannot_be_read() {
        let rows = ["a", "b", "c"];
        let each: EachRow<&str> = &|tell| rows.iter().try_for_each(tell);
        let mut taken = Vec::new();
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let done = take_each(each, |row| {
            taken.push(*row);
            if *row == "b" { Err(full()) } else { Ok(()) }
        });
        assert!(
            matches!(done, Err(RowsError::Out(why)) if why.kind() == io::ErrorKind::StorageFull)
        );
        assert_eq!(taken, ["a", "b"]);
        let unread: EachRow<&str> = &|_| Err(Error::Cancelled);
        let done = take_each(unread, |_| Ok(()));
        assert!(matches!(done, Err(RowsError::Unread(Error::Cancelled))));
    }
}
