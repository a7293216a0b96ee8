//! Rows about people, what they answer for, and what was agreed with vendors.

use super::{Planner, Ref, RowRefusal, all_of, not_one_of, put_some, refuse};
use crate::domain::names::Match;
use crate::domain::person::{NoRole, OwnerRole, Roles};
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;
use crate::exchange::value::listed;

impl Planner<'_> {
    pub(super) fn person_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let login = record.text("login").unwrap_or_default();
        let known = self.names.logins.get(login).copied();
        let is_new = known.is_none();
        let parts = [record.text("given_name"), record.text("family_name")];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let joined = Some(joined.as_str()).filter(|name| !name.is_empty());
        let name = record.text("name").or(joined).or(is_new.then_some(login));
        let mut put = match known {
            Some(id) => Put::id(Kind::Person, id),
            None => Put::keyed(Kind::Person).with("login", login.to_owned()),
        };
        put = put_some(put, "name", name.map(str::to_owned));
        put = put_some(put, "email", record.text("email").map(str::to_owned));
        let roles = record.list("roles").join(";");
        match Roles::read(&roles) {
            // A file that says nothing of roles takes none away.
            Ok(roles) if is_new || !roles.0.is_empty() => put = put.with("roles", roles),
            Ok(_) => {}
            Err(NoRole(word)) => {
                return refuse(
                    "roles",
                    &word,
                    "no such role; roles are helpdesk, technical, curricular, renewals, admin",
                );
            }
        }
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        self.main(put, None).map(drop)
    }

    pub(super) fn owner_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let word = record.text("role").unwrap_or_default();
        let Some(role) = OwnerRole::from_word(word) else {
            let known: Vec<&str> = OwnerRole::ALL.iter().map(|role| role.word()).collect();
            return not_one_of(record, "role", &known);
        };
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let person = self.person("person", record.text("person").unwrap_or_default())?;
        let mut put = Put::keyed(Kind::Owner)
            .with("product", product)
            .with("role", role)
            .with("person", person);
        if let Some(name) = record.text("deputy") {
            put = put.with("deputy", self.person("deputy", name)?);
        }
        put = put_some(put, "since", record.day("since"));
        put = put_some(put, "until", record.day("until"));
        self.main(put, None).map(drop)
    }

    pub(super) fn agreement_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let vendor = self.vendor(record.text("vendor").unwrap_or_default())?;
        let kind = record.text("kind").unwrap_or_default().to_owned();
        let mut put = Put::keyed(Kind::Agreement)
            .with("vendor", vendor)
            .with("kind", kind);
        if let Some(name) = record.text("product") {
            put = put.with("product", self.product(name, Some(vendor))?);
        }
        put = put_some(put, "from", record.day("from"));
        put = put_some(put, "until", record.day("until"));
        put = put_some(put, "link", record.text("link").map(str::to_owned));
        let elements = listed(record.list("elements"));
        put = put_some(put, "elements", (!elements.is_empty()).then_some(elements));
        self.main(put, None).map(drop)
    }

    /// The person of this login, name or e-mail.
    pub(super) fn person(&self, field: &'static str, name: &str) -> Result<Ref, RowRefusal> {
        match self.names.people.find(name) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::None => refuse(
                field,
                name,
                "nobody here has this login, name or e-mail; add them with: hallpass people add",
            ),
            Match::Several(_) => {
                let fits = all_of(&self.names.logins_of(name));
                refuse(
                    field,
                    name,
                    format!("fits {fits}; write the login of the one that is meant"),
                )
            }
        }
    }
}
