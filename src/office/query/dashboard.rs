//! What the dashboard asks of the records, and what comes back.

use std::sync::Arc;

use crate::domain::dashboard::DashboardPage;
use crate::domain::inventory::TrainingId;
use crate::domain::overlap::board::Ledger;
use crate::domain::ownership::{CoverageRow, OwnershipRow};
use crate::domain::person::{OwnerId, OwnerRole, PersonId};
use crate::domain::product::ProductId;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::school::SchoolId;

/// Which year, and what part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DashboardOf {
    /// The fiscal year; this one where none is named.
    pub year: Option<i32>,
    /// Only what this school bears.
    pub school: Option<SchoolId>,
}

/// The page, and the cells it is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct CountedDashboard {
    /// What the dashboard shows.
    pub page: DashboardPage,
    /// Every cell of the year.
    pub ledger: Arc<Ledger>,
    /// When the district's fiscal years begin.
    pub years: FiscalYears,
}

/// Who answers for what, with the records that say so.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ownership {
    /// The products and who answers for each.
    pub rows: Vec<OwnershipRow>,
    /// Product, role, person, and the record.
    pub records: Vec<(ProductId, OwnerRole, PersonId, OwnerId)>,
}

/// Who is trained in what, with the newest record of each product and school.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Coverage {
    /// Each product at each school, and who is trained there.
    pub rows: Vec<CoverageRow>,
    /// Product, school, and the record.
    pub records: Vec<(ProductId, SchoolId, TrainingId)>,
}
