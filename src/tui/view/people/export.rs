//! The people as text to copy and as a table to export.

use super::{People, detail};
use crate::domain::ownership::Held;
use crate::domain::person::PersonRow;
use crate::office::deed::Listing;
use crate::office::lists::people::{PEOPLE, roles_in_words, schools_in_words};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

/// The width of what is copied whole.
const COLUMNS: usize = 78;

pub(super) fn copies(view: &People, scene: &Scene) -> Vec<CopyForm> {
    let Some(row) = view.row() else {
        return Vec::new();
    };
    let lines = detail::lines(row, (view.held(), view.keys()), scene, COLUMNS);
    let lines = lines.into_iter().map(|line| line.text);
    let whole: Vec<String> = std::iter::once(detail::title(row, scene))
        .chain(lines)
        .collect();
    vec![
        CopyForm {
            letter: 's',
            label: "the sentence",
            text: sentence(row, view.held(), scene),
        },
        CopyForm {
            letter: 'r',
            label: "the row",
            text: PEOPLE.tabbed(row, &scene.viewer()),
        },
        CopyForm {
            letter: 'c',
            label: "all about them",
            text: whole.join("\n"),
        },
    ]
}

/// `Dana Voss (dana): roles renewals; schools all; holds 1 contract.`
fn sentence(row: &PersonRow, held: Option<&[Held]>, scene: &Scene) -> String {
    let holds = held.map(|held| format!("; holds {}", Held::in_words(held)));
    format!(
        "{}: roles {}; schools {}{}.",
        detail::title(row, scene),
        roles_in_words(&row.person.roles),
        schools_in_words(row),
        holds.unwrap_or_default()
    )
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &People, scene: &Scene) -> Option<Listing> {
    let keys = view.list.chosen_or_all().into_iter();
    let rows = keys.filter_map(|id| view.find(*id));
    PEOPLE.listing(rows, &scene.viewer())
}
