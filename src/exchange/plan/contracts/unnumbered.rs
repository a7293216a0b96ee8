//! Rows of contracts without a number: which contract of the office each is about. One that says what a contract
//! says already is that one; what is left is asked about where more than one contract, or row, fits.

use std::collections::{HashMap, HashSet};

use super::super::{Planner, Ref, RowRefusal, all_of, refuse};
use super::unclear::{SaidContract, several_fit};
use super::unsaid::ToldContract;
use crate::domain::contract::ContractId;
use crate::domain::names::{ContractKey, Covering, Names, PurchaseKey, number_key};
use crate::domain::product::ProductId;
use crate::domain::put::{Put, Target};
use crate::domain::school::SchoolId;
use crate::exchange::record::FileRow;
use crate::exchange::sheet::SheetRow;

/// Which rows are settled now: a row that cannot be waits for the next round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Round {
    /// Those that say what one contract says, and no other.
    #[default]
    Sure,
    /// Those that say what several contracts say: to none of them they are news.
    Alike,
    /// Those that say something else.
    Left,
}

/// Contracts by what they buy for whom, in order of id.
type BoughtBy = HashMap<(ProductId, Option<SchoolId>), Vec<ContractId>>;

/// What is known so far of the rows without a number.
#[derive(Debug, Default)]
pub(in super::super) struct Unnumbered {
    round: Round,
    /// What the row that is read covers, where it waits.
    waits: Option<ContractKey>,
    waiting: Vec<(SheetRow, ContractKey)>,
    /// Contracts of the office that rows are about, each with the product of its line.
    met: HashSet<(ContractId, ProductId)>,
    /// What rows cover that might be about either of several contracts.
    vague: HashSet<ContractKey>,
    /// What the row that is read covers.
    pub(super) key: Option<ContractKey>,
    /// What rows said so far, and in which order.
    pub(super) told: HashMap<PurchaseKey, Vec<ToldContract>>,
    pub(super) told_in_order: Vec<PurchaseKey>,
    /// The keys of the office's contracts by what they have alike: no row looks at all of them.
    known: Option<HashMap<PurchaseKey, Vec<ContractKey>>>,
    /// The office's contracts by product and buyer, likewise.
    bought: Option<BoughtBy>,
    /// How the rows that wait stand by what they cover, once all do.
    rows_waiting: HashMap<ContractKey, Vec<u64>>,
    /// What each row said of which the office has not all, for a look at all of them together.
    pub(super) said: Vec<SaidContract>,
}

impl Unnumbered {
    /// The keys of contracts of the office that may be the same as this one.
    pub(super) fn known_like(&mut self, names: &Names, key: &ContractKey) -> &[ContractKey] {
        let known = self.known.get_or_insert_with(|| {
            let mut known: HashMap<PurchaseKey, Vec<ContractKey>> = HashMap::new();
            for key in names.contract_keys.keys() {
                known.entry(key.purchase()).or_default().push(key.clone());
            }
            known
        });
        known.get(&key.purchase()).map_or(&[], Vec::as_slice)
    }

    /// The contracts of the office that buy the same for the same, whenever they run.
    pub(super) fn bought_alike(&mut self, names: &Names, key: &ContractKey) -> &[ContractId] {
        let bought = self.bought.get_or_insert_with(|| {
            let mut bought = BoughtBy::new();
            for (key, covering) in &names.contract_keys {
                let contracts = bought.entry((key.product, key.buyer)).or_default();
                contracts.extend(covering.iter().map(|one| one.contract));
            }
            for contracts in bought.values_mut() {
                contracts.sort_unstable();
            }
            bought
        });
        bought
            .get(&(key.product, key.buyer))
            .map_or(&[], Vec::as_slice)
    }

    /// Forgets what was said of contracts that the plan makes at this place or after it: that is the last there is.
    pub(super) fn forget_told(&mut self, place: usize) {
        while let Some(purchase) = self.told_in_order.last() {
            let told = self.told.get_mut(purchase);
            let Some(told) =
                told.filter(|told| told.last().is_some_and(|last| last.rests_on(place)))
            else {
                return;
            };
            told.pop();
            self.told_in_order.pop();
        }
    }

