//! The gaps as the screens page through them: all that are told, in a few bytes each, kept until the records change. Only
//! the rows that can be seen are put together.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use chrono::NaiveDate;

use super::desk::{GapDesk, called};
use super::read_lists::ReadLists;
use super::told::grades_told;
use super::{GapFilter, GapRow, wanted_readings};
use crate::domain::dashboard::{ToldHoles, WorstHole};
use crate::domain::grade::Grade;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::GapScore;
use crate::domain::standards::reading::KeptGap;
use crate::domain::standards::{Framework, Route, Standard};
use crate::domain::text::fold;
use crate::office::query::standards::{BoardOf, CoverTable, GapKey, GapsBoard, ListedGaps};
use crate::office::{Error, Office};
use crate::store::{Head, StoredReading};

const NO_STANDARDS: &str = "No standards yet. hallpass import standards FILE; your state's file: Learning Commons or \
                            your state's CASE server.";
const NONE_OURS: &str =
    "No framework here is the district's own. hallpass standards own FRAMEWORK makes one so.";
const NO_RESULTS: &str = "No results yet. hallpass import results FILE reads them, as groups of pupils; no pupil is kept.";
const ELSEWHERE: &str = "Gaps are shown to whoever acts for their school; ask somebody of that school, or of the district.";

/// All gaps that whoever asks may see, of the newest window of each test.
pub(in crate::office) struct StandingGaps {
    pub(super) today: NaiveDate,
    /// Where history stood before they were read.
    at: Head,
    pub(super) desk: GapDesk,
    pub(super) frameworks: Vec<Framework>,
    pub(super) schools: HashMap<SchoolId, School>,
    pub(super) routes: Vec<Route>,
    /// Every reading, and the newest of each test.
    all: Vec<StoredReading>,
    pub(super) readings: Vec<StoredReading>,
    /// Whose gaps are shown to whoever asks; why none are.
    pub(super) visible: Result<Schools, String>,
    pub(super) cells: Vec<GapCell>,
    /// How many groups are not told, by school.
    too_few: HashMap<SchoolId, usize>,
    /// How far each school is covered, once that was asked.
    pub(super) covered: Option<CoverTable>,
    pub(super) lists: ReadLists,
}

/// One gap that is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct GapCell {
    /// The place of its reading.
    pub(super) reading: usize,
    pub(super) gap: KeptGap,
    score: GapScore,
}

/// What narrows a list, each folded word with the standards and the schools that say it.
pub(super) struct SaidWords<'b> {
    gaps: &'b StandingGaps,
    words: Vec<(String, HashSet<StandardId>, HashSet<SchoolId>)>,
}

impl StandingGaps {
    fn new(office: &Office, today: NaiveDate) -> Result<StandingGaps, Error> {
        let visible = office.visible_gaps()?;
        let all = office.store.readings()?;
        let schools = office.store.all::<School>()?.into_iter();
        let mut gaps = StandingGaps {
            today,
            at: office.store.head()?,
            desk: GapDesk::new(office)?,
            frameworks: office.store.frameworks()?,
            schools: schools.map(|one| (one.id, one)).collect(),
            routes: office.store.all()?,
            readings: wanted_readings(&all, &GapFilter::default()),
            all,
            visible,
            cells: Vec::new(),
            too_few: HashMap::new(),
            covered: None,
            lists: ReadLists::default(),
        };
        gaps.fill(office)?;
        Ok(gaps)
    }

