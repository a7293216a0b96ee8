//! Made-up contracts for the tests of what the program writes out about renewals.

use chrono::NaiveDate;

use super::agenda::AgendaRow;
use super::dates::{DateRules, Ending, dates};
use crate::domain::calendar::Calendar;
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::{Person, PersonId, Roles};
use crate::domain::product::ProductId;
use crate::domain::review::PersonName;
use crate::domain::school::Schools;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn who(login: &str) -> PersonName {
    PersonName {
        id: PersonId(1),
        login: login.into(),
        name: format!("{login} the person"),
        left: false,
    }
}

pub(crate) fn person(login: &str, roles: &str) -> Person {
    Person {
        id: PersonId(1),
        version: 1,
        login: login.into(),
        name: format!("{login} the person"),
        email: None,
        roles: Roles::read(roles).unwrap(),
        schools: Schools::All,
        left_on: None,
    }
}

/// `C-<id>`, which renews by itself after this day unless told 60 days before.
pub(crate) fn row(id: i64, product: &str, term_end: &str, today: &str) -> AgendaRow {
    let ending = Ending {
        term_end: day(term_end),
        auto_renew: Some(true),
        notice: Some((60, NoticeUnit::Days)),
        basis: NoticeBasis::Sent,
        method: None,
        board: false,
        term_start: None,
    };
    ending_so(id, product, &ending, today)
}

/// The same, ending as said here.
pub(crate) fn ending_so(id: i64, product: &str, ending: &Ending, today: &str) -> AgendaRow {
    let dates = dates(ending, &Calendar::default(), &DateRules::default());
    AgendaRow {
        contract: ContractId(id),
        number: format!("C-{id}"),
        product: product.into(),
        products: vec![ProductId(id)],
        vendor: Some("Brightwater".into()),
        scope: "district".into(),
        schools: Schools::All,
        auto_renew: ending.auto_renew,
        notice: "60 days".into(),
        severity: dates.severity(day(today)),
        next_chance: None,
        dates,
        annual: Some(Cents(198_000)),
        hidden: false,
        price: Some(Cents(198_000)),
        next_year: Some(Cents(207_900)),
        quoted: true,
        seats: Some(200),
        used: Some(90),
        measured: Some((90, 200)),
        owner: None,
        decision: None,
        ask_again: None,
        funds: vec!["Title I".into()],
        ended: false,
        untold: None,
        buyer: None,
    }
}
