//! The made-up district's calendar: holidays, breaks, a day of snow each winter, board meetings.
//! Each school year is entered when it is set, two years ahead; snow on the day it falls.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::calendar::{CalendarDay, CalendarDayId, DayKind};
use crate::domain::put::Put;

use super::making::Making;
use super::{days, people};

/// Enters the calendar of every school year, from the one the office opened in.
pub(super) fn set(making: &mut Making) {
    let first = days::fiscal_year_end(making.start, 0).year();
    let last = days::fiscal_year_end(making.today, 2).year();
    for end in first..=last {
        let set = NaiveDate::from_ymd_opt(end - 3, 7, 1).unwrap_or(making.start);
        let day = set.max(making.start).min(making.today);
        let puts: Vec<Put> = year(end)
            .into_iter()
            .map(|(day, kind, note)| put(making, day, kind, note))
            .collect();
        let who = making.one_of(people::ADMIN, day);
        let what = format!("{} days from calendar-{}-{end}.csv", puts.len(), end - 1);
        making.past.imported(day, &who, what, puts);
        snow(making, end);
    }
}

fn put(making: &mut Making, day: NaiveDate, kind: DayKind, note: &str) -> Put {
    // The agenda closes on the Wednesday of the week before the meeting.
    let cutoff = (kind == DayKind::Board).then(|| days::before(day, 8));
    let id = making.past.handle();
    making.days.push(CalendarDay {
        id: CalendarDayId(id),
        version: 0,
        day,
        kind,
        agenda_cutoff: cutoff,
        note: Some(note.to_owned()),
    });
    Put::id(CalendarDayId(id))
        .with("day", day)
        .with("kind", kind)
        .with("agenda_cutoff", cutoff)
        .with("note", Some(note.to_owned()))
}

/// One day each winter the buses do not run.
fn snow(making: &mut Making, end: i32) {
    let Some(new_year) = NaiveDate::from_ymd_opt(end, 1, 1) else {
        return;
    };
    let day = days::working_day(days::after(new_year, making.rng.i64(9..60)));
    if day < making.start || day > making.today {
        return;
    }
    let put = put(making, day, DayKind::Closure, "Snow");
    let who = making.one_of(people::ADMIN, day);
    making
        .past
        .saved(day, &who, &format!("closure of {day}"), put);
}

/// The days of the school year that ends in this year.
fn year(end: i32) -> Vec<(NaiveDate, DayKind, &'static str)> {
    use DayKind::{Board, Closure, Holiday};
    let begun = end - 1;
    let fourth = |n| Some(days::after(nth(begun, 11, Weekday::Thu, 4)?, n));
    let mut found: Vec<(Option<NaiveDate>, DayKind, &str)> = vec![
        (observed(begun, 7, 4), Holiday, "Independence Day"),
        (nth(begun, 9, Weekday::Mon, 1), Holiday, "Labor Day"),
        (observed(begun, 11, 11), Holiday, "Veterans Day"),
        (fourth(0), Holiday, "Thanksgiving"),
        (fourth(1), Closure, "Day after Thanksgiving"),
        (
            nth(end, 1, Weekday::Mon, 3),
            Holiday,
            "Martin Luther King Day",
        ),
        (nth(end, 2, Weekday::Mon, 3), Holiday, "Presidents' Day"),
        (
            nth(end, 6, Weekday::Mon, 1).map(|d| days::before(d, 7)),
            Holiday,
            "Memorial Day",
        ),
        (observed(end, 6, 19), Holiday, "Juneteenth"),
    ];
    let workdays = |monday: Option<NaiveDate>, weeks: i64, note: &'static str| {
        let each = (0..weeks * 7).filter(|n| n % 7 < 5);
        each.map(move |n| (monday.map(|day| days::after(day, n)), Closure, note))
    };
    found.extend(workdays(winter(begun), 2, "Winter break"));
    found.extend(workdays(nth(end, 3, Weekday::Mon, 4), 1, "Spring break"));
    for month in (8..=12).chain(1..=6) {
        let year = if month > 6 { begun } else { end };
        found.push((nth(year, month, Weekday::Thu, 3), Board, "Board meeting"));
    }
    let mut found: Vec<_> = found
        .into_iter()
        .filter_map(|(day, kind, note)| Some((day?, kind, note)))
        .collect();
    found.sort_by_key(|(day, ..)| *day);
    found
}

fn nth(year: i32, month: u32, weekday: Weekday, n: u8) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)
}

/// The Monday of Christmas Eve's week, or the one after it where that is a weekend.
fn winter(year: i32) -> Option<NaiveDate> {
    let eve = NaiveDate::from_ymd_opt(year, 12, 24)?;
    Some(match eve.weekday() {
        Weekday::Sat => days::after(eve, 2),
        Weekday::Sun => days::after(eve, 1),
        other => days::before(eve, i64::from(other.num_days_from_monday())),
    })
}

/// A holiday on a weekend is kept on the nearest working day.
fn observed(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(match day.weekday() {
        Weekday::Sat => days::before(day, 1),
        Weekday::Sun => days::after(day, 1),
        _ => day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_its_breaks_and_meetings() {
        let days = year(2027);
        let on = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            days.iter()
                .find(|(d, ..)| *d == day)
                .map(|(_, kind, _)| *kind)
        };
        for (day, kind) in [
            ("2026-07-03", DayKind::Holiday),
            ("2026-11-26", DayKind::Holiday),
            ("2026-11-27", DayKind::Closure),
            ("2026-12-21", DayKind::Closure),
            ("2027-01-01", DayKind::Closure),
            ("2027-03-22", DayKind::Closure),
            ("2027-05-31", DayKind::Holiday),
            ("2027-06-18", DayKind::Holiday),
            ("2026-12-17", DayKind::Board),
        ] {
            assert_eq!(on(day), Some(kind), "{day}");
        }
        assert_eq!(on("2027-01-04"), None);
    }
}
