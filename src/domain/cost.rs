//! What a contract's line costs a year, and which school bears how much of it.
//! Pure arithmetic in cents; every split sums exactly to what was split.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::contract::{AllocationMethod, Contract, Line, PriceModel};
use super::money::Cents;
use crate::domain::school::SchoolId;

pub mod allocation;
pub mod length;
pub mod parts;

pub use length::Length;

/// All of a price or a quantity, in hundredths of a percent.
pub const HUNDRED_PERCENT: i64 = 10_000;

impl Contract {
    /// Does it cover this day? One that renews by itself goes on past its last day; one of which nobody
    /// knows whether it does is not counted on.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.term_start.is_none_or(|first| first <= day)
            && (self.auto_renew == Some(true) || day <= self.term_end)
    }

    /// Has it gone on into a term after its first one? The price of that term may have been made from an
    /// earlier one's, and rounded.
    pub fn has_renewed(&self) -> bool {
        self.first_end.is_some_and(|first| first < self.term_end)
    }

    /// What a price for the whole term comes to in a year.
    pub fn a_year(&self, total: Cents) -> Cents {
        Length::of(self).a_year(total)
    }
}

/// Which of these terms are in force on this day. A term that renewed by itself is over as soon as
/// the same buyer's next term for the product has begun.
pub fn in_force<C: Borrow<Contract>, L: Borrow<Line>>(
    terms: &[(C, L)],
    day: NaiveDate,
) -> Vec<bool> {
    let followed = followed(terms, day).into_iter();
    let covers = terms
        .iter()
        .map(|(contract, _)| contract.borrow().covers(day));
    covers
        .zip(followed)
        .map(|(covers, followed)| covers && !followed)
        .collect()
}

/// After which of these terms has the same buyer's next term for the product begun, under a contract of
/// its own? One that has rolled over is followed by the contract that begins with its running term.
pub fn followed<C: Borrow<Contract>, L: Borrow<Line>>(
    terms: &[(C, L)],
    day: NaiveDate,
) -> Vec<bool> {
    let key = |contract: &Contract, line: &Line| (line.product, contract.buyer);
    let mut newest: HashMap<_, NaiveDate> = HashMap::new();
    let mut first_terms = HashSet::new();
    for (contract, line) in terms {
        let contract = contract.borrow();
        if let Some(start) = contract.term_start.filter(|start| *start <= day) {
            let key = key(contract, line.borrow());
            let known = newest.entry(key).or_insert(start);
            *known = start.max(*known);
            if !contract.has_renewed() {
                first_terms.insert((key, start));
            }
        }
    }
    let followed = terms.iter().map(|(contract, line)| {
        let contract = contract.borrow();
        let key = key(contract, line.borrow());
        let later = newest
            .get(&key)
            .is_some_and(|start| *start > contract.term_end);
        let same_term = contract.term_start.map(|start| (key, start));
        later || (contract.has_renewed() && same_term.is_some_and(|it| first_terms.contains(&it)))
    });
    followed.collect()
}

impl Line {
    /// The price of the whole term: as written, else quantity times unit price. What is free costs
    /// nothing, whatever a price list says beside it.
    pub fn price(&self) -> Option<Cents> {
        if self.model == Some(PriceModel::Free) {
            return Some(Cents(0));
        }
        let counted = || Some(Cents(self.unit_cents?.0.checked_mul(self.quantity?)?));
        self.total_cents.or_else(counted)
    }
}

/// A school that a line covers, as far as sharing the cost goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bearer {
    /// Seats it holds of this purchase.
    pub seats: i64,
    /// How many students it has.
    pub enrollment: i64,
    /// People there who use it.
    pub active: i64,
    /// Its share on record, in hundredths of a percent.
    pub agreed: i64,
}

/// How a yearly cost is borne, by the method the district agreed on for a line: where nothing is said, by
/// seats where any are counted, else by students, else evenly. What agreed shares leave of the whole is
/// the district's; where they are more than the whole they are cut alike. Where a method has nothing to
/// count, schools share evenly; where no school is covered, the district bears all.
/// Keeps so little that every line of a large district has one, and yet tells any school's part to
/// the cent; the parts sum to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sharing {
    cost: Cents,
    by: CountedBy,
    total: u64,
    /// The last one, largest remainder first, that bears a cent of what rounding left over.
    last: Option<(u128, SchoolId)>,
}

/// What the parts of a shared cost are in proportion to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum CountedBy {
    Seats,
    Students,
    Active,
    Agreed,
    Evenly,
    #[default]
    District,
}

/// The district among the schools that bear a cost: after all of them.
const DISTRICT: SchoolId = SchoolId(i64::MAX);

