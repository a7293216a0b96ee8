//! Who changed what.

use super::Office;
use crate::store::{Error, HistoryEntry, HistoryFilter};

impl Office {
    /// The changes that fit, newest first; their instants in UTC, as files have them.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, Error> {
        self.store.history(filter)
    }

    /// Tells them one by one: of a large district they are millions.
    pub fn each_history(
        &self,
        filter: &HistoryFilter,
        tell: impl FnMut(HistoryEntry) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.store.each_history(filter, tell)
    }

    /// The same in the district's time, as people read it.
    pub fn history_here(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, Error> {
        let mut lines = self.history(filter)?;
        for line in &mut lines {
            line.at = self.store.zone().wall(&line.at);
            line.clock = line
                .clock
                .as_deref()
                .map(|clock| self.store.zone().wall(clock));
        }
        Ok(lines)
    }
}
