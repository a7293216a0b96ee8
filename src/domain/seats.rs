//! Seats of a product: how many a school was given, how many are in use, how many are free. The one
//! place that decides it; the answer, the lists, the ledger and the renewals ask here. A seat whose use
//! nobody counted is never free.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::school::SchoolId;
use chrono::NaiveDate;
use serde::Serialize;

/// A count of people who use a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// People in that count.
    pub used: i64,
    /// The last day it is about, or on which it was written down; nothing where nobody knows.
    pub on: Option<NaiveDate>,
}

/// What the inventory says of a product at a school, for one buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InventorySeats {
    /// The school that has it.
    pub school: SchoolId,
    /// The school that bought it; the district where none is named.
    pub buyer: Option<SchoolId>,
    /// Seats allotted there.
    pub allotted: Option<i64>,
    /// Seats in use there, as counted in the inventory.
    pub count: Option<Count>,
}

/// All that is on record about the seats of one product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatsOnRecord {
    /// The rows of the inventory.
    pub given: Vec<InventorySeats>,
    /// The newest count of use of each school.
    pub counted: BTreeMap<SchoolId, Count>,
    /// The newest count of the district as a whole.
    pub whole: Option<Count>,
}

/// Where it is written that a school has some of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatsSource {
    /// An inventory row names the school.
    Inventory,
    /// Nowhere; only its use was counted.
    Nowhere,
}

/// What one school has of one purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatsAtSchool {
    /// The id of the school.
    pub school: SchoolId,
    /// Seats allotted there.
    pub allotted: Option<i64>,
    /// Seats in use there; nothing where nobody counted.
    pub used: Option<i64>,
}

/// What all schools have of one purchase: of a product, by one buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PurchasedSeats {
    /// The schools that have some of it, in order of id, each once.
    pub places: Vec<SeatsAtSchool>,
    /// In use in the district as a whole, where that was counted after every school's own count.
    pub whole: Option<i64>,
}

/// Seats at the place asked about, summed over the licenses that run today. Nothing: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Seats {
    /// Bought in all.
    pub purchased: Option<i64>,
    /// Set aside for the school.
    pub allotted: Option<i64>,
    /// People who use it; none where nobody counted.
    pub used: Option<i64>,
    /// Left; never below zero, and nothing where use was not counted or is not limited by seats.
    pub free: Option<i64>,
}

