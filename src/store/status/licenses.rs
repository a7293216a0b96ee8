//! The licenses that cover a place and those that others hold, of one product: from the terms of its
//! contracts and the stock of its seats.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ProductTerm;
use crate::domain::contract::{Contract, CostKind, Line, PriceModel};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::seats::{PurchasedSeats, Seats, SeatsAtSchool, SeatsOnRecord};
use crate::domain::status::{LicenseFact, Metering, SeatsElsewhere};
use crate::store::Error;
use crate::store::convert::read_once;

/// Not more other places than this are named.
const PLACES: usize = 8;

/// Says what a school is called.
type NameOf<'n> = &'n dyn Fn(SchoolId) -> Result<String, Error>;

/// A school that was given seats, what it is called, and how many of them are free.
type GivenSeats = (SchoolId, String, Option<i64>);

/// What is held of one product on a day, wherever it is asked about.
pub(super) struct HeldSeats {
    is_held: bool,
    /// By who buys it today, or holds some of it without a contract on record.
    purchases: BTreeMap<Option<SchoolId>, PurchasedSeats>,
    /// How many seats they bought of it in all, where that is known.
    bought: BTreeMap<Option<SchoolId>, Option<i64>>,
    /// Where seats were given, the place with the most free ones first, by what the school is called.
    given: OnceCell<Vec<GivenSeats>>,
}

impl HeldSeats {
    /// Of what is on record; `is_held` says whether anybody has some, at this place or another.
    pub(super) fn new(terms: &[ProductTerm], stock: &SeatsOnRecord, is_held: bool) -> HeldSeats {
        let running = || terms.iter().filter(|term| term.in_force);
        let bought = running().map(buyer).collect();
        let stock = stock.attached(&bought, |of, school| {
            let mut of_buyer = running().filter(|term| buyer(term) == of);
            of_buyer.any(|term| covers(&term.contract, &term.line, school))
        });
        // What is left of a term that ended is of its buyer too.
        let bought = terms.iter().map(buyer).collect();
        let stock = stock.attached(&bought, |of, school| has_terms(terms, of, Some(school)));
        let held = stock.given.iter();
        let held = held.filter(|row| !has_terms(terms, row.buyer, Some(row.school)));
        let buyers = running().map(buyer).chain(held.map(|row| row.buyer));
        let purchases = stock.purchases(&buyers.collect(), |of, school, _| {
            let mut of_buyer = running().filter(|term| buyer(term) == of);
            of_buyer.any(|term| covers(&term.contract, &term.line, school))
                || !has_terms(terms, of, Some(school))
        });
        let seats = |of| seats_of(terms, of).collect::<Vec<_>>();
        let bought = purchases.keys().map(|of| (*of, quantity(&seats(*of))));
        HeldSeats {
            is_held,
            bought: bought.collect(),
            purchases,
            given: OnceCell::new(),
        }
    }

    /// Do a school's own records say by which licenses it is covered, without those of other schools? They do but where it
    /// has a part of a heap of seats, which is what the others leave, and where a count of use is of no row of the inventory.
    pub(super) fn are_told_by(
        here: &SeatsOnRecord,
        terms: &[ProductTerm],
        school: SchoolId,
    ) -> bool {
        let of_heap = |term: &ProductTerm| {
            let seats = metering(term.line.model) == Metering::Seats;
            let mut rows = here.given.iter().filter(|row| row.buyer == buyer(term));
            let counted = term.in_force && seats && covers(&term.contract, &term.line, school);
            counted && !rows.any(|row| row.allotted.is_some())
        };
        let has_row = !here.given.is_empty() || here.counted.is_empty();
        has_row && !terms.iter().any(of_heap)
    }

    fn given(&self, name: NameOf) -> Result<&[GivenSeats], Error> {
        let given = read_once(&self.given, || {
            let mut given = Vec::new();
            for (buyer, purchase) in &self.purchases {
                let bought = self.bought.get(buyer).copied().flatten();
                let places = purchase.places.iter();
                for place in places.filter(|place| place.allotted.is_some()) {
                    let school = place.school;
                    given.push((school, name(school)?, purchase.free_at(bought, school)));
                }
            }
            given.sort_by(|(_, a, free_a), (_, b, free_b)| {
                free_b.cmp(free_a).then_with(|| a.cmp(b))
            });
            Ok(given)
        })?;
        Ok(given)
    }
}

