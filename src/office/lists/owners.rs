//! Who answers for what: the columns of `hallpass owners` and of the dashboard's page, a line a product; and those of
//! the page's file, a line for each role, as an import of owners reads them.

use super::Width::{AtLeast, Fixed};
use super::schools;
use super::{ColumnWidth, ListColumn, ListColumns, Sort, Widths};
use crate::domain::money::{Basis, Cents};
use crate::domain::ownership::{Filled, OwnershipRow, Post};
use crate::domain::person::OwnerRole;
use crate::domain::review::PersonName;
use crate::exchange::write::{Holds, TableCell};

type OwnerColumn = ListColumn<OwnershipRow>;
type PostColumn = ListColumn<PostRow>;

/// In a narrow window.
pub const NARROW: Widths = &roles(8, ("product", AtLeast(10)));
/// In a window of the usual size.
pub const USUAL: Widths = &priced(roles(9, ("product", AtLeast(14))));
/// In a wide window.
pub const WIDE: Widths = &priced(roles(16, ("product", AtLeast(14))));

const fn roles(wide: u16, product: ColumnWidth) -> [ColumnWidth; 6] {
    [
        product,
        ("evaluator", Fixed(wide)),
        ("manager", Fixed(wide)),
        ("purchaser", Fixed(wide)),
        ("support", Fixed(wide)),
        ("trainer", Fixed(wide)),
    ]
}

/// The same with the cost beside the product.
const fn priced(
    [product, evaluator, manager, purchaser, support, trainer]: [ColumnWidth; 6],
) -> [ColumnWidth; 7] {
    let cost = ("cost", Fixed(9));
    [
        product, cost, evaluator, manager, purchaser, support, trainer,
    ]
}

/// What `hallpass owners` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "product",
    "cost",
    "evaluator",
    "manager",
    "purchaser",
    "support",
    "trainer",
];

/// Who answers for each product that is paid for or in use.
pub const OWNERS: ListColumns<OwnershipRow> = ListColumns {
    name: "owners",
    all: &[
        OwnerColumn::new("product", Holds::Text, |r, _| r.name.as_str().into())
            .screen("PRODUCT")
            .shrinks(12)
            .terminal("PRODUCT"),
        OwnerColumn::money("cost", Basis::FyShare, |r, _| {
            schools::priced(r.cost, r.hidden)
        })
        .summed()
        .screen(Basis::FyShare.heading())
        .terminal(Basis::FyShare.heading()),
        OwnerColumn::new("people", Holds::Count, |r, _| r.people.into()),
        OwnerColumn::new("evaluator", Holds::Text, |r, _| {
            held(r, OwnerRole::Evaluator)
        })
        .screen_as("EVALUATOR", |r, _| word(r, OwnerRole::Evaluator))
        .shrinks(10)
        .leaves(2)
        .terminal("EVALUATOR")
        .alarms(|r, _| is_gone(r, OwnerRole::Evaluator)),
        OwnerColumn::new("manager", Holds::Text, |r, _| held(r, OwnerRole::Manager))
            .screen_as("MANAGER", |r, _| word(r, OwnerRole::Manager))
            .shrinks(10)
            .terminal("MANAGER")
            .alarms(|r, _| is_gone(r, OwnerRole::Manager)),
        OwnerColumn::new("purchaser", Holds::Text, |r, _| {
            held(r, OwnerRole::Purchaser)
        })
        .screen_as("PURCHASER", |r, _| word(r, OwnerRole::Purchaser))
        .shrinks(10)
        .leaves(4)
        .terminal("PURCHASER")
        .alarms(|r, _| is_gone(r, OwnerRole::Purchaser)),
        OwnerColumn::new("support", Holds::Text, |r, _| held(r, OwnerRole::Support))
            .screen_as("SUPPORT", |r, _| word(r, OwnerRole::Support))
            .shrinks(10)
            .leaves(3)
            .terminal("SUPPORT")
            .alarms(|r, _| is_gone(r, OwnerRole::Support)),
        OwnerColumn::new("trainer", Holds::Text, |r, _| held(r, OwnerRole::Trainer))
            .screen_as("TRAINER", |r, _| word(r, OwnerRole::Trainer))
            .shrinks(10)
            .leaves(1)
            .terminal("TRAINER")
            .alarms(|r, _| is_gone(r, OwnerRole::Trainer)),
        OwnerColumn::basis(Basis::FyShare),
    ],
    json_first: &[],
    windows: &[NARROW, USUAL, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        // As they come: those nobody answers for first.
        Sort::as_they_come('g', "gaps first").in_bands(lacking, |_| String::new()),
        Sort::by('c', "cost", "cost"),
        Sort::by('p', "product", "product"),
        Sort::by('u', "users", "people"),
    ],
    copied: &[],
};

