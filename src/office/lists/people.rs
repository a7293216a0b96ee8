//! Who works here: the columns of the page of people, of `hallpass people list` and of their files.

use super::Width::{AtLeast, Fixed};
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::person::{PersonRow, Roles};
use crate::exchange::write::Holds;

type PersonColumn = ListColumn<PersonRow>;

/// The columns on a screen of 80 columns.
pub const USUAL: Widths = &[
    ("name", AtLeast(16)),
    ("login", Fixed(10)),
    ("roles", AtLeast(19)),
    ("schools", AtLeast(10)),
    ("left_on", Fixed(10)),
];

/// The same in a narrow window.
pub const NARROW: Widths = &[
    ("name", AtLeast(14)),
    ("login", Fixed(8)),
    ("roles", AtLeast(14)),
    ("left_on", Fixed(10)),
];

/// The same in a wide window.
pub const WIDE: Widths = &[
    ("name", AtLeast(20)),
    ("login", Fixed(12)),
    ("roles", AtLeast(24)),
    ("schools", AtLeast(16)),
    ("email", AtLeast(24)),
    ("since", Fixed(10)),
    ("left_on", Fixed(10)),
];

/// What `hallpass people list` shows on a terminal.
pub const SHOWN: &[&str] = &["login", "name", "roles", "schools", "email", "left_on"];

/// Everybody, also those who left.
pub const PEOPLE: ListColumns<PersonRow> = ListColumns {
    name: "people",
    all: &[
        PersonColumn::new("login", Holds::Text, |r, _| r.person.login.as_str().into())
            .screen("LOGIN")
            .terminal("LOGIN"),
        PersonColumn::new("name", Holds::Text, |r, _| r.person.name.as_str().into())
            .screen("NAME")
            .shrinks(12)
            .terminal("NAME"),
        PersonColumn::new("email", Holds::Text, |r, _| r.person.email.clone().into())
            .screen("MAIL")
            .leaves(1)
            .terminal("MAIL"),
        PersonColumn::new("roles", Holds::List, |r, _| {
            let roles = r.person.roles.0.iter().map(|role| role.word().to_owned());
            roles.collect::<Vec<_>>().into()
        })
        .screen_as("ROLES", |r, _| roles_in_words(&r.person.roles))
        .shrinks(12)
        .terminal("ROLES"),
        PersonColumn::new("schools", Holds::List, |r, _| r.schools.clone().into())
            .screen_as("SCHOOLS", |r, _| schools_in_words(r))
            .shrinks(10)
            .leaves(3)
            .terminal("SCHOOLS"),
        PersonColumn::new("left_on", Holds::Day, |r, _| r.person.left_on.into())
            .screen("LEFT ON")
            .leaves(2)
            .terminal("LEFT ON"),
        PersonColumn::new("since", Holds::Day, |r, _| r.since.into()).screen("SINCE"),
    ],
    json_first: &[],
    windows: &[USUAL, NARROW, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::by('n', "name", "name"),
        Sort::by('o', "login", "login"),
        Sort::by('r', "roles", "roles"),
        Sort::by('s', "schools", "schools"),
        Sort::by('a', "added on", "since"),
        Sort::by('e', "left on", "left_on"),
    ],
    copied: &["name", "login", "email", "roles", "schools", "left_on"],
};

/// `technical, renewals`; `none` where somebody only reads.
pub fn roles_in_words(roles: &Roles) -> String {
    let words: Vec<&str> = roles.0.iter().map(|role| role.word()).collect();
    if words.is_empty() {
        return "none".to_owned();
    }
    words.join(", ")
}

/// `all`, else the schools by name.
pub fn schools_in_words(row: &PersonRow) -> String {
    match &row.schools {
        None => "all".to_owned(),
        Some(names) => names.join(", "),
    }
}
