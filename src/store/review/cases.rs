//! Reads requests with everything that bears on them: one pass over each noun, however many
//! requests there are. The rules of `domain::review` look at what is read here.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, params_from_iter};

use crate::domain::approval::Approval;
use crate::domain::person::PersonId;
use crate::domain::product::{Product, ProductId};
use crate::domain::record::{Column, Record, Value};
use crate::domain::request::{
    Condition, ItemAnswer, ItemAnswerId, ItemResult, Pause, Request, RequestId, RequestState,
    Requester, Track,
};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::lapse;
use crate::store::Error;
use crate::store::convert::{read, records};
use crate::store::review::Desk;

/// Which requests are wanted.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum RequestsWanted {
    /// The one with this id.
    One(RequestId),
    /// Everyone that somebody has still to do something on.
    Open,
    /// Those of one product that are open.
    OpenOf(ProductId),
    /// The open ones this person has.
    OpenWith(PersonId),
    /// The open ones nobody has.
    Untaken,
    /// Sent back too long ago, and not written down as withdrawn yet.
    Lapsed,
    /// Those in this state, open or not.
    In(RequestState),
    /// Decided on this day or later.
    DecidedSince(NaiveDate),
}

impl RequestsWanted {
    /// The condition on a row of `request` as it stands on this day, and the value of its `?1`.
    fn sql(self, today: NaiveDate) -> (String, Vec<Value>) {
        let open = open_on(today);
        let lapsed = lapsed_on(today);
        match self {
            RequestsWanted::One(id) => ("id = ?1".to_owned(), vec![id.to_value()]),
            RequestsWanted::Open => (open, Vec::new()),
            RequestsWanted::OpenOf(product) => {
                (format!("product = ?1 AND {open}"), vec![product.to_value()])
            }
            RequestsWanted::OpenWith(person) => {
                (format!("owner = ?1 AND {open}"), vec![person.to_value()])
            }
            RequestsWanted::Untaken => (format!("owner IS NULL AND {open}"), Vec::new()),
            RequestsWanted::Lapsed => (lapsed, Vec::new()),
            RequestsWanted::In(RequestState::Withdrawn) => {
                (format!("(state = 'withdrawn' OR {lapsed})"), Vec::new())
            }
            RequestsWanted::In(state) => (
                format!("state = ?1 AND NOT {lapsed}"),
                vec![state.to_value()],
            ),
            RequestsWanted::DecidedSince(day) => {
                // By its index: in order of id SQLite would read all requests.
                let since = "id IN (SELECT id FROM request WHERE decided_on >= ?1)";
                (since.to_owned(), vec![day.to_value()])
            }
        }
    }
}

/// The condition in SQL that a row of `request` is one on which somebody has still to do something.
pub(in crate::store) fn open_on(today: NaiveDate) -> String {
    let open = RequestState::ALL.iter().filter(|state| state.is_open());
    let words: Vec<String> = open.map(|state| format!("'{state}'")).collect();
    format!(
        "state IN ({}) AND NOT {}",
        words.join(", "),
        lapsed_on(today)
    )
}

/// The condition that it was sent back too long ago, as `lapse::lapsed` has it.
fn lapsed_on(today: NaiveDate) -> String {
    format!(
        "(state = 'returned' AND EXISTS (SELECT 1 FROM pause WHERE pause.request = request.id
         AND pause.until IS NULL AND pause.since <= '{}'))",
        lapse::since(today)
    )
}

/// How much of a case is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CaseDepth {
    /// All that bears on it.
    Whole,
    /// What its days, its place and its risk come from.
    Outline,
}

/// The requests wanted, oldest first, each with what bears on it, as they stand on this day.
pub(in crate::store) fn cases(
    conn: &Connection,
    desk: &mut Desk,
    which: RequestsWanted,
    today: NaiveDate,
) -> Result<Vec<ReviewCase>, Error> {
    let found = read_cases(conn, desk, which, CaseDepth::Whole, today)?;
    Ok(stand(found, today))
}

/// The same without answers, conditions and decisions: enough for their days, their place and their
/// risk, and quick for thousands.
pub(super) fn outlines(
    conn: &Connection,
    desk: &mut Desk,
    which: RequestsWanted,
    today: NaiveDate,
) -> Result<Vec<ReviewCase>, Error> {
    let found = read_cases(conn, desk, which, CaseDepth::Outline, today)?;
    Ok(stand(found, today))
}

/// Those sent back too long ago as they were written, before the days did anything.
pub(super) fn sent_back(
    conn: &Connection,
    desk: &mut Desk,
    today: NaiveDate,
) -> Result<Vec<ReviewCase>, Error> {
    read_cases(
        conn,
        desk,
        RequestsWanted::Lapsed,
        CaseDepth::Outline,
        today,
    )
}

