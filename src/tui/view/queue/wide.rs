//! The layout for wide windows: rows of two lines, who we wait for and this month on the left; the
//! dossier of the request under the cursor on the right.

use ratatui::layout::Rect;

use super::empty::nothing;
use super::rows::ShownRequests;
use super::{Queue, dossier, list};
use crate::domain::day::short;
use crate::domain::review::QueueRow;
use crate::domain::text;
use crate::office::lists::queue::WIDE;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// At most so many of those that wait.
const WAITING: u16 = 4;

/// Whether the window is wide and high enough.
pub(super) fn fits(scene: &Scene) -> bool {
    scene.size.width >= 120 && scene.size.height >= 32
}

/// A row of the queue has so many lines.
pub(super) const PER_ROW: usize = 2;

/// The lines that the window has for rows of the queue.
pub(super) fn lines_of_rows(view: &Queue, body: Rect) -> u16 {
    body.height.saturating_sub(2 + foot(view))
}

/// The lines at the foot of the left side.
fn foot(view: &Queue) -> u16 {
    let waiting = waiting(view).len() as u16;
    6 + waiting.clamp(1, WAITING)
}

fn waiting(view: &Queue) -> Vec<&QueueRow> {
    let rows = view.rows.iter().flat_map(|rows| rows.iter());
    rows.filter(|row| view.shown == ShownRequests::Open && row.waits())
        .take(WAITING.into())
        .collect()
}

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let left = (area.width * 36 / 100).clamp(48, 60);
    canvas.line(area.x, area.y, area.width);
    let side = Rect::new(area.x, area.y + 1, left, area.height - 1);
    draw_left(view, side, canvas, scene);
    let x = area.x + left;
    canvas.upright(x, area.y + 1, area.height - 1);
    canvas.glyph(x, area.y, '┬');
    let right = Rect::new(x + 1, area.y + 1, area.width - left - 1, area.height - 1);
    dossier::draw(view, right, canvas, scene);
}

fn draw_left(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let foot = foot(view).min(area.height);
    let upper = Rect {
        height: area.height - foot,
        ..area
    };
    if view.list.is_empty() {
        canvas.paragraph(upper, &nothing(view));
    } else {
        list::draw(view, WIDE, upper, canvas, scene);
    }
    let mut y = upper.bottom();
    let width = area.width;
    let mut say = |canvas: &mut Canvas, text: &str| {
        canvas.text(
            area.x + 2,
            y,
            width.saturating_sub(3),
            text,
            TextRole::Plain,
        );
        y += 1;
        y
    };
    say(canvas, "Second line: where, kind, curricular");
    let y = say(canvas, "");
    canvas.rule(Rect::new(area.x, y, width, 1), "Waiting on others");
    let mut y = y + 1;
    let waiting = waiting(view);
    if waiting.is_empty() {
        canvas.text(area.x + 2, y, width - 3, "nobody", TextRole::Plain);
        y += 1;
    }
    for row in waiting {
        let Some((on, what, since)) = &row.waiting else {
            continue;
        };
        let what = if what.is_empty() {
            on.to_string()
        } else {
            what.clone()
        };
        let since = format!("since {}", short(*since, scene.now.date()));
        let name = format!("{:<6} {}", row.name, text::cut(&row.product_name, 13));
        let end = area.right() - 1;
        canvas.right(area.x, end, y, &since, TextRole::Plain);
        canvas.text(area.x + 2, y, 20, &name, TextRole::Plain);
        let room = end.saturating_sub(area.x + 24 + since.len() as u16);
        canvas.text(area.x + 23, y, room, &what, TextRole::Plain);
        y += 1;
    }
    y += 1;
    draw_month(view, Rect::new(area.x, y, width, 2), canvas);
}

fn draw_month(view: &Queue, area: Rect, canvas: &mut Canvas) {
    let Some(month) = view.known.month() else {
        return;
    };
    let median = month
        .median_days
        .map_or(String::new(), |days| format!(", median {days} days"));
    let title = format!("This month: {} decided{median}", month.decided);
    canvas.rule(Rect { height: 1, ..area }, &title);
    let line = format!(
        "{} approved, {} with conditions, {} back, {} no",
        month.approved, month.conditional, month.returned, month.denied
    );
    let width = area.width.saturating_sub(3);
    canvas.text(area.x + 2, area.y + 1, width, &line, TextRole::Plain);
}
