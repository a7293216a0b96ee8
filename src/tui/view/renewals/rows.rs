//! Which contracts are listed, in which bands and which order, and what a row says in its columns.
//! Pure; used by the Renewals view and its drawing.

use std::cmp::{Ordering, Reverse};

use chrono::{Datelike, NaiveDate};

use super::Renewals;
use crate::domain::money::Cents;
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::Severity;
use crate::domain::text;
use crate::office::query::renewal::Agenda;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widget::order::{Column, Order};

/// How the view is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Layout {
    /// A month, and what can still be stopped.
    #[default]
    Agenda,
    /// Every contract, one a line: also what is settled and what ends by itself.
    List,
    /// A fiscal year by month.
    Year,
    /// What something is not known of, until somebody says.
    Unknown,
    /// What has ended.
    Ended,
}

impl Layout {
    const ALL: [Layout; 5] = [
        Layout::Agenda,
        Layout::List,
        Layout::Year,
        Layout::Unknown,
        Layout::Ended,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Layout::Agenda => "agenda",
            Layout::List => "list",
            Layout::Year => "year",
            Layout::Unknown => "unknown",
            Layout::Ended => "ended",
        }
    }

    pub(super) fn from_word(word: &str) -> Layout {
        let found = Layout::ALL.into_iter().find(|layout| layout.word() == word);
        found.unwrap_or_default()
    }

    /// A line a contract, without a month beside it?
    pub(super) fn is_list(self) -> bool {
        matches!(self, Layout::List | Layout::Unknown | Layout::Ended)
    }

    pub(super) fn next(self) -> Layout {
        let at = Layout::ALL.iter().position(|layout| *layout == self);
        Layout::ALL[(at.unwrap_or(0) + 1) % Layout::ALL.len()]
    }
}

/// Rows of one kind of urgency, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Band {
    pub(super) kind: BandKind,
    /// So many rows.
    pub(super) rows: usize,
    /// What they cost a year, as far as known.
    pub(super) dollars: Cents,
    /// How many of them have no price.
    pub(super) without_price: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum BandKind {
    /// The vendor's day has passed and nobody decided.
    Missed,
    /// Its day is over and it is settled, or it ends by itself.
    Settled,
    /// Our own day has passed, or comes within 14 days.
    Soon,
    /// In this month.
    Month(NaiveDate),
}

impl BandKind {
    fn of(row: &AgendaRow, today: NaiveDate) -> BandKind {
        let day = row.key_day();
        let month = first_of_month(day);
        if is_missed(row) {
            BandKind::Missed
        } else if day < today {
            BandKind::Settled
        } else if row.is_pressing() {
            BandKind::Soon
        } else {
            BandKind::Month(month)
        }
    }

    /// `APRIL`, `JANUARY 2027`.
    pub(super) fn title(self, today: NaiveDate) -> String {
        match self {
            BandKind::Missed => "MISSED: phone the vendor".to_owned(),
            BandKind::Settled => "SETTLED, or its day is over".to_owned(),
            BandKind::Soon => "NOW: stop these or they renew".to_owned(),
            BandKind::Month(first) if first.year() == today.year() => {
                first.format("%B").to_string().to_uppercase()
            }
            BandKind::Month(first) => first.format("%B %Y").to_string().to_uppercase(),
        }
    }
}

pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Has the vendor's day passed without a decision?
pub(super) fn is_missed(row: &AgendaRow) -> bool {
    row.severity == Severity::Locked && row.is_open()
}

/// Does it renew unless somebody still says no?
pub(super) fn can_be_stopped(row: &AgendaRow) -> bool {
    row.may_renew() && row.is_open()
}

/// How many are missed, overdue or to be decided within 14 days, at this school where one is named: `3!`; `0`
/// where none is.
pub(super) fn badge(agenda: &Agenda, school: Option<i64>) -> String {
    let rows = agenda.rows.iter();
    let here = rows.filter(|row| school.is_none_or(|id| row.schools.covers(id)));
    match here.filter(|row| row.is_pressing()).count() {
        0 => "0".to_owned(),
        count => format!("{count}!"),
    }
}

/// How far a day is: `7d`, `late 5d`.
pub(super) fn far(days: i64) -> String {
    if days < 0 {
        format!("late {}d", -days)
    } else {
        format!("{days}d")
    }
}

