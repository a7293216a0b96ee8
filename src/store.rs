//! The one door to the office file: open it, change it, ask it. Only this room speaks SQL.
//!
//! A change goes in by `apply` and out again by `undo`; every question is one method that copies
//! its rows out and ends, so no read is held open while a person thinks.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::domain::backup::KeepRule;
use crate::domain::product::ProductId;
use crate::domain::put::{ChangeSetId, SeenRecord, Stamp};
use crate::domain::record::{Record, RecordId, RecordRef};
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::domain::setting::{self, SharedPlace};
use crate::domain::zone::Zone;
use crate::store::open::{AskedFile, OlderLayout};

mod actor;
mod alerts;
mod apply;
mod aside;
pub mod backup;
pub mod busy;
mod card;
mod chain;
mod changed;
mod checklists;
mod companions;
mod consult;
mod convert;
mod cover;
pub mod create;
mod days;
mod desk;
mod dump;
pub mod error;
mod file_rows;
mod find;
mod fiscal;
pub mod group;
pub mod guard;
mod head;
mod header;
mod history;
mod holes;
mod kept;
mod kept_readings;
mod kept_until;
mod keys;
mod labels;
mod ledger;
pub mod migrate;
mod names;
pub mod new_file;
mod numbers;
mod office_id;
pub mod open;
mod order;
mod overlaps;
mod ownership;
mod parts;
pub mod place_on_disk;
mod placed;
mod planned;
mod presence;
mod prices;
mod published;
mod readings;
pub mod region;
mod renamed;
mod renewals;
mod restore;
mod review;
mod rights;
mod saved;
mod schools;
mod seal;
mod seats;
mod settings;
mod standards;
mod status;
mod structure;
mod sums;
mod taught;
mod terms;
mod undo;
mod unique;
mod unnamed;
mod unpriced;
mod whole;
pub mod write;
mod writer;
mod writing;

pub use crate::store::settings::Access;
pub use apply::{Applied, Tally};
pub use card::{AtSchool, Card, CardTotal, ContractOfProduct};
pub use changed::{HistorySince, WrittenSince};
pub use companions::its_files;
pub use consult::Consult;
pub use cover::{BriefStandard, CoverAnswer, CoverAnswers, KnownStandards};
pub use dump::{DumpedGaps, LoadedDump};
pub use error::Error;
pub use file_rows::{RowsDone, Watch, Watched};
pub use fiscal::KeptCounts;
pub use head::Head;
pub use history::{HistoryEntry, HistoryFilter};
pub use holes::SchoolHoles;
pub use kept::KeptBackups;
pub use kept_readings::StoredReading;
pub use ledger::LedgerLines;
pub use open::OlderFile;
pub use planned::LookedUp;
pub use presence::Presence;
pub use prices::VisiblePrices;
pub use renamed::Renamed;
pub use restore::{LostBy, LostChanges, ReadyBackup, Restored};
pub use review::OpenQueue;
#[cfg(test)]
pub(crate) use review::reaches_queue;
pub use saved::{SavedChange, was_saved};
pub use schools::{MatrixCell, Overview, Placed, ProductRow, SchoolRow};
pub use seal::LastSeal;
pub use status::{KnownFacts, Scope};
pub use taught::ProofCount;
pub use undo::{LastChange, Reverted};
pub use writer::{Done, RecordOutcome};

/// An open office file.
// Its parts end in the order in which they stand: the connection that writes after the one that reads, so that the last
// to leave can take away what lies beside the file; and the guard last.
#[derive(Debug)]
pub struct Store {
    /// What is asked is asked here. SQLite itself lets nothing be written on it.
    conn: Connection,
    /// The same with all prices, where the policy hides some from whoever asks.
    whole: Option<Connection>,
    /// The schools whose prices whoever asks may see; none where they may see all.
    prices_only_of: Option<Vec<SchoolId>>,
    writer: writing::WritingConnection,
    companions: open::LeftCompanions,
    guard: guard::Guard,
    others: writing::SavesOfOthers,
    read_only: Option<String>,
    upgraded_from: Option<i32>,
    /// The day was given and is not the clock's: nothing is done here.
    only_rehearses: bool,
    /// Which file it is, of those that were put back in this one's place: as it was when it was last looked at.
    era: Cell<i64>,
    /// Whose days are spoken of.
    zone: Zone,
    /// The newest change set that was made through this value.
    made: Cell<Option<ChangeSetId>>,
    /// Fiscal years as they were read and what was found in them.
    years: fiscal::YearCache,
    /// What overlaps are about as it is called.
    overlap_names: overlaps::KeptNames,
    /// What was told of products that are ours.
    ours: RefCell<review::ours::KeptOurs>,
    /// Whoever asks may write what was found into the file.
    keeps_found: bool,
    /// The policy and the calendar as they were read.
    desk: desk::DeskCache,
    /// What was looked up and is not in the file yet.
    look_ups: find::LookUps,
}

