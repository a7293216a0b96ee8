//! How many rows a list of this view shows, and what stands where it shows none.

use super::{SchoolsFocus, SchoolsView};
use crate::domain::text::capital;
use crate::tui::widget::hidden::Hidden;

/// How many rows a list shows, and of how many.
pub(super) fn counts(view: &SchoolsView, of: SchoolsFocus) -> (usize, usize) {
    let all = view.sums.as_ref().map(|sums| &sums.all);
    match of {
        SchoolsFocus::Schools => (view.left.len(), all.map_or(0, |all| all.schools.len())),
        SchoolsFocus::Products => (view.products.len(), view.here().map_or(0, <[_]>::len)),
        SchoolsFocus::Matrix => (view.grid.len(), all.map_or(0, |all| all.products.len())),
    }
}

/// Why a list is empty, and the key that changes it.
pub(super) fn nothing(view: &SchoolsView, of: SchoolsFocus) -> String {
    let (shown, all) = counts(view, of);
    let filtered = view.filter_of == of && !view.filter.is_empty();
    let scope = view
        .scope
        .as_ref()
        .filter(|_| of == SchoolsFocus::Schools || filtered);
    if all == 0 {
        return "Nothing is placed here, and no contract covers it. \
                hallpass import inventory FILE brings in who has what."
            .to_owned();
    }
    let words = filtered.then(|| view.filter.text());
    let hidden = Hidden::by(words, scope.map(|school| school.name.as_str()));
    format!(
        "{shown} of {all} shown. {}. {}.",
        capital(&hidden.what()),
        hidden.keys().join(", ")
    )
}
