//! Contracts and how they end: the columns of `hallpass renewals`, of the Renewals screen and of their files.

use chrono::{Datelike, NaiveDate};

use super::Width::{AtLeast, FitsTexts, Fixed};
use super::{ListColumn, ListColumns, Sort, Widths, aloud};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::Severity;
use crate::domain::renewal::unknown::Unpriced;
use crate::exchange::write::{Holds, TableCell};

type RenewalColumn = ListColumn<AgendaRow>;

/// Every contract in a window of the usual size.
pub const USUAL: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("cancel_by", Fixed(11)),
    ("days_left", Fixed(9)),
    ("annual", Fixed(10)),
    ("severity", Fixed(7)),
    ("decision", Fixed(8)),
];

/// The same in a narrow window.
pub const NARROW: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("cancel_by", Fixed(11)),
    ("days_left", Fixed(9)),
    ("annual", Fixed(10)),
    ("decision", Fixed(8)),
];

/// The same in a wide window.
pub const WIDE: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("scope", AtLeast(12)),
    ("term_end", Fixed(11)),
    ("notice", Fixed(15)),
    ("cancel_by", Fixed(11)),
    ("days_left", Fixed(9)),
    ("annual", Fixed(10)),
    ("severity", Fixed(7)),
    ("decision", Fixed(8)),
    ("used_pct", Fixed(5)),
    ("owner", Fixed(10)),
];

/// Contracts of which something is not known: what is to be found out takes the place of what that would decide.
pub const UNKNOWN: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("cancel_by", Fixed(11)),
    ("days_left", Fixed(9)),
    ("unknown", Fixed(22)),
];

/// The agenda: what can still be stopped.
pub const AGENDA: Widths = &[
    ("key_day", Fixed(11)),
    ("key_day_in", Fixed(4)),
    ("product", AtLeast(1)),
    ("annual", FitsTexts(7, u16::MAX)),
    ("used", Fixed(5)),
    ("owner", Fixed(7)),
    ("state", Fixed(8)),
];

/// The same with less room.
pub const AGENDA_NARROW: Widths = &[
    ("key_day", Fixed(11)),
    ("key_day_in", Fixed(4)),
    ("product", AtLeast(1)),
    ("annual", FitsTexts(7, u16::MAX)),
    ("decision", Fixed(8)),
];

/// From so many columns on the agenda has room for all of its own.
pub const AGENDA_ROOM: u16 = 62;

/// What `hallpass renewals` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "contract",
    "severity",
    "decide_by",
    "days_left",
    "cancel_by",
    "product",
    "scope",
    "annual",
    "used_pct",
    "owner",
    "decision",
];

/// What `hallpass renewals --unknown` shows there, for whoever is to find it out.
pub const DOUBTFUL: &[&str] = &[
    "contract",
    "unknown",
    "term_end",
    "decide_by",
    "product",
    "scope",
    "owner",
];

/// The letter of the order by severity, in which commands tell them.
pub const BY_SEVERITY: char = 's';

