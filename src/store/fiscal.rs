//! What is paid for and in use in a fiscal year, and what overlaps in it: what the overlaps and the ledger look at. What
//! was found is kept until a change touches it, in memory and in the file: to ask again costs next to nothing, and after
//! a change only what it reaches is looked for again.

mod facts;
mod found;
mod groups;
mod in_use;
mod kept;
mod products;
pub(super) mod touched;
mod waste;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::head::Head;
use super::kept_until::KeptUntilWritten;
use super::{Error, Store};
use crate::domain::overlap::board::AlertBoard;
use crate::domain::overlap::engine::find_of;
use crate::domain::overlap::paired::{PairedProducts, decided_by};
use crate::domain::overlap::{Overlap, OverlapPlace, loser};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::waste::YearWaste;

pub(super) use self::facts::{YearFacts, YearRules};
use self::found::kept_rules;
pub(super) use self::found::{FoundOverlap, YearFound};
pub(super) use self::groups::{FoundInGroup, TooMany, each_group, each_same, platforms};
pub(super) use self::in_use::{UsedProduct, in_use, in_use_anew};
pub use self::kept::KeptCounts;
pub(super) use self::kept::{AT_THE_END, check};
pub(super) use self::touched::{Touched, contracts_of_its_line};
pub(super) use self::waste::{MOST_AT_RISK, WasteByProduct, add_cells};

/// This year's answers and another year's are kept.
const YEARS: usize = 2;

/// The years that are kept, the one asked last first.
#[derive(Default)]
pub(super) struct YearCache(RefCell<Vec<YearAnswers>>);

impl fmt::Debug for YearCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} years", self.0.borrow().len())
    }
}

/// What was found in a fiscal year, with the answers that were made of it.
pub(super) struct YearAnswers {
    pub(super) found: YearFound,
    board: Option<Arc<AlertBoard>>,
    /// What its cells come to, of the school that was asked about last, or of all.
    at: Option<(Option<SchoolId>, Arc<YearWaste>)>,
    /// The overlap that was asked about last, in full.
    full: Option<(OverlapPlace, Arc<OverlapInFull>)>,
    /// By what all of it is found.
    rules: KeptUntilWritten<Arc<YearRules>>,
}

/// An overlap with its members, and what was read of all that bears on it.
pub(super) struct OverlapInFull {
    pub(super) read: YearFacts,
    pub(super) overlap: Overlap,
}

impl YearAnswers {
    fn of(found: YearFound) -> YearAnswers {
        YearAnswers {
            found,
            board: None,
            at: None,
            full: None,
            rules: KeptUntilWritten::default(),
        }
    }

    /// As the records stand now. Where everything may be otherwise, the year that is asked for is found anew: this one may
    /// be another since, where the policy begins it on another day.
    fn renewed(self, conn: &Connection, asked: Option<i32>) -> Result<YearAnswers, Error> {
        let mut rules = self.rules;
        let today = self.found.today;
        Ok(match self.found.renewed(conn, &mut rules)? {
            Some(found) => YearAnswers {
                rules,
                ..YearAnswers::of(found)
            },
            None => YearAnswers::of(YearFound::fresh(conn, asked, today)?),
        })
    }

    /// Has the file all of it, and does nobody show it?
    fn is_at_rest(&self) -> bool {
        let shown = |board: &Arc<AlertBoard>| Arc::strong_count(board) > 1;
        self.found.is_kept() && !self.board.as_ref().is_some_and(shown)
    }

    /// Are these about the year on the day?
    fn are_of(&self, year: Option<i32>, today: NaiveDate) -> bool {
        let year = year.unwrap_or_else(|| self.found.year.years.of(today));
        self.found.today == today && self.found.year.name == year
    }

    /// The alerts of the year, by `make` where they are not kept yet.
    pub(super) fn board(
        &mut self,
        make: impl FnOnce(&YearFound) -> Result<AlertBoard, Error>,
    ) -> Result<Arc<AlertBoard>, Error> {
        if let Some(board) = &self.board {
            return Ok(Arc::clone(board));
        }
        let board = Arc::new(make(&self.found)?);
        Ok(Arc::clone(self.board.insert(board)))
    }

