//! The questions about reviews: one request with all that a reviewer is shown, what was decided this
//! month; the queue has a file of its own. What a rule says is `domain::review`'s; here it is read.

mod asks;
pub(super) mod cases;
mod found;
pub(super) mod kept;
pub(super) mod lapse;
mod open;
pub(super) mod ours;
mod packed;
mod queue;
mod reached;
pub(super) mod rows;
mod standing;
mod stock;
pub(super) mod under_way;
pub(super) mod write;

pub use queue::OpenQueue;
#[cfg(test)]
pub(crate) use reached::reaches_queue;

use crate::domain::refusal::Refusal;
use crate::domain::review::gate::BLOCKING;
use crate::domain::school::{SchoolId, Schools};
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rusqlite::{OptionalExtension, params};

use self::cases::{RequestsWanted, case, cases};
use self::ours::OursReader;
use self::rows::{due_case, due_row, row};
use super::actor::actor;
use super::convert::{read, records};
use super::desk::Desk;
use super::labels::NamesById;
use super::status::Scope;
use super::{Error, Store};
use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::calendar::Calendar;
use crate::domain::note::Note;
use crate::domain::person::Actor;
use crate::domain::policy::Policy;
use crate::domain::product::{Product, ProductId};
use crate::domain::region::claims::{BEGINS, ReadClaims};
use crate::domain::request::{RequestId, RequestState, Trigger};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::{appeal_by, clock};
use crate::domain::review::on_file::{self, ItemOnFile};
use crate::domain::review::{
    Ahead, Ours, QueueName, QueueRow, RequestNote, ReviewSheet, Throughput, gate, process, reply,
};
use crate::domain::setting::Setting;
use crate::domain::status::again_afterwards;

impl Store {
    /// Everything a reviewer is shown of one request; `login` is who looks.
    pub fn sheet(
        &self,
        request: RequestId,
        login: &str,
        today: NaiveDate,
    ) -> Result<ReviewSheet, Error> {
        self.at_once(|| {
            let mut desk = Desk::new(&self.conn)?;
            let names = NamesById::read(&self.conn)?;
            let case = case(&self.conn, &mut desk, request, today)?;
            let actor = actor(&self.conn, login, today)?;
            let product = case.product.id;
            let called = stock::called(&self.conn, &desk, product, today)?;
            let row = row(&case, called.as_ref(), &names, today);
            let here = only(&case.schools());
            let ours = OursReader::new(&self.conn).ours(Some(product), "", here, today)?;
            let mut sheet = fill(&case, row, &actor, &names, ours, today);
            sheet.notes = self.notes_on(request)?;
            let claims = self.claims_on(request)?;
            let claims = claims.iter().filter_map(|note| ReadClaims::of_note(note));
            sheet.claims = claims.collect();
            sheet.on_file = self.on_file(&case, &sheet, today)?;
            sheet.asks = self.asks(product, reply::newest(&sheet.decisions), today)?;
            if let Some(instead) = case.request.answered_by {
                sheet.answered_by = Some(self.get::<Product>(instead)?.full_name());
            }
            sheet.again_afterwards = self.again_afterwards(&sheet, today)?;
            Ok(sheet)
        })
    }

    /// That an older decision holds again once that of this sheet has ended, at the first of its schools where it does.
    fn again_afterwards(
        &self,
        sheet: &ReviewSheet,
        today: NaiveDate,
    ) -> Result<Option<String>, Error> {
        let newest = sheet.decisions.first();
        let Some(decision) = newest.filter(|a| a.until.is_some() && a.status.allows()) else {
            return Ok(None);
        };
        let places: Vec<Option<SchoolId>> = match &decision.schools {
            Schools::All => vec![None],
            Schools::Only(ids) => ids.iter().copied().map(Some).collect(),
        };
        let reader = self.status_reader()?;
        for school in places {
            let grade = decision.grades.iter().next();
            let question = reader.question(Scope {
                school,
                grade,
                today,
            })?;
            let facts = reader.facts(decision.product, &question)?;
            let told = again_afterwards(&question, &facts);
            if told.is_some() {
                return Ok(told);
            }
        }
        Ok(None)
    }

