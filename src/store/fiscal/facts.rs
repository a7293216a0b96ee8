//! Reads everything that overlaps and the ledger look at in a fiscal year: one pass over each noun.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::products::{ProductsWanted, fill, known, schools_and_products};
use super::touched::Touched;
use crate::domain::contract::{Contract, ContractId};
use crate::domain::overlap::build::{ContractTerms, SchoolsAndProducts, Year, jobs, paid_lines};
use crate::domain::overlap::engine::{Changed, OverlapFacts};
use crate::domain::overlap::facts::PaidLine;
use crate::domain::policy::Percent;
use crate::domain::product::ProductId;
use crate::domain::renewal::Share;
use crate::domain::renewal::dates::Dates;
use crate::store::convert::{id_list, records};
use crate::store::desk::Desk;
use crate::store::terms::{ContractInTerm, dates_of, held};
use crate::store::{Error, chain};

/// Everything that was read for a fiscal year.
pub(in crate::store) struct YearFacts {
    /// What overlaps are found in.
    pub(in crate::store) facts: OverlapFacts,
    /// Which fiscal year, and where its days end.
    pub(in crate::store) year: Year,
    pub(in crate::store) cases: Vec<(ContractInTerm, Dates)>,
    /// Seats that may stay empty.
    pub(in crate::store) spare: Percent,
    /// Schools, and products with what is placed.
    placed: SchoolsAndProducts,
}

impl YearFacts {
    /// The record that stands for a product.
    pub(in crate::store) fn canonical(&self, product: ProductId) -> ProductId {
        self.placed.canonical(product)
    }

    /// Contracts that run at a price that nobody knows.
    pub(in crate::store) fn without_price(&self) -> usize {
        let lack = self.cases.iter().filter(|(case, _)| case.lacks_price());
        lack.count()
    }
}

/// The facts of a fiscal year, of this one where none is named, as the records stand.
pub(in crate::store) fn read(
    conn: &Connection,
    year: Option<i32>,
    today: NaiveDate,
) -> Result<YearFacts, Error> {
    let placed = schools_and_products(conn, today)?;
    let desk = Desk::new(conn)?;
    let cases = held(conn, None, today)?.into_iter();
    let cases: Vec<(ContractInTerm, Dates)> = cases
        .map(|case| {
            let dates = dates_of(&case.now, &desk.policy, &desk.calendar);
            (case, dates)
        })
        .collect();
    let years = desk.policy.fiscal_years();
    let year = Year::asked(year, years, today).map_err(Error::Refused)?;
    let roots = roots(cases.iter().map(|(case, _)| &case.contract));
    let lines = cases.iter();
    let mut lines: Vec<PaidLine> = lines
        .flat_map(|case| lines_of(case, &roots, &placed, (year, today)))
        .collect();
    lines.sort_by_key(|line| line.id);
    let students = placed.sites.iter().map(|(id, site)| (*id, site.students));
    let facts = OverlapFacts {
        records: known(conn)?,
        jobs: jobs(&placed, &lines),
        students: students.collect(),
        platforms: desk.policy.lms.most as usize,
        lines,
    };
    Ok(YearFacts {
        facts,
        year,
        cases,
        spare: desk.policy.spare_seats,
        placed,
    })
}

/// The lines of a contract that pay in the year.
fn lines_of(
    (case, dates): &(ContractInTerm, Dates),
    roots: &HashMap<ContractId, ContractId>,
    placed: &SchoolsAndProducts,
    (year, today): (Year, NaiveDate),
) -> Vec<PaidLine> {
    paid_lines(&contract_terms(case, dates, roots), placed, year, today)
}

/// A contract as its costs are reckoned from it.
pub(super) fn contract_terms<'c>(
    case: &'c ContractInTerm,
    dates: &'c Dates,
    roots: &HashMap<ContractId, ContractId>,
) -> ContractTerms<'c> {
    let id = case.contract.id;
    ContractTerms {
        now: &case.now,
        root: roots.get(&id).copied().unwrap_or(id),
        past: &case.past,
        decisions: &case.decisions,
        dates,
        followed: case.followed,
    }
}

