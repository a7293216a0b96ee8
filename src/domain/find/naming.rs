//! Which product words *name*, and how. Ranking by likeness is for people who are still typing; a verdict
//! is spoken, and a deed done, only for what is named here. The rule is the office's own: nothing near is
//! ever taken for what was said.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde::Serialize;

use super::near::digits;
use super::plain::{mask, plain};
use super::{Finder, FinderProduct, MatchKind};
use crate::domain::product::ProductId;
use crate::domain::text::{fold, key};

/// A slip is forgiven only in names of so many letters: in shorter ones it makes another name.
const SLIPS_FROM: usize = 7;
/// Of words run together, one must be so long: an acronym may be somebody else's name.
const TELLING: usize = 3;
/// A name of more words than this is not abbreviated.
const MOST_WORDS: usize = 16;

/// How words name a product; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NamedBy {
    /// Its name today; case, accents, punctuation and spaces forgiven.
    Name,
    /// Another name of it, or the host of its web address.
    Alias,
    /// A name it had once.
    Former,
    /// Its number: in an outside catalogue, or `P-31` as the queue has it.
    Id,
    /// Words that begin every word of its name, in any order, and of no other product's: `acad khan`.
    Short,
    /// One letter swapped, dropped or doubled inside a long name, and nothing else is as near.
    Typo,
}

impl NamedBy {
    /// As JSON and tables have it.
    pub fn word(self) -> &'static str {
        match self {
            NamedBy::Name => "name",
            NamedBy::Alias => "alias",
            NamedBy::Former => "former",
            NamedBy::Id => "id",
            NamedBy::Short => "short",
            NamedBy::Typo => "typo",
        }
    }
}

/// A product that words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedProduct {
    /// The id of the product.
    pub id: ProductId,
    /// How they name it.
    pub by: NamedBy,
    /// The other or former name by which they do.
    pub alias: Option<String>,
}

/// Names offered where nothing is named.
const NEAREST: usize = 3;

/// Why words do not name one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Nothing is called so; the nearest names, nearest first.
    Nothing(Vec<String>),
    /// These products bear the same name.
    Several(Vec<ProductId>),
}

impl Unclear {
    /// What to do now: the nearest names, or the numbers by which to name one of them.
    pub fn hint(&self) -> Option<String> {
        match self {
            Unclear::Nothing(near) if near.is_empty() => None,
            Unclear::Nothing(near) => Some(format!("nearest: {}", near.join(", "))),
            Unclear::Several(ids) => {
                let numbers: Vec<String> = ids.iter().map(|id| format!("P-{id}")).collect();
                Some(format!("name it by its number: {}", numbers.join(", ")))
            }
        }
    }

    /// What is unclear, in a sentence without its end.
    pub fn told(&self, words: &str) -> String {
        let what = match self {
            Unclear::Nothing(_) => format!("no product is called `{words}`"),
            Unclear::Several(ids) => format!("{} products are called `{words}`", ids.len()),
        };
        match self.hint() {
            Some(hint) => format!("{what}; {hint}"),
            None => what,
        }
    }
}

/// Every name, folded: who bears it, and which of its names it is.
pub(super) type Keys = HashMap<String, Vec<(u32, u32)>>;

impl Finder {
    /// The products that these words name. More than one only where several bear the same name, of which those that
    /// spell it as it was typed, where there are any; or where several are at the same host. None: the words name nothing, and what is
    /// [`near`](Finder::near) is a guess.
    pub fn named(&self, words: &str) -> Vec<NamedProduct> {
        let sure = self.borne(words);
        if !sure.is_empty() {
            return sure;
        }
        if let Some(id) = self.numbered(words) {
            return vec![id];
        }
        let at_host = self.named_at(words);
        if !at_host.is_empty() {
            return at_host;
        }
        let text = plain(words);
        self.shortened(&text)
            .or_else(|| self.slipped(&text))
            .into_iter()
            .collect()
    }

    /// The one product that words name, for deeds and forms: these take no guess, so a slip is refused with
    /// the nearest names, as is what only looks like a name.
    pub fn the_one(&self, words: &str) -> Result<ProductId, Unclear> {
        match self.named(words)[..] {
            [NamedProduct { id, by, .. }] if by != NamedBy::Typo => Ok(id),
            [] | [_] => {
                let near = self.near(words, NEAREST).into_iter();
                Err(Unclear::Nothing(near.map(|near| near.name).collect()))
            }
            ref several => Err(Unclear::Several(several.iter().map(|n| n.id).collect())),
        }
    }

    /// As [`the_one`](Finder::the_one), where nobody asks why not: at each keystroke.
    pub fn sure_of(&self, words: &str) -> Option<ProductId> {
        match self.named(words)[..] {
            [NamedProduct { id, by, .. }] if by != NamedBy::Typo => Some(id),
            _ => None,
        }
    }

