//! The rows of the queue as a table; in a narrow window with fewer columns.

use ratatui::layout::Rect;

use super::{Pane, Queue, rows};
use crate::domain::review::QueueRow;
use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::table::{self, Cell, Column};

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let all = view.rows.iter().flatten();
    let request = all.map(|row| text::width(&row.name) as u16).max();
    let request = request.unwrap_or(0).clamp(5, 9);
    let narrow = scene.shape != Shape::Full;
    let columns: &[Column] = if narrow {
        &[
            Column::fixed("REQ", request),
            Column::wide("PRODUCT", 13),
            Column::wide("WHERE", 12),
            Column::fixed("DUE", 14),
            Column::fixed("OWNER", 8),
        ]
    } else {
        &[
            Column::fixed("REQ", request),
            Column::wide("PRODUCT", 14),
            Column::wide("WHERE", 12),
            Column::fixed("KIND", 6),
            Column::fixed("DUE", 15),
            Column::fixed("TECH", 6),
            Column::fixed("CURR", 6),
            Column::fixed("OWNER", 6),
        ]
    };
    let focused = view.pane == Pane::List;
    table::draw(canvas, area, columns, &view.list, focused, |_, key| {
        let Some(row) = view.find(*key) else {
            return Vec::new();
        };
        cells(view, row, narrow, &scene.who)
    });
}

fn cells(view: &Queue, row: &QueueRow, narrow: bool, me: &str) -> Vec<Cell> {
    let plain = |text: String| (text, Role::Plain);
    let late = if rows::is_late(row) {
        Role::Alarm
    } else {
        Role::Plain
    };
    let owner = plain(rows::owner_word(row, me));
    let mut cells = vec![
        plain(row.name.clone()),
        plain(row.product_name.clone()),
        plain(row.place.clone()),
    ];
    if narrow {
        cells.extend([(rows::due(row), late), owner]);
        return cells;
    }
    let (technical, curricular) = scores(view, row);
    let kind = if row.kind() == "new" { "new" } else { "re-rev" };
    cells.extend([
        plain(kind.to_owned()),
        (rows::due(row), late),
        plain(technical),
        plain(curricular),
        owner,
    ]);
    cells
}

/// How far both checklists are; what is on its way counts.
pub(super) fn scores(view: &Queue, row: &QueueRow) -> (String, String) {
    let sheet = view
        .sheet()
        .filter(|sheet| Some(sheet.request.id.0) == row.request);
    let row = sheet.map_or(row, |sheet| &sheet.row);
    (rows::score(row.technical), rows::score(row.curricular))
}
