//! Checklists as data: what is asked of a product, which answers gate a decision, and which questions
//! answer themselves. The program ships edition 1 of each; a district's own editions are records.
//! Knows nothing of requests: `condition` is told the facts, and `review::gate` asks.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

pub mod condition;
mod read;

pub use condition::When;

use super::record::{record, words};
use super::refusal::Refusal;
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
            return Err(Refusal::new("edition", "edition 1 is the one the program ships"));
        }
        parse(list.track, list.edition, &list.text)
            .map(drop)
            .map_err(|why| why.about("text"))
    }
}

words! {
    /// What an item does to a decision.
    Gate {
        /// Not known blocks, failed allows only denial, in part makes a condition.
        Must = "must",
        /// The same, where its condition holds; else the item answers itself n/a, or is a should.
        MustIf = "must-if",
        /// Never blocks; a failure needs a comment.
        Should = "should",
    }
}

words! {
    /// Who looks at an item.
    Reviewer {
        /// Whoever knows student data and consent.
        Privacy = "privacy",
        /// Whoever knows devices, network and accounts.
        Technical = "technical",
        /// Whoever knows what everybody can use.
        Accessibility = "accessibility",
        /// Whoever knows terms and owners.
        Purchasing = "purchasing",
        /// Whoever knows teaching.
        Curricular = "curricular",
    }
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// `T05`, `C12`.
    pub id: String,
    /// A few words for a row: at most 36 columns.
    pub title: String,
    /// What is to be found out, in full.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// What it does to a decision.
    pub gate: Gate,
    /// When it applies; always where none is said. Where it does not, the item answers itself n/a.
    pub applies_if: Option<When>,
    /// What makes it a must; where that does not hold, it is a should. Of a must-if only.
    pub must_if: Option<When>,
    /// What proves an answer.
    pub evidence: String,
    /// Which waste it prevents: `F1` to `F4`, `F0` for duties outside the four.
    pub factors: Vec<String>,
    /// Is it about privacy or safety, so that its failure allows only denial, no pilot?
    pub safety: bool,
    /// Who looks at it.
    pub reviewer: Reviewer,
}

/// One edition of one checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistEdition {
    /// Which of the two.
    pub track: Track,
    /// Counted from 1, which is the shipped one.
    pub edition: i64,
    /// Its items, in order.
    pub items: Vec<ChecklistItem>,
}

/// The edition the program ships.
pub const SHIPPED: i64 = 1;

/// Bytes a checklist's text may have; the shipped ones have about 12,000.
pub const LONGEST: usize = 256 * 1024;

/// The shipped checklist as the text it was written in, which is what `checklist export` gives.
pub fn shipped_text(track: Track) -> &'static str {
    match track {
        Track::Technical => include_str!("../../schema/checklists/technical_1.toml"),
        Track::Curricular => include_str!("../../schema/checklists/curricular_1.toml"),
    }
}

/// The checklist the program ships.
pub fn shipped(track: Track) -> Arc<ChecklistEdition> {
    static TECHNICAL: LazyLock<Arc<ChecklistEdition>> =
        LazyLock::new(|| read_shipped(Track::Technical));
    static CURRICULAR: LazyLock<Arc<ChecklistEdition>> =
        LazyLock::new(|| read_shipped(Track::Curricular));
    match track {
        Track::Technical => TECHNICAL.clone(),
        Track::Curricular => CURRICULAR.clone(),
    }
}

/// That the shipped text can be read is proved by a test, so the empty list is never seen.
fn read_shipped(track: Track) -> Arc<ChecklistEdition> {
    let list = parse(track, SHIPPED, shipped_text(track));
    Arc::new(list.unwrap_or(ChecklistEdition {
        track,
        edition: SHIPPED,
        items: Vec::new(),
    }))
}

/// Reads a checklist's text. The error is one sentence that names the item and the line at fault.
pub fn parse(track: Track, edition: i64, text: &str) -> Result<ChecklistEdition, Refusal> {
    let items = read::items(track, text)?;
    Ok(ChecklistEdition {
        track,
        edition,
        items,
    })
}

#[cfg(test)]
mod tests;
