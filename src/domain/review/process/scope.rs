//! Where a decision holds, ask by ask: what one school asked for is not given to another. The asks that it says
//! nothing of go on as a request of their own.

use chrono::NaiveDate;

use super::moves::standing_state;
use crate::domain::grade::Grades;
use crate::domain::person::Actor;
use crate::domain::put::{Given, Put};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Outcome, Requester};
use crate::domain::review::Decision;
use crate::domain::review::case::ReviewCase;
use crate::domain::school::{SchoolId, Schools};

/// A part of where a decision holds: these grades at these schools.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DecisionScope {
    pub(super) schools: Schools,
    pub(super) grades: Grades,
}

/// Where the decision holds. Schools and grades that are both said are taken at their word; else each school gets
/// the grades that it asked for.
pub(super) fn scopes(case: &ReviewCase, decision: &Decision) -> Vec<DecisionScope> {
    let said = decision.schools.as_ref();
    let scope = |schools: Schools, grades| DecisionScope { schools, grades };
    match said {
        Some(schools) if !decision.grades.is_unsaid() => {
            return vec![scope(schools.clone(), decision.grades)];
        }
        Some(Schools::All) => return vec![scope(Schools::All, asked_grades(case))],
        _ => {}
    }
    let asked = asked_at(case, said);
    let mut held: Vec<(Option<SchoolId>, Grades)> = asked
        .iter()
        .filter_map(|(school, asked)| Some((*school, held(decision, *asked)?)))
        .collect();
    if held.is_empty() {
        // A no to grades that nobody asked for.
        let places = asked.iter();
        held = places
            .map(|(school, _)| (*school, decision.grades))
            .collect();
    }
    let everywhere = held.iter().find(|(school, _)| school.is_none());
    let everywhere = everywhere.map(|(_, grades)| *grades);
    let district = everywhere.map(|grades| scope(said.cloned().unwrap_or(Schools::All), grades));
    let mut scopes: Vec<DecisionScope> = district.into_iter().collect();
    let mut schools: Vec<(Grades, Vec<SchoolId>)> = Vec::new();
    for (school, grades) in held {
        let Some(school) = school else { continue };
        if everywhere.is_some_and(|all| grades_within(grades, all)) {
            continue;
        }
        match schools.iter_mut().find(|(same, _)| *same == grades) {
            Some((_, ids)) => ids.push(school),
            None => schools.push((grades, vec![school])),
        }
    }
    let schools = schools.into_iter();
    scopes.extend(schools.map(|(grades, ids)| scope(Schools::only(ids), grades)));
    scopes
}

/// Each place that asked, of these schools, with the grades asked for there; the district is none. Schools that did
/// not ask, which the decider adds, get the grades of all asks.
fn asked_at(case: &ReviewCase, said: Option<&Schools>) -> Vec<(Option<SchoolId>, Grades)> {
    let mut places: Vec<(Option<SchoolId>, Grades)> = Vec::new();
    for ask in &case.requesters {
        let elsewhere = |school: SchoolId| said.is_some_and(|schools| !schools.covers(school));
        if ask.school.is_some_and(elsewhere) {
            continue;
        }
        match places.iter_mut().find(|(school, _)| *school == ask.school) {
            Some((_, grades)) => *grades = together([*grades, ask.grades].into_iter()),
            None => places.push((ask.school, ask.grades)),
        }
    }
    let of_district = places.iter().any(|(school, _)| school.is_none());
    match said {
        Some(Schools::Only(ids)) if !of_district => {
            for id in ids {
                if !places.iter().any(|(school, _)| *school == Some(*id)) {
                    places.push((Some(*id), asked_grades(case)));
                }
            }
        }
        _ if places.is_empty() => places.push((None, Grades::UNSAID)),
        _ => {}
    }
    places
}

/// The grades that the decision holds for where these were asked for; none where it says nothing of them.
fn held(decision: &Decision, asked: Grades) -> Option<Grades> {
    let said = decision.grades;
    if said.is_unsaid() {
        return Some(asked);
    }
    if !overlap(said, asked) {
        return None;
    }
    let as_said = asked.is_unsaid() || decision.outcome == Outcome::Deny;
    Some(if as_said { said } else { said.common(asked) })
}

