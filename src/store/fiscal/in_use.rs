//! Which products are paid for or in use, what each costs this fiscal year and how many use it: what the list of owners
//! looks at. No school's part of a price is worked out, and nothing is looked for that overlaps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::facts::contract_terms;
use super::products::{
    ProductsWanted, activated, known_products, known_products_of, merged, purchases_today,
    seats_and_use,
};
use super::touched::Touched;
use crate::domain::money::Cents;
use crate::domain::overlap::build::{MergedProducts, SchoolsAndProducts, Year, jobs, paid_costs};
use crate::domain::overlap::facts::ProductJob;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::store::Error;
use crate::store::changed::{WrittenLine, lines_since};
use crate::store::convert::id_list;
use crate::store::desk::Desk;
use crate::store::head::Head;
use crate::store::sums::{counted_apart, sums};
use crate::store::terms::{ContractInTerm, dates_of, each_held, held_these, paying_for};
use crate::store::unpriced::hidden_contracts;

/// So many products are read at once of which each place has to be looked at: of a large district each has a hundred.
const AT_ONCE: usize = 50;

/// A product that is paid for or in use.
pub(in crate::store) struct UsedProduct {
    pub(in crate::store) product: ProductId,
    /// What it costs this fiscal year.
    pub(in crate::store) cost: Cents,
    /// Does the policy hide from whoever asks a part of it?
    pub(in crate::store) hidden: bool,
    /// People who use it, in the whole district.
    pub(in crate::store) people: i64,
}

/// The products that are paid for or in use today, in order of id; and for each that was merged the one that stands
/// for it.
pub(in crate::store) fn in_use(
    conn: &Connection,
    today: NaiveDate,
) -> Result<(Vec<UsedProduct>, Arc<MergedProducts>), Error> {
    let all = known_products(conn)?;
    let found = used(conn, &all, None, today)?;
    Ok((found, all.merged))
}

/// Those of the products that a change reached which are paid for or in use today.
pub(in crate::store) struct UsedAnew {
    /// All that it reached, each under the record that stands for it.
    pub(in crate::store) reached: BTreeSet<ProductId>,
    /// Those of them that are paid for or in use, in order of id.
    pub(in crate::store) used: Vec<UsedProduct>,
    /// For each that was merged the one that stands for it.
    pub(in crate::store) merged: Arc<MergedProducts>,
}

/// The products that everything written since then reaches; none where that may be every product.
pub(in crate::store) fn in_use_anew(
    conn: &Connection,
    then: Head,
    today: NaiveDate,
) -> Result<Option<UsedAnew>, Error> {
    if !Head::now(conn)?.follows(then) {
        return Ok(None);
    }
    // Whoever may do something else from now on may see other prices.
    let only_called = |line: &WrittenLine| matches!(line.field.as_deref(), Some("name" | "email"));
    let rights = |line: &WrittenLine| line.kind == Kind::Person && !only_called(line);
    let Some(lines) = lines_since(conn, then.seq)? else {
        return Ok(None);
    };
    if lines.iter().any(rights) {
        return Ok(None);
    }
    let Some(touched) = Touched::by(conn, &lines)? else {
        return Ok(None);
    };
    let merged = merged(conn)?;
    let products = touched.all_products(conn)?.into_iter();
    let reached: BTreeSet<ProductId> = products
        .map(|id| merged.get(&id).copied().unwrap_or(id))
        .collect();
    let records = reached.iter().copied();
    let others = merged.iter().filter(|(_, into)| reached.contains(into));
    let ids: Vec<ProductId> = records.chain(others.map(|(id, _)| *id)).collect();
    let some = known_products_of(conn, &ids)?;
    let used = used(conn, &some, Some(&ids), today)?;
    Ok(Some(UsedAnew {
        reached,
        used,
        merged: some.merged,
    }))
}

