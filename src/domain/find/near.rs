//! Names that look alike: the nearest ones when nothing fits, and the likely twins an import reports.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::plain::plain;
use super::{Finder, MatchKind};
use crate::domain::product::ProductId;

/// From this likeness on, and with no more than one slip in six letters, two names are reported as
/// probably one product. They are never merged for that.
pub const TWINS: f64 = 0.92;

/// Below this likeness a name is no help to anybody.
const FAINT: f64 = 0.75;

/// A known name that is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Near<I = ProductId> {
    /// The id of the product.
    pub id: I,
    /// The name of it that is like; a former one perhaps.
    pub name: String,
    /// Jaro-Winkler likeness of the two names, folded and without spaces: 1 is the same, [`TWINS`] is
    /// suspicious.
    pub likeness: f64,
}

/// What twins have in common and can be compared in a nanosecond: an import compares every new name
/// with every other of the same digits.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    /// Characters, spaces not counted.
    letters: u16,
    /// How often each letter occurs, letters of one remainder together: a slip changes two at most.
    counts: [u8; 32],
    /// The product's place, and which of its names this is.
    place: (u32, u32),
}

impl Outline {
    /// Of a plain name without its spaces.
    fn of(text: &str, place: (u32, u32)) -> Outline {
        let mut counts = [0_u8; 32];
        let mut letters = 0_u16;
        for c in text.chars() {
            let count = &mut counts[c as usize % 32];
            *count = count.saturating_add(1);
            letters = letters.saturating_add(1);
        }
        Outline {
            letters,
            counts,
            place,
        }
    }

    /// In how many letters the two differ, spread over all places.
    fn apart(&self, other: &Outline) -> u32 {
        let pairs = self.counts.iter().zip(&other.counts);
        pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
    }
}

/// The outlines of names by their digits, which twins have in common.
pub(super) type Outlines = HashMap<String, Vec<Outline>>;

/// A name whose twins are looked for: likeness of [`TWINS`] or more, at most one slip in six letters, and the same
/// digits (`Grade 3` is not `Grade 4`). The same name is no twin: that is identity (`text::key`).
struct SoughtTwin {
    text: String,
    outline: Outline,
    slips: u16,
}

impl SoughtTwin {
    fn of(name: &str) -> SoughtTwin {
        let text = plain(name).replace(' ', "");
        let outline = Outline::of(&text, (0, 0));
        SoughtTwin {
            slips: (outline.letters / 6).max(1),
            outline,
            text,
        }
    }

    fn digits(&self) -> String {
        digits(&self.text).collect()
    }

    /// Can a name of this outline and of the same digits be a twin?
    fn may(&self, other: &Outline) -> bool {
        self.outline.letters.abs_diff(other.letters) <= self.slips
            && self.outline.apart(other) <= 2 * u32::from(self.slips)
    }

    /// No name of this outline is liker: all letters that the two have in common in their order, the first four alike.
    fn at_most(&self, other: &Outline) -> f64 {
        let (mine, theirs) = (f64::from(self.outline.letters), f64::from(other.letters));
        let common = (mine + theirs - f64::from(self.outline.apart(other))) / 2.0;
        let jaro = (common / mine + common / theirs + 1.0) / 3.0;
        jaro + 0.1 * 4.0 * (1.0 - jaro)
    }

    /// How like this name is, which [`may`](SoughtTwin::may) be a twin, where it is one.
    fn likeness(&self, text: &str) -> Option<f64> {
        if text == self.text {
            return None;
        }
        let likeness = strsim::jaro_winkler(&self.text, text);
        let is_twin =
            likeness >= TWINS && strsim::osa_distance(&self.text, text) <= usize::from(self.slips);
        is_twin.then_some(likeness)
    }
}

/// Names in the order in which they came, of which one may be the twin of one that comes next.
pub struct NamesSoFar<I> {
    outlines: Outlines,
    /// Each name by the place in its outline, and as it is compared.
    names: Vec<(I, String, String)>,
    texts: HashSet<String>,
}

impl<I> Default for NamesSoFar<I> {
    fn default() -> NamesSoFar<I> {
        NamesSoFar {
            outlines: Outlines::default(),
            names: Vec::new(),
            texts: HashSet::new(),
        }
    }
}

impl<I> NamesSoFar<I> {
    /// The first of the names that is a twin of this one, which comes next.
    pub fn first_twin(&mut self, id: I, name: String) -> Option<(&I, &str)> {
        let sought = SoughtTwin::of(&name);
        let outlines = self.outlines.entry(sought.digits()).or_default();
        let may = outlines.iter().filter(|outline| sought.may(outline));
        let mut may = may.map(|outline| outline.place.0 as usize);
        let twin = may.find(|at| sought.likeness(&self.names[*at].2).is_some());
        if self.texts.insert(sought.text.clone()) {
            let place = (self.names.len() as u32, 0);
            outlines.push(Outline {
                place,
                ..sought.outline
            });
            self.names.push((id, name, sought.text));
        }
        let (id, name, _) = &self.names[twin?];
        Some((id, name))
    }
}

