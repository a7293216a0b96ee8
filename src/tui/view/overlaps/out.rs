//! The overlaps as text to copy and as a table to export.

use super::rows::{full, owner_word};
use super::{Overlaps, page};
use crate::domain::overlap::board::AlertRow;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
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
            text: tabbed(row, scene),
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
        "{} {} ({}): ${} FY share at stake{at}{by}. Why flagged: {}. {owner}.",
        row.name,
        row.title,
        row.kind.spoken(),
        row.at_stake.dollars(),
        row.why.trim_end_matches('.')
    )
}

fn codes(row: &AlertRow) -> Vec<String> {
    row.schools.iter().map(|(_, code)| code.clone()).collect()
}

fn tabbed(row: &AlertRow, scene: &Scene) -> String {
    [
        row.name.clone(),
        row.kind.spoken().to_owned(),
        row.title.clone(),
        codes(row).join(", "),
        row.at_stake.dollars(),
        row.act_by.map(|day| day.to_string()).unwrap_or_default(),
        row.standing.word().to_owned(),
        owner_word(row, scene),
    ]
    .join("\t")
}

const COLUMNS: [(&str, Holds); 12] = [
    ("id", Holds::Text),
    ("kind", Holds::Text),
    ("type", Holds::Text),
    ("title", Holds::Text),
    ("schools", Holds::List),
    ("at_stake", Holds::Cents),
    ("act_by", Holds::Day),
    ("state", Holds::Text),
    ("owner", Holds::Text),
    ("keeper", Holds::Text),
    ("why", Holds::Text),
    ("returned", Holds::Text),
];

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Overlaps) -> Option<Listing> {
    let keys = if view.list.marks() == 0 {
        view.list.keys().iter().collect()
    } else {
        view.list.chosen()
    };
    let rows = keys.into_iter().filter_map(|key| view.find(key));
    let rows: Vec<Vec<TableCell>> = rows.map(items).collect();
    let columns = COLUMNS.iter();
    let columns = columns.map(|(name, holds)| TableColumn::new(name, *holds));
    (!rows.is_empty()).then(|| Listing {
        name: "overlaps".to_owned(),
        contents: Contents::Table(Table {
            title: "Overlaps".to_owned(),
            columns: columns.collect(),
            rows,
        }),
    })
}

fn items(row: &AlertRow) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let known = |known: Option<String>| known.map_or(TableCell::Blank, TableCell::Text);
    vec![
        text(&row.name),
        text(row.kind.word()),
        text(row.kind.spoken()),
        text(&row.title),
        TableCell::List(codes(row)),
        TableCell::Cents(row.at_stake),
        row.act_by.map_or(TableCell::Blank, TableCell::Day),
        text(row.standing.word()),
        known(row.owner.as_ref().map(|who| who.login.clone())),
        known(row.keeper.clone()),
        text(&row.why),
        known(row.returned.clone()),
    ]
}
