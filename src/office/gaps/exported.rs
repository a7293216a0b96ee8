//! Coverage and routes as files have them: a row a school, framework and grade; a row a route, with how the group stands
//! since.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::desk::{GapDesk, called};
use super::{GapFilter, Office, earlier_of, wanted_readings};
use crate::domain::grade::Grade;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::coverage::CoverCount;
use crate::domain::standards::framework::{Framework, FrameworkId};
use crate::domain::standards::gap::BandChange;
use crate::domain::standards::{Route, Standard};
use crate::office::Error;
use crate::store::StoredReading;

/// How far one grade of a school is covered in one framework of the district's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedCoverage {
    /// The school's name.
    pub school: String,
    /// The framework as people type it.
    pub framework: String,
    /// The grade.
    pub grade: Grade,
    /// Its standards, those that are not waived, by how far they are covered.
    pub count: CoverCount,
    /// Standards that no product is wanted for.
    pub waived: u32,
}

/// A product that was routed to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutedRow {
    /// The framework as people type it.
    pub framework: String,
    /// The standard's code, or its guid where it has none.
    pub code: String,
    /// Its guid.
    pub guid: String,
    /// The school's name.
    pub school: String,
    /// The grade.
    pub grade: String,
    /// The product.
    pub product: String,
    /// The part of it; none for the whole.
    pub module: Option<String>,
    /// The test that told the gap.
    pub test: String,
    /// The window that told it.
    pub window: String,
    /// The login of who decided.
    pub by: String,
    /// The local day on which they did.
    pub on: NaiveDate,
    /// What they added.
    pub note: Option<String>,
    /// The newest window of the test, and how the group stands in it; none where that cannot be said.
    pub since: Option<(String, BandChange)>,
}

impl Office {
    /// How far the schools are covered: by school, framework and grade. No gap is told in it, so that everybody may see all
    /// of it, as on the screen.
    pub fn coverage_rows(&self) -> Result<Vec<ExportedCoverage>, Error> {
        type Cell = (FrameworkId, Grade);
        let mut desk = GapDesk::new(self)?;
        let frameworks = desk.standards.values().map(|one| (one.id, one.framework));
        let frameworks: HashMap<_, _> = frameworks.collect();
        let mut schools = self.store.all::<School>()?;
        schools.retain(|one| one.open);
        schools.sort_by(|a, b| a.name.cmp(&b.name));
        let mut counts: HashMap<SchoolId, BTreeMap<Cell, (CoverCount, u32)>> = HashMap::new();
        for school in &schools {
            let cells = counts.entry(school.id).or_default();
            for standard in desk.waived_leaves() {
                for grade in desk.grades_at(standard.id, school).iter() {
                    cells.entry((standard.framework, grade)).or_default().1 += 1;
                }
            }
        }
        self.each_cover_cell(&mut desk, None, |cell| {
            let cells = counts.get_mut(&cell.school);
            if let (Some(cells), Some(of)) = (cells, frameworks.get(&cell.standard)) {
                let count = &mut cells.entry((*of, cell.grade)).or_default().0;
                count.add(cell.state);
            }
        })?;
        let shorts = self.framework_shorts()?;
        let mut rows = Vec::new();
        for school in &schools {
            for ((framework, grade), (count, waived)) in
                counts.remove(&school.id).unwrap_or_default()
            {
                rows.push(ExportedCoverage {
                    school: school.name.clone(),
                    framework: shorts.get(&framework).cloned().unwrap_or_default(),
                    grade,
                    count,
                    waived,
                });
            }
        }
        let place = |row: &ExportedCoverage| (row.school.clone(), row.framework.clone(), row.grade);
        rows.sort_by_key(place);
        Ok(rows)
    }

    fn framework_shorts(&self) -> Result<HashMap<FrameworkId, String>, Error> {
        let all = self.store.all::<Framework>()?.into_iter();
        Ok(all.map(|one| (one.id, one.short)).collect())
    }

    /// What was routed at the schools whose gaps whoever asks may see, the newest first.
    ///
    /// # Errors
    ///
    /// Refused for whoever may see no gaps.
    pub fn routed_rows(&self) -> Result<Vec<RoutedRow>, Error> {
        let visible = self.schools_of_gaps()?;
        let desk = GapDesk::new(self)?;
        let shorts = self.framework_shorts()?;
        let schools = self.store.all::<School>()?.into_iter();
        let schools: HashMap<SchoolId, String> = schools.map(|one| (one.id, one.name)).collect();
        let all = self.store.readings()?;
        let newest = wanted_readings(&all, &GapFilter::default());
        let mut routes = self.store.all::<Route>()?;
        routes.retain(|route| Schools::only(vec![route.school]).within(&visible));
        routes.sort_by(|a, b| b.on.cmp(&a.on).then(b.id.cmp(&a.id)));
        let rows = routes.into_iter().map(|route| {
            let standard: Standard = self.store.get(route.standard)?;
            let short = shorts.get(&standard.framework);
            Ok(RoutedRow {
                framework: short.cloned().unwrap_or_default(),
                code: called(&standard),
                guid: standard.guid,
                school: schools.get(&route.school).cloned().unwrap_or_default(),
                grade: route.grade.to_string(),
                product: desk.names.get(&route.product).cloned().unwrap_or_default(),
                by: desk.logins.get(&route.by).cloned().unwrap_or_default(),
                since: self.since_routed(&route, (&all, &newest))?,
                module: route.module,
                test: route.test,
                window: route.window,
                on: route.on,
                note: route.note,
            })
        });
        rows.collect()
    }

    /// How the group of a route stands in the newest window of its test, where that came later.
    fn since_routed(
        &self,
        route: &Route,
        (all, newest): (&[StoredReading], &[StoredReading]),
    ) -> Result<Option<(String, BandChange)>, Error> {
        let of_test = |one: &&StoredReading| one.test.eq_ignore_ascii_case(&route.test);
        let Some(now) = newest.iter().find(of_test) else {
            return Ok(None);
        };
        let Some(then) = earlier_of(all, route, now) else {
            return Ok(None);
        };
        let Some(grade) = route.grade.iter().next() else {
            return Ok(None);
        };
        let bands = |reading: &StoredReading| -> Result<_, Error> {
            let at = (route.school, grade);
            let gap = self.store.gap_of(reading.id, route.standard, at)?;
            Ok(gap.and_then(|gap| gap.bands))
        };
        let (before, after) = (bands(then)?, bands(now)?);
        let change = before.zip(after).map(|(before, after)| {
            let change = BandChange::between(before.below, after.below);
            (now.window.clone(), change)
        });
        Ok(change)
    }
}
