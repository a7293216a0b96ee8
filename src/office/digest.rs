//! What is due for somebody, as a digest tells it, and what is told next and to whom.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use crate::domain::approval::Agreement;
use crate::domain::person::{Person, PersonId, Role};
use crate::domain::product::{Product, ProductId, VendorId};
use crate::domain::renewal::Digest;
use crate::domain::renewal::agenda::{AgendaRow, ToDo};
use crate::domain::renewal::digest::{
    self, DigestFacts, DigestReader, EndingAgreement, PersonDigest, Recheck, told, told_of,
};
use crate::domain::request::{Condition, Request};
use crate::domain::review::{QueueFilter, QueueRow};
use crate::domain::standards::Route;
use crate::domain::standards::unnamed::UnnamedClaims;
use crate::domain::taught::TaughtState;
use crate::office::gaps::{GapFilter, GapRow};
use crate::store::Error;

/// Everything that may be somebody's to do.
struct DueRecords {
    people: Vec<Person>,
    rows: Vec<AgendaRow>,
    to_dos: Vec<ToDo>,
    reviews: Arc<Vec<QueueRow>>,
    conditions: Vec<(Condition, String)>,
    agreements: Vec<EndingAgreement>,
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
    pub whom: Arc<[String]>,
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
    /// Agreements about student data that end from today on and that nothing follows, the soonest first.
    pub agreements: Vec<AlertDue>,
    /// Conditions that are not met and have a day, the soonest first.
    pub conditions: Vec<AlertDue>,
    /// Whose digests are watched.
    pub watched: Vec<DigestReader>,
    /// The numbers of late reviews whose people have never been told a digest, none of them.
    pub untold: Vec<String>,
}

impl Office {
    /// What is due for this person today.
    pub fn digest(&mut self, person: &Person) -> Result<PersonDigest, Error> {
        let (due, today) = (self.due_records()?, self.today());
        let (rechecks, routed) = (self.rechecks()?, self.became_of_routes(person)?);
        let unnamed = self.store.unnamed_to_tell(&person.login, today)?;
        let unnamed = unnamed.map(UnnamedClaims::line);
        let given_out = self.given_out_since_told(person)?;
        let facts = DigestFacts {
            people: &due.people,
            rows: &due.rows,
            to_dos: &due.to_dos,
            reviews: &due.reviews,
            conditions: &due.conditions,
            rechecks: &rechecks,
            unnamed: unnamed.as_deref(),
            to_verify: &self.to_verify(person)?,
            routed: &routed,
            given_out: &given_out,
            agreements: &due.agreements,
            today,
        };
        Ok(digest::due(&facts, person))
    }

    /// Agreements about student data that end soon, or have, and that no later one follows.
    fn ending_agreements(&self) -> Result<Vec<EndingAgreement>, Error> {
        let all = self.store.all::<Agreement>()?;
        let mut of_vendor: HashMap<VendorId, Vec<&Agreement>> = HashMap::new();
        for one in &all {
            of_vendor.entry(one.vendor).or_default().push(one);
        }
        let mut ending = Vec::new();
        for one in &all {
            let Some(until) = one.until else {
                continue;
            };
            let follows = |other: &Agreement| {
                let same = other.product == one.product;
                // One for all of the vendor's products holds for this one too.
                let whole = other.product.is_none();
                (same || whole) && other.until.is_none_or(|end| end > until)
            };
            let others = of_vendor.get(&one.vendor).into_iter().flatten();
            if others.copied().any(follows) {
                continue;
            }
            let of = match one.product {
                Some(product) => self.store.get::<Product>(product)?.full_name(),
                None => self.store.label(one.vendor)?,
            };
            ending.push(EndingAgreement {
                of,
                kind: one.kind.clone(),
                until,
            });
        }
        ending.sort_by(|a, b| (a.until, &a.of).cmp(&(b.until, &b.of)));
        Ok(ending)
    }