fn stand(found: Vec<ReviewCase>, today: NaiveDate) -> Vec<ReviewCase> {
    let found = found.into_iter();
    found.map(|case| lapse::as_of(case, today)).collect()
}

fn read_cases(
    conn: &Connection,
    desk: &mut Desk,
    which: RequestsWanted,
    depth: CaseDepth,
    today: NaiveDate,
) -> Result<Vec<ReviewCase>, Error> {
    let whole = depth == CaseDepth::Whole;
    let (wanted, arg) = which.sql(today);
    let arg = arg.as_slice();
    let requests: Vec<Request> = records(
        conn,
        &format!("WHERE {wanted} ORDER BY id"),
        params_from_iter(arg),
    )?;
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let of_them = format!("IN (SELECT id FROM request WHERE {wanted}) ORDER BY id");
    let of_request = format!("WHERE request {of_them}");
    let products: HashMap<ProductId, Product> = {
        let rest = format!("WHERE id IN (SELECT product FROM request WHERE {wanted})");
        let found = records::<Product>(conn, &rest, params_from_iter(arg))?;
        found.into_iter().map(|p| (p.id, p)).collect()
    };
    let rest = format!("WHERE product IN (SELECT product FROM request WHERE {wanted}) ORDER BY id");
    let approvals = if whole {
        grouped(conn, &rest, arg, |a: &Approval| a.product)?
    } else {
        HashMap::new()
    };
    let mut requesters = grouped(conn, &of_request, arg, |r: &Requester| r.request)?;
    let (mut answers, mut conditions) = if whole {
        (
            answers(conn, &wanted, arg)?,
            grouped(conn, &of_request, arg, |c: &Condition| c.request)?,
        )
    } else {
        (HashMap::new(), HashMap::new())
    };
    let mut pauses = grouped(conn, &of_request, arg, |p: &Pause| p.request)?;
    requests
        .into_iter()
        .map(|request| {
            let (id, product) = (request.id, request.product);
            Ok(ReviewCase {
                product: products
                    .get(&product)
                    .cloned()
                    .ok_or_else(|| Error::Missing {
                        what: format!("product {product}"),
                    })?,
                technical: desk.list(conn, Track::Technical, request.technical_edition)?,
                curricular: desk.list(conn, Track::Curricular, request.curricular_edition)?,
                requesters: requesters.remove(&id).unwrap_or_default(),
                answers: answers.remove(&id).unwrap_or_default(),
                conditions: conditions.remove(&id).unwrap_or_default(),
                pauses: pauses.remove(&id).unwrap_or_default(),
                approvals: approvals.get(&product).cloned().unwrap_or_default(),
                policy: Arc::clone(&desk.policy),
                calendar: Arc::clone(&desk.calendar),
                next_number: 0,
                request,
            })
        })
        .collect()
}

/// One request with what bears on it.
pub(in crate::store) fn case(
    conn: &Connection,
    desk: &mut Desk,
    id: RequestId,
    today: NaiveDate,
) -> Result<ReviewCase, Error> {
    let mut found = cases(conn, desk, RequestsWanted::One(id), today)?;
    found.pop().ok_or_else(|| Error::Missing {
        what: format!("request {id}"),
    })
}

/// Records of one noun, sorted out by what they belong to.
pub(super) fn grouped<R: Record, I: Eq + Hash>(
    conn: &Connection,
    rest: &str,
    arg: &[Value],
    of: impl Fn(&R) -> I,
) -> Result<HashMap<I, Vec<R>>, Error> {
    let mut groups: HashMap<I, Vec<R>> = HashMap::new();
    for record in records::<R>(conn, rest, params_from_iter(arg))? {
        groups.entry(of(&record)).or_default().push(record);
    }
    Ok(groups)
}

/// The answers of the requests wanted. There are twenty of them for each request, so they are read
/// without the detour over values, in no order.
fn answers(
    conn: &Connection,
    wanted: &str,
    arg: &[Value],
) -> Result<HashMap<RequestId, Vec<ItemAnswer>>, Error> {
    let sql = format!(
        "SELECT request, id, version, item, answer, note, evidence, \"by\", \"on\" FROM item_answer
         WHERE request IN (SELECT id FROM request WHERE {wanted})"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(arg))?;
    let mut answers: HashMap<RequestId, Vec<ItemAnswer>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let request = row.get(0)?;
        answers.entry(request).or_default().push(ItemAnswer {
            id: ItemAnswerId(row.get(1)?),
            version: row.get(2)?,
            request,
            item: row.get(3)?,
            answer: read(row, 4, ItemResult::from_word)?,
            note: row.get(5)?,
            evidence: row.get(6)?,
            by: row.get(7)?,
            on: read(row, 8, |day| day.parse().ok())?,
        });
    }
    Ok(answers)
}
