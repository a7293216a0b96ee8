//! What to use instead: of a product that is denied, or as the answer to a request for it.

use super::Queue;
use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use crate::domain::request::{Outcome, RequestId};
use crate::domain::review::{Decision, ReviewDeed, ReviewSheet};
use crate::domain::status::StatusWord;
use crate::office::deed::review::QueueSubject;
use crate::tui::effect::{Intent, MenuItem, Pick};
use crate::tui::topic::{ReviewText, Topic};

/// At most so many products can be named instead of one that was denied.
const INSTEAD: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i'];

impl Queue {
    /// Where we own something that may be used instead, asks which of it to name.
    pub(super) fn deny(&mut self, subject: QueueSubject, reason: &str) -> Vec<Intent> {
        let request = subject.request;
        let sheet = request.and_then(|request| self.sheet_of(request));
        let others = sheet.map(|sheet| instead(sheet, false)).unwrap_or_default();
        let Some(request) = request.filter(|_| !others.is_empty()) else {
            return vec![self.decision(subject, denial(reason, None))];
        };
        let does = |other: Option<ProductId>| {
            Intent::Pick(Pick::Review {
                deed: ReviewDeed::Decide(denial(reason, other)),
                draft: Some(Topic::Review {
                    request,
                    text: ReviewText::Deny,
                }),
            })
        };
        let mut items = vec![MenuItem::new('n', "nothing is named", does(None))];
        let named = INSTEAD.iter().zip(others);
        items
            .extend(named.map(|(letter, (id, name))| MenuItem::new(*letter, name, does(Some(id)))));
        let title = format!("{} is rejected. Use instead", subject.what);
        self.menu(title, items)
    }

    /// Asks which product of ours is the answer to a request.
    pub(super) fn answered_by(
        &mut self,
        request: RequestId,
        what: String,
        reason: &str,
    ) -> Vec<Intent> {
        let Some(sheet) = self.sheet_of(request) else {
            return Vec::new();
        };
        let named = INSTEAD.iter().zip(instead(sheet, true));
        let items = named.map(|(letter, (answered_by, name))| {
            let reason = reason.to_owned();
            let does = Intent::Pick(Pick::Review {
                deed: ReviewDeed::Duplicate {
                    answered_by,
                    reason,
                },
                draft: Some(Topic::Review {
                    request,
                    text: ReviewText::Duplicate,
                }),
            });
            MenuItem::new(*letter, name, does)
        });
        let items = items.collect();
        self.menu(format!("{what} is answered by"), items)
    }
}

pub(super) fn denial(reason: &str, alternative: Option<ProductId>) -> Decision {
    Decision {
        reason: reason.to_owned(),
        alternative,
        ..plain(Outcome::Deny)
    }
}

/// What we own and may be used there, the product itself only where it may answer: id and name.
pub(super) fn instead(sheet: &ReviewSheet, itself: bool) -> Vec<(ProductId, String)> {
    let ours = sheet.ours.iter().filter(|one| itself || !one.same);
    ours.filter(|one| matches!(one.answer, StatusWord::Yes | StatusWord::YesConditions))
        .take(INSTEAD.len())
        .map(|one| (one.product, format!("{} ({})", one.name, one.place)))
        .collect()
}

/// This outcome, without anything that must be said with it.
pub(super) fn plain(outcome: Outcome) -> Decision {
    Decision {
        outcome,
        reason: String::new(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::default(),
        until: None,
        alternative: None,
    }
}
