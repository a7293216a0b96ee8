//! What came of a deed, said once for the screens and the commands. Each face says in its own way how it is
//! taken back: `u` or `hallpass undo`.

use chrono::{DateTime, Utc};

use crate::domain::contract::ContractId;
use crate::domain::counted::counted;
use crate::domain::put::ChangeSetId;
use crate::store::Reverted;

/// What came of a deed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receipt {
    /// What happened, in whole sentences: `Cancelled C-117 Nearpod.`
    pub said: String,
    /// The change set that undo names; none where it already was so.
    pub change_set: Option<ChangeSetId>,
    /// What undo does, as the end of a sentence: `takes it back`.
    undo: &'static str,
    /// What is to be done next on the screens, with its keys; begins with a space, or is empty. Commands print
    /// these facts in lines of their own.
    next: String,
    /// The contracts whose vendors are to be written to.
    pub letters: Vec<ContractId>,
}

impl Receipt {
    /// Something happened, which undo takes back.
    pub fn of(said: impl Into<String>, change_set: Option<ChangeSetId>) -> Receipt {
        Receipt {
            said: said.into(),
            change_set,
            undo: "takes it back",
            next: String::new(),
            letters: Vec::new(),
        }
    }

    /// Something was saved, and its number is said with it: `Saved kim (change set 7).`
    pub fn numbered(said: &str, change_set: ChangeSetId) -> Receipt {
        Receipt::of(
            format!("{said} (change set {change_set})."),
            Some(change_set),
        )
    }

    /// Nothing happened, for the reason that is said.
    pub fn unchanged(said: impl Into<String>) -> Receipt {
        Receipt::of(said, None)
    }

    /// Undo does this: `gives it back`.
    #[must_use]
    pub fn undone(self, undo: &'static str) -> Receipt {
        Receipt { undo, ..self }
    }

    /// On the screens this is said of what is to be done next.
    #[must_use]
    pub fn then(self, next: String) -> Receipt {
        Receipt { next, ..self }
    }

    /// The vendors of these contracts are to be written to.
    #[must_use]
    pub fn writing_to(self, letters: Vec<ContractId>) -> Receipt {
        Receipt { letters, ..self }
    }

    /// Did anything change?
    pub fn changed(&self) -> bool {
        self.change_set.is_some()
    }

    /// How undo is called and what it does, where something changed: `hallpass undo takes it back.`
    pub fn undo(&self, called: &str) -> Option<String> {
        self.changed().then(|| format!("{called} {}.", self.undo))
    }

    /// As the message line has it: what happened, what is next, and the key that takes it back.
    pub fn with_keys(&self) -> String {
        let undo = self.undo(" u").unwrap_or_default();
        format!("{}{}{undo}", self.said, self.next)
    }
}

impl Reverted {
    /// What was taken back or put back, and the word or the key of each face that does the other: `Undid: C-1. U puts
    /// it back.`
    pub fn told(&self, undo: &str, redo: &str) -> String {
        let title = &self.title;
        if self.put_back {
            format!("Redid: {title}. {undo} takes it back.")
        } else {
            format!("Undid: {title}. {redo} puts it back.")
        }
    }
}

/// How long ago an instant was, as far as that is news; else the day.
pub(super) fn since(at: &str, now: DateTime<Utc>) -> String {
    let Ok(then) = DateTime::parse_from_rfc3339(at) else {
        return "meanwhile".to_owned();
    };
    let seconds = (now - then.with_timezone(&Utc)).num_seconds().max(0);
    let (count, unit) = match seconds {
        0..5 => return "just now".to_owned(),
        5..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => return format!("on {}", then.format("%b %d %Y")),
    };
    format!("{} ago", counted(count, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_face_says_in_its_own_way_how_a_deed_is_taken_back() {
        let taken =
            Receipt::of("You took R-1 Edpuzzle.", Some(ChangeSetId(7))).undone("gives it back");
        assert_eq!(taken.with_keys(), "You took R-1 Edpuzzle. u gives it back.");
        assert_eq!(
            taken.undo("hallpass undo").as_deref(),
            Some("hallpass undo gives it back.")
        );
        let decided = Receipt::of("Cancelled C-1.", Some(ChangeSetId(8)))
            .then(" L opens its letter, due Mon.".into());
        assert_eq!(
            decided.with_keys(),
            "Cancelled C-1. L opens its letter, due Mon. u takes it back."
        );
        let nothing = Receipt::unchanged("C-1 already was so.");
        assert_eq!(nothing.with_keys(), "C-1 already was so.");
        assert_eq!(nothing.undo("hallpass undo"), None);
    }

    #[test]
    fn what_just_happened_is_told_in_seconds_and_what_is_old_by_its_day() {
        let now: DateTime<Utc> = "2026-03-10T09:40:20Z".parse().unwrap();
        for (at, told) in [
            ("2026-03-10T09:40:19Z", "just now"),
            ("2026-03-10T09:40:00Z", "20 seconds ago"),
            ("2026-03-10T09:39:19Z", "1 minute ago"),
            ("2026-03-10T01:00:00Z", "8 hours ago"),
            ("2026-03-01T01:00:00Z", "on Mar 01 2026"),
            ("", "meanwhile"),
        ] {
            assert_eq!(since(at, now), told);
        }
    }
}
