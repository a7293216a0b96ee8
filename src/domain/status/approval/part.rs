//! The parts of what is asked about: each with the one decision that speaks for it.

use super::{DecisionCell, is_strict};
use crate::domain::approval::ApprovalStatus;
use crate::domain::grade::Grades;
use crate::domain::school::SchoolId;
use crate::domain::status::facts::ApprovalFact;

/// Some of those asked about, for whom one decision speaks, or none.
#[derive(Clone)]
pub(in crate::domain::status) struct AskedPart<'a> {
    /// The decision that speaks; nothing where none was made.
    pub(in crate::domain::status) decision: Option<&'a ApprovalFact>,
    /// The schools it is about; nothing stands for any that no decision names.
    pub(in crate::domain::status) schools: Vec<Option<SchoolId>>,
    /// The grades it is about, of those asked about.
    pub(in crate::domain::status) grades: Grades,
    /// Is it about students?
    pub(in crate::domain::status) students: bool,
    /// Is it about staff?
    pub(in crate::domain::status) staff: bool,
}

impl AskedPart<'_> {
    /// Is it allowed?
    pub(in crate::domain::status) fn allows(&self) -> bool {
        self.decision.is_some_and(|a| a.status.allows())
    }

    /// Is it forbidden?
    pub(in crate::domain::status) fn forbids(&self) -> bool {
        self.decision.is_some_and(|a| a.status.forbids())
    }

    /// Is it allowed on the same terms as another part?
    pub(in crate::domain::status) fn is_like(&self, other: &AskedPart) -> bool {
        let terms = |part: &AskedPart| {
            part.decision.map(|a| {
                let how = [ApprovalStatus::Pilot, ApprovalStatus::Retiring].map(|s| s == a.status);
                (how, is_strict(a), a.conditions.clone(), a.until)
            })
        };
        terms(self) == terms(other)
    }
}

/// The parts, in order of grade.
pub(super) fn of<'a>(
    cells: &[DecisionCell],
    spoken: &[Option<&'a ApprovalFact>],
) -> Vec<AskedPart<'a>> {
    let mut parts: Vec<AskedPart<'a>> = Vec::new();
    for (cell, decision) in cells.iter().zip(spoken) {
        let same = |part: &&mut AskedPart| match (part.decision, *decision) {
            (Some(known), Some(new)) => std::ptr::eq(known, new),
            (known, new) => known.is_none() && new.is_none(),
        };
        match parts.iter_mut().find(same) {
            Some(part) => {
                part.grades = part.grades.iter().chain(cell.grades.iter()).collect();
                part.schools.extend(&cell.schools);
                part.students |= !cell.staff;
                part.staff |= cell.staff;
            }
            None => parts.push(AskedPart {
                decision: *decision,
                schools: cell.schools.clone(),
                grades: cell.grades,
                students: !cell.staff,
                staff: cell.staff,
            }),
        }
    }
    parts.sort_by_key(|part| (part.grades.iter().next(), part.staff));
    parts
}