/// Those of the known products that are paid for or in use today, in order of id; `only` their records, where not all
/// products are known.
fn used(
    conn: &Connection,
    all: &SchoolsAndProducts,
    only: Option<&[ProductId]>,
    today: NaiveDate,
) -> Result<Vec<UsedProduct>, Error> {
    let costs = costs(conn, all, only, today)?;
    let bought = purchases_today(conn, today, only, all)?;
    let mut records: BTreeMap<ProductId, Vec<ProductId>> = BTreeMap::new();
    for (product, item) in &all.items {
        records.entry(*product).or_default().push(item.job.product);
    }
    for (product, into) in all.merged.iter() {
        if only.is_none_or(|only| only.contains(into)) {
            records.entry(*into).or_default().push(*product);
        }
    }
    let ids: Vec<ProductId> = records.values().flatten().copied().collect();
    let (sums, apart) = (sums(conn, &ids)?, counted_apart(conn, &ids)?);
    let mut found = Vec::new();
    let mut looked_at = Vec::new();
    for (product, ids) in records {
        let sums = ids.iter().filter_map(|id| sums.get(id));
        let people: i64 = sums.clone().filter_map(|sums| sums.used).sum();
        let cost = costs.get(&product);
        let by_sums = !ids.iter().any(|id| apart.contains(id));
        if by_sums && all.items.contains_key(&product) && (people > 0 || cost.is_some()) {
            found.push(used_product(product, cost, people));
        } else if !by_sums || sums.count() > 0 {
            looked_at.push((product, ids));
        }
    }
    for some in looked_at.chunks(AT_ONCE) {
        let items = some
            .iter()
            .filter_map(|(id, _)| Some((*id, all.items.get(id)?.clone())));
        let mut placed = SchoolsAndProducts {
            sites: Arc::clone(&all.sites),
            items: items.collect(),
            merged: Arc::clone(&all.merged),
            ..SchoolsAndProducts::default()
        };
        let of = |is_wanted: &dyn Fn(&ProductId) -> bool| {
            let wanted = some.iter().filter(|(id, _)| is_wanted(id));
            id_list(wanted.flat_map(|(_, ids)| ids))
        };
        let all_of_them = ProductsWanted::These(&of(&|_| true));
        seats_and_use(conn, all_of_them, (&bought, today), &mut placed)?;
        let is_used = |job: &ProductJob| job.active > 0 || !job.free_at.is_empty();
        let seen: HashSet<ProductId> = jobs(&placed, &[])
            .iter()
            .filter(|job| is_used(job))
            .map(|job| job.product)
            .collect();
        // Who ever used it is asked only where nothing else says that it is here.
        let unseen = of(&|id| !seen.contains(id) && !costs.contains_key(id));
        let unseen = ProductsWanted::These(&unseen);
        activated(conn, unseen, (&bought, today), &mut placed)?;
        // Where a product is free matters only for one that nobody pays for.
        for job in jobs(&placed, &[]) {
            let cost = costs.get(&job.product);
            if cost.is_some() || is_used(&job) {
                found.push(used_product(job.product, cost, job.active));
            }
        }
    }
    found.sort_unstable_by_key(|used| used.product);
    Ok(found)
}

fn used_product(product: ProductId, cost: Option<&(Cents, bool)>, people: i64) -> UsedProduct {
    UsedProduct {
        product,
        cost: cost.map_or(Cents(0), |(cost, _)| *cost),
        hidden: cost.is_some_and(|(_, hidden)| *hidden),
        people,
    }
}

/// What each known product that is paid for costs this fiscal year, and whether a part of it is hidden from whoever asks.
fn costs(
    conn: &Connection,
    all: &SchoolsAndProducts,
    only: Option<&[ProductId]>,
    today: NaiveDate,
) -> Result<HashMap<ProductId, (Cents, bool)>, Error> {
    let desk = Desk::new(conn)?;
    let year = Year::asked(None, desk.policy.fiscal_years(), today).map_err(Error::Refused)?;
    // What a contract was released from changes no cost.
    let roots = HashMap::new();
    let hidden = hidden_contracts(conn)?;
    let mut costs: HashMap<ProductId, (Cents, bool)> = HashMap::new();
    let mut add = |cases: Vec<ContractInTerm>| {
        for case in &cases {
            let dates = dates_of(case, &case.now, &desk.policy, &desk.calendar);
            let terms = contract_terms(case, &dates, &roots);
            for (product, cost) in paid_costs(&terms, all, year, today) {
                let of_product = costs.entry(product).or_default();
                of_product.0 += cost;
                of_product.1 |= hidden.contains(&case.contract.id);
            }
        }
        Ok(())
    };
    match only {
        None => each_held(conn, None, today, add)?,
        Some(only) => add(held_these(conn, Some(&paying_for(conn, only)?), today)?)?,
    }
    Ok(costs)
}
