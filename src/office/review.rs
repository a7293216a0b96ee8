//! The queue's questions, and the deeds on its rows: what is done with one key is one change, on however
//! many rows. Where nobody has begun a row, the request is made first.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Office, Receipt};
use crate::domain::approval::Approval;
use crate::domain::change::Change;
use crate::domain::day::near;
use crate::domain::person::{Person, Role};
use crate::domain::product::ProductId;
use crate::domain::put::{RecordOutcome, Stamp};
use crate::domain::request::{Outcome, Request, RequestId, Requester, RequesterId};
use crate::domain::review::{
    Applies, Intake, PersonName, QueueFilter, QueueRow, QueueSize, ReviewDeed, ReviewSheet, Wanted,
    reply,
};
use crate::domain::school::SchoolId;
use crate::office::deed::review::{QueueDeeds, QueueSubject, Reply, ReviewDone};
use crate::office::query::review::RowKey;
use crate::store::{Applied, Error, HistoryEntry, HistoryFilter, OpenQueue};

/// So many lines of a request's history are shown beside it.
const STORY: usize = 12;

impl Office {
    /// The rows of the review queue that fit, as the records stand today.
    pub fn queue(&mut self, filter: &QueueFilter) -> Result<Arc<Vec<QueueRow>>, Error> {
        let today = self.today();
        if *filter != QueueFilter::default() {
            return Ok(Arc::new(self.store.queue(filter, today)?));
        }
        let mut kept = self.shared.queue();
        let queue = match self.known_queue(kept.take())? {
            Some(known) => known,
            None => self.store.open_queue(today)?,
        };
        Ok(kept.insert(queue).rows())
    }

    /// Keeps the rows of the queue that were read last in the file, for whoever asks next.
    pub fn keep_queue(&self) {
        if let Some(queue) = self.shared.queue().as_ref() {
            self.store.keep_queue(queue);
        }
    }

    pub(super) fn queue_size(&mut self, school: Option<SchoolId>) -> Result<QueueSize, Error> {
        let mut kept = self.shared.queue();
        if let Some(known) = self.known_queue(kept.take())? {
            return Ok(kept.insert(known).size(school));
        }
        drop(kept);
        self.store.queue_size(school, self.today())
    }

    /// The queue that is kept, as the records stand now; none where it is better read as a whole.
    fn known_queue(&self, kept: Option<OpenQueue>) -> Result<Option<OpenQueue>, Error> {
        let today = self.today();
        match kept.filter(|queue| queue.today() == today) {
            Some(known) => self.store.queue_now(known),
            None => Ok(None),
        }
    }

    /// The sheet of a row. Where somebody has begun the review of a product meanwhile, that of its
    /// request.
    pub(super) fn sheet_of(&self, row: RowKey) -> Result<ReviewSheet, Error> {
        let product = match row {
            RowKey::Request(request) => return self.sheet(request),
            RowKey::Product(product) => product,
        };
        let stamp = self.stamp();
        if let Some(sheet) = self.store.due_sheet(product, &stamp.who, stamp.today)? {
            return Ok(sheet);
        }
        let open = self.store.open_for(&[product], stamp.today)?;
        let request = open.into_iter().find_map(|row| row.request);
        let none = || Error::refused("nothing calls for that review any more");
        self.sheet(request.ok_or_else(none)?)
    }

    /// Everything a reviewer is shown of a request.
    pub fn sheet(&self, request: RequestId) -> Result<ReviewSheet, Error> {
        let stamp = self.stamp();
        self.store.sheet(request, &stamp.who, stamp.today)
    }

    pub(super) fn story(&self, request: RequestId) -> Result<Vec<HistoryEntry>, Error> {
        self.store.history(&HistoryFilter {
            about: Some(request.into()),
            limit: STORY,
            ..HistoryFilter::default()
        })
    }

    /// Everybody who does more than answer calls and has not left, by name.
    pub(super) fn people(&self) -> Result<Vec<PersonName>, Error> {
        let today = self.today();
        let mut people = self.store.all::<Person>()?;
        people.retain(|person| {
            !person.has_left(today) && person.roles.0.iter().any(|role| *role != Role::Helpdesk)
        });
        people.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(people.into_iter().map(PersonName::from).collect())
    }

