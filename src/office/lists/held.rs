//! What somebody holds: the columns of `hallpass people handover`.

use super::{ListColumn, ListColumns};
use crate::domain::ownership::Held;
use crate::exchange::write::Holds;

type HeldColumn = ListColumn<Held>;

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &["what", "name"];

/// What a handover would move.
pub const HELD: ListColumns<Held> = ListColumns::of_commands(
    "held",
    &[
        HeldColumn::new("what", Holds::Text, |held, _| held.what.as_str().into()).terminal("WHAT"),
        HeldColumn::new("name", Holds::Text, |held, _| held.name.as_str().into())
            .shrinks(20)
            .terminal("NAME"),
    ],
    &[SHOWN],
);
