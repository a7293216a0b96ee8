//! One request as JSON: the request alone, and with its checklists.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::domain::approval::Approval;
use crate::domain::product::DataUse;
use crate::domain::request::{Condition, ItemResult, Requester, SignIn};
use crate::domain::review::{Applies, ItemSheet, ListSheet, Ours, ReviewSheet};

use super::super::queue;

pub(in crate::cli) fn request(sheet: &ReviewSheet) -> Json {
    let mut told = queue::row(&sheet.row);
    let request = &sheet.request;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let more = json!({
        "decided_on": day(request.decided_on), "appealed_on": day(request.appealed_on),
        "appeal_by": day(sheet.appeal_by), "sponsor": request.sponsor, "reason": request.reason,
        "url": sheet.url, "data": sheet.data.map(DataUse::word), "instructional": sheet.instructional,
        "requesters": sheet.requesters.iter().map(|(ask, school)| asked(ask, school)).collect::<Vec<_>>(),
        "already": sheet.ours.iter().map(already).collect::<Vec<_>>(),
        "conditions": sheet.conditions.iter().enumerate().map(condition).collect::<Vec<_>>(),
        "pauses": sheet.pauses.iter().map(|pause| json!({
            "waiting_on": pause.waiting_on.word(), "what": pause.what,
            "since": pause.since.to_string(), "until": day(pause.until),
        })).collect::<Vec<_>>(),
        "decisions": sheet.decisions.iter().map(decision).collect::<Vec<_>>(),
        "notes": sheet.notes.iter().map(|note| json!({
            "on": note.on.to_string(), "by": note.by, "text": note.text,
        })).collect::<Vec<_>>(),
    });
    add(&mut told, more);
    told
}

/// The request with what is asked, what blocks and what this person may do.
pub(in crate::cli) fn review(sheet: &ReviewSheet) -> Json {
    let mut told = request(sheet);
    let outcomes = sheet.outcomes.iter();
    let more = json!({
        "checklists": sheet.lists.iter().map(|one| list(sheet, one)).collect::<Vec<_>>(),
        "claims": sheet.claims.iter().map(|one| json!({
            "by": one.by, "says": one.of_all,
            "items": one.of_items.iter().map(|(item, says)| json!({ "item": item, "says": says })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "blocking": sheet.blocking.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "may": sheet.may,
        "outcomes": outcomes.map(|(outcome, refused)| json!({
            "outcome": outcome.word(), "refused": refused.as_ref().map(Refusal::to_string),
        })).collect::<Vec<_>>(),
    });
    add(&mut told, more);
    told
}

fn add(told: &mut Json, more: Json) {
    if let (Json::Object(told), Json::Object(more)) = (told, more) {
        told.extend(more);
    }
}

fn asked(ask: &Requester, school: &str) -> Json {
    json!({
        "name": ask.name, "role": ask.role, "school": school, "reason": ask.reason,
        "grades": ask.grades.to_string(), "subject": ask.subject, "seats": ask.seats,
        "cost_cents": ask.cost_cents.map(|cost| cost.0), "fund": ask.fund,
        "needed_by": ask.needed_by.map(|day| day.to_string()),
        "asked_on": ask.asked_on.map(|day| day.to_string()),
        "sign_in": ask.sign_in.map(SignIn::word),
    })
}

/// Something already owned.
pub(in crate::cli) fn already(ours: &Ours) -> Json {
    json!({
        "product_id": ours.product, "product": ours.name, "same": ours.same, "where": ours.place,
        "seats": ours.seats.map(|(seats, _)| seats), "free": ours.seats.map(|(_, free)| free),
        "cost_cents": ours.cost.filter(|_| !ours.hidden).map(|cost| cost.0), "hidden": ours.hidden, "ends": ours.ends.map(|day| day.to_string()),
        "answer": ours.answer.text(),
    })
}

fn condition((at, condition): (usize, &Condition)) -> Json {
    json!({
        "n": at + 1, "item": condition.item, "text": condition.text,
        "owner_id": condition.owner,
        "due_on": condition.due_on.map(|day| day.to_string()),
        "met_on": condition.met_on.map(|day| day.to_string()),
    })
}

fn decision(approval: &Approval) -> Json {
    json!({
        "status": approval.status.word(), "grades": approval.grades.to_string(),
        "from": approval.from.map(|day| day.to_string()),
        "until": approval.until.map(|day| day.to_string()),
        "conditions": approval.conditions.0, "reason": approval.reason,
        "decided_by": approval.decided_by,
        "decided_on": approval.decided_on.map(|day| day.to_string()),
    })
}

fn list(sheet: &ReviewSheet, list: &ListSheet) -> Json {
    json!({
        "track": list.track.word(), "edition": list.edition, "asked": list.asked,
        "items": list.items.iter().map(|item| entry(sheet, list.asked, item)).collect::<Vec<_>>(),
    })
}

/// An item that does not apply answers itself n/a, and says why.
fn entry(sheet: &ReviewSheet, asked: bool, one: &ItemSheet) -> Json {
    let (answer, note) = match &one.applies {
        Applies::No(why) => (Some("na"), one.note.as_ref().or(Some(why))),
        Applies::Yes => (one.answer.map(ItemResult::word), one.note.as_ref()),
    };
    json!({
        "id": one.item.id, "question": one.item.question, "gate": one.item.gate.word(),
        "applies": asked && one.applies == Applies::Yes, "answer": answer, "note": note,
        "evidence": one.evidence, "by": one.by, "at": one.on.map(|day| day.to_string()),
        "title": one.item.title,
        "on_file": sheet.known_of(&one.item.id).map(|known| json!({
            "says": known.says, "next": known.next, "suggests": known.suggests.map(ItemResult::word),
        })),
    })
}
