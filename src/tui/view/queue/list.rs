//! The rows of the queue as a table; in a narrow window with fewer columns.

use ratatui::layout::Rect;

use super::rows::RowKey;
use super::{Pane, Queue};
use crate::domain::review::QueueRow;
use crate::office::lists::queue::{NARROW, QUEUE, USUAL, score};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::table;

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = QUEUE.window(if scene.shape == Shape::Full {
        USUAL
    } else {
        NARROW
    });
    let viewer = scene.viewer();
    let columns = table::columns(&window, view.rows.iter().flatten(), &viewer);
    let focused = view.pane == Pane::List;
    table::draw(canvas, area, &columns, &view.list, focused, |_, key| {
        let Some(row) = view.find(*key) else {
            return Vec::new();
        };
        let (technical, curricular) = scores(view, row);
        let cells = window.iter().map(|(column, _)| match column.id {
            "kind" if has_draft(row, scene) => ("draft".to_owned(), Role::Plain),
            "technical" => (technical.clone(), Role::Plain),
            "curricular" => (curricular.clone(), Role::Plain),
            _ => table::cell(column, row, &viewer),
        });
        cells.collect()
    });
}

/// How far both checklists are; what is on its way counts.
pub(super) fn scores(view: &Queue, row: &QueueRow) -> (String, String) {
    let sheet = view
        .sheet()
        .filter(|sheet| RowKey::of(&sheet.row) == RowKey::of(row));
    let row = sheet.map_or(row, |sheet| &sheet.row);
    (score(row.technical), score(row.curricular))
}

/// Is something about it half-written?
pub(super) fn has_draft(row: &QueueRow, scene: &Scene) -> bool {
    row.request.is_some_and(|request| scene.has_draft(request))
}
