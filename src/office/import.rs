//! Bringing a file in: the same reading and planning as the import command, first tried, then saved.
//! Runs in the worker thread; says how far it is and stops when asked, leaving the file as it was.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;

use super::Office;
use crate::domain::change::Change;
use crate::domain::find::Finder;
use crate::domain::put::Stamp;
use crate::exchange::Complaint;
use crate::exchange::ReadError;
use crate::exchange::columns::ImportKind;
use crate::exchange::import::{ImportRequest, Recognised};
use crate::exchange::plan::{Counts, ImportPlan};
use crate::office::query::import::{ImportFile, Preview};
use crate::store::{Applied, Error, Renamed, Store, Tally};

/// Complaints shown of each sort.
const LISTED: usize = 100;

/// New names told in the line at the end.
const RENAMED: usize = 2;

/// Reading is so much of the work, of a hundred.
const READ: (u8, u8) = (0, 50);
const WRITE: (u8, u8) = (50, 100);

/// What a file comes to, and how it looked.
struct Planned {
    plan: ImportPlan,
    facts: String,
    columns: Vec<String>,
    not_read: Option<String>,
}

/// A plan on its way to the records.
struct Carried {
    change: Change,
    folded: String,
    counts: Counts,
}

/// Why there is no plan.
enum Unplanned {
    /// The file's fault.
    Fault(ReadError),
    /// So many rows cannot be read.
    Bad(usize),
    /// The store said no.
    Store(Error),
}

impl From<Error> for Unplanned {
    fn from(error: Error) -> Unplanned {
        Unplanned::Store(error)
    }
}

impl From<ReadError> for Unplanned {
    fn from(error: ReadError) -> Unplanned {
        Unplanned::Fault(error)
    }
}

impl Unplanned {
    fn of(self, kind: ImportKind) -> Error {
        match self {
            Unplanned::Fault(error) => refused(kind, &error),
            Unplanned::Bad(bad) => Error::Refused(format!(
                "{bad} rows of the file cannot be read now; nothing was saved. Look at it again"
            )),
            Unplanned::Store(error) => error,
        }
    }
}

impl Office {
    pub(super) fn preview(&mut self, file: &ImportFile) -> Result<Preview, Error> {
        let path = self.path(&file.path.to_string_lossy());
        let stamp = (self.clock)();
        let planned = plan(&self.store, file, &path, &stamp);
        let planned = planned.map_err(|why| why.of(file.kind))?;
        let first = |all: &[Complaint]| all.iter().take(LISTED).cloned().collect();
        let mut preview = Preview {
            facts: planned.facts,
            columns: planned.columns,
            not_read: planned.not_read,
            consequences: Vec::new(),
            counts: planned.plan.counts(),
            folded: planned.plan.folded(),
            rejected: first(&planned.plan.rejected),
            warnings: first(&planned.plan.warnings),
            warned: planned.plan.warnings.len(),
            tally: Tally::default(),
        };
        let carried = carried(file, planned.plan);
        let total = carried.change.kinds().len() as u64;
        let mut watch = |done: usize| file.work.tell(WRITE, done as u64, total);
        let applied = self.store.rehearse(&carried.change, &stamp, &mut watch)?;
        preview.tally = tally(file, &carried, &applied);
        preview.consequences.extend(applied.unknown.sentence());
        let renamed = renamed(&self.store, &carried, &applied)?;
        preview
            .consequences
            .extend(renamed.iter().map(Renamed::to_string));
        Ok(preview)
    }

