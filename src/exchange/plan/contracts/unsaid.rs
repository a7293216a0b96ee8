//! Rows of contracts without a number that leave unsaid the first day or the purchase order, or say it of a contract of
//! which it is not known. Where nothing contradicts, such a row is about that contract and completes it; where something
//! does, it is another contract, and both are named.

use super::super::{Planner, Ref, RowRefusal, all_of, hash, refuse};
use super::PutFields;
use super::unclear::{SaidContract, of_parts};
use crate::domain::contract::ContractId;
use crate::domain::names::ContractKey;
use crate::domain::put::{Put, Target};
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;

/// A contract that a row without a number made, or is about.
#[derive(Debug)]
pub(super) struct ToldContract {
    key: ContractKey,
    contract: Ref,
    line: usize,
    parts: u64,
}

impl ToldContract {
    /// Does it rest on what the plan makes at this place or after it?
    pub(super) fn rests_on(&self, place: usize) -> bool {
        self.line >= place || matches!(self.contract, Ref::Made(at) if at >= place)
    }
}

impl Planner<'_> {
    /// The contract of the office, or of an earlier row, that a row may be about, which says more or less of its first
    /// day or its order than the row; a new one where none is.
    pub(super) fn unsaid(
        &mut self,
        key: &ContractKey,
        record: &FileRow,
        (put, line, parts): (&Put, &Put, &[Put]),
    ) -> Result<Target, RowRefusal> {
        let said = SaidContract::new(self.row, key, (put, line, parts));
        self.unnumbered.said.push(said);
        let known = self.unnumbered.known_like(&self.names, key).iter();
        let known = known.filter(|other| other.may_be(key));
        let (mut same, mut others) = (Vec::new(), Vec::new());
        for other in known {
            for one in self.names.contract_keys.get(other).into_iter().flatten() {
                let differs = [put, line].into_iter().chain(parts);
                let differs = differs.into_iter().any(|put| one.contradicts(put));
                let found = if differs { &mut others } else { &mut same };
                found.push(Ref::known(one.contract));
            }
        }
        let told = self.unnumbered.told.get(&key.purchase());
        for one in told.into_iter().flatten() {
            let Ref::Made(at) = one.contract else {
                continue;
            };
            if !one.key.may_be(key) || one.key == *key {
                continue;
            }
            let found = if self.agrees(at, one, (put, line, parts)) {
                &mut same
            } else {
                &mut others
            };
            found.push(one.contract);
        }
        for found in [&mut same, &mut others] {
            found.sort_unstable_by_key(|one| one.number::<ContractId>().0.unsigned_abs());
            found.dedup();
        }
        match (&same[..], &others[..]) {
            ([one], _) => {
                if let Ref::Made(at) = one {
                    let why = format!(
                        "read as the contract of row {}, which it completes",
                        self.plan.puts[*at].row
                    );
                    self.warn("product", record.written("product"), why);
                }
                Ok(one.target())
            }
            ([], []) => Ok(Target::New),
            ([], others) => {
                let (are, say) = match others {
                    [_] => ("is", "says"),
                    _ => ("are", "say"),
                };
                let why = format!(
                    "{} {are} of the same product until the same day and {say} otherwise: kept as another contract. \
                     If they are one, write its number in a contract column",
                    self.called(others)
                );
                self.warn("product", record.written("product"), why);
                Ok(Target::New)
            }
            (several, _) => {
                let why = format!(
                    "fits {}; write the number in a contract column, or the first day",
                    self.called(several)
                );
                refuse("number", "", why)
            }
        }
    }

    /// `C-1`, `the contract of row 2`.
    fn called(&self, contracts: &[Ref]) -> String {
        let called = contracts.iter().map(|contract| match contract {
            Ref::Id(id) => self.contract_number(ContractId(*id)),
            Ref::Made(at) => format!("the contract of row {}", self.plan.puts[*at].row),
        });
        all_of(&called.collect::<Vec<_>>())
    }

    /// Does nothing of this row contradict the row that made this contract, at that place of the plan?
    fn agrees(
        &self,
        at: usize,
        told: &ToldContract,
        (put, line, parts): (&Put, &Put, &[Put]),
    ) -> bool {
        let agrees = |at: usize, put: &Put| {
            let before = &self.plan.puts[at].fields;
            let mut fields = put.fields.iter();
            fields.all(|(name, given)| before.iter().all(|(n, said)| n != name || said == given))
        };
        let bare = of_parts(&[]);
        let same_parts = parts.is_empty() || [bare, of_parts(parts)].contains(&told.parts);
        same_parts && agrees(at, put) && agrees(told.line, line)
    }

    /// Remembers the contract and the line of a row without a number, for the rows after it.
    pub(super) fn remember_told(&mut self, contract: Ref, line: usize, parts: u64) {
        if let Some(key) = self.unnumbered.key.take() {
            let purchase = key.purchase();
            self.unnumbered.told_in_order.push(purchase.clone());
            let told = self.unnumbered.told.entry(purchase).or_default();
            told.push(ToldContract {
                key,
                contract,
                line,
                parts,
            });
        }
    }

    /// The line that an earlier row without a number gave this contract and that this one completes: its place in the
    /// plan, what this row says beyond, and whether its money is still unsaid. None where this row says the same, or is
    /// about another line.
    pub(super) fn completed_line(
        &self,
        contract: Ref,
        product: Ref,
        line: &Put,
    ) -> Result<Option<(usize, PutFields, bool)>, RowRefusal> {
        let seen = self.seen.get(self.identity(line));
        let Some(key) = &self.unnumbered.key else {
            return Ok(None);
        };
        if seen.is_none_or(|seen| seen.said == hash(&line.fields) as u32) {
            return Ok(None);
        }
        let about =
            |one: &&ToldContract| one.contract == contract && one.key.product == product.number();
        let told = self.unnumbered.told.get(&key.purchase());
        let Some(told) = told.and_then(|told| told.iter().find(about)) else {
            return Ok(None);
        };
        self.check(line)?;
        let more = self.more(told.line, line.clone(), Kind::Line)?;
        Ok(Some((told.line, more, told.parts == of_parts(&[]))))
    }
}
