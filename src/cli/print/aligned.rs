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
    columns: Vec<(MeasuredColumn<'c, R>, usize)>,
    /// Of several, such as the schools of a row, as many are told as fit into so many columns.
    several: usize,
    /// The titles of those that there is no room for.
    left_out: Vec<&'static str>,
    /// How wide it were with all of them, none cut.
    whole: usize,
}

/// A column, how wide it is where its texts stand whole, and what it said of the first rows.
struct MeasuredColumn<'c, R> {
    column: TerminalColumn<'c, R>,
    whole: usize,
    said: CellsSaid,
}

/// The cells of the first rows one after another, so that they are not made once more to be written: of a long list as many
/// as take little memory.
#[derive(Default)]
struct CellsSaid {
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    is_full: bool,
}

impl CellsSaid {
    /// A column keeps so many bytes.
    const KEPT: usize = 512 * 1024;

    fn keep(&mut self, cell: &str) {
        let more = self.text.len() + cell.len() + (self.ends.len() + 1) * size_of::<usize>();
        self.is_full |= more > CellsSaid::KEPT;
        if !self.is_full {
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        let before = row.checked_sub(1).and_then(|before| self.ends.get(before));
        let from = before.copied().unwrap_or_default();
        self.text.get(from..*self.ends.get(row)?)
    }
}

impl<'c, R> FittedTable<'c, R> {
    /// The columns in so much room; in fewer words where some have them and all do not fit.
    pub(super) fn of(
        columns: Vec<TerminalColumn<'c, R>>,
        room: usize,
        each: EachRow<R>,
    ) -> Result<FittedTable<'c, R>, Error> {
        // Several take no more than half of the room.
        let several = room / 2;
        let mut columns = measured(columns, several, each)?;
        let whole = total(columns.iter().map(|column| column.whole));
        if whole > room {
            let brief = columns.iter_mut().enumerate();
            let brief = brief.filter_map(|(at, of)| Some((at, of.column.in_brief()?)));
            let (places, brief): (Vec<usize>, Vec<_>) = brief.unzip();
            if !brief.is_empty() {
                for (at, column) in places.into_iter().zip(measured(brief, several, each)?) {
                    columns[at] = column;
                }
            }
        }
        let stands = fit(&columns, room);
        let mut left_out = Vec::new();
        let mut standing = Vec::new();
        for (column, width) in columns.into_iter().zip(stands) {
            match width {
                Some(width) => standing.push((column, width)),
                None => left_out.push(column.column.title),
            }
        }
        Ok(FittedTable {
            columns: standing,
            several,
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
        let mut line = String::new();
        self.line(&mut line, |of, _| Cow::Borrowed(of.column.title));
        out.write_all(line.as_bytes())?;
        let mut headings = Headings::above(bands);
        let mut at = 0;
        take_each(each, |row| {
            if let Some(band) = headings.next() {
                writeln!(out, "{}: {}", band.heading, band.told)?;
            }
            self.line(&mut line, |of, width| self.cell(of, (at, row), width));
            at += 1;
            out.write_all(line.as_bytes())
        })
    }

    /// What a column says of a row in so much room: what it said already, unless several are named in it and other room
    /// may name others of them.
    fn cell<'s>(
        &self,
        of: &'s MeasuredColumn<R>,
        (at, row): (usize, &R),
        width: usize,
    ) -> Cow<'s, str> {
        let fits = |said: &&str| width <= self.several && text::width(said) <= width;
        match of.said.get(at).filter(fits) {
            Some(said) => Cow::Borrowed(said),
            None => Cow::Owned(safe(&of.column, row, width)),
        }
    }

    /// Makes the line in which each column stands with what is told of it.
    fn line<'s>(
        &'s self,
        line: &mut String,
        told: impl Fn(&'s MeasuredColumn<'c, R>, usize) -> Cow<'s, str>,
    ) {
        line.clear();
        for (at, (column, width)) in self.columns.iter().enumerate() {
            let gap = if at == 0 { 0 } else { GAP };
            line.extend(std::iter::repeat_n(' ', gap));
            let cell = told(column, *width);
            if column.column.right {
                text::push_padded_left(line, &cell, *width);
            } else {
                text::push_padded(line, &cell, *width);
            }
        }
        line.truncate(line.trim_end().len());
        line.push('\n');
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

/// How wide each column is whose texts stand whole, and what it says of the first rows. Rows are asked twice, here and to
/// be told, so that a long list takes no memory.
fn measured<'c, R>(
    columns: Vec<TerminalColumn<'c, R>>,
    several: usize,
    each: EachRow<R>,
) -> Result<Vec<MeasuredColumn<'c, R>>, Error> {
    let columns = columns.into_iter().map(|column| MeasuredColumn {
        whole: text::width(column.title),
        column,
        said: CellsSaid::default(),
    });
    let mut columns: Vec<MeasuredColumn<R>> = columns.collect();
    each(&mut |row| {
        for of in &mut columns {
            let cell = safe(&of.column, row, several);
            of.whole = text::width(&cell).max(of.whole);
            of.said.keep(&cell);
        }
        Ok(())
    })?;
    Ok(columns)
}

