//! Compares names of columns as people mean them, and finds the nearest when one was mistyped.

use super::super::sheet::letter;
use super::super::{ReadError, cut};
use super::ImportKind;
use crate::domain::field::in_no_file;

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

/// A key without the currency at its end: `unit_cost_usd`, `Total in US Dollars`. Prices are US dollars
/// anyway; a column in another currency keeps its own name, which nobody recognises.
pub(super) fn without_dollars(key: &str) -> &str {
    let ends = [
        "inusdollar",
        "usdollar",
        "indollar",
        "dollar",
        "inusd",
        "usd",
    ];
    let bare = ends.iter().find_map(|end| key.strip_suffix(end));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(key)
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

/// Finds a column by its header, loosely, or else by its letter, with or without `column` before it.
pub(super) fn place(headers: &[String], wanted: &str) -> Option<usize> {
    by_name(headers, wanted).or_else(|| {
        let words = wanted.split_once(' ');
        let bare = words.filter(|(word, _)| word.eq_ignore_ascii_case("column"));
        let wanted = bare.map_or(wanted, |(_, rest)| rest.trim());
        (0..headers.len()).find(|at| letter(*at).eq_ignore_ascii_case(wanted))
    })
}

/// Finds a column by its header, loosely.
pub(super) fn by_name(headers: &[String], wanted: &str) -> Option<usize> {
    let exact = headers.iter().position(|h| h == wanted);
    exact.or_else(|| {
        let wanted = key(wanted);
        headers
            .iter()
            .position(|h| !wanted.is_empty() && key(h) == wanted)
    })
}

/// Another column of exactly this one's name, where it has one.
pub(super) fn twin(headers: &[String], at: usize) -> Option<usize> {
    let name = headers.get(at).filter(|name| !name.is_empty())?;
    (0..headers.len()).find(|other| *other != at && headers[*other] == *name)
}

/// Two columns have the name of one that is wanted: which of them is for the person to say.
pub(super) fn two_of_a_name(field: &str, name: &str, at: usize, twin: usize) -> ReadError {
    let (one, other) = (letter(at.min(twin)), letter(at.max(twin)));
    ReadError::new(
        format!(
            "two columns are named `{}` ({one} and {other})",
            cut(name, 40)
        ),
        format!(
            "Say which one it is by its letter: --map \"{field}={one}\" or --map \"{field}={other}\"."
        ),
    )
}

pub(in crate::exchange) fn no_field(kind: ImportKind, wanted: &str) -> ReadError {
    let names: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
    let mut filled = kind.fields().iter().flat_map(|field| kind.filled_by(field));
    let why = match filled.find_map(|(noun, _)| in_no_file(noun, wanted)) {
        Some(why) => format!(": {why}"),
        None => nearest(wanted, &names),
    };
    ReadError::new(
        format!("{kind} have no field `{wanted}`{why}"),
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
