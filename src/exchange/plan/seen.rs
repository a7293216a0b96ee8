//! What each record was given by which row of the file. Of a long file the newest are held, and the others lie sorted in
//! a file of our own: what is not there is told by two bytes a row, so that memory does not grow with the rows.

use std::cell::Cell;
use std::collections::HashMap;
use std::io;

use crate::exchange::scratch::Scratch;

/// What an earlier row said of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EarlierRow {
    pub(super) row: u32,
    /// A hash of the fields it gave.
    pub(super) said: u32,
    /// A hash of each cell that is not read.
    pub(super) unread: Box<[u32]>,
}

/// So many are held.
const HELD: usize = 100_000;
/// So many lie between two keys of a run that are held.
const STEP: usize = 64;
/// A row's key, its number, and what it said.
const HEAD: usize = 16;
/// Bits that tell that a key is not in a run: sixteen a key, in blocks of one line of the processor's memory.
const BLOCK: usize = 8;

/// The rows that were taken, by what they are about.
pub(super) struct Seen {
    /// How many cells of a row are compared and not read.
    width: usize,
    most: usize,
    held: HashMap<u64, EarlierRow>,
    runs: Vec<Run>,
    scratch: Option<Scratch>,
    /// Why a row that was put away could not be read again.
    failed: Cell<Option<io::Error>>,
}

/// Rows that were put away together, sorted by their keys.
struct Run {
    at: u64,
    count: usize,
    /// Every so many keys, the key.
    steps: Vec<u64>,
    bits: Vec<[u64; BLOCK]>,
}

impl Seen {
    /// None yet; so many cells of each are compared.
    pub(super) fn new(width: usize) -> Seen {
        Seen {
            width,
            most: HELD,
            held: HashMap::new(),
            runs: Vec::new(),
            scratch: None,
            failed: Cell::new(None),
        }
    }

    /// What a row said of this record. Where that cannot be read, it is told between this row and the next.
    pub(super) fn get(&self, key: u64) -> Option<EarlierRow> {
        if let Some(seen) = self.held.get(&key) {
            return Some(seen.clone());
        }
        let scratch = self.scratch.as_ref()?;
        let mut runs = self.runs.iter().filter(|run| run.may_have(key));
        runs.find_map(|run| {
            let found = run.find(key, self.width, scratch);
            found.unwrap_or_else(|error| {
                self.failed.set(Some(error));
                None
            })
        })
    }

    /// Notes what a row said.
    pub(super) fn insert(&mut self, key: u64, seen: EarlierRow) {
        self.held.insert(key, seen);
    }

    /// Forgets what the row that is read just now said.
    pub(super) fn forget(&mut self, key: u64) {
        self.held.remove(&key);
    }

    /// Puts away what is held, where it is much: between two rows.
    pub(super) fn put_away(&mut self) -> io::Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.held.len() < self.most {
            return Ok(());
        }
        let scratch = match &mut self.scratch {
            Some(scratch) => scratch,
            none => none.insert(Scratch::new()?),
        };
        let mut rows: Vec<(u64, EarlierRow)> = self.held.drain().collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        let mut bytes = Vec::with_capacity(rows.len() * (HEAD + 4 * self.width));
        let blocks = (rows.len() * 16).div_ceil(BLOCK * 64).max(1);
        let mut bits = vec![[0; BLOCK]; blocks];
        for (key, seen) in &rows {
            bytes.extend(key.to_le_bytes());
            bytes.extend(seen.row.to_le_bytes());
            bytes.extend(seen.said.to_le_bytes());
            for at in 0..self.width {
                let cell = seen.unread.get(at).copied().unwrap_or_default();
                bytes.extend(cell.to_le_bytes());
            }
            let block = &mut bits[block_of(*key, blocks)];
            for (word, bit) in places(*key) {
                block[word] |= bit;
            }
        }
        self.runs.push(Run {
            at: scratch.append(&bytes)?,
            count: rows.len(),
            steps: rows.iter().step_by(STEP).map(|(key, _)| *key).collect(),
            bits,
        });
        Ok(())
    }
}

/// Which block of bits tells of a key.
fn block_of(key: u64, blocks: usize) -> usize {
    ((u128::from(key) * blocks as u128) >> 64) as usize
}

/// The bits of a block that a key sets.
fn places(key: u64) -> impl Iterator<Item = (usize, u64)> {
    (0..4).map(move |n| {
        let at = (key >> (9 * n)) as usize % (BLOCK * 64);
        (at / 64, 1 << (at % 64))
    })
}

impl Run {
    /// May this key be in it? Of four hundred that are not, one seems to be.
    fn may_have(&self, key: u64) -> bool {
        let block = &self.bits[block_of(key, self.bits.len())];
        places(key).all(|(word, bit)| block[word] & bit != 0)
    }

    fn find(&self, key: u64, width: usize, scratch: &Scratch) -> io::Result<Option<EarlierRow>> {
        let step = self.steps.partition_point(|first| *first <= key);
        let Some(first) = step.checked_sub(1).map(|step| step * STEP) else {
            return Ok(None);
        };
        let size = HEAD + 4 * width;
        let mut bytes = vec![0; STEP.min(self.count - first) * size];
        scratch.read(&mut bytes, self.at + (first * size) as u64)?;
        let number = |bytes: &[u8]| {
            let mut four = [0; 4];
            four.copy_from_slice(bytes);
            u32::from_le_bytes(four)
        };
        let sought = key.to_le_bytes();
        let mut rows = bytes.chunks_exact(size);
        let found = rows.find(|row| row[..8] == sought);
        Ok(found.map(|row| EarlierRow {
            row: number(&row[8..12]),
            said: number(&row[12..16]),
            unread: row[HEAD..].chunks_exact(4).map(number).collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: u32, width: u32) -> EarlierRow {
        EarlierRow {
            row: n,
            said: n * 3,
            unread: (0..width).map(|cell| n + cell).collect(),
        }
    }

    #[test]
    fn what_is_put_away_is_found_and_what_was_never_there_is_not() {
        let mut random = fastrand::Rng::with_seed(7);
        for width in [0, 1, 3] {
            let mut seen = Seen::new(width as usize);
            seen.most = 100;
            let mut plain = HashMap::new();
            for n in 0..1_000 {
                let key = random.u64(..);
                assert_eq!(seen.get(key), None, "{n}");
                seen.insert(key, row(n, width));
                plain.insert(key, row(n, width));
                seen.put_away().unwrap();
            }
            assert_eq!((seen.runs.len(), seen.held.len()), (10, 0));
            for (key, row) in plain {
                assert_eq!(seen.get(key).as_ref(), Some(&row));
            }
            // The ends of all keys.
            assert_eq!((seen.get(0), seen.get(u64::MAX)), (None, None));
        }
    }

    #[test]
    fn a_row_that_is_not_taken_is_forgotten() {
        let mut seen = Seen::new(0);
        seen.insert(5, row(1, 0));
        seen.forget(5);
        assert_eq!(seen.get(5), None);
    }
}
