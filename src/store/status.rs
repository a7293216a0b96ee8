//! What the resolver must know about one product at one school, read in a handful of queries.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Params, params};

use crate::domain::approval::{Agreement, Approval, Audience};
use crate::domain::contract::{Contract, Line};
use crate::domain::grade::Grade;
use crate::domain::inventory::{Compatibility, Provisioning, Training};
use crate::domain::money::Cents;
use crate::domain::policy::Policy;
use crate::domain::product::{Product, ProductId, Vendor};
use crate::domain::record::{Column, Record, Value};
use crate::domain::review::case::tier;
use crate::domain::school::{Device, School, SchoolId, Schools};
use crate::domain::seats::{Seats, SeatsOnRecord};
use crate::domain::status::{
    self, Alternative, ApprovalFact, Contacts, DeviceFact, Metering, NamedSchool, ProductFacts,
    Question, SchoolFacts, StatusAnswer, StatusFacts, StatusWord, SwitchFacts, TrainingFact,
    Unnamed, licensed,
};

use super::convert::{id_list, read_once, records};
use super::desk::Desk;
use super::review::under_way::UnderReview;
use super::seats::{self, SeatsWanted, UseMeasure};
use super::terms::{AYear, a_year, grouped, lines_in_term};
use super::{Error, Store};

mod licenses;
mod school_names;

use licenses::{HeldSeats, LicenceHoldings};
use school_names::{CalledSchool, SchoolNamesAsked};

/// So many products of the same function are looked at, and so many offered.
const LOOKED_AT: i64 = 12;
const OFFERED: usize = 5;

/// Where and for whom an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The school; the district as a whole where none is named.
    pub school: Option<SchoolId>,
    /// The grade, where one is named.
    pub grade: Option<Grade>,
    /// The local day that is asked about.
    pub today: NaiveDate,
}

impl Store {
    /// May this product be used in this scope? `alias` is the other name it was found by.
    pub fn answer(
        &self,
        product: ProductId,
        scope: Scope,
        alias: Option<String>,
    ) -> Result<StatusAnswer, Error> {
        self.answer_to(product, (scope, None), alias)
    }

    /// The same asked for students or for staff alone.
    pub fn answer_to(
        &self,
        product: ProductId,
        (scope, audience): (Scope, Option<Audience>),
        alias: Option<String>,
    ) -> Result<StatusAnswer, Error> {
        self.at_once(|| {
            let reader = self.status_reader()?;
            let product = self.stands_for(product)?;
            let question = Question {
                audience,
                ..reader.question(scope)?
            };
            let mut facts = reader.facts(product, &question)?;
            facts.product.alias = alias;
            facts.alternatives = reader.alternatives(product, &question)?;
            Ok(status::answer(&question, &facts))
        })
    }

    /// As `answer`, for a list: without looking for alternatives.
    pub fn brief_answer(
        &self,
        product: ProductId,
        scope: Scope,
        alias: Option<String>,
    ) -> Result<StatusAnswer, Error> {
        self.at_once(|| {
            let product = self.stands_for(product)?;
            self.status_reader()?.brief_answer(product, scope, alias)
        })
    }

    /// As `brief_answer`, for products each at a place of its own.
    pub fn words_at(
        &self,
        pairs: &[(ProductId, Option<SchoolId>)],
        today: NaiveDate,
    ) -> Result<Vec<StatusAnswer>, Error> {
        self.at_once(|| {
            let reader = self.status_reader()?;
            let mut about: Option<AboutProduct> = None;
            let mut answers = Vec::with_capacity(pairs.len());
            for (product, school) in pairs {
                let scope = Scope {
                    school: *school,
                    grade: None,
                    today,
                };
                let product = self.stands_for(*product)?;
                // One product at many schools is read once.
                let known = match about.take().filter(|about| about.product.id == product) {
                    Some(about) => about,
                    None => reader.about(product, today)?,
                };
                let question = reader.question(scope)?;
                let facts = reader.at(&known, &question)?;
                answers.push(status::answer(&question, &facts));
                about = Some(known);
            }
            Ok(answers)
        })
    }

