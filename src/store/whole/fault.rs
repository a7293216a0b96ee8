//! A rule about the whole that does not hold after a change, and the records that break it together.

use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;

/// A rule about the whole that a change breaks.
#[derive(Debug)]
pub(in crate::store) struct AtFault {
    /// The noun whose rule it is.
    pub kind: Kind,
    /// The fields of it that can break the rule, the likeliest first.
    pub fields: &'static [&'static str],
    /// The records that the change wrote and that break it together.
    pub records: Vec<RecordRef>,
    /// The rule.
    pub why: Refusal,
}
