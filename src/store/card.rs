//! The whole card of a product: its answer, and everything people ask next.

use std::fmt;
use std::sync::Arc;

use crate::domain::approval::{Agreement, Approval};
use crate::domain::contract::{Contract, Line};
use crate::domain::money::{Basis, Cents, HIDDEN};
use crate::domain::product::{Alias, Product, ProductId};
use crate::domain::school::SchoolId;
use crate::domain::status::{DeviceFact, StatusAnswer, StatusWord, TrainingFact};
use crate::domain::taught::Taught;

use super::convert::records;
use super::status::{ProductTerm, Scope, StatusReader};
use super::{Error, HistoryEntry, HistoryFilter, Store};

/// Lines of history on a card.
const CHANGES: usize = 6;
/// Lines of history looked at for them.
const LOOKED_AT: usize = 60;

/// Schools with a line of their own, and those of which the answer is looked for besides.
const LISTED: usize = 60;
const ASKED: usize = 300;
/// Schools of the same answer that are named; more are counted.
const NAMED: usize = 3;

/// A product's card.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// As its record stands.
    pub product: Product,
    /// May it be used in the scope asked about?
    pub answer: StatusAnswer,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// The names of the functions that it serves; empty where nobody said what it is for.
    pub functions: Vec<String>,
    /// What it teaches, and who says so.
    pub teaches: Taught,
    /// The answer at each school that has or uses it or is named in a decision, in order of name.
    pub schools: Vec<AtSchool>,
    /// The answer at each other open school, in order of name.
    pub others: Vec<AtSchool>,
    /// How many open schools are too many to be looked at for a card.
    pub unread: usize,
    /// Contracts in force, soonest end first.
    pub contracts: Vec<ContractOfProduct>,
    /// What all of them cost a year, where what each costs is not for whoever looks.
    pub total: Option<CardTotal>,
    /// Who helps with what a school bought, where one did.
    pub support: Option<&'static str>,
    /// Every decision about it, newest first.
    pub approvals: Vec<Approval>,
    /// Agreements about student data.
    pub agreements: Vec<Agreement>,
    /// Who answers for what: role, name, and who stands in.
    pub owners: Vec<(String, String, Option<String>)>,
    /// The newest changes, one line a change set.
    pub changes: Vec<HistoryEntry>,
    /// How it runs on each device of the scope that was tested or is issued there.
    pub devices: Vec<DeviceFact>,
    /// Who has been trained in the scope.
    pub training: Option<TrainingFact>,
}

impl Card {
    /// The other schools than the one asked about, by answer: `YES: Adams ES, Cedar ES. NO: Oak Hill ES.` Where nobody
    /// asked about it there, that is no news.
    pub fn elsewhere(&self, here: Option<SchoolId>) -> Option<String> {
        self.by_answer(&self.schools, here)
    }

    /// The same without the schools that have a line of their own.
    pub fn at_others(&self, here: Option<SchoolId>) -> Option<String> {
        self.by_answer(&[], here)
    }

    fn by_answer(&self, listed: &[AtSchool], here: Option<SchoolId>) -> Option<String> {
        let others = self.others.iter();
        let others = others.filter(|school| school.word != StatusWord::NotAsked);
        let others = listed.iter().chain(others);
        let mut others: Vec<&AtSchool> = others.filter(|s| Some(s.id) != here).collect();
        others.sort_by(|a, b| (a.word, &a.name).cmp(&(b.word, &b.name)));
        let same_word = others.chunk_by(|a, b| a.word == b.word);
        let mut said: Vec<String> = same_word
            .map(|some| {
                let word = some[0].word;
                let names: Vec<&str> = some.iter().map(|s| s.name.as_str()).collect();
                match names.len() {
                    0..=NAMED => format!("{word}: {}.", names.join(", ")),
                    n => format!("{word}: {n} schools."),
                }
            })
            .collect();
        if !said.is_empty() && self.unread > 0 {
            said.push(format!("{} more were not looked at.", self.unread));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// What all contracts of a product cost a year together, for whom not all of their prices are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTotal {
    /// So much.
    Told(Cents),
    /// Not told either: whoever takes off what they know has the price of one buyer.
    WouldTellOne,
}

impl fmt::Display for CardTotal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CardTotal::Told(all) => write!(f, "{all} {}", Basis::YearPrice),
            CardTotal::WouldTellOne => f.write_str("hidden, would tell the price of one buyer"),
        }
    }
}

/// The answer at one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtSchool {
    /// Which school it is.
    pub id: SchoolId,
    /// The school's name.
    pub name: String,
    /// What the desk says for this school.
    pub word: StatusWord,
    /// Seats allotted.
    pub seats: Option<i64>,
    /// Seats in use.
    pub used: Option<i64>,
}

/// A contract in force, as far as it is about this product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractOfProduct {
    /// As it stands after what was decided about its end.
    pub contract: Contract,
    /// What it says of this product.
    pub line: Line,
    /// Who bought: `district` or the school.
    pub by: String,
    /// What it costs a year, where known.
    pub a_year: Option<Cents>,
    /// Does the policy hide from whoever asks what it costs?
    pub hidden: bool,
}

impl ContractOfProduct {
    /// `$1,980.00 year price`, `price hidden`; none where it is not known.
    pub fn cost(&self) -> Option<String> {
        match self.a_year {
            _ if self.hidden => Some(format!("price {HIDDEN}")),
            known => known.map(|cost| format!("{cost} {}", Basis::YearPrice)),
        }
    }