    /// May these products be used at this school? The words alone, for which the seats of the school are mostly enough: a
    /// product that it has may be at all others too.
    pub fn words_in(
        &self,
        school: SchoolId,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<Vec<StatusWord>, Error> {
        self.at_once(|| {
            let reader = self.status_reader()?;
            let question = reader.question(Scope {
                school: Some(school),
                grade: None,
                today,
            })?;
            let of_school = SeatsWanted {
                products: None,
                school: Some(school),
            };
            let here = seats::stocks(&self.conn, of_school, UseMeasure::Active, today)?;
            let products = products.iter().map(|product| self.stands_for(*product));
            let products: Vec<ProductId> = products.collect::<Result<_, _>>()?;
            let reviews = UnderReview::read(&self.conn, today)?;
            let mut terms = reader.terms_of(&products, today)?;
            // By product: a school has one that several bought for it in several rows.
            let mut words: HashMap<ProductId, StatusWord> = HashMap::new();
            for product in &products {
                let Entry::Vacant(word) = words.entry(*product) else {
                    continue;
                };
                let terms = terms.remove(product).unwrap_or_default();
                let mut stock = here.get(product).cloned().unwrap_or_default();
                let mut is_held = !stock.given.is_empty();
                if HeldSeats::are_told_by(&stock, &terms, school) {
                    is_held = is_held || reader.is_placed(*product)?;
                } else {
                    stock = seats::stock(&self.conn, *product, today)?;
                    is_held = !stock.given.is_empty();
                }
                let meanwhile = reader.meanwhile_by(&reviews, *product, today)?;
                let seats = (stock, is_held);
                let about = reader.about_with(*product, terms, seats, meanwhile, today)?;
                let facts = reader.at_place(&about, &question)?;
                word.insert(status::answer(&question, &facts).word);
            }
            let words = products.iter().filter_map(|product| words.get(product));
            Ok(words.copied().collect())
        })
    }

    /// Reads for answers, with what is kept of the policy; in a read transaction.
    pub(super) fn status_reader(&self) -> Result<StatusReader<'_>, Error> {
        Ok(StatusReader {
            desk: RefCell::new(Some(self.desk.current(&self.conn)?)),
            ..StatusReader::new(&self.conn)
        })
    }

    /// As `brief_answer`, for the rows of a list at once: products, each with the other name it was
    /// found by.
    pub fn brief_answers(
        &self,
        products: &[(ProductId, Option<String>)],
        scope: Scope,
    ) -> Result<Vec<StatusAnswer>, Error> {
        self.brief_answers_by(&mut KnownFacts::default(), products, (scope, None))
    }

    /// The same, asked for students or for staff alone, from what is known of products, which still stands and is of this
    /// day; what is not known is read, and known from here on.
    pub fn brief_answers_by(
        &self,
        known: &mut KnownFacts,
        products: &[(ProductId, Option<String>)],
        (scope, audience): (Scope, Option<Audience>),
    ) -> Result<Vec<StatusAnswer>, Error> {
        // What is written to a file is not asked for again.
        let keeps = products.len() <= KNOWN;
        if known.0.len() + products.len() > KNOWN {
            known.0.clear();
        }
        self.at_once(|| {
            let reader = self.status_reader()?;
            let question = Question {
                audience,
                ..reader.question(scope)?
            };
            let answers = products.iter().map(|(product, alias)| {
                let mut once;
                let facts = match known.0.entry((*product, scope.school)) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) if keeps => new.insert(reader.facts(*product, &question)?),
                    Entry::Vacant(_) => {
                        once = reader.facts(*product, &question)?;
                        &mut once
                    }
                };
                facts.product.alias.clone_from(alias);
                Ok(status::answer(&question, facts))
            });
            answers.collect()
        })
    }

    /// The answer for words that name no product.
    pub fn not_listed(&self, unnamed: Unnamed, scope: Scope) -> Result<StatusAnswer, Error> {
        let question = StatusReader::new(&self.conn).question(scope)?;
        Ok(status::not_listed(unnamed, &[], &question))
    }
}

/// What was read of products at places, for the rows of a list that is asked for again with each letter.
#[derive(Debug, Default)]
pub struct KnownFacts(HashMap<(ProductId, Option<SchoolId>), StatusFacts>);