/// Calendar days to the day to decide; nothing where nobody has to any more.
pub(super) fn decide_in(row: &AgendaRow, today: NaiveDate) -> String {
    match row.dates.days_left(today) {
        _ if row.ended => String::new(),
        days if days < 0 && !row.is_open() => "-".to_owned(),
        days => far(days),
    }
}

/// Days to the day by which it is sorted.
pub(super) fn days_left(row: &AgendaRow, today: NaiveDate) -> i64 {
    (row.key_day() - today).num_days()
}

pub(super) const ORDERS: [Column; 8] = [
    ('d', "cancel-by"),
    ('p', "product"),
    ('c', "cost"),
    ('u', "used"),
    ('o', "owner"),
    ('s', "severity"),
    ('w', "where"),
    ('e', "end of term"),
];

fn compare(wanted: Order, a: &AgendaRow, b: &AgendaRow) -> Ordering {
    let owner = |row: &AgendaRow| row.owner.as_ref().map(|who| who.login.clone());
    let order = match wanted.by {
        'p' => text::fold(&a.product).cmp(&text::fold(&b.product)),
        'c' => b.annual.cmp(&a.annual),
        'u' => {
            let used = |row: &AgendaRow| row.used_pct().unwrap_or(i64::MAX);
            used(a).cmp(&used(b))
        }
        'o' => (owner(a).is_some(), owner(a)).cmp(&(owner(b).is_some(), owner(b))),
        's' => a.severity.cmp(&b.severity),
        'w' => text::fold(&a.scope).cmp(&text::fold(&b.scope)),
        'e' => a.dates.term_end.cmp(&b.dates.term_end),
        _ => a.key_day().cmp(&b.key_day()),
    };
    if wanted.reversed {
        order.reverse()
    } else {
        order
    }
}

/// Every contract in scope: those that run, or those that have ended where these are shown.
pub(super) fn in_scope<'r>(view: &Renewals, agenda: &'r Agenda) -> Vec<&'r AgendaRow> {
    let school = view.school();
    let rows = agenda.rows.iter();
    rows.filter(|row| row.ended == (view.layout == Layout::Ended))
        .filter(|row| school.is_none_or(|id| row.schools.covers(id)))
        .collect()
}

/// The rows listed, and their bands. The agenda lists what can still be stopped; a filter looks at all.
pub(super) fn listed(view: &Renewals, agenda: &Agenda) -> (Vec<i64>, Vec<Band>) {
    let words = text::fold(view.words.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, agenda);
    rows.retain(|row| match view.layout {
        Layout::Unknown => row.is_unknown() && row.mentions(&words),
        Layout::List | Layout::Ended => row.mentions(&words),
        _ if words.is_empty() => can_be_stopped(row),
        _ => row.mentions(&words),
    });
    let today = agenda.today;
    let dearest = |row: &AgendaRow| (row.key_day(), Reverse(row.annual), row.contract);
    rows.sort_by_key(|row| dearest(row));
    rows.sort_by(|a, b| compare(view.order, a, b));
    if view.layout.is_list() {
        return (rows.iter().map(|row| row.contract).collect(), Vec::new());
    }
    // What presses and is mine comes first, whatever the order.
    let not_mine = |row: &AgendaRow| {
        let mine = row
            .owner
            .as_ref()
            .is_some_and(|who| who.login == agenda.who);
        row.is_pressing() && !mine
    };
    rows.sort_by_key(|row| (BandKind::of(row, today), not_mine(row)));
    let mut bands: Vec<Band> = Vec::new();
    for row in &rows {
        let kind = BandKind::of(row, today);
        match bands.last_mut().filter(|band| band.kind == kind) {
            Some(band) => {
                band.rows += 1;
                band.dollars += row.annual.unwrap_or_default();
                band.without_price += usize::from(row.annual.is_none());
            }
            None => bands.push(Band {
                kind,
                rows: 1,
                dollars: row.annual.unwrap_or_default(),
                without_price: usize::from(row.annual.is_none()),
            }),
        }
    }
    (rows.iter().map(|row| row.contract).collect(), bands)
}

/// `Fri Mar 13`.
pub(super) fn weekday(day: NaiveDate) -> String {
    day.format("%a %b %d").to_string()
}

/// `Tue May 12 2026`.
pub(super) fn full(day: NaiveDate) -> String {
    day.format("%a %b %d %Y").to_string()
}