    /// The same of a product whose review is due and nobody has begun, for whoever wants to see what
    /// it would ask; none where nothing calls for one, or somebody has begun.
    pub fn due_sheet(
        &self,
        product: ProductId,
        login: &str,
        today: NaiveDate,
    ) -> Result<Option<ReviewSheet>, Error> {
        self.at_once(|| {
            if self.under_review(today)?.contains(&product) {
                return Ok(None);
            }
            let mut desk = Desk::new(&self.conn)?;
            let names = NamesById::read(&self.conn)?;
            let called = stock::called(&self.conn, &desk, product, today)?;
            let Some(called) = &called else {
                return Ok(None);
            };
            let Some(case) = due_case(&self.conn, &mut desk, called)? else {
                return Ok(None);
            };
            let actor = actor(&self.conn, login, today)?;
            let row = due_row(&case, called, &names, today);
            let here = only(&row.schools);
            let ours = OursReader::new(&self.conn).ours(Some(product), "", here, today)?;
            let mut sheet = fill(&case, row, &actor, &names, ours, today);
            sheet.on_file = self.on_file(&case, &sheet, today)?;
            let unbegun = Refusal::new(BLOCKING, "nobody has begun this review");
            let unbegun = unbegun.then(": ", "take it first");
            sheet.may.retain(|word| *word == "take");
            for (_, why_not) in &mut sheet.outcomes {
                *why_not = Some(unbegun.clone());
            }
            sheet.blocking = vec![unbegun];
            Ok(Some(sheet))
        })
    }

    /// What people wrote on a request, the oldest first.
    fn notes_on(&self, request: RequestId) -> Result<Vec<RequestNote>, Error> {
        let zone = self.zone();
        let of_it =
            "WHERE about = 'request' AND record = ?1 AND text NOT LIKE ?2 || '%' ORDER BY id";
        let notes = records::<Note>(&self.conn, of_it, params![request, BEGINS])?.into_iter();
        let notes = notes.filter_map(|note| {
            Some(RequestNote {
                on: zone.day_of(&note.at)?,
                by: note.by,
                text: note.text,
            })
        });
        Ok(notes.collect())
    }

    /// The notes on a request that keep what neighbours claim, the oldest first.
    pub fn claims_on(&self, request: RequestId) -> Result<Vec<String>, Error> {
        let sql = "SELECT text FROM note WHERE about = 'request' AND record = ?1 AND text LIKE ?2 || '%' ORDER BY id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let notes = ask.query_map(params![request, BEGINS], |row| row.get(0))?;
        Ok(notes.collect::<Result<_, _>>()?)
    }

    /// What the file itself knows of what the items ask.
    fn on_file(
        &self,
        case: &ReviewCase,
        sheet: &ReviewSheet,
        today: NaiveDate,
    ) -> Result<Vec<ItemOnFile>, Error> {
        let product = case.product.id;
        let teaches = self.taught(product, today)?;
        let scope = Scope {
            school: only(&sheet.row.schools),
            grade: None,
            today,
        };
        let same = self.teach_same(&teaches.standards, Some(product), scope)?;
        Ok(on_file::on_file(
            case,
            &sheet.lists,
            &teaches,
            &same,
            &sheet.claims,
        ))
    }

