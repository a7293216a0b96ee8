//! What a district says of a product, in a word that all districts mean alike, and what several say together.

use std::collections::BTreeSet;

use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::record::words;

words! {
    /// What was decided about a product.
    Stance {
        /// It may be used.
        Yes = "yes",
        /// It may be used where conditions are met.
        Conditional = "conditional",
        /// It is tried out.
        Pilot = "pilot",
        /// It may not be used.
        No = "no",
        /// It was used, and its use ends or has ended.
        Ended = "ended",
    }
}

impl Stance {
    /// Of a decision; none of what nobody decided.
    pub fn of(decision: &Approval) -> Option<Stance> {
        let conditions = !decision.conditions.0.is_empty();
        Some(match decision.status {
            ApprovalStatus::Discovered
            | ApprovalStatus::UnderReview
            | ApprovalStatus::Superseded => return None,
            ApprovalStatus::Approved | ApprovalStatus::ReReviewDue if conditions => {
                Stance::Conditional
            }
            ApprovalStatus::Approved | ApprovalStatus::ReReviewDue => Stance::Yes,
            ApprovalStatus::Conditional => Stance::Conditional,
            ApprovalStatus::Pilot => Stance::Pilot,
            ApprovalStatus::Denied | ApprovalStatus::Suspended => Stance::No,
            ApprovalStatus::Retiring
            | ApprovalStatus::Retired
            | ApprovalStatus::DataDeletionPending
            | ApprovalStatus::Closed => Stance::Ended,
        })
    }
}

/// What one district says, of all its decisions that hold on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DistrictAnswer {
    /// The same everywhere.
    One(Stance),
    /// One thing at some schools, and another at others.
    Differs,
    /// It knows the product, and has decided nothing that holds.
    Nothing,
}

impl DistrictAnswer {
    /// Of decisions that hold: each with its stance, and whether it is for the whole district, whose word then counts.
    pub fn of(decisions: impl IntoIterator<Item = (Stance, bool)>) -> DistrictAnswer {
        let (mut whole, mut parts) = (BTreeSet::new(), BTreeSet::new());
        for (stance, everywhere) in decisions {
            if everywhere { &mut whole } else { &mut parts }.insert(stance);
        }
        let said = if whole.is_empty() { parts } else { whole };
        let mut said = said.into_iter();
        match (said.next(), said.next()) {
            (None, _) => DistrictAnswer::Nothing,
            (Some(one), None) => DistrictAnswer::One(one),
            _ => DistrictAnswer::Differs,
        }
    }

    /// As tables and JSON have it.
    pub fn word(self) -> &'static str {
        match self {
            DistrictAnswer::One(stance) => stance.word(),
            DistrictAnswer::Differs => "differs",
            DistrictAnswer::Nothing => "undecided",
        }
    }

    /// As a sentence counts it: `9 yes`, `2 with conditions`.
    fn counted(self) -> &'static str {
        match self {
            DistrictAnswer::One(Stance::Conditional) => "with conditions",
            DistrictAnswer::One(Stance::Pilot) => "trying it out",
            DistrictAnswer::Differs => "one way here and another there",
            other => other.word(),
        }
    }
}

/// So many reasons are said in a sentence.
const REASONS: usize = 3;
/// So many characters of each.
const LONGEST_REASON: usize = 100;

/// The beginning of a reason, in one line.
fn short(reason: &str) -> String {
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_REASON {
        return line;
    }
    line.chars().take(LONGEST_REASON - 1).chain(['…']).collect()
}

/// The answers in the order in which they are said.
fn in_order() -> impl Iterator<Item = DistrictAnswer> {
    let order = Stance::ALL
        .iter()
        .map(|stance| DistrictAnswer::One(*stance));
    order.chain([DistrictAnswer::Differs, DistrictAnswer::Nothing])
}

