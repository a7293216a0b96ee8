//! Lines and products for tests of the rules.

use chrono::NaiveDate;

use super::facts::{Job, PaidLine, Place};
use crate::domain::money::Cents;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day on which the tests look.
pub fn today() -> NaiveDate {
    day("2026-11-25")
}

/// A line of `product` bought by `buyer` for these places: school, dollars, seats, used.
pub fn line(
    id: i64,
    product: i64,
    buyer: Option<i64>,
    places: &[(i64, i64, i64, Option<i64>)],
) -> PaidLine {
    PaidLine {
        id,
        contract: id,
        root: id,
        product,
        buyer,
        first: Some(day("2026-07-01")),
        last: day("2027-06-30"),
        students: true,
        staff: true,
        limited: true,
        quantity: Some(places.iter().map(|place| place.2).sum()),
        seat_price: None,
        min_quantity: None,
        act_by: Some(day("2027-04-01")),
        reducible: true,
        unowned: false,
        unwatched: true,
        places: places
            .iter()
            .map(|(school, dollars, seats, used)| Place {
                school: *school,
                grades: 0b11,
                cost: Cents(dollars * 100),
                seats: *seats,
                used: *used,
                unfit: 0,
                untrained: false,
            })
            .collect(),
    }
}

/// A product of these functions, used by so many.
pub fn job(product: i64, functions: &[i64], active: i64) -> Job {
    Job {
        product,
        functions: functions.to_vec(),
        active,
        ..Job::default()
    }
}
