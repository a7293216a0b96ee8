//! How long before a term's end somebody has to say no: what a notice is counted in, when it counts, how
//! it travels, and the day it comes to. Contracts, their renewal and files of contracts read it.

use crate::domain::refusal::Refusal;
use chrono::{Days, Months, NaiveDate};

use super::calendar::Calendar;
use super::record::words;

words! {
    /// What a notice period is counted in. Never converted: three months are not ninety days.
    NoticeUnit {
        /// Days of the calendar.
        Days = "days",
        /// Days the office works.
        WorkingDays = "working days",
        /// Months of the calendar, whatever their length.
        Months = "months",
    }
}

words! {
    /// When a notice counts.
    NoticeBasis {
        /// On the day it is sent.
        Sent = "sent",
        /// On the day the vendor has it.
        Received = "received",
    }
}

words! {
    /// How a notice travels; the policy says how many days each takes.
    NoticeMethod {
        /// The vendor's own site.
        Portal = "portal",
        /// Mail on the network.
        Email = "email",
        /// A letter.
        Mail = "mail",
        /// A letter with proof of receipt.
        Certified = "certified",
    }
}

/// Notices of more days than this are a mistake of the paper; they are read as this.
const LONGEST_NOTICE: i64 = 36_500;

/// As a person says it: `60 days`, `1 month`.
pub fn length(count: i64, unit: NoticeUnit) -> String {
    let unit = unit.word();
    if count == 1 {
        format!("1 {}", unit.trim_end_matches('s'))
    } else {
        format!("{count} {unit}")
    }
}

/// The day so much notice before a day. Months keep the day of the month, or take the last one a shorter
/// month has; units are never converted.
pub fn notice_before(
    end: NaiveDate,
    count: i64,
    unit: NoticeUnit,
    calendar: &Calendar,
) -> NaiveDate {
    let count = count.clamp(0, LONGEST_NOTICE) as u32;
    let earlier = match unit {
        NoticeUnit::Days => end.checked_sub_days(Days::new(u64::from(count))),
        NoticeUnit::WorkingDays => Some(calendar.before(end, count)),
        NoticeUnit::Months => end.checked_sub_months(Months::new(count)),
    };
    earlier.unwrap_or(NaiveDate::MIN)
}

/// Refuses a notice that would have to be given before the term, from its first to its last day, began.
pub fn fits_the_term(
    (start, end): (Option<NaiveDate>, NaiveDate),
    count: i64,
    unit: NoticeUnit,
    calendar: &Calendar,
) -> Result<(), Refusal> {
    if count < 0 {
        return Err(Refusal::new("notice", "a notice cannot be negative"));
    }
    match start {
        Some(start) if notice_before(end, count, unit, calendar).succ_opt() < Some(start) => {
            let length = length(count, unit);
            let why =
                format!("a notice of {length} is longer than the term, which began on {start}");
            Err(Refusal::new("notice", why))
        }
        _ => Ok(()),
    }
}
