//! What there is to know about one product at one school, in lines: may it be used, who bought it,
//! what it costs, what is unused.

use super::SchoolsView;
use crate::domain::counted::counted;
use crate::domain::money::{Basis, Cents};
use crate::domain::status::StatusAnswer;
use crate::domain::text::wrap;
use crate::office::lists::schools::{price_in_words, short};
use crate::office::query::Placed;
use crate::tui::theme::{StyledLine, TextRole};

/// `C-127 Kahoot! EDU at Lincoln ES`.
pub(super) fn title(view: &SchoolsView, row: &Placed) -> String {
    let contract = match &row.contract {
        Some(number) => format!("{number} "),
        None => String::new(),
    };
    format!("{contract}{} at {}", row.name, view.school_name(row.school))
}

pub(super) fn lines(view: &SchoolsView, row: &Placed, width: usize) -> Vec<StyledLine> {
    let mut lines = verdict(view.word(row.product, Some(row.school)), width);
    for text in [paid(view, row), seats(row)] {
        lines.extend(wrap(&text, width).into_iter().map(|l| (l, TextRole::Plain)));
    }
    lines
}

/// The status in a word, and why.
pub(super) fn verdict(answer: Option<&StatusAnswer>, width: usize) -> Vec<StyledLine> {
    let Some(answer) = answer else {
        return Vec::new();
    };
    let why = if answer.conditions.is_empty() {
        answer.reason.clone()
    } else {
        let each = answer.conditions.iter();
        let each: Vec<&str> = each.map(|text| text.trim_end_matches('.')).collect();
        each.join("; ")
    };
    let text = format!("{}: {why}", short(answer.word));
    let mut lines = wrap(&text, width);
    lines.truncate(3);
    lines
        .into_iter()
        .map(|line| (line, TextRole::Plain))
        .collect()
}

fn paid(view: &SchoolsView, row: &Placed) -> String {
    let who = match row.buyer {
        Some(school) if school == row.school => "Bought by school".to_owned(),
        Some(school) => format!("By {}", view.school_name(school)),
        None => "By district".to_owned(),
    };
    let Some(end) = row.term_end else {
        return format!("{who}; no contract in force");
    };
    if row.kept_back {
        return format!("{who}, ends {}", end.format("%b %d %Y"));
    }
    let share = if row.buyer == Some(row.school) || row.cost.is_none() {
        ""
    } else {
        "share "
    };
    format!(
        "{who}, {share}{}, ends {}",
        price_in_words(row.cost),
        end.format("%b %d %Y")
    )
}

fn seats(row: &Placed) -> String {
    match (row.seats, row.used) {
        (None, None) => "No seats are counted".to_owned(),
        (None, Some(used)) => format!("{used} in use, seats not counted"),
        (Some(seats), None) => format!("{}, use not counted", counted(seats, "seat")),
        (Some(seats), Some(used)) if used > seats => {
            let seats_told = counted(seats, "seat");
            format!("! {seats_told}, {used} used: {} too many", used - seats)
        }
        (Some(seats), Some(used)) => {
            let unused = match row.unused() {
                None | Some(Cents(0)) => String::new(),
                Some(cents) => format!(" (about ${} {})", cents.dollars(), Basis::YearPrice),
            };
            let seats_told = counted(seats, "seat");
            format!("{seats_told}, {used} used, {} free{unused}", seats - used)
        }
    }
}
