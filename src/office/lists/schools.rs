//! What schools have: the columns of `hallpass schools` and `hallpass inventory`, of the Schools screen and of their
//! files.

use super::Width::{AtLeast, Fits};
use super::{ListColumn, ListColumns, Sort, Width, Widths};
use crate::domain::money::{Basis, Cents, HIDDEN};
use crate::domain::school::Level;
use crate::domain::status::StatusWord;
use crate::exchange::write::{Holds, TableCell};
use crate::store::{Placed, SchoolRow};

type SchoolColumn = ListColumn<SchoolRow>;
type PlacedColumn = ListColumn<Placed>;

/// As wide as what is in it.
const FITS: Width = Fits(0, u16::MAX);
/// A name has at least so many columns; before it gets fewer, a number goes.
const NAME: u16 = 12;

/// The schools beside what one of them has.
pub const USUAL: Widths = &[
    ("school", AtLeast(NAME)),
    ("products", FITS),
    ("cost", FITS),
    ("per_student", FITS),
];

/// The same with more room.
pub const ROOMY: Widths = &[
    ("school", AtLeast(NAME)),
    ("enrollment", FITS),
    ("products", FITS),
    ("cost", FITS),
    ("per_student", FITS),
];

/// The same with all there is.
pub const WIDE: Widths = &[
    ("school", AtLeast(NAME)),
    ("enrollment", FITS),
    ("products", FITS),
    ("cost", FITS),
    ("per_student", FITS),
    ("unused", FITS),
];

/// What `hallpass schools` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "school",
    "code",
    "enrollment",
    "products",
    "cost",
    "per_student",
    "unused",
];

/// The schools with their sums of a year.
pub const SCHOOLS: ListColumns<SchoolRow> = ListColumns {
    name: "schools",
    all: &[
        SchoolColumn::new("school_id", Holds::Count, |r, _| r.school.id.into()),
        SchoolColumn::new("code", Holds::Text, |r, _| r.school.code.as_str().into())
            .terminal("CODE"),
        SchoolColumn::new("school", Holds::Text, |r, _| r.school.name.as_str().into())
            .screen("SCHOOL")
            .shrinks(12)
            .terminal("SCHOOL"),
        SchoolColumn::new("level", Holds::Text, |r, _| {
            r.school.level.map(Level::word).into()
        }),
        SchoolColumn::new("grades", Holds::Text, |r, _| {
            r.school.grades.to_string().into()
        }),
        SchoolColumn::new("enrollment", Holds::Count, |r, _| {
            r.school.enrollment.into()
        })
        .screen("STUDENTS")
        .terminal("STUDENTS"),
        SchoolColumn::new("staff", Holds::Count, |r, _| r.school.staff.into()),
        SchoolColumn::new("products", Holds::Count, |r, _| (r.products as i64).into())
            .screen("N")
            .leaves(2)
            .terminal("PRODUCTS"),
        SchoolColumn::money("cost", Basis::YearPrice, |r, _| priced(r.cost, r.kept_back))
            .summed()
            // Its heading line says which, with the sum of all.
            .screen("COST")
            .terminal("YEAR PRICE"),
        SchoolColumn::money("per_student", Basis::YearPrice, |r, _| {
            per_student(r).into()
        })
        .screen_as("$/ST", |r, _| dollars_per_student(r))
        .leaves(1)
        .terminal("A STUDENT"),
        SchoolColumn::money("unused", Basis::YearPrice, |r, _| {
            priced(r.cost.map(|_| r.unused), r.kept_back)
        })
        .summed()
        .screen("UNUSED")
        .terminal("UNUSED SEATS"),
        SchoolColumn::basis(Basis::YearPrice),
        SchoolColumn::new("hidden", Holds::Count, |r, _| (r.hidden as i64).into()),
    ],
    json_first: &[],
    windows: &[USUAL, ROOMY, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::by('s', "school", "school"),
        Sort::by('n', "number of products", "products"),
        Sort::by('c', "cost", "cost"),
        Sort::by('d', "$ per student", "per_student"),
        Sort::by('u', "unused dollars", "unused"),
        Sort::by('e', "enrollment", "enrollment"),
    ],
    copied: SHOWN,
};

