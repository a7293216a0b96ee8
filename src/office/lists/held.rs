//! What somebody holds: the columns of `hallpass people handover`.

use super::{ListColumn, ListColumns};
use crate::exchange::write::Holds;

/// What it is, and its name.
pub type HeldRow = (String, String);

type HeldColumn = ListColumn<HeldRow>;

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &["what", "name"];

/// What a handover would move.
pub const HELD: ListColumns<HeldRow> = ListColumns::of_commands(
    "held",
    &[
        HeldColumn::new("what", Holds::Text, |(what, _), _| what.as_str().into()).terminal("WHAT"),
        HeldColumn::new("name", Holds::Text, |(_, name), _| name.as_str().into()).terminal("NAME"),
    ],
    &[SHOWN],
);