    /// Takes what is due next for me; it is opened in any case. None where nothing is waiting.
    pub fn next_for_me(&mut self) -> Result<Option<ReviewDone>, Error> {
        let stamp = self.stamp();
        let Some(row) = self.next_row()? else {
            return Ok(None);
        };
        let name = &row.name;
        if let Some(request) = row.request.filter(|_| is_mine(&row, &stamp)) {
            let place = opened_at(&self.sheet(request)?);
            let said = format!("{name} is next, and yours already.");
            return Ok(Some(ReviewDone {
                receipt: Receipt::unchanged(said).then(format!(" {place}")),
                open: Some(request),
                ..ReviewDone::default()
            }));
        }
        let mut did = self.take(&QueueSubject::of(&row))?;
        if let Some(request) = did.open {
            let sheet = self.sheet(request)?;
            let said = format!(
                "You took {}: {}.",
                sheet.row.name,
                due(&sheet, self.today())
            );
            did.receipt = Receipt::of(said, did.receipt.change_set)
                .then(format!(" {}", opened_at(&sheet)))
                .undone("gives it back");
        }
        Ok(Some(did))
    }

    /// Carries out deeds on rows of the queue, all or none of them. Where nobody has begun a row, its request is
    /// made, and given to me or to whom the deed gives it.
    pub fn review(&mut self, doing: &QueueDeeds) -> Result<ReviewDone, Error> {
        let mut instead = String::new();
        for request in doing.subjects.iter().filter_map(|subject| subject.request) {
            for deed in &doing.deeds {
                if let ReviewDeed::Decide(decision) = deed {
                    instead = self.named_instead(request, decision)?;
                }
            }
        }
        let mut did = match (doing.subjects.as_slice(), doing.deeds.as_slice()) {
            ([subject], [deed]) => self.deed(subject, deed)?,
            _ => self.deeds(doing)?,
        };
        did.receipt.said.push_str(&instead);
        Ok(did)
    }

    /// Several deeds, all or none.
    fn deeds(&mut self, doing: &QueueDeeds) -> Result<ReviewDone, Error> {
        let what = doing.title();
        let pairs = doing.subjects.iter();
        let pairs = pairs.flat_map(|subject| doing.deeds.iter().map(move |deed| (subject, deed)));
        let changes = pairs.map(|(subject, deed)| change(subject, deed)).collect();
        let together = Change::Together {
            what: what.clone(),
            changes,
        };
        let applied = self.apply(&together)?;
        Ok(ReviewDone::of(if applied.changed() {
            Receipt::of(format!("{what}."), applied.change_set).undone("takes them back")
        } else {
            Receipt::unchanged(format!("{what}: they already were so."))
        }))
    }

    fn deed(&mut self, subject: &QueueSubject, deed: &ReviewDeed) -> Result<ReviewDone, Error> {
        let Some(request) = subject.request else {
            let mut did = self.begin(subject, deed)?;
            if let ReviewDeed::Assign { .. } = deed {
                did.receipt.said = said(subject, deed);
            }
            return Ok(did);
        };
        let applied = self.apply(&change(subject, deed))?;
        if !applied.changed() {
            let said = format!("{} already was so.", subject.what);
            return Ok(ReviewDone::of(Receipt::unchanged(said)));
        }
        let mut did = ReviewDone::of(Receipt::of(said(subject, deed), applied.change_set));
        if let ReviewDeed::Take = deed {
            let due = due(&self.sheet(request)?, self.today());
            did.receipt.said = format!("You took {}: {due}.", subject.what);
            did.receipt = did.receipt.undone("gives it back");
        }
        if let ReviewDeed::Decide(_) | ReviewDeed::Return { .. } = deed {
            let sheet = self.sheet(request)?;
            did.reply = Some(Reply {
                what: subject.what.clone(),
                text: reply::reply(&sheet),
            });
            did.receipt.said.push_str(&self.goes_on(&applied)?);
            if let (ReviewDeed::Decide(_), Some(made)) = (deed, sheet.decisions.first()) {
                did.decided = true;
                did.again = self.again(made)?;
            }
        }
        Ok(did)
    }

    /// Where the asks are that a decision said nothing of: ` What was asked for elsewhere goes on as R-215.`; empty where
    /// it answered all.
    fn goes_on(&self, applied: &Applied) -> Result<String, Error> {
        let made = applied.done.iter();
        let mut made = made.filter(|one| one.outcome == RecordOutcome::Added);
        let Some(request) = made.find_map(|one| one.record.of::<RequestId>()) else {
            return Ok(String::new());
        };
        let number = self.store.get::<Request>(request)?.number;
        Ok(format!(
            " What was asked for elsewhere goes on as {number}."
        ))
    }