    /// The products of exactly this name, else those it is another name of.
    fn borne(&self, words: &str) -> Vec<NamedProduct> {
        let bearers = self.keys().get(&key(words));
        let bearers = bearers.map_or(&[][..], Vec::as_slice);
        let today = bearers.iter().any(|(_, form)| *form == 0);
        let mut borne: Vec<&(u32, u32)> = bearers
            .iter()
            .filter(|(_, form)| (*form == 0) == today)
            .collect();
        if borne.len() > 1 {
            let spelled = fold(words.trim());
            let same = |(place, form): &(u32, u32)| {
                fold(self.known[*place as usize].called(*form as usize)) == spelled
            };
            if borne.iter().any(|bearer| same(bearer)) {
                borne.retain(|bearer| same(bearer));
            }
        }
        borne.dedup_by_key(|(place, _)| *place);
        let named = borne.into_iter().map(|(place, form)| {
            let known = &self.known[*place as usize];
            known.named(*form as usize, None)
        });
        named.collect()
    }

    fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| {
            let mut keys = Keys::new();
            for (place, known) in self.known.iter().enumerate() {
                for form in 0..known.forms().len() {
                    let key = key(known.called(form));
                    if !key.is_empty() {
                        let bearers = keys.entry(key).or_default();
                        bearers.push((place as u32, form as u32));
                    }
                }
            }
            keys
        })
    }

    fn numbered(&self, words: &str) -> Option<NamedProduct> {
        let words = words.trim();
        let ours = words.strip_prefix("P-").or(words.strip_prefix("p-"));
        let ours = ours.and_then(|number| number.parse().ok().map(ProductId));
        let theirs = |number: &String| number.eq_ignore_ascii_case(words);
        let mut known = self
            .known
            .iter()
            .filter(|known| Some(known.id) == ours || known.numbers.iter().any(&theirs));
        let (first, second) = (known.next()?, known.next());
        second.is_none().then(|| first.named(0, Some(NamedBy::Id)))
    }

    /// The only product of which the words begin every word, none left over.
    fn shortened(&self, text: &str) -> Option<NamedProduct> {
        let bits = mask(text);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let mut only: Option<NamedProduct> = None;
        for known in &self.known {
            let mut forms = known.forms().enumerate();
            let fits = forms.find(|(_, number)| {
                self.forms[*number].mask & bits == bits && shortens(&words, self.form(*number))
            });
            if let Some((form, _)) = fits
                && only
                    .replace(known.named(form, Some(NamedBy::Short)))
                    .is_some()
            {
                return None;
            }
        }
        only
    }

    /// The only product one slip away, where no other is as near and none begins with these words.
    fn slipped(&self, text: &str) -> Option<NamedProduct> {
        let typed: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
        if typed.len() + 1 < SLIPS_FROM {
            return None;
        }
        let flat: String = typed.iter().collect();
        let mut near = self.known.iter().filter_map(|known| {
            let forms = known.forms().enumerate();
            let far = |number: usize| self.apart(number, &flat);
            let (form, _) = forms
                .filter(|(_, number)| far(*number) <= 1)
                .min_by_key(|(form, number)| (!self.slip(*number, &typed), *form))?;
            Some((known, form))
        });
        let (known, form) = near.next()?;
        let alone = near.next().is_none() && self.slip(known.forms().start + form, &typed);
        let begun = |id: ProductId| self.begun(text).iter().any(|other| *other != id);
        (alone && !begun(known.id)).then(|| known.named(form, Some(NamedBy::Typo)))
    }

    /// The products of which the words begin a word each.
    fn begun(&self, text: &str) -> Vec<ProductId> {
        let hits = self.search(text, usize::MAX).hits.into_iter();
        hits.take_while(|hit| hit.how <= MatchKind::WordStart)
            .map(|hit| hit.id)
            .collect()
    }

    fn slip(&self, form: usize, typed: &[char]) -> bool {
        let name: Vec<char> = self.form(form).chars().filter(|c| *c != ' ').collect();
        is_slip(&name, typed)
    }
}

impl<I: Copy + Ord + Hash> Finder<I> {
    /// How many letters this name is from one without spaces; more than one is counted as two.
    pub(super) fn apart(&self, form: usize, flat: &str) -> usize {
        // One letter swapped, dropped, doubled or another is at most two letters that one has and the other has not.
        if (self.forms[form].mask ^ mask(flat)).count_ones() > 2 {
            return 2;
        }
        let name = self.form(form).replace(' ', "");
        if name.len().abs_diff(flat.len()) > 4 {
            return 2;
        }
        strsim::osa_distance(&name, flat).min(2)
    }
}

impl FinderProduct<ProductId> {
    /// The name of this number; 0 is its name today.
    fn called(&self, form: usize) -> &str {
        form.checked_sub(1).map_or(&self.name, |n| &self.also[n])
    }

