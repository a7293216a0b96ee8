//! Where things are in the usual layout. Rows and checklists have files of their own, and so has the layout for
//! wide windows.

use ratatui::layout::Rect;

use super::dossier::{draw_neighbours, draw_similar};
use super::empty::nothing;
use super::{Queue, QueuePane, TRACKS, checklist, detail, list, wide};
use crate::domain::request::Track;
use crate::office::lists::queue::{NARROW, USUAL};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;

/// Where things are. An empty area is not shown.
#[derive(Default)]
pub(super) struct Areas {
    pub(super) list: Rect,
    title: Rect,
    facts: Rect,
    technical: Rect,
    curricular: Rect,
}

/// One pane at a time: a narrow window, or zoomed.
fn alone(view: &Queue, scene: &Scene) -> bool {
    view.zoomed || scene.shape != WindowShape::Full
}

pub(super) fn areas(view: &Queue, body: Rect, scene: &Scene) -> Areas {
    if alone(view, scene) && view.pane == QueuePane::List {
        return Areas {
            list: body,
            ..Areas::default()
        };
    }
    let alone = alone(view, scene);
    let rows = if alone {
        0
    } else {
        (body.height.saturating_sub(3) * 3 / 7).clamp(3, 16)
    };
    let line = |y: u16, height: u16| {
        let y = (body.y + y).min(body.bottom());
        Rect {
            y,
            height: height.min(body.bottom() - y),
            ..body
        }
    };
    // The line of the neighbours stays where they cannot be asked: nothing moves below it when they answer.
    let facts = 2 + u16::from(scene.in_region);
    let lower = line(rows + 1 + facts, body.height);
    let left = if alone {
        lower.width
    } else {
        (lower.width - 1) / 2
    };
    let mut areas = Areas {
        list: line(0, rows),
        title: line(rows, 1),
        facts: line(rows + 1, facts),
        technical: Rect {
            width: left,
            ..lower
        },
        curricular: Rect {
            x: lower.x + left + 1,
            width: lower.width.saturating_sub(left + 1),
            ..lower
        },
    };
    if alone {
        areas.curricular = lower;
        if view.pane == QueuePane::Items(Track::Curricular) {
            areas.technical = Rect::ZERO;
        } else {
            areas.curricular = Rect::ZERO;
        }
    }
    areas
}

/// The part of the window between the lines at its top and its bottom.
pub(super) fn body(scene: &Scene) -> Rect {
    Rect::new(0, 2, scene.size.width, scene.size.height.saturating_sub(4))
}

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.rows.is_none() {
        canvas.paragraph(area, "Reading the queue.");
    } else if let Some(text) = view.in_full() {
        view.page.draw(&text, area, canvas);
    } else if wide::fits(scene) && !view.zoomed {
        wide::draw(view, area, canvas, scene);
    } else {
        draw_usual(view, area, canvas, scene);
    }
    view.filter.draw(area, canvas, " Filter the queue: ");
}

fn draw_usual(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let areas = areas(view, area, scene);
    if areas.list.height > 0 {
        let window = if scene.shape == WindowShape::Full {
            USUAL
        } else {
            NARROW
        };
        list::draw(view, window, areas.list, canvas, scene);
        if view.list.is_empty() {
            canvas.paragraph(areas.list, &nothing(view));
        }
    }
    if areas.title.height == 0 {
        return;
    }
    let Some(row) = view.row() else {
        canvas.rule(areas.title, "");
        return;
    };
    let sheet = view.sheet();
    let mut title = detail::title(row);
    if let Some(sheet) = sheet {
        let roomy = area.width >= 100;
        title = format!(
            "{title} - {}",
            detail::asked(sheet, roomy, scene.now.date())
        );
    }
    canvas.rule(areas.title, &title);
    draw_facts(view, areas.facts, canvas, scene);
    for (track, area) in TRACKS.into_iter().zip([areas.technical, areas.curricular]) {
        checklist::draw(view, track, area, canvas, scene);
    }
    if areas.technical.width > 0 && areas.curricular.width > 0 {
        canvas.upright(
            areas.curricular.x - 1,
            areas.technical.y,
            areas.technical.height,
        );
    }
}

/// What is asked and what it costs; what we own that does the same; what neighbours say.
fn draw_facts(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row() else { return };
    let sheet = view.sheet();
    let mut parts = vec![detail::kind(row)];
    parts.extend(detail::cost(row, sheet));
    parts.extend(sheet.and_then(detail::reason).map(str::to_owned));
    let width = area.width.saturating_sub(1);
    if area.height > 0 {
        canvas.text(
            area.x + 1,
            area.y,
            width,
            &parts.join("  "),
            TextRole::Plain,
        );
    }
    if area.height > 1 {
        draw_similar(view, Rect::new(area.x + 1, area.y + 1, width, 1), canvas);
    }
    if area.height > 2 {
        let line = Rect::new(area.x + 1, area.y + 2, width, 1);
        draw_neighbours(view, line, canvas, scene);
    }
}
