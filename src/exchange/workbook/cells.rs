//! The filled cells of one sheet, bounded in rows, columns, cells and text, whatever program wrote them.
//! Here a merged cell comes to hold for all its rows, and hidden rows are remembered.

use std::collections::btree_map::IntoIter;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{MOST_CELLS, MOST_ROWS, MOST_TEXT, ReadError, too_big};
use crate::exchange::sheet::{FileCell, MOST_COLUMNS, Raw, letter};

/// The filled cells of one sheet, row by row.
#[derive(Default)]
pub(super) struct Cells {
    rows: BTreeMap<usize, Vec<(usize, FileCell)>>,
    filled: usize,
    text: usize,
    looked_at: usize,
    hidden: HashSet<usize>,
    /// For a row: the places that a merged cell above fills, and its first and last row, as numbered.
    merged: HashMap<usize, Vec<(usize, u64, u64)>>,
}

impl Cells {
    /// Puts a cell at its place, counted from 0. Empty cells take no room and may stand anywhere:
    /// programs colour whole columns.
    pub(super) fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: FileCell,
    ) -> Result<(), ReadError> {
        match &cell {
            FileCell::Empty => return Ok(()),
            FileCell::Text(text) if text.trim().is_empty() => return Ok(()),
            FileCell::Text(text) => self.text += text.len(),
            _ => {}
        }
        self.filled += 1;
        if row >= MOST_ROWS {
            return Err(too_big(format!("a cell in row {}", row + 1), "50,000 rows"));
        }
        if column >= MOST_COLUMNS {
            let at = letter(column);
            return Err(too_big(format!("a cell in column {at}"), "1,000 columns"));
        }
        if self.filled > MOST_CELLS || self.text > MOST_TEXT {
            return Err(too_big(
                "too many cells".to_owned(),
                "4,000,000 cells and 100 MB of text",
            ));
        }
        self.rows.entry(row).or_default().push((column, cell));
        Ok(())
    }

    /// Puts a cell where none stands.
    pub(super) fn put_absent(
        &mut self,
        row: usize,
        column: usize,
        cell: FileCell,
    ) -> Result<(), ReadError> {
        let held = self.rows.get(&row);
        if held.is_some_and(|cells| cells.iter().any(|(at, _)| *at == column)) {
            return Ok(());
        }
        self.put(row, column, cell)
    }

    /// Fills a column's merged cell into those of its rows that hold anything. Rows from 0, both inclusive.
    /// Only down: a cell merged over several columns says nothing of the other columns.
    pub(super) fn merge(
        &mut self,
        column: usize,
        top: usize,
        bottom: usize,
    ) -> Result<(), ReadError> {
        if top >= bottom {
            return Ok(());
        }
        let at = |cells: &[(usize, FileCell)]| cells.iter().find(|(at, _)| *at == column).cloned();
        let Some((_, cell)) = self.rows.get(&top).and_then(|cells| at(cells)) else {
            return Ok(());
        };
        let below: Vec<usize> = self
            .rows
            .range(top + 1..=bottom)
            .map(|(row, _)| *row)
            .collect();
        // Merged cells may lie over each other in a hostile file, each to be looked through anew.
        self.looked_at += below.len();
        if self.looked_at > MOST_CELLS {
            return Err(too_big(
                "too many merged cells".to_owned(),
                "4,000,000 cells",
            ));
        }
        for row in below {
            if self.rows.get(&row).is_some_and(|cells| at(cells).is_none()) {
                self.put(row, column, cell.clone())?;
                let place = (column, top as u64 + 1, bottom as u64 + 1);
                self.merged.entry(row).or_default().push(place);
            }
        }
        Ok(())
    }

    /// Remembers rows, counted from 0, that a person does not see.
    pub(super) fn hide(&mut self, rows: impl IntoIterator<Item = usize>) {
        let shown: &BTreeMap<_, _> = &self.rows;
        let held = rows.into_iter().filter(|row| shown.contains_key(row));
        self.hidden.extend(held);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The rows of one sheet, in order, to be taken one by one.
pub(in crate::exchange) struct SheetRows {
    rows: IntoIter<usize, Vec<(usize, FileCell)>>,
    hidden: HashSet<usize>,
    merged: HashMap<usize, Vec<(usize, u64, u64)>>,
    all: usize,
}

impl SheetRows {
    pub(super) fn new(cells: Cells) -> SheetRows {
        SheetRows {
            all: cells.rows.len(),
            rows: cells.rows.into_iter(),
            hidden: cells.hidden,
            merged: cells.merged,
        }
    }

    /// The next row with something in it: its number, and its cells from column A on.
    pub(in crate::exchange) fn next(&mut self) -> Option<Raw> {
        let (row, filled) = self.rows.next()?;
        // What is merged into a row later stands behind the rest.
        let width = filled.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
        let mut cells = vec![FileCell::Empty; width];
        for (at, cell) in filled {
            cells[at] = cell;
        }
        let mut raw = Raw::new(row as u64 + 1, cells);
        raw.hidden = self.hidden.contains(&row);
        raw.merged = self.merged.remove(&row).unwrap_or_default();
        Some(raw)
    }

    /// How far reading has come, 0 to 1.
    pub(in crate::exchange) fn done(&self) -> f64 {
        1.0 - self.rows.len() as f64 / self.all.max(1) as f64
    }
}
