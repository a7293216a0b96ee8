//! Rows that say again what an earlier row of the file said. They are kept once, counted apart from what
//! the office knew already, and told with the columns that are not read and in which they differ.

use super::seen::EarlierRow;
use super::{Planner, Ref, RowRefusal, contradiction, hash, refuse};
use crate::domain::put::{Put, Target};
use crate::exchange::Complaint;
use crate::exchange::columns::ImportKind;
use crate::exchange::sheet::{FileCell, SheetRow};

/// Columns beyond these are not compared: a million rows must fit.
const COMPARED: usize = 32;

/// That a row says again what an earlier one said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Again {
    pub(super) row: u32,
    /// A bit for each column that is not read and in which the two differ.
    pub(super) differ: u32,
}

impl Planner<'_> {
    /// Puts by the cells of a row that nothing is read from.
    pub(super) fn look_aside(&mut self, row: &SheetRow) {
        let cells = self.unread.iter().map(|at| match row.cells.get(*at) {
            None | Some(FileCell::Empty) => 0,
            Some(cell) => hash(&cell.to_string()) as u32,
        });
        self.aside = cells.collect();
    }

    /// Columns that are not read and are compared.
    pub(super) fn compared(unused: Vec<usize>) -> Vec<usize> {
        unused.into_iter().take(COMPARED).collect()
    }

    /// Did an earlier row say the same of this record? It must not have said anything else.
    pub(super) fn is_repeated(&mut self, put: &Put) -> Result<bool, RowRefusal> {
        let said = hash(&put.fields) as u32;
        let identity = self.identity(put);
        match self.seen.get(identity) {
            None => Ok(false),
            Some(seen) if seen.said == said => Ok(self.is_seen(identity, said)),
            Some(seen) => {
                let row = u64::from(seen.row);
                let field = self.differing_field(row, put);
                refuse(field, "", contradiction(row, put.kind))
            }
        }
    }

    /// The field of the file in which this row says something else of a record than an earlier row did; the first that
    /// it fills where no one column tells them apart.
    fn differing_field(&mut self, row: u64, put: &Put) -> &'static str {
        // What cannot be read again is told once all of it is.
        let kept = self.plan.kept_of_row(row).unwrap_or_default();
        let puts = &self.plan.puts;
        let made = |(at, p): &(usize, &Put)| put.target == Target::Made(*at) && p.row == row;
        let same = |p: &&Put| p.row == row && self.identity(p) == self.identity(put);
        let earlier = puts.iter().enumerate().find(made).map(|(_, p)| p);
        let earlier = earlier.or_else(|| kept.iter().chain(puts).find(same));
        let said = |put: &Put, name: &str| {
            let mut fields = put.fields.iter();
            fields
                .find(|(n, _)| *n == name)
                .map(|(_, given)| given.clone())
        };
        let both = earlier.iter().flat_map(|earlier| &earlier.fields);
        let both = put.fields.iter().chain(both).map(|(name, _)| *name);
        let mapping = self.reader.mapping();
        let has_column = |field: &&'static str| mapping.column(field).is_some();
        let differs =
            |name: &&str| earlier.is_some_and(|earlier| said(earlier, name) != said(put, name));
        let fills = |name| self.filling(put.kind, name);
        let differing = both.clone().filter(differs).map(fills).find(has_column);
        let any = || both.clone().map(fills).find(has_column);
        differing.or_else(any).unwrap_or("name")
    }

    /// Notes what this row says of a record, where no row said anything before; else that it is said
    /// again.
    pub(super) fn is_seen(&mut self, identity: u64, said: u32) -> bool {
        if let Some(seen) = self.seen.get(identity) {
            let pairs = seen.unread.iter().zip(&self.aside).enumerate();
            let differ = pairs.filter(|(_, (a, b))| a != b);
            self.again = Some(Again {
                row: seen.row,
                differ: differ.fold(0, |bits, (at, _)| bits | 1 << at),
            });
            return true;
        }
        self.entered_seen.push(identity);
        let seen = EarlierRow {
            row: self.row as u32,
            said,
            unread: self.aside.clone().into_boxed_slice(),
        };
        self.seen.insert(identity, seen);
        false
    }

    pub(super) fn identity(&self, put: &Put) -> u64 {
        match &put.target {
            // A new record is entered in the dictionary; the next row of its name finds it made.
            Target::New => hash(&(put.kind, Ref::Made(self.plan.count()))),
            Target::Id(id, _) | Target::Gone(id, _) => hash(&(put.kind, Ref::Id(*id))),
            Target::Made(n) => hash(&(put.kind, Ref::Made(*n))),
            Target::Keyed => {
                let key = put.kind.key().iter();
                let key: Vec<_> = key
                    .map(|k| put.fields.iter().find(|(name, _)| name == k))
                    .collect();
                hash(&(put.kind, key))
            }
        }
    }

    /// Counts the row that said nothing new.
    pub(super) fn count_again(&mut self, again: Again) {
        self.plan.repeated += 1;
        let group = self.repeats.entry(again.row).or_default();
        group.0 += 1;
        group.1 |= again.differ;
    }

    /// The names of these columns, the first few.
    pub(super) fn differing(&self, bits: u32) -> Vec<String> {
        let columns = self.unread.iter().enumerate();
        let columns = columns.filter(|(at, _)| bits & (1 << at) != 0);
        let name = |(_, at): (usize, &usize)| self.reader.mapping().column_name(*at);
        columns.map(name).collect()
    }

    /// One note for each group of rows that are one.
    pub(super) fn tell_repeats(&mut self) {
        let seats = self.reader.mapping().kind == ImportKind::Contracts;
        for (row, (more, differ)) in std::mem::take(&mut self.repeats) {
            let rows = more + 1;
            let columns = self.differing(differ);
            let (column, why) = match &columns[..] {
                [] => {
                    let first = self.reader.mapping().fields.first();
                    let first = first.map_or("", |mapped| mapped.field.name);
                    (
                        self.column_of(first),
                        format!("{rows} rows say the same and are kept as one"),
                    )
                }
                [first, ..] => {
                    let asked = if seats { ": seats?" } else { "." };
                    let why = format!(
                        "{rows} rows differ only in `{}`{asked} It is not read, so they are kept as one",
                        columns.join("`, `")
                    );
                    (first.clone(), why)
                }
            };
            let complaint = Complaint::new(u64::from(row), &column, "", why);
            self.plan.warnings.push(complaint);
        }
    }
}
