//! What is to be reviewed: the columns of `hallpass queue`, of the Queue screen and of their files.

use chrono::Datelike;
use serde_json::json;

use super::Width::{AtLeast, Below, Fits, Fixed};
use super::{ListColumn, ListColumns, Sort, Widths, aloud};
use crate::domain::money::Basis;
use crate::domain::review::{QueueRow, Score};
use crate::exchange::write::{Holds, TableCell};

type QueueColumn = ListColumn<QueueRow>;

/// The queue in a window of the usual size.
pub const USUAL: Widths = &[
    ("id", Fits(5, 9)),
    ("product", AtLeast(13)),
    ("school", AtLeast(12)),
    ("kind", Fixed(6)),
    ("due_on", Fixed(16)),
    ("technical", Fixed(6)),
    ("curricular", Fixed(6)),
    ("owner", Fixed(6)),
];

/// The same in a narrow window.
pub const NARROW: Widths = &[
    ("id", Fits(5, 9)),
    ("product", AtLeast(13)),
    ("school", AtLeast(12)),
    ("due_on", Fixed(16)),
    ("owner", Fixed(8)),
];

/// In a wide window, a row on two lines, beside the request that is open.
pub const WIDE: Widths = &[
    ("id", Fits(5, 9)),
    ("product", AtLeast(5)),
    ("due_on", Fixed(15)),
    ("technical", Fixed(6)),
    ("owner", Fixed(7)),
    ("school", Below("product")),
    ("kind_in_full", Below("due_on")),
    ("curricular", Below("technical")),
];

/// What `hallpass queue` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "id",
    "product",
    "school",
    "kind",
    "state",
    "due",
    "technical",
    "curricular",
    "owner",
];

/// The letter of the usual order.
pub const AS_THEY_COME: char = 'd';

