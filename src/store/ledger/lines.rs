//! The lines of the waste ledger, the one most at risk first. In a large district those are millions: they lie aside
//! sorted, and are told from there one by one.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use super::{each_group_of, ledger, line};
use crate::domain::money::Cents;
use crate::domain::overlap::board::{Ledger, LedgerLine};
use crate::domain::waste::{Taken, WasteCell};
use crate::store::fiscal::YearFound;
use crate::store::overlaps::OverlapNames;
use crate::store::{Error, Store, aside};

/// The columns of a cell, in the order of `cell`.
const CELL: &str =
    "line, product, school, cost, net_1, gross_1, net_2, gross_2, net_3, gross_3, net_4, gross_4,
    unmeasured, stoppable, untrained, idle";

/// A fiscal year's ledger, whose lines are not held.
pub struct LedgerLines {
    /// The ledger, without a line.
    pub ledger: Ledger,
    /// How many lines there are.
    pub count: usize,
    called: OverlapNames,
    lines: Connection,
}

impl Store {
    /// The waste ledger of a fiscal year, of this one where none is named. `first` says which of its cells are wanted, and
    /// by what they are sorted before all else, the most first.
    pub fn ledger_lines(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        first: impl Fn(&WasteCell) -> Option<Cents>,
    ) -> Result<LedgerLines, Error> {
        self.year(year, today, |year| {
            let found = &year.found;
            let (lines, count) = sorted(&self.conn, found, first)?;
            Ok(LedgerLines {
                ledger: ledger(&self.conn, found, Vec::new())?,
                count,
                called: OverlapNames::read(&self.conn)?,
                lines,
            })
        })
    }
}

impl LedgerLines {
    /// Tells the first so many lines, in order.
    pub fn each(
        &self,
        most: usize,
        tell: &mut dyn FnMut(&LedgerLine) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sql = format!("SELECT {CELL} FROM sorted ORDER BY rowid LIMIT ?1");
        let mut ask = self.lines.prepare(&sql)?;
        let mut rows = ask.query([i64::try_from(most).unwrap_or(-1)])?;
        while let Some(row) = rows.next()? {
            tell(&line(&self.called, cell(row)?))?;
        }
        Ok(())
    }
}

/// The cells that are wanted, sorted, and how many there are.
fn sorted(
    conn: &Connection,
    found: &YearFound,
    first: impl Fn(&WasteCell) -> Option<Cents>,
) -> Result<(Connection, usize), Error> {
    let lines = aside::database()?;
    lines.execute_batch(&format!("CREATE TABLE found (first, risk, {CELL}); BEGIN"))?;
    let mut count = 0;
    {
        let marks = vec!["?"; 18].join(", ");
        let mut put = lines.prepare(&format!("INSERT INTO found VALUES ({marks})"))?;
        let mut done = Ok(0);
        each_group_of(conn, (Some(found.year.name), found.today), |group, _| {
            for cell in &group.cells {
                let Some(first) = first(cell).filter(|_| done.is_ok()) else {
                    continue;
                };
                let [a, b, c, d] = cell.taken.map(|taken| [taken.net.0, taken.gross.0]);
                done = put.execute(params![
                    first.0,
                    cell.at_risk().0,
                    cell.line,
                    cell.product,
                    cell.school,
                    cell.cost.0,
                    a[0],
                    a[1],
                    b[0],
                    b[1],
                    c[0],
                    c[1],
                    d[0],
                    d[1],
                    cell.unmeasured.0,
                    cell.stoppable,
                    cell.untrained,
                    cell.idle,
                ]);
                count += 1;
            }
        })?;
        aside::kept(done)?;
    }
    // As `WasteCell::place` has them.
    let sort = format!(
        "CREATE TABLE sorted AS SELECT {CELL} FROM found
         ORDER BY first DESC, risk DESC, cost DESC, line, school;
         DROP TABLE found; COMMIT"
    );
    aside::kept(lines.execute_batch(&sort))?;
    Ok((lines, count))
}

fn cell(row: &Row) -> Result<WasteCell, Error> {
    let cents = |at: usize| row.get(at).map(Cents);
    let taken = |at: usize| -> Result<Taken, Error> {
        Ok(Taken {
            net: cents(at)?,
            gross: cents(at + 1)?,
        })
    };
    Ok(WasteCell {
        line: row.get(0)?,
        product: row.get(1)?,
        school: row.get(2)?,
        cost: cents(3)?,
        taken: [taken(4)?, taken(6)?, taken(8)?, taken(10)?],
        unmeasured: cents(12)?,
        stoppable: row.get(13)?,
        untrained: row.get(14)?,
        idle: row.get(15)?,
    })
}