    /// What the cells of the year come to, of this school alone where it is named, by `make` where that is not kept yet.
    pub(super) fn waste(
        &mut self,
        school: Option<SchoolId>,
        make: impl FnOnce(&YearFound) -> Result<YearWaste, Error>,
    ) -> Result<Arc<YearWaste>, Error> {
        if let Some((_, waste)) = self.at.as_ref().filter(|(of, _)| *of == school) {
            return Ok(Arc::clone(waste));
        }
        let waste = Arc::new(make(&self.found)?);
        self.at = Some((school, Arc::clone(&waste)));
        Ok(waste)
    }

    /// The overlap of a fingerprint in full; none where the records do not show it.
    pub(super) fn in_full(
        &mut self,
        conn: &Connection,
        fingerprint: &str,
    ) -> Result<Option<Arc<OverlapInFull>>, Error> {
        let Some(place) = self.found.place_of(fingerprint) else {
            return Ok(None);
        };
        if let Some((_, known)) = self.full.as_ref().filter(|(known, _)| *known == place) {
            return Ok(Some(Arc::clone(known)));
        }
        let rules = kept_rules(&mut self.rules, conn, &self.found)?;
        let known = &self.found.overlaps[&place].overlap;
        let full = in_full(conn, &rules, (place, known), &self.found.paired)?.map(Arc::new);
        self.full = full.clone().map(|full| (place, full));
        Ok(full)
    }
}

/// The overlap of this place, looked for once more with its members. Of two records that look like one, `known` says by
/// what. `paired` is how pairs see each product, where that is known: then only those are read that decide this overlap.
fn in_full(
    conn: &Connection,
    rules: &YearRules,
    (place, known): (OverlapPlace, &Overlap),
    paired: &PairedProducts,
) -> Result<Option<OverlapInFull>, Error> {
    let Some(product) = loser(place) else {
        let Some(sign) = known.sign else {
            let (many, read) = platforms(conn, rules)?;
            return Ok(many.map(|(_, overlap)| OverlapInFull { read, overlap }));
        };
        let ids = BTreeSet::from([place.1, place.2]);
        let read = rules.facts(conn, &ids)?;
        let mut found = None;
        let signs = BTreeMap::from([((place.1, place.2), sign)]);
        each_same(conn, rules, &signs, |_, overlap| found = Some(overlap))?;
        return Ok(found.map(|overlap| OverlapInFull { read, overlap }));
    };
    let wanted = BTreeSet::from([product]);
    let many = if rules.meetings.platforms().contains(&product) {
        platforms(conn, rules)?.0
    } else {
        None
    };
    let with = decided_by(product, &rules.meetings, paired)
        .unwrap_or_else(|| rules.meetings.met_by(product));
    let read = rules.facts(conn, &with)?;
    let platforms = many.as_ref().map(|(platforms, _)| platforms);
    let lost = find_of(&read.facts, &wanted, platforms, rules.today);
    let mut overlaps = lost.overlaps.into_iter();
    let overlap = overlaps.find(|overlap| overlap.place() == place);
    Ok(overlap.map(|overlap| OverlapInFull { read, overlap }))
}

/// The overlap of a fingerprint in full, as the records stand in this transaction; none where they do not show it.
pub(super) fn overlap_now(
    conn: &Connection,
    fingerprint: &str,
    today: NaiveDate,
) -> Result<Option<OverlapInFull>, Error> {
    let rules = YearRules::read(conn, None, today)?;
    // Where it was found last it is found again, if it is there.
    if let Some(known) = kept::overlap(conn, fingerprint)?
        && let Some(full) = in_full(
            conn,
            &rules,
            (known.place(), &known),
            &PairedProducts::new(),
        )?
        && full.overlap.fingerprint == fingerprint
    {
        return Ok(Some(full));
    }
    let found = YearFound::fresh(conn, None, today)?;
    let Some(place) = found.place_of(fingerprint) else {
        return Ok(None);
    };
    let known = &found.overlaps[&place].overlap;
    in_full(conn, &rules, (place, known), &found.paired)
}

