//! Products by schools: the columns beside those of the schools, on the Schools screen and in its file.

use super::Width::{AtLeast, Fixed};
use super::schools::priced;
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::money::{Basis, Cents};
use crate::exchange::write::{Holds, TableCell};
use crate::store::ProductRow;

type MatrixColumn = ListColumn<ProductRow>;

/// Left of the schools in a narrow window.
pub const LEFT_NARROW: Widths = &[("product", AtLeast(15))];
/// Left of the schools in a window of the usual size.
pub const LEFT: Widths = &[("product", AtLeast(15)), ("status", Fixed(9))];
/// Left of the schools in a wide window.
pub const LEFT_WIDE: Widths = &[
    ("product", AtLeast(15)),
    ("status", Fixed(9)),
    ("seats", Fixed(9)),
];
/// Right of the schools in a narrow window.
pub const RIGHT_NARROW: Widths = &[("used_pct", Fixed(5))];
/// Right of the schools in a window of the usual size.
pub const RIGHT: Widths = &[("used_pct", Fixed(5)), ("cost", Fixed(9))];
/// Right of the schools in a wide window.
pub const RIGHT_WIDE: Widths = &[
    ("used_pct", Fixed(5)),
    ("cost", Fixed(9)),
    ("unused", Fixed(9)),
    ("owner", Fixed(8)),
];

/// The column of a file after which the schools stand.
pub const BEFORE_SCHOOLS: &str = "seats";

/// Every product that is placed somewhere, with its sums of all schools.
pub const MATRIX: ListColumns<ProductRow> = ListColumns {
    name: "matrix",
    all: &[
        MatrixColumn::new("product", Holds::Text, |r, _| r.name.as_str().into()).screen("PRODUCT"),
        MatrixColumn::new("seats", Holds::Count, |r, _| r.seats.into())
            // A blank more, before the schools begin.
            .screen_as("SEATS ", |r, _| {
                let seats = r.seats.map_or("-".to_owned(), grouped);
                format!("{seats} ")
            }),
        MatrixColumn::new("used_pct", Holds::Percent, |r, _| {
            r.used_pct().map_or(TableCell::Blank, |percent| {
                TableCell::Percent(percent * 100)
            })
        })
        .screen("USED"),
        MatrixColumn::money("cost", Basis::YearPrice, |r, _| priced(r.cost, r.kept_back))
            .screen(Basis::YearPrice.heading()),
        MatrixColumn::money("unused", Basis::YearPrice, |r, _| {
            priced(r.unused, r.kept_back)
        })
        .screen("UNUSED $"),
        MatrixColumn::new("owner", Holds::Text, |r, _| r.owner.clone().into()).screen("OWNER"),
        MatrixColumn::basis(Basis::YearPrice),
        MatrixColumn::new("status", Holds::Text, |_, _| TableCell::Blank)
            .screen_as("STATUS", |_, _| String::new())
            .not_in_files("it is asked only for the products that can be seen"),
    ],
    json_first: &[],
    windows: &[
        LEFT_NARROW,
        LEFT,
        LEFT_WIDE,
        RIGHT_NARROW,
        RIGHT,
        RIGHT_WIDE,
    ],
    terminals: &[],
    sorts: &[
        Sort::by('p', "product", "product"),
        Sort::by('s', "seats", "seats"),
        Sort::by('u', "used", "used_pct"),
        Sort::by('c', "cost", "cost"),
        Sort::by('d', "unused dollars", "unused"),
        Sort::by('o', "owner", "owner"),
    ],
    copied: &[],
};

/// `1,980`.
fn grouped(n: i64) -> String {
    Cents(n.saturating_mul(100)).dollars()
}
