//! Gaps: where groups fall short of a standard, how far what may be used there covers it, and so which stand first; and
//! for one of them what to use, in order. Groups only: a person decides, and no pupil is ever assigned.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Error, Office};
use crate::domain::change::Change;
use crate::domain::grade::{Grade, Grades};
use crate::domain::money::Cents;
use crate::domain::names::Match;
use crate::domain::person::{Person, PersonId};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::rights::RightHolder;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::Route;
use crate::domain::standards::bands::GroupBands;
use crate::domain::standards::claim::{Alignment, AlignmentRole, AlignmentStatus};
use crate::domain::standards::coverage::{
    CoverOffer, CoverState, SeatsLeft, best_state, is_approved, is_recheck,
};
use crate::domain::standards::framework::{Framework, FrameworkId, Standard, StandardId};
use crate::domain::standards::gap::{BandChange, GapScore};
use crate::domain::standards::matching::{MatchWay, Node, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::domain::standards::route::{RouteOption, RouteStep, ordered};
use crate::domain::status::{StatusWord, Verdict};
use crate::office::receipt::Receipt;
use crate::store::{CoverAnswer, KnownStandards, StoredReading};

/// Which gaps are asked for.
#[derive(Debug, Clone, Default)]
pub struct GapFilter {
    /// Of this school.
    pub school: Option<SchoolId>,
    /// Of this grade.
    pub grade: Option<Grade>,
    /// Of this window; else the newest of each test.
    pub window: Option<String>,
    /// Of this test.
    pub test: Option<String>,
}

/// What a product is for a gap.
#[derive(Debug, Clone)]
pub struct GapOffer {
    /// The product.
    pub product: ProductId,
    /// As it is called.
    pub name: String,
    /// The part of it that is aligned; empty for the whole.
    pub module: String,
    /// What it is there.
    pub answer: CoverAnswer,
    /// How it comes to the standard.
    pub way: MatchWay,
    /// How far that is trusted; none where the way counts for nothing.
    pub trust: Option<Trust>,
    /// The claim that says so; none where several leaves are.
    pub claim: Option<Alignment>,
    /// The login of who verified it.
    pub by: Option<String>,
}

impl GapOffer {
    fn covers(&self) -> Option<CoverOffer> {
        Some(CoverOffer {
            verdict: self.answer.verdict,
            way: self.way,
            trust: self.trust?,
            seats: self.answer.seats,
            trained: self.answer.trained,
        })
    }

    /// `verified`, `recheck` or `claimed`, as far as the way lets it be.
    pub fn status(&self) -> &'static str {
        self.trust.map_or("related", Trust::word)
    }
}

/// What was routed to a group, and how it stands since.
#[derive(Debug, Clone)]
pub struct RoutedGap {
    /// What it was given.
    pub product: String,
    /// The window that told the gap.
    pub window: String,
    /// How the group stands in this window; none in the window of the route itself, or where one is not told.
    pub since: Option<BandChange>,
}

impl RoutedGap {
    /// `better`, `same` or `worse`, where that can be said.
    pub fn since_word(&self) -> Option<&'static str> {
        self.since.map(BandChange::word)
    }
}

/// One gap that is told.
#[derive(Debug, Clone)]
pub struct GapRow {
    /// The test.
    pub test: String,
    /// The window.
    pub window: String,
    /// The standard.
    pub standard: StandardId,
    /// Its code, or its guid where it has none.
    pub code: String,
    /// Its guid.
    pub guid: String,
    /// Its statement.
    pub statement: String,
    /// The school.
    pub school: SchoolId,
    /// The school's name.
    pub school_name: String,
    /// The grade.
    pub grade: Grade,
    /// What is told of the group.
    pub bands: GroupBands,
    /// Is it known only for the area above the standard?
    pub wide: bool,
    /// How it comes to its score.
    pub score: GapScore,
    /// The best product there, if any.
    pub best: Option<GapOffer>,
    /// What was routed there.
    pub routed: Option<RoutedGap>,
}