impl<I: Copy + Ord + Hash> Finder<I> {
    /// The known names nearest to these words, nearest first: those one slip away, those they begin, those
    /// they misspell, those that look like them, and what else fits. Products without a like name are left
    /// out. Each is a guess.
    pub fn near(&self, words: &str, limit: usize) -> Vec<Near<I>> {
        let wanted = plain(words).replace(' ', "");
        if wanted.is_empty() {
            return Vec::new();
        }
        let fits = self.search(words, self.len()).hits;
        let fits: HashMap<I, MatchKind> = fits.into_iter().map(|hit| (hit.id, hit.how)).collect();
        let mut near = Vec::new();
        for (place, known) in self.known.iter().enumerate() {
            let names = known.forms().map(|form| {
                let text = self.form(form);
                (self.apart(form, &wanted), likeness(text, &wanted))
            });
            let (name, (apart, likeness)) = names
                .enumerate()
                .min_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))
                .unwrap_or_default();
            let rank = match fits.get(&known.id) {
                _ if apart <= 1 => 0,
                Some(how) if *how <= MatchKind::Initials => 1,
                Some(MatchKind::Misspelt) => 2,
                _ if likeness >= FAINT => 3,
                Some(_) => 4,
                None => continue,
            };
            near.push((rank, self.likely(place, name, likeness)));
        }
        near.sort_by(|(a, x), (b, y)| {
            let like = y.likeness.total_cmp(&x.likeness);
            (a.cmp(b)).then(like).then(x.name.len().cmp(&y.name.len()))
        });
        let near = near.into_iter().map(|(_, near)| near);
        near.take(limit).collect()
    }

    /// The known product whose name is most probably a misspelling of this one, or this one of its; nobody's where
    /// none is. Of those that are as like the first. Quick enough for each row of an import.
    pub fn twin(&self, name: &str) -> Option<Near<I>> {
        let sought = SoughtTwin::of(name);
        let outlines = self.outlines.get_or_init(|| self.outlines());
        let outlines = outlines.get(&sought.digits())?;
        let shortest = sought.outline.letters.saturating_sub(sought.slips);
        let from = outlines.partition_point(|o| o.letters < shortest);
        let longest = sought.outline.letters.saturating_add(sought.slips);
        let near_length = outlines[from..].iter().take_while(|o| o.letters <= longest);
        let mut best: Option<(f64, (u32, u32))> = None;
        for outline in near_length.filter(|outline| sought.may(outline)) {
            let better = |likeness: f64| {
                best.is_none_or(|(most, first)| {
                    likeness > most || (likeness.total_cmp(&most).is_eq() && outline.place < first)
                })
            };
            if !better(sought.at_most(outline)) {
                continue;
            }
            let (place, name) = outline.place;
            let form = self.known[place as usize].first_form + name;
            let likeness = sought.likeness(&self.form(form as usize).replace(' ', ""));
            if let Some(likeness) = likeness.filter(|likeness| better(*likeness)) {
                best = Some((likeness, outline.place));
            }
        }
        let (likeness, (place, name)) = best?;
        Some(self.likely(place as usize, name as usize, likeness))
    }

    fn outlines(&self) -> Outlines {
        let mut outlines = Outlines::new();
        for (place, known) in self.known.iter().enumerate() {
            for (name, form) in known.forms().enumerate() {
                let text = self.form(form).replace(' ', "");
                let of_digits = outlines.entry(digits(&text).collect()).or_default();
                of_digits.push(Outline::of(&text, (place as u32, name as u32)));
            }
        }
        for of_digits in outlines.values_mut() {
            of_digits.sort_by_key(|o| o.letters);
        }
        outlines
    }

    /// The name of the product at this place that was found to be like.
    fn likely(&self, place: usize, name: usize, likeness: f64) -> Near<I> {
        let known = &self.known[place];
        Near {
            id: known.id,
            name: name
                .checked_sub(1)
                .map_or(&known.name, |n| &known.also[n])
                .clone(),
            likeness,
        }
    }
}

/// How like a plain name is to letters without spaces: as a whole, or a word of it.
fn likeness(text: &str, wanted: &str) -> f64 {
    let whole = strsim::jaro_winkler(wanted, &text.replace(' ', ""));
    let words = text.split(' ');
    let word = words.map(|word| 0.95 * strsim::jaro_winkler(wanted, word));
    word.fold(whole, f64::max)
}

pub(super) fn digits(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(char::is_ascii_digit)
}
