//! What stands where the list of requests is empty: why, and the key that changes it.

use super::Queue;
use super::rows::{self, ShownRequests};
use crate::tui::widget::hidden::Hidden;

/// Why the list is empty, and the key that changes it.
pub(super) fn nothing(view: &Queue) -> String {
    let rows = view.rows.as_deref().map_or(&[][..], Vec::as_slice);
    let all = rows::in_tab(view, rows).len();
    if rows.is_empty() {
        return match view.shown {
            ShownRequests::Open | ShownRequests::Waiting if view.known.ahead().decided > 0 => {
                return done(view);
            }
            ShownRequests::Decided => "Nothing is decided yet. [ goes back.",
            ShownRequests::Open | ShownRequests::Waiting => {
                "No requests are waiting. n adds one, :import brings in the answers of your \
                 office's intake form. ] shows those that are decided."
            }
        }
        .to_owned();
    }
    let words = (!view.filter.is_empty()).then(|| view.filter.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    let hidden = Hidden::by(words, school);
    if hidden.is_nothing() {
        return match view.shown {
            ShownRequests::Waiting => {
                "Nothing waits for a vendor or for who asked. [ goes back.".to_owned()
            }
            _ => format!("All {} wait for others. ] shows them.", rows.len()),
        };
    }
    hidden.none_of(all)
}

/// All is decided: where that is, and when there is something to do again.
fn done(view: &Queue) -> String {
    let key = if view.shown == ShownRequests::Open {
        "["
    } else {
        "]"
    };
    let next = match view.known.ahead().next {
        Some(day) => format!(" Next re-review is due {}.", day.format("%b %d %Y")),
        None => String::new(),
    };
    let all = view.known.ahead().decided;
    let all = match all {
        1 => "The one request is".to_owned(),
        n => format!("All {n} are"),
    };
    format!("{all} decided. {key} shows decided ones.{next}")
}
