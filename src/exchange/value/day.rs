//! Days. ISO and named months say what they mean; `3/5/2026` does not, so the order of day and month
//! is settled once for a whole column from all its values, or asked for, and never guessed.

use crate::domain::refusal::Refusal;
use std::fmt;

use chrono::{Days, NaiveDate};

use super::{CellText, Parsed, said};
use crate::exchange::sheet::FileCell;

/// Which comes first where only numbers and slashes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// `3/5/2026` is 5 March.
    MonthFirst,
    /// `3/5/2026` is 3 May.
    DayFirst,
}

impl fmt::Display for DayOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DayOrder::MonthFirst => "mdy",
            DayOrder::DayFirst => "dmy",
        })
    }
}

/// What the values of one column say about its order.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    month_first: Option<(u64, String)>,
    day_first: Option<(u64, String)>,
    either: Option<(u64, String)>,
}

impl Evidence {
    /// Takes one more cell of the column into account.
    pub fn observe(&mut self, row: u64, cell: &FileCell) {
        let FileCell::Text(text) = cell else { return };
        let Some((first, second, _)) = slashed(text) else {
            return;
        };
        let slot = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            (false, false) if first != second => &mut self.either,
            _ => return,
        };
        slot.get_or_insert_with(|| (row, text.clone()));
    }

    /// The order these values prove by themselves, if they agree on one.
    pub fn proven(&self) -> Option<DayOrder> {
        match (&self.month_first, &self.day_first) {
            (Some(_), None) => Some(DayOrder::MonthFirst),
            (None, Some(_)) => Some(DayOrder::DayFirst),
            _ => None,
        }
    }

    /// The order to read the column in. `told` is what the person said; `elsewhere` what the file's
    /// other columns of days prove. Fails with what is in doubt and how to settle it.
    pub fn settle(
        &self,
        field: &str,
        column: &str,
        told: Option<DayOrder>,
        elsewhere: Option<DayOrder>,
    ) -> Result<DayOrder, (String, String)> {
        if let Some(order) = told {
            return Ok(order);
        }
        let hint = format!(
            "--map \"{field}={column}:mdy\" reads the month first, --map \"{field}={column}:dmy\" the day."
        );
        match (&self.month_first, &self.day_first, &self.either) {
            (Some((row, one)), Some((other_row, other)), _) => Err((
                format!(
                    "column `{column}` writes days in two orders: `{one}` in row {row} has the month first, `{other}` in row {other_row} the day"
                ),
                hint,
            )),
            (Some(_), None, _) => Ok(DayOrder::MonthFirst),
            (None, Some(_), _) => Ok(DayOrder::DayFirst),
            (None, None, None) => Ok(elsewhere.unwrap_or(DayOrder::MonthFirst)),
            (None, None, Some((row, text))) => elsewhere.ok_or_else(|| {
                let what = format!(
                    "column `{column}`: `{text}` in row {row} could be either of two days, and no other value shows which"
                );
                (what, hint)
            }),
        }
    }
}

/// What is said of numbers with slashes that mean either of two days: both, as they are typed.
pub fn either(text: &str, one: NaiveDate, other: NaiveDate) -> Refusal {
    Refusal::from(format!("{text} is {one} or {other}")).then(": ", "type the one you mean")
}

/// One day as a person types it on a screen, where there is no column to tell the order. The refusal says
/// how to type it.
pub fn typed(text: &str) -> Result<NaiveDate, Refusal> {
    let cell = FileCell::Text(text.trim().to_owned());
    let read = |order| match day(&cell, order) {
        Parsed::Value(day) => Some(day),
        _ => None,
    };
    let refused = |why: String| Refusal::from(why).then(". ", "Type it like 2026-06-30.");
    match (read(DayOrder::MonthFirst), read(DayOrder::DayFirst)) {
        (Some(one), Some(other)) if one != other => Err(either(text, one, other)),
        (Some(day), _) | (_, Some(day)) => Ok(day),
        (None, None) => Err(refused(format!("{text} is not a day"))),
    }
}