fn total(widths: impl Iterator<Item = usize>) -> usize {
    let (count, wide) = widths.fold((0_usize, 0), |(count, wide), width| {
        (count + 1, wide + width)
    });
    wide + GAP * count.saturating_sub(1)
}

/// How wide each of these columns stands in so much room; none for one that is left out. The first stands, unless it
/// is one of those that may leave.
fn fit<R>(columns: &[MeasuredColumn<R>], room: usize) -> Vec<Option<usize>> {
    let least = columns.iter().map(|MeasuredColumn { column, whole, .. }| {
        let least = column.least.unwrap_or(*whole);
        (*whole).min(least.max(text::width(column.title)))
    });
    let mut stands: Vec<Option<usize>> = least.map(Some).collect();
    let taken = |stands: &[Option<usize>]| total(stands.iter().flatten().copied());
    // First those that are least needed, then the last ones.
    let first_may = columns
        .first()
        .is_some_and(|first| first.column.leaves.is_some());
    let may_leave = |at: &usize| *at > 0 || first_may;
    let mut leaving: Vec<usize> = (0..columns.len()).rev().filter(may_leave).collect();
    leaving.sort_by_key(|at| columns[*at].column.leaves.unwrap_or(u8::MAX));
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
    // What room is left goes to the narrowest of those that are cut, and first to those that never leave.
    for _ in taken(&stands)..room {
        let cut = stands.iter_mut().zip(columns);
        let cut = cut.filter_map(|(width, of)| {
            let width = width.as_mut().filter(|width| **width < of.whole)?;
            Some((of.column.leaves.is_some(), width))
        });
        match cut.min() {
            Some((_, narrowest)) => *narrowest += 1,
            None => break,
        }
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

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
        let table = FittedTable::of(columns, room, each).unwrap();
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
            let table = FittedTable::of(columns(), room, each).unwrap();
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
        let told = |_: &Row, _: usize| "late 8 working days".to_owned();
        let brief = |_: &Row, _: usize| "late 8d".to_owned();
        let each: EachRow<Row> = &|tell| ROWS.iter().try_for_each(tell);
        let write = |room| {
            let due = TerminalColumn::new("DUE", false, told);
            let table = FittedTable::of(vec![due.brief("DUE", brief)], room, each);
            let mut out = Vec::new();
            table.unwrap().write(&[], each, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(write(19).lines().nth(1), Some("late 8 working days"));
        assert_eq!(write(18).lines().nth(1), Some("late 8d"));
    }

    #[test]
    fn a_cell_is_made_once_and_of_a_long_list_those_behind_the_first_once_more() {
        let write = |rows: i64| {
            let made = Cell::new(0);
            let column = TerminalColumn::new("N", true, |row: &i64, _| {
                made.set(made.get() + 1);
                row.to_string()
            });
            let each: EachRow<i64> = &|tell| (0..rows).try_for_each(|row| tell(&row));
            let table = FittedTable::of(vec![column], 80, each).unwrap();
            let mut out = Vec::new();
            table.write(&[], each, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let told: Vec<i64> = out
                .lines()
                .skip(1)
                .map(|n| n.trim().parse().unwrap())
                .collect();
            assert_eq!(told, (0..rows).collect::<Vec<_>>());
            made.get()
        };
        assert_eq!(write(3), 3);
        let (many, made) = (100_000, write(100_000));
        assert!(made > many && made < many * 2, "{made}");
    }

    #[test]
    fn several_are_named_as_the_room_allows_that_they_stand_in() {
        let several = |_: &Row, room: usize| "x".repeat(room);
        let name = || TerminalColumn::new("N", false, |row: &Row, _| row.0.to_owned());
        let each: EachRow<Row> = &|tell| ROWS.iter().try_for_each(tell);
        let write = |room: usize| {
            let schools = TerminalColumn::new("WHERE", false, several).shrinks(Some(5));
            let table = FittedTable::of(vec![name(), schools], room, each).unwrap();
            let mut out = Vec::new();
            table.write(&[], each, &mut out).unwrap();
            String::from_utf8(out)
                .unwrap()
                .lines()
                .nth(1)
                .unwrap()
                .to_owned()
        };
        assert_eq!(write(40), format!("Lincoln?[2J  {}", "x".repeat(20)));
        assert_eq!(write(22), format!("Lincoln?[2J  {}", "x".repeat(9)));
    }
}
