//! The cells a figure is made of: a contract's product at a school, what it costs, what is taken.

use ratatui::layout::Rect;

use super::cursor::{CellKey, PageRow};
use super::empty::no_cells;
use super::{Dashboard, PAGE, ShownPage, column, figures};
use crate::domain::counted::counted;
use crate::office::lists::waste::{NARROW, USUAL, WASTE, WIDE, WasteRow};
use crate::office::query::dashboard::{WasteCells, WasteCellsOf};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

impl Dashboard {
    /// The cells that are listed, the first rows of them.
    pub(super) fn cells_of(&self) -> WasteCellsOf {
        WasteCellsOf {
            of: self.counting(),
            figure: self.shows,
            every: false,
            words: self.filter.text().to_owned(),
            by: self.cell_order.by,
            reversed: self.cell_order.reversed,
            rows: 0..self.asked,
        }
    }

    /// The cells of the figure that is open, once some have come.
    pub(super) fn listed(&self) -> Option<&WasteCells> {
        let (of, listed) = self.listed.as_ref()?;
        (*of == (self.counting(), self.shows)).then_some(listed)
    }

    /// A cell that is listed, with what the open figure has of it.
    pub(super) fn cell_row(&self, key: CellKey) -> Option<&WasteRow> {
        self.listed()?.rows.get(*self.places.get(&key)?)
    }

    /// Near the last row more rows are asked for.
    pub(super) fn ask_on(&mut self) {
        let fitting = self.listed().map_or(0, |listed| listed.fitting);
        if self.cells.at() + PAGE / 5 >= self.asked && fitting > self.asked {
            self.asked += PAGE;
        }
    }

    pub(super) fn take_cells(&mut self, of: &WasteCellsOf, cells: Box<WasteCells>) {
        let key = |row: &WasteRow| -> CellKey { (row.line.cell.line, row.line.cell.school) };
        let keys: Vec<CellKey> = cells.rows.iter().map(key).collect();
        let places = keys.iter().enumerate();
        self.places = places.map(|(at, key)| (*key, at)).collect();
        let is_other = self.listed().is_none();
        self.listed = Some(((of.of, of.figure), cells));
        self.cells.set(keys);
        if is_other {
            self.cells.update(Command::First);
        }
        if let Some(PageRow::Cell(key)) = self.wanted.take_if(|row| row.page() == ShownPage::Cells)
        {
            self.cells.select(&key);
        }
    }
}

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(listed) = view.listed() else {
        canvas.paragraph(column(area), "Counting. Every key works meanwhile.");
        return;
    };
    let title = format!(
        "{}: {}, ${}, gross ${}",
        figures::title(view.shows),
        counted(listed.fitting, "cell"),
        listed.taken.dollars(),
        listed.gross.dollars()
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let table = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    if view.cells.is_empty() {
        canvas.paragraph(column(table), &no_cells(view));
        return;
    }
    draw_table(view, table, canvas, scene);
}

fn draw_table(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match scene.size.width {
        120.. => WIDE,
        80.. => USUAL,
        _ => NARROW,
    };
    let viewer = scene.viewer();
    let table = ListTable::new(&WASTE, window, (&view.cells, true), &viewer);
    table.draw(canvas, area, |_, key| view.cell_row(*key));
}