/// Why nothing is done in a district's own office on a day that was given.
const REHEARSING: &str =
    "the day was given by --now or HALLPASS_NOW, and this is a district's own office";

impl Store {
    /// Makes a new, empty office file: its owner's alone, or with `shared` also that group's.
    pub fn create(path: &Path, shared: Option<&str>) -> Result<Store, Error> {
        let made = create::create(path, shared)?.guard.path().to_path_buf();
        Store::open(&made, Access::Write)
    }

    /// Opens an office file, upgrading an older one first where it may be written. What is asked of it is asked on a
    /// connection that can only read; with `Access::Write` the first save of somebody who may do anything here opens
    /// another.
    pub fn open(path: &Path, access: Access) -> Result<Store, Error> {
        Store::asked_of(
            open::to_be_asked(path, OlderLayout::BroughtUpBy(None))?,
            access,
        )
    }

    /// The same for somebody who is known: a file of an older layout that others share is brought up to date only where
    /// an admin of the office opens it.
    ///
    /// # Errors
    ///
    /// `UpgradeForAll` where the file is such a one and they are not.
    pub fn open_as(path: &Path, access: Access, stamp: &Stamp) -> Result<Store, Error> {
        let older = OlderLayout::BroughtUpBy(Some(stamp));
        Store::asked_of(open::to_be_asked(path, older)?, access)
    }

    /// Opens an office file only to look, before anybody knows who is there: not even an older one is changed.
    ///
    /// # Errors
    ///
    /// `OldLayout` where the file has an older layout.
    pub fn look(path: &Path) -> Result<Store, Error> {
        Store::asked_of(
            open::to_be_asked(path, OlderLayout::LeftAlone)?,
            Access::Read,
        )
    }

    /// A store of which nothing was asked yet, with days as they are in Greenwich.
    fn new(
        conn: Connection,
        guard: guard::Guard,
        companions: open::LeftCompanions,
        writer: writing::WritingConnection,
    ) -> Result<Store, Error> {
        days::know_days(&conn, Zone::utc())?;
        Ok(Store {
            era: Cell::new(head::era(&conn)?),
            others: writing::SavesOfOthers::since_now(&conn)?,
            read_only: None,
            companions,
            writer,
            conn,
            whole: None,
            prices_only_of: None,
            guard,
            upgraded_from: None,
            only_rehearses: false,
            zone: Zone::utc(),
            made: Cell::new(None),
            years: fiscal::YearCache::default(),
            overlap_names: overlaps::KeptNames::default(),
            ours: RefCell::default(),
            keeps_found: false,
            desk: desk::DeskCache::default(),
            look_ups: find::LookUps::default(),
        })
    }

    fn asked_of(file: AskedFile, access: Access) -> Result<Store, Error> {
        let AskedFile { opened, read_only } = file;
        let said = read_only.as_ref().filter(|_| access == Access::Write);
        let said = said.map(|why| why.reason.clone());
        let writer = writing::WritingConnection::none_yet(access, read_only);
        let mut store = Store::new(opened.conn, opened.guard, opened.companions, writer)?;
        store.read_only = said;
        store.upgraded_from = opened.upgraded_from;
        store.keep_days(&Zone::utc())?;
        Ok(store)
    }

    /// Another value that asks this same file, on a connection of its own, for another thread: quicker than to open the
    /// file once more, which looks first what it is.
    pub fn beside(&self) -> Result<Store, Error> {
        let conn = open::to_be_read(&self.guard)?;
        let (guard, companions) = (self.guard.clone(), self.companions.left_alone());
        let writer = writing::WritingConnection::none_yet(Access::Read, None);
        let mut store = Store::new(conn, guard, companions, writer)?;
        store.read_only.clone_from(&self.read_only);
        store.only_rehearses = self.only_rehearses;
        store.keep_days_of(self.zone.clone())?;
        Ok(store)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        self.guard.path()
    }

    /// Why the file is read-only although writing was asked for.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// The layout the file had before, where opening it has brought it up to date.
    pub fn upgraded_from(&self) -> Option<i32> {
        self.upgraded_from
    }

    /// The day was given (`--now`): from here on nothing is done in this file, unless nothing in it is real.
    pub fn on_a_given_day(&mut self) -> Result<(), Error> {
        if !self.marks()?.on_any_day() {
            self.only_rehearses = true;
            self.read_only.get_or_insert_with(|| REHEARSING.to_owned());
        }
        Ok(())
    }

