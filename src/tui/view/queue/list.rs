//! The rows of the queue as a table; in a narrow window with fewer columns.

use ratatui::layout::Rect;

use super::rows::{self, Key};
use super::{Pane, Queue};
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
            Column::fixed(rows::DUE, 16),
            Column::fixed("OWNER", 8),
        ]
    } else {
        &[
            Column::fixed("REQ", request),
            Column::wide("PRODUCT", 13),
            Column::wide("WHERE", 12),
            Column::fixed("KIND", 6),
            Column::fixed(rows::DUE, 16),
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
        cells(view, row, narrow, scene)
    });
}

fn cells(view: &Queue, row: &QueueRow, narrow: bool, scene: &Scene) -> Vec<Cell> {
    let plain = |text: String| (text, Role::Plain);
    let late = if row.is_late() {
        Role::Alarm
    } else {
        Role::Plain
    };
    let owner = plain(rows::owner_word(row, &scene.who));
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
    cells.extend([
        plain(kind(row, scene).to_owned()),
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
        .filter(|sheet| Key::of(&sheet.row) == Key::of(row));
    let row = sheet.map_or(row, |sheet| &sheet.row);
    (rows::score(row.technical), rows::score(row.curricular))
}

/// `new` or `re-rev`; `draft` where something about it is half-written.
fn kind(row: &QueueRow, scene: &Scene) -> &'static str {
    if has_draft(row, scene) {
        return "draft";
    }
    match row.kind() {
        "new" => "new",
        _ => "re-rev",
    }
}

pub(super) fn has_draft(row: &QueueRow, scene: &Scene) -> bool {
    let of = |request| scene.has_draft(&format!("review {request}"));
    row.request.is_some_and(of)
}
