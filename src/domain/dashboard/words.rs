//! The dashboard in words, for the screen, what is copied from it, and the command.

use super::{DashboardPage, FactorBox};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::waste::{Factor, Totals};

/// Said where there is nothing to do first.
pub const NOTHING_TO_STOP: &str = "Nothing at risk can still be stopped this year.";

/// A factor in capitals.
pub fn title(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "TRAINING",
        Factor::Overlap => "OVERLAP",
        Factor::Incompatible => "INCOMPATIBLE",
        Factor::Unowned => "NO CLEAR OWNER",
    }
}

/// What it is, where there is room.
pub fn meaning(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "paid seats that sit unused",
        Factor::Overlap => "bought twice, or two for one job",
        Factor::Incompatible => "fails on the devices in use",
        Factor::Unowned => "exposure, not proven waste",
    }
}

/// The same in a word.
pub fn short(factor: Factor) -> &'static str {
    match factor {
        Factor::Untrained => "idle",
        Factor::Overlap => "twice",
        Factor::Incompatible => "unfit",
        Factor::Unowned => "exposure",
    }
}

/// `9%`, `<1%`; nothing of nothing is `0%`.
pub fn share(part: Cents, whole: Cents) -> String {
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
pub fn sentence(totals: &Totals) -> String {
    format!(
        "${} of ${} {} at risk of waste ({}), each dollar counted once",
        totals.at_risk.dollars(),
        totals.spend.dollars(),
        Basis::FyShare,
        share(totals.at_risk, totals.spend)
    )
}

/// Gross beside net, what can be stopped and what not, what nobody measured.
pub fn beside(totals: &Totals) -> String {
    format!(
        "gross ${}; can be stopped ${}, locked ${}; not measured ${}",
        totals.gross.dollars(),
        totals.stoppable.dollars(),
        totals.locked.dollars(),
        totals.unmeasured.dollars()
    )
}

/// `FY 2025-26`.
pub fn year(year: i32, years: FiscalYears) -> String {
    let last = years.last_day(year);
    let first = years.first_day(year);
    if first.format("%Y").to_string() == last.format("%Y").to_string() {
        return format!("FY {}", last.format("%Y"));
    }
    format!("FY {}-{}", first.format("%Y"), last.format("%y"))
}

/// The page up to what to do first: the sentence of the year, the sums beside it, each factor with its dearest
/// products.
pub fn sums(page: &DashboardPage, years: FiscalYears) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {}.", year(page.year, years), sentence(&page.totals)),
        format!("{}.", beside(&page.totals)),
    ];
    lines.extend(page.boxes.iter().flat_map(factor));
    lines
}

fn factor(one: &FactorBox) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: ${} net, ${} gross",
        title(one.factor),
        one.taken.net.dollars(),
        one.taken.gross.dollars()
    )];
    let each = one.dearest.iter();
    lines.extend(each.map(|p| {
        let called = format!("{} {}", p.name, p.why);
        format!("  {}: ${}", called.trim_end(), p.net.dollars())
    }));
    lines
}
