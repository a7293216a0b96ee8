//! Which products a query fits, and how well: cheap letter masks first, then words, and only where
//! nothing fits, slips of the finger and scattered letters (the fuzzy-matcher engine's part).

use std::cell::RefCell;
use std::collections::VecDeque;
use std::hash::Hash;
use std::sync::Arc;

use fuzzy_matcher::FuzzyMatcher;

use super::plain::{initials, mask, misspelt, plain, run, slips, starts, strays};
use super::{Finder, FinderProduct, MatchKind, VendorName};

/// So many queries are remembered.
const LATELY: usize = 12;

/// What was typed, taken apart once per keystroke.
pub(super) struct FinderQuery {
    /// What was typed, folded.
    typed: String,
    pub(super) words: Vec<QueryWord>,
    /// All words without spaces.
    pub(super) flat: String,
}

/// One word that was typed, folded, with what it takes to fit a name.
pub(super) struct QueryWord {
    pub(super) text: String,
    mask: u64,
    slips: usize,
    /// For each vendor: does a word of its name begin with this one?
    makers: Vec<bool>,
}

/// How hard to look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    /// Beginnings, initials, parts, vendors.
    Fair,
    /// Slips after the first letter.
    Slips,
    /// Letters in order with others between.
    Scattered,
    /// Slips in the first letter too.
    AnySlip,
}

/// One product that fits: its place in the finder's order and which of its names fits best.
pub(super) struct NameFit {
    pub(super) place: usize,
    /// 0 is its name today.
    pub(super) form: usize,
    pub(super) how: MatchKind,
    /// Within one `how`, more is better.
    score: i64,
}

impl FinderQuery {
    pub(super) fn new(typed: &str, makers: &[VendorName]) -> FinderQuery {
        let typed = plain(typed);
        let words: Vec<QueryWord> = typed
            .split(' ')
            .filter(|w| !w.is_empty())
            .map(|text| {
                let bits = mask(text);
                let makes = |m: &VendorName| m.mask & bits == bits && begins_word(&m.plain, text);
                QueryWord {
                    text: text.to_owned(),
                    mask: bits,
                    slips: slips(text.chars().count()),
                    makers: makers.iter().map(makes).collect(),
                }
            })
            .collect();
        FinderQuery {
            flat: typed.replace(' ', ""),
            words,
            typed,
        }
    }

    /// Can only what fitted `typed` fit this? What was typed on from it can, unless that was one letter,
    /// which is looked for less widely than two.
    fn follows(&self, typed: &str) -> bool {
        let word = typed.rsplit(' ').next().unwrap_or_default();
        self.typed == typed || (word.len() > 1 && self.typed.starts_with(typed))
    }
}

/// The places that fitted queries typed lately: the next letter is looked for only among them.
#[derive(Default)]
pub(super) struct Lately(RefCell<VecDeque<(String, Arc<[u32]>)>>);

impl Lately {
    /// The fewest places known to hold all that can fit.
    fn bound(&self, query: &FinderQuery) -> Option<Arc<[u32]>> {
        let known = self.0.borrow();
        let fit = known.iter().filter(|(typed, _)| query.follows(typed));
        fit.min_by_key(|(_, places)| places.len())
            .map(|(_, places)| Arc::clone(places))
    }

    fn keep(&self, query: &FinderQuery, fits: &[NameFit]) {
        let mut known = self.0.borrow_mut();
        if !query.typed.is_empty() && !known.iter().any(|(typed, _)| *typed == query.typed) {
            known.truncate(LATELY - 1);
            let mut places: Vec<u32> = fits.iter().map(|fit| fit.place as u32).collect();
            places.sort_unstable();
            known.push_front((query.typed.clone(), places.into()));
        }
    }
}

impl QueryWord {
    /// Can a name with these letters fit at all? The cheap question that spares the dear ones.
    fn may_fit(&self, mask: u64, maker: usize, tier: Tier) -> bool {
        let spare = match tier {
            Tier::Fair | Tier::Scattered => 0,
            Tier::Slips | Tier::AnySlip => self.slips,
        };
        let missing = self.mask & !mask;
        missing == 0
            || self.makers[maker]
            || (missing.count_ones() as usize <= spare && strays(&self.text, mask) <= spare)
    }
}

impl<I: Copy + Ord + Hash> Finder<I> {
    /// All products that fit, best first.
    pub(super) fn fits(&self, query: &FinderQuery) -> Vec<NameFit> {
        let mut fits = self.tier(query, Tier::Fair);
        if fits.is_empty() {
            fits = self.tier(query, Tier::Slips);
            let places: std::collections::HashSet<usize> = fits.iter().map(|f| f.place).collect();
            let mut scattered = self.tier(query, Tier::Scattered);
            scattered.retain(|f| !places.contains(&f.place));
            fits.extend(scattered);
        }
        if fits.is_empty() {
            fits = self.tier(query, Tier::AnySlip);
        }
        fits
    }