impl GapRow {
    /// The score explained, so that it can be done again by hand.
    pub fn why(&self) -> String {
        let GapScore {
            below,
            weight,
            state,
        } = self.score;
        let weighs = match weight {
            3 => " x3 priority",
            2 => " x2",
            _ => " x1 supporting",
        };
        let open = match state {
            CoverState::Usable => "verified, with seats and training",
            CoverState::Short => "verified, but seats or trained people are too few",
            CoverState::Blocked => "verified, but not bought, full or not switched on there",
            CoverState::Claimed => "what may be used there is only claimed, or wider",
            CoverState::Nothing => "nothing that may be used there",
        };
        format!(
            "at least {below} pupils ({}% of {}){weighs} = {}; open {}%: {open}; {}",
            self.bands.below.lowest(),
            self.bands.size.low(),
            self.score.need(),
            state.open_percent(),
            self.score.score()
        )
    }
}

/// The gaps of the readings that were asked for.
#[derive(Debug, Clone, Default)]
pub struct GapList {
    /// The readings, each with how many of its groups are told to whoever asks.
    pub readings: Vec<(StoredReading, usize)>,
    /// The gaps, the highest score first.
    pub rows: Vec<GapRow>,
}

/// What to use for one standard at one school.
#[derive(Debug, Clone)]
pub struct RouteSheet {
    /// The standard's code.
    pub code: String,
    /// Its statement.
    pub statement: String,
    /// The school's name.
    pub school: String,
    /// The grade.
    pub grade: Grade,
    /// The gap, where one is told.
    pub gap: Option<GapRow>,
    /// What may be used, in order, each with the step that placed it.
    pub options: Vec<(GapOffer, Option<RouteStep>)>,
    /// Products aligned to a standard that is only related.
    pub related: Vec<GapOffer>,
    /// Products aligned to a standard that comes before: to try first.
    pub before: Vec<GapOffer>,
}

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

/// All that gaps are looked at with.
struct GapDesk<'o> {
    office: &'o Office,
    today: NaiveDate,
    known: KnownStandards,
    standards: HashMap<StandardId, Standard>,
    ours: HashSet<FrameworkId>,
    /// The claims of each part of a product, by the number of their standard.
    parts: BTreeMap<(ProductId, String), HashMap<Node, Vec<TrustedClaim>>>,
    /// The parts that are aligned to each standard.
    aligned: HashMap<Node, Vec<(ProductId, String)>>,
    names: HashMap<ProductId, String>,
    logins: HashMap<PersonId, String>,
    answers: HashMap<(SchoolId, ProductId), HashMap<Grade, CoverAnswer>>,
}

/// A claim, and how far it is trusted.
#[derive(Clone)]
struct TrustedClaim {
    alignment: Alignment,
    trust: Trust,
}

/// The grades a school may be asked for at once: all there are.
fn every_grade() -> Vec<Grade> {
    Grades::span(Grade::PK, Grade::LAST).iter().collect()
}

