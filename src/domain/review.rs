//! The review of a request: the deeds people do on it, and what a reviewer is shown. Nouns are in
//! `request` and `checklist`; the store reads them into these values and carries the deeds out.

pub mod band;
pub mod case;
pub mod clock;
pub mod effects;
mod facts;
pub mod gate;
pub mod intake;
pub mod lapse;
pub mod on_file;
pub mod process;
pub mod reply;
#[cfg(test)]
pub(crate) mod testing;
pub mod trigger;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use chrono::NaiveDate;
use on_file::ItemOnFile;

use super::approval::{Approval, ApprovalStatus};
use super::checklist::ChecklistItem;
use super::grade::Grades;
use super::money::Cents;
use super::person::{Person, PersonId};
use super::product::{DataUse, ProductId};
use super::region::claims::ReadClaims;
use super::request::{
    Condition, ConditionId, ItemResult, Outcome, Pause, Request, RequestId, RequestState,
    Requester, SignIn, Track, Trigger, WaitingOn,
};
use super::school::Schools;
use super::status::StatusWord;

/// What somebody does on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewDeed {
    /// It is complete: the requester may ask, scope and funding are given.
    Validate,
    /// Something is missing; back to who asked.
    Return {
        /// What is missing.
        reason: String,
    },
    /// What was missing has come.
    Resubmit,
    /// What is decided already answers it.
    Duplicate {
        /// The product that answers it.
        answered_by: ProductId,
        /// What whoever asked is told, in words; may be empty.
        reason: String,
    },
    /// Taken back by who asked.
    Withdraw {
        /// What they said, in words; may be empty.
        reason: String,
    },
    /// Its risk is settled; none takes what the facts say.
    Triage {
        /// The risk tier, 0 to 3; none leaves it as it is.
        tier: Option<i64>,
    },
    /// I have it.
    Take,
    /// I had it.
    GiveBack,
    /// This person has it.
    Assign {
        /// The id of whose it is from now on.
        person: PersonId,
    },
    /// One item of a checklist. A field left out stays as it is.
    Answer {
        /// `T05`.
        item: String,
        /// What it came to; `Some(None)` clears it.
        answer: Option<Option<ItemResult>>,
        /// What is to be remembered of the item; none leaves it as it is.
        note: Option<String>,
        /// Where the proof is.
        evidence: Option<String>,
        /// The version of the answer that was on the screen; 0 for none.
        seen: Option<i64>,
    },
    /// The clock stands still.
    Wait {
        /// Who owes something.
        on: WaitingOn,
        /// What is owed, in words: `signed agreement`.
        what: String,
    },
    /// The clock goes on.
    Resume,
    /// Says what is decided, and where and how long it holds.
    Decide(Decision),
    /// A condition was met, or is given an owner or a day.
    Condition {
        /// The id of the condition.
        id: ConditionId,
        /// Who sees to it; none leaves it.
        owner: Option<PersonId>,
        /// By when; none leaves it.
        due_on: Option<NaiveDate>,
        /// It was met on this day.
        met_on: Option<NaiveDate>,
    },
    /// Decide again.
    Appeal {
        /// What speaks for another answer, in words; never empty.
        reason: String,
    },
    /// Begin again with what is known now.
    Reopen {
        /// What has become known, in words; may be empty.
        reason: String,
    },
}

