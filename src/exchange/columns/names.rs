//! Compares names of columns as people mean them, and finds the nearest when one was mistyped.

use super::super::sheet::letter;
use super::super::{ReadError, cut};
use super::Kind;

/// What two names have in common when they mean the same: letters and digits, lower case, no plural.
pub(super) fn key(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let singular = |word: &str| {
        let word = word.to_lowercase();
        match word.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with(['s', 'u', 'i']) => one.to_owned(),
            _ => word,
        }
    };
    words.map(singular).collect()
}

/// Is the header a question, or a title as long as one, that has all these words?
pub(super) fn asks(header: &str, words: &str) -> bool {
    let said: Vec<String> = header
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(key)
        .collect();
    said.len() >= 3 && words.split(' ').all(|word| said.contains(&key(word)))
}

/// The header without what stands in parentheses: `Unit Price (USD)`.
pub(super) fn bare(header: &str) -> &str {
    header.split(['(', '[']).next().unwrap_or(header)
}

/// Finds a column by its header, loosely, or else by its letter.
pub(super) fn place(headers: &[String], wanted: &str) -> Option<usize> {
    let exact = headers.iter().position(|h| h == wanted);
    let loose = || {
        headers
            .iter()
            .position(|h| !key(h).is_empty() && key(h) == key(wanted))
    };
    let by_letter = || (0..headers.len()).find(|at| letter(*at).eq_ignore_ascii_case(wanted));
    exact.or_else(loose).or_else(by_letter)
}

pub(super) fn no_field(kind: Kind, wanted: &str) -> ReadError {
    let names: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
    ReadError::new(
        format!("{kind} have no field `{wanted}`{}", nearest(wanted, &names)),
        format!("The fields are: {}.", names.join(", ")),
    )
}

pub(super) fn no_column(headers: &[String], wanted: &str) -> ReadError {
    let names: Vec<&str> = headers
        .iter()
        .map(String::as_str)
        .filter(|h| !h.is_empty())
        .collect();
    ReadError::new(
        format!(
            "the file has no column `{wanted}`{}",
            nearest(wanted, &names)
        ),
        format!("The columns are: {}.", cut(&names.join(", "), 300)),
    )
}

/// `; did you mean ...?` where a name comes near.
fn nearest(wanted: &str, names: &[&str]) -> String {
    let near = |name: &&&str| strsim::jaro_winkler(&key(name), &key(wanted));
    let mut close: Vec<&&str> = names.iter().filter(|n| near(n) > 0.75).collect();
    close.sort_by(|a, b| near(b).total_cmp(&near(a)));
    match close.first() {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}
