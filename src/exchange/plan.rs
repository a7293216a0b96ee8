//! Rows of a file → what to write: names matched to records, everything that cannot be said plainly
//! complained about with its row. The command line or the worker gives it the dictionary of names and
//! carries its puts to the store; it never sees the store itself.

mod calendar;
mod catalogue;
mod contracts;
mod counts;
mod devices;
mod finish;
mod kept;
mod named;
mod people;
mod placed;
mod plain;
mod purchases;
mod reference;
mod relations;
mod repeats;
mod requests;
mod schools;
mod seen;
#[cfg(test)]
mod tests;
mod told;
mod words;

pub use self::counts::Counts;
pub use self::finish::Codes;
pub use self::kept::TriedPuts;

use self::contracts::{Credit, RefusedOfContract, Unnumbered};
use self::devices::DeviceCounts;
use self::kept::{KeptByFile, failed};
use self::reference::Ref;
use self::repeats::Again;
use self::seen::Seen;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::columns::{ImportField, ImportKind};
use super::record::{FileRow, RowReader};
use super::shape::RowShape;
use super::sheet::{Sheet, SheetRow};
use super::{Complaint, ReadError};
use crate::domain::contract::ContractId;
use crate::domain::field::PlainColumn;
use crate::domain::find::Finder;
use crate::domain::money::Cents;
use crate::domain::names::Names;
use crate::domain::product::{DataUse, ProductId};
use crate::domain::put::{Given, KeptPuts, Put, RefusedRow, Target};
use crate::domain::record::{Kind, Value};
use crate::domain::request::RequestId;
use crate::domain::review::intake::Consulted;
use crate::domain::standards::claimed::KnownClaims;

/// So many puts are held, of the kinds whose rows are never looked at again.
const HELD: usize = 8_192;

/// Is each row of this kind one record of its own, found by its key, to which no later row comes back? Such files are
/// the long ones.
fn is_long(kind: ImportKind) -> bool {
    matches!(
        kind,
        ImportKind::Inventory
            | ImportKind::Usage
            | ImportKind::Provisioning
            | ImportKind::Training
            | ImportKind::Owners
            | ImportKind::Compatibility
    )
}

/// What a file comes to.
#[derive(Debug, Default)]
pub struct ImportPlan {
    /// What to write first, where that is more than is held.
    kept: Option<KeptByFile>,
    /// What to write, in order; of a long file the last of it.
    pub puts: Vec<Put>,
    /// How many rows were read.
    pub read: usize,
    /// What was read in an unexpected way, left blank, or looks like something else.
    pub warnings: Vec<Complaint>,
    /// Why rows cannot be taken.
    pub rejected: Vec<Complaint>,
    /// How many rows cannot be taken.
    pub rejected_rows: usize,
    /// How many rows say what an earlier row of the file said.
    pub repeated: usize,
    /// How many rows are none to take, though nothing in them is wrong.
    pub aside: usize,
    /// How many rows are credits, which made a line cheaper.
    pub credits: usize,
    /// How many rows are half days, of which nothing is kept.
    pub half_days: usize,
    /// Where rows are single devices: how many were counted.
    pub devices: usize,
    /// The classes of device at a school that they were counted into.
    pub classes: usize,
    /// Where rows are asks: the requests they are part of.
    pub requests: HashSet<RequestId>,
    /// Rows that show only beside all others that they cannot be taken: the file is planned anew without them.
    pub unclear: Vec<RefusedRow>,
}

impl ImportPlan {
    /// How many puts there are.
    pub fn count(&self) -> usize {
        self.kept.as_ref().map_or(0, KeptByFile::len) + self.puts.len()
    }

    /// Holds the puts no longer.
    fn keep(&mut self) -> io::Result<()> {
        let kept = match &mut self.kept {
            Some(kept) => kept,
            none => none.insert(KeptByFile::new()?),
        };
        self.puts.drain(..).try_for_each(|put| kept.push(&put))
    }

    /// What a row writes, of what is not held.
    fn kept_of_row(&mut self, row: u64) -> io::Result<Vec<Put>> {
        match &mut self.kept {
            Some(kept) => kept.of_row(row),
            None => Ok(Vec::new()),
        }
    }

    /// All puts of a file that has more than are held; none of any other.
    pub(super) fn take_kept(&mut self) -> Option<KeptPuts> {
        self.kept.take().map(KeptPuts::by)
    }
}

/// What the rows of a file are read by.
pub struct Known<'k> {
    /// What everything is called.
    pub names: Names,
    /// Finds what looks like a name.
    pub finder: &'k dyn AlikeNames,
    /// Says what the policy makes of a row; nobody does in a file of its own.
    pub office: Option<&'k dyn Consulted>,
    /// Rows that the records refused when the file was tried.
    pub refused: &'k RefusedRows,
    /// The standards here and the claims on them, where the rows are such.
    pub claims: KnownClaims,
}

