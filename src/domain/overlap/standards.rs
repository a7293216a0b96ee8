//! Two products that teach, or test, the same standards (O4). Only what somebody verified counts, standard
//! by standard, in one edition of one set; a cluster says too little, and a vendor's word is no proof.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::claims::WHOLE_CELL;
use super::facts::{Leaf, PaidLine, ProductJob};
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
}

/// The standards of each product that may be compared. `canonical` gives the record that stands for a
/// product.
pub fn leaves(
    alignments: &[Alignment],
    by: &AlignedBy,
    canonical: impl Fn(ProductId) -> ProductId,
) -> HashMap<ProductId, Vec<Leaf>> {
    let mut found: HashMap<ProductId, Vec<Leaf>> = HashMap::new();
    let proven = |one: &&Alignment| {
        let standard = one.item.and_then(|item| by.standards.get(&item));
        let leaf = standard.map_or(one.leaf, |standard| standard.leaf);
        leaf && trust(one, standard, (by.today, by.recheck)) == Some(Trust::Verified)
    };
    for one in alignments.iter().filter(proven) {
        let role = one.role.map_or("", AlignmentRole::word);
        let framework = format!("{} {role}", key(&one.framework));
        // A standard that is here is itself, whatever its framework and its code are called.
        let (framework, standard) = match one.item {
            Some(item) => (format!("here {role}"), format!("#{item}")),
            None => (framework, one.standard.trim().to_lowercase()),
        };
        let leaf = Leaf {
            framework: fnv(framework.as_bytes()),
            standard: fnv(standard.as_bytes()),
            grades: if one.grades.is_unsaid() {
                u16::MAX
            } else {
                one.grades.bits()
            },
        };
        found.entry(canonical(one.product)).or_default().push(leaf);
    }
    for leaves in found.values_mut() {
        leaves.sort_unstable();
        // Of two records that are one now, both may say it.
        leaves.dedup_by(|again, leaf| {
            let same = (again.framework, again.standard) == (leaf.framework, leaf.standard);
            leaf.grades |= if same { again.grades } else { 0 };
            same
        });
    }
    found
}

/// What two products share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Contained {
    shared: usize,
    of: usize,
    grades: u16,
}

/// What is shared in one set, where that is enough; in the set where most is.
fn contained(a: &ProductJob, b: &ProductJob) -> Option<Contained> {
    let sets = |job: &'_ ProductJob| -> Vec<(u64, usize, usize)> {
        let mut at = 0;
        let sets = job.leaves.chunk_by(|x, y| x.framework == y.framework);
        sets.map(|set| {
            at += set.len();
            (set[0].framework, at - set.len(), at)
        })
        .collect()
    };
    let (of_a, of_b) = (sets(a), sets(b));
    let both = of_a.iter().filter_map(|(set, start, end)| {
        let at = of_b.binary_search_by_key(set, |(set, ..)| *set).ok()?;
        Some((&a.leaves[*start..*end], &b.leaves[of_b[at].1..of_b[at].2]))
    });
    let found = both.filter_map(|(mine, theirs)| {
        let mut shared = 0;
        let mut grades = 0;
        for leaf in mine {
            let at = theirs.binary_search_by_key(&leaf.standard, |leaf| leaf.standard);
            let common = at.map_or(0, |at| theirs[at].grades & leaf.grades);
            shared += usize::from(common != 0);
            grades |= common;
        }
        let of = mine.len().min(theirs.len());
        let enough = shared >= FEWEST && shared * 100 >= of * SHARED;
        enough.then_some(Contained { shared, of, grades })
    });
    found.max_by_key(|found| found.shared)
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
    let contained = contained(a.job, b.job)?;
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
