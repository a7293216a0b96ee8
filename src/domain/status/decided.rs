//! What is decided about a product at the places of a contract, in a few words: for whoever decides whether the
//! contract goes on.

use std::fmt;

use chrono::NaiveDate;

use super::approval::{DecisionRecord, begins_after};
use super::facts::{ApprovalFact, Question, StatusFacts};
use crate::domain::approval::Audience;
use crate::domain::school::{SchoolId, Schools};

/// Schools named at most; more are counted.
const NAMED: usize = 4;

/// What speaks at some of the schools of a contract.
struct SpokenThere<'a> {
    /// Nothing where nobody decided.
    decision: Option<&'a ApprovalFact>,
    /// Its first day, where that is a later one.
    begins: Option<NaiveDate>,
    /// The schools that some decision names; nothing stands for all others.
    schools: Vec<Option<SchoolId>>,
    students: bool,
    staff: bool,
}

/// Which decisions speak today at the schools of a contract, or will where none does: `approved until 2027-06-30`,
/// `suspended at JUN; approved at the others`, `approved for staff; denied for students`, `approved from 2027-03-08 on`. The
/// question is one about the district. `code` names a
/// school. None where no decision speaks at any of them.
pub fn decided_at(
    question: &Question,
    facts: &StatusFacts,
    schools: &Schools,
    code: impl Fn(SchoolId) -> String,
) -> Option<String> {
    let named = facts
        .approvals
        .iter()
        .flat_map(|a| a.schools.iter().flatten());
    let named: Vec<SchoolId> = named.map(|school| school.id).collect();
    let here = |school: &Option<SchoolId>| match (school, schools) {
        (Some(id), _) => schools.covers(*id),
        (None, Schools::All) => true,
        (None, Schools::Only(ids)) => ids.iter().any(|id| !named.contains(id)),
    };
    let mut found: Vec<SpokenThere> = Vec::new();
    let mut all: Vec<Option<SchoolId>> = Vec::new();
    for (cell, staff, decision) in DecisionRecord::new(question, facts).told_by_place() {
        let places: Vec<Option<SchoolId>> = cell.iter().filter(|id| here(id)).copied().collect();
        if places.is_empty() {
            continue;
        }
        all.extend(&places);
        let same = |known: &&mut SpokenThere| match (known.decision, decision) {
            (Some(known), Some(decision)) => std::ptr::eq(known, decision),
            (known, decision) => known.is_none() && decision.is_none(),
        };
        if let Some(known) = found.iter_mut().find(same) {
            known.schools.extend(places);
            known.students |= !staff;
            known.staff |= staff;
        } else {
            found.push(SpokenThere {
                decision,
                begins: decision.and_then(|a| begins_after(a, question.today)),
                schools: places,
                students: !staff,
                staff,
            });
        }
    }
    all.sort_unstable();
    all.dedup();
    // Whom nobody decided about is no news beside those whom somebody did, at the same schools.
    let decided = |school: &Option<SchoolId>| {
        let mut those = found.iter().filter(|known| known.decision.is_some());
        those.any(|known| known.schools.contains(school))
    };
    let undecided: Vec<Option<SchoolId>> = all.iter().filter(|s| !decided(s)).copied().collect();
    found.retain(|known| known.decision.is_some());
    if found.is_empty() {
        return None;
    }
    for known in &mut found {
        known.schools.sort_unstable();
        known.schools.dedup();
    }
    if !undecided.is_empty() {
        found.push(SpokenThere {
            decision: None,
            begins: None,
            schools: undecided,
            students: true,
            staff: true,
        });
    }
    // What holds at few schools before what holds at the others.
    found.sort_by_key(|known| (known.schools.contains(&None), known.decision.is_none()));
    let words = found.iter().map(|known| {
        let place = if known.schools == all {
            String::new()
        } else {
            at(&known.schools, &code)
        };
        format!("{known}{place}")
    });
    Some(words.collect::<Vec<_>>().join("; "))
}

/// ` at JUN, LIN`, ` at 7 schools`, ` at the others`.
fn at(schools: &[Option<SchoolId>], code: impl Fn(SchoolId) -> String) -> String {
    if schools.contains(&None) {
        return " at the others".to_owned();
    }
    let ids: Vec<SchoolId> = schools.iter().flatten().copied().collect();
    if ids.len() > NAMED {
        return format!(" at {} schools", ids.len());
    }
    let codes: Vec<String> = ids.into_iter().map(code).collect();
    format!(" at {}", codes.join(", "))
}

impl fmt::Display for SpokenThere<'_> {
    /// `denied for students`, `approved for grades K-5 until 2027-06-30`, `never reviewed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(decision) = self.decision else {
            return f.write_str("never reviewed");
        };
        f.write_str(&decision.status.word().replace('_', " "))?;
        match (self.students, self.staff) {
            _ if decision.audience == Audience::Student => f.write_str(" for students")?,
            _ if decision.audience == Audience::Staff => f.write_str(" for staff")?,
            (true, false) => f.write_str(" for students")?,
            (false, true) => f.write_str(" for staff")?,
            _ => {}
        }
        if !decision.grades.is_unsaid() {
            write!(f, " for grades {}", decision.grades)?;
        }
        match (self.begins, decision.until) {
            (Some(from), Some(until)) => write!(f, " from {from} until {until}"),
            (Some(from), None) => write!(f, " from {from} on"),
            (None, Some(until)) => write!(f, " until {until}"),
            (None, None) => Ok(()),
        }
    }
}
