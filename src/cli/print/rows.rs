//! Rows as they come: a table for people, JSON and CSV for programs. However many there are, what is held is one.

use std::io::{self, IsTerminal, Write};

use chrono::DateTime;
use serde_json::{Map, Value as Json};

use super::aligned::{self, FittedTable, safe};
use super::each::{EachRow, Headings, RowsError, TakeRow, take_each};
use super::{Form, StdoutText, aloud_columns, broken, ended, notice, streamed};
use crate::domain::text;
use crate::exchange::write::{Format, JsonLayout, JsonRows, RowWriter, TableCell, TableColumn};
use crate::office::Error;
use crate::office::lists::{ListColumns, RowBand, TerminalColumn, Viewer};

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
        Form::Text => return aligned_rows(columns, shown, viewer, (each, bands)),
        Form::Plain => return rows_aloud(&columns.aloud(shown, viewer), bands, each),
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

/// A table as wide as there is room; what there is none for is said behind it.
fn aligned_rows<R: 'static>(
    columns: &ListColumns<R>,
    shown: &[&str],
    viewer: &Viewer,
    (each, bands): (EachRow<R>, &[RowBand]),
) -> Result<(), Error> {
    let room = aligned::room();
    let table = FittedTable::of(columns.shown(shown, viewer), room, each)?;
    let on_terminal = io::stdout().is_terminal();
    // Whoever reads a pipe by lines gets rows alone.
    let bands = if on_terminal { bands } else { &[] };
    ended_rows(streamed(StdoutText::AsItIs, |out| {
        table.write(bands, each, out)
    }))?;
    if let Some(left_out) = table.left_out(on_terminal) {
        text::wrap_words(&left_out, room)
            .iter()
            .for_each(|line| notice(line));
    }
    Ok(())
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
    let several = wide.map_or(aligned::PIPED, |wide| wide / 2);
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
        let facts = others
            .iter()
            .map(|column| (column, safe(column, row, several)));
        let facts: Vec<String> = facts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| match column.title.to_lowercase() {
                whole if whole.is_empty() => text,
                title => format!("{title} {text}"),
            })
            .collect();
        let name = safe(first, row, several);
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
    fn rows_are_read_aloud_fact_by_fact_and_broken_between_words() {
        let columns: [TerminalColumn<Row>; 2] = [
            TerminalColumn::new("SCHOOL", false, |row: &Row, _| row.0.to_owned()),
            TerminalColumn::new("N", true, |row: &Row, _| row.1.to_owned()),
        ];
        let rows = [("Lincoln\u{1b}[2J", "412"), ("Oak \u{6f22}", "")];
        let each: EachRow<Row> = &|tell| rows.iter().try_for_each(tell);
        let told = |bands: &[RowBand], wide| {
            let mut told = Vec::new();
            linear(&columns, bands, wide, each, &mut told).unwrap();
            String::from_utf8(told).unwrap()
        };
        assert_eq!(told(&[], None), "Lincoln?[2J: n 412.\nOak \u{6f22}.\n");
        assert_eq!(told(&[], Some(16)), "Lincoln?[2J: n\n412.\nOak \u{6f22}.\n");
        let bands = ["LARGE", "NOT COUNTED"].map(|heading| RowBand::new(heading.into(), 1, ""));
        assert_eq!(
            told(&bands, None),
            "Large: 1.\nLincoln?[2J: n 412.\nNot counted: 1.\nOak \u{6f22}.\n"
        );
        let table = FittedTable::of(columns.into(), 80, each).unwrap();
        let mut told = Vec::new();
        table.write(&bands, each, &mut told).unwrap();
        assert_eq!(
            String::from_utf8(told).unwrap(),
            "SCHOOL         N\nLARGE: 1\nLincoln?[2J  412\nNOT COUNTED: 1\nOak \u{6f22}\n"
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
