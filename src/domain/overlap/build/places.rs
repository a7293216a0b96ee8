//! What each school bears of a line, and has of it: seats, use, devices it fails on, training.

use std::collections::{BTreeMap, HashMap};

use super::{Item, Office, Purchase, Site, Stock, TRAINED_ENOUGH, audience};
use crate::domain::contract::{Line, PriceModel};
use crate::domain::cost::allocation::{Stake, allocate};
use crate::domain::money::Cents;
use crate::domain::overlap::claims::WHOLE;
use crate::domain::overlap::facts::Place;
use crate::domain::record::Schools;

/// The open schools a line covers: those named, else the buyer's own, else every school.
fn covered(line: &Line, buyer: Option<i64>, office: &Office) -> Vec<i64> {
    let open = |ids: &[i64]| {
        ids.iter()
            .copied()
            .filter(|id| office.sites.contains_key(id))
            .collect()
    };
    match (&line.schools, buyer) {
        (Schools::Only(ids), _) => open(ids),
        (Schools::All, Some(school)) => open(&[school]),
        (Schools::All, None) => office.sites.keys().copied().collect(),
    }
}

/// What each school bears, and has. Money that the district bears itself is told where it is used.
pub(super) fn places(
    purchase: &Purchase,
    line: &Line,
    cost: Cents,
    limited: bool,
    item: &Item,
    office: &Office,
) -> Vec<Place> {
    let buyer = purchase.now.contract.buyer.map(|buyer| buyer.0);
    let product = office.canonical(line.product.0);
    let stock = office.stock.get(&(product, buyer));
    let at = |school: i64| -> Option<&Stock> {
        let stock = stock?;
        let at = stock.binary_search_by_key(&school, |s| s.school).ok()?;
        stock.get(at)
    };
    let schools = covered(line, buyer, office);
    let people = |school: &i64| {
        let site = &office.sites[school];
        match audience(line.audience) {
            (true, false) => site.students,
            (false, true) => site.staff,
            _ if line.model == Some(PriceModel::PerTeacher) => site.staff,
            _ => site.students,
        }
    };
    let stakes: Vec<Stake> = schools
        .iter()
        .map(|school| Stake {
            school: *school,
            enrollment: office.sites[school].students,
            seats: at(*school).and_then(|s| s.seats).unwrap_or(0),
            active: at(*school).and_then(|s| s.used).unwrap_or(0),
        })
        .collect();
    let agreed = office.shares.get(&line.id.0).map_or(&[][..], Vec::as_slice);
    let mut costs: BTreeMap<i64, Cents> = BTreeMap::new();
    let mut central = Cents(0);
    for (school, part) in allocate(cost, line.allocation, &stakes, agreed) {
        match school.filter(|id| office.sites.contains_key(id)) {
            Some(school) => *costs.entry(school).or_default() += part,
            None => central += part,
        }
    }
    for (school, part) in allocate(central, None, &stakes, &[]) {
        *costs.entry(school.unwrap_or(0)).or_default() += part;
    }
    let counted: i64 = stakes.iter().map(|stake| stake.seats).sum();
    let guessed = guessed_seats(line, counted, &schools, people);
    let peak = line.model == Some(PriceModel::Concurrent);
    let mut all: Vec<i64> = schools;
    all.extend(
        costs
            .iter()
            .filter(|(_, c)| **c != Cents(0))
            .map(|(id, _)| *id),
    );
    all.sort_unstable();
    all.dedup();
    all.into_iter()
        .map(|school| {
            let held = at(school);
            let used = held.and_then(|s| s.used);
            let most = item.peak.get(&school).copied().filter(|_| peak);
            let seats = if limited {
                held.and_then(|s| s.seats)
                    .or_else(|| guessed.get(&school).copied())
                    .unwrap_or(0)
            } else {
                office.sites.get(&school).map_or(0, |_| people(&school))
            };
            Place {
                school,
                grades: grades(line, item, office.sites.get(&school)),
                cost: costs.get(&school).copied().unwrap_or_default(),
                seats,
                used: most.or(used),
                unfit: unfit(item, office.sites.get(&school)),
                untrained: untrained(item, school),
            }
        })
        .collect()
}

/// Seats of a line whose schools were never counted, by the people there.
fn guessed_seats(
    line: &Line,
    counted: i64,
    schools: &[i64],
    people: impl Fn(&i64) -> i64,
) -> HashMap<i64, i64> {
    let Some(quantity) = line.quantity.filter(|_| counted == 0) else {
        return HashMap::new();
    };
    let weights: Vec<u64> = schools
        .iter()
        .map(|school| people(school).max(0).unsigned_abs())
        .collect();
    // Seats are shared as money is: whole ones, and all of them.
    let parts = Cents(quantity).split(&weights);
    schools
        .iter()
        .copied()
        .zip(parts.into_iter().map(|p| p.0))
        .collect()
}

/// The grades there, a bit each; all where nobody said, or where what was said has none in common.
fn grades(line: &Line, item: &Item, site: Option<&Site>) -> u16 {
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

fn unfit(item: &Item, site: Option<&Site>) -> i64 {
    let devices = site.into_iter().flat_map(|site| &site.devices);
    let failing = devices.filter(|(device, _)| item.fails_on.contains(device));
    let share: i64 = failing.map(|(_, share)| share).sum();
    WHOLE / 100 * share.clamp(0, 100)
}

fn untrained(item: &Item, school: i64) -> bool {
    let trained = item.trained.get(&school);
    trained.is_some_and(|(target, trained)| trained * 100 < target * TRAINED_ENOUGH)
}
