//! People and what they may do here.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::change::{Change, Put};
use crate::domain::person::{Person, Roles};
use crate::domain::record::{Kind, Schools};
use crate::domain::text;
use crate::store::Store;

use super::print::{self, Form, words};
use super::{Context, Failure};

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
                let mut store = context.open()?;
                let schools = match schools {
                    None => Schools::All,
                    Some(named) => Schools::only(super::schools_named(&store, named)?),
                };
                let put = Put::keyed(Kind::Person)
                    .with("login", text::clean(login).text)
                    .with("name", text::clean(name).text)
                    .with("roles", read_roles(roles)?)
                    .with("schools", schools)
                    .with("email", email.as_ref().map(|e| text::clean(e).text));
                save(&mut store, context, login, put)
            }
            Deed::Role { login, roles } => {
                let mut store = context.open()?;
                let person = find(&store, login)?;
                let put = Put::id(Kind::Person, person.id.0).with("roles", read_roles(roles)?);
                save(&mut store, context, login, put)
            }
            Deed::Leave { login } => {
                let mut store = context.open()?;
                let person = find(&store, login)?;
                let put =
                    Put::id(Kind::Person, person.id.0).with("left_on", Some(context.stamp.today));
                save(&mut store, context, login, put)
            }
        }
    }
}

fn find(store: &Store, login: &str) -> Result<Person, Failure> {
    let people = store.all::<Person>()?;
    people
        .into_iter()
        .find(|p| p.login == login)
        .ok_or_else(|| {
            Failure::NotFound(format!(
                "nobody has the login `{login}`; see: hallpass people list"
            ))
        })
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
    let people = context.read()?.all::<Person>()?;
    if context.form == Form::Json {
        let told = people.iter().map(|p| {
            json!({ "login": p.login, "name": p.name, "email": p.email, "roles": p.roles.to_string(),
                    "left_on": p.left_on.map(|d| d.to_string()) })
        });
        print::json(&told.collect());
        return Ok(());
    }
    let rows: Vec<Vec<String>> = people
        .into_iter()
        .map(|p| {
            let left = p.left_on.map(|d| format!("left {d}")).unwrap_or_default();
            vec![
                p.login,
                p.name,
                p.roles.to_string(),
                p.email.unwrap_or_default(),
                left,
            ]
        })
        .collect();
    let headings = [
        words("LOGIN"),
        words("NAME"),
        words("ROLES"),
        words("MAIL"),
        words("STATE"),
    ];
    print::list(context.form, &headings, &rows);
    Ok(())
}
