//! Where a product is allowed today: groups of schools at which the same decisions allow the same grades and people.

use std::collections::BTreeMap;

use super::DecisionRecord;
use crate::domain::approval::Audience;
use crate::domain::grade::Grades;
use crate::domain::school::SchoolId;
use crate::domain::status::facts::ApprovalFact;

/// Schools at which the same is allowed.
pub(in crate::domain::status) struct AllowedPlace<'a> {
    /// The schools; nothing stands for any that no decision names.
    pub(in crate::domain::status) schools: Vec<Option<SchoolId>>,
    /// What allows it there, each for whom; never empty.
    pub(in crate::domain::status) uses: Vec<AllowedUse<'a>>,
}

/// One decision, for some of those at a place.
pub(in crate::domain::status) struct AllowedUse<'a> {
    /// What allows it.
    pub(in crate::domain::status) decision: &'a ApprovalFact,
    /// The grades for which this decision speaks.
    pub(in crate::domain::status) grades: Grades,
    /// The people for whom it speaks.
    pub(in crate::domain::status) audience: Audience,
}

impl AllowedUse<'_> {
    fn is_like(&self, other: &AllowedUse) -> bool {
        std::ptr::eq(self.decision, other.decision)
            && self.grades == other.grades
            && self.audience == other.audience
    }
}

impl<'a> DecisionRecord<'a> {
    /// Where it is allowed, and for whom there, in order of the first school. Nothing that is not allowed is covered.
    pub(in crate::domain::status) fn places(&self) -> Vec<AllowedPlace<'a>> {
        let mut by_schools: BTreeMap<&[Option<SchoolId>], Vec<AllowedUse<'a>>> = BTreeMap::new();
        for (cell, spoken) in self.cells.iter().zip(&self.spoken) {
            let Some(decision) = spoken.filter(|a| a.status.allows()) else {
                continue;
            };
            let uses = by_schools.entry(&cell.schools).or_default();
            let audience = if cell.staff {
                Audience::Staff
            } else {
                Audience::Student
            };
            let same = |known: &&mut AllowedUse| {
                std::ptr::eq(known.decision, decision) && known.audience == audience
            };
            match uses.iter_mut().find(same) {
                Some(known) => {
                    known.grades = known.grades.iter().chain(cell.grades.iter()).collect();
                }
                None => uses.push(AllowedUse {
                    decision,
                    grades: cell.grades,
                    audience,
                }),
            }
        }
        let mut places: Vec<AllowedPlace<'a>> = Vec::new();
        for (schools, uses) in by_schools {
            let uses = for_both(uses);
            let same = |place: &&mut AllowedPlace| {
                let each = || place.uses.iter().zip(&uses);
                place.uses.len() == uses.len() && each().all(|(a, b)| a.is_like(b))
            };
            match places.iter_mut().find(same) {
                Some(place) => place.schools.extend(schools),
                None => places.push(AllowedPlace {
                    schools: schools.to_vec(),
                    uses,
                }),
            }
        }
        places
    }
}

/// What one decision says of the same grades of students and of staff is said once.
fn for_both(uses: Vec<AllowedUse>) -> Vec<AllowedUse> {
    let mut told: Vec<AllowedUse> = Vec::new();
    for one in uses {
        let twin = |known: &&mut AllowedUse| {
            std::ptr::eq(known.decision, one.decision)
                && known.grades == one.grades
                && known.audience != one.audience
        };
        match told.iter_mut().find(twin) {
            Some(known) => known.audience = Audience::Both,
            None => told.push(one),
        }
    }
    told.sort_by_key(|one| (one.grades.iter().next(), one.audience == Audience::Staff));
    told
}