    /// The day was given, and so nothing is done in this file.
    pub fn only_rehearses(&self) -> bool {
        self.only_rehearses
    }

    /// Where sessions on this file say what they edit.
    pub fn presence(&self) -> Presence {
        Presence::of(self.path())
    }

    /// Nobody has asked anything for a while: lets go of what is quickly read again. Pages of the file and statements made
    /// ready are some megabytes on each connection.
    pub fn rest(&self) {
        if self.years.rest() {
            self.overlap_names.take();
            self.ours.take();
        }
        for conn in [Some(&self.conn), self.writer.open()].into_iter().flatten() {
            conn.flush_prepared_statement_cache();
            // Where it cannot be, they stay.
            let _ = conn.execute_batch("PRAGMA shrink_memory");
        }
    }

    /// A number that moves when somebody else has saved; our own saves leave it.
    pub fn data_version(&self) -> Result<i64, Error> {
        self.guard.check()?;
        self.others.count(self.writer.open().unwrap_or(&self.conn))
    }

    /// `Swapped` where the file is not the one that was opened any more: better asked before SQLite looks into it.
    pub fn still_there(&self) -> Result<(), Error> {
        self.guard.check()
    }

    /// Copies the file, whole and checked, to a new one; gives the copy's absolute name and where its history ends.
    pub fn backup(&self, target: &Path) -> Result<(PathBuf, Option<LastSeal>), Error> {
        let mut last = None;
        let made = backup::backup_seen(&self.conn, target, |copy| {
            last = seal::last(copy)?;
            Ok(())
        })?;
        Ok((made, last))
    }

    /// Makes a backup in a folder, named by the moment (of a clock that can be trusted) on the wall of the district,
    /// and removes older ones that the rule lets go.
    pub fn backup_into(
        &self,
        folder: &Path,
        rule: KeepRule,
        at: DateTime<Utc>,
    ) -> Result<KeptBackups, Error> {
        if self.only_rehearses {
            let why = format!(
                "no backup was made: {REHEARSING}, and backups are kept by the day they are made on"
            );
            return Err(Error::refused(
                Refusal::from(why).then("; ", "leave the day out"),
            ));
        }
        kept::backup_into(&self.conn, self.path(), folder, rule, self.zone.local(at))
    }

    /// What is wrong with the file; nothing where it is sound. Reads all of it.
    pub fn check(&self) -> Vec<String> {
        let mut problems = backup::check(&self.conn, &self.guard);
        if problems.is_empty() {
            // Of a file that cannot be read, history is not asked.
            problems = seal::check(&self.conn).unwrap_or_else(|error| vec![error.to_string()]);
        }
        if problems.is_empty() {
            let found = fiscal::check(self.all_prices());
            problems.extend(found.unwrap_or_else(|error| Some(error.to_string())));
            let kept = review::kept::check(self.all_prices());
            problems.extend(kept.unwrap_or_else(|error| Some(error.to_string())));
        }
        problems
    }

    /// Where history ends; none before the first change.
    pub fn last_seal(&self) -> Result<Option<LastSeal>, Error> {
        seal::last(&self.conn)
    }

    /// What is not as it was meant where the file lies: its owner, group and modes, those of its directory and of what
    /// lies beside it, each with the command that mends it. Nothing where nobody said how it is meant.
    pub fn misplaced(&self) -> Result<Vec<String>, Error> {
        Ok(match self.shared_place()? {
            Some(meant) if meant.path == self.path().to_string_lossy() => {
                group::misfits(self.path(), &meant)
            }
            _ => Vec::new(),
        })
    }

    fn shared_place(&self) -> Result<Option<SharedPlace>, Error> {
        let said = self.setting(setting::SHARED)?;
        Ok(said.as_deref().and_then(SharedPlace::read))
    }

    /// What is worth knowing of the file although it is sound.
    pub fn warnings(&self) -> Result<Vec<String>, Error> {
        let mut warnings = backup::warnings(&self.guard);
        match self.shared_place()? {
            None => warnings.extend(group::open_to_all(self.path())),
            Some(meant) if meant.path != self.path().to_string_lossy() => warnings.push(format!(
                "it is meant to be shared as {}; here its group and modes were not compared",
                error::plain(&meant.path)
            )),
            Some(_) => {}
        }
        warnings.extend(unique::doubled(&self.conn)?);
        Ok(warnings)
    }

    /// The layout number of the file.
    pub fn layout(&self) -> Result<i32, Error> {
        migrate::version(&self.conn)
    }

