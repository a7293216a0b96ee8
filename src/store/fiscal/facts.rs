//! Reads what overlaps and the ledger look at in a fiscal year: what all questions about it share, and the purchases of
//! the products that are asked about, so that never all of a large district is in memory at once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::products::{FilledBy, ProductsWanted, fill, jobs_that_meet, purchases_today, schools};
use crate::domain::contract::ContractId;
use crate::domain::overlap::build::{ContractTerms, SchoolsAndProducts, Year, jobs, paid_lines};
use crate::domain::overlap::engine::OverlapFacts;
use crate::domain::overlap::facts::PaidLine;
use crate::domain::overlap::meetings::Meetings;
use crate::domain::policy::Percent;
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::domain::renewal::Share;
use crate::domain::renewal::dates::Dates;
use crate::store::convert::{id_list, records};
use crate::store::desk::Desk;
use crate::store::kept_until::RestsOnFields;
use crate::store::renewals::used::PurchasesToday;
use crate::store::terms::{ContractInTerm, dates_of, held_these};
use crate::store::{Error, chain};

/// What was read of some products for a fiscal year.
pub(in crate::store) struct YearFacts {
    /// What overlaps are found in.
    pub(in crate::store) facts: OverlapFacts,
    /// The contracts with lines of these products, in order of id, in the term that runs.
    pub(in crate::store) cases: Vec<(ContractInTerm, Dates)>,
}

/// What the rules of a fiscal year rest on.
pub(super) const RULES: RestsOnFields = &[
    (Kind::Setting, &[]),
    (Kind::CalendarDay, &[]),
    (Kind::School, &["open", "grades", "enrollment", "staff"]),
    (Kind::Device, &[]),
    (Kind::Function, &["broad"]),
    (
        Kind::Product,
        &["lms", "population", "provided", "merged_into"],
    ),
    (Kind::Purpose, &[]),
    (Kind::Alignment, &[]),
    (Kind::Standard, &[]),
    (Kind::Relation, &[]),
    (
        Kind::Contract,
        &["buyer", "term_start", "term_end", "auto_renew", "parent"],
    ),
    (Kind::Line, &["contract", "product", "schools"]),
];

/// What all reads of a fiscal year share.
pub(in crate::store) struct YearRules {
    /// Which fiscal year, and where its days end.
    pub(in crate::store) year: Year,
    pub(in crate::store) today: NaiveDate,
    /// Seats that may stay empty.
    pub(in crate::store) spare: Percent,
    /// Which products can overlap with which.
    pub(in crate::store) meetings: Meetings,
    /// Does what a file called verified, without a name, count as it once did?
    unnamed: bool,
    desk: Desk,
    bought: PurchasesToday,
    roots: HashMap<ContractId, ContractId>,
    /// Schools, and products that were merged; none of their rows.
    known: SchoolsAndProducts,
    /// The records that were merged into a product.
    records: HashMap<ProductId, Vec<ProductId>>,
}

impl YearRules {
    /// Of a fiscal year, of this one where none is named.
    pub(in crate::store) fn read(
        conn: &Connection,
        year: Option<i32>,
        today: NaiveDate,
    ) -> Result<YearRules, Error> {
        YearRules::counting(conn, year, (today, false))
    }

    /// The same; as if somebody had verified what files called so without a name, where that is asked.
    pub(in crate::store) fn counting(
        conn: &Connection,
        year: Option<i32>,
        (today, unnamed): (NaiveDate, bool),
    ) -> Result<YearRules, Error> {
        let desk = Desk::new(conn)?;
        let year = Year::asked(year, desk.policy.fiscal_years(), today).map_err(Error::Refused)?;
        let mut known = schools(conn)?;
        let by = (&desk, today, unnamed);
        jobs_that_meet(conn, &mut known, by)?;
        let items = std::mem::take(&mut known.items);
        let mut records: HashMap<ProductId, Vec<ProductId>> = HashMap::new();
        for (record, product) in known.merged.iter() {
            records.entry(*product).or_default().push(*record);
        }
        Ok(YearRules {
            year,
            today,
            spare: desk.policy.spare_seats,
            meetings: Meetings::of(items.values().map(|item| &item.job)),
            bought: purchases_today(conn, today, None, &known)?,
            roots: roots(parents(conn)?),
            unnamed,
            desk,
            known,
            records,
        })
    }

