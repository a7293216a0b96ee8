//! Line 2 of the queue: the filter, marks, how many are open and late, the order, which rows are seen.

use super::rows::{self, ShownRequests};
use super::{Queue, QueuePane, draw, wide};
use crate::tui::scene::Scene;

pub(super) fn heading(view: &Queue, scene: &Scene) -> Vec<String> {
    let Some(rows) = &view.rows else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let all = rows::in_scope(view, rows);
    parts.extend(view.filter.label(view.list.len(), all.len()));
    let marks = match view.pane {
        QueuePane::List => view.list.marks(),
        QueuePane::Items(track) => view.items(track).marks(),
    };
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    let school = view.school();
    let here = rows.iter();
    let here = here.filter(|row| school.is_none_or(|id| row.schools.covers(id)));
    let waiting = here.filter(|row| row.waits()).count();
    parts.push(match (view.shown, waiting) {
        (ShownRequests::Open, 1..) if wide::fits(scene) => {
            format!("{}, {waiting} waiting", counts(view, &all))
        }
        _ => counts(view, &all),
    });
    parts.push(format!("sort: {}", view.order.label(&rows::orders(view))));
    let height = if wide::fits(scene) {
        wide::rows(view, draw::body(scene))
    } else {
        draw::areas(view, draw::body(scene), scene)
            .list
            .height
            .saturating_sub(1)
    };
    let window = view.list.window(height.into());
    if height > 0 && window.len() < view.list.len() {
        let (first, last) = (window.start + 1, window.end);
        parts.push(format!("rows {first}-{last}"));
    }
    parts
}

fn counts(view: &Queue, all: &[&crate::domain::review::QueueRow]) -> String {
    let count = all.len();
    match view.shown {
        ShownRequests::Open => {
            let late = all.iter().filter(|row| row.is_late()).count();
            let untaken = all.iter().filter(|row| row.owner.is_none()).count();
            format!("{count} open, {late} late, {untaken} untaken")
        }
        ShownRequests::Waiting => format!("{count} waiting on others"),
        ShownRequests::Decided => format!("{count} decided"),
    }
}
