//! One field of a form: what it is called, how it is typed and read, what to say about it.

use crate::domain::approval::Audience;
use crate::domain::record::Kind;

/// How a field is typed and read.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::popup) enum Reads {
    /// Words.
    Text,
    /// A vendor's name.
    Vendor,
    /// A product's name.
    Product,
    /// A count.
    Number,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// One of these words, all of them in sight.
    Options(fn() -> Vec<&'static str>),
    /// One of the records of a noun, by name.
    One(Kind),
    /// Yes or no.
    YesNo,
    /// Yes, no, or not said.
    Perhaps,
    /// A day.
    Day,
    /// Grades.
    Grades,
    /// One school, or the district.
    School,
    /// Schools by code or name.
    Schools,
    /// Dollars and cents.
    Money,
    /// A percentage.
    Percent,
    /// Several texts, `;` between.
    Lines,
    /// Where a line's money comes from, `;` between.
    Funding,
    /// What schools bear of a line, `;` between.
    Shares,
}

impl Reads {
    /// The words to choose from, where it is a choice.
    pub(in crate::tui::popup) fn words(self) -> Vec<&'static str> {
        match self {
            Reads::Choice(words) | Reads::Options(words) => words(),
            Reads::YesNo => vec!["no", "yes"],
            Reads::Perhaps => vec!["", "yes", "no"],
            _ => Vec::new(),
        }
    }
}

/// One field of a form.
#[derive(Debug)]
pub(in crate::tui::popup) struct Entry {
    /// The record's field; empty for the reason, which goes to history only.
    pub(in crate::tui::popup) field: &'static str,
    /// What it is called.
    pub(in crate::tui::popup) label: &'static str,
    /// How it is read.
    pub(in crate::tui::popup) reads: Reads,
    /// Nothing can be saved without it.
    pub(in crate::tui::popup) needed: bool,
    /// What to type, and what an empty field means.
    pub(in crate::tui::popup) help: &'static str,
}

pub(in crate::tui::popup) const fn entry(
    field: &'static str,
    label: &'static str,
    reads: Reads,
    needed: bool,
    help: &'static str,
) -> Entry {
    Entry {
        field,
        label,
        reads,
        needed,
        help,
    }
}

pub(super) const WHY: Entry = entry(
    "",
    "Why",
    Reads::Text,
    false,
    "Why you change it, for the history. May stay empty.",
);

pub(super) fn audiences() -> Vec<&'static str> {
    std::iter::once("")
        .chain(Audience::ALL.iter().map(|audience| audience.word()))
        .collect()
}