impl ReviewDeed {
    /// The deed in a few words, for history and for "undid: ...".
    pub fn title(&self) -> String {
        match self {
            ReviewDeed::Validate => "validated".into(),
            ReviewDeed::Return { .. } => "sent back".into(),
            ReviewDeed::Resubmit => "sent again".into(),
            ReviewDeed::Duplicate { .. } => "answered by what is decided".into(),
            ReviewDeed::Withdraw { .. } => "withdrawn".into(),
            ReviewDeed::Triage { .. } => "triaged".into(),
            ReviewDeed::Take => "taken".into(),
            ReviewDeed::GiveBack => "given back".into(),
            ReviewDeed::Assign { .. } => "assigned".into(),
            ReviewDeed::Answer { item, answer, .. } => match answer {
                Some(Some(answer)) => format!("{item} {}", answer.spoken()),
                Some(None) => format!("{item} cleared"),
                None => format!("{item} noted"),
            },
            ReviewDeed::Wait { on, .. } => format!("waiting for the {on}"),
            ReviewDeed::Resume => "resumed".into(),
            ReviewDeed::Decide(decision) => decision.outcome.word().into(),
            ReviewDeed::Condition {
                met_on: Some(_), ..
            } => "condition met".into(),
            ReviewDeed::Condition { .. } => "condition changed".into(),
            ReviewDeed::Appeal { .. } => "appealed".into(),
            ReviewDeed::Reopen { .. } => "reopened".into(),
        }
    }

    /// Why, where the person said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            ReviewDeed::Return { reason }
            | ReviewDeed::Duplicate { reason, .. }
            | ReviewDeed::Withdraw { reason }
            | ReviewDeed::Appeal { reason }
            | ReviewDeed::Reopen { reason } => Some(reason),
            ReviewDeed::Decide(decision) => Some(&decision.reason),
            _ => None,
        }
    }
}

/// A decision, as the decider says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Yes, yes if, for a while, no.
    pub outcome: Outcome,
    /// The reason that whoever asked is told, in words.
    pub reason: String,
    /// What must be kept to, besides what the checklists make.
    pub conditions: Vec<String>,
    /// Where; none takes the schools that asked.
    pub schools: Option<Schools>,
    /// For which grades; unsaid takes those that were asked for.
    pub grades: Grades,
    /// The last day; none takes what the policy says. A pilot needs one.
    pub until: Option<NaiveDate>,
    /// For a denial: the product to use instead.
    pub alternative: Option<ProductId>,
}

/// Which product an ask is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One of the office.
    Known(ProductId),
    /// One nobody knew yet.
    New {
        /// As the person asking says it.
        name: String,
        /// Where it is found on the web; none where nobody said.
        url: Option<String>,
    },
}

/// One person's ask as the phone, a form or a file brings it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// What is asked for, as people name it.
    pub what: String,
    /// The same, as far as it is known here.
    pub product: Wanted,
    /// Where; the district where none is named.
    pub school: Option<SchoolId>,
    /// Where a trigger found it, where nobody asks; every school where it is the district's.
    pub found_at: Schools,
    /// Who asks.
    pub requester: Option<String>,
    /// What whoever asks does at the school: `teacher`; none where nobody said.
    pub role: Option<String>,
    /// What it is wanted for, in their words; none where nobody said.
    pub reason: Option<String>,
    /// The grades of the students it is wanted for; all where nobody said.
    pub grades: Grades,
    /// What is taught with it: `math`; none where nobody said.
    pub subject: Option<String>,
    /// For how many people.
    pub seats: Option<i64>,
    /// What it would cost a year.
    pub cost: Option<Cents>,
    /// Who would pay.
    pub fund: Option<String>,
    /// When it is needed.
    pub needed_by: Option<NaiveDate>,
    /// How people would sign in.
    pub sign_in: Option<SignIn>,
    /// What the product learns about people, where it was said.
    pub data: Option<DataUse>,
    /// Does it teach, where it was said.
    pub instructional: Option<bool>,
    /// Why the review begins.
    pub trigger: Trigger,
    /// Who stands behind it.
    pub sponsor: Option<String>,
    /// A remark for the reviewers.
    pub note: Option<String>,
    /// Whoever enters it takes the review at once.
    pub take: bool,
    /// The person who gets it instead, when it is taken at once.
    pub give_to: Option<PersonId>,
}

impl Intake {
    /// An ask of which nothing is said but the product.
    pub fn of(what: &str, product: Wanted) -> Intake {
        Intake {
            what: what.to_owned(),
            product,
            school: None,
            found_at: Schools::All,
            requester: None,
            role: None,
            reason: None,
            grades: Grades::UNSAID,
            subject: None,
            seats: None,
            cost: None,
            fund: None,
            needed_by: None,
            sign_in: None,
            data: None,
            instructional: None,
            trigger: Trigger::New,
            sponsor: None,
            note: None,
            take: false,
            give_to: None,
        }
    }
}