/// Contracts that end, each in the term that runs.
pub const RENEWALS: ListColumns<AgendaRow> = ListColumns {
    name: "renewals",
    all: &[
        RenewalColumn::new("contract", Holds::Text, |r, _| r.number.clone().into())
            .screen("CONTRACT")
            .terminal("CONTRACT"),
        RenewalColumn::new("product", Holds::Text, |r, _| r.product.clone().into())
            .screen("PRODUCT")
            .shrinks(12)
            .terminal("PRODUCT"),
        RenewalColumn::new("vendor", Holds::Text, |r, _| r.vendor.clone().into()),
        RenewalColumn::new("scope", Holds::Text, |r, _| r.scope.clone().into())
            .screen("WHERE")
            .shrinks(10)
            .leaves(3)
            .terminal("FOR")
            .aloud(|r, _| format!("for {}", r.scope)),
        RenewalColumn::new("term_end", Holds::Day, |r, _| r.dates.term_end.into())
            .screen_as("ENDS", |r, _| ends(r))
            .terminal_as("TERM ENDS", |r, v| short(r.dates.term_end, v.today)),
        RenewalColumn::new("auto_renew", Holds::Flag, |r, _| r.auto_renew.into()),
        // What is assumed is not known: scripts take a value for a fact.
        RenewalColumn::new("notice", Holds::Text, |r, _| {
            (!r.lacks_notice()).then(|| r.notice.clone()).into()
        })
        .screen_as("NOTICE", |r, _| r.notice.clone()),
        RenewalColumn::new("cancel_by", Holds::Day, |r, _| r.dates.cancel_by.into())
            .screen_as(
                "LAST DAY",
                |r, v| if r.ended { ends(r) } else { date(r, v.today) },
            )
            .terminal_as("CANCEL BY", |r, v| cancel_by(r, v.today))
            .brief("CANCEL BY", |r, v| cancel_by_in_brief(r, v.today))
            .aloud(|r, _| cancel_by_aloud(r)),
        RenewalColumn::new("act_by", Holds::Day, |r, _| r.dates.act_by.into()),
        RenewalColumn::new("decide_by", Holds::Day, |r, _| r.dates.decide_by.into())
            .leaves(4)
            .terminal_as("DECIDE BY", |r, v| short(r.dates.decide_by, v.today))
            .aloud(|r, v| decide_by_aloud(r, v.today)),
        RenewalColumn::new("severity", Holds::Text, |r, _| r.severity.word().into())
            .screen_as("URGENCY", |r, _| r.severity.to_string())
            .terminal("SEVERITY")
            .aloud(|r, _| urgency_aloud(r).to_owned())
            .alarms(|r, _| is_overdue(r)),
        RenewalColumn::new("unverified", Holds::Flag, |r, _| r.is_unverified().into()),
        RenewalColumn::new("days_left", Holds::Count, |r, v| {
            r.dates.days_left(v.today).into()
        })
        .screen_as("DECIDE IN", |r, v| decide_in(r, v.today))
        .terminal_as("DECIDE IN", |r, v| left(r, v.today))
        // How far the day is stands with the day.
        .aloud(|_, _| String::new())
        .alarms(|r, _| is_overdue(r)),
        RenewalColumn::money("annual", Basis::YearPrice, |r, _| amount(r, r.annual))
            .summed()
            .screen_as("YEAR PRICE", |r, _| r.dollars())
            .leaves(5)
            .terminal_as("YEAR PRICE", |r, _| {
                r.annual
                    .map_or_else(|| r.dollars(), |cents| cents.to_string())
            }),
        RenewalColumn::new("used_pct", Holds::Count, |r, _| r.used_pct().into())
            .screen_as("USED", |r, _| used(r))
            .leaves(1)
            .terminal_as("USED", |r, _| used(r))
            .aloud(|r, _| match r.used_pct() {
                Some(percent) => format!("{percent}% used"),
                None => "use not counted".to_owned(),
            }),
        RenewalColumn::new("owner", Holds::Text, |r, v| v.owner(r.owner.as_ref()))
            .screen_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), "-"))
            .leaves(2)
            .terminal_as("OWNER", |r, v| v.owner_read(r.owner.as_ref(), "-"))
            .aloud(|r, _| aloud::owner(r.owner.as_ref())),
        RenewalColumn::new("decision", Holds::Text, |r, _| {
            r.decision.map(Choice::word).into()
        })
        .screen_as("STATE", |r, _| state(r))
        .leaves(6)
        .terminal_as("DECISION", |r, v| decision(r, v.today))
        .brief("DECISION", |r, v| decided_so_far(r, v.today))
        .aloud(|r, _| decision_aloud(r)),
        RenewalColumn::new("ended", Holds::Flag, |r, _| r.ended.into()),
        RenewalColumn::basis(Basis::YearPrice),
        RenewalColumn::new("start_by", Holds::Day, |r, _| r.dates.start_by.into()),
        RenewalColumn::money("next_year", Basis::YearPrice, |r, _| amount(r, r.next_year)).summed(),
        RenewalColumn::new("quoted", Holds::Flag, |r, _| r.quoted.into()),
        RenewalColumn::new("seats_purchased", Holds::Count, |r, _| r.seats.into()),
        RenewalColumn::new("seats_used", Holds::Count, |r, _| r.used.into()),
        RenewalColumn::new("ask_again", Holds::Day, |r, _| r.ask_again.into()),
        RenewalColumn::new("funds", Holds::List, |r, _| r.funds.clone().into()),
        RenewalColumn::new("unknown", Holds::Text, |r, _| {
            TableCell::known(&r.unknown())
        })
        .screen_as("NOT KNOWN", |r, _| r.unknown())
        .shrinks(12)
        .terminal("NOT KNOWN"),
        RenewalColumn::new("key_day", Holds::Day, |r, _| r.key_day().into())
            .screen_as("CANCEL BY", |r, v| {
                if is_missed(r) {
                    missed(r)
                } else {
                    date(r, v.today)
                }
            })
            .not_in_files("it is cancel_by, or term_end of one that has no such day"),
        RenewalColumn::new("key_day_in", Holds::Count, |r, v| {
            days_left(r, v.today).into()
        })
        .screen_as("IN", |r, v| far(days_left(r, v.today)))
        .alarms(|r, _| is_overdue(r))
        .not_in_files("it is how far that day is"),
        RenewalColumn::new("used", Holds::Count, |r, _| r.used_pct().into())
            // A blank more, before the owner.
            .screen_as("USED ", |r, _| match r.used_pct() {
                Some(percent) => format!("{percent}% "),
                None => "- ".to_owned(),
            })
            .not_in_files("it is used_pct"),
        RenewalColumn::new("state", Holds::Text, |r, _| state_beside_owner(r).into())
            .screen("STATE")
            .not_in_files("it is decision, and what is missing to make one"),
        RenewalColumn::new("untold", Holds::Text, |r, _| {
            r.untold.map(|untold| untold.why()).into()
        }),
    ],
    json_first: &[],
    windows: &[USUAL, NARROW, WIDE, UNKNOWN, AGENDA, AGENDA_NARROW],
    terminals: &[SHOWN, DOUBTFUL],
    sorts: &[
        Sort::by('d', "cancel-by", "key_day"),
        Sort::by('p', "product", "product"),
        Sort::by('c', "cost", "annual"),
        Sort::by('u', "used", "used_pct").least_first(),
        // Those nobody answers for first.
        Sort::by('o', "owner", "owner")
            .valued(|r, _| r.owner.as_ref().map_or("", |who| &who.login).into()),
        Sort::by(BY_SEVERITY, "severity", "severity")
            .valued(|r: &AgendaRow, _| (r.severity as i64).into())
            .in_bands(|r| r.severity.heading().to_owned(), priced),
        Sort::by('w', "where", "scope"),
        Sort::by('e', "end of term", "term_end"),
    ],
    copied: &[
        "contract",
        "product",
        "scope",
        "cancel_by",
        "term_end",
        "annual",
        "severity",
        "decision",
        "owner",
    ],
};

