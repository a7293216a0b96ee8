//! What was found in a fiscal year: its overlaps without the cells that they are about, and the sums of its ledger by
//! product. After a change only what it reaches is looked for again.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::facts::YearRules;
use super::groups::{FoundInGroup, TooMany, each_group, each_same, platforms};
use super::products::known;
use super::touched::Touched;
use super::waste::{WasteByProduct, add_cells};
use crate::domain::contract::{ContractId, LineId};
use crate::domain::overlap::build::Year;
use crate::domain::overlap::identity::{self, Sign};
use crate::domain::overlap::{Overlap, OverlapPlace, loser};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::waste::Totals;
use crate::store::Error;
use crate::store::convert::id_list;
use crate::store::head::Head;
use crate::store::terms::{ContractInTerm, each_held, held_these};

/// An overlap as it is kept: without its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct FoundOverlap {
    /// The overlap; it has no members here.
    pub(in crate::store) overlap: Overlap,
    /// The lines of contracts that lose, each once, in the order of the members.
    pub(in crate::store) lines: Vec<LineId>,
    /// The products that lose.
    pub(in crate::store) losing: Vec<ProductId>,
}

impl FoundOverlap {
    pub(in crate::store) fn of(mut overlap: Overlap) -> FoundOverlap {
        let (mut lines, mut losing) = (Vec::new(), Vec::new());
        for member in std::mem::take(&mut overlap.members) {
            if !lines.contains(&member.line) {
                lines.push(member.line);
            }
            if !losing.contains(&member.product) {
                losing.push(member.product);
            }
        }
        FoundOverlap {
            overlap,
            lines,
            losing,
        }
    }
}

/// The schools of overlaps, each set of them once.
#[derive(Default)]
pub(super) struct SameSchools(HashSet<Arc<[SchoolId]>>);

impl SameSchools {
    pub(super) fn of(&mut self, schools: Arc<[SchoolId]>) -> Arc<[SchoolId]> {
        if let Some(known) = self.0.get(&schools) {
            return Arc::clone(known);
        }
        self.0.insert(Arc::clone(&schools));
        schools
    }
}

/// What was found in a fiscal year, as of a day and a line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct YearFound {
    pub(in crate::store) today: NaiveDate,
    pub(in crate::store) year: Year,
    /// Up to where history is in it.
    pub(super) head: Head,
    /// In the order in which they claim.
    pub(in crate::store) overlaps: BTreeMap<OverlapPlace, FoundOverlap>,
    /// By product that is paid for.
    pub(in crate::store) waste: WasteByProduct,
    /// Contracts that run at a price that nobody knows.
    pub(in crate::store) unpriced: BTreeSet<ContractId>,
    /// Stands for which platforms are too many, and where.
    pub(super) platforms: u64,
}

impl YearFound {
    /// Looks for everything.
    pub(super) fn fresh(
        conn: &Connection,
        year: Option<i32>,
        today: NaiveDate,
    ) -> Result<YearFound, Error> {
        let rules = YearRules::read(conn, year, today)?;
        let mut found = YearFound {
            unpriced: unpriced(conn, None, today)?,
            ..YearFound::nothing(conn, &rules, today)?
        };
        let (many, _) = platforms(conn, &rules)?;
        found.look(conn, &rules, None, &many)?;
        found.take_platforms(many);
        found.take_same(conn, &rules, &identity::alike(&known(conn)?))?;
        Ok(found)
    }

    /// Looks for what some products lose, drawn by lot, at least so many of them; the overlaps that belong to no product
    /// are left out. Gives these products with it.
    pub(super) fn drawn(
        conn: &Connection,
        today: NaiveDate,
        at_least: usize,
    ) -> Result<(BTreeSet<ProductId>, YearFound), Error> {
        let rules = YearRules::read(conn, None, today)?;
        let mut found = YearFound::nothing(conn, &rules, today)?;
        let mut groups = rules.meetings.groups(None);
        fastrand::shuffle(&mut groups);
        let mut drawn: BTreeSet<ProductId> = BTreeSet::new();
        for group in groups {
            if drawn.len() < at_least {
                drawn.extend(group.wanted);
            }
        }
        let (many, _) = platforms(conn, &rules)?;
        found.look(conn, &rules, Some(&drawn), &many)?;
        Ok((drawn, found))
    }

    fn nothing(conn: &Connection, rules: &YearRules, today: NaiveDate) -> Result<YearFound, Error> {
        Ok(YearFound {
            today,
            year: rules.year,
            head: Head::now(conn)?,
            overlaps: BTreeMap::new(),
            waste: BTreeMap::new(),
            unpriced: BTreeSet::new(),
            platforms: 0,
        })
    }

    /// As the records stand now: what changes since then reached is found again. None where that may be everything.
    pub(super) fn renewed(mut self, conn: &Connection) -> Result<Option<YearFound>, Error> {
        let head = Head::now(conn)?;
        if head == self.head {
            return Ok(Some(self));
        }
        let touched = if head.follows(self.head) {
            Touched::since(conn, self.head.seq)?
        } else {
            None
        };
        let Some(touched) = touched else {
            return Ok(None);
        };
        if !touched.is_nothing() {
            let rules = YearRules::read(conn, Some(self.year.name), self.today)?;
            self.look_again(conn, &rules, &touched)?;
        }
        self.head = head;
        Ok(Some(self))
    }

