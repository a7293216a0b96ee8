//! The policy page's questions: the policy, what a knob would change in the queue, and turning it.

use std::ops::ControlFlow;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::policy::Policy;
use crate::domain::record::Kind;
use crate::domain::review::effects::effects;
use crate::domain::rights::may_write;
use crate::domain::text;
use crate::domain::zone::ZONE;
use crate::office::query::policy::{PolicyEffects, PolicyInForce, PolicySetting};
use crate::store::{Error, Watch};

impl Office {
    /// The policy, the time zone, and whether whoever asks may change them.
    pub fn in_force(&self) -> Result<PolicyInForce, Error> {
        Ok(PolicyInForce {
            policy: self.store.policy()?,
            zone: self.store.marks()?.zone.map(|zone| zone.name().to_owned()),
            no_change: self.no_change()?,
        })
    }

    fn no_change(&self) -> Result<Option<String>, Error> {
        if let Some(why) = self.store.read_only() {
            return Ok(Some(format!("this file is read-only: {why}")));
        }
        let me = self.person(&self.stamp().who)?;
        let roles = me.map(|me| me.roles).unwrap_or_default();
        Ok(may_write(&[Kind::Setting], &roles).err().map(String::from))
    }

    /// What the open requests would be under the policy that this makes. The time zone moves none of them.
    pub fn turned(&self, turning: &PolicySetting) -> Result<PolicyEffects, Error> {
        if turning.key == ZONE {
            let zone = self.store.marks()?.zone;
            return Ok(PolicyEffects {
                open: 0,
                effects: Vec::new(),
                was: zone.map(|zone| zone.name().to_owned()),
                becomes: Policy::check(ZONE, &turning.value).map_err(Error::Refused)?,
            });
        }
        let (now, then) = self.store.policy_turned(&turning.key, &turning.value)?;
        let cases = self.store.open_cases(self.today())?;
        let knob = turning.knob();
        Ok(PolicyEffects {
            open: cases.len(),
            effects: effects(&cases, &now, &then, self.today()),
            was: Some(now.value(knob)),
            becomes: then.value(knob),
        })
    }

    /// Whether this could be turned by whoever asks: the error says why not.
    pub fn may_turn(&mut self, turning: &PolicySetting) -> Result<(), Error> {
        let unwatched: Watch = &mut |_| ControlFlow::Continue(());
        let change = change(turning)?;
        self.store.rehearse(&change, &self.stamp(), unwatched)?;
        Ok(())
    }

    /// Changes one setting of the policy, which checks the value and spells it in its own way.
    pub fn turn(&mut self, turning: &PolicySetting) -> Result<Receipt, Error> {
        let change = change(turning)?;
        let applied = self.apply(&change)?;
        Ok(if applied.changed() {
            let far = self.too_far_by(turning)?;
            let far = far.map_or_else(String::new, |far| format!(" {far}."));
            Receipt::of(format!("Set {}.{far}", change.what()), applied.change_set)
        } else {
            Receipt::unchanged("The policy was so already.")
        })
    }

    /// What is to be looked at again by the policy as it is, where this setting is what decides it.
    pub fn too_far_by(&self, turned: &PolicySetting) -> Result<Option<String>, Error> {
        if turned.knob() == "crosswalk_least" {
            return self.accepted_too_far();
        }
        Ok(None)
    }
}

fn change(turning: &PolicySetting) -> Result<Change, Error> {
    let put = Policy::put(&turning.key, &turning.value).map_err(Error::Refused)?;
    let value = Policy::check(&turning.key, &turning.value).map_err(Error::Refused)?;
    Ok(Change::Save {
        what: format!("policy {}: {value}", turning.knob()),
        put,
        reason: Some(text::clean(&turning.reason).text),
    })
}
