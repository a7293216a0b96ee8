//! Decisions that only announce something: that a product is on its way out (`retiring`), or that its review is due again
//! (`re_review_due`). They end or flag what older decisions allow within their scope, and allow nothing of their own: a no
//! stays a no, what nobody asked for stays so, and grades, people, places and conditions stay as they were decided. After
//! the last day of a retiring product it is retired there, whatever approvals remain on record.
//!
//! Some of them stand for the approval too: one that was an approval itself before it was marked, and the first decision
//! that is on record about a product, as lists have it that were kept elsewhere.

use super::approval::decided;
use super::facts::ApprovalFact;
use crate::domain::approval::{ApprovalStatus, Audience};

/// All decisions about a product as they take effect: in place of what is only announced, what that makes of each older
/// approval. It keeps the approval's place among the decisions, so that what overrules the one overrules the other.
pub fn in_effect(recorded: Vec<ApprovalFact>) -> Vec<ApprovalFact> {
    if !recorded.iter().any(announces) {
        return recorded;
    }
    let decides = |a: &&ApprovalFact| a.status.allows() || a.status.forbids();
    let first = recorded.iter().filter(decides).map(decided).min().flatten();
    let other = recorded
        .iter()
        .any(|a| decides(&a) && !announces(a) && decided(a) <= first);
    let stands = |a: &ApprovalFact| a.was_allowed || (!other && decided(a) <= first);
    let (mut announced, mut all): (Vec<_>, Vec<_>) = recorded
        .into_iter()
        .partition(|a| announces(a) && !stands(a));
    announced.sort_by_key(decided);
    let gone: Vec<ApprovalFact> = all.iter().filter_map(|a| afterwards(a, a)).collect();
    all.extend(gone);
    for row in &announced {
        let older = all.iter().filter(|a| a.status.allows());
        let older = older.filter(|a| decided(a) <= decided(row));
        let parts: Vec<ApprovalFact> = older.filter_map(|older| within(older, row)).collect();
        all.extend(parts.iter().map(|part| meanwhile(part, row)));
        all.extend(parts.iter().filter_map(|part| afterwards(part, row)));
    }
    all
}

fn announces(a: &ApprovalFact) -> bool {
    a.status.announces()
}

/// The part of an older approval that a newer row is about; none where they have nobody or no day in common.
fn within(older: &ApprovalFact, row: &ApprovalFact) -> Option<ApprovalFact> {
    let schools = match (&older.schools, &row.schools) {
        (all, None) | (None, all) => all.clone(),
        (Some(some), Some(others)) => {
            let both = some.iter().filter(|s| others.iter().any(|o| o.id == s.id));
            Some(both.cloned().collect())
        }
    };
    let grades = match (older.grades.is_unsaid(), row.grades.is_unsaid()) {
        (true, _) => row.grades,
        (_, true) => older.grades,
        _ => Some(older.grades.common(row.grades)).filter(|both| !both.is_unsaid())?,
    };
    let audience = match (older.audience, row.audience) {
        (one, Audience::Both) | (Audience::Both, one) => one,
        (one, other) if one == other => one,
        _ => return None,
    };
    let before = |last: Option<_>, first: Option<_>| last.zip(first).is_some_and(|(l, f)| l < f);
    let apart = before(older.until, row.from) || before(row.until, older.from);
    if apart || schools.as_ref().is_some_and(Vec::is_empty) {
        return None;
    }
    Some(ApprovalFact {
        schools,
        grades,
        audience,
        decided_on: decided(older),
        ..older.clone()
    })
}

/// What becomes of that part while the row holds.
fn meanwhile(part: &ApprovalFact, row: &ApprovalFact) -> ApprovalFact {
    let mut conditions = part.conditions.clone();
    if conditions.is_empty() && part.status == ApprovalStatus::Conditional {
        conditions.push("Ask the technology office for the conditions.".to_owned());
    }
    let more = row
        .conditions
        .iter()
        .filter(|c| !part.conditions.contains(c));
    conditions.extend(more.cloned());
    let ends = row.until.filter(|_| row.status == ApprovalStatus::Retiring);
    ApprovalFact {
        // A pilot stays one until it ends.
        status: match part.status {
            ApprovalStatus::Pilot => ApprovalStatus::Pilot,
            _ => row.status,
        },
        conditions,
        from: part.from.max(row.from),
        until: part.until.into_iter().chain(ends).min(),
        reason: row.reason.clone(),
        decided_by: row.decided_by.clone(),
        ..part.clone()
    }
}

/// That it is retired there once the last day of a retiring row has passed.
fn afterwards(part: &ApprovalFact, row: &ApprovalFact) -> Option<ApprovalFact> {
    let last = row
        .until
        .filter(|_| row.status == ApprovalStatus::Retiring)?;
    Some(ApprovalFact {
        status: ApprovalStatus::Retired,
        conditions: Vec::new(),
        from: Some(last.succ_opt()?),
        until: None,
        decided_on: decided(part),
        reason: row.reason.clone(),
        decided_by: row.decided_by.clone(),
        ..part.clone()
    })
}
