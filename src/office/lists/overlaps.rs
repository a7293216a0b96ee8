//! Where the district pays twice: the columns of `hallpass overlaps`, of the Overlaps screen and of their files.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value as Json, json};

use super::Width::{AtLeast, Fixed};
use super::schools::priced;
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::money::{Basis, Cents, HIDDEN, shown};
use crate::domain::overlap::board::{AlertRow, MemberRow, Standing};
use crate::exchange::write::{Holds, TableCell};

type OverlapColumn = ListColumn<AlertRow>;

/// What is due within so many days stands out.
const SOON: i64 = 14;
/// A day further away is given with its year.
const SAME_YEAR: i64 = 300;
/// So many schools are named by their codes.
const NAMED: usize = 3;

/// Open overlaps in a window of the usual size.
pub const USUAL: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(9)),
    ("title", AtLeast(18)),
    ("schools", AtLeast(10)),
    ("at_stake", Fixed(9)),
    ("act_by", Fixed(8)),
    ("owner", Fixed(8)),
];

/// The same in a narrow window.
pub const NARROW: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(9)),
    ("title", AtLeast(18)),
    ("at_stake", Fixed(9)),
    ("act_by", Fixed(8)),
];

/// The same in a wide window.
pub const WIDE: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(11)),
    ("title", AtLeast(18)),
    ("schools", AtLeast(10)),
    ("at_stake", Fixed(9)),
    ("act_in", Fixed(16)),
    ("owner", Fixed(8)),
    ("why", AtLeast(20)),
];

/// Closed overlaps in a window of the usual size.
pub const CLOSED: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(9)),
    ("title", AtLeast(18)),
    ("schools", AtLeast(10)),
    ("at_stake", Fixed(9)),
    ("state", Fixed(9)),
    ("owner", Fixed(8)),
];

/// The same in a narrow window.
pub const CLOSED_NARROW: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(9)),
    ("title", AtLeast(18)),
    ("at_stake", Fixed(9)),
    ("state", Fixed(9)),
];

/// The same in a wide window.
pub const CLOSED_WIDE: Widths = &[
    ("id", Fixed(7)),
    ("type", Fixed(11)),
    ("title", AtLeast(18)),
    ("schools", AtLeast(10)),
    ("at_stake", Fixed(9)),
    ("state", Fixed(9)),
    ("owner", Fixed(8)),
    ("why", AtLeast(20)),
];

/// What `hallpass overlaps` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "id", "type", "title", "schools", "at_stake", "act_by", "owner",
];

/// Where the district pays twice, and what is at stake. Files have the cells of each, so that rows for them are asked for
/// with their cells.
pub const OVERLAPS: ListColumns<AlertRow> = ListColumns {
    name: "overlaps",
    all: &[
        OverlapColumn::new("id", Holds::Text, |r, _| r.name.as_str().into())
            .screen("ID")
            .terminal("ID"),
        OverlapColumn::new("kind", Holds::Text, |r, _| r.kind.word().into()),
        OverlapColumn::new("type", Holds::Text, |r, _| r.kind.spoken().into())
            .screen("TYPE")
            .leaves(2)
            .terminal("TYPE"),
        OverlapColumn::new("title", Holds::Text, |r, _| r.title.as_str().into())
            .screen("WHAT")
            .shrinks(16)
            .terminal("WHAT"),
        OverlapColumn::new("schools", Holds::Text, |r, _| {
            let codes: Vec<&str> = r.schools.iter().map(|(_, code)| &**code).collect();
            TableCell::Json(json!(codes), codes.join(", "))
        })
        .several(|r| Box::new(r.schools.iter().map(|(_, code)| &**code)))
        .screen_as("WHERE", |r, _| place(r))
        .shrinks(10)
        .leaves(3)
        .terminal("WHERE"),
        OverlapColumn::money("at_stake", Basis::FyShare, |r, _| {
            priced(r.at_stake_listed(), r.hidden)
        })
        .screen_as("AT STAKE", |r, _| {
            if r.hidden {
                HIDDEN.to_owned()
            } else {
                format!("${}", r.at_stake_listed().dollars())
            }
        })
        .terminal("AT STAKE, FY SHARE")
        .aloud(|r, _| match priced(r.at_stake_listed(), r.hidden) {
            TableCell::Cents(cents) => format!("{cents} at stake, of this year's share"),
            _ => format!("what is at stake is {HIDDEN}"),
        }),
        OverlapColumn::new("act_by", Holds::Day, |r, _| r.act_by.into())
            .screen_as("ACT BY", |r, v| act_by(r, v.today))
            .terminal("ACT BY")
            .alarms(|r, v| is_pressing(r, v.today)),
        OverlapColumn::new("state", Holds::Text, |r, _| r.standing.word().into()).screen("STATE"),
        OverlapColumn::new("owner", Holds::Text, |r, v| v.owner(r.owner.as_ref()))
            .screen_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), "-"))
            .leaves(1)
            .terminal_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), "")),
        OverlapColumn::new("why", Holds::Text, |r, _| r.why.as_str().into()).screen_as(
            "WHY FLAGGED",
            |r, _| match &r.returned {
                Some(why) => format!("back: {why}"),
                None => r.why.clone(),
            },
        ),
        OverlapColumn::new("products", Holds::List, |r, _| names(&r.products).into()),
        OverlapColumn::basis(Basis::FyShare),
        OverlapColumn::new("members", Holds::Text, |r, _| members(r)),
        OverlapColumn::money("savings", Basis::FyShare, |r, _| {
            let (least, most) = r.savings;
            TableCell::Json(json!([least.0, most.0]), format!("{least} to {most}"))
        }),
        OverlapColumn::money("masked", Basis::FyShare, |r, _| r.masked.into()),
        OverlapColumn::new("keeper", Holds::Text, |r, _| r.keeper.clone().into()),
        OverlapColumn::new("returned", Holds::Text, |r, _| r.returned.clone().into()),
        OverlapColumn::new("act_in", Holds::Text, |r, _| r.act_by.into())
            .screen_as("ACT BY", |r, v| act_by_and_in(r, v.today))
            .alarms(|r, v| is_pressing(r, v.today))
            .not_in_files("it is act_by, with how far it is"),
    ],
    json_first: &[
        "id", "kind", "title", "products", "schools", "at_stake", "basis", "act_by", "state",
        "owner", "why", "members", "savings", "masked", "keeper", "returned",
    ],
    windows: &[USUAL, NARROW, WIDE, CLOSED, CLOSED_NARROW, CLOSED_WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::by('d', "$ at stake", "at_stake"),
        Sort::by('a', "act by", "act_by"),
        Sort::by('t', "type", "type")
            .valued(|r: &AlertRow, _| (r.kind as i64).into())
            .in_bands(|r| r.kind.spoken().to_uppercase(), at_stake),
        Sort::by('w', "what", "title"),
        // Those at the most schools first.
        Sort::by('s', "schools", "schools")
            .valued(|r, _| TableCell::Count(-(r.schools.len() as i64))),
        Sort::by(BY_STATE, "state", "state")
            .valued(|r: &AlertRow, _| (r.standing as i64).into())
            .in_bands(|r| standing(r.standing).to_owned(), at_stake),
        // Those nobody sees to first.
        Sort::by('o', "owner", "owner")
            .valued(|r, _| r.owner.as_ref().map_or("", |who| &who.login).into()),
    ],
    copied: &[
        "id", "type", "title", "schools", "at_stake", "act_by", "state", "owner",
    ],
};

