//! What to use instead: of a product that is denied, or as the answer to a request for it.

use super::{Queue, doing};
use crate::domain::grade::Grades;
use crate::domain::request::Outcome;
use crate::domain::review::{Decision, ReviewDeed, ReviewSheet};
use crate::domain::status::StatusWord;
use crate::office::deed::review::QueueSubject;
use crate::tui::command::MenuKind;
use crate::tui::effect::{Menu, MenuItem, Wish};

/// What was typed while the product to use instead is picked.
pub(super) struct Instead {
    request: i64,
    /// `deny` or `duplicate`.
    word: &'static str,
    reason: String,
}

/// At most so many products can be named instead of one that was denied.
const INSTEAD: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i'];

impl Queue {
    /// Where we own something that may be used instead, asks which of it to name.
    pub(super) fn deny(&mut self, subject: QueueSubject, reason: &str) -> Vec<Wish> {
        let sheet = subject.request.and_then(|request| self.sheet_of(request));
        let others = sheet.map(|sheet| instead(sheet, false));
        let Some(request) = subject
            .request
            .filter(|_| others.is_some_and(|o| !o.is_empty()))
        else {
            return vec![self.decision(subject, denial(reason, None))];
        };
        self.ask_instead(request, "deny", reason);
        self.instead_menu(format!("{} is rejected. Use instead", subject.what))
    }

    pub(super) fn ask_instead(&mut self, request: i64, word: &'static str, reason: &str) {
        self.instead = Some(Instead {
            request,
            word,
            reason: reason.to_owned(),
        });
    }

    pub(super) fn instead_menu(&mut self, title: String) -> Vec<Wish> {
        let Some((asked, sheet)) = self.instead.as_ref().zip(self.sheet()) else {
            return Vec::new();
        };
        let denied = asked.word == "deny";
        let others = instead(sheet, !denied);
        let named = INSTEAD.iter().zip(others);
        let mut items: Vec<MenuItem> = named
            .map(|(letter, (_, name))| MenuItem::new(*letter, name))
            .collect();
        if denied {
            items.insert(0, MenuItem::new('n', "nothing is named"));
        }
        self.menu(Menu {
            kind: MenuKind::Instead,
            title,
            items,
        })
    }

    /// The product to use instead was picked.
    pub(super) fn picked_instead(&mut self, letter: char) -> Option<Vec<Wish>> {
        let asked = self.instead.take()?;
        let subject = self.subject();
        let subject = subject.filter(|s| s.request == Some(asked.request))?;
        let denied = asked.word == "deny";
        let others = instead(self.sheet()?, !denied);
        let at = INSTEAD.iter().position(|known| *known == letter);
        let other = at.and_then(|at| others.get(at)).map(|(id, _)| *id);
        let wish = if denied {
            self.decision(subject, denial(&asked.reason, other))
        } else {
            let answered_by = other?;
            let reason = asked.reason;
            doing(
                vec![subject],
                ReviewDeed::Duplicate {
                    answered_by,
                    reason,
                },
            )
        };
        let about = format!("review {} {}", asked.request, asked.word);
        Some(vec![match wish {
            Wish::Change(deed) => Wish::Send { deed, about },
            other => other,
        }])
    }
}

fn denial(reason: &str, alternative: Option<i64>) -> Decision {
    Decision {
        reason: reason.to_owned(),
        alternative,
        ..plain(Outcome::Deny)
    }
}

/// What we own and may be used there, the product itself only where it may answer: id and name.
pub(super) fn instead(sheet: &ReviewSheet, itself: bool) -> Vec<(i64, String)> {
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
