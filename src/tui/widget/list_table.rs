//! A list that `office::lists` describes, drawn in one of its windows: columns, titles, widths and what stands out are
//! the list's.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::hash::Hash;

use ratatui::layout::Rect;

use super::layout::{Cell, Layout, ScreenColumn};
use super::list::List;
use super::table::{GUTTER, draw, draw_marks};
use crate::domain::text;
use crate::office::lists::{ListColumn, ListColumns, Viewer, Width, Widths};
use crate::tui::canvas::{Canvas, FreshCells};
use crate::tui::theme::TextRole;

/// Stands for a moment in a cell that somebody else made empty.
const GONE: char = '-';

/// The columns of one window of a described list, with their widths.
pub type Window<R> = [(&'static ListColumn<R>, Width)];

/// The columns of a described list as this window shows them; `rows` are those that its widths are measured by.
pub fn columns<'r, R: 'static>(
    window: &Window<R>,
    rows: impl IntoIterator<Item = &'r R> + Clone,
    viewer: &Viewer,
) -> Vec<ScreenColumn> {
    let widest = |column: &ListColumn<R>| {
        let rows = rows.clone().into_iter();
        let texts = rows.map(|row| text::width(&column.shows(row, viewer)));
        texts.max().unwrap_or(0)
    };
    let columns = window.iter().map(|(column, width)| ScreenColumn {
        id: column.id,
        title: column.title(),
        width: match *width {
            Width::Fits(least, most) => {
                let widest = widest(column).max(text::width(column.title()));
                Width::Fixed((widest as u16).clamp(least, most))
            }
            Width::FitsTexts(least, most) => {
                Width::Fixed((widest(column) as u16).clamp(least, most))
            }
            known => known,
        },
        right: column.is_number(),
    });
    columns.collect()
}

/// The columns of windows, as wide as all their rows need: measured once, and not again for each frame. Whoever has the
/// rows forgets them when the rows change.
#[derive(Default)]
pub struct MeasuredColumns(RefCell<Vec<(Widths, Viewer, Vec<ScreenColumn>)>>);

impl MeasuredColumns {
    /// The rows are others now.
    pub fn forget(&mut self) {
        self.0.get_mut().clear();
    }

    /// Those of this window, by `measure` where they are not known yet.
    fn of(
        &self,
        window: Widths,
        viewer: &Viewer,
        measure: impl FnOnce() -> Vec<ScreenColumn>,
    ) -> Vec<ScreenColumn> {
        let mut known = self.0.borrow_mut();
        let same = |(of, by, _): &&(Widths, Viewer, Vec<ScreenColumn>)| {
            std::ptr::eq(*of, window) && by == viewer
        };
        if let Some((.., columns)) = known.iter().find(same) {
            return columns.clone();
        }
        let columns = measure();
        known.push((window, viewer.clone(), columns.clone()));
        columns
    }
}

/// What a column of a described list says of a row.
pub fn cell<R>(column: &ListColumn<R>, row: &R, viewer: &Viewer) -> Cell {
    let role = if column.is_alarm(row, viewer) {
        TextRole::Alarm
    } else {
        TextRole::Plain
    };
    (column.shows(row, viewer), role)
}

/// A described list in one of its windows.
pub struct ListTable<'l, K, R: 'static> {
    widths: Widths,
    window: Vec<(&'static ListColumn<R>, Width)>,
    columns: Vec<ScreenColumn>,
    list: &'l List<K>,
    focus: bool,
    viewer: &'l Viewer,
}

impl<'l, K: Clone + Eq + Hash, R: 'static> ListTable<'l, K, R> {
    /// The list with the keys it shows; without `focus` its cursor is parked.
    pub fn new(
        described: &ListColumns<R>,
        widths: Widths,
        (list, focus): (&'l List<K>, bool),
        viewer: &'l Viewer,
    ) -> Self {
        let window = described.window(widths);
        Self {
            widths,
            columns: columns(&window, [], viewer),
            window,
            list,
            focus,
            viewer,
        }
    }

    /// The same, columns as wide as these rows need.
    #[must_use]
    pub fn measured<'r>(mut self, rows: impl IntoIterator<Item = &'r R> + Clone) -> Self {
        self.columns = columns(&self.window, rows, self.viewer);
        self
    }

    /// The same, measured once for as long as the rows stay.
    #[must_use]
    pub fn measured_once<'r>(
        mut self,
        rows: impl IntoIterator<Item = &'r R> + Clone,
        known: &MeasuredColumns,
    ) -> Self {
        self.columns = known.of(self.widths, self.viewer, || {
            columns(&self.window, rows, self.viewer)
        });
        self
    }

    /// The same, columns as wide as these rows need too.
    #[must_use]
    pub fn also<'r>(mut self, rows: impl IntoIterator<Item = &'r R> + Clone) -> Self {
        let others = columns(&self.window, rows, self.viewer);
        for (mine, other) in self.columns.iter_mut().zip(others) {
            if let (Width::Fixed(width), Width::Fixed(other)) = (mine.width, other.width) {
                mine.width = Width::Fixed(width.max(other));
            }
        }
        self
    }

    /// The same without the columns there is no room for: those named here get it in this order, after the others.
    #[must_use]
    pub fn fitting(mut self, first: &[&str], width: u16) -> Self {
        let columns = self.columns.iter();
        let of = |id: &str| columns.clone().find(|column| column.id == id)?.least();
        let others = columns.clone().filter(|one| !first.contains(&one.id));
        let others: u16 = others.filter_map(|one| Some(one.least()? + 1)).sum();
        let mut left = (width + 1).saturating_sub(GUTTER + others);
        let fits = |id: &&&str| {
            let wanted = of(id).map_or(0, |least| least + 1);
            let fits = wanted <= left;
            left -= if fits { wanted } else { 0 };
            fits
        };
        let fit: Vec<&str> = first.iter().take_while(fits).copied().collect();
        let stays = |id: &str| fit.contains(&id) || !first.contains(&id);
        self.window.retain(|(column, _)| stays(column.id));
        self.columns.retain(|column| stays(column.id));
        self
    }

    /// Draws it; `row` finds a row by its place in the list and its key.
    pub fn draw<Q: Borrow<R>>(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        row: impl Fn(usize, &K) -> Option<Q>,
    ) {
        self.draw_but(canvas, area, row, |_, _| None);
    }

    /// The same, but for cells that say `instead` what the list does not know.
    pub fn draw_but<Q: Borrow<R>>(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        row: impl Fn(usize, &K) -> Option<Q>,
        instead: impl Fn(&'static ListColumn<R>, &R) -> Option<Cell>,
    ) {
        let (columns, list) = (&self.columns, self.list);
        let fresh = canvas.fresh;
        draw(canvas, area, columns, list, self.focus, |at, key| {
            let row = row(at, key);
            row.map(|row| self.cells((key, row.borrow()), &instead, fresh))
                .unwrap_or_default()
        });
    }

    /// Its columns in this width, for who places the rows.
    pub fn layout(&self, width: u16) -> Layout {
        Layout::new(&self.columns, width.saturating_sub(GUTTER))
    }

    /// The titles, for who places them.
    pub fn draw_titles(&self, canvas: &mut Canvas, (x, y): (u16, u16), layout: &Layout) {
        layout.draw_titles(canvas, x + GUTTER, y);
    }

    /// One row, for who places it: the one at this position of the list. The column called `name` shows where the
    /// cursor is.
    pub fn draw_row(
        &self,
        canvas: &mut Canvas,
        (x, y): (u16, u16),
        layout: &Layout,
        (position, row): (usize, &R),
        name: &str,
        instead: impl Fn(&'static ListColumn<R>, &R) -> Option<Cell>,
    ) {
        let Some(key) = self.list.keys().get(position) else {
            return;
        };
        let mut cells = self.cells((key, row), &instead, canvas.fresh);
        let role = draw_marks(canvas, (x, y), self.list, position, self.focus);
        let name = self.columns.iter().position(|column| column.id == name);
        if let (Some(role), Some(name)) = (role, name) {
            cells[name].1 = role;
        }
        layout.draw_row(canvas, x + GUTTER, y, &cells);
    }

    fn cells(
        &self,
        (key, row): (&K, &R),
        instead: &impl Fn(&'static ListColumn<R>, &R) -> Option<Cell>,
        fresh: Option<FreshCells>,
    ) -> Vec<Cell> {
        let columns = self.window.iter().map(|(column, _)| *column);
        let cell = |column| instead(column, row).unwrap_or_else(|| cell(column, row, self.viewer));
        let mut cells: Vec<Cell> = columns.map(cell).collect();
        let texts = cells.iter().map(|(text, _)| text.as_str());
        let changed = self.list.changed(key, texts, fresh);
        for (cell, _) in cells
            .iter_mut()
            .zip(changed)
            .filter(|(_, changed)| *changed)
        {
            cell.1 = TextRole::Changed;
            if cell.0.is_empty() {
                cell.0.push(GONE);
            }
        }
        cells
    }
}