/// `Mar 13 Fri`, with `?` where it rests on what nobody has read.
pub(super) fn date(row: &AgendaRow) -> String {
    format!("{}{}", row.key_day().format("%b %d %a"), doubt(row))
}

fn doubt(row: &AgendaRow) -> &'static str {
    if row.dates.unverified { "?" } else { "" }
}

/// `Mar 02  late 8d`: the day that was missed, in the room of a day and how far it is.
pub(super) fn missed(row: &AgendaRow, today: NaiveDate) -> (String, String) {
    let day = format!("{}{}", row.key_day().format("%b %d"), doubt(row));
    (day, far(days_left(row, today)))
}

/// What was decided, else what is missing: at most eight columns.
pub(super) fn state(row: &AgendaRow) -> String {
    match row.decision {
        Some(choice) if choice != Choice::None => decided(choice).to_owned(),
        _ if row.ended => "ended".to_owned(),
        _ if row.severity == Severity::Overdue => "OVERDUE".to_owned(),
        _ if row.owner.is_none() => "no owner".to_owned(),
        _ if row.may_renew() => "decide".to_owned(),
        _ => "ends".to_owned(),
    }
}

/// A decision in at most eight columns: capitals where it settles the term.
pub(super) fn decided(choice: Choice) -> &'static str {
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

/// Is it pressing, so that its days stand out?
pub(super) fn role(row: &AgendaRow) -> Role {
    match row.severity {
        Severity::Locked | Severity::Overdue if row.is_open() => Role::Alarm,
        _ => Role::Plain,
    }
}

/// Whose it is: `me`, a login, `-`.
pub(super) fn owner_word(row: &AgendaRow, scene: &Scene) -> String {
    match &row.owner {
        None => "-".to_owned(),
        Some(who) if who.login == scene.who => "me".to_owned(),
        Some(who) => who.login.clone(),
    }
}

/// How much more the next year costs, in percent; none where it costs the same.
pub(super) fn change(row: &AgendaRow) -> Option<i64> {
    let (now, next) = (row.annual?.0, row.next_year?.0);
    let by = (now > 0).then(|| ((next - now) * 100 + (next - now).signum() * now / 2) / now)?;
    (by != 0).then_some(by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::renewal::testing::{day, row};

    #[test]
    fn menus_never_take_a_letter_that_moves_or_closes() {
        for (letter, _) in ORDERS {
            assert!(!"hjklq".contains(letter), "{letter}");
            let order = Order {
                by: letter,
                reversed: true,
            };
            assert_eq!(Order::from_word(&order.word(), &ORDERS), Some(order));
        }
        for choice in Choice::ALL {
            assert!(decided(*choice).len() <= 8);
        }
    }

    #[test]
    fn a_row_is_in_the_band_of_the_day_one_can_still_say_no() {
        let today = "2026-03-10";
        // 60 days of notice.
        for (term_end, kind) in [
            ("2026-05-01", BandKind::Missed),
            // Cancel by Mar 13, decide by Mar 6.
            ("2026-05-12", BandKind::Soon),
            // Cancel by Mar 31, decide by Mar 24: in 14 days. A day later it is April's, or March's.
            ("2026-05-30", BandKind::Soon),
            ("2026-05-31", BandKind::Month(day("2026-04-01"))),
            ("2026-06-30", BandKind::Month(day("2026-05-01"))),
        ] {
            let row = row(1, "Nearpod", term_end, today);
            assert_eq!(BandKind::of(&row, day(today)), kind, "{term_end}");
        }
        let mut settled = row(1, "Nearpod", "2026-05-01", today);
        settled.decision = Some(Choice::Renew);
        assert_eq!(BandKind::of(&settled, day(today)), BandKind::Settled);
        assert_eq!(
            BandKind::Month(day("2027-01-01")).title(day(today)),
            "JANUARY 2027"
        );
    }

    #[test]
    fn the_change_in_price_is_rounded_to_whole_percents() {
        let mut row = row(1, "Nearpod", "2026-05-12", "2026-03-10");
        for (now, next, by) in [
            (2_480_000, 2_628_800, Some(6)),
            (1_000, 1_000, None),
            (1_000, 955, Some(-5)),
            (0, 100, None),
        ] {
            row.annual = Some(Cents(now));
            row.next_year = Some(Cents(next));
            assert_eq!(change(&row), by, "{now} {next}");
        }
    }
}
