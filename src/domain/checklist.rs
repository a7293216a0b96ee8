//! Checklists as data: what is asked of a product, which answers gate a decision, and which questions
//! answer themselves. The program ships edition 1 of each; a district's own editions are records.

use chrono::NaiveDate;

use super::record::{record, words};
use super::request::Track;

record! {
    /// A district's own edition of a checklist, as the text it was imported from.
    Checklist(ChecklistId) keyed by ["track", "edition"] {
        /// Which of the two.
        track: Track,
        /// 2, 3...; 1 is the one the program ships.
        edition: i64,
        /// The items, as TOML.
        text: String,
        /// The day it came to be.
        made_on: NaiveDate,
    } check(list) {
        if list.edition < 2 {
            return Err("edition 1 is the one the program ships".into());
        }
        Ok(())
    }
}

words! {
    /// What an item does to a decision.
    Gate {
        /// Not known blocks, failed allows only denial, in part makes a condition.
        Must = "must",
        /// The same, where its condition holds; else the item answers itself n/a.
        MustIf = "must-if",
        /// Never blocks; a failure needs a comment.
        Should = "should",
    }
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `T05`, `C12`.
    pub id: String,
    /// A few words for a row: at most 36 columns.
    pub title: String,
    /// The whole question.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// What it does to a decision.
    pub gate: Gate,
    /// When it applies, in the words of the facts of a request; always where none is said.
    pub applies_if: Option<String>,
    /// What proves an answer.
    pub evidence: String,
    /// Which waste it prevents: `F1` to `F4`, `F0` for duties outside the four.
    pub factors: Vec<String>,
    /// Is it about privacy or safety, so that its failure allows only denial, no pilot?
    pub safety: bool,
    /// Who looks at it: `privacy`, `technical`, `accessibility`, `purchasing`, `curricular`.
    pub reviewer: String,
}

/// One edition of one checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which of the two.
    pub track: Track,
    /// Its edition.
    pub edition: i64,
    /// Its items, in order.
    pub items: Vec<Item>,
}
