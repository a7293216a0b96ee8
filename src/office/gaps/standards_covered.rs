//! Standards as `hallpass standards` tells them: how far each is covered, and every product that comes to it, by which way
//! and how far that covers it at its best school.

use std::collections::{BTreeMap, HashMap};

use super::covering::BelowTold;
use super::desk::GapDesk;
use super::{GapFilter, GapOffer};
use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::school::School;
use crate::domain::standards::Standard;
use crate::domain::standards::coverage::{CoverCount, CoverState};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::matching::{MatchWay, Trust};
use crate::office::standards::{ListedClaim, ListedStandard, StandardsFilter};
use crate::office::{Error, Office};

/// Which standards are asked for, and where.
#[derive(Debug, Clone, Default)]
pub struct CoverFilter {
    /// Words, a framework, a school.
    pub standards: StandardsFilter,
    /// This one alone.
    pub one: Option<StandardId>,
    /// In this grade.
    pub grade: Option<Grade>,
    /// Only those of which a group falls short, the worst first.
    pub holes: bool,
    /// Only those that one of these products comes to, and of the products only these; all where none is named.
    pub products: Vec<ProductId>,
}

/// A standard, how far it is covered, and what comes to it.
#[derive(Debug, Clone, PartialEq)]
pub struct CoveredStandard {
    /// The standard with the claims on it.
    pub listed: ListedStandard,
    /// At how many grades of schools it is in which state; none where coverage is not told in it: it is no leaf, it is
    /// waived, or its framework is not the district's own.
    pub covered: Option<CoverCount>,
    /// What each product is for it at its best, by the product.
    pub states: HashMap<ProductId, CoverState>,
    /// What comes to it by another standard.
    pub by_others: Vec<ByAnother>,
}

/// A product that comes to a standard by another one.
#[derive(Debug, Clone, PartialEq)]
pub struct ByAnother {
    /// The product.
    pub product: ProductId,
    /// As it is called.
    pub name: String,
    /// The part of it; empty for the whole.
    pub module: String,
    /// How it comes to it.
    pub way: MatchWay,
    /// How far that is trusted; none where the way counts for nothing.
    pub trust: Option<Trust>,
    /// The claim that says so; none where several leaves are.
    pub claim: Option<ListedClaim>,
}

impl ByAnother {
    /// `verified`, `recheck` or `claimed`, as far as the way lets it be.
    pub fn status(&self) -> &'static str {
        GapOffer::status_of(self.trust)
    }
}

