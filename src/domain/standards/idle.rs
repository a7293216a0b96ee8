//! Idle purchases: what is paid for at a school though no group there falls short of any standard that it teaches, two
//! windows of a test running. What was not told is no answer, and is counted as such.

/// What tests tell of whether anybody falls short, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldNeed {
    /// Groups were told, and nobody is surely below.
    NoGap,
    /// Nothing was told, or something was hidden.
    NotTold,
    /// A group falls short.
    Gap,
}

/// What all groups of one window, or one standard of a purchase beside its others, come to: nobody falls short only where
/// that is told of each of them.
pub fn of_all(told: impl IntoIterator<Item = ToldNeed>) -> ToldNeed {
    told.into_iter().max().unwrap_or(ToldNeed::NotTold)
}

/// What the two last windows of each test tell of one standard: a gap where any has one; no gap where one test says so
/// twice running.
pub fn of_tests(tests: impl IntoIterator<Item = [ToldNeed; 2]>) -> ToldNeed {
    let (mut gap, mut twice) = (false, false);
    for windows in tests {
        gap |= windows.contains(&ToldNeed::Gap);
        twice |= windows == [ToldNeed::NoGap; 2];
    }
    match (gap, twice) {
        (true, _) => ToldNeed::Gap,
        (false, true) => ToldNeed::NoGap,
        (false, false) => ToldNeed::NotTold,
    }
}

#[cfg(test)]
mod tests {
    use super::ToldNeed::{Gap, NoGap, NotTold};
    use super::*;

    #[test]
    fn a_standard_is_without_a_gap_where_one_test_says_so_twice_running() {
        for (tests, told) in [
            (&[][..], NotTold),
            (&[[NoGap, NoGap]], NoGap),
            (&[[NoGap, NotTold]], NotTold),
            (&[[NoGap, Gap]], Gap),
            (&[[Gap, NoGap]], Gap),
            (&[[NotTold, NotTold], [NoGap, NoGap]], NoGap),
            (&[[NoGap, NotTold], [NotTold, NoGap]], NotTold),
            (&[[NoGap, NoGap], [NotTold, Gap]], Gap),
        ] {
            assert_eq!(of_tests(tests.iter().copied()), told, "{tests:?}");
        }
    }

    #[test]
    fn all_are_as_the_worst_of_them() {
        assert_eq!(of_all([]), NotTold);
        assert_eq!(of_all([NoGap, NoGap]), NoGap);
        assert_eq!(of_all([NoGap, NotTold]), NotTold);
        assert_eq!(of_all([NotTold, Gap, NoGap]), Gap);
    }
}
