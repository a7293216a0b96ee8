//! How much of all gaps the verification of one claim would close, so that what closes most is verified first.

use std::collections::HashMap;
use std::sync::Arc;

use super::covering::covers;
use super::desk::{GapDesk, ProductPart};
use crate::domain::grade::Grade;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::coverage::CoverState;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::{GapScore, Tenths};
use crate::domain::standards::matching::{MatchWay, Node, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::office::standards::Closing;
use crate::office::{Error, Office};
use crate::store::Store;

/// What is added up while the gaps go by.
struct Closer<'d> {
    desk: &'d mut GapDesk,
    /// Each claim that is not verified, at its place among the sums.
    claims: HashMap<(ProductPart, Node), usize>,
    sums: Vec<u64>,
    /// What comes to a standard in a grade, or to the area above it, wherever it is; kept, since groups of many schools ask it.
    coming: HashMap<(StandardId, bool, Grade), Arc<[ComingClaim]>>,
}

/// A claim that is not verified and comes to a standard: what it would be if it were.
struct ComingClaim {
    claim: usize,
    /// The place of its product among the answers.
    product: usize,
    way: MatchWay,
    trust: Trust,
}

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
        let closing = self.closing_by(&mut GapDesk::new(self)?, &visible, only)?;
        Ok(Some(closing))
    }

    pub(super) fn closing_by(
        &self,
        desk: &mut GapDesk,
        visible: &Schools,
        only: Option<SchoolId>,
    ) -> Result<Closing, Error> {
        let standards = desk.by_node();
        let mut closer = Closer {
            desk,
            claims: HashMap::new(),
            sums: Vec::new(),
            coming: HashMap::new(),
        };
        for reading in self.newest_readings()? {
            self.store.each_gap(reading.id, only, |gap| {
                if visible.covers(gap.school) {
                    closer.add(&self.store, &gap)?;
                }
                Ok(())
            })?;
        }
        let mut closing = Closing::new();
        let Closer { claims, sums, .. } = closer;
        for ((part, node), place) in claims {
            let standard = standards.get(&node).filter(|_| sums[place] > 0);
            if let Some(standard) = standard {
                closing.insert((part, *standard), Tenths(sums[place]));
            }
        }
        Ok(closing)
    }
}

impl Closer<'_> {
    /// Adds what the verification of each claim that comes to this gap would close of it.
    fn add(&mut self, store: &Store, gap: &KeptGap) -> Result<(), Error> {
        let Some(bands) = gap.bands else {
            return Ok(());
        };
        let below = bands.below_at_least();
        if below == 0 || !self.desk.is_told(gap.standard) {
            return Ok(());
        }
        let coming = self.coming(gap);
        if coming.is_empty() {
            return Ok(());
        }
        let (of, at) = ((gap.standard, gap.wide), (gap.school, gap.grade));
        let now = self.desk.state(store, of, at, below)?;
        if now == CoverState::Usable {
            return Ok(());
        }
        let weight = self.desk.standards.get(&gap.standard);
        let score = GapScore::of(bands, weight.map_or(0, |one| one.weight), now);
        for claim in coming.iter() {
            let answer = self.desk.answers.at(store, at, claim.product)?;
            let state =
                answer.and_then(|answer| covers(answer, claim.way, claim.trust).state(below));
            if let Some(state) = state {
                self.sums[claim.claim] += score.closes(state.min(now)).0;
            }
        }
        Ok(())
    }

    /// The claims that come to the standard of this gap and are not verified.
    fn coming(&mut self, gap: &KeptGap) -> Arc<[ComingClaim]> {
        let key = (gap.standard, gap.wide, gap.grade);
        if let Some(known) = self.coming.get(&key) {
            return Arc::clone(known);
        }
        let mut found = Vec::new();
        if let Some(node) = self.desk.node(gap.standard) {
            let reach = self.desk.reach(node);
            let in_grade = (gap.wide, gap.grade);
            for part in &reach.parts {
                let Some(product) = self.desk.answers.place(part.0) else {
                    continue;
                };
                for at in self.desk.open_at(part, &reach.reached) {
                    let verified = self.desk.part_match(part, &reach, in_grade, Some(at));
                    let Some((way, trust)) = verified.and_then(|one| Some((one.way, one.trust?)))
                    else {
                        continue;
                    };
                    let sums = &mut self.sums;
                    let claim = self.claims.entry((part.clone(), at)).or_insert_with(|| {
                        sums.push(0);
                        sums.len() - 1
                    });
                    found.push(ComingClaim {
                        claim: *claim,
                        product,
                        way,
                        trust,
                    });
                }
            }
        }
        let found: Arc<[ComingClaim]> = found.into();
        self.coming.insert(key, Arc::clone(&found));
        found
    }
}

impl GapDesk {
    /// The standards among these on which the claims of a part are not verified.
    fn open_at(&self, part: &ProductPart, reached: &[Reached]) -> Vec<Node> {
        let claims = self.parts.get(part);
        let open = |at: &Node| {
            let claims = claims.and_then(|claims| claims.get(at));
            claims.is_some_and(|claims| claims.iter().all(|one| one.trust != Trust::Verified))
        };
        reached.iter().map(|one| one.node()).filter(open).collect()
    }
}
