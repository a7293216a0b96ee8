//! Line 2, the usual layout, and what an empty list says. Rows and checklists have files of their own,
//! and so has the layout for wide windows.

use ratatui::layout::Rect;

use super::dossier::draw_similar;
use super::empty::nothing;
use super::rows::{self, Shown};
use super::{Pane, Queue, TRACKS, facts, list, panes, wide};
use crate::domain::request::Track;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;

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
    view.zoomed || scene.shape != Shape::Full
}

fn areas(view: &Queue, body: Rect, scene: &Scene) -> Areas {
    if alone(view, scene) && view.pane == Pane::List {
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
    let lower = line(rows + 3, body.height);
    let left = if alone {
        lower.width
    } else {
        (lower.width - 1) / 2
    };
    let mut areas = Areas {
        list: line(0, rows),
        title: line(rows, 1),
        facts: line(rows + 1, 2),
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
        if view.pane == Pane::Items(Track::Curricular) {
            areas.technical = Rect::ZERO;
        } else {
            areas.curricular = Rect::ZERO;
        }
    }
    areas
}

/// The part of the window between the lines at its top and its bottom.
fn body(scene: &Scene) -> Rect {
    Rect::new(0, 2, scene.size.width, scene.size.height.saturating_sub(4))
}

pub(super) fn heading(view: &Queue, scene: &Scene) -> String {
    let Some(rows) = &view.rows else {
        return String::new();
    };
    let mut parts = Vec::new();
    let all = rows::in_scope(view, rows);
    if !view.words.is_empty() || view.filtering {
        let (shown, of) = (view.list.len(), all.len());
        parts.push(format!("filter \"{}\": {shown} of {of}", view.words.text()));
    }
    let marks = match view.pane {
        Pane::List => view.list.marks(),
        Pane::Items(track) => view.items(track).marks(),
    };
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    let school = view.school();
    let here = rows.iter();
    let here = here.filter(|row| school.is_none_or(|id| row.schools.covers(id)));
    let waiting = here.filter(|row| row.waits()).count();
    parts.push(match (view.shown, waiting) {
        (Shown::Open, 1..) if wide::fits(scene) => {
            format!("{}, {waiting} waiting", counts(view, &all))
        }
        _ => counts(view, &all),
    });
    parts.push(format!("sort: {}", rows::order_label(view)));
    let height = if wide::fits(scene) {
        wide::rows(view, body(scene))
    } else {
        areas(view, body(scene), scene)
            .list
            .height
            .saturating_sub(1)
    };
    let window = view.list.window(height.into());
    if height > 0 && window.len() < view.list.len() {
        let (first, last) = (window.start + 1, window.end);
        parts.push(format!("rows {first}-{last}"));
    }
    parts.join("   ")
}

fn counts(view: &Queue, all: &[&crate::domain::review::QueueRow]) -> String {
    let count = all.len();
    match view.shown {
        Shown::Open => {
            let late = all.iter().filter(|row| row.is_late()).count();
            let untaken = all.iter().filter(|row| row.owner.is_none()).count();
            format!("{count} open, {late} late, {untaken} untaken")
        }
        Shown::Waiting => format!("{count} waiting on others"),
        Shown::Decided => format!("{count} decided"),
    }
}

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.rows.is_none() {
        canvas.paragraph(area, "Reading the queue.");
    } else if wide::fits(scene) && !view.zoomed {
        wide::draw(view, area, canvas, scene);
    } else {
        draw_usual(view, area, canvas, scene);
    }
    if view.filtering && area.height > 0 {
        let line = Rect::new(area.x, area.bottom() - 1, area.width, 1);
        canvas.clear(line);
        let used = canvas.text(
            line.x,
            line.y,
            line.width,
            " Filter the queue: ",
            Role::Heading,
        );
        let field = Rect::new(line.x + used, line.y, line.width - used, 1);
        view.words.draw(canvas, field);
    }
}

fn draw_usual(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let areas = areas(view, area, scene);
    if areas.list.height > 0 {
        list::draw(view, areas.list, canvas, scene);
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
    let mut title = facts::title(row);
    if let Some(sheet) = sheet {
        let roomy = area.width >= 100;
        title = format!("{title} - {}", facts::asked(sheet, roomy));
    }
    canvas.rule(areas.title, &title);
    draw_facts(view, areas.facts, canvas);
    for (track, area) in TRACKS.into_iter().zip([areas.technical, areas.curricular]) {
        panes::draw(view, track, area, canvas, scene);
    }
    if areas.technical.width > 0 && areas.curricular.width > 0 {
        canvas.upright(
            areas.curricular.x - 1,
            areas.technical.y,
            areas.technical.height,
        );
    }
}

/// What is asked and what it costs; what we own that does the same.
fn draw_facts(view: &Queue, area: Rect, canvas: &mut Canvas) {
    let Some(row) = view.row() else { return };
    let sheet = view.sheet();
    let mut parts = vec![facts::kind(row)];
    parts.extend(facts::cost(row, sheet));
    parts.extend(sheet.and_then(facts::reason).map(str::to_owned));
    let width = area.width.saturating_sub(1);
    if area.height > 0 {
        canvas.text(area.x + 1, area.y, width, &parts.join("  "), Role::Plain);
    }
    if area.height > 1 {
        draw_similar(view, Rect::new(area.x + 1, area.y + 1, width, 1), canvas);
    }
}
