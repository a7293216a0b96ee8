//! Alerts with their cells. In a large district those are millions, and are found in another order than that of the
//! alerts: they lie aside, and are told from there alert by alert.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::rows::{self, OverlapNames};
use crate::domain::money::Cents;
use crate::domain::overlap::board::{AlertBoard, AlertCells, AlertRow};
use crate::domain::overlap::{Member, Overlap};
use crate::store::fiscal::{YearFacts, YearFound, YearRules, each_group, each_same, platforms};
use crate::store::{Error, Store, aside};

impl Store {
    /// Tells the alerts of this fiscal year with their cells, those of them that are wanted, in the order of
    /// [`Store::overlaps`]. Of all cells those of one alert are held.
    pub fn each_overlap(
        &self,
        today: NaiveDate,
        is_wanted: &dyn Fn(&AlertRow) -> bool,
        tell: &mut dyn FnMut(&AlertRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.year(None, today, |year| {
            let board = self.board(year)?;
            let called = self.overlap_names.current(&self.conn)?;
            let cells = CellsAside::find((&self.conn, called), &year.found, &board, is_wanted)?;
            for row in board.rows.iter().filter(|row| is_wanted(row)) {
                let mut full = row.clone();
                if let Some(found) = cells.of(&row.fingerprint)? {
                    full.cells = Some(found);
                }
                tell(&full)?;
            }
            Ok(())
        })
    }

    /// These alerts with their cells, the dearest first.
    pub fn overlaps_in_full(
        &self,
        today: NaiveDate,
        is_wanted: &dyn Fn(&AlertRow) -> bool,
    ) -> Result<Vec<AlertRow>, Error> {
        let mut rows = Vec::new();
        self.each_overlap(today, is_wanted, &mut |row| {
            rows.push(row.clone());
            Ok(())
        })?;
        Ok(rows)
    }
}

/// The cells of alerts, aside.
struct CellsAside<'b> {
    called: Arc<OverlapNames>,
    /// By fingerprint of each alert that is wanted: from which row to before which its cells lie, once they are found.
    places: HashMap<&'b str, Option<(i64, i64)>>,
    /// The row of the next cell.
    next: i64,
    cells: Connection,
}

impl<'b> CellsAside<'b> {
    /// Looks for the cells of the alerts that are wanted.
    fn find(
        (conn, called): (&Connection, Arc<OverlapNames>),
        found: &YearFound,
        board: &'b AlertBoard,
        is_wanted: &dyn Fn(&AlertRow) -> bool,
    ) -> Result<CellsAside<'b>, Error> {
        let wanted = board.rows.iter().filter(|row| is_wanted(row));
        let mut found_cells = CellsAside {
            called,
            places: wanted.map(|row| (&*row.fingerprint, None)).collect(),
            next: 1,
            cells: aside::database()?,
        };
        let table = "CREATE TABLE cell (kept, line, product, school, cost, claimed, excess); BEGIN";
        aside::kept(found_cells.cells.execute_batch(table))?;
        found_cells.fill(conn, found)?;
        aside::kept(found_cells.cells.execute_batch("COMMIT"))?;
        Ok(found_cells)
    }

    fn fill(&mut self, conn: &Connection, found: &YearFound) -> Result<(), Error> {
        let rules = YearRules::read(conn, Some(found.year.name), found.today)?;
        let (many, read) = platforms(conn, &rules)?;
        if let Some((_, overlap)) = &many {
            self.put(&read, overlap)?;
        }
        drop(read);
        each_group(conn, &rules, &rules.meetings.groups(None), &many, |group| {
            let mut overlaps = group.overlaps.iter();
            overlaps.try_for_each(|one| self.put(group.read, one))
        })?;
        let same = found.overlaps.iter();
        let signs = same.filter_map(|(place, one)| Some(((place.1, place.2), one.overlap.sign?)));
        let mut done = Ok(());
        each_same(conn, &rules, &signs.collect(), |read, overlap| {
            if done.is_ok() {
                done = self.put(read, &overlap);
            }
        })?;
        done
    }

    /// Puts the cells of an overlap aside, where it is wanted.
    fn put(&mut self, read: &YearFacts, overlap: &Overlap) -> Result<(), Error> {
        let Some(place) = self.places.get_mut(overlap.fingerprint.as_str()) else {
            return Ok(());
        };
        let first = self.next;
        let sql = "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)";
        let mut put = self.cells.prepare_cached(sql)?;
        let kept = rows::kept(read, overlap);
        let members = overlap.members.iter().map(|member| (false, member));
        for (is_kept, member) in members.chain(kept.iter().map(|member| (true, member))) {
            let done = put.execute(params![
                is_kept,
                member.line,
                member.product,
                member.school,
                member.cost.0,
                member.claimed,
                member.excess.0
            ]);
            aside::kept(done)?;
            self.next += 1;
        }
        *place = Some((first, self.next));
        Ok(())
    }

    /// The cells of an alert; none where it was not found.
    fn of(&self, fingerprint: &str) -> Result<Option<AlertCells>, Error> {
        let Some(Some((first, next))) = self.places.get(fingerprint) else {
            return Ok(None);
        };
        let sql = "SELECT kept, line, product, school, cost, claimed, excess FROM cell
                   WHERE rowid >= ?1 AND rowid < ?2 ORDER BY rowid";
        let mut ask = self.cells.prepare_cached(sql)?;
        let mut rows = ask.query([first, next])?;
        let mut cells = AlertCells::default();
        while let Some(row) = rows.next()? {
            let member = self.called.member(&Member {
                line: row.get(1)?,
                product: row.get(2)?,
                school: row.get(3)?,
                cost: row.get(4).map(Cents)?,
                stake: Cents(0),
                claimed: row.get(5)?,
                excess: row.get(6).map(Cents)?,
            });
            let side = if row.get(0)? {
                &mut cells.kept
            } else {
                &mut cells.members
            };
            side.push(member);
        }
        Ok(Some(cells))
    }
}
