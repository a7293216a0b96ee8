//! How much of a catalogue the finder brings into sight after a few letters.

use hallpass::domain::find::{Finder, FinderEntry};

/// Rows of the finder at 80x24.
pub const ROWS: usize = 12;

/// The share of names on screen after so many letters of their own, in percent.
pub fn seen_after(letters: usize, entries: &[FinderEntry]) -> f64 {
    let finder = Finder::new(entries.to_vec());
    let seen = entries.iter().filter(|entry| {
        let letters_of_name = entry.name.chars().filter(|c| c.is_alphanumeric());
        let typed: String = letters_of_name.take(letters).collect();
        let found = finder.search(&typed, ROWS);
        found.hits.iter().any(|hit| hit.id == entry.id)
    });
    100.0 * seen.count() as f64 / entries.len() as f64
}
