//! What gaps are looked at with: all standards and how they are related, the claims on them and how far each is trusted,
//! and what may be used at a school today.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::answers::SchoolAnswers;
use super::placing::{best, placed};
use super::{GapOffer, GapRow};
use crate::domain::grade::{Grade, Grades};
use crate::domain::person::{Person, PersonId};
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::claim::{Alignment, AlignmentRole, trust};
use crate::domain::standards::coverage::{CoverOffer, best_state, is_approved};
use crate::domain::standards::framework::{Framework, FrameworkId, Standard, StandardId};
use crate::domain::standards::gap::GapScore;
use crate::domain::standards::matching::{MatchWay, Node, ProductMatch, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::office::standards::ListedClaim;
use crate::office::{Error, Office};
use crate::store::{BriefStandard, KnownStandards, Store, StoredReading};

/// All that gaps are looked at with. None of the gaps themselves: there may be more of them than should be held.
pub(super) struct GapDesk {
    pub(super) known: KnownStandards,
    pub(super) standards: HashMap<StandardId, BriefStandard>,
    pub(super) ours: HashSet<FrameworkId>,
    /// The claims of each part of a product, by the number of their standard.
    pub(super) parts: BTreeMap<ProductPart, HashMap<Node, Vec<TrustedClaim>>>,
    /// The parts that are aligned to each standard.
    aligned: HashMap<Node, Vec<ProductPart>>,
    reach: HashMap<Node, Arc<GapReach>>,
    pub(super) names: HashMap<ProductId, String>,
    pub(super) logins: HashMap<PersonId, String>,
    /// What each of the products is at each school.
    pub(super) answers: SchoolAnswers,
    /// What covers a standard in a grade, or the area above it, wherever it may be used.
    pub(super) covering: HashMap<(StandardId, bool, Grade), Arc<[CoverWay]>>,
}

/// A product that covers a standard, by its place, how it comes to it and how far that is trusted.
pub(super) type CoverWay = (usize, MatchWay, Trust);

/// A part of a product, as it is aligned by itself: the name of the part, none for the whole.
pub(super) type ProductPart = (ProductId, String);

/// A claim, and how far it is trusted.
#[derive(Clone)]
pub(super) struct TrustedClaim {
    pub(super) alignment: Alignment,
    pub(super) trust: Trust,
}

/// What a gap in one standard leads to, and the parts that are aligned to any of that.
#[derive(Debug, Default)]
pub(super) struct GapReach {
    pub(super) reached: Vec<Reached>,
    pub(super) parts: Vec<ProductPart>,
    /// The grades that claims on it are for, each once.
    grades: Vec<Grades>,
}

impl GapReach {
    /// The first of the grades in which the same is claimed as in this one.
    pub(super) fn first_alike(&self, grade: Grade) -> Grade {
        let claimed_in = |one: Grade| self.grades.iter().map(move |grades| grades.contains(one));
        let every = Grades::span(Grade::PK, Grade::LAST);
        let alike = |one: &Grade| claimed_in(*one).eq(claimed_in(grade));
        every.iter().find(alike).unwrap_or(grade)
    }
}

impl GapDesk {
    pub(super) fn new(office: &Office) -> Result<GapDesk, Error> {
        let store = &office.store;
        let today = office.today();
        let months = store.policy()?.recheck_standards.0;
        let known = store.known_standards()?;
        let standards = store.brief_standards()?.into_iter();
        let standards: HashMap<StandardId, BriefStandard> =
            standards.map(|one| (one.id, one)).collect();
        let days = store.days_of_verified()?;
        let ours = store
            .all::<Framework>()?
            .into_iter()
            .filter(|one| one.ours)
            .map(|one| one.id);
        let mut parts: BTreeMap<ProductPart, HashMap<Node, Vec<TrustedClaim>>> = BTreeMap::new();
        let mut aligned: HashMap<Node, Vec<ProductPart>> = HashMap::new();
        let mut stands_for: HashMap<ProductId, ProductId> = HashMap::new();
        for alignment in store.all::<Alignment>()? {
            let standard = alignment.item.and_then(|item| standards.get(&item));
            let Some(standard) = standard else { continue };
            let Some(node) = known.nodes.get(&standard.id).copied() else {
                continue;
            };
            // What tests a standard does not teach it.
            if alignment.role == Some(AlignmentRole::Assessment) {
                continue;
            }
            let days = days.get(&standard.id);
            let Some(trust) = trust(&alignment, days, (today, months)) else {
                continue;
            };
            let product = match stands_for.entry(alignment.product) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(store.stands_for(alignment.product)?),
            };
            let part = (product, alignment.module.clone().unwrap_or_default());
            let of_node = aligned.entry(node).or_default();
            if !of_node.contains(&part) {
                of_node.push(part.clone());
            }
            let claims = parts.entry(part).or_default().entry(node).or_default();
            claims.push(TrustedClaim { alignment, trust });
        }
        let people = store
            .all::<Person>()?
            .into_iter()
            .map(|one| (one.id, one.login));
        let products = parts.keys().map(|(product, _)| *product).collect();
        Ok(GapDesk {
            known,
            standards,
            ours: ours.collect(),
            answers: SchoolAnswers::new(products, today),
            parts,
            aligned,
            reach: HashMap::new(),
            names: store.product_names()?,
            logins: people.collect(),
            covering: HashMap::new(),
        })
    }

    /// The products that somebody says teach a standard.
    pub(super) fn products(&self) -> BTreeSet<ProductId> {
        self.answers.products().iter().copied().collect()
    }

    /// Each standard by its number in the graph.
    pub(super) fn by_node(&self) -> HashMap<Node, StandardId> {
        let nodes = self.known.nodes.iter();
        nodes.map(|(standard, node)| (*node, *standard)).collect()
    }

    /// The codes of these standards, in order.
    pub(super) fn codes<'s>(&self, standards: impl Iterator<Item = &'s StandardId>) -> Vec<String> {
        let mut codes: Vec<String> = standards.map(|standard| self.called(*standard)).collect();
        codes.sort_unstable();
        codes
    }

    /// A standard's code, or its guid where it has none.
    pub(super) fn called(&self, standard: StandardId) -> String {
        let known = self.standards.get(&standard);
        known.map_or_else(String::new, |one| one.called.to_string())
    }

    /// Is a part of a product aligned to this standard?
    pub(super) fn is_aligned(&self, node: Node) -> bool {
        self.aligned.contains_key(&node)
    }

    /// The number of a standard in the graph.
    pub(super) fn node(&self, standard: StandardId) -> Option<Node> {
        self.known.nodes.get(&standard).copied()
    }

    /// Are gaps and coverage told in this standard: does it stand in a framework of the district's own, and is a product
    /// wanted for it?
    pub(super) fn is_told(&self, standard: StandardId) -> bool {
        let standard = self.standards.get(&standard);
        standard.is_some_and(|one| self.ours.contains(&one.framework) && !one.waived)
    }

    /// The standards in which gaps and coverage are told that have none below them.
    pub(super) fn told_leaves(&self) -> impl Iterator<Item = &BriefStandard> {
        let all = self.standards.values();
        all.filter(|one| one.leaf && self.is_told(one.id))
    }

    /// The standards of the district's own frameworks that have none below them and that no product is wanted for.
    pub(super) fn waived_leaves(&self) -> impl Iterator<Item = &BriefStandard> {
        let all = self.standards.values();
        all.filter(|one| one.leaf && one.waived && self.ours.contains(&one.framework))
    }

    /// Does a gap in it lead to any product?
    pub(super) fn leads_to_any(&self, standard: StandardId) -> bool {
        let Some(node) = self.node(standard) else {
            return false;
        };
        let reached = self.known.graph.reached(node);
        reached.iter().any(|one| self.is_aligned(one.node()))
    }

    /// The grades of a school that a standard is for.
    pub(super) fn grades_at(&self, standard: StandardId, school: &School) -> Grades {
        let grades = self.standards.get(&standard).map(|one| one.grades);
        grades.unwrap_or_default().or_every().common(school.grades)
    }

    /// What a gap in this standard leads to.
    pub(super) fn reach(&mut self, node: Node) -> Arc<GapReach> {
        if let Some(known) = self.reach.get(&node) {
            return Arc::clone(known);
        }
        let reached = self.known.graph.reached(node);
        let mut parts: Vec<ProductPart> = Vec::new();
        for one in &reached {
            parts.extend(self.aligned.get(&one.node()).into_iter().flatten().cloned());
        }
        parts.sort_unstable();
        parts.dedup();
        let mut grades: Vec<Grades> = Vec::new();
        for claims in parts.iter().filter_map(|part| self.parts.get(part)) {
            let on = reached.iter().filter_map(|one| claims.get(&one.node()));
            for claim in on.flatten() {
                let of = claim.alignment.grades.or_every();
                if !grades.contains(&of) {
                    grades.push(of);
                }
            }
        }
        let reach = Arc::new(GapReach {
            reached,
            parts,
            grades,
        });
        self.reach.insert(node, Arc::clone(&reach));
        reach
    }

    /// The claim on this standard, of a part, that is trusted most in a grade.
    fn best_claim(&self, part: &ProductPart, at: Node, grade: Grade) -> Option<&TrustedClaim> {
        let claims = self.parts.get(part)?.get(&at)?.iter();
        let fits = |claim: &&TrustedClaim| claim.alignment.grades.or_every().contains(grade);
        claims.filter(fits).max_by_key(|claim| claim.trust)
    }

    /// The same as lists show it.
    pub(super) fn claim_on(
        &self,
        part: &ProductPart,
        at: Node,
        grade: Grade,
    ) -> Option<ListedClaim> {
        let claim = self.best_claim(part, at, grade)?;
        let by = claim.alignment.by;
        Some(ListedClaim {
            product: part.0,
            product_name: self.names.get(&part.0).cloned().unwrap_or_default(),
            by: by.and_then(|by| self.logins.get(&by).cloned()),
            verifier: None,
            recheck: claim.trust == Trust::Recheck,
            claim: claim.alignment.clone(),
        })
    }

    /// How a part of a product stands to a gap in a grade; as if what is claimed of this standard were verified, where one
    /// is named.
    pub(super) fn part_match(
        &self,
        part: &ProductPart,
        reach: &GapReach,
        (wide, grade): (bool, Grade),
        verified: Option<Node>,
    ) -> Option<ProductMatch> {
        let graph = &self.known.graph;
        graph.product_match(&reach.reached, wide, |at| {
            let stated = self.best_claim(part, at, grade)?.trust;
            Some(if verified == Some(at) {
                Trust::Verified
            } else {
                stated
            })
        })
    }

    /// What every product is for a standard at a school in a grade: those approved there, with what is only related.
    pub(super) fn offers(
        &mut self,
        store: &Store,
        (standard, wide): (StandardId, bool),
        (school, grade): (SchoolId, Grade),
    ) -> Result<Vec<GapOffer>, Error> {
        let Some(node) = self.node(standard) else {
            return Ok(Vec::new());
        };
        let reach = self.reach(node);
        let mut offers = Vec::new();
        for part in &reach.parts {
            let found = self.part_match(part, &reach, (wide, grade), None);
            let Some(found) = found else { continue };
            let claim = found
                .via
                .and_then(|at| self.best_claim(part, at, grade))
                .map(|claim| claim.alignment.clone());
            let (product, module) = part.clone();
            let Some(place) = self.answers.place(product) else {
                continue;
            };
            let Some(answer) = self.answers.at(store, (school, grade), place)? else {
                continue;
            };
            if !is_approved(answer.verdict) {
                continue;
            }
            let by = claim.as_ref().and_then(|claim| claim.by);
            offers.push(GapOffer {
                product,
                name: self.names.get(&product).cloned().unwrap_or_default(),
                module,
                answer,
                way: found.way,
                trust: found.trust,
                by: by.and_then(|by| self.logins.get(&by).cloned()),
                claim,
            });
        }
        Ok(offers)
    }

    /// The products that are aligned to most standards, so many at most, by name where that is the same.
    pub(super) fn most_aligned(&self, most: usize) -> Vec<ProductId> {
        let mut counts: HashMap<ProductId, HashSet<Node>> = HashMap::new();
        for ((product, _), claims) in &self.parts {
            counts.entry(*product).or_default().extend(claims.keys());
        }
        let counts = counts.into_iter();
        let mut counts: Vec<(usize, ProductId)> = counts
            .map(|(product, nodes)| (nodes.len(), product))
            .collect();
        let name = |product: &ProductId| self.names.get(product);
        counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| name(&a.1).cmp(&name(&b.1))));
        let most = counts.into_iter().take(most);
        most.map(|(_, product)| product).collect()
    }

    pub(super) fn row(
        &mut self,
        store: &Store,
        reading: &StoredReading,
        gap: &KeptGap,
        school: &School,
    ) -> Result<Option<GapRow>, Error> {
        let Some(bands) = gap.bands else {
            return Ok(None);
        };
        if !self.is_told(gap.standard) {
            return Ok(None);
        }
        let standard: Standard = store.get(gap.standard)?;
        let offers = self.offers(store, (gap.standard, gap.wide), (gap.school, gap.grade))?;
        let covers: Vec<CoverOffer> = offers.iter().filter_map(GapOffer::covers).collect();
        let below = bands.below_at_least();
        let state = best_state(&covers, below);
        let placed = placed(offers, below);
        let weight = standard.weighs();
        Ok(Some(GapRow {
            test: reading.test.clone(),
            window: reading.window.clone(),
            standard: gap.standard,
            code: called(&standard),
            guid: standard.guid,
            statement: standard.statement,
            school: gap.school,
            school_name: school.name.clone(),
            grade: gap.grade,
            bands,
            wide: gap.wide,
            score: GapScore::of(bands, weight, state),
            best: best(&placed, below),
            covering: placed
                .iter()
                .filter(|(offer, _)| offer.way != MatchWay::Wider)
                .count(),
            routed: None,
        }))
    }
}

/// A standard's code, or its guid where it has none.
pub(super) fn called(standard: &Standard) -> String {
    standard
        .code
        .clone()
        .unwrap_or_else(|| standard.guid.clone())
}
