//! Line 2 of the overlaps: the filter, marks, the order, where the cursor is.

use super::{Overlaps, rows};
use crate::office::lists::overlaps::OVERLAPS;

pub(super) fn heading(view: &Overlaps) -> Vec<String> {
    if view.board.is_none() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let all = view.counted.of_tab(view.shown);
    parts.extend(view.filter.label(view.list.len(), all));
    let marks = view.list.marks();
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    let before = if rows::is_by_state(view) {
        "state, "
    } else {
        ""
    };
    let order = view.order.label(&OVERLAPS.orders());
    parts.push(format!("sort: {before}{order}"));
    if !view.list.is_empty() {
        parts.push(format!("row {} of {}", view.list.at() + 1, view.list.len()));
    }
    parts
}
