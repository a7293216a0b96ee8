//! Who works here: the columns of `hallpass people list` and of its CSV and JSON.

use super::{ListColumn, ListColumns};
use crate::domain::person::PersonRow;
use crate::exchange::write::Holds;

type PersonColumn = ListColumn<PersonRow>;

/// What `hallpass people list` shows on a terminal.
pub const SHOWN: &[&str] = &["login", "name", "roles", "schools", "email", "left_on"];

/// Everybody, also those who left.
pub const PEOPLE: ListColumns<PersonRow> = ListColumns {
    name: "people",
    all: &[
        PersonColumn::new("login", Holds::Text, |r, _| r.person.login.as_str().into())
            .terminal("LOGIN"),
        PersonColumn::new("name", Holds::Text, |r, _| r.person.name.as_str().into())
            .terminal("NAME"),
        PersonColumn::new("email", Holds::Text, |r, _| r.person.email.clone().into())
            .terminal("MAIL"),
        PersonColumn::new("roles", Holds::List, |r, _| {
            let roles = r.person.roles.0.iter().map(|role| role.word().to_owned());
            roles.collect::<Vec<_>>().into()
        })
        .terminal("ROLES"),
        PersonColumn::new("schools", Holds::List, |r, _| r.schools.clone().into())
            .terminal("SCHOOLS"),
        PersonColumn::new("left_on", Holds::Day, |r, _| r.person.left_on.into())
            .terminal("LEFT ON"),
        PersonColumn::new("since", Holds::Day, |r, _| r.since.into()),
    ],
    json_first: &[],
    windows: &[],
    terminals: &[SHOWN],
    sorts: &[],
    copied: &[],
};
