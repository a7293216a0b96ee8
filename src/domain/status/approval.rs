//! The first fact: which of the decisions on record rules the place, grade and day asked about.
//!
//! A decision in force stays in force while it is looked at again. Of several, the one for the narrower
//! scope wins (named schools before all schools, named grades before all grades), then the newer one, then
//! the one that forbids. A suspension or a retirement holds for narrower approvals too, until a newer one
//! at least as narrow lifts it.

use chrono::NaiveDate;

use super::facts::{ApprovalFact, Facts, NamedSchool, Question};
use crate::domain::approval::{ApprovalStatus, Audience};

/// What the decisions on record come to.
pub(super) enum Ruling<'a> {
    /// The product was taken off the list.
    Archived,
    /// Denied, suspended or retired.
    Stopped(&'a ApprovalFact),
    /// It was allowed, and the last day has passed.
    Ended(&'a ApprovalFact),
    /// Allowed.
    InForce(&'a ApprovalFact),
    /// Being looked at, with nothing in force meanwhile.
    Review(&'a ApprovalFact),
    /// Allowed for others. `excluded`: this scope was decided against, not just never decided.
    Elsewhere {
        approvals: Vec<&'a ApprovalFact>,
        excluded: bool,
    },
    /// Allowed from a day that is still to come.
    Later(&'a ApprovalFact),
    /// Nobody ever decided.
    Never,
}

/// How much of what is asked about a decision covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Whole,
    Part,
    Nothing,
}

/// The decisions on record, sorted out for one question.
pub(super) struct Record<'a> {
    question: &'a Question,
    /// Those that allow and hold today, for any scope.
    allowing: Vec<&'a ApprovalFact>,
    /// Those that forbid and hold today, for any scope.
    forbidding: Vec<&'a ApprovalFact>,
    facts: &'a Facts,
}

impl<'a> Record<'a> {
    pub(super) fn new(question: &'a Question, facts: &'a Facts) -> Record<'a> {
        let today = question.today;
        let holds = |a: &&ApprovalFact| started(a, today) && a.until.is_none_or(|d| d >= today);
        let in_force: Vec<&ApprovalFact> = facts.approvals.iter().filter(holds).collect();
        let (allowing, rest): (Vec<_>, Vec<_>) =
            in_force.into_iter().partition(|a| a.status.allows());
        Record {
            question,
            allowing,
            forbidding: rest.into_iter().filter(|a| a.status.forbids()).collect(),
            facts,
        }
    }

    pub(super) fn ruling(&self) -> Ruling<'a> {
        if self.facts.product.archived {
            return Ruling::Archived;
        }
        let against = self.reaching(&self.forbidding, Reach::Whole);
        let free: Vec<&ApprovalFact> = self
            .reached(&self.allowing)
            .filter(|a| against.iter().all(|stop| overrides(a, stop)))
            .collect();
        if let Some(best) = free.into_iter().max_by_key(|a| self.rank(a)) {
            return Ruling::InForce(best);
        }
        let hard = |a: &&ApprovalFact| {
            (
                a.status != ApprovalStatus::Denied,
                narrowness(a),
                decided(a),
            )
        };
        if let Some(stop) = against.into_iter().max_by_key(hard) {
            return Ruling::Stopped(stop);
        }
        if let Some(ended) = self.ended() {
            return ended;
        }
        if let Some(review) = self.review() {
            return Ruling::Review(review);
        }
        self.decided_otherwise()
    }

    /// The approval whose last day has passed, if there was one; a product on its way out is out.
    fn ended(&self) -> Option<Ruling<'a>> {
        let today = self.question.today;
        let past = |a: &&ApprovalFact| a.status.allows() && a.until.is_some_and(|d| d < today);
        let past: Vec<&ApprovalFact> = self.facts.approvals.iter().filter(past).collect();
        let last = self.reached(&past).max_by_key(|a| a.until)?;
        Some(if last.status == ApprovalStatus::Retiring {
            Ruling::Stopped(last)
        } else {
            Ruling::Ended(last)
        })
    }

    /// No decision covers the question: what was decided for others?
    fn decided_otherwise(&self) -> Ruling<'a> {
        let part = self.reaching(&self.forbidding, Reach::Part);
        let today = self.question.today;
        let later = |a: &&ApprovalFact| a.status.allows() && !started(a, today);
        let later: Vec<&ApprovalFact> = self.facts.approvals.iter().filter(later).collect();
        if let Some(soonest) = self.reached(&later).min_by_key(|a| a.from) {
            return Ruling::Later(soonest);
        }
        if !self.allowing.is_empty() {
            let but_for_staff = |a: &&ApprovalFact| {
                a.audience == Audience::Staff
                    && self.school_reach(a) != Reach::Nothing
                    && self.grade_reach(a) != Reach::Nothing
            };
            return Ruling::Elsewhere {
                excluded: !part.is_empty() || self.allowing.iter().any(but_for_staff),
                approvals: self.allowing.clone(),
            };
        }
        match part.into_iter().max_by_key(|a| decided(a)) {
            Some(stop) => Ruling::Stopped(stop),
            None => Ruling::Never,
        }
    }

    /// The review under way for this scope, in force or not; the one due first.
    pub(super) fn review(&self) -> Option<&'a ApprovalFact> {
        let open = |a: &&ApprovalFact| a.status == ApprovalStatus::UnderReview;
        let open: Vec<&ApprovalFact> = self.facts.approvals.iter().filter(open).collect();
        self.reached(&open)
            .min_by_key(|a| (a.until.is_none(), a.until))
    }

    /// What is forbidden within the scope of an approval in force.
    pub(super) fn exceptions(&self, approval: &ApprovalFact) -> Vec<&'a ApprovalFact> {
        let mut part = self.reaching(&self.forbidding, Reach::Part);
        part.retain(|stop| !overrides(approval, stop));
        part
    }

    /// The schools at which it is allowed today; nothing means all.
    pub(super) fn allowed_schools(&self) -> Option<Vec<NamedSchool>> {
        schools_of(&self.allowing)
    }

    fn reached<'s>(
        &'s self,
        of: &'s [&'a ApprovalFact],
    ) -> impl Iterator<Item = &'a ApprovalFact> + 's {
        of.iter()
            .copied()
            .filter(|a| self.reach(a) != Reach::Nothing)
    }

    fn reaching(&self, of: &[&'a ApprovalFact], reach: Reach) -> Vec<&'a ApprovalFact> {
        of.iter()
            .copied()
            .filter(|a| self.reach(a) == reach)
            .collect()
    }

    /// Which of several approvals in force speaks. With a grade the narrower one; without, one that
    /// covers all that is asked about, and for the district the stricter one, so as not to promise too much.
    fn rank(&self, a: &ApprovalFact) -> (bool, bool, bool, Option<NaiveDate>) {
        let (listed, graded) = narrowness(a);
        let whole = self.reach(a) == Reach::Whole;
        let strict = a.status == ApprovalStatus::Conditional || !a.conditions.is_empty();
        match (&self.question.school, self.question.grade) {
            (None, _) => (whole, !listed, strict, decided(a)),
            (Some(_), None) => (whole, listed, graded, decided(a)),
            (Some(_), Some(_)) => (listed, graded, whole, decided(a)),
        }
    }

    pub(super) fn reach(&self, a: &ApprovalFact) -> Reach {
        let parts = [
            self.school_reach(a),
            self.grade_reach(a),
            self.audience_reach(a),
        ];
        if parts.contains(&Reach::Nothing) {
            Reach::Nothing
        } else if parts.contains(&Reach::Part) {
            Reach::Part
        } else {
            Reach::Whole
        }
    }

    fn school_reach(&self, a: &ApprovalFact) -> Reach {
        match (&a.schools, &self.question.school) {
            (None, _) => Reach::Whole,
            (Some(_), None) => Reach::Part,
            (Some(list), Some(school)) if list.iter().any(|s| s.id == school.id) => Reach::Whole,
            (Some(_), Some(_)) => Reach::Nothing,
        }
    }

    pub(super) fn grade_reach(&self, a: &ApprovalFact) -> Reach {
        if a.grades.is_unsaid() {
            return Reach::Whole;
        }
        if let Some(grade) = self.question.grade {
            let inside = a.grades.contains(grade);
            return if inside { Reach::Whole } else { Reach::Nothing };
        }
        match &self.question.school {
            Some(school) if !school.grades.is_unsaid() => {
                let both = school.grades.common(a.grades);
                if both == school.grades {
                    Reach::Whole
                } else if both.is_unsaid() {
                    Reach::Nothing
                } else {
                    Reach::Part
                }
            }
            _ => Reach::Part,
        }
    }

    /// A question about a grade is about students.
    fn audience_reach(&self, a: &ApprovalFact) -> Reach {
        match (a.audience, self.question.grade) {
            (Audience::Both, _) | (Audience::Student, Some(_)) => Reach::Whole,
            (Audience::Student | Audience::Staff, None) => Reach::Part,
            (Audience::Staff, Some(_)) => Reach::Nothing,
        }
    }
}

/// The schools of several decisions together; nothing means all.
pub(super) fn schools_of(approvals: &[&ApprovalFact]) -> Option<Vec<NamedSchool>> {
    let mut all: Vec<NamedSchool> = Vec::new();
    for approval in approvals {
        all.extend(approval.schools.as_ref()?.iter().cloned());
    }
    all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    all.dedup();
    Some(all)
}

fn started(a: &ApprovalFact, today: NaiveDate) -> bool {
    a.from.is_none_or(|d| d <= today)
}

fn decided(a: &ApprovalFact) -> Option<NaiveDate> {
    a.decided_on.or(a.from)
}

/// Named schools, named grades.
fn narrowness(a: &ApprovalFact) -> (bool, bool) {
    (a.schools.is_some(), !a.grades.is_unsaid())
}

/// Does the approval hold although this decision forbids?
fn overrides(approval: &ApprovalFact, stop: &ApprovalFact) -> bool {
    if stop.status == ApprovalStatus::Denied {
        (narrowness(approval), decided(approval)) > (narrowness(stop), decided(stop))
    } else {
        lifts(approval, stop)
    }
}

/// Is the approval newer and at least as narrow? Where a day is missing, it is not.
fn lifts(approval: &ApprovalFact, stop: &ApprovalFact) -> bool {
    let newer = decided(approval)
        .zip(decided(stop))
        .is_some_and(|(approved, stopped)| approved > stopped);
    newer && narrowness(approval) >= narrowness(stop)
}
