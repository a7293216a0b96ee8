//! Credits: rows of an order that take something off its price. A credit is no line of its own, it makes
//! the line cheaper that it belongs to, so that nobody plans with money that is not owed.

use std::collections::HashMap;

use super::super::finish::set;
use super::super::{Planner, Ref, RowRefusal, hash};
use crate::domain::money::Cents;
use crate::domain::names::{Match, number_key};
use crate::domain::put::{Given, Put};
use crate::domain::record::{Kind, Value};
use crate::domain::text::fold;
use crate::exchange::record::FileRow;
use crate::exchange::sheet::SheetRow;

/// A credit that waits for its line, which may stand in a later row.
#[derive(Debug)]
pub(in super::super) struct Credit {
    row: u64,
    /// The number of its contract.
    number: String,
    /// The product it names: that of a line, or words such as `Multi-product discount`.
    product: String,
    /// What it takes off; above nought.
    off: Cents,
    /// Its cell, as the file has it.
    written: String,
}

/// A row of a numbered contract that cannot be taken.
#[derive(Debug)]
pub(in super::super) struct RefusedOfContract {
    row: u64,
    /// The number of its contract, without what differs only in writing.
    number: String,
}

/// How words begin that say what a credit is for, where they name no product: `Multi-product discount`.
const FOR_NO_PRODUCT: [&str; 16] = [
    "adjust",
    "allowance",
    "concession",
    "coupon",
    "credit",
    "deduct",
    "discount",
    "incentive",
    "promo",
    "prorat",
    "rebate",
    "reduc",
    "refund",
    "saving",
    "voucher",
    "waive",
];

