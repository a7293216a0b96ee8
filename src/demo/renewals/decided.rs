//! What was decided for the ends of running terms, and what came of it so far.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::money::Cents;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::renewal::dates::{DateRules, Ending, dates};
use crate::domain::renewal::{Cause, Choice};

use super::super::making::Making;
use super::super::{days, people};
use super::{Present, named, papers};

/// A decision, as it is told.
struct DecisionStory {
    product: &'static str,
    buyer: Option<&'static str>,
    choice: Choice,
    cause: Option<Cause>,
    why: &'static str,
    /// Days ago it was decided.
    ago: i64,
    then: Then,
}

/// What came after.
enum Then {
    Nothing,
    /// Fewer seats.
    Seats(i64),
    /// Asked again so many days from now.
    Again(i64),
    /// The other product.
    By(&'static str),
    /// The notice went out so many days ago; its proof was filed or not.
    Sent(i64, bool),
    /// As `Sent` with its proof; the vendor was told to delete so many days ago and had sixty.
    Delete(i64, i64),
    /// Ends with the fiscal year.
    June,
}

#[rustfmt::skip] // one a line
const STORIES: &[DecisionStory] = &[
    DecisionStory { product: "Palabrina", buyer: None, choice: Choice::Renew, cause: None, why: "every Spanish class uses it", ago: 18, then: Then::Nothing },
    DecisionStory { product: "Castpebble", buyer: None, choice: Choice::Smaller, cause: Some(Cause::Unused), why: "one teacher in four records with it", ago: 21, then: Then::Seats(150) },
    DecisionStory { product: "Notewren", buyer: None, choice: Choice::Negotiate, cause: Some(Cause::Price), why: "asked for a price by teacher instead of by minute", ago: 14, then: Then::Nothing },
    DecisionStory { product: "Shelfmere", buyer: Some("CED"), choice: Choice::Consolidate, cause: Some(Cause::Duplicate), why: "the district has seats to spare", ago: 16, then: Then::Sent(12, true) },
    DecisionStory { product: "Loopwick", buyer: None, choice: Choice::Coterm, cause: None, why: "to end with the others in June", ago: 30, then: Then::June },
    DecisionStory { product: "Fablewharf", buyer: Some("PIN"), choice: Choice::Cancel, cause: Some(Cause::Unused), why: "one student in five read with it", ago: 8, then: Then::Nothing },
    DecisionStory { product: "Tally Hobb", buyer: Some("OXM"), choice: Choice::Cancel, cause: Some(Cause::Duplicate), why: "math games are bought by the district", ago: 26, then: Then::Sent(22, false) },
    DecisionStory { product: "Bright Whistle", buyer: Some("CED"), choice: Choice::Cancel, cause: Some(Cause::Duplicate), why: "the district bought one for all elementary schools", ago: 95, then: Then::Delete(92, 80) },
    DecisionStory { product: "Clipthorpe", buyer: Some("ROO"), choice: Choice::Lapse, cause: Some(Cause::Price), why: "the department does without next year", ago: 11, then: Then::Nothing },
    DecisionStory { product: "Pairloft", buyer: Some("ROO"), choice: Choice::Replace, cause: Some(Cause::Duplicate), why: "the district's slides do the same", ago: 9, then: Then::By("Deckaroon") },
    DecisionStory { product: "Corkmeadow", buyer: Some("MON"), choice: Choice::Defer, cause: None, why: "waits for the count of the spring", ago: 6, then: Then::Again(30) },
];

/// Tells every decision.
pub(super) fn decide(making: &mut Making) {
    for story in STORIES {
        if let Some(paper) = named(making, story.product, story.buyer) {
            tell(making, story, &paper);
        }
    }
}

fn tell(making: &mut Making, story: &DecisionStory, paper: &Present) {
    let day = paper.ago(making, story.ago);
    let who = making.one_of(people::RENEWALS, day);
    let end = paper.term.end;
    let told = paper.holding.deal.auto && story.choice.ends();
    let mut put = about(paper)
        .with("choice", story.choice)
        .with("cause", story.cause)
        .with("reason", Some(story.why.to_owned()))
        .with("decided_by", Some(who.clone()))
        .with("decided_on", Some(day))
        .with("notice_due", last_day(making, paper).filter(|_| told));
    match story.then {
        Then::Seats(seats) => put = put.with("quantity", Some(seats)),
        Then::Again(ahead) => put = put.with("until", Some(days::after(making.today, ahead))),
        Then::By(label) => {
            let other = making.items.iter().find(|item| item.label == label);
            put = put.with("replacement", other.map(|item| item.id));
        }
        Then::June => {
            let june = days::fiscal_year_end(days::after(end, 1), 0);
            let part = paper.price().0 * (june - end).num_days() / 365;
            put = put
                .with("until", Some(june))
                .with("cents", Some(Cents(part)));
        }
        Then::Nothing | Then::Sent(..) | Then::Delete(..) => {}
    }
    making.past.saved(day, &who, &paper.what(), put);
    match story.then {
        Then::Sent(ago, proof) => sent(making, paper, ago, proof),
        Then::Delete(ago, asked) => {
            sent(making, paper, ago, true);
            delete(making, paper, asked);
        }
        _ => {}
    }
}

fn about(paper: &Present) -> Put {
    Put::keyed(Kind::Renewal)
        .with("contract", paper.contract)
        .with("cycle_end", paper.term.end)
}

/// The last day on which the notice counts.
fn last_day(making: &Making, paper: &Present) -> Option<NaiveDate> {
    let deal = paper.holding.deal;
    let ending = Ending {
        term_end: paper.term.end,
        auto_renew: Some(deal.auto),
        notice: deal.notice,
        basis: deal.basis,
        method: papers::way_of(making, paper.contract),
        board: false,
        term_start: None,
    };
    let calendar = Calendar::new(&making.days);
    dates(&ending, &calendar, &DateRules::default()).cancel_by
}

fn sent(making: &mut Making, paper: &Present, ago: i64, proof: bool) {
    let day = paper.ago(making, ago);
    let file = format!("https://files.wexmoor.example/notices/{}.pdf", paper.number);
    let mut put = about(paper).with("notice_sent", Some(day));
    if proof {
        put = put.with("notice_proof", Some(file));
    }
    let who = making.one_of(people::RENEWALS, day);
    making
        .past
        .saved_because(day, &who, &paper.what(), put, "the notice went out");
}

fn delete(making: &mut Making, paper: &Present, ago: i64) {
    let day = paper.ago(making, ago);
    let put = about(paper)
        .with("deletion_requested", Some(day))
        .with("deletion_due", Some(days::after(day, 60)));
    let who = making.one_of(people::RENEWALS, day);
    let why = "the accounts are closed; the vendor was told to delete them";
    making
        .past
        .saved_because(day, &who, &paper.what(), put, why);
}
