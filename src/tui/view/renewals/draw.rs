//! Line 2, where things are in each layout, and what an empty list says.

use ratatui::layout::Rect;

use super::rows::{self, Layout};
use super::{Pane, Renewals, agenda, detail, grid, list, wide, year};
use crate::domain::renewal::unknown::{Unknowns, contracts};
use crate::office::lists::renewals::RENEWALS;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::hidden::Hidden;

/// Lines of the contract below the agenda, its title among them.
const DETAIL: u16 = 7;

pub(super) fn heading(view: &Renewals, scene: &Scene) -> String {
    let Some(agenda) = &view.agenda else {
        return String::new();
    };
    let all = rows::in_scope(view, agenda).len();
    let mut parts = Vec::new();
    if !view.words.is_empty() || view.filtering {
        let shown = view.list.len();
        parts.push(format!(
            "filter \"{}\": {shown} of {all}",
            view.words.text()
        ));
    }
    let marks = view.list.marks();
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    parts.push(match view.layout {
        _ if !view.words.is_empty() => "all contracts".to_owned(),
        Layout::List | Layout::Year => format!("all {all} contracts"),
        Layout::Unknown => format!("not known: {} of {all} contracts", view.list.len()),
        Layout::Ended => format!("{all} ended contracts"),
        Layout::Agenda => "auto-renew only".to_owned(),
    });
    parts.push(format!("sort: {}", view.order.label(&RENEWALS.orders())));
    if !view.layout.is_list() {
        parts.push(grid::long_year(view.year(scene), agenda.years));
    }
    if wide::fits(scene) && view.layout != Layout::Year {
        parts.push(format!("{} of {all} contracts", view.list.len()));
    }
    parts.join("   ")
}

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    match &view.agenda {
        None => canvas.paragraph(area, "Reading the contracts."),
        Some(agenda) if agenda.rows.is_empty() => canvas.paragraph(area, EMPTY),
        Some(_) => draw_layout(view, area, canvas, scene),
    }
    if view.filtering && area.height > 0 {
        let line = Rect::new(area.x, area.bottom() - 1, area.width, 1);
        canvas.clear(line);
        let title = " Filter all contracts: ";
        let used = canvas.text(line.x, line.y, line.width, title, Role::Heading);
        let field = Rect::new(line.x + used, line.y, line.width - used, 1);
        view.words.draw(canvas, field);
    }
}

const EMPTY: &str = "No contracts yet. :import reads a CSV of what you pay for. You need product, cost, \
                     end date; notice days if you know them (90 is assumed and marked). n adds one by hand.";

fn draw_layout(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    match view.layout {
        Layout::Year => year::draw(view, area, canvas, scene),
        _ if view.list.is_empty() && view.pane == Pane::Rows => {
            canvas.paragraph(area, &nothing(view));
        }
        Layout::List | Layout::Unknown | Layout::Ended => draw_list(view, area, canvas, scene),
        Layout::Agenda if wide::fits(scene) && !view.zoomed => {
            wide::draw(view, area, canvas, scene);
        }
        Layout::Agenda => draw_agenda(view, area, canvas, scene),
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
    let upper = Rect {
        height: area.height - lower,
        ..area
    };
    let lower = Rect {
        y: upper.bottom(),
        height: lower,
        ..area
    };
    (upper, lower)
}

fn draw_agenda(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.zoomed || scene.shape != Shape::Full {
        if view.pane == Pane::Grid {
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

/// Why the list is empty, and the key that changes it.
fn nothing(view: &Renewals) -> String {
    let Some(agenda) = &view.agenda else {
        return String::new();
    };
    let all = agenda.rows.iter().filter(|row| !row.ended).count();
    let ended = agenda.rows.len() - all;
    let unknown = Unknowns::of(agenda.rows.iter());
    let words = (!view.words.is_empty()).then(|| view.words.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    let hidden = Hidden::by(words, school);
    if hidden.is_nothing() {
        return match (view.layout, unknown.sentence()) {
            (Layout::Ended, _) => "No contract has ended yet.".to_owned(),
            (Layout::Unknown, _) if all > 0 => format!(
                "Of {} that run it is known whether they renew, how much notice they need and what they cost.",
                contracts(all)
            ),
            _ if all == 0 => format!(
                "{}, all ended before {}. v lists them.",
                contracts(ended),
                agenda.today.format("%b %-d %Y")
            ),
            (_, Some(said)) => format!(
                "Every contract that may renew by itself is decided. But {said}: v lists them."
            ),
            (_, None) => format!(
                "Nothing renews by itself that is not decided yet. {all} contracts are on record: v lists \
                 them, also what is settled and what ends by itself."
            ),
        };
    }
    hidden.none_of(all)
}
