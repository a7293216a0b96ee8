//! A gap in words, so that it can be said aloud and done again by hand: what is needed there, how much of it is open and
//! why, what would change it, and what to do first.

use super::{GapOffer, GapRow, IdleRow, StackRow};
use crate::domain::grade::{Grade, Grades};
use crate::domain::ownership::TRAINED_ENOUGH;
use crate::domain::standards::claim::{Alignment, AlignmentStatus};
use crate::domain::standards::coverage::{CoverState, SeatsLeft};
use crate::domain::standards::gap::Tenths;
use crate::domain::standards::matching::{MatchWay, Trust};
use crate::domain::status::Verdict;
use crate::office::standards::ListedClaim;

impl GapRow {
    /// What is there for it, in a few words: `nothing`, `claimed only, 2`, `no seats left`, `35% trained`.
    pub fn have(&self) -> String {
        let Some(best) = &self.best else {
            return CoverState::Nothing.word().to_owned();
        };
        let routed = self.routed.as_ref().map(|routed| &routed.product);
        match self.score.state {
            CoverState::Nothing => CoverState::Nothing.word().to_owned(),
            CoverState::Claimed if is_wider(best) => "wider only".to_owned(),
            CoverState::Claimed => format!("claimed only, {}", self.covering),
            CoverState::Blocked => blocked(best.answer.verdict).to_owned(),
            CoverState::Short => self.short_of(best),
            CoverState::Usable => match routed {
                Some(product) => format!("routed: {product}"),
                None => best.name.clone(),
            },
        }
    }

    /// What a product that is verified there is short of.
    fn short_of(&self, offer: &GapOffer) -> String {
        let below = self.score.below;
        match (offer.answer.seats, offer.answer.trained) {
            (SeatsLeft::Free(free), _) if free < below => format!("{free} of {below} seats"),
            (SeatsLeft::NotCounted, _) => "seats not counted".to_owned(),
            (_, Some(trained)) => format!("{trained}% trained"),
            (_, None) => "training".to_owned(),
        }
    }

    /// `at least 12 pupils (60% of 20) x3 priority = 36`.
    pub fn need_told(&self) -> String {
        let weighs = match self.score.weight {
            3 => " x3 priority",
            2 => " x2",
            _ => " x1 supporting",
        };
        format!(
            "at least {} pupils ({}% of {}){weighs} = {}",
            self.score.below,
            self.bands.below.lowest(),
            self.bands.size.low(),
            self.score.need()
        )
    }

