//! Compares names of columns as people mean them, and finds the nearest when one was mistyped.

use std::collections::HashMap;

use super::super::sheet::letter;
use super::super::{ReadError, cut};
use super::{CellReads, ImportKind};
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

/// The names that the fields of a kind have in districts' files, read once for all the rows that may hold them: keys
/// are dear, and every row at the top of a file is asked.
pub struct KnownNames {
    pub(super) kind: ImportKind,
    /// By key, the fields that are called so.
    called: HashMap<String, Vec<KnownName>>,
    /// The keys that must all be among a header's words for it to ask for the field.
    asked: Vec<(Vec<String>, KnownName)>,
}

/// One of a field's names.
#[derive(Clone, Copy)]
struct KnownName {
    /// How near it is: 0 is the field's own name, and each name after it is less so.
    rank: usize,
    /// The field's place among those of its kind.
    order: usize,
    /// A price, whose column may say its currency after the name.
    money: bool,
}

impl KnownNames {
    /// Those of this kind.
    pub fn of(kind: ImportKind) -> KnownNames {
        let mut known = KnownNames {
            kind,
            called: HashMap::new(),
            asked: Vec::new(),
        };
        for (order, field) in kind.fields().iter().enumerate() {
            let money = matches!(field.reads, CellReads::Money | CellReads::Rate);
            let names = std::iter::once(field.name).chain(field.names.split(", "));
            for (rank, name) in names.enumerate() {
                let one = KnownName { rank, order, money };
                match name.strip_prefix('~') {
                    Some(words) => known.asked.push((words.split(' ').map(key).collect(), one)),
                    None => known.called.entry(key(name)).or_default().push(one),
                }
            }
        }
        known.called.remove("");
        known
    }

    /// The fields that this header fits: how near, and the field's place among those of its kind.
    pub(super) fn fits(&self, header: &str) -> Vec<(usize, usize)> {
        let mut fits = Vec::new();
        for own in [key(header), key(bare(header))] {
            let named = |name: &str| self.called.get(name).into_iter().flatten();
            let money = named(without_dollars(&own)).filter(|one| one.money);
            fits.extend(named(&own).chain(money).map(|one| (one.rank, one.order)));
        }
        let said = words(header);
        // A question, or a title as long as one.
        if said.len() >= 3 {
            let asks = |all: &[String]| all.iter().all(|word| said.contains(word));
            let asked = self.asked.iter().filter(|(all, _)| asks(all));
            fits.extend(asked.map(|(_, one)| (one.rank, one.order)));
        }
        fits
    }
}

/// The keys of a header's words.
fn words(header: &str) -> Vec<String> {
    let words = header.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(key).collect()
}

/// A key without the currency at its end: `unit_cost_usd`, `Total in US Dollars`. Prices are US dollars
/// anyway; a column in another currency keeps its own name, which nobody recognises.
fn without_dollars(key: &str) -> &str {
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

/// The header without what stands in parentheses: `Unit Price (USD)`.
fn bare(header: &str) -> &str {
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
    ReadError::by_option(
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
