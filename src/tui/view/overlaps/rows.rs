//! Which alerts are listed, under which tab and in which order, and what a row says in its columns.
//! Pure; used by the Overlaps view and its drawing.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use super::Overlaps;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::board::{AlertRow, Standing};
use crate::domain::text;
use crate::office::query::overlap::Board;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widget::order::{Column, Order};

/// What is due within so many days stands out.
const SOON: i64 = 14;
/// A day further away is given with its year.
const SAME_YEAR: i64 = 300;
/// So many schools are named by their codes.
const NAMED: usize = 3;

/// What is listed: a tab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Shown {
    /// Everything that is still to be dealt with.
    #[default]
    All,
    /// The same, of one kind.
    Of(OverlapKind),
    /// What is dismissed, resolved or gone.
    Closed,
}

/// Kinds with a tab of their own; the first three have it even while it is empty, so that keys stay keys.
const KINDS: [OverlapKind; 6] = [
    OverlapKind::SameProduct,
    OverlapKind::Covered,
    OverlapKind::SameFunction,
    OverlapKind::SameStandards,
    OverlapKind::TooManyLms,
    OverlapKind::Identity,
];
const ALWAYS: usize = 3;

impl Shown {
    /// What the tab is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Shown::All => "All",
            Shown::Of(kind) => kind.spoken(),
            Shown::Closed => "Closed",
        }
    }

    /// As the saved place spells it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Shown::All => "all",
            Shown::Of(kind) => kind.word(),
            Shown::Closed => "closed",
        }
    }

    pub(super) fn from_word(word: &str) -> Shown {
        match (word, OverlapKind::from_word(word)) {
            ("closed", _) => Shown::Closed,
            (_, Some(kind)) => Shown::Of(kind),
            _ => Shown::All,
        }
    }

    pub(super) fn has(self, row: &AlertRow) -> bool {
        match self {
            Shown::All => row.standing.is_open(),
            Shown::Of(kind) => row.standing.is_open() && row.kind == kind,
            Shown::Closed => !row.standing.is_open(),
        }
    }
}

/// The tabs and how many each has, in scope.
pub(super) fn tabs(view: &Overlaps, board: &Board) -> Vec<(Shown, usize)> {
    let rows = in_scope(view, board);
    let count = |shown: Shown| rows.iter().filter(|row| shown.has(row)).count();
    let mut tabs = vec![(Shown::All, count(Shown::All))];
    for (at, kind) in KINDS.into_iter().enumerate() {
        let (shown, rows) = (Shown::Of(kind), count(Shown::Of(kind)));
        if at < ALWAYS || rows > 0 || shown == view.shown {
            tabs.push((shown, rows));
        }
    }
    tabs.push((Shown::Closed, count(Shown::Closed)));
    tabs
}

/// The tab so many further on, and round.
pub(super) fn turned(view: &Overlaps, board: &Board, by: usize) -> Shown {
    let tabs = tabs(view, board);
    let at = tabs.iter().position(|(shown, _)| *shown == view.shown);
    tabs[(at.unwrap_or(0) + by) % tabs.len()].0
}

/// How many tabs there are.
pub(super) fn count(view: &Overlaps, board: &Board) -> usize {
    tabs(view, board).len()
}

/// Every alert that is about the school all views stay at.
pub(super) fn in_scope<'b>(view: &Overlaps, board: &'b Board) -> Vec<&'b AlertRow> {
    let school = view.school();
    let rows = board.board.rows.iter();
    rows.filter(|row| school.is_none_or(|id| row.schools.iter().any(|(school, _)| *school == id)))
        .collect()
}

/// The fingerprints listed.
pub(super) fn listed(view: &Overlaps, board: &Board) -> Vec<String> {
    let words = text::fold(view.words.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, board);
    rows.retain(|row| view.shown.has(row) && mentions(row, &words));
    // The board brings the dearest first, and that stays the order among equals.
    rows.sort_by(|a, b| compare(view.order, a, b));
    rows.iter().map(|row| row.fingerprint.clone()).collect()
}

/// Does it say all these folded words?
fn mentions(row: &AlertRow, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let names = row.products.iter().chain(&row.schools);
    let names = names.map(|(_, name)| name.as_str());
    let numbers = row.members.iter().map(|member| member.number.as_str());
    let owner = row.owner.as_ref().map_or("", |who| &who.login);
    let said = [
        row.name.as_str(),
        &row.title,
        row.kind.spoken(),
        row.standing.word(),
        owner,
    ];
    let all: Vec<&str> = said.into_iter().chain(names).chain(numbers).collect();
    let all = text::fold(&all.join(" "));
    words.iter().all(|word| all.contains(word))
}

pub(super) const ORDERS: [Column; 6] = [
    ('d', "$ at stake"),
    ('a', "act by"),
    ('t', "type"),
    ('w', "what"),
    ('s', "schools"),
    ('o', "owner"),
];

fn compare(wanted: Order, a: &AlertRow, b: &AlertRow) -> Ordering {
    let owner = |row: &AlertRow| row.owner.as_ref().map(|who| who.login.clone());
    let order = match wanted.by {
        'a' => (a.act_by.is_none(), a.act_by).cmp(&(b.act_by.is_none(), b.act_by)),
        't' => a.kind.cmp(&b.kind),
        'w' => text::fold(&a.title).cmp(&text::fold(&b.title)),
        's' => a.schools.len().cmp(&b.schools.len()).reverse(),
        'o' => (owner(a).is_some(), owner(a)).cmp(&(owner(b).is_some(), owner(b))),
        _ => b.at_stake.cmp(&a.at_stake),
    };
    if wanted.reversed {
        order.reverse()
    } else {
        order
    }
}

/// `JEF, ROO`, `12 schools`.
pub(super) fn place(row: &AlertRow) -> String {
    let codes: Vec<&str> = row.schools.iter().map(|(_, code)| code.as_str()).collect();
    match codes.len() {
        0 => "-".to_owned(),
        n if n <= NAMED => codes.join(", "),
        n => format!("{n} schools"),
    }
}

/// Days to the day by which one must act.
pub(super) fn days_left(row: &AlertRow, today: NaiveDate) -> Option<i64> {
    Some((row.act_by? - today).num_days())
}

/// `Mar 20`, `Jan 2027`, `planned`, `late 5d`: at most eight columns.
pub(super) fn act_by(row: &AlertRow, today: NaiveDate) -> String {
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

/// Is it pressing, so that its day stands out?
pub(super) fn role(row: &AlertRow, today: NaiveDate) -> Role {
    let waits = matches!(row.standing, Standing::Open | Standing::Acknowledged);
    match days_left(row, today) {
        Some(left) if waits && left <= SOON => Role::Alarm,
        _ => Role::Plain,
    }
}

/// Whose it is: `me`, a login, `-`.
pub(super) fn owner_word(row: &AlertRow, scene: &Scene) -> String {
    match &row.owner {
        None => "-".to_owned(),
        Some(who) if who.login == scene.who => "me".to_owned(),
        Some(who) => who.login.clone(),
    }
}

/// `Fri Mar 20`.
pub(super) fn weekday(day: NaiveDate) -> String {
    day.format("%a %b %d").to_string()
}

/// `Fri Mar 20 2026`.
pub(super) fn full(day: NaiveDate) -> String {
    day.format("%a %b %d %Y").to_string()
}

/// `today`, `in 10 days`, `3 days ago`.
pub(super) fn how_far(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "in 1 day".to_owned(),
        2.. => format!("in {days} days"),
        -1 => "1 day ago".to_owned(),
        _ => format!("{} days ago", -days),
    }
}