    /// Why so much of it is open.
    pub fn open_because(&self) -> &'static str {
        match self.score.state {
            CoverState::Usable => "verified, with seats and training",
            CoverState::Short => "verified, but seats or trained people are too few",
            CoverState::Blocked => "verified, but not bought, full or not switched on there",
            CoverState::Claimed => "what may be used there is only claimed, or wider",
            CoverState::Nothing => "nothing that may be used there",
        }
    }

    /// The same of this very gap.
    fn open_here(&self) -> String {
        match self.score.state {
            CoverState::Short | CoverState::Blocked => format!("verified, but {}", self.have()),
            CoverState::Claimed if self.best.as_ref().is_some_and(is_wider) => {
                "what may be used there is only wider".to_owned()
            }
            CoverState::Claimed => "what may be used there is only claimed".to_owned(),
            CoverState::Usable | CoverState::Nothing => self.open_because().to_owned(),
        }
    }

    /// Sentences for whoever reads the gap: its need, what is open of it, what would change it, what to do first.
    pub fn explained(&self, offers: &[GapOffer], tasks: usize) -> Vec<String> {
        let (need, open) = (self.score.need(), self.score.state.open_percent());
        let mut said = vec![
            format!("NEED {}", self.need_told()),
            format!(
                "OPEN {open}%: {}. {need} x {open}% = {}",
                self.open_here(),
                self.score.score()
            ),
        ];
        let [changes, first] = self.what_would_change(offers, tasks);
        said.extend([changes, first]);
        said
    }

    fn what_would_change(&self, offers: &[GapOffer], tasks: usize) -> [String; 2] {
        let to = format!("{}'s grade {}", self.school_name, self.grade);
        let gone = "it would be 0 and leave the holes.";
        let ask = "First: ask for a product for it, or say that none is wanted.".to_owned();
        let name = self.best.as_ref().map_or("", |best| &best.name);
        match self.score.state {
            CoverState::Nothing => {
                let related = offers.iter().any(|offer| offer.trust.is_none());
                let nothing = if related {
                    "What is aligned to a standard that is only related counts for nothing."
                } else {
                    "Nothing that is approved there is aligned to it."
                };
                [nothing.to_owned(), ask]
            }
            CoverState::Claimed => match self.first_to_verify(offers) {
                Some((offer, state)) => {
                    let then = match state {
                        CoverState::Usable => {
                            format!("Verified, with seats and training, {gone}")
                        }
                        state => format!(
                            "Verified, it would be {}: {}.",
                            self.if_covered(state),
                            match state {
                                CoverState::Short => self.short_of(offer),
                                _ => blocked(offer.answer.verdict).to_owned(),
                            }
                        ),
                    };
                    let first = format!(
                        "First: verify {} on {tasks} tasks. Then route it to {to}.",
                        offer.name
                    );
                    [then, first]
                }
                None => [
                    "No verification changes it: what is there is not for this very standard."
                        .to_owned(),
                    ask,
                ],
            },
            CoverState::Blocked => {
                let first = match self.best.as_ref().map(|best| best.answer.verdict) {
                    Some(Verdict::NeedsSetup) => format!("First: have {name} switched on there."),
                    Some(Verdict::LicenceFull) => format!("First: free or buy seats of {name}."),
                    _ => format!("First: have {name} bought for the school."),
                };
                [format!("With {name} usable there {gone}"), first]
            }
            CoverState::Short => {
                let first = match self.best.as_ref().and_then(|best| best.answer.trained) {
                    Some(trained) if i64::from(trained) < TRAINED_ENOUGH => {
                        format!("First: train who teaches with {name}: {TRAINED_ENOUGH}% of them.")
                    }
                    _ => format!("First: seats of {name} for {} pupils.", self.score.below),
                };
                [format!("With seats and training {gone}"), first]
            }
            CoverState::Usable => match &self.routed {
                Some(routed) => [
                    format!(
                        "Routed to {to}: {} since {}.",
                        routed.product, routed.window
                    ),
                    match routed.since_word() {
                        Some(word) => format!("Since then: {word}."),
                        None => "The next window says how the group stands then.".to_owned(),
                    },
                ],
                None => [
                    "It is covered there.".to_owned(),
                    format!("First: route {name} to {to}."),
                ],
            },
        }
    }

    /// The claim whose verification would close most of it, the first of the route where several would.
    fn first_to_verify<'o>(&self, offers: &'o [GapOffer]) -> Option<(&'o GapOffer, CoverState)> {
        let below = self.score.below;
        let would = offers.iter().filter_map(|offer| {
            let state = offer.covers()?.state_if_verified(below)?;
            (offer.is_verifiable() && state < self.score.state).then_some((offer, state))
        });
        would.min_by_key(|(_, state)| *state)
    }

    /// The score, if it were covered so.
    fn if_covered(&self, state: CoverState) -> String {
        let tenths = self.score.score().0 - self.score.closes(state).0;
        Tenths(tenths).to_string()
    }
}

impl GapOffer {
    /// Is it claimed of one standard and not proven, so that a person can verify it?
    pub fn is_verifiable(&self) -> bool {
        let again = self.trust == Some(Trust::Recheck);
        let claimed = |claim: &Alignment| claim.status == AlignmentStatus::Claimed;
        self.trust.is_some()
            && self
                .claim
                .as_ref()
                .is_some_and(|claim| again || claimed(claim))
    }
}

fn is_wider(offer: &GapOffer) -> bool {
    offer.way == MatchWay::Wider
}

impl StackRow {
    /// Sentences for the pane below: every product, and who verified it.
    pub fn explained(&self) -> Vec<String> {
        let mut said = vec![format!(
            "{} products that are paid for at {} were verified to teach it, in grades {}:",
            self.products.len(),
            self.school_name,
            self.grades
        )];
        said.extend(self.products.iter().map(ListedClaim::told));
        said
    }
}

impl IdleRow {
    /// Sentences for the pane below: the standards, and the windows without a gap.
    pub fn explained(&self) -> Vec<String> {
        vec![
            format!(
                "It is paid for at {}, and comes to these standards there:",
                self.school_name
            ),
            self.standards.join(", "),
            format!(
                "No group there fell short of any of them, two windows running: {}.",
                self.windows_in_words()
            ),
        ]
    }
}

/// What keeps a product that is verified from being used.
fn blocked(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::LicenceFull => "no seats left",
        Verdict::NeedsSetup => "not switched on",
        _ => "not bought",
    }
}

/// Grades as a list says what it is about: `grades 3-5`, `grade 4`.
pub(super) fn grades_told(grades: impl IntoIterator<Item = Grade>) -> String {
    let grades: Grades = grades.into_iter().collect();
    let many = if grades.iter().count() == 1 { "" } else { "s" };
    format!("grade{many} {grades}")
}
