//! The contracts as text to copy and as a table to export; the letter that ends one.

use chrono::NaiveDate;

use super::{Renewals, detail, page};
use crate::domain::day::full;
use crate::domain::renewal::agenda::AgendaRow;
use crate::office::deed::Listing;
use crate::office::lists::renewals::RENEWALS;
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Renewals, scene: &Scene) -> Vec<CopyForm> {
    let Some(row) = view.row() else {
        return Vec::new();
    };
    let mut forms = vec![
        CopyForm {
            letter: 's',
            label: "the sentence",
            text: sentence(row, view.today(scene)),
        },
        CopyForm {
            letter: 'r',
            label: "the row",
            text: RENEWALS.tabbed(row, &view.viewer(scene)),
        },
    ];
    let years = view.agenda.as_ref().map(|agenda| agenda.years);
    let page = view
        .sheet()
        .map(|known| page::page(known, years.unwrap_or_default(), view.today(scene)));
    forms.extend(page.map(|text| CopyForm {
        letter: 'c',
        label: "all about it",
        text,
    }));
    let letter = view.letter.as_ref();
    let letter = letter.filter(|(contract, _)| view.ends() == Some(*contract));
    forms.extend(letter.map(|(_, text)| CopyForm {
        letter: 'n',
        label: "the notice letter",
        text: text.clone(),
    }));
    forms
}

fn sentence(row: &AgendaRow, today: NaiveDate) -> String {
    let (mark, by) = detail::cancel_by(row, None, today);
    let owner = match &row.owner {
        Some(who) => format!("{} answers for it", who.named()),
        None => "the contract has no owner".to_owned(),
    };
    format!(
        "{}. {mark}{by}. {}. {}. {owner}.",
        detail::title(row, &full(row.dates.term_end)),
        detail::cost(row),
        detail::seats(row)
    )
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Renewals, scene: &Scene) -> Option<Listing> {
    let keys = view.list.chosen_or_all().into_iter();
    let rows = keys.filter_map(|id| view.find(*id));
    RENEWALS.listing(rows, &view.viewer(scene))
}
