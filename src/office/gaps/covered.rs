//! How far standards are covered, for the screens: each school by grades, and standards by the products that cover most of
//! them. Without any gap of anybody: whoever may see no gaps sees this.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::board::SaidWords;
use super::standing::StandingGaps;
use crate::domain::grade::{Grade, Grades};
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::coverage::{CoverCount, CoverState};
use crate::domain::standards::framework::{Standard, StandardId};
use crate::domain::standards::matching::MatchWay;
use crate::office::query::standards::{
    CoverMark, CoverRow, CoverTable, CrossOf, CrossRow, CrossTable,
};
use crate::office::{Error, Office};

/// So many products are crossed with the standards.
const PRODUCTS: usize = 10;

impl StandingGaps {
    /// The coverage of every open school by grade; reckoned once.
    fn cover(&mut self, office: &Office) -> Result<&CoverTable, Error> {
        if self.covered.is_none() {
            let mut counts: BTreeMap<SchoolId, BTreeMap<Grade, CoverCount>> = BTreeMap::new();
            let (led_to, nothing) = self.led_to_anything();
            let schools = self.schools.values().filter(|one| one.open);
            let schools: Vec<School> = schools.cloned().collect();
            self.desk.answers.read_all(&office.store, schools.iter())?;
            for school in &schools {
                let of_school = counts.entry(school.id).or_default();
                for (grades, standards) in &nothing {
                    for grade in grades.common(school.grades).iter() {
                        let count = of_school.entry(grade).or_default();
                        count.add_many(CoverState::Nothing, *standards);
                    }
                }
                let below = office.below_at(school.id)?;
                for standard in &led_to {
                    for grade in self.desk.grades_at(*standard, school).iter() {
                        let pupils = below.get(&(*standard, grade)).copied().unwrap_or(1);
                        let (of, at) = ((*standard, false), (school.id, grade));
                        let state = self.desk.state(&office.store, of, at, pupils)?;
                        of_school.entry(grade).or_default().add(state);
                    }
                }
            }
            counts.retain(|_, by_grade| !by_grade.is_empty());
            self.covered = Some(self.table(&counts));
        }
        Ok(self.covered.get_or_insert_default())
    }

    /// Standards that are told and lead to some product; of all others how many are for which grades.
    fn led_to_anything(&self) -> (Vec<StandardId>, BTreeMap<Grades, u32>) {
        let leaves = self.desk.told_leaves().map(|one| (one.id, one.grades));
        let leaves: Vec<(StandardId, Grades)> = leaves.collect();
        let (mut led_to, mut nothing) = (Vec::new(), BTreeMap::new());
        for (standard, grades) in leaves {
            if self.desk.leads_to_any(standard) {
                led_to.push(standard);
            } else {
                *nothing.entry(grades.or_every()).or_default() += 1;
            }
        }
        (led_to, nothing)
    }

    fn table(&self, counts: &BTreeMap<SchoolId, BTreeMap<Grade, CoverCount>>) -> CoverTable {
        let grades: BTreeSet<Grade> = counts
            .values()
            .flat_map(|one| one.keys().copied())
            .collect();
        let grades: Vec<Grade> = grades.into_iter().collect();
        let rows = counts.iter().filter_map(|(school, by_grade)| {
            let school = self.schools.get(school)?;
            let mut all = CoverCount::default();
            by_grade.values().for_each(|count| all.add_all(*count));
            Some(CoverRow {
                school: school.id,
                name: school.name.clone(),
                by_grade: grades
                    .iter()
                    .map(|grade| by_grade.get(grade).copied())
                    .collect(),
                all,
            })
        });
        let mut rows: Vec<CoverRow> = rows.collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        CoverTable { grades, rows }
    }

    /// Standards by products, at one school or wherever it is best.
    fn cross(&mut self, office: &Office, of: &CrossOf) -> Result<CrossTable, Error> {
        let words = SaidWords::new(self, office, &of.words)?;
        let listed = self.desk.told_leaves();
        let listed = listed.filter(|one| words.say_standard(one.id));
        let mut listed: Vec<(&str, StandardId)> =
            listed.map(|one| (&*one.called, one.id)).collect();
        listed.sort_unstable();
        let all = listed.len();
        let first = of.rows.start.min(all);
        let last = of.rows.end.clamp(first, all);
        let page: Vec<StandardId> = listed[first..last].iter().map(|(_, id)| *id).collect();
        let products = self.desk.most_aligned(PRODUCTS);
        let schools = self.schools.values();
        let schools = schools.filter(|one| one.open && of.school.is_none_or(|id| id == one.id));
        let schools: Vec<School> = schools.cloned().collect();
        self.desk.answers.read_all(&office.store, schools.iter())?;
        let mut rows = Vec::new();
        for standard in page {
            let marks = self.marks(office, standard, &products, &schools)?;
            let one: Standard = office.store.get(standard)?;
            rows.push(CrossRow {
                standard,
                code: super::desk::called(&one),
                statement: one.statement,
                marks,
            });
        }
        let named = products.into_iter().map(|product| {
            let name = self.desk.names.get(&product).cloned().unwrap_or_default();
            (product, name)
        });
        Ok(CrossTable {
            products: named.collect(),
            all,
            first,
            rows,
        })
    }

    /// What each product is for a standard, at the best of these schools.
    fn marks(
        &mut self,
        office: &Office,
        standard: StandardId,
        products: &[ProductId],
        schools: &[School],
    ) -> Result<Vec<CoverMark>, Error> {
        let mut best: HashMap<ProductId, CoverMark> = HashMap::new();
        for school in schools {
            for grade in self.desk.grades_at(standard, school).iter() {
                let at = (school.id, grade);
                let states = self
                    .desk
                    .states(&office.store, (standard, Some(products)), at, 1)?;
                for (product, way, state) in states {
                    let mark = mark(way, state);
                    let known = best.entry(product).or_insert(mark);
                    *known = mark.min(*known);
                }
            }
        }
        let of = |product: &ProductId| best.get(product).copied().unwrap_or(CoverMark::Nothing);
        Ok(products.iter().map(of).collect())
    }
}

fn mark(way: MatchWay, state: CoverState) -> CoverMark {
    match state {
        CoverState::Usable => CoverMark::Usable,
        CoverState::Short | CoverState::Blocked => CoverMark::Short,
        CoverState::Claimed if way == MatchWay::Wider => CoverMark::Wider,
        CoverState::Claimed => CoverMark::Claimed,
        CoverState::Nothing => CoverMark::Nothing,
    }
}

impl Office {
    /// How far the district's own standards are covered, at each open school by grade.
    pub fn covered(&mut self) -> Result<CoverTable, Error> {
        self.of_standing_gaps(|office, gaps| gaps.cover(office).cloned())
    }

    /// The district's own standards by the products that are aligned to most of them.
    pub fn standards_crossed(&mut self, of: &CrossOf) -> Result<CrossTable, Error> {
        self.of_standing_gaps(|office, gaps| gaps.cross(office, of))
    }
}
