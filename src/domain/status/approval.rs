//! The first fact: which of the decisions on record rules the place, grade and day asked about.
//!
//! Every school, grade and audience asked about has one decision that speaks: the newest that covers it,
//! whatever its breadth. So a newer stop stops an older approval within its scope, and an older denial or
//! retirement yields to a newer approval, be it narrower. A suspension alone yields only to its own end or
//! to a newer decision at least as broad. Of decisions of one day,
//! or without one, the one for the narrower scope speaks, then the one that forbids, then the one with
//! conditions. A decision stays in force while it is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::facts::{ApprovalFact, NamedSchool, Question, SchoolFacts, StatusFacts};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::{Grade, Grades};
use crate::domain::school::SchoolId;

mod later;
mod part;
mod place;

pub(super) use later::{LaterChange, begins_after};
pub(super) use part::AskedPart;
pub(super) use place::{AllowedPlace, AllowedUse};

/// What the decisions on record come to.
pub(super) enum DecisionRuling<'a> {
    /// The product was taken off the list.
    Archived,
    /// Denied, suspended or retired.
    Stopped(&'a ApprovalFact),
    /// It was allowed, and the last day has passed.
    Ended(&'a ApprovalFact),
    /// Allowed, for some of those asked about at least.
    InForce(&'a ApprovalFact),
    /// Being looked at, with nothing in force meanwhile.
    Review(&'a ApprovalFact),
    /// Allowed for others.
    Elsewhere {
        /// What allows it, wherever that is.
        approvals: Vec<&'a ApprovalFact>,
        /// Those of them that allow it at the place asked about, for other grades or people.
        here: Vec<&'a ApprovalFact>,
        /// It is allowed for the staff of this scope: students were decided against, not just never asked for.
        excluded: bool,
    },
    /// Allowed from a day that is still to come.
    Later(&'a ApprovalFact),
    /// Nobody ever decided.
    Never,
}

/// Schools, grades and people of which every decision covers all or none.
struct DecisionCell {
    /// The schools asked about; nothing stands for any that no decision names.
    schools: Vec<Option<SchoolId>>,
    grades: Grades,
    staff: bool,
}

/// The decisions on record, sorted out for one question.
pub(super) struct DecisionRecord<'a> {
    question: &'a Question,
    facts: &'a StatusFacts,
    /// All that is asked about.
    cells: Vec<DecisionCell>,
    /// For each cell the decision that speaks today.
    spoken: Vec<Option<&'a ApprovalFact>>,
}

impl<'a> DecisionRecord<'a> {
    pub(super) fn new(question: &'a Question, facts: &'a StatusFacts) -> DecisionRecord<'a> {
        let asked = |people: &[bool]| {
            let cells = cells(question, facts, people);
            let spoken = spoken(&cells, facts, question.today);
            (cells, spoken)
        };
        let silent = |spoken: &[Option<&ApprovalFact>]| spoken.iter().all(Option::is_none);
        let allows = |a: &&ApprovalFact| a.status.allows();
        // A question about a grade is about its students. Where nobody decided about them, an approval for
        // the staff of that grade answers, with that as its condition.
        let students = question.grade.map(|_| asked(STUDENTS));
        let students = students.filter(|(_, spoken)| {
            let staff = || asked(EVERYBODY).1.into_iter().flatten().any(|a| allows(&a));
            !silent(spoken) || !staff()
        });
        let (cells, spoken) = match question.audience {
            Some(Audience::Student) => asked(STUDENTS),
            Some(Audience::Staff) => asked(STAFF),
            _ => students.unwrap_or_else(|| asked(EVERYBODY)),
        };
        DecisionRecord {
            question,
            facts,
            cells,
            spoken,
        }
    }

    pub(super) fn ruling(&self) -> DecisionRuling<'a> {
        if self.facts.product.archived {
            return DecisionRuling::Archived;
        }
        let best = self.allowing().max_by_key(|a| self.rank(a));
        if let Some(best) = best {
            return DecisionRuling::InForce(best);
        }
        let hard = |a: &&ApprovalFact| {
            let denied = a.status == ApprovalStatus::Denied;
            (!denied, narrowness(a), decided(a))
        };
        if let Some(stop) = self.speaking().max_by_key(hard) {
            return DecisionRuling::Stopped(stop);
        }
        if let Some(ended) = self.ended() {
            return ended;
        }
        if let Some(review) = self.review() {
            return DecisionRuling::Review(review);
        }
        self.decided_otherwise()
    }

    /// The approval whose last day has passed, if there was one.
    fn ended(&self) -> Option<DecisionRuling<'a>> {
        let today = self.question.today;
        let past = |a: &&ApprovalFact| a.status.allows() && a.until.is_some_and(|d| d < today);
        let last = self.reached().filter(past).max_by_key(|a| a.until)?;
        Some(DecisionRuling::Ended(last))
    }

    /// No decision covers the question: what was decided for others?
    fn decided_otherwise(&self) -> DecisionRuling<'a> {
        let later = |a: &&ApprovalFact| a.status.allows() && !started(a, self.question.today);
        if let Some(soonest) = self.reached().filter(later).min_by_key(|a| a.from) {
            return DecisionRuling::Later(soonest);
        }
        let everywhere = Question {
            school: None,
            grade: None,
            audience: None,
            ..self.question.clone()
        };
        let approvals = self.allowed_in(&everywhere);
        if approvals.is_empty() {
            return DecisionRuling::Never;
        }
        let any_grade = |school: &SchoolFacts| SchoolFacts {
            grades: Grades::UNSAID,
            ..school.clone()
        };
        let here = Question {
            school: self.question.school.as_ref().map(any_grade),
            ..everywhere
        };
        let for_staff = |a: &ApprovalFact| {
            let anybody = ApprovalFact {
                audience: Audience::Both,
                ..a.clone()
            };
            a.audience == Audience::Staff && self.cells.iter().any(|cell| covers(&anybody, cell))
        };
        DecisionRuling::Elsewhere {
            here: self.allowed_in(&here),
            excluded: approvals.iter().any(|a| for_staff(a)),
            approvals,
        }
    }

    /// The approvals that speak today in another question, in the order on record.
    fn allowed_in(&self, question: &Question) -> Vec<&'a ApprovalFact> {
        let people = question.grade.map_or(EVERYBODY, |_| STUDENTS);
        let cells = cells(question, self.facts, people);
        let spoken = spoken(&cells, self.facts, self.question.today);
        let speaks = |a: &&ApprovalFact| spoken.iter().flatten().any(|s| std::ptr::eq(*s, *a));
        let all = self.facts.approvals.iter();
        all.filter(|a| a.status.allows() && speaks(a)).collect()
    }

    /// The review under way for this scope, in force or not; the one due first.
    pub(super) fn review(&self) -> Option<&'a ApprovalFact> {
        self.reached()
            .filter(|a| a.status == ApprovalStatus::UnderReview)
            .min_by_key(|a| (a.until.is_none(), a.until))
    }

    /// The newest decision against it whose last day has passed.
    pub(super) fn was_forbidden(&self) -> Option<&'a ApprovalFact> {
        let today = self.question.today;
        let past = |a: &&ApprovalFact| a.status.forbids() && a.until.is_some_and(|d| d < today);
        self.reached().filter(past).max_by_key(|a| a.until)
    }

    /// A decision against it that holds today for others than those asked about.
    pub(super) fn forbidden_elsewhere(&self) -> Option<&'a ApprovalFact> {
        let today = self.question.today;
        let stops = self.facts.approvals.iter();
        let mut stops = stops.filter(|a| a.status.forbids() && holds(a, today));
        stops.find(|a| !self.cells.iter().any(|cell| covers(a, cell)))
    }

    /// The parts of what is asked about, by the decision that speaks, in order of grade.
    pub(super) fn parts(&self) -> Vec<AskedPart<'a>> {
        part::of(&self.cells, &self.spoken)
    }

    /// The first day on which a decision that is recorded already changes the answer.
    pub(super) fn change(&self) -> Option<LaterChange<'a>> {
        later::change(&self.cells, self.facts, self.question.today)
    }

    /// A newer approval of some of what is asked about whose last day has passed, so that an older one holds again.
    pub(super) fn newer_ended(&self) -> Option<&'a ApprovalFact> {
        let today = self.question.today;
        let past = |a: &&ApprovalFact| a.status.allows() && a.until.is_some_and(|d| d < today);
        let pairs = || self.cells.iter().zip(&self.spoken);
        let again = |ended: &&ApprovalFact| {
            pairs().any(|(cell, spoken)| {
                let older = |a: &&ApprovalFact| {
                    a.status.allows()
                        && decided(a) < decided(ended)
                        && ended.until.is_some_and(|last| started(a, last))
                };
                covers(ended, cell) && spoken.as_ref().is_some_and(older)
            })
        };
        let all = self.facts.approvals.iter();
        all.filter(past).filter(again).max_by_key(|a| a.until)
    }

    /// The last day on which all that is allowed today is still allowed; for the district as a whole, all that is at
    /// the schools of this approval.
    pub(super) fn valid_until(&self, approval: &ApprovalFact) -> Option<NaiveDate> {
        let cells = self.cells.iter().zip(&self.spoken);
        let allowed = cells.filter_map(|(cell, spoken)| Some((cell, (*spoken)?)));
        let allowed: Vec<_> = allowed.filter(|(_, a)| a.status.allows()).collect();
        let its = allowed.iter().filter(|(_, a)| std::ptr::eq(*a, approval));
        let mut its: BTreeSet<Option<SchoolId>> = its
            .flat_map(|(cell, _)| cell.schools.iter().copied())
            .collect();
        if its.contains(&None) {
            // Some schools may have decisions of their own besides.
            its = BTreeSet::from([None]);
        }
        let there = |cell: &DecisionCell| cell.schools.iter().any(|school| its.contains(school));
        let allowed = allowed.into_iter().filter(|(cell, _)| there(cell));
        let own = allowed.filter_map(|(cell, a)| self.goes_on(cell, a)).min();
        let stopped = self.change().filter(|change| change.stops_all);
        let before = stopped.and_then(|change| change.day.pred_opt());
        own.into_iter().chain(before).min()
    }

    /// The last day on which it is allowed there as by this decision, by it or by those that begin where it ends. What was
    /// decided before it gives it no other end.
    fn goes_on(&self, cell: &DecisionCell, decision: &'a ApprovalFact) -> Option<NaiveDate> {
        let mut last = decision.until?;
        // Each decision that goes on ends later than the one before.
        while let Some(day) = last.succ_opt()
            && let Some(next) = spoken(std::slice::from_ref(cell), self.facts, day)[0]
            && next.from == Some(day)
            && same_terms(decision, next)
        {
            last = next.until?;
        }
        Some(last)
    }

    /// The schools at which it is allowed today, of those asked about; nothing means all.
    pub(super) fn allowed_schools(&self) -> Option<Vec<NamedSchool>> {
        self.named(&self.allowed_at())
    }

    /// The same by id, each once for each cell; nothing stands for all that no decision names.
    fn allowed_at(&self) -> Vec<Option<SchoolId>> {
        let spoken = self.spoken_by_place();
        let allowed = spoken.filter(|(.., spoken)| spoken.is_some_and(|a| a.status.allows()));
        allowed.flat_map(|(schools, ..)| schools.to_vec()).collect()
    }

    /// The schools at which nothing is allowed today although it is at all others.
    pub(super) fn schools_left_out(&self) -> Vec<NamedSchool> {
        let allowed = self.allowed_at();
        if self.question.school.is_some() || self.named(&allowed).is_some() {
            return Vec::new();
        }
        let allowed: BTreeSet<Option<SchoolId>> = allowed.into_iter().collect();
        let all = self.cells.iter().flat_map(|cell| &cell.schools).copied();
        let others: Vec<_> = all.filter(|school| !allowed.contains(school)).collect();
        self.named(&others).unwrap_or_default()
    }

    /// Schools that decisions name, with their names, each once; nothing where any other is among them.
    pub(super) fn named(&self, ids: &[Option<SchoolId>]) -> Option<Vec<NamedSchool>> {
        let named = |a: &'a ApprovalFact| a.schools.iter().flatten();
        let all = self.facts.approvals.iter().flat_map(named);
        let known: BTreeMap<SchoolId, &NamedSchool> =
            all.map(|school| (school.id, school)).collect();
        let named = ids.iter().map(|id| known.get(&(*id)?).copied().cloned());
        let mut schools: Vec<NamedSchool> = named.collect::<Option<_>>()?;
        sorted(&mut schools);
        Some(schools)
    }

    /// The decisions of which one speaks somewhere, each once for each cell.
    fn speaking(&self) -> impl Iterator<Item = &'a ApprovalFact> {
        self.spoken.iter().flatten().copied()
    }

    /// The decision that speaks in each cell: its schools, and whether it is about the staff there.
    pub(super) fn spoken_by_place(
        &self,
    ) -> impl Iterator<Item = (&[Option<SchoolId>], bool, Option<&'a ApprovalFact>)> {
        let cells = self.cells.iter().zip(&self.spoken);
        cells.map(|(cell, spoken)| (cell.schools.as_slice(), cell.staff, *spoken))
    }

    /// The same, and where none speaks, the first one that will: what is decided there already is not undecided.
    pub(super) fn told_by_place(
        &self,
    ) -> impl Iterator<Item = (&[Option<SchoolId>], bool, Option<&'a ApprovalFact>)> {
        let cells = self.cells.iter().zip(&self.spoken);
        cells.map(|(cell, spoken)| {
            let told = spoken.or_else(|| self.begins(cell));
            (cell.schools.as_slice(), cell.staff, told)
        })
    }

    /// The first decision about this cell that begins on a later day; of several on that day the one that speaks then.
    fn begins(&self, cell: &DecisionCell) -> Option<&'a ApprovalFact> {
        let decides = |a: &&ApprovalFact| a.status.allows() || a.status.forbids();
        let about = self.facts.approvals.iter().filter(decides);
        let days = about
            .filter(|a| covers(a, cell))
            .filter_map(|a| begins_after(a, self.question.today));
        let day = days.min()?;
        spoken(std::slice::from_ref(cell), self.facts, day)
            .into_iter()
            .flatten()
            .next()
    }

    fn allowing(&self) -> impl Iterator<Item = &'a ApprovalFact> {
        self.speaking().filter(|a| a.status.allows())
    }

    /// The decisions, of any day, about some of what is asked about.
    fn reached(&self) -> impl Iterator<Item = &'a ApprovalFact> {
        let all = self.facts.approvals.iter();
        all.filter(|a| self.cells.iter().any(|cell| covers(a, cell)))
    }

    /// Which of several approvals in force gives the answer its word. At a school the stricter one, so as
    /// not to promise too much; for the district one that covers all of it.
    fn rank(&self, a: &ApprovalFact) -> ([bool; 4], Option<NaiveDate>) {
        let (listed, graded, _) = narrowness(a);
        let whole = self.cells.iter().all(|cell| covers(a, cell));
        let strict = is_strict(a);
        let first = match self.question.school {
            None => [whole, !listed, strict, graded],
            Some(_) => [strict, whole, listed, graded],
        };
        (first, decided(a))
    }
}

