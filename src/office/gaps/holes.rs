//! How many holes there are and which is the worst: for the tab and the dashboard. What was counted once today is kept in the
//! office file, and stands until something is written that gaps rest on.

use std::collections::HashMap;

use super::standing::StandingGaps;
use crate::domain::counted::counted;
use crate::domain::dashboard::{ToldHoles, WorstHole};
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::framework::Standard;
use crate::office::cache::{FACTS, STANDARDS};
use crate::office::query::standards::OpenHoles;
use crate::office::{Error, Office};
use crate::store::SchoolHoles;

impl Office {
    /// What is kept of all schools, where it still stands.
    fn kept_holes(&self) -> Result<Option<Vec<SchoolHoles>>, Error> {
        let Some((at, holes)) = self.store.kept_holes(self.today())? else {
            return Ok(None);
        };
        let since = self.store.changed_since(at)?;
        let stands = !FACTS.is_touched(&since) && !STANDARDS.is_touched(&since);
        Ok(Some(holes).filter(|_| stands))
    }

    /// How many holes there are at each school whose gaps whoever asks may see, by what was counted last; none where nobody has
    /// counted since the last change, or they may see none.
    pub fn open_holes(&self) -> Result<Option<OpenHoles>, Error> {
        let Ok(visible) = self.visible_gaps()? else {
            return Ok(None);
        };
        let holes = self.kept_holes()?.map(|holes| {
            let holes = holes.iter().filter(|one| visible.covers(one.school));
            OpenHoles {
                at: holes.map(|one| (one.school, one.holes)).collect(),
            }
        });
        Ok(holes)
    }

    /// Keeps in the file how many holes there are, where that was counted of all schools. What is kept and still stands is not
    /// written again after each save that is about something else.
    pub fn keep_holes(&self) {
        if self.kept_holes().is_ok_and(|kept| kept.is_some()) {
            return;
        }
        let counted = self.gaps.as_ref().and_then(|gaps| gaps.counted());
        if let Some((at, day, holes)) = counted {
            self.store.keep_holes(at, day, &holes);
        }
    }

    /// Counts and keeps them, where results were read.
    ///
    /// # Errors
    ///
    /// Of the disk.
    pub fn count_holes(&mut self) -> Result<(), Error> {
        if !self.store.readings()?.is_empty() {
            self.of_standing_gaps(|office, gaps| gaps.holes(office).map(drop))?;
            self.keep_holes();
        }
        Ok(())
    }

    /// How many holes there are, at one school where it is named, and the worst, as far as whoever asks may see them.
    pub(in crate::office) fn told_holes(
        &mut self,
        school: Option<SchoolId>,
    ) -> Result<ToldHoles, Error> {
        let Ok(visible) = self.visible_gaps()? else {
            return Ok(ToldHoles::NotForThem);
        };
        if self.store.readings()?.is_empty() {
            return Ok(ToldHoles::NothingRead);
        }
        let mut holes = match self.kept_holes()? {
            Some(holes) => holes,
            None => self.of_standing_gaps(|office, gaps| gaps.holes(office))?,
        };
        holes.retain(|one| {
            visible.covers(one.school) && school.is_none_or(|school| school == one.school)
        });
        let count = holes.iter().map(|one| one.holes).sum();
        Ok(ToldHoles::Holes(count, self.worst(&holes)?))
    }

    /// The worst of all, in the order of the list of gaps.
    fn worst(&self, holes: &[SchoolHoles]) -> Result<Option<WorstHole>, Error> {
        let scores = holes.iter().filter_map(|one| Some(one.worst?.2));
        let Some(highest) = scores.max() else {
            return Ok(None);
        };
        let mut found: Option<((i64, String, String, i8), WorstHole)> = None;
        for one in holes {
            let Some((standard, grade, score)) = one.worst.filter(|(.., score)| *score == highest)
            else {
                continue;
            };
            let standard: Standard = self.store.get(standard)?;
            let school: School = self.store.get(one.school)?;
            let code = super::desk::called(&standard);
            let order = (
                -standard.weight,
                code.clone(),
                school.name.clone(),
                grade.number(),
            );
            if found.as_ref().is_none_or(|(before, _)| order < *before) {
                let worst = WorstHole {
                    code,
                    school: school.name,
                    grade: grade.to_string(),
                    score,
                };
                found = Some((order, worst));
            }
        }
        Ok(found.map(|(_, worst)| worst))
    }

    /// What is wrong with what is kept of holes, counted once more; nothing where it is what the records show, or holds no more.
    pub fn check_holes(&self) -> Result<Option<String>, Error> {
        let Some(kept) = self.kept_holes()? else {
            return Ok(None);
        };
        let fresh = StandingGaps::of_all(self)?.holes(self)?;
        let by_school = |all: &[SchoolHoles]| -> HashMap<SchoolId, SchoolHoles> {
            all.iter().map(|one| (one.school, *one)).collect()
        };
        let (kept, fresh) = (by_school(&kept), by_school(&fresh));
        let schools = kept.keys().chain(fresh.keys());
        let differ = schools.filter(|school| kept.get(school) != fresh.get(school));
        let differ = differ.collect::<std::collections::HashSet<_>>().len();
        let schools = counted(differ, "school");
        Ok((differ > 0).then(|| {
            format!(
                "what is kept of holes in standards is not what the records show, at {schools}; \
                 results that are read again are counted anew"
            )
        }))
    }
}
