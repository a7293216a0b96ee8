//! `hallpass owners` and `hallpass training`: who answers for what, who is trained, and where nobody is.

use clap::Args;

use crate::domain::ownership::{CoverageRow, Filled, OwnershipRow, Post};
use crate::domain::person::OwnerRole;
use crate::exchange::write::{Holds, Table, TableCell};

use super::{Context, Failure, print};

/// `hallpass owners`
#[derive(Debug, Args)]
pub(super) struct Owners {
    /// Only products without an evaluator, a manager or a purchaser who is here
    #[arg(long)]
    gaps: bool,
}

impl Owners {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let mut rows = store.ownership(context.stamp.today)?;
        rows.retain(|row| !self.gaps || !row.is_owned());
        if rows.is_empty() {
            print::notice("Nothing like that.");
        }
        print::table(context.form, &owners(&rows), &SHOWN_OWNERS);
        Ok(())
    }
}

const SHOWN_OWNERS: [(&str, &str); 7] = [
    ("product", "PRODUCT"),
    ("cost", "COST"),
    ("evaluator", "EVALUATOR"),
    ("manager", "MANAGER"),
    ("purchaser", "PURCHASER"),
    ("support", "SUPPORT"),
    ("trainer", "TRAINER"),
];

fn owners(rows: &[OwnershipRow]) -> Table {
    let roles = OwnerRole::ALL.iter().map(|role| (role.word(), Holds::Text));
    let columns = [
        ("product", Holds::Text),
        ("cost", Holds::Cents),
        ("people", Holds::Count),
    ];
    let columns: Vec<(&str, Holds)> = columns.into_iter().chain(roles).collect();
    let mut table = Table::new("owners", &columns);
    table.rows = rows
        .iter()
        .map(|row| {
            let cells = [row.name.as_str().into(), row.cost.into(), row.people.into()];
            cells
                .into_iter()
                .chain(row.posts.iter().map(held))
                .collect()
        })
        .collect();
    table
}

/// `nguyen`, `reyes (deputy)`, `dana, who left`; nothing where nobody was ever named.
fn held(post: &Post) -> TableCell {
    let login = |who: &Option<crate::domain::review::PersonName>| {
        who.as_ref()
            .map_or_else(String::new, |who| who.login.clone())
    };
    let person = login(&post.person);
    match post.filled {
        Filled::Held => person.into(),
        Filled::ByDeputy => format!("{} (deputy)", login(&post.deputy)).into(),
        Filled::Later => format!("{person}, later").into(),
        Filled::Ended => format!("{person}, until then").into(),
        Filled::Left => format!("{person}, who left").into(),
        Filled::Nobody => TableCell::Blank,
    }
}

/// `hallpass training`
#[derive(Debug, Args)]
pub(super) struct Training {
    /// Only where fewer than four in five of those who should be are trained
    #[arg(long)]
    gaps: bool,
}

impl Training {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let mut rows = store.coverage(context.stamp.today)?;
        rows.retain(|row| !self.gaps || row.trained.is_gap());
        if rows.is_empty() {
            print::notice("Nothing like that.");
        }
        print::table(context.form, &training(&rows), &SHOWN_TRAINING);
        Ok(())
    }
}

const SHOWN_TRAINING: [(&str, &str); 7] = [
    ("product", "PRODUCT"),
    ("school", "WHERE"),
    ("trained", "TRAINED"),
    ("target", "TARGET"),
    ("percent", "%"),
    ("last_on", "LAST"),
    ("next_on", "NEXT"),
];

fn training(rows: &[CoverageRow]) -> Table {
    let mut table = Table::new(
        "training",
        &[
            ("product", Holds::Text),
            ("school", Holds::Text),
            ("trained", Holds::Count),
            ("target", Holds::Count),
            ("percent", Holds::Count),
            ("last_on", Holds::Day),
            ("next_on", Holds::Day),
            ("required", Holds::Flag),
        ],
    );
    let cells = |row: &CoverageRow| {
        let trained = &row.trained;
        vec![
            row.product_name.as_str().into(),
            row.school_code.as_str().into(),
            trained.trained.into(),
            trained.target.into(),
            trained.percent().into(),
            trained.last_on.into(),
            trained.next_on.into(),
            trained.required.into(),
        ]
    };
    table.rows = rows.iter().map(cells).collect();
    table
}