impl CountedBy {
    fn of(method: Option<AllocationMethod>, bearers: &[(SchoolId, Bearer)]) -> CountedBy {
        let counts = |by: &CountedBy| bearers.iter().any(|(_, bearer)| by.weight(bearer) > 0);
        let seats_or_students = [CountedBy::Seats, CountedBy::Students];
        let wanted: &[CountedBy] = match method {
            Some(AllocationMethod::Central) => return CountedBy::District,
            _ if bearers.is_empty() => return CountedBy::District,
            Some(AllocationMethod::Percent) if counts(&CountedBy::Agreed) => {
                return CountedBy::Agreed;
            }
            Some(AllocationMethod::Equal) => &[],
            Some(AllocationMethod::Enrollment) => &[CountedBy::Students],
            Some(AllocationMethod::Seats) => &[CountedBy::Seats],
            Some(AllocationMethod::ActiveUsers) => &[CountedBy::Active],
            Some(AllocationMethod::Percent) | None => &seats_or_students,
        };
        wanted
            .iter()
            .copied()
            .find(counts)
            .unwrap_or(CountedBy::Evenly)
    }

    fn weight(self, bearer: &Bearer) -> u64 {
        let weight = match self {
            CountedBy::Seats => bearer.seats,
            CountedBy::Students => bearer.enrollment,
            CountedBy::Active => bearer.active,
            CountedBy::Agreed => bearer.agreed.min(HUNDRED_PERCENT),
            CountedBy::Evenly => 1,
            CountedBy::District => 0,
        };
        u64::try_from(weight).unwrap_or(0)
    }
}

impl Sharing {
    /// Shares the cost out to these schools, each given with its id.
    pub fn new(
        cost: Cents,
        method: Option<AllocationMethod>,
        bearers: &[(SchoolId, Bearer)],
    ) -> Sharing {
        let by = CountedBy::of(method, bearers);
        let schools = bearers.iter().map(|(_, b)| by.weight(b)).sum::<u64>();
        let mut sharing = Sharing {
            cost,
            by,
            total: match by {
                CountedBy::Agreed => schools.max(HUNDRED_PERCENT.unsigned_abs()),
                CountedBy::District => 1,
                _ => schools,
            },
            last: None,
        };
        let district = sharing.total.saturating_sub(schools);
        let weights = bearers.iter().map(|(id, bearer)| (*id, by.weight(bearer)));
        let weights = weights.chain((district > 0).then_some((DISTRICT, district)));
        // Nothing is rounded away of what bears nothing.
        let weights = weights.filter(|(_, weight)| *weight > 0);
        let parts = weights.map(|(id, weight)| (id, sharing.whole_cents(weight)));
        let parts: Vec<(SchoolId, (u128, u128))> = parts.collect();
        let given = parts.iter().map(|(_, (cents, _))| cents).sum();
        let left = u128::from(cost.0.unsigned_abs()).saturating_sub(given);
        if left > 0 && left <= parts.len() as u128 {
            let order = parts.iter().map(|(id, (_, rest))| (Reverse(*rest), *id));
            let mut order: Vec<(Reverse<u128>, SchoolId)> = order.collect();
            let (_, last, _) = order.select_nth_unstable(left as usize - 1);
            sharing.last = Some((last.0.0, last.1));
        }
        sharing
    }

    /// What this one of the schools bears.
    pub fn part(&self, id: SchoolId, bearer: &Bearer) -> Cents {
        self.weighed(id, self.by.weight(bearer))
    }

    /// What the district bears itself, these being all the schools that share.
    pub fn district(&self, bearers: &[(SchoolId, Bearer)]) -> Cents {
        let parts = bearers.iter().map(|(id, bearer)| self.part(*id, bearer));
        self.cost - parts.sum()
    }

    /// Does the district bear all of it?
    pub fn is_districts(&self) -> bool {
        self.by == CountedBy::District
    }

    fn weighed(&self, id: SchoolId, weight: u64) -> Cents {
        let (cents, rest) = self.whole_cents(weight);
        let one_more = self
            .last
            .is_some_and(|(least, last)| rest > least || (rest == least && id <= last));
        Cents((cents as i64 + i64::from(one_more)) * self.cost.0.signum())
    }

