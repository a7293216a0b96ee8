//! How much a gap wants: the fewest pupils who are below, by the weight of the standard, by how far what may be
//! used there leaves it open. Integers all the way, so that every figure can be done again by hand.

use std::cmp::Reverse;
use std::fmt;

use super::bands::{GroupBands, ShareBand};
use super::coverage::CoverState;
use crate::domain::record::words;

/// A score in tenths: 216 is 21.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tenths(pub u64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.0 / 10, self.0 % 10))
    }
}

/// How a gap comes to its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GapScore {
    /// The fewest pupils who are below.
    pub below: u32,
    /// What the standard weighs: 3 priority, 2 usual, 1 supporting.
    pub weight: u32,
    /// How far it is covered there.
    pub state: CoverState,
}

impl GapScore {
    /// The score of what is told of a group in a standard of this weight, covered so far.
    pub fn of(bands: GroupBands, weight: u32, state: CoverState) -> GapScore {
        GapScore {
            below: bands.below_at_least(),
            weight,
            state,
        }
    }

    /// Pupils below, times the weight of the standard.
    pub fn need(self) -> u64 {
        u64::from(self.below) * u64::from(self.weight)
    }

    /// The need that is left open. Exact in tenths, as a state leaves whole tens of percents open.
    pub fn score(self) -> Tenths {
        Tenths(self.need() * u64::from(self.state.open_percent()) / 10)
    }

    /// Does it belong among the holes?
    pub fn is_hole(self) -> bool {
        self.score() > Tenths(0)
    }

    /// What the score loses if the standard were covered so there.
    pub fn closes(self, state: CoverState) -> Tenths {
        let then = GapScore {
            state: self.state.min(state),
            ..self
        };
        Tenths(self.score().0 - then.score().0)
    }

    /// Orders holes: the highest score first, then the heaviest standard, then by code.
    pub fn order(self, code: &str) -> (Reverse<Tenths>, Reverse<u32>, &str) {
        (Reverse(self.score()), Reverse(self.weight), code)
    }
}

words! {
    /// How a group that was routed stands at the next window. Of the group, never of a pupil, and nothing is said
    /// of why.
    BandChange {
        /// A lower band of those below.
        Better = "better",
        /// The same band.
        Same = "same",
        /// A higher band of those below.
        Worse = "worse",
    }
}

impl BandChange {
    /// From the share that was below in the window of the route to the share in a later one.
    pub fn between(then: ShareBand, now: ShareBand) -> BandChange {
        match now.cmp(&then) {
            std::cmp::Ordering::Less => BandChange::Better,
            std::cmp::Ordering::Equal => BandChange::Same,
            std::cmp::Ordering::Greater => BandChange::Worse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bands::LeastGroup;
    use super::*;

    fn scored(pupils: u32, below: u32, weight: u32, open: u32) -> Option<GapScore> {
        let bands = GroupBands::of(pupils, below, LeastGroup::USUAL)?;
        let states = CoverState::ALL.iter().copied();
        let state = states
            .into_iter()
            .find(|s| s.open_percent() == open)
            .unwrap();
        Some(GapScore::of(bands, weight, state))
    }

    #[test]
    fn a_score_is_the_need_that_is_left_open() {
        for (name, pupils, below, weight, open, need, score) in [
            ("T1", 84, 37, 3, 100, 60, "60.0"),
            ("T2", 28, 19, 2, 60, 24, "14.4"),
            ("T4", 10, 2, 2, 30, 4, "1.2"),
            ("T5", 40, 39, 2, 10, 38, "3.8"),
            ("T6", 20, 19, 2, 100, 32, "32.0"),
            ("T7", 1000, 951, 1, 100, 475, "475.0"),
            ("T8", 19, 11, 2, 60, 8, "4.8"),
            ("T9", 20, 12, 2, 60, 24, "14.4"),
            ("T10", 12, 0, 3, 100, 0, "0.0"),
            ("by hand", 28, 19, 3, 60, 36, "21.6"),
        ] {
            let found = scored(pupils, below, weight, open).unwrap();
            assert_eq!(found.need(), need, "{name}");
            assert_eq!(found.score().to_string(), score, "{name}");
            assert_eq!(found.is_hole(), score != "0.0", "{name}");
        }
        assert_eq!(scored(9, 9, 3, 100), None, "T3");
    }

    #[test]
    fn a_verification_closes_what_it_leaves_less_open() {
        let claimed = scored(28, 19, 3, 60).unwrap();
        assert_eq!(claimed.closes(CoverState::Usable).to_string(), "21.6");
        assert_eq!(claimed.closes(CoverState::Short).to_string(), "18.0");
        assert_eq!(claimed.closes(CoverState::Nothing).to_string(), "0.0");
    }

    #[test]
    fn holes_stand_by_score_then_weight_then_code() {
        // 20 pupils, all below, is at least 19: three times that open in full, in 60 %, twice it in 60 %.
        let most = scored(20, 20, 3, 100).unwrap();
        let heavy = GapScore {
            below: 2,
            weight: 3,
            state: CoverState::Nothing,
        };
        let light = GapScore {
            below: 3,
            weight: 2,
            state: CoverState::Nothing,
        };
        let mut found = [(light, "A"), (heavy, "C"), (heavy, "B"), (most, "Z")];
        found.sort_by(|a, b| a.0.order(a.1).cmp(&b.0.order(b.1)));
        assert_eq!(found.map(|(_, code)| code), ["Z", "B", "C", "A"]);
    }

    #[test]
    fn a_group_moves_by_bands() {
        assert_eq!(
            BandChange::between(ShareBand::From60, ShareBand::From40),
            BandChange::Better
        );
        assert_eq!(
            BandChange::between(ShareBand::From60, ShareBand::From60),
            BandChange::Same
        );
        assert_eq!(
            BandChange::between(ShareBand::From80, ShareBand::Over95),
            BandChange::Worse
        );
    }
}
