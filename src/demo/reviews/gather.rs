//! Finds the reviews of the made-up district that are over: those behind the decisions that were
//! entered, and those that came after a decision grew old.

use chrono::NaiveDate;

use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::product::ProductId;
use crate::domain::request::{RequestId, Trigger};

use super::stories::EVERYDAY;
use super::words::WITHDRAWN;
use super::{End, MadeUpReview, ReviewVerdict, Writes};
use crate::demo::again::outside;
use crate::demo::known::{APPROVED, Where};
use crate::demo::made::EnteredDecision;
use crate::demo::making::Making;
use crate::demo::opinions::{IF, NO, YES};
use crate::demo::{days, people};

/// So many whose review is due still wait for one.
const LEFT_ALONE: usize = 2;
/// A decision older than this is looked at again.
const OLD: i64 = 730;
/// What had lain about was looked at in the last so many days.
const LATELY: i64 = 620;
/// So many requests were taken back, and so many asked for what is there already.
const TAKEN_BACK: usize = 4;
/// Why reviews begin again, in turn.
const AGAIN: &[Trigger] = &[
    Trigger::Age,
    Trigger::Usage,
    Trigger::Version,
    Trigger::Renewal,
    Trigger::Training,
    Trigger::Infrastructure,
    Trigger::PolicyChange,
    Trigger::Agreement,
];

/// The reviews behind what `approvals` entered as decided.
pub(super) fn behind(making: &mut Making) -> Vec<MadeUpReview> {
    let mut found = Vec::new();
    for entered in making.entered.clone() {
        let (Some(id), Some((status, by, day))) = (entered.request, entered.answer.clone()) else {
            continue;
        };
        let listed = making.items[entered.item].seen == making.start;
        let trigger = if listed {
            Trigger::Discovered
        } else {
            Trigger::New
        };
        let verdict = ReviewVerdict {
            day,
            by,
            status,
            conditions: entered.ruling.conditions,
            reason: entered.ruling.reason,
            instead: (status == ApprovalStatus::Denied)
                .then(|| instead(making, entered.item, day))
                .flatten(),
            until: entered.until,
            writes: None,
        };
        found.push(review(
            &entered,
            id,
            trigger,
            days::working_day(entered.asked).max(making.items[entered.item].seen),
            End::Decided(verdict),
        ));
    }
    found
}

/// The reviews of what was left undecided, discovered or grew old.
pub(super) fn after(making: &mut Making) -> Vec<MadeUpReview> {
    let mut found = Vec::new();
    let everyday = |making: &Making, e: &EnteredDecision| making.items[e.item].known.is_none();
    let entered: Vec<EnteredDecision> = making.entered.clone();
    let mut entered: Vec<EnteredDecision> = entered
        .into_iter()
        .filter(|e| everyday(making, e))
        .collect();
    // Of the discovered, what was seen last waits; of the rest, what was last decided.
    entered.sort_by_key(|e| match e.ruling.status {
        ApprovalStatus::Discovered => making.items[e.item].seen,
        _ => e.day,
    });
    let (mut asked, mut discovered, mut due, mut old) = (0, 0, 0, 0);
    for e in entered.iter().rev() {
        let is_old = (making.today - e.day).num_days() > OLD;
        let live = e.until.is_none_or(|day| day > making.today);
        let (count, left) = match e.ruling.status {
            ApprovalStatus::UnderReview => (&mut asked, EVERYDAY),
            ApprovalStatus::Discovered => (&mut discovered, 1),
            ApprovalStatus::ReReviewDue => (&mut due, LEFT_ALONE),
            ApprovalStatus::Approved | ApprovalStatus::Conditional if is_old && live => {
                (&mut old, 1)
            }
            _ => continue,
        };
        *count += 1;
        if *count > left
            && let Some(review) = looked_at(making, e, *count)
        {
            found.push(review);
        }
    }
    found.extend(in_use(making));
    found.extend(came_to_nothing(making));
    found
}

/// A review that ended, of what was entered before.
fn looked_at(making: &mut Making, e: &EnteredDecision, nth: usize) -> Option<MadeUpReview> {
    let age = (making.today - e.day).num_days();
    let lately = making.rng.i64(30..age.clamp(31, LATELY));
    let (trigger, ago, writes) = match e.ruling.status {
        ApprovalStatus::UnderReview => (Trigger::New, age, Writes::On(e.id)),
        ApprovalStatus::Discovered => (Trigger::Discovered, lately, Writes::On(e.id)),
        _ => (AGAIN[nth % AGAIN.len()], lately, Writes::InPlaceOf(e.id)),
    };
    if ago < 9 || ago > age {
        return None;
    }
    let mut e = e.clone();
    if trigger == Trigger::New && !outside(making, &e).is_empty() {
        // It was in use elsewhere before the review was over.
        e.ruling.at = Where::All;
    }
    concluded(making, &e, trigger, ago, writes)
}

