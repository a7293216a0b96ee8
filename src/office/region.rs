//! A region of districts, as an office takes part in it: joining and leaving, what it lets go, and the push. What is asked
//! of a region is asked of [`Region`] itself, since its own people have no office.
//!
//! The office keeps three settings: the region's address, its own code there, and what it lets go once somebody has said
//! so. How far was pushed is kept in the region, beside what was pushed.

pub mod desk;
mod told;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::put::Put;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::share::SharePolicy;
use crate::domain::region::{DistrictCode, REGION, REGION_DISTRICT, REGION_SHARE};
use crate::domain::rights::may_write;
use crate::domain::setting::Setting;
use crate::store::Error;

pub use told::no_price;

pub use crate::store::region::{
    IdentityProposal, Neighbour, Pushed, Region, RegionBegun, Ruled, SharedRows, ThingTold,
};

/// That an office takes part in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedRegion {
    /// Where it is.
    pub address: RegionAddress,
    /// The district's code there.
    pub district: DistrictCode,
    /// What it lets go; none until somebody has said so.
    pub shares: Option<SharePolicy>,
}

impl JoinedRegion {
    /// What it lets go, or what is proposed.
    pub fn shares_or_proposed(&self) -> SharePolicy {
        self.shares.clone().unwrap_or_else(SharePolicy::proposed)
    }
}

impl Office {
    /// The region that the office takes part in; none where it never joined one.
    pub fn region(&self) -> Result<Option<JoinedRegion>, Error> {
        let said = |key| self.store.setting(key);
        let (Some(address), Some(district)) = (said(REGION)?, said(REGION_DISTRICT)?) else {
            return Ok(None);
        };
        let shares = said(REGION_SHARE)?.map(|shares| SharePolicy::read(&shares));
        Ok(Some(JoinedRegion {
            address: RegionAddress::read(&address).map_err(Error::Refused)?,
            district: DistrictCode::read(&district).map_err(Error::Refused)?,
            shares: shares.transpose().map_err(Error::Refused)?,
        }))
    }

    /// The same, where there has to be one.
    pub fn joined_region(&self) -> Result<JoinedRegion, Error> {
        self.region()?.ok_or_else(|| {
            let next = "hallpass region join URL --district CODE, also where it took part before and what was shared is to be \
                        taken back: then hallpass region leave";
            Error::Refused(Refusal::from("this office takes part in no region").then("; ", next))
        })
    }

    /// Joins a region, whose server is asked first whether the login is this district's there. Nothing is shared by it.
    pub fn join_region(
        &mut self,
        address: &RegionAddress,
        district: &DistrictCode,
    ) -> Result<Receipt, Error> {
        self.may_share()?;
        if let Some(joined) = self.region()?
            && (joined.address != *address || joined.district != *district)
        {
            let what = format!(
                "this office takes part in the region at {} as {}",
                joined.address, joined.district
            );
            let next = "leave that first, which takes all of it out there: hallpass region leave";
            return Err(Error::Refused(Refusal::from(what).then("; ", next)));
        }
        Region::open(address)?.is_login_of(district)?;
        let puts = vec![
            setting(REGION, &address.to_string()),
            setting(REGION_DISTRICT, district.as_str()),
        ];
        self.save_region(format!("region: {address} as {district}"), puts)
    }

    /// Says what the district lets go. The next push sends, or takes back, what that changes.
    pub fn share(&mut self, policy: &SharePolicy) -> Result<Receipt, Error> {
        self.joined_region()?;
        let puts = vec![setting(REGION_SHARE, &policy.to_string())];
        self.save_region(format!("what the region is told: {policy}"), puts)
    }

    fn save_region(&mut self, what: String, puts: Vec<Put>) -> Result<Receipt, Error> {
        let said = format!("Set {what}.");
        let change = Change::SaveAll {
            what,
            puts,
            reason: None,
        };
        let applied = self.apply(&change)?;
        Ok(if applied.changed() {
            Receipt::of(said, applied.change_set)
        } else {
            Receipt::unchanged("It was so already.")
        })
    }

    /// How much there is to share under a policy; no region is asked.
    pub fn to_share(&self, policy: &SharePolicy) -> Result<SharedRows, Error> {
        self.store.shared_rows(policy)
    }

    /// Sends what changed since the last push, or with `only_look` says what would be sent.
    ///
    /// # Errors
    ///
    /// Where nobody has said yet what goes, where whoever asks is no admin, and where the region cannot be asked.
    pub fn push_region(&self, only_look: bool) -> Result<Pushed, Error> {
        let joined = self.joined_region()?;
        self.may_share()?;
        let Some(shares) = &joined.shares else {
            let next = "see it and say so: hallpass region policy, hallpass region policy --accept";
            let what = "nobody has said yet what the region is told, and nothing was sent";
            return Err(Error::Refused(Refusal::from(what).then("; ", next)));
        };
        let region = Region::open(&joined.address)?;
        if only_look {
            return self.store.would_push(&region, &joined.district, shares);
        }
        let name = self.district_name()?;
        self.store.push(&region, &joined.district, &name, shares)
    }

    /// Takes everything of the district out of its region, and forgets it. Gives how many products the region had of it;
    /// none where the region is `lost` for good, so that it is only forgotten here.
    ///
    /// # Errors
    ///
    /// Where the region cannot be asked: then the office still takes part, and nothing is out.
    pub fn leave_region(&mut self, lost: bool) -> Result<(u64, Receipt), Error> {
        let joined = self.joined_region()?;
        self.may_share()?;
        let taken_out = if lost {
            0
        } else {
            Region::open(&joined.address)?.take_out(&joined.district)?
        };
        let what = format!("left the region at {}", joined.address);
        let kept = self.store.all::<Setting>()?.into_iter();
        let kept = kept.filter(|setting| OF_REGION.contains(&setting.key.as_str()));
        let removed = kept.map(|setting| Change::Remove {
            what: setting.key.clone(),
            record: RecordRef::from(setting.id),
            reason: "the district left the region".to_owned(),
        });
        let change = Change::together(&what, removed.collect());
        let applied = self.apply(&change)?;
        let said = format!("Left the region at {}.", joined.address);
        Ok((taken_out, Receipt::of(said, applied.change_set)))
    }

    /// What the office is called, for its neighbours.
    fn district_name(&self) -> Result<String, Error> {
        let said = self.store.setting(super::DISTRICT)?;
        Ok(said.unwrap_or_else(|| "a district without a name".to_owned()))
    }

    /// What leaves the office is an admin's to send, and only as it is today.
    fn may_share(&self) -> Result<(), Error> {
        if self.store.only_rehearses() {
            let what = "the day was given, and a region is told only what is so today";
            return Err(Error::Refused(
                Refusal::from(what).then("; ", "leave --now out"),
            ));
        }
        let me = self.person(&self.stamp().who)?;
        let roles = me.map(|me| me.roles).unwrap_or_default();
        may_write(&[Kind::Setting], &roles).map_err(Error::Refused)
    }
}

/// The settings that a region leaves in the office.
const OF_REGION: [&str; 3] = [REGION, REGION_DISTRICT, REGION_SHARE];

fn setting(key: &str, value: &str) -> Put {
    Put::keyed(Kind::Setting)
        .with("key", key.to_owned())
        .with("value", value.to_owned())
}
