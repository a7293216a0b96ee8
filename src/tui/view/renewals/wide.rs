//! The layout for wide windows: three months, the agenda, the contract, and the fiscal year in bars.

use ratatui::layout::Rect;

use super::{Renewals, agenda, detail, grid, year};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;

/// The title and six lines of the year, and the line above.
const FOOT: u16 = 8;
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
    detail::draw_wide(view, part(LEFT + middle + 2, RIGHT), canvas, scene);
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