impl SeatsOnRecord {
    /// The same with each row that names no buyer under the only one whose purchase covers its school: a file that says
    /// nothing of the buyer says the district, and of what the district never bought there that is not so. `bought` are
    /// who bought the product, and `covers` says where. A row stays where several bought it for its school, or where
    /// that buyer has a row there.
    pub fn attached(
        &self,
        bought: &BTreeSet<Option<SchoolId>>,
        covers: impl Fn(Option<SchoolId>, SchoolId) -> bool,
    ) -> Cow<'_, SeatsOnRecord> {
        let by_schools: Vec<SchoolId> = bought.iter().flatten().copied().collect();
        if by_schools.is_empty() {
            return Cow::Borrowed(self);
        }
        let of_district = |school| bought.contains(&None) && covers(None, school);
        let taken: BTreeSet<(SchoolId, SchoolId)> = self
            .given
            .iter()
            .filter_map(|row| Some((row.school, row.buyer?)))
            .collect();
        let buyer = |row: &InventorySeats| {
            if row.buyer.is_some() || of_district(row.school) {
                return None;
            }
            let those = by_schools.iter();
            let mut those = those.filter(|one| covers(Some(**one), row.school));
            let only = *those.next()?;
            (those.next().is_none() && !taken.contains(&(row.school, only))).then_some(only)
        };
        let mut attached = Cow::Borrowed(self);
        for (at, row) in self.given.iter().enumerate() {
            if let Some(buyer) = buyer(row) {
                attached.to_mut().given[at].buyer = Some(buyer);
            }
        }
        attached
    }

    /// What schools have of each purchase, by its buyer. `covers` says whether a purchase of a buyer
    /// covers a school, where the inventory names it there or does not; `buyers` are all who buy the
    /// product, or hold some of it. A count of use is of the product, whoever bought it: it goes to the
    /// rows of the inventory at its school, else to the school's own purchase, else to the district's,
    /// else to the first that covers the school.
    pub fn purchases(
        &self,
        buyers: &BTreeSet<Option<SchoolId>>,
        covers: impl Fn(Option<SchoolId>, SchoolId, SeatsSource) -> bool,
    ) -> BTreeMap<Option<SchoolId>, PurchasedSeats> {
        let whole = self.newest_whole();
        let districts = |buyer: Option<SchoolId>| buyer.is_none() || buyers.len() == 1;
        let empty = |buyer: &Option<SchoolId>| PurchasedSeats {
            places: Vec::new(),
            whole: whole.filter(|_| districts(*buyer)),
        };
        let mut purchases: BTreeMap<Option<SchoolId>, PurchasedSeats> =
            buyers.iter().map(|buyer| (*buyer, empty(buyer))).collect();
        // Mostly they are in this order already.
        let mut given: Vec<&InventorySeats> = self.given.iter().collect();
        given.sort_by_key(|row| row.school);
        let mut given = given.chunk_by(|a, b| a.school == b.school).peekable();
        let mut counted = self.counted.iter().peekable();
        loop {
            let of_rows = given
                .peek()
                .and_then(|rows| rows.first())
                .map(|row| row.school);
            let of_count = counted.peek().map(|(school, _)| **school);
            let Some(school) = of_rows.into_iter().chain(of_count).min() else {
                break;
            };
            let rows = match of_rows {
                Some(at) if at == school => given.next().unwrap_or_default(),
                _ => &[],
            };
            let count = counted.next_if(|(at, _)| **at == school);
            let count = count.map(|(_, count)| *count);
            let mut take = |row: &InventorySeats, used: Option<i64>| {
                if let Some(purchase) = purchases.get_mut(&row.buyer)
                    && covers(row.buyer, school, SeatsSource::Inventory)
                {
                    let place = purchase.place(school);
                    place.allotted = add(place.allotted, row.allotted);
                    place.used = add(place.used, used);
                }
            };
            match rows {
                [one] => take(one, used_alone(one, count)),
                several => {
                    for (row, used) in used(several.to_vec(), count) {
                        take(row, used);
                    }
                }
            }
            if rows.is_empty() {
                let first = [Some(school), None].into_iter();
                let first = first.filter(|buyer| buyers.contains(buyer));
                let mut takers = first.chain(buyers.iter().copied());
                let taker = takers.find(|buyer| covers(*buyer, school, SeatsSource::Nowhere));
                if let Some(purchase) = taker.and_then(|taker| purchases.get_mut(&taker)) {
                    purchase.place(school).used = count.map(|count| count.used);
                }
            }
        }
        purchases
    }

    /// The newest counts at these schools by themselves, without the inventory: their sum, else the
    /// district's own count where that is newer or no school has one. The day is the newest of them.
    pub fn newest(&self, covers: impl Fn(SchoolId) -> bool) -> Option<Count> {
        let schools = self.counted.iter().filter(|(school, _)| covers(**school));
        let sum = schools.map(|(_, count)| *count).reduce(|sum, more| Count {
            used: sum.used + more.used,
            on: sum.on.max(more.on),
        });
        match (sum, self.whole) {
            (Some(sum), Some(whole)) if whole.on > sum.on => Some(whole),
            (sum, whole) => sum.or(whole),
        }
    }

    /// The count of the district as a whole, where it is newer than every count of a school.
    fn newest_whole(&self) -> Option<i64> {
        let whole = self.whole?;
        let own = self.given.iter().filter_map(|row| row.count);
        let newer = |count: Count| whole.on > count.on;
        let newest = self.counted.values().copied().chain(own).all(newer);
        newest.then_some(whole.used)
    }
}

impl Seats {
    /// For a line: `15, 4 used, 11 free`, `15, use not counted`; where a school shares in what others have
    /// too, `300 bought, 150 used here, 0 free`. Nothing where nobody knows how many there are.
    pub fn words(&self) -> Option<String> {
        let total = self.allotted.or(self.purchased)?;
        let shared = self.allotted.is_none();
        Some(match (self.used, self.free) {
            (Some(used), Some(free)) if shared && used + free < total => {
                format!("{total} bought, {used} used here, {free} free")
            }
            (Some(used), Some(free)) => format!("{total}, {used} used, {free} free"),
            (Some(used), None) => format!("{total}, {used} used, free not known"),
            (None, Some(free)) => format!("{total} bought, {free} free"),
            (None, None) => format!("{total}, use not counted"),
        })
    }
}

impl SeatsAtSchool {
    fn at(school: SchoolId) -> SeatsAtSchool {
        SeatsAtSchool {
            school,
            allotted: None,
            used: None,
        }
    }

    /// Seats here that nobody else can have: those set aside, or in use where that is more.
    fn taken(&self) -> Option<i64> {
        self.allotted.max(self.used)
    }

    /// Seats free of those allotted here; nothing where none are, or where use was not counted.
    fn own_free(&self) -> Option<i64> {
        match (self.allotted?, self.used) {
            (0, _) => Some(0),
            (allotted, used) => Some((allotted - used?).max(0)),
        }
    }
}

impl PurchasedSeats {
    /// What a school has of it.
    pub fn at(&self, school: SchoolId) -> Option<&SeatsAtSchool> {
        let at = self.places.binary_search_by_key(&school, |p| p.school);
        at.ok().and_then(|at| self.places.get(at))
    }