/// What finds names that look alike, once a row makes one: few files do, and in a large district it takes as much memory
/// as all that a long file comes to.
pub trait AlikeNames {
    /// It, read or made when it is first asked for.
    fn finder(&self) -> &Finder;
}

impl AlikeNames for Finder {
    fn finder(&self) -> &Finder {
        self
    }
}

/// Rows that the records refused, by their number.
pub type RefusedRows = HashMap<u64, RefusedRow>;

/// Reads every row and plans what to write. `watch` is told the bytes read so far and may say stop.
pub fn plan(
    reader: &RowReader,
    sheet: &mut Sheet,
    known: Known,
    today: NaiveDate,
    watch: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<ImportPlan, ReadError> {
    let unread = Planner::compared(reader.mapping().unused());
    let mut planner = Planner {
        reader,
        today,
        names: known.names,
        finder: known.finder,
        office: known.office,
        refused: known.refused,
        claims: known.claims,
        seen: Seen::new(unread.len()),
        refused_cells: HashMap::new(),
        entered_seen: Vec::new(),
        again: None,
        repeats: BTreeMap::new(),
        used: BTreeMap::new(),
        noted: HashMap::new(),
        unread,
        plain: reader.mapping().kind.plain(),
        aside: Vec::new(),
        contracts: HashMap::new(),
        completed: Vec::new(),
        asked: HashMap::new(),
        credits: Vec::new(),
        left_out: Vec::new(),
        unnumbered: Unnumbered::default(),
        used_here: Vec::new(),
        counted: DeviceCounts::default(),
        entered: Vec::new(),
        plan: ImportPlan::default(),
        new_products: Vec::new(),
        row: 0,
    };
    planner.plan.warnings.extend_from_slice(sheet.notes());
    let mut shape = RowShape::new(reader.mapping());
    while let Some(row) = sheet.next() {
        let row = row?;
        if planner.plan.read.is_multiple_of(256) && watch(sheet.consumed()).is_break() {
            return Err(ReadError::new(
                "stopped before it was done",
                "Nothing was saved.",
            ));
        }
        for row in shape.take(row) {
            planner.take(&row);
        }
        planner.put_away().map_err(|error| failed(&error))?;
    }
    if let Some(row) = shape.rest() {
        planner.take(&row);
    }
    planner.plan.warnings.extend(shape.finish());
    planner.finish().map_err(|error| failed(&error))
}

/// Why a row cannot be taken: the field it is about, what it says (empty for the whole cell), and a
/// sentence.
struct RowRefusal {
    field: &'static str,
    value: String,
    reason: String,
}

fn refuse<T>(field: &'static str, value: &str, reason: impl Into<String>) -> Result<T, RowRefusal> {
    Err(RowRefusal {
        field,
        value: value.to_owned(),
        reason: reason.into(),
    })
}

struct Planner<'f> {
    reader: &'f RowReader,
    today: NaiveDate,
    names: Names,
    finder: &'f dyn AlikeNames,
    /// Says what the policy makes of a row; nobody does in a file of its own.
    office: Option<&'f dyn Consulted>,
    /// Rows that the records refused when the file was tried.
    refused: &'f RefusedRows,
    /// The standards here and the claims on them, with those of earlier rows.
    claims: KnownClaims,
    /// What each record was given by which row, as hashes.
    seen: Seen,
    /// Rows that the records refused, by what the cells say that are read: others say the same.
    refused_cells: HashMap<u64, u64>,
    /// What this row was the first to say; forgotten where it cannot be taken.
    entered_seen: Vec<u64>,
    /// The earlier row that says all that this one says.
    again: Option<Again>,
    /// By the first row that says it: how many more do, and in which columns they differ.
    repeats: BTreeMap<u32, (usize, u32)>,
    /// Words of the district that were read as what they mean, by column and folded spelling: the first
    /// row, and how many.
    used: BTreeMap<(usize, String), (u64, usize)>,
    /// Those of this row, met on the way.
    used_here: Vec<(usize, String)>,
    /// What was told once and is not told again, with the row it was told of.
    noted: HashMap<u64, u64>,
    /// Columns that are not read and are compared.
    unread: Vec<usize>,
    /// This row's cells in them, as hashes.
    aside: Vec<u32>,
    /// Columns that stand for one field of a record each.
    plain: Vec<PlainColumn>,
    /// Contracts that rows are about, each with its put and the row that made it.
    contracts: HashMap<ContractId, usize>,
    /// Puts of earlier rows that this row says more of, each with how many fields it had.
    completed: Vec<(usize, usize)>,
    /// What the file's asks for each product cost together, and what they say of its data.
    asked: HashMap<ProductId, (Cents, Option<DataUse>)>,
    /// Rows of contracts without a number.
    unnumbered: Unnumbered,
    /// Credits that wait for their lines.
    credits: Vec<Credit>,
    /// Rows of numbered contracts that cannot be taken.
    left_out: Vec<RefusedOfContract>,
    /// Single devices, where the rows are such.
    counted: DeviceCounts,
    /// Names the row makes; they enter the dictionary once the whole row is taken.
    entered: Vec<Enter>,
    plan: ImportPlan,
    /// Products made by rows whose puts are not held any more: their rows and names.
    new_products: Vec<NewProduct>,
    row: u64,
}

