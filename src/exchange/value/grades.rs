//! Grade spans, among them those a spreadsheet took for dates: `9-12` typed into Excel becomes 12 September.

use chrono::{Datelike, NaiveDate};

use super::day::month_named;
use super::{CellText, Parsed, said, unknown};
use crate::domain::grade::{Grade, Grades};
use crate::exchange::sheet::FileCell;

/// Reads a span or list of grades. A span that became a date is read back, with a note.
pub fn grades(cell: &FileCell) -> Parsed<Grades> {
    let words = match (said(cell), cell) {
        (CellText::Already(parsed), _) => return parsed,
        (_, FileCell::Day(day)) => return from_day(*day),
        (CellText::Words(words), FileCell::Text(_)) => words.to_owned(),
        (_, cell) => cell.to_string(),
    };
    if words.eq_ignore_ascii_case("m") {
        return unknown(&words);
    }
    if let Some(span) = turned(&words) {
        return span;
    }
    let bare = unprefixed(&words);
    if let Some(grades) = run_together(&bare) {
        let note = format!("read as {grades}");
        return Parsed::Noted(grades, note);
    }
    if let Some(example) = as_level(&words) {
        return Parsed::Refused(format!(
            "is a level, and which grades it has differs from district to district; say so once: \
             --map \"grades:{words}={example}\""
        ));
    }
    if let Some(grades) = from_nought(&bare) {
        let note = format!("0 is read as kindergarten: {grades}");
        return Parsed::Noted(grades, note);
    }
    match bare.parse::<Grades>() {
        Ok(grades) if is_backward(&bare) => Parsed::Noted(grades, format!("read as {grades}")),
        Ok(grades) => Parsed::Value(grades),
        Err(_) if ["all", "all grades", "any"].contains(&words.to_lowercase().as_str()) => {
            Parsed::Noted(Grades::UNSAID, "read as no limit to grades".to_owned())
        }
        Err(e) => Parsed::RefusedPart(format!("{e}; write a span such as K-5 or 6, 9-12")),
    }
}

/// `5-2`: a span whose higher grade stands first.
fn is_backward(words: &str) -> bool {
    let plain = words.replace(['\u{2013}', '\u{2014}'], "-");
    let plain = plain.replace(" to ", "-").replace(" - ", "-");
    plain.split([',', ';', '/', '&', ' ']).any(|part| {
        let ends = part.split_once('-');
        let read = ends.map(|(low, high)| (low.parse::<Grade>(), high.parse::<Grade>()));
        matches!(read, Some((Ok(low), Ok(high))) if high < low)
    })
}

/// `Grades 3 to 5` and `Gr. 3 thru 5` without the word before and between.
fn unprefixed(words: &str) -> String {
    let lower = words.to_lowercase();
    let starts = ["grades", "grade levels", "grade level", "grade", "gr."];
    let rest = starts.iter().find_map(|start| lower.strip_prefix(start));
    let Some(rest) = rest.map(|rest| rest.trim_start_matches([':', ' '])) else {
        return words.replace(" through ", "-").replace(" thru ", "-");
    };
    rest.replace(" through ", "-").replace(" thru ", "-")
}

/// `K5`, `PK8`: from kindergarten or before it to a grade. `K3` and `K4` are also classes of small children.
fn run_together(words: &str) -> Option<Grades> {
    let lower = words.to_lowercase();
    let (low, rest) = match lower.strip_prefix("pk") {
        Some(rest) => (Grade::PK, rest),
        None => (Grade::K, lower.strip_prefix('k')?),
    };
    let digits = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    let high = digits.then(|| rest.parse::<i8>().ok()).flatten()?;
    let high = Grade::new(high).filter(|high| high.number() >= 5)?;
    Some(Grades::span(low, high))
}

/// `0-5`, `00,01,02`: beside other grades nought is the one below the first. Alone it may mean none.
fn from_nought(words: &str) -> Option<Grades> {
    let is_between = |c: char| !c.is_alphanumeric();
    let parts = words.split_inclusive(is_between).map(|part| {
        let grade = part.trim_end_matches(is_between);
        match grade {
            "0" | "00" => (1, 1, format!("K{}", &part[grade.len()..])),
            "" => (0, 0, part.to_owned()),
            _ => (0, 1, part.to_owned()),
        }
    });
    let (mut noughts, mut all, mut text) = (0, 0, String::new());
    for (nought, grade, part) in parts {
        (noughts, all) = (noughts + nought, all + grade);
        text += &part;
    }
    (noughts == 1 && all > 1)
        .then(|| text.parse().ok())
        .flatten()
}

