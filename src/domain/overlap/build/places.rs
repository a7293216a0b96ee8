//! What each school bears of a line, and has of it: seats, use, devices it fails on, training.

use std::collections::BTreeMap;

use super::{
    ContractTerms, ProductInUse, SchoolSize, SchoolsAndProducts, StockAtSchool, TRAINED_ENOUGH,
};
use crate::domain::contract::{Line, PriceModel};
use crate::domain::cost::allocation::{Stake, allocate, seats_at, seats_borne};
use crate::domain::money::Cents;
use crate::domain::overlap::claims::WHOLE_CELL;
use crate::domain::overlap::facts::LineAtSchool;
use crate::domain::product::ProductId;
use crate::domain::school::{SchoolId, Schools};

/// The open schools a line covers: those named, else the buyer's own, else every school.
fn covered(line: &Line, buyer: Option<SchoolId>, placed: &SchoolsAndProducts) -> Vec<SchoolId> {
    let open = |ids: &[SchoolId]| {
        ids.iter()
            .copied()
            .filter(|id| placed.sites.contains_key(id))
            .collect()
    };
    match (&line.schools, buyer) {
        (Schools::Only(ids), _) => open(ids),
        (Schools::All, Some(school)) => open(&[school]),
        (Schools::All, None) => placed.sites.keys().copied().collect(),
    }
}

/// What each school bears, and has. Money that the district bears itself is told where it is used.
pub(super) fn places(
    purchase: &ContractTerms,
    line: &Line,
    cost: Cents,
    limited: bool,
    item: &ProductInUse,
    placed: &SchoolsAndProducts,
) -> Vec<LineAtSchool> {
    let buyer = purchase.now.contract.buyer;
    let product = placed.canonical(line.product);
    let stock = placed.stock.get(&(product, buyer));
    let at = |school: SchoolId| -> Option<&StockAtSchool> {
        let stock = stock?;
        let at = stock.binary_search_by_key(&school, |s| s.school).ok()?;
        stock.get(at)
    };
    let schools = covered(line, buyer, placed);
    let people = |school: &SchoolId| {
        let site = &placed.sites[school];
        line.people(site.students, site.staff)
    };
    let allotted = |school: SchoolId| at(school).and_then(|held| held.seats);
    let of = |school: &SchoolId| (allotted(*school), people(school));
    let of: Vec<_> = schools.iter().map(of).collect();
    let borne = seats_borne(line, &of).into_iter();
    let seats: BTreeMap<SchoolId, i64> = if limited {
        schools
            .iter()
            .copied()
            .zip(seats_at(line.quantity, &of))
            .collect()
    } else {
        let seats = schools.iter().filter_map(|id| Some((*id, allotted(*id)?)));
        seats.collect()
    };
    let stakes: Vec<Stake> = schools
        .iter()
        .zip(borne)
        .map(|(school, seats)| Stake {
            school: *school,
            enrollment: placed.sites[school].students,
            seats,
            active: at(*school).and_then(|s| s.used).unwrap_or(0),
        })
        .collect();
    let agreed = placed.shares.get(&line.id).map_or(&[][..], Vec::as_slice);
    let mut costs: BTreeMap<SchoolId, Cents> = BTreeMap::new();
    let mut central = Cents(0);
    for (school, part) in allocate(cost, line.method(), &stakes, agreed) {
        match school.filter(|id| placed.sites.contains_key(id)) {
            Some(school) => *costs.entry(school).or_default() += part,
            None => central += part,
        }
    }
    for (school, part) in allocate(central, None, &stakes, &[]) {
        *costs.entry(school.unwrap_or_default()).or_default() += part;
    }
    let peak = line.model == Some(PriceModel::Concurrent);
    let mut all: Vec<SchoolId> = schools;
    all.extend(
        costs
            .iter()
            .filter(|(_, c)| **c != Cents(0))
            .map(|(id, _)| *id),
    );
    all.sort_unstable();
    all.dedup();
    let mut places: Vec<LineAtSchool> = all
        .into_iter()
        .map(|school| {
            let held = at(school);
            let used = match held {
                Some(held) => held.counted(),
                // All that was counted there is of somebody else's purchase.
                None => counted_elsewhere(placed, product, school).then_some(0),
            };
            let most = item.peak.get(&school).copied().filter(|_| peak);
            let used = most.or(used);
            let site = placed.sites.get(&school);
            let everybody = site.map_or(0, |_| people(&school));
            let seats = match line.model {
                _ if limited => seats.get(&school).copied().unwrap_or(0),
                // What is paid by use has no seat that could be idle.
                Some(PriceModel::Usage) => used.unwrap_or(0),
                Some(PriceModel::PerSchool) => allotted(school).unwrap_or(everybody),
                _ => everybody,
            };
            LineAtSchool {
                school,
                grades: grades(line, item, site),
                cost: costs.get(&school).copied().unwrap_or_default(),
                seats,
                used,
                unfit: unfit(item, site),
                untrained: untrained(item, school),
            }
        })
        .collect();
    if let Some(whole) = placed.whole.get(&(product, buyer)).filter(|_| !peak) {
        share_use(&mut places, *whole);
    }
    places
}

/// Was the use of a product counted at a school, whoever bought it?
fn counted_elsewhere(placed: &SchoolsAndProducts, product: ProductId, school: SchoolId) -> bool {
    let buyers = [None, Some(school)].into_iter();
    let mut held = buyers.filter_map(|buyer| placed.stock.get(&(product, buyer)));
    held.any(|stock| {
        let at = stock.binary_search_by_key(&school, |held| held.school);
        at.is_ok_and(|at| stock[at].counted().is_some())
    })
}

/// A count of the district as a whole, shared out to where the seats are.
fn share_use(places: &mut [LineAtSchool], whole: i64) {
    let seats: Vec<u64> = places
        .iter()
        .map(|p| p.seats.max(0).unsigned_abs())
        .collect();
    let parts = Cents(whole).split(&seats);
    for (place, part) in places.iter_mut().zip(parts) {
        place.used = Some(part.0);
    }
}

/// The grades there, a bit each; all where nobody said, or where what was said has none in common.
fn grades(line: &Line, item: &ProductInUse, site: Option<&SchoolSize>) -> u16 {
    let school = site.map(|site| site.grades).unwrap_or_default();
    let said = [line.grades, item.grades, school];
    let mut said = said.into_iter().filter(|grades| !grades.is_unsaid());
    let Some(first) = said.next() else {
        return u16::MAX;
    };
    let common = said.fold(first, |all, grades| {
        let both = all.common(grades);
        if both.is_unsaid() { grades } else { both }
    });
    common.bits()
}

fn unfit(item: &ProductInUse, site: Option<&SchoolSize>) -> i64 {
    let devices = site.into_iter().flat_map(|site| &site.devices);
    let failing = devices.filter(|(device, _)| item.fails_on.contains(device));
    let share: i64 = failing.map(|(_, share)| share).sum();
    WHOLE_CELL / 100 * share.clamp(0, 100)
}

fn untrained(item: &ProductInUse, school: SchoolId) -> bool {
    let trained = item.trained.get(&school);
    trained.is_some_and(|(target, trained)| trained * 100 < target * TRAINED_ENOUGH)
}