/// Reads a day. `order` is used only where numbers and slashes leave it open.
pub fn day(cell: &FileCell, order: DayOrder) -> Parsed<NaiveDate> {
    let words = match (said(cell), cell) {
        (_, FileCell::Day(day)) => return sensible(*day),
        (_, FileCell::Number(n)) => return serial(*n),
        (CellText::Already(parsed), _) => return parsed,
        (CellText::Words(words), FileCell::Text(_)) => words,
        _ => return not_a_day(),
    };
    let bare = words.trim();
    if let Some((first, second, year)) = slashed(bare) {
        let (month, day) = match order {
            DayOrder::MonthFirst => (first, second),
            DayOrder::DayFirst => (second, first),
        };
        return match NaiveDate::from_ymd_opt(year, month, day) {
            Some(day) => sensible(day),
            None => Parsed::Refused(format!(
                "is no day of the calendar when read as {}",
                match order {
                    DayOrder::MonthFirst => "month/day/year",
                    DayOrder::DayFirst => "day/month/year",
                }
            )),
        };
    }
    if let Some(day) = iso(bare).or_else(|| named(bare)) {
        return sensible(day);
    }
    if bare.len() == 5
        && let Ok(n) = bare.parse::<f64>()
    {
        return serial(n);
    }
    not_a_day()
}

fn not_a_day<T>() -> Parsed<T> {
    Parsed::Refused("is not a day; write it as 2026-03-05".to_owned())
}

/// Days outside these years are slips of the finger, and some calendars cannot show them.
fn sensible(day: NaiveDate) -> Parsed<NaiveDate> {
    use chrono::Datelike;
    if (1970..=2199).contains(&day.year()) {
        Parsed::Value(day)
    } else {
        Parsed::Refused(format!("is in the year {}; check the year", day.year()))
    }
}

/// Excel's day number: 1 January 1900 is 1, and a 29 February 1900 is counted that never was.
fn serial(n: f64) -> Parsed<NaiveDate> {
    let day = (25_569.0..110_000.0)
        .contains(&n)
        .then(|| NaiveDate::from_ymd_opt(1899, 12, 30))
        .flatten()
        .and_then(|start| start.checked_add_days(Days::new(n as u64)));
    match day {
        Some(day) => Parsed::Noted(day, format!("is Excel's number for a day; read as {day}")),
        None => not_a_day(),
    }
}