/// The grades a level often has, as an example; none for what is no level.
fn as_level(words: &str) -> Option<&'static str> {
    match words.to_lowercase().as_str() {
        "elementary" | "elem" | "es" | "primary" => Some("K-5"),
        "middle" | "ms" | "middle school" | "junior high" => Some("6-8"),
        "high" | "hs" | "high school" | "secondary" => Some("9-12"),
        _ => None,
    }
}

/// Joins a lowest and a highest grade, as two columns give them. One alone stands for itself.
pub fn low_to_high(low: &FileCell, high: &FileCell) -> Parsed<Grades> {
    let both = format!("{low}-{high}");
    if ["0", "00"].contains(&low.to_string().as_str()) && from_nought(&both).is_some() {
        return grades(&FileCell::Text(both));
    }
    match (grades(low), grades(high)) {
        (refused @ (Parsed::Refused(_) | Parsed::RefusedPart(_)), _)
        | (_, refused @ (Parsed::Refused(_) | Parsed::RefusedPart(_))) => refused,
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
        _ => Parsed::RefusedPart(format!(
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
        assert!(
            matches!(grades(&FileCell::Day(day)), Parsed::Noted(g, _) if g.to_string() == "6-8")
        );
        for text in ["25-Dec", "1-Dec", "all of them", "13"] {
            let read = grades(&cell(text));
            assert!(
                matches!(&read, Parsed::RefusedPart(said) if said.starts_with('`')),
                "{text}: {read:?}"
            );
        }
    }

    #[test]
    fn a_span_written_backward_is_read_and_said() {
        for (text, canonical, said) in [
            ("5-2", "2-5", true),
            ("12 - K", "K-12", true),
            ("K-2, 8 to 6", "K-2, 6-8", true),
            ("2-5", "2-5", false),
            ("6, 9-12", "6, 9-12", false),
        ] {
            match grades(&cell(text)) {
                Parsed::Noted(grades, note) => {
                    assert!(said, "{text}: {note}");
                    assert_eq!(note, format!("read as {canonical}"));
                    assert_eq!(grades.to_string(), canonical);
                }
                Parsed::Value(grades) => {
                    assert!(!said, "{text}");
                    assert_eq!(grades.to_string(), canonical);
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn grades_are_read_as_people_say_them_and_a_level_is_asked_about() {
        for (text, canonical) in [
            ("Grades 3 to 5", "3-5"),
            ("Grade 3", "3"),
            ("Gr. 6 thru 8", "6-8"),
            ("K through 2", "K-2"),
            ("K5", "K-5"),
            ("pk8", "PK-8"),
            ("0-5", "K-5"),
            ("Grades 0 to 8", "K-8"),
            ("00, 01, 02", "K-2"),
        ] {
            let read = grades(&cell(text));
            assert!(
                matches!(&read, Parsed::Value(g) | Parsed::Noted(g, _) if g.to_string() == canonical),
                "{text}: {read:?}"
            );
        }
        for (text, why) in [
            ("Elementary", "--map \"grades:Elementary=K-5\""),
            ("K4", "not a grade"),
            ("K13", "not a grade"),
            ("0", "not a grade"),
            ("0-0", "not a grade"),
            ("0-13", "not a grade"),
        ] {
            let read = grades(&cell(text));
            assert!(
                matches!(&read, Parsed::Refused(said) | Parsed::RefusedPart(said) if said.contains(why)),
                "{text}: {read:?}"
            );
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
        for (low, high, read) in [("00", "05", Some("K-5")), ("0", "0", None), ("0", "", None)] {
            let joined = low_to_high(&cell(low), &cell(high));
            let joined = match &joined {
                Parsed::Noted(grades, _) => Some(grades.to_string()),
                _ => None,
            };
            assert_eq!(joined.as_deref(), read, "{low} {high}");
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
            grades(&FileCell::Number(5.0)),
            Parsed::Value("5".parse().unwrap())
        );
    }
}
