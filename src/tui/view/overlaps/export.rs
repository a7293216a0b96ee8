//! The overlaps as text to copy and as a table to export.

use super::{Overlaps, page};
use crate::domain::day::full;
use crate::domain::money::Basis;
use crate::domain::overlap::board::AlertRow;
use crate::office::deed::{Contents, Listing};
use crate::office::lists::overlaps::OVERLAPS;
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Overlaps, scene: &Scene) -> Vec<CopyForm> {
    let Some(row) = view.row() else {
        return Vec::new();
    };
    let mut forms = vec![
        CopyForm {
            letter: 's',
            label: "the sentence",
            text: sentence(row),
        },
        CopyForm {
            letter: 'r',
            label: "the row",
            text: OVERLAPS.tabbed(row, &view.viewer(scene)),
        },
    ];
    let page = view
        .sheet()
        .map(|sheet| page::page(sheet, view.today(scene)));
    forms.extend(page.map(|text| CopyForm {
        letter: 'c',
        label: "all about it",
        text,
    }));
    forms
}

/// `O-x7k2q Gimkit Pro (Duplicate): $2,260 FY share at stake at JEF, ROO, act by Fri Mar 20 2026. Why.`
fn sentence(row: &AlertRow) -> String {
    let schools = codes(row);
    let at = if schools.is_empty() {
        String::new()
    } else {
        format!(" at {}", schools.join(", "))
    };
    let by = row
        .act_by
        .map_or_else(String::new, |day| format!(", act by {}", full(day)));
    let owner = match &row.owner {
        Some(who) => format!("{} sees to it", who.name),
        None => "nobody sees to it".to_owned(),
    };
    format!(
        "{} {} ({}): ${} {} at stake{at}{by}. Why flagged: {}. {owner}.",
        row.name,
        row.title,
        row.kind.spoken(),
        row.at_stake.dollars(),
        Basis::FyShare,
        row.why.trim_end_matches('.')
    )
}

fn codes(row: &AlertRow) -> Vec<&str> {
    row.schools.iter().map(|(_, code)| &**code).collect()
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Overlaps) -> Option<Listing> {
    let keys: Vec<String> = view.list.chosen_or_all().into_iter().cloned().collect();
    (!keys.is_empty()).then(|| Listing {
        name: OVERLAPS.name.to_owned(),
        contents: Contents::Overlaps(keys),
    })
}
