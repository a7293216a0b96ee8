//! Requests: who asked for a product, where its review stands, what the checklists say so far, and on
//! what conditions it was decided. The nouns only; what may be done with them is `review`'s.

use chrono::NaiveDate;

use super::grade::Grades;
use super::money::Cents;
use super::person::PersonId;
use super::product::ProductId;
use super::record::{record, words};
use super::refusal::Refusal;
use super::school::SchoolId;

words! {
    /// Where a request stands.
    RequestState {
        /// Begun, not sent.
        Draft = "draft",
        /// Sent; nobody has looked at it.
        Submitted = "submitted",
        /// Something is missing; the requester has it.
        Returned = "returned",
        /// Answered by what is decided already.
        Duplicate = "duplicate",
        /// Complete; the principal or department head has it.
        Validated = "validated",
        /// Its risk is known; a reviewer may take it.
        Triaged = "triaged",
        /// The checklists are being answered.
        InReview = "in_review",
        /// The vendor owes something.
        AwaitingVendor = "awaiting_vendor",
        /// Every answer is there; the decision is not.
        DecisionPending = "decision_pending",
        /// Answered with approval, conditions or denial; an appeal may still follow.
        Decided = "decided",
        /// Decided, and somebody asked to decide again.
        Appealed = "appealed",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Is somebody still to do something?
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            RequestState::Duplicate | RequestState::Decided | RequestState::Withdrawn
        )
    }

    /// As a person reads it: `in review`.
    pub fn spoken(self) -> String {
        self.word().replace('_', " ")
    }
}

words! {
    /// Why a review began.
    Trigger {
        /// Somebody asks for something new.
        New = "new",
        /// Seen in use, never reviewed.
        Discovered = "discovered",
        /// A new major version or edition.
        Version = "version",
        /// Another school, grade, subject or role.
        NewUse = "new_use",
        /// A renewal, a trial that converts, a quote.
        Renewal = "renewal",
        /// The vendor changed its terms, its sub-processors or its AI features.
        PolicyChange = "policy_change",
        /// The privacy agreement ends.
        Agreement = "agreement",
        /// A breach or another incident.
        Incident = "incident",
        /// The devices changed.
        Infrastructure = "infrastructure",
        /// Used less than was the goal.
        Usage = "usage",
        /// The decision is older than the policy allows.
        Age = "age",
        /// Too few people are trained.
        Training = "training",
    }
}

words! {
    /// What one checklist item came to. Where none is said, the item is blank.
    ItemResult {
        /// It is so.
        Pass = "pass",
        /// It is so in part.
        Partial = "partial",
        /// It is not so.
        Fail = "fail",
        /// It does not apply.
        Na = "na",
        /// Asked, and not known yet.
        Unknown = "unknown",
    }
}

impl ItemResult {
    /// As people say it, and as its key is called.
    pub fn spoken(self) -> &'static str {
        match self {
            ItemResult::Pass => "pass",
            ItemResult::Partial => "in part",
            ItemResult::Fail => "fail",
            ItemResult::Na => "does not apply",
            ItemResult::Unknown => "need info",
        }
    }
}

words! {
    /// Whom a paused request waits for.
    WaitingOn {
        /// Whoever sells it.
        Vendor = "vendor",
        /// Whoever asked.
        Requester = "requester",
    }
}

words! {
    /// Which checklist.
    Track {
        /// Does it fit, is it safe, who owns it? Always asked.
        Technical = "technical",
        /// Does it teach? Asked where the policy says so.
        Curricular = "curricular",
    }
}

record! {
    /// One product under review, asked for by one person or many, or by a trigger.
    Request(RequestId) keyed by ["number"] {
        /// What names it everywhere: `R-418`.
        number: String,
        /// What is asked for, or reviewed again.
        product: ProductId,
        /// Why the review began.
        trigger: Trigger,
        /// Where it stands.
        state: RequestState,
        /// Its risk: 0 no login, no data, free; 1 login; 2 student data; 3 sensitive, core or costly.
        tier: Option<i64>,
        /// Who has it.
        owner: Option<PersonId>,
        /// The edition of the technical checklist it began with; 1 is the one the program ships.
        technical_edition: i64,
        /// The edition of the curricular checklist it began with.
        curricular_edition: i64,
        /// The day the office had it.
        received_on: NaiveDate,
        /// The day it was decided.
        decided_on: Option<NaiveDate>,
        /// The day somebody asked to decide again.
        appealed_on: Option<NaiveDate>,
        /// The product that answers it, for a duplicate or an alternative named in a denial.
        answered_by: Option<ProductId>,
        /// The principal or department head who stands behind it.
        sponsor: Option<String>,
        /// Why it stands as it does: what is missing, why it was withdrawn, what the appeal says.
        reason: Option<String>,
    } check(request) {
        if request.number.is_empty() {
            return Err(Refusal::new("number", "a request needs a number"));
        }
        if request.tier.is_some_and(|tier| !(0..=3).contains(&tier)) {
            return Err(Refusal::new("tier", format!("{}: a tier is 0, 1, 2 or 3", request.number)));
        }
        Ok(())
    }
}

