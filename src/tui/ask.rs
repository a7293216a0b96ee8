//! What the screens may ask of the records, what may come back, and who answers.
//!
//! Sent by `app` through the worker. Payloads are domain types; a question never names a view, so
//! that any view or popup may ask it.

use serde::{Deserialize, Serialize};

/// A school to stay at, as the person picked it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// The record's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What tells it from others of that name.
    pub note: String,
}

/// One question, or one change to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Every school a person may stay at.
    Schools,
    /// Take back my last change.
    Undo,
    /// Put back what I last took back.
    Redo,
}

impl Ask {
    /// Whether it changes records: never dropped, never overtaken.
    pub fn is_change(&self) -> bool {
        match self {
            Self::Schools => false,
            Self::Undo | Self::Redo => true,
        }
    }

    /// Whether keys that act on rows wait for its answer. What only fills in details does not hold
    /// anybody up.
    pub fn brings_rows(&self) -> bool {
        match self {
            Self::Schools => true,
            Self::Undo | Self::Redo => false,
        }
    }

    /// Whether a newer question of this kind makes the older one pointless.
    pub fn replaces(&self, older: &Self) -> bool {
        !self.is_change() && std::mem::discriminant(self) == std::mem::discriminant(older)
    }
}

/// What came back.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// The schools, by name.
    Schools(Vec<Choice>),
    /// A change was made; the sentence says which.
    Done(String),
    /// It could not be; the sentence says why, what was kept and what to press.
    Failed(String),
}

/// Answers questions; lives in the worker thread, or in a test.
pub trait Answerer: Send {
    /// Answers one question or makes one change. May take as long as it needs.
    fn answer(&mut self, ask: &Ask) -> Answer;
    /// Whether somebody else changed the records since the last call.
    fn others_changed(&mut self) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_replaces_nothing() {
        assert!(Ask::Schools.replaces(&Ask::Schools));
        assert!(!Ask::Undo.replaces(&Ask::Undo));
        assert!(!Ask::Schools.replaces(&Ask::Undo));
    }
}
