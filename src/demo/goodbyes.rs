//! What happens after a made-up product is retired: its vendor is told to delete what it holds, and
//! proves it or does not.

use chrono::NaiveDate;

use crate::domain::approval::ApprovalStatus;
use crate::domain::put::Put;

use super::made::EnteredDecision;
use super::making::Making;
use super::{days, people};

/// The days a vendor has.
const GIVEN: i64 = 60;
/// Days ago the first, second... of the retired were told to delete; the first is overdue.
const TOLD: &[i64] = &[96, 31, 180];

/// Asks for deletion: of the products of the stories at once, of some everyday ones lately.
pub(super) fn say(making: &mut Making) {
    let retired = |e: &EnteredDecision| e.ruling.status == ApprovalStatus::Retired;
    let mut gone: Vec<EnteredDecision> = making
        .entered
        .iter()
        .filter(|e| retired(e))
        .cloned()
        .collect();
    // What went first is asked about first.
    gone.sort_by_key(|e| (making.items[e.item].known.is_some(), e.day));
    let mut told = TOLD.iter();
    for entered in gone {
        let known = making.items[entered.item].known.is_some();
        let asked = if known {
            days::after(entered.day, 14)
        } else {
            let Some(ago) = told.next() else { continue };
            days::before(making.today, *ago).max(days::after(entered.day, 3))
        };
        if asked < making.today {
            delete(making, &entered, asked, known);
        }
    }
}

fn delete(making: &mut Making, entered: &EnteredDecision, asked: NaiveDate, known: bool) {
    let label = making.items[entered.item].label.clone();
    let what = format!("approval of {label}");
    let due = days::after(asked, GIVEN);
    let who = making.one_of(people::TECHNICAL, asked);
    let put = Put::id(entered.id)
        .with("status", ApprovalStatus::DataDeletionPending)
        .with("deletion_requested", Some(asked))
        .with("deletion_due", Some(due));
    let why = "Wrote to the vendor to delete our accounts and all they hold.";
    making.past.saved_because(asked, &who, &what, put, why);
    let proved = days::after(asked, if known { 71 } else { 48 });
    let long_ago = (making.today - asked).num_days() > 120;
    if proved >= making.today || !long_ago {
        return;
    }
    let who = making.one_of(people::TECHNICAL, proved);
    let file = format!(
        "https://files.wexmoor.example/deletions/{}.pdf",
        entered.id.0
    );
    let put = Put::id(entered.id)
        .with("status", ApprovalStatus::Closed)
        .with("deletion_confirmed", Some(proved))
        .with("deletion_evidence", Some(file));
    let why = "The vendor's certificate is here.";
    making.past.saved_because(proved, &who, &what, put, why);
}
