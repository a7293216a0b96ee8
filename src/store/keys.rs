//! By which key somebody comes in over SSH: asked of the file at the door, when they are in, and again in each save.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::convert::records;
use super::{Error, Store, one};
use crate::domain::person::key::KeyId;
use crate::domain::person::{Person, PersonKey};
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;

impl Store {
    /// The key with this algorithm and these letters, as OpenSSH writes them, if it lets somebody in today.
    ///
    /// # Errors
    ///
    /// `Refused` with the reason, for the log, where it lets nobody in.
    pub fn working_key(
        &self,
        (algorithm, public_key): (&str, &str),
        today: NaiveDate,
    ) -> Result<KeyId, Error> {
        let found = records::<PersonKey>(
            &self.conn,
            "WHERE public_key = ?1 AND algorithm = ?2",
            [public_key, algorithm],
        )?;
        let Some(key) = found.into_iter().next() else {
            return Err(Error::refused("nobody here has this key"));
        };
        let_in(&self.conn, &key, today).map(|_| key.id)
    }

    /// Who said of each key that it lets somebody in, last: by login, as history has it.
    pub fn keys_added_by(&self) -> Result<HashMap<KeyId, String>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT h.record, s.who FROM history h JOIN change_set s ON s.id = h.change_set
             WHERE h.kind = ?1 AND s.deed = 'do'
               AND (h.deed = 'add' OR h.field = 'removed_on' AND h.new IS NULL)
             ORDER BY h.seq",
        )?;
        let kind = Kind::PersonKey.word();
        let said = ask.query_map([kind], |row| Ok((KeyId(row.get(0)?), row.get(1)?)))?;
        // The last word on each key stays.
        Ok(said.collect::<Result<_, _>>()?)
    }

    /// Whoever comes in by this key today.
    ///
    /// # Errors
    ///
    /// `Refused` with what to do now, where it lets nobody in.
    pub fn person_of_key(&self, key: KeyId, today: NaiveDate) -> Result<Person, Error> {
        owner(&self.conn, key, today)
    }
}

/// Refuses whoever came in by a key that lets them in no longer, or that is not theirs.
pub(super) fn still_comes_by(conn: &Connection, key: KeyId, stamp: &Stamp) -> Result<(), Error> {
    let person = owner(conn, key, stamp.today)?;
    if person.login == stamp.who && person.login == stamp.login {
        return Ok(());
    }
    let why = Refusal::from(format!("your key {key} is that of `{}` now", person.login));
    Err(Error::refused(why.then("; ", "leave, and come in again")))
}

/// Whose key has this number, if it lets them in today.
fn owner(conn: &Connection, key: KeyId, today: NaiveDate) -> Result<Person, Error> {
    let found = records::<PersonKey>(conn, "WHERE id = ?1", [key.0])?;
    match found.into_iter().next() {
        Some(known) => let_in(conn, &known, today),
        None => Err(gone(format!("your key {key} is not known here any more"))),
    }
}

/// Whose key it is, if it lets them in today.
fn let_in(conn: &Connection, key: &PersonKey, today: NaiveDate) -> Result<Person, Error> {
    if let Some(day) = key.removed_on {
        return Err(gone(format!("your key {} was removed on {day}", key.id)));
    }
    let person: Person = one(conn, key.person)?;
    if person.has_left(today) {
        return Err(gone(format!("`{}` has left", person.login)));
    }
    Ok(person)
}

fn gone(why: String) -> Error {
    Error::refused(Refusal::from(why).then("; ", "ask an admin"))
}