/// How long a request has been with the office, counted in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewClock {
    /// The day it came; of an appeal the day it was filed.
    pub received_on: NaiveDate,
    /// The day an answer is due, pauses counted in; the day it was due for a decided one.
    pub due_on: NaiveDate,
    /// Working days it was with us.
    pub our_days: i64,
    /// Working days in all.
    pub total_days: i64,
    /// Calendar days until it is due, or that were left when it was decided; below zero after that day.
    pub days_left: i64,
    /// The same in working days, by which it is late; pauses do not count.
    pub working_days_left: i64,
    /// Does the clock stand still?
    pub paused: bool,
}

impl ReviewClock {
    /// Working days it is late; 0 while it is not.
    pub fn late(&self) -> i64 {
        (-self.working_days_left).max(0)
    }
}

/// How far a checklist is answered, of the items that apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Items with an answer other than unknown.
    pub answered: usize,
    /// Items that apply.
    pub of: usize,
    /// Items that failed.
    pub failed: usize,
}

/// A person, as rows name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// The id of its record.
    pub id: PersonId,
    /// The name history keeps: one word.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// Do they not work here any more, on the day that is told of?
    pub left: bool,
}

impl PersonName {
    /// The name, and of somebody who is not here any more that: `Kim Lee (left)`.
    pub fn named(&self) -> String {
        self.or_left(&self.name)
    }

    /// The login, likewise: `kim (left)`.
    pub fn signed(&self) -> String {
        self.or_left(&self.login)
    }

    fn or_left(&self, said: &str) -> String {
        let left = if self.left { " (left)" } else { "" };
        format!("{said}{left}")
    }

    /// The words that find what is theirs in a list: login and name.
    pub fn words(&self) -> String {
        format!("{} {}", self.login, self.name)
    }
}

impl From<Person> for PersonName {
    fn from(person: Person) -> PersonName {
        PersonName {
            id: person.id,
            login: person.login,
            name: person.name,
            left: person.left_on.is_some(),
        }
    }
}

/// One row of the queue: a request, or a product whose review is due and was not begun.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// The request; none where a trigger put the product here and nobody has begun.
    pub request: Option<RequestId>,
    /// `R-418`; `P-31` for product 31 where nobody has begun.
    pub name: String,
    /// The id of what is reviewed.
    pub product: ProductId,
    /// Its name, with the edition.
    pub product_name: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// `Jefferson MS`, `5 schools`, `district`.
    pub place: String,
    /// The schools it is wanted at.
    pub schools: Schools,
    /// What schools are called by their codes, once for all rows.
    pub codes: Arc<HashMap<SchoolId, String>>,
    /// Why it is here.
    pub trigger: Trigger,
    /// The same in a sentence: `the approval is 26 months old`; empty for a new ask.
    pub why: String,
    /// Where it stands.
    pub state: RequestState,
    /// The risk tier, 0 to 3.
    pub tier: i64,
    /// When it came in, when it is due, and how long it waited.
    pub clock: ReviewClock,
    /// The technical checklist so far.
    pub technical: Score,
    /// The curricular checklist so far; `of` is 0 where the policy does not ask.
    pub curricular: Score,
    /// Who has it.
    pub owner: Option<PersonName>,
    /// What is asked for would cost a year.
    pub cost: Option<Cents>,
    /// How many people asked.
    pub asks: usize,
    /// What it waits for, and since when.
    pub waiting: Option<(WaitingOn, String, NaiveDate)>,
}

/// What a word such as `R-418` or `P-31` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueName {
    /// A request by its number: `R-418`.
    Request {
        /// The id of its record.
        id: RequestId,
        /// Its number and product, as a change names it: `R-418 Edpuzzle`.
        what: String,
    },
    /// A product whose review nobody has begun; whether it is due is for `Store::due` to say.
    Product {
        /// The id of its record.
        id: ProductId,
        /// Its name, with the edition.
        name: String,
    },
}