/// No more products are known at a time.
const KNOWN: usize = 1_000;

/// Reads what the resolver must know, in a transaction or out of one.
pub(super) struct StatusReader<'c> {
    pub(super) conn: &'c Connection,
    /// What answers and reviews share, once it is asked for.
    pub(super) desk: RefCell<Option<Desk>>,
    /// What schools are called.
    schools: SchoolNamesAsked,
    /// How many schools are open.
    open: OnceCell<usize>,
}

/// What is known of one product, wherever it is asked about.
pub(super) struct AboutProduct {
    pub(super) product: Product,
    pub(super) terms: Vec<ProductTerm>,
    held: HeldSeats,
    approvals: Vec<ApprovalFact>,
    agreement_ended: Option<NaiveDate>,
    asked_prices: Vec<(Option<SchoolId>, Cents)>,
    people: Contacts,
    facts: ProductFacts,
}

impl AboutProduct {
    /// What it would cost by whoever asked last: for a school it, or the whole district; else anybody.
    fn asked_price(&self, school: Option<SchoolId>) -> Option<Cents> {
        let here = |of: Option<SchoolId>| school.is_none() || of.is_none() || of == school;
        let mut prices = self.asked_prices.iter();
        prices.find(|(of, _)| here(*of)).map(|(_, price)| *price)
    }

    fn holdings(&self, today: NaiveDate) -> LicenceHoldings<'_> {
        LicenceHoldings {
            terms: &self.terms,
            today,
            held: &self.held,
        }
    }
}

impl<'c> StatusReader<'c> {
    pub(super) fn new(conn: &'c Connection) -> StatusReader<'c> {
        StatusReader {
            conn,
            desk: RefCell::new(None),
            schools: SchoolNamesAsked::default(),
            open: OnceCell::new(),
        }
    }

    /// As `Store::brief_answer`.
    pub(super) fn brief_answer(
        &self,
        product: ProductId,
        scope: Scope,
        alias: Option<String>,
    ) -> Result<StatusAnswer, Error> {
        let question = self.question(scope)?;
        let mut facts = self.facts(product, &question)?;
        facts.product.alias = alias;
        Ok(status::answer(&question, &facts))
    }

    fn get<R: Record>(&self, id: R::Id) -> Result<R, Error> {
        super::one(self.conn, id)
    }

    pub(super) fn question(&self, scope: Scope) -> Result<Question, Error> {
        let school = scope.school.map(|id| self.get::<School>(id)).transpose()?;
        let school = school.map(|s| SchoolFacts {
            id: s.id,
            name: s.name,
            code: Some(s.code),
            grades: s.grades,
        });
        let policy = self.policy()?;
        Ok(Question {
            school,
            schools: self.open_schools()?,
            grade: scope.grade,
            audience: None,
            today: scope.today,
            unlisted: policy.unlisted,
            agreement_ended: policy.agreement_ended,
        })
    }

    /// How many schools are open.
    fn open_schools(&self) -> Result<usize, Error> {
        let open = read_once(&self.open, || {
            let sql = "SELECT count(*) FROM school WHERE open = 1";
            let mut ask = self.conn.prepare_cached(sql)?;
            Ok(ask.query_row([], |row| row.get::<_, u32>(0))? as usize)
        })?;
        Ok(*open)
    }

    pub(super) fn facts(&self, id: ProductId, question: &Question) -> Result<StatusFacts, Error> {
        self.at(&self.about(id, question.today)?, question)
    }

    /// What is the same of a product wherever it is asked about.
    pub(super) fn about(&self, id: ProductId, today: NaiveDate) -> Result<AboutProduct, Error> {
        let terms = self.terms(id, today)?;
        let stock = seats::stock(self.conn, id, today)?;
        let is_held = !stock.given.is_empty();
        let meanwhile = self.meanwhile(id, today)?;
        self.about_with(id, terms, (stock, is_held), meanwhile, today)
    }

    /// Does the inventory name it anywhere?
    fn is_placed(&self, product: ProductId) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM inventory WHERE product = ?1";
        Ok(self.conn.prepare_cached(sql)?.exists([product])?)
    }

