//! Rows about contracts: each is a line of a contract, and several rows may share one.

mod fields;

use super::finish::UNNAMED;
use super::{Planner, Ref, Refusal, contradiction, put_some, refuse};
use crate::domain::change::{Given, Put, Target};
use crate::domain::contract::NoticeBasis;
use crate::domain::names::{ContractKey, po_key};
use crate::domain::policy::Ordered;
use crate::domain::record::{Kind, Value};
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
        put = self.contract_fields(put, record)?;
        self.free_po(record, &put.target)?;
        if put.target == Target::New {
            self.reviewed(record, product)?;
        }
        let mut line = self.line(record)?;
        let mut parts = fields::funding(record)?;
        parts.extend(self.shares(record, &mut line)?);
        self.contract_and_line(put, line, product, parts)
    }

    /// Adds the contract and its line; a contract that an earlier row was about is only completed.
    fn contract_and_line(
        &mut self,
        put: Put,
        mut line: Put,
        product: Ref,
        parts: Vec<Put>,
    ) -> Result<(), Refusal> {
        let po = po_of(&put);
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
        if let Some(line) = self.main(line, None)? {
            for mut part in parts {
                part.fields.insert(0, ("line", line.into()));
                Self::check(&part)?;
                self.add(part);
            }
        }
        if let Some(po) = po {
            let number = contract.number();
            self.enter(move |names| {
                let holders = names.pos.entry(po).or_default();
                if !holders.contains(&number) {
                    holders.push(number);
                }
            });
        }
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

    /// A purchase order is one contract's and its releases': no other's of the office, nor of another row.
    fn free_po(&self, record: &Record, target: &Target) -> Result<(), Refusal> {
        let Some(po) = record.text("po") else {
            return Ok(());
        };
        let holders = self.names.pos.get(&po_key(po));
        let holders = holders.map_or(&[][..], Vec::as_slice);
        let own = Ref::met(target).map(Ref::number);
        let master = record.text("parent");
        let master = master.and_then(|number| self.names.contracts.get(number));
        if master.is_some_and(|master| holders.contains(master)) {
            return Ok(());
        }
        match holders.first() {
            Some(other) if own.is_none_or(|own| !holders.contains(&own)) => {
                let holder = match Ref::known(*other) {
                    Ref::Made(at) => format!("the contract of row {}", self.plan.puts[at].row),
                    Ref::Id(id) => self.contract_number(id),
                };
                let why = format!(
                    "{holder} has this purchase order already; correct it, or give both the same \
                     number if they are one contract"
                );
                refuse("po", po, why)
            }
            _ => Ok(()),
        }
    }

    /// What the policy says of a purchase order whose term is still to begin.
    fn reviewed(&mut self, record: &Record, product: Ref) -> Result<(), Refusal> {
        let begins = record
            .day("term_start")
            .is_some_and(|day| day >= self.today);
        let (Some(office), Some(po), true) = (self.office, record.text("po"), begins) else {
            return Ok(());
        };
        let name = record.text("product").unwrap_or_default();
        let cost = record.money("total").unwrap_or_default();
        match office.order(product.id(), name, cost) {
            Err(why) | Ok(Some(Ordered::Rejected(why))) => refuse("po", po, why),
            Ok(Some(Ordered::Warned(why))) => {
                self.warn("po", po, why);
                Ok(())
            }
            Ok(None) => Ok(()),
        }
    }

    fn contract_number(&self, id: i64) -> String {
        let mut known = self.names.contracts.iter();
        let found = known.find(|(_, known)| **known == id);
        found.map_or_else(|| format!("contract {id}"), |(number, _)| number.clone())
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

/// The purchase order that a put gives its contract.
fn po_of(put: &Put) -> Option<String> {
    let (_, given) = put.fields.iter().find(|(name, _)| *name == "po")?;
    match given {
        Given::Value(Value::Text(po)) => Some(po_key(po)),
        _ => None,
    }
}
