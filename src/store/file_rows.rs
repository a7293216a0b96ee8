//! Writes the rows of a file. A rule that says no to a row is told with the row and the field that it is about, and
//! so are all the rows that it says no to, since whoever brings the file mends them together or leaves them out.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use rusqlite::Transaction;

use super::Error;
use super::writer::{Done, MadeBefore, RecordOutcome, Writer};
use crate::domain::put::{Given, KeptPuts, Put, RefusedRow, Target};
use crate::domain::record::{Kind, RecordRef, Value};
use crate::domain::rights::field_of_right;

/// What whoever waits for a file is told while it is written.
#[derive(Debug, Clone, Copy)]
pub enum Watched<'p> {
    /// So many puts are written.
    Written(usize),
    /// What became of one put of a file whose puts are not held.
    One(&'p Put, &'p Done),
}

/// Is told how far it is, and may say stop. Stopping leaves the file as it was.
pub type Watch<'w> = &'w mut dyn FnMut(Watched) -> ControlFlow<()>;

/// Every so many puts the watcher is asked.
const STRIDE: usize = 256;

/// What became of the rows of a file, counted while they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowsDone {
    /// Rows that did anything. To remember a word is no row's own doing.
    pub(super) touched: usize,
    /// Rows that added a record, by its noun.
    pub(super) added: Vec<(Kind, usize)>,
    /// Records that have another name now.
    pub(super) renamed: Vec<RenamedByRow>,
}

/// A record that a row gave another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RenamedByRow {
    pub(super) row: u64,
    pub(super) record: RecordRef,
    pub(super) from: String,
    pub(super) to: String,
    /// Was it met by its registry id?
    pub(super) by_number: bool,
}

impl RowsDone {
    /// Rows that added a record of this noun.
    pub(super) fn added(&self, noun: Kind) -> usize {
        let mut added = self.added.iter();
        added
            .find(|(kind, _)| *kind == noun)
            .map_or(0, |(_, count)| *count)
    }
}

/// Writes the puts of a file, which may name the ones before them. `Rows` where rules say no to rows.
pub(super) fn write_all(
    writer: &mut Writer,
    puts: &[Put],
    done: &mut Vec<Done>,
    watch: Watch,
) -> Result<RowsDone, Error> {
    done.reserve_exact(puts.len());
    let mut rows = RowsBeingWritten::new(writer);
    for put in puts {
        rows.ask(watch)?;
        let one = rows.write(put, MadeBefore::Held(done))?;
        done.push(one);
    }
    rows.end(watch)
}

/// The same with puts that are not held. Of what became of them only the numbers of new records stay, which later ones
/// may name; the rest is told.
pub(super) fn write_kept(
    writer: &mut Writer,
    puts: &KeptPuts,
    watch: Watch,
) -> Result<RowsDone, Error> {
    let tx = writer.transaction();
    hold_pages(tx, HELD_FOR_MANY)?;
    let written = write_each(writer, puts, watch);
    hold_pages(tx, HELD)?;
    written
}

/// So many KB of the office file are held while many rows are written, each of which belongs elsewhere in an index: by a
/// third less time goes into reading and writing the same pages again than with what SQLite holds itself.
const HELD_FOR_MANY: u32 = 12_000;

/// So many KB SQLite holds itself.
const HELD: u32 = 2_000;

fn hold_pages(tx: &Transaction, kb: u32) -> Result<(), Error> {
    Ok(tx.execute_batch(&format!("PRAGMA cache_size = -{kb}"))?)
}

