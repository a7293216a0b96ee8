//! The days on which the office works: weekends are closed, and so are the district's holidays and
//! closures. Review clocks and notice dates count on it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::record::{record, words};
use super::refusal::Refusal;

words! {
    /// What a day of the district's calendar is.
    DayKind {
        /// Nobody works.
        Holiday = "holiday",
        /// The district is closed: a break, snow.
        Closure = "closure",
        /// The board meets.
        Board = "board",
    }
}

record! {
    /// One day of the district's calendar that is not like the others.
    CalendarDay(CalendarDayId) keyed by ["day", "kind"] {
        /// A local date of the district.
        day: NaiveDate,
        /// Why it is not like the others: nobody works, or the board meets.
        kind: DayKind,
        /// For a board meeting: the last day on which its agenda takes an item.
        agenda_cutoff: Option<NaiveDate>,
        /// What people call it.
        note: Option<String>,
    } check(day) {
        match (day.kind, day.agenda_cutoff) {
            (DayKind::Board, Some(cutoff)) if cutoff > day.day => {
                Err(Refusal::new("agenda_cutoff", format!("agenda_cutoff {cutoff} is after the meeting {}", day.day)))
            }
            (DayKind::Holiday | DayKind::Closure, Some(_)) => {
                Err(Refusal::new("agenda_cutoff", "only a board meeting has an agenda_cutoff"))
            }
            _ => Ok(()),
        }
    }
}

/// The district's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    closed: BTreeSet<NaiveDate>,
    /// Board meetings, each with the last day its agenda takes an item.
    boards: BTreeMap<NaiveDate, NaiveDate>,
}

impl Calendar {
    /// Made of the days on record. A meeting without a cut-off takes items until its own day.
    pub fn new<'d>(days: impl IntoIterator<Item = &'d CalendarDay>) -> Calendar {
        let mut calendar = Calendar::default();
        for day in days {
            match day.kind {
                DayKind::Holiday | DayKind::Closure => {
                    calendar.closed.insert(day.day);
                }
                DayKind::Board => {
                    let cutoff = day.agenda_cutoff.unwrap_or(day.day);
                    calendar.boards.insert(day.day, cutoff);
                }
            }
        }
        calendar
    }

    /// Does the office work on this day?
    pub fn works_on(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.closed.contains(&day)
    }

    /// The day itself where the office works, else the last working day before it.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        self.walk(day, NaiveDate::pred_opt)
    }

    /// The day itself where the office works, else the next working day.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        self.walk(day, NaiveDate::succ_opt)
    }

    /// The working day that comes so many working days after this day.
    pub fn after(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        self.steps(day, working_days, NaiveDate::succ_opt)
    }

    /// The working day that lies so many working days before this day.
    pub fn before(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        self.steps(day, working_days, NaiveDate::pred_opt)
    }

    /// How many working days come after `from`, up to and with `to`; 0 where `to` is not later.
    pub fn working_days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to <= from {
            return 0;
        }
        let days = (to - from).num_days();
        let mut count = days / 7 * 5;
        let mut day = from + Days::new((days / 7 * 7) as u64);
        while day < to {
            day = day + Days::new(1);
            count += i64::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
        }
        let after = from.succ_opt().unwrap_or(from);
        let closed = self.closed.range(after..=to);
        count
            - closed
                .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
                .count() as i64
    }

    /// Board meetings, each with the last day its agenda takes an item, in order.
    pub fn boards(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, NaiveDate)> + '_ {
        self.boards.iter().map(|(day, cutoff)| (*day, *cutoff))
    }

    fn walk(&self, day: NaiveDate, step: impl Fn(&NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
        let mut at = day;
        while !self.works_on(at) {
            let Some(next) = step(&at) else { return at };
            at = next;
        }
        at
    }

    fn steps(
        &self,
        day: NaiveDate,
        count: u32,
        step: impl Fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> NaiveDate {
        let mut at = day;
        for _ in 0..count {
            let Some(next) = step(&at) else { return at };
            at = self.walk(next, &step);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Thanksgiving, winter closure, two Mondays, spring break and two days of summer.
    fn district() -> Calendar {
        let mut closed: Vec<NaiveDate> = [
            "2026-11-26",
            "2026-11-27",
            "2027-01-18",
            "2027-02-15",
            "2027-05-31",
            "2027-06-18",
        ]
        .map(day)
        .to_vec();
        closed.extend(
            day("2026-12-21")
                .iter_days()
                .take_while(|d| *d <= day("2027-01-01")),
        );
        closed.extend(
            day("2027-03-22")
                .iter_days()
                .take_while(|d| *d <= day("2027-03-26")),
        );
        Calendar {
            closed: closed.into_iter().collect(),
            boards: BTreeMap::new(),
        }
    }

    #[test]
    fn working_days_step_over_weekends_and_closures() {
        let calendar = district();
        for (from, count, to) in [
            ("2026-11-25", 1, "2026-11-30"),
            ("2026-12-18", 1, "2027-01-04"),
            ("2026-12-18", 10, "2027-01-15"),
            ("2026-12-24", 2, "2027-01-05"),
            ("2027-01-15", 1, "2027-01-19"),
        ] {
            assert_eq!(
                calendar.after(day(from), count),
                day(to),
                "{from} + {count}"
            );
            let counted = calendar.working_days(day(from), day(to));
            assert_eq!(counted, i64::from(count), "{from} to {to}");
        }
        assert_eq!(calendar.before(day("2027-04-01"), 5), day("2027-03-18"));
        assert_eq!(calendar.before(day("2027-04-01"), 0), day("2027-04-01"));
        assert_eq!(calendar.on_or_before(day("2027-01-01")), day("2026-12-18"));
        assert_eq!(calendar.on_or_after(day("2026-12-21")), day("2027-01-04"));
        assert_eq!(
            calendar.working_days(day("2027-01-04"), day("2027-01-04")),
            0
        );
    }

    #[test]
    fn counting_agrees_with_walking() {
        let calendar = district();
        let from = day("2026-10-30");
        for (n, to) in from.iter_days().enumerate().take(400) {
            let walked = from
                .iter_days()
                .skip(1)
                .take(n)
                .filter(|d| calendar.works_on(*d))
                .count();
            assert_eq!(calendar.working_days(from, to), walked as i64, "{to}");
        }
    }
}