/// The line of the sort menu by what became of an overlap.
pub const BY_STATE: char = 'e';

/// What stands above overlaps of which the same became.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "NOBODY SAID ANYTHING YET",
        Standing::Acknowledged => "TAKEN",
        Standing::Planned => "PLANNED",
        Standing::Dismissed => "BOTH ARE NEEDED, FOR NOW",
        Standing::Resolved => "DONE AS PLANNED",
        Standing::Closed => "GONE WITHOUT A PLAN",
    }
}

/// `$8,617 at stake`; each dollar once, as the board counts it.
fn at_stake(rows: &[&AlertRow]) -> String {
    let sum: Cents = rows.iter().map(|row| row.at_stake_listed()).sum();
    format!("${} {} at stake", sum.dollars(), Basis::FyShare)
}

fn names<I, N: ToString>(pairs: &[(I, N)]) -> Vec<String> {
    pairs.iter().map(|(_, name)| name.to_string()).collect()
}

fn members(row: &AlertRow) -> TableCell {
    let Some(cells) = &row.cells else {
        return TableCell::Blank;
    };
    let all = || cells.members.iter().chain(&cells.kept);
    let told = |member: &MemberRow| {
        let seen = |amount: Cents| (!member.hidden).then_some(amount.0);
        let mut told = json!({
            "contract": &*member.number, "product": &*member.product_name, "school": &*member.school_code,
            "cost_cents": seen(member.cost), "claimed_cents": seen(member.claimed),
        });
        if member.hidden {
            told[HIDDEN] = true.into();
        }
        told
    };
    let said = |member: &MemberRow| {
        format!(
            "{} {} at {}: {} of {}",
            member.number,
            member.product_name,
            member.school_code,
            shown(member.claimed, member.hidden),
            shown(member.cost, member.hidden)
        )
    };
    let said: Vec<String> = all().map(said).collect();
    TableCell::Json(all().map(told).collect::<Json>(), said.join("; "))
}

/// `JEF, ROO`, `12 schools`.
fn place(row: &AlertRow) -> String {
    match row.schools.len() {
        0 => "-".to_owned(),
        n if n <= NAMED => names(&row.schools).join(", "),
        n => format!("{n} schools"),
    }
}

/// Days to the day by which one must act.
pub fn days_left(row: &AlertRow, today: NaiveDate) -> Option<i64> {
    Some((row.act_by? - today).num_days())
}

/// `Mar 20`, `Jan 2027`, `planned`, `late 5d`: at most eight letters.
fn act_by(row: &AlertRow, today: NaiveDate) -> String {
    if row.standing == Standing::Planned {
        return "planned".to_owned();
    }
    let Some((day, left)) = row.act_by.zip(days_left(row, today)) else {
        return "-".to_owned();
    };
    if left < 0 {
        return format!("late {}d", -left);
    }
    if left.abs() > SAME_YEAR && day.year() != today.year() {
        return day.format("%b %Y").to_string();
    }
    let soon = if left <= SOON { "!" } else { "" };
    format!("{}{soon}", day.format("%b %d"))
}

/// The same with how far it is: `Mar 20! in 10d`.
fn act_by_and_in(row: &AlertRow, today: NaiveDate) -> String {
    let by = act_by(row, today);
    match days_left(row, today) {
        Some(left) if row.standing != Standing::Planned => match left {
            0 => format!("{by} today"),
            1.. => format!("{by} in {left}d"),
            _ => format!("{by} {}d ago", -left),
        },
        _ => by,
    }
}

/// Is its day near or over, so that it stands out?
fn is_pressing(row: &AlertRow, today: NaiveDate) -> bool {
    let waits = matches!(row.standing, Standing::Open | Standing::Acknowledged);
    waits && days_left(row, today).is_some_and(|left| left <= SOON)
}
