//! Asks, where what a deed wrote is taken back or put back, what the deed asked: of a review, of an overlap, of a
//! contract's end.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::RecordWrite;
use crate::domain::overlap::alert::Alert;
use crate::domain::overlap::process as overlap;
use crate::domain::person::{Actor, Role};
use crate::domain::record::{Column, Kind, Record, Value};
use crate::domain::request::{ItemAnswer, Request, RequestId};
use crate::domain::review::process::{DeedPart, may_take_back};
use crate::domain::rights::RightHolder;
use crate::domain::school::Schools;
use crate::store::Error;
use crate::store::desk::Desk;
use crate::store::fiscal::overlap_now;
use crate::store::review::cases::{RequestsWanted, cases};

/// May this person write what was said about an overlap?
pub(super) fn said_of_overlap(
    conn: &Connection,
    written: &RecordWrite,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    if actor.roles.allow(Role::Admin) {
        return Ok(());
    }
    let (was, will) = both::<Alert>(written)?;
    let said = will.as_ref().or(was.as_ref());
    let shown = match said {
        // Who acts for all schools acts for those of any overlap.
        Some(said) if actor.schools != Schools::All => {
            let full = overlap_now(conn, &said.fingerprint, today)?;
            full.map(|full| full.overlap)
        }
        _ => None,
    };
    overlap::may_take_back((was.as_ref(), will.as_ref()), shown.as_ref(), actor)
        .map_err(Error::Refused)
}

/// May this person take back, or put back, a part of a review?
pub(super) fn part_of_review(
    conn: &Connection,
    written: &RecordWrite,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    let Some(held) = written.will.or(written.was) else {
        return Ok(());
    };
    if let Some(request) = written.record.of::<RequestId>() {
        // One that is new, or goes, is an ask: asked with whoever asked.
        let (Some(was), Some(will)) = both::<Request>(written)? else {
            return Ok(());
        };
        let moved = DeedPart::Moved(was.state, will.state);
        return asked(conn, request, moved, (actor, today));
    }
    let place = written.record.kind.position("request");
    let request = place.and_then(|at| held.get(at));
    let request = request.and_then(RequestId::from_value);
    let request = request.unwrap_or_default();
    let answer;
    let part = match written.record.kind {
        Kind::ItemAnswer => {
            answer = ItemAnswer::from_values(written.record.id, 0, held)?;
            DeedPart::Answer(&answer.item)
        }
        Kind::Condition => DeedPart::Condition,
        _ => DeedPart::Clock,
    };
    asked(conn, request, part, (actor, today))
}

/// Asks what the deed asked on this request.
pub(super) fn asked(
    conn: &Connection,
    request: RequestId,
    part: DeedPart,
    (actor, today): (&Actor, NaiveDate),
) -> Result<(), Error> {
    let mut desk = Desk::new(conn)?;
    let cases = cases(conn, &mut desk, RequestsWanted::One(request), today)?;
    cases
        .iter()
        .try_for_each(|case| may_take_back(case, part, actor).map_err(Error::Refused))
}

/// May this person write what was decided for a contract's end? That the product which takes its place was made
/// one with another decides nothing.
pub(super) fn decided_renewal(written: &RecordWrite, actor: &Actor) -> Result<(), Error> {
    let replacement = Kind::Renewal.position("replacement");
    if let (Some(was), Some(will)) = (written.was, written.will) {
        let mut fields = was.iter().zip(will).enumerate();
        if fields.all(|(at, (was, will))| was == will || Some(at) == replacement) {
            return Ok(());
        }
    }
    let may = RightHolder::Renewals.includes(&actor.roles);
    may.map_err(Error::Refused)
}

/// A record as it was, and as it will be.
fn both<R: Record>(written: &RecordWrite) -> Result<(Option<R>, Option<R>), Error> {
    let read = |values: Option<&[Value]>| {
        let read = values.map(|values| R::from_values(written.record.id, 0, values));
        read.transpose()
    };
    Ok((read(written.was)?, read(written.will)?))
}