    fn look_again(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        touched: &Touched,
    ) -> Result<(), Error> {
        let changed = changed(conn, rules, touched)?;
        self.unpriced.retain(|id| !changed.contracts.contains(id));
        self.unpriced
            .extend(unpriced(conn, Some(&changed.contracts), self.today)?);
        let products = &changed.products;
        let mut wanted: BTreeSet<ProductId> = BTreeSet::new();
        for product in products {
            wanted.extend(rules.meetings.met_by(*product));
        }
        // Who met a product before, and meets it no more.
        for function in &touched.functions {
            wanted.extend(rules.meetings.serving(*function));
        }
        let told_of = |found: &FoundOverlap| {
            let ids = found.overlap.products.iter();
            ids.clone().any(|id| products.contains(id))
        };
        for (place, found) in &self.overlaps {
            if told_of(found) || touched.said.contains(&found.overlap.fingerprint) {
                wanted.extend(loser(*place));
            }
        }
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
        let many = if said || wanted.iter().any(|id| of_platforms.contains(id)) {
            let (many, _) = platforms(conn, rules)?;
            if said || mark(&many) != self.platforms {
                wanted.extend(&of_platforms);
            }
            Some(many)
        } else {
            None
        };
        let lost = |place: &OverlapPlace| loser(*place).is_some_and(|id| wanted.contains(&id));
        self.overlaps.retain(|place, _| !lost(place));
        self.waste.retain(|product, _| !wanted.contains(product));
        self.look(conn, rules, Some(&wanted), many.as_ref().unwrap_or(&None))?;
        if let Some(many) = many {
            self.take_platforms(many);
        }
        let same = self.overlaps.values();
        let before: BTreeMap<(ProductId, ProductId), Sign> = same
            .filter_map(|found| match found.overlap.products[..] {
                [a, b] => Some(((a, b), found.overlap.sign?)),
                _ => None,
            })
            .collect();
        let mut now = if touched.names {
            identity::alike(&known(conn)?)
        } else {
            before.clone()
        };
        let gone = |ids: &(ProductId, ProductId)| !now.contains_key(ids);
        self.overlaps
            .retain(|_, found| match found.overlap.products[..] {
                [a, b] if found.overlap.sign.is_some() => !gone(&(a, b)),
                _ => true,
            });
        now.retain(|ids, sign| {
            let touched = products.contains(&ids.0) || products.contains(&ids.1);
            touched || before.get(ids) != Some(sign)
        });
        self.take_same(conn, rules, &now)
    }

    fn look(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        wanted: Option<&BTreeSet<ProductId>>,
        many: &TooMany,
    ) -> Result<(), Error> {
        let mut known = SameSchools::default();
        each_group(conn, rules, wanted, many, |group: FoundInGroup| {
            add_cells(&mut self.waste, &group, many, None);
            for mut overlap in group.overlaps {
                overlap.schools = known.of(overlap.schools);
                self.overlaps
                    .insert(overlap.place(), FoundOverlap::of(overlap));
            }
            Ok(())
        })
    }

    fn take_platforms(&mut self, many: TooMany) {
        self.platforms = mark(&many);
        self.overlaps.retain(|_, found| !is_of_platforms(found));
        if let Some((_, overlap)) = many {
            self.overlaps
                .insert(overlap.place(), FoundOverlap::of(overlap));
        }
    }

    fn take_same(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        signs: &BTreeMap<(ProductId, ProductId), Sign>,
    ) -> Result<(), Error> {
        each_same(conn, rules, signs, |_, overlap| {
            self.overlaps
                .insert(overlap.place(), FoundOverlap::of(overlap));
        })
    }

    /// The place of the overlap with this fingerprint.
    pub(in crate::store) fn place_of(&self, fingerprint: &str) -> Option<OverlapPlace> {
        let mut all = self.overlaps.iter();
        let found = all.find(|(_, found)| found.overlap.fingerprint == fingerprint);
        found.map(|(place, _)| *place)
    }

    /// The sums of the ledger.
    pub(in crate::store) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.waste.values().for_each(|one| totals += one.totals);
        totals
    }
}

fn is_of_platforms(found: &FoundOverlap) -> bool {
    found.overlap.kind == crate::domain::overlap::OverlapKind::TooManyLms
}

/// Stands for which platforms are too many, and where.
fn mark(many: &TooMany) -> u64 {
    many.as_ref().map_or(0, |(platforms, _)| platforms.mark())
}

/// Contracts that run at a price that nobody knows: of these, or of all.
fn unpriced(
    conn: &Connection,
    of: Option<&BTreeSet<ContractId>>,
    today: NaiveDate,
) -> Result<BTreeSet<ContractId>, Error> {
    let mut found = BTreeSet::new();
    let mut take = |cases: Vec<ContractInTerm>| {
        let lack = cases.iter().filter(|case| case.lacks_price());
        found.extend(lack.map(|case| case.contract.id));
        Ok(())
    };
    match of {
        Some(of) => {
            let of: Vec<ContractId> = of.iter().copied().collect();
            take(held_these(conn, Some(&of), today)?)?;
        }
        None => each_held(conn, None, today, take)?,
    }
    Ok(found)
}

/// What changes reach.
#[derive(Default)]
struct Changed {
    /// Products of which something is read otherwise now.
    products: BTreeSet<ProductId>,
    /// Contracts likewise.
    contracts: BTreeSet<ContractId>,
}

/// The products that changes are about; and, where they are about contracts, the products of these and of every contract
/// for one of those: whether one contract follows another is seen from what both buy.
fn changed(conn: &Connection, rules: &YearRules, touched: &Touched) -> Result<Changed, Error> {
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
    Ok(Changed {
        products: products.into_iter().map(|id| rules.canonical(id)).collect(),
        contracts,
    })
}
