//! Line 2 of the standards: the filter, marks, what they are told in, the order, where the cursor is.

use super::Standards;
use super::tabs::StandardsLayout;

pub(super) fn heading(view: &Standards) -> Vec<String> {
    let Some(board) = &view.board else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let layout = view.shown_layout();
    let (all, fitting) = match (layout, &view.crossed, &view.covered) {
        (StandardsLayout::List, ..) => view.sizes(),
        (StandardsLayout::Matrix, Some(table), _) => (table.all, table.all),
        (StandardsLayout::Schools, _, Some(table)) => (table.rows.len(), view.schools.len()),
        _ => (0, 0),
    };
    parts.extend(view.filter.label(fitting, all));
    let marks = view.list.marks();
    if marks > 0 && layout == StandardsLayout::List {
        parts.push(format!("{marks} marked"));
    }
    let told = [&board.about, &board.windows].into_iter().cloned();
    parts.extend(told.filter(|part| !part.is_empty()));
    let at = match layout {
        StandardsLayout::List => {
            parts.push(format!("sort: {}", view.order.label(&view.shown.orders())));
            view.list.at()
        }
        StandardsLayout::Matrix => view.grid.at(),
        StandardsLayout::Schools => view.schools.at(),
    };
    if fitting > 0 {
        parts.push(format!("row {} of {fitting}", at + 1));
    }
    parts
}
