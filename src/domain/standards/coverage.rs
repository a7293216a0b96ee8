//! How far a standard is covered at a school in a grade, by the best of what may be used there, and what that comes to
//! for a school.

use super::matching::{MatchWay, Trust};
use crate::domain::counted::percent;
use crate::domain::ownership::TRAINED_ENOUGH;
use crate::domain::record::words;
use crate::domain::status::Verdict;

words! {
    /// How far a standard is covered at a school in a grade, best first.
    CoverState {
        /// Something verified may be used today, with seats for those below and people who are trained.
        Usable = "usable",
        /// The same, but seats or trained people are too few.
        Short = "short",
        /// Verified, but not bought there, full, or not switched on.
        Blocked = "blocked",
        /// What may be used there only claims it, or is wider.
        Claimed = "claimed",
        /// Nothing that may be used there.
        Nothing = "nothing",
    }
}

impl CoverState {
    /// How much of the need is left open, in percent.
    pub fn open_percent(self) -> u32 {
        match self {
            CoverState::Usable => 0,
            CoverState::Short => 10,
            CoverState::Blocked => 30,
            CoverState::Claimed => 60,
            CoverState::Nothing => 100,
        }
    }

    /// Does the standard count as covered in the coverage of a school?
    pub fn is_covered(self) -> bool {
        matches!(self, CoverState::Usable | CoverState::Short)
    }
}

/// The seats of a product that are free at a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeatsLeft {
    /// Everybody there may use it.
    NoLimit,
    /// So many are free.
    Free(u32),
    /// It has seats, and nobody counted those in use: they are not taken for enough.
    NotCounted,
}

impl SeatsLeft {
    /// Are there surely seats for so many?
    pub fn cover(self, pupils: u32) -> bool {
        match self {
            SeatsLeft::NoLimit => true,
            SeatsLeft::Free(free) => free >= pupils,
            SeatsLeft::NotCounted => false,
        }
    }
}

/// What a product is for one standard at one school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverOffer {
    /// What the resolver answers for it there today.
    pub verdict: Verdict,
    /// How it comes from the standard to what the product is aligned to.
    pub way: MatchWay,
    /// How far that is trusted.
    pub trust: Trust,
    /// Seats free there.
    pub seats: SeatsLeft,
    /// Which share of its people there is trained, in percent; none where no training is recorded.
    pub trained: Option<u32>,
}

impl CoverOffer {
    /// How far it covers the standard there for so many pupils; none where it may not be used there, or is only related
    /// to the standard.
    pub fn state(&self, below: u32) -> Option<CoverState> {
        self.state_if(self.trust, below)
    }

    /// The same, if a person verified what it claims.
    pub fn state_if_verified(&self, below: u32) -> Option<CoverState> {
        self.state_if(self.way.at_most(Trust::Verified)?, below)
    }

    fn state_if(&self, trust: Trust, below: u32) -> Option<CoverState> {
        let fit = is_approved(self.verdict).then(|| self.way.at_most(trust))??;
        if fit != Trust::Verified {
            return Some(CoverState::Claimed);
        }
        if !says_yes(self.verdict) {
            return Some(CoverState::Blocked);
        }
        let trained = self
            .trained
            .is_none_or(|percent| i64::from(percent) >= TRAINED_ENOUGH);
        Some(if trained && self.seats.cover(below) {
            CoverState::Usable
        } else {
            CoverState::Short
        })
    }
}

/// How far all of these cover a standard for so many pupils.
pub fn best_state<'o>(offers: impl IntoIterator<Item = &'o CoverOffer>, below: u32) -> CoverState {
    let states = offers.into_iter().filter_map(|offer| offer.state(below));
    states.min().unwrap_or(CoverState::Nothing)
}

/// Is it approved there, whether or not something is still missing? Whatever is not is not seen there at all.
pub fn is_approved(verdict: Verdict) -> bool {
    let missing = matches!(
        verdict,
        Verdict::NeedsSetup | Verdict::LicenceFull | Verdict::ApprovedNoLicence
    );
    says_yes(verdict) || missing
}

/// May it be used there today?
pub fn says_yes(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Yes | Verdict::YesUntil | Verdict::YesIf)
}

/// The coverage of a school, or of one grade of it: how many of its standards are in which state. A standard of
/// several grades counts once in each that the school has, so that grades add up to their school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverCount {
    /// In each state, in the order of [`CoverState::ALL`].
    counts: [u32; 5],
}

impl CoverCount {
    /// Counts one standard that is not waived.
    pub fn add(&mut self, state: CoverState) {
        self.counts[state as usize] += 1;
    }

    /// Counts so many of one state.
    pub fn add_many(&mut self, state: CoverState, standards: u32) {
        self.counts[state as usize] += standards;
    }

    /// Adds what was counted elsewhere.
    pub fn add_all(&mut self, other: CoverCount) {
        let pairs = self.counts.iter_mut().zip(other.counts);
        pairs.for_each(|(mine, theirs)| *mine += theirs);
    }

    /// How many are in this state.
    pub fn of(&self, state: CoverState) -> u32 {
        self.counts[state as usize]
    }

