//! What is claimed and not verified, or is to be looked at again: what would close most of what groups fall short of comes
//! first.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{ListedClaim, ListedStandard, StandardsFilter};
use crate::domain::product::ProductId;
use crate::domain::standards::Standard;
use crate::domain::standards::claim::AlignmentStatus;
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::gap::Tenths;
use crate::domain::standards::matching::Trust;
use crate::office::Office;
use crate::store::Error;

/// What the verification of each claim would close, by the product with its part and the standard.
pub(in crate::office) type Closing = HashMap<((ProductId, String), StandardId), Tenths>;

/// One part of a product, claimed to teach one standard: what one verification is about.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimToVerify {
    /// The framework as people type it, or as the claim has it.
    pub framework: String,
    /// The code of the standard; none where it has none.
    pub code: Option<String>,
    /// The standard; none for an unknown code, which is of no framework here.
    pub standard: Option<Standard>,
    /// Who claims it, or verified it once; one at the least, all of one part of one product.
    pub claims: Vec<ListedClaim>,
    /// How much of the score of all gaps its verification would close; none where whoever asks may see no gaps.
    pub closes: Option<Tenths>,
}

impl ClaimToVerify {
    /// Is its code of no framework here?
    pub fn is_unknown_code(&self) -> bool {
        self.standard.is_none()
    }

    /// `claimed`, `recheck` where somebody verified it once, or `unknown code`.
    pub fn status(&self) -> &'static str {
        match self.claims.iter().any(|one| one.recheck) {
            _ if self.is_unknown_code() => "unknown code",
            true => Trust::Recheck.word(),
            false => Trust::Claimed.word(),
        }
    }
}

impl Office {
    /// What is claimed, and was not verified or is to be looked at again: by how much of the gaps it would close, at a school
    /// where one is named, then by what the standard weighs. Codes of no framework here come last.
    ///
    /// # Errors
    ///
    /// `Missing` where no framework is called as the filter says.
    pub fn claims_to_verify(&self, filter: &StandardsFilter) -> Result<Vec<ClaimToVerify>, Error> {
        let closing = self.closing(filter.school)?;
        self.claims_closing(filter, closing.as_ref())
    }

    /// How many there are.
    pub(in crate::office) fn count_to_verify(&self) -> Result<usize, Error> {
        let mut count = 0;
        let all = StandardsFilter::default();
        let unknown = self.each_to_verify(&all, |_, _| {
            count += 1;
            Ok(())
        })?;
        Ok(count + unknown.len())
    }

    /// Hands on each part of a product with the claims that are to be verified of it, a standard at a time. Gives the claims
    /// whose code is of no framework here.
    fn each_to_verify(
        &self,
        filter: &StandardsFilter,
        mut each: impl FnMut(&ListedStandard, Vec<&ListedClaim>) -> Result<(), Error>,
    ) -> Result<Vec<ListedClaim>, Error> {
        let (mut by_item, unknown) = self.listed_claims()?;
        for mut listed in self.with_claims(self.claimed_that_fit(filter)?, &mut by_item)? {
            listed.claims.sort_by(|a, b| part(a).cmp(&part(b)));
            for of_part in listed.claims.chunk_by(|a, b| part(a) == part(b)) {
                let proven = |one: &ListedClaim| {
                    one.claim.status == AlignmentStatus::Verified && !one.recheck
                };
                let open: Vec<&ListedClaim> = of_part.iter().filter(|one| one.is_open()).collect();
                if !open.is_empty() && !of_part.iter().any(proven) {
                    each(&listed, open)?;
                }
            }
        }
        Ok(unknown)
    }

    /// The same by what is known of what they would close.
    pub(in crate::office) fn claims_closing(
        &self,
        filter: &StandardsFilter,
        closing: Option<&Closing>,
    ) -> Result<Vec<ClaimToVerify>, Error> {
        let mut found = Vec::new();
        let unknown = self.each_to_verify(filter, |listed, open| {
            let Some(first) = open.first() else {
                return Ok(());
            };
            let module = first.claim.module.clone().unwrap_or_default();
            let of = (self.store.stands_for(first.product)?, module);
            let closes = closing.zip(listed.standard.as_ref());
            let closes = closes.map(|(closing, standard)| {
                closing.get(&(of, standard.id)).copied().unwrap_or_default()
            });
            found.push(ClaimToVerify {
                framework: listed.framework.clone(),
                code: listed.code.clone(),
                standard: listed.standard.clone(),
                claims: open.into_iter().cloned().collect(),
                closes,
            });
            Ok(())
        })?;
        if filter.framework.is_none() {
            let fits = |one: &ListedClaim| {
                filter.words_stand_in(&one.claim.standard, &one.claim.framework)
            };
            found.extend(unknown.into_iter().filter(fits).map(|claim| ClaimToVerify {
                framework: claim.claim.framework.clone(),
                code: Some(claim.claim.standard.clone()),
                standard: None,
                claims: vec![claim],
                closes: closing.map(|_| Tenths(0)),
            }));
        }
        found.sort_by_key(|one| {
            let weight = one.standard.as_ref().map_or(0, |standard| standard.weight);
            (Reverse(one.closes.unwrap_or_default()), Reverse(weight))
        });
        Ok(found)
    }
}

/// Which part of which product a claim is about.
fn part(one: &ListedClaim) -> (&str, ProductId, Option<&str>) {
    (&one.product_name, one.product, one.claim.module.as_deref())
}