/// What is to be reviewed, what is waited for, and what was decided.
pub const QUEUE: ListColumns<QueueRow> = ListColumns {
    name: "queue",
    all: &[
        QueueColumn::new("id", Holds::Text, |r, _| r.name.as_str().into())
            .screen("REQ")
            .terminal("REQ"),
        QueueColumn::new("product", Holds::Text, |r, _| {
            r.product_name.as_str().into()
        })
        .screen("PRODUCT")
        .shrinks(12)
        .terminal("PRODUCT"),
        QueueColumn::new("vendor", Holds::Text, |r, _| r.vendor.clone().into()),
        QueueColumn::new("school", Holds::Text, |r, _| r.place.as_str().into())
            .screen("WHERE")
            .shrinks(10)
            .leaves(5)
            .terminal("WHERE")
            .aloud(|r, _| format!("for {}", r.place)),
        QueueColumn::new("kind", Holds::Text, |r, _| r.kind().into())
            .screen_as("KIND", |r, _| {
                if r.kind() == "new" { "new" } else { "re-rev" }.to_owned()
            })
            .leaves(1)
            .terminal("KIND")
            .aloud(|r, _| r.kind().to_owned()),
        QueueColumn::new("state", Holds::Text, |r, _| r.state.word().into())
            .leaves(3)
            .terminal("STATE")
            .aloud(|r, _| r.state.spoken()),
        QueueColumn::new("tier", Holds::Count, |r, _| r.tier.into()),
        QueueColumn::new("due_on", Holds::Day, |r, _| r.clock.due_on.into())
            .screen_as(DUE, |r, _| due(r))
            .alarms(|r, _| r.is_late()),
        QueueColumn::new("days_left", Holds::Count, |r, _| r.clock.days_left.into()),
        QueueColumn::new("due", Holds::Text, |r, _| due_in_full(r).into())
            .terminal("DUE")
            .brief(DUE, |r, _| due(r))
            .aloud(|r, _| due_aloud(r)),
        QueueColumn::new("technical", Holds::Text, |r, _| answered(r.technical))
            .screen_as("TECH", |r, _| score(r.technical))
            .leaves(6)
            .terminal_as("TECH", |r, _| score_if_asked(r.technical))
            .aloud(|r, _| score_aloud("technical", r.technical)),
        QueueColumn::new("curricular", Holds::Text, |r, _| answered(r.curricular))
            .screen_as("CURR", |r, _| score(r.curricular))
            .leaves(4)
            .terminal_as("CURR", |r, _| score_if_asked(r.curricular))
            .aloud(|r, _| score_aloud("curricular", r.curricular)),
        QueueColumn::new("owner", Holds::Text, |r, v| v.owner(r.owner.as_ref()))
            .screen_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), "-"))
            .leaves(2)
            .terminal_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), ""))
            .aloud(|r, _| aloud::owner(r.owner.as_ref())),
        QueueColumn::money("est", Basis::YearPrice, |r, _| r.cost.into()).summed(),
        QueueColumn::new("asks", Holds::Count, |r, _| (r.asks as i64).into()),
        QueueColumn::new("why", Holds::Text, |r, _| r.why.as_str().into()),
        QueueColumn::new("late", Holds::Flag, |r, _| (r.clock.late() > 0).into()),
        QueueColumn::new("product_id", Holds::Count, |r, _| r.product.into()),
        QueueColumn::new("trigger", Holds::Text, |r, _| r.trigger.word().into()),
        QueueColumn::new("received_on", Holds::Day, |r, _| r.clock.received_on.into()),
        QueueColumn::new("our_days", Holds::Count, |r, _| r.clock.our_days.into()),
        QueueColumn::new("total_days", Holds::Count, |r, _| r.clock.total_days.into()),
        QueueColumn::new("paused", Holds::Flag, |r, _| r.clock.paused.into()),
        // None is every school.
        QueueColumn::new("schools", Holds::List, |r, _| {
            Some(r.school_codes())
                .filter(|codes| !codes.is_empty())
                .into()
        }),
        QueueColumn::new("waiting", Holds::Text, |r, _| waiting(r)),
        QueueColumn::basis(Basis::YearPrice),
        QueueColumn::new("working_days_left", Holds::Count, |r, _| {
            r.clock.working_days_left.into()
        }),
        QueueColumn::new("kind_in_full", Holds::Text, |r, _| r.kind().into())
            .screen("KIND")
            .not_in_files("it is kind, where the screen has room for the whole word"),
    ],
    json_first: &[
        "id",
        "product",
        "vendor",
        "school",
        "kind",
        "state",
        "tier",
        "due_on",
        "days_left",
        "late",
        "technical",
        "curricular",
        "owner",
        "est",
        "product_id",
        "trigger",
        "why",
        "asks",
        "received_on",
        "our_days",
        "total_days",
        "paused",
        "schools",
        "waiting",
        "working_days_left",
    ],
    windows: &[USUAL, NARROW, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        // What people asked for, by the day it is due; then what a trigger calls for; then what was never reviewed.
        Sort::as_they_come(AS_THEY_COME, "asked, due").in_bands(heading, late),
        Sort::by('y', "day due", "due_on"),
        Sort::by('p', "product", "product"),
        Sort::by('w', "where", "school"),
        Sort::by('n', "new or re-review", "kind"),
        // The fewest items left to answer first.
        Sort::by('t', "technical left", "technical").valued(|r, _| left(r.technical)),
        Sort::by('c', "curricular left", "curricular").valued(|r, _| left(r.curricular)),
        Sort::by('o', "owner", "owner"),
        Sort::by('r', "request", "id").valued(|r, _| r.request.into()),
        Sort::by('i', "risk", "tier"),
    ],
    copied: &[
        "id",
        "product",
        "school",
        "kind",
        "state",
        "due_on",
        "technical",
        "curricular",
        "owner",
    ],
};

/// The head of the column of [`due`], whose days are working days; those of renewals are calendar days.
const DUE: &str = "DUE (WORKDAYS)";

/// About so many working days are a year.
const WORKING_YEAR: i64 = 250;

