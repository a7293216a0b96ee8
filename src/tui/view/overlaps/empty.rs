//! What stands where the list of overlaps is empty: why, and the key that changes it.

use super::Overlaps;
use super::rows::{self, ShownAlerts};
use crate::office::query::overlap::Board;
use crate::tui::widget::hidden::Hidden;

/// Why the list is empty, and the key that changes it.
pub(super) fn nothing(view: &Overlaps, board: &Board) -> String {
    let here = rows::in_scope(view, board);
    let here = here.iter().filter(|row| view.shown.has(row)).count();
    let everywhere = board.board.rows.iter();
    let everywhere = everywhere.filter(|row| view.shown.has(row)).count();
    // What line 2 counts, unless it is the school alone that leaves nothing.
    let all = if here > 0 { here } else { everywhere };
    let filtered = !view.filter.is_empty() && (here > 0 || view.scope.is_none());
    let words = filtered.then(|| view.filter.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    let hidden = Hidden::by(words, school);
    if !hidden.is_nothing() && all > 0 {
        return hidden.none_of(all);
    }
    match view.shown {
        _ if board.board.rows.is_empty() => {
            "Nothing overlaps. It needs two contracts before it can find anything.".to_owned()
        }
        ShownAlerts::All => "All of them are dealt with. [ shows what is closed.".to_owned(),
        ShownAlerts::Of(kind) => format!(
            "No overlap of the kind {} is open. ] goes to the next tab.",
            kind.spoken()
        ),
        ShownAlerts::Closed => {
            "None is closed yet: neither dismissed, nor resolved by what was planned. ] shows the open ones."
                .to_owned()
        }
    }
}
