//! What the ledger says of each product: its sums, what of it is at risk line by line, and the few cells most at risk. The
//! cells themselves go by and are let go.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::groups::{FoundInGroup, TooMany};
use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::overlap::claims::part_of;
use crate::domain::overlap::{Member, OverlapPlace};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::waste::{ProductAtRisk, Totals, WasteCell};

/// So many of its cells are kept of each product, the ones most at risk: as many as a list shows where nobody asks for
/// all.
pub(in crate::store) const MOST_AT_RISK: usize = 20;

/// What the ledger says of one product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct ProductWaste {
    /// How many cells it has.
    pub(in crate::store) cells: usize,
    /// Its sums.
    pub(in crate::store) totals: Totals,
    /// How many of its cells have something at risk.
    pub(in crate::store) at_risk: usize,
    /// Those of them that are most at risk.
    pub(in crate::store) most: Vec<WasteCell>,
    /// What they come to, line by line.
    pub(in crate::store) risk: Arc<ProductAtRisk>,
}

/// What the cells of products come to.
pub(in crate::store) type WasteByProduct = BTreeMap<ProductId, ProductWaste>;

impl ProductWaste {
    fn add(&mut self, cell: &WasteCell, claiming: &[OverlapPlace]) {
        self.cells += 1;
        self.totals.add(cell, 1);
        Arc::make_mut(&mut self.risk).add(cell, claiming);
        if cell.at_risk() > Cents(0) {
            self.at_risk += 1;
            self.most.push(*cell);
            if self.most.len() >= 4 * MOST_AT_RISK {
                self.settle();
            }
        }
    }

    fn settle(&mut self) {
        self.most.sort_by_key(WasteCell::place);
        self.most.truncate(MOST_AT_RISK);
        self.most.shrink_to_fit();
    }
}

/// Takes in the cells of a group, of this school alone where it is named.
pub(in crate::store) fn add_cells(
    waste: &mut WasteByProduct,
    group: &FoundInGroup,
    many: &TooMany,
    only: Option<SchoolId>,
) {
    let claiming = claiming(group, many);
    let mut seen: BTreeSet<ProductId> = BTreeSet::new();
    let here = |cell: &&WasteCell| only.is_none_or(|school| school == cell.school);
    for cell in group.cells.iter().filter(here) {
        let claiming = claiming.get(&(cell.line, cell.school));
        let of_product = waste.entry(cell.product).or_default();
        of_product.add(cell, claiming.map_or(&[], Vec::as_slice));
        seen.insert(cell.product);
    }
    for product in seen {
        waste.entry(product).or_default().settle();
    }
}

/// By line and school the overlaps that claim a part of what it costs there, in order.
fn claiming(
    group: &FoundInGroup,
    many: &TooMany,
) -> HashMap<(LineId, SchoolId), Vec<OverlapPlace>> {
    let mut all: HashMap<(LineId, SchoolId), Vec<OverlapPlace>> = HashMap::new();
    let beyond = many.iter().map(|(_, overlap)| overlap);
    for overlap in group.overlaps.iter().chain(beyond) {
        let place = overlap.place();
        let claims = |m: &&Member| part_of(m.cost, m.claimed) + m.excess > Cents(0);
        for member in overlap.members.iter().filter(claims) {
            let of_cell = all.entry((member.line, member.school)).or_default();
            if let Err(at) = of_cell.binary_search(&place) {
                of_cell.insert(at, place);
            }
        }
    }
    all
}