/// For whom is asked: is it staff, of each kind of people?
const STUDENTS: &[bool] = &[false];
const STAFF: &[bool] = &[true];
const EVERYBODY: &[bool] = &[false, true];

/// What is asked about, in cells of which no decision covers a part: of these people.
fn cells(question: &Question, facts: &StatusFacts, people: &[bool]) -> Vec<DecisionCell> {
    let decisions = || facts.approvals.iter();
    let mut schools: BTreeMap<Vec<bool>, Vec<Option<SchoolId>>> = BTreeMap::new();
    let ids: Vec<Option<SchoolId>> = if let Some(school) = &question.school {
        vec![Some(school.id)]
    } else {
        let named = decisions().flat_map(|a| a.schools.iter().flatten());
        let mut ids: Vec<Option<SchoolId>> = named.map(|school| Some(school.id)).collect();
        ids.push(None);
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    for id in ids {
        let alike = decisions().map(|a| at_school(a, id)).collect();
        schools.entry(alike).or_default().push(id);
    }
    let asked = match (question.grade, &question.school) {
        (Some(grade), _) => Grades::from_iter([grade]),
        (None, Some(school)) if !school.grades.is_unsaid() => school.grades,
        (None, _) => Grades::span(Grade::PK, Grade::LAST),
    };
    let mut grades: BTreeMap<Vec<bool>, Vec<Grade>> = BTreeMap::new();
    for grade in asked.iter() {
        let alike = decisions().map(|a| in_grade(a, grade)).collect();
        grades.entry(alike).or_default().push(grade);
    }
    let mut cells = Vec::new();
    for schools in schools.values() {
        for grades in grades.values() {
            cells.extend(people.iter().map(|staff| DecisionCell {
                schools: schools.clone(),
                grades: grades.iter().copied().collect(),
                staff: *staff,
            }));
        }
    }
    cells
}

/// For each cell the decision that speaks on a day.
fn spoken<'a>(
    cells: &[DecisionCell],
    facts: &'a StatusFacts,
    day: NaiveDate,
) -> Vec<Option<&'a ApprovalFact>> {
    let decides = |a: &&ApprovalFact| a.status.allows() || a.status.forbids();
    let decisions = facts.approvals.iter().filter(decides);
    let in_force: Vec<&ApprovalFact> = decisions.filter(|a| holds(a, day)).collect();
    let suspends = |a: &ApprovalFact| a.status == ApprovalStatus::Suspended;
    let lifted = |a: &ApprovalFact| suspends(a) && in_force.iter().any(|by| lifts(by, a));
    let standing: Vec<&ApprovalFact> = in_force.iter().filter(|a| !lifted(a)).copied().collect();
    let order = |a: &&ApprovalFact| {
        let strict = (a.status.forbids(), is_strict(a));
        (suspends(a), decided(a), narrowness(a), strict)
    };
    let speaks = |cell: &DecisionCell| {
        let about = standing.iter().copied().filter(|a| covers(a, cell));
        about.max_by_key(order)
    };
    cells.iter().map(speaks).collect()
}

