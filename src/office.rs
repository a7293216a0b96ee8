//! What can be asked of the office and what can be done there, once for both faces: the screens' worker and the
//! commands call it. For the screens it lives in the worker thread.
//! What is dear to read is kept between questions until something it rests on is changed (`office::cache`).

mod cache;
mod claims;
mod dashboard;
pub mod deed;
pub mod digest;
mod dispatch;
pub mod export;
mod files;
mod find;
mod fiscal;
mod form;
pub mod gaps;
mod history;
pub mod import;
mod instead;
mod intake;
mod keys;
pub mod lists;
pub mod named;
pub mod neighbours;
mod overlaps;
mod overview;
pub mod packet;
pub mod people;
mod policy;
pub mod published;
pub mod query;
pub mod reader;
mod receipt;
mod records;
pub mod region;
mod renewals;
pub mod results;
mod review;
pub mod standards;
mod texts;
pub mod undo;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::find::{Finder, SchoolName};
use crate::domain::ownership::{CoverageRow, OwnershipRow};
use crate::domain::put::{ChangeSetId, DeedId, HistoryLine, Stamp};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::setting::{DISTRICT, OfficeMarks};
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::office::cache::Cached;
use crate::office::lists::Viewer;
use crate::store::{Applied, HistorySince, KnownFacts, Presence, Store};

pub use self::cache::SharedAnswers;
pub use self::receipt::Receipt;
pub use crate::store::{Error, Head, LedgerLines, Reverted};

/// Who acts and when, asked anew for each change.
pub type Clock = Box<dyn Fn() -> Stamp + Send>;

/// Whose days it is, for all who ask the clock: the district's zone, which can be set while the screens are open.
#[derive(Clone)]
pub struct Days(pub Arc<Mutex<Zone>>);

impl Days {
    /// The zone as it is set now.
    pub fn zone(&self) -> Zone {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, zone: &Zone) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = zone.clone();
    }
}

/// After how long without a key the screens close by themselves, for whoever waits for keys: the policy says it, and
/// can be changed while they are open.
#[derive(Clone, Default)]
pub struct IdleTime(Arc<AtomicU64>);

/// What somebody reads who comes back to a terminal where the screens, or the prompt, were.
pub fn left_alone(limit: Duration) -> String {
    let minutes = limit.as_secs() / 60;
    let long = match minutes {
        0 => format!("{} seconds", limit.as_secs()),
        1 => "a minute".to_owned(),
        more => format!("{more} minutes"),
    };
    format!(
        "hallpass closed: no key was pressed for {long}, and the district's policy has it close then."
    )
}

impl IdleTime {
    /// After this long, to the second; none is never.
    pub fn after(limit: Option<Duration>) -> IdleTime {
        let idle = IdleTime::default();
        idle.set(limit);
        idle
    }

    /// How long it is now; none is never.
    pub fn limit(&self) -> Option<Duration> {
        let seconds = self.0.load(Ordering::Relaxed);
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }

    fn set(&self, limit: Option<Duration>) {
        let seconds = limit.map_or(0, |limit| limit.as_secs());
        self.0.store(seconds, Ordering::Relaxed);
    }
}

/// The office, as the screens and the commands ask it.
pub struct Office {
    store: Store,
    clock: Clock,
    /// The number that moves when others save, as it was last.
    seen: i64,
    /// Where history stood when others' changes were last told.
    told: Option<Head>,
    /// Where history stood when it was last asked who sits here and whose days it is.
    refreshed: Option<Head>,
    finder: Cached<Finder>,
    schools: Cached<Vec<SchoolName>>,
    /// What was read of products for the rows of the finder.
    facts: Cached<KnownFacts>,
    shared: SharedAnswers,
    past: Cached<fiscal::Past>,
    ownership: Cached<Arc<Vec<OwnershipRow>>>,
    trained: Cached<Arc<Vec<CoverageRow>>>,
    gaps: Option<Box<gaps::standing::StandingGaps>>,
    /// The cells of the ledger that were listed last.
    cells: Option<dashboard::HeldCells>,
    /// The day up to which terms were turned over.
    rolled: Option<NaiveDate>,
    exports: Option<PathBuf>,
    /// What `~` stands for in a path.
    home: Option<PathBuf>,
    /// Where others read whose days it is, and the zone the machine is set to.
    days: Option<(Days, Zone)>,
    /// The change sets of this sitting that one key takes back, or puts back.
    one_key: HashSet<ChangeSetId>,
    /// Has this sitting changed anything?
    has_saved: bool,
    /// Where others read how long the screens stay open without a key.
    idle: Option<IdleTime>,
    /// The name of the deed that the screens have done now.
    doing: Option<DeedId>,
    /// The newest line of history in what whoever does a deed now had before them.
    shown: Option<HistoryLine>,
    /// The last that failed, with its name.
    tried: Option<(deed::Deed, DeedId)>,
    /// What this session says that it edits, and what others say.
    presence: Presence,
}

