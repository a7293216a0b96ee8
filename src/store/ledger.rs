//! The waste ledger: what is paid for in a fiscal year, what of it is at risk, and how that came to be over
//! the months.

mod months;

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::fiscal::{MOST_AT_RISK, YearFound, YearRules, each_group, in_order, platforms};
use super::overlaps::OverlapNames;
use super::unpriced::left_out;
use super::{Access, Error, Store};
use crate::domain::money::Cents;
use crate::domain::overlap::Overlap;
use crate::domain::overlap::board::{AlertClaims, Ledger, LedgerLine};
use crate::domain::overlap::claims::part_of;
use crate::domain::waste::{Totals, WasteCell};

impl Store {
    /// The waste ledger of a fiscal year, of this one where none is named.
    pub fn waste(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        Ok(Ledger::clone(&*self.ledger(year, today)?))
    }

    /// The same, without a copy of its lines. In a large district those are millions, and each is found anew.
    pub fn ledger(&self, year: Option<i32>, today: NaiveDate) -> Result<Arc<Ledger>, Error> {
        self.year(year, today, |year| {
            year.ledger(|found| Ok(whole(&self.conn, found)?.0))
        })
    }

    /// The sums of the waste ledger with the cells most at risk of all; the others are left out.
    pub fn most_at_risk(&self, year: Option<i32>, today: NaiveDate) -> Result<Ledger, Error> {
        self.year(year, today, |year| {
            let found = &year.found;
            let mut most: Vec<&WasteCell> =
                found.waste.values().flat_map(|one| &one.most).collect();
            most.sort_by_key(|cell| in_order(cell));
            most.truncate(MOST_AT_RISK);
            let called = OverlapNames::read(&self.conn)?;
            let lines = most.into_iter().map(|cell| line(&called, *cell));
            ledger(&self.conn, found, lines.collect())
        })
    }

    /// The cells that the alerts of this fiscal year claim dollars of.
    pub fn alert_claims(&self, today: NaiveDate) -> Result<Arc<AlertClaims>, Error> {
        self.year(None, today, |year| {
            year.claims(|found| Ok(whole(&self.conn, found)?.1))
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

/// Everything that the ledger has, in one pass, with the cells that the alerts claim.
fn whole(conn: &Connection, found: &YearFound) -> Result<(Ledger, AlertClaims), Error> {
    let rules = YearRules::read(conn, Some(found.year.name), found.today)?;
    let called = OverlapNames::read(conn)?;
    let (many, _) = platforms(conn, &rules)?;
    let (mut lines, mut claims) = (Vec::new(), AlertClaims::new());
    let mut claim = |overlap: &Overlap| {
        let claimed = overlap.members.iter();
        let claimed = claimed.filter(|m| part_of(m.cost, m.claimed) + m.excess > Cents(0));
        let cells = claimed.map(|m| (called.contract(m.line).0, m.product, m.school));
        claims.insert(overlap.fingerprint.clone(), cells.collect());
    };
    if let Some((_, overlap)) = &many {
        claim(overlap);
    }
    each_group(conn, &rules, None, &many, |group| {
        group.overlaps.iter().for_each(&mut claim);
        lines.extend(group.cells.iter().map(|cell| line(&called, *cell)));
        Ok(())
    })?;
    lines.sort_by_key(|line| in_order(&line.cell));
    Ok((ledger(conn, found, lines)?, claims))
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
