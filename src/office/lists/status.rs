//! May it be used: the columns of the finder, of its file and of `hallpass status --csv`.

use serde_json::json;

use super::Width::{AtLeast, Fixed};
use super::{ListColumn, ListColumns, Widths};
use crate::domain::find::NamedBy;
use crate::domain::status::{StatusAnswer, Verdict};
use crate::exchange::write::Holds;
use crate::office::query::FoundRow;

type AnswerColumn = ListColumn<AnswerRow>;

/// One product with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    /// What is answered for the product there.
    pub answer: StatusAnswer,
    /// How the words name the product; none where they are only like its name, or nobody typed any.
    pub named: Option<NamedBy>,
    /// The other name by which it was found.
    pub alias: Option<String>,
    /// The school that was asked about.
    pub school: Option<String>,
}

impl AnswerRow {
    /// A row of the finder, at the school that was asked about.
    pub fn of(found: &FoundRow, school: Option<&str>) -> AnswerRow {
        AnswerRow {
            answer: found.answer.clone(),
            named: None,
            alias: found.alias.clone(),
            school: school.map(str::to_owned),
        }
    }
}

/// Answers at one school.
pub const AT_SCHOOL: Widths = &[
    ("product", AtLeast(18)),
    ("answer", Fixed(16)),
    ("limits", AtLeast(30)),
];

/// Answers for the whole district: where they hold, too.
pub const ANYWHERE: Widths = &[
    ("product", AtLeast(18)),
    ("answer", Fixed(16)),
    ("where", Fixed(15)),
    ("limits", AtLeast(20)),
];

/// Products with their answers.
pub const STATUS: ListColumns<AnswerRow> = ListColumns {
    name: "status",
    all: &[
        AnswerColumn::new("product_id", Holds::Count, |r, _| {
            r.answer.product_id.into()
        }),
        AnswerColumn::new("product", Holds::Text, |r, _| {
            r.answer.product.as_str().into()
        })
        .screen("PRODUCT"),
        AnswerColumn::new("vendor", Holds::Text, |r, _| r.answer.vendor.clone().into()),
        AnswerColumn::new("matched_alias", Holds::Text, |r, _| {
            r.answer.matched_alias.clone().into()
        }),
        AnswerColumn::new("verdict", Holds::Text, |r, _| {
            json!(r.answer.verdict).as_str().into()
        }),
        AnswerColumn::new("answer", Holds::Text, |r, _| r.answer.word.text().into())
            .screen("ANSWER")
            .alarms(|r, _| super::schools::is_refused(r.answer.word)),
        AnswerColumn::new("reason", Holds::Text, |r, _| {
            r.answer.reason.as_str().into()
        }),
        AnswerColumn::new("conditions", Holds::List, |r, _| {
            r.answer.conditions.clone().into()
        }),
        AnswerColumn::new("valid_until", Holds::Day, |r, _| {
            r.answer.valid_until.into()
        }),
        AnswerColumn::new("where", Holds::Text, |r, _| r.answer.where_.as_str().into())
            .screen("WHERE"),
        AnswerColumn::new("purchased", Holds::Count, |r, _| {
            r.answer.seats.purchased.into()
        }),
        AnswerColumn::new("allotted", Holds::Count, |r, _| {
            r.answer.seats.allotted.into()
        }),
        AnswerColumn::new("used", Holds::Count, |r, _| r.answer.seats.used.into()),
        AnswerColumn::new("free", Holds::Count, |r, _| r.answer.seats.free.into()),
        AnswerColumn::new("next_step", Holds::Text, |r, _| {
            r.answer.next_step.as_str().into()
        }),
        AnswerColumn::new("say", Holds::Text, |r, _| r.answer.say.as_str().into()),
        AnswerColumn::new("match", Holds::Text, |r, _| {
            r.named.map(NamedBy::word).into()
        }),
        AnswerColumn::new("school", Holds::Text, |r, _| r.school.clone().into()),
        AnswerColumn::new("as_of", Holds::Day, |r, _| r.answer.as_of.into()),
        AnswerColumn::new("limits", Holds::Text, |r, _| limits(r).into())
            .screen_as("WHY / LIMITS", |r, _| limits(r))
            .not_in_files("it is the first of what reason, conditions and valid_until say in full"),
    ],
    json_first: &[],
    windows: &[AT_SCHOOL, ANYWHERE],
    terminals: &[],
    sorts: &[],
    copied: &[],
};

/// The one thing to know beside the word.
pub fn limits(row: &AnswerRow) -> String {
    let answer = &row.answer;
    let limits = match answer.verdict {
        Verdict::Yes | Verdict::YesUntil => answer
            .valid_until
            .map(|day| format!("until {}", day.format("%b %d %Y")))
            .unwrap_or_default(),
        Verdict::NotReviewed | Verdict::NotListed => String::new(),
        _ => answer.conditions.first().unwrap_or(&answer.reason).clone(),
    };
    match &row.alias {
        Some(alias) if limits.is_empty() => format!("also {alias}"),
        Some(alias) => format!("also {alias}; {limits}"),
        None => limits,
    }
}
