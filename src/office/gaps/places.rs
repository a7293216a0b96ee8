//! In which order gaps stand, by numbers that are compared in a moment: so that the first of very many are found without
//! holding the others.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;

use super::cells::GapCell;
use crate::domain::grade::Grade;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::Tenths;
use crate::domain::text::fold;
use crate::store::BriefStandard;

/// The places of standards by their codes and of schools by their names, exactly as written and folded.
pub(super) struct GapPlaces {
    codes: HashMap<StandardId, NameRank>,
    schools: HashMap<SchoolId, NameRank>,
}

/// Equals have one place.
#[derive(Debug, Clone, Copy, Default)]
struct NameRank {
    exact: u32,
    folded: u32,
}

/// Where a gap stands in the order of `hallpass gaps`: the highest score first, then the heaviest standard, then by code,
/// school, grade and test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GapOrder(
    Reverse<Tenths>,
    Reverse<u32>,
    (u32, u32),
    Grade,
    usize,
    (StandardId, SchoolId),
);

impl GapPlaces {
    pub(super) fn new(
        standards: &HashMap<StandardId, BriefStandard>,
        schools: &HashMap<SchoolId, School>,
    ) -> GapPlaces {
        let standards = standards.values();
        let schools = schools.values();
        GapPlaces {
            codes: placed(standards.map(|one| (one.id, &*one.called))),
            schools: placed(schools.map(|one| (one.id, one.name.as_str()))),
        }
    }

    fn code(&self, cell: &GapCell) -> NameRank {
        self.codes
            .get(&cell.gap.standard)
            .copied()
            .unwrap_or_default()
    }

    fn school(&self, cell: &GapCell) -> NameRank {
        self.schools
            .get(&cell.gap.school)
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn order(&self, cell: &GapCell) -> GapOrder {
        GapOrder(
            Reverse(cell.score.score()),
            Reverse(cell.score.weight),
            (self.code(cell).exact, self.school(cell).exact),
            cell.gap.grade,
            cell.reading,
            (cell.gap.standard, cell.gap.school),
        )
    }

    /// By the line of the sort menu of the list of gaps with this letter: by the score where it names nothing else.
    fn rank(&self, by: char, cell: &GapCell) -> i64 {
        let number = |n: u64| -i64::try_from(n).unwrap_or(i64::MAX);
        match by {
            'c' => self.code(cell).folded.into(),
            'w' => self.school(cell).folded.into(),
            'g' => cell.gap.grade.number().into(),
            'b' => cell.gap.bands.map_or(0, |bands| -(bands.below as i64)),
            'n' => number(cell.score.need()),
            'o' => number(cell.score.state.open_percent().into()),
            _ => number(cell.score.score().0),
        }
    }
}

/// The place of each among its like, the same for those of one name.
fn placed<'n, I: Copy + Eq + Hash>(
    named: impl Iterator<Item = (I, &'n str)>,
) -> HashMap<I, NameRank> {
    let named: Vec<(I, &str)> = named.collect();
    let mut exact: Vec<(&str, I)> = named.iter().map(|(id, name)| (*name, *id)).collect();
    exact.sort_by(|a, b| a.0.cmp(b.0));
    let mut folded: Vec<(String, I)> = named.iter().map(|(id, name)| (fold(name), *id)).collect();
    folded.sort_by(|a, b| a.0.cmp(&b.0));
    let mut places: HashMap<I, NameRank> = HashMap::with_capacity(named.len());
    for (at, equals) in exact.chunk_by(|a, b| a.0 == b.0).enumerate() {
        for (_, id) in equals {
            places.entry(*id).or_default().exact = at as u32;
        }
    }
    for (at, equals) in folded.chunk_by(|a, b| a.0 == b.0).enumerate() {
        for (_, id) in equals {
            places.entry(*id).or_default().folded = at as u32;
        }
    }
    places
}

/// The first so many of the gaps that come by, in an order of the sort menu; equals stand by their score.
pub(super) struct FirstGaps {
    most: usize,
    by: char,
    reversed: bool,
    found: BinaryHeap<FoundGap>,
}

/// A gap, and where it stands.
struct FoundGap {
    rank: i64,
    order: GapOrder,
    /// The order by score is turned round as a whole.
    turned: bool,
    cell: GapCell,
}

impl FirstGaps {
    pub(super) fn new(most: usize, by: char, reversed: bool) -> FirstGaps {
        FirstGaps {
            most,
            by,
            reversed,
            found: BinaryHeap::new(),
        }
    }

    pub(super) fn take(&mut self, places: &GapPlaces, cell: GapCell) {
        let rank = places.rank(self.by, &cell);
        let rank = if self.reversed { -rank } else { rank };
        let full = self.found.len() >= self.most;
        let last = self.found.peek().filter(|_| full);
        if self.most == 0 || last.is_some_and(|last| last.rank < rank) {
            return;
        }
        let by_score = !matches!(self.by, 'c' | 'w' | 'g' | 'b' | 'n' | 'o');
        let found = FoundGap {
            rank,
            order: places.order(&cell),
            turned: by_score && self.reversed,
            cell,
        };
        if full {
            if self.found.peek().is_some_and(|last| found < *last) {
                self.found.pop();
                self.found.push(found);
            }
        } else {
            self.found.push(found);
        }
    }

    /// In their order.
    pub(super) fn in_order(self) -> Vec<GapCell> {
        let found = self.found.into_sorted_vec().into_iter();
        found.map(|one| one.cell).collect()
    }
}

impl Ord for FoundGap {
    fn cmp(&self, other: &FoundGap) -> Ordering {
        let by_order = self.order.cmp(&other.order);
        let by_order = if self.turned {
            by_order.reverse()
        } else {
            by_order
        };
        self.rank.cmp(&other.rank).then(by_order)
    }
}

impl PartialOrd for FoundGap {
    fn partial_cmp(&self, other: &FoundGap) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for FoundGap {
    fn eq(&self, other: &FoundGap) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for FoundGap {}