    /// The value of a setting, if it was ever set.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM setting WHERE \"key\" = ?1";
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([key], |r| r.get(0))
            .optional()?)
    }

    /// All records of a noun, oldest first.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, Error> {
        convert::records(&self.conn, "ORDER BY id", [])
    }

    /// Tells all records of a noun one by one, oldest first: for those of which there are too many to be held.
    pub fn each<R: Record>(&self, tell: impl FnMut(R) -> Result<(), Error>) -> Result<(), Error> {
        convert::each_record(&self.conn, "ORDER BY id", [], tell)
    }

    /// One record; [`Error::Missing`] where none has this id.
    pub fn get<R: Record>(&self, id: R::Id) -> Result<R, Error> {
        one(&self.conn, id)
    }

    /// The product that stands for this one: another, where the two were merged.
    pub fn stands_for(&self, product: ProductId) -> Result<ProductId, Error> {
        // A merge leads those merged before it on, so one step is enough.
        let sql = "SELECT merged_into FROM product WHERE id = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let into: Option<Option<ProductId>> =
            statement.query_row([product], |r| r.get(0)).optional()?;
        Ok(into.flatten().unwrap_or(product))
    }

    /// The records of a noun that name this one in a field, in order of id.
    pub fn naming<R: Record>(
        &self,
        field: &'static str,
        id: impl RecordId,
    ) -> Result<Vec<R>, Error> {
        convert::records(
            &self.conn,
            &format!("WHERE \"{field}\" = ?1 ORDER BY id"),
            [id.number()],
        )
    }

    /// A record as it stands now, for a form to open on.
    pub fn seen(&self, record: impl Into<RecordRef>) -> Result<SeenRecord, Error> {
        let record = record.into();
        let RecordRef { kind, id } = record;
        let columns = convert::columns(kind);
        let sql = format!("SELECT id, version, {columns} FROM {kind} WHERE id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement
            .query_row([id], |row| convert::values(kind, row))
            .optional()?;
        let (_, version, values) = found.ok_or_else(|| Error::Missing {
            what: record.to_string(),
        })?;
        Ok(SeenRecord { version, values })
    }

    /// Reads several things as they stood at one moment, which is also quicker than one by one.
    fn at_once<T>(&self, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        // Whoever plans with the file held reads at one moment already.
        if !self.conn.is_autocommit() {
            return read();
        }
        let moment = self.conn.unchecked_transaction()?;
        let answer = read();
        moment.finish()?;
        answer
    }

    /// Saves what somebody does.
    fn write<T>(
        &mut self,
        stamp: &Stamp,
        body: impl FnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.saves()?;
        self.write_on_any_day(stamp, body)
    }

    /// May anything be saved on this day? Nothing is on one that was only made up.
    fn saves(&self) -> Result<(), Error> {
        if !self.only_rehearses {
            return Ok(());
        }
        let why = Refusal::from(format!("nothing was saved: {REHEARSING}"));
        Err(Error::refused(why.then(
            "; ",
            "leave the day out, or try it in: hallpass demo",
        )))
    }

    /// As `write`, for what is taken back before anybody sees it.
    fn write_on_any_day<T>(
        &mut self,
        stamp: &Stamp,
        body: impl FnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.admit(stamp)?;
        self.carried(body)
    }

    /// Saves what is nobody's own deed, on the connection that writes.
    fn carried<T>(
        &mut self,
        body: impl FnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let is_new = self.writer.be_open(&self.guard, &self.zone)?;
        self.saved_on(self.writer.opened()?, |tx| {
            if is_new {
                // While the file is held: what others have saved until now this connection will not tell.
                self.others.go_on(&self.conn, tx)?;
            }
            body(tx)
        })
    }

    /// Saves what `body` does, in the file that was last looked at, and keeps which change set that made.
    fn saved_on<T>(
        &self,
        conn: &Connection,
        body: impl FnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (done, made) = write::in_write_making(conn, &self.guard, |tx| {
            self.still_as_seen(tx)?;
            let done = body(tx)?;
            self.look_ups.write_along(tx)?;
            Ok(done)
        })?;
        self.look_ups.are_written();
        if made.is_some() {
            self.made.set(made);
        }
        Ok(done)
    }

    /// The newest change set that was made through this value since this was last asked; none where nothing was
    /// written.
    pub fn made(&self) -> Option<ChangeSetId> {
        self.made.take()
    }
}

fn one<R: Record>(conn: &Connection, id: R::Id) -> Result<R, Error> {
    let mut found = convert::records(conn, "WHERE id = ?1", [id.number()])?;
    found.pop().ok_or_else(|| Error::Missing {
        what: format!("{} {id}", R::KIND),
    })
}
