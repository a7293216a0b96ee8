//! The one verdict that needs no facts: `NOT_LISTED`, for words that fit no product.

use super::super::facts::{Alternative, Question};
use super::super::{Four, Seats, StatusAnswer, StatusWord, Verdict};
use super::{instead, offered, said};
use crate::domain::counted::counted;
use crate::domain::policy::Unlisted;

/// Words that name no product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unnamed<'a> {
    /// The words, as they were said.
    pub words: &'a str,
    /// Names near to them, nearest first.
    pub nearest: &'a [String],
    /// Those of the words that are neither product nor school.
    pub unknown: &'a [String],
    /// Is the first of the nearest what the rest of the words names?
    pub rest_is_listed: bool,
    /// How many products the words name, the first of the nearest, where that is more than one: one is answered at a time.
    pub several: usize,
    /// How many products have names that begin with the words, where that is more than one.
    pub begun: usize,
}

/// So many products are named at most.
const FEW: usize = 3;

/// `NOT_LISTED`, with the nearest names and what is approved for the job, if anything is known of it.
pub(in crate::domain::status) fn not_listed(
    Unnamed {
        words,
        nearest,
        unknown,
        rest_is_listed,
        several,
        begun,
    }: Unnamed,
    alternatives: &[Alternative],
    question: &Question,
) -> StatusAnswer {
    let alternatives = offered(alternatives);
    // Where several are meant, nothing else is offered.
    let meant = several.max(begun);
    let most = if meant > 1 { meant.min(FEW) } else { FEW };
    let few: Vec<&str> = nearest.iter().take(most).map(String::as_str).collect();
    let other = instead(None, &alternatives, question.school.is_some());
    let (ask, wait) = match question.unlisted {
        Unlisted::Blocked => (
            "Ask the office to review it; it is blocked until then.",
            "Please do not use it; it is blocked until the office has decided",
        ),
        Unlisted::Ask => (
            "Ask the office to review it.",
            "Please do not use it with students until the office has looked at it",
        ),
        Unlisted::LowRisk => (
            "Go ahead where it is free and wants no student data; else ask the office to review it.",
            "It may be used without asking where it is free and wants no student data",
        ),
    };
    let (next_step, tail) = if !few.is_empty() {
        let meant = format!("Did you mean {}?", few.join(" or "));
        let else_ask = format!("{meant} Else {}{}", ask[..1].to_lowercase(), &ask[1..]);
        (else_ask, meant)
    } else if other.is_empty() {
        (ask.to_owned(), wait.to_owned())
    } else {
        (ask.to_owned(), other)
    };
    let unsaid = || "not known".to_owned();
    // Beside a school that was named, what is left over is no other one.
    let beside = unknown.iter().filter(|_| question.school.is_none());
    let beside: Vec<String> = beside.map(|word| format!("\"{word}\"")).collect();
    let beside = beside.join(" or ");
    let listed = nearest.first().filter(|_| rest_is_listed);
    let left: Vec<String> = unknown.iter().map(|word| format!("\"{word}\"")).collect();
    let left = left.join(" or ");
    // Beside a school, what is left over of a product that is listed says nothing of what was asked.
    let listed_here = listed.filter(|_| beside.is_empty() && !left.is_empty());
    let count = i64::try_from(begun).unwrap_or(i64::MAX);
    let reason = if several > 1 {
        "The words name several products; ask about one at a time.".to_owned()
    } else if begun > 1 {
        format!("{} begin so; say which one.", counted(count, "product"))
    } else if listed_here.is_some() {
        format!("{left} names nothing here, and no product is called \"{words}\".")
    } else if beside.is_empty() {
        "It is not on the district's list; nobody has asked about it.".to_owned()
    } else {
        format!("No school is called {beside}, and no product is called \"{words}\".")
    };
    let (next_step, say) = match (listed_here, listed) {
        _ if meant > 1 => {
            let which = format!("Which one do you mean: {}?", few.join(" or "));
            let lead = if several > 1 {
                "I can tell of one product at a time".to_owned()
            } else {
                format!("{} begin with \"{words}\"", counted(count, "product"))
            };
            (which.clone(), said(&lead, &which))
        }
        (Some(listed), _) => {
            let lead = format!("{listed} is on our list, but {left} names nothing here");
            (next_step, said(&lead, &tail))
        }
        _ if beside.is_empty() => {
            let lead = format!("{words} is not on our list, so nobody has asked about it yet");
            (next_step, said(&lead, &tail))
        }
        (None, Some(listed)) => {
            let lead = format!("{listed} is on our list, but no school is called {beside}");
            let which = format!(
                "Say which school. If \"{words}\" is another product: {}{}",
                ask[..1].to_lowercase(),
                &ask[1..]
            );
            (which, said(&lead, "Which school do you mean?"))
        }
        (None, None) => {
            let lead = format!("No school is called {beside}");
            (next_step, said(&lead, &tail))
        }
    };
    StatusAnswer {
        product_id: None,
        product: words.to_owned(),
        vendor: None,
        matched_alias: None,
        verdict: Verdict::NotListed,
        word: StatusWord::NotAsked,
        headline: "NOT LISTED".to_owned(),
        reason,
        conditions: Vec::new(),
        valid_until: None,
        where_: String::new(),
        seats: Seats::default(),
        next_step,
        who: None,
        alternatives,
        say,
        four: Four {
            approval: "never asked".to_owned(),
            entitlement: unsaid(),
            provisioning: unsaid(),
            fit: unsaid(),
        },
        as_of: question.today,
    }
}