/// Who holds what of one product on a day, under which terms.
pub(super) struct LicenceHoldings<'t> {
    pub(super) terms: &'t [ProductTerm],
    pub(super) today: NaiveDate,
    pub(super) held: &'t HeldSeats,
}

impl LicenceHoldings<'_> {
    /// Does or did anybody pay for it, or hold seats of it?
    pub(super) fn is_paid(&self) -> bool {
        let paid = |term: &ProductTerm| term.line.model != Some(PriceModel::Free);
        self.terms.iter().any(paid) || self.held.is_held
    }

    /// Does it cost nothing? What is free today is, and what was never anything but free.
    pub(super) fn is_free(&self) -> bool {
        let free = |term: &ProductTerm| term.line.model == Some(PriceModel::Free);
        let running = self.terms.iter().any(|term| term.in_force && free(term));
        running || (!self.terms.is_empty() && self.terms.iter().all(free))
    }

    /// The licenses that cover the place: all seats of one buyer together, every other line in force,
    /// every term ended or to come, and what the place holds with no contract on record at all. What is
    /// left in the inventory of a license that ended entitles nobody.
    pub(super) fn licenses(
        &self,
        school: Option<SchoolId>,
        name: NameOf,
    ) -> Result<Vec<LicenseFact>, Error> {
        let bought_by = |buyer: Option<SchoolId>| match buyer {
            Some(school) => name(school),
            None => Ok("district".to_owned()),
        };
        let mut facts = Vec::new();
        let here =
            |term: &&ProductTerm| school.is_none_or(|s| covers(&term.contract, &term.line, s));
        for term in self.terms.iter().filter(here) {
            let (contract, metering) = (&term.contract, metering(term.line.model));
            if term.in_force && metering == Metering::Seats {
                continue;
            }
            facts.push(LicenseFact {
                seats: metering,
                schools: reached(term),
                bought_by: bought_by(buyer(term))?,
                contract: Some(contract.number.clone()),
                first_day: contract.term_start,
                last_day: self.last_day(term),
                ends: term.ends,
                ..LicenseFact::default()
            });
        }
        for (buyer, purchase) in &self.held.purchases {
            let terms: Vec<&ProductTerm> = seats_of(self.terms, *buyer).filter(here).collect();
            if let Some(first) = terms.first() {
                facts.push(LicenseFact {
                    contract: Some(first.contract.number.clone()),
                    first_day: terms.iter().filter_map(|t| t.contract.term_start).min(),
                    last_day: terms.iter().filter_map(|t| self.last_day(t)).max(),
                    ends: terms.iter().all(|t| t.ends),
                    schools: terms
                        .iter()
                        .map(|t| reached(t))
                        .reduce(|all, more| all.and(&more))
                        .unwrap_or_default(),
                    bought_by: bought_by(*buyer)?,
                    ..counted(Metering::Seats, purchase.seats(quantity(&terms), school))
                });
            } else if !has_terms(self.terms, *buyer, school)
                && let Some(fact) = without_contract(purchase, school)
            {
                facts.push(LicenseFact {
                    bought_by: bought_by(*buyer)?,
                    ..fact
                });
            }
        }
        Ok(facts)
    }

    /// Who else has seats, or a license that does not cover this school; the most free seats first.
    pub(super) fn elsewhere(
        &self,
        school: Option<SchoolId>,
        name: NameOf,
    ) -> Result<Vec<SeatsElsewhere>, Error> {
        let Some(here) = school else {
            return Ok(Vec::new());
        };
        let given = self.held.given(name)?.iter();
        let given = given.filter(|(school, ..)| *school != here);
        let told = |(_, name, free): &GivenSeats| (name.clone(), *free);
        let mut places: Vec<(String, Option<i64>)> = given.clone().take(PLACES).map(told).collect();
        if places.len() < PLACES || places.iter().any(|(_, free)| free.is_none()) {
            // Whoever has a license alone comes among those of whom no free seats are known.
            places = given.map(told).collect();
            self.add_licensed(here, &mut places, name)?;
        }
        let places = places.into_iter();
        let places = places.map(|(place, free)| SeatsElsewhere { place, free });
        Ok(places.collect())
    }

    /// Adds those who have a license that does not cover this school, and keeps the first.
    fn add_licensed(
        &self,
        here: SchoolId,
        places: &mut Vec<(String, Option<i64>)>,
        name: NameOf,
    ) -> Result<(), Error> {
        for ProductTerm { contract, line, .. } in self.terms.iter().filter(|term| term.in_force) {
            if covers(contract, line, here) {
                continue;
            }
            let named = match (&line.schools, contract.buyer) {
                (Schools::Only(ids), _) => {
                    ids.iter().map(|id| name(*id)).collect::<Result<_, _>>()?
                }
                (Schools::All, Some(buyer)) => vec![name(buyer)?],
                (Schools::All, None) => vec!["district".to_owned()],
            };
            for name in named {
                if !places.iter().any(|(known, _)| *known == name) {
                    places.push((name, None));
                }
            }
        }
        places.sort_by(|(a, free_a), (b, free_b)| free_b.cmp(free_a).then_with(|| a.cmp(b)));
        places.truncate(PLACES);
        Ok(())
    }

    fn last_day(&self, term: &ProductTerm) -> Option<NaiveDate> {
        let end = term.contract.term_end;
        (!term.in_force || end >= self.today).then_some(end)
    }
}

