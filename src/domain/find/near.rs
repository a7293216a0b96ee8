//! Names that look alike: the nearest ones when nothing fits, and the likely twins an import reports.

use super::Finder;
use super::plain::{mask, plain};

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

impl Finder {
    /// The known names most like this one, most like first; products without a like name are left out.
    pub fn near(&self, name: &str, limit: usize) -> Vec<Near> {
        let wanted = plain(name).replace(' ', "");
        self.alike(limit, |text, _| {
            let whole = strsim::jaro_winkler(&wanted, &text.replace(' ', ""));
            let word = text
                .split(' ')
                .map(|w| 0.95 * strsim::jaro_winkler(&wanted, w));
            Some(word.fold(whole, f64::max)).filter(|likeness| *likeness >= FAINT)
        })
    }

    /// Known products whose name is probably a misspelling of this one, or this one of theirs: likeness
    /// of [`TWINS`] or more, at most one slip in six letters, and the same digits (`Grade 3` is not
    /// `Grade 4`). The same name is no twin: that is identity (`text::key`). Quick enough for each row
    /// of an import.
    pub fn twins(&self, name: &str) -> Vec<Near> {
        let wanted = plain(name).replace(' ', "");
        let letters = mask(&wanted);
        let length = wanted.chars().count();
        let slips = (length / 6).max(1);
        self.alike(usize::MAX, |text, bits| {
            if (bits ^ letters).count_ones() as usize > 2 * slips
                || text.len() + slips < wanted.len()
            {
                return None;
            }
            let text = text.replace(' ', "");
            let same_digits = digits(&text).eq(digits(&wanted));
            if text == wanted || !same_digits || text.chars().count().abs_diff(length) > slips {
                return None;
            }
            let likeness = strsim::jaro_winkler(&wanted, &text);
            let close = likeness >= TWINS && strsim::osa_distance(&wanted, &text) <= slips;
            close.then_some(likeness)
        })
    }

    fn alike(&self, limit: usize, likeness: impl Fn(&str, u64) -> Option<f64>) -> Vec<Near> {
        let mut near = Vec::new();
        for known in &self.known {
            let names = std::iter::once(&known.name).chain(&known.also);
            let best = known
                .forms()
                .zip(names)
                .filter_map(|(n, name)| Some((likeness(self.form(n), self.forms[n].mask)?, name)))
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