impl Office {
    /// Answers from this file.
    pub fn new(mut store: Store, clock: Clock) -> Office {
        // Where it cannot be read who that is no price is read, and the first question says why.
        let _ = store.is_asked_by(&clock());
        let seen = store.data_version().unwrap_or_default();
        let head = store.head().ok();
        Office {
            presence: store.presence(),
            store,
            clock,
            seen,
            told: head,
            refreshed: head,
            finder: Cached::default(),
            schools: Cached::default(),
            facts: Cached::default(),
            shared: SharedAnswers::default(),
            past: Cached::default(),
            ownership: Cached::default(),
            trained: Cached::default(),
            gaps: None,
            cells: None,
            rolled: None,
            exports: None,
            home: None,
            days: None,
            one_key: HashSet::new(),
            has_saved: false,
            idle: None,
            doing: None,
            shown: None,
            tried: None,
        }
    }

    /// The office of one command: who acts, and when, stays the same.
    pub fn of_command(store: Store, stamp: Stamp) -> Office {
        Office::new(store, Box::new(move || stamp.clone()))
    }

    /// Carries out one change.
    fn apply(&mut self, change: &Change) -> Result<Applied, Error> {
        let applied = self.store.apply(change, &self.stamp())?;
        self.catch_up();
        Ok(applied)
    }

    /// Lists are written into this directory.
    #[must_use]
    pub fn exporting_to(mut self, directory: Option<PathBuf>) -> Office {
        self.exports = directory;
        self
    }

    /// The same, for a person whose files are in this folder.
    #[must_use]
    pub fn at_home(mut self, home: Option<PathBuf>) -> Office {
        self.home = home;
        self
    }

    /// What is dear to read is kept with another office of the same session.
    #[must_use]
    pub fn sharing(mut self, shared: SharedAnswers) -> Office {
        self.shared = shared;
        self
    }

    /// Whoever reads `days` learns when the district's zone is set; `machine` is the zone until it is.
    #[must_use]
    pub fn keeping_days(mut self, days: Days, machine: Zone) -> Office {
        self.days = Some((days, machine));
        self
    }

    /// Whoever reads `idle` learns how long screens stay open without a key, now and whenever the policy changes.
    #[must_use]
    pub fn keeping_idle(mut self, idle: IdleTime) -> Office {
        self.idle = Some(idle);
        self.tell_idle();
        self
    }

    fn tell_idle(&self) {
        // Where the policy cannot be read the next question says why.
        if let Some(idle) = &self.idle
            && let Ok(limit) = self.idle_limit()
        {
            idle.set(limit);
        }
    }

    /// After how long without a key whoever asks is taken to have left; none is never.
    pub fn idle_limit(&self) -> Result<Option<Duration>, Error> {
        let minutes = self
            .store
            .policy()?
            .idle_minutes(self.stamp().key.is_some());
        Ok((minutes > 0).then(|| Duration::from_mins(minutes.into())))
    }

    /// Every product's names, to find one by; read when first needed.
    pub fn finder(&mut self) -> Result<&Finder, Error> {
        let read = |store: &Store| Ok(Finder::new(store.find_entries()?));
        self.finder.current(&self.store, cache::FINDER, None, read)
    }

    /// Every open school by name; read when first needed.
    pub fn schools(&mut self) -> Result<&[SchoolName], Error> {
        let read = |store: &Store| store.school_names();
        let schools = self
            .schools
            .current(&self.store, cache::SCHOOLS, None, read)?;
        Ok(schools)
    }

