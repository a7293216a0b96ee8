//! What stands where a list of standards is empty: why, and the key that changes it.

use super::Standards;
use super::tabs::ShownStandards;
use crate::office::query::standards::GapsBoard;
use crate::tui::widget::hidden::Hidden;

/// Why the list is empty, and the key that changes it.
pub(super) fn nothing(view: &Standards, board: &GapsBoard) -> String {
    let of_gaps = matches!(view.shown, ShownStandards::Holes | ShownStandards::Gaps);
    let missing = board.missing.as_ref().filter(|_| of_gaps);
    let idle = view.shown == ShownStandards::Idle;
    let kept_back = board.kept_back.as_ref().filter(|_| of_gaps || idle);
    if let Some(why) = missing.or(kept_back) {
        return why.clone();
    }
    let (all, _) = view.sizes();
    if all > 0 {
        return Hidden::by(Some(view.filter.text()), None).none_of(all);
    }
    let at = view.scope.as_ref();
    let at = at.map_or_else(String::new, |school| format!(" at {}", school.name));
    match view.shown {
        _ if view.listed.is_none() && !of_gaps => "Looking.".to_owned(),
        ShownStandards::Holes if board.told > 0 => {
            format!("Nothing is left open{at}: what is told is covered. ] shows all gaps.")
        }
        ShownStandards::Holes | ShownStandards::Gaps => format!("No gap is told{at}."),
        ShownStandards::Stacks => {
            format!("No standard is bought three times{at} by what is verified.")
        }
        ShownStandards::Idle => format!(
            "Nothing is paid for{at} that no group fell short of, two windows of a test running."
        ),
        ShownStandards::Claimed => {
            "Nothing is only claimed: what somebody claims is verified or rejected.".to_owned()
        }
    }
}
