//! Somebody asks for a product: what that writes. One review answers everybody who asks meanwhile, so an
//! ask joins the open request of its product where there is one.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::contract::ContractId;
use crate::domain::counted::counted;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::person::{Actor, PersonId, Role};
use crate::domain::policy::{Covered, Policy};
use crate::domain::product::{Product, ProductId};
use crate::domain::put::{Given, Put};
use crate::domain::record::Kind;
use crate::domain::refusal::{Advice, Refusal};
use crate::domain::request::{Request, RequestState, Requester, Trigger};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::text::key;

use super::case::{self};
use super::{Intake, Ours, Wanted};

/// What the file tells about an ask.
#[derive(Debug, Clone)]
pub struct IntakeFacts {
    /// The product, where it is one of the office: by its id, or because its name or address is known.
    pub product: Option<Product>,
    /// The open request of that product.
    pub open: Option<Request>,
    /// Who asked in that request.
    pub asked: Vec<Requester>,
    /// What the district holds of the same product for the place that asks.
    pub covered_by: Vec<Ours>,
    /// What is held there and is not for the grades that are asked for: why not.
    pub not_for_them: Option<String>,
    /// The name of the school that asks, where it is closed.
    pub closed: Option<String>,
    /// The grades of the school that asks; unsaid where nobody knows, or the district asks.
    pub taught: Grades,
    /// Other learning management systems in use.
    pub other_lms: Vec<String>,
    /// Other products that may be used there for the same job.
    pub same_job: Vec<String>,
    /// Who else buys the product today: a school, or `the district`.
    pub buyers: Vec<String>,
    /// The lowest price of a seat a year among them.
    pub best_seat: Option<Cents>,
    /// The day from which a review counts that a trigger begins: what was late stays late whoever takes it. None where
    /// nothing calls for one.
    pub since: Option<NaiveDate>,
    /// The `n` of the next request's `R-n`.
    pub next_number: i64,
    /// The technical checklist's edition of today.
    pub technical_edition: i64,
    /// The curricular checklist's edition of today.
    pub curricular_edition: i64,
    /// The district's policy.
    pub policy: Arc<Policy>,
}

/// What whoever plans an import asks of the office's file, row by row. The error says why the file cannot tell,
/// or why not.
pub trait Consulted {
    /// What the file tells about an ask for this product, or for one nobody knew, at this school for these grades.
    fn known(
        &self,
        product: Option<ProductId>,
        asked: (Option<SchoolId>, Grades),
    ) -> Result<Arc<IntakeFacts>, Refusal>;
    /// May whoever imports give this product another name?
    fn may_name(&self, product: ProductId) -> Result<(), Refusal>;
    /// Has a review approved this product?
    fn approved(&self, product: ProductId) -> Result<bool, Refusal>;
    /// The last day to which this contract runs now, where its term to an earlier one is kept as gone by; of a term that
    /// began on another day than is told nothing is known.
    fn gone_on(
        &self,
        contract: ContractId,
        starts: Option<NaiveDate>,
        ends: NaiveDate,
    ) -> Result<Option<NaiveDate>, Refusal>;
}

/// What the ask writes: the product where it is new, the request or the one it joins, who asked. The
/// error is a sentence for whoever enters it.
pub fn puts(
    intake: &Intake,
    known: &IntakeFacts,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    may_enter(intake, actor)?;
    may_ask(intake, known)?;
    let mut puts = Vec::new();
    let product = product(intake, known, today, &mut puts)?;
    let request = if let Some(open) = &known.open {
        puts.extend(joined(intake, known, open, actor)?);
        Given::from(open.id)
    } else {
        puts.push(begun(intake, known, actor, today, product.clone()));
        Given::Made(puts.len() - 1)
    };
    if asks(intake) && is_of_everybody(known) {
        // Who asks now does not make it a review for their school alone.
        let everywhere = Intake::of(&intake.what, intake.product.clone());
        puts.push(requester(
            &everywhere,
            request.clone(),
            product.clone(),
            today,
        ));
    }
    if asks(intake) && !said_already(intake, known, today) {
        puts.push(requester(intake, request.clone(), product.clone(), today));
    }
    for school in found_at(intake, known) {
        let place = Intake {
            school: Some(school),
            ..Intake::of(&intake.what, intake.product.clone())
        };
        puts.push(requester(&place, request.clone(), product.clone(), today));
    }
    if let Some(note) = words(intake.note.as_ref()) {
        // The day is all that is known here; noon is that day in every time zone of the country.
        puts.push(
            Put::new(Kind::Note)
                .with("about", Kind::Request)
                .with("record", request)
                .with("text", note.to_owned())
                .with("by", actor.login.clone())
                .with("at", format!("{today}T12:00:00Z")),
        );
    }
    Ok(puts)
}

