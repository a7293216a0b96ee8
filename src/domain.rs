//! What is true in the office. Nothing here touches the world: no SQL, no terminal, no files, no clock.
//! Nouns may use `record`, `grade`, `money` and each other's ids; rules write with `put`; `change` names
//! every rule's deed and may use them all, never the other way round.

use chrono::NaiveDate;

use refusal::Refusal;

pub mod approval;
pub mod backup;
pub mod calendar;
pub mod change;
pub mod checklist;
pub mod contract;
pub mod cost;
pub mod counted;
pub mod dashboard;
pub mod day;
pub mod entered;
pub mod field;
pub mod find;
#[cfg(test)]
pub(crate) mod fuzz;
pub mod grade;
pub mod inventory;
pub mod money;
pub mod names;
pub mod note;
pub mod notice;
pub mod overlap;
pub mod ownership;
pub mod person;
pub mod policy;
pub mod presence;
pub mod product;
pub mod published;
pub mod put;
pub mod record;
pub mod refusal;
pub mod region;
pub mod renewal;
pub mod request;
pub mod review;
pub mod rights;
pub mod school;
pub mod seats;
pub mod setting;
pub mod standards;
pub mod status;
pub mod taught;
pub mod text;
pub mod waste;
pub mod word;
pub mod zone;

/// Refuses the first of these fields that is below nought, in these words.
pub(crate) fn not_negative(
    counts: &[(&'static str, Option<i64>)],
    reason: &str,
) -> Result<(), Refusal> {
    let below = |(_, count): &&(&'static str, Option<i64>)| count.is_some_and(|n| n < 0);
    match counts.iter().find(below) {
        Some((field, _)) => Err(Refusal::new(field, reason)),
        None => Ok(()),
    }
}

/// Refuses a span of days that ends before it begins, and names the field of its end; a missing end is no end.
pub(crate) fn day_order(
    first: &str,
    from: Option<NaiveDate>,
    last: &'static str,
    until: Option<NaiveDate>,
) -> Result<(), Refusal> {
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            let why = format!("{last} {until} is before {first} {from}");
            Err(Refusal::new(last, why))
        }
        _ => Ok(()),
    }
}
