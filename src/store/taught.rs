//! Reads what products teach, by the claims on them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::convert::records;
use super::status::{Scope, StatusReader};
use super::{Error, Store};
use chrono::NaiveDate;

use crate::domain::person::{Person, PersonId};
use crate::domain::product::{Product, ProductId};
use crate::domain::standards::claim::{AlignmentRole, StandardDays, trust};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::framework::code_key;
use crate::domain::standards::matching::Trust;
use crate::domain::standards::{Alignment, Framework, Standard};
use crate::domain::taught::{Taught, TaughtFacts, TaughtStandard, TeachesSame};

impl Store {
    /// What a product teaches, those that were merged into it among it.
    pub fn taught(&self, product: ProductId, today: NaiveDate) -> Result<Taught, Error> {
        let mut of_each = self.taught_of(&[product], today)?;
        Ok(of_each.remove(&product).unwrap_or_default())
    }

    /// The same of several products; one of which nothing is claimed is left out.
    pub fn taught_of(
        &self,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<HashMap<ProductId, Taught>, Error> {
        let mut claims: HashMap<ProductId, Vec<Alignment>> = HashMap::new();
        let mut standards: HashMap<StandardId, Standard> = HashMap::new();
        for product in products {
            const OF: &str =
                "product IN (SELECT id FROM product WHERE id = ?1 OR merged_into = ?1)";
            let all: Vec<Alignment> =
                records(&self.conn, &format!("WHERE {OF} ORDER BY id"), [product])?;
            if all.is_empty() {
                continue;
            }
            claims.insert(*product, all);
            let rest = format!("WHERE id IN (SELECT item FROM alignment WHERE {OF})");
            let about = records::<Standard>(&self.conn, &rest, [product])?;
            standards.extend(about.into_iter().map(|one| (one.id, one)));
        }
        if claims.is_empty() {
            return Ok(HashMap::new());
        }
        let frameworks: Vec<Framework> = self.frameworks()?;
        let people = self.all::<Person>()?.into_iter();
        let logins: HashMap<PersonId, String> =
            people.map(|person| (person.id, person.login)).collect();
        let facts = TaughtFacts {
            frameworks: &frameworks,
            standards: &standards,
            logins: &logins,
            today: (today, self.policy()?.recheck_standards.0),
        };
        let taught = claims
            .into_iter()
            .map(|(product, claims)| (product, Taught::of(&claims, &facts)));
        Ok(taught.collect())
    }

    /// The products of which somebody verified something, each by the one that stands for it.
    pub fn verified_products(&self) -> Result<Vec<ProductId>, Error> {
        let sql = "SELECT DISTINCT ifnull(p.merged_into, p.id) FROM alignment a JOIN product p ON p.id = a.product
             LEFT JOIN product q ON q.id = p.merged_into
             WHERE a.status = 'verified' AND ifnull(q.archived, p.archived) = 0 ORDER BY 1";
        let mut ask = self.conn.prepare_cached(sql)?;
        let products = ask.query_map([], |row| row.get(0))?;
        Ok(products.collect::<rusqlite::Result<_>>()?)
    }

    /// Standards of this code, perhaps with the short name of their framework before it: those of the district's own
    /// frameworks where there are any.
    pub fn standards_coded(&self, code: &str) -> Result<Vec<TaughtStandard>, Error> {
        let frameworks = self.frameworks()?;
        let (short, code) = match code.split_once(':') {
            Some((short, code)) => (Some(short), code),
            None => (None, code),
        };
        let all: Vec<Standard> = records(
            &self.conn,
            "WHERE code_key = ?1 ORDER BY id",
            [code_key(code)],
        )?;
        let mut found: Vec<TaughtStandard> = all
            .iter()
            .filter_map(|one| {
                let of = frameworks.iter().find(|of| of.id == one.framework)?;
                let meant = short.is_none_or(|short| code_key(short) == code_key(&of.short));
                meant.then(|| TaughtStandard::asked(one, of))
            })
            .collect();
        if found.iter().any(|one| one.ours == Some(true)) {
            found.retain(|one| one.ours == Some(true));
        }
        Ok(found)
    }

    /// Products other than this one that may be used in the scope and teach some of these standards: what teaches most of
    /// them, verified, first.
    pub fn teach_same(
        &self,
        wanted: &[TaughtStandard],
        except: Option<ProductId>,
        scope: Scope,
    ) -> Result<Vec<TeachesSame>, Error> {
        let keys: HashSet<(String, String)> = wanted.iter().map(TaughtStandard::key).collect();
        let mut candidates = self.aligned_to(wanted)?;
        candidates.retain(|product| Some(*product) != except);
        let candidates: Vec<ProductId> = candidates.into_iter().collect();
        let reader = StatusReader::new(&self.conn);
        let mut same = Vec::new();
        for (product, taught) in self.taught_of(&candidates, scope.today)? {
            let (verified, claimed) = taught.among(&keys);
            if verified + claimed == 0 {
                continue;
            }
            let answer = reader.brief_answer(product, scope, None)?.word;
            if answer.allows() {
                same.push(TeachesSame {
                    product,
                    name: self.get::<Product>(product)?.full_name(),
                    answer,
                    verified,
                    claimed,
                    of: keys.len(),
                });
            }
        }
        same.sort_by(|a, b| {
            let order =
                |one: &TeachesSame| (Reverse((one.verified, one.claimed)), one.name.clone());
            order(a).cmp(&order(b))
        });
        same.truncate(SAME);
        Ok(same)
    }

    /// Products of which one of these standards is claimed, each by the one that stands for it.
    fn aligned_to(&self, wanted: &[TaughtStandard]) -> Result<BTreeSet<ProductId>, Error> {
        const OF: &str = "SELECT ifnull(p.merged_into, p.id), a.standard FROM alignment a
             JOIN product p ON p.id = a.product LEFT JOIN product q ON q.id = p.merged_into
             WHERE ifnull(q.archived, p.archived) = 0 AND a.item";
        let mut found = BTreeSet::new();
        let mut by_item = self.conn.prepare_cached(&format!("{OF} = ?1"))?;
        for item in wanted.iter().filter_map(|one| one.item) {
            for product in by_item.query_map([item], |row| row.get(0))? {
                found.insert(product?);
            }
        }
        // Codes of frameworks that are not here are compared as they are folded.
        let codes: HashSet<String> = wanted
            .iter()
            .filter(|one| one.item.is_none())
            .map(|one| code_key(&one.code))
            .collect();
        if codes.is_empty() {
            return Ok(found);
        }
        let mut unknown = self.conn.prepare_cached(&format!("{OF} IS NULL"))?;
        let mut rows = unknown.query([])?;
        while let Some(row) = rows.next()? {
            let code: String = row.get(1)?;
            if codes.contains(&code_key(&code)) {
                found.insert(row.get(0)?);
            }
        }
        Ok(found)
    }
}

/// How far the district's own standards are proven, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofCount {
    /// Standards of its own frameworks that have none below them and are not waived.
    pub standards: usize,
    /// Those of them for which somebody verified a product.
    pub verified: usize,
    /// Claims that wait to be verified, each part of a product once a standard, unknown codes among them.
    pub to_verify: usize,
}

