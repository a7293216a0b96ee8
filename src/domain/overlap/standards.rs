//! Two products that teach, or test, the same standards (O4). Only what somebody verified counts, standard
//! by standard, in one edition of one set or in two where a relation says that they are the same; a cluster says too
//! little, and a vendor's word is no proof.

mod shared;

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::claims::WHOLE_CELL;
use super::facts::{Joined, Leaf, PaidLine, ProductJob};
use super::parts::cost;
use super::similar::{ProductInYear, SimilarPair, meeting, same_role};
use super::{OverlapKind, fnv};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::standards::claim::{Alignment, AlignmentRole, StandardDays, trust};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::matching::Trust;
use crate::domain::text::key;

/// Fewer shared standards than this say nothing.
const FEWEST: usize = 10;

/// So much of the smaller set must be shared, in percent.
const SHARED: usize = 60;

/// What alignments are read by: the standards here that they are, the day, and after how many months somebody looks again.
#[derive(Debug, Default)]
pub struct AlignedBy {
    /// Those of the standards that alignments name.
    pub standards: HashMap<StandardId, StandardDays>,
    /// The local day.
    pub today: NaiveDate,
    /// After so many months what was verified is looked at again.
    pub recheck: u32,
    /// Does what a file called verified, without anybody's name, count as it once did? To tell what rested on it.
    pub unnamed: bool,
    /// The standards that one relation says are the same as each: an exact match, a translation, or what somebody here
    /// accepted, in either direction.
    pub same: HashMap<StandardId, Vec<StandardId>>,
}

/// What a product was verified to teach, or to test.
#[derive(Debug, Default)]
pub struct TaughtLeaves {
    /// The standards, in order.
    pub leaves: Vec<Leaf>,
    /// What is the same as one of them, in order.
    pub joined: Vec<Joined>,
}

/// The standards of each product that may be compared, those that are to be looked at again marked so. `canonical` gives the
/// record that stands for a product.
pub fn leaves(
    alignments: &[Alignment],
    by: &AlignedBy,
    canonical: impl Fn(ProductId) -> ProductId,
) -> HashMap<ProductId, TaughtLeaves> {
    let mut found: HashMap<ProductId, TaughtLeaves> = HashMap::new();
    for one in alignments {
        let standard = one.item.and_then(|item| by.standards.get(&item));
        let is_leaf = standard.map_or(one.leaf, |standard| standard.leaf);
        let trusted = match trust(one, standard, (by.today, by.recheck)) {
            Some(Trust::Claimed) if by.unnamed && one.was_called_verified() => {
                Some(Trust::Verified)
            }
            trusted => trusted,
        };
        let recheck = trusted == Some(Trust::Recheck);
        if !is_leaf || !(recheck || trusted == Some(Trust::Verified)) {
            continue;
        }
        let role = one.role.map_or("", AlignmentRole::word);
        let framework = format!("{} {role}", key(&one.framework));
        // A standard that is here is itself, whatever its framework and its code are called.
        let (framework, standard) = match one.item {
            Some(item) => (format!("here {role}"), here(item)),
            None => (
                framework,
                fnv(one.standard.trim().to_lowercase().as_bytes()),
            ),
        };
        let taught = found.entry(canonical(one.product)).or_default();
        taught.leaves.push(Leaf {
            framework: fnv(framework.as_bytes()),
            standard,
            recheck,
            grades: one.grades.or_every().bits(),
        });
        let same = one.item.and_then(|item| by.same.get(&item));
        let joins = same.into_iter().flatten().map(|other| Joined {
            standard,
            other: here(*other),
        });
        taught.joined.extend(joins);
    }
    for taught in found.values_mut() {
        taught.leaves.sort_unstable();
        // Of two records that are one now, both may say it; what holds says more than what is to be looked at again.
        taught.leaves.dedup_by(|again, leaf| {
            let same = (again.framework, again.standard) == (leaf.framework, leaf.standard);
            let alike = same && again.recheck == leaf.recheck;
            leaf.grades |= if alike { again.grades } else { 0 };
            same
        });
        taught.joined.sort_unstable();
        taught.joined.dedup();
    }
    found
}

/// Stands for a standard that is here.
fn here(item: StandardId) -> u64 {
    fnv(format!("#{item}").as_bytes())
}

/// What two products share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Contained {
    set: u64,
    shared: usize,
    of: usize,
    grades: u16,
}

