//! What the answer for a product comes to for anybody: where it is allowed, for whom, on which conditions. No person,
//! price, seat or reason is in it, so that it can be given out.

use chrono::NaiveDate;
use std::collections::BTreeSet;

use super::approval::{AllowedPlace, AllowedUse, DecisionRecord};
use super::facts::{ApprovalFact, NamedSchool, Question, StatusFacts};
use super::phrase::{list, sentence};
use super::rules::StatusCase;
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::Grades;
use crate::domain::policy::AgreementEnded;
use crate::domain::school::Schools;

/// Where a product may be used today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAnswer {
    /// Is there anything to keep to, anywhere?
    pub conditional: bool,
    /// What every use of it waits for or must keep to.
    pub for_all: Vec<String>,
    /// The places, those of all schools first; never empty.
    pub places: Vec<PublicPlace>,
}

/// Schools at which the same holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPlace {
    /// Which schools.
    pub at: PublicSchools,
    /// For whom it is allowed there, and how; never empty.
    pub uses: Vec<PublicUse>,
}

/// Open schools, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicSchools {
    /// Every school of the district.
    All,
    /// Every one but these.
    AllBut(Vec<String>),
    /// These.
    Only(Vec<String>),
}

/// For whom it is allowed, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUse {
    /// The grades; every grade where none is said.
    pub grades: Grades,
    /// Who uses it.
    pub audience: Audience,
    /// Is it only tried?
    pub pilot: bool,
    /// Is it on its way out?
    pub retiring: bool,
    /// What to keep to, a sentence each.
    pub conditions: Vec<String>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl PublicUse {
    /// May students use it so?
    pub fn is_for_students(&self) -> bool {
        self.audience != Audience::Staff
    }
}

/// What may be told to anybody of a product that may be used; none where the desk would not say yes. `open` are the
/// schools that are open, in order of name.
pub fn published(
    question: &Question,
    facts: &StatusFacts,
    open: &[NamedSchool],
) -> Option<PublicAnswer> {
    if !super::answer(question, facts).word.allows() {
        return None;
    }
    let record = DecisionRecord::new(question, facts);
    let mut places: Vec<PublicPlace> = record
        .places()
        .iter()
        .filter_map(|place| public_place(place, facts, open))
        .collect();
    places.sort_by_key(|place| matches!(place.at, PublicSchools::Only(_)));
    let mut for_all = for_all(question, facts);
    for_all.extend(unlicensed(question, facts, open));
    let uses = || places.iter().flat_map(|place| &place.uses);
    let conditional = !for_all.is_empty() || uses().any(|one| !one.conditions.is_empty());
    (!places.is_empty()).then_some(PublicAnswer {
        conditional,
        for_all,
        places,
    })
}

fn public_place(
    place: &AllowedPlace,
    facts: &StatusFacts,
    open: &[NamedSchool],
) -> Option<PublicPlace> {
    let named = |school: &&NamedSchool| place.schools.contains(&Some(school.id));
    let mut names: Vec<String> = Vec::new();
    let at = if place.schools.contains(&None) {
        // Of the others some decision says something of its own.
        let decisions = facts.approvals.iter();
        let apart = decisions.flat_map(|a| a.schools.iter().flatten().map(|school| school.id));
        let apart: BTreeSet<_> = apart.collect();
        let left_out = open
            .iter()
            .filter(|school| apart.contains(&school.id) && !named(school));
        names.extend(left_out.map(|school| school.name.clone()));
        if names.is_empty() {
            PublicSchools::All
        } else {
            PublicSchools::AllBut(names)
        }
    } else {
        names.extend(open.iter().filter(named).map(|school| school.name.clone()));
        if names.is_empty() {
            return None;
        }
        PublicSchools::Only(names)
    };
    let uses = place.uses.iter().map(public_use).collect();
    Some(PublicPlace { at, uses })
}

fn public_use(one: &AllowedUse) -> PublicUse {
    let every = Grades::UNSAID.or_every();
    PublicUse {
        grades: Some(one.grades)
            .filter(|grades| *grades != every)
            .unwrap_or_default(),
        audience: one.audience,
        pilot: one.decision.status == ApprovalStatus::Pilot,
        retiring: one.decision.status == ApprovalStatus::Retiring,
        conditions: conditions(one.decision),
        until: one.decision.until,
    }
}

/// What a decision was made with; it names nobody where a condition is not on record.
fn conditions(decision: &ApprovalFact) -> Vec<String> {
    let recorded = decision.conditions.iter().map(|text| sentence(text));
    let mut all: Vec<String> = recorded.filter(|text| !text.is_empty()).collect();
    if all.is_empty() && decision.status == ApprovalStatus::Conditional {
        all.push("Ask the technology office for the conditions.".to_owned());
    }
    all
}

fn for_all(question: &Question, facts: &StatusFacts) -> Vec<String> {
    let mut all = Vec::new();
    if facts.training.is_some_and(|training| training.required) {
        all.push("Whoever uses it is trained first.".to_owned());
    }
    let renewed = question.agreement_ended == AgreementEnded::Condition;
    if renewed && facts.agreement_ended.is_some() {
        all.push("The privacy agreement has to be renewed first.".to_owned());
    }
    all
}

/// Where a license has to be bought before it can be used, as the desk says it.
fn unlicensed(question: &Question, facts: &StatusFacts, open: &[NamedSchool]) -> Option<String> {
    let case = StatusCase::new(question, facts);
    if case.license.is_missing() {
        return Some("A license has to be bought first.".to_owned());
    }
    let Schools::Only(licensed) = &case.license.schools else {
        return None;
    };
    let (allowed, left_out) = (
        case.record.allowed_schools(),
        case.record.schools_left_out(),
    );
    let is_among = |all: &[NamedSchool], one: &NamedSchool| all.iter().any(|s| s.id == one.id);
    let allowed = open.iter().filter(|school| match &allowed {
        Some(some) => is_among(some, school),
        None => !is_among(&left_out, school),
    });
    let (held, lacking): (Vec<_>, Vec<_>) = allowed.partition(|s| licensed.contains(&s.id));
    let names = |schools: &[&NamedSchool]| {
        let names: Vec<&str> = schools.iter().map(|school| school.name.as_str()).collect();
        list(&names)
    };
    if lacking.is_empty() || !case.license.is_held() {
        return None;
    }
    Some(if lacking.len() > held.len() && !held.is_empty() {
        format!("A license has to be bought first, but at {}.", names(&held))
    } else {
        format!("A license has to be bought first at {}.", names(&lacking))
    })
}

#[cfg(test)]
mod tests;
