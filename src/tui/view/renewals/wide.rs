//! The layout for wide windows: three months, the agenda, the contract, and the fiscal year in bars.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;

use super::{Renewals, agenda, detail, grid, year};
use crate::domain::day::short;
use crate::domain::renewal::agenda::Recent;
use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// The title and six lines of the year, and the line above.
const FOOT: u16 = 8;
/// The last two changes and their title, which no length of the contract pushes away.
const CHANGES: u16 = 3;
const LEFT: u16 = 30;
const RIGHT: u16 = 43;

/// Whether the window is wide and high enough.
pub(super) fn fits(scene: &Scene) -> bool {
    scene.size.width >= 130 && scene.size.height >= 36
}

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let height = area.height.saturating_sub(FOOT + 1);
    let part = |x: u16, width: u16| Rect::new(area.x + x, area.y + 1, width, height);
    let middle = area.width - LEFT - RIGHT - 2;
    canvas.line(area.x, area.y, area.width);
    grid::draw_three(view, part(1, LEFT - 1), canvas, scene);
    agenda::draw(view, part(LEFT + 1, middle), canvas, scene);
    let right = part(LEFT + middle + 2, RIGHT);
    let kept = Rect {
        height: right.height.saturating_sub(CHANGES),
        ..right
    };
    let y = detail::draw_wide(view, kept, canvas, scene).min(kept.bottom());
    let rest = Rect {
        y,
        height: right.bottom().saturating_sub(y),
        ..right
    };
    draw_changes(view, rest, canvas, scene);
    let below = area.y + 1 + height;
    canvas.line(area.x, below, area.width);
    for x in [area.x + LEFT, area.x + LEFT + 1 + middle] {
        canvas.upright(x, area.y + 1, height);
        canvas.glyph(x, area.y, '┬');
        canvas.glyph(x, below, '┴');
    }
    let foot = Rect::new(area.x, below + 1, area.width, FOOT - 1);
    year::draw_foot(view, foot, canvas, scene);
}

/// What was done to it lately, a line each: `Mar 02 nguyen    cancel`.
fn draw_changes(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let recent = view
        .sheet()
        .map_or(&[][..], |sheet| sheet.recent.as_slice());
    if recent.is_empty() || area.height < 2 {
        return;
    }
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    canvas.text(x, area.y, width, "LAST CHANGES", TextRole::Heading);
    canvas.right(x + 14, x + width, area.y, "H all of them", TextRole::Plain);
    for (one, y) in recent.iter().zip(area.y + 1..area.bottom()) {
        let who = text::pad(&text::cut(&one.who, 8), 8);
        let line = format!(
            "{} {who} {}",
            text::pad(&on(one, view.today(scene)), 8),
            one.what
        );
        canvas.text(x, y, width, &line, TextRole::Plain);
    }
}

/// `Mar 02`, the year instead of the day where it is another one.
fn on(one: &Recent, today: NaiveDate) -> String {
    match one.day().parse::<NaiveDate>() {
        Ok(day) if day.year() == today.year() => short(day, today),
        Ok(day) => day.format("%b %Y").to_string(),
        Err(_) => one.day().to_owned(),
    }
}