impl Planner<'_> {
    /// Keeps a row that is a credit of a numbered contract for later; says whether it is one.
    pub(super) fn is_credit(&mut self, record: &FileRow) -> bool {
        let total = record.money("total").filter(|total| *total < Cents(0));
        let (Some(total), Some(number)) = (total, record.text("number")) else {
            return false;
        };
        let product = record.text("product").unwrap_or_default();
        let identity = hash(&("credit", number_key(number), product, total.0));
        if !self.is_seen(identity, 0) {
            self.plan.credits += 1;
            self.credits.push(Credit {
                row: self.row,
                number: number.to_owned(),
                product: product.to_owned(),
                off: Cents(-total.0),
                written: String::new(),
            });
        }
        true
    }

    /// Keeps how the credit that this row is was written.
    pub(in super::super) fn write_credit(&mut self, row: &SheetRow) {
        let column = self.reader.mapping().column("total");
        let cell = column.and_then(|at| row.cells.get(at));
        if let (Some(cell), Some(credit)) = (cell, self.credits.last_mut())
            && credit.row == row.number
        {
            credit.written = cell.to_string();
        }
    }

    /// Remembers that a row of a numbered contract cannot be taken: a credit may be of it.
    pub(in super::super) fn leave_out(&mut self, record: &FileRow) {
        if let Some(number) = record.text("number") {
            self.left_out.push(RefusedOfContract {
                row: record.row,
                number: number_key(number),
            });
        }
    }

    /// Takes every credit off its line, or refuses its row.
    pub(in super::super) fn settle_credits(&mut self) {
        let credits = std::mem::take(&mut self.credits);
        if credits.is_empty() {
            return;
        }
        let mut lines: HashMap<Ref, Vec<usize>> = HashMap::new();
        for (at, put) in self.plan.puts.iter().enumerate() {
            if let Some(contract) = line_of(put) {
                lines.entry(contract).or_default().push(at);
            }
        }
        for credit in credits {
            self.row = credit.row;
            if let Err(refusal) = self.settle_credit(&credit, &lines) {
                let complaint = self.complaint(refusal.field, &refusal.value, refusal.reason);
                self.plan.rejected.push(complaint);
                self.plan.rejected_rows += 1;
                self.plan.credits -= 1;
            }
        }
    }

    fn settle_credit(
        &mut self,
        credit: &Credit,
        lines: &HashMap<Ref, Vec<usize>>,
    ) -> Result<(), RowRefusal> {
        let Credit {
            number,
            product,
            off,
            ..
        } = credit;
        let contract = match self.names.contracts.find(number) {
            Match::One(id) => lines.get(&Ref::known(id)),
            _ => None,
        };
        let Some(of_contract) = contract else {
            return refuse_credit(credit, "no other row of the file is of that contract");
        };
        let named = match self.names.product(product, None) {
            Match::One(id) => Some(Given::from(Ref::known(id))),
            _ => None,
        };
        let of_product = of_contract.iter().find(|at| {
            let product = field(&self.plan.puts[**at], "product");
            named.is_some() && product == named.as_ref()
        });
        let line = match (of_product, &of_contract[..]) {
            (None, _) if named.is_some() => {
                let why = format!("no other row of {number} is of {product}");
                return refuse_credit(credit, &why);
            }
            (Some(line), _) => *line,
            (None, _) if !is_for_no_product(product) => {
                let why = format!(
                    "no row of {number} is of {product}; write the product that became cheaper as its row has it, or \
                     what the credit is for, as in Multi-product discount"
                );
                return super::super::refuse("product", product, why);
            }
            (None, [line]) => match self.left_out_of(number) {
                None => *line,
                Some(row) => {
                    let why = format!(
                        "row {row} of the same contract, which cannot be taken, may be what it is for"
                    );
                    return refuse_credit(credit, &why);
                }
            },
            (None, _) => {
                let why = "the contract has several rows. Write in this row the product that became cheaper";
                return refuse_credit(credit, why);
            }
        };
        let Some(price) = price_of(&self.plan.puts[line]) else {
            return refuse_credit(credit, "the row it belongs to has no price");
        };
        if price < *off {
            let why = format!("the row it belongs to costs {price}, which is less");
            return refuse_credit(credit, &why);
        }
        let rest = Cents(price.0 - off.0);
        let put = &mut self.plan.puts[line];
        let of_row = put.row;
        if field(put, "total_cents").is_some() {
            set(put, "total_cents", Some(rest));
        } else {
            put.fields.push(("total_cents", Some(rest).into()));
        }
        let mut why =
            format!("is a credit of {off}; row {of_row} of {number} comes to {rest} with it");
        if let Some((more, _)) = self.repeats.get(&(credit.row as u32)) {
            let rows = more + 1;
            let all = Cents(off.0.saturating_mul(rows as i64));
            why += &format!(
                ". {rows} rows say it and are kept as one: if each was given, write one row of {all}"
            );
        }
        self.warn("total", &credit.written, why);
        Ok(())
    }

    /// The first row of the contract of this number that cannot be taken.
    fn left_out_of(&self, number: &str) -> Option<u64> {
        let number = number_key(number);
        let mut rows = self.left_out.iter();
        rows.find(|one| one.number == number).map(|one| one.row)
    }
}

fn refuse_credit<T>(credit: &Credit, why: &str) -> Result<T, RowRefusal> {
    let Credit { number, off, .. } = credit;
    let reason = format!(
        "is a credit of {off}, and {why}; without it {number} would cost {off} too much. Or take it off \
         the price of the row that it belongs to and delete this row"
    );
    super::super::refuse("total", &credit.written, reason)
}

fn is_for_no_product(words: &str) -> bool {
    let words = fold(words);
    let mut words = words.split_whitespace();
    words.any(|word| FOR_NO_PRODUCT.iter().any(|start| word.starts_with(start)))
}

/// The contract of a line.
fn line_of(put: &Put) -> Option<Ref> {
    if put.kind != Kind::Line {
        return None;
    }
    match field(put, "contract")? {
        Given::Made(at) => Some(Ref::Made(*at)),
        Given::Value(Value::Int(id)) => Some(Ref::Id(*id)),
        Given::Value(_) => None,
    }
}

/// The price of the whole term that a line is given, or that comes of its quantity.
fn price_of(put: &Put) -> Option<Cents> {
    let said = |name| match field(put, name) {
        Some(Given::Value(Value::Int(n))) => Some(*n),
        _ => None,
    };
    let counted = || said("unit_cents")?.checked_mul(said("quantity")?);
    said("total_cents").or_else(counted).map(Cents)
}

fn field<'p>(put: &'p Put, name: &str) -> Option<&'p Given> {
    let mut fields = put.fields.iter();
    fields
        .find(|(known, _)| *known == name)
        .map(|(_, given)| given)
}
