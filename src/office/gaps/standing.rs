//! What all gaps are looked at with, kept between questions, and sums of them by school. Of the gaps themselves none is held:
//! whoever wants some goes through all, which stand in the office file, and keeps what is asked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::answers::SchoolAnswers;
use super::cells::{FirstCells, GapCell};
use super::desk::GapDesk;
use super::places::{GapOrder, GapPlaces};
use super::read_lists::ReadLists;
use super::{GapFilter, GapRow, wanted_readings};
use crate::domain::grade::Grade;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::framework::{FrameworkId, StandardId};
use crate::domain::standards::gap::GapScore;
use crate::domain::standards::reading::KeptGap;
use crate::domain::standards::{Framework, Route};
use crate::office::cache::{FACTS, STANDARDS};
use crate::office::query::standards::{CoverTable, GapKey};
use crate::office::{Error, Office};
use crate::store::{Head, SchoolHoles, StoredReading};

/// What is known of the gaps that whoever asks may see, of the newest window of each test.
pub(in crate::office) struct StandingGaps {
    pub(super) today: NaiveDate,
    /// Where history stood before anything was read.
    at: Head,
    pub(super) desk: GapDesk,
    pub(super) frameworks: Vec<Framework>,
    pub(super) schools: HashMap<SchoolId, School>,
    routes: Vec<Route>,
    /// Every reading, and the newest of each test.
    all: Vec<StoredReading>,
    pub(super) readings: Vec<StoredReading>,
    /// Whose gaps are shown to whoever asks; why none are.
    pub(super) visible: Result<Schools, String>,
    pub(super) places: GapPlaces,
    /// By school, once somebody went through all.
    sums: Option<BTreeMap<SchoolId, SchoolGaps>>,
    /// The first of those that were listed last.
    pub(super) first: Option<FirstCells>,
    /// How far each school is covered, once that was asked.
    pub(super) covered: Option<CoverTable>,
    pub(super) lists: ReadLists,
}

/// What is said of all gaps of one school.
#[derive(Debug, Default)]
pub(super) struct SchoolGaps {
    pub(super) told: usize,
    pub(super) holes: usize,
    /// Groups of which nothing is told.
    pub(super) too_few: usize,
    /// In which grades and frameworks they are told.
    pub(super) grades: BTreeSet<Grade>,
    pub(super) frameworks: BTreeSet<FrameworkId>,
    worst: Option<(GapOrder, GapCell)>,
}

impl SchoolGaps {
    fn add(&mut self, cell: &GapCell, framework: FrameworkId, places: &GapPlaces) {
        self.told += 1;
        self.grades.insert(cell.gap.grade);
        self.frameworks.insert(framework);
        if !cell.score.is_hole() {
            return;
        }
        self.holes += 1;
        let score = |(_, worst): &(GapOrder, GapCell)| worst.score.score();
        let behind = |worst| score(worst) > cell.score.score();
        if self.worst.as_ref().is_some_and(behind) {
            return;
        }
        let order = places.order(cell);
        if self.worst.as_ref().is_none_or(|(worst, _)| order < *worst) {
            self.worst = Some((order, *cell));
        }
    }
}

impl StandingGaps {
    fn new(office: &Office, answers: Option<SchoolAnswers>) -> Result<StandingGaps, Error> {
        let visible = office.visible_gaps()?;
        StandingGaps::seen(office, visible, answers)
    }

    /// Those of every school, whoever asks: to be counted.
    pub(super) fn of_all(office: &Office) -> Result<StandingGaps, Error> {
        StandingGaps::seen(office, Ok(Schools::All), None)
    }

    fn seen(
        office: &Office,
        visible: Result<Schools, String>,
        answers: Option<SchoolAnswers>,
    ) -> Result<StandingGaps, Error> {
        let at = office.store.head()?;
        let all = office.store.readings()?;
        let schools = office.store.all::<School>()?.into_iter();
        let schools: HashMap<SchoolId, School> = schools.map(|one| (one.id, one)).collect();
        let mut desk = GapDesk::new(office)?;
        if let Some(answers) = answers {
            desk.answers.take_over(answers);
        }
        Ok(StandingGaps {
            today: office.today(),
            at,
            frameworks: office.store.frameworks()?,
            routes: office.store.all()?,
            readings: wanted_readings(&all, &GapFilter::default()),
            all,
            visible,
            places: GapPlaces::new(&desk.standards, &schools),
            desk,
            schools,
            sums: None,
            first: None,
            covered: None,
            lists: ReadLists::default(),
        })
    }