    /// The place of a school that comes after all others, or is the last.
    fn place(&mut self, school: SchoolId) -> &mut SeatsAtSchool {
        let at = match self.places.last() {
            Some(last) if last.school == school => self.places.len() - 1,
            _ => {
                self.places.push(SeatsAtSchool::at(school));
                self.places.len() - 1
            }
        };
        &mut self.places[at]
    }

    /// Seats in use in all, as far as they were counted.
    pub fn used(&self) -> Option<i64> {
        let known = self.places.iter().map(|place| place.used);
        self.whole.or_else(|| known.fold(None, add))
    }

    /// Seats set aside for schools in all.
    pub fn allotted(&self) -> Option<i64> {
        self.places
            .iter()
            .map(|place| place.allotted)
            .fold(None, add)
    }

    /// The seats at a school, or of the whole district, of so many bought.
    pub fn seats(&self, purchased: Option<i64>, school: Option<SchoolId>) -> Seats {
        let here = school.map(|school| self.at(school));
        Seats {
            purchased,
            allotted: here.flatten().and_then(|place| place.allotted),
            used: match here {
                Some(place) => place.and_then(|place| place.used),
                None => self.used(),
            },
            free: match school {
                Some(school) => self.free_at(purchased, school),
                None => self.free(purchased),
            },
        }
    }

    /// Seats free at a school of so many bought: what is allotted there and not in use, and no more than all people
    /// together leave; where nothing is, what the other schools and its own people leave of all. Where nobody counted it is not known,
    /// unless what is set aside leaves nothing.
    pub fn free_at(&self, purchased: Option<i64>, school: SchoolId) -> Option<i64> {
        let here = self.at(school);
        if here.is_some_and(|place| place.allotted.is_some()) {
            let own = here.and_then(SeatsAtSchool::own_free)?;
            let left = purchased.map(|bought| (bought - self.used().unwrap_or(0)).max(0));
            return Some(left.map_or(own, |left| own.min(left)));
        }
        // A school of which nothing is on record uses none of it, if anybody was counted at all.
        let own = here.map_or(Some(0), |place| place.used);
        let others = || self.places.iter().filter(|place| place.school != school);
        let known = others().all(|place| place.taken().is_some()) && own.is_some();
        let taken = match self.whole {
            // What the district counted last is in use, whatever each school counted before.
            Some(whole) => others().filter_map(|p| p.allotted).sum::<i64>().max(whole),
            None => others().filter_map(SeatsAtSchool::taken).sum::<i64>() + own.unwrap_or(0),
        };
        let left = (purchased? - taken).max(0);
        let counted = self.whole.is_some() || (known && self.used().is_some());
        (left == 0 || counted).then_some(left)
    }

    /// Seats of so many bought that nobody in the district uses.
    fn free(&self, purchased: Option<i64>) -> Option<i64> {
        let all = self.whole.is_some() || self.places.iter().all(|place| place.used.is_some());
        let left = (purchased? - self.used().unwrap_or(0)).max(0);
        (left == 0 || (all && self.used().is_some())).then_some(left)
    }
}

/// The row's own count, where none of the school is newer.
fn own_count(row: &InventorySeats, count: Option<Count>) -> Option<Count> {
    row.count
        .filter(|own| count.is_none_or(|count| own.on >= count.on))
}

/// What `used` says of the only row of a school.
fn used_alone(row: &InventorySeats, count: Option<Count>) -> Option<i64> {
    match own_count(row, count) {
        Some(own) => Some(own.used),
        None => count.map(|count| count.used.max(0)),
    }
}

/// The rows of one school, each with the seats in use by the newest count that has one: its own, else its
/// part of what was counted at the school, of which each row takes what it has seats for and the last
/// the rest.
fn used(
    mut rows: Vec<&InventorySeats>,
    count: Option<Count>,
) -> Vec<(&InventorySeats, Option<i64>)> {
    let own = |row: &InventorySeats| own_count(row, count);
    let mut rest = count.map(|count| {
        let counted = rows.iter().filter_map(|row| own(row)).map(|own| own.used);
        (count.used - counted.sum::<i64>()).max(0)
    });
    rows.sort_by_key(|row| (own(row).is_none(), row.allotted.is_none(), row.buyer));
    let last = rows.len();
    let takes = |(n, row): (usize, &'_ InventorySeats)| {
        if let Some(own) = own(row) {
            return Some(own.used);
        }
        let left = rest?;
        let seats = row.allotted.unwrap_or(0);
        let part = if n + 1 == last { left } else { left.min(seats) };
        rest = Some(left - part);
        Some(part)
    };
    let parts: Vec<Option<i64>> = rows.iter().copied().enumerate().map(takes).collect();
    rows.into_iter().zip(parts).collect()
}

/// The sum of what is known.
fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}

#[cfg(test)]
mod tests;