/// A review that came in so many days ago and was decided some weeks later.
fn concluded(
    making: &mut Making,
    e: &EnteredDecision,
    trigger: Trigger,
    ago: i64,
    writes: Writes,
) -> Option<MadeUpReview> {
    let (received, yesterday) = (making.ago(ago), days::before(making.today, 1));
    let received = days::working_day(received);
    let day = days::after(received, making.rng.i64(9..40));
    let day = days::working_day(day.min(yesterday));
    let verdict = verdict(making, e, day, writes)?;
    let id = RequestId(making.past.handle());
    Some(review(e, id, trigger, received, End::Decided(verdict)))
}

/// Reviews of what was in use and nobody had asked for.
fn in_use(making: &mut Making) -> Vec<MadeUpReview> {
    let mut items = undecided(making);
    items.retain(|item| is_sighted(making, *item));
    let mut found = Vec::new();
    for item in items {
        let seen = making.items[item].seen;
        let age = (making.today - seen).num_days();
        let e = EnteredDecision {
            item,
            id: ApprovalId::default(),
            ruling: APPROVED,
            asked: seen,
            day: seen,
            until: None,
            answer: None,
            request: None,
        };
        let ago = making.rng.i64(40..age.clamp(41, LATELY));
        found.extend(concluded(
            making,
            &e,
            Trigger::Discovered,
            ago,
            Writes::First,
        ));
    }
    found
}

/// Everyday products about which nobody ever entered a decision.
pub(super) fn undecided(making: &Making) -> Vec<usize> {
    let decided: Vec<usize> = making.entered.iter().map(|e| e.item).collect();
    (0..making.items.len())
        .filter(|n| making.items[*n].known.is_none() && !decided.contains(n))
        .collect()
}

/// Is it in use somewhere?
pub(super) fn is_sighted(making: &Making, item: usize) -> bool {
    making.sighted.iter().any(|(n, _)| *n == item)
}

fn verdict(
    making: &mut Making,
    e: &EnteredDecision,
    day: NaiveDate,
    writes: Writes,
) -> Option<ReviewVerdict> {
    let lot = making.rng.u32(..100);
    let instead = instead(making, e.item, day);
    let (conditions, because) = making.pick(IF)?;
    let (yes, no) = (making.pick(YES)?, making.pick(NO)?);
    let again = matches!(writes, Writes::InPlaceOf(_));
    let (status, conditions, reason): (ApprovalStatus, &'static [&'static str], &'static str) =
        match lot {
            _ if again => match e.ruling.conditions {
                [] => (ApprovalStatus::Approved, &[], yes),
                kept => (ApprovalStatus::Conditional, kept, e.ruling.reason),
            },
            0..56 => (ApprovalStatus::Approved, &[], yes),
            56..76 => (ApprovalStatus::Conditional, conditions, because),
            _ if instead.is_some() => (ApprovalStatus::Denied, &[], no),
            _ => (ApprovalStatus::Approved, &[], yes),
        };
    let reviewers = [people::TECHNICAL, people::CURRICULAR].concat();
    let until = e.until.or(Some(days::after(day, OLD)));
    Some(ReviewVerdict {
        day,
        by: making.one_of(&reviewers, day),
        status,
        conditions,
        reason,
        instead: instead.filter(|_| status == ApprovalStatus::Denied),
        until: until.filter(|_| status != ApprovalStatus::Denied),
        writes: Some(writes),
    })
}

/// Requests for what nobody decided about: taken back, or answered by what is there.
fn came_to_nothing(making: &mut Making) -> Vec<MadeUpReview> {
    let mut free = undecided(making);
    free.retain(|n| {
        let age = (making.today - making.items[*n].seen).num_days();
        age > 60 && !is_sighted(making, *n)
    });
    let mut found = Vec::new();
    for (n, item) in free.into_iter().take(TAKEN_BACK * 2).enumerate() {
        let age = (making.today - making.items[item].seen).num_days();
        let received = days::before(making.today, making.rng.i64(20..age.min(1300)));
        let received = days::working_day(received).max(making.start);
        let day = days::working_day(days::after(received, making.rng.i64(3..15)));
        let end = match instead(making, item, day) {
            Some(product) if n % 2 == 0 => End::Duplicate(day, product),
            _ => End::Withdrawn(day, WITHDRAWN[n / 2 % WITHDRAWN.len()]),
        };
        found.push(MadeUpReview {
            id: RequestId(making.past.handle()),
            item,
            trigger: Trigger::New,
            received,
            at: Where::All,
            grades: "",
            audience: None,
            end,
        });
    }
    found
}

/// An approved product of the same function that every school may use.
pub(super) fn instead(making: &Making, item: usize, by: NaiveDate) -> Option<ProductId> {
    let job = making.items[item].job;
    let good = |e: &&EnteredDecision| {
        e.ruling.status == ApprovalStatus::Approved
            && e.item != item
            && e.asked < by
            && making.items[e.item].job == job
            && matches!(e.ruling.at, Where::All)
            && e.until.is_none_or(|day| day > making.today)
    };
    let found = making.entered.iter().find(good)?;
    Some(making.items[found.item].id)
}

fn review(
    e: &EnteredDecision,
    id: RequestId,
    trigger: Trigger,
    received: NaiveDate,
    end: End,
) -> MadeUpReview {
    MadeUpReview {
        id,
        item: e.item,
        trigger,
        received,
        at: e.ruling.at,
        grades: e.ruling.grades,
        audience: e.ruling.audience,
        end,
    }
}