    /// What was verified of products and is to be looked at again.
    fn rechecks(&self) -> Result<Vec<Recheck>, Error> {
        let products: Vec<ProductId> = self.store.verified_products()?;
        let taught = self.store.taught_of(&products, self.today())?;
        let mut rechecks = Vec::new();
        for product in products {
            let Some(taught) = taught.get(&product) else {
                continue;
            };
            for of in taught.frameworks() {
                let again = of.of(TaughtState::Recheck);
                if again.standards > 0 {
                    rechecks.push(Recheck {
                        product: self.store.get::<Product>(product)?.full_name(),
                        framework: of.framework.clone(),
                        standards: again.standards,
                        login: again.who.first().cloned(),
                    });
                }
            }
        }
        rechecks.sort_by(|a, b| (&a.product, &a.framework).cmp(&(&b.product, &b.framework)));
        Ok(rechecks)
    }

    /// What was handed to this person, and nobody has verified or rejected since: the product, and the standard so that it
    /// can be named.
    fn to_verify(&self, person: &Person) -> Result<Vec<(String, String)>, Error> {
        let mut handed = Vec::new();
        for claim in self.store.handed_to(person.id)? {
            let product = self.store.get::<Product>(claim.product)?.full_name();
            let module = claim.module.map(|module| format!(" ({module})"));
            let named = format!("{product}{}", module.unwrap_or_default());
            handed.push((named, format!("{}:{}", claim.framework, claim.standard)));
        }
        handed.sort();
        handed.dedup();
        Ok(handed)
    }

    /// How groups stand since this person routed something to them, of windows that were read since they were told last.
    fn became_of_routes(&self, person: &Person) -> Result<Vec<String>, Error> {
        let mut routes = self.store.all::<Route>()?;
        routes.retain(|route| route.by == person.id);
        if routes.is_empty() {
            return Ok(Vec::new());
        }
        let list = match self.skill_gaps(&GapFilter::default()) {
            Ok(list) => list,
            Err(Error::Refused(_)) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        };
        let theirs = |row: &&GapRow| {
            let is_cell = |route: &Route| {
                (route.standard, route.school) == (row.standard, row.school)
                    && route.grade.contains(row.grade)
                    && route.test.eq_ignore_ascii_case(&row.test)
            };
            routes.iter().any(is_cell)
        };
        let mut became = Vec::new();
        for row in list.rows.iter().filter(theirs) {
            let Some((routed, since)) =
                row.routed.as_ref().and_then(|r| Some((r, r.since_word()?)))
            else {
                continue;
            };
            let (test, window) = (&row.test, &row.window);
            if self.store.read_since_told(&person.login, test, window)? {
                became.push(format!(
                    "{} at {}, grade {}: {since} in {window}, beside {}, when {} was routed",
                    row.code, row.school_name, row.grade, routed.window, routed.product
                ));
            }
        }
        Ok(became)
    }

    /// Writes down that the digest of this login was told today; `false` where that is not for whoever acts to say.
    pub fn digest_told(&mut self, login: &str) -> Result<bool, Error> {
        let stamp = self.stamp();
        let told = self.store.digest_told(login, &stamp)?;
        if told && self.store.unnamed_waits(login, stamp.today)? {
            self.store.unnamed_told(login, &stamp)?;
        }
        Ok(told)
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
        let mut logins = Logins::default();
        let late = late(&due, today, &mut logins);
        Ok(AlertsDue {
            today,
            next: next(&due, today, &mut logins),
            agreements: agreements(&due, today, &mut logins),
            conditions: self.conditions_due(&due, (today, &mut logins))?,
            watched: digest::watched(&due.people, &told, &self.store.calendar()?, today),
            untold: untold(&late, &told),
            late,
        })
    }

    fn due_records(&mut self) -> Result<DueRecords, Error> {
        Ok(DueRecords {
            people: self.known_people()?,
            rows: self.running_days()?,
            to_dos: self.store.to_dos(self.today())?,
            reviews: self.queue(&QueueFilter::default())?,
            conditions: self.open_conditions()?,
            agreements: self.ending_agreements()?,
        })
    }

