//! Line 2 of the queue: the filter, marks, how many are open and late, the order, which rows are seen.

use super::rows::{self, QueueCounts, ShownRequests};
use super::{Queue, QueuePane, draw, wide};
use crate::tui::scene::Scene;

pub(super) fn heading(view: &Queue, scene: &Scene) -> Vec<String> {
    if view.rows.is_none() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let counted = view.counted;
    parts.extend(view.filter.label(view.list.len(), counted.all));
    let marks = match view.pane {
        QueuePane::List => view.list.marks(),
        QueuePane::Items(track) => view.items(track).marks(),
    };
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    parts.push(match (view.shown, counted.waiting) {
        // They are in no row of this tab, and in every file of the queue.
        (ShownRequests::Open, waiting @ 1..) if wide::fits(scene) => {
            format!("{}, {waiting} waiting: ]", counts(view))
        }
        (ShownRequests::Open, waiting @ 1..) => {
            let QueueCounts { all, late, .. } = counted;
            format!("{all} open, {late} late, {waiting} wait: ]")
        }
        _ => counts(view),
    });
    parts.push(format!("sort: {}", view.order.label(&rows::orders(view))));
    let body = draw::body(scene);
    let (height, per_row) = if wide::fits(scene) {
        (wide::lines_of_rows(view, body), wide::PER_ROW)
    } else {
        let list = draw::areas(view, body, scene).list;
        (list.height.saturating_sub(1), 1)
    };
    let shown = view.list.rows_shown(height.into(), per_row);
    if height > 0 && shown.len() < view.list.len() {
        let (first, last) = (shown.start + 1, shown.end);
        parts.push(format!("rows {first}-{last}"));
    }
    parts
}

fn counts(view: &Queue) -> String {
    let QueueCounts {
        all, late, untaken, ..
    } = view.counted;
    match view.shown {
        ShownRequests::Open => format!("{all} open, {late} late, {untaken} untaken"),
        ShownRequests::Waiting => format!("{all} waiting on others"),
        ShownRequests::Decided => format!("{all} decided"),
    }
}
