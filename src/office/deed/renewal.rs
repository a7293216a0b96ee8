//! What is done to contracts.

use crate::domain::contract::ContractId;
use crate::domain::renewal::agenda::{AgendaRow, RenewalDeed};

/// A contract that something is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContractSubject {
    /// The id of the contract.
    pub contract: ContractId,
    /// `C-117 Nearpod`.
    pub what: String,
}

impl ContractSubject {
    /// What a row is about.
    pub fn of(row: &AgendaRow) -> ContractSubject {
        ContractSubject {
            contract: row.contract,
            what: format!("{} {}", row.number, row.product),
        }
    }
}

/// A deed done to contracts, all or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContractDeeds {
    /// The contracts it is done to, all or none.
    pub subjects: Vec<ContractSubject>,
    /// What is done to each of them.
    pub deed: RenewalDeed,
    /// The product that takes their place, by name; the deed then gets its id.
    pub replacement: Option<String>,
}

impl ContractDeeds {
    /// What is done to how many, in a few words.
    pub fn title(&self) -> String {
        match self.subjects.as_slice() {
            [one] => one.what.clone(),
            more => format!("{} contracts: {}", more.len(), self.deed.title()),
        }
    }

    /// The one contract it is done to; none where it is several.
    pub fn only(&self) -> Option<&ContractSubject> {
        let [one] = self.subjects.as_slice() else {
            return None;
        };
        Some(one)
    }

    /// Whether a decision is taken, after which the rows are others.
    pub fn decides(&self) -> bool {
        matches!(self.deed, RenewalDeed::Decide(_))
    }
}
