//! The standards as text to copy and as a table to export.

use super::rows::StandardsKey;
use super::tabs::{ShownStandards, StandardsLayout};
use super::{Standards, coverage, detail, matrix, page};
use crate::office::deed::{Contents, Listing};
use crate::office::lists::gaps::GAPS;
use crate::office::lists::standards::{CLAIMED, IDLE, STACKS};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Standards, scene: &Scene) -> Vec<CopyForm> {
    let form = |letter, label, text| CopyForm {
        letter,
        label,
        text,
    };
    if view.shown_layout() == StandardsLayout::Matrix {
        let table = view.crossed.as_ref();
        let row = table.and_then(|table| Some((table, table.rows.get(view.grid.at())?)));
        let said = row.map(|(table, row)| matrix::words(view, table, row));
        return said
            .map(|text| form('s', "the sentence", text))
            .into_iter()
            .collect();
    }
    let (Some(key), Some((title, statement, said))) = (view.list.selected(), detail::told(view))
    else {
        return Vec::new();
    };
    let sentence = match view.gap() {
        Some(row) => format!(
            "{} at {}, grade {}: {}.",
            row.code,
            row.school_name,
            row.grade,
            row.why()
        ),
        None => format!("{title}: {}", said.join(" ")),
    };
    let viewer = scene.viewer();
    let row = match key {
        StandardsKey::Gap(_) => view.gap().map(|row| GAPS.tabbed(row, &viewer)),
        StandardsKey::Stack(..) => view.find_stack(key).map(|row| STACKS.tabbed(row, &viewer)),
        StandardsKey::Idle(..) => view.find_idle(key).map(|row| IDLE.tabbed(row, &viewer)),
        StandardsKey::Claim(..) => view.claim().map(|row| CLAIMED.tabbed(row, &viewer)),
    };
    let mut forms = vec![form('s', "the sentence", sentence)];
    forms.extend(row.map(|text| form('r', "the row", text)));
    let all = [vec![title, statement], said].concat();
    forms.push(form('c', "all about it", all.join("\n")));
    if let Some(opened) = view.page.as_ref().filter(|_| view.opened) {
        forms.push(form('p', "the page", page::copied(opened)));
    }
    forms
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Standards, scene: &Scene) -> Option<Listing> {
    match (view.shown_layout(), &view.covered) {
        (StandardsLayout::List, _) => {}
        (StandardsLayout::Schools, Some(table)) => return coverage::listing(view, table),
        _ => return None,
    }
    let viewer = scene.viewer();
    let rows = view.sizes().1;
    if view.list.marks() == 0 && view.list.len() < rows {
        // More than what was read: the office reads the rest.
        let contents = match view.list_of() {
            Some(of) => Contents::Standards { of, rows },
            None => Contents::Gaps {
                of: view.board_of(),
                rows,
            },
        };
        return Some(Listing {
            name: view.shown.word().to_owned(),
            contents,
        });
    }
    let keys = view.list.chosen_or_all().into_iter();
    match view.shown {
        ShownStandards::Holes | ShownStandards::Gaps => {
            GAPS.listing(keys.filter_map(|key| view.find_gap(key)), &viewer)
        }
        ShownStandards::Stacks => {
            STACKS.listing(keys.filter_map(|key| view.find_stack(key)), &viewer)
        }
        ShownStandards::Idle => IDLE.listing(keys.filter_map(|key| view.find_idle(key)), &viewer),
        ShownStandards::Claimed => {
            CLAIMED.listing(keys.filter_map(|key| view.find_claim(key)), &viewer)
        }
    }
}
