//! Which alerts are listed, under which tab and in which order; what a row says in its columns is
//! `office::lists::overlaps`.
//! Pure; used by the Overlaps view and its drawing.

use chrono::{Datelike, NaiveDate};

use super::Overlaps;
use crate::domain::money::Cents;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::board::AlertRow;
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::office::lists::RowBand;
use crate::office::lists::overlaps::{BY_STATE, OVERLAPS};
use crate::office::query::overlap::Board;
use crate::tui::widget::order::Order;

/// What is listed: a tab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum ShownAlerts {
    /// Everything that is still to be dealt with.
    #[default]
    All,
    /// The same, of one kind.
    Of(OverlapKind),
    /// What is dismissed, resolved or gone.
    Closed,
}

/// So many of the tabs are there even while they are empty, so that keys stay keys.
const ALWAYS: usize = 3;

impl ShownAlerts {
    /// What the tab is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            ShownAlerts::All => "All",
            ShownAlerts::Of(kind) => kind.spoken(),
            ShownAlerts::Closed => "Closed",
        }
    }

    /// As the saved place spells it.
    pub(super) fn word(self) -> &'static str {
        match self {
            ShownAlerts::All => "all",
            ShownAlerts::Of(kind) => kind.word(),
            ShownAlerts::Closed => "closed",
        }
    }

    pub(super) fn from_word(word: &str) -> ShownAlerts {
        match (word, OverlapKind::from_word(word)) {
            ("closed", _) => ShownAlerts::Closed,
            (_, Some(kind)) => ShownAlerts::Of(kind),
            _ => ShownAlerts::All,
        }
    }

    pub(super) fn has(self, row: &AlertRow) -> bool {
        match self {
            ShownAlerts::All => row.standing.is_open(),
            ShownAlerts::Of(kind) => row.standing.is_open() && row.kind == kind,
            ShownAlerts::Closed => !row.standing.is_open(),
        }
    }
}

/// What there is in scope, counted when the board comes.
#[derive(Default)]
pub(super) struct AlertCounts {
    /// By tab, all of them.
    tabs: Vec<(ShownAlerts, usize)>,
    /// What is at stake in those that are open, in the district.
    pub(super) at_stake: Cents,
    /// The same at the school in scope; none where no school is, or its amounts have not come.
    pub(super) at_stake_here: Option<Cents>,
    /// How many of these must be acted on in this month.
    pub(super) this_month: usize,
}

impl AlertCounts {
    pub(super) fn of(view: &Overlaps, board: &Board) -> AlertCounts {
        let rows = in_scope(view, board);
        let kinds = OverlapKind::tabs().into_iter().map(ShownAlerts::Of);
        let tabs = std::iter::once(ShownAlerts::All).chain(kinds);
        let tabs = tabs.chain([ShownAlerts::Closed]);
        let count = |shown: ShownAlerts| rows.iter().filter(|row| shown.has(row)).count();
        let open = rows.iter().filter(|row| row.standing.is_open());
        let month = |day: NaiveDate| (day.year(), day.month());
        let soon = |row: &&&AlertRow| row.act_by.map(month) == Some(month(board.today));
        AlertCounts {
            tabs: tabs.map(|shown| (shown, count(shown))).collect(),
            at_stake: open.clone().map(|row| row.at_stake).sum(),
            at_stake_here: open.clone().map(|row| row.at_stake_here).sum(),
            this_month: open.filter(soon).count(),
        }
    }

    /// How many a tab has.
    pub(super) fn of_tab(&self, shown: ShownAlerts) -> usize {
        let mut tabs = self.tabs.iter();
        tabs.find(|(tab, _)| *tab == shown)
            .map_or(0, |(_, count)| *count)
    }
}

/// The tabs and how many each has, in scope.
pub(super) fn tabs(view: &Overlaps) -> Vec<(ShownAlerts, usize)> {
    let kept = view.counted.tabs.iter().enumerate();
    let kept = kept.filter(|(at, (shown, rows))| match shown {
        // The first tab is that of all.
        ShownAlerts::Of(_) => *at <= ALWAYS || *rows > 0 || *shown == view.shown,
        ShownAlerts::All | ShownAlerts::Closed => true,
    });
    kept.map(|(_, tab)| *tab).collect()
}

/// The tab so many further on, and round.
pub(super) fn turned(view: &Overlaps, by: usize) -> ShownAlerts {
    let tabs = tabs(view);
    let at = tabs.iter().position(|(shown, _)| *shown == view.shown);
    tabs[(at.unwrap_or(0) + by) % tabs.len()].0
}

/// How many tabs there are.
pub(super) fn count(view: &Overlaps) -> usize {
    tabs(view).len()
}

/// Every alert that is about the school all views stay at.
pub(super) fn in_scope<'b>(view: &Overlaps, board: &'b Board) -> Vec<&'b AlertRow> {
    let school = view.school();
    let rows = board.board.rows.iter();
    rows.filter(|row| school.is_none_or(|id| row.schools.iter().any(|(school, _)| *school == id)))
        .collect()
}

/// The alerts listed, and the bands that they fall into.
pub(super) fn listed(view: &Overlaps, board: &Board) -> (Vec<String>, Vec<RowBand>) {
    let words = text::fold(view.filter.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, board);
    rows.retain(|row| view.shown.has(row) && mentions(row, &words));
    // The board brings the dearest first, and that stays the order among equals.
    OVERLAPS.sort(&mut rows, view.order.by, view.order.reversed);
    let by_state = is_by_state(view);
    if by_state {
        OVERLAPS.sort(&mut rows, BY_STATE, false);
    }
    let bands = if by_state { BY_STATE } else { view.order.by };
    let listed = rows.iter().map(|row| row.fingerprint.clone()).collect();
    (listed, OVERLAPS.bands(&rows, bands))
}

/// Closed ones stand by what became of them, unless somebody wants another order.
pub(super) fn is_by_state(view: &Overlaps) -> bool {
    view.shown == ShownAlerts::Closed && view.order.by == Order::default().by
}

/// Does it say all these folded words?
fn mentions(row: &AlertRow, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let products = row.products.iter().map(|(_, name)| name.as_str());
    let names = products.chain(row.schools.iter().map(|(_, code)| &**code));
    let numbers = row.contracts.iter().map(|(_, number)| number.as_str());
    let owner = row.owner.as_ref().map(PersonName::words);
    let said = [
        row.name.as_str(),
        &row.title,
        row.kind.spoken(),
        row.standing.word(),
        owner.as_deref().unwrap_or_default(),
    ];
    let all: Vec<&str> = said.into_iter().chain(names).chain(numbers).collect();
    let all = text::fold(&all.join(" "));
    words.iter().all(|word| all.contains(word))
}

/// `today`, `in 10 days`, `3 days ago`.
pub(super) fn how_far(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "in 1 day".to_owned(),
        2.. => format!("in {days} days"),
        -1 => "1 day ago".to_owned(),
        _ => format!("{} days ago", -days),
    }
}