/// Which rows of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueFilter {
    /// Of this login only.
    pub mine: Option<String>,
    /// Late ones only.
    pub late: bool,
    /// In this state only; else every open one.
    pub state: Option<RequestState>,
    /// Wanted at this school, or in the whole district.
    pub school: Option<SchoolId>,
}

/// What is over, and what comes next by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ahead {
    /// Requests decided.
    pub decided: usize,
    /// The next day on which a decision in force becomes due for another look.
    pub next: Option<NaiveDate>,
}

/// What the office decided in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Throughput {
    /// Requests decided.
    pub decided: usize,
    /// Of our own working days, the middle one.
    pub median_days: Option<i64>,
    /// Approved without conditions, pilots among them.
    pub approved: usize,
    /// Approved with conditions.
    pub conditional: usize,
    /// How many of them were answered no.
    pub denied: usize,
    /// Sent back for more information.
    pub returned: usize,
}

/// How many rows the queue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueSize {
    /// Those that wait for nobody outside the office.
    pub open: usize,
    /// Of these, the late ones.
    pub late: usize,
}

impl QueueSize {
    /// One more, with these days; `waits` where somebody outside the office has it.
    pub fn count(&mut self, clock: &ReviewClock, waits: bool) {
        if !waits {
            self.open += 1;
            self.late += usize::from(clock.late() > 0);
        }
    }

    /// Of the open rows of the queue, at this school; of all where none is named.
    pub fn of<'r>(
        rows: impl IntoIterator<Item = &'r QueueRow>,
        school: Option<SchoolId>,
    ) -> QueueSize {
        let mut size = QueueSize::default();
        let rows = rows.into_iter();
        for row in rows.filter(|row| school.is_none_or(|id| row.schools.covers(id))) {
            size.count(&row.clock, row.waits());
        }
        size
    }
}

impl Throughput {
    /// One more was decided, and came to this.
    pub fn count(&mut self, status: ApprovalStatus) {
        self.decided += 1;
        match status {
            ApprovalStatus::Conditional => self.conditional += 1,
            status if status.forbids() => self.denied += 1,
            _ => self.approved += 1,
        }
    }
}

impl QueueRow {
    /// Does it wait for somebody outside the office?
    pub fn waits(&self) -> bool {
        self.waiting.is_some() || self.clock.paused
    }

    /// Is it late, and with us?
    pub fn is_late(&self) -> bool {
        self.clock.late() > 0 && !self.waits() && self.state.is_open()
    }

    /// The codes of the schools it is wanted at; none where it is every school.
    pub fn school_codes(&self) -> Vec<String> {
        match &self.schools {
            Schools::All => Vec::new(),
            Schools::Only(ids) => {
                let codes = ids.iter().filter_map(|id| self.codes.get(id));
                codes.cloned().collect()
            }
        }
    }

    /// `new` or `re-review`.
    pub fn kind(&self) -> &'static str {
        match self.trigger {
            Trigger::New => "new",
            _ => "re-review",
        }
    }
}

/// Whether an item is asked of this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applies {
    /// It is, or nobody knows yet.
    Yes,
    /// It answers itself n/a: why.
    No(String),
}

/// One item with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSheet {
    /// The item as the edition asks it.
    pub item: ChecklistItem,
    /// Is it asked?
    pub applies: Applies,
    /// What it came to; blank where none is said.
    pub answer: Option<ItemResult>,
    /// What somebody wrote beside the answer; none where nobody did.
    pub note: Option<String>,
    /// Where the proof is.
    pub evidence: Option<String>,
    /// Who said so.
    pub by: Option<String>,
    /// The local date of that answer.
    pub on: Option<NaiveDate>,
    /// The version of the answer's record; 0 where there is none.
    pub version: i64,
}

