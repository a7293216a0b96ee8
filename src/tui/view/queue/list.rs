//! The rows of the queue as a table; in a narrow window with fewer columns, in a wide one on two lines each.

use ratatui::layout::Rect;

use super::rows::RowKey;
use super::{Queue, QueuePane};
use crate::domain::review::QueueRow;
use crate::office::lists::Widths;
use crate::office::lists::queue::{QUEUE, score};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// In one of the list's windows.
pub(super) fn draw(view: &Queue, window: Widths, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let focus = view.pane == QueuePane::List;
    let viewer = scene.viewer();
    let rows = view.rows.iter().flat_map(|rows| rows.iter());
    let table = ListTable::new(&QUEUE, window, (&view.list, focus), &viewer)
        .measured_once(rows, &view.columns);
    let row = |_, key: &RowKey| view.find(*key);
    table.draw_but(canvas, area, row, |column, row| {
        let text = match column.id {
            "kind" | "kind_in_full" if has_draft(row, scene) => "draft".to_owned(),
            "technical" => scores(view, row).0,
            "curricular" => scores(view, row).1,
            _ => return None,
        };
        Some((text, TextRole::Plain))
    });
}

/// How far both checklists are; what is on its way counts.
fn scores(view: &Queue, row: &QueueRow) -> (String, String) {
    let sheet = view
        .sheet()
        .filter(|sheet| RowKey::of(&sheet.row) == RowKey::of(row));
    let row = sheet.map_or(row, |sheet| &sheet.row);
    (score(row.technical), score(row.curricular))
}

/// Is something about it half-written?
fn has_draft(row: &QueueRow, scene: &Scene) -> bool {
    row.request.is_some_and(|request| scene.has_draft(request))
}