    fn fill(&mut self, office: &Office) -> Result<(), Error> {
        let Ok(visible) = self.visible.clone() else {
            return Ok(());
        };
        for (reading, stored) in self.readings.iter().enumerate() {
            for gap in office.store.gaps(stored.id)? {
                if !Schools::only(vec![gap.school]).within(&visible) {
                    continue;
                }
                let Some(bands) = gap.bands else {
                    *self.too_few.entry(gap.school).or_default() += 1;
                    continue;
                };
                let standard = self.desk.standards.get(&gap.standard);
                let Some(standard) = standard.filter(|one| self.desk.is_told(one.id)) else {
                    continue;
                };
                let weight = standard.weighs();
                let below = bands.below_at_least();
                let (of, at) = ((gap.standard, gap.wide), (gap.school, gap.grade));
                let state = self.desk.state(&office.store, of, at, below)?;
                self.cells.push(GapCell {
                    reading,
                    gap,
                    score: GapScore::of(bands, weight, state),
                });
            }
        }
        let mut cells = std::mem::take(&mut self.cells);
        cells.sort_by(|a, b| self.worse(a, b));
        self.cells = cells;
        Ok(())
    }

    /// The order of `hallpass gaps`: the highest score first.
    fn worse(&self, a: &GapCell, b: &GapCell) -> Ordering {
        let by_score = a
            .score
            .order(self.code(a))
            .cmp(&b.score.order(self.code(b)));
        by_score
            .then_with(|| self.place(a).cmp(&self.place(b)))
            .then_with(|| a.reading.cmp(&b.reading))
    }

    fn code(&self, cell: &GapCell) -> &str {
        let standard = self.desk.standards.get(&cell.gap.standard);
        standard.map_or("", |one| one.code.as_deref().unwrap_or(&one.guid))
    }

    fn place(&self, cell: &GapCell) -> (&str, Grade) {
        let school = self.schools.get(&cell.gap.school);
        (school.map_or("", |one| &one.name), cell.gap.grade)
    }

    pub(super) fn key(&self, cell: &GapCell) -> GapKey {
        GapKey {
            reading: self.readings[cell.reading].id,
            standard: cell.gap.standard,
            school: cell.gap.school,
            grade: cell.gap.grade,
        }
    }

    /// By the line of the sort menu of the list of gaps with this letter; equals stay as they stand.
    fn sort(&self, cells: &mut [&GapCell], by: char, reversed: bool) {
        let codes = self.desk.standards.values();
        let codes = ranks(codes.map(|one| (one.id, called(one))), by == 'c');
        let places = self.schools.values();
        let places = ranks(places.map(|one| (one.id, one.name.clone())), by == 'w');
        let number = |n: u64| -i64::try_from(n).unwrap_or(i64::MAX);
        let rank = |cell: &&GapCell| match by {
            'c' => codes.get(&cell.gap.standard).copied().unwrap_or(i64::MAX),
            'w' => places.get(&cell.gap.school).copied().unwrap_or(i64::MAX),
            'g' => i64::from(cell.gap.grade.number()),
            'b' => cell.gap.bands.map_or(0, |bands| -(bands.below as i64)),
            'n' => number(cell.score.need()),
            'o' => number(cell.score.state.open_percent().into()),
            _ => 0,
        };
        if !matches!(by, 'c' | 'w' | 'g' | 'b' | 'n' | 'o') {
            if reversed {
                cells.reverse();
            }
        } else if reversed {
            cells.sort_by_key(|cell| Reverse(rank(cell)));
        } else {
            cells.sort_by_key(rank);
        }
    }

    fn answer(&mut self, office: &Office, of: &BoardOf) -> Result<GapsBoard, Error> {
        let mut board = GapsBoard {
            missing: missing(&self.frameworks, self.readings.is_empty()),
            kept_back: kept_back(&self.visible, of.school),
            windows: self.windows(),
            ..GapsBoard::default()
        };
        let here = |school: SchoolId| of.school.is_none_or(|one| one == school);
        let cells = self.cells.iter().filter(|cell| here(cell.gap.school));
        let cells: Vec<&GapCell> = cells.collect();
        board.told = cells.len();
        board.holes = cells.iter().filter(|cell| cell.score.is_hole()).count();
        board.about = self.about(&cells);
        board.too_few = self.too_few_at(here);
        let words = SaidWords::new(self, &of.words);
        let listed = cells.into_iter().filter(|cell| {
            let listed = of.listed == ListedGaps::All || cell.score.is_hole();
            listed && words.are_said_of(cell)
        });
        let mut listed: Vec<&GapCell> = listed.collect();
        self.sort(&mut listed, of.by, of.reversed);
        board.fitting = listed.len();
        board.first = of.rows.start.min(listed.len());
        let last = of.rows.end.clamp(board.first, listed.len());
        let page: Vec<GapCell> = listed[board.first..last].iter().map(|one| **one).collect();
        for cell in page {
            board.rows.extend(self.row(office, &cell)?);
        }
        Ok(board)
    }

