//! The dashboard's words: what the factors are called, the sentences, how each number is counted.

use chrono::NaiveDate;

use crate::domain::dashboard::{Action, Dashboard as Sums, Late, Step};
use crate::domain::money::Cents;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::unknown::without_price;
use crate::domain::waste::{Factor, Totals};
use crate::office::export::counted;
use crate::tui::command::Command;
use crate::tui::scene::{Scene, Shape};

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

/// A factor in capitals.
pub(super) fn title(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "TRAINING",
        Factor::Overlap => "OVERLAP",
        Factor::Incompatible => "INCOMPATIBLE",
        Factor::Unowned => "NO CLEAR OWNER",
    }
}

/// What it is, where there is room.
pub(super) fn meaning(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "paid seats that sit unused",
        Factor::Overlap => "bought twice, or two for one job",
        Factor::Incompatible => "fails on the devices in use",
        Factor::Unowned => "exposure, not proven waste",
    }
}

/// The same in a word.
pub(super) fn short(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "idle",
        Factor::Overlap => "twice",
        Factor::Incompatible => "unfit",
        Factor::Unowned => "exposure",
    }
}

/// `9%`, `<1%`; nothing of nothing is `0%`.
pub(super) fn share(part: Cents, whole: Cents) -> String {
    if part <= Cents(0) || whole <= Cents(0) {
        return "0%".to_owned();
    }
    let percent = (i128::from(part.0) * 200 + i128::from(whole.0)) / (i128::from(whole.0) * 2);
    if percent == 0 {
        "<1%".to_owned()
    } else {
        format!("{percent}%")
    }
}

/// `$93,547 of $338,610 FY share at risk of waste (28%), each dollar counted once`.
pub(super) fn sentence(totals: &Totals) -> String {
    format!(
        "${} of ${} FY share at risk of waste ({}), each dollar counted once",
        totals.at_risk.dollars(),
        totals.spend.dollars(),
        share(totals.at_risk, totals.spend)
    )
}

/// Gross beside net, what can be stopped and what not, what nobody measured.
pub(super) fn beside(totals: &Totals) -> String {
    format!(
        "gross ${}; can be stopped ${}, locked ${}; not measured ${}",
        totals.gross.dollars(),
        totals.stoppable.dollars(),
        totals.locked.dollars(),
        totals.unmeasured.dollars()
    )
}

/// Both where a line is short.
pub(super) fn in_short(totals: &Totals) -> [String; 2] {
    [
        format!(
            "${} of ${} at risk ({}), each dollar once",
            totals.at_risk.dollars(),
            totals.spend.dollars(),
            share(totals.at_risk, totals.spend)
        ),
        format!(
            "gross {}, stop {}, locked {}, unmeasured {}",
            totals.gross.dollars(),
            totals.stoppable.dollars(),
            totals.locked.dollars(),
            totals.unmeasured.dollars()
        ),
    ]
}

/// `FY 2025-26`.
pub(super) fn year(year: i32, years: FiscalYears) -> String {
    let last = years.last_day(year);
    let first = years.first_day(year);
    if first.format("%Y").to_string() == last.format("%Y").to_string() {
        return format!("FY {}", last.format("%Y"));
    }
    format!("FY {}-{}", first.format("%Y"), last.format("%y"))
}

/// The key that carries an action out.
pub(super) fn key(action: &Action) -> Command {
    match action.step {
        Step::Decide(_) | Step::Plan(_) => Command::Decide,
        Step::Name(_) => Command::Who,
        Step::Phone(_) | Step::Train(_) => Command::Open,
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
    format!("by {} {left}", day.format("%a %b %d"))
}

/// `2 reviews: R-402 Blooket 4d, R-397 Kahoot! EDU 1d`.
pub(super) fn late(late: &[Late]) -> String {
    if late.is_empty() {
        return "no review is late".to_owned();
    }
    let each: Vec<String> = late
        .iter()
        .map(|one| format!("{} {}d", one.what, one.days))
        .collect();
    format!("{}: {}", counted(late.len(), "review"), each.join(", "))
}

/// What is missing before anything can be counted.
pub(super) fn empty(sums: &Sums, scene: &Scene, scoped: bool, name: &str) -> String {
    let without = without_price(sums.without_price)
        .map(|without| format!("{without}; 2 lists them. "))
        .unwrap_or_default();
    if scoped || sums.measured.used.1 > 0 || sums.without_price > 0 {
        let place = if scoped { " at this school" } else { "" };
        return format!(
            "{without}Nothing is paid for in {name}{place}. [ and ] go to other fiscal years{}.",
            if scoped {
                ", @ Enter to all schools"
            } else {
                ""
            }
        );
    }
    let needs = [
        "1 TRAINING needs contracts with seats, and how many are used.",
        "2 OVERLAP needs two contracts, and what products are for.",
        "3 INCOMPATIBLE needs devices of schools, and what a product fails on.",
        "4 NO CLEAR OWNER needs contracts; owners are named with w.",
    ];
    let gap = if scene.shape == Shape::Full {
        "\n\n"
    } else {
        "\n"
    };
    format!(
        "Not enough to count yet: 0 contracts, 0 seats counted. Each factor shows what it needs.{gap}{}{gap}\
         :import reads contracts and counts of seats.",
        needs.join("\n")
    )
}