/// What stands above those that nobody answers for, and above the others.
fn lacking(row: &OwnershipRow) -> String {
    let heading = if row.is_owned() {
        "HAVE SOMEBODY FOR ALL THREE"
    } else {
        "LACK SOMEBODY TO JUDGE, RUN OR BUY THEM"
    };
    heading.to_owned()
}

fn post(row: &OwnershipRow, role: OwnerRole) -> Option<&Post> {
    row.posts.iter().find(|post| post.role == role)
}

fn login(who: Option<&PersonName>) -> &str {
    who.map_or("-", |who| &who.login)
}

/// `nguyen`, `reyes (deputy)`, `dana, who left`; nothing where nobody was ever named.
fn held(row: &OwnershipRow, role: OwnerRole) -> TableCell {
    let Some(post) = post(row, role) else {
        return TableCell::Blank;
    };
    let person = login(post.person.as_ref());
    match post.filled {
        Filled::Held => person.into(),
        Filled::ByDeputy => format!("{} (deputy)", login(post.deputy.as_ref())).into(),
        Filled::Later => format!("{person}, later").into(),
        Filled::Ended => format!("{person}, until then").into(),
        Filled::Left => format!("{person}, who left").into(),
        Filled::Nobody => TableCell::Blank,
    }
}

/// The person; in brackets the deputy; `!` before somebody who left or whose days are over.
fn word(row: &OwnershipRow, role: OwnerRole) -> String {
    let Some(post) = post(row, role) else {
        return "-".to_owned();
    };
    let person = login(post.person.as_ref());
    match post.filled {
        Filled::Nobody => "-".to_owned(),
        Filled::Held => person.to_owned(),
        Filled::ByDeputy => format!("({})", login(post.deputy.as_ref())),
        Filled::Left | Filled::Ended => format!("!{person}"),
        Filled::Later => format!("+{person}"),
    }
}

/// Was somebody named who does not fill the role?
fn is_gone(row: &OwnershipRow, role: OwnerRole) -> bool {
    post(row, role).is_some_and(|post| post.filled.is_gap() && post.filled != Filled::Nobody)
}

/// One role of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct PostRow {
    /// The product's name.
    pub product: String,
    /// What the product costs this fiscal year.
    pub cost: Cents,
    /// Does the policy hide from whoever asks a part of it?
    pub hidden: bool,
    /// How the role is filled.
    pub post: Post,
}

impl PostRow {
    /// All roles of a product.
    pub fn of(row: &OwnershipRow) -> impl Iterator<Item = PostRow> {
        row.posts.iter().map(|post| PostRow {
            product: row.name.clone(),
            cost: row.cost,
            hidden: row.hidden,
            post: post.clone(),
        })
    }
}

/// Every role of each product: first what an import of owners reads.
pub const POSTS: ListColumns<PostRow> = ListColumns {
    name: "owners",
    all: &[
        PostColumn::new("product", Holds::Text, |r, _| r.product.as_str().into()),
        PostColumn::new("role", Holds::Text, |r, _| r.post.role.word().into()),
        PostColumn::new("person", Holds::Text, |r, _| known(r.post.person.as_ref())),
        PostColumn::new("deputy", Holds::Text, |r, _| known(r.post.deputy.as_ref())),
        PostColumn::new("since", Holds::Day, |r, _| r.post.since.into()),
        PostColumn::new("until", Holds::Day, |r, _| r.post.until.into()),
        PostColumn::new("filled", Holds::Text, |r, _| r.post.filled.word().into()),
        PostColumn::new("left_on", Holds::Day, |r, _| r.post.left_on.into()),
        PostColumn::money("cost", Basis::FyShare, |r, _| {
            schools::priced(r.cost, r.hidden)
        }),
        PostColumn::basis(Basis::FyShare),
    ],
    json_first: &[],
    windows: &[],
    terminals: &[],
    sorts: &[],
    copied: &[],
};

fn known(who: Option<&PersonName>) -> TableCell {
    who.map(|who| who.login.clone()).into()
}
