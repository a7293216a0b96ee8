//! Which of the typed words name a school and which the product: `kah lin` is Kahoot at Lincoln.
//! The rule `hallpass status` promises, shared with the live prompt of the screens.

use std::cell::{LazyCell, RefCell};
use std::collections::HashMap;

use super::plain::{is_particle, is_small, plain};
use super::{Finder, MatchKind};
use crate::domain::names::school_key;
use crate::domain::school::SchoolId;

/// What the rule needs to know of a school.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchoolName {
    /// The id of the school.
    pub id: SchoolId,
    /// Its short code, if it has one.
    pub code: Option<String>,
    /// Its name in full.
    pub name: String,
}

/// The school that was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchoolMeant {
    /// No school was named.
    Unsaid,
    /// Only this school fits, or fits best.
    One(SchoolId),
    /// Each of these fits equally well, in order of name: ask which.
    Several(Vec<SchoolId>),
    /// Each of these was named, one after the other.
    Each(Vec<SchoolId>),
    /// A word marked with `@` that fits no school.
    Unknown(String),
}

/// Typed words, told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The words for the product, as typed; empty when only a school was named.
    pub product: String,
    /// What the words say of a school.
    pub school: SchoolMeant,
}

/// More words than this are not read as several schools.
const MOST_WORDS: usize = 10;

/// How surely words name a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Code,
    FullName,
    /// Its name with words of the trade written otherwise: `Lincoln Elem.` for `Lincoln ES`.
    OtherWords,
    Words,
    Beginnings,
}

/// What schools are called, and what was found of the words that were looked up among them: one question tries the same
/// words in many ways to read it.
#[derive(Debug)]
pub(super) struct SchoolLookup<'s> {
    schools: &'s [SchoolName],
    found: RefCell<HashMap<String, Option<(Sure, SchoolMeant)>>>,
}

/// Tells the words for a product from those for a school.
///
/// A word marked `@` (`@li`) is the school's. Else words that are, or begin, a product's name as a whole
/// are the product's, whatever schools are called. Else the most words at the end (or, if whole, at the
/// start) that name a school, by code or by the words its name begins with, choose it, provided that the
/// rest fits a product; the last words may still be half typed. Where the rest fits no product, only a
/// code or whole words choose a school.
pub fn split_school(typed: &str, schools: &[SchoolName], finder: &Finder) -> Split {
    split_typed(typed, &SchoolLookup::new(schools), finder)
}

/// The same among schools that were asked before.
pub(super) fn split_typed(typed: &str, schools: &SchoolLookup, finder: &Finder) -> Split {
    split(typed, schools, finder, true)
}

/// As [`split_school`] for words that are typed to the end: no school is named by half a word.
pub(super) fn split_whole(typed: &str, schools: &SchoolLookup, finder: &Finder) -> Split {
    split(typed, schools, finder, false)
}

fn split(typed: &str, schools: &SchoolLookup, finder: &Finder, typing: bool) -> Split {
    let words: Vec<&str> = typed.split_whitespace().collect();
    if let Some(at) = words.iter().position(|w| w.len() > 1 && w.starts_with('@')) {
        return marked(&words, at, schools);
    }
    let whole = finder.best(typed);
    let theirs = |how: Option<MatchKind>, limit| how.is_some_and(|how| how <= limit);
    if words.is_empty() || theirs(whole, MatchKind::Start) {
        return Split::of(&words, SchoolMeant::Unsaid);
    }
    let ends = (0..words.len()).map(|k| (&words[..k], &words[k..], true));
    let heads = (1..words.len())
        .rev()
        .map(|k| (&words[k..], &words[..k], false));
    let mut unknown = None;
    for (product, school, at_end) in ends.chain(heads) {
        let Some((sure, place)) = schools.named(&school.join(" ")) else {
            continue;
        };
        let half_typed = sure == Sure::Beginnings;
        if half_typed
            && (!typing || !at_end || product.is_empty() || theirs(whole, MatchKind::WordStart))
        {
            continue;
        }
        if product.is_empty() && theirs(whole, MatchKind::Vendor) {
            continue;
        }
        if product.is_empty() || !finder.search(&product.join(" "), 1).ids.is_empty() {
            return Split::of(product, place);
        }
        if !half_typed && unknown.is_none() {
            unknown = Some(Split::of(product, place));
        }
    }
    unknown.unwrap_or_else(|| Split::of(&words, SchoolMeant::Unsaid))
}

/// The school these words name in full: by code, name, or whole words that its name begins with.
pub(super) fn named_whole(words: &str, schools: &SchoolLookup) -> Option<SchoolMeant> {
    let (sure, place) = schools.named(words)?;
    (sure < Sure::Beginnings).then_some(place)
}

