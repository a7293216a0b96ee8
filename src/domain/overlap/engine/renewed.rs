//! Overlaps kept as they were found, so that a change is looked at only where it reaches: the product, the
//! functions and standards it shares with others, and those who would claim its dollars.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{FoundOverlaps, KnownProduct, OverlapFacts, ProductInYear, Sign, is_platform, same};
use crate::domain::overlap::claims::Claims;
use crate::domain::overlap::duplicate::{Absorbed, of_product};
use crate::domain::overlap::facts::{PaidLine, ProductJob};
use crate::domain::overlap::parts::act_by;
use crate::domain::overlap::platforms::{Platforms, platforms};
use crate::domain::overlap::similar::{Pairs, SimilarPair, pairs};
use crate::domain::overlap::{Member, Overlap, identity, standards};
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

/// A product as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The id of a product that a change reached.
    pub product: ProductId,
    /// What is paid for it now; empty where nothing is any more.
    pub lines: Vec<PaidLine>,
    /// What it is for; none where it is gone, or is another product now.
    pub job: Option<ProductJob>,
}

impl Changed {
    /// A product that is not there.
    pub fn none(product: ProductId) -> Changed {
        Changed {
            product,
            lines: Vec::new(),
            job: None,
        }
    }
}

/// A pair with the overlap it makes, where it makes one.
type PairOverlaps = BTreeMap<(ProductId, ProductId), (SimilarPair, Option<Overlap>)>;

/// Facts, and everything found in them. What the policy or the schools say is settled when it is made.
#[derive(Debug, Clone)]
pub struct Engine {
    today: NaiveDate,
    students: HashMap<SchoolId, i64>,
    allowed: usize,
    products: BTreeMap<ProductId, ProductLines>,
    by_function: BTreeMap<FunctionId, BTreeSet<ProductId>>,
    met: BTreeMap<FunctionId, Pairs>,
    alike: PairOverlaps,
    taught: PairOverlaps,
    platforms: Option<Platforms>,
    records: Vec<KnownProduct>,
    signs: BTreeMap<(ProductId, ProductId), Sign>,
    same: BTreeMap<(ProductId, ProductId), Overlap>,
}

/// One product, with what is paid for it and what that overlaps with.
#[derive(Debug, Clone, Default)]
struct ProductLines {
    lines: Vec<PaidLine>,
    job: Option<ProductJob>,
    own: Vec<Overlap>,
    absorbed: Absorbed,
    /// What it loses as a platform too many.
    beyond: Vec<Member>,
}

impl ProductLines {
    fn lines(&self) -> Vec<&PaidLine> {
        self.lines.iter().collect()
    }
}

impl Engine {
    /// Finds everything.
    pub fn new(facts: OverlapFacts, today: NaiveDate) -> Engine {
        let ids = facts.jobs.iter().map(|job| job.product);
        let ids = ids.chain(facts.lines.iter().map(|line| line.product));
        let mut changed: BTreeMap<ProductId, Changed> =
            ids.map(|id| (id, Changed::none(id))).collect();
        for job in facts.jobs {
            if let Some(one) = changed.get_mut(&job.product) {
                one.job = Some(job);
            }
        }
        for line in facts.lines {
            if let Some(one) = changed.get_mut(&line.product) {
                one.lines.push(line);
            }
        }
        let mut engine = Engine {
            today,
            students: facts.students,
            allowed: facts.platforms,
            products: BTreeMap::new(),
            by_function: BTreeMap::new(),
            met: BTreeMap::new(),
            alike: PairOverlaps::new(),
            taught: PairOverlaps::new(),
            platforms: None,
            records: Vec::new(),
            signs: BTreeMap::new(),
            same: BTreeMap::new(),
        };
        let changed: Vec<Changed> = changed.into_values().collect();
        engine.update(changed, Some(facts.records));
        engine
    }

    /// Takes in what changed, and looks again only where that reaches. `records` where a name, an address
    /// or a vendor changed: those of all products.
    pub fn update(&mut self, changed: Vec<Changed>, records: Option<Vec<KnownProduct>>) {
        let ids: BTreeSet<ProductId> = changed.iter().map(|one| one.product).collect();
        let mut functions = BTreeSet::new();
        let mut platform = false;
        for one in changed {
            let (reached, was_platform) = self.take(one);
            functions.extend(reached);
            platform |= was_platform;
        }
        let mut touched = ids.clone();
        self.meet_again(&functions, &mut touched);
        self.teach_again(&ids, &mut touched);
        if platform {
            self.platforms_again(&mut touched);
        }
        // What the one who stays costs is told in a pair too.
        for ((keeper, loser), _) in self
            .alike
            .iter()
            .chain(&self.taught)
            .map(|(ids, p)| (*ids, p))
        {
            if ids.contains(&keeper) {
                touched.insert(loser);
            }
        }
        self.claim_again(&touched);
        self.same_again(&ids, records);
    }

