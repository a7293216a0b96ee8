//! The finder's answers to carry elsewhere: as a table to export, as text to copy.

use super::Find;
use super::detail::Detail;
use super::draw::why;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::office::export::count;
use crate::office::query::FoundRow;
use crate::tui::scene::Scene;
use crate::tui::view::CopyForm;

/// The marked answers, else all that are listed.
pub(super) fn listing(find: &Find) -> Option<Listing> {
    let found = find.found.as_ref()?;
    let marked = find.rows.marks() > 0;
    let rows = found.rows.iter();
    let rows = rows.filter(|row| !marked || find.rows.is_marked(&row.id));
    let at = found.place.as_ref().map(|school| school.name.as_str());
    let rows: Vec<_> = rows.map(|row| items(row, at)).collect();
    let columns = COLUMNS.map(|(name, holds)| TableColumn::new(name, holds));
    (!rows.is_empty()).then(|| Listing {
        name: match at {
            Some(school) => format!("answers {school}"),
            None => "answers".to_owned(),
        },
        contents: Contents::Table(Table {
            title: "May it be used?".to_owned(),
            columns: columns.to_vec(),
            rows,
        }),
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
        today: scene.now.date(),
        copy_key: None,
    };
    let row = find.row().filter(|_| find.visit.is_none());
    let limits = row.map_or_else(|| answer.reason.clone(), why);
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

const COLUMNS: [(&str, Holds); 9] = [
    ("product", Holds::Text),
    ("school", Holds::Text),
    ("answer", Holds::Text),
    ("where", Holds::Text),
    ("reason", Holds::Text),
    ("conditions", Holds::List),
    ("until", Holds::Day),
    ("seats_free", Holds::Count),
    ("as_of", Holds::Day),
];

fn items(row: &FoundRow, at: Option<&str>) -> Vec<TableCell> {
    let answer = &row.answer;
    vec![
        TableCell::Text(row.name.clone()),
        at.map_or(TableCell::Blank, |school| {
            TableCell::Text(school.to_owned())
        }),
        TableCell::Text(answer.word.to_string()),
        TableCell::Text(answer.where_.clone()),
        TableCell::Text(answer.reason.clone()),
        TableCell::List(answer.conditions.clone()),
        answer.valid_until.map_or(TableCell::Blank, TableCell::Day),
        count(answer.seats.free),
        TableCell::Day(answer.as_of),
    ]
}
