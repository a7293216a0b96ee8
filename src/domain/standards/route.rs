//! What to use for a gap, in order, and which step placed it. No weights, so that it can be argued. A person decides;
//! nobody is assigned by it.

use std::cmp::Ordering;

use super::coverage::{SeatsLeft, says_yes};
use super::matching::{MatchWay, Trust};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::record::words;
use crate::domain::status::Verdict;

words! {
    /// The steps that order what may be used, the first that differs places it.
    RouteStep {
        /// What the resolver answers there today.
        Answer = "answer",
        /// How near it comes to the standard.
        Match = "match",
        /// Whether somebody verified it.
        Proof = "proof",
        /// Whether its free seats are enough.
        Seats = "free seats",
        /// How many there are trained.
        Training = "training",
        /// How good the evidence of its effect is (C07).
        Evidence = "evidence",
        /// What it would cost more for a pupil.
        Cost = "cost",
        /// Its name.
        Name = "name",
    }
}

/// One product that may be used for a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteOption {
    /// Which product.
    pub product: ProductId,
    /// As it is called.
    pub name: String,
    /// The part of it that is aligned; empty for the whole of it.
    pub module: String,
    /// What the resolver answers for it there today.
    pub verdict: Verdict,
    /// How it comes to the standard.
    pub way: MatchWay,
    /// How far that is trusted.
    pub trust: Trust,
    /// Seats free there.
    pub seats: SeatsLeft,
    /// Which share of its people there is trained, in percent; none where none is recorded.
    pub trained: Option<u32>,
    /// The tier of evidence of its review, 1 the best; none where nobody said.
    pub evidence: Option<u8>,
    /// What one pupil more would cost a year; none where that is not known.
    pub added: Option<Cents>,
}

impl RouteOption {
    /// Compares two by one step; what comes first is less. `below` is how many pupils need a seat.
    fn compare(&self, other: &RouteOption, step: RouteStep, below: u32) -> Ordering {
        let unknown_last =
            |a: Option<u64>, b: Option<u64>| a.unwrap_or(u64::MAX).cmp(&b.unwrap_or(u64::MAX));
        match step {
            RouteStep::Answer => answer(self.verdict).cmp(&answer(other.verdict)),
            RouteStep::Match => nearness(self.way).cmp(&nearness(other.way)),
            RouteStep::Proof => {
                let proven = |option: &RouteOption| option.trust == Trust::Verified;
                proven(other).cmp(&proven(self))
            }
            RouteStep::Seats => other.seats.cover(below).cmp(&self.seats.cover(below)),
            RouteStep::Training => other.trained.cmp(&self.trained),
            RouteStep::Evidence => {
                unknown_last(self.evidence.map(u64::from), other.evidence.map(u64::from))
            }
            RouteStep::Cost => match (self.added, other.added) {
                (Some(mine), Some(theirs)) => mine.cmp(&theirs),
                (mine, theirs) => theirs.is_some().cmp(&mine.is_some()),
            },
            RouteStep::Name => {
                let name = |option: &RouteOption| {
                    (
                        option.name.to_lowercase(),
                        option.product,
                        option.module.clone(),
                    )
                };
                name(self).cmp(&name(other))
            }
        }
    }

    /// The first step in which two differ, and how.
    fn placed(&self, other: &RouteOption, below: u32) -> (RouteStep, Ordering) {
        let mut steps = RouteStep::ALL.iter().copied();
        let differs = steps.find_map(|step| {
            let order = self.compare(other, step, below);
            (order != Ordering::Equal).then_some((step, order))
        });
        differs.unwrap_or((RouteStep::Name, Ordering::Equal))
    }
}

/// Puts what may be used in order. Each is told with the step that placed it behind the one before it; the first
/// with the step that placed it before the second, and nothing where it is alone.
pub fn ordered(mut options: Vec<RouteOption>, below: u32) -> Vec<(RouteOption, Option<RouteStep>)> {
    options.sort_by(|a, b| a.placed(b, below).1);
    let pairs = options
        .windows(2)
        .map(|pair| pair[0].placed(&pair[1], below).0);
    let steps: Vec<RouteStep> = pairs.collect();
    let of = |at: usize| steps.get(at.saturating_sub(1)).copied();
    let placed = options.into_iter().enumerate();
    placed.map(|(at, option)| (option, of(at))).collect()
}

/// The answers in order: what may be used as it is, with conditions, and what something is missing for.
fn answer(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Yes | Verdict::YesUntil => 0,
        verdict if says_yes(verdict) => 1,
        Verdict::NeedsSetup => 2,
        Verdict::LicenceFull => 3,
        Verdict::ApprovedNoLicence => 4,
        _ => 5,
    }
}

