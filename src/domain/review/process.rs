//! What may be done on a request, by whom, and what it writes.

mod decider;

use chrono::NaiveDate;

pub use decider::decider;

use super::Deed;
use super::case::{Actor, Case};
use crate::domain::change::Put;
use crate::domain::request::Outcome;

/// What a deed writes. The error is a sentence that says what to do instead.
pub fn act(case: &Case, deed: &Deed, actor: &Actor, today: NaiveDate) -> Result<Vec<Put>, String> {
    decider::may_act(case, actor)?;
    Err(format!(
        "{}: not on {today}, not {}",
        case.request.number,
        deed.title()
    ))
}

/// The deeds this person may do now, by the command's word.
pub fn may(_case: &Case, _actor: &Actor, _today: NaiveDate) -> Vec<&'static str> {
    Vec::new()
}

/// Each outcome, and why this person may not decide so today.
pub fn outcomes(case: &Case, actor: &Actor, _today: NaiveDate) -> Vec<(Outcome, Option<String>)> {
    let each = Outcome::ALL.iter();
    each.map(|outcome| (*outcome, decider::may_decide(case, actor).err()))
        .collect()
}
