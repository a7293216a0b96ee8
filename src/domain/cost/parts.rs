//! The parts of a line's cost as they are agreed: each a percentage or an amount, together the whole to
//! the cent. The file keeps hundredths of a percent.

use crate::domain::refusal::Refusal;
use std::fmt;

use super::HUNDRED_PERCENT;
use crate::domain::money::Cents;

/// How much of a line's cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostPart {
    /// So many hundredths of a percent.
    Percent(i64),
    /// So much of the price of the whole term.
    Amount(Cents),
}

impl fmt::Display for CostPart {
    /// `60%`, `33.33%`, `$600.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CostPart::Percent(part) => {
                let text = format!("{}.{:02}", part / 100, part % 100);
                write!(f, "{}%", text.trim_end_matches('0').trim_end_matches('.'))
            }
            CostPart::Amount(cents) => write!(f, "{cents}"),
        }
    }
}

/// The parts in hundredths of a percent, where they are all of `total`. The error is a sentence on what is
/// missing or too much, or on an amount that no such percentage gives to the cent.
pub fn whole(parts: &[CostPart], total: Option<Cents>) -> Result<Vec<i64>, Refusal> {
    let percents: Vec<i64> = parts
        .iter()
        .filter_map(|part| match part {
            CostPart::Percent(part) => Some(*part),
            CostPart::Amount(_) => None,
        })
        .collect();
    if percents.len() == parts.len() {
        let sum = percents.iter().sum::<i64>();
        if sum != HUNDRED_PERCENT && !parts.is_empty() {
            let off = CostPart::Percent((HUNDRED_PERCENT - sum).abs());
            return Err(together(CostPart::Percent(sum), off, sum < HUNDRED_PERCENT).into());
        }
        return Ok(percents);
    }
    let Some(total) = total.filter(|total| *total > Cents(0)) else {
        return Err(Refusal::from("amounts are parts of a price")
            .then("; ", "write the price first, or percentages"));
    };
    let cents: Vec<Cents> = parts.iter().map(|part| amount(*part, total)).collect();
    let sum = cents.iter().copied().sum::<Cents>();
    if sum != total {
        let off = Cents((total - sum).0.abs());
        let why = together(CostPart::Amount(sum), CostPart::Amount(off), sum < total);
        return Err(format!("of {total}, {why}").into());
    }
    let weights: Vec<u64> = cents.iter().map(|part| part.0.unsigned_abs()).collect();
    let kept: Vec<i64> = Cents(HUNDRED_PERCENT)
        .split(&weights)
        .iter()
        .map(|p| p.0)
        .collect();
    let weights: Vec<u64> = kept.iter().map(|part| part.unsigned_abs()).collect();
    for ((meant, comes), part) in cents.iter().zip(total.split(&weights)).zip(&kept) {
        if *meant != comes {
            let nearest = CostPart::Percent(*part);
            return Err(
                Refusal::from(format!("{meant} of {total} is no hundredth of a percent"))
                    .then("; ", format!("the nearest is {nearest}, {comes}")),
            );
        }
    }
    Ok(kept)
}

fn amount(part: CostPart, total: Cents) -> Cents {
    match part {
        CostPart::Amount(cents) => cents,
        CostPart::Percent(part) => {
            let whole = i128::from(HUNDRED_PERCENT);
            let cents = (i128::from(total.0) * i128::from(part) + whole / 2) / whole;
            Cents(i64::try_from(cents).unwrap_or(i64::MAX))
        }
    }
}

fn together(sum: CostPart, off: CostPart, missing: bool) -> String {
    let what = if missing { "is missing" } else { "is too much" };
    format!("{sum} together; {off} {what}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_all_of_it_or_it_is_said_what_is_missing() {
        let percent = CostPart::Percent;
        let dollars = |n: i64| CostPart::Amount(Cents(n * 100));
        let thousand = Some(Cents(100_000));
        for (parts, total, kept) in [
            (vec![], None, Ok(vec![])),
            (
                vec![percent(6_000), percent(4_000)],
                None,
                Ok(vec![6_000, 4_000]),
            ),
            (
                vec![dollars(600), percent(4_000)],
                thousand,
                Ok(vec![6_000, 4_000]),
            ),
            (
                vec![percent(6_000)],
                None,
                Err("60% together; 40% is missing"),
            ),
            (
                vec![percent(6_000), percent(4_001)],
                None,
                Err("100.01% together; 0.01% is too much"),
            ),
            (
                vec![dollars(600), dollars(399)],
                thousand,
                Err("of $1,000.00, $999.00 together; $1.00 is missing"),
            ),
            (vec![dollars(600)], None, Err("write the price first")),
            (
                vec![dollars(2_100), dollars(4_650)],
                Some(Cents(675_000)),
                Err(
                    "$2,100.00 of $6,750.00 is no hundredth of a percent; the nearest is 31.11%, $2,099.93",
                ),
            ),
        ] {
            match (whole(&parts, total), kept) {
                (Ok(kept), Ok(expected)) => assert_eq!(kept, expected, "{parts:?}"),
                (Err(why), Err(expected)) => assert!(why.to_string().contains(expected), "{why}"),
                (found, _) => panic!("{parts:?}: {found:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_gives_back_the_amounts_to_the_cent(
            amounts in prop::collection::vec(1i64..2_000_000, 1..6),
        ) {
            let parts: Vec<CostPart> = amounts.iter().map(|n| CostPart::Amount(Cents(*n))).collect();
            let total = Cents(amounts.iter().sum());
            if let Ok(kept) = whole(&parts, Some(total)) {
                prop_assert_eq!(kept.iter().sum::<i64>(), HUNDRED_PERCENT);
                let weights: Vec<u64> = kept.iter().map(|part| part.unsigned_abs()).collect();
                let back: Vec<i64> = total.split(&weights).iter().map(|c| c.0).collect();
                prop_assert_eq!(back, amounts);
            }
        }
    }
}
