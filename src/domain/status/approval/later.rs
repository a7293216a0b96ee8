//! What is recorded for a later day and will change the answer then.

use chrono::NaiveDate;

use super::{DecisionCell, decided, same_terms, spoken, started};
use crate::domain::approval::ApprovalStatus;
use crate::domain::status::facts::{ApprovalFact, StatusFacts};

/// A day on which a decision that is recorded already begins to change the answer, or ends so that an older one holds
/// again.
pub(in crate::domain::status) struct LaterChange<'a> {
    /// The first day of the new answer.
    pub(in crate::domain::status) day: NaiveDate,
    /// The decision that holds from then on.
    pub(in crate::domain::status) decision: &'a ApprovalFact,
    /// Is nothing of it allowed any more from then on?
    pub(in crate::domain::status) stops_all: bool,
    /// The newer decision that ends the day before, where an older one holds again after it.
    pub(in crate::domain::status) ends: Option<&'a ApprovalFact>,
}

/// The first day of this decision, where it is after this one.
pub(in crate::domain::status) fn begins_after(
    decision: &ApprovalFact,
    today: NaiveDate,
) -> Option<NaiveDate> {
    decision.from.filter(|from| *from > today)
}

/// The first such day after today; of several decisions that begin then the one that forbids, then the
/// newest.
pub(super) fn change<'a>(
    cells: &[DecisionCell],
    facts: &'a StatusFacts,
    today: NaiveDate,
) -> Option<LaterChange<'a>> {
    let decides = |a: &&ApprovalFact| a.status.allows() || a.status.forbids();
    let decisions = facts.approvals.iter().filter(decides);
    let days = decisions.flat_map(|a| [a.from, after(a)]);
    let mut days: Vec<NaiveDate> = days.flatten().collect();
    days.retain(|day| *day > today);
    days.sort_unstable();
    days.dedup();
    days.into_iter().find_map(|day| {
        let before = spoken(cells, facts, day.pred_opt()?);
        let after = spoken(cells, facts, day);
        let pairs = before.iter().zip(&after);
        let begins = pairs.filter_map(|(before, after)| {
            let after = (*after)?;
            let ends = before.filter(|before| self::after(before) == Some(day));
            let allows = after.status.allows() || ends.is_some_and(|a| a.status.allows());
            if after.from != Some(day) {
                // What a newer decision stood before.
                return ends.filter(|_| allows).map(|ends| (after, Some(ends)));
            }
            // It held until the day before, so that the same answer goes on; and the last day of what is on its way out
            // is told as that.
            let same = before.is_some_and(|before| same_terms(before, after));
            let told = before.is_some_and(|before| {
                before.status == ApprovalStatus::Retiring
                    && started(before, today)
                    && after.status == ApprovalStatus::Retired
            });
            (!same && !told).then_some((after, None))
        });
        let (decision, ends) = begins.max_by_key(|(a, _)| (a.status.forbids(), decided(a)))?;
        let allowed = after.iter().flatten().any(|a| a.status.allows());
        Some(LaterChange {
            day,
            decision,
            stops_all: !allowed && decision.status.forbids(),
            ends,
        })
    })
}

/// The first day after a decision's last one.
fn after(a: &ApprovalFact) -> Option<NaiveDate> {
    a.until?.succ_opt()
}