/// An amount, hidden where the policy keeps it back.
pub(super) fn priced(amount: impl Into<Option<Cents>>, kept_back: bool) -> TableCell {
    let amount: Option<Cents> = amount.into();
    if kept_back {
        TableCell::Hidden
    } else {
        amount.into()
    }
}

fn students(row: &SchoolRow) -> Option<i64> {
    let students = row.school.enrollment.filter(|students| *students > 0)?;
    (!row.kept_back).then_some(students)
}

/// To the cent; not known where nobody said how many students there are or what anything costs, or the policy keeps the
/// price back.
fn per_student(row: &SchoolRow) -> Option<Cents> {
    let students = students(row)?;
    Some(Cents((row.cost?.0 + students / 2) / students))
}

/// Whole dollars a student; `-` where not known.
pub fn dollars_per_student(row: &SchoolRow) -> String {
    // Rounded once: from what a cent is cut off of, not from whole cents.
    let cents = students(row).and_then(|students| Some(row.cost?.0 / students));
    cents.map_or("-".to_owned(), |cents| ((cents + 50) / 100).to_string())
}

/// `, without 2 hidden prices`: what stands beside a school's cost; empty where no price of what it has is hidden.
pub fn without_hidden(row: &SchoolRow) -> String {
    match row.hidden {
        0 => String::new(),
        1 => ", without 1 hidden price".to_owned(),
        many => format!(", without {many} hidden prices"),
    }
}

/// What one school has, in the order in which the columns stand.
pub const PLACED_ALL: Widths = &[
    ("product", AtLeast(NAME)),
    ("status", FITS),
    ("seats", FITS),
    ("used_pct", FITS),
    ("cover_pct", FITS),
    ("cost", FITS),
    ("unused", FITS),
    ("term_end", FITS),
    ("contract", FITS),
];

/// The order in which they get room where there is not enough for all.
pub const PLACED_FIRST: &[&str] = &[
    "status",
    "cost",
    "seats",
    "used_pct",
    "cover_pct",
    "term_end",
    "unused",
    "contract",
];

/// What `hallpass inventory` shows on a terminal.
pub const PLACED_SHOWN: &[&str] = &[
    "product",
    "status",
    "seats",
    "used",
    "used_pct",
    "cover_pct",
    "cost",
    "bought_by",
    "contract",
];