    /// The record a word names: `R-418`, `418` for the same, `P-31` for product 31.
    pub fn request_named(&self, word: &str) -> Result<Option<QueueName>, Error> {
        let word = word.trim();
        let sql = "SELECT id, number, product FROM request
            WHERE number = ?1 COLLATE NOCASE OR number = 'R-' || ?1 COLLATE NOCASE
            ORDER BY number = ?1 COLLATE NOCASE DESC LIMIT 1";
        let found: Option<(RequestId, String, ProductId)> = self
            .conn
            .prepare_cached(sql)?
            .query_row([word], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        if let Some((id, number, product)) = found {
            let product = self.get::<Product>(product)?.full_name();
            let what = format!("{number} {product}");
            return Ok(Some(QueueName::Request { id, what }));
        }
        let id = word
            .get(..2)
            .filter(|start| start.eq_ignore_ascii_case("P-"))
            .and_then(|_| word[2..].parse().ok())
            .map(ProductId);
        let id = id.map(|id| self.stands_for(id)).transpose()?;
        match id.map(|id| self.get::<Product>(id)) {
            Some(Ok(product)) => Ok(Some(QueueName::Product {
                id: product.id,
                name: product.full_name(),
            })),
            Some(Err(Error::Missing { .. })) | None => Ok(None),
            Some(Err(error)) => Err(error),
        }
    }

    /// What was decided in the month of this day.
    pub fn throughput(&self, today: NaiveDate) -> Result<Throughput, Error> {
        self.at_once(|| {
            let first = today.with_day(1).unwrap_or(today);
            let mut desk = Desk::new(&self.conn)?;
            let mut month = Throughput::default();
            let mut days = Vec::new();
            for case in cases(&self.conn, &mut desk, RequestsWanted::DecidedSince(first), today)? {
                let id = Some(case.request.id);
                let Some(decision) = case.approvals.iter().rev().find(|a| a.request == id) else {
                    continue;
                };
                days.push(clock(&case, today).our_days);
                month.count(self.came_to(decision)?);
            }
            days.sort_unstable();
            month.median_days = days.get(days.len() / 2).copied();
            month.returned = self.conn.prepare_cached(
                "SELECT count(DISTINCT h.record) FROM history h JOIN change_set s ON s.id = h.change_set
                 WHERE h.kind = 'request' AND h.field = 'state' AND h.new = ?1 AND s.\"at\" >= ?2
                   AND s.deed <> 'undo' AND s.undone_by IS NULL",
            )?
            .query_row(params![RequestState::Returned.word(), self.begins(first)], |r| r.get::<_, i64>(0))?
            .try_into()
            .unwrap_or(0);
            Ok(month)
        })
    }

    /// How many requests are decided, and when the next decision in force is due for another look.
    pub fn ahead(&self, today: NaiveDate) -> Result<Ahead, Error> {
        self.at_once(|| {
            let count = "SELECT count(*) FROM request WHERE state = ?1";
            let decided: i64 = self
                .conn
                .prepare_cached(count)?
                .query_row([RequestState::Decided.word()], |r| r.get(0))?;
            let policy = Desk::new(&self.conn)?.policy;
            let standing = "WHERE product IN (SELECT id FROM product WHERE archived = 0)";
            let approvals = records::<Approval>(&self.conn, standing, [])?;
            let days = approvals.iter().filter(|a| a.status.allows());
            let days = days.filter_map(|a| {
                let aged = a.decided_on.or(a.from).map(|day| policy.lasts(day));
                aged.into_iter().chain(a.until).min()
            });
            Ok(Ahead {
                decided: decided.try_into().unwrap_or(0),
                next: days.filter(|day| *day > today).min(),
            })
        })
    }

    /// What a decision said when it was made, whatever became of it later.
    fn came_to(&self, decision: &Approval) -> Result<ApprovalStatus, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT old FROM history
             WHERE kind = 'approval' AND record = ?1 AND field = 'status' ORDER BY seq",
        )?;
        let mut rows = statement.query([decision.id])?;
        while let Some(row) = rows.next()? {
            let was = read(row, 0, ApprovalStatus::from_word)?;
            if let Some(said) = was.filter(|s| s.allows() || s.forbids()) {
                return Ok(said);
            }
        }
        Ok(decision.status)
    }

    /// Every open request with what bears on it, oldest first.
    pub fn open_cases(&self, today: NaiveDate) -> Result<Vec<ReviewCase>, Error> {
        cases(
            &self.conn,
            &mut Desk::new(&self.conn)?,
            RequestsWanted::Open,
            today,
        )
    }

    /// The district's policy.
    pub fn policy(&self) -> Result<Policy, Error> {
        Ok((*self.desk.current(&self.conn)?.policy).clone())
    }

    /// The policy in force, and what it would be with this knob turned so.
    pub fn policy_turned(&self, key: &str, value: &str) -> Result<(Policy, Policy), Error> {
        let value = Policy::check(key, value).map_err(Error::Refused)?;
        let settings = self.all::<Setting>()?.into_iter();
        let mut settings: BTreeMap<String, String> = settings.map(|s| (s.key, s.value)).collect();
        let now = Policy::read(&settings);
        settings.insert(Policy::setting(key), value);
        Ok((now, Policy::read(&settings)))
    }

    /// The district's calendar.
    pub fn calendar(&self) -> Result<Calendar, Error> {
        Ok((*self.desk.current(&self.conn)?.calendar).clone())
    }
}

/// The one school, where it is one.
fn only(schools: &Schools) -> Option<SchoolId> {
    match schools {
        Schools::Only(ids) if ids.len() == 1 => ids.first().copied(),
        _ => None,
    }
}

/// The case as a reviewer is shown it.
fn fill(
    case: &ReviewCase,
    row: QueueRow,
    actor: &Actor,
    names: &NamesById,
    mut ours: Vec<Ours>,
    today: NaiveDate,
) -> ReviewSheet {
    // Of a product that is looked at again we own some, of course; what it is weighed against is the others.
    ours.retain(|one| !one.same || case.request.trigger == Trigger::New);
    let lists = gate::sheets(case);
    let blocking = gate::blocking(&gate::standing(&lists));
    let place = |school: Option<SchoolId>| school.map_or("district".into(), |id| names.school(id));
    let requesters = case.people().cloned();
    let mut decisions: Vec<Approval> = case.approvals.clone();
    decisions.retain(|a| a.request == Some(case.request.id));
    decisions.reverse();
    ReviewSheet {
        row,
        request: case.request.clone(),
        url: case.product.url.clone(),
        data: case.product.data,
        instructional: case.product.instructional,
        answered_by: None,
        requesters: requesters
            .map(|r| {
                let school = place(r.school);
                (r, school)
            })
            .collect(),
        lists,
        ours,
        on_file: Vec::new(),
        notes: Vec::new(),
        claims: Vec::new(),
        blocking,
        outcomes: process::outcomes(case, actor, today),
        may: process::may(case, actor, today),
        yours: process::tracks_of(case, actor, today),
        conditions: case.conditions.clone(),
        pauses: case.pauses.clone(),
        decisions,
        asks: Vec::new(),
        appeal_by: appeal_by(case),
        again_afterwards: None,
        support: case.school_buys().then(|| case.policy.who_supports()),
    }
}