/// A product that a row makes on its way.
struct NewProduct {
    row: u64,
    name: String,
}

type Enter = Box<dyn FnOnce(&mut Names)>;

impl Planner<'_> {
    fn take(&mut self, row: &SheetRow) {
        let record = self.reader.read(row);
        self.row = record.row;
        self.plan.read += 1;
        if !record.rejected.is_empty() {
            self.leave_out(&record);
            self.plan.warnings.extend(record.warnings);
            self.plan.rejected.extend(record.rejected);
            self.plan.rejected_rows += 1;
            return;
        }
        if let Some(aside) = record.aside {
            self.plan.warnings.extend(record.warnings);
            self.plan.warnings.push(aside);
            self.plan.aside += 1;
            return;
        }
        let before = (self.plan.puts.len(), self.plan.warnings.len());
        if let Some(day) = record.day("term_end")
            && self.is_renewal_date()
        {
            let why = format!(
                "read as the last day that is covered, {day}. Where the next term begins on that day, the \
                 last day to say no is a day too late: write the day before"
            );
            self.warn_once("term_end", "", why);
        }
        self.look_aside(row);
        self.again = None;
        self.entered_seen.clear();
        self.completed.clear();
        let taken = self.row(&record);
        let taken = taken.and_then(|()| self.not_refused(row, before.0));
        let refused = self.refused.contains_key(&self.row);
        let waits = self.unnumbered.keeps(row, refused);
        if waits || taken.is_err() {
            self.forget(before);
        }
        if waits {
            return;
        }
        self.write_credit(row);
        if let Err(refusal) = taken {
            self.leave_out(&record);
            let value = match self.reader.mapping().column(refusal.field) {
                Some(column) if refusal.value.is_empty() => row.cells[column].to_string(),
                _ => refusal.value,
            };
            let complaint = self.complaint(refusal.field, &value, refusal.reason);
            self.plan.rejected.push(complaint);
            self.plan.rejected_rows += 1;
        } else {
            if let Some(again) = self.again
                && self.plan.puts.len() == before.0
            {
                self.count_again(again);
            }
            self.count_meant(&record);
        }
        for enter in self.entered.drain(..) {
            enter(&mut self.names);
        }
        self.plan.warnings.extend(record.warnings);
    }

    /// Takes back what the row that is read made on the way: it stays only if the row is whole. `before` is how
    /// many puts and warnings there were.
    fn forget(&mut self, before: (usize, usize)) {
        self.plan.puts.truncate(before.0);
        self.plan.warnings.truncate(before.1);
        self.forget_contracts(before.0);
        self.entered.clear();
        self.used_here.clear();
        let row = self.row;
        self.noted.retain(|_, told| *told != row);
        for identity in self.entered_seen.drain(..) {
            self.seen.forget(identity);
        }
    }

    /// Did the records refuse this row, or one that it repeats, when the file was tried? What it makes stands in the
    /// plan from `place` on.
    fn not_refused(&mut self, row: &SheetRow, place: usize) -> Result<(), RowRefusal> {
        if self.refused.is_empty() {
            return Ok(());
        }
        let read = self.reader.mapping().fields.iter();
        let cells = read.map(|mapped| row.cells[mapped.column].to_string());
        let cells = hash(&cells.collect::<Vec<_>>());
        let repeats = self.again.map(|again| u64::from(again.row));
        let alike = self.refused_cells.get(&cells).copied();
        let rows = [Some(self.row), repeats, alike];
        let Some(refused) = rows.iter().flatten().find_map(|row| self.refused.get(row)) else {
            return Ok(());
        };
        self.refused_cells.insert(cells, refused.row);
        // Whoever repeats it says no more than it does. What rests on a record that it alone makes is another's once
        // that is made no more.
        if !self.plan.puts[place..]
            .iter()
            .any(|put| put.target == Target::New)
        {
            self.entered_seen.clear();
        }
        let field = self.filling(refused.of.0, refused.of.1);
        refuse(field, "", refused.why.to_string())
    }

    fn row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        match self.reader.mapping().kind {
            ImportKind::Products => self.product_row(record),
            ImportKind::Schools => self.school_row(record),
            ImportKind::Approvals => self.approval_row(record),
            ImportKind::Contracts => self.contract_row(record),
            ImportKind::Inventory => self.inventory_row(record),
            ImportKind::Usage => self.usage_row(record),
            ImportKind::People => self.person_row(record),
            ImportKind::Agreements => self.agreement_row(record),
            ImportKind::Provisioning => self.provisioning_row(record),
            ImportKind::Devices => self.device_row(record),
            ImportKind::Training
            | ImportKind::Owners
            | ImportKind::Compatibility
            | ImportKind::Measures => self.plain_row(record),
            ImportKind::Calendar => self.calendar_row(record),
            ImportKind::Requests => self.request_row(record),
            ImportKind::Alignments => self.alignment_row(record),
            ImportKind::Relations => self.relation_row(record),
        }
    }

    /// Adds a put; gives the record it makes or meets.
    fn add(&mut self, mut put: Put) -> Ref {
        put.fields.shrink_to_fit();
        let place = self.plan.count();
        self.plan.puts.push(put.row(self.row));
        Ref::Made(place)
    }

    /// Where rows are many: puts away what is not looked at again, between two rows.
    fn put_away(&mut self) -> io::Result<()> {
        self.seen.put_away()?;
        if self.plan.puts.len() < HELD || !is_long(self.reader.mapping().kind) {
            return Ok(());
        }
        self.new_products.extend(finish::new_products(&self.plan));
        self.plan.keep()
    }

    /// Adds the put that the row is about, once its own rule agrees. A second row about the same
    /// record must say the same. `besides` is what a new record gets although the row does not say it.
    fn main(
        &mut self,
        mut put: Put,
        besides: impl IntoIterator<Item = (&'static str, Given)>,
    ) -> Result<Option<Ref>, RowRefusal> {
        let repeated = self.is_repeated(&put);
        let (identity, said) = (self.identity(&put), hash(&put.fields) as u32);
        put.fields.splice(..0, besides);
        self.check(&put)?;
        if repeated? {
            return Ok(None);
        }
        self.is_seen(identity, said);
        Ok(Some(self.add(put)))
    }

    /// Asks the noun's own rule, as far as this row says enough to break it.
    fn check(&self, put: &Put) -> Result<(), RowRefusal> {
        if !matches!(put.target, Target::New | Target::Keyed) {
            return Ok(());
        }
        let mut values: Vec<Value> = put.kind.fields().iter().map(|f| (f.blank)()).collect();
        for (name, given) in &put.fields {
            if let Some(place) = put.kind.position(name) {
                values[place] = match given {
                    Given::Value(value) => value.clone(),
                    Given::Made(_) => Value::Int(i64::MAX),
                };
            }
        }
        put.kind.check(0, &values).or_else(|broken| {
            let field = broken.field.unwrap_or_default();
            refuse(self.filling(put.kind, field), "", broken)
        })
    }

    /// The field of the file whose column fills a field of a record; one that has no column where none does.
    fn filling(&self, noun: Kind, field: &'static str) -> &'static str {
        let mapping = self.reader.mapping();
        let fills = |f: &&ImportField| mapping.kind.filled_by(f).contains(&(noun, field));
        let mut read = mapping.fields.iter().map(|mapped| mapped.field);
        let known = || mapping.kind.fields().iter().find(fills);
        read.find(|f| fills(f))
            .or_else(known)
            .map_or(field, |f| f.name)
    }

    /// Puts something into the dictionary once this row is taken.
    fn enter(&mut self, enter: impl FnOnce(&mut Names) + 'static) {
        self.entered.push(Box::new(enter));
    }
}

/// Refuses a word that is none of those the field knows, as it stands in the file.
fn not_one_of<T>(record: &FileRow, field: &'static str, known: &[&str]) -> Result<T, RowRefusal> {
    refuse(
        field,
        record.written(field),
        unknown_word(record, field, known),
    )
}

/// That a word is none of these, and the way to say once what it means.
fn unknown_word(record: &FileRow, field: &str, known: &[&str]) -> String {
    format!(
        "not one of {}; if it means one of them, say so once: --map \"{field}:{}=...\"",
        known.join(", "),
        record.written(field)
    )
}

/// `C-1`, `C-1 and C-2`, `C-1, C-2 and C-3`.
fn all_of<T: ToString>(things: &[T]) -> String {
    let words: Vec<String> = things.iter().map(T::to_string).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

fn contradiction(row: u64, kind: Kind) -> String {
    let kind = kind.spoken();
    format!("row {row} says something else of the same {kind}; keep one of the two")
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// Gives a put a field only where the row says something: a blank cell takes nothing away.
fn put_some<T: crate::domain::record::Column>(
    put: Put,
    field: &'static str,
    said: Option<T>,
) -> Put {
    match said {
        Some(value) => put.with(field, value),
        None => put,
    }
}
