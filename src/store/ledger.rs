//! The waste ledger: what is paid for in a fiscal year, what of it is at risk, and how that came to be over
//! the months.

mod lines;
mod months;

pub use self::lines::LedgerLines;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::fiscal::{
    FoundInGroup, MOST_AT_RISK, TooMany, WasteByProduct, YearAnswers, YearFound, YearRules,
    add_cells, each_group, moved_dollars, platforms,
};
use super::labels::product_names;
use super::overlaps::{OverlapNames, contracts_of_lines};
use super::unpriced::left_out;
use super::{Access, Error, Head, Store};
use crate::domain::money::Cents;
use crate::domain::overlap::board::{Ledger, LedgerLine};
use crate::domain::school::SchoolId;
use crate::domain::waste::{Totals, WasteCell, YearWaste};

impl Store {
    /// The waste ledger of a fiscal year, of this one where none is named, with all its lines: in a large district those are
    /// millions, and [`Store::ledger_lines`] holds none of them.
    pub fn waste(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        let lines = self.ledger_lines(year, today, |_| Some(Cents(0)))?;
        let mut all = Vec::with_capacity(lines.count);
        lines.each(usize::MAX, &mut |line| {
            all.push(line.clone());
            Ok(())
        })?;
        Ok(Ledger {
            lines: all,
            ..lines.ledger
        })
    }

    /// The sums of the waste ledger with the cells most at risk of all; the others are left out.
    pub fn most_at_risk(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        self.year(year, today, |year| {
            let found = &year.found;
            let mut most: Vec<&WasteCell> =
                found.waste.values().flat_map(|one| &one.most).collect();
            most.sort_by_key(|cell| cell.place());
            most.truncate(MOST_AT_RISK);
            let called = self.overlap_names.current(&self.conn)?;
            let lines = most.into_iter().map(|cell| line(&called, *cell));
            ledger(&self.conn, found, lines.collect())
        })
    }

    /// What the cells of a fiscal year come to, line by line; of this school alone where it is named, whose cells are gone
    /// through once for it.
    pub fn waste_of(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        school: Option<SchoolId>,
    ) -> Result<Arc<YearWaste>, Error> {
        self.year(year, today, |year| self.waste_in(year, school))
    }

    /// The same of what was found in a year.
    pub(super) fn waste_in(
        &self,
        year: &mut YearAnswers,
        school: Option<SchoolId>,
    ) -> Result<Arc<YearWaste>, Error> {
        year.waste(school, |found| year_waste(&self.conn, found, school))
    }

    /// Was anything saved since then that moves a dollar of the ledger?
    pub fn moved_dollars_since(&self, then: Head) -> Result<bool, Error> {
        self.at_once(|| moved_dollars(&self.conn, then))
    }

    /// Goes through the cells of a fiscal year, in no order, and holds none of them.
    pub fn each_cell(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        mut each: impl FnMut(LedgerLine),
    ) -> Result<(), Error> {
        self.at_once(|| {
            let called = OverlapNames::read(&self.conn)?;
            each_group_of(&self.conn, (year, today), |group, _| {
                for cell in &group.cells {
                    each(line(&called, *cell));
                }
            })
        })
    }

    /// The ledger's sums at the end of each of the last twelve months, by the records as they stood then:
    /// the month's first day with the sums, the earliest first; this month as of today. It reads
    /// everything twelve times: ask it of a store of its own (`apart`), in a thread that nobody waits for.
    pub fn trend(&self, today: NaiveDate) -> Result<Vec<(NaiveDate, Totals)>, Error> {
        self.at_once(|| months::trend(&self.conn, today))
    }

    /// The same file, opened once more for reading: for a thread of its own.
    pub fn apart(&self) -> Result<Store, Error> {
        let mut store = Store::open(self.path(), Access::Read)?;
        store.keep_days_of(self.zone.clone())?;
        store.hide_as(self)?;
        Ok(store)
    }
}

/// Goes through everything that is paid for in a fiscal year, group by group.
fn each_group_of(
    conn: &Connection,
    (year, today): (Option<i32>, NaiveDate),
    mut each: impl FnMut(&FoundInGroup, &TooMany),
) -> Result<(), Error> {
    let rules = YearRules::read(conn, year, today)?;
    let (many, _) = platforms(conn, &rules)?;
    each_group(conn, &rules, &rules.meetings.groups(None), &many, |group| {
        each(&group, &many);
        Ok(())
    })
}

/// What the cells come to that were found, or those of one school.
fn year_waste(
    conn: &Connection,
    found: &YearFound,
    school: Option<SchoolId>,
) -> Result<YearWaste, Error> {
    let mut at_school = WasteByProduct::new();
    let mut at_stake = HashMap::new();
    if let Some(id) = school {
        each_group_of(conn, (Some(found.year.name), found.today), |group, many| {
            add_cells(&mut at_school, group, many, school);
            let beyond = many.iter().map(|(_, overlap)| overlap);
            for overlap in group.overlaps.iter().chain(beyond) {
                let here = overlap.at_stake_at(id);
                if here != Cents(0) {
                    at_stake.insert(overlap.place(), here);
                }
            }
        })?;
    }
    let by_product = if school.is_some() {
        &at_school
    } else {
        &found.waste
    };
    let overlaps = found.overlaps.iter();
    let places = overlaps.map(|(place, one)| (one.overlap.fingerprint.clone(), *place));
    let mut waste = YearWaste {
        year: found.year.name,
        contracts: contracts_of_lines(conn)?,
        places: places.collect(),
        at_stake,
        names: product_names(conn)?,
        ..YearWaste::default()
    };
    for (product, one) in by_product {
        waste.cells += one.cells;
        waste.totals += one.totals;
        if one.at_risk > 0 {
            waste.take(*product, Arc::clone(&one.risk));
        }
    }
    Ok(waste)
}

fn line(called: &OverlapNames, cell: WasteCell) -> LedgerLine {
    let (contract, number) = called.contract(cell.line);
    LedgerLine {
        hidden: called.hides(contract),
        contract,
        number,
        product_name: called.product_name(cell.product),
        school_code: called.code(cell.school),
        cell,
    }
}

fn ledger(conn: &Connection, found: &YearFound, lines: Vec<LedgerLine>) -> Result<Ledger, Error> {
    Ok(Ledger {
        year: found.year.name,
        totals: found.totals(),
        lines,
        at_risk: found.waste.values().map(|one| one.at_risk).sum(),
        without_price: left_out(conn, &found.unpriced)?,
    })
}
