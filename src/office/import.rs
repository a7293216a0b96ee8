//! Bringing a file in: the same reading and planning as the import command, first tried, then saved.
//! Runs in the worker thread; says how far it is and stops when asked, leaving the file as it was.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::ControlFlow;
use std::path::Path;

use super::Office;
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::find::Finder;
use crate::domain::put::{RefusedRow, Stamp};
use crate::domain::record::{Kind, Value};
use crate::domain::refusal::Refusal;
use crate::domain::standards::claimed::KnownClaims;
use crate::exchange::Complaint;
use crate::exchange::ReadError;
use crate::exchange::columns::ImportKind;
use crate::exchange::import::{ImportRequest, Recognised};
use crate::exchange::plan::{AlikeNames, Counts, ImportPlan, Known, RefusedRows};
use crate::office::query::import::{ImportFile, Preview};
use crate::store::{Error, Store, Watch};

pub use crate::store::{Applied, RecordOutcome, Renamed, Tally, Watched};

/// Complaints shown of each sort.
const LISTED: usize = 100;

/// New names told in the line at the end.
const RENAMED: usize = 2;

/// So often a file is tried without the rows that the records refused the time before.
const TRIES: usize = 8;

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
            Unplanned::Bad(bad) => {
                let why = format!(
                    "{} of the file cannot be read now; nothing was saved",
                    counted(bad, "row")
                );
                Error::refused(Refusal::from(why).then(". ", "Look at it again"))
            }
            Unplanned::Store(error) => error,
        }
    }
}

/// Why a file was not brought in.
enum NotTaken<P, E> {
    /// It is only to be tried.
    Tried(P),
    /// The records refuse these rows.
    Rows(Vec<RefusedRow>),
    /// Anything else.
    Failed(E),
}

impl<P, E: From<Error>> From<Error> for NotTaken<P, E> {
    fn from(error: Error) -> NotTaken<P, E> {
        match error {
            Error::Rows(rows) => NotTaken::Rows(rows),
            other => NotTaken::Failed(other.into()),
        }
    }
}

/// Looks up what the rows of a file name, while what they write is planned.
pub struct ImportLookup<'o> {
    store: &'o Store,
    stamp: &'o Stamp,
    refused: &'o RefusedRows,
    /// Rows that show only beside all others that they cannot be taken.
    unclear: RefCell<Vec<RefusedRow>>,
}

/// The names of the records, as they are found where they look alike.
struct FinderOfStore<'s> {
    store: &'s Store,
    finder: OnceCell<Finder>,
    /// Why they could not be read.
    failed: Cell<Option<Error>>,
}

impl AlikeNames for FinderOfStore<'_> {
    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| {
            let entries = self.store.find_entries();
            Finder::new(entries.unwrap_or_else(|error| {
                self.failed.set(Some(error));
                Vec::new()
            }))
        })
    }
}

impl ImportLookup<'_> {
    /// Plans what the rows of a file write, by the names the office knows now. `read` hears how many bytes are read,
    /// and may say stop.
    pub fn plan<E: From<Error> + From<ReadError>>(
        &self,
        request: &ImportRequest,
        recognised: Recognised,
        read: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<ImportPlan, E> {
        let stamp = self.stamp;
        let consult = self.store.consult(&stamp.who, stamp.today)?;
        let finder = FinderOfStore {
            store: self.store,
            finder: OnceCell::new(),
            failed: Cell::new(None),
        };
        let known = Known {
            names: self.store.names()?,
            finder: &finder,
            office: Some(&consult),
            refused: self.refused,
            claims: match request.kind {
                ImportKind::Alignments | ImportKind::Measures => self.store.known_claims()?,
                ImportKind::Relations => self.store.known_relations()?,
                _ => KnownClaims::default(),
            },
        };
        let plan = request.plan(recognised, known, read)?;
        if let Some(error) = finder.failed.take() {
            return Err(error.into());
        }
        if !plan.unclear.is_empty() {
            self.unclear.replace(plan.unclear.clone());
            return Err(Error::Rows(plan.unclear).into());
        }
        Ok(plan)
    }
}