fn may_enter(intake: &Intake, actor: &Actor) -> Result<(), Refusal> {
    if actor.roles.0.is_empty() {
        return Err(super::process::no_role());
    }
    let reviews = actor.roles.allow(Role::Technical) || actor.roles.allow(Role::Curricular);
    if intake.take && !reviews {
        let why = Refusal::new("take", "technical and curricular reviewers take reviews");
        return Err(why.then("; ", "enter it without taking it"));
    }
    Ok(())
}

/// Does the policy take this ask? The error names the field of the ask that it is about.
pub fn may_ask(intake: &Intake, known: &IntakeFacts) -> Result<(), Refusal> {
    if intake.trigger != Trigger::New {
        return Ok(());
    }
    if let Some(school) = &known.closed {
        return Err(Refusal::new("school", format!("{school} is closed")));
    }
    submits(intake, known)?;
    not_covered(intake, known)?;
    not_one_lms_more(intake, known)
}

/// What the policy says of an ask that it takes, one sentence each, and of which field of the ask.
pub fn advice(intake: &Intake, known: &IntakeFacts) -> Vec<Advice> {
    if intake.trigger != Trigger::New {
        return Vec::new();
    }
    let policy = &known.policy;
    let covered = known.covered_by.iter().any(|ours| ours.answer.allows());
    let others = &known.same_job;
    let of_product = [
        policy.one_more(others).filter(|_| !covered),
        policy
            .several_buyers(&known.buyers, known.best_seat)
            .filter(|_| !covered),
        (policy.covered == Covered::Warn)
            .then(|| covering(known))
            .flatten()
            .map(|what| format!("{what} covers this already; the reason is weighed against it")),
        one_lms_more(known).filter(|_| policy.lms.warn),
        known
            .not_for_them
            .as_ref()
            .map(|why| format!("what is here of it is not for these grades: {why}")),
    ];
    let of_grades = not_taught(intake.grades, known.taught).then(|| {
        let taught = known.taught;
        Advice::new(
            "grades",
            format!("the school has {taught}, and none of these grades"),
        )
    });
    let of_role = submits(intake, known).ok().flatten();
    let of_role = of_role.map(|says| Advice::new("role", says));
    let of_product = of_product.into_iter().flatten();
    of_role
        .into_iter()
        .chain(of_grades)
        .chain(of_product.map(|says| Advice::new("product", says)))
        .collect()
}

/// Has a school none of the grades that are asked for?
pub fn not_taught(asked: Grades, taught: Grades) -> bool {
    !asked.is_unsaid() && !taught.is_unsaid() && asked.common(taught).is_unsaid()
}

/// Whoever enters an ask vouches for what was not said of it.
fn submits(intake: &Intake, known: &IntakeFacts) -> Result<Option<String>, Refusal> {
    match words(intake.role.as_ref()) {
        Some(role) if !leads(role) && words(intake.sponsor.as_ref()).is_none() => {
            known.policy.may_submit(role)
        }
        _ => Ok(None),
    }
}

fn leads(role: &str) -> bool {
    let role = role.to_lowercase();
    [
        "principal",
        "head",
        "chair",
        "director",
        "superintendent",
        "coordinator",
        "supervisor",
    ]
    .iter()
    .any(|word| role.contains(word))
}

/// What covers the ask already, where something of ours does: `Nearpod at 6 schools (120 seats free)`.
fn covering(known: &IntakeFacts) -> Option<String> {
    let free = |ours: &&Ours| ours.seats.is_none_or(|(_, free)| free > 0);
    let covers = |ours: &&Ours| ours.same && ours.answer.allows() && free(ours);
    let ours = known.covered_by.iter().find(covers)?;
    Some(match ours.seats {
        Some((_, free)) => format!(
            "{} at {} ({} free)",
            ours.name,
            ours.place,
            counted(free, "seat")
        ),
        None => format!("{} at {}", ours.name, ours.place),
    })
}

