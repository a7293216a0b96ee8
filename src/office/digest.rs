//! What is due for somebody, as a digest tells it, and what is told next and to whom.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use crate::domain::person::{Person, Role};
use crate::domain::product::Product;
use crate::domain::renewal::Digest;
use crate::domain::renewal::agenda::{AgendaRow, ToDo};
use crate::domain::renewal::digest::{
    self, DigestFacts, DigestReader, PersonDigest, told, told_of,
};
use crate::domain::request::{Condition, Request};
use crate::domain::review::{QueueFilter, QueueRow};
use crate::store::Error;

/// Everything that may be somebody's to do.
struct DueRecords {
    people: Vec<Person>,
    rows: Arc<Vec<AgendaRow>>,
    to_dos: Vec<ToDo>,
    reviews: Vec<QueueRow>,
    conditions: Vec<(Condition, String)>,
}

/// A day on which somebody is told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertDue {
    /// The local day on which it was told.
    pub on: NaiveDate,
    /// The number of the request or the contract.
    pub number: String,
    /// What is to be done.
    pub what: String,
    /// The logins of those who are told; empty where nobody is.
    pub whom: Vec<String>,
}

/// What is told, of what, and who reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertsDue {
    /// The day it is reckoned for.
    pub today: NaiveDate,
    /// Reviews that are late, the latest first.
    pub late: Vec<AlertDue>,
    /// What comes from today on, the nearest first.
    pub next: Vec<AlertDue>,
    /// Whose digests are watched.
    pub watched: Vec<DigestReader>,
    /// The numbers of late reviews whose people have never been told a digest, none of them.
    pub untold: Vec<String>,
}

impl Office {
    /// What is due for this person today.
    pub fn digest(&mut self, person: &Person) -> Result<PersonDigest, Error> {
        let (due, today) = (self.due_records()?, self.today());
        let facts = DigestFacts {
            people: &due.people,
            rows: &due.rows,
            to_dos: &due.to_dos,
            reviews: &due.reviews,
            conditions: &due.conditions,
            today,
        };
        Ok(digest::due(&facts, person))
    }

    /// Writes down that the digest of this login was told today; `false` where that is not for whoever acts to say.
    pub fn digest_told(&mut self, login: &str) -> Result<bool, Error> {
        let stamp = self.stamp();
        self.store.digest_told(login, &stamp)
    }

    /// The day was given, and so nothing is done in this file.
    pub fn only_rehearses(&self) -> bool {
        self.store.only_rehearses()
    }

    /// Can anything be saved here, by somebody who may?
    pub fn can_save(&self) -> bool {
        self.store.read_only().is_none()
    }

    /// What is told next and to whom, and what is late.
    pub fn alerts(&mut self) -> Result<AlertsDue, Error> {
        let (due, today) = (self.due_records()?, self.today());
        let told: Vec<Digest> = self.store.all()?;
        let late = late(&due, today);
        Ok(AlertsDue {
            today,
            next: next(&due, today),
            watched: digest::watched(&due.people, &told, &self.store.calendar()?, today),
            untold: untold(&late, &told),
            late,
        })
    }

    fn due_records(&mut self) -> Result<DueRecords, Error> {
        Ok(DueRecords {
            people: self.known_people()?,
            rows: self.running()?,
            to_dos: self.store.to_dos(self.today())?,
            reviews: self.queue(&QueueFilter::default())?,
            conditions: self.open_conditions()?,
        })
    }

    /// Conditions that are not met, each with its product's name.
    fn open_conditions(&self) -> Result<Vec<(Condition, String)>, Error> {
        let mut open = self.store.all::<Condition>()?;
        open.retain(|condition| condition.met_on.is_none());
        let named = open.into_iter().map(|condition| {
            let request = self.store.get::<Request>(condition.request)?;
            let product = self.store.get::<Product>(request.product)?;
            Ok((condition, product.full_name()))
        });
        named.collect()
    }
}

/// Reviews that are late: they are in digests until somebody answers them.
fn late(due: &DueRecords, today: NaiveDate) -> Vec<AlertDue> {
    let late = due.reviews.iter().filter(|row| row.is_late());
    let mut late: Vec<AlertDue> = late
        .map(|row| AlertDue {
            on: row.clock.due_on,
            number: row.name.clone(),
            what: format!("answer the late review of {}", row.product_name),
            whom: logins(&digest::told_of_review(&due.people, row, today)),
        })
        .collect();
    late.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    late
}

fn logins(people: &[&Person]) -> Vec<String> {
    people.iter().map(|p| p.login.clone()).collect()
}

fn untold(late: &[AlertDue], told: &[Digest]) -> Vec<String> {
    let reads = |login: &String| told.iter().any(|digest| digest.login == *login);
    let untold = late
        .iter()
        .filter(|alert| !alert.whom.is_empty() && !alert.whom.iter().any(reads));
    untold.map(|alert| alert.number.clone()).collect()
}

/// What comes from today on, the nearest first. Of a contract that is decided nothing is told any more.
fn next(due: &DueRecords, today: NaiveDate) -> Vec<AlertDue> {
    let open = due.rows.iter().filter(|row| row.is_open());
    let mut next: Vec<AlertDue> = open
        .filter_map(|row| {
            let (on, what) = next_date(row, today)?;
            Some(AlertDue {
                on,
                number: row.number.clone(),
                what: format!("{what} {}", row.product),
                whom: logins(&told_of(&due.people, row, today)),
            })
        })
        .collect();
    next.extend(due.to_dos.iter().filter_map(|to_do| {
        let login = to_do.login.as_deref();
        Some(AlertDue {
            on: to_do.by?,
            number: to_do.number.clone(),
            what: to_do.what.clone(),
            whom: logins(&told(&due.people, login, Role::Renewals, today)),
        })
    }));
    next.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    next
}

/// The next date of a contract that is still ahead, or the vendor's that has passed.
fn next_date(row: &AgendaRow, today: NaiveDate) -> Option<(NaiveDate, &'static str)> {
    let dates = &row.dates;
    let ahead = [
        (row.ask_again, "ask again about"),
        (Some(dates.start_by), "begin the review of"),
        (Some(dates.decide_by), "decide about"),
        (Some(dates.act_by), "act on"),
        (dates.cancel_by, "last day to cancel"),
        (
            Some(dates.term_end),
            match row.auto_renew {
                Some(true) => "missed; renews after this day:",
                Some(false) => "ends:",
                None => "missed; ends or renews (not known) after this day:",
            },
        ),
    ];
    let mut ahead = ahead
        .into_iter()
        .filter_map(|(day, what)| Some((day?, what)));
    ahead.find(|(day, _)| *day >= today)
}