/// What one school has.
pub const PLACED: ListColumns<Placed> = ListColumns {
    name: "inventory",
    all: &[
        PlacedColumn::new("product_id", Holds::Count, |r, _| r.product.into()),
        PlacedColumn::new("product", Holds::Text, |r, _| r.name.as_str().into())
            .screen("PRODUCT")
            .shrinks(12)
            .terminal("PRODUCT"),
        PlacedColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into()),
        PlacedColumn::new("status", Holds::Text, |r, _| {
            r.word.map(StatusWord::text).into()
        })
        .screen_as("STATUS", |r, _| r.word.map_or("", short).to_owned())
        .terminal("STATUS")
        .alarms(|r, _| r.word.is_some_and(is_refused)),
        PlacedColumn::new("seats", Holds::Count, |r, _| r.seats.into())
            .screen_as("SEATS", |r, _| seats(r))
            .terminal("SEATS"),
        PlacedColumn::new("used", Holds::Count, |r, _| r.used.into()).terminal("USED"),
        PlacedColumn::new("used_pct", Holds::Percent, |r, _| percent(r.used_pct()))
            .screen("USE")
            .leaves(3)
            .terminal("USE"),
        PlacedColumn::money("cost", Basis::YearPrice, |r, _| priced(r.cost, r.kept_back))
            .summed()
            // Its last letter is `s` where the school bought it itself.
            .screen_as("COST ", |r, _| {
                let own = if r.bought_here { "s" } else { " " };
                format!("{}{own}", price(r.cost, r.kept_back))
            })
            .terminal("YEAR PRICE"),
        PlacedColumn::new("bought_by", Holds::Text, |r, _| {
            r.buyer_name.as_deref().unwrap_or("district").into()
        })
        .shrinks(8)
        .leaves(2)
        .terminal("BOUGHT BY"),
        PlacedColumn::new("contract", Holds::Text, |r, _| r.contract.clone().into())
            .screen_as("CONTRACT", |r, _| r.contract.clone().unwrap_or_default())
            .leaves(4)
            .terminal("CONTRACT"),
        PlacedColumn::new("cover_pct", Holds::Percent, |r, _| percent(r.cover_pct))
            .screen("COVER")
            .leaves(1)
            .terminal("COVER"),
        PlacedColumn::basis(Basis::YearPrice),
        PlacedColumn::money("unused", Basis::YearPrice, |r, _| {
            priced(r.unused(), r.kept_back)
        })
        .summed()
        .screen_as("UNUSED", |r, _| price(r.unused(), r.kept_back)),
        PlacedColumn::new("term_end", Holds::Day, |r, _| r.term_end.into()).screen_as(
            "ENDS",
            |r, _| {
                let end = r.term_end.map(|end| end.format("%b %d %Y").to_string());
                end.unwrap_or_default()
            },
        ),
    ],
    json_first: &[],
    windows: &[PLACED_ALL],
    terminals: &[PLACED_SHOWN],
    sorts: &[
        Sort::by('p', "product", "product"),
        Sort::by('s', "seats", "seats"),
        Sort::by('u', "use", "used_pct"),
        Sort::by('o', "cover", "cover_pct"),
        Sort::by('c', "cost", "cost"),
        Sort::by('d', "unused dollars", "unused"),
        Sort::by('e', "end of contract", "term_end"),
    ],
    copied: &[
        "product",
        "school",
        "seats",
        "used",
        "used_pct",
        "cover_pct",
        "cost",
        "unused",
        "bought_by",
        "contract",
        "term_end",
    ],
};

fn percent(known: Option<i64>) -> TableCell {
    known.map_or(TableCell::Blank, |percent| {
        TableCell::Percent(percent * 100)
    })
}

/// Whole dollars; its own word where the policy keeps the price back, `-` where it is not known.
fn price(amount: Option<Cents>, kept_back: bool) -> String {
    match amount {
        _ if kept_back => HIDDEN.to_owned(),
        known => known.map_or("-".to_owned(), Cents::dollars),
    }
}

/// In a sentence: `$1,980 year price`, `price not known`.
pub fn price_in_words(amount: Option<Cents>) -> String {
    match amount {
        Some(cents) => format!("${} {}", cents.dollars(), Basis::YearPrice),
        None => "price not known".to_owned(),
    }
}

/// `412/500`: in use, and there; `-` where not known.
fn seats(row: &Placed) -> String {
    let number = |n: Option<i64>| n.map_or("-".to_owned(), |n| n.to_string());
    match (row.used, row.seats) {
        (None, None) => "-".to_owned(),
        (used, seats) => format!("{}/{}", number(used), number(seats)),
    }
}

/// The word in the STATUS column.
pub fn short(word: StatusWord) -> &'static str {
    match word {
        StatusWord::Yes => "OK",
        StatusWord::YesConditions => "COND",
        StatusWord::InReview => "REVIEW",
        StatusWord::NotAsked => "NOT ASKED",
        StatusWord::Expired => "EXPIRED",
        StatusWord::No => "NO",
    }
}

/// Is it a no, so that it stands out?
pub fn is_refused(word: StatusWord) -> bool {
    matches!(word, StatusWord::No | StatusWord::Expired)
}