impl YearCache {
    /// Lets go of what the file has and nobody shows. Is nothing left?
    pub(super) fn rest(&self) -> bool {
        self.0.try_borrow_mut().is_ok_and(|mut years| {
            years.retain(|answers| !answers.is_at_rest());
            years.is_empty()
        })
    }

    /// Asks what is kept of a fiscal year, of this one where none is named, after looking for what is not. `file` where
    /// the file may be asked too.
    fn ask<T>(
        &self,
        conn: &Connection,
        (year, today, file): (Option<i32>, NaiveDate, bool),
        question: impl FnOnce(&mut YearAnswers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut kept = self.0.borrow_mut();
        let known = kept.iter().position(|answers| answers.are_of(year, today));
        // Taken out, so that a read that fails half way leaves nothing behind.
        let known = known.map(|at| kept.remove(at));
        let mut answers = match known {
            Some(answers) if answers.found.head == Head::now(conn)? => answers,
            Some(answers) => answers.renewed(conn, year)?,
            None => {
                let in_file = if file {
                    kept::read(conn, year, today)?
                } else {
                    None
                };
                match in_file {
                    Some(found) => YearAnswers::of(found).renewed(conn, year)?,
                    None => YearAnswers::of(YearFound::fresh(conn, year, today)?),
                }
            }
        };
        let answer = question(&mut answers);
        kept.truncate(YEARS - 1);
        kept.insert(0, answers);
        answer
    }
}

impl Store {
    /// Asks a fiscal year, this one where none is named, as it stands at one moment.
    pub(super) fn year<T>(
        &self,
        year: Option<i32>,
        today: NaiveDate,
        question: impl FnOnce(&mut YearAnswers) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // What was found with all prices says nothing to whoever may not see them.
        let file = !self.hides_prices();
        self.at_once(|| self.years.ask(&self.conn, (year, today, file), question))
    }

    /// Keeps in the file what was found of this year, with what `count` makes of it (`keep_found`).
    pub(super) fn keep_year(
        &self,
        today: NaiveDate,
        count: impl FnOnce(&mut YearAnswers) -> Result<KeptCounts, Error>,
    ) {
        // Where no connection that may write is to be opened, none is for this either.
        if !self.keeps_found || !self.companions.take_away || self.hides_prices() {
            return;
        }
        let mut kept = self.years.0.borrow_mut();
        let found = kept.iter_mut().find(|answers| answers.are_of(None, today));
        if let Some(answers) = found {
            // Whoever asks next looks for it, where it cannot be kept.
            let _ = kept::write(self, answers, count);
        }
    }

    /// How many alerts are open today by what was found last; none where a change came after, or nobody has looked today.
    pub fn open_overlaps(&self, today: NaiveDate) -> Result<Option<KeptCounts>, Error> {
        if self.hides_prices() {
            return Ok(None);
        }
        self.at_once(|| kept::counts(&self.conn, today))
    }
}

/// Was anything saved since then that overlaps and the ledger look at?
pub(super) fn moved_dollars(conn: &Connection, then: Head) -> Result<bool, Error> {
    let now = Head::now(conn)?;
    if now == then {
        return Ok(false);
    }
    let touched = if now.follows(then) {
        Touched::since(conn, then.seq)?
    } else {
        None
    };
    Ok(touched.is_none_or(|touched| !touched.is_nothing()))
}

/// The products of which something was written since then that decides what they cost, or where they are, or whose
/// contracts were; none where that may be all.
pub(super) fn products_paid_since(
    conn: &Connection,
    then: Head,
) -> Result<Option<BTreeSet<ProductId>>, Error> {
    if !Head::now(conn)?.follows(then) {
        return Ok(None);
    }
    let touched = Touched::since(conn, then.seq)?;
    let reached = touched.map(|touched| found::reached_by(conn, &touched, |product| product));
    Ok(reached.transpose()?.map(|(products, _)| products))
}

/// Products that were merged, with what they are now.
pub(super) fn merged(conn: &Connection) -> Result<HashMap<ProductId, ProductId>, Error> {
    products::merged(conn)
}
