//! Which rows are listed and in which order; what a row says in its columns is `office::lists::queue`.
//! Pure; used by the Queue view and its drawing.

use super::Queue;
use crate::domain::day::full;
use crate::domain::review::{PersonName, QueueRow};
use crate::domain::text;
use crate::office::lists::RowBand;
use crate::office::lists::queue::{AS_THEY_COME, QUEUE};
pub(super) use crate::office::query::review::RowKey;
use crate::tui::command::Command;

/// Which rows the list holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum ShownRequests {
    /// Those with us.
    #[default]
    Open,
    /// Those that wait for a vendor or for whoever asked.
    Waiting,
    /// Those that are decided.
    Decided,
}

impl ShownRequests {
    const ALL: [ShownRequests; 3] = [
        ShownRequests::Open,
        ShownRequests::Waiting,
        ShownRequests::Decided,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            ShownRequests::Open => "open",
            ShownRequests::Waiting => "waiting",
            ShownRequests::Decided => "decided",
        }
    }

    pub(super) fn from_word(word: &str) -> ShownRequests {
        let found = ShownRequests::ALL
            .into_iter()
            .find(|shown| shown.word() == word);
        found.unwrap_or_default()
    }

    /// So many tabs to the right, and round.
    pub(super) fn step(self, steps: usize) -> ShownRequests {
        let at = ShownRequests::ALL.iter().position(|shown| *shown == self);
        ShownRequests::ALL[(at.unwrap_or(0) + steps) % ShownRequests::ALL.len()]
    }

    fn holds(self, row: &QueueRow) -> bool {
        match self {
            ShownRequests::Open => !row.waits(),
            ShownRequests::Waiting => row.waits(),
            ShownRequests::Decided => true,
        }
    }
}

/// Commands that act on what the sheet says, also from the list.
pub(super) fn needs_sheet(command: Command) -> bool {
    matches!(
        command,
        Command::Answer(_)
            | Command::Decide
            | Command::Note
            | Command::Edit
            | Command::Related
            | Command::Open
            | Command::Copy
            | Command::CopyMenu
            | Command::NextPane
            | Command::PreviousPane
            | Command::Left
            | Command::Right
            | Command::ScrollDown
            | Command::ScrollUp
    )
}

/// The lines of the sort menu. What is decided stands by its day, the newest first.
pub(super) fn orders(view: &Queue) -> Vec<(char, &'static str)> {
    let mut orders = QUEUE.orders();
    let usual = orders
        .iter_mut()
        .find(|(letter, _)| *letter == AS_THEY_COME);
    if let Some((_, word)) = usual
        && view.shown == ShownRequests::Decided
    {
        *word = "newest first";
    }
    orders
}

/// The rows of this tab, before scope and filter.
pub(super) fn in_tab<'r>(view: &Queue, rows: &'r [QueueRow]) -> Vec<&'r QueueRow> {
    rows.iter().filter(|row| view.shown.holds(row)).collect()
}

/// How many rows there are in scope: what line 2 says, counted when the rows come.
#[derive(Clone, Copy, Default)]
pub(super) struct QueueCounts {
    /// Of this tab, before any filter.
    pub(super) all: usize,
    /// Of these, the late ones.
    pub(super) late: usize,
    /// Of these, those that nobody has taken.
    pub(super) untaken: usize,
    /// Of all tabs, those that wait on others.
    pub(super) waiting: usize,
}

impl QueueCounts {
    pub(super) fn of(view: &Queue, rows: &[QueueRow]) -> QueueCounts {
        let all = in_scope(view, rows);
        let school = view.school();
        let here = rows.iter();
        let here = here.filter(|row| school.is_none_or(|id| row.schools.covers(id)));
        QueueCounts {
            late: all.iter().filter(|row| row.is_late()).count(),
            untaken: all.iter().filter(|row| row.owner.is_none()).count(),
            all: all.len(),
            waiting: here.filter(|row| row.waits()).count(),
        }
    }
}

/// The rows of this tab in scope, before any filter.
pub(super) fn in_scope<'r>(view: &Queue, rows: &'r [QueueRow]) -> Vec<&'r QueueRow> {
    let school = view.school();
    let mut rows = in_tab(view, rows);
    rows.retain(|row| school.is_none_or(|id| row.schools.covers(id)));
    rows
}

/// The rows listed: of this tab, in scope, with the filter's words, in order.
pub(super) fn listed<'r>(view: &Queue, rows: &'r [QueueRow]) -> Vec<&'r QueueRow> {
    let words = text::fold(view.filter.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, rows);
    rows.retain(|row| words.is_empty() || fits(row, &words));
    let due = |row: &QueueRow| (row.clock.due_on, row.request.is_none(), row.request);
    let decided = view.shown == ShownRequests::Decided;
    let as_they_come = view.order.by == AS_THEY_COME;
    if decided || !as_they_come {
        rows.sort_by_key(|row| due(row));
    }
    let newest_first = decided && as_they_come;
    QUEUE.sort(
        &mut rows,
        view.order.by,
        view.order.reversed != newest_first,
    );
    rows
}

/// The bands that these rows fall into: by who waits for them, as long as they stand as they come and are with us.
pub(super) fn bands(view: &Queue, rows: &[&QueueRow]) -> Vec<RowBand> {
    if view.shown == ShownRequests::Open {
        QUEUE.bands(rows, view.order.by)
    } else {
        Vec::new()
    }
}

fn fits(row: &QueueRow, words: &[&str]) -> bool {
    let vendor = row.vendor.as_deref().unwrap_or_default();
    let owner = row.owner.as_ref();
    let owner = owner.map(PersonName::words);
    let all = text::fold(&format!(
        "{} {} {vendor} {} {} {}",
        row.name,
        row.product_name,
        row.place,
        row.kind(),
        owner.unwrap_or_default()
    ));
    words.iter().all(|word| all.contains(word))
}

/// When it is due, in a sentence: `due Thu Mar 12, in 2 days`.
pub(super) fn due_in_words(row: &QueueRow) -> String {
    let day = full(row.clock.due_on);
    let days = |n: i64| match n {
        1 => "1 working day".to_owned(),
        n => format!("{n} working days"),
    };
    if !row.state.is_open() {
        return format!(
            "{}, our part took {}",
            row.state.spoken(),
            days(row.clock.our_days)
        );
    }
    if row.waits() {
        return format!("the clock stands still; was due {day}");
    }
    match row.clock.working_days_left {
        0 => format!("due today, {day}"),
        left if left < 0 => format!("due {day}, {} late", days(-left)),
        left => format!("due {day}, in {}", days(left)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::product::ProductId;
    use crate::domain::request::RequestId;

    #[test]
    fn a_saved_place_names_a_row_and_tabs_go_round() {
        for key in [
            RowKey::Request(RequestId(418)),
            RowKey::Product(ProductId(31)),
        ] {
            assert_eq!(RowKey::from_word(&key.word()), Some(key));
        }
        assert_eq!(RowKey::from_word(""), None);
        assert_eq!(ShownRequests::Decided.step(1), ShownRequests::Open);
        assert_eq!(ShownRequests::Open.step(2), ShownRequests::Decided);
    }
}
