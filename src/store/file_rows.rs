//! Writes the rows of a file. A rule that says no to a row is told with the row and the field that it is about, and
//! so are all the rows that it says no to, since whoever brings the file mends them together or leaves them out.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::Error;
use super::writer::{Done, RecordOutcome, Writer};
use crate::domain::put::{Given, Put, RefusedRow, Target};
use crate::domain::record::RecordRef;
use crate::domain::rights::field_of_right;

/// Is told how many puts are written, and may say stop. Stopping leaves the file as it was.
pub type Watch<'w> = &'w mut dyn FnMut(usize) -> ControlFlow<()>;

/// Every so many puts the watcher is asked.
const STRIDE: usize = 256;

/// Writes the puts of a file, which may name the ones before them. `Rows` where rules say no to rows.
pub(super) fn write_all(
    writer: &mut Writer,
    puts: &[Put],
    done: &mut Vec<Done>,
    watch: Watch,
) -> Result<(), Error> {
    done.reserve_exact(puts.len());
    let mut refused: Vec<RefusedRow> = Vec::new();
    // Puts of rows that are refused, and those that rest on them.
    let mut left_out: HashSet<usize> = HashSet::new();
    for (n, put) in puts.iter().enumerate() {
        if n % STRIDE == 0 && watch(n).is_break() {
            return Err(Error::Cancelled);
        }
        let same_row = refused.last().is_some_and(|last| last.row == put.row);
        if same_row || rests_on(put, &left_out) {
            left_out.insert(n);
            done.push(nothing(put));
            continue;
        }
        match writer.put(put, done) {
            Ok(one) => done.push(one),
            Err(Error::Refused(why)) if put.row > 0 => {
                let of = why.field.map(|field| (put.kind, field));
                refused.push(RefusedRow {
                    row: put.row,
                    of: of.unwrap_or_else(|| field_of_right(put.kind)),
                    why,
                });
                left_out.insert(n);
                done.push(nothing(put));
            }
            // What the rows before it left out may be what it lacks.
            Err(_) if !refused.is_empty() => return Err(Error::Rows(refused)),
            Err(error) => return Err(error),
        }
    }
    if watch(puts.len()).is_break() {
        return Err(Error::Cancelled);
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Error::Rows(refused))
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
