//! How many standards two products share: the pairs in which each leaf stands once, as many as can be. Two leaves are a
//! pair where they are one standard, or where one relation says that they are the same; a chain of two says nothing.

use std::collections::VecDeque;

use crate::domain::overlap::facts::{Joined, Leaf};

/// The pairs of two sets of leaves, each in order of its standards: how many, and the grades that they are about. `joined`
/// is what relations say of the first, in order.
pub(super) fn shared(mine: &[Leaf], theirs: &[Leaf], joined: &[Joined]) -> (usize, u16) {
    let pairs = Pairing::new(mine, theirs, joined).most();
    let grades = pairs.iter().fold(0, |all, (one, other)| {
        all | (mine[*one].grades & theirs[*other].grades)
    });
    (pairs.len(), grades)
}

/// Pairs on their way to as many as can be.
struct Pairing<'l> {
    mine: &'l [Leaf],
    theirs: &'l [Leaf],
    joined: &'l [Joined],
    /// With which of mine each of theirs stands.
    taken: Vec<Option<usize>>,
}

impl<'l> Pairing<'l> {
    fn new(mine: &'l [Leaf], theirs: &'l [Leaf], joined: &'l [Joined]) -> Pairing<'l> {
        Pairing {
            mine,
            theirs,
            joined,
            taken: vec![None; theirs.len()],
        }
    }

    /// Where this standard is among theirs, for some of the same grades.
    fn place(&self, one: &Leaf, standard: u64) -> Option<usize> {
        let at = self
            .theirs
            .binary_search_by_key(&standard, |leaf| leaf.standard)
            .ok()?;
        (self.theirs[at].grades & one.grades != 0).then_some(at)
    }

    /// Those of theirs that one of mine may stand with, itself first.
    fn beside(&self, at: usize) -> impl Iterator<Item = usize> {
        let one = &self.mine[at];
        let from = self
            .joined
            .partition_point(|join| join.standard < one.standard);
        let joins = self.joined[from..]
            .iter()
            .take_while(|join| join.standard == one.standard)
            .map(|join| join.other);
        let standards = std::iter::once(one.standard).chain(joins);
        standards.filter_map(|standard| self.place(one, standard))
    }

    /// As many pairs as can be: first each standard with itself, then each of the others by moving those that stand in its
    /// way, the nearest first.
    fn most(mut self) -> Vec<(usize, usize)> {
        let mut alone = Vec::new();
        for at in 0..self.mine.len() {
            match self.place(&self.mine[at], self.mine[at].standard) {
                Some(there) => self.taken[there] = Some(at),
                None => alone.push(at),
            }
        }
        for at in alone {
            self.seat(at);
        }
        let taken = self.taken.into_iter().enumerate();
        taken.filter_map(|(there, at)| Some((at?, there))).collect()
    }

    /// Finds one of mine a place, where there is one at the end of a way over those that move.
    fn seat(&mut self, first: usize) {
        // From which of mine each of theirs was come to.
        let mut from: Vec<Option<usize>> = vec![None; self.theirs.len()];
        let mut waiting = VecDeque::from([first]);
        while let Some(at) = waiting.pop_front() {
            let places: Vec<usize> = self.beside(at).collect();
            for there in places {
                if from[there].is_some() {
                    continue;
                }
                from[there] = Some(at);
                match self.taken[there] {
                    Some(moves) => waiting.push_back(moves),
                    None => return self.move_along(first, there, &from),
                }
            }
        }
    }

    /// Each on the way back takes the place it came to, and leaves its own to who came before it.
    fn move_along(&mut self, first: usize, last: usize, from: &[Option<usize>]) {
        let mut there = last;
        while let Some(at) = from[there] {
            let left = self.taken.iter().position(|taken| *taken == Some(at));
            self.taken[there] = Some(at);
            match left.filter(|_| at != first) {
                Some(left) => there = left,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(standard: u64) -> Leaf {
        Leaf {
            framework: 1,
            standard,
            recheck: false,
            grades: 0b11,
        }
    }

    fn leaves(standards: &[u64]) -> Vec<Leaf> {
        standards.iter().map(|standard| leaf(*standard)).collect()
    }

    fn pairs(mine: &[u64], theirs: &[u64], joined: &[(u64, u64)]) -> usize {
        let joined: Vec<Joined> = joined
            .iter()
            .map(|(standard, other)| Joined {
                standard: *standard,
                other: *other,
            })
            .collect();
        shared(&leaves(mine), &leaves(theirs), &joined).0
    }

    #[test]
    fn each_leaf_stands_in_one_pair() {
        assert_eq!(pairs(&[1, 2, 3], &[2, 3, 4], &[]), 2);
        assert_eq!(pairs(&[1, 2], &[11, 12], &[(1, 11), (2, 12)]), 2);
        // Both are the same as one of theirs, which stands once.
        assert_eq!(pairs(&[1, 2], &[11], &[(1, 11), (2, 11)]), 1);
        assert_eq!(pairs(&[1], &[11, 12], &[(1, 11), (1, 12)]), 1);
        // 2 is itself, and 1 is only the same as 2: one pair, unless 2 may stand with 12.
        assert_eq!(pairs(&[1, 2], &[2, 12], &[(1, 2)]), 1);
        assert_eq!(pairs(&[1, 2], &[2, 12], &[(1, 2), (2, 12)]), 2);
        // Each moves one place on: 1 takes 2, 2 takes 3, 3 takes 13.
        let chain = [(1, 2), (2, 3), (3, 13)];
        assert_eq!(pairs(&[1, 2, 3], &[2, 3, 13], &chain), 3);
        assert_eq!(pairs(&[1, 2, 3], &[2, 3, 13], &chain[..2]), 2);
    }

    #[test]
    fn a_pair_is_about_the_grades_of_both() {
        let mut third = leaf(2);
        third.grades = 0b10;
        assert_eq!(shared(&leaves(&[2]), &[third], &[]), (1, 0b10));
        third.grades = 0b100;
        assert_eq!(shared(&leaves(&[2]), &[third], &[]), (0, 0));
    }
}