/// `$16,347 year price`: what contracts cost a year, as far as known.
pub fn year_price(rows: &[&AgendaRow]) -> String {
    let sum: Cents = rows.iter().filter_map(|row| row.annual).sum();
    format!("${} {}", sum.dollars(), Basis::YearPrice)
}

/// `2 without a price`: those that this sum leaves out; nothing where it leaves out none.
pub fn without_price(rows: &[&AgendaRow]) -> Option<String> {
    let mut without = Unpriced::default();
    for row in rows.iter().filter(|row| row.annual.is_none()) {
        without.add(row.hidden);
    }
    without.brief()
}

fn priced(rows: &[&AgendaRow]) -> String {
    let parts = std::iter::once(year_price(rows)).chain(without_price(rows));
    parts.collect::<Vec<_>>().join(", ")
}

/// An amount of a contract: hidden where the policy hides what it costs.
pub(super) fn amount(row: &AgendaRow, amount: Option<Cents>) -> TableCell {
    match amount {
        None if row.hidden => TableCell::Hidden,
        known => known.into(),
    }
}

/// `Mar 13 Fri`, with the year where it is not this one.
fn short(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() {
        "%b %d %a"
    } else {
        "%b %d %a %Y"
    };
    day.format(form).to_string()
}

fn ends(row: &AgendaRow) -> String {
    row.dates.term_end.format("%b %d %Y").to_string()
}

