//! Which contracts are listed, and in which bands; what a row says in its columns is `office::lists::renewals`.
//! Pure; used by the Renewals view and its drawing.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::Renewals;
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::office::lists::RowBand;
use crate::office::lists::renewals::{RENEWALS, without_price, year_price};
pub(super) use crate::office::lists::renewals::{far, is_missed};
use crate::office::query::renewal::Agenda;
use crate::tui::widget::order::Order;

/// How the view is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum RenewalsLayout {
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

impl RenewalsLayout {
    const ALL: [RenewalsLayout; 5] = [
        RenewalsLayout::Agenda,
        RenewalsLayout::List,
        RenewalsLayout::Year,
        RenewalsLayout::Unknown,
        RenewalsLayout::Ended,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            RenewalsLayout::Agenda => "agenda",
            RenewalsLayout::List => "list",
            RenewalsLayout::Year => "year",
            RenewalsLayout::Unknown => "unknown",
            RenewalsLayout::Ended => "ended",
        }
    }

    pub(super) fn from_word(word: &str) -> RenewalsLayout {
        let found = RenewalsLayout::ALL
            .into_iter()
            .find(|layout| layout.word() == word);
        found.unwrap_or_default()
    }

    /// A line a contract, without a month beside it?
    pub(super) fn is_list(self) -> bool {
        matches!(
            self,
            RenewalsLayout::List | RenewalsLayout::Unknown | RenewalsLayout::Ended
        )
    }

    pub(super) fn next(self) -> RenewalsLayout {
        let at = RenewalsLayout::ALL
            .iter()
            .position(|layout| *layout == self);
        RenewalsLayout::ALL[(at.unwrap_or(0) + 1) % RenewalsLayout::ALL.len()]
    }
}

/// How many contracts of the agenda can still be stopped.
#[derive(Clone, Copy, Default)]
pub(super) struct StillStopped {
    /// All of them.
    pub(super) all: usize,
    /// Of these, those that press.
    pub(super) now: usize,
}

/// How urgent a row of the agenda is: where it stands there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum BandKind {
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

    /// The heading of these rows.
    fn band(self, rows: &[&AgendaRow], today: NaiveDate) -> RowBand {
        let mut heading = self.title(today);
        if let Some(without) = without_price(rows) {
            heading = format!("{heading}, {without}");
        }
        let band = RowBand::new(heading, rows.len(), &year_price(rows));
        let alarm = if self == BandKind::Missed { MISSED } else { "" };
        RowBand { alarm, ..band }
    }

    /// `APRIL`, `JANUARY 2027`; of what is missed, what stands behind `MISSED`.
    fn title(self, today: NaiveDate) -> String {
        match self {
            BandKind::Missed => ": phone the vendor".to_owned(),
            BandKind::Settled => "SETTLED, or its day is over".to_owned(),
            BandKind::Soon => "NOW: stop, or they renew".to_owned(),
            BandKind::Month(first) if first.year() == today.year() => {
                first.format("%B").to_string().to_uppercase()
            }
            BandKind::Month(first) => first.format("%B %Y").to_string().to_uppercase(),
        }
    }
}

/// What the vendor's day passed without a decision is marked with.
const MISSED: &str = "MISSED";

pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Does it renew unless somebody still says no?
pub(super) fn can_be_stopped(row: &AgendaRow) -> bool {
    row.may_renew() && row.is_open()
}

/// How many are missed, overdue or to be decided within 14 days, at this school where one is named: `3!`; `0`
/// where none is.
pub(super) fn badge(agenda: &Agenda, school: Option<SchoolId>) -> String {
    let rows = agenda.rows.iter();
    let here = rows.filter(|row| school.is_none_or(|id| row.schools.covers(id)));
    match here.filter(|row| row.is_pressing()).count() {
        0 => "0".to_owned(),
        count => format!("{count}!"),
    }
}

/// Every contract in scope: those that run, or those that have ended where these are shown.
pub(super) fn in_scope<'r>(view: &Renewals, agenda: &'r Agenda) -> Vec<&'r AgendaRow> {
    let school = view.school();
    let rows = agenda.rows.iter();
    rows.filter(|row| row.ended == (view.layout == RenewalsLayout::Ended))
        .filter(|row| school.is_none_or(|id| row.schools.covers(id)))
        .collect()
}

/// By the day one can still say no, the dearest first.
fn by_day(row: &AgendaRow) -> (NaiveDate, Reverse<Option<Cents>>, ContractId) {
    (row.key_day(), Reverse(row.annual), row.contract)
}

/// Those in scope and with the filter's words that end, or must be cancelled, on one of these days: by the day one can
/// still say no.
pub(super) fn in_year<'r>(
    view: &Renewals,
    agenda: &'r Agenda,
    days: RangeInclusive<NaiveDate>,
) -> Vec<&'r AgendaRow> {
    let words = text::fold(view.filter.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, agenda);
    rows.retain(|row| {
        let cancelled = row.dates.cancel_by.is_some_and(|day| days.contains(&day));
        row.mentions(&words) && (cancelled || days.contains(&row.dates.term_end))
    });
    rows.sort_by_key(|row| by_day(row));
    rows
}

/// The rows listed, the bands they fall into, and how many of them can still be stopped. The agenda lists what can still
/// be stopped; a filter looks at all.
pub(super) fn listed(
    view: &Renewals,
    agenda: &Agenda,
) -> (Vec<ContractId>, Vec<RowBand>, StillStopped) {
    let words = text::fold(view.filter.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, agenda);
    rows.retain(|row| match view.layout {
        RenewalsLayout::Unknown => row.is_unknown() && row.mentions(&words),
        RenewalsLayout::List | RenewalsLayout::Ended => row.mentions(&words),
        _ if words.is_empty() => can_be_stopped(row),
        _ => row.mentions(&words),
    });
    let today = agenda.today;
    rows.sort_by_key(|row| by_day(row));
    RENEWALS.sort(&mut rows, view.order.by, view.order.reversed);
    let listed = |rows: &[&AgendaRow]| rows.iter().map(|row| row.contract).collect();
    if view.layout.is_list() {
        let bands = RENEWALS.bands(&rows, view.order.by);
        return (listed(&rows), bands, StillStopped::default());
    }
    // What presses and is mine comes first in the usual order.
    let usual = view.order == Order::default();
    let not_mine = |row: &AgendaRow| {
        let mine = row
            .owner
            .as_ref()
            .is_some_and(|who| who.login == agenda.who);
        usual && row.is_pressing() && !mine
    };
    rows.sort_by_key(|row| (BandKind::of(row, today), not_mine(row)));
    let kind = |row: &AgendaRow| BandKind::of(row, today);
    let alike = rows.chunk_by(|a, b| kind(a) == kind(b));
    let bands = alike.map(|rows| kind(rows[0]).band(rows, today)).collect();
    let count = |wanted: fn(BandKind) -> bool| rows.iter().filter(|row| wanted(kind(row))).count();
    let stopped = StillStopped {
        all: count(|kind| matches!(kind, BandKind::Soon | BandKind::Month(_))),
        now: count(|kind| kind == BandKind::Soon),
    };
    (listed(&rows), bands, stopped)
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
    use crate::domain::renewal::Choice;
    use crate::domain::renewal::testing::{day, row};

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
