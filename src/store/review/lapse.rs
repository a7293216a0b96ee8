//! Writes down what the days have done to requests: those sent back too long ago are withdrawn.

use chrono::NaiveDate;
use rusqlite::Transaction;

use super::cases::sent_back;
use crate::domain::review::lapse;
use crate::store::Error;
use crate::store::desk::Desk;
use crate::store::writer::{Writer, by_itself, of_the_days};

/// Writes it down for all of them; gives how many it touched.
pub(in crate::store) fn lapsed(tx: &Transaction, today: NaiveDate) -> Result<usize, Error> {
    let found = sent_back(tx, &mut Desk::new(tx)?, today)?;
    if found.is_empty() {
        return Ok(0);
    }
    let stamp = of_the_days(tx, today)?;
    let mut writer = Writer::new(tx, by_itself(&stamp, "requests nobody completed"));
    for case in &found {
        for put in lapse::puts(case, today) {
            writer.put(&put, &[])?;
        }
    }
    Ok(found.len())
}
