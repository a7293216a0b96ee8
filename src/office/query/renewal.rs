//! What the renewals view asks of the records: every contract, and a fiscal year by month.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::school::SchoolId;

/// Every contract, the most urgent first; also what has ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Agenda {
    /// The login of whoever looks: what is theirs comes first.
    pub who: String,
    /// The day it is reckoned for.
    pub today: NaiveDate,
    /// When the district's fiscal years begin.
    pub years: FiscalYears,
    /// The contracts, each with the dates of its running term.
    pub rows: Arc<Vec<AgendaRow>>,
}

/// A fiscal year by month, of the contracts that are in scope and fit a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearOf {
    /// The year in which it ends.
    pub year: i32,
    /// Only what covers this school.
    pub school: Option<SchoolId>,
    /// Only what mentions these words.
    pub words: String,
}
