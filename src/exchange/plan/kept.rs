//! The puts of a long file, and what became of them, one behind the other in a file of our own.
//!
//! To write each row as it is read, inside the one transaction, would need no such file. But then whoever saves meanwhile
//! waits while the file is read as well, and waits for nothing where its last row refuses it.

mod packed;

use std::io;
use std::ops::ControlFlow;

use self::packed::{Packed, pack, pack_done, unpack, unpack_done};
use super::ReadError;
use crate::domain::put::{Done, Put, PutKeeper};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::exchange::scratch::{self, Scratch};

/// So many bytes are gathered before they are written, and read at once.
const AT_ONCE: usize = 128 << 10;
/// Every so many puts it is held where they begin.
const STEP: usize = 1_024;

/// Puts that are kept in a file.
#[derive(Debug)]
pub(super) struct KeptByFile {
    pages: Pages,
    count: usize,
    kinds: Vec<Kind>,
    /// Every so many puts: its row, and where it begins.
    steps: Vec<(u64, u64)>,
}

impl KeptByFile {
    pub(super) fn new() -> io::Result<KeptByFile> {
        Ok(KeptByFile {
            pages: Pages::new()?,
            count: 0,
            kinds: Vec::new(),
            steps: Vec::new(),
        })
    }

    /// How many puts there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Puts one behind the others.
    pub(super) fn push(&mut self, put: &Put) -> io::Result<()> {
        if self.count.is_multiple_of(STEP) {
            self.steps.push((put.row, self.pages.end()));
        }
        if !self.kinds.contains(&put.kind) {
            self.kinds.push(put.kind);
        }
        self.count += 1;
        self.pages.push(|bytes| pack(put, bytes))
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.pages.write()
    }

    /// What a row of the file writes.
    pub(super) fn of_row(&mut self, row: u64) -> io::Result<Vec<Put>> {
        self.pages.write()?;
        let after = self.steps.partition_point(|(first, _)| *first < row);
        let from = after.checked_sub(1).map_or(0, |step| self.steps[step].1);
        let mut found = Vec::new();
        self.pages.each(from, &mut |bytes| {
            let put = unpack(bytes)?;
            let on = put.row <= row;
            if put.row == row {
                found.push(put);
            }
            Some(on)
        })?;
        Ok(found)
    }
}

impl PutKeeper for KeptByFile {
    fn count(&self) -> usize {
        self.count
    }

    fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal> {
        let told = self.pages.each(0, &mut |bytes| {
            let put = unpack(bytes)?;
            Some(tell(&put).is_continue())
        });
        told.map_err(|error| Refusal::from(scratch::told(&error).0))
    }
}

/// The puts of a file that is tried, each with what became of it, to be told afterwards.
#[derive(Debug, Default)]
pub struct TriedPuts {
    /// Where they are, once there is one.
    pages: Option<Pages>,
    failed: Option<io::Error>,
}

impl TriedPuts {
    /// Forgets all of them, since the file is tried once more.
    pub fn clear(&mut self) {
        self.pages = None;
    }

    /// What became of the next put. Where that cannot be kept, it is said once they are told.
    pub fn push(&mut self, put: &Put, done: &Done) {
        if let Err(error) = self.keep(put, done) {
            self.failed.get_or_insert(error);
        }
    }

    fn keep(&mut self, put: &Put, done: &Done) -> io::Result<()> {
        let pages = match &mut self.pages {
            Some(pages) => pages,
            none => none.insert(Pages::new()?),
        };
        pages.push(|bytes| pack(put, bytes))?;
        pages.push(|bytes| pack_done(done, bytes))
    }

    /// Tells each put and what became of it, in order, until it is told to stop.
    ///
    /// # Errors
    ///
    /// Where they could not be kept, or cannot be read again.
    pub fn each(
        &mut self,
        tell: &mut dyn FnMut(&Put, &Done) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        if let Some(error) = self.failed.take() {
            return Err(failed(&error));
        }
        let Some(pages) = &mut self.pages else {
            return Ok(());
        };
        let mut before = None;
        let told = pages.write().and_then(|()| {
            pages.each(0, &mut |bytes| {
                let Some(put) = before.take() else {
                    before = Some(unpack(bytes)?);
                    return Some(true);
                };
                let done = unpack_done(bytes)?;
                Some(tell(&put, &done).is_continue())
            })
        });
        told.map_err(|error| failed(&error))
    }
}

/// The refusal of a file that there is no room for.
pub(super) fn failed(error: &io::Error) -> ReadError {
    let (what, hint) = scratch::told(error);
    ReadError::new(what, hint)
}

/// Pieces of bytes, each behind its length.
#[derive(Debug)]
struct Pages {
    scratch: Scratch,
    gathered: Vec<u8>,
    piece: Vec<u8>,
}

impl Pages {
    fn new() -> io::Result<Pages> {
        Ok(Pages {
            scratch: Scratch::new()?,
            gathered: Vec::with_capacity(AT_ONCE * 2),
            piece: Vec::new(),
        })
    }

