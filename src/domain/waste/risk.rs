//! What the cells of a year come to, line by line: what the dashboard is made of. The cells themselves, a line at a school
//! each, are too many to be held in a large district.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Factor, Taken, Totals, WasteCell};
use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;
use crate::domain::overlap::OverlapPlace;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

/// What of one line is at risk, at all schools that are looked at together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineAtRisk {
    /// The line of a contract.
    pub line: LineId,
    /// Is the last day to say no to its renewal still ahead?
    pub stoppable: bool,
    /// All factors together.
    pub at_risk: Cents,
    /// What does not run on the devices.
    pub incompatible: Cents,
    /// Idle seats where fewer would do.
    pub right_size: Cents,
    /// Idle seats where too few are trained.
    pub untrained: Cents,
    /// The schools where that is, in order.
    pub untrained_at: Vec<SchoolId>,
    /// What nobody answers for.
    pub unowned: Cents,
    /// What overlaps take, by all that claim a part of the same cell.
    pub overlaps: Vec<(Vec<OverlapPlace>, Cents)>,
}

impl LineAtRisk {
    fn add(&mut self, cell: &WasteCell, claiming: &[OverlapPlace]) {
        let net = |factor| cell.taken[factor as usize].net;
        self.line = cell.line;
        self.stoppable = cell.stoppable;
        self.at_risk += cell.at_risk();
        self.incompatible += net(Factor::Incompatible);
        self.unowned += net(Factor::Unowned);
        let idle = net(Factor::Untrained);
        if !cell.untrained {
            self.right_size += idle;
        } else if idle > Cents(0) {
            self.untrained += idle;
            let after = self.untrained_at.partition_point(|at| *at < cell.school);
            self.untrained_at.insert(after, cell.school);
        }
        let overlap = net(Factor::Overlap);
        if overlap > Cents(0) && !claiming.is_empty() {
            let known = self
                .overlaps
                .binary_search_by(|(all, _)| all[..].cmp(claiming));
            match known {
                Ok(at) => self.overlaps[at].1 += overlap,
                Err(at) => self.overlaps.insert(at, (claiming.to_vec(), overlap)),
            }
        }
    }
}

/// What of one product is at risk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductAtRisk {
    /// By factor, in the order of `Factor`.
    pub factors: [Taken; 4],
    /// Its lines with something at risk, by id.
    pub lines: Vec<LineAtRisk>,
    /// The schools with something at risk, by id, with what that is.
    pub schools: Vec<(SchoolId, Cents)>,
}

impl ProductAtRisk {
    /// Takes in a cell of the product; `claiming` are the overlaps that claim a part of it, in order.
    pub fn add(&mut self, cell: &WasteCell, claiming: &[OverlapPlace]) {
        for (sum, taken) in self.factors.iter_mut().zip(&cell.taken) {
            sum.net += taken.net;
            sum.gross += taken.gross;
        }
        if cell.at_risk() == Cents(0) {
            return;
        }
        let line = self
            .lines
            .binary_search_by_key(&cell.line, |line| line.line);
        let line = line.unwrap_or_else(|at| {
            self.lines.insert(at, LineAtRisk::default());
            at
        });
        self.lines[line].add(cell, claiming);
        let school = self
            .schools
            .binary_search_by_key(&cell.school, |(school, _)| *school);
        let school = school.unwrap_or_else(|at| {
            self.schools.insert(at, (cell.school, Cents(0)));
            at
        });
        self.schools[school].1 += cell.at_risk();
    }
}

/// What a fiscal year's cells come to, of one school or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearWaste {
    /// The year, named by the one it ends in.
    pub year: i32,
    /// How many cells there are.
    pub cells: usize,
    /// Their sums, in cents.
    pub totals: Totals,
    /// Those with something at risk.
    pub products: BTreeMap<ProductId, Arc<ProductAtRisk>>,
    /// What is at risk at each school, where anything is.
    pub schools: HashMap<SchoolId, Cents>,
    /// The contract of each line with something at risk.
    pub contracts: HashMap<LineId, ContractId>,
    /// Where each overlap of the year stands in the order of claims, by its fingerprint.
    pub places: HashMap<String, OverlapPlace>,
    /// Of one school: what each overlap puts at stake there, where it is anything.
    pub at_stake: HashMap<OverlapPlace, Cents>,
    /// What products are called.
    pub names: HashMap<ProductId, String>,
}

impl YearWaste {
    /// Of one school: what the overlap of this fingerprint puts at stake there.
    pub fn at_stake_here(&self, fingerprint: &str) -> Cents {
        let place = self.places.get(fingerprint);
        let here = place.and_then(|place| self.at_stake.get(place));
        here.copied().unwrap_or_default()
    }
}

impl YearWaste {
    /// Takes in what of a product is at risk.
    pub fn take(&mut self, product: ProductId, risk: Arc<ProductAtRisk>) {
        for (school, at_risk) in &risk.schools {
            *self.schools.entry(*school).or_default() += *at_risk;
        }
        self.products.insert(product, risk);
    }
}
