//! Who asked for a product in the made-up district: one person or several, each from a school.

use chrono::NaiveDate;

use super::MadeUpReview;
use super::stories::StoryAsk;
use super::words::{NAMES, REASONS, ROLES};
use crate::demo::days;
use crate::demo::making::Making;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::put::Put;
use crate::domain::request::{RequesterId, Trigger};
use crate::domain::school::SchoolId;

/// Who asked by the day the request came in, and who joined later, each on their day.
pub(super) fn asks(
    making: &mut Making,
    review: &MadeUpReview,
    end: NaiveDate,
) -> Vec<(NaiveDate, Put)> {
    if !matches!(
        review.trigger,
        Trigger::New | Trigger::NewUse | Trigger::Discovered
    ) {
        return Vec::new();
    }
    let places = making.places(review.at);
    let count = match making.rng.u32(..10) {
        0..6 => 1,
        6..9 => 2,
        _ => 4,
    };
    let paid = making.chance(35);
    let mut found = Vec::new();
    for n in 0..count {
        let day = days::working_day(days::after(review.received, 2 * n)).max(review.received);
        let Some(place) = making.pick(&places).filter(|_| n == 0 || day < end) else {
            continue;
        };
        let campus = making.schools[place];
        let seats = making.rng.i64(1..7) * 25;
        let ask = StoryAsk {
            code: campus.code,
            role: making.pick(ROLES).unwrap_or_default(),
            reason: making.pick(REASONS).unwrap_or_default(),
            grades: review.grades,
            seats: Some(seats),
            cost: paid.then(|| seats * making.rng.i64(4..12) * 50),
            needed: making.chance(30).then_some(60),
            ago: 0,
        };
        found.push((day, put(making, review, &ask, day)));
    }
    found
}

/// One ask of a review.
pub(super) fn put(
    making: &mut Making,
    review: &MadeUpReview,
    ask: &StoryAsk,
    day: NaiveDate,
) -> Put {
    let school = making.schools.iter().find(|s| s.code == ask.code);
    let school: Option<SchoolId> = school.map(|s| s.id);
    let name = making.pick(NAMES).map(str::to_owned);
    let fund = ask.cost.map(|_| "School budget".to_owned());
    Put::id(RequesterId(making.past.handle()))
        .with("request", review.id)
        .with("product", making.items[review.item].id)
        .with("school", school)
        .with("name", name)
        .with("role", Some(ask.role.to_owned()))
        .with("reason", Some(ask.reason.to_owned()))
        .with("grades", ask.grades.parse().unwrap_or(Grades::UNSAID))
        .with("seats", ask.seats)
        .with("cost_cents", ask.cost.map(Cents))
        .with("fund", fund)
        .with("needed_by", ask.needed.map(|ahead| days::after(day, ahead)))
        .with("asked_on", Some(day))
}