    /// Where the next piece begins.
    fn end(&self) -> u64 {
        self.scratch.len() + self.gathered.len() as u64
    }

    fn push(&mut self, fill: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        self.piece.clear();
        fill(&mut self.piece);
        self.gathered
            .extend((self.piece.len() as u32).to_le_bytes());
        self.gathered.extend_from_slice(&self.piece);
        if self.gathered.len() >= AT_ONCE {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        self.scratch.append(&self.gathered)?;
        self.gathered.clear();
        Ok(())
    }

    /// Gives each piece from this place on, until it is told to stop; nothing stands for one that cannot be read.
    fn each(
        &self,
        mut at: u64,
        take: &mut dyn FnMut(&mut Packed) -> Option<bool>,
    ) -> io::Result<()> {
        let broken = || io::Error::from(io::ErrorKind::InvalidData);
        let mut read: Vec<u8> = Vec::with_capacity(AT_ONCE * 2);
        let mut from = 0;
        let end = self.scratch.len();
        loop {
            let whole = read.get(from..from + 4).map(|length| {
                let mut four = [0; 4];
                four.copy_from_slice(length);
                u32::from_le_bytes(four) as usize
            });
            let piece = whole.and_then(|length| read.get(from + 4..from + 4 + length));
            let Some(piece) = piece else {
                read.drain(..from);
                from = 0;
                let more = (end - at).min(AT_ONCE as u64) as usize;
                if more == 0 {
                    return if read.is_empty() {
                        Ok(())
                    } else {
                        Err(broken())
                    };
                }
                let held = read.len();
                read.resize(held + more, 0);
                self.scratch.read(&mut read[held..], at)?;
                at += more as u64;
                continue;
            };
            if !take(&mut Packed(piece)).ok_or_else(broken)? {
                return Ok(());
            }
            from += 4 + piece.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::put::{Given, RecordOutcome, Target};
    use crate::domain::record::{RecordRef, Value};

    fn some_put(row: u64) -> Put {
        let text = "x".repeat(row as usize % 300);
        Put::keyed(Kind::Inventory)
            .with("school", Given::Made(row as usize))
            .with("product", -(row as i64))
            .with("seats", Some(i64::MAX - row as i64))
            .with("used", Given::Value(Value::Null))
            .with("since", Given::Value(Value::Text(text)))
            .row(row)
    }

    #[test]
    fn puts_come_back_as_they_went_in_and_each_row_is_found() {
        let mut kept = KeptByFile::new().unwrap();
        let mut puts = Vec::new();
        for row in 2..5_000 {
            if row % 97 == 0 {
                puts.push(
                    Put::new(Kind::Product)
                        .with("name", "Ähre".to_owned())
                        .row(row),
                );
            }
            puts.push(some_put(row));
        }
        puts.push(Put {
            target: Target::Id(i64::MIN, None),
            ..some_put(5_000)
        });
        puts.push(Put {
            target: Target::Made(300),
            ..some_put(5_001)
        });
        for put in &puts {
            kept.push(put).unwrap();
        }
        for row in [2, 97, 1_025, 4_998, 5_001, 9_999] {
            let of_row: Vec<Put> = puts.iter().filter(|put| put.row == row).cloned().collect();
            assert_eq!(kept.of_row(row).unwrap(), of_row, "{row}");
        }
        kept.end().unwrap();
        let mut again = Vec::new();
        let told = kept.each(&mut |put| {
            again.push(put.clone());
            ControlFlow::Continue(())
        });
        assert!(told.is_ok() && again == puts);
        assert_eq!(
            (kept.count(), kept.kinds()),
            (puts.len(), &[Kind::Inventory, Kind::Product][..])
        );
        let mut first = 0;
        let told = kept.each(&mut |_| {
            first += 1;
            ControlFlow::Break(())
        });
        assert!(told.is_ok() && first == 1);
    }

    #[test]
    fn a_noun_is_kept_by_its_place() {
        for (at, kind) in Kind::ALL.iter().copied().enumerate() {
            assert_eq!(kind as usize, at);
        }
    }

    #[test]
    fn outcomes_come_back_as_they_went_in() {
        let record = RecordRef {
            kind: Kind::Usage,
            id: 70_000,
        };
        let changed = vec![
            ("active", Value::Int(-3), Value::Null),
            ("from", Value::Null, Value::Text("2026-01-01".to_owned())),
        ];
        let outcomes = [
            RecordOutcome::Added,
            RecordOutcome::Unchanged,
            RecordOutcome::Changed(changed),
            RecordOutcome::Changed(Vec::new()),
        ];
        let all: Vec<Done> = outcomes
            .into_iter()
            .map(|outcome| Done { record, outcome })
            .collect();
        let both: Vec<(Put, Done)> = (1..).map(some_put).zip(all).collect();
        let mut kept = TriedPuts::default();
        both.iter().for_each(|(put, done)| kept.push(put, done));
        let mut again = Vec::new();
        kept.each(&mut |put, done| {
            again.push((put.clone(), done.clone()));
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(again, both);
    }
}