    /// The same as the records stand now: what is known stands until a noun that it rests on is written, and what products are
    /// at schools until one that the resolver looks at is.
    fn renewed(mut self: Box<Self>, office: &Office) -> Result<Box<Self>, Error> {
        let now = office.store.head()?;
        if now == self.at && self.today == office.today() {
            return Ok(self);
        }
        let since = office.store.changed_since(self.at)?;
        let answers_moved = FACTS.is_touched(&since);
        if answers_moved || self.today != office.today() {
            let products = office.store.products_since(self.at)?;
            let Some(products) = products.filter(|_| self.today == office.today()) else {
                return Ok(Box::new(StandingGaps::new(office, None)?));
            };
            self.desk.answers.forget(&products);
        }
        if STANDARDS.is_touched(&since) {
            let answers = self.desk.answers;
            return Ok(Box::new(StandingGaps::new(office, Some(answers))?));
        }
        if answers_moved {
            self.sums = None;
            self.first = None;
            self.covered = None;
            self.lists = ReadLists::default();
        }
        self.at = now;
        Ok(self)
    }

    /// Goes through the gaps that are told to whoever asks, of one school where it is named, and hands on each with its score.
    /// Where it goes through all, it sums them up.
    pub(super) fn each_told(
        &mut self,
        office: &Office,
        only: Option<SchoolId>,
        mut each: impl FnMut(&GapPlaces, GapCell),
    ) -> Result<(), Error> {
        let Ok(visible) = &self.visible else {
            return Ok(());
        };
        let (desk, places) = (&mut self.desk, &self.places);
        let schools = self
            .schools
            .values()
            .filter(|school| visible.covers(school.id) && only.is_none_or(|one| one == school.id));
        desk.answers.read_all(&office.store, schools)?;
        let mut sums: BTreeMap<SchoolId, SchoolGaps> = BTreeMap::new();
        for (reading, stored) in self.readings.iter().enumerate() {
            office.store.each_gap(stored.id, only, |gap| {
                if !visible.covers(gap.school) {
                    return Ok(());
                }
                let sum = sums.entry(gap.school).or_default();
                let Some((cell, framework)) = told(desk, office, (reading, gap))? else {
                    sum.too_few += usize::from(gap.bands.is_none());
                    return Ok(());
                };
                sum.add(&cell, framework, places);
                each(places, cell);
                Ok(())
            })?;
        }
        if only.is_none() {
            self.sums = Some(sums);
        }
        Ok(())
    }

    /// What is said of all gaps, by school.
    pub(super) fn sums(
        &mut self,
        office: &Office,
    ) -> Result<&BTreeMap<SchoolId, SchoolGaps>, Error> {
        if self.sums.is_none() {
            self.each_told(office, None, |_, _| {})?;
        }
        Ok(self.sums.get_or_insert_default())
    }

    /// The gap of this name; none where it is not told to whoever asks.
    pub(super) fn cell(&mut self, office: &Office, key: GapKey) -> Result<Option<GapCell>, Error> {
        let seen = self.visible.as_ref();
        let seen = seen.is_ok_and(|visible| visible.covers(key.school));
        let mut readings = self.readings.iter();
        let reading = readings.position(|one| one.id == key.reading);
        let Some(reading) = reading.filter(|_| seen) else {
            return Ok(None);
        };
        let at = (key.school, key.grade);
        let Some(gap) = office.store.gap_of(key.reading, key.standard, at)? else {
            return Ok(None);
        };
        let told = told(&mut self.desk, office, (reading, gap))?;
        Ok(told.map(|(cell, _)| cell))
    }

