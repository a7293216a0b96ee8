//! Stacks, idle purchases and claims to verify, read once until the records change. How many claims there are is counted
//! without them.

use super::desk::GapDesk;
use super::{IdleList, StackRow};
use crate::domain::school::{SchoolId, Schools};
use crate::office::standards::{ClaimToVerify, StandardsFilter};
use crate::office::{Error, Office};

/// The lists as they were read.
#[derive(Default)]
pub(super) struct ReadLists {
    stacks: Option<Vec<StackRow>>,
    idle: Option<IdleList>,
    /// By the school they were read for.
    claims: Option<(Option<SchoolId>, Vec<ClaimToVerify>)>,
    counted: Option<usize>,
}

impl ReadLists {
    pub(super) fn stacks(
        &mut self,
        office: &Office,
        desk: &mut GapDesk,
    ) -> Result<&[StackRow], Error> {
        if self.stacks.is_none() {
            self.stacks = Some(office.stacks_by(desk, &StandardsFilter::default())?);
        }
        Ok(self.stacks.as_deref().unwrap_or_default())
    }

    /// Nothing for whoever may see no gaps.
    pub(super) fn idle(
        &mut self,
        office: &Office,
        desk: &mut GapDesk,
        visible: Option<&Schools>,
    ) -> Result<&IdleList, Error> {
        if self.idle.is_none() {
            self.idle = Some(match visible {
                Some(visible) => office.idle_by(desk, visible, None)?,
                None => IdleList::default(),
            });
        }
        Ok(self.idle.get_or_insert_default())
    }

    /// By what they would close at a school, or everywhere, of the gaps that may be seen.
    pub(super) fn claims(
        &mut self,
        office: &Office,
        desk: &mut GapDesk,
        (visible, school): (Option<&Schools>, Option<SchoolId>),
    ) -> Result<&[ClaimToVerify], Error> {
        if self.claims.as_ref().is_none_or(|(of, _)| *of != school) {
            let filter = StandardsFilter {
                school,
                ..StandardsFilter::default()
            };
            let closing = match visible {
                Some(visible) => Some(office.closing_by(desk, visible, school)?),
                None => None,
            };
            let claims = office.claims_closing(&filter, closing.as_ref())?;
            self.claims = Some((school, claims));
        }
        let claims = self.claims.as_ref();
        Ok(claims.map_or(&[], |(_, claims)| claims.as_slice()))
    }

    /// How many claims there are to verify: as many wherever it is asked.
    pub(super) fn claims_counted(&mut self, office: &Office) -> Result<usize, Error> {
        if self.counted.is_none() {
            self.counted = Some(office.count_to_verify()?);
        }
        Ok(self.counted.unwrap_or_default())
    }
}
