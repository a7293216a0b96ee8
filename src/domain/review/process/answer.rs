//! One item of a checklist is answered, noted or cleared.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

use super::moves::{moved, said, settled, standing_state};
use super::{RequestState, ReviewDeed};
use crate::domain::person::Actor;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::request::{ItemAnswer, ItemAnswerId, ItemResult};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::{Applies, gate};

/// What an answer writes: the answer, and where the request stands with it. The caller has asked whether
/// this person may answer the item, and whether a colleague did so meanwhile.
pub(super) fn answered(
    case: &ReviewCase,
    deed: &ReviewDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    let ReviewDeed::Answer {
        item,
        answer,
        note,
        evidence,
        seen: _,
    } = deed
    else {
        return Err("this is no answer".into());
    };
    if answer.is_none() && note.is_none() && evidence.is_none() {
        let why = format!("say what {item} came to, or leave a note or the evidence");
        return Err(Refusal::new("answer", why));
    }
    let standing = case.answers.iter().find(|a| a.item == *item);
    let becomes = answer.unwrap_or_else(|| standing.and_then(|a| a.answer));
    if matches!(answer, Some(Some(_))) {
        asked(case, item)?;
    }
    let mut put = Put::keyed(Kind::ItemAnswer)
        .with("request", case.request.id)
        .with("item", item.clone());
    if let Some(answer) = answer {
        put = put.with("answer", *answer);
    }
    if answer.is_some() || standing.is_none() {
        put = put
            .with("by", Some(actor.login.clone()))
            .with("on", Some(today));
    }
    let text = |text: &String| said(text).map(str::to_owned);
    if let Some(note) = note {
        put = put.with("note", text(note));
    }
    if let Some(evidence) = evidence {
        put = put.with("evidence", text(evidence));
    }
    let mut puts = vec![put];
    let state = state_with(case, item, becomes);
    if answer.is_some() && state != case.request.state {
        puts.push(settled(case, moved(case, state)));
    }
    Ok(puts)
}

/// An item whose condition is false has answered itself.
fn asked(case: &ReviewCase, item: &str) -> Result<(), Refusal> {
    let sheets = gate::sheets(case);
    let sheet = sheets
        .iter()
        .flat_map(|list| &list.items)
        .find(|i| i.item.id == item);
    match sheet.map(|sheet| &sheet.applies) {
        Some(Applies::No(why)) => {
            let why = format!("{item} is n/a by itself: {why}");
            Err(Refusal::new("answer", why).then("; ", "leave a note there"))
        }
        Some(Applies::Yes) | None => Ok(()),
    }
}

/// Where the request stands once the item came to this.
fn state_with(case: &ReviewCase, item: &str, answer: Option<ItemResult>) -> RequestState {
    if case.request.state == RequestState::AwaitingVendor {
        return RequestState::AwaitingVendor;
    }
    let mut after = case.clone();
    match after.answers.iter_mut().find(|a| a.item == item) {
        Some(standing) => standing.answer = answer,
        None => after.answers.push(ItemAnswer {
            id: ItemAnswerId::default(),
            version: 0,
            request: case.request.id,
            item: item.to_owned(),
            answer,
            note: None,
            evidence: None,
            by: None,
            on: None,
        }),
    }
    standing_state(&after)
}
