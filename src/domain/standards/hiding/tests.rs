//! Hiding: the rule of two, what it leaves open, and that nobody can reckon a hidden count out of totals.

use proptest::prelude::*;

use super::*;

fn group(school: i64, grade: i8, pupils: u32, below: u32) -> CountedGroup {
    CountedGroup {
        school: SchoolId(school),
        grade: Grade::new(grade).unwrap(),
        pupils,
        below,
    }
}

fn told(groups: &[CountedGroup]) -> Vec<&'static str> {
    let found = tellings(groups, LeastGroup::USUAL);
    found.into_iter().map(Telling::word).collect()
}

const TOO_FEW: &str = "too few";
const WITH: &str = "hidden with another";
const TOLD: &str = "told";

#[test]
fn one_hidden_grade_hides_the_smallest_other() {
    // P1
    let school = [group(1, 3, 31, 12), group(1, 4, 7, 3), group(1, 5, 12, 5)];
    assert_eq!(told(&school), [TOLD, TOO_FEW, WITH]);
    // P2
    let school = [group(1, 3, 6, 2), group(1, 4, 8, 4), group(1, 5, 40, 20)];
    assert_eq!(told(&school), [TOO_FEW, TOO_FEW, TOLD]);
    // Of two that are as small the lower grade, wherever it stands.
    let school = [group(1, 5, 12, 5), group(1, 4, 7, 3), group(1, 3, 12, 5)];
    assert_eq!(told(&school), [TOLD, TOO_FEW, WITH]);
}

#[test]
fn one_hidden_school_of_a_grade_hides_the_smallest_other_too() {
    let district = [
        group(1, 3, 7, 3),
        group(1, 4, 30, 9),
        group(2, 3, 20, 9),
        group(2, 4, 25, 9),
        group(3, 3, 40, 9),
        group(3, 4, 50, 9),
    ];
    // Grade 4 of the first school by its row, grade 3 of the second by its column, grade 4 of the second by both.
    assert_eq!(told(&district), [TOO_FEW, WITH, WITH, WITH, TOLD, TOLD]);
}

#[test]
fn nothing_is_hidden_where_no_group_is_small() {
    assert_eq!(
        told(&[group(1, 3, 10, 0), group(2, 3, 10, 10)]),
        [TOLD, TOLD]
    );
    assert_eq!(told(&[]), Vec::<&str>::new());
}

#[test]
fn a_group_that_is_its_schools_total_hides_no_others() {
    // Whoever knows the totals of a school with one grade knows that grade, whatever else is hidden: one other of
    // the grade goes with it by the rule, and with that one another grade of its school, and no more.
    let district = [
        group(1, 3, 7, 3),
        group(2, 3, 30, 9),
        group(2, 4, 35, 9),
        group(3, 3, 40, 9),
        group(3, 4, 50, 9),
        group(4, 3, 60, 9),
        group(4, 4, 70, 9),
    ];
    let found = told(&district);
    assert_eq!(&found[..5], [TOO_FEW, WITH, WITH, WITH, WITH]);
    assert_eq!(&found[5..], [TOLD, TOLD]);
}

#[test]
fn two_clusters_do_not_give_away_the_group_that_joins_them() {
    let mut district = Vec::new();
    for (school, grade) in [
        (1, 3),
        (1, 4),
        (2, 3),
        (2, 4),
        (2, 5),
        (3, 5),
        (3, 6),
        (4, 5),
        (4, 6),
    ] {
        district.push(group(school, grade, 8, 4));
    }
    district.extend([group(1, 5, 30, 9), group(1, 6, 40, 9)]);
    // Each school and each grade hides two or more, and yet grade 5 of the second school is the total of the first
    // two schools less that of grades 3 and 4, and what is told.
    let found = told(&district);
    assert_eq!(found[9], WITH);
    assert_eq!(found[10], TOLD);
}

/// A second school, all of whose grades are large.
fn beside(mut school: Vec<CountedGroup>) -> Vec<CountedGroup> {
    school.extend([group(2, 3, 30, 5), group(2, 4, 35, 5), group(2, 5, 50, 9)]);
    school
}

#[test]
fn nobody_below_among_all_that_is_hidden_would_say_so_of_each() {
    let school = vec![group(1, 3, 6, 0), group(1, 4, 8, 0), group(1, 5, 40, 20)];
    assert_eq!(
        told(&beside(school)),
        [TOO_FEW, TOO_FEW, WITH, WITH, WITH, WITH]
    );
    // With one pupil below in each, one may be two and the other none.
    let school = vec![group(1, 3, 6, 1), group(1, 4, 8, 1), group(1, 5, 40, 20)];
    assert_eq!(
        told(&beside(school)),
        [TOO_FEW, TOO_FEW, TOLD, WITH, WITH, TOLD]
    );
    // Two groups of one pupil each add up to two.
    let school = vec![group(1, 3, 1, 1), group(1, 4, 1, 0), group(1, 5, 40, 20)];
    assert_eq!(
        told(&beside(school)),
        [TOO_FEW, TOO_FEW, WITH, WITH, WITH, WITH]
    );
}

