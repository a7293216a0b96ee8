//! The queue's rows as text to copy and as a table to export; the mail to whoever asked.

use super::{Queue, rows};
use crate::domain::request::RequestState;
use crate::domain::review::{QueueRow, ReviewSheet, Score, reply};
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Queue, scene: &Scene) -> Vec<CopyForm> {
    let mut forms = Vec::new();
    let answered = |sheet: &&ReviewSheet| {
        !sheet.request.state.is_open() || sheet.row.state == RequestState::Returned
    };
    if let Some(sheet) = view.sheet().filter(answered) {
        forms.push(CopyForm {
            letter: 'm',
            label: "the mail to who asked",
            text: reply::reply(sheet),
        });
    }
    if let Some(row) = view.row() {
        forms.push(CopyForm {
            letter: 's',
            label: "the sentence",
            text: sentence(row),
        });
        forms.push(CopyForm {
            letter: 'r',
            label: "the row",
            text: tabbed(row, &scene.who),
        });
    }
    if let Some(reply) = &view.reply {
        forms.push(CopyForm {
            letter: 'd',
            label: "the mail about what was decided last",
            text: reply.text.clone(),
        });
    }
    forms
}

fn sentence(row: &QueueRow) -> String {
    let owner = match &row.owner {
        Some(who) => format!("{} has it", who.name),
        None => "nobody has it".to_owned(),
    };
    format!(
        "{} {} for {}: {}, {}, technical {}, curricular {}, {owner}.",
        row.name,
        row.product_name,
        row.place,
        row.state.spoken(),
        rows::due_in_words(row),
        rows::score(row.technical),
        rows::score(row.curricular),
    )
}

fn tabbed(row: &QueueRow, me: &str) -> String {
    [
        row.name.clone(),
        row.product_name.clone(),
        row.place.clone(),
        row.kind().to_owned(),
        row.state.spoken(),
        row.clock.due_on.to_string(),
        rows::score(row.technical),
        rows::score(row.curricular),
        rows::owner_word(row, me),
    ]
    .join("\t")
}

const COLUMNS: [(&str, Holds); 16] = [
    ("request", Holds::Text),
    ("product", Holds::Text),
    ("vendor", Holds::Text),
    ("school", Holds::Text),
    ("kind", Holds::Text),
    ("why", Holds::Text),
    ("state", Holds::Text),
    ("tier", Holds::Count),
    ("due_on", Holds::Day),
    ("days_left", Holds::Count),
    ("technical", Holds::Text),
    ("curricular", Holds::Text),
    ("owner", Holds::Text),
    ("asks", Holds::Count),
    ("cost_a_year", Holds::Cents),
    ("waiting_on", Holds::Text),
];

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Queue) -> Option<Listing> {
    let keys = if view.list.marks() == 0 {
        view.list.keys().iter().collect()
    } else {
        view.list.chosen()
    };
    let rows: Vec<Vec<TableCell>> = keys
        .into_iter()
        .filter_map(|key| view.find(*key))
        .map(items)
        .collect();
    let columns = COLUMNS
        .iter()
        .map(|(name, holds)| TableColumn::new(name, *holds));
    (!rows.is_empty()).then(|| Listing {
        name: match view.shown {
            rows::Shown::Open => "queue".to_owned(),
            other => format!("queue {}", other.word()),
        },
        contents: Contents::Table(Table {
            title: "Review queue".to_owned(),
            columns: columns.collect(),
            rows,
        }),
    })
}

fn items(row: &QueueRow) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let known = |known: Option<String>| known.map_or(TableCell::Blank, TableCell::Text);
    let answered = |score: Score| match score.of {
        0 => TableCell::Blank,
        _ => TableCell::Text(format!("{} of {}", score.answered, score.of)),
    };
    let waiting = row.waiting.as_ref();
    vec![
        text(&row.name),
        text(&row.product_name),
        known(row.vendor.clone()),
        text(&row.place),
        text(row.kind()),
        text(&row.why),
        text(row.state.word()),
        TableCell::Count(row.tier),
        TableCell::Day(row.clock.due_on),
        TableCell::Count(row.clock.days_left),
        answered(row.technical),
        answered(row.curricular),
        known(row.owner.as_ref().map(|who| who.login.clone())),
        TableCell::Count(row.asks as i64),
        row.cost.map_or(TableCell::Blank, TableCell::Cents),
        known(waiting.map(|(on, what, since)| format!("{on} {what} since {since}"))),
    ]
}