    /// What happens at its last day, in words that go before the date.
    pub fn ending(&self) -> &'static str {
        match self.contract.auto_renew {
            Some(true) => "renews by itself after",
            Some(false) => "ends",
            None => "renewal not known, term ends",
        }
    }
}

impl Store {
    /// The card of a product, in this scope.
    pub fn card(&self, id: ProductId, scope: Scope, alias: Option<String>) -> Result<Card, Error> {
        self.at_once(|| self.card_now(self.stands_for(id)?, scope, alias))
    }

    fn card_now(&self, id: ProductId, scope: Scope, alias: Option<String>) -> Result<Card, Error> {
        let reader = StatusReader::new(&self.conn);
        // With all prices: those that are hidden are taken out, and their sum is not.
        let terms = StatusReader::new(self.all_prices()).terms(id, scope.today)?;
        let contracts = terms.into_iter().filter(|term| term.in_force).map(
            |ProductTerm {
                 contract,
                 line,
                 a_year,
                 ..
             }| {
                let by = match contract.buyer {
                    Some(school) => self.label(school)?,
                    None => "district".to_owned(),
                };
                Ok(ContractOfProduct {
                    contract: Arc::unwrap_or_clone(contract),
                    line,
                    by,
                    a_year: a_year.line,
                    hidden: false,
                })
            },
        );
        let contracts = contracts.collect::<Result<Vec<_>, Error>>()?;
        let filter = HistoryFilter {
            about: Some(id.into()),
            limit: LOOKED_AT,
            ..HistoryFilter::default()
        };
        let mut changes = self.history(&filter)?;
        changes.dedup_by_key(|entry| entry.change_set);
        changes.truncate(CHANGES);
        let by_school = |b: &ContractOfProduct| b.contract.buyer.is_some();
        let support = if contracts.iter().any(by_school) {
            Some(self.policy()?.who_supports())
        } else {
            None
        };
        let product: Product = self.get(id)?;
        let of_vendor = product.vendor;
        let (schools, others, unread) = self.at_schools(id, scope)?;
        Ok(Card {
            answer: self.answer(id, scope, alias)?,
            aliases: records(&self.conn, "WHERE product = ?1 ORDER BY alias", [id])?,
            functions: self.functions_of(id)?,
            teaches: self.taught(id, scope.today)?,
            schools,
            others,
            unread,
            contracts,
            total: None,
            support,
            approvals: records(&self.conn, "WHERE product = ?1 ORDER BY id DESC", [id])?,
            agreements: records(
                &self.conn,
                "WHERE vendor = ?1 AND (product IS NULL OR product = ?2) ORDER BY \"from\" DESC",
                rusqlite::params![of_vendor, id],
            )?,
            owners: self.owners_of(id)?,
            devices: reader.devices(id, scope.school)?,
            training: reader.training(id, scope.school, scope.today)?,
            changes,
            product,
        })
    }

    pub(super) fn functions_of(&self, product: ProductId) -> Result<Vec<String>, Error> {
        let sql = "SELECT f.name FROM purpose p JOIN function f ON f.id = p.function WHERE p.product = ?1 ORDER BY f.name";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([product], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn owners_of(
        &self,
        product: ProductId,
    ) -> Result<Vec<(String, String, Option<String>)>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.role, p.name || CASE WHEN p.left_on IS NULL THEN '' ELSE ' (left)' END, d.name
             FROM owner o JOIN person p ON p.id = o.person LEFT JOIN person d ON d.id = o.deputy
             WHERE o.product = ?1 ORDER BY o.role, o.id",
        )?;
        let rows = statement.query_map([product], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The answer at each open school: those that have or use it or are named in a decision, the others, and how many
    /// were too many.
    fn at_schools(
        &self,
        product: ProductId,
        scope: Scope,
    ) -> Result<(Vec<AtSchool>, Vec<AtSchool>, usize), Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.name, EXISTS (SELECT 1 FROM inventory i WHERE i.product = ?1 AND i.school = s.id)
                 OR EXISTS (SELECT 1 FROM usage u WHERE u.product = ?1 AND u.school = s.id)
                 OR s.id IN (SELECT j.value FROM approval a, json_each(a.schools) j
                     WHERE a.product = ?1 AND a.status <> 'superseded') AS met
             FROM school s WHERE s.open = 1 ORDER BY met DESC, s.name",
        )?;
        let rows = statement.query_map([product], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let mut schools: Vec<(SchoolId, String, bool)> = rows.collect::<rusqlite::Result<_>>()?;
        let unread = schools.len().saturating_sub(ASKED);
        schools.truncate(ASKED);
        let pairs: Vec<_> = schools
            .iter()
            .map(|(id, ..)| (product, Some(*id)))
            .collect();
        let answers = self.words_at(&pairs, scope.today)?.into_iter();
        let listed = schools.iter().filter(|(.., met)| *met).count();
        let at = answers
            .zip(schools)
            .map(|(answer, (id, name, _))| AtSchool {
                id,
                name,
                word: answer.word,
                seats: answer.seats.allotted,
                used: answer.seats.used,
            });
        let mut at: Vec<AtSchool> = at.collect();
        let others = at.split_off(listed.min(LISTED));
        Ok((at, others, unread))
    }
}