/// Schools that these words name in full one after the other, `and` between them or not: in as few as can be, the first
/// of the most words. Where one part fits several, that part.
pub(super) fn named_each(words: &[&str], schools: &SchoolLookup) -> Option<SchoolMeant> {
    if words.len() > MOST_WORDS {
        return None;
    }
    // From the end: in which parts the words from each place on name schools.
    let mut from: Vec<Option<Vec<SchoolMeant>>> = vec![Some(Vec::new())];
    for at in (0..words.len()).rev() {
        let parts = (at + 1..=words.len()).rev().filter_map(|end| {
            let rest = from[words.len() - end].as_ref()?;
            let meant = named_whole(&words[at..end].join(" "), schools)?;
            Some([&[meant], rest.as_slice()].concat())
        });
        let mut best = parts.min_by_key(Vec::len);
        if best.is_none() && at > 0 && is_particle(words[at]) {
            best.clone_from(&from[words.len() - at - 1]);
        }
        from.push(best);
    }
    let parts = from.pop()??;
    if parts.len() < 2 {
        return None;
    }
    let mut each = Vec::new();
    for part in parts {
        match part {
            SchoolMeant::One(id) if each.contains(&id) => {}
            SchoolMeant::One(id) => each.push(id),
            unclear => return Some(unclear),
        }
    }
    Some(match each[..] {
        [one] => SchoolMeant::One(one),
        _ => SchoolMeant::Each(each),
    })
}

/// The schools these words name in full, by code, name, or whole words that the name begins with, in order
/// of name: for commands and forms, which take no guess.
pub fn schools_named(words: &str, schools: &[SchoolName]) -> Vec<SchoolId> {
    named_whole(words, &SchoolLookup::new(schools)).map_or_else(Vec::new, SchoolMeant::ids)
}

/// The schools these words may name, the surest kind only, in order of name: for `@li` and for a school
/// prompt, where a word may be half typed.
pub fn schools_like(words: &str, schools: &[SchoolName]) -> Vec<SchoolId> {
    let named = named(words, schools);
    named.map_or_else(Vec::new, |(_, place)| place.ids())
}

impl SchoolMeant {
    /// The schools that were meant, if any.
    fn ids(self) -> Vec<SchoolId> {
        match self {
            SchoolMeant::One(id) => vec![id],
            SchoolMeant::Several(ids) | SchoolMeant::Each(ids) => ids,
            SchoolMeant::Unsaid | SchoolMeant::Unknown(_) => Vec::new(),
        }
    }
}

impl<'s> SchoolLookup<'s> {
    pub(super) fn new(schools: &'s [SchoolName]) -> SchoolLookup<'s> {
        SchoolLookup {
            schools,
            found: RefCell::default(),
        }
    }

    /// The schools that fit the words most surely.
    fn named(&self, words: &str) -> Option<(Sure, SchoolMeant)> {
        if let Some(found) = self.found.borrow().get(words) {
            return found.clone();
        }
        let found = named(words, self.schools);
        let mut known = self.found.borrow_mut();
        known.insert(words.to_owned(), found.clone());
        found
    }
}

impl Split {
    fn of(product: &[&str], school: SchoolMeant) -> Split {
        Split {
            product: product.join(" "),
            school,
        }
    }
}

pub(super) fn marked(words: &[&str], at: usize, schools: &SchoolLookup) -> Split {
    let name = words[at].trim_start_matches('@');
    let rest: Vec<&str> = words[..at]
        .iter()
        .chain(&words[at + 1..])
        .copied()
        .collect();
    let place = schools
        .named(name)
        .map_or_else(|| SchoolMeant::Unknown(name.to_owned()), |(_, place)| place);
    Split::of(&rest, place)
}

/// The schools that fit the words most surely.
fn named(words: &str, schools: &[SchoolName]) -> Option<(Sure, SchoolMeant)> {
    let words = plain(words);
    let key = LazyCell::new(|| school_key(&words));
    let fits = schools.iter();
    let fits = fits.filter_map(|s| Some((sure(&words, &key, s)?, s)));
    let fits: Vec<(Sure, &SchoolName)> = fits.collect();
    let best = fits.iter().map(|(sure, _)| *sure).min()?;
    let mut schools: Vec<&SchoolName> = fits
        .into_iter()
        .filter_map(|(sure, school)| (sure == best).then_some(school))
        .collect();
    schools.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let place = match schools.as_slice() {
        [one] => SchoolMeant::One(one.id),
        several => SchoolMeant::Several(several.iter().map(|s| s.id).collect()),
    };
    Some((best, place))
}

/// How surely the words, of which this is the [`school_key`], name the school.
fn sure(
    words: &str,
    key: &LazyCell<String, impl FnOnce() -> String>,
    school: &SchoolName,
) -> Option<Sure> {
    // Whatever it is named by begins as they do, which nearly every other school is told by.
    let first = words.chars().next()?;
    let may = |text: &str| match text.bytes().next() {
        Some(begun) if begun.is_ascii_alphanumeric() => {
            char::from(begun.to_ascii_lowercase()) == first
        }
        begun => begun.is_some(),
    };
    if !may(&school.name) && !school.code.as_deref().is_some_and(may) {
        return None;
    }
    if school
        .code
        .as_deref()
        .is_some_and(|code| plain(code) == words)
    {
        return Some(Sure::Code);
    }
    let name = plain(&school.name);
    if name == words {
        return Some(Sure::FullName);
    }
    if words.split(' ').all(is_small) {
        return None;
    }
    // Only a name that begins alike can be the same in other words.
    let first = |text: &str| text.chars().next();
    if words.contains(' ') && first(words) == first(&name) && **key == school_key(&name) {
        return Some(Sure::OtherWords);
    }
    let mut theirs = name.split(' ');
    let mut whole = true;
    for word in words.split(' ') {
        let begins = theirs.next().filter(|their| their.starts_with(word))?;
        whole &= begins == word;
    }
    Some(if whole { Sure::Words } else { Sure::Beginnings })
}
