//! A form's questions: the record it opens on, and saving it. What a colleague saved meanwhile is kept:
//! other fields are merged and named, the same field is answered with a clash.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

mod lines;

use super::Office;
use crate::domain::change::Change;
use crate::domain::contract::{Contract, ContractId};
use crate::domain::entered::entered;
use crate::domain::field::spoken;
use crate::domain::person::Person;
use crate::domain::product::Vendor;
use crate::domain::put::{Given, Put, SeenRecord, Stamp, Target};
use crate::domain::record::{Kind, RecordRef, Value};
use crate::domain::renewal::Funding;
use crate::domain::text::fold;
use crate::office::deed::form::{Clash, FilledForm, FilledValue};
use crate::office::deed::{DeedDone, NotDone};
use crate::office::dispatch::Undone;
use crate::office::query::form::FormFacts;
use crate::office::receipt::since;
use crate::store::{Error, HistoryFilter};

/// Lines of history looked at to learn who changed a field.
const LOOKED_AT: usize = 100;

impl Office {
    pub(super) fn form(&mut self, kind: Kind, id: Option<i64>) -> Result<FormFacts, Error> {
        self.fill()?;
        let stamp = self.stamp();
        // An ask is entered as a deed, which has a right of its own: the help desk's too.
        let refused = match kind {
            Kind::Requester => None,
            _ => self
                .store
                .why_not_write((kind, id), &stamp.who, stamp.today)?,
        };
        if let Some(why) = refused {
            return Err(Error::refused(why));
        }
        let vendors = self.store.all::<Vendor>()?;
        let (products, listed) = match kind {
            Kind::Line | Kind::Contract => {
                let names = self.store.product_names()?.into_iter();
                (names.collect(), self.store.find_entries()?)
            }
            _ => (Vec::new(), Vec::new()),
        };
        let others = match kind {
            Kind::Contract => self.others()?,
            Kind::Owner => self.everybody()?,
            _ => Vec::new(),
        };
        let funds = match kind {
            Kind::Line | Kind::Contract => self.funds()?,
            _ => Vec::new(),
        };
        Ok(FormFacts {
            funds,
            others,
            seen: id
                .map(|id| self.store.seen(RecordRef { kind, id }))
                .transpose()?,
            lines: self.lines_seen(kind, id)?,
            schools: self.schools()?.to_vec(),
            vendors: vendors.into_iter().map(|v| (v.id, v.name)).collect(),
            products,
            listed,
        })
    }

    /// Refuses what this person may not add, whatever it says.
    pub fn may_add(&self, noun: Kind) -> Result<(), Error> {
        let stamp = self.stamp();
        let why = self
            .store
            .why_not_write((noun, None), &stamp.who, stamp.today)?;
        why.map_or(Ok(()), |why| Err(Error::refused(why)))
    }

    /// Those a contract may name.
    fn others(&self) -> Result<Vec<(Kind, i64, Vec<String>)>, Error> {
        let contracts = self.store.all::<Contract>()?.into_iter();
        let contracts = contracts.map(|c| (Kind::Contract, c.id.0, vec![c.number]));
        Ok(self.everybody()?.into_iter().chain(contracts).collect())
    }

    /// The funds that contracts and their lines name, each once as it was spelled first.
    fn funds(&self) -> Result<Vec<String>, Error> {
        let contracts = self.store.all::<Contract>()?.into_iter();
        let lines = self.store.all::<Funding>()?.into_iter();
        let named = contracts.filter_map(|contract| contract.fund);
        let mut funds: BTreeMap<String, String> = BTreeMap::new();
        for fund in named.chain(lines.map(|funding| funding.source)) {
            funds.entry(fold(&fund)).or_insert(fund);
        }
        Ok(funds.into_values().collect())
    }

    fn everybody(&self) -> Result<Vec<(Kind, i64, Vec<String>)>, Error> {
        let people = self.store.all::<Person>()?.into_iter();
        let people = people.map(|p| (Kind::Person, p.id.0, vec![p.login, p.name]));
        Ok(people.collect())
    }

    /// The contract's number where none is said: the next of ours.
    fn next_contract(&self) -> Result<String, Error> {
        let ours = self.store.all::<Contract>()?.into_iter();
        let given = ours.filter_map(|c| c.number.strip_prefix("C-")?.parse::<i64>().ok());
        Ok(format!("C-{}", given.max().unwrap_or_default() + 1))
    }

