//! The lines of contracts in force, each with how its cost is shared out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::contract::{Contract, Line};
use crate::domain::cost::Sharing;
use crate::domain::record::Schools;
use crate::store::convert::records;
use crate::store::{Error, Store};

/// Students and staff of each open school, by its id.
pub(super) type People = BTreeMap<i64, (i64, i64)>;

/// One line, in force today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InForce {
    pub(super) contract: Arc<Contract>,
    pub(super) line: Line,
    pub(super) sharing: Sharing,
}

impl InForce {
    /// The school that bought it; the district where none is named.
    pub(super) fn buyer(&self) -> Option<i64> {
        self.contract.buyer.map(|buyer| buyer.0)
    }

    /// The open schools it covers, in order of id.
    pub(super) fn schools(&self, people: &People) -> Vec<i64> {
        schools_of(&self.line.schools, self.buyer(), people)
    }

    /// Does it cover this school?
    pub(super) fn reaches(&self, school: i64, people: &People) -> bool {
        let named = match (&self.line.schools, self.buyer()) {
            (Schools::Only(ids), _) => ids.binary_search(&school).is_ok(),
            (Schools::All, Some(buyer)) => buyer == school,
            (Schools::All, None) => true,
        };
        named && people.contains_key(&school)
    }
}

/// The open schools a line covers: those named, else the buyer's own, else every school.
pub(super) fn schools_of(named: &Schools, buyer: Option<i64>, people: &People) -> Vec<i64> {
    let open = |ids: &[i64]| -> Vec<i64> {
        let open = ids.iter().filter(|id| people.contains_key(id));
        open.copied().collect()
    };
    match (named, buyer) {
        (Schools::Only(ids), _) => open(ids),
        (Schools::All, Some(school)) => open(&[school]),
        (Schools::All, None) => people.keys().copied().collect(),
    }
}

impl Store {
    /// The lines in force in order of product, not yet shared out, and the number of contracts.
    pub(super) fn in_force(&self, today: NaiveDate) -> Result<(Vec<InForce>, usize), Error> {
        let contracts: HashMap<i64, Arc<Contract>> = records::<Contract>(&self.conn, "", [])?
            .into_iter()
            .filter(|contract| contract.covers(today))
            .map(|contract| (contract.id.0, Arc::new(contract)))
            .collect();
        let mut lines = Vec::new();
        for line in records::<Line>(&self.conn, "ORDER BY product, id", [])? {
            if let Some(contract) = contracts.get(&line.contract.0) {
                lines.push(InForce {
                    contract: Arc::clone(contract),
                    line,
                    sharing: Sharing::default(),
                });
            }
        }
        Ok((lines, contracts.len()))
    }
}