/// Is this a newer decision, at least as broad as the suspension? Where a day is missing, it is not.
fn lifts(by: &ApprovalFact, suspension: &ApprovalFact) -> bool {
    let days = decided(by).zip(decided(suspension));
    let schools = match (&by.schools, &suspension.schools) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(by), Some(of)) => of.iter().all(|s| by.iter().any(|b| b.id == s.id)),
    };
    let all = Grades::span(Grade::PK, Grade::LAST);
    let said = |grades: Grades| if grades.is_unsaid() { all } else { grades };
    let (by_grades, of_grades) = (said(by.grades), said(suspension.grades));
    days.is_some_and(|(by, of)| by > of)
        && schools
        && by_grades.common(of_grades) == of_grades
        && (by.audience == Audience::Both || by.audience == suspension.audience)
}

/// Does a decision cover a cell? Of a cell it covers all or nothing.
fn covers(a: &ApprovalFact, cell: &DecisionCell) -> bool {
    let school = cell.schools.first().copied().flatten();
    let grade = cell.grades.iter().next();
    at_school(a, school)
        && grade.is_none_or(|grade| in_grade(a, grade))
        && match a.audience {
            Audience::Both => true,
            Audience::Student => !cell.staff,
            Audience::Staff => cell.staff,
        }
}