impl<'o> GapDesk<'o> {
    fn new(office: &'o Office) -> Result<GapDesk<'o>, Error> {
        let store = &office.store;
        let today = office.today();
        let months = store.policy()?.recheck_standards.0;
        let known = store.known_standards()?;
        let standards: HashMap<StandardId, Standard> = store
            .all::<Standard>()?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let ours = store
            .all::<Framework>()?
            .into_iter()
            .filter(|one| one.ours)
            .map(|one| one.id);
        let mut parts: BTreeMap<(ProductId, String), HashMap<Node, Vec<TrustedClaim>>> =
            BTreeMap::new();
        let mut aligned: HashMap<Node, Vec<(ProductId, String)>> = HashMap::new();
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
            let Some(trust) = trust(&alignment, standard, months, today) else {
                continue;
            };
            let part = (
                store.stands_for(alignment.product)?,
                alignment.module.clone().unwrap_or_default(),
            );
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
        Ok(GapDesk {
            office,
            today,
            known,
            standards,
            ours: ours.collect(),
            parts,
            aligned,
            names: store.product_names()?,
            logins: people.collect(),
            answers: HashMap::new(),
        })
    }

    fn answer(
        &mut self,
        school: SchoolId,
        product: ProductId,
        grade: Grade,
    ) -> Result<Option<CoverAnswer>, Error> {
        if !self.answers.contains_key(&(school, product)) {
            let found =
                self.office
                    .store
                    .cover_answers(school, &every_grade(), &[product], self.today)?;
            let by_grade = found
                .into_iter()
                .map(|((_, grade), answer)| (grade, answer));
            self.answers.insert((school, product), by_grade.collect());
        }
        Ok(self
            .answers
            .get(&(school, product))
            .and_then(|by_grade| by_grade.get(&grade))
            .copied())
    }

    /// What every product is for a standard at a school in a grade: those approved there, with what is only related.
    fn offers(
        &mut self,
        standard: StandardId,
        wide: bool,
        (school, grade): (SchoolId, Grade),
    ) -> Result<Vec<GapOffer>, Error> {
        let Some(node) = self.known.nodes.get(&standard).copied() else {
            return Ok(Vec::new());
        };
        let reached = self.known.graph.reached(node);
        let mut parts: Vec<(ProductId, String)> = Vec::new();
        for one in &reached {
            let (Reached::By(_, at) | Reached::Leaf(at, _) | Reached::Branch(at, _)) = one;
            parts.extend(self.aligned.get(at).into_iter().flatten().cloned());
        }
        parts.sort_unstable();
        parts.dedup();
        let mut offers = Vec::new();
        for (product, module) in parts {
            let Some(claims) = self.parts.get(&(product, module.clone())) else {
                continue;
            };
            let best = |at: Node| {
                let all = claims.get(&at).into_iter().flatten();
                let fits = |claim: &&TrustedClaim| {
                    let grades = claim.alignment.grades;
                    grades.is_unsaid() || grades.contains(grade)
                };
                all.filter(fits).max_by_key(|claim| claim.trust)
            };
            let found = self
                .known
                .graph
                .product_match(&reached, wide, |at| best(at).map(|claim| claim.trust));
            let Some(found) = found else { continue };
            let claim = found
                .via
                .and_then(best)
                .map(|claim| claim.alignment.clone());
            let Some(answer) = self.answer(school, product, grade)? else {
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

    fn row(
        &mut self,
        reading: &StoredReading,
        gap: &KeptGap,
        school: &School,
    ) -> Result<Option<GapRow>, Error> {
        let Some(bands) = gap.bands else {
            return Ok(None);
        };
        let Some(standard) = self.standards.get(&gap.standard).cloned() else {
            return Ok(None);
        };
        if !self.ours.contains(&standard.framework) || standard.waived.is_some() {
            return Ok(None);
        }
        let offers = self.offers(gap.standard, gap.wide, (gap.school, gap.grade))?;
        let covers: Vec<CoverOffer> = offers.iter().filter_map(GapOffer::covers).collect();
        let below = bands.below_at_least();
        let state = best_state(&covers, below);
        let weight = u32::try_from(standard.weight).unwrap_or(2);
        let placed = placed(offers, below);
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
            routed: None,
        }))
    }
}

/// The product whose state there is the best; of several the first of the route.
fn best(placed: &[(GapOffer, Option<RouteStep>)], below: u32) -> Option<GapOffer> {
    let state = |offer: &GapOffer| offer.covers().and_then(|covers| covers.state(below));
    let offers = placed.iter().map(|(offer, _)| offer);
    offers
        .filter(|offer| state(offer).is_some())
        .min_by_key(|offer| state(offer))
        .cloned()
}

/// A standard's code, or its guid where it has none.
fn called(standard: &Standard) -> String {
    standard
        .code
        .clone()
        .unwrap_or_else(|| standard.guid.clone())
}

/// How far a claim is trusted today; none where somebody looked and it is not so.
fn trust(
    alignment: &Alignment,
    standard: &Standard,
    months: u32,
    today: NaiveDate,
) -> Option<Trust> {
    match (alignment.status, alignment.on) {
        (AlignmentStatus::Rejected, _) => None,
        (AlignmentStatus::Verified, Some(on)) => {
            let changed = standard
                .changed_at
                .as_deref()
                .and_then(|at| at.get(..10)?.parse().ok());
            let old = is_recheck(on, changed, standard.ends, months, today);
            Some(if old { Trust::Recheck } else { Trust::Verified })
        }
        _ => Some(Trust::Claimed),
    }
}

/// What may be used, in order.
fn placed(offers: Vec<GapOffer>, below: u32) -> Vec<(GapOffer, Option<RouteStep>)> {
    let mut by_part: HashMap<(ProductId, String), GapOffer> = HashMap::new();
    let mut options = Vec::new();
    for offer in offers {
        let Some(trust) = offer.trust else { continue };
        let added = match offer.answer.seats {
            seats if seats.cover(below) => Some(Cents(0)),
            _ => offer.answer.price,
        };
        options.push(RouteOption {
            product: offer.product,
            name: offer.name.clone(),
            module: offer.module.clone(),
            verdict: offer.answer.verdict,
            way: offer.way,
            trust,
            seats: offer.answer.seats,
            trained: offer.answer.trained,
            evidence: None,
            added,
        });
        by_part.insert((offer.product, offer.module.clone()), offer);
    }
    let placed = ordered(options, below)
        .into_iter()
        .filter_map(|(option, step)| {
            let offer = by_part.remove(&(option.product, option.module))?;
            Some((offer, step))
        });
    placed.collect()
}

impl Office {
    /// The schools whose gaps whoever asks may see; refused for whoever may see none.
    fn schools_of_gaps(&self) -> Result<Schools, Error> {
        let stamp = self.stamp();
        let person = self.person(&stamp.who)?;
        let person = person.filter(|one| !one.has_left(stamp.today));
        let why = "gaps are shown to technical, curricular and renewals staff and to admins";
        let refused =
            || Error::refused(Refusal::from(why).then("; ", "hallpass standards shows coverage"));
        let person = person.ok_or_else(refused)?;
        RightHolder::Office
            .includes(&person.roles)
            .map_err(|_| refused())?;
        Ok(person.schools)
    }

