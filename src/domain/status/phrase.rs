//! Pieces of spoken English for the resolver: dates, lists, grades, places, whole sentences.
//! Short words, no jargon; knows nothing of verdicts.

use chrono::NaiveDate;

use super::facts::NamedSchool;
use crate::domain::grade::Grades;
use crate::domain::text::ended;

/// For a screen: `Tue Mar 31 2026`.
pub fn short_date(day: NaiveDate) -> String {
    day.format("%a %b %d %Y").to_string()
}

/// For a voice: `March 31, 2026`.
pub fn date_in_words(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// `grades 3 to 5`, `grade 4`, `grades 6, 9 to 12`; empty for grades that are unsaid.
pub(super) fn grades(grades: Grades) -> String {
    match grades.iter().count() {
        0 => String::new(),
        1 => format!("grade {grades}"),
        _ => format!("grades {}", grades.to_string().replace('-', " to ")),
    }
}

/// Not more schools than this are named in a sentence; of more it says how many.
pub const NAMED: usize = 3;

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Those of the schools that are open, which alone are told; all where none is.
pub(super) fn open(schools: &[NamedSchool]) -> Vec<&NamedSchool> {
    let open: Vec<&NamedSchool> = schools.iter().filter(|school| !school.closed).collect();
    if open.is_empty() {
        schools.iter().collect()
    } else {
        open
    }
}

/// The schools of a decision in a few words, for a column: `district`, a name, `3 schools`.
pub(super) fn scope(schools: Option<&[NamedSchool]>) -> String {
    match schools.map(open).as_deref() {
        None => "district".to_owned(),
        Some([only]) => only.name.clone(),
        Some(several) => format!("{} schools", several.len()),
    }
}

/// The same for a sentence: `at all schools`, `at Adams ES and Lincoln ES`, `at 9 schools`.
pub(super) fn at(schools: Option<&[NamedSchool]>) -> String {
    match schools.map(open).as_deref() {
        None => "at all schools".to_owned(),
        Some(few) if few.len() <= NAMED => {
            let names: Vec<&str> = few.iter().map(|s| s.name.as_str()).collect();
            format!("at {}", list(&names))
        }
        Some(many) => format!("at {} schools", many.len()),
    }
}

/// All but these, for a sentence: `at all schools but Adams ES`; nothing where none is left out.
pub(super) fn but(left_out: &[NamedSchool]) -> Option<String> {
    let open = left_out.iter().filter(|school| !school.closed);
    let names: Vec<&str> = open.map(|s| s.name.as_str()).collect();
    match names.as_slice() {
        [] => None,
        few if few.len() <= NAMED => Some(format!("at all schools but {}", list(few))),
        many => Some(format!("at all schools but {}", many.len())),
    }
}

/// The text as a sentence: a capital first, a full stop last unless it ends in one of its own.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    ended(&format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// `on this condition: teachers only`, `on these conditions: teachers only; grades 3 to 5`.
pub(super) fn on_conditions(all: &[String]) -> String {
    let which = if all.len() == 1 {
        "this condition"
    } else {
        "these conditions"
    };
    format!("on {which}: {}", clauses(all))
}

/// Sentences as the clauses of one.
pub(super) fn clauses(all: &[String]) -> String {
    let clauses: Vec<&str> = all.iter().map(|text| clause(text)).collect();
    clauses.join("; ")
}

/// The text without its full stop, to stand within a sentence.
pub(super) fn clause(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}
