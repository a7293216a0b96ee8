//! Claims in sentences, for the pane below their lists and for pages.

use super::{ClaimToVerify, ListedClaim};
use crate::domain::standards::claim::AlignmentStatus;

impl ListedClaim {
    /// `Sumgrove: verified by nhalvessen on 2026-03-12, 3 of 3 tasks`, `Gaugewell: claimed by vendor`.
    pub fn told(&self) -> String {
        let claim = &self.claim;
        let on = self
            .on()
            .map(|day| format!(" on {day}"))
            .unwrap_or_default();
        let part = claim.module.as_ref().map(|part| format!(" ({part})"));
        let name = format!("{}{}", self.product_name, part.unwrap_or_default());
        let by = self.by.as_deref().unwrap_or("somebody");
        let says = claim.says.map_or("somebody", |says| says.word());
        match claim.status {
            AlignmentStatus::Claimed => format!("{name}: claimed by {says}{on}"),
            AlignmentStatus::Rejected => {
                let why = claim.note.as_ref().map(|why| format!(": {why}"));
                format!("{name}: rejected by {by}{on}{}", why.unwrap_or_default())
            }
            AlignmentStatus::Verified => {
                let again = if self.recheck {
                    ", to be looked at again"
                } else {
                    ""
                };
                let tasks = claim.met.zip(claim.sampled);
                let tasks = tasks.map(|(met, sampled)| format!(", {met} of {sampled} tasks"));
                format!(
                    "{name}: verified by {by}{on}{}{again}",
                    tasks.unwrap_or_default()
                )
            }
        }
    }
}

impl ClaimToVerify {
    /// The product.
    pub fn name(&self) -> &str {
        self.claims.first().map_or("", |one| &one.product_name)
    }

    /// The part of it that is claimed; empty for the whole.
    pub fn module(&self) -> &str {
        let first = self.claims.first();
        first
            .and_then(|one| one.claim.module.as_deref())
            .unwrap_or_default()
    }

    /// The standard so that it can be named: `CCSS-M:4.NF.B.3`, its guid where it has no code; the code as it was given
    /// where nobody knows it.
    pub fn named(&self) -> String {
        match (&self.standard, &self.code) {
            (Some(_), Some(code)) => format!("{}:{code}", self.framework),
            (Some(standard), None) => standard.guid.clone(),
            (None, code) => code.clone().unwrap_or_default(),
        }
    }

    /// The logins of those who are to verify it; empty where nobody is.
    pub fn verifiers(&self) -> String {
        let mut logins: Vec<&str> = self
            .claims
            .iter()
            .filter_map(|one| one.verifier.as_deref())
            .collect();
        logins.dedup();
        logins.join(", ")
    }

    /// Sentences for the pane below: who says so, and what a verification would close.
    pub fn explained(&self, tasks: usize) -> Vec<String> {
        let mut said: Vec<String> = self.claims.iter().map(ListedClaim::told).collect();
        if self.is_unknown_code() {
            said.push(format!(
                "{} is of no framework here, so that nothing rests on it: hallpass import standards brings it in.",
                self.named()
            ));
            return said;
        }
        let verifiers = self.verifiers();
        if !verifiers.is_empty() {
            said.push(format!("Handed to {verifiers}, who is to verify it."));
        }
        said.push(match self.closes {
            None => "What its verification would close is shown to whoever sees gaps.".to_owned(),
            Some(closes) if closes.0 == 0 => "Its verification would close nothing now.".to_owned(),
            Some(closes) => {
                format!("Its verification would close {closes} of the score of all holes.")
            }
        });
        said.push(format!(
            "It takes {tasks} tasks, of which two thirds meet the standard."
        ));
        said
    }
}
