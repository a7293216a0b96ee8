//! Standards as they are asked for: what they say, who claims that which product teaches them, and how far that is proven.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::standards::claim::{AlignmentStatus, StandardDays, trust};
use crate::domain::standards::framework::{FrameworkId, StandardId};
use crate::domain::standards::incoming::is_called;
use crate::domain::standards::matching::Trust;
use crate::domain::standards::{Alignment, Framework, Standard};
use crate::domain::text::fold;
use crate::office::Office;
use crate::store::Error;

/// Which standards are asked for.
#[derive(Debug, Clone, Default)]
pub struct StandardsFilter {
    /// Words that stand in the code or in what it says.
    pub words: Vec<String>,
    /// Of the framework that is called so.
    pub framework: Option<String>,
    /// Only those that are only claimed, and codes that nobody knows.
    pub claimed: bool,
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
        let named = filter.framework.as_deref();
        let mut frameworks = self.store.frameworks()?;
        frameworks.retain(|one| named.is_none_or(|words| is_called(one, words)));
        if let (Some(words), true) = (named, frameworks.is_empty()) {
            return Err(Error::Missing {
                what: format!("framework `{words}`"),
            });
        }
        let shorts: HashMap<FrameworkId, String> = frameworks
            .iter()
            .map(|one| (one.id, one.short.clone()))
            .collect();
        let (mut by_item, unknown) = self.listed_claims()?;
        let wanted: Vec<String> = filter.words.iter().map(|word| fold(word)).collect();
        let mut listed = Vec::new();
        for standard in self.standards_in(&frameworks)? {
            let text = format!(
                "{} {}",
                standard.code.as_deref().unwrap_or_default(),
                standard.statement
            );
            let text = fold(&text);
            let claims = by_item.remove(&standard.id).unwrap_or_default();
            let days = StandardDays::from(&standard);
            let claims: Vec<ListedClaim> = claims
                .into_iter()
                .map(|one| self.judged(one, &days))
                .collect::<Result<_, _>>()?;
            let fits = wanted.iter().all(|word| text.contains(word));
            let open = claims.iter().any(ListedClaim::is_open)
                && !claims
                    .iter()
                    .any(|one| !one.is_open() && one.claim.status == AlignmentStatus::Verified);
            if fits && (!filter.claimed || open) {
                listed.push(ListedStandard {
                    framework: shorts.get(&standard.framework).cloned().unwrap_or_default(),
                    code: standard.code.clone(),
                    standard: Some(standard),
                    claims,
                });
            }
        }
        if filter.claimed && named.is_none() {
            listed.extend(unknown.into_iter().map(|claim| ListedStandard {
                framework: claim.claim.framework.clone(),
                code: Some(claim.claim.standard.clone()),
                standard: None,
                claims: vec![claim],
            }));
        }
        Ok(listed)
    }

    fn standards_in(&self, frameworks: &[Framework]) -> Result<Vec<Standard>, Error> {
        let mut all = Vec::new();
        for framework in frameworks {
            all.extend(self.store.standards_of(framework.id)?);
        }
        Ok(all)
    }

    /// Claims by the standard that they are about, and those whose code nobody knows.
    #[allow(clippy::type_complexity)]
    fn listed_claims(
        &self,
    ) -> Result<(HashMap<StandardId, Vec<ListedClaim>>, Vec<ListedClaim>), Error> {
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

    fn judged(&self, listed: ListedClaim, days: &StandardDays) -> Result<ListedClaim, Error> {
        let months = self.store.policy()?.recheck_standards.0;
        let trusted = trust(&listed.claim, Some(days), (self.today(), months));
        Ok(ListedClaim {
            recheck: trusted == Some(Trust::Recheck),
            ..listed
        })
    }
}
