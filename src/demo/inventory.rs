//! What is placed at the made-up schools: seats and how many of them are used, as the counts of
//! four years found them; and everyday products that schools simply use.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::inventory::InventoryId;
use crate::domain::product::ProductId;
use crate::domain::put::Put;

use super::made::SignedDeal;
use super::making::Making;
use super::{days, people};
use crate::domain::counted::counted;

/// Bought for all, and nobody counts who uses it.
const UNCOUNTED: &[&str] = &["Kettlespark"];

/// One holding at one school.
struct PlacedDeal {
    holding: usize,
    nth: usize,
    id: InventoryId,
    entered: NaiveDate,
}

/// Places the holdings, then counts them each October and once lately.
pub(super) fn place(making: &mut Making) {
    let placed = enter(making);
    new_seats(making, &placed);
    let mut counts = days::october_counts(days::after(making.start, 60), making.today);
    let lately = days::before(making.today, 19);
    counts.retain(|day| *day < days::before(lately, 40));
    counts.push(lately);
    for day in counts {
        count(making, &placed, day);
    }
    take_out(making, &placed);
    everyday(making);
}

fn enter(making: &mut Making) -> Vec<PlacedDeal> {
    let opening = days::after(making.start, 14);
    let (mut placed, mut first) = (Vec::new(), Vec::new());
    for (h, holding) in making.holdings.clone().iter().enumerate() {
        let entered = days::after(holding.since, 5).max(opening);
        let entered = entered.min(days::before(making.today, 1));
        let item = making.items[holding.item].clone();
        let mut puts = Vec::new();
        for (nth, school) in holding.schools.iter().enumerate() {
            let campus = making.schools[*school];
            let id = InventoryId(making.past.handle());
            let buyer = holding.deal.buyer.map(|_| campus.id);
            let counted = !UNCOUNTED.contains(&item.label.as_str());
            let used = counted.then(|| holding.used(nth, &campus, entered, making.today));
            puts.push(
                Put::id(id)
                    .with("school", campus.id)
                    .with("product", item.id)
                    .with("buyer", buyer)
                    .with("seats", holding.seats(nth, entered))
                    .with("used", used)
                    .with("since", Some(holding.since)),
            );
            placed.push(PlacedDeal {
                holding: h,
                nth,
                id,
                entered,
            });
        }
        if entered == opening {
            first.extend(puts);
        } else {
            let who = making.one_of(people::TECHNICAL, entered);
            let what = format!("{} of {}", counted(puts.len(), "seat count"), item.label);
            making.past.imported(entered, &who, what, puts);
        }
    }
    let who = making.one_of(people::TECHNICAL, opening);
    let what = format!("{} seat counts from seats.csv", first.len());
    making.past.imported(opening, &who, what, first);
    placed
}

/// A later term with another quantity brings other seats.
fn new_seats(making: &mut Making, placed: &[PlacedDeal]) {
    for (h, holding) in making.holdings.clone().iter().enumerate() {
        for pair in holding.terms.windows(2) {
            let day = pair[1].start;
            if pair[0].seats == pair[1].seats || day >= making.today {
                continue;
            }
            let puts: Vec<Put> = placed
                .iter()
                .filter(|p| p.holding == h && p.entered < day)
                .map(|p| {
                    let seats = pair[1].seats.get(p.nth).copied();
                    Put::id(p.id).with("seats", seats)
                })
                .collect();
            let who = making.one_of(people::RENEWALS, day);
            let label = &making.items[holding.item].label;
            let what = format!("new seats of {label}");
            making.past.imported(day, &who, what, puts);
        }
    }
}

fn count(making: &mut Making, placed: &[PlacedDeal], day: NaiveDate) {
    let mut puts = Vec::new();
    for p in placed {
        let holding = &making.holdings[p.holding];
        let over = holding.ends().is_some_and(|end| end < day);
        let label = making.items[holding.item].label.as_str();
        if over || p.entered >= day || UNCOUNTED.contains(&label) {
            continue;
        }
        let campus = &making.schools[holding.schools[p.nth]];
        let used = holding.used(p.nth, campus, day, making.today);
        puts.push(Put::id(p.id).with("used", Some(used)));
    }
    let who = making.one_of(people::TECHNICAL, day);
    let what = format!(
        "{} seat counts from seats-{}.csv",
        puts.len(),
        day.format("%Y-%m")
    );
    making.past.imported(day, &who, what, puts);
}

/// What ended and was not renewed leaves the schools.
fn take_out(making: &mut Making, placed: &[PlacedDeal]) {
    let ended = |holding: &SignedDeal, today| holding.ends().filter(|end| *end < today);
    for p in placed {
        let holding = &making.holdings[p.holding];
        let Some(end) = ended(holding, making.today) else {
            continue;
        };
        let campus = making.schools[holding.schools[p.nth]];
        let what = format!("{} at {}", making.items[holding.item].label, campus.name);
        let day = days::after(end, 2);
        let who = making.one_of(people::TECHNICAL, day);
        let change = Change::Remove {
            what,
            record: p.id.into(),
            reason: "not renewed".to_owned(),
        };
        making.past.did(day, &who, change);
    }
}

/// Free products without a story, at a few schools each; nobody counts their seats.
fn everyday(making: &mut Making) {
    let mut by_day: HashMap<NaiveDate, Vec<Put>> = HashMap::new();
    let mut order = Vec::new();
    for (nth, item) in making.items.clone().into_iter().enumerate() {
        if item.known.is_some() || !making.chance(24) {
            continue;
        }
        let day = days::after(item.seen, 25).min(days::before(making.today, 1));
        if !by_day.contains_key(&day) {
            order.push(day);
        }
        let puts = by_day.entry(day).or_default();
        let offset = making.rng.usize(..making.schools.len().max(1));
        let several = making.rng.usize(1..4);
        for step in 0..several {
            let place = (offset + step * 5) % making.schools.len().max(1);
            let campus = making.schools[place];
            making.sighted.push((nth, place));
            let share = making.rng.i64(2..30);
            puts.push(free(making.past.handle(), &campus, item.id, share, day));
        }
    }
    for day in order {
        let puts = by_day.remove(&day).unwrap_or_default();
        let who = making.one_of(people::TECHNICAL, day);
        let what = format!("{} of free products", counted(puts.len(), "sighting"));
        making.past.imported(day, &who, what, puts);
    }
}

fn free(
    handle: i64,
    campus: &super::made::Campus,
    product: ProductId,
    share: i64,
    day: NaiveDate,
) -> Put {
    Put::id(InventoryId(handle))
        .with("school", campus.id)
        .with("product", product)
        .with("used", Some(campus.students * share / 100))
        .with("since", Some(day))
}