/// `Mar 06 late 4d`, `Jan 2021 late 5y`; for a decided one, how many of our days it took.
fn due(row: &QueueRow) -> String {
    let day = row.clock.due_on.format("%b %d");
    if !row.state.is_open() {
        return format!("took {}d", row.clock.our_days);
    }
    if row.waits() {
        return format!("{day} waits");
    }
    match row.clock.working_days_left {
        0 => format!("{day} today"),
        left if -left >= WORKING_YEAR => {
            let month = row.clock.due_on.format("%b %Y");
            format!("{month} late {}y", -left / WORKING_YEAR)
        }
        left if left < 0 => format!("{day} late {}d", -left),
        left => format!("{day} in {left}d"),
    }
}

/// `2026-03-12 Thu, in 2 working days`. What is over is due no more.
pub fn due_in_full(row: &QueueRow) -> String {
    let clock = &row.clock;
    // Thousands of rows tell it, and to have it formed by a pattern takes three times as long.
    let day = format!("{} {}", clock.due_on, clock.due_on.weekday());
    match clock.working_days_left {
        _ if !row.state.is_open() => String::new(),
        _ if clock.paused => format!("{day}, paused"),
        n if n < 0 => format!("{day}, late {}", aloud::count(n, "working day")),
        0 => format!("{day}, today"),
        n => format!("{day}, in {}", aloud::count(n, "working day")),
    }
}

/// The same aloud.
fn due_aloud(row: &QueueRow) -> String {
    let clock = &row.clock;
    let day = aloud::day(clock.due_on);
    match clock.working_days_left {
        _ if !row.state.is_open() => String::new(),
        _ if clock.paused => format!("due {day}, the clock stands still"),
        n if n < 0 => format!("{}, it was due {day}", aloud::far(n, "working day")),
        n => format!("due {day}, {}", aloud::far(n, "working day")),
    }
}

/// `technical 11 of 19 answered, 1 failed`; nothing where the policy does not ask.
fn score_aloud(track: &str, score: Score) -> String {
    match counts(score, " answered") {
        none if none.is_empty() => none,
        counts => format!("{track} {counts}"),
    }
}

/// `11 of 19, 1 failed`, with these words behind what is answered; nothing where the policy does not ask.
fn counts(score: Score, answered: &str) -> String {
    let told = format!("{} of {}{answered}", score.answered, score.of);
    match score {
        Score { of: 0, .. } => String::new(),
        Score { failed: 0, .. } => told,
        Score { failed, .. } => format!("{told}, {failed} failed"),
    }
}

/// `5/8`, with `!` where an item failed; `-` where the policy does not ask.
pub fn score(score: Score) -> String {
    if score.of == 0 {
        return "-".to_owned();
    }
    let failed = if score.failed > 0 { "!" } else { "" };
    format!("{}/{}{failed}", score.answered, score.of)
}

/// The same in a cell, for programs by its numbers.
fn answered(of: Score) -> TableCell {
    let told = json!({ "answered": of.answered, "of": of.of, "failed": of.failed });
    // Not `11/19`, of which a spreadsheet makes a day.
    TableCell::Json(told, counts(of, ""))
}

/// What a command's table says of it: nothing where the policy does not ask.
fn score_if_asked(of: Score) -> String {
    if of.of == 0 { String::new() } else { score(of) }
}

/// Items still to be answered; nothing where the policy does not ask.
fn left(score: Score) -> TableCell {
    let left = score.of.saturating_sub(score.answered) as i64;
    Some(left).filter(|_| score.of > 0).into()
}

/// What stands above it and those that are waited for alike.
fn heading(row: &QueueRow) -> String {
    row.band().heading().to_owned()
}

/// `3 late, 2 waiting on others`; nothing where none is.
fn late(rows: &[&QueueRow]) -> String {
    let late = rows.iter().filter(|row| row.is_late()).count();
    let waiting = rows.iter().filter(|row| row.waits()).count();
    let parts = [(late, "late"), (waiting, "waiting on others")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| format!("{count} {what}"));
    parts.collect::<Vec<_>>().join(", ")
}

fn waiting(row: &QueueRow) -> TableCell {
    let waiting = row.waiting.as_ref();
    waiting.map_or(TableCell::Blank, |(on, what, since)| {
        let told = json!({ "on": on.word(), "what": what, "since": since.to_string() });
        TableCell::Json(told, format!("{on} {what} since {since}"))
    })
}
