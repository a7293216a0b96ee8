//! What the office keeps between questions, each with how far history went when it was read: it stands until something
//! it rests on is written, by whomever.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use crate::domain::record::Kind;
use crate::domain::renewal::agenda::AgendaRow;
use crate::store::{Error, Head, HistorySince, OpenQueue, Overview, Store};

/// What an answer rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct RestsOn {
    /// Records of these nouns.
    pub(super) kinds: &'static [Kind],
    /// At how many schools each product is.
    pub(super) where_products_are: bool,
}

impl RestsOn {
    /// Was something written that it rests on?
    pub(super) fn is_touched(self, changed: &HistorySince) -> bool {
        changed.touches(self.kinds) || (self.where_products_are && changed.moves_products())
    }
}

/// The names of products, and how far each is spread.
pub(super) const FINDER: RestsOn = RestsOn {
    kinds: &[Kind::Product, Kind::Alias, Kind::Vendor],
    where_products_are: true,
};

/// The names of schools.
pub(super) const SCHOOLS: RestsOn = RestsOn {
    kinds: &[Kind::School],
    where_products_are: false,
};

/// What is placed where and what it costs.
pub(super) const OVERVIEW: RestsOn = RestsOn {
    kinds: &[
        Kind::Setting,
        Kind::CalendarDay,
        Kind::School,
        Kind::Person,
        Kind::Owner,
        Kind::Product,
        Kind::Contract,
        Kind::Renewal,
        Kind::Term,
        Kind::Line,
        Kind::Share,
        Kind::Inventory,
        Kind::Usage,
    ],
    where_products_are: true,
};

/// The contracts and their dates.
pub(super) const AGENDA: RestsOn = RestsOn {
    kinds: &[
        Kind::Setting,
        Kind::CalendarDay,
        Kind::School,
        Kind::Person,
        Kind::Vendor,
        Kind::Product,
        Kind::Contract,
        Kind::Renewal,
        Kind::Term,
        Kind::Line,
        Kind::Funding,
        Kind::Inventory,
        Kind::Usage,
    ],
    where_products_are: true,
};

/// What is told of a product, where it may be used and why.
pub(super) const FACTS: RestsOn = RestsOn {
    kinds: &[
        Kind::Setting,
        Kind::CalendarDay,
        Kind::School,
        Kind::Device,
        Kind::Person,
        Kind::Owner,
        Kind::Vendor,
        Kind::Product,
        Kind::Contract,
        Kind::Renewal,
        Kind::Term,
        Kind::Line,
        Kind::Inventory,
        Kind::Usage,
        Kind::Provisioning,
        Kind::Compatibility,
        Kind::Training,
        Kind::Agreement,
        Kind::Approval,
        Kind::Request,
        Kind::Requester,
        Kind::Pause,
        Kind::ItemAnswer,
        Kind::Condition,
        Kind::Checklist,
        Kind::Incident,
    ],
    where_products_are: true,
};

/// Who answers for what is paid for or in use.
pub(super) const OWNERSHIP: RestsOn = RestsOn {
    kinds: &[
        Kind::Setting,
        Kind::CalendarDay,
        Kind::School,
        Kind::Device,
        Kind::Person,
        Kind::Owner,
        Kind::Product,
        Kind::Contract,
        Kind::Renewal,
        Kind::Term,
        Kind::Line,
        Kind::Inventory,
        Kind::Usage,
    ],
    where_products_are: true,
};

/// Who is trained in what.
pub(super) const TRAINED: RestsOn = RestsOn {
    kinds: &[Kind::School, Kind::Product, Kind::Training],
    where_products_are: false,
};

/// Standards, what is claimed of them, and what was routed: what gaps rest on beside facts about products.
pub(super) const STANDARDS: RestsOn = RestsOn {
    kinds: &[
        Kind::Framework,
        Kind::Standard,
        Kind::Relation,
        Kind::Alignment,
        Kind::Route,
    ],
    where_products_are: false,
};

/// An answer that is kept.
#[derive(Debug)]
pub(super) struct Cached<T>(Option<CachedAnswer<T>>);

#[derive(Debug)]
struct CachedAnswer<T> {
    /// Where history stood before it was read.
    at: Head,
    /// The day it is of, where it is of one.
    day: Option<NaiveDate>,
    answer: T,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Cached(None)
    }
}

impl<T> Cached<T> {
    /// What was read, as it was when it was last asked for.
    pub(super) fn known(&self) -> Option<&T> {
        self.0.as_ref().map(|kept| &kept.answer)
    }

    /// What was read of this day, and where history stood then.
    pub(super) fn of(&self, day: Option<NaiveDate>) -> Option<(Head, &T)> {
        let kept = self.0.as_ref().filter(|kept| kept.day == day)?;
        Some((kept.at, &kept.answer))
    }

