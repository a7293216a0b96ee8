//! Money as the office counts it: whole cents, never a float.
//! Read and printed everywhere; forgiving input (`1.980,00`, `USD 12`) is the importer's business.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// What stands in the place of an amount that the policy hides from whoever asks: never 0, and never not known.
pub const HIDDEN: &str = "hidden";

/// An amount with its dollar sign, or the word for one that the policy hides.
pub fn shown(amount: Cents, hidden: bool) -> String {
    if hidden {
        HIDDEN.to_owned()
    } else {
        amount.to_string()
    }
}

/// What stands where an amount is not to be had: `hidden`, `not known`.
pub fn lacking(hidden: bool) -> &'static str {
    if hidden { HIDDEN } else { "not known" }
}

/// An amount in US cents. May be negative (a credit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(pub i64);

impl Cents {
    /// Whole dollars with thousands separators and no sign of currency, for list columns: `1,980`.
    /// Rounds half away from zero.
    pub fn dollars(self) -> String {
        let rounded = (self.0.unsigned_abs() + 50) / 100;
        let sign = if self.0 < 0 && rounded > 0 { "-" } else { "" };
        format!("{sign}{}", grouped(rounded))
    }

    /// Splits this amount by `weights` so that the parts sum exactly to the whole
    /// (largest remainder; ties go to the earlier part). With no weight at all, splits evenly.
    /// An empty slice gives no parts.
    pub fn split(self, weights: &[u64]) -> Vec<Cents> {
        if weights.is_empty() {
            return Vec::new();
        }
        let even = vec![1; weights.len()];
        let weights = if weights.iter().all(|w| *w == 0) {
            &even
        } else {
            weights
        };
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        let whole = i128::from(self.0.abs());
        let mut parts: Vec<i128> = weights
            .iter()
            .map(|w| whole * i128::from(*w) / total)
            .collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(whole * i128::from(weights[*i]) % total));
        let left = whole - parts.iter().sum::<i128>();
        for i in order.into_iter().take(left as usize) {
            parts[i] += 1;
        }
        parts
            .into_iter()
            .map(|p| Cents(p as i64 * self.0.signum()))
            .collect()
    }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

impl fmt::Display for Cents {
    /// Dollars and cents: `$1,980.00`, `-$12.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let n = self.0.unsigned_abs();
        write!(f, "{sign}${}.{:02}", grouped(n / 100), n % 100)
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        *self = *self + other;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(iter: I) -> Cents {
        iter.fold(Cents(0), Add::add)
    }
}

/// What an amount is the price of. Everybody says it in the words of here, beside the figure, and scripts
/// read its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The part of terms that falls into one fiscal year.
    FyShare,
    /// What a year costs, whatever the term's length.
    YearPrice,
    /// What a whole term costs.
    TermPrice,
}

impl Basis {
    /// As JSON and tables spell it.
    pub fn word(self) -> &'static str {
        match self {
            Basis::FyShare => "fy_share",
            Basis::YearPrice => "year_price",
            Basis::TermPrice => "term_price",
        }
    }

    /// At the head of a column that has no room for the words.
    pub const fn heading(self) -> &'static str {
        match self {
            Basis::FyShare => "FY SHARE",
            Basis::YearPrice => "YR PRICE",
            Basis::TermPrice => "TERM PRICE",
        }
    }
}

impl fmt::Display for Basis {
    /// In words, beside the figure: `FY share`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Basis::FyShare => "FY share",
            Basis::YearPrice => "year price",
            Basis::TermPrice => "term price",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_dollars_and_cents() {
        for (cents, exact, list) in [
            (198_000, "$1,980.00", "1,980"),
            (0, "$0.00", "0"),
            (-1_250, "-$12.50", "-13"),
            (99, "$0.99", "1"),
            (-40, "-$0.40", "0"),
            (123_456_789, "$1,234,567.89", "1,234,568"),
        ] {
            assert_eq!(Cents(cents).to_string(), exact);
            assert_eq!(Cents(cents).dollars(), list);
        }
    }

    #[test]
    fn splits_by_largest_remainder() {
        assert_eq!(
            Cents(100).split(&[1, 1, 1]),
            [Cents(34), Cents(33), Cents(33)]
        );
        assert_eq!(
            Cents(3_650_000).split(&[289, 76]),
            [Cents(2_890_000), Cents(760_000)]
        );
        assert_eq!(Cents(7).split(&[0, 0]), [Cents(4), Cents(3)]);
        assert_eq!(Cents(7).split(&[]), []);
    }

    proptest! {
        #[test]
        fn parts_always_sum_to_the_whole(
            cents in -1_000_000_000_000i64..1_000_000_000_000,
            weights in prop::collection::vec(0u64..100_000, 1..40),
        ) {
            let parts = Cents(cents).split(&weights);
            prop_assert_eq!(parts.into_iter().sum::<Cents>(), Cents(cents));
        }
    }
}
