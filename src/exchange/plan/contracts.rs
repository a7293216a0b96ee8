//! Rows about contracts: each is a line of a contract, and several rows may share one.

mod credit;
mod fields;
mod gone_on;
mod price;
mod unclear;
mod unnumbered;
mod unsaid;

pub(super) use self::credit::{Credit, RefusedOfContract};
use self::unclear::of_parts;
pub(super) use self::unnumbered::Unnumbered;
use super::finish::UNNAMED;
use super::{Planner, Ref, RowRefusal, contradiction, hash, refuse};
use crate::domain::contract::ContractId;
use crate::domain::names::{Match, number_key};
use crate::domain::notice::NoticeBasis;
use crate::domain::product::ProductId;
use crate::domain::put::{Given, Put, Target};
use crate::domain::record::{Kind, Value};
use crate::exchange::record::FileRow;

/// The fields of a put, with what each is given.
type PutFields = Vec<(&'static str, Given)>;

impl Planner<'_> {
    pub(super) fn contract_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        if self.is_credit(record) {
            return Ok(());
        }
        let vendor = record
            .text("vendor")
            .map(|name| self.vendor(name))
            .transpose()?;
        let product = self.product(record.text("product").unwrap_or_default(), vendor)?;
        let mut put = Put::new(Kind::Contract);
        if let Some(vendor) = vendor {
            put = put.with("vendor", vendor);
        }
        let (put, buyer) = self.bought(put, record)?;
        let mut put = self.contract_fields(put, record)?;
        let mut line = self.line(record)?;
        let mut parts = fields::funding(record)?;
        parts.extend(self.shares(record, &mut line)?);
        let number = record.text("number");
        self.unnumbered.key = None;
        if self.is_gone_on(record, product, buyer)? {
            return Ok(());
        }
        if number.is_none() && self.is_said_again(product, (&put, &line, &parts)) {
            return Ok(());
        }
        if number.is_none() && self.refused.contains_key(&self.row) {
            return Ok(());
        }
        put.target = match number {
            Some(number) => self.numbered(number)?,
            None => match self.unnumbered(record, (product, buyer), (&put, &line, &parts))? {
                Some(target) => target,
                None => return Ok(()),
            },
        };
        if self.holds_po(record, &put.target)? {
            put.fields.retain(|(name, _)| *name != "po");
        }
        if put.target == Target::New {
            if let Some(number) = number {
                put.fields.insert(0, ("number", number.to_owned().into()));
            }
            self.reviewed(record, product)?;
        }
        self.contract_and_line(put, line, product, parts)
    }

    /// Did an earlier row without a number say the same, word for word? An asset manager lists a licence
    /// once for each person who holds a seat of it.
    fn is_said_again(&mut self, product: Ref, (put, line, parts): (&Put, &Put, &[Put])) -> bool {
        let parts: Vec<_> = parts.iter().map(|part| &part.fields).collect();
        let identity = hash(&("unnumbered", product, &put.fields, &line.fields, parts));
        self.is_seen(identity, 0)
    }

    /// Adds the contract and its line; a contract that an earlier row was about is only completed.
    fn contract_and_line(
        &mut self,
        put: Put,
        mut line: Put,
        product: Ref,
        parts: Vec<Put>,
    ) -> Result<(), RowRefusal> {
        let po = po_of(&put);
        let met = Ref::met(&put.target);
        let earlier = met.and_then(|met| self.contracts.get(&met.number()).copied());
        let (contract, at, more) = if let (Some(met), Some(at)) = (met, earlier) {
            (met, at, self.completing(at, put)?)
        } else {
            let at = self.plan.puts.len();
            let added = self.new_contract(put)?;
            (met.unwrap_or(added), at, PutFields::new())
        };
        let keys = [("product", product.into()), ("contract", contract.into())];
        line.fields.splice(..0, keys);
        let completes = !more.is_empty();
        let of_parts = of_parts(&parts);
        let completed = self.completed_line(contract, product, &line)?;
        let told_first = completed.is_none();
        let (line, takes_parts, more_of_line) = match completed {
            Some((at, more, bare)) => (Some(Ref::Made(at)), bare, more),
            None => (self.main(line, None)?, true, PutFields::new()),
        };
        if let Some(line) = line.filter(|_| takes_parts) {
            for mut part in parts {
                part.fields.insert(0, ("line", line.into()));
                self.check(&part)?;
                self.add(part);
            }
        } else if completes {
            self.again = None;
        }
        if let Some(Ref::Made(line)) = line {
            self.complete(line, more_of_line);
            if told_first {
                self.remember_told(contract, line, of_parts);
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
        self.complete(at, more);
        self.contracts.insert(contract.number(), at);
        self.unnumbered.meet(contract, product);
        Ok(())
    }

    /// Gives what an earlier row made what this row says of it beyond.
    fn complete(&mut self, at: usize, more: PutFields) {
        let fields = &mut self.plan.puts[at].fields;
        self.completed.push((at, fields.len()));
        fields.extend(more);
    }

    /// Takes back what the row that is read said of contracts; the plan makes nothing from this place on.
    pub(super) fn forget_contracts(&mut self, place: usize) {
        for (at, fields) in self.completed.drain(..).rev() {
            if let Some(put) = self.plan.puts.get_mut(at) {
                put.fields.truncate(fields);
            }
        }
        self.contracts.retain(|_, at| *at < place);
        self.unnumbered.forget_told(place);
        self.forget_said(place);
    }

    fn new_contract(&mut self, put: Put) -> Result<Ref, RowRefusal> {
        let is_new = put.target == Target::New;
        let number = match put.fields.first() {
            Some(("number", Given::Value(given))) if is_new => Some(given.to_string()),
            _ => None,
        };
        let complete = |stand_in: &str| {
            let mut put = put.clone();
            if is_new && number.is_none() {
                put = put.with("number", stand_in.to_owned());
            }
            if is_new && !put.fields.iter().any(|(name, _)| *name == "notice_basis") {
                put = put.with("notice_basis", NoticeBasis::Sent);
            }
            put
        };
        // What a refusal says is read by people, who know no stand-in.
        self.check(&complete("without a number"))?;
        let added = self.add(complete(UNNAMED));
        if let Some(number) = number {
            self.enter(move |names| {
                names.contracts.add(&number, added.number());
            });
        }
        Ok(added)
    }

    /// What this row says of the contract beyond the rows before it, which it must not contradict.
    fn completing(&self, at: usize, put: Put) -> Result<PutFields, RowRefusal> {
        self.more(at, put, Kind::Contract)
    }

    /// What a put says beyond an earlier one, which it must not contradict.
    fn more(&self, at: usize, put: Put, kind: Kind) -> Result<PutFields, RowRefusal> {
        let before = &self.plan.puts[at];
        let mut more = put.fields;
        for (name, given) in &more {
            let said = before.fields.iter().find(|(n, _)| n == name);
            if said.is_some_and(|(_, said)| said != given) {
                let field = self.filling(kind, name);
                return refuse(field, "", contradiction(before.row, kind));
            }
        }
        more.retain(|(name, _)| !before.fields.iter().any(|(n, _)| n == name));
        Ok(more)
    }

    /// Has the contract this purchase order already? One is one contract's and its releases': no other's
    /// of the office, nor of another row.
    fn holds_po(&self, record: &FileRow, target: &Target) -> Result<bool, RowRefusal> {
        let Some(po) = record.text("po") else {
            return Ok(false);
        };
        let holders = self.names.pos.get(&number_key(po));
        let holders = holders.map_or(&[][..], Vec::as_slice);
        let own = Ref::met(target).map(Ref::number);
        let master = record.text("parent");
        let master = master.map(|number| self.names.contracts.find(number));
        if let Some(Match::One(master)) = master
            && holders.contains(&master)
        {
            return Ok(own.is_some_and(|own| holders.contains(&own)));
        }
        match holders.first() {
            None => Ok(false),
            Some(other) if own.is_none_or(|own| !holders.contains(&own)) => {
                let holder = match Ref::known(*other) {
                    Ref::Made(at) => format!("the contract of row {}", self.plan.puts[at].row),
                    Ref::Id(id) => self.contract_number(ContractId(id)),
                };
                let why = format!(
                    "{holder} has this purchase order already; correct it, or give both the same \
                     number if they are one contract"
                );
                refuse("po", po, why)
            }
            Some(_) => Ok(true),
        }
    }

    /// A contract of a list is signed already, with its purchase order: that no review has approved what it
    /// begins to buy is told, and no reason to leave the fact out.
    fn reviewed(&mut self, record: &FileRow, product: Ref) -> Result<(), RowRefusal> {
        let begins = record
            .day("term_start")
            .is_some_and(|day| day >= self.today);
        let (Some(office), Some(po), true) = (self.office, record.text("po"), begins) else {
            return Ok(());
        };
        let approved = product
            .id()
            .map_or(Ok(false), |id| office.approved(ProductId(id)));
        match approved {
            Err(why) => return refuse("po", po, why),
            Ok(true) => {}
            Ok(false) => {
                let name = record.text("product").unwrap_or_default();
                let why = format!(
                    "{name} has no approved review; recorded as signed, ask for the review"
                );
                self.warn("po", po, why);
            }
        }
        Ok(())
    }

    fn contract_number(&self, id: ContractId) -> String {
        let written = self.names.contracts.written(id);
        written.map_or_else(|| format!("contract {id}"), str::to_owned)
    }

    /// The contract of this number; a new one where no contract has it.
    fn numbered(&self, number: &str) -> Result<Target, RowRefusal> {
        match self.names.contracts.find(number) {
            Match::None => Ok(Target::New),
            Match::One(id) => Ok(Ref::known(id).target()),
            Match::Several(n) => {
                let why = "contracts have this number, each written in another way; write it \
                    exactly as one of them does";
                refuse("number", number, format!("{n} {why}"))
            }
        }
    }
}

/// The purchase order that a put gives its contract.
fn po_of(put: &Put) -> Option<String> {
    let (_, given) = put.fields.iter().find(|(name, _)| *name == "po")?;
    match given {
        Given::Value(Value::Text(po)) => Some(number_key(po)),
        _ => None,
    }
}
