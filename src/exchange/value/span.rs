//! Several days in one cell, and a day told by its distance to another.

use chrono::{Days, NaiveDate};

use super::day::{DayOrder, day};
use super::{Parsed, notice};
use crate::domain::notice::NoticeUnit;
use crate::exchange::sheet::FileCell;

/// A day, as itself or by how many days it lies before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayBefore {
    /// The day itself.
    Day(NaiveDate),
    /// So many calendar days before.
    Days(u32),
}

impl DayBefore {
    /// The day it is, seen from that other day.
    pub fn seen_from(self, other: NaiveDate) -> NaiveDate {
        match self {
            DayBefore::Day(day) => day,
            DayBefore::Days(n) => other
                .checked_sub_days(Days::new(u64::from(n)))
                .unwrap_or(other),
        }
    }
}

/// What stands between the first and the last day, surest first.
const BETWEEN: [&str; 6] = ["..", " to ", " through ", " - ", "\u{2013}", "\u{2014}"];

/// The two texts of `2026-12-21..2027-01-01`; the text itself where it names one day.
pub fn ends(text: &str) -> (&str, Option<&str>) {
    let marks = BETWEEN.iter().find_map(|mark| text.split_once(mark));
    match marks.or_else(|| dashed(text)) {
        Some((first, last)) => (first.trim(), Some(last.trim())),
        None => (text, None),
    }
}

/// `12/21/2026-1/1/2027`: the only dash of a text whose days are written with slashes.
fn dashed(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.split_once('-')?;
    (first.contains('/') && last.contains('/') && !last.contains('-')).then_some((first, last))
}

/// Reads one day, or a first and a last one.
pub fn days(cell: &FileCell, order: DayOrder) -> Parsed<(NaiveDate, NaiveDate)> {
    let FileCell::Text(text) = cell else {
        return day(cell, order).map(|day| (day, day));
    };
    let (first, Some(last)) = ends(text) else {
        return day(cell, order).map(|day| (day, day));
    };
    let end = |text: &str| day(&FileCell::Text(text.to_owned()), order);
    match (end(first), end(last)) {
        (Parsed::Value(first), Parsed::Value(last)) => Parsed::Value((first, last)),
        _ => Parsed::Refused("is no span of days; write it as 2026-12-21..2027-01-01".to_owned()),
    }
}

/// Longest distance that is a number of days rather than a day's own number.
const FARTHEST: f64 = 366.0;

/// Reads a day, or a number of days before another one: `10`, `10 days`, `2 weeks`.
pub fn day_before(cell: &FileCell, order: DayOrder) -> Parsed<DayBefore> {
    let number = matches!(cell, FileCell::Number(n) if (0.0..=FARTHEST).contains(n));
    if !number
        && let parsed @ (Parsed::Value(_) | Parsed::Noted(..) | Parsed::Blank | Parsed::Unknown(_)) =
            day(cell, order)
    {
        return parsed.map(DayBefore::Day);
    }
    match notice::notice(cell) {
        Parsed::Value(length)
            if length.unit == NoticeUnit::Days && f64::from(length.value) <= FARTHEST =>
        {
            Parsed::Value(DayBefore::Days(length.value))
        }
        Parsed::Value(_) => Parsed::Refused(
            "is counted in something else than calendar days; write the day itself, as 2026-03-05"
                .to_owned(),
        ),
        _ => Parsed::Refused(
            "is neither a day nor a number of days before it; write 2026-03-05 or 10 days"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::*;

    fn ymd(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_of_days_as_calendars_write_it() {
        for text in [
            "2026-12-21..2027-01-01",
            "12/21/2026 - 1/1/2027",
            "12/21/2026-1/1/2027",
            "2026-12-21 to 2027-01-01",
            "December 21, 2026 \u{2013} January 1, 2027",
            "Dec 21 2026 through Jan 1 2027",
        ] {
            assert_eq!(
                days(&cell(text), DayOrder::MonthFirst),
                Parsed::Value((ymd("2026-12-21"), ymd("2027-01-01"))),
                "{text}"
            );
        }
        for text in ["2027-01-18", "1/18/2027", "18-Jan-27"] {
            assert_eq!(
                days(&cell(text), DayOrder::MonthFirst),
                Parsed::Value((ymd("2027-01-18"), ymd("2027-01-18"))),
                "{text}"
            );
        }
        for text in [
            "December 21 - January 1, 2027",
            "..",
            "soon",
            "2026-12-21..",
        ] {
            let read = days(&cell(text), DayOrder::MonthFirst);
            assert!(matches!(read, Parsed::Refused(_)), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_cut_off_is_a_day_or_a_distance() {
        let meeting = ymd("2026-04-14");
        for (text, is) in [
            ("2026-04-03", "2026-04-03"),
            ("4/3/2026", "2026-04-03"),
            ("10", "2026-04-04"),
            ("10 days before", "2026-04-04"),
            ("2 weeks", "2026-03-31"),
            ("0", "2026-04-14"),
        ] {
            let read = day_before(&cell(text), DayOrder::MonthFirst).map(|d| d.seen_from(meeting));
            assert_eq!(read, Parsed::Value(ymd(is)), "{text}");
        }
        let number = day_before(&FileCell::Number(7.0), DayOrder::MonthFirst);
        assert_eq!(number, Parsed::Value(DayBefore::Days(7)));
        for text in ["5 working days", "a week", "3 months"] {
            let read = day_before(&cell(text), DayOrder::MonthFirst);
            assert!(matches!(read, Parsed::Refused(_)), "{text}: {read:?}");
        }
    }
}
