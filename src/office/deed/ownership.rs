//! Naming who answers for products, handing over what somebody holds, saying that somebody leaves, and by which key they
//! come in.

use chrono::NaiveDate;

use crate::domain::person::OwnerRole;
use crate::domain::person::key::KeyLine;
use crate::domain::product::ProductId;
use crate::domain::review::PersonName;

/// Somebody is to answer for products.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewOwner {
    /// The ids of the products.
    pub products: Vec<ProductId>,
    /// In this role; else in each of the needed ones that nobody fills.
    pub role: Option<OwnerRole>,
    /// Whoever is to answer for them.
    pub who: PersonName,
    /// What it is about: `Nearpod`, `3 products`.
    pub what: String,
}

/// Everything somebody holds goes to somebody else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// Whose it was, by login.
    pub from: String,
    /// Whose it is to be.
    pub to: PersonName,
}

/// Somebody leaves, or is back after having left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastDay {
    /// Who.
    pub who: PersonName,
    /// The last day, from which on the login changes nothing; none where the person is back.
    pub on: Option<NaiveDate>,
}

/// Somebody is to come in by a public key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewKey {
    /// Who.
    pub who: PersonName,
    /// The key, read and found good.
    pub line: KeyLine,
}