    pub(super) fn row(
        &mut self,
        office: &Office,
        cell: &GapCell,
    ) -> Result<Option<(GapKey, GapRow)>, Error> {
        let key = self.key(cell);
        let Some(school) = self.schools.get(&cell.gap.school) else {
            return Ok(None);
        };
        let reading = &self.readings[cell.reading];
        let row = self.desk.row(&office.store, reading, &cell.gap, school)?;
        let Some(mut row) = row else {
            return Ok(None);
        };
        row.routed = office.routed(&self.desk, &self.routes, &self.all, &row)?;
        Ok(Some((key, row)))
    }

    fn told_holes(&self, school: Option<SchoolId>) -> ToldHoles {
        // The worst comes first.
        let here = |cell: &&GapCell| school.is_none_or(|one| one == cell.gap.school);
        let holes = self.cells.iter().filter(here);
        let holes = holes.filter(|cell| cell.score.is_hole());
        let worst = holes.clone().next().map(|cell| {
            let (school, grade) = self.place(cell);
            WorstHole {
                code: self.code(cell).to_owned(),
                school: school.to_owned(),
                grade: grade.to_string(),
                score: cell.score.score(),
            }
        });
        ToldHoles::Holes(holes.count(), worst)
    }

    fn windows(&self) -> String {
        let mut windows: Vec<&str> = Vec::new();
        for reading in &self.readings {
            if !windows.contains(&reading.window.as_str()) {
                windows.push(&reading.window);
            }
        }
        windows.join(", ")
    }

    fn about(&self, cells: &[&GapCell]) -> String {
        let standards: HashSet<StandardId> = cells.iter().map(|cell| cell.gap.standard).collect();
        let of = standards.iter().filter_map(|id| {
            let standard = self.desk.standards.get(id)?;
            Some(standard.framework)
        });
        let of: HashSet<_> = of.collect();
        let mut named = self.frameworks.iter().filter(|one| of.contains(&one.id));
        let about = match (named.next(), of.len()) {
            (None, _) => return String::new(),
            (Some(one), 1) => one.title.clone(),
            (Some(_), many) => format!("{many} frameworks"),
        };
        let grades = grades_told(cells.iter().map(|cell| cell.gap.grade));
        format!("{about}, {grades}")
    }

    fn too_few_at(&self, here: impl Fn(SchoolId) -> bool) -> Vec<(String, usize)> {
        let few = self.too_few.iter().filter(|(school, _)| here(**school));
        let few = few.filter_map(|(school, count)| Some((&self.schools.get(school)?.name, *count)));
        let mut few: Vec<(String, usize)> =
            few.map(|(name, count)| (name.clone(), count)).collect();
        few.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        few
    }
}

/// What has to come in before a gap can be told.
fn missing(frameworks: &[Framework], nothing_read: bool) -> Option<String> {
    let missing = if frameworks.is_empty() {
        NO_STANDARDS
    } else if !frameworks.iter().any(|one| one.ours) {
        NONE_OURS
    } else if nothing_read {
        NO_RESULTS
    } else {
        return None;
    };
    Some(missing.to_owned())
}

/// Why whoever asks sees no gaps of a school.
fn kept_back(visible: &Result<Schools, String>, school: Option<SchoolId>) -> Option<String> {
    match (visible, school) {
        (Err(why), _) => Some(why.clone()),
        (Ok(visible), Some(school)) if !Schools::only(vec![school]).within(visible) => {
            Some(ELSEWHERE.to_owned())
        }
        _ => None,
    }
}

