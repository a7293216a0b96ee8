//! All about one standard, opened over the list; the keys still act on the gap under the cursor.

use ratatui::layout::Rect;

use super::Standards;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::standards::StandardPage;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

pub(super) fn draw(view: &Standards, page: &StandardPage, area: Rect, canvas: &mut Canvas) {
    let width = area.width.saturating_sub(2);
    let lines = lines(page, width.into());
    let room = area.height.saturating_sub(1) as usize;
    view.room.set(room);
    let last = lines.len().saturating_sub(room);
    view.first.set(view.first.get().min(last));
    let first = view.first.get();
    for ((line, role), y) in lines.iter().skip(first).zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, width, line, *role);
    }
    let seen = (first, lines.len().saturating_sub(first + room));
    super::detail::draw_title(&page.title, seen, area, canvas);
}

fn lines(page: &StandardPage, width: usize) -> Vec<(String, TextRole)> {
    let mut out = Vec::new();
    for (title, lines) in &page.parts {
        if !out.is_empty() {
            out.push((String::new(), TextRole::Plain));
        }
        out.push((title.to_uppercase(), TextRole::Heading));
        for line in lines {
            let wrapped = wrap(&text::shown(line), width).into_iter();
            out.extend(wrapped.map(|line| (line, TextRole::Plain)));
        }
    }
    out
}

/// The same as text to copy.
pub(super) fn copied(page: &StandardPage) -> String {
    let parts = page.parts.iter();
    let parts =
        parts.map(|(title, lines)| format!("{}\n{}", title.to_uppercase(), lines.join("\n")));
    let parts: Vec<String> = parts.collect();
    format!("{}\n\n{}", page.title, parts.join("\n\n"))
}
