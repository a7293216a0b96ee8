//! A case as a row of the queue; a product whose review is due as a case that nobody has begun.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::stock::{CalledProduct, called};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::request::{Request, RequestId, RequestState, Track, Trigger, WaitingOn};
use crate::domain::review::band::QueueBand;
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::{clock, standing_still};
use crate::domain::review::trigger::Fired;
use crate::domain::review::{QueueRow, gate, trigger};
use crate::store::Error;
use crate::store::desk::Desk;
use crate::store::labels::NamesById;

/// The row of a request. `called` is what calls for a review of its product now, if anything does.
pub(super) fn row(
    case: &ReviewCase,
    called: Option<&CalledProduct>,
    names: &NamesById,
    today: NaiveDate,
) -> QueueRow {
    let request = &case.request;
    let (technical, curricular) = gate::scores(case);
    let schools = case.schools();
    let asked: Cents = case.cost();
    let spend = called.map(|c| c.spend).filter(|c| *c > Cents(0));
    let priced = case.requesters.iter().any(|r| r.cost_cents.is_some());
    QueueRow {
        request: Some(request.id),
        name: request.number.clone(),
        product: case.product.id,
        product_name: case.product.full_name(),
        vendor: case.product.vendor.and_then(|v| names.vendor(v)),
        place: names.place(&schools),
        codes: Arc::clone(&names.codes),
        schools,
        trigger: request.trigger,
        why: still(request.trigger, called),
        state: request.state,
        tier: case.tier(),
        clock: clock(case, today),
        technical,
        curricular,
        owner: request.owner.and_then(|p| names.person(p, today)),
        cost: if priced {
            Some(asked)
        } else {
            spend.filter(|_| request.trigger != Trigger::New)
        },
        asks: case.people().count(),
        waiting: waiting(case),
    }
}

/// The reason a review began for, in a sentence, as far as it still holds.
fn still(trigger: Trigger, called: Option<&CalledProduct>) -> String {
    let fired = called.into_iter().flat_map(|c| &c.fired);
    let mut same = fired.filter(|f| f.trigger == trigger);
    same.next().map_or_else(String::new, |f| f.why.clone())
}

fn waiting(case: &ReviewCase) -> Option<(WaitingOn, String, NaiveDate)> {
    let open = standing_still(case)?;
    let what = open.what.clone().unwrap_or_default();
    Some((open.waiting_on, what, open.since))
}

/// The case of a product that calls for a review nobody has begun: that of a request triaged on the
/// day the trigger began, so that days, tier and lists come from the same rules. Nothing is late before
/// the office was there to do it: what called for a review earlier counts from the day its file began.
pub(super) fn due_case(
    conn: &Connection,
    desk: &mut Desk,
    called: &CalledProduct,
) -> Result<Option<ReviewCase>, Error> {
    let Some(first) = called.fired.first() else {
        return Ok(None);
    };
    let (technical, curricular) = desk.newest(conn)?;
    let id = called.product.id;
    let costly = called.weighed >= desk.policy.board_threshold();
    Ok(Some(ReviewCase {
        request: Request {
            id: RequestId(0),
            version: 0,
            number: format!("P-{}", id.0),
            product: id,
            trigger: first.trigger,
            state: RequestState::Triaged,
            tier: costly.then_some(3),
            owner: None,
            technical_edition: technical,
            curricular_edition: curricular,
            received_on: called_on(desk, first),
            decided_on: None,
            appealed_on: None,
            answered_by: None,
            sponsor: None,
            reason: None,
        },
        technical: desk.list(conn, Track::Technical, technical)?,
        curricular: desk.list(conn, Track::Curricular, curricular)?,
        product: called.product.clone(),
        requesters: Vec::new(),
        answers: Vec::new(),
        conditions: Vec::new(),
        pauses: Vec::new(),
        approvals: called.approvals.clone(),
        policy: Arc::clone(&desk.policy),
        calendar: Arc::clone(&desk.calendar),
        next_number: 0,
    }))
}

/// The day from which what calls for a review counts: never before the office's file began.
fn called_on(desk: &Desk, first: &Fired) -> NaiveDate {
    desk.founded_on
        .map_or(first.since, |day| first.since.max(day))
}

/// The same day of a product, while it calls for a review.
pub(super) fn called_since(
    conn: &Connection,
    desk: &Desk,
    product: ProductId,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Error> {
    let called = called(conn, desk, product, today)?;
    let first = called.as_ref().and_then(|called| called.fired.first());
    Ok(first.map(|first| called_on(desk, first)))
}

/// The row of such a case.
pub(super) fn due_row(
    case: &ReviewCase,
    called: &CalledProduct,
    names: &NamesById,
    today: NaiveDate,
) -> QueueRow {
    QueueRow {
        request: None,
        why: trigger::why(&called.fired),
        place: names.place(&called.schools),
        schools: called.schools.clone(),
        ..row(case, Some(called), names, today)
    }
}

/// Where a row stands in the queue: first what people asked for, then what a trigger calls for, by the day
/// it is due; last what was never reviewed, the most sensitive and dearest of it first, whatever its day. Of
/// several that are equal so far, the request or product that the office knows longest.
pub(super) type QueueOrder = (
    QueueBand,
    Reverse<(i64, i64)>,
    NaiveDate,
    (Option<RequestId>, ProductId),
);

/// Where a request stands whose answer is due on this day.
pub(super) fn order(case: &ReviewCase, due_on: NaiveDate) -> QueueOrder {
    (
        QueueBand::Begun,
        Reverse((0, 0)),
        due_on,
        (Some(case.request.id), case.product.id),
    )
}

/// Where a product stands whose review nobody has begun.
pub(super) fn due_order(called: &CalledProduct, due_on: NaiveDate) -> QueueOrder {
    let first = called.fired.first();
    let band = first.map_or(QueueBand::Called, |first| {
        QueueBand::called_by(first.trigger)
    });
    let weight = match band {
        QueueBand::Backlog => trigger::weight(&called.product, called.spend),
        QueueBand::Begun | QueueBand::Called => (0, 0),
    };
    (band, Reverse(weight), due_on, (None, called.product.id))
}