    pub(super) fn save(&mut self, saving: &FilledForm) -> Result<DeedDone, Undone> {
        let stamp = self.stamp();
        let before = match saving.id {
            Some(id) => Some(self.store.seen(RecordRef {
                kind: saving.kind,
                id,
            })?),
            None => None,
        };
        let lines = self.lines_seen(saving.kind, saving.id)?;
        if let Some((who, at)) = self.parts_changed(saving)? {
            return Err(self.clash(saving, &who, &at, stamp.at)?.into());
        }
        let asked = saving;
        let (saving, applied) = loop {
            // Who gives a number looks up the last one, and gives another where somebody was quicker.
            let at = self.store.looked_up()?;
            let mut saving = asked.clone();
            let numbered =
                saving.kind == Kind::Contract && saving.id.is_none() && self.number(&mut saving)?;
            let change = self.change(&saving, &stamp)?;
            let applied = if numbered {
                self.store.apply_as_looked_up(&change, &stamp, at)
            } else {
                self.store.apply(&change, &stamp).map(Some)
            };
            match applied {
                Ok(Some(applied)) => break (saving, applied),
                Ok(None) => {}
                Err(Error::Conflict { who, when, .. }) => {
                    return Err(self.clash(&saving, &who, &when, stamp.at)?.into());
                }
                Err(error) => return Err(error.into()),
            }
        };
        let what = &saving.what;
        if !applied.changed() {
            return Ok(DeedDone::told(format!("{what} already was so.")));
        }
        let mut merged = match (saving.id, &saving.seen, &before) {
            (Some(id), Some(seen), Some(before)) => self.merged(saving.kind, id, seen, before)?,
            _ => String::new(),
        };
        for (id, seen) in saving.lines.iter().filter_map(|saved| saved.line.as_ref()) {
            let before = lines.iter().find(|line| line.id == *id);
            if let Some(before) = before.filter(|_| merged.is_empty() && saving.kind != Kind::Line)
            {
                merged = self.merged(Kind::Line, id.0, seen, &before.seen)?;
            }
        }
        let deed = if saving.id.is_some() {
            "Saved"
        } else {
            "Added"
        };
        let told = self
            .store
            .order_warnings(applied.change_set, stamp.today)?
            .into_iter()
            .next()
            .map_or_else(String::new, |why| format!(" {why}."));
        let judged = applied.judged.first();
        let told = judged.map_or(told, |judged| format!(" {judged}."));
        let contract = match (saving.kind, saving.id) {
            (Kind::Contract, Some(id)) => Some(ContractId(id)),
            (Kind::Contract, None) => applied.first::<ContractId>(),
            _ => None,
        };
        Ok(DeedDone {
            contract,
            ..DeedDone::told(format!("{deed} {what}{merged}.{told} u takes it back."))
        })
    }

    /// Gives a new contract a number where the person gave none; says whether it did.
    fn number(&self, saving: &mut FilledForm) -> Result<bool, Error> {
        let none = |(field, filled): &(&str, FilledValue)| {
            *field == "number" && *filled != FilledValue::Value(Value::Null)
        };
        let given = saving.fields.iter().any(none);
        if !given {
            let number = self.next_contract()?;
            saving.what.clone_from(&number);
            saving.fields.retain(|(field, _)| *field != "number");
            let number = FilledValue::Value(Value::Text(number));
            saving.fields.push(("number", number));
        }
        Ok(!given)
    }

    /// Somebody saved the same first: who, when, and how everything stands now.
    fn clash(
        &self,
        saving: &FilledForm,
        who: &str,
        when: &str,
        now: DateTime<Utc>,
    ) -> Result<NotDone, Error> {
        Ok(NotDone::Clash(Box::new(Clash {
            who: self.called(who)?,
            when: since(&self.store.zone().wall(when), now),
            theirs: self.store.seen(RecordRef {
                kind: saving.kind,
                id: saving.id.unwrap_or_default(),
            })?,
            lines: self.lines_seen(saving.kind, saving.id)?,
        })))
    }

    /// `, merged with Ada Reyes's change of vendor`, where somebody saved other fields meanwhile.
    fn merged(
        &self,
        kind: Kind,
        id: i64,
        seen: &SeenRecord,
        now: &SeenRecord,
    ) -> Result<String, Error> {
        let pairs = seen.values.iter().zip(&now.values);
        let fields: Vec<&str> = kind
            .fields()
            .iter()
            .zip(pairs)
            .filter(|(_, (was, is))| was != is)
            .map(|(field, _)| field.name)
            .collect();
        if fields.is_empty() {
            return Ok(String::new());
        }
        let filter = HistoryFilter {
            about: Some(RecordRef { kind, id }),
            limit: LOOKED_AT,
            ..HistoryFilter::default()
        };
        let me = self.stamp().who;
        let lines = self.store.history(&filter)?;
        let line = lines.iter().find(|line| {
            let theirs = (line.entity, line.id) == (kind, id) && line.who != me;
            theirs && line.field.as_deref().is_some_and(|f| fields.contains(&f))
        });
        let who = line.map_or(me, |line| line.who.clone());
        let called: Vec<String> = fields.iter().map(|name| spoken(kind, name)).collect();
        Ok(format!(
            ", merged with {}'s change of {}",
            self.called(&who)?,
            called.join(", ")
        ))
    }

    fn change(&self, saving: &FilledForm, stamp: &Stamp) -> Result<Change, Error> {
        let mut puts = Vec::new();
        let mut put = Put {
            kind: saving.kind,
            target: match saving.id {
                Some(id) => Target::Id(id, saving.seen.clone()),
                None => Target::New,
            },
            fields: Vec::new(),
            row: 0,
        };
        for (field, filled) in &saving.fields {
            let given = match filled {
                FilledValue::Value(value) => Given::Value(value.clone()),
                FilledValue::NewVendor(name) => {
                    puts.push(Put::new(Kind::Vendor).with("name", name.clone()));
                    Given::Made(puts.len() - 1)
                }
                FilledValue::Funding(_) | FilledValue::Shares(_) => continue,
            };
            put.fields.push((field, given));
        }
        let put = entered(put, &stamp.who, stamp.today);
        let (what, reason) = (saving.what.clone(), saving.reason.clone());
        if puts.is_empty() && saving.lines.is_empty() {
            return Ok(Change::Save { what, put, reason });
        }
        puts.push(put);
        self.line_puts(saving, &mut puts)?;
        Ok(Change::SaveAll { what, puts, reason })
    }

    /// A person's name, or the login where there is no more.
    pub(super) fn called(&self, login: &str) -> Result<String, Error> {
        let people = self.store.all::<Person>()?;
        let person = people.into_iter().find(|person| person.login == login);
        Ok(person
            .map(|person| person.name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| login.to_owned()))
    }
}