fn not_covered(intake: &Intake, known: &IntakeFacts) -> Result<(), Refusal> {
    let Some(what) = covering(known) else {
        return Ok(());
    };
    let covered = |what: &str| Refusal::new("product", format!("{what} covers this already"));
    match known.policy.covered {
        Covered::Block => Err(covered(&what).then("; ", "use that, nothing is to be reviewed")),
        Covered::Warn if words(intake.reason.as_ref()).is_none() => {
            Err(covered(&what).then("; ", "give the reason why that is not enough"))
        }
        Covered::Warn | Covered::Inform => Ok(()),
    }
}

/// What is said of an LMS beyond those the district keeps; none of anything else.
fn one_lms_more(known: &IntakeFacts) -> Option<String> {
    let most = known.policy.lms.most;
    let is_lms = known.product.as_ref().is_some_and(|p| p.lms);
    let full = known.other_lms.len() >= most as usize;
    (is_lms && full).then(|| {
        let others = known.other_lms.join(", ");
        format!(
            "the district keeps to {most} LMS and has {others}; say in the reason which one this replaces"
        )
    })
}

/// Where one more is not only warned about, the reason names the one that goes.
fn not_one_lms_more(intake: &Intake, known: &IntakeFacts) -> Result<(), Refusal> {
    let Some(why) = one_lms_more(known).filter(|_| !known.policy.lms.warn) else {
        return Ok(());
    };
    let reason = words(intake.reason.as_ref()).map(key);
    let replaces = |reason: &String| known.other_lms.iter().any(|lms| reason.contains(&key(lms)));
    if reason.as_ref().is_some_and(replaces) {
        return Ok(());
    }
    Err(Refusal::new("product", why))
}

/// The product, made where nobody knew it, with what was said about it.
fn product(
    intake: &Intake,
    known: &IntakeFacts,
    today: NaiveDate,
    puts: &mut Vec<Put>,
) -> Result<Given, Refusal> {
    let (put, id) = match (&known.product, &intake.product) {
        (Some(product), _) => (Put::id(product.id), Some(product.id)),
        (None, Wanted::New { name, url }) => {
            let put = Put::new(Kind::Product)
                .with("name", name.clone())
                .with("url", url.clone())
                .with("first_seen", Some(today));
            (put, None)
        }
        (None, Wanted::Known(_)) => {
            let why = format!("{} is no longer on the list", intake.what);
            return Err(Refusal::new("product", why)
                .of(&intake.what)
                .then("; ", "look it up again"));
        }
    };
    let facts = known.product.as_ref();
    let mut put = put;
    if intake.data.is_some() && intake.data != facts.and_then(|p| p.data) {
        put = put.with("data", intake.data);
    }
    if intake.instructional.is_some() && intake.instructional != facts.and_then(|p| p.instructional)
    {
        put = put.with("instructional", intake.instructional);
    }
    if !put.fields.is_empty() {
        puts.push(put);
    }
    Ok(id.map_or(Given::Made(0), Given::from))
}

/// A new request: whoever works here entered it, so it is complete, and its risk is settled at once.
fn begun(
    intake: &Intake,
    known: &IntakeFacts,
    actor: &Actor,
    today: NaiveDate,
    product: Given,
) -> Put {
    let state = if intake.take {
        RequestState::InReview
    } else {
        RequestState::Triaged
    };
    let put = Put::new(Kind::Request)
        .with("number", format!("R-{}", known.next_number))
        .with("product", product)
        .with("trigger", intake.trigger)
        .with("state", state)
        .with("tier", Some(tier(intake, known)))
        .with("technical_edition", known.technical_edition)
        .with("curricular_edition", known.curricular_edition)
        .with("received_on", received_on(intake, known, today))
        .with("sponsor", intake.sponsor.clone());
    if intake.take {
        put.with("owner", Some(taker(intake, actor)))
    } else {
        put
    }
}

