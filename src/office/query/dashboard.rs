//! What the dashboard asks of the records, and what comes back.

use std::ops::Range;

use crate::domain::dashboard::DashboardPage;
use crate::domain::inventory::TrainingId;
use crate::domain::money::Cents;
use crate::domain::ownership::{CoverageRow, OwnershipRow};
use crate::domain::person::{OwnerId, OwnerRole, PersonId};
use crate::domain::product::ProductId;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::school::SchoolId;
use crate::domain::waste::WasteFigure;
use crate::office::lists::waste::WasteRow;

/// Which year, and what part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DashboardOf {
    /// The fiscal year; this one where none is named.
    pub year: Option<i32>,
    /// Only what this school bears.
    pub school: Option<SchoolId>,
}

/// The page; the cells that it is made of are asked for apart.
#[derive(Clone, PartialEq, Debug)]
pub struct CountedDashboard {
    /// What the dashboard shows.
    pub page: DashboardPage,
    /// How many cells it is made of.
    pub cells: usize,
    /// When the district's fiscal years begin.
    pub years: FiscalYears,
}

/// Which cells of the ledger, in which order, and which of them: for rows that can be seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WasteCellsOf {
    /// The fiscal year, and the school that bears them.
    pub of: DashboardOf,
    /// The figure that they add up to.
    pub figure: WasteFigure,
    /// Those too of which the figure has nothing.
    pub every: bool,
    /// Only those that say all these words.
    pub words: String,
    /// The letter of the sort menu.
    pub by: char,
    /// The other way round.
    pub reversed: bool,
    /// Their places in that order, from 0.
    pub rows: Range<usize>,
}

impl WasteCellsOf {
    /// Every cell, the one most at risk first.
    pub fn every(of: DashboardOf) -> WasteCellsOf {
        WasteCellsOf {
            of,
            figure: WasteFigure::Risk,
            every: true,
            words: String::new(),
            by: ' ',
            reversed: false,
            rows: 0..usize::MAX,
        }
    }
}

/// A page of the cells of the ledger, and what is said of all of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WasteCells {
    /// How many cells the year has.
    pub all: usize,
    /// How many belong to what was asked for.
    pub fitting: usize,
    /// What the figure has of them, each dollar counted once.
    pub taken: Cents,
    /// The same were its factor the only one.
    pub gross: Cents,
    /// The first of the rows that were asked for, in their order.
    pub rows: Vec<WasteRow>,
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
