//! By which keys people come in over SSH: the columns of `hallpass people key list` and of its CSV and JSON.

use super::{ListColumn, ListColumns};
use crate::domain::person::PersonKey;
use crate::exchange::write::Holds;

type KeyColumn = ListColumn<PersonKeyRow>;

/// A key, with the login of whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonKeyRow {
    /// The key as its record stands.
    pub key: PersonKey,
    /// Whose it is.
    pub login: String,
    /// Who last said that it lets them in, by login; none where history does not say.
    pub added_by: Option<String>,
}

/// What the command shows on a terminal.
pub const SHOWN: &[&str] = &[
    "key",
    "login",
    "algorithm",
    "fingerprint",
    "comment",
    "since",
    "removed_on",
    "added_by",
];

/// Every key, also those that were removed.
pub const KEYS: ListColumns<PersonKeyRow> = ListColumns::of_commands(
    "keys",
    &[
        KeyColumn::new("key", Holds::Count, |r, _| r.key.id.0.into()).terminal("KEY"),
        KeyColumn::new("login", Holds::Text, |r, _| r.login.as_str().into()).terminal("LOGIN"),
        KeyColumn::new("algorithm", Holds::Text, |r, _| {
            r.key.algorithm.as_str().into()
        })
        .leaves(2)
        .terminal("KIND"),
        KeyColumn::new("fingerprint", Holds::Text, |r, _| {
            r.key.fingerprint.as_str().into()
        })
        .terminal("FINGERPRINT"),
        KeyColumn::new("comment", Holds::Text, |r, _| r.key.comment.clone().into())
            .shrinks(8)
            .leaves(3)
            .terminal("COMMENT"),
        KeyColumn::new("since", Holds::Day, |r, _| Some(r.key.since).into())
            .leaves(5)
            .terminal("SINCE"),
        KeyColumn::new("removed_on", Holds::Day, |r, _| r.key.removed_on.into())
            .leaves(4)
            .terminal("REMOVED ON"),
        KeyColumn::new("added_by", Holds::Text, |r, _| r.added_by.clone().into())
            .leaves(1)
            .terminal("ADDED BY"),
    ],
    &[SHOWN],
);
