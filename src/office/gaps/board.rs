//! The gaps as the screens page through them. Only the rows that can be seen are put together: the others go by once and are
//! not held.

use std::collections::{BTreeSet, HashSet};

use super::cells::{FirstCells, GapCell};
use super::places::FirstGaps;
use super::standing::{SchoolGaps, StandingGaps};
use super::told::grades_told;
use crate::domain::grade::Grade;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::Framework;
use crate::domain::standards::framework::{FrameworkId, StandardId};
use crate::domain::text::fold;
use crate::office::query::standards::{BoardOf, GapsBoard, ListedGaps};
use crate::office::{Error, Office};

const NO_STANDARDS: &str = "No standards yet. hallpass import standards FILE; your state's file: Learning Commons or \
                            your state's CASE server.";
const NONE_OURS: &str =
    "No framework here is the district's own. hallpass standards own FRAMEWORK makes one so.";
const NO_RESULTS: &str = "No results yet. hallpass import results FILE reads them, as groups of pupils; no pupil is kept.";
const ELSEWHERE: &str = "Gaps are shown to whoever acts for their school; ask somebody of that school, or of the district.";

/// So many of the first are kept at the least.
const AHEAD: usize = 2_000;

/// What narrows a list, each folded word with the standards and the schools that say it, and the readings of a test that does.
pub(super) struct SaidWords {
    words: Vec<SaidWord>,
}

struct SaidWord {
    word: String,
    standards: HashSet<StandardId>,
    schools: HashSet<SchoolId>,
    readings: Vec<bool>,
}

impl StandingGaps {
    fn answer(&mut self, office: &Office, of: &BoardOf) -> Result<GapsBoard, Error> {
        let mut board = GapsBoard {
            missing: missing(&self.frameworks, self.readings.is_empty()),
            kept_back: kept_back(&self.visible, of.school),
            windows: self.windows(),
            ..GapsBoard::default()
        };
        if !of.rows.is_empty() {
            board.fitting = self.find_first(office, of)?;
        }
        self.sum_up(office, of.school, &mut board)?;
        board.first = of.rows.start.min(board.fitting);
        let first = self.first.as_ref().filter(|_| !of.rows.is_empty());
        let last = of.rows.end.clamp(board.first, board.fitting);
        let page = first.and_then(|first| first.cells.get(board.first..last));
        let page: Vec<GapCell> = page.unwrap_or_default().to_vec();
        for cell in page {
            board.rows.extend(self.row(office, &cell)?);
        }
        Ok(board)
    }

    /// Finds the first of those that are asked for, where they are not known yet; how many there are in all.
    fn find_first(&mut self, office: &Office, of: &BoardOf) -> Result<usize, Error> {
        let asked = BoardOf {
            rows: 0..0,
            ..of.clone()
        };
        let holds = |first: &&FirstCells| {
            let enough = first.cells.len() >= of.rows.end.min(first.fitting);
            first.of == asked && enough
        };
        if let Some(first) = self.first.as_ref().filter(holds) {
            return Ok(first.fitting);
        }
        let words = SaidWords::new(self, office, &of.words)?;
        // Some pages more: whoever goes on has them at once.
        let most = AHEAD.max(of.rows.end.saturating_mul(2));
        let mut found = FirstGaps::new(most, of.by, of.reversed);
        let mut fitting = 0;
        self.each_told(office, of.school, |places, cell| {
            let listed = of.listed == ListedGaps::All || cell.score.is_hole();
            if listed && words.are_said_of(&cell) {
                fitting += 1;
                found.take(places, cell);
            }
        })?;
        self.first = Some(FirstCells {
            of: asked,
            fitting,
            cells: found.in_order(),
        });
        Ok(fitting)
    }

    /// What is said of all gaps of a school, or of every one.
    fn sum_up(
        &mut self,
        office: &Office,
        school: Option<SchoolId>,
        board: &mut GapsBoard,
    ) -> Result<(), Error> {
        let (mut grades, mut frameworks) = (BTreeSet::new(), BTreeSet::new());
        let mut too_few = Vec::new();
        let sums = self.sums(office)?.iter();
        for (id, sum) in sums.filter(|(id, _)| school.is_none_or(|one| one == **id)) {
            let SchoolGaps { told, holes, .. } = sum;
            board.told += told;
            board.holes += holes;
            grades.extend(&sum.grades);
            frameworks.extend(&sum.frameworks);
            if sum.too_few > 0 {
                too_few.push((*id, sum.too_few));
            }
        }
        let known = too_few
            .into_iter()
            .filter(|(id, _)| self.schools.contains_key(id));
        let named = known.map(|(id, count)| (self.school_name(id).to_owned(), count));
        board.too_few = named.collect();
        board
            .too_few
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        board.about = self.about(&frameworks, &grades);
        Ok(())
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

    fn about(&self, of: &BTreeSet<FrameworkId>, grades: &BTreeSet<Grade>) -> String {
        let mut named = self.frameworks.iter().filter(|one| of.contains(&one.id));
        let about = match (named.next(), of.len()) {
            (None, _) => return String::new(),
            (Some(one), 1) => one.title.clone(),
            (Some(_), many) => format!("{many} frameworks"),
        };
        format!("{about}, {}", grades_told(grades.iter().copied()))
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

impl SaidWords {
    pub(super) fn new(
        gaps: &StandingGaps,
        office: &Office,
        typed: &str,
    ) -> Result<SaidWords, Error> {
        let typed = fold(typed);
        let says = |text: &str, word: &str| fold(text).contains(word);
        let words = typed.split_whitespace().map(|word| {
            let schools = gaps.schools.values();
            let schools = schools.filter(|one| says(&one.name, word) || says(&one.code, word));
            let readings = gaps.readings.iter().map(|one| says(&one.test, word));
            SaidWord {
                word: word.to_owned(),
                standards: HashSet::new(),
                schools: schools.map(|one| one.id).collect(),
                readings: readings.collect(),
            }
        });
        let mut words: Vec<SaidWord> = words.collect();
        if words.is_empty() {
            return Ok(SaidWords { words });
        }
        office.store.each_statement(|id, called, statement| {
            let (called, statement) = (fold(called), fold(statement));
            for one in &mut words {
                if called.contains(&one.word) || statement.contains(&one.word) {
                    one.standards.insert(id);
                }
            }
        })?;
        Ok(SaidWords { words })
    }

    /// Does the standard say them all?
    pub(super) fn say_standard(&self, standard: StandardId) -> bool {
        let mut words = self.words.iter();
        words.all(|one| one.standards.contains(&standard))
    }

    fn are_said_of(&self, cell: &GapCell) -> bool {
        self.words.iter().all(|one| {
            one.standards.contains(&cell.gap.standard)
                || one.schools.contains(&cell.gap.school)
                || cell.score.state.word().contains(one.word.as_str())
                || one.readings.get(cell.reading).copied().unwrap_or_default()
        })
    }
}

impl Office {
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