    /// The gaps of the newest window of each test, or of those that are asked for: the highest score first.
    pub fn skill_gaps(&self, filter: &GapFilter) -> Result<GapList, Error> {
        let visible = self.schools_of_gaps()?;
        self.gaps_at(&mut GapDesk::new(self)?, filter, &visible)
    }

    fn gaps_at(
        &self,
        desk: &mut GapDesk,
        filter: &GapFilter,
        visible: &Schools,
    ) -> Result<GapList, Error> {
        let all = self.store.readings()?;
        let mut tests = HashSet::new();
        let wanted = all.iter().filter(|reading| {
            let is = |said: &Option<String>, name: &str| {
                said.as_ref()
                    .is_none_or(|said| said.trim().eq_ignore_ascii_case(name))
            };
            let newest = tests.insert(reading.test.to_lowercase());
            is(&filter.test, &reading.test)
                && is(&filter.window, &reading.window)
                && (newest || filter.window.is_some())
        });
        let wanted: Vec<StoredReading> = wanted.cloned().collect();
        let schools: HashMap<SchoolId, School> = self
            .store
            .all::<School>()?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let routes = self.store.all::<Route>()?;
        let mut list = GapList::default();
        for reading in wanted {
            let mut told = 0;
            for gap in self.store.gaps(reading.id)? {
                let seen = Schools::only(vec![gap.school]).within(visible);
                let asked = filter.school.is_none_or(|school| school == gap.school)
                    && filter.grade.is_none_or(|grade| grade == gap.grade);
                let Some(school) = schools.get(&gap.school).filter(|_| seen && asked) else {
                    continue;
                };
                let Some(mut row) = desk.row(&reading, &gap, school)? else {
                    continue;
                };
                row.routed = self.routed(desk, &routes, &all, &row)?;
                told += 1;
                list.rows.push(row);
            }
            list.readings.push((reading, told));
        }
        list.rows.sort_by(|a, b| {
            let order = |row: &'_ GapRow| (row.school_name.clone(), row.grade);
            let by_score = a.score.order(&a.code).cmp(&b.score.order(&b.code));
            by_score.then_with(|| order(a).cmp(&order(b)))
        });
        Ok(list)
    }

