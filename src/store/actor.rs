//! Who acts or looks: the person of a login, with roles and schools.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::convert::records;
use super::{Error, Store, days, keys};
use crate::domain::change::Change;
use crate::domain::person::{Actor, Person, PersonId, Role, Roles};
use crate::domain::put::Stamp;
use crate::domain::refusal::Refusal;
use crate::domain::school::Schools;

impl Store {
    /// Refuses whoever would act, or look, as somebody else and may not.
    ///
    /// # Errors
    ///
    /// `Refused` with what to do now.
    pub fn may_act_as(&self, stamp: &Stamp) -> Result<(), Error> {
        may_act_as(&self.conn, stamp)
    }
}

/// Refuses whoever sits there (as the operating system knows them) and would be somebody else: only an admin of the
/// whole district may, for whatever else they may not do themselves somebody may. Where nothing is real anybody may be
/// anybody.
pub(super) fn may_act_as(conn: &Connection, stamp: &Stamp) -> Result<(), Error> {
    if let Some(key) = stamp.key {
        return keys::still_comes_by(conn, key, stamp);
    }
    if stamp.who == stamp.login || days::marks(conn)?.on_any_day() {
        return Ok(());
    }
    // On a day that was given nobody is who they once were.
    let clock = stamp.clock.map(|clock| clock.date_naive());
    let today = clock.map_or(stamp.today, |day| day.max(stamp.today));
    let found = records::<Person>(conn, "WHERE login = ?1", [&stamp.login])?;
    let is = match found.into_iter().next() {
        None => "is nobody known here".to_owned(),
        Some(person) if person.has_left(today) => "has left".to_owned(),
        Some(person) if !person.roles.allow(Role::Admin) => match person.roles.0.as_slice() {
            [] => "has no role here".to_owned(),
            _ => format!("is {}", person.roles.to_string().replace(';', ", ")),
        },
        Some(person) if person.schools != Schools::All => {
            "is an admin of some schools only".to_owned()
        }
        Some(_) => return Ok(()),
    };
    Err(Error::refused(
        Refusal::from(format!(
            "only an admin may act for somebody else: `{}` {is}",
            stamp.login
        ))
        .then("; ", "ask an admin, or leave out --as and HALLPASS_USER"),
    ))
}

/// Refuses to found an office in somebody else's name: its first admin is whoever makes it. Where nothing will be real
/// anybody may be anybody.
pub(super) fn may_found(founding: &Change, stamp: &Stamp) -> Result<(), Error> {
    let Change::Found {
        founder,
        demo,
        rehearsal,
        ..
    } = founding
    else {
        return Ok(());
    };
    if *demo || *rehearsal || (stamp.who == stamp.login && founder.0 == stamp.login) {
        return Ok(());
    }
    Err(Error::refused(
        Refusal::from(format!(
            "the first admin of an office is whoever makes it, here `{}`",
            stamp.login
        ))
        .then(
            "; ",
            "leave out --as and HALLPASS_USER, and add others later with: hallpass people add; \
             or found a rehearsal, on a day of your own: --now DATE",
        ),
    ))
}

/// The person who acts, asked anew in each save. The error is the sentence for somebody unknown here, or for whoever
/// may not act for them.
pub(super) fn acting(tx: &Connection, stamp: &Stamp) -> Result<Actor, Error> {
    may_act_as(tx, stamp)?;
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
    if person.has_left(stamp.today) {
        let why = Refusal::from(format!("`{}` has left", stamp.who));
        return Err(Error::refused(why.then("; ", "an admin can change that")));
    }
    Ok(Actor::from(person))
}

/// Somebody who would act; nobody's roles where the login is not known here or has left.
pub(super) fn actor(conn: &Connection, login: &str, today: NaiveDate) -> Result<Actor, Error> {
    let found = records::<Person>(conn, "WHERE login = ?1", [login])?;
    let here = found.into_iter().find(|person| !person.has_left(today));
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
