//! Which products can overlap with which: those that serve one function, and those that teach the same standards. A
//! district is looked at group by group, so that not all of it is in memory at once, and after a change only the groups
//! that it reaches are looked at again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::engine::is_platform;
use super::facts::ProductJob;
use crate::domain::product::{FunctionId, ProductId};

/// So many products that meet no other are one group.
const ALONE: usize = 500;

/// Products whose losses are found together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OverlapGroup {
    /// Those whose losses are found.
    pub wanted: BTreeSet<ProductId>,
    /// These and all that they meet.
    pub with: BTreeSet<ProductId>,
}

/// Who meets whom.
#[derive(Debug, Clone, Default)]
pub struct Meetings {
    functions: BTreeMap<ProductId, Vec<FunctionId>>,
    serve: BTreeMap<FunctionId, BTreeSet<ProductId>>,
    leaves: HashMap<ProductId, Vec<(u64, u64)>>,
    teach: HashMap<(u64, u64), BTreeSet<ProductId>>,
    platforms: BTreeSet<ProductId>,
}

impl Meetings {
    /// Of all products.
    pub fn of<'j>(jobs: impl IntoIterator<Item = &'j ProductJob>) -> Meetings {
        let mut all = Meetings::default();
        for job in jobs {
            let mut functions = job.functions.clone();
            functions.sort_unstable();
            for function in &functions {
                all.serve.entry(*function).or_default().insert(job.product);
            }
            all.functions.insert(job.product, functions);
            for leaf in &job.leaves {
                let leaf = (leaf.framework, leaf.standard);
                all.leaves.entry(job.product).or_default().push(leaf);
                all.teach.entry(leaf).or_default().insert(job.product);
                // Who teaches what one relation says is the same is met as well.
                let from = job.joined.partition_point(|join| join.standard < leaf.1);
                let joins = job.joined[from..].iter();
                let joins = joins.take_while(|join| join.standard == leaf.1);
                let others = joins.map(|join| (leaf.0, join.other));
                all.leaves.entry(job.product).or_default().extend(others);
            }
            if is_platform(job) {
                all.platforms.insert(job.product);
            }
        }
        all
    }

    /// The learning platforms that are counted.
    pub fn platforms(&self) -> &BTreeSet<ProductId> {
        &self.platforms
    }

    /// The products that serve a function.
    pub fn serving(&self, function: FunctionId) -> impl Iterator<Item = ProductId> {
        self.serve.get(&function).into_iter().flatten().copied()
    }

    /// Those that teach what this product teaches, itself among them.
    pub fn taught_with(&self, product: ProductId) -> impl Iterator<Item = ProductId> {
        let leaves = self.leaves.get(&product).into_iter().flatten();
        leaves
            .filter_map(|leaf| self.teach.get(leaf))
            .flatten()
            .copied()
    }

    /// This product and all that it meets.
    pub fn met_by(&self, product: ProductId) -> BTreeSet<ProductId> {
        let mut met = BTreeSet::from([product]);
        for function in self.functions.get(&product).into_iter().flatten() {
            met.extend(self.serving(*function));
        }
        met.extend(self.taught_with(product));
        met
    }

    /// Groups in which each of these products is wanted once; all products where none are named.
    pub fn groups(&self, wanted: Option<&BTreeSet<ProductId>>) -> Vec<OverlapGroup> {
        let mut alike: BTreeMap<&[FunctionId], BTreeSet<ProductId>> = BTreeMap::new();
        let mut alone = Vec::new();
        let is_wanted = |id: &ProductId| wanted.is_none_or(|wanted| wanted.contains(id));
        for (product, functions) in self.functions.iter().filter(|(id, _)| is_wanted(id)) {
            if functions.is_empty() && !self.leaves.contains_key(product) {
                alone.push(*product);
            } else {
                alike.entry(functions).or_default().insert(*product);
            }
        }
        let mut groups: Vec<OverlapGroup> = alike
            .into_values()
            .map(|wanted| OverlapGroup {
                with: wanted.iter().flat_map(|id| self.met_by(*id)).collect(),
                wanted,
            })
            .collect();
        groups.extend(alone.chunks(ALONE).map(|some| {
            let wanted: BTreeSet<ProductId> = some.iter().copied().collect();
            OverlapGroup {
                with: wanted.clone(),
                wanted,
            }
        }));
        groups
    }
}
