//! People, what they may do here, and which products they answer for.

use chrono::NaiveDate;

use super::product::ProductId;
use super::record::{Column, RowCell, Shape, Value, record, words};
use super::refusal::Refusal;
use super::school::Schools;

pub mod key;

pub use key::PersonKey;

words! {
    /// What a person may do. An admin may do everything.
    Role {
        /// Answers calls; reads everything, leaves notes.
        Helpdesk = "helpdesk",
        /// Decides the technical checklist.
        Technical = "technical",
        /// Decides the curricular checklist.
        Curricular = "curricular",
        /// Decides renewals and contracts.
        Renewals = "renewals",
        /// May do every deed.
        Admin = "admin",
    }
}

/// The roles of one person, each once, in the order of `Role::ALL`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Roles(pub Vec<Role>);

/// A word that is the name of no role, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRole(pub String);

impl Role {
    /// What it lets somebody do, for those who give roles; `rights` holds the rules themselves.
    pub fn may(self) -> &'static str {
        match self {
            Role::Helpdesk => "reads everything, enters requests, leaves notes",
            Role::Technical => "changes records, decides the technical checklist",
            Role::Curricular => "changes records, decides the curricular checklist",
            Role::Renewals => "changes records, decides renewals and contracts",
            Role::Admin => "may do everything, alone changes people and settings",
        }
    }
}

impl Roles {
    /// Does the person hold this role, or the admin's, which includes it?
    pub fn allow(&self, role: Role) -> bool {
        self.0.contains(&role) || self.0.contains(&Role::Admin)
    }

    /// Does the person answer checklists?
    pub fn review(&self) -> bool {
        self.allow(Role::Technical) || self.allow(Role::Curricular)
    }

    /// Reads `helpdesk;technical`.
    ///
    /// # Errors
    ///
    /// The first word that is no role.
    pub fn read(text: &str) -> Result<Roles, NoRole> {
        let mut roles = Vec::new();
        for word in text
            .split([';', ','])
            .map(str::trim)
            .filter(|w| !w.is_empty())
        {
            roles.push(Role::from_word(word).ok_or_else(|| NoRole(word.to_owned()))?);
        }
        roles.sort_unstable();
        roles.dedup();
        Ok(Roles(roles))
    }
}

impl std::fmt::Display for Roles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|r| r.word()).collect();
        f.write_str(&words.join(";"))
    }
}

impl Column for Roles {
    const SHAPE: Shape = Shape::Words(Role::WORDS);
    fn blank() -> Value {
        Value::Text(String::new())
    }
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        Roles::read(cell.text()?).ok()
    }
}

/// Somebody, as a list of people has them.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow {
    /// The person as their record stands.
    pub person: Person,
    /// The names of the schools they act for; none: every school.
    pub schools: Option<Vec<String>>,
    /// The day from which they are known here, of the district's days.
    pub since: Option<NaiveDate>,
}

words! {
    /// What a person answers for, of a product.
    OwnerRole {
        /// Judges it.
        Evaluator = "evaluator",
        /// Runs it from day to day.
        Manager = "manager",
        /// Buys and renews it.
        Purchaser = "purchaser",
        /// Takes the first call about it.
        Support = "support",
        /// Trains people in it.
        Trainer = "trainer",
    }
}

record! {
    /// Somebody of the office or a school.
    Person(PersonId) keyed by ["login"] {
        /// The name the person has on the computer: one word.
        login: String,
        /// The name people know.
        name: String,
        /// Where mail goes.
        email: Option<String>,
        /// What the person may do here.
        roles: Roles,
        /// The schools this is about; every school where none is named.
        schools: Schools,
        /// The last day, for somebody who left.
        left_on: Option<NaiveDate>,
    } check(person) {
        if person.login.is_empty() || person.login.contains(char::is_whitespace) {
            return Err(Refusal::new("login", "a login is one word"));
        }
        Ok(())
    }
}

record! {
    /// Who answers for a product, in one role.
    Owner(OwnerId) keyed by ["product", "role", "person"] {
        /// What is answered for.
        product: ProductId,
        /// What the person answers for: evaluator, manager, purchaser, support or trainer.
        role: OwnerRole,
        /// Who answers for it.
        person: PersonId,
        /// Who stands in.
        deputy: Option<PersonId>,
        /// The first day the person answers for it; none where it was always so.
        since: Option<NaiveDate>,
        /// The last day the person answers for it; none where no end is set.
        until: Option<NaiveDate>,
    } check(owner) {
        if owner.deputy == Some(owner.person) {
            return Err(Refusal::new("deputy", "nobody can be their own deputy"));
        }
        super::day_order("since", owner.since, "until", owner.until)
    }
}

impl Person {
    /// Have they left by this day?
    pub fn has_left(&self, today: NaiveDate) -> bool {
        self.left_on.is_some_and(|day| day <= today)
    }
}

/// Somebody who does a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person's record.
    pub id: PersonId,
    /// The name history keeps: one word.
    pub login: String,
    /// What the person may do.
    pub roles: Roles,
    /// The schools the person acts for; every school for the district's own people.
    pub schools: Schools,
}

impl From<Person> for Actor {
    fn from(person: Person) -> Actor {
        Actor {
            id: person.id,
            login: person.login,
            roles: person.roles,
            schools: person.schools,
        }
    }
}
