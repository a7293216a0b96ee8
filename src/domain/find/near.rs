//! Names that look alike: the nearest ones when nothing fits, and the likely twins an import reports.

use std::collections::HashMap;
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
/// with every known one. They lie in order of length.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    /// Characters, spaces not counted.
    letters: u16,
    /// Equal where the digits are equal; seldom equal where they are not.
    digits: u32,
    /// How often each letter occurs, letters of one remainder together: a slip changes two at most.
    counts: [u8; 32],
    /// The product's place, and which of its names this is.
    place: (u32, u32),
}

impl Outline {
    fn of(plain: &str, place: (u32, u32)) -> Outline {
        let letters = plain.chars().filter(|c| *c != ' ').count();
        let mix = |sum: u32, c: char| sum.wrapping_mul(31).wrapping_add(u32::from(c));
        Outline {
            letters: u16::try_from(letters).unwrap_or(u16::MAX),
            digits: digits(plain).fold(0, mix),
            counts: plain
                .chars()
                .filter(|c| *c != ' ')
                .fold([0; 32], |mut counts, c| {
                    let count: &mut u8 = &mut counts[c as usize % 32];
                    *count = count.saturating_add(1);
                    counts
                }),
            place,
        }
    }

    /// In how many letters the two differ, spread over all places.
    fn apart(&self, other: &Outline) -> u32 {
        let pairs = self.counts.iter().zip(&other.counts);
        pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
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

    /// Known products whose name is probably a misspelling of this one, or this one of theirs: likeness
    /// of [`TWINS`] or more, at most one slip in six letters, and the same digits (`Grade 3` is not
    /// `Grade 4`). The same name is no twin: that is identity (`text::key`). Quick enough for each row
    /// of an import.
    pub fn twins(&self, name: &str) -> Vec<Near<I>> {
        let wanted = plain(name).replace(' ', "");
        let mine = Outline::of(&wanted, (0, 0));
        let slips = (mine.letters / 6).max(1);
        let outlines = self.outlines.get_or_init(|| self.outlines());
        let from = outlines.partition_point(|o| o.letters < mine.letters.saturating_sub(slips));
        let may = |o: &&Outline| o.digits == mine.digits && o.apart(&mine) <= 2 * u32::from(slips);
        let near_length = outlines[from..]
            .iter()
            .take_while(|o| o.letters <= mine.letters.saturating_add(slips));
        let mut twins: Vec<(u32, u32, f64)> = Vec::new();
        for outline in near_length.filter(may) {
            let (place, name) = outline.place;
            let form = self.known[place as usize].first_form + name;
            let text = self.form(form as usize).replace(' ', "");
            if text == wanted || !digits(&text).eq(digits(&wanted)) {
                continue;
            }
            let likeness = strsim::jaro_winkler(&wanted, &text);
            if likeness >= TWINS && strsim::osa_distance(&wanted, &text) <= usize::from(slips) {
                twins.push((place, name, likeness));
            }
        }
        // Of one product only the name most like; the products most like first.
        twins.sort_by(|a, b| {
            (a.0.cmp(&b.0))
                .then(b.2.total_cmp(&a.2))
                .then(a.1.cmp(&b.1))
        });
        twins.dedup_by_key(|twin| twin.0);
        twins.sort_by(|a, b| b.2.total_cmp(&a.2));
        let near = |(place, name, likeness)| self.likely(place as usize, name as usize, likeness);
        twins.into_iter().map(near).collect()
    }

    fn outlines(&self) -> Vec<Outline> {
        let mut outlines = Vec::with_capacity(self.forms.len());
        for (place, known) in self.known.iter().enumerate() {
            for (name, form) in known.forms().enumerate() {
                outlines.push(Outline::of(self.form(form), (place as u32, name as u32)));
            }
        }
        outlines.sort_by_key(|o| o.letters);
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