/// The lines in force by which this buyer has counted seats.
fn seats_of(terms: &[ProductTerm], of: Option<SchoolId>) -> impl Iterator<Item = &ProductTerm> {
    let seats = |term: &&ProductTerm| metering(term.line.model) == Metering::Seats;
    let running = terms.iter().filter(|term| term.in_force);
    running.filter(move |term| buyer(term) == of).filter(seats)
}

/// What a place holds with no contract on record: the seats named there, else what needs no seats.
fn without_contract(purchase: &PurchasedSeats, school: Option<SchoolId>) -> Option<LicenseFact> {
    let here = |place: &&SeatsAtSchool| school.is_none_or(|s| s == place.school);
    purchase.places.iter().find(here)?;
    let named = match school {
        Some(school) => purchase.at(school).and_then(|place| place.allotted),
        None => purchase.allotted(),
    };
    let limited = if named.is_some() {
        Metering::Seats
    } else {
        Metering::Site
    };
    let bought = named.filter(|_| school.is_none());
    let places = purchase.places.iter().map(|place| place.school);
    Some(LicenseFact {
        schools: Schools::only(places.collect()),
        ..counted(limited, purchase.seats(bought, school))
    })
}

fn counted(metering: Metering, seats: Seats) -> LicenseFact {
    LicenseFact {
        seats: metering,
        purchased: seats.purchased,
        allotted: seats.allotted,
        used: seats.used,
        free: seats.free,
        ..LicenseFact::default()
    }
}

/// Seats bought under these terms together; nothing where one does not say. Training and set-up have none.
fn quantity(terms: &[&ProductTerm]) -> Option<i64> {
    let licence = |t: &&&ProductTerm| matches!(t.line.cost_kind, None | Some(CostKind::Licence));
    let mut counted = terms.iter().filter(licence).peekable();
    counted.peek()?;
    counted.map(|term| term.line.quantity).sum()
}

fn buyer(term: &ProductTerm) -> Option<SchoolId> {
    term.contract.buyer
}

/// Has this buyer a term that covers the place, whenever it runs?
fn has_terms(terms: &[ProductTerm], of: Option<SchoolId>, school: Option<SchoolId>) -> bool {
    terms.iter().any(|term| {
        buyer(term) == of && school.is_none_or(|s| covers(&term.contract, &term.line, s))
    })
}

/// Does a line reach this school?
fn covers(contract: &Contract, line: &Line, school: SchoolId) -> bool {
    match (&line.schools, contract.buyer) {
        (Schools::Only(_), _) => line.schools.covers(school),
        (Schools::All, Some(buyer)) => buyer == school,
        (Schools::All, None) => true,
    }
}

/// The schools that a line reaches.
fn reached(term: &ProductTerm) -> Schools {
    match (&term.line.schools, buyer(term)) {
        (Schools::All, Some(buyer)) => Schools::Only(vec![buyer]),
        (named, _) => named.clone(),
    }
}

pub(super) fn metering(model: Option<PriceModel>) -> Metering {
    match model {
        Some(PriceModel::Free) => Metering::Free,
        Some(
            PriceModel::Site | PriceModel::District | PriceModel::PerSchool | PriceModel::Usage,
        ) => Metering::Site,
        _ => Metering::Seats,
    }
}
