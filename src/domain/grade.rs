//! Grades a school teaches, an approval covers or a licence is bought for.
//! The canonical text (`PK-5`, `6, 9-12`) is what the office file stores and every screen prints.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A set of grades, PK to 12. Empty means "not said", which limits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Grades(u16);

/// One grade: PK is -1, K is 0, then 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(i8);

impl Grade {
    /// Pre-kindergarten.
    pub const PK: Grade = Grade(-1);
    /// Kindergarten.
    pub const K: Grade = Grade(0);
    /// Grade 12, the last one there is.
    pub const LAST: Grade = Grade(12);

    /// The grade with this number (PK is -1, K is 0), if there is one.
    pub fn new(number: i8) -> Option<Grade> {
        (-1..=12).contains(&number).then_some(Grade(number))
    }

    /// PK is -1, K is 0, then 1 to 12.
    pub fn number(self) -> i8 {
        self.0
    }

    fn bit(self) -> u16 {
        1 << (self.0 + 1)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            -1 => f.write_str("PK"),
            0 => f.write_str("K"),
            n => write!(f, "{n}"),
        }
    }
}

/// The text is not a grade. Holds the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a grade (PK, K, 1 to 12)")]
pub struct NotAGrade(pub String);

impl FromStr for Grade {
    type Err = NotAGrade;

    /// Reads `PK`, `K`, `KG`, `3`, `03`, `3rd`, `grade 3` in any case.
    fn from_str(text: &str) -> Result<Grade, NotAGrade> {
        let bare = text.trim().to_ascii_lowercase();
        let bare = bare
            .strip_prefix("grade")
            .or_else(|| bare.strip_prefix("gr."))
            .unwrap_or(&bare)
            .trim();
        match bare {
            "pk" | "pre-k" | "prek" | "pre-kindergarten" | "p" | "tk" => return Ok(Grade::PK),
            "k" | "kg" | "kindergarten" | "kn" => return Ok(Grade::K),
            _ => {}
        }
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|s| bare.strip_suffix(s))
            .unwrap_or(bare);
        let short =
            !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let number = if short {
            digits.parse::<i8>().ok()
        } else {
            None
        };
        number
            .filter(|n| *n >= 1)
            .and_then(Grade::new)
            .ok_or_else(|| NotAGrade(text.to_owned()))
    }
}

impl Grades {
    /// No grade is said: limits nothing.
    pub const UNSAID: Grades = Grades(0);

    /// All grades from `low` to `high`, in either order.
    pub fn span(low: Grade, high: Grade) -> Grades {
        (low.0.min(high.0)..=low.0.max(high.0)).map(Grade).collect()
    }

    /// Is nothing said?
    pub fn is_unsaid(self) -> bool {
        self.0 == 0
    }

    /// Is this grade in the set? A set that says nothing holds none.
    pub fn contains(self, grade: Grade) -> bool {
        self.0 & grade.bit() != 0
    }

    /// The grades in both.
    #[must_use]
    pub fn common(self, other: Grades) -> Grades {
        Grades(self.0 & other.0)
    }

    /// All of these, every grade where nothing is said, which limits nothing.
    #[must_use]
    pub fn or_every(self) -> Grades {
        if self.is_unsaid() {
            Grades::span(Grade::PK, Grade::LAST)
        } else {
            self
        }
    }

    /// A bit for each grade, PK the lowest.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The grades of such bits; others say nothing.
    pub fn of_bits(bits: u16) -> Grades {
        Grades(bits & Grades::UNSAID.or_every().0)
    }

    /// The grades in order, PK first.
    pub fn iter(self) -> impl Iterator<Item = Grade> {
        (-1..=12).map(Grade).filter(move |g| self.contains(*g))
    }
}

impl FromIterator<Grade> for Grades {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> Grades {
        Grades(grades.into_iter().fold(0, |set, g| set | g.bit()))
    }
}

impl fmt::Display for Grades {
    /// Runs joined by a dash, separated by `, `: `PK-5`, `6, 9-12`. Nothing for an unsaid set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grades: Vec<Grade> = self.iter().collect();
        let runs = grades.chunk_by(|a, b| a.0 + 1 == b.0);
        for (i, run) in runs.enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            match run {
                [first, .., last] => write!(f, "{first}-{last}")?,
                [only] => write!(f, "{only}")?,
                [] => {}
            }
        }
        Ok(())
    }
}

impl FromStr for Grades {
    type Err = NotAGrade;

    /// Reads the canonical text and its plain variants: `K-5`, `K to 5`, `09,10,11,12`, `6;7;8`, `PK KG 06`.
    fn from_str(text: &str) -> Result<Grades, NotAGrade> {
        // What the file holds is written so already, and a large district has many.
        let canonical = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b',');
        let plain = if text.bytes().all(canonical) && !text.contains("Pre-K") {
            Cow::Borrowed(text)
        } else {
            let plain = text
                .replace(['\u{2013}', '\u{2014}'], "-")
                .replace(" to ", "-")
                .replace("Pre-K", "PK");
            let plain = plain.replace(" - ", "-").replace("- ", "-");
            Cow::Owned(plain.replace(" -", "-"))
        };
        let mut set = Grades::UNSAID;
        for part in plain
            .split([',', ';', '/', '&', ' '])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let run = match part.split_once('-') {
                Some((low, high)) => Grades::span(low.parse()?, high.parse()?),
                None => Grades::from_iter([part.parse::<Grade>()?]),
            };
            set = Grades(set.0 | run.0);
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_spans_as_districts_write_them() {
        for (text, canonical) in [
            ("PK-5", "PK-5"),
            ("KG", "K"),
            ("09,10,11,12", "9-12"),
            ("K - 8", "K-8"),
            ("6\u{2013}8", "6-8"),
            ("PK KG 06", "PK-K, 6"),
            ("12-9", "9-12"),
            ("3rd", "3"),
            ("K to 5", "K-5"),
            ("6, 9-12", "6, 9-12"),
            ("", ""),
        ] {
            let grades: Grades = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(grades.to_string(), canonical, "{text}");
            assert_eq!(canonical.parse::<Grades>(), Ok(grades), "{text} again");
        }
    }

    #[test]
    fn refuses_what_is_no_grade() {
        for text in ["12-Sep", "13", "0", "-5", "all", "K-", "007"] {
            assert!(text.parse::<Grades>().is_err(), "{text}");
        }
    }
}
