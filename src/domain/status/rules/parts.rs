//! What is said of the parts of a question: grades and people for which different decisions speak, and
//! what is known already of a later day.

use chrono::NaiveDate;

use super::super::approval::{AskedPart, DecisionRecord, DecisionRuling, LaterChange};
use super::super::facts::{ApprovalFact, Question};
use super::super::phrase::{at, clause, date_in_words, grades, sentence};
use super::StatusCase;
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::Grades;
use crate::domain::school::{SchoolId, Schools};

/// The parts that are allowed, where they are allowed on different terms; else none.
pub(super) fn unlike<'a>(question: &Question, record: &DecisionRecord<'a>) -> Vec<AskedPart<'a>> {
    let mut parts = match question.school {
        Some(_) => record.parts(),
        None => by_school(record),
    };
    parts.retain(AskedPart::allows);
    let alike = parts.windows(2).all(|two| two[0].is_like(&two[1]));
    match question.school {
        _ if alike => Vec::new(),
        Some(_) => parts,
        None => taught(parts, record),
    }
}

/// Of each part the grades that any of its schools has, where that is known of all of them; all of these are not named.
/// What is for no grade that they have is left out.
fn taught<'a>(parts: Vec<AskedPart<'a>>, record: &DecisionRecord<'a>) -> Vec<AskedPart<'a>> {
    let asked: Grades = record
        .parts()
        .iter()
        .flat_map(|part| part.grades.iter())
        .collect();
    let there = |part: &AskedPart| -> Option<Grades> {
        let schools = record.named(&part.schools)?;
        let known = schools.iter().all(|school| !school.grades.is_unsaid());
        known.then(|| {
            schools
                .iter()
                .flat_map(|school| school.grades.iter())
                .collect()
        })
    };
    let parts = parts.into_iter().filter_map(|part| {
        let Some(taught) = there(&part) else {
            return Some(part);
        };
        let left = part.grades.common(taught);
        let grades = if left == asked.common(taught) {
            asked
        } else {
            left
        };
        (!left.is_unsaid()).then_some(AskedPart { grades, ..part })
    });
    parts.collect()
}

fn by_school<'a>(record: &DecisionRecord<'a>) -> Vec<AskedPart<'a>> {
    let parts = record.places().into_iter().flat_map(|place| {
        let schools = place.schools;
        place.uses.into_iter().map(move |one| AskedPart {
            decision: Some(one.decision),
            schools: schools.clone(),
            grades: one.grades,
            students: one.audience != Audience::Staff,
            staff: one.audience != Audience::Student,
        })
    });
    parts.collect()
}

