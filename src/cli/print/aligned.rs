//! Rows as an aligned table: as wide as the terminal, or as a pipe is given, and no wider. Names and sentences are cut,
//! and what is least needed is left out; numbers, days, ids and verdicts stand whole or not at all.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use super::each::{EachRow, Headings, RowsError, take_each};
use super::terminal_columns;
use crate::domain::text;
use crate::office::Error;
use crate::office::lists::{RowBand, TerminalColumn};

/// How wide a table is in a pipe or a file, where nobody sees how wide it gets.
pub(super) const PIPED: usize = 120;
/// How wide it is on a terminal that does not say how wide it is.
const USUAL: usize = 80;
/// Between two columns.
const GAP: usize = 2;

/// How wide an answer may be.
pub(super) fn room() -> usize {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return PIPED;
    }
    terminal_columns(&stdout).unwrap_or(USUAL)
}

/// A table that is measured: which of its columns stand, how wide, and which do not.
pub(super) struct FittedTable<'c, R> {
    columns: Vec<(TerminalColumn<'c, R>, usize)>,
    /// The titles of those that there is no room for.
    left_out: Vec<&'static str>,
    /// How wide it were with all of them, none cut.
    whole: usize,
}

impl<'c, R> FittedTable<'c, R> {
    /// The columns in so much room; in other words where `in_brief` has some and these do not fit.
    pub(super) fn of(
        columns: Vec<TerminalColumn<'c, R>>,
        in_brief: impl FnOnce() -> Option<Vec<TerminalColumn<'c, R>>>,
        room: usize,
        each: EachRow<R>,
    ) -> Result<FittedTable<'c, R>, Error> {
        let mut columns = columns;
        let mut widths = widths(&columns, room, each)?;
        let whole = total(&widths);
        if whole > room
            && let Some(brief) = in_brief()
        {
            columns = brief;
            widths = self::widths(&columns, room, each)?;
        }
        let stands = fit(&columns, &widths, room);
        let mut left_out = Vec::new();
        let mut standing = Vec::new();
        for (column, width) in columns.into_iter().zip(stands) {
            match width {
                Some(width) => standing.push((column, width)),
                None => left_out.push(column.title),
            }
        }
        Ok(FittedTable {
            columns: standing,
            left_out,
            whole,
        })
    }

    /// What is not shown, and how it is seen; none where all is.
    pub(super) fn left_out(&self, on_terminal: bool) -> Option<String> {
        if self.left_out.is_empty() {
            return None;
        }
        let wider = if on_terminal {
            format!("; so has a terminal of {} columns", self.whole)
        } else {
            String::new()
        };
        let titles = self.left_out.join(", ");
        Some(format!("No room for: {titles}. --csv has all{wider}."))
    }

    /// The titles, then row by row, with what stands above those of each band.
    pub(super) fn write(
        &self,
        bands: &[RowBand],
        each: EachRow<R>,
        out: &mut dyn Write,
    ) -> Result<(), RowsError> {
        self.line(out, |column, _| column.title.to_owned())?;
        let mut headings = Headings::above(bands);
        take_each(each, |row| {
            if let Some(band) = headings.next() {
                writeln!(out, "{}: {}", band.heading, band.told)?;
            }
            self.line(out, |column, width| safe(column, row, width))
        })
    }

    fn line(
        &self,
        out: &mut dyn Write,
        told: impl Fn(&TerminalColumn<'c, R>, usize) -> String,
    ) -> io::Result<()> {
        let cells = self.columns.iter().map(|(column, width)| {
            let cell = told(column, *width);
            if column.right {
                text::pad_left(&cell, *width)
            } else {
                text::pad(&cell, *width)
            }
        });
        let cells: Vec<String> = cells.collect();
        writeln!(out, "{}", cells.join("  ").trim_end())
    }
}

/// What a column says of a row, of several as many as fit into so many columns; nothing in it acts on a terminal.
pub(super) fn safe<R>(column: &TerminalColumn<R>, row: &R, width: usize) -> String {
    let told = column.text(row, width);
    let safe = match text::shown(&told) {
        Cow::Borrowed(_) => None,
        Cow::Owned(safe) => Some(safe),
    };
    safe.unwrap_or(told)
}