    /// Conditions that are not met and have a day, as alerts.
    fn conditions_due(
        &self,
        due: &DueRecords,
        (today, logins): (NaiveDate, &mut Logins),
    ) -> Result<Vec<AlertDue>, Error> {
        let mut alerts = Vec::new();
        for (condition, product) in &due.conditions {
            let Some(on) = condition.due_on else { continue };
            let owner = condition.owner;
            let owner = due.people.iter().find(|one| Some(one.id) == owner);
            let login = owner.map(|one| one.login.as_str());
            alerts.push(AlertDue {
                on,
                number: self.store.get::<Request>(condition.request)?.number,
                what: format!(
                    "condition of {product}: {}",
                    condition.text.trim_end_matches('.')
                ),
                whom: logins.of(&told(&due.people, login, Role::Admin, today)),
            });
        }
        alerts.sort_by(|a, b| (a.on, &a.number, &a.what).cmp(&(b.on, &b.number, &b.what)));
        Ok(alerts)
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
fn late(due: &DueRecords, today: NaiveDate, logins: &mut Logins) -> Vec<AlertDue> {
    let alike = digest::are_told_alike(&due.people, today);
    let mut reviewers: Option<Arc<[String]>> = None;
    let mut whom = |row: &QueueRow| {
        let mut told = || logins.of(&digest::told_of_review(&due.people, row, today));
        if !alike || row.owner.is_some() {
            return told();
        }
        // Of thousands of them it is looked up once.
        Arc::clone(reviewers.get_or_insert_with(told))
    };
    let late = due.reviews.iter().filter(|row| row.is_late());
    let mut late: Vec<AlertDue> = late
        .map(|row| AlertDue {
            on: row.clock.due_on,
            number: row.name.clone(),
            what: format!("answer the late review of {}", row.product_name),
            whom: whom(row),
        })
        .collect();
    late.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    late
}

/// The logins of those who are told, each list of them once: of thousands of late reviews the same people are.
#[derive(Default)]
struct Logins(HashMap<Vec<PersonId>, Arc<[String]>>);

impl Logins {
    fn of(&mut self, people: &[&Person]) -> Arc<[String]> {
        let ids = people.iter().map(|p| p.id).collect();
        let logins = || people.iter().map(|p| p.login.clone()).collect();
        Arc::clone(self.0.entry(ids).or_insert_with(logins))
    }
}

fn untold(late: &[AlertDue], told: &[Digest]) -> Vec<String> {
    let reads = |login: &String| told.iter().any(|digest| digest.login == *login);
    let untold = late
        .iter()
        .filter(|alert| !alert.whom.is_empty() && !alert.whom.iter().any(reads));
    untold.map(|alert| alert.number.clone()).collect()
}

/// What comes from today on, the nearest first. Of a contract that is decided nothing is told any more.
fn next(due: &DueRecords, today: NaiveDate, logins: &mut Logins) -> Vec<AlertDue> {
    let open = due.rows.iter().filter(|row| row.is_open());
    let mut next: Vec<AlertDue> = open
        .filter_map(|row| {
            let (on, what) = next_date(row, today)?;
            Some(AlertDue {
                on,
                number: row.number.clone(),
                what: format!("{what} {}", row.product),
                whom: logins.of(&told_of(&due.people, row, today)),
            })
        })
        .collect();
    next.extend(due.to_dos.iter().filter_map(|to_do| {
        let login = to_do.login.as_deref();
        Some(AlertDue {
            on: to_do.by?,
            number: to_do.number.clone(),
            what: to_do.what.clone(),
            whom: logins.of(&told(&due.people, login, Role::Renewals, today)),
        })
    }));
    next.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    next
}

fn agreements(due: &DueRecords, today: NaiveDate, logins: &mut Logins) -> Vec<AlertDue> {
    let ahead = due.agreements.iter().filter(|one| one.until >= today);
    let ahead = ahead.map(|agreement| AlertDue {
        on: agreement.until,
        number: agreement.kind.clone(),
        what: format!("renew it with {}; it ends", agreement.of),
        whom: logins.of(&told(&due.people, None, Role::Technical, today)),
    });
    ahead.collect()
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
