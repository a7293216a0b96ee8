//! Facts as they are read aloud: days in full, and how far they are in words.

use crate::domain::counted::counted;
use crate::domain::review::PersonName;
use chrono::NaiveDate;

/// `Tuesday December 1, 2026`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%A %B %-d, %Y").to_string()
}

/// `3 days`, `1 working day`: so many of these, whichever side of today they are.
pub(super) fn count(days: i64, of: &str) -> String {
    counted(days.abs(), of)
}

/// `in 3 days`, `today`, `18 days late`.
pub(super) fn far(days: i64, of: &str) -> String {
    match days {
        0 => "today".to_owned(),
        late if late < 0 => format!("{} late", count(late, of)),
        days => format!("in {}", count(days, of)),
    }
}

/// `kim has it`, `nobody answers for it`.
pub(super) fn owner(who: Option<&PersonName>) -> String {
    who.map_or_else(
        || "nobody has it".to_owned(),
        |who| format!("{} has it", who.signed()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_in_words() {
        assert_eq!(
            day(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()),
            "Tuesday December 1, 2026"
        );
        let said: Vec<String> = [-18, -1, 0, 1, 5].iter().map(|n| far(*n, "day")).collect();
        assert_eq!(
            said,
            [
                "18 days late",
                "1 day late",
                "today",
                "in 1 day",
                "in 5 days"
            ]
        );
    }
}
