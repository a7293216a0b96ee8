//! How much of all gaps the verification of one claim would close, so that what closes most is verified first.

use std::collections::HashMap;

use super::desk::{GapDesk, ProductPart};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::coverage::{CoverOffer, CoverState};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::{GapScore, Tenths};
use crate::domain::standards::matching::{Node, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::office::{Error, Office};
use crate::store::Store;

/// What the verification of each claim would close, by the part of the product and the standard.
pub(in crate::office) type Closing = HashMap<(ProductPart, StandardId), Tenths>;

/// A claim that is not verified, and what its verification would close of one gap.
type ClosedByClaim = ((ProductPart, Node), Tenths);

impl Office {
    /// What verifications would close of the gaps that whoever asks may see, of one school where it is named; none where
    /// they may see no gaps.
    pub(in crate::office) fn closing(
        &self,
        only: Option<SchoolId>,
    ) -> Result<Option<Closing>, Error> {
        let Ok(visible) = self.visible_gaps()? else {
            return Ok(None);
        };
        let mut desk = GapDesk::new(self)?;
        let standards = desk.by_node();
        let mut closing = Closing::new();
        for reading in self.newest_readings()? {
            for gap in self.store.gaps(reading.id)? {
                let seen = Schools::only(vec![gap.school]).within(&visible);
                if !seen || only.is_some_and(|only| only != gap.school) {
                    continue;
                }
                for ((part, node), closes) in desk.closed_by(&self.store, &gap)? {
                    if let Some(standard) = standards.get(&node) {
                        closing.entry((part, *standard)).or_default().0 += closes.0;
                    }
                }
            }
        }
        Ok(Some(closing))
    }
}

impl GapDesk {
    /// What the verification of each claim that comes to this gap would close of it.
    fn closed_by(&mut self, store: &Store, gap: &KeptGap) -> Result<Vec<ClosedByClaim>, Error> {
        let mut closed = Vec::new();
        let (Some(bands), Some(node)) = (gap.bands, self.node(gap.standard)) else {
            return Ok(closed);
        };
        let below = bands.below_at_least();
        if below == 0 || !self.is_told(gap.standard) {
            return Ok(closed);
        }
        let reach = self.reach(node);
        if reach.parts.is_empty() {
            return Ok(closed);
        }
        let offers = self.offers(store, (gap.standard, gap.wide), (gap.school, gap.grade))?;
        let best = |states: &mut dyn Iterator<Item = CoverState>| {
            states.min().unwrap_or(CoverState::Nothing)
        };
        let states: Vec<Option<CoverState>> = offers
            .iter()
            .map(|offer| offer.covers()?.state(below))
            .collect();
        let now = best(&mut states.iter().flatten().copied());
        let weight = self.standards[&gap.standard].weighs();
        let score = GapScore::of(bands, weight, now);
        for offer in offers {
            let part = (offer.product, offer.module.clone());
            for at in self.open_at(&part, &reach.reached) {
                let if_verified = self.part_match(&part, &reach, (gap.wide, gap.grade), Some(at));
                let covers = if_verified.and_then(|found| {
                    Some(CoverOffer {
                        verdict: offer.answer.verdict,
                        way: found.way,
                        trust: found.trust?,
                        seats: offer.answer.seats,
                        trained: offer.answer.trained,
                    })
                });
                let state = covers.and_then(|covers| covers.state(below));
                let closes = state.map_or(Tenths(0), |state| score.closes(state.min(now)));
                if closes > Tenths(0) {
                    closed.push(((part.clone(), at), closes));
                }
            }
        }
        Ok(closed)
    }

    /// The standards among these on which the claims of a part are not verified.
    fn open_at(&self, part: &ProductPart, reached: &[Reached]) -> Vec<Node> {
        let claims = self.parts.get(part);
        let open = |at: &Node| {
            let claims = claims.and_then(|claims| claims.get(at));
            claims.is_some_and(|claims| claims.iter().all(|one| one.trust != Trust::Verified))
        };
        let at = reached.iter().map(|one| {
            let (Reached::By(_, at) | Reached::Leaf(at, _) | Reached::Branch(at, _)) = one;
            *at
        });
        at.filter(open).collect()
    }
}
