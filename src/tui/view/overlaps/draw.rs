//! The tabs, the headline, and where the list and the detail are.

use ratatui::layout::Rect;

use super::empty::nothing;
use super::rows::{self, ShownAlerts};
use super::{Overlaps, detail, page};
use crate::domain::money::Basis;
use crate::domain::renewal::unknown::without_price;
use crate::office::lists::overlaps::{self, OVERLAPS};
use crate::office::query::overlap::Board;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::layout::above_and_below;
use crate::tui::widget::list_table::ListTable;
use crate::tui::widget::tabs::{self, ListTab};

/// Lines above the list: the tabs, and what is at stake.
const HEAD: u16 = 2;
/// The title of the detail and ten lines: what the sides say, and why.
const DETAIL: u16 = 11;
/// From here on a row says why it was flagged.
const WIDE: u16 = 120;

pub(super) fn draw(view: &Overlaps, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(board) = &view.board else {
        canvas.paragraph(area, "Looking where the district pays twice.");
        return;
    };
    if let Some(sheet) = view.sheet().filter(|_| view.is_opened()) {
        let text = page::page(sheet, view.today(scene));
        view.opened.draw(&text, area, canvas);
        return;
    }
    draw_tabs(view, area, canvas);
    if area.height > 1 {
        let line = headline(view, board, scene);
        canvas.text(
            area.x + 1,
            area.y + 1,
            area.width - 1,
            &line,
            TextRole::Heading,
        );
    }
    let head = HEAD.min(area.height);
    let rest = Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    };
    if view.list.is_empty() {
        canvas.paragraph(rest, &nothing(view, board));
    } else {
        let (upper, lower) = split(view, rest, scene);
        if upper.height > 0 {
            draw_list(view, upper, canvas, scene);
        }
        if lower.height > 0 {
            detail::draw(view, lower, canvas, scene);
        }
    }
    view.filter.draw(area, canvas, " Filter these overlaps: ");
}

/// `[All 6]  Duplicate 3  Covered 1  Similar 2  Closed 11`
fn draw_tabs(view: &Overlaps, area: Rect, canvas: &mut Canvas) {
    let tabs = rows::tabs(view).into_iter().map(|(shown, count)| ListTab {
        name: shown.name(),
        count: count.to_string(),
        shown: shown == view.shown,
    });
    tabs::draw(&tabs.collect::<Vec<_>>(), area, canvas);
}

/// How many, how much, how soon, and what was saved.
fn headline(view: &Overlaps, board: &Board, scene: &Scene) -> String {
    let dollars = view.counted.at_stake;
    let count = view.counted.of_tab(ShownAlerts::All);
    if let Some(school) = &view.scope {
        let name = &school.name;
        let (here, all) = (view.counted.at_stake_here, dollars.dollars());
        let stake = match here {
            // What is at stake there has not come yet.
            None => String::new(),
            Some(here) if here == dollars => format!(", ${all} {} at stake", Basis::FyShare),
            Some(here) => format!(
                ": ${} {} at stake there, ${all} in all",
                here.dollars(),
                Basis::FyShare
            ),
        };
        return format!("{count} open at {name}{stake}.");
    }
    let mut parts = vec![format!(
        "{count} open, ${} {} at stake.",
        dollars.dollars(),
        Basis::FyShare
    )];
    if scene.size.width >= WIDE {
        let month = board.today.format("%B");
        parts.extend(match view.counted.this_month {
            0 => None,
            count => Some(format!("{count} must be acted on in {month}.")),
        });
    }
    // What a sum leaves out stands beside it.
    parts.extend(without_price(board.board.without_price).map(|said| format!("{said}.")));
    let (closed, saved) = board.board.closed;
    parts.push(format!(
        "Closed this year: {closed}, ${} saved.",
        saved.dollars()
    ));
    parts.join("  ")
}

/// The list and the detail below it; one of the two where there is room for one only.
fn split(view: &Overlaps, area: Rect, scene: &Scene) -> (Rect, Rect) {
    let lower = match (scene.shape, view.zoomed) {
        (_, true) => area.height,
        (WindowShape::Full, false) => {
            let rows = view.list.len() as u16 + 2;
            let most = (area.height * 2 / 5).max(7).min(rows.max(7));
            area.height
                .saturating_sub(most)
                .max(DETAIL.min(area.height))
        }
        _ => 0,
    };
    above_and_below(area, lower)
}

fn draw_list(view: &Overlaps, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let closed = view.shown == ShownAlerts::Closed;
    let window = match scene.shape {
        _ if scene.size.width >= WIDE && closed => overlaps::CLOSED_WIDE,
        _ if scene.size.width >= WIDE => overlaps::WIDE,
        WindowShape::Full if closed => overlaps::CLOSED,
        WindowShape::Full => overlaps::USUAL,
        _ if closed => overlaps::CLOSED_NARROW,
        _ => overlaps::NARROW,
    };
    let viewer = view.viewer(scene);
    let table = ListTable::new(&OVERLAPS, window, (&view.list, true), &viewer);
    table.draw(canvas, area, |_, key| view.find(key));
}
