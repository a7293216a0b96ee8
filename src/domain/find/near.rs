//! Names that look alike: the nearest ones when nothing fits, and the likely twins an import reports.

use super::plain::{mask, plain};
use super::{Finder, Form};

/// From this likeness on, and with no more than one slip in six letters, two names are reported as
/// probably one product. They are never merged for that.
pub const TWINS: f64 = 0.92;

/// Below this likeness a name is no help to anybody.
const FAINT: f64 = 0.75;

/// A known name that is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The product.
    pub id: i64,
    /// The name of it that is like; a former one perhaps.
    pub name: String,
    /// Jaro-Winkler likeness of the two names, folded and without spaces: 1 is the same, [`TWINS`] is
    /// suspicious.
    pub likeness: f64,
}

/// What twins have in common and can be compared in a nanosecond: an import compares every new name
/// with every known one.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    /// Characters, spaces not counted.
    letters: u16,
    /// Equal where the digits are equal; seldom equal where they are not.
    digits: u32,
}

impl Outline {
    pub(super) fn of(plain: &str) -> Outline {
        let letters = plain.chars().filter(|c| *c != ' ').count();
        let mix = |sum: u32, c: char| sum.wrapping_mul(31).wrapping_add(u32::from(c));
        Outline {
            letters: u16::try_from(letters).unwrap_or(u16::MAX),
            digits: digits(plain).fold(0, mix),
        }
    }
}

impl Finder {
    /// The known names most like this one, most like first; products without a like name are left out.
    pub fn near(&self, name: &str, limit: usize) -> Vec<Near> {
        let wanted = plain(name).replace(' ', "");
        self.alike(
            limit,
            |_| true,
            |text| {
                let whole = strsim::jaro_winkler(&wanted, &text.replace(' ', ""));
                let word = text
                    .split(' ')
                    .map(|w| 0.95 * strsim::jaro_winkler(&wanted, w));
                Some(word.fold(whole, f64::max)).filter(|likeness| *likeness >= FAINT)
            },
        )
    }

    /// Known products whose name is probably a misspelling of this one, or this one of theirs: likeness
    /// of [`TWINS`] or more, at most one slip in six letters, and the same digits (`Grade 3` is not
    /// `Grade 4`). The same name is no twin: that is identity (`text::key`). Quick enough for each row
    /// of an import.
    pub fn twins(&self, name: &str) -> Vec<Near> {
        let wanted = plain(name).replace(' ', "");
        let (letters, outline) = (mask(&wanted), Outline::of(&wanted));
        let slips = (outline.letters / 6).max(1);
        let may = |form: &Form| {
            form.outline.digits == outline.digits
                && form.outline.letters.abs_diff(outline.letters) <= slips
                && (form.mask ^ letters).count_ones() <= 2 * u32::from(slips)
        };
        self.alike(usize::MAX, may, |text| {
            let text = text.replace(' ', "");
            if text == wanted || !digits(&text).eq(digits(&wanted)) {
                return None;
            }
            let likeness = strsim::jaro_winkler(&wanted, &text);
            let close =
                likeness >= TWINS && strsim::osa_distance(&wanted, &text) <= usize::from(slips);
            close.then_some(likeness)
        })
    }

    fn alike(
        &self,
        limit: usize,
        may: impl Fn(&Form) -> bool,
        likeness: impl Fn(&str) -> Option<f64>,
    ) -> Vec<Near> {
        let mut near = Vec::new();
        for known in &self.known {
            let names = std::iter::once(&known.name).chain(&known.also);
            let best = known
                .forms()
                .zip(names)
                .filter(|(n, _)| may(&self.forms[*n]))
                .filter_map(|(n, name)| Some((likeness(self.form(n))?, name)))
                .reduce(|a, b| if b.0 > a.0 { b } else { a });
            if let Some((likeness, name)) = best {
                near.push(Near {
                    id: known.id,
                    name: name.clone(),
                    likeness,
                });
            }
        }
        near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        near.truncate(limit);
        near
    }
}

fn digits(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(char::is_ascii_digit)
}