/// Who has the review once it is taken.
fn taker(intake: &Intake, actor: &Actor) -> PersonId {
    intake.give_to.unwrap_or(actor.id)
}

/// What joining changes of the open request: more people may make it costlier, and somebody may take it.
fn joined(
    intake: &Intake,
    known: &IntakeFacts,
    open: &Request,
    actor: &Actor,
) -> Result<Option<Put>, Refusal> {
    let mut put = Put::id(open.id);
    let tier = tier(intake, known);
    if open.tier.is_some_and(|settled| settled < tier) {
        put = put.with("tier", Some(tier));
        if open.state == RequestState::DecisionPending {
            put = put.with("state", RequestState::InReview);
        }
    }
    if intake.take {
        match open.owner {
            Some(owner) if owner == taker(intake, actor) => {}
            Some(_) => {
                let number = &open.number;
                let why = format!("{number} is open already, and somebody has it");
                return Err(Refusal::from(why).of(number).then("; ", "see it there"));
            }
            None => {
                put = put.with("owner", Some(taker(intake, actor)));
                if matches!(
                    open.state,
                    RequestState::Submitted | RequestState::Validated | RequestState::Triaged
                ) {
                    put = put
                        .with("state", RequestState::InReview)
                        .with("tier", Some(open.tier.unwrap_or(0).max(tier)));
                }
            }
        }
    }
    Ok((!put.fields.is_empty()).then_some(put))
}

/// The risk with this ask and all before it.
pub fn tier(intake: &Intake, known: &IntakeFacts) -> i64 {
    let asked = known.asked.iter().filter_map(|r| r.cost_cents);
    let cost: Cents = asked.chain(intake.cost).sum();
    let product = known.product.as_ref();
    let data = intake.data.or(product.and_then(|p| p.data));
    let core = product.is_some_and(|p| p.core == Some(true));
    case::tier(data, core, cost, &known.policy)
}

/// The day from which the days of a review are counted: an ask's own, and the one on which a trigger began to call for it.
fn received_on(intake: &Intake, known: &IntakeFacts, today: NaiveDate) -> NaiveDate {
    let since = known.since.filter(|_| intake.trigger != Trigger::New);
    since.map_or(today, |since| since.min(today))
}

/// Is the open request one that a trigger began for every school, which nobody asked for so far?
fn is_of_everybody(known: &IntakeFacts) -> bool {
    let open = known.open.as_ref();
    open.is_some_and(|open| open.trigger != Trigger::New) && known.asked.is_empty()
}

/// Does a person ask, or does a trigger begin the review by itself?
fn asks(intake: &Intake) -> bool {
    intake.trigger == Trigger::New || intake.school.is_some() || intake.requester.is_some()
}

/// The schools a review is about that a trigger begins; none where it is about every school.
fn found_at(intake: &Intake, known: &IntakeFacts) -> Vec<SchoolId> {
    match &intake.found_at {
        Schools::Only(ids) if !asks(intake) && known.open.is_none() => ids.clone(),
        _ => Vec::new(),
    }
}

/// The same person asked for the same place today.
fn said_already(intake: &Intake, known: &IntakeFacts, today: NaiveDate) -> bool {
    let same = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) => a.to_lowercase() == b.to_lowercase(),
        (a, b) => a.is_none() && b.is_none(),
    };
    known.asked.iter().any(|row| {
        same(words(row.name.as_ref()), words(intake.requester.as_ref()))
            && row.school == intake.school
            && row.asked_on == Some(today)
    })
}

fn requester(intake: &Intake, request: Given, product: Given, today: NaiveDate) -> Put {
    Put::new(Kind::Requester)
        .with("request", request)
        .with("product", product)
        .with("school", intake.school)
        .with("name", intake.requester.clone())
        .with("role", intake.role.clone())
        .with("reason", intake.reason.clone())
        .with("grades", intake.grades)
        .with("subject", intake.subject.clone())
        .with("seats", intake.seats)
        .with("cost_cents", intake.cost)
        .with("fund", intake.fund.clone())
        .with("needed_by", intake.needed_by)
        .with("asked_on", Some(today))
        .with("sign_in", intake.sign_in)
}

fn words(text: Option<&String>) -> Option<&str> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests;