/// Same, then in the place of it or before it, then narrower, then wider.
fn nearness(way: MatchWay) -> u8 {
    match way {
        MatchWay::Same | MatchWay::SameTwoSteps => 0,
        MatchWay::Newer | MatchWay::Older => 1,
        MatchWay::Narrower { .. } => 2,
        MatchWay::Wider => 3,
        MatchWay::Related | MatchWay::Before => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str) -> RouteOption {
        RouteOption {
            product: ProductId(1),
            name: name.to_owned(),
            module: String::new(),
            verdict: Verdict::Yes,
            way: MatchWay::Same,
            trust: Trust::Verified,
            seats: SeatsLeft::Free(66),
            trained: Some(88),
            evidence: Some(2),
            added: Some(Cents(250)),
        }
    }

    fn placed(options: Vec<RouteOption>) -> Vec<(String, Option<&'static str>)> {
        let found = ordered(options, 12).into_iter();
        found
            .map(|(option, step)| (option.name, step.map(RouteStep::word)))
            .collect()
    }

    #[test]
    fn the_first_step_that_differs_places_a_product() {
        let better = option("Zumble");
        for (step, worse) in [
            (
                "answer",
                RouteOption {
                    verdict: Verdict::YesIf,
                    ..option("Abacine")
                },
            ),
            (
                "answer",
                RouteOption {
                    verdict: Verdict::NeedsSetup,
                    ..option("Abacine")
                },
            ),
            (
                "match",
                RouteOption {
                    way: MatchWay::Narrower { leaves: 3, of: 3 },
                    ..option("Abacine")
                },
            ),
            (
                "match",
                RouteOption {
                    way: MatchWay::Wider,
                    trust: Trust::Claimed,
                    ..option("Abacine")
                },
            ),
            (
                "proof",
                RouteOption {
                    trust: Trust::Recheck,
                    ..option("Abacine")
                },
            ),
            (
                "free seats",
                RouteOption {
                    seats: SeatsLeft::Free(11),
                    ..option("Abacine")
                },
            ),
            (
                "free seats",
                RouteOption {
                    seats: SeatsLeft::NotCounted,
                    ..option("Abacine")
                },
            ),
            (
                "training",
                RouteOption {
                    trained: Some(87),
                    ..option("Abacine")
                },
            ),
            (
                "training",
                RouteOption {
                    trained: None,
                    ..option("Abacine")
                },
            ),
            (
                "evidence",
                RouteOption {
                    evidence: Some(3),
                    ..option("Abacine")
                },
            ),
            (
                "evidence",
                RouteOption {
                    evidence: None,
                    ..option("Abacine")
                },
            ),
            (
                "cost",
                RouteOption {
                    added: Some(Cents(251)),
                    ..option("Abacine")
                },
            ),
            (
                "cost",
                RouteOption {
                    added: None,
                    ..option("Abacine")
                },
            ),
        ] {
            let said = Some(step);
            let order = vec![("Zumble".to_owned(), said), ("Abacine".to_owned(), said)];
            assert_eq!(
                placed(vec![worse.clone(), better.clone()]),
                order,
                "{worse:?}"
            );
        }
        let names = vec![
            ("Abacine".to_owned(), Some("name")),
            ("Zumble".to_owned(), Some("name")),
        ];
        assert_eq!(placed(vec![better.clone(), option("Abacine")]), names);
        assert_eq!(placed(vec![better]), [("Zumble".to_owned(), None)]);
    }

    #[test]
    fn until_a_day_is_as_good_as_without_one_and_enough_seats_are_enough() {
        let until = RouteOption {
            verdict: Verdict::YesUntil,
            ..option("Abacine")
        };
        let more = RouteOption {
            seats: SeatsLeft::NoLimit,
            ..option("Zumble")
        };
        assert_eq!(
            placed(vec![more, until]),
            [
                ("Abacine".to_owned(), Some("name")),
                ("Zumble".to_owned(), Some("name"))
            ]
        );
    }

    #[test]
    fn an_earlier_step_weighs_more_than_all_later_ones() {
        let claimed = RouteOption {
            trust: Trust::Claimed,
            evidence: Some(1),
            added: Some(Cents(0)),
            ..option("Abacine")
        };
        let full = RouteOption {
            verdict: Verdict::LicenceFull,
            ..option("Binterly")
        };
        let scarce = RouteOption {
            seats: SeatsLeft::Free(0),
            trained: None,
            ..option("Zumble")
        };
        assert_eq!(
            placed(vec![full, claimed, scarce]),
            [
                ("Zumble".to_owned(), Some("proof")),
                ("Abacine".to_owned(), Some("proof")),
                ("Binterly".to_owned(), Some("answer")),
            ]
        );
    }
}
