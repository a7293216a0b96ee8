//! The waste ledger: what is paid for in a fiscal year, what of it is at risk, and how that came to be over
//! the months.

mod months;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::fiscal::YearFacts;
use super::overlaps::{OverlapNames, said};
use super::{Access, Error, Store};
use crate::domain::contract::LineId;
use crate::domain::overlap::board::{Ledger, LedgerLine, Standing, standing};
use crate::domain::overlap::engine::FoundOverlaps;
use crate::domain::overlap::{Overlap, OverlapKind};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::waste::{OverlapClaims, Totals, cells};

impl Store {
    /// The waste ledger of a fiscal year, of this one where none is named.
    pub fn waste(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        Ok(Ledger::clone(&*self.ledger(year, today)?))
    }

    /// The same, without a copy of its lines.
    pub fn ledger(&self, year: Option<i32>, today: NaiveDate) -> Result<Arc<Ledger>, Error> {
        self.year(year, today, |year| {
            year.ledger(|year| ledger(&self.conn, &year.read, &year.found, year.today))
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

fn ledger(
    conn: &Connection,
    read: &YearFacts,
    found: &FoundOverlaps,
    today: NaiveDate,
) -> Result<Ledger, Error> {
    let called = OverlapNames::read(conn, read)?;
    let said = claimed(conn, read, found, today)?;
    let mut totals = Totals::default();
    let mut lines = Vec::new();
    for line in &read.facts.lines {
        for cell in cells(line, &said, read.spare) {
            totals.add(&cell, 1);
            let (contract, number) = called.lines.get(&cell.line).cloned().unwrap_or_default();
            lines.push(LedgerLine {
                cell,
                contract,
                number,
                product_name: called.product(cell.product),
                school_code: called.code(cell.school),
            });
        }
    }
    lines.sort_by_key(|line| {
        (
            Reverse(line.cell.at_risk()),
            Reverse(line.cell.cost),
            line.cell.line,
            line.cell.school,
        )
    });
    Ok(Ledger {
        year: read.year.name,
        totals,
        lines,
        without_price: read.without_price(),
    })
}

/// The sums of the ledger.
fn totals(
    conn: &Connection,
    read: &YearFacts,
    found: &FoundOverlaps,
    today: NaiveDate,
) -> Result<Totals, Error> {
    let said = claimed(conn, read, found, today)?;
    let mut totals = Totals::default();
    for line in &read.facts.lines {
        let cells = cells(line, &said, read.spare);
        cells.iter().for_each(|cell| totals.add(cell, 1));
    }
    Ok(totals)
}

/// What overlaps claim that nobody dismissed.
fn claimed(
    conn: &Connection,
    read: &YearFacts,
    found: &FoundOverlaps,
    today: NaiveDate,
) -> Result<OverlapClaims, Error> {
    let said_by_people = said(conn)?;
    let dismissed = |overlap: &Overlap| {
        let said = said_by_people.get(&overlap.fingerprint);
        standing(said, Some(overlap), today).0 == Standing::Dismissed
    };
    let counted: Vec<&Overlap> = found.overlaps.iter().filter(|o| !dismissed(o)).collect();
    // Seats stand ready for a school only while its own purchase is thought too much.
    let covered: HashSet<ProductId> = counted
        .iter()
        .filter(|o| o.kind == OverlapKind::Covered)
        .flat_map(|o| o.products.iter().copied())
        .collect();
    let product_of: HashMap<LineId, ProductId> =
        read.facts.lines.iter().map(|l| (l.id, l.product)).collect();
    let absorbed: Vec<(LineId, SchoolId, i64)> = found
        .absorbed
        .iter()
        .filter(|(line, ..)| product_of.get(line).is_some_and(|p| covered.contains(p)))
        .copied()
        .collect();
    Ok(OverlapClaims::of(counted, &absorbed))
}
