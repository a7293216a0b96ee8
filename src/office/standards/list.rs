//! Standards as they are asked for: what they say, who claims that which product teaches them, and how far that is proven.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::standards::claim::{AlignmentStatus, StandardDays, trust};
use crate::domain::standards::framework::{FrameworkId, StandardId};
use crate::domain::standards::incoming::is_called;
use crate::domain::standards::matching::Trust;
use crate::domain::standards::{Alignment, Framework, Standard};
use crate::domain::text::fold;
use crate::office::Office;
use crate::store::{Error, Store};

/// Which standards are asked for.
#[derive(Debug, Clone, Default)]
pub struct StandardsFilter {
    /// Words that stand in the code or in what it says.
    pub words: Vec<String>,
    /// Of the framework that is called so.
    pub framework: Option<String>,
    /// At this school, where it is asked what is there.
    pub school: Option<SchoolId>,
}

impl StandardsFilter {
    /// Do all words that are asked for stand in this standard?
    pub(in crate::office) fn names(&self, standard: &Standard) -> bool {
        let code = standard.code.as_deref().unwrap_or_default();
        self.words_stand_in(code, &standard.statement)
    }

    /// Do all words that are asked for stand in a code or in a statement?
    pub(super) fn words_stand_in(&self, code: &str, statement: &str) -> bool {
        let text = fold(&format!("{code} {statement}"));
        self.words.iter().all(|word| text.contains(&fold(word)))
    }
}

/// A claim on a standard, as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedClaim {
    /// The product.
    pub product: ProductId,
    /// With its edition.
    pub product_name: String,
    /// The claim as its record stands.
    pub claim: Alignment,
    /// The login of who verified or rejected it.
    pub by: Option<String>,
    /// The login of who is to verify it.
    pub verifier: Option<String>,
    /// Is what was verified to be looked at again?
    pub recheck: bool,
}

impl ListedClaim {
    /// Is it only claimed, or to be looked at again?
    pub fn is_open(&self) -> bool {
        self.recheck || self.claim.status == AlignmentStatus::Claimed
    }

    /// When: the day on which it was verified or rejected, else claimed.
    pub fn on(&self) -> Option<NaiveDate> {
        self.claim.on.or(self.claim.claimed_on)
    }
}

/// A standard with the claims on it; a code that nobody knows has no standard.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedStandard {
    /// The framework as people type it.
    pub framework: String,
    /// Its code.
    pub code: Option<String>,
    /// The standard; none where the code is of no framework here.
    pub standard: Option<Standard>,
    /// Who claims it of what.
    pub claims: Vec<ListedClaim>,
}

impl Office {
    /// The standards that are asked for, in the order of their frameworks, with the claims on them.
    ///
    /// # Errors
    ///
    /// `Missing` where no framework is called as the filter says.
    pub fn standards(&self, filter: &StandardsFilter) -> Result<Vec<ListedStandard>, Error> {
        let standards = self.standards_that_fit(filter)?;
        self.with_claims(standards, &mut self.listed_claims()?.0)
    }

    /// These standards with the claims on them, which are taken out of those of all.
    pub(super) fn with_claims(
        &self,
        standards: Vec<(Standard, String)>,
        by_item: &mut ClaimsByStandard,
    ) -> Result<Vec<ListedStandard>, Error> {
        let recheck = self.store.policy()?.recheck_standards.0;
        let by = (self.today(), recheck);
        let listed = standards.into_iter().map(|(standard, framework)| {
            let claims = by_item.remove(&standard.id).unwrap_or_default();
            ListedStandard {
                framework,
                code: standard.code.clone(),
                claims: judged(claims, &standard, by),
                standard: Some(standard),
            }
        });
        Ok(listed.collect())
    }

    /// What is claimed of one standard.
    pub(in crate::office) fn claims_on(
        &self,
        standard: &Standard,
    ) -> Result<Vec<ListedClaim>, Error> {
        let recheck = self.store.policy()?.recheck_standards.0;
        let (mut by_item, _) = self.listed_claims()?;
        let claims = by_item.remove(&standard.id).unwrap_or_default();
        Ok(judged(claims, standard, (self.today(), recheck)))
    }

    /// The standards that are asked for, each with the short name of its framework, in the order of these.
    pub(in crate::office) fn standards_that_fit(
        &self,
        filter: &StandardsFilter,
    ) -> Result<Vec<(Standard, String)>, Error> {
        self.standards_read(filter, Store::standards_of)
    }

    /// The same of those only on which there are claims.
    pub(super) fn claimed_that_fit(
        &self,
        filter: &StandardsFilter,
    ) -> Result<Vec<(Standard, String)>, Error> {
        self.standards_read(filter, Store::claimed_standards_of)
    }

    fn standards_read(
        &self,
        filter: &StandardsFilter,
        of: fn(&Store, FrameworkId) -> Result<Vec<Standard>, Error>,
    ) -> Result<Vec<(Standard, String)>, Error> {
        let frameworks = self.frameworks_that_fit(filter)?;
        let mut found = Vec::new();
        for framework in frameworks {
            for standard in of(&self.store, framework.id)? {
                if filter.names(&standard) {
                    found.push((standard, framework.short.clone()));
                }
            }
        }
        Ok(found)
    }

    /// The frameworks that are asked for.
    pub(in crate::office) fn frameworks_that_fit(
        &self,
        filter: &StandardsFilter,
    ) -> Result<Vec<Framework>, Error> {
        let named = filter.framework.as_deref();
        let mut frameworks = self.store.frameworks()?;
        frameworks.retain(|one| named.is_none_or(|words| is_called(one, words)));
        if let (Some(words), true) = (named, frameworks.is_empty()) {
            return Err(Error::Missing {
                what: format!("framework `{words}`"),
            });
        }
        Ok(frameworks)
    }

    /// Claims by the standard that they are about, and those whose code nobody knows.
    pub(super) fn listed_claims(&self) -> Result<(ClaimsByStandard, Vec<ListedClaim>), Error> {
        let people = self.known_people()?;
        let logins: HashMap<PersonId, String> = people
            .iter()
            .map(|person| (person.id, person.login.clone()))
            .collect();
        let mut names: HashMap<ProductId, String> = HashMap::new();
        let mut by_item: HashMap<StandardId, Vec<ListedClaim>> = HashMap::new();
        let mut unknown = Vec::new();
        for claim in self.store.all::<Alignment>()? {
            let product_name = match names.entry(claim.product) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(new) => new.insert(self.label(claim.product)?).clone(),
            };
            let listed = ListedClaim {
                product: claim.product,
                product_name,
                by: claim.by.and_then(|by| logins.get(&by).cloned()),
                verifier: claim.verifier.and_then(|who| logins.get(&who).cloned()),
                recheck: false,
                claim,
            };
            match listed.claim.item {
                Some(item) => by_item.entry(item).or_default().push(listed),
                None if listed.claim.status == AlignmentStatus::Rejected => {}
                None => unknown.push(listed),
            }
        }
        Ok((by_item, unknown))
    }
}

/// Claims by the standard that they are about.
pub(super) type ClaimsByStandard = HashMap<StandardId, Vec<ListedClaim>>;

/// Claims on a standard, each with whether it is to be looked at again.
fn judged(claims: Vec<ListedClaim>, standard: &Standard, by: (NaiveDate, u32)) -> Vec<ListedClaim> {
    let days = StandardDays::from(standard);
    let judged = claims.into_iter().map(|listed| ListedClaim {
        recheck: trust(&listed.claim, Some(&days), by) == Some(Trust::Recheck),
        ..listed
    });
    judged.collect()
}
