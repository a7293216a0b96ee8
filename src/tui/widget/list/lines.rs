//! Which lines of a list in bands a window shows: the heading of the band that its first row is of, then rows, with the
//! headings of further bands between them. Pure; the list remembers where its window begins.

use crate::office::lists::RowBand;

/// A line of a list, or the lines of one of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListLine {
    /// The heading of the band at this place.
    Heading(usize),
    /// The row at this place.
    Row(usize),
}

/// How a list in bands stands in lines.
pub(super) struct BandedLines<'b> {
    pub(super) bands: &'b [RowBand],
    /// So many lines has a row; a heading has one.
    pub(super) per_row: usize,
}

impl BandedLines<'_> {
    /// All of them.
    pub(super) fn count(&self) -> usize {
        self.bands.iter().map(|band| self.of(band)).sum()
    }

    fn of(&self, band: &RowBand) -> usize {
        1 + band.rows * self.per_row
    }

    /// The lines of a row.
    pub(super) fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        let (mut line, mut rows) = (0, 0);
        for band in self.bands {
            if row < rows + band.rows {
                line += 1 + (row - rows) * self.per_row;
                break;
            }
            line += self.of(band);
            rows += band.rows;
        }
        line..line + self.per_row
    }

    /// What a window shows that has so many lines below the heading at its top, and begins at this line.
    pub(super) fn window(&self, top: usize, room: usize) -> Vec<ListLine> {
        let mut shown = Vec::new();
        let (mut line, mut row, mut left) = (0, 0, room);
        for (nth, band) in self.bands.iter().enumerate() {
            if !shown.is_empty() && left > 0 {
                left -= 1;
                shown.push(ListLine::Heading(nth));
            }
            line += 1;
            let above = top.saturating_sub(line).div_ceil(self.per_row);
            let above = above.min(band.rows);
            let rows = (band.rows - above).min(left / self.per_row);
            if rows > 0 && shown.is_empty() {
                shown.push(ListLine::Heading(nth));
            }
            let from = row + above;
            shown.extend((from..from + rows).map(ListLine::Row));
            left -= rows * self.per_row;
            if above + rows < band.rows {
                break;
            }
            line += band.rows * self.per_row;
            row += band.rows;
        }
        shown
    }
}
