//! A fiscal year by month for the renewals view: what runs, as the agenda has it, and what is over, read
//! once until something changes.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{Office, cache};
use crate::domain::contract::{Contract, ContractId, Line};
use crate::domain::money::Cents;
use crate::domain::product::{Vendor, VendorId};
use crate::domain::renewal::Term;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::ahead::AheadByContract;
use crate::domain::renewal::by_month::{ByMonth, by_month};
use crate::domain::school::Schools;
use crate::domain::text;
use crate::office::query::renewal::YearOf;
use crate::office::renewals::running;
use crate::store::{Error, Store};

/// Contracts, and their terms that are over.
pub(super) struct Past {
    contracts: Vec<Contract>,
    /// Contracts whose next terms follow from more than their record.
    ahead: AheadByContract,
    terms: Vec<(ContractId, NaiveDate, Option<Cents>)>,
    /// What contracts are about that do not run any more: words, folded, and schools.
    ended: HashMap<ContractId, (String, Vec<Schools>)>,
}

impl Office {
    pub(super) fn fiscal_year(&mut self, of: &YearOf) -> Result<ByMonth, Error> {
        let every = self.every_contract()?;
        let rows = running(&every);
        let years = self.store.policy()?.fiscal_years();
        // Which contracts run is a matter of the day.
        let today = self.today();
        let read = |store: &Store| read_past(store, &rows, today);
        let past = (self.past).current(&self.store, cache::AGENDA, Some(today), read)?;
        let words = text::fold(&of.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let covers = |schools: &Schools| of.school.is_none_or(|id| schools.covers(id));
        let fits = |row: &&AgendaRow| covers(&row.schools) && row.mentions(&words);
        let wanted: Vec<&AgendaRow> = rows.iter().copied().filter(fits).collect();
        let running: HashSet<ContractId> = wanted.iter().map(|row| row.contract).collect();
        let is_wanted = |id: ContractId| match past.ended.get(&id) {
            Some((about, schools)) => {
                let here = of.school.is_none() || schools.iter().any(covers);
                here && words.iter().all(|word| about.contains(word))
            }
            None => running.contains(&id),
        };
        let over = past.terms.iter().filter(|(id, ..)| is_wanted(*id));
        let over: Vec<(NaiveDate, Option<Cents>)> =
            over.map(|(_, ends, cost)| (*ends, *cost)).collect();
        let contracts = (&*past.contracts, &past.ahead);
        Ok(by_month(of.year, years, wanted, contracts, &over))
    }
}

fn read_past(store: &Store, rows: &[&AgendaRow], today: NaiveDate) -> Result<Past, Error> {
    let running: HashSet<ContractId> = rows.iter().map(|row| row.contract).collect();
    let contracts = store.all::<Contract>()?;
    let names = store.product_names()?;
    let vendors = store.all::<Vendor>()?.into_iter();
    let vendors: HashMap<VendorId, String> = vendors.map(|v| (v.id, v.name)).collect();
    let mut terms: Vec<(ContractId, NaiveDate, Option<Cents>)> = Vec::new();
    let mut ahead = AheadByContract::new();
    let mut told: HashSet<ContractId> = HashSet::new();
    for ends in store.term_ends(today)? {
        let id = ends.contract;
        told.insert(id);
        terms.extend(ends.over.into_iter().map(|(ends, cost)| (id, ends, cost)));
        ahead.extend(ends.ahead.map(|ahead| (id, ahead)));
    }
    // Of the others the running term is the one their record has, and its terms on record are over.
    let kept = store.all::<Term>()?.into_iter();
    let kept = kept.filter(|term| !told.contains(&term.contract));
    terms.extend(kept.map(|term| (term.contract, term.ends, term.total_cents)));
    let mut ended: HashMap<ContractId, (String, Vec<Schools>)> = HashMap::new();
    let mut prices: HashMap<ContractId, Cents> = HashMap::new();
    for line in store.all::<Line>()? {
        let id = line.contract;
        if running.contains(&id) {
            continue;
        }
        if let Some(price) = line.price() {
            *prices.entry(id).or_default() += price;
        }
        let (about, schools) = ended.entry(id).or_default();
        let product = names.get(&line.product).map_or("", String::as_str);
        about.push_str(&format!("{} ", text::fold(product)));
        schools.push(line.schools);
    }
    for contract in contracts.iter().filter(|c| !running.contains(&c.id)) {
        let id = contract.id;
        // One that another contract follows before its last day has come.
        if !told.contains(&id) {
            terms.push((id, contract.term_end, prices.remove(&id)));
        }
        let vendor = contract.vendor.and_then(|vendor| vendors.get(&vendor));
        let vendor = vendor.map_or("", String::as_str);
        let (about, _) = ended.entry(id).or_default();
        about.push_str(&text::fold(&format!("{} {vendor}", contract.number)));
    }
    Ok(Past {
        contracts,
        ahead,
        terms,
        ended,
    })
}
