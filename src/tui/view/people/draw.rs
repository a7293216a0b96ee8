//! Where the list and the person under the cursor are; one of them alone where there is room for one only.

use ratatui::layout::Rect;

use super::empty::nothing;
use super::{People, detail, person};
use crate::office::lists::people::{NARROW, PEOPLE, USUAL, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::layout::above_and_below;
use crate::tui::widget::list_table::ListTable;

/// From here on a row says where mail goes, and since when somebody is known.
const WIDE_FROM: u16 = 120;

pub(super) fn draw(view: &People, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(rows) = &view.rows else {
        canvas.paragraph(area, "Reading who works here.");
        return;
    };
    if view.opened.is_some() {
        person::draw(view, area, canvas, scene);
    } else if view.list.is_empty() {
        canvas.paragraph(area, &nothing(view, rows));
    } else {
        let below = match scene.shape {
            WindowShape::Full => area.height / 2,
            _ => 0,
        };
        let (list, detail) = above_and_below(area, below);
        draw_list(view, list, canvas, scene);
        draw_detail(view, detail, canvas, scene);
    }
    view.filter.draw(area, canvas, " Filter the people: ");
}

fn draw_list(view: &People, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match scene.shape {
        WindowShape::Full if scene.size.width >= WIDE_FROM => WIDE,
        WindowShape::Full => USUAL,
        _ => NARROW,
    };
    let viewer = scene.viewer();
    let table = ListTable::new(&PEOPLE, window, (&view.list, true), &viewer);
    table.draw(canvas, area, |_, id| view.find(*id));
}

fn draw_detail(view: &People, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row().filter(|_| area.height > 0) else {
        return;
    };
    canvas.rule(Rect { height: 1, ..area }, &detail::title(row, scene));
    let width = area.width.saturating_sub(2);
    let lines = detail::lines(row, (view.held(), view.keys()), scene, width.into());
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, width, &line.text, TextRole::Plain);
    }
}
