//! Idle purchases: what is paid for at a school though no group there falls short of any standard it teaches, two windows
//! of a test running.

use std::collections::{BTreeMap, HashMap};

use super::desk::GapDesk;
use crate::domain::grade::{Grade, Grades};
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::idle::{ToldNeed, of_all, of_tests};
use crate::domain::standards::matching::{Node, Reached, Trust};
use crate::domain::standards::reading::KeptGap;
use crate::office::{Error, Office};
use crate::store::StoredReading;

/// A purchase that nobody's gap asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleRow {
    /// The product.
    pub product: ProductId,
    /// As it is called.
    pub name: String,
    /// The school.
    pub school: SchoolId,
    /// The school's name.
    pub school_name: String,
    /// The codes of its standards there.
    pub standards: Vec<String>,
    /// The windows that say so: the test, and its windows, the earlier first.
    pub windows: Vec<(String, [String; 2])>,
}

impl IdleRow {
    /// `Star: fall 2025, winter 2026`, a test behind the other.
    pub fn windows_in_words(&self) -> String {
        let windows = self.windows.iter();
        let said: Vec<String> = windows
            .map(|(test, windows)| format!("{test}: {}", windows.join(", ")))
            .collect();
        said.join("; ")
    }
}

/// Idle purchases, and how many may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdleList {
    /// Each product at each school, by product, then by school.
    pub rows: Vec<IdleRow>,
    /// So many more have no gap that is told, and not all of it is told in two windows running.
    pub not_told: usize,
}

/// What one group tells of a standard that its gap leads to.
struct ToldGroup {
    /// Which of the tests, and which of its windows.
    test: usize,
    window: usize,
    grade: Grade,
    need: ToldNeed,
}

/// What each window of each test, the newer first, tells of one standard of a product.
type ToldOfTests = BTreeMap<usize, [Option<ToldNeed>; 2]>;

impl Office {
    /// The last two windows of each test, the newer first; of some only one.
    fn last_windows(&self) -> Result<Vec<Vec<StoredReading>>, Error> {
        let mut tests: Vec<Vec<StoredReading>> = Vec::new();
        for reading in self.store.readings()? {
            let same = |one: &&mut Vec<StoredReading>| {
                let test = one.first().map(|first| first.test.as_str());
                test.is_some_and(|test| test.eq_ignore_ascii_case(&reading.test))
            };
            match tests.iter_mut().find(same) {
                Some(windows) if windows.len() < 2 => windows.push(reading),
                Some(_) => {}
                None => tests.push(vec![reading]),
            }
        }
        Ok(tests)
    }

    /// What is paid for at a school, at one where it is named, though no group there falls short of any of its standards: of
    /// all that somebody claims or verified, in the frameworks that gaps are told in.
    ///
    /// # Errors
    ///
    /// Refused for whoever may see no gaps.
    pub fn idle_purchases(&self, only: Option<SchoolId>) -> Result<IdleList, Error> {
        let visible = self.schools_of_gaps()?;
        self.idle_by(&mut GapDesk::new(self)?, &visible, only)
    }

    pub(super) fn idle_by(
        &self,
        desk: &mut GapDesk,
        visible: &Schools,
        only: Option<SchoolId>,
    ) -> Result<IdleList, Error> {
        let tests = self.last_windows()?;
        let mut paid: BTreeMap<SchoolId, Vec<(ProductId, Grades)>> = BTreeMap::new();
        let products = desk.products();
        for ((product, school), grades) in self.store.paid_places(&products, self.today())? {
            paid.entry(school).or_default().push((product, grades));
        }
        let by_node = desk.by_node();
        let mut list = IdleList::default();
        for school in self.store.all::<School>()? {
            let seen = visible.covers(school.id);
            if !seen || !school.open || only.is_some_and(|only| only != school.id) {
                continue;
            }
            let Some(paid) = paid.remove(&school.id) else {
                continue;
            };
            let mut here = HashMap::new();
            for (test, windows) in tests.iter().enumerate() {
                for (window, reading) in windows.iter().enumerate() {
                    self.store.each_gap(reading.id, Some(school.id), |gap| {
                        desk.note_what_is_told(&mut here, (test, window), &gap);
                        Ok(())
                    })?;
                }
            }
            for (product, grades) in paid {
                let grades = grades.common(school.grades.or_every());
                let of = desk.told_of(product, grades, &here, &by_node);
                if of.is_empty() {
                    continue;
                }
                match of_all(of.values().map(needed)) {
                    ToldNeed::Gap => {}
                    ToldNeed::NotTold => list.not_told += 1,
                    ToldNeed::NoGap => list.rows.push(IdleRow {
                        product,
                        name: desk.names.get(&product).cloned().unwrap_or_default(),
                        school: school.id,
                        school_name: school.name.clone(),
                        standards: desk.codes(of.keys().filter_map(|node| by_node.get(node))),
                        windows: windows_that_say(&tests, of.values()),
                    }),
                }
            }
        }
        let order = |row: &IdleRow| (row.name.clone(), row.product, row.school_name.clone());
        list.rows.sort_by_cached_key(order);
        Ok(list)
    }
}

