//! The questions a review asks: the columns of `hallpass checklist show`.

use super::{ListColumn, ListColumns};
use crate::domain::checklist::{ChecklistEdition, ChecklistItem, When};
use crate::domain::request::Track;
use crate::exchange::write::{Holds, TableCell};

type QuestionColumn = ListColumn<QuestionRow>;

/// An item of a checklist, and which one.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Which checklist the item is of.
    pub track: Track,
    /// Its edition, from 1.
    pub edition: i64,
    /// The item as the edition asks it.
    pub item: ChecklistItem,
}

impl QuestionRow {
    /// All items of an edition.
    pub fn of(list: &ChecklistEdition) -> impl Iterator<Item = QuestionRow> {
        list.items.iter().map(|item| QuestionRow {
            track: list.track,
            edition: list.edition,
            item: item.clone(),
        })
    }
}

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &[
    "id",
    "title",
    "gate",
    "applies_if",
    "must_if",
    "reviewer",
    "edition",
];

/// The items of checklists.
pub const CHECKLIST: ListColumns<QuestionRow> = ListColumns::of_commands(
    "checklist",
    &[
        QuestionColumn::new("track", Holds::Text, |r, _| r.track.word().into()),
        QuestionColumn::new("edition", Holds::Count, |r, _| r.edition.into())
            .leaves(1)
            .terminal("EDITION"),
        QuestionColumn::new("id", Holds::Text, |r, _| r.item.id.as_str().into()).terminal("ITEM"),
        QuestionColumn::new("title", Holds::Text, |r, _| r.item.title.as_str().into())
            .shrinks(20)
            .terminal("TITLE"),
        QuestionColumn::new("question", Holds::Text, |r, _| {
            r.item.question.as_str().into()
        }),
        QuestionColumn::new("why", Holds::Text, |r, _| r.item.why.as_str().into()),
        QuestionColumn::new("gate", Holds::Text, |r, _| r.item.gate.word().into()).terminal("GATE"),
        QuestionColumn::new("applies_if", Holds::Text, |r, _| {
            when(r.item.applies_if.as_ref())
        })
        .shrinks(10)
        .terminal("APPLIES IF"),
        QuestionColumn::new("must_if", Holds::Text, |r, _| when(r.item.must_if.as_ref()))
            .shrinks(8)
            .terminal("MUST IF"),
        QuestionColumn::new("evidence", Holds::Text, |r, _| {
            r.item.evidence.as_str().into()
        }),
        QuestionColumn::new("factors", Holds::List, |r, _| r.item.factors.clone().into()),
        QuestionColumn::new("safety", Holds::Flag, |r, _| r.item.safety.into()),
        QuestionColumn::new("reviewer", Holds::Text, |r, _| {
            r.item.reviewer.word().into()
        })
        .leaves(2)
        .terminal("REVIEWER"),
    ],
    &[SHOWN],
);

fn when(when: Option<&When>) -> TableCell {
    when.map(ToString::to_string).into()
}
