//! What a privacy agreement that ended does to an answer that allows: the policy says. And that a newer approval ended.

use super::super::phrase::short_date;
use super::StatusCase;
use crate::domain::policy::AgreementEnded;

impl StatusCase<'_> {
    /// For the reason: `; the privacy agreement ended Tue Jun 30 2026`, where it did.
    pub(super) fn ended_agreement(&self) -> String {
        let ended = self.facts.agreement_ended;
        ended.map_or_else(String::new, |day| {
            format!("; the privacy agreement ended {}", short_date(day))
        })
    }

    /// For the reason: `; a newer approval ended Tue Jun 30 2026, and what was decided before it holds again`, where it does.
    pub(super) fn holds_again(&self) -> String {
        let ended = self.record.newer_ended().and_then(|a| a.until);
        ended.map_or_else(String::new, |day| {
            format!(
                "; a newer approval ended {}, and what was decided before it holds again",
                short_date(day)
            )
        })
    }

    /// The condition that the policy makes of it.
    pub(super) fn agreement_condition(&self) -> Option<String> {
        let day = self.facts.agreement_ended?;
        let condition = self.question.agreement_ended == AgreementEnded::Condition;
        condition.then(|| {
            let ended = short_date(day);
            format!("The privacy agreement has to be renewed: it ended {ended}.")
        })
    }
}
