//! Who works here, and deeds on people: adding somebody, giving roles, saying that somebody has left.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::person::{Person, PersonId, PersonRow, Roles};
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::school::Schools;
use crate::domain::text;
use crate::office::deed::ownership::LastDay;
use crate::store::Error;

/// Somebody to be added, or what is to be corrected of somebody who is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The login of who it is.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// What the person may do here.
    pub roles: Roles,
    /// The schools the person acts for; as it was, or every school, where nothing is said.
    pub schools: Option<Schools>,
    /// Where mail goes; as it was, or nowhere, where nothing is said.
    pub email: Option<String>,
}

/// Nobody who is added has left.
const NOT_LEFT: Option<NaiveDate> = None;

impl Office {
    /// Everybody who was ever known here, also those who left.
    pub fn known_people(&self) -> Result<Vec<Person>, Error> {
        self.store.all()
    }

    /// Whoever has this login; none where nobody does.
    pub fn person(&self, login: &str) -> Result<Option<Person>, Error> {
        let mut people = self.known_people()?.into_iter();
        Ok(people.find(|person| person.login == login))
    }

    /// Everybody as the list of people has them.
    pub fn people_rows(&self) -> Result<Vec<PersonRow>, Error> {
        let since: HashMap<PersonId, NaiveDate> = self.store.known_since()?;
        let row = |person: Person| {
            let schools = match &person.schools {
                Schools::All => None,
                Schools::Only(ids) => {
                    let names = ids.iter().map(|id| self.label(*id));
                    Some(names.collect::<Result<_, _>>()?)
                }
            };
            let since = since.get(&person.id).copied();
            Ok(PersonRow {
                person,
                schools,
                since,
            })
        };
        self.known_people()?.into_iter().map(row).collect()
    }

    /// Adds somebody. Somebody who is known keeps what is not said here, and is back after having left.
    pub fn add_person(&mut self, new: &NewPerson) -> Result<Receipt, Error> {
        let login = text::clean(&new.login).text;
        let known = self.person(&login)?;
        let today = self.today();
        let back = known.as_ref().is_some_and(|person| person.has_left(today));
        let put = match known {
            Some(person) => Put::id(person.id).with("left_on", NOT_LEFT),
            None => Put::new(Kind::Person).with("login", login.clone()),
        };
        let mut put = put
            .with("name", text::clean(&new.name).text)
            .with("roles", new.roles.clone());
        if let Some(schools) = &new.schools {
            put = put.with("schools", schools.clone());
        }
        if let Some(email) = &new.email {
            put = put.with("email", text::clean(email).text);
        }
        let said = if back {
            format!("Saved {login}, who had left and is here again")
        } else {
            format!("Saved {login}")
        };
        self.save_person(&login, put, &said)
    }

    /// Gives somebody these roles in place of the present ones.
    pub fn give_roles(&mut self, person: &Person, roles: Roles) -> Result<Receipt, Error> {
        let put = Put::id(person.id).with("roles", roles);
        self.save_person(&person.login, put, &format!("Saved {}", person.login))
    }

    /// Somebody leaves: from their last day on the login changes nothing. Or they are back.
    pub fn has_left(&mut self, last: &LastDay) -> Result<Receipt, Error> {
        let LastDay { who, on } = last;
        let put = Put::id(who.id).with("left_on", *on);
        let said = match on {
            Some(day) => format!("{} ({}): last day {day}", who.name, who.login),
            None => format!("{} ({}) is here again", who.name, who.login),
        };
        self.save_person(&who.login, put, &said)
    }

    fn save_person(&mut self, login: &str, put: Put, said: &str) -> Result<Receipt, Error> {
        let change = Change::Save {
            what: login.to_owned(),
            put,
            reason: None,
        };
        let set = self.apply(&change)?.change_set;
        Ok(match set {
            Some(number) => Receipt::numbered(said, number),
            None => Receipt::unchanged(format!("{login} already was so; nothing changed.")),
        })
    }
}
