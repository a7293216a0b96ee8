//! Who changed what: the columns of `hallpass history`, of the page of a record's history, and of their files.

use super::Width::{AtLeast, FitsTexts, Fixed};
use super::{ListColumn, ListColumns, Widths};
use crate::exchange::write::Holds;
use crate::store::HistoryEntry;

type HistoryColumn = ListColumn<HistoryEntry>;

/// A record's history on a page of its own.
pub const PAGE: Widths = &[
    ("at", Fixed(16)),
    ("who", Fixed(9)),
    ("name", FitsTexts(14, 26)),
    ("old", AtLeast(10)),
    ("new", AtLeast(10)),
];

/// The same in a wide window.
pub const WIDE_PAGE: Widths = &[
    ("at", Fixed(16)),
    ("who", Fixed(14)),
    ("name", FitsTexts(14, 60)),
    ("old", AtLeast(12)),
    ("new", AtLeast(14)),
];

/// What `hallpass history` shows on a terminal.
pub const SHOWN: &[&str] = &["seq", "at", "who", "what", "name", "field", "old", "new"];

/// What was changed, field by field.
pub const HISTORY: ListColumns<HistoryEntry> = ListColumns {
    name: "history",
    all: &[
        HistoryColumn::new("seq", Holds::Count, |r, _| r.seq.into())
            .leaves(1)
            .terminal("SEQ"),
        HistoryColumn::new("at", Holds::Text, |r, _| r.at.as_str().into())
            .screen_as("WHEN", |r, _| minute(&r.at))
            .terminal_as("WHEN", |r, _| minute(&r.at)),
        HistoryColumn::new("who", Holds::Text, |r, _| r.who.as_str().into())
            .screen("WHO")
            .terminal_as("WHO", |r, _| r.by()),
        HistoryColumn::new("what", Holds::Text, |r, _| r.what.as_str().into())
            .shrinks(12)
            .leaves(3)
            .terminal("WHAT"),
        HistoryColumn::new("entity", Holds::Text, |r, _| r.entity.word().into()),
        HistoryColumn::new("id", Holds::Count, |r, _| r.id.into()),
        HistoryColumn::new("name", Holds::Text, |r, _| r.name.as_str().into())
            .screen_as("WHAT", |r, _| {
                format!("{} {}", r.entity, r.field.as_ref().unwrap_or(&r.name))
            })
            .shrinks(12)
            .terminal("RECORD"),
        HistoryColumn::new("field", Holds::Text, |r, _| r.field.clone().into())
            .shrinks(8)
            .terminal("FIELD"),
        HistoryColumn::new("old", Holds::Text, |r, _| r.old.as_str().into())
            .screen("FROM")
            .shrinks(20)
            .leaves(2)
            .terminal("FROM"),
        HistoryColumn::new("new", Holds::Text, |r, _| r.new.as_str().into())
            .screen("TO")
            .shrinks(20)
            .terminal("TO"),
        HistoryColumn::new("reason", Holds::Text, |r, _| r.reason.clone().into()),
        HistoryColumn::new("change_set", Holds::Count, |r, _| r.change_set.0.into()),
        HistoryColumn::new("login", Holds::Text, |r, _| r.login.clone().into()),
        HistoryColumn::new("place", Holds::Text, |r, _| r.place.as_str().into()),
        HistoryColumn::new("clock", Holds::Text, |r, _| r.clock.clone().into()),
    ],
    json_first: &[],
    windows: &[PAGE, WIDE_PAGE],
    terminals: &[SHOWN],
    sorts: &[],
    copied: &[],
};

/// `2026-03-10 09:40`.
fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}
