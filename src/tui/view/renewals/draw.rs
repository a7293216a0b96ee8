//! Where things are in each layout.

use ratatui::layout::Rect;

use super::empty::{EMPTY, nothing};
use super::rows::RenewalsLayout;
use super::{Renewals, RenewalsPane, agenda, detail, grid, list, page, wide, year};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::widget::layout::above_and_below;

/// Lines of the contract below the agenda, its title among them.
const DETAIL: u16 = 7;

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    match &view.agenda {
        None => canvas.paragraph(area, "Reading the contracts."),
        Some(agenda) if agenda.rows.is_empty() => canvas.paragraph(area, EMPTY),
        Some(agenda) => match view.sheet().filter(|_| view.is_opened()) {
            Some(sheet) => {
                let text = page::page(sheet, agenda.years, view.today(scene));
                view.opened.draw(&text, area, canvas);
            }
            None => draw_layout(view, area, canvas, scene),
        },
    }
    view.filter.draw(area, canvas, " Filter all contracts: ");
}

fn draw_layout(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    match view.layout {
        RenewalsLayout::Year => year::draw(view, area, canvas, scene),
        _ if view.list.is_empty() && view.pane == RenewalsPane::Rows => {
            canvas.paragraph(area, &nothing(view));
        }
        RenewalsLayout::List | RenewalsLayout::Unknown | RenewalsLayout::Ended => {
            draw_list(view, area, canvas, scene);
        }
        RenewalsLayout::Agenda if wide::fits(scene) && !view.zoomed => {
            wide::draw(view, area, canvas, scene);
        }
        RenewalsLayout::Agenda => draw_agenda(view, area, canvas, scene),
    }
}

fn draw_list(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let (upper, lower) = split(area, view.zoomed);
    list::draw(view, upper, canvas, scene);
    if lower.height > 0 {
        detail::draw(view, lower, canvas, scene);
    }
}

/// The rows, and the contract below them; alone where zoomed or too low.
fn split(area: Rect, zoomed: bool) -> (Rect, Rect) {
    let lower = if zoomed || area.height < 12 {
        0
    } else {
        DETAIL
    };
    above_and_below(area, lower)
}

fn draw_agenda(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.zoomed || scene.shape != WindowShape::Full {
        if view.pane == RenewalsPane::Grid {
            grid::draw(view, area, canvas, scene);
            return;
        }
        let (upper, lower) = split(area, view.zoomed);
        agenda::draw(view, upper, canvas, scene);
        if lower.height > 0 {
            detail::draw(view, lower, canvas, scene);
        }
        return;
    }
    let left = Rect {
        width: grid::WIDTH,
        ..area
    };
    grid::draw(view, left, canvas, scene);
    let x = area.x + grid::WIDTH;
    canvas.upright(x, area.y, area.height);
    let right = Rect {
        x: x + 1,
        width: area.width - grid::WIDTH - 1,
        ..area
    };
    let (upper, lower) = split(right, false);
    agenda::draw(view, upper, canvas, scene);
    if lower.height > 0 {
        detail::draw(view, lower, canvas, scene);
        canvas.glyph(x, lower.y, '├');
    }
}