    /// Coverage: every standard of the district's own frameworks that has none below it and is not waived, at every open
    /// school, or at this one, in each grade of the school that it is for. Where a gap is told there, seats are to be enough for
    /// it; else for one pupil.
    pub fn cover_cells(&self, only: Option<SchoolId>) -> Result<Vec<CoverCell>, Error> {
        let mut below: HashMap<(StandardId, SchoolId, Grade), u32> = HashMap::new();
        let mut tests = HashSet::new();
        for reading in self.store.readings()? {
            if tests.insert(reading.test.to_lowercase()) {
                let told = self.store.gaps(reading.id)?.into_iter();
                below.extend(told.filter_map(|gap| {
                    let bands = gap.bands?;
                    Some((
                        (gap.standard, gap.school, gap.grade),
                        bands.below_at_least(),
                    ))
                }));
            }
        }
        let mut desk = GapDesk::new(self)?;
        let wanted = desk
            .standards
            .values()
            .filter(|one| one.leaf && one.waived.is_none() && desk.ours.contains(&one.framework));
        let mut wanted: Vec<(StandardId, Grades)> =
            wanted.map(|one| (one.id, one.grades)).collect();
        wanted.sort_unstable();
        let schools = self.store.all::<School>()?.into_iter();
        let schools = schools.filter(|one| one.open && only.is_none_or(|only| only == one.id));
        let mut cells = Vec::new();
        for school in schools {
            for (standard, grades) in &wanted {
                let common = if grades.is_unsaid() {
                    school.grades
                } else {
                    grades.common(school.grades)
                };
                for grade in common.iter() {
                    let offers = desk.offers(*standard, false, (school.id, grade))?;
                    let covers: Vec<CoverOffer> =
                        offers.iter().filter_map(GapOffer::covers).collect();
                    let pupils = below
                        .get(&(*standard, school.id, grade))
                        .copied()
                        .unwrap_or(1);
                    cells.push(CoverCell {
                        standard: *standard,
                        school: school.id,
                        grade,
                        state: best_state(&covers, pupils),
                    });
                }
            }
        }
        Ok(cells)
    }

    /// What was routed to the group of a gap, and how the group stands since: by bands, never of a pupil.
    fn routed(
        &self,
        desk: &GapDesk,
        routes: &[Route],
        readings: &[StoredReading],
        row: &GapRow,
    ) -> Result<Option<RoutedGap>, Error> {
        let is_cell = |route: &&Route| {
            route.standard == row.standard
                && route.school == row.school
                && route.grade.contains(row.grade)
                && route.test.eq_ignore_ascii_case(&row.test)
        };
        let Some(route) = routes
            .iter()
            .filter(is_cell)
            .max_by_key(|route| (route.on, route.id))
        else {
            return Ok(None);
        };
        let of = |window: &str| {
            let same = |one: &&StoredReading| {
                one.test.eq_ignore_ascii_case(&row.test) && one.window.eq_ignore_ascii_case(window)
            };
            readings.iter().find(same)
        };
        let same_window = route.window.eq_ignore_ascii_case(&row.window);
        // Which is the later of the two is for their days to say; only a later window is compared.
        let (then, now) = (of(&route.window), of(&row.window));
        let later = |reading: &StoredReading| (reading.ends.or(reading.read_on), reading.id);
        let comes_after = then
            .zip(now)
            .is_some_and(|(then, now)| later(now) > later(then));
        let mut since = None;
        if let Some(then) = then.filter(|_| comes_after && !same_window) {
            let gaps = self.store.gaps(then.id)?;
            let cell = gaps.iter().find(|gap| {
                (gap.standard, gap.school, gap.grade) == (row.standard, row.school, row.grade)
            });
            let before = cell.and_then(|gap| gap.bands);
            since = before.map(|before| BandChange::between(before.below, row.bands.below));
        }
        Ok(Some(RoutedGap {
            product: desk.names.get(&route.product).cloned().unwrap_or_default(),
            window: route.window.clone(),
            since,
        }))
    }

