//! What is given out to anybody, as the policy says: read here once, for the command that makes the pages.

use chrono::NaiveDate;

use super::Office;
use crate::domain::person::Person;
use crate::domain::policy::Public;
use crate::domain::published::{GivenOutChange, PublicProduct};
use crate::domain::renewal::Digest;
use crate::store::Error;

/// What may be given out today.
#[derive(Debug, Clone)]
pub struct PublicList {
    /// What the policy lets out.
    pub public: Public,
    /// What the district is called.
    pub district: String,
    /// The day for which it holds.
    pub as_of: NaiveDate,
    /// The open schools, in order of name.
    pub schools: Vec<String>,
    /// The products, in order of name; none where the policy lets nothing out.
    pub products: Vec<PublicProduct>,
}

/// Changes are told of the last fourteen days to whoever was never told anything.
const LATELY: i64 = 14;

impl Office {
    /// Remembers what the pages say now that they did not say before, for digests; `false` where that is not for whoever
    /// acts to say.
    pub fn gave_out(&mut self, changes: Vec<GivenOutChange>) -> Result<bool, Error> {
        let stamp = self.stamp();
        self.store.gave_out(changes, &stamp)
    }

    /// What changed of what was given out since this person was told a digest, a sentence each.
    pub(super) fn given_out_since_told(&self, person: &Person) -> Result<Vec<String>, Error> {
        let (changes, told) = self.store.given_out(&person.login)?;
        if told || changes.is_empty() {
            return Ok(Vec::new());
        }
        let digests = self.store.all::<Digest>()?.into_iter();
        let mut mine = digests.filter(|digest| digest.login == person.login);
        let last = mine.next().map(|digest| digest.told_on);
        let today = self.today();
        // Pages that are made later on the day of a digest are told with the next.
        let new = changes.iter().filter(|change| match last {
            Some(day) => change.on >= day,
            None => (today - change.on).num_days() <= LATELY,
        });
        let sentence = |change: &GivenOutChange| {
            let name = self.store.label(change.product)?;
            let (was, is) = (&change.was, &change.is);
            Ok(format!(
                "{name}: since {} the pages say {is}, and before {was}",
                change.on
            ))
        };
        new.map(sentence).collect()
    }

    /// What the policy lets out of the list today.
    pub fn public_list(&self) -> Result<PublicList, Error> {
        let (public, as_of) = (self.store.policy()?.public, self.today());
        let products = match public {
            Public::None => Vec::new(),
            Public::Approved | Public::ApprovedAndConditions => self.store.published(as_of)?,
        };
        let products = products.into_iter();
        let schools = self.store.school_names()?.into_iter();
        Ok(PublicList {
            public,
            district: self.district()?,
            as_of,
            schools: schools.map(|school| school.name).collect(),
            products: products.map(|one| one.as_public(public)).collect(),
        })
    }
}
