//! The public keys by which people come in over SSH: whose they are, adding one, removing one.

use chrono::NaiveDate;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::person::key::{KeyId, KeyLine};
use crate::domain::person::{Person, PersonKey};
use crate::domain::put::{ChangeSetId, Put};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::review::PersonName;
use crate::domain::rights::may_write;
use crate::office::lists::keys::PersonKeyRow;
use crate::store::Error;

/// A key that was added is not removed.
const NOT_REMOVED: Option<NaiveDate> = None;

impl Office {
    /// Every key, also those that were removed, with the login of whose it is; of this person's alone where one is named.
    pub fn key_rows(&self, of: Option<&Person>) -> Result<Vec<PersonKeyRow>, Error> {
        let people = self.known_people()?;
        let keys = self.store.all::<PersonKey>()?.into_iter();
        let wanted = keys.filter(|key| of.is_none_or(|person| person.id == key.person));
        let mut added_by = self.store.keys_added_by()?;
        let row = |key: PersonKey| {
            let owner = people.iter().find(|person| person.id == key.person);
            let login = owner.map(|person| person.login.clone()).unwrap_or_default();
            let added_by = added_by.remove(&key.id);
            PersonKeyRow {
                key,
                login,
                added_by,
            }
        };
        Ok(wanted.map(row).collect())
    }

    /// Lets somebody in by this key. One that was theirs before, and was removed, is theirs again.
    ///
    /// # Errors
    ///
    /// Refused for all but admins, and where the key is somebody else's or ever was.
    pub fn add_key(
        &mut self,
        person: &PersonName,
        line: &KeyLine,
    ) -> Result<(KeyId, Receipt), Error> {
        // Whose a key is nobody else is told.
        self.may_keep_keys()?;
        let mut known = self.key_rows(None)?.into_iter();
        let same = known.find(|row| row.key.fingerprint == line.fingerprint);
        let today = self.today();
        let put = match same {
            Some(row) if row.key.person != person.id => {
                let (number, login) = (row.key.id, row.login);
                let why = match row.key.removed_on {
                    None => format!("this is key {number} of {login}"),
                    Some(day) => format!("this was key {number} of {login}, removed on {day}"),
                };
                let why = Refusal::new(
                    "public_key",
                    format!("{why}, and a key is one person's for good"),
                );
                return Err(Error::refused(why.then(
                    "; ",
                    format!(
                        "{} makes a new one with: ssh-keygen -t ed25519",
                        person.login
                    ),
                )));
            }
            Some(row) if row.key.removed_on.is_none() => {
                let said = format!(
                    "This already is key {} of {}; nothing changed.",
                    row.key.id, person.login
                );
                return Ok((row.key.id, Receipt::unchanged(said)));
            }
            Some(row) => Put::id(row.key.id)
                .with("since", today)
                .with("removed_on", NOT_REMOVED),
            None => Put::new(Kind::PersonKey)
                .with("person", person.id)
                .with("algorithm", line.algorithm.clone())
                .with("public_key", line.public_key.clone())
                .with("fingerprint", line.fingerprint.clone())
                .with("comment", line.comment.clone())
                .with("since", today),
        };
        let change = Change::Save {
            what: format!("key of {}", person.login),
            put,
            reason: None,
        };
        let applied = self.apply(&change)?;
        let number: KeyId = applied.first().unwrap_or_default();
        let said = format!("Key {number} lets {} in", person.login);
        Ok((number, saved(said, applied.change_set)))
    }

    /// From now on a key lets nobody in, nor lets who came in by it write anything more.
    ///
    /// # Errors
    ///
    /// Refused for all but admins; `Missing` where no key has this number.
    pub fn remove_key(&mut self, key: KeyId) -> Result<Receipt, Error> {
        self.may_keep_keys()?;
        let row = self
            .key_rows(None)?
            .into_iter()
            .find(|row| row.key.id == key);
        let row = row.ok_or_else(|| Error::Missing {
            what: format!("key {key}"),
        })?;
        if let Some(day) = row.key.removed_on {
            return Ok(Receipt::unchanged(format!(
                "Key {key} of {} was removed on {day}; nothing changed.",
                row.login
            )));
        }
        let change = Change::Save {
            what: format!("key of {}", row.login),
            put: Put::id(key).with("removed_on", Some(self.today())),
            reason: None,
        };
        let set = self.apply(&change)?.change_set;
        Ok(saved(
            format!("Key {key} of {} lets nobody in any more", row.login),
            set,
        ))
    }

    fn may_keep_keys(&self) -> Result<(), Error> {
        let me = self.person(&self.stamp().who)?;
        let roles = me.map(|me| me.roles).unwrap_or_default();
        may_write(&[Kind::PersonKey], &roles).map_err(Error::refused)
    }
}

/// What came of a deed on a key, with its change set.
fn saved(said: String, set: Option<ChangeSetId>) -> Receipt {
    match set {
        Some(number) => Receipt::numbered(&said, number),
        None => Receipt::unchanged(format!("{said}.")),
    }
}