    /// By when a decision is looked at again: its last day, or when it is as old as the policy allows. None for a
    /// denial.
    fn again(&self, made: &Approval) -> Result<Option<NaiveDate>, Error> {
        if !made.status.allows() {
            return Ok(None);
        }
        let decided = made.decided_on.unwrap_or(self.today());
        let aged = self.store.policy()?.lasts(decided);
        Ok(Some(made.until.map_or(aged, |until| until.min(aged))))
    }

    /// Makes the row mine. Where nobody has begun, that makes its request.
    fn take(&mut self, subject: &QueueSubject) -> Result<ReviewDone, Error> {
        if subject.request.is_some() {
            let mut did = self.deed(subject, &ReviewDeed::Take)?;
            did.open = subject.request;
            return Ok(did);
        }
        self.begin(subject, &ReviewDeed::Take)
    }

    fn begin(&mut self, subject: &QueueSubject, deed: &ReviewDeed) -> Result<ReviewDone, Error> {
        let applied = self.apply(&change(subject, deed))?;
        let Some(request) = self.request_of(&applied, Some(subject.product))? else {
            return Err(Error::refused(format!("{} was not begun", subject.what)));
        };
        let row = self.sheet(request)?.row;
        let said = format!("You began {} {}.", row.name, row.product_name);
        Ok(ReviewDone {
            receipt: Receipt::of(said, applied.change_set),
            open: Some(request),
            ..ReviewDone::default()
        })
    }

    /// The request that an ask made or joined; of one that changed nothing, the open request of the product.
    pub(super) fn request_of(
        &self,
        applied: &Applied,
        product: Option<ProductId>,
    ) -> Result<Option<RequestId>, Error> {
        if let Some(request) = applied.first::<RequestId>() {
            return Ok(Some(request));
        }
        if let Some(ask) = applied.first::<RequesterId>() {
            return Ok(Some(self.store.get::<Requester>(ask)?.request));
        }
        let Some(product) = product.or(applied.first::<ProductId>()) else {
            return Ok(None);
        };
        let open = self.store.open_for(&[product], self.today())?;
        Ok(open.into_iter().find_map(|row| row.request))
    }
}

/// By when an answer is due, which taking a request may move: `answer due Fri Jan 08`.
fn due(sheet: &ReviewSheet, today: NaiveDate) -> String {
    format!("answer due {}", near(sheet.row.clock.due_on, today))
}

/// Where the cursor of a request that is opened stands, for this person.
fn opened_at(sheet: &ReviewSheet) -> &'static str {
    let mine = sheet
        .lists
        .iter()
        .filter(|list| sheet.yours.contains(&list.track));
    let mut items = mine.flat_map(|list| &list.items);
    if items.any(|one| one.applies == Applies::Yes && one.answer.is_none()) {
        "It is open at its first blank item."
    } else {
        "Nothing is blank: d decides."
    }
}

fn is_mine(row: &QueueRow, stamp: &Stamp) -> bool {
    row.owner.as_ref().is_some_and(|who| who.login == stamp.who)
}

/// The deed on this row. One that only a trigger put into the queue is begun, by me or by whom it is
/// given to.
fn change(subject: &QueueSubject, deed: &ReviewDeed) -> Change {
    if let Some(request) = subject.request {
        return Change::Review {
            what: subject.what.clone(),
            request,
            deed: deed.clone(),
        };
    }
    let give_to = match deed {
        ReviewDeed::Assign { person } => Some(*person),
        _ => None,
    };
    Change::Intake(Box::new(Intake {
        trigger: subject.trigger,
        take: true,
        found_at: subject.schools.clone(),
        give_to,
        ..Intake::of(&subject.what, Wanted::Known(subject.product))
    }))
}

/// What happened to one row, in a sentence. An item's answer is told without its request, which is in view.
fn said(subject: &QueueSubject, deed: &ReviewDeed) -> String {
    let what = &subject.what;
    match deed {
        ReviewDeed::Take => format!("You took {what}."),
        ReviewDeed::GiveBack => format!("You gave back {what}."),
        ReviewDeed::Assign { .. } => format!("{what} has a new owner."),
        ReviewDeed::Answer { .. } => format!("{}.", deed.title()),
        ReviewDeed::Return { .. } => format!("Sent back {what}."),
        ReviewDeed::Decide(decision) => {
            let word = match decision.outcome {
                Outcome::Approve => "Approved",
                Outcome::Conditional => "Approved with conditions:",
                Outcome::Pilot => "Pilot of",
                Outcome::Deny => "Rejected",
            };
            format!("{word} {what}.")
        }
        other => format!("{what}: {}.", other.title()),
    }
}