    /// Keeps an answer that holds for this line of history.
    pub(super) fn keep(&mut self, at: Head, day: Option<NaiveDate>, answer: T) {
        self.0 = Some(CachedAnswer { at, day, answer });
    }

    /// Reads again only what a change reaches of the answer of this day, where `again` can: it is told what is kept, and
    /// where history stood then.
    pub(super) fn renew(
        &mut self,
        store: &Store,
        day: Option<NaiveDate>,
        again: impl FnOnce(&T, Head) -> Result<Option<T>, Error>,
    ) -> Result<(), Error> {
        let Some((then, known)) = self.of(day) else {
            return Ok(());
        };
        // Asked before it is read: what is saved between the two has it read once more.
        let now = store.head()?;
        if now != then
            && let Some(answer) = again(known, then)?
        {
            self.keep(now, day, answer);
        }
        Ok(())
    }

    /// It is read anew when it is next asked for.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }

    /// What is kept, where it is of this day and still stands.
    pub(super) fn still(
        &mut self,
        store: &Store,
        rests_on: RestsOn,
        day: Option<NaiveDate>,
    ) -> Result<Option<&T>, Error> {
        let now = store.head()?;
        let stands = match &self.0 {
            Some(kept) if kept.day == day => {
                kept.at == now || !rests_on.is_touched(&store.changed_since(kept.at)?)
            }
            _ => false,
        };
        match &mut self.0 {
            Some(kept) if stands => kept.at = now,
            _ => self.0 = None,
        }
        Ok(self.known())
    }

    /// The answer of this day as the records stand now: what is kept, or what `read` gives.
    pub(super) fn current(
        &mut self,
        store: &Store,
        rests_on: RestsOn,
        day: Option<NaiveDate>,
        read: impl FnOnce(&Store) -> Result<T, Error>,
    ) -> Result<&T, Error> {
        if self.still(store, rests_on, day)?.is_none() {
            // Asked before it is read: what is saved between the two has it read once more.
            let at = store.head()?;
            let answer = read(store)?;
            self.0 = Some(CachedAnswer { at, day, answer });
        }
        self.known().ok_or(Error::Cancelled)
    }

    /// The same, to be added to.
    pub(super) fn current_mut(
        &mut self,
        store: &Store,
        rests_on: RestsOn,
        day: Option<NaiveDate>,
        read: impl FnOnce(&Store) -> Result<T, Error>,
    ) -> Result<&mut T, Error> {
        self.current(store, rests_on, day, read)?;
        let kept = self.0.as_mut().map(|kept| &mut kept.answer);
        kept.ok_or(Error::Cancelled)
    }
}

/// What all offices of one session need and each would read and hold for itself. Each of these is read by one of them
/// while another that needs it too waits for that.
#[derive(Debug, Clone, Default)]
pub struct SharedAnswers {
    overview: Arc<Mutex<Cached<Arc<Overview>>>>,
    agenda: Arc<Mutex<Cached<Arc<Vec<AgendaRow>>>>>,
    queue: Arc<Mutex<Option<OpenQueue>>>,
}

/// Forgets an answer that nobody but this holds, unless somebody reads it just now.
fn forget_unshown<T>(kept: &Mutex<Cached<Arc<T>>>) {
    if let Ok(mut kept) = kept.try_lock()
        && kept.known().is_some_and(|one| Arc::strong_count(one) == 1)
    {
        kept.forget();
    }
}

/// Of somebody who panicked while it was read nothing is kept by halves.
fn held<T>(one: &Mutex<T>) -> MutexGuard<'_, T> {
    one.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedAnswers {
    pub(super) fn overview(&self) -> MutexGuard<'_, Cached<Arc<Overview>>> {
        held(&self.overview)
    }

    pub(super) fn agenda(&self) -> MutexGuard<'_, Cached<Arc<Vec<AgendaRow>>>> {
        held(&self.agenda)
    }

    pub(super) fn queue(&self) -> MutexGuard<'_, Option<OpenQueue>> {
        held(&self.queue)
    }

    /// Lets go of what nobody shows. What is being read is left alone, so that nobody waits for it.
    pub(super) fn let_go(&self) {
        forget_unshown(&self.overview);
        forget_unshown(&self.agenda);
        if let Ok(mut queue) = self.queue.try_lock()
            && queue.as_ref().is_some_and(|queue| !queue.is_shown())
        {
            *queue = None;
        }
    }

    /// Everything is read anew when it is next asked for.
    pub(super) fn forget(&self) {
        self.overview().forget();
        self.agenda().forget();
        *self.queue() = None;
    }
}

#[cfg(test)]
mod tests;
