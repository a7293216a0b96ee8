//! One person, opened: all that is known of them, and what they answer for, each with the view that lists it.

use ratatui::layout::Rect;

use super::{People, detail};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// Columns before a line: the cursor.
const CURSOR: u16 = 2;

pub(super) fn draw(view: &People, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row().filter(|_| area.height > 1) else {
        return;
    };
    canvas.rule(Rect { height: 1, ..area }, &detail::title(row, scene));
    let body = Rect {
        x: area.x + CURSOR,
        y: area.y + 1,
        width: area.width.saturating_sub(CURSOR + 1),
        height: area.height - 1,
    };
    let lines = detail::lines(row, (view.held(), view.keys()), scene, body.width.into());
    let height = usize::from(body.height);
    let last = lines.len().saturating_sub(height);
    let first = view.first.get().min(last);
    view.first.set(first);
    canvas.put_cursor(area.x, body.y);
    let here = view.leads.selected().copied();
    for (line, y) in lines.iter().skip(first).zip(body.y..body.bottom()) {
        let is_here = line.lead.is_some() && line.lead == here;
        let role = if is_here {
            canvas.text(area.x, y, 1, ">", TextRole::Plain);
            canvas.put_cursor(area.x, y);
            TextRole::Selected
        } else {
            TextRole::Plain
        };
        canvas.text(body.x, y, body.width, &line.text, role);
    }
}