/// What all tests tell of a standard.
fn needed(tests: &ToldOfTests) -> ToldNeed {
    let whole = |told: &[Option<ToldNeed>; 2]| told.map(|told| told.unwrap_or(ToldNeed::NotTold));
    of_tests(tests.values().map(whole))
}

/// The tests that tell twice running that nobody falls short of one of these.
fn windows_that_say<'t>(
    tests: &[Vec<StoredReading>],
    told: impl Iterator<Item = &'t ToldOfTests>,
) -> Vec<(String, [String; 2])> {
    let twice = |of: &'t ToldOfTests| {
        let twice = of
            .iter()
            .filter(|(_, told)| **told == [Some(ToldNeed::NoGap); 2]);
        twice.map(|(test, _)| *test)
    };
    let mut said: Vec<usize> = told.flat_map(twice).collect();
    said.sort_unstable();
    said.dedup();
    let named = said
        .into_iter()
        .filter_map(|test| match tests.get(test)?.as_slice() {
            [newer, older, ..] => {
                let windows = [older.window.clone(), newer.window.clone()];
                Some((newer.test.clone(), windows))
            }
            _ => None,
        });
    named.collect()
}

impl GapDesk {
    /// Notes what a group tells, by the standards that products are aligned to and that its gap leads to.
    fn note_what_is_told(
        &mut self,
        told: &mut HashMap<Node, Vec<ToldGroup>>,
        (test, window): (usize, usize),
        gap: &KeptGap,
    ) {
        let Some(node) = self
            .node(gap.standard)
            .filter(|_| self.is_told(gap.standard))
        else {
            return;
        };
        let counts = |one: &Reached| match one {
            Reached::By(way, at) => way.at_most(Trust::Claimed).map(|_| *at),
            Reached::Leaf(at, _) | Reached::Branch(at, _) => Some(*at),
        };
        let reach = self.reach(node);
        let aligned = reach.reached.iter().filter_map(counts);
        for node in aligned.filter(|node| self.is_aligned(*node)) {
            told.entry(node).or_default().push(ToldGroup {
                test,
                window,
                grade: gap.grade,
                need: told_by(gap),
            });
        }
    }

    /// What they tell of each standard that a product is said to teach in these grades.
    fn told_of(
        &self,
        product: ProductId,
        grades: Grades,
        groups: &HashMap<Node, Vec<ToldGroup>>,
        by_node: &HashMap<Node, StandardId>,
    ) -> BTreeMap<Node, ToldOfTests> {
        let mut taught: BTreeMap<Node, u16> = BTreeMap::new();
        let from = self.parts.range((product, String::new())..);
        for (_, claims) in from.take_while(|((of, _), _)| *of == product) {
            for (node, claims) in claims {
                let said = claims.iter().map(|claim| claim.alignment.grades.or_every());
                let bits = said.fold(0, |all, said| all | said.common(grades).bits());
                *taught.entry(*node).or_default() |= bits;
            }
        }
        let mut told = BTreeMap::new();
        for (node, bits) in taught.into_iter().filter(|(_, bits)| *bits != 0) {
            let mut of_tests = ToldOfTests::new();
            for group in groups.get(&node).into_iter().flatten() {
                if Grades::of_bits(bits).contains(group.grade) {
                    let windows = of_tests.entry(group.test).or_default();
                    let before = windows[group.window].unwrap_or(ToldNeed::NoGap);
                    windows[group.window] = Some(of_all([before, group.need]));
                }
            }
            // Of a framework that the district does not teach by only what its own gaps lead to is asked.
            let ours = by_node
                .get(&node)
                .is_some_and(|standard| self.is_told(*standard));
            if ours || !of_tests.is_empty() {
                told.insert(node, of_tests);
            }
        }
        told
    }
}

/// What one group tells.
fn told_by(gap: &KeptGap) -> ToldNeed {
    match gap.bands {
        None => ToldNeed::NotTold,
        Some(bands) if bands.below_at_least() > 0 => ToldNeed::Gap,
        Some(_) => ToldNeed::NoGap,
    }
}