impl<'b> SaidWords<'b> {
    pub(super) fn new(gaps: &'b StandingGaps, typed: &str) -> SaidWords<'b> {
        let says = |text: &str, word: &str| fold(text).contains(word);
        let standard =
            |one: &Standard, word: &str| says(&called(one), word) || says(&one.statement, word);
        let typed = fold(typed);
        let words = typed.split_whitespace().map(|word| {
            let standards = gaps.desk.standards.values();
            let standards = standards.filter(|one| standard(one, word));
            let schools = gaps.schools.values();
            let schools = schools.filter(|one| says(&one.name, word) || says(&one.code, word));
            (
                word.to_owned(),
                standards.map(|one| one.id).collect(),
                schools.map(|one| one.id).collect(),
            )
        });
        SaidWords {
            gaps,
            words: words.collect(),
        }
    }

    /// Does the standard say them all?
    pub(super) fn say_standard(&self, standard: StandardId) -> bool {
        let mut words = self.words.iter();
        words.all(|(_, standards, _)| standards.contains(&standard))
    }

    fn are_said_of(&self, cell: &GapCell) -> bool {
        self.words.iter().all(|(word, standards, schools)| {
            let reading = &self.gaps.readings[cell.reading];
            standards.contains(&cell.gap.standard)
                || schools.contains(&cell.gap.school)
                || cell.score.state.word().contains(word.as_str())
                || fold(&reading.test).contains(word.as_str())
        })
    }
}

/// The place of each among its like by its folded name, the same for those of one name; nothing unless it is asked for.
fn ranks<I: Eq + Hash>(named: impl Iterator<Item = (I, String)>, asked: bool) -> HashMap<I, i64> {
    let named = named.filter(|_| asked);
    let mut named: Vec<(String, I)> = named.map(|(id, name)| (fold(&name), id)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let mut rank = 0;
    let mut before: Option<String> = None;
    let ranked = named.into_iter().map(|(name, id)| {
        if before.as_ref() != Some(&name) {
            rank += 1;
            before = Some(name);
        }
        (id, rank)
    });
    ranked.collect()
}

impl Office {
    /// What is asked of all gaps that whoever asks may see; they are put together once, until the records change.
    pub(super) fn of_standing_gaps<T>(
        &mut self,
        ask: impl FnOnce(&Office, &mut StandingGaps) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let today = self.today();
        // They rest on nearly everything: whatever is saved has them read anew.
        let now = self.store.head()?;
        let kept = self.gaps.take();
        let kept = kept.filter(|gaps| gaps.today == today && gaps.at == now);
        let mut gaps = match kept {
            Some(gaps) => gaps,
            None => Box::new(StandingGaps::new(self, today)?),
        };
        let answer = ask(self, &mut gaps);
        self.gaps = Some(gaps);
        answer
    }

    /// How many holes there are, at one school where it is named, and the worst, as far as whoever asks may see them.
    pub(in crate::office) fn told_holes(
        &mut self,
        school: Option<SchoolId>,
    ) -> Result<ToldHoles, Error> {
        if self.visible_gaps()?.is_err() {
            return Ok(ToldHoles::NotForThem);
        }
        if self.store.readings()?.is_empty() {
            return Ok(ToldHoles::NothingRead);
        }
        self.of_standing_gaps(|_, gaps| Ok(gaps.told_holes(school)))
    }

    /// A page of the gaps that are listed so, and what is said of all of them.
    pub fn gaps_board(&mut self, of: &BoardOf) -> Result<GapsBoard, Error> {
        // Every session asks this at its start: where nothing was read, no standard is read for it either.
        if self.store.readings()?.is_empty() {
            return Ok(GapsBoard {
                missing: missing(&self.store.frameworks()?, true),
                kept_back: kept_back(&self.visible_gaps()?, of.school),
                ..GapsBoard::default()
            });
        }
        self.of_standing_gaps(|office, gaps| gaps.answer(office, of))
    }
}
