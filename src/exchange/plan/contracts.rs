//! Rows about contracts: each is a line of a contract, and several rows may share one.

use super::finish::UNNAMED;
use super::{Planner, Ref, Refusal, contradiction, put_some, refuse};
use crate::domain::change::{Given, Put, Target};
use crate::domain::contract::{NoticeBasis, PriceModel};
use crate::domain::money::Cents;
use crate::domain::names::ContractKey;
use crate::domain::record::Kind;
use crate::exchange::record::Record;

type Fields = Vec<(&'static str, Given)>;

impl Planner<'_> {
    pub(super) fn contract_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let vendor = record
            .text("vendor")
            .map(|name| self.vendor(name))
            .transpose()?;
        let product = self.product(record.text("product").unwrap_or_default(), vendor)?;
        let buyer = self.buyer(record)?;
        let target = self.contract_target(record, product, buyer);
        let mut put = Put {
            kind: Kind::Contract,
            target,
            fields: Vec::new(),
            row: 0,
        };
        if put.target == Target::New {
            put = put_some(put, "number", record.text("number").map(str::to_owned));
        }
        if let Some(vendor) = vendor {
            put = put.with("vendor", vendor);
        }
        if let Some(buyer) = buyer {
            put = put.with("buyer", buyer);
        }
        put = put_some(put, "term_end", record.day("term_end"));
        put = put_some(put, "term_start", record.day("term_start"));
        put = put_some(put, "auto_renew", record.flag("auto_renew"));
        put = notice(put, record)?;
        for field in ["fund", "po"] {
            put = put_some(put, field, record.text(field).map(str::to_owned));
        }
        if let Some(name) = record.text("owner") {
            put = put.with("owner", self.person("owner", name)?);
        }
        put = put_some(put, "escalator_bp", record.hundredths("escalator"));
        let line = self.line(record)?;
        self.contract_and_line(put, line, product)
    }

    /// Adds the contract and its line; a contract that an earlier row was about is only completed.
    fn contract_and_line(&mut self, put: Put, mut line: Put, product: Ref) -> Result<(), Refusal> {
        let met = Ref::met(&put.target);
        let earlier = met.and_then(|met| self.contracts.get(&met.number()).copied());
        let (contract, at, more) = if let (Some(met), Some(at)) = (met, earlier) {
            (met, at, self.completing(at, put)?)
        } else {
            let at = self.plan.puts.len();
            let added = self.new_contract(put)?;
            (met.unwrap_or(added), at, Fields::new())
        };
        let keys = [("product", product.into()), ("contract", contract.into())];
        line.fields.splice(..0, keys);
        self.main(line, None)?;
        self.plan.puts[at].fields.extend(more);
        self.contracts.insert(contract.number(), at);
        Ok(())
    }

    fn new_contract(&mut self, mut put: Put) -> Result<Ref, Refusal> {
        let mut number = None;
        if put.target == Target::New {
            match put.fields.first() {
                Some(("number", Given::Value(given))) => number = Some(given.to_string()),
                _ => put = put.with("number", UNNAMED.to_owned()),
            }
            if !put.fields.iter().any(|(name, _)| *name == "notice_basis") {
                put = put.with("notice_basis", NoticeBasis::Sent);
            }
        }
        Self::check(&put).map_err(|refusal| Refusal {
            reason: refusal.reason.replace(UNNAMED, "without a number"),
            ..refusal
        })?;
        let added = self.add(put);
        if let Some(number) = number {
            self.enter(move |names| {
                names.contracts.insert(number, added.number());
            });
        }
        Ok(added)
    }

    /// What this row says of the contract beyond the rows before it, which it must not contradict.
    fn completing(&self, at: usize, put: Put) -> Result<Fields, Refusal> {
        let before = &self.plan.puts[at];
        let mut more = put.fields;
        for (name, given) in &more {
            let said = before.fields.iter().find(|(n, _)| n == name);
            if said.is_some_and(|(_, said)| said != given) {
                return refuse(name, "", contradiction(before.row, Kind::Contract));
            }
        }
        more.retain(|(name, _)| !before.fields.iter().any(|(n, _)| n == name));
        Ok(more)
    }

    /// The row's line, without its contract and product.
    fn line(&mut self, record: &Record) -> Result<Put, Refusal> {
        let mut put = Put::keyed(Kind::Line);
        if let Some(word) = record.text("model") {
            if let Some(model) = PriceModel::from_word(word) {
                put = put.with("model", Some(model));
            } else {
                let known: Vec<&str> = PriceModel::ALL.iter().map(|m| m.word()).collect();
                self.warn(
                    "model",
                    word,
                    format!("not one of {}; left empty", known.join(", ")),
                );
            }
        }
        put = put_some(put, "quantity", record.count("quantity").map(i64::from));
        for (column, field) in [("unit_price", "unit_cents"), ("total", "total_cents")] {
            let price = record.money(column);
            if price.is_some_and(|price| price < Cents(0)) {
                return refuse(column, "", "a price cannot be negative");
            }
            put = put_some(put, field, price);
        }
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        Ok(put)
    }

    /// Which contract a row is about: by its number, else by what it covers; the second row of one
    /// file that covers the same is the second such contract of the office.
    fn contract_target(&mut self, record: &Record, product: Ref, buyer: Option<Ref>) -> Target {
        if let Some(number) = record.text("number") {
            let known = self.names.contracts.get(number);
            return known.map_or(Target::New, |id| Ref::known(*id).target());
        }
        let day = |field| record.day(field).map(|day| day.to_string());
        let key = ContractKey {
            product: product.number(),
            buyer: buyer.map(Ref::number),
            term_start: day("term_start"),
            term_end: day("term_end").unwrap_or_default(),
            po: record.text("po").map(str::to_owned),
        };
        let first = |known: &Vec<i64>| known.first().copied();
        match self.names.contract_keys.get(&key).and_then(first) {
            Some(id) => {
                self.enter(move |names| {
                    if let Some(known) = names.contract_keys.get_mut(&key) {
                        known.retain(|k| *k != id);
                    }
                });
                Ref::known(id).target()
            }
            None => Target::New,
        }
    }
}

fn notice(mut put: Put, record: &Record) -> Result<Put, Refusal> {
    if let Some(notice) = record.notice("notice") {
        put = put
            .with("notice", Some(i64::from(notice.value)))
            .with("notice_unit", Some(notice.unit));
    }
    match record.text("notice_basis") {
        Some(word) => match NoticeBasis::from_word(word) {
            Some(basis) => Ok(put.with("notice_basis", basis)),
            None => refuse("notice_basis", word, "not one of sent, received"),
        },
        None => Ok(put),
    }
}
