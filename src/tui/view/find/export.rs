//! The finder's answers to carry elsewhere: as a table to export, as text to copy.

use super::Find;
use super::detail::Detail;
use crate::office::deed::Listing;
use crate::office::lists::Viewer;
use crate::office::lists::status::{AnswerRow, STATUS, limits};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

/// The marked answers, else all that are listed.
pub(super) fn listing(find: &Find) -> Option<Listing> {
    let found = find.found.as_ref()?;
    let marked = find.rows.marks() > 0;
    let rows = found.rows.iter();
    let rows = rows.filter(|row| !marked || find.rows.is_marked(&row.id));
    let at = found.place.as_ref().map(|school| school.name.as_str());
    let rows: Vec<AnswerRow> = rows.map(|row| AnswerRow::of(row, at)).collect();
    let mut listing = STATUS.listing(&rows, &Viewer::nobody())?;
    listing.name = match at {
        Some(school) => format!("answers {school}"),
        None => "answers".to_owned(),
    };
    Some(listing)
}

/// The sentence to say, the row, the whole card; of words that name nothing only the first.
pub(super) fn copies(find: &Find, scene: &Scene) -> Vec<CopyForm> {
    if let Some(unnamed) = find.unnamed() {
        return vec![CopyForm {
            letter: 's',
            label: "the sentence to say",
            text: unnamed.say.clone(),
        }];
    }
    let (Some((_, name)), Some(answer)) = (find.subject(), find.answer()) else {
        return Vec::new();
    };
    let detail = Detail {
        answer,
        card: find.current_card(),
        place: find.place(),
        today: scene.now.date(),
        copy_key: None,
    };
    let row = find.row().filter(|_| find.visit.is_none());
    let limits = row.map_or_else(
        || answer.reason.clone(),
        |row| limits(&AnswerRow::of(row, None)),
    );
    let card: Vec<String> = detail.whole(76).into_iter().map(|line| line.0).collect();
    vec![
        CopyForm {
            letter: 's',
            label: "the sentence to say",
            text: answer.say.clone(),
        },
        CopyForm {
            letter: 'r',
            label: "the row",
            text: format!("{name}\t{}\t{limits}", answer.word),
        },
        CopyForm {
            letter: 'c',
            label: "the whole card",
            text: card.join("\n"),
        },
    ]
}