    /// Puts a product in its place. Gives the functions it serves or served, and whether it is or was a
    /// platform.
    fn take(&mut self, mut now: Changed) -> (Vec<FunctionId>, bool) {
        now.lines.sort_by_key(|line| line.id);
        let was = self.products.remove(&now.product).unwrap_or_default();
        let jobs = || was.job.iter().chain(&now.job);
        let functions: Vec<FunctionId> = jobs().flat_map(|job| job.functions.clone()).collect();
        let platform = jobs().any(is_platform);
        for function in was.job.iter().flat_map(|job| &job.functions) {
            if let Some(products) = self.by_function.get_mut(function) {
                products.remove(&now.product);
            }
        }
        for function in now.job.iter().flat_map(|job| &job.functions) {
            let products = self.by_function.entry(*function).or_default();
            products.insert(now.product);
        }
        if now.job.is_some() || !now.lines.is_empty() {
            let product = ProductLines {
                lines: now.lines,
                job: now.job,
                ..ProductLines::default()
            };
            self.products.insert(now.product, product);
        }
        (functions, platform)
    }

    fn candidate(&self, id: ProductId) -> Option<ProductInYear<'_>> {
        let product = self.products.get(&id)?;
        let job = product.job.as_ref()?;
        Some(ProductInYear::new(job, &product.lines(), self.today))
    }

    fn lines(&self, id: ProductId) -> Vec<&PaidLine> {
        self.products
            .get(&id)
            .map_or_else(Vec::new, ProductLines::lines)
    }

    /// Pairs of these functions. Who could go in a pair that is new, gone or otherwise is touched.
    fn meet_again(&mut self, functions: &BTreeSet<FunctionId>, touched: &mut BTreeSet<ProductId>) {
        let mut changed: BTreeSet<(ProductId, ProductId)> = BTreeSet::new();
        for function in functions {
            let ids = self.by_function.get(function).into_iter().flatten();
            let group: Vec<ProductInYear> = ids.filter_map(|id| self.candidate(*id)).collect();
            let group: Vec<&ProductInYear> = group.iter().collect();
            let now = pairs(*function, &group, self.today);
            let was = self.met.remove(function).unwrap_or_default();
            let both = now.keys().chain(was.keys());
            changed.extend(both.filter(|ids| now.get(ids) != was.get(ids)));
            if !now.is_empty() {
                self.met.insert(*function, now);
            }
        }
        for ids in changed {
            touched.insert(ids.1);
            let mut joined: Option<SimilarPair> = None;
            let shared = self.products.get(&ids.0).and_then(|p| p.job.as_ref());
            let mut functions = shared.map_or_else(Vec::new, |job| job.functions.clone());
            functions.sort_unstable();
            for pair in functions.iter().filter_map(|f| self.met.get(f)?.get(&ids)) {
                match &mut joined {
                    Some(joined) => joined.join(pair),
                    None => joined = Some(pair.clone()),
                }
            }
            match joined {
                Some(pair) => drop(self.alike.insert(ids, (pair, None))),
                None => drop(self.alike.remove(&ids)),
            }
        }
    }

    /// Pairs of these products with all who teach what they teach.
    fn teach_again(&mut self, products: &BTreeSet<ProductId>, touched: &mut BTreeSet<ProductId>) {
        let about =
            |ids: &(ProductId, ProductId)| products.contains(&ids.0) || products.contains(&ids.1);
        let was = self.taught.keys().filter(|ids| about(ids));
        touched.extend(was.map(|(_, loser)| loser));
        self.taught.retain(|ids, _| !about(ids));
        let teaches = |product: &ProductLines| {
            let job = product.job.as_ref();
            job.is_some_and(|job| !job.leaves.is_empty())
        };
        let mine = |id: &ProductId| self.products.get(id).is_some_and(teaches);
        if !products.iter().any(mine) {
            return;
        }
        let teaching = self.products.iter().filter(|(_, p)| teaches(p));
        let all: Vec<ProductInYear> = teaching.filter_map(|(id, _)| self.candidate(*id)).collect();
        let mut found = Vec::new();
        for (at, a) in all.iter().enumerate() {
            for b in &all[at + 1..] {
                if about(&(a.job.product, b.job.product)) {
                    found.extend(standards::pair(a, b, |id| self.lines(id), self.today));
                }
            }
        }
        touched.extend(found.iter().map(|pair| pair.loser));
        let found = found
            .into_iter()
            .map(|pair| ((pair.keeper, pair.loser), (pair, None)));
        let found: Vec<_> = found.collect();
        self.taught.extend(found);
    }

    fn platforms_again(&mut self, touched: &mut BTreeSet<ProductId>) {
        let lms: Vec<ProductId> = self.platform_ids().collect();
        let all: Vec<ProductInYear> = lms.iter().filter_map(|id| self.candidate(*id)).collect();
        let all: Vec<&ProductInYear> = all.iter().collect();
        let students = |school: SchoolId| self.students.get(&school).copied().unwrap_or(0);
        let now = platforms(&all, self.allowed, &students, self.today);
        if now != self.platforms {
            touched.extend(lms);
            self.platforms = now;
        }
    }

    fn platform_ids(&self) -> impl Iterator<Item = ProductId> {
        let lms = self.products.iter();
        let lms = lms.filter(|(_, product)| product.job.as_ref().is_some_and(is_platform));
        lms.map(|(id, _)| *id)
    }

    /// Claims the dollars of these products again, in the order of claims. Nobody else's are theirs.
    fn claim_again(&mut self, touched: &BTreeSet<ProductId>) {
        let mut claims = Claims::default();
        for id in touched {
            let Some(product) = self.products.get_mut(id) else {
                continue;
            };
            let lines: Vec<&PaidLine> = product.lines.iter().collect();
            (product.own, product.absorbed) = of_product(&lines, self.today, &mut claims);
            let platform = product.job.as_ref().is_some_and(is_platform);
            let many = self.platforms.as_ref().filter(|_| platform);
            product.beyond = many.map_or_else(Vec::new, |many| many.members(&lines, &mut claims));
        }
        for told in [&mut self.alike, &mut self.taught] {
            for ((keeper, loser), (pair, overlap)) in told {
                if touched.contains(loser) {
                    let lines = |id| {
                        self.products
                            .get(id)
                            .map_or_else(Vec::new, ProductLines::lines)
                    };
                    *overlap = pair.overlap(&lines(keeper), &lines(loser), &mut claims);
                }
            }
        }
    }

    fn same_again(&mut self, changed: &BTreeSet<ProductId>, records: Option<Vec<KnownProduct>>) {
        let mut again: BTreeSet<(ProductId, ProductId)> = BTreeSet::new();
        if let Some(records) = records.filter(|records| *records != self.records) {
            self.signs = identity::alike(&records);
            self.records = records;
            self.same.clear();
            again.extend(self.signs.keys());
        }
        let about = |(a, b): &&(ProductId, ProductId)| changed.contains(a) || changed.contains(b);
        again.extend(self.signs.keys().filter(about));
        let used = |id: ProductId| {
            let job = self.products.get(&id).and_then(|p| p.job.as_ref());
            job.map_or(0, |job| job.active)
        };
        let told = again.into_iter().filter_map(|ids| {
            let used = (used(ids.0), used(ids.1));
            let sign = *self.signs.get(&ids)?;
            Some((ids, same(ids, sign, used, |id| self.lines(id), self.today)))
        });
        let told: Vec<_> = told.collect();
        self.same.extend(told);
    }

    /// Everything found, in the order of claims, as `find` gives it.
    pub fn found(&self) -> FoundOverlaps {
        let own = self.products.values().flat_map(|product| &product.own);
        let pairs = self.alike.values().chain(self.taught.values());
        let pairs = pairs.filter_map(|(_, overlap)| overlap.as_ref());
        let mut overlaps: Vec<Overlap> = own.cloned().collect();
        overlaps.extend(self.too_many());
        overlaps.extend(pairs.chain(self.same.values()).cloned());
        let absorbed = self.products.values().flat_map(|product| &product.absorbed);
        FoundOverlaps {
            overlaps,
            absorbed: absorbed.copied().collect(),
        }
    }

    fn too_many(&self) -> Option<Overlap> {
        let many = self.platforms.as_ref()?;
        let lms = || self.platform_ids().filter_map(|id| self.products.get(&id));
        let first = lms().filter_map(|p| act_by(&p.beyond, &p.lines())).min();
        let members = lms().flat_map(|product| product.beyond.clone()).collect();
        Some(many.overlap(members, first))
    }
}
