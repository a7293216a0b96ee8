//! The finder's answers to carry elsewhere: as a table to export, as text to copy.

use super::Find;
use super::detail::Detail;
use crate::domain::product::ProductId;
use crate::office::deed::{Contents, Listing};
use crate::office::lists::status::{AnswerRow, limits};
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

/// The marked answers, else all that are listed.
pub(super) fn listing(find: &Find, scene: &Scene) -> Option<Listing> {
    let school = scene.scope.as_ref().map(|school| school.id);
    let found = find.found.as_ref()?;
    let products: Vec<ProductId> = find.rows.chosen_or_all().into_iter().copied().collect();
    (!products.is_empty()).then(|| Listing {
        name: match &found.place {
            Some(school) => format!("answers {}", school.name),
            None => "answers".to_owned(),
        },
        contents: Contents::Answers {
            typed: find.typed.text().to_owned(),
            school,
            products,
        },
    })
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
        neighbours: None,
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
