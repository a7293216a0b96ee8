//! People and what they may do here.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::change::Change;
use crate::domain::find::{Entry, Finder};
use crate::domain::person::{Person, Roles};
use crate::domain::put::Put;
use crate::domain::record::{Kind, Schools};
use crate::domain::text;
use crate::exchange::write::{Holds, Item, Table};
use crate::store::Store;

use super::print::Form;
use super::{Context, Failure, find, print};

/// `hallpass people`
#[derive(Debug, Args)]
pub(super) struct People {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
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
}

impl People {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            Deed::List => list(context),
            Deed::Add {
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
                let roles = read_roles(roles)?;
                let mut store = context.open()?;
                let login = text::clean(login).text;
                // Somebody who is known keeps what is not said here, and is back after having left.
                let put = match find_person(&store, &login).ok() {
                    Some(person) => Put::id(Kind::Person, person.id.0).with("left_on", NOT_LEFT),
                    None => Put::new(Kind::Person).with("login", login.clone()),
                };
                let mut put = put.with("name", name).with("roles", roles);
                if let Some(named) = schools {
                    put = put.with("schools", Schools::only(find::schools(&store, named)?));
                }
                if let Some(email) = email {
                    put = put.with("email", text::clean(email).text);
                }
                save(&mut store, context, &login, put)
            }
            Deed::Role { login, roles } => {
                let mut store = context.open()?;
                let person = find_person(&store, login)?;
                let put = Put::id(Kind::Person, person.id.0).with("roles", read_roles(roles)?);
                save(&mut store, context, login, put)
            }
            Deed::Leave { login } => {
                let mut store = context.open()?;
                let person = find_person(&store, login)?;
                let put =
                    Put::id(Kind::Person, person.id.0).with("left_on", Some(context.stamp.today));
                save(&mut store, context, login, put)
            }
            Deed::Handover { from, to } => handover(context, from, to.as_deref()),
        }
    }
}

/// Lists what somebody holds, and gives it to somebody else where one is named.
fn handover(context: &Context, from: &str, to: Option<&str>) -> Result<(), Failure> {
    let mut store = if to.is_some() {
        context.open()?
    } else {
        context.read()?
    };
    find_person(&store, from)?;
    let held = store.held_by(from, context.stamp.today)?;
    let mut table = Table::new("held", &[("what", Holds::Text), ("name", Holds::Text)]);
    let rows = held.iter();
    table.rows = rows
        .map(|(what, name)| vec![what.as_str().into(), name.as_str().into()])
        .collect();
    let mut change_set = None;
    if let Some(to) = to {
        find_person(&store, to)?;
        let change = Change::Handover {
            what: format!("{from} to {to}"),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        change_set = store.apply(&change, &context.stamp)?.change_set;
    }
    if context.form == Form::Json {
        let held: Vec<_> = held
            .iter()
            .map(|(what, name)| json!({ "what": what, "name": name }))
            .collect();
        print::json(&json!({ "from": from, "to": to, "held": held, "change_set": change_set }));
        return Ok(());
    }
    print::table(context.form, &table, &[("what", "WHAT"), ("name", "NAME")]);
    print::notice(&match (to, change_set) {
        _ if held.is_empty() => format!("{from} holds nothing."),
        (Some(to), Some(set)) => {
            format!(
                "All {} are {to}'s now (change set {set}). hallpass undo takes it back.",
                held.len()
            )
        }
        _ => format!("{} in all; --to LOGIN gives them to somebody.", held.len()),
    });
    Ok(())
}

const NOT_LEFT: Option<NaiveDate> = None;

pub(super) fn find_person(store: &Store, login: &str) -> Result<Person, Failure> {
    let people = store.all::<Person>()?;
    if let Some(person) = people.iter().find(|p| p.login == login) {
        return Ok(person.clone());
    }
    let entries = people.into_iter().map(|person| Entry {
        id: person.id.0,
        name: person.login,
        also: vec![person.name],
        ..Entry::default()
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

fn read_roles(roles: &str) -> Result<Roles, Failure> {
    Roles::read(roles).map_err(|word| {
        Failure::refused(
            format!("`{word}` is no role"),
            "roles are helpdesk, technical, curricular, renewals, admin; join several with ;",
        )
    })
}

fn save(store: &mut Store, context: &Context, login: &str, put: Put) -> Result<(), Failure> {
    let what = text::clean(login).text;
    let applied = store.apply(
        &Change::Save {
            what: what.clone(),
            put,
            reason: None,
        },
        &context.stamp,
    )?;
    print::notice(&match applied.change_set {
        Some(set) => format!("Saved {what} (change set {set}). hallpass undo takes it back."),
        None => format!("{what} already was so; nothing changed."),
    });
    Ok(())
}

fn list(context: &Context) -> Result<(), Failure> {
    let store = context.read()?;
    let mut table = Table::new(
        "people",
        &[
            ("login", Holds::Text),
            ("name", Holds::Text),
            ("email", Holds::Text),
            ("roles", Holds::List),
            ("schools", Holds::List),
            ("left_on", Holds::Day),
        ],
    );
    for person in store.all::<Person>()? {
        let roles: Vec<String> = person.roles.0.iter().map(|r| r.word().to_owned()).collect();
        let schools = match person.schools {
            Schools::All => Item::Blank,
            Schools::Only(ids) => {
                let names = ids.into_iter().map(|id| store.label(Kind::School, id));
                Item::List(names.collect::<Result<_, _>>()?)
            }
        };
        table.rows.push(vec![
            person.login.into(),
            person.name.into(),
            person.email.into(),
            roles.into(),
            schools,
            person.left_on.into(),
        ]);
    }
    let shown = [
        ("login", "LOGIN"),
        ("name", "NAME"),
        ("roles", "ROLES"),
        ("schools", "SCHOOLS"),
        ("email", "MAIL"),
        ("left_on", "LEFT ON"),
    ];
    print::table(context.form, &table, &shown);
    Ok(())
}
