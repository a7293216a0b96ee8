//! Looks again after changes: only for what products lose that the changes reach. A product that others see as they saw it
//! is looked at with those alone that decide whom it is paired with, and no other product is looked at for it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{YearFound, is_of_platforms, mark, unpriced};
use crate::domain::contract::ContractId;
use crate::domain::overlap::engine::seen_alone;
use crate::domain::overlap::identity::{self, Sign};
use crate::domain::overlap::loser;
use crate::domain::overlap::meetings::OverlapGroup;
use crate::domain::overlap::paired::{PairedSince, decided_by, since};
use crate::domain::product::ProductId;
use crate::store::Error;
use crate::store::convert::id_list;
use crate::store::fiscal::facts::YearRules;
use crate::store::fiscal::groups::platforms;
use crate::store::fiscal::products::known;
use crate::store::fiscal::touched::Touched;

/// Of more changed products than this nobody asks how others see them: all that they meet is looked at again.
const FEW: usize = 20;

/// Products whose losses are looked for again.
#[derive(Default)]
struct LookedForAgain {
    /// Each with all that it meets.
    with_all: BTreeSet<ProductId>,
    /// Each with those that decide whom it is paired with.
    alone: BTreeSet<ProductId>,
}

impl LookedForAgain {
    fn has(&self, product: ProductId) -> bool {
        self.with_all.contains(&product) || self.alone.contains(&product)
    }
}

impl YearFound {
    /// Looks again for what these changes reach.
    pub(super) fn look_again(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        touched: &Touched,
    ) -> Result<(), Error> {
        let (products, contracts) = reached_by(conn, touched, |id| rules.canonical(id))?;
        self.unpriced.retain(|id| !contracts.contains(id));
        self.unpriced
            .extend(unpriced(conn, Some(&contracts), self.today)?);
        let products = &products;
        let mut wanted = self.reached(conn, rules, touched, products)?;
        let now = rules.meetings.platforms();
        let before = self
            .overlaps
            .values()
            .filter(|found| is_of_platforms(found));
        let before: BTreeSet<ProductId> = before
            .flat_map(|found| found.overlap.products.clone())
            .collect();
        let of_platforms = before.iter().chain(now);
        let of_platforms: BTreeSet<ProductId> = of_platforms.copied().collect();
        let said = self.overlaps.values().any(|found| {
            is_of_platforms(found) && touched.said.contains(&found.overlap.fingerprint)
        });
        let many = if said || of_platforms.iter().any(|id| wanted.has(*id)) {
            let (many, _) = platforms(conn, rules)?;
            if said || mark(&many) != self.platforms {
                wanted.with_all.extend(&of_platforms);
            }
            Some(many)
        } else {
            None
        };
        self.forget(&wanted);
        let groups = self.groups(rules, &wanted);
        self.paired.retain(|product, _| !wanted.has(*product));
        self.look(conn, rules, &groups, many.as_ref().unwrap_or(&None))?;
        if let Some(many) = many {
            self.take_platforms(many);
        }
        self.look_again_for_same(conn, rules, (products, touched.names))
    }

    /// The products whose losses the changes reach.
    fn reached(
        &self,
        conn: &Connection,
        rules: &YearRules,
        touched: &Touched,
        products: &BTreeSet<ProductId>,
    ) -> Result<LookedForAgain, Error> {
        let mut wanted = LookedForAgain::default();
        let now = if products.len() > FEW {
            BTreeMap::new()
        } else {
            let read = rules.facts(conn, products)?;
            seen_alone(&read.facts, products, self.today)
        };
        let (mut priced, mut moved) = (BTreeSet::new(), BTreeSet::new());
        for product in products {
            let met = rules.meetings.met_by(*product);
            match since(*product, &met, &self.paired, &now) {
                PairedSince::Same => drop(wanted.alone.insert(*product)),
                PairedSince::Priced => {
                    wanted.alone.insert(*product);
                    wanted.alone.extend(rules.meetings.taught_with(*product));
                    priced.insert(*product);
                }
                PairedSince::Moved => {
                    wanted.with_all.extend(met);
                    moved.insert(*product);
                }
            }
        }
        // Who met a product before, and meets it no more.
        if !wanted.with_all.is_empty() {
            for function in &touched.functions {
                wanted.with_all.extend(rules.meetings.serving(*function));
            }
        }
        for (place, found) in &self.overlaps {
            let is_told_of = |some: &BTreeSet<ProductId>| {
                let mut of = found.overlap.products.iter();
                of.any(|id| some.contains(id))
            };
            if is_told_of(&moved) {
                wanted.with_all.extend(loser(*place));
            } else if is_told_of(&priced) || touched.said.contains(&found.overlap.fingerprint) {
                wanted.alone.extend(loser(*place));
            }
        }
        let with_all = &wanted.with_all;
        wanted.alone.retain(|product| !with_all.contains(product));
        Ok(wanted)
    }

