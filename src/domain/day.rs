//! A day as people read it, the same on every page: whole, or short enough for a line, but never without its year
//! where that is not this one. Spoken days are `status::date_in_words`.

use chrono::{Datelike, NaiveDate};

/// `Tue May 12 2026`.
pub fn full(day: NaiveDate) -> String {
    day.format("%a %b %d %Y").to_string()
}

/// `Tue May 12` in the year of `today`, else `May 12 2027`, which takes one column more.
pub fn near(day: NaiveDate, today: NaiveDate) -> String {
    let same = day.year() == today.year();
    let form = if same { "%a %b %d" } else { "%b %d %Y" };
    day.format(form).to_string()
}

/// `May 12` in the year of `today`, else `May 12 2027`.
pub fn short(day: NaiveDate, today: NaiveDate) -> String {
    let same = day.year() == today.year();
    day.format(if same { "%b %d" } else { "%b %d %Y" })
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_another_year_is_never_shown_without_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-29");
        for (shown, whole, line, few) in [
            ("2026-12-03", "Thu Dec 03 2026", "Thu Dec 03", "Dec 03"),
            (
                "2027-01-02",
                "Sat Jan 02 2027",
                "Jan 02 2027",
                "Jan 02 2027",
            ),
            (
                "2025-11-20",
                "Thu Nov 20 2025",
                "Nov 20 2025",
                "Nov 20 2025",
            ),
        ] {
            let shown = day(shown);
            assert_eq!(full(shown), whole);
            assert_eq!(near(shown, today), line);
            assert_eq!(short(shown, today), few);
        }
    }
}
