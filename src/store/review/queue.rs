//! The rows of the queue in their order, how many there are, and which of them a person should look at
//! next.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::cases::{RequestsWanted, case, cases, open_on, outlines};
use super::found::{OrderedRow, found};
use super::kept;
use super::reached::few_products_since;
use super::rows::{QueueOrder, due_case, due_order, due_row, order, row};
use super::stock::{self, CalledProduct};
use crate::domain::person::Actor;
use crate::domain::product::ProductId;
use crate::domain::request::RequestState;
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::{clock, standing_still};
use crate::domain::review::{QueueFilter, QueueRow, QueueSize, ReviewDeed, process};
use crate::domain::school::{SchoolId, Schools};
use crate::store::actor::actor;
use crate::store::desk::Desk;
use crate::store::head::Head;
use crate::store::labels::NamesById;
use crate::store::{Error, Store};

/// The open rows of one day, kept between questions. What is done about a product changes its rows, and only these are
/// read again.
#[derive(Debug)]
pub struct OpenQueue {
    today: NaiveDate,
    /// Where history stood before it was read.
    at: Head,
    /// The rows, the most urgent first: whoever shows them holds the same ones.
    rows: Arc<Vec<QueueRow>>,
    /// What each of them is sorted by.
    orders: Vec<QueueOrder>,
}

impl OpenQueue {
    /// The day it was read for.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The rows, what is due first.
    pub fn rows(&self) -> Arc<Vec<QueueRow>> {
        Arc::clone(&self.rows)
    }

    /// Does somebody else hold the rows, who shows them?
    pub fn is_shown(&self) -> bool {
        Arc::strong_count(&self.rows) > 1
    }

    /// How many there are, at this school; in the whole district where none is named.
    pub fn size(&self, school: Option<SchoolId>) -> QueueSize {
        QueueSize::of(self.rows.iter(), school)
    }

    fn of(mut found: Vec<OrderedRow>, (today, at): (NaiveDate, Head)) -> OpenQueue {
        // By keys set aside: a row is large, and to move it at each step is most of what it takes to sort thousands.
        found.sort_by_cached_key(|(order, _)| *order);
        let (orders, mut rows): (Vec<QueueOrder>, Vec<QueueRow>) = found.into_iter().unzip();
        // Rows that were read one after another hold the same codes once.
        if let Some(codes) = rows.first().map(|row| Arc::clone(&row.codes)) {
            let others = |row: &&mut QueueRow| !Arc::ptr_eq(&row.codes, &codes);
            for row in rows.iter_mut().filter(others) {
                if row.codes == codes {
                    row.codes = Arc::clone(&codes);
                }
            }
        }
        OpenQueue {
            today,
            at,
            rows: Arc::new(rows),
            orders,
        }
    }
}

impl Store {
    /// The rows of the queue, what is due first; of what is over, the newest.
    pub fn queue(&self, filter: &QueueFilter, today: NaiveDate) -> Result<Vec<QueueRow>, Error> {
        let over = filter.state.filter(|state| !state.is_open());
        let mut rows = match over {
            Some(state) => self.at_once(|| self.over(state, today))?,
            None => Arc::unwrap_or_clone(self.open_queue(today)?.rows),
        };
        rows.retain(|row| wanted(row, filter));
        Ok(rows)
    }

    /// Requests in a state in which nothing is left to do, the newest first.
    fn over(&self, state: RequestState, today: NaiveDate) -> Result<Vec<QueueRow>, Error> {
        let names = NamesById::read(&self.conn)?;
        let over = cases(
            &self.conn,
            &mut Desk::new(&self.conn)?,
            RequestsWanted::In(state),
            today,
        )?;
        let newest = over.iter().rev();
        Ok(newest.map(|case| row(case, None, &names, today)).collect())
    }

