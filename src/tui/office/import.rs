//! Bringing a file in: the same reading and planning as the import command, first tried, then saved.
//! Runs in the worker thread; says how far it is and stops when asked, leaving the file as it was.

use super::Office;
use crate::domain::change::Change;
use crate::domain::find::Finder;
use crate::domain::renewal::unknown::Unknowns;
use crate::exchange::Complaint;
use crate::exchange::ReadError;
use crate::exchange::import::Request;
use crate::exchange::plan::Plan;
use crate::store::{Error, Tally};
use crate::tui::ask::Answer;
use crate::tui::ask::import::{Bringing, Preview};

/// Complaints shown of each sort.
const LISTED: usize = 100;

/// Reading is so much of the work, of a hundred.
const READ: (u8, u8) = (0, 50);
const WRITE: (u8, u8) = (50, 100);

/// What a file comes to, and how it looked.
struct Planned {
    plan: Plan,
    facts: String,
    columns: Vec<String>,
}

impl Office {
    pub(super) fn preview(&mut self, file: &Bringing) -> Result<Answer, Error> {
        let planned = match self.plan(file)? {
            Ok(planned) => planned,
            Err(error) => return Ok(refused(&error)),
        };
        let first = |all: &[Complaint]| all.iter().take(LISTED).cloned().collect();
        let mut preview = Preview {
            facts: planned.facts,
            columns: planned.columns,
            read: planned.plan.read,
            folded: planned.plan.folded(),
            bad_rows: planned.plan.rejected_rows,
            rejected: first(&planned.plan.rejected),
            warnings: first(&planned.plan.warnings),
            warned: planned.plan.warnings.len(),
            tally: Tally::default(),
        };
        let (tally, unknown) = self.carry(file, planned.plan, true)?;
        preview.tally = tally;
        preview.columns.extend(unknown.sentence());
        Ok(Answer::Preview(Box::new(preview)))
    }

    pub(super) fn import(&mut self, file: &Bringing) -> Result<Answer, Error> {
        let planned = match self.plan(file)? {
            Ok(planned) => planned,
            Err(error) => return Ok(refused(&error)),
        };
        let bad = planned.plan.rejected_rows;
        if bad > 0 && !file.skip_bad {
            return Ok(Answer::Failed(format!(
                "{bad} rows of the file cannot be read now; nothing was saved. Look at it again."
            )));
        }
        let folded = planned.plan.folded();
        let besides = planned.plan.counts().besides();
        let (tally, unknown) = self.carry(file, planned.plan, false)?;
        let undo = if tally.added + tally.changed > 0 {
            " u takes all of it back."
        } else {
            ""
        };
        let unknown = unknown.sentence();
        let unknown = unknown.map_or_else(String::new, |said| format!(" Now {said}."));
        Ok(Answer::Done(format!(
            "Imported {}: {folded}{} added, {} changed, {} unchanged{besides}.{undo}{unknown}",
            file.kind.name(),
            tally.added,
            tally.changed,
            tally.unchanged
        )))
    }

    /// Reads the file and plans what to write; the inner error is the file's fault.
    fn plan(&mut self, file: &Bringing) -> Result<Result<Planned, ReadError>, Error> {
        let names = self.store.names()?;
        let finder = Finder::new(self.store.find_entries()?);
        let path = self.path(&file.path.to_string_lossy());
        let request = Request {
            kind: file.kind,
            path: &path,
            sheet: None,
            header: None,
            encoding: None,
            told: &[],
            meant: &[],
            today: self.today(),
            zone: self.store.zone(),
        };
        let recognised = match request.recognise() {
            Ok(recognised) => recognised,
            Err(error) => return Ok(Err(error)),
        };
        let facts = recognised.facts.to_string();
        let columns = recognised.mapping.describe(&recognised.samples);
        // The screens mark a cut as they do everywhere else.
        let columns = columns.replace('\u{2026}', "~");
        let bytes = recognised.facts.bytes;
        let consult = self.store.consult(self.today())?;
        let planned = request.plan(recognised, names, &finder, Some(&consult), &mut |done| {
            file.work.tell(READ, done, bytes)
        });
        Ok(planned.map(|plan| Planned {
            plan,
            facts,
            columns: columns.lines().map(str::to_owned).collect(),
        }))
    }

    /// Carries the plan to the records, or tries to and takes it back.
    /// Gives what became of it, and what is not known of its contracts.
    fn carry(
        &mut self,
        file: &Bringing,
        plan: Plan,
        rehearse: bool,
    ) -> Result<(Tally, Unknowns), Error> {
        let taken = plan.counts().taken();
        let change = plan.change(file.kind, &file.path);
        let Change::Import { puts, .. } = &change else {
            return Ok((Tally::default(), Unknowns::default()));
        };
        let total = puts.len() as u64;
        let mut watch = |done: usize| file.work.tell(WRITE, done as u64, total);
        let stamp = (self.clock)();
        let applied = if rehearse {
            self.store.rehearse(&change, &stamp, &mut watch)?
        } else {
            self.store.apply_watched(&change, &stamp, &mut watch)?
        };
        let tally = applied.tally(puts, file.kind.noun(), taken);
        Ok((tally, applied.unknown))
    }
}

fn refused(error: &ReadError) -> Answer {
    Answer::Failed(format!("{}. {}", error.what, error.hint))
}