impl Office {
    /// Plans what a file writes and writes it; where `saves` says no it is tried, and nothing is saved. `plan` may be asked
    /// again, since somebody may change a name before the plan is carried out, and without the rows that the records
    /// refuse, which it then tells as it tells those that cannot be read. `watch` hears how many records are
    /// written, and may say stop.
    pub fn bring_in<P, E: From<Error>>(
        &mut self,
        plan: &mut dyn FnMut(&ImportLookup) -> Result<P, E>,
        change: fn(&P) -> &Change,
        saves: fn(&P) -> bool,
        watch: Watch,
    ) -> Result<(P, Applied), E> {
        let stamp = self.stamp();
        let mut refused = RefusedRows::new();
        for tried in 1.. {
            let mut plan = |store: &Store| {
                let lookup = ImportLookup {
                    store,
                    stamp: &stamp,
                    refused: &refused,
                    unclear: RefCell::default(),
                };
                let planned = plan(&lookup);
                let unclear = lookup.unclear.take();
                match planned {
                    _ if !unclear.is_empty() => Err(NotTaken::Rows(unclear)),
                    Err(why) => Err(NotTaken::Failed(why)),
                    Ok(planned) if saves(&planned) => Ok(planned),
                    Ok(planned) => Err(NotTaken::Tried(planned)),
                }
            };
            let carried = self.store.apply_planned(&mut plan, change, &stamp, watch);
            let refused_now = match carried {
                Ok(carried) => {
                    self.catch_up();
                    return Ok(carried);
                }
                Err(NotTaken::Tried(planned)) => {
                    match self.store.rehearse(change(&planned), &stamp, watch) {
                        Ok(applied) => return Ok((planned, applied)),
                        Err(Error::Rows(rows)) => rows,
                        Err(why) => return Err(why.into()),
                    }
                }
                Err(NotTaken::Rows(rows)) => rows,
                Err(NotTaken::Failed(why)) => return Err(why),
            };
            if tried == TRIES {
                return Err(Error::Rows(refused_now).into());
            }
            refused.extend(refused_now.into_iter().map(|row| (row.row, row)));
        }
        Err(Error::Cancelled.into())
    }

    /// The products and schools that an import gave another name.
    pub fn renamed(&self, applied: &Applied) -> Result<Vec<Renamed>, Error> {
        self.store.renamed(applied)
    }

    /// A value of a field as history says it.
    pub fn spell(&self, kind: Kind, field: &str, value: &Value) -> Result<String, Error> {
        self.store.spell(kind, field, value)
    }

