//! What a cell means, read forgivingly: money, counts, days, grades and words as districts really write them.
//! The import plan calls these with the cell alone; which column it stood in is the caller's business.

pub mod day;
pub mod grades;
pub mod notice;
pub mod number;
pub mod parts;
pub mod span;
pub mod status;

use super::sheet::FileCell;
use crate::domain::text::clean;

/// What came of reading one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed<T> {
    /// The value, as written.
    Value(T),
    /// The value, and a sentence about how it had to be read; a warning, not an error.
    Noted(T, String),
    /// Nothing was written.
    Blank,
    /// The cell says that nobody knows; the sentence is a warning.
    Unknown(String),
    /// The cell cannot be read; the words say of it why, and what to write.
    Refused(String),
    /// A part of the cell cannot be read; the sentence names it, says why, and what to write.
    RefusedPart(String),
}

impl<T> Parsed<T> {
    /// The same outcome with its value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Parsed<U> {
        match self {
            Parsed::Value(value) => Parsed::Value(change(value)),
            Parsed::Noted(value, note) => Parsed::Noted(change(value), note),
            Parsed::Blank => Parsed::Blank,
            Parsed::Unknown(note) => Parsed::Unknown(note),
            Parsed::Refused(why) => Parsed::Refused(why),
            Parsed::RefusedPart(why) => Parsed::RefusedPart(why),
        }
    }
}

/// What a cell says before its kind of value is considered.
enum CellText<'a, T> {
    Words(&'a str),
    Already(Parsed<T>),
}

/// Ways to write "nobody knows", in lower case.
const UNKNOWN: [&str; 19] = [
    "-999",
    "-999.0",
    "-9999",
    "-99999",
    "nan",
    "n/a",
    "n.a.",
    "#n/a",
    "na",
    "null",
    "(null)",
    "\\n",
    "unknown",
    "not available",
    "not reported",
    "-",
    "--",
    "\u{2013}",
    "\u{2014}",
];

/// Words that stand where a number, a day or a yes would, but might be somebody's name.
const UNDECIDED: [&str; 5] = ["tbd", "tba", "not applicable", "?", "\u{2020}"];

/// Does the text say that nobody knows?
fn is_unknown(text: &str) -> bool {
    text.len() <= 16 && UNKNOWN.contains(&text.to_lowercase().as_str())
}

fn is_undecided(text: &str) -> bool {
    text.len() <= 16 && UNDECIDED.contains(&text.to_lowercase().as_str())
}

fn unknown<T>(text: &str) -> Parsed<T> {
    Parsed::Unknown(format!("`{text}` means not known; left blank"))
}

fn said<T>(cell: &FileCell) -> CellText<'_, T> {
    match cell {
        FileCell::Empty => CellText::Already(Parsed::Blank),
        FileCell::Broken(why) => CellText::Already(Parsed::Refused(why.clone())),
        FileCell::Text(text) if is_unknown(text) || is_undecided(text) => {
            CellText::Already(unknown(text))
        }
        FileCell::Text(text) => CellText::Words(text),
        FileCell::Number(n) if *n <= -999.0 && [-999.0, -9999.0, -99999.0].contains(n) => {
            CellText::Already(unknown(&n.to_string()))
        }
        _ => CellText::Words(""),
    }
}

/// Words on one line. Numbers and days become their plain text: a code `042` typed as a number is `42`.
pub fn text(cell: &FileCell) -> Parsed<String> {
    note(cell).map(|t| {
        if t.contains('\n') {
            t.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            t
        }
    })
}

/// Words that may run over several lines.
pub fn note(cell: &FileCell) -> Parsed<String> {
    match (said(cell), cell) {
        (_, FileCell::Text(text)) if is_undecided(text) => Parsed::Value(text.clone()),
        (CellText::Already(parsed), _) => parsed,
        (CellText::Words(words), FileCell::Text(_)) => Parsed::Value(words.to_owned()),
        (CellText::Words(_), cell) => Parsed::Value(cell.to_string()),
    }
}

/// One word of a small vocabulary, in lower case with underscores: `Per Student` is `per_student`.
pub fn word(cell: &FileCell) -> Parsed<String> {
    let joined = text(cell).map(|t| {
        let words = t.to_lowercase();
        let words = words.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join("_")
    });
    match joined {
        Parsed::Value(word) if word.is_empty() => Parsed::Refused("is not a word".to_owned()),
        other => other,
    }
}