impl Store {
    /// How far the district's own standards are proven; none while it teaches by no framework that is here.
    pub fn proof_count(&self, today: NaiveDate) -> Result<Option<ProofCount>, Error> {
        let mut own = self.frameworks()?;
        own.retain(|one| one.ours);
        if own.is_empty() {
            return Ok(None);
        }
        let months = self.policy()?.recheck_standards.0;
        let all: Vec<Alignment> = records(
            &self.conn,
            "WHERE status = 'verified' AND item IS NOT NULL ORDER BY id",
            [],
        )?;
        let about = "WHERE id IN (SELECT item FROM alignment WHERE status = 'verified')";
        let standards = records::<Standard>(&self.conn, about, [])?.into_iter();
        let standards: HashMap<StandardId, Standard> = standards.map(|one| (one.id, one)).collect();
        let mut proven = HashSet::new();
        let mut taught = HashSet::new();
        for claim in &all {
            let standard = claim.item.and_then(|item| standards.get(&item));
            let days = standard.map(StandardDays::from);
            if trust(claim, days.as_ref(), (today, months)) != Some(Trust::Verified) {
                continue;
            }
            proven.insert((claim.product, claim.module.clone(), claim.item));
            let told = |one: &&Standard| {
                one.leaf && one.waived.is_none() && own.iter().any(|of| of.id == one.framework)
            };
            let teaches = claim.role != Some(AlignmentRole::Assessment);
            taught.extend(standard.filter(told).filter(|_| teaches).map(|one| one.id));
        }
        let counted = |sql: &str| -> Result<usize, Error> {
            Ok(self
                .conn
                .prepare_cached(sql)?
                .query_row([], |row| row.get::<_, i64>(0))? as usize)
        };
        let parts = counted(
            "SELECT count(*) FROM (SELECT DISTINCT product, module, item FROM alignment
             WHERE item IS NOT NULL AND status <> 'rejected')",
        )?;
        let unknown =
            counted("SELECT count(*) FROM alignment WHERE item IS NULL AND status <> 'rejected'")?;
        Ok(Some(ProofCount {
            standards: counted(
                "SELECT count(*) FROM standard s JOIN framework f ON f.id = s.framework
                 WHERE f.ours = 1 AND s.leaf = 1 AND s.waived IS NULL",
            )?,
            verified: taught.len(),
            to_verify: parts.saturating_sub(proven.len()) + unknown,
        }))
    }
}

/// Products that teach the same that are told.
const SAME: usize = 6;
