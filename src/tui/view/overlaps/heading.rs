//! Line 2 of the overlaps: the filter, marks, the order, where the cursor is.

use super::{Overlaps, rows};
use crate::office::lists::overlaps::OVERLAPS;

pub(super) fn heading(view: &Overlaps) -> Vec<String> {
    let Some(board) = &view.board else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let tabs = rows::tabs(view, board);
    let all = tabs.iter().find(|(shown, _)| *shown == view.shown);
    let all = all.map_or(0, |(_, count)| *count);
    parts.extend(view.filter.label(view.list.len(), all));
    let marks = view.list.marks();
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    parts.push(format!("sort: {}", view.order.label(&OVERLAPS.orders())));
    if !view.list.is_empty() {
        parts.push(format!("row {} of {}", view.list.at() + 1, view.list.len()));
    }
    parts
}
