//! The contracts as text to copy and as a table to export; the letter that ends one.

use super::{Renewals, detail, rows, sheet};
use crate::domain::renewal::agenda::AgendaRow;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
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
            text: sentence(row),
        },
        CopyForm {
            letter: 'r',
            label: "the row",
            text: tabbed(row, scene),
        },
    ];
    let years = view.agenda.as_ref().map(|agenda| agenda.years);
    let page = view
        .sheet()
        .map(|known| sheet::page(known, years.unwrap_or_default(), view.today(scene)));
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

fn sentence(row: &AgendaRow) -> String {
    let (mark, by) = detail::cancel_by(row, None);
    let owner = match &row.owner {
        Some(who) => format!("{} answers for it", who.name),
        None => "nobody answers for it".to_owned(),
    };
    format!(
        "{}. {mark}{by}. {}. {}. {owner}.",
        detail::title(row, &rows::full(row.dates.term_end)),
        detail::cost(row),
        detail::seats(row)
    )
}

fn tabbed(row: &AgendaRow, scene: &Scene) -> String {
    [
        row.number.clone(),
        row.product.clone(),
        row.scope.clone(),
        row.key_day().to_string(),
        row.dates.term_end.to_string(),
        row.dollars(),
        row.severity.to_string(),
        rows::state(row),
        rows::owner_word(row, scene),
    ]
    .join("\t")
}

const COLUMNS: [(&str, Holds); 22] = [
    ("number", Holds::Text),
    ("product", Holds::Text),
    ("vendor", Holds::Text),
    ("scope", Holds::Text),
    ("severity", Holds::Text),
    ("cancel_by", Holds::Day),
    ("act_by", Holds::Day),
    ("decide_by", Holds::Day),
    ("start_by", Holds::Day),
    ("term_end", Holds::Day),
    ("auto_renew", Holds::Flag),
    ("notice", Holds::Text),
    ("unverified", Holds::Flag),
    ("annual", Holds::Cents),
    ("next_year", Holds::Cents),
    ("quoted", Holds::Flag),
    ("seats", Holds::Count),
    ("used", Holds::Count),
    ("owner", Holds::Text),
    ("decision", Holds::Text),
    ("ask_again", Holds::Day),
    ("funds", Holds::List),
];

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Renewals) -> Option<Listing> {
    let keys = if view.list.marks() == 0 {
        view.list.keys().iter().collect()
    } else {
        view.list.chosen()
    };
    let rows = keys.into_iter().filter_map(|id| view.find(*id));
    let rows: Vec<Vec<TableCell>> = rows.map(items).collect();
    let columns = COLUMNS.iter();
    let columns = columns.map(|(name, holds)| TableColumn::new(name, *holds));
    (!rows.is_empty()).then(|| Listing {
        name: "renewals".to_owned(),
        contents: Contents::Table(Table {
            title: "Renewals".to_owned(),
            columns: columns.collect(),
            rows,
        }),
    })
}

fn items(row: &AgendaRow) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let known = |known: Option<String>| known.map_or(TableCell::Blank, TableCell::Text);
    let count = |count: Option<i64>| count.map_or(TableCell::Blank, TableCell::Count);
    let dates = &row.dates;
    vec![
        text(&row.number),
        text(&row.product),
        known(row.vendor.clone()),
        text(&row.scope),
        text(row.severity.word()),
        dates.cancel_by.map_or(TableCell::Blank, TableCell::Day),
        TableCell::Day(dates.act_by),
        TableCell::Day(dates.decide_by),
        TableCell::Day(dates.start_by),
        TableCell::Day(dates.term_end),
        row.auto_renew.into(),
        text(row.notice.trim_end_matches('?')),
        TableCell::Flag(dates.unverified),
        row.annual.into(),
        row.next_year.into(),
        TableCell::Flag(row.quoted),
        count(row.seats),
        count(row.used),
        known(row.owner.as_ref().map(|who| who.login.clone())),
        known(row.decision.map(|choice| choice.word().to_owned())),
        row.ask_again.map_or(TableCell::Blank, TableCell::Day),
        TableCell::List(row.funds.clone()),
    ]
}