    /// The same with these terms of it, what of its seats the place asked about needs, whether anybody has some, and what
    /// holds while it is reviewed.
    fn about_with(
        &self,
        id: ProductId,
        terms: Vec<ProductTerm>,
        (stock, is_held): (SeatsOnRecord, bool),
        meanwhile: Vec<ApprovalFact>,
        today: NaiveDate,
    ) -> Result<AboutProduct, Error> {
        let product = self.get::<Product>(id)?;
        let mut approvals = self.approvals(id, today)?;
        approvals.extend(meanwhile);
        Ok(AboutProduct {
            held: HeldSeats::new(&terms, &stock, is_held),
            approvals,
            agreement_ended: self.agreement_ended(&product, today)?,
            asked_prices: self.asked_prices(id, today)?,
            people: self.people_of(id, today)?,
            facts: ProductFacts {
                tier: self.tier(&product, &terms)?,
                ..self.product_facts(product.clone())?
            },
            terms,
            product,
        })
    }

    /// The facts about a product at the place that is asked about.
    pub(super) fn at(
        &self,
        about: &AboutProduct,
        question: &Question,
    ) -> Result<StatusFacts, Error> {
        let school = question.school.as_ref().map(|s| s.id);
        let name = |school| self.school_name(school);
        Ok(StatusFacts {
            elsewhere: about.holdings(question.today).elsewhere(school, &name)?,
            ..self.at_place(about, question)?
        })
    }

    /// The seats of it that the district holds, as its answer tells them.
    pub(super) fn seats(&self, about: &AboutProduct, today: NaiveDate) -> Result<Seats, Error> {
        let name = |school| self.school_name(school);
        let licenses = about.holdings(today).licenses(None, &name)?;
        Ok(status::seats(&licenses, today))
    }

    /// The same as `at` without who else has seats of it, which is told and decides nothing.
    fn at_place(&self, about: &AboutProduct, question: &Question) -> Result<StatusFacts, Error> {
        let id = about.product.id;
        let school = question.school.as_ref().map(|s| s.id);
        let holding = about.holdings(question.today);
        let name = |school| self.school_name(school);
        let licenses = holding.licenses(school, &name)?;
        let licensed_schools = match licensed(&licenses, question.today) {
            Some(Schools::Only(few)) if school.is_none() && few.len() <= status::NAMED => {
                self.named_schools(few)?
            }
            _ => Vec::new(),
        };
        Ok(StatusFacts {
            approvals: about.approvals.clone(),
            licenses,
            licensed_schools,
            elsewhere: Vec::new(),
            paid: holding.is_paid(),
            asked_price: about.asked_price(None),
            asked_here: about.asked_price(school),
            school_spend: self.policy()?.school_spend.0,
            free: holding.is_free(),
            agreement_ended: about.agreement_ended,
            price: about.terms.iter().rev().find_map(seat_price),
            switches: school.map(|s| self.switches(id, s)).transpose()?.flatten(),
            devices: self.devices(id, school)?,
            training: self.training(id, school, question.today)?,
            people: about.people.clone(),
            alternatives: Vec::new(),
            product: about.facts.clone(),
        })
    }

    /// What rules are asked with, read once.
    pub(super) fn desk(&self) -> Result<Desk, Error> {
        let mut kept = self.desk.borrow_mut();
        let desk = match &mut *kept {
            Some(desk) => desk,
            none => none.insert(Desk::new(self.conn)?),
        };
        Ok(desk.clone())
    }

    /// The policy, read once.
    fn policy(&self) -> Result<Arc<Policy>, Error> {
        Ok(self.desk()?.policy)
    }