/// Several texts in one cell, taken apart as by [`unlisted`].
pub fn list(cell: &FileCell) -> Parsed<Vec<String>> {
    text(cell).map(|t| unlisted(&t))
}

/// Several texts in one, separated by `;` or `|`; blanks between are passed over. A separator with a
/// backslash before it is part of its text.
pub fn unlisted(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek(), parts.last_mut()) {
            ('\\', Some(';' | '|'), Some(part)) => part.extend(chars.next()),
            (';' | '|', ..) => parts.push(String::new()),
            (c, _, Some(part)) => part.push(c),
            _ => {}
        }
    }
    // Each part is cleaned again: a mark that stood on the separator has no letter of its own.
    let parts = parts.iter().map(|part| clean(part).text);
    parts.filter(|p| !p.is_empty()).collect()
}

/// The texts as one that [`unlisted`] takes apart again; also how the office keeps such a list.
pub fn listed(texts: &[String]) -> String {
    let parts = texts.iter().map(|text| {
        let text = text.replace(';', "\\;").replace('|', "\\|");
        // A backslash at the end must not take the separator for its own.
        if text.ends_with('\\') {
            text + " "
        } else {
            text
        }
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// Yes or no.
pub fn yes_no(cell: &FileCell) -> Parsed<bool> {
    chosen(
        cell,
        &["yes", "true", "1", "y", "on", "x", "t", "\u{2713}"],
        &["no", "false", "0", "n", "off", "f"],
        "yes or no",
    )
}

/// Is a school open? Reads yes and no, words, and the federal status codes (1 to 8).
pub fn open(cell: &FileCell) -> Parsed<bool> {
    chosen(
        cell,
        &[
            "yes",
            "true",
            "1",
            "y",
            "x",
            "t",
            "open",
            "opened",
            "active",
            "operational",
            "currently operational",
            "new",
            "added",
            "changed agency",
            "reopened",
            "3",
            "4",
            "5",
            "8",
        ],
        &[
            "no",
            "false",
            "0",
            "n",
            "f",
            "closed",
            "inactive",
            "temporarily closed",
            "future",
            "2",
            "6",
            "7",
        ],
        "open or closed",
    )
}

/// Is something switched on? Gives `on`, `off`, `pending` or `na`.
pub fn switch(cell: &FileCell) -> Parsed<&'static str> {
    let words = match cell {
        FileCell::Empty => return Parsed::Blank,
        FileCell::Broken(why) => return Parsed::Refused(why.clone()),
        cell => cell.to_string().to_lowercase(),
    };
    match words.as_str() {
        "on" | "yes" | "true" | "y" | "1" | "x" | "enabled" | "active" => Parsed::Value("on"),
        "off" | "no" | "false" | "n" | "0" | "disabled" | "inactive" => Parsed::Value("off"),
        "pending" | "in progress" | "requested" | "planned" => Parsed::Value("pending"),
        "na" | "n/a" | "n.a." | "not applicable" | "none" => Parsed::Value("na"),
        words if is_unknown(words) => unknown(words),
        _ => Parsed::Refused("is none of on, off, pending and na".to_owned()),
    }
}

fn chosen(cell: &FileCell, yes: &[&str], no: &[&str], wanted: &str) -> Parsed<bool> {
    let words = match (said(cell), cell) {
        (CellText::Already(parsed), _) => return parsed,
        (_, FileCell::Bool(yes)) => return Parsed::Value(*yes),
        (CellText::Words(words), FileCell::Text(_)) => words.to_lowercase(),
        (_, cell) => cell.to_string(),
    };
    if yes.contains(&words.as_str()) {
        Parsed::Value(true)
    } else if no.contains(&words.as_str()) {
        Parsed::Value(false)
    } else {
        Parsed::Refused(format!("is neither {wanted}; write yes or no"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn cell(text: &str) -> FileCell {
        if text.is_empty() {
            FileCell::Empty
        } else {
            FileCell::Text(text.to_owned())
        }
    }

    proptest::proptest! {
        #[test]
        fn a_list_comes_apart_as_it_was_put_together(texts in proptest::collection::vec("[a-c;|\\\\ ]{1,6}", 0..5)) {
            let texts: Vec<String> = texts.iter().map(|text| clean(text).text).filter(|t| !t.is_empty()).collect();
            proptest::prop_assert_eq!(unlisted(&listed(&texts)), texts);
        }
    }

    #[test]
    fn unknown_is_a_blank_with_a_warning() {
        for unknown in [
            "-999",
            "NaN",
            "NOT AVAILABLE",
            "N/A",
            "#N/A",
            "null",
            "Unknown",
            "\u{2013}",
        ] {
            let parsed = text(&cell(unknown));
            assert_eq!(
                parsed,
                Parsed::Unknown(format!("`{unknown}` means not known; left blank"))
            );
        }
        assert_eq!(text(&FileCell::Empty), Parsed::Blank);
        assert_eq!(
            text(&cell("two\nlines")),
            Parsed::Value("two lines".to_owned())
        );
        assert_eq!(
            note(&cell("two\nlines")),
            Parsed::Value("two\nlines".to_owned())
        );
        assert_eq!(text(&cell("TBD")), Parsed::Value("TBD".to_owned()));
        assert!(matches!(number::count(&cell("TBD")), Parsed::Unknown(_)));
        assert_eq!(
            text(&cell("None such")),
            Parsed::Value("None such".to_owned())
        );
        assert_eq!(
            text(&FileCell::Number(42.0)),
            Parsed::Value("42".to_owned())
        );
        assert!(matches!(
            text(&FileCell::Number(-999.0)),
            Parsed::Unknown(_)
        ));
    }

    #[test]
    fn yes_and_no_in_many_words() {
        for (said, value) in [
            ("Yes", true),
            ("FALSE", false),
            ("1", true),
            ("off", false),
            ("x", true),
        ] {
            assert_eq!(yes_no(&cell(said)), Parsed::Value(value), "{said}");
        }
        assert_eq!(yes_no(&FileCell::Bool(true)), Parsed::Value(true));
        assert_eq!(yes_no(&FileCell::Number(0.0)), Parsed::Value(false));
        assert!(matches!(yes_no(&cell("sometimes")), Parsed::Refused(_)));
        for (said, value) in [
            ("Currently operational", true),
            ("2", false),
            ("7", false),
            ("Inactive", false),
        ] {
            assert_eq!(open(&cell(said)), Parsed::Value(value), "{said}");
        }
    }

    #[test]
    fn switches_know_four_words() {
        for (said, word) in [
            ("Yes", "on"),
            ("OFF", "off"),
            ("N/A", "na"),
            ("in progress", "pending"),
        ] {
            assert_eq!(switch(&cell(said)), Parsed::Value(word));
        }
        assert!(matches!(switch(&cell("maybe")), Parsed::Refused(_)));
        assert!(matches!(switch(&cell("-999")), Parsed::Unknown(_)));
    }

    #[test]
    fn a_list_with_separators_in_its_texts_comes_back() {
        for texts in [
            &["one"][..],
            &["staff only; no sign-in", "grades 3|4"],
            &["C:\\apps", "a, b"],
            &[],
        ] {
            let texts: Vec<String> = texts.iter().map(|&t| t.to_owned()).collect();
            let back = match list(&cell(&listed(&texts))) {
                Parsed::Value(back) => back,
                other => {
                    assert_eq!(other, Parsed::Blank);
                    Vec::new()
                }
            };
            assert_eq!(back, texts);
        }
    }

    #[test]
    fn lists_and_words() {
        let parts = vec!["a b".to_owned(), "c".to_owned()];
        assert_eq!(list(&cell("a b; ;c;")), Parsed::Value(parts));
        let marked = vec!["\u{a2}".to_owned(), "x".to_owned()];
        assert_eq!(
            list(&cell("\u{a2};\u{301};\u{301}x")),
            Parsed::Value(marked)
        );
        assert_eq!(
            word(&cell("Per-Student")),
            Parsed::Value("per_student".to_owned())
        );
        assert_eq!(
            word(&cell(";")),
            Parsed::Refused("is not a word".to_owned())
        );
    }
}
