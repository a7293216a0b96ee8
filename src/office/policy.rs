//! The policy page's questions: the policy, what a knob would change in the queue, and turning it.

use super::Office;
use crate::domain::change::Change;
use crate::domain::person::Person;
use crate::domain::policy::Policy;
use crate::domain::record::Kind;
use crate::domain::review::effects::effects;
use crate::domain::rights::may_write;
use crate::domain::text;
use crate::office::ask::Answer;
use crate::office::ask::policy::{InForce, Turned, Turning};
use crate::store::Error;

impl Office {
    pub(super) fn in_force(&self) -> Result<InForce, Error> {
        Ok(InForce {
            policy: self.store.policy()?,
            no_change: self.no_change()?,
        })
    }

    fn no_change(&self) -> Result<Option<String>, Error> {
        if let Some(why) = self.store.read_only() {
            return Ok(Some(format!("this file is read-only: {why}")));
        }
        let stamp = (self.clock)();
        let people = self.store.all::<Person>()?;
        let me = people.into_iter().find(|person| person.login == stamp.who);
        let roles = me.map(|me| me.roles).unwrap_or_default();
        Ok(may_write(&[Kind::Setting], &roles).err())
    }

    /// What the open requests would be under the policy that this makes.
    pub(super) fn turned(&self, turning: &Turning) -> Result<Turned, Error> {
        let (now, then) = self.store.policy_turned(&turning.key, &turning.value)?;
        let cases = self.store.open_cases(self.today())?;
        Ok(Turned {
            open: cases.len(),
            effects: effects(&cases, &now, &then, self.today()),
        })
    }

    pub(super) fn turn(&mut self, turning: &Turning) -> Result<Answer, Error> {
        let put = Policy::put(&turning.key, &turning.value).map_err(Error::Refused)?;
        let value = Policy::check(&turning.key, &turning.value).map_err(Error::Refused)?;
        let what = format!("policy {}: {value}", turning.key);
        let change = Change::Save {
            what: what.clone(),
            put,
            reason: Some(text::clean(&turning.reason).text),
        };
        let applied = self.store.apply(&change, &(self.clock)())?;
        Ok(Answer::Done(if applied.changed() {
            format!("Set {what}. u takes it back.")
        } else {
            "The policy was so already.".to_owned()
        }))
    }
}