    /// A row is about this line.
    pub(super) fn meet(&mut self, contract: Ref, product: Ref) {
        self.met.insert((contract.number(), product.number()));
    }

    /// Keeps the row for later, if it waits; says whether it does. None that the records refused waits.
    pub(in super::super) fn keeps(&mut self, row: &SheetRow, refused: bool) -> bool {
        let key = self.waits.take().filter(|_| !refused);
        let waits = key.is_some();
        self.waiting.extend(key.map(|key| (row.clone(), key)));
        waits
    }
}

/// What a row covers.
pub(super) fn contract_key(record: &FileRow, product: Ref, buyer: Option<Ref>) -> ContractKey {
    let day = |field| record.day(field).map(|day| day.to_string());
    ContractKey {
        product: product.number(),
        buyer: buyer.map(Ref::number),
        term_start: day("term_start"),
        term_end: day("term_end").unwrap_or_default(),
        po: record.text("po").map(number_key),
    }
}

impl Planner<'_> {
    /// The contract that a row without a number is about; none where the row waits.
    pub(super) fn unnumbered(
        &mut self,
        record: &FileRow,
        (product, buyer): (Ref, Option<Ref>),
        (put, line, parts): (&Put, &Put, &[Put]),
    ) -> Result<Option<Target>, RowRefusal> {
        let key = contract_key(record, product, buyer);
        self.unnumbered.key = Some(key.clone());
        let Some(fitting) = self.names.contract_keys.get(&key) else {
            return self.unsaid(&key, record, (put, line, parts)).map(Some);
        };
        let says = |known: &&Covering| {
            known.says(put) && known.says(line) && parts.iter().all(|part| known.says(part))
        };
        let alike = fitting.iter().filter(says).map(|known| known.contract);
        let alike: Vec<ContractId> = alike.collect();
        let met = |id: &ContractId| self.unnumbered.met.contains(&(*id, key.product));
        let target = |id: ContractId| Some(Ref::known(id).target());
        let is_left = self.unnumbered.round == Round::Left;
        match (&alike[..], self.unnumbered.round) {
            ([one], _) => return Ok(target(*one)),
            ([first, ..], Round::Alike | Round::Left) => {
                let free = alike.iter().find(|id| !met(id));
                let found = target(*free.unwrap_or(first));
                self.unnumbered.vague.insert(key);
                return Ok(found);
            }
            _ if !is_left => {
                self.unnumbered.waits = Some(key);
                return Ok(None);
            }
            _ => {}
        }
        let mut fits: Vec<ContractId> = fitting.iter().map(|known| known.contract).collect();
        if !self.unnumbered.vague.contains(&key) {
            fits.retain(|id| !met(id));
        }
        let rows = self.unnumbered.rows_waiting.get(&key);
        let rows = rows.cloned().unwrap_or_default();
        match (&fits[..], &rows[..]) {
            ([], _) => Ok(Some(Target::New)),
            ([one], [_]) => Ok(target(*one)),
            ([one], rows) => {
                let why = several_fit(rows, &self.contract_number(*one));
                refuse("number", "", why)
            }
            (several, _) => {
                let numbers: Vec<String> =
                    several.iter().map(|id| self.contract_number(*id)).collect();
                let why = format!(
                    "fits {}; write the number in a contract column",
                    all_of(&numbers)
                );
                refuse("number", "", why)
            }
        }
    }

    /// Takes the rows that waited, now that every row was read.
    pub(in super::super) fn settle_unnumbered(&mut self) {
        for round in [Round::Alike, Round::Left] {
            self.unnumbered.round = round;
            let waiting = if round == Round::Left {
                let waiting = self.unnumbered.waiting.clone();
                for (row, key) in &waiting {
                    let rows = self.unnumbered.rows_waiting.entry(key.clone());
                    rows.or_default().push(row.number);
                }
                waiting
            } else {
                std::mem::take(&mut self.unnumbered.waiting)
            };
            for (row, _) in waiting {
                self.plan.read -= 1;
                self.take(&row);
            }
        }
    }
}