    /// The open rows of the queue: what the file keeps of them, as far as it still stands, else all that the records show.
    pub fn open_queue(&self, today: NaiveDate) -> Result<OpenQueue, Error> {
        self.at_once(|| {
            // What was found with all prices says nothing to whoever may not see them.
            let kept = if self.hides_prices() {
                None
            } else {
                kept::read(&self.conn, today)?
            };
            if let Some((at, rows)) = kept
                && let Some(now) = self.renewed(OpenQueue::of(rows, (today, at)))?
            {
                return Ok(now);
            }
            let at = self.head()?;
            Ok(OpenQueue::of(found(&self.conn, None, today)?, (today, at)))
        })
    }

    /// The queue as the records stand now: of what was written since it was read, only the rows are read again that it
    /// reaches. None where it reaches so many that all are better read.
    pub fn queue_now(&self, queue: OpenQueue) -> Result<Option<OpenQueue>, Error> {
        self.at_once(|| self.renewed(queue))
    }

    fn renewed(&self, queue: OpenQueue) -> Result<Option<OpenQueue>, Error> {
        let now = self.head()?;
        if now == queue.at {
            return Ok(Some(queue));
        }
        let reached = if now.follows(queue.at) {
            few_products_since(&self.conn, queue.at.seq)?
        } else {
            None
        };
        let Some(reached) = reached else {
            return Ok(None);
        };
        if reached.is_empty() {
            return Ok(Some(OpenQueue { at: now, ..queue }));
        }
        let rows = Arc::unwrap_or_clone(queue.rows).into_iter();
        let mut rows: Vec<OrderedRow> = queue.orders.into_iter().zip(rows).collect();
        rows.retain(|(_, row)| !reached.contains(&row.product));
        rows.extend(found(&self.conn, Some(&reached), queue.today)?);
        Ok(Some(OpenQueue::of(rows, (queue.today, now))))
    }

    /// Keeps the open rows in the file, so that nobody else has to find them; does nothing where it has them already, where
    /// something was saved since, or where whoever asks may not write the file or not see all prices. They go with the day
    /// and the line of history that they hold for, so that they are never taken for newer than they are.
    pub fn keep_queue(&self, queue: &OpenQueue) {
        // Where no connection that may write is to be opened, none is for this either.
        if self.keeps_found && self.companions.take_away && !self.hides_prices() {
            let rows: Vec<_> = queue.orders.iter().zip(queue.rows.iter()).collect();
            // Whoever asks next finds them anew, where they cannot be kept.
            let _ = kept::write(self, (queue.today, queue.at), &rows);
        }
    }

