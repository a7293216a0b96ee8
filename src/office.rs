//! What can be asked of the office and what can be done there, once for both faces: the screens' worker and the
//! commands call it. For the screens it lives in the worker thread.
//! Keeps the finder's index and the schools' names between questions, and reads them anew when
//! somebody has changed the records.

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
mod intake;
mod keys;
pub mod lists;
pub mod named;
mod overlaps;
mod overview;
pub mod packet;
pub mod people;
mod policy;
pub mod query;
pub mod reader;
mod receipt;
mod records;
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
use crate::domain::product::ProductId;
use crate::domain::put::{ChangeSetId, DeedId, Stamp};
use crate::domain::record::RecordRef;
use crate::domain::setting::{DISTRICT, OfficeMarks};
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::office::lists::Viewer;
use crate::store::{Applied, OpenQueue, Overview, Presence, Store};

pub use self::receipt::Receipt;
pub use crate::store::{Error, Reverted};

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
    seen: i64,
    finder: Option<Finder>,
    schools: Option<Vec<SchoolName>>,
    /// The rows found last, each with the other name that fitted.
    found: Vec<(ProductId, Option<String>)>,
    overview: Option<(NaiveDate, Arc<Overview>)>,
    agenda: Option<renewals::Read>,
    past: Option<fiscal::Past>,
    queue: Option<OpenQueue>,
    /// The day up to which terms were turned over.
    rolled: Option<NaiveDate>,
    exports: Option<PathBuf>,
    /// What `~` stands for in a path.
    home: Option<PathBuf>,
    /// Where others read whose days it is, and the zone the machine is set to.
    days: Option<(Days, Zone)>,
    /// The change sets of this sitting that one key takes back, or puts back.
    one_key: HashSet<ChangeSetId>,
    /// Where others read how long the screens stay open without a key.
    idle: Option<IdleTime>,
    /// The name of the deed that the screens have done now.
    doing: Option<DeedId>,
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
        Office {
            presence: store.presence(),
            store,
            clock,
            seen,
            finder: None,
            schools: None,
            found: Vec::new(),
            overview: None,
            agenda: None,
            past: None,
            queue: None,
            rolled: None,
            exports: None,
            home: None,
            days: None,
            one_key: HashSet::new(),
            idle: None,
            doing: None,
            tried: None,
        }
    }

    /// The office of one command: who acts, and when, stays the same.
    pub fn of_command(store: Store, stamp: Stamp) -> Office {
        Office::new(store, Box::new(move || stamp.clone()))
    }

    /// Carries out one change; what was kept between questions is read anew.
    fn apply(&mut self, change: &Change) -> Result<Applied, Error> {
        let applied = self.store.apply(change, &self.stamp())?;
        self.forget();
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
            && let Ok(policy) = self.store.policy()
        {
            let minutes = policy.idle_minutes(self.stamp().key.is_some());
            idle.set((minutes > 0).then(|| Duration::from_mins(minutes.into())));
        }
    }

    /// Every product's names, to find one by; read when first needed.
    pub fn finder(&mut self) -> Result<&Finder, Error> {
        if self.finder.is_none() {
            self.finder = Some(Finder::new(self.store.find_entries()?));
        }
        self.finder.as_ref().ok_or(Error::Cancelled)
    }

    /// Every open school by name; read when first needed.
    pub fn schools(&mut self) -> Result<&[SchoolName], Error> {
        if self.schools.is_none() {
            self.schools = Some(self.store.school_names()?);
        }
        Ok(self.schools.as_deref().unwrap_or_default())
    }

    /// Both of them.
    fn fill(&mut self) -> Result<(), Error> {
        self.finder()?;
        self.schools()?;
        Ok(())
    }

    /// What was kept between questions is read anew.
    fn forget(&mut self) {
        // Where it cannot be read the next question says why.
        if let Some((days, machine)) = &self.days
            && self.store.keep_days(machine).is_ok()
        {
            days.set(self.store.zone());
        }
        self.tell_idle();
        let stamp = self.stamp();
        let _ = self.store.is_asked_by(&stamp);
        self.finder = None;
        self.schools = None;
        self.overview = None;
        self.agenda = None;
        self.past = None;
        self.queue = None;
    }

    /// Whether somebody else saved since the last look; what was kept is then read anew.
    fn others_wrote(&mut self) -> bool {
        let Ok(now) = self.store.data_version() else {
            return false;
        };
        let moved = now != self.seen;
        if moved {
            self.seen = now;
            // Terms that went by have to be written down once more in a file that was put back.
            if self.store.look_again().unwrap_or(false) {
                self.rolled = None;
            }
            self.forget();
        }
        moved
    }

    /// Who asks or acts, and when.
    pub fn stamp(&self) -> Stamp {
        let stamp = (self.clock)();
        match &self.doing {
            Some(id) => Stamp {
                id: Some(id.clone()),
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

    /// Are there prices that the policy hides from whoever asks? They count as not known.
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
