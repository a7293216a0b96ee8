//! A second reader of the office file, for questions that take long; lives in a thread of its own and changes
//! nothing. Opens the file when it is first asked, so that the start does not wait for it.

use std::path::PathBuf;

use super::{Clock, Days, Office, SharedAnswers};
use crate::domain::zone::Zone;
use crate::office::query::{Answer, Answerer, Query};
use crate::store::{Access, Error, Head, Store};

/// The office, opened for reading.
pub struct OfficeReader {
    path: PathBuf,
    days: (Days, Zone),
    clock: Option<Clock>,
    shared: SharedAnswers,
    office: Option<Office>,
}

impl OfficeReader {
    /// Reads this file once it is asked; its days are those of `days`, and of the machine's zone where it has none of its
    /// own, also once somebody sets another.
    pub fn new(path: PathBuf, days: (Days, Zone), clock: Clock) -> OfficeReader {
        OfficeReader {
            path,
            days,
            clock: Some(clock),
            shared: SharedAnswers::default(),
            office: None,
        }
    }

    /// What is dear to read is kept with another office of the same session.
    #[must_use]
    pub fn sharing(mut self, shared: SharedAnswers) -> OfficeReader {
        self.shared = shared;
        self
    }

    /// The office, opened where it was not yet.
    pub(super) fn office(&mut self) -> Result<Option<&mut Office>, Error> {
        if let Some(clock) = self.clock.take() {
            let opened = Store::open(&self.path, Access::Read).and_then(|mut store| {
                store.keep_days(&self.days.1)?;
                Ok(store)
            });
            match opened {
                Ok(store) => {
                    let (days, machine) = self.days.clone();
                    let office = Office::new(store, clock).keeping_days(days, machine);
                    self.office = Some(office.sharing(self.shared.clone()));
                }
                Err(error) => {
                    self.clock = Some(clock);
                    return Err(error);
                }
            }
        }
        Ok(self.office.as_mut())
    }
}

impl Answerer for OfficeReader {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        match self.office() {
            Ok(Some(office)) => office.answer(query),
            Ok(None) => Err("The file cannot be read. r tries again.".to_owned()),
            Err(error) => Err(format!("{error}. r tries again.")),
        }
    }

    fn head(&mut self) -> Option<Head> {
        // Where it cannot be opened, the answer says so.
        self.office().ok().flatten().and_then(Office::head)
    }

    fn keep(&mut self, query: &Query) {
        if let Some(office) = &mut self.office {
            office.keep(query);
        }
    }

    fn rest(&mut self) {
        if let Some(office) = &mut self.office {
            office.rest();
        }
    }

    fn others_changed(&mut self) -> bool {
        self.office.as_mut().is_some_and(Office::others_wrote)
    }
}
