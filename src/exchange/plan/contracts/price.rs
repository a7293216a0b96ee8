//! Prices of a year or a month, as many lists have them, made the price of the whole term, which is what
//! a contract costs.

use super::super::{Planner, RowRefusal, refuse};
use crate::domain::cost::Length;
use crate::domain::money::Cents;
use crate::exchange::record::FileRow;

/// A column whose price is of a part of the term.
struct RateColumn {
    /// The name of the import's field.
    field: &'static str,
    /// The field of the price of the whole term that it stands for.
    of: &'static str,
    /// What its price is of.
    length: Length,
    /// How a person says it.
    said: &'static str,
}

const RATES: [RateColumn; 4] = [
    rate("annual_cost", "total", 12, "a year"),
    rate("monthly_cost", "total", 1, "a month"),
    rate("annual_unit_price", "unit_price", 12, "a year"),
    rate("monthly_unit_price", "unit_price", 1, "a month"),
];

const fn rate(
    field: &'static str,
    of: &'static str,
    months: i64,
    said: &'static str,
) -> RateColumn {
    RateColumn {
        field,
        of,
        length: Length::Months(months),
        said,
    }
}

/// The term of a row.
fn term(record: &FileRow) -> Option<Length> {
    let months = record.count("renew_months").map(i64::from);
    let end = record.day("term_end")?;
    Some(Length::entered(record.day("term_start"), end, months))
}

/// The price in a column of a row; none where the row has none. Refuses what is below nought.
pub(super) fn price(record: &FileRow, column: &'static str) -> Result<Option<Cents>, RowRefusal> {
    match record.money(column) {
        Some(price) if price < Cents(0) && column != "total" => {
            refuse(column, "", "a price cannot be negative")
        }
        // A line of an order that takes something off: no line is below nought here.
        Some(price) if price < Cents(0) => {
            let why = format!(
                "is a credit; write the number of its contract in this row, or take {} off the price of the \
                 row that it belongs to and delete this one",
                Cents(-price.0)
            );
            refuse(column, "", why)
        }
        price => Ok(price),
    }
}

/// The price a row has for the whole term: as written, else made from a price a year or a month.
pub(super) fn of_term(record: &FileRow, column: &'static str) -> Option<Cents> {
    record.money(column).or_else(|| {
        let of = RATES.iter().filter(|rate| rate.of == column);
        let mut prices = of.filter_map(|rate| Some((rate, record.money(rate.field)?)));
        let (rate, price) = prices.next()?;
        Some(rate.length.priced_as(price, term(record)?))
    })
}

impl Planner<'_> {
    /// The price of the whole term, with a word on how it was made, and on prices beside it that say
    /// another.
    pub(super) fn term_price(
        &mut self,
        record: &FileRow,
        column: &'static str,
    ) -> Result<Option<Cents>, RowRefusal> {
        let written = price(record, column)?;
        let Some(term) = term(record) else {
            return Ok(written);
        };
        let mut found = written;
        for rate in RATES.iter().filter(|rate| rate.of == column) {
            let Some(of_part) = price(record, rate.field)? else {
                continue;
            };
            let whole = rate.length.priced_as(of_part, term);
            let told = format!("{of_part} {} is {whole} for the term of {term}", rate.said);
            match found {
                Some(other) if rate.agrees(of_part, other, term) => {}
                Some(other) => {
                    self.warn(
                        rate.field,
                        "",
                        format!("{told}; {other} is taken, which is said too"),
                    );
                }
                None if record.day("term_start").is_none() => {
                    let why = format!(
                        "{told}, as no first day is known; give term_start if it is longer or shorter"
                    );
                    self.warn(rate.field, "", why);
                }
                None if whole != of_part => self.warn(rate.field, "", told),
                None => {}
            }
            found = found.or(Some(whole));
        }
        Ok(found)
    }
}

impl RateColumn {
    /// Is it the rate of this price of the whole term, to the cent it was rounded to?
    fn agrees(&self, of_part: Cents, whole: Cents, term: Length) -> bool {
        (term.priced_as(whole, self.length).0 - of_part.0).abs() <= 1
    }
}