    pub(super) fn tier(&self, query: &FinderQuery, tier: Tier) -> Vec<NameFit> {
        let fit = |place: usize| self.fit(place, &self.known[place], query, tier);
        let bound = (tier == Tier::Fair).then(|| self.lately.bound(query));
        let mut fits: Vec<NameFit> = match bound.flatten() {
            Some(places) => places
                .iter()
                .filter_map(|place| fit(*place as usize))
                .collect(),
            None => (0..self.known.len()).filter_map(fit).collect(),
        };
        if tier == Tier::Fair {
            self.lately.keep(query, &fits);
        }
        // Stable: the places already lie most asked for first.
        fits.sort_by_key(|f| (f.how, -f.score, f.form > 0));
        fits
    }

    fn fit(
        &self,
        place: usize,
        known: &FinderProduct<I>,
        query: &FinderQuery,
        tier: Tier,
    ) -> Option<NameFit> {
        let maker = known.maker as usize;
        let mut best: Option<NameFit> = None;
        for (form, number) in known.forms().enumerate() {
            let mask = self.forms[number].mask;
            if !query.words.iter().all(|w| w.may_fit(mask, maker, tier)) {
                continue;
            }
            let Some((how, score)) = self.measure(number, maker, query, tier) else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|b| (how, -score) < (b.how, -b.score))
            {
                best = Some(NameFit {
                    place,
                    form,
                    how,
                    score,
                });
            }
        }
        best
    }

    /// How one name fits, and the score within that.
    fn measure(
        &self,
        number: usize,
        maker: usize,
        query: &FinderQuery,
        tier: Tier,
    ) -> Option<(MatchKind, i64)> {
        let text = self.form(number);
        if tier == Tier::Fair
            && let Some(end) = run(text, &query.flat)
        {
            let how = if end == text.len() {
                MatchKind::Exact
            } else {
                MatchKind::Start
            };
            return Some((how, 0));
        }
        if tier == Tier::Fair && query.words.len() > 1 && begins_word(text, &query.flat) {
            return Some((MatchKind::WordStart, 0));
        }
        // A single word has been tried on every name before anybody looks for slips.
        let one_failed = tier != Tier::Fair && query.words.len() == 1;
        let mut worst = MatchKind::WordStart;
        let mut score = 0;
        for word in &query.words {
            let fair = if one_failed {
                None
            } else {
                fair(text, &word.text).or_else(|| word.makers[maker].then_some(MatchKind::Vendor))
            };
            let (how, points) = match fair {
                Some(how) => (how, 0),
                None => self.unfair(text, &word.text, tier)?,
            };
            worst = worst.max(how);
            score += points;
        }
        Some((worst, score))
    }

    fn unfair(&self, text: &str, word: &str, tier: Tier) -> Option<(MatchKind, i64)> {
        match tier {
            Tier::Fair => None,
            Tier::Slips | Tier::AnySlip => starts(text)
                .filter_map(|s| misspelt(&text[s..], word, tier == Tier::AnySlip))
                .min()
                .map(|far| (MatchKind::Misspelt, -(far as i64))),
            Tier::Scattered => self
                .scattered(text, word)
                .map(|score| (MatchKind::Scattered, score)),
        }
    }

    /// The engine's score, where the letters begin at a word and do not lie too far apart to be meant.
    fn scattered(&self, text: &str, word: &str) -> Option<i64> {
        let first = word.chars().next()?;
        let letters = word.chars().count();
        if letters < 3
            || !in_order(text, word)
            || !starts(text).any(|s| text[s..].starts_with(first))
        {
            return None;
        }
        let score = self.engine.fuzzy_match(text, word)?;
        (score >= 14 * letters as i64).then_some(score)
    }
}

/// How a word fits a name without guessing. One letter is inside nearly everything; one digit is not.
fn fair(text: &str, word: &str) -> Option<MatchKind> {
    let telling = word.len() > 1 || word.starts_with(|c: char| c.is_ascii_digit());
    if begins_word(text, word) {
        Some(MatchKind::WordStart)
    } else if telling && initials(text, word) {
        Some(MatchKind::Initials)
    } else if telling && inside(text, word) {
        Some(MatchKind::Inside)
    } else {
        None
    }
}

/// Does `word` begin a word of the text? It may run on into the next ones.
fn begins_word(text: &str, word: &str) -> bool {
    starts(text).any(|s| run(&text[s..], word).is_some())
}

/// Does the text contain the word? Quicker than `contains` on texts as short as names.
fn inside(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut places = text.windows(word.len());
    places.any(|place| place[0] == word[0] && place == word)
}

/// Do the letters of `word` occur in this order?
fn in_order(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|c| rest.any(|t| t == c))
}
