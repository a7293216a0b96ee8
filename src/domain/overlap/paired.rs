//! What the rules for pairs see of each product. What was seen is kept beside what was found, so that after a change only
//! those products are paired again that it moves: one whose use was counted anew mostly stands where it stood.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::facts::PaidLine;
use super::meetings::Meetings;
use super::similar::{PairOrder, Pairs, ProductInYear};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;

/// A product as pairs see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairedProduct {
    /// People who use it, and what it costs: by these it stands before others, or after them.
    pub active: i64,
    /// What its lines cost in the year.
    pub cost: Cents,
    /// Stands for where it is used, by whom and for what.
    pub seen: u64,
    /// Stands for what each of its lines costs where.
    pub priced: u64,
    /// Who stays in the pairs in which it could go for one function, in order; also where nothing is paid for it.
    pub keepers: Box<[ProductId]>,
}

/// All products as pairs see them.
pub type PairedProducts = BTreeMap<ProductId, PairedProduct>;

/// How a product stands to how it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairedSince {
    /// As it stood: no pair of others sees anything new.
    Same,
    /// It costs something else, so that another could go, or another amount is saved; nobody is paired with another.
    Priced,
    /// Others may be paired otherwise.
    Moved,
}

impl PairedProduct {
    pub(super) fn of(product: &ProductInYear, lines: &[&PaidLine]) -> PairedProduct {
        let (active, cost) = product.weight();
        PairedProduct {
            active,
            cost,
            seen: seen(product),
            priced: priced(lines),
            keepers: Box::default(),
        }
    }

    /// Where it stands among those that do its job.
    pub fn rank(&self, product: ProductId) -> PairOrder {
        PairOrder::of((self.active, self.cost), product)
    }
}

/// Takes in who stays in which pairs for one function.
pub(super) fn take_keepers(products: &mut PairedProducts, pairs: &Pairs) {
    let mut keepers: BTreeMap<ProductId, Vec<ProductId>> = BTreeMap::new();
    for (keeper, loser) in pairs.keys() {
        keepers.entry(*loser).or_default().push(*keeper);
    }
    for (loser, keepers) in keepers {
        if let Some(product) = products.get_mut(&loser) {
            product.keepers = keepers.into();
        }
    }
}

/// How a product stands to how it stood: `others` are those it meets, `then` is how all stood and `now` how those stand
/// that something was changed of.
pub fn since(
    product: ProductId,
    others: &BTreeSet<ProductId>,
    then: &PairedProducts,
    now: &PairedProducts,
) -> PairedSince {
    let (Some(was), Some(is)) = (then.get(&product), now.get(&product)) else {
        return PairedSince::Moved;
    };
    let (before, after) = (was.rank(product), is.rank(product));
    let same_order = |other: &ProductId| {
        let Some(was) = then.get(other) else {
            return false;
        };
        let is = now.get(other).unwrap_or(was);
        (before < was.rank(*other)) == (after < is.rank(*other))
    };
    let mut met = others.iter().filter(|other| **other != product);
    if was.seen != is.seen || !met.all(same_order) {
        PairedSince::Moved
    } else if was.priced != is.priced {
        PairedSince::Priced
    } else {
        PairedSince::Same
    }
}

/// A product with those that decide whom it is paired with: who teaches what it teaches; who stays against it and against
/// those, who stays against these, and so on. All others at a school leave it as it is. None where it is not known of one
/// of them.
pub fn decided_by(
    product: ProductId,
    meetings: &Meetings,
    then: &PairedProducts,
) -> Option<BTreeSet<ProductId>> {
    let mut with = BTreeSet::from([product]);
    // One that teaches the same may do the same job too, and then stays or not by who stays against it.
    with.extend(meetings.taught_with(product));
    let mut next: Vec<ProductId> = with.iter().copied().collect();
    while let Some(one) = next.pop() {
        let keepers = then.get(&one)?.keepers.iter();
        next.extend(keepers.copied().filter(|keeper| with.insert(*keeper)));
    }
    Some(with)
}

/// Stands for numbers in their order, and stays what it is from one release to the next.
struct Mark(u64);

impl Mark {
    fn new() -> Mark {
        Mark(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn add_number(&mut self, number: i64) {
        self.add(number.cast_unsigned());
    }

    /// Its length goes first, so that two texts after one another are not as two others.
    fn add_text(&mut self, text: &str) {
        self.add(text.len() as u64);
        self.add(super::fnv(text.as_bytes()));
    }

    fn add_day(&mut self, day: NaiveDate) {
        self.add_number(day.num_days_from_ce().into());
    }
}

fn seen(product: &ProductInYear) -> u64 {
    let job = product.job;
    let mut mark = Mark::new();
    mark.add((u64::from(job.core) << 1) | u64::from(job.lms));
    mark.add_text(job.population.as_deref().unwrap_or("-"));
    mark.add(job.subjects.len() as u64);
    job.subjects.iter().for_each(|text| mark.add_text(text));
    let mut functions = job.functions.clone();
    functions.sort_unstable();
    mark.add(functions.len() as u64);
    functions.iter().for_each(|id| mark.add_number(id.0));
    mark.add(job.leaves.len() as u64);
    for leaf in &job.leaves {
        mark.add(leaf.framework);
        mark.add(leaf.standard);
        mark.add((u64::from(leaf.grades) << 1) | u64::from(leaf.recheck));
    }
    for join in &job.joined {
        mark.add(join.standard);
        mark.add(join.other);
    }
    for at in &product.uses {
        mark.add_number(at.school.0);
        mark.add_number(at.line.map_or(-1, |line| line.0));
        let people = (u64::from(at.students) << 1) | u64::from(at.staff);
        mark.add((u64::from(at.grades) << 2) | people);
        let (first, last) = at.held.days();
        mark.add_day(first);
        mark.add_day(last);
    }
    mark.0
}

fn priced(lines: &[&PaidLine]) -> u64 {
    let mut mark = Mark::new();
    for line in lines {
        mark.add_number(line.id.0);
        for place in &line.places {
            mark.add_number(place.school.0);
            mark.add(place.grades.into());
            mark.add_number(place.cost.0);
        }
    }
    mark.0
}

#[cfg(test)]
mod tests;
