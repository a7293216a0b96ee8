//! Rows about people, and about what was agreed with vendors.

use super::{Planner, Ref, RowRefusal, all_of, hash, put_some, refuse};
use crate::domain::names::Match;
use crate::domain::person::{NoRole, Roles};
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;

impl Planner<'_> {
    pub(super) fn person_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let login = record.text("login").unwrap_or_default();
        let known = self.names.logins.get(login).copied();
        let is_new = known.is_none();
        self.is_another_login(login)?;
        if let Some(email) = record.text("email").filter(|email| !email.contains('@')) {
            return refuse("email", email, "an address has an @");
        }
        let parts = [record.text("given_name"), record.text("family_name")];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let joined = Some(joined.as_str()).filter(|name| !name.is_empty());
        let name = record.text("name").or(joined).or(is_new.then_some(login));
        let mut put = match known {
            Some(id) => Put::id(id),
            None => Put::keyed(Kind::Person).with("login", login.to_owned()),
        };
        put = put_some(put, "name", name.map(str::to_owned));
        put = self.some(put, record, &["email"])?;
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
        let put = self.rest(put, record)?;
        self.main(put, None).map(drop)
    }

    /// Refuses a login that differs only in capitals from that of somebody else: on a machine they are two people, for
    /// whoever reads them one.
    fn is_another_login(&mut self, login: &str) -> Result<(), RowRefusal> {
        let folded = login.to_lowercase();
        let here = self.names.logins.keys();
        let mut others = here.filter(|other| *other != login && other.to_lowercase() == folded);
        if let Some(other) = others.next() {
            let why = format!("differs only in capitals from the login {other} of somebody here");
            return refuse("login", login, why);
        }
        let (so, whichever) = (hash(&("login", login)), hash(&("a login", &folded)));
        if let (None, Some(row)) = (self.noted.get(&so), self.noted.get(&whichever)) {
            let why = format!("differs only in capitals from the login of row {row}");
            return refuse("login", login, why);
        }
        self.noted.insert(so, self.row);
        self.noted.entry(whichever).or_insert(self.row);
        Ok(())
    }

    pub(super) fn agreement_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let vendor = self.vendor(record.text("vendor").unwrap_or_default())?;
        let mut put = Put::keyed(Kind::Agreement).with("vendor", vendor);
        put = self.some(put, record, &["kind"])?;
        if let Some(name) = record.text("product") {
            put = put.with("product", self.product(name, Some(vendor))?);
        }
        let put = self.rest(put, record)?;
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
