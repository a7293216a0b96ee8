//! The dashboard's words: what the factors are called, the sentences, how each number is counted.

use chrono::NaiveDate;

use crate::domain::counted::counted;
pub(super) use crate::domain::dashboard::words::{
    beside, meaning, sentence, share, share_in_brackets, short, spend, sums, title, year,
};
use crate::domain::dashboard::{ActionStep, DashboardAction, DashboardPage, Late};
use crate::domain::day::near;
use crate::domain::money::Cents;
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::text;
use crate::domain::waste::Totals;
use crate::tui::command::Command;

/// For the help: what each number is.
pub(super) const COUNTING: [(&str, &str); 11] = [
    (
        "at risk",
        "The four factors together. Each takes what those before it left, so no dollar counts twice.",
    ),
    (
        "1 training",
        "Seats beyond the used and the spare ones, at their price. Only where fewer can be had.",
    ),
    (
        "2 overlap",
        "What the open overlaps of view 4 claim: bought twice, or two for one job.",
    ),
    (
        "3 incompatible",
        "Taken first: the share of users on whose devices it fails.",
    ),
    (
        "4 no owner",
        "Taken last: what nobody judges, runs or buys and that renews. Exposure, not proven waste.",
    ),
    ("gross", "A factor alone, as if the others took nothing."),
    (
        "can be stopped",
        "Our own last day is still ahead. The rest is locked until a renewal.",
    ),
    (
        "not measured",
        "Spend where nobody counted use. It is in no factor.",
    ),
    (
        "check inputs",
        "The share is outside 5 to 30 percent: look at seats and use first.",
    ),
    (
        "do first",
        "Each dollar that can be stopped is in one line. Due in 30 days first, then 90, then by dollars.",
    ),
    ("per student", "At risk at a school, by its students."),
];

/// Both where a line has no more than so many columns; the gross is left out first.
pub(super) fn in_short(totals: &Totals, without_price: Unpriced, room: usize) -> [String; 2] {
    let parts = format!(
        "stop {}, locked {}, unmeasured {}",
        totals.stoppable.dollars(),
        totals.locked.dollars(),
        totals.unmeasured.dollars()
    );
    let all = format!("gross {}, {parts}", totals.gross.dollars());
    [
        format!(
            "${} of {} at risk{}, each once",
            totals.at_risk.dollars(),
            spend(totals, without_price),
            share_in_brackets(totals, without_price)
        ),
        if text::width(&all) > room { parts } else { all },
    ]
}

/// `9% of spend`; of a spend that leaves out hidden prices that it is no share of all.
pub(super) fn of_spend(part: Cents, sums: &DashboardPage) -> String {
    match sums.without_price.hidden {
        0 => format!("{} of spend", share(part, sums.totals.spend)),
        _ => "prices hidden".to_owned(),
    }
}

/// The key that carries an action out.
pub(super) fn key(action: &DashboardAction) -> Command {
    match action.step {
        ActionStep::Decide(_) | ActionStep::Plan(_) => Command::Decide,
        ActionStep::Name { .. } => Command::Who,
        ActionStep::Phone(_) | ActionStep::Train(_) => Command::Open,
    }
}

/// `by Fri Mar 13 (3 days)`, `by Fri Mar 13 3d`.
pub(super) fn by(day: NaiveDate, today: NaiveDate, roomy: bool) -> String {
    let days = (day - today).num_days();
    if days == 0 {
        return "by today".to_owned();
    }
    let left = match days {
        _ if !roomy => format!("{days}d"),
        1 => "(1 day)".to_owned(),
        days => format!("({days} days)"),
    };
    format!("by {} {left}", near(day, today))
}

/// `2 reviews: R-402 Blooket 4 working days, R-397 Kahoot! EDU 1`.
pub(super) fn late(late: &[Late]) -> String {
    if late.is_empty() {
        return "no review is late".to_owned();
    }
    let each: Vec<String> = late
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let unit = match (at, one.days) {
                (0, 1) => " working day",
                (0, _) => " working days",
                _ => "",
            };
            format!("{} {}{unit}", one.what, one.days)
        })
        .collect();
    format!("{}: {}", counted(late.len(), "review"), each.join(", "))
}
