//! People and what they may do here.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::find::{Finder, FinderEntry};
use crate::domain::ownership::Held;
use crate::domain::person::{NoRole, Person, Roles};
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::office::deed::ownership::{Handover, LastDay};
use crate::office::lists::held::{self, HELD};
use crate::office::lists::people::{PEOPLE, SHOWN};
use crate::office::people::NewPerson;
use crate::office::{Office, Receipt};

use super::print::Form;
use super::{Context, Failure, find, print};

mod keys;

/// `hallpass people`
#[derive(Debug, Args)]
pub(super) struct PeopleArgs {
    /// What is done; alone it lists.
    #[command(subcommand)]
    deed: Option<PeopleCommand>,
}

#[derive(Debug, Subcommand)]
enum PeopleCommand {
    /// Everybody, with roles
    List,
    /// Add somebody, or correct what is known
    Add {
        /// The login
        login: String,
        /// The name people know
        #[arg(long)]
        name: String,
        /// helpdesk, technical, curricular, renewals, admin; several with `;`
        #[arg(long)]
        roles: String,
        /// Only these schools; several with `;`
        #[arg(long)]
        schools: Option<String>,
        /// Where mail goes
        #[arg(long)]
        email: Option<String>,
    },
    /// Give somebody other roles
    Role {
        /// The login
        login: String,
        /// The roles, in place of the present ones
        roles: String,
    },
    /// Say that somebody has left: from today on the login changes nothing
    Leave {
        /// The login
        login: String,
        /// The last day, in place of today
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
    /// Give everything somebody holds to somebody else; without --to it is only listed
    Handover {
        /// Whose it is now
        #[arg(long, value_name = "LOGIN")]
        from: String,
        /// Whose it will be
        #[arg(long, value_name = "LOGIN")]
        to: Option<String>,
    },
    /// The public keys by which people come in over SSH
    #[command(subcommand)]
    Key(keys::KeyCommand),
}

impl PeopleArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(deed) = &self.deed else {
            return list(context);
        };
        match deed {
            PeopleCommand::List => list(context),
            PeopleCommand::Add {
                login,
                name,
                roles,
                schools,
                email,
            } => {
                let name = text::clean(name).text;
                if name.is_empty() {
                    return Err(Failure::refused(
                        "a person needs a name",
                        "write --name \"Dana Smith\"",
                    ));
                }
                let mut office = context.office()?;
                let schools = schools.as_ref();
                let schools = schools.map(|named| find::schools(&mut office, named));
                let new = NewPerson {
                    login: login.clone(),
                    name,
                    roles: read_roles(roles)?,
                    schools: schools.transpose()?,
                    email: email.clone(),
                };
                told(context, login, &office.add_person(&new)?);
                Ok(())
            }
            PeopleCommand::Role { login, roles } => {
                let mut office = context.office()?;
                let person = find_person(&office, login)?;
                told(
                    context,
                    login,
                    &office.give_roles(&person, read_roles(roles)?)?,
                );
                Ok(())
            }
            PeopleCommand::Leave { login, on } => {
                let mut office = context.office()?;
                let who = PersonName::from(find_person(&office, login)?);
                let on = Some(on.unwrap_or_else(|| office.today()));
                told(context, login, &office.has_left(&LastDay { who, on })?);
                let held = office.held(login)?;
                if !held.is_empty() && context.form != Form::Json {
                    print::notice(&format!(
                        "Holds {}. Nobody answers for that afterwards: hallpass people handover {login} --to LOGIN",
                        Held::in_words(&held)
                    ));
                }
                Ok(())
            }
            PeopleCommand::Handover { from, to } => handover(context, from, to.as_deref()),
            PeopleCommand::Key(key) => key.run(context),
        }
    }
}

/// Lists what somebody holds, and gives it to somebody else where one is named.
fn handover(context: &Context, from: &str, to: Option<&str>) -> Result<(), Failure> {
    let mut office = if to.is_some() {
        context.office()?
    } else {
        context.asked_office()?
    };
    find_person(&office, from)?;
    let holds = office.held(from)?;
    let receipt = match to {
        Some(to) => {
            let person = find_person(&office, to)?;
            let handing = Handover {
                from: from.to_owned(),
                to: PersonName::from(person),
            };
            Some(office.hand_over(&handing)?)
        }
        None => None,
    };
    let change_set = receipt.as_ref().and_then(|receipt| receipt.change_set);
    if context.form == Form::Json {
        let held: Vec<_> = holds
            .iter()
            .map(|one| json!({ "what": one.what, "name": one.name }))
            .collect();
        print::json(&json!({ "from": from, "to": to, "held": held, "change_set": change_set }));
        return Ok(());
    }
    print::list(context.form, &HELD, held::SHOWN, &holds, &office.viewer());
    print::notice(&match receipt {
        // As many records may be given, the change set is named.
        Some(receipt) => match receipt.change_set {
            Some(set) => {
                let undo = receipt.undo(&format!(" hallpass undo {set}"));
                format!("{}{}", receipt.said, undo.unwrap_or_default())
            }
            None => receipt.said,
        },
        None if holds.is_empty() => format!("{from} holds nothing."),
        None => format!("{} in all; --to LOGIN gives them to somebody.", holds.len()),
    });
    Ok(())
}

/// Whoever has this login, which somebody must.
pub(super) fn find_person(office: &Office, login: &str) -> Result<Person, Failure> {
    if let Some(person) = office.person(login)? {
        return Ok(person);
    }
    let entries = office
        .known_people()?
        .into_iter()
        .map(|person| FinderEntry {
            id: person.id.0,
            name: person.login,
            also: vec![person.name],
            ..FinderEntry::default()
        });
    let near = Finder::new(entries.collect()).near(login, 3).into_iter();
    let near: Vec<String> = near.map(|near| near.name).collect();
    let nearest = if near.is_empty() {
        String::new()
    } else {
        format!("nearest: {}; ", near.join(", "))
    };
    Err(Failure::NotFound(format!(
        "nobody has the login `{login}`; {nearest}see: hallpass people list"
    )))
}

pub(super) fn read_roles(roles: &str) -> Result<Roles, Failure> {
    Roles::read(roles).map_err(|NoRole(word)| {
        Failure::refused(
            format!("`{word}` is no role"),
            "roles are helpdesk, technical, curricular, renewals, admin; join several with ;",
        )
    })
}

/// Says on stderr what came of a deed, in one line.
fn told(context: &Context, login: &str, receipt: &Receipt) {
    let value = json!({ "login": login, "said": receipt.said, "change_set": receipt.change_set });
    print::done(context.form, &value, &Context::in_a_line(receipt));
}

fn list(context: &Context) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let rows = office.people_rows()?;
    print::list(context.form, &PEOPLE, SHOWN, &rows, &office.viewer());
    Ok(())
}
