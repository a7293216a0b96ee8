//! How far standards are covered at schools: by what comes to each, wherever it may be used, and by what that is there today.

use std::collections::HashMap;
use std::sync::Arc;

use super::desk::{CoverWay, GapDesk};
use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::bands::GroupBands;
use crate::domain::standards::coverage::{CoverOffer, CoverState};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::matching::{MatchWay, Trust};
use crate::office::{Error, Office};
use crate::store::{CoverAnswer, Store};

/// How many pupils fall short at the least, by standard, school and grade.
pub(super) type BelowTold = HashMap<(StandardId, SchoolId, Grade), u32>;

/// How far one standard is covered at one school in one grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverCell {
    /// The standard.
    pub standard: StandardId,
    /// The school.
    pub school: SchoolId,
    /// The grade.
    pub grade: Grade,
    /// How far.
    pub state: CoverState,
}

impl Office {
    /// Coverage: every standard of the district's own frameworks that has none below it and is not waived, at every open
    /// school, or at this one, in each grade of the school that it is for. Where a gap is told there, seats are to be enough for
    /// it; else for one pupil.
    pub fn cover_cells(&self, only: Option<SchoolId>) -> Result<Vec<CoverCell>, Error> {
        let mut cells = Vec::new();
        self.each_cover_cell(&mut GapDesk::new(self)?, only, |cell| cells.push(cell))?;
        Ok(cells)
    }

    /// How many pupils fall short at the least, where a gap is told in the newest window of a test.
    pub(super) fn below_told(&self) -> Result<BelowTold, Error> {
        let mut below = BelowTold::new();
        for reading in self.newest_readings()? {
            self.store.each_gap(reading.id, None, |gap| {
                let told = gap.bands.map(GroupBands::below_at_least);
                let group = (gap.standard, gap.school, gap.grade);
                below.extend(told.map(|told| (group, told)));
                Ok(())
            })?;
        }
        Ok(below)
    }

    /// The same, one after another.
    pub(super) fn each_cover_cell(
        &self,
        desk: &mut GapDesk,
        only: Option<SchoolId>,
        mut each: impl FnMut(CoverCell),
    ) -> Result<(), Error> {
        let mut wanted: Vec<StandardId> = desk.told_leaves().map(|one| one.id).collect();
        wanted.sort_unstable();
        let schools = self.store.all::<School>()?.into_iter();
        let schools = schools.filter(|one| one.open && only.is_none_or(|only| only == one.id));
        for school in schools {
            let below = self.below_at(school.id)?;
            for standard in &wanted {
                for grade in desk.grades_at(*standard, &school).iter() {
                    let pupils = below.get(&(*standard, grade)).copied().unwrap_or(1);
                    let at = (school.id, grade);
                    each(CoverCell {
                        standard: *standard,
                        school: school.id,
                        grade,
                        state: desk.state(&self.store, (*standard, false), at, pupils)?,
                    });
                }
            }
        }
        Ok(())
    }

    /// How many pupils at least are below at a school, by standard and grade, in the newest readings, where that is told.
    pub(super) fn below_at(
        &self,
        school: SchoolId,
    ) -> Result<HashMap<(StandardId, Grade), u32>, Error> {
        let mut below = HashMap::new();
        for reading in self.newest_readings()? {
            self.store.each_gap(reading.id, Some(school), |gap| {
                let told = gap.bands.map(GroupBands::below_at_least);
                below.extend(told.map(|told| ((gap.standard, gap.grade), told)));
                Ok(())
            })?;
        }
        Ok(below)
    }
}

impl GapDesk {
    /// What covers a standard in a grade, wherever it may be used; kept, since groups of many schools ask it.
    fn covering(&mut self, standard: StandardId, wide: bool, grade: Grade) -> Arc<[CoverWay]> {
        let key = (standard, wide, grade);
        if let Some(known) = self.covering.get(&key) {
            return Arc::clone(known);
        }
        let reach = self
            .node(standard)
            .map(|node| self.reach(node))
            .unwrap_or_default();
        let alike = (standard, wide, reach.first_alike(grade));
        if let Some(known) = self.covering.get(&alike).cloned() {
            self.covering.insert(key, Arc::clone(&known));
            return known;
        }
        let parts = reach.parts.iter();
        let mut found: Vec<CoverWay> = parts
            .filter_map(|part| {
                let found = self.part_match(part, &reach, (wide, grade), None)?;
                Some((self.answers.place(part.0)?, found.way, found.trust?))
            })
            .collect();
        // What is proven first: behind it nothing that is only claimed is asked.
        found.sort_by_key(|(_, way, trust)| std::cmp::Reverse(way.at_most(*trust)));
        let found: Arc<[CoverWay]> = found.into();
        self.covering.insert(alike, Arc::clone(&found));
        self.covering.insert(key, Arc::clone(&found));
        found
    }

    /// How far a standard is covered at a school in a grade, for so many pupils: what all the offers there come to,
    /// without putting them together.
    pub(super) fn state(
        &mut self,
        store: &Store,
        of: (StandardId, bool),
        at: (SchoolId, Grade),
        below: u32,
    ) -> Result<CoverState, Error> {
        let covering = self.covering(of.0, of.1, at.1);
        let mut best = CoverState::Nothing;
        for (place, way, trust) in covering.iter().copied() {
            let proven = way.at_most(trust) == Some(Trust::Verified);
            if best == CoverState::Usable || (!proven && best <= CoverState::Claimed) {
                break;
            }
            let answer = self.answers.at(store, at, place)?;
            let state = answer.and_then(|answer| covers(answer, way, trust).state(below));
            best = best.min(state.unwrap_or(CoverState::Nothing));
        }
        Ok(best)
    }

    /// How far each product covers it there, and by which way: of some products alone where they are named.
    pub(super) fn states(
        &mut self,
        store: &Store,
        (standard, only): (StandardId, Option<&[ProductId]>),
        at: (SchoolId, Grade),
        below: u32,
    ) -> Result<Vec<(ProductId, MatchWay, CoverState)>, Error> {
        let covering = self.covering(standard, false, at.1);
        let mut states = Vec::new();
        for (place, way, trust) in covering.iter().copied() {
            let product = self.answers.products()[place];
            if only.is_some_and(|only| !only.contains(&product)) {
                continue;
            }
            let answer = self.answers.at(store, at, place)?;
            let state = answer.and_then(|answer| covers(answer, way, trust).state(below));
            states.extend(state.map(|state| (product, way, state)));
        }
        Ok(states)
    }
}

/// What a product is for a standard, by its answer and how it comes to it.
pub(super) fn covers(answer: CoverAnswer, way: MatchWay, trust: Trust) -> CoverOffer {
    CoverOffer {
        verdict: answer.verdict,
        way,
        trust,
        seats: answer.seats,
        trained: answer.trained,
    }
}