    /// Both of them.
    fn fill(&mut self) -> Result<(), Error> {
        self.finder()?;
        self.schools()?;
        Ok(())
    }

    /// Everything is read anew, and it is asked again who sits here and whose days it is.
    fn forget(&mut self) {
        // Where it cannot be read the next question says why.
        self.refreshed = self.store.head().ok();
        if let Some((days, machine)) = &self.days
            && self.store.keep_days(machine).is_ok()
        {
            days.set(self.store.zone());
        }
        self.tell_idle();
        let stamp = self.stamp();
        let _ = self.store.is_asked_by(&stamp);
        self.finder.forget();
        self.schools.forget();
        self.facts.forget();
        self.shared.forget();
        self.past.forget();
        self.ownership.forget();
        self.trained.forget();
        self.cells = None;
    }

    /// Something was saved, here or by others. What is kept knows by itself what it rests on; but what it is read with,
    /// who sits here and whose days it is, is told to the store.
    fn catch_up(&mut self) {
        let changed = match self.refreshed {
            Some(then) => self.store.changed_since(then),
            None => Ok(HistorySince::Everything),
        };
        match changed {
            Ok(changed) if changed.is_nothing() => {}
            Ok(changed) if !changed.touches(&[Kind::Setting, Kind::Person]) => {
                self.refreshed = self.store.head().ok();
            }
            _ => self.forget(),
        }
        self.is_told_of_own();
    }

    /// Nobody has to be told of our own saves, where nobody else has saved meanwhile.
    fn is_told_of_own(&mut self) {
        // In this order: whatever others saved before the first is seen by the second.
        let head = self.store.head().ok();
        if self.store.data_version() == Ok(self.seen) {
            self.told = head;
        }
    }

    /// Whether somebody else saved something since the last look that can be seen.
    fn others_wrote(&mut self) -> bool {
        let Ok(now) = self.store.data_version() else {
            return false;
        };
        if now == self.seen {
            return false;
        }
        self.seen = now;
        // Terms that went by have to be written down once more in a file that was put back.
        if self.store.look_again().unwrap_or(false) {
            self.rolled = None;
        }
        // What only counts look-ups leaves no history.
        let head = self.store.head().ok();
        if head.is_some() && head == self.told {
            return false;
        }
        self.told = head;
        self.catch_up();
        true
    }

    /// Who asks or acts, and when.
    pub fn stamp(&self) -> Stamp {
        let stamp = (self.clock)();
        match &self.doing {
            Some(id) => Stamp {
                id: Some(id.clone()),
                seen: self.shown,
                ..stamp
            },
            None => stamp,
        }
    }

    /// The day it is in the district.
    pub fn today(&self) -> NaiveDate {
        self.stamp().today
    }

    /// Anybody who reads a list that is printed or written, on this day.
    pub fn viewer(&self) -> Viewer {
        Viewer::anybody(self.today())
    }

    /// The zone whose days these are.
    pub fn zone(&self) -> &Zone {
        self.store.zone()
    }

    /// What the office says of itself before anything else is asked of it.
    pub fn marks(&self) -> Result<OfficeMarks, Error> {
        self.store.marks()
    }

    /// Are there prices that the policy hides from whoever asks? Each is told as hidden.
    pub fn hides_prices(&self) -> bool {
        self.store.hides_prices()
    }

    /// What the district is called; empty where nobody has said.
    pub fn district(&self) -> Result<String, Error> {
        Ok(self.store.setting(DISTRICT)?.unwrap_or_default())
    }

    /// The name of a record.
    pub fn label(&self, record: impl Into<RecordRef>) -> Result<String, Error> {
        self.store.label(record)
    }

    /// Leaves words on a record; `what` is its name.
    pub fn note(&mut self, about: RecordRef, what: &str, text: &str) -> Result<Receipt, Error> {
        let note = Change::Note {
            what: what.to_owned(),
            about,
            text: text::clean_long(text).text,
        };
        let applied = self.apply(&note)?;
        Ok(Receipt::of(format!("Noted on {what}."), applied.change_set))
    }
}

#[cfg(test)]
mod tests;