/// The grades asked for, all together; unsaid where one ask says none.
pub(super) fn asked_grades(case: &ReviewCase) -> Grades {
    together(case.requesters.iter().map(|ask| ask.grades))
}

fn together(mut all: impl Iterator<Item = Grades> + Clone) -> Grades {
    if all.clone().any(Grades::is_unsaid) {
        return Grades::UNSAID;
    }
    all.by_ref().flat_map(Grades::iter).collect()
}

/// Are all of these grades among those?
pub(super) fn grades_within(these: Grades, those: Grades) -> bool {
    those.is_unsaid() || (!these.is_unsaid() && these.common(those) == these)
}

fn overlap(these: Grades, those: Grades) -> bool {
    these.is_unsaid() || those.is_unsaid() || !these.common(those).is_unsaid()
}

/// The asks of people that the decision says nothing of, nor an earlier one of the same request that still holds.
/// One that is nobody's answer is refused.
pub(super) fn left<'c>(
    case: &'c ReviewCase,
    scopes: &[DecisionScope],
    today: NaiveDate,
) -> Result<Vec<&'c Requester>, Refusal> {
    let earlier = case.approvals.iter().filter(|old| {
        let says = old.status.allows() || old.status.forbids();
        let holds = old.until.is_none_or(|until| until >= today);
        old.request == Some(case.request.id) && says && holds
    });
    let earlier = earlier.map(|old| (&old.schools, old.grades));
    let new = scopes.iter().map(|scope| (&scope.schools, scope.grades));
    let held: Vec<(&Schools, Grades)> = new.chain(earlier).collect();
    let answered = |ask: &Requester| {
        held.iter().any(|(schools, grades)| {
            ask.school.is_none_or(|school| schools.covers(school)) && overlap(*grades, ask.grades)
        })
    };
    let left: Vec<&Requester> = case.people().filter(|ask| !answered(ask)).collect();
    if !left.is_empty() && left.len() == case.people().count() {
        let why = "nobody who asked gets an answer by this";
        return Err(Refusal::new("schools", why).then("; ", "name their schools and grades too"));
    }
    Ok(left)
}

/// The asks that are left go on as a request of their own, with its number, all that was found out so far, and
/// their days counted on. `at` is the place of its put in the change.
pub(super) fn go_on(
    case: &ReviewCase,
    left: &[&Requester],
    at: usize,
    actor: &Actor,
    today: NaiveDate,
) -> Vec<Put> {
    let request = &case.request;
    let number = format!("R-{}", case.next_number);
    let of_it = |put: Put| put.with("request", Given::Made(at));
    let mut puts = vec![
        Put::new(Kind::Request)
            .with("number", number.clone())
            .with("product", request.product)
            .with("trigger", request.trigger)
            .with("state", standing_state(case))
            .with("tier", request.tier)
            .with("owner", request.owner)
            .with("technical_edition", request.technical_edition)
            .with("curricular_edition", request.curricular_edition)
            .with("received_on", request.received_on)
            .with("sponsor", request.sponsor.clone()),
    ];
    puts.extend(left.iter().map(|ask| of_it(Put::id(ask.id))));
    puts.extend(case.answers.iter().map(|one| {
        of_it(Put::new(Kind::ItemAnswer))
            .with("item", one.item.clone())
            .with("answer", one.answer)
            .with("note", one.note.clone())
            .with("evidence", one.evidence.clone())
            .with("by", one.by.clone())
            .with("on", one.on)
    }));
    puts.extend(case.pauses.iter().map(|pause| {
        of_it(Put::new(Kind::Pause))
            .with("waiting_on", pause.waiting_on)
            .with("what", pause.what.clone())
            .with("since", pause.since)
            .with("until", Some(pause.until.unwrap_or(today.max(pause.since))))
    }));
    let note = |put: Put, text: String| {
        put.with("about", Kind::Request)
            .with("text", text)
            .with("by", actor.login.clone())
            // The day is all that is known here; noon is that day in every time zone of the country.
            .with("at", format!("{today}T12:00:00Z"))
    };
    let here = Put::new(Kind::Note).with("record", request.id);
    let there = Put::new(Kind::Note).with("record", Given::Made(at));
    let onward = format!("What was asked for elsewhere goes on as {number}");
    puts.push(note(here, onward));
    let from = format!(
        "Asked for in {}, which was decided without it",
        request.number
    );
    puts.push(note(there, from));
    puts
}