impl StatusCase<'_> {
    /// At which schools a part is, where not all that are allowed are: `At Adams ES and Madison HS`.
    fn place_of(&self, part: &AskedPart) -> Option<String> {
        let mut all = self.unlike_parts.iter();
        if self.question.school.is_some() || all.all(|other| other.schools == part.schools) {
            return None;
        }
        Some(match self.record.named(&part.schools) {
            Some(schools) => sentence(&at(Some(&schools)))
                .trim_end_matches('.')
                .to_owned(),
            None => "At all other schools".to_owned(),
        })
    }

    /// Whom a part is about, to begin a sentence: `Grades K to 2`, `Staff`, `Students, grades 3 to 5`, `At Adams ES`.
    pub(super) fn whose(&self, part: &AskedPart) -> String {
        let people = self.people_of(part);
        match (self.place_of(part), people.as_str()) {
            (None, "") => "Everybody".to_owned(),
            (None, people) => people[..1].to_uppercase() + &people[1..],
            (Some(place), "") => place,
            (Some(place), people) => format!("{place}, {people}"),
        }
    }

    /// Who there a part is about: `students, grades 3 to 5`; nothing where it is everybody.
    fn people_of(&self, part: &AskedPart) -> String {
        let asked = self.asked();
        let band = if part.grades == asked.grades {
            String::new()
        } else {
            grades(part.grades)
        };
        let people = match (part.students, part.staff) {
            (true, false) if asked.staff => "students",
            (false, true) => "staff",
            _ => "",
        };
        let words = [people, band.as_str()]
            .into_iter()
            .filter(|w| !w.is_empty());
        words.collect::<Vec<_>>().join(", ")
    }

    /// The sentence of each part: `Grades K to 2: yes. Grades 3 to 5: on condition: Teacher led.`
    pub(super) fn each_part(&self, parts: &[AskedPart], day: fn(NaiveDate) -> String) -> String {
        let each = parts.iter().filter_map(|part| {
            let decision = part.decision?;
            let until = decision
                .until
                .map_or_else(String::new, |d| format!(" until {}", day(d)));
            let pilot = if decision.status == ApprovalStatus::Pilot {
                ", in a pilot"
            } else {
                ""
            };
            let conditions = Self::recorded(decision);
            let how = if conditions.is_empty() {
                format!("yes{pilot}{until}")
            } else {
                let each: Vec<&str> = conditions.iter().map(|c| clause(c)).collect();
                let kept = if until.is_empty() && pilot.is_empty() {
                    String::new()
                } else {
                    format!("yes{pilot}{until}, ")
                };
                format!("{kept}on condition: {}", each.join("; "))
            };
            Some(format!("{}: {how}.", self.whose(part)))
        });
        each.collect::<Vec<_>>().join(" ")
    }

    /// What a decision was made with; where a condition is not on record, whom to ask for it.
    pub(super) fn recorded(approval: &ApprovalFact) -> Vec<String> {
        let recorded = approval.conditions.iter().map(|c| sentence(c));
        let mut all: Vec<String> = recorded.filter(|c| !c.is_empty()).collect();
        if all.is_empty() && approval.status == ApprovalStatus::Conditional {
            let who = approval.decided_by.as_deref();
            all.push(format!(
                "Ask {} for the conditions; they are not on record.",
                who.unwrap_or("the technology office")
            ));
        }
        all
    }

    /// What the approval in force leaves out of what is asked about, as conditions: grades and people of
    /// which nobody decided, then what was decided against. `approval` names the grades in its own words.
    pub(super) fn left_out(&self, approval: &ApprovalFact, says_grades: bool) -> Vec<String> {
        let parts = self.record.parts();
        let of = |wanted: fn(&AskedPart) -> bool| {
            let parts = parts.iter().filter(move |part| wanted(part));
            parts
                .flat_map(|part| part.grades.iter())
                .collect::<Grades>()
        };
        let (allowed, undecided) = (of(allows), of(|part| part.decision.is_none()));
        let mut all = Vec::new();
        let open = undecided.iter().any(|grade| !allowed.contains(grade));
        if open && !says_grades && self.question.grade.is_none() {
            let own = approval.grades.common(self.asked().grades) == allowed;
            let band = if own { approval.grades } else { allowed };
            all.push(sentence(&format!("{} only", grades(band))));
        }
        let people =
            |wanted: fn(&AskedPart) -> bool| parts.iter().any(|part| wanted(part) && part.students);
        if !people(allows) && people(|part| part.decision.is_none()) {
            all.push("For staff only.".to_owned());
        }
        // Where it is allowed at named schools only, what is forbidden at others is no exception.
        let allowing = parts.iter().filter(|part| part.allows());
        let schools: Vec<Option<SchoolId>> =
            allowing.flat_map(|p| p.schools.iter().copied()).collect();
        let within = |part: &&AskedPart| {
            schools.contains(&None) || part.schools.iter().any(|at| schools.contains(at))
        };
        let stops = parts.iter().filter(|part| part.forbids()).filter(within);
        all.extend(stops.filter_map(|part| self.exception(part)));
        all
    }

    /// `Not at Lincoln ES for grades K to 2 with students.`
    fn exception(&self, part: &AskedPart) -> Option<String> {
        let stop = part.decision?;
        let mut whom = Vec::new();
        if let (Some(schools), None) = (&stop.schools, &self.question.school) {
            whom.push(at(Some(schools)));
        }
        let asked = self.asked();
        let declared = stop.grades.common(asked.grades) == part.grades;
        let band = match (declared, part.grades == asked.grades) {
            (true, _) => grades(stop.grades),
            (false, true) => String::new(),
            (false, false) => grades(part.grades),
        };
        if !band.is_empty() {
            whom.push(format!("for {band}"));
        }
        match (part.students, part.staff) {
            (true, false) if stop.audience == Audience::Student || asked.staff => {
                whom.push("with students".to_owned());
            }
            (false, true) => whom.push("for staff".to_owned()),
            _ => {}
        }
        Some(format!("Not {}.", whom.join(" ")))
    }

    /// The grades of which nobody decided, where others are refused: `; nobody has decided about ...`.
    pub(super) fn undecided(&self) -> String {
        let mut parts = self.record.parts();
        parts.retain(|part| part.decision.is_none());
        match parts.first() {
            Some(part) if part.grades != self.asked().grades => {
                format!("; nobody has decided about {}", grades(part.grades))
            }
            _ => String::new(),
        }
    }

    /// The last day on which it may be used, as far as that is known: of the approval, or of the license where that ends
    /// before.
    pub(super) fn last_day(&self, approval: &ApprovalFact) -> Option<NaiveDate> {
        let own = self.record.valid_until(approval);
        own.into_iter().chain(self.license.ends).min()
    }

    /// Does the license end while the approval still holds?
    pub(super) fn license_ends_first(&self, approval: &ApprovalFact) -> bool {
        let own = self.record.valid_until(approval);
        self.license
            .ends
            .is_some_and(|ends| own.is_none_or(|own| ends < own))
    }

    /// What the approval says and the license does not, for a sentence that is spoken: that it is licensed at some of the
    /// schools only, and that the license ends before; empty where neither is so. Where the sentence has its parts to tell,
    /// the first is left to the license's own line.
    pub(super) fn license_limits(&self) -> String {
        let here = self.licensed_in_part.as_ref();
        let here = here.filter(|_| self.unlike_parts.is_empty());
        let here = here.map_or_else(String::new, |here| format!(", licensed {here} only"));
        here + &self.license_end()
    }

    /// What `licensed_in_part` says.
    pub(super) fn partly_licensed(&self) -> Option<String> {
        let Schools::Only(licensed) = &self.license.schools else {
            return None;
        };
        let in_force = matches!(self.ruling, DecisionRuling::InForce(_));
        if self.question.school.is_some() || !in_force || !self.license.is_held() {
            return None;
        }
        let named = &self.facts.licensed_schools;
        match self.record.allowed_schools() {
            Some(mut schools) => {
                let allowed = schools.len();
                schools.retain(|school| licensed.contains(&school.id));
                match schools.len() {
                    all if all == allowed => None,
                    0 => Some("at other schools".to_owned()),
                    _ => Some(at(Some(&schools))),
                }
            }
            None if licensed.len() >= self.question.schools => None,
            None if licensed.len() == named.len() => Some(at(Some(named))),
            None => Some(format!("at {} schools", licensed.len())),
        }
    }

    fn license_end(&self) -> String {
        match (&self.ruling, self.license.ends) {
            (DecisionRuling::InForce(approval), Some(ends))
                if self.license_ends_first(approval) =>
            {
                format!("; its license ends {}", date_in_words(ends))
            }
            _ => String::new(),
        }
    }

    /// What is known to change: `; denied from Tue Dec 01 2026 for grades K to 2`; else nothing.
    pub(in crate::domain::status) fn known_change(&self, day: fn(NaiveDate) -> String) -> String {
        let Some(change) = self.record.change() else {
            return String::new();
        };
        let LaterChange {
            day: on,
            decision,
            ends,
            ..
        } = change;
        if ends.is_some() && self.question.school.is_none() && !self.unlike_parts.is_empty() {
            // Each part tells its own last day.
            return String::new();
        }
        let how = match decision.status {
            ApprovalStatus::Denied => "denied",
            ApprovalStatus::Suspended => "suspended",
            ApprovalStatus::Pilot => "in a pilot",
            ApprovalStatus::Retiring => "approved for the last time",
            _ if decision.status.forbids() => "retired",
            _ => "approved",
        };
        let about = ends.unwrap_or(decision);
        let band = grades(about.grades);
        let whose = if band.is_empty() || self.question.grade.is_some() {
            String::new()
        } else {
            format!(" for {band}")
        };
        let place = match (&about.schools, &self.question.school) {
            (Some(schools), None) => format!(" {}", at(Some(schools))),
            _ => String::new(),
        };
        let conditions = Self::recorded(decision);
        let each: Vec<&str> = conditions.iter().map(|c| clause(c)).collect();
        let kept = if each.is_empty() {
            String::new()
        } else {
            format!(", on condition: {}", each.join("; "))
        };
        match ends {
            Some(ends) => {
                let free = conditions.is_empty() && !Self::recorded(ends).is_empty();
                let free = if free && decision.status.allows() {
                    ", without conditions"
                } else {
                    ""
                };
                format!(
                    " (from {} what was decided before holds again{place}{whose}: {how}{kept}{free})",
                    day(on)
                )
            }
            None => format!("; {how}{place}{whose} from {}{kept}", day(on)),
        }
    }

    /// All that is asked about, as one part.
    fn asked(&self) -> AskedPart<'static> {
        let parts = self.record.parts();
        AskedPart {
            decision: None,
            schools: Vec::new(),
            grades: parts.iter().flat_map(|part| part.grades.iter()).collect(),
            students: true,
            staff: parts.iter().any(|part| part.staff),
        }
    }
}

/// A part that some decision allows; of any lifetime, as a pointer to a function has to be.
fn allows(part: &AskedPart) -> bool {
    part.allows()
}
