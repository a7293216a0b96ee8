//! Finding a product by what people type: two letters, initials, words in any order, without spaces or
//! accents, misspelt, or by a former name. Both faces keep a [`Finder`] built from the store's names.
//! Knows nothing of where the names come from or what is answered about them.

mod address;
mod alias;
mod asked;
mod matching;
mod naming;
mod near;
mod plain;
mod school;
mod spans;

pub use address::host_of;
pub use alias::{NoAlias, also_called};
pub use asked::{AskedNames, AskedWords, asked, asked_so_far, asked_surely, first_letters};
pub use naming::{NamedBy, NamedProduct, Unclear};
pub use near::{NamesSoFar, Near, TWINS};
pub use school::{SchoolMeant, SchoolName, Split, schools_like, schools_named, split_school};

use fuzzy_matcher::skim::SkimMatcherV2;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::OnceLock;

use crate::domain::product::ProductId;
use matching::{FinderQuery, Lately, Tier};
use plain::{mask, plain};

/// What the finder is told about one product, or another thing that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FinderEntry<I = ProductId> {
    /// The id by which a hit names it.
    pub id: I,
    /// What it is called today, the edition with it.
    pub name: String,
    /// Short names and other spellings.
    pub also: Vec<String>,
    /// Names it had once.
    pub former: Vec<String>,
    /// Its numbers in an outside catalogue; those of records merged into it too.
    pub numbers: Vec<String>,
    /// Its web address and other hosts, as they are written.
    pub addresses: Vec<String>,
    /// Who makes it; words of it may help to find the product.
    pub vendor: Option<String>,
    /// How often people looked it up.
    pub asked: i64,
    /// How many schools have it.
    pub spread: i64,
}

/// How a typed query fits a name. The order is the order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// It is the name, spaces aside.
    Exact,
    /// The name begins with it.
    Start,
    /// Each word begins a word of the name, in any order.
    WordStart,
    /// The first letters of the words: `ka` for Khan Academy.
    Initials,
    /// Somewhere inside a word.
    Inside,
    /// Some words fit only the vendor's name.
    Vendor,
    /// Like the beginning of a word but for a slip or two: `quizelt`.
    Misspelt,
    /// The letters in order, with others between: `gclass`.
    Scattered,
}

/// One product found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<I = ProductId> {
    /// The id of its entry.
    pub id: I,
    /// The former or other name that fits, where its name today does not fit as well.
    pub alias: Option<String>,
    /// How it fits.
    pub how: MatchKind,
    /// The bytes to highlight, in order: of the alias where there is one, else of the name.
    pub spans: Vec<Range<usize>>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FinderResult<I = ProductId> {
    /// The best ones, best first.
    pub hits: Vec<Hit<I>>,
    /// All that fit, best first, shown or not.
    pub ids: Vec<I>,
}

/// All product names, ready to be searched at each keystroke.
pub struct Finder<I = ProductId> {
    known: Vec<FinderProduct<I>>,
    forms: Vec<SearchName>,
    text: String,
    makers: Vec<VendorName>,
    engine: SkimMatcherV2,
    lately: Lately,
    outlines: OnceLock<near::Outlines>,
    keys: OnceLock<naming::Keys>,
    hosts: address::ProductsByHost,
}

/// A product; they lie in the order in which equally good hits are shown.
struct FinderProduct<I> {
    id: I,
    name: String,
    /// Former names first.
    also: Box<[String]>,
    /// How many of those are former ones.
    former: u32,
    numbers: Box<[String]>,
    first_form: u32,
    maker: u32,
}

/// One searchable name of a product: a place in the finder's text, and its letters.
struct SearchName {
    from: u32,
    to: u32,
    mask: u64,
}

/// A vendor's name, kept once however many products it has.
#[derive(Default)]
struct VendorName {
    plain: String,
    mask: u64,
}

