//! The queue's rows as text to copy and as a table to export; the mail to whoever asked.

use super::{Queue, rows};
use crate::domain::request::RequestState;
use crate::domain::review::{QueueRow, ReviewSheet, reply};
use crate::office::deed::Listing;
use crate::office::lists::queue::{QUEUE, score};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Queue, scene: &Scene) -> Vec<CopyForm> {
    let mut forms = Vec::new();
    if let Some(text) = reply(view) {
        forms.push(CopyForm {
            letter: 'm',
            label: "the mail to who asked",
            text,
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
            text: QUEUE.tabbed(row, &scene.viewer()),
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

/// The mail to whoever asked, where there is an answer.
pub(super) fn reply(view: &Queue) -> Option<String> {
    let answered = |sheet: &&ReviewSheet| {
        !sheet.request.state.is_open() || sheet.row.state == RequestState::Returned
    };
    view.sheet().filter(answered).map(reply::reply)
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
        score(row.technical),
        score(row.curricular),
    )
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Queue, scene: &Scene) -> Option<Listing> {
    let keys = view.list.chosen_or_all().into_iter();
    let rows = keys.filter_map(|key| view.find(*key));
    let mut listing = QUEUE.listing(rows, &scene.viewer())?;
    if view.shown != rows::ShownRequests::Open {
        listing.name = format!("queue {}", view.shown.word());
    }
    Some(listing)
}