/// What the command says of the vendor's last day; what rests on nothing anybody read is marked.
fn cancel_by(row: &AgendaRow, today: NaiveDate) -> String {
    let dates = &row.dates;
    let doubt = if row.is_unverified() {
        " UNVERIFIED"
    } else {
        ""
    };
    match dates.cancel_by {
        Some(day) => format!("{}{doubt}", short(day, today)),
        None if row.ended => format!("ended {}", short(dates.term_end, today)),
        None => format!("ends {}", short(dates.term_end, today)),
    }
}

/// The same where there is little room, without the day of the week: `Mar 13 UNVERIFIED`, `ends Jun 30 2027`.
fn cancel_by_in_brief(row: &AgendaRow, today: NaiveDate) -> String {
    let dates = &row.dates;
    let brief = |day: NaiveDate| {
        let this_year = day.year() == today.year();
        day.format(if this_year { "%b %d" } else { "%b %d %Y" })
    };
    let doubt = if row.is_unverified() {
        " UNVERIFIED"
    } else {
        ""
    };
    match dates.cancel_by {
        Some(day) => format!("{}{doubt}", brief(day)),
        None if row.ended => format!("ended {}", brief(dates.term_end)),
        None => format!("ends {}", brief(dates.term_end)),
    }
}

/// The same aloud.
fn cancel_by_aloud(row: &AgendaRow) -> String {
    let dates = &row.dates;
    let doubt = if dates.unverified {
        ", which nobody has read in the contract"
    } else {
        ""
    };
    match dates.cancel_by {
        Some(day) => format!("the vendor must be told by {}{doubt}", aloud::day(day)),
        None if row.ended => format!("it ended {}", aloud::day(dates.term_end)),
        None => format!("it ends {}", aloud::day(dates.term_end)),
    }
}

/// By when it is to be decided, and how far that is; nothing where nobody has to any more.
fn decide_by_aloud(row: &AgendaRow, today: NaiveDate) -> String {
    let far = row.dates.days_left(today);
    if row.ended || (far < 0 && !row.is_open()) {
        return String::new();
    }
    let far = aloud::far(far, "day");
    format!("to decide by {}, {far}", aloud::day(row.dates.decide_by))
}

/// What is wrong with it; nothing where nothing is yet.
fn urgency_aloud(row: &AgendaRow) -> &'static str {
    match row.severity {
        Severity::Locked if row.is_open() => "missed",
        Severity::Locked => "the vendor's day has passed",
        Severity::Overdue if row.is_open() => "overdue",
        Severity::Lapse if row.auto_renew == Some(false) => "it does not renew by itself",
        _ => "",
    }
}

fn decision_aloud(row: &AgendaRow) -> String {
    let until = row
        .ask_again
        .map(|day| format!(" until {}", aloud::day(day)));
    match row.decision {
        Some(Choice::None) => "nobody decided".to_owned(),
        Some(choice) if row.is_in_vain() => {
            format!("decided: {choice}, and the vendor is not known to have been told in time")
        }
        Some(choice) => format!("decided: {choice}{}", until.unwrap_or_default()),
        None => match row.untold {
            Some(untold) => format!(
                "it was to end {}, and the vendor is not known to have been told in time",
                aloud::day(untold.cycle_end)
            ),
            None => "not decided".to_owned(),
        },
    }
}

fn left(row: &AgendaRow, today: NaiveDate) -> String {
    match row.dates.days_left(today) {
        _ if row.ended => "-".to_owned(),
        days if days < 0 && row.is_open() => format!("late {}d", -days),
        days => format!("{days}d"),
    }
}

fn used(row: &AgendaRow) -> String {
    let used = row.used_pct().map(|percent| format!("{percent}%"));
    used.unwrap_or_default()
}

fn decision(row: &AgendaRow, today: NaiveDate) -> String {
    match (row.decision, row.ask_again) {
        (Some(choice), Some(day)) => format!("{choice} until {}", short(day, today)),
        (Some(choice), None) => format!("{choice}{}", in_vain(row)),
        (None, _) => match row.untold {
            Some(untold) => format!("{}?", untold.choice),
            None => "open".to_owned(),
        },
    }
}

