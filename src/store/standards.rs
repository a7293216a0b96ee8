//! Reads frameworks and their standards, with the claims on them: for what a file brings, for what goes out, and for what
//! is asked.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::convert::records;
use super::{Error, Store};
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::standards::claimed::KnownClaims;
use crate::domain::standards::framework::FrameworkId;
use crate::domain::standards::incoming::{HeldStandards, guid_of, known};
use crate::domain::standards::package::Package;
use crate::domain::standards::{Alignment, Framework, Relation, Standard};

impl Store {
    /// Every framework, by its short name.
    pub fn frameworks(&self) -> Result<Vec<Framework>, Error> {
        records(&self.conn, "ORDER BY short COLLATE NOCASE", [])
    }

    /// The standards of a framework, in the order they came.
    pub fn standards_of(&self, framework: FrameworkId) -> Result<Vec<Standard>, Error> {
        records(&self.conn, "WHERE framework = ?1 ORDER BY id", [framework])
    }

    /// Those of them that somebody claims a product teaches.
    pub fn claimed_standards_of(&self, framework: FrameworkId) -> Result<Vec<Standard>, Error> {
        let about = "WHERE framework = ?1 AND id IN (SELECT item FROM alignment WHERE item IS NOT NULL) ORDER BY id";
        records(&self.conn, about, [framework])
    }

    /// What this framework or file, or this person, says of how standards are related.
    pub fn relations_said_by(&self, says: &str) -> Result<Vec<Relation>, Error> {
        records(&self.conn, "WHERE says = ?1 ORDER BY id", [says])
    }

    /// The rows of crosswalks that people here accepted as the same.
    pub fn accepted_matches(&self) -> Result<Vec<Relation>, Error> {
        let accepted =
            "WHERE \"by\" IS NOT NULL AND kind = 'exact' AND score IS NOT NULL ORDER BY id";
        records(&self.conn, accepted, [])
    }

    /// The standards here and all claims, for a file that brings claims.
    pub fn known_claims(&self) -> Result<KnownClaims, Error> {
        let claims = records::<Alignment>(&self.conn, "ORDER BY id", [])?;
        Ok(KnownClaims::new(
            &self.frameworks()?,
            self.standard_codes()?,
            &claims,
        ))
    }

    /// The standards here, and how people here said that some are related, for a file that brings relations.
    pub fn known_relations(&self) -> Result<KnownClaims, Error> {
        let mut guids = HashMap::new();
        let mut ask = self.conn.prepare_cached("SELECT id, guid FROM standard")?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            guids.insert(row.get(0)?, row.get(1)?);
        }
        let said = records::<Relation>(&self.conn, "WHERE \"by\" IS NOT NULL ORDER BY id", [])?;
        let known = KnownClaims::new(&self.frameworks()?, self.standard_codes()?, &[]);
        Ok(known.with_relations(guids, &said))
    }

    /// What is claimed of a product.
    pub fn claims_of(&self, product: ProductId) -> Result<Vec<Alignment>, Error> {
        records(&self.conn, "WHERE product = ?1 ORDER BY id", [product])
    }

    /// The claims that somebody is to verify.
    pub fn handed_to(&self, person: PersonId) -> Result<Vec<Alignment>, Error> {
        records(
            &self.conn,
            "WHERE verifier = ?1 AND status <> 'rejected' ORDER BY id",
            [person],
        )
    }

    /// All that bears on a package that is brought in.
    pub fn held_standards(&self, package: &Package) -> Result<HeldStandards, Error> {
        let frameworks = self.frameworks()?;
        let mut held = HeldStandards::default();
        let known = known(package, &frameworks);
        let guid = guid_of(package, known);
        if let Some(known) = known {
            held.standards = self.standards_of(known.id)?;
            held.relations = self.relations_said_by(&known.title)?;
        }
        held.elsewhere = elsewhere(&self.conn, package, &guid)?;
        let names = self.product_names()?;
        let claims = records::<Alignment>(&self.conn, "ORDER BY id", [])?;
        let named = claims.into_iter().map(|claim| {
            let name = names.get(&claim.product).cloned().unwrap_or_default();
            (claim, name)
        });
        held.claims = named.collect();
        held.frameworks = frameworks;
        Ok(held)
    }
}

/// Guids of a package that stand in another framework here, and what that is called.
fn elsewhere(
    conn: &Connection,
    package: &Package,
    guid: &str,
) -> Result<HashMap<String, String>, Error> {
    let wanted = package.items.iter().filter_map(|item| item.guid.as_deref());
    let wanted: HashSet<&str> = wanted.collect();
    let mut found = HashMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let sql = "SELECT s.guid, f.short FROM standard s JOIN framework f ON f.id = s.framework WHERE f.guid <> ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([guid])?;
    while let Some(row) = rows.next()? {
        let guid: String = row.get(0)?;
        if wanted.contains(guid.as_str()) {
            found.insert(guid, row.get(1)?);
        }
    }
    Ok(found)
}
