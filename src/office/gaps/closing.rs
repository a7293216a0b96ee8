//! How much of all gaps the verification of one claim would close, so that what closes most is verified first.

use std::collections::HashMap;

use super::covering::covers;
use super::desk::{GapDesk, GapReach, ProductPart};
use crate::domain::grade::{Grade, Grades};
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::coverage::CoverState;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::{GapScore, Tenths};
use crate::domain::standards::matching::{MatchWay, Node, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::office::standards::Closing;
use crate::office::{Error, Office};
use crate::store::{CoverAnswer, Store};

/// What is added up while the gaps go by.
struct Closer<'d> {
    desk: &'d mut GapDesk,
    /// Each claim that is not verified, at its place among the sums.
    claims: HashMap<(ProductPart, Node), usize>,
    /// What each claim closes by itself.
    sums: Vec<u64>,
    /// For each product the first that is the same at every school, in the grades of that school.
    first_alike: Vec<usize>,
    /// The grades of each school.
    grades: HashMap<SchoolId, Grades>,
    /// What comes to standards, wherever they are; kept, since groups of many schools ask it.
    coming: Vec<Vec<AlikeClaims>>,
    /// Which of these comes to a standard in a grade, or to the area above it.
    coming_at: HashMap<(StandardId, bool, Grade), usize>,
}

/// Claims that come to a standard, are not verified, and would all close the same of every group there: their products are
/// the same at every school, and they come by one way.
struct AlikeClaims {
    way: MatchWay,
    trust: Trust,
    /// Each claim, with the place of its product among the answers; one at the least.
    claims: Vec<(usize, usize)>,
    /// What each of them closes.
    closed: u64,
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
        let schools = self.store.all::<School>()?;
        let seen =
            |school: &&School| visible.covers(school.id) && only.is_none_or(|one| one == school.id);
        let seen = schools.iter().filter(seen);
        desk.answers.read_all(&self.store, seen)?;
        let mut closer = Closer {
            first_alike: desk.answers.first_alike(),
            grades: schools
                .iter()
                .map(|one| (one.id, one.grades.or_every()))
                .collect(),
            desk,
            claims: HashMap::new(),
            sums: Vec::new(),
            coming: Vec::new(),
            coming_at: HashMap::new(),
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
        let Closer {
            claims,
            mut sums,
            coming,
            ..
        } = closer;
        for alike in coming.into_iter().flatten() {
            for (claim, _) in alike.claims {
                sums[claim] += alike.closed;
            }
        }
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
        let coming = self.coming_at(gap);
        let Some(coming) = self.coming.get_mut(coming) else {
            return Ok(());
        };
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
        let closes = |answer: CoverAnswer, way, trust| {
            let state = covers(answer, way, trust).state(below);
            state.map_or(0, |state| score.closes(state.min(now)).0)
        };
        let grades = self.grades.get(&gap.school);
        let of_school = grades.is_some_and(|grades| grades.contains(gap.grade));
        for alike in coming {
            if let Some((_, first)) = alike.claims.first().filter(|_| of_school) {
                let answer = self.desk.answers.at(store, at, *first)?;
                alike.closed += answer.map_or(0, |answer| closes(answer, alike.way, alike.trust));
                continue;
            }
            // In a grade that its school does not have they may differ.
            for (claim, product) in &alike.claims {
                let answer = self.desk.answers.at(store, at, *product)?;
                let closed = answer.map_or(0, |answer| closes(answer, alike.way, alike.trust));
                self.sums[*claim] += closed;
            }
        }
        Ok(())
    }

    /// The place of what comes to the standard of this gap: the same in all grades in which the same is claimed.
    fn coming_at(&mut self, gap: &KeptGap) -> usize {
        let key = (gap.standard, gap.wide, gap.grade);
        if let Some(known) = self.coming_at.get(&key) {
            return *known;
        }
        let node = self.desk.node(gap.standard);
        let reach = node.map(|node| self.desk.reach(node)).unwrap_or_default();
        let alike = (gap.standard, gap.wide, reach.first_alike(gap.grade));
        let known = self.coming_at.get(&alike).copied();
        let place = known.unwrap_or_else(|| {
            let found = self.find_coming(&reach, (gap.wide, gap.grade));
            self.coming.push(found);
            self.coming.len() - 1
        });
        self.coming_at.insert(alike, place);
        self.coming_at.insert(key, place);
        place
    }

    /// The claims that come to a standard in a grade and are not verified.
    fn find_coming(&mut self, reach: &GapReach, in_grade: (bool, Grade)) -> Vec<AlikeClaims> {
        let mut alike: HashMap<(usize, MatchWay, Trust), AlikeClaims> = HashMap::new();
        for part in &reach.parts {
            let Some(product) = self.desk.answers.place(part.0) else {
                continue;
            };
            for at in self.desk.open_at(part, &reach.reached) {
                let verified = self.desk.part_match(part, reach, in_grade, Some(at));
                let Some((way, trust)) = verified.and_then(|one| Some((one.way, one.trust?)))
                else {
                    continue;
                };
                let sums = &mut self.sums;
                let claim = self.claims.entry((part.clone(), at)).or_insert_with(|| {
                    sums.push(0);
                    sums.len() - 1
                });
                let of_class = alike
                    .entry((self.first_alike[product], way, trust))
                    .or_insert_with(|| AlikeClaims {
                        way,
                        trust,
                        claims: Vec::new(),
                        closed: 0,
                    });
                of_class.claims.push((*claim, product));
            }
        }
        alike.into_values().collect()
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
