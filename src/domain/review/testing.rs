//! A desk for tests: one request with small checklists, and a way to write puts to it as the store does,
//! so that deeds can follow each other.

use crate::domain::refusal::Refusal;
use std::sync::Arc;

use chrono::NaiveDate;

use super::case::ReviewCase;
use super::{ReviewDeed, process};
use crate::domain::calendar::{Calendar, CalendarDay, DayKind};
use crate::domain::checklist::{ChecklistEdition, ChecklistItem, Gate, Reviewer};
use crate::domain::money::Cents;
use crate::domain::person::{Actor, PersonId, Roles};
use crate::domain::policy::{Base, Policy};
use crate::domain::put::{Given, Put, Target};
use crate::domain::record::{Kind, Record, Value};
use crate::domain::request::{ItemResult, RequestState, Track};
use crate::domain::school::Schools;

/// The day most tests begin: a Monday.
pub(crate) fn monday() -> NaiveDate {
    day("2026-03-02")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record of which only these fields are said.
pub(crate) fn blank<R: Record>(id: i64, fields: &[(&str, Value)]) -> R {
    let values: Vec<Value> = R::FIELDS
        .iter()
        .map(|field| {
            let given = fields.iter().find(|(name, _)| *name == field.name);
            given.map_or_else(|| (field.blank)(), |(_, value)| value.clone())
        })
        .collect();
    R::from_values(id, 1, &values).unwrap()
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn item(id: &str, gate: Gate, safety: bool) -> ChecklistItem {
    ChecklistItem {
        id: id.into(),
        title: format!("Item {id}"),
        question: format!("Is {id} so?"),
        why: "it matters".into(),
        gate,
        applies_if: None,
        must_if: None,
        evidence: "a test".into(),
        factors: vec!["F3".into()],
        safety,
        reviewer: Reviewer::Technical,
    }
}

/// T01 and T02 must, T02 for safety; T03 and C02 should; C01 must.
fn list(track: Track) -> Arc<ChecklistEdition> {
    let items = match track {
        Track::Technical => vec![
            item("T01", Gate::Must, false),
            item("T02", Gate::Must, true),
            item("T03", Gate::Should, false),
        ],
        Track::Curricular => vec![
            item("C01", Gate::Must, false),
            item("C02", Gate::Should, false),
        ],
    };
    Arc::new(ChecklistEdition {
        track,
        edition: 1,
        items,
    })
}

/// A request of one teacher at school 3, for grades 6-8, received on Monday and triaged at tier 2.
pub(crate) fn case() -> ReviewCase {
    let product = [
        ("name", text("Edpuzzle")),
        ("data", text("pii")),
        ("instructional", Value::Int(1)),
        ("version_seen", text("4.2")),
    ];
    let request = [
        ("number", text("R-5")),
        ("product", Value::Int(7)),
        ("trigger", text("new")),
        ("state", text("triaged")),
        ("tier", Value::Int(2)),
        ("technical_edition", Value::Int(1)),
        ("curricular_edition", Value::Int(1)),
        ("received_on", text("2026-03-02")),
    ];
    let asks = [
        ("request", Value::Int(5)),
        ("product", Value::Int(7)),
        ("school", Value::Int(3)),
        ("grades", text("6-8")),
        ("cost_cents", Value::Int(40_000)),
    ];
    ReviewCase {
        request: blank(5, &request),
        product: blank(7, &product),
        requesters: vec![blank(1, &asks)],
        technical: list(Track::Technical),
        curricular: list(Track::Curricular),
        answers: Vec::new(),
        conditions: Vec::new(),
        pauses: Vec::new(),
        approvals: Vec::new(),
        policy: Arc::new(Policy::of(Base::Hybrid)),
        calendar: Arc::new(closures(&[])),
        next_number: 6,
    }
}

/// A calendar closed on these days.
pub(crate) fn closures(days: &[&str]) -> Calendar {
    let closed: Vec<CalendarDay> = days
        .iter()
        .map(|closed| CalendarDay {
            id: crate::domain::calendar::CalendarDayId(0),
            version: 1,
            day: day(closed),
            kind: DayKind::Closure,
            agenda_cutoff: None,
            note: None,
        })
        .collect();
    Calendar::new(&closed)
}

/// Somebody of the district.
pub(crate) fn person(id: i64, login: &str, roles: &str) -> Actor {
    Actor {
        id: PersonId(id),
        login: login.into(),
        roles: Roles::read(roles).unwrap(),
        schools: Schools::All,
    }
}

pub(crate) fn reviewer() -> Actor {
    person(1, "ortiz", "technical;curricular")
}

pub(crate) fn admin() -> Actor {
    person(9, "chief", "admin")
}

pub(crate) fn answer(item: &str, result: ItemResult) -> ReviewDeed {
    ReviewDeed::Answer {
        item: item.into(),
        answer: Some(Some(result)),
        note: Some("seen it".into()),
        evidence: None,
        seen: None,
    }
}

/// A case that deeds are done on.
#[derive(Debug, Clone)]
pub(crate) struct TestDesk {
    pub(crate) case: ReviewCase,
    pub(crate) today: NaiveDate,
    made: i64,
}

impl TestDesk {
    pub(crate) fn new(case: ReviewCase) -> TestDesk {
        TestDesk {
            case,
            today: monday(),
            made: 1000,
        }
    }

    pub(crate) fn on(mut self, today: &str) -> TestDesk {
        self.today = day(today);
        self
    }

    /// Does a deed and writes what it says.
    pub(crate) fn act(&mut self, deed: &ReviewDeed, actor: &Actor) -> Result<(), Refusal> {
        let puts = process::act(&self.case, deed, actor, self.today)?;
        self.write(&puts);
        Ok(())
    }

    /// The deed must be allowed.
    pub(crate) fn done(mut self, deed: &ReviewDeed, actor: &Actor) -> TestDesk {
        let result = self.act(deed, actor);
        assert_eq!(result, Ok(()), "{deed:?} by {}", actor.login);
        self
    }

    /// Every must of both checklists answered so.
    pub(crate) fn answered(self, result: ItemResult) -> TestDesk {
        let desk = self.done(&answer("T01", result), &reviewer());
        let desk = desk.done(&answer("T02", ItemResult::Pass), &reviewer());
        desk.done(&answer("C01", ItemResult::Pass), &reviewer())
    }

    pub(crate) fn state(&self) -> RequestState {
        self.case.request.state
    }

    pub(crate) fn write(&mut self, puts: &[Put]) {
        for put in puts {
            self.made += 1;
            let case = &mut self.case;
            match put.kind {
                Kind::Request => {
                    let mut rows = vec![case.request.clone()];
                    write(&mut rows, put, self.made, |r| r.id.0);
                    case.request = rows.remove(0);
                }
                Kind::Pause => write(&mut case.pauses, put, self.made, |r| r.id.0),
                Kind::ItemAnswer => write(&mut case.answers, put, self.made, |r| r.id.0),
                Kind::Condition => write(&mut case.conditions, put, self.made, |r| r.id.0),
                Kind::Approval => write(&mut case.approvals, put, self.made, |r| r.id.0),
                other => panic!("a deed wrote a {other}"),
            }
        }
    }
}

/// Writes one put as the store does: the fields given, on the record aimed at, if its rule allows.
fn write<R: Record>(rows: &mut Vec<R>, put: &Put, made: i64, id: impl Fn(&R) -> i64) {
    let value = |name: &str| {
        let given = put.fields.iter().rev().find(|(field, _)| *field == name);
        given.map(|(_, given)| match given {
            Given::Value(value) => value.clone(),
            Given::Made(n) => panic!("a deed refers to put {n}"),
        })
    };
    for (field, _) in &put.fields {
        assert!(
            R::KIND.position(field).is_some(),
            "{} has no {field}",
            R::KIND
        );
    }
    let keys = |values: &[Value]| -> Vec<Value> {
        R::KEY
            .iter()
            .map(|key| values[R::KIND.position(key).unwrap()].clone())
            .collect()
    };
    let at = match &put.target {
        Target::New => None,
        Target::Id(wanted, _) => Some(rows.iter().position(|r| id(r) == *wanted).unwrap()),
        Target::Keyed => {
            let wanted: Vec<Value> = R::KEY
                .iter()
                .map(|key| value(key).unwrap_or_default())
                .collect();
            rows.iter().position(|r| keys(&r.values()) == wanted)
        }
        Target::Made(n) => panic!("a deed aims at put {n}"),
        Target::Gone(id, _) => panic!("a deed takes {id} out"),
    };
    let blank: Vec<Value> = R::FIELDS.iter().map(|f| (f.blank)()).collect();
    let stood = at.map_or(blank, |at| rows[at].values());
    let values: Vec<Value> = R::FIELDS
        .iter()
        .zip(stood)
        .map(|(field, stood)| value(field.name).unwrap_or(stood))
        .collect();
    let record = R::from_values(at.map_or(made, |at| id(&rows[at])), 2, &values).unwrap();
    record.check().unwrap();
    match at {
        Some(at) => rows[at] = record,
        None => rows.push(record),
    }
}

/// What it costs a year.
pub(crate) fn costing(mut case: ReviewCase, cents: i64) -> ReviewCase {
    case.requesters[0].cost_cents = Some(Cents(cents));
    case
}
