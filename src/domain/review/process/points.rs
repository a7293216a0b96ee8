//! The scored alternative to the gates, where the policy says so: two points for what is so, one for
//! what is so in part. A must that failed is a red flag; three quarters of the points pass a checklist.

use crate::domain::refusal::Refusal;
use crate::domain::request::{ItemResult, Outcome, Track};
use crate::domain::review::gate::ChecklistStanding;
use crate::domain::review::{Applies, ListSheet};

/// Of a hundred points a checklist passes with so many.
const PASSES: i64 = 75;
/// A pilot does with so many of the curricular one.
const LEAST: i64 = 50;

/// Of a hundred points, those a checklist has; none where nothing of it is asked.
pub(super) fn points(list: &ListSheet) -> Option<i64> {
    // What nobody answered yet is neither for it nor against it.
    let counts = |answer: &Option<ItemResult>| !matches!(answer, None | Some(ItemResult::Na));
    let asked = list.items.iter().filter(|i| i.applies == Applies::Yes);
    let asked: Vec<_> = asked.filter(|item| counts(&item.answer)).collect();
    let worth = |answer: Option<ItemResult>| match answer {
        Some(ItemResult::Pass) => 2,
        Some(ItemResult::Partial) => 1,
        _ => 0,
    };
    let got: i64 = asked.iter().map(|item| worth(item.answer)).sum();
    (!asked.is_empty()).then(|| got * 50 / asked.len() as i64)
}

/// Why the points do not allow this outcome.
pub(super) fn refusal(
    lists: &[ListSheet],
    standing: &ChecklistStanding,
    outcome: Outcome,
) -> Option<Refusal> {
    if outcome == Outcome::Deny {
        return None;
    }
    if !standing.failed.is_empty() {
        let failed = standing.failed.join(", ");
        let why = format!("{failed} failed, a red flag: it can only be denied");
        return Some(Refusal::new("outcome", why));
    }
    let short = lists.iter().filter(|list| list.asked).find_map(|list| {
        let least = match (outcome, list.track) {
            (Outcome::Pilot, Track::Curricular) => LEAST,
            _ => PASSES,
        };
        let got = points(list).filter(|got| *got < least)?;
        Some((list.track, got, least))
    });
    short.map(|(track, got, least)| {
        let why = format!("the {track} checklist has {got} of 100 points, and {least} are needed");
        Refusal::new("outcome", why)
    })
}

#[cfg(test)]
mod tests {
    use super::super::outcomes;
    use super::refusal;
    use crate::domain::policy::{Base, Policy, Scoring};
    use crate::domain::request::{ItemResult, Outcome, Track};
    use crate::domain::review::case::ReviewCase;
    use crate::domain::review::gate::{self, ChecklistStanding};
    use crate::domain::review::testing::{TestDesk, case, monday, reviewer};
    use crate::domain::review::{Applies, ListSheet};
    use std::sync::Arc;

    fn refused(case: &ReviewCase, scoring: Scoring) -> Vec<Outcome> {
        let mut case = case.clone();
        let mut policy = Policy::of(Base::Hybrid);
        policy.scoring = scoring;
        case.policy = Arc::new(policy);
        let all = outcomes(&case, &reviewer(), monday());
        let refused = all.into_iter().filter(|(_, why)| why.is_some());
        refused.map(|(outcome, _)| outcome).collect()
    }

    /// A checklist of shoulds answered so: `+` in full, `~` in part, `-` not.
    fn list(track: Track, answers: &str) -> ListSheet {
        let mut sheets = gate::sheets(&case());
        let of = sheets.iter().position(|list| list.track == track).unwrap();
        let mut list = sheets.swap_remove(of);
        let mut one = list.items.pop().unwrap();
        one.applies = Applies::Yes;
        let answered = answers.chars().map(|mark| {
            one.answer = Some(match mark {
                '+' => ItemResult::Pass,
                '~' => ItemResult::Partial,
                _ => ItemResult::Fail,
            });
            one.clone()
        });
        list.items = answered.collect();
        list
    }

    #[test]
    fn three_quarters_are_enough_and_half_of_the_curricular_list_is_for_a_pilot() {
        let why = |technical: &str, curricular: &str, outcome| {
            let lists = [
                list(Track::Technical, technical),
                list(Track::Curricular, curricular),
            ];
            refusal(&lists, &ChecklistStanding::default(), outcome)
                .map(String::from)
                .unwrap_or_default()
        };
        // 6 of 8 points are 75 of 100; 5 of 8 are 62.
        assert_eq!(why("+++-", "+++-", Outcome::Approve), "");
        assert_eq!(
            why("++~-", "++++", Outcome::Approve),
            "the technical checklist has 62 of 100 points, and 75 are needed"
        );
        // 4 of 8 are 50.
        assert_eq!(why("+++-", "++--", Outcome::Pilot), "");
        assert_eq!(
            why("+++-", "+~--", Outcome::Pilot),
            "the curricular checklist has 37 of 100 points, and 50 are needed"
        );
        assert_eq!(
            why("++--", "++--", Outcome::Pilot),
            "the technical checklist has 50 of 100 points, and 75 are needed"
        );
        assert_eq!(
            why("+++-", "++--", Outcome::Approve),
            "the curricular checklist has 50 of 100 points, and 75 are needed"
        );
    }

    #[test]
    fn points_pass_a_checklist_that_has_three_quarters_and_no_red_flag() {
        let good = TestDesk::new(case()).answered(ItemResult::Pass).case;
        assert_eq!(
            refused(&good, Scoring::Points),
            refused(&good, Scoring::Gates)
        );
        let failed = TestDesk::new(case()).answered(ItemResult::Fail).case;
        assert!(!refused(&failed, Scoring::Gates).contains(&Outcome::Pilot));
        let barred = refused(&failed, Scoring::Points);
        assert!(barred.contains(&Outcome::Pilot) && !barred.contains(&Outcome::Deny));
    }
}
