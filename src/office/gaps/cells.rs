//! A gap that is told, and the first of those that somebody asked for.

use crate::domain::standards::gap::GapScore;
use crate::domain::standards::reading::KeptGap;
use crate::office::query::standards::BoardOf;

/// One gap that is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct GapCell {
    /// The place of its reading.
    pub(super) reading: usize,
    pub(super) gap: KeptGap,
    pub(super) score: GapScore,
}

/// The first of the gaps that were asked for last: as many as somebody looks at, and some more.
pub(super) struct FirstCells {
    /// What was asked for, whichever rows.
    pub(super) of: BoardOf,
    /// How many there are in all.
    pub(super) fitting: usize,
    pub(super) cells: Vec<GapCell>,
}