fn at_school(a: &ApprovalFact, school: Option<SchoolId>) -> bool {
    let named = a.schools.as_ref();
    named.is_none_or(|list| school.is_some_and(|id| list.iter().any(|s| s.id == id)))
}

fn in_grade(a: &ApprovalFact, grade: Grade) -> bool {
    a.grades.is_unsaid() || a.grades.contains(grade)
}

/// The schools of several decisions together; nothing means all.
pub(super) fn schools_of(approvals: &[&ApprovalFact]) -> Option<Vec<NamedSchool>> {
    let mut all: Vec<NamedSchool> = Vec::new();
    for approval in approvals {
        all.extend(approval.schools.as_ref()?.iter().cloned());
    }
    sorted(&mut all);
    Some(all)
}

fn sorted(schools: &mut Vec<NamedSchool>) {
    schools.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    schools.dedup();
}

fn started(a: &ApprovalFact, today: NaiveDate) -> bool {
    a.from.is_none_or(|d| d <= today)
}

fn holds(a: &ApprovalFact, today: NaiveDate) -> bool {
    started(a, today) && a.until.is_none_or(|d| d >= today)
}

/// The day that makes a decision newer than another.
pub(super) fn decided(a: &ApprovalFact) -> Option<NaiveDate> {
    a.decided_on.or(a.from).or(a.recorded_on)
}

/// Has it conditions to keep to?
fn is_strict(a: &ApprovalFact) -> bool {
    a.status == ApprovalStatus::Conditional || !a.conditions.is_empty()
}

/// Do they come to the same answer, whatever their days?
fn same_terms(a: &ApprovalFact, b: &ApprovalFact) -> bool {
    let terms = |a: &ApprovalFact| {
        let tried = a.status == ApprovalStatus::Pilot;
        (a.status.allows(), tried, is_strict(a))
    };
    terms(a) == terms(b) && a.conditions == b.conditions
}

/// Named schools, named grades, named people.
fn narrowness(a: &ApprovalFact) -> (bool, bool, bool) {
    let named = a.audience != Audience::Both;
    (a.schools.is_some(), !a.grades.is_unsaid(), named)
}
