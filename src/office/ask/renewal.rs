//! What the renewals view asks of the records, what is done to its rows, and what comes back.
//! Made by the view, carried by `ask`, answered by `office`. Knows nothing of how it looks.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::renewal::agenda::{AgendaRow, RenewalDeed};
use crate::domain::renewal::fiscal::FiscalYears;

/// Every contract, the most urgent first; also what has ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Agenda {
    /// The login of whoever looks: what is theirs comes first.
    pub who: String,
    /// The day it is reckoned for.
    pub today: NaiveDate,
    /// When the district's fiscal years begin.
    pub years: FiscalYears,
    /// The rows.
    pub rows: Arc<Vec<AgendaRow>>,
}

/// A fiscal year by month, of the contracts that are in scope and fit a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearOf {
    /// The year in which it ends.
    pub year: i32,
    /// Only what covers this school.
    pub school: Option<i64>,
    /// Only what mentions these words.
    pub words: String,
}

/// A contract that something is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// Its id.
    pub contract: i64,
    /// `C-117 Nearpod`.
    pub what: String,
}

impl Subject {
    /// What a row is about.
    pub fn of(row: &AgendaRow) -> Subject {
        Subject {
            contract: row.contract,
            what: format!("{} {}", row.number, row.product),
        }
    }
}

/// A deed done to contracts, all or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doing {
    /// The contracts.
    pub subjects: Vec<Subject>,
    /// What is done to each of them.
    pub deed: RenewalDeed,
    /// The product that takes their place, by name; the deed then gets its id.
    pub replacement: Option<String>,
}

impl Doing {
    /// What is done to how many, in a few words.
    pub fn title(&self) -> String {
        match self.subjects.as_slice() {
            [one] => one.what.clone(),
            more => format!("{} contracts: {}", more.len(), self.deed.title()),
        }
    }

    /// Whether a decision is taken, after which the rows are others.
    pub fn decides(&self) -> bool {
        matches!(self.deed, RenewalDeed::Decide(_))
    }
}
