//! Who bears how much of a line's cost, by the method the district agreed on. The parts sum to the cost.

use crate::domain::contract::AllocationMethod;
use crate::domain::money::Cents;

/// A school that a line covers, with what a method may count there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    /// The school.
    pub school: i64,
    /// Its students.
    pub enrollment: i64,
    /// Seats it holds of this purchase.
    pub seats: i64,
    /// People there who use it.
    pub active: i64,
}

/// All of it, in hundredths of a percent.
pub const WHOLE: i64 = 10_000;

/// The part each school bears; the district's part has no school. `agreed` are shares on record, in
/// hundredths of a percent, which `percent` follows: what they leave of the whole is the district's, and
/// where they are more than the whole they are cut alike. Where a method has nothing to count, schools
/// share evenly; where no school is covered, the district bears all.
pub fn allocate(
    cost: Cents,
    method: Option<AllocationMethod>,
    stakes: &[Stake],
    agreed: &[(i64, i64)],
) -> Vec<(Option<i64>, Cents)> {
    if method == Some(AllocationMethod::Percent) && !agreed.is_empty() {
        return by_percent(cost, agreed);
    }
    if stakes.is_empty() || method == Some(AllocationMethod::Central) {
        return vec![(None, cost)];
    }
    let weights = |of: fn(&Stake) -> i64| -> Vec<u64> {
        let weight = |stake| u64::try_from(of(stake)).unwrap_or(0);
        stakes.iter().map(weight).collect()
    };
    let seats = weights(|stake| stake.seats);
    let weights = match method {
        Some(AllocationMethod::Equal) => weights(|_| 1),
        Some(AllocationMethod::ActiveUsers) => weights(|stake| stake.active),
        Some(AllocationMethod::Enrollment) => weights(|stake| stake.enrollment),
        Some(AllocationMethod::Seats) => seats,
        _ if seats.iter().any(|seats| *seats > 0) => seats,
        _ => weights(|stake| stake.enrollment),
    };
    let parts = cost.split(&weights);
    stakes
        .iter()
        .map(|stake| Some(stake.school))
        .zip(parts)
        .collect()
}

fn by_percent(cost: Cents, agreed: &[(i64, i64)]) -> Vec<(Option<i64>, Cents)> {
    let of_school = |(_, share): &(i64, i64)| (*share).clamp(0, WHOLE).unsigned_abs();
    let mut weights: Vec<u64> = agreed.iter().map(of_school).collect();
    let rest = (WHOLE as u64).saturating_sub(weights.iter().sum());
    weights.push(rest);
    let bearers = agreed.iter().map(|(school, _)| Some(*school)).chain([None]);
    let parts = bearers.zip(cost.split(&weights));
    parts.filter(|(_, part)| *part != Cents(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cost::{Bearer, Sharing};
    use proptest::prelude::*;

    fn stakes(counts: &[(i64, i64, i64)]) -> Vec<Stake> {
        let stakes = counts.iter().zip(1..);
        stakes
            .map(|((enrollment, seats, active), school)| Stake {
                school,
                enrollment: *enrollment,
                seats: *seats,
                active: *active,
            })
            .collect()
    }

    #[test]
    fn each_method_counts_what_it_says() {
        let schools = stakes(&[(300, 10, 0), (100, 30, 7)]);
        let agreed = [(1, 2_500), (2, 5_000)];
        for (method, expected) in [
            (None, vec![(Some(1), 25), (Some(2), 75)]),
            (Some(AllocationMethod::Central), vec![(None, 100)]),
            (
                Some(AllocationMethod::Enrollment),
                vec![(Some(1), 75), (Some(2), 25)],
            ),
            (
                Some(AllocationMethod::Seats),
                vec![(Some(1), 25), (Some(2), 75)],
            ),
            (
                Some(AllocationMethod::ActiveUsers),
                vec![(Some(1), 0), (Some(2), 100)],
            ),
            (
                Some(AllocationMethod::Equal),
                vec![(Some(1), 50), (Some(2), 50)],
            ),
            (
                Some(AllocationMethod::Percent),
                vec![(Some(1), 25), (Some(2), 50), (None, 25)],
            ),
        ] {
            let parts = allocate(Cents(100), method, &schools, &agreed);
            let parts: Vec<_> = parts.into_iter().map(|(who, part)| (who, part.0)).collect();
            assert_eq!(parts, expected, "{method:?}");
        }
        let nobody = allocate(Cents(9), Some(AllocationMethod::Seats), &[], &[]);
        assert_eq!(nobody, [(None, Cents(9))]);
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_cost(
            cents in -1_000_000_000i64..1_000_000_000_000,
            method in prop::option::of(prop::sample::select(AllocationMethod::ALL)),
            counts in prop::collection::vec((0i64..3_000, 0i64..500, 0i64..500), 0..40),
            agreed in prop::collection::vec((1i64..60, 0i64..10_000), 0..12),
        ) {
            let parts = allocate(Cents(cents), method, &stakes(&counts), &agreed);
            prop_assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Cents>(), Cents(cents));
        }

        #[test]
        fn where_nothing_is_said_the_schools_view_says_the_same(
            cents in 0i64..1_000_000_000,
            counts in prop::collection::vec((0i64..3_000, 0i64..500), 1..40),
        ) {
            let counts: Vec<_> = counts.into_iter().map(|(e, s)| (e, s, 0)).collect();
            let stakes = stakes(&counts);
            let bearers: Vec<(i64, Bearer)> = stakes
                .iter()
                .map(|s| (s.school, Bearer { seats: s.seats, enrollment: s.enrollment }))
                .collect();
            let sharing = Sharing::new(Cents(cents), &bearers);
            for (who, part) in allocate(Cents(cents), None, &stakes, &[]) {
                let (id, bearer) = bearers.iter().find(|(id, _)| Some(*id) == who).unwrap();
                prop_assert_eq!(part, sharing.part(*id, bearer));
            }
        }
    }
}