/// `2026-03-05`, `2026/3/5`, `20260305`, each with or without a time behind it.
fn iso(text: &str) -> Option<NaiveDate> {
    let date = text.split(['T', ' ']).next()?;
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(date, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The two small numbers and the year of `3/5/2026`, `3-5-26`, `3.5.2026`, with or without a time behind.
fn slashed(text: &str) -> Option<(u32, u32, i32)> {
    let date = text.split([' ', 'T', ',']).next()?;
    // Asked of every cell of a file, so nothing is gathered.
    let mut parts = date.split(['/', '-', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let small = |t: &str| {
        (1..=2)
            .contains(&t.len())
            .then(|| t.parse::<u32>().ok())
            .flatten()
    };
    let (first, second) = (small(first)?, small(second)?);
    ((1..=31).contains(&first) && (1..=31).contains(&second)).then_some(())?;
    Some((first, second, full_year(year)?))
}

/// Two digits mean 1970 to 2069.
fn full_year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        4 => Some(year),
        _ => None,
    }
}

/// `Mar 5 2026`, `March 5th, 2026`, `5 March 2026`, `05-Mar-26`, with or without a weekday before or a time behind.
fn named(text: &str) -> Option<NaiveDate> {
    let words: Vec<String> = text
        .to_lowercase()
        .split([' ', ',', '-', '.', '/'])
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let skip = usize::from(
        words
            .first()
            .is_some_and(|w| weekdays.iter().any(|d| w.starts_with(d))),
    );
    let [a, b, c, ..] = &words[skip..] else {
        return None;
    };
    let (month, day) = match (month_named(a), month_named(b)) {
        (Some(month), _) => (month, b),
        (_, Some(month)) => (month, a),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|s| day.strip_suffix(s))
        .unwrap_or(day);
    NaiveDate::from_ymd_opt(full_year(c)?, month, day.parse().ok()?)
}

/// The month with this English name or its first three letters (`sept` too), 1 to 12.
pub(in crate::exchange) fn month_named(word: &str) -> Option<u32> {
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = months
        .iter()
        .position(|m| word.len() >= 3 && m.starts_with(&word))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::*;

    fn ymd(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_as_districts_write_them() {
        for (text, day_is) in [
            ("2026-03-05", "2026-03-05"),
            ("2026-03-05T10:00:00Z", "2026-03-05"),
            ("2026-03-05 00:00:00", "2026-03-05"),
            ("2026/3/5", "2026-03-05"),
            ("20260305", "2026-03-05"),
            ("03/05/2026", "2026-03-05"),
            ("3/5/26", "2026-03-05"),
            ("3/5/2026 12:00:00 AM", "2026-03-05"),
            ("Mar 5 2026", "2026-03-05"),
            ("March 5th, 2026", "2026-03-05"),
            ("5 March 2026", "2026-03-05"),
            ("05-Mar-26", "2026-03-05"),
            ("Thursday, March 5, 2026", "2026-03-05"),
            ("11/24/1998", "1998-11-24"),
            ("6/30/29", "2029-06-30"),
            ("6/30/30", "2030-06-30"),
            ("6/30/35", "2035-06-30"),
            ("30-Jun-69", "2069-06-30"),
            ("6/30/70", "1970-06-30"),
            ("6/30/98", "1998-06-30"),
        ] {
            assert_eq!(
                day(&cell(text), DayOrder::MonthFirst),
                Parsed::Value(ymd(day_is)),
                "{text}"
            );
        }
        assert_eq!(
            day(&cell("3/5/2026"), DayOrder::DayFirst),
            Parsed::Value(ymd("2026-05-03"))
        );
        assert_eq!(
            day(&FileCell::Day(ymd("2026-03-05")), DayOrder::DayFirst),
            Parsed::Value(ymd("2026-03-05"))
        );
        assert!(
            matches!(day(&FileCell::Number(46_086.0), DayOrder::MonthFirst), Parsed::Noted(d, _) if d == ymd("2026-03-05"))
        );
        assert!(
            matches!(day(&cell("46086"), DayOrder::MonthFirst), Parsed::Noted(d, _) if d == ymd("2026-03-05"))
        );
        assert!(matches!(
            day(&cell("N/A"), DayOrder::MonthFirst),
            Parsed::Unknown(_)
        ));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "2026-02-30",
            "13/32/2026",
            "30/06/2026",
            "soon",
            "1",
            "0226-03-05",
            "June 2026",
            "5/2026",
        ] {
            assert!(
                matches!(day(&cell(text), DayOrder::MonthFirst), Parsed::Refused(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn the_whole_column_settles_the_order_or_it_is_asked() {
        use DayOrder::{DayFirst, MonthFirst};
        let settle = |values: &[&str], told, elsewhere| {
            let mut evidence = Evidence::default();
            for (at, text) in values.iter().enumerate() {
                evidence.observe(at as u64 + 2, &cell(text));
            }
            evidence.settle("from", "Start", told, elsewhere).ok()
        };
        for (values, told, elsewhere, order) in [
            (&["3/5/2026", "3/14/2026"][..], None, None, Some(MonthFirst)),
            (&["3/5/2026", "14/3/2026"], None, None, Some(DayFirst)),
            (&["3/5/2026", "3/3/2026"], None, None, None),
            (&["3/5/2026"], Some(DayFirst), None, Some(DayFirst)),
            (&["3/5/2026"], None, Some(MonthFirst), Some(MonthFirst)),
            (&["14/3/2026", "3/14/2026"], None, Some(MonthFirst), None),
            (&["3/3/2026", "2026-01-02"], None, None, Some(MonthFirst)),
            (&[], None, None, Some(MonthFirst)),
        ] {
            assert_eq!(
                settle(values, told, elsewhere),
                order,
                "{values:?} {told:?} {elsewhere:?}"
            );
        }
        let mut evidence = Evidence::default();
        evidence.observe(7, &cell("3/5/2026"));
        let (what, hint) = evidence.settle("from", "Start", None, None).unwrap_err();
        assert!(what.contains("row 7"), "{what}");
        assert!(hint.contains("--map \"from=Start:dmy\""), "{hint}");
    }
}
