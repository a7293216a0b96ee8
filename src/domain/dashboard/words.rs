//! The dashboard in words, for the screen, what is copied from it, and the command.

use super::{DashboardPage, FactorBox, StandardsLine, ToldHoles, WorstHole};
use crate::domain::counted::{counted, percent};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::unknown::Unpriced;
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
    match percent(part.0, whole.0) {
        Some(percent) if percent > 0 => format!("{percent}%"),
        _ => "<1%".to_owned(),
    }
}

/// `$93,547 of $338,610 FY share at risk of waste (28%), each dollar counted once`. Of a total that leaves out hidden prices
/// there is no share.
pub fn sentence(totals: &Totals, without_price: Unpriced) -> String {
    format!(
        "${} of {} at risk of waste{}, each dollar counted once",
        totals.at_risk.dollars(),
        spend(totals, without_price),
        share_in_brackets(totals, without_price)
    )
}

/// `$338,610 FY share`, and of a part of it `the $1,152 FY share you may see`.
pub fn spend(totals: &Totals, without_price: Unpriced) -> String {
    let all = format!("${} {}", totals.spend.dollars(), Basis::FyShare);
    match without_price.hidden {
        0 => all,
        _ => format!("the {all} you may see"),
    }
}

/// ` (28%)`; nothing of a total that leaves out hidden prices.
pub fn share_in_brackets(totals: &Totals, without_price: Unpriced) -> String {
    match without_price.hidden {
        0 => format!(" ({})", share(totals.at_risk, totals.spend)),
        _ => String::new(),
    }
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

/// Where the standards stand: `9 holes, the worst 4.NF.B.3 at Rillwater ES, grade 4 (21.6); 118 claims to verify; verified
/// for 312 of 1204 standards`. Whoever may see no gaps is told coverage alone.
pub fn standards(line: &StandardsLine) -> String {
    let covered = format!(
        "verified for {} of {}",
        line.verified,
        counted(line.standards, "standard")
    );
    let at = match line.at_theirs {
        None => String::new(),
        Some(1) => " at your school".to_owned(),
        Some(n) => format!(" at your {n} schools"),
    };
    let holes = match &line.holes {
        ToldHoles::NotForThem => return covered,
        ToldHoles::NothingRead => "no results are read".to_owned(),
        ToldHoles::Holes(0, _) => format!("no holes{at}"),
        ToldHoles::Holes(count, worst) => {
            let holes = counted(*count, "hole");
            let worst = worst.as_ref().map(|worst| {
                let WorstHole {
                    code,
                    school,
                    grade,
                    score,
                } = worst;
                format!(", the worst {code} at {school}, grade {grade} ({score})")
            });
            format!("{holes}{at}{}", worst.unwrap_or_default())
        }
    };
    let claims = match line.to_verify {
        1 => "1 claim to verify".to_owned(),
        many => format!("{many} claims to verify"),
    };
    format!("{holes}; {claims}; {covered}")
}

/// The page up to what to do first: the sentence of the year, the sums beside it, each factor with its dearest
/// products.
pub fn sums(page: &DashboardPage, years: FiscalYears) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}: {}.",
            year(page.year, years),
            sentence(&page.totals, page.without_price)
        ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::standards::gap::Tenths;

    #[test]
    fn whoever_sees_no_gaps_is_told_coverage_alone() {
        let at = |at_theirs, holes, to_verify| {
            standards(&StandardsLine {
                standards: 1204,
                verified: 312,
                holes,
                at_theirs,
                to_verify,
            })
        };
        let line = |holes, to_verify| at(None, holes, to_verify);
        let worst = WorstHole {
            code: "4.NF.B.3".to_owned(),
            school: "Rillwater ES".to_owned(),
            grade: "4".to_owned(),
            score: Tenths(216),
        };
        for (said, told) in [
            (
                at(Some(2), ToldHoles::Holes(9, Some(worst.clone())), 118),
                "9 holes at your 2 schools, the worst 4.NF.B.3 at Rillwater ES, grade 4 (21.6); 118 claims to verify; \
                 verified for 312 of 1204 standards",
            ),
            (
                at(Some(1), ToldHoles::Holes(0, None), 2),
                "no holes at your school; 2 claims to verify; verified for 312 of 1204 standards",
            ),
            (
                line(ToldHoles::Holes(9, Some(worst)), 118),
                "9 holes, the worst 4.NF.B.3 at Rillwater ES, grade 4 (21.6); 118 claims to verify; verified for 312 of \
                 1204 standards",
            ),
            (
                line(ToldHoles::Holes(0, None), 1),
                "no holes; 1 claim to verify; verified for 312 of 1204 standards",
            ),
            (
                line(ToldHoles::NothingRead, 0),
                "no results are read; 0 claims to verify; verified for 312 of 1204 standards",
            ),
            (
                line(ToldHoles::NotForThem, 118),
                "verified for 312 of 1204 standards",
            ),
        ] {
            assert_eq!(said, told);
        }
    }
}