impl CoveredStandard {
    /// How far it is covered, in words: `usable 3, nothing 12`; empty where that is not told.
    pub fn covered_in_words(&self) -> String {
        let Some(count) = &self.covered else {
            return String::new();
        };
        let states = CoverState::ALL.iter().filter(|state| count.of(**state) > 0);
        let told = states.map(|state| format!("{} {}", state.word(), count.of(*state)));
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Office {
    /// The standards that are asked for, each with how far it is covered at the schools and in the grades that are asked
    /// for, and with all that comes to it.
    ///
    /// # Errors
    ///
    /// `Missing` where no framework is called as the filter says; refused where holes are asked for by whoever may see no
    /// gaps.
    pub fn standards_covered(&self, filter: &CoverFilter) -> Result<Vec<CoveredStandard>, Error> {
        let mut listed = self.standards(&filter.standards)?;
        if let Some(only) = filter.one {
            let is_it =
                |one: &ListedStandard| one.standard.as_ref().map(|one| one.id) == Some(only);
            listed.retain(is_it);
        }
        let of_grade = |one: &ListedStandard| {
            let grades = one.standard.as_ref().map(|one| one.grades.or_every());
            filter
                .grade
                .is_none_or(|grade| grades.is_some_and(|grades| grades.contains(grade)))
        };
        listed.retain(of_grade);
        if filter.holes {
            let places = self.places_of_holes(filter)?;
            let place = |one: &ListedStandard| {
                let standard = one.standard.as_ref()?;
                places.get(&standard.id).copied()
            };
            listed.retain(|one| place(one).is_some());
            listed.sort_by_key(place);
        }
        let mut desk = GapDesk::new(self)?;
        let mut schools = self.store.all::<School>()?;
        let only = filter.standards.school;
        schools.retain(|one| one.open && only.is_none_or(|only| only == one.id));
        if let (Some(_), Some(school)) = (only, schools.first()) {
            let here = |one: &ListedStandard| {
                let standard = one.standard.as_ref();
                standard.is_some_and(|one| !desk.grades_at(one.id, school).is_unsaid())
            };
            listed.retain(here);
        }
        let below = self.below_told()?;
        let mut found = Vec::new();
        for one in listed {
            let mut covered = CoveredStandard {
                listed: one,
                covered: None,
                states: HashMap::new(),
                by_others: Vec::new(),
            };
            if let Some(standard) = covered.listed.standard.clone() {
                self.cover(
                    &mut desk,
                    &standard,
                    (filter.grade, &schools, &below),
                    &mut covered,
                )?;
                covered.by_others = by_others(&mut desk, &standard, filter.grade);
            }
            if !filter.products.is_empty() {
                let named = |product| filter.products.contains(&product);
                covered.listed.claims.retain(|claim| named(claim.product));
                covered.by_others.retain(|one| named(one.product));
                if covered.listed.claims.is_empty() && covered.by_others.is_empty() {
                    continue;
                }
            }
            found.push(covered);
        }
        Ok(found)
    }

    /// The standards of which a group falls short, each with the place of its worst hole.
    fn places_of_holes(&self, filter: &CoverFilter) -> Result<BTreeMap<StandardId, usize>, Error> {
        let of = GapFilter {
            school: filter.standards.school,
            grade: filter.grade,
            ..GapFilter::default()
        };
        let mut places = BTreeMap::new();
        let gaps = self.skill_gaps(&of)?.rows.into_iter();
        for (place, hole) in gaps.filter(|row| row.score.is_hole()).enumerate() {
            places.entry(hole.standard).or_insert(place);
        }
        Ok(places)
    }

    fn cover(
        &self,
        desk: &mut GapDesk,
        standard: &Standard,
        (grade, schools, below): (Option<Grade>, &[School], &BelowTold),
        covered: &mut CoveredStandard,
    ) -> Result<(), Error> {
        let told = standard.leaf && desk.is_told(standard.id);
        let mut count = CoverCount::default();
        // Most of a large framework leads to no product, and so is covered nowhere.
        let reached = desk.leads_to_any(standard.id);
        for school in schools {
            let grades = desk.grades_at(standard.id, school).iter();
            let grades = grades.filter(|at| grade.is_none_or(|grade| grade == *at));
            if !reached {
                count.add_many(CoverState::Nothing, grades.count() as u32);
                continue;
            }
            for at in grades {
                let pupils = below.get(&(standard.id, school.id, at)).copied();
                let (of, place) = ((standard.id, None), (school.id, at));
                let states = desk.states(&self.store, of, place, pupils.unwrap_or(1))?;
                let best = states.iter().map(|(_, _, state)| *state).min();
                count.add(best.unwrap_or(CoverState::Nothing));
                for (product, _, state) in states {
                    let known = covered.states.entry(product).or_insert(state);
                    *known = state.min(*known);
                }
            }
        }
        covered.covered = told.then_some(count);
        // What was merged is another record now.
        for claim in &covered.listed.claims {
            let now = self.store.stands_for(claim.product)?;
            if let Some(state) = covered.states.get(&now).copied() {
                covered.states.insert(claim.product, state);
            }
        }
        Ok(())
    }
}

/// What teaches a standard by a claim on another.
fn by_others(desk: &mut GapDesk, standard: &Standard, grade: Option<Grade>) -> Vec<ByAnother> {
    let Some(node) = desk.node(standard.id) else {
        return Vec::new();
    };
    let reach = desk.reach(node);
    let grade = grade.or_else(|| standard.grades.or_every().iter().next());
    let parts = reach.parts.iter().filter_map(|part| {
        let found = desk.part_match(part, &reach, (false, grade?), None)?;
        if found.via == Some(node) {
            return None;
        }
        let claim = found.via.and_then(|at| desk.claim_on(part, at, grade?));
        Some(ByAnother {
            product: part.0,
            name: desk.names.get(&part.0).cloned().unwrap_or_default(),
            module: part.1.clone(),
            way: found.way,
            trust: found.trust,
            claim,
        })
    });
    parts.collect()
}
