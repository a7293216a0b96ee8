//! The bands of a list: rows that belong together and stand one after the other, below a heading of their own.

use super::ListColumns;

/// How rows of an order fall into bands.
pub(super) struct Bands<R: 'static> {
    /// What stands above those that this row is one of.
    pub(super) heading: fn(&R) -> String,
    /// What is told of them beside how many they are; nothing where that is all.
    pub(super) told: fn(&[&R]) -> String,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowBand {
    /// The word at the head of its heading that stands out; usually none.
    pub alarm: &'static str,
    /// What they have in common.
    pub heading: String,
    /// How many they are, and what is told of them: `12, 3 late`.
    pub told: String,
    /// So many.
    pub rows: usize,
}

impl RowBand {
    /// So many rows below this heading, and what is told of them.
    pub fn new(heading: String, rows: usize, told: &str) -> RowBand {
        let between = if told.is_empty() { "" } else { ", " };
        RowBand {
            alarm: "",
            heading,
            told: format!("{rows}{between}{told}"),
            rows,
        }
    }
}

impl<R> ListColumns<R> {
    /// The bands that rows fall into which stand in the order of this letter; none in an order that has none.
    pub fn bands(&self, rows: &[&R], letter: char) -> Vec<RowBand> {
        let sort = self.sorts.iter().find(|sort| sort.letter == letter);
        let Some(bands) = sort.and_then(|sort| sort.bands.as_ref()) else {
            return Vec::new();
        };
        let alike = rows.chunk_by(|a, b| (bands.heading)(a) == (bands.heading)(b));
        let band = |rows: &[&R]| {
            let heading = rows.first().map(|row| (bands.heading)(row));
            RowBand::new(heading.unwrap_or_default(), rows.len(), &(bands.told)(rows))
        };
        alike.map(band).collect()
    }
}
