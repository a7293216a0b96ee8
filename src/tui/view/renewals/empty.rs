//! What stands where the list of contracts is empty: why, and the key that changes it.

use super::Renewals;
use super::rows::RenewalsLayout;
use crate::domain::renewal::unknown::{Unknowns, contracts};
use crate::tui::widget::hidden::Hidden;

/// Where there is no contract at all.
pub(super) const EMPTY: &str = "No contracts yet. :import reads a CSV of what you pay for. You need product, cost, \
                     end date; notice days if you know them (90 is assumed and marked). n adds one by hand.";

/// Why the list is empty, and the key that changes it.
pub(super) fn nothing(view: &Renewals) -> String {
    let Some(agenda) = &view.agenda else {
        return String::new();
    };
    let all = agenda.rows.iter().filter(|row| !row.ended).count();
    let ended = agenda.rows.len() - all;
    let unknown = Unknowns::of(agenda.rows.iter());
    let words = (!view.filter.is_empty()).then(|| view.filter.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    let hidden = Hidden::by(words, school);
    if hidden.is_nothing() {
        return match (view.layout, unknown.sentence()) {
            (RenewalsLayout::Ended, _) => "No contract has ended yet.".to_owned(),
            (RenewalsLayout::Unknown, _) if all > 0 => format!(
                "Of {} that run it is known whether they renew, how much notice they need and what they cost.",
                contracts(all)
            ),
            _ if all == 0 => format!(
                "{}, all ended before {}. v lists them.",
                contracts(ended),
                agenda.today.format("%b %-d %Y")
            ),
            (_, Some(said)) => format!(
                "Every contract that may renew by itself is decided. But {said}: v lists them."
            ),
            (_, None) => format!(
                "Nothing renews by itself that is not decided yet. {all} contracts are on record: v lists \
                 them, also what is settled and what ends by itself."
            ),
        };
    }
    hidden.none_of(all)
}
