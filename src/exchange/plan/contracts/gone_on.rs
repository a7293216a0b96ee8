//! Rows that tell a term which went by, of a contract that runs on: a list that was imported once says so for good. They
//! change nothing, for the days, the seats and the price of the term that runs came after them.

use super::super::{Planner, Ref, RowRefusal, refuse};
use super::unnumbered::contract_key;
use crate::domain::contract::ContractId;
use crate::domain::names::Match;
use crate::exchange::record::FileRow;

impl Planner<'_> {
    /// Does the row tell a term of a contract that went by? That is said, with what runs now.
    pub(super) fn is_gone_on(
        &mut self,
        record: &FileRow,
        product: Ref,
        buyer: Option<Ref>,
    ) -> Result<bool, RowRefusal> {
        let (Some(office), Some(ends)) = (self.office, record.day("term_end")) else {
            return Ok(false);
        };
        if ends >= self.today {
            return Ok(false);
        }
        let (contracts, starts) = if let Some(number) = record.text("number") {
            match self.names.contracts.find(number) {
                Match::One(id) => (vec![id], None),
                _ => return Ok(false),
            }
        } else {
            let contracts = self.like(record, product, buyer);
            (contracts, record.day("term_start"))
        };
        for id in contracts {
            // A row of this file made it, or made it end on another day: it is none that went by.
            if self.contracts.contains_key(&id) {
                continue;
            }
            match office.gone_on(id, starts, ends) {
                Err(why) => return refuse("term_end", "", why),
                Ok(None) => {}
                Ok(Some(runs_to)) => {
                    let number = self.contract_number(id);
                    let why = format!(
                        "tells the term of {number} to {ends}, which has gone on to {runs_to}: the row changes nothing"
                    );
                    self.warn("term_end", record.written("term_end"), why);
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The contracts of the office that a row without a number may be about, but for the days of their terms; none where
    /// one covers just what it says.
    fn like(&mut self, record: &FileRow, product: Ref, buyer: Option<Ref>) -> Vec<ContractId> {
        let key = contract_key(record, product, buyer);
        if self.names.contract_keys.contains_key(&key) {
            return Vec::new();
        }
        self.unnumbered.bought_alike(&self.names, &key).to_vec()
    }
}