fn write_each(writer: &mut Writer, puts: &KeptPuts, watch: Watch) -> Result<RowsDone, Error> {
    let mut rows = RowsBeingWritten::new(writer);
    let mut made: HashMap<usize, i64> = HashMap::new();
    let mut failed = None;
    let told = puts.each(&mut |put| {
        let place = rows.written;
        let written = rows.ask(watch);
        let written = written.and_then(|()| rows.write(put, MadeBefore::Kept(&made)));
        let told = written.and_then(|one| {
            if put.target == Target::New {
                made.insert(place, one.record.id);
            }
            stopped(watch(Watched::One(put, &one)))
        });
        match told {
            Ok(()) => ControlFlow::Continue(()),
            Err(why) => {
                failed = Some(why);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(why) = failed {
        return Err(why);
    }
    told.map_err(Error::Refused)?;
    rows.end(watch)
}

fn stopped(asked: ControlFlow<()>) -> Result<(), Error> {
    match asked {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}

/// A file on its way into the office.
struct RowsBeingWritten<'w, 't> {
    writer: &'w mut Writer<'t>,
    /// Puts so far.
    written: usize,
    refused: Vec<RefusedRow>,
    /// Puts of rows that are refused, and those that rest on them.
    left_out: HashSet<usize>,
    done: RowsDone,
    /// The row of the last put, whether it did anything, and what it added.
    row: Option<u64>,
    touched: bool,
    added: Vec<Kind>,
}

impl<'w, 't> RowsBeingWritten<'w, 't> {
    fn new(writer: &'w mut Writer<'t>) -> RowsBeingWritten<'w, 't> {
        RowsBeingWritten {
            writer,
            written: 0,
            refused: Vec::new(),
            left_out: HashSet::new(),
            done: RowsDone::default(),
            row: None,
            touched: false,
            added: Vec::new(),
        }
    }

    /// Asks the watcher now and then.
    fn ask(&self, watch: Watch) -> Result<(), Error> {
        if !self.written.is_multiple_of(STRIDE) {
            return Ok(());
        }
        stopped(watch(Watched::Written(self.written)))
    }

    fn write(&mut self, put: &Put, made: MadeBefore) -> Result<Done, Error> {
        let n = self.written;
        self.written += 1;
        let same_row = self.refused.last().is_some_and(|last| last.row == put.row);
        if same_row || rests_on(put, &self.left_out) {
            self.left_out.insert(n);
            return Ok(nothing(put));
        }
        match self.writer.put_after(put, made) {
            Ok(one) => {
                self.count(put, &one);
                Ok(one)
            }
            Err(Error::Refused(why)) if put.row > 0 => {
                let of = why.field.map(|field| (put.kind, field));
                self.refused.push(RefusedRow {
                    row: put.row,
                    of: of.unwrap_or_else(|| field_of_right(put.kind)),
                    why,
                });
                self.left_out.insert(n);
                Ok(nothing(put))
            }
            // What the rows before it left out may be what it lacks.
            Err(_) if !self.refused.is_empty() => {
                Err(Error::Rows(std::mem::take(&mut self.refused)))
            }
            Err(error) => Err(error),
        }
    }

    fn end(mut self, watch: Watch) -> Result<RowsDone, Error> {
        stopped(watch(Watched::Written(self.written)))?;
        self.end_of_row();
        if self.refused.is_empty() {
            Ok(self.done)
        } else {
            Err(Error::Rows(self.refused))
        }
    }

    fn count(&mut self, put: &Put, one: &Done) {
        if self.row != Some(put.row) {
            self.end_of_row();
            self.row = Some(put.row);
        }
        match &one.outcome {
            RecordOutcome::Unchanged => return,
            RecordOutcome::Added => {
                if !self.added.contains(&put.kind) {
                    self.added.push(put.kind);
                }
            }
            RecordOutcome::Changed(fields) => {
                let named = fields.iter().find(|(field, ..)| *field == "name");
                if let Some((_, Value::Text(from), Value::Text(to))) = named {
                    // What a record was met by stayed as it was.
                    let by_number = put.fields.iter().any(|(field, _)| *field == "registry_id")
                        && fields.iter().all(|(field, ..)| *field != "registry_id");
                    self.done.renamed.push(RenamedByRow {
                        row: put.row,
                        record: one.record,
                        from: from.clone(),
                        to: to.clone(),
                        by_number,
                    });
                }
            }
        }
        self.touched |= put.kind != Kind::Word;
    }

    fn end_of_row(&mut self) {
        let added = &mut self.done.added;
        for noun in self.added.drain(..) {
            match added.iter_mut().find(|(kind, _)| *kind == noun) {
                Some((_, count)) => *count += 1,
                None => added.push((noun, 1)),
            }
        }
        self.done.touched += usize::from(std::mem::take(&mut self.touched));
    }
}

/// Stands for a put that was not written, so that those after it keep their places; none of it is saved.
fn nothing(put: &Put) -> Done {
    Done {
        record: RecordRef {
            kind: put.kind,
            id: 0,
        },
        outcome: RecordOutcome::Unchanged,
    }
}

fn rests_on(put: &Put, left_out: &HashSet<usize>) -> bool {
    if left_out.is_empty() {
        return false;
    }
    let made = |given: &Given| matches!(given, Given::Made(n) if left_out.contains(n));
    matches!(&put.target, Target::Made(n) if left_out.contains(n))
        || put.fields.iter().any(|(_, given)| made(given))
}