/// What a district's neighbours say, in a few words, and for which kinds of agreement how many asked: `9 of 12 yes, 2 with
/// conditions, 1 no; 2 asked for a DPA`. None where no neighbour knows it.
pub fn of_neighbours(said: &[DistrictAnswer], agreed: &[(String, i64)]) -> Option<String> {
    let mut parts = Vec::new();
    for answer in in_order() {
        let count = said.iter().filter(|said| **said == answer).count();
        if count > 0 {
            let of = match parts.len() {
                0 => format!(" of {}", said.len()),
                _ => String::new(),
            };
            parts.push(format!("{count}{of} {}", answer.counted()));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let asked = agreed.iter().enumerate().map(|(at, (kind, districts))| {
        let asked = if at == 0 { "asked " } else { "" };
        let vowel = kind.starts_with(|c: char| "aeiouAEIOU".contains(c));
        let a = if vowel { "an" } else { "a" };
        format!("{districts} {asked}for {a} {}", short(kind))
    });
    let asked: Vec<String> = asked.collect();
    let mut all = vec![parts.join(", ")];
    all.extend((!asked.is_empty()).then(|| asked.join(", ")));
    Some(all.join("; "))
}

/// What several districts say in one sentence: `12 districts know it: 9 yes, 2 with conditions, 1 no: sells data`. Of a
/// no the reason is said with it, where one is shared.
pub fn together(said: &[(DistrictAnswer, Option<String>)]) -> String {
    let districts = match said.len() {
        1 => "1 district knows it".to_owned(),
        more => format!("{more} districts know it"),
    };
    let mut parts = Vec::new();
    for answer in in_order() {
        let of_it = said.iter().filter(|(said, _)| *said == answer);
        let count = of_it.clone().count();
        if count == 0 {
            continue;
        }
        let mut part = format!("{count} {}", answer.counted());
        if answer == DistrictAnswer::One(Stance::No) {
            let reasons: BTreeSet<&str> = of_it.filter_map(|(_, why)| why.as_deref()).collect();
            let mut told: Vec<String> =
                reasons.iter().take(REASONS).map(|why| short(why)).collect();
            if reasons.len() > REASONS {
                told.push(format!("and {} other reasons", reasons.len() - REASONS));
            }
            if !told.is_empty() {
                part += &format!(": {}", told.join("; "));
            }
        }
        parts.push(part);
    }
    format!("{districts}: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_the_whole_district_counts_before_those_for_some_schools() {
        use DistrictAnswer::{Differs, Nothing, One};
        use Stance::{Conditional, No, Yes};
        for (decisions, answer) in [
            (vec![], Nothing),
            (vec![(Yes, true)], One(Yes)),
            (vec![(Yes, true), (No, false)], One(Yes)),
            (vec![(Yes, false), (No, false)], Differs),
            (
                vec![(Conditional, false), (Conditional, false)],
                One(Conditional),
            ),
            (vec![(Yes, true), (No, true)], Differs),
        ] {
            assert_eq!(
                DistrictAnswer::of(decisions.clone()),
                answer,
                "{decisions:?}"
            );
        }
    }

    #[test]
    fn neighbours_are_a_few_words() {
        let one = DistrictAnswer::One;
        let mut said = vec![one(Stance::Yes); 9];
        said.extend([one(Stance::Conditional), one(Stance::Conditional)]);
        said.push(one(Stance::No));
        let agreed = [("DPA".to_owned(), 2), ("addendum".to_owned(), 1)];
        assert_eq!(
            of_neighbours(&said, &agreed).as_deref(),
            Some("9 of 12 yes, 2 with conditions, 1 no; 2 asked for a DPA, 1 for an addendum")
        );
        assert_eq!(
            of_neighbours(&[DistrictAnswer::Nothing, one(Stance::No)], &[]).as_deref(),
            Some("1 of 2 no, 1 undecided")
        );
        assert_eq!(of_neighbours(&[], &agreed), None);
    }

    #[test]
    fn several_districts_are_one_sentence() {
        let one = |stance| (DistrictAnswer::One(stance), None);
        let mut said = vec![one(Stance::Yes); 9];
        said.extend([one(Stance::Conditional), one(Stance::Conditional)]);
        said.push((DistrictAnswer::One(Stance::No), Some("sells data".into())));
        assert_eq!(
            together(&said),
            "12 districts know it: 9 yes, 2 with conditions, 1 no: sells data"
        );
        let no = |why: &str| (DistrictAnswer::One(Stance::No), Some(why.to_owned()));
        let many = together(&[
            no("d"),
            no("c"),
            no("b"),
            no("a\nb"),
            no("d"),
            no(&"x".repeat(101)),
        ]);
        assert_eq!(
            many,
            "6 districts know it: 6 no: a b; b; c; and 2 other reasons"
        );
        let long = together(&[no(&"x".repeat(101))]);
        assert_eq!(
            long,
            format!("1 district knows it: 1 no: {}…", "x".repeat(99))
        );
        assert_eq!(
            together(&[(DistrictAnswer::Nothing, Some("never said".into()))]),
            "1 district knows it: 1 undecided"
        );
    }
}