/// The same where there is little room: `defer to 2027-03-13`.
fn decided_so_far(row: &AgendaRow, today: NaiveDate) -> String {
    match (row.decision, row.ask_again) {
        (Some(choice), Some(day)) => format!("{choice} to {day}"),
        _ => decision(row, today),
    }
}

/// `?` where it is to end and the vendor is not known to have been told in time.
fn in_vain(row: &AgendaRow) -> &'static str {
    if row.is_in_vain() { "?" } else { "" }
}

/// How far a day is: `7d`, `late 5d`.
pub fn far(days: i64) -> String {
    if days < 0 {
        format!("late {}d", -days)
    } else {
        format!("{days}d")
    }
}

/// Calendar days to the day to decide; nothing where nobody has to any more.
fn decide_in(row: &AgendaRow, today: NaiveDate) -> String {
    match row.dates.days_left(today) {
        _ if row.ended => String::new(),
        days if days < 0 && !row.is_open() => "-".to_owned(),
        days => far(days),
    }
}

/// `Mar 13 Fri`, and `Mar 13 '28` where a day of that name comes before it, with `?` where it rests on what nobody has
/// read: the day by which it is sorted.
fn date(row: &AgendaRow, today: NaiveDate) -> String {
    let day = row.key_day();
    let years = today.signed_duration_since(day).num_days().unsigned_abs() / 365;
    let form = if years == 0 { "%b %d %a" } else { "%b %d '%y" };
    format!("{}{}", day.format(form), doubt(row))
}

/// `Mar 02`: a day that was missed, which leaves room for how late it is.
fn missed(row: &AgendaRow) -> String {
    format!("{}{}", row.key_day().format("%b %d"), doubt(row))
}

/// Has the vendor's day passed without a decision?
pub fn is_missed(row: &AgendaRow) -> bool {
    row.severity == Severity::Locked && row.is_open()
}

/// Calendar days to the day by which it is sorted.
pub fn days_left(row: &AgendaRow, today: NaiveDate) -> i64 {
    (row.key_day() - today).num_days()
}

/// `?` where the dates rest on what nobody has read.
fn doubt(row: &AgendaRow) -> &'static str {
    if row.is_unverified() { "?" } else { "" }
}

/// Has a day passed without a decision, so that it stands out?
fn is_overdue(row: &AgendaRow) -> bool {
    matches!(row.severity, Severity::Locked | Severity::Overdue) && row.is_open()
}

/// Of a contract that nobody answers for.
const NO_OWNER: &str = "no owner";

/// What was decided, else what is missing: at most eight letters.
fn state(row: &AgendaRow) -> String {
    match row.decision {
        Some(choice) if choice != Choice::None => format!("{}{}", decided(choice), in_vain(row)),
        _ if row.ended => "ended".to_owned(),
        _ if row.severity == Severity::Overdue => "OVERDUE".to_owned(),
        _ => match row.untold {
            Some(untold) => format!("{}?", decided(untold.choice)),
            None if row.owner.is_none() => NO_OWNER.to_owned(),
            None if row.may_renew() => "decide".to_owned(),
            None => "ends".to_owned(),
        },
    }
}

/// The same where its own column says that nobody answers for it.
fn state_beside_owner(row: &AgendaRow) -> String {
    match state(row) {
        none if none == NO_OWNER => "open".to_owned(),
        state => state,
    }
}

/// A decision in at most eight letters, seven where it ends the contract and may be doubtful: capitals where it settles the term.
fn decided(choice: Choice) -> &'static str {
    match choice {
        Choice::Renew => "RENEW",
        Choice::Smaller => "SMALLER",
        Choice::Negotiate => "haggle",
        Choice::Consolidate => "MOVE",
        Choice::Coterm => "COTERM",
        Choice::Cancel => "CANCEL",
        Choice::Lapse => "LAPSE",
        Choice::Replace => "REPLACE",
        Choice::Defer => "wait",
        Choice::None => "nobody",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_fits_its_column() {
        for choice in Choice::ALL {
            assert!(decided(*choice).len() + usize::from(choice.ends()) <= 8);
        }
    }
}