    /// How many open rows the queue has, at this school; in the whole district where none is named. Quick,
    /// for whoever shows only that.
    pub fn queue_size(
        &self,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<QueueSize, Error> {
        let here = |schools: &Schools| school.is_none_or(|id| schools.covers(id));
        self.at_once(|| {
            let conn = &self.conn;
            let mut desk = Desk::new(conn)?;
            let mut size = QueueSize::default();
            let mut begun = HashSet::new();
            for case in outlines(conn, &mut desk, RequestsWanted::Open, today)? {
                begun.insert(case.product.id);
                if here(&case.schools()) {
                    size.count(&clock(&case, today), standing_still(&case).is_some());
                }
            }
            stock::each_called(conn, &Desk::new(conn)?, (None, today), |called| {
                let counts = here(&called.schools) && !begun.contains(&called.product.id);
                if counts && let Some(case) = due_case(conn, &mut desk, &called)? {
                    size.count(&clock(&case, today), false);
                }
                Ok(())
            })?;
            Ok(size)
        })
    }

    /// Products with an open request.
    pub(super) fn under_review(&self, today: NaiveDate) -> Result<HashSet<ProductId>, Error> {
        let open = open_on(today);
        let sql = format!("SELECT DISTINCT product FROM request WHERE {open}");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of a product whose review is due and was not begun; none where nothing calls for one.
    pub fn due(&self, product: ProductId, today: NaiveDate) -> Result<Option<QueueRow>, Error> {
        let one = BTreeSet::from([product]);
        let found = self.at_once(|| found(&self.conn, Some(&one), today))?;
        let mut rows = found.into_iter().map(|(_, row)| row);
        Ok(rows.next().filter(|row| row.request.is_none()))
    }

    /// What this person should look at next: the first of their own that waits for nobody, else the
    /// first that nobody has and they may take, else the first whose review is due. Always one on which
    /// there is something for them to do: an item of theirs is blank, or they may decide.
    pub fn next_for(&self, login: &str, today: NaiveDate) -> Result<Option<QueueRow>, Error> {
        self.at_once(|| {
            let actor = actor(&self.conn, login, today)?;
            let mut desk = Desk::new(&self.conn)?;
            let left = |case: &ReviewCase| process::has_work_for(case, &actor, today);
            let request =
                match self.first(&mut desk, RequestsWanted::OpenWith(actor.id), today, left)? {
                    None if !actor.roles.review() => return Ok(None),
                    None => self.first(&mut desk, RequestsWanted::Untaken, today, |case| {
                        process::act(case, &ReviewDeed::Take, &actor, today).is_ok() && left(case)
                    })?,
                    mine => mine,
                };
            let names = NamesById::read(&self.conn)?;
            match request {
                Some(case) => {
                    let product = case.product.id;
                    let called = stock::called(&self.conn, &desk, product, today)?;
                    Ok(Some(row(&case, called.as_ref(), &names, today)))
                }
                None => self.first_due(&mut desk, &actor, &names, today),
            }
        })
    }

    /// The first of these requests that waits for nobody and fits. Only those are read whole whose
    /// outline fits already.
    fn first(
        &self,
        desk: &mut Desk,
        which: RequestsWanted,
        today: NaiveDate,
        fits: impl Fn(&ReviewCase) -> bool,
    ) -> Result<Option<ReviewCase>, Error> {
        let mut ready = outlines(&self.conn, desk, which, today)?;
        ready.retain(|case| {
            case.request.state != RequestState::Returned && standing_still(case).is_none()
        });
        ready.sort_by_cached_key(|case| order(case, clock(case, today).due_on));
        for outline in ready.iter().filter(|case| fits(case)) {
            let case = case(&self.conn, desk, outline.request.id, today)?;
            if fits(&case) {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    /// The first product whose review is due at a school of this person.
    fn first_due(
        &self,
        desk: &mut Desk,
        actor: &Actor,
        names: &NamesById,
        today: NaiveDate,
    ) -> Result<Option<QueueRow>, Error> {
        let begun = self.under_review(today)?;
        let mut first: Option<(QueueOrder, ReviewCase, CalledProduct)> = None;
        let conn = &self.conn;
        stock::each_called(conn, &Desk::new(conn)?, (None, today), |called| {
            if begun.contains(&called.product.id) || !is_at(actor, &called.schools) {
                return Ok(());
            }
            let Some(case) = due_case(conn, desk, &called)? else {
                return Ok(());
            };
            if !process::has_work_for(&case, actor, today) {
                return Ok(());
            }
            let order = due_order(&called, clock(&case, today).due_on);
            if first.as_ref().is_none_or(|(known, ..)| order < *known) {
                first = Some((order, case, called));
            }
            Ok(())
        })?;
        Ok(first.map(|(_, case, called)| due_row(&case, &called, names, today)))
    }
}

fn wanted(row: &QueueRow, filter: &QueueFilter) -> bool {
    let mine = |login: &String| row.owner.as_ref().is_some_and(|who| who.login == *login);
    filter.mine.as_ref().is_none_or(mine)
        && filter.state.is_none_or(|state| row.state == state)
        && (!filter.late || row.clock.late() > 0)
        && filter
            .school
            .is_none_or(|school| row.schools.covers(school))
}

/// Does this person act for one of these schools?
fn is_at(actor: &Actor, schools: &Schools) -> bool {
    match (&actor.schools, schools) {
        (Schools::All, _) => true,
        (Schools::Only(_), Schools::All) => false,
        (Schools::Only(_), Schools::Only(ids)) => ids.iter().any(|id| actor.schools.covers(*id)),
    }
}