    /// Lets go of what these products lose.
    fn forget(&mut self, wanted: &LookedForAgain) {
        self.lose(|place, _| loser(*place).is_some_and(|id| wanted.has(id)));
        self.waste.retain(|product, _| !wanted.has(*product));
        if let super::Unkept::Since(anew) = &mut self.unkept {
            anew.products.extend(&wanted.with_all);
            anew.products.extend(&wanted.alone);
        }
    }

    /// The groups in which these are looked for.
    fn groups(&self, rules: &YearRules, wanted: &LookedForAgain) -> Vec<OverlapGroup> {
        let mut with_all = wanted.with_all.clone();
        let mut alone = OverlapGroup::default();
        for product in &wanted.alone {
            match decided_by(*product, &rules.meetings, &self.paired) {
                Some(with) => {
                    alone.wanted.insert(*product);
                    alone.with.extend(with);
                }
                None => drop(with_all.insert(*product)),
            }
        }
        let mut groups = rules.meetings.groups(Some(&with_all));
        if !alone.wanted.is_empty() {
            groups.push(alone);
        }
        groups
    }

    /// Looks again for records that look like one: for pairs of these products, and for all where names changed.
    fn look_again_for_same(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        (products, names): (&BTreeSet<ProductId>, bool),
    ) -> Result<(), Error> {
        let same = self.overlaps.values();
        let before: BTreeMap<(ProductId, ProductId), Sign> = same
            .filter_map(|found| match found.overlap.products[..] {
                [a, b] => Some(((a, b), found.overlap.sign?)),
                _ => None,
            })
            .collect();
        let mut now = if names {
            identity::alike(&known(conn)?)
        } else {
            before.clone()
        };
        let gone = |ids: &(ProductId, ProductId)| !now.contains_key(ids);
        self.lose(|_, found| match found.overlap.products[..] {
            [a, b] if found.overlap.sign.is_some() => gone(&(a, b)),
            _ => false,
        });
        now.retain(|ids, sign| {
            let touched = products.contains(&ids.0) || products.contains(&ids.1);
            touched || before.get(ids) != Some(sign)
        });
        self.take_same(conn, rules, &now)
    }
}

/// The products that changes are about; and, where they are about contracts, the products of these and of every contract
/// for one of those: whether one contract follows another is seen from what both buy.
/// The contracts with them. `one` says which product stands for another.
pub(in crate::store) fn reached_by(
    conn: &Connection,
    touched: &Touched,
    one: impl Fn(ProductId) -> ProductId,
) -> Result<(BTreeSet<ProductId>, BTreeSet<ContractId>), Error> {
    let ask = |sql: &str, ids: String| -> Result<BTreeSet<i64>, Error> {
        let mut statement = conn.prepare_cached(sql)?;
        let ids = statement.query_map([ids], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    };
    let bought = "SELECT product FROM line WHERE contract IN (SELECT value FROM json_each(?1))";
    let buying = "SELECT contract FROM line WHERE product IN (SELECT value FROM json_each(?1))";
    let mut contracts = touched.contracts.clone();
    let mut products: BTreeSet<ProductId> = touched.bought.clone();
    products.extend(ask(bought, id_list(&contracts))?.into_iter().map(ProductId));
    contracts.extend(ask(buying, id_list(&products))?.into_iter().map(ContractId));
    products.extend(ask(bought, id_list(&contracts))?.into_iter().map(ProductId));
    products.extend(&touched.products);
    Ok((products.into_iter().map(one).collect(), contracts))
}
