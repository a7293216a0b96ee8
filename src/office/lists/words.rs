//! What the district's own words mean in its files: the columns of `hallpass words list`.

use super::{ListColumn, ListColumns};
use crate::domain::word::Word;
use crate::exchange::write::Holds;

type WordColumn = ListColumn<Word>;

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &["files", "field", "theirs", "ours"];

/// Every word that is remembered, by field.
pub const WORDS: ListColumns<Word> = ListColumns::of_commands(
    "words",
    &[
        WordColumn::new("files", Holds::Text, |r, _| r.files.as_str().into()).terminal("FILES"),
        WordColumn::new("field", Holds::Text, |r, _| r.field.as_str().into()).terminal("FIELD"),
        WordColumn::new("theirs", Holds::Text, |r, _| r.theirs.as_str().into())
            .shrinks(12)
            .terminal("WORD"),
        WordColumn::new("ours", Holds::Text, |r, _| r.ours.as_str().into())
            .shrinks(12)
            .terminal("MEANS"),
    ],
    &[SHOWN],
);
