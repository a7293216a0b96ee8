//! Lines and products for tests of the rules.

use chrono::NaiveDate;
use fastrand::Rng;

use super::claims::WHOLE_CELL;
use super::engine::OverlapFacts;
use super::facts::{Leaf, LineAtSchool, PaidLine, ProductJob};
use super::identity::KnownProduct;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

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
    product: ProductId,
    buyer: Option<SchoolId>,
    places: &[(SchoolId, i64, i64, Option<i64>)],
) -> PaidLine {
    PaidLine {
        id: LineId(id),
        contract: ContractId(id),
        root: ContractId(id),
        product,
        buyer,
        first: Some(day("2026-07-01")),
        last: day("2027-06-30"),
        students: true,
        staff: true,
        limited: true,
        quantity: Some(places.iter().map(|place| place.2).sum()),
        seat_price: None,
        quote: None,
        min_quantity: None,
        act_by: Some(day("2027-04-01")),
        stoppable: true,
        reducible: true,
        unowned: false,
        unwatched: true,
        places: places
            .iter()
            .map(|(school, dollars, seats, used)| LineAtSchool {
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
pub fn job(product: ProductId, functions: &[FunctionId], active: i64) -> ProductJob {
    ProductJob {
        product,
        functions: functions.to_vec(),
        active,
        ..ProductJob::default()
    }
}

const SCHOOLS: i64 = 4;
const PRODUCTS: i64 = 7;

/// A district of a few schools and products, such that they often meet.
pub fn district(rng: &mut Rng) -> OverlapFacts {
    let mut facts = OverlapFacts {
        students: (1..=SCHOOLS)
            .map(|school| (SchoolId(school), rng.i64(0..900)))
            .collect(),
        platforms: rng.usize(0..3),
        ..OverlapFacts::default()
    };
    for product in (1..=PRODUCTS).map(ProductId) {
        facts.jobs.push(some_job(rng, product));
        facts.lines.extend(some_lines(rng, product));
    }
    facts.records = (1..=PRODUCTS)
        .map(|id| some_record(rng, ProductId(id)))
        .collect();
    facts
}

/// Makes some products otherwise, and tells which; and names of all of them, at times.
pub fn changed(rng: &mut Rng, facts: &mut OverlapFacts) -> Vec<ProductId> {
    let mut changed = Vec::new();
    for product in (1..=PRODUCTS + 1).map(ProductId) {
        if rng.u8(0..4) > 0 {
            continue;
        }
        facts.jobs.retain(|job| job.product != product);
        facts.lines.retain(|line| line.product != product);
        if rng.u8(0..5) > 0 {
            facts.jobs.push(some_job(rng, product));
            facts.lines.extend(some_lines(rng, product));
        }
        changed.push(product);
    }
    if rng.bool() {
        facts.records = (1..=PRODUCTS)
            .map(|id| some_record(rng, ProductId(id)))
            .collect();
    }
    changed
}

fn one_of<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(0..of.len())]
}

fn some_record(rng: &mut Rng, product: ProductId) -> KnownProduct {
    let name = one_of(
        rng,
        &[
            "Gimkit",
            "Gimkit Pro",
            "Kahoot",
            "Nearpod",
            "Padlet",
            "Seesaw",
        ],
    );
    let vendor = one_of(rng, &["Gimkit", "Kahoot! AS", "Nearpod Inc."]);
    KnownProduct {
        product,
        name: name.into(),
        vendor: Some(vendor.into()),
        ..KnownProduct::default()
    }
}

fn some_job(rng: &mut Rng, product: ProductId) -> ProductJob {
    let functions = (1..=3)
        .filter(|_| rng.u8(0..3) == 0)
        .map(FunctionId)
        .collect();
    let subjects = ["math", "science"].into_iter().filter(|_| rng.bool());
    let subjects = subjects.map(str::to_owned).collect();
    let free = (1..=SCHOOLS).filter(|_| rng.u8(0..6) == 0);
    let free: Vec<i64> = free.collect();
    let first = rng.u64(0..8);
    let leaves = if rng.u8(0..3) == 0 { 0 } else { rng.u64(9..20) };
    ProductJob {
        product,
        functions,
        lms: rng.u8(0..4) == 0,
        core: rng.u8(0..5) == 0,
        population: (rng.u8(0..8) == 0).then(|| "EL".into()),
        subjects,
        active: rng.i64(0..4) * 50,
        free_at: free
            .iter()
            .map(|school| (SchoolId(*school), rng.u16(1..16)))
            .collect(),
        leaves: (first..first + leaves)
            .map(|standard| Leaf {
                framework: 1,
                standard,
                recheck: rng.u8(0..9) == 0,
                grades: rng.u16(1..16),
            })
            .collect(),
        joined: Vec::new(),
    }
}

fn some_lines(rng: &mut Rng, product: ProductId) -> Vec<PaidLine> {
    let count = rng.i64(0..4);
    (0..count)
        .map(|n| some_line(rng, product.0 * 100 + n, product))
        .collect()
}

fn some_line(rng: &mut Rng, id: i64, product: ProductId) -> PaidLine {
    let buyer = rng.bool().then(|| SchoolId(rng.i64(1..=SCHOOLS)));
    let others = if buyer.is_some() { 1 } else { 3 };
    let at: Vec<SchoolId> = (1..=SCHOOLS)
        .map(SchoolId)
        .filter(|school| buyer == Some(*school) || rng.u8(0..5) < others)
        .collect();
    let places: Vec<_> = at
        .into_iter()
        .map(|school| {
            let seats = rng.i64(0..400);
            let used = (rng.u8(0..5) > 0).then(|| rng.i64(0..=seats + 20));
            (school, rng.i64(0..5_000), seats, used)
        })
        .collect();
    let mut line = line(id, product, buyer, &places);
    line.root = ContractId(if rng.u8(0..5) == 0 { 1 } else { id });
    line.first =
        (rng.u8(0..4) > 0).then(|| day(one_of(rng, &["2026-07-01", "2026-11-01", "2027-05-15"])));
    line.last = day(one_of(
        rng,
        &["2026-10-31", "2026-12-10", "2027-06-30", "2028-06-30"],
    ));
    (line.students, line.staff) = one_of(rng, &[(true, true), (true, false), (false, true)]);
    line.limited = rng.bool();
    line.seat_price = (line.limited && rng.bool()).then(|| Cents(rng.i64(1..2_000)));
    line.quote = (buyer.is_none() && rng.u8(0..4) == 0).then(|| Cents(rng.i64(1..1_500)));
    line.min_quantity = (rng.u8(0..4) == 0).then(|| rng.i64(0..500));
    line.act_by = rng.bool().then(|| day("2027-04-01"));
    line.stoppable = line.act_by.is_some();
    line.reducible = rng.bool();
    line.unowned = rng.u8(0..3) == 0;
    line.unwatched = rng.bool();
    for place in &mut line.places {
        place.grades = rng.u16(1..16);
        place.cost = Cents(place.cost.0 + rng.i64(0..100));
        place.unfit = WHOLE_CELL / 100 * one_of(rng, &[0, 0, 0, 33, 75, 100]);
        place.untrained = rng.bool();
    }
    line
}
