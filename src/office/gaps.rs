//! Gaps: where groups fall short of a standard, how far what may be used there covers it, and so which stand first; and
//! for one of them what to use, in order. Groups only: a person decides, and no pupil is ever assigned.

use std::collections::{HashMap, HashSet};

use super::{Error, Office};
use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;
use crate::domain::rights::RightHolder;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::Route;
use crate::domain::standards::bands::GroupBands;
use crate::domain::standards::claim::Alignment;
use crate::domain::standards::coverage::CoverOffer;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::{BandChange, GapScore};
use crate::domain::standards::matching::{MatchWay, Trust};
use crate::store::{CoverAnswer, StoredReading};
use desk::GapDesk;

pub use covering::CoverCell;
pub use exported::{ExportedCoverage, RoutedRow};
pub use idle::{IdleList, IdleRow};
pub use opens::OpenedAt;
pub use route::{RouteSheet, told_answer, told_seats};
pub use stacks::StackRow;
pub use standards_covered::{ByAnother, CoverFilter, CoveredStandard};

mod answers;
mod board;
mod cells;
mod closing;
mod covered;
mod covering;
mod deeds;
mod desk;
mod details;
mod exported;
mod holes;
mod idle;
mod listed;
mod only_cover;
mod opens;
mod page;
mod places;
mod placing;
mod read_lists;
mod route;
mod stacks;
mod standards_covered;
pub(in crate::office) mod standing;
mod told;

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
#[derive(Debug, Clone, PartialEq)]
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
        GapOffer::status_of(self.trust)
    }

    fn status_of(trust: Option<Trust>) -> &'static str {
        trust.map_or("related", Trust::word)
    }
}

/// A product in a route, at its place, with the step that placed it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedOffer {
    /// From 1.
    pub place: usize,
    /// The product.
    pub offer: GapOffer,
    /// The step; empty for the only one.
    pub step: &'static str,
}

/// What was routed to a group, and how it stands since.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
    /// How many products cover it there, however far, and not only the area above it.
    pub covering: usize,
    /// What was routed there.
    pub routed: Option<RoutedGap>,
}

impl GapRow {
    /// The score explained, so that it can be done again by hand.
    pub fn why(&self) -> String {
        format!(
            "{}; open {}%: {}; {}",
            self.need_told(),
            self.score.state.open_percent(),
            self.open_because(),
            self.score.score()
        )
    }
}

/// A reading, and how much of it is told of what was asked.
#[derive(Debug, Clone)]
pub struct ToldReading {
    /// The reading.
    pub reading: StoredReading,
    /// Of so many groups something is told to whoever asks.
    pub told: usize,
    /// Of so many, at schools that they may see, nothing is told to anybody: they are too small, or beside one that is.
    pub too_few: usize,
}

/// The gaps of the readings that were asked for.
#[derive(Debug, Clone, Default)]
pub struct GapList {
    /// The readings.
    pub readings: Vec<ToldReading>,
    /// The gaps, the highest score first.
    pub rows: Vec<GapRow>,
}

/// The newest reading of each test, or those of the window that is asked for, of a test where one is.
fn wanted_readings(all: &[StoredReading], filter: &GapFilter) -> Vec<StoredReading> {
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
    wanted.cloned().collect()
}

impl Office {
    /// The newest reading of each test.
    fn newest_readings(&self) -> Result<Vec<StoredReading>, Error> {
        let all = self.store.readings()?;
        Ok(wanted_readings(&all, &GapFilter::default()))
    }

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

    /// The schools whose gaps whoever asks may see, or why they see none.
    pub(in crate::office) fn visible_gaps(&self) -> Result<Result<Schools, String>, Error> {
        match self.schools_of_gaps() {
            Ok(schools) => Ok(Ok(schools)),
            Err(Error::Refused(why)) => Ok(Err(format!("{why}."))),
            Err(other) => Err(other),
        }
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
        let wanted = wanted_readings(&all, filter);
        let schools: HashMap<SchoolId, School> = self
            .store
            .all::<School>()?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let routes = self.store.all::<Route>()?;
        let mut list = GapList::default();
        for reading in wanted {
            let (mut told, mut too_few) = (0, 0);
            self.store.each_gap(reading.id, filter.school, |gap| {
                let seen = visible.covers(gap.school);
                let asked = filter.grade.is_none_or(|grade| grade == gap.grade);
                let Some(school) = schools.get(&gap.school).filter(|_| seen && asked) else {
                    return Ok(());
                };
                too_few += usize::from(gap.bands.is_none());
                let Some(mut row) = desk.row(&self.store, &reading, &gap, school)? else {
                    return Ok(());
                };
                row.routed = self.routed(desk, &routes, &all, &row)?;
                told += 1;
                list.rows.push(row);
                Ok(())
            })?;
            list.readings.push(ToldReading {
                reading,
                told,
                too_few,
            });
        }
        list.rows.sort_by(|a, b| {
            let order = |row: &'_ GapRow| (row.school_name.clone(), row.grade);
            let by_score = a.score.order(&a.code).cmp(&b.score.order(&b.code));
            by_score.then_with(|| order(a).cmp(&order(b)))
        });
        Ok(list)
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
        let of_row = |one: &&StoredReading| {
            one.test.eq_ignore_ascii_case(&row.test) && one.window.eq_ignore_ascii_case(&row.window)
        };
        let now = readings.iter().find(of_row);
        let mut since = None;
        if let Some(then) = now.and_then(|now| earlier_of(readings, route, now)) {
            let at = (row.school, row.grade);
            let before = self.store.gap_of(then.id, row.standard, at)?;
            let before = before.and_then(|gap| gap.bands);
            since = before.map(|before| BandChange::between(before.below, row.bands.below));
        }
        Ok(Some(RoutedGap {
            product: desk.names.get(&route.product).cloned().unwrap_or_default(),
            window: route.window.clone(),
            since,
        }))
    }
}

/// The reading that told the gap of a route, where this one of the same test came later: which of the two did is for their
/// days to say.
fn earlier_of<'r>(
    all: &'r [StoredReading],
    route: &Route,
    now: &StoredReading,
) -> Option<&'r StoredReading> {
    let of_route = |one: &&StoredReading| {
        one.test.eq_ignore_ascii_case(&route.test) && one.window.eq_ignore_ascii_case(&route.window)
    };
    let then = all.iter().find(of_route)?;
    let later = |reading: &StoredReading| (reading.ends.or(reading.read_on), reading.id);
    (then.id != now.id && later(now) > later(then)).then_some(then)
}