words! {
    /// How people sign in to a product.
    SignIn {
        /// They do not.
        None = "none",
        /// With the district's accounts.
        District = "district",
        /// With accounts of the product's own.
        Own = "own",
    }
}

record! {
    /// One person's ask, folded with others' into one request.
    Requester(RequesterId) keyed by ["product", "school", "name", "asked_on"] {
        /// The request it is part of.
        request: RequestId,
        /// What is asked for; that of the request.
        product: ProductId,
        /// Where it is wanted; the district where none is named.
        school: Option<SchoolId>,
        /// Who asked.
        name: Option<String>,
        /// As what: teacher, principal...
        role: Option<String>,
        /// What it is wanted for, in their words; none where nobody said.
        reason: Option<String>,
        /// The grades of the students it is wanted for; all where nobody said.
        grades: Grades,
        /// What is taught with it: `math`; none where nobody said.
        subject: Option<String>,
        /// For how many people.
        seats: Option<i64>,
        /// What it would cost a year.
        cost_cents: Option<Cents>,
        /// Who would pay.
        fund: Option<String>,
        /// When it is needed.
        needed_by: Option<NaiveDate>,
        /// When it was asked.
        asked_on: Option<NaiveDate>,
        /// How people would sign in.
        sign_in: Option<SignIn>,
    } check(requester) {
        if requester.seats.is_some_and(|n| n < 0) {
            return Err(Refusal::new("seats", "seats cannot be negative"));
        }
        if requester.cost_cents.is_some_and(|c| c < Cents(0)) {
            return Err(Refusal::new("cost_cents", "a cost cannot be negative"));
        }
        Ok(())
    }
}

impl Requester {
    /// Does it say more than where?
    pub fn is_said(&self) -> bool {
        self.name.is_some()
            || self.role.is_some()
            || self.reason.is_some()
            || self.subject.is_some()
            || self.seats.is_some()
            || self.cost_cents.is_some()
    }
}

record! {
    /// Days on which a request's clock stands still.
    Pause(PauseId) keyed by [] {
        /// Whose clock stands still.
        request: RequestId,
        /// Who owes something.
        waiting_on: WaitingOn,
        /// What: `agreement`, `test account`.
        what: Option<String>,
        /// The first day on which the clock stood still.
        since: NaiveDate,
        /// The day the clock goes on; not yet where empty.
        until: Option<NaiveDate>,
    } check(pause) {
        super::day_order("since", Some(pause.since), "until", pause.until)
    }
}

record! {
    /// What a reviewer said about one item of a checklist.
    ItemAnswer(ItemAnswerId) keyed by ["request", "item"] {
        /// In whose review it was answered.
        request: RequestId,
        /// The item: `T05`.
        item: String,
        /// What it came to; blank where none is said.
        answer: Option<ItemResult>,
        /// A remark; for a failed item the reason.
        note: Option<String>,
        /// Where the proof is.
        evidence: Option<String>,
        /// The login of who said so.
        by: Option<String>,
        /// The day it was said.
        on: Option<NaiveDate>,
    } check(answer) {
        if answer.item.is_empty() { Err(Refusal::new("item", "an answer needs an item")) } else { Ok(()) }
    }
}

record! {
    /// What must be kept to for a decision to hold.
    Condition(ConditionId) keyed by [] {
        /// The request that was decided.
        request: RequestId,
        /// The checklist item it comes from.
        item: Option<String>,
        /// What must be kept to.
        text: String,
        /// Who sees to it.
        owner: Option<PersonId>,
        /// By when.
        due_on: Option<NaiveDate>,
        /// The day it was met.
        met_on: Option<NaiveDate>,
    } check(condition) {
        if condition.text.trim().is_empty() { Err(Refusal::new("text", "a condition needs words")) } else { Ok(()) }
    }
}

words! {
    /// What an incident does to the use of a product.
    IncidentEffect {
        /// It stops at once.
        Suspend = "suspend",
        /// It goes on, watched.
        Watch = "watch",
    }
}

record! {
    /// Something that happened with a product: a breach, an outage, a leak.
    Incident(IncidentId) keyed by [] {
        /// What it happened with.
        product: ProductId,
        /// What happened, in a word or two.
        kind: String,
        /// When it began.
        opened_on: NaiveDate,
        /// When it was over.
        closed_on: Option<NaiveDate>,
        /// What it does to the use.
        effect: IncidentEffect,
        /// What is known.
        note: Option<String>,
    } check(incident) {
        if incident.kind.trim().is_empty() {
            return Err(Refusal::new("kind", "an incident needs a kind"));
        }
        super::day_order("opened_on", Some(incident.opened_on), "closed_on", incident.closed_on)
    }
}

words! {
    /// What a decider decides.
    Outcome {
        /// It may be used.
        Approve = "approve",
        /// It may be used as the conditions say.
        Conditional = "conditional",
        /// It may be tried until a day.
        Pilot = "pilot",
        /// It may not be used.
        Deny = "deny",
    }
}
