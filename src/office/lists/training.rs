//! Who is trained: the columns of `hallpass training`, of the dashboard's page and of their files.

use super::Width::{AtLeast, Fixed};
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::ownership::CoverageRow;
use crate::exchange::write::{Holds, TableCell};

type TrainingColumn = ListColumn<CoverageRow>;

/// In a narrow window.
pub const NARROW: Widths = &[
    ("product", AtLeast(14)),
    ("school", Fixed(7)),
    ("target", Fixed(6)),
    ("trained", Fixed(7)),
    ("percent", Fixed(4)),
    ("next_on", Fixed(10)),
];

/// In a window of the usual size.
pub const USUAL: Widths = &[
    ("product", AtLeast(14)),
    ("school", Fixed(7)),
    ("target", Fixed(6)),
    ("trained", Fixed(7)),
    ("percent", Fixed(4)),
    ("next_on", Fixed(10)),
    ("last_on", Fixed(10)),
];

/// In a wide window.
pub const WIDE: Widths = &[
    ("product", AtLeast(14)),
    ("school", Fixed(7)),
    ("target", Fixed(6)),
    ("trained", Fixed(7)),
    ("percent", Fixed(4)),
    ("next_on", Fixed(10)),
    ("last_on", Fixed(10)),
    ("required", Fixed(10)),
    ("missing", Fixed(7)),
];

/// What `hallpass training` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "product", "school", "trained", "target", "percent", "last_on", "next_on",
];

/// Who is trained in each product, school by school.
pub const TRAINING: ListColumns<CoverageRow> = ListColumns {
    name: "training",
    all: &[
        TrainingColumn::new("product", Holds::Text, |r, _| {
            r.product_name.as_str().into()
        })
        .screen("PRODUCT")
        .shrinks(12)
        .terminal("PRODUCT"),
        TrainingColumn::new("school", Holds::Text, |r, _| r.school_code.as_str().into())
            .screen("SCHOOL")
            .terminal("WHERE"),
        TrainingColumn::new("trained", Holds::Count, |r, _| r.trained.trained.into())
            .screen("TRAINED")
            .terminal("TRAINED"),
        TrainingColumn::new("target", Holds::Count, |r, _| r.trained.target.into())
            .screen("TARGET")
            .terminal("TARGET"),
        TrainingColumn::new("percent", Holds::Count, |r, _| r.trained.percent().into())
            .screen_as("%", |r, _| percent(r))
            .leaves(2)
            .terminal("%")
            .alarms(|r, _| r.trained.is_gap()),
        TrainingColumn::new("last_on", Holds::Day, |r, _| r.trained.last_on.into())
            .screen("LAST")
            .leaves(1)
            .terminal("LAST"),
        TrainingColumn::new("next_on", Holds::Day, |r, _| r.trained.next_on.into())
            .screen("NEXT")
            .terminal("NEXT"),
        TrainingColumn::new("required", Holds::Flag, |r, _| r.trained.required.into())
            .screen_as("BEFORE USE", |r, _| {
                if r.trained.required { "required" } else { "" }.to_owned()
            }),
        TrainingColumn::new("missing", Holds::Count, |r, _| r.trained.missing().into())
            .screen("MISSING"),
    ],
    json_first: &[],
    windows: &[NARROW, USUAL, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::by('m', "missing", "missing").valued(|r, _| missing(r)),
        Sort::by('p', "product", "product"),
        Sort::by('s', "school", "school"),
        Sort::by('t', "percent", "percent").least_first(),
        Sort::by('n', "next day", "next_on"),
    ],
    copied: &[],
};

/// `!62` where too few are trained.
fn percent(row: &CoverageRow) -> String {
    let mark = if row.trained.is_gap() { "!" } else { "" };
    let percent = row.trained.percent();
    percent.map_or_else(|| "-".to_owned(), |n| format!("{mark}{n}"))
}

/// The smallest stands first: where too few are trained, and of those where most people are missing.
fn missing(row: &CoverageRow) -> TableCell {
    let missing = row.trained.missing();
    TableCell::Count(if row.trained.is_gap() {
        i64::MIN / 2 - missing
    } else {
        -missing
    })
}
