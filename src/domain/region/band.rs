//! A price as the band it lies in: neighbours learn about what something costs, and not what one of them pays.

use crate::domain::contract::{Line, PriceModel};
use crate::domain::money::Cents;

/// From `low` to below `high`; no `high` for the highest band, and both 0 for what is free.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct PriceBand {
    /// The least it can be, in cents.
    pub low: i64,
    /// What it is below, in cents.
    pub high: Option<i64>,
}

/// From here on all is one band: a million dollars.
const HIGHEST: i64 = 100_000_000;

impl PriceBand {
    /// The band of a price: under a dollar, and from there on by 1, 2, 5, 10, 20, 50 … dollars. None of a credit.
    pub fn of(price: Cents) -> Option<PriceBand> {
        if price.0 < 0 {
            return None;
        }
        if price.0 >= HIGHEST {
            return Some(PriceBand {
                low: HIGHEST,
                high: None,
            });
        }
        let (mut low, mut high, mut steps) = (0, 100, [2, 5, 10].iter().cycle());
        let mut decade = 100;
        while price.0 >= high {
            let step = steps.next().copied().unwrap_or(10);
            (low, high) = (high, decade * step);
            if step == 10 {
                decade *= 10;
            }
        }
        Some(PriceBand {
            low,
            high: Some(high),
        })
    }

    /// The band of what one unit of a line costs, and which unit; none where either is not known.
    pub fn of_line(line: &Line) -> Option<(PriceModel, PriceBand)> {
        let model = line.model?;
        if model == PriceModel::Free {
            return PriceBand::of(Cents(0)).map(|band| (model, band));
        }
        let each = || {
            let (total, quantity) = (line.total_cents?, line.quantity.filter(|n| *n > 0)?);
            model.counts_seats().then(|| Cents(total.0 / quantity))
        };
        let whole = || {
            let flat = matches!(model, PriceModel::Site | PriceModel::District);
            line.total_cents.filter(|_| flat)
        };
        let price = line.unit_cents.or_else(each).or_else(whole)?;
        PriceBand::of(price).map(|band| (model, band))
    }
}

impl std::fmt::Display for PriceBand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.low, self.high) {
            (0, Some(high)) => write!(f, "under ${}", Cents(high).dollars()),
            (low, Some(high)) => {
                write!(f, "${} to {}", Cents(low).dollars(), Cents(high).dollars())
            }
            (low, None) => write!(f, "${} or more", Cents(low).dollars()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_lies_in_one_band() {
        for (cents, band) in [
            (0, "under $1"),
            (99, "under $1"),
            (100, "$1 to 2"),
            (199, "$1 to 2"),
            (200, "$2 to 5"),
            (450, "$2 to 5"),
            (500, "$5 to 10"),
            (1_999, "$10 to 20"),
            (2_000, "$20 to 50"),
            (9_999, "$50 to 100"),
            (198_000, "$1,000 to 2,000"),
            (99_999_999, "$500,000 to 1,000,000"),
            (100_000_000, "$1,000,000 or more"),
            (i64::MAX, "$1,000,000 or more"),
        ] {
            assert_eq!(
                PriceBand::of(Cents(cents)).unwrap().to_string(),
                band,
                "{cents}"
            );
        }
        assert_eq!(PriceBand::of(Cents(-1)), None);
    }

    fn line(
        model: Option<PriceModel>,
        quantity: Option<i64>,
        unit: Option<i64>,
        total: Option<i64>,
    ) -> Line {
        let values = crate::domain::record::Kind::Line
            .fields()
            .iter()
            .map(|f| (f.blank)());
        let values: Vec<_> = values.collect();
        let mut values = values;
        values[0] = crate::domain::record::Value::Int(1);
        values[1] = crate::domain::record::Value::Int(1);
        let mut line = <Line as crate::domain::record::Record>::from_values(1, 1, &values).unwrap();
        (line.model, line.quantity) = (model, quantity);
        (line.unit_cents, line.total_cents) = (unit.map(Cents), total.map(Cents));
        line
    }

    #[test]
    fn a_unit_costs_what_is_said_or_its_part_of_the_whole() {
        use PriceModel::{District, Free, PerStudent, Usage};
        let told = |line: Line| PriceBand::of_line(&line).map(|(_, band)| band.to_string());
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(line(Some(PerStudent), Some(10), Some(450), Some(9_000))),
            said("$2 to 5")
        );
        // 90 dollars for 10 are 9 each.
        assert_eq!(
            told(line(Some(PerStudent), Some(10), None, Some(9_000))),
            said("$5 to 10")
        );
        assert_eq!(
            told(line(Some(District), None, None, Some(9_000))),
            said("$50 to 100")
        );
        assert_eq!(told(line(Some(Free), None, None, None)), said("under $1"));
        for unknown in [
            line(None, Some(10), Some(450), Some(4_500)),
            line(Some(PerStudent), Some(0), None, Some(9_000)),
            line(Some(PerStudent), None, None, Some(9_000)),
            line(Some(Usage), Some(10), None, Some(9_000)),
        ] {
            assert_eq!(told(unknown), None);
        }
    }
}