    /// All that are not waived.
    pub fn all(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Those that are usable or short.
    pub fn covered(&self) -> u32 {
        let states = CoverState::ALL.iter().filter(|state| state.is_covered());
        states.map(|state| self.of(*state)).sum()
    }

    /// Covered of all in whole percent, to the nearest; none where there is no standard.
    pub fn percent(&self) -> Option<u32> {
        let nearest = percent(self.covered().into(), self.all().into())?;
        u32::try_from(nearest).ok()
    }
}

impl FromIterator<CoverState> for CoverCount {
    fn from_iter<I: IntoIterator<Item = CoverState>>(states: I) -> CoverCount {
        let mut count = CoverCount::default();
        states.into_iter().for_each(|state| count.add(state));
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(verdict: Verdict, trust: Trust) -> CoverOffer {
        CoverOffer {
            verdict,
            way: MatchWay::Same,
            trust,
            seats: SeatsLeft::Free(66),
            trained: Some(88),
        }
    }

    #[test]
    fn a_product_covers_what_its_verdict_proof_seats_and_training_allow() {
        let yes = offer(Verdict::Yes, Trust::Verified);
        let state = |offer: CoverOffer| offer.state(12);
        for verdict in [Verdict::Yes, Verdict::YesUntil, Verdict::YesIf] {
            assert_eq!(
                state(CoverOffer { verdict, ..yes }),
                Some(CoverState::Usable)
            );
        }
        for verdict in [
            Verdict::NeedsSetup,
            Verdict::LicenceFull,
            Verdict::ApprovedNoLicence,
        ] {
            assert_eq!(
                state(CoverOffer { verdict, ..yes }),
                Some(CoverState::Blocked)
            );
            let claimed = CoverOffer {
                verdict,
                trust: Trust::Claimed,
                ..yes
            };
            assert_eq!(state(claimed), Some(CoverState::Claimed));
        }
        for verdict in [
            Verdict::NotListed,
            Verdict::Stop,
            Verdict::InReview,
            Verdict::NotReviewed,
            Verdict::NotForScope,
            Verdict::WontRun,
        ] {
            assert_eq!(state(CoverOffer { verdict, ..yes }), None, "{verdict:?}");
        }
        let seats = |seats| state(CoverOffer { seats, ..yes });
        assert_eq!(seats(SeatsLeft::Free(12)), Some(CoverState::Usable));
        assert_eq!(seats(SeatsLeft::Free(11)), Some(CoverState::Short));
        assert_eq!(seats(SeatsLeft::NotCounted), Some(CoverState::Short));
        assert_eq!(seats(SeatsLeft::NoLimit), Some(CoverState::Usable));
        let trained = |trained| state(CoverOffer { trained, ..yes });
        assert_eq!(trained(Some(80)), Some(CoverState::Usable));
        assert_eq!(trained(Some(79)), Some(CoverState::Short));
        assert_eq!(trained(None), Some(CoverState::Usable));
        for trust in [Trust::Claimed, Trust::Recheck] {
            assert_eq!(
                state(CoverOffer { trust, ..yes }),
                Some(CoverState::Claimed)
            );
        }
        for way in [
            MatchWay::SameTwoSteps,
            MatchWay::Wider,
            MatchWay::Newer,
            MatchWay::Older,
        ] {
            assert_eq!(
                state(CoverOffer { way, ..yes }),
                Some(CoverState::Claimed),
                "{way:?}"
            );
        }
        for way in [MatchWay::Related, MatchWay::Before] {
            assert_eq!(state(CoverOffer { way, ..yes }), None, "{way:?}");
        }
    }

    #[test]
    fn the_best_of_what_is_there_counts() {
        let claimed = offer(Verdict::Yes, Trust::Claimed);
        let blocked = offer(Verdict::LicenceFull, Trust::Verified);
        assert_eq!(best_state(&[claimed, blocked], 12), CoverState::Blocked);
        assert_eq!(best_state(&[claimed], 12), CoverState::Claimed);
        assert_eq!(
            best_state(&[offer(Verdict::Stop, Trust::Verified)], 12),
            CoverState::Nothing
        );
        assert_eq!(best_state([], 12), CoverState::Nothing);
        // Verified it would be usable, by the hand example: 66 seats, 88 % trained.
        assert_eq!(claimed.state_if_verified(12), Some(CoverState::Usable));
        let wider = CoverOffer {
            way: MatchWay::Wider,
            ..claimed
        };
        assert_eq!(wider.state_if_verified(12), Some(CoverState::Claimed));
    }

    #[test]
    fn grades_add_up_to_their_school() {
        use CoverState::{Blocked, Claimed, Nothing, Short, Usable};
        let third: CoverCount = [Usable, Short, Nothing].into_iter().collect();
        let fourth: CoverCount = [Usable, Blocked, Claimed, Nothing].into_iter().collect();
        assert_eq!(
            (third.covered(), third.all(), third.percent()),
            (2, 3, Some(67))
        );
        assert_eq!(
            (fourth.covered(), fourth.all(), fourth.percent()),
            (1, 4, Some(25))
        );
        let mut school = third;
        school.add_all(fourth);
        assert_eq!(
            (school.covered(), school.all(), school.percent()),
            (3, 7, Some(43))
        );
        assert_eq!((school.of(Nothing), school.of(Usable)), (2, 2));
        assert_eq!(CoverCount::default().percent(), None);
    }
}
