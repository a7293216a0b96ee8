//! Rows of contracts without a number that may be about either of two contracts, whichever row stands first. What
//! one row may be, another may be too; where two of those cannot be one, nobody can tell which of them the row is.

use std::collections::HashMap;

use super::super::{Planner, all_of, hash};
use super::PutFields;
use crate::domain::names::{ContractKey, Covering};
use crate::domain::put::{Given, Put, RefusedRow};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;

/// What a row without a number says of its contract.
#[derive(Debug)]
pub(super) struct SaidContract {
    row: u64,
    key: ContractKey,
    /// Of the contract, of its line, and of the line's parts.
    puts: Vec<Put>,
    /// What all of them say, and what those of the parts do, as hashes: rows are compared with each other.
    said: u64,
    of_parts: u64,
}

/// What a row may be about: what another row says, or a contract of the office.
#[derive(Clone, Copy)]
enum FittingContract<'c> {
    Row(&'c SaidContract),
    Known(&'c ContractKey, &'c Covering),
}

/// What tells these parts of one line, or all that a row says, from those of another.
pub(super) fn of_parts(parts: &[Put]) -> u64 {
    hash(&parts.iter().map(|part| &part.fields).collect::<Vec<_>>())
}

impl SaidContract {
    pub(super) fn new(
        row: u64,
        key: &ContractKey,
        (put, line, parts): (&Put, &Put, &[Put]),
    ) -> SaidContract {
        let puts: Vec<Put> = [put, line].into_iter().chain(parts).cloned().collect();
        SaidContract {
            row,
            key: key.clone(),
            said: of_parts(&puts),
            of_parts: of_parts(parts),
            puts,
        }
    }

    /// Does it name a record that the plan makes at this place or after it?
    fn rests_on(&self, place: usize) -> bool {
        let product = -1 - self.key.product.0;
        let mut given = self.puts.iter().flat_map(|put| &put.fields);
        usize::try_from(product).is_ok_and(|product| product >= place)
            || given.any(|(_, given)| matches!(given, Given::Made(n) if *n >= place))
    }

    /// May both rows be about one contract? Two that say as much of their first day and order say the same, or are
    /// two.
    fn may_be(&self, other: &SaidContract) -> bool {
        if self.key == other.key {
            return self.said == other.said;
        }
        let (mine, theirs) = (&self.puts, &other.puts);
        let without_parts = mine.len() == 2 || theirs.len() == 2;
        self.key.may_be(&other.key)
            && mine
                .iter()
                .zip(theirs)
                .take(2)
                .all(|(a, b)| agree(&a.fields, &b.fields))
            && (without_parts || self.of_parts == other.of_parts)
    }
}

impl<'c> FittingContract<'c> {
    fn key(self) -> &'c ContractKey {
        match self {
            FittingContract::Row(row) => &row.key,
            FittingContract::Known(key, _) => key,
        }
    }

    /// Can the two not be one contract?
    fn differs(self, other: FittingContract) -> bool {
        match (self, other) {
            (FittingContract::Row(one), FittingContract::Row(other)) => !one.may_be(other),
            (FittingContract::Known(_, one), FittingContract::Known(_, other)) => {
                one.contract != other.contract
            }
            (FittingContract::Row(row), FittingContract::Known(key, known))
            | (FittingContract::Known(key, known), FittingContract::Row(row)) => {
                !key.may_be(&row.key) || row.puts.iter().any(|put| known.contradicts(put))
            }
        }
    }
}

/// Does neither say otherwise of a field that both say? An order is compared apart, however it is written.
fn agree(one: &PutFields, other: &PutFields) -> bool {
    let other = |name: &str| {
        other
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, given)| given)
    };
    let mut said = one.iter().filter(|(name, _)| *name != "po");
    said.all(|(name, given)| other(name).is_none_or(|said| said == given))
}

impl Planner<'_> {
    /// Forgets the rows that name what the plan makes no more from this place on.
    pub(in super::super) fn forget_said(&mut self, place: usize) {
        let row = self.row;
        let said = &mut self.unnumbered.said;
        said.retain(|said| said.row != row || !said.rests_on(place));
    }

    /// The rows of which nobody can tell which contract they are about, now that every row is read.
    pub(in super::super) fn unclear(&self) -> Vec<RefusedRow> {
        let mut groups: HashMap<_, (Vec<&SaidContract>, Vec<FittingContract>)> = HashMap::new();
        for said in &self.unnumbered.said {
            groups.entry(said.key.purchase()).or_default().0.push(said);
        }
        for (key, known) in &self.names.contract_keys {
            if let Some(group) = groups.get_mut(&key.purchase()) {
                group
                    .1
                    .extend(known.iter().map(|one| FittingContract::Known(key, one)));
            }
        }
        let found = groups
            .values()
            .flat_map(|(rows, known)| self.unclear_of(rows, known));
        let mut found: Vec<RefusedRow> = found.collect();
        found.retain(|one| !self.refused.contains_key(&one.row));
        found.sort_by_key(|one| one.row);
        found.dedup_by_key(|one| one.row);
        found
    }

    /// Of rows about one product until one day, and the contracts of the office that are.
    fn unclear_of(&self, rows: &[&SaidContract], known: &[FittingContract]) -> Vec<RefusedRow> {
        let mut all: Vec<FittingContract> =
            rows.iter().map(|row| FittingContract::Row(row)).collect();
        all.extend_from_slice(known);
        if all.iter().all(|one| *one.key() == rows[0].key) {
            return Vec::new();
        }
        let mut found: Vec<(u64, Refusal)> = Vec::new();
        for (at, one) in all.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            let fits = others.filter(|(_, other)| !one.differs(**other));
            let fits: Vec<FittingContract> = fits.map(|(_, other)| *other).collect();
            let apart = |(at, a): (usize, &FittingContract)| {
                let mut later = fits[at + 1..].iter();
                later.any(|b| a.differs(*b))
            };
            if !fits.iter().enumerate().any(apart) {
                continue;
            }
            match one {
                FittingContract::Row(row) => {
                    let why = format!("fits {}", self.called_unclear(&fits));
                    let next = "write the number in a contract column, or the first day";
                    found.push((row.row, Refusal::new("number", why).then("; ", next)));
                }
                FittingContract::Known(_, known) => {
                    let rows = |c: &FittingContract| match c {
                        FittingContract::Row(row) => Some(row.row),
                        FittingContract::Known(..) => None,
                    };
                    let rows: Vec<u64> = fits.iter().filter_map(rows).collect();
                    let why = several_fit(&rows, &self.contract_number(known.contract));
                    found.extend(rows.iter().map(|row| (*row, why.clone())));
                }
            }
        }
        let refused = |(row, why)| RefusedRow {
            row,
            of: (Kind::Contract, "number"),
            why,
        };
        found.into_iter().map(refused).collect()
    }

    /// `C-1 and the contract of row 3`.
    fn called_unclear(&self, fits: &[FittingContract]) -> String {
        let called = fits.iter().map(|one| match one {
            FittingContract::Row(row) => format!("the contract of row {}", row.row),
            FittingContract::Known(_, known) => self.contract_number(known.contract),
        });
        all_of(&called.collect::<Vec<_>>())
    }
}

/// That several rows without a number fit one contract, and are not one.
pub(super) fn several_fit(rows: &[u64], contract: &str) -> Refusal {
    let why = format!("rows {} all fit {contract}", all_of(rows));
    let next =
        "write the number in a contract column, and a number of its own for what is not here yet";
    Refusal::new("number", why).then("; ", next)
}