/// What is shared in each set, of what counts.
fn in_sets(a: &ProductJob, b: &ProductJob, counts: fn(&Leaf) -> bool) -> Vec<Contained> {
    let sets = |job: &'_ ProductJob| -> Vec<(u64, usize, usize)> {
        let mut at = 0;
        let sets = job.leaves.chunk_by(|x, y| x.framework == y.framework);
        sets.map(|set| {
            at += set.len();
            (set[0].framework, at - set.len(), at)
        })
        .collect()
    };
    let counted = |leaves: &[Leaf]| -> Vec<Leaf> {
        let counted = leaves.iter().filter(|leaf| counts(leaf));
        counted.copied().collect()
    };
    let (of_a, of_b) = (sets(a), sets(b));
    let both = of_a.iter().filter_map(|(set, start, end)| {
        let at = of_b.binary_search_by_key(set, |(set, ..)| *set).ok()?;
        let (mine, theirs) = (&a.leaves[*start..*end], &b.leaves[of_b[at].1..of_b[at].2]);
        if mine.len().min(theirs.len()) < FEWEST {
            return None;
        }
        let (mine, theirs) = (counted(mine), counted(theirs));
        let (shared, grades) = shared::shared(&mine, &theirs, &a.joined);
        Some(Contained {
            set: *set,
            shared,
            of: mine.len().min(theirs.len()),
            grades,
        })
    });
    both.collect()
}

/// What is shared in one set, where that is enough; in the set where most is.
fn most(sets: Vec<Contained>) -> Option<Contained> {
    let enough =
        |found: &Contained| found.shared >= FEWEST && found.shared * 100 >= found.of * SHARED;
    sets.into_iter()
        .filter(enough)
        .max_by_key(|found| found.shared)
}

/// What holds, and need not be looked at again.
fn holds(leaf: &Leaf) -> bool {
    !leaf.recheck
}

/// Two products that would teach the same standards if somebody looked again at what was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WouldBe {
    /// The two products.
    pub products: (ProductId, ProductId),
    /// So many standards they would share.
    pub shared: usize,
    /// So many of these are to be looked at again.
    pub recheck: usize,
}

/// Pairs that are none only because something is to be looked at again, of these products, at the same school and grade.
pub fn would_be(all: &[ProductInYear], today: NaiveDate) -> Vec<WouldBe> {
    let mut found = Vec::new();
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            let recheck = |one: &ProductInYear| one.job.leaves.iter().any(|leaf| leaf.recheck);
            if !(recheck(a) || recheck(b)) || !same_role(a.job, b.job) {
                continue;
            }
            let now = in_sets(a.job, b.job, holds);
            let Some(then) = most(in_sets(a.job, b.job, |_| true)) else {
                continue;
            };
            let of_set = now.iter().find(|one| one.set == then.set);
            let shared = of_set.map_or(0, |one| one.shared);
            let (of_a, of_b) = meeting(a, b, then.grades, today);
            if most(now).is_none() && !(of_a.is_empty() && of_b.is_empty()) {
                found.push(WouldBe {
                    products: (a.job.product, b.job.product),
                    shared: then.shared,
                    recheck: then.shared - shared,
                });
            }
        }
    }
    found
}

/// The pair of two products that teach the same standards at the same school and grade: the one that
/// costs less there could go. `lines` gives a product's lines by id.
pub fn pair<'f>(
    a: &ProductInYear,
    b: &ProductInYear,
    lines: impl Fn(ProductId) -> Vec<&'f PaidLine>,
    today: NaiveDate,
) -> Option<SimilarPair> {
    if !same_role(a.job, b.job) {
        return None;
    }
    let contained = most(in_sets(a.job, b.job, holds))?;
    let part = WHOLE_CELL * contained.shared as i64 / contained.of as i64;
    let (of_a, of_b) = meeting(a, b, contained.grades, today);
    let costs = |parts, candidate: &ProductInYear| -> (Cents, Reverse<ProductId>) {
        let product = candidate.job.product;
        (cost(parts, &lines(product), WHOLE_CELL), Reverse(product))
    };
    let a_goes = costs(&of_a, a) < costs(&of_b, b);
    let (lost, kept) = if a_goes { (of_a, of_b) } else { (of_b, of_a) };
    let (loser, keeper) = if a_goes { (a, b) } else { (b, a) };
    (!lost.is_empty()).then_some(SimilarPair {
        kind: OverlapKind::SameStandards,
        function: None,
        part,
        keeper: keeper.job.product,
        loser: loser.job.product,
        lost,
        kept,
    })
}

#[cfg(test)]
mod tests;