    pub(super) fn import(&mut self, file: &ImportFile) -> Result<String, Error> {
        let path = self.path(&file.path.to_string_lossy());
        let stamp = (self.clock)();
        let total = Cell::new(0);
        let mut plan = |store: &Store| -> Result<Carried, Unplanned> {
            let plan = plan(store, file, &path, &stamp)?.plan;
            if plan.rejected_rows > 0 && !file.skip_bad {
                return Err(Unplanned::Bad(plan.rejected_rows));
            }
            let carried = carried(file, plan);
            total.set(carried.change.kinds().len() as u64);
            Ok(carried)
        };
        let mut watch = |done: usize| file.work.tell(WRITE, done as u64, total.get());
        let saved =
            self.store
                .apply_planned(&mut plan, |carried| &carried.change, &stamp, &mut watch);
        let (carried, applied) = saved.map_err(|why| why.of(file.kind))?;
        let tally = tally(file, &carried, &applied);
        let besides = carried.counts.besides();
        let undo = if tally.added + tally.changed > 0 {
            " u takes all of it back."
        } else {
            ""
        };
        let unknown = applied.unknown.sentence();
        let unknown = unknown.map_or_else(String::new, |said| format!(" Now {said}."));
        let renamed = renamed(&self.store, &carried, &applied)?;
        let told = renamed.iter().take(RENAMED).map(|one| format!(" {one}."));
        let mut told: String = told.collect();
        if renamed.len() > RENAMED {
            told.push_str(&format!(" {} more renamed.", renamed.len() - RENAMED));
        }
        Ok(format!(
            "Imported {}: {}{} added, {} changed, {} unchanged{besides}.{told}{undo}{unknown}",
            file.kind.name(),
            carried.folded,
            tally.added,
            tally.changed,
            tally.unchanged
        ))
    }
}

/// Plans what the rows of a file write, by the names the office knows now. `read` hears how many bytes are read, and
/// may say stop.
pub fn plan_rows<E: From<Error> + From<ReadError>>(
    store: &Store,
    request: &ImportRequest,
    recognised: Recognised,
    stamp: &Stamp,
    read: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<ImportPlan, E> {
    let names = store.names()?;
    let finder = Finder::new(store.find_entries()?);
    let consult = store.consult(&stamp.who, stamp.today)?;
    Ok(request.plan(recognised, names, &finder, Some(&consult), read)?)
}

/// Reads the file and plans what to write.
fn plan(
    store: &Store,
    file: &ImportFile,
    path: &Path,
    stamp: &Stamp,
) -> Result<Planned, Unplanned> {
    let request = ImportRequest {
        kind: file.kind,
        path,
        sheet: None,
        header: None,
        encoding: None,
        told: &[],
        meant: &[],
        today: stamp.today,
        zone: store.zone(),
    };
    let recognised = request.recognise()?;
    let facts = recognised.facts.to_string();
    // The screens mark a cut as they do everywhere else.
    let marked = |text: String| text.replace('\u{2026}', "~");
    let columns = marked(recognised.mapping.describe(&recognised.samples));
    let not_read = recognised.mapping.not_read().map(marked);
    let bytes = recognised.facts.bytes;
    let plan = plan_rows::<Unplanned>(store, &request, recognised, stamp, &mut |done| {
        file.work.tell(READ, done, bytes)
    })?;
    Ok(Planned {
        plan,
        facts,
        columns: columns.lines().map(str::to_owned).collect(),
        not_read,
    })
}

fn carried(file: &ImportFile, plan: ImportPlan) -> Carried {
    Carried {
        folded: plan.folded(),
        counts: plan.counts(),
        change: plan.change(file.kind, &file.path),
    }
}

/// The products and schools that have another name now.
fn renamed(store: &Store, carried: &Carried, applied: &Applied) -> Result<Vec<Renamed>, Error> {
    store.renamed(carried.change.imported(), applied)
}

fn tally(file: &ImportFile, carried: &Carried, applied: &Applied) -> Tally {
    let puts = carried.change.imported();
    applied.tally(puts, file.kind.noun(), carried.counts.taken())
}

/// What is wrong with the file, and where the options are that the hint may name: the screen has none.
fn refused(kind: ImportKind, error: &ReadError) -> Error {
    let options = if error.hint.contains("--") {
        format!(" Options are given to the command: hallpass import {kind} FILE.")
    } else {
        String::new()
    };
    let told = format!("{}. {}{options}", error.what, error.hint);
    // The stop comes with all errors.
    Error::Refused(told.trim_end_matches('.').to_owned())
}
