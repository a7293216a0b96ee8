//! How long before its end a contract must be cancelled: `60 days`, `3 months`, `30 working days`.

use super::{CellText, Parsed, said, unknown};
use crate::domain::notice::NoticeUnit;
use crate::exchange::sheet::FileCell;

/// How long before the end of its term a contract must be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeLength {
    /// How many; 0 means none is needed.
    pub value: u32,
    /// What is counted: calendar days, working days or months.
    pub unit: NoticeUnit,
}

/// Reads a length of notice; a number alone is calendar days.
pub fn notice(cell: &FileCell) -> Parsed<NoticeLength> {
    let words = match (said(cell), cell) {
        (CellText::Already(parsed), _) => return parsed,
        (CellText::Words(words), FileCell::Text(_)) => words.to_lowercase(),
        (_, FileCell::Number(n)) => n.to_string(),
        _ => return refused(),
    };
    // What a database writes where it holds nothing. Who means that none is needed writes 0 days.
    if words.starts_with("none") || words == "not stated" {
        return unknown(&words);
    }
    let at = words
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(words.len());
    let (Ok(value), rest) = (words[..at].parse::<u32>(), &words[at..]) else {
        return refused();
    };
    let rest: Vec<&str> = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take_while(|w| !["before", "prior", "notice", "written", "in"].contains(w))
        .collect();
    let (factor, unit) = match rest[..] {
        [] | ["day" | "days" | "d"] | ["calendar", "day" | "days"] => (1, NoticeUnit::Days),
        ["working" | "business" | "work", "day" | "days"] | ["workdays"] => {
            (1, NoticeUnit::WorkingDays)
        }
        ["week" | "weeks" | "wks"] => (7, NoticeUnit::Days),
        ["month" | "months" | "mo"] => (1, NoticeUnit::Months),
        ["year" | "years"] => (12, NoticeUnit::Months),
        _ => return refused(),
    };
    match value.checked_mul(factor).filter(|v| *v <= 3_660) {
        Some(value) => Parsed::Value(NoticeLength { value, unit }),
        None => Parsed::Refused("is longer than ten years; check the number".to_owned()),
    }
}

fn refused<T>() -> Parsed<T> {
    Parsed::Refused("is no length of notice; write 60 days, 3 months or 30 working days".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::*;

    #[test]
    fn notice_as_contracts_put_it() {
        use NoticeUnit::{Days, Months, WorkingDays};
        for (text, value, unit) in [
            ("60 days", 60, Days),
            ("60", 60, Days),
            ("60-day written notice", 60, Days),
            ("3 months", 3, Months),
            ("30 working days", 30, WorkingDays),
            ("30 business days prior to renewal", 30, WorkingDays),
            ("2 weeks", 14, Days),
            ("1 year", 12, Months),
            ("0 days", 0, Days),
        ] {
            assert_eq!(
                notice(&cell(text)),
                Parsed::Value(NoticeLength { value, unit }),
                "{text}"
            );
        }
        assert!(matches!(notice(&FileCell::Number(90.0)), Parsed::Value(n) if n.value == 90));
        for text in [
            "None",
            "none",
            "none stated",
            "N/A",
            "TBD",
            "nan",
            "not stated",
        ] {
            assert!(matches!(notice(&cell(text)), Parsed::Unknown(_)), "{text}");
        }
        for text in ["soon", "days", "60 moons", "99999 days", "1.5 months"] {
            assert!(matches!(notice(&cell(text)), Parsed::Refused(_)), "{text}");
        }
    }
}