    /// The record that stands for a product.
    pub(in crate::store) fn canonical(&self, product: ProductId) -> ProductId {
        self.known.canonical(product)
    }

    /// These products with all that is placed of them and paid for them, as the records stand.
    pub(in crate::store) fn facts(
        &self,
        conn: &Connection,
        products: &BTreeSet<ProductId>,
    ) -> Result<YearFacts, Error> {
        let merged = products.iter().filter_map(|id| self.records.get(id));
        let ids = products.iter().chain(merged.flatten());
        let ids: Vec<ProductId> = ids.copied().collect();
        let of = id_list(&ids);
        let mut placed = SchoolsAndProducts {
            sites: Arc::clone(&self.known.sites),
            merged: Arc::clone(&self.known.merged),
            ..SchoolsAndProducts::default()
        };
        let by = FilledBy {
            desk: &self.desk,
            bought: &self.bought,
            today: self.today,
            unnamed: self.unnamed,
        };
        fill(conn, &mut placed, ProductsWanted::These(&of), &by)?;
        let contracts = contracts_of(conn, &of)?;
        let cases = held_these(conn, Some(&contracts), self.today)?.into_iter();
        let cases: Vec<(ContractInTerm, Dates)> = cases
            .map(|case| {
                let dates = dates_of(&case, &case.now, &self.desk.policy, &self.desk.calendar);
                (case, dates)
            })
            .collect();
        for share in records::<Share>(
            conn,
            "WHERE line IN (SELECT id FROM line WHERE product IN (SELECT value FROM json_each(?1)))
             ORDER BY school",
            [&of],
        )? {
            let shares = placed.shares.entry(share.line).or_default();
            shares.push((share.school, share.percent_bp));
        }
        let lines = cases.iter().flat_map(|(case, dates)| {
            let terms = contract_terms(case, dates, &self.roots);
            paid_lines(&terms, &placed, self.year, self.today)
        });
        let mut lines: Vec<PaidLine> = lines.collect();
        lines.sort_by_key(|line| line.id);
        let students = placed.sites.iter().map(|(id, site)| (*id, site.students));
        let facts = OverlapFacts {
            records: Vec::new(),
            jobs: jobs(&placed, &lines),
            students: students.collect(),
            platforms: self.desk.policy.lms.most as usize,
            lines,
        };
        Ok(YearFacts { facts, cases })
    }
}

/// The contracts with lines of these products.
fn contracts_of(conn: &Connection, products: &str) -> Result<Vec<ContractId>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT DISTINCT contract FROM line WHERE product IN (SELECT value FROM json_each(?1))
         ORDER BY contract",
    )?;
    let ids = ask.query_map([products], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
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

/// By contract the one that it was released from.
fn parents(conn: &Connection) -> Result<HashMap<ContractId, ContractId>, Error> {
    let mut ask =
        conn.prepare_cached("SELECT id, parent FROM contract WHERE parent IS NOT NULL")?;
    let parents = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(parents.collect::<rusqlite::Result<_>>()?)
}

/// What each contract was released from, and that from, to the first.
fn roots(parents: HashMap<ContractId, ContractId>) -> HashMap<ContractId, ContractId> {
    let root = |id: &ContractId| (*id, chain::end(*id, &parents));
    parents.keys().map(root).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, Store};
    use crate::tests::district;

    #[test]
    fn what_is_kept_of_the_rules_names_all_nouns_that_they_are_read_of() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        district(&path);
        let mut store = Store::open(&path, Access::Read).unwrap();
        let seen = store.tables_read();
        YearRules::read(&store.conn, None, "2026-03-10".parse().unwrap()).unwrap();
        let seen = seen.lock().unwrap();
        let named = |kind: &Kind| RULES.iter().any(|(known, _)| known == kind);
        let read = seen.iter().filter_map(|table| Kind::from_word(table));
        let left_out: Vec<Kind> = read.filter(|kind| !named(kind)).collect();
        assert_eq!(left_out, []);
    }
}
