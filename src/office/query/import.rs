//! What the import popup asks, what it is shown before anything is saved, and the line between the
//! worker that reads a long file and the screen that shows how far it is and may say stop.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crate::exchange::Complaint;
use crate::exchange::columns::ImportKind;
use crate::exchange::plan::Counts;
use crate::store::Tally;

/// A file to bring in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportFile {
    /// What its rows are.
    pub kind: ImportKind,
    /// The file, as typed.
    pub path: PathBuf,
    /// Rows that cannot be read are left out; otherwise one such row stops all.
    pub skip_bad: bool,
    /// How far it is.
    pub work: Work,
}

/// What a file would do, found by doing it and taking it back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preview {
    /// What kind of file it is.
    pub facts: String,
    /// One line a field: field, column, a value.
    pub columns: Vec<String>,
    /// Which columns are not read; none where all are.
    pub not_read: Option<String>,
    /// What it would leave unknown and what it would call otherwise, a sentence each.
    pub consequences: Vec<String>,
    /// What became of its rows.
    pub counts: Counts,
    /// `12 asks, 5 requests; ` where rows are asks, the like where they are single devices.
    pub folded: String,
    /// What the rows that can be read would do.
    pub tally: Tally,
    /// Why rows cannot be read, the first of them.
    pub rejected: Vec<Complaint>,
    /// Values read in an unexpected way, the first of them.
    pub warnings: Vec<Complaint>,
    /// How many such values in all.
    pub warned: usize,
}

/// A long piece of work, seen from both ends.
#[derive(Clone, Debug, Default)]
pub struct Work(Arc<Progress>);

#[derive(Debug, Default)]
struct Progress {
    stop: AtomicBool,
    percent: AtomicU8,
}

impl PartialEq for Work {
    /// The same piece of work, not one that is as far.
    fn eq(&self, other: &Work) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Work {}

impl Work {
    /// Asks it to stop; what it did so far is taken back.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    /// Of a hundred, how much is done.
    pub fn percent(&self) -> u8 {
        self.0.percent.load(Ordering::Relaxed)
    }

    /// Notes how far it is: the share `done` of `total`, between two percentages. Says stop once asked.
    pub fn tell(&self, (from, to): (u8, u8), done: u64, total: u64) -> ControlFlow<()> {
        let span = u64::from(to.saturating_sub(from));
        let part = done.min(total) * span / total.max(1);
        self.0.percent.store(from + part as u8, Ordering::Relaxed);
        if self.is_stopped() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_told_to_stop_from_the_other_end() {
        let work = Work::default();
        let theirs = work.clone();
        assert!(theirs.tell((50, 100), 1, 2).is_continue());
        assert_eq!(work.percent(), 75);
        assert!(theirs.tell((0, 100), 9, 0).is_continue());
        work.stop();
        assert!(theirs.tell((0, 50), 9, 9).is_break());
        assert!(work == theirs && work != Work::default());
    }
}
