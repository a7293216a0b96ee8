//! Stacks, idle purchases and claims to verify, read once until the records change.

use super::{IdleList, StackRow};
use crate::domain::school::SchoolId;
use crate::office::standards::{ClaimToVerify, StandardsFilter};
use crate::office::{Error, Office};

/// The lists as they were read.
#[derive(Default)]
pub(super) struct ReadLists {
    stacks: Option<Vec<StackRow>>,
    idle: Option<IdleList>,
    /// By the school they were read for.
    claims: Option<(Option<SchoolId>, Vec<ClaimToVerify>)>,
}

impl ReadLists {
    pub(super) fn stacks(&mut self, office: &Office) -> Result<&[StackRow], Error> {
        if self.stacks.is_none() {
            self.stacks = Some(office.stacks(&StandardsFilter::default())?);
        }
        Ok(self.stacks.as_deref().unwrap_or_default())
    }

    /// Nothing for whoever may see no gaps.
    pub(super) fn idle(&mut self, office: &Office) -> Result<&IdleList, Error> {
        if self.idle.is_none() {
            self.idle = Some(match office.idle_purchases(None) {
                Err(Error::Refused(_)) => IdleList::default(),
                other => other?,
            });
        }
        Ok(self.idle.get_or_insert_default())
    }

    pub(super) fn claims(
        &mut self,
        office: &Office,
        school: Option<SchoolId>,
    ) -> Result<&[ClaimToVerify], Error> {
        if self.claims.as_ref().is_none_or(|(of, _)| *of != school) {
            let filter = StandardsFilter {
                school,
                ..StandardsFilter::default()
            };
            self.claims = Some((school, office.claims_to_verify(&filter)?));
        }
        let claims = self.claims.as_ref();
        Ok(claims.map_or(&[], |(_, claims)| claims.as_slice()))
    }
}
