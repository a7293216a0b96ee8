//! The sizes of window at which a screen is drawn to show that no size breaks it.

use super::length;

/// The widest and the tallest window that is tried.
const LARGEST: (u16, u16) = (200, 60);
/// The sizes the screens are made for and have their pictures at, and the largest.
const USUAL: [(u16, u16); 6] = [(80, 24), (80, 22), (60, 18), (100, 30), (140, 40), LARGEST];
/// Widths from which on something is laid out otherwise.
const WIDTHS: [u16; 5] = [60, 80, 100, 120, 130];
/// Heights from which on something is laid out otherwise.
const HEIGHTS: [u16; 7] = [3, 8, 12, 18, 22, 32, 36];
/// Of the 12,000 others every so-manieth, counted through all heights of a width and on to the next width. Both numbers
/// are primes that divide neither side, so that every height has its turn.
const EVERY: usize = 199;
/// The same where `HALLPASS_LONG` is set.
const EVERY_AT_LENGTH: usize = 7;

/// The corners, the usual sizes, both sides of each edge of the layout, and a sample of all others.
pub fn sizes() -> Vec<(u16, u16)> {
    let (widest, tallest) = LARGEST;
    let mut sizes = vec![(1, 1), (widest, 1), (1, tallest)];
    sizes.extend(USUAL);
    for width in WIDTHS.into_iter().flat_map(|edge| [edge - 1, edge]) {
        sizes.extend([1, 24, tallest].map(|height| (width, height)));
    }
    for height in HEIGHTS.into_iter().flat_map(|edge| [edge - 1, edge]) {
        sizes.extend([1, 80, 140].map(|width| (width, height)));
    }
    let every = length::times(EVERY, EVERY_AT_LENGTH);
    let all = (1..=widest).flat_map(|width| (1..=tallest).map(move |height| (width, height)));
    sizes.extend(all.step_by(every));
    sizes
}
