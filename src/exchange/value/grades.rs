//! Grade spans, among them those a spreadsheet took for dates: `9-12` typed into Excel becomes 12 September.

use chrono::{Datelike, NaiveDate};

use super::day::month_named;
use super::{Parsed, Said, said, unknown};
use crate::domain::grade::{Grade, Grades};
use crate::exchange::sheet::Cell;

/// Reads a span or list of grades. A span that became a date is read back, with a note.
pub fn grades(cell: &Cell) -> Parsed<Grades> {
    let words = match (said(cell), cell) {
        (Said::Already(parsed), _) => return parsed,
        (_, Cell::Day(day)) => return from_day(*day),
        (Said::Words(words), Cell::Text(_)) => words.to_owned(),
        (_, cell) => cell.to_string(),
    };
    if words.eq_ignore_ascii_case("m") {
        return unknown(&words);
    }
    if let Some(span) = turned(&words) {
        return span;
    }
    match words.parse::<Grades>() {
        Ok(grades) => Parsed::Value(grades),
        Err(_) if ["all", "all grades", "any"].contains(&words.to_lowercase().as_str()) => {
            Parsed::Noted(Grades::UNSAID, "read as no limit to grades".to_owned())
        }
        Err(e) => Parsed::Refused(format!("{e}; write a span such as K-5 or 6, 9-12")),
    }
}

/// Joins a lowest and a highest grade, as two columns give them. One alone stands for itself.
pub fn low_to_high(low: &Cell, high: &Cell) -> Parsed<Grades> {
    match (grades(low), grades(high)) {
        (Parsed::Refused(why), _) | (_, Parsed::Refused(why)) => Parsed::Refused(why),
        (Parsed::Value(low), Parsed::Value(high)) => {
            let ends = low.iter().next().zip(high.iter().last());
            match ends {
                Some((low, high)) if low <= high => Parsed::Value(Grades::span(low, high)),
                Some((low, high)) => Parsed::Refused(format!(
                    "the lowest grade {low} is above the highest, {high}; check the two columns"
                )),
                None => Parsed::Blank,
            }
        }
        (found @ (Parsed::Value(_) | Parsed::Noted(..)), _)
        | (_, found @ (Parsed::Value(_) | Parsed::Noted(..))) => found,
        (Parsed::Unknown(note), _) | (_, Parsed::Unknown(note)) => Parsed::Unknown(note),
        (Parsed::Blank, Parsed::Blank) => Parsed::Blank,
    }
}

/// A text that Excel made of a span: `12-Sep` (day and month) or `Sep-12`.
fn turned(text: &str) -> Option<Parsed<Grades>> {
    let (a, b) = text.split_once(['-', ' '])?;
    let (month, number) = match (month_named(a), month_named(b)) {
        (Some(month), None) => (month, b),
        (None, Some(month)) => (month, a),
        _ => return from_date_text(text),
    };
    Some(span(month, number.parse().ok()?, text))
}

/// A whole date in a column of grades, as a CSV export of such a sheet has it.
fn from_date_text(text: &str) -> Option<Parsed<Grades>> {
    let day: NaiveDate = text.get(..10)?.parse().ok()?;
    Some(span(day.month(), day.day(), text))
}

fn from_day(day: NaiveDate) -> Parsed<Grades> {
    span(day.month(), day.day(), &day.to_string())
}

fn span(low: u32, high: u32, shown: &str) -> Parsed<Grades> {
    let grade = |n: u32| i8::try_from(n).ok().and_then(Grade::new);
    match (grade(low), grade(high)) {
        (Some(low), Some(high)) if low <= high => {
            let grades = Grades::span(low, high);
            Parsed::Noted(
                grades,
                format!(
                    "a spreadsheet turned the grades {grades} into the date `{shown}`; read as {grades}"
                ),
            )
        }
        _ => Parsed::Refused(format!(
            "`{shown}` is a date, not grades; write a span such as K-5"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::*;

    #[test]
    fn spans_that_excel_took_for_dates_are_read_back_and_said() {
        for (text, canonical) in [
            ("12-Sep", "9-12"),
            ("8-Jun", "6-8"),
            ("5-Jan", "1-5"),
            ("12-Jun", "6-12"),
            ("Sep-12", "9-12"),
            ("2025-09-12", "9-12"),
        ] {
            match grades(&cell(text)) {
                Parsed::Noted(grades, note) => {
                    assert_eq!(grades.to_string(), canonical, "{text}");
                    assert!(
                        note.contains(text) && note.contains("spreadsheet"),
                        "{note}"
                    );
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        let day = NaiveDate::from_ymd_opt(2026, 6, 8).unwrap();
        assert!(matches!(grades(&Cell::Day(day)), Parsed::Noted(g, _) if g.to_string() == "6-8"));
        for text in ["25-Dec", "1-Dec", "all of them", "13"] {
            assert!(matches!(grades(&cell(text)), Parsed::Refused(_)), "{text}");
        }
    }

    #[test]
    fn two_columns_make_one_span() {
        for (low, high, canonical) in [
            ("KG", "05", "K-5"),
            ("09", "12", "9-12"),
            ("PK", "PK", "PK"),
            ("06", "", "6"),
        ] {
            let joined = low_to_high(&cell(low), &cell(high));
            assert!(
                matches!(joined, Parsed::Value(g) if g.to_string() == canonical),
                "{low} {high}"
            );
        }
        assert!(matches!(
            low_to_high(&cell("M"), &cell("M")),
            Parsed::Unknown(_)
        ));
        assert!(matches!(
            low_to_high(&cell("12"), &cell("9")),
            Parsed::Refused(_)
        ));
        assert_eq!(
            grades(&Cell::Number(5.0)),
            Parsed::Value("5".parse().unwrap())
        );
    }
}