    /// What to use for a standard at a school: in the grade that is named, else in that of its highest gap there, else
    /// in the standard's own where it has one. None where no standard has this code.
    pub fn route(
        &self,
        code: &str,
        school: SchoolId,
        grade: Option<Grade>,
    ) -> Result<Option<RouteSheet>, Error> {
        let standard = match self.store.standard_codes()?.find(code) {
            Match::None => return Ok(None),
            Match::One(standard) => self.store.get::<Standard>(standard)?,
            Match::Several(n) => {
                let why = format!("{n} frameworks have a standard {code}");
                return Err(Error::refused(
                    Refusal::from(why).then("; ", "say which, as in CCSS-M:3.NF.A.1"),
                ));
            }
        };
        let visible = self.schools_of_gaps()?;
        if !Schools::only(vec![school]).within(&visible) {
            let why = "gaps are shown to whoever acts for their school";
            return Err(Error::refused(
                Refusal::from(why).then("; ", "ask somebody of that school, or of the district"),
            ));
        }
        let filter = GapFilter {
            school: Some(school),
            grade,
            ..GapFilter::default()
        };
        let mut desk = GapDesk::new(self)?;
        let mut rows = self.gaps_at(&mut desk, &filter, &visible)?.rows.into_iter();
        let gap = rows.find(|row| row.standard == standard.id);
        let mut own = standard.grades.iter();
        let only = own.next().filter(|_| own.next().is_none());
        let grade = grade
            .or(gap.as_ref().map(|gap| gap.grade))
            .or(only)
            .ok_or_else(|| {
                Error::refused(
                    Refusal::from("the standard is for several grades")
                        .then("; ", "say one with --grade"),
                )
            })?;
        let below = gap.as_ref().map_or(1, |gap| gap.bands.below_at_least());
        let wide = gap.as_ref().is_some_and(|gap| gap.wide);
        let offers = desk.offers(standard.id, wide, (school, grade))?;
        let of = |way: MatchWay| -> Vec<GapOffer> {
            offers
                .iter()
                .filter(|offer| offer.way == way)
                .cloned()
                .collect()
        };
        Ok(Some(RouteSheet {
            code: called(&standard),
            statement: standard.statement,
            school: self.store.get::<School>(school)?.name,
            grade,
            gap,
            related: of(MatchWay::Related),
            before: of(MatchWay::Before),
            options: placed(offers, below),
        }))
    }

    /// Records that a product is used for a gap: in the window that told it.
    pub fn use_route(&mut self, sheet: &RouteSheet, product: ProductId) -> Result<Receipt, Error> {
        let gap = sheet.gap.as_ref().ok_or_else(|| {
            let why = format!(
                "no gap in {} is told for grade {} of {}",
                sheet.code, sheet.grade, sheet.school
            );
            Error::refused(why)
        })?;
        let option = sheet
            .options
            .iter()
            .map(|(offer, _)| offer)
            .find(|offer| offer.product == product);
        let option = option.ok_or_else(|| {
            let why = format!(
                "that product may not be used for {} at {}",
                sheet.code, sheet.school
            );
            Error::refused(Refusal::from(why).then("; ", "take one that the route lists"))
        })?;
        let stamp = self.stamp();
        let by = self.person(&stamp.who)?.map(|one| one.id);
        let by = by.ok_or_else(|| Error::refused("somebody must do this"))?;
        let what = format!(
            "route of {} to grade {} of {}",
            option.name, sheet.grade, sheet.school
        );
        let mut put = Put::keyed(Kind::Route)
            .with("standard", gap.standard)
            .with("school", gap.school)
            .with("grade", Grades::from_iter([gap.grade]))
            .with("product", product)
            .with("test", gap.test.clone())
            .with("window", gap.window.clone())
            .with("by", by)
            .with("on", stamp.today);
        if !option.module.is_empty() {
            put = put.with("module", option.module.clone());
        }
        let route = Change::Save {
            what: what.clone(),
            put,
            reason: None,
        };
        let applied = self.apply(&route)?;
        Ok(Receipt::of(
            format!("Recorded the {what}."),
            applied.change_set,
        ))
    }
}

/// How a status word and a verdict are told together in a sheet.
pub fn told_answer(word: StatusWord, verdict: Verdict) -> String {
    match verdict {
        Verdict::NeedsSetup => format!("{word}, not switched on"),
        Verdict::LicenceFull => format!("{word}, full"),
        Verdict::ApprovedNoLicence => format!("{word}, not bought"),
        _ => word.to_string(),
    }
}

/// Free seats in a few words.
pub fn told_seats(seats: SeatsLeft) -> String {
    match seats {
        SeatsLeft::NoLimit => "no limit".to_owned(),
        SeatsLeft::Free(free) => free.to_string(),
        SeatsLeft::NotCounted => "not counted".to_owned(),
    }
}
