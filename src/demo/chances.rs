//! What became of everyday products of the made-up district, by chance: which decision, where, for
//! whom, until when, and why. `approvals` enters it.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::school::Level;

use super::known::{APPROVED, ES, ES_MS, HS, MS, MS_HS, StoryRuling, Where};
use super::made::CatalogueItem;
use super::making::Making;
use super::opinions::{AGAIN, GONE, IF, NO, STOP, TRIAL, YES};
use super::reviews::stories::EVERYDAY;

/// The decision about a product; nothing where nobody ever asked.
pub(super) fn chance(making: &mut Making, item: &CatalogueItem) -> Option<StoryRuling> {
    let age = (making.today - item.seen).num_days();
    let decided = making.rng.i64(5..(age - 4).max(6));
    let plain = approved(making, decided)?;
    let ahead = making.rng.i64(35..900);
    let soon = making.rng.i64(1..30);
    let later = |status, reason| {
        let earlier = decided + (age - decided) / 2;
        let was = (earlier > decided + 20).then_some(earlier);
        StoryRuling {
            status,
            was,
            reason,
            ..plain
        }
    };
    Some(match making.rng.u32(..100) {
        0..43 => plain,
        43..56 => {
            let (conditions, reason) = making.pick(IF)?;
            StoryRuling {
                status: ApprovalStatus::Conditional,
                conditions,
                reason,
                ..plain
            }
        }
        56..68 => StoryRuling {
            status: ApprovalStatus::Denied,
            until: None,
            reason: making.pick(NO)?,
            ..plain
        },
        68..74 => undecided(
            ApprovalStatus::UnderReview,
            StoryRuling {
                decided: if open_asks(making) < EVERYDAY {
                    decided.min(soon + 2)
                } else {
                    decided.min(600)
                },
                ..plain
            },
        ),
        74..81 => undecided(
            ApprovalStatus::Discovered,
            StoryRuling {
                at: Where::All,
                audience: None,
                ..plain
            },
        ),
        81..84 => StoryRuling {
            status: ApprovalStatus::Pilot,
            until: Some(soon + 20),
            reason: making.pick(TRIAL)?,
            decided: decided.min(120),
            ..plain
        },
        84..87 => StoryRuling {
            until: Some(ahead),
            ..later(ApprovalStatus::ReReviewDue, making.pick(AGAIN)?)
        },
        87 => StoryRuling {
            until: None,
            ..later(ApprovalStatus::Suspended, making.pick(STOP)?)
        },
        88..90 => StoryRuling {
            until: Some(soon + 40),
            ..later(ApprovalStatus::Retiring, making.pick(GONE)?)
        },
        90..93 => StoryRuling {
            until: Some(-decided),
            ..later(ApprovalStatus::Retired, making.pick(GONE)?)
        },
        _ => return None,
    })
}

/// How many everyday products are under review so far.
fn open_asks(making: &Making) -> usize {
    let open = making.entered.iter().filter(|e| {
        e.ruling.status == ApprovalStatus::UnderReview && making.items[e.item].known.is_none()
    });
    open.count()
}

fn undecided(status: ApprovalStatus, ruling: StoryRuling) -> StoryRuling {
    StoryRuling {
        status,
        until: None,
        reason: "",
        ..ruling
    }
}

/// Approved so many days ago, in one scope or another; some approvals have run out, some soon will.
fn approved(making: &mut Making, decided: i64) -> Option<StoryRuling> {
    let until = match making.rng.u32(..100) {
        0..26 => None,
        26..84 => Some(making.rng.i64(35..900)),
        84..92 => Some(-making.rng.i64(4..190).min(decided - 1)),
        _ => Some(making.rng.i64(1..30)),
    };
    let everywhere = Where::All;
    let at = making.pick(&[everywhere, everywhere, everywhere, ES, MS, HS, ES_MS, MS_HS])?;
    let grades = match at {
        Where::Levels([Level::Elementary]) => making.pick(&["", "K-2", "3-5", "K-5"])?,
        Where::Levels([Level::High]) => making.pick(&["", "", "9-12", "11-12"])?,
        _ => "",
    };
    let whom = [None, None, Some(Audience::Both), Some(Audience::Staff)];
    Some(StoryRuling {
        at,
        grades,
        audience: making.pick(&whom)?,
        decided,
        until,
        reason: making.pick(YES)?,
        ..APPROVED
    })
}