/// Reads again what changes touched, and nothing else, so that it is what `read` gives. Tells which
/// products that reached, as they are now.
pub(super) fn read_again(
    conn: &Connection,
    read: &mut YearFacts,
    touched: &Touched,
    today: NaiveDate,
) -> Result<Vec<Changed>, Error> {
    let (products, contracts) = reached(conn, read, touched)?;
    let placed = &mut read.placed;
    let mut ids: Vec<ProductId> = products.iter().copied().collect();
    let merged = placed.merged.iter();
    ids.extend(
        merged
            .filter(|(_, into)| products.contains(into))
            .map(|(id, _)| *id),
    );
    placed.items.retain(|id, _| !products.contains(id));
    placed.stock.retain(|(id, _), _| !products.contains(id));
    placed.whole.retain(|(id, _), _| !products.contains(id));
    fill(conn, placed, ProductsWanted::These(&id_list(&ids)), today)?;
    let desk = Desk::new(conn)?;
    for id in &contracts {
        let at = read
            .cases
            .binary_search_by_key(id, |(case, _)| case.contract.id);
        let case = held(conn, Some(*id), today)?.pop().map(|case| {
            let dates = dates_of(&case.now, &desk.policy, &desk.calendar);
            (case, dates)
        });
        match (at, case) {
            (Ok(at), Some(case)) => read.cases[at] = case,
            (Ok(at), None) => drop(read.cases.remove(at)),
            (Err(at), Some(case)) => read.cases.insert(at, case),
            (Err(_), None) => {}
        }
    }
    let gone = |line: &PaidLine| contracts.contains(&line.contract);
    let lines = &mut read.facts.lines;
    lines
        .iter()
        .filter(|line| gone(line))
        .for_each(|line| drop(placed.shares.remove(&line.id)));
    let mut told = products.clone();
    told.extend(
        lines
            .iter()
            .filter(|line| gone(line))
            .map(|line| line.product),
    );
    lines.retain(|line| !gone(line));
    for share in records::<Share>(
        conn,
        "WHERE line IN (SELECT id FROM line WHERE contract IN (SELECT value FROM json_each(?1)))
         ORDER BY school",
        [id_list(&contracts)],
    )? {
        let shares = placed.shares.entry(share.line).or_default();
        shares.push((share.school, share.percent_bp));
    }
    let roots = roots(read.cases.iter().map(|(case, _)| &case.contract));
    let cases = read.cases.iter();
    for case in cases.filter(|(case, _)| contracts.contains(&case.contract.id)) {
        let now = lines_of(case, &roots, placed, (read.year, today));
        told.extend(now.iter().map(|line| line.product));
        lines.extend(now);
    }
    lines.sort_by_key(|line| line.id);
    read.facts.jobs = jobs(placed, lines);
    if touched.names {
        read.facts.records = known(conn)?;
    }
    Ok(changed(&read.facts, &told))
}

/// These products as they are now.
fn changed(facts: &OverlapFacts, products: &BTreeSet<ProductId>) -> Vec<Changed> {
    let mut changed: Vec<Changed> = products.iter().map(|id| Changed::none(*id)).collect();
    let at = |id: ProductId, all: &[Changed]| all.binary_search_by_key(&id, |one| one.product);
    for line in &facts.lines {
        if let Ok(at) = at(line.product, &changed) {
            changed[at].lines.push(line.clone());
        }
    }
    for one in &mut changed {
        let job = facts
            .jobs
            .binary_search_by_key(&one.product, |job| job.product);
        one.job = job.ok().map(|at| facts.jobs[at].clone());
    }
    changed
}

/// What changes reach: the products they are about with those of the contracts they are about, and every
/// contract of any of these.
fn reached(
    conn: &Connection,
    read: &YearFacts,
    touched: &Touched,
) -> Result<(BTreeSet<ProductId>, BTreeSet<ContractId>), Error> {
    let lines = || read.cases.iter().flat_map(|(case, _)| &case.lines);
    let mut products = touched.products.clone();
    let mut contracts = touched.contracts.clone();
    let before = lines().filter(|line| contracts.contains(&line.contract));
    products.extend(before.map(|line| line.product));
    let of_contracts = id_list(&contracts);
    let sql = "SELECT product FROM line WHERE contract IN (SELECT value FROM json_each(?1))";
    let mut statement = conn.prepare_cached(sql)?;
    for id in statement.query_map([of_contracts], |row| row.get(0))? {
        products.insert(id?);
    }
    let products: BTreeSet<ProductId> = products.into_iter().map(|id| read.canonical(id)).collect();
    let before = lines().filter(|line| products.contains(&read.canonical(line.product)));
    contracts.extend(before.map(|line| line.contract));
    let of_products = id_list(&products);
    let sql = "SELECT contract FROM line WHERE product IN (SELECT value FROM json_each(?1))";
    let mut statement = conn.prepare_cached(sql)?;
    for id in statement.query_map([of_products], |row| row.get(0))? {
        contracts.insert(id?);
    }
    Ok((products, contracts))
}

/// What each contract was released from, and that from, to the first.
pub(super) fn roots<'c>(
    contracts: impl Iterator<Item = &'c Contract>,
) -> HashMap<ContractId, ContractId> {
    let parents: HashMap<ContractId, ContractId> =
        contracts.filter_map(|c| Some((c.id, c.parent?))).collect();
    let root = |id: &ContractId| (*id, chain::end(*id, &parents));
    parents.keys().map(root).collect()
}
