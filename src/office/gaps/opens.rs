//! What would open if a product went: the holes of a school that nothing else there covers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::GapOffer;
use super::desk::GapDesk;
use crate::domain::counted::counted;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::board::AlertRow;
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::coverage::{CoverOffer, best_state};
use crate::domain::standards::reading::KeptGap;
use crate::office::{Error, Office};
use crate::store::Store;

/// Standards that would open at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedAt {
    /// The school.
    pub school: SchoolId,
    /// The school's name.
    pub school_name: String,
    /// The codes of the standards, in order.
    pub standards: Vec<String>,
}

/// Codes named of a school.
const NAMED: usize = 4;

impl OpenedAt {
    /// `4 standards at Pinnock Bay ES (R.3.1, R.3.2, R.3.4, ...)`.
    pub fn words(&self) -> String {
        let mut named: Vec<&str> = self.standards.iter().map(String::as_str).collect();
        if named.len() > NAMED {
            named.truncate(NAMED);
            named.push("...");
        }
        format!("{} ({})", self.counted(), named.join(", "))
    }

    /// `4 standards at Pinnock Bay ES`.
    fn counted(&self) -> String {
        let standards = counted(self.standards.len(), "standard");
        format!("{standards} at {}", self.school_name)
    }

    /// `would open 4 standards at Pinnock Bay ES`.
    pub fn told(&self) -> String {
        format!("would open {}", self.counted())
    }
}

impl Office {
    /// What would open at the schools of an alert of standards (O4) if this product stayed and the others went; the one that
    /// the rule proposes where none is named. Nothing for an alert of another kind.
    pub fn opened_by(
        &self,
        alert: &AlertRow,
        stays: Option<ProductId>,
    ) -> Result<Vec<OpenedAt>, Error> {
        let readings = match alert.kind {
            OverlapKind::SameStandards => self.newest_readings()?,
            _ => Vec::new(),
        };
        if readings.is_empty() {
            return Ok(Vec::new());
        }
        let goes: BTreeSet<ProductId> = match stays {
            Some(stays) => {
                let others = alert.products.iter().map(|(product, _)| *product);
                others.filter(|product| *product != stays).collect()
            }
            None => alert.losing.iter().copied().collect(),
        };
        let at: BTreeSet<SchoolId> = alert.schools.iter().map(|(school, _)| *school).collect();
        let mut desk = GapDesk::new(self)?;
        let mut opened: BTreeMap<SchoolId, BTreeSet<String>> = BTreeMap::new();
        for reading in readings {
            for school in &at {
                self.store.each_gap(reading.id, Some(*school), |gap| {
                    if desk.is_opened(&self.store, &gap, &goes)? {
                        let codes = opened.entry(gap.school).or_default();
                        codes.insert(desk.called(gap.standard));
                    }
                    Ok(())
                })?;
            }
        }
        let schools = self.store.all::<School>()?.into_iter();
        let mut names: HashMap<SchoolId, String> = schools.map(|one| (one.id, one.name)).collect();
        let told = opened.into_iter().map(|(school, standards)| OpenedAt {
            school,
            school_name: names.remove(&school).unwrap_or_default(),
            standards: standards.into_iter().collect(),
        });
        Ok(told.collect())
    }
}

impl GapDesk {
    /// Is it covered now, and not without these?
    fn is_opened(
        &mut self,
        store: &Store,
        gap: &KeptGap,
        goes: &BTreeSet<ProductId>,
    ) -> Result<bool, Error> {
        let Some(bands) = gap.bands else {
            return Ok(false);
        };
        let below = bands.below_at_least();
        if below == 0 || !self.is_told(gap.standard) {
            return Ok(false);
        }
        let offers = self.offers(store, (gap.standard, gap.wide), (gap.school, gap.grade))?;
        Ok(only_covered_by(goes, &offers, below))
    }
}

/// Is a standard covered by what is offered for it, for so many pupils, and not without these products?
pub(super) fn only_covered_by(
    products: &BTreeSet<ProductId>,
    offers: &[GapOffer],
    below: u32,
) -> bool {
    let covered = |counts: &dyn Fn(&GapOffer) -> bool| {
        let covers = offers.iter().filter(|offer| counts(offer));
        let covers: Vec<CoverOffer> = covers.filter_map(GapOffer::covers).collect();
        best_state(&covers, below).is_covered()
    };
    covered(&|_| true) && !covered(&|offer| !products.contains(&offer.product))
}