    /// That this name of it was said; how, unless it was said in full.
    fn named(&self, form: usize, by: Option<NamedBy>) -> NamedProduct {
        let whole = match form {
            0 => NamedBy::Name,
            n if n <= self.former as usize => NamedBy::Former,
            _ => NamedBy::Alias,
        };
        NamedProduct {
            id: self.id,
            by: by.unwrap_or(whole),
            alias: (form > 0).then(|| self.called(form).to_owned()),
        }
    }
}

/// Do these words shorten this name, both as the finder compares them?
pub(super) fn shortens_to(said: &str, name: &str) -> bool {
    let words: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    shortens(&words, name)
}

/// Does each of the words begin a word of the name, or several in a row, so that every word of the name
/// is begun? A name of one word is not shortened, one letter less at the end is another name, and so is
/// another number.
fn shortens(words: &[&str], name: &str) -> bool {
    let theirs: Vec<&str> = name.split(' ').collect();
    if theirs.len() < 2 || theirs.len() > MOST_WORDS || words.len() > theirs.len() {
        return false;
    }
    let whole = theirs.concat();
    let said = words.concat();
    let last = whole.chars().last().map_or(0, char::len_utf8);
    if said == whole[..whole.len() - last] || !digits(&said).eq(digits(&whole)) {
        return false;
    }
    let mut tried = HashSet::new();
    covers(words, &theirs, 0, &mut tried)
}

/// Can these words begin all the name's words that are not `begun` yet, a bit each?
fn covers(words: &[&str], theirs: &[&str], begun: u32, tried: &mut HashSet<(usize, u32)>) -> bool {
    let Some((word, rest)) = words.split_first() else {
        return begun.count_ones() as usize == theirs.len();
    };
    if !tried.insert((words.len(), begun)) {
        return false;
    }
    let mut ways = Vec::new();
    for at in 0..theirs.len() {
        let from_here = theirs[at..].concat();
        if from_here.starts_with(word) {
            // Read as it is written: `explorelearning` is no `explorelearnin` and `g`.
            let mut end = 0;
            let from = theirs[at..].iter().take_while(|their| {
                end += their.len();
                end < word.len() + their.len()
            });
            let bits = (1u32 << from.count()) - 1;
            if begun & bits << at == 0 {
                ways.push(begun | bits << at);
            }
            continue;
        }
        run_on(word, theirs, at, (begun, begun), (false, true), &mut ways);
    }
    ways.into_iter()
        .any(|begun| covers(rest, theirs, begun, tried))
}

/// The ways in which `word` begins the words of the name from this place on: what is begun then.
fn run_on(
    word: &str,
    theirs: &[&str],
    at: usize,
    (before, begun): (u32, u32),
    (telling, whole): (bool, bool),
    ways: &mut Vec<u32>,
) {
    let Some(their) = theirs.get(at).filter(|_| begun & 1 << at == 0) else {
        return;
    };
    let begun = begun | 1 << at;
    let mut letters = 0;
    for ((end, c), t) in word.char_indices().zip(their.chars()) {
        if c != t {
            return;
        }
        letters += 1;
        let rest = &word[end + c.len_utf8()..];
        let telling = telling || letters >= TELLING;
        let whole = whole && end + c.len_utf8() == their.len();
        if !rest.is_empty() {
            run_on(
                rest,
                theirs,
                at + 1,
                (before, begun),
                (telling, whole),
                ways,
            );
        } else if telling || whole || (begun ^ before).is_power_of_two() {
            ways.push(begun);
        }
    }
}

/// Is `typed` this name but for one letter swapped, dropped or doubled inside it? Digits are never a slip
/// (`Grade 10` is not `Grade 1`), nor is a letter more or less at either end.
fn is_slip(name: &[char], typed: &[char]) -> bool {
    let numbers = |text: &[char]| -> Vec<char> {
        text.iter().copied().filter(char::is_ascii_digit).collect()
    };
    if name.len() < SLIPS_FROM || numbers(name) != numbers(typed) {
        return false;
    }
    let at = name.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let rest = |text: &[char], from: usize| text.get(from..).map(<[char]>::to_vec);
    match typed.len() + 1 {
        short if short == name.len() => {
            at > 0 && at < typed.len() && rest(name, at + 1) == rest(typed, at)
        }
        same if same == name.len() + 1 => {
            let (a, b) = (name.get(at..at + 2), typed.get(at..at + 2));
            let swapped = matches!((a, b), (Some([a, b]), Some([c, d])) if a == d && b == c);
            swapped && rest(name, at + 2) == rest(typed, at + 2)
        }
        long if long == name.len() + 2 => {
            let doubled = at > 0 && typed.get(at) == typed.get(at - 1);
            at < name.len() && doubled && rest(name, at) == rest(typed, at + 1)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