    /// A part rounded down, and what was rounded away.
    fn whole_cents(&self, weight: u64) -> (u128, u128) {
        let (cost, total) = (self.cost.0.unsigned_abs(), self.total.max(1));
        if let Some(whole) = cost.checked_mul(weight) {
            return (u128::from(whole / total), u128::from(whole % total));
        }
        let (whole, total) = (u128::from(cost) * u128::from(weight), u128::from(total));
        (whole / total, whole % total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::ContractId;
    use crate::domain::notice::NoticeBasis;
    use crate::domain::product::ProductId;
    use crate::domain::record::{Column, Record, Value};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A record of which only these fields are said.
    fn record<R: Record>(said: &[(&str, Value)]) -> R {
        let values: Vec<Value> = R::FIELDS
            .iter()
            .map(|field| {
                let given = said.iter().find(|(name, _)| *name == field.name);
                given.map_or_else(|| (field.blank)(), |(_, value)| value.clone())
            })
            .collect();
        R::from_values(1, 1, &values).unwrap()
    }

    fn contract(start: Option<&str>, end: &str, auto_renew: bool) -> Contract {
        record(&[
            ("number", "C-1".to_owned().to_value()),
            ("term_start", start.map(day).to_value()),
            ("term_end", day(end).to_value()),
            ("auto_renew", auto_renew.to_value()),
            ("notice_basis", NoticeBasis::Sent.to_value()),
        ])
    }

    #[test]
    fn a_year_of_a_term() {
        for (start, end, total, year) in [
            (Some("2025-07-01"), "2026-06-30", 100_000, 100_000),
            (Some("2024-07-01"), "2027-06-30", 300_000, 100_000),
            (Some("2026-01-01"), "2026-03-31", 5_000, 20_000),
            (None, "2026-06-30", 9_900, 9_900),
            (Some("2025-07-01"), "2026-12-31", 54_900, 36_600),
        ] {
            assert_eq!(
                contract(start, end, false).a_year(Cents(total)),
                Cents(year),
                "{start:?} {end}"
            );
        }
    }

    #[test]
    fn covers_its_first_and_last_day_and_goes_on_where_it_renews() {
        for (on, auto, covered) in [
            ("2025-06-30", false, false),
            ("2025-07-01", false, true),
            ("2026-06-30", false, true),
            ("2026-07-01", false, false),
            ("2026-07-01", true, true),
        ] {
            let contract = contract(Some("2025-07-01"), "2026-06-30", auto);
            assert_eq!(contract.covers(day(on)), covered, "{on} {auto}");
        }
    }

    fn parts(cost: i64, bearers: &[(i64, i64)]) -> Vec<i64> {
        let bearers: Vec<(SchoolId, Bearer)> = bearers
            .iter()
            .zip(1..)
            .map(|((seats, enrollment), id)| {
                let (seats, enrollment) = (*seats, *enrollment);
                let bearer = Bearer {
                    seats,
                    enrollment,
                    ..Bearer::default()
                };
                (SchoolId(id), bearer)
            })
            .collect();
        let sharing = Sharing::new(Cents(cost), None, &bearers);
        let part = |(id, bearer): &(SchoolId, Bearer)| sharing.part(*id, bearer).0;
        bearers.iter().map(part).collect()
    }

    #[test]
    fn the_next_term_ends_the_one_that_renewed_by_itself() {
        let line = |product| -> Line {
            record(&[
                ("contract", ContractId(1).to_value()),
                ("product", ProductId(product).to_value()),
            ])
        };
        let terms = [
            (contract(Some("2024-07-01"), "2025-06-30", true), line(1)),
            (contract(Some("2025-07-01"), "2026-06-30", true), line(1)),
            (contract(Some("2024-07-01"), "2025-06-30", true), line(2)),
        ];
        for (on, expected) in [
            ("2025-06-30", [true, false, true]),
            ("2025-07-01", [false, true, true]),
            ("2027-01-01", [false, true, true]),
        ] {
            assert_eq!(in_force(&terms, day(on)), expected, "{on}");
        }
    }

    #[test]
    fn schools_share_by_seats_else_by_students_else_evenly() {
        assert_eq!(parts(100, &[(3, 0), (1, 900)]), [75, 25]);
        assert_eq!(parts(100, &[(0, 300), (0, 100)]), [75, 25]);
        assert_eq!(parts(101, &[(0, 0), (0, 0)]), [51, 50]);
        assert_eq!(parts(-101, &[(0, 0), (0, 0)]), [-51, -50]);
        assert!(parts(100, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn any_one_part_is_what_a_split_of_the_whole_gives(
            cost in -1_000_000_000i64..1_000_000_000,
            seats in prop::collection::vec(0i64..500, 1..40),
        ) {
            let weights: Vec<u64> = seats.iter().map(|s| s.unsigned_abs()).collect();
            let bearers: Vec<(i64, i64)> = seats.iter().map(|s| (*s, 0)).collect();
            let split: Vec<i64> = Cents(cost).split(&weights).iter().map(|c| c.0).collect();
            prop_assert_eq!(parts(cost, &bearers), split);
        }
    }
}