    /// What it costs a year by those who asked for it by this day and said so, each with the school that asked; the last
    /// first.
    fn asked_prices(
        &self,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<(Option<SchoolId>, Cents)>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT school, cost_cents FROM requester WHERE product = ?1 AND cost_cents IS NOT NULL
                 AND ifnull(asked_on, ?2) <= ?2 ORDER BY asked_on DESC, id DESC",
        )?;
        let prices = ask.query_map(params![product, today.to_value()], |row| {
            Ok((row.get(0)?, Cents(row.get(1)?)))
        })?;
        Ok(prices.collect::<rusqlite::Result<_>>()?)
    }

    /// The product's risk, at what is paid for it today.
    fn tier(&self, product: &Product, terms: &[ProductTerm]) -> Result<i64, Error> {
        let paid = terms.iter().filter(|term| term.in_force);
        let a_year = paid.filter_map(|term| term.a_year.line);
        let core = product.core == Some(true);
        let policy = self.policy()?;
        Ok(tier(product.data, core, a_year.sum(), &policy))
    }

    fn product_facts(&self, product: Product) -> Result<ProductFacts, Error> {
        let vendor = product.vendor.map(|v| self.get::<Vendor>(v)).transpose()?;
        let successor = product
            .successor
            .map(|p| self.get::<Product>(p))
            .transpose()?;
        Ok(ProductFacts {
            id: product.id,
            name: product.name,
            vendor: vendor.map(|v| v.name),
            edition: product.edition,
            alias: None,
            archived: product.archived,
            successor: successor.map(|p| p.name),
            tier: 0,
        })
    }

    pub(super) fn school_name(&self, id: SchoolId) -> Result<String, Error> {
        self.schools.name(self.conn, id)
    }

    pub(super) fn named_schools(&self, ids: Vec<SchoolId>) -> Result<Vec<NamedSchool>, Error> {
        let named = ids.into_iter().map(|id| {
            let CalledSchool {
                name,
                grades,
                closed,
            } = self.schools.called(self.conn, id)?;
            Ok(NamedSchool {
                closed,
                id,
                name,
                grades,
            })
        });
        named.collect()
    }

    /// The decisions about a product as they take effect, without the conditions that were met by today.
    pub(super) fn approvals(
        &self,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<ApprovalFact>, Error> {
        let found = records::<Approval>(self.conn, "WHERE product = ?1 ORDER BY id", [product])?;
        let mut written = self.conn.prepare_cached(
            "SELECT substr(max(s.\"at\"), 1, 10) FROM history h JOIN change_set s ON s.id = h.change_set
             WHERE h.kind = 'approval' AND h.record = ?1 AND (h.deed = 'add' OR h.field = 'status')",
        )?;
        let mut of_all = self
            .conn
            .prepare_cached("SELECT 1 FROM requester WHERE request = ?1 AND school IS NULL")?;
        let mut allowed = self.conn.prepare_cached(
            "SELECT 1 FROM history WHERE kind = 'approval' AND record = ?1 AND field = 'status'
                 AND old IN ('approved', 'conditional', 'pilot')",
        )?;
        let mut met = self.conn.prepare_cached(
            "SELECT text FROM condition WHERE request = ?1
             GROUP BY text HAVING count(*) = count(CASE WHEN met_on <= ?2 THEN 1 END)",
        )?;
        let facts = found.into_iter().map(|a| {
            let met = match a.request {
                Some(request) if !a.conditions.0.is_empty() => {
                    let met =
                        met.query_map(params![request, today.to_value()], |row| row.get(0))?;
                    met.collect::<rusqlite::Result<Vec<String>>>()?
                }
                _ => Vec::new(),
            };
            let (status, conditions) = status::unmet(a.status, a.conditions.0, &met);
            let asked_everywhere = match (&a.schools, a.request) {
                (Schools::Only(_), Some(request)) => of_all.exists([request])?,
                _ => false,
            };
            let recorded_on = if a.decided_on.or(a.from).is_none() {
                let on: Value = written.query_row([a.id], |row| row.get(0))?;
                NaiveDate::from_value(&on)
            } else {
                None
            };
            Ok(ApprovalFact {
                was_allowed: a.status.announces() && allowed.exists([a.id])?,
                recorded_on,
                asked_everywhere,
                status,
                schools: match a.schools {
                    Schools::All => None,
                    Schools::Only(ids) => Some(self.named_schools(ids)?),
                },
                grades: a.grades,
                audience: a.audience.unwrap_or_default(),
                conditions,
                from: a.from,
                until: a.until,
                reason: a.reason,
                decided_by: a.decided_by,
                decided_on: a.decided_on,
            })
        });
        let facts = facts.collect::<Result<_, Error>>()?;
        Ok(status::in_effect(facts))
    }

    /// The terms of a product, oldest first.
    pub(super) fn terms(
        &self,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<ProductTerm>, Error> {
        self.terms_where("WHERE product = ?1", [product], today)
    }

    /// The same of each of these products that has any.
    fn terms_of(
        &self,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<HashMap<ProductId, Vec<ProductTerm>>, Error> {
        let these = "WHERE product IN (SELECT value FROM json_each(?1)) ORDER BY product, id";
        let terms = self.terms_where(these, [id_list(products)], today)?;
        Ok(grouped(terms, |term| term.line.product))
    }

    fn terms_where(
        &self,
        rest: &str,
        args: impl Params,
        today: NaiveDate,
    ) -> Result<Vec<ProductTerm>, Error> {
        let mut terms = lines_in_term(self.conn, rest, args, today)?;
        terms.sort_by_key(|term| (term.contract.term_end, term.contract.id));
        let a_year = a_year(self.conn, &terms)?;
        let terms = terms.into_iter().zip(a_year);
        let terms = terms.map(|(term, a_year)| ProductTerm {
            contract: term.contract,
            line: term.line,
            a_year,
            in_force: term.in_force,
            ends: term.ends,
        });
        Ok(terms.collect())
    }

    /// The last day of the agreement about this product's data, its own or one for all of its vendor's
    /// products, where none holds today.
    fn agreement_ended(
        &self,
        product: &Product,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, Error> {
        let agreements = records::<Agreement>(
            self.conn,
            "WHERE product = ?1 OR (product IS NULL AND vendor = ?2)",
            params![product.id, product.vendor],
        )?;
        let started = agreements.iter();
        let started = started.filter(|a| a.from.is_none_or(|from| from <= today));
        let last = started.max_by_key(|a| (a.until.is_none(), a.until));
        Ok(last.and_then(|a| a.until).filter(|until| *until < today))
    }

    /// How it is switched on at a school: as is said of the school, else of all. Each is looked up by itself: together they
    /// would be sorted out of all schools of the product.
    fn switches(&self, product: ProductId, school: SchoolId) -> Result<Option<SwitchFacts>, Error> {
        let of = |at: Option<SchoolId>| {
            let rest = "WHERE product = ?1 AND school IS ?2 ORDER BY id LIMIT 1";
            records::<Provisioning>(self.conn, rest, params![product, at])
        };
        let mut found = of(Some(school))?;
        if found.is_empty() {
            found = of(None)?;
        }
        Ok(found.into_iter().next().map(|p| SwitchFacts {
            sso: p.sso,
            roster: p.roster,
            filter: p.filter,
            extension: p.extension,
            oauth: p.oauth,
        }))
    }

    pub(super) fn devices(
        &self,
        product: ProductId,
        school: Option<SchoolId>,
    ) -> Result<Vec<DeviceFact>, Error> {
        let tests =
            records::<Compatibility>(self.conn, "WHERE product = ?1 ORDER BY device", [product])?;
        if tests.is_empty() {
            return Ok(Vec::new());
        }
        let issued: Vec<(String, Option<i64>)> = match school {
            Some(school) => {
                records::<Device>(self.conn, "WHERE school = ?1 ORDER BY share DESC", [school])?
                    .into_iter()
                    .map(|d| (d.device, d.share))
                    .collect()
            }
            None => tests.iter().map(|t| (t.device.clone(), None)).collect(),
        };
        Ok(issued
            .into_iter()
            .map(|(device, share)| {
                let same = device.to_lowercase();
                let test = tests.iter().find(|t| t.device.to_lowercase() == same);
                DeviceFact {
                    device,
                    share,
                    grades: crate::domain::grade::Grades::UNSAID,
                    fit: test.map(|t| t.result),
                    note: test.and_then(|t| t.note.clone()),
                    tested_on: test.and_then(|t| t.on),
                }
            })
            .collect())
    }

    pub(super) fn training(
        &self,
        product: ProductId,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<Option<TrainingFact>, Error> {
        let rows = records::<Training>(
            self.conn,
            "WHERE product = ?1 AND (?2 IS NULL OR school = ?2)",
            params![product, school],
        )?;
        if rows.is_empty() {
            return Ok(None);
        }
        let targets: Vec<i64> = rows.iter().filter_map(|t| t.target).collect();
        Ok(Some(TrainingFact {
            required: rows.iter().any(|t| t.required),
            target: (!targets.is_empty()).then(|| targets.iter().sum()),
            trained: rows.iter().map(|t| t.trained_by(today)).sum(),
            next: rows
                .iter()
                .flat_map(|t| [t.on, t.next_on])
                .flatten()
                .filter(|on| *on > today)
                .min(),
        }))
    }

    fn people_of(&self, product: ProductId, today: NaiveDate) -> Result<Contacts, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.role, p.name FROM owner o JOIN person p ON p.id = o.person
             WHERE o.product = ?1 AND (o.until IS NULL OR o.until >= ?2)
               AND (p.left_on IS NULL OR p.left_on > ?2) ORDER BY o.id",
        )?;
        let mut rows = statement.query(params![product, today.to_string()])?;
        let mut people = Contacts::default();
        while let Some(row) = rows.next()? {
            let (role, name): (String, String) = (row.get(0)?, row.get(1)?);
            match role.as_str() {
                "manager" => people.manager = Some(name),
                "purchaser" => people.purchaser = Some(name),
                "support" => people.support = Some(name),
                _ => {}
            }
        }
        Ok(people)
    }

    /// Allowed products of the same function, those the school holds first.
    fn alternatives(
        &self,
        product: ProductId,
        question: &Question,
    ) -> Result<Vec<Alternative>, Error> {
        let here = question.school.as_ref().map(|s| s.id);
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT p.id,
                    ?2 IS NOT NULL AND EXISTS (SELECT 1 FROM inventory i WHERE i.product = p.id AND i.school = ?2) AS here,
                    p.asked
             FROM purpose a JOIN purpose b ON b.function = a.function AND b.product <> a.product
             JOIN product p ON p.id = b.product
             WHERE a.product = ?1 AND p.archived = 0 AND EXISTS (SELECT 1 FROM approval x WHERE x.product = p.id
                 AND x.status IN ('approved', 'conditional', 'pilot', 're_review_due'))
             ORDER BY here DESC, p.asked DESC, p.id LIMIT ?3",
        )?;
        let ids = statement.query_map(params![product, here, LOOKED_AT], |r| r.get(0))?;
        let mut ids: Vec<ProductId> = ids.collect::<rusqlite::Result<_>>()?;
        let named = self.named_instead(product)?;
        if let Some(named) = named {
            ids.retain(|id| *id != named);
            ids.insert(0, named);
        }
        let mut offered = Vec::new();
        for id in ids {
            if offered.len() == OFFERED {
                break;
            }
            let facts = self.facts(id, question)?;
            let other = status::alternative(question, &facts);
            offered.extend(other.map(|other| Alternative {
                named: named == Some(id),
                ..other
            }));
        }
        Ok(offered)
    }

    /// What the newest decision against a product names in its place.
    fn named_instead(&self, product: ProductId) -> Result<Option<ProductId>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT r.answered_by FROM approval a JOIN request r ON r.id = a.request
             WHERE a.product = ?1 AND a.status = 'denied' AND r.answered_by IS NOT NULL
             ORDER BY a.decided_on DESC, a.id DESC LIMIT 1",
        )?;
        Ok(ask.query_row([product], |row| row.get(0)).optional()?)
    }
}

/// One term of a contract, as far as it is about one product.
pub(super) struct ProductTerm {
    pub(super) contract: Arc<Contract>,
    pub(super) line: Line,
    /// What the line costs a year, and a seat of it.
    pub(super) a_year: AYear,
    /// Is it in force today?
    pub(super) in_force: bool,
    /// Is it settled that no term follows it: was it cancelled, or does it not renew?
    pub(super) ends: bool,
}

/// What a seat costs a year.
pub(super) fn seat_price(term: &ProductTerm) -> Option<Cents> {
    let counts_seats = licenses::metering(term.line.model) == Metering::Seats;
    term.a_year.seat.filter(|_| counts_seats)
}
