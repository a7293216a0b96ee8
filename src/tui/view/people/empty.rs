//! What stands where nobody is listed: why, and the key that changes it.

use super::{People, rows};
use crate::domain::person::PersonRow;
use crate::tui::widget::hidden::Hidden;

/// Why the list is empty. An office always has an admin, so that something hides them.
pub(super) fn nothing(view: &People, all: &[PersonRow]) -> String {
    let here = rows::in_scope(view, all).len();
    // What line 2 counts, unless it is the school alone that leaves nobody.
    let count = if here > 0 { here } else { all.len() };
    let filtered = !view.filter.is_empty() && (here > 0 || view.scope.is_none());
    let words = filtered.then(|| view.filter.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    Hidden::by(words, school).none_of(count)
}