/// One checklist of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSheet {
    /// Technical or curricular.
    pub track: Track,
    /// The edition the review began with.
    pub edition: i64,
    /// Does the policy ask for it here?
    pub asked: bool,
    /// Every item of the edition, in order.
    pub items: Vec<ItemSheet>,
}

/// Something already owned that does the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Ours {
    /// The id of a product the district has for the same job.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub name: String,
    /// Is it the product asked for, held elsewhere?
    pub same: bool,
    /// Where: `9 schools`, `Roosevelt MS`, `district`.
    pub place: String,
    /// Seats in all, and those nobody uses, if counted.
    pub seats: Option<(i64, i64)>,
    /// What it costs a year; none where that is not known of all of it.
    pub cost: Option<Cents>,
    /// Does the policy hide from whoever asks what it costs?
    pub hidden: bool,
    /// The last day covered.
    pub ends: Option<NaiveDate>,
    /// May it be used where the request wants it?
    pub answer: StatusWord,
}

/// Everything a reviewer is shown of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewSheet {
    /// Its row in the queue.
    pub row: QueueRow,
    /// The request as its record stands.
    pub request: Request,
    /// The product's web address.
    pub url: Option<String>,
    /// What the product learns about people.
    pub data: Option<DataUse>,
    /// Does it teach?
    pub instructional: Option<bool>,
    /// The name of the product that answers it, or is to be used instead.
    pub answered_by: Option<String>,
    /// Who asked, with the school's name.
    pub requesters: Vec<(Requester, String)>,
    /// Technical, then curricular.
    pub lists: Vec<ListSheet>,
    /// What we already own that does the same; what is free here first.
    pub ours: Vec<Ours>,
    /// What the file itself knows of what items ask.
    pub on_file: Vec<ItemOnFile>,
    /// What people wrote on it, the oldest first.
    pub notes: Vec<RequestNote>,
    /// What neighbours decided and answered, to be checked here.
    pub claims: Vec<ReadClaims>,
    /// What stands in the way of every decision but a denial; empty where nothing does.
    pub blocking: Vec<Refusal>,
    /// Each outcome, and why this person may not decide so.
    pub outcomes: Vec<(Outcome, Option<Refusal>)>,
    /// The other deeds this person may do now, by the command's word: `take`, `wait`.
    pub may: Vec<&'static str>,
    /// The checklists this person may answer now.
    pub yours: Vec<Track>,
    /// What must be kept to.
    pub conditions: Vec<Condition>,
    /// When the clock stood still.
    pub pauses: Vec<Pause>,
    /// The decisions that came out of it, newest first.
    pub decisions: Vec<Approval>,
    /// What an answer asks for today where the newest of them allow it; empty where they do not.
    pub asks: Vec<PlaceConditions>,
    /// The last day on which its decision can be appealed.
    pub appeal_by: Option<NaiveDate>,
    /// That an older decision holds again after the last day of this one, as a sentence.
    pub again_afterwards: Option<String>,
    /// Who helps with it, where a school is to buy it for itself.
    pub support: Option<&'static str>,
}

/// What somebody wrote on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNote {
    /// The local day.
    pub on: NaiveDate,
    /// The login of who wrote it.
    pub by: String,
    /// What they wrote.
    pub text: String,
}

/// What an answer at one place asks for: what is missing there, and what must be kept to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceConditions {
    /// The school's name; `district`.
    pub place: String,
    /// As the answer says them, in its order.
    pub conditions: Vec<String>,
}

impl ReviewSheet {
    /// What is on file about this item; none where the file knows nothing of it.
    pub fn known_of(&self, item: &str) -> Option<&ItemOnFile> {
        self.on_file.iter().find(|known| known.item == item)
    }

    /// What neighbours claim of this item, each answer once: `pass, fail`; none where none of them says anything.
    pub fn claimed_of(&self, item: &str) -> Option<String> {
        let said = self
            .claims
            .iter()
            .filter_map(|claims| claims.answer_of(item));
        let said: BTreeSet<&str> = said.collect();
        let said: Vec<&str> = said.into_iter().collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}