    /// The gaps in one standard that are told to whoever asks, the highest score first.
    pub(super) fn cells_of(
        &mut self,
        office: &Office,
        standard: StandardId,
    ) -> Result<Vec<GapCell>, Error> {
        let Ok(visible) = &self.visible else {
            return Ok(Vec::new());
        };
        let mut cells = Vec::new();
        for (reading, stored) in self.readings.iter().enumerate() {
            for gap in office.store.gaps_in(stored.id, standard)? {
                if visible.covers(gap.school) {
                    let told = told(&mut self.desk, office, (reading, gap))?;
                    cells.extend(told.map(|(cell, _)| cell));
                }
            }
        }
        cells.sort_by_cached_key(|cell| self.places.order(cell));
        Ok(cells)
    }

    pub(super) fn row(
        &mut self,
        office: &Office,
        cell: &GapCell,
    ) -> Result<Option<(GapKey, GapRow)>, Error> {
        let reading = &self.readings[cell.reading];
        let key = GapKey {
            reading: reading.id,
            standard: cell.gap.standard,
            school: cell.gap.school,
            grade: cell.gap.grade,
        };
        let Some(school) = self.schools.get(&cell.gap.school) else {
            return Ok(None);
        };
        let row = self.desk.row(&office.store, reading, &cell.gap, school)?;
        let Some(mut row) = row else {
            return Ok(None);
        };
        row.routed = office.routed(&self.desk, &self.routes, &self.all, &row)?;
        Ok(Some((key, row)))
    }

    /// What was counted of every school, with where history stood then and the day; none where not all was counted, or whoever
    /// asks may not see all.
    pub(super) fn counted(&self) -> Option<(Head, NaiveDate, Vec<SchoolHoles>)> {
        let all = self
            .visible
            .as_ref()
            .is_ok_and(|visible| *visible == Schools::All);
        let sums = self.sums.as_ref().filter(|_| all)?;
        Some((self.at, self.today, sums.iter().map(holes_of).collect()))
    }

    /// The holes of each school where any gap is told.
    pub(super) fn holes(&mut self, office: &Office) -> Result<Vec<SchoolHoles>, Error> {
        Ok(self.sums(office)?.iter().map(holes_of).collect())
    }

    pub(super) fn school_name(&self, school: SchoolId) -> &str {
        let school = self.schools.get(&school);
        school.map_or("", |school| &school.name)
    }
}

fn holes_of((school, sum): (&SchoolId, &SchoolGaps)) -> SchoolHoles {
    let worst = sum.worst.as_ref().map(|(_, cell)| {
        let score = cell.score.score();
        (cell.gap.standard, cell.gap.grade, score)
    });
    SchoolHoles {
        school: *school,
        holes: sum.holes,
        worst,
    }
}

/// A gap with its score, and the framework it is told in; none where nothing is told of its group, or in its standard.
fn told(
    desk: &mut GapDesk,
    office: &Office,
    (reading, gap): (usize, KeptGap),
) -> Result<Option<(GapCell, FrameworkId)>, Error> {
    let Some(bands) = gap.bands.filter(|_| desk.is_told(gap.standard)) else {
        return Ok(None);
    };
    let Some(standard) = desk.standards.get(&gap.standard) else {
        return Ok(None);
    };
    let (weight, framework) = (standard.weight, standard.framework);
    let (of, at) = ((gap.standard, gap.wide), (gap.school, gap.grade));
    let state = desk.state(&office.store, of, at, bands.below_at_least())?;
    let score = GapScore::of(bands, weight, state);
    let cell = GapCell {
        reading,
        gap,
        score,
    };
    Ok(Some((cell, framework)))
}

impl Office {
    /// What is asked of all gaps that whoever asks may see, with what is known of them.
    pub(super) fn of_standing_gaps<T>(
        &mut self,
        ask: impl FnOnce(&Office, &mut StandingGaps) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut gaps = match self.gaps.take() {
            Some(gaps) => gaps.renewed(self)?,
            None => Box::new(StandingGaps::new(self, None)?),
        };
        let answer = ask(self, &mut gaps);
        self.gaps = Some(gaps);
        answer
    }
}
