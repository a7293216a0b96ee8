//! Days of the made-up past, all reckoned from one `today`. Nothing here can overflow: a day beyond
//! the calendar stays the day it was reckoned from.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// So many days before.
pub(super) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    after(day, -days)
}

/// So many days after.
pub(super) fn after(day: NaiveDate, days: i64) -> NaiveDate {
    let span = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(span)
    } else {
        day.checked_add_days(span)
    };
    moved.unwrap_or(day)
}

/// So many months before; the last day of the month where that day does not exist.
pub(super) fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

/// The day itself, or the Friday before a weekend.
pub(super) fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => before(day, 1),
        Weekday::Sun => before(day, 2),
        _ => day,
    }
}

/// The last day of the fiscal year (July to June) that holds `day`, so many years on.
pub(super) fn fiscal_year_end(day: NaiveDate, years_on: i32) -> NaiveDate {
    let year = day.year() + i32::from(day.month() > 6) + years_on;
    NaiveDate::from_ymd_opt(year, 6, 30).unwrap_or(day)
}

/// The first and last day of each whole month that ended before `day` and began on or after
/// `since`, oldest first.
pub(super) fn whole_months(since: NaiveDate, day: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut months = Vec::new();
    let mut first = day.with_day(1).unwrap_or(day);
    while months.len() < 1000 {
        let (earlier, last) = (months_before(first, 1), before(first, 1));
        if earlier < since || earlier == first {
            break;
        }
        months.push((earlier, last));
        first = earlier;
    }
    months.reverse();
    months
}

/// The 20th of each October after `since` and before `day`, oldest first: when schools count.
pub(super) fn october_counts(since: NaiveDate, day: NaiveDate) -> Vec<NaiveDate> {
    (since.year()..=day.year())
        .filter_map(|year| NaiveDate::from_ymd_opt(year, 10, 20))
        .filter(|count| *count > since && *count < day)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn fiscal_years_end_in_june() {
        for (today, end) in [
            ("2026-06-30", "2026-06-30"),
            ("2026-07-01", "2027-06-30"),
            ("2028-02-29", "2028-06-30"),
            ("2026-12-31", "2027-06-30"),
        ] {
            assert_eq!(fiscal_year_end(day(today), 0), day(end), "{today}");
        }
    }

    #[test]
    fn only_months_that_are_over_count() {
        let months = whole_months(day("2026-01-15"), day("2026-04-01"));
        assert_eq!(
            months,
            [
                (day("2026-02-01"), day("2026-02-28")),
                (day("2026-03-01"), day("2026-03-31"))
            ]
        );
    }

    #[test]
    fn weekends_move_back() {
        for (given, worked) in [
            ("2026-03-06", "2026-03-06"),
            ("2026-03-07", "2026-03-06"),
            ("2026-03-08", "2026-03-06"),
        ] {
            assert_eq!(working_day(day(given)), day(worked), "{given}");
        }
    }
}