impl<I: Copy + Ord + Hash> Finder<I> {
    /// A finder over these products; build it anew when they change (1 ms a thousand names).
    pub fn new(mut entries: Vec<FinderEntry<I>>) -> Finder<I> {
        entries.sort_by_cached_key(|e| {
            let most = (std::cmp::Reverse(e.asked), std::cmp::Reverse(e.spread));
            (most, plain(&e.name), e.id)
        });
        let mut finder = Finder {
            known: Vec::with_capacity(entries.len()),
            forms: Vec::with_capacity(entries.len()),
            text: String::new(),
            makers: vec![VendorName::default()],
            engine: SkimMatcherV2::default().element_limit(100_000),
            lately: Lately::default(),
            outlines: OnceLock::new(),
            keys: OnceLock::new(),
            hosts: address::ProductsByHost::default(),
        };
        let mut makers = HashMap::new();
        for entry in entries {
            finder.learn(entry, &mut makers);
        }
        finder
    }

    fn learn(&mut self, entry: FinderEntry<I>, makers: &mut HashMap<String, u32>) {
        self.hosts.learn(&entry.addresses, self.known.len() as u32);
        let first_form = self.forms.len() as u32;
        let former = entry.former.len() as u32;
        let also = [entry.former, entry.also].concat();
        for name in std::iter::once(&entry.name).chain(&also) {
            let plain = plain(name);
            let from = self.text.len() as u32;
            self.text.push_str(&plain);
            self.forms.push(SearchName {
                from,
                to: self.text.len() as u32,
                mask: mask(&plain),
            });
        }
        let vendor = plain(entry.vendor.as_deref().unwrap_or_default());
        let mut maker = 0;
        if !vendor.is_empty() {
            maker = *makers.entry(vendor).or_insert_with_key(|vendor| {
                self.makers.push(VendorName {
                    mask: mask(vendor),
                    plain: vendor.clone(),
                });
                self.makers.len() as u32 - 1
            });
        }
        self.known.push(FinderProduct {
            id: entry.id,
            name: entry.name,
            also: also.into_boxed_slice(),
            former,
            numbers: entry.numbers.into_boxed_slice(),
            first_form,
            maker,
        });
    }

    /// How many products are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Is no product known?
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The products that fit what was typed, at most `limit` of them. Ordered by [`MatchKind`], a name today
    /// before a former one, then the most asked for, the most spread, and by name. Misspelt and
    /// scattered fits count only where nothing better does. An address finds the products at its host alone. Nothing
    /// typed fits everything.
    pub fn search(&self, typed: &str, limit: usize) -> FinderResult<I> {
        let at_host = self.found_at(typed);
        if !at_host.is_empty() {
            return FinderResult {
                ids: at_host.iter().map(|hit| hit.id).collect(),
                hits: at_host.into_iter().take(limit).collect(),
            };
        }
        let query = FinderQuery::new(typed, &self.makers);
        let fits = self.fits(&query);
        let ids = fits.iter().map(|fit| self.known[fit.place].id).collect();
        let hits = fits.into_iter().take(limit).map(|fit| {
            let known = &self.known[fit.place];
            let alias = fit.form.checked_sub(1).map(|i| known.also[i].clone());
            let spans = self.spans(alias.as_ref().unwrap_or(&known.name), &query, fit.how);
            Hit {
                id: known.id,
                alias,
                how: fit.how,
                spans,
            }
        });
        FinderResult {
            hits: hits.collect(),
            ids,
        }
    }

    /// How well the best product fits, without looking for slips and scattered letters.
    fn best(&self, typed: &str) -> Option<MatchKind> {
        let query = FinderQuery::new(typed, &self.makers);
        let fits = self.tier(&query, Tier::Fair);
        fits.first().map(|fit| fit.how)
    }

    fn form(&self, number: usize) -> &str {
        let form = &self.forms[number];
        &self.text[form.from as usize..form.to as usize]
    }
}

impl<I> FinderProduct<I> {
    /// The numbers of its names among the forms; its name today comes first.
    fn forms(&self) -> Range<usize> {
        let first = self.first_form as usize;
        first..first + 1 + self.also.len()
    }
}

#[cfg(test)]
mod tests;