/// All that a table of counts can be, with these told and each total as it is: what each cell was seen to be.
struct Rival<'t> {
    groups: &'t [CountedGroup],
    free: Vec<usize>,
    /// The least and the most that the pupils of each group, and those below, were in any of them.
    seen: Vec<[(u32, u32); 2]>,
}

impl Rival<'_> {
    fn knows(groups: &[CountedGroup], free: Vec<usize>) -> Vec<bool> {
        let seen = vec![[(u32::MAX, 0); 2]; groups.len()];
        let mut rival = Rival { groups, free, seen };
        let mut guess = groups.to_vec();
        rival.guess(&mut guess, 0, true);
        let one = |of: &[(u32, u32); 2]| of.iter().any(|(low, high)| low == high);
        rival.seen.iter().map(one).collect()
    }

    /// The total that the hidden groups of this line leave for the one at `at`, which is the last of them.
    fn left(&self, guess: &[CountedGroup], at: usize, pupils: bool) -> Option<i64> {
        let count = |g: &CountedGroup| i64::from(if pupils { g.pupils } else { g.below });
        let mut fixed = None;
        let lines: [fn(&CountedGroup) -> i64; 2] =
            [|g| g.school.0, |g| 100 + i64::from(g.grade.number())];
        for line in lines {
            let same = |other: &usize| line(&self.groups[*other]) == line(&self.groups[at]);
            let last = self.free.iter().copied().filter(same).max() == Some(at);
            if last {
                let all = (0..self.groups.len()).filter(same);
                let others = all
                    .clone()
                    .filter(|o| *o != at)
                    .map(|o| count(&guess[o]))
                    .sum::<i64>();
                let left = all.map(|o| count(&self.groups[o])).sum::<i64>() - others;
                if fixed.is_some_and(|fixed| fixed != left) {
                    return Some(-1);
                }
                fixed = Some(left);
            }
        }
        fixed
    }

    fn guess(&mut self, guess: &mut Vec<CountedGroup>, at: usize, pupils: bool) {
        let Some(cell) = self.free.get(at).copied() else {
            if pupils {
                return self.guess(guess, 0, false);
            }
            for cell in &self.free {
                let now = [guess[*cell].pupils, guess[*cell].below];
                for (seen, now) in self.seen[*cell].iter_mut().zip(now) {
                    *seen = (seen.0.min(now), seen.1.max(now));
                }
            }
            return;
        };
        let values = match self.left(guess, cell, pupils) {
            Some(left) => left..=left,
            None => 0..=12,
        };
        for value in values {
            let fits = if pupils {
                value >= 1
            } else {
                value >= 0 && value <= i64::from(guess[cell].pupils)
            };
            if fits {
                if pupils {
                    guess[cell].pupils = value as u32;
                } else {
                    guess[cell].below = value as u32;
                }
                self.guess(guess, at + 1, pupils);
            }
        }
        if pupils {
            guess[cell].pupils = self.groups[cell].pupils;
        } else {
            guess[cell].below = self.groups[cell].below;
        }
    }
}

fn small_table() -> impl Strategy<Value = Vec<CountedGroup>> {
    let cell = (0u32..8).prop_flat_map(|pupils| (Just(pupils), 0..=pupils));
    proptest::collection::vec(cell, 6).prop_map(|cells| {
        let all = cells.into_iter().enumerate();
        let groups = all.map(|(at, (n, b))| group(1 + at as i64 / 3, 3 + (at % 3) as i8, n, b));
        groups.filter(|g| g.pupils > 0).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Who knows every exact total of each school and of each grade, and every told group exactly, still cannot tell
    /// a hidden count, unless the totals alone give it away.
    #[test]
    fn totals_do_not_tell_a_hidden_count(groups in small_table()) {
        let least = LeastGroup::new(5).unwrap();
        let told = tellings(&groups, least);
        let hidden: Vec<usize> = (0..groups.len()).filter(|at| told[*at] != Telling::Told).collect();
        let knows = Rival::knows(&groups, hidden);
        let whatever = if knows.contains(&true) {
            Rival::knows(&groups, (0..groups.len()).collect())
        } else {
            Vec::new()
        };
        for at in 0..groups.len() {
            prop_assert!(!knows[at] || whatever[at], "{at} of {groups:?}: {told:?}");
            prop_assert!(told[at] != Telling::Told || groups[at].pupils >= 5);
        }
    }

    /// The order of the rows changes nothing.
    #[test]
    fn the_order_of_groups_changes_nothing(groups in small_table(), turn in 0usize..6) {
        let least = LeastGroup::new(5).unwrap();
        let mut turned = groups.clone();
        turned.rotate_left(turn.min(groups.len()));
        turned.reverse();
        let mut a: Vec<_> = groups.iter().map(|g| (g.school, g.grade)).zip(tellings(&groups, least)).collect();
        let mut b: Vec<_> = turned.iter().map(|g| (g.school, g.grade)).zip(tellings(&turned, least)).collect();
        a.sort_unstable();
        b.sort_unstable();
        prop_assert_eq!(a, b);
    }
}
