//! Who acts or looks: the person of a login, with roles and schools.

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};

use super::Error;
use super::convert::records;
use crate::domain::person::{Actor, Person, PersonId, Roles};
use crate::domain::put::Stamp;
use crate::domain::refusal::Refusal;
use crate::domain::school::Schools;

/// The person who acts. The error is the sentence for somebody unknown here.
pub(super) fn acting(tx: &Transaction, stamp: &Stamp) -> Result<Actor, Error> {
    let found = records::<Person>(tx, "WHERE login = ?1", [&stamp.who])?;
    let Some(person) = found.into_iter().next() else {
        let why = Refusal::from(format!("nobody here has the login `{}`", stamp.who)).then(
            "; ",
            format!(
                "an admin adds you with: hallpass people add {} --name NAME --roles ROLES",
                stamp.who
            ),
        );
        return Err(Error::refused(why));
    };
    if person.left_on.is_some_and(|day| day <= stamp.today) {
        let why = Refusal::from(format!("`{}` has left", stamp.who));
        return Err(Error::refused(why.then("; ", "an admin can change that")));
    }
    Ok(Actor::from(person))
}

/// Somebody who would act; nobody's roles where the login is not known here or has left.
pub(super) fn actor(conn: &Connection, login: &str, today: NaiveDate) -> Result<Actor, Error> {
    let found = records::<Person>(conn, "WHERE login = ?1", [login])?;
    let here = found
        .into_iter()
        .find(|p| p.left_on.is_none_or(|day| day > today));
    Ok(here.map_or_else(
        || Actor {
            id: PersonId(0),
            login: login.to_owned(),
            roles: Roles::default(),
            schools: Schools::All,
        },
        Actor::from,
    ))
}