/// How wide each column is whose texts stand whole. Rows are asked twice, here and to be told, so that a long list takes
/// no memory.
fn widths<R>(
    columns: &[TerminalColumn<R>],
    room: usize,
    each: EachRow<R>,
) -> Result<Vec<usize>, Error> {
    let titles = columns.iter().map(|column| text::width(column.title));
    let mut widths: Vec<usize> = titles.collect();
    each(&mut |row| {
        for (width, column) in widths.iter_mut().zip(columns) {
            // Several take no more than half of the room.
            *width = text::width(&safe(column, row, room / 2)).max(*width);
        }
        Ok(())
    })?;
    Ok(widths)
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// How wide each of these columns stands in so much room; none for one that is left out. The first stands, unless it
/// is one of those that may leave.
fn fit<R>(columns: &[TerminalColumn<R>], whole: &[usize], room: usize) -> Vec<Option<usize>> {
    let least = columns.iter().zip(whole).map(|(column, whole)| {
        let least = column.least.unwrap_or(*whole);
        (*whole).min(least.max(text::width(column.title)))
    });
    let mut stands: Vec<Option<usize>> = least.map(Some).collect();
    let taken = |stands: &[Option<usize>]| {
        let widths: Vec<usize> = stands.iter().flatten().copied().collect();
        total(&widths)
    };
    // First those that are least needed, then the last ones.
    let first_may = columns.first().is_some_and(|first| first.leaves.is_some());
    let may_leave = |at: &usize| *at > 0 || first_may;
    let mut leaving: Vec<usize> = (0..columns.len()).rev().filter(may_leave).collect();
    leaving.sort_by_key(|at| columns[*at].leaves.unwrap_or(u8::MAX));
    let mut left_out = Vec::new();
    for at in leaving {
        if taken(&stands) <= room {
            break;
        }
        left_out.push((at, stands[at].take()));
    }
    // A wide one that had to go may have made room for narrower ones.
    for (at, width) in left_out.into_iter().rev() {
        stands[at] = width;
        if taken(&stands) > room {
            stands[at] = None;
        }
    }
    // What room is left goes to the narrowest of those that are cut.
    for _ in taken(&stands)..room {
        let cut = stands.iter_mut().zip(whole);
        let cut = cut.filter_map(|(width, whole)| width.as_mut().filter(|width| **width < *whole));
        match cut.min() {
            Some(narrowest) => *narrowest += 1,
            None => break,
        }
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (&'static str, &'static str, &'static str);

    const ROWS: [Row; 2] = [
        ("Lincoln\u{1b}[2J", "412", "what is said of it"),
        ("Oak \u{6f22}", "", ""),
    ];

    fn table(room: usize) -> (String, Option<String>) {
        let name = TerminalColumn::new("SCHOOL", false, |row: &Row, _| row.0.to_owned());
        let count = TerminalColumn::new("N", true, |row: &Row, _| row.1.to_owned());
        let words = TerminalColumn::new("SAID", false, |row: &Row, _| row.2.to_owned());
        let columns = vec![
            name.shrinks(Some(6)),
            count,
            words.leaves(Some(1)).shrinks(Some(8)),
        ];
        let each: EachRow<Row> = &|tell| ROWS.iter().try_for_each(tell);
        let table = FittedTable::of(columns, || None, room, each).unwrap();
        let mut out = Vec::new();
        table.write(&[], each, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), table.left_out(true))
    }

    #[test]
    fn people_see_columns_safe_and_in_line() {
        let whole = "SCHOOL         N  SAID\nLincoln?[2J  412  what is said of it\nOak \u{6f22}\n";
        assert_eq!(table(36), (whole.to_owned(), None));
        assert_eq!(table(200).0, whole);
    }

    #[test]
    fn names_are_cut_before_a_column_is_left_out_and_a_number_never() {
        assert_eq!(
            table(28),
            (
                "SCHOOL         N  SAID\nLincoln?[2J  412  what is s~\nOak \u{6f22}\n".to_owned(),
                None
            )
        );
        let (told, left_out) = table(16);
        assert_eq!(told, "SCHOOL         N\nLincoln?[2J  412\nOak \u{6f22}\n");
        assert_eq!(
            left_out.as_deref(),
            Some("No room for: SAID. --csv has all; so has a terminal of 36 columns.")
        );
        assert_eq!(table(12).0, "SCHOOL     N\nLincol~  412\nOak \u{6f22}\n");
        // Nothing fits: the first stands as it may.
        assert_eq!(table(5).0, "SCHOOL\nLinco~\nOak \u{6f22}\n");
    }

    #[test]
    fn what_left_first_comes_back_where_a_wider_one_made_room_for_it() {
        let column = |title, words: &'static str| {
            TerminalColumn::new(title, false, move |_: &Row, _| words.to_owned())
        };
        let columns = || {
            vec![
                column("SEQ", "9").leaves(Some(1)),
                column("NAME", "Lincoln ES"),
                column("SAID", "a sentence of some length").leaves(Some(2)),
            ]
        };
        let each: EachRow<Row> = &|tell| ROWS.iter().try_for_each(tell);
        let titles = |room| {
            let table = FittedTable::of(columns(), || None, room, each).unwrap();
            let mut out = Vec::new();
            table.write(&[], each, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let titles = text.lines().next().unwrap().split_whitespace();
            titles.map(str::to_owned).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(titles(42), "SEQ NAME SAID");
        assert_eq!(titles(40), "NAME SAID");
        assert_eq!(titles(30), "SEQ NAME");
        assert_eq!(titles(12), "NAME");
    }

    #[test]
    fn what_has_fewer_words_for_it_is_told_in_them_before_anything_is_cut() {
        let told = |words: &'static str| {
            vec![TerminalColumn::new("DUE", false, move |_: &Row, _| {
                words.to_owned()
            })]
        };
        let each: EachRow<Row> = &|tell| ROWS.iter().try_for_each(tell);
        let write = |room| {
            let table = FittedTable::of(
                told("late 8 working days"),
                || Some(told("late 8d")),
                room,
                each,
            );
            let mut out = Vec::new();
            table.unwrap().write(&[], each, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(write(19).lines().nth(1), Some("late 8 working days"));
        assert_eq!(write(18).lines().nth(1), Some("late 8d"));
    }
}