    pub(super) fn preview(&mut self, file: &ImportFile) -> Result<Preview, Error> {
        let path = self.path(&file.path.to_string_lossy());
        let total = Cell::new(0);
        let first = |all: &[Complaint]| all.iter().take(LISTED).cloned().collect();
        let mut plan = |lookup: &ImportLookup| -> Result<(Preview, Carried), Unplanned> {
            let planned = plan(lookup, file, &path)?;
            let preview = Preview {
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
            total.set(carried.change.count() as u64);
            Ok((preview, carried))
        };
        let mut watch = |watched: Watched| written(file, watched, total.get());
        let tried = self.bring_in(
            &mut plan,
            |(_, carried)| &carried.change,
            |_| false,
            &mut watch,
        );
        let ((mut preview, carried), applied) = tried.map_err(|why| why.of(file.kind))?;
        preview.tally = tally(file, &carried, &applied);
        preview.consequences.extend(applied.unknown.sentence());
        preview.consequences.extend(applied.judged.iter().cloned());
        let renamed = self.renamed(&applied)?;
        preview
            .consequences
            .extend(renamed.iter().map(Renamed::to_string));
        Ok(preview)
    }

    /// Brings the file in: what it came to, and whether contracts are now known of which something is not.
    pub(super) fn import(&mut self, file: &ImportFile) -> Result<(String, bool), Error> {
        let path = self.path(&file.path.to_string_lossy());
        let total = Cell::new(0);
        let mut plan = |lookup: &ImportLookup| -> Result<Carried, Unplanned> {
            let plan = plan(lookup, file, &path)?.plan;
            if plan.rejected_rows > 0 && !file.skip_bad {
                return Err(Unplanned::Bad(plan.rejected_rows));
            }
            let carried = carried(file, plan);
            total.set(carried.change.count() as u64);
            Ok(carried)
        };
        let mut watch = |watched: Watched| written(file, watched, total.get());
        let saved = self.bring_in(&mut plan, |carried| &carried.change, |_| true, &mut watch);
        let (carried, applied) = saved.map_err(|why| why.of(file.kind))?;
        let tally = tally(file, &carried, &applied);
        let besides = carried.counts.besides();
        let undo = if tally.added + tally.changed > 0 {
            " u takes all of it back."
        } else {
            ""
        };
        let unknown = applied.unknown.sentence();
        let lists = unknown.is_some();
        let unknown =
            unknown.map_or_else(String::new, |said| format!(" Now {said}: L lists them."));
        let renamed = self.renamed(&applied)?;
        let told = renamed.iter().take(RENAMED).map(|one| format!(" {one}."));
        let mut told: String = told.collect();
        told.extend((applied.judged.iter().take(RENAMED)).map(|one| format!(" {one}.")));
        if applied.judged.len() > RENAMED {
            let more = applied.judged.len() - RENAMED;
            told.push_str(&format!(" {more} more notices are judged anew."));
        }
        if renamed.len() > RENAMED {
            told.push_str(&format!(" {} more renamed.", renamed.len() - RENAMED));
        }
        let told = format!(
            "Imported {}: {}{} added, {} changed, {} unchanged{besides}.{told}{undo}{unknown}",
            file.kind.name(),
            carried.folded,
            tally.added,
            tally.changed,
            tally.unchanged
        );
        Ok((told, lists))
    }
}

/// Reads the file and plans what to write.
fn plan(lookup: &ImportLookup, file: &ImportFile, path: &Path) -> Result<Planned, Unplanned> {
    let request = ImportRequest {
        kind: file.kind,
        path,
        sheet: None,
        header: None,
        encoding: None,
        told: &[],
        meant: &[],
        today: lookup.stamp.today,
        zone: lookup.store.zone(),
    };
    let recognised = request.recognise()?;
    let facts = recognised.facts.to_string();
    // The screens mark a cut as they do everywhere else.
    let marked = |text: String| text.replace('\u{2026}', "~");
    let columns = marked(recognised.mapping.describe(&recognised.samples));
    let not_read = recognised.mapping.not_read().map(marked);
    let bytes = recognised.facts.bytes;
    let plan = lookup.plan::<Unplanned>(&request, recognised, &mut |done| {
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

/// Tells how much of a file is written, of so many puts.
fn written(file: &ImportFile, watched: Watched, of: u64) -> ControlFlow<()> {
    match watched {
        Watched::Written(done) => file.work.tell(WRITE, done as u64, of),
        Watched::One(..) => ControlFlow::Continue(()),
    }
}

fn tally(file: &ImportFile, carried: &Carried, applied: &Applied) -> Tally {
    applied.tally(file.kind.noun(), carried.counts.taken())
}

/// What is wrong with the file, and where the options are that the hint may name: the screen has none.
fn refused(kind: ImportKind, error: &ReadError) -> Error {
    let options = if error.by_option {
        format!(" Options are given to the command: hallpass import {kind} FILE.")
    } else {
        String::new()
    };
    let told = format!("{}. {}{options}", error.what, error.hint);
    // The stop comes with all errors.
    Error::refused(told.trim_end_matches('.').to_owned())
}
